//! Checks over HTTP: opened, drawn, looked at by two, found, mended by the other side, looked at again; each side sees its part.

use crate::act::{POSITION, SITE, stocked};
use crate::world::{BUREAU, Client, DEPOT, World};
use serde_json::{Value, json};

pub async fn done(client: &Client, act: &str, key: &str, body: &Value) -> Value {
    let answer = client.act(&format!("/api/v1/acts/{act}"), key, body).await;
    assert_eq!(answer.status, 200, "{act}: {}", answer.text());
    answer.json()
}

pub async fn refused(client: &Client, act: &str, key: &str, body: &Value) -> String {
    let answer = client.act(&format!("/api/v1/acts/{act}"), key, body).await;
    assert_ne!(answer.status, 200, "{act}: {}", answer.text());
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

fn created(receipt: &Value) -> String {
    receipt["created"][0].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_census_from_the_order_to_a_finding_closed() {
    for world in World::both().await {
        let lot = stocked(&world).await;
        let (officer, second) = (world.client("officer").await, world.client("storekeeper").await);
        let (manager, keeper) = (world.client("manager").await, world.client("keeper").await);
        let today = world.node.clock.now().business_day();
        let order = json!({"kind": "autumn", "authority": "某粮检〔2026〕9号", "cutoff": today.to_string(), "due": today.to_string(),
            "sites": [SITE], "inspectors": ["officer", "storekeeper"]});
        assert_eq!(refused(&manager, "check-open", "c0", &order).await, "policy");
        let people = officer.get("/api/v1/inspectors").await.json();
        let users: Vec<_> =
            people["items"].as_array().unwrap().iter().map(|p| p["user"].as_str().unwrap()).collect();
        assert_eq!(users, ["approver", "officer", "storekeeper"]);
        let mut strange = order.clone();
        strange["inspectors"] = json!(["officer", "auditor"]);
        assert_eq!(refused(&officer, "check-open", "c1", &strange).await, "inspector.unknown");
        let check = created(&done(&officer, "check-open", "c", &order).await);

        // 100 t by the book; 100 m³ of 800 kg/m³ lie there.
        let sheet = json!({"check": check, "position": POSITION, "lot": lot, "sample": "Y7K2", "volume": {
            "stack": {"cuboid": {"length": 1000, "width": 1000, "height": 100}}, "test_weight": 800, "factor": 100,
            "moisture_in": 125, "moisture_now": 125}});
        assert_eq!(refused(&keeper, "check-sheet", "s0", &sheet).await, "policy");
        assert_eq!(
            refused(&world.client("approver").await, "check-sheet", "s1", &sheet).await,
            "check.inspector"
        );
        let recorded = done(&officer, "check-sheet", "s", &sheet).await;
        let index = recorded["receipt"]["index"].as_i64().unwrap();
        let sign = json!({"check": check, "sheet": index});
        assert_eq!(refused(&officer, "check-sign", "g0", &sign).await, "check.same_person");
        done(&second, "check-sign", "g", &sign).await;
        let finding = json!({"check": check, "position": POSITION, "sheet": index, "rule": "V-02", "serious": true,
            "words": "实测比账面少两成", "due": today.to_string()});
        let finding = created(&done(&officer, "finding-open", "f", &finding).await);
        done(&officer, "check-close", "e", &json!({"check": check})).await;

        let shown = officer.get(&format!("/api/v1/checks/{check}")).await.json();
        assert_eq!(
            (&shown["head"]["status"], &shown["head"]["done"]),
            (&json!("closed"), &json!(1)),
            "{shown}"
        );
        let paper = &shown["sheets"][0];
        assert_eq!(
            (&paper["book"], &paper["measured"], &paper["matches"]),
            (&json!(100_000), &json!(80_000), &json!(false)),
            "{paper}"
        );
        assert_eq!(
            (&paper["form"]["volume"], &paper["first"], &paper["second"]),
            (&json!(100_000), &json!("officer"), &json!("storekeeper"))
        );

        // The depot sees what concerns it, from its own list; a stranger nothing.
        let theirs = manager.get("/api/v1/checks?side=inspected").await.json();
        assert_eq!(theirs["items"][0]["code"], check.as_str());
        assert_eq!(manager.get(&format!("/api/v1/checks/{check}")).await.json()["sheets"][0]["index"], index);
        assert_eq!(world.client("clerk").await.get(&format!("/api/v1/checks/{check}")).await.status, 404);
        let due = manager.get("/api/v1/findings?side=inspected&status=open").await.json();
        assert_eq!((&due["items"][0]["code"], &due["items"][0]["org"]), (&json!(finding), &json!(DEPOT)));

        let mend = json!({"finding": finding, "words": "已清仓复称，补登损耗"});
        assert_eq!(refused(&keeper, "finding-mend", "m0", &mend).await, "policy");
        done(&manager, "finding-mend", "m", &mend).await;
        let look = json!({"finding": finding, "accepted": true, "words": "现场复查属实"});
        assert_eq!(refused(&officer, "finding-recheck", "r0", &look).await, "check.same_person");
        done(&second, "finding-recheck", "r", &look).await;
        let whole = manager.get(&format!("/api/v1/findings/{finding}")).await.json();
        assert_eq!(
            (&whole["head"]["status"], &whole["rounds"][0]["recheck"]["accepted"]),
            (&json!("closed"), &json!(true)),
            "{whole}"
        );
        // Each side's words stand in its own book.
        let fact = manager
            .get(&format!("/api/v1/books/{DEPOT}/facts/{}", whole["rounds"][0]["mending"]["index"]))
            .await;
        assert!(fact.text().contains("finding.mend"), "{}", fact.text());
        assert_eq!(officer.get("/api/v1/findings?status=open").await.json()["items"], json!([]));
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_random_check_is_drawn_by_another_person_and_hides_until_then() {
    for world in World::both().await {
        stocked(&world).await;
        let (officer, approver) = (world.client("officer").await, world.client("approver").await);
        let manager = world.client("manager").await;
        let bay = &POSITION[..28];
        for serial in ["02", "03"] {
            let place = json!({"position": format!("{bay}{serial}"), "name": serial, "form": "bulk", "capacity": 5_000_000, "keeper": "keeper", "valid_from": "2026-01-01"});
            done(&manager, "position-register", serial, &place).await;
        }
        let today = world.node.clock.now().business_day();
        let order = json!({"kind": "random", "authority": "双随机", "cutoff": today.to_string(), "due": today.to_string(), "sites": [SITE],
            "inspectors": ["officer", "storekeeper", "clerk"], "objects_wanted": 2, "inspectors_wanted": 2});
        let check = created(&done(&officer, "check-open", "c", &order).await);
        let before = officer.get(&format!("/api/v1/checks/{check}")).await.json();
        assert_eq!((&before["head"]["status"], &before["head"]["seed"]), (&json!("committed"), &Value::Null));
        assert_eq!(before["head"]["commitment"].as_str().map(str::len), Some(64));
        assert_eq!(manager.get(&format!("/api/v1/checks/{check}")).await.status, 403);
        assert_eq!(manager.get("/api/v1/checks?side=inspected").await.json()["items"], json!([]));

        let draw = json!({"check": check, "words": "十一月二十三日 晴"});
        assert_eq!(refused(&officer, "check-draw", "d0", &draw).await, "second_factor_required");
        done(&approver, "check-draw", "d", &draw).await;
        let after = officer.get(&format!("/api/v1/checks/{check}")).await.json();
        for pool in ["objects", "inspectors"] {
            let mut numbers: Vec<(&str, bool)> = after[pool]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| (one["number"].as_str().unwrap(), one["chosen"].as_bool().unwrap()))
                .collect();
            numbers.sort_unstable();
            let chosen: Vec<bool> = numbers.iter().map(|(_, chosen)| *chosen).collect();
            assert_eq!(chosen, [true, true, false], "the lowest numbers are drawn: {after}");
        }
        let seen = manager.get(&format!("/api/v1/checks/{check}")).await.json();
        assert_eq!(seen["objects"].as_array().map(Vec::len), Some(2), "{seen}");

        let why = json!({"check": check, "why": "检查人员临时有任务"});
        done(&approver, "check-withdraw", "w", &why).await;
        let again = json!({"instead_of": check});
        let mut second = order.clone();
        second["instead_of"] = again["instead_of"].clone();
        let replaced = created(&done(&officer, "check-open", "c2", &second).await);
        let list = officer.get(&format!("/api/v1/checks?org={BUREAU}")).await.json();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(2), "{list}");
        assert!(list.to_string().contains("检查人员临时有任务") && list.to_string().contains(&replaced));
        world.end().await;
    }
}

//! Relief goods over HTTP: clocks, what should leave first, inspections that set faulty goods apart, kits and what they are made of.

use crate::act::stocked;
use crate::world::{Client, DEPOT, World};
use serde_json::{Value, json};

const SHELF: &str = "91440300708461136T001000100102";

async fn done(client: &Client, act: &str, key: &str, body: &Value) -> Value {
    let answer = client.act(&format!("/api/v1/acts/{act}"), key, body).await;
    assert_eq!(answer.status, 200, "{act} {key}: {}", answer.text());
    answer.json()
}

/// Receives goods of the contracted nature, which leave without a directive; the lot's code.
async fn received(keeper: &Client, key: &str, item: &str, made: &str, units: i64) -> String {
    let body = json!({"position": SHELF, "item": item, "nature": "R300", "produced_on": made,
        "quantity": units * 1_000, "price": 98_000, "supplier": "救灾物资厂"});
    let answer = done(keeper, "receive", key, &body).await;
    answer["created"][0].as_str().expect("a lot").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn relief_goods_are_watched_inspected_put_into_kits_and_leave_in_order() {
    for world in World::both().await {
        stocked(&world).await;
        let (manager, keeper) = (world.client("manager").await, world.client("keeper").await);
        let today = world.node.clock.now().business_day();
        let shelf = json!({"position": SHELF, "name": "1-2", "form": "shelf", "capacity": 5_000_000, "keeper": "keeper", "valid_from": "2026-01-01"});
        done(&manager, "position-register", "shelf", &shelf).await;
        let year = |back: i16| format!("{}-01-01", today.year() - back);
        let old = received(&keeper, "old", "1010101", &year(6), 10).await;
        let new = received(&keeper, "new", "1010101", &year(1), 10).await;
        let quilts = received(&keeper, "quilts", "1010201", &year(1), 40).await;
        let due = keeper.get("/api/v1/relief/goods?clock=inspection&pressing=true").await.json();
        assert_eq!(due["total"], 3, "{due}");
        assert_eq!(due["items"][0]["due_on"], json!(today.to_string()));
        for (lot, faulty) in [(&old, 2), (&new, 0), (&quilts, 0)] {
            let outcome = if faulty > 0 { "repair" } else { "good" };
            let body = json!({"lot": lot, "position": SHELF, "inspected_on": today.to_string(), "outcome": outcome, "faulty": faulty * 1_000});
            assert_eq!(manager.act("/api/v1/acts/relief-inspect", lot, &body).await.status, 403);
            done(&keeper, "relief-inspect", lot, &body).await;
        }
        let life = keeper.get("/api/v1/relief/goods?pressing=true").await.json();
        assert_eq!(life["items"][0]["standing"], "ending", "{life}");
        let seen = keeper.get("/api/v1/relief/inspections").await.json();
        assert_eq!(seen["items"].as_array().map(Vec::len), Some(3));
        assert_eq!(seen["items"][2]["faulty"], 2_000, "{seen}");

        let wanted = format!("scope={DEPOT}&item=1010101&nature=R300&owner_level=enterprise&quantity=12000");
        let first = keeper.get(&format!("/api/v1/relief/allocation?{wanted}")).await.json();
        let picks: Vec<_> =
            first["items"].as_array().unwrap().iter().map(|p| (&p["lot"], &p["quantity"])).collect();
        assert_eq!(picks, [(&json!(old), &json!(8_000)), (&json!(new), &json!(4_000))]);
        let issue = |why: Value| json!({"picks": [{"position": SHELF, "lot": new, "quantity": 1_000}], "receiver": "安置点", "why": why});
        let refused = keeper.act("/api/v1/acts/issue", "skip", &issue(Value::Null)).await;
        assert_eq!((refused.status, refused.json()["code"].clone()), (409, json!("issue.passed_over")));
        done(&keeper, "issue", "why", &issue(json!("受灾地偏远，需较长剩余期"))).await;

        let kit = json!({"name": "一户安置", "item": "1030302", "parts": [{"item": "1010101", "quantity": 1_000}, {"item": "1010201", "quantity": 4_000}]});
        assert_eq!(keeper.act("/api/v1/acts/kit-define", "kit", &kit).await.status, 403);
        let kit = done(&manager, "kit-define", "kit", &kit).await["created"][0].clone();
        let kits = keeper.get("/api/v1/relief/kits").await.json();
        assert_eq!(
            (&kits["items"][0]["code"], &kits["items"][0]["parts"][1]["quantity"]),
            (&kit, &json!(4_000))
        );
        let picks = json!([{"position": SHELF, "lot": old, "quantity": 2_000}, {"position": SHELF, "lot": quilts, "quantity": 8_000}]);
        let body = json!({"kit": kit, "quantity": 2_000, "position": SHELF, "picks": picks});
        let sets =
            done(&keeper, "kit-assemble", "assemble", &body).await["created"][0].as_str().unwrap().to_owned();
        let lineage = keeper.get(&format!("/api/v1/relief/lineage/{sets}")).await.json();
        assert_eq!(
            (&lineage["kit"], lineage["made_from"].as_array().map(Vec::len)),
            (&json!("一户安置"), Some(2))
        );
        let into = keeper.get(&format!("/api/v1/relief/lineage/{old}")).await.json();
        let kin: Vec<_> =
            into["gone_into"].as_array().unwrap().iter().map(|r| r["quantity"].clone()).collect();
        assert_eq!(kin, [json!(2_000), json!(2_000)], "set apart, and into kits: {into}");
        let body = json!({"lot": sets, "position": SHELF, "quantity": 1_000, "why": "改作他用",
            "picks": [{"position": SHELF, "lot": old, "quantity": 1_000}, {"position": SHELF, "lot": quilts, "quantity": 4_000}]});
        done(&keeper, "kit-dismantle", "apart", &body).await;
        let left = keeper.get(&format!("/api/v1/relief/lineage/{sets}")).await.json();
        assert_eq!(left["made_from"][0]["back"], 1_000, "{left}");
        world.end().await;
    }
}

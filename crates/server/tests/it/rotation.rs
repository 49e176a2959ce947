//! Rotation over HTTP: a proposal becomes a plan by two people, movements carry it out, and what is wrong shows at once.

use crate::act::{POSITION, stocked};
use crate::world::{DEPOT, World};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proposal_becomes_a_plan_by_two_people() {
    for world in World::both().await {
        let lot = stocked(&world).await;
        let manager = world.client("manager").await;
        let ranked = manager.get("/api/v1/rotation/priorities").await.json();
        assert_eq!(ranked["items"][0]["lot"], lot.as_str(), "{ranked}");
        let parts = ranked["items"][0]["parts"].as_array().unwrap();
        assert_eq!(
            parts.iter().map(|part| part["points"].as_i64().unwrap()).sum::<i64>(),
            ranked["items"][0]["score"]
        );
        assert_eq!((&parts[1]["factor"], &parts[1]["value"]), (&json!("indicator"), &Value::Null));

        let proposal = manager.get("/api/v1/rotation/proposal?months=24").await.json();
        let plans = proposal["plans"].as_array().unwrap();
        let aims: Vec<_> = plans.iter().map(|plan| plan["aim"].as_str().unwrap()).collect();
        assert_eq!(aims, ["cheapest", "oldest_first", "smoothest"]);
        assert!(plans.iter().all(|plan| plan["bound"].as_i64() <= plan["value"].as_i64()), "{proposal}");
        let bad = manager.get("/api/v1/rotation/proposal?months=25").await;
        assert_eq!((bad.status, bad.json()["code"].as_str()), (400, Some("rotation.assumption")));

        let today = world.node.clock.now().business_day();
        // The harvest of 2025 is three years old by then, as central grain must be.
        let out_by = jiff::civil::Date::new(today.year() + 1, 6, 30).unwrap();
        let line = json!({"position": POSITION, "lot": lot, "quantity": 100_000, "out_by": out_by.to_string(),
            "back_by": out_by.to_string(), "harvest_min": 2026});
        let draft = json!({"year": out_by.year(), "mode": "static", "authority": "某粮储〔2026〕8号", "lines": [line]});
        assert_eq!(
            world.client("keeper").await.act("/api/v1/acts/rotation-draft", "k", &draft).await.status,
            403
        );
        let made = manager.act("/api/v1/acts/rotation-draft", "d", &draft).await;
        assert_eq!(made.status, 200, "{}", made.text());
        let plan = made.json()["created"][0].as_str().unwrap().to_owned();
        assert!(plan.starts_with(DEPOT));
        let approve = json!({"plan": plan});
        assert_eq!(manager.act("/api/v1/acts/rotation-approve", "a0", &approve).await.status, 403);
        let approver = world.client("approver").await;
        let done = approver.act("/api/v1/acts/rotation-approve", "a", &approve).await;
        assert_eq!(done.status, 200, "{}", done.text());

        let list = manager.get("/api/v1/rotation/plans?status=approved").await.json();
        assert_eq!(
            (&list["items"][0]["code"], &list["items"][0]["quantity"]),
            (&json!(plan), &json!(100_000))
        );
        let shown = manager.get(&format!("/api/v1/rotation/plans/{plan}")).await.json();
        assert_eq!((&shown["lines"][0]["lot"], &shown["trips"]), (&json!(lot), &json!([])));
        assert_eq!(manager.get("/api/v1/rotation/gaps").await.json()["items"], json!([]));
        assert_eq!(manager.get("/api/v1/rotation/findings").await.json()["items"], json!([]));
        let sheet = manager.get("/api/v1/export/rotation.xlsx").await;
        assert_eq!(sheet.status, 200);
        let cost =
            json!({"plan": plan, "line": 1, "kind": "transport", "amount": 45_000, "document": "运单 7"});
        assert_eq!(manager.act("/api/v1/acts/rotation-cost", "c", &cost).await.status, 200);
        let shown = manager.get(&format!("/api/v1/rotation/plans/{plan}")).await.json();
        assert_eq!(
            (&shown["lines"][0]["transport"], &shown["lines"][0]["net"]),
            (&json!(45_000), &json!(45_000))
        );
        let withdraw = json!({"plan": plan, "why": "计划调整"});
        assert_eq!(approver.act("/api/v1/acts/rotation-withdraw", "w", &withdraw).await.status, 200);
        let left = manager.get("/api/v1/rotation/plans?status=approved").await.json();
        assert_eq!(left["items"], json!([]));
        world.end().await;
    }
}

//! Costs over HTTP: entered by the depot, added up for its bureau, shared out over lots to the last fen, taken back by a second person.

use crate::act::{POSITION, settled, stocked};
use crate::world::{DEPOT, World};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cost_is_entered_compared_and_taken_back() {
    for world in World::both().await {
        let lot = stocked(&world).await;
        let manager = world.client("manager").await;
        let today = world.node.clock.now().business_day();
        let cost = json!({"kind": "energy", "site": format!("{DEPOT}001"), "day_from": today.to_string(),
            "day_to": today.to_string(), "amount": 100_001, "document": "电费 1 号", "payee": "供电公司"});
        assert_eq!(world.client("keeper").await.act("/api/v1/acts/cost-enter", "k", &cost).await.status, 403);
        let made = manager.act("/api/v1/acts/cost-enter", "c", &cost).await;
        assert_eq!(made.status, 200, "{}", made.text());
        let n = made.json()["receipt"]["index"].as_i64().unwrap();
        assert_eq!(manager.act("/api/v1/acts/cost-enter", "c2", &cost).await.status, 409);

        let day = format!("from={today}&to={today}");
        settled(&manager, "/api/v1/table?by=item", "/rows/0/quantity", 100_000).await;
        let nation = manager.get(&format!("/api/v1/costs?{day}")).await.json();
        let (row, total) = (&nation["rows"][0], &nation["total"]);
        assert_eq!(
            (&row["energy"], &row["amount"], &total["amount"]),
            (&json!(100_001), &json!(100_001), &json!(100_001))
        );
        // The yardstick: fen × 365 days × 1,000 kg over what lay there this evening.
        let kilograms = row["mean_stock"].as_i64().unwrap();
        let expected = (100_001_i64 * 365 * 1_000 + kilograms / 2) / kilograms;
        assert_eq!(row["per_tonne_year"], json!(expected));
        let lots = manager.get(&format!("/api/v1/costs?by=lot&org={DEPOT}&{day}")).await.json();
        let parts: Vec<i64> =
            lots["rows"].as_array().unwrap().iter().map(|r| r["energy"].as_i64().unwrap()).collect();
        assert_eq!(parts.iter().sum::<i64>(), 100_001);
        assert!(lots["rows"].as_array().unwrap().iter().any(|r| r["key"] == lot.as_str()), "{lots}");
        for (ask, code) in
            [("by=lot", "cost.narrow"), ("by=moon", "cost.by"), ("from=2020-01-01", "cost.days")]
        {
            let refused = manager.get(&format!("/api/v1/costs?{ask}")).await;
            assert_eq!((refused.status, refused.json()["code"].as_str()), (422, Some(code)));
        }
        assert_eq!(manager.get(&format!("/api/v1/export/costs.xlsx?by=site&{day}")).await.status, 200);

        let entries = manager.get(&format!("/api/v1/costs/entries?{day}")).await.json();
        assert_eq!(
            (&entries["items"][0]["index"], &entries["items"][0]["counted"]),
            (&json!(n), &json!(100_001))
        );
        let back = json!({"n": n, "why": "重复登记"});
        let same = manager.act("/api/v1/acts/cost-reverse", "r0", &back).await;
        assert_eq!((same.status, same.json()["code"].as_str()), (403, Some("approval.same_person")));
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_monthly_return_adds_up_to_the_one_table() {
    for world in World::both().await {
        stocked(&world).await;
        let manager = world.client("manager").await;
        settled(&manager, "/api/v1/table?by=item", "/rows/0/quantity", 100_000).await;
        let month = manager.get(&format!("/api/v1/returns/monthly?org={DEPOT}")).await.json();
        let table = manager.get(&format!("/api/v1/table?by=item,nature,owner&org={DEPOT}")).await.json();
        assert_eq!(month["balances"], json!(true));
        let sum = |rows: &serde_json::Value, name: &str| {
            rows["rows"].as_array().unwrap().iter().map(|row| row[name].as_i64().unwrap()).sum::<i64>()
        };
        assert!(sum(&table, "stored") > 0);
        assert_eq!(sum(&month, "closing"), sum(&table, "stored"));
        assert_eq!(
            sum(&month, "opening") + sum(&month, "received") + sum(&month, "taken_over"),
            sum(&month, "closing")
        );
        let before = manager.get(&format!("/api/v1/returns/monthly?month=2020-01&org={DEPOT}")).await.json();
        assert_eq!(before["rows"], json!([]));
        for month in ["2026-13", "2999-01", "x"] {
            let refused = manager.get(&format!("/api/v1/returns/monthly?month={month}")).await;
            assert_eq!(
                (refused.status, refused.json()["code"].as_str()),
                (422, Some("month.form")),
                "{month}"
            );
        }
        assert_eq!(manager.get(&format!("/api/v1/export/monthly.xlsx?org={DEPOT}")).await.status, 200);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ledger_and_a_statement_are_printed() {
    for world in World::both().await {
        stocked(&world).await;
        let manager = world.client("manager").await;
        let ledger = manager.get(&format!("/api/v1/positions/{POSITION}/ledger.pdf")).await;
        assert_eq!(ledger.status, 200, "{}", ledger.text());
        assert!(ledger.body.starts_with(b"%PDF-"));
        assert_eq!(manager.get(&format!("/api/v1/positions/{POSITION}/ledger.pdf?from=x")).await.status, 422);
        assert_eq!(
            world.client("approver").await.get("/api/v1/statements/1/statement.pdf").await.status,
            404
        );
        world.end().await;
    }
}

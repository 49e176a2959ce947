//! Disposal, stock-take by scan and the end of an event over HTTP: who may do which step, what the lists and the spreadsheet show.

use crate::world::{Client, World};
use serde_json::{Value, json};
use std::time::Duration;

async fn done(client: &Client, act: &str, key: &str, body: &Value) -> Value {
    let answer = client.act(&format!("/api/v1/acts/{act}"), key, body).await;
    assert_eq!(answer.status, 200, "{act}: {}", answer.text());
    answer.json()
}

async fn refused(client: &Client, act: &str, key: &str, body: &Value) -> String {
    let answer = client.act(&format!("/api/v1/acts/{act}"), key, body).await;
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

fn created(answer: &Value) -> String {
    answer["created"][0].as_str().expect("a code").to_owned()
}

/// Two desks on the shelf of the bureau's warehouse, and the warehouse.
async fn desks(world: &World) -> (String, Vec<String>) {
    let (officer, keeper) = (world.client("officer").await, world.client("storekeeper").await);
    let pool =
        json!({"name": "主仓", "kind": "office", "level": "county", "rank": "main", "address": "南大街"});
    let pool = created(&done(&officer, "pool-register", "pool", &pool).await);
    let desk = json!({"item": "A05010201", "name": "办公桌", "spec": "1400×700", "intake": "idle", "pool": pool, "place": "A1",
        "condition": "good", "price": 120_000, "acquired_on": "2024-05-01", "origin": "区教育局", "photos": [], "count": 2});
    let answer = done(&keeper, "asset-receive", "desks", &desk).await;
    let codes = answer["created"].as_array().expect("codes").iter();
    (pool, codes.map(|code| code.as_str().expect("a code").to_owned()).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disposal_is_asked_for_appraised_approved_carried_out_and_paid_in() {
    for world in World::both().await {
        let (_, desks) = desks(&world).await;
        let (officer, keeper, approver) = (
            world.client("officer").await,
            world.client("storekeeper").await,
            world.client("approver").await,
        );
        let ask = json!({"assets": [desks[0]], "way": "auction", "cause": "surplus", "why": "无单位需要"});
        let code = created(&done(&keeper, "disposal-ask", "ask", &ask).await);
        let of = json!({"disposal": code});
        assert_eq!(refused(&officer, "disposal-permit", "no", &of).await, "second_factor_required");
        assert_eq!(refused(&approver, "disposal-approve", "early", &of).await, "disposal.unappraised");
        let appraisal =
            json!({"disposal": code, "amount": 30_000, "appraiser": "评估公司", "document": "评报 1"});
        done(&officer, "disposal-appraise", "appraise", &appraisal).await;
        done(&approver, "disposal-approve", "approve", &of).await;
        let end =
            json!({"disposal": code, "party": "产权交易中心", "document": "成交 7", "proceeds": 35_000});
        done(&officer, "disposal-end", "end", &end).await;
        let pay = json!({"disposal": code, "amount": 35_000, "document": "缴款书 9"});
        done(&officer, "disposal-pay", "pay", &pay).await;
        let shown = keeper.get(&format!("/api/v1/disposals/{code}")).await.json();
        assert_eq!(
            (&shown["head"]["state"], &shown["head"]["needs_finance"], &shown["lines"][0]["was"]),
            (&json!("closed"), &json!(false), &json!("idle"))
        );
        let list = keeper.get("/api/v1/disposals?state=closed").await.json();
        assert_eq!(list["items"][0]["code"], json!(code), "{}", world.engine);
        let asset = keeper.get(&format!("/api/v1/assets/{}", desks[0])).await.json();
        assert_eq!(asset["state"], "disposed");
        let sheet = keeper.get("/api/v1/export/disposals.xlsx").await;
        assert_eq!((sheet.status, &sheet.body[..2]), (200, &b"PK"[..]));
        assert_eq!(world.client("keeper").await.get(&format!("/api/v1/disposals/{code}")).await.status, 403);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stock_take_is_scanned_explained_and_closed_by_another() {
    for world in World::both().await {
        let (pool, desks) = desks(&world).await;
        let (approver, keeper) = (world.client("approver").await, world.client("storekeeper").await);
        let code = created(&done(&keeper, "inventory-open", "open", &json!({"pool": pool})).await);
        let scan = json!({"inventory": code, "assets": [desks[1]]});
        done(&keeper, "inventory-scan", "scan", &scan).await;
        let shown = approver.get(&format!("/api/v1/inventories/{code}")).await.json();
        assert_eq!(
            (&shown["lines"][0]["asset"], &shown["lines"][0]["difference"], &shown["lines"][1]["difference"]),
            (&json!(desks[0]), &json!("missing"), &Value::Null)
        );
        let of = json!({"inventory": code});
        assert_eq!(refused(&approver, "inventory-close", "early", &of).await, "inventory.unexplained");
        let lost = json!({"inventory": code, "assets": [desks[0]], "verdict": "lost", "why": "查找未见"});
        done(&approver, "inventory-explain", "explain", &lost).await;
        done(&approver, "inventory-close", "close", &of).await;
        let list = keeper.get("/api/v1/inventories").await.json();
        assert_eq!((&list["items"][0]["found"], &list["items"][0]["missing"]), (&json!(1), &json!(1)));
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_its_last_day_an_event_ends_without_anybody_asking() {
    for world in World::both().await {
        let officer = world.client("officer").await;
        let today = world.node.clock.now().business_day().to_string();
        let event = json!({"name": "国际论坛", "kind": "event", "document": "某办 8 号", "from_on": today, "ends_on": today});
        done(&officer, "occasion-register", "event", &event).await;
        let mut ended = Value::Null;
        for _ in 0..500 {
            ended = officer.get("/api/v1/occasions").await.json()["items"][0]["ended_on"].clone();
            if ended != Value::Null {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(ended, json!(today), "{}", world.engine);
        world.end().await;
    }
}

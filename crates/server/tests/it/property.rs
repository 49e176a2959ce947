//! Public property over HTTP: photographs by their digest, the catalogue that every government body sees, and labels.

use crate::world::{BUREAU, Client, World};
use serde_json::{Value, json};

async fn done(client: &Client, act: &str, key: &str, body: &Value) -> Value {
    let answer = client.act(&format!("/api/v1/acts/{act}"), key, body).await;
    assert_eq!(answer.status, 200, "{act}: {}", answer.text());
    answer.json()
}

fn created(answer: &Value) -> String {
    answer["created"][0].as_str().expect("a code").to_owned()
}

/// A paper in the content store.
async fn paper(client: &Client, text: &str) -> String {
    let file = client.sending("Content-Type", "application/octet-stream");
    let answer = file.request("POST", "/api/v1/content", Some(&format!("%PDF-1.7 {text}"))).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["hash"].as_str().expect("a hash").to_owned()
}

/// Two desks on the shelf of the bureau's warehouse.
async fn desks(world: &World) -> Vec<String> {
    let (officer, keeper) = (world.client("officer").await, world.client("storekeeper").await);
    let pool =
        json!({"name": "主仓", "kind": "office", "level": "county", "rank": "main", "address": "南大街"});
    let pool = created(&done(&officer, "pool-register", "pool", &pool).await);
    let photo = paper(&keeper, "desk").await;
    let desk = json!({"item": "A05010201", "name": "办公桌", "spec": "1400×700", "intake": "idle", "pool": pool, "place": "A1",
        "condition": "good", "price": 120_000, "acquired_on": "2024-05-01", "origin": "区教育局", "photos": [photo], "count": 2});
    let answer = done(&keeper, "asset-receive", "desks", &desk).await;
    answer["created"]
        .as_array()
        .expect("codes")
        .iter()
        .map(|c| c.as_str().expect("a code").to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_idle_stands_in_the_catalogue_with_its_picture() {
    for world in World::both().await {
        let desks = desks(&world).await;
        let officer = world.client("officer").await;
        let list = officer.get("/api/v1/catalogue?words=1400&item=A05").await.json();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(2), "{list}");
        let photo = list["items"][0]["photos"][0].as_str().expect("a photograph");
        let file = officer.get(&format!("/api/v1/content/{photo}")).await;
        assert_eq!(
            (file.status, file.header("content-type"), file.text().as_str()),
            (200, "application/pdf", "%PDF-1.7 desk")
        );
        let keeper = world.client("storekeeper").await;
        let turn = json!({"asset": desks[0], "to": "in_use", "condition": "good", "why": "本单位使用"});
        done(&keeper, "asset-turn", "turn", &turn).await;
        let left = officer.get("/api/v1/catalogue").await.json();
        assert_eq!(left["items"].as_array().map(Vec::len), Some(1), "{left}");
        let all = keeper.get("/api/v1/assets?state=in_use").await.json();
        assert_eq!(all["items"][0]["code"], json!(desks[0]));
        // A depot of the enterprise is not a government body: it borrows nothing and sees nothing.
        let other = world.client("keeper").await;
        assert_eq!(other.get("/api/v1/catalogue").await.json()["items"], json!([]));
        assert_eq!(other.get(&format!("/api/v1/assets/{}", desks[1])).await.status, 404);
        assert_eq!(other.get(&format!("/api/v1/assets?org={BUREAU}")).await.status, 403);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photograph_is_kept_before_a_fact_names_it() {
    let world = World::sqlite().await;
    let desks = desks(&world).await;
    let keeper = world.client("storekeeper").await;
    let unknown = json!({"asset": desks[0], "photo": "0".repeat(64)});
    let refused = keeper.act("/api/v1/acts/asset-picture", "photo", &unknown).await;
    assert_eq!((refused.status, refused.json()["code"].clone()), (422, json!("content.unknown")));
    let file = keeper.sending("Content-Type", "application/octet-stream");
    let script = file.request("POST", "/api/v1/content", Some("<svg onload='x()'/>")).await;
    assert_eq!((script.status, script.json()["code"].clone()), (422, json!("content.kind")));
    let huge = format!("%PDF-{}", "x".repeat(4 * 1024 * 1024));
    assert_eq!(file.request("POST", "/api/v1/content", Some(&huge)).await.status, 413);
    assert_eq!(keeper.get(&format!("/api/v1/content/{}", "0".repeat(64))).await.status, 404);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn labels_are_printed_on_sheet_or_roll() {
    let world = World::sqlite().await;
    let desks = desks(&world).await;
    let keeper = world.client("storekeeper").await;
    for stock in ["a4", "roll"] {
        let path = format!("/api/v1/assets/labels.pdf?assets={}&stock={stock}", desks.join(","));
        let answer = keeper.get(&path).await;
        assert_eq!((answer.status, &answer.body[..5]), (200, &b"%PDF-"[..]), "{stock}: {}", answer.text());
    }
    for bad in ["", "x", &format!("{}&stock=wall", desks[0])] {
        assert_ne!(keeper.get(&format!("/api/v1/assets/labels.pdf?assets={bad}")).await.status, 200, "{bad}");
    }
    let sheet = keeper.get("/api/v1/export/assets.xlsx").await;
    assert_eq!((sheet.status, &sheet.body[..2]), (200, &b"PK"[..]));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_office_borrows_from_another_and_brings_it_back() {
    for world in World::both().await {
        let desks = desks(&world).await;
        let (clerk, keeper, approver) =
            (world.client("clerk").await, world.client("storekeeper").await, world.client("approver").await);
        let today = base::term::Instant(world.node.clock.now().0).business_day().to_string();
        let ask = json!({"lender": BUREAU, "kind": "loan", "assets": desks, "occasion": "国际论坛", "purpose": "会务",
            "from_on": today, "due_on": today});
        let refused = world.client("keeper").await.act("/api/v1/acts/loan-ask", "enterprise", &ask).await;
        assert_eq!(refused.status, 403, "an enterprise does not borrow from the government");
        let loan = created(&done(&clerk, "loan-ask", "ask", &ask).await);
        let it = json!({"loan": loan});
        assert_eq!(clerk.act("/api/v1/acts/loan-approve", "self", &it).await.status, 403);
        done(&approver, "loan-approve", "approve", &it).await;
        done(&keeper, "loan-hand", "hand", &json!({"loan": loan, "cost": 0})).await;
        done(&clerk, "loan-accept", "accept", &it).await;
        assert_eq!(clerk.get("/api/v1/catalogue").await.json()["items"], json!([]));
        let mine = clerk.get("/api/v1/loans?state=received").await.json();
        assert_eq!(
            (mine["items"][0]["code"].as_str(), mine["items"][0]["overdue"].clone()),
            (Some(loan.as_str()), json!(false))
        );
        let line = |desk: &String, outcome: &str, damage: i64| json!({"asset": desk, "outcome": outcome, "condition": "good", "damage": damage});
        let back = json!({"loan": loan, "lines": [line(&desks[0], "accepted", 0), line(&desks[1], "rejected", 90_000)]});
        done(&keeper, "loan-return", "return", &back).await;
        done(
            &keeper,
            "loan-compensate",
            "pay",
            &json!({"loan": loan, "amount": 90_000, "voucher": "缴款 1"}),
        )
        .await;
        let shown = clerk.get(&format!("/api/v1/loans/{loan}")).await.json();
        assert_eq!(shown["head"]["state"], json!("closed"), "{shown}");
        assert_eq!(shown["lines"][1]["outcome"], json!("rejected"), "{shown}");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_is_released_only_when_nothing_idle_would_serve() {
    for world in World::both().await {
        desks(&world).await;
        let (clerk, approver) = (world.client("clerk").await, world.client("approver").await);
        let request = |item: &str| json!({"item": item, "words": "办公桌", "quantity": 3, "price": 150_000, "needed_on": "2027-01-01", "days": 365, "purpose": "新科室"});
        let blocked = created(&done(&clerk, "purchase-ask", "desk", &request("A05010201")).await);
        let free = created(&done(&clerk, "purchase-ask", "car", &request("A02030501")).await);
        let shown = clerk.get(&format!("/api/v1/purchases/{blocked}")).await.json();
        assert_eq!(
            (shown["release"].clone(), shown["head"]["covers"].clone()),
            (json!(false), json!(2)),
            "{shown}"
        );
        assert_eq!(shown["matches"][0]["class"], json!(1_000), "the match says why: {shown}");
        let shown = clerk.get(&format!("/api/v1/purchases/{free}")).await.json();
        assert_eq!((shown["release"].clone(), shown["head"]["gate"].clone()), (json!(true), json!("none")));
        let why = json!({"purchase": blocked, "why": "需可升降"});
        assert_eq!(clerk.act("/api/v1/acts/purchase-override", "self", &why).await.status, 403);
        done(&approver, "purchase-override", "finance", &why).await;
        assert_eq!(clerk.get(&format!("/api/v1/purchases/{blocked}")).await.json()["release"], json!(true));
        let open = clerk.get("/api/v1/purchase-gate?item=A05010201&words=1400").await.json();
        assert_eq!(
            (open["serving"].clone(), open["weights"]["status"].clone()),
            (json!(2), json!("unconfirmed")),
            "{open}"
        );
        world.end().await;
    }
}

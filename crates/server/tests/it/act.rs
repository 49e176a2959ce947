//! Acts over HTTP: receipts, retries, second persons, and what follows from them everywhere.

use crate::world::{BUREAU, Client, DEPOT, World};
use serde_json::{Value, json};

/// Codes of the depot's only position and what it stands in (LS/T 1714).
pub const SITE: &str = "91440300708461136T001";
const WAREHOUSE: &str = "91440300708461136T0010001";
const BAY: &str = "91440300708461136T0010001001";
pub const POSITION: &str = "91440300708461136T001000100101";

/// An item of the grain pack with a nature that only a directive releases.
pub fn goods(world: &World) -> (String, String) {
    let packs = &world.node.packs;
    let item =
        packs.items().find(|item| item.pack == "grain" && item.unit.id == "t").expect("grain by the tonne");
    let nature =
        item.natures.iter().find(|code| packs.nature(code).is_some_and(pack::Nature::needs_directive));
    (item.code.clone(), nature.expect("a reserve nature").clone())
}

/// Registers a position and receives 100 t into it; the lot's code.
pub async fn stocked(world: &World) -> String {
    let manager = world.client("manager").await;
    let day = "2026-01-01";
    let places = [
        (
            "site",
            json!({"site": SITE, "name": "一库区", "region": "350102", "kind": "depot", "longitude": 119_300_000, "latitude": 26_080_000, "valid_from": day}),
        ),
        ("warehouse", json!({"warehouse": WAREHOUSE, "name": "1号仓", "kind": "flat", "valid_from": day})),
        ("bay", json!({"bay": BAY, "name": "1廒", "valid_from": day})),
        (
            "position",
            json!({"position": POSITION, "name": "1-1", "form": "bulk", "capacity": 5_000_000, "keeper": "keeper", "valid_from": day}),
        ),
    ];
    for (what, body) in places {
        let answer = manager.act(&format!("/api/v1/acts/{what}-register"), what, &body).await;
        assert_eq!(answer.status, 200, "{what}: {}", answer.text());
    }
    let answer = receive(&world.client("keeper").await, world, "first", 100_000).await;
    assert_eq!(answer["repeated"], false, "{answer}");
    answer["created"][0].as_str().expect("a lot").to_owned()
}

async fn receive(keeper: &Client, world: &World, key: &str, quantity: i64) -> Value {
    let (item, nature) = goods(world);
    let body = json!({"position": POSITION, "item": item, "nature": nature, "harvest_year": 2025, "origin": "350102",
        "quantity": quantity, "price": 280_000, "supplier": "农户"});
    let answer = keeper.act("/api/v1/acts/receive", key, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_retry_is_answered_with_the_first_receipt() {
    for world in World::both().await {
        stocked(&world).await;
        let keeper = world.client("keeper").await;
        let first = receive(&keeper, &world, "again", 5_000).await;
        let second = receive(&keeper, &world, "again", 5_000).await;
        assert_eq!(
            (first["receipt"].clone(), second["repeated"].clone()),
            (second["receipt"].clone(), json!(true)),
            "{}",
            world.engine
        );
        let (item, nature) = goods(&world);
        let other = json!({"position": POSITION, "item": item, "nature": nature, "quantity": 6_000});
        let refused = keeper.act("/api/v1/acts/receive", "again", &other).await;
        assert_eq!(
            (refused.status, refused.json()["code"].as_str()),
            (409, Some("act.key_reused")),
            "{}",
            world.engine
        );
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reserves_need_a_directive_that_a_second_officer_approved_and_a_valid_test() {
    let world = World::sqlite().await;
    let lot = stocked(&world).await;
    let (item, nature) = goods(&world);
    let keeper = world.client("keeper").await;
    let picks = json!([{"position": POSITION, "lot": lot, "quantity": 40_000}]);
    let free = keeper.act("/api/v1/acts/issue", "i1", &json!({"picks": picks, "receiver": "面粉厂"})).await;
    assert!(free.status == 409 || free.status == 422 || free.status == 403, "{}", free.text());

    let officer = world.client("officer").await;
    let order = json!({"purpose": "supply", "valid_from": "2026-01-01", "valid_to": "2099-12-31", "authority": "某粮调〔2026〕1号",
        "lines": [{"scope": DEPOT, "item": item, "nature": nature, "quantity_max": 50_000}]});
    let issued = officer.act("/api/v1/acts/directive-issue", "d1", &order).await;
    assert_eq!(issued.status, 200, "{}", issued.text());
    let directive = issued.json()["created"][0].as_str().unwrap().to_owned();
    let approve = json!({"directive": directive});
    assert_eq!(officer.act("/api/v1/acts/directive-approve", "a0", &approve).await.status, 403);
    let approver = world.client("approver").await;
    let done = approver.act("/api/v1/acts/directive-approve", "a1", &approve).await;
    assert_eq!(done.status, 200, "{}", done.text());

    let body = json!({"directive": directive, "picks": picks, "receiver": "面粉厂"});
    let untested = keeper.act("/api/v1/acts/issue", "i2", &body).await;
    assert_eq!((untested.status, untested.json()["code"].as_str()), (409, Some("issue.untested")));
    let shown = keeper.get(&format!("/api/v1/directives/{directive}")).await.json();
    assert_eq!(shown["status"], "approved", "{shown}");
    assert_eq!(shown["lines"][0]["used"], 0, "{shown}");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_received_is_seen_everywhere() {
    let world = World::sqlite().await;
    let lot = stocked(&world).await;
    let keeper = world.client("keeper").await;
    let position = keeper.get(&format!("/api/v1/positions/{POSITION}")).await.json();
    assert_eq!(
        (position["lots"][0]["lot"].as_str(), position["lots"][0]["quantity"].as_i64()),
        (Some(&*lot), Some(100_000))
    );
    let trace = keeper.get(&format!("/api/v1/lots/{lot}/trace")).await.json();
    assert_eq!((trace["items"][0]["kind"].as_str(), trace["hidden"].as_i64()), (Some("receive"), Some(0)));
    for book in ["keeper", "card", "statistical", "accounting", "lot"] {
        let ledger = keeper.get(&format!("/api/v1/positions/{POSITION}/ledgers?book={book}")).await.json();
        assert_eq!(ledger["items"][0]["balance"], 100_000, "{book}: {ledger}");
    }
    let agreement = keeper.get(&format!("/api/v1/positions/{POSITION}/agreement")).await.json();
    assert_eq!(agreement["items"][0]["agrees"], true);
    let site = keeper.get(&format!("/api/v1/sites/{SITE}")).await.json();
    assert_eq!(site["warehouses"][0]["positions"][0]["code"], POSITION);
    for path in
        ["/api/v1/lots", "/api/v1/positions", "/api/v1/counts", "/api/v1/requests", "/api/v1/consignments"]
    {
        assert_eq!(keeper.get(path).await.status, 200, "{path}");
    }
    let totals = settled(&keeper, "/api/v1/table?by=item,nature", "/rows/0/quantity", 100_000).await;
    assert_eq!(totals["rows"][0]["unit"], "t");
    let officer = world.client("officer").await;
    assert_eq!(officer.get("/api/v1/situation").await.json()["totals"][0]["quantity"], 100_000);
    assert_eq!(officer.get("/api/v1/map?region=350000").await.json()["rows"][0][0], SITE);
    assert_eq!(officer.get("/api/v1/sites?q=一库").await.json()["total"], 1);
    world.end().await;
}

/// Asks until the picture has caught up.
pub(crate) async fn settled(client: &Client, path: &str, pointer: &str, wanted: i64) -> Value {
    for _ in 0..50 {
        let answer = client.get(path).await.json();
        if answer.pointer(pointer).and_then(Value::as_i64) == Some(wanted) {
            return answer;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{path} never said {wanted}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_and_papers_are_files() {
    let world = World::sqlite().await;
    stocked(&world).await;
    let keeper = world.client("keeper").await;
    settled(&keeper, "/api/v1/table?by=item", "/rows/0/quantity", 100_000).await;
    for list in ["table", "sites", "lots", "consignments", "directives", "counts", "organisations"] {
        let file = keeper.get(&format!("/api/v1/export/{list}.xlsx")).await;
        assert_eq!((file.status, &file.body[..2]), (200, &b"PK"[..]), "{list}: {}", file.text());
    }
    let lots = keeper.get("/api/v1/export/lots.xlsx").await;
    let read = paper::sheet::read(&lots.body, &paper::sheet::Limits::default()).unwrap();
    assert!(format!("{read:?}").contains(POSITION));
    for path in [format!("/api/v1/positions/{POSITION}/card.pdf"), format!("/api/v1/vouchers/{DEPOT}/5.pdf")]
    {
        let file = keeper.get(&path).await;
        assert_eq!((file.status, &file.body[..4]), (200, &b"%PDF"[..]), "{path}: {}", file.text());
    }
    assert_eq!(
        keeper.get(&format!("/api/v1/vouchers/{DEPOT}/0.pdf")).await.status,
        404,
        "a registration has no voucher"
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_is_made_once_and_proves_a_position() {
    let world = World::sqlite().await;
    stocked(&world).await;
    let officer = world.client("officer").await;
    let made = officer.act("/api/v1/statements", "s1", &json!({})).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let id = made.json()["created"][0].as_str().unwrap().to_owned();
    let shown = officer.get(&format!("/api/v1/statements/{id}")).await.json();
    assert_eq!(shown["totals"][0]["quantity"], 100_000, "{shown}");
    let keeper = world.client("keeper").await;
    let proof = keeper.get(&format!("/api/v1/statements/{id}/proof?position={POSITION}")).await.json();
    assert_eq!(proof["items"][0]["quantity"], 100_000);
    assert_eq!(
        keeper.get(&format!("/api/v1/statements/{id}/file")).await.status,
        403,
        "national totals are not a keeper's"
    );
    assert_eq!(officer.get(&format!("/api/v1/statements/{id}/file")).await.status, 200);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_security_administrator_creates_a_user_who_must_change_the_password() {
    let world = World::sqlite().await;
    let secadmin = world.client("secadmin").await;
    let body = json!({"username": "newkeeper", "name": "新某", "org": DEPOT, "roles": ["keeper"]});
    let made = secadmin.act("/api/v1/users", "u1", &body).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let password = made.json()["password"].as_str().unwrap().to_owned();
    assert_eq!(
        secadmin.act("/api/v1/users", "u1", &body).await.json()["password"],
        Value::Null,
        "shown once"
    );
    let mut fresh = world.stranger();
    assert_eq!(fresh.login("newkeeper", &password).await.json()["must_change_password"], true);
    assert_eq!(fresh.get("/api/v1/lots").await.status, 403, "nothing before the password is changed");
    let change = json!({"old_password": password, "new_password": "Rice-and-Wheat-7"}).to_string();
    assert_eq!(fresh.request("POST", "/api/v1/session/password", Some(&change)).await.status, 204);
    assert_eq!(fresh.get("/api/v1/lots").await.status, 200);
    assert_eq!(world.client("keeper").await.act("/api/v1/users", "u2", &body).await.status, 403);
    let listed = secadmin.get("/api/v1/users?limit=500").await.json();
    assert!(
        listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|user| user["id"] == "newkeeper" && user["org"] == DEPOT)
    );
    assert_eq!(world.client("audadmin").await.get("/api/v1/audit").await.json()["items"][0]["org"], BUREAU);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_is_closed_by_itself_and_once() {
    let world = World::with(server::Config { daily_close: Some(0), ..crate::world::open() }).await;
    let officer = world.client("officer").await;
    settled(&officer, "/api/v1/statements", "/items/0/books", 3).await;
    tokio::time::sleep(std::time::Duration::from_millis(2_500)).await; // two further rounds of the server's own work
    let statements = officer.get("/api/v1/statements").await.json();
    assert_eq!(statements["items"].as_array().map(Vec::len), Some(1), "{statements}");
    world.end().await;
}

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

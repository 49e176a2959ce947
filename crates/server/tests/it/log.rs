//! The raw logs: what a stranger with C2SP tools can check, and proofs of single facts.

use crate::world::{DEPOT, World};
use base::ctx::{Actor, Ctx};
use base::ledger::{self, Done, Draft};
use base::term::{OrgCode, UserId};
use chain::checkpoint::Checkpoint;
use chain::note::VerifyKey;
use chain::range::Range;
use chain::receipt::Receipt;
use chain::tile::{Tile, parse_bundle, parse_hashes};
use chain::{Sha256Suite, Sm3Suite, Suite, leaf_hash};
use serde_json::json;

/// Writes a fact into a book without any endpoint.
pub async fn noted(world: &World, org: &str) {
    let (store, org) = (world.node.store.clone(), OrgCode::parse(org).unwrap());
    let ctx = Ctx {
        actor: Actor { user: UserId::parse("keeper").unwrap(), org: org.clone() },
        clock: world.node.clock.clone(),
        chance: world.node.chance.clone(),
        key: format!("note-{}", world.node.clock.now().0).into(),
        request: 0,
    };
    let wrote = move || {
        store.write(1, move |tx| {
            let book = ledger::home(tx, &org)?.expect("a registered organisation");
            ledger::once(tx, &ctx, book, |tx| {
                let draft = Draft { act: "test.note", order: None, why: None, body: "{\"a\":1}" };
                Ok(Done::plain(ledger::append(tx, &ctx, book, &draft)?))
            })
        })
    };
    tokio::task::spawn_blocking(wrote).await.unwrap().unwrap();
}

/// The newest checkpoint of a tree, once it covers this many entries.
async fn head<S: Suite>(world: &World, folder: &str, key: &VerifyKey, size: u64) -> Checkpoint {
    for _ in 0..100 {
        let answer = world.stranger().get(&format!("/log/{DEPOT}/{folder}checkpoint")).await;
        if answer.status == 200 {
            let head = Checkpoint::open(&answer.body, key).unwrap();
            if head.size >= size {
                return head;
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("no checkpoint over {size} entries");
}

async fn keys(world: &World) -> (VerifyKey, VerifyKey) {
    let answer = world.stranger().get(&format!("/api/v1/keys?org={DEPOT}")).await.json();
    let key = |i: usize| VerifyKey::parse(answer["items"][i]["vkey"].as_str().unwrap()).unwrap();
    (key(0), key(1))
}

/// Rebuilds one tree from what is served.
async fn rebuilt<S: Suite>(world: &World, folder: &str, key: &VerifyKey, size: u64) {
    let head = head::<S>(world, folder, key, size).await;
    let auditor = world.client("auditor").await;
    let tile = Tile::entries(0, head.size).unwrap();
    let bundle = auditor.get(&format!("/log/{DEPOT}/{folder}{}", tile.path())).await;
    assert_eq!(bundle.status, 200, "{}", bundle.text());
    let mut range = Range::<S>::new();
    let leaves: Vec<_> =
        parse_bundle(&bundle.body, tile.width).unwrap().iter().map(|entry| leaf_hash::<S>(entry)).collect();
    leaves.iter().for_each(|leaf| range.push(*leaf));
    assert_eq!(range.root(), head.root, "{}", S::NAME);
    let tile = Tile::hashes(0, 0, head.size).unwrap();
    let hashes = world.stranger().get(&format!("/log/{DEPOT}/{folder}{}", tile.path())).await;
    assert_eq!(parse_hashes(&hashes.body, tile.width).unwrap(), leaves, "{}", S::NAME);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_served_log_verifies_in_both_suites() {
    for world in World::both().await {
        for _ in 0..5 {
            noted(&world, DEPOT).await;
        }
        let (ed25519, sm2) = keys(&world).await;
        rebuilt::<Sha256Suite>(&world, "", &ed25519, 6).await;
        rebuilt::<Sm3Suite>(&world, "gm/", &sm2, 6).await;
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fact_is_proved_under_the_newest_checkpoint() {
    let world = World::sqlite().await;
    noted(&world, DEPOT).await;
    let (ed25519, sm2) = keys(&world).await;
    head::<Sha256Suite>(&world, "", &ed25519, 2).await;
    let keeper = world.client("keeper").await;
    let fact = keeper.get(&format!("/api/v1/books/{DEPOT}/facts/1")).await.json();
    let proof = keeper.get(&format!("/api/v1/books/{DEPOT}/facts/1/proof")).await.json();
    let entry = fact["entry"].as_str().unwrap().as_bytes();
    let sha256 = Receipt::<Sha256Suite>::parse(proof["sha256"].as_str().unwrap()).unwrap();
    assert_eq!(sha256.verify(entry, &ed25519).unwrap().size, 2);
    let sm3 = Receipt::<Sm3Suite>::parse(proof["sm3"].as_str().unwrap()).unwrap();
    sm3.verify(entry, &sm2).unwrap();
    assert!(sha256.verify(b"another entry", &ed25519).is_err());
    assert_eq!(keeper.get(&format!("/api/v1/books/{DEPOT}/facts/9/proof")).await.status, 404);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_book_seen_earlier_is_a_beginning_of_the_book_today() {
    let world = World::sqlite().await;
    for _ in 0..3 {
        noted(&world, DEPOT).await;
    }
    let keeper = world.client("keeper").await;
    let answer = keeper.get(&format!("/api/v1/books/{DEPOT}/consistency?old=2&new=4")).await;
    assert_eq!((answer.status, answer.json()["sha256"].as_array().map(Vec::len)), (200, Some(1)));
    let beyond = keeper.get(&format!("/api/v1/books/{DEPOT}/consistency?old=2&new=9")).await;
    assert_eq!((beyond.status, beyond.json()["code"].as_str()), (422, Some("book.sizes")));
    let facts = keeper.get(&format!("/api/v1/books/{DEPOT}/facts?limit=2")).await.json();
    assert_eq!((facts["items"][1]["index"].clone(), facts["total"].clone()), (json!(1), json!(4)));
    let next = facts["next"].as_str().unwrap();
    let rest = keeper.get(&format!("/api/v1/books/{DEPOT}/facts?limit=2&cursor={next}")).await.json();
    assert_eq!((rest["items"][0]["index"].clone(), rest["next"].clone()), (json!(2), json!(null)));
    world.end().await;
}

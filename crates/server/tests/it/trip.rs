//! One truck over HTTP: who may do which step, what the laboratory sees, a weight taken from a bridge on the wire.

use crate::act::{POSITION, SITE, goods, stocked};
use crate::world::{Client, World, open};
use base::term::SiteCode;
use serde_json::{Value, json};
use server::bridge::{Line, Weighbridge};
use std::time::Duration;
use stock::weigh::frame::{Steady, written};
use tokio::io::AsyncWriteExt;

async fn done(client: &Client, act: &str, key: &str, body: &Value) -> Value {
    let answer = client.act(&format!("/api/v1/acts/{act}"), key, body).await;
    assert_eq!(answer.status, 200, "{act}: {}", answer.text());
    answer.json()
}

async fn refused(client: &Client, act: &str, key: &str, body: &Value) -> String {
    let answer = client.act(&format!("/api/v1/acts/{act}"), key, body).await;
    assert_ne!(answer.status, 200, "{act}: {}", answer.text());
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

/// A notice for goods that come, and a truck under it.
async fn arrived(world: &World, weigher: &Client) -> (String, String) {
    let (item, nature) = goods(world);
    let manager = world.client("manager").await;
    let notice = json!({"site": SITE, "direction": "in", "item": item, "nature": nature, "harvest_year": 2025, "origin": "350102",
        "quantity": 60_000, "counterpart": "丰收合作社", "price": 280_000, "valid_from": "2026-01-01", "valid_to": "2099-12-31"});
    let notice =
        done(&manager, "notice-issue", "n", &notice).await["created"][0].as_str().unwrap().to_owned();
    let arrival =
        json!({"notice": notice, "plate": "闽A12345", "driver_name": "张三", "driver_phone": "13800000000"});
    let trip = done(weigher, "trip-register", "r", &arrival).await["created"][0].as_str().unwrap().to_owned();
    (notice, trip)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_truck_from_the_gate_to_the_voucher() {
    for world in World::both().await {
        stocked(&world).await;
        let (weigher, tester) = (world.client("weigher").await, world.client("tester").await);
        let keeper = world.client("keeper").await;
        let (notice, trip) = arrived(&world, &weigher).await;
        let one = json!({"trip": trip});
        assert_eq!(refused(&keeper, "trip-sample", "s0", &one).await, "policy");
        let sample =
            done(&weigher, "trip-sample", "s", &one).await["created"][0].as_str().unwrap().to_owned();

        // The laboratory sees a number and an item; the trip's page does not give the number away.
        let bags = tester.get("/api/v1/samples").await;
        assert_eq!(bags.json()["items"][0]["number"], sample);
        assert!(
            !bags.text().contains(&trip)
                && !bags.text().contains("闽A12345")
                && !bags.text().contains("丰收")
        );
        assert_eq!(weigher.get("/api/v1/samples").await.status, 403);
        let shown = tester.get(&format!("/api/v1/trips/{trip}")).await;
        assert!(!shown.text().contains(&sample), "{}", shown.text());
        assert!(shown.json()["driver"].is_null(), "{}", shown.text());
        let driver = weigher.get(&format!("/api/v1/trips/{trip}")).await.json()["driver"]["name"].clone();
        assert_eq!(driver, "张三");

        let result = json!({"sample": sample, "quality": {"moisture": "12.5", "impurity": "1.0"}});
        assert_eq!(refused(&weigher, "trip-test", "t0", &result).await, "policy");
        done(&tester, "trip-test", "t", &result).await;
        let line = json!({"trip": trip, "line": "闽A99999,48520,2026-11-23 10:00:00"});
        assert_eq!(refused(&weigher, "trip-weigh", "w0", &line).await, "trip.reading");
        assert_eq!(
            refused(&weigher, "trip-weigh", "w1", &json!({"trip": trip, "line": "?"})).await,
            "weigh.line"
        );
        assert_eq!(refused(&weigher, "trip-weigh", "w2", &one).await, "weigh.source");
        let no_bridge = json!({"trip": trip, "bridge": "1号磅"});
        assert_eq!(refused(&weigher, "trip-weigh", "w3", &no_bridge).await, "bridge.unknown");
        done(&weigher, "trip-weigh", "w", &json!({"trip": trip, "kilograms": 48_520})).await;
        done(&keeper, "trip-handle", "h", &json!({"trip": trip, "position": POSITION})).await;
        done(&weigher, "trip-weigh", "x", &json!({"trip": trip, "kilograms": 16_480})).await;
        let settled = done(&weigher, "trip-settle", "z", &one).await;
        let movement = settled["created"][1].as_str().unwrap();
        let voucher = keeper.get(&format!("/api/v1/vouchers/{}/{movement}.pdf", &trip[..18])).await;
        assert_eq!(
            (voucher.status, voucher.header("content-type")),
            (200, "application/pdf"),
            "{}",
            voucher.text()
        );
        done(&weigher, "trip-leave", "l", &one).await;

        let shown = weigher.get(&format!("/api/v1/trips/{trip}")).await.json();
        assert_eq!(
            (shown["status"].as_str(), shown["net"].as_i64()),
            (Some("left"), Some(32_040)),
            "{shown}"
        );
        let acts: Vec<_> =
            shown["steps"].as_array().unwrap().iter().map(|s| s["act"].as_str().unwrap()).collect();
        assert_eq!(
            acts,
            [
                "trip.register",
                "trip.sample",
                "trip.test",
                "trip.weigh",
                "trip.handle",
                "trip.weigh",
                "trip.settle",
                "trip.leave"
            ],
            "{}",
            world.engine
        );
        assert_eq!(shown["due"], json!([]), "{shown}");
        let notices = keeper.get("/api/v1/notices?status=open").await.json();
        assert_eq!(
            (notices["items"][0]["code"].as_str(), notices["items"][0]["done"].as_i64()),
            (Some(&*notice), Some(32_040))
        );
        let inside = keeper.get("/api/v1/trips?status=inside").await.json();
        assert_eq!(inside["items"], json!([]));
        let file = keeper.get("/api/v1/export/trips.xlsx").await;
        assert_eq!((file.status, &file.body[..2]), (200, &b"PK"[..]), "{}", file.text());
        world.end().await;
    }
}

/// A display on a port of its own that shows one weight.
async fn display(kilograms: i64) -> std::net::SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            while stream.write_all(&written(kilograms).unwrap()).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_steady_weight_is_taken_from_the_bridge_of_the_site_and_its_frames_are_kept() {
    let bridge = Weighbridge {
        name: "1号磅".into(),
        site: SiteCode::parse(SITE).unwrap(),
        line: Line::Tcp(display(48_520).await.to_string()),
        steady: Steady::default(),
    };
    let config = server::Config { weighbridges: vec![bridge], ..open() };
    let world = World::with(config).await;
    stocked(&world).await;
    let (weigher, tester) = (world.client("weigher").await, world.client("tester").await);
    let (_, trip) = arrived(&world, &weigher).await;
    let sample = done(&weigher, "trip-sample", "s", &json!({"trip": trip})).await["created"][0].clone();
    done(
        &tester,
        "trip-test",
        "t",
        &json!({"sample": sample, "quality": {"moisture": "12.5", "impurity": "1.0"}}),
    )
    .await;
    let mut steady = Value::Null;
    for _ in 0..200 {
        let bridges = weigher.get(&format!("/api/v1/weighbridges?org={SITE}")).await.json();
        steady = bridges["items"][0]["steady"].clone();
        if !steady.is_null() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(steady, 48_520);
    done(&weigher, "trip-weigh", "w", &json!({"trip": trip, "bridge": "1号磅"})).await;
    let shown = weigher.get(&format!("/api/v1/trips/{trip}")).await.json();
    assert_eq!((shown["gross"].as_i64(), &shown["doubts"]), (Some(48_520), &json!([])), "{shown}");
    assert_eq!(shown["steps"][3]["source"], "1号磅");
    let index = shown["steps"][3]["index"].as_i64().unwrap();
    let fact = weigher.get(&format!("/api/v1/books/{}/facts/{index}", &trip[..18])).await.json();
    let entry: Value = serde_json::from_str(fact["entry"].as_str().unwrap()).unwrap();
    let digest = entry["body"]["reading"]["digest"].as_str().expect("a digest").to_owned();
    let reading = weigher.get(&format!("/api/v1/readings/{}/{digest}", &trip[..18])).await.json();
    assert_eq!(reading["content"].as_str().unwrap().lines().count(), 10, "{reading}");
    assert_eq!(reading["kilograms"], 48_520);
    world.end().await;
}

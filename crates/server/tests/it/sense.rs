//! Readings over HTTP: a device sends with its own key, for its own organisation only; a hot spot becomes an alert with its evidence.

use crate::act::{POSITION, stocked};
use crate::world::{BUREAU, Client, DEPOT, World};
use serde_json::{Value, json};

/// A device of the depot with its key, and a layout of 3 × 3 × 2 points at the position.
async fn device(world: &World) -> Client {
    stocked(world).await;
    let manager = world.client("manager").await;
    let new = json!({"device": "GW-01", "name": "1 号网关", "kind": "gateway", "place": POSITION, "maker": "", "model": "", "serial": "", "installed_on": "2026-01-01"});
    assert_eq!(manager.act("/api/v1/acts/device-register", "d", &new).await.status, 200);
    let layout = json!({"position": POSITION, "kind": "grain_temperature", "rows": 3, "columns": 3, "layers": 2, "row_mm": 4500, "column_mm": 4500, "layer_mm": 1800});
    assert_eq!(manager.act("/api/v1/acts/layout-set", "l", &layout).await.status, 200);
    assert_eq!(world.client("keeper").await.act("/api/v1/acts/layout-set", "l2", &layout).await.status, 403);
    let ask = json!({"org": DEPOT, "device": "GW-01"});
    let made = manager.act("/api/v1/acts/device-key", "k", &ask).await.json();
    assert_eq!(
        manager.act("/api/v1/acts/device-key", "k", &ask).await.json()["key"],
        Value::Null,
        "shown once"
    );
    world.stranger().sending("Authorization", &format!("Bearer {}", made["key"].as_str().unwrap()))
}

fn line(at: i64, position: &str, hot: f64) -> String {
    let values: Vec<Value> = (0..18)
        .map(|point| json!(15.0 + f64::from(point % 3) / 10.0 + if point == 13 { hot } else { 0.0 }))
        .collect();
    json!({"position": position, "at": at, "values": values, "outside": {"temperature": -3.5}}).to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reading_becomes_a_frame_and_an_alert() {
    for world in World::both().await {
        let device = device(&world).await;
        let now = world.node.clock.now().0 - 1_000_000;
        let taken = device.request("POST", "/api/v1/sense/frames", Some(&line(now, POSITION, 6.0))).await;
        assert_eq!((taken.status, taken.json()["accepted"].as_i64()), (200, Some(1)), "{}", taken.text());
        let again =
            device.request("POST", "/api/v1/sense/frames", Some(&line(now, POSITION, 6.0))).await.json();
        assert_eq!(
            (again["accepted"].as_i64(), again["repeated"].as_i64()),
            (Some(0), Some(1)),
            "{}",
            world.engine
        );

        let keeper = world.client("keeper").await;
        let mut alerts = json!([]);
        for _ in 0..100 {
            alerts = keeper.get("/api/v1/alerts").await.json()["items"].clone();
            if alerts.as_array().is_some_and(|list| !list.is_empty()) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        let alert =
            alerts.as_array().unwrap().iter().find(|alert| alert["rule"] == "GA-01").expect("GA-01").clone();
        assert_eq!((&alert["severity"], &alert["place"]), (&json!(1), &json!("point 2-2-2")));
        let id = alert["id"].as_str().unwrap();
        let shown = keeper.get(&format!("/api/v1/alerts/{id}")).await.json();
        assert_eq!((&shown["frozen"], &shown["proof"]["rows"]), (&json!(true), &json!(3)));
        let again = keeper.get(&format!("/api/v1/alerts/{id}/recompute")).await.json();
        assert_eq!(again["agrees"], true, "{again}");
        let act = json!({"org": DEPOT, "alert": alert["number"]});
        assert_eq!(keeper.act("/api/v1/acts/alert-acknowledge", "ack", &act).await.status, 200);
        let suppress =
            json!({"org": DEPOT, "alert": alert["number"], "until": now + 86_400_000_000_i64, "why": "熏蒸"});
        assert_eq!(keeper.act("/api/v1/acts/alert-suppress", "s", &suppress).await.status, 403);

        let frame = keeper.get(&format!("/api/v1/positions/{POSITION}/frame")).await.json();
        assert_eq!(
            (&frame["values"][13], &frame["air"][0], &frame["high"]),
            (&json!(211), &json!(-35), &json!(211))
        );
        let frames = keeper.get(&format!("/api/v1/positions/{POSITION}/frames?point=13")).await.json();
        assert_eq!(
            (&frames["items"][0]["value"], frames["items"].as_array().unwrap().len()),
            (&json!(211), 1)
        );
        assert_eq!(keeper.get("/api/v1/layouts").await.json()["items"][0]["newest_at"], now);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_device_is_refused_counted_and_named() {
    let world = World::sqlite().await;
    let device = device(&world).await;
    let now = world.node.clock.now().0;
    let foreign = format!("{BUREAU}{}", &POSITION[18..]);
    let lines = [
        line(now, &foreign, 0.0),
        "{}".to_owned(),
        "no json at all \u{0}".to_owned(),
        line(now, POSITION, 0.0),
    ]
    .join("\n");
    let taken = device.request("POST", "/api/v1/sense/frames", Some(&lines)).await;
    assert_eq!(taken.status, 200, "{}", taken.text());
    let taken = taken.json();
    let codes: Vec<_> = taken["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["line"].as_i64(), p["code"].as_str()))
        .collect();
    assert_eq!(
        codes,
        [(Some(1), Some("frame.foreign")), (Some(2), Some("frame.form")), (Some(3), Some("frame.form"))]
    );
    assert_eq!((&taken["accepted"], &taken["refused"]), (&json!(1), &json!(3)));
    let manager = world.client("manager").await;
    let health = manager.get("/api/v1/devices").await.json()["items"][0].clone();
    assert_eq!((&health["refused"], &health["refusal"]), (&json!(1), &json!("frame.foreign")), "{health}");

    // A device is no user: its key opens nothing else, and another key opens nothing at all.
    assert_eq!(device.get("/api/v1/devices").await.status, 401);
    let unknown = world.stranger().sending("Authorization", &format!("Bearer inrs_d_{}", "A".repeat(43)));
    assert_eq!(unknown.request("POST", "/api/v1/sense/frames", Some(&lines)).await.status, 401);
    let retire = json!({"org": DEPOT, "device": "GW-01", "on": "2026-11-01", "why": "报废"});
    assert_eq!(manager.act("/api/v1/acts/device-retire", "r", &retire).await.status, 200);
    assert_eq!(
        device.request("POST", "/api/v1/sense/frames", Some(&lines)).await.status,
        401,
        "its key ended with it"
    );
    world.end().await;
}

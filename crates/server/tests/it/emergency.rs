//! Advice on an earthquake over HTTP: estimate, level and needs for those who see totals, words for what makes no sense.

use crate::world::World;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_official_is_advised_and_an_administrator_of_accounts_is_not() {
    let world = World::sqlite().await;
    let near = "/api/v1/emergency/quake?magnitude=75&lat=26080000&lon=119300000&depth_km=10";
    let officer = world.client("officer").await;
    let answer = officer.get(near).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let advice = answer.json();
    assert_eq!((&advice["status"], &advice["zone"]), (&json!("advice"), &json!("east")));
    assert_eq!(
        (&advice["levels"][0]["region"], &advice["levels"][0]["level"]),
        (&json!("350000"), &json!(1))
    );
    let tents = advice["needs"].as_array().unwrap().iter().find(|need| need["item"] == "1010101").unwrap();
    assert!(tents["units"].as_i64().unwrap() > 1_000, "{tents}");
    assert_eq!((&tents["stock"], &advice["plans"]), (&json!(0), &json!([])));
    let cold = officer.get(&format!("{near}&season=cold")).await.json();
    assert!(cold["needs"].as_array().unwrap().iter().any(|need| need["item"] == "1010102"));

    for (wrong, code) in [
        ("magnitude=120&lat=0&lon=0", "emergency.quake"),
        ("magnitude=70&lat=0&lon=0&days=0", "emergency.assumption"),
        ("magnitude=70&lat=0&lon=0&season=wet", "emergency.quake"),
    ] {
        let refused = officer.get(&format!("/api/v1/emergency/quake?{wrong}")).await;
        assert_eq!((refused.status, refused.json()["code"].as_str()), (400, Some(code)), "{wrong}");
    }
    assert_eq!(world.client("secadmin").await.get(near).await.status, 403);
    world.end().await;
}

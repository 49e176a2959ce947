//! Rounds and duties over HTTP.

use crate::act::{POSITION, stocked};
use crate::world::World;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_round_takes_its_duties_off_the_list() {
    for world in World::both().await {
        stocked(&world).await;
        let keeper = world.client("keeper").await;
        let duties = async |query: &str| {
            let list = keeper.get(&format!("/api/v1/duties?{query}")).await.json();
            let due =
                list["items"].as_array().unwrap().iter().flat_map(|stand| stand["due"].as_array().unwrap());
            due.map(|due| due["duty"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(duties("ahead=4").await, "temperature moisture pests", "{}", world.engine);
        assert_eq!(duties("ahead=4&duty=pests&keeper=keeper").await, "pests");
        assert_eq!(duties("ahead=4&keeper=another").await, "");
        assert_eq!(duties("ahead=400&duty=quality").await, "quality");
        let day = world.node.clock.now().business_day().to_string();
        let round = json!({"position": POSITION, "day": day, "layers": [{"highest": 140, "mean": 120}, {"highest": 130, "mean": 121, "lowest": 90}],
            "moisture": 120, "density": 0, "main": 0});
        let half = json!({"position": POSITION, "day": day, "density": 3});
        let refused = keeper.act("/api/v1/acts/position-inspect", "h", &half).await;
        assert_eq!((refused.status, refused.json()["code"].as_str()), (422, Some("round.together")));
        let airy = json!({"position": POSITION, "day": day, "air": 30});
        let refused = keeper.act("/api/v1/acts/position-inspect", "a", &airy).await;
        assert_eq!(refused.json()["code"], "round.together");
        let weigher = world.client("weigher").await;
        assert_eq!(weigher.act("/api/v1/acts/position-inspect", "w", &round).await.status, 403);
        let done = keeper.act("/api/v1/acts/position-inspect", "r", &round).await;
        assert_eq!(done.status, 200, "{}", done.text());
        assert_eq!(duties("ahead=4").await, "");
        let rounds = keeper.get(&format!("/api/v1/rounds?position={POSITION}")).await.json();
        let first = &rounds["items"][0];
        assert_eq!(
            (&first["highest"], &first["mean"], &first["lowest"]),
            (&json!(140), &json!(121), &json!(90)),
            "{rounds}"
        );
        world.end().await;
    }
}

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_aeration_is_judged_by_the_air_of_the_moment() {
    for world in World::both().await {
        stocked(&world).await;
        let (keeper, manager) = (world.client("keeper").await, world.client("manager2").await);
        let day = world.node.clock.now().business_day().to_string();
        let plan = json!({"position": POSITION, "kind": "aeration", "method": "上行式", "planned_on": day});
        let made = keeper.act("/api/v1/acts/job-plan", "p", &plan).await;
        assert_eq!(made.status, 200, "{}", made.text());
        let job = made.json()["created"][0].as_str().unwrap().to_owned();
        assert_eq!(keeper.act("/api/v1/acts/job-approve", "a0", &json!({"job": job})).await.status, 403);
        assert_eq!(manager.act("/api/v1/acts/job-approve", "a", &json!({"job": job})).await.status, 200);
        let start = async |key: &str, temperature: i64, humidity: i64| {
            let air = json!({"job": job, "temperature": temperature, "humidity": humidity});
            let answer = keeper.act("/api/v1/acts/job-start", key, &air).await;
            (answer.status, answer.json()["code"].as_str().map(str::to_owned))
        };
        assert_eq!(start("s0", 20, 50).await, (422, Some("job.no_air".into())), "nobody looked at the grain");
        let round = json!({"position": POSITION, "day": day, "layers": [{"highest": 190, "mean": 180, "lowest": 160}], "moisture": 120});
        assert_eq!(keeper.act("/api/v1/acts/position-inspect", "r", &round).await.status, 200);
        assert_eq!(start("s1", 101, 50).await, (409, Some("job.air".into())), "7.9 °C colder are too few");
        assert_eq!(start("s2", 100, 50).await, (200, None));
        let jobs = keeper.get("/api/v1/jobs?status=running").await.json();
        let air = &jobs["items"][0]["air"];
        assert_eq!(
            (&air["verdict"], &air["grain_mean"], &air["dew_point"]),
            (&json!("good"), &json!(180), &json!(0)),
            "{jobs}"
        );
        world.end().await;
    }
}

//! Imports over HTTP: a template, a file tried, a file with mistakes, a file imported, and the same file again.

use crate::world::{Answer, BUREAU, Client, DEPOT, World};
use serde_json::{Value, json};
use std::time::Duration;

async fn sent(client: &Client, kind: &str, query: &str, text: &str) -> Answer {
    let file = client.sending("Content-Type", "application/octet-stream");
    file.request("POST", &format!("/api/v1/imports/{kind}?{query}"), Some(text)).await
}

/// Imports and waits for the end, which a writer announces and nobody sleeps for longer than it takes.
async fn brought(client: &Client, kind: &str, query: &str, text: &str) -> Value {
    let answer = sent(client, kind, query, text).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let path = format!("/api/v1/import-jobs/{}", answer.json()["id"]);
    for _ in 0..1_000 {
        let job = client.get(&path).await.json();
        if job["state"] != "running" {
            return job;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the import of {kind} does not end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_tried_mended_imported_and_not_imported_twice() {
    for world in World::both().await {
        let officer = world.client("officer").await;
        let template = officer.get("/api/v1/imports/sites/template.xlsx").await;
        assert_eq!((template.status, &template.body[..2]), (200, &b"PK"[..]));
        let head = "库区代码,库区名称,行政区划代码,类别,经度,纬度,启用日期\n";
        let row =
            |n: u32, kind: &str| format!("{DEPOT}{n:03},{n} 号库,350100,{kind},119.3,26.08,2024-01-01\n");
        let bad = [head.into(), row(1, "粮库"), row(2, "仓库"), row(1, "粮库")].concat();
        let query = format!("org={DEPOT}&name=sites.csv");
        let job = brought(&officer, "sites", &format!("{query}&dry_run=false"), &bad).await;
        assert_eq!(
            (&job["state"], &job["rows"], &job["mistakes_total"]),
            (&json!("wrong"), &json!(3), &json!(2))
        );
        let places: Vec<(u64, &str)> = job["mistakes"]
            .as_array()
            .expect("mistakes")
            .iter()
            .map(|m| (m["row"].as_u64().expect("a row"), m["column"].as_str().expect("a column")))
            .collect();
        assert_eq!(places, [(3, "D"), (4, "A")], "{job}");
        let errors = format!("/api/v1/import-jobs/{}/errors.xlsx", job["id"]);
        assert_eq!(
            (officer.get(&errors).await.status, &officer.get(&errors).await.body[..2]),
            (200, &b"PK"[..])
        );
        assert_eq!(world.client("manager").await.get(&errors).await.status, 404, "another person's file");

        let good = [head.into(), row(1, "粮库"), row(2, "depot")].concat();
        let path = format!("/api/v1/books/{DEPOT}");
        let size = |answer: Answer| answer.json()["size"].as_i64().expect("a size");
        let before = size(officer.get(&path).await);
        let tried = brought(&officer, "sites", &query, &good).await;
        assert_eq!((&tried["state"], &tried["facts"]["site.register"]), (&json!("done"), &json!(2)));
        assert_eq!(size(officer.get(&path).await), before, "a file that is tried writes nothing");
        for repeated in [false, true] {
            let job = brought(&officer, "sites", &format!("{query}&dry_run=false"), &good).await;
            assert_eq!((&job["state"], &job["repeated"]), (&json!("done"), &json!(repeated)), "{job}");
            assert_eq!(size(officer.get(&path).await), before + 2, "{}", world.engine);
        }
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_imports_what_they_may_not_enter() {
    let world = World::sqlite().await;
    let (officer, keeper) = (world.client("officer").await, world.client("keeper").await);
    let text = "廒间代码,廒间名称\nx,y\n";
    for (client, kind, query, status) in [
        (&keeper, "bays", String::new(), 403),
        (&keeper, "bays", format!("org={BUREAU}"), 403),
        (&officer, "items", String::new(), 404),
        (&officer, "yearly", String::new(), 422),
        (&officer, "bays", "org=x".into(), 422),
        (&world.stranger(), "bays", String::new(), 401),
    ] {
        let answer = sent(client, kind, &query, text).await;
        assert_eq!(answer.status, status, "{kind} {query}: {}", answer.text());
    }
    let job = brought(&officer, "bays", "", "没有,这些\n1,2\n").await;
    assert_eq!(job["state"], "failed", "{job}");
    world.end().await;
}

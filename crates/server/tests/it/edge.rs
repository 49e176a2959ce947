//! The layers every request passes: problems, limits, validators, pages, streams.

use crate::world::{DEPOT, World, open};
use serde_json::json;
use server::{Config, Limits};
use tokio::io::AsyncReadExt;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_problem_says_what_where_and_how_to_mend_it_in_both_languages() {
    let world = World::sqlite().await;
    let client = world.client("keeper").await;
    let cases = [
        ("GET", "/api/v1/nowhere", None, 404, "not_found"),
        ("GET", "/api/v1/books/short", None, 422, ""),
        ("GET", "/api/v1/books?limit=0", None, 400, "page.limit"),
        ("GET", "/api/v1/books?cursor=forged", None, 400, "page.cursor"),
        ("GET", "/api/v1/books?limit=many", None, 400, "query.form"),
        ("GET", "/api/v1/requests?status=%00", None, 400, "text.nul"),
        ("PUT", "/api/v1/books", Some("{}"), 405, "method"),
        ("POST", "/api/v1/session", Some("{"), 400, "body.form"),
        (
            "POST",
            "/api/v1/session",
            Some("{\"username\":\"a\",\"password\":\"b\",\"more\":1}"),
            400,
            "body.form",
        ),
        ("POST", "/api/v1/statements", Some("{}"), 400, "act.key"),
    ];
    for (method, path, body, status, code) in cases {
        let answer = client.request(method, path, body).await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        let problem = answer.json();
        for field in
            ["type", "title", "title_en", "detail", "detail_en", "mend", "mend_en", "code", "request"]
        {
            assert!(problem[field].is_string(), "{path}: {field}");
        }
        assert_eq!(problem["status"], status);
        assert!(code.is_empty() || problem["code"] == code, "{path}: {problem}");
        assert_eq!(problem["request"], answer.header("x-request-id"), "{path}");
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_beyond_the_limit_or_of_another_kind_is_refused() {
    let limits = Limits { body_bytes: 1_000, ..open().limits };
    let world = World::with(Config { limits, ..open() }).await;
    let long = json!({"username": "a".repeat(2_000), "password": "b"}).to_string();
    assert_eq!(world.stranger().request("POST", "/api/v1/session", Some(&long)).await.status, 413);
    let other = world
        .stranger()
        .sending("Content-Type", "text/plain")
        .request("POST", "/api/v1/session", Some("{}"))
        .await;
    assert_eq!(other.status, 415, "{}", other.text());
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let limits = Limits { login_per_minute: 2, person_per_second: 1, ..open().limits };
    let world = World::with(Config { limits, ..open() }).await;
    let client = world.client("keeper").await;
    let mut statuses = Vec::new();
    for _ in 0..8 {
        statuses.push(client.get("/api/v1/packs").await.status);
    }
    assert!(statuses.contains(&200) && statuses.contains(&429), "{statuses:?}");
    let mut refused = None;
    for _ in 0..4 {
        let answer = world.stranger().login("nobody", "x").await;
        refused = (answer.status == 429).then_some(answer).or(refused);
    }
    let refused = refused.expect("a login refused by rate");
    assert_eq!((refused.json()["code"].as_str(), refused.header("retry-after")), (Some("rate"), "1"));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_not_changed_is_not_sent_again() {
    let world = World::sqlite().await;
    let client = world.client("officer").await;
    let first = client.get("/api/v1/packs").await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    let again = client.sending("If-None-Match", &tag).get("/api/v1/packs").await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    let other = client.sending("If-None-Match", "W/\"other\"").get("/api/v1/packs").await;
    assert_eq!((other.status, other.body == first.body), (200, true));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_join_up_to_the_whole_list() {
    let world = World::sqlite().await;
    let client = world.client("officer").await;
    let whole = client.get("/api/v1/regions?parent=000000&limit=500").await.json();
    let (mut paged, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("/api/v1/regions?parent=000000&limit=10{cursor}")).await.json();
        paged.extend(page["items"].as_array().unwrap().clone());
        assert_eq!(page["total"], 34);
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(whole["items"], json!(paged));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_watcher_hears_of_facts_in_books_it_may_read_and_of_no_other() {
    for world in World::both().await {
        let keeper = world.client("keeper").await;
        let auditor = world.client("auditor").await;
        let mut own = keeper.open("GET", "/api/v1/stream", None).await;
        let mut all = auditor.open("GET", "/api/v1/stream", None).await;
        heard(&mut own, "text/event-stream").await;
        heard(&mut all, "text/event-stream").await;
        world.client("officer").await; // a login is a fact in the bureau's book
        assert!(heard(&mut all, "event: fact").await.contains("user.login"));
        // The depot's keeper hears nothing of it; what comes first is of the depot's own book.
        crate::log::noted(&world, DEPOT).await;
        let text = heard(&mut own, "event: fact").await;
        assert!(text.contains(DEPOT) && !text.contains("user.login"), "{}: {text}", world.engine);
        drop((own, all));
        world.end().await;
    }
}

/// Reads until this has come.
async fn heard(stream: &mut tokio::net::TcpStream, wanted: &str) -> String {
    let mut text = String::new();
    let reading = async {
        let mut buffer = [0; 4096];
        while !text.contains(wanted) || !text.ends_with('\n') {
            let n = stream.read(&mut buffer).await.unwrap();
            assert!(n > 0, "the stream ended: {text}");
            text.push_str(&String::from_utf8_lossy(&buffer[..n]));
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), reading).await.expect("an event in time");
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn security_headers_stand_on_every_answer() {
    let world = World::sqlite().await;
    for path in ["/healthz", "/api/v1/session", "/", "/api/v1/openapi.json"] {
        let answer = world.stranger().get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(answer.header("content-security-policy").contains("default-src 'self'"), "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
    let answer = world.stranger().sending("X-Request-Id", "mine-1").get("/healthz").await;
    assert_eq!(answer.header("x-request-id"), "mine-1");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_tells_how_it_does() {
    for world in World::both().await {
        assert_eq!(world.stranger().get("/healthz").await.json()["status"], "ok");
        assert_eq!(world.stranger().get("/readyz").await.status, 200, "{}", world.engine);
        let text = world.stranger().get("/metrics").await.text();
        assert!(
            text.contains("inrs_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1"),
            "{text}"
        );
        world.end().await;
    }
}

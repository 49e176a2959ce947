//! Who gets in: sessions, cookies, the CSRF header, and what each person may read.

use crate::world::{BUREAU, DEPOT, PASSWORD, World};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_logs_in_and_out() {
    for world in World::both().await {
        let mut client = world.stranger();
        let wrong = client.login("keeper", "not the password").await;
        assert_eq!(
            (wrong.status, wrong.json()["code"].as_str()),
            (401, Some("login.wrong")),
            "{}",
            world.engine
        );
        assert_eq!(client.get("/api/v1/session").await.status, 401);

        let right = client.login("keeper", PASSWORD).await;
        assert_eq!(right.status, 200);
        let user = &right.json()["user"];
        assert_eq!(
            (user["id"].as_str(), user["org"].as_str(), user["org_name"].as_str()),
            (Some("keeper"), Some(DEPOT), Some("某粮库"))
        );
        assert_eq!(user["roles"], json!(["keeper"]));
        assert_eq!(client.get("/api/v1/session").await.json()["user"]["id"], "keeper");

        assert_eq!(client.request("DELETE", "/api/v1/session", None).await.status, 204);
        assert_eq!(client.get("/api/v1/session").await.status, 401);
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn session_cookies_cannot_be_read_by_scripts_or_sent_by_other_sites() {
    let world = World::sqlite().await;
    let body = json!({"username": "keeper", "password": PASSWORD}).to_string();
    let answer = world.stranger().request("POST", "/api/v1/session", Some(&body)).await;
    let cookie = answer.header("set-cookie");
    for part in ["inrs_session=", "HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_with_a_cookie_needs_the_csrf_header() {
    let world = World::sqlite().await;
    let client = world.client("keeper").await;
    let cases =
        [(client.bare(), 403), (client.bare().sending("X-INRS-CSRF", "guessed"), 403), (client.clone(), 204)];
    for (client, expected) in cases {
        let answer = client.request("DELETE", "/api/v1/session", None).await;
        assert_eq!(answer.status, expected, "{}", answer.text());
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_book_is_read_by_whom_the_policies_let() {
    let world = World::sqlite().await;
    let cases = [
        ("keeper", DEPOT, 200),
        ("keeper", BUREAU, 403),
        ("officer", DEPOT, 200),
        ("officer", BUREAU, 200),
        ("auditor", DEPOT, 200),
    ];
    for (user, org, expected) in cases {
        let answer = world.client(user).await.get(&format!("/api/v1/books/{org}")).await;
        assert_eq!(answer.status, expected, "{user} {org}: {}", answer.text());
        let bundle = world.client(user).await.get(&format!("/log/{org}/tile/entries/000.p/1")).await;
        assert_eq!(bundle.status, expected, "{user} {org}");
    }
    let listed = world.client("keeper").await.get("/api/v1/books").await.json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1), "{listed}");
    assert_eq!(listed["items"][0]["org"], DEPOT);
    world.end().await;
}

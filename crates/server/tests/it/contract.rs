//! The API description: committed, complete, and true about what it guards.

use crate::world::World;
use serde_json::Value;

fn document() -> Value {
    serde_json::from_str(&server::openapi()).unwrap()
}

/// Every method of every path with its description.
pub fn operations() -> Vec<(String, String, Value)> {
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    let each = paths.iter().flat_map(|(path, item)| {
        let methods =
            item.as_object().unwrap().iter().filter(|(_, operation)| operation["operationId"].is_string());
        methods.map(move |(method, operation)| (method.to_uppercase(), path.clone(), operation.clone()))
    });
    each.collect()
}

#[test]
fn the_committed_description_is_the_one_this_program_serves() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let served = server::openapi();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &served).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == served,
        "docs/openapi.json is not fresh: run `BLESS=1 cargo nextest run -p server contract`"
    );
    assert_eq!(served, server::openapi(), "the same program describes itself with the same bytes");
}

#[test]
fn only_these_endpoints_are_open_to_strangers() {
    let mut open: Vec<String> = operations()
        .into_iter()
        .filter(|(_, _, operation)| {
            operation["security"]
                .as_array()
                .is_some_and(|s| s.iter().all(|one| one == &serde_json::json!({})))
        })
        .map(|(method, path, _)| format!("{method} {path}"))
        .collect();
    open.sort();
    let expected = [
        "GET /api/v1/keys",
        "GET /api/v1/openapi.json",
        "GET /healthz",
        "GET /log/{org}/checkpoint",
        "GET /log/{org}/gm/checkpoint",
        "GET /log/{org}/gm/tile/{path}",
        "GET /log/{org}/tile/{path}",
        "GET /metrics",
        "GET /readyz",
        "POST /api/v1/session",
    ];
    assert_eq!(open, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_other_endpoint_refuses_strangers() {
    let world = World::sqlite().await;
    let mut asked = 0;
    for (method, path, operation) in operations() {
        if operation["security"].as_array().is_some_and(|s| s.iter().all(|one| one == &serde_json::json!({})))
        {
            continue;
        }
        let path = filled(&path);
        let answer = world.stranger().request(&method, &path, Some("{}")).await;
        assert!(answer.status == 401 || answer.status == 403, "{method} {path}: {}", answer.status);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {path}");
        asked += 1;
    }
    assert!(asked > 10, "{asked}");
}

/// A path with something plausible in every place.
fn filled(path: &str) -> String {
    let places = [
        ("{org}", "91350100M000100Y43"),
        ("{index}", "0"),
        ("{id}", "1"),
        ("{path}", "000.p/1"),
        ("{list}", "books"),
    ];
    let mut filled = places.iter().fold(path.to_owned(), |path, (place, value)| path.replace(place, value));
    while let (Some(from), Some(to)) = (filled.find('{'), filled.find('}')) {
        filled.replace_range(from..=to, "x");
    }
    filled
}

#[test]
fn every_operation_says_how_it_can_fail() {
    for (method, path, operation) in operations() {
        let responses = operation["responses"].as_object().unwrap();
        let guarded = operation["security"].is_null();
        if guarded {
            for status in ["401", "403", "429", "500", "503"] {
                assert!(responses.contains_key(status), "{method} {path} does not document {status}");
            }
        }
        assert!(operation["tags"].is_array() && operation["summary"].is_string(), "{method} {path}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let text = document.to_string();
    let names: Vec<&str> =
        text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(names.len() > 100, "{}", names.len());
    for name in names {
        assert!(document.pointer(name).is_some(), "{name} leads nowhere");
    }
}

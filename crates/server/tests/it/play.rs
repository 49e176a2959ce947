//! People who act over HTTP in a world whose clock is moved by hand: everybody logs in anew for each act, because sessions end when the
//! clock leaps.

use crate::act::SITE;
use crate::world::{Answer, Client, DEPOT, PASSWORD, World};
use base::ctx::SetClock;
use base::term::Instant;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::cell::Cell;
use std::sync::Arc;

pub const WHEAT: &str = "1120101";
/// Measurements that let wheat in and out.
pub fn good() -> Value {
    json!({"moisture": "12.5", "impurity": "1.0", "gluten_water_absorption": "190", "tasting_score": "80"})
}

/// A world, its clock, and a count of what was done.
pub struct Play {
    pub world: World,
    clock: Arc<SetClock>,
    keys: Cell<u64>,
    /// How often everybody has changed their password.
    changes: Cell<u32>,
}

/// Who acts.
const PEOPLE: [&str; 9] = [
    "keeper",
    "manager",
    "manager2",
    "weigher",
    "tester",
    "statistician",
    "officer",
    "approver",
    "storekeeper",
];

/// Everybody's password after so many changes.
fn password(changes: u32) -> String {
    if changes == 0 { PASSWORD.to_owned() } else { format!("{PASSWORD}-{changes}") }
}

/// Nine in the morning, Asia/Shanghai.
pub fn morning(day: Date) -> Instant {
    Instant(Instant::start_of(day).0 + 9 * 3_600_000_000)
}

/// The position of a bay of the depot: warehouse and serial.
pub fn place(warehouse: u32, serial: u32) -> String {
    format!("{SITE}{warehouse:04}001{serial:02}")
}

impl Play {
    pub fn new(world: World, clock: Arc<SetClock>) -> Self {
        Self { world, clock, keys: Cell::new(0), changes: Cell::new(0) }
    }

    /// Goes to the morning of a day.
    pub fn on(&self, day: Date) {
        self.clock.set(morning(day));
    }

    /// Today.
    pub fn today(&self) -> Date {
        self.world.node.clock.now().business_day()
    }

    /// Some minutes later.
    pub fn later(&self, minutes: i64) {
        self.clock.set(Instant(self.world.node.clock.now().0 + minutes * 60_000_000));
    }

    /// A client of a person.
    pub async fn client(&self, user: &str) -> Client {
        // A one-time code is good once: the clock goes on past its half minute.
        self.later(1);
        self.world.client_by(user, &password(self.changes.get())).await
    }

    /// Everybody changes their password: after ninety days it would have expired.
    pub async fn renews(&self) {
        let (old, new) = (password(self.changes.get()), password(self.changes.get() + 1));
        let change = json!({"old_password": old, "new_password": new}).to_string();
        for user in PEOPLE {
            let client = self.client(user).await;
            let answer = client.request("POST", "/api/v1/session/password", Some(&change)).await;
            assert_eq!(answer.status, 204, "{user}: {}", answer.text());
        }
        self.changes.set(self.changes.get() + 1);
    }

    /// What an act is answered.
    pub async fn tries(&self, user: &str, act: &str, body: &Value) -> Answer {
        self.keys.set(self.keys.get() + 1);
        let client = self.client(user).await;
        client.act(&format!("/api/v1/acts/{act}"), &format!("k{}", self.keys.get()), body).await
    }

    /// Does an act: the receipt.
    pub async fn does(&self, user: &str, act: &str, body: &Value) -> Value {
        let answer = self.tries(user, act, body).await;
        assert_eq!(answer.status, 200, "{act} {body}: {}", answer.text());
        answer.json()
    }

    /// Does an act that creates something: its code.
    pub async fn makes(&self, user: &str, act: &str, body: &Value) -> String {
        self.does(user, act, body).await["created"][0].as_str().expect("something created").to_owned()
    }

    /// The code of the refusal of an act.
    pub async fn refusal(&self, user: &str, act: &str, body: &Value) -> String {
        let answer = self.tries(user, act, body).await;
        assert_ne!(answer.status, 200, "{act} {body} was done");
        answer.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// What a question is answered.
    pub async fn asks(&self, user: &str, path: &str) -> Value {
        let answer = self.client(user).await.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// Registers two warehouses of the depot with one bay of positions of 5,000 t each.
    pub async fn builds(&self, positions: u32) {
        let from = "2020-01-01";
        let site = json!({"site": SITE, "name": "一库区", "region": "350102", "kind": "depot", "longitude": 119_300_000,
            "latitude": 26_080_000, "valid_from": from});
        self.does("manager", "site-register", &site).await;
        for warehouse in 1..=2 {
            let code = format!("{SITE}{warehouse:04}");
            let house = json!({"warehouse": code, "name": format!("{warehouse}号仓"), "kind": "flat", "valid_from": from});
            self.does("manager", "warehouse-register", &house).await;
            self.does(
                "manager",
                "bay-register",
                &json!({"bay": format!("{code}001"), "name": "1廒", "valid_from": from}),
            )
            .await;
            for serial in 1..=positions {
                let position = json!({"position": place(warehouse, serial), "name": format!("{warehouse}-{serial}"), "form": "bulk",
                    "capacity": 5_000_000, "keeper": "keeper", "valid_from": from});
                self.does("manager", "position-register", &position).await;
            }
        }
    }

    /// Wheat of the central reserve received at a position, by hand; the lot.
    pub async fn receives(&self, at: &str, harvest: i64, kilograms: i64) -> String {
        self.receives_for(("110", "central"), at, harvest, kilograms).await
    }

    /// Wheat of a nature and owner level received at a position, by hand; the lot.
    pub async fn receives_for(&self, whose: (&str, &str), at: &str, harvest: i64, kilograms: i64) -> String {
        let (nature, level) = whose;
        let body = json!({"position": at, "item": WHEAT, "nature": nature, "owner_level": level, "harvest_year": harvest,
            "origin": "410000", "quantity": kilograms, "price": 240_000, "supplier": "丰收合作社"});
        self.makes("keeper", "receive", &body).await
    }

    /// A test of a lot.
    pub async fn tests(&self, lot: &str, quality: Value) {
        let body = json!({"lot": lot, "occasion": "acceptance", "quality": quality, "tested_on": self.today().to_string()});
        self.does("tester", "test", &body).await;
    }

    /// A directive over wheat of the depot, approved; its code.
    pub async fn orders(&self, purpose: &str, kilograms: i64) -> String {
        self.orders_for(("110", "central"), purpose, kilograms).await
    }

    /// A directive over wheat of a nature and owner level, approved; its code.
    pub async fn orders_for(&self, whose: (&str, &str), purpose: &str, kilograms: i64) -> String {
        let (nature, level) = whose;
        let today = self.today();
        let last = today.saturating_add(jiff::Span::new().months(6));
        let line = json!({"scope": DEPOT, "item": WHEAT, "nature": nature, "owner_level": level, "quantity_max": kilograms});
        let order = json!({"purpose": purpose, "valid_from": today.to_string(), "valid_to": last.to_string(),
            "authority": "国粮调〔2026〕1号", "lines": [line]});
        let directive = self.makes("officer", "directive-issue", &order).await;
        self.does("approver", "directive-approve", &json!({"directive": directive})).await;
        directive
    }

    /// An issue of a lot.
    pub fn issue(under: Option<&str>, at: &str, lot: &str, kilograms: i64) -> Value {
        let mut body =
            json!({"picks": [{"position": at, "lot": lot, "quantity": kilograms}], "receiver": "某面粉厂"});
        if let Some(directive) = under {
            body["directive"] = directive.into();
            body["line"] = 1.into();
        }
        body
    }
}

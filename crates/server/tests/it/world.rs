//! A small node behind a real socket, and clients that speak plain HTTP/1.1 to it. Each test builds its own.

use base::ctx::{Actor, Clock, Ctx, SeededChance, SetClock, SystemClock};
use base::identity::organisation::Kind;
use base::identity::password::{self, Cost};
use base::identity::totp;
use base::identity::{Founding, Gate, NewOrganisation, NewUser, Node as Identity, found, organisation, user};
use base::ledger::NodeKeys;
use base::policy::{Party, Policy, Role, RoleSet};
use base::store::testing::{folder, postgres_url};
use base::store::{Location, Store};
use base::term::{Instant, OrgCode, RegionCode, UserId};
use serde_json::Value;
use server::{Config, Node, Running};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The organisation that runs the node, a bureau.
pub const BUREAU: &str = "91350100M000100Y43";
/// A depot below it.
pub const DEPOT: &str = "91440300708461136T";
/// A government office below it, which borrows.
pub const OFFICE: &str = "91110000802100433B";
/// A password that every rule accepts.
pub const PASSWORD: &str = "Granary-2026-keys";
/// Seed of everybody's second factor.
pub const SEED: [u8; totp::SEED_BYTES] = [7; totp::SEED_BYTES];
/// Who has enrolled one: approvals and administration ask for it.
const SECOND_FACTORS: [&str; 5] = ["approver", "manager2", "sysadmin", "secadmin", "audadmin"];
/// Hashing that a test can afford.
const COST: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

/// A running node.
pub struct World {
    pub running: Running,
    pub node: Node,
    pub engine: &'static str,
}

impl World {
    pub async fn sqlite() -> Self {
        Self::with(open()).await
    }

    /// One world on each engine.
    pub async fn both() -> [Self; 2] {
        let url = tokio::task::spawn_blocking(postgres_url).await.unwrap();
        [Self::sqlite().await, Self::start(Location::Postgres(url), "postgres", open()).await]
    }

    pub async fn with(config: Config) -> Self {
        Self::start(Location::Folder(folder()), "sqlite", config).await
    }

    /// One world on each engine whose clock stands where it is put.
    pub async fn timed(at: Instant) -> [(Self, Arc<SetClock>); 2] {
        let url = tokio::task::spawn_blocking(postgres_url).await.unwrap();
        let places = [(Location::Folder(folder()), "sqlite"), (Location::Postgres(url), "postgres")];
        let mut worlds = Vec::new();
        for (location, engine) in places {
            let clock = SetClock::at(at);
            let node = clock.clone();
            let node = tokio::task::spawn_blocking(move || founded(&location, node)).await.unwrap();
            let running = Running::start(node.clone(), open()).await.unwrap();
            worlds.push((Self { running, node, engine }, clock));
        }
        worlds.try_into().unwrap_or_else(|_| panic!("two worlds"))
    }

    async fn start(location: Location, engine: &'static str, config: Config) -> Self {
        let node =
            tokio::task::spawn_blocking(move || founded(&location, Arc::new(SystemClock))).await.unwrap();
        let running = Running::start(node.clone(), config).await.unwrap();
        Self { running, node, engine }
    }

    /// A client without a session.
    pub fn stranger(&self) -> Client {
        Client { address: self.running.address().to_string(), cookies: HashMap::new(), headers: Vec::new() }
    }

    /// A client logged in as this user.
    pub async fn client(&self, user: &str) -> Client {
        self.client_by(user, PASSWORD).await
    }

    /// A client logged in as this user by another password than the first.
    pub async fn client_by(&self, user: &str, password: &str) -> Client {
        let mut client = self.stranger();
        let mut body = serde_json::json!({"username": user, "password": password});
        if SECOND_FACTORS.contains(&user) {
            let shared = totp::derived(&self.node.keys.totp(), &UserId::parse(user).unwrap(), &SEED);
            body["code"] = totp::code(shared, self.node.clock.now()).unwrap().into();
        }
        let answer = client.enter(&body.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        client
    }

    /// Ends the world; a database connection may not be closed on an async thread.
    pub async fn end(self) {
        self.running.stop().await;
        let node = self.node;
        tokio::task::spawn_blocking(move || drop(node)).await.unwrap();
    }
}

/// Somebody who speaks HTTP.
#[derive(Clone)]
pub struct Client {
    address: String,
    cookies: HashMap<String, String>,
    /// Sent with every request.
    pub headers: Vec<(String, String)>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }
}

impl Client {
    /// Logs in and keeps the cookies.
    pub async fn login(&mut self, user: &str, password: &str) -> Answer {
        let body = serde_json::json!({"username": user, "password": password}).to_string();
        self.enter(&body).await
    }

    async fn enter(&mut self, body: &str) -> Answer {
        let answer = self.request("POST", "/api/v1/session", Some(body)).await;
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        if let Some(csrf) = self.cookies.get("inrs_csrf") {
            self.headers = vec![("X-INRS-CSRF".to_owned(), csrf.clone())];
        }
        answer
    }

    /// The same client, sending one header more.
    pub fn sending(&self, name: &str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.push((name.to_owned(), value.to_owned()));
        other
    }

    /// Every header that makes it who it is.
    pub fn every_header(&self) -> Vec<(String, String)> {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut headers = self.headers.clone();
        headers.push(("Cookie".to_owned(), cookies.join("; ")));
        headers
    }

    /// The same client without its headers.
    pub fn bare(&self) -> Self {
        Self { headers: Vec::new(), ..self.clone() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.request("GET", path, None).await
    }

    /// Does an act under a key.
    pub async fn act(&self, path: &str, key: &str, body: &Value) -> Answer {
        self.sending("Idempotency-Key", key).request("POST", path, Some(&body.to_string())).await
    }

    /// Opens a connection and sends a request.
    pub async fn open(&self, method: &str, path: &str, body: Option<&str>) -> TcpStream {
        let mut text = format!("{method} {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n");
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            text.push_str(&format!("Cookie: {}\r\n", cookies.join("; ")));
        }
        if let Some(body) = body.filter(|_| method != "GET") {
            let kind = if text.contains("Content-Type") { "" } else { "Content-Type: application/json\r\n" };
            text.push_str(&format!("{kind}Content-Length: {}\r\n\r\n{body}", body.len()));
        } else {
            text.push_str("\r\n");
        }
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    pub async fn request(&self, method: &str, path: &str, body: Option<&str>) -> Answer {
        let mut stream = self.open(method, path, body).await;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        let split = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&bytes[..split]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let body = bytes[split + 4..].to_vec();
        let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
        Answer { status, headers, body: if chunked { joined(&body) } else { body } }
    }
}

/// The content of chunks.
fn joined(mut bytes: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = bytes.windows(2).position(|w| w == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).unwrap(), 16).unwrap();
        if length == 0 {
            break;
        }
        whole.extend_from_slice(&bytes[end + 2..end + 2 + length]);
        bytes = &bytes[end + 4 + length..];
    }
    whole
}

/// No limits on rates; cookies without TLS.
pub fn open() -> Config {
    let limits = server::Limits {
        address_per_second: 0,
        person_per_second: 0,
        machine_per_second: 0,
        login_per_minute: 0,
        ..server::Limits::default()
    };
    Config {
        listen: ([127, 0, 0, 1], 0).into(),
        cookies: server::config::Cookies::Plain,
        limits,
        ..Config::default()
    }
}

fn code(text: &str) -> OrgCode {
    OrgCode::parse(text).unwrap()
}

fn organisation(
    org: &str,
    name: &str,
    kind: Kind,
    party: Party,
    region: &str,
    parent: Option<&str>,
) -> NewOrganisation {
    NewOrganisation {
        code: code(org),
        name: name.into(),
        kind,
        party,
        region: RegionCode::parse(region).unwrap(),
        parent: parent.map(code),
        upstream: None,
    }
}

fn person(name: &str, org: &str, roles: &[Role], regions: &[&str]) -> NewUser {
    NewUser {
        user: UserId::parse(name).unwrap(),
        org: code(org),
        name: format!("{name} 某"),
        roles: roles.iter().copied().collect::<RoleSet>(),
        regions: regions.iter().map(|r| RegionCode::parse(r).unwrap()).collect(),
        password: password::hash(PASSWORD, [1; 16], COST).unwrap(),
        must_change: false,
        totp: SECOND_FACTORS.contains(&name).then_some(SEED),
    }
}

/// A node with a bureau, a depot below it, and one person of each post that the tests need.
fn founded(location: &Location, clock: Arc<dyn Clock>) -> Node {
    let store = Arc::new(Store::open(location).unwrap());
    let chance = SeededChance::from_seed(1);
    let keys = Arc::new(NodeKeys::from_seed([5; 32]));
    let ctx = Ctx {
        actor: Actor { user: UserId::parse("founder").unwrap(), org: code(BUREAU) },
        clock: clock.clone(),
        chance: chance.clone(),
        key: "found".into(),
        request: 0,
    };
    let founding = Founding {
        node: "test.inrs.example".into(),
        organisation: organisation(BUREAU, "某省粮食和物资储备局", Kind::Bureau, Party::Gov, "350000", None),
        administrators: [
            person("sysadmin", BUREAU, &[Role::SystemAdmin], &[]),
            person("secadmin", BUREAU, &[Role::SecurityAdmin], &[]),
            person("audadmin", BUREAU, &[Role::AuditAdmin], &[]),
        ],
    };
    let people = [
        person("keeper", DEPOT, &[Role::Keeper], &[]),
        person("manager", DEPOT, &[Role::DepotManager], &[]),
        person("manager2", DEPOT, &[Role::DepotManager], &[]),
        person("weigher", DEPOT, &[Role::Weigher], &[]),
        person("tester", DEPOT, &[Role::Tester], &[]),
        person("statistician", DEPOT, &[Role::Statistician], &[]),
        person("officer", BUREAU, &[Role::BureauOfficer], &["350000"]),
        person("approver", BUREAU, &[Role::BureauApprover], &["350000"]),
        person("storekeeper", BUREAU, &[Role::Keeper], &[]),
        person("clerk", OFFICE, &[Role::BureauOfficer], &[]),
        person("auditor", BUREAU, &[Role::Auditor], &[]),
    ];
    let identity: Identity = store
        .write(1, move |tx| {
            let node = found(tx, &ctx, &founding)?;
            let depot =
                organisation(DEPOT, "某粮库", Kind::StoringUnit, Party::Enterprise, "350100", Some(BUREAU));
            organisation::register(tx, &ctx.keyed("depot"), &node.name, &depot)?;
            let office = organisation(OFFICE, "某局", Kind::Bureau, Party::Gov, "350100", Some(BUREAU));
            organisation::register(tx, &ctx.keyed("office"), &node.name, &office)?;
            for person in &people {
                user::create(tx, &ctx.keyed(person.user.as_str()), &node, person)?;
            }
            Ok(node)
        })
        .unwrap();
    let gate = Gate::new(store.clone(), identity, clock.clone(), chance.clone(), &keys, COST);
    Node {
        store,
        gate: Arc::new(gate),
        policy: Arc::new(Policy::builtin().unwrap()),
        packs: Arc::new(pack::builtin::catalogue().unwrap()),
        keys,
        content: base::content::Content::new(&folder()),
        clock,
        chance,
    }
}

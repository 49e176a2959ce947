//! The server is killed without warning, fifty times under load, on both engines: no acknowledged act is lost, none is
//! done twice, and afterwards the books verify and the derived rows follow from the facts.

use base::ctx::{Actor, Ctx, SeededChance, SystemClock};
use base::identity::user::{self, NewToken};
use base::identity::{Purpose, Secret};
use base::ledger::{Book, Entry, NodeKeys};
use base::policy::{Role, RoleSet};
use base::store::{Location, Store};
use base::term::{Instant, UserId};
use sim::Scale;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant as Moment};

const ROUNDS: u64 = 50;
const CLIENTS: usize = 8;
/// One storing unit, a month of history.
const WORLD: Scale = Scale { provinces: 1, depots: 1, positions: 4, months: 1, movements: 1, accounts: 1 };
const TOKEN: [u8; 32] = [9; 32];

struct Bench {
    data: PathBuf,
    database: Option<String>,
    position: String,
    lot: String,
    org: String,
    port: u16,
    secret: String,
}

/// A node with one storing unit and a token for its keeper.
fn node(database: Option<String>) -> Bench {
    let data = base::store::testing::folder();
    let location = database
        .as_ref()
        .map_or_else(|| Location::Folder(data.clone()), |url| Location::Postgres(url.clone()));
    let store = Store::open(&location).unwrap();
    let packs = Arc::new(pack::builtin::catalogue().unwrap());
    let built = sim::build(&store, &packs, WORLD, 1, Instant(1_780_000_000_000_000), &mut |_| {}).unwrap();
    let secret = Secret::mint(Purpose::Token, TOKEN);
    let revealed = secret.reveal().to_owned();
    let ctx = Ctx {
        actor: Actor { user: UserId::parse("secadmin").unwrap(), org: built.node.org.clone() },
        clock: Arc::new(SystemClock),
        chance: SeededChance::from_seed(2),
        key: "token".into(),
        request: 0,
    };
    let new = NewToken {
        user: UserId::parse("keeper").unwrap(),
        label: "test".into(),
        roles: RoleSet::EMPTY.with(Role::Keeper),
        days: 30,
    };
    let founded = built.node.clone();
    store.write(1, move |tx| user::create_token(tx, &ctx, &founded, &new, &secret)).unwrap();
    let depot = &built.world.depots[0];
    let position = depot.position(0);
    let lot = store
        .read(|r| r.query("SELECT lot FROM stock_balance WHERE position = $1", &[position.as_str().into()]))
        .unwrap()[0][0]
        .to::<String>()
        .unwrap();
    let org = depot.body.code.to_string();
    drop(store);
    NodeKeys::load_or_make(&data.join("keys.seed"), &base::ctx::SystemChance).unwrap();
    std::fs::write(
        data.join("inrs.toml"),
        "secure_cookies = false\nsynthetic = true\ntoken_requests_per_second = 0\n",
    )
    .unwrap();
    Bench { data, database, position, lot, org, port: base::store::testing::free_port(), secret: revealed }
}

impl Bench {
    fn inrs(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_inrs"));
        command.args(words).arg("--data").arg(&self.data);
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        command
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn start(&self) -> Child {
        let mut command = self.inrs(&["serve", "--listen", &format!("127.0.0.1:{}", self.port)]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().unwrap();
        let begun = Moment::now();
        while ureq::get(self.url("/healthz")).call().is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the server does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        child
    }

    /// Receives one kilogram under a key; the index of its fact once it is acknowledged.
    fn receive(&self, key: &str) -> Option<i64> {
        let body = format!(r#"{{"position":"{}","lot":"{}","quantity":1}}"#, self.position, self.lot);
        let answer = ureq::post(self.url("/api/v1/acts/receive"))
            .header("authorization", format!("Bearer {}", self.secret))
            .header("idempotency-key", key)
            .header("content-type", "application/json")
            .config()
            .timeout_global(Some(Duration::from_secs(20)))
            .build()
            .send(body);
        match answer {
            Ok(mut answer) => {
                let text = answer.body_mut().read_to_string().ok()?;
                let value: serde_json::Value = serde_json::from_str(&text).ok()?;
                value["receipt"]["index"].as_i64()
            }
            Err(ureq::Error::StatusCode(code)) => panic!("an act was answered {code}"),
            Err(_) => None, // the server was killed
        }
    }
}

fn killed(bench: &Bench) {
    let acked: Mutex<BTreeMap<String, i64>> = Mutex::default();
    let unsure: Mutex<Vec<String>> = Mutex::default();
    let next = AtomicU64::new(0);
    for round in 0..ROUNDS {
        let mut server = bench.start();
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..CLIENTS {
                scope.spawn(|| {
                    while !stop.load(Ordering::Relaxed) {
                        // what the last kill left open is asked again first, under the same key
                        let again = unsure.lock().unwrap().pop();
                        let key =
                            again.unwrap_or_else(|| format!("k{}", next.fetch_add(1, Ordering::Relaxed)));
                        match bench.receive(&key) {
                            Some(index) => {
                                assert_eq!(*acked.lock().unwrap().entry(key).or_insert(index), index)
                            }
                            None => unsure.lock().unwrap().push(key),
                        }
                    }
                });
            }
            std::thread::sleep(Duration::from_millis(60 + 37 * (round % 7)));
            server.kill().unwrap(); // SIGKILL
            stop.store(true, Ordering::Relaxed);
        });
        server.wait().unwrap();
    }
    let mut server = bench.start();
    for key in unsure.into_inner().unwrap() {
        let index = bench.receive(&key).expect("a living server answers");
        acked.lock().unwrap().insert(key, index);
    }
    server.kill().unwrap();
    server.wait().unwrap();
    let acked = acked.into_inner().unwrap();
    assert!(acked.len() as u64 > 2 * ROUNDS, "too little load: {}", acked.len());
    compare(bench, &acked);
    for words in [["verify", "--json"], ["replay", "--check"]] {
        let output = bench.inrs(&words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stdout));
    }
    println!("{} acknowledged acts over {ROUNDS} kills", acked.len());
}

/// Every acknowledged key stands exactly once in the book, at the index its receipt named, and nothing else does.
fn compare(bench: &Bench, acked: &BTreeMap<String, i64>) {
    let location = bench
        .database
        .as_ref()
        .map_or_else(|| Location::Folder(bench.data.clone()), |url| Location::Postgres(url.clone()));
    let store = Store::open(&location).unwrap();
    let mut found = BTreeMap::new();
    store
        .read(|r| {
            let book = Book::of(r, &base::term::OrgCode::parse(&bench.org).unwrap())?.unwrap();
            for fact in base::ledger::facts(r, book.id, 0, i64::MAX)? {
                let entry = Entry::parse(&fact.entry).unwrap();
                if entry.key.starts_with('k') {
                    assert_eq!(found.insert(entry.key.clone(), fact.n), None, "{} twice", entry.key);
                }
            }
            Ok::<_, base::term::Fault>(())
        })
        .unwrap();
    assert_eq!(&found, acked);
}

fn tidy(folder: &Path) {
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn killed_fifty_times_on_sqlite() {
    let bench = node(None);
    killed(&bench);
    tidy(&bench.data);
}

#[test]
fn killed_fifty_times_on_postgresql() {
    let bench = node(Some(base::store::testing::postgres_url()));
    killed(&bench);
    tidy(&bench.data);
}

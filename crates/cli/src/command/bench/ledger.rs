//! `inrs bench ledger`: durable movements per second through the whole system, beside the same rows written by a bare
//! loop over the driver at the same batch size (the limit) and with one commit for each act (the plain way).

use super::Engine;
use super::client::{load, post};
use anyhow::{Context, Result, anyhow};
use base::ctx::{Actor, Ctx, SystemChance, SystemClock};
use base::identity::password::Cost;
use base::identity::user::{self, NewToken};
use base::identity::{Gate, Purpose, Secret};
use base::ledger::{ActRow, Book, FactRow, NodeKeys};
use base::policy::{Policy, Role, RoleSet};
use base::store::{Location, Record, Store, bare};
use base::term::{Instant, UserId};
use server::config::{Config, Cookies, Limits};
use sim::Scale;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use stock::movement::{BalanceRow, DailyRow, MovementRow};

/// Durable movements per second over HTTP.
#[derive(clap::Args)]
pub struct Ledger {
    /// Engine; PostgreSQL needs `--database`.
    #[arg(long, value_enum, default_value = "sqlite")]
    engine: Engine,
    /// URL of an empty PostgreSQL database; the bare loop uses a second one named by `--bare-database`.
    #[arg(long, env = "INRS_BENCH_PG")]
    database: Option<String>,
    /// URL of another empty PostgreSQL database.
    #[arg(long, env = "INRS_BENCH_PG_BARE")]
    bare_database: Option<String>,
    /// Seconds a measurement takes.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How many clients at once, one measurement each.
    #[arg(long, value_delimiter = ',', default_values_t = CLIENTS, value_parser = clap::value_parser!(u16).range(1..))]
    clients: Vec<u16>,
}

/// Alone, a busy depot, a nation in a hurry.
const CLIENTS: [u16; 3] = [1, 16, 256];

impl Ledger {
    /// The benchmark with its defaults: on SQLite, and on PostgreSQL too when the environment names its two databases.
    pub fn both() -> Vec<Self> {
        let [database, bare_database] =
            ["INRS_BENCH_PG", "INRS_BENCH_PG_BARE"].map(|name| std::env::var(name).ok());
        let on = |engine| Self {
            engine,
            database: database.clone(),
            bare_database: bare_database.clone(),
            seconds: 5,
            clients: CLIENTS.to_vec(),
        };
        let mut all = vec![on(Engine::Sqlite)];
        if database.is_some() && bare_database.is_some() {
            all.push(on(Engine::Postgres));
        }
        all
    }
}

/// One storing unit with many positions, so that clients do not all move one balance.
const WORLD: Scale = Scale { provinces: 1, depots: 1, positions: 64, months: 1, movements: 0, accounts: 1 };

impl Ledger {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let folder = std::env::temp_dir().join(format!("inrs-bench-{}", std::process::id()));
        let location = match self.engine {
            Engine::Sqlite => Location::Folder(folder.join("node")),
            Engine::Postgres => {
                Location::Postgres(self.database.clone().context("--database is needed for PostgreSQL")?)
            }
        };
        let store = Arc::new(Store::open(&location)?);
        let bench = Bench::prepare(&store)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let served = runtime.block_on(server::Running::start(bench.node.clone(), config()))?;
        println!(
            "ledger on {}: acts/s, latency, acts a batch, bare loop at that batch size, ratio",
            if self.engine == Engine::Sqlite { "SQLite" } else { "PostgreSQL" }
        );
        for &clients in &self.clients {
            self.measure(&store, &bench, served.address(), clients.into(), &folder)?;
        }
        runtime.block_on(served.stop());
        runtime.shutdown_timeout(Duration::from_secs(5));
        drop(bench);
        drop(store);
        drop(std::fs::remove_dir_all(&folder));
        Ok(ExitCode::SUCCESS)
    }

    fn measure(
        &self,
        store: &Arc<Store>,
        bench: &Bench,
        address: SocketAddr,
        clients: usize,
        folder: &std::path::Path,
    ) -> Result<()> {
        let before = store.read(|r| r.number("SELECT CAST(SUM(size) AS BIGINT) FROM book", &[]))?;
        let (batches, _) = store.counts();
        let (piles, token) = (bench.piles.clone(), bench.token.clone());
        let act = move |client: usize, n: u64| {
            let (position, lot) = &piles[client % piles.len()];
            let body = format!(r#"{{"position":"{position}","lot":"{lot}","quantity":1}}"#);
            post("/api/v1/acts/receive", &token, &format!("b{clients}-{client}-{n}"), &body)
        };
        let taken = load(clients, Duration::from_secs(self.seconds), act, address)?;
        let rate = taken.len() as f64 / self.seconds as f64;
        let grouped = (taken.len() as f64 / (store.counts().0 - batches).max(1) as f64).max(1.0);
        let rows = rows(store, before, taken.len())?;
        let bare = self.bare(&rows, grouped.round() as usize, folder)?;
        let plain = self.bare(&rows, 1, folder)?;
        let at = |share: f64| taken[((taken.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        println!(
            "  {clients:>3} clients: {rate:>8.0}/s  p50 {:>7.2} ms  p99 {:>7.2} ms  batch {grouped:>6.1}  bare {bare:>8.0}/s  ratio {:.2}  one commit each {plain:>7.0}/s",
            at(0.5),
            at(0.99),
            rate / bare
        );
        Ok(())
    }

    /// Acts per second of the bare loop.
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    fn bare(&self, rows: &[bare::Rows], batch: usize, folder: &std::path::Path) -> Result<f64> {
        let begun = std::time::Instant::now();
        let limit = Duration::from_secs(self.seconds);
        let to = match self.engine {
            Engine::Sqlite => Location::Folder(folder.join(format!("bare-{}-{batch}", rows.len()))),
            Engine::Postgres => Location::Postgres(
                self.bare_database.clone().context("--bare-database is needed for PostgreSQL")?,
            ),
        };
        let done = bare::write(&to, rows, batch, &mut || begun.elapsed() > limit)?;
        Ok(done as f64 / begun.elapsed().as_secs_f64())
    }
}

/// A founded node with one storing unit, and what its clients need.
struct Bench {
    node: server::Node,
    token: String,
    piles: Vec<(String, String)>,
}

impl Bench {
    fn prepare(store: &Arc<Store>) -> Result<Self> {
        let told = |stop: base::term::Stop| anyhow!("{stop}");
        let packs = Arc::new(pack::builtin::catalogue().map_err(|problems| crate::node::told(&problems))?);
        let built =
            sim::build(store, &packs, WORLD, 1, Instant(1_780_000_000_000_000), &mut |_| {}).map_err(told)?;
        let secret = Secret::mint(Purpose::Token, [7; 32]);
        let token = secret.reveal().to_owned();
        let (clock, chance) = (Arc::new(SystemClock), Arc::new(SystemChance));
        let ctx = Ctx {
            actor: Actor { user: UserId::parse("secadmin")?, org: built.node.org.clone() },
            clock: clock.clone(),
            chance: chance.clone(),
            key: "bench-token".into(),
            request: 0,
        };
        let new = NewToken {
            user: UserId::parse("keeper")?,
            label: "bench".into(),
            roles: RoleSet::EMPTY.with(Role::Keeper),
            days: 1,
        };
        let founded = built.node.clone();
        store.write(1, move |tx| user::create_token(tx, &ctx, &founded, &new, &secret)).map_err(told)?;
        let org = built.world.depots[0].body.code.to_string();
        let piles = store.read(|r| {
            let sql = "SELECT s.position, s.lot FROM stock_balance s JOIN book b ON b.id = s.book_id WHERE b.org = $1 AND s.quantity > 0";
            r.query(sql, &[org.into()])?.iter().map(|row| Ok((row[0].to()?, row[1].to()?))).collect::<Result<Vec<_>, base::term::Fault>>()
        })?;
        let keys = NodeKeys::from_seed([1; 32]);
        let gate = Gate::new(store.clone(), built.node, clock.clone(), chance.clone(), &keys, Cost::LEAST);
        let policy = Policy::builtin().map_err(|error| anyhow!("{error}"))?;
        let node = server::Node {
            store: store.clone(),
            gate: Arc::new(gate),
            policy: Arc::new(policy),
            packs,
            keys: Arc::new(keys),
            content: base::content::Content::new(&std::env::temp_dir()),
            clock,
            chance,
        };
        Ok(Self { node, token, piles })
    }
}

fn config() -> Config {
    Config {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        cookies: Cookies::Plain,
        limits: Limits {
            address_per_second: 0,
            machine_per_second: 0,
            person_per_second: 0,
            ..Limits::default()
        },
        ..Config::default()
    }
}

/// The rows that a measurement wrote, act by act: fact, key and movement, and what every act writes over: balance, day's sum
/// and head.
fn rows(store: &Store, before: i64, count: usize) -> Result<Vec<bare::Rows>> {
    let wanted = i64::try_from(count.min(200_000))?;
    Ok(store.read(|r| {
        let heads = by(r.list::<Book>("", &[])?, |book| book.id);
        let balances = by(r.list::<BalanceRow>("", &[])?, |b| (b.book_id, b.position.clone(), b.lot.clone()));
        let days = by(r.list::<DailyRow>("", &[])?, |d| (d.book_id, d.day, d.item.clone(), d.kind.clone()));
        let mut keys = by(r.list::<ActRow>("", &[])?, |act| (act.book_id, act.n));
        let movements =
            r.list::<MovementRow>("WHERE kind = 'receive' ORDER BY n DESC LIMIT $1", &[wanted.into()])?;
        let facts =
            r.list::<FactRow>("WHERE act = 'stock.receive' ORDER BY n DESC LIMIT $1", &[wanted.into()])?;
        let mut facts = by(facts, |fact| (fact.book_id, fact.n));
        let mut acts = Vec::with_capacity(movements.len());
        for (i, movement) in movements.into_iter().enumerate() {
            let (book, n) = (movement.book_id, before + i as i64);
            let (Some(fact), Some(key)) =
                (facts.remove(&(book, movement.n)), keys.remove(&(book, movement.n)))
            else {
                continue;
            };
            let mut rows = bare::Rows::default();
            if let Some(head) = heads.get(&book) {
                rows.changed.push((Book::TABLE, head.to_row()));
            }
            if let Some(balance) = balances.get(&(book, movement.position.clone(), movement.lot.clone())) {
                rows.changed.push((BalanceRow::TABLE, balance.to_row()));
            }
            if let Some(day) = days.get(&(book, movement.day, movement.item.clone(), movement.kind.clone())) {
                rows.changed.push((DailyRow::TABLE, day.to_row()));
            }
            rows.fresh.push((FactRow::TABLE, FactRow { n, ..fact }.to_row()));
            rows.fresh.push((ActRow::TABLE, key.to_row()));
            rows.fresh.push((MovementRow::TABLE, MovementRow { n, ..movement }.to_row()));
            acts.push(rows);
        }
        Ok::<_, base::term::Fault>(acts)
    })?)
}

fn by<T, K: Eq + std::hash::Hash>(list: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, T> {
    list.into_iter().map(|one| (key(&one), one)).collect()
}

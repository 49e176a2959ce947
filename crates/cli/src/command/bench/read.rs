//! `inrs bench read`: what people look at, at the scale of a nation: the one map, the one table and a lot's trace, asked by
//! many clients at once of a server in a process of its own, beside one plain SQL statement for the same question.

use super::client::{get, load, once};
use crate::command::Place;
use crate::node::{self, Access};
use anyhow::{Context, Result, anyhow, ensure};
use base::ctx::{Actor, Ctx, SystemChance, SystemClock};
use base::identity::user::{self, NewToken};
use base::identity::{Node, Purpose, Secret};
use base::policy::{Role, RoleSet};
use base::store::Store;
use base::term::{Fault, UserId};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Latency of the one map, the one table and the trace; cold start and memory of the server.
#[derive(clap::Args)]
pub struct Read {
    /// Data folder of a demonstration node (`inrs demo --scale nation`); without one it is built first, in a temporary folder.
    #[arg(long)]
    data: Option<PathBuf>,
    /// How large a nation to build when no folder is given.
    #[arg(long, default_value = "nation")]
    scale: String,
    /// Clients that ask at the same time, each the next question as soon as it has its answer.
    #[arg(long, default_value_t = 32)]
    clients: usize,
    /// Seconds a measurement takes.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

impl Default for Read {
    fn default() -> Self {
        Self { data: None, scale: "nation".into(), clients: 32, seconds: 10 }
    }
}

/// Questions of one kind, and the plain statement that answers the first of them.
struct Room {
    name: &'static str,
    paths: Vec<String>,
    plain: String,
}

impl Read {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let built = std::env::temp_dir().join(format!("inrs-bench-read-{}", std::process::id()));
        let data = match &self.data {
            Some(data) => data.clone(),
            None => {
                let made = Command::new(std::env::current_exe()?)
                    .args(["demo", "--scale", &self.scale, "--data"])
                    .arg(&built)
                    .stdout(Stdio::null())
                    .status()?;
                ensure!(made.success(), "the nation could not be built");
                built.clone()
            }
        };
        let outcome = self.measure(&data);
        drop(std::fs::remove_dir_all(&built));
        outcome
    }

    fn measure(&self, data: &Path) -> Result<ExitCode> {
        let (token, rooms, size) = {
            let opened = node::open(&Place { data: data.to_owned(), database: None }, Access::Write)?;
            let store = Arc::new(opened.store);
            (grant(&store)?, rooms(&store)?, store.read(size)?)
        };
        let (mut server, cold) = Server::start(data, &token)?;
        println!("read: {size}; {} clients", self.clients);
        for room in &rooms {
            self.room(room, &server, &token, data)?;
        }
        println!(
            "  cold start to the first map {:.2} s; memory of the server at most {} MiB",
            cold.as_secs_f64(),
            server.peak_memory()? / 1024
        );
        server.child.kill()?;
        server.child.wait()?;
        Ok(ExitCode::SUCCESS)
    }

    fn room(&self, room: &Room, server: &Server, token: &str, data: &Path) -> Result<()> {
        let (paths, token) = (room.paths.clone(), token.to_owned());
        // every client walks through the questions from a place of its own
        let ask = move |client: usize, n: u64| get(&paths[(client * 7 + n as usize) % paths.len()], &token);
        let taken = load(self.clients, Duration::from_secs(self.seconds), ask, server.address)?;
        let at = |share: f64| taken[((taken.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        let plain = plain(data, &room.plain)?.as_secs_f64() * 1e3;
        println!(
            "  {:<6} {:>7.0}/s  p50 {:>7.2} ms  p99 {:>7.2} ms   one plain statement alone {plain:>8.2} ms  ratio of p50 {:.2}",
            room.name,
            taken.len() as f64 / self.seconds as f64,
            at(0.5),
            at(0.99),
            at(0.5) / plain,
        );
        Ok(())
    }
}

/// A server in a process of its own.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts it; how long it took to the first answer.
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    fn start(data: &Path, token: &str) -> Result<(Self, Duration)> {
        let begun = Instant::now();
        let mut child = Command::new(std::env::current_exe()?)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .env("INRS_SET_ADDRESS_REQUESTS_PER_SECOND", "0")
            .env("INRS_SET_TOKEN_REQUESTS_PER_SECOND", "0")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("the server's output")?).read_line(&mut line)?;
        let address = line.rsplit("http://").next().unwrap_or_default().trim().parse();
        let server = Self { child, address: address.with_context(|| format!("not an address: {line}"))? };
        once(server.address, &get("/api/v1/map", token))?;
        Ok((server, begun.elapsed()))
    }

    /// The most memory it has held, KiB.
    fn peak_memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("VmHWM")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
    }
}

/// A token that reads the whole nation.
fn grant(store: &Arc<Store>) -> Result<String> {
    let told = |stop: base::term::Stop| anyhow!("{stop}");
    let node = store.read(Node::of)?.context("a store that has not been founded")?;
    let secret = Secret::mint(Purpose::Token, rand_bytes());
    let ctx = Ctx {
        actor: Actor { user: UserId::parse("secadmin")?, org: node.org.clone() },
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        key: secret.reveal().into(),
        request: 0,
    };
    let new = NewToken {
        user: UserId::parse("auditor")?,
        label: "bench read".into(),
        roles: RoleSet::EMPTY.with(Role::Auditor),
        days: 1,
    };
    let text = secret.reveal().to_owned();
    store.write(1, move |tx| user::create_token(tx, &ctx, &node, &new, &secret)).map_err(told)?;
    Ok(text)
}

fn rand_bytes() -> [u8; 32] {
    use base::ctx::Chance;
    let mut bytes = [0; 32];
    SystemChance.fill(&mut bytes);
    bytes
}

fn size(read: &mut base::store::Read<'_>) -> Result<String, Fault> {
    let sites = read.number("SELECT COUNT(*) FROM stock_site", &[])?;
    let positions = read.number("SELECT COUNT(*) FROM stock_position", &[])?;
    Ok(format!("{sites} sites, {positions} positions, {} facts", base::ledger::total(read)?))
}

/// The questions: the nation and each province for the map; several cuts and drill-downs for the table; lots for the trace.
fn rooms(store: &Store) -> Result<Vec<Room>> {
    let provinces = store.read(|read| texts(read, "SELECT DISTINCT substr(region, 1, 2) FROM stock_site"))?;
    let lots = store.read(|read| texts(read, "SELECT lot FROM stock_lot ORDER BY lot LIMIT 2000"))?;
    ensure!(!provinces.is_empty() && !lots.is_empty(), "there is no stock in this folder");
    let regions = || std::iter::once(String::new()).chain(provinces.iter().map(|p| format!("{p}0000")));
    let map = regions().map(|region| format!("/api/v1/map?region={region}")).collect();
    let cuts = ["item", "region", "category,nature", "item,nature,owner", "region,category", "age,category"];
    let table = regions()
        .flat_map(|region| cuts.map(|by| format!("/api/v1/table?by={by}&region={region}")))
        .collect();
    let trace = lots.iter().map(|lot| format!("/api/v1/lots/{lot}/trace")).collect();
    Ok(vec![
        Room {
            name: "map",
            paths: map,
            plain:
                "SELECT s.site, s.name, s.longitude, s.latitude, l.item, SUM(b.quantity) FROM stock_site s \
                    LEFT JOIN stock_position p ON p.book_id = s.book_id AND p.site = s.site \
                    LEFT JOIN stock_balance b ON b.book_id = p.book_id AND b.position = p.position \
                    LEFT JOIN stock_lot l ON l.book_id = b.book_id AND l.lot = b.lot \
                    GROUP BY s.site, s.name, s.longitude, s.latitude, l.item"
                    .into(),
        },
        Room {
            name: "table",
            paths: table,
            plain: "SELECT l.item, SUM(b.quantity), SUM(b.amount) FROM stock_balance b \
                    JOIN stock_lot l ON l.book_id = b.book_id AND l.lot = b.lot GROUP BY l.item"
                .into(),
        },
        Room {
            name: "trace",
            paths: trace,
            plain: format!("SELECT * FROM stock_movement WHERE lot = '{}'", lots[0]),
        },
    ])
}

fn texts(read: &mut base::store::Read<'_>, sql: &str) -> Result<Vec<String>, Fault> {
    read.query(sql, &[])?.iter().map(|row| row[0].to()).collect()
}

/// The time of one plain statement over the store, best of three.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn plain(data: &Path, sql: &str) -> Result<Duration> {
    let opened = node::open(&Place { data: data.to_owned(), database: None }, Access::Read)?;
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let begun = Instant::now();
        std::hint::black_box(opened.store.read(|read| read.query(sql, &[]))?.len());
        best = best.min(begun.elapsed());
    }
    Ok(best)
}

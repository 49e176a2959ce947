//! `inrs bench purchase`: generated requests at the purchase gate against many idle assets of many organisations: the search with its
//! explained matches, and the search with the durable act that keeps it.

use anyhow::{Context, Result, anyhow, ensure};
use base::ctx::{Actor, Chance, Ctx, SeededChance, SystemClock};
use base::ledger::{NewBook, open_book};
use base::store::{Location, Store};
use base::term::time::number_of_day;
use base::term::{BookId, Money, OrgCode, PoolCode, UserId};
use brain::matching::Need;
use hub::idle::Idle;
use jiff::civil::date;
use pack::Catalogue;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use stock::property::asset::{self, COUNT_MAX, NewAssets};
use stock::property::pool::{self, NewPool};
use stock::property::purchase::{self, NewPurchase};
use stock::property::word::{Condition, Intake, Level, PoolKind, Rank};

/// Requests at the purchase gate against idle assets. Goal: p99 below 50 ms.
#[derive(clap::Args)]
pub struct Purchase {
    /// Idle assets.
    #[arg(long, default_value_t = 10_000)]
    assets: i64,
    /// Requests.
    #[arg(long, default_value_t = 100)]
    requests: usize,
}

impl Default for Purchase {
    fn default() -> Self {
        Self { assets: 10_000, requests: 100 }
    }
}

/// Organisations the assets are spread over.
const ORGS: usize = 20;
/// Longest answer that the goal allows for 99 of 100.
const GOAL: Duration = Duration::from_millis(50);
/// What stands on the shelves: code, words.
const THINGS: [(&str, &str); 8] = [
    ("A05010201", "办公桌 1400×700 胡桃木"),
    ("A05010201", "办公桌 1600×800 白色"),
    ("A05010301", "办公椅 网布 可升降"),
    ("A05010502", "文件柜 钢制 五节"),
    ("A02010105", "台式计算机 i5 16G 512G"),
    ("A02010108", "便携式计算机 14 英寸 16G"),
    ("A02061804", "空调机 1.5 匹 壁挂"),
    ("A02020200", "投影仪 4000 流明"),
];
/// Regions the organisations stand in.
const REGIONS: [&str; 4] = ["330113", "330106", "330200", "350100"];

impl Purchase {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let folder = std::env::temp_dir().join(format!("inrs-bench-purchase-{}", std::process::id()));
        let outcome = self.measure(&folder);
        drop(std::fs::remove_dir_all(&folder));
        outcome
    }

    fn measure(&self, folder: &std::path::Path) -> Result<ExitCode> {
        std::fs::create_dir_all(folder)?;
        let shelf = Shelf::fill(Store::open(&Location::Folder(folder.to_owned()))?, self.assets)?;
        let idle = Idle::default();
        idle.refresh(&shelf.store, &|org| shelf.region(org))?;
        let (mut searched, mut kept, mut matched) = (Vec::new(), Vec::new(), 0);
        for n in 0..self.requests {
            let begun = now();
            let need = need(n, shelf.today);
            let search = idle.search(&need, &|_| true);
            searched.push(begun.elapsed());
            ensure!(
                search.considered == self.assets,
                "{} of {} assets were looked at",
                search.considered,
                self.assets
            );
            ensure!(search.matches.iter().all(|hit| hit.score >= 600), "a match is explained by its score");
            matched += usize::from(search.serving > 0);
            shelf.ask(n, &need, &search)?;
            kept.push(begun.elapsed());
        }
        let (search, whole) = (p99(&mut searched), p99(&mut kept));
        println!(
            "purchase: {} requests against {} idle assets of {ORGS} organisations, {matched} matched; search p50 {:.2} ms, p99 {:.2} ms; \
             with the durable act p99 {:.2} ms; goal {} ms {}",
            self.requests,
            self.assets,
            ms(searched[searched.len() / 2]),
            ms(search),
            ms(whole),
            GOAL.as_millis(),
            if whole < GOAL { "met" } else { "missed" },
        );
        Ok(ExitCode::SUCCESS)
    }
}

/// A store full of idle things.
struct Shelf {
    store: Store,
    packs: Arc<Catalogue>,
    chance: Arc<dyn Chance>,
    orgs: Vec<(OrgCode, BookId)>,
    today: i64,
}

impl Shelf {
    fn fill(store: Store, assets: i64) -> Result<Self> {
        let packs = Arc::new(pack::builtin::catalogue().map_err(|problems| crate::node::told(&problems))?);
        let chance: Arc<dyn Chance> = SeededChance::from_seed(1);
        let mut orgs = Vec::new();
        for n in 0..ORGS {
            let org = sim::world::made_up_code("11", REGIONS[n % REGIONS.len()], n + 1)?;
            let opened = org.clone();
            let book = store
                .write(1, move |tx| Ok(open_book(tx, &NewBook { org: &opened, node: "bench.inrs.example" })?))
                .map_err(|stop| anyhow!("{stop}"))?;
            orgs.push((org, book));
        }
        let today = number_of_day(base::ctx::Clock::now(&SystemClock).business_day());
        let shelf = Self { store, packs, chance, orgs, today };
        let mut left = assets;
        let mut batch = 0;
        while left > 0 {
            let count = left.min(COUNT_MAX);
            shelf.receive(batch, count)?;
            (left, batch) = (left - count, batch + 1);
        }
        Ok(shelf)
    }

    fn ctx(&self, org: &OrgCode, key: String) -> Result<Ctx> {
        Ok(Ctx {
            actor: Actor { user: UserId::parse("bench")?, org: org.clone() },
            clock: Arc::new(SystemClock),
            chance: self.chance.clone(),
            key: key.into(),
            request: 0,
        })
    }

    fn region(&self, org: &OrgCode) -> String {
        org.as_str().get(2..8).unwrap_or_default().to_owned()
    }

    /// A batch of like things into a warehouse of its own.
    fn receive(&self, batch: usize, count: i64) -> Result<()> {
        let (org, book) = self.orgs[batch % ORGS].clone();
        let (ctx, packs) = (self.ctx(&org, format!("batch-{batch}"))?, self.packs.clone());
        let (item, name) = THINGS[batch % THINGS.len()];
        let taken = move |tx: &mut base::store::Tx<'_>| {
            let new = NewPool {
                name: "主仓".into(),
                kind: PoolKind::Office,
                level: Level::County,
                rank: Rank::Main,
                parent: None,
                address: "测".into(),
            };
            let done = pool::register(tx, &ctx.keyed(&format!("pool-{batch}")), book, &new)?;
            let new = NewAssets {
                item: item.into(),
                name: name.into(),
                spec: format!("第 {batch} 批"),
                intake: Intake::Idle,
                pool: PoolCode::parse(&done.created[0])?,
                place: "A".into(),
                condition: if batch.is_multiple_of(3) { Condition::New } else { Condition::Good },
                price: Money(100_000),
                acquired_on: date(2023, 1, 1 + (batch % 28) as i8),
                purpose: None,
                origin: "测".into(),
                photos: Vec::new(),
                handler: None,
                count,
            };
            asset::receive(tx, &ctx, &packs, book, &new)
        };
        self.store.write(1, taken).map(drop).map_err(|stop| anyhow!("{stop}"))
    }

    /// The durable act of a request.
    fn ask(&self, n: usize, need: &Need, search: &purchase::Search) -> Result<()> {
        let (org, book) = self.orgs[n % ORGS].clone();
        let (ctx, packs, search) =
            (self.ctx(&org, format!("request-{n}"))?, self.packs.clone(), search.clone());
        let new = NewPurchase {
            item: need.item.clone(),
            words: need.words.join(" "),
            quantity: i64::try_from(need.quantity).context("pieces")?,
            price: Money(100_000),
            needed_on: date(2027, 1, 1),
            days: need.days,
            purpose: "测".into(),
            plea: None,
        };
        let asked = move |tx: &mut base::store::Tx<'_>| purchase::ask(tx, &ctx, &packs, book, &new, &search);
        self.store.write(1, asked).map(drop).map_err(|stop| anyhow!("{stop}"))
    }
}

/// The need of request `n`: what stands on the shelves, and now and then something that does not.
fn need(n: usize, today: i64) -> Need {
    let (item, words) = THINGS[n % THINGS.len()];
    Need {
        item: if n % 10 == 9 { "A02020400".into() } else { item.into() },
        words: hub::idle::words(words).into_iter().take(1 + n % 3).collect(),
        quantity: 1 + n % 12,
        region: REGIONS[n % REGIONS.len()].into(),
        days: 365,
        today,
    }
}

/// Sorts, and takes the time that 99 of 100 stay below.
fn p99(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[(times.len() * 99).div_ceil(100).saturating_sub(1)]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

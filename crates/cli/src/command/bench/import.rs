//! `inrs bench import`: a workbook of many rows brought into a book through the same reading, acts and transaction as any import, and
//! the same workbook with planted errors.

use anyhow::{Context, Result, anyhow, ensure};
use base::ctx::{SeededChance, SystemClock};
use base::store::{Location, Store};
use base::term::UserId;
use hub::import::{Import, Kind, People, Report, Rows, import};
use pack::Catalogue;
use paper::sheet::{Book, Head, Value};
use paper::{Heading, Lang};
use server::import::Source;
use sim::Scale;
use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Imports positions from a workbook. Goal: 100,000 rows within 60 s, and 37 planted errors reported exactly.
#[derive(clap::Args)]
pub struct ImportBench {
    /// Rows.
    #[arg(long, default_value_t = 100_000)]
    rows: usize,
}

const GOAL: Duration = Duration::from_secs(60);
const ERRORS: usize = 37;
/// Positions of a bay that codes can tell apart, and bays of a warehouse.
const IN_BAY: usize = 99;
const IN_WAREHOUSE: usize = 999;

impl Default for ImportBench {
    fn default() -> Self {
        Self { rows: 100_000 }
    }
}

impl ImportBench {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let folder = std::env::temp_dir().join(format!("inrs-bench-import-{}", std::process::id()));
        let store = Store::open(&Location::Folder(folder.clone())).map_err(|e| anyhow!("{e}"))?;
        let outcome = self.measure(store);
        std::fs::remove_dir_all(&folder)?;
        outcome
    }

    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    fn measure(self, store: Store) -> Result<ExitCode> {
        let packs = Arc::new(pack::builtin::catalogue().map_err(|problems| crate::node::told(&problems))?);
        let scale = Scale { provinces: 1, depots: 1, positions: 1, months: 1, movements: 1, accounts: 1 };
        let now = base::ctx::Clock::now(&SystemClock);
        let end = base::term::Instant(now.0 - 3_600_000_000);
        let built = sim::build(&store, &packs, scale, 1, end, &mut |_| {}).map_err(|e| anyhow!("{e}"))?;
        let depot = &built.world.depots[0];
        let bench = Bench { store, packs, org: depot.body.code.clone() };
        let bays = self.rows.div_ceil(IN_BAY);
        let warehouse = |bay: usize| format!("{}8{:03}", depot.site(), bay / IN_WAREHOUSE);
        let bay = |bay: usize| format!("{}{:03}", warehouse(bay), bay % IN_WAREHOUSE + 1);
        let warehouses: Vec<[String; 3]> = (0..=(bays - 1) / IN_WAREHOUSE)
            .map(|n| [warehouse(n * IN_WAREHOUSE), format!("{n} 号仓"), "平房仓".into()])
            .collect();
        bench.brought(Kind::Warehouses, &["仓房代码", "仓房名称", "仓房类型"], &warehouses)?;
        let named: Vec<[String; 2]> = (0..bays).map(|n| [bay(n), format!("{n} 号廒间")]).collect();
        bench.brought(Kind::Bays, &["廒间代码", "廒间名称"], &named)?;

        let heads = ["货位代码", "货位名称", "储存方式", "容量", "保管员"];
        let mut rows: Vec<[String; 5]> = (0..self.rows)
            .map(|n| {
                let code = format!("{}{:02}", bay(n / IN_BAY), n % IN_BAY + 1);
                [code, format!("货位 {n}"), "散装".into(), "2000.5".into(), "keeper".into()]
            })
            .collect();
        let good = workbook(&heads, &rows)?;
        let planted: BTreeSet<(u32, String)> = (0..ERRORS)
            .map(|i| {
                let (row, (column, text)) = (
                    (i * self.rows / ERRORS).min(self.rows - 1),
                    [(0, "X"), (1, ""), (2, "堆放"), (3, "很多"), (3, "0")][i % 5],
                );
                rows[row][column] = text.into();
                (row as u32 + 2, paper::sheet::letter(column))
            })
            .collect();
        let bad = workbook(&heads, &rows)?;
        drop(rows);

        let begun = Instant::now();
        let (wrong, _) = bench.read_and_try(Kind::Positions, &bad)?;
        let tried = begun.elapsed();
        let found: BTreeSet<(u32, String)> =
            wrong.mistakes().iter().map(|m| (m.row_number, m.column.clone())).collect();
        ensure!(
            found == planted && wrong.mistakes_total() == ERRORS,
            "the errors found are not those planted"
        );
        let begun = Instant::now();
        let (source, report) = bench.read_and_try(Kind::Positions, &good)?;
        let whole = begun.elapsed();
        ensure!(
            source.mistakes_total() == 0 && report.facts["position.register"] == self.rows,
            "not all rows came in"
        );
        println!(
            "import: {} rows of xlsx ({} KiB) in {:.1} s, {:.0} rows/s; {ERRORS} planted errors found exactly in {:.1} s; goal {} s {}",
            self.rows,
            good.len() >> 10,
            whole.as_secs_f64(),
            self.rows as f64 / whole.as_secs_f64(),
            tried.as_secs_f64(),
            GOAL.as_secs(),
            if whole < GOAL && tried < GOAL { "met" } else { "missed" },
        );
        Ok(ExitCode::SUCCESS)
    }
}

/// A node to import into.
struct Bench {
    store: Store,
    packs: Arc<Catalogue>,
    org: base::term::OrgCode,
}

impl Bench {
    /// Reads a workbook and imports it; one with cells that cannot be read is only tried.
    fn read_and_try(&self, kind: Kind, bytes: &[u8]) -> Result<(Source, Report)> {
        let source = Source::read(bytes, kind, &self.packs).map_err(|refusal| anyhow!("{refusal}"))?;
        let rows = source.rows(&self.packs);
        let report = self.import(rows, source.mistakes_total() > 0)?;
        let mut source = source;
        source.add(&report.problems);
        Ok((source, report))
    }

    fn brought<const N: usize>(&self, kind: Kind, heads: &[&str; N], rows: &[[String; N]]) -> Result<()> {
        let (source, _) = self.read_and_try(kind, &workbook(heads, rows)?)?;
        ensure!(source.mistakes_total() == 0, "{} of the bench are wrong", kind.code());
        Ok(())
    }

    fn import(&self, rows: Rows, dry_run: bool) -> Result<Report> {
        let bar = crate::show::bar(rows.len() as u64, "import");
        let shown = bar.clone();
        let job = Import {
            org: self.org.clone(),
            source: "bench.xlsx".into(),
            rows,
            people: People { keeper: Some(UserId::parse("manager")?), ..People::default() },
            dry_run,
            clock: Arc::new(SystemClock),
            chance: SeededChance::from_seed(1),
            progress: Box::new(move |done| shown.set_position(done)),
        };
        let report = import(&self.store, &self.packs, job).map_err(|stop| anyhow!("{stop}"));
        bar.finish_and_clear();
        report
    }
}

fn workbook<const N: usize>(heads: &[&str; N], rows: &[[String; N]]) -> Result<Vec<u8>> {
    let heading = Heading {
        lang: Lang::Zh,
        organisation: "bench".into(),
        made_at: 0,
        made_by: "inrs bench".into(),
        watermark: None,
    };
    let heads: Vec<Head> =
        heads.iter().map(|label| Head { label: (*label).into(), unit: String::new(), width: 20 }).collect();
    let mut book = Book::new(&heading, "导入", &heads)?;
    for row in rows {
        let cell = |text: &String| if text.is_empty() { Value::Empty } else { Value::Text(text.clone()) };
        book.row(&row.iter().map(cell).collect::<Vec<_>>())?;
    }
    Ok(book.finish(&[]).context("the workbook of the bench")?.bytes)
}

//! `inrs import stock`: a spreadsheet becomes facts of one organisation, all of its rows or none. What is wrong stands,
//! row by row, in an error file beside the original; this file reads and writes files and holds no rule of stock.

mod layout;
mod mistakes;

use super::{Place, demo, table};
use crate::node::{self, Access};
use crate::show;
use anyhow::{Context, Result, anyhow};
use base::ctx::{Clock, SystemChance, SystemClock};
use base::identity::organisation;
use base::term::{OrgCode, UserId};
use clap::Subcommand;
use hub::import::{self, Report, Rows, SOURCE_MAX};
use indicatif::ProgressBar;
use layout::Layout;
use paper::sheet::{self, Limits, Mapped, Raw};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Brings a file's rows into the books.
#[derive(clap::Args)]
pub struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Opening stock of an organisation, or the yearly table of a public-property warehouse (`docs/operate/import.md`).
    Stock(Stock),
}

/// Imports stock. Exit code 0 when all of it is in the books or would be, 1 when rows are wrong and nothing was written.
#[derive(clap::Args)]
struct Stock {
    /// An .xlsx or .csv file with Chinese or English headers; its layout is recognised by them.
    file: PathBuf,
    /// Whose book: credit code or name.
    #[arg(long)]
    org: String,
    /// Try everything and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Who enters openings, receipts and issues; may be left out when only one user of the organisation is entitled.
    #[arg(long)]
    keeper: Option<String>,
    /// Who issues the directive for issues of the past.
    #[arg(long)]
    officer: Option<String>,
    /// Who approves it: another person.
    #[arg(long)]
    approver: Option<String>,
    /// Where mistakes are written; beside the file as NAME.errors.xlsx or .csv if not given.
    #[arg(long)]
    errors: Option<PathBuf>,
    /// Print the outcome as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

impl Import {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let What::Stock(stock) = self.what;
        stock.run()
    }
}

/// A file as it was read.
struct Source {
    raw: Raw,
    layout: &'static Layout,
    mapped: Mapped,
}

impl Stock {
    fn run(self) -> Result<ExitCode> {
        let bytes = std::fs::read(&self.file).with_context(|| format!("reading {}", self.file.display()))?;
        let refused = |refusal: paper::Refusal| mistakes::told(&self.file, &refusal);
        let raw = sheet::read(&bytes, &Limits::default()).map_err(refused)?;
        let (layout, mapped) = layout::map(&raw).map_err(refused)?;
        let mut source = Source { raw, layout, mapped };
        let opened = node::open(&self.place, Access::Write)?;
        let org = OrgCode::parse(&table::find_org(&opened.store, &self.org)?)?;
        let name = opened
            .store
            .read(|read| organisation::of(read, &org))?
            .map(|(_, org)| org.name)
            .unwrap_or_default();
        let packs = node::packs(&self.place.data, &opened.settings)?;
        let rows = layout.rows(&source.mapped);
        let mut report = Report::default();
        if !rows.is_empty() {
            let bar = show::bar(rows.len() as u64, "import");
            let job = self.job(&org, &bytes, rows, source.mapped.mistakes_total > 0, bar.clone())?;
            let outcome = import::import(&opened.store, &packs, job);
            bar.finish_and_clear();
            report = outcome.map_err(|stop| anyhow!("{stop}"))?;
        }
        mistakes::add(&mut source, &report.problems);
        if source.mapped.mistakes_total > 0 {
            let errors = self.errors_path();
            mistakes::write(&source, &errors, &name, SystemClock.now())?;
            self.tell_mistakes(&source, &errors);
            return Ok(ExitCode::from(1));
        }
        anyhow::ensure!(
            source.mapped.rows_total > 0,
            "{} has headers and no rows under them",
            self.file.display()
        );
        if !self.dry_run && !report.repeated {
            demo::sign(&opened.store, &Arc::new(opened.keys))?;
        }
        self.tell(&report, source.mapped.rows_total);
        Ok(ExitCode::SUCCESS)
    }

    /// The import of these rows; a file that is known to be wrong is only tried, to find all that is wrong.
    fn job(
        &self,
        org: &OrgCode,
        bytes: &[u8],
        rows: Rows,
        wrong: bool,
        bar: ProgressBar,
    ) -> Result<import::Import> {
        let user = |name: &Option<String>| name.as_deref().map(UserId::parse).transpose();
        Ok(import::Import {
            org: org.clone(),
            source: cited(&self.file, bytes),
            rows,
            people: import::People {
                keeper: user(&self.keeper)?,
                officer: user(&self.officer)?,
                approver: user(&self.approver)?,
            },
            dry_run: self.dry_run || wrong,
            clock: Arc::new(SystemClock),
            chance: Arc::new(SystemChance),
            progress: Box::new(move |done| bar.set_position(done)),
        })
    }

    fn errors_path(&self) -> PathBuf {
        let xlsx = self.file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
        let beside = || self.file.with_extension(if xlsx { "errors.xlsx" } else { "errors.csv" });
        self.errors.clone().unwrap_or_else(beside)
    }

    fn tell_mistakes(&self, source: &Source, errors: &Path) {
        let mapped = &source.mapped;
        if self.json {
            let list: Vec<_> = mapped.mistakes.iter().map(mistakes::json).collect();
            show::json(
                &serde_json::json!({"ok": false, "rows": mapped.rows_total, "mistakes": list, "mistakes_total": mapped.mistakes_total, "errors": errors}),
            );
            return;
        }
        for mistake in mapped.mistakes.iter().take(20) {
            println!("{}", mistakes::line(mistake));
        }
        println!(
            "{} 行有 {} 处错误，一行也没有导入；全部错误见 / {} mistakes in {} rows, nothing was imported; all of them are in {}",
            mapped.rows_total,
            mapped.mistakes_total,
            mapped.mistakes_total,
            mapped.rows_total,
            errors.display()
        );
    }

    fn tell(&self, report: &Report, rows: usize) {
        if self.json {
            show::json(&serde_json::json!({
                "ok": true, "rows": rows, "dry_run": self.dry_run, "repeated": report.repeated, "facts": report.facts,
                "moved": report.moved.iter().map(|(unit, [opening, received, issued])| serde_json::json!({
                    "unit": unit, "opening": opening, "receive": received, "issue": issued,
                })).collect::<Vec<_>>(),
                "directives": report.directives,
            }));
            return;
        }
        if report.repeated {
            println!("这些行以前已导入，未做任何改动 / these rows were imported before; nothing was changed");
            return;
        }
        let facts: Vec<String> = report.facts.iter().map(|(act, count)| format!("{act} {count}")).collect();
        println!("{rows} 行 rows: {}", facts.join(", "));
        for (unit, [opening, received, issued]) in &report.moved {
            println!(
                "期初 {} + 入库 {} - 出库 {} {unit}",
                show::quantity(*opening),
                show::quantity(*received),
                show::quantity(*issued)
            );
        }
        for directive in &report.directives {
            println!("指令 directive {directive}");
        }
        if self.dry_run {
            println!("试运行：没有写入 / dry run: nothing was written");
        }
    }
}

/// What facts cite: the file's name and the beginning of its SHA-256, so that an auditor can find the very file.
fn cited(file: &Path, bytes: &[u8]) -> String {
    let digest: String = Sha256::digest(bytes)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let room = SOURCE_MAX - digest.len() - " SHA-256 ".len();
    let name: String = name.chars().filter(|c| !c.is_control()).take(room).collect();
    format!("{name} SHA-256 {digest}")
}

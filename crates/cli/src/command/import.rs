//! `inrs import`: a spreadsheet becomes facts, all of its rows or none. What is wrong stands, row by row, in an error file
//! beside the original; this file reads and writes files and holds no rule of what it imports.

mod say;

use super::{Place, demo, table};
use crate::node::{self, Access};
use crate::show;
use anyhow::{Context, Result, anyhow, ensure};
use base::ctx::{Clock, SystemChance, SystemClock};
use base::identity::organisation;
use base::term::{OrgCode, UserId};
use hub::import::{self, Kind, Report, Rows};
use indicatif::ProgressBar;
use pack::Catalogue;
use paper::sheet::{self, Limits};
use paper::{Heading, Lang};
use server::import::{Source, cited, recognised, template};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Brings a file's rows into the books (`docs/operate/import.md`). Exit code 0 when all of it is in the books or would be, 1
/// when rows are wrong and nothing was written.
#[derive(clap::Args)]
pub struct Import {
    /// What the rows are: organisations, sites, warehouses, bays, positions, lots, tests, plans, assets or yearly; `stock` tells lots
    /// from a yearly table by the headers. Items are data of packs: see `inrs pack`.
    #[arg(value_parser = kind)]
    kind: Asked,
    /// An .xlsx or .csv file with Chinese or English headers; with --template, the empty workbook to write.
    file: PathBuf,
    /// Writes an empty workbook to fill in, and reads nothing.
    #[arg(long)]
    template: bool,
    /// Whose book: credit code or name. For organisations, the one above those that name no parent.
    #[arg(long, required_unless_present = "template")]
    org: Option<String>,
    /// Try everything and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Who enters the rows; may be left out when only one user of the organisation is entitled.
    #[arg(long)]
    keeper: Option<String>,
    /// Who issues the directive for issues of the past (yearly table).
    #[arg(long)]
    officer: Option<String>,
    /// Who approves it: another person (yearly table).
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

/// What the rows are said to be.
#[derive(Clone, Copy)]
enum Asked {
    Kind(Kind),
    /// One of the two kinds of stock file.
    Stock,
}

fn kind(text: &str) -> Result<Asked, String> {
    match text {
        "stock" => Ok(Asked::Stock),
        "items" => Err("物资是品类包里的数据，不从表格导入：见 inrs pack 与 docs/guide/add-a-pack.md / items are data of packs and not imported: see `inrs pack` and docs/guide/add-a-pack.md".into()),
        other => Kind::from_code(other).map(Asked::Kind).ok_or_else(|| {
            let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
            format!("可用 use one of: {}, stock", known.join(", "))
        }),
    }
}

impl Import {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        if self.template {
            return self.write_template();
        }
        let bytes = std::fs::read(&self.file).with_context(|| format!("reading {}", self.file.display()))?;
        let refused = |refusal: paper::Refusal| say::told(&self.file, &refusal);
        let opened = node::open(&self.place, Access::Write)?;
        let packs = node::packs(&self.place.data, &opened.settings)?;
        let raw = sheet::read(&bytes, &Limits::default()).map_err(refused)?;
        let kind = match self.kind {
            Asked::Kind(kind) => kind,
            Asked::Stock => recognised(&raw, &packs),
        };
        let mut source = Source::of(raw, kind, &packs).map_err(refused)?;
        let asked = self.org.as_deref().unwrap_or_default();
        let org = OrgCode::parse(&table::find_org(&opened.store, asked)?)?;
        let found = opened.store.read(|read| organisation::of(read, &org))?;
        let name = found.map(|(_, org)| org.name).unwrap_or_default();
        let rows = source.rows(&packs);
        let mut report = Report::default();
        if !rows.is_empty() {
            let bar = show::bar(rows.len() as u64, "import");
            let job = self.job(&org, &bytes, rows, source.mistakes_total() > 0, bar.clone())?;
            let outcome = import::import(&opened.store, &packs, job);
            bar.finish_and_clear();
            report = outcome.map_err(|stop| anyhow!("{stop}"))?;
        }
        source.add(&report.problems);
        if source.mistakes_total() > 0 {
            let errors = self.errors_path();
            self.write_errors(&source, &errors, name)?;
            self.tell_mistakes(&source, &errors);
            return Ok(ExitCode::from(1));
        }
        ensure!(source.rows_total() > 0, "{} has headers and no rows under them", self.file.display());
        if !self.dry_run && !report.repeated {
            demo::sign(&opened.store, &Arc::new(opened.keys))?;
        }
        self.tell(&report, source.rows_total());
        Ok(ExitCode::SUCCESS)
    }

    fn write_template(&self) -> Result<ExitCode> {
        let Asked::Kind(kind) = self.kind else { anyhow::bail!("name lots or yearly instead of stock") };
        let packs: Arc<Catalogue> =
            node::packs(&self.place.data, &crate::config::Settings::load(&self.place)?)?;
        let bytes = template(kind, &packs, &heading(String::new()))
            .map_err(|refusal| say::told(&self.file, &refusal))?;
        std::fs::write(&self.file, bytes).with_context(|| format!("writing {}", self.file.display()))?;
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
        let name = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(import::Import {
            org: org.clone(),
            source: cited(&name, bytes),
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

    /// Writes the error file: a workbook if its name says so, else CSV.
    fn write_errors(&self, source: &Source, path: &Path, organisation: String) -> Result<()> {
        let workbook = path.extension().is_some_and(|extension| extension == "xlsx");
        let made = if workbook { source.marked(&heading(organisation)) } else { source.marked_csv() };
        let bytes = made.map_err(|refusal| say::told(path, &refusal))?;
        std::fs::write(path, bytes)
            .with_context(|| format!("writing {} (name another place with --errors)", path.display()))
    }

    fn tell_mistakes(&self, source: &Source, errors: &Path) {
        let (rows, total) = (source.rows_total(), source.mistakes_total());
        if self.json {
            let list: Vec<_> = source.mistakes().iter().map(say::json).collect();
            show::json(
                &serde_json::json!({"ok": false, "rows": rows, "mistakes": list, "mistakes_total": total, "errors": errors}),
            );
            return;
        }
        for mistake in source.mistakes().iter().take(20) {
            println!("{}", say::line(mistake));
        }
        println!(
            "{rows} 行有 {total} 处错误，一行也没有导入；全部错误见 / {total} mistakes in {rows} rows, nothing was imported; all of them are in {}",
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

fn heading(organisation: String) -> Heading {
    Heading {
        lang: Lang::Zh,
        organisation,
        made_at: SystemClock.now().0,
        made_by: "inrs import".into(),
        watermark: None,
    }
}

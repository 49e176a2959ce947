//! `inrs series`: prices and quantities over time, out of a file into the book of an organisation (`docs/spec/sense.md`). All or nothing.

use super::{Place, demo, table};
use crate::node::{self, Access};
use anyhow::{Context, Result, anyhow, bail, ensure};
use base::ctx::{Actor, Ctx, SystemChance, SystemClock};
use base::ledger::Book;
use base::term::{OrgCode, UserId};
use brain::series as brain_series;
use brain::series::{Column, Table, Tick};
use clap::Subcommand;
use paper::sheet::{self, Limits};
use sense::indicator::steps;
use sense::series::{self, DECIMALS, KINDS, NewFigures, POINTS_MAX};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Series.
#[derive(clap::Args)]
pub struct Series {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Enter the figures of a file: first column `month` or `day`, one column per series, empty = missing.
    Import(Import),
}

#[derive(clap::Args)]
struct Import {
    /// A .csv or .xlsx file.
    file: PathBuf,
    /// Whose book: credit code or name. May be left out when the node has one organisation that no other stands above.
    #[arg(long)]
    org: Option<String>,
    /// Unit of every column.
    #[arg(long, default_value = "USD/t")]
    unit: String,
    /// `price`, `production`, `consumption`, `trade` or `stock`.
    #[arg(long, default_value = "price", value_parser = clap::builder::PossibleValuesParser::new(KINDS))]
    kind: String,
    /// Who published the figures; the file's name unless given.
    #[arg(long)]
    source: Option<String>,
    /// Who enters them.
    #[arg(long, default_value = "system")]
    by: String,
    #[command(flatten)]
    place: Place,
}

impl Series {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let What::Import(import) = self.what;
        import.run()
    }
}

impl Import {
    fn run(self) -> Result<ExitCode> {
        let (head, lines) = rows(&self.file)?;
        let lines = lines.iter().map(|(number, cells)| (*number, cells.as_slice()));
        let read = brain_series::read(&head, lines).map_err(|problem| {
            let (zh, en) = problem.words();
            anyhow!("{}: {zh} / {en}", self.file.display())
        })?;
        let parts = match &read {
            Table::Months(columns) => self.parts(columns, "month"),
            Table::Days(columns) => self.parts(columns, "day"),
        }?;
        let opened = node::open(&self.place, Access::Write)?;
        let home = match &self.org {
            Some(org) => OrgCode::parse(&table::find_org(&opened.store, org)?)?,
            None => opened.store.read(Book::all)?.into_iter().next().context("there is no book")?.org,
        };
        let book =
            opened.store.read(|read| Book::of(read, &home))?.context("the organisation has no book")?;
        let digest: String =
            Sha256::digest(std::fs::read(&self.file)?)[..16].iter().map(|b| format!("{b:02x}")).collect();
        let (user, id) = (UserId::parse(&self.by)?, book.id);
        let (count, columns) = (parts.len(), head.len() - 1);
        let figures: usize = parts.iter().map(|part| part.figures.len()).sum();
        let repeated = opened
            .store
            .write(id.0, move |tx| {
                let mut repeated = 0;
                for (at, part) in parts.iter().enumerate() {
                    let ctx = Ctx {
                        actor: Actor { user: user.clone(), org: home.clone() },
                        clock: Arc::new(SystemClock),
                        chance: Arc::new(SystemChance),
                        key: format!("series-{digest}-{at}").into(),
                        request: 0,
                    };
                    repeated += usize::from(series::enter(tx, &ctx, id, part)?.repeated);
                }
                Ok(repeated)
            })
            .map_err(|stop| anyhow!("{stop}"))?;
        demo::sign(&opened.store, &Arc::new(opened.keys))?;
        println!(
            "{columns} 个序列，{figures} 个数，{} 条记录 / {columns} series, {figures} figures, {0} facts",
            count - repeated
        );
        Ok(ExitCode::SUCCESS)
    }

    /// The facts that the columns become: each within what one fact may hold.
    fn parts<T: Tick>(&self, columns: &[Column<T>], tick: &str) -> Result<Vec<NewFigures>> {
        let name = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let source = self.source.clone().unwrap_or(name);
        let mut parts = Vec::new();
        for column in columns {
            let code: String = column
                .name
                .to_lowercase()
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
                .collect();
            ensure!(
                code.chars().any(|c| c.is_ascii_alphanumeric()),
                "列名须有字母或数字 / a column's name needs letters or digits: {}",
                column.name
            );
            let mut figures = Vec::new();
            for (at, value) in column.series.iter() {
                let Some(value) = value else { continue };
                let Some(value) = steps(&value.to_string(), DECIMALS) else {
                    bail!("{}: {at}: {value}", column.name)
                };
                figures.push((at.to_string(), value));
            }
            parts.extend(figures.chunks(POINTS_MAX).map(|part| NewFigures {
                series: code.clone(),
                name: column.name.clone(),
                unit: self.unit.clone(),
                kind: self.kind.clone(),
                tick: tick.to_owned(),
                source: source.clone(),
                figures: part.to_vec(),
            }));
        }
        Ok(parts)
    }
}

/// The head of a sheet, and the numbered lines under it, as texts.
pub fn rows(file: &Path) -> Result<(Vec<String>, Vec<(u32, Vec<String>)>)> {
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    let raw = sheet::read(&bytes, &Limits::default()).map_err(|refusal| {
        let words = refusal.words();
        anyhow!("{}: {};{} / {}; {}", file.display(), words.zh, words.mend_zh, words.en, words.mend_en)
    })?;
    let shown = |row: &sheet::RawRow| (row.row_number, row.cells.iter().map(sheet::Cell::shown).collect());
    let mut rows: Vec<(u32, Vec<String>)> = raw.rows.iter().map(shown).collect();
    if rows.is_empty() {
        bail!("{}: 空文件 / empty", file.display());
    }
    let (_, head) = rows.remove(0);
    Ok((head, rows))
}

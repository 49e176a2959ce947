//! `inrs risk`: warnings computed from a file of series (`docs/spec/price.md`). It reads one file and opens no store.

use super::series::rows;
use crate::show;
use anyhow::{Result, bail};
use brain::explain::{Origin, Part};
use brain::price::{Alps, Ifpa, Judged, alps, ifpa};
use brain::series::{self, Column, Month, Table};
use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Computes warnings from a file.
#[derive(clap::Args)]
pub struct Risk {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Judge monthly prices by FAO's IFPA or WFP's ALPS, one row per month.
    Prices(Prices),
}

#[derive(clap::Args)]
struct Prices {
    /// A .csv or .xlsx file: first column `month`, one column per series, empty = missing.
    file: PathBuf,
    /// Only this column.
    #[arg(long)]
    column: Option<String>,
    /// The indicator.
    #[arg(long)]
    method: Method,
    /// Print as JSON, with the figures each indicator was computed from.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Method {
    /// FAO's Indicator of Food Price Anomalies.
    Ifpa,
    /// WFP's Alert for Price Spikes.
    Alps,
}

impl Risk {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        match self.what {
            What::Prices(prices) => prices.run(),
        }
    }
}

impl Prices {
    fn run(self) -> Result<ExitCode> {
        let columns = months(&self.file)?;
        let chosen: Vec<&Column<Month>> =
            columns.iter().filter(|c| self.column.as_ref().is_none_or(|name| *name == c.name)).collect();
        if chosen.is_empty() {
            let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
            let (wanted, names) = (self.column.unwrap_or_default(), names.join(", "));
            bail!("没有“{wanted}”列,有:{names} / no column “{wanted}”, there are: {names}");
        }
        let judged = chosen.iter().flat_map(|column| {
            let judged = match self.method {
                Method::Ifpa => ifpa(&column.series, &Ifpa::default()),
                Method::Alps => alps(&column.series, &Alps::default()),
            };
            judged.into_iter().map(|judged| (column.name.as_str(), judged))
        });
        if self.json {
            show::json(&Value::Array(judged.map(|(name, judged)| row(name, &judged)).collect()));
        } else {
            judged.for_each(|(name, judged)| println!("{}", line(name, &judged)));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The monthly series of a file.
fn months(file: &Path) -> Result<Vec<Column<Month>>> {
    let refused = |(zh, en): (String, String)| anyhow::anyhow!("{}: {zh} / {en}", file.display());
    let (head, rows) = rows(file)?;
    let rows = rows.iter().map(|(number, cells)| (*number, cells.as_slice()));
    match series::read(&head, rows).map_err(|problem| refused(problem.words()))? {
        Table::Months(columns) => Ok(columns),
        Table::Days(_) => bail!(
            "{}: 价格预警按月判断,首列应为 month / prices are judged by month: name the first column month",
            file.display()
        ),
    }
}

fn row(column: &str, judged: &Judged) -> Value {
    let verdict = judged.verdict.as_ref();
    json!({
        "column": column,
        "month": judged.month.to_string(),
        "value": judged.value,
        "indicator": verdict.map(|v| v.indicator),
        "class": verdict.map(|v| v.class.code()),
        "explain": verdict.map(|v| part(&v.explain)),
    })
}

fn part(part: &Part) -> Value {
    let origin = match part.origin {
        Origin::Input => "input",
        Origin::Computed => "computed",
        Origin::Parameter(status) => status.code(),
    };
    let parts: Vec<Value> = part.parts.iter().map(self::part).collect();
    json!({"code": part.code, "zh": part.zh, "en": part.en, "value": part.value, "unit": part.unit, "origin": origin, "parts": parts})
}

fn line(column: &str, judged: &Judged) -> String {
    let value = judged.value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    let (indicator, class) = judged.verdict.as_ref().map_or(("-".into(), "-".into()), |verdict| {
        let (zh, en) = verdict.class.label();
        (format!("{:.2}", verdict.indicator), format!("{zh} {en}"))
    });
    format!("{column}\t{}\t{value}\t{indicator}\t{class}", judged.month)
}

//! The known price crises and the calm between them, as both indicators saw them: writes and guards docs/spec/price-crises.md.
//! After a change of method or data: `BLESS=1 cargo nextest run -p brain crises`, then read the diff.

use brain::price::{Alps, Class, Ifpa, Judged, alps, ifpa};
use brain::series::{Column, Month, Table, Tick, read};
use std::fmt::Write;
use std::path::Path;

/// Grains and fertilisers.
const SERIES: [&str; 8] =
    ["maize", "rice_thai5", "rice_vn5", "wheat_hrw", "barley", "soybeans", "urea", "dap"];
/// Whole calendar years, as the literature names the crises; not fitted to the indicators.
const CRISES: [(&str, u32, u32); 4] =
    [("1973–74", 1973, 1974), ("2007–08", 2007, 2008), ("2010–11", 2010, 2011), ("2021–22", 2021, 2022)];

const HEAD: &str = "# Price crises: hits and false alarms

Generated from the World Bank's monthly prices (`data/prices/world-monthly.csv`) by a test of `crates/brain`; never edited by hand.
After a change of method or data: `BLESS=1 cargo nextest run -p brain crises` and review the difference. The methods are in [price](price.md).

Each month is judged with the prices up to that month only. An *alarm* is a month of class alert (IFPA ≥ 1) or of class crisis
(ALPS ≥ 2). The crises are whole calendar years as the literature names them, so a price that had risen before January counts as a
false alarm, and a month after the peak as a miss. In a market with a trend ALPS stays high for years: it says *dear*, IFPA says *rising abnormally fast*.
Rice took no part in the crisis of 2021–22 (its price fell through 2021), so the miss there is right.
";

fn columns() -> Vec<Column<Month>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/prices/world-monthly.csv");
    let text = std::fs::read_to_string(file).unwrap();
    let rows: Vec<Vec<String>> =
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    let (head, rows) = rows.split_first().unwrap();
    let Table::Months(columns) = read(head, rows.iter().map(|row| (0, row.as_slice()))).unwrap() else {
        panic!("the file has months")
    };
    columns
}

fn crisis(month: Month) -> Option<&'static str> {
    CRISES.iter().find(|(_, first, last)| (*first..=*last).contains(&month.year())).map(|(name, ..)| *name)
}

/// The months that could be judged: month, indicator, whether it is an alarm.
fn judged(all: &[Judged]) -> Vec<(Month, f64, bool)> {
    all.iter()
        .filter_map(|at| {
            let verdict = at.verdict.as_ref()?;
            let alarm = match verdict.class {
                Class::Alert => verdict.explain.code == "ifpa",
                class => class == Class::Crisis,
            };
            Some((at.month, verdict.indicator, alarm))
        })
        .collect()
}

/// First alarm, months of alarm and peak within a crisis.
fn hit(months: &[(Month, f64, bool)], name: &str) -> String {
    let inside: Vec<_> = months.iter().filter(|(month, ..)| crisis(*month) == Some(name)).collect();
    let Some(peak) = inside.iter().max_by(|a, b| a.1.total_cmp(&b.1)) else { return "not judged".into() };
    let alarms = inside.iter().filter(|(.., alarm)| *alarm).count();
    let first = inside.iter().find(|(.., alarm)| *alarm);
    let first = first.map_or_else(|| "**missed**".into(), |(month, ..)| format!("{month}, {alarms} mo"));
    format!("{first}; peak {:.1} in {}", peak.1, peak.0)
}

/// Alarms outside the crises, consecutive months joined.
fn runs(months: &[(Month, f64, bool)]) -> String {
    let mut runs: Vec<(Month, Month)> = Vec::new();
    for (month, ..) in months.iter().filter(|(month, _, alarm)| *alarm && crisis(*month).is_none()) {
        match runs.last_mut() {
            Some((_, last)) if month.steps_since(*last) == Some(1) => *last = *month,
            _ => runs.push((*month, *month)),
        }
    }
    let shown: Vec<String> = runs
        .iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}…{last}") })
        .collect();
    shown.join(", ")
}

fn page() -> String {
    let columns = columns();
    let mut page = String::from(HEAD);
    let mut quiet = String::new();
    for (method, judge) in [
        ("IFPA", (|c| ifpa(&c.series, &Ifpa::default())) as fn(&Column<Month>) -> Vec<Judged>),
        ("ALPS", |c| alps(&c.series, &Alps::default())),
    ] {
        let names: Vec<&str> = CRISES.iter().map(|(name, ..)| *name).collect();
        writeln!(
            page,
            "\n## {method}: the crises\n\n| Series | {} |\n|---|---|---|---|---|",
            names.join(" | ")
        )
        .unwrap();
        writeln!(quiet, "\n## {method}: outside the crises\n\n| Series | Months judged | False alarms | Share | Which |\n|---|---|---|---|---|").unwrap();
        for name in SERIES {
            let column = columns.iter().find(|column| column.name == name).unwrap();
            let months = judged(&judge(column));
            let cells: Vec<String> = names.iter().map(|crisis| hit(&months, crisis)).collect();
            writeln!(page, "| {name} | {} |", cells.join(" | ")).unwrap();
            let outside: Vec<_> = months.iter().filter(|(month, ..)| crisis(*month).is_none()).collect();
            let alarms = outside.iter().filter(|(.., alarm)| *alarm).count();
            let share = 100.0 * alarms as f64 / outside.len() as f64;
            writeln!(quiet, "| {name} | {} | {alarms} | {share:.1} % | {} |", outside.len(), runs(&months))
                .unwrap();
        }
    }
    page + &quiet
}

#[test]
fn the_page_of_crises_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/spec/price-crises.md");
    let page = page();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let odd = page.lines().zip(kept.lines().chain(std::iter::repeat(""))).find(|(new, old)| new != old);
    assert!(
        page == kept,
        "docs/spec/price-crises.md is stale (run with BLESS=1 and review); first difference: {odd:?}"
    );
}

#[test]
fn crises_stand_out_and_calm_years_stay_calm() {
    for name in SERIES {
        let column = columns().into_iter().find(|column| column.name == name).unwrap();
        let months = judged(&ifpa(&column.series, &Ifpa::default()));
        for (crisis, ..) in CRISES {
            // Rice took no part in the crisis of 2021–22: its price fell through 2021.
            let missed = (name, crisis) == ("rice_thai5", "2021–22");
            let seen = hit(&months, crisis);
            assert_eq!(seen.contains("missed"), missed, "{name} {crisis}: {seen}");
        }
        let share = |inside: bool| {
            let of: Vec<_> = months.iter().filter(|(month, ..)| crisis(*month).is_some() == inside).collect();
            of.iter().filter(|(.., alarm)| *alarm).count() as f64 / of.len() as f64
        };
        // Vietnamese rice is quoted from 2003 on with gaps: the eleven years that could be judged hold no crisis of rice.
        if name != "rice_vn5" {
            assert!(
                share(true) > 3.0 * share(false),
                "{name}: {} within, {} without",
                share(true),
                share(false)
            );
            assert!(share(false) < 0.12, "{name}: {} without", share(false));
        }
    }
}

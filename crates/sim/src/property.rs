//! The one real stock of the synthetic nation: the yearly table of a district's public-property warehouse as a paper
//! printed it, brought in by the same import that a file of anybody's would take.

use crate::people::{PROPERTY_APPROVER, PROPERTY_KEEPER, PROPERTY_OFFICER};
use crate::world::World;
use base::ctx::{Chance, SetClock};
use base::store::Store;
use base::term::{Fault, Instant, Quantity, Stop, UserId};
use hub::import::{Import, People, Rows, YearlyRow, import};
use pack::Catalogue;
use std::sync::Arc;

/// Table 1 of the paper; source and licence stand in `data/README.md`.
const TABLE: &str = include_str!("../../../data/linping/stock-2020.csv");

/// The rows of the paper's table.
pub fn rows() -> Result<Vec<YearlyRow>, Fault> {
    let row = |(i, line): (usize, &str)| {
        let mut cells = line.split(',');
        let mut text = || Some(cells.next()?.trim().to_owned());
        let (organisation, item) = (text()?, text()?);
        let mut pieces = || Some(Quantity(text()?.parse::<i64>().ok()? * 1_000));
        Some(YearlyRow {
            row: i as u32 + 1,
            organisation,
            item,
            received: pieces()?,
            issued: pieces()?,
            stock: pieces()?,
        })
    };
    let lines = TABLE.lines().enumerate().skip(1);
    lines.map(|line| row(line).ok_or_else(|| Fault::new("the paper's table is damaged"))).collect()
}

/// Imports the table into the warehouse's book; how many acts that took.
pub fn build(
    store: &Store,
    packs: &Arc<Catalogue>,
    world: &World,
    chance: &Arc<dyn Chance>,
    at: Instant,
) -> Result<usize, Stop> {
    let user = |name| UserId::parse(name).map(Some);
    let report = import(
        store,
        packs,
        Import {
            org: world.property.code.clone(),
            source: "论文表1（演示），stock-2020.csv".into(),
            rows: Rows::Yearly(rows()?),
            people: People {
                keeper: user(PROPERTY_KEEPER)?,
                officer: user(PROPERTY_OFFICER)?,
                approver: user(PROPERTY_APPROVER)?,
            },
            dry_run: false,
            clock: SetClock::at(at),
            chance: chance.clone(),
            progress: Box::new(|_| {}),
        },
    )?;
    match report.problems.into_iter().next() {
        Some(problem) => Err(problem.refusal.into()),
        None => Ok(report.facts.values().sum()),
    }
}

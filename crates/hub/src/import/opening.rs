//! General opening balances: each row is one lot at a position that is there and has no entries yet.

use super::people::Office;
use super::plan::{self, Opening};
use super::{OpeningRow, PROBLEMS_MAX, Problem, Run, refuse, store};
use base::ctx::Actor;
use base::policy::Action;
use base::term::fault::Stop;
use std::collections::HashSet;
use std::sync::Arc;

pub(super) fn carry_out(run: &mut Run<'_, '_>, rows: &[OpeningRow]) -> Result<(), Stop> {
    if run.is_repeated("1-open")? {
        return Ok(());
    }
    let (openings, problems) = plan::openings(rows, run.packs);
    run.report.problems = problems;
    let office = Office::open(run)?;
    let keeper = office.keeper(run, &[Action::StockOpen])?;
    let used = store::positions_used(run.tx, run.book)?;
    for opening in &openings {
        if run.report.problems.len() >= PROBLEMS_MAX {
            break;
        }
        open(run, opening, &keeper, &used)?;
        (run.import.progress)(opening.at as u64);
    }
    Ok(())
}

fn open(
    run: &mut Run<'_, '_>,
    opening: &Opening<'_>,
    keeper: &Actor,
    used: &HashSet<Arc<str>>,
) -> Result<(), Stop> {
    let position = opening.new.position.as_str();
    if used.contains(position) {
        let refusal = refuse(
            "import.used",
            format!("货位 {position} 已有账目，不能再录期初"),
            format!("position {position} has entries already"),
        )
        .mend(
            "期初只在启用时录一次；以后用入库、调整或红字冲正",
            "Openings come first and once; later use receipts, adjustments or reversals",
        );
        run.report.problems.push(Problem::new(opening.row, "position", refusal));
        return Ok(());
    }
    let ctx = run.by(keeper, &format!("{}-open", opening.at));
    let why = format!("期初导入：{}", run.cited(opening.row));
    let done = stock::opening::open(run.tx, &ctx, run.packs, run.book, &opening.new, &why);
    if run.tried(opening.row, "quantity", done)?.is_some() {
        run.moved(&opening.item.unit.name.zh, 0, opening.new.quantity)?;
    }
    Ok(())
}

//! Importing rotation plans: the lines of one year, way and document become one draft, or several when a plan has more lines than a
//! fact holds. A draft binds nobody until a second person approves it.

use super::people::Office;
use super::record::{View, word};
use super::{Kind, PROBLEMS_MAX, Problem, Run, plan};
use base::term::fault::Stop;
use base::term::{LotCode, PositionCode};
use std::collections::HashMap;
use stock::rotation::{self, LINES_MAX, Mode, NewPlan, NewPlanLine};

const MODES: [Mode; 2] = [Mode::Static, Mode::Dynamic];

const fn mode_label(mode: Mode) -> (&'static str, &'static str) {
    match mode {
        Mode::Static => ("静态轮换", "Static"),
        Mode::Dynamic => ("动态轮换", "Dynamic"),
    }
}

pub(super) fn carry_out(run: &mut Run<'_, '_>, views: &[View<'_>]) -> Result<(), Stop> {
    let Some(actor) = Office::begin(run, Kind::Plans)? else { return Ok(()) };
    let mut groups: Vec<(u32, NewPlan)> = Vec::new();
    let mut taken: HashMap<PositionCode, u32> = HashMap::new();
    for view in views {
        if run.report.problems.len() >= PROBLEMS_MAX {
            break;
        }
        let row = view.record.row;
        let mut problems: Vec<Problem> = Vec::new();
        let read = line(*view, &mut plan::Notes { row, problems: &mut problems });
        run.report.problems.append(&mut problems);
        let Some((mode, new)) = read else { continue };
        let refill = new.refill.as_ref().filter(|refill| **refill != new.position);
        let mut free = true;
        for (place, field) in [(Some(&new.position), "position"), (refill, "refill")] {
            if let Some(first) = place.and_then(|place| taken.insert(place.clone(), row)) {
                run.report.problems.push(Problem::new(row, field, plan::twice(first)));
                free = false;
            }
        }
        let judged = rotation::judge_line(run.tx, run.packs, run.book, mode, &new, run.today);
        if run.judged(row, "position", judged)? && free {
            join(&mut groups, row, *view, mode, new);
        }
    }
    if !run.report.problems.is_empty() {
        return Ok(());
    }
    let mut done = 0;
    for (i, (row, new)) in groups.iter().enumerate() {
        let ctx = run.by(&actor, &format!("{}-{}", i + 1, Kind::Plans.code()));
        let outcome = rotation::draft(run.tx, &ctx, run.packs, run.book, new);
        run.tried(*row, "authority", outcome)?;
        done += new.lines.len() as u64;
        (run.import.progress)(done);
    }
    Ok(())
}

fn line(view: View<'_>, notes: &mut plan::Notes<'_>) -> Option<(Mode, NewPlanLine)> {
    let mode = notes.check("mode", word(view.text("mode"), MODES, Mode::code, mode_label));
    let position = notes.check("position", PositionCode::parse(view.text("position")));
    let refill = notes.check("refill", view.maybe("refill").map(PositionCode::parse).transpose());
    let lot = notes.check("lot", LotCode::parse(view.text("lot")));
    let mut price = |name| {
        let given = view.decimal(name).is_some();
        notes.check(name, view.money(name)).map(|money| given.then_some(money))
    };
    let (sale_min, purchase_max) = (price("sale_min"), price("purchase_max"));
    let new = NewPlanLine {
        position: position?,
        refill: refill?,
        lot: lot?,
        quantity: view.quantity("quantity"),
        out_by: view.day("out_by")?,
        back_by: view.day("back_by")?,
        harvest_min: view.integer("harvest_min"),
        sale_min: sale_min?,
        purchase_max: purchase_max?,
    };
    Some((mode?, new))
}

/// Adds a line to the plan of its year, way and document.
fn join(groups: &mut Vec<(u32, NewPlan)>, row: u32, view: View<'_>, mode: Mode, line: NewPlanLine) {
    let (year, authority) = (view.integer("year").unwrap_or(0), view.text("authority"));
    let fits = |plan: &NewPlan| {
        plan.year == year && plan.mode == mode && plan.authority == authority && plan.lines.len() < LINES_MAX
    };
    match groups.iter_mut().find(|(_, plan)| fits(plan)) {
        Some((_, plan)) => plan.lines.push(line),
        None => {
            let authority = authority.to_owned();
            groups.push((row, NewPlan { year, mode, authority, lines: vec![line] }));
        }
    }
}

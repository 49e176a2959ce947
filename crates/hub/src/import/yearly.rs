//! The yearly table of a public-property warehouse: for each category its opening balance, one receipt, and one issue
//! under a directive made for the issues of that year. What the warehouse lacks of site and positions is registered.

mod place;

use super::people::Office;
use super::plan::{self, Goods};
use super::{Problem, Run, YearlyRow, refuse, store};
use base::ctx::Actor;
use base::ledger::home;
use base::policy::Action;
use base::term::fault::{Fault, Stop};
use base::term::{DirectiveCode, LotCode, Money, PositionCode, Quantity};
use place::Place;
use std::collections::BTreeMap;
use stock::directive::{LINES_MAX, NewDirective, NewLine, Purpose};
use stock::issue::{NewIssue, UnderLine, pick};
use stock::lot::{LotChoice, NewLot};
use stock::opening::NewOpening;
use stock::receive::NewReceipt;

/// Goods of a row and where they lie now.
struct Stored<'g, 'c> {
    goods: &'g Goods<'c>,
    position: PositionCode,
    lot: LotCode,
}

pub(super) fn carry_out(run: &mut Run<'_, '_>, rows: &[YearlyRow]) -> Result<(), Stop> {
    let (goods, problems) = plan::yearly(rows, run.packs, &run.organisation);
    let goods: Vec<Goods<'_>> = goods.into_iter().filter(|goods| !goods.is_nothing()).collect();
    if let Some(first) = goods.first()
        && run.is_repeated(&format!(
            "{}-{}",
            first.at,
            if first.opening > Quantity::ZERO { "open" } else { "receive" }
        ))?
    {
        return Ok(());
    }
    run.report.problems = problems;
    let office = Office::open(run)?;
    let mut actions = vec![Action::StockOpen];
    if goods.iter().any(|goods| goods.received > Quantity::ZERO) {
        actions.push(Action::StockReceive);
    }
    let issues = goods.iter().any(|goods| goods.issued > Quantity::ZERO);
    if issues {
        actions.push(Action::StockIssue);
    }
    let keeper = office.keeper(run, &actions)?;
    let commanders = if issues { Some(commanders(run, &office)?) } else { None };
    let mut place = Place::find(run, &office, &keeper)?;
    let moved = store::items_moved(run.tx, run.book)?;
    let mut stored = Vec::new();
    for goods in &goods {
        if moved.contains(goods.item.code.as_str()) {
            run.report.problems.push(Problem::new(goods.row, "item", known(goods)));
        } else if let Some(lot) = bring_in(run, &mut place, goods, &keeper)? {
            stored.push(lot);
        }
        (run.import.progress)(goods.at as u64);
    }
    let Some((officer, approver)) = commanders else { return Ok(()) };
    let leaving: Vec<&Stored<'_, '_>> =
        stored.iter().filter(|stored| stored.goods.issued > Quantity::ZERO).collect();
    for (part, lines) in leaving.chunks(LINES_MAX).enumerate() {
        let directive = order(run, (&officer, &approver), &place, part, lines)?;
        for (i, stored) in lines.iter().enumerate() {
            send_out(run, stored, &keeper, UnderLine { directive: directive.clone(), line: i as i64 + 1 })?;
        }
    }
    Ok(())
}

fn known(goods: &Goods<'_>) -> base::term::Refusal {
    let code = &goods.item.code;
    refuse(
        "import.used",
        format!("本账已有物资 {code} 的账目，不能再按年度表建账"),
        format!("this book has entries of item {code} already"),
    )
    .mend(
        "年度表只用于启用时建账；以后用入库、出库、调整",
        "A yearly table starts a book; later use receipts, issues and adjustments",
    )
}

/// Officer and approver of the directive for the year's issues.
fn commanders(run: &mut Run<'_, '_>, office: &Office) -> Result<(Actor, Actor), Stop> {
    let missing = |field| {
        refuse(
            "import.directive",
            "文件有出库，须指明下达指令和批准指令的两个人",
            "the file has issues: name the two people who issue and approve their directive",
        )
        .mend("给出 --officer 和 --approver", "Give --officer and --approver")
        .at(field)
    };
    let people = &run.import.people;
    let officer = people.officer.as_ref().ok_or_else(|| missing("officer"))?;
    let approver = people.approver.as_ref().ok_or_else(|| missing("approver"))?;
    let officer = office.named(run, officer, &[Action::DirectiveIssue], "officer")?;
    let approver = office.named(run, approver, &[Action::DirectiveApprove], "approver")?;
    Ok((officer, approver))
}

/// Opening balance and receipt of a row; nothing if either was refused.
fn bring_in<'g, 'c>(
    run: &mut Run<'_, '_>,
    place: &mut Place,
    goods: &'g Goods<'c>,
    keeper: &Actor,
) -> Result<Option<Stored<'g, 'c>>, Stop> {
    let Some(position) = place.position(run, goods, keeper)? else { return Ok(None) };
    let unit = &goods.item.unit.name.zh;
    let mut lot = LotChoice::New(NewLot {
        item: goods.item.code.clone(),
        nature: goods.nature.clone(),
        owner_level: goods.owner_level.into(),
        harvest_year: None,
        origin: None,
        grade: None,
        produced_on: None,
        expires_on: None,
    });
    if goods.opening > Quantity::ZERO {
        let new = NewOpening {
            position: position.clone(),
            lot: lot.clone(),
            quantity: goods.opening,
            amount: Money::ZERO,
            received_on: None,
        };
        let ctx = run.by(keeper, &format!("{}-open", goods.at));
        let why = format!("期初（在库－入库＋出库）：{}", run.cited(goods.row));
        let done = stock::opening::open(run.tx, &ctx, run.packs, run.book, &new, &why);
        let Some(done) = run.tried(goods.row, "stock", done)? else { return Ok(None) };
        lot = LotChoice::Known(made(&done.created)?);
        run.moved(unit, 0, goods.opening)?;
    }
    if goods.received > Quantity::ZERO {
        let new = NewReceipt {
            position: position.clone(),
            lot: lot.clone(),
            quantity: goods.received,
            weighing: None,
            quality: BTreeMap::new(),
            price: None,
            supplier: Some(format!("年度入库合计：{}", run.cited(goods.row))),
            vehicle: None,
            order: None,
        };
        let ctx = run.by(keeper, &format!("{}-receive", goods.at));
        let done = stock::receive::receive(run.tx, &ctx, run.packs, run.book, &new);
        let Some(done) = run.tried(goods.row, "received", done)? else { return Ok(None) };
        if let LotChoice::New(_) = lot {
            lot = LotChoice::Known(made(&done.created)?);
        }
        run.moved(unit, 1, goods.received)?;
    }
    Ok(match lot {
        LotChoice::Known(lot) => Some(Stored { goods, position, lot }),
        LotChoice::New(_) => None,
    })
}

/// The lot that an act has made.
fn made(created: &[String]) -> Result<LotCode, Stop> {
    let code = created.first().ok_or_else(|| Fault::new("an act that makes a lot names it"))?;
    Ok(LotCode::parse(code)?)
}

/// Issues and approves the directive for part of the year's issues, in the officer's own book.
fn order(
    run: &mut Run<'_, '_>,
    (officer, approver): (&Actor, &Actor),
    place: &Place,
    part: usize,
    lines: &[&Stored<'_, '_>],
) -> Result<DirectiveCode, Stop> {
    let book =
        home(run.tx, &officer.org)?.ok_or_else(|| Fault::new(format!("{} has no book", officer.org)))?;
    let line = |stored: &&Stored<'_, '_>| NewLine {
        scope: place.site.to_string(),
        item: stored.goods.item.code.clone(),
        nature: stored.goods.nature.clone(),
        owner_level: stored.goods.owner_level.into(),
        quantity_max: stored.goods.issued,
        destination: None,
    };
    let new = NewDirective {
        purpose: Purpose::Supply,
        valid_from: run.today,
        valid_to: run.today,
        authority: format!("历史出库补录：{}", run.import.source),
        lines: lines.iter().map(line).collect(),
    };
    let ctx = run.by(officer, &format!("order-{part}"));
    let done = stock::directive::issue(run.tx, &ctx, run.packs, book, &new)?;
    let code = run.did(done).created.first().cloned().ok_or_else(|| Fault::new("a directive has a code"))?;
    let directive = DirectiveCode::parse(&code)?;
    let ctx = run.by(approver, &format!("approve-{part}"));
    let done = stock::directive::approve(run.tx, &ctx, book, &directive)?;
    run.did(done);
    run.report.directives.push(code);
    Ok(directive)
}

fn send_out(
    run: &mut Run<'_, '_>,
    stored: &Stored<'_, '_>,
    keeper: &Actor,
    under: UnderLine,
) -> Result<(), Stop> {
    let goods = stored.goods;
    let new = NewIssue {
        under: Some(under),
        picks: vec![pick(&stored.lot, &stored.position, goods.issued)],
        weighing: None,
        receiver: format!("年度出库合计：{}", run.cited(goods.row)),
        vehicle: None,
        region: None,
        why: None,
    };
    let ctx = run.by(keeper, &format!("{}-issue", goods.at));
    let done = stock::issue::issue(run.tx, &ctx, run.packs, run.book, &new);
    if run.tried(goods.row, "issued", done)?.is_some() {
        run.moved(&goods.item.unit.name.zh, 2, goods.issued)?;
    }
    Ok(())
}

//! Carrying out: an issue or a receipt at a planned position counts towards the line that position is pointed at. Runs inside the
//! projections of those facts, after their movements are written; it never refuses.

use std::sync::Arc;

use base::store::Tx;
use base::term::fault::Fault;
use base::term::{BookId, Money, Quantity};

use super::{LineRow, TripRow};
use crate::event::Post;
use crate::facility::PositionRow;
use crate::lot::projected;
use crate::movement::Line;

/// A refill is complete at this share of the plan, percent: what domain rule V-05 asks for.
pub const DONE_PERCENT: i64 = 95;

/// Where a plan's positions are pointed.
#[derive(Clone, Copy)]
pub(super) enum Pointer {
    Line,
    Nothing,
}

/// What an issue or a receipt says beside its lines.
pub(crate) struct Trip<'a> {
    pub weighed: bool,
    pub party: Option<&'a str>,
    pub vehicle: Option<&'a str>,
}

/// The line a position is pointed at.
fn pointed(tx: &mut Tx<'_>, book: BookId, row: &PositionRow) -> Result<Option<LineRow>, Fault> {
    let Some((plan, line)) = row.rotation.as_deref().and_then(|text| text.split_once('/')) else {
        return Ok(None);
    };
    let line: i64 =
        line.parse().map_err(|_| Fault::new(format!("position {} is pointed at nothing", row.position)))?;
    tx.get::<LineRow>(&[book.into(), plan.into(), line.into()])
}

/// Counts the lines of an issue (below zero) or a receipt (above) towards the plans of their positions.
pub(crate) fn track(tx: &mut Tx<'_>, at: &Post<'_>, trip: &Trip<'_>, lines: &[Line]) -> Result<(), Fault> {
    for (k, line) in lines.iter().enumerate() {
        let Some(position) = tx.get::<PositionRow>(&[at.book.into(), (&line.position).into()])? else {
            continue;
        };
        let Some(row) = pointed(tx, at.book, &position)? else { continue };
        let leaves = line.quantity < Quantity::ZERO;
        let place = if leaves { &row.position } else { &row.refill };
        let lot = projected(tx, at.book, &line.lot)?;
        let same = lot.item == row.item && lot.nature == row.nature && lot.owner_level == row.owner_level;
        // The old lot itself coming in again is no renewal, but it is counted: that is how it is found out.
        if *place != line.position || !same {
            continue;
        }
        let signed = |n: i64| if leaves { -n } else { n };
        let taken = TripRow {
            book_id: at.book,
            n: at.n,
            k: k as i64,
            plan: row.plan.clone(),
            line: row.line,
            at: at.at,
            day: at.at.business_day(),
            direction: if leaves { "out" } else { "back" }.into(),
            position: line.position.clone(),
            lot: line.lot.clone(),
            harvest_year: lot.harvest_year,
            quantity: Quantity(signed(line.quantity.0)),
            amount: Money(signed(line.amount.0)),
            weighed: trip.weighed,
            party: trip.party.map(Arc::from),
            vehicle: trip.vehicle.map(Arc::from),
            reverses: None,
        };
        count(tx, row, &taken)?;
        tx.put(&taken)?;
    }
    Ok(())
}

/// Starts the gap clock of a line whose position a clearing of losses has emptied: the last truck seldom takes the last kilogram.
pub(crate) fn emptied(tx: &mut Tx<'_>, at: &Post<'_>, lines: &[Line]) -> Result<(), Fault> {
    for line in lines {
        let position = tx.get::<PositionRow>(&[at.book.into(), (&line.position).into()])?;
        let Some(position) = position.filter(|position| position.lots == 0) else { continue };
        let Some(row) = pointed(tx, at.book, &position)? else { continue };
        if row.position == line.position && row.quantity_out > Quantity::ZERO && row.emptied_on.is_none() {
            tx.put(&LineRow { emptied_on: Some(at.at.business_day()), ..row })?;
        }
    }
    Ok(())
}

/// Takes back what a reversed fact had counted.
pub(crate) fn untrack(tx: &mut Tx<'_>, at: &Post<'_>, reversed: i64, lines: usize) -> Result<(), Fault> {
    for k in 0..lines as i64 {
        let Some(trip) = tx.get::<TripRow>(&[at.book.into(), reversed.into(), k.into()])? else { continue };
        let row = super::projected_line(tx, at.book, &trip.plan, trip.line)?;
        let back = TripRow {
            n: at.n,
            at: at.at,
            day: at.at.business_day(),
            quantity: trip.quantity.negated()?,
            amount: trip.amount.negated()?,
            reverses: Some(reversed),
            ..trip
        };
        count(tx, row, &back)?;
        tx.put(&back)?;
    }
    Ok(())
}

/// Adds a trip to its line, and starts or stops the gap clock.
fn count(tx: &mut Tx<'_>, mut row: LineRow, trip: &TripRow) -> Result<(), Fault> {
    let weighed = if trip.weighed { trip.quantity } else { Quantity::ZERO };
    if trip.direction.as_ref() == "out" {
        row.quantity_out = row.quantity_out.plus(trip.quantity)?;
        row.weighed_out = row.weighed_out.plus(weighed)?;
        let key = [row.book_id.into(), (&row.position).into()];
        let empty = tx.get::<PositionRow>(&key)?.is_some_and(|position| position.lots == 0);
        row.emptied_on = if empty { row.emptied_on.or(Some(trip.day)) } else { None };
    } else {
        row.quantity_back = row.quantity_back.plus(trip.quantity)?;
        row.weighed_back = row.weighed_back.plus(weighed)?;
        row.purchase = row.purchase.plus(trip.amount)?;
    }
    let done = enough(row.quantity_back, row.quantity);
    row.refilled_on = if done { row.refilled_on.or(Some(trip.day)) } else { None };
    tx.put(&row)
}

/// Whether a part of a planned quantity is as good as all of it.
pub(super) fn enough(part: Quantity, whole: Quantity) -> bool {
    i128::from(part.0) * 100 >= i128::from(whole.0) * i128::from(DONE_PERCENT)
}

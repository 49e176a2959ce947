//! Whether a line can be planned: goods, age, gap, and no other plan at its positions. Rules come from packs; none stands here.

use base::store::Tx;
use base::term::fault::Stop;
use base::term::{BookId, PositionCode, Quantity};
use jiff::Span;
use jiff::civil::Date;
use pack::Catalogue;

use super::{LineRow, Mode, NewPlanLine, PlanLine, RotationRefusal};
use crate::facility::{PositionRow, SiteRow, site_of};
use crate::lot::{self, LotRow};
use crate::movement::{Goods, balance, check_quantity, goods, open_position};
use crate::quality::PackRefusal;

/// A day so many months later.
pub(super) fn months_after(day: Date, months: i64) -> Date {
    Span::new().try_months(months).ok().and_then(|span| day.checked_add(span).ok()).unwrap_or(Date::MAX)
}

/// The day from which the age of goods counts: made, or the first of the harvest year.
pub(super) fn made(lot: &LotRow) -> Option<Date> {
    let harvest = || Date::new(i16::try_from(lot.harvest_year?).ok()?, 1, 1).ok();
    lot.produced_on.or_else(harvest)
}

/// Checks a line and completes it with the rules of its day.
pub(super) fn line(
    tx: &mut Tx<'_>,
    packs: &Catalogue,
    book: BookId,
    mode: Mode,
    new: &NewPlanLine,
    today: Date,
) -> Result<PlanLine, Stop> {
    let position = open_position(tx, book, &new.position, today)?;
    let refill = new.refill.clone().unwrap_or_else(|| new.position.clone());
    open_position(tx, book, &refill, today)?;
    let lot = lot::get(tx, book, &new.lot)?;
    let goods = goods(packs, &lot.item)?;
    check_quantity(new.quantity, goods.item)?;
    let held = balance(tx, book, &new.position, &new.lot)?.map_or(Quantity::ZERO, |row| row.quantity);
    if new.quantity > held {
        return Err(RotationRefusal::Held { position: new.position.to_string(), held }.into());
    }
    if mode == Mode::Static && (new.quantity != held || position.lots != 1) {
        return Err(RotationRefusal::Whole { held }.into());
    }
    if new.out_by < today || new.harvest_min.is_some_and(|year| year > i64::from(today.year()) + 3) {
        let field = if new.out_by < today { "out_by" } else { "harvest_min" };
        return Err(RotationRefusal::Field { field }.into());
    }
    let site = tx.get::<SiteRow>(&[book.into(), (&site_of(new.position.as_str())?).into()])?;
    let region = site.map(|site| site.region);
    rules(goods, &lot, region.as_ref().map(|region| region.as_str()), new, refill, today)
}

/// Age and gap by the pack's rules at the place.
fn rules(
    goods: Goods<'_>,
    lot: &LotRow,
    region: Option<&str>,
    new: &NewPlanLine,
    refill: PositionCode,
    today: Date,
) -> Result<PlanLine, Stop> {
    let mut subject = pack::Subject { region, ..pack::Subject::new(&lot.item, today) };
    subject.owner_level = pack::OwnerLevel::from_code(&lot.owner_level);
    let rule = goods.pack.rotation_rule(&subject);
    let fit = lot.storage_quality.as_deref().is_none_or(|class| class == "suitable");
    if let (Some(years_min), Some(harvest)) = (rule.and_then(|rule| rule.body.years_min), lot.harvest_year) {
        let harvest = i16::try_from(harvest).unwrap_or(i16::MAX);
        let years = pack::life::age_years(harvest, new.out_by).map_err(PackRefusal)?;
        if fit && years < years_min {
            return Err(RotationRefusal::Young { years, years_min }.into());
        }
    }
    if let (Some(life), Some(made)) = (goods.pack.storage_life(&subject), made(lot)) {
        let last = life.last_day(made).map_err(PackRefusal)?;
        // What is over its life already may still be planned out: better late than not at all.
        if new.out_by > last && last >= today {
            return Err(RotationRefusal::Old { last }.into());
        }
    }
    let months = |months: Option<u32>| months.map(i64::from);
    let gap_months = rule.and_then(|rule| months(rule.body.gap_months_max));
    if let Some(months) = gap_months.filter(|months| new.back_by > months_after(new.out_by, *months)) {
        return Err(RotationRefusal::Gap { months, back_by: months_after(new.out_by, months) }.into());
    }
    let percent =
        rule.and_then(|rule| rule.body.physical_percent_min).map(|share| share.micros() / 1_000_000);
    Ok(PlanLine {
        position: new.position.clone(),
        refill,
        lot: new.lot.clone(),
        item: lot.item.to_string(),
        nature: lot.nature.to_string(),
        owner_level: lot.owner_level.to_string(),
        harvest_year: lot.harvest_year,
        quantity: new.quantity,
        out_by: new.out_by,
        back_by: new.back_by,
        harvest_min: new.harvest_min,
        sale_min: new.sale_min,
        purchase_max: new.purchase_max,
        rule: rule.map(|rule| rule.id.clone()),
        gap_months,
        extension_months_max: rule.and_then(|rule| months(rule.body.extension_months_max)),
        physical_percent: percent,
    })
}

/// Whether two lines of one plan want the same position.
pub(super) fn meets(a: &PlanLine, b: &PlanLine) -> bool {
    [&a.position, &a.refill].into_iter().any(|position| *position == b.position || *position == b.refill)
}

/// That no plan that is not done holds the line's positions, and the goods still lie there.
pub(super) fn free(tx: &mut Tx<'_>, book: BookId, line: &LineRow) -> Result<(), Stop> {
    for position in [&line.position, &line.refill] {
        let row = tx.get::<PositionRow>(&[book.into(), position.into()])?;
        let Some((plan, number)) = row.as_ref().and_then(|row| row.rotation.as_deref()?.split_once('/'))
        else {
            continue;
        };
        let number: i64 = number.parse().unwrap_or(0);
        let other = tx.get::<LineRow>(&[book.into(), plan.into(), number.into()])?;
        if other.is_some_and(|other| other.refilled_on.is_none()) {
            return Err(RotationRefusal::Busy { position: position.to_string() }.into());
        }
    }
    let held = balance(tx, book, &line.position, &line.lot)?.map_or(Quantity::ZERO, |row| row.quantity);
    if held < line.quantity {
        return Err(RotationRefusal::Held { position: line.position.to_string(), held }.into());
    }
    Ok(())
}

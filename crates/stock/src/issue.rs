//! Issuing 出库: only what the allocation rule lets out, only as much as is there, and for reserves only under an approved directive's line.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, Posted, once};
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, DirectiveCode, LotCode, PositionCode, Quantity, RegionCode};
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use crate::allocation::{
    Candidate, Demand, Ineligible, Pick, Shortage, StorageQuality, Use, allocate, eligible,
};
use crate::directive::{self, Authority, DirectiveRefusal, Leaving, Purpose};
use crate::event::{Event, Grounds, Post, reason, record};
use crate::facility::PositionRow;
use crate::lot::{self, LotRow};
use crate::movement::{
    BalanceRow, Goods, Kind, Line, MovementRefusal, Remark, balance, check_quantity, goods, open_position,
    post, take,
};
use crate::receive::mass;
use crate::rotation::track::{Trip, track};
use crate::weigh::Weighing;

/// Which line of which directive goods leave under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnderLine {
    pub directive: DirectiveCode,
    /// From 1.
    pub line: i64,
}

/// Goods to issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIssue {
    /// Absent only for goods whose nature needs no directive.
    pub under: Option<UnderLine>,
    /// What leaves from where; see [`propose`] for what should.
    pub picks: Vec<Pick>,
    /// Weighing of the whole, if it goes over the bridge; its net must be the sum of the picks.
    pub weighing: Option<Weighing>,
    /// Who takes the goods.
    pub receiver: String,
    pub vehicle: Option<String>,
    /// Where the goods will be used; asked for when a donor's will names a region.
    pub region: Option<RegionCode>,
    /// Why stock that expires earlier is left, if it is.
    pub why: Option<String>,
}

/// The fact of an issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    pub under: Option<UnderLine>,
    pub weighing: Option<Weighing>,
    pub receiver: String,
    pub vehicle: Option<String>,
    /// Where the goods will be used, if it was said.
    #[serde(default)]
    pub region: Option<RegionCode>,
    pub lines: Vec<Line>,
}

/// Why goods may not leave, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueRefusal {
    /// Nothing picked, too many picks, or the same lot and position twice.
    Picks,
    /// The lot may not leave.
    Ineligible { lot: String, why: Ineligible },
    /// Never tested, or the last test is too old (V-14 未检先出).
    Untested { lot: String, tested_on: Option<Date>, interval_days: u32 },
    /// Stock that expires earlier would be left, and no reason was given.
    PassedOver { lot: String, position: String, expires_on: Option<Date> },
    /// Not enough eligible stock for a proposal.
    Shortage { asked: Quantity, eligible: Quantity },
    /// No receiver named.
    Receiver,
    /// The picks do not add up to the net weight.
    Net { net: Quantity },
}

/// Picks one issue may have.
pub const PICKS_MAX: usize = 100;

fn why_ineligible(why: Ineligible) -> (&'static str, &'static str, &'static str) {
    match why {
        Ineligible::Item => ("issue.item", "品种与指令不符", "is of another item than asked for"),
        Ineligible::Nature => ("issue.nature", "性质与指令不符", "is of another nature than asked for"),
        Ineligible::OwnerLevel => {
            ("issue.owner_level", "权属与指令不符", "is owned at another level than asked for")
        }
        Ineligible::Empty => ("issue.empty", "已无库存", "has no stock left there"),
        Ineligible::Held => ("issue.held", "处于质量封存中", "is on a quality hold"),
        Ineligible::TreatmentInterval => (
            "issue.treatment_interval",
            "药剂安全间隔期未满",
            "is within the interval after a chemical treatment",
        ),
        Ineligible::Expired => ("issue.expired", "已过期", "has expired"),
        Ineligible::SeverelyUnsuitable => (
            "issue.severely_unsuitable",
            "重度不宜存,只可处置",
            "is severely unsuitable and may leave for disposal only",
        ),
    }
}

impl From<IssueRefusal> for Stop {
    fn from(refusal: IssueRefusal) -> Stop {
        use IssueRefusal as I;
        use RefusalKind::{Conflict, Invalid};
        Stop::Refused(match refusal {
            I::Picks => Refusal::new(
                Invalid,
                "issue.picks",
                format!("须列明 1–{PICKS_MAX} 个不重复的批次与货位"),
                format!("name 1 to {PICKS_MAX} lots and positions, none twice"),
            )
            .at("picks"),
            I::Ineligible { lot, why } => {
                let (code, zh, en) = why_ineligible(why);
                Refusal::new(Conflict, code, format!("批次 {lot} {zh}"), format!("lot {lot} {en}"))
                    .mend("按出库建议选择批次", "Choose lots by the proposal")
                    .at("picks")
            }
            I::Untested { lot, tested_on, interval_days } => {
                let last = tested_on.map_or_else(|| "—".to_owned(), |day| day.to_string());
                Refusal::new(
                    Conflict,
                    "issue.untested",
                    format!("批次 {lot} 无有效检验报告(上次 {last},有效 {interval_days} 天)"),
                    format!("lot {lot} has no valid test (last {last}, valid for {interval_days} days)"),
                )
                .mend("先检验并登记结果", "Test the lot and record the result first")
                .at("picks")
            }
            I::PassedOver { lot, position, expires_on } => {
                let last = expires_on.map_or_else(|| "—".to_owned(), |day| day.to_string());
                Refusal::new(
                    Conflict,
                    "issue.passed_over",
                    format!("先到期先出：货位 {position} 的批次 {lot} 于 {last} 到期，仍可用"),
                    format!(
                        "first expired, first out: lot {lot} at {position} expires on {last} and is usable"
                    ),
                )
                .mend("先出该批次，或写明不先出的原因", "Issue that lot first, or say why it is left")
                .at("why")
            }
            I::Shortage { asked, eligible } => Refusal::new(
                Conflict,
                "issue.shortage",
                format!("可出库存 {eligible},不足 {asked}"),
                format!("{eligible} may leave, {asked} was asked for"),
            )
            .mend("减少数量,或先解除封存、完成检验", "Ask for less, or lift holds and finish tests first")
            .at("quantity"),
            I::Receiver => {
                Refusal::new(Invalid, "issue.receiver", "须填写接收方", "the receiver is required")
                    .at("receiver")
            }
            I::Net { net } => Refusal::new(
                Invalid,
                "issue.net",
                format!("各批次合计与过磅净重 {net} 不符"),
                format!("the picks do not add up to the net weight {net}"),
            )
            .at("weighing"),
        })
    }
}

/// Everything known of one pick.
pub(crate) struct Found {
    pub lot: LotRow,
    pub position: PositionRow,
    pub balance: BalanceRow,
}

/// Purposes under which goods leave the reserve for good.
const OUTWARD: [Purpose; 3] = [Purpose::Supply, Purpose::Rotation, Purpose::Disposal];

/// Issues goods.
pub fn issue(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewIssue,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| Ok(Done::plain(let_out(tx, ctx, packs, book, new, Turn::Ask)?.0)))
}

/// Whether first expired, first out is asked about here, or was when the truck was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    Ask,
    Asked,
}

/// Load, decide, record: the issue itself, also as the last part of a truck's trip.
pub(crate) fn let_out(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewIssue,
    turn: Turn,
) -> Result<(Posted, Gone), Stop> {
    let today = ctx.now().business_day();
    let lines = lines_of(tx, packs, book, &new.picks, new.under.as_ref(), today)?;
    if turn == Turn::Ask {
        order::keep(tx, packs, book, &new.picks, new.under.as_ref(), new.why.as_deref(), today)?;
    }
    if new.receiver.trim().is_empty() || new.receiver.chars().count() > 200 {
        return Err(IssueRefusal::Receiver.into());
    }
    if let Some(weighing) = new.weighing {
        let lot = lot::get(tx, book, &new.picks[0].lot)?;
        let net = mass(weighing.check()?, goods(packs, &lot.item)?.item)?;
        if net != sum(&new.picks)? {
            return Err(IssueRefusal::Net { net }.into());
        }
    }
    let event = Gone {
        under: new.under.clone(),
        weighing: new.weighing,
        receiver: new.receiver.trim().to_owned(),
        vehicle: new.vehicle.clone(),
        region: new.region.clone(),
        lines,
    };
    let order = event.under.as_ref().map(|under| under.directive.as_str());
    let why = new.why.as_deref().filter(|why| !why.trim().is_empty()).map(reason).transpose()?;
    let posted = record(tx, ctx, book, Grounds { order, why }, &event)?;
    Ok((posted, event))
}

/// What picks would take out for good today, or why they may not.
pub(crate) fn lines_of(
    tx: &mut Tx<'_>,
    packs: &Catalogue,
    book: BookId,
    picks: &[Pick],
    under: Option<&UnderLine>,
    today: Date,
) -> Result<Vec<Line>, Stop> {
    let found = find(tx, book, picks, today)?;
    let authority = load_authority(tx, book, under)?;
    decide(picks, &found, authority.as_ref(), &OUTWARD, packs, today)
}

pub(crate) fn load_authority(
    tx: &mut Tx<'_>,
    book: BookId,
    under: Option<&UnderLine>,
) -> Result<Option<Authority>, Stop> {
    under.map(|under| directive::load(tx, book, &under.directive, under.line)).transpose()
}

pub(crate) fn sum(picks: &[Pick]) -> Result<Quantity, Fault> {
    picks.iter().try_fold(Quantity::ZERO, |sum, pick| sum.plus(pick.quantity))
}

/// Loads lot, position and balance of each pick.
pub(crate) fn find(tx: &mut Tx<'_>, book: BookId, picks: &[Pick], today: Date) -> Result<Vec<Found>, Stop> {
    let twice =
        |i: usize, pick: &Pick| picks[..i].iter().any(|p| p.lot == pick.lot && p.position == pick.position);
    if picks.is_empty() || picks.len() > PICKS_MAX || picks.iter().enumerate().any(|(i, pick)| twice(i, pick))
    {
        return Err(IssueRefusal::Picks.into());
    }
    let mut found = Vec::with_capacity(picks.len());
    for pick in picks {
        let position = open_position(tx, book, &pick.position, today)?;
        let lot = lot::get(tx, book, &pick.lot)?;
        let short = || MovementRefusal::Short { available: Quantity::ZERO, asked: pick.quantity };
        let balance = balance(tx, book, &pick.position, &pick.lot)?.ok_or_else(short)?;
        found.push(Found { lot, position, balance });
    }
    Ok(found)
}

/// What leaves, line by line, or why it may not: directive, eligibility, tests, stock, in this order. Pure.
pub(crate) fn decide(
    picks: &[Pick],
    found: &[Found],
    authority: Option<&Authority>,
    purposes: &[Purpose],
    packs: &Catalogue,
    today: Date,
) -> Result<Vec<Line>, Stop> {
    if let Some(authority) = authority {
        authority.check(purposes, sum(picks)?, today)?;
    }
    let purpose = if authority.is_some_and(Authority::is_disposal) { Use::Disposal } else { Use::Supply };
    let mut lines = Vec::with_capacity(picks.len());
    for (pick, found) in picks.iter().zip(found) {
        let lot = &found.lot;
        let goods = goods(packs, &lot.item)?;
        permit(found, authority, goods)?;
        check_quantity(pick.quantity, goods.item)?;
        let demand = demand_for(lot, goods, pick.quantity, purpose, today);
        eligible(&candidate(found), &demand)
            .map_err(|why| IssueRefusal::Ineligible { lot: lot.lot.to_string(), why })?;
        if purpose == Use::Supply {
            tested(lot, goods, today)?;
        }
        lines.push(take(&found.balance, pick.quantity)?);
    }
    Ok(lines)
}

/// That the goods may leave on this authority, or need none.
fn permit(found: &Found, authority: Option<&Authority>, goods: Goods<'_>) -> Result<(), Stop> {
    let Found { lot, position, .. } = found;
    match authority {
        Some(authority) => Ok(authority.covers(&Leaving {
            position: position.position.as_str(),
            item: &lot.item,
            nature: &lot.nature,
            owner_level: &lot.owner_level,
        })?),
        None if goods.nature(&lot.nature).is_some_and(|nature| !nature.needs_directive()) => Ok(()),
        None => Err(DirectiveRefusal::Required { nature: lot.nature.to_string() }.into()),
    }
}

pub(crate) fn demand_for(
    lot: &LotRow,
    goods: Goods<'_>,
    quantity: Quantity,
    purpose: Use,
    on: Date,
) -> Demand {
    Demand {
        item: lot.item.clone(),
        nature: lot.nature.clone(),
        owner_level: lot.owner_level.clone(),
        quantity,
        purpose,
        rule: goods.item.allocation,
        on,
    }
}

/// A pick as the allocation rule sees it.
pub(crate) fn candidate(found: &Found) -> Candidate {
    let Found { lot, position, balance } = found;
    Candidate {
        lot: lot.lot.clone(),
        position: position.position.clone(),
        available: balance.quantity,
        item: lot.item.clone(),
        nature: lot.nature.clone(),
        owner_level: lot.owner_level.clone(),
        expires_on: lot.expires_on,
        harvest_year: lot.harvest_year,
        received_on: lot.received_on,
        quality: StorageQuality::from_code(lot.storage_quality.as_deref()),
        held: lot.held.is_some(),
        // Under gas nothing leaves, whatever day the interval after an earlier treatment ends.
        free_from: position.sealed.as_ref().map(|_| jiff::civil::Date::MAX).or(position.free_from),
    }
}

/// That a lot was tested within the interval its pack demands; goods without a sampling rule need no test.
pub(crate) fn tested(lot: &LotRow, goods: Goods<'_>, today: Date) -> Result<(), IssueRefusal> {
    let Some(rule) = goods.pack.sampling_rule(&goods.subject(today, &lot.owner_level)) else { return Ok(()) };
    let interval_days = rule.body.interval_days;
    let age = |day| base::term::time::number_of_day(today) - base::term::time::number_of_day(day);
    match lot.tested_on {
        Some(day) if age(day) <= i64::from(interval_days) => Ok(()),
        tested_on => Err(IssueRefusal::Untested { lot: lot.lot.to_string(), tested_on, interval_days }),
    }
}

/// What should leave for a quantity of some goods, by the one allocation rule, among stock whose code begins with `scope`.
pub struct Wanted {
    /// Code of an organisation, site, warehouse, bay or position of this book.
    pub scope: String,
    pub item: Arc<str>,
    pub nature: Arc<str>,
    pub owner_level: Arc<str>,
    pub quantity: Quantity,
    pub purpose: Use,
}

/// Proposes picks; changes nothing. Lots that were not tested in time are left out where the pack demands a test.
pub fn propose(
    read: &mut base::store::Read<'_>,
    packs: &Catalogue,
    book: BookId,
    wanted: &Wanted,
    today: Date,
) -> Result<Vec<Pick>, Stop> {
    let goods = goods(packs, &wanted.item)?;
    let found = crate::movement::store::stock_of(read, book, &wanted.scope, &wanted.item)?;
    let candidates: Vec<Candidate> = found
        .iter()
        .filter(|f| {
            f.position.is_open(today)
                && (wanted.purpose == Use::Disposal || tested(&f.lot, goods, today).is_ok())
        })
        .map(candidate)
        .collect();
    let demand = Demand {
        item: wanted.item.clone(),
        nature: wanted.nature.clone(),
        owner_level: wanted.owner_level.clone(),
        quantity: wanted.quantity,
        purpose: wanted.purpose,
        rule: goods.item.allocation,
        on: today,
    };
    let shortage = |Shortage { asked, eligible }| IssueRefusal::Shortage { asked, eligible };
    Ok(allocate(&candidates, &demand).map_err(shortage)?)
}

impl Event for Gone {
    const ACT: &'static str = "stock.issue";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        use_line(tx, at.book, self.under.as_ref(), &self.lines)?;
        let remark = Remark { counterpart: Some(&self.receiver), ..Remark::default() };
        post(tx, at, Kind::Issue, 0, &self.lines, remark)?;
        let (party, vehicle) = (Some(self.receiver.as_str()), self.vehicle.as_deref());
        track(tx, at, &Trip { weighed: self.weighing.is_some(), party, vehicle }, &self.lines)
    }
}

/// Counts what lines took out against a directive's line; lines that bring back give back.
pub(crate) fn use_line(
    tx: &mut Tx<'_>,
    book: BookId,
    under: Option<&UnderLine>,
    lines: &[Line],
) -> Result<(), Fault> {
    let Some(UnderLine { directive, line }) = under else { return Ok(()) };
    let taken = lines.iter().try_fold(Quantity::ZERO, |sum, l| sum.minus(l.quantity))?;
    directive::consume(tx, book, directive, *line, taken)
}

/// A pick of one lot at one position.
pub fn pick(lot: &LotCode, position: &PositionCode, quantity: Quantity) -> Pick {
    Pick { lot: lot.clone(), position: position.clone(), quantity }
}

mod order;

pub(crate) use order::keep as keep_order;

//! Fumigation and aeration jobs 熏蒸、通风作业: planned, approved by a second person, started, read, ended, and a fumigated position opened
//! again only by a second person with air that was measured. A job moves no goods and switches no fan.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::time::{day_from_number, number_of_day};
use base::term::{BookId, PositionCode};
use jiff::civil::Date;
use pack::job::Unsafe;
use pack::rounds::Found;
use pack::{Catalogue, Decimal};
use serde::{Deserialize, Serialize};

use super::duty::tenths;
use super::round::{Gas, see_gas, watch};
use crate::event::{Event, Grounds, Post, reason, record, second_person};
use crate::facility::PositionRow;
use crate::lot::{bump_serial, next_number, projected};
use crate::movement::{goods, open_position, store::balances_in};

record! {
    /// A job at one position.
    pub struct JobRow in "stock_job", Derived, key 2 {
        book_id: BookId,
        /// Organisation, `J`, year, serial.
        job: Arc<str>,
        position: PositionCode,
        /// `fumigation` or `aeration`.
        kind: Arc<str>,
        /// How it is to be done.
        method: Arc<str>,
        agent: Option<Arc<str>>,
        /// Grams.
        dose: Option<i64>,
        /// Days after its end before goods may leave.
        interval_days: i64,
        planned_on: Date,
        /// `planned`, `approved`, `running`, `ended`, `cleared`, `withdrawn`.
        state: Arc<str>,
        planned_by: Arc<str>,
        approved_by: Option<Arc<str>>,
        started_on: Option<Date>,
        started_by: Option<Arc<str>>,
        /// Air and grain at the start of an aeration, and the verdict: the body of the fact.
        air: Option<Arc<str>>,
        ended_on: Option<Date>,
        ended_by: Option<Arc<str>>,
        cleared_on: Option<Date>,
        cleared_by: Option<Arc<str>>,
        /// Index of the last fact about it.
        n: i64,
    }
}

record! {
    /// Gas and temperature read during a job.
    pub struct JobReadingRow in "stock_job_reading", Derived, key 2 {
        book_id: BookId,
        n: i64,
        job: Arc<str>,
        at: base::term::Instant,
        /// Tenths of a percent; thousandths of a mL/m³; ppm.
        oxygen: Option<i64>,
        phosphine: Option<i64>,
        carbon_dioxide: Option<i64>,
        /// Mean grain temperature, tenths of a degree.
        mean: Option<i64>,
        by_user: Arc<str>,
    }
}

/// What is done to the goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 熏蒸.
    Fumigation,
    /// 机械通风.
    Aeration,
}

impl Kind {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Fumigation => "fumigation",
            Kind::Aeration => "aeration",
        }
    }

    /// The kind with this word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Kind::Fumigation, Kind::Aeration].into_iter().find(|kind| kind.code() == code)
    }
}

/// A job to plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewJob {
    pub position: PositionCode,
    pub kind: Kind,
    pub method: String,
    /// What is applied; fumigations only.
    pub agent: Option<String>,
    /// Grams; fumigations only.
    pub dose: Option<i64>,
    /// Days after the end before goods may leave.
    pub interval_days: i64,
    pub planned_on: Date,
}

/// The fact of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    pub job: String,
    pub new: NewJob,
}

/// The fact of an approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobApproved {
    pub job: String,
}

/// The fact of a withdrawal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobWithdrawn {
    pub job: String,
}

/// Air outside and grain within at the start of an aeration, and what the rule makes of them. Tenths of a degree and of a percent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Air {
    pub temperature: i64,
    pub humidity: i64,
    pub grain_mean: i64,
    pub grain_lowest: i64,
    pub moisture: i64,
    pub dew_point: i64,
    /// Relative humidity of air at rest in this grain.
    pub equilibrium_humidity: i64,
    pub verdict: Verdict,
}

/// What the rule makes of air and grain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Aerate.
    Good,
    /// The air is not enough colder than the grain.
    Warm,
    /// The air is damper than the grain's own.
    Damp,
    /// Dew would fall on the coldest grain.
    Dew,
}

impl Verdict {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Verdict::Good => "good",
            Verdict::Warm => "warm",
            Verdict::Damp => "damp",
            Verdict::Dew => "dew",
        }
    }
}

/// The fact of a start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    pub job: String,
    pub air: Option<Air>,
}

/// Readings during a job; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub job: String,
    pub gas: Gas,
    /// Mean grain temperature, tenths of a degree.
    pub mean: Option<i64>,
}

/// The fact of an end: gas let out, or fans stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub job: String,
    pub ended_on: Date,
    /// The class of infestation it was against, by the last round before it.
    pub against: Option<String>,
}

/// The fact that people may enter again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobCleared {
    pub job: String,
    pub gas: Gas,
    /// Rule and version that the air was judged by.
    pub rule: String,
    pub version: u32,
}

fn load(tx: &mut Tx<'_>, book: BookId, job: &str) -> Result<JobRow, Stop> {
    let row = tx.get::<JobRow>(&[book.into(), job.into()])?;
    row.ok_or_else(|| JobRefusal::Unknown { job: job.to_owned() }.into())
}

/// A job in one of these states.
fn load_in(tx: &mut Tx<'_>, book: BookId, job: &str, states: &[&str]) -> Result<JobRow, Stop> {
    let row = load(tx, book, job)?;
    if states.contains(&row.state.as_ref()) {
        return Ok(row);
    }
    Err(JobRefusal::State { job: job.to_owned(), state: row.state.to_string() }.into())
}

/// That a plan can be. Pure.
pub(crate) fn check(new: &NewJob, today: Date) -> Result<(), JobRefusal> {
    let field = |field| Err(JobRefusal::Field { field });
    let named = |text: &str| (1..=200).contains(&text.trim().chars().count());
    let fumigation = new.kind == Kind::Fumigation;
    if !named(&new.method) {
        return field("method");
    }
    if new.agent.as_deref().is_some_and(named) != fumigation {
        return field("agent");
    }
    if new.dose.is_some_and(|dose| (1..=10_000_000).contains(&dose)) != fumigation {
        return field("dose");
    }
    let most = if fumigation { 365 } else { 0 };
    if !(0..=most).contains(&new.interval_days) {
        return field("interval_days");
    }
    if new.planned_on < today { field("planned_on") } else { Ok(()) }
}

/// Plans a job.
pub fn plan(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewJob) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let today = ctx.now().business_day();
        open_position(tx, book, &new.position, today)?;
        check(new, today)?;
        let org = tx.head(book)?.org.clone();
        let job = next_number(tx, book, org.as_str(), 'J', today.year())?;
        let event = Planned { job: job.clone(), new: new.clone() };
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &event)?, vec![job]))
    })
}

/// Approves a planned job; not by who planned it.
pub fn approve(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, job: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = load_in(tx, book, job, &["planned"])?;
        second_person(&row.planned_by, ctx)?;
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &JobApproved { job: job.to_owned() })?))
    })
}

/// Withdraws a job that has not started.
pub fn withdraw(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, job: &str, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        load_in(tx, book, job, &["planned", "approved"])?;
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &JobWithdrawn { job: job.to_owned() })?))
    })
}

/// Starts an approved job. An aeration brings the air and what the rule makes of it; against the rule only with a reason. A fumigated
/// position is closed to people and goods until the job is cleared.
pub fn start(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    job: &str,
    air: Option<Air>,
    why: Option<&str>,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = load_in(tx, book, job, &["approved"])?;
        open_position(tx, book, &row.position, ctx.now().business_day())?;
        let aeration = row.kind.as_ref() == Kind::Aeration.code();
        let air = air.clone().filter(|_| aeration);
        let grounds = match &air {
            None if aeration => return Err(JobRefusal::NoAir.into()),
            Some(air) if air.verdict != Verdict::Good => {
                let given = why.filter(|why| !why.trim().is_empty());
                Grounds::why(reason(given.ok_or(JobRefusal::Air { verdict: air.verdict })?)?)
            }
            _ => Grounds::default(),
        };
        Ok(Done::plain(record(tx, ctx, book, grounds, &Started { job: job.to_owned(), air })?))
    })
}

/// Records readings of a job that runs, or whose gas was let out and which waits to be cleared.
pub fn read(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, reading: &Reading) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        load_in(tx, book, &reading.job, &["running", "ended"])?;
        if !reading.gas.is_measured() && reading.mean.is_none() {
            return Err(JobRefusal::Field { field: "oxygen" }.into());
        }
        if let Some(field) = reading.gas.impossible() {
            return Err(JobRefusal::Field { field }.into());
        }
        if reading.mean.is_some_and(|mean| !(-400..=800).contains(&mean)) {
            return Err(JobRefusal::Field { field: "mean" }.into());
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), reading)?))
    })
}

/// Ends a job that runs: gas let out, or fans stopped.
pub fn end(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    job: &str,
    ended_on: Date,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = load_in(tx, book, job, &["running"])?;
        let today = ctx.now().business_day();
        if ended_on > today || row.started_on.is_some_and(|started| ended_on < started) {
            return Err(JobRefusal::Field { field: "ended_on" }.into());
        }
        let against = infestation(tx, packs, book, &row.position, today)?;
        let event = Ended { job: job.to_owned(), ended_on, against };
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

/// The item of the first lot at a position.
fn item_at(
    tx: &mut Tx<'_>,
    book: BookId,
    position: &PositionCode,
) -> Result<Option<(Arc<str>, Arc<str>)>, Fault> {
    let held = balances_in(tx, book, position.as_str())?;
    let Some(balance) = held.iter().find(|balance| balance.quantity.0 > 0) else { return Ok(None) };
    let lot = projected(tx, book, &balance.lot)?;
    Ok(Some((lot.item, lot.owner_level)))
}

/// The class of infestation last seen at a position, by the pack of what lies there.
fn infestation(
    tx: &mut Tx<'_>,
    packs: &Catalogue,
    book: BookId,
    position: &PositionCode,
    today: Date,
) -> Result<Option<String>, Stop> {
    let Some((item, owner)) = item_at(tx, book, position)? else { return Ok(None) };
    let goods = goods(packs, &item)?;
    let seen = watch(tx, book, position)?;
    let (Some(rule), Some(density)) = (goods.pack.rounds_rule(&goods.subject(today, &owner)), seen.density)
    else {
        return Ok(None);
    };
    let found =
        Found { density, main: seen.main_pests.unwrap_or(0), quarantine: seen.quarantine.unwrap_or(0) };
    Ok(rule.infestation(found).map(|class| class.class.code().to_owned()))
}

/// Opens a fumigated position again: by another person than who ended the job, with air that was measured and is safe by the pack.
pub fn clear(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    job: &str,
    gas: Gas,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = load_in(tx, book, job, &["ended"])?;
        second_person(row.ended_by.as_deref().unwrap_or_default(), ctx)?;
        if let Some(field) = gas.impossible() {
            return Err(JobRefusal::Field { field }.into());
        }
        let today = ctx.now().business_day();
        let (item, owner) = item_at(tx, book, &row.position)?
            .ok_or(JobRefusal::Limits { position: row.position.to_string() })?;
        let goods = goods(packs, &item)?;
        let rule = goods.pack.job_rule(&goods.subject(today, &owner));
        let rule = rule.ok_or(JobRefusal::Limits { position: row.position.to_string() })?;
        let thousandths = |value: i64| Decimal::from_micros(value.saturating_mul(1_000));
        rule.entry(gas.oxygen.map(tenths), gas.phosphine.map(thousandths)).map_err(JobRefusal::Entry)?;
        let event = JobCleared { job: job.to_owned(), gas, rule: rule.id.clone(), version: rule.version };
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

/// The row of a job that a fact in its book speaks of.
fn row_of(tx: &mut Tx<'_>, post: &Post<'_>, job: &str) -> Result<JobRow, Fault> {
    let row = tx.get::<JobRow>(&[post.book.into(), job.into()])?;
    row.map(|row| JobRow { n: post.n, ..row })
        .ok_or_else(|| Fault::new(format!("a fact names job {job}, which this book lacks")))
}

/// The position of a job.
fn place_of(tx: &mut Tx<'_>, book: BookId, position: &PositionCode) -> Result<PositionRow, Fault> {
    let row = tx.get::<PositionRow>(&[book.into(), position.into()])?;
    row.ok_or_else(|| Fault::new(format!("a fact names position {position}, which this book lacks")))
}

impl Event for Planned {
    const ACT: &'static str = "job.plan";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        bump_serial(tx, post.book, &self.job)?;
        tx.put(&JobRow {
            book_id: post.book,
            job: self.job.as_str().into(),
            position: self.new.position.clone(),
            kind: self.new.kind.code().into(),
            method: self.new.method.trim().into(),
            agent: self.new.agent.as_deref().map(Arc::from),
            dose: self.new.dose,
            interval_days: self.new.interval_days,
            planned_on: self.new.planned_on,
            state: "planned".into(),
            planned_by: post.user.into(),
            approved_by: None,
            started_on: None,
            started_by: None,
            air: None,
            ended_on: None,
            ended_by: None,
            cleared_on: None,
            cleared_by: None,
            n: post.n,
        })
    }
}

impl Event for JobApproved {
    const ACT: &'static str = "job.approve";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = row_of(tx, post, &self.job)?;
        tx.put(&JobRow { state: "approved".into(), approved_by: Some(post.user.into()), ..row })
    }
}

impl Event for JobWithdrawn {
    const ACT: &'static str = "job.withdraw";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = row_of(tx, post, &self.job)?;
        tx.put(&JobRow { state: "withdrawn".into(), ..row })
    }
}

impl Event for Started {
    const ACT: &'static str = "job.start";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = row_of(tx, post, &self.job)?;
        if row.kind.as_ref() == Kind::Fumigation.code() {
            let place = place_of(tx, post.book, &row.position)?;
            tx.put(&PositionRow { sealed: Some(row.job.clone()), ..place })?;
        }
        let air = self.air.as_ref().map(serde_json::to_string).transpose();
        let air = air.map_err(|e| Fault::new(format!("air of {}: {e}", self.job)))?;
        tx.put(&JobRow {
            state: "running".into(),
            started_on: Some(post.at.business_day()),
            started_by: Some(post.user.into()),
            air: air.map(Arc::from),
            ..row
        })
    }
}

impl Event for Reading {
    const ACT: &'static str = "job.read";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = row_of(tx, post, &self.job)?;
        if self.gas.is_measured() {
            let mut seen = watch(tx, post.book, &row.position)?;
            see_gas(&mut seen, post.at.business_day(), self.gas);
            tx.put(&seen)?;
        }
        tx.put(&row)?;
        tx.put(&JobReadingRow {
            book_id: post.book,
            n: post.n,
            job: self.job.as_str().into(),
            at: post.at,
            oxygen: self.gas.oxygen,
            phosphine: self.gas.phosphine,
            carbon_dioxide: self.gas.carbon_dioxide,
            mean: self.mean,
            by_user: post.user.into(),
        })
    }
}

impl Event for Ended {
    const ACT: &'static str = "job.end";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = row_of(tx, post, &self.job)?;
        let fumigation = row.kind.as_ref() == Kind::Fumigation.code();
        if fumigation {
            let mut seen = watch(tx, post.book, &row.position)?;
            (seen.treated_on, seen.treated) = (Some(self.ended_on), self.against.as_deref().map(Arc::from));
            tx.put(&seen)?;
            let place = place_of(tx, post.book, &row.position)?;
            let free = day_from_number(number_of_day(self.ended_on) + row.interval_days);
            tx.put(&PositionRow {
                free_from: Some(place.free_from.map_or(free, |day| day.max(free))),
                ..place
            })?;
        }
        // Nobody waits for clearance after an aeration.
        let state = if fumigation { "ended" } else { "cleared" };
        tx.put(&JobRow {
            state: state.into(),
            ended_on: Some(self.ended_on),
            ended_by: Some(post.user.into()),
            ..row
        })
    }
}

impl Event for JobCleared {
    const ACT: &'static str = "job.clear";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = row_of(tx, post, &self.job)?;
        let day = post.at.business_day();
        let mut seen = watch(tx, post.book, &row.position)?;
        see_gas(&mut seen, day, self.gas);
        tx.put(&seen)?;
        let place = place_of(tx, post.book, &row.position)?;
        tx.put(&PositionRow { sealed: None, ..place })?;
        tx.put(&JobRow {
            state: "cleared".into(),
            cleared_on: Some(day),
            cleared_by: Some(post.user.into()),
            ..row
        })
    }
}

mod refusal;

pub use refusal::JobRefusal;

#[cfg(test)]
mod test;

//! Tests and treatments: what was measured of a lot, what the pack's standard makes of it, and when a treated position is safe again.
//! A judgement may stop goods from leaving; it never changes how much there is.

use std::collections::BTreeMap;
use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::time::{day_from_number, number_of_day};
use base::term::{BookId, LotCode, PositionCode};
use jiff::civil::Date;
use pack::quality::{Class, Kind};
use pack::{Catalogue, Decimal, Measurements, Pack, Value};
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, record};
use crate::facility::PositionRow;
use crate::lot::{self, LotRow, projected};
use crate::movement::{goods, open_position};

/// Measurements as written: indicator and value.
pub type Written = BTreeMap<String, String>;

/// Why a test or treatment is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QualityRefusal {
    /// The packs have no such indicator for the item, or the value is neither a plain number nor one of its words.
    Indicator { indicator: String },
    /// Nothing was measured.
    Empty,
    /// A day in the future, or before the lot came in.
    Day { field: &'static str },
    /// An interval outside 0 to 365 days, or no agent named.
    Treatment { field: &'static str },
}

impl From<QualityRefusal> for Stop {
    fn from(refusal: QualityRefusal) -> Stop {
        use QualityRefusal as Q;
        use RefusalKind::Invalid;
        Stop::Refused(match refusal {
            Q::Indicator { indicator } => Refusal::new(
                Invalid,
                "quality.indicator",
                format!("没有指标“{indicator}”,或其值无效"),
                format!("there is no indicator “{indicator}”, or its value is not valid"),
            )
            .mend("按品类包的指标填写", "Use the indicators of the pack")
            .at("quality"),
            Q::Empty => {
                Refusal::new(Invalid, "quality.empty", "没有检验值", "nothing was measured").at("quality")
            }
            Q::Day { field } => Refusal::new(
                Invalid,
                "quality.day",
                format!("“{field}”的日期不成立"),
                format!("the day in “{field}” cannot be"),
            )
            .at(field),
            Q::Treatment { field } => Refusal::new(
                Invalid,
                "quality.treatment",
                format!("“{field}”缺失或无效"),
                format!("“{field}” is missing or not valid"),
            )
            .at(field),
        })
    }
}

/// A refusal of a pack's calculation, passed on.
#[derive(Debug)]
pub struct PackRefusal(pub pack::Refusal);

impl From<PackRefusal> for Stop {
    fn from(PackRefusal(refusal): PackRefusal) -> Stop {
        let (message, mend) = (refusal.message(), refusal.mend());
        let (zh, en) = (format!("{};{}", message.zh, mend.zh), format!("{}; {}", message.en, mend.en));
        Stop::Refused(Refusal::new(RefusalKind::Invalid, refusal.code(), zh, en).at("quality"))
    }
}

/// Written measurements as the packs understand them.
pub(crate) fn measurements(pack: &Pack, written: &Written) -> Result<Measurements, QualityRefusal> {
    let mut values = Measurements::new();
    for (id, text) in written {
        let indicator = pack.indicator(id);
        let value = match indicator.map(|indicator| &indicator.kind) {
            Some(Kind::Number { .. }) => text.parse::<Decimal>().ok().map(Value::Number),
            Some(Kind::Word { words }) => {
                words.iter().any(|(word, _)| word == text).then(|| Value::Word(text.clone()))
            }
            None => None,
        };
        values.insert(id, value.ok_or_else(|| QualityRefusal::Indicator { indicator: id.clone() })?);
    }
    Ok(values)
}

/// Measurements that a lot keeps, as its pack understands them; none when they cannot be read.
pub fn known(pack: &Pack, text: &str) -> Option<Measurements> {
    let written: Written = serde_json::from_str(text).ok()?;
    measurements(pack, &written).ok()
}

/// What a test is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// Acceptance after intake and levelling: the values losses are counted from.
    Acceptance,
    /// In store.
    Storage,
    /// Before goods leave.
    Outbound,
}

/// A test to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTest {
    pub lot: LotCode,
    pub occasion: Occasion,
    pub quality: Written,
    pub tested_on: Date,
    /// Laboratory and report number.
    pub report: Option<String>,
}

/// The fact of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tested {
    pub lot: LotCode,
    pub occasion: Occasion,
    pub quality: Written,
    pub tested_on: Date,
    pub report: Option<String>,
    /// Storage-quality class, if the pack's standard could judge.
    pub class: Option<String>,
    /// The standard's rule and version.
    pub rule: Option<(String, u32)>,
}

/// Records a test and what the standard makes of it.
pub fn test(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewTest,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = lot::get(tx, book, &new.lot)?;
        let event = judge(new, &row, packs, ctx.now().business_day())?;
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

/// The judgement of a test. Pure. Without a measured indicator of the storage standard there is none.
fn judge(new: &NewTest, row: &LotRow, packs: &Catalogue, today: Date) -> Result<Tested, Stop> {
    if new.quality.is_empty() {
        return Err(QualityRefusal::Empty.into());
    }
    if new.tested_on > today {
        return Err(QualityRefusal::Day { field: "tested_on" }.into());
    }
    let goods = goods(packs, &row.item)?;
    let values = measurements(goods.pack, &new.quality)?;
    let subject = goods.subject(new.tested_on, &row.owner_level);
    let (mut class, mut rule) = (None, None);
    if let Some(standard) = goods.pack.quality_standard(&subject) {
        match standard.judge(&values) {
            Ok(judgement) => {
                class = Some(judgement.class.code().to_owned());
                rule = Some((standard.id.clone(), standard.version));
            }
            Err(pack::Refusal::Unmeasured { .. }) => {}
            Err(refusal) => return Err(PackRefusal(refusal).into()),
        }
    }
    Ok(Tested {
        lot: new.lot.clone(),
        occasion: new.occasion,
        quality: new.quality.clone(),
        tested_on: new.tested_on,
        report: new.report.clone(),
        class,
        rule,
    })
}

impl Event for Tested {
    const ACT: &'static str = "quality.test";

    /// A lot that is severely unsuitable is put on hold by its own test.
    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let mut row = projected(tx, post.book, &self.lot)?;
        let text: Arc<str> = serde_json::to_string(&self.quality)
            .map_err(|e| Fault::new(format!("measurements: {e}")))?
            .into();
        if self.occasion == Occasion::Acceptance {
            row.accepted = Some(text.clone());
        }
        row.latest = Some(text);
        row.tested_on = Some(self.tested_on.max(row.tested_on.unwrap_or(self.tested_on)));
        if let Some(class) = &self.class {
            row.storage_quality = Some(class.as_str().into());
            if class == Class::SeverelyUnsuitable.code() && row.held.is_none() {
                row.held = Some("重度不宜存 severely unsuitable".into());
                row.held_by = Some(post.user.into());
            }
        }
        tx.put(&row)
    }
}

/// A chemical treatment of a position; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Treatment {
    pub position: PositionCode,
    /// Agent and dose, as written on the work order.
    pub agent: String,
    /// Day the gas was let out or the agent last applied.
    pub ended_on: Date,
    /// Days before the goods may leave.
    pub interval_days: i64,
}

/// Records a treatment: nothing may leave the position until its interval is over (V-15).
pub fn treat(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Treatment) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let today = ctx.now().business_day();
        open_position(tx, book, &new.position, today)?;
        if new.agent.trim().is_empty() || new.agent.chars().count() > 200 {
            return Err(QualityRefusal::Treatment { field: "agent" }.into());
        }
        if !(0..=365).contains(&new.interval_days) {
            return Err(QualityRefusal::Treatment { field: "interval_days" }.into());
        }
        if new.ended_on > today {
            return Err(QualityRefusal::Day { field: "ended_on" }.into());
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), new)?))
    })
}

impl Event for Treatment {
    const ACT: &'static str = "position.treat";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = tx.get::<PositionRow>(&[post.book.into(), (&self.position).into()])?;
        let row = row.ok_or_else(|| {
            Fault::new(format!("a fact names position {}, which this book lacks", self.position))
        })?;
        let free = day_from_number(number_of_day(self.ended_on) + self.interval_days);
        tx.put(&PositionRow { free_from: Some(row.free_from.map_or(free, |day| day.max(free))), ..row })
    }
}

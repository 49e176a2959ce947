//! Rotation for reading: plans and how far they are carried out, gap clocks, findings, priorities, and proposals of the brain. Nothing
//! here writes; a proposal becomes a plan only by the acts of people.

pub mod finding_list;
pub mod gap_list;
pub mod plan_list;
pub mod plan_show;
pub mod priority_list;
pub mod proposal;

use super::label;
use super::principal::{Goods, Principal};
use super::problem::Problem;
use crate::app::App;
use crate::directory::Entry;
use base::policy::Action;
use base::term::OrgCode;
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};
use stock::rotation::LineRow;
use stock::rotation::finding::{Finding, Gap, gap};
use utoipa::{IntoParams, ToSchema};

/// Whose rotation.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OrgQuery {
    /// The caller's own organisation unless given.
    pub org: Option<String>,
}

/// The organisation named, or the caller's own, if the caller may read its stock.
async fn readable(app: &App, principal: &Principal, org: Option<&str>) -> Result<Entry, Problem> {
    let org = match org {
        Some(code) => OrgCode::parse(code.get(..18).unwrap_or(code))?,
        None => principal.caller.org.clone(),
    };
    principal.may_to(app, Action::ReadStock, &org, Goods::Held).await
}

fn today(app: &App) -> Date {
    app.node.clock.now().business_day()
}

/// A gap clock.
#[derive(Serialize, ToSchema)]
pub struct GapAnswer {
    pub plan: String,
    pub line: i64,
    pub position: String,
    pub item_name: String,
    pub item_name_en: String,
    /// Day the position was empty.
    pub emptied_on: String,
    /// Last day of the gap with its approved extension.
    pub due: Option<String>,
    /// Day the refill was complete; null while the clock runs.
    pub refilled_on: Option<String>,
    /// Days empty.
    pub days: i64,
    /// Days left; below zero is too long.
    pub left: Option<i64>,
    /// Months of approved extension.
    pub extension_months: i64,
    /// Months asked for and not decided.
    pub extension_asked: Option<i64>,
    pub extension_reason: Option<String>,
}

impl GapAnswer {
    /// The clock of a line, once it runs.
    pub fn of(line: &LineRow, packs: &Catalogue, today: Date) -> Option<Self> {
        let Gap { emptied_on, due, refilled_on, days, left } = gap(line, today)?;
        let item = label::item(packs, &line.item);
        Some(Self {
            plan: line.plan.to_string(),
            line: line.line,
            position: line.position.to_string(),
            item_name: item.zh,
            item_name_en: item.en,
            emptied_on: emptied_on.to_string(),
            due: due.map(|day| day.to_string()),
            refilled_on: refilled_on.map(|day| day.to_string()),
            days,
            left,
            extension_months: line.extension_months,
            extension_asked: line.extension_asked,
            extension_reason: line.extension_reason.as_ref().map(ToString::to_string),
        })
    }
}

/// Something wrong with rotation.
#[derive(Serialize, ToSchema)]
pub struct FindingAnswer {
    /// `gap_exceeded`, `gap_ending`, `out_overdue`, `back_overdue`, `over_age`, `old_for_new`, `unweighed`, `circular`, `price`,
    /// `untested`, `physical`.
    pub kind: String,
    pub kind_name: String,
    pub kind_name_en: String,
    /// The violation it may be.
    pub rule: String,
    /// An alarm, or else a reminder.
    pub alarm: bool,
    pub plan: Option<String>,
    pub line: Option<i64>,
    /// Position; for stock that is too low item, nature and owner level.
    pub place: String,
    pub lot: Option<String>,
    /// First day on which it was so.
    pub since: String,
    /// What the rows show.
    pub detail: String,
    pub detail_en: String,
}

impl FindingAnswer {
    /// A finding as shown.
    pub fn of(finding: Finding) -> Self {
        let (kind, rule, alarm, zh, en) = finding.kind.told();
        let (plan, line) = finding.line.unzip();
        Self {
            kind: kind.to_owned(),
            kind_name: zh.to_owned(),
            kind_name_en: en.to_owned(),
            rule: rule.to_owned(),
            alarm,
            plan,
            line,
            place: finding.place,
            lot: finding.lot,
            since: finding.since.to_string(),
            detail: finding.zh,
            detail_en: finding.en,
        }
    }
}

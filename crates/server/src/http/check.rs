//! Checks for reading, by both sides: who inspects sees the whole check, who is inspected sees what concerns it once it is known what is
//! checked. Nothing here writes.

pub mod check_list;
pub mod check_show;
pub mod comparison_list;
pub mod finding_list;
pub mod finding_show;
pub mod inspector_list;
pub mod violation_list;

use super::label;
use super::principal::{Goods, Principal};
use super::problem::Problem;
use crate::app::App;
use crate::directory::Organisations;
use base::policy::Action;
use base::term::OrgCode;
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use stock::check::CheckRow;
use stock::check::sheet::SheetRow;
use stock::check::store::{Side, Standing};
use stock::worksheet::Worksheet;
use utoipa::{IntoParams, ToSchema};

/// Whose checks or findings, and in which state.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SideQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
    /// `inspecting` (it inspects; unless given) or `inspected` (it is inspected).
    side: Option<String>,
    /// Checks: `committed`, `running`, `withdrawn`, `closed`. Findings: `open`, `overdue`, `mended`, `closed`.
    status: Option<String>,
}

/// The organisation and side asked about, if the caller may read its stock.
async fn sided(app: &App, principal: &Principal, query: &SideQuery) -> Result<(OrgCode, Side), Problem> {
    let org = match query.org.as_deref() {
        Some(org) => OrgCode::parse(org)?,
        None => principal.caller.org.clone(),
    };
    principal.may_to(app, Action::ReadStock, &org, Goods::Held).await?;
    let side = query.side.as_deref().unwrap_or("inspecting");
    let side = Side::from_code(side).ok_or_else(|| {
        Problem::new(
            axum::http::StatusCode::BAD_REQUEST,
            "check.side",
            "“side”须为 inspecting 或 inspected",
            "side is inspecting or inspected",
        )
        .at("side")
    })?;
    Ok((org, side))
}

fn text(text: &Option<Arc<str>>) -> Option<String> {
    text.as_deref().map(str::to_owned)
}

/// The organisation a code begins with, and its name.
fn owner(code: &str, organisations: &Organisations) -> (String, String) {
    let org = code.get(..18).unwrap_or(code).to_owned();
    let name = OrgCode::parse(&org).map_or_else(|_| org.clone(), |code| organisations.name(&code).to_owned());
    (org, name)
}

/// A check.
#[derive(Serialize, ToSchema)]
pub struct CheckHead {
    code: String,
    /// Who inspects.
    org: String,
    org_name: String,
    /// `spring`, `autumn` or `random`.
    kind: String,
    /// Document the check follows.
    authority: String,
    /// Day whose balances are checked.
    cutoff: String,
    /// Last day to finish.
    due: String,
    overdue: bool,
    /// `committed` (a draw is due), `running`, `withdrawn` or `closed`.
    status: String,
    /// Positions to check, and those finished.
    objects: i64,
    done: i64,
    /// How many of each pool are drawn; null where everything is checked.
    objects_wanted: Option<i64>,
    inspectors_wanted: Option<i64>,
    /// SHA-256 that bound the book to the seed before the draw (docs/spec/draw.md).
    commitment: Option<String>,
    /// Opened by the draw.
    seed: Option<String>,
    /// Words of who drew.
    words: Option<String>,
    /// The withdrawn check that this one replaces.
    instead_of: Option<String>,
    /// µs.
    opened_at: i64,
    opened_by: String,
    /// µs.
    drawn_at: Option<i64>,
    drawn_by: Option<String>,
    /// Who withdrew or closed it.
    ended_by: Option<String>,
    /// Why it was withdrawn.
    reason: Option<String>,
    /// Index of the last fact about it.
    index: i64,
}

impl CheckHead {
    fn of(row: &CheckRow, organisations: &Organisations, today: Date) -> Self {
        let (org, org_name) = owner(&row.code, organisations);
        let unfinished = matches!(row.state.as_ref(), "committed" | "running");
        Self {
            code: row.code.to_string(),
            org,
            org_name,
            kind: row.kind.to_string(),
            authority: row.authority.to_string(),
            cutoff: row.cutoff.to_string(),
            due: row.due.to_string(),
            overdue: unfinished && row.due < today,
            status: row.state.to_string(),
            objects: row.objects,
            done: row.done,
            objects_wanted: row.objects_wanted,
            inspectors_wanted: row.inspectors_wanted,
            commitment: text(&row.commitment),
            seed: text(&row.seed),
            words: text(&row.words),
            instead_of: text(&row.instead_of),
            opened_at: row.opened_at.0,
            opened_by: row.opened_by.to_string(),
            drawn_at: row.drawn_at.map(|at| at.0),
            drawn_by: text(&row.drawn_by),
            ended_by: text(&row.ended_by),
            reason: text(&row.reason),
            index: row.n,
        }
    }
}

/// A sheet. Quantities in thousandths of the unit.
#[derive(Serialize, ToSchema)]
pub struct SheetAnswer {
    /// Index of its fact.
    index: i64,
    position: String,
    lot: Option<String>,
    item: Option<String>,
    item_name: Option<String>,
    item_name_en: Option<String>,
    unit: Option<String>,
    day: String,
    /// `volume`, `count` or `empty`.
    how: String,
    /// By the holder's book, when recorded and at the cut-off.
    book: i64,
    cutoff_book: i64,
    measured: i64,
    /// Measured, with the losses still to be recorded.
    checked: i64,
    /// Book less checked.
    difference: i64,
    /// Tenths of a percent of the book.
    difference_rate: i64,
    matches: bool,
    /// The worked-out form of a measured stack.
    form: Option<FormAnswer>,
    /// Tenths of a percent.
    moisture: Option<i64>,
    /// Number of the quality sample.
    sample: Option<String>,
    /// Content hashes.
    photos: Vec<String>,
    note: Option<String>,
    /// The two inspectors.
    first: String,
    second: Option<String>,
    /// µs.
    signed_at: Option<i64>,
}

/// The official form, line by line. Masses in kilograms.
#[derive(Serialize, ToSchema)]
pub struct FormAnswer {
    /// Thousandths of a cubic metre.
    volume: i64,
    /// Tenths of kg/m³.
    density: i64,
    measured: i64,
    moisture_reduction: i64,
    natural_loss: i64,
    loss_to_record: i64,
    checked: i64,
}

impl SheetAnswer {
    fn of(row: &SheetRow, packs: &Catalogue) -> Self {
        let name = row.item.as_deref().map(|item| label::item(packs, item));
        let sheet = row.worksheet.as_deref().and_then(|text| serde_json::from_str::<Worksheet>(text).ok());
        let found = row.item.as_deref().and_then(|item| packs.item(item));
        Self {
            index: row.n,
            position: row.position.to_string(),
            lot: text(&row.lot),
            item: text(&row.item),
            item_name: name.as_ref().map(|name| name.zh.clone()),
            item_name_en: name.map(|name| name.en),
            unit: found.map(|item| item.unit.id.clone()),
            day: row.day.to_string(),
            how: row.how.to_string(),
            book: row.book.0,
            cutoff_book: row.cutoff_book.0,
            measured: row.measured.0,
            checked: row.checked.0,
            difference: row.difference.0,
            difference_rate: row.difference_rate,
            matches: row.matches,
            form: sheet.map(|sheet| FormAnswer {
                volume: sheet.volume,
                density: sheet.density,
                measured: sheet.measured,
                moisture_reduction: sheet.moisture_reduction,
                natural_loss: sheet.natural_loss,
                loss_to_record: sheet.loss_to_record,
                checked: sheet.checked,
            }),
            moisture: row.moisture,
            sample: text(&row.sample),
            photos: row.photos().map(str::to_owned).collect(),
            note: text(&row.note),
            first: row.first.to_string(),
            second: text(&row.second),
            signed_at: row.signed_at.map(|at| at.0),
        }
    }
}

/// A finding.
#[derive(Serialize, ToSchema)]
pub struct FindingHead {
    code: String,
    /// The check it was found in.
    check: String,
    /// Who must mend it.
    org: String,
    org_name: String,
    /// Who found it.
    inspecting: String,
    inspecting_name: String,
    position: Option<String>,
    /// Index of the sheet it follows from.
    sheet: Option<i64>,
    /// Violation rule, such as `V-02`.
    rule: Option<String>,
    serious: bool,
    words: String,
    /// Content hashes.
    photos: Vec<String>,
    /// Last day to mend it.
    due: String,
    overdue: bool,
    /// `open`, `mended` (waits for the re-check) or `closed`.
    status: String,
    /// Re-checks so far.
    round: i64,
    /// µs.
    opened_at: i64,
    opened_by: String,
    /// µs.
    closed_at: Option<i64>,
    /// Index of the last fact about it in the inspecting organisation's book.
    index: i64,
}

impl FindingHead {
    fn of(standing: &Standing, organisations: &Organisations, today: Date) -> Self {
        let row = &standing.row;
        let (inspecting, inspecting_name) = owner(&row.finding, organisations);
        Self {
            code: row.finding.to_string(),
            check: row.code.to_string(),
            org_name: organisations.name(&row.org).to_owned(),
            org: row.org.to_string(),
            inspecting,
            inspecting_name,
            position: text(&row.position),
            sheet: row.sheet,
            rule: text(&row.rule),
            serious: row.serious,
            words: row.words.to_string(),
            photos: stock::check::finding::photos(&row.photos).map(str::to_owned).collect(),
            due: row.due.to_string(),
            overdue: standing.is_overdue(today),
            status: standing.state().to_owned(),
            round: row.round,
            opened_at: row.opened_at.0,
            opened_by: row.opened_by.to_string(),
            closed_at: row.closed_at.map(|at| at.0),
            index: row.n,
        }
    }
}

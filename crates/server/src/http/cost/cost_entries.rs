//! `GET /api/v1/costs/entries`: the facts behind the costs of an organisation or one of its sites.

use super::period;
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use hub::cost::share;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use stock::cost::store::{Entry, entries};
use utoipa::{IntoParams, ToSchema};

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EntryQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
    /// Site code.
    site: Option<String>,
    /// `storage`, `transport`, `rotation`, `maintenance`, `energy` or `loss`; all unless given.
    kind: Option<String>,
    /// First day; that of the year unless given.
    from: Option<String>,
    /// Last day; today unless given.
    to: Option<String>,
}

/// One fact's money.
#[derive(Serialize, ToSchema)]
pub struct CostEntry {
    pub org: String,
    /// Index of the fact.
    pub index: i64,
    /// Line within the fact.
    pub line: i64,
    pub kind: String,
    pub site: String,
    pub position: Option<String>,
    pub lot: Option<String>,
    /// First and last day it is for.
    pub day_from: String,
    pub day_to: String,
    /// All of it, fen.
    pub amount: i64,
    /// What of it falls into the period asked about; nought when it was reversed.
    pub counted: i64,
    /// Document, or kind of loss.
    pub document: String,
    pub payee: Option<String>,
    /// Maintenance order, meter or rotation plan.
    pub source: Option<String>,
    pub by: String,
    /// Index of the fact that reversed it.
    pub reversed_by: Option<i64>,
}

impl CostEntry {
    fn of(entry: &Entry, from: Date, to: Date) -> Self {
        let counted = match entry.reversed_by {
            Some(_) => 0,
            None => share(entry.amount, (entry.day_from, entry.day_to), (from, to)),
        };
        Self {
            org: entry.site.as_str().get(..18).unwrap_or_default().to_owned(),
            index: entry.n,
            line: entry.line,
            kind: entry.kind.code().to_owned(),
            site: entry.site.to_string(),
            position: entry.position.as_ref().map(ToString::to_string),
            lot: entry.lot.as_ref().map(ToString::to_string),
            day_from: entry.day_from.to_string(),
            day_to: entry.day_to.to_string(),
            amount: entry.amount.0,
            counted,
            document: entry.document.to_string(),
            payee: entry.payee.as_ref().map(ToString::to_string),
            source: entry.source.as_ref().map(ToString::to_string),
            by: entry.by_user.to_string(),
            reversed_by: entry.reversed_by,
        }
    }
}

/// The facts behind costs, newest first.
#[utoipa::path(get, path = "/api/v1/costs/entries", tag = "hub", operation_id = "cost_entries", params(EntryQuery, Page),
    responses((status = 200, description = "Entries.", body = List<CostEntry>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<EntryQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<CostEntry>>, Problem> {
    let own = principal.caller.org.to_string();
    let scope = query.site.or(query.org).unwrap_or(own);
    let org = OrgCode::parse(scope.get(..18).unwrap_or(&scope))?;
    principal.may_to(&app, Action::ReadStock, &org, Goods::Held).await?;
    let (from, to) = period(&app, query.from.as_deref(), query.to.as_deref())?;
    let found = app.read(move |read| Ok::<_, Problem>(entries(read, &scope, from, to)?)).await?;
    let wanted = |entry: &Entry| query.kind.as_deref().is_none_or(|kind| entry.kind.code() == kind);
    let rows: Vec<CostEntry> =
        found.iter().filter(|entry| wanted(entry)).map(|entry| CostEntry::of(entry, from, to)).collect();
    // Newest first: the largest index has the smallest key.
    let key = |entry: &CostEntry| format!("{:019}-{:09}", i64::MAX - entry.index, entry.line);
    let mut rows = rows;
    rows.sort_by_key(key);
    Ok(Json(page.cut(rows, key, |entry| entry)?))
}

//! `POST /api/v1/acts/check-open`: opens a census or a random check in the caller's own book.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::check::inspector_list::inspects;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::identity::UserRow;
use base::policy::Action;
use base::term::{PositionCode, SiteCode, UserId};
use serde::Deserialize;
use std::collections::BTreeSet;
use stock::check::{self, Inspector, Kind, NewCheck, OBJECTS_MAX, Wanted};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckOpening {
    /// `spring`, `autumn` or `random`.
    #[schema(max_length = 10)]
    kind: String,
    /// Document the check follows.
    #[schema(max_length = 100)]
    authority: String,
    /// Day whose balances are checked.
    #[schema(format = "date")]
    cutoff: String,
    /// Last day to finish.
    #[schema(format = "date")]
    due: String,
    /// Sites whose positions in use are all in the pool.
    #[serde(default)]
    #[schema(max_items = 200)]
    sites: Vec<String>,
    /// Single positions in the pool.
    #[serde(default)]
    #[schema(max_items = 1200)]
    positions: Vec<String>,
    /// Users in the pool of inspectors.
    #[schema(min_items = 2, max_items = 100)]
    inspectors: Vec<String>,
    /// How many positions and inspectors are drawn; for a random check.
    #[schema(minimum = 1)]
    objects_wanted: Option<i64>,
    #[schema(minimum = 2)]
    inspectors_wanted: Option<i64>,
    /// The withdrawn check that this one replaces.
    #[schema(max_length = 28)]
    instead_of: Option<String>,
}

/// Open a check. Its code is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/check-open", tag = "acts", operation_id = "check_open", request_body = CheckOpening, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<CheckOpening>,
) -> Result<Json<Receipt>, Problem> {
    let org = principal.caller.org.clone();
    principal.may_to(&app, Action::CheckOpen, &org, Goods::Held).await?;
    let objects = pool(&app, &value).await?;
    let holders: BTreeSet<&str> = objects.iter().filter_map(|object| object.as_str().get(..18)).collect();
    for holder in holders {
        principal.may_to(&app, Action::ReadStock, &form::holder(holder)?, Goods::Held).await?;
    }
    let new = NewCheck {
        kind: form::word(&value.kind, "kind", Kind::from_code)?,
        authority: value.authority,
        cutoff: form::day(&value.cutoff, "cutoff")?,
        due: form::day(&value.due, "due")?,
        objects,
        inspectors: people(&app, &value.inspectors).await?,
        wanted: value
            .objects_wanted
            .zip(value.inspectors_wanted)
            .map(|(objects, inspectors)| Wanted { objects, inspectors }),
        instead_of: value.instead_of,
    };
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| check::open(tx, ctx, book, &new)).await
}

/// The positions named and those of the sites named, in order of their codes.
async fn pool(app: &App, value: &CheckOpening) -> Result<Vec<PositionCode>, Problem> {
    let mut pool: BTreeSet<PositionCode> = BTreeSet::new();
    for position in &value.positions {
        pool.insert(form::code(position, "positions")?);
    }
    let sites: Vec<SiteCode> =
        value.sites.iter().map(|site| form::code(site, "sites")).collect::<Result<_, _>>()?;
    let today = app.node.clock.now().business_day();
    let most = OBJECTS_MAX as i64 + 1;
    let found = app.read(move |read| {
        let mut found = Vec::new();
        for site in &sites {
            let rows = stock::facility::store::positions(read, site, "", most)?;
            found.extend(rows.into_iter().filter(|row| row.is_open(today)).map(|row| row.position));
        }
        Ok::<_, Problem>(found)
    });
    pool.extend(found.await?);
    Ok(pool.into_iter().collect())
}

/// People by their user names: users of this node who hold a post.
async fn people(app: &App, users: &[String]) -> Result<Vec<Inspector>, Problem> {
    let mut people = Vec::with_capacity(users.len());
    let node = app.node.gate.node().book;
    for user in users {
        let id: UserId = form::code(user, "inspectors")?;
        let asked = id.clone();
        let row = app.read(move |read| read.get::<UserRow>(&[node.into(), (&asked).into()])).await;
        let row = row.map_err(Problem::from)?.filter(|row| row.active && inspects(row));
        let row = row.ok_or_else(|| form::unknown_inspector(user))?;
        people.push(Inspector { user: id, org: row.org });
    }
    Ok(people)
}

//! `GET /api/v1/relief/lineage/{lot}`: which lots a lot was made from and which were made from it, in one book.

use super::{ItemQuantity, readable};
use crate::app::App;
use crate::http::body::{Path, Query};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::store::Read;
use base::term::{Fault, LotCode};
use serde::{Deserialize, Serialize};
use stock::lot;
use stock::relief::lineage::LineageRow;
use stock::relief::store;
use utoipa::{IntoParams, ToSchema};

/// In whose book.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LineageQuery {
    /// The organisation that numbered the lot unless given.
    org: Option<String>,
}

/// A lot that went in, or that came of it.
#[derive(Serialize, ToSchema)]
pub struct Relative {
    lot: String,
    /// What it is, and how much went in.
    #[serde(flatten)]
    goods: ItemQuantity,
    /// How much came out again.
    back: i64,
    expires_on: Option<String>,
    /// Index of the fact that says so.
    index: i64,
}

/// The lineage of a lot.
#[derive(Serialize, ToSchema)]
pub struct LineageAnswer {
    lot: String,
    /// The kit it is, by name.
    kit: Option<String>,
    /// Lots it was made from.
    made_from: Vec<Relative>,
    /// Lots that were made from it.
    gone_into: Vec<Relative>,
}

/// The lineage of a lot.
#[utoipa::path(get, path = "/api/v1/relief/lineage/{lot}", tag = "relief", operation_id = "relief_lineage",
    params(("lot" = String, Path, description = "31 characters: site, `L`, year, serial."), LineageQuery),
    responses((status = 200, description = "Lots it was made from and lots made from it.", body = LineageAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
    Query(query): Query<LineageQuery>,
) -> Result<Json<LineageAnswer>, Problem> {
    let code = LotCode::parse(&code)?;
    let org = query.org.unwrap_or_else(|| code.as_str()[..18].to_owned());
    let book = readable(&app, &principal, Some(&org)).await?.book;
    let packs = app.node.packs.clone();
    let answer = app.read(move |read| {
        let known = |read: &mut Read<'_>, lot: &LotCode| {
            Ok::<_, Fault>(lot::store::lot(read, lot)?.into_iter().find(|row| row.book_id == book))
        };
        if known(read, &code)?.is_none() {
            return Err(Problem::not_found());
        }
        let kit = store::kit_of(read, book, &code)?.map(|kit| kit.name.to_string());
        let (from, into) = store::lineage(read, &code)?;
        let told = |read: &mut Read<'_>, rows: Vec<LineageRow>, other: fn(&LineageRow) -> &LotCode| {
            let mut relatives = Vec::new();
            for row in rows.into_iter().filter(|row| row.book_id == book) {
                let (Some(source), Some(kin)) = (known(read, &row.source)?, known(read, other(&row))?) else {
                    continue;
                };
                relatives.push(Relative {
                    lot: other(&row).to_string(),
                    goods: ItemQuantity::of(&source.item, row.quantity.0, &packs),
                    back: row.back.0,
                    expires_on: kin.expires_on.map(|day| day.to_string()),
                    index: row.n,
                });
            }
            Ok::<_, Fault>(relatives)
        };
        let made_from = told(read, from, |row| &row.source)?;
        let gone_into = told(read, into, |row| &row.lot)?;
        Ok::<_, Problem>(LineageAnswer { lot: code.to_string(), kit, made_from, gone_into })
    });
    Ok(Json(answer.await?))
}

//! `GET /api/v1/assets/labels.pdf`: QR labels of assets, on an A4 sheet or a label printer's roll.

use crate::app::App;
use crate::http::body::Query;
use crate::http::export::{Shown, file, heading, pdf};
use crate::http::label;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::extract::State;
use axum::response::IntoResponse;
use base::policy::Action;
use base::term::{AssetCode, OrgCode};
use paper::pdf::document::{Code, Document, Label, Labels, Stock};
use serde::Deserialize;
use stock::property::store;
use utoipa::IntoParams;

/// Labels printed at once: ten A4 sheets.
const LABELS_MAX: usize = 210;

/// Which labels, on what.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LabelQuery {
    /// Codes of assets of one organisation, separated by commas; at most 210.
    assets: String,
    /// `a4` for a sheet of 21 labels, `roll` for 60 × 40 mm; `a4` unless given.
    stock: Option<String>,
}

/// QR labels as a PDF.
#[utoipa::path(get, path = "/api/v1/assets/labels.pdf", tag = "property", operation_id = "asset_labels", params(LabelQuery),
    responses((status = 200, description = "The labels.", body = [u8], content_type = "application/pdf"), ReadProblems))]
pub async fn labels(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<LabelQuery>,
) -> Result<impl IntoResponse, Problem> {
    let codes: Vec<AssetCode> = query
        .assets
        .split(',')
        .map(|code| AssetCode::parse(code).map_err(Problem::from))
        .collect::<Result<_, _>>()?;
    let org =
        codes.first().map(|code| OrgCode::parse(&code.as_str()[..18])).ok_or_else(Problem::not_found)??;
    let same = codes.iter().all(|code| code.as_str().starts_with(org.as_str()));
    if codes.len() > LABELS_MAX || !same {
        return Err(Problem::not_found().at("assets"));
    }
    let stock = match query.stock.as_deref() {
        None | Some("a4") => Stock::A4,
        Some("roll") => Stock::Roll,
        Some(_) => return Err(Problem::not_found().at("stock")),
    };
    let entry = principal.may_to(&app, Action::ReadStock, &org, Goods::Ordinary).await?;
    let packs = app.node.packs.clone();
    let made = app.read(move |read| {
        let mut labels = Vec::with_capacity(codes.len());
        for code in &codes {
            let row = store::asset(read, code)?.pop().ok_or_else(Problem::not_found)?;
            let life = row.life_ends_on.map_or_else(String::new, |day| format!("使用年限至 {day}"));
            let text = row.asset.to_string();
            labels.push(Label {
                code: Code { scan: text.clone(), read: text },
                title: row.name.to_string(),
                lines: vec![
                    row.spec.to_string(),
                    format!("{} {}", row.item, label::item(&packs, &row.item).zh),
                    life,
                ],
            });
        }
        Ok::<_, Problem>(labels)
    });
    let heading = heading(&app, &principal, entry.organisation.name.clone()).await?;
    let document = Document::Labels(Labels { stock, labels: made.await? });
    let bytes = pdf(&app, heading, document).await?;
    Ok((file("application/pdf", "labels.pdf", Shown::Inline), bytes))
}

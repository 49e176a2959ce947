//! `GET /api/v1/vouchers/{org}/{file}`: the paper of one fact that moved goods: receipt, issue, move or transfer voucher.

use super::{Shown, file, heading, pdf};
use crate::app::App;
use crate::http::body::Path;
use crate::http::book::hex;
use crate::http::label;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use crate::http::stock::line::act_name;
use axum::extract::State;
use axum::response::IntoResponse;
use base::ledger::{self, Entry, FactRow};
use base::policy::Action;
use base::store::Read;
use base::term::{Fault, LotCode, OrgCode, Quantity};
use pack::Catalogue;
use paper::pdf::document::{
    Code, Document, Field, Proof, QualityLine, Signature, Voucher, VoucherKind, Weighing,
};
use serde_json::Value;
use stock::lot;

/// The voucher of a fact as a PDF.
#[utoipa::path(get, path = "/api/v1/vouchers/{org}/{file}", tag = "export", operation_id = "voucher",
    params(("org" = String, Path, description = "The organisation's code."), ("file" = String, Path, description = "The fact's index and `.pdf`.")),
    responses((status = 200, description = "The voucher.", body = [u8], content_type = "application/pdf"), ReadProblems))]
pub async fn voucher(
    State(app): State<App>,
    principal: Principal,
    Path((org, name)): Path<(String, String)>,
) -> Result<impl IntoResponse, Problem> {
    let org = OrgCode::parse(&org)?;
    let index: i64 =
        name.strip_suffix(".pdf").and_then(|index| index.parse().ok()).ok_or_else(Problem::not_found)?;
    let entry = principal.may_to(&app, Action::ReadBook, &org, Goods::Held).await?;
    let (packs, book) = (app.node.packs.clone(), entry.book);
    let document = app.read(move |read| {
        let row = ledger::entry(read, book, index)?.ok_or_else(Problem::not_found)?;
        told(read, &row, &packs)
    });
    let heading = heading(&app, &principal, entry.organisation.name.clone()).await?;
    let bytes = pdf(&app, heading, Document::Voucher(document.await?)).await?;
    Ok((file("application/pdf", &format!("{org}-{index}.pdf"), Shown::Inline), bytes))
}

fn told(read: &mut Read<'_>, row: &FactRow, packs: &Catalogue) -> Result<Voucher, Problem> {
    let kind = match &*row.act {
        "stock.open" | "stock.receive" | "transfer.arrive" => VoucherKind::Receipt,
        "stock.issue" => VoucherKind::Issue,
        "stock.move" => VoucherKind::Move,
        "transfer.dispatch" => VoucherKind::Transfer,
        _ => return Err(Problem::not_found()),
    };
    let damaged = |e: String| Fault::new(format!("entry {} of book {}: {e}", row.n, row.book_id.0));
    let entry = Entry::parse(&row.entry).map_err(damaged)?;
    let body: Value = serde_json::from_str(entry.body.get()).map_err(|e| damaged(e.to_string()))?;
    let line = &body["lines"][0];
    let code = line["lot"].as_str().ok_or_else(Problem::not_found)?;
    let lot = LotCode::parse(code)?;
    let goods = lot::store::lot(read, &lot)?.pop().ok_or_else(Problem::not_found)?;
    let unit = packs.item(&goods.item).map_or_else(String::new, |item| item.unit.name.zh.clone());
    let total: i64 =
        body["lines"].as_array().into_iter().flatten().filter_map(|line| line["quantity"].as_i64()).sum();
    let settled = body["settled"].as_i64().unwrap_or(total.saturating_abs());
    let field = |label: &str, value: Option<&str>| {
        value.map(|value| Field { label: label.to_owned(), value: value.to_owned() })
    };
    let fields = [
        field("批次", Some(code)),
        field("品种", Some(&label::item(packs, &goods.item).zh)),
        field("性质", Some(&label::nature(packs, &goods.nature).zh)),
        field("粮权", Some(&label::owner(&goods.owner_level).zh)),
        field("货位", line["position"].as_str()),
        field("至货位", body["lines"][1]["position"].as_str().filter(|_| kind == VoucherKind::Move)),
        field("供货", body["supplier"].as_str()),
        field("收货", body["receiver"].as_str()),
        field("收货库区", body["to_site"].as_str()),
        field("承运", body["carrier"].as_str()),
        field("车船号", body["vehicle"].as_str()),
        field("调运单", body["consignment"].as_str()),
    ];
    let number = format!("{}/{}", entry.book, row.n);
    Ok(Voucher {
        kind,
        code: Code { scan: number.clone(), read: number },
        day: row.at.business_day().to_string(),
        directive: entry.order.clone(),
        fields: fields.into_iter().flatten().collect(),
        weights: weighing(&body, row).into_iter().collect(),
        weight_total: None,
        quality: quality(&body),
        adjustments: Vec::new(),
        settled: format!("{} {unit}", Quantity(settled)),
        remark: entry.why.clone().unwrap_or_default(),
        signatures: vec![Signature {
            role: act_name(&row.act).0.to_owned(),
            name: entry.by.user.clone(),
            at: row.at.shanghai(),
        }],
        proof: Some(Proof {
            book: entry.book.clone(),
            index: row.n.to_string(),
            leaf: hex(&row.leaf_sha256),
        }),
    })
}

fn weighing(body: &Value, row: &FactRow) -> Option<Weighing> {
    let weight = |part: &str| Some(format!("{} kg", body["weighing"][part].as_i64()?));
    Some(Weighing {
        vehicle: body["vehicle"].as_str().unwrap_or_default().to_owned(),
        at: row.at.shanghai(),
        gross: weight("gross")?,
        tare: weight("tare")?,
        net: weight("net")?,
    })
}

fn quality(body: &Value) -> Vec<QualityLine> {
    let measured = body["quality"].as_object().into_iter().flatten();
    let line = |(indicator, value): (&String, &Value)| QualityLine {
        indicator: indicator.clone(),
        limit: String::new(),
        value: value.as_str().unwrap_or_default().to_owned(),
        judgement: String::new(),
    };
    measured.map(line).collect()
}

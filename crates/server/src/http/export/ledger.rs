//! `GET /api/v1/positions/{code}/ledger.pdf`: the keeper ledger 保管账 of a position over a period, with every movement in it.

use super::{Shown, file, heading, pdf};
use crate::app::App;
use crate::http::act::day_if;
use crate::http::body::{Path, Query};
use crate::http::book::hex;
use crate::http::label;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::extract::State;
use axum::response::IntoResponse;
use base::ledger;
use base::policy::Action;
use base::term::fault::{Refusal, RefusalKind};
use base::term::{OrgCode, PositionCode, Quantity};
use pack::Catalogue;
use paper::pdf::ROWS_MAX;
use paper::pdf::document::{Align, Column, Document, Field, Ledger, Proof, Table};
use serde::Deserialize;
use stock::movement::{Kind, MovementRow};
use stock::{facility, movement};
use utoipa::IntoParams;

/// Which days.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LedgerPeriod {
    /// First day; the beginning unless given.
    from: Option<String>,
    /// Last day; today unless given.
    to: Option<String>,
}

/// Movements looked at; a position has a few thousand in a lifetime.
const MOVEMENTS_MAX: i64 = 100_000;

/// The keeper ledger of a position as a PDF.
#[utoipa::path(get, path = "/api/v1/positions/{code}/ledger.pdf", tag = "export", operation_id = "position_ledger_pdf",
    params(("code" = String, Path, description = "30 characters, LS/T 1714."), LedgerPeriod),
    responses((status = 200, description = "The ledger.", body = [u8], content_type = "application/pdf"), ReadProblems))]
pub async fn ledger(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
    Query(period): Query<LedgerPeriod>,
) -> Result<impl IntoResponse, Problem> {
    let position = PositionCode::parse(&code)?;
    let org = OrgCode::parse(&position.as_str()[..18])?;
    let entry = principal.may_to(&app, Action::ReadStock, &org, Goods::Held).await?;
    let today = app.node.clock.now().business_day();
    let from = day_if(period.from.as_deref(), "from")?;
    let to = day_if(period.to.as_deref(), "to")?.unwrap_or(today);
    let (packs, book) = (app.node.packs.clone(), entry.book);
    let document = app.read(move |read| {
        let row = facility::store::position(read, &position)?.ok_or_else(Problem::not_found)?;
        let site = facility::store::site(read, &row.site)?.ok_or_else(Problem::not_found)?;
        let mut moves = movement::store::card(read, &position, (-1, -1), MOVEMENTS_MAX)?;
        moves.retain(|row| from.is_none_or(|first| first <= row.day) && row.day <= to);
        if moves.len() + FIELDS > ROWS_MAX {
            return Err(too_long().into());
        }
        let newest = match moves.last() {
            Some(last) => ledger::entry(read, book, last.n)?,
            None => None,
        };
        let shown = from.or(moves.first().map(|row| row.day)).map_or_else(String::new, |day| day.to_string());
        let told = |label: &str, value: String| Field { label: label.to_owned(), value };
        Ok::<_, Problem>(Ledger {
            title: "保管账".to_owned(),
            fields: vec![
                told("货位", format!("{} {}", row.name, row.position)),
                told("库区", site.name.to_string()),
                told("保管员", row.keeper.to_string()),
                told("期间", format!("{shown} 至 {to}")),
            ],
            table: table(&moves, &packs),
            proof: newest.map(|fact| Proof {
                book: row.site.as_str()[..18].to_owned(),
                index: fact.n.to_string(),
                leaf: hex(&fact.leaf_sha256),
            }),
        })
    });
    let heading = heading(&app, &principal, entry.organisation.name.clone()).await?;
    let bytes = pdf(&app, heading, Document::Ledger(document.await?)).await?;
    Ok((file("application/pdf", &format!("{code}-ledger.pdf"), Shown::Inline), bytes))
}

/// Fields in the head.
const FIELDS: usize = 4;

fn too_long() -> Refusal {
    Refusal::new(
        RefusalKind::Invalid,
        "ledger.too_long",
        format!("一份保管账最多打印 {} 行", ROWS_MAX - FIELDS),
        format!("{} lines of a ledger are printed at most", ROWS_MAX - FIELDS),
    )
    .mend("缩短期间，分册打印", "Shorten the period and print it in volumes")
    .at("from")
}

fn table(moves: &[MovementRow], packs: &Catalogue) -> Table {
    let columns = [
        ("日期", Align::Center, 10),
        ("凭证", Align::Right, 6),
        ("摘要", Align::Left, 20),
        ("品种", Align::Left, 10),
        ("批次", Align::Left, 20),
        ("收入", Align::Right, 11),
        ("支出", Align::Right, 11),
        ("结存", Align::Right, 11),
        ("金额(元)", Align::Right, 14),
        ("经办", Align::Left, 10),
    ];
    let column = |(label, align, width): (&str, Align, u8)| Column { label: label.to_owned(), align, width };
    Table {
        columns: columns.map(column).to_vec(),
        rows: moves.iter().map(|row| told(row, packs)).collect(),
        total: None,
    }
}

fn told(row: &MovementRow, packs: &Catalogue) -> Vec<String> {
    let kind = Kind::from_code(&row.kind).map_or(row.kind.as_ref(), |kind| kind.label().0);
    let what = [Some(kind), row.counterpart.as_deref(), row.reverses.map(|_| "冲正")];
    let unit = packs.item(&row.item).map_or_else(String::new, |item| item.unit.name.zh.clone());
    let size = format!("{} {unit}", Quantity(row.quantity.0.saturating_abs()));
    let inward = row.quantity > Quantity::ZERO;
    vec![
        row.day.to_string(),
        row.n.to_string(),
        what.into_iter().flatten().collect::<Vec<_>>().join(" "),
        label::item(packs, &row.item).zh,
        row.lot.as_str()[21..].to_owned(),
        if inward { size.clone() } else { String::new() },
        if inward { String::new() } else { size },
        row.balance.to_string(),
        row.amount.to_string(),
        row.by_user.to_string(),
    ]
}

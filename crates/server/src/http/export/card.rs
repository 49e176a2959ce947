//! `GET /api/v1/positions/{code}/card.pdf`: the card at the door of a position, with its newest movements.

use super::{Shown, file, heading, pdf};
use crate::app::App;
use crate::http::body::Path;
use crate::http::book::hex;
use crate::http::label;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::extract::State;
use axum::response::IntoResponse;
use base::ledger::{self, FactRow};
use base::policy::Action;
use base::term::{Money, OrgCode, PositionCode, Quantity};
use pack::Catalogue;
use paper::pdf::document::{Code, Document, Field, Movement, PositionCard, Proof};
use stock::facility::{PositionRow, SiteRow};
use stock::lot::LotRow;
use stock::movement::{BalanceRow, Kind, MovementRow};
use stock::{facility, movement};

/// Movements on a card.
const MOVEMENTS: usize = 20;
/// Movements looked at to find the newest.
const MOVEMENTS_MAX: i64 = 100_000;

/// The position card as a PDF.
#[utoipa::path(get, path = "/api/v1/positions/{code}/card.pdf", tag = "export", operation_id = "position_card",
    params(("code" = String, Path, description = "30 characters, LS/T 1714.")),
    responses((status = 200, description = "The card.", body = [u8], content_type = "application/pdf"), ReadProblems))]
pub async fn card(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let position = PositionCode::parse(&code)?;
    let org = OrgCode::parse(&position.as_str()[..18])?;
    let entry = principal.may_to(&app, Action::ReadStock, &org, Goods::Held).await?;
    let (packs, book) = (app.node.packs.clone(), entry.book);
    let document = app.read(move |read| {
        let row = facility::store::position(read, &position)?.ok_or_else(Problem::not_found)?;
        let site = facility::store::site(read, &row.site)?.ok_or_else(Problem::not_found)?;
        let warehouse = facility::store::warehouses(read, &row.site)?
            .into_iter()
            .find(|warehouse| position.as_str().starts_with(warehouse.warehouse.as_str()))
            .map_or_else(String::new, |warehouse| warehouse.name.to_string());
        let held = movement::store::stock(read, position.as_str(), ("", ""), 1)?.pop();
        let moves = movement::store::card(read, &position, (-1, -1), MOVEMENTS_MAX)?;
        let newest = match moves.last() {
            Some(last) => ledger::entry(read, book, last.n)?,
            None => None,
        };
        Ok::<_, Problem>(Place { row, site, warehouse, held, moves, newest }.card(&packs))
    });
    let heading = heading(&app, &principal, entry.organisation.name.clone()).await?;
    let bytes = pdf(&app, heading, Document::PositionCard(document.await?)).await?;
    Ok((file("application/pdf", &format!("{code}.pdf"), Shown::Inline), bytes))
}

/// Everything a card shows.
struct Place {
    row: PositionRow,
    site: SiteRow,
    warehouse: String,
    held: Option<(LotRow, PositionRow, BalanceRow)>,
    moves: Vec<MovementRow>,
    newest: Option<FactRow>,
}

impl Place {
    fn card(self, packs: &Catalogue) -> PositionCard {
        let lot = self.held.as_ref().map(|(lot, ..)| lot);
        let word = |word: Option<String>| word.unwrap_or_default();
        let unit = lot
            .and_then(|lot| packs.item(&lot.item))
            .map_or_else(String::new, |item| item.unit.name.zh.clone());
        let quantity = self.held.as_ref().map_or(Quantity::ZERO, |(.., balance)| balance.quantity);
        let amount = self.held.as_ref().map_or(Money::ZERO, |(.., balance)| balance.amount);
        let recent = self.moves.iter().rev().take(MOVEMENTS).rev();
        let code = self.row.position.as_str();
        PositionCard {
            code: Code { scan: code.to_owned(), read: code.to_owned() },
            site: self.site.name.to_string(),
            warehouse: self.warehouse,
            position: self.row.name.to_string(),
            item: word(lot.map(|lot| label::item(packs, &lot.item).zh)),
            nature: word(lot.map(|lot| label::nature(packs, &lot.nature).zh)),
            owner: word(lot.map(|lot| label::owner(&lot.owner_level).zh)),
            quantity: format!("{quantity} {unit}"),
            harvest_year: word(lot.and_then(|lot| lot.harvest_year).map(|year| year.to_string())),
            origin: word(lot.and_then(|lot| lot.origin.as_ref()).map(ToString::to_string)),
            grade: word(lot.and_then(|lot| lot.grade.as_ref()).map(ToString::to_string)),
            lot: word(lot.map(|lot| lot.lot.to_string())),
            fields: vec![
                Field { label: "保管员".to_owned(), value: self.row.keeper.to_string() },
                Field { label: "金额(元)".to_owned(), value: amount.to_string() },
            ],
            tested: word(lot.and_then(|lot| lot.tested_on).map(|day| day.to_string())),
            quality: Vec::new(),
            judgement: word(lot.and_then(|lot| lot.storage_quality.as_ref()).map(ToString::to_string)),
            movements: recent.map(told).collect(),
            proof: self.newest.map(|fact| Proof {
                book: self.site.site.as_str()[..18].to_owned(),
                index: fact.n.to_string(),
                leaf: hex(&fact.leaf_sha256),
            }),
        }
    }
}

fn told(row: &MovementRow) -> Movement {
    let kind = Kind::from_code(&row.kind).map_or(row.kind.as_ref(), |kind| kind.label().0);
    let what = row.counterpart.as_ref().map_or_else(|| kind.to_owned(), |other| format!("{kind} {other}"));
    let size = Quantity(row.quantity.0.saturating_abs()).to_string();
    let inward = row.quantity > Quantity::ZERO;
    Movement {
        day: row.day.to_string(),
        voucher: row.n.to_string(),
        what,
        received: if inward { size.clone() } else { String::new() },
        issued: if inward { String::new() } else { size },
        balance: row.balance.to_string(),
        keeper: row.by_user.to_string(),
    }
}

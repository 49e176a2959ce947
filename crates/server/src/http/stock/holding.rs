//! A lot at a position, as several answers show it.

use crate::http::label;
use pack::Catalogue;
use serde::Serialize;
use stock::facility::PositionRow;
use stock::lot::LotRow;
use stock::movement::BalanceRow;
use utoipa::ToSchema;

/// A lot.
#[derive(Serialize, ToSchema)]
pub struct LotIdentity {
    pub lot: String,
    pub item: String,
    pub item_name: String,
    pub item_name_en: String,
    /// The pack of the item.
    pub category: String,
    /// Unit id within the pack, and its name.
    pub unit: String,
    pub unit_name: String,
    pub nature: String,
    pub nature_name: String,
    /// Owner level.
    pub owner: String,
    pub owner_name: String,
    pub grade: Option<String>,
    pub harvest_year: Option<i64>,
    pub origin: Option<String>,
    pub received_on: String,
    pub produced_on: Option<String>,
    pub expires_on: Option<String>,
    /// Last storage-quality judgement.
    pub judgement: Option<String>,
    pub tested_on: Option<String>,
    /// Why the lot may not leave.
    pub held: Option<String>,
}

impl LotIdentity {
    /// The identity as shown.
    pub fn of(lot: &LotRow, packs: &Catalogue) -> Self {
        let text = |text: &Option<std::sync::Arc<str>>| text.as_ref().map(ToString::to_string);
        let item = packs.item(&lot.item);
        let name = label::item(packs, &lot.item);
        Self {
            lot: lot.lot.to_string(),
            item: lot.item.to_string(),
            item_name: name.zh,
            item_name_en: name.en,
            category: item.map_or_else(String::new, |item| item.pack.clone()),
            unit: item.map_or_else(String::new, |item| item.unit.id.clone()),
            unit_name: item.map_or_else(String::new, |item| item.unit.name.zh.clone()),
            nature: lot.nature.to_string(),
            nature_name: label::nature(packs, &lot.nature).zh,
            owner: lot.owner_level.to_string(),
            owner_name: label::owner(&lot.owner_level).zh,
            grade: text(&lot.grade),
            harvest_year: lot.harvest_year,
            origin: text(&lot.origin),
            received_on: lot.received_on.to_string(),
            produced_on: lot.produced_on.map(|day| day.to_string()),
            expires_on: lot.expires_on.map(|day| day.to_string()),
            judgement: text(&lot.storage_quality),
            tested_on: lot.tested_on.map(|day| day.to_string()),
            held: text(&lot.held),
        }
    }
}

/// What a position holds of a lot.
#[derive(Serialize, ToSchema)]
pub struct Holding {
    #[serde(flatten)]
    pub identity: LotIdentity,
    pub position: String,
    pub position_name: String,
    pub site: String,
    /// Thousandths of the unit.
    pub quantity: i64,
    /// Value at cost, fen.
    pub amount: i64,
    /// Index of the last fact that moved it, in the book of `org`.
    pub last_index: i64,
    pub org: String,
}

impl Holding {
    /// The holding as shown.
    pub fn of((lot, position, balance): &(LotRow, PositionRow, BalanceRow), packs: &Catalogue) -> Self {
        Self {
            identity: LotIdentity::of(lot, packs),
            position: position.position.to_string(),
            position_name: position.name.to_string(),
            site: position.site.to_string(),
            quantity: balance.quantity.0,
            amount: balance.amount.0,
            last_index: balance.n,
            org: position.site.as_str()[..18].to_owned(),
        }
    }
}

/// A position with what lies there.
#[derive(Serialize, ToSchema)]
pub struct PositionAnswer {
    pub code: String,
    pub name: String,
    pub org: String,
    pub org_name: String,
    pub site: String,
    pub warehouse: String,
    pub bay: String,
    /// Storage form.
    pub form: String,
    /// Most it may hold, thousandths of the unit.
    pub capacity: i64,
    /// The user who keeps it.
    pub keeper: String,
    pub valid_from: String,
    pub valid_to: Option<String>,
    /// First day on which goods may leave again after a treatment.
    pub free_from: Option<String>,
    pub lots: Vec<Holding>,
}

impl PositionAnswer {
    /// The position as shown.
    pub fn of(row: &PositionRow, org_name: &str, lots: Vec<Holding>) -> Self {
        let code = row.position.as_str();
        Self {
            code: code.to_owned(),
            name: row.name.to_string(),
            org: code[..18].to_owned(),
            org_name: org_name.to_owned(),
            site: row.site.to_string(),
            warehouse: code[..25].to_owned(),
            bay: row.bay.to_string(),
            form: row.form.to_string(),
            capacity: row.capacity.0,
            keeper: row.keeper.to_string(),
            valid_from: row.valid_from.to_string(),
            valid_to: row.valid_to.map(|day| day.to_string()),
            free_from: row.free_from.map(|day| day.to_string()),
            lots,
        }
    }
}

//! Public property for reading: warehouses, the catalogue of what others may borrow, assets and their labels. An organisation's own
//! assets are read like its stock; the catalogue is open to every government body, because sharing is what it is for.

pub mod asset_list;
pub mod asset_show;
pub mod catalogue;
pub mod custody;
pub mod disposal;
pub mod gate;
pub mod inventory;
pub mod labels;
pub mod loan_list;
pub mod loan_show;
pub mod occasion_list;
pub mod pool_list;
pub mod purchase_list;
pub mod purchase_show;

use super::label;
use super::problem::Problem;
use crate::app::App;
use crate::directory::Organisations;
use base::term::{AssetCode, OrgCode};
use pack::Catalogue;
use serde::Serialize;
use stock::property::asset::AssetRow;
use stock::property::store;
use utoipa::ToSchema;

/// An asset.
#[derive(Serialize, ToSchema)]
pub struct AssetAnswer {
    pub code: String,
    /// The organisation that answers for it.
    pub org: String,
    pub org_name: String,
    /// GB/T 14885 code.
    pub item: String,
    pub item_name: String,
    pub item_name_en: String,
    /// Code of its first-level class.
    pub class: Option<String>,
    pub name: String,
    pub spec: String,
    /// `state`, `donated`, `confiscated` or `case`.
    pub title: String,
    /// How it came, as in `asset-receive`; also `case` and `reallocated`.
    pub intake: String,
    /// `in_use`, `idle`, `promised`, `on_loan`, `repair`, `disposing`, `sealed`, `missing`, `transferred` or `disposed`.
    pub state: String,
    /// `new`, `good`, `repair` or `scrap`.
    pub condition: String,
    pub pool: Option<String>,
    pub place: String,
    /// Price when it was new, fen.
    pub price: i64,
    /// What is left of the price by its days of life, fen; the whole price where no rule of life is known.
    pub worth: i64,
    pub acquired_on: String,
    /// Last day of its life by the pack's rule.
    pub life_ends_on: Option<String>,
    /// The donor's will, or what else it is bound to.
    pub purpose: Option<String>,
    pub origin: String,
    /// Content hashes; the first stands on the card.
    pub photos: Vec<String>,
    pub keeper: String,
    /// Who seized it.
    pub handler: Option<String>,
    /// The organisation that has it.
    pub holder: Option<String>,
    pub holder_name: Option<String>,
    pub loan: Option<String>,
    /// First day of the present state.
    pub since: String,
    /// Index of the fact that brought it in.
    pub received_index: i64,
    /// Index of the last fact about it.
    pub index: i64,
}

/// An asset of an organisation in words, on a day.
fn told(
    row: &AssetRow,
    org: &OrgCode,
    organisations: &Organisations,
    packs: &Catalogue,
    today: jiff::civil::Date,
) -> AssetAnswer {
    let item = label::item(packs, &row.item);
    let text = |text: &Option<std::sync::Arc<str>>| text.as_deref().map(str::to_owned);
    let holder = row.holder.as_deref().and_then(|code| OrgCode::parse(code).ok());
    AssetAnswer {
        code: row.asset.to_string(),
        org: org.to_string(),
        org_name: organisations.name(org).to_owned(),
        item: row.item.to_string(),
        item_name: item.zh,
        item_name_en: item.en,
        class: packs.item(&row.item).map(|item| item.class.clone()),
        name: row.name.to_string(),
        spec: row.spec.to_string(),
        title: row.title.to_string(),
        intake: row.intake.to_string(),
        state: row.state.to_string(),
        condition: row.condition.to_string(),
        pool: text(&row.pool),
        place: row.place.to_string(),
        price: row.price.0,
        worth: row.worth(today).map_or(row.price.0, |worth| worth.0),
        acquired_on: row.acquired_on.to_string(),
        life_ends_on: row.life_ends_on.map(|day| day.to_string()),
        purpose: text(&row.purpose),
        origin: row.origin.to_string(),
        photos: row.photos().map(str::to_owned).collect(),
        keeper: row.keeper.to_string(),
        handler: text(&row.handler),
        holder_name: holder.as_ref().map(|org| organisations.name(org).to_owned()),
        holder: holder.map(|org| org.to_string()),
        loan: text(&row.loan),
        since: row.since.to_string(),
        received_index: row.received_n,
        index: row.n,
    }
}

/// What assets are called, in the book that coded them or, failing that, any other.
async fn asset_names(app: &App, assets: Vec<AssetCode>) -> Result<Vec<Option<AssetRow>>, Problem> {
    let rows = app.read(move |read| {
        let mut rows = Vec::with_capacity(assets.len());
        for asset in &assets {
            rows.push(store::asset(read, asset)?.into_iter().next());
        }
        Ok::<_, Problem>(rows)
    });
    rows.await
}

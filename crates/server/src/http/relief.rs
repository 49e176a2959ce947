//! Relief goods for reading: what expires, what is to be inspected, which lots should leave first, kits and what they are made of.

pub mod allocation;
pub mod goods_list;
pub mod inspection_list;
pub mod kit_list;
pub mod lineage;

use super::label;
use super::principal::{Goods, Principal};
use super::problem::Problem;
use crate::app::App;
use crate::directory::Entry;
use base::policy::Action;
use base::term::OrgCode;
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Whose relief goods.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReliefQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
}

/// The organisation named (by itself or by a code that begins with it), or the caller's own, if the caller may read its stock.
async fn readable(app: &App, principal: &Principal, code: Option<&str>) -> Result<Entry, Problem> {
    let org = match code {
        Some(code) => OrgCode::parse(code.get(..18).unwrap_or(code))?,
        None => principal.caller.org.clone(),
    };
    principal.may_to(app, Action::ReadStock, &org, Goods::Held).await
}

fn today(app: &App) -> Date {
    app.node.clock.now().business_day()
}

/// Some goods by item.
#[derive(Serialize, ToSchema)]
pub struct ItemQuantity {
    item: String,
    item_name: String,
    item_name_en: String,
    unit: String,
    unit_name: String,
    /// Thousandths of the unit.
    quantity: i64,
}

impl ItemQuantity {
    fn of(item: &str, quantity: i64, packs: &Catalogue) -> Self {
        let (name, unit) = (label::item(packs, item), packs.item(item).map(|item| &item.unit));
        Self {
            item: item.to_owned(),
            item_name: name.zh,
            item_name_en: name.en,
            unit: unit.map_or_else(String::new, |unit| unit.id.clone()),
            unit_name: unit.map_or_else(String::new, |unit| unit.name.zh.clone()),
            quantity,
        }
    }
}

//! `inrs table`: the one table of a node, for people or as JSON.

use super::Place;
use crate::node::{self, Access};
use crate::show;
use anyhow::{Context, Result, anyhow};
use base::ctx::{Clock, SystemClock};
use base::identity::organisation;
use hub::picture::Picture;
use hub::table::{Ask, Dimension, Table as Made};
use pack::Catalogue;
use std::process::ExitCode;

/// Prints quantities by any choice of dimensions.
#[derive(clap::Args)]
pub struct Table {
    #[command(flatten)]
    place: Place,
    /// Only this organisation, by credit code or name.
    #[arg(long)]
    org: Option<String>,
    /// Dimensions, separated by commas: category, item, nature, owner, region, province, prefecture, county, org, site,
    /// age, state, place, lot.
    #[arg(long, default_value = "category,item")]
    by: String,
    /// Only this region (GB/T 2260) and what lies inside it.
    #[arg(long, default_value = "")]
    region: String,
    /// Only this pack.
    #[arg(long, default_value = "")]
    category: String,
    /// Only this item.
    #[arg(long, default_value = "")]
    item: String,
    /// Print as JSON, quantities in thousandths of their unit.
    #[arg(long)]
    json: bool,
}

impl Table {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let opened = node::open(&self.place, Access::Read)?;
        let packs = node::packs(&self.place.data, &opened.settings)?;
        let today = SystemClock.now().business_day();
        let by = Dimension::list(&self.by, if self.region.is_empty() { "000000" } else { &self.region })?;
        let org =
            self.org.as_deref().map(|text| find_org(&opened.store, text)).transpose()?.unwrap_or_default();
        let picture = Picture::load(&opened.store, &packs, today)?;
        let ask =
            Ask { org, region: self.region, category: self.category, item: self.item, ..Ask::default() };
        let made = hub::table::table(&picture, &|_| hub::picture::Seen::ALL, &ask, &by, today);
        let moved = opened.store.read(|read| hub::table::turnover(read, &ask))?;
        if self.json {
            json(&made, &moved, &packs)
        } else {
            text(&made, &packs)
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// An organisation by credit code or name.
pub fn find_org(store: &base::store::Store, text: &str) -> Result<String> {
    if let Ok(code) = base::term::OrgCode::parse(text) {
        return Ok(code.to_string());
    }
    let found = store.read(|read| organisation::of_name(read, text)).map_err(|fault| anyhow!(fault))?;
    Ok(found.with_context(|| format!("there is no organisation “{text}”"))?.1.code.to_string())
}

fn label(dimension: Dimension, key: &str, packs: &Catalogue) -> String {
    match dimension {
        Dimension::Category => packs.pack(key).map(|pack| pack.name.zh.clone()),
        Dimension::Item => packs.item(key).map(|item| item.name.zh.clone()),
        Dimension::Nature => packs.nature(key).map(|nature| nature.name.zh.clone()),
        Dimension::OwnerLevel => pack::OwnerLevel::from_code(key).map(|level| level.label().0.to_owned()),
        Dimension::Province | Dimension::Prefecture | Dimension::County => {
            Some(base::region::regions().name(key).to_owned())
        }
        _ => None,
    }
    .unwrap_or_else(|| key.to_owned())
}

fn json(made: &Made, moved: &[hub::table::Turnover], packs: &Catalogue) {
    let row = |group: &hub::table::Group| {
        let keys: serde_json::Map<String, serde_json::Value> = made
            .by
            .iter()
            .zip(&group.keys)
            .flat_map(|(d, key)| {
                [
                    (d.name().to_owned(), key.as_ref().into()),
                    (format!("{}_name", d.name()), label(*d, key, packs).into()),
                ]
            })
            .collect();
        let mut value = serde_json::json!({"unit": group.unit, "stored": group.stored, "in_transit": group.in_transit, "amount": group.amount, "holdings": group.holdings});
        if let Some(object) = value.as_object_mut() {
            object.extend(keys);
        }
        value
    };
    let moved: Vec<_> = moved
        .iter()
        .map(|m| serde_json::json!({"item": m.item, "kind": m.kind, "quantity_in": m.quantity_in, "quantity_out": m.quantity_out}))
        .collect();
    show::json(&serde_json::json!({
        "by": made.by.iter().map(|d| d.name()).collect::<Vec<_>>(),
        "rows": made.groups.iter().map(row).collect::<Vec<_>>(),
        "totals": made.totals.iter().map(row).collect::<Vec<_>>(),
        "turnover": moved,
    }));
}

fn text(made: &Made, packs: &Catalogue) {
    for group in made.groups.iter().chain(&made.totals) {
        let keys: Vec<String> =
            made.by.iter().zip(&group.keys).map(|(d, key)| label(*d, key, packs)).collect();
        let keys = if keys.is_empty() { "合计 total".to_owned() } else { keys.join(" · ") };
        let road = if group.in_transit == 0 {
            String::new()
        } else {
            format!("  + {} 在途 in transit", show::quantity(group.in_transit))
        };
        println!("{:>20} {:<6} {keys}{road}", show::quantity(group.stored), group.unit);
    }
}

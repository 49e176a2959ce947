//! The situation: what a cockpit shows at a glance, computed from the picture. Numbers only; every one of them can be
//! drilled down in the one table.

use crate::picture::{Picture, Sight, region_at};
use crate::table::{Ask, Dimension, Table, table};
use base::term::code::region_prefix;
use base::term::time::{day_from_number, number_of_day};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// In and out of one category on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayFlow {
    /// Business day.
    pub day: Date,
    /// Pack id.
    pub category: Arc<str>,
    /// Unit.
    pub unit: Arc<str>,
    /// In, thousandths.
    pub quantity_in: i64,
    /// Out, thousandths.
    pub quantity_out: i64,
}

/// What a cockpit shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// Version of the picture.
    pub version: u64,
    /// By category and item, over the region.
    pub by_item: Table,
    /// By the regions one level below, and category.
    pub by_region: Table,
    /// In and out of the last 30 days, by day and category.
    pub flows: Vec<DayFlow>,
    /// Books, sites and holdings in sight.
    pub books: i64,
    /// Sites in sight.
    pub sites: i64,
    /// Lots at positions in sight.
    pub holdings: i64,
}

/// Days of flows in the situation.
const DAYS: i64 = 30;

/// Computes the situation of a region (empty or `000000`: the nation).
pub fn situation(picture: &Picture, sight: &Sight<'_>, region: &str, today: Date) -> Situation {
    let ask = Ask { region: region.to_owned(), ..Ask::default() };
    let below = match region_prefix(if region.is_empty() { "000000" } else { region }).len() {
        0 => Dimension::Province,
        2 => Dimension::Prefecture,
        _ => Dimension::County,
    };
    let by_item = table(picture, sight, &ask, &[Dimension::Category, Dimension::Item], today);
    let by_region = table(picture, sight, &ask, &[below, Dimension::Category], today);
    let prefix = if region.is_empty() { "" } else { region_prefix(region) };
    let (mut books, mut sites) = (0, 0);
    for (part, _) in picture.parts_in(sight, prefix) {
        books += 1;
        sites += part.sites.iter().filter(|site| site.region.starts_with(prefix)).count() as i64;
    }
    let holdings = by_item.groups.iter().map(|group| group.holdings).sum();
    Situation {
        version: picture.version,
        flows: flows(picture, sight, prefix, today),
        by_item,
        by_region,
        books,
        sites,
        holdings,
    }
}

fn flows(picture: &Picture, sight: &Sight<'_>, prefix: &str, today: Date) -> Vec<DayFlow> {
    let first = day_from_number(number_of_day(today) - DAYS + 1);
    let mut sums: BTreeMap<(Date, Arc<str>, Arc<str>), (i64, i64)> = BTreeMap::new();
    for (part, seen) in picture.parts_in(sight, prefix) {
        for flow in &part.flows {
            let outside = !part.sites[flow.site].region.starts_with(prefix);
            if !seen.covers(flow.reserve) || flow.day < first || outside {
                continue;
            }
            let note = &flow.note;
            let sum = sums.entry((flow.day, note.category.clone(), note.unit.clone())).or_default();
            *sum = (sum.0.saturating_add(flow.quantity_in), sum.1.saturating_add(flow.quantity_out));
        }
    }
    sums.into_iter()
        .map(|((day, category, unit), (quantity_in, quantity_out))| DayFlow {
            day,
            category,
            unit,
            quantity_in,
            quantity_out,
        })
        .collect()
}

/// The region one level below `region` that holds a county: for links from a site to its place in the table.
pub fn step_below(region: &str, county: &str) -> String {
    match region_prefix(region).len() {
        0 => region_at(county, 1),
        2 => region_at(county, 2),
        _ => county.to_owned(),
    }
}

//! The one map: every site somebody may see, with what lies there by category. Positions and totals only; how it is
//! drawn is the console's business.

use crate::picture::{ItemNote, Part, Picture, Sight, Site, State};
use base::term::code::region_prefix;

/// One site with its stock.
#[derive(Debug, Clone)]
pub struct Pin<'p> {
    /// The site.
    pub site: &'p Site,
    /// The book of whoever runs it.
    pub part: &'p Part,
    /// Stored quantity by category and unit, thousandths; in order of the category.
    pub stored: Vec<(&'p ItemNote, i64)>,
}

/// The sites inside a region (empty: everywhere), in order of their code. Sites whose goods are hidden are absent, so
/// that a location is not given away; sites that are empty are shown to whoever may see ordinary goods there.
pub fn map<'p>(picture: &'p Picture, sight: &Sight<'_>, region: &str) -> Vec<Pin<'p>> {
    let prefix = if region.is_empty() { "" } else { region_prefix(region) };
    let mut pins = Vec::new();
    for (part, seen) in picture.parts_in(sight, prefix) {
        let mut sums: Vec<Vec<(&ItemNote, i64)>> = vec![Vec::new(); part.sites.len()];
        let mut hidden = vec![false; part.sites.len()];
        for holding in part.holdings.iter().filter(|h| h.state == State::Stored) {
            let allowed = seen.covers(holding.reserve);
            hidden[holding.site] |= !allowed;
            if allowed {
                add(&mut sums[holding.site], &holding.note, holding.quantity);
            }
        }
        for (i, site) in part.sites.iter().enumerate() {
            let mut stored = std::mem::take(&mut sums[i]);
            if !site.region.starts_with(prefix) || (hidden[i] && stored.is_empty()) {
                continue;
            }
            stored.sort_by(|(a, _), (b, _)| (&a.category, &a.unit).cmp(&(&b.category, &b.unit)));
            pins.push(Pin { site, part: part.as_ref(), stored });
        }
    }
    pins.sort_by(|a, b| a.site.code.cmp(&b.site.code));
    pins
}

/// A site holds few categories, so its sums are a short list.
fn add<'p>(sums: &mut Vec<(&'p ItemNote, i64)>, note: &'p ItemNote, quantity: i64) {
    let same =
        |(known, _): &&mut (&ItemNote, i64)| known.category == note.category && known.unit == note.unit;
    match sums.iter_mut().find(same) {
        Some((_, sum)) => *sum = sum.saturating_add(quantity),
        None => sums.push((note, quantity)),
    }
}

//! The one map: every site somebody may see, with what lies there by category. Positions and totals only; how it is
//! drawn is the console's business.

use crate::picture::{Picture, Sight, Site, State};
use base::term::OrgCode;
use base::term::code::region_prefix;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One site with its stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The site.
    pub site: Site,
    /// Who runs it.
    pub org: OrgCode,
    /// The operator's name.
    pub org_name: Arc<str>,
    /// Stored quantity by category and unit, thousandths.
    pub stored: Vec<(Arc<str>, Arc<str>, i64)>,
}

/// The sites inside a region (empty: everywhere), in order of their code. Sites whose goods are hidden are absent, so
/// that a location is not given away; sites that are empty are shown to whoever may see ordinary goods there.
pub fn map(picture: &Picture, sight: &Sight<'_>, region: &str) -> Vec<Pin> {
    let prefix = if region.is_empty() { "" } else { region_prefix(region) };
    let mut pins = Vec::new();
    for part in picture.parts() {
        let (plain, reserve) = (sight(part, false), sight(part, true));
        if !plain && !reserve {
            continue;
        }
        let mut sums: Vec<BTreeMap<(Arc<str>, Arc<str>), i64>> = vec![BTreeMap::new(); part.sites.len()];
        let mut hidden = vec![false; part.sites.len()];
        for holding in part.holdings.iter().filter(|h| h.state == State::Stored) {
            let allowed = if picture.is_reserve(&holding.nature) { reserve } else { plain };
            hidden[holding.site] |= !allowed;
            if allowed {
                let note = picture.item(&holding.item);
                let sum = sums[holding.site].entry((note.category, note.unit)).or_default();
                *sum = sum.saturating_add(holding.quantity);
            }
        }
        for (i, site) in part.sites.iter().enumerate() {
            if !site.region.starts_with(prefix) || (hidden[i] && sums[i].is_empty()) {
                continue;
            }
            let stored = std::mem::take(&mut sums[i])
                .into_iter()
                .map(|((category, unit), sum)| (category, unit, sum))
                .collect();
            pins.push(Pin { site: site.clone(), org: part.org.clone(), org_name: part.name.clone(), stored });
        }
    }
    pins.sort_by(|a, b| a.site.code.cmp(&b.site.code));
    pins
}

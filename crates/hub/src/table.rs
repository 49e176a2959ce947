//! The one table: quantities by any choice of dimensions, drilled down by narrowing. Quantities of different units are
//! never added: the unit is always part of the group.

mod store;

pub use store::{Turnover, turnover};

use crate::picture::{Holding, ItemNote, Part, Picture, Sight, Site, State, region_at};
use base::term::code::region_prefix;
use base::term::fault::{Refusal, RefusalKind};
use hashbrown::HashMap;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Dimensions of one table at most.
const DIMENSIONS_MAX: usize = 6;

/// Something quantities are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// Pack: grain, oil, relief …
    Category,
    /// Item of a pack.
    Item,
    /// Nature of the goods.
    Nature,
    /// Level of government (or other owner) that owns them.
    OwnerLevel,
    /// Province, level 1 of GB/T 2260.
    Province,
    /// Prefecture, level 2.
    Prefecture,
    /// County, level 3.
    County,
    /// Owner of the book.
    Org,
    /// Site.
    Site,
    /// Years of storage, the harvest year counting as the first (domain 1.12).
    Age,
    /// Stored or on the road.
    State,
    /// Position or consignment.
    Place,
    /// Lot.
    Lot,
}

impl Dimension {
    /// Every dimension with its name in a query.
    pub const ALL: [(Self, &'static str); 13] = [
        (Self::Category, "category"),
        (Self::Item, "item"),
        (Self::Nature, "nature"),
        (Self::OwnerLevel, "owner"),
        (Self::Province, "province"),
        (Self::Prefecture, "prefecture"),
        (Self::County, "county"),
        (Self::Org, "org"),
        (Self::Site, "site"),
        (Self::Age, "age"),
        (Self::State, "state"),
        (Self::Place, "place"),
        (Self::Lot, "lot"),
    ];

    /// The dimension with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(dimension, _)| *dimension)
    }

    /// Its name in a query.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(d, _)| *d == self).map_or("", |(_, name)| name)
    }

    /// Reads `item,region,…`. `region` means one level below the region asked about.
    pub fn list(text: &str, region: &str) -> Result<Vec<Self>, Refusal> {
        let mut list = Vec::new();
        for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let dimension = match name {
                "region" => match region_prefix(region).len() {
                    0 => Self::Province,
                    2 => Self::Prefecture,
                    _ => Self::County,
                },
                other => Self::named(other).ok_or_else(|| unknown(other))?,
            };
            if !list.contains(&dimension) {
                list.push(dimension);
            }
        }
        if list.len() > DIMENSIONS_MAX {
            return Err(Refusal::new(
                RefusalKind::Invalid,
                "table.too_many_dimensions",
                "最多按六个维度汇总",
                "six dimensions at most",
            )
            .at("by"));
        }
        Ok(list)
    }
}

fn unknown(name: &str) -> Refusal {
    let known: Vec<&str> = Dimension::ALL.iter().map(|(_, name)| *name).collect();
    Refusal::new(
        RefusalKind::Invalid,
        "table.unknown_dimension",
        format!("没有维度“{name}”；可用：region, {}", known.join(", ")),
        format!("there is no dimension “{name}”; use region, {}", known.join(", ")),
    )
    .at("by")
}

/// What is asked of the table. An empty text narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Ask {
    /// Pack id.
    pub category: String,
    /// Item code.
    pub item: String,
    /// Nature code.
    pub nature: String,
    /// Owner level code.
    pub owner_level: String,
    /// Region code; everything inside it counts.
    pub region: String,
    /// Organisation code.
    pub org: String,
    /// Site code.
    pub site: String,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// One value per dimension asked for.
    pub keys: Vec<Arc<str>>,
    /// Unit of the quantities.
    pub unit: Arc<str>,
    /// Stored, thousandths of the unit.
    pub stored: i64,
    /// On the road.
    pub in_transit: i64,
    /// Value at cost of both, fen.
    pub amount: i64,
    /// Lots at positions that make it up.
    pub holdings: i64,
}

impl Group {
    /// Stored and on the road together.
    pub fn total(&self) -> i64 {
        self.stored.saturating_add(self.in_transit)
    }
}

/// The table and how much of it there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The version of the picture it was made from.
    pub version: u64,
    /// The dimensions, in the order of the keys.
    pub by: Vec<Dimension>,
    /// Rows by key.
    pub groups: Vec<Group>,
    /// Sums by unit over all rows.
    pub totals: Vec<Group>,
}

/// Computes the table. `today` decides ages.
///
/// Holdings are first gathered by marks, which cost a few nanoseconds and tell at least as much apart as the keys; the few sums that
/// remain are then brought together by the keys themselves.
pub fn table(picture: &Picture, sight: &Sight<'_>, ask: &Ask, by: &[Dimension], today: Date) -> Table {
    let prefix = if ask.region.is_empty() { "" } else { region_prefix(&ask.region) };
    let mut heaps: HashMap<Marks, Heap<'_>> = HashMap::new();
    for (part, site, holding) in picture.seen(sight, prefix) {
        let note = holding.note.as_ref();
        if !wanted(ask, part, site, holding, &note.category) {
            continue;
        }
        let mut marks = Marks::default();
        marks[DIMENSIONS_MAX] = address(&note.unit);
        for (mark, dimension) in marks.iter_mut().zip(by) {
            *mark = self::mark(*dimension, part, site, holding, note);
        }
        let heap =
            heaps.entry(marks).or_insert_with(|| Heap { of: (part, site, holding), sum: Sum::default() });
        heap.sum.add(holding);
    }
    let mut groups: BTreeMap<(Vec<Arc<str>>, Arc<str>), Sum> = BTreeMap::new();
    let mut totals: BTreeMap<Arc<str>, Sum> = BTreeMap::new();
    for Heap { of: (part, site, holding), sum } in heaps.into_values() {
        let note = holding.note.as_ref();
        let keys = by.iter().map(|d| key(*d, part, site, holding, &note.category, today)).collect();
        groups.entry((keys, note.unit.clone())).or_default().join(&sum);
        totals.entry(note.unit.clone()).or_default().join(&sum);
    }
    Table {
        version: picture.version,
        by: by.to_vec(),
        groups: groups.into_iter().map(|((keys, unit), sum)| sum.group(keys, unit)).collect(),
        totals: totals.into_iter().map(|(unit, sum)| sum.group(Vec::new(), unit)).collect(),
    }
}

/// One mark a dimension, and one for the unit.
type Marks = [usize; DIMENSIONS_MAX + 1];

/// Holdings with the same marks: one of them, and their sum.
struct Heap<'p> {
    of: (&'p Part, &'p Site, &'p Holding),
    sum: Sum,
}

/// Where a text lies: equal for the same text only, though the same text may lie in several places.
fn address(text: &Arc<str>) -> usize {
    Arc::as_ptr(text).cast::<u8>().addr()
}

/// Tells apart whatever [`key`] tells apart, and perhaps more.
fn mark(dimension: Dimension, part: &Part, site: &Site, holding: &Holding, note: &ItemNote) -> usize {
    match dimension {
        Dimension::Category => address(&note.category),
        Dimension::Item => address(&holding.item),
        Dimension::Nature => address(&holding.nature),
        Dimension::OwnerLevel => address(&holding.owner_level),
        Dimension::Province => site.region.bytes().take(2).fold(0, |sum, byte| sum * 256 + usize::from(byte)),
        Dimension::Prefecture | Dimension::County => address(&site.region),
        Dimension::Org => part.book.0 as usize,
        Dimension::Site => address(&site.code),
        Dimension::Age => year(holding).map_or(usize::MAX, |year| year as usize),
        Dimension::State => holding.state as usize,
        Dimension::Place => address(&holding.place),
        Dimension::Lot => address(&holding.lot),
    }
}

/// A running sum. Sums of a nation's stock fit 64 bits by ten orders of magnitude; saturation is a safeguard, not a result.
#[derive(Default)]
struct Sum {
    stored: i64,
    in_transit: i64,
    amount: i64,
    holdings: i64,
}

impl Sum {
    fn add(&mut self, holding: &Holding) {
        let sum = match holding.state {
            State::Stored => &mut self.stored,
            State::InTransit => &mut self.in_transit,
        };
        *sum = sum.saturating_add(holding.quantity);
        self.amount = self.amount.saturating_add(holding.amount);
        self.holdings += 1;
    }

    fn join(&mut self, other: &Self) {
        self.stored = self.stored.saturating_add(other.stored);
        self.in_transit = self.in_transit.saturating_add(other.in_transit);
        self.amount = self.amount.saturating_add(other.amount);
        self.holdings += other.holdings;
    }

    fn group(self, keys: Vec<Arc<str>>, unit: Arc<str>) -> Group {
        let Self { stored, in_transit, amount, holdings } = self;
        Group { keys, unit, stored, in_transit, amount, holdings }
    }
}

fn wanted(ask: &Ask, part: &Part, site: &Site, holding: &Holding, category: &str) -> bool {
    let same = |asked: &str, held: &str| asked.is_empty() || asked == held;
    same(&ask.item, &holding.item)
        && same(&ask.nature, &holding.nature)
        && same(&ask.owner_level, &holding.owner_level)
        && same(&ask.org, part.org.as_str())
        && same(&ask.site, &site.code)
        && same(&ask.category, category)
}

fn key(
    dimension: Dimension,
    part: &Part,
    site: &Site,
    holding: &Holding,
    category: &Arc<str>,
    today: Date,
) -> Arc<str> {
    match dimension {
        Dimension::Category => category.clone(),
        Dimension::Item => holding.item.clone(),
        Dimension::Nature => holding.nature.clone(),
        Dimension::OwnerLevel => holding.owner_level.clone(),
        Dimension::Province => region_at(&site.region, 1).into(),
        Dimension::Prefecture => region_at(&site.region, 2).into(),
        Dimension::County => site.region.clone(),
        Dimension::Org => part.org.shared(),
        Dimension::Site => site.code.clone(),
        Dimension::Age => age(holding, today).map_or_else(|| "".into(), |years| years.to_string().into()),
        Dimension::State => if holding.state == State::Stored { "stored" } else { "in_transit" }.into(),
        Dimension::Place => holding.place.clone(),
        Dimension::Lot => holding.lot.clone(),
    }
}

/// Years of storage: present year − harvest year + 1 (粮油仓储管理办法 art. 20 as read in domain 1.12).
fn age(holding: &Holding, today: Date) -> Option<i64> {
    Some(i64::from(today.year()) - year(holding)? + 1)
}

/// The year that age counts from.
fn year(holding: &Holding) -> Option<i64> {
    holding.year.or_else(|| holding.received_on.map(|day| i64::from(day.year())))
}

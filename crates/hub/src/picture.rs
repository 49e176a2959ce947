//! The picture: every holding of every book this node follows, in memory, in a shape that answers the one table and
//! the one map in milliseconds. It is a copy of derived rows at known heads, never a source.

pub mod live;
pub(crate) mod store;

pub use live::Live;

use base::region::regions;
use base::store::Read;
use base::term::{BookId, Fault, OrgCode};
use jiff::civil::Date;
use pack::Catalogue;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What a quantity stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Lies in a position.
    Stored,
    /// Is on the road, in a carrier's account: dispatched and not yet arrived, written off or returned.
    InTransit,
}

/// A site, as the map draws it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// 21 characters, LS/T 1714.
    pub code: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// County, GB/T 2260.
    pub region: Arc<str>,
    /// `depot`, `tank_farm`, `relief`, `public_property` …
    pub kind: Arc<str>,
    /// Millionths of a degree, longitude and latitude.
    pub point: (i64, i64),
}

/// One lot at one position (or on the road).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Index into the book's sites; the sending site for goods on the road.
    pub site: usize,
    /// Position code, or consignment code on the road.
    pub place: Arc<str>,
    /// Lot code.
    pub lot: Arc<str>,
    /// Item code of a pack.
    pub item: Arc<str>,
    /// Nature code.
    pub nature: Arc<str>,
    /// Owner level code.
    pub owner_level: Arc<str>,
    /// Harvest year, or year of production.
    pub year: Option<i64>,
    /// Day of intake, for age where no harvest year is known.
    pub received_on: Option<Date>,
    /// Stored or on the road.
    pub state: State,
    /// Thousandths of the item's unit.
    pub quantity: i64,
    /// Value at cost, fen.
    pub amount: i64,
}

/// One book's part of the picture.
#[derive(Debug, Clone)]
pub struct Part {
    /// The book.
    pub book: BookId,
    /// Its owner.
    pub org: OrgCode,
    /// The owner's name.
    pub name: Arc<str>,
    /// The owner's party: `government`, `storing_unit`, `social` …
    pub party: Arc<str>,
    /// The owner's region.
    pub region: Arc<str>,
    /// All organisations above the owner, nearest first, separated by spaces.
    pub above: Arc<str>,
    /// The book's size when this was read: the head these rows follow from.
    pub size: i64,
    /// Its sites.
    pub sites: Vec<Site>,
    /// Everything it holds.
    pub holdings: Vec<Holding>,
    /// What came in and went out on each of the last days.
    pub flows: Vec<Flow>,
}

/// What came in and went out of one book on one day, of one item and nature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// Business day.
    pub day: Date,
    /// Index into the book's sites.
    pub site: usize,
    /// Item code.
    pub item: Arc<str>,
    /// Nature code.
    pub nature: Arc<str>,
    /// In, at or above zero, thousandths.
    pub quantity_in: i64,
    /// Out, at or above zero.
    pub quantity_out: i64,
}

/// Days of flows that the picture keeps.
pub const FLOW_DAYS: i64 = 60;

/// What the picture needs to know of an item.
#[derive(Debug, Clone)]
pub struct ItemNote {
    /// Pack id: `grain`, `oil`, `relief` …
    pub category: Arc<str>,
    /// Unit id within the pack.
    pub unit: Arc<str>,
}

impl Default for ItemNote {
    /// Of an item that no pack knows: shown as it is.
    fn default() -> Self {
        Self { category: "?".into(), unit: "?".into() }
    }
}

/// All books at their heads. Immutable; the next one shares the parts that have not changed.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    /// Grows by one with every change.
    pub version: u64,
    parts: BTreeMap<BookId, Arc<Part>>,
    /// What is on the road, by the sender's book. Kept apart because a receiver's fact changes it.
    road: Arc<BTreeMap<BookId, Vec<Holding>>>,
    items: HashMap<Arc<str>, ItemNote>,
    /// Note of items whose pack was taken out.
    unknown: ItemNote,
    reserves: HashMap<Arc<str>, bool>,
}

/// Which parts of the picture somebody may see: asked once a book and kind of goods (state reserve or not).
pub type Sight<'s> = dyn Fn(&Part, bool) -> bool + 's;

impl Picture {
    /// Reads everything. `today` decides which flows are recent.
    pub fn load(read: &mut Read<'_>, packs: &Catalogue, today: Date) -> Result<Self, Fault> {
        let mut picture = Self::default();
        for item in packs.items() {
            let note = ItemNote { category: item.pack.as_str().into(), unit: item.unit.id.as_str().into() };
            picture.items.insert(item.code.as_str().into(), note);
        }
        for nature in packs.natures() {
            picture.reserves.insert(nature.code.as_str().into(), nature.needs_directive());
        }
        picture.refresh(read, None, today)?;
        picture.refresh_road(read)?;
        Ok(picture)
    }

    /// Reads what is on the road again.
    pub fn refresh_road(&mut self, read: &mut Read<'_>) -> Result<(), Fault> {
        self.road = Arc::new(store::road(read, &self.parts)?);
        self.version += 1;
        Ok(())
    }

    /// What one book has on the road.
    pub fn road(&self, book: BookId) -> &[Holding] {
        self.road.get(&book).map_or(&[], Vec::as_slice)
    }

    /// Reads the parts of some books (or of all) again.
    pub fn refresh(
        &mut self,
        read: &mut Read<'_>,
        books: Option<&[BookId]>,
        today: Date,
    ) -> Result<(), Fault> {
        for part in store::parts(read, books, today)? {
            self.parts.insert(part.book, Arc::new(part));
        }
        self.version += 1;
        Ok(())
    }

    /// Every part, by book number.
    pub fn parts(&self) -> impl Iterator<Item = &Arc<Part>> {
        self.parts.values()
    }

    /// The part of one book.
    pub fn part(&self, book: BookId) -> Option<&Arc<Part>> {
        self.parts.get(&book)
    }

    /// Unit and category of an item; unknown items (their pack was taken out) are shown as they are.
    pub fn item(&self, code: &str) -> &ItemNote {
        self.items.get(code).unwrap_or(&self.unknown)
    }

    /// Whether goods of this nature are state reserves. An unknown nature counts as one: doubt hides.
    pub fn is_reserve(&self, nature: &str) -> bool {
        self.reserves.get(nature).copied().unwrap_or(true)
    }

    /// Every holding that `sight` allows.
    pub fn seen<'p>(
        &'p self,
        sight: &'p Sight<'p>,
    ) -> impl Iterator<Item = (&'p Part, &'p Site, &'p Holding)> {
        self.parts.values().flat_map(move |part| {
            let (plain, reserve) = (sight(part, false), sight(part, true));
            part.holdings.iter().chain(self.road(part.book)).filter_map(move |holding| {
                let allowed = if plain == reserve {
                    plain
                } else if self.is_reserve(&holding.nature) {
                    reserve
                } else {
                    plain
                };
                allowed.then(|| (part.as_ref(), &part.sites[holding.site], holding))
            })
        })
    }
}

/// The code of a region's ancestor at a level (1 province, 2 prefecture, 3 itself).
pub fn region_at(code: &str, level: u8) -> String {
    match level {
        1 => format!("{}0000", code.get(..2).unwrap_or("00")),
        2 => {
            // county-level cities directly under a province stand for themselves
            let prefecture = format!("{}00", code.get(..4).unwrap_or("0000"));
            if regions().get(&prefecture).is_some() { prefecture } else { code.to_owned() }
        }
        _ => code.to_owned(),
    }
}

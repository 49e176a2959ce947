//! The picture: every holding of every book this node follows, in memory, in a shape that answers the one table and
//! the one map in milliseconds. It is a copy of derived rows at known heads, never a source.

pub mod live;
pub(crate) mod store;

pub use live::Live;

use base::region::regions;
use base::store::{Read, Store};
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
    /// What the item is counted in.
    pub note: Arc<ItemNote>,
    /// Nature code.
    pub nature: Arc<str>,
    /// Whether goods of this nature are state reserves.
    pub reserve: bool,
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
    /// What the item is counted in.
    pub note: Arc<ItemNote>,
    /// Whether goods of this nature are state reserves.
    pub reserve: bool,
    /// In, at or above zero, thousandths.
    pub quantity_in: i64,
    /// Out, at or above zero.
    pub quantity_out: i64,
}

/// Days of flows that the picture keeps.
pub const FLOW_DAYS: i64 = 60;

/// Threads that read the whole store at most.
const LOADERS_MAX: usize = 8;

/// What the picture needs to know of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemNote {
    /// Pack id: `grain`, `oil`, `relief` …
    pub category: Arc<str>,
    /// Unit id within the pack.
    pub unit: Arc<str>,
}

/// What packs say of items and natures, resolved once when a row is read.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    items: HashMap<Arc<str>, Arc<ItemNote>>,
    reserves: HashMap<Arc<str>, bool>,
}

impl Notes {
    fn of(packs: &Catalogue) -> Self {
        let mut notes = Self::default();
        for item in packs.items() {
            let note = ItemNote { category: item.pack.as_str().into(), unit: item.unit.id.as_str().into() };
            notes.items.insert(item.code.as_str().into(), Arc::new(note));
        }
        for nature in packs.natures() {
            notes.reserves.insert(nature.code.as_str().into(), nature.needs_directive());
        }
        notes
    }

    /// Unit and category of an item; an unknown one (its pack was taken out) is shown as it is.
    fn item(&self, code: &str) -> Arc<ItemNote> {
        let unknown = || Arc::new(ItemNote { category: "?".into(), unit: "?".into() });
        self.items.get(code).cloned().unwrap_or_else(unknown)
    }

    /// Whether goods of this nature are state reserves. An unknown nature counts as one: doubt hides.
    fn is_reserve(&self, nature: &str) -> bool {
        self.reserves.get(nature).copied().unwrap_or(true)
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
    notes: Arc<Notes>,
}

/// What somebody may see of a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Goods that are not state reserves.
    pub ordinary: bool,
    /// State reserves.
    pub reserve: bool,
}

impl Seen {
    /// Everything.
    pub const ALL: Self = Self { ordinary: true, reserve: true };

    /// Whether anything at all.
    pub fn any(self) -> bool {
        self.ordinary || self.reserve
    }

    /// Whether goods of this kind.
    pub fn covers(self, reserve: bool) -> bool {
        if reserve { self.reserve } else { self.ordinary }
    }
}

/// What somebody may see of the picture: asked once a book.
pub type Sight<'s> = dyn Fn(&Part) -> Seen + 's;

impl Picture {
    /// Reads everything, on as many threads as there are cores. `today` decides which flows are recent.
    pub fn load(store: &Store, packs: &Catalogue, today: Date) -> Result<Self, Fault> {
        let notes = Arc::new(Notes::of(packs));
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(LOADERS_MAX);
        let spans = store.read(|read| store::spans(read, threads))?;
        let loaded = std::thread::scope(|scope| {
            let one = |(above, last)| {
                let notes = &notes;
                scope.spawn(move || {
                    store.read(|read| store::some(read, store::Books::Span(above, last), today, notes))
                })
            };
            let running: Vec<_> = spans.into_iter().map(one).collect();
            let panicked = |_| Err(Fault::new("a thread that read the picture panicked"));
            running
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(panicked))
                .collect::<Result<Vec<_>, _>>()
        })?;
        let parts = loaded.into_iter().flatten().map(|part| (part.book, Arc::new(part))).collect();
        let mut picture = Self { notes, parts, ..Self::default() };
        store.read(|read| picture.refresh_road(read))?;
        Ok(picture)
    }

    /// Reads what is on the road again.
    pub fn refresh_road(&mut self, read: &mut Read<'_>) -> Result<(), Fault> {
        self.road = Arc::new(store::road(read, &self.parts, &self.notes)?);
        self.version += 1;
        Ok(())
    }

    /// What one book has on the road.
    pub fn road(&self, book: BookId) -> &[Holding] {
        self.road.get(&book).map_or(&[], Vec::as_slice)
    }

    /// Reads the parts of some books again.
    pub fn refresh(&mut self, read: &mut Read<'_>, books: &[BookId], today: Date) -> Result<(), Fault> {
        for part in store::parts(read, books, today, &self.notes)? {
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

    /// The parts of which `sight` allows something, with a site whose region begins with `prefix`.
    pub fn parts_in<'p, 's>(
        &'p self,
        sight: &'s Sight<'s>,
        prefix: &'s str,
    ) -> impl Iterator<Item = (&'p Arc<Part>, Seen)> {
        let inside =
            move |part: &&'p Arc<Part>| part.sites.iter().any(|site| site.region.starts_with(prefix));
        self.parts.values().filter(inside).map(|part| (part, sight(part))).filter(|(_, seen)| seen.any())
    }

    /// Every holding that `sight` allows at the sites whose region begins with `prefix`.
    pub fn seen<'p, 's>(
        &'p self,
        sight: &'s Sight<'s>,
        prefix: &'s str,
    ) -> impl Iterator<Item = (&'p Part, &'p Site, &'p Holding)> {
        self.parts_in(sight, prefix).flat_map(move |(part, seen)| {
            part.holdings.iter().chain(self.road(part.book)).filter_map(move |holding| {
                let site = &part.sites[holding.site];
                let allowed = seen.covers(holding.reserve) && site.region.starts_with(prefix);
                allowed.then_some((part.as_ref(), site, holding))
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

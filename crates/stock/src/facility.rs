//! Where stock lies: sites, warehouses and tanks, bays, positions, each with the days it is in use and a code that is never used twice.
//! A position is the smallest unit of ledger, quality and responsibility; what it holds is written by movements only.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::code::{self, Facility};
use base::term::fault::{Fault, Refusal, Stop};
use base::term::{BookId, PositionCode, Quantity, RegionCode, SiteCode, WarehouseCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, reason, record};

record! {
    /// A site 库区.
    pub struct SiteRow in "stock_site", Derived, key 2 {
        book_id: BookId,
        site: SiteCode,
        name: Arc<str>,
        /// Division it stands in, valid on its first day.
        region: RegionCode,
        /// `depot`, `tank_farm`, `relief`, `public_property`, `transit`: how the map draws it.
        kind: Arc<str>,
        /// Millionths of a degree, WGS 84.
        longitude: i64,
        latitude: i64,
        valid_from: Date,
        /// Last day in use; open while in use.
        valid_to: Option<Date>,
    }
}

record! {
    /// A warehouse 仓房 or tank 油罐.
    pub struct WarehouseRow in "stock_warehouse", Derived, key 2 {
        book_id: BookId,
        warehouse: WarehouseCode,
        site: SiteCode,
        name: Arc<str>,
        /// `flat`, `silo`, `shallow_silo`, `tank`, `cold`, `yard`, `hall`.
        kind: Arc<str>,
        valid_from: Date,
        valid_to: Option<Date>,
    }
}

record! {
    /// A bay 廒间 of a warehouse.
    pub struct BayRow in "stock_bay", Derived, key 2 {
        book_id: BookId,
        /// 28 characters, LS/T 1714.
        bay: Arc<str>,
        warehouse: WarehouseCode,
        name: Arc<str>,
        valid_from: Date,
        valid_to: Option<Date>,
    }
}

record! {
    /// A position 货位 and what kind of goods it is given to.
    pub struct PositionRow in "stock_position", Derived, key 2 {
        book_id: BookId,
        position: PositionCode,
        site: SiteCode,
        bay: Arc<str>,
        name: Arc<str>,
        /// Storage form of the pack: `bulk`, `packed`, `tank` …
        form: Arc<str>,
        /// Most it may hold, thousandths of the item's unit.
        capacity: Quantity,
        /// The keeper responsible, by name of user.
        keeper: Arc<str>,
        valid_from: Date,
        valid_to: Option<Date>,
        /// Item, nature, owner level and harvest year that loose goods have given the whole position to.
        dedicated: Option<Arc<str>>,
        /// How many lots lie here.
        lots: i64,
        /// First day on which the interval after the last chemical treatment is over.
        free_from: Option<Date>,
        /// Plan and line of the rotation that movements here carry out.
        rotation: Option<Arc<str>>,
        /// The fumigation that closes the position to people and goods until it is cleared.
        sealed: Option<Arc<str>>,
    }
}

impl PositionRow {
    /// Whether goods lie loose here, so that two kinds would mix (V-12 未专仓).
    pub fn is_loose(&self) -> bool {
        matches!(self.form.as_ref(), "bulk" | "bag_walled" | "tank")
    }

    /// Whether the position is in use on a day.
    pub fn is_open(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// A site to register; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSite {
    pub site: SiteCode,
    pub name: String,
    pub region: RegionCode,
    pub kind: String,
    /// Millionths of a degree.
    pub longitude: i64,
    /// Millionths of a degree.
    pub latitude: i64,
    pub valid_from: Date,
}

/// A warehouse or tank to register; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewWarehouse {
    pub warehouse: WarehouseCode,
    pub name: String,
    pub kind: String,
    pub valid_from: Date,
}

/// A bay to register; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewBay {
    /// 28 characters, LS/T 1714.
    pub bay: String,
    pub name: String,
    pub valid_from: Date,
}

/// A position to register; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPosition {
    pub position: PositionCode,
    pub name: String,
    /// Storage form code of the pack.
    pub form: String,
    /// Thousandths of the unit of what it will hold.
    pub capacity: Quantity,
    /// Name of the user who keeps it.
    pub keeper: String,
    pub valid_from: Date,
}

/// The end of a facility; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// Code of a site, warehouse, bay or position, told apart by its length.
    pub code: String,
    /// Last day in use.
    pub valid_to: Date,
}

/// Kinds a site may have.
pub const SITE_KINDS: [&str; 5] = ["depot", "tank_farm", "relief", "public_property", "transit"];
/// Kinds a warehouse may have.
pub const WAREHOUSE_KINDS: [&str; 7] = ["flat", "silo", "shallow_silo", "tank", "cold", "yard", "hall"];

fn named(name: &str) -> Result<(), FacilityRefusal> {
    let length = name.trim().chars().count();
    if (1..=100).contains(&length) { Ok(()) } else { Err(FacilityRefusal::Field { field: "name" }) }
}

fn one_of(kind: &str, kinds: &[&str], field: &'static str) -> Result<(), FacilityRefusal> {
    if kinds.contains(&kind) { Ok(()) } else { Err(FacilityRefusal::Field { field }) }
}

/// That the code begins with the organisation that owns the book.
fn own(tx: &mut Tx<'_>, book: BookId, code: &str) -> Result<(), Stop> {
    let org = tx.head(book)?.org.clone();
    if code.starts_with(org.as_str()) {
        Ok(())
    } else {
        Err(FacilityRefusal::Foreign { code: code.into() }.into())
    }
}

fn in_use(valid_from: Date, valid_to: Option<Date>, day: Date) -> bool {
    valid_from <= day && valid_to.is_none_or(|last| day <= last)
}

/// Registers a site.
pub fn register_site(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewSite) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        own(tx, book, new.site.as_str())?;
        if tx.get::<SiteRow>(&[book.into(), (&new.site).into()])?.is_some() {
            return Err(FacilityRefusal::Used { code: new.site.to_string() }.into());
        }
        named(&new.name)?;
        one_of(&new.kind, &SITE_KINDS, "kind")?;
        if base::region::regions().valid(new.region.as_str(), new.valid_from).is_none() {
            return Err(FacilityRefusal::Field { field: "region" }.into());
        }
        if !(-180_000_000..=180_000_000).contains(&new.longitude)
            || !(-90_000_000..=90_000_000).contains(&new.latitude)
        {
            return Err(FacilityRefusal::Field { field: "longitude" }.into());
        }
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), new)?, vec![new.site.to_string()]))
    })
}

/// Registers a warehouse or tank.
pub fn register_warehouse(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    new: &NewWarehouse,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        own(tx, book, new.warehouse.as_str())?;
        if tx.get::<WarehouseRow>(&[book.into(), (&new.warehouse).into()])?.is_some() {
            return Err(FacilityRefusal::Used { code: new.warehouse.to_string() }.into());
        }
        let site = site_of(new.warehouse.as_str())?;
        let parent = tx.get::<SiteRow>(&[book.into(), (&site).into()])?;
        if !parent.is_some_and(|p| in_use(p.valid_from, p.valid_to, new.valid_from)) {
            return Err(FacilityRefusal::NoParent { code: site.to_string() }.into());
        }
        named(&new.name)?;
        one_of(&new.kind, &WAREHOUSE_KINDS, "kind")?;
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), new)?, vec![new.warehouse.to_string()]))
    })
}

/// Registers a bay.
pub fn register_bay(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewBay) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let new = NewBay { bay: code::facility(&new.bay, Facility::Bay)?, ..new.clone() };
        own(tx, book, &new.bay)?;
        if tx.get::<BayRow>(&[book.into(), new.bay.as_str().into()])?.is_some() {
            return Err(FacilityRefusal::Used { code: new.bay }.into());
        }
        let warehouse = warehouse_of(&new.bay)?;
        let parent = tx.get::<WarehouseRow>(&[book.into(), (&warehouse).into()])?;
        if !parent.is_some_and(|p| in_use(p.valid_from, p.valid_to, new.valid_from)) {
            return Err(FacilityRefusal::NoParent { code: warehouse.to_string() }.into());
        }
        named(&new.name)?;
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &new)?, vec![new.bay.clone()]))
    })
}

/// Registers a position.
pub fn register_position(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewPosition) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        own(tx, book, new.position.as_str())?;
        if tx.get::<PositionRow>(&[book.into(), (&new.position).into()])?.is_some() {
            return Err(FacilityRefusal::Used { code: new.position.to_string() }.into());
        }
        let bay = bay_of(&new.position);
        let parent = tx.get::<BayRow>(&[book.into(), bay.into()])?;
        if !parent.is_some_and(|p| in_use(p.valid_from, p.valid_to, new.valid_from)) {
            return Err(FacilityRefusal::NoParent { code: bay.to_owned() }.into());
        }
        named(&new.name)?;
        let forms: Vec<&str> = pack::StorageForm::ALL.iter().map(|form| form.code()).collect();
        one_of(&new.form, &forms, "form")?;
        if new.capacity.0 <= 0 {
            return Err(FacilityRefusal::Field { field: "capacity" }.into());
        }
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), new)?, vec![new.position.to_string()]))
    })
}

/// Closes a facility for good after its last day; its code is never used again.
pub fn close(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, closing: &Closing, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let closing = Closing { code: code::normalised(&closing.code), valid_to: closing.valid_to };
        let unknown = || FacilityRefusal::Unknown { code: closing.code.clone() };
        let facility = Any::get(tx, book, &closing.code)?.ok_or_else(unknown)?;
        let (valid_from, valid_to) = facility.validity();
        if valid_to.is_some() || closing.valid_to < valid_from {
            return Err(FacilityRefusal::Closed { code: closing.code.clone() }.into());
        }
        if facility.is_occupied(tx, book, &closing.code)? {
            return Err(FacilityRefusal::Occupied { code: closing.code.clone() }.into());
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &closing)?))
    })
}

/// A facility of any level.
enum Any {
    Site(SiteRow),
    Warehouse(WarehouseRow),
    Bay(BayRow),
    Position(PositionRow),
}

impl Any {
    fn get(tx: &mut Tx<'_>, book: BookId, code: &str) -> Result<Option<Self>, Fault> {
        let key = [book.into(), code.into()];
        Ok(match code.len() {
            21 => tx.get(&key)?.map(Self::Site),
            25 => tx.get(&key)?.map(Self::Warehouse),
            28 => tx.get(&key)?.map(Self::Bay),
            30 => tx.get(&key)?.map(Self::Position),
            _ => None,
        })
    }

    fn validity(&self) -> (Date, Option<Date>) {
        match self {
            Self::Site(row) => (row.valid_from, row.valid_to),
            Self::Warehouse(row) => (row.valid_from, row.valid_to),
            Self::Bay(row) => (row.valid_from, row.valid_to),
            Self::Position(row) => (row.valid_from, row.valid_to),
        }
    }

    fn is_occupied(&self, tx: &mut Tx<'_>, book: BookId, code: &str) -> Result<bool, Fault> {
        match self {
            Self::Position(row) => Ok(row.lots > 0),
            _ => store::has_open_children(tx, book, code),
        }
    }
}

/// The code of the site that a longer facility code lies in.
pub(crate) fn site_of(code: &str) -> Result<SiteCode, Refusal> {
    SiteCode::parse(code.get(..21).unwrap_or(code))
}

fn warehouse_of(code: &str) -> Result<WarehouseCode, Refusal> {
    WarehouseCode::parse(code.get(..25).unwrap_or(code))
}

/// The code of the bay that a position lies in.
fn bay_of(position: &PositionCode) -> &str {
    let text = position.as_str();
    text.get(..28).unwrap_or(text)
}

impl Event for NewSite {
    const ACT: &'static str = "site.register";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        tx.put(&SiteRow {
            book_id: post.book,
            site: self.site.clone(),
            name: self.name.as_str().into(),
            region: self.region.clone(),
            kind: self.kind.as_str().into(),
            longitude: self.longitude,
            latitude: self.latitude,
            valid_from: self.valid_from,
            valid_to: None,
        })
    }
}

impl Event for NewWarehouse {
    const ACT: &'static str = "warehouse.register";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        tx.put(&WarehouseRow {
            book_id: post.book,
            warehouse: self.warehouse.clone(),
            site: site_of(self.warehouse.as_str()).map_err(corrupt)?,
            name: self.name.as_str().into(),
            kind: self.kind.as_str().into(),
            valid_from: self.valid_from,
            valid_to: None,
        })
    }
}

impl Event for NewBay {
    const ACT: &'static str = "bay.register";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        tx.put(&BayRow {
            book_id: post.book,
            bay: self.bay.as_str().into(),
            warehouse: warehouse_of(&self.bay).map_err(corrupt)?,
            name: self.name.as_str().into(),
            valid_from: self.valid_from,
            valid_to: None,
        })
    }
}

impl Event for NewPosition {
    const ACT: &'static str = "position.register";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        tx.put(&PositionRow {
            book_id: post.book,
            position: self.position.clone(),
            site: site_of(self.position.as_str()).map_err(corrupt)?,
            bay: bay_of(&self.position).into(),
            name: self.name.as_str().into(),
            form: self.form.as_str().into(),
            capacity: self.capacity,
            keeper: self.keeper.as_str().into(),
            valid_from: self.valid_from,
            valid_to: None,
            dedicated: None,
            lots: 0,
            free_from: None,
            rotation: None,
            sealed: None,
        })
    }
}

impl Event for Closing {
    const ACT: &'static str = "facility.close";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let valid_to = Some(self.valid_to);
        match Any::get(tx, post.book, &self.code)? {
            Some(Any::Site(row)) => tx.put(&SiteRow { valid_to, ..row }),
            Some(Any::Warehouse(row)) => tx.put(&WarehouseRow { valid_to, ..row }),
            Some(Any::Bay(row)) => tx.put(&BayRow { valid_to, ..row }),
            Some(Any::Position(row)) => tx.put(&PositionRow { valid_to, ..row }),
            None => Err(Fault::new(format!("no facility {} to close", self.code))),
        }
    }
}

/// A refusal where only a damaged fact can be the cause.
pub(crate) fn corrupt(refusal: Refusal) -> Fault {
    Fault::new(refusal.to_string())
}

mod refusal;
pub mod store;

pub use refusal::FacilityRefusal;

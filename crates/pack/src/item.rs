//! Items, the classes they fall in, and their units. What a good is called and how it is kept; rules about it stand in
//! their own modules.

use crate::decimal::Decimal;
use crate::term::{Basis, Text};

/// A unit of measure. Quantities are whole thousandths of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Key in the pack: `t`, `piece`.
    pub id: String,
    /// Name as printed after a number.
    pub name: Text,
    /// Places a quantity may have, 0 to 3: pieces have none, tonnes three.
    pub decimals: u8,
}

impl Unit {
    /// The smallest quantity that may be booked, in thousandths: 1000 for whole pieces.
    pub const fn quantum(&self) -> i64 {
        match self.decimals {
            0 => 1_000,
            1 => 100,
            2 => 10,
            _ => 1,
        }
    }
}

/// How goods are kept. The first three are 储粮方式 1, 2 and 3 of the provincial platforms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StorageForm {
    /// 散装: loose in the store.
    Bulk,
    /// 包装: in bags, cases or drums.
    Packed,
    /// 围包散存: loose behind a wall of bags.
    BagWalled,
    /// 罐装: liquid or gas in a tank.
    Tank,
    /// 货架或托盘: on shelves or pallets.
    Shelf,
    /// 露天堆场: in an open yard.
    Yard,
    /// 停放: vehicles, boats and machines parked.
    Parked,
}

impl StorageForm {
    /// Every form.
    pub const ALL: [StorageForm; 7] = [
        StorageForm::Bulk,
        StorageForm::Packed,
        StorageForm::BagWalled,
        StorageForm::Tank,
        StorageForm::Shelf,
        StorageForm::Yard,
        StorageForm::Parked,
    ];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            StorageForm::Bulk => "bulk",
            StorageForm::Packed => "packed",
            StorageForm::BagWalled => "bag_walled",
            StorageForm::Tank => "tank",
            StorageForm::Shelf => "shelf",
            StorageForm::Yard => "yard",
            StorageForm::Parked => "parked",
        }
    }

    /// Chinese and English name.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            StorageForm::Bulk => ("散装", "Bulk"),
            StorageForm::Packed => ("包装", "Packed"),
            StorageForm::BagWalled => ("围包散存", "Bulk behind bags"),
            StorageForm::Tank => ("罐装", "Tank"),
            StorageForm::Shelf => ("货架", "Shelf"),
            StorageForm::Yard => ("露天堆场", "Open yard"),
            StorageForm::Parked => ("停放", "Parked"),
        }
    }
}

/// Which lot goes out first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Allocation {
    /// Oldest harvest year, then earliest intake.
    OldestHarvestFirst,
    /// Earliest expiry, then earliest intake.
    FirstExpiredFirstOut,
    /// Earliest intake.
    FirstInFirstOut,
}

impl Allocation {
    /// Every rule.
    pub const ALL: [Allocation; 3] =
        [Allocation::OldestHarvestFirst, Allocation::FirstExpiredFirstOut, Allocation::FirstInFirstOut];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Allocation::OldestHarvestFirst => "oldest_harvest_first",
            Allocation::FirstExpiredFirstOut => "first_expired_first_out",
            Allocation::FirstInFirstOut => "first_in_first_out",
        }
    }

    /// Chinese and English name.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Allocation::OldestHarvestFirst => ("先陈后新", "Oldest harvest first"),
            Allocation::FirstExpiredFirstOut => ("先到期先出", "First expired, first out"),
            Allocation::FirstInFirstOut => ("先进先出", "First in, first out"),
        }
    }
}

/// Room and weight of one unit, for stacking and loading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packing {
    /// Gross weight, kg.
    pub weight_kg: Decimal,
    /// Room taken, m³.
    pub volume_m3: Decimal,
}

/// Density of a fluid or loose good, for turning a measured volume into weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Density {
    /// kg/m³.
    pub kg_m3: Decimal,
    /// The temperature it is stated at, °C.
    pub at_celsius: Decimal,
    /// Where it comes from.
    pub basis: Basis,
}

/// The same good under another code scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// Key of a [`Scheme`].
    pub scheme: String,
    /// Code there.
    pub code: String,
}

/// A code scheme that other systems use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Key in the pack.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Where it comes from.
    pub basis: Basis,
}

/// A heading over items; nothing is booked under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Code, unique over classes and items of all packs.
    pub code: String,
    /// Name.
    pub name: Text,
    /// The class above.
    pub parent: Option<String>,
    /// Codes of the class in other schemes.
    pub aliases: Vec<Alias>,
    /// Where it comes from.
    pub basis: Basis,
}

/// A good that can be booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// National code, unique over classes and items of all packs.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Id of the pack it comes from.
    pub pack: String,
    /// Size or make that the name leaves open.
    pub spec: Option<Text>,
    /// Its class.
    pub class: String,
    /// Unit of its quantities.
    pub unit: Unit,
    /// Codes of the natures it may have.
    pub natures: Vec<String>,
    /// Codes of the grades it may have; empty if it is not graded.
    pub grades: Vec<String>,
    /// Ids of the quality indicators that apply.
    pub indicators: Vec<String>,
    /// How it is kept; the first is the usual way.
    pub forms: Vec<StorageForm>,
    /// Which lot goes out first.
    pub allocation: Allocation,
    /// Room and weight of one unit.
    pub packing: Option<Packing>,
    /// Density, where volume is measured.
    pub density: Option<Density>,
    /// Codes in other schemes.
    pub aliases: Vec<Alias>,
    /// Where it comes from.
    pub basis: Basis,
}

/// A grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Code, such as `03`.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Where it comes from.
    pub basis: Basis,
}

//! What the synthetic nation stores: one recipe for each kind of stock, in codes of the built-in packs.

use rand::Rng;
use std::collections::BTreeMap;

/// A kind of stock and how it is kept, bought and tested.
#[derive(Debug, Clone, Copy)]
pub struct Recipe {
    /// Item code of a pack.
    pub item: &'static str,
    /// Nature code.
    pub nature: &'static str,
    /// Owner level code.
    pub owner_level: &'static str,
    /// Storage form of the pack.
    pub form: &'static str,
    /// Kind of warehouse.
    pub warehouse: &'static str,
    /// Kind of site.
    pub site: &'static str,
    /// Whole units one position can hold.
    pub capacity: i64,
    /// Whole units of an ordinary delivery.
    pub delivery: i64,
    /// Fen for one unit.
    pub price: i64,
    /// Whether lots have a harvest year (others have a day of make).
    pub harvested: bool,
    /// Grade, where the pack has grades.
    pub grade: Option<&'static str>,
    /// Indicator, lowest and highest usual value in thousandths, decimals; a word when both are 0.
    pub quality: &'static [(&'static str, i64, i64, u8)],
}

const WHEAT: &[(&str, i64, i64, u8)] = &[
    ("moisture", 11_500, 13_400, 1),
    ("impurity", 400, 1_300, 1),
    ("test_weight", 765_000, 805_000, 0),
    ("imperfect_kernels", 2_500, 6_000, 1),
    ("gluten_water_absorption", 181_000, 210_000, 0),
    ("tasting_score", 72_000, 88_000, 0),
    ("colour_smell", 0, 0, 0),
];
const MAIZE: &[(&str, i64, i64, u8)] = &[
    ("moisture", 12_500, 14_800, 1),
    ("impurity", 400, 1_300, 1),
    ("test_weight", 690_000, 740_000, 0),
    ("mouldy_kernels", 200, 1_500, 1),
    ("fatty_acid_value", 28_000, 58_000, 1),
    ("tasting_score", 71_000, 85_000, 0),
    ("colour_smell", 0, 0, 0),
];
const PADDY: &[(&str, i64, i64, u8)] = &[
    ("moisture", 12_300, 14_300, 1),
    ("impurity", 400, 1_300, 1),
    ("husked_yield", 76_500, 82_000, 1),
    ("head_rice", 53_000, 62_000, 1),
    ("fatty_acid_value", 14_000, 24_500, 1),
    ("tasting_score", 72_000, 86_000, 0),
    ("colour_smell", 0, 0, 0),
];

const OIL: &[(&str, i64, i64, u8)] = &[
    ("moisture", 50, 90, 2),
    ("acid_value", 150, 420, 2),
    ("peroxide_value", 800, 3_900, 2),
    ("colour_smell", 0, 0, 0),
];

const fn grain(
    item: &'static str,
    nature: &'static str,
    owner_level: &'static str,
    price: i64,
    quality: &'static [(&'static str, i64, i64, u8)],
) -> Recipe {
    Recipe {
        item,
        nature,
        owner_level,
        form: "bulk",
        warehouse: "flat",
        site: "depot",
        capacity: 6_000,
        delivery: 34,
        price,
        harvested: true,
        grade: Some("03"),
        quality,
    }
}

const fn relief(item: &'static str, capacity: i64, delivery: i64, price: i64) -> Recipe {
    Recipe {
        item,
        nature: "R121",
        owner_level: "province",
        form: "shelf",
        warehouse: "hall",
        site: "relief",
        capacity,
        delivery,
        price,
        harvested: false,
        grade: None,
        quality: &[("condition", 0, 0, 0)],
    }
}

const fn liquid(
    item: &'static str,
    nature: &'static str,
    owner_level: &'static str,
    capacity: i64,
    price: i64,
    quality: &'static [(&'static str, i64, i64, u8)],
) -> Recipe {
    Recipe {
        item,
        nature,
        owner_level,
        form: "tank",
        warehouse: "tank",
        site: "tank_farm",
        capacity,
        delivery: 30,
        price,
        harvested: false,
        grade: None,
        quality,
    }
}

/// The grain a province mainly stores.
pub fn grain_of(province: &str) -> [Recipe; 2] {
    match province.get(..2).unwrap_or_default() {
        "21" | "22" | "23" | "15" => [
            grain("1140100", "110", "central", 236_000, MAIZE),
            grain("1130202", "121", "province", 291_000, PADDY),
        ],
        "31" | "32" | "33" | "34" => [
            grain("1130202", "121", "province", 291_000, PADDY),
            grain("1120102", "110", "central", 248_000, WHEAT),
        ],
        "35" | "36" | "42" | "43" | "44" | "45" | "46" | "50" | "51" | "52" | "53" => [
            grain("1130102", "121", "province", 272_000, PADDY),
            grain("1140100", "110", "central", 245_000, MAIZE),
        ],
        _ => [
            grain("1120101", "110", "central", 248_000, WHEAT),
            grain("1140100", "121", "province", 238_000, MAIZE),
        ],
    }
}

/// Edible oil and fuels.
pub const OILS: [Recipe; 2] = [
    liquid("2120100", "121", "province", 3_000, 820_000, OIL),
    liquid("2120200", "110", "central", 3_000, 930_000, OIL),
];
/// Fuels of an energy store.
pub const FUELS: [Recipe; 2] = [
    liquid("E1010100", "E110", "central", 20_000, 710_000, &[]),
    liquid("E2010000", "E120", "province", 10_000, 820_000, &[]),
];
/// Relief goods.
pub const RELIEF: [Recipe; 6] = [
    relief("1010101", 4_000, 200, 98_000),
    relief("1010201", 20_000, 1_000, 9_600),
    relief("1010301", 10_000, 500, 13_500),
    relief("1010203", 15_000, 600, 14_200),
    relief("1010202", 30_000, 1_200, 5_900),
    relief("2010101", 8_000, 400, 6_800),
];

impl Recipe {
    /// Measurements of an ordinary sample, as a laboratory writes them.
    pub fn sample(&self, chance: &mut impl Rng) -> BTreeMap<String, String> {
        self.quality
            .iter()
            .map(|(indicator, low, high, decimals)| {
                let value = match (*low, decimals) {
                    (0, _) if *indicator == "condition" => "good".to_owned(),
                    (0, _) => "normal".to_owned(),
                    (_, 0) => (chance.random_range(*low..=*high) / 1_000).to_string(),
                    (_, decimals) => {
                        let unit = 10_i64.pow(3 - u32::from(*decimals).min(3));
                        base::term::Quantity(chance.random_range(*low..=*high) / unit * unit).to_string()
                    }
                };
                ((*indicator).to_owned(), value)
            })
            .collect()
    }
}

//! Rotation 轮换: which lots leave in which month, and when their places are filled again, at the least cost that bay and site,
//! stock to be kept, age and gap allow. It proves how far a plan is from the best one; it never decides, and never reads a clock.
//!
//! Each lot has a short menu of choices (a month out, a month back, or staying) whose costs are known. What couples lots are monthly
//! and yearly limits. Those get prices (Lagrange multipliers): at given prices each lot chooses alone, and the sum of what the lots then
//! pay, less what the limits are worth, is below the cost of every plan. Raising that sum gives the bound; filling the limits in the
//! order of the prices, then exchanging choices, gives the plan. All costs are integers, so the bound holds exactly as printed.

mod aim;
mod dual;
mod line;
mod menu;
mod primal;
mod rows;
pub mod sample;
pub mod score;

pub use aim::{Aim, propose};
pub use line::{Back, Binding, Limit, Line, Month, Parts, Plan, Wish};

/// Months one problem may look ahead.
pub const MONTHS_MAX: usize = 60;
/// Lots one problem may hold.
pub const LOTS_MAX: usize = 5_000;
/// Months a place may stand empty, or be filled before its lot leaves.
pub const GAP_MAX: usize = 12;
/// Largest quantity of a lot: a hundred thousand units, in thousandths. With [`PRICE_MAX`] it keeps every sum within 64 bits.
pub const QUANTITY_MAX: i64 = 100_000_000;
/// Largest price or rate: a million yuan for a unit, in fen.
pub const PRICE_MAX: i64 = 100_000_000;

/// What to plan. Quantities are thousandths of a unit, prices and rates fen for one unit, months counted from zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Months of the horizon.
    pub months: usize,
    /// Calendar month of the first one, 1 to 12: yearly shares are those of calendar years.
    pub first: usize,
    pub sites: Vec<Site>,
    pub groups: Vec<Group>,
    pub lots: Vec<Lot>,
    pub rates: Rates,
}

/// What a site can handle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Most that can leave, month by month.
    pub out_max: Vec<i64>,
    /// Most that can enter, month by month.
    pub back_max: Vec<i64>,
    /// Empty room for goods bought before the old ones leave (先购后销), month by month.
    pub spare: Vec<i64>,
}

/// Goods that share a market and a quota: an item of one owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Price at which fresh goods of the group sell; one entry more than months, the last for what comes after.
    pub sell: Vec<i64>,
    /// Price at which it is bought again; one entry more than months.
    pub buy: Vec<i64>,
    /// Months in which goods may leave.
    pub sell_open: Vec<bool>,
    /// Months in which goods may enter (harvest and quality window).
    pub buy_open: Vec<bool>,
    /// Most that may be away at once: stock less the minimum physical stock.
    pub away_max: i64,
    /// Least and most that leaves in each calendar year the horizon touches.
    pub share: Vec<(i64, i64)>,
}

/// One lot at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot {
    /// Index into the sites.
    pub site: usize,
    /// Index into the groups.
    pub group: usize,
    pub quantity: i64,
    /// Age at the first month, months: only for [`Aim::OldestFirst`] and for showing.
    pub age: i64,
    pub state: State,
}

/// Where a lot stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In store.
    Stored {
        /// First month it may leave.
        ready: usize,
        /// Last month it may lie there; beyond the horizon it may stay.
        due: usize,
        /// Months between leaving and refilling at most (架空期).
        gap_max: usize,
        /// Months the new goods may come before the old ones leave.
        lead_max: usize,
        /// What a unit loses in price with every month it gets older.
        ageing: i64,
        /// What a unit sells below fresh goods at the first month.
        discount: i64,
    },
    /// Gone already; the place waits to be filled.
    Away {
        /// Last month to fill it.
        due: usize,
    },
}

/// What rotation costs beside the goods; fen for one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Bringing a unit out: loading, transport, fees of the sale.
    pub out: i64,
    /// Bringing a unit in.
    pub back: i64,
    /// Keeping a unit for a month: saved while the place is empty.
    pub storage: i64,
    /// Parts of a million that are lost on the way.
    pub loss_ppm: i64,
    /// What a unit counts that is not renewed (or not filled again) in time. Above every saving that waiting could bring.
    pub late: i64,
    /// What a unit counts that is missing from a year's least share.
    pub short: i64,
    /// What a unit counts for every month it waits and every year of age, under [`Aim::OldestFirst`].
    pub haste: i64,
}

/// How long to search.
#[derive(Clone, Copy)]
pub struct Budget<'a> {
    /// Rounds of raising the bound, for each plan.
    pub rounds: u32,
    /// Parts of the plan taken out and filled in anew, for each plan.
    pub moves: u32,
    /// Good enough: parts of a million between plan and bound.
    pub gap_ppm: i64,
    /// Asked between rounds; true ends the search with what is there.
    pub stop: &'a dyn Fn() -> bool,
}

/// Why a problem cannot be planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No or too many months, lots or choices.
    Size { what: &'static str, max: usize },
    /// A list has not the length it should have.
    Length { what: &'static str, index: usize, want: usize },
    /// A number is below zero or too large, or an index points nowhere.
    Range { what: &'static str, index: usize },
}

impl Refusal {
    /// Chinese and English, for those who made the problem.
    pub fn message(&self) -> (String, String) {
        match self {
            Self::Size { what, max } => {
                (format!("“{what}”须为 1–{max}"), format!("“{what}” lies between 1 and {max}"))
            }
            Self::Length { what, index, want } => (
                format!("第 {index} 个“{what}”应有 {want} 项"),
                format!("“{what}” number {index} should have {want} entries"),
            ),
            Self::Range { what, index } => {
                (format!("第 {index} 个“{what}”超出范围"), format!("“{what}” number {index} is out of range"))
            }
        }
    }
}

impl Problem {
    /// The calendar year of a month, counted from the first one's.
    pub fn year(&self, month: usize) -> usize {
        (self.first - 1 + month) / 12
    }

    /// Calendar years the horizon touches.
    pub fn years(&self) -> usize {
        self.year(self.months - 1) + 1
    }

    /// That lengths fit, indices point somewhere and no sum can overflow.
    pub fn check(&self) -> Result<(), Refusal> {
        let size = |what, len: usize, max| {
            if (1..=max).contains(&len) { Ok(()) } else { Err(Refusal::Size { what, max }) }
        };
        size("months", self.months, MONTHS_MAX)?;
        size("first", self.first, 12)?;
        size("lots", self.lots.len(), LOTS_MAX)?;
        let length = |what, index, len: usize, want| {
            if len == want { Ok(()) } else { Err(Refusal::Length { what, index, want }) }
        };
        let range = |what, index, number: i64, max: i64| {
            if (0..=max).contains(&number) { Ok(()) } else { Err(Refusal::Range { what, index }) }
        };
        let total = QUANTITY_MAX * LOTS_MAX as i64;
        for (i, site) in self.sites.iter().enumerate() {
            for list in [&site.out_max, &site.back_max, &site.spare] {
                length("site", i, list.len(), self.months)?;
                list.iter().try_for_each(|limit| range("site", i, *limit, total))?;
            }
        }
        for (i, group) in self.groups.iter().enumerate() {
            for list in [&group.sell, &group.buy] {
                length("price", i, list.len(), self.months + 1)?;
                list.iter().try_for_each(|price| range("price", i, *price, PRICE_MAX))?;
            }
            for list in [&group.sell_open, &group.buy_open] {
                length("window", i, list.len(), self.months)?;
            }
            range("away_max", i, group.away_max, total)?;
            length("share", i, group.share.len(), self.years())?;
            for (least, most) in &group.share {
                range("share", i, *most, total)?;
                range("share", i, *least, *most)?;
            }
        }
        for (i, lot) in self.lots.iter().enumerate() {
            let known = lot.site < self.sites.len() && lot.group < self.groups.len() && lot.quantity > 0;
            range("lot", i, if known { lot.quantity } else { -1 }, QUANTITY_MAX)?;
            range("age", i, lot.age, 1_200)?;
            if let State::Stored { gap_max, lead_max, ageing, discount, .. } = lot.state {
                range("gap", i, gap_max.max(lead_max) as i64, GAP_MAX as i64)?;
                range("ageing", i, ageing, PRICE_MAX / MONTHS_MAX as i64)?;
                range("discount", i, discount, PRICE_MAX)?;
            }
        }
        let Rates { out, back, storage, loss_ppm, late, short, haste } = self.rates;
        for rate in [out, back, storage * GAP_MAX as i64, late, short, haste * 100 * MONTHS_MAX as i64] {
            range("rate", 0, rate, PRICE_MAX)?;
        }
        range("loss", 0, loss_ppm, 1_000_000)
    }
}

#[cfg(test)]
mod test;

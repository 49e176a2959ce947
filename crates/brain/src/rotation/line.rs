//! What a plan says: for each lot when it leaves and when its place is filled, what that costs and what stood in the way of better;
//! for each month what moves; for each limit that binds what a little more of it would be worth.

use super::dual::Search;
use super::menu::{Choice, Menu, parts};
use super::primal::Draft;
use super::rows::Rows;
use super::{Aim, Problem, State};

/// What a choice costs, by its parts: thousandths of a fen inside, fen once shown. Below zero is money that comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// Old goods sold.
    pub sale: i64,
    /// Fresh goods bought.
    pub purchase: i64,
    /// Bringing out and in.
    pub handling: i64,
    /// Weight lost on the way.
    pub loss: i64,
    /// Storage saved while empty, or paid for room filled early.
    pub storage: i64,
    /// What counts for goods not renewed in time; nobody pays it, a plan shows it.
    pub late: i64,
}

impl Parts {
    /// All of it.
    pub fn total(&self) -> i64 {
        self.sale + self.purchase + self.handling + self.loss + self.storage + self.late
    }

    /// The same in fen, each part rounded to the nearest.
    fn shown(&self) -> Self {
        let fen = |part: i64| (part + 500).div_euclid(1_000);
        Self {
            sale: fen(self.sale),
            purchase: fen(self.purchase),
            handling: fen(self.handling),
            loss: fen(self.loss),
            storage: fen(self.storage),
            late: fen(self.late),
        }
    }

    fn plus(&self, other: &Self) -> Self {
        Self {
            sale: self.sale + other.sale,
            purchase: self.purchase + other.purchase,
            handling: self.handling + other.handling,
            loss: self.loss + other.loss,
            storage: self.storage + other.storage,
            late: self.late + other.late,
        }
    }
}

/// When a place is filled again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    /// In this month.
    Month(usize),
    /// Behind the horizon, within its gap.
    After,
}

/// A limit that lots share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// What a site can bring out.
    Out { site: usize, month: usize },
    /// What a site can take in.
    Back { site: usize, month: usize },
    /// Room at a site for goods bought early.
    Spare { site: usize, month: usize },
    /// What may be away of a group at once.
    Away { group: usize, month: usize },
    /// Most of a group that leaves in a year.
    ShareMost { group: usize, year: usize },
    /// Least of a group that leaves in a year.
    ShareLeast { group: usize, year: usize },
}

/// A limit that binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    pub limit: Limit,
    /// Thousandths of a unit.
    pub load: i64,
    pub most: i64,
    /// What one more unit would save, fen: the price that proves the bound. Prices need not be unique.
    pub price: i64,
}

/// What a lot would rather have done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    pub out: Option<usize>,
    pub back: Option<Back>,
    /// What it would have saved, fen.
    pub saving: i64,
    /// What stands in the way: the dearest limit on that path that has no room left.
    pub limit: Limit,
}

/// What a plan does with one lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Index into the lots.
    pub lot: usize,
    /// Month it leaves; none if it stays or has left before.
    pub out: Option<usize>,
    /// When its place is filled; none if it stays, or stays empty through the horizon.
    pub back: Option<Back>,
    /// Fen.
    pub cost: Parts,
    /// Not renewed or not filled in time for want of room.
    pub late: bool,
    pub wish: Option<Wish>,
}

/// What moves in a month, thousandths of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Month {
    pub out: i64,
    pub back: i64,
    /// Away at the end of the month.
    pub away: i64,
}

/// A plan with its proof and its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub aim: Aim,
    /// In the order of the lots.
    pub lines: Vec<Line>,
    pub months: Vec<Month>,
    /// Sum of the lines, fen.
    pub cost: Parts,
    /// Missing from least shares, thousandths of a unit.
    pub short: i64,
    /// What the search made small: cost, and what the aim adds. Fen.
    pub value: i64,
    /// No plan has a smaller value than this, fen, rounded up.
    pub bound: i64,
    /// Parts of a million between value and bound, of the bound, rounded up.
    pub gap_ppm: i64,
    /// What a site may move, in percent of what it can.
    pub percent: i64,
    /// Rounds the search took.
    pub rounds: u32,
    /// The limits that cost most, dearest first.
    pub binding: Vec<Binding>,
}

/// Limits a plan names.
const BINDING_MAX: usize = 30;

/// A sum of thousandths of a fen as fen, rounded towards the larger.
fn fen(sum: i128) -> i64 {
    let up = sum.div_euclid(1_000) + i128::from(sum.rem_euclid(1_000) != 0);
    i64::try_from(up).unwrap_or(i64::MAX)
}

/// Parts of a million between a cost and the bound below it, rounded up.
pub(super) fn gap_ppm(cost: i128, bound: i128) -> i64 {
    let (over, of) = ((cost - bound).max(0), bound.abs().max(1));
    i64::try_from((over * 1_000_000 + of - 1) / of).unwrap_or(i64::MAX)
}

/// Everything a plan is told from.
pub(super) struct Told<'a> {
    pub problem: &'a Problem,
    pub menu: &'a Menu,
    pub rows: &'a Rows,
    pub search: &'a Search,
    pub aim: Aim,
    pub percent: i64,
    pub rounds: u32,
}

impl Told<'_> {
    /// Writes a plan out.
    pub fn plan(&self, draft: &Draft) -> Plan {
        let Told { problem, rows, search, .. } = self;
        let lines: Vec<Line> = (0..problem.lots.len()).map(|i| self.line(draft, i)).collect();
        let mut months = vec![Month::default(); problem.months];
        for (line, lot) in lines.iter().zip(&problem.lots) {
            let gone = matches!(lot.state, State::Away { .. }).then_some(0).or(line.out);
            let back = match line.back {
                Some(Back::Month(month)) => month,
                _ => problem.months,
            };
            if let Some(out) = line.out {
                months[out].out += lot.quantity;
            }
            if back < problem.months {
                months[back].back += lot.quantity;
            }
            if let Some(gone) = gone {
                (gone..back).for_each(|month| months[month].away += lot.quantity);
                (back..gone).for_each(|month| months[month].away -= lot.quantity);
            }
        }
        let mut binding: Vec<Binding> = (0..rows.limit.len())
            .filter(|row| search.price[*row] > 0)
            .map(|row| {
                let sign = if row < rows.soft { 1 } else { -1 };
                let (load, most) = (sign * draft.load[row], sign * rows.limit[row]);
                Binding { limit: rows.name(row), load, most, price: search.price[row] }
            })
            .collect();
        binding.sort_by_key(|b| -i128::from(b.price) * i128::from(b.most.max(1)));
        binding.truncate(BINDING_MAX);
        let missed = |row: usize| (draft.load[row] - rows.limit[row]).max(0);
        Plan {
            aim: self.aim,
            cost: lines.iter().fold(Parts::default(), |sum, line| sum.plus(&line.cost)),
            lines,
            months,
            short: (rows.soft..rows.limit.len()).map(missed).sum(),
            value: fen(draft.cost),
            bound: fen(search.bound),
            gap_ppm: gap_ppm(draft.cost, search.bound),
            percent: self.percent,
            rounds: self.rounds,
            binding,
        }
    }

    fn line(&self, draft: &Draft, i: usize) -> Line {
        let (choice, months) = (self.menu.lot(i)[draft.pick[i]], self.problem.months);
        let cost = parts(self.problem, i, usize::from(choice.out), usize::from(choice.back));
        let (out, back) = self.when(i, &choice);
        let stays = usize::from(choice.out) == months && usize::from(choice.back) == months;
        let late = stays && cost.late > 0;
        Line { lot: i, out, back, cost: cost.shown(), late, wish: self.wish(draft, i) }
    }

    fn when(&self, i: usize, choice: &Choice) -> (Option<usize>, Option<Back>) {
        let (months, out, back) = (self.problem.months, usize::from(choice.out), usize::from(choice.back));
        let leaves = (out < months).then_some(out);
        let away = matches!(self.problem.lots[i].state, State::Away { due } if due >= months);
        let filled = match back {
            back if back < months => Some(Back::Month(back)),
            _ if leaves.is_some() || away => Some(Back::After),
            _ => None,
        };
        (leaves, filled)
    }

    /// The cheapest choice a lot did not get, if one was cheaper, and the limit that has no room for it.
    fn wish(&self, draft: &Draft, i: usize) -> Option<Wish> {
        let (lot, choices) = (&self.problem.lots[i], self.menu.lot(i));
        let now = choices[draft.pick[i]];
        let best = choices.iter().min_by_key(|choice| choice.cost).filter(|best| best.cost < now.cost)?;
        let mut load: Vec<(usize, i64)> = Vec::new();
        self.rows.visit(lot, &now, |row, amount| load.push((row, -amount)));
        let left = |row: usize| {
            let own: i64 = load.iter().filter(|(r, _)| *r == row).map(|(_, amount)| amount).sum();
            self.rows.limit[row] - draft.load[row] - own
        };
        let mut full = None;
        let mut blocks = |row: usize, amount: i64| {
            if amount > 0 && row < self.rows.soft && left(row) < amount {
                let price = self.search.price[row];
                if full.is_none_or(|(dearest, _)| price > dearest) {
                    full = Some((price, row));
                }
            }
        };
        self.rows.visit(lot, best, &mut blocks);
        // A cheaper choice that nothing blocks would miss a least share: staying is the cheapest, and the share wants the lot.
        let row = full.map(|(_, row)| row).or_else(|| {
            let mut share = None;
            self.rows.visit(lot, &now, |row, _| share = (row >= self.rows.soft).then_some(row).or(share));
            share
        })?;
        let (out, back) = self.when(i, best);
        Some(Wish { out, back, saving: fen(i128::from(now.cost - best.cost)), limit: self.rows.name(row) })
    }
}

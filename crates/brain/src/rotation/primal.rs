//! The plan: choices filled in at given prices, then exchanged one by one and two by two while that saves. It never breaks a limit;
//! a lot that finds no room stays, and that is counted and shown.

use super::Problem;
use super::menu::{Choice, Menu};
use super::rows::{Rows, Tariff};

/// Most of the cheaper choices that an exchange of two tries for one lot.
const TRIES_MAX: usize = 12;
/// Most lots that an exchange of two tries to move away for one choice.
const PARTNERS_MAX: usize = 60;
/// Most lots that are filled in anew at once.
const REBUILT_MAX: u64 = 24;

/// A plan in the making: every lot has a choice, every hard limit holds.
#[derive(Clone)]
pub(super) struct Draft {
    /// The chosen entry of each lot's choices.
    pub pick: Vec<usize>,
    pub load: Vec<i64>,
    /// Thousandths of a fen, with what missed shares count.
    pub cost: i128,
}

/// Everything an exchange looks at.
pub(super) struct Desk<'a> {
    pub problem: &'a Problem,
    pub menu: &'a Menu,
    pub rows: &'a Rows,
    /// Lots of each site and of each group.
    at_site: Vec<Vec<usize>>,
    in_group: Vec<Vec<usize>>,
}

impl<'a> Desk<'a> {
    pub fn new(problem: &'a Problem, menu: &'a Menu, rows: &'a Rows) -> Self {
        let mut at_site = vec![Vec::new(); problem.sites.len()];
        let mut in_group = vec![Vec::new(); problem.groups.len()];
        for (i, lot) in problem.lots.iter().enumerate() {
            at_site[lot.site].push(i);
            in_group[lot.group].push(i);
        }
        Self { problem, menu, rows, at_site, in_group }
    }

    /// Everybody stays.
    fn idle(&self) -> Draft {
        let count = self.problem.lots.len();
        let stay: i128 = (0..count).map(|i| i128::from(self.menu.lot(i)[0].cost)).sum();
        let missed: i128 = self.rows.limit[self.rows.soft..].iter().map(|least| -i128::from(*least)).sum();
        let cost = stay + missed * i128::from(self.problem.rates.short);
        Draft { pick: vec![0; count], load: vec![0; self.rows.limit.len()], cost }
    }

    /// Fills in choices at these prices: lots that must move first, large before small, then whoever gains most.
    pub fn fill(&self, price: &[i64]) -> Draft {
        let tariff = self.rows.tariff(price);
        let charges: Vec<Vec<(i64, usize)>> = (0..self.problem.lots.len())
            .map(|i| {
                let mut list = Vec::with_capacity(self.menu.lot(i).len());
                tariff.charge(&self.problem.lots[i], self.menu.lot(i), |at, cost| list.push((cost, at)));
                list
            })
            .collect();
        let gain = |i: usize| {
            let best = charges[i].iter().map(|(cost, _)| *cost).min().unwrap_or_default();
            charges[i][0].0 - best
        };
        let mut order: Vec<usize> = (0..charges.len()).collect();
        order.sort_by_key(|i| (std::cmp::Reverse(gain(*i)), *i));
        let mut draft = self.idle();
        for i in order {
            let mut list = charges[i].clone();
            list.sort_unstable();
            if let Some((_, at)) = list.into_iter().find(|(_, at)| self.fits(&draft, i, *at)) {
                self.set(&mut draft, i, at);
            }
        }
        draft
    }

    /// Whether a lot that loads nothing now may take a choice.
    fn fits(&self, draft: &Draft, i: usize, at: usize) -> bool {
        let mut fits = true;
        self.rows.visit(&self.problem.lots[i], &self.menu.lot(i)[at], |row, amount| {
            fits &= amount <= 0 || row >= self.rows.soft || draft.load[row] + amount <= self.rows.limit[row];
        });
        fits
    }

    /// Gives a lot another choice and keeps loads and cost right.
    fn set(&self, draft: &mut Draft, i: usize, at: usize) {
        let choices = self.menu.lot(i);
        let old = draft.pick[i];
        let short = i128::from(self.problem.rates.short);
        let Draft { load, cost, .. } = draft;
        let mut shift = |choice: &Choice, sign: i64| {
            self.rows.visit(&self.problem.lots[i], choice, |row, amount| {
                let missed = |load: i64| i128::from((load - self.rows.limit[row]).max(0));
                let before = load[row];
                load[row] += sign * amount;
                if row >= self.rows.soft {
                    *cost += (missed(load[row]) - missed(before)) * short;
                }
            });
        };
        shift(&choices[old], -1);
        shift(&choices[at], 1);
        draft.cost += i128::from(choices[at].cost) - i128::from(choices[old].cost);
        draft.pick[i] = at;
    }

    /// Limits that are overrun once a lot has left its choice: those it had given room.
    fn exposed(&self, draft: &Draft, i: usize, at: usize) -> bool {
        let mut over = false;
        self.rows.visit(&self.problem.lots[i], &self.menu.lot(i)[at], |row, amount| {
            over |= amount < 0 && row < self.rows.soft && draft.load[row] > self.rows.limit[row];
        });
        over
    }

    /// The cheapest choice of a lot that loads nothing now, by what the whole plan would cost.
    fn cheapest(&self, draft: &mut Draft, i: usize) -> usize {
        let (mut best, mut cost) = (0, draft.cost);
        for at in 1..self.menu.lot(i).len() {
            // Shares aside, the cost of the choice says it all: skip what cannot gain even if a whole share were met by it.
            let choice = self.menu.lot(i)[at];
            let relief = i128::from(self.problem.rates.short) * i128::from(self.problem.lots[i].quantity);
            let least = draft.cost + i128::from(choice.cost - self.menu.lot(i)[0].cost) - relief;
            if least < cost && self.fits(draft, i, at) {
                self.set(draft, i, at);
                if draft.cost < cost {
                    (best, cost) = (at, draft.cost);
                }
                self.set(draft, i, 0);
            }
        }
        best
    }

    /// Moves single lots until none gains. Returns whether any did.
    pub fn shift(&self, draft: &mut Draft) -> bool {
        let mut any = false;
        loop {
            let before = draft.cost;
            for i in 0..draft.pick.len() {
                let (old, cost) = (draft.pick[i], draft.cost);
                self.set(draft, i, 0);
                let at = if self.exposed(draft, i, old) { old } else { self.cheapest(draft, i) };
                self.set(draft, i, at);
                if draft.cost > cost {
                    self.set(draft, i, old);
                }
            }
            if draft.cost >= before {
                return any;
            }
            any = true;
        }
    }

    /// Gives a lot a cheaper choice for which another has to make room, wherever both together gain. One pass over the lots.
    pub fn exchange(&self, draft: &mut Draft, stop: &dyn Fn() -> bool) -> bool {
        let mut any = false;
        for i in 0..draft.pick.len() {
            if i % 64 == 0 && stop() {
                break;
            }
            let current = self.menu.lot(i)[draft.pick[i]].cost;
            let mut wishes: Vec<(i64, usize)> = self
                .menu
                .lot(i)
                .iter()
                .enumerate()
                .filter(|(_, choice)| choice.cost < current)
                .map(|(at, choice)| (choice.cost, at))
                .collect();
            wishes.sort_unstable();
            wishes.truncate(TRIES_MAX);
            any |= wishes.into_iter().any(|(_, at)| self.make_room(draft, i, at));
        }
        any
    }

    /// Tries to give a lot a choice by moving one other lot out of its way; keeps it if the plan gets cheaper.
    fn make_room(&self, draft: &mut Draft, i: usize, at: usize) -> bool {
        let (old, cost) = (draft.pick[i], draft.cost);
        self.set(draft, i, 0);
        if self.exposed(draft, i, old) {
            self.set(draft, i, old);
            return false;
        }
        let mut full = Vec::new();
        let lot = &self.problem.lots[i];
        self.rows.visit(lot, &self.menu.lot(i)[at], |row, amount| {
            if amount > 0 && row < self.rows.soft && draft.load[row] + amount > self.rows.limit[row] {
                full.push(row);
            }
        });
        let first = full.first().copied();
        let block = 3 * self.problem.sites.len() * self.problem.months;
        let partners = match first {
            None => {
                self.set(draft, i, at);
                if draft.cost < cost {
                    return true;
                }
                self.set(draft, i, old);
                return false;
            }
            Some(row) if row < block => &self.at_site[lot.site],
            Some(_) => &self.in_group[lot.group],
        };
        let uses = |j: usize, pick: usize| {
            let mut uses = false;
            self.rows.visit(&self.problem.lots[j], &self.menu.lot(j)[pick], |row, amount| {
                uses |= Some(row) == first && amount > 0;
            });
            uses
        };
        // Begin behind the lot itself, so that different lots try different partners.
        let from = partners.partition_point(|j| *j <= i);
        let others: Vec<usize> = partners[from..]
            .iter()
            .chain(&partners[..from])
            .copied()
            .filter(|j| *j != i && uses(*j, draft.pick[*j]))
            .take(PARTNERS_MAX)
            .collect();
        for j in others {
            let held = draft.pick[j];
            self.set(draft, j, 0);
            if !self.exposed(draft, j, held) && self.fits(draft, i, at) {
                self.set(draft, i, at);
                let new = self.cheapest(draft, j);
                self.set(draft, j, new);
                if draft.cost < cost {
                    return true;
                }
                self.set(draft, i, 0);
            }
            self.set(draft, j, held);
        }
        self.set(draft, i, old);
        false
    }

    /// Takes some lots of one site (or of one group) out and fills them in again in another order at these prices; keeps what is
    /// cheaper. Returns whether it was.
    pub fn rebuild(&self, draft: &mut Draft, tariff: &Tariff, chance: &mut Chance) -> bool {
        let sites = self.at_site.len() as u64;
        let at = chance.below(sites + sites / 4 + 1);
        let pool = match at.checked_sub(sites) {
            None => &self.at_site[at as usize],
            Some(_) => &self.in_group[chance.below(self.in_group.len() as u64) as usize],
        };
        if pool.is_empty() {
            return false;
        }
        let (count, cost) = (4 + chance.below(REBUILT_MAX - 3) as usize, draft.cost);
        let mut lots: Vec<usize> = pool.clone();
        for k in 0..count.min(lots.len()) {
            let other = k + chance.below((lots.len() - k) as u64) as usize;
            lots.swap(k, other);
        }
        lots.truncate(count);
        let held: Vec<usize> = lots.iter().map(|i| draft.pick[*i]).collect();
        lots.iter().for_each(|i| self.set(draft, *i, 0));
        let exposed = lots.iter().zip(&held).any(|(i, at)| self.exposed(draft, *i, *at));
        if !exposed {
            // In thirds of the prices: from every lot for itself to full regard for the others.
            let regard = chance.below(4) as i64;
            lots.iter().for_each(|i| {
                let at = self.dearest_regard(draft, tariff, *i, regard);
                self.set(draft, *i, at);
            });
        }
        if !exposed && draft.cost <= cost {
            return draft.cost < cost;
        }
        lots.iter().for_each(|i| self.set(draft, *i, 0));
        lots.iter().zip(&held).for_each(|(i, at)| self.set(draft, *i, *at));
        false
    }

    /// The fitting choice of a lot that is cheapest when so many thirds of the prices count.
    fn dearest_regard(&self, draft: &Draft, tariff: &Tariff, i: usize, regard: i64) -> usize {
        let choices = self.menu.lot(i);
        let mut list: Vec<(i64, usize)> = Vec::with_capacity(choices.len());
        tariff.charge(&self.problem.lots[i], choices, |at, charge| {
            list.push((choices[at].cost + (charge - choices[at].cost) / 3 * regard, at));
        });
        let (mut best, mut pick) = (list[0].0, 0);
        for (cost, at) in list.into_iter().skip(1) {
            if cost < best && self.fits(draft, i, at) {
                (best, pick) = (cost, at);
            }
        }
        pick
    }
}

/// A fixed sequence that looks like chance (SplitMix64), so that a search can vary and still always do the same.
pub(super) struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is above zero.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

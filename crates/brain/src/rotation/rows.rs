//! The limits that lots share: what a site can move in a month, room, stock to be kept, yearly shares. A limit knows its load, never a lot.

use super::line::Limit;
use super::menu::Choice;
use super::{Lot, Problem, State};

/// Where each limit stands in one list, and how much it allows.
pub(super) struct Rows {
    months: usize,
    sites: usize,
    groups: usize,
    years: usize,
    /// The year of each month.
    year: Vec<usize>,
    /// Most load of each; the least shares stand here below zero, and are the only ones that may be missed, at a price.
    pub limit: Vec<i64>,
    /// Where the least shares begin.
    pub soft: usize,
}

impl Rows {
    /// The limits of a problem; what sites can move is scaled to so many percent.
    pub fn of(problem: &Problem, percent: i64) -> Self {
        let (months, years) = (problem.months, problem.years());
        let scaled = |list: &[i64]| list.iter().map(|limit| limit * percent / 100).collect::<Vec<_>>();
        let mut limit = Vec::new();
        problem.sites.iter().for_each(|site| limit.extend(scaled(&site.out_max)));
        problem.sites.iter().for_each(|site| limit.extend(scaled(&site.back_max)));
        problem.sites.iter().for_each(|site| limit.extend_from_slice(&site.spare));
        for (i, group) in problem.groups.iter().enumerate() {
            // What is away already counts against the limit until it is filled; more than the limit leaves no room, not less than none.
            let of_group = |lot: &&Lot| lot.group == i && matches!(lot.state, State::Away { .. });
            let away: i64 = problem.lots.iter().filter(of_group).map(|lot| lot.quantity).sum();
            limit.extend(std::iter::repeat_n((group.away_max - away).max(0), months));
        }
        problem.groups.iter().for_each(|group| limit.extend(group.share.iter().map(|(_, most)| *most)));
        let soft = limit.len();
        problem.groups.iter().for_each(|group| limit.extend(group.share.iter().map(|(least, _)| -*least)));
        Self {
            months,
            sites: problem.sites.len(),
            groups: problem.groups.len(),
            years,
            year: (0..months).map(|month| problem.year(month)).collect(),
            limit,
            soft,
        }
    }

    /// Calls back with every limit a choice loads and by how much; below zero it gives room.
    #[inline]
    pub fn visit(&self, lot: &Lot, choice: &Choice, mut put: impl FnMut(usize, i64)) {
        let (months, quantity) = (self.months, lot.quantity);
        let (out, back) = (usize::from(choice.out), usize::from(choice.back));
        let (site, group) = (lot.site * months, 3 * self.sites * months + lot.group * months);
        if out < months {
            put(site + out, quantity);
            let share = self.share(lot.group) + self.year[out];
            put(share, quantity);
            put(share + self.groups * self.years, -quantity);
            (back..out).for_each(|month| put((2 * self.sites) * months + site + month, quantity));
        }
        if back < months {
            put(self.sites * months + site + back, quantity);
        }
        (out..back).for_each(|month| put(group + month, quantity));
        (back..out).for_each(|month| put(group + month, -quantity));
    }

    /// Where the yearly most of a group begin.
    fn share(&self, group: usize) -> usize {
        3 * self.sites * self.months + self.groups * self.months + group * self.years
    }

    /// What a limit is, for people.
    pub fn name(&self, row: usize) -> Limit {
        let (months, block) = (self.months, self.sites * self.months);
        let at = |row: usize| (row / months, row % months);
        let yearly = self.share(0);
        if row < block {
            let (site, month) = at(row);
            Limit::Out { site, month }
        } else if row < 2 * block {
            let (site, month) = at(row - block);
            Limit::Back { site, month }
        } else if row < 3 * block {
            let (site, month) = at(row - 2 * block);
            Limit::Spare { site, month }
        } else if row < yearly {
            let (group, month) = at(row - 3 * block);
            Limit::Away { group, month }
        } else {
            let row = row - yearly;
            let (group, year) = (row / self.years % self.groups, row % self.years);
            if row < self.groups * self.years {
                Limit::ShareMost { group, year }
            } else {
                Limit::ShareLeast { group, year }
            }
        }
    }

    /// Prices of the limits, made ready to be asked month by month.
    pub fn tariff(&self, price: &[i64]) -> Tariff {
        let (months, block) = (self.months, self.sites * self.months);
        let closed = |prices: &mut dyn Iterator<Item = i64>| prices.chain([0]).collect::<Vec<_>>();
        let running = |prices: &[i64]| {
            let mut sum = vec![0];
            prices.iter().for_each(|price| sum.push(sum[sum.len() - 1] + price));
            sum
        };
        let by_site = |from: usize| price[from..from + block].chunks(months);
        let out = by_site(0).map(|list| closed(&mut list.iter().copied())).collect();
        let back = by_site(block).map(|list| closed(&mut list.iter().copied())).collect();
        let spare = by_site(2 * block).map(running).collect();
        let (mut away, mut share) = (Vec::new(), Vec::new());
        for group in 0..self.groups {
            let from = 3 * block + group * months;
            away.push(running(&price[from..from + months]));
            let from = self.share(group);
            let least = from + self.groups * self.years;
            let yearly = self.year.iter().map(|year| price[from + year] - price[least + year]);
            share.push(closed(&mut yearly.into_iter()));
        }
        Tariff { out, back, spare, away, share }
    }
}

/// What limits cost, fen for a unit, by site or group and month; the entry behind the last month is that of staying.
pub(super) struct Tariff {
    out: Vec<Vec<i64>>,
    back: Vec<Vec<i64>>,
    /// Running sums, so that a span of months is a difference.
    spare: Vec<Vec<i64>>,
    away: Vec<Vec<i64>>,
    share: Vec<Vec<i64>>,
}

impl Tariff {
    /// The cost of each choice of a lot with the prices of what it loads, thousandths of a fen.
    #[inline]
    pub fn charge(&self, lot: &Lot, choices: &[Choice], mut put: impl FnMut(usize, i64)) {
        let (out, back, share) = (&self.out[lot.site], &self.back[lot.site], &self.share[lot.group]);
        let (away, spare) = (&self.away[lot.group], &self.spare[lot.site]);
        let stays = out.len() - 1;
        for (at, choice) in choices.iter().enumerate() {
            let (m, r) = (usize::from(choice.out), usize::from(choice.back));
            let mut price = out[m] + share[m] + back[r] + away[r] - away[m];
            if r < m && m < stays {
                price += spare[m] - spare[r];
            }
            put(at, choice.cost + lot.quantity * price);
        }
    }
}

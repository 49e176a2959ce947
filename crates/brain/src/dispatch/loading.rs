//! Makes loads of what shall flow: which period, which vehicles, whole units, every limit kept. What does not fit goes elsewhere
//! or stays unmet. It follows a flow and never looks for a better one.

use super::model::{Lane, Model, Want};
use super::network::{Leg, Measure};

/// One load of a plan, in thousandths of the item's unit.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    pub want: u32,
    pub lane: Lane,
    pub period: usize,
    pub fleet: Option<u32>,
    pub quantity: i64,
}

/// What is left of every limit, and the loads so far.
pub struct Yard<'a> {
    model: &'a Model,
    stock: Vec<std::collections::BTreeMap<u32, i64>>,
    /// Milligrams by site and period.
    load: Vec<Option<Vec<i64>>>,
    /// Milligram-minutes by fleet and period.
    fleet: Vec<Vec<i128>>,
    /// Thousandths that each need still lacks.
    pub left: Vec<i64>,
    pub loads: Vec<Load>,
}

impl<'a> Yard<'a> {
    pub fn new(model: &'a Model) -> Self {
        let load = |depot: &super::model::Depot| depot.load.map(|load| vec![load; model.periods]);
        Self {
            model,
            stock: model.depots.iter().map(|depot| depot.stock.clone()).collect(),
            load: model.depots.iter().map(load).collect(),
            fleet: (0..model.trucks.len()).map(|f| vec![model.fleet_minutes(f); model.periods]).collect(),
            left: model.wants.iter().map(|want| want.quantity).collect(),
            loads: Vec::new(),
        }
    }

    /// Follows a flow of milligrams on legs, the weightiest needs first, then fills what is still lacking by the cheapest ways.
    pub fn fill(&mut self, legs: &[Leg], flow: &[i64], measure: &Measure, first: First) {
        let mut order: Vec<usize> = (0..legs.len()).filter(|&leg| flow[leg] > 0).collect();
        let want = |leg: usize| &self.model.wants[legs[leg].want as usize];
        let slack = |leg: usize| want(leg).due.map(|due| due - legs[leg].lane.minutes);
        match first {
            First::Urgent => order.sort_by_key(|&leg| (-want(leg).priority, slack(leg), leg)),
            First::Near => order.sort_by_key(|&leg| (-want(leg).priority, legs[leg].lane.minutes, leg)),
        }
        for leg in order {
            let Leg { want, lane } = legs[leg];
            let quantity = flow[leg] / self.model.goods[self.model.wants[want as usize].item as usize].grams;
            self.send(want, lane, quantity, &latest_first(self.model, want, lane));
        }
        self.earlier();
        self.top_up(measure);
    }

    /// Takes over loads made elsewhere, which keep the limits.
    pub fn adopt(&mut self, loads: &[Load]) {
        for &load in loads {
            self.book(load, 1);
            self.loads.push(load);
        }
    }

    /// Sends up to a quantity, period by period in the order given.
    fn send(&mut self, want: u32, lane: Lane, quantity: i64, periods: &[usize]) {
        let mut quantity = quantity;
        for &period in periods {
            let fleets = self.model.depots[lane.site as usize].fleets.clone();
            let weighted = self.model.goods[self.model.wants[want as usize].item as usize].weighted;
            let choices: Vec<Option<u32>> = if fleets.is_empty() || !weighted {
                vec![None]
            } else {
                fleets.into_iter().map(Some).collect()
            };
            for fleet in choices {
                let load = Load { want, lane, period, fleet, quantity };
                let fits = self.fits(load);
                if fits > 0 {
                    let load = Load { quantity: fits, ..load };
                    self.book(load, 1);
                    self.loads.push(load);
                    quantity -= fits;
                }
            }
            if quantity == 0 {
                return;
            }
        }
    }

    /// How much of a load the limits leave, in whole steps.
    fn fits(&self, load: Load) -> i64 {
        let want = &self.model.wants[load.want as usize];
        let good = &self.model.goods[want.item as usize];
        let site = load.lane.site as usize;
        let stock = self.stock[site].get(&want.item).copied().unwrap_or(0);
        let mut most = load.quantity.min(self.left[load.want as usize]).min(stock);
        if good.weighted {
            if let Some(left) = &self.load[site] {
                most = most.min(left[load.period] / good.grams);
            }
            if let Some(fleet) = load.fleet {
                for (period, minutes) in self.model.away(load.lane, load.period) {
                    let left =
                        self.fleet[fleet as usize][period] / i128::from(minutes) / i128::from(good.grams);
                    most = most.min(i64::try_from(left).unwrap_or(i64::MAX));
                }
            }
        }
        most / good.step * good.step
    }

    /// Takes a load out of what is left (`sign` 1) or gives it back (−1).
    fn book(&mut self, load: Load, sign: i64) {
        let want = &self.model.wants[load.want as usize];
        let good = &self.model.goods[want.item as usize];
        let site = load.lane.site as usize;
        let quantity = load.quantity * sign;
        if let Some(stock) = self.stock[site].get_mut(&want.item) {
            *stock -= quantity;
        }
        self.left[load.want as usize] -= quantity;
        if good.weighted {
            let milligrams = quantity * good.grams;
            if let Some(left) = &mut self.load[site] {
                left[load.period] -= milligrams;
            }
            if let Some(fleet) = load.fleet {
                for (period, minutes) in self.model.away(load.lane, load.period) {
                    self.fleet[fleet as usize][period] -= i128::from(milligrams) * i128::from(minutes);
                }
            }
        }
    }

    /// Moves every load to the earliest period that holds all of it.
    fn earlier(&mut self) {
        let mut loads = std::mem::take(&mut self.loads);
        loads.sort_by_key(|load| load.period);
        for load in &mut loads {
            self.book(*load, -1);
            let fits = (0..load.period).find(|&period| self.fits(Load { period, ..*load }) == load.quantity);
            load.period = fits.unwrap_or(load.period);
            self.book(*load, 1);
        }
        self.loads = loads;
    }

    /// Sends what is still lacking from wherever there is stock, room and vehicles, cheapest first.
    fn top_up(&mut self, measure: &Measure) {
        let mut order: Vec<usize> = (0..self.left.len()).filter(|&want| self.left[want] > 0).collect();
        order.sort_by_key(|&want| -self.model.wants[want].priority);
        for at in order {
            let want = &self.model.wants[at];
            let mut ways: Vec<(i64, usize, Lane)> = Vec::new();
            for &lane in &self.model.lanes[want.place as usize] {
                if self.stock[lane.site as usize].get(&want.item).is_some_and(|&left| left > 0) {
                    let periods = 0..self.model.periods;
                    ways.extend(
                        periods.map(|period| (measure.leg(self.model, want, lane, period), period, lane)),
                    );
                }
            }
            ways.sort_by_key(|&(cost, period, lane)| (cost, period, lane.site));
            for (_, period, lane) in ways {
                let left = self.left[at];
                if left == 0 {
                    break;
                }
                self.send(u32::try_from(at).expect("needs are fewer than LIST_MAX"), lane, left, &[period]);
            }
        }
    }

    /// What the plan so far is worth in points times milligrams, by the same measure as the network.
    pub fn value(&self, measure: &Measure) -> i128 {
        let grams = |want: &Want| self.model.goods[want.item as usize].grams;
        let mut value: i128 = 0;
        for load in &self.loads {
            let want = &self.model.wants[load.want as usize];
            let points = measure.leg(self.model, want, load.lane, load.period);
            value += i128::from(points) * i128::from(load.quantity * grams(want));
        }
        let fill = |parts: &mut dyn Iterator<Item = (i64, i64)>, mut milligrams: i64| {
            let mut sum: i128 = 0;
            for (part, cost) in parts {
                let taken = part.min(milligrams);
                sum += i128::from(cost) * i128::from(taken);
                milligrams -= taken;
            }
            sum
        };
        for (want, &left) in self.model.wants.iter().zip(&self.left) {
            value += fill(&mut measure.parts(want, want.quantity * grams(want)), left * grams(want));
        }
        for (depot, left) in self.model.depots.iter().zip(&self.stock) {
            for ((item, stock), left) in depot.stock.iter().zip(left.values()) {
                let grams = self.model.goods[*item as usize].grams;
                value += fill(&mut measure.draws(stock * grams), (stock - left) * grams);
            }
        }
        value
    }

    /// Sites, stocks and fleets that are used up: `(kind, number, item)`.
    pub fn used_up(&self) -> Vec<(Kind, usize, Option<u32>)> {
        let mut found = Vec::new();
        let step = |item: u32| self.model.goods[item as usize].step;
        for (site, depot) in self.model.depots.iter().enumerate() {
            let least =
                depot.stock.keys().map(|&item| step(item) * self.model.goods[item as usize].grams).min();
            let full = |left: &Vec<i64>| left.iter().any(|&left| left < least.unwrap_or(0));
            if self.load[site].as_ref().is_some_and(full) {
                found.push((Kind::Loading, site, None));
            }
            let empty = self.stock[site].iter().filter(|&(&item, &left)| left < step(item));
            found.extend(empty.map(|(&item, _)| (Kind::Stock, site, Some(item))));
        }
        for (fleet, left) in self.fleet.iter().enumerate() {
            if left.iter().any(|&left| left * 100 < self.model.fleet_minutes(fleet)) {
                found.push((Kind::Fleet, fleet, None));
            }
        }
        found
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Loading,
    Stock,
    Fleet,
}

/// Which of equally weighty needs is loaded first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// What must leave soonest.
    Urgent,
    /// What keeps vehicles away the shortest.
    Near,
}

/// Periods from the last that is in time back to the first, then those that are late: so urgent loads find early room.
fn latest_first(model: &Model, want: u32, lane: Lane) -> Vec<usize> {
    let want = &model.wants[want as usize];
    let in_time = (0..model.periods).take_while(|&period| model.late(want, lane, period) == 0).count();
    (0..in_time).rev().chain(in_time..model.periods).collect()
}

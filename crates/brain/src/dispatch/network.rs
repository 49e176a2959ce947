//! The network behind an instance: sites as gates, their stocks as shelves behind the gate, needs, and one spare node that takes
//! what is not sent and brings, at a price, what stays unmet. It builds and prices; it never solves.

use super::contract::Objective;
use super::model::{Lane, Model, Want};
use crate::optimise::Network;

/// A unit of an earlier measure outweighs this many times the dearest of the later ones.
const OUTWEIGHS: i64 = 4;
/// Parts of a need for the fairest plan; each part that stays unmet weighs twice the one before.
const PARTS: i64 = 8;
/// How a stock is drawn down by the prudent plan: so many hundredths of it at so many quarters of the dearest way's cost each.
const DRAW: [(i64, i64); 3] = [(50, 0), (30, 2), (20, 8)];

/// What a tonne counts, in points: one hundredth yuan, or one minute for the fastest plan.
pub struct Measure {
    pub objective: Objective,
    /// Of a weighted tonne unmet.
    pub unmet: i64,
    /// Of a weighted tonne late by a minute.
    pub late: i64,
    dearest: i64,
}

impl Measure {
    pub fn new(model: &Model, objective: Objective) -> Self {
        let mut measure = Self { objective, unmet: 0, late: 0, dearest: 1 };
        let last = model.periods - 1;
        let mut latest = 0;
        for want in &model.wants {
            for &lane in &model.lanes[want.place as usize] {
                measure.dearest = measure.dearest.max(measure.way(model, lane, last));
                latest = latest.max(model.late(want, lane, last) * want.priority);
            }
        }
        measure.late = (OUTWEIGHS * measure.dearest / 60).max(1);
        measure.unmet = OUTWEIGHS * (measure.dearest + measure.late * latest);
        measure
    }

    /// What a way costs by the last measure.
    fn way(&self, model: &Model, lane: Lane, period: usize) -> i64 {
        match self.objective {
            Objective::Fastest => model.leaves(period) + lane.minutes,
            _ => lane.fen,
        }
    }

    pub fn leg(&self, model: &Model, want: &Want, lane: Lane, period: usize) -> i64 {
        self.way(model, lane, period) + self.late * want.priority * model.late(want, lane, period)
    }

    /// Parts of a need of some milligrams with what each costs unmet; the part that is given up first stands first.
    pub fn parts(&self, want: &Want, milligrams: i64) -> impl Iterator<Item = (i64, i64)> + use<> {
        let parts = if self.objective == Objective::Fairest { PARTS } else { 1 };
        let first = self.unmet * want.priority;
        (0..parts).map(move |part| {
            (milligrams * (part + 1) / parts - milligrams * part / parts, first.saturating_mul(1 << part))
        })
    }

    /// Parts of a stock of some milligrams with what each costs to draw.
    pub fn draws(&self, milligrams: i64) -> impl Iterator<Item = (i64, i64)> + use<> {
        let prudent = self.objective == Objective::Prudent;
        let quarter = self.dearest / 4 + 1;
        let mut done = 0;
        DRAW.into_iter().take(if prudent { DRAW.len() } else { 1 }).map(move |(hundredths, quarters)| {
            let from = done;
            done = if prudent { done + hundredths } else { 100 };
            let share = |hundredths: i64| milligrams / 100 * hundredths + milligrams % 100 * hundredths / 100;
            (share(done) - share(from), quarters * quarter)
        })
    }
}

/// A leg: some need served from some site.
#[derive(Clone, Copy)]
pub struct Leg {
    pub want: u32,
    pub lane: Lane,
}

pub struct Expanded {
    pub network: Network,
    /// The legs; leg `n` is arc `first + n`.
    pub legs: Vec<Leg>,
    pub first: usize,
}

impl Expanded {
    pub fn new(model: &Model, measure: &Measure) -> Self {
        let mut network = Network::new(0);
        let node = |network: &mut Network, supply: i64| {
            network.supply.push(supply);
            network.supply.len() - 1
        };
        let spare = node(&mut network, 0);
        let mut shelf_of = vec![std::collections::BTreeMap::new(); model.depots.len()];
        for (site, depot) in model.depots.iter().enumerate() {
            let weight = |(&item, &quantity): (&u32, &i64)| quantity * model.goods[item as usize].grams;
            let weighted = |item: u32| model.goods[item as usize].weighted;
            let together: i64 = depot.stock.iter().filter(|(item, _)| weighted(**item)).map(weight).sum();
            let periods = i64::try_from(model.periods).unwrap_or(i64::MAX);
            let through = depot.load.map_or(together, |load| load.saturating_mul(periods).min(together));
            let gate = node(&mut network, through);
            network.add(gate, spare, through, 0);
            for (&item, &quantity) in &depot.stock {
                let milligrams = weight((&item, &quantity));
                // What has no weight passes a gate of its own.
                let from = if weighted(item) { gate } else { node(&mut network, milligrams) };
                if from != gate {
                    network.add(from, spare, milligrams, 0);
                }
                let shelf = node(&mut network, 0);
                for (part, cost) in measure.draws(milligrams) {
                    network.add(from, shelf, part, cost);
                }
                shelf_of[site].insert(item, (shelf, milligrams));
            }
        }
        let mut legs = Vec::new();
        let mut ends = Vec::new();
        for (at, want) in model.wants.iter().enumerate() {
            let milligrams = want.quantity * model.goods[want.item as usize].grams;
            let end = node(&mut network, -milligrams);
            for (part, cost) in measure.parts(want, milligrams) {
                network.add(spare, end, part, cost);
            }
            for &lane in &model.lanes[want.place as usize] {
                if let Some(&(shelf, stock)) = shelf_of[lane.site as usize].get(&want.item) {
                    legs.push(Leg { want: u32::try_from(at).expect("needs are fewer than LIST_MAX"), lane });
                    ends.push((shelf, end, stock.min(milligrams)));
                }
            }
        }
        let first = network.arcs.len();
        for (leg, (shelf, end, most)) in legs.iter().zip(ends) {
            let want = &model.wants[leg.want as usize];
            network.add(shelf, end, most, measure.leg(model, want, leg.lane, 0));
        }
        network.supply[spare] = -network.supply.iter().sum::<i64>();
        Self { network, legs, first }
    }
}

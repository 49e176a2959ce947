//! Solves an instance: the network once where that is exact, else rounds of prices for loading and vehicles around it. Keeps the
//! best plan and the best bound, and stops when they meet, when the rounds are over or when told to.

use super::contract::{Binding, Flow, Instance, Objective, Plan, Totals, Unmet, Weights};
use super::loading::{First, Kind, Load, Yard};
use super::model::{Model, Refusal};
use super::network::{Expanded, Leg, Measure};
use crate::optimise::scaling::{self, Until};
use crate::optimise::simplex::Simplex;
use crate::optimise::{self, Stop};

/// Networks up to this many arcs are solved by the simplex, which stays warm; larger ones by cost scaling.
const SIMPLEX_ARCS_MAX: usize = 60_000;
/// Largest network for which limits are tried with more.
const TRIED_ARCS_MAX: usize = 30_000;

/// How much to do at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Rounds of prices; where the network alone is exact one is made.
    pub rounds: u32,
    /// Gap at which to stop, in parts per million.
    pub gap_ppm: u32,
    /// Limits tried with more, at most: each is planned again.
    pub tried: u32,
}

impl Default for Effort {
    fn default() -> Self {
        Self { rounds: 80, gap_ppm: 1_000, tried: 12 }
    }
}

/// Plans. Stopped early it still gives a plan and a bound, only farther apart.
///
/// # Errors
/// An instance that makes no sense, or numbers too large for exact sums.
pub fn solve(instance: &Instance, objective: Objective, effort: Effort, stop: Stop) -> Result<Plan, Refusal> {
    let model = Model::new(instance)?;
    let found = search(&model, objective, effort, stop)?;
    let binding = binding(instance, &model, &found, effort, stop);
    Ok(written(instance, &model, &found, binding))
}

struct Found {
    measure: Measure,
    loads: Vec<Load>,
    left: Vec<i64>,
    used_up: Vec<(Kind, usize, Option<u32>)>,
    /// In points times milligrams.
    value: i128,
    bound: i128,
    arcs: usize,
}

fn search(model: &Model, objective: Objective, effort: Effort, stop: Stop) -> Result<Found, Refusal> {
    let measure = Measure::new(model, objective);
    let mut expanded = Expanded::new(model, &measure);
    let arcs = expanded.network.arcs.len();
    let mut prices = Prices::new(model);
    let mut found = Found {
        loads: vec![],
        left: vec![],
        used_up: vec![],
        value: i128::MAX,
        bound: trivial(model, &measure),
        arcs,
        measure,
    };
    let keep = |found: &mut Found, flow: &[i64], legs: &[Leg]| {
        let orders: &[First] =
            if model.trucks.is_empty() { &[First::Urgent] } else { &[First::Urgent, First::Near] };
        for &first in orders {
            let mut yard = Yard::new(model);
            yard.fill(legs, flow, &found.measure, first);
            let value = yard.value(&found.measure);
            if value < found.value {
                found.value = value;
                found.used_up = yard.used_up();
                (found.loads, found.left) = (yard.loads, yard.left);
            }
        }
    };
    let mut solver = Solver::new(&expanded, effort)?;
    let mut mean: Vec<f64> = Vec::new();
    let mut patience = 1.0;
    for round in 0..effort.rounds.max(1) {
        let periods = prices.apply(model, &found.measure, &mut expanded);
        let Some((flow, bound)) = solver.solve(&expanded, stop)? else { break };
        let flow = &flow[expanded.first..];
        let bound = bound - prices.paid(model);
        if bound > found.bound {
            found.bound = bound;
        } else {
            patience *= 0.9;
        }
        keep(&mut found, flow, &expanded.legs);
        if round == 0 {
            mean = flow.iter().map(|&x| x as f64).collect();
        } else {
            // Solutions of the priced network jump; their running mean is near what the limits allow.
            mean.iter_mut().zip(flow).for_each(|(mean, &x)| *mean += 0.2 * (x as f64 - *mean));
            let near: Vec<i64> = mean.iter().map(|&x| x as i64).collect();
            keep(&mut found, &near, &expanded.legs);
        }
        let gap = found.value - found.bound;
        let enough = gap * 1_000_000 <= i128::from(effort.gap_ppm) * found.value;
        if enough || stop() || !prices.step(model, &expanded.legs, flow, &periods, gap as f64 * patience) {
            break;
        }
    }
    if found.value == i128::MAX {
        let none = vec![0; expanded.legs.len()];
        keep(&mut found, &none, &expanded.legs);
    }
    Ok(found)
}

/// Every tonne by the cheapest way there is, or unmet.
fn trivial(model: &Model, measure: &Measure) -> i128 {
    let each = model.wants.iter().map(|want| {
        let milligrams = want.quantity * model.goods[want.item as usize].grams;
        let ways = model.lanes[want.place as usize].iter().map(|&lane| measure.leg(model, want, lane, 0));
        let unmet = measure.parts(want, milligrams).map(|(_, cost)| cost).min().unwrap_or(0);
        i128::from(ways.min().unwrap_or(unmet).min(unmet)) * i128::from(milligrams)
    });
    each.sum()
}

/// One of the two network solvers, kept between rounds.
enum Solver {
    Warm(Box<Simplex>),
    Scaling(Until),
}

impl Solver {
    fn new(expanded: &Expanded, effort: Effort) -> Result<Self, Refusal> {
        if expanded.network.arcs.len() <= SIMPLEX_ARCS_MAX {
            return Ok(Solver::Warm(Box::new(Simplex::new(&expanded.network)?)));
        }
        Ok(Solver::Scaling(Until { gap_ppm: effort.gap_ppm / 2 }))
    }

    /// A flow and a bound on every flow; nothing if stopped before there was one.
    fn solve(&mut self, expanded: &Expanded, stop: Stop) -> Result<Option<(Vec<i64>, i128)>, Refusal> {
        let network = &expanded.network;
        let solved = match self {
            Solver::Warm(simplex) => {
                let costs =
                    network.arcs.iter().enumerate().skip(expanded.first).map(|(at, arc)| (at, arc.cost));
                simplex.set_costs(costs)?;
                simplex.solve(stop).map(|()| (simplex.flow(), network.bound(simplex.potential(), 1)))
            }
            Solver::Scaling(until) => {
                scaling::solve(network, *until, stop).map(|solution| (solution.flow, solution.bound))
            }
        };
        match solved {
            Ok(solved) => Ok(Some(solved)),
            Err(optimise::Refusal::Stopped) => Ok(None),
            Err(refusal) => Err(refusal.into()),
        }
    }
}

/// Prices, in points, of a tonne loaded in a period and of a tonne-minute of a fleet in a period.
struct Prices {
    load: Vec<Vec<f64>>,
    fleet: Vec<Vec<f64>>,
}

impl Prices {
    fn new(model: &Model) -> Self {
        let loads = |depot: &super::model::Depot| model.periods > 1 && depot.load.is_some();
        let load = model.depots.iter().map(|depot| vec![0.0; if loads(depot) { model.periods } else { 0 }]);
        Self { load: load.collect(), fleet: vec![vec![0.0; model.periods]; model.trucks.len()] }
    }

    /// Prices every leg at its best period and vehicles, and says which those are.
    fn apply(&self, model: &Model, measure: &Measure, expanded: &mut Expanded) -> Vec<(usize, Option<u32>)> {
        let priced =
            expanded.legs.iter().zip(&mut expanded.network.arcs[expanded.first..]).map(|(leg, arc)| {
                let want = &model.wants[leg.want as usize];
                let mut best = (f64::INFINITY, 0, None);
                for period in 0..model.periods {
                    let (price, fleet) = self.of(model, leg, period);
                    let cost = measure.leg(model, want, leg.lane, period) as f64 + price;
                    if cost < best.0 {
                        best = (cost, period, fleet);
                    }
                    if price == 0.0 {
                        break; // Prices are never negative and waiting gains nothing: no later period is cheaper.
                    }
                }
                arc.cost = best.0.floor() as i64;
                (best.1, best.2)
            });
        priced.collect()
    }

    fn of(&self, model: &Model, leg: &Leg, period: usize) -> (f64, Option<u32>) {
        let depot = &model.depots[leg.lane.site as usize];
        if !model.goods[model.wants[leg.want as usize].item as usize].weighted {
            return (0.0, None);
        }
        let load = self.load[leg.lane.site as usize].get(period).copied().unwrap_or(0.0);
        let fleets = depot.fleets.iter().map(|&fleet| {
            let price = &self.fleet[fleet as usize];
            let trip = model.away(leg.lane, period).map(|(at, minutes)| price[at] * minutes as f64);
            (trip.sum::<f64>(), Some(fleet))
        });
        let (trip, fleet) = fleets.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, None));
        (load + trip, fleet)
    }

    /// What all limits together would cost at these prices, rounded up.
    fn paid(&self, model: &Model) -> i128 {
        let mut sum = 0.0;
        for (depot, prices) in model.depots.iter().zip(&self.load) {
            sum += prices.iter().sum::<f64>() * depot.load.unwrap_or(0) as f64;
        }
        for (fleet, prices) in self.fleet.iter().enumerate() {
            sum += prices.iter().sum::<f64>() * model.fleet_minutes(fleet) as f64;
        }
        // A sum of floats may be off in its last places: far less than this.
        (sum * (1.0 + 1e-9)).ceil() as i128
    }

    /// Raises prices of what is overused and lowers the others; `false` if nothing is overused or nothing can be priced.
    fn step(
        &mut self,
        model: &Model,
        legs: &[Leg],
        flow: &[i64],
        periods: &[(usize, Option<u32>)],
        gap: f64,
    ) -> bool {
        let mut load: Vec<Vec<f64>> = self.load.clone();
        for (depot, over) in model.depots.iter().zip(&mut load) {
            over.fill(-(depot.load.unwrap_or(0) as f64));
        }
        let mut fleet: Vec<Vec<f64>> =
            (0..self.fleet.len()).map(|f| vec![-(model.fleet_minutes(f) as f64); model.periods]).collect();
        for ((leg, &milligrams), &(period, vehicles)) in legs.iter().zip(flow).zip(periods) {
            if milligrams == 0 || !model.goods[model.wants[leg.want as usize].item as usize].weighted {
                continue;
            }
            if let Some(over) = load[leg.lane.site as usize].get_mut(period) {
                *over += milligrams as f64;
            }
            if let Some(vehicles) = vehicles {
                for (at, minutes) in model.away(leg.lane, period) {
                    fleet[vehicles as usize][at] += milligrams as f64 * minutes as f64;
                }
            }
        }
        // A tonne-minute and a tonne are unlike: vehicles are measured in trips of one period.
        let length = model.period.unwrap_or(1) as f64;
        let active = |over: f64, price: f64| if price > 0.0 { over } else { over.max(0.0) };
        let mut norm = 0.0;
        for (over, price) in load.iter().flatten().zip(self.load.iter().flatten()) {
            let over = active(*over, *price);
            norm += over * over;
        }
        for (over, price) in fleet.iter().flatten().zip(self.fleet.iter().flatten()) {
            let over = active(*over, *price) / length;
            norm += over * over;
        }
        if norm == 0.0 {
            return false;
        }
        let step = gap / norm;
        for (over, price) in load.iter().flatten().zip(self.load.iter_mut().flatten()) {
            *price = (*price + step * over).max(0.0);
        }
        for (over, price) in fleet.iter().flatten().zip(self.fleet.iter_mut().flatten()) {
            *price = (*price + step * over / length / length).max(0.0);
        }
        true
    }
}

/// Tries a little more of each limit that is used up and plans again.
fn binding(instance: &Instance, model: &Model, found: &Found, effort: Effort, stop: Stop) -> Vec<Binding> {
    let mut tried = Vec::new();
    if found.arcs > TRIED_ARCS_MAX {
        return tried;
    }
    for &(kind, at, item) in found.used_up.iter().take(effort.tried as usize) {
        if stop() {
            break;
        }
        let mut more = model.clone();
        let added = match (kind, item) {
            (Kind::Loading, _) => {
                let load = more.depots[at].load.unwrap_or(0);
                let added = (load / 10).max(1_000_000_000);
                more.depots[at].load = Some(load + added);
                added
            }
            (Kind::Stock, Some(item)) => {
                let good = &model.goods[item as usize];
                let stock = more.depots[at].stock.entry(item).or_insert(0);
                let added = (*stock / 10 / good.step).max(1) * good.step;
                *stock += added;
                added * good.grams
            }
            _ => {
                let added = (more.trucks[at].carries / 10).max(1);
                more.trucks[at].carries += added;
                added
            }
        };
        let Ok(again) = search(&more, found.measure.objective, effort, stop) else { continue };
        // Weights may move with the limit; the new plan is judged by the old measure.
        let gain = found.value - revalued(&more, &again, &found.measure);
        if gain > 0 {
            let change = minus(totals(&more, &again), totals(model, found));
            tried.push(in_words(instance, kind, at, item, added as f64 / 1e9, gain as f64 / 1e9, change));
        }
    }
    tried.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    tried
}

fn revalued(model: &Model, found: &Found, measure: &Measure) -> i128 {
    let mut yard = Yard::new(model);
    yard.adopt(&found.loads);
    yard.value(measure)
}

fn minus(a: Totals, b: Totals) -> Totals {
    Totals { unmet: a.unmet - b.unmet, late: a.late - b.late, cost: a.cost - b.cost }
}

fn in_words(
    instance: &Instance,
    kind: Kind,
    at: usize,
    item: Option<u32>,
    more_t: f64,
    gain: f64,
    change: Totals,
) -> Binding {
    let item = item.map(|item| instance.items[item as usize].id.clone());
    let (word, name, zh, en) = match kind {
        Kind::Loading => {
            let name = instance.sites[at].id.clone();
            (
                "loading",
                name.clone(),
                format!("{name} 每期装车能力增加"),
                format!("{name}: loading capacity a period up by"),
            )
        }
        Kind::Stock => {
            let name = instance.sites[at].id.clone();
            let goods = item.clone().unwrap_or_default();
            (
                "stock",
                name.clone(),
                format!("{name} 的 {goods} 库存增加"),
                format!("{name}: stock of {goods} up by"),
            )
        }
        Kind::Fleet => {
            let name = instance.fleets[at].id.clone();
            ("fleet", name.clone(), format!("车队 {name} 运力增加"), format!("fleet {name}: payload up by"))
        }
    };
    let Totals { unmet, late, cost } = change;
    Binding {
        kind: word.to_owned(),
        at: name,
        item,
        more_t,
        gain,
        change,
        zh: format!("{zh} {more_t:.3} 吨：未满足 {unmet:+.3}，迟到 {late:+.3}，费用 {cost:+.2} 元"),
        en: format!("{en} {more_t:.3} t: unmet {unmet:+.3}, late {late:+.3}, cost {cost:+.2} yuan"),
    }
}

fn totals(model: &Model, found: &Found) -> Totals {
    let (mut unmet, mut late, mut cost) = (0i128, 0i128, 0i128);
    for (want, &left) in model.wants.iter().zip(&found.left) {
        unmet += i128::from(left * model.goods[want.item as usize].grams) * i128::from(want.priority);
    }
    for load in &found.loads {
        let want = &model.wants[load.want as usize];
        let milligrams = i128::from(load.quantity * model.goods[want.item as usize].grams);
        late += milligrams * i128::from(want.priority * model.late(want, load.lane, load.period));
        cost += milligrams * i128::from(load.lane.fen);
    }
    Totals { unmet: unmet as f64 / 1e9, late: late as f64 / 60.0 / 1e9, cost: cost as f64 / 100.0 / 1e9 }
}

fn written(instance: &Instance, model: &Model, found: &Found, binding: Vec<Binding>) -> Plan {
    let units = |thousandths: i64| thousandths as f64 / 1000.0;
    let mut loads = found.loads.clone();
    let key = |load: &Load| (load.period, load.want, load.lane.site, load.fleet);
    loads.sort_by_key(key);
    loads.dedup_by(|next, kept| {
        key(next) == key(kept) && {
            kept.quantity += next.quantity;
            true
        }
    });
    let mut asked = std::collections::HashMap::new();
    for want in &model.wants {
        *asked.entry((want.place, want.item)).or_insert(0) += 1;
    }
    let flow = |load: &Load| {
        let want = &model.wants[load.want as usize];
        let need = &instance.needs[load.want as usize];
        Flow {
            site: instance.sites[load.lane.site as usize].id.clone(),
            place: need.place.clone(),
            item: need.item.clone(),
            quantity: units(load.quantity),
            load_period: u32::try_from(load.period).unwrap_or(u32::MAX),
            arrive_h: (model.leaves(load.period) + load.lane.minutes) as f64 / 60.0,
            need: (asked[&(want.place, want.item)] > 1).then_some(load.want),
            fleet: load.fleet.map(|fleet| instance.fleets[fleet as usize].id.clone()),
        }
    };
    let unmet = instance.needs.iter().zip(&found.left).filter(|(_, left)| **left > 0);
    let (value, bound) = (found.value as f64 / 1e9, found.bound.min(found.value) as f64 / 1e9);
    Plan {
        flows: loads.iter().map(flow).collect(),
        unmet: unmet
            .map(|(need, &left)| Unmet {
                place: need.place.clone(),
                item: need.item.clone(),
                quantity: units(left),
            })
            .collect(),
        objective: totals(model, found),
        value,
        weights: Weights { unmet: found.measure.unmet as f64, late: found.measure.late as f64 * 60.0 },
        bound,
        gap: if found.value == 0 { 0.0 } else { (value - bound) / value },
        seconds: 0.0,
        binding,
    }
}

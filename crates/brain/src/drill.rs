//! Drills 推演: an event rehearsed many times over with other magnitudes, roads and losses each time, decided by the same planner as in
//! earnest. Everything in it is invented: it holds no book and its draws follow from a seed alone.

mod draw;
mod score;
mod script;

#[cfg(test)]
mod test;

use crate::dispatch::{self, Effort, Instance, Need, Objective, Travel};
use crate::impact::{self, County, Quake, Severity};
use crate::optimise::Stop;
use draw::Draw;
pub use score::{Cause, Outcome, Quantiles, Report, Score, report};
pub use script::{
    Aftershock, Event, Losses, Mistake, Norm, Place, Reports, Roads, Rumours, Script, Synthetic,
};
use std::collections::{BTreeMap, BTreeSet};

/// What all runs of a drill share: the script, the reserve, and what the first report makes people believe.
pub struct Theatre<'a> {
    script: &'a Script,
    reserve: Instance,
    counties: Vec<County<'a>>,
    /// Persons by place, as estimated from the first report.
    believed: Vec<(Seat, f64)>,
}

/// Where people need something.
#[derive(Debug, Clone, PartialEq)]
struct Seat {
    code: String,
    lon: f64,
    lat: f64,
}

/// Most places in need that one drill follows; the worst come first.
const PLACES_MAX: usize = 60;
/// How many times the worst-hit places may be multiplied by chance, in standard deviations.
const WIDEST: f64 = 2.0;

impl<'a> Theatre<'a> {
    /// Sets the stage. `reserve` is the exported instance, or nothing if the script invents one from `seed`.
    ///
    /// # Errors
    /// A script that makes no sense.
    pub fn new(
        script: &'a Script,
        counties: &[County<'a>],
        reserve: Option<Instance>,
        seed: u64,
    ) -> Result<Self, Mistake> {
        script.check()?;
        let believed = believed(script, counties)?;
        let near: Vec<County<'a>> = match &script.event {
            Event::Earthquake { .. } => {
                let codes: BTreeSet<&str> = believed.iter().map(|(seat, _)| seat.code.as_str()).collect();
                counties.iter().filter(|county| codes.contains(county.code)).copied().collect()
            }
            Event::Manual { .. } => Vec::new(),
        };
        let reserve = match (reserve, &script.synthetic) {
            (Some(reserve), None) => reserve,
            (None, Some(synthetic)) => invented(script, synthetic, counties, &believed, seed),
            _ => return Err(Mistake::Reserve),
        };
        Ok(Self { script, reserve, counties: near, believed })
    }

    /// One run. The same seed and number give the same outcome.
    ///
    /// # Errors
    /// What the planner refuses about the reserve.
    pub fn run(&self, seed: u64, number: u64, stop: Stop) -> Result<Outcome, dispatch::Refusal> {
        let mut draw = Draw::new(seed, number);
        let world = self.world(&mut draw);
        let mut outcome = Outcome::new(number, &world.causes);
        let mut stock: Vec<BTreeMap<String, f64>> =
            self.reserve.sites.iter().map(|site| site.stock.clone()).collect();
        let mut sent: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        let stages = self.stages(&world);
        for (at, stage) in stages.iter().enumerate() {
            let until = stages.get(at + 1).map_or(self.script.hours, |next| next.hour);
            let window = (until - stage.hour).max(0.0);
            if window == 0.0 {
                continue;
            }
            let instance = self.instance(stage, &world, &stock, &sent, window);
            if instance.needs.is_empty() {
                continue;
            }
            let effort = Effort { rounds: 1, gap_ppm: 10_000, tried: 0 };
            let plan = dispatch::solve(&instance, self.script.objective, effort, stop)?;
            outcome.decisions += 1;
            self.carry_out(&plan.flows, stage, &world, &mut stock, &mut sent, &mut outcome);
        }
        self.judge(&world, &mut outcome);
        Ok(outcome)
    }

    /// What is true in this run.
    fn world(&self, draw: &mut Draw) -> World {
        let script = self.script;
        let (mut persons, mut causes, mut intensity) = (Vec::new(), Vec::new(), Vec::new());
        match &script.event {
            Event::Earthquake { magnitude_error, place_error_km, .. } => {
                let first = script.quake().unwrap_or(NO_QUAKE);
                let shake = magnitude_error * draw.normal(WIDEST);
                if shake > *magnitude_error {
                    causes.push("stronger");
                }
                let moved = place_error_km / 111.19;
                let quake = Quake {
                    magnitude: (first.magnitude + shake).clamp(3.0, 9.5),
                    lat: (first.lat + moved * draw.normal(WIDEST)).clamp(-90.0, 90.0),
                    lon: (first.lon + moved * draw.normal(WIDEST)).clamp(-180.0, 180.0),
                    ..first
                };
                let found = impact::quake(&quake, &self.counties, &Severity::FITTED).ok();
                let severity = Severity::FITTED.displaced.error * draw.normal(WIDEST);
                if severity > Severity::FITTED.displaced.error {
                    causes.push("more_displaced");
                }
                let by_code: BTreeMap<&str, (f64, u32)> = found
                    .iter()
                    .flat_map(|found| &found.counties)
                    .map(|one| (one.code.as_str(), (one.toll.displaced.likely as f64, one.intensity_tenths)))
                    .collect();
                for (seat, _) in &self.believed {
                    let (likely, tenths) = by_code.get(seat.code.as_str()).copied().unwrap_or((0.0, 0));
                    let county = self.counties.iter().find(|county| county.code == seat.code);
                    let most = county.map_or(f64::INFINITY, |county| county.population as f64);
                    persons.push((likely * libm::exp10(severity)).min(most));
                    intensity.push(tenths);
                }
            }
            Event::Manual { error, .. } => {
                let factor = libm::exp10(error * draw.normal(WIDEST));
                if factor > libm::exp10(*error) {
                    causes.push("more_displaced");
                }
                persons = self.believed.iter().map(|(_, people)| people * factor).collect();
                intensity = vec![80; self.believed.len()];
            }
        }
        let later = script.aftershock.as_ref().filter(|one| draw.unit() < one.probability);
        let later = later.map(|one| (one.at_h, one.displaced_factor));
        if later.is_some() {
            causes.push("aftershock");
        }
        self.broken(draw, persons, &intensity, later, causes)
    }

    /// Roads and sites of this run.
    fn broken(
        &self,
        draw: &mut Draw,
        persons: Vec<f64>,
        intensity: &[u32],
        later: Option<(f64, f64)>,
        mut causes: Vec<&'static str>,
    ) -> World {
        let script = self.script;
        let (mut closed, mut slow) = (BTreeSet::new(), Vec::new());
        for (place, tenths) in intensity.iter().enumerate() {
            slow.push(1.0 + (script.roads.slow_factor_max - 1.0) * draw.unit());
            // Where the ground shook less than Ⅶ roads stand.
            let chance = if *tenths < 70 { 0.0 } else { script.roads.closed_probability };
            for site in 0..self.reserve.sites.len() {
                if draw.unit() < chance {
                    closed.insert((site, place));
                }
            }
        }
        if closed.len() * 10 > self.reserve.sites.len() * persons.len().max(1) {
            causes.push("roads_closed");
        }
        if slow.iter().sum::<f64>() / slow.len().max(1) as f64
            > f64::midpoint(1.0, script.roads.slow_factor_max)
        {
            causes.push("roads_slow");
        }
        let lost: BTreeSet<usize> =
            (0..self.reserve.sites.len()).filter(|_| draw.unit() < script.losses.site_probability).collect();
        if !lost.is_empty() {
            causes.push("sites_lost");
        }
        let rumour = self.believed.iter().map(|_| {
            let false_report = draw.unit() < script.rumours.probability;
            if false_report { script.rumours.factor } else { 1.0 }
        });
        let rumour: Vec<f64> = rumour.collect();
        if rumour.iter().any(|factor| *factor > 1.0) {
            causes.push("rumours");
        }
        World { persons, closed, slow, lost, rumour, later, causes }
    }

    /// When people decide, and by what they know then.
    fn stages(&self, world: &World) -> Vec<Stage> {
        let (script, decide) = (self.script, self.script.decide_h);
        let believed = self.believed.iter().zip(&world.rumour).map(|((_, persons), factor)| persons * factor);
        let mut stages = vec![Stage { hour: decide, persons: believed.collect(), informed: false }];
        let reported = script.reports.delay_h + decide;
        stages.push(Stage { hour: reported.max(decide), persons: world.persons.clone(), informed: true });
        if let Some((at, factor)) = world.later {
            let persons = world.persons.iter().map(|people| people * factor).collect();
            stages.push(Stage {
                hour: (at + script.reports.delay_h + decide).max(reported),
                persons,
                informed: true,
            });
        }
        stages.retain(|stage| stage.hour < script.hours);
        stages
    }

    fn instance(
        &self,
        stage: &Stage,
        world: &World,
        stock: &[BTreeMap<String, f64>],
        sent: &BTreeMap<(usize, usize), f64>,
        window: f64,
    ) -> Instance {
        let mut instance = self.reserve.clone();
        let length = instance.period_h.unwrap_or(window);
        (instance.period_h, instance.periods) = (None, None);
        for (at, site) in instance.sites.iter_mut().enumerate() {
            let gone = stage.informed && world.lost.contains(&at);
            site.stock = if gone { BTreeMap::new() } else { stock[at].clone() };
            site.load_t_per_period = site.load_t_per_period.map(|tonnes| tonnes * window / length);
        }
        instance.needs.clear();
        for (place, (seat, _)) in self.believed.iter().enumerate() {
            for (item, norm) in self.script.norms.iter().enumerate() {
                let wanted = (stage.persons[place] * norm.units_per_person).ceil();
                let quantity = wanted - sent.get(&(place, item)).copied().unwrap_or(0.0);
                if quantity >= 1.0 {
                    instance.needs.push(Need {
                        place: seat.code.clone(),
                        lon: Some(seat.lon),
                        lat: Some(seat.lat),
                        item: norm.item.clone(),
                        quantity,
                        due_h: Some((norm.due_h - stage.hour).max(0.0)),
                        priority: None,
                    });
                }
            }
        }
        if stage.informed {
            let name = |(site, place): &(usize, usize)| {
                (self.reserve.sites[*site].id.clone(), self.believed[*place].0.code.clone())
            };
            let needed: BTreeSet<&str> = instance.needs.iter().map(|need| need.place.as_str()).collect();
            let closed = world.closed.iter().map(name).filter(|pair| needed.contains(pair.1.as_str()));
            instance.closed.extend(closed.collect::<Vec<_>>());
        }
        let known: BTreeSet<&str> = instance.needs.iter().map(|need| need.place.as_str()).collect();
        if let Some(matrix) = &mut instance.travel.matrix {
            matrix.retain(|(_, place, _, _)| known.contains(place.as_str()));
        }
        instance.closed.retain(|(_, place)| known.contains(place.as_str()));
        instance
    }

    /// What the plan's loads come to in this run.
    fn carry_out(
        &self,
        flows: &[dispatch::Flow],
        stage: &Stage,
        world: &World,
        stock: &mut [BTreeMap<String, f64>],
        sent: &mut BTreeMap<(usize, usize), f64>,
        outcome: &mut Outcome,
    ) {
        for flow in flows {
            let Some(site) = self.reserve.sites.iter().position(|site| site.id == flow.site) else {
                continue;
            };
            let Some(place) = self.believed.iter().position(|(seat, _)| seat.code == flow.place) else {
                continue;
            };
            let Some(item) = self.script.norms.iter().position(|norm| norm.item == flow.item) else {
                continue;
            };
            if world.lost.contains(&site) {
                stock[site].clear();
                continue;
            }
            if let Some(left) = stock[site].get_mut(&flow.item) {
                *left = (*left - flow.quantity).max(0.0);
            }
            // A convoy that meets a closed road goes round.
            let round = if world.closed.contains(&(site, place)) { self.script.roads.detour_h } else { 0.0 };
            let arrives = stage.hour + flow.arrive_h * world.slow[place] + round;
            *sent.entry((place, item)).or_default() += flow.quantity;
            outcome.arrivals.push((place, item, arrives, flow.quantity));
            outcome.tonne_hours += flow.quantity * self.kg(item) / 1000.0 * (arrives - stage.hour);
        }
    }

    fn kg(&self, item: usize) -> f64 {
        let id = &self.script.norms[item].item;
        let good = self.reserve.items.iter().find(|good| good.id == *id);
        good.and_then(|good| good.kg_per_unit).unwrap_or(1.0)
    }

    /// The measures of a run, by what was really needed.
    fn judge(&self, world: &World, outcome: &mut Outcome) {
        let factor = world.later.map_or(1.0, |(_, factor)| factor);
        let (mut wanted, mut in_time, mut in_all, mut fairness) = (0.0, 0.0, 0.0, 1.0_f64);
        outcome.arrivals.sort_by(|a, b| a.2.total_cmp(&b.2));
        outcome.first_h = outcome.arrivals.first().map(|arrival| arrival.2);
        for (place, people) in world.persons.iter().enumerate() {
            let (mut need, mut got) = (0.0, 0.0);
            for (item, norm) in self.script.norms.iter().enumerate() {
                let kg = self.kg(item);
                let units = people * factor * norm.units_per_person;
                let mut arrived = (0.0, 0.0);
                for (_, _, hour, quantity) in
                    outcome.arrivals.iter().filter(|one| (one.0, one.1) == (place, item))
                {
                    if *hour <= self.script.hours {
                        arrived.1 += quantity;
                        arrived.0 += if *hour <= norm.due_h { *quantity } else { 0.0 };
                    }
                }
                need += units * kg;
                in_time += arrived.0.min(units) * kg;
                got += arrived.1.min(units) * kg;
            }
            wanted += need;
            in_all += got;
            // A handful of people may be less than one tent.
            if need > 0.0 && people * factor >= 10.0 {
                fairness = fairness.min((got / need).min(1.0));
            }
        }
        outcome.persons = world.persons.iter().sum::<f64>() * factor;
        outcome.in_time = if wanted > 0.0 { in_time / wanted } else { 1.0 };
        outcome.in_all = if wanted > 0.0 { in_all / wanted } else { 1.0 };
        outcome.fairness = fairness;
    }
}

/// Stands where an event is none; never asked.
const NO_QUAKE: Quake = Quake { magnitude: 3.0, lat: 0.0, lon: 0.0, depth_km: 0.0, strike_deg: None };

/// What is true in one run.
struct World {
    persons: Vec<f64>,
    closed: BTreeSet<(usize, usize)>,
    slow: Vec<f64>,
    lost: BTreeSet<usize>,
    rumour: Vec<f64>,
    later: Option<(f64, f64)>,
    causes: Vec<&'static str>,
}

struct Stage {
    hour: f64,
    persons: Vec<f64>,
    /// Whether losses and closed roads are known.
    informed: bool,
}

fn believed(script: &Script, counties: &[County<'_>]) -> Result<Vec<(Seat, f64)>, Mistake> {
    let mut all: Vec<(Seat, f64)> = match (&script.event, script.quake()) {
        (Event::Manual { places, .. }, _) => places
            .iter()
            .map(|place| (Seat { code: place.place.clone(), lon: place.lon, lat: place.lat }, place.persons))
            .collect(),
        (Event::Earthquake { .. }, quake) => {
            let quake = quake.ok_or(Mistake::Reserve)?;
            let found = impact::quake(&quake, counties, &Severity::FITTED).map_err(Mistake::Quake)?;
            let seats = found.counties.iter().filter_map(|one| {
                let county = counties.iter().find(|county| county.code == one.code)?;
                let seat = Seat { code: one.code.clone(), lon: county.lon, lat: county.lat };
                Some((seat, one.toll.displaced.likely as f64))
            });
            seats.filter(|(_, people)| *people >= 1.0).take(PLACES_MAX).collect()
        }
    };
    all.truncate(PLACES_MAX);
    if all.is_empty() { Err(Mistake::Nobody) } else { Ok(all) }
}

/// A reserve out of a seed: depots at county seats around, stocked for so many people together.
fn invented(
    script: &Script,
    synthetic: &Synthetic,
    counties: &[County<'_>],
    believed: &[(Seat, f64)],
    seed: u64,
) -> Instance {
    let mut draw = Draw::new(seed, u64::MAX);
    let centre = &believed[0].0;
    let far = |county: &County<'_>| {
        let east = (county.lon - centre.lon) * libm::cos(centre.lat.to_radians());
        let north = county.lat - centre.lat;
        (east * east + north * north).sqrt() * 111.19
    };
    let mut seats: Vec<&County<'_>> =
        counties.iter().filter(|county| far(county) <= synthetic.radius_km).collect();
    while seats.len() > synthetic.sites as usize {
        seats.swap_remove((draw.unit() * seats.len() as f64) as usize % seats.len());
    }
    seats.sort_by_key(|county| county.code);
    let shares: Vec<f64> = seats.iter().map(|_| 0.5 + draw.unit()).collect();
    let whole: f64 = shares.iter().sum();
    let sites = seats.iter().zip(&shares).map(|(county, share)| {
        let persons = synthetic.persons * share / whole;
        let stock =
            script.norms.iter().map(|norm| (norm.item.clone(), (persons * norm.units_per_person).floor()));
        dispatch::Site {
            id: county.code.to_owned(),
            lon: Some(county.lon),
            lat: Some(county.lat),
            load_t_per_period: Some(synthetic.load_t_per_h * 6.0),
            stock: stock.collect(),
            keep: BTreeMap::new(),
        }
    });
    let items = script.norms.iter().map(|norm| dispatch::Item {
        id: norm.item.clone(),
        kg_per_unit: Some(norm.kg_per_unit),
        priority: None,
    });
    let circle = dispatch::Circle { factor: 1.3, kmh: 50.0, nearest: None, cost_per_tkm: 0.5 };
    Instance {
        period_h: Some(6.0),
        items: items.collect(),
        sites: sites.collect(),
        travel: Travel { matrix: None, circle: Some(circle) },
        ..Instance::default()
    }
}

impl Default for Script {
    fn default() -> Self {
        Self {
            name: String::new(),
            hours: 72.0,
            decide_h: 2.0,
            objective: Objective::Cheapest,
            event: Event::Manual { places: Vec::new(), error: 0.0 },
            norms: Vec::new(),
            synthetic: None,
            aftershock: None,
            roads: Roads::default(),
            losses: Losses::default(),
            reports: Reports::default(),
            rumours: Rumours::default(),
        }
    }
}

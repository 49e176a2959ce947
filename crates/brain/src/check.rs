//! Checks a dispatch plan against its instance from the files alone: feasibility, lateness and cost computed again. It shares no
//! code with the solver, only the formats, and never improves a plan.

use crate::dispatch::{Circle, Flow, Instance, Need, Plan, Site, Totals};
use std::collections::{HashMap, HashSet};

/// Sums may differ by this part of themselves, and by this much besides: decimals of files, not errors of plans.
const RELATIVE: f64 = 1e-6;
const ABSOLUTE: f64 = 2e-3;
/// Hours and yuan a tonne are rounded to whole minutes and fen.
const MINUTE_H: f64 = 1.0 / 60.0;
const FEN_YUAN: f64 = 0.01;
/// Most faults that are listed.
const FAULTS_MAX: usize = 100;

/// One thing wrong with a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable code.
    pub code: &'static str,
    /// What is wrong, in Chinese.
    pub zh: String,
    /// What is wrong, in English.
    pub en: String,
}

/// What the check found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verdict {
    /// Faults, at most 100; none means that the plan holds.
    pub faults: Vec<Fault>,
    /// The plan's measures as computed here.
    pub objective: Totals,
}

/// Checks a plan.
pub fn plan(instance: &Instance, plan: &Plan) -> Verdict {
    let mut check = Check::new(instance);
    for (at, flow) in plan.flows.iter().enumerate() {
        check.flow(at, flow);
    }
    check.limits();
    check.unmet(plan);
    check.claims(plan);
    check.verdict
}

struct Check<'a> {
    instance: &'a Instance,
    sites: HashMap<&'a str, &'a Site>,
    items: HashMap<&'a str, (f64, bool, f64)>,
    matrix: HashMap<(&'a str, &'a str), (f64, f64)>,
    closed: HashSet<(&'a str, &'a str)>,
    /// For each place the road kilometres within which the nearest sites lie.
    reach: HashMap<&'a str, f64>,
    sent: HashMap<(&'a str, &'a str), f64>,
    loaded: HashMap<(&'a str, u32), f64>,
    driven: HashMap<(&'a str, u32), f64>,
    served: Vec<f64>,
    verdict: Verdict,
    late_slack: f64,
    cost_slack: f64,
}

impl<'a> Check<'a> {
    fn new(instance: &'a Instance) -> Self {
        let mut sites = HashMap::new();
        for site in &instance.sites {
            sites.insert(site.id.as_str(), site);
        }
        let mut items = HashMap::new();
        for item in &instance.items {
            let kg = item.kg_per_unit.unwrap_or(1.0);
            items.insert(
                item.id.as_str(),
                (kg, item.kg_per_unit.is_some(), f64::from(item.priority.unwrap_or(1))),
            );
        }
        let rows = instance.travel.matrix.iter().flatten();
        Self {
            instance,
            sites,
            items,
            matrix: rows
                .map(|(site, place, hours, yuan)| ((site.as_str(), place.as_str()), (*hours, *yuan)))
                .collect(),
            closed: instance.closed.iter().map(|(site, place)| (site.as_str(), place.as_str())).collect(),
            reach: HashMap::new(),
            sent: HashMap::new(),
            loaded: HashMap::new(),
            driven: HashMap::new(),
            served: vec![0.0; instance.needs.len()],
            verdict: Verdict::default(),
            late_slack: ABSOLUTE,
            cost_slack: ABSOLUTE,
        }
    }

    fn fault(&mut self, code: &'static str, zh: String, en: String) {
        if self.verdict.faults.len() < FAULTS_MAX {
            self.verdict.faults.push(Fault { code, zh, en });
        }
    }

    fn flow(&mut self, at: usize, flow: &'a Flow) {
        let (Some(site), Some(&(kg, weighted, worth))) =
            (self.sites.get(flow.site.as_str()).copied(), self.items.get(flow.item.as_str()))
        else {
            return self.fault(
                "plan.unknown",
                format!("第 {at} 条：库点或品种不存在"),
                format!("flow {at}: no such site or item"),
            );
        };
        let Some(index) = self.need_of(flow) else {
            return self.fault(
                "plan.no-need",
                format!("第 {at} 条：没有这项需求"),
                format!("flow {at}: nobody needs that there"),
            );
        };
        let need = &self.instance.needs[index];
        if !flow.quantity.is_finite()
            || flow.quantity <= 0.0
            || flow.load_period >= self.instance.periods.unwrap_or(1)
        {
            return self.fault(
                "plan.number",
                format!("第 {at} 条：数量或时段无效"),
                format!("flow {at}: quantity or period makes no sense"),
            );
        }
        if self.closed.contains(&(flow.site.as_str(), flow.place.as_str())) {
            self.fault(
                "plan.closed",
                format!("第 {at} 条：通路已封闭"),
                format!("flow {at}: the way is closed"),
            );
        }
        let Some((hours, yuan)) = self.way(site, need) else {
            return self.fault(
                "plan.no-way",
                format!("第 {at} 条：没有通路"),
                format!("flow {at}: there is no such way"),
            );
        };
        let leaves = self.instance.period_h.unwrap_or(0.0) * f64::from(flow.load_period);
        if (flow.arrive_h - leaves - hours).abs() > 2.0 * MINUTE_H {
            self.fault(
                "plan.arrival",
                format!("第 {at} 条：到达时间不符"),
                format!("flow {at}: cannot arrive at hour {}", flow.arrive_h),
            );
        }
        let tonnes = flow.quantity * kg / 1000.0;
        *self.sent.entry((flow.site.as_str(), flow.item.as_str())).or_default() += flow.quantity;
        self.served[index] += flow.quantity;
        if weighted {
            *self.loaded.entry((flow.site.as_str(), flow.load_period)).or_default() += tonnes;
            self.drive(at, flow, tonnes, hours);
        }
        let weight = worth * f64::from(need.priority.unwrap_or(1));
        if let Some(due) = need.due_h {
            self.verdict.objective.late += (leaves + hours - due).max(0.0) * tonnes * weight;
            self.late_slack += 2.0 * MINUTE_H * tonnes * weight;
        }
        self.verdict.objective.cost += tonnes * yuan;
        self.cost_slack += FEN_YUAN * tonnes;
    }

    fn need_of(&self, flow: &Flow) -> Option<usize> {
        let fits = |need: &Need| need.place == flow.place && need.item == flow.item;
        match flow.need {
            Some(at) => Some(at as usize).filter(|&at| self.instance.needs.get(at).is_some_and(fits)),
            None => self.instance.needs.iter().position(fits),
        }
    }

    /// Hours and yuan a tonne, if the instance has the way.
    fn way(&mut self, site: &'a Site, need: &'a Need) -> Option<(f64, f64)> {
        if let Some(&row) = self.matrix.get(&(site.id.as_str(), need.place.as_str())) {
            return Some(row);
        }
        let circle = self.instance.travel.circle.as_ref()?;
        let road = road_km(circle, site, need)?;
        let reach = match self.reach.get(need.place.as_str()) {
            Some(&reach) => reach,
            None => {
                let mut all: Vec<f64> =
                    self.instance.sites.iter().filter_map(|other| road_km(circle, other, need)).collect();
                all.sort_by(f64::total_cmp);
                let last = circle.nearest.map_or(all.len(), |n| (n as usize).min(all.len()));
                let reach = if last == 0 { -1.0 } else { all[last - 1] };
                self.reach.insert(need.place.as_str(), reach);
                reach
            }
        };
        (road <= reach + 1e-6).then_some((road / circle.kmh, road * circle.cost_per_tkm))
    }

    /// Vehicle-hours by period: there and back, from the beginning of the loading period on.
    fn drive(&mut self, at: usize, flow: &'a Flow, tonnes: f64, hours: f64) {
        let standing = |fleet: &&crate::dispatch::Fleet| fleet.at.contains(&flow.site);
        if !self.instance.fleets.iter().any(|fleet| standing(&fleet)) {
            return;
        }
        let own =
            self.instance.fleets.iter().filter(standing).find(|fleet| Some(&fleet.id) == flow.fleet.as_ref());
        let Some(fleet) = own else {
            return self.fault(
                "plan.fleet",
                format!("第 {at} 条：车队不在该库点"),
                format!("flow {at}: no such fleet at the site"),
            );
        };
        let trucks = if fleet.payload_t > 0.0 { tonnes / fleet.payload_t } else { f64::INFINITY };
        let Some(length) = self.instance.period_h else {
            *self.driven.entry((fleet.id.as_str(), flow.load_period)).or_default() += trucks;
            return;
        };
        let mut left = 2.0 * hours;
        let mut period = flow.load_period;
        while left > 0.0 && period < self.instance.periods.unwrap_or(1) {
            *self.driven.entry((fleet.id.as_str(), period)).or_default() += trucks * left.min(length);
            left -= length;
            period += 1;
        }
    }

    fn limits(&mut self) {
        let mut over = Vec::new();
        for (&(site, item), &sent) in &self.sent {
            let site = self.sites[site];
            let kept = site.keep.get(item).copied().unwrap_or(0.0);
            let stock = site.stock.get(item).copied().unwrap_or(0.0);
            over.push(("plan.stock", format!("{} {item}", site.id), sent, (stock - kept).max(0.0)));
        }
        for (&(site, period), &tonnes) in &self.loaded {
            if let Some(most) = self.sites[site].load_t_per_period {
                over.push(("plan.loading", format!("{site} @{period}"), tonnes, most));
            }
        }
        for (&(id, period), &hours) in &self.driven {
            let vehicles =
                self.instance.fleets.iter().find(|fleet| fleet.id == id).map_or(0, |fleet| fleet.vehicles);
            let most = f64::from(vehicles) * self.instance.period_h.unwrap_or(1.0);
            over.push(("plan.vehicles", format!("{id} @{period}"), hours, most));
        }
        over.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        for (code, what, used, most) in over {
            if used > most + most * RELATIVE + ABSOLUTE {
                self.fault(
                    code,
                    format!("{what}：用 {used:.3}，限 {most:.3}"),
                    format!("{what}: {used:.3} used of {most:.3}"),
                );
            }
        }
    }

    fn unmet(&mut self, plan: &Plan) {
        let mut claimed: HashMap<(&str, &str), f64> = HashMap::new();
        for unmet in &plan.unmet {
            *claimed.entry((&unmet.place, &unmet.item)).or_default() += unmet.quantity;
        }
        let mut missing: HashMap<(&str, &str), f64> = HashMap::new();
        for (need, served) in self.instance.needs.iter().zip(self.served.clone()) {
            let left = need.quantity - served;
            if left < -ABSOLUTE - need.quantity * RELATIVE {
                let (place, item) = (&need.place, &need.item);
                self.fault(
                    "plan.too-much",
                    format!("{place} {item}：多送"),
                    format!("{place} {item}: more than needed"),
                );
            }
            let (kg, _, worth) = self.items.get(need.item.as_str()).copied().unwrap_or((0.0, false, 0.0));
            let weight = worth * f64::from(need.priority.unwrap_or(1));
            self.verdict.objective.unmet += left.max(0.0) * kg / 1000.0 * weight;
            *missing.entry((&need.place, &need.item)).or_default() += left.max(0.0);
        }
        let mut keys: Vec<_> = missing.keys().chain(claimed.keys()).copied().collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let (is, says) = (missing.get(&key).unwrap_or(&0.0), claimed.get(&key).unwrap_or(&0.0));
            if (is - says).abs() > ABSOLUTE + is * RELATIVE {
                let (place, item) = key;
                self.fault(
                    "plan.unmet",
                    format!("{place} {item}：未满足应为 {is:.3}"),
                    format!("{place} {item}: {is:.3} stays unmet, the plan says {says:.3}"),
                );
            }
        }
    }

    fn claims(&mut self, plan: &Plan) {
        let (is, says) = (self.verdict.objective, plan.objective);
        let measures = [
            ("unmet", is.unmet, says.unmet, ABSOLUTE),
            ("late", is.late, says.late, self.late_slack),
            ("cost", is.cost, says.cost, self.cost_slack),
        ];
        for (name, is, says, slack) in measures {
            if !((is - says).abs() <= slack + is * RELATIVE) {
                self.fault(
                    "plan.objective",
                    format!("{name} 应为 {is:.3}"),
                    format!("{name} is {is:.3}, the plan says {says:.3}"),
                );
            }
        }
        let gap = if plan.value == 0.0 { 0.0 } else { (plan.value - plan.bound) / plan.value };
        if !(plan.bound <= plan.value + plan.value.abs() * RELATIVE && (gap - plan.gap).abs() <= RELATIVE) {
            self.fault(
                "plan.gap",
                "差距与上下界不符".to_owned(),
                "gap, value and bound do not agree".to_owned(),
            );
        }
    }
}

/// Road kilometres by the angle between two directions from the Earth's centre.
fn road_km(circle: &Circle, site: &Site, need: &Need) -> Option<f64> {
    let direction = |lon: Option<f64>, lat: Option<f64>| {
        let (lon, lat) = (lon?.to_radians(), lat?.to_radians());
        Some([libm::cos(lat) * libm::cos(lon), libm::cos(lat) * libm::sin(lon), libm::sin(lat)])
    };
    let (a, b) = (direction(site.lon, site.lat)?, direction(need.lon, need.lat)?);
    let cross = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
    let across = cross.iter().map(|x| x * x).sum::<f64>().sqrt();
    let along: f64 = a.iter().zip(&b).map(|(x, y)| x * y).sum();
    Some(6371.0088 * libm::atan2(across, along) * circle.factor)
}

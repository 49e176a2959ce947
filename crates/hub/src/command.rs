//! The commander's first hour: from an earthquake's first numbers over people and norms to plans out of the stock that lies there now, side
//! by side. Advice 建议 throughout: nothing here starts a response or moves goods; directives do, and they take two people.

use crate::impact::counties;
use crate::picture::{Picture, Sight, State, region_at};
use base::term::OrgCode;
use base::term::code::region_prefix;
use brain::dispatch::{self, Circle, Effort, Instance, Objective, Plan, Travel};
use brain::impact::{self, Impact, Quake, Severity, Toll};
use brain::optimise::Stop;
use jiff::civil::Date;
use pack::emergency::{Criterion, NormRule, Response, Season, propose};
use pack::{Catalogue, Decimal};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Counties planned for: the worst ones.
pub const COUNTIES_MAX: usize = 150;
/// Depots that a county is served from: the nearest ones.
const NEAREST: u32 = 60;
/// Road kilometres for one of the great circle, speed and price where no road is known. Unconfirmed.
const CIRCLE: Circle = Circle { factor: 1.3, kmh: 50.0, nearest: Some(NEAREST), cost_per_tkm: 0.5 };
/// Length of the one loading period, hours: until the next decision. Unconfirmed.
const PERIOD_H: f64 = 24.0;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ask {
    /// The earthquake.
    pub quake: Quake,
    /// Days that people are to be kept.
    pub days: u32,
    /// Whether it freezes there: [`Season::Warm`] or [`Season::Cold`].
    pub season: Season,
    /// Percent of each stock that must stay.
    pub keep_percent: u32,
    /// Tonnes that a site loads in an hour.
    pub load_t_per_h: u32,
}

/// A level that is proposed for a province, with what reaches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// Province.
    pub region: String,
    /// 1 to 4.
    pub level: u32,
    /// The rule of the pack.
    pub response: String,
    /// What reaches it.
    pub met: Vec<Criterion>,
    /// Reached by the likely toll; else only by the upper bound.
    pub likely: bool,
}

/// What people in a county are owed of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// County.
    pub region: String,
    /// Item code.
    pub item: String,
    /// The rule of the pack.
    pub norm: String,
    /// People.
    pub persons: i64,
    /// Whole units.
    pub units: i64,
    /// Hours from the event by which they should be there.
    pub due_hours: u32,
}

/// A site that can send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub name: Arc<str>,
    /// County.
    pub region: Arc<str>,
    /// Whose book.
    pub org: OrgCode,
}

/// Everything up to the question of the plans.
pub struct Posed {
    /// What has probably happened.
    pub impact: Impact,
    /// The most severe levels, one for each province that reaches one; the most severe first.
    pub levels: Vec<Proposed>,
    /// By county and item; the worst county first.
    pub needs: Vec<Need>,
    /// Sites in sight that hold something needed, by code.
    pub sources: BTreeMap<String, Source>,
    /// In stock in sight of what is needed, whole units by item.
    pub stock: BTreeMap<String, i64>,
    instance: Instance,
}

/// Estimates, proposes a level and works out needs; plans come after, since they take time.
///
/// # Errors
/// Numbers that no earthquake has.
pub fn pose(
    picture: &Picture,
    sight: &Sight<'_>,
    packs: &Catalogue,
    ask: &Ask,
    today: Date,
) -> Result<Posed, impact::Refusal> {
    let impact = impact::quake(&ask.quake, counties(), &Severity::FITTED)?;
    let levels = levels(&impact, packs, today);
    let needs = needs(&impact, packs, ask, today);
    let wanted: BTreeSet<&str> = needs.iter().map(|need| need.item.as_str()).collect();
    let mut sites: BTreeMap<String, dispatch::Site> = BTreeMap::new();
    let (mut sources, mut stock) = (BTreeMap::new(), BTreeMap::<String, i64>::new());
    for (part, site, holding) in picture.seen(sight, "") {
        if holding.state != State::Stored || holding.quantity < 1_000 || !wanted.contains(&*holding.item) {
            continue;
        }
        let units = holding.quantity / 1_000;
        *stock.entry(holding.item.to_string()).or_default() += units;
        let known = Source { name: site.name.clone(), region: site.region.clone(), org: part.org.clone() };
        sources.entry(site.code.to_string()).or_insert(known);
        let one = sites.entry(site.code.to_string()).or_insert_with(|| dispatch::Site {
            id: site.code.to_string(),
            lon: Some(site.point.0 as f64 / 1e6),
            lat: Some(site.point.1 as f64 / 1e6),
            load_t_per_period: Some(f64::from(ask.load_t_per_h) * PERIOD_H),
            ..dispatch::Site::default()
        });
        *one.stock.entry(holding.item.to_string()).or_default() += units as f64;
    }
    for site in sites.values_mut() {
        let kept = |units: f64| (units * f64::from(ask.keep_percent) / 100.0).ceil();
        site.keep = site.stock.iter().map(|(item, units)| (item.clone(), kept(*units))).collect();
    }
    let instance = instance(&needs, sites.into_values().collect(), packs);
    Ok(Posed { impact, levels, needs, sources, stock, instance })
}

impl Posed {
    /// The four alternatives, each with its bound; none where nothing is needed or nothing is there.
    ///
    /// # Errors
    /// What the planner refuses.
    pub fn plans(&self, stop: Stop) -> Result<Vec<(Objective, Plan)>, dispatch::Refusal> {
        if self.instance.sites.is_empty() || self.instance.needs.is_empty() {
            return Ok(Vec::new());
        }
        let aims =
            [Objective::Fastest, Objective::Cheapest, Objective::Fairest, Objective::Prudent].into_iter();
        let effort = Effort { rounds: 1, gap_ppm: 1_000, tried: 4 };
        aims.map(|aim| Ok((aim, dispatch::solve(&self.instance, aim, effort, stop)?))).collect()
    }
}

/// What a toll reaches in each province, by what is likely and, where that reaches nothing more severe, by the upper bound.
fn levels(impact: &Impact, packs: &Catalogue, today: Date) -> Vec<Proposed> {
    let responses: Vec<Response> = packs.packs().iter().flat_map(|pack| pack.responses.clone()).collect();
    let mut provinces: BTreeMap<String, ([i64; 3], [i64; 3])> = BTreeMap::new();
    for county in &impact.counties {
        let Toll { displaced, deaths, houses, .. } = county.toll;
        let (likely, high) = provinces.entry(region_at(&county.code, 1)).or_default();
        // In the order of Criterion::ALL.
        for (at, one) in [deaths, displaced, houses].into_iter().enumerate() {
            likely[at] += one.likely;
            high[at] += one.high;
        }
    }
    let mut found: Vec<Proposed> = provinces
        .into_iter()
        .filter_map(|(region, (likely, high))| {
            let by = |toll| propose(&responses, &region, today, toll);
            let (sure, worst) = (by(likely), by(high)?);
            let same = sure.as_ref().is_some_and(|(response, _)| response.level == worst.0.level);
            let (response, met) = if same { sure? } else { worst };
            let (level, response) = (response.level, response.id.clone());
            Some(Proposed { region, level, response, met, likely: same })
        })
        .collect();
    found.sort_by_key(|one| (one.level, !one.likely, one.region.clone()));
    found
}

fn needs(impact: &Impact, packs: &Catalogue, ask: &Ask, today: Date) -> Vec<Need> {
    let holds = |rule: &&NormRule| {
        let season = rule.body.season;
        (season == Season::Any || season == ask.season)
            && today >= rule.effective_from
            && rule.effective_to.is_none_or(|last| today <= last)
    };
    let norms: Vec<&NormRule> = packs.packs().iter().flat_map(|pack| &pack.norms).filter(holds).collect();
    let mut needs = Vec::new();
    for county in impact.counties.iter().take(COUNTIES_MAX) {
        let persons = county.toll.displaced.likely;
        for norm in &norms {
            let Some(units) = norm.units(persons, ask.days).filter(|units| *units > 0) else { continue };
            let here = |region: &String| county.code.starts_with(region_prefix(region));
            if !norm.scope.regions.is_empty() && !norm.scope.regions.iter().any(here) {
                continue;
            }
            for item in &norm.items {
                needs.push(Need {
                    region: county.code.clone(),
                    item: item.clone(),
                    norm: norm.id.clone(),
                    persons,
                    units,
                    due_hours: norm.body.due_hours,
                });
            }
        }
    }
    needs
}

/// The network of who can send what to whom. An item that lies nowhere in sight is left out: no plan could bring it.
fn instance(needs: &[Need], sites: Vec<dispatch::Site>, packs: &Catalogue) -> Instance {
    let there: BTreeSet<String> = sites.iter().flat_map(|site| site.stock.keys().cloned()).collect();
    let items = there.iter().map(|code| {
        let packing = packs.item(code).and_then(|item| item.packing);
        let kg = packing.map(|packing| packing.weight_kg).filter(|kg| *kg > Decimal::ZERO);
        let kg_per_unit = kg.map(|kg| kg.micros() as f64 / 1e6);
        dispatch::Item { id: code.clone(), kg_per_unit, priority: None }
    });
    let wanted = needs.iter().filter(|need| there.contains(&need.item));
    let seats: BTreeMap<&str, (f64, f64)> =
        counties().iter().map(|county| (county.code, (county.lon, county.lat))).collect();
    let needs = wanted.map(|need| {
        let seat = seats.get(need.region.as_str());
        dispatch::Need {
            place: need.region.clone(),
            lon: seat.map(|seat| seat.0),
            lat: seat.map(|seat| seat.1),
            item: need.item.clone(),
            quantity: need.units as f64,
            due_h: Some(f64::from(need.due_hours)),
            priority: None,
        }
    });
    Instance {
        items: items.collect(),
        sites,
        needs: needs.collect(),
        travel: Travel { matrix: None, circle: Some(CIRCLE) },
        ..Instance::default()
    }
}

#[cfg(test)]
mod test {
    use super::*;

    fn ask(season: Season) -> Ask {
        let quake =
            Quake { magnitude: 8.0, lat: 31.002, lon: 103.322, depth_km: 19.0, strike_deg: Some(45.0) };
        Ask { quake, days: 3, season, keep_percent: 0, load_t_per_h: 40 }
    }

    #[test]
    fn the_quake_of_2008_asks_for_the_highest_response_and_for_what_the_season_needs() {
        let packs = Catalogue::new(pack::builtin::packs().unwrap()).unwrap();
        let day = jiff::civil::date(2026, 5, 12);
        let items = |season| {
            let posed =
                pose(&Picture::default(), &|_| crate::picture::Seen::ALL, &packs, &ask(season), day).unwrap();
            assert_eq!(
                (posed.levels[0].region.as_str(), posed.levels[0].level, posed.levels[0].likely),
                ("510000", 1, true)
            );
            assert!(posed.plans(&|| false).unwrap().is_empty(), "nothing lies anywhere");
            let persons = posed.needs[0].persons;
            assert_eq!(posed.needs[0].region, posed.impact.counties[0].code);
            assert!(posed.needs.iter().all(|need| need.persons <= persons));
            posed.needs.into_iter().map(|need| need.item).collect::<BTreeSet<_>>()
        };
        let (warm, cold) = (items(Season::Warm), items(Season::Cold));
        let cases = [("1010101", true, false), ("1010102", false, true), ("1020101", true, true)];
        for (item, in_warm, in_cold) in cases {
            assert_eq!((warm.contains(item), cold.contains(item)), (in_warm, in_cold), "{item}");
        }
    }
}

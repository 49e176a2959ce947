//! An instance in whole numbers: thousandths of units, milligrams, minutes, fen; names become numbers. Refuses what makes no sense
//! and says where; never plans.

use super::contract::Instance;
use std::collections::{BTreeMap, HashMap};

/// Most items, sites, needs or fleets of an instance, most ways, and most loading periods.
const LIST_MAX: usize = 200_000;
const LANES_MAX: usize = 20_000_000;
const PERIODS_MAX: u32 = 400;
/// Everything together weighs less than this many milligrams (1.1 thousand million tonnes).
const MILLIGRAMS_MAX: i64 = 1 << 60;
/// Largest priority, hours of a way or a due time, yuan a tonne.
const PRIORITY_MAX: u32 = 1_000;
const HOURS_MAX: f64 = 10_000.0;
const YUAN_MAX: f64 = 1e6;
/// Mean radius of the Earth (IUGG), kilometres.
const EARTH_KM: f64 = 6371.0088;

/// Why an instance cannot be planned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A name that no list has.
    #[error("{place}: there is no {kind} `{name}`; name one of the instance")]
    Unknown {
        /// Where it is named.
        place: String,
        /// What it should be.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// A name that stands twice in one list.
    #[error("{kind} `{name}` stands twice; give each its own id")]
    Twice {
        /// Which list.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// A number outside its range.
    #[error("{place}: {value} is not between {least} and {most}")]
    Range {
        /// Where it stands.
        place: String,
        /// The number, as text.
        value: String,
        /// Smallest allowed.
        least: String,
        /// Largest allowed.
        most: String,
    },
    /// A list longer than its limit.
    #[error("{kind}: more than {most}; divide the instance")]
    TooMany {
        /// Which list.
        kind: &'static str,
        /// The limit.
        most: usize,
    },
    /// Goods too heavy to sum in milligrams.
    #[error("the goods together are too heavy to count exactly; use tonnes as unit or divide the instance")]
    TooHeavy,
    /// Neither matrix nor circle.
    #[error("travel: give a matrix, a circle, or both")]
    NoTravel,
    /// A circle, and a site or place without coordinates.
    #[error("{place}: travel by circle needs lon and lat")]
    NoPoint {
        /// Which site or place.
        place: String,
    },
    /// The network solver's own refusal.
    #[error(transparent)]
    Network(#[from] crate::optimise::Refusal),
}

impl Refusal {
    /// The same in Chinese.
    pub fn zh(&self) -> String {
        let kinds = |kind: &str| match kind {
            "item" | "items" => "品种",
            "site" | "sites" => "库点",
            "place" => "需求地",
            "fleet" | "fleets" => "车队",
            "need" | "needs" => "需求",
            _ => "通路",
        };
        match self {
            Refusal::Unknown { place, kind, name } => {
                format!("{place}：没有{}“{name}”，请改为实例中已有的名称", kinds(kind))
            }
            Refusal::Twice { kind, name } => format!("{}“{name}”重复出现，编号应唯一", kinds(kind)),
            Refusal::Range { place, value, least, most } => {
                format!("{place}：{value} 不在 {least} 至 {most} 之间")
            }
            Refusal::TooMany { kind, most } => format!("{}超过 {most} 个，请拆分实例", kinds(kind)),
            Refusal::TooHeavy => "物资总量过大，无法精确计数：请以吨为单位或拆分实例".to_owned(),
            Refusal::NoTravel => "travel：请给出 matrix 或 circle".to_owned(),
            Refusal::NoPoint { place } => format!("{place}：按距离计算通路需要经纬度"),
            Refusal::Network(refusal) => refusal.zh(),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Goods {
    /// Milligrams of a thousandth of a unit: grams of a unit.
    pub grams: i64,
    pub weighted: bool,
    pub priority: i64,
    /// Quantities are multiples of this many thousandths: a whole unit if all quantities of the item are whole.
    pub step: i64,
}

#[derive(Debug, Clone)]
pub struct Depot {
    /// Milligrams loaded in one period; `None` without limit.
    pub load: Option<i64>,
    /// Thousandths that may go, by item.
    pub stock: BTreeMap<u32, i64>,
    pub fleets: Vec<u32>,
}

#[derive(Debug, Clone)]
pub struct Want {
    pub place: u32,
    pub item: u32,
    /// Thousandths.
    pub quantity: i64,
    pub due: Option<i64>,
    /// Of need and item together.
    pub priority: i64,
}

/// A way from a site to a place.
#[derive(Debug, Clone, Copy)]
pub struct Lane {
    pub site: u32,
    pub minutes: i64,
    /// Fen for a tonne.
    pub fen: i64,
}

#[derive(Debug, Clone)]
pub struct Trucks {
    /// Milligrams that all its vehicles carry at once.
    pub carries: i64,
}

#[derive(Debug, Clone)]
pub struct Model {
    pub periods: usize,
    /// Minutes of a period; `None` if it has no length.
    pub period: Option<i64>,
    pub goods: Vec<Goods>,
    pub depots: Vec<Depot>,
    pub wants: Vec<Want>,
    /// Ways into each place.
    pub lanes: Vec<Vec<Lane>>,
    pub trucks: Vec<Trucks>,
}

impl Model {
    /// Minute at which a load of a period leaves.
    pub fn leaves(&self, period: usize) -> i64 {
        self.period.unwrap_or(0) * i64::try_from(period).unwrap_or(0)
    }

    pub fn late(&self, want: &Want, lane: Lane, period: usize) -> i64 {
        want.due.map_or(0, |due| (self.leaves(period) + lane.minutes - due).max(0))
    }

    /// The periods in which a vehicle is away when it leaves in `period`, with the minutes; there and back. Periods without
    /// length hold one trip each.
    pub fn away(&self, lane: Lane, period: usize) -> impl Iterator<Item = (usize, i64)> + '_ {
        let length = self.period.unwrap_or(1);
        let mut left = if self.period.is_some() { 2 * lane.minutes } else { 1 };
        (period..self.periods).map_while(move |at| {
            let minutes = left.min(length);
            left -= minutes;
            (minutes > 0).then_some((at, minutes))
        })
    }

    /// Milligram-minutes that a fleet has in a period.
    pub fn fleet_minutes(&self, fleet: usize) -> i128 {
        i128::from(self.trucks[fleet].carries) * i128::from(self.period.unwrap_or(1))
    }

    /// # Errors
    /// The first thing in the instance that makes no sense.
    pub fn new(instance: &Instance) -> Result<Self, Refusal> {
        for (kind, length) in [
            ("items", instance.items.len()),
            ("sites", instance.sites.len()),
            ("needs", instance.needs.len()),
            ("fleets", instance.fleets.len()),
        ] {
            if length > LIST_MAX {
                return Err(Refusal::TooMany { kind, most: LIST_MAX });
            }
        }
        let periods = instance.periods.unwrap_or(1);
        ranged("periods", f64::from(periods), 1.0, f64::from(PERIODS_MAX))?;
        let period = match instance.period_h {
            Some(hours) => Some(whole(ranged("period_h", hours, 1.0 / 60.0, HOURS_MAX)? * 60.0)),
            None => None,
        };
        let names = Names::new(instance)?;
        let mut goods = goods(instance)?;
        let mut depots = depots(instance, &names)?;
        let wants = wants(instance, &names, &goods)?;
        for (at, good) in goods.iter_mut().enumerate() {
            let at = number(at);
            let stocks = depots.iter().filter_map(|depot| depot.stock.get(&at));
            let wanted = wants.iter().filter(|want| want.item == at).map(|want| &want.quantity);
            good.step = if stocks.chain(wanted).all(|quantity| quantity % 1000 == 0) { 1000 } else { 1 };
        }
        let mut trucks = Vec::new();
        for (at, fleet) in instance.fleets.iter().enumerate() {
            let payload = ranged(&format!("fleets[{at}].payload_t"), fleet.payload_t, 0.0, 1e5)?;
            let carries = whole(payload * 1e6).saturating_mul(1000).saturating_mul(i64::from(fleet.vehicles));
            trucks.push(Trucks { carries: carries.min(MILLIGRAMS_MAX) });
            for site in &fleet.at {
                let site = names.get(&names.sites, "site", site, || format!("fleets[{at}].at"))?;
                depots[site as usize].fleets.push(number(at));
            }
        }
        let lanes = lanes(instance, &names)?;
        let model = Self { periods: periods as usize, period, goods, depots, wants, lanes, trucks };
        model.weigh()?;
        Ok(model)
    }

    /// That nothing is too heavy to sum.
    fn weigh(&self) -> Result<(), Refusal> {
        let weight =
            |item: u32, quantity: i64| i128::from(self.goods[item as usize].grams) * i128::from(quantity);
        let stocks =
            self.depots.iter().flat_map(|depot| depot.stock.iter().map(|(&item, &q)| weight(item, q)));
        let wanted = self.wants.iter().map(|want| weight(want.item, want.quantity));
        let together: i128 = stocks.chain(wanted).sum();
        if together > i128::from(MILLIGRAMS_MAX / 8) { Err(Refusal::TooHeavy) } else { Ok(()) }
    }
}

struct Names<'a> {
    items: HashMap<&'a str, u32>,
    sites: HashMap<&'a str, u32>,
    places: HashMap<&'a str, u32>,
}

impl<'a> Names<'a> {
    fn new(instance: &'a Instance) -> Result<Self, Refusal> {
        let items = unique("item", instance.items.iter().map(|item| item.id.as_str()))?;
        let sites = unique("site", instance.sites.iter().map(|site| site.id.as_str()))?;
        unique("fleet", instance.fleets.iter().map(|fleet| fleet.id.as_str()))?;
        let mut places = HashMap::new();
        for need in &instance.needs {
            let next = number(places.len());
            places.entry(need.place.as_str()).or_insert(next);
        }
        Ok(Self { items, sites, places })
    }

    fn get(
        &self,
        list: &HashMap<&str, u32>,
        kind: &'static str,
        name: &str,
        place: impl Fn() -> String,
    ) -> Result<u32, Refusal> {
        let unknown = || Refusal::Unknown { place: place(), kind, name: name.chars().take(80).collect() };
        list.get(name).copied().ok_or_else(unknown)
    }
}

fn unique<'a>(
    kind: &'static str,
    names: impl Iterator<Item = &'a str>,
) -> Result<HashMap<&'a str, u32>, Refusal> {
    let mut found = HashMap::new();
    for (at, name) in names.enumerate() {
        if found.insert(name, number(at)).is_some() {
            return Err(Refusal::Twice { kind, name: name.chars().take(80).collect() });
        }
    }
    Ok(found)
}

fn goods(instance: &Instance) -> Result<Vec<Goods>, Refusal> {
    let read = |(at, item): (usize, &super::Item)| {
        let grams = match item.kg_per_unit {
            Some(kg) => whole(ranged(&format!("items[{at}].kg_per_unit"), kg, 0.001, 1e6)? * 1e3),
            None => 1000,
        };
        let priority = priority(&format!("items[{at}].priority"), item.priority)?;
        Ok(Goods { grams, weighted: item.kg_per_unit.is_some(), priority, step: 1 })
    };
    instance.items.iter().enumerate().map(read).collect()
}

fn depots(instance: &Instance, names: &Names) -> Result<Vec<Depot>, Refusal> {
    let read = |(at, site): (usize, &super::Site)| {
        let load = match site.load_t_per_period {
            Some(tonnes) => {
                let place = format!("sites[{at}].load_t_per_period");
                Some(whole(ranged(&place, tonnes, 0.0, 1e8)? * 1e6) * 1000)
            }
            None => None,
        };
        let mut stock = BTreeMap::new();
        for (item, &units) in &site.stock {
            let place = || format!("sites[{at}].stock.{item}");
            let number = names.get(&names.items, "item", item, place)?;
            stock.insert(number, quantity(&place(), units)?);
        }
        for (item, &units) in &site.keep {
            let place = || format!("sites[{at}].keep.{item}");
            let number = names.get(&names.items, "item", item, place)?;
            let kept = quantity(&place(), units)?;
            stock.entry(number).and_modify(|left| *left = (*left - kept).max(0));
        }
        stock.retain(|_, left| *left > 0);
        Ok(Depot { load, stock, fleets: Vec::new() })
    };
    instance.sites.iter().enumerate().map(read).collect()
}

fn wants(instance: &Instance, names: &Names, goods: &[Goods]) -> Result<Vec<Want>, Refusal> {
    let read = |(at, need): (usize, &super::Need)| {
        let item = names.get(&names.items, "item", &need.item, || format!("needs[{at}].item"))?;
        let due = match need.due_h {
            Some(hours) => Some(whole(ranged(&format!("needs[{at}].due_h"), hours, 0.0, HOURS_MAX)? * 60.0)),
            None => None,
        };
        let own = priority(&format!("needs[{at}].priority"), need.priority)?;
        let quantity = quantity(&format!("needs[{at}].quantity"), need.quantity)?;
        let place = names.places[need.place.as_str()];
        Ok(Want { place, item, quantity, due, priority: own * goods[item as usize].priority })
    };
    instance.needs.iter().enumerate().map(read).collect()
}

fn lanes(instance: &Instance, names: &Names) -> Result<Vec<Vec<Lane>>, Refusal> {
    let travel = &instance.travel;
    if travel.matrix.is_none() && travel.circle.is_none() {
        return Err(Refusal::NoTravel);
    }
    let mut found: Vec<BTreeMap<u32, Lane>> = vec![BTreeMap::new(); names.places.len()];
    if let Some(circle) = &travel.circle {
        by_circle(instance, circle, names, &mut found)?;
    }
    for (at, (site, place, hours, yuan)) in travel.matrix.iter().flatten().enumerate() {
        let row = || format!("travel.matrix[{at}]");
        let site = names.get(&names.sites, "site", site, row)?;
        // A place that needs nothing may stand in a matrix of the whole country.
        let minutes = whole((ranged(&row(), *hours, 0.0, HOURS_MAX)? * 60.0).ceil());
        let fen = whole(ranged(&row(), *yuan, 0.0, YUAN_MAX)? * 100.0);
        if let Some(&place) = names.places.get(place.as_str()) {
            found[place as usize].insert(site, Lane { site, minutes, fen });
        }
    }
    for (at, (site, place)) in instance.closed.iter().enumerate() {
        let site = names.get(&names.sites, "site", site, || format!("closed[{at}]"))?;
        if let Some(&place) = names.places.get(place.as_str()) {
            found[place as usize].remove(&site);
        }
    }
    if found.iter().map(BTreeMap::len).sum::<usize>() > LANES_MAX {
        return Err(Refusal::TooMany { kind: "lanes", most: LANES_MAX });
    }
    Ok(found.into_iter().map(|lanes| lanes.into_values().collect()).collect())
}

fn by_circle(
    instance: &Instance,
    circle: &super::Circle,
    names: &Names,
    found: &mut [BTreeMap<u32, Lane>],
) -> Result<(), Refusal> {
    let factor = ranged("travel.circle.factor", circle.factor, 0.1, 10.0)?;
    let kmh = ranged("travel.circle.kmh", circle.kmh, 0.1, 2000.0)?;
    let yuan = ranged("travel.circle.cost_per_tkm", circle.cost_per_tkm, 0.0, 100.0)?;
    let nearest = circle.nearest.map_or(usize::MAX, |n| n as usize).min(instance.sites.len());
    if nearest.saturating_mul(names.places.len()) > LANES_MAX {
        return Err(Refusal::TooMany { kind: "lanes", most: LANES_MAX });
    }
    let point = |lon: Option<f64>, lat: Option<f64>, place: String| match (lon, lat) {
        (Some(lon), Some(lat)) => {
            ranged(&place, lon, -180.0, 180.0)?;
            ranged(&place, lat, -90.0, 90.0)?;
            Ok((lon.to_radians(), lat.to_radians()))
        }
        _ => Err(Refusal::NoPoint { place }),
    };
    let sites = instance.sites.iter().enumerate();
    let sites: Vec<(f64, f64)> = sites
        .map(|(at, site)| point(site.lon, site.lat, format!("sites[{at}]")))
        .collect::<Result<_, _>>()?;
    for (at, need) in instance.needs.iter().enumerate() {
        let place = names.places[need.place.as_str()] as usize;
        if !found[place].is_empty() {
            continue;
        }
        let here = point(need.lon, need.lat, format!("needs[{at}]"))?;
        let mut ways: Vec<(f64, u32)> = sites
            .iter()
            .enumerate()
            .map(|(site, &there)| (kilometres(here, there) * factor, number(site)))
            .collect();
        if nearest < ways.len() && nearest > 0 {
            ways.select_nth_unstable_by(nearest - 1, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        for &(road, site) in &ways[..nearest] {
            let minutes = whole((road / kmh * 60.0).ceil().min(HOURS_MAX * 60.0));
            let fen = whole((road * yuan * 100.0).min(YUAN_MAX * 100.0));
            found[place].insert(site, Lane { site, minutes, fen });
        }
    }
    Ok(())
}

/// Great-circle distance by the haversine formula; arguments are longitude and latitude in radians.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (across, along) = (libm::sin((b.0 - a.0) / 2.0), libm::sin((b.1 - a.1) / 2.0));
    let half = along * along + libm::cos(a.1) * libm::cos(b.1) * across * across;
    2.0 * EARTH_KM * libm::asin(half.sqrt().min(1.0))
}

fn priority(place: &str, given: Option<u32>) -> Result<i64, Refusal> {
    let given = given.unwrap_or(1);
    ranged(place, f64::from(given), 1.0, f64::from(PRIORITY_MAX))?;
    Ok(i64::from(given))
}

/// Thousandths.
fn quantity(place: &str, units: f64) -> Result<i64, Refusal> {
    Ok(whole(ranged(place, units, 0.0, 1e12)? * 1e3))
}

fn ranged(place: &str, value: f64, least: f64, most: f64) -> Result<f64, Refusal> {
    if (least..=most).contains(&value) {
        return Ok(value);
    }
    let (value, least, most) = (value.to_string(), least.to_string(), most.to_string());
    Err(Refusal::Range { place: place.to_owned(), value, least, most })
}

/// To the nearest whole number; callers keep values far below 2^53.
fn whole(value: f64) -> i64 {
    value.round() as i64
}

fn number(at: usize) -> u32 {
    u32::try_from(at).expect("lists are shorter than LIST_MAX")
}

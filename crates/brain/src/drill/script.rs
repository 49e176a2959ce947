//! The published format of a drill's script, and what is wrong with one. It holds, and never plays.

use crate::dispatch::Objective;
use crate::impact::{Quake, Refusal};
use serde::Deserialize;

/// What is rehearsed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// What it is called.
    pub name: String,
    /// Hours played.
    #[serde(default = "hours")]
    pub hours: f64,
    /// Hours from knowing to having decided.
    #[serde(default = "decide")]
    pub decide_h: f64,
    /// By which alternative people decide.
    #[serde(default)]
    pub objective: Objective,
    /// What happens.
    pub event: Event,
    /// What people are owed.
    pub norms: Vec<Norm>,
    /// A reserve to invent, where none is exported.
    #[serde(default)]
    pub synthetic: Option<Synthetic>,
    /// What may follow.
    #[serde(default)]
    pub aftershock: Option<Aftershock>,
    /// What may happen to roads.
    #[serde(default)]
    pub roads: Roads,
    /// What may happen to depots.
    #[serde(default)]
    pub losses: Losses,
    /// How late the truth is known.
    #[serde(default)]
    pub reports: Reports,
    /// What is told that is not true.
    #[serde(default)]
    pub rumours: Rumours,
}

const fn hours() -> f64 {
    72.0
}

const fn decide() -> f64 {
    2.0
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Event {
    /// An earthquake as first reported, and how wrong that report may be.
    Earthquake {
        /// Surface-wave magnitude.
        magnitude: f64,
        /// Degrees.
        lat: f64,
        /// Degrees.
        lon: f64,
        /// Kilometres.
        depth_km: f64,
        /// Degrees from north.
        #[serde(default)]
        strike_deg: Option<f64>,
        /// Standard deviation.
        #[serde(default)]
        magnitude_error: f64,
        /// Standard deviation along each axis, kilometres.
        #[serde(default)]
        place_error_km: f64,
    },
    /// Anything else: people by place.
    Manual {
        /// Where.
        places: Vec<Place>,
        /// Standard deviation of the number of people, orders of magnitude.
        #[serde(default)]
        error: f64,
    },
}

/// People in need at a place.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Its name or code.
    pub place: String,
    /// Degrees.
    pub lon: f64,
    /// Degrees.
    pub lat: f64,
    /// How many.
    pub persons: f64,
}

/// What each person is owed of one item.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Norm {
    /// The item, as the reserve calls it.
    pub item: String,
    /// Units for each person over the hours played.
    pub units_per_person: f64,
    /// Weight of a unit.
    pub kg_per_unit: f64,
    /// Hours from the event by which it should be there.
    pub due_h: f64,
}

/// A reserve to invent: depots at county seats near the event.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synthetic {
    /// How many depots at most.
    pub sites: u32,
    /// How far from the worst place, kilometres.
    pub radius_km: f64,
    /// For how many people they are stocked together.
    pub persons: f64,
    /// What each loads in an hour.
    pub load_t_per_h: f64,
}

/// A second shock.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aftershock {
    /// 0 to 1.
    pub probability: f64,
    /// Hours after the event.
    pub at_h: f64,
    /// Times as many people in need as before.
    pub displaced_factor: f64,
}

/// What may happen to roads.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Roads {
    /// That the way from one depot to one place at Ⅶ or above is closed.
    pub closed_probability: f64,
    /// Hours a convoy loses that meets a closed road.
    pub detour_h: f64,
    /// How many times slower ways into a place are at worst.
    pub slow_factor_max: f64,
}

impl Default for Roads {
    fn default() -> Self {
        Self { closed_probability: 0.0, detour_h: 6.0, slow_factor_max: 1.0 }
    }
}

/// What may happen to depots.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Losses {
    /// That a depot is lost with its stock.
    pub site_probability: f64,
}

/// How late the truth is known.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reports {
    /// Hours.
    pub delay_h: f64,
}

impl Default for Reports {
    fn default() -> Self {
        Self { delay_h: 6.0 }
    }
}

/// What is told that is not true.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rumours {
    /// For each place.
    pub probability: f64,
    /// Times as many people as estimated.
    pub factor: f64,
}

impl Default for Rumours {
    fn default() -> Self {
        Self { probability: 0.0, factor: 1.0 }
    }
}

/// Why a script cannot be played.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Mistake {
    /// A number outside its range.
    #[error("{field}: {value} is not between {least} and {most}")]
    Range {
        /// Where.
        field: &'static str,
        /// What was given.
        value: f64,
        /// Smallest allowed.
        least: f64,
        /// Largest allowed.
        most: f64,
    },
    /// Nothing is owed, or too much of a list.
    #[error("norms and places: give between 1 and 200 of each")]
    Lists,
    /// Neither or both reserves.
    #[error("reserve: give either `synthetic` in the script or an instance, not both")]
    Reserve,
    /// The event hurts nobody.
    #[error("the event leaves nobody in need")]
    Nobody,
    /// The earthquake makes no sense.
    #[error(transparent)]
    Quake(Refusal),
}

impl Mistake {
    /// The same in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Mistake::Range { field, value, least, most } => {
                format!("{field}：{value} 不在 {least} 至 {most} 之间")
            }
            Mistake::Lists => "norms 和 places 各应有 1 至 200 项".to_owned(),
            Mistake::Reserve => "储备：在脚本中写 synthetic，或另给实例，二者取一".to_owned(),
            Mistake::Nobody => "该事件没有造成需救助人员".to_owned(),
            Mistake::Quake(refusal) => refusal.zh(),
        }
    }
}

impl Script {
    /// The earthquake as first reported.
    pub(super) fn quake(&self) -> Option<Quake> {
        match &self.event {
            Event::Earthquake { magnitude, lat, lon, depth_km, strike_deg, .. } => Some(Quake {
                magnitude: *magnitude,
                lat: *lat,
                lon: *lon,
                depth_km: *depth_km,
                strike_deg: *strike_deg,
            }),
            Event::Manual { .. } => None,
        }
    }

    pub(super) fn check(&self) -> Result<(), Mistake> {
        let places = match &self.event {
            Event::Manual { places, .. } => places.as_slice(),
            Event::Earthquake { .. } => &[],
        };
        if !(1..=200).contains(&self.norms.len()) || places.len() > 200 {
            return Err(Mistake::Lists);
        }
        let mut ranges = vec![
            ("hours", self.hours, 1.0, 2_000.0),
            ("decide_h", self.decide_h, 0.0, 500.0),
            ("roads.closed_probability", self.roads.closed_probability, 0.0, 1.0),
            ("roads.detour_h", self.roads.detour_h, 0.0, 500.0),
            ("roads.slow_factor_max", self.roads.slow_factor_max, 1.0, 20.0),
            ("losses.site_probability", self.losses.site_probability, 0.0, 1.0),
            ("reports.delay_h", self.reports.delay_h, 0.0, 500.0),
            ("rumours.probability", self.rumours.probability, 0.0, 1.0),
            ("rumours.factor", self.rumours.factor, 1.0, 100.0),
        ];
        match &self.event {
            Event::Earthquake { magnitude_error, place_error_km, .. } => ranges.extend([
                ("event.magnitude_error", *magnitude_error, 0.0, 1.0),
                ("event.place_error_km", *place_error_km, 0.0, 200.0),
            ]),
            Event::Manual { error, .. } => ranges.push(("event.error", *error, 0.0, 2.0)),
        }
        for place in places {
            ranges.extend([
                ("event.places.lon", place.lon, -180.0, 180.0),
                ("event.places.lat", place.lat, -90.0, 90.0),
                ("event.places.persons", place.persons, 0.0, 2e8),
            ]);
        }
        for norm in &self.norms {
            ranges.extend([
                ("norms.units_per_person", norm.units_per_person, 0.0, 1_000.0),
                ("norms.kg_per_unit", norm.kg_per_unit, 0.001, 100_000.0),
                ("norms.due_h", norm.due_h, 0.0, 2_000.0),
            ]);
        }
        if let Some(one) = &self.synthetic {
            ranges.extend([
                ("synthetic.sites", f64::from(one.sites), 1.0, 2_000.0),
                ("synthetic.radius_km", one.radius_km, 1.0, 3_000.0),
                ("synthetic.persons", one.persons, 0.0, 2e8),
                ("synthetic.load_t_per_h", one.load_t_per_h, 0.001, 1e6),
            ]);
        }
        if let Some(one) = &self.aftershock {
            ranges.extend([
                ("aftershock.probability", one.probability, 0.0, 1.0),
                ("aftershock.at_h", one.at_h, 0.0, 2_000.0),
                ("aftershock.displaced_factor", one.displaced_factor, 1.0, 100.0),
            ]);
        }
        let wrong = ranges.into_iter().find(|(_, value, least, most)| !(least..=most).contains(&value));
        wrong.map_or(Ok(()), |(field, value, least, most)| Err(Mistake::Range { field, value, least, most }))
    }
}

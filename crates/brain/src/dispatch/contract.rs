//! The published formats of dispatch: an instance and a plan, as they stand in files. They hold, and never compute.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is to be planned. Whatever is left out does not bind.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// Length of a loading period in hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period_h: Option<f64>,
    /// Number of loading periods; one if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub periods: Option<u32>,
    /// The goods.
    pub items: Vec<Item>,
    /// Where goods lie.
    pub sites: Vec<Site>,
    /// What is wanted where.
    pub needs: Vec<Need>,
    /// Ways from sites to places.
    pub travel: Travel,
    /// Vehicles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fleets: Vec<Fleet>,
    /// Pairs of site and place between which nothing can go.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<(String, String)>,
}

/// One kind of goods.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Identity within the instance.
    pub id: String,
    /// Weight of one unit; left out, the item needs neither loading capacity nor payload and counts as 1 kg in totals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kg_per_unit: Option<f64>,
    /// What one tonne of it is worth against others; 1 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<u32>,
}

/// Where goods lie.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Identity within the instance.
    pub id: String,
    /// Longitude in degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// Latitude in degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Tonnes of all items together that can be loaded in one period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_t_per_period: Option<f64>,
    /// Stock by item, in the item's unit.
    #[serde(default)]
    pub stock: BTreeMap<String, f64>,
    /// What must stay, by item.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub keep: BTreeMap<String, f64>,
}

/// What is wanted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// The place; several needs may name one.
    pub place: String,
    /// Longitude in degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// Latitude in degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// The item.
    pub item: String,
    /// How much, in the item's unit.
    pub quantity: f64,
    /// Hours from the beginning by which it should be there; left out, it is never late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_h: Option<f64>,
    /// Weight of this need; 1 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<u32>,
}

/// Ways: rows of a matrix, great circles, or both; a row of the matrix overrules the circle.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Travel {
    /// Site, place, hours, yuan per tonne.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matrix: Option<Vec<(String, String, f64, f64)>>,
    /// Ways by distance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circle: Option<Circle>,
}

/// Ways by great-circle distance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Circle {
    /// Road kilometres per great-circle kilometre.
    pub factor: f64,
    /// Speed.
    pub kmh: f64,
    /// Only so many nearest sites serve a place; all if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<u32>,
    /// Yuan per tonne and road kilometre.
    pub cost_per_tkm: f64,
}

/// Vehicles that load at some sites.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fleet {
    /// Identity within the instance.
    pub id: String,
    /// Sites where they load.
    pub at: Vec<String>,
    /// How many.
    pub vehicles: u32,
    /// What one carries.
    pub payload_t: f64,
}

/// What counts after unmet need and lateness.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Objective {
    /// Early arrival of every tonne.
    Fastest,
    /// Little money.
    #[default]
    Cheapest,
    /// Nobody's share much smaller than others': the first eighth of a need weighs most, the last least.
    Fairest,
    /// Every site keeps much of what it has: the last fifth of a stock is touched last.
    Prudent,
}

/// Who sends what to whom, and how good that is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What is sent.
    pub flows: Vec<Flow>,
    /// What is not.
    pub unmet: Vec<Unmet>,
    /// The plan in the three measures that count, in this order.
    pub objective: Totals,
    /// What was minimised: the three measures with their weights and what the alternative asks besides.
    pub value: f64,
    /// The weights.
    pub weights: Weights,
    /// No plan has a smaller value.
    pub bound: f64,
    /// `(value − bound) / value`; 0 if the value is 0.
    pub gap: f64,
    /// Time taken, as the caller measured it.
    pub seconds: f64,
    /// What limits the plan, the dearest limit first.
    pub binding: Vec<Binding>,
}

/// One load.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// From.
    pub site: String,
    /// To.
    pub place: String,
    /// What.
    pub item: String,
    /// How much, in the item's unit.
    pub quantity: f64,
    /// Loading period, from 0.
    pub load_period: u32,
    /// Hours from the beginning: `load_period` times the length of a period, and the way.
    pub arrive_h: f64,
    /// Which need of the instance, from 0, where several name the same place and item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<u32>,
    /// Whose vehicles, where fleets stand at the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fleet: Option<String>,
}

/// Need that stays unmet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unmet {
    /// Where.
    pub place: String,
    /// What.
    pub item: String,
    /// How much, in the item's unit.
    pub quantity: f64,
}

/// A plan in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Tonnes unmet times priority of need and item.
    pub unmet: f64,
    /// Tonnes times hours late times both priorities.
    pub late: f64,
    /// Yuan.
    pub cost: f64,
}

/// How the measures weigh in the value; its unit is one hundredth yuan (minutes × tonnes for the fastest plan).
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// Of one weighted tonne unmet.
    pub unmet: f64,
    /// Of one weighted tonne-hour late.
    pub late: f64,
}

/// A limit that holds the plan back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Binding {
    /// `loading`, `stock` or `fleet`.
    pub kind: String,
    /// The site, or the fleet.
    pub at: String,
    /// The item, of a stock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// What `more` of the limit was tried, in tonnes of the limit.
    pub more_t: f64,
    /// By how much the value falls with it, found by planning again: not a dual price, which is not unique.
    pub gain: f64,
    /// How the measures change with it.
    pub change: Totals,
    /// The same in words.
    pub zh: String,
    /// The same in words.
    pub en: String,
}

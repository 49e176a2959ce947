//! The intensity field: for each zone two logarithmic relations, along and across the long axis, and the ellipse between them.
//! It knows no people.

use super::{CLASS_FIRST, LEAST_TENTHS, Quake};

/// A focus down to this depth is what the relations were fitted to, kilometres; what lies deeper counts as distance. Unconfirmed.
const SHALLOW_KM: f64 = 15.0;
/// Directions over which an unknown long axis is averaged, degrees from north.
const STRIKES: [f64; 3] = [0.0, 60.0, 120.0];

/// A zone of attenuation, as in the seismic hazard map of China of 2015 (GB 18306-2015).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// East, where strong earthquakes happen.
    East,
    /// Where only moderate to strong ones happen: the northeast, the centre and the south.
    Moderate,
    /// Xinjiang.
    Xinjiang,
    /// The Qinghai–Tibet plateau and its margins, Sichuan and Yunnan among them.
    Plateau,
}

/// `I = a + b·M − c·lg(R + r)` along the long axis and across it.
struct Relation {
    b: f64,
    along: (f64, f64, f64),
    across: (f64, f64, f64),
}

impl Zone {
    /// The zone of a county by its province. The map draws it finer; unconfirmed.
    pub fn of(county: &str) -> Self {
        match county.get(..2).unwrap_or_default() {
            "65" => Zone::Xinjiang,
            "51" | "53" | "54" | "62" | "63" | "64" => Zone::Plateau,
            "11" | "12" | "13" | "14" | "15" | "21" | "32" | "34" | "35" | "37" | "41" | "44" | "61"
            | "71" => Zone::East,
            _ => Zone::Moderate,
        }
    }

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Zone::East => "east",
            Zone::Moderate => "moderate",
            Zone::Xinjiang => "xinjiang",
            Zone::Plateau => "plateau",
        }
    }

    /// Chinese and English name.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Zone::East => ("东部强震区", "East, strong earthquakes"),
            Zone::Moderate => ("中强地震区", "Moderate to strong earthquakes"),
            Zone::Xinjiang => ("新疆区", "Xinjiang"),
            Zone::Plateau => ("青藏区", "Qinghai–Tibet"),
        }
    }

    /// Coefficients of Yu, Li and Xiao, Development of ground motion attenuation relations for the new seismic hazard map of
    /// China, 震灾防御技术 8(1), 2013. The 7 km of the moderate zone and the 9 km of the plateau, across the axis, are
    /// practitioners' knowledge: the table at hand lacked them.
    const fn relation(self) -> Relation {
        match self {
            Zone::East => {
                Relation { b: 1.3626, along: (5.7123, 4.2903, 25.0), across: (3.6588, 3.5406, 13.0) }
            }
            Zone::Moderate => {
                Relation { b: 1.0710, along: (5.8410, 3.6570, 15.0), across: (3.9440, 2.8450, 7.0) }
            }
            Zone::Xinjiang => {
                Relation { b: 1.4347, along: (5.6018, 4.4899, 25.0), across: (3.6113, 3.8477, 13.0) }
            }
            Zone::Plateau => {
                Relation { b: 1.2746, along: (6.4580, 4.4709, 25.0), across: (3.3682, 3.3119, 9.0) }
            }
        }
    }
}

/// The ellipse of one intensity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ring {
    /// The class, such as 8 for Ⅷ: inside it is at least that.
    pub class: u32,
    /// Half the long axis, kilometres.
    pub along_km: f64,
    /// Half the short axis, kilometres.
    pub across_km: f64,
}

/// The field of one earthquake.
pub(super) struct Field {
    /// Intensity in tenths with the half axes within which it is reached; outwards in distance, downwards in intensity.
    steps: Vec<(u32, f64, f64)>,
    /// Square of the depth that counts as distance.
    deep: f64,
    /// Sine and cosine of the directions with equal weight.
    turns: Vec<(f64, f64)>,
}

impl Field {
    pub fn new(zone: Zone, quake: &Quake) -> Self {
        let Relation { b, along, across } = zone.relation();
        let radius = |(a, c, r): (f64, f64, f64), tenths: u32| {
            libm::exp10((a + b * quake.magnitude - f64::from(tenths) / 10.0) / c) - r
        };
        let steps = (LEAST_TENTHS..=120).rev().filter_map(|tenths| {
            let (along, across) = (radius(along, tenths), radius(across, tenths));
            (along > 0.0 && across > 0.0).then_some((tenths, along, across))
        });
        let deep = (quake.depth_km - SHALLOW_KM).max(0.0);
        let strikes = quake.strike_deg.map_or_else(|| STRIKES.to_vec(), |strike| vec![strike]);
        let turn = |strike: f64| (libm::sin(strike.to_radians()), libm::cos(strike.to_radians()));
        Self { steps: steps.collect(), deep: deep * deep, turns: strikes.into_iter().map(turn).collect() }
    }

    /// The intensity in tenths at kilometres east and north, once for each direction with its weight; nothing where it is lower
    /// than is counted.
    pub fn at(&self, (east, north): (f64, f64), mut found: impl FnMut(u32, f64)) {
        let weight = 1.0 / self.turns.len() as f64;
        for (sin, cos) in &self.turns {
            let (x, y) = (east * sin + north * cos, east * cos - north * sin);
            // Depth is distance in no direction of the map: half of its square is counted along each axis.
            let (x, y) = (x * x + self.deep / 2.0, y * y + self.deep / 2.0);
            let outside = |step: &(u32, f64, f64)| x / (step.1 * step.1) + y / (step.2 * step.2) > 1.0;
            let first = self.steps.partition_point(outside);
            if let Some((tenths, _, _)) = self.steps.get(first) {
                found(*tenths, weight);
            }
        }
    }

    pub fn epicentre_tenths(&self) -> u32 {
        let mut highest = 0;
        self.at((0.0, 0.0), |tenths, _| highest = highest.max(tenths));
        highest
    }

    /// The rings of whole classes that reach the surface, outermost first.
    pub fn rings(&self) -> Vec<Ring> {
        let half = |axis: f64, other: f64| {
            let left = 1.0 - self.deep / 2.0 / (other * other) - self.deep / 2.0 / (axis * axis);
            if left > 0.0 { axis * left.sqrt() } else { 0.0 }
        };
        let rings = self.steps.iter().rev().filter(|step| step.0 % 10 == 0 && step.0 >= CLASS_FIRST * 10);
        rings
            .map(|&(tenths, along, across)| Ring {
                class: tenths / 10,
                along_km: half(along, across),
                across_km: half(across, along),
            })
            .filter(|ring| ring.along_km > 0.0 && ring.across_km > 0.0)
            .collect()
    }
}

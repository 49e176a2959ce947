//! What an earthquake has probably done: intensity by published elliptical relations, people exposed by county, and the toll
//! that usually follows, always with its interval. An estimate for the first hours, until reports replace it; it never decides.

mod field;
mod toll;

#[cfg(test)]
mod test;

use field::Field;
pub use field::{Ring, Zone};
use toll::Spread;
pub use toll::{Estimate, Severity, Toll};

/// Lowest intensity that is drawn and counted.
const LEAST_TENTHS: u32 = 45;
/// Intensity classes reported: Ⅵ to Ⅻ.
pub const CLASSES: usize = 7;
/// The class of the first entry.
pub const CLASS_FIRST: u32 = 6;
/// Kilometres of one degree of latitude.
const DEGREE_KM: f64 = 111.19;
/// Beyond this no relation is used, kilometres.
const REACH_KM: f64 = 500.0;
/// People are thought to live within this distance of a county's seat at most, kilometres. Unconfirmed.
const SETTLED_KM: f64 = 40.0;

/// An earthquake as first reported.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quake {
    /// Surface-wave magnitude.
    pub magnitude: f64,
    /// Degrees.
    pub lat: f64,
    /// Degrees.
    pub lon: f64,
    /// Kilometres.
    pub depth_km: f64,
    /// Direction of the long axis, degrees from north to east; unknown, it is averaged over directions.
    pub strike_deg: Option<f64>,
}

/// A county: where it is and how many live there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct County<'a> {
    /// GB/T 2260.
    pub code: &'a str,
    /// Of its seat, degrees.
    pub lon: f64,
    /// Of its seat, degrees.
    pub lat: f64,
    /// Residents.
    pub population: i64,
    /// Square kilometres.
    pub area_km2: f64,
}

/// Why there is no estimate.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// A number outside its range.
    #[error("{field}: {value} is not between {least} and {most}")]
    Range {
        /// Which one.
        field: &'static str,
        /// What was given.
        value: f64,
        /// Smallest allowed.
        least: f64,
        /// Largest allowed.
        most: f64,
    },
    /// No county to ask for its region.
    #[error("there are no counties to estimate for")]
    NoCounty,
}

impl Refusal {
    /// The same in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Refusal::Range { field, value, least, most } => {
                let field = match *field {
                    "magnitude" => "震级",
                    "lat" => "纬度",
                    "lon" => "经度",
                    "depth_km" => "震源深度",
                    _ => "走向",
                };
                format!("{field}：{value} 不在 {least} 至 {most} 之间")
            }
            Refusal::NoCounty => "没有可供估计的县级行政区".to_owned(),
        }
    }
}

/// What one county has probably suffered.
#[derive(Debug, Clone, PartialEq)]
pub struct Suffered {
    /// GB/T 2260.
    pub code: String,
    /// Highest intensity in it, in tenths.
    pub intensity_tenths: u32,
    /// People exposed, by class from Ⅵ.
    pub exposed: [i64; CLASSES],
    /// What usually follows.
    pub toll: Toll,
}

/// What an earthquake has probably done.
#[derive(Debug, Clone, PartialEq)]
pub struct Impact {
    /// Whose relation was used.
    pub zone: Zone,
    /// Intensity at the epicentre, in tenths.
    pub epicentre_tenths: u32,
    /// Half axes by class, the innermost last.
    pub rings: Vec<Ring>,
    /// Counties with people at Ⅵ or above, the worst first.
    pub counties: Vec<Suffered>,
    /// People exposed in all, by class from Ⅵ.
    pub exposed: [i64; CLASSES],
    /// All together. Not the sum of the counties' bounds: those do not fall together.
    pub toll: Toll,
}

/// Estimates. `severity` is usually [`Severity::FITTED`].
///
/// # Errors
/// Numbers that no earthquake has, or no counties.
pub fn quake(quake: &Quake, counties: &[County<'_>], severity: &Severity) -> Result<Impact, Refusal> {
    check(quake)?;
    let zone = zone(quake, counties)?;
    let field = Field::new(zone, quake);
    let mut all = Spread::default();
    let mut suffered = Vec::new();
    for county in counties {
        let spread = expose(&field, quake, county);
        if spread.is_empty() {
            continue;
        }
        all.add(&spread);
        let exposed = spread.classes();
        if exposed.iter().any(|people| *people > 0) {
            suffered.push(Suffered {
                code: county.code.to_owned(),
                intensity_tenths: spread.highest(),
                exposed,
                toll: severity.toll(&spread),
            });
        }
    }
    suffered.sort_by(|a, b| {
        let worst = |one: &Suffered| (one.toll.displaced.likely, one.intensity_tenths);
        worst(b).cmp(&worst(a)).then_with(|| a.code.cmp(&b.code))
    });
    Ok(Impact {
        zone,
        epicentre_tenths: field.epicentre_tenths(),
        rings: field.rings(),
        counties: suffered,
        exposed: all.classes(),
        toll: severity.toll(&all),
    })
}

fn check(quake: &Quake) -> Result<(), Refusal> {
    let ranges = [
        ("magnitude", quake.magnitude, 3.0, 9.5),
        ("lat", quake.lat, -90.0, 90.0),
        ("lon", quake.lon, -180.0, 180.0),
        ("depth_km", quake.depth_km, 0.0, 700.0),
        ("strike_deg", quake.strike_deg.unwrap_or(0.0), 0.0, 360.0),
    ];
    let wrong = ranges.into_iter().find(|(_, value, least, most)| !(least..=most).contains(&value));
    wrong.map_or(Ok(()), |(field, value, least, most)| Err(Refusal::Range { field, value, least, most }))
}

/// Kilometres east and north of the epicentre, on a plane that touches there: good enough within [`REACH_KM`].
fn offset(quake: &Quake, lon: f64, lat: f64) -> (f64, f64) {
    let mut east = lon - quake.lon;
    if east > 180.0 {
        east -= 360.0;
    } else if east < -180.0 {
        east += 360.0;
    }
    (east * DEGREE_KM * libm::cos(quake.lat.to_radians()), (lat - quake.lat) * DEGREE_KM)
}

/// The zone of the county nearest to the epicentre.
fn zone(quake: &Quake, counties: &[County<'_>]) -> Result<Zone, Refusal> {
    let far = |county: &County<'_>| {
        let (x, y) = offset(quake, county.lon, county.lat);
        x * x + y * y
    };
    let nearest = counties.iter().min_by(|a, b| far(a).total_cmp(&far(b)));
    nearest.map(|county| Zone::of(county.code)).ok_or(Refusal::NoCounty)
}

/// A county's people over intensities. They live in a disc of the county's area: a quarter at the seat, the rest on two rings;
/// unconfirmed, and better than all of them at one point.
fn expose(field: &Field, quake: &Quake, county: &County<'_>) -> Spread {
    /// How many points, at which part of the radius, with which share of the people.
    const RINGS: [(u32, f64, f64); 3] = [(1, 0.0, 0.25), (6, 0.45, 0.35), (12, 0.8, 0.40)];
    let mut spread = Spread::default();
    let (x, y) = offset(quake, county.lon, county.lat);
    let radius = (county.area_km2.max(0.0) / std::f64::consts::PI).sqrt().min(SETTLED_KM);
    if (x * x + y * y).sqrt() > REACH_KM + radius {
        return spread;
    }
    for (points, part, share) in RINGS {
        let people = county.population as f64 * share / f64::from(points);
        for point in 0..points {
            let turn = f64::from(point) / f64::from(points) * std::f64::consts::TAU;
            let at = (x + radius * part * libm::cos(turn), y + radius * part * libm::sin(turn));
            field.at(at, |tenths, weight| spread.count(tenths, people * weight));
        }
    }
    spread
}

//! The plan of the synthetic nation: which organisations stand where and keep what. Computed from the seed alone.

use crate::goods::{FUELS, OILS, RELIEF, Recipe, grain_of};
use base::region::{Region, regions};
use base::term::code::{document_number, uscc_check};
use base::term::{Fault, OrgCode, RegionCode};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How large a nation to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// Provinces.
    pub provinces: usize,
    /// Storing units, spread over the provinces.
    pub depots: usize,
    /// Positions of each.
    pub positions: usize,
    /// Months of history.
    pub months: i64,
    /// Movements of one position in a month, on average.
    pub movements: usize,
    /// Storing units whose people get accounts.
    pub accounts: usize,
}

impl Scale {
    /// 60 storing units in 10 provinces, 18 months.
    pub const SMALL: Self =
        Self { provinces: 10, depots: 60, positions: 8, months: 18, movements: 2, accounts: 60 };
    /// 600 storing units in 3 provinces, 18 months.
    pub const PROVINCE: Self =
        Self { provinces: 3, depots: 600, positions: 8, months: 18, movements: 2, accounts: 60 };
    /// 7,000 storing units in all provinces, more than 60,000 positions and 3 million facts.
    pub const NATION: Self =
        Self { provinces: 31, depots: 7_000, positions: 9, months: 18, movements: 3, accounts: 60 };

    /// The scale with this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "small" => Some(Self::SMALL),
            "province" => Some(Self::PROVINCE),
            "nation" => Some(Self::NATION),
            _ => None,
        }
    }
}

/// An organisation of the plan.
#[derive(Debug, Clone)]
pub struct Body {
    /// Credit code with a right check character, in the region's number range; no real organisation has it.
    pub code: OrgCode,
    /// Its name.
    pub name: String,
    /// Its region.
    pub region: RegionCode,
}

/// A storing unit with one site.
#[derive(Debug, Clone)]
pub struct Depot {
    /// The organisation.
    pub body: Body,
    /// Index of the bureau above it.
    pub bureau: usize,
    /// What it keeps; positions take them in turn.
    pub keeps: Vec<Recipe>,
    /// Millionths of a degree.
    pub point: (i64, i64),
    /// Seed of everything that happens there.
    pub seed: u64,
}

/// The nation.
#[derive(Debug, Clone)]
pub struct World {
    /// Its scale.
    pub scale: Scale,
    /// The organisation that runs the node: keeps the accounts and the statements, owns no goods.
    pub centre: Body,
    /// The national administration.
    pub nation: Body,
    /// One bureau a province.
    pub bureaus: Vec<Body>,
    /// The storing units.
    pub depots: Vec<Depot>,
    /// The public-property warehouse of the first province, under its real name: it holds the real table of `data/linping/`.
    pub property: Body,
}

/// Provinces in the order in which a small nation takes them: Zhejiang, whose district runs the public-property
/// warehouse, then the large producers and the regions of need.
const FIRST: [&str; 10] =
    ["330000", "410000", "230000", "370000", "510000", "440000", "630000", "320000", "430000", "540000"];

/// A made-up credit code: class (two characters), region, a subject number that starts with `Y` (a range that is not
/// given to real organisations), and the right check character.
pub fn made_up_code(class: &str, region: &str, serial: usize) -> Result<OrgCode, Fault> {
    let body = format!("{class}{region}Y{serial:08}");
    let check = uscc_check(&body).ok_or_else(|| Fault::new("a made-up code is malformed"))?;
    OrgCode::parse(&format!("{body}{check}")).map_err(|refusal| Fault::new(refusal.en))
}

fn body(class: &str, region: &Region, serial: usize, name: String) -> Result<Body, Fault> {
    let code = RegionCode::parse(region.code).map_err(|refusal| Fault::new(refusal.en))?;
    Ok(Body { code: made_up_code(class, region.code, serial)?, name, region: code })
}

impl World {
    /// The nation that a scale and a seed determine.
    pub fn plan(scale: Scale, seed: u64) -> Result<Self, Fault> {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let all = regions();
        let centre = Body {
            code: made_up_code("12", "100000", 2)?,
            name: "国家储备数据中心（演示）".into(),
            region: region_code("000000")?,
        };
        let nation = Body {
            code: made_up_code("11", "100000", 1)?,
            name: "国家储备管理局（演示）".into(),
            region: region_code("000000")?,
        };
        let provinces = provinces(scale.provinces);
        let mut bureaus = Vec::new();
        for (i, province) in provinces.iter().enumerate() {
            bureaus.push(body("11", province, 10 + i, format!("{}粮食和物资储备局（演示）", province.name))?);
        }
        let mut depots = Vec::new();
        for n in 0..scale.depots {
            let bureau = n % provinces.len();
            let province = provinces[bureau];
            let counties: Vec<&Region> = all
                .all()
                .iter()
                .filter(|r| r.level == 3 && r.point.is_some() && r.code.starts_with(&province.code[..2]))
                .collect();
            let county = counties[(n / provinces.len() * 7 + bureau) % counties.len()];
            depots.push(depot(n, bureau, county, &mut chance)?);
        }
        let property = Body {
            code: made_up_code("12", "330113", 5)?,
            name: "区机关事务服务中心".into(),
            region: region_code("330113")?,
        };
        Ok(Self { scale, centre, nation, bureaus, depots, property })
    }
}

fn region_code(code: &str) -> Result<RegionCode, Fault> {
    RegionCode::parse(code).map_err(|refusal| Fault::new(refusal.en))
}

fn provinces(count: usize) -> Vec<&'static Region> {
    let all = regions();
    let mut list: Vec<&Region> = FIRST.iter().filter_map(|code| all.get(code)).collect();
    let rest = all.all().iter().filter(|r| {
        r.level == 1 && !FIRST.contains(&r.code) && !["710000", "810000", "820000"].contains(&r.code)
    });
    list.extend(rest);
    list.truncate(count);
    list
}

fn depot(n: usize, bureau: usize, county: &Region, chance: &mut ChaCha8Rng) -> Result<Depot, Fault> {
    // of ten storing units six keep grain, one edible oil, two relief goods, one fuel
    let (kind, keeps): (&str, Vec<Recipe>) = match (n + n / 10 * 3) % 10 {
        6 => ("油库", OILS.to_vec()),
        7 | 8 => {
            let mut goods = RELIEF.to_vec();
            goods.shuffle(chance);
            ("救灾物资库", goods)
        }
        9 => ("能源储备库", FUELS.to_vec()),
        _ => ("粮食储备库", grain_of(county.code).to_vec()),
    };
    let (longitude, latitude) = county.point.unwrap_or((104_000_000, 35_000_000));
    Ok(Depot {
        body: body("91", county, 1_000 + n, format!("{}第{}{kind}（演示）", county.name, n + 1))?,
        bureau,
        keeps,
        point: (
            longitude + chance.random_range(-60_000..=60_000),
            latitude + chance.random_range(-60_000..=60_000),
        ),
        seed: chance.random(),
    })
}

impl Depot {
    /// Code of its site.
    pub fn site(&self) -> String {
        format!("{}001", self.body.code)
    }

    /// Code of its position `i`: four positions a warehouse, each in a bay of its own.
    pub fn position(&self, i: usize) -> String {
        format!("{}01", self.bay(i))
    }

    /// Code of the bay of position `i`.
    pub fn bay(&self, i: usize) -> String {
        format!("{}{:03}", self.warehouse(i / 4), i % 4 + 1)
    }

    /// Code of warehouse `w`.
    pub fn warehouse(&self, w: usize) -> String {
        format!("{}{:04}", self.site(), w + 1)
    }

    /// Code of a lot.
    pub fn lot(&self, year: i16, serial: i64) -> String {
        document_number(&self.site(), 'L', year, serial)
    }

    /// What position `i` keeps.
    pub fn recipe(&self, i: usize) -> &Recipe {
        &self.keeps[i % self.keeps.len()]
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_nation() {
        let (a, b) = (World::plan(Scale::SMALL, 7).unwrap(), World::plan(Scale::SMALL, 7).unwrap());
        let codes = |world: &World| {
            world.depots.iter().map(|d| (d.body.code.clone(), d.point, d.seed)).collect::<Vec<_>>()
        };
        assert_eq!(codes(&a), codes(&b));
        assert_ne!(codes(&a), codes(&World::plan(Scale::SMALL, 8).unwrap()));
    }

    #[test]
    fn every_organisation_has_a_code_of_its_own() {
        let world = World::plan(Scale::NATION, 1).unwrap();
        let mut codes: Vec<_> = world
            .depots
            .iter()
            .map(|d| d.body.code.clone())
            .chain(world.bureaus.iter().map(|b| b.code.clone()))
            .chain([world.property.code.clone()])
            .collect();
        let count = codes.len();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), count);
        assert_eq!(world.depots.len(), 7_000);
    }
}

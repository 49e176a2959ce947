//! Administrative divisions of GB/T 2260 as of one published list, with the codes that were replaced before it.
//! Read-only data compiled in; it never decides who may see what.

use jiff::civil::{Date, date};
use std::collections::HashMap;
use std::sync::OnceLock;

/// The list this program carries: Ministry of Civil Affairs, as of this day.
pub const LIST_DAY: Date = date(2025, 12, 31);

/// One division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Six digits; `000000` is the nation.
    pub code: &'static str,
    /// Chinese name.
    pub name: &'static str,
    /// The division above it.
    pub parent: &'static str,
    /// 0 nation, 1 province, 2 prefecture, 3 county.
    pub level: u8,
    /// Label point, millionths of a degree (longitude, latitude; CGCS2000); absent for a few islands.
    pub point: Option<(i64, i64)>,
    /// Census of 2020, where the unit existed then.
    pub population: Option<i64>,
    /// Last day on which the code was valid; open for codes of the list.
    pub valid_to: Option<Date>,
    /// The code that took its place.
    pub successor: Option<&'static str>,
}

/// Codes that older papers and maps still carry: old code, name, last day valid, successor. County mergers and
/// re-codings between the sources of the map and the list (Ministry of Civil Affairs announcements).
const REPLACED: [(&str, &str, &str, Date, &str); 6] = [
    ("460321", "西沙群岛", "460300", date(2020, 4, 17), "460302"),
    ("460322", "南沙群岛", "460300", date(2020, 4, 17), "460303"),
    ("540422", "米林县", "540400", date(2023, 3, 6), "540481"),
    ("540530", "错那县", "540500", date(2023, 3, 6), "540581"),
    ("500105", "江北区", "500000", date(2025, 12, 30), "500157"),
    ("500112", "渝北区", "500000", date(2025, 12, 30), "500157"),
];

/// All divisions by code.
pub struct Regions {
    list: Vec<Region>,
    by_code: HashMap<&'static str, usize>,
}

/// The divisions this program carries.
pub fn regions() -> &'static Regions {
    static REGIONS: OnceLock<Regions> = OnceLock::new();
    REGIONS.get_or_init(|| Regions::read(include_str!("../../../data/geo/regions.csv")))
}

/// Millionths of a degree from a decimal text.
fn millionths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = format!("{part:0<6}");
    Some(whole.parse::<i64>().ok()? * 1_000_000 + part.get(..6)?.parse::<i64>().ok()?)
}

impl Regions {
    fn read(csv: &'static str) -> Self {
        let nation = Region {
            code: "000000",
            name: "全国",
            parent: "",
            level: 0,
            point: Some((104_000_000, 35_000_000)),
            population: None,
            valid_to: None,
            successor: None,
        };
        let listed = csv.lines().skip(1).filter_map(|line| {
            let mut fields = line.split(',');
            let (code, level, parent, name) =
                (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
            let (longitude, latitude, population) = (fields.next()?, fields.next()?, fields.next()?);
            Some(Region {
                code,
                name,
                parent: if parent.is_empty() { "000000" } else { parent },
                level: level.parse().ok()?,
                point: millionths(longitude).zip(millionths(latitude)),
                population: population.trim().parse().ok(),
                valid_to: None,
                successor: None,
            })
        });
        let mut list: Vec<Region> = std::iter::once(nation).chain(listed).collect();
        let present: Vec<&str> = list.iter().map(|region| region.code).collect();
        let replaced = REPLACED.iter().filter(|old| !present.contains(&old.0)).map(
            |(code, name, parent, last, successor)| Region {
                code,
                name,
                parent,
                level: 3,
                point: None,
                population: None,
                valid_to: Some(*last),
                successor: Some(successor),
            },
        );
        list.extend(replaced.collect::<Vec<_>>());
        list.sort_by_key(|region| region.code);
        let by_code = list.iter().enumerate().map(|(i, region)| (region.code, i)).collect();
        Self { list, by_code }
    }

    /// Every division, by code.
    pub fn all(&self) -> &[Region] {
        &self.list
    }

    /// The division with this code, valid now or once.
    pub fn get(&self, code: &str) -> Option<&Region> {
        self.by_code.get(code).map(|i| &self.list[*i])
    }

    /// The division with this code if it is valid on that day.
    pub fn valid(&self, code: &str, day: Date) -> Option<&Region> {
        self.get(code).filter(|region| region.valid_to.is_none_or(|last| day <= last))
    }

    /// The name, or the code when it is not in the list.
    pub fn name<'a>(&'a self, code: &'a str) -> &'a str {
        self.get(code).map_or(code, |region| region.name)
    }

    /// Names from province down: `浙江省 杭州市 临平区`.
    pub fn path(&self, code: &str) -> String {
        let mut names = Vec::new();
        let mut at = self.get(code);
        while let Some(region) = at.filter(|region| region.level > 0) {
            names.push(region.name);
            at = self.get(region.parent);
        }
        names.reverse();
        names.join(" ")
    }

    /// The divisions directly below one.
    pub fn below<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Region> {
        self.list.iter().filter(move |region| region.parent == code && region.valid_to.is_none())
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn the_list_is_whole() {
        let all = regions();
        let count = |level| all.all().iter().filter(|r| r.level == level && r.valid_to.is_none()).count();
        assert_eq!((count(1), count(2), count(3)), (34, 333, 2845));
        assert_eq!(all.path("330113"), "浙江省 杭州市 临平区");
        assert_eq!(all.below("000000").count(), 34);
    }

    #[test]
    fn a_replaced_code_is_valid_until_its_last_day() {
        let all = regions();
        assert!(all.valid("540422", date(2020, 1, 1)).is_some());
        assert!(all.valid("540422", date(2024, 1, 1)).is_none());
        assert_eq!(all.get("540422").and_then(|r| r.successor), Some("540481"));
    }
}

//! The counties that estimates of impact are made for: seat, residents and area, compiled in. It estimates nothing itself.

use brain::impact::County;
use std::sync::OnceLock;

/// Every county with people; `data/README.md` says where they come from.
pub fn counties() -> &'static [County<'static>] {
    static COUNTIES: OnceLock<Vec<County<'static>>> = OnceLock::new();
    COUNTIES.get_or_init(|| {
        let rows = include_str!("../../../data/geo/county.csv").lines().skip(1);
        rows.filter_map(|row| {
            let mut fields = row.split(',');
            let code = fields.next()?;
            let mut number = || fields.next()?.parse::<f64>().ok();
            let (lon, lat, people, area_km2) = (number()?, number()?, number()?, number()?);
            Some(County { code, lon, lat, population: people as i64, area_km2 })
        })
        .collect()
    })
}

#[cfg(test)]
mod test {
    use super::*;
    use base::region::regions;

    #[test]
    fn every_county_is_in_the_list_of_divisions_and_most_of_the_nation_lives_in_them() {
        let people: i64 = counties().iter().map(|county| county.population).sum();
        assert!(counties().len() > 2_800 && people > 1_360_000_000, "{people}");
        for county in counties() {
            let region = regions().get(county.code).unwrap_or_else(|| panic!("{}", county.code));
            assert_eq!(region.level, 3, "{}", county.code);
            assert!(county.area_km2 > 0.0 && county.population > 0, "{}", county.code);
        }
    }
}

//! The same input gives the same output to the last bit, on every machine: a digest over many results, kept in the repository.

use brain::change::{self, changes};
use brain::forecast::{self, Scale, forecast};
use brain::grain::sample;
use brain::price::{Alps, Ifpa, alps, ifpa};
use brain::season::{Outliers, Stl, stl};
use brain::series::{Month, Series, Table, read};
use std::path::Path;

/// FNV-1a over the bits of numbers.
struct Digest(u64);

impl Digest {
    fn put(&mut self, value: f64) {
        for byte in value.to_bits().to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[test]
fn results_are_the_same_to_the_last_bit() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/prices/world-monthly.csv");
    let text = std::fs::read_to_string(file).unwrap();
    let rows: Vec<Vec<String>> =
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    let (head, rows) = rows.split_first().unwrap();
    let Table::Months(columns) = read(head, rows.iter().map(|row| (0, row.as_slice()))).unwrap() else {
        panic!("the file has months")
    };
    let wheat = &columns.iter().find(|column| column.name == "wheat_hrw").unwrap().series;
    let mut digest = Digest(0xcbf2_9ce4_8422_2325);
    for judged in [ifpa(wheat, &Ifpa::default()), alps(wheat, &Alps::default())].concat() {
        judged.verdict.iter().for_each(|verdict| digest.put(verdict.indicator));
    }
    let recent: Series<Month> = Series::new(wheat.start(), wheat.values()[540..].to_vec());
    let parts = stl(&recent, &Stl { period: 12, seasonal: 13, outliers: Outliers::Resist }).unwrap();
    parts.trend.iter().for_each(|value| digest.put(*value));
    let terms = forecast::Terms { period: Some(12), scale: Scale::Logarithm, horizon: 12 };
    for point in forecast(&recent, &terms).unwrap().points {
        [point.middle, point.within_95.0, point.within_95.1].into_iter().for_each(|value| digest.put(value));
    }
    for change in changes(&recent, &change::Terms { values_min: 12, penalty: 10.0 }) {
        digest.put(change.after - change.before);
    }
    for expected in sample::expected(&sample::stack(1, 52)).into_iter().flatten() {
        digest.put(expected.temperature);
    }
    // A change of method moves this number on purpose; anything else that moves it breaks the recomputation of old findings.
    assert_eq!(digest.0, 0x6788_866e_c7f4_55a3, "{:#x}", digest.0);
}

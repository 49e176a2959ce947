//! Estimated against recorded tolls of the earthquakes of a catalogue: writes and guards docs/spec/impact-backtest.md.
//! After a change of method or data: `BLESS=1 cargo nextest run -p brain quakes`, then read the diff.

use brain::impact::{County, Quake, Severity, Toll, quake};
use std::fmt::Write;
use std::path::Path;

const HEAD: &str = "# Earthquake impact: estimated against recorded

Generated from the NOAA catalogue (`data/hazards/earthquakes-china.csv`) by a test of `crates/brain`; never edited by hand. After a
change of method or data: `BLESS=1 cargo nextest run -p brain quakes` and review the difference. The method is in [impact](impact.md).

Each earthquake of the catalogue from 1970 on with magnitude 5 or more and a recorded toll. People are those of the 2020 census,
scaled by the nation's population of the year (National Bureau of Statistics). The error is lg(estimated ÷ recorded): 0 is right, +1 ten times too
many, −1 ten times too few; an estimate below 1 counts as 1. The curves were fitted to 1970–1999, so the later row is the honest one.
The catalogue gives moment magnitudes for great earthquakes where the relations want surface-wave magnitudes, and a rupture of 300 km is a point here:
2008-05-12 is ten times too low for that reason, which is why the proposed response level looks at the upper bound too.
";

/// Millions of people in China.
const PEOPLE: [(f64, f64); 6] = [
    (1970.0, 830.0),
    (1980.0, 987.0),
    (1990.0, 1143.0),
    (2000.0, 1267.0),
    (2010.0, 1340.0),
    (2020.0, 1412.0),
];

fn file(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)).unwrap()
}

/// Fields of a line; commas inside quotes separate nothing.
fn fields(line: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => all.push(String::new()),
            c => all.last_mut().unwrap().push(c),
        }
    }
    all
}

fn scale(year: f64) -> f64 {
    let pair = PEOPLE.windows(2).find(|pair| year <= pair[1].0).unwrap();
    let (from, to) = (pair[0], pair[1]);
    (from.1 + (to.1 - from.1) * (year - from.0) / (to.0 - from.0)) / 1412.0
}

struct Row {
    day: String,
    year: i64,
    magnitude: f64,
    place: String,
    recorded: [Option<i64>; 3],
    found: Toll,
}

fn rows() -> Vec<Row> {
    let text = file("geo/county.csv");
    let counties: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let catalogue = file("hazards/earthquakes-china.csv");
    let quakes = catalogue.lines().skip(1).filter_map(|line| {
        let f = fields(line);
        let number = |at: usize| f[at].parse::<f64>().ok();
        let (year, magnitude, lat, lon) = (number(0)?, number(5)?, number(7)?, number(8)?);
        let recorded = [10, 11, 12].map(|at: usize| number(at).map(|n| n as i64).filter(|n| *n > 0));
        if year < 1970.0 || magnitude < 5.0 || recorded == [None; 3] {
            return None;
        }
        let people = scale(year);
        let then: Vec<County<'_>> = counties
            .iter()
            .map(|row| County {
                code: row[0],
                lon: row[1].parse().unwrap(),
                lat: row[2].parse().unwrap(),
                population: (row[3].parse::<f64>().unwrap() * people) as i64,
                area_km2: row[4].parse().unwrap(),
            })
            .collect();
        let one = Quake { magnitude, lat, lon, depth_km: number(6).unwrap_or(15.0), strike_deg: None };
        let found = quake(&one, &then, &Severity::FITTED).unwrap().toll;
        let day = format!("{}-{:0>2}-{:0>2}", f[0], f[1], f[2]);
        let place = f[9].split_whitespace().collect::<Vec<_>>().join(" ").replace("CHINA: ", "");
        Some(Row { day, year: year as i64, magnitude, place, recorded, found })
    });
    quakes.collect()
}

fn error(likely: i64, recorded: i64) -> f64 {
    libm::log10(likely.max(1) as f64 / recorded as f64)
}

#[test]
fn the_page_of_quakes_is_fresh_and_half_of_later_deaths_are_within_an_order_of_magnitude() {
    let rows = rows();
    let mut page = String::from(HEAD);
    page.push_str("\n## Error in orders of magnitude\n\n| | Years | Events | Mean | Root mean square | Within one order |\n|---|---|---|---|---|---|\n");
    type Likely = fn(&Toll) -> i64;
    let measures: [(&str, Likely); 3] = [
        ("Dead and missing", |toll| toll.deaths.likely),
        ("Injured", |toll| toll.injured.likely),
        ("Houses destroyed", |toll| toll.houses.likely),
    ];
    for (at, (name, likely)) in measures.iter().enumerate() {
        for (from, to) in [(1970, 1999), (2000, 2017)] {
            let errors: Vec<f64> = rows
                .iter()
                .filter(|row| (from..=to).contains(&row.year))
                .filter_map(|row| Some(error(likely(&row.found), row.recorded[at]?)))
                .collect();
            let n = errors.len() as f64;
            let (mean, square) =
                (errors.iter().sum::<f64>() / n, errors.iter().map(|e| e * e).sum::<f64>() / n);
            let near = errors.iter().filter(|e| e.abs() <= 1.0).count();
            writeln!(page, "| {name} | {from}–{to} | {n} | {mean:+.2} | {:.2} | {near} |", square.sqrt())
                .unwrap();
            if at == 0 && from == 2000 {
                assert!(near * 2 > errors.len() && mean.abs() < 0.6, "{near} of {n}, {mean}");
            }
        }
    }
    page.push_str("\n## Events\n\nEstimated · recorded; – is not recorded. The interval is that of 80 %.\n\n| Day | Magnitude | Place | Dead | Injured | Houses | Displaced, estimated |\n|---|---|---|---|---|---|---|\n");
    for row in &rows {
        let cell = |likely: i64, at: usize| {
            row.recorded[at].map_or_else(
                || format!("{likely} · –"),
                |recorded| format!("{likely} · {recorded} ({:+.1})", error(likely, recorded)),
            )
        };
        let (toll, deaths) = (&row.found, row.found.deaths);
        let dead = format!("{} [{}–{}]", cell(deaths.likely, 0), deaths.low, deaths.high);
        let (injured, houses) = (cell(toll.injured.likely, 1), cell(toll.houses.likely, 2));
        let (day, magnitude, place, moved) = (&row.day, row.magnitude, &row.place, toll.displaced.likely);
        writeln!(page, "| {day} | {magnitude:.1} | {place} | {dead} | {injured} | {houses} | {moved} |")
            .unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/spec/impact-backtest.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "docs/spec/impact-backtest.md is stale: see the head of this file");
}

//! Tables: what a quake of a size does, how it grows and falls off, what is refused.

use super::*;

const TOWN: County<'_> =
    County { code: "513221", lon: 103.6, lat: 31.5, population: 100_000, area_km2: 4_000.0 };

fn at(magnitude: f64, depth_km: f64) -> Quake {
    Quake { magnitude, lat: 31.0, lon: 103.4, depth_km, strike_deg: None }
}

fn toll(one: &Quake, counties: &[County<'_>]) -> Toll {
    quake(one, counties, &Severity::FITTED).unwrap().toll
}

#[test]
fn epicentral_intensities_follow_the_published_relations() {
    let cases = [
        // county, magnitude, intensity at the epicentre: the lower of both axes at R = 0, worked out by hand
        ("513221", 8.0, 10.4), // 3.3682 + 10.1968 − 3.3119 lg 9 = 10.405, 6.4580 + 10.1968 − 4.4709 lg 25 = 10.405
        ("110101", 7.0, 9.2),  // 3.6588 + 9.5382 − 3.5406 lg 13 = 9.253
        ("650102", 6.0, 7.9),  // 3.6113 + 8.6082 − 3.8477 lg 13 = 7.933
        ("430102", 6.0, 7.9),  // 3.9440 + 6.4260 − 2.8450 lg 7 = 7.966
    ];
    for (code, magnitude, expected) in cases {
        let county = County { code, ..TOWN };
        let found = quake(&at(magnitude, 10.0), &[county], &Severity::FITTED).unwrap();
        assert!((f64::from(found.epicentre_tenths) / 10.0 - expected).abs() < 0.051, "{code}: {found:?}");
    }
}

#[test]
fn a_larger_quake_a_nearer_county_and_a_shallower_focus_are_worse() {
    let near = [TOWN];
    let far = [County { lat: 33.0, ..TOWN }];
    let pairs = [
        (toll(&at(6.0, 10.0), &near), toll(&at(7.0, 10.0), &near)),
        (toll(&at(7.0, 10.0), &far), toll(&at(7.0, 10.0), &near)),
        (toll(&at(7.0, 60.0), &near), toll(&at(7.0, 10.0), &near)),
    ];
    for (milder, worse) in pairs {
        for (a, b) in [(milder.displaced, worse.displaced), (milder.injured, worse.injured)] {
            assert!(a.likely < b.likely, "{milder:?} {worse:?}");
        }
    }
}

#[test]
fn intervals_hold_the_guess_and_nobody_is_counted_twice() {
    let found = toll(&at(9.5, 0.0), &[TOWN]);
    for one in [found.displaced, found.injured, found.deaths, found.houses] {
        assert!(one.low <= one.likely && one.likely <= one.high && one.high <= TOWN.population, "{one:?}");
    }
    let found = quake(&at(7.5, 10.0), &[TOWN, County { code: "513222", ..TOWN }], &Severity::FITTED).unwrap();
    assert_eq!(found.counties.len(), 2);
    let people: i64 = found.exposed.iter().sum();
    assert!((2 * TOWN.population - people).abs() < 5, "{people}");
    assert!(found.rings.windows(2).all(|pair| pair[0].along_km > pair[1].along_km));
}

#[test]
fn along_its_strike_a_quake_reaches_farther() {
    let north = [County { lon: 103.4, lat: 31.8, area_km2: 100.0, ..TOWN }];
    let along = toll(&Quake { strike_deg: Some(0.0), ..at(7.0, 10.0) }, &north);
    let across = toll(&Quake { strike_deg: Some(90.0), ..at(7.0, 10.0) }, &north);
    assert!(along.displaced.likely > across.displaced.likely, "{along:?} {across:?}");
}

#[test]
fn numbers_of_no_earthquake_are_refused_in_order() {
    let fine = at(7.0, 10.0);
    let cases = [
        (Quake { magnitude: f64::NAN, ..fine }, "magnitude"),
        (Quake { magnitude: 12.0, lat: 99.0, ..fine }, "magnitude"),
        (Quake { lat: 99.0, ..fine }, "lat"),
        (Quake { lon: 181.0, ..fine }, "lon"),
        (Quake { depth_km: -1.0, ..fine }, "depth_km"),
        (Quake { strike_deg: Some(f64::INFINITY), ..fine }, "strike_deg"),
    ];
    for (one, expected) in cases {
        match quake(&one, &[TOWN], &Severity::FITTED) {
            Err(Refusal::Range { field, .. }) => assert_eq!(field, expected),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(quake(&fine, &[], &Severity::FITTED), Err(Refusal::NoCounty));
}

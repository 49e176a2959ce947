//! Drills small enough to follow by hand, and what must hold of any.

use super::*;
use crate::dispatch::Site;

fn norm() -> Norm {
    Norm { item: "tent".to_owned(), units_per_person: 0.25, kg_per_unit: 50.0, due_h: 24.0 }
}

/// 1,000 people 100 km of road from a depot with tents for all of them.
fn script() -> Script {
    let place = Place { place: "A".to_owned(), lon: 100.0, lat: 30.0, persons: 1_000.0 };
    Script {
        name: "one place".to_owned(),
        event: Event::Manual { places: vec![place], error: 0.0 },
        norms: vec![norm()],
        ..Script::default()
    }
}

fn reserve(tents: f64) -> Instance {
    let item = crate::dispatch::Item { id: "tent".to_owned(), kg_per_unit: Some(50.0), priority: None };
    let site =
        Site { id: "S".to_owned(), stock: BTreeMap::from([("tent".to_owned(), tents)]), ..Site::default() };
    let way = ("S".to_owned(), "A".to_owned(), 5.0, 100.0);
    Instance {
        items: vec![item],
        sites: vec![site],
        travel: Travel { matrix: Some(vec![way]), circle: None },
        ..Instance::default()
    }
}

fn play(script: &Script, tents: f64, runs: u64) -> Vec<Outcome> {
    let theatre = Theatre::new(script, &[], Some(reserve(tents)), 7).unwrap();
    (0..runs).map(|number| theatre.run(7, number, &|| false).unwrap()).collect()
}

#[test]
fn a_certain_world_is_served_as_far_as_stock_and_time_reach() {
    let cases = [
        // tents, due, hours to first, in time, in all
        (250.0, 24.0, Some(7.0), 1.0, 1.0),
        (125.0, 24.0, Some(7.0), 0.5, 0.5),
        (250.0, 6.0, Some(7.0), 0.0, 1.0), // decided at 2 h, five hours on the road
        (0.0, 24.0, None, 0.0, 0.0),
    ];
    for (tents, due_h, first, in_time, in_all) in cases {
        let script = Script { norms: vec![Norm { due_h, ..norm() }], ..script() };
        let run = &play(&script, tents, 1)[0];
        assert_eq!((run.first_h, run.in_time, run.in_all), (first, in_time, in_all), "{tents} {due_h}");
    }
}

#[test]
fn what_goes_wrong_is_named_and_costs_score() {
    let good = play(&script(), 250.0, 1)[0].score();
    let lost = Script { losses: Losses { site_probability: 1.0 }, ..script() };
    let closed =
        Script { roads: Roads { closed_probability: 1.0, detour_h: 40.0, slow_factor_max: 1.0 }, ..script() };
    let shock = Aftershock { probability: 1.0, at_h: 10.0, displaced_factor: 3.0 };
    let later = Script { aftershock: Some(shock), ..script() };
    for (script, cause) in [(lost, "sites_lost"), (closed, "roads_closed"), (later, "aftershock")] {
        let run = &play(&script, 250.0, 1)[0];
        assert!(run.causes.contains(&cause) && run.score() < good, "{cause}: {run:?}");
    }
}

#[test]
fn rumours_draw_goods_away_from_where_they_are_needed() {
    let mut told = script();
    if let Event::Manual { places, .. } = &mut told.event {
        places.push(Place { place: "B".to_owned(), lon: 101.0, lat: 30.0, persons: 1_000.0 });
    }
    let mut stock = reserve(500.0);
    if let Some(matrix) = &mut stock.travel.matrix {
        matrix.push(("S".to_owned(), "B".to_owned(), 5.0, 90.0));
    }
    let shares = |script: &Script| {
        let theatre = Theatre::new(script, &[], Some(stock.clone()), 7).unwrap();
        let runs = (0..40).map(|number| theatre.run(7, number, &|| false).unwrap().in_all);
        runs.sum::<f64>() / 40.0
    };
    assert_eq!(shares(&told), 1.0);
    told.rumours = Rumours { probability: 0.5, factor: 4.0 };
    assert!(shares(&told) < 0.95);
}

#[test]
fn the_same_seed_plays_the_same_and_another_plays_differently() {
    let script = Script {
        event: Event::Manual {
            places: vec![Place { place: "A".to_owned(), lon: 100.0, lat: 30.0, persons: 1_000.0 }],
            error: 0.5,
        },
        ..script()
    };
    let runs = play(&script, 250.0, 20);
    assert_eq!(runs, play(&script, 250.0, 20));
    let theatre = Theatre::new(&script, &[], Some(reserve(250.0)), 8).unwrap();
    assert_ne!(theatre.run(8, 0, &|| false).unwrap().persons, runs[0].persons);
    let found = report(runs.clone()).unwrap();
    assert_eq!(found, report(runs.into_iter().rev().collect()).unwrap());
    assert!(found.score.in_all.p05 < found.score.in_all.p95, "{found:?}");
    assert!(found.causes.iter().any(|cause| cause.cause == "more_displaced" && cause.runs < 20));
    assert_eq!(report(vec![]), None);
}

#[test]
fn scripts_that_make_no_sense_are_refused_in_order() {
    let stock = || Some(reserve(1.0));
    let synthetic = Synthetic { sites: 1, radius_km: 1.0, persons: 1.0, load_t_per_h: 1.0 };
    let nobody = Event::Manual { places: vec![], error: 0.0 };
    let cases: Vec<(Script, Option<Instance>, fn(&Mistake) -> bool)> = vec![
        (Script { norms: vec![], ..script() }, stock(), |m| *m == Mistake::Lists),
        (Script { hours: f64::NAN, ..script() }, stock(), |m| {
            matches!(m, Mistake::Range { field: "hours", .. })
        }),
        (Script { event: nobody, ..script() }, stock(), |m| *m == Mistake::Nobody),
        (script(), None, |m| *m == Mistake::Reserve),
        (Script { synthetic: Some(synthetic), ..script() }, stock(), |m| *m == Mistake::Reserve),
    ];
    for (script, reserve, expected) in cases {
        let mistake = Theatre::new(&script, &[], reserve, 1).err().unwrap();
        assert!(expected(&mistake) && !mistake.zh().is_empty(), "{mistake:?}");
    }
}

//! Rounds and jobs through the books, and the list of what is due, on both engines.

use jiff::civil::{Date, date};
use stock::directive::Purpose;
use stock::keeping::duty::due;
use stock::keeping::job::{self, Air, Kind, NewJob, Reading, Verdict};
use stock::keeping::round::{Gas, Layer, NewRound, Pests, Temperatures};
use stock::keeping::store;

use crate::world::{DEPOT, GOOD, TODAY, World, code, in_both_worlds, position, site};

fn round(world: &World, at: u32, highest: i64, day: Date) -> String {
    let new = NewRound {
        position: position(DEPOT, at),
        day,
        temperature: Some(Temperatures {
            layers: vec![Layer { highest, mean: highest - 10, lowest: None }],
            headspace: None,
            air: None,
            headspace_humidity: None,
            air_humidity: None,
        }),
        moisture: Some(120),
        pests: Some(Pests { density: 0, main: 0, quarantine: 0 }),
        gas: None,
        note: Some("粮面平整".into()),
    };
    let book = world.depot;
    code(world.act("keeper", DEPOT, move |tx, ctx, _| stock::keeping::round::inspect(tx, ctx, book, &new)))
}

fn listed(world: &World, until: Date) -> Vec<String> {
    let found = world
        .read(|read| Ok(due(read, &world.packs, world.depot, site(DEPOT).as_str(), (TODAY, until)).unwrap()));
    let lines = found.iter().flat_map(|stand| {
        let at = stand.position.position.as_str()[28..].to_owned();
        stand.due.iter().map(move |due| format!("{at} {} {}", due.duty.code(), due.due_on))
    });
    lines.collect()
}

#[test]
fn what_is_due_leaves_the_list_when_it_is_done() {
    in_both_worlds(|world| {
        assert_eq!(round(world, 9, 140, TODAY), "movement.position");
        let lot = world.stocked(1, 100_000);
        world.test(&lot, GOOD).unwrap();
        // New grain: twice as often. Its temperature was never read, so it may be warm.
        assert_eq!(listed(world, date(2026, 11, 30)), ["01 pests 2026-11-26", "01 temperature 2026-11-28"]);
        assert_eq!(round(world, 1, 140, TODAY), "done");
        assert_eq!(listed(world, date(2026, 11, 29)), Vec::<String>::new());
        assert_eq!(listed(world, date(2026, 11, 30)), ["01 temperature 2026-11-30"]);
        // A round entered late does not hide the newer one.
        assert_eq!(round(world, 1, 300, date(2026, 11, 20)), "done");
        assert_eq!(listed(world, date(2026, 11, 30)), ["01 temperature 2026-11-30"]);
        let rounds = world.read(|read| store::rounds(read, &position(DEPOT, 1), i64::MAX, 10));
        assert_eq!(rounds.iter().map(|row| row.day).collect::<Vec<_>>(), [date(2026, 11, 20), TODAY]);
        let watches = world.read(|read| store::watches(read, world.depot, DEPOT));
        assert_eq!(
            (watches.len(), watches[0].highest, watches[0].temperature_on),
            (1, Some(140), Some(TODAY))
        );
    });
}

#[test]
fn a_lot_at_two_positions_is_tested_once() {
    in_both_worlds(|world| {
        let lot = world.stocked(1, 100_000);
        world.receive(2, stock::lot::LotChoice::Known(lot), 50_000).unwrap();
        let tests = |until| {
            listed(world, until).into_iter().filter(|due| due.contains("quality")).collect::<Vec<_>>()
        };
        assert_eq!(tests(date(2027, 5, 24)), Vec::<String>::new());
        assert_eq!(tests(date(2027, 5, 25)), ["01 quality 2027-05-25"]);
    });
}

/// A fumigation of a position, planned by the keeper; its code.
fn planned(world: &World, at: u32, kind: Kind) -> String {
    let fumigation = kind == Kind::Fumigation;
    let new = NewJob {
        position: position(DEPOT, at),
        kind,
        method: "常规".into(),
        agent: fumigation.then(|| "磷化铝".into()),
        dose: fumigation.then_some(6_000),
        interval_days: if fumigation { 21 } else { 0 },
        planned_on: TODAY,
    };
    let book = world.depot;
    world.act("keeper", DEPOT, move |tx, ctx, _| job::plan(tx, ctx, book, &new)).unwrap().created[0].clone()
}

fn gas(oxygen: i64, phosphine: i64) -> Gas {
    Gas { oxygen: Some(oxygen), phosphine: Some(phosphine), carbon_dioxide: None }
}

fn stands(world: &World, job: &str) -> String {
    world.read(|read| store::job(read, job)).unwrap().state.to_string()
}

#[test]
fn a_fumigated_position_is_closed_until_a_second_person_measured_the_air() {
    in_both_worlds(|world| {
        let book = world.depot;
        let lot = world.stocked(1, 100_000);
        world.test(&lot, GOOD).unwrap();
        let under = world.directive(Purpose::Supply, 50_000);
        let code_of = planned(world, 1, Kind::Fumigation);
        let approve = |user: &str| {
            let job = code_of.clone();
            code(world.act(user, DEPOT, move |tx, ctx, _| job::approve(tx, ctx, book, &job)))
        };
        let start = || {
            let job = code_of.clone();
            code(world.act("keeper", DEPOT, move |tx, ctx, _| job::start(tx, ctx, book, &job, None, None)))
        };
        let end = |day| {
            let job = code_of.clone();
            code(world.act("keeper", DEPOT, move |tx, ctx, packs| job::end(tx, ctx, packs, book, &job, day)))
        };
        let read = |gas| {
            let reading = Reading { job: code_of.clone(), gas, mean: None };
            code(world.act("keeper", DEPOT, move |tx, ctx, _| job::read(tx, ctx, book, &reading)))
        };
        let clear = |user: &str, gas| {
            let job = code_of.clone();
            code(world.act(user, DEPOT, move |tx, ctx, packs| job::clear(tx, ctx, packs, book, &job, gas)))
        };
        assert_eq!(start(), "job.state", "not approved");
        assert_eq!(approve("keeper"), "approval.same_person");
        assert_eq!(approve("manager"), "done");
        assert_eq!(read(gas(209, 0)), "job.state", "not running");
        assert_eq!(start(), "done");
        // Under gas neither people nor goods go in or out.
        assert_eq!(round(world, 1, 140, TODAY), "movement.sealed");
        assert_eq!(
            code(world.receive(1, stock::lot::LotChoice::Known(lot.clone()), 1_000)),
            "movement.sealed"
        );
        assert_eq!(code(world.issue(Some(under.clone()), &lot, 1, 1_000)), "movement.sealed");
        assert_eq!(read(Gas { oxygen: None, phosphine: None, carbon_dioxide: None }), "job.field");
        assert_eq!(read(gas(205, 300_000)), "done");
        assert_eq!(clear("manager", gas(209, 0)), "job.state", "the gas is still in");
        assert_eq!(end(date(2026, 11, 24)), "job.field");
        assert_eq!(end(TODAY), "done");
        assert_eq!(clear("keeper", gas(209, 0)), "approval.same_person");
        assert_eq!(clear("manager", gas(194, 0)), "job.entry");
        assert_eq!(clear("manager", gas(209, 201)), "job.entry");
        assert_eq!(round(world, 1, 140, TODAY), "movement.sealed");
        assert_eq!(clear("manager", gas(209, 200)), "done");
        assert_eq!(stands(world, &code_of), "cleared");
        assert_eq!(round(world, 1, 140, TODAY), "done");
        // People may enter; goods wait for the end of the interval.
        assert_eq!(code(world.issue(Some(under.clone()), &lot, 1, 1_000)), "issue.treatment_interval");
        let readings = world.read(|read| store::readings(read, &code_of));
        assert_eq!(readings.iter().map(|row| row.phosphine).collect::<Vec<_>>(), [Some(300_000)]);
    });
}

#[test]
fn an_aeration_starts_in_good_air_or_for_a_reason() {
    in_both_worlds(|world| {
        let book = world.depot;
        world.stocked(1, 100_000);
        let air = |verdict| Air {
            temperature: 20,
            humidity: 500,
            grain_mean: 180,
            grain_lowest: 150,
            moisture: 125,
            dew_point: -72,
            equilibrium_humidity: 610,
            verdict,
        };
        for (air, why, want) in [
            (None, None, "job.no_air"),
            (Some(air(Verdict::Damp)), None, "job.air"),
            (Some(air(Verdict::Damp)), Some(" "), "job.air"),
            (Some(air(Verdict::Damp)), Some("粮堆发热,须立即通风"), "done"),
            (Some(air(Verdict::Good)), None, "done"),
        ] {
            let job = planned(world, 1, Kind::Aeration);
            let approved = job.clone();
            world.act("manager", DEPOT, move |tx, ctx, _| job::approve(tx, ctx, book, &approved)).unwrap();
            let (started, given) = (job.clone(), air.clone());
            let done = world.act("keeper", DEPOT, move |tx, ctx, _| {
                job::start(tx, ctx, book, &started, given.clone(), why)
            });
            assert_eq!(code(done), want, "{air:?} {why:?}");
            if want == "done" {
                let row = world.read(|read| store::job(read, &job)).unwrap();
                assert_eq!(serde_json::from_str::<Air>(row.air.as_deref().unwrap()).unwrap(), air.unwrap());
                // Nobody needs to clear an aeration, and the position was never closed.
                assert_eq!(round(world, 1, 140, TODAY), "done");
                let ended = job.clone();
                world
                    .act("keeper", DEPOT, move |tx, ctx, packs| job::end(tx, ctx, packs, book, &ended, TODAY))
                    .unwrap();
                assert_eq!(stands(world, &job), "cleared");
            } else {
                let gone = job.clone();
                world
                    .act("keeper", DEPOT, move |tx, ctx, _| job::withdraw(tx, ctx, book, &gone, "天气不宜"))
                    .unwrap();
                assert_eq!(stands(world, &job), "withdrawn");
            }
        }
    });
}

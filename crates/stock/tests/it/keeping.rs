//! Rounds through the books, and the list of what is due, on both engines.

use jiff::civil::{Date, date};
use stock::keeping::duty::due;
use stock::keeping::round::{Layer, NewRound, Pests, Temperatures};
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

//! Two people at once: one wins, the other is told so, and nothing is done twice.

use std::sync::{Arc, Barrier};

use base::ledger::Done;
use base::store::testing::both;
use base::term::{Quantity, Stop};
use stock::count::{AsOf, Counted, Explained, NewCount};

use crate::world::{DEPOT, World, code, position};

#[test]
fn two_people_close_one_count_and_one_of_them_wins() {
    for test in both() {
        let world = World::new(test);
        let (book, lot) = (world.depot, world.stocked(1, 100_000));
        let scope = NewCount { scope: position(DEPOT, 1).to_string() };
        let opened = world
            .act("chief", DEPOT, move |tx, ctx, _| stock::count::open(tx, ctx, book, &scope, "抽查"))
            .unwrap();
        let count: i64 = opened.created[0].parse().unwrap();
        for user in ["anna", "bert"] {
            let new = Counted {
                count,
                position: position(DEPOT, 1),
                lot: lot.clone(),
                quantity: Quantity(99_000),
                as_of: AsOf::Now,
            };
            world.act(user, DEPOT, move |tx, ctx, _| stock::count::enter(tx, ctx, book, &new)).unwrap();
        }
        let explained =
            vec![Explained { position: position(DEPOT, 1), lot: lot.clone(), reason: "散落".into() }];
        let start = Arc::new(Barrier::new(8));
        let outcomes: Vec<Result<Done, Stop>> = std::thread::scope(|scope| {
            let closers: Vec<_> = (0..8)
                .map(|i| {
                    let (ctx, explained, start) =
                        (world.ctx(&format!("chief{i}"), DEPOT), explained.clone(), start.clone());
                    let store = world.store();
                    // Different homes: on a shared engine two writers run at the same time.
                    scope.spawn(move || {
                        start.wait();
                        store.write(i, move |tx| {
                            stock::count::close(tx, &ctx, book, count, &explained, "抽查结束")
                        })
                    })
                })
                .collect();
            closers.into_iter().map(|closer| closer.join().unwrap()).collect()
        });
        let mut codes: Vec<String> = outcomes.into_iter().map(code).collect();
        codes.sort();
        assert_eq!(codes[..7], vec!["count.closed"; 7], "{}", world.test.engine);
        assert_eq!(codes[7], "done");
        assert_eq!(world.held(&position(DEPOT, 1), &lot).0, 99_000, "applied once");
        world.check();
    }
}

#[test]
fn a_directive_cannot_be_spent_twice_at_once() {
    for test in both() {
        let world = World::new(test);
        let (book, lot) = (world.depot, world.stocked(1, 100_000));
        world.test(&lot, &[("tasting_score", "80")]).unwrap();
        let under = world.directive(stock::directive::Purpose::Supply, 50_000);
        let start = Arc::new(Barrier::new(8));
        let outcomes: Vec<Result<Done, Stop>> = std::thread::scope(|scope| {
            let issuers: Vec<_> = (0..8)
                .map(|i| {
                    let (ctx, packs, start, store) =
                        (world.ctx("keeper", DEPOT), world.packs.clone(), start.clone(), world.store());
                    let new = stock::issue::NewIssue {
                        under: Some(under.clone()),
                        picks: vec![stock::issue::pick(&lot, &position(DEPOT, 1), Quantity(20_000))],
                        weighing: None,
                        receiver: "供应中心".into(),
                        vehicle: None,
                        region: None,
                        why: None,
                    };
                    scope.spawn(move || {
                        start.wait();
                        store.write(i, move |tx| stock::issue::issue(tx, &ctx, &packs, book, &new))
                    })
                })
                .collect();
            issuers.into_iter().map(|issuer| issuer.join().unwrap()).collect()
        });
        let codes: Vec<String> = outcomes.into_iter().map(code).collect();
        assert_eq!(codes.iter().filter(|code| *code == "done").count(), 2, "{codes:?}");
        assert_eq!(codes.iter().filter(|code| *code == "directive.exhausted").count(), 6, "{codes:?}");
        assert_eq!(world.held(&position(DEPOT, 1), &lot).0, 60_000);
        world.check();
    }
}

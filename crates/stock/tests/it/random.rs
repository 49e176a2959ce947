//! Whatever the keepers try, in whatever order: balances are the sum of their movements and never below zero, the five ledgers agree,
//! replay gives the same rows. Refused acts change nothing.

use base::ledger::Done;
use base::store::testing::sqlite;
use base::term::{LotCode, Quantity, Stop};
use proptest::prelude::*;
use stock::adjustment::NewAdjustment;
use stock::directive::Purpose;
use stock::lot::LotChoice;
use stock::relocate::NewMove;

use crate::world::{DEPOT, World, code, position, wheat};

/// Something a keeper tries; the numbers choose among what there is at that moment.
#[derive(Debug, Clone)]
enum Attempt {
    Receive { at: u32, known: bool, year: i64, kilograms: i64 },
    Issue { at: u32, kilograms: i64 },
    Move { from: u32, to: u32, kilograms: i64 },
    Adjust { at: u32, change: i64 },
    Reverse { back: i64 },
    Test,
}

fn attempt() -> impl Strategy<Value = Attempt> {
    let at = 1u32..=4;
    prop_oneof![
        3 => (at.clone(), any::<bool>(), 2024i64..=2025, 1i64..50_000)
            .prop_map(|(at, known, year, kilograms)| Attempt::Receive { at, known, year, kilograms }),
        3 => (at.clone(), 1i64..40_000).prop_map(|(at, kilograms)| Attempt::Issue { at, kilograms }),
        2 => (at.clone(), at.clone(), 1i64..40_000).prop_map(|(from, to, kilograms)| Attempt::Move { from, to, kilograms }),
        2 => (at, -5_000i64..5_000).prop_map(|(at, change)| Attempt::Adjust { at, change }),
        2 => (0i64..12).prop_map(|back| Attempt::Reverse { back }),
        1 => Just(Attempt::Test),
    ]
}

struct Run {
    world: World,
    lots: Vec<LotCode>,
    under: stock::issue::UnderLine,
    /// Index of the newest fact.
    newest: i64,
}

impl Run {
    /// The lot that lies at a position, or any lot, so that refusals happen too.
    fn lot_at(&self, at: u32) -> Option<LotCode> {
        let there = self.lots.iter().find(|lot| self.world.held(&position(DEPOT, at), lot).0 > 0);
        there.or(self.lots.last()).cloned()
    }

    fn approved(
        &self,
        asked: Result<Done, Stop>,
        approve: impl Fn(i64) -> Result<Done, Stop>,
    ) -> Result<Done, Stop> {
        let request = asked?.created[0].parse().unwrap();
        approve(request)
    }

    fn attempt(&mut self, attempt: &Attempt) -> Option<Result<Done, Stop>> {
        let (world, book) = (&self.world, self.world.depot);
        Some(match *attempt {
            Attempt::Receive { at, known, year, kilograms } => match self.lot_at(at).filter(|_| known) {
                Some(lot) => world.receive(at, LotChoice::Known(lot), kilograms),
                None => world.receive(at, LotChoice::New(wheat(year)), kilograms),
            },
            Attempt::Issue { at, kilograms } => {
                world.issue(Some(self.under.clone()), &self.lot_at(at)?, at, kilograms)
            }
            Attempt::Move { from, to, kilograms } => {
                let (from, to, quantity) = (position(DEPOT, from), position(DEPOT, to), Quantity(kilograms));
                let new =
                    NewMove { lot: self.lot_at(from.as_str()[29..].parse().unwrap())?, from, to, quantity };
                world.act("keeper", DEPOT, move |tx, ctx, packs| {
                    stock::relocate::relocate(tx, ctx, packs, book, &new, "倒仓")
                })
            }
            Attempt::Adjust { at, change } => {
                let new = NewAdjustment {
                    position: position(DEPOT, at),
                    lot: self.lot_at(at)?,
                    change: Quantity(change),
                };
                let asked = world.act("keeper", DEPOT, move |tx, ctx, packs| {
                    stock::adjustment::request(tx, ctx, packs, book, &new, "更正")
                });
                self.approved(asked, |n| {
                    world.act("chief", DEPOT, move |tx, ctx, packs| {
                        stock::adjustment::approve(tx, ctx, packs, book, n)
                    })
                })
            }
            Attempt::Reverse { back } => {
                let n = self.newest - back;
                let asked = world.act("keeper", DEPOT, move |tx, ctx, _| {
                    stock::reversal::request(tx, ctx, book, n, "冲正")
                });
                self.approved(asked, |n| {
                    world.act("chief", DEPOT, move |tx, ctx, _| stock::reversal::approve(tx, ctx, book, n))
                })
            }
            Attempt::Test => world.test(self.lots.last()?, &[("tasting_score", "80")]),
        })
    }
}

fn run(attempts: &[Attempt]) -> usize {
    let world = World::new(sqlite());
    let under = world.directive(Purpose::Supply, 400_000);
    let mut run = Run { world, lots: Vec::new(), under, newest: 0 };
    let mut done = 0;
    for attempt in attempts {
        match run.attempt(attempt) {
            Some(Ok(act)) => {
                done += 1;
                run.newest = act.receipt.n;
                run.lots.extend(act.created.iter().filter_map(|code| LotCode::parse(code).ok()));
            }
            Some(refused) => drop(code(refused)), // a fault would fail the test
            None => {}
        }
    }
    run.world.check();
    done
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_books_stay_true(attempts in prop::collection::vec(attempt(), 30..60)) {
        prop_assert!(run(&attempts) > 0);
    }
}

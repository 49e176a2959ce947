//! Whatever the keepers try, in whatever order: balances are the sum of their movements and never below zero, the five ledgers agree,
//! replay gives the same rows. Refused acts change nothing.

use base::ledger::Done;
use base::store::testing::sqlite;
use base::term::{ConsignmentCode, LotCode, Quantity, Stop};
use proptest::prelude::*;
use stock::adjustment::NewAdjustment;
use stock::count::{AsOf, Counted, Explained, NewCount};
use stock::directive::Purpose;
use stock::issue::pick;
use stock::loss::NewClearing;
use stock::lot::LotChoice;
use stock::relocate::NewMove;
use stock::transfer::{Liable, NewDispatch, NewPart};

use crate::world::{DEPOT, OTHER, World, code, position, site, wheat};

/// Something a keeper tries; the numbers choose among what there is at that moment.
#[derive(Debug, Clone)]
enum Attempt {
    Receive { at: u32, known: bool, year: i64, kilograms: i64 },
    Issue { at: u32, kilograms: i64 },
    Move { from: u32, to: u32, kilograms: i64 },
    Adjust { at: u32, change: i64 },
    Reverse { back: i64 },
    Transfer { at: u32, to: u32, kilograms: i64, missing: i64 },
    Count { at: u32, off: i64 },
    Clear { at: u32, left: i64 },
    Test,
}

fn attempt() -> impl Strategy<Value = Attempt> {
    let at = 1u32..=4;
    prop_oneof![
        3 => (at.clone(), any::<bool>(), 2024i64..=2025, 1i64..50_000)
            .prop_map(|(at, known, year, kilograms)| Attempt::Receive { at, known, year, kilograms }),
        3 => (at.clone(), 1i64..40_000).prop_map(|(at, kilograms)| Attempt::Issue { at, kilograms }),
        2 => (at.clone(), at.clone(), 1i64..40_000).prop_map(|(from, to, kilograms)| Attempt::Move { from, to, kilograms }),
        2 => (at.clone(), -5_000i64..5_000).prop_map(|(at, change)| Attempt::Adjust { at, change }),
        2 => (0i64..12).prop_map(|back| Attempt::Reverse { back }),
        1 => (at.clone(), at.clone(), 1i64..20_000, 0i64..3)
            .prop_map(|(at, to, kilograms, missing)| Attempt::Transfer { at, to, kilograms, missing }),
        1 => (at.clone(), -300i64..300).prop_map(|(at, off)| Attempt::Count { at, off }),
        1 => (at, 0i64..2_000).prop_map(|(at, left)| Attempt::Clear { at, left }),
        2 => Just(Attempt::Test),
    ]
}

struct Run {
    world: World,
    lots: Vec<LotCode>,
    under: stock::issue::UnderLine,
    road: stock::issue::UnderLine,
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

    /// Dispatches, takes in what arrives, and settles what does not.
    fn transfer(&self, at: u32, to: u32, kilograms: i64, missing: i64) -> Option<Result<Done, Stop>> {
        let (world, depot, other) = (&self.world, self.world.depot, self.world.other);
        let new = NewDispatch {
            under: Some(self.road.clone()),
            picks: vec![pick(&self.lot_at(at)?, &position(DEPOT, at), Quantity(kilograms))],
            to_site: site(OTHER),
            carrier: "车队".into(),
            vehicle: None,
        };
        let sent = world.act("keeper", DEPOT, move |tx, ctx, packs| {
            stock::transfer::dispatch(tx, ctx, packs, depot, &new)
        });
        let Ok(done) = sent else { return Some(sent) };
        let consignment = ConsignmentCode::parse(&done.created[0]).unwrap();
        let parts =
            [NewPart { line: 1, position: position(OTHER, to), quantity: Quantity(kilograms - missing) }];
        let coming = consignment.clone();
        let arrived = world.act("clerk", OTHER, move |tx, ctx, packs| {
            stock::transfer::arrive(tx, ctx, packs, other, &coming, &parts)
        });
        if arrived.is_err() {
            return Some(arrived); // nothing came, or the position holds another kind: the goods stay on the road
        }
        let closing = consignment.clone();
        let closed = world.act("clerk", OTHER, move |tx, ctx, _| {
            stock::transfer::close(tx, ctx, other, &closing, Some("遗撒"))
        });
        if missing == 0 {
            return Some(closed);
        }
        Some(world.act("chief", DEPOT, move |tx, ctx, _| {
            stock::transfer::settle(tx, ctx, depot, &consignment, Liable::Carrier, "赔付")
        }))
    }

    /// Counts a position by two people who both find `off` more than the book says.
    fn count(&self, at: u32, off: i64) -> Option<Result<Done, Stop>> {
        let (world, book) = (&self.world, self.world.depot);
        let scope = NewCount { scope: position(DEPOT, at).to_string() };
        let opened =
            world.act("chief", DEPOT, move |tx, ctx, _| stock::count::open(tx, ctx, book, &scope, "抽查"));
        let Ok(done) = opened else { return Some(opened) };
        let count: i64 = done.created[0].parse().unwrap();
        let mut explained = Vec::new();
        for lot in &self.lots {
            let held = world.held(&position(DEPOT, at), lot).0;
            if held == 0 {
                continue;
            }
            for user in ["anna", "bert"] {
                let quantity = Quantity((held + off).max(0));
                let new = Counted {
                    count,
                    position: position(DEPOT, at),
                    lot: lot.clone(),
                    quantity,
                    as_of: AsOf::Now,
                };
                world.act(user, DEPOT, move |tx, ctx, _| stock::count::enter(tx, ctx, book, &new)).unwrap();
            }
            explained.push(Explained {
                position: position(DEPOT, at),
                lot: lot.clone(),
                reason: "散落".into(),
            });
        }
        Some(world.act("chief", DEPOT, move |tx, ctx, _| {
            stock::count::close(tx, ctx, book, count, &explained, "结束")
        }))
    }

    /// Clears what is missing at a position, with a second person where there is an excess.
    fn clear(&self, at: u32, left: i64) -> Option<Result<Done, Stop>> {
        let (world, book) = (&self.world, self.world.depot);
        let new = NewClearing { position: position(DEPOT, at), lot: self.lot_at(at)?, left: Quantity(left) };
        let asked = new.clone();
        let cleared = world.act("keeper", DEPOT, move |tx, ctx, packs| {
            stock::loss::clear(tx, ctx, packs, book, &new, "出清")
        });
        match cleared {
            Err(Stop::Refused(refusal)) if refusal.code == "loss.excess" => {
                let asked = world.act("keeper", DEPOT, move |tx, ctx, packs| {
                    stock::loss::request(tx, ctx, packs, book, &asked, "仓底")
                });
                Some(self.approved(asked, |n| {
                    world.act("chief", DEPOT, move |tx, ctx, packs| {
                        stock::loss::approve(tx, ctx, packs, book, n)
                    })
                }))
            }
            other => Some(other),
        }
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
            Attempt::Transfer { at, to, kilograms, missing } => self.transfer(at, to, kilograms, missing)?,
            Attempt::Count { at, off } => self.count(at, off)?,
            Attempt::Clear { at, left } => self.clear(at, left)?,
            Attempt::Test => world.test(self.lots.last()?, &[("tasting_score", "80")]),
        })
    }
}

fn run(attempts: &[Attempt]) -> usize {
    let world = World::new(sqlite());
    let under = world.directive(Purpose::Supply, 400_000);
    let road = world.directive(Purpose::Transfer, 200_000);
    let mut run = Run { world, lots: Vec::new(), under, road, newest: 0 };
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

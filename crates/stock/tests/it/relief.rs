//! Relief goods on both engines: what expires first leaves first or somebody says why, faulty goods are set apart, kits are made of
//! lots and become them again without a gram or a fen lost.

use std::collections::BTreeMap;

use base::ledger::Done;
use base::term::{DirectiveCode, KitCode, LotCode, Money, PositionCode, Quantity, Stop};
use jiff::civil::{Date, date};
use stock::directive::{NewDirective, NewLine, Purpose};
use stock::issue::{NewIssue, UnderLine, pick};
use stock::lot::{LotChoice, NewLot};
use stock::receive::NewReceipt;
use stock::relief::inspection::{self, NewInspection, Outcome};
use stock::relief::kit::{self, NewAssembly, NewDismantling, NewKit, Part};
use stock::relief::store;
use stock::relief::watch::{Standing, watch};

use crate::world::{BUREAU, DEPOT, TODAY, World, code, in_both_worlds, position, site};

mod kits;

pub const TENT: &str = "1010101";
pub const QUILT: &str = "1010201";
pub const SET: &str = "1030302";

pub fn shelf() -> PositionCode {
    position(DEPOT, 4)
}

impl World {
    /// Receives relief goods made on a day; whole units, fen each.
    pub fn relief(&self, item: &str, nature: &str, made: Date, units: i64, fen: i64) -> LotCode {
        let owner_level = if nature == "R110" { "central" } else { "province" };
        let lot = NewLot {
            item: item.into(),
            nature: nature.into(),
            owner_level: owner_level.into(),
            harvest_year: None,
            origin: None,
            grade: None,
            produced_on: Some(made),
            expires_on: None,
        };
        let new = NewReceipt {
            position: shelf(),
            lot: LotChoice::New(lot),
            quantity: Quantity(units * 1_000),
            weighing: None,
            quality: BTreeMap::new(),
            price: Some(Money(fen)),
            supplier: Some("救灾物资厂".into()),
            vehicle: None,
            order: None,
        };
        let book = self.depot;
        let done = self
            .act("keeper", DEPOT, move |tx, ctx, packs| stock::receive::receive(tx, ctx, packs, book, &new));
        LotCode::parse(&done.unwrap().created[0]).unwrap()
    }

    pub fn inspect(&self, lot: &LotCode, outcome: Outcome, faulty: i64) -> Result<Done, Stop> {
        let new = NewInspection {
            lot: lot.clone(),
            position: shelf(),
            inspected_on: TODAY,
            outcome,
            faulty: Quantity(faulty * 1_000),
            note: Some("开箱抽查".into()),
            photos: Vec::new(),
        };
        let book = self.depot;
        self.act("keeper", DEPOT, move |tx, ctx, packs| inspection::inspect(tx, ctx, packs, book, &new))
    }

    /// An approved directive for an item of the central relief reserve.
    pub fn relief_directive(&self, item: &str, units: i64) -> UnderLine {
        let new = NewDirective {
            purpose: Purpose::Supply,
            valid_from: TODAY,
            valid_to: TODAY,
            authority: "国粮应急〔2026〕3号".into(),
            lines: vec![NewLine {
                scope: site(DEPOT).to_string(),
                item: item.into(),
                nature: "R110".into(),
                owner_level: "central".into(),
                quantity_max: Quantity(units * 1_000),
                destination: None,
            }],
        };
        let bureau = self.bureau;
        let issued = self.act("officer", BUREAU, move |tx, ctx, packs| {
            stock::directive::issue(tx, ctx, packs, bureau, &new)
        });
        let directive = DirectiveCode::parse(&issued.unwrap().created[0]).unwrap();
        let approved = directive.clone();
        self.act("chief", BUREAU, move |tx, ctx, _| stock::directive::approve(tx, ctx, bureau, &approved))
            .unwrap();
        UnderLine { directive, line: 1 }
    }

    pub fn relieve(
        &self,
        under: &UnderLine,
        lot: &LotCode,
        units: i64,
        why: Option<&str>,
    ) -> Result<Done, Stop> {
        let new = NewIssue {
            under: Some(under.clone()),
            picks: vec![pick(lot, &shelf(), Quantity(units * 1_000))],
            weighing: None,
            receiver: "灾区安置点".into(),
            vehicle: None,
            region: None,
            why: why.map(str::to_owned),
        };
        let book = self.depot;
        self.act("keeper", DEPOT, move |tx, ctx, packs| stock::issue::issue(tx, ctx, packs, book, &new))
    }
}

#[test]
fn what_expires_first_leaves_first_or_somebody_says_why() {
    in_both_worlds(|world| {
        let gone = world.relief(TENT, "R110", date(2018, 1, 1), 10, 98_000);
        let old = world.relief(TENT, "R110", date(2020, 1, 1), 10, 98_000);
        let new = world.relief(TENT, "R110", date(2025, 1, 1), 10, 98_000);
        let under = world.relief_directive(TENT, 30);
        assert_eq!(code(world.relieve(&under, &new, 1, None)), "issue.untested");
        for lot in [&gone, &new] {
            world.inspect(lot, Outcome::Good, 0).unwrap();
        }
        assert_eq!(code(world.relieve(&under, &gone, 1, Some("急用"))), "issue.expired");
        assert_eq!(
            code(world.relieve(&under, &new, 1, None)),
            "done",
            "what was never inspected is not usable"
        );
        world.inspect(&old, Outcome::Good, 0).unwrap();
        assert_eq!(code(world.relieve(&under, &new, 1, None)), "issue.passed_over");
        assert_eq!(code(world.relieve(&under, &new, 1, Some("  "))), "issue.passed_over");
        assert_eq!(code(world.relieve(&under, &new, 1, Some("受灾地偏远，需较长剩余期"))), "done");
        assert_eq!(code(world.relieve(&under, &old, 10, None)), "done");
        assert_eq!(code(world.relieve(&under, &new, 1, None)), "done");
    });
}

#[test]
fn a_holding_shows_its_life_and_its_next_inspection() {
    in_both_worlds(|world| {
        for (made, inspected, standing, due) in [
            (date(2018, 1, 1), true, Standing::Over, date(2027, 5, 25)),
            (date(2019, 1, 1), true, Standing::Ending(10), date(2027, 5, 25)),
            (date(2020, 1, 1), true, Standing::Ending(25), date(2027, 5, 25)),
            (date(2025, 1, 1), false, Standing::Sound, TODAY),
        ] {
            let lot = world.relief(TENT, "R110", made, 10, 98_000);
            if inspected {
                world.inspect(&lot, Outcome::Good, 0).unwrap();
            }
            let rows = world.read(|read| stock::movement::store::stock(read, DEPOT, ("", ""), 100));
            let row = rows.into_iter().find(|(row, ..)| row.lot == lot).unwrap();
            let seen = watch(row, &world.packs, TODAY).unwrap();
            assert_eq!((seen.standing, seen.due_on), (standing, Some(due)), "{made}");
        }
        let wheat = world.stocked(1, 1_000);
        let rows = world.read(|read| stock::movement::store::stock(read, DEPOT, ("", ""), 100));
        let row = rows.into_iter().find(|(row, ..)| row.lot == wheat).unwrap();
        assert!(watch(row, &world.packs, TODAY).is_none(), "wheat leaves by its harvest");
    });
}

#[test]
fn faulty_goods_are_set_apart_and_the_sound_rest_may_leave() {
    in_both_worlds(|world| {
        let lot = world.relief(TENT, "R110", date(2024, 1, 1), 10, 98_000);
        let wheat = world.stocked(1, 1_000);
        for (outcome, faulty, expected) in [
            (Outcome::Good, 1, "relief.faulty"),
            (Outcome::Scrap, 0, "relief.faulty"),
            (Outcome::Repair, 11, "movement.short"),
        ] {
            assert_eq!(code(world.inspect(&lot, outcome, faulty)), expected);
        }
        assert_eq!(code(world.inspect(&wheat, Outcome::Good, 0)), "movement.short");
        let apart = world.inspect(&lot, Outcome::Repair, 3).unwrap();
        let apart = LotCode::parse(&apart.created[0]).unwrap();
        assert_eq!(world.held(&shelf(), &lot), (7_000, 686_000));
        assert_eq!(world.held(&shelf(), &apart), (3_000, 294_000));
        let (from, _) = world.read(|read| store::lineage(read, &apart));
        assert_eq!((from[0].source.clone(), from[0].quantity), (lot.clone(), Quantity(3_000)));
        let under = world.relief_directive(TENT, 20);
        assert_eq!(code(world.relieve(&under, &apart, 1, None)), "issue.held");
        assert_eq!(code(world.relieve(&under, &lot, 7, None)), "done");
        // All of what is left is faulty: the lot itself is held.
        world.inspect(&apart, Outcome::Scrap, 3).unwrap();
        let rows = world.read(|read| store::inspections(read, world.depot, 0, 10));
        let seen: Vec<_> = rows.iter().map(|row| (row.outcome.as_ref(), row.apart.is_some())).collect();
        assert_eq!(seen, [("scrap", false), ("repair", true)]);
    });
}

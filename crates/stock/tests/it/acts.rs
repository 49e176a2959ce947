//! Acts one by one, from the keeper's and the officer's point of view.

use base::term::{LotCode, Money, Quantity};
use jiff::civil::date;
use stock::directive::Purpose;
use stock::issue::{NewIssue, pick};
use stock::lot::LotChoice;
use stock::opening::NewOpening;
use stock::quality::Treatment;
use stock::relocate::NewMove;

use crate::world::{BUREAU, DEPOT, GOOD, OTHER, TODAY, WHEAT, code, in_both_worlds, position, site, wheat};

#[test]
fn a_receipt_stands_on_card_and_balance_at_cost() {
    in_both_worlds(|world| {
        let lot = world.stocked(1, 32_040);
        assert_eq!(lot.as_str(), format!("{}L202600001", site(DEPOT)));
        world.receive(1, LotChoice::Known(lot.clone()), 10_000).unwrap();
        assert_eq!(world.held(&position(DEPOT, 1), &lot), (42_040, 42_040 * 240));
        let card = world.read(|read| stock::movement::store::card(read, &position(DEPOT, 1), (0, 0), 10));
        let shown: Vec<_> =
            card.iter().map(|m| (m.kind.to_string(), m.quantity.0, m.balance.0, m.day)).collect();
        assert_eq!(
            shown,
            [("receive".into(), 32_040, 32_040, TODAY), ("receive".into(), 10_000, 42_040, TODAY)]
        );
    });
}

#[test]
fn premium_and_deduction_change_what_is_paid_not_what_lies_there() {
    in_both_worlds(|world| {
        let book = world.depot;
        let new = stock::receive::NewReceipt {
            position: position(DEPOT, 1),
            lot: LotChoice::New(wheat(2026)),
            quantity: Quantity(32_000),
            weighing: Some(stock::weigh::Weighing { gross: 48_500, tare: 16_500, net: 32_000 }),
            // One point above the limit of 12.5: two steps of 0.65 %.
            quality: [("moisture", "13.5"), ("impurity", "1.0")]
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .into(),
            price: Some(Money(240_000)),
            supplier: None,
            vehicle: Some("闽A12345".into()),
            order: None,
        };
        let wrong = stock::receive::NewReceipt { quantity: Quantity(32_001), ..new.clone() };
        let refused = world.act("keeper", DEPOT, move |tx, ctx, packs| {
            stock::receive::receive(tx, ctx, packs, book, &wrong)
        });
        assert_eq!(code(refused), "receive.net");
        let done = world
            .act("keeper", DEPOT, move |tx, ctx, packs| stock::receive::receive(tx, ctx, packs, book, &new))
            .unwrap();
        let lot = LotCode::parse(&done.created[0]).unwrap();
        // 32,000 × (1 − 0.013) = 31,584 kg are paid for.
        assert_eq!(world.held(&position(DEPOT, 1), &lot), (32_000, 31_584 * 240));
    });
}

#[test]
fn a_new_lot_takes_the_grade_its_measurements_reach() {
    in_both_worlds(|world| {
        let book = world.depot;
        let ungraded = stock::lot::NewLot { grade: None, ..wheat(2026) };
        for (test_weight, grade) in [("795", Some("01")), ("752", Some("03")), ("640", Some("06"))] {
            let new = stock::receive::NewReceipt {
                position: position(DEPOT, 4),
                lot: LotChoice::New(ungraded.clone()),
                quantity: Quantity(1_000),
                weighing: None,
                quality: [
                    ("test_weight", test_weight),
                    ("imperfect_kernels", "5.0"),
                    ("moisture", "12.0"),
                    ("impurity", "0.5"),
                ]
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .into(),
                price: None,
                supplier: None,
                vehicle: None,
                order: None,
            };
            let done = world
                .act("keeper", DEPOT, move |tx, ctx, packs| {
                    stock::receive::receive(tx, ctx, packs, book, &new)
                })
                .unwrap();
            let lot = LotCode::parse(&done.created[0]).unwrap();
            let row = world.read(|read| stock::lot::store::lot(read, &lot)).remove(0);
            assert_eq!(row.grade.as_deref(), grade, "{test_weight} g/L");
        }
    });
}

#[test]
fn a_site_stands_in_a_division_that_is_valid_on_its_first_day() {
    in_both_worlds(|world| {
        let book = world.depot;
        let register =
            |region: &str, serial: u32, valid_from: jiff::civil::Date| {
                let new = stock::facility::NewSite {
                    site: base::term::SiteCode::parse(&format!("{DEPOT}{serial:03}")).unwrap(),
                    name: "第二库区".into(),
                    region: base::term::RegionCode::parse(region).unwrap(),
                    kind: "depot".into(),
                    longitude: 0,
                    latitude: 0,
                    valid_from,
                };
                code(world.act("keeper", DEPOT, move |tx, ctx, _| {
                    stock::facility::register_site(tx, ctx, book, &new)
                }))
            };
        assert_eq!(register("999999", 2, TODAY), "facility.field");
        // 江北区 was merged into another division at the end of 2025.
        assert_eq!(register("500105", 2, TODAY), "facility.field");
        assert_eq!(register("500105", 2, date(2020, 1, 1)), "done");
        assert_eq!(register("500157", 3, TODAY), "done");
        assert_eq!(register("350100", 3, TODAY), "facility.used");
    });
}

#[test]
fn one_position_holds_one_kind_of_loose_grain() {
    in_both_worlds(|world| {
        world.stocked(1, 1_000);
        assert_eq!(code(world.receive(1, LotChoice::New(wheat(2024)), 1_000)), "movement.mixed");
        assert_eq!(code(world.receive(1, LotChoice::New(wheat(2025)), 4_999_001)), "movement.capacity");
        assert_eq!(code(world.receive(1, LotChoice::New(wheat(2025)), 4_999_000)), "done");
        assert_eq!(code(world.receive(4, LotChoice::New(wheat(2024)), 1_000)), "done");
        assert_eq!(code(world.receive(4, LotChoice::New(wheat(2025)), 1_000)), "done");
        assert_eq!(code(world.receive(5, LotChoice::New(wheat(2025)), 1_000)), "movement.position");
        assert_eq!(code(world.receive(2, LotChoice::New(wheat(2025)), 0)), "movement.quantity");
        assert_eq!(code(world.receive(2, LotChoice::New(wheat(2027)), 1)), "lot.days");
    });
}

#[test]
fn an_act_repeated_under_its_key_is_done_once() {
    in_both_worlds(|world| {
        let book = world.depot;
        let new = NewOpening {
            position: position(DEPOT, 1),
            lot: LotChoice::New(wheat(2024)),
            quantity: Quantity(1_000_000),
            amount: Money(240_000_000),
            received_on: Some(date(2024, 7, 1)),
        };
        let ctx = world.ctx("keeper", DEPOT);
        let run = || {
            let (ctx, packs, new) = (ctx.clone(), world.packs.clone(), new.clone());
            world
                .store()
                .write(1, move |tx| stock::opening::open(tx, &ctx, &packs, book, &new, "2024 年度结转"))
        };
        let (first, second) = (run().unwrap(), run().unwrap());
        assert_eq!((first.receipt.n, false), (second.receipt.n, first.repeated));
        assert!(second.repeated);
        let lot = LotCode::parse(&second.created[0]).unwrap();
        assert_eq!(world.held(&position(DEPOT, 1), &lot), (1_000_000, 240_000_000));
        let again = NewOpening { lot: LotChoice::Known(lot), ..new.clone() };
        let again = world.act("keeper", DEPOT, move |tx, ctx, packs| {
            stock::opening::open(tx, ctx, packs, book, &again, "再录")
        });
        assert_eq!(code(again), "opening.moved");
    });
}

#[test]
fn reserves_leave_only_under_an_approved_directive_with_quantity_left() {
    in_both_worlds(|world| {
        let lot = world.stocked(1, 100_000);
        world.test(&lot, GOOD).unwrap();
        assert_eq!(code(world.issue(None, &lot, 1, 1_000)), "directive.required");
        let pending = world.issued(Purpose::Supply, 50_000);
        let under = Some(stock::issue::UnderLine { directive: pending.clone(), line: 1 });
        assert_eq!(code(world.issue(under.clone(), &lot, 1, 1_000)), "directive.state");
        let bureau = world.bureau;
        let approve = |user: &'static str| {
            let pending = pending.clone();
            world.act(user, BUREAU, move |tx, ctx, _| stock::directive::approve(tx, ctx, bureau, &pending))
        };
        assert_eq!(code(approve("officer")), "approval.same_person");
        assert_eq!(code(approve("chief")), "done");
        assert_eq!(code(approve("chief")), "directive.state");
        assert_eq!(code(world.issue(under.clone(), &lot, 1, 50_001)), "directive.exhausted");
        assert_eq!(code(world.issue(under.clone(), &lot, 1, 30_000)), "done");
        assert_eq!(code(world.issue(under.clone(), &lot, 1, 20_001)), "directive.exhausted");
        let lines = world.read(|read| stock::directive::store::lines(read, &pending));
        assert_eq!(lines[0].1, Quantity(30_000));
        assert_eq!(world.held(&position(DEPOT, 1), &lot), (70_000, 70_000 * 240));
        let revoked = pending.clone();
        world
            .act("chief", BUREAU, move |tx, ctx, _| {
                stock::directive::revoke(tx, ctx, bureau, &revoked, "情况变化")
            })
            .unwrap();
        assert_eq!(code(world.issue(under, &lot, 1, 1)), "directive.state");
        let transfer = world.directive(Purpose::Transfer, 1_000);
        assert_eq!(code(world.issue(Some(transfer), &lot, 1, 1)), "directive.purpose");
    });
}

#[test]
fn untested_held_and_treated_goods_stay() {
    in_both_worlds(|world| {
        let lot = world.stocked(1, 100_000);
        let under = Some(world.directive(Purpose::Supply, 100_000));
        assert_eq!(code(world.issue(under.clone(), &lot, 1, 1_000)), "issue.untested");
        world.test(&lot, GOOD).unwrap();
        let (book, held) = (world.depot, lot.clone());
        world
            .act("lab", DEPOT, move |tx, ctx, _| stock::lot::hold(tx, ctx, book, &held, "抽检复核"))
            .unwrap();
        assert_eq!(code(world.issue(under.clone(), &lot, 1, 1_000)), "issue.held");
        let release = |user: &'static str| {
            let held = lot.clone();
            world.act(user, DEPOT, move |tx, ctx, _| stock::lot::release(tx, ctx, book, &held, "复核合格"))
        };
        assert_eq!(code(release("lab")), "approval.same_person");
        assert_eq!(code(release("chief")), "done");
        let treatment = Treatment {
            position: position(DEPOT, 1),
            agent: "磷化铝 3 g/m³".into(),
            ended_on: date(2026, 11, 20),
            interval_days: 10,
        };
        world
            .act("keeper", DEPOT, move |tx, ctx, _| stock::quality::treat(tx, ctx, book, &treatment))
            .unwrap();
        assert_eq!(code(world.issue(under.clone(), &lot, 1, 1_000)), "issue.treatment_interval");
        world.clock.set(base::term::Instant::start_of(date(2026, 11, 30)));
        assert_eq!(code(world.issue(under.clone(), &lot, 1, 1_000)), "done");
        // Tasting score 55 is severely unsuitable: a hold by itself, and out for disposal only.
        world.test(&lot, &[("tasting_score", "55")]).unwrap();
        assert_eq!(code(world.issue(under, &lot, 1, 1_000)), "issue.held");
        let disposal = Some(world.directive_from(Purpose::Disposal, 1_000, date(2026, 11, 30)));
        assert_eq!(code(world.issue(disposal, &lot, 1, 1_000)), "done");
    });
}

#[test]
fn a_proposal_is_what_may_leave_in_leaving_order() {
    in_both_worlds(|world| {
        let young = world.stocked(1, 100_000);
        let done = world.receive(2, LotChoice::New(wheat(2023)), 60_000).unwrap();
        let old = LotCode::parse(&done.created[0]).unwrap();
        world.stocked(3, 10_000); // never tested
        world.test(&young, GOOD).unwrap();
        world.test(&old, GOOD).unwrap();
        let wanted = stock::issue::Wanted {
            scope: site(DEPOT).to_string(),
            item: WHEAT.into(),
            nature: "110".into(),
            owner_level: "central".into(),
            quantity: Quantity(90_000),
            purpose: stock::allocation::Use::Supply,
        };
        let propose = |wanted: &stock::issue::Wanted| {
            world.store().read(|read| stock::issue::propose(read, &world.packs, world.depot, wanted, TODAY))
        };
        let picks = propose(&wanted).unwrap();
        assert_eq!(
            picks,
            [
                pick(&old, &position(DEPOT, 2), Quantity(60_000)),
                pick(&young, &position(DEPOT, 1), Quantity(30_000))
            ]
        );
        let shortage = propose(&stock::issue::Wanted { quantity: Quantity(160_001), ..wanted }).unwrap_err();
        assert_eq!(shortage.refusal().unwrap().code, "issue.shortage");
        let (book, under) = (world.depot, Some(world.directive(Purpose::Rotation, 90_000)));
        let new = NewIssue {
            under,
            picks,
            weighing: None,
            receiver: "面粉厂".into(),
            vehicle: None,
            region: None,
            why: None,
        };
        world
            .act("keeper", DEPOT, move |tx, ctx, packs| stock::issue::issue(tx, ctx, packs, book, &new))
            .unwrap();
        assert_eq!(world.held(&position(DEPOT, 2), &old), (0, 0));
        assert_eq!(world.held(&position(DEPOT, 1), &young).0, 70_000);
    });
}

#[test]
fn a_move_changes_the_place_only() {
    in_both_worlds(|world| {
        let lot = world.stocked(1, 3_000);
        let book = world.depot;
        let relocate = |to: u32, quantity: i64, why: &'static str| {
            let new = NewMove {
                lot: lot.clone(),
                from: position(DEPOT, 1),
                to: position(DEPOT, to),
                quantity: Quantity(quantity),
            };
            world.act("keeper", DEPOT, move |tx, ctx, packs| {
                stock::relocate::relocate(tx, ctx, packs, book, &new, why)
            })
        };
        assert_eq!(code(relocate(2, 1_000, " ")), "reason.missing");
        assert_eq!(code(relocate(1, 1_000, "倒仓")), "movement.same_position");
        assert_eq!(code(relocate(2, 3_001, "倒仓")), "movement.short");
        assert_eq!(code(relocate(2, 1_000, "倒仓")), "done");
        assert_eq!(world.held(&position(DEPOT, 1), &lot), (2_000, 480_000));
        assert_eq!(world.held(&position(DEPOT, 2), &lot), (1_000, 240_000));
        assert_eq!(code(relocate(2, 2_000, "并仓")), "done");
        // The emptied position is free for another kind.
        assert_eq!(code(world.receive(1, LotChoice::New(wheat(2020)), 1_000)), "done");
    });
}

#[test]
fn a_facility_is_closed_only_when_empty_and_its_code_is_never_used_again() {
    in_both_worlds(|world| {
        let book = world.depot;
        let lot = world.stocked(1, 1_000);
        let close = |of: String, day: jiff::civil::Date| {
            let closing = stock::facility::Closing { code: of, valid_to: day };
            code(world.act("chief", DEPOT, move |tx, ctx, _| {
                stock::facility::close(tx, ctx, book, &closing, "改造")
            }))
        };
        assert_eq!(close(position(DEPOT, 1).to_string(), TODAY), "facility.occupied");
        assert_eq!(close(site(DEPOT).to_string(), TODAY), "facility.occupied");
        assert_eq!(close(position(DEPOT, 9).to_string(), TODAY), "facility.unknown");
        assert_eq!(close(position(DEPOT, 2).to_string(), date(2026, 11, 22)), "done");
        assert_eq!(close(position(DEPOT, 2).to_string(), TODAY), "facility.closed");
        assert_eq!(code(world.receive(2, LotChoice::Known(lot), 1)), "movement.position");
        let reuse = stock::facility::NewPosition {
            position: position(DEPOT, 2),
            name: "新".into(),
            form: "bulk".into(),
            capacity: Quantity(1),
            keeper: "keeper".into(),
            valid_from: TODAY,
        };
        let foreign = stock::facility::NewPosition { position: position(OTHER, 8), ..reuse.clone() };
        let register = |new: stock::facility::NewPosition| {
            code(world.act("chief", DEPOT, move |tx, ctx, _| {
                stock::facility::register_position(tx, ctx, book, &new)
            }))
        };
        assert_eq!(register(reuse), "facility.used");
        assert_eq!(register(foreign), "facility.foreign");
    });
}

#[test]
fn a_worksheet_judges_the_pile_against_the_book() {
    in_both_worlds(|world| {
        use stock::worksheet::{Measurement, NaturalLoss, NewWorksheet, Stack};
        let lot = world.stocked(1, 4_700_000);
        let measurement = Measurement {
            stack: Stack::Cuboid { length: 5_000, width: 2_000, height: 600 },
            deductions: 10_000,
            test_weight: 760,
            factor: 102,
            moisture_in: 125,
            moisture_now: 125,
            natural_loss: NaturalLoss::Quota { rate: 200 },
            loss_recorded: 0,
            book: 0,
        };
        let (book, new) = (world.depot, NewWorksheet { position: position(DEPOT, 1), lot, measurement });
        world
            .act("checker", DEPOT, move |tx, ctx, packs| {
                stock::worksheet::record_worksheet(tx, ctx, packs, book, &new)
            })
            .unwrap();
        let sheets = world.read(|read| stock::worksheet::store::worksheets(read, &position(DEPOT, 1), 10));
        // 4,643,448 kg measured and 9,400 kg of natural loss against 4,700,000 kg: 47,152 kg, 1.0 %.
        assert_eq!(
            (sheets[0].checked, sheets[0].difference, sheets[0].difference_rate, sheets[0].matches),
            (4_652_848, 47_152, 10, true)
        );
    });
}

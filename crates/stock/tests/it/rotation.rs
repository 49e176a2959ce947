//! Rotation: plans that packs' rules allow, approved by a second person, carried out by issues and receipts, and what shows when not.

use base::term::{LotCode, Money, Quantity};
use jiff::civil::{Date, date};
use stock::directive::Purpose;
use stock::lot::LotChoice;
use stock::rotation::finding::{Kind, findings};
use stock::rotation::{Cost, Extension, LineRow, Mode, NewPlan, NewPlanLine, PlanRow, store};

use crate::world::{DEPOT, GOOD, TODAY, World, code, in_both_worlds, position, wheat};

/// A plan of one line: position 1, all of 100 t, out by Christmas, back within four months.
fn plan(lot: &LotCode) -> NewPlan {
    let line = NewPlanLine {
        position: position(DEPOT, 1),
        refill: None,
        lot: lot.clone(),
        quantity: Quantity(100_000),
        out_by: date(2026, 12, 25),
        back_by: date(2027, 4, 25),
        harvest_min: Some(2026),
        sale_min: None,
        purchase_max: Some(Money(250_000)),
    };
    NewPlan { year: 2026, mode: Mode::Static, authority: "闽粮储〔2026〕8号".into(), lines: vec![line] }
}

fn draft(world: &World, new: NewPlan) -> Result<String, String> {
    let book = world.depot;
    let done =
        world.act("clerk", DEPOT, move |tx, ctx, packs| stock::rotation::draft(tx, ctx, packs, book, &new));
    match done {
        Ok(done) => Ok(done.created[0].clone()),
        refused => Err(code(refused)),
    }
}

fn approve(world: &World, user: &'static str, plan: &str) -> String {
    let (book, plan) = (world.depot, plan.to_owned());
    code(world.act(user, DEPOT, move |tx, ctx, _| stock::rotation::approve(tx, ctx, book, &plan)))
}

fn withdraw(world: &World, plan: &str) -> String {
    let (book, plan) = (world.depot, plan.to_owned());
    code(
        world.act("chief", DEPOT, move |tx, ctx, _| {
            stock::rotation::withdraw(tx, ctx, book, &plan, "计划调整")
        }),
    )
}

fn old_wheat(world: &World) -> LotCode {
    let done = world.receive(1, LotChoice::New(wheat(2022)), 100_000).unwrap();
    let lot = LotCode::parse(&done.created[0]).unwrap();
    world.test(&lot, GOOD).unwrap();
    lot
}

fn line(world: &World, plan: &str) -> LineRow {
    world.read(|read| store::lines(read, plan)).swap_remove(0)
}

fn seen(world: &World, today: Date) -> Vec<Kind> {
    let found = world.read(|read| findings(read, &world.packs, DEPOT, today));
    found.into_iter().map(|finding| finding.kind).collect()
}

#[test]
fn a_plan_keeps_the_rules_of_age_gap_and_place() {
    type Change = fn(&mut NewPlan);
    // Central wheat in Fujian: three to four years, four months of gap; the harvest of 2022 keeps until the end of 2026.
    let cases: [(Change, &str); 9] = [
        (|p| p.lines.clear(), "rotation.lines"),
        (|p| p.authority = " ".into(), "rotation.field"),
        (|p| p.year = 26, "rotation.field"),
        (|p| p.lines[0].position = position(DEPOT, 9), "movement.position"),
        (|p| p.lines[0].quantity = Quantity(100_001), "rotation.held"),
        (|p| p.lines[0].quantity = Quantity(99_999), "rotation.whole"),
        (|p| p.lines[0].out_by = date(2026, 11, 22), "rotation.field"),
        (|p| p.lines[0].out_by = date(2027, 1, 1), "rotation.old"),
        (|p| p.lines[0].back_by = date(2027, 4, 26), "rotation.gap"),
    ];
    in_both_worlds(|world| {
        let lot = old_wheat(world);
        for (change, refusal) in cases {
            let mut new = plan(&lot);
            change(&mut new);
            assert_eq!(draft(world, new), Err(refusal.into()));
        }
        let done = world.receive(2, LotChoice::New(wheat(2025)), 100_000).unwrap();
        let mut young = plan(&LotCode::parse(&done.created[0]).unwrap());
        young.lines[0].position = position(DEPOT, 2);
        assert_eq!(draft(world, young), Err("rotation.young".into()));
        let mut twice = plan(&lot);
        twice.lines.push(twice.lines[0].clone());
        assert_eq!(draft(world, twice), Err("rotation.busy".into()));
    });
}

#[test]
fn a_plan_takes_two_people_and_one_position_takes_one_plan() {
    in_both_worlds(|world| {
        let lot = old_wheat(world);
        let (first, second) = (draft(world, plan(&lot)).unwrap(), draft(world, plan(&lot)).unwrap());
        assert_eq!(first, format!("{DEPOT}R202600001"));
        assert_eq!(approve(world, "clerk", &first), "approval.same_person");
        assert_eq!(approve(world, "chief", "x"), "rotation.unknown");
        assert_eq!(approve(world, "chief", &first), "done");
        assert_eq!(approve(world, "chief", &first), "rotation.state");
        assert_eq!(approve(world, "chief", &second), "rotation.busy");
        assert_eq!(withdraw(world, &first), "done");
        assert_eq!(withdraw(world, &first), "rotation.state");
        assert_eq!(approve(world, "chief", &second), "done");
        let states = world.read(|read| store::plans(read, DEPOT, None, None, 9));
        let states: Vec<_> = states.iter().map(|PlanRow { state, .. }| state.to_string()).collect();
        assert_eq!(states, ["approved", "withdrawn"]);
    });
}

#[test]
fn a_plan_is_carried_out_by_real_movements_and_nothing_else() {
    in_both_worlds(|world| {
        let lot = old_wheat(world);
        let plan = draft(world, plan(&lot)).unwrap();
        approve(world, "chief", &plan);
        assert_eq!(seen(world, TODAY), []);
        assert_eq!(seen(world, date(2026, 12, 26)), [Kind::OutOverdue]);
        let under = world.directive(Purpose::Rotation, 100_000);
        world.issue(Some(under.clone()), &lot, 1, 60_000).unwrap();
        assert_eq!(
            (line(world, &plan).quantity_out, line(world, &plan).emptied_on),
            (Quantity(60_000), None)
        );
        assert_eq!(withdraw(world, &plan), "rotation.begun");
        world.issue(Some(under), &lot, 1, 40_000).unwrap();
        assert_eq!(line(world, &plan).emptied_on, Some(TODAY));
        // The rule for central wheat names no least share; the gap does run out.
        assert_eq!(seen(world, date(2027, 3, 24)), [Kind::Unweighed, Kind::GapExceeded]);
        let extend = |months, user: &'static str| {
            let (book, ask) = (world.depot, Extension { plan: plan.clone(), line: 1, months });
            code(world.act(user, DEPOT, move |tx, ctx, _| {
                stock::rotation::extend(tx, ctx, book, &ask, "新粮上市推迟")
            }))
        };
        let permit = |user: &'static str| {
            let (book, plan) = (world.depot, plan.clone());
            code(world.act(user, DEPOT, move |tx, ctx, _| stock::rotation::permit(tx, ctx, book, &plan, 1)))
        };
        assert_eq!(permit("chief"), "rotation.not_asked");
        assert_eq!(extend(3, "clerk"), "rotation.extension");
        assert_eq!(extend(1, "clerk"), "done");
        assert_eq!(extend(1, "clerk"), "rotation.not_extendable");
        assert_eq!(permit("clerk"), "approval.same_person");
        assert_eq!(permit("chief"), "done");
        assert_eq!(seen(world, date(2027, 3, 24)), [Kind::Unweighed, Kind::GapEnding]);
        let received = world.receive_at_price(1, LotChoice::New(wheat(2026)), 100_000, 260_000).unwrap();
        let now = line(world, &plan);
        assert_eq!((now.refilled_on, now.purchase), (Some(TODAY), Money(26_000_000)));
        assert_eq!(seen(world, TODAY), [Kind::Unweighed, Kind::Unweighed, Kind::Price, Kind::Untested]);
        undo(world, received.receipt.n);
        let now = line(world, &plan);
        assert_eq!((now.refilled_on, now.quantity_back, now.purchase), (None, Quantity(0), Money(0)));
        assert_eq!(seen(world, TODAY), [Kind::Unweighed]);
        assert_eq!(world.read(|read| store::trips(read, &plan)).len(), 4);
    });
}

fn undo(world: &World, n: i64) {
    let book = world.depot;
    let done = world
        .act("keeper", DEPOT, move |tx, ctx, _| stock::reversal::request(tx, ctx, book, n, "录错货位"))
        .unwrap();
    let request: i64 = done.created[0].parse().unwrap();
    world.act("chief", DEPOT, move |tx, ctx, _| stock::reversal::approve(tx, ctx, book, request)).unwrap();
}

#[test]
fn money_of_a_line_is_entered_with_its_document() {
    in_both_worlds(|world| {
        let lot = old_wheat(world);
        let plan = draft(world, plan(&lot)).unwrap();
        let cost = |kind: &str, amount, document: &str| {
            let new = Cost {
                plan: plan.clone(),
                line: 1,
                kind: kind.into(),
                amount: Money(amount),
                document: document.into(),
            };
            let book = world.depot;
            code(world.act("clerk", DEPOT, move |tx, ctx, _| stock::rotation::cost(tx, ctx, book, &new)))
        };
        assert_eq!(cost("sale", 24_000_000, "拍卖 1 号"), "rotation.state");
        approve(world, "chief", &plan);
        for (kind, amount, document, want) in [
            ("bribe", 1, "x", "rotation.field"),
            ("sale", 0, "x", "rotation.field"),
            ("sale", 1, " ", "rotation.field"),
            ("sale", 24_000_000, "拍卖 1 号", "done"),
            ("transport", 450_000, "运单 7", "done"),
        ] {
            assert_eq!(cost(kind, amount, document), want);
        }
        let (line, costs) = (line(world, &plan), world.read(|read| store::costs(read, &plan)));
        let sum = stock::rotation::finding::spent(&line, &costs).unwrap();
        assert_eq!(sum.net, Money(450_000 - 24_000_000));
    });
}

#[test]
fn goods_beyond_their_life_are_seen_without_any_plan() {
    in_both_worlds(|world| {
        old_wheat(world);
        assert_eq!(seen(world, date(2026, 12, 31)), []);
        assert_eq!(seen(world, date(2027, 1, 1)), [Kind::OverAge]);
    });
}

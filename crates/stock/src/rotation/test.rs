//! What a line's rows give away: one case for each finding, and one just inside each limit.

use base::term::{BookId, Instant, LotCode, Money, PositionCode, Quantity};
use jiff::civil::{Date, date};

use super::finding::{Case, Gap, Kind, gap, spent};
use super::{CostRow, LineRow, TripRow};

const PLAN: &str = "91350100M000100Y43R202600001";
const TODAY: Date = date(2026, 11, 23);

fn lot(serial: u32) -> LotCode {
    LotCode::parse(&format!("91350100M000100Y43001L2026{serial:05}")).unwrap()
}

/// 100 t of wheat of 2022, to be gone by the end of June and back by the end of October; all of it weighed and in time.
fn line() -> LineRow {
    let position = PositionCode::parse("91350100M000100Y43001000100101").unwrap();
    LineRow {
        book_id: BookId(1),
        plan: PLAN.into(),
        line: 1,
        refill: position.clone(),
        position,
        lot: lot(1),
        item: "1120101".into(),
        nature: "110".into(),
        owner_level: "central".into(),
        harvest_year: Some(2022),
        quantity: Quantity(100_000),
        out_by: date(2026, 6, 30),
        back_by: date(2026, 10, 31),
        harvest_min: Some(2026),
        sale_min: Some(Money(240_000)),
        purchase_max: Some(Money(260_000)),
        gap_months: Some(4),
        extension_months_max: Some(2),
        physical_percent: Some(70),
        quantity_out: Quantity(100_000),
        weighed_out: Quantity(100_000),
        emptied_on: Some(date(2026, 6, 30)),
        quantity_back: Quantity(100_000),
        weighed_back: Quantity(100_000),
        purchase: Money(26_000_000),
        refilled_on: Some(date(2026, 10, 30)),
        extension_asked: None,
        extension_reason: None,
        extension_by: None,
        extension_months: 0,
    }
}

fn trip(direction: &str, n: i64, day: Date) -> TripRow {
    TripRow {
        book_id: BookId(1),
        n,
        k: 0,
        plan: PLAN.into(),
        line: 1,
        at: Instant::start_of(day),
        day,
        direction: direction.into(),
        position: line().position,
        lot: lot(if direction == "out" { 1 } else { 2 }),
        harvest_year: Some(if direction == "out" { 2022 } else { 2026 }),
        quantity: Quantity(100_000),
        amount: Money(26_000_000),
        weighed: true,
        party: Some(direction.into()),
        vehicle: Some(format!("闽A {direction}").into()),
        reverses: None,
    }
}

fn sale(amount: i64) -> CostRow {
    CostRow {
        book_id: BookId(1),
        n: 9,
        plan: PLAN.into(),
        line: 1,
        kind: "sale".into(),
        amount: Money(amount),
        document: "拍卖 1 号".into(),
        day: date(2026, 7, 1),
        by_user: "clerk".into(),
    }
}

type Change = fn(&mut LineRow, &mut Vec<TripRow>, &mut Vec<CostRow>);

#[test]
fn rows_give_away_what_is_wrong_and_nothing_else() {
    let cases: [(&str, Change, &[Kind]); 18] = [
        ("in time, weighed, new for old", |_, _, _| (), &[]),
        (
            "refilled a day after the gap",
            |l, _, _| l.refilled_on = Some(date(2026, 10, 31)),
            &[Kind::GapExceeded],
        ),
        (
            "an extension covers it",
            |l, _, _| {
                l.refilled_on = Some(date(2026, 10, 31));
                l.extension_months = 1;
            },
            &[],
        ),
        (
            "empty, three weeks before the end of an extended gap",
            |l, t, _| {
                (l.refilled_on, l.quantity_back, l.weighed_back, l.purchase) =
                    (None, Quantity(0), Quantity(0), Money(0));
                (l.extension_months, l.back_by) = (2, date(2026, 12, 15));
                l.emptied_on = Some(date(2026, 6, 14));
                t.pop();
            },
            &[Kind::GapEnding],
        ),
        (
            "never refilled",
            |l, t, _| {
                (l.refilled_on, l.quantity_back, l.weighed_back, l.purchase) =
                    (None, Quantity(0), Quantity(0), Money(0));
                t.pop();
            },
            &[Kind::GapExceeded, Kind::BackOverdue],
        ),
        (
            "never begun",
            |l, t, c| {
                (l.quantity_out, l.weighed_out, l.emptied_on) = (Quantity(0), Quantity(0), None);
                (l.refilled_on, l.quantity_back, l.weighed_back, l.purchase) =
                    (None, Quantity(0), Quantity(0), Money(0));
                t.clear();
                c.clear();
            },
            &[Kind::OutOverdue, Kind::BackOverdue],
        ),
        (
            "95 % is as good as all",
            |l, _, c| {
                l.quantity_out = Quantity(95_000);
                c[0].amount = Money(22_800_000)
            },
            &[],
        ),
        ("less is not", |l, _, _| l.quantity_out = Quantity(94_999), &[Kind::OutOverdue]),
        (
            "last year's harvest where this year's was asked for",
            |_, t, _| t[1].harvest_year = Some(2025),
            &[Kind::OldForNew],
        ),
        (
            "the same harvest",
            |l, t, _| {
                l.harvest_min = None;
                t[1].harvest_year = Some(2022)
            },
            &[Kind::OldForNew],
        ),
        ("the same lot", |_, t, _| t[1].lot = lot(1), &[Kind::OldForNew]),
        ("out without weighing", |l, _, _| l.weighed_out = Quantity(94_000), &[Kind::Unweighed]),
        (
            "both ways on paper only",
            |l, _, _| (l.weighed_out, l.weighed_back) = (Quantity(0), Quantity(0)),
            &[Kind::Unweighed, Kind::Unweighed],
        ),
        ("sold to whom it was bought from", |_, t, _| t[1].party = t[0].party.clone(), &[Kind::Circular]),
        (
            "one vehicle within two days",
            |_, t, _| {
                t[1].vehicle = t[0].vehicle.clone();
                t[1].at = Instant(t[0].at.0 + 48 * 3_600_000_000);
            },
            &[Kind::Circular],
        ),
        ("the same vehicle months later", |_, t, _| t[1].vehicle = t[0].vehicle.clone(), &[]),
        ("bought too dear", |l, _, _| l.purchase = Money(26_000_001), &[Kind::Price]),
        ("sold too cheap", |_, _, c| c[0].amount = Money(23_999_999), &[Kind::Price]),
    ];
    for (what, change, kinds) in cases {
        let (mut line, mut costs) = (line(), vec![sale(24_000_000)]);
        let mut trips = vec![trip("out", 5, date(2026, 6, 30)), trip("back", 7, date(2026, 10, 30))];
        change(&mut line, &mut trips, &mut costs);
        let found = Case { line: &line, trips: &trips, costs: &costs, today: TODAY }.judge();
        assert_eq!(found.iter().map(|f| f.kind).collect::<Vec<_>>(), kinds, "{what}");
        assert!(found.iter().all(|f| !f.zh.is_empty() && !f.en.is_empty()), "{what}");
    }
}

#[test]
fn a_trip_that_was_taken_back_accuses_nobody() {
    let mut trips = vec![
        trip("out", 5, date(2026, 6, 30)),
        trip("back", 6, date(2026, 10, 1)),
        trip("back", 7, date(2026, 10, 30)),
    ];
    trips[1].lot = lot(1);
    let back = TripRow { n: 8, quantity: Quantity(-100_000), reverses: Some(6), ..trips[1].clone() };
    trips.push(back);
    let costs = [sale(24_000_000)];
    assert_eq!(Case { line: &line(), trips: &trips, costs: &costs, today: TODAY }.judge(), []);
}

#[test]
fn the_gap_clock_runs_from_emptying_to_refill() {
    let mut line = line();
    let whole = Gap {
        emptied_on: date(2026, 6, 30),
        due: Some(date(2026, 10, 30)),
        refilled_on: Some(date(2026, 10, 30)),
        days: 122,
        left: Some(0),
    };
    assert_eq!(gap(&line, TODAY), Some(whole));
    line.refilled_on = None;
    assert_eq!(gap(&line, TODAY).map(|gap| (gap.days, gap.left)), Some((146, Some(-24))));
    // Zhejiang gives six months (rotation rule of 330000).
    line.gap_months = Some(6);
    assert_eq!(gap(&line, TODAY).and_then(|gap| gap.left), Some(37));
    line.gap_months = None;
    assert_eq!(gap(&line, TODAY).and_then(|gap| gap.left), None);
    line.emptied_on = None;
    assert_eq!(gap(&line, TODAY), None);
}

#[test]
fn rotation_costs_what_was_paid_less_what_came_in() {
    let other = |kind: &str, amount| CostRow { kind: kind.into(), ..sale(amount) };
    let costs = [sale(24_000_000), other("transport", 450_000), other("fee", 50_000), other("fee", -10_000)];
    let sum = spent(&line(), &costs).unwrap();
    assert_eq!((sum.sale, sum.fee, sum.net), (Money(24_000_000), Money(40_000), Money(2_490_000)));
}

//! Plans against the best plan there is, found by trying everything; the limits of every plan; the promise for two thousand lots.

use super::line::Limit;
use super::menu::{Choice, Menu};
use super::rows::Rows;
use super::score::{Sense, Trend};
use super::*;

fn never() -> bool {
    false
}

const BUDGET: Budget<'static> = Budget { rounds: 300, moves: 20_000, gap_ppm: 0, stop: &never };

/// One site, one group, flat prices of 2,000 and 2,100 yuan; everything is open and roomy.
fn plain(lots: Vec<Lot>, months: usize) -> Problem {
    let group = Group {
        sell: vec![200_000; months + 1],
        buy: vec![210_000; months + 1],
        sell_open: vec![true; months],
        buy_open: vec![true; months],
        away_max: 1_000_000_000,
        share: vec![(0, 1_000_000_000); months.div_ceil(12)],
    };
    let roomy = vec![1_000_000_000; months];
    let site = Site { out_max: roomy.clone(), back_max: roomy, spare: vec![0; months] };
    let rates =
        Rates { out: 0, back: 0, storage: 0, loss_ppm: 0, late: 5_000_000, short: 2_000_000, haste: 100 };
    Problem { months, first: 1, sites: vec![site], groups: vec![group], lots, rates }
}

fn stored(tonnes: i64, ready: usize, due: usize, gap_max: usize) -> Lot {
    let state = State::Stored { ready, due, gap_max, lead_max: 0, ageing: 0, discount: 0 };
    Lot { site: 0, group: 0, quantity: tonnes * 1_000, age: 12, state }
}

fn cheapest(problem: &Problem) -> Plan {
    propose(problem, &BUDGET).expect("a whole problem").swap_remove(0)
}

type Moved = (Option<usize>, Option<Back>);

#[test]
fn a_lot_leaves_when_it_pays_and_is_filled_again_within_its_gap() {
    let at = |out, back| (Some(out), Some(Back::Month(back)));
    type Change = fn(&mut Problem);
    let cases: [(&str, Lot, Change, Moved); 9] = [
        ("what may stay stays, for rotation costs", stored(100, 0, 12, 4), |_| {}, (None, None)),
        (
            "what is due leaves in the dearest month",
            stored(100, 0, 5, 4),
            |p| p.groups[0].sell[3] += 9,
            at(3, 3),
        ),
        ("and not before it is ready", stored(100, 4, 5, 4), |p| p.groups[0].sell[3] += 9, at(4, 4)),
        (
            "its place is filled in the cheapest month",
            stored(100, 0, 5, 4),
            |p| p.groups[0].buy[8] -= 9,
            at(4, 8),
        ),
        (
            "never later than the gap",
            stored(100, 0, 5, 2),
            |p| {
                p.groups[0].buy[8] -= 9;
                p.groups[0].buy[6] -= 8;
            },
            at(4, 6),
        ),
        ("no gap means the same month", stored(100, 0, 5, 0), |p| p.groups[0].buy[8] -= 9, at(0, 0)),
        (
            "a closed month is not used",
            stored(100, 0, 5, 4),
            |p| {
                p.groups[0].buy[8] -= 9;
                p.groups[0].buy_open[8] = false;
            },
            at(0, 0),
        ),
        (
            "the gap may reach behind the horizon",
            stored(100, 0, 11, 4),
            |p| p.groups[0].buy[12] -= 9,
            (Some(8), Some(Back::After)),
        ),
        (
            "room to spare lets the new come first",
            Lot {
                state: State::Stored { ready: 0, due: 5, gap_max: 0, lead_max: 2, ageing: 0, discount: 0 },
                ..stored(100, 0, 5, 0)
            },
            |p| {
                p.sites[0].spare = vec![100_000; 12];
                p.groups[0].buy[2] -= 9;
                p.groups[0].sell[4] += 9;
            },
            at(4, 2),
        ),
    ];
    for (what, lot, change, (out, back)) in cases {
        let mut problem = plain(vec![lot], 12);
        change(&mut problem);
        let plan = cheapest(&problem);
        assert_eq!((plan.lines[0].out, plan.lines[0].back), (out, back), "{what}");
        assert!(plan.gap_ppm <= 1, "{what}: {} ppm", plan.gap_ppm);
    }
}

#[test]
fn limits_hold_and_what_stands_in_the_way_is_named() {
    type Change = fn(&mut Problem);
    // Two lots of 100 t, both due by month 1 of 6 and best sold in month 0.
    let cases: [(&str, Change, [Option<usize>; 2], Option<Limit>); 5] = [
        ("room for both", |_| {}, [Some(0), Some(0)], None),
        (
            "the site brings one out a month",
            |p| p.sites[0].out_max = vec![150_000; 6],
            [Some(0), Some(1)],
            Some(Limit::Out { site: 0, month: 0 }),
        ),
        (
            "half of the stock stays in store",
            |p| {
                p.groups[0].away_max = 100_000;
                p.groups[0].buy_open = vec![false, true, true, true, true, true];
            },
            [Some(0), Some(1)],
            Some(Limit::Away { group: 0, month: 0 }),
        ),
        (
            "no more than a lot a year: the other is late",
            |p| p.groups[0].share = vec![(0, 100_000)],
            [Some(0), None],
            Some(Limit::ShareMost { group: 0, year: 0 }),
        ),
        (
            "a site that takes nothing in leaves both late",
            |p| p.sites[0].back_max = vec![0; 6],
            [None, None],
            Some(Limit::Back { site: 0, month: 0 }),
        ),
    ];
    for (what, change, want, limit) in cases {
        let mut problem = plain(vec![stored(100, 0, 1, 3), stored(100, 0, 1, 3)], 6);
        problem.groups[0].sell[0] += 50;
        change(&mut problem);
        let plan = cheapest(&problem);
        let mut out = [plan.lines[0].out, plan.lines[1].out];
        out.sort_by_key(|month| month.unwrap_or(99));
        assert_eq!(out, want, "{what}");
        let wish = plan.lines.iter().find_map(|line| line.wish).map(|wish| wish.limit);
        assert_eq!(wish, limit, "{what}");
        let late = plan.lines.iter().filter(|line| line.late).count();
        assert_eq!(late, want.iter().filter(|out| out.is_none()).count(), "{what}");
    }
}

#[test]
fn what_is_away_comes_back_in_time_and_a_least_share_wakes_lots_that_might_stay() {
    let away = Lot { state: State::Away { due: 4 }, ..stored(100, 0, 0, 0) };
    let mut problem = plain(vec![away, stored(100, 0, 99, 0), stored(100, 0, 99, 0)], 6);
    problem.groups[0].buy[4] -= 9;
    problem.groups[0].share = vec![(150_000, 1_000_000)];
    let plan = cheapest(&problem);
    assert_eq!((plan.lines[0].out, plan.lines[0].back), (None, Some(Back::Month(4))));
    assert!(
        plan.lines[1..].iter().all(|line| line.out.is_some()),
        "one lot alone would miss the share by 50 t"
    );
    assert_eq!(plan.short, 0);
    problem.sites[0].back_max = vec![0; 6];
    let plan = cheapest(&problem);
    assert!(plan.lines[0].late && plan.short == 150_000, "nothing can enter: {plan:?}");
}

/// The least value there is, by trying everything.
fn least(problem: &Problem, menu: &Menu, rows: &Rows) -> i128 {
    fn walk(
        problem: &Problem,
        menu: &Menu,
        rows: &Rows,
        i: usize,
        load: &mut Vec<i64>,
        cost: i128,
        best: &mut i128,
    ) {
        if i == problem.lots.len() {
            let hard = (0..rows.soft).all(|row| load[row] <= rows.limit[row]);
            let missed: i64 = (rows.soft..load.len()).map(|row| (load[row] - rows.limit[row]).max(0)).sum();
            if hard {
                *best = (*best).min(cost + i128::from(missed) * i128::from(problem.rates.short));
            }
            return;
        }
        for choice in menu.lot(i) {
            let lot = &problem.lots[i];
            rows.visit(lot, choice, |row, amount| load[row] += amount);
            walk(problem, menu, rows, i + 1, load, cost + i128::from(choice.cost), best);
            rows.visit(lot, choice, |row, amount| load[row] -= amount);
        }
    }
    let mut best = i128::MAX;
    walk(problem, menu, rows, 0, &mut vec![0; rows.limit.len()], 0, &mut best);
    best
}

#[test]
fn the_bound_is_below_the_best_plan_there_is_and_the_plan_meets_it() {
    let mut met = 0;
    for seed in 0..60 {
        let mut problem = sample::problem(seed, 3, 13);
        problem.sites[0].spare = vec![4_000_000; 13];
        problem.sites[0].out_max = vec![9_000_000; 13];
        let (menu, rows) = (Menu::of(&problem, 0), Rows::of(&problem, 100));
        let best = least(&problem, &menu, &rows);
        let plan = cheapest(&problem);
        let best = i64::try_from(best.div_euclid(1_000)).expect("small");
        assert!(
            plan.bound - 1 <= best && best <= plan.value,
            "seed {seed}: {} {best} {}",
            plan.bound,
            plan.value
        );
        met += usize::from(plan.value - best <= 1);
    }
    assert!(met >= 57, "the best plan was found {met} times of 60");
}

/// That a plan keeps every limit, counted again from its lines alone.
fn assert_holds(problem: &Problem, plan: &Plan) {
    let rows = Rows::of(problem, plan.percent);
    let mut load = vec![0; rows.limit.len()];
    for (line, lot) in plan.lines.iter().zip(&problem.lots) {
        let month = |month: Option<usize>| month.unwrap_or(problem.months) as u16;
        let back = match line.back {
            Some(Back::Month(back)) => Some(back),
            _ => None,
        };
        if let (State::Stored { ready, due, gap_max, .. }, Some(out)) = (lot.state, line.out) {
            assert!((ready..=due).contains(&out), "{line:?}");
            assert!(back.unwrap_or(problem.months) <= out + gap_max, "{line:?}");
        }
        let choice = Choice { cost: 0, out: month(line.out), back: month(back) };
        rows.visit(lot, &choice, |row, amount| load[row] += amount);
    }
    for (row, load) in load.iter().enumerate().take(rows.soft) {
        assert!(*load <= rows.limit[row], "{:?}: {load} > {}", rows.name(row), rows.limit[row]);
    }
    let out: i64 = plan.months.iter().map(|month| month.out).sum();
    let left = |line: &&Line| line.out.is_some();
    let want: i64 = plan.lines.iter().filter(left).map(|line| problem.lots[line.lot].quantity).sum();
    assert_eq!(out, want);
}

#[test]
fn two_thousand_lots_are_planned_within_one_percent_of_a_proven_bound() {
    let problem = sample::problem(1, 2_000, 24);
    let budget = Budget { rounds: 400, moves: 60_000, gap_ppm: 8_000, stop: &never };
    let plans = propose(&problem, &budget).expect("a whole problem");
    assert_eq!(plans.iter().map(|plan| plan.aim).collect::<Vec<_>>(), Aim::ALL);
    for plan in &plans {
        assert!(plan.bound <= plan.value);
        assert_eq!(plan.cost.late, 0, "{:?}", plan.aim);
        assert_holds(&problem, plan);
    }
    assert!(plans[0].gap_ppm <= 10_000, "{} ppm", plans[0].gap_ppm);
    assert!(plans[1].gap_ppm <= 10_000, "{} ppm", plans[1].gap_ppm);
    let peak = |plan: &Plan| plan.months.iter().map(|month| month.out).max();
    let waited = |plan: &Plan| -> i64 {
        let wait = |line: &Line| line.out.map_or(0, |out| out as i64 * problem.lots[line.lot].age);
        plan.lines.iter().map(wait).sum()
    };
    assert!(waited(&plans[1]) < waited(&plans[0]), "the oldest go sooner");
    assert!(plans[2].percent < 100 && peak(&plans[2]) <= peak(&plans[0]), "work is smoother");
}

#[test]
fn the_same_problem_gives_the_same_plans_and_a_stop_still_gives_a_plan_that_holds() {
    let problem = sample::problem(5, 150, 24);
    assert_eq!(propose(&problem, &BUDGET), propose(&problem, &BUDGET));
    let stopped = Budget { stop: &|| true, ..BUDGET };
    for plan in propose(&problem, &stopped).expect("a whole problem") {
        assert_eq!(plan.rounds, 0);
        assert_holds(&problem, &plan);
    }
}

#[test]
fn a_problem_that_cannot_be_is_refused() {
    type Change = fn(&mut Problem);
    let cases: [(Change, Refusal); 8] = [
        (|p| p.months = 0, Refusal::Size { what: "months", max: MONTHS_MAX }),
        (|p| p.first = 13, Refusal::Size { what: "first", max: 12 }),
        (|p| p.lots.clear(), Refusal::Size { what: "lots", max: LOTS_MAX }),
        (|p| p.sites[0].spare.clear(), Refusal::Length { what: "site", index: 0, want: 6 }),
        (|p| p.groups[0].buy.push(1), Refusal::Length { what: "price", index: 0, want: 7 }),
        (|p| p.groups[0].share[0] = (2, 1), Refusal::Range { what: "share", index: 0 }),
        (|p| p.lots[0].group = 1, Refusal::Range { what: "lot", index: 0 }),
        (|p| p.rates.late = -1, Refusal::Range { what: "rate", index: 0 }),
    ];
    for (change, refusal) in cases {
        let mut problem = plain(vec![stored(100, 0, 1, 3)], 6);
        change(&mut problem);
        assert_eq!(propose(&problem, &BUDGET), Err(refusal));
        assert!(!refusal.message().0.is_empty());
    }
}

#[test]
fn scores_show_their_parts_and_never_guess() {
    let trend = |first, last, horizon| {
        let trend = Trend { first, last, days: 365, limit: 30, sense: Sense::Most, noise: 1 };
        score::unsuitable(&trend, horizon)
    };
    // Fatty acid value of indica paddy: limit 30.
    for (first, last, horizon, want) in
        [(20, 24, 0, 0), (20, 30, 0, 500), (20, 25, 365, 500), (20, 28, 365, 996), (20, 20, 365, 0)]
    {
        assert_eq!(trend(first, last, horizon), Some(want), "{first} → {last} in {horizon} days");
    }
    assert_eq!(
        score::unsuitable(&Trend { first: 1, last: 2, days: 0, limit: 3, sense: Sense::Most, noise: 1 }, 9),
        None
    );
    for (value, limit, sense, want) in [
        (15, 30, Sense::Most, 500),
        (33, 30, Sense::Most, 1_000),
        (90, 60, Sense::Least, 666),
        (50, 60, Sense::Least, 1_000),
    ] {
        assert_eq!(score::indicator(value, limit, sense), Some(want));
    }
    for (costs, want) in [
        (vec![5, 3, 9], Some(666)),
        (vec![3, 9], Some(1_000)),
        (vec![9, 3], Some(0)),
        (vec![4, 4], None),
        (vec![], None),
    ] {
        assert_eq!(score::price(&costs), want, "{costs:?}");
    }
    assert_eq!(score::age(30, 60), Some(500));
    assert_eq!(score::age(90, 60), Some(1_000));
    let full = score::score([Some(1_000); 5]);
    assert_eq!((full.total, full.parts.map(|part| part.points)), (1_000, [350, 250, 200, 100, 100]));
    let alone = score::score([Some(500), None, None, None, None]);
    assert_eq!((alone.total, alone.parts[1].value, alone.parts[1].points), (500, None, 0));
    assert_eq!(score::score([None; 5]).total, 0);
}

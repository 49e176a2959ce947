//! What a plan is for: the cheapest, the oldest goods first, or the smoothest work; and the search that makes each with its bound.

use super::dual::Search;
use super::line::{Plan, Told, gap_ppm};
use super::menu::Menu;
use super::primal::{Chance, Desk, Draft};
use super::rows::Rows;
use super::{Budget, Problem, Refusal};

/// What a plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// Least cost.
    Cheapest,
    /// Waiting counts, the more the older the goods are.
    OldestFirst,
    /// Least cost with the smallest monthly peaks at which as much can be renewed in time.
    Smoothest,
}

impl Aim {
    /// Every aim, in the order plans are shown.
    pub const ALL: [Aim; 3] = [Aim::Cheapest, Aim::OldestFirst, Aim::Smoothest];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Aim::Cheapest => "cheapest",
            Aim::OldestFirst => "oldest_first",
            Aim::Smoothest => "smoothest",
        }
    }
}

/// Rounds between two attempts to make a plan from the prices.
const FILL_EVERY: u32 = 25;
/// Shares of what sites can move, in percent, that the smoothest plan tries, smallest first.
const PERCENTS: [i64; 6] = [40, 50, 60, 70, 80, 90];
/// Rounds for each try.
const TRY_ROUNDS: u32 = 60;
/// Passes of exchanges at the end.
const PASSES_MAX: u32 = 40;

/// Plans for each aim, in their order.
pub fn propose(problem: &Problem, budget: &Budget<'_>) -> Result<Vec<Plan>, Refusal> {
    problem.check()?;
    let cheapest = solve(problem, Aim::Cheapest, 100, budget);
    let oldest = solve(problem, Aim::OldestFirst, 100, budget);
    let (late, short) = (cheapest.cost.late, cheapest.short);
    let quick = Budget { rounds: TRY_ROUNDS, moves: 0, gap_ppm: 0, stop: budget.stop };
    let enough = |percent: &i64| {
        let plan = solve(problem, Aim::Smoothest, *percent, &quick);
        plan.cost.late <= late && plan.short <= short
    };
    let percent = PERCENTS.into_iter().find(enough).unwrap_or(100);
    let smoothest = solve(problem, Aim::Smoothest, percent, budget);
    Ok(vec![cheapest, oldest, smoothest])
}

/// The best plan for one aim that the budget finds.
fn solve(problem: &Problem, aim: Aim, percent: i64, budget: &Budget<'_>) -> Plan {
    let haste = if aim == Aim::OldestFirst { problem.rates.haste } else { 0 };
    let menu = Menu::of(problem, haste);
    let rows = Rows::of(problem, percent);
    let desk = Desk::new(problem, &menu, &rows);
    let mut search = Search::new(problem, &menu, &rows);
    let mut best = desk.fill(&search.price);
    let good = |best: &Draft, search: &Search| gap_ppm(best.cost, search.bound) <= budget.gap_ppm;
    let mut rounds = 0;
    while rounds < budget.rounds && !good(&best, &search) && !(budget.stop)() {
        let price = search.round(problem, &menu, &rows, best.cost);
        rounds += 1;
        if rounds % FILL_EVERY == 0 {
            keep(&mut best, desk.fill(&price));
            keep(&mut best, desk.fill(&search.price));
        }
    }
    let mut passes = 0;
    while passes < PASSES_MAX && !good(&best, &search) && !(budget.stop)() {
        let moved = desk.shift(&mut best) | desk.exchange(&mut best, budget.stop);
        passes += 1;
        if !moved {
            break;
        }
    }
    let tariff = rows.tariff(&search.price);
    let mut chance = Chance(0);
    let mut moves = 0;
    while moves < budget.moves && !good(&best, &search) && !(moves % 64 == 0 && (budget.stop)()) {
        desk.rebuild(&mut best, &tariff, &mut chance);
        moves += 1;
    }
    Told { problem, menu: &menu, rows: &rows, search: &search, aim, percent, rounds }.plan(&best)
}

fn keep(best: &mut Draft, draft: Draft) {
    if draft.cost < best.cost {
        *best = draft;
    }
}

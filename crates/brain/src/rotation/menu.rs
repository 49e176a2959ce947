//! What each lot may choose: a month out and a month back, or to stay, each with its cost. Nothing here knows of other lots.

use super::line::Parts;
use super::{Problem, State};

/// One choice of one lot. `months` as an index stands for "not in this horizon", out as well as back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Choice {
    /// Thousandths of a fen.
    pub cost: i64,
    pub out: u16,
    pub back: u16,
}

/// The choices of every lot, in one list. The first of a lot's choices loads no limit: whatever else is full, it fits.
pub(super) struct Menu {
    pub choices: Vec<Choice>,
    /// Where each lot's choices begin, and one end more.
    pub starts: Vec<usize>,
}

impl Menu {
    /// Lists what the rules allow. `haste` adds to the cost what waiting counts beside money.
    pub fn of(problem: &Problem, haste: i64) -> Self {
        let (mut choices, mut starts) = (Vec::new(), vec![0]);
        for i in 0..problem.lots.len() {
            let mut put = |out: usize, back: usize| {
                let waited = out.min(problem.months) as i64;
                let wait = haste * waited * problem.lots[i].age / 12;
                let cost = parts(problem, i, out, back).total() + wait * problem.lots[i].quantity;
                choices.push(Choice { cost, out: out as u16, back: back as u16 });
            };
            visit(problem, i, &mut put);
            starts.push(choices.len());
        }
        Self { choices, starts }
    }

    /// The choices of a lot.
    pub fn lot(&self, lot: usize) -> &[Choice] {
        &self.choices[self.starts[lot]..self.starts[lot + 1]]
    }
}

/// Every pair of months the rules allow a lot; staying (or staying away) comes first.
fn visit(problem: &Problem, i: usize, put: &mut impl FnMut(usize, usize)) {
    let months = problem.months;
    let lot = &problem.lots[i];
    let group = &problem.groups[lot.group];
    put(months, months);
    match lot.state {
        State::Away { due } => {
            (0..months.min(due + 1)).filter(|back| group.buy_open[*back]).for_each(|back| put(months, back));
        }
        State::Stored { ready, due, gap_max, lead_max, .. } => {
            for out in (ready..months.min(due + 1)).filter(|out| group.sell_open[*out]) {
                for back in out.saturating_sub(lead_max)..=(out + gap_max).min(months) {
                    if back == months || group.buy_open[back] {
                        put(out, back);
                    }
                }
            }
        }
    }
}

/// What a choice costs, by its parts.
pub(super) fn parts(problem: &Problem, i: usize, out: usize, back: usize) -> Parts {
    let lot = &problem.lots[i];
    let (group, rates, quantity, months) =
        (&problem.groups[lot.group], &problem.rates, lot.quantity, problem.months);
    let filled = |back: usize| Parts {
        purchase: quantity * group.buy[back],
        handling: quantity * rates.back,
        loss: quantity * (group.buy[back] * rates.loss_ppm / 1_000_000),
        ..Parts::default()
    };
    match lot.state {
        State::Away { due } if out == months && back == months => {
            Parts { late: if due < months { quantity * rates.late } else { 0 }, ..Parts::default() }
        }
        State::Away { .. } => filled(back),
        State::Stored { due, .. } if out == months => {
            Parts { late: if due < months { quantity * rates.late } else { 0 }, ..Parts::default() }
        }
        State::Stored { ageing, discount, .. } => {
            let price = (group.sell[out] - discount - ageing * out as i64).max(0);
            let mut parts = filled(back);
            parts.sale = -(quantity * price);
            parts.handling += quantity * rates.out;
            parts.storage = quantity * rates.storage * (out as i64 - back as i64);
            parts
        }
    }
}

//! The bound: prices for the shared limits under which what lots pay, less what the limits are worth, is as high as can be.
//! Prices are rounded to whole fen before they are used, so that the bound is exact arithmetic; how they are found need not be.

use super::menu::Menu;
use super::rows::Rows;
use super::{PRICE_MAX, Problem};

/// Lots choosing alone at given prices.
pub(super) struct Answer {
    /// Below the cost of every plan, thousandths of a fen.
    pub bound: i128,
    /// Load of each limit less what it allows.
    excess: Vec<i64>,
}

/// Asks every lot for its cheapest choice at these prices.
pub(super) fn ask(problem: &Problem, menu: &Menu, rows: &Rows, price: &[i64]) -> Answer {
    let tariff = rows.tariff(price);
    let mut excess: Vec<i64> = rows.limit.iter().map(|limit| -limit).collect();
    let mut bound: i128 = 0;
    for (i, lot) in problem.lots.iter().enumerate() {
        let choices = menu.lot(i);
        let (mut best, mut pick) = (i64::MAX, 0);
        tariff.charge(lot, choices, |at, cost| {
            if cost < best {
                (best, pick) = (cost, at);
            }
        });
        bound += i128::from(best);
        rows.visit(lot, &choices[pick], |row, amount| excess[row] += amount);
    }
    let worth = |(price, limit): (&i64, &i64)| i128::from(*price) * i128::from(*limit);
    bound -= price.iter().zip(&rows.limit).map(worth).sum::<i128>();
    Answer { bound, excess }
}

/// The search for prices: the volume algorithm of Barahona and Anbil, steps along an average of past excesses.
pub(super) struct Search {
    /// The best bound so far.
    pub bound: i128,
    /// The prices that prove it, fen for one unit.
    pub price: Vec<i64>,
    centre: Vec<f64>,
    direction: Vec<f64>,
    /// Most each price may be: missing a least share costs no more than its rate.
    most: Vec<f64>,
    step: f64,
    weight: f64,
    idle: u32,
}

impl Search {
    /// Starts with everything free.
    pub fn new(problem: &Problem, menu: &Menu, rows: &Rows) -> Self {
        let price = vec![0; rows.limit.len()];
        let answer = ask(problem, menu, rows, &price);
        let cap = |row| if row < rows.soft { PRICE_MAX } else { problem.rates.short };
        Self {
            bound: answer.bound,
            centre: vec![0.0; price.len()],
            price,
            direction: answer.excess.iter().map(|excess| *excess as f64).collect(),
            most: (0..rows.limit.len()).map(|row| cap(row) as f64).collect(),
            step: 0.5,
            weight: 0.2,
            idle: 0,
        }
    }

    /// One round towards a plan of this cost; returns the prices it tried.
    pub fn round(&mut self, problem: &Problem, menu: &Menu, rows: &Rows, cost: i128) -> Vec<i64> {
        let blocked = |price: f64, along: f64, most: f64| {
            (price <= 0.0 && along < 0.0) || (price >= most && along > 0.0)
        };
        let norm: f64 = (0..self.centre.len())
            .filter(|row| !blocked(self.centre[*row], self.direction[*row], self.most[*row]))
            .map(|row| self.direction[row] * self.direction[row])
            .sum();
        let missing = ((cost - self.bound) as f64).max(self.bound.unsigned_abs() as f64 * 1e-5);
        let length = self.step * missing / norm.max(1.0);
        let next: Vec<f64> = (0..self.centre.len())
            .map(|row| (self.centre[row] + length * self.direction[row]).clamp(0.0, self.most[row]))
            .collect();
        let price: Vec<i64> = next.iter().map(|price| price.round() as i64).collect();
        let answer = ask(problem, menu, rows, &price);
        let agreement: f64 =
            answer.excess.iter().zip(&self.direction).map(|(excess, along)| *excess as f64 * along).sum();
        for (along, excess) in self.direction.iter_mut().zip(&answer.excess) {
            *along += self.weight * (*excess as f64 - *along);
        }
        if answer.bound > self.bound {
            (self.bound, self.price, self.centre, self.idle) = (answer.bound, price.clone(), next, 0);
            if agreement > 0.0 {
                self.step = (self.step * 1.1).min(2.0);
            }
        } else {
            self.idle += 1;
            if self.idle >= 10 {
                (self.step, self.idle) = ((self.step * 0.66).max(1e-4), 0);
                self.weight = (self.weight * 0.9).max(0.01);
            }
        }
        price
    }
}

//! From people exposed to the toll: a log-normal share of them by intensity, and an interval as wide as the estimate has been
//! wrong on recorded earthquakes. It knows no place.

use super::{CLASS_FIRST, CLASSES, LEAST_TENTHS};

/// Tenths of intensity that are kept apart.
const TENTHS: usize = 76;
/// An 80 % interval reaches this many standard deviations to each side.
const EIGHTY: f64 = 1.2816;

/// People by intensity.
#[derive(Debug, Clone)]
pub(super) struct Spread([f64; TENTHS]);

impl Default for Spread {
    fn default() -> Self {
        Self([0.0; TENTHS])
    }
}

impl Spread {
    pub fn count(&mut self, tenths: u32, people: f64) {
        let at = (tenths.saturating_sub(LEAST_TENTHS) as usize).min(TENTHS - 1);
        self.0[at] += people;
    }

    pub fn add(&mut self, other: &Spread) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, more)| *sum += more);
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|people| *people == 0.0)
    }

    fn each(&self) -> impl Iterator<Item = (u32, f64)> {
        (LEAST_TENTHS..).zip(self.0).filter(|(_, people)| *people > 0.0)
    }

    pub fn highest(&self) -> u32 {
        self.each().last().map_or(0, |(tenths, _)| tenths)
    }

    /// Whole people by class; Ⅵ is from 5.5 up to 6.5.
    pub fn classes(&self) -> [i64; CLASSES] {
        let mut classes = [0.0; CLASSES];
        for (tenths, people) in self.each() {
            let class = (tenths + 5) / 10;
            if class >= CLASS_FIRST {
                classes[((class - CLASS_FIRST) as usize).min(CLASSES - 1)] += people;
            }
        }
        classes.map(|people| people.round() as i64)
    }
}

/// A number with the bounds between which it lies four times in five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Estimate {
    /// Lower bound.
    pub low: i64,
    /// The best single guess.
    pub likely: i64,
    /// Upper bound.
    pub high: i64,
}

/// What usually follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Toll {
    /// People who need shelter.
    pub displaced: Estimate,
    /// People injured.
    pub injured: Estimate,
    /// Dead and missing.
    pub deaths: Estimate,
    /// Houses destroyed, as the catalogue counts them.
    pub houses: Estimate,
}

/// Share of people by intensity: `Φ(ln(I / theta) / beta)`, the form of Jaiswal and Wald (USGS Open-File Report 2009-1136).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    /// Intensity at which half are struck.
    pub theta: f64,
    /// Spread of its logarithm.
    pub beta: f64,
    /// Standard deviation of the estimate's error in orders of magnitude.
    pub error: f64,
}

/// The four curves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Severity {
    /// Of those who need shelter.
    pub displaced: Curve,
    /// Of the injured.
    pub injured: Curve,
    /// Of the dead.
    pub deaths: Curve,
    /// Of houses for each person.
    pub houses: Curve,
}

impl Severity {
    /// Deaths, injuries and houses fitted to the earthquakes of 1970–1999 in `data/hazards/earthquakes-china.csv`; the errors are
    /// those on 2000–2017 (`docs/spec/impact-backtest.md`). The catalogue has no displaced: that curve is unconfirmed.
    pub const FITTED: Severity = Severity {
        displaced: Curve { theta: 9.0, beta: 0.15, error: 0.5 },
        injured: Curve { theta: 29.5, beta: 0.46, error: 0.83 },
        deaths: Curve { theta: 28.75, beta: 0.40, error: 0.71 },
        houses: Curve { theta: 20.5, beta: 0.52, error: 1.22 },
    };

    pub(super) fn toll(&self, spread: &Spread) -> Toll {
        let people: f64 = spread.each().map(|(_, people)| people).sum();
        Toll {
            displaced: self.displaced.of(spread, people),
            injured: self.injured.of(spread, people),
            deaths: self.deaths.of(spread, people),
            houses: self.houses.of(spread, people),
        }
    }
}

impl Curve {
    fn of(&self, spread: &Spread, most: f64) -> Estimate {
        let struck: f64 = spread.each().map(|(tenths, people)| people * self.share(tenths)).sum();
        let wide = libm::exp10(EIGHTY * self.error);
        let whole = |number: f64| number.min(most).round() as i64;
        Estimate { low: whole(struck / wide), likely: whole(struck), high: whole(struck * wide) }
    }

    /// The share struck at an intensity in tenths.
    fn share(&self, tenths: u32) -> f64 {
        let x = libm::log(f64::from(tenths) / 10.0 / self.theta) / self.beta;
        0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
    }
}

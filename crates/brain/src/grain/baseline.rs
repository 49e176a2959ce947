//! What a layer or point is expected to read from its own past: one wave a year, and a distance from it that fades. Least squares of an
//! annual harmonic with first-order autoregressive errors (G. E. P. Box, G. M. Jenkins, *Time Series Analysis*, 1970).
//! It knows no weather; the conduction model does.

use super::judge::Expected;
use super::{DAY, Frame};
use crate::explain::Part;
use std::f64::consts::TAU;

/// Days of a year.
const YEAR: f64 = 365.25;
/// Days of history that a wave needs: three quarters of a year, so that both turns are seen.
const DAYS_MIN: f64 = 270.0;
/// Readings that it needs: one a week over that time.
const READINGS_MIN: usize = 38;

/// A wave a year and how its errors behave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Baseline {
    /// Mean of the year in °C.
    pub mean: f64,
    /// Half the distance between the turns in °C.
    pub amplitude: f64,
    /// Standard deviation of a reading around the wave in °C.
    pub deviation: f64,
    /// How much of a distance from the wave is left after a day, 0 to 1.
    pub memory: f64,
    cosine: f64,
    sine: f64,
    last_day: f64,
    last_error: f64,
    readings: usize,
}

/// A forecast of one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Days after the last reading.
    pub ahead: f64,
    /// °C.
    pub middle: f64,
    /// Bounds that nineteen of twenty readings lie within, °C.
    pub within_95: (f64, f64),
}

impl Baseline {
    /// Fits (day, °C), in order of days; a day may be a fraction. `None` when the past is too short or the readings never differ.
    pub fn fit(readings: &[(f64, f64)]) -> Option<Self> {
        let (first, last) = (readings.first()?.0, readings.last()?.0);
        if readings.len() < READINGS_MIN || last - first < DAYS_MIN {
            return None;
        }
        let [mean, cosine, sine] = solve(readings)?;
        let wave =
            |day: f64| mean + cosine * libm::cos(TAU * day / YEAR) + sine * libm::sin(TAU * day / YEAR);
        let errors: Vec<(f64, f64)> = readings.iter().map(|(day, t)| (*day, t - wave(*day))).collect();
        let squares: f64 = errors.iter().map(|(_, e)| e * e).sum();
        let deviation = (squares / (readings.len() - 3) as f64).sqrt();
        if deviation <= 0.0 {
            return None;
        }
        let products: f64 = errors.windows(2).map(|pair| pair[0].1 * pair[1].1).sum();
        let gap = (last - first) / (readings.len() - 1) as f64;
        let memory = libm::pow((products / squares).clamp(0.0, 0.999), 1.0 / gap);
        let amplitude = (cosine * cosine + sine * sine).sqrt();
        let last_error = errors[errors.len() - 1].1;
        Some(Self {
            mean,
            amplitude,
            deviation,
            memory,
            cosine,
            sine,
            last_day: last,
            last_error,
            readings: readings.len(),
        })
    }

    /// Fits the readings of a set of points, their mean taken frame by frame: a layer, or a single point. Frames in which one of
    /// them is missing do not count, so that each mean is of the same points.
    pub fn of_points(frames: &[Frame], points: std::ops::Range<usize>) -> Option<Self> {
        let reading = |frame: &Frame| {
            let values: Vec<f64> =
                points.clone().map(|at| frame.grain.get(at).copied()?).collect::<Option<_>>()?;
            Some((days_of(frame.at), super::mean(values.into_iter())?))
        };
        Self::fit(&frames.iter().filter_map(reading).collect::<Vec<_>>())
    }

    /// What is expected at an instant (UTC microseconds) after the readings, for GA-08.
    pub fn expected(&self, at: i64) -> Expected {
        Expected { temperature: self.wave(days_of(at)), deviation: self.deviation }
    }

    /// The figures of the fit.
    pub fn explain(&self) -> Part {
        let celsius = |names, value| Part::computed(names, value, "°C", vec![]);
        let parts = vec![
            celsius(["mean", "年均粮温", "mean of the year"], self.mean),
            celsius(["amplitude", "年变幅之半", "half the swing of the year"], self.amplitude),
            celsius(["deviation", "读数标准差", "deviation of a reading"], self.deviation),
            Part::computed(
                ["memory", "偏离的日保留率", "share of a distance left after a day"],
                self.memory,
                "",
                vec![],
            ),
            celsius(["last_error", "最近读数的偏离", "distance of the newest reading"], self.last_error),
            Part::input(["readings", "读数个数", "readings"], self.readings as f64, ""),
        ];
        let wave = self.wave(self.last_day);
        Part::computed(["wave", "最近读数日的常态粮温", "expected at the newest reading"], wave, "°C", parts)
    }

    /// The wave on a day, °C.
    pub fn wave(&self, day: f64) -> f64 {
        self.mean + self.cosine * libm::cos(TAU * day / YEAR) + self.sine * libm::sin(TAU * day / YEAR)
    }

    /// The days after the last reading, from 1 to `days`.
    pub fn forecast(&self, days: u16) -> Vec<Point> {
        (1..=days)
            .map(|day| {
                let ahead = f64::from(day);
                let left = libm::pow(self.memory, ahead);
                let middle = self.wave(self.last_day + ahead) + left * self.last_error;
                let spread = 1.96 * self.deviation * (1.0 - left * left).sqrt();
                Point { ahead, middle, within_95: (middle - spread, middle + spread) }
            })
            .collect()
    }
}

/// Days since 1970 of an instant in microseconds.
fn days_of(at: i64) -> f64 {
    at as f64 / DAY as f64
}

/// Mean, cosine and sine of least squares: three normal equations by Cramer's rule.
fn solve(readings: &[(f64, f64)]) -> Option<[f64; 3]> {
    let mut a = [[0.0; 3]; 3];
    let mut b = [0.0; 3];
    for (day, t) in readings {
        let x = [1.0, libm::cos(TAU * day / YEAR), libm::sin(TAU * day / YEAR)];
        for i in 0..3 {
            b[i] += x[i] * t;
            for j in 0..3 {
                a[i][j] += x[i] * x[j];
            }
        }
    }
    let determinant = |m: &[[f64; 3]; 3]| {
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    };
    let whole = determinant(&a);
    let n = readings.len() as f64;
    let with = |column: usize| {
        let mut m = a;
        (0..3).for_each(|row| m[row][column] = b[row]);
        determinant(&m) / whole
    };
    // Readings that all stand at one or two times of the year have no wave.
    (whole > 1e-6 * n * n * n).then(|| [with(0), with(1), with(2)])
}

#[cfg(test)]
mod test {
    use super::*;

    fn noise(at: usize) -> f64 {
        ((at * 7919 % 13) as f64 - 6.0) / 20.0
    }

    fn wave(day: f64) -> f64 {
        16.0 + 9.0 * libm::sin(TAU * (day - 110.0) / YEAR)
    }

    #[test]
    fn a_year_of_readings_gives_mean_and_swing_and_foretells_the_next_month() {
        let readings: Vec<(f64, f64)> =
            (0..122).map(|at| (3.0 * at as f64, wave(3.0 * at as f64) + noise(at))).collect();
        let found = Baseline::fit(&readings).unwrap();
        assert!((found.mean - 16.0).abs() < 0.1 && (found.amplitude - 9.0).abs() < 0.1, "{found:?}");
        let month = found.forecast(30);
        for point in &month {
            let true_value = wave(363.0 + point.ahead);
            assert!((point.within_95.0..=point.within_95.1).contains(&true_value), "{point:?} {true_value}");
        }
    }

    #[test]
    fn a_distance_from_the_wave_fades_and_doubt_grows() {
        // A stack that has run half a degree warm for its last 40 days.
        let off = |at: usize| if at >= 325 { 0.5 } else { 0.0 };
        let readings: Vec<(f64, f64)> =
            (0..365).map(|at| (at as f64, wave(at as f64) + noise(at) / 5.0 + off(at))).collect();
        let found = Baseline::fit(&readings).unwrap();
        let month = found.forecast(30);
        let above = |point: &Point| point.middle - found.wave(364.0 + point.ahead);
        assert!(found.memory > 0.8, "{found:?}");
        assert!(above(&month[0]) > 2.0 * above(&month[29]) && above(&month[29]) >= 0.0);
        let doubt = |point: &Point| point.within_95.1 - point.within_95.0;
        assert!(month.windows(2).all(|pair| doubt(&pair[1]) >= doubt(&pair[0])));
    }

    #[test]
    fn a_short_past_has_no_wave() {
        let daily =
            |days: usize| (0..days).map(|at| (at as f64, wave(at as f64) + noise(at))).collect::<Vec<_>>();
        assert!(Baseline::fit(&daily(270)).is_none());
        assert!(Baseline::fit(&daily(271)).is_some());
        assert!(Baseline::fit(&[]).is_none());
        let yearly: Vec<(f64, f64)> = (0..40).map(|at| (YEAR * at as f64, noise(at))).collect();
        assert!(Baseline::fit(&yearly).is_none());
        let same: Vec<(f64, f64)> = daily(365).iter().map(|(day, _)| (*day, 0.0)).collect();
        assert!(Baseline::fit(&same).is_none());
    }
}

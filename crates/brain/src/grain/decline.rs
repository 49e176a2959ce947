//! When a lot stops being 宜存 (fit to be stored): an indicator of storage quality that moves with time, faster in warm grain. The rate
//! at 20 °C is learnt from the lot's tests on top of what is known of its kind (Bayesian linear regression; A. Gelman and others,
//! *Bayesian Data Analysis*, ch. 14), temperature enters by the Q10 rule (J. H. van 't Hoff). It forecasts; only a test judges.

use crate::explain::{Parameter, Part};
use crate::series::{Series, Tick};
use jiff::civil::Date;

/// Temperature that rates are stated at, °C.
const REFERENCE: f64 = 20.0;
/// One-sided normal quantile of nineteen in twenty.
const QUANTILE: f64 = 1.644_853_626_951_472_2;

/// Which way an indicator worsens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worse {
    /// Fatty acid value: unfit above the limit.
    Rising,
    /// Tasting score, gluten water absorption: unfit below the limit.
    Falling,
}

/// What is known of an indicator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// The last value that is still 宜存, in the indicator's unit.
    pub limit: Parameter,
    /// Which way it worsens.
    pub worse: Worse,
    /// Change a day at 20 °C that is usual for this kind, signed.
    pub rate: Parameter,
    /// Standard deviation of that change between lots.
    pub rate_deviation: Parameter,
    /// Standard deviation of a test.
    pub test_deviation: Parameter,
    /// By how much 10 °C quicken the change.
    pub q10: Parameter,
}

/// When an indicator is forecast to leave 宜存; `None` is after the last day of the temperatures.
#[derive(Debug, Clone, PartialEq)]
pub struct Decline {
    /// One lot in twenty has left by this day.
    pub earliest: Option<Date>,
    /// Half have.
    pub likely: Option<Date>,
    /// Nineteen in twenty have.
    pub latest: Option<Date>,
    /// How it was computed.
    pub explain: Part,
}

/// What the tests leave believable: value at the first day and change per day at 20 °C, with their covariance.
struct Belief {
    value: f64,
    rate: f64,
    covariance: [f64; 3],
}

/// Forecasts from tests (day, value) and the daily mean temperature of the grain, history and forecast in one series; a missing day
/// takes the temperature before it. `None` without a test, without a temperature by the first test, or with a deviation not above 0.
pub fn decline(tests: &[(Date, f64)], temperature: &Series<Date>, terms: &Terms) -> Option<Decline> {
    let first = tests.iter().map(|(day, _)| *day).min()?;
    if terms.test_deviation.value <= 0.0 || terms.rate_deviation.value <= 0.0 || terms.q10.value <= 0.0 {
        return None;
    }
    let ages = ages(first, temperature, terms.q10.value)?;
    let age = |day: Date| day.steps_since(first).and_then(|days| ages.get(days)).map(|(_, age)| *age);
    let aged: Vec<(f64, f64)> =
        tests.iter().map(|(day, value)| Some((age(*day)?, *value))).collect::<Option<_>>()?;
    let belief = learn(&aged, terms);
    let leaves = |quantile: f64| {
        let beyond = |age: f64| {
            let [vv, vr, rr] = belief.covariance;
            let spread = quantile * (vv + 2.0 * age * vr + age * age * rr).max(0.0).sqrt();
            let value = belief.value + belief.rate * age;
            match terms.worse {
                Worse::Rising => value + spread > terms.limit.value,
                Worse::Falling => value - spread < terms.limit.value,
            }
        };
        ages.iter().find(|(_, age)| beyond(*age)).map(|(day, _)| *day)
    };
    let newest = aged.iter().map(|(age, _)| *age).fold(0.0, f64::max);
    let explain = explain(&belief, terms, aged.len(), newest);
    Some(Decline { earliest: leaves(QUANTILE), likely: leaves(0.0), latest: leaves(-QUANTILE), explain })
}

/// Each day from the first on, with the days at 20 °C that are as long as the time until then.
fn ages(first: Date, temperature: &Series<Date>, q10: f64) -> Option<Vec<(Date, f64)>> {
    let mut last = temperature.iter().take_while(|(day, _)| *day <= first).filter_map(|(_, t)| t).last()?;
    let mut age = 0.0;
    let of_day = |(day, t): (Date, Option<f64>)| {
        let begun = (day, age);
        last = t.unwrap_or(last);
        age += libm::pow(q10, (last - REFERENCE) / 10.0);
        begun
    };
    Some(temperature.iter().skip_while(|(day, _)| *day < first).map(of_day).collect())
}

fn learn(tests: &[(f64, f64)], terms: &Terms) -> Belief {
    let test = 1.0 / (terms.test_deviation.value * terms.test_deviation.value);
    let prior = 1.0 / (terms.rate_deviation.value * terms.rate_deviation.value);
    let sum =
        |of: &dyn Fn(f64, f64) -> f64| tests.iter().map(|(age, value)| of(*age, *value)).sum::<f64>() * test;
    let (n, a, aa) = (sum(&|_, _| 1.0), sum(&|age, _| age), sum(&|age, _| age * age) + prior);
    let (v, av) = (sum(&|_, value| value), sum(&|age, value| age * value) + prior * terms.rate.value);
    let whole = n * aa - a * a;
    Belief {
        value: (aa * v - a * av) / whole,
        rate: (n * av - a * v) / whole,
        covariance: [aa / whole, -a / whole, n / whole],
    }
}

fn explain(belief: &Belief, terms: &Terms, tests: usize, newest: f64) -> Part {
    let rate = vec![
        Part::input(["tests", "检验次数", "tests"], tests as f64, ""),
        Part::parameter(["usual_rate", "同类常见速率", "usual rate of its kind"], terms.rate, "/d"),
        Part::parameter(
            ["rate_deviation", "速率标准差", "its deviation between lots"],
            terms.rate_deviation,
            "/d",
        ),
        Part::parameter(["test_deviation", "检验标准差", "deviation of a test"], terms.test_deviation, ""),
    ];
    let parts = vec![
        Part::computed(["rate", "20 °C 日变化速率", "rate a day at 20 °C"], belief.rate, "/d", rate),
        Part::computed(
            ["rate_doubt", "速率不确定度", "doubt of the rate"],
            belief.covariance[2].sqrt(),
            "/d",
            vec![],
        ),
        Part::parameter(["limit", "宜存界限", "limit of 宜存"], terms.limit, ""),
        Part::parameter(["q10", "温度系数 Q10", "Q10"], terms.q10, ""),
    ];
    let value = belief.value + belief.rate * newest;
    Part::computed(["value", "最近检验日的估计值", "estimate at the newest test"], value, "", parts)
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::explain::Status;
    use jiff::civil::date;

    fn parameter(value: f64) -> Parameter {
        Parameter::new(value, Status::Unconfirmed)
    }

    /// Fatty acid value of maize: 宜存 to 65; some 0.02 a day at 20 °C, quickened 2.5 times by 10 °C.
    fn maize() -> Terms {
        Terms {
            limit: parameter(65.0),
            worse: Worse::Rising,
            rate: parameter(0.02),
            rate_deviation: parameter(0.01),
            test_deviation: parameter(1.0),
            q10: parameter(2.5),
        }
    }

    fn days(count: usize, t: f64) -> Series<Date> {
        Series::new(date(2024, 1, 1), vec![Some(t); count])
    }

    #[test]
    fn the_day_is_where_the_line_of_the_tests_meets_the_limit() {
        // 0.05 a day at 20 °C, tested ten times: from 40 to 65 in 500 days.
        let start = date(2024, 1, 1);
        let tests: Vec<(Date, f64)> =
            (0..10).map(|at| (start.later(40 * at).unwrap(), 40.0 + 2.0 * at as f64)).collect();
        let terms = Terms { test_deviation: parameter(0.05), ..maize() };
        let found = decline(&tests, &days(1000, 20.0), &terms).unwrap();
        let after = |day: Option<Date>| day.unwrap().steps_since(start).unwrap();
        assert!(after(found.likely).abs_diff(501) <= 1, "{found:?}");
        assert!(after(found.earliest) < 501 && after(found.latest) > 501);
        assert!(after(found.latest) - after(found.earliest) < 20);
    }

    #[test]
    fn warmth_brings_the_day_nearer_by_q10() {
        let tests = [(date(2024, 1, 1), 45.0)];
        let after = |t: f64| {
            let found = decline(&tests, &days(3000, t), &maize()).unwrap();
            found.likely.unwrap().steps_since(date(2024, 1, 1)).unwrap()
        };
        // One test: the rate is the usual one, 20 units at 0.02 a day.
        assert!(after(20.0).abs_diff(1001) <= 1, "{}", after(20.0));
        assert!(after(30.0).abs_diff(401) <= 1, "{}", after(30.0));
        assert!(after(10.0).abs_diff(2501) <= 1, "{}", after(10.0));
    }

    #[test]
    fn tests_outweigh_what_is_usual_as_they_add_up() {
        let start = date(2024, 1, 1);
        let rate = |count: usize| {
            let tests: Vec<(Date, f64)> = (0..count)
                .map(|at| (start.later(90 * at).unwrap(), 40.0 + 0.05 * 90.0 * at as f64))
                .collect();
            decline(&tests, &days(2000, 20.0), &maize()).unwrap().explain.parts[0].value
        };
        assert!((rate(1) - 0.02).abs() < 1e-9);
        assert!(rate(2) > 0.02 && rate(2) < rate(4) && rate(4) < rate(8) && rate(8) < 0.05);
        assert!(rate(8) > 0.048, "{}", rate(8));
    }

    #[test]
    fn a_falling_score_leaves_below_its_limit_and_a_far_day_is_not_named() {
        let terms = Terms {
            limit: parameter(70.0),
            worse: Worse::Falling,
            rate: parameter(-0.01),
            rate_deviation: parameter(0.004),
            ..maize()
        };
        let tests = [(date(2024, 1, 1), 80.0)];
        let found = decline(&tests, &days(1200, 20.0), &terms).unwrap();
        assert!(
            found.likely.unwrap().steps_since(date(2024, 1, 1)).unwrap().abs_diff(1001) <= 1,
            "{found:?}"
        );
        assert!(found.earliest < found.likely && found.latest.is_none());
    }

    #[test]
    fn without_test_or_temperature_there_is_no_forecast() {
        let tests = [(date(2023, 12, 31), 45.0)];
        assert_eq!(decline(&[], &days(10, 20.0), &maize()), None);
        assert_eq!(decline(&tests, &days(10, 20.0), &maize()), None);
        assert_eq!(decline(&[(date(2024, 2, 1), 45.0)], &days(10, 20.0), &maize()), None);
        let gap = Series::new(date(2024, 1, 1), [vec![Some(20.0)], vec![None; 2000]].concat());
        let full = decline(&[(date(2024, 1, 1), 45.0)], &days(2001, 20.0), &maize());
        assert_eq!(decline(&[(date(2024, 1, 1), 45.0)], &gap, &maize()), full);
    }
}

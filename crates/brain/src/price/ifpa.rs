//! FAO's Indicator of Food Price Anomalies. Source: F. G. Baquedano, *Developing an indicator of price anomalies as an early
//! warning tool: a compound growth approach*, FAO 2015; SDG indicator 2.c.1. It never looks past the month it judges.

use super::{Class, Judged, Verdict};
use crate::explain::{Parameter, Part, Status};
use crate::series::{Month, Series};

/// The definition's free numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ifpa {
    /// Weight of the quarterly score; the annual score has the rest.
    pub quarterly_weight: Parameter,
    /// Years with a value for the same calendar month that are needed, the current one included.
    pub years_min: usize,
    /// From here on moderately high.
    pub watch: Parameter,
    /// From here on abnormally high; below its negative abnormally low.
    pub alert: Parameter,
}

impl Default for Ifpa {
    /// As the SDG metadata have it: weight 0.4, five years, 0.5 and 1 standard deviations.
    fn default() -> Self {
        let published = |value| Parameter::new(value, Status::Confirmed);
        Self { quarterly_weight: published(0.4), years_min: 5, watch: published(0.5), alert: published(1.0) }
    }
}

/// Months of the two growth windows.
const QUARTERLY: usize = 3;
const ANNUAL: usize = 12;

/// Compound growth over a window that ends in one month.
#[derive(Debug, Clone, Copy)]
struct Growth {
    /// Mean growth per month.
    rate: f64,
    /// Sample standard deviation of the monthly log differences.
    volatility: f64,
}

impl Growth {
    fn adjusted(self) -> f64 {
        self.rate * (1.0 - self.volatility)
    }
}

/// Deviations of growth below this are rounding, not prices: a series that grows evenly has no score.
const NOISE: f64 = 1e-12;

/// A month's growth against the same calendar month of all years so far.
struct Score {
    growth: Growth,
    mean: f64,
    deviation: f64,
    years: usize,
    value: f64,
}

/// Judges every month of a price series.
pub fn ifpa(prices: &Series<Month>, terms: &Ifpa) -> Vec<Judged> {
    let quarterly = growths(prices.values(), QUARTERLY);
    let annual = growths(prices.values(), ANNUAL);
    prices
        .iter()
        .enumerate()
        .map(|(at, (month, value))| {
            let scores =
                score(&quarterly[..=at], terms.years_min).zip(score(&annual[..=at], terms.years_min));
            Judged { month, value, verdict: scores.map(|(q, a)| verdict(&q, &a, terms)) }
        })
        .collect()
}

fn growths(values: &[Option<f64>], months: usize) -> Vec<Option<Growth>> {
    (0..values.len()).map(|at| growth(values.get(at.checked_sub(months)?..=at)?)).collect()
}

/// Growth over a whole window, its first month included; none where a price is missing or not positive.
fn growth(window: &[Option<f64>]) -> Option<Growth> {
    let prices: Vec<f64> = window.iter().map(|price| price.filter(|p| *p > 0.0)).collect::<Option<_>>()?;
    let n = (prices.len() - 1) as f64;
    let logs: Vec<f64> = prices.windows(2).map(|pair| libm::log(pair[1] / pair[0])).collect();
    let mean = logs.iter().sum::<f64>() / n;
    let squares: f64 = logs.iter().map(|log| (log - mean) * (log - mean)).sum();
    let rate = libm::pow(prices[prices.len() - 1] / prices[0], 1.0 / n) - 1.0;
    Some(Growth { rate, volatility: (squares / (n - 1.0)).sqrt() })
}

/// Score of the last month, with years weighted 1, 2, … from the oldest on.
fn score(growths: &[Option<Growth>], years_min: usize) -> Option<Score> {
    let growth = (*growths.last()?)?;
    let mut years: Vec<f64> =
        growths.iter().rev().step_by(12).filter_map(|g| g.map(Growth::adjusted)).collect();
    years.reverse();
    if years.len() < years_min {
        return None;
    }
    let n = years.len() as f64;
    let weighted = || years.iter().enumerate().map(|(at, v)| ((at + 1) as f64, *v));
    let weights = n * (n + 1.0) / 2.0;
    let mean = weighted().map(|(w, v)| w * v).sum::<f64>() / weights;
    let squares: f64 = weighted().map(|(w, v)| w * (v - mean) * (v - mean)).sum();
    let deviation = (squares / (weights * (n - 1.0) / n)).sqrt();
    let value = (growth.adjusted() - mean) / deviation;
    (deviation > NOISE).then_some(Score { growth, mean, deviation, years: years.len(), value })
}

fn verdict(quarterly: &Score, annual: &Score, terms: &Ifpa) -> Verdict {
    let weight = terms.quarterly_weight.value;
    let indicator = weight * quarterly.value + (1.0 - weight) * annual.value;
    let class = match indicator {
        high if high >= terms.alert.value => Class::Alert,
        high if high >= terms.watch.value => Class::Watch,
        low if low < -terms.alert.value => Class::Low,
        _ => Class::Normal,
    };
    let parts = vec![
        Part::parameter(
            ["quarterly_weight", "季度权重", "weight of the quarter"],
            terms.quarterly_weight,
            "",
        ),
        explain(["quarterly", "季度得分", "quarterly score"], quarterly),
        explain(["annual", "年度得分", "annual score"], annual),
        Part::parameter(["watch", "关注界限", "watch from"], terms.watch, ""),
        Part::parameter(["alert", "警戒界限", "alert from"], terms.alert, ""),
    ];
    let explain = Part::computed(["ifpa", "粮价异常指标", "IFPA"], indicator, "", parts);
    Verdict { indicator, class, explain }
}

fn explain(names: [&'static str; 3], score: &Score) -> Part {
    let growth = vec![
        Part::computed(
            ["growth", "月均复合增长", "compound growth per month"],
            score.growth.rate,
            "",
            vec![],
        ),
        Part::computed(["volatility", "波动率", "volatility"], score.growth.volatility, "", vec![]),
    ];
    let adjusted = score.growth.adjusted();
    let parts = vec![
        Part::computed(["adjusted", "波动调整后的增长", "volatility-adjusted growth"], adjusted, "", growth),
        Part::computed(
            ["mean", "历年同月加权均值", "weighted mean of the same month"],
            score.mean,
            "",
            vec![],
        ),
        Part::computed(["deviation", "历年同月加权离差", "weighted deviation"], score.deviation, "", vec![]),
        Part::input(["years", "年数", "years"], score.years as f64, "a"),
    ];
    Part::computed(names, score.value, "", parts)
}

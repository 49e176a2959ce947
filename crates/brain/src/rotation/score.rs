//! How urgent it is to renew a lot: a score of parts that are shown beside it, `R = Σ weight × part` over the parts that are known.
//! The formula is a proposal (unconfirmed); it ranks, it never decides, and what is not known is said and not guessed.

/// Full marks of a part, of a weight's sum and of the score.
pub const FULL: i64 = 1_000;

/// What the score looks at, in the order it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    /// Age over storage life.
    Age,
    /// The worst indicator over its limit.
    Indicator,
    /// How likely the lot is unsuitable for storage before the horizon ends.
    Unsuitable,
    /// Pests and heat.
    Condition,
    /// How good this month is for selling old and buying new.
    Price,
}

impl Factor {
    /// Every factor, in order.
    pub const ALL: [Factor; 5] =
        [Factor::Age, Factor::Indicator, Factor::Unsuitable, Factor::Condition, Factor::Price];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Factor::Age => "age",
            Factor::Indicator => "indicator",
            Factor::Unsuitable => "unsuitable",
            Factor::Condition => "condition",
            Factor::Price => "price",
        }
    }

    /// Weight by default, of a thousand; unconfirmed.
    pub const fn weight(self) -> i64 {
        match self {
            Factor::Age => 350,
            Factor::Indicator => 250,
            Factor::Unsuitable => 200,
            Factor::Condition => 100,
            Factor::Price => 100,
        }
    }
}

/// One factor of one lot's score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub factor: Factor,
    /// 0 to [`FULL`]; none when nothing is known.
    pub value: Option<i64>,
    pub weight: i64,
    /// What it adds to the score.
    pub points: i64,
}

/// A score and its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// 0 to [`FULL`].
    pub total: i64,
    pub parts: [Part; 5],
}

/// Scores a lot by its parts, in the order of [`Factor::ALL`]. Unknown parts give their weight to the known ones.
pub fn score(values: [Option<i64>; 5]) -> Score {
    let values = values.map(|value| value.map(|value| value.clamp(0, FULL)));
    let factor = |i: usize| Factor::ALL[i];
    let known: i64 = (0..5).filter(|i| values[*i].is_some()).map(|i| factor(i).weight()).sum();
    let parts = std::array::from_fn(|i| {
        let (factor, weight) = (factor(i), factor(i).weight());
        let points = values[i].map_or(0, |value| value * weight / known);
        Part { factor, value: values[i], weight, points }
    });
    Score { total: parts.iter().map(|part| part.points).sum(), parts }
}

/// Age over life, both in months; 1000 at the end of life.
pub fn age(months: i64, life: i64) -> Option<i64> {
    (life > 0).then(|| (months.max(0) * FULL / life).min(FULL))
}

/// On which side of its limit an indicator is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// Grows towards its limit, like fatty acid value.
    Most,
    /// Falls towards its limit, like taste score or gluten.
    Least,
}

/// A measurement over its limit, in the same unit; 1000 at the limit.
pub fn indicator(value: i64, limit: i64, sense: Sense) -> Option<i64> {
    let (part, whole) = match sense {
        Sense::Most => (value, limit),
        Sense::Least => (limit, value),
    };
    let share = i128::from(part.max(0)) * i128::from(FULL) / i128::from(whole.max(1));
    (limit > 0).then(|| share.min(i128::from(FULL)) as i64)
}

/// Two measurements of an indicator and what may come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    pub first: i64,
    pub last: i64,
    /// Days between them, above zero.
    pub days: i64,
    pub limit: i64,
    pub sense: Sense,
    /// Spread of one measurement (standard deviation), same unit.
    pub noise: i64,
}

/// How likely the limit is passed so many days after the last measurement, of a thousand: the line through both measurements goes
/// on, and the spread of each widens with the distance. None when nothing can be said.
pub fn unsuitable(trend: &Trend, horizon: i64) -> Option<i64> {
    if trend.days <= 0 || trend.noise <= 0 || horizon < 0 {
        return None;
    }
    let ahead = horizon as f64 / trend.days as f64;
    let expected = trend.last as f64 + (trend.last - trend.first) as f64 * ahead;
    let spread = trend.noise as f64 * ((1.0 + ahead) * (1.0 + ahead) + ahead * ahead).sqrt();
    let over = match trend.sense {
        Sense::Most => expected - trend.limit as f64,
        Sense::Least => trend.limit as f64 - expected,
    };
    Some((normal(over / spread) * FULL as f64).round() as i64)
}

/// The share of a normal distribution below `z` (Abramowitz and Stegun 26.2.17, error below 1e-7).
fn normal(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z.abs());
    let sum = t
        * (0.319_381_530
            + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    let tail = libm::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt() * sum;
    if z >= 0.0 { 1.0 - tail } else { tail }
}

/// How good the first of some months is: 1000 when its net cost (buying less selling) is the lowest, 0 when it is the highest.
pub fn price(costs: &[i64]) -> Option<i64> {
    let (low, high, now) = (costs.iter().min()?, costs.iter().max()?, costs.first()?);
    (high > low).then(|| (high - now) * FULL / (high - low))
}

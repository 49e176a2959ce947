//! What came out of a drill: each run's measures, their quantiles, and what the worst runs have in common. It plays nothing.

/// One run.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Its number.
    pub number: u64,
    /// People in need in the end.
    pub persons: f64,
    /// Hours until the first load arrived; `None` if none did.
    pub first_h: Option<f64>,
    /// Share of what was needed that was there in time, by weight.
    pub in_time: f64,
    /// Share that was there at all within the hours played.
    pub in_all: f64,
    /// The smallest share of a place.
    pub fairness: f64,
    /// Tonnes times hours on the road.
    pub tonne_hours: f64,
    /// Plans decided.
    pub decisions: u32,
    /// What was against them.
    pub causes: Vec<&'static str>,
    /// Place, item, hour, quantity; by hour.
    pub(super) arrivals: Vec<(usize, usize, f64, f64)>,
}

impl Outcome {
    pub(super) fn new(number: u64, causes: &[&'static str]) -> Self {
        Self {
            number,
            persons: 0.0,
            first_h: None,
            in_time: 0.0,
            in_all: 0.0,
            fairness: 0.0,
            tonne_hours: 0.0,
            decisions: 0,
            causes: causes.to_vec(),
            arrivals: Vec::new(),
        }
    }

    /// 0 to 100: two fifths for what came in time, a fifth each for all that came, for fairness and for a first load within ten
    /// hours (the target of the 14th five-year plan; half of it when there at twenty). The weights are unconfirmed.
    pub fn score(&self) -> f64 {
        let early = self.first_h.map_or(0.0, |hours| (10.0 / hours.max(10.0)).min(1.0));
        40.0 * self.in_time + 20.0 * self.in_all + 20.0 * self.fairness + 20.0 * early
    }
}

/// A measure over all runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantiles {
    /// Five runs of a hundred are lower.
    pub p05: f64,
    /// Half are.
    pub p50: f64,
    /// Ninety-five of a hundred are.
    pub p95: f64,
    /// Mean.
    pub mean: f64,
}

impl Quantiles {
    fn of(mut all: Vec<f64>) -> Self {
        all.sort_by(f64::total_cmp);
        let at = |share: f64| all[((all.len() - 1) as f64 * share).round() as usize];
        Self { p05: at(0.05), p50: at(0.5), p95: at(0.95), mean: all.iter().sum::<f64>() / all.len() as f64 }
    }
}

/// Something that was against some runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// Stable word.
    pub cause: &'static str,
    /// In how many runs.
    pub runs: usize,
    /// Mean score with it.
    pub with: f64,
    /// Mean score without it; `None` if every run had it.
    pub without: Option<f64>,
}

/// The measures of a score, each over all runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// [`Outcome::score`].
    pub score: Quantiles,
    /// People in need.
    pub persons: Quantiles,
    /// Hours to the first delivery, of the runs that had one.
    pub first_h: Option<Quantiles>,
    /// Share in time.
    pub in_time: Quantiles,
    /// Share at all.
    pub in_all: Quantiles,
    /// Smallest share of a place.
    pub fairness: Quantiles,
    /// Tonne-hours on the road.
    pub tonne_hours: Quantiles,
    /// Plans decided.
    pub decisions: Quantiles,
}

/// What all runs say together.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Quantiles.
    pub score: Score,
    /// The worst first.
    pub causes: Vec<Cause>,
    /// Numbers and scores of the worst runs, the worst first.
    pub worst: Vec<(u64, f64)>,
}

/// Sums runs up; `None` without any. The order of the runs does not matter.
pub fn report(mut runs: Vec<Outcome>) -> Option<Report> {
    if runs.is_empty() {
        return None;
    }
    runs.sort_by_key(|run| run.number);
    let of = |measure: fn(&Outcome) -> f64| Quantiles::of(runs.iter().map(measure).collect());
    let firsts: Vec<f64> = runs.iter().filter_map(|run| run.first_h).collect();
    let score = Score {
        score: of(Outcome::score),
        persons: of(|run| run.persons),
        first_h: (!firsts.is_empty()).then(|| Quantiles::of(firsts)),
        in_time: of(|run| run.in_time),
        in_all: of(|run| run.in_all),
        fairness: of(|run| run.fairness),
        tonne_hours: of(|run| run.tonne_hours),
        decisions: of(|run| f64::from(run.decisions)),
    };
    let mut names: Vec<&'static str> = runs.iter().flat_map(|run| run.causes.iter().copied()).collect();
    names.sort_unstable();
    names.dedup();
    let mean = |with: &[&Outcome]| with.iter().map(|run| run.score()).sum::<f64>() / with.len() as f64;
    let mut causes: Vec<Cause> = names
        .into_iter()
        .map(|cause| {
            let (with, without): (Vec<&Outcome>, Vec<&Outcome>) =
                runs.iter().partition(|run| run.causes.contains(&cause));
            let without = (!without.is_empty()).then(|| mean(&without));
            Cause { cause, runs: with.len(), with: mean(&with), without }
        })
        .collect();
    let harm = |cause: &Cause| cause.without.map_or(0.0, |without| without - cause.with);
    causes.sort_by(|a, b| harm(b).total_cmp(&harm(a)));
    let mut worst: Vec<(u64, f64)> = runs.iter().map(|run| (run.number, run.score())).collect();
    worst.sort_by(|a, b| a.1.total_cmp(&b.1));
    worst.truncate(5);
    Some(Report { score, causes, worst })
}

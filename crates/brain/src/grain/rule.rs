//! The eleven grain-condition rules by name, their limits as data, and what a rule found. It holds no number of its own:
//! limits differ by region, building and grain, and most of them no source confirms.

use crate::explain::{Parameter, Part, Status};

/// A rule of grain condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// GA-01: a point hotter than its layer.
    Outlier,
    /// GA-02: a point that rises fast while the air does not.
    Rise,
    /// GA-03: top and bottom layer differ.
    LayerDifference,
    /// GA-04: neighbours differ too much for their distance.
    Gradient,
    /// GA-05: the hottest point.
    Absolute,
    /// GA-06: the targets of low-temperature storage.
    Target,
    /// GA-07: a layer that warms in winter.
    CounterSeason,
    /// GA-08: a point away from what its own past makes expected.
    Residual,
    /// GA-09: water may condense on the surface.
    Condensation,
    /// GA-10: a sensor that cannot be believed.
    SensorFault,
    /// GA-11: damp air above the grain.
    HeadspaceHumidity,
}

impl Rule {
    /// All rules in order.
    pub const ALL: [Rule; 11] = [
        Self::Outlier,
        Self::Rise,
        Self::LayerDifference,
        Self::Gradient,
        Self::Absolute,
        Self::Target,
        Self::CounterSeason,
        Self::Residual,
        Self::Condensation,
        Self::SensorFault,
        Self::HeadspaceHumidity,
    ];

    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Outlier => "GA-01",
            Self::Rise => "GA-02",
            Self::LayerDifference => "GA-03",
            Self::Gradient => "GA-04",
            Self::Absolute => "GA-05",
            Self::Target => "GA-06",
            Self::CounterSeason => "GA-07",
            Self::Residual => "GA-08",
            Self::Condensation => "GA-09",
            Self::SensorFault => "GA-10",
            Self::HeadspaceHumidity => "GA-11",
        }
    }

    /// What a screen shows, in Chinese and English.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::Outlier => ("发热点", "point hotter than its layer"),
            Self::Rise => ("升温过快", "fast rise"),
            Self::LayerDifference => ("层间温差", "layers differ"),
            Self::Gradient => ("温度梯度", "temperature gradient"),
            Self::Absolute => ("粮温超限", "too hot"),
            Self::Target => ("控温目标", "low-temperature target missed"),
            Self::CounterSeason => ("反季节升温", "warming in winter"),
            Self::Residual => ("偏离常态", "away from the expected"),
            Self::Condensation => ("结露风险", "condensation"),
            Self::SensorFault => ("测温点故障", "sensor fault"),
            Self::HeadspaceHumidity => ("仓内湿度", "damp headspace"),
        }
    }
}

/// A limit and how severe it is to cross it: 1 urgent to 5 notice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// The limit, in the unit of its rule.
    pub limit: Parameter,
    /// Severity.
    pub severity: u8,
}

/// GA-06: mean and highest temperature of a stack in °C.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// The mean stays at or below.
    pub mean: Parameter,
    /// The hottest point stays at or below.
    pub max: Parameter,
    /// Severity of a miss.
    pub severity: u8,
}

/// GA-10: what a sensor cannot have measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Faults {
    /// Below this °C nothing is measured.
    pub low: Parameter,
    /// Above this °C nothing is measured.
    pub high: Parameter,
    /// Days of one and the same value.
    pub stuck_days: Parameter,
    /// °C over which the neighbours' readings ranged meanwhile, as their median: deep grain stands still too.
    pub stuck_neighbours: Parameter,
    /// °C from one scan to the next, either way.
    pub jump: Parameter,
    /// Severity.
    pub severity: u8,
}

/// The limits that hold for one stack. Levels of one rule stand mildest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// GA-01, °C above the median of the layer.
    pub outlier: Vec<Level>,
    /// GA-02, °C a day on each of `rise_days` days.
    pub rise_a_day: Level,
    /// GA-02, days on end.
    pub rise_days: u8,
    /// GA-02, °C in three days.
    pub rise_three_days: Level,
    /// GA-03, °C between the means of top and bottom layer; another for silos than for flat stores.
    pub layer_difference: Level,
    /// GA-04, °C per metre.
    pub gradient: Level,
    /// GA-05, °C.
    pub absolute: Vec<Level>,
    /// GA-06; `None` where no target is set.
    pub target: Option<Target>,
    /// GA-07, °C in seven days.
    pub counter_season: Level,
    /// GA-08, standard deviations.
    pub residual: Level,
    /// GA-09, °C between dew point and coldest surface grain.
    pub condensation: Level,
    /// GA-10.
    pub faults: Faults,
    /// GA-11, percent.
    pub headspace_humidity: Level,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The whole stack.
    Stack,
    /// One layer, 0 the top.
    Layer(usize),
    /// One point, as an index of the layout.
    Point(usize),
}

/// A rule's finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// What it is about.
    pub place: Place,
    /// 1 urgent to 5 notice.
    pub severity: u8,
    /// What was measured, beside what limit, from what readings.
    pub explain: Part,
}

impl Finding {
    /// How well the finding's least founded limit is founded.
    pub fn status(&self) -> Option<Status> {
        self.explain.weakest()
    }
}

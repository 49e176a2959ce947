//! Price warnings by two published indicators: FAO's IFPA and WFP's ALPS. Both judge in real time: a month is judged with
//! data up to that month only, so a past warning never changes because of what came later.

mod alps;
mod ifpa;
#[cfg(test)]
mod test;

use crate::explain::Part;
use crate::series::Month;

pub use alps::{Alps, alps};
pub use ifpa::{Ifpa, ifpa};

/// Class of a month. IFPA uses low, normal, watch and alert; ALPS uses normal, stress, alert and crisis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Abnormally low (IFPA).
    Low,
    /// Nothing out of the ordinary.
    Normal,
    /// Moderately high (IFPA).
    Watch,
    /// Above season and trend (ALPS).
    Stress,
    /// Abnormally high.
    Alert,
    /// A spike of crisis size (ALPS).
    Crisis,
}

impl Class {
    /// The stable word for wire and file.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::Watch => "watch",
            Self::Stress => "stress",
            Self::Alert => "alert",
            Self::Crisis => "crisis",
        }
    }

    /// What a screen shows, in Chinese and English.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::Low => ("异常偏低", "abnormally low"),
            Self::Normal => ("正常", "normal"),
            Self::Watch => ("关注", "watch"),
            Self::Stress => ("紧张", "stress"),
            Self::Alert => ("警戒", "alert"),
            Self::Crisis => ("危机", "crisis"),
        }
    }
}

/// One month, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The month.
    pub month: Month,
    /// Its price, in the unit of the series.
    pub value: Option<f64>,
    /// The verdict; `None` where the data do not suffice.
    pub verdict: Option<Verdict>,
}

/// Indicator and class of a month, with what they were computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The indicator, in standard deviations.
    pub indicator: f64,
    /// Its class.
    pub class: Class,
    /// How the indicator was computed.
    pub explain: Part,
}

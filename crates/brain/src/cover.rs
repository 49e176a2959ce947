//! Days of cover and stock-to-use: how long a stock lasts, beside what is required. Never decides what to buy.

use crate::explain::{Parameter, Part};

/// Stock and use of one commodity in one region, in thousandths of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// What is there now.
    pub stock: i64,
    /// What leaves on an average day: consumption, and what is sent elsewhere.
    pub use_per_day: i64,
}

/// What is required of a stock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// Days the stock must last.
    pub days_required: Parameter,
    /// Share of the requirement below which it is critical, 0 to 1.
    pub critical_share: Parameter,
}

/// How a stock stands to its requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// As long as required, or longer.
    Enough,
    /// Shorter.
    Short,
    /// Shorter than the critical share.
    Critical,
}

impl Class {
    /// The stable word for wire and database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Enough => "enough",
            Self::Short => "short",
            Self::Critical => "critical",
        }
    }

    /// What a screen shows, in Chinese and English.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::Enough => ("充足", "enough"),
            Self::Short => ("不足", "short"),
            Self::Critical => ("紧缺", "critical"),
        }
    }
}

/// How long a stock lasts.
#[derive(Debug, Clone, PartialEq)]
pub struct Cover {
    /// Days.
    pub days: f64,
    /// Stock over one year's use, a pure number.
    pub stock_to_use: f64,
    /// The class.
    pub class: Class,
    /// What is missing to the requirement, in thousandths of the unit; 0 when enough.
    pub missing: i64,
    /// How it was computed.
    pub explain: Part,
}

/// How long the stock lasts; `None` when nothing is used or a figure is negative. `unit` is that of the balance.
pub fn cover(balance: &Balance, terms: &Terms, unit: &'static str) -> Option<Cover> {
    if balance.use_per_day <= 0 || balance.stock < 0 {
        return None;
    }
    let days = balance.stock as f64 / balance.use_per_day as f64;
    let required = terms.days_required.value;
    let class = match days {
        enough if enough >= required => Class::Enough,
        short if short >= required * terms.critical_share.value => Class::Short,
        _ => Class::Critical,
    };
    let missing =
        ((required * balance.use_per_day as f64).ceil() as i64).saturating_sub(balance.stock).max(0);
    let parts = vec![
        Part::input(["stock", "库存", "stock"], balance.stock as f64 / 1000.0, unit),
        Part::input(["use_per_day", "日均消费", "use per day"], balance.use_per_day as f64 / 1000.0, unit),
        Part::parameter(["days_required", "应保障天数", "days required"], terms.days_required, "d"),
        Part::parameter(
            ["critical_share", "紧缺界限", "critical below this share"],
            terms.critical_share,
            "",
        ),
    ];
    let explain = Part::computed(["days_of_cover", "保障天数", "days of cover"], days, "d", parts);
    Some(Cover { days, stock_to_use: days / 365.0, class, missing, explain })
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::explain::Status;

    #[test]
    fn a_stock_is_measured_in_days_of_use() {
        let terms = Terms {
            days_required: Parameter::new(10.0, Status::Confirmed),
            critical_share: Parameter::new(0.5, Status::Unconfirmed),
        };
        let cases = [
            // stock, use, days, class, missing
            (100_000, 10_000, 10.0, Class::Enough, 0),
            (99_999, 10_000, 9.9999, Class::Short, 1),
            (50_000, 10_000, 5.0, Class::Short, 50_000),
            (49_000, 10_000, 4.9, Class::Critical, 51_000),
            (0, 1, 0.0, Class::Critical, 10),
        ];
        for (stock, use_per_day, days, class, missing) in cases {
            let found = cover(&Balance { stock, use_per_day }, &terms, "t").unwrap();
            assert!((found.days - days).abs() < 1e-12, "{found:?}");
            assert_eq!((found.class, found.missing), (class, missing), "{stock}");
            assert_eq!(found.explain.weakest(), Some(Status::Unconfirmed));
        }
        let year = cover(&Balance { stock: 3_650, use_per_day: 20 }, &terms, "t").unwrap();
        assert!((year.stock_to_use - 0.5).abs() < 1e-12);
        for (stock, use_per_day) in [(1, 0), (-1, 1), (1, -1)] {
            assert_eq!(cover(&Balance { stock, use_per_day }, &terms, "t"), None);
        }
    }
}

//! The food-emergency ladder of a city: from daily prices, stocks and sold-out districts to a rung, by conditions that differ
//! from city to city and are therefore data. It says which conditions hold; declaring an emergency is for people.

#[cfg(test)]
mod test;

use crate::explain::{Parameter, Part};
use crate::series::Series;
use jiff::civil::Date;

/// One thing that must hold for a rung.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Condition {
    /// The price has risen by this percentage or more against the day `days` before.
    PriceRise {
        /// Days looked back.
        days: usize,
        /// Percent.
        percent: Parameter,
    },
    /// Stock is below this percentage of the normal stock.
    StockBelow {
        /// Percent.
        percent: Parameter,
    },
    /// This many districts or more have been sold out on each of the last `days` days.
    SoldOut {
        /// Districts.
        districts: Parameter,
        /// Days, from 1.
        days: usize,
    },
    /// This rung (its place on the ladder) or a higher one has stood on each of the `days` days before this one.
    Lasting {
        /// Place on the ladder, from 0.
        rung: usize,
        /// Days, from 1.
        days: usize,
    },
}

/// A rung stands when all conditions of one of its alternatives hold. Rungs are ordered, mildest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Rung {
    /// Stable code of the level, from the plan of the city.
    pub code: String,
    /// Alternatives.
    pub any: Vec<Vec<Condition>>,
}

/// What is watched in a city, one value a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Watched {
    /// Retail price, in any one unit.
    pub price: Series<Date>,
    /// Stock in percent of the normal stock.
    pub stock: Series<Date>,
    /// Number of districts sold out.
    pub sold_out: Series<Date>,
}

/// The state of one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// The day.
    pub day: Date,
    /// The highest rung that stands, as its place on the ladder; `None` below the first.
    pub rung: Option<usize>,
    /// The conditions of the alternative that made it stand, with what was measured.
    pub reasons: Vec<Part>,
}

/// Climbs the ladder day by day from `first` to `last`. A condition whose data are missing does not hold.
pub fn climb(ladder: &[Rung], watched: &Watched, first: Date, last: Date) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    let mut day = Some(first);
    while let Some(today) = day.filter(|day| *day <= last) {
        let stands = ladder.iter().enumerate().rev().find_map(|(place, rung)| {
            let reasons = rung
                .any
                .iter()
                .find_map(|all| all.iter().map(|one| holds(one, watched, today, &days)).collect());
            Some((place, reasons?))
        });
        let (rung, reasons) = stands.map_or((None, Vec::new()), |(place, reasons)| (Some(place), reasons));
        days.push(Day { day: today, rung, reasons });
        day = today.tomorrow().ok();
    }
    days
}

/// The condition with what was measured, if it holds.
fn holds(condition: &Condition, watched: &Watched, today: Date, before: &[Day]) -> Option<Part> {
    let threshold = |parameter: Parameter, unit| Part::parameter(["limit", "界限", "limit"], parameter, unit);
    match condition {
        Condition::PriceRise { days, percent } => {
            let now = watched.price.at(today)?;
            let then = watched.price.at(back(today, *days)?).filter(|price| *price > 0.0)?;
            let rise = (now - then) / then * 100.0;
            let parts = vec![
                Part::input(["price", "价格", "price"], now, ""),
                Part::input(["price_before", "此前价格", "price before"], then, ""),
                Part::input(["window_days", "窗口天数", "window"], *days as f64, "d"),
                threshold(*percent, "%"),
            ];
            (rise >= percent.value)
                .then(|| Part::computed(["price_rise", "价格涨幅", "price rise"], rise, "%", parts))
        }
        Condition::StockBelow { percent } => {
            let stock = watched.stock.at(today)?;
            let parts = vec![threshold(*percent, "%")];
            (stock < percent.value).then(|| {
                Part::computed(["stock_below", "库存占正常库存", "stock of normal"], stock, "%", parts)
            })
        }
        Condition::SoldOut { districts, days } => {
            let counts =
                (0..*days).map(|ago| watched.sold_out.at(back(today, ago)?)).collect::<Option<Vec<_>>>()?;
            let fewest = counts.into_iter().reduce(f64::min)?;
            let parts =
                vec![Part::input(["days", "持续天数", "days"], *days as f64, "d"), threshold(*districts, "")];
            (fewest >= districts.value)
                .then(|| Part::computed(["sold_out", "脱销区县数", "districts sold out"], fewest, "", parts))
        }
        Condition::Lasting { rung, days } => {
            let recent = before.len().checked_sub(*days).map(|from| &before[from..])?;
            let parts = vec![Part::input(["rung", "阶", "rung"], *rung as f64, "")];
            (!recent.is_empty() && recent.iter().all(|day| day.rung >= Some(*rung))).then(|| {
                Part::computed(["lasting", "已持续天数", "days it has lasted"], *days as f64, "d", parts)
            })
        }
    }
}

fn back(day: Date, days: usize) -> Option<Date> {
    day.checked_sub(jiff::Span::new().try_days(i64::try_from(days).ok()?).ok()?).ok()
}

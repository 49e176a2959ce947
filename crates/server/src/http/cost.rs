//! Costs for reading: added up by place and kind, with the yardstick of a tonne kept for a year, and down to the facts behind them.

pub mod cost_entries;
pub mod cost_table;

use super::problem::Problem;
use crate::app::App;
use crate::http::act::day_if;
use jiff::civil::Date;

/// The period asked about: the present year up to today unless given.
fn period(app: &App, from: Option<&str>, to: Option<&str>) -> Result<(Date, Date), Problem> {
    let today = app.node.clock.now().business_day();
    let to = day_if(to, "to")?.unwrap_or(today);
    let from = day_if(from, "from")?.unwrap_or(to.first_of_year());
    Ok((from, to))
}

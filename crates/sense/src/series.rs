//! Series: prices, production, consumption, trade, stocks, month by month or day by day. A figure is a fact with its source; a later one
//! for the same month replaces it, and both stay in the book. It forecasts nothing.

mod store;

use std::sync::Arc;

use base::ctx::Ctx;
use base::event::{Event, Grounds, Post, record};
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::BookId;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use serde::{Deserialize, Serialize};

pub use store::{all, figures};

record! {
    /// A series.
    pub struct SeriesRow in "sense_series", Derived, key 2 {
        book_id: BookId,
        series: Arc<str>,
        name: Arc<str>,
        unit: Arc<str>,
        /// `price`, `production`, `consumption`, `trade`, `stock`.
        kind: Arc<str>,
        /// `month` or `day`.
        tick: Arc<str>,
        /// Where the newest figures came from.
        source: Arc<str>,
        /// Index of the newest fact about it.
        n: i64,
    }
}

record! {
    /// One figure.
    pub struct PointRow in "sense_point", Derived, key 3 {
        book_id: BookId,
        series: Arc<str>,
        /// `YYYY-MM` or `YYYY-MM-DD`.
        tick: Arc<str>,
        /// Millionths of the unit.
        value: i64,
        n: i64,
    }
}

/// Digits after the point of a figure.
pub const DECIMALS: u8 = 6;
/// Most figures of one fact: they must fit an entry.
pub const POINTS_MAX: usize = 1_000;
/// Kinds of series.
pub const KINDS: [&str; 5] = ["price", "production", "consumption", "trade", "stock"];

/// Figures of a series; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewFigures {
    /// Lower-case letters, digits, `-`, `_`, `.`; up to 64.
    pub series: String,
    pub name: String,
    pub unit: String,
    pub kind: String,
    pub tick: String,
    /// Who published them, and where.
    pub source: String,
    /// Month or day with the figure in millionths of the unit, in order of time.
    pub figures: Vec<(String, i64)>,
}

fn check(new: &NewFigures) -> Result<(), Refusal> {
    let text = |text: &str, most: usize| (1..=most).contains(&text.trim().chars().count());
    let code = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b);
    let length = match new.tick.as_str() {
        "month" => 7,
        "day" => 10,
        _ => 0,
    };
    let shaped = |tick: &str| {
        let day = if tick.len() == 7 { format!("{tick}-01") } else { tick.to_owned() };
        tick.len() == length && day.parse::<jiff::civil::Date>().is_ok()
    };
    let ordered = new.figures.windows(2).all(|pair| pair[0].0 < pair[1].0);
    let fields = [
        ("series", text(&new.series, 64) && new.series.bytes().all(code)),
        ("name", text(&new.name, 200)),
        ("unit", text(&new.unit, 50)),
        ("kind", KINDS.contains(&new.kind.as_str())),
        ("tick", length > 0),
        ("source", text(&new.source, 500)),
        (
            "figures",
            (1..=POINTS_MAX).contains(&new.figures.len())
                && ordered
                && new.figures.iter().all(|(tick, _)| shaped(tick)),
        ),
    ];
    match fields.into_iter().find(|(_, fits)| !fits) {
        None => Ok(()),
        Some((field, _)) => Err(Refusal::new(
            RefusalKind::Invalid,
            "series.field",
            format!("“{field}”不成立"),
            format!("“{field}” cannot be"),
        )
        .at(field)),
    }
}

/// Enters figures.
pub fn enter(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewFigures) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        check(new)?;
        let known = tx.get::<SeriesRow>(&[book.into(), new.series.as_str().into()])?;
        if known.is_some_and(|row| *row.tick != *new.tick || *row.unit != *new.unit) {
            let (zh, en) = ("同一序列的单位和步长不能改变", "unit and step of a series do not change");
            return Err(Refusal::new(RefusalKind::Conflict, "series.changed", zh, en)
                .mend("换一个序列代码", "Use another code")
                .at("series")
                .into());
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), new)?))
    })
}

impl Event for NewFigures {
    const ACT: &'static str = "series.enter";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let series: Arc<str> = self.series.as_str().into();
        tx.put(&SeriesRow {
            book_id: post.book,
            series: series.clone(),
            name: self.name.as_str().into(),
            unit: self.unit.as_str().into(),
            kind: self.kind.as_str().into(),
            tick: self.tick.as_str().into(),
            source: self.source.as_str().into(),
            n: post.n,
        })?;
        for (tick, value) in &self.figures {
            let (series, tick) = (series.clone(), tick.as_str().into());
            tx.put(&PointRow { book_id: post.book, series, tick, value: *value, n: post.n })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn figures_that_cannot_be_are_refused_at_their_field() {
        let figures = |ticks: &[&str]| ticks.iter().map(|tick| ((*tick).to_owned(), 1)).collect::<Vec<_>>();
        let good = NewFigures {
            series: "wheat_us".into(),
            name: "Wheat, US".into(),
            unit: "USD/t".into(),
            kind: "price".into(),
            tick: "month".into(),
            source: "World Bank".into(),
            figures: figures(&["2007-06", "2007-07"]),
        };
        let cases: [(&str, NewFigures); 7] = [
            ("series", NewFigures { series: "Wheat US".into(), ..good.clone() }),
            ("kind", NewFigures { kind: "mood".into(), ..good.clone() }),
            ("tick", NewFigures { tick: "week".into(), ..good.clone() }),
            ("figures", NewFigures { figures: vec![], ..good.clone() }),
            ("figures", NewFigures { figures: figures(&["2007-07", "2007-06"]), ..good.clone() }),
            ("figures", NewFigures { figures: figures(&["2007-13"]), ..good.clone() }),
            ("figures", NewFigures { tick: "day".into(), ..good.clone() }),
        ];
        assert_eq!(check(&good), Ok(()));
        for (field, new) in cases {
            assert_eq!(check(&new).err().map(|r| r.field), Some(field), "{new:?}");
        }
    }
}

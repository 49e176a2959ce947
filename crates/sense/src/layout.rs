//! Layouts: which points of a position an indicator is measured at. A layout is a fact; a later one replaces it, and frames keep the
//! shape they were read in.

mod store;

use std::sync::Arc;

use base::ctx::Ctx;
use base::event::{Event, Grounds, Post, record};
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, PositionCode};
use serde::{Deserialize, Serialize};

pub use store::{all, books, of_stream, under};

use crate::geometry::{Shape, Spacing};
use crate::indicator::Indicator;

record! {
    /// The layout in force.
    pub struct LayoutRow in "sense_layout", Derived, key 3 {
        book_id: BookId,
        position: PositionCode,
        kind: Arc<str>,
        /// Short name of position and indicator in this book: the index of its first layout.
        stream: i64,
        rows: i64,
        columns: i64,
        layers: i64,
        row_mm: i64,
        column_mm: i64,
        layer_mm: i64,
        /// Index of the layout in force.
        n: i64,
    }
}

impl LayoutRow {
    /// Where the points are.
    pub fn shape(&self) -> Shape {
        Shape { rows: self.rows, columns: self.columns, layers: self.layers }
    }
}

/// A layout to set; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLayout {
    pub position: PositionCode,
    /// Code of the indicator.
    pub kind: String,
    #[serde(flatten)]
    pub spacing: Spacing,
}

/// Farthest that two neighbouring points stand apart, mm.
const SPACING_MAX: i64 = 100_000;

fn refused(code: &'static str, zh: &str, en: &str, field: &'static str) -> Refusal {
    Refusal::new(RefusalKind::Invalid, code, zh, en).at(field)
}

fn decide(new: &NewLayout, org: &str) -> Result<(), Refusal> {
    if !new.position.as_str().starts_with(org) {
        return Err(refused(
            "layout.foreign",
            "货位不属于本单位",
            "the position is not of this organisation",
            "position",
        ));
    }
    let indicator = Indicator::named(&new.kind).ok_or_else(|| {
        refused("layout.kind", "指标目录中没有该指标", "no indicator has this code", "kind")
    })?;
    let Spacing { shape, row_mm, column_mm, layer_mm } = new.spacing;
    let spaced = [row_mm, column_mm, layer_mm].iter().all(|mm| (1..=SPACING_MAX).contains(mm));
    if shape.points().is_none() || !spaced {
        let (zh, en) = ("测点的行、列、层或间距不成立", "rows, columns, layers or distances cannot be");
        return Err(refused("layout.shape", zh, en, "rows").mend(
            "每轴 1 至 64 点，间距 1 毫米至 100 米",
            "1 to 64 points along an axis, 1 mm to 100 m apart",
        ));
    }
    if !indicator.grid && shape != Shape::ONE {
        return Err(refused(
            "layout.single",
            "该指标每个货位只有一个测点",
            "this indicator is measured at one point",
            "rows",
        ));
    }
    Ok(())
}

/// Sets the layout of a position for an indicator. Whether the position exists is the caller's to know.
pub fn set(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewLayout) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let org = tx.head(book)?.org.clone();
        decide(new, org.as_str())?;
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), new)?))
    })
}

impl Event for NewLayout {
    const ACT: &'static str = "layout.set";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let key = [post.book.into(), (&self.position).into(), self.kind.as_str().into()];
        let stream = tx.get::<LayoutRow>(&key)?.map_or(post.n, |row| row.stream);
        let Spacing { shape, row_mm, column_mm, layer_mm } = self.spacing;
        tx.put(&LayoutRow {
            book_id: post.book,
            position: self.position.clone(),
            kind: self.kind.as_str().into(),
            stream,
            rows: shape.rows,
            columns: shape.columns,
            layers: shape.layers,
            row_mm,
            column_mm,
            layer_mm,
            n: post.n,
        })
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::geometry::flat;

    #[test]
    fn a_layout_that_cannot_be_is_refused() {
        let position = PositionCode::parse("91350100M000100Y43001000100101").unwrap();
        let whole = flat(60_000, 24_000, 6_000).unwrap();
        let of = |kind: &str, spacing| NewLayout { position: position.clone(), kind: kind.into(), spacing };
        let one = Spacing { shape: Shape::ONE, ..whole };
        let cases = [
            (of("grain_temperature", whole), "91350100M000100Y43", None),
            (of("phosphine", one), "91350100M000100Y43", None),
            (of("grain_temperature", whole), "91350100M000100X00", Some("layout.foreign")),
            (of("mood", whole), "91350100M000100Y43", Some("layout.kind")),
            (
                of("grain_temperature", Spacing { shape: Shape { rows: 0, ..whole.shape }, ..whole }),
                "91350100M000100Y43",
                Some("layout.shape"),
            ),
            (
                of("grain_temperature", Spacing { row_mm: 0, ..whole }),
                "91350100M000100Y43",
                Some("layout.shape"),
            ),
            (of("phosphine", whole), "91350100M000100Y43", Some("layout.single")),
        ];
        for (new, org, expected) in cases {
            assert_eq!(decide(&new, org).err().map(|r| r.code), expected, "{new:?}");
        }
    }
}

//! The layouts of stock files: which headers they have and what a row says. A file has the layout whose headers it shows
//! most of; nothing is guessed from values.

use hub::import::{OpeningRow, Rows, YearlyRow};
use paper::sheet::{self, Column, Kind, Mapped, Mistake, Need, Raw, Row, What};
use paper::{Refusal, Words};

/// A layout: its columns, and the field of a row that each fills.
pub struct Layout {
    columns: &'static [(&'static str, Column<'static>)],
    read: fn(&[Row]) -> Rows,
}

const fn required(names: &'static [&'static str], kind: Kind) -> Column<'static> {
    Column { names, kind, need: Need::Required }
}

const fn optional(names: &'static [&'static str], kind: Kind) -> Column<'static> {
    Column { names, kind, need: Need::Optional }
}

/// Field, and headers in Chinese and English, the preferred one first.
const YEARLY: Layout = Layout {
    columns: &[
        ("organisation", required(&["归属机构", "归属单位", "organisation"], Kind::Text)),
        ("item", required(&["物资分类", "物资类别", "物资", "category", "item"], Kind::Text)),
        ("received", required(&["累计入库数量(件)", "累计入库数量", "received"], Kind::Decimal)),
        ("issued", required(&["累计出库数量(件)", "累计出库数量", "issued"], Kind::Decimal)),
        ("stock", required(&["在库数量(件)", "在库数量", "stock"], Kind::Decimal)),
    ],
    read: yearly,
};

const OPENING: Layout = Layout {
    columns: &[
        ("position", required(&["货位编码", "货位代码", "货位", "position"], Kind::Code)),
        ("item", required(&["品种", "物资", "物资名称", "物资编码", "item"], Kind::Text)),
        ("nature", required(&["性质", "物资性质", "nature"], Kind::Text)),
        ("owner_level", required(&["权属", "粮权", "权属层级", "ownerlevel"], Kind::Text)),
        ("quantity", required(&["数量", "期初数量", "quantity"], Kind::Decimal)),
        ("amount", optional(&["金额(元)", "金额", "amount"], Kind::Decimal)),
        ("harvest_year", optional(&["收获年度", "收获年份", "harvestyear"], Kind::Integer)),
        ("produced_on", optional(&["生产日期", "productiondate", "producedon"], Kind::Day)),
        ("expires_on", optional(&["有效期至", "到期日", "expiry", "expireson"], Kind::Day)),
        ("origin", optional(&["产地", "origin"], Kind::Text)),
        ("grade", optional(&["等级", "grade"], Kind::Text)),
        ("received_on", optional(&["入库日期", "receivedon"], Kind::Day)),
    ],
    read: openings,
};

impl Layout {
    /// The rows that were read without a mistake.
    pub fn rows(&self, mapped: &Mapped) -> Rows {
        (self.read)(&mapped.rows)
    }

    /// The column of a field; the last required one for a field that no column fills.
    pub fn column(&self, field: &str) -> usize {
        let last = || self.columns.iter().rposition(|(_, column)| column.need == Need::Required).unwrap_or(0);
        self.columns.iter().position(|(name, _)| *name == field).unwrap_or_else(last)
    }
}

/// The layout of a file and what it says in it. Headers that are missing are mistakes of the header row.
///
/// # Errors
/// [`Refusal::HeaderTwice`], and [`Refusal::HeaderMissing`] when no header is known at all.
pub fn map(raw: &Raw) -> Result<(&'static Layout, Mapped), Refusal> {
    let shown = |layout: &Layout| {
        let columns: Vec<Column<'_>> =
            layout.columns.iter().map(|(_, column)| Column { need: Need::Optional, ..*column }).collect();
        sheet::map(raw, &columns)
    };
    let (yearly, opening) = (shown(&YEARLY), shown(&OPENING));
    let known =
        |mapped: &Result<Mapped, Refusal>| mapped.as_ref().map_or(0, |m| m.places.iter().flatten().count());
    let (layout, loose) =
        if known(&yearly) >= known(&opening) { (&YEARLY, yearly) } else { (&OPENING, opening) };
    let columns: Vec<Column<'_>> = layout.columns.iter().map(|(_, column)| *column).collect();
    match sheet::map(raw, &columns) {
        Err(Refusal::HeaderMissing { missing }) => {
            let loose = loose?;
            if loose.places.iter().flatten().next().is_none() {
                return Err(Refusal::HeaderMissing { missing });
            }
            Ok((layout, without(loose, &missing)))
        }
        mapped => Ok((layout, mapped?)),
    }
}

/// The same reading with no rows: one mistake for each header that is missing, beside those of the cells that are there.
fn without(mapped: Mapped, missing: &[String]) -> Mapped {
    let mistake = |header: &String| Mistake {
        row_number: mapped.header_row,
        column: String::new(),
        header: header.clone(),
        value: String::new(),
        what: What::Other(Words::new(
            format!("缺少“{header}”列"),
            format!("column “{header}” is missing"),
            "补上这一列，与其他表头放在同一行",
            "Add the column, its header in the same row as the others",
        )),
    };
    let mistakes: Vec<Mistake> = missing.iter().map(mistake).chain(mapped.mistakes.iter().cloned()).collect();
    Mapped { rows: Vec::new(), mistakes_total: mapped.mistakes_total + missing.len(), mistakes, ..mapped }
}

fn words(row: &Row, column: usize) -> String {
    row.text(column).unwrap_or_default().to_owned()
}

fn yearly(rows: &[Row]) -> Rows {
    let quantity = |row: &Row, column| base::term::Quantity(row.thousandths(column).unwrap_or(0));
    let read = |row: &Row| YearlyRow {
        row: row.row_number,
        organisation: words(row, 0),
        item: words(row, 1),
        received: quantity(row, 2),
        issued: quantity(row, 3),
        stock: quantity(row, 4),
    };
    Rows::Yearly(rows.iter().map(read).collect())
}

fn openings(rows: &[Row]) -> Rows {
    let read = |row: &Row| OpeningRow {
        row: row.row_number,
        position: words(row, 0),
        item: words(row, 1),
        nature: words(row, 2),
        owner_level: words(row, 3),
        quantity: base::term::Quantity(row.thousandths(4).unwrap_or(0)),
        amount: row.thousandths(5),
        harvest_year: row.integer(6),
        produced_on: row.day(7),
        expires_on: row.day(8),
        origin: row.text(9).map(str::to_owned),
        grade: row.text(10).map(str::to_owned),
        received_on: row.day(11),
    };
    Rows::Opening(rows.iter().map(read).collect())
}

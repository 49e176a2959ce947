//! From the columns of a kind to those of a sheet, and back from a field to its column. Nothing is guessed from values.

use hub::import::{Field, Holds, Kind};
use pack::Catalogue;
use paper::sheet::{self, Column, Mapped, Mistake, Need, Raw, What};
use paper::{Refusal, Words};

/// Calls with the columns of these fields.
pub(super) fn with_columns<T>(fields: &[Field], then: impl FnOnce(&[Column<'_>]) -> T) -> T {
    let names: Vec<Vec<&str>> =
        fields.iter().map(|field| field.heads.iter().map(String::as_str).collect()).collect();
    let columns: Vec<Column<'_>> = fields
        .iter()
        .zip(&names)
        .map(|(field, names)| Column {
            names,
            kind: match field.holds {
                Holds::Text => sheet::Kind::Text,
                Holds::Code => sheet::Kind::Code,
                Holds::Integer => sheet::Kind::Integer,
                Holds::Decimal => sheet::Kind::Decimal,
                Holds::Day => sheet::Kind::Day,
            },
            need: if field.required { Need::Required } else { Need::Optional },
        })
        .collect();
    then(&columns)
}

/// The column of a field; the last required one for a field that no column fills.
pub(super) fn column(fields: &[Field], field: &str) -> usize {
    let last = || fields.iter().rposition(|known| known.required).unwrap_or(0);
    fields.iter().position(|known| known.name == field).unwrap_or_else(last)
}

/// What a sheet says under these columns. Headers that are missing are mistakes of the header row.
///
/// # Errors
/// [`Refusal::HeaderTwice`], and [`Refusal::HeaderMissing`] when no header is known at all.
pub(super) fn map(raw: &Raw, fields: &[Field]) -> Result<Mapped, Refusal> {
    match with_columns(fields, |columns| sheet::map(raw, columns)) {
        Err(Refusal::HeaderMissing { missing }) => {
            let loose = loose(raw, fields)?;
            if loose.places.iter().flatten().next().is_none() {
                return Err(Refusal::HeaderMissing { missing });
            }
            Ok(without(loose, &missing))
        }
        mapped => mapped,
    }
}

/// The sheet under these columns with none of them required.
fn loose(raw: &Raw, fields: &[Field]) -> Result<Mapped, Refusal> {
    with_columns(fields, |columns| {
        let columns: Vec<Column<'_>> =
            columns.iter().map(|column| Column { need: Need::Optional, ..*column }).collect();
        sheet::map(raw, &columns)
    })
}

/// Which of the two kinds of stock file a sheet is: the one whose headers it shows most of.
pub fn recognised(raw: &Raw, packs: &Catalogue) -> Kind {
    let known = |kind: Kind| {
        loose(raw, &kind.fields(packs)).map_or(0, |mapped| mapped.places.iter().flatten().count())
    };
    if known(Kind::Yearly) >= known(Kind::Lots) { Kind::Yearly } else { Kind::Lots }
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

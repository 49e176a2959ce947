//! Rows of any kind as named cells, and the loop that turns each into one act: read, judge, do, note what is wrong. What a kind's
//! row means stands in the module of its noun.

use super::kind::Field;
use super::plan::Notes;
use super::{
    Kind, OpeningRow, PROBLEMS_MAX, Problem, Rows, Run, YearlyRow, assets, organisations, places, plans,
    refuse, tests,
};
use base::ctx::{Actor, Ctx};
use base::ledger::Done;
use base::store::Tx;
use base::term::fault::{Refusal, Stop};
use base::term::{BookId, Money, Quantity};
use jiff::civil::Date;
use pack::Catalogue;
use serde::Serialize;

/// A cell as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub enum Cell {
    Empty,
    /// Words or a code.
    Text(String),
    Integer(i64),
    /// Thousandths.
    Decimal(i64),
    Day(Date),
}

/// A row of a file: one cell for each field of its kind, in that order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Number of the row in its file; not part of what the file says.
    #[serde(skip)]
    pub row: u32,
    pub cells: Vec<Cell>,
}

/// A row under the names of its columns.
#[derive(Clone, Copy)]
pub(super) struct View<'v> {
    pub fields: &'v [Field],
    pub record: &'v Record,
}

impl<'v> View<'v> {
    fn cell(&self, name: &str) -> &'v Cell {
        let at = self.fields.iter().position(|field| field.name == name);
        at.and_then(|at| self.record.cells.get(at)).unwrap_or(&Cell::Empty)
    }

    /// Words or a code; nothing when empty.
    pub fn maybe(&self, name: &str) -> Option<&'v str> {
        if let Cell::Text(text) = self.cell(name) { Some(text) } else { None }
    }

    /// Words or a code; empty when the cell is.
    pub fn text(&self, name: &str) -> &'v str {
        self.maybe(name).unwrap_or_default()
    }

    pub fn owned(&self, name: &str) -> String {
        self.text(name).to_owned()
    }

    pub fn integer(&self, name: &str) -> Option<i64> {
        if let Cell::Integer(number) = self.cell(name) { Some(*number) } else { None }
    }

    /// Thousandths.
    pub fn decimal(&self, name: &str) -> Option<i64> {
        if let Cell::Decimal(number) = self.cell(name) { Some(*number) } else { None }
    }

    pub fn quantity(&self, name: &str) -> Quantity {
        Quantity(self.decimal(name).unwrap_or(0))
    }

    pub fn day(&self, name: &str) -> Option<Date> {
        if let Cell::Day(day) = self.cell(name) { Some(*day) } else { None }
    }

    /// An amount in yuan as fen, exactly.
    pub fn money(&self, name: &str) -> Result<Money, Refusal> {
        super::plan::fen(self.decimal(name))
    }
}

/// The value that a text names by its code or by its name in either language.
pub(super) fn word<T: Copy>(
    text: &str,
    all: impl IntoIterator<Item = T> + Clone,
    code: impl Fn(T) -> &'static str,
    label: impl Fn(T) -> (&'static str, &'static str),
) -> Result<T, Refusal> {
    let names = |value: &T| {
        let (zh, en) = label(*value);
        code(*value).eq_ignore_ascii_case(text) || zh == text || en.eq_ignore_ascii_case(text)
    };
    all.clone().into_iter().find(names).ok_or_else(|| {
        let known: Vec<String> =
            all.into_iter().map(|value| format!("{} {}", label(value).0, code(value))).collect();
        let known = known.join("、");
        refuse(
            "import.word",
            format!("没有“{text}”；可填：{known}"),
            format!("“{text}” is not one of: {known}"),
        )
    })
}

/// The rows of a kind from the cells of a file.
pub fn rows(kind: Kind, packs: &Catalogue, records: Vec<Record>) -> Rows {
    let fields = kind.fields(packs);
    let view = |record| View { fields: &fields, record };
    match kind {
        Kind::Lots => Rows::Opening(records.iter().map(|record| opening(view(record))).collect()),
        Kind::Yearly => Rows::Yearly(records.iter().map(|record| yearly(view(record))).collect()),
        kind => Rows::Records(kind, records),
    }
}

fn opening(view: View<'_>) -> OpeningRow {
    OpeningRow {
        row: view.record.row,
        position: view.owned("position"),
        item: view.owned("item"),
        nature: view.owned("nature"),
        owner_level: view.owned("owner_level"),
        quantity: view.quantity("quantity"),
        amount: view.decimal("amount"),
        harvest_year: view.integer("harvest_year"),
        produced_on: view.day("produced_on"),
        expires_on: view.day("expires_on"),
        origin: view.maybe("origin").map(str::to_owned),
        grade: view.maybe("grade").map(str::to_owned),
        received_on: view.day("received_on"),
    }
}

fn yearly(view: View<'_>) -> YearlyRow {
    YearlyRow {
        row: view.record.row,
        organisation: view.owned("organisation"),
        item: view.owned("item"),
        received: view.quantity("received"),
        issued: view.quantity("issued"),
        stock: view.quantity("stock"),
    }
}

/// Carries out rows of a kind that has no layout of its own.
pub(super) fn carry_out(run: &mut Run<'_, '_>, kind: Kind, records: &[Record]) -> Result<(), Stop> {
    let fields = kind.fields(run.packs);
    let views: Vec<View<'_>> = records.iter().map(|record| View { fields: &fields, record }).collect();
    match kind {
        Kind::Organisations => organisations::carry_out(run, &views),
        Kind::Sites => places::sites(run, &views),
        Kind::Warehouses => places::warehouses(run, &views),
        Kind::Bays => places::bays(run, &views),
        Kind::Positions => places::positions(run, &views),
        Kind::Plans => plans::carry_out(run, &views),
        Kind::Tests => tests::carry_out(run, &views),
        Kind::Assets => assets::carry_out(run, &views),
        Kind::Lots | Kind::Yearly => {
            Err(refuse("import.kind", "这类表按自己的格式导入", "this kind has a layout of its own").into())
        }
    }
}

/// Does one act for each row: `read` judges the cells and gives the request, `act` does it.
pub(super) fn each<N>(
    run: &mut Run<'_, '_>,
    kind: Kind,
    actor: &Actor,
    views: &[View<'_>],
    mut read: impl FnMut(&mut Run<'_, '_>, View<'_>, &mut Notes<'_>) -> Result<Option<N>, Stop>,
    act: impl Fn(&mut Tx<'_>, &Ctx, &Catalogue, BookId, &N) -> Result<Done, Stop>,
) -> Result<(), Stop> {
    for (i, view) in views.iter().enumerate() {
        if run.report.problems.len() >= PROBLEMS_MAX {
            break;
        }
        let row = view.record.row;
        let mut problems: Vec<Problem> = Vec::new();
        let new = read(run, *view, &mut Notes { row, problems: &mut problems })?;
        let sound = problems.is_empty();
        run.report.problems.append(&mut problems);
        if let Some(new) = new.filter(|_| sound) {
            let ctx = run.by(actor, &format!("{}-{}", i + 1, kind.code()));
            let done = act(run.tx, &ctx, run.packs, run.book, &new);
            let first = view.fields.first().map_or("", |field| field.name.as_str());
            run.tried(row, first, done)?;
        }
        (run.import.progress)(i as u64 + 1);
    }
    Ok(())
}

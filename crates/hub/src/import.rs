//! Importing from a table: rows of any kind become facts through the normal acts, all of them in one transaction or none.
//! It takes rows already read as words, numbers and days; it never opens a file and never skips a rule.

mod assets;
mod kind;
mod opening;
mod organisations;
mod people;
mod places;
mod plan;
mod plans;
mod record;
mod store;
mod tests;
mod yearly;

pub use kind::{Field, Holds, Kind};
pub use people::People;
pub use record::{Cell, Record, rows};

use base::ctx::{Actor, Chance, Clock, Ctx};
use base::identity::{Organisation, organisation};
use base::ledger::{Done, home, is_done};
use base::store::{Store, Tx};
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, OrgCode, Quantity};
use jiff::civil::Date;
use pack::Catalogue;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex};

/// A row of a public-property warehouse's yearly table: what a category took in and gave out, and what is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YearlyRow {
    /// Number of the row in its file; not part of what the file says.
    #[serde(skip)]
    pub row: u32,
    /// Name or credit code of the organisation the goods belong to.
    pub organisation: String,
    /// Name or code of the item.
    pub item: String,
    /// Taken in over the year.
    pub received: Quantity,
    /// Given out over the year.
    pub issued: Quantity,
    /// There at the end of the year.
    pub stock: Quantity,
}

/// A row of a general opening balance: one lot at one position.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct OpeningRow {
    /// Number of the row in its file; not part of what the file says.
    #[serde(skip)]
    pub row: u32,
    /// Code of a position that is registered.
    pub position: String,
    /// Name or code of the item.
    pub item: String,
    /// Name or code of a nature of the item.
    pub nature: String,
    /// Name or code of the level that owns the goods.
    pub owner_level: String,
    pub harvest_year: Option<i64>,
    pub produced_on: Option<Date>,
    pub expires_on: Option<Date>,
    pub origin: Option<String>,
    /// Name or code of a grade of the item.
    pub grade: Option<String>,
    /// In the item's unit.
    pub quantity: Quantity,
    /// Value at cost, thousandths of a yuan; absent where it is not known.
    pub amount: Option<i64>,
    pub received_on: Option<Date>,
}

/// The rows of a file, by layout. Names of fields are the columns that problems point at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rows {
    /// Becomes an opening balance, one receipt and one issue for each item.
    Yearly(Vec<YearlyRow>),
    /// Becomes one opening balance for each row.
    Opening(Vec<OpeningRow>),
    /// Becomes one act for each row, or one plan for the lines of it.
    Records(Kind, Vec<Record>),
}

impl Rows {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Rows::Yearly(rows) => rows.len(),
            Rows::Opening(rows) => rows.len(),
            Rows::Records(_, rows) => rows.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Begins every idempotency key of the import: a digest of what the rows say of an organisation, whatever kind of
    /// file they came in.
    fn key(&self, org: &OrgCode) -> Result<String, Fault> {
        let text =
            serde_json::to_vec(&(org, self)).map_err(|e| Fault::new(format!("rows of an import: {e}")))?;
        let mut key = String::from("import-");
        for byte in &chain::leaf_hash::<chain::Sha256Suite>(&text)[..16] {
            let _ = write!(key, "{byte:02x}"); // a String cannot fail
        }
        Ok(key)
    }
}

/// An import to carry out.
pub struct Import {
    /// Whose book the rows go into.
    pub org: OrgCode,
    /// What the facts cite as their source, such as the file's name and digest; at most [`SOURCE_MAX`] characters.
    pub source: String,
    pub rows: Rows,
    /// In whose name.
    pub people: People,
    /// Do everything, report it, and take it back.
    pub dry_run: bool,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Chance>,
    /// Hears how many rows are done.
    pub progress: Box<dyn Fn(u64) + Send>,
}

/// Longest source in characters: it stands in the authority of a directive beside its own words.
pub const SOURCE_MAX: usize = 80;
/// Problems after which no further row is tried.
pub const PROBLEMS_MAX: usize = 10_000;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub row: u32,
    /// The field whose column is at fault.
    pub field: Cow<'static, str>,
    pub refusal: Refusal,
}

impl Problem {
    fn new(row: u32, field: impl Into<Cow<'static, str>>, refusal: Refusal) -> Self {
        Self { row, field: field.into(), refusal }
    }
}

/// What an import did, would do, or why it did nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Facts by act.
    pub facts: BTreeMap<String, usize>,
    /// Opening, in and out by unit, thousandths.
    pub moved: BTreeMap<String, [i64; 3]>,
    /// Codes of the directives made for issues of the past.
    pub directives: Vec<String>,
    /// By row; when there is one, nothing was written.
    pub problems: Vec<Problem>,
    /// These very rows were imported before, so nothing was done.
    pub repeated: bool,
}

/// Refusal that takes a dry or faulty run back; never shown.
const TAKEN_BACK: &str = "import.taken_back";

/// Carries an import out: everything or nothing.
///
/// # Errors
/// Refusals that concern the whole (no such organisation, nobody entitled); problems of rows are in the report.
pub fn import(store: &Store, packs: &Arc<Catalogue>, import: Import) -> Result<Report, Stop> {
    let told: Arc<Mutex<Option<Report>>> = Arc::default();
    let (packs, report) = (packs.clone(), told.clone());
    let home = store.read(|read| organisation::of(read, &import.org))?.map_or(0, |(book, _)| book.0);
    let outcome = store.write(home, move |tx| {
        let made = carry_out(tx, &packs, &import)?;
        let kept = made.problems.is_empty() && !import.dry_run;
        if let Ok(mut report) = report.lock() {
            *report = Some(made);
        }
        if kept { Ok(()) } else { Err(Refusal::new(RefusalKind::Conflict, TAKEN_BACK, "", "").into()) }
    });
    match outcome {
        Err(Stop::Refused(refusal)) if refusal.code != TAKEN_BACK => return Err(refusal.into()),
        Err(Stop::Fault(fault)) => return Err(fault.into()),
        _ => {}
    }
    let report = told.lock().map_err(|_| Fault::new("an import panicked"))?.take();
    report.ok_or_else(|| Fault::new("an import told nothing").into())
}

/// One run of an import inside a transaction.
struct Run<'r, 't> {
    tx: &'r mut Tx<'t>,
    packs: &'r Catalogue,
    import: &'r Import,
    organisation: Organisation,
    book: BookId,
    key: String,
    today: Date,
    report: Report,
}

fn carry_out(tx: &mut Tx<'_>, packs: &Catalogue, import: &Import) -> Result<Report, Stop> {
    if import.rows.is_empty() || import.source.chars().count() > SOURCE_MAX {
        return Err(refuse("import.empty", "没有可导入的行", "there are no rows to import").into());
    }
    let found = organisation::load(tx, &import.org)?.zip(home(tx, &import.org)?);
    let (organisation, book) = found.ok_or_else(|| {
        refuse(
            "import.organisation",
            format!("单位 {} 未登记", import.org),
            format!("organisation {} is not registered", import.org),
        )
    })?;
    let key = import.rows.key(&import.org)?;
    let today = import.clock.now().business_day();
    let mut run = Run { tx, packs, import, organisation, book, key, today, report: Report::default() };
    match &import.rows {
        Rows::Yearly(rows) => yearly::carry_out(&mut run, rows)?,
        Rows::Opening(rows) => opening::carry_out(&mut run, rows)?,
        Rows::Records(kind, rows) => record::carry_out(&mut run, *kind, rows)?,
    }
    run.report.problems.sort_by_key(|problem| problem.row);
    Ok(run.report)
}

impl Run<'_, '_> {
    /// Surroundings of an act; the key follows from the rows and `step` alone.
    fn by(&self, actor: &Actor, step: &str) -> Ctx {
        Ctx {
            actor: actor.clone(),
            clock: self.import.clock.clone(),
            chance: self.import.chance.clone(),
            key: format!("{}-{step}", self.key).into(),
            request: 0,
        }
    }

    /// Whether these rows were imported before: all of an import is written or nothing, so its first act tells.
    fn is_repeated(&mut self, first_step: &str) -> Result<bool, Fault> {
        let key = format!("{}-{first_step}", self.key);
        self.report.repeated = is_done(self.tx, self.book, &key)?;
        Ok(self.report.repeated)
    }

    /// Counts what an act for the whole import did.
    fn did(&mut self, done: Done) -> Done {
        *self.report.facts.entry(done.receipt.act.to_string()).or_default() += 1;
        done
    }

    /// Counts what an act for a row did, or notes why it was refused. `field` is the column at fault where the refusal
    /// names none.
    fn tried(&mut self, row: u32, field: &str, outcome: Result<Done, Stop>) -> Result<Option<Done>, Stop> {
        match outcome {
            Ok(done) => Ok(Some(self.did(done))),
            stop => self.judged(row, field, stop.map(drop)).map(|_| None),
        }
    }

    /// Notes why a row was refused; whether it was not.
    fn judged(&mut self, row: u32, field: &str, outcome: Result<(), Stop>) -> Result<bool, Stop> {
        match outcome {
            Ok(()) => Ok(true),
            Err(Stop::Refused(refusal)) => {
                let field: Cow<'static, str> =
                    if refusal.field.is_empty() { field.to_owned().into() } else { refusal.field.into() };
                self.report.problems.push(Problem { row, field, refusal });
                Ok(false)
            }
            Err(fault) => Err(fault),
        }
    }

    /// Adds to what moved: 0 opening, 1 in, 2 out.
    fn moved(&mut self, unit: &str, way: usize, quantity: Quantity) -> Result<(), Fault> {
        let sums = self.report.moved.entry(unit.to_owned()).or_default();
        sums[way] = Quantity(sums[way]).plus(quantity)?.0;
        Ok(())
    }

    /// What a fact cites for a row.
    fn cited(&self, row: u32) -> String {
        format!("{} 第 {row} 行", self.import.source)
    }
}

fn refuse(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Refusal {
    Refusal::new(RefusalKind::Invalid, code, zh, en)
}

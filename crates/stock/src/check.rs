//! Checks 检查 of other organisations' stores: spring and autumn census 春秋季普查, and random checks 双随机 whose draw anybody can run
//! again. A check stands in the inspecting organisation's book and names positions by code; it never changes what it checks.

use std::collections::BTreeSet;
use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, home, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, ContentHash, Instant, OrgCode, PositionCode, UserId};
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, reason, record, second_person};
use crate::facility::PositionRow;
use crate::lot::{bump_serial, next_number};

record! {
    /// A check, in the inspecting organisation's book.
    pub struct CheckRow in "stock_check", Derived, key 2 {
        book_id: BookId,
        /// Organisation, `K`, year, serial.
        code: Arc<str>,
        /// [`Kind`].
        kind: Arc<str>,
        /// Document the check follows.
        authority: Arc<str>,
        /// Day whose book balances are checked 被查时点.
        cutoff: Date,
        /// Last day to finish.
        due: Date,
        /// `committed` (a draw is due), `running`, `withdrawn`, `closed`.
        state: Arc<str>,
        /// How many of each pool are drawn; none where everything is checked.
        objects_wanted: Option<i64>,
        inspectors_wanted: Option<i64>,
        /// What binds the book to the seed before the draw; see [`draw`].
        commitment: Option<Arc<str>>,
        seed: Option<Arc<str>>,
        words: Option<Arc<str>>,
        /// The withdrawn check that this one replaces.
        instead_of: Option<Arc<str>>,
        opened_at: Instant,
        opened_by: Arc<str>,
        drawn_at: Option<Instant>,
        drawn_by: Option<Arc<str>>,
        ended_by: Option<Arc<str>>,
        reason: Option<Arc<str>>,
        /// Positions to check, and those whose sheets are all signed.
        objects: i64,
        done: i64,
        /// Index of the last fact about it.
        n: i64,
    }
}

record! {
    /// A position in the pool of a check.
    pub struct ObjectRow in "stock_check_object", Derived, key 3 {
        book_id: BookId,
        code: Arc<str>,
        position: PositionCode,
        /// To be checked.
        chosen: bool,
        /// Lots that lay there by the newest sheet, and sheets signed by a second inspector.
        lots: i64,
        signed: i64,
        /// A signed sheet for every lot.
        done: bool,
    }
}

record! {
    /// A person in the pool of a check.
    pub struct InspectorRow in "stock_check_inspector", Derived, key 3 {
        book_id: BookId,
        code: Arc<str>,
        user_id: UserId,
        org: OrgCode,
        chosen: bool,
    }
}

record! {
    /// The seed of a draw that is still to come. It stands beside the book until the draw opens it.
    pub struct SeedRow in "stock_check_seed", Side, key 2 {
        book_id: BookId,
        code: Arc<str>,
        /// Hexadecimal.
        seed: Arc<str>,
    }
}

/// Kinds of checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Spring census 春季普查: every position, cut-off end of March.
    Spring,
    /// Autumn census 秋季普查: every position, cut-off end of September.
    Autumn,
    /// Random check 双随机: inspectors and positions drawn.
    Random,
}

impl Kind {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Spring => "spring",
            Kind::Autumn => "autumn",
            Kind::Random => "random",
        }
    }

    /// The kind of that word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Kind::Spring, Kind::Autumn, Kind::Random].into_iter().find(|kind| kind.code() == code)
    }
}

/// Positions a pool may have: a fact holds 64 KiB, and a code takes 33 bytes of it.
pub const OBJECTS_MAX: usize = 1_200;
/// People a pool may have.
pub const INSPECTORS_MAX: usize = 100;
/// Every sheet takes two people.
pub const INSPECTORS_MIN: usize = 2;
/// Photographs of one sheet, finding or rectification.
pub const PHOTOS_MAX: usize = 6;
/// Longest time from opening to the last day: provisional (U), a census of a province takes some weeks.
const DAYS_MAX: i32 = 180;

/// A person of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspector {
    pub user: UserId,
    pub org: OrgCode,
}

/// How many of each pool a draw takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    pub objects: i64,
    pub inspectors: i64,
}

/// A check to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCheck {
    pub kind: Kind,
    pub authority: String,
    pub cutoff: Date,
    pub due: Date,
    pub objects: Vec<PositionCode>,
    pub inspectors: Vec<Inspector>,
    /// For a random check.
    pub wanted: Option<Wanted>,
    pub instead_of: Option<String>,
}

/// The fact of a check opened: the pools, and for a random check the commitment to the seed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    pub code: String,
    pub kind: Kind,
    pub authority: String,
    pub cutoff: Date,
    pub due: Date,
    pub objects: Vec<PositionCode>,
    pub inspectors: Vec<Inspector>,
    pub wanted: Option<Wanted>,
    pub commitment: Option<String>,
    pub instead_of: Option<String>,
}

/// The fact of a draw: the seed opened, the words of who drew, and what they choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    pub code: String,
    pub seed: String,
    pub words: String,
    pub objects: Vec<PositionCode>,
    pub inspectors: Vec<UserId>,
}

/// The fact of a withdrawal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    pub code: String,
}

/// The fact of a check finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub code: String,
}

fn distinct<T: Ord>(list: &[T]) -> bool {
    list.iter().collect::<BTreeSet<_>>().len() == list.len()
}

/// Checks what a person wants to open. Pure.
fn fit(new: &NewCheck, today: Date) -> Result<String, CheckRefusal> {
    let authority = new.authority.trim();
    let field = |field| CheckRefusal::Field { field };
    if authority.is_empty() || authority.chars().count() > 100 {
        return Err(field("authority"));
    }
    if new.cutoff > today.saturating_add(Span::new().days(DAYS_MAX)) {
        return Err(field("cutoff"));
    }
    if new.due < today || new.due < new.cutoff || new.due > today.saturating_add(Span::new().days(DAYS_MAX)) {
        return Err(field("due"));
    }
    if new.objects.is_empty() || new.objects.len() > OBJECTS_MAX || !distinct(&new.objects) {
        return Err(field("objects"));
    }
    let users: Vec<&UserId> = new.inspectors.iter().map(|inspector| &inspector.user).collect();
    if !(INSPECTORS_MIN..=INSPECTORS_MAX).contains(&users.len()) || !distinct(&users) {
        return Err(field("inspectors"));
    }
    for inspector in &new.inspectors {
        if new.objects.iter().any(|position| position.as_str().starts_with(inspector.org.as_str())) {
            return Err(CheckRefusal::Own { user: inspector.user.to_string() });
        }
    }
    match (new.kind, new.wanted) {
        (Kind::Spring | Kind::Autumn, None) => Ok(authority.to_owned()),
        (Kind::Random, Some(wanted)) => {
            let (objects, people) = (new.objects.len() as i64, new.inspectors.len() as i64);
            // A draw that takes everything draws nothing.
            if !(1..objects).contains(&wanted.objects) {
                return Err(field("objects_wanted"));
            }
            if !(INSPECTORS_MIN as i64..people).contains(&wanted.inspectors) {
                return Err(field("inspectors_wanted"));
            }
            Ok(authority.to_owned())
        }
        _ => Err(field("objects_wanted")),
    }
}

/// Opens a check. Its code is in what was created. A random check commits to its seed here and is drawn by another person.
pub fn open(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewCheck) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let today = ctx.now().business_day();
        let authority = fit(new, today)?;
        for position in &new.objects {
            holder(tx, position)?;
        }
        if let Some(old) = &new.instead_of {
            in_state(tx, book, old, &["withdrawn"])?;
        }
        let org = tx.head(book)?.org.clone();
        let code = next_number(tx, book, org.as_str(), 'K', today.year())?;
        let seed = new.wanted.map(|_| draw::seed(ctx));
        let event = Opened {
            commitment: seed.as_deref().map(|seed| draw::commitment(&code, seed)),
            code: code.clone(),
            kind: new.kind,
            authority,
            cutoff: new.cutoff,
            due: new.due,
            objects: new.objects.clone(),
            inspectors: new.inspectors.clone(),
            wanted: new.wanted,
            instead_of: new.instead_of.clone(),
        };
        let posted = record(tx, ctx, book, Grounds { order: Some(&event.authority), why: None }, &event)?;
        if let Some(seed) = seed {
            tx.put(&SeedRow { book_id: book, code: code.as_str().into(), seed: seed.into() })?;
        }
        Ok(Done::creating(posted, vec![code]))
    })
}

/// Draws: opens the seed and mixes in the words of the person who draws; not the one who opened the check.
pub fn draw(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, code: &str, words: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = in_state(tx, book, code, &["committed"])?;
        second_person(&row.opened_by, ctx)?;
        let words = draw::worded(words).ok_or(CheckRefusal::Field { field: "words" })?;
        let seed = tx.get::<SeedRow>(&[book.into(), code.into()])?;
        let seed = seed.ok_or_else(|| Fault::new(format!("the seed of {code} is gone")))?.seed;
        if row.commitment.as_deref() != Some(draw::commitment(code, &seed).as_str()) {
            return Err(Fault::new(format!("the seed of {code} does not open its commitment")).into());
        }
        let pick = |wanted: Option<i64>| usize::try_from(wanted.unwrap_or_default()).unwrap_or_default();
        let objects = store::objects_of(tx, book, code)?;
        let people = store::inspectors_of(tx, book, code)?;
        let lot = draw::Lot { seed: &seed, words };
        let event = Drawn {
            code: code.to_owned(),
            words: words.to_owned(),
            objects: lot.take("object", objects.into_iter().map(|o| o.position), pick(row.objects_wanted)),
            inspectors: lot.take(
                "inspector",
                people.into_iter().map(|p| p.user_id),
                pick(row.inspectors_wanted),
            ),
            seed: seed.to_string(),
        };
        let posted = record(tx, ctx, book, Grounds::default(), &event)?;
        tx.remove::<SeedRow>(&[book.into(), code.into()])?;
        Ok(Done::plain(posted))
    })
}

/// Withdraws a check, before or after the draw; it stays in sight with the reason.
pub fn withdraw(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, code: &str, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let row = in_state(tx, book, code, &["committed", "running"])?;
        let posted = record(tx, ctx, book, Grounds::why(why), &Withdrawn { code: code.to_owned() })?;
        if row.state.as_ref() == "committed" {
            tx.remove::<SeedRow>(&[book.into(), code.into()])?;
        }
        Ok(Done::plain(posted))
    })
}

/// Closes a check when every chosen position has its sheets, each signed by two.
pub fn close(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, code: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = in_state(tx, book, code, &["running"])?;
        if row.done < row.objects {
            return Err(CheckRefusal::Unfinished { left: row.objects - row.done }.into());
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &Closed { code: code.to_owned() })?))
    })
}

/// A position by its code, with the book it is in.
fn holder(tx: &mut Tx<'_>, position: &PositionCode) -> Result<PositionRow, Stop> {
    let unknown = || CheckRefusal::Position { position: position.to_string() };
    let org = OrgCode::parse(position.as_str().get(..18).unwrap_or_default())?;
    let book = home(tx, &org)?.ok_or_else(unknown)?;
    Ok(tx.get::<PositionRow>(&[book.into(), position.into()])?.ok_or_else(unknown)?)
}

/// That somebody is among the inspectors chosen.
fn inspects(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, code: &str) -> Result<(), Stop> {
    let key = [book.into(), code.into(), (&ctx.actor.user).into()];
    let chosen = tx.get::<InspectorRow>(&key)?.is_some_and(|row| row.chosen && row.org == ctx.actor.org);
    if chosen { Ok(()) } else { Err(CheckRefusal::Inspector { code: code.to_owned() }.into()) }
}

/// A check of this book in one of these states.
fn in_state(tx: &mut Tx<'_>, book: BookId, code: &str, states: &[&str]) -> Result<CheckRow, Stop> {
    let row = tx.get::<CheckRow>(&[book.into(), code.into()])?;
    let row = row.ok_or_else(|| CheckRefusal::Unknown { code: code.to_owned() })?;
    if states.contains(&row.state.as_ref()) {
        return Ok(row);
    }
    Err(CheckRefusal::State { code: code.to_owned(), state: row.state.to_string() }.into())
}

fn projected(tx: &mut Tx<'_>, book: BookId, code: &str) -> Result<CheckRow, Fault> {
    tx.get::<CheckRow>(&[book.into(), code.into()])?
        .ok_or_else(|| Fault::new(format!("a fact names check {code}, which this book lacks")))
}

/// Photographs in a column.
fn joined(photos: &[ContentHash]) -> Arc<str> {
    photos.iter().map(ContentHash::as_str).collect::<Vec<_>>().join(" ").into()
}

/// A text of one to `most` characters.
fn text(text: &str, field: &'static str, most: usize) -> Result<String, CheckRefusal> {
    let text = text.trim();
    if (1..=most).contains(&text.chars().count()) {
        return Ok(text.to_owned());
    }
    Err(CheckRefusal::Field { field })
}

impl Event for Opened {
    const ACT: &'static str = "check.open";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        bump_serial(tx, post.book, &self.code)?;
        let code: Arc<str> = self.code.as_str().into();
        let whole = self.wanted.is_none();
        for position in &self.objects {
            let (code, position) = (code.clone(), position.clone());
            tx.put(&ObjectRow {
                book_id: post.book,
                code,
                position,
                chosen: whole,
                lots: 0,
                signed: 0,
                done: false,
            })?;
        }
        for Inspector { user, org } in &self.inspectors {
            let (code, user_id, org) = (code.clone(), user.clone(), org.clone());
            tx.put(&InspectorRow { book_id: post.book, code, user_id, org, chosen: whole })?;
        }
        tx.put(&CheckRow {
            book_id: post.book,
            code,
            kind: self.kind.code().into(),
            authority: self.authority.as_str().into(),
            cutoff: self.cutoff,
            due: self.due,
            state: if whole { "running" } else { "committed" }.into(),
            objects_wanted: self.wanted.map(|wanted| wanted.objects),
            inspectors_wanted: self.wanted.map(|wanted| wanted.inspectors),
            commitment: self.commitment.as_deref().map(Arc::from),
            seed: None,
            words: None,
            instead_of: self.instead_of.as_deref().map(Arc::from),
            opened_at: post.at,
            opened_by: post.user.into(),
            drawn_at: None,
            drawn_by: None,
            ended_by: None,
            reason: None,
            objects: self.wanted.map_or(self.objects.len() as i64, |wanted| wanted.objects),
            done: 0,
            n: post.n,
        })
    }
}

impl Event for Drawn {
    const ACT: &'static str = "check.draw";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.code)?;
        let gone = |what: &dyn std::fmt::Display| Fault::new(format!("{what} is not in the pool"));
        for position in &self.objects {
            let key = [post.book.into(), self.code.as_str().into(), position.into()];
            let object = tx.get::<ObjectRow>(&key)?.ok_or_else(|| gone(position))?;
            tx.put(&ObjectRow { chosen: true, ..object })?;
        }
        for user in &self.inspectors {
            let key = [post.book.into(), self.code.as_str().into(), user.into()];
            let inspector = tx.get::<InspectorRow>(&key)?.ok_or_else(|| gone(user))?;
            tx.put(&InspectorRow { chosen: true, ..inspector })?;
        }
        tx.put(&CheckRow {
            state: "running".into(),
            seed: Some(self.seed.as_str().into()),
            words: Some(self.words.as_str().into()),
            drawn_at: Some(post.at),
            drawn_by: Some(post.user.into()),
            n: post.n,
            ..row
        })
    }
}

impl Event for Withdrawn {
    const ACT: &'static str = "check.withdraw";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.code)?;
        let (ended_by, reason) = (Some(post.user.into()), post.why.map(Arc::from));
        tx.put(&CheckRow { state: "withdrawn".into(), ended_by, reason, n: post.n, ..row })
    }
}

impl Event for Closed {
    const ACT: &'static str = "check.close";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.code)?;
        tx.put(&CheckRow { state: "closed".into(), ended_by: Some(post.user.into()), n: post.n, ..row })
    }
}

pub mod compare;
pub mod draw;
pub mod finding;
mod refusal;
pub mod sheet;
pub mod store;

pub use refusal::CheckRefusal;

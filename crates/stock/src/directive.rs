//! Directives 指令: the orders under which reserves leave store. Issued by an officer, approved by a second one, limited in goods,
//! place, quantity and time; what has been used of them is counted in the book of the organisation that obeys.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, home, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, DirectiveCode, Instant, OrgCode, Quantity};
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, reason, record, second_person};
use crate::lot::{LotRefusal, bump_serial, next_number};
use crate::movement::{QUANTITY_MAX, check_quantity, goods};

record! {
    /// A directive, in the book of the organisation that issued it.
    pub struct DirectiveRow in "stock_directive", Derived, key 2 {
        book_id: BookId,
        directive: DirectiveCode,
        purpose: Arc<str>,
        /// `issued`, `approved`, `revoked`.
        state: Arc<str>,
        valid_from: Date,
        /// Last day on which goods may leave under it.
        valid_to: Date,
        /// Legal authority: document number.
        authority: Arc<str>,
        issued_at: Instant,
        issued_by: Arc<str>,
        approved_by: Option<Arc<str>>,
        reason: Option<Arc<str>>,
    }
}

record! {
    /// One line of a directive: what may leave from where, and how much of it.
    pub struct DirectiveLineRow in "stock_directive_line", Derived, key 3 {
        book_id: BookId,
        directive: DirectiveCode,
        /// From 1.
        line: i64,
        /// Code of the organisation, site, warehouse, bay or position the goods must lie in.
        scope: Arc<str>,
        item: Arc<str>,
        nature: Arc<str>,
        owner_level: Arc<str>,
        quantity_max: Quantity,
        /// Site the goods go to, for transfers.
        destination: Option<Arc<str>>,
    }
}

record! {
    /// How much of a directive's line has been used, in the book of the organisation that uses it.
    pub struct UseRow in "stock_directive_use", Derived, key 3 {
        book_id: BookId,
        directive: DirectiveCode,
        line: i64,
        used: Quantity,
    }
}

/// What goods leave for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Supply to people or institutions, in an emergency or by plan 动用.
    Supply,
    /// Out to be renewed 轮换出库.
    Rotation,
    /// To another site 调拨.
    Transfer,
    /// Unfit goods out of the reserve 处置.
    Disposal,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Purpose; 4] = [Purpose::Supply, Purpose::Rotation, Purpose::Transfer, Purpose::Disposal];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Purpose::Supply => "supply",
            Purpose::Rotation => "rotation",
            Purpose::Transfer => "transfer",
            Purpose::Disposal => "disposal",
        }
    }

    /// Chinese and English name.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Purpose::Supply => ("动用", "Supply"),
            Purpose::Rotation => ("轮换", "Rotation"),
            Purpose::Transfer => ("调拨", "Transfer"),
            Purpose::Disposal => ("处置", "Disposal"),
        }
    }
}

/// One line of a directive to issue; also part of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLine {
    pub scope: String,
    pub item: String,
    pub nature: String,
    pub owner_level: String,
    pub quantity_max: Quantity,
    pub destination: Option<String>,
}

/// A directive to issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDirective {
    pub purpose: Purpose,
    pub valid_from: Date,
    pub valid_to: Date,
    /// Legal authority: document number.
    pub authority: String,
    pub lines: Vec<NewLine>,
}

/// The fact of a directive issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    pub directive: DirectiveCode,
    pub purpose: Purpose,
    pub valid_from: Date,
    pub valid_to: Date,
    pub authority: String,
    pub lines: Vec<NewLine>,
}

/// The fact of an approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    pub directive: DirectiveCode,
}

/// The fact of a revocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoked {
    pub directive: DirectiveCode,
}

/// Lines a directive may have.
pub const LINES_MAX: usize = 200;

fn check(new: &NewDirective, packs: &Catalogue, today: Date) -> Result<(), Stop> {
    let field = |field| Err(DirectiveRefusal::Field { field }.into());
    if new.lines.is_empty() || new.lines.len() > LINES_MAX {
        return field("lines");
    }
    if new.valid_to < new.valid_from || new.valid_to < today {
        return field("valid_to");
    }
    if new.authority.trim().is_empty() || new.authority.chars().count() > 100 {
        return field("authority");
    }
    for line in &new.lines {
        if !matches!(line.scope.len(), 18 | 21 | 25 | 28 | 30)
            || OrgCode::parse(line.scope.get(..18).unwrap_or_default()).is_err()
        {
            return field("scope");
        }
        let goods = goods(packs, &line.item)?;
        if goods.nature(&line.nature).is_none() {
            return Err(LotRefusal::Nature { item: line.item.clone(), nature: line.nature.clone() }.into());
        }
        if line.quantity_max > QUANTITY_MAX {
            return field("quantity_max");
        }
        check_quantity(line.quantity_max, goods.item)?;
        let to_site = line.destination.as_ref().is_some_and(|site| base::term::SiteCode::parse(site).is_ok());
        if to_site != (new.purpose == Purpose::Transfer) {
            return field("destination");
        }
    }
    Ok(())
}

/// Issues a directive in the issuing organisation's book. It moves nothing until a second officer approves it.
pub fn issue(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewDirective,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let org = tx.head(book)?.org.clone();
        if org != ctx.actor.org {
            return Err(DirectiveRefusal::Foreign.into());
        }
        let today = ctx.now().business_day();
        check(new, packs, today)?;
        let number = next_number(tx, book, org.as_str(), 'D', today.year())?;
        let event = Issued {
            directive: DirectiveCode::parse(&number)?,
            purpose: new.purpose,
            valid_from: new.valid_from,
            valid_to: new.valid_to,
            authority: new.authority.trim().to_owned(),
            lines: new.lines.clone(),
        };
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &event)?, vec![number]))
    })
}

fn own(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, directive: &DirectiveCode) -> Result<DirectiveRow, Stop> {
    if tx.head(book)?.org != ctx.actor.org {
        return Err(DirectiveRefusal::Foreign.into());
    }
    let row = tx.get::<DirectiveRow>(&[book.into(), directive.into()])?;
    row.ok_or_else(|| DirectiveRefusal::Unknown { directive: directive.to_string() }.into())
}

/// Approves a directive; not by its issuer. The edge asks for the second factor before it calls this.
pub fn approve(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, directive: &DirectiveCode) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = own(tx, ctx, book, directive)?;
        if row.state.as_ref() != "issued" {
            return Err(DirectiveRefusal::State {
                directive: directive.to_string(),
                state: row.state.to_string(),
            }
            .into());
        }
        second_person(&row.issued_by, ctx)?;
        let grounds = Grounds { order: Some(directive.as_str()), why: None };
        Ok(Done::plain(record(tx, ctx, book, grounds, &Approved { directive: directive.clone() })?))
    })
}

/// Revokes a directive: nothing more may leave under it.
pub fn revoke(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    directive: &DirectiveCode,
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let row = own(tx, ctx, book, directive)?;
        if row.state.as_ref() == "revoked" {
            return Err(DirectiveRefusal::State {
                directive: directive.to_string(),
                state: row.state.to_string(),
            }
            .into());
        }
        let grounds = Grounds { order: Some(directive.as_str()), why: Some(why) };
        Ok(Done::plain(record(tx, ctx, book, grounds, &Revoked { directive: directive.clone() })?))
    })
}

/// A directive's line as the obeying organisation sees it.
pub(crate) struct Authority {
    pub head: DirectiveRow,
    pub line: DirectiveLineRow,
    /// Used so far in the obeying organisation's book.
    pub used: Quantity,
}

/// Loads a line of a directive from its issuer's book and what `book` has used of it.
pub(crate) fn load(
    tx: &mut Tx<'_>,
    book: BookId,
    directive: &DirectiveCode,
    line: i64,
) -> Result<Authority, Stop> {
    let unknown = || DirectiveRefusal::Unknown { directive: directive.to_string() };
    let issuer = OrgCode::parse(directive.as_str().get(..18).unwrap_or_default())?;
    let home = home(tx, &issuer)?.ok_or_else(unknown)?;
    let head = tx.get::<DirectiveRow>(&[home.into(), directive.into()])?.ok_or_else(unknown)?;
    let row =
        tx.get::<DirectiveLineRow>(&[home.into(), directive.into(), line.into()])?.ok_or_else(unknown)?;
    let used = tx
        .get::<UseRow>(&[book.into(), directive.into(), line.into()])?
        .map_or(Quantity::ZERO, |row| row.used);
    Ok(Authority { head, line: row, used })
}

/// Goods about to leave under a directive.
#[derive(Clone, Copy)]
pub(crate) struct Leaving<'a> {
    pub position: &'a str,
    pub item: &'a str,
    pub nature: &'a str,
    pub owner_level: &'a str,
}

impl Authority {
    /// That the directive is approved, in its days and for one of these purposes, and has the quantity left. Pure.
    pub fn check(&self, purposes: &[Purpose], quantity: Quantity, today: Date) -> Result<(), Stop> {
        let (head, line) = (&self.head, &self.line);
        if head.state.as_ref() != "approved" {
            return Err(DirectiveRefusal::State {
                directive: head.directive.to_string(),
                state: head.state.to_string(),
            }
            .into());
        }
        if today < head.valid_from || today > head.valid_to {
            return Err(DirectiveRefusal::Validity { from: head.valid_from, to: head.valid_to }.into());
        }
        if !purposes.iter().any(|purpose| purpose.code() == head.purpose.as_ref()) {
            return Err(DirectiveRefusal::Purpose { purpose: head.purpose.to_string() }.into());
        }
        let left = line.quantity_max.minus(self.used)?;
        if quantity > left {
            return Err(DirectiveRefusal::Exhausted { left, asked: quantity }.into());
        }
        Ok(())
    }

    /// That goods are those the line names. Pure.
    pub fn covers(&self, goods: &Leaving<'_>) -> Result<(), DirectiveRefusal> {
        let line = &self.line;
        if !goods.position.starts_with(line.scope.as_ref()) {
            return Err(DirectiveRefusal::Scope { scope: line.scope.to_string() });
        }
        let fields = [
            ("item", goods.item, &line.item),
            ("nature", goods.nature, &line.nature),
            ("owner_level", goods.owner_level, &line.owner_level),
        ];
        match fields.into_iter().find(|(_, have, want)| *have != want.as_ref()) {
            Some((field, _, _)) => Err(DirectiveRefusal::Goods { field }),
            None => Ok(()),
        }
    }

    /// Whether unfit goods may leave under it.
    pub fn is_disposal(&self) -> bool {
        self.head.purpose.as_ref() == Purpose::Disposal.code()
    }
}

/// Adds to what a book has used of a directive's line; below zero gives back.
pub(crate) fn consume(
    tx: &mut Tx<'_>,
    book: BookId,
    directive: &DirectiveCode,
    line: i64,
    quantity: Quantity,
) -> Result<(), Fault> {
    let key = [book.into(), directive.into(), line.into()];
    let used = tx.get::<UseRow>(&key)?.map_or(Quantity::ZERO, |row| row.used).plus(quantity)?;
    tx.put(&UseRow { book_id: book, directive: directive.clone(), line, used })
}

impl Event for Issued {
    const ACT: &'static str = "directive.issue";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        bump_serial(tx, post.book, self.directive.as_str())?;
        tx.put(&DirectiveRow {
            book_id: post.book,
            directive: self.directive.clone(),
            purpose: self.purpose.code().into(),
            state: "issued".into(),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            authority: self.authority.as_str().into(),
            issued_at: post.at,
            issued_by: post.user.into(),
            approved_by: None,
            reason: None,
        })?;
        for (i, line) in self.lines.iter().enumerate() {
            tx.put(&DirectiveLineRow {
                book_id: post.book,
                directive: self.directive.clone(),
                line: i as i64 + 1,
                scope: line.scope.as_str().into(),
                item: line.item.as_str().into(),
                nature: line.nature.as_str().into(),
                owner_level: line.owner_level.as_str().into(),
                quantity_max: line.quantity_max,
                destination: line.destination.as_deref().map(Arc::from),
            })?;
        }
        Ok(())
    }
}

fn projected(tx: &mut Tx<'_>, book: BookId, directive: &DirectiveCode) -> Result<DirectiveRow, Fault> {
    tx.get::<DirectiveRow>(&[book.into(), directive.into()])?
        .ok_or_else(|| Fault::new(format!("a fact names directive {directive}, which this book lacks")))
}

impl Event for Approved {
    const ACT: &'static str = "directive.approve";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.directive)?;
        tx.put(&DirectiveRow { state: "approved".into(), approved_by: Some(post.user.into()), ..row })
    }
}

impl Event for Revoked {
    const ACT: &'static str = "directive.revoke";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.directive)?;
        tx.put(&DirectiveRow { state: "revoked".into(), reason: post.why.map(Arc::from), ..row })
    }
}

mod refusal;
pub mod store;

pub use refusal::DirectiveRefusal;

#[cfg(test)]
mod test;

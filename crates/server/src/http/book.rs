//! Books, facts and proofs for people and programs that may read them. Everything shown is as stored; nothing is reworded.

pub mod consistency;
pub mod fact;
pub mod facts;
pub mod keys;
pub mod list;
pub mod proof;
pub mod show;

use super::principal::{Goods, Principal};
use super::problem::Problem;
use crate::app::App;
use base::identity::organisation::Organisation;
use base::ledger::{self, FactRow};
use base::policy::Action;
use base::store::Read;
use base::term::OrgCode;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A book.
#[derive(Serialize, ToSchema)]
pub struct Book {
    /// The organisation that owns it.
    org: String,
    org_name: String,
    /// Its name to the world: the origin of its checkpoints; `/gm` is added for the SM3 tree.
    origin: String,
    /// Facts.
    size: i64,
    /// Facts under the newest signed checkpoint.
    signed_size: i64,
    /// Instant of the last fact, µs; null when there is none.
    at: Option<i64>,
    /// This node writes it.
    home: bool,
}

/// A fact.
#[derive(Serialize, ToSchema)]
pub struct Fact {
    /// The entry exactly as hashed.
    entry: String,
    org: String,
    origin: String,
    index: i64,
    /// µs.
    at: i64,
    act: String,
    by: By,
    /// The directive on whose authority it was done.
    order: Option<String>,
    why: Option<String>,
    /// RFC 6962 leaf hashes, hexadecimal.
    leaf_sha256: String,
    leaf_sm3: String,
}

/// Who did it.
#[derive(Serialize, ToSchema)]
pub struct By {
    user: String,
    org: String,
}

/// The organisation of a path, if the caller may read its book.
async fn readable(app: &App, principal: &Principal, org: &str) -> Result<Arc<Organisation>, Problem> {
    let org = OrgCode::parse(org)?;
    Ok(principal.may_to(app, Action::ReadBook, &org, Goods::Held).await?.organisation)
}

fn book_of(read: &mut Read<'_>, organisation: &Organisation) -> Result<ledger::Book, Problem> {
    ledger::Book::of(read, &organisation.code)?.ok_or_else(Problem::not_found)
}

fn shown(book: &ledger::Book, name: String, signed_size: i64) -> Book {
    Book {
        org: book.org.to_string(),
        org_name: name,
        origin: book.origin.to_string(),
        size: book.size,
        signed_size,
        at: (book.size > 0).then_some(book.at.0),
        home: true,
    }
}

fn told(row: &FactRow, org: &OrgCode) -> Result<Fact, Problem> {
    let damaged = |e: String| base::term::Fault::new(format!("entry {} of {org}: {e}", row.n));
    let entry = ledger::Entry::parse(&row.entry).map_err(damaged)?;
    Ok(Fact {
        org: org.to_string(),
        index: row.n,
        at: row.at.0,
        act: row.act.to_string(),
        by: By { user: entry.by.user, org: entry.by.org },
        order: entry.order,
        why: entry.why,
        origin: entry.book,
        leaf_sha256: hex(&row.leaf_sha256),
        leaf_sm3: hex(&row.leaf_sm3),
        entry: String::from_utf8(row.entry.to_vec()).map_err(|e| damaged(e.to_string()))?,
    })
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}

//! What can happen to organisations and users, as facts, and the rows that follow from each. The live write path and
//! replay both go through [`apply`], so a row is always what its book says.

use super::organisation::Organisation;
use super::store::UserRow;
use crate::ctx::Ctx;
use crate::ledger::{Draft, Entry, Posted, append};
use crate::policy::{Role, RoleSet};
use crate::store::Tx;
use crate::term::fault::{Fault, Stop};
use crate::term::{BookId, Instant, OrgCode, RegionCode, UserId};
use serde::{Deserialize, Serialize};

/// A fact about an organisation or a user: its body, named by its act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// The first fact of an organisation's own book. All others stand in the node organisation's book.
    #[serde(rename = "organisation.register")]
    OrganisationRegister(Organisation),
    #[serde(rename = "user.create")]
    UserCreate {
        user: UserId,
        org: OrgCode,
        roles: Vec<Role>,
        regions: Vec<RegionCode>,
        /// Salted commitment to the person's name.
        person: String,
    },
    #[serde(rename = "user.rename")]
    UserRename { user: UserId, person: String },
    #[serde(rename = "user.disable")]
    UserDisable { user: UserId },
    #[serde(rename = "user.enable")]
    UserEnable { user: UserId },
    #[serde(rename = "user.role.assign")]
    UserRoleAssign { user: UserId, role: Role },
    #[serde(rename = "user.role.withdraw")]
    UserRoleWithdraw { user: UserId, role: Role },
    /// A security administrator set a first password and removed the second factor.
    #[serde(rename = "user.reset")]
    UserReset { user: UserId },
    /// The user changed the own password.
    #[serde(rename = "user.password")]
    UserPassword { user: UserId },
    /// The user enrolled a second factor.
    #[serde(rename = "user.totp")]
    UserTotp { user: UserId },
    /// A login and how it ended: `ok`, `wrong`, `code_wrong`, `locked`, `disabled`, `dormant`, `second_factor`.
    #[serde(rename = "user.login")]
    UserLogin { user: UserId, outcome: String },
    #[serde(rename = "token.create")]
    TokenCreate { token: String, user: UserId, roles: Vec<Role>, expires_at: Instant },
    #[serde(rename = "token.revoke")]
    TokenRevoke { token: String, user: UserId },
}

impl Event {
    /// Every act of this module.
    pub const ACTS: [&'static str; 13] = [
        "organisation.register",
        "user.create",
        "user.rename",
        "user.disable",
        "user.enable",
        "user.role.assign",
        "user.role.withdraw",
        "user.reset",
        "user.password",
        "user.totp",
        "user.login",
        "token.create",
        "token.revoke",
    ];

    /// The act's name.
    pub const fn act(&self) -> &'static str {
        Self::ACTS[match self {
            Event::OrganisationRegister(_) => 0,
            Event::UserCreate { .. } => 1,
            Event::UserRename { .. } => 2,
            Event::UserDisable { .. } => 3,
            Event::UserEnable { .. } => 4,
            Event::UserRoleAssign { .. } => 5,
            Event::UserRoleWithdraw { .. } => 6,
            Event::UserReset { .. } => 7,
            Event::UserPassword { .. } => 8,
            Event::UserTotp { .. } => 9,
            Event::UserLogin { .. } => 10,
            Event::TokenCreate { .. } => 11,
            Event::TokenRevoke { .. } => 12,
        }]
    }

    /// The fact's body. Serde writes `{"act":body}`; the body alone is kept, the act has its own place in the entry.
    pub fn body(&self) -> Result<String, Fault> {
        let tagged = serde_json::to_string(self).map_err(|e| Fault::new(format!("{}: {e}", self.act())))?;
        let start = self.act().len() + 4;
        Ok(tagged[start..tagged.len() - 1].to_owned())
    }

    /// The event in a fact, or nothing when the act belongs to another module.
    pub fn parse(act: &str, body: &str) -> Result<Option<Event>, Fault> {
        if !Self::ACTS.contains(&act) {
            return Ok(None);
        }
        serde_json::from_str(&format!("{{\"{act}\":{body}}}"))
            .map(Some)
            .map_err(|e| Fault::new(format!("body of {act}: {e}")))
    }
}

/// Appends an event to a book and writes the rows that follow from it.
pub(super) fn emit(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    why: Option<&str>,
    event: &Event,
) -> Result<Posted, Stop> {
    let body = event.body()?;
    let posted = append(tx, ctx, book, &Draft { act: event.act(), order: None, why, body: &body })?;
    apply(tx, book, posted.at, event)?;
    Ok(posted)
}

/// Writes the rows that follow from a fact of this module; false when the act is another module's.
pub fn project(tx: &mut Tx<'_>, book: BookId, entry: &Entry<'_>) -> Result<bool, Fault> {
    let Some(event) = Event::parse(&entry.act, entry.body.get())? else { return Ok(false) };
    apply(tx, book, entry.at, &event)?;
    Ok(true)
}

fn apply(tx: &mut Tx<'_>, book: BookId, at: Instant, event: &Event) -> Result<(), Fault> {
    match event {
        Event::OrganisationRegister(organisation) => tx.put(&organisation.row(book, at)),
        Event::UserCreate { user, org, roles, regions, person } => tx.put(&UserRow {
            book_id: book,
            user_id: user.clone(),
            org: org.clone(),
            active: true,
            roles: roles.iter().copied().collect(),
            regions: regions.clone().into(),
            person: person.as_str().into(),
            created_at: at,
            enabled_at: at,
        }),
        Event::UserRename { user, person } => {
            change(tx, book, user, |row| row.person = person.as_str().into())
        }
        Event::UserDisable { user } => change(tx, book, user, |row| row.active = false),
        Event::UserEnable { user } => change(tx, book, user, |row| {
            row.active = true;
            row.enabled_at = at;
        }),
        Event::UserRoleAssign { user, role } => {
            change(tx, book, user, |row| row.roles = row.roles.with(*role))
        }
        Event::UserRoleWithdraw { user, role } => {
            change(tx, book, user, |row| row.roles = row.roles.without(*role))
        }
        Event::UserReset { .. }
        | Event::UserPassword { .. }
        | Event::UserTotp { .. }
        | Event::UserLogin { .. }
        | Event::TokenCreate { .. }
        | Event::TokenRevoke { .. } => Ok(()),
    }
}

fn change(
    tx: &mut Tx<'_>,
    book: BookId,
    user: &UserId,
    change: impl FnOnce(&mut UserRow),
) -> Result<(), Fault> {
    let mut row: UserRow = tx
        .get(&[book.into(), user.into()])?
        .ok_or_else(|| Fault::new(format!("a fact about unknown user {user}")))?;
    change(&mut row);
    tx.put(&row)
}

/// The roles of a set as a list, for a body.
pub(super) fn listed(roles: RoleSet) -> Vec<Role> {
    roles.iter().collect()
}

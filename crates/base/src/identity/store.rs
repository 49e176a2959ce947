//! The rows of identity. `organisation` and `identity_user` follow from facts; secrets, names, sessions and tokens are
//! side tables that no book ever holds. The only place that names these tables.

use super::caller::Caller;
use crate::ledger::FactRow;
use crate::policy::{Relation, RelationSet, Role, RoleSet};
use crate::record;
use crate::store::{Field, Read, Record, Table, Tx, Value};
use crate::term::code::region_prefix;
use crate::term::fault::Fault;
use crate::term::{BookId, Instant, OrgCode, RegionCode, UserId};
use std::sync::Arc;

record! {
    /// A registered organisation, keyed by its own book.
    pub struct OrganisationRow in "organisation", Derived, key 1 {
        book_id: BookId,
        code: OrgCode,
        name: Arc<str>,
        kind: Arc<str>,
        party: Arc<str>,
        region: RegionCode,
        parent: Option<OrgCode>,
        /// All organisations above it, nearest first, separated by spaces.
        above: Arc<str>,
        upstream: Option<OrgCode>,
        registered_at: Instant,
    }
}

record! {
    /// A user, keyed by the node organisation's book.
    pub struct UserRow in "identity_user", Derived, key 2 {
        book_id: BookId,
        user_id: UserId,
        /// The organisation the user acts for.
        org: OrgCode,
        active: bool,
        roles: RoleSet,
        regions: Arc<[RegionCode]>,
        /// Salted commitment to the person's name.
        person: Arc<str>,
        created_at: Instant,
        enabled_at: Instant,
    }
}

record! {
    /// What a user proves themselves with, and how that went lately.
    pub struct SecretRow in "identity_secret", Side, key 1 {
        user_id: UserId,
        /// argon2id hash in PHC form.
        password: Arc<str>,
        /// Hashes of former passwords, newest first, one a line.
        former: Arc<str>,
        password_at: Instant,
        /// The password was set by somebody else.
        must_change: bool,
        /// Seed of the enrolled second factor's shared secret.
        totp: Option<Arc<[u8]>>,
        /// The seed of a second factor shown but not yet confirmed.
        totp_pending: Option<Arc<[u8]>>,
        /// The last accepted step of one-time codes.
        totp_step: Option<i64>,
        failures: i64,
        failed_at: Instant,
        /// The last login, or the instant of creation or reset.
        used_at: Instant,
    }
}

record! {
    /// Personal data of a user. Deleting the row makes the commitment in the book meaningless.
    pub struct PersonRow in "identity_person", Side, key 1 {
        user_id: UserId,
        name: Arc<str>,
        salt: Arc<[u8]>,
    }
}

record! {
    /// A session, by the digest of its secret.
    pub struct SessionRow in "identity_session", Side, key 1 {
        digest: Arc<str>,
        user_id: UserId,
        created_at: Instant,
        /// Its last request, to the minute.
        seen_at: Instant,
        second_factor_at: Option<Instant>,
    }
}

record! {
    /// An API token, by the digest of its secret.
    pub struct TokenRow in "identity_token", Side, key 1 {
        digest: Arc<str>,
        /// Public name of the token, as facts have it.
        id: Arc<str>,
        user_id: UserId,
        label: Arc<str>,
        roles: RoleSet,
        created_at: Instant,
        expires_at: Instant,
        revoked: bool,
    }
}

record! {
    /// Which organisation runs this node, and the node's name: one row, number 1.
    pub struct NodeRow in "identity_node", Side, key 1 {
        n: i64,
        name: Arc<str>,
        org: OrgCode,
        book_id: BookId,
    }
}

/// Every table of identity, in the order in which a copy must write them.
pub fn tables() -> Vec<&'static Table> {
    vec![
        OrganisationRow::TABLE,
        UserRow::TABLE,
        NodeRow::TABLE,
        SecretRow::TABLE,
        PersonRow::TABLE,
        SessionRow::TABLE,
        TokenRow::TABLE,
    ]
}

/// Roles in a column: names separated by spaces.
impl Field for RoleSet {
    fn to_value(&self) -> Value {
        self.iter().map(Role::name).collect::<Vec<_>>().join(" ").into()
    }
    fn from_value(value: &Value) -> Result<Self, Fault> {
        let text = <Arc<str>>::from_value(value)?;
        let role = |name| {
            Role::named(name).ok_or_else(|| Fault::new(format!("the store holds the unknown role “{name}”")))
        };
        text.split_whitespace().map(role).collect()
    }
}

/// Regions in a column: codes separated by spaces.
impl Field for Arc<[RegionCode]> {
    fn to_value(&self) -> Value {
        self.iter().map(RegionCode::as_str).collect::<Vec<_>>().join(" ").into()
    }
    fn from_value(value: &Value) -> Result<Self, Fault> {
        let text = <Arc<str>>::from_value(value)?;
        Ok(text.split_whitespace().map(|code| RegionCode::stored(&code.into())).collect())
    }
}

/// This node, once it has been founded.
pub(super) fn node(read: &mut Read<'_>) -> Result<Option<NodeRow>, Fault> {
    read.get::<NodeRow>(&[1.into()])
}

/// The organisation with this code.
pub(super) fn organisation(read: &mut Read<'_>, code: &OrgCode) -> Result<Option<OrganisationRow>, Fault> {
    Ok(read.list::<OrganisationRow>("WHERE code = $1", &[code.into()])?.pop())
}

/// The organisation of this name; the lowest code if several share it.
pub(super) fn organisation_named(read: &mut Read<'_>, name: &str) -> Result<Option<OrganisationRow>, Fault> {
    Ok(read.list::<OrganisationRow>("WHERE name = $1 ORDER BY code LIMIT 1", &[name.into()])?.pop())
}

/// Every organisation, by code.
pub(super) fn organisations(read: &mut Read<'_>) -> Result<Vec<OrganisationRow>, Fault> {
    read.list::<OrganisationRow>("ORDER BY code", &[])
}

/// Users of a node, by name, from one on, at most `limit`.
pub(super) fn users(
    read: &mut Read<'_>,
    book: BookId,
    after: &str,
    limit: i64,
) -> Result<Vec<UserRow>, Fault> {
    let args = [book.into(), after.into(), limit.into()];
    read.list::<UserRow>("WHERE book_id = $1 AND user_id > $2 ORDER BY user_id LIMIT $3", &args)
}

/// Tokens of a user, newest first.
pub(super) fn tokens(read: &mut Read<'_>, user: &UserId) -> Result<Vec<TokenRow>, Fault> {
    read.list::<TokenRow>("WHERE user_id = $1 ORDER BY created_at DESC, id", &[user.into()])
}

/// The token of that public name.
pub(super) fn token_named(tx: &mut Tx<'_>, id: &str) -> Result<Option<TokenRow>, Fault> {
    Ok(tx.list::<TokenRow>("WHERE id = $1", &[id.into()])?.pop())
}

/// Ends every session of a user but one.
pub(super) fn end_sessions(tx: &mut Tx<'_>, user: &UserId, but: &str) -> Result<(), Fault> {
    tx.exec_side(
        "DELETE FROM identity_session WHERE user_id = $1 AND digest <> $2",
        &[user.into(), but.into()],
    )?;
    Ok(())
}

/// Forgets a user's sessions that began before an instant.
pub(super) fn sweep_sessions(tx: &mut Tx<'_>, user: &UserId, before: Instant) -> Result<(), Fault> {
    let args = [user.into(), before.into()];
    tx.exec_side("DELETE FROM identity_session WHERE user_id = $1 AND created_at < $2", &args)?;
    Ok(())
}

/// Notes a session's last request, unless it has ended meanwhile.
pub(super) fn touch_session(tx: &mut Tx<'_>, digest: &str, seen: Instant) -> Result<(), Fault> {
    let args = [digest.into(), seen.into()];
    tx.exec_side("UPDATE identity_session SET seen_at = $2 WHERE digest = $1 AND seen_at < $2", &args)?;
    Ok(())
}

/// How many of a user's tokens are neither revoked nor expired.
pub(super) fn tokens_in_force(tx: &mut Tx<'_>, user: &UserId, now: Instant) -> Result<usize, Fault> {
    let args = [user.into(), now.into()];
    Ok(tx.list::<TokenRow>("WHERE user_id = $1 AND expires_at > $2 AND revoked = 0", &args)?.len())
}

/// The condition that a row of `organisation` is in reach of a caller, for list queries that join it: text with
/// parameters from `$first` on, and their values. `granted` and `everywhere` come from [`crate::policy::Reach`].
pub fn scope(caller: &Caller, granted: RelationSet, everywhere: bool, first: usize) -> (String, Vec<Value>) {
    if everywhere {
        return ("1 = 1".to_owned(), Vec::new());
    }
    let mut parts: Vec<String> = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let mut either = |column: &str, compare: &str, value: String| {
        parts.push(format!("{column} {compare} ${}", first + values.len()));
        values.push(value.into());
    };
    if granted.has(Relation::Own) {
        either("organisation.code", "=", caller.org.as_str().to_owned());
    }
    if granted.has(Relation::Below) {
        either("organisation.above", "LIKE", format!("%{}%", caller.org));
    }
    if granted.has(Relation::Region) {
        for region in caller.regions.iter() {
            either("organisation.region", "LIKE", format!("{}%", region_prefix(region.as_str())));
        }
    }
    // Nothing granted is nothing shown.
    if parts.is_empty() {
        ("1 = 0".to_owned(), values)
    } else {
        (format!("({})", parts.join(" OR ")), values)
    }
}

/// Facts about users in a book, newest first, before an index, at most `limit`: the audit records.
pub(super) fn audit(
    read: &mut Read<'_>,
    book: BookId,
    before: i64,
    limit: i64,
) -> Result<Vec<FactRow>, Fault> {
    let args = [book.into(), before.into(), limit.into()];
    read.list::<FactRow>(
        "WHERE book_id = $1 AND n < $2 AND (act LIKE 'user.%' OR act LIKE 'token.%') ORDER BY n DESC LIMIT $3",
        &args,
    )
}

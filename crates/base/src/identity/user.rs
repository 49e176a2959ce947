//! Users of a node and what a security administrator does to them. Each act is load, decide, write; passwords arrive
//! here already hashed, because hashing is slow and the writer is shared.

use super::event::{Event, emit, listed};
use super::organisation::{self, NewOrganisation, Organisation};
use super::password;
use super::secret::Secret;
use super::session;
use super::store::{self, NodeRow, PersonRow, SecretRow, TokenRow, UserRow};
use crate::ctx::Ctx;
use crate::ledger::{Done, once};
use crate::policy::{Conflict, Party, Role, RoleSet};
use crate::store::{Read, Tx};
use crate::term::code::region_prefix;
use crate::term::fault::{Fault, Refusal, RefusalKind, Stop};
use crate::term::time::DAY;
use crate::term::{BookId, Instant, OrgCode, RegionCode, UserId};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Longest name of a person or label of a token, in characters.
const NAME_MAX: usize = 60;
/// Tokens a user may have in force.
const TOKENS_MAX: usize = 20;

/// This node as identity knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its name, first part of the origin of its books.
    pub name: Arc<str>,
    /// The organisation that runs it.
    pub org: OrgCode,
    /// That organisation's book, which holds the facts about users.
    pub book: BookId,
}

impl Node {
    /// This node, once it has been founded.
    pub fn of(read: &mut Read<'_>) -> Result<Option<Node>, Fault> {
        Ok(store::node(read)?.map(|row| Node { name: row.name, org: row.org, book: row.book_id }))
    }
}

/// A user to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUser {
    pub user: UserId,
    pub org: OrgCode,
    /// The person's name; stays in a side table.
    pub name: String,
    pub roles: RoleSet,
    /// Regions in the person's scope; only for government bodies, and inside their own region.
    pub regions: Vec<RegionCode>,
    /// argon2id hash of the first password ([`password::hash`]).
    pub password: String,
    /// Whether the first password must be changed at the first login. False only for demonstration accounts.
    pub must_change: bool,
    /// Seed of a second factor enrolled from the start, for demonstration accounts.
    pub totp: Option<[u8; super::totp::SEED_BYTES]>,
}

/// The founding of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founding {
    /// The node's name, such as `depot.example`.
    pub node: String,
    /// The organisation that runs it.
    pub organisation: NewOrganisation,
    /// System, security and audit administrator, in this order: three persons.
    pub administrators: [NewUser; 3],
}

/// Founds a node: registers its organisation and creates the three administrators. Done once in the life of a store.
pub fn found(tx: &mut Tx<'_>, ctx: &Ctx, founding: &Founding) -> Result<Node, Stop> {
    if tx.get::<NodeRow>(&[1.into()])?.is_some() {
        return Err(refuse(
            RefusalKind::Conflict,
            "node.founded",
            "本节点已初始化",
            "this node has been founded already",
        )
        .into());
    }
    let posts = [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin];
    for (new, role) in founding.administrators.iter().zip(posts) {
        if new.roles != RoleSet::EMPTY.with(role) || new.org != founding.organisation.code {
            return Err(refuse(RefusalKind::Invalid, "node.administrators", "须为系统、安全、审计三名管理员，均属本单位", "the three administrators are one each of system, security and audit, of the node's organisation").into());
        }
    }
    let registered = organisation::register(
        tx,
        &ctx.keyed(&format!("{}/organisation", ctx.key)),
        &founding.node,
        &founding.organisation,
    )?;
    let node = Node {
        name: founding.node.as_str().into(),
        org: founding.organisation.code.clone(),
        book: registered.receipt.book,
    };
    for new in &founding.administrators {
        create(tx, &ctx.keyed(&format!("{}/{}", ctx.key, new.user)), &node, new)?;
    }
    tx.put(&NodeRow { n: 1, name: node.name.clone(), org: node.org.clone(), book_id: node.book })?;
    Ok(node)
}

/// Creates a user.
pub fn create(tx: &mut Tx<'_>, ctx: &Ctx, node: &Node, new: &NewUser) -> Result<Done, Stop> {
    once(tx, ctx, node.book, |tx| {
        if tx.get::<UserRow>(&[node.book.into(), (&new.user).into()])?.is_some() {
            return Err(refuse(
                RefusalKind::Conflict,
                "user.exists",
                format!("用户 {} 已存在", new.user),
                format!("user {} exists already", new.user),
            )
            .at("user")
            .into());
        }
        let organisation =
            organisation::load(tx, &new.org)?.ok_or_else(|| organisation::unknown(&new.org, "org"))?;
        admissible(new.roles, organisation.party)?;
        in_scope(&new.regions, &organisation)?;
        let name = person_name(&new.name)?;
        let mut salt = [0; 16];
        ctx.chance.fill(&mut salt);
        let event = Event::UserCreate {
            user: new.user.clone(),
            org: new.org.clone(),
            roles: listed(new.roles),
            regions: new.regions.clone(),
            person: commitment(&salt, &name),
        };
        let posted = emit(tx, ctx, node.book, None, &event)?;
        tx.put(&PersonRow { user_id: new.user.clone(), name: name.into(), salt: salt.as_slice().into() })?;
        tx.put(&SecretRow {
            user_id: new.user.clone(),
            password: new.password.as_str().into(),
            former: "".into(),
            password_at: posted.at,
            must_change: new.must_change,
            totp: new.totp.map(|seed| seed.as_slice().into()),
            totp_pending: None,
            totp_step: None,
            failures: 0,
            failed_at: Instant(0),
            used_at: posted.at,
        })?;
        Ok(Done::creating(posted, vec![new.user.as_str().to_owned()]))
    })
}

/// Changes the name of the person behind a user.
pub fn rename(tx: &mut Tx<'_>, ctx: &Ctx, node: &Node, user: &UserId, name: &str) -> Result<Done, Stop> {
    once(tx, ctx, node.book, |tx| {
        load(tx, node, user)?;
        let name = person_name(name)?;
        let mut salt = [0; 16];
        ctx.chance.fill(&mut salt);
        let event = Event::UserRename { user: user.clone(), person: commitment(&salt, &name) };
        let posted = emit(tx, ctx, node.book, None, &event)?;
        tx.put(&PersonRow { user_id: user.clone(), name: name.into(), salt: salt.as_slice().into() })?;
        Ok(Done::plain(posted))
    })
}

/// Bars a user from the node at once; every session ends.
pub fn disable(tx: &mut Tx<'_>, ctx: &Ctx, node: &Node, user: &UserId, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, node.book, |tx| {
        if !load(tx, node, user)?.active {
            return Err(refuse(
                RefusalKind::Conflict,
                "user.disabled",
                "用户已停用",
                "the user is disabled already",
            )
            .into());
        }
        let posted = emit(tx, ctx, node.book, Some(why), &Event::UserDisable { user: user.clone() })?;
        store::end_sessions(tx, user, "")?;
        Ok(Done::plain(posted))
    })
}

/// Lets a disabled or dormant user in again.
pub fn enable(tx: &mut Tx<'_>, ctx: &Ctx, node: &Node, user: &UserId) -> Result<Done, Stop> {
    once(tx, ctx, node.book, |tx| {
        let row = load(tx, node, user)?;
        let secret = load_secret(tx, user)?;
        if row.active && !session::dormant(row.enabled_at.max(secret.used_at), ctx.now()) {
            return Err(refuse(
                RefusalKind::Conflict,
                "user.enabled",
                "用户未停用",
                "the user is not disabled",
            )
            .into());
        }
        let posted = emit(tx, ctx, node.book, None, &Event::UserEnable { user: user.clone() })?;
        Ok(Done::plain(posted))
    })
}

/// Gives a user a role.
pub fn assign(tx: &mut Tx<'_>, ctx: &Ctx, node: &Node, user: &UserId, role: Role) -> Result<Done, Stop> {
    once(tx, ctx, node.book, |tx| {
        let row = load(tx, node, user)?;
        if row.roles.has(role) {
            return Err(refuse(
                RefusalKind::Conflict,
                "role.held",
                "用户已有该角色",
                "the user holds this role already",
            )
            .at("role")
            .into());
        }
        let organisation =
            organisation::load(tx, &row.org)?.ok_or_else(|| organisation::unknown(&row.org, "org"))?;
        admissible(row.roles.with(role), organisation.party)?;
        let posted = emit(tx, ctx, node.book, None, &Event::UserRoleAssign { user: user.clone(), role })?;
        Ok(Done::plain(posted))
    })
}

/// Takes a role from a user.
pub fn withdraw(tx: &mut Tx<'_>, ctx: &Ctx, node: &Node, user: &UserId, role: Role) -> Result<Done, Stop> {
    once(tx, ctx, node.book, |tx| {
        if !load(tx, node, user)?.roles.has(role) {
            return Err(refuse(
                RefusalKind::Conflict,
                "role.not_held",
                "用户没有该角色",
                "the user does not hold this role",
            )
            .at("role")
            .into());
        }
        let posted = emit(tx, ctx, node.book, None, &Event::UserRoleWithdraw { user: user.clone(), role })?;
        Ok(Done::plain(posted))
    })
}

/// Sets a first password that must be changed, removes the second factor, lifts a lock and ends every session.
/// `password` is the hash.
pub fn reset(tx: &mut Tx<'_>, ctx: &Ctx, node: &Node, user: &UserId, password: &str) -> Result<Done, Stop> {
    once(tx, ctx, node.book, |tx| {
        load(tx, node, user)?;
        let secret = load_secret(tx, user)?;
        let posted = emit(tx, ctx, node.book, None, &Event::UserReset { user: user.clone() })?;
        tx.put(&SecretRow {
            totp: None,
            totp_pending: None,
            totp_step: None,
            failures: 0,
            used_at: posted.at,
            ..with_password(secret, password, posted.at, true)
        })?;
        store::end_sessions(tx, user, "")?;
        Ok(Done::plain(posted))
    })
}

/// A token to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    pub user: UserId,
    /// What it is for, in the maker's words.
    pub label: String,
    /// Roles it carries; the user must hold them, and loses them with the user.
    pub roles: RoleSet,
    pub days: i64,
}

/// Makes an API token. Its public name is in [`Done::created`]; the secret is the caller's to show, once.
pub fn create_token(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    node: &Node,
    new: &NewToken,
    secret: &Secret,
) -> Result<Done, Stop> {
    once(tx, ctx, node.book, |tx| {
        let row = load(tx, node, &new.user)?;
        let label = person_name(&new.label)?;
        if new.roles.is_empty() || new.roles.iter().any(|role| !row.roles.has(role) || role.is_admin()) {
            return Err(refuse(
                RefusalKind::Invalid,
                "token.roles",
                "令牌的角色须为用户已有的非管理员角色",
                "a token carries roles that its user holds, and no administrator's",
            )
            .at("roles")
            .into());
        }
        if !(1..=session::TOKEN_DAYS_MAX).contains(&new.days) {
            return Err(refuse(
                RefusalKind::Invalid,
                "token.days",
                "令牌有效期须为 1 至 366 天",
                "a token lasts 1 to 366 days",
            )
            .at("days")
            .into());
        }
        let digest = secret.digest();
        let id = digest[..12].to_owned();
        let now = ctx.now();
        let expires_at = Instant(now.0 + new.days * DAY);
        let event = Event::TokenCreate {
            token: id.clone(),
            user: new.user.clone(),
            roles: listed(new.roles),
            expires_at,
        };
        let in_force = store::tokens_in_force(tx, &new.user, now)?;
        if in_force >= TOKENS_MAX {
            return Err(refuse(
                RefusalKind::Conflict,
                "token.too_many",
                "该用户的有效令牌已达 20 个",
                "the user has 20 tokens in force",
            )
            .into());
        }
        let posted = emit(tx, ctx, node.book, Some(&label), &event)?;
        tx.put(&TokenRow {
            digest: digest.into(),
            id: id.as_str().into(),
            user_id: new.user.clone(),
            label: label.into(),
            roles: new.roles,
            created_at: posted.at,
            expires_at,
            revoked: false,
        })?;
        Ok(Done::creating(posted, vec![id]))
    })
}

/// Ends a token, by its public name.
pub fn revoke_token(tx: &mut Tx<'_>, ctx: &Ctx, node: &Node, id: &str) -> Result<Done, Stop> {
    once(tx, ctx, node.book, |tx| {
        let Some(row) = store::token_named(tx, id)?.filter(|row| !row.revoked) else {
            return Err(refuse(
                RefusalKind::NotFound,
                "token.unknown",
                "没有这个有效令牌",
                "there is no such token in force",
            )
            .into());
        };
        let event = Event::TokenRevoke { token: id.to_owned(), user: row.user_id.clone() };
        let posted = emit(tx, ctx, node.book, None, &event)?;
        tx.put(&TokenRow { revoked: true, ..row })?;
        Ok(Done::plain(posted))
    })
}

/// The user of that name.
pub(super) fn load(tx: &mut Tx<'_>, node: &Node, user: &UserId) -> Result<UserRow, Stop> {
    tx.get::<UserRow>(&[node.book.into(), user.into()])?.ok_or_else(|| {
        refuse(
            RefusalKind::NotFound,
            "user.unknown",
            format!("没有用户 {user}"),
            format!("there is no user {user}"),
        )
        .at("user")
        .into()
    })
}

pub(super) fn load_secret(tx: &mut Tx<'_>, user: &UserId) -> Result<SecretRow, Fault> {
    tx.get::<SecretRow>(&[user.into()])?.ok_or_else(|| Fault::new(format!("user {user} has no secret row")))
}

/// The row after a change of password; the old one joins the former ones.
pub(super) fn with_password(row: SecretRow, password: &str, at: Instant, must_change: bool) -> SecretRow {
    let former: Vec<&str> =
        std::iter::once(row.password.as_ref()).chain(row.former.lines()).take(password::HISTORY).collect();
    SecretRow {
        former: former.join("\n").into(),
        password: password.into(),
        password_at: at,
        must_change,
        ..row
    }
}

fn refuse(kind: RefusalKind, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Refusal {
    Refusal::new(kind, code, zh, en)
}

/// That one person of this party may hold these roles together.
fn admissible(roles: RoleSet, party: Party) -> Result<(), Refusal> {
    let Some(conflict) = roles.conflict(party) else { return Ok(()) };
    let (zh, en) = match conflict {
        Conflict::Administrators(a, b)
        | Conflict::AdministratorAndOther(a, b)
        | Conflict::Duties(a, b)
        | Conflict::AuditorAndBusiness(a, b) => (
            format!("{}与{}不得兼任（{}）", a.label().0, b.label().0, conflict.rule()),
            format!("{} and {} exclude each other ({})", a.label().1, b.label().1, conflict.rule()),
        ),
        Conflict::NotGovernment(role) | Conflict::SocialRole(role) => (
            format!("该单位的人员不得担任{}（{}）", role.label().0, conflict.rule()),
            format!(
                "{} cannot be held by a person of this organisation ({})",
                role.label().1,
                conflict.rule()
            ),
        ),
        Conflict::Public => ("公众角色不可授予".to_owned(), "the public role is never assigned".to_owned()),
    };
    Err(refuse(RefusalKind::Conflict, "role.conflict", zh, en)
        .at("role")
        .mend("换一个人担任，或先撤销另一角色", "Give it to somebody else, or withdraw the other role first"))
}

/// Scope is only for government bodies, and never wider than the body's own region.
fn in_scope(regions: &[RegionCode], organisation: &Organisation) -> Result<(), Refusal> {
    let own = region_prefix(organisation.region.as_str());
    let fits = |region: &RegionCode| region_prefix(region.as_str()).starts_with(own);
    if regions.is_empty() || (organisation.party == Party::Gov && regions.iter().all(fits)) {
        return Ok(());
    }
    Err(refuse(
        RefusalKind::Invalid,
        "user.region",
        "辖区范围只授予政府部门人员，且不得超出本单位所在行政区域",
        "regions are given to officials only, inside the region of their own body",
    )
    .at("regions"))
}

fn person_name(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        return Err(refuse(
            RefusalKind::Invalid,
            "user.name",
            "姓名或名称为空、过长或含控制字符",
            "the name is empty, too long or holds control characters",
        )
        .at("name"));
    }
    Ok(name.to_owned())
}

/// SHA-256 over salt and name: binds the book to the name without holding it.
pub fn commitment(salt: &[u8], name: &str) -> String {
    hex::encode(Sha256::new().chain_update(salt).chain_update(name.as_bytes()).finalize())
}

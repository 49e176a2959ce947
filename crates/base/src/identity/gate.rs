//! The way in: login, second factor, sessions and tokens. A request with a known session costs no SQL: what a session
//! stands for is remembered for five seconds, and at once forgotten when anything about a user changes here.

use super::attempt::{Denied, Verdict, decide, failures, second_factor};
use super::caller::Caller;
use super::event::{Event, emit};
use super::organisation::{self, Organisation};
use super::password::{self, Cost};
use super::secret::{Purpose, Secret};
use super::session::{self, Over};
use super::store::{self, SecretRow, SessionRow, TokenRow, UserRow};
use super::totp::{self, SECRET_BYTES, SEED_BYTES};
use super::user::{self, Node};
use crate::ctx::{Actor, Chance, Clock, Ctx};
use crate::ledger::{FactRow, NodeKeys};
use crate::store::{Read, Store, Tx};
use crate::term::fault::{Fault, FaultKind, Refusal, RefusalKind, Stop};
use crate::term::time::SECOND;
use crate::term::{Instant, OrgCode, UserId};
use hashbrown::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// How long what a session or token stands for may be remembered: the longest a change on another server stays unseen.
const FRESH: i64 = 5 * SECOND;
/// How often a session's last request is written down.
const TOUCH: i64 = 60 * SECOND;
/// Sessions and tokens remembered at most; beyond it all are forgotten.
const REMEMBERED_MAX: usize = 20_000;

/// A session just begun.
#[derive(Debug)]
pub struct Admission {
    /// The session's secret, for the cookie.
    pub secret: Secret,
    pub caller: Caller,
}

/// What is remembered of a session or token.
struct Known {
    caller: Arc<Caller>,
    /// When it was read from the store.
    read_at: Instant,
    /// The session's beginning and last request; for a token, its end.
    until: Until,
}

#[derive(Clone, Copy)]
enum Until {
    Session { created: Instant, seen: Instant, noted: Instant },
    Token { expires: Instant },
}

/// The node's key for second factors.
#[derive(Clone, Copy)]
struct SecondFactorKey([u8; 32]);

impl SecondFactorKey {
    /// The shared secret behind a stored seed.
    fn of(self, user: &UserId, seed: Option<&[u8]>) -> Result<Option<[u8; SECRET_BYTES]>, Fault> {
        let Some(seed) = seed else { return Ok(None) };
        let seed = seed.try_into().map_err(|_| Fault::new("a second factor's seed of the wrong length"))?;
        Ok(Some(totp::derived(&self.0, user, seed)))
    }
}

/// A login whose password has been looked at.
struct Attempt {
    /// The password was the one of the row it was checked against.
    fits: bool,
    code: Option<String>,
    /// Digest of the session to begin.
    digest: String,
    second: SecondFactorKey,
}

/// The gate of one node. Blocking: password hashing and store access take milliseconds.
pub struct Gate {
    store: Arc<Store>,
    node: Node,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    cost: Cost,
    second: SecondFactorKey,
    /// By the digest of the secret. Written on a miss, on a touch and by [`Gate::forget`].
    known: Arc<RwLock<HashMap<String, Known>>>,
    /// Organisations never change once registered, so they are remembered for good.
    organisations: RwLock<HashMap<OrgCode, Arc<Organisation>>>,
}

impl Gate {
    /// The gate of a founded node.
    pub fn new(
        store: Arc<Store>,
        node: Node,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        keys: &NodeKeys,
        cost: Cost,
    ) -> Gate {
        let known: Arc<RwLock<HashMap<String, Known>>> = Arc::default();
        let (book, remembered) = (node.book, known.clone());
        store.listen(Box::new(move |posted| {
            let changes =
                |act: &str| act != "user.login" && (act.starts_with("user.") || act.starts_with("token."));
            if posted.iter().any(|fact| fact.book == book && changes(&fact.act)) {
                remembered.write().unwrap_or_else(PoisonError::into_inner).clear();
            }
        }));
        let second = SecondFactorKey(keys.totp());
        Gate { store, node, clock, chance, cost, second, known, organisations: RwLock::default() }
    }

    /// The node whose gate it is.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Hashes a password that somebody else will hand over, after checking it against the rules.
    pub fn first_password(&self, user: &UserId, password: &str) -> Result<String, Stop> {
        password::check(user, password)?;
        Ok(self.hash(password)?)
    }

    /// A good random password, for a first login.
    pub fn generated_password(&self) -> String {
        password::generated(self.random())
    }

    /// Begins a session. The second factor is asked for when the user has enrolled one.
    ///
    /// Every outcome for a known user becomes a fact; those are bounded by the lock-out. Refusals: `login.wrong`,
    /// `login.locked`, `login.disabled`, `login.dormant`, `login.code_missing`, `login.code_wrong`.
    pub fn login(&self, user: &str, password: &str, code: Option<&str>) -> Result<Admission, Stop> {
        let known = match UserId::parse(user) {
            Ok(user) => self.store.read(|read| read.get::<SecretRow>(&[(&user).into()]))?,
            Err(_) => None,
        };
        let Some(known) = known else {
            password::verify_nothing(password, self.cost);
            tracing::warn!("login of an unknown user refused");
            return Err(Denied::Wrong.refusal().into());
        };
        let locked = failures(&known).locked_until(self.clock.now()).is_some();
        let fits = !locked && password::verify(password, &known.password);
        let secret = Secret::mint(Purpose::Session, self.random());
        let attempt =
            Attempt { fits, code: code.map(str::to_owned), digest: secret.digest(), second: self.second };
        let node = self.node.clone();
        let ctx = self.ctx(Actor { user: known.user_id.clone(), org: node.org.clone() });
        let outcome = self.store.write(node.book.0, move |tx| admit(tx, &ctx, &node, &known, &attempt))?;
        match outcome {
            Ok(caller) => Ok(Admission { secret, caller }),
            Err(denied) => Err(denied.refusal().into()),
        }
    }

    /// Whom a session stands for. Refusals: `session.unknown`, `session.over`.
    pub fn session(&self, secret: &str) -> Result<Arc<Caller>, Stop> {
        let Some(secret) = Secret::parse(Purpose::Session, secret) else { return Err(not_in().into()) };
        self.recall(secret.digest(), |read, digest| {
            let Some(row) = read.get::<SessionRow>(&[digest.into()])? else { return Err(not_in().into()) };
            let caller = self.caller(read, &row.user_id, row.second_factor_at)?;
            Ok((caller, Until::Session { created: row.created_at, seen: row.seen_at, noted: row.seen_at }))
        })
    }

    /// Whom a session stands for, if that is remembered and fresh; never waits for the store.
    pub fn known_session(&self, secret: &str) -> Option<Arc<Caller>> {
        self.known(Purpose::Session, secret)
    }

    /// Whom an API token stands for, if that is remembered and fresh; never waits for the store.
    pub fn known_token(&self, secret: &str) -> Option<Arc<Caller>> {
        self.known(Purpose::Token, secret)
    }

    fn known(&self, purpose: Purpose, secret: &str) -> Option<Arc<Caller>> {
        let digest = Secret::parse(purpose, secret)?.digest();
        self.remembered(&digest, self.clock.now()).filter(|(_, fresh)| *fresh).map(|(caller, _)| caller)
    }

    /// Whom an API token stands for. Refusal: `session.unknown`, `session.over`.
    pub fn token(&self, secret: &str) -> Result<Arc<Caller>, Stop> {
        let Some(secret) = Secret::parse(Purpose::Token, secret) else { return Err(not_in().into()) };
        self.recall(secret.digest(), |read, digest| {
            let row =
                read.get::<TokenRow>(&[digest.into()])?.filter(|row| !row.revoked).ok_or_else(not_in)?;
            let mut caller = self.caller(read, &row.user_id, None)?;
            caller.roles = row.roles.iter().filter(|role| caller.roles.has(*role)).collect();
            caller.machine = true;
            caller.restricted = false;
            Ok((caller, Until::Token { expires: row.expires_at }))
        })
    }

    /// Ends a session.
    pub fn logout(&self, secret: &str) -> Result<(), Stop> {
        let Some(secret) = Secret::parse(Purpose::Session, secret) else { return Ok(()) };
        let digest = secret.digest();
        self.known.write().unwrap_or_else(PoisonError::into_inner).remove(&digest);
        self.store.write(self.node.book.0, move |tx| Ok(tx.remove::<SessionRow>(&[digest.as_str().into()])?))
    }

    /// Passes the second factor in a session that began without it.
    pub fn second_factor(&self, secret: &str, code: &str) -> Result<(), Stop> {
        let caller = self.session(secret)?;
        let Some(secret) = Secret::parse(Purpose::Session, secret) else { return Err(not_in().into()) };
        let (node, ctx, code, second) =
            (self.node.clone(), self.ctx(caller.actor()), code.to_owned(), self.second);
        let outcome = self.store.write(node.book.0, move |tx| {
            let row = user::load_secret(tx, &caller.user)?;
            let totp = second.of(&row.user_id, row.totp.as_deref())?.ok_or_else(not_enrolled)?;
            let verdict = second_factor(&row, totp, Some(&code), ctx.now())?;
            note(tx, &ctx, &node, row, &verdict, "second_factor")?;
            if matches!(verdict, Verdict::Admitted { .. }) {
                pass(tx, &secret.digest(), ctx.now())?;
            }
            Ok(verdict)
        })?;
        self.forget();
        match outcome {
            Verdict::Admitted { .. } => Ok(()),
            Verdict::Denied(denied) => Err(denied.refusal().into()),
        }
    }

    /// Starts to enrol a second factor: a fresh shared secret, not in force until confirmed. Replacing one in force needs
    /// a session that passed it.
    pub fn enrol(&self, caller: &Caller) -> Result<[u8; SECRET_BYTES], Stop> {
        let seed: [u8; SEED_BYTES] = self.random();
        let (user, passed) = (caller.user.clone(), caller.second_factor_at.is_some());
        self.store.write(self.node.book.0, move |tx| {
            let row = user::load_secret(tx, &user)?;
            if row.totp.is_some() && !passed {
                return Err(Denied::CodeMissing.refusal().into());
            }
            Ok(tx.put(&SecretRow { totp_pending: Some(seed.as_slice().into()), ..row })?)
        })?;
        Ok(totp::derived(&self.second.0, &caller.user, &seed))
    }

    /// Puts the enrolled second factor in force by a first code; the session has then passed it.
    pub fn confirm(&self, secret: &str, code: &str) -> Result<(), Stop> {
        let caller = self.session(secret)?;
        let Some(secret) = Secret::parse(Purpose::Session, secret) else { return Err(not_in().into()) };
        let (node, ctx, code, second) =
            (self.node.clone(), self.ctx(caller.actor()), code.to_owned(), self.second);
        self.store.write(node.book.0, move |tx| {
            let row = user::load_secret(tx, &caller.user)?;
            let pending = second.of(&row.user_id, row.totp_pending.as_deref())?.ok_or_else(not_enrolled)?;
            let Ok(step) = totp::check(pending, &code, ctx.now(), None)? else {
                return Err(Denied::CodeWrong.refusal().into());
            };
            emit(tx, &ctx, node.book, None, &Event::UserTotp { user: caller.user.clone() })?;
            let totp = row.totp_pending.clone();
            tx.put(&SecretRow { totp, totp_pending: None, totp_step: Some(step), ..row })?;
            Ok(pass(tx, &secret.digest(), ctx.now())?)
        })?;
        self.forget();
        Ok(())
    }

    /// Changes the own password; every other session of the user ends.
    pub fn change_password(&self, secret: &str, old: &str, new: &str) -> Result<(), Stop> {
        let caller = self.session(secret)?;
        let Some(secret) = Secret::parse(Purpose::Session, secret) else { return Err(not_in().into()) };
        let held = self
            .store
            .read(|read| read.get::<SecretRow>(&[(&caller.user).into()]))?
            .ok_or_else(|| Fault::new("a user without a secret row"))?;
        if !password::verify(old, &held.password) {
            return Err(Refusal::new(
                RefusalKind::Invalid,
                "password.wrong",
                "原密码不对",
                "the old password is wrong",
            )
            .at("old")
            .into());
        }
        password::check(&caller.user, new)?;
        password::check_history(new, std::iter::once(held.password.as_ref()).chain(held.former.lines()))?;
        let hash = self.hash(new)?;
        let (node, ctx) = (self.node.clone(), self.ctx(caller.actor()));
        self.store.write(node.book.0, move |tx| {
            let row = user::load_secret(tx, &caller.user)?;
            if row.password != held.password {
                return Err(Fault::of(FaultKind::Retry, "the password was changed meanwhile").into());
            }
            let posted = emit(tx, &ctx, node.book, None, &Event::UserPassword { user: caller.user.clone() })?;
            tx.put(&user::with_password(row, &hash, posted.at, false))?;
            Ok(store::end_sessions(tx, &caller.user, &secret.digest())?)
        })?;
        self.forget();
        Ok(())
    }

    /// The organisation with this code, from memory once it has been read.
    pub fn organisation(&self, code: &OrgCode) -> Result<Option<Arc<Organisation>>, Fault> {
        if let Some(found) = self.organisations.read().unwrap_or_else(PoisonError::into_inner).get(code) {
            return Ok(Some(found.clone()));
        }
        let Some((_, found)) = self.store.read(|read| organisation::of(read, code))? else { return Ok(None) };
        let found = Arc::new(found);
        self.organisations
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(code.clone(), found.clone());
        Ok(Some(found))
    }

    /// Users of this node by name, after one, at most `limit`.
    pub fn users(&self, after: &str, limit: i64) -> Result<Vec<UserRow>, Fault> {
        self.store.read(|read| store::users(read, self.node.book, after, limit))
    }

    /// The person's name behind a user, if it is still kept.
    pub fn name_of(&self, user: &UserId) -> Result<Option<Arc<str>>, Fault> {
        let row = self.store.read(|read| read.get::<store::PersonRow>(&[user.into()]))?;
        Ok(row.map(|row| row.name))
    }

    /// Tokens of a user, newest first; never their secrets.
    pub fn tokens(&self, user: &UserId) -> Result<Vec<TokenRow>, Fault> {
        self.store.read(|read| store::tokens(read, user))
    }

    /// Audit records (facts about users and tokens), newest first, before an index of the node's book, at most `limit`.
    pub fn audit(&self, before: i64, limit: i64) -> Result<Vec<FactRow>, Fault> {
        self.store.read(|read| store::audit(read, self.node.book, before, limit))
    }

    /// Forgets what every session stands for, so that the next request reads it again.
    pub fn forget(&self) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Fresh random bytes.
    fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.chance.fill(&mut bytes);
        bytes
    }

    fn hash(&self, password: &str) -> Result<String, Fault> {
        password::hash(password, self.random(), self.cost)
    }

    /// Surroundings of what a user does to the own account: a fresh key, because each is done once.
    fn ctx(&self, actor: Actor) -> Ctx {
        let key = hex::encode(self.random::<16>());
        Ctx { actor, clock: self.clock.clone(), chance: self.chance.clone(), key: key.into(), request: 0 }
    }

    /// From memory while fresh, else from the store.
    fn recall(
        &self,
        digest: String,
        load: impl FnOnce(&mut Read<'_>, &str) -> Result<(Caller, Until), Stop>,
    ) -> Result<Arc<Caller>, Stop> {
        let now = self.clock.now();
        let remembered = self.remembered(&digest, now);
        if let Some((caller, true)) = remembered {
            return Ok(caller);
        }
        let (caller, mut until) = self.store.read(|read| load(read, &digest))?;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        // What this server saw itself may be newer than what is written down.
        if let (
            Some(Known { until: Until::Session { seen, noted, .. }, .. }),
            Until::Session { seen: read, noted: at, .. },
        ) = (known.get(&digest), &mut until)
        {
            (*read, *at) = ((*read).max(*seen), (*at).max(*noted));
        }
        self.alive(&until, now)?;
        if let Until::Session { seen, noted, .. } = &mut until {
            *seen = now;
            if now.0 - noted.0 >= TOUCH {
                *noted = now;
                self.touch(digest.clone(), now);
            }
        }
        if known.len() >= REMEMBERED_MAX {
            known.clear();
        }
        let caller = Arc::new(caller);
        known.insert(digest, Known { caller: caller.clone(), read_at: now, until });
        Ok(caller)
    }

    /// What is remembered under a digest, and whether that is fresh and still alive. Notes the request.
    fn remembered(&self, digest: &str, now: Instant) -> Option<(Arc<Caller>, bool)> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let entry = known.get(digest)?;
        let fresh = now.0.saturating_sub(entry.read_at.0) < FRESH && self.alive(&entry.until, now).is_ok();
        Some((entry.caller.clone(), fresh))
    }

    fn alive(&self, until: &Until, now: Instant) -> Result<(), Refusal> {
        let over = match until {
            Until::Session { created, seen, .. } => session::over(*created, *seen, now),
            Until::Token { expires } => (now >= *expires).then_some(Over::Old),
        };
        match over {
            None => Ok(()),
            Some(Over::Idle) => Err(ended(
                "登录已因 15 分钟无操作而结束",
                "the session ended after 15 minutes without a request",
            )),
            Some(Over::Old) => Err(ended("登录或令牌已到期", "the session or token has expired")),
        }
    }

    /// Writes down a session's last request, without waiting.
    fn touch(&self, digest: String, now: Instant) {
        self.store.submit(
            self.node.book.0,
            move |tx| Ok(store::touch_session(tx, &digest, now)?),
            |outcome| {
                if let Err(stop) = outcome {
                    tracing::warn!(%stop, "a session's last request was not written down");
                }
            },
        );
    }

    /// What the rows say a user may appear as. Refused when the user is disabled.
    fn caller(
        &self,
        read: &mut Read<'_>,
        user: &UserId,
        second_factor_at: Option<Instant>,
    ) -> Result<Caller, Stop> {
        let row = read
            .get::<UserRow>(&[self.node.book.into(), user.into()])?
            .filter(|row| row.active)
            .ok_or_else(not_in)?;
        let secret = read
            .get::<SecretRow>(&[user.into()])?
            .ok_or_else(|| Fault::new("a user without a secret row"))?;
        let (_, organisation) = organisation::of(read, &row.org)?
            .ok_or_else(|| Fault::new(format!("user {user} of an unknown organisation")))?;
        Ok(caller_of(&row, &secret, &organisation, second_factor_at, self.clock.now()))
    }
}

fn caller_of(
    row: &UserRow,
    secret: &SecretRow,
    organisation: &Organisation,
    second_factor_at: Option<Instant>,
    now: Instant,
) -> Caller {
    Caller {
        user: row.user_id.clone(),
        org: row.org.clone(),
        party: organisation.party,
        roles: row.roles,
        regions: row.regions.clone(),
        second_factor_at,
        machine: false,
        restricted: secret.must_change || password::expired(secret.password_at, now),
    }
}

/// Writes what a login leaves behind, and the session if it succeeded. `seen` is the row the password was checked against.
fn admit(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    node: &Node,
    seen: &SecretRow,
    attempt: &Attempt,
) -> Result<Result<Caller, Denied>, Stop> {
    let now = ctx.now();
    let user = user::load(tx, node, &seen.user_id)?;
    let ctx = &Ctx { actor: Actor { user: user.user_id.clone(), org: user.org.clone() }, ..ctx.clone() };
    let secret = user::load_secret(tx, &seen.user_id)?;
    let fits = attempt.fits && secret.password == seen.password;
    let totp = attempt.second.of(&secret.user_id, secret.totp.as_deref())?;
    let verdict = decide(&user, &secret, fits, totp, attempt.code.as_deref(), now)?;
    note(tx, ctx, node, secret.clone(), &verdict, "ok")?;
    let step = match verdict {
        Verdict::Admitted { step } => step,
        Verdict::Denied(denied) => return Ok(Err(denied)),
    };
    let organisation = organisation::load(tx, &user.org)?
        .ok_or_else(|| Fault::new(format!("user {} of an unknown organisation", user.user_id)))?;
    let second_factor_at = step.map(|_| now);
    store::sweep_sessions(tx, &user.user_id, Instant(now.0 - session::HOURS_MAX * 3600 * SECOND))?;
    tx.put(&SessionRow {
        digest: attempt.digest.as_str().into(),
        user_id: user.user_id.clone(),
        created_at: now,
        seen_at: now,
        second_factor_at,
    })?;
    Ok(Ok(caller_of(&user, &secret, &organisation, second_factor_at, now)))
}

/// Writes the fact of an attempt and what it does to the failure count.
fn note(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    node: &Node,
    row: SecretRow,
    verdict: &Verdict,
    success: &str,
) -> Result<(), Stop> {
    let outcome = match verdict {
        Verdict::Admitted { .. } => success,
        Verdict::Denied(denied) => match denied.outcome() {
            Some(outcome) => outcome,
            None => return Ok(()),
        },
    };
    emit(
        tx,
        ctx,
        node.book,
        None,
        &Event::UserLogin { user: row.user_id.clone(), outcome: outcome.to_owned() },
    )?;
    let now = ctx.now();
    let after = match verdict {
        Verdict::Admitted { step } => {
            SecretRow { failures: 0, used_at: now, totp_step: step.or(row.totp_step), ..row }
        }
        Verdict::Denied(_) => {
            let failed = failures(&row).again(now);
            SecretRow { failures: failed.count, failed_at: failed.last, ..row }
        }
    };
    Ok(tx.put(&after)?)
}

/// Marks a session as having passed the second factor.
fn pass(tx: &mut Tx<'_>, digest: &str, now: Instant) -> Result<(), Fault> {
    match tx.get::<SessionRow>(&[digest.into()])? {
        Some(row) => tx.put(&SessionRow { second_factor_at: Some(now), ..row }),
        None => Ok(()),
    }
}

fn not_in() -> Refusal {
    Refusal::new(RefusalKind::Forbidden, "session.unknown", "请先登录", "log in first")
}

fn ended(zh: &str, en: &str) -> Refusal {
    Refusal::new(RefusalKind::Forbidden, "session.over", zh, en).mend("请重新登录", "Log in again")
}

fn not_enrolled() -> Refusal {
    Refusal::new(
        RefusalKind::Conflict,
        "totp.not_enrolled",
        "尚未登记动态验证码",
        "no second factor has been enrolled",
    )
    .mend("先在“我的账户”登记", "Enrol one under “my account” first")
}

//! Who asks: a person's session from the cookie or a machine's token, and the questions put to the policies on their behalf.
//! It knows no rule; every answer comes from `base::policy`.

use super::problem::Problem;
use crate::app::App;
use crate::directory::Entry;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use base::ctx::Ctx;
use base::identity::Caller;
use base::identity::organisation::{self, Organisation};
use base::policy::{Action, Duty, DutySet, Party, Reach, Request};
use base::term::OrgCode;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

/// The cookie that holds a session's secret; scripts cannot read it.
pub const SESSION_COOKIE: &str = "inrs_session";
/// The cookie that a page's own script repeats in [`CSRF_HEADER`].
pub const CSRF_COOKIE: &str = "inrs_csrf";
/// Proves that a write comes from a page of this server.
pub const CSRF_HEADER: &str = "x-inrs-csrf";
/// Names an act, so that doing it again does nothing.
const KEY_HEADER: &str = "idempotency-key";

/// A known caller. Asking for one in a handler's arguments refuses strangers.
#[derive(Clone)]
pub struct Principal {
    pub caller: Arc<Caller>,
    /// The session's secret; empty for a token.
    pub session: String,
}

/// Are the goods in question state reserves?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goods {
    Reserve,
    Ordinary,
    /// Not known at the edge: whatever that organisation may hold. No social party holds reserves (FW-03).
    Held,
}

impl FromRequestParts<App> for Principal {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let (caller, session) = match bearer(&parts.headers) {
            Some(secret) => (app.token(secret).await?, String::new()),
            None => {
                let secret = cookie(&parts.headers, SESSION_COOKIE).ok_or_else(stranger)?;
                let reads = matches!(parts.method, Method::GET | Method::HEAD);
                if !reads && !same_site(&parts.headers, secret) {
                    return Err(forged());
                }
                (app.session(secret).await?, secret.to_owned())
            }
        };
        let gate = if caller.machine { &app.gates.machine } else { &app.gates.person };
        gate.pass(&caller.user)?;
        Ok(Self { caller, session })
    }
}

impl Principal {
    /// That this installation may be asked for `action`.
    pub fn may(&self, app: &App, action: Action) -> Result<(), Problem> {
        allowed(app, &self.caller.asks(action))
    }

    /// That `action` may be done to the book of an organisation.
    pub async fn may_to(
        &self,
        app: &App,
        action: Action,
        org: &OrgCode,
        goods: Goods,
    ) -> Result<Entry, Problem> {
        self.may_with(app, action, org, goods, DutySet::EMPTY).await
    }

    /// That `action` may be done to a user of an organisation.
    pub async fn may_to_user(
        &self,
        app: &App,
        action: Action,
        org: &OrgCode,
        on_self: bool,
    ) -> Result<(), Problem> {
        let duties = if on_self { DutySet::EMPTY.with(Duty::OnSelf) } else { DutySet::EMPTY };
        self.may_with(app, action, org, Goods::Held, duties).await.map(drop)
    }

    async fn may_with(
        &self,
        app: &App,
        action: Action,
        org: &OrgCode,
        goods: Goods,
        duties: DutySet,
    ) -> Result<Entry, Problem> {
        let entry = app.organisation(org).await?.ok_or_else(|| unknown_organisation(org))?;
        let reserve = match goods {
            Goods::Reserve => true,
            Goods::Ordinary => false,
            Goods::Held => entry.organisation.party != Party::Social,
        };
        allowed(app, &Request { duties, ..self.caller.asks_about(action, &entry.organisation, reserve) })?;
        Ok(entry)
    }

    /// Which books an action reaches, for lists.
    pub fn reach(&self, app: &App, action: Action) -> Reach {
        app.node.policy.reach(&self.caller.asks(action))
    }

    /// Is there anything in this organisation's book that `reach` covers?
    pub fn reaches(&self, reach: &Reach, organisation: &Organisation) -> bool {
        self.covers(reach, organisation, organisation.party != Party::Social)
    }

    /// Does `reach` cover goods of this kind in this organisation's book?
    pub fn covers(&self, reach: &Reach, organisation: &Organisation, reserve: bool) -> bool {
        reach.covers(organisation::relation(&self.caller.org, &self.caller.regions, organisation), reserve)
    }

    /// The surroundings of an act: this caller, the node's clock, the key of the request and its digest.
    pub fn ctx(&self, app: &App, key: &Key, digest: i64) -> Ctx {
        Ctx {
            actor: self.caller.actor(),
            clock: app.node.clock.clone(),
            chance: app.node.chance.clone(),
            key: key.0.clone(),
            request: digest,
        }
    }
}

fn allowed(app: &App, request: &Request) -> Result<(), Problem> {
    let decision = app.node.policy.authorise(request);
    if decision.allow {
        return Ok(());
    }
    let problem = Problem::new(StatusCode::FORBIDDEN, "policy", decision.zh.clone(), decision.en.clone());
    let second_factor = decision.policies.iter().any(|id| id == "DUTY-10" || id == "DUTY-11");
    Err(match second_factor {
        true => problem
            .coded("second_factor_required")
            .mend("用动态验证码重新登录", "Log in again with a one-time code"),
        false => problem.mend("请有权限的人员办理", "Ask somebody who has the right"),
    })
}

impl App {
    async fn session(&self, secret: &str) -> Result<Arc<Caller>, Problem> {
        match self.node.gate.known_session(secret) {
            Some(caller) => Ok(caller),
            None => {
                let (gate, secret) = (self.node.gate.clone(), secret.to_owned());
                Ok(self.blocking(move || gate.session(&secret)).await?)
            }
        }
    }

    async fn token(&self, secret: &str) -> Result<Arc<Caller>, Problem> {
        match self.node.gate.known_token(secret) {
            Some(caller) => Ok(caller),
            None => {
                let (gate, secret) = (self.node.gate.clone(), secret.to_owned());
                Ok(self.blocking(move || gate.token(&secret)).await?)
            }
        }
    }
}

/// The idempotency key of an act.
pub struct Key(Arc<str>);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let key = parts.headers.get(KEY_HEADER).and_then(|key| key.to_str().ok()).unwrap_or_default();
        let fits = (1..=128).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
        if !fits {
            return Err(Problem::new(
                StatusCode::BAD_REQUEST,
                "act.key",
                "缺少或无效的 Idempotency-Key",
                "the header Idempotency-Key is missing or not valid",
            )
            .mend("每次办理用一个新的 UUID", "Send a fresh UUID for each act")
            .at("Idempotency-Key"));
        }
        Ok(Self(key.into()))
    }
}

impl utoipa::IntoParams for Key {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(128))
            .pattern(Some("^[!-~]+$"));
        let parameter = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some(
                "A fresh UUID for each act; the same key does the act once and is answered the same.",
            ))
            .schema(Some(text));
        vec![parameter.build()]
    }
}

/// The value of a cookie.
fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let texts = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = texts.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value).filter(|value| !value.is_empty())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// The value that belongs to a session: another site can neither read the cookie nor compute it.
pub fn csrf(session: &str) -> String {
    use base64::Engine;
    let digest = Sha256::new().chain_update("inrs csrf v1\n").chain_update(session).finalize();
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&digest[..18])
}

fn same_site(headers: &HeaderMap, session: &str) -> bool {
    let sent = headers.get(CSRF_HEADER).map(|value| value.as_bytes()).unwrap_or_default();
    let expected = csrf(session);
    // Compared in full, so that the time taken tells nothing.
    sent.len() == expected.len()
        && sent.iter().zip(expected.bytes()).fold(0, |odd, (a, b)| odd | (a ^ b)) == 0
}

fn stranger() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "session.unknown", "请先登录", "log in first")
}

fn forged() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "csrf",
        "写入请求缺少 X-INRS-CSRF",
        "a write must carry the header X-INRS-CSRF",
    )
    .mend("从本系统页面办理；程序请使用令牌", "Act from a page of this system; programs use tokens")
}

fn unknown_organisation(code: &OrgCode) -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "organisation.unknown",
        format!("单位 {code} 未登记"),
        format!("organisation {code} is not registered"),
    )
}

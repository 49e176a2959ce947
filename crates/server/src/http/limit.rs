//! Rates: how often one address, one person, one machine may ask. A rate of 0 is no gate at all.

use super::problem::Problem;
use crate::app::App;
use crate::config::{Limits, Proxy};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::Hash;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;

/// Callers may burst up to this many seconds' worth of their rate.
const BURST_SECONDS: u32 = 2;

/// Forgets nobody who asked lately, admits nobody who asked too often.
pub struct Gate<K: Hash + Eq + Clone>(Option<DefaultKeyedRateLimiter<K>>);

impl<K: Hash + Eq + Clone> Gate<K> {
    fn per_second(rate: u32) -> Self {
        Self(NonZeroU32::new(rate).map(|rate| {
            RateLimiter::keyed(
                Quota::per_second(rate)
                    .allow_burst(rate.saturating_mul(NonZeroU32::MIN.saturating_add(BURST_SECONDS - 1))),
            )
        }))
    }

    fn per_minute(rate: u32) -> Self {
        Self(NonZeroU32::new(rate).map(|rate| RateLimiter::keyed(Quota::per_minute(rate))))
    }

    /// Lets this caller pass, or says when to come back.
    pub fn pass(&self, key: &K) -> Result<(), Problem> {
        match &self.0 {
            Some(limiter) if limiter.check_key(key).is_err() => Err(too_many()),
            _ => Ok(()),
        }
    }

    fn forget_idle(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
        }
    }
}

/// All gates of a server.
pub struct Gates {
    address: Gate<IpAddr>,
    /// Attempts to log in.
    pub login: Gate<IpAddr>,
    /// By user.
    pub person: Gate<base::term::UserId>,
    pub machine: Gate<base::term::UserId>,
}

impl Gates {
    /// Gates of these rates.
    pub fn new(limits: &Limits) -> Self {
        Self {
            address: Gate::per_second(limits.address_per_second),
            login: Gate::per_minute(limits.login_per_minute),
            person: Gate::per_second(limits.person_per_second),
            machine: Gate::per_second(limits.machine_per_second),
        }
    }

    /// Forgets callers whose count is full again.
    pub fn forget_idle(&self) {
        self.address.forget_idle();
        self.login.forget_idle();
        self.person.forget_idle();
        self.machine.forget_idle();
    }
}

/// The layer that counts by address, before anything costs anything.
pub async fn by_address(State(app): State<App>, request: Request, next: Next) -> Response {
    let address = address(&app, request.headers(), request.extensions().get::<ConnectInfo<SocketAddr>>());
    match app.gates.address.pass(&address) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Where a request came from.
pub fn address(app: &App, headers: &HeaderMap, peer: Option<&ConnectInfo<SocketAddr>>) -> IpAddr {
    let direct = peer.map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.0.ip());
    if app.config.proxy == Proxy::Direct {
        return direct;
    }
    // The last address was added by the proxy; those before it are the caller's own claim.
    let forwarded =
        headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok()).unwrap_or(direct)
}

fn too_many() -> Problem {
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "rate", "请求过于频繁", "too many requests")
        .mend("稍候再试", "Wait a little and try again")
        .retry_after(1)
}

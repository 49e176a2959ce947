//! `inrs serve`: the HTTP API and the console of a node.

use super::Place;
use crate::config::{Settings, Weighbridge};
use crate::node::{self, Access};
use anyhow::{Context, Result, anyhow};
use base::ctx::{SystemChance, SystemClock};
use base::identity::password::Cost;
use base::identity::{Gate, Node};
use base::policy::Policy;
use server::config::{Config, Cookies, Limits, Proxy};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

/// Serves the node of a data folder until it is interrupted.
#[derive(clap::Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// Address and port, instead of the configured one; port 0 takes a free one.
    #[arg(long)]
    listen: Option<SocketAddr>,
}

impl Serve {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        serve(&self.place, self.listen)
    }
}

/// What the server is told.
fn config(settings: &Settings, listen: Option<SocketAddr>) -> Result<Config> {
    let weighbridges = settings.weighbridge.iter().map(Weighbridge::told).collect::<Result<_>>()?;
    Ok(Config {
        weighbridges,
        listen: listen.unwrap_or(settings.listen),
        cookies: if settings.secure_cookies { Cookies::Secure } else { Cookies::Plain },
        proxy: if settings.behind_proxy { Proxy::Trusted } else { Proxy::Direct },
        synthetic: settings.synthetic,
        daily_close: minute_of_day(&settings.daily_close),
        limits: Limits {
            address_per_second: settings.address_requests_per_second,
            machine_per_second: settings.token_requests_per_second,
            ..Limits::default()
        },
    })
}

/// `HH:MM` as a minute of the day; an empty text is none.
fn minute_of_day(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

/// Serves a node until it is interrupted.
pub fn serve(place: &Place, listen: Option<SocketAddr>) -> Result<ExitCode> {
    let opened = node::open(place, Access::Write)?;
    let config = config(&opened.settings, listen)?;
    let packs = node::packs(&place.data, &opened.settings)?;
    let store = Arc::new(opened.store);
    let known = store.read(Node::of)?.context("this store has not been founded: run `inrs init`")?;
    let (clock, chance) = (Arc::new(SystemClock), Arc::new(SystemChance));
    let gate = Gate::new(store.clone(), known, clock.clone(), chance.clone(), &opened.keys, Cost::STANDARD);
    let policy = Policy::builtin().map_err(|error| anyhow!("{error}"))?;
    let served = server::Node {
        store,
        gate: Arc::new(gate),
        policy: Arc::new(policy),
        packs,
        keys: Arc::new(opened.keys),
        content: base::content::Content::new(&place.data),
        clock,
        chance,
    };
    server::run(served, config, |address| println!("INRS 智能国储 is served on http://{address}"))?;
    Ok(ExitCode::SUCCESS)
}

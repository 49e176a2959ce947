//! Keeping for reading: what is due at each position, jobs, and rounds as they were recorded.

pub mod duty_list;
pub mod job_list;
pub mod round_list;

use super::principal::{Goods, Principal};
use super::problem::Problem;
use crate::app::App;
use crate::directory::Entry;
use base::policy::Action;
use base::term::OrgCode;
use stock::keeping::job::Air;
use stock::keeping::store;

/// The organisation that a code begins with, or the caller's own, if the caller may read its stock.
async fn readable(app: &App, principal: &Principal, code: Option<&str>) -> Result<Entry, Problem> {
    let org = match code {
        Some(code) => OrgCode::parse(code.get(..18).unwrap_or(code))?,
        None => principal.caller.org.clone(),
    };
    principal.may_to(app, Action::ReadStock, &org, Goods::Held).await
}

/// Air of the moment (tenths of a degree, percent) against the grain that a job is for; none when too little is known of the grain.
pub async fn air(app: &App, job: &str, temperature: i64, humidity: i64) -> Result<Option<Air>, Problem> {
    let (packs, today, job) = (app.node.packs.clone(), app.node.clock.now().business_day(), job.to_owned());
    let found = app.read(move |read| {
        let Some(row) = store::job(read, &job)? else { return Ok::<_, Problem>(None) };
        let at = (row.book_id, &row.position, today);
        Ok(::hub::aeration::air(read, &packs, at, temperature, humidity)?)
    });
    found.await
}

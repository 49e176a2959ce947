//! Keeping for reading: what is due at each position, and rounds as they were recorded.

pub mod duty_list;
pub mod round_list;

use super::principal::{Goods, Principal};
use super::problem::Problem;
use crate::app::App;
use crate::directory::Entry;
use base::policy::Action;
use base::term::OrgCode;

/// The organisation that a code begins with, or the caller's own, if the caller may read its stock.
async fn readable(app: &App, principal: &Principal, code: Option<&str>) -> Result<Entry, Problem> {
    let org = match code {
        Some(code) => OrgCode::parse(code.get(..18).unwrap_or(code))?,
        None => principal.caller.org.clone(),
    };
    principal.may_to(app, Action::ReadStock, &org, Goods::Held).await
}

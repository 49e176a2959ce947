//! What lies where: reading of stock, one endpoint a file. Every answer is of one organisation's book that the caller may read,
//! or leaves out what they may not.

pub mod agreement;
pub mod consignment_list;
pub mod consignment_show;
pub mod count_list;
pub mod count_show;
pub mod directive_list;
pub mod directive_show;
pub mod ledger;
pub mod line;
pub mod lot_list;
pub mod lot_show;
pub mod notice_list;
pub mod position_list;
pub mod position_show;
pub mod reading_show;
pub mod request_list;
pub mod sample_list;
pub mod site_list;
pub mod site_show;
pub mod trace;
pub mod trip_list;
pub mod trip_show;
pub mod warehouse_show;
pub mod weighbridge_list;
pub mod worksheet_list;

pub mod holding;

use super::principal::{Goods, Principal};
use super::problem::Problem;
use crate::app::App;
use crate::directory::Entry;
use base::policy::Action;
use base::term::OrgCode;

/// The organisation whose stock a code is about, if the caller may read it.
async fn readable(app: &App, principal: &Principal, action: Action, code: &str) -> Result<Entry, Problem> {
    let org = OrgCode::parse(code.get(..18).unwrap_or(code))?;
    principal.may_to(app, action, &org, Goods::Held).await
}

/// The organisation named, or the caller's own, if the caller may read its stock.
async fn readable_or_own(
    app: &App,
    principal: &Principal,
    action: Action,
    org: Option<&str>,
) -> Result<Entry, Problem> {
    let own = principal.caller.org.to_string();
    readable(app, principal, action, org.unwrap_or(&own)).await
}

/// A cursor of an instant and a code; at the beginning, after everything.
fn before(cursor: &str) -> (i64, &str) {
    let (at, code) = cursor.split_once(' ').unwrap_or_default();
    (at.parse().unwrap_or(i64::MAX), code)
}

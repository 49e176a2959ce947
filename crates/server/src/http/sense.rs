//! Readings over HTTP: what devices send, and what is kept of a position. The wire form of a scan is read here and nowhere else.

pub mod device_list;
pub mod frame_list;
pub mod frame_show;
pub mod ingest;
pub mod layout_list;
pub mod series_list;
pub mod series_show;

mod line;

use super::principal::{Goods, Principal};
use super::problem::Problem;
use crate::app::App;
use crate::directory::Entry;
use base::policy::Action;
use base::term::OrgCode;

/// The organisation a code is about, the caller's own unless given, if the caller may read its stock.
pub(super) async fn readable(app: &App, principal: &Principal, code: Option<&str>) -> Result<Entry, Problem> {
    let own = principal.caller.org.to_string();
    let code = code.unwrap_or(&own);
    let org = OrgCode::parse(code.get(..18).unwrap_or(code))?;
    principal.may_to(app, Action::ReadStock, &org, Goods::Held).await
}

//! What spans books: the situation, the one map, the one table, statements. Computed by `hub`; scoped by what the caller may
//! read; nothing is added up here.

pub mod kept;
pub mod map;
pub mod monthly;
pub mod quake;
pub mod situation;
pub mod statement_file;
pub mod statement_list;
pub mod statement_make;
pub mod statement_proof;
pub mod statement_show;
pub mod table;

use super::principal::Principal;
use super::problem::Problem;
use crate::app::App;
use crate::directory::Organisations;
use base::policy::{Action, Reach};
use base::region::regions;
use base::term::RegionCode;
use hub::picture::{Part, Seen};

/// The region asked about; empty for the nation.
pub fn region(asked: Option<&str>) -> Result<String, Problem> {
    match asked.unwrap_or_default() {
        "" | "000000" => Ok(String::new()),
        code => Ok(RegionCode::parse(code)?.to_string()),
    }
}

/// The name of a region, empty for the nation.
fn region_name(code: &str) -> String {
    if code.is_empty() { "全国".to_owned() } else { regions().name(code).to_owned() }
}

/// What a caller sees of the picture.
pub struct Eyes<'a> {
    principal: &'a Principal,
    reach: Reach,
    organisations: &'a Organisations,
}

impl<'a> Eyes<'a> {
    pub fn new(
        app: &App,
        principal: &'a Principal,
        action: Action,
        organisations: &'a Organisations,
    ) -> Self {
        Self { principal, reach: principal.reach(app, action), organisations }
    }

    pub fn see(&self, part: &Part) -> Seen {
        let Some(entry) = self.organisations.get(&part.org) else {
            return Seen { ordinary: false, reserve: false };
        };
        let covers = |reserve| self.principal.covers(&self.reach, &entry.organisation, reserve);
        Seen { ordinary: covers(false), reserve: covers(true) }
    }
}

/// That the action reaches anything at all.
pub fn reached(principal: &Principal, app: &App, action: Action) -> Result<(), Problem> {
    if principal.reach(app, action).is_empty() {
        principal.may(app, action)?;
    }
    Ok(())
}

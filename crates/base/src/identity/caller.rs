//! Somebody whom the node knows, for the length of one request: what a session or a token stands for, ready to be put
//! before the policies. It grants nothing by itself.

use super::organisation::{self, Organisation};
use crate::ctx::Actor;
use crate::policy::{Action, DutySet, Party, RelationSet, Request, RoleSet};
use crate::term::{Instant, OrgCode, RegionCode, UserId};
use std::sync::Arc;

/// A known caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub user: UserId,
    /// The organisation the user acts for, and its party.
    pub org: OrgCode,
    pub party: Party,
    /// Roles held; for a token, those of the token that the user still holds.
    pub roles: RoleSet,
    pub regions: Arc<[RegionCode]>,
    /// When the session passed a second factor.
    pub second_factor_at: Option<Instant>,
    /// An API token or a job, not a person at a screen.
    pub machine: bool,
    /// The password must be changed first.
    pub restricted: bool,
}

impl Caller {
    /// Who acts, as facts say it.
    pub fn actor(&self) -> Actor {
        Actor { user: self.user.clone(), org: self.org.clone() }
    }

    /// A question about this installation, or the start of one for [`crate::policy::Policy::reach`].
    pub fn asks(&self, action: Action) -> Request {
        Request {
            roles: self.roles,
            party: self.party,
            action,
            relation: RelationSet::EMPTY,
            reserve: false,
            holder: self.party,
            second_factor: self.second_factor_at.is_some(),
            machine: self.machine,
            restricted: self.restricted,
            duties: DutySet::EMPTY,
        }
    }

    /// A question about an organisation's book. `reserve`: are the goods state reserves?
    pub fn asks_about(&self, action: Action, organisation: &Organisation, reserve: bool) -> Request {
        Request {
            relation: organisation::relation(&self.org, &self.regions, organisation),
            reserve,
            holder: organisation.party,
            ..self.asks(action)
        }
    }
}

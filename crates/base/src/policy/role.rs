//! Parties and roles, sets of roles, and which roles one natural person may hold together. It grants nothing: what a
//! role may do stands in `policies/`.

use serde::{Deserialize, Serialize};

/// Nature of an organisation, and so of everyone acting for it (domain rules FW-01 to FW-09).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Party {
    /// 政府部门 a government body.
    Gov,
    /// 国有承储单位、央企 a state storing unit or central enterprise.
    Enterprise,
    /// 社会主体 a social party: private capital, civil assets.
    Social,
    /// 无账户 no account at all.
    None,
}

impl Party {
    pub const ALL: [Party; 4] = [Party::Gov, Party::Enterprise, Party::Social, Party::None];

    /// The code in policies, rows and facts.
    pub const fn name(self) -> &'static str {
        match self {
            Party::Gov => "GOV",
            Party::Enterprise => "ENTERPRISE",
            Party::Social => "SOCIAL",
            Party::None => "NONE",
        }
    }

    pub fn named(name: &str) -> Option<Party> {
        Party::ALL.into_iter().find(|p| p.name() == name)
    }
}

/// Groups a role can stand in, as the policies name them.
pub(super) const GROUPS: [&str; 2] = ["business", "admin"];

/// A post a user may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Keeper,
    Weigher,
    Tester,
    DepotManager,
    Statistician,
    Accountant,
    BureauOfficer,
    BureauApprover,
    Commander,
    Auditor,
    SystemAdmin,
    SecurityAdmin,
    AuditAdmin,
    SocialParty,
    /// Nobody holds it: it stands for a request without an account.
    Public,
}

/// Two roles (or a role and a party) that exclude each other, with the rule that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// Two of the three administrators: DUTY-05.
    Administrators(Role, Role),
    /// An administrator and another role: DUTY-06.
    AdministratorAndOther(Role, Role),
    /// Keeping, testing, accounting: DUTY-08.
    Duties(Role, Role),
    /// An auditor and a business post: DUTY-09.
    AuditorAndBusiness(Role, Role),
    /// The role belongs to a government body: DUTY-14.
    NotGovernment(Role),
    /// A social party holds the social role and nobody else does: FW-05.
    SocialRole(Role),
    /// `public` is never assigned.
    Public,
}

impl Conflict {
    /// The id of the policy that refuses the same thing at decision time.
    pub const fn rule(self) -> &'static str {
        match self {
            Conflict::Administrators(..) => "DUTY-05",
            Conflict::AdministratorAndOther(..) => "DUTY-06",
            Conflict::Duties(..) => "DUTY-08",
            Conflict::AuditorAndBusiness(..) => "DUTY-09",
            Conflict::NotGovernment(_) => "DUTY-14",
            Conflict::SocialRole(_) | Conflict::Public => "FW-05",
        }
    }
}

impl Role {
    pub const ALL: [Role; 15] = [
        Role::Keeper,
        Role::Weigher,
        Role::Tester,
        Role::DepotManager,
        Role::Statistician,
        Role::Accountant,
        Role::BureauOfficer,
        Role::BureauApprover,
        Role::Commander,
        Role::Auditor,
        Role::SystemAdmin,
        Role::SecurityAdmin,
        Role::AuditAdmin,
        Role::SocialParty,
        Role::Public,
    ];

    /// The code in policies, rows and facts.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Keeper => "keeper",
            Role::Weigher => "weigher",
            Role::Tester => "tester",
            Role::DepotManager => "depot_manager",
            Role::Statistician => "statistician",
            Role::Accountant => "accountant",
            Role::BureauOfficer => "bureau_officer",
            Role::BureauApprover => "bureau_approver",
            Role::Commander => "commander",
            Role::Auditor => "auditor",
            Role::SystemAdmin => "system_admin",
            Role::SecurityAdmin => "security_admin",
            Role::AuditAdmin => "audit_admin",
            Role::SocialParty => "social_party",
            Role::Public => "public",
        }
    }

    /// The name a person reads, in Chinese and English.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Role::Keeper => ("保管员", "Keeper"),
            Role::Weigher => ("司磅员", "Weigher"),
            Role::Tester => ("化验员", "Tester"),
            Role::DepotManager => ("库点主任", "Depot manager"),
            Role::Statistician => ("统计员", "Statistician"),
            Role::Accountant => ("会计", "Accountant"),
            Role::BureauOfficer => ("局业务处", "Bureau officer"),
            Role::BureauApprover => ("局审批人", "Bureau approver"),
            Role::Commander => ("指挥", "Commander"),
            Role::Auditor => ("审计", "Auditor"),
            Role::SystemAdmin => ("系统管理员", "System administrator"),
            Role::SecurityAdmin => ("安全管理员", "Security administrator"),
            Role::AuditAdmin => ("审计管理员", "Audit administrator"),
            Role::SocialParty => ("社会主体", "Social party"),
            Role::Public => ("公众", "Public"),
        }
    }

    pub fn named(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|r| r.name() == name)
    }

    /// Group in the role hierarchy of the policies.
    pub(super) const fn group(self) -> Option<&'static str> {
        match self {
            Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => Some("admin"),
            Role::Auditor | Role::SocialParty | Role::Public => None,
            _ => Some("business"),
        }
    }

    /// One of the three administrators (三员).
    pub fn is_admin(self) -> bool {
        self.group() == Some("admin")
    }

    fn is_business(self) -> bool {
        self.group() == Some("business")
    }
}

/// A set of roles, small enough to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RoleSet(u16);

impl RoleSet {
    pub const EMPTY: RoleSet = RoleSet(0);

    pub const fn with(self, role: Role) -> RoleSet {
        RoleSet(self.0 | 1 << role as u16)
    }

    pub const fn without(self, role: Role) -> RoleSet {
        RoleSet(self.0 & !(1 << role as u16))
    }

    pub const fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u16) != 0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |r| self.has(*r))
    }

    /// Does a holder need the second factor to do anything but enrol one?
    pub fn needs_second_factor(self) -> bool {
        self.iter().any(Role::is_admin)
    }

    /// May one natural person of this party hold these roles together? The first conflict, if not.
    ///
    /// The policies refuse the same sets again at decision time, so a row changed by hand gains nothing.
    pub fn conflict(self, party: Party) -> Option<Conflict> {
        if self.has(Role::Public) {
            return Some(Conflict::Public);
        }
        for role in self.iter() {
            if (role == Role::SocialParty) != (party == Party::Social) {
                return Some(Conflict::SocialRole(role));
            }
            let official = matches!(role, Role::BureauOfficer | Role::BureauApprover | Role::Commander);
            if official && party != Party::Gov {
                return Some(Conflict::NotGovernment(role));
            }
        }
        let held: Vec<Role> = self.iter().collect();
        held.iter()
            .enumerate()
            .flat_map(|(i, a)| held[i + 1..].iter().map(move |b| (*a, *b)))
            .find_map(|(a, b)| pair_conflict(a, b))
    }
}

impl FromIterator<Role> for RoleSet {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> RoleSet {
        roles.into_iter().fold(RoleSet::EMPTY, RoleSet::with)
    }
}

fn pair_conflict(a: Role, b: Role) -> Option<Conflict> {
    const APART: [Role; 3] = [Role::Keeper, Role::Tester, Role::Accountant];
    if a.is_admin() && b.is_admin() {
        Some(Conflict::Administrators(a, b))
    } else if a.is_admin() || b.is_admin() {
        Some(Conflict::AdministratorAndOther(a, b))
    } else if APART.contains(&a) && APART.contains(&b) {
        Some(Conflict::Duties(a, b))
    } else if (a == Role::Auditor && b.is_business()) || (b == Role::Auditor && a.is_business()) {
        Some(Conflict::AuditorAndBusiness(a, b))
    } else {
        None
    }
}

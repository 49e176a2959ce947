//! The people of the synthetic nation: accounts with published passwords, for demonstration and tests only.

use crate::world::{Body, World};
use base::identity::NewUser;
use base::identity::password::{Cost, hash};
use base::identity::totp::SEED_BYTES;
use base::policy::{Role, RoleSet};
use base::term::{Fault, RegionCode, UserId};

/// The password of every demonstration account.
pub const PASSWORD: &str = "Demo-2026-inrs!";

/// An account to show to whoever tries the demonstration.
#[derive(Debug, Clone)]
pub struct Login {
    /// User name.
    pub user: String,
    /// What the person is, Chinese and English.
    pub what: (String, &'static str),
    /// Whether a one-time code is asked for.
    pub second_factor: bool,
}

/// Seed of the second factor of a demonstration account: published, like its password.
pub fn factor(user: &str) -> [u8; SEED_BYTES] {
    let mut seed = [0; SEED_BYTES];
    for (i, byte) in format!("demo:{user}:demo").bytes().cycle().take(SEED_BYTES).enumerate() {
        seed[i] = byte.rotate_left((i % 7) as u32) ^ i as u8;
    }
    seed
}

/// Administrators and those who approve are asked for a second factor.
fn with_factor(roles: RoleSet) -> bool {
    roles.needs_second_factor()
        || roles
            .iter()
            .any(|role| matches!(role, Role::BureauApprover | Role::DepotManager | Role::Commander))
}

/// One account.
fn account(user: &str, name: &str, of: &Body, roles: &[Role], regions: &[&str]) -> Result<NewUser, Fault> {
    let refused = |refusal: base::term::Refusal| Fault::new(refusal.en);
    let roles = roles.iter().fold(RoleSet::EMPTY, |set, role| set.with(*role));
    Ok(NewUser {
        user: UserId::parse(user).map_err(refused)?,
        org: of.code.clone(),
        name: name.to_owned(),
        roles,
        regions: regions
            .iter()
            .map(|code| RegionCode::parse(code).map_err(refused))
            .collect::<Result<_, _>>()?,
        password: hash(PASSWORD, *b"inrs-demo-salt-1", Cost::LEAST)?,
        must_change: false,
        totp: with_factor(roles).then(|| factor(user)),
    })
}

/// The three administrators of the node.
pub fn administrators(world: &World) -> Result<[NewUser; 3], Fault> {
    Ok([
        account("sysadmin", "系统管理员甲", &world.centre, &[Role::SystemAdmin], &[])?,
        account("secadmin", "安全管理员乙", &world.centre, &[Role::SecurityAdmin], &[])?,
        account("auditadmin", "审计管理员丙", &world.centre, &[Role::AuditAdmin], &[])?,
    ])
}

/// Everybody else: the nation's and the bureaus' officers, and the people of the first storing units.
pub fn everybody(world: &World) -> Result<Vec<NewUser>, Fault> {
    let nation = &world.nation;
    let mut all = vec![
        account("commander", "国家值班长", nation, &[Role::Commander], &["000000"])?,
        account("officer", "国家业务处长", nation, &[Role::BureauOfficer], &["000000"])?,
        account("approver", "国家分管局长", nation, &[Role::BureauApprover], &["000000"])?,
        account("auditor", "国家审计员", nation, &[Role::Auditor], &["000000"])?,
    ];
    for (i, bureau) in world.bureaus.iter().enumerate() {
        let region = [bureau.region.as_str()];
        all.push(account(&officer_of(i), "省局业务员", bureau, &[Role::BureauOfficer], &region)?);
        all.push(account(&approver_of(i), "省局审批人", bureau, &[Role::BureauApprover], &region)?);
    }
    if let Some(bureau) = world.bureaus.first() {
        let region = [bureau.region.as_str()];
        all.push(account(INSPECTOR, "省局检查员", bureau, &[Role::BureauOfficer], &region)?);
    }
    let property = &world.property;
    let region = [property.region.as_str()];
    all.push(account(
        PROPERTY_KEEPER,
        "公物仓保管员兼统计员",
        property,
        &[Role::Keeper, Role::Statistician],
        &[],
    )?);
    all.push(account(PROPERTY_OFFICER, "公物仓业务员", property, &[Role::BureauOfficer], &region)?);
    all.push(account(PROPERTY_APPROVER, "公物仓审批人", property, &[Role::BureauApprover], &region)?);
    for (i, depot) in world.depots.iter().take(world.scale.accounts).enumerate() {
        all.push(account(&keeper_of(i), "保管员", &depot.body, &[Role::Keeper], &[])?);
        all.push(account(&tester_of(i), "化验员", &depot.body, &[Role::Tester], &[])?);
        all.push(account(&weigher_of(i), "司磅员", &depot.body, &[Role::Weigher], &[])?);
        all.push(account(&manager_of(i), "库点主任", &depot.body, &[Role::DepotManager], &[])?);
    }
    Ok(all)
}

/// The second inspector of the first bureau.
pub const INSPECTOR: &str = "inspector";
/// The keeper of the public-property warehouse, who also enters its opening balances.
pub const PROPERTY_KEEPER: &str = "storekeeper";
/// Who issues the directives of the public-property warehouse.
pub const PROPERTY_OFFICER: &str = "property";
/// Who approves them.
pub const PROPERTY_APPROVER: &str = "propertyhead";

/// The keeper of storing unit `i`; the first is simply `keeper`.
pub fn keeper_of(i: usize) -> String {
    numbered("keeper", i)
}

/// The second keeper or laboratory hand of storing unit `i`.
pub fn tester_of(i: usize) -> String {
    numbered("tester", i)
}

/// Who keeps the gate and the weighbridge of storing unit `i`.
pub fn weigher_of(i: usize) -> String {
    numbered("weigher", i)
}

/// The manager of storing unit `i`.
pub fn manager_of(i: usize) -> String {
    numbered("manager", i)
}

/// The issuing officer of bureau `i`.
pub fn officer_of(i: usize) -> String {
    numbered("bureau", i)
}

/// The approving officer of bureau `i`.
pub fn approver_of(i: usize) -> String {
    numbered("bureauhead", i)
}

fn numbered(word: &str, i: usize) -> String {
    if i == 0 { word.to_owned() } else { format!("{word}{}", i + 1) }
}

/// The accounts to print for a newcomer.
pub fn logins(world: &World) -> Vec<Login> {
    let depot = &world.depots[0].body.name;
    let bureau = &world.bureaus[0].name;
    let login = |user: &str, zh: String, en, second_factor| Login {
        user: user.to_owned(),
        what: (zh, en),
        second_factor,
    };
    vec![
        login("keeper", format!("{depot} 保管员"), "keeper of the first depot", false),
        login("tester", format!("{depot} 化验员"), "laboratory of the first depot", false),
        login("weigher", format!("{depot} 司磅员"), "gate and weighbridge of the first depot", false),
        login("manager", format!("{depot} 主任"), "manager of the first depot", true),
        login(
            "bureau",
            format!("{bureau} 业务员（下达指令）"),
            "provincial officer, issues directives",
            false,
        ),
        login(INSPECTOR, format!("{bureau} 检查员"), "second inspector of the first bureau", false),
        login("bureauhead", format!("{bureau} 审批人（批准指令）"), "provincial approver", true),
        login(
            PROPERTY_KEEPER,
            format!("{} 保管员兼统计员（公物仓）", world.property.name),
            "keeper and statistician of the public-property warehouse",
            false,
        ),
        login(
            PROPERTY_OFFICER,
            format!("{} 业务员（公物仓，下达指令）", world.property.name),
            "officer of the public-property warehouse",
            false,
        ),
        login(
            PROPERTY_APPROVER,
            format!("{} 审批人（公物仓，批准指令）", world.property.name),
            "approver of the public-property warehouse",
            true,
        ),
        login("commander", "国家值班长".into(), "national commander", true),
        login("auditor", "国家审计员".into(), "auditor, reads every book", false),
        login("sysadmin", "系统管理员".into(), "system administrator", true),
        login("secadmin", "安全管理员".into(), "security administrator", true),
        login("auditadmin", "审计管理员".into(), "audit administrator", true),
    ]
}

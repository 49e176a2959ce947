//! Facts of the domain about permissions, as tables of cases.

use super::golden::plain;
use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static BUILTIN: LazyLock<Policy> = LazyLock::new(|| Policy::builtin().unwrap());

const OWN: RelationSet = RelationSet::EMPTY.with(Relation::Own);
const BELOW: RelationSet = RelationSet::EMPTY.with(Relation::Below);
const REGION: RelationSet = RelationSet::EMPTY.with(Relation::Region);
const ELSEWHERE: RelationSet = RelationSet::EMPTY;

/// The built-in files plus one permit for everything.
pub(super) fn with_blanket_permit() -> Policy {
    with_extra("permit (principal, action, resource);")
}

fn with_extra(permit: &str) -> Policy {
    let text = format!("@id(\"EXTRA\")\n@zh(\"外加\")\n@en(\"extra\")\n{permit}");
    let mut files = FILES.to_vec();
    files.push(("extra.cedar", &text));
    Policy::load(SCHEMA, &files).unwrap()
}

fn refusal(policy: &Policy, request: &Request) -> Vec<String> {
    let decision = policy.authorise(request);
    assert!(!decision.allow, "allowed by {:?}: {request:?}", decision.policies);
    decision.policies.clone()
}

/// Each statement refuses on its own, even when everything is permitted.
#[track_caller]
fn forbidden_by(id: &str, request: Request) {
    static OPEN: LazyLock<Policy> = LazyLock::new(with_blanket_permit);
    let ids = refusal(&OPEN, &request);
    assert!(ids.iter().any(|i| i == id), "{id} does not refuse {request:?}, only {ids:?}");
}

fn ask(role: Role, party: Party, action: Action, relation: RelationSet, reserve: bool) -> Request {
    Request { relation, reserve, ..plain(role, party, action) }
}

#[test]
fn people_may_do_what_their_post_is_for() {
    use {Action::*, Party::*, Role::*};
    #[rustfmt::skip]
    let cases = [
        (Keeper, Enterprise, StockReceive, OWN, true, true),
        (Keeper, Enterprise, StockIssue, OWN, true, true),
        (Keeper, Enterprise, StockReceive, BELOW, true, false),
        (Keeper, Enterprise, StockReceive, REGION, true, false),
        (Keeper, Enterprise, QualityTest, OWN, true, false),
        (Keeper, Enterprise, AdjustmentApprove, OWN, true, false),
        (Keeper, Enterprise, ReadStock, ELSEWHERE, false, false),
        (Tester, Enterprise, QualityTest, OWN, true, true),
        (DepotManager, Enterprise, AdjustmentApprove, OWN, true, true),
        (DepotManager, Enterprise, DirectiveIssue, OWN, false, true),
        (DepotManager, Enterprise, DirectiveIssue, OWN, true, false),
        (DepotManager, Gov, DirectiveIssue, OWN, true, false),
        (DepotManager, Enterprise, ReadTotals, BELOW, true, true),
        (DepotManager, Enterprise, ReadTotals, REGION, true, false),
        (BureauOfficer, Gov, DirectiveIssue, REGION, true, true),
        (BureauOfficer, Gov, DirectiveIssue, ELSEWHERE, true, false),
        (BureauOfficer, Gov, DirectiveApprove, REGION, true, false),
        (BureauOfficer, Gov, StockReceive, OWN, true, false),
        (BureauApprover, Gov, DirectiveApprove, REGION, true, true),
        (BureauApprover, Enterprise, DirectiveApprove, OWN, false, false),
        (Statistician, Gov, ReadTotals, REGION, true, true),
        (Statistician, Enterprise, ReadTotals, REGION, true, false),
        (Auditor, Gov, ReadBook, ELSEWHERE, true, true),
        (Auditor, Gov, StockReceive, OWN, false, false),
        (SystemAdmin, Gov, BackupMake, OWN, false, true),
        (SystemAdmin, Gov, ReadStock, OWN, false, false),
        (SystemAdmin, Gov, UserCreate, OWN, false, false),
        (SecurityAdmin, Gov, UserRoleAssign, REGION, false, true),
        (SecurityAdmin, Gov, BackupMake, OWN, false, false),
        (SecurityAdmin, Gov, ReadAudit, OWN, false, false),
        (AuditAdmin, Gov, ReadAudit, OWN, false, true),
        (AuditAdmin, Gov, UserCreate, OWN, false, false),
        (SocialParty, Social, ReadStock, OWN, false, true),
        (SocialParty, Social, ReadStock, OWN, true, false),
        (Public, None, ReadCode, ELSEWHERE, false, false),
    ];
    for (role, party, action, relation, reserve, allow) in cases {
        let decision = BUILTIN.authorise(&ask(role, party, action, relation, reserve));
        assert_eq!(
            decision.allow, allow,
            "{role:?} {party:?} {action:?} {relation:?} {reserve}: {decision:?}"
        );
    }
}

#[test]
fn a_stranger_is_refused_every_action() {
    for &action in Action::ALL {
        refusal(&BUILTIN, &Request::stranger(action));
    }
}

#[test]
fn a_decision_says_why_in_both_languages() {
    let no = BUILTIN.authorise(&ask(Role::SocialParty, Party::Social, Action::ReadTotals, OWN, true));
    assert_eq!(no.policies, ["FW-08"]);
    assert!(no.zh.contains("社会主体看不到") && no.en.contains("Social parties see no quantity"));
    let none = BUILTIN.authorise(&ask(Role::Keeper, Party::Gov, Action::QualityTest, OWN, false));
    assert!(none.policies.is_empty());
    assert_eq!((none.zh.as_str(), none.en.as_str()), ("没有规则准许该操作", "no rule permits this"));
}

/// FW-01 … FW-09 as far as they concern actions that exist. Each line is refused by its rule although a blanket permit
/// stands beside it.
#[test]
fn the_firewall_holds_against_a_blanket_permit() {
    use Action::*;
    let social = |action| Request {
        party: Party::Social,
        holder: Party::Gov,
        reserve: true,
        roles: RoleSet::EMPTY.with(Role::SocialParty),
        ..plain(Role::SocialParty, Party::Social, action)
    };
    for action in [DirectiveIssue, DirectiveApprove, DirectiveRevoke, StockIssue, TransferDispatch] {
        forbidden_by("FW-01", social(action));
    }
    for action in [DirectiveIssue, DirectiveApprove, DirectiveRevoke] {
        forbidden_by("FW-01", Request { party: Party::Enterprise, ..social(action) });
    }
    for action in [SiteRegister, StatementMake, LossApprove, PackActivate] {
        forbidden_by("FW-02", social(action));
    }
    for action in [StockOpen, StockReceive, TransferArrive, StockMove] {
        forbidden_by("FW-03", Request { party: Party::Gov, holder: Party::Social, ..social(action) });
    }
    for action in [StockReceive, StockMove, CountEnter, QualityTest] {
        forbidden_by("FW-04", social(action));
    }
    for role in [Role::Keeper, Role::BureauApprover, Role::SystemAdmin, Role::Auditor] {
        let roles = RoleSet::EMPTY.with(Role::SocialParty).with(role);
        forbidden_by("FW-05", Request { roles, reserve: false, ..social(ReadLot) });
    }
    forbidden_by("FW-06", Request { party: Party::Enterprise, ..social(DirectiveApprove) });
    for action in [DirectiveIssue, DirectiveApprove, AdjustmentApprove, UserRoleAssign] {
        let job = plain(Role::Commander, Party::Gov, action);
        forbidden_by("FW-07", Request { machine: true, relation: REGION, ..job });
    }
    for action in [ReadStock, ReadLot, ReadTotals, ReadBook, ReadDirective, ReadRegistry] {
        forbidden_by("FW-08", social(action));
        forbidden_by("FW-08", Request { reserve: false, ..social(action) });
    }
    for action in [ReadStock, ReadTotals, ReadAudit, StockReceive] {
        forbidden_by("FW-09", plain(Role::SystemAdmin, Party::Gov, action));
    }
}

#[test]
fn a_state_storing_unit_executes_but_never_orders_a_release() {
    let keeper = |action| ask(Role::Keeper, Party::Enterprise, action, OWN, true);
    assert!(BUILTIN.authorise(&keeper(Action::StockIssue)).allow);
    assert!(BUILTIN.authorise(&keeper(Action::TransferDispatch)).allow);
    refusal(&BUILTIN, &keeper(Action::DirectiveIssue));
}

#[test]
fn duties_are_separated() {
    use Action::*;
    let after = |duty, role, action| Request {
        duties: DutySet::EMPTY.with(duty),
        relation: OWN,
        ..plain(role, Party::Gov, action)
    };
    forbidden_by("DUTY-01", after(Duty::Requested, Role::DepotManager, AdjustmentApprove));
    forbidden_by("DUTY-01", after(Duty::Requested, Role::Commander, DirectiveApprove));
    forbidden_by("DUTY-02", after(Duty::Kept, Role::Tester, QualityTest));
    forbidden_by("DUTY-03", after(Duty::Sampled, Role::Tester, QualityTest));
    forbidden_by("DUTY-04", after(Duty::Counted, Role::Statistician, CountEnter));
    forbidden_by("DUTY-12", after(Duty::OnSelf, Role::SecurityAdmin, UserRoleAssign));
    let both = |a, b, action| Request {
        roles: RoleSet::from_iter([a, b]),
        relation: OWN,
        ..plain(a, Party::Gov, action)
    };
    forbidden_by("DUTY-05", both(Role::SystemAdmin, Role::SecurityAdmin, ConfigRead));
    forbidden_by("DUTY-05", both(Role::SystemAdmin, Role::AuditAdmin, ReadAudit));
    forbidden_by("DUTY-05", both(Role::SecurityAdmin, Role::AuditAdmin, ReadUser));
    forbidden_by("DUTY-06", both(Role::SystemAdmin, Role::Keeper, ConfigRead));
    forbidden_by("DUTY-06", both(Role::AuditAdmin, Role::Auditor, ReadAudit));
    for admin in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin] {
        forbidden_by("DUTY-07", plain(admin, Party::Gov, StockReceive));
        forbidden_by("DUTY-07", plain(admin, Party::Gov, ReadTotals));
        forbidden_by("DUTY-11", Request { second_factor: false, ..plain(admin, Party::Gov, ConfigRead) });
    }
    forbidden_by("DUTY-08", both(Role::Keeper, Role::Tester, StockReceive));
    forbidden_by("DUTY-08", both(Role::Keeper, Role::Accountant, StockReceive));
    forbidden_by("DUTY-08", both(Role::Tester, Role::Accountant, QualityTest));
    forbidden_by("DUTY-09", both(Role::Auditor, Role::Keeper, ReadStock));
    forbidden_by("DUTY-09", plain(Role::Auditor, Party::Gov, StockReceive));
    let official = ask(Role::BureauApprover, Party::Enterprise, DirectiveApprove, OWN, false);
    forbidden_by("DUTY-14", official);
}

#[test]
fn approvals_and_administration_need_a_second_factor() {
    let password_only =
        |role, action| Request { second_factor: false, relation: OWN, ..plain(role, Party::Gov, action) };
    #[rustfmt::skip]
    let refused = [
        (Role::DepotManager, Action::AdjustmentApprove),
        (Role::BureauApprover, Action::DirectiveApprove),
        (Role::SecurityAdmin, Action::UserCreate),
        (Role::SystemAdmin, Action::BackupMake),
    ];
    for (role, action) in refused {
        forbidden_by("DUTY-10", password_only(role, action));
        assert!(BUILTIN.authorise(&Request { second_factor: true, ..password_only(role, action) }).allow);
    }
    for admin in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin] {
        assert!(BUILTIN.authorise(&password_only(admin, Action::AccountOwn)).allow);
    }
    assert!(BUILTIN.authorise(&password_only(Role::Keeper, Action::StockReceive)).allow);
}

#[test]
fn an_expired_password_leaves_only_the_own_account() {
    let keeper =
        |action| Request { restricted: true, relation: OWN, ..plain(Role::Keeper, Party::Gov, action) };
    forbidden_by("DUTY-13", keeper(Action::StockReceive));
    assert!(BUILTIN.authorise(&keeper(Action::AccountOwn)).allow);
}

/// Whoever may be assigned roles together is never locked out by a rule about roles, and the other way round.
#[test]
fn roles_refused_at_assignment_are_refused_at_decision_too() {
    let open = with_blanket_permit();
    for party in [Party::Gov, Party::Enterprise, Party::Social] {
        for a in Role::ALL {
            for b in Role::ALL {
                let roles = RoleSet::from_iter([a, b]);
                let Some(conflict) = roles.conflict(party) else { continue };
                let refused_somewhere = Action::ALL.iter().any(|&action| {
                    let own = Request { roles, relation: OWN, ..plain(a, party, action) };
                    open.authorise(&own).policies.iter().any(|id| id == conflict.rule())
                });
                let grants_nothing =
                    matches!(conflict, Conflict::SocialRole(Role::SocialParty) | Conflict::Public);
                assert!(refused_somewhere || grants_nothing, "{conflict:?} for {party:?}");
            }
        }
    }
}

#[test]
fn roles_exclude_each_other() {
    use {Party::*, Role::*};
    #[rustfmt::skip]
    let cases: [(&[Role], Party, Option<Conflict>); 14] = [
        (&[Keeper, Weigher], Enterprise, Option::None),
        (&[Statistician, Accountant], Gov, Option::None),
        (&[BureauOfficer, BureauApprover], Gov, Option::None),
        (&[SocialParty], Social, Option::None),
        (&[SystemAdmin, SecurityAdmin], Gov, Some(Conflict::Administrators(SystemAdmin, SecurityAdmin))),
        (&[SystemAdmin, AuditAdmin], Gov, Some(Conflict::Administrators(SystemAdmin, AuditAdmin))),
        (&[Keeper, AuditAdmin], Gov, Some(Conflict::AdministratorAndOther(Keeper, AuditAdmin))),
        (&[Auditor, AuditAdmin], Gov, Some(Conflict::AdministratorAndOther(Auditor, AuditAdmin))),
        (&[Keeper, Tester], Enterprise, Some(Conflict::Duties(Keeper, Tester))),
        (&[Keeper, Auditor], Gov, Some(Conflict::AuditorAndBusiness(Keeper, Auditor))),
        (&[BureauApprover], Enterprise, Some(Conflict::NotGovernment(BureauApprover))),
        (&[Keeper], Social, Some(Conflict::SocialRole(Keeper))),
        (&[SocialParty], Gov, Some(Conflict::SocialRole(SocialParty))),
        (&[Public], Gov, Some(Conflict::Public)),
    ];
    for (roles, party, expected) in cases {
        let set: RoleSet = roles.iter().copied().collect();
        assert_eq!(set.conflict(party), expected, "{roles:?} {party:?}");
    }
}

#[test]
fn reach_says_which_books_a_list_may_show() {
    let reach = |role, party, action| BUILTIN.reach(&plain(role, party, action));
    let keeper = reach(Role::Keeper, Party::Enterprise, Action::ReadStock);
    assert!(keeper.covers(OWN, true) && !keeper.covers(BELOW, true) && !keeper.covers(ELSEWHERE, false));
    let officer = reach(Role::BureauOfficer, Party::Gov, Action::ReadStock);
    assert!(officer.covers(REGION, true) && !officer.covers(ELSEWHERE, true));
    let auditor = reach(Role::Auditor, Party::Gov, Action::ReadStock);
    assert!(auditor.covers(ELSEWHERE, true));
    let social = reach(Role::SocialParty, Party::Social, Action::ReadStock);
    assert!(social.covers(OWN, false) && !social.covers(OWN, true));
    assert!(BUILTIN.reach(&Request::stranger(Action::ReadStock)).is_empty());
}

#[test]
fn policy_files_that_guard_nothing_are_not_accepted() {
    #[rustfmt::skip]
    let cases = [
        ("permit (principal, action, resource);", "has no @id"),
        ("@id(\"X\") permit (principal, action, resource);", "has no @zh"),
        ("@id(\"X\") @zh(\"x\") @en(\"x\") permit (principal in Role::\"keepr\", action, resource);", "unknown role"),
        ("@id(\"X\") @zh(\"x\") @en(\"x\") permit (principal, action == Action::\"stock.recieve\", resource);", "recieve"),
        ("@id(\"X\") @zh(\"x\") @en(\"x\") permit (principal, action, resource) when { context.moon };", "moon"),
        ("@id(\"FW-01\") @zh(\"x\") @en(\"x\") permit (principal, action, resource);", "FW-01"),
        ("@id(\"X\") @zh(\"x\") @en(\"x\") permit (principal == ?principal, action, resource);", "templates"),
        ("permit (principal", "extra.cedar"),
    ];
    for (text, expected) in cases {
        let mut files = FILES.to_vec();
        files.push(("extra.cedar", text));
        let error = Policy::load(SCHEMA, &files).err().map(|e| e.to_string());
        assert!(error.as_deref().is_some_and(|e| e.contains(expected)), "{text}: {error:?}");
    }
    let short = SCHEMA.replace("\"quality.test\"", "\"quality.guess\"");
    let error = Policy::load(&short, &FILES).err().map(|e| e.to_string()).unwrap_or_default();
    assert!(error.contains("disagree on action quality."), "{error}");
}

#[test]
fn a_repeated_question_is_answered_from_memory() {
    let request = ask(Role::Keeper, Party::Enterprise, Action::StockReceive, OWN, true);
    assert!(Arc::ptr_eq(&BUILTIN.authorise(&request), &BUILTIN.authorise(&request)));
}

#[test]
fn every_action_has_its_own_name() {
    for &action in Action::ALL {
        assert_eq!(Action::named(action.name()), Some(action));
    }
    assert_eq!(Action::named("stock.steal"), None);
}

#[test]
fn roles_and_parties_have_one_name_in_rules_rows_and_facts() {
    for role in Role::ALL {
        assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{}\"", role.name()));
        assert_eq!(Role::named(role.name()), Some(role));
    }
    for party in Party::ALL {
        assert_eq!(serde_json::to_string(&party).unwrap(), format!("\"{}\"", party.name()));
        assert_eq!(Party::named(party.name()), Some(party));
    }
}

fn some_permit() -> impl Strategy<Value = String> {
    let who = prop::sample::select(vec![
        "principal".to_owned(),
        "principal in Role::\"social_party\"".to_owned(),
        "principal in Role::\"business\"".to_owned(),
        "principal in Role::\"admin\"".to_owned(),
        "principal is User".to_owned(),
    ]);
    let what = prop::sample::select(
        Action::ALL
            .iter()
            .map(|a| format!("action == Action::\"{}\"", a.name()))
            .chain(["action".to_owned(), "action in Action::\"business\"".to_owned()])
            .collect::<Vec<_>>(),
    );
    let when = prop::sample::select(vec!["", " when { context.second_factor }", " when { context.own }"]);
    (who, what, when).prop_map(|(who, what, when)| format!("permit ({who}, {what}, resource){when};"))
}

fn any_request() -> impl Strategy<Value = Request> {
    let roles = prop::collection::vec(prop::sample::select(Role::ALL.to_vec()), 0..3);
    let party = prop::sample::select(Party::ALL.to_vec());
    let holder = prop::sample::select(Party::ALL.to_vec());
    let action = prop::sample::select(Action::ALL.to_vec());
    let relation = prop::sample::select(vec![OWN, BELOW, REGION, ELSEWHERE]);
    let duty = prop::option::of(prop::sample::select(Duty::ALL.to_vec()));
    (roles, party, holder, action, relation, duty, any::<[bool; 4]>()).prop_map(
        |(roles, party, holder, action, relation, duty, [reserve, second_factor, machine, restricted])| {
            Request {
                roles: roles.into_iter().collect(),
                party,
                action,
                relation,
                reserve,
                holder,
                second_factor,
                machine,
                restricted,
                duties: duty.map_or(DutySet::EMPTY, |d| DutySet::EMPTY.with(d)),
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// What a forbid refuses today stays refused whatever permit is added.
    #[test]
    fn no_added_permit_overrides_a_forbid(
        permit in some_permit(),
        requests in prop::collection::vec(any_request(), 24),
    ) {
        let Ok(wider) = std::panic::catch_unwind(|| with_extra(&permit)) else {
            return Err(TestCaseError::reject("the permit does not fit the schema"));
        };
        for request in requests {
            let before = BUILTIN.authorise(&request);
            if !before.allow && !before.policies.is_empty() {
                let after = wider.authorise(&request);
                prop_assert!(!after.allow, "{} lets through {:?}", permit, request);
                prop_assert_eq!(&before.policies, &after.policies);
            }
        }
    }

    /// The firewall in words of its own, not read from the policies: no social party (and no stranger) ever touches, orders,
    /// decides on or sees state reserves.
    #[test]
    fn social_parties_get_nowhere_near_reserves(request in any_request()) {
        use Action::*;
        let outsider = matches!(request.party, Party::Social | Party::None);
        let harmless = [AccountOwn, ReadCode];
        if outsider && request.reserve && !harmless.contains(&request.action) {
            prop_assert!(!BUILTIN.authorise(&request).allow, "{:?}", request);
        }
        if request.machine && request.action == DirectiveApprove {
            prop_assert!(!BUILTIN.authorise(&request).allow, "{:?}", request);
        }
    }
}

//! Renders the permission tables of `docs/spec/permissions.md` from the policies and holds the committed file to them.
//! After a change of policy: `BLESS=1 cargo nextest run -p base golden`, then read the diff.

use super::*;
use std::fmt::Write;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/spec/permissions.md");

const HEAD: &str = "\
# Permissions 权限表

Generated from `policies/` by a test (`crates/base/src/policy/golden.rs`); do not edit by hand. After changing a policy run
`BLESS=1 cargo nextest run -p base golden` and review the difference.

Deny by default 默认拒绝: an action without a mark is refused. Every table assumes that the session passed a second factor, the
person is present (no token, no job) and no duty stands in the way; what those change is in the last two sections.

| Mark | Organisation whose book is concerned 所涉单位 |
|---|---|
| own | 本单位 the person's own |
| below | 下属单位 below it in the tree of organisations |
| region | 辖区内 registered in a region in the person's scope |
| elsewhere | 其他 none of these |

Goods 货物: *ordinary* 非国家储备, *reserve* 国家储备. Actions on the installation itself (节点) have no organisation: `yes`.
";

/// The party a role is shown for.
fn usual_party(role: Role) -> Party {
    match role {
        Role::SocialParty => Party::Social,
        Role::Public => Party::None,
        Role::BureauOfficer | Role::BureauApprover | Role::Commander => Party::Gov,
        Role::Auditor | Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => Party::Gov,
        _ => Party::Enterprise,
    }
}

/// The places shown: each relation alone, then none.
fn places() -> [(&'static str, RelationSet); 4] {
    let one = |r| RelationSet::EMPTY.with(r);
    [
        ("own", one(Relation::Own)),
        ("below", one(Relation::Below)),
        ("region", one(Relation::Region)),
        ("elsewhere", RelationSet::EMPTY),
    ]
}

/// A person of one role, present and with a second factor.
pub(super) fn plain(role: Role, party: Party, action: Action) -> Request {
    Request {
        roles: RoleSet::EMPTY.with(role),
        party,
        action,
        relation: RelationSet::EMPTY,
        reserve: false,
        holder: party,
        second_factor: true,
        machine: false,
        restricted: false,
        duties: DutySet::EMPTY,
    }
}

/// `own below` and the like: the places where the request is allowed.
fn granted(policy: &Policy, request: &Request) -> String {
    if request.action.subject() == Subject::Node {
        return if policy.authorise(request).allow { "yes".into() } else { String::new() };
    }
    places()
        .iter()
        .filter(|(_, relation)| policy.authorise(&Request { relation: *relation, ..*request }).allow)
        .map(|(name, _)| *name)
        .collect::<Vec<_>>()
        .join(" ")
}

fn role_table(out: &mut String, policy: &Policy, role: Role, party: Party) {
    let (zh, en) = role.label();
    let _ = writeln!(out, "\n## {zh} {en} `{}` ({})\n", role.name(), party.name());
    let mut rows = String::new();
    for &action in Action::ALL {
        let request = plain(role, party, action);
        let ordinary = granted(policy, &request);
        let reserve = match action.subject() {
            Subject::Node => String::new(),
            Subject::Book => granted(policy, &Request { reserve: true, ..request }),
        };
        if !ordinary.is_empty() || !reserve.is_empty() {
            let _ = writeln!(rows, "| `{}` | {ordinary} | {reserve} |", action.name());
        }
    }
    if rows.is_empty() {
        out.push_str("Everything is refused. 一律拒绝。\n");
    } else {
        out.push_str("| Action | ordinary | reserve |\n|---|---|---|\n");
        out.push_str(&rows);
    }
}

/// What is refused even if someone adds `permit (principal, action, resource);`.
fn firewall_table(out: &mut String) {
    out.push_str(
        "\n## What no permit can override 任何许可都压不过的禁止\n\n\
         The rules that refuse each action after a blanket `permit (principal, action, resource);` has been added, for a person with\n\
         no role and a second factor. A blank cell is not protected by the firewall and rests on the tables above.\n\n\
         | Action | social party, reserve | social party, own ordinary goods | enterprise, reserve | government, reserve in a social party's book | token or job |\n\
         |---|---|---|---|---|---|\n",
    );
    let open = test::with_blanket_permit();
    for &action in Action::ALL {
        let base = Request { roles: RoleSet::EMPTY, ..plain(Role::Public, Party::Gov, action) };
        let own = RelationSet::EMPTY.with(Relation::Own);
        let cases = [
            Request { party: Party::Social, holder: Party::Gov, reserve: true, relation: own, ..base },
            Request { party: Party::Social, holder: Party::Social, relation: own, ..base },
            Request {
                party: Party::Enterprise,
                holder: Party::Enterprise,
                reserve: true,
                relation: own,
                ..base
            },
            Request { holder: Party::Social, reserve: true, ..base },
            Request { machine: true, relation: own, ..base },
        ];
        let cells: Vec<String> = cases
            .iter()
            .map(|request| {
                let decision = open.authorise(request);
                if decision.allow { String::new() } else { decision.policies.join(" ") }
            })
            .collect();
        let _ = writeln!(out, "| `{}` | {} |", action.name(), cells.join(" | "));
    }
}

fn rule_list(out: &mut String, policy: &Policy) {
    out.push_str("\n## All rules 全部规则\n\n| Id | 规则 | Rule |\n|---|---|---|\n");
    for (id, zh, en) in policy.rules() {
        let _ = writeln!(out, "| {id} | {zh} | {en} |");
    }
}

#[test]
fn permission_tables_match_the_committed_file() {
    let policy = Policy::builtin().unwrap();
    let mut out = HEAD.to_owned();
    for role in Role::ALL {
        role_table(&mut out, &policy, role, usual_party(role));
    }
    role_table(&mut out, &policy, Role::Statistician, Party::Gov);
    firewall_table(&mut out);
    rule_list(&mut out, &policy);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(PATH, &out).unwrap();
    }
    let committed = std::fs::read_to_string(PATH).unwrap_or_default();
    let odd = out.lines().zip(committed.lines()).find(|(now, then)| now != then);
    assert!(
        out == committed,
        "docs/spec/permissions.md is stale (run with BLESS=1 and review); first difference: {odd:?}"
    );
}

//! Who gets in and who is kept out, on both engines: the founding of a node, the acts of a security administrator, tokens,
//! and that every row is what its book says.

mod gate;
mod world;

use base::identity::organisation::{self, Kind};
use base::identity::user::{self, NewToken};
use base::identity::{Caller, NewUser, Node, Purpose, Secret, found, scope};
use base::policy::{Action, Party, Policy, Role, RoleSet};
use base::store::testing::both;
use base::term::time::DAY;
use base::term::{OrgCode, Stop};
use world::*;

#[test]
fn a_node_is_founded_once_with_three_administrators() {
    for store in both() {
        let world = World::new(store);
        assert_eq!(world.acts(), ["organisation.register", "user.create", "user.create", "user.create"]);
        assert_eq!(world.store.read(Node::of).unwrap(), Some(world.node.clone()));
        refused(
            world.act("sys", "again", |tx, ctx, _| found(tx, ctx, &founding()).map(|_| unreachable!())),
            "node.founded",
        );
        world.check_replay();
    }
}

#[test]
fn an_organisation_stands_below_its_parent() {
    for store in both() {
        let world = World::new(store);
        let depot = world.gate.organisation(&org(DEPOT)).unwrap().unwrap();
        assert_eq!(depot.above, [org(BUREAU)]);
        let (book, by_name) =
            world.store.read(|read| organisation::of_name(read, &depot.name)).unwrap().unwrap();
        assert_eq!(by_name, *depot);
        assert_eq!(world.store.read(|read| organisation::of_book(read, book)).unwrap().unwrap().1, *depot);
        assert_eq!(world.store.read(organisation::all).unwrap().len(), 3);
        assert_eq!(world.gate.organisation(&org("91350100M000100Y43")).unwrap(), Some(depot.clone()));
        let again = new_organisation(DEPOT, Kind::StoringUnit, Party::Enterprise, None);
        refused(
            world.act("sec", "other", move |tx, ctx, node| {
                organisation::register(tx, ctx, &node.name, &again)
            }),
            "organisation.exists",
        );
        let same = new_organisation(DEPOT, Kind::StoringUnit, Party::Enterprise, Some(BUREAU));
        let repeated = world.act("sec", &format!("org-{DEPOT}"), move |tx, ctx, node| {
            organisation::register(tx, ctx, &node.name, &same)
        });
        assert!(repeated.unwrap().repeated);
        world.check_replay();
    }
}

#[test]
fn a_security_administrator_gives_and_takes() {
    for store in both() {
        let world = World::new(store);
        world.create("li.si", DEPOT, Role::Keeper).unwrap();
        refused(
            world.act("sec", "twice", |tx, ctx, node| {
                user::create(tx, ctx, node, &new_user("li.si", DEPOT, RoleSet::EMPTY))
            }),
            "user.exists",
        );
        refused(world.create("stranger", "91110000100003962Y", Role::Keeper), "organisation.unknown");
        refused(world.create("boss", DEPOT, Role::BureauApprover), "role.conflict");
        refused(world.create("firm", FIRM, Role::Keeper), "role.conflict");
        refused(
            world.on_user("a1", "li.si", |tx, ctx, node, user| {
                user::assign(tx, ctx, node, user, Role::Tester)
            }),
            "role.conflict",
        );
        refused(
            world.on_user("a2", "li.si", |tx, ctx, node, user| {
                user::assign(tx, ctx, node, user, Role::AuditAdmin)
            }),
            "role.conflict",
        );
        refused(
            world.on_user("a3", "li.si", |tx, ctx, node, user| {
                user::assign(tx, ctx, node, user, Role::Keeper)
            }),
            "role.held",
        );
        world
            .on_user("a4", "li.si", |tx, ctx, node, user| user::withdraw(tx, ctx, node, user, Role::Keeper))
            .unwrap();
        world
            .on_user("a5", "li.si", |tx, ctx, node, user| user::assign(tx, ctx, node, user, Role::Tester))
            .unwrap();
        refused(
            world.on_user("a6", "nobody", |tx, ctx, node, user| {
                user::withdraw(tx, ctx, node, user, Role::Keeper)
            }),
            "user.unknown",
        );
        let wide = NewUser {
            regions: vec![region("000000")],
            ..new_user("wide", BUREAU, RoleSet::EMPTY.with(Role::BureauOfficer))
        };
        refused(
            world.act("sec", "wide", move |tx, ctx, node| user::create(tx, ctx, node, &wide)),
            "user.region",
        );
        let fit = NewUser {
            regions: vec![region("330100")],
            ..new_user("fit", BUREAU, RoleSet::EMPTY.with(Role::BureauOfficer))
        };
        world.act("sec", "fit", move |tx, ctx, node| user::create(tx, ctx, node, &fit)).unwrap();
        let depot = NewUser {
            regions: vec![region("330100")],
            ..new_user("depot", DEPOT, RoleSet::EMPTY.with(Role::Keeper))
        };
        refused(
            world.act("sec", "depot", move |tx, ctx, node| user::create(tx, ctx, node, &depot)),
            "user.region",
        );
        world
            .on_user("a7", "li.si", |tx, ctx, node, user| user::rename(tx, ctx, node, user, "李四"))
            .unwrap();
        assert_eq!(world.gate.name_of(&id("li.si")).unwrap().as_deref(), Some("李四"));
        let listed: Vec<String> =
            world.gate.users("", 10).unwrap().iter().map(|row| row.user_id.to_string()).collect();
        assert_eq!(listed, ["aud", "fit", "li.si", "sec", "sys"]);
        world.check_replay();
    }
}

#[test]
fn a_change_by_the_administrator_is_felt_at_once() {
    for store in both() {
        let world = World::new(store);
        world.create("li.si", DEPOT, Role::Keeper).unwrap();
        let session = world.login("li.si");
        world.gate.session(&session).unwrap();
        world
            .on_user("a1", "li.si", |tx, ctx, node, user| user::assign(tx, ctx, node, user, Role::Weigher))
            .unwrap();
        assert!(world.gate.session(&session).unwrap().roles.has(Role::Weigher));
        world
            .on_user("d1", "li.si", |tx, ctx, node, user| user::disable(tx, ctx, node, user, "调离"))
            .unwrap();
        refused(world.gate.session(&session), "session.unknown");
        refused(world.gate.login("li.si", PASSWORD, None), "login.disabled");
        refused(
            world.on_user("d2", "li.si", |tx, ctx, node, user| user::disable(tx, ctx, node, user, "调离")),
            "user.disabled",
        );
        world.on_user("e1", "li.si", user::enable).unwrap();
        world.login("li.si");
        refused(world.on_user("e2", "li.si", user::enable), "user.enabled");
        world.check_replay();
    }
}

#[test]
fn a_token_carries_less_than_its_user() {
    for store in both() {
        let world = World::new(store);
        let both_roles = RoleSet::from_iter([Role::Keeper, Role::Weigher]);
        let new = new_user("li.si", DEPOT, both_roles);
        world.act("sec", "li", move |tx, ctx, node| user::create(tx, ctx, node, &new)).unwrap();
        let secret = Secret::mint(Purpose::Token, [1; 32]);
        let token = |roles, days| NewToken { user: id("li.si"), label: "地磅接口".into(), roles, days };
        let make = |key: &str, new: NewToken| {
            let secret = secret.clone();
            world.act("sec", key, move |tx, ctx, node| user::create_token(tx, ctx, node, &new, &secret))
        };
        refused(make("t1", token(RoleSet::EMPTY.with(Role::Tester), 30)), "token.roles");
        refused(make("t2", token(RoleSet::EMPTY, 30)), "token.roles");
        refused(make("t3", token(both_roles, 367)), "token.days");
        refused(make("t4", token(both_roles, 0)), "token.days");
        let done = make("t5", token(both_roles, 30)).unwrap();
        let caller = world.gate.token(secret.reveal()).unwrap();
        assert!(caller.machine && caller.roles == both_roles);
        world
            .on_user("w1", "li.si", |tx, ctx, node, user| user::withdraw(tx, ctx, node, user, Role::Keeper))
            .unwrap();
        assert_eq!(world.gate.token(secret.reveal()).unwrap().roles, RoleSet::EMPTY.with(Role::Weigher));
        world.pass(30 * DAY);
        refused(world.gate.token(secret.reveal()), "session.over");
        world.clock.set(START);
        world.gate.token(secret.reveal()).unwrap();
        let name = done.created[0].clone();
        assert_eq!(world.gate.tokens(&id("li.si")).unwrap()[0].id.as_ref(), name);
        world.act("sec", "t6", move |tx, ctx, node| user::revoke_token(tx, ctx, node, &name)).unwrap();
        refused(world.gate.token(secret.reveal()), "session.unknown");
        refused(
            world.act("sec", "t7", |tx, ctx, node| user::revoke_token(tx, ctx, node, "none")),
            "token.unknown",
        );
        world.check_replay();
    }
}

#[test]
fn no_secret_and_no_name_enters_a_book() {
    for store in both() {
        let world = World::new(store);
        world.create("li.si", DEPOT, Role::Keeper).unwrap();
        let session = world.login("li.si");
        world.gate.change_password(&session, PASSWORD, "Granary-2027").unwrap();
        let facts = world.store.read(|read| base::ledger::facts(read, world.node.book, 0, 1000)).unwrap();
        let text: String =
            facts.iter().map(|fact| String::from_utf8_lossy(&fact.entry).into_owned()).collect();
        for hidden in ["先生", PASSWORD, "Granary-2027", "argon2", session.as_str()] {
            assert!(!text.contains(hidden), "{hidden} is in the book");
        }
    }
}

#[test]
fn a_list_shows_the_organisations_in_reach() {
    let policy = Policy::builtin().unwrap();
    for store in both() {
        let world = World::new(store);
        let caller = |code: &str, party, role, regions: &[&str]| Caller {
            user: id("li.si"),
            org: org(code),
            party,
            roles: RoleSet::EMPTY.with(role),
            regions: regions.iter().map(|code| region(code)).collect(),
            second_factor_at: None,
            machine: false,
            restricted: false,
        };
        #[rustfmt::skip]
        let cases: [(Caller, &[&str]); 7] = [
            (caller(DEPOT, Party::Enterprise, Role::Keeper, &[]), &[DEPOT]),
            (caller(BUREAU, Party::Gov, Role::BureauOfficer, &[]), &[BUREAU, DEPOT]),
            (caller(BUREAU, Party::Gov, Role::BureauOfficer, &["330000"]), &[BUREAU, DEPOT, FIRM]),
            (caller(BUREAU, Party::Gov, Role::BureauOfficer, &["110000", "330100"]), &[BUREAU, DEPOT]),
            (caller(BUREAU, Party::Gov, Role::Auditor, &[]), &[BUREAU, DEPOT, FIRM]),
            (caller(BUREAU, Party::Gov, Role::SystemAdmin, &["330000"]), &[]),
            (caller(FIRM, Party::Social, Role::SocialParty, &[]), &[FIRM]),
        ];
        for (caller, expected) in cases {
            let reach = policy.reach(&caller.asks(Action::ReadStock));
            let (condition, mut args) = scope(&caller, reach.ordinary, reach.ordinary_everywhere, 2);
            args.insert(0, "%".into());
            let sql =
                format!("SELECT code FROM organisation WHERE code LIKE $1 AND {condition} ORDER BY code");
            let rows = world.store.read(|read| read.query(&sql, &args)).unwrap();
            let shown: Vec<OrgCode> = rows.iter().map(|row| row[0].to().unwrap()).collect();
            let mut expected: Vec<OrgCode> = expected.iter().map(|code| org(code)).collect();
            expected.sort();
            assert_eq!(shown, expected, "{caller:?}");
            let one_by_one = world.store.read(organisation::all).unwrap();
            let covered =
                one_by_one.into_iter().map(|(_, organisation)| organisation).filter(|organisation| {
                    reach.covers(organisation::relation(&caller.org, &caller.regions, organisation), false)
                });
            assert_eq!(
                covered.map(|o| o.code).collect::<Vec<_>>(),
                shown,
                "in memory as in the store: {caller:?}"
            );
        }
    }
}

#[test]
fn the_audit_administrator_reads_what_happened_to_users() {
    for store in both() {
        let world = World::new(store);
        world.login("sys");
        let records = world.gate.audit(i64::MAX, 2).unwrap();
        let acts: Vec<&str> = records.iter().map(|fact| fact.act.as_ref()).collect();
        assert_eq!(acts, ["user.login", "user.create"]);
        let older = world.gate.audit(records[1].n, 10).unwrap();
        assert_eq!(older.len(), 2, "the other two administrators; registrations are not among them");
    }
}

#[test]
fn a_retry_after_a_lost_reply_gets_the_first_receipt() {
    for store in both() {
        let world = World::new(store);
        let first = world.create("li.si", DEPOT, Role::Keeper).unwrap();
        // A fault makes the writer forget everything it remembers.
        let fault: Result<(), Stop> = world.store.write(1, |_| Err(base::term::Fault::new("forget").into()));
        fault.unwrap_err();
        let again = world.create("li.si", DEPOT, Role::Keeper).unwrap();
        assert!(again.repeated);
        assert_eq!(again.receipt, first.receipt);
    }
}

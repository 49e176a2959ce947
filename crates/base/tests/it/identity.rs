//! Who gets in and who is kept out, on both engines: the founding of a node, the acts of a security administrator, logins,
//! sessions, tokens, and that every row is what its book says.

use base::ctx::{Actor, Clock, Ctx, SeededChance, SetClock};
use base::identity::organisation::{self, Kind};
use base::identity::password::{self, Cost};
use base::identity::user::{self, NewToken};
use base::identity::{
    Caller, Founding, Gate, NewOrganisation, NewUser, Node, Purpose, Secret, found, project, scope, tables,
    totp,
};
use base::ledger::{Done, NodeKeys, replay};
use base::policy::{Action, Party, Policy, Role, RoleSet};
use base::store::Store;
use base::store::testing::{TestStore, both, folder};
use base::term::time::{DAY, SECOND};
use base::term::{Instant, OrgCode, RegionCode, Stop, UserId};
use std::sync::Arc;

const BUREAU: &str = "91110000802100433B";
const DEPOT: &str = "91350100M000100Y43";
const FIRM: &str = "91440300708461136T";
const PASSWORD: &str = "Granary-2026";
const START: Instant = Instant(1_800_000_000 * SECOND);
const MINUTE: i64 = 60 * SECOND;

fn org(code: &str) -> OrgCode {
    OrgCode::parse(code).unwrap()
}

fn id(name: &str) -> UserId {
    UserId::parse(name).unwrap()
}

fn region(code: &str) -> RegionCode {
    RegionCode::parse(code).unwrap()
}

/// A founded node: a bureau of Zhejiang with a depot below it and a social firm.
struct World {
    node: Node,
    gate: Gate,
    clock: Arc<SetClock>,
    // Dropped last: the gate's listener and reads use it.
    store: Arc<Store>,
    _test: TestStore,
}

fn new_user(name: &str, code: &str, roles: RoleSet) -> NewUser {
    NewUser {
        user: id(name),
        org: org(code),
        name: format!("{name} 先生"),
        roles,
        regions: vec![],
        password: password::hash(PASSWORD, [3; 16], Cost::LEAST).unwrap(),
        must_change: false,
        totp: None,
    }
}

fn new_organisation(code: &str, kind: Kind, party: Party, parent: Option<&str>) -> NewOrganisation {
    NewOrganisation {
        code: org(code),
        name: format!("单位 {code}"),
        kind,
        party,
        region: region("330000"),
        parent: parent.map(org),
        upstream: None,
    }
}

fn ctx(clock: &Arc<SetClock>, user: &str, key: &str) -> Ctx {
    Ctx {
        actor: Actor { user: id(user), org: org(BUREAU) },
        clock: clock.clone(),
        chance: SeededChance::from_seed(7),
        key: key.into(),
        request: 0,
    }
}

fn keys() -> NodeKeys {
    NodeKeys::from_seed([5; 32])
}

fn founding() -> Founding {
    let admin = |name, role| new_user(name, BUREAU, RoleSet::EMPTY.with(role));
    Founding {
        node: "test.inrs.example".into(),
        organisation: new_organisation(BUREAU, Kind::Bureau, Party::Gov, None),
        administrators: [
            admin("sys", Role::SystemAdmin),
            admin("sec", Role::SecurityAdmin),
            admin("aud", Role::AuditAdmin),
        ],
    }
}

impl World {
    fn new(test: TestStore) -> World {
        let store = test.store.clone();
        let clock = SetClock::at(START);
        let by = ctx(&clock, "sys", "found");
        let node = store.write(1, move |tx| found(tx, &by, &founding())).unwrap();
        let gate = Gate::new(
            store.clone(),
            node.clone(),
            clock.clone(),
            SeededChance::from_seed(9),
            &keys(),
            Cost::LEAST,
        );
        let world = World { node, gate, clock, store, _test: test };
        for (code, kind, party) in
            [(DEPOT, Kind::StoringUnit, Party::Enterprise), (FIRM, Kind::SocialParty, Party::Social)]
        {
            let new = new_organisation(code, kind, party, (code == DEPOT).then_some(BUREAU));
            world
                .act("sec", &format!("org-{code}"), move |tx, ctx, node| {
                    organisation::register(tx, ctx, &node.name, &new)
                })
                .unwrap();
        }
        world
    }

    fn act(
        &self,
        by: &str,
        key: &str,
        run: impl Fn(&mut base::store::Tx<'_>, &Ctx, &Node) -> Result<Done, Stop> + Send + 'static,
    ) -> Result<Done, Stop> {
        let (ctx, node) = (ctx(&self.clock, by, key), self.node.clone());
        self.store.write(node.book.0, move |tx| run(tx, &ctx, &node))
    }

    fn create(&self, name: &str, code: &str, role: Role) -> Result<Done, Stop> {
        let new = new_user(name, code, RoleSet::EMPTY.with(role));
        self.act("sec", &format!("create-{name}"), move |tx, ctx, node| user::create(tx, ctx, node, &new))
    }

    fn on_user(
        &self,
        key: &str,
        name: &str,
        run: impl Fn(&mut base::store::Tx<'_>, &Ctx, &Node, &UserId) -> Result<Done, Stop> + Send + 'static,
    ) -> Result<Done, Stop> {
        let user = id(name);
        self.act("sec", key, move |tx, ctx, node| run(tx, ctx, node, &user))
    }

    fn pass(&self, span: i64) {
        self.clock.set(Instant(self.clock.now().0 + span));
    }

    fn login(&self, name: &str) -> String {
        self.gate.login(name, PASSWORD, None).unwrap().secret.reveal().to_owned()
    }

    /// The acts in the node's book, oldest first.
    fn acts(&self) -> Vec<String> {
        let facts = self.store.read(|read| base::ledger::facts(read, self.node.book, 0, 1000)).unwrap();
        facts.iter().map(|fact| fact.act.as_ref().to_owned()).collect()
    }

    /// Every derived row is what the facts say.
    fn check_replay(&self) {
        let scratch = folder();
        let outcome = replay(
            &self.store,
            &scratch,
            &tables(),
            &|tx, book, entry| project(tx, book, entry).map(drop),
            &mut |_| {},
        );
        std::fs::remove_dir_all(scratch).unwrap();
        let (facts, rows, differences) = outcome.unwrap();
        assert!(facts > 0 && rows > 0);
        assert!(differences.is_empty(), "{differences:?}");
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(outcome: Result<T, Stop>, code: &str) {
    match outcome {
        Err(Stop::Refused(refusal)) => assert_eq!(refusal.code, code),
        other => panic!("{code} expected, got {other:?}"),
    }
}

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
fn a_login_begins_a_session_and_leaves_a_fact() {
    for store in both() {
        let world = World::new(store);
        world.create("li.si", DEPOT, Role::Keeper).unwrap();
        let admission = world.gate.login("li.si", PASSWORD, None).unwrap();
        let expected = Caller {
            user: id("li.si"),
            org: org(DEPOT),
            party: Party::Enterprise,
            roles: RoleSet::EMPTY.with(Role::Keeper),
            regions: [].into(),
            second_factor_at: None,
            machine: false,
            restricted: false,
        };
        assert_eq!(admission.caller, expected);
        let caller = world.gate.session(admission.secret.reveal()).unwrap();
        assert_eq!(*caller, expected);
        assert!(Arc::ptr_eq(&caller, &world.gate.session(admission.secret.reveal()).unwrap()), "from memory");
        assert_eq!(world.acts().last().map(String::as_str), Some("user.login"));
        refused(world.gate.session("inrs_s_forged"), "session.unknown");
        refused(world.gate.session(Secret::mint(Purpose::Session, [0; 32]).reveal()), "session.unknown");
        world.gate.logout(admission.secret.reveal()).unwrap();
        refused(world.gate.session(admission.secret.reveal()), "session.unknown");
        world.check_replay();
    }
}

#[test]
fn five_wrong_passwords_lock_the_account_for_half_an_hour() {
    for store in both() {
        let world = World::new(store);
        world.create("li.si", DEPOT, Role::Keeper).unwrap();
        for _ in 0..5 {
            refused(world.gate.login("li.si", "Wrong-2026-no", None), "login.wrong");
        }
        refused(world.gate.login("li.si", PASSWORD, None), "login.locked");
        let failures = world.acts().iter().filter(|act| *act == "user.login").count();
        assert_eq!(failures, 5, "a locked account writes no more facts");
        world.pass(30 * MINUTE);
        world.login("li.si");
        refused(world.gate.login("nobody", PASSWORD, None), "login.wrong");
        refused(world.gate.login("not a name!", PASSWORD, None), "login.wrong");
        world.check_replay();
    }
}

#[test]
fn a_session_ends_by_itself() {
    for store in both() {
        let world = World::new(store);
        world.create("li.si", DEPOT, Role::Keeper).unwrap();
        let session = world.login("li.si");
        for _ in 0..4 {
            world.pass(14 * MINUTE);
            world.gate.session(&session).unwrap();
        }
        world.pass(15 * MINUTE);
        refused(world.gate.session(&session), "session.over");
        let session = world.login("li.si");
        for _ in 0..71 {
            world.pass(10 * MINUTE);
            world.gate.session(&session).unwrap();
        }
        world.pass(10 * MINUTE);
        refused(world.gate.session(&session), "session.over");
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
fn another_server_feels_a_change_within_five_seconds() {
    for store in both() {
        let world = World::new(store);
        world.create("li.si", DEPOT, Role::Keeper).unwrap();
        let session = world.login("li.si");
        world.gate.session(&session).unwrap();
        // What another server writes, this one's listener does not hear: the row is gone behind its back.
        world.store.write(1, |tx| Ok(tx.exec_side("DELETE FROM identity_session", &[])?)).unwrap();
        world.pass(4 * SECOND);
        world.gate.session(&session).unwrap();
        world.pass(SECOND);
        refused(world.gate.session(&session), "session.unknown");
    }
}

#[test]
fn an_unused_account_sleeps_and_an_old_password_must_change() {
    for store in both() {
        let world = World::new(store);
        world.create("li.si", DEPOT, Role::Keeper).unwrap();
        world.create("wang.wu", DEPOT, Role::Weigher).unwrap();
        world.pass(80 * DAY);
        world.login("li.si");
        world.pass(11 * DAY);
        let session = world.login("li.si");
        assert!(world.gate.session(&session).unwrap().restricted, "91 days old");
        refused(world.gate.login("wang.wu", PASSWORD, None), "login.dormant");
        world.on_user("e1", "wang.wu", user::enable).unwrap();
        world.login("wang.wu");
        refused(world.gate.change_password(&session, "Wrong-2026-no", "Granary-2027"), "password.wrong");
        refused(world.gate.change_password(&session, PASSWORD, "short"), "password.too_short");
        refused(world.gate.change_password(&session, PASSWORD, PASSWORD), "password.reused");
        let elsewhere = world.login("li.si");
        world.gate.change_password(&session, PASSWORD, "Granary-2027").unwrap();
        assert!(!world.gate.session(&session).unwrap().restricted);
        refused(world.gate.session(&elsewhere), "session.unknown");
        refused(world.gate.login("li.si", PASSWORD, None), "login.wrong");
        refused(world.gate.change_password(&session, "Granary-2027", PASSWORD), "password.reused");
        world.check_replay();
    }
}

#[test]
fn a_second_factor_is_enrolled_asked_for_and_reset() {
    for store in both() {
        let world = World::new(store);
        let policy = Policy::builtin().unwrap();
        let session = world.login("sec");
        let may = |action| {
            let depot = world.gate.organisation(&org(DEPOT)).unwrap().unwrap();
            policy.authorise(&world.gate.session(&session).unwrap().asks_about(action, &depot, false)).allow
        };
        assert!(!may(Action::UserCreate), "a password alone does not administer");
        refused(world.gate.second_factor(&session, "123456"), "totp.not_enrolled");
        refused(world.gate.confirm(&session, "123456"), "totp.not_enrolled");
        let caller = world.gate.session(&session).unwrap();
        let shared = world.gate.enrol(&caller).unwrap();
        let now = || totp::code(shared, world.clock.now()).unwrap();
        refused(world.gate.confirm(&session, "000000"), "login.code_wrong");
        world.gate.confirm(&session, &now()).unwrap();
        assert!(may(Action::UserCreate), "the depot stands below the bureau");
        refused(world.gate.login("sec", PASSWORD, None), "login.code_missing");
        refused(world.gate.login("sec", PASSWORD, Some(&now())), "login.code_wrong"); // the step was used to confirm
        world.pass(30 * SECOND);
        let admission = world.gate.login("sec", PASSWORD, Some(&now())).unwrap();
        assert!(admission.caller.second_factor_at.is_some());
        let replaced = world.gate.enrol(&admission.caller).unwrap();
        assert_ne!(replaced, shared);
        refused(
            world.gate.enrol(&Caller { second_factor_at: None, ..admission.caller }),
            "login.code_missing",
        );
        let hash = password::hash("Fresh-Start-1", [5; 16], Cost::LEAST).unwrap();
        world
            .on_user("r1", "sec", move |tx, ctx, node, user| user::reset(tx, ctx, node, user, &hash))
            .unwrap();
        refused(world.gate.session(&session), "session.unknown");
        assert!(world.gate.login("sec", "Fresh-Start-1", None).unwrap().caller.restricted);
        world.check_replay();
    }
}

#[test]
fn a_session_can_pass_the_second_factor_later() {
    for store in both() {
        let world = World::new(store);
        let (seed, shared) = ([9; 16], totp::derived(&keys().totp(), &id("wang.ju"), &[9; 16]));
        let demo = NewUser {
            totp: Some(seed),
            ..new_user("wang.ju", BUREAU, RoleSet::EMPTY.with(Role::BureauApprover))
        };
        world.act("sec", "demo", move |tx, ctx, node| user::create(tx, ctx, node, &demo)).unwrap();
        let code = |world: &World| totp::code(shared, world.clock.now()).unwrap();
        let session = world.gate.login("wang.ju", PASSWORD, Some(&code(&world))).unwrap().secret;
        assert!(world.gate.session(session.reveal()).unwrap().second_factor_at.is_some());
        for _ in 0..5 {
            refused(world.gate.second_factor(session.reveal(), "000000"), "login.code_wrong");
        }
        world.pass(30 * SECOND);
        refused(world.gate.second_factor(session.reveal(), &code(&world)), "login.locked");
        world.pass(10 * MINUTE);
        world.gate.session(session.reveal()).unwrap();
        world.pass(10 * MINUTE);
        world.gate.session(session.reveal()).unwrap();
        world.pass(10 * MINUTE);
        world.gate.second_factor(session.reveal(), &code(&world)).unwrap();
        assert_eq!(world.gate.session(session.reveal()).unwrap().second_factor_at, Some(world.clock.now()));
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

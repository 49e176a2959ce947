//! A founded node with a bureau, a depot below it and a social firm: what the tests of identity stand on.

use base::ctx::{Actor, Clock, Ctx, SeededChance, SetClock};
use base::identity::organisation::{self, Kind};
use base::identity::password::{self, Cost};
use base::identity::user;
use base::identity::{Founding, Gate, NewOrganisation, NewUser, Node, found, project, tables};
use base::ledger::{Done, NodeKeys, replay};
use base::policy::{Party, Role, RoleSet};
use base::store::Store;
use base::store::testing::{TestStore, folder};
use base::term::time::SECOND;
use base::term::{Instant, OrgCode, RegionCode, Stop, UserId};
use std::sync::Arc;

pub const BUREAU: &str = "91110000802100433B";
pub const DEPOT: &str = "91350100M000100Y43";
pub const FIRM: &str = "91440300708461136T";
pub const PASSWORD: &str = "Granary-2026";
pub const START: Instant = Instant(1_800_000_000 * SECOND);
pub const MINUTE: i64 = 60 * SECOND;

pub fn org(code: &str) -> OrgCode {
    OrgCode::parse(code).unwrap()
}

pub fn id(name: &str) -> UserId {
    UserId::parse(name).unwrap()
}

pub fn region(code: &str) -> RegionCode {
    RegionCode::parse(code).unwrap()
}

/// A founded node: a bureau of Zhejiang with a depot below it and a social firm.
pub struct World {
    pub node: Node,
    pub gate: Gate,
    pub clock: Arc<SetClock>,
    // Dropped last: the gate's listener and reads use it.
    pub store: Arc<Store>,
    _test: TestStore,
}

pub fn new_user(name: &str, code: &str, roles: RoleSet) -> NewUser {
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

pub fn new_organisation(code: &str, kind: Kind, party: Party, parent: Option<&str>) -> NewOrganisation {
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

pub fn ctx(clock: &Arc<SetClock>, user: &str, key: &str) -> Ctx {
    Ctx {
        actor: Actor { user: id(user), org: org(BUREAU) },
        clock: clock.clone(),
        chance: SeededChance::from_seed(7),
        key: key.into(),
        request: 0,
    }
}

pub fn keys() -> NodeKeys {
    NodeKeys::from_seed([5; 32])
}

pub fn founding() -> Founding {
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
    pub fn new(test: TestStore) -> World {
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

    pub fn act(
        &self,
        by: &str,
        key: &str,
        run: impl Fn(&mut base::store::Tx<'_>, &Ctx, &Node) -> Result<Done, Stop> + Send + 'static,
    ) -> Result<Done, Stop> {
        let (ctx, node) = (ctx(&self.clock, by, key), self.node.clone());
        self.store.write(node.book.0, move |tx| run(tx, &ctx, &node))
    }

    pub fn create(&self, name: &str, code: &str, role: Role) -> Result<Done, Stop> {
        let new = new_user(name, code, RoleSet::EMPTY.with(role));
        self.act("sec", &format!("create-{name}"), move |tx, ctx, node| user::create(tx, ctx, node, &new))
    }

    pub fn on_user(
        &self,
        key: &str,
        name: &str,
        run: impl Fn(&mut base::store::Tx<'_>, &Ctx, &Node, &UserId) -> Result<Done, Stop> + Send + 'static,
    ) -> Result<Done, Stop> {
        let user = id(name);
        self.act("sec", key, move |tx, ctx, node| run(tx, ctx, node, &user))
    }

    pub fn pass(&self, span: i64) {
        self.clock.set(Instant(self.clock.now().0 + span));
    }

    pub fn login(&self, name: &str) -> String {
        self.gate.login(name, PASSWORD, None).unwrap().secret.reveal().to_owned()
    }

    /// The acts in the node's book, oldest first.
    pub fn acts(&self) -> Vec<String> {
        let facts = self.store.read(|read| base::ledger::facts(read, self.node.book, 0, 1000)).unwrap();
        facts.iter().map(|fact| fact.act.as_ref().to_owned()).collect()
    }

    /// Every derived row is what the facts say.
    pub fn check_replay(&self) {
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
pub fn refused<T: std::fmt::Debug>(outcome: Result<T, Stop>, code: &str) {
    match outcome {
        Err(Stop::Refused(refusal)) => assert_eq!(refusal.code, code),
        other => panic!("{code} expected, got {other:?}"),
    }
}

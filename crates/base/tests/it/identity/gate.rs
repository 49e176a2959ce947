//! Logins, sessions and second factors: who gets in, for how long, and what the book says about it.

use super::world::*;
use base::ctx::Clock;
use base::identity::password::{self, Cost};
use base::identity::user;
use base::identity::{Caller, NewUser, Purpose, Secret, totp};
use base::policy::{Action, Party, Policy, Role, RoleSet};
use base::store::testing::both;
use base::term::time::{DAY, SECOND};
use std::sync::Arc;

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

//! Facts of the domain about who gets in and what their facts look like, as tables of cases.

use super::attempt::{Denied, Verdict, decide};
use super::event::Event;
use super::organisation::{Kind, Organisation};
use super::store::{SecretRow, UserRow};
use super::totp;
use crate::policy::{Party, Role, RoleSet};
use crate::term::time::{DAY, SECOND};
use crate::term::{BookId, Instant, OrgCode, RegionCode, UserId};

const NOW: Instant = Instant(100 * DAY);
const SHARED: [u8; 20] = [7; 20];

fn org() -> OrgCode {
    OrgCode::parse("91350100M000100Y43").unwrap()
}

fn user() -> UserRow {
    UserRow {
        book_id: BookId(1),
        user_id: UserId::parse("li.si").unwrap(),
        org: org(),
        active: true,
        roles: RoleSet::EMPTY.with(Role::Keeper),
        regions: [].into(),
        person: "".into(),
        created_at: Instant(0),
        enabled_at: Instant(0),
    }
}

fn secret() -> SecretRow {
    SecretRow {
        user_id: UserId::parse("li.si").unwrap(),
        password: "".into(),
        former: "".into(),
        password_at: Instant(0),
        must_change: false,
        totp: None,
        totp_pending: None,
        totp_step: None,
        failures: 0,
        failed_at: Instant(0),
        used_at: Instant(99 * DAY),
    }
}

#[test]
fn who_gets_in() {
    let enrolled = || SecretRow { totp: Some([1; 16].as_slice().into()), ..secret() };
    let locked = || SecretRow { failures: 5, failed_at: NOW, ..secret() };
    let idle = || SecretRow { used_at: Instant(0), ..secret() };
    let off = || UserRow { active: false, ..user() };
    let right = totp::code(SHARED, NOW).unwrap();
    let step = NOW.0 / SECOND / 30;
    let used = || SecretRow { totp_step: Some(step), ..enrolled() };
    let until = Instant(NOW.0 + 30 * 60 * SECOND);
    let admitted = |step| Verdict::Admitted { step };
    #[rustfmt::skip]
    let cases = [
        ("password right", user(), secret(), true, None, admitted(None)),
        ("password wrong", user(), secret(), false, None, Verdict::Denied(Denied::Wrong)),
        ("locked, password right", user(), locked(), true, None, Verdict::Denied(Denied::Locked(until))),
        ("disabled, password right", off(), secret(), true, None, Verdict::Denied(Denied::Disabled)),
        ("disabled, password wrong: not told", off(), secret(), false, None, Verdict::Denied(Denied::Wrong)),
        ("unused for 100 days", user(), idle(), true, None, Verdict::Denied(Denied::Dormant)),
        ("enabled again yesterday", UserRow { enabled_at: Instant(99 * DAY), ..user() }, idle(), true, None, admitted(None)),
        ("second factor missing", user(), enrolled(), true, None, Verdict::Denied(Denied::CodeMissing)),
        ("second factor right", user(), enrolled(), true, Some(right.as_str()), admitted(Some(step))),
        ("second factor wrong", user(), enrolled(), true, Some("000000"), Verdict::Denied(Denied::CodeWrong)),
        ("second factor used before", user(), used(), true, Some(right.as_str()), Verdict::Denied(Denied::CodeWrong)),
        ("wrong password, right code: not told which", user(), enrolled(), false, Some(right.as_str()), Verdict::Denied(Denied::Wrong)),
        ("a code nobody asked for", user(), secret(), true, Some("123456"), admitted(None)),
    ];
    for (case, user, secret, fits, code, expected) in cases {
        let totp = secret.totp.as_ref().map(|_| SHARED);
        assert_eq!(decide(&user, &secret, fits, totp, code, NOW).unwrap(), expected, "{case}");
    }
}

/// The bodies are part of the entry format (docs/spec): a changed byte here is a changed format.
#[test]
fn bodies_have_a_fixed_form() {
    let user = || UserId::parse("li.si").unwrap();
    let organisation = Organisation {
        code: org(),
        name: "某粮库".into(),
        kind: Kind::StoringUnit,
        party: Party::Enterprise,
        region: RegionCode::parse("330113").unwrap(),
        parent: None,
        above: vec![],
        upstream: None,
    };
    let created = Event::UserCreate {
        user: user(),
        org: org(),
        roles: vec![Role::Keeper, Role::DepotManager],
        regions: vec![],
        person: "ab".into(),
    };
    #[rustfmt::skip]
    let cases = [
        (Event::OrganisationRegister(organisation), "organisation.register",
         r#"{"code":"91350100M000100Y43","name":"某粮库","kind":"storing_unit","party":"ENTERPRISE","region":"330113","parent":null,"above":[],"upstream":null}"#),
        (created, "user.create",
         r#"{"user":"li.si","org":"91350100M000100Y43","roles":["keeper","depot_manager"],"regions":[],"person":"ab"}"#),
        (Event::UserRename { user: user(), person: "cd".into() }, "user.rename", r#"{"user":"li.si","person":"cd"}"#),
        (Event::UserDisable { user: user() }, "user.disable", r#"{"user":"li.si"}"#),
        (Event::UserEnable { user: user() }, "user.enable", r#"{"user":"li.si"}"#),
        (Event::UserRoleAssign { user: user(), role: Role::Tester }, "user.role.assign", r#"{"user":"li.si","role":"tester"}"#),
        (Event::UserRoleWithdraw { user: user(), role: Role::Tester }, "user.role.withdraw", r#"{"user":"li.si","role":"tester"}"#),
        (Event::UserReset { user: user() }, "user.reset", r#"{"user":"li.si"}"#),
        (Event::UserPassword { user: user() }, "user.password", r#"{"user":"li.si"}"#),
        (Event::UserTotp { user: user() }, "user.totp", r#"{"user":"li.si"}"#),
        (Event::UserLogin { user: user(), outcome: "ok".into() }, "user.login", r#"{"user":"li.si","outcome":"ok"}"#),
        (Event::TokenCreate { token: "t1".into(), user: user(), roles: vec![Role::Keeper], expires_at: Instant(5) }, "token.create",
         r#"{"token":"t1","user":"li.si","roles":["keeper"],"expires_at":5}"#),
        (Event::TokenRevoke { token: "t1".into(), user: user() }, "token.revoke", r#"{"token":"t1","user":"li.si"}"#),
    ];
    for (i, (event, act, body)) in cases.iter().enumerate() {
        assert_eq!((event.act(), event.body().unwrap().as_str()), (*act, *body));
        assert_eq!(Event::ACTS[i], *act);
        assert_eq!(Event::parse(act, body).unwrap().as_ref(), Some(event));
    }
}

#[test]
fn facts_of_others_and_damaged_facts() {
    assert_eq!(Event::parse("stock.receive", "{}").unwrap(), None);
    for (act, body) in [
        ("user.disable", "{}"),
        ("user.role.assign", r#"{"user":"li.si","role":"emperor"}"#),
        ("user.disable", r#"{"user":"li.si"},"user.enable":{"user":"li.si"}"#),
        ("organisation.register", r#"{"code":"wrong"}"#),
    ] {
        assert!(Event::parse(act, body).is_err(), "{act} {body}");
    }
}

//! When a directive lets goods leave.

use super::*;
use crate::testing::{TODAY, WHEAT, position_code};
use base::term::fault::Refusal;
use jiff::civil::date;

fn authority(used: i64) -> Authority {
    let directive = DirectiveCode::parse("91110000802100433BD202600001").unwrap();
    Authority {
        head: DirectiveRow {
            book_id: BookId(9),
            directive: directive.clone(),
            purpose: "supply".into(),
            state: "approved".into(),
            valid_from: date(2026, 11, 1),
            valid_to: date(2026, 11, 30),
            authority: "国粮调〔2026〕1号".into(),
            issued_at: Instant(0),
            issued_by: "officer".into(),
            approved_by: Some("chief".into()),
            reason: None,
        },
        line: DirectiveLineRow {
            book_id: BookId(9),
            directive,
            line: 1,
            scope: "91350100M000100Y43001".into(),
            item: WHEAT.into(),
            nature: "110".into(),
            owner_level: "central".into(),
            quantity_max: Quantity(1_000),
            destination: None,
        },
        used: Quantity(used),
    }
}

fn with_head(change: impl FnOnce(&mut DirectiveRow)) -> Authority {
    let mut authority = authority(0);
    change(&mut authority.head);
    authority
}

#[test]
fn state_days_purpose_and_quantity_in_this_order() {
    let cases: &[(&str, Authority, i64, Date, &str)] = &[
        ("all of it", authority(0), 1_000, TODAY, "covered"),
        ("what is left", authority(400), 600, TODAY, "covered"),
        ("more than is left", authority(400), 601, TODAY, "directive.exhausted"),
        ("the first day", authority(0), 1, date(2026, 11, 1), "covered"),
        ("the last day", authority(0), 1, date(2026, 11, 30), "covered"),
        ("the day before", authority(0), 1, date(2026, 10, 31), "directive.validity"),
        ("the day after", authority(0), 1, date(2026, 12, 1), "directive.validity"),
        ("not approved", with_head(|head| head.state = "issued".into()), 1, TODAY, "directive.state"),
        (
            "revoked and too much",
            with_head(|head| head.state = "revoked".into()),
            9_999,
            TODAY,
            "directive.state",
        ),
        (
            "to be moved elsewhere",
            with_head(|head| head.purpose = "transfer".into()),
            1,
            TODAY,
            "directive.purpose",
        ),
    ];
    for (name, authority, quantity, today, want) in cases {
        let outcome = authority.check(&[Purpose::Supply, Purpose::Rotation], Quantity(*quantity), *today);
        let have = outcome.err().map_or("covered", |stop| stop.refusal().unwrap().code);
        assert_eq!(have, *want, "{name}");
    }
}

#[test]
fn a_line_covers_its_goods_in_its_place_only() {
    let here = position_code(1);
    let goods = Leaving { position: here.as_str(), item: WHEAT, nature: "110", owner_level: "central" };
    let cases = [
        (Leaving { ..goods }, None),
        (Leaving { position: "91350100M000100Y43002000100101", ..goods }, Some("directive.scope")),
        (Leaving { item: "1120102", ..goods }, Some("directive.goods")),
        (Leaving { nature: "310", ..goods }, Some("directive.goods")),
        (Leaving { owner_level: "province", ..goods }, Some("directive.goods")),
    ];
    for (goods, want) in cases {
        let have = authority(0).covers(&goods).err().map(|refusal| Refusal::from(refusal).code);
        assert_eq!(have, want, "{} {}", goods.item, goods.position);
    }
}

#[test]
fn purposes_are_their_codes() {
    for purpose in Purpose::ALL {
        assert_eq!(serde_json::to_string(&purpose).unwrap(), format!("\"{}\"", purpose.code()));
    }
}

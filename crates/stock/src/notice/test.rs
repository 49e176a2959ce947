//! Which notices are refused, one line per case.

use base::term::{DirectiveCode, Money, Quantity, SiteCode, Stop};
use jiff::civil::date;

use super::{Direction, NewNotice, decide};
use crate::issue::UnderLine;
use crate::testing::{TODAY, WHEAT, packs};

fn notice() -> NewNotice {
    NewNotice {
        site: SiteCode::parse("91350100M000100Y43001").unwrap(),
        direction: Direction::In,
        item: WHEAT.into(),
        nature: "110".into(),
        owner_level: "central".into(),
        harvest_year: Some(2026),
        origin: Some("410000".into()),
        quantity: Quantity(1_000_000),
        counterpart: " 丰收合作社 ".into(),
        under: None,
        paper: Some("购〔2026〕3号".into()),
        price: Some(Money(240_000)),
        valid_from: TODAY,
        valid_to: date(2026, 12, 31),
    }
}

fn under() -> Option<UnderLine> {
    Some(UnderLine { directive: DirectiveCode::parse("91110000802100433BD202600001").unwrap(), line: 1 })
}

#[test]
fn a_notice_names_goods_that_can_be_weighed_and_the_order_they_leave_under() {
    let change = |change: fn(&mut NewNotice)| {
        let mut new = notice();
        change(&mut new);
        new
    };
    for (new, want) in [
        (notice(), "issued"),
        (change(|n| n.item = "0".into()), "lot.item"),
        (change(|n| n.item = "A01010101".into()), "lot.item"),
        (change(|n| n.nature = "999".into()), "lot.nature"),
        (change(|n| n.owner_level = "county".into()), "lot.owner_level"),
        (change(|n| n.harvest_year = Some(2027)), "lot.days"),
        (change(|n| n.counterpart = "  ".into()), "notice.field"),
        (change(|n| n.paper = Some(String::new())), "notice.field"),
        (change(|n| n.quantity = Quantity(0)), "notice.quantity"),
        (change(|n| n.price = Some(Money(-1))), "notice.field"),
        (change(|n| n.valid_to = date(2026, 11, 22)), "notice.field"),
        (change(|n| n.under = under()), "notice.directive"),
        (change(|n| n.direction = Direction::Out), "directive.required"),
        (
            change(|n| {
                n.direction = Direction::Out;
                n.under = under();
            }),
            "issued",
        ),
        (
            change(|n| {
                n.direction = Direction::Out;
                n.nature = "200".into();
                n.owner_level = "enterprise".into();
            }),
            "issued",
        ),
    ] {
        let got = match decide(&new, packs(), TODAY) {
            Ok(decided) => {
                assert_eq!(decided.counterpart, "丰收合作社");
                "issued"
            }
            Err(Stop::Refused(refusal)) => refusal.code,
            Err(Stop::Fault(fault)) => panic!("{fault}"),
        };
        assert_eq!(got, want, "{new:?}");
    }
    // Counted goods do not go over the bridge.
    let tent = packs().items().find(|item| item.unit.id == "tent").unwrap();
    let (item, nature) = (tent.code.clone(), tent.natures[0].clone());
    let refused = decide(&NewNotice { item, nature, ..notice() }, packs(), TODAY).unwrap_err();
    assert_eq!(refused.refusal().map(|refusal| refusal.code), Some("receive.not_weighed"));
}

//! The purchase gate: a match blocks, finance overrides with a reason, nobody overrides their own request.

use base::term::{AssetCode, Money, PurchaseCode};
use jiff::civil::date;
use stock::property::purchase::{self, Candidate, NewPurchase, Search};
use stock::property::store;

use super::DESK;
use crate::world::{DEPOT, OTHER, World, code, in_both_worlds, org};

fn request() -> NewPurchase {
    NewPurchase {
        item: DESK.into(),
        words: "办公桌 胡桃木".into(),
        quantity: 2,
        price: Money(150_000),
        needed_on: date(2027, 1, 1),
        days: 1_825,
        purpose: "新设科室".into(),
        plea: None,
    }
}

fn found(count: i64) -> Search {
    let asset = AssetCode::parse(&format!("{OTHER}A202600001")).unwrap();
    let candidate = Candidate {
        asset,
        org: org(OTHER),
        score: 900,
        class: 1_000,
        words: 1_000,
        quality: 800,
        near: 500,
        life: 1_000,
    };
    Search { considered: 7, serving: count, covers: count.min(2), matches: vec![candidate; count as usize] }
}

impl World {
    fn request(&self, new: NewPurchase, search: Search) -> Result<PurchaseCode, String> {
        let book = self.depot;
        let asked = self
            .act("clerk", DEPOT, move |tx, ctx, packs| purchase::ask(tx, ctx, packs, book, &new, &search));
        match asked {
            Ok(done) => Ok(PurchaseCode::parse(&done.created[0]).unwrap()),
            refused => Err(code(refused)),
        }
    }
}

#[test]
fn a_match_blocks_a_purchase_until_finance_overrides_it() {
    in_both_worlds(|world| {
        let (free, blocked) =
            (world.request(request(), found(0)).unwrap(), world.request(request(), found(3)).unwrap());
        let gate = |code: &PurchaseCode| world.read(|read| store::purchase(read, code)).unwrap();
        assert!(gate(&free).gate().unwrap().releases());
        assert!(!gate(&blocked).gate().unwrap().releases());
        assert_eq!(gate(&blocked).matches().unwrap(), found(3).matches, "the search stands in the book");
        let decide = |user: &'static str, code_: &PurchaseCode, why: &'static str| {
            let (book, wanted) = (world.depot, code_.clone());
            code(
                world
                    .act(user, DEPOT, move |tx, ctx, _| purchase::override_gate(tx, ctx, book, &wanted, why)),
            )
        };
        let unknown = PurchaseCode::parse(&format!("{DEPOT}G202699999")).unwrap();
        assert_eq!(decide("finance", &blocked, " "), "reason.missing");
        assert_eq!(decide("finance", &unknown, "x"), "purchase.unknown");
        assert_eq!(decide("finance", &free, "x"), "purchase.gate");
        assert_eq!(decide("clerk", &blocked, "急用"), "approval.same_person");
        assert_eq!(decide("finance", &blocked, "规格不合，需可升降"), "done");
        assert_eq!(decide("finance", &blocked, "再次"), "purchase.gate");
        assert!(gate(&blocked).gate().unwrap().releases());
        let kept = world.read(|read| store::purchases(read, world.depot, "none", "", 10));
        assert_eq!(kept.len(), 1);
    });
}

#[test]
fn a_request_without_its_figures_is_refused() {
    in_both_worlds(|world| {
        let cases = [
            (NewPurchase { item: "A05".into(), ..request() }, "lot.item"),
            (NewPurchase { quantity: 0, ..request() }, "property.field"),
            (NewPurchase { price: Money(-1), ..request() }, "property.field"),
            (NewPurchase { days: 0, ..request() }, "property.field"),
            (NewPurchase { purpose: " ".into(), ..request() }, "property.field"),
        ];
        for (new, expected) in cases {
            assert_eq!(world.request(new.clone(), found(0)), Err(expected.into()), "{new:?}");
        }
        world.request(request(), found(1)).unwrap();
    });
}

//! Transfers from dispatch to settlement, over two books.

use base::term::{ConsignmentCode, LotCode, Quantity, SiteCode};
use stock::directive::Purpose;
use stock::issue::pick;
use stock::transfer::{Liable, NewDispatch, NewPart};

use crate::world::{DEPOT, GOOD, OTHER, WHEAT, World, code, in_both_worlds, position, site};

/// Dispatches 60 t of a tested lot to the other depot.
fn dispatched(world: &World) -> (LotCode, ConsignmentCode) {
    let lot = world.stocked(1, 100_000);
    world.test(&lot, GOOD).unwrap();
    let (book, under) = (world.depot, Some(world.directive(Purpose::Transfer, 60_000)));
    let new = NewDispatch {
        under,
        picks: vec![pick(&lot, &position(DEPOT, 1), Quantity(60_000))],
        to_site: site(OTHER),
        carrier: "某某运输公司".into(),
        vehicle: None,
    };
    let elsewhere = NewDispatch { to_site: SiteCode::parse(&format!("{OTHER}002")).unwrap(), ..new.clone() };
    let refused = world.act("keeper", DEPOT, move |tx, ctx, packs| {
        stock::transfer::dispatch(tx, ctx, packs, book, &elsewhere)
    });
    assert_eq!(code(refused), "transfer.destination");
    let done = world
        .act("keeper", DEPOT, move |tx, ctx, packs| stock::transfer::dispatch(tx, ctx, packs, book, &new))
        .unwrap();
    (lot, ConsignmentCode::parse(&done.created[0]).unwrap())
}

fn arrive(world: &World, consignment: &ConsignmentCode, at: u32, quantity: i64) -> String {
    let (book, consignment) = (world.other, consignment.clone());
    let parts = vec![NewPart { line: 1, position: position(OTHER, at), quantity: Quantity(quantity) }];
    code(world.act("clerk", OTHER, move |tx, ctx, packs| {
        stock::transfer::arrive(tx, ctx, packs, book, &consignment, &parts)
    }))
}

fn in_transit(world: &World, consignment: &ConsignmentCode) -> i64 {
    world.read(|read| stock::transfer::store::consignment(read, consignment)).unwrap().2[0].in_transit.0
}

#[test]
fn goods_on_the_road_stand_in_the_carriers_account() {
    in_both_worlds(|world| {
        let (lot, consignment) = dispatched(world);
        assert_eq!(in_transit(world, &consignment), 60_000);
        assert_eq!(world.held(&position(DEPOT, 1), &lot).0, 40_000);
        assert_eq!(arrive(world, &consignment, 1, 25_000), "done");
        assert_eq!(arrive(world, &consignment, 2, 35_001), "transfer.over");
        assert_eq!(arrive(world, &consignment, 2, 35_000), "done");
        assert_eq!(in_transit(world, &consignment), 0);
        assert_eq!(world.held(&position(OTHER, 1), &lot), (25_000, 25_000 * 240));
        assert_eq!(world.held(&position(OTHER, 2), &lot), (35_000, 35_000 * 240));
        let (book, closed) = (world.other, consignment.clone());
        let close =
            world.act("clerk", OTHER, move |tx, ctx, _| stock::transfer::close(tx, ctx, book, &closed, None));
        assert_eq!(code(close), "done");
        assert_eq!(arrive(world, &consignment, 2, 1), "transfer.state");
        // One identity in two books, and one chain over both.
        let chain = world.read(|read| stock::movement::store::chain(read, &lot, 10));
        let kinds: Vec<_> = chain.iter().map(|m| m.kind.to_string()).collect();
        assert_eq!(kinds, ["receive", "dispatch", "arrive", "arrive"]);
        assert_eq!(world.read(|read| stock::lot::store::lot(read, &lot)).len(), 2);
        assert_eq!(world.read(stock::transfer::store::in_transit), [(WHEAT.into(), Quantity(0))]);
    });
}

#[test]
fn a_shortfall_needs_a_reason_and_the_senders_word() {
    in_both_worlds(|world| {
        let (_, consignment) = dispatched(world);
        assert_eq!(arrive(world, &consignment, 1, 59_000), "done");
        let (other, depot) = (world.other, world.depot);
        let close = |why: Option<&'static str>| {
            let consignment = consignment.clone();
            code(world.act("clerk", OTHER, move |tx, ctx, _| {
                stock::transfer::close(tx, ctx, other, &consignment, why)
            }))
        };
        let settle = |user: &'static str| {
            let consignment = consignment.clone();
            code(world.act(user, DEPOT, move |tx, ctx, _| {
                stock::transfer::settle(tx, ctx, depot, &consignment, Liable::Carrier, "承运人赔付")
            }))
        };
        assert_eq!(settle("chief"), "transfer.state");
        assert_eq!(close(None), "transfer.variance");
        assert_eq!(close(Some("途中遗撒")), "done");
        let disputed = consignment.clone();
        let dispute = world.act("trader", DEPOT, move |tx, ctx, _| {
            stock::transfer::dispute(tx, ctx, depot, &disputed, "磅差存疑")
        });
        assert_eq!(code(dispute), "done");
        assert_eq!(in_transit(world, &consignment), 1_000);
        assert_eq!(settle("keeper"), "approval.same_person");
        assert_eq!(settle("trader"), "approval.same_person");
        assert_eq!(settle("chief"), "done");
        assert_eq!(in_transit(world, &consignment), 0);
        assert_eq!(settle("chief"), "transfer.state");
    });
}

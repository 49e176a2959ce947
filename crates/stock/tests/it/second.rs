//! Acts that take a second person: adjustments, reversals, stocktakes, losses beyond the quota.

use base::term::{LotCode, Quantity};
use jiff::civil::date;
use stock::adjustment::NewAdjustment;
use stock::count::{AsOf, Counted, Explained, NewCount, Recount};
use stock::directive::Purpose;
use stock::loss::NewClearing;
use stock::lot::LotChoice;

use crate::world::{DEPOT, GOOD, World, code, in_both_worlds, position, site, wheat};

fn adjust(world: &World, lot: &LotCode, change: i64) -> Result<i64, String> {
    let (book, new) = (
        world.depot,
        NewAdjustment { position: position(DEPOT, 1), lot: lot.clone(), change: Quantity(change) },
    );
    match world.act("keeper", DEPOT, move |tx, ctx, packs| {
        stock::adjustment::request(tx, ctx, packs, book, &new, "磅单漏记")
    }) {
        Ok(done) => Ok(done.created[0].parse().unwrap()),
        refused => Err(code(refused)),
    }
}

#[test]
fn an_adjustment_takes_a_reason_and_a_second_person() {
    in_both_worlds(|world| {
        let lot = world.stocked(1, 1_000);
        assert_eq!(adjust(world, &lot, -1_001), Err("movement.short".into()));
        assert_eq!(adjust(world, &lot, 0), Err("adjustment.nothing".into()));
        let (request, other) = (adjust(world, &lot, -400).unwrap(), adjust(world, &lot, 5).unwrap());
        let book = world.depot;
        let approve =
            |user: &'static str, n: i64| {
                code(world.act(user, DEPOT, move |tx, ctx, packs| {
                    stock::adjustment::approve(tx, ctx, packs, book, n)
                }))
            };
        assert_eq!(approve("keeper", request), "approval.same_person");
        assert_eq!(world.held(&position(DEPOT, 1), &lot).0, 1_000);
        assert_eq!(approve("chief", request), "done");
        assert_eq!(approve("chief", request), "request.decided");
        assert_eq!(approve("chief", 0), "request.unknown");
        let reject = world
            .act("chief", DEPOT, move |tx, ctx, _| stock::request::reject(tx, ctx, book, other, "依据不足"));
        assert_eq!(code(reject), "done");
        assert_eq!(world.held(&position(DEPOT, 1), &lot), (600, 144_000));
        let open = world.read(|read| stock::request::store::requests(read, book, Some("open"), None, 10));
        assert!(open.is_empty());
    });
}

#[test]
fn a_fact_is_undone_only_by_its_exact_mirror() {
    in_both_worlds(|world| {
        let lot = world.stocked(1, 100_000);
        world.test(&lot, GOOD).unwrap();
        let under = world.directive(Purpose::Supply, 50_000);
        let issued = world.issue(Some(under.clone()), &lot, 1, 50_000).unwrap().receipt.n;
        let received =
            world.read(|read| stock::movement::store::card(read, &position(DEPOT, 1), (0, 0), 1))[0].n;
        let book = world.depot;
        let ask = |n: i64| match world
            .act("keeper", DEPOT, move |tx, ctx, _| stock::reversal::request(tx, ctx, book, n, "录错批次"))
        {
            Ok(done) => Ok(done.created[0].parse::<i64>().unwrap()),
            refused => Err(code(refused)),
        };
        let approve = |user: &'static str, n: i64| {
            code(world.act(user, DEPOT, move |tx, ctx, _| stock::reversal::approve(tx, ctx, book, n)))
        };
        assert_eq!(ask(received), Err("reversal.negative".into()));
        assert_eq!(ask(0), Err("reversal.nothing".into()));
        let request = ask(issued).unwrap();
        assert_eq!(approve("keeper", request), "approval.same_person");
        assert_eq!(approve("chief", request), "done");
        assert_eq!(world.held(&position(DEPOT, 1), &lot), (100_000, 24_000_000));
        assert_eq!(ask(issued), Err("reversal.done".into()));
        // What the issue used of the directive is given back, and the receipt can now be undone too.
        assert_eq!(
            world.read(|read| stock::directive::store::lines(read, &under.directive))[0].1,
            Quantity(0)
        );
        let request = ask(received).unwrap();
        assert_eq!(approve("chief", request), "done");
        assert_eq!(world.held(&position(DEPOT, 1), &lot), (0, 0));
        assert_eq!(code(world.receive(1, LotChoice::New(wheat(2020)), 1_000)), "done");
    });
}

#[test]
fn a_receipt_is_not_undone_under_goods_that_left_at_average_cost() {
    in_both_worlds(|world| {
        let lot = world.stocked(1, 10_000);
        world.test(&lot, GOOD).unwrap();
        let dear =
            world.receive_at_price(1, LotChoice::Known(lot.clone()), 10_000, 480_000).unwrap().receipt.n;
        let under = world.directive(Purpose::Supply, 10_000);
        let issued = world.issue(Some(under), &lot, 1, 10_000).unwrap().receipt.n;
        let book = world.depot;
        let undo = |n: i64| {
            let asked = world.act("keeper", DEPOT, move |tx, ctx, _| {
                stock::reversal::request(tx, ctx, book, n, "价格录错")
            });
            let request: i64 = match asked {
                Ok(done) => done.created[0].parse().unwrap(),
                refused => return code(refused),
            };
            code(
                world.act("chief", DEPOT, move |tx, ctx, _| stock::reversal::approve(tx, ctx, book, request)),
            )
        };
        assert_eq!(undo(dear), "reversal.value");
        assert_eq!(undo(issued), "done");
        assert_eq!(undo(dear), "done");
        assert_eq!(world.held(&position(DEPOT, 1), &lot), (10_000, 2_400_000));
    });
}

#[test]
fn a_count_is_blind_made_by_two_and_leaves_the_depot_working() {
    in_both_worlds(|world| {
        let lot = world.stocked(1, 100_000);
        world.test(&lot, GOOD).unwrap();
        let under = world.directive(Purpose::Supply, 50_000);
        let book = world.depot;
        let scope = NewCount { scope: site(DEPOT).to_string() };
        let opened = world
            .act("chief", DEPOT, move |tx, ctx, _| stock::count::open(tx, ctx, book, &scope, "秋季普查"))
            .unwrap();
        let count: i64 = opened.created[0].parse().unwrap();
        let enter = |user: &'static str, quantity: i64, as_of: AsOf| {
            let new = Counted {
                count,
                position: position(DEPOT, 1),
                lot: lot.clone(),
                quantity: Quantity(quantity),
                as_of,
            };
            code(world.act(user, DEPOT, move |tx, ctx, _| stock::count::enter(tx, ctx, book, &new)))
        };
        let close = |user: &'static str, why: Option<&'static str>| {
            let explained = why
                .map(|reason| Explained {
                    position: position(DEPOT, 1),
                    lot: lot.clone(),
                    reason: reason.into(),
                })
                .into_iter()
                .collect::<Vec<_>>();
            code(world.act(user, DEPOT, move |tx, ctx, _| {
                stock::count::close(tx, ctx, book, count, &explained, "普查结束")
            }))
        };
        let shown = || world.read(|read| stock::count::store::count(read, book, count)).unwrap().1;
        assert_eq!(enter("anna", 99_000, AsOf::Opening), "done");
        assert!(matches!(shown()[0], stock::count::store::Shown::Blind { counts: 1, .. }));
        assert_eq!(enter("anna", 99_000, AsOf::Opening), "count.same_counter");
        assert_eq!(close("chief", None), "count.unsettled");
        // The depot issues 20 t while it is counted; the second counter counts the pile as it stands.
        world.issue(Some(under), &lot, 1, 20_000).unwrap();
        assert_eq!(enter("bert", 78_000, AsOf::Now), "done");
        assert!(matches!(&shown()[0], stock::count::store::Shown::Open(line) if line.agreed().is_none()));
        assert_eq!(close("chief", None), "count.unsettled");
        assert_eq!(enter("carl", 79_000, AsOf::Now), "count.full");
        let again = Recount { count, position: position(DEPOT, 1), lot: lot.clone() };
        world
            .act("chief", DEPOT, move |tx, ctx, _| stock::count::recount(tx, ctx, book, &again, "两次不一致"))
            .unwrap();
        assert_eq!(enter("anna", 99_000, AsOf::Opening), "done");
        assert_eq!(enter("bert", 79_000, AsOf::Now), "done");
        assert_eq!(close("chief", None), "count.unexplained");
        assert_eq!(close("bert", Some("散落")), "approval.same_person");
        assert_eq!(close("chief", Some("散落")), "done");
        assert_eq!(close("dora", Some("散落")), "count.closed");
        assert_eq!(world.held(&position(DEPOT, 1), &lot).0, 79_000);
    });
}

#[test]
fn a_loss_within_the_quota_is_cleared_and_an_excess_takes_two() {
    in_both_worlds(|world| {
        let book = world.depot;
        let lot = world.stocked(1, 1_000_000);
        world.test(&lot, &[("moisture", "13.5"), ("impurity", "1.0"), ("tasting_score", "80")]).unwrap();
        // A year and a month later: 12.5 % moisture, 30 kg left on the book for every tonne that came in.
        world.clock.set(base::term::Instant::start_of(date(2027, 12, 24)));
        let new = stock::quality::NewTest {
            lot: lot.clone(),
            occasion: stock::quality::Occasion::Outbound,
            quality: [("moisture", "12.5"), ("impurity", "1.0"), ("tasting_score", "75")]
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .into(),
            tested_on: date(2027, 12, 24),
            report: None,
        };
        world
            .act("lab", DEPOT, move |tx, ctx, packs| stock::quality::test(tx, ctx, packs, book, &new))
            .unwrap();
        let under = world.directive_from(Purpose::Rotation, 990_000, date(2027, 12, 24));
        let clearing = NewClearing { position: position(DEPOT, 1), lot: lot.clone(), left: Quantity(0) };
        // 11,429 kg of moisture and 2,000 kg of natural loss explain 13,429 kg.
        world.issue(Some(under.clone()), &lot, 1, 980_000).unwrap();
        let clear = || {
            let new = clearing.clone();
            code(world.act("keeper", DEPOT, move |tx, ctx, packs| {
                stock::loss::clear(tx, ctx, packs, book, &new, "出清")
            }))
        };
        assert_eq!(clear(), "loss.excess");
        let new = clearing.clone();
        let asked = world
            .act("keeper", DEPOT, move |tx, ctx, packs| {
                stock::loss::request(tx, ctx, packs, book, &new, "仓底散失")
            })
            .unwrap();
        let request: i64 = asked.created[0].parse().unwrap();
        world.issue(Some(under), &lot, 1, 5_000).unwrap();
        let approve = move |user: &'static str, world: &World, n: i64| {
            code(world.act(user, DEPOT, move |tx, ctx, packs| stock::loss::approve(tx, ctx, packs, book, n)))
        };
        assert_eq!(approve("chief", world, request), "request.stale");
        let new = clearing.clone();
        let asked = world
            .act("keeper", DEPOT, move |tx, ctx, packs| {
                stock::loss::request(tx, ctx, packs, book, &new, "仓底散失")
            })
            .unwrap();
        let request: i64 = asked.created[0].parse().unwrap();
        assert_eq!(approve("keeper", world, request), "approval.same_person");
        assert_eq!(approve("chief", world, request), "done");
        let card = world.read(|read| stock::movement::store::card(read, &position(DEPOT, 1), (0, 0), 20));
        let losses: Vec<_> = card
            .iter()
            .filter(|m| m.kind.starts_with("loss"))
            .map(|m| (m.kind.to_string(), m.quantity.0))
            .collect();
        assert_eq!(
            losses,
            [
                ("loss_moisture".into(), -11_429),
                ("loss_natural".into(), -2_000),
                ("loss_excess".into(), -1_571)
            ]
        );
        assert_eq!(world.held(&position(DEPOT, 1), &lot), (0, 0));
        assert_eq!(clear(), "loss.none");
    });
}

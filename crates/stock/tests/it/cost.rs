//! Costs: a document stands once, for a place of the book; a second person takes it back; losses and rotation count beside it.

use base::term::{LotCode, Money, Quantity};
use jiff::civil::{Date, date};
use stock::cost::store::{Spent, entries, lot_steps, site_steps, spent};
use stock::cost::{Kind, NewCost};
use stock::loss::NewClearing;

use crate::world::{DEPOT, GOOD, OTHER, TODAY, World, code, in_both_worlds, position, site};

const YEAR: (Date, Date) = (date(2026, 1, 1), date(2026, 12, 31));

fn fee(amount: i64) -> NewCost {
    NewCost {
        kind: Kind::Storage,
        site: site(DEPOT),
        position: None,
        lot: None,
        day_from: YEAR.0,
        day_to: YEAR.1,
        amount: Money(amount),
        document: "记账 12 号".into(),
        payee: None,
    }
}

fn enter(world: &World, new: NewCost) -> Result<i64, String> {
    let book = world.depot;
    match world.act("clerk", DEPOT, move |tx, ctx, _| stock::cost::enter(tx, ctx, book, &new)) {
        Ok(done) => Ok(done.created[0].parse().unwrap()),
        refused => Err(code(refused)),
    }
}

fn reverse(world: &World, user: &'static str, n: i64) -> String {
    let book = world.depot;
    code(world.act(user, DEPOT, move |tx, ctx, _| stock::cost::reverse(tx, ctx, book, n, "凭证重复")))
}

fn whole(world: &World, from: Date, to: Date) -> Vec<(Kind, i64)> {
    let Spent { whole, .. } = world.read(|read| spent(read, DEPOT, from, to));
    whole.into_iter().map(|(_, kind, amount)| (kind, amount.0)).collect()
}

#[test]
fn a_document_stands_once_until_a_second_person_takes_it_back() {
    in_both_worlds(|world| {
        let n = enter(world, fee(36_500)).unwrap();
        assert_eq!(enter(world, fee(36_500)), Err("cost.twice".into()));
        assert_eq!(enter(world, NewCost { site: site(OTHER), ..fee(1) }), Err("cost.place".into()));
        assert_eq!(
            enter(world, NewCost { position: Some(position(DEPOT, 9)), ..fee(1) }),
            Err("cost.place".into())
        );
        assert_eq!(whole(world, YEAR.0, YEAR.1), [(Kind::Storage, 36_500)]);
        assert_eq!(whole(world, YEAR.0, TODAY), []);
        let partly = world.read(|read| spent(read, DEPOT, YEAR.0, TODAY)).partly;
        assert_eq!(partly.len(), 1);
        assert_eq!(reverse(world, "clerk", n), "approval.same_person");
        assert_eq!(reverse(world, "chief", n + 1), "cost.unknown");
        assert_eq!(reverse(world, "chief", n), "done");
        assert_eq!(reverse(world, "chief", n), "cost.reversed");
        assert_eq!(whole(world, YEAR.0, YEAR.1), []);
        // Taken back, the document may be entered rightly; the first entry stays to be seen.
        enter(world, fee(35_600)).unwrap();
        let told = world.read(|read| entries(read, DEPOT, YEAR.0, YEAR.1));
        let told: Vec<_> = told.iter().map(|e| (e.amount.0, e.reversed_by.is_some())).collect();
        assert_eq!(told, [(36_500, true), (35_600, false)]);
    });
}

#[test]
fn a_cost_of_a_lot_names_a_lot_that_lay_there() {
    in_both_worlds(|world| {
        let lot = world.stocked(1, 100_000);
        let at = |lot: LotCode, serial| NewCost {
            lot: Some(lot),
            position: Some(position(DEPOT, serial)),
            document: format!("运单 {serial}"),
            kind: Kind::Transport,
            ..fee(9)
        };
        assert_eq!(enter(world, at(lot.clone(), 2)), Err("cost.place".into()));
        enter(world, at(lot.clone(), 1)).unwrap();
        let other = LotCode::parse(&format!("{DEPOT}001L202699999")).unwrap();
        assert_eq!(enter(world, NewCost { lot: Some(other), ..fee(1) }), Err("cost.place".into()));
    });
}

#[test]
fn a_cleared_loss_costs_what_the_goods_were_worth() {
    in_both_worlds(|world| {
        let lot = world.stocked(1, 100_000);
        world.test(&lot, GOOD).unwrap();
        let (book, new) = (
            world.depot,
            NewClearing { position: position(DEPOT, 1), lot: lot.clone(), left: Quantity(99_950) },
        );
        world
            .act("keeper", DEPOT, move |tx, ctx, packs| {
                stock::loss::clear(tx, ctx, packs, book, &new, "盘点")
            })
            .unwrap();
        // 50 kg at 2.40 yuan.
        assert_eq!(whole(world, YEAR.0, YEAR.1), [(Kind::Loss, 12_000)]);
        let told = world.read(|read| entries(read, site(DEPOT).as_str(), YEAR.0, YEAR.1));
        assert_eq!(told.iter().map(|e| (e.kind, e.amount.0)).collect::<Vec<_>>(), [(Kind::Loss, 12_000)]);
        assert_eq!(told[0].lot.as_ref(), Some(&lot));
    });
}

#[test]
fn balances_of_sites_and_of_lots_move_alike() {
    in_both_worlds(|world| {
        world.stocked(1, 100_000);
        world.stocked(2, 50_000);
        for (from, expected) in [(TODAY, Some(TODAY)), (TODAY.tomorrow().unwrap(), None)] {
            let (mut sites, mut lots) = (Vec::new(), Vec::new());
            world.read(|read| {
                site_steps(read, DEPOT, from, YEAR.1, &mut |_, _, day, change| sites.push((day, change)))
            });
            world.read(|read| {
                lot_steps(read, DEPOT, from, YEAR.1, &mut |_, _, day, change| lots.push((day, change)))
            });
            lots.sort();
            assert_eq!(sites, [(expected, 150_000)]);
            assert_eq!(lots, [(expected, 50_000), (expected, 100_000)]);
        }
    });
}

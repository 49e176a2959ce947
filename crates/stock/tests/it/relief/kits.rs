//! Kits: the bill of goods, one owner, usable parts; conserved when put together, issued as one, conserved when taken apart.

use super::*;

impl World {
    fn household(&self) -> KitCode {
        let part = |item: &str, units: i64| Part { item: item.into(), quantity: Quantity(units * 1_000) };
        let new =
            NewKit {
                name: "一户安置".into(), item: SET.into(), parts: vec![part(TENT, 1), part(QUILT, 4)]
            };
        let book = self.depot;
        let done = self
            .act("manager", DEPOT, move |tx, ctx, packs| kit::define(tx, ctx, packs, book, &new))
            .unwrap();
        KitCode::parse(&done.created[0]).unwrap()
    }

    fn assemble(&self, kit: &KitCode, sets: i64, parts: &[(&LotCode, i64)]) -> Result<Done, Stop> {
        let picks = parts.iter().map(|(lot, units)| pick(lot, &shelf(), Quantity(units * 1_000))).collect();
        let new =
            NewAssembly { kit: kit.clone(), quantity: Quantity(sets * 1_000), position: shelf(), picks };
        let book = self.depot;
        self.act("keeper", DEPOT, move |tx, ctx, packs| kit::assemble(tx, ctx, packs, book, &new))
    }

    fn dismantle(&self, lot: &LotCode, sets: i64, parts: &[(&LotCode, i64)]) -> Result<Done, Stop> {
        let picks = parts.iter().map(|(lot, units)| pick(lot, &shelf(), Quantity(units * 1_000))).collect();
        let new =
            NewDismantling { lot: lot.clone(), position: shelf(), quantity: Quantity(sets * 1_000), picks };
        let book = self.depot;
        self.act("keeper", DEPOT, move |tx, ctx, packs| {
            kit::dismantle(tx, ctx, packs, book, &new, "改作他用")
        })
    }
}

#[test]
fn kits_are_made_of_lots_issued_as_one_and_taken_apart_again() {
    in_both_worlds(|world| {
        let kit = world.household();
        let tents = world.relief(TENT, "R110", date(2024, 1, 1), 10, 98_001);
        let quilts = world.relief(QUILT, "R110", date(2022, 1, 1), 30, 9_600);
        let more = world.relief(QUILT, "R110", date(2023, 1, 1), 30, 9_900);
        let province = world.relief(QUILT, "R121", date(2023, 1, 1), 30, 9_600);
        let stale = world.relief(QUILT, "R110", date(2018, 1, 1), 30, 9_600);
        for lot in [&tents, &quilts, &more] {
            world.inspect(lot, Outcome::Good, 0).unwrap();
        }
        let unknown = KitCode::parse(&format!("{DEPOT}K202699999")).unwrap();
        for (kit, parts, expected) in [
            (&unknown, vec![(&tents, 5), (&quilts, 20)], "kit.unknown"),
            (&kit, vec![(&tents, 5), (&quilts, 19)], "kit.bill"),
            (&kit, vec![(&tents, 5)], "kit.bill"),
            (&kit, vec![(&tents, 5), (&province, 20)], "kit.owners"),
            (&kit, vec![(&tents, 5), (&stale, 20)], "issue.expired"),
            (&kit, vec![(&tents, 5), (&quilts, 31)], "kit.bill"),
        ] {
            assert_eq!(code(world.assemble(kit, 5, &parts)), expected);
        }
        let done = world.assemble(&kit, 5, &[(&tents, 5), (&quilts, 12), (&more, 8)]).unwrap();
        let sets = LotCode::parse(&done.created[0]).unwrap();
        let worth = 5 * 98_001 + 12 * 9_600 + 8 * 9_900;
        assert_eq!(world.held(&shelf(), &sets), (5_000, worth));
        let row = world.read(|read| stock::lot::store::lot(read, &sets)).remove(0);
        assert_eq!(row.expires_on, Some(date(2029, 12, 31)), "with the first of its parts");
        assert_eq!(row.tested_on, Some(TODAY));
        let (from, into) = world.read(|read| store::lineage(read, &sets));
        assert_eq!((from.len(), into.len()), (3, 0));
        let (_, into) = world.read(|read| store::lineage(read, &tents));
        assert_eq!(into[0].lot, sets);

        let under = world.relief_directive(SET, 5);
        assert_eq!(code(world.relieve(&under, &sets, 3, None)), "done");
        for (lot, parts, expected) in [
            (&tents, vec![(&tents, 2), (&quilts, 8)], "kit.not_a_kit"),
            (&sets, vec![(&tents, 2), (&quilts, 7)], "kit.bill"),
            (&sets, vec![(&tents, 2), (&stale, 8)], "kit.not_inside"),
            (&sets, vec![(&tents, 2), (&more, 9)], "kit.not_inside"),
        ] {
            assert_eq!(code(world.dismantle(lot, 2, &parts)), expected);
        }
        assert_eq!(code(world.dismantle(&sets, 3, &[(&tents, 3), (&quilts, 12)])), "movement.short");
        let before: i64 = [&tents, &quilts, &more].iter().map(|lot| world.held(&shelf(), lot).1).sum();
        let left = world.held(&shelf(), &sets).1;
        world.dismantle(&sets, 2, &[(&tents, 2), (&quilts, 4), (&more, 4)]).unwrap();
        assert_eq!(world.held(&shelf(), &sets), (0, 0));
        assert_eq!(world.held(&shelf(), &tents).0, 7_000);
        let after: i64 = [&tents, &quilts, &more].iter().map(|lot| world.held(&shelf(), lot).1).sum();
        assert_eq!(after - before, left, "no fen is lost");
        let (from, _) = world.read(|read| store::lineage(read, &sets));
        let back: i64 = from.iter().map(|row| row.back.0).sum();
        assert_eq!(back, 10_000);
    });
}

#[test]
fn a_kit_without_a_proper_bill_is_refused() {
    in_both_worlds(|world| {
        let part = |item: &str, thousandths| Part { item: item.into(), quantity: Quantity(thousandths) };
        let new = |item: &str, parts| NewKit { name: "一户安置".into(), item: item.into(), parts };
        for (new, expected) in [
            (new("9999", vec![part(TENT, 1_000), part(QUILT, 1_000)]), "lot.item"),
            (new(SET, vec![part(TENT, 1_000)]), "relief.field"),
            (new(SET, vec![part(TENT, 1_000), part(TENT, 1_000)]), "relief.field"),
            (new(SET, vec![part(SET, 1_000), part(TENT, 1_000)]), "relief.field"),
            (new(SET, vec![part(TENT, 1_000), part(crate::world::WHEAT, 1_000)]), "relief.field"),
            (new(SET, vec![part(TENT, 500), part(QUILT, 1_000)]), "movement.quantity"),
        ] {
            let book = world.depot;
            let done =
                world.act("manager", DEPOT, move |tx, ctx, packs| kit::define(tx, ctx, packs, book, &new));
            assert_eq!(code(done), expected);
        }
        world.household();
    });
}

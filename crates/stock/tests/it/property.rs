//! Public property on both engines: intake, life on the shelf, and what the law keeps apart.

use base::ledger::Done;
use base::term::{AssetCode, ContentHash, Money, PoolCode, Stop, UserId};
use jiff::civil::date;
use stock::property::asset::{self, AssetRow, NewAssets, NewTurn, Pictured, Placed};
use stock::property::pool::{self, NewPool};
use stock::property::store::{self, Wanted};
use stock::property::word::{Condition, Intake, Level, PoolKind, Rank, State};

use crate::world::{DEPOT, World, code, in_both_worlds};

pub const DESK: &str = "A05010201";

impl World {
    /// A main warehouse of the depot.
    pub fn pool(&self, kind: PoolKind) -> PoolCode {
        let new = NewPool {
            name: kind.label().0.into(),
            kind,
            level: Level::County,
            rank: Rank::Main,
            parent: None,
            address: "南大街 265 号".into(),
        };
        let book = self.depot;
        let done = self.act("manager", DEPOT, move |tx, ctx, _| pool::register(tx, ctx, book, &new)).unwrap();
        PoolCode::parse(&done.created[0]).unwrap()
    }

    pub fn take_in(&self, user: &str, new: NewAssets) -> Result<Done, Stop> {
        let book = self.depot;
        self.act(user, DEPOT, move |tx, ctx, packs| asset::receive(tx, ctx, packs, book, &new))
    }

    /// Desks on the shelf of an office warehouse.
    pub fn desks(&self, count: i64) -> Vec<AssetCode> {
        let pool = self.pool(PoolKind::Office);
        let done = self.take_in("keeper", NewAssets { count, ..desk(pool) }).unwrap();
        done.created.iter().map(|code| AssetCode::parse(code).unwrap()).collect()
    }

    pub fn asset(&self, asset: &AssetCode) -> AssetRow {
        let rows = self.read(|read| store::asset(read, asset));
        rows.into_iter().find(|row| row.book_id == self.depot).unwrap()
    }

    pub fn turn(&self, asset: &AssetCode, to: State) -> String {
        let (book, new) = (self.depot, NewTurn { asset: asset.clone(), to, condition: Condition::Good });
        code(self.act("keeper", DEPOT, move |tx, ctx, _| asset::turn(tx, ctx, book, &new, "日常")))
    }
}

pub fn desk(pool: PoolCode) -> NewAssets {
    NewAssets {
        item: DESK.into(),
        name: "办公桌".into(),
        spec: "1400×700 胡桃木".into(),
        intake: Intake::OverStandard,
        pool,
        place: "A 区 1 架".into(),
        condition: Condition::Good,
        price: Money(120_000),
        acquired_on: date(2020, 3, 1),
        purpose: None,
        origin: "区教育局".into(),
        photos: vec![photo(1)],
        handler: None,
        count: 1,
    }
}

pub fn photo(n: u8) -> ContentHash {
    ContentHash::parse(&format!("{n:064x}")).unwrap()
}

#[test]
fn each_thing_gets_a_code_and_the_life_of_its_class() {
    in_both_worlds(|world| {
        let desks = world.desks(3);
        let codes: Vec<&str> = desks.iter().map(|code| &code.as_str()[18..]).collect();
        assert_eq!(codes, ["A202600001", "A202600002", "A202600003"]);
        let row = world.asset(&desks[2]);
        assert_eq!(
            (row.state.as_ref(), row.title.as_ref(), row.intake.as_ref()),
            ("idle", "state", "over_standard")
        );
        assert_eq!(row.life_ends_on, Some(date(2035, 2, 28)), "fifteen years by the pack");
        let more = world.take_in("keeper", desk(world.pool(PoolKind::School))).unwrap();
        assert!(more.created[0].ends_with("A202600004"), "{:?}", more.created);
        let all = world.read(|read| store::assets(read, world.depot, &Wanted::default(), "", 10));
        assert_eq!(all.len(), 4);
        let wanted = Wanted { item: "A05".into(), words: "胡桃".into(), ..Wanted::default() };
        assert_eq!(world.read(|read| store::idle(read, &wanted, desks[1].as_str(), 10)).len(), 2);
        let wanted = Wanted { words: "100%".into(), ..Wanted::default() };
        assert_eq!(world.read(|read| store::idle(read, &wanted, "", 10)).len(), 0);
    });
}

#[test]
fn an_intake_that_breaks_a_rule_is_refused() {
    in_both_worlds(|world| {
        let (office, seized) = (world.pool(PoolKind::Office), world.pool(PoolKind::Confiscated));
        let keeper = |name: &str| Some(UserId::parse(name).unwrap());
        let good = desk(office.clone());
        let taken = NewAssets {
            intake: Intake::Confiscated,
            handler: keeper("officer"),
            pool: seized.clone(),
            ..good.clone()
        };
        let cases = [
            (NewAssets { item: "A05".into(), ..good.clone() }, "lot.item"),
            (NewAssets { item: crate::world::WHEAT.into(), ..good.clone() }, "property.field"),
            (
                NewAssets { pool: PoolCode::parse(&format!("{DEPOT}P202699999")).unwrap(), ..good.clone() },
                "pool.unknown",
            ),
            (NewAssets { pool: seized, ..good.clone() }, "pool.kind"),
            (NewAssets { count: 0, ..good.clone() }, "property.field"),
            (NewAssets { count: 201, ..good.clone() }, "property.field"),
            (NewAssets { price: Money(-1), ..good.clone() }, "property.field"),
            (NewAssets { acquired_on: date(2026, 11, 24), ..good.clone() }, "lot.days"),
            (NewAssets { name: " ".into(), ..good.clone() }, "property.field"),
            (NewAssets { photos: (0..7).map(photo).collect(), ..good.clone() }, "property.field"),
            (NewAssets { intake: Intake::Donated, ..good.clone() }, "property.field"),
            (NewAssets { intake: Intake::Case, ..good.clone() }, "property.field"),
            (NewAssets { handler: keeper("officer"), ..good.clone() }, "property.field"),
            (NewAssets { pool: office, ..taken.clone() }, "pool.kind"),
            (NewAssets { handler: None, ..taken.clone() }, "property.field"),
            (NewAssets { handler: keeper("keeper"), ..taken.clone() }, "property.same_person"),
            (taken, "done"),
            (NewAssets { intake: Intake::Donated, purpose: Some("用于抗灾".into()), ..good }, "done"),
        ];
        for (new, expected) in cases {
            assert_eq!(code(world.take_in("keeper", new.clone())), expected, "{new:?}");
        }
    });
}

#[test]
fn a_thing_is_turned_moved_and_photographed_but_never_against_its_title() {
    in_both_worlds(|world| {
        let desks = world.desks(1);
        let (book, asset, pool) = (world.depot, desks[0].clone(), world.pool(PoolKind::Emergency));
        assert_eq!(world.turn(&asset, State::InUse), "done");
        assert_eq!(world.turn(&asset, State::InUse), "asset.state");
        assert_eq!(world.turn(&asset, State::OnLoan), "property.field");
        assert_eq!(world.turn(&asset, State::Idle), "done");
        let place = |pool: &PoolCode| {
            let new = Placed { asset: asset.clone(), pool: pool.clone(), place: "B 区".into() };
            code(world.act("keeper", DEPOT, move |tx, ctx, _| asset::place(tx, ctx, book, &new, "调整库位")))
        };
        let seized = world.pool(PoolKind::Confiscated);
        assert_eq!((place(&pool), place(&seized)), ("done".into(), "pool.kind".into()));
        for n in 2..9 {
            let new = Pictured { asset: asset.clone(), photo: photo(n) };
            world.act("keeper", DEPOT, move |tx, ctx, _| asset::picture(tx, ctx, book, &new)).unwrap();
        }
        let row = world.asset(&asset);
        let shown: Vec<&str> = row.photos().map(|hash| &hash[62..]).collect();
        assert_eq!(shown, ["08", "07", "06", "05", "04", "03"]);
        assert_eq!(row.pool.as_deref(), Some(pool.as_str()));
        let gold = NewAssets {
            intake: Intake::Confiscated,
            handler: Some(UserId::parse("officer").unwrap()),
            ..desk(seized)
        };
        let gold = AssetCode::parse(&world.take_in("keeper", gold).unwrap().created[0]).unwrap();
        assert_eq!(world.turn(&gold, State::InUse), "asset.title");
        assert_eq!(
            world.read(|read| store::idle(read, &Wanted::default(), "", 10)).len(),
            1,
            "not in the catalogue"
        );
    });
}

mod custody;
mod disposal;
mod loan;
mod purchase;

//! Importing every other kind on both engines: places under a new organisation, tests, plans, assets; mistakes named by their column,
//! nothing written twice.

use crate::world::{NOW, packs, tiny};
use base::ctx::{Actor, Chance, Ctx, SeededChance, SetClock};
use base::ledger::Book;
use base::store::testing::{TestStore, both};
use base::term::{BookId, OrgCode, UserId};
use hub::import::{Cell, Import, Kind, People, Record, Report, import, rows};
use jiff::civil::{Date, date};
use sim::Built;
use stock::property::pool::{self, NewPool};
use stock::property::store as property;
use stock::property::word::{Level, PoolKind, Rank};

/// A row of a kind: its number and the cells that are filled.
type Line<'l> = (u32, &'l [(&'l str, Cell)]);

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn run(store: &TestStore, org: &OrgCode, kind: Kind, keeper: &str, lines: &[Line<'_>]) -> Report {
    let fields = kind.fields(&packs());
    let record = |(row, cells): &Line<'_>| Record {
        row: *row,
        cells: fields
            .iter()
            .map(|field| {
                let cell = cells.iter().find(|(name, _)| *name == field.name);
                cell.map_or(Cell::Empty, |(_, cell)| cell.clone())
            })
            .collect(),
    };
    let job = Import {
        org: org.clone(),
        source: "file.xlsx".into(),
        rows: rows(kind, &packs(), lines.iter().map(record).collect()),
        people: People { keeper: Some(UserId::parse(keeper).unwrap()), ..People::default() },
        dry_run: false,
        clock: SetClock::at(NOW),
        chance: SeededChance::from_seed(5),
        progress: Box::new(|_| {}),
    };
    import(store, &packs(), job).unwrap()
}

/// Problems as `row field code`.
fn told(report: &Report) -> Vec<String> {
    report.problems.iter().map(|p| format!("{} {} {}", p.row, p.field, p.refusal.code)).collect()
}

/// Imports twice: the first does `count` acts, the second nothing.
fn once(store: &TestStore, org: &OrgCode, kind: Kind, keeper: &str, lines: &[Line<'_>], count: usize) {
    let done = run(store, org, kind, keeper, lines);
    assert_eq!((told(&done), done.facts.values().sum::<usize>()), (vec![], count), "{kind:?}");
    let again = run(store, org, kind, keeper, lines);
    assert!(again.repeated && again.facts.is_empty(), "{kind:?}: {again:?}");
}

fn sizes(store: &TestStore) -> Vec<(BookId, i64)> {
    store.read(Book::all).unwrap().iter().map(|book| (book.id, book.size)).collect()
}

#[test]
fn a_new_organisation_and_its_places_come_from_files() {
    for store in both() {
        let built = tiny(&store);
        let bureau = &built.world.bureaus[0].code;
        let region = built.world.bureaus[0].region.as_str();
        let (mother, child) = (
            sim::world::made_up_code("12", "330110", 81).unwrap(),
            sim::world::made_up_code("12", "330110", 82).unwrap(),
        );
        let other = &built.world.bureaus[1].code;
        let line = |code: &str, kind: &str, parent: &str| {
            vec![
                ("code", text(code)),
                ("name", text("某公物仓")),
                ("kind", text(kind)),
                ("party", text("政府部门")),
                ("region", text(region)),
                ("parent", text(parent)),
            ]
        };
        let good = [
            line(mother.as_str(), "公物仓", bureau.as_str()),
            line(child.as_str(), "bureau", mother.as_str()),
        ];
        let bad = [
            good[0].clone(),
            line(child.as_str(), "仓库", bureau.as_str()),
            line(child.as_str(), "bureau", other.as_str()),
            line("X", "bureau", bureau.as_str()),
            line(bureau.as_str(), "bureau", bureau.as_str()),
        ];
        let lines: Vec<Line<'_>> = bad.iter().zip(2..).map(|(cells, row)| (row, cells.as_slice())).collect();
        let before = sizes(&store);
        let report = run(&store, bureau, Kind::Organisations, "bureau", &lines);
        assert_eq!(
            told(&report),
            [
                "3 kind import.word",
                "4 parent import.forbidden",
                "5 code code.uscc_shape",
                "6 parent organisation.levels"
            ]
        );
        assert_eq!(sizes(&store), before, "{}", store.engine);
        let lines: Vec<Line<'_>> = good.iter().zip(2..).map(|(cells, row)| (row, cells.as_slice())).collect();
        once(&store, bureau, Kind::Organisations, "bureau", &lines, 2);

        let site = format!("{mother}001");
        let cells = [
            ("site", text(&site)),
            ("name", text("主库区")),
            ("region", text(region)),
            ("kind", text("公物仓")),
            ("longitude", text("120.155070")),
            ("latitude", text("30.274085")),
        ];
        once(&store, &mother, Kind::Sites, "bureau", &[(2, &cells)], 1);
        let warehouse = format!("{site}0001");
        let cells = [("warehouse", text(&warehouse)), ("name", text("1 号仓")), ("kind", text("库房"))];
        once(&store, &mother, Kind::Warehouses, "bureau", &[(2, &cells)], 1);
        let bay = format!("{warehouse}001");
        let cells = [("bay", text(&bay)), ("name", text("东区"))];
        once(&store, &mother, Kind::Bays, "bureau", &[(2, &cells)], 1);
        let position = |code: &str, form: &str| {
            vec![
                ("position", text(code)),
                ("name", text("货架 1")),
                ("form", text(form)),
                ("capacity", Cell::Decimal(500_000)),
                ("keeper", text("storekeeper")),
            ]
        };
        let (first, second) = (position(&format!("{bay}01"), "货架"), position(&format!("{bay}02"), "shelf"));
        let stray = position(&format!("{warehouse}00201"), "货架");
        let report =
            run(&store, &mother, Kind::Positions, "bureau", &[(2, &first), (3, &first), (4, &stray)]);
        assert_eq!(told(&report), ["3 position facility.used", "4 position facility.no_parent"]);
        once(&store, &mother, Kind::Positions, "bureau", &[(2, &first), (3, &second)], 2);
    }
}

#[test]
fn tests_plans_and_assets_come_from_files() {
    for store in both() {
        let built = tiny(&store);
        let depot = &built.world.depots[0].body.code;
        let book = store.read(|r| Book::of(r, depot)).unwrap().unwrap().id;
        let stock = store.read(|r| stock::movement::store::stock(r, depot.as_str(), ("", ""), 100)).unwrap();
        let (lot, _, balance) =
            stock.iter().find(|(lot, ..)| lot.item.starts_with("1")).expect("grain").clone();
        let day = NOW.business_day();
        let measured = |values: &[(&'static str, Cell)]| {
            let mut cells = vec![
                ("lot", text(lot.lot.as_str())),
                ("occasion", text("储存期间")),
                ("tested_on", Cell::Day(day)),
            ];
            cells.extend(values.iter().cloned());
            cells
        };
        let good = measured(&[("moisture", text("12.5"))]);
        let (twice, words, empty) = (good.clone(), measured(&[("moisture", text("湿"))]), measured(&[]));
        let foreign = packs();
        let foreign = foreign
            .packs()
            .iter()
            .find(|pack| pack.indicator("moisture").is_none() && !pack.indicators.is_empty());
        let foreign = foreign.map(|pack| pack.indicators[0].id.clone()).expect("a pack of other goods");
        let mut stray = good.clone();
        stray.push((foreign.as_str(), text("1")));
        let lines: [Line<'_>; 5] = [(2, &good), (3, &twice), (4, &words), (5, &empty), (6, &stray)];
        let report = run(&store, depot, Kind::Tests, "tester", &lines);
        let expected = [
            "3 lot import.twice".to_owned(),
            "4 quality quality.indicator".to_owned(),
            "5 quality quality.empty".to_owned(),
            format!("6 {foreign} import.indicator"),
        ];
        assert_eq!(told(&report), expected);
        once(&store, depot, Kind::Tests, "tester", &[(2, &good)], 1);

        let plan = |lot: &str, quantity: i64, out_by: Date| {
            vec![
                ("year", Cell::Integer(2026)),
                ("mode", text("动态轮换")),
                ("authority", text("某粮发〔2026〕1号")),
                ("position", text(balance.position.as_str())),
                ("lot", text(lot)),
                ("quantity", Cell::Decimal(quantity)),
                ("out_by", Cell::Day(out_by)),
                ("back_by", Cell::Day(out_by)),
            ]
        };
        let unit = 1_000;
        let (late, much) = (date(2020, 1, 1), balance.quantity.0 + unit);
        let (past, beyond) = (plan(lot.lot.as_str(), unit, late), plan(lot.lot.as_str(), much, day));
        let report = run(&store, depot, Kind::Plans, "bureau", &[(2, &past), (3, &beyond)]);
        assert_eq!(
            told(&report),
            ["2 out_by rotation.field", "3 position import.twice", "3 lot rotation.held"],
            "{}",
            store.engine
        );
        assets(&store, &built);
        let verified = store.read(|r| Book::of(r, depot)).unwrap().unwrap();
        assert_eq!(verified.id, book);
    }
}

fn assets(store: &TestStore, built: &Built) {
    let org = &built.world.property.code;
    let book = store.read(|r| Book::of(r, org)).unwrap().unwrap().id;
    let chance: std::sync::Arc<dyn Chance> = SeededChance::from_seed(9);
    let ctx = Ctx {
        actor: Actor { user: UserId::parse("property").unwrap(), org: org.clone() },
        clock: SetClock::at(NOW),
        chance,
        key: "pool".into(),
        request: 0,
    };
    let new = NewPool {
        name: "进口家具仓".into(),
        kind: PoolKind::Office,
        level: Level::County,
        rank: Rank::Main,
        parent: None,
        address: "南大街".into(),
    };
    store.write(book.0, move |tx| pool::register(tx, &ctx, book, &new)).unwrap();
    let chair = |pool: &str, intake: &str, count: i64| {
        vec![
            ("item", text("A05010201")),
            ("name", text("办公桌")),
            ("intake", text(intake)),
            ("pool", text(pool)),
            ("place", text("A1")),
            ("price", Cell::Decimal(1_200_000)),
            ("acquired_on", Cell::Day(date(2024, 5, 1))),
            ("origin", text("区教育局")),
            ("count", Cell::Integer(count)),
        ]
    };
    let good = chair("进口家具仓", "闲置", 3);
    let (nowhere, unknown, many) =
        (chair("没有", "闲置", 1), chair("进口家具仓", "捡来", 1), chair("进口家具仓", "idle", 201));
    let report =
        run(store, org, Kind::Assets, "storekeeper", &[(2, &good), (3, &nowhere), (4, &unknown), (5, &many)]);
    assert_eq!(told(&report), ["3 pool import.pool", "4 intake import.word", "5 count property.field"]);
    let count = |store: &TestStore| {
        let states = store.read(|r| property::states(r, book)).unwrap();
        states.iter().map(|(_, n)| n).sum::<i64>()
    };
    let before = count(store);
    once(store, org, Kind::Assets, "storekeeper", &[(2, &good)], 1);
    assert_eq!(count(store), before + 3, "{}", store.engine);
}

//! Importing stock: the paper's totals, nothing half-imported, nothing imported twice, every mistake named.

use crate::world::{NOW, keys, packs, tiny};
use base::ctx::{SeededChance, SetClock};
use base::ledger::Book;
use base::store::testing::{TestStore, both, sqlite};
use base::term::{BookId, OrgCode, Quantity, UserId};
use hub::import::{Import, OpeningRow, People, Report, Rows, YearlyRow, import};
use hub::picture::Picture;
use hub::table::{Ask, Dimension, table, turnover};
use sim::Built;

fn user(name: &str) -> Option<UserId> {
    Some(UserId::parse(name).unwrap())
}

fn commanders() -> People {
    People { keeper: None, officer: user("property"), approver: user("propertyhead") }
}

fn job(org: &OrgCode, rows: Rows, people: People, dry_run: bool) -> Import {
    let (clock, chance) = (SetClock::at(NOW), SeededChance::from_seed(5));
    Import {
        org: org.clone(),
        source: "stock.csv".into(),
        rows,
        people,
        dry_run,
        clock,
        chance,
        progress: Box::new(|_| {}),
    }
}

fn run(store: &TestStore, org: &OrgCode, rows: Rows, people: People, dry_run: bool) -> Report {
    import(store, &packs(), job(org, rows, people, dry_run)).unwrap()
}

fn refused(store: &TestStore, org: &OrgCode, rows: Rows, people: People) -> &'static str {
    import(store, &packs(), job(org, rows, people, false)).unwrap_err().refusal().unwrap().code
}

fn sizes(store: &TestStore) -> Vec<(BookId, i64)> {
    store.read(Book::all).unwrap().iter().map(|book| (book.id, book.size)).collect()
}

/// Opening, in, out, and what lies there, of an organisation.
fn totals(store: &TestStore, org: &OrgCode) -> [i64; 4] {
    let today = NOW.business_day();
    let ask = Ask { org: org.to_string(), ..Ask::default() };
    let picture = Picture::load(store, &packs(), today).unwrap();
    let stored = table(&picture, &|_| hub::picture::Seen::ALL, &ask, &[Dimension::Item], today)
        .totals
        .iter()
        .map(|t| t.stored)
        .sum();
    let moved = store.read(|r| turnover(r, &ask)).unwrap();
    let sum =
        |kind: &str| moved.iter().filter(|m| &*m.kind == kind).map(|m| m.quantity_in + m.quantity_out).sum();
    [sum("opening"), sum("receive"), sum("issue"), stored]
}

/// A row of the paper's table: item, in, out, stock, in pieces.
fn yearly(row: u32, item: &str, received: i64, issued: i64, stock: i64) -> YearlyRow {
    let pieces = |n: i64| Quantity(n * 1_000);
    let organisation = "区机关事务服务中心".into();
    YearlyRow {
        row,
        organisation,
        item: item.into(),
        received: pieces(received),
        issued: pieces(issued),
        stock: pieces(stock),
    }
}

/// Problems as `row field code`.
fn told(report: &Report) -> Vec<String> {
    report.problems.iter().map(|p| format!("{} {} {}", p.row, p.field, p.refusal.code)).collect()
}

fn audited(store: &TestStore, built: &Built) {
    let books: Vec<BookId> = store.read(Book::all).unwrap().iter().map(|book| book.id).collect();
    store
        .write(built.node.book.0, move |tx| base::ledger::sign_checkpoints(tx, &keys(), NOW, &books))
        .unwrap();
    assert_eq!(crate::audit::verified(store).bad, [], "{}", store.engine);
    assert_eq!(crate::audit::replayed(store).2, [], "{}", store.engine);
}

#[test]
fn the_nation_holds_the_papers_warehouse() {
    for store in both() {
        let built = tiny(&store);
        let property = &built.world.property;
        assert_eq!(
            totals(&store, &property.code),
            [114_090_000, 246_000, 163_000, 114_173_000],
            "{}",
            store.engine
        );
        let own = store
            .read(|r| base::identity::organisation::of_name(r, "区机关事务服务中心"))
            .unwrap()
            .unwrap()
            .1;
        assert_eq!(
            (own.code, own.parent),
            (property.code.clone(), Some(built.world.bureaus[0].code.clone()))
        );
        assert_eq!(built.world.bureaus[0].region.as_str(), "330000");
    }
}

#[test]
fn the_same_rows_are_imported_once() {
    for store in both() {
        let built = tiny(&store);
        let org = &built.world.property.code;
        let paper: Vec<YearlyRow> = [
            (2, "办公电器类", 185, 41, 1186),
            (3, "办公家具类", 8, 62, 4756),
            (4, "测温类", 0, 0, 5),
            (5, "防疫其他类", 0, 0, 36365),
            (6, "检测类", 0, 0, 14900),
            (7, "生活电器类", 0, 1, 3346),
            (8, "生活用品类", 44, 5, 48396),
            (9, "通用家具类", 9, 54, 1794),
            (10, "消杀类", 0, 0, 1482),
            (11, "应急救灾类", 0, 0, 1943),
        ]
        .map(|(row, item, received, issued, stock)| yearly(row, item, received, issued, stock))
        .to_vec();
        let before = sizes(&store);
        let again = run(&store, org, Rows::Yearly(paper.clone()), commanders(), false);
        assert!(again.repeated && again.facts.is_empty() && again.problems.is_empty(), "{again:?}");
        // the same statements in other rows of another file are other rows: refused, because the goods are in the book
        let shuffled = paper.into_iter().rev().collect();
        let report = run(&store, org, Rows::Yearly(shuffled), commanders(), false);
        assert_eq!(report.problems.len(), 10);
        assert!(told(&report).iter().all(|line| line.ends_with("item import.used")), "{:?}", told(&report));
        assert_eq!(sizes(&store), before, "{}", store.engine);
    }
}

/// A second warehouse without site or positions, with people of its own.
fn second(store: &TestStore, built: &Built) -> OrgCode {
    use base::identity::{NewOrganisation, NewUser, organisation, user};
    use base::policy::{Party, Role, RoleSet};
    let code = sim::world::made_up_code("12", "330110", 77).unwrap();
    let of = |actor: &str, key: &str| base::ctx::Ctx {
        actor: base::ctx::Actor { user: UserId::parse(actor).unwrap(), org: built.node.org.clone() },
        clock: SetClock::at(NOW),
        chance: SeededChance::from_seed(9),
        key: key.into(),
        request: 0,
    };
    let (register, node) = (of("sysadmin", "second"), built.node.clone());
    let parent = Some(built.world.bureaus[0].code.clone());
    let new = NewOrganisation {
        code: code.clone(),
        name: "二号公物仓".into(),
        kind: organisation::Kind::PublicWarehouse,
        party: Party::Gov,
        region: base::term::RegionCode::parse("330110").unwrap(),
        parent,
        upstream: None,
    };
    let people = [
        ("second", vec![Role::Keeper, Role::Statistician]),
        ("issuer", vec![Role::BureauOfficer]),
        ("reader", vec![Role::Accountant]),
    ];
    let users = people.map(|(name, roles)| {
        let new = NewUser {
            user: UserId::parse(name).unwrap(),
            org: code.clone(),
            name: name.into(),
            roles: roles.into_iter().collect::<RoleSet>(),
            regions: Vec::new(),
            password: String::new(),
            must_change: false,
            totp: None,
        };
        (of("secadmin", &format!("second-{name}")), new)
    });
    store
        .write(1, move |tx| {
            organisation::register(tx, &register, &node.name, &new)?;
            users.iter().try_for_each(|(ctx, new)| user::create(tx, ctx, &node, new).map(drop))
        })
        .unwrap();
    code
}

fn own(rows: Vec<YearlyRow>) -> Rows {
    Rows::Yearly(rows.into_iter().map(|row| YearlyRow { organisation: "二号公物仓".into(), ..row }).collect())
}

#[test]
fn a_bare_warehouse_gets_site_and_positions_and_a_dry_run_writes_nothing() {
    for store in both() {
        let built = tiny(&store);
        let org = &second(&store, &built);
        // more categories than the paper would need no more code; here three, one of which was empty all year
        let rows = || {
            own(vec![
                yearly(2, "LP01", 5, 3, 12),
                yearly(3, "生活用品类", 7, 7, 0),
                yearly(4, "测温类", 0, 0, 0),
            ])
        };
        // the bureau above directs: its officer and approver are those of the province
        let people = || People { keeper: None, officer: user("issuer"), approver: user("bureauhead") };
        let before = sizes(&store);
        assert_eq!(refused(&store, org, rows(), People::default()), "import.directive");
        assert_eq!(
            refused(&store, org, rows(), People { keeper: user("reader"), ..people() }),
            "import.forbidden"
        );
        assert_eq!(
            refused(&store, org, rows(), People { officer: user("keeper"), ..people() }),
            "import.forbidden"
        );
        assert_eq!(
            refused(&store, org, rows(), people()),
            "directive.foreign",
            "officer and approver of two organisations"
        );
        let people =
            || People { keeper: user("second"), officer: user("bureau"), approver: user("bureauhead") };
        let dry = run(&store, org, rows(), people(), true);
        assert_eq!((told(&dry), dry.repeated), (vec![], false));
        assert_eq!(sizes(&store), before, "a dry run on {}", store.engine);
        let done = run(&store, org, rows(), people(), false);
        assert_eq!(done, dry, "a dry run tells what will be done");
        let facts = done.facts.iter().map(|(act, count)| format!("{act} {count}")).collect::<Vec<_>>();
        let expected = [
            "bay.register 1",
            "directive.approve 1",
            "directive.issue 1",
            "position.register 2",
            "site.register 1",
            "stock.issue 2",
            "stock.open 1",
            "stock.receive 2",
            "warehouse.register 1",
        ];
        assert_eq!(facts, expected);
        assert_eq!(done.moved["件"], [10_000, 12_000, 10_000]);
        assert_eq!(totals(&store, org), [10_000, 12_000, 10_000, 12_000]);
        assert!(done.directives[0].starts_with(built.world.bureaus[0].code.as_str()));
        assert!(run(&store, org, rows(), people(), false).repeated);
        audited(&store, &built);
    }
}

#[test]
fn every_mistake_of_a_yearly_table_is_named_with_row_and_column_and_nothing_is_written() {
    let store = sqlite();
    let built = tiny(&store);
    let org = &second(&store, &built);
    let people = People { keeper: None, officer: user("bureau"), approver: user("bureauhead") };
    let mut rows = vec![
        yearly(2, "办公电器类", 5, 3, 12),
        yearly(3, "办公用品类", 1, 1, 1),
        yearly(4, "办公家具类", -1, -2, 4),
        yearly(5, "测温类", 9, 1, 2),
        yearly(6, "办公电器类", 5, 3, 12),
        yearly(7, "检测类", 0, 0, 0),
        yearly(8, "消杀类", 0, 0, 200_000_000),
    ];
    rows[5].stock = Quantity(1_500);
    let Rows::Yearly(mut rows) = own(rows) else { unreachable!() };
    rows.push(yearly(9, "LP10", 1, 0, 1));
    let before = sizes(&store);
    let report = run(&store, org, Rows::Yearly(rows), people, false);
    let expected = [
        "3 item import.item",
        "4 received import.negative",
        "4 issued import.negative",
        "5 stock import.negative",
        "6 item import.twice",
        "7 stock import.too_fine",
        "8 stock import.too_big",
        "9 organisation import.other_organisation",
    ];
    assert_eq!(told(&report), expected);
    assert_eq!(sizes(&store), before);
}

/// A row for an empty position of the first depot.
fn lying(built: &Built, row: u32) -> OpeningRow {
    let depot = &built.world.depots[0];
    let recipe = depot.recipe(3);
    OpeningRow {
        row,
        position: depot.position(3),
        item: recipe.item.into(),
        nature: recipe.nature.into(),
        owner_level: recipe.owner_level.into(),
        harvest_year: recipe.harvested.then_some(2024),
        quantity: Quantity(1_000),
        ..OpeningRow::default()
    }
}

/// A new, empty position beside the others of the first depot.
fn empty_position(store: &TestStore, built: &Built) -> String {
    let depot = &built.world.depots[0];
    let code = format!("{}02", depot.bay(0));
    let new = stock::facility::NewPosition {
        position: base::term::PositionCode::parse(&code).unwrap(),
        name: "新货位".into(),
        form: depot.recipe(3).form.into(),
        capacity: Quantity(500_000),
        keeper: "keeper".into(),
        valid_from: NOW.business_day(),
    };
    let ctx = base::ctx::Ctx {
        actor: base::ctx::Actor { user: UserId::parse("manager").unwrap(), org: depot.body.code.clone() },
        clock: SetClock::at(NOW),
        chance: SeededChance::from_seed(9),
        key: "new-position".into(),
        request: 0,
    };
    let book = store.read(|r| Book::of(r, &depot.body.code)).unwrap().unwrap().id;
    store.write(book.0, move |tx| stock::facility::register_position(tx, &ctx, book, &new)).unwrap();
    code
}

#[test]
fn openings_land_at_positions_that_are_there_and_empty() {
    for store in both() {
        let built = tiny(&store);
        let org = &built.world.depots[0].body.code;
        let people = || People { keeper: user("manager"), ..People::default() };
        let position = empty_position(&store, &built);
        let good = OpeningRow { position: position.clone(), amount: Some(2_345_670), ..lying(&built, 2) };
        let gone = format!("{}99", &position[..28]);
        let rows = Rows::Opening(vec![
            good.clone(),
            OpeningRow { position: gone, ..lying(&built, 3) },
            OpeningRow {
                item: "没有的物资".into(),
                quantity: Quantity(-1),
                owner_level: "部级".into(),
                ..good.clone()
            },
            OpeningRow {
                row: 5,
                nature: "999".into(),
                amount: Some(5),
                position: "X".into(),
                ..good.clone()
            },
            OpeningRow { row: 6, ..good.clone() },
            OpeningRow { row: 7, position: built.world.depots[0].position(0), ..good.clone() },
            OpeningRow { row: 8, harvest_year: Some(2099), ..good.clone() },
            OpeningRow {
                row: 9,
                quantity: Quantity(700_000),
                harvest_year: good.harvest_year,
                ..good.clone()
            },
        ]);
        let before = sizes(&store);
        let report = run(&store, org, rows, people(), false);
        let expected = [
            "2 item import.item",
            "2 owner_level import.owner_level",
            "2 quantity import.negative",
            "3 position movement.position",
            "5 position code.facility_shape",
            "5 nature import.nature",
            "5 amount import.too_fine",
            "6 position import.twice",
            "7 position import.used",
            "8 harvest_year lot.days",
            "9 quantity movement.capacity",
        ];
        assert_eq!(told(&report), expected, "{}", store.engine);
        assert_eq!(sizes(&store), before);
        let good = Rows::Opening(vec![good]);
        let done = run(&store, org, good.clone(), people(), false);
        assert_eq!((told(&done), done.facts["stock.open"]), (vec![], 1));
        assert!(run(&store, org, good, people(), false).repeated);
        audited(&store, &built);
    }
}

//! `inrs import`: the paper's table, files that are wrong, workbooks of every kind; what is in the books afterwards.

use base::ctx::{Actor, Clock, Ctx, SeededChance, SetClock, SystemChance, SystemClock};
use base::ledger::{Book, NodeKeys};
use base::store::{Location, Store};
use base::term::time::SECOND;
use base::term::{Instant, PositionCode, Quantity, UserId};
use paper::sheet::{self, Head, Limits, Value};
use paper::{Heading, Lang};
use serde_json::Value as Json;
use sim::{Built, Scale};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

const PAPER: &str = "区机关事务服务中心";

/// A data folder with a small nation, and a position that is empty.
struct Node {
    data: PathBuf,
    built: Built,
    empty: String,
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.data));
    }
}

fn node() -> Node {
    let data = base::store::testing::folder();
    let store = Store::open(&Location::Folder(data.clone())).unwrap();
    let packs = Arc::new(pack::builtin::catalogue().unwrap());
    let scale = Scale { provinces: 1, depots: 3, positions: 4, months: 2, movements: 1, accounts: 1 };
    let end = Instant(SystemClock.now().0 - 3_600 * SECOND);
    let built = sim::build(&store, &packs, scale, 1, end, &mut |_| {}).unwrap();
    let depot = &built.world.depots[0];
    let empty = format!("{}02", depot.bay(0));
    let new = stock::facility::NewPosition {
        position: PositionCode::parse(&empty).unwrap(),
        name: "新货位".into(),
        form: depot.recipe(0).form.into(),
        capacity: Quantity(500_000),
        keeper: "keeper".into(),
        valid_from: end.business_day(),
    };
    let actor = Actor { user: UserId::parse("manager").unwrap(), org: depot.body.code.clone() };
    let ctx = Ctx {
        actor,
        clock: SetClock::at(end),
        chance: SeededChance::from_seed(1),
        key: "new".into(),
        request: 0,
    };
    let book = store.read(|r| Book::of(r, &depot.body.code)).unwrap().unwrap().id;
    store.write(book.0, move |tx| stock::facility::register_position(tx, &ctx, book, &new)).unwrap();
    NodeKeys::load_or_make(&data.join("keys.seed"), &SystemChance).unwrap();
    Node { data, built, empty }
}

impl Node {
    /// Runs a command on this node: exit code and what it printed.
    fn run(&self, args: &[&str]) -> (i32, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_inrs"))
            .args(args)
            .arg("--data")
            .arg(&self.data)
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(said).unwrap())
    }

    fn import(&self, file: &Path, org: &str, more: &[&str]) -> (i32, String) {
        self.run(&[&["import", "stock", file.to_str().unwrap(), "--org", org], more].concat())
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.data.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Facts in all books.
    fn facts(&self) -> i64 {
        let store = Store::open_read_only(&Location::Folder(self.data.clone())).unwrap();
        store.read(Book::all).unwrap().iter().map(|book| book.size).sum()
    }
}

fn commanders() -> [&'static str; 4] {
    ["--officer", "property", "--approver", "propertyhead"]
}

fn paper() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/linping/stock-2020.csv")).unwrap()
}

#[test]
fn the_papers_table_is_in_the_one_table_and_is_not_imported_twice() {
    let node = node();
    let (code, said) = node.run(&["table", "--org", PAPER, "--by", "item", "--json"]);
    assert_eq!(code, 0, "{said}");
    let table: Json = serde_json::from_str(&said).unwrap();
    assert_eq!(table["rows"].as_array().unwrap().len(), 10);
    assert_eq!(table["totals"][0]["stored"], 114_173_000);
    let sum = |kind: &str, way: &str| -> i64 {
        table["turnover"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|m| m["kind"] == kind)
            .map(|m| m[way].as_i64().unwrap())
            .sum()
    };
    assert_eq!((sum("receive", "quantity_in"), sum("issue", "quantity_out")), (246_000, 163_000));

    let before = node.facts();
    let file = node.file("stock-2020.csv", &paper());
    let (code, said) = node.import(&file, PAPER, &commanders());
    assert_eq!((code, said.contains("nothing was changed")), (0, true), "{said}");
    // the same table saved as another kind of file is still the same table
    let raw = sheet::read(&paper(), &Limits::default()).unwrap();
    let rows: Vec<Vec<String>> =
        raw.rows.iter().map(|row| row.cells.iter().map(sheet::Cell::shown).collect()).collect();
    let file = node.file("stock.xlsx", &workbook(&rows));
    let (code, said) = node.import(&file, built_code(&node), &commanders());
    assert_eq!((code, said.contains("nothing was changed")), (0, true), "{said}");
    assert_eq!(node.facts(), before);
}

fn built_code(node: &Node) -> &str {
    node.built.world.property.code.as_str()
}

/// A workbook of words, the first row being its headers.
fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let heading = Heading {
        lang: Lang::Zh,
        organisation: PAPER.into(),
        made_at: 0,
        made_by: "test".into(),
        watermark: None,
    };
    let heads: Vec<Head> =
        rows[0].iter().map(|label| Head { label: label.clone(), unit: String::new(), width: 20 }).collect();
    let mut book = sheet::Book::new(&heading, "表", &heads).unwrap();
    for row in &rows[1..] {
        let cell = |text: &String| if text.is_empty() { Value::Empty } else { Value::Text(text.clone()) };
        book.row(&row.iter().map(cell).collect::<Vec<_>>()).unwrap();
    }
    book.finish(&[]).unwrap().bytes
}

#[test]
fn mistakes_come_back_in_an_error_file_and_nothing_is_written() {
    let node = node();
    let before = node.facts();
    let text = "归属机构,物资分类,累计入库数量(件),累计出库数量(件),在库数量(件)\n\
        区机关事务服务中心,办公电器类,185,41,1186\n\
        区机关事务服务中心,办公用具类,8,62,4756\n\
        区机关事务服务中心,测温类,-3,0,5\n\
        区机关事务服务中心,检测类,十,0,14900\n\
        区机关事务服务中心,办公电器类,185,41,1186\n\
        合计,,,,9999\n";
    let file = node.file("bad.csv", text.as_bytes());
    let (code, said) = node.import(&file, PAPER, &commanders());
    assert_eq!(code, 1, "{said}");
    let errors = node.data.join("bad.errors.csv");
    assert!(said.contains(errors.to_str().unwrap()), "{said}");
    let raw = sheet::read(&std::fs::read(&errors).unwrap(), &Limits::default()).unwrap();
    let row = |number: &str| {
        let row =
            raw.rows.iter().find(|row| row.cells.get(5).is_some_and(|cell| cell.shown() == number)).unwrap();
        row.cells.get(6).map(sheet::Cell::shown).unwrap_or_default()
    };
    for (number, place, what) in [
        ("2", "B 物资分类", "entries of item LP01 already"),
        ("3", "B 物资分类", "no pack has an item “办公用具类”"),
        ("4", "C 累计入库数量(件)", "below zero"),
        ("5", "C 累计入库数量(件)", "Not a number"),
        ("6", "B 物资分类", "repeats row 2"),
    ] {
        let said = row(number);
        assert!(said.contains(place) && said.contains(what), "row {number}: {said}");
    }
    // a column is missing: named with its row, and nothing under it is tried
    let file = node.file(
        "short.csv",
        "2020年\n归属机构,物资分类,累计入库数量(件),在库数量(件)\n区机关事务服务中心,测温类,1,2\n".as_bytes(),
    );
    let (code, said) = node.import(&file, PAPER, &["--json"]);
    let told: Json = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (code, &told["mistakes"][0]["row"], &told["mistakes"][0]["header"]),
        (1, &2.into(), &"累计出库数量(件)".into()),
        "{said}"
    );
    // what cannot be done at all is neither success nor a mistake in the file
    for (file, org) in [("none.csv", PAPER), ("bad.csv", "没有这个单位")] {
        let (code, said) = node.import(&node.data.join(file), org, &[]);
        assert_eq!(code, 2, "{said}");
    }
    assert_eq!(node.facts(), before);
}

#[test]
fn openings_from_a_workbook_land_whole_and_the_node_still_proves_itself() {
    let node = node();
    let depot = &node.built.world.depots[0];
    let recipe = depot.recipe(0);
    let nature = recipe.nature;
    let header =
        ["position", "item", "nature", "Owner Level", "quantity", "amount", "Harvest Year", "origin"]
            .map(str::to_owned)
            .to_vec();
    let row = |position: &str, quantity: &str, year: &str| {
        [position, recipe.item, nature, recipe.owner_level, quantity, "12345.67", year, "330113"]
            .map(str::to_owned)
            .to_vec()
    };
    let manager = ["--keeper", "manager"];
    let bad = node.file(
        "bad.xlsx",
        &workbook(&[header.clone(), row(&node.empty, "1.5", "2024"), row("X", "2", "2024")]),
    );
    let before = node.facts();
    let (code, said) = node.import(&bad, depot.body.code.as_str(), &manager);
    assert_eq!(code, 1, "{said}");
    let errors =
        sheet::read(&std::fs::read(node.data.join("bad.errors.xlsx")).unwrap(), &Limits::default()).unwrap();
    assert!(errors.rows[2].cells[8].shown().contains("A 列 position"), "{:?}", errors.rows[2]);
    let good = node.file("good.xlsx", &workbook(&[header, row(&node.empty, "1.5", "2024")]));
    let (code, said) = node.import(&good, &depot.body.name, &[&manager[..], &["--dry-run"]].concat());
    assert_eq!((code, said.contains("nothing was written")), (0, true), "{said}");
    assert_eq!(node.facts(), before, "neither a file with a mistake nor a dry run writes");
    let (code, said) = node.import(&good, &depot.body.name, &manager);
    assert_eq!(code, 0, "{said}");
    assert_eq!(node.facts(), before + 1);
    let (code, said) = node.import(&good, &depot.body.name, &manager);
    assert_eq!((code, said.contains("nothing was changed")), (0, true), "{said}");
    for check in [&["verify"][..], &["replay", "--check"]] {
        let (code, said) = node.run(check);
        assert_eq!(code, 0, "{check:?}: {said}");
    }
}

/// Imports a workbook of a kind as the manager of the first depot.
fn brought(node: &Node, kind: &str, rows: &[Vec<String>], more: &[&str]) -> (i32, Json) {
    let file = node.file(&format!("{kind}.xlsx"), &workbook(rows));
    let org = node.built.world.depots[0].body.code.as_str();
    let head = ["import", kind, file.to_str().unwrap(), "--org", org, "--keeper", "manager", "--json"];
    let (code, said) = node.run(&[&head[..], more].concat());
    (code, serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}")))
}

fn cells<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

#[test]
fn a_file_with_37_planted_errors_reports_exactly_those_37() {
    let node = node();
    let warehouse = node.built.world.depots[0].warehouse(0);
    let mut bays = vec![cells(["廒间代码*", "廒间名称"])];
    bays.extend((0..10).map(|bay| vec![format!("{warehouse}9{bay:02}"), format!("{bay} 号廒间")]));
    let (code, told) = brought(&node, "bays", &bays, &[]);
    assert_eq!((code, &told["facts"]["bay.register"]), (0, &10.into()), "{told}");

    let header = cells(["货位代码", "货位名称", "储存方式", "容量", "保管员", "启用日期"]);
    let sound = |i: usize| {
        let position = format!("{warehouse}9{:02}{:02}", i / 99, i % 99 + 1);
        vec![position, format!("货位 {i}"), "散装".into(), "1200.5".into(), "keeper".into(), String::new()]
    };
    let good: Vec<Vec<String>> = std::iter::once(header.clone()).chain((0..900).map(sound)).collect();
    // Row of the sheet, column, what stands there instead: 37 of them.
    let nowhere = format!("{warehouse}99901");
    let wrong: Vec<(usize, usize, String)> = (0..37)
        .map(|i| {
            let (column, text) = match i % 6 {
                0 => (0, "X1".to_owned()),
                1 => (1, String::new()),
                2 => (2, "堆放".to_owned()),
                3 => (3, "很多".to_owned()),
                4 => (5, "2024-02-30".to_owned()),
                _ if i == 5 => (0, good[1][0].clone()),
                _ if i == 11 => (3, "0".to_owned()),
                _ => (0, nowhere.clone()),
            };
            (3 + i * 24, column, text)
        })
        .collect();
    let mut bad = good.clone();
    for (row, column, text) in &wrong {
        bad[row - 1][*column].clone_from(text);
    }
    let before = node.facts();
    let (code, told) = brought(&node, "positions", &bad, &[]);
    let mut expected: Vec<(u64, String)> =
        wrong.iter().map(|(row, column, _)| (*row as u64, sheet::letter(*column))).collect();
    expected.sort();
    let mut found: Vec<(u64, String)> = told["mistakes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| (m["row"].as_u64().unwrap(), m["column"].as_str().unwrap().to_owned()))
        .collect();
    found.sort();
    assert_eq!((code, found, &told["mistakes_total"]), (1, expected, &37.into()), "{told}");
    assert_eq!(node.facts(), before);

    let (code, told) = brought(&node, "positions", &good, &["--dry-run"]);
    assert_eq!((code, &told["facts"]["position.register"]), (0, &900.into()), "{told}");
    assert_eq!(node.facts(), before);
    let (code, told) = brought(&node, "positions", &good, &[]);
    assert_eq!((code, &told["repeated"]), (0, &false.into()), "{told}");
    assert_eq!(node.facts(), before + 900);
    let (code, told) = brought(&node, "positions", &good, &[]);
    assert_eq!((code, &told["repeated"]), (0, &true.into()), "{told}");
    assert_eq!(node.facts(), before + 900);
}

#[test]
fn every_kind_has_a_template_that_its_own_import_reads() {
    let node = node();
    for kind in hub::import::Kind::ALL {
        let file = node.data.join("template.xlsx");
        let (code, said) = node.run(&["import", kind.code(), file.to_str().unwrap(), "--template"]);
        assert_eq!(code, 0, "{said}");
        let org = node.built.world.depots[0].body.code.as_str();
        let (code, said) = node.run(&["import", kind.code(), file.to_str().unwrap(), "--org", org]);
        assert_eq!((code, said.contains("headers and no rows")), (2, true), "{}: {said}", kind.code());
    }
    let (code, said) = node.run(&["import", "items", "x.xlsx", "--org", "x"]);
    assert_eq!((code, said.contains("inrs pack")), (2, true), "{said}");
}

//! `inrs import stock`: the paper's table, files that are wrong, workbooks; what is in the books afterwards.

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

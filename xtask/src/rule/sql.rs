//! SQL text stands only in `store` modules, in the few files named below and in `sql/`, and only `base::store` names a driver.
//! Tests may look at tables behind the product's back.

use super::Refusals;
use crate::mask::{Mask, line_at, words};
use crate::tree::Tree;

const STATEMENTS: [(&str, &str); 7] = [
    ("select ", " from "),
    ("insert into ", "("),
    ("update ", " set "),
    ("delete from ", ""),
    ("create table ", "("),
    ("with ", " as ("),
    ("where ", "$1"),
];
/// Files besides the store modules that hold statements, with the reason.
const OWN_STATEMENTS: [(&str, &str); 3] = [
    ("crates/base/src/ledger", "its tables are the books themselves"),
    ("crates/cli/src/command/bench", "the bare loop that the product is compared with writes by itself"),
    (
        "crates/hub/src/verify/stored.rs",
        "the verifier reads the books by statements of its own, not by the writer's",
    ),
];
const DRIVERS: [&str; 2] = ["rusqlite::", "postgres::"];

pub fn check(tree: &Tree, refusals: &mut Refusals) {
    for file in
        tree.files.iter().filter(|file| file.is_rust() && !file.is_test() && file.crate_name().is_some())
    {
        let mask = Mask::of(&file.text);
        let store = file.path.split('/').any(|part| part == "store" || part == "store.rs")
            || OWN_STATEMENTS.iter().any(|(path, _)| file.path.starts_with(path));
        if !store {
            for (at, literal) in &mask.literals {
                if is_sql(literal) {
                    refusals.add(
                        &file.path,
                        line_at(&file.text, *at),
                        "SQL outside a store module",
                        "move the statement into the store module of the noun that owns the table",
                    );
                }
            }
        }
        if !file.path.starts_with("crates/base/src/store") {
            for driver in DRIVERS {
                for at in words(&mask.code, driver) {
                    refusals.add(
                        &file.path,
                        line_at(&mask.code, at),
                        format!("names the driver `{driver}`"),
                        "go through base::store, which hides the engine",
                    );
                }
            }
        }
    }
}

fn is_sql(literal: &str) -> bool {
    let text = literal.trim_start_matches(|c| c == 'r' || !char::is_alphabetic(c)).to_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    STATEMENTS.iter().any(|(verb, then)| text.strip_prefix(verb).is_some_and(|rest| rest.contains(then)))
}

#[cfg(test)]
mod test {
    use super::super::test::refused;

    #[test]
    fn statements_and_drivers_stay_in_store_modules() {
        let cases = [
            ("crates/stock/src/lot.rs", "tx.query(\"select code from stock_lot\", &[])", 1),
            ("crates/stock/src/lot.rs", "tx.query(\n    \"\n    select code\n    from stock_lot\",\n)", 1),
            ("crates/stock/src/lot/store.rs", "tx.query(\"select code from stock_lot\", &[])", 0),
            ("crates/stock/tests/it/lot.rs", "tx.query(\"select code from stock_lot\", &[])", 0),
            ("crates/stock/src/lot.rs", "let help = \"Select a lot to see its card\";", 0),
            ("crates/hub/src/one_table.rs", "tx.list::<Lot>(\"WHERE book_id = $1\", &[])", 1),
            ("crates/stock/src/lot/store.rs", "use rusqlite::Connection;", 1),
            ("crates/base/src/store/sqlite.rs", "use rusqlite::Connection;", 0),
        ];
        for (path, text, count) in cases {
            assert_eq!(refused(super::check, &[(path, text)]).len(), count, "{path}: {text}");
        }
    }
}

//! Migrations are one sequence, numbered without gaps: `sql/NNNN_owner_what.sql`. A step that only one engine can do is a
//! paired file with the same number and `.sqlite.sql` or `.postgres.sql`.

use std::collections::BTreeMap;

use super::Refusals;
use crate::tree::Tree;

pub fn check(tree: &Tree, refusals: &mut Refusals) {
    let mut steps: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for file in tree.files.iter().filter(|file| file.path.starts_with("sql/") && file.path.ends_with(".sql"))
    {
        let name = &file.path["sql/".len()..];
        match name
            .split_once('_')
            .filter(|(number, _)| number.len() == 4)
            .and_then(|(number, _)| number.parse().ok())
        {
            Some(number) => steps.entry(number).or_default().push(&file.path),
            None => {
                refusals.add(&file.path, 1, "not a numbered migration", "name it sql/NNNN_owner_what.sql")
            }
        }
    }
    for (expected, (number, files)) in (1..).zip(&steps) {
        if *number != expected {
            refusals.add(
                files[0],
                1,
                format!("migration {number:04} follows {:04}", expected - 1),
                "number the steps without gaps",
            );
            break;
        }
        let common = files
            .iter()
            .filter(|path| !path.ends_with(".sqlite.sql") && !path.ends_with(".postgres.sql"))
            .count();
        if common > 1 {
            refusals.add(
                files[1],
                1,
                format!("two migrations have number {number:04}"),
                "give the later one the next free number",
            );
        }
    }
}

#[cfg(test)]
mod test {
    use super::super::test::refused;

    #[test]
    fn the_sequence_has_neither_gap_nor_double() {
        let cases: [(&[&str], usize); 5] = [
            (&["sql/0001_base_book.sql", "sql/0002_stock_lot.sql"], 0),
            (&["sql/0001_base_book.sql", "sql/0003_stock_lot.sql"], 1),
            (&["sql/0001_base_book.sql", "sql/0001_stock_lot.sql"], 1),
            (&["sql/0001_base_book.sqlite.sql", "sql/0001_base_book.postgres.sql"], 0),
            (&["sql/book.sql"], 1),
        ];
        for (paths, count) in cases {
            let files: Vec<_> = paths.iter().map(|path| (*path, "")).collect();
            assert_eq!(refused(super::check, &files).len(), count, "{paths:?}");
        }
    }
}

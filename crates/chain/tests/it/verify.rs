//! The independent check: honest books pass, and each way of tampering is named at the right place.

use chain::range::Range;
use chain::verify::{Checked, Finding, TreeCheck};
use chain::{Hash, Sha256Suite, Sm3Suite, Suite, leaf_hash, tile};

use crate::oracle::{entries, mth};

/// A stored book: entries, tiles of hashes and signed heads.
struct Book<S> {
    entries: Vec<Vec<u8>>,
    tiles: Vec<(u8, u64, Vec<Hash>)>,
    heads: Vec<(u64, Hash)>,
    suite: std::marker::PhantomData<S>,
}

impl<S: Suite> Book<S> {
    fn new(size: usize, heads: &[usize]) -> Self {
        let entries = entries(size);
        let mut range = Range::<S>::new();
        let mut levels: Vec<Vec<Hash>> = vec![Vec::new(); 8];
        let mut signed = Vec::new();
        for (n, entry) in entries.iter().enumerate() {
            range.push_with(leaf_hash::<S>(entry), |level, _, hash| levels[usize::from(level)].push(hash));
            if heads.contains(&(n + 1)) {
                signed.push((n as u64 + 1, range.root()));
            }
        }
        let tiles = levels.iter().enumerate().flat_map(|(level, hashes)| {
            hashes
                .chunks(256)
                .enumerate()
                .map(move |(index, tile)| (level as u8, index as u64, tile.to_vec()))
        });
        let tiles = tiles.collect();
        Self { entries, tiles, heads: signed, suite: std::marker::PhantomData }
    }

    fn check(&self) -> Result<Checked, Finding> {
        self.check_from(None)
    }

    fn check_from(&self, demanded: Option<u8>) -> Result<Checked, Finding> {
        let mut check = TreeCheck::<S>::new();
        demanded.into_iter().for_each(|level| check.demand_tiles(level));
        self.heads.iter().for_each(|(size, root)| check.expect_head(*size, *root));
        for (level, index, hashes) in &self.tiles {
            check.expect_tile(*level, *index, &hashes.concat())?;
        }
        for entry in &self.entries {
            check.entry(entry)?;
        }
        check.finish()
    }

    /// Changes an entry and its leaf hash together: the forgery a check of tiles alone does not see.
    fn forge(&mut self, index: usize) {
        self.entries[index] = b"{\"forged\":true}".to_vec();
        let leaf = leaf_hash::<S>(&self.entries[index]);
        let tile = self.tiles.iter_mut().find(|t| t.0 == 0 && t.1 == index as u64 / 256).unwrap();
        tile.2[index % 256] = leaf;
    }
}

#[test]
fn an_honest_book_passes_in_both_suites() {
    for size in [0, 1, 255, 256, 257, 600, 1_000] {
        let heads: Vec<usize> = [1, 255, 256, 300, 600, 1_000].into_iter().filter(|h| *h <= size).collect();
        let book = Book::<Sha256Suite>::new(size, &heads);
        let checked = book.check().unwrap();
        assert_eq!((checked.size, checked.heads), (size as u64, heads.len() as u64));
        assert_eq!(checked.root, mth::<Sha256Suite>(&book.entries));
        assert_eq!(checked.tiles, book.tiles.len() as u64);
        Book::<Sm3Suite>::new(size, &heads).check().unwrap();
    }
}

#[test]
fn large_books_fold_up_through_the_levels() {
    let book = Book::<Sha256Suite>::new(66_000, &[65_535, 65_536, 65_999, 66_000]);
    let checked = book.check().unwrap();
    assert_eq!(checked.root, mth::<Sha256Suite>(&book.entries));
    assert_eq!(checked.heads, 4);
}

#[test]
fn a_changed_entry_is_named() {
    for (size, index) in [(1_000, 300), (1_000, 999), (300, 299), (300, 0)] {
        let mut book = Book::<Sm3Suite>::new(size, &[size]);
        book.entries[index][3] ^= 1;
        assert_eq!(book.check(), Err(Finding::Entry { suite: "sm3", index: index as u64 }));
    }
}

#[test]
fn a_consistent_forgery_is_found_by_the_level_above() {
    let mut book = Book::<Sha256Suite>::new(1_000, &[1_000]);
    book.forge(300);
    assert_eq!(book.check(), Err(Finding::Tile { suite: "sha256", level: 1, from: 256, to: 512 }));
    // Forge every level, too: the signed head is left, and the last good head bounds the place.
    let mut book = Book::<Sha256Suite>::new(1_000, &[280, 700, 1_000]);
    book.forge(300);
    book.tiles.retain(|tile| tile.0 == 0);
    assert_eq!(book.check(), Err(Finding::Head { suite: "sha256", from: 280, to: 700 }));
    // In the unfinished tile there is no level above.
    let mut book = Book::<Sha256Suite>::new(1_000, &[1_000]);
    book.forge(990);
    assert_eq!(book.check(), Err(Finding::Head { suite: "sha256", from: 0, to: 1_000 }));
}

#[test]
fn a_cut_off_tail_is_found_against_an_earlier_head() {
    let mut book = Book::<Sha256Suite>::new(600, &[500, 600]);
    book.entries.truncate(550);
    book.tiles.clear();
    assert_eq!(book.check(), Err(Finding::CutOff { suite: "sha256", size: 550, signed: 600 }));
    let mut book = Book::<Sha256Suite>::new(600, &[500]);
    book.entries.truncate(550);
    assert_eq!(book.check(), Err(Finding::Surplus { suite: "sha256", level: 0, index: 2, size: 550 }));
    let mut book = Book::<Sha256Suite>::new(600, &[500]);
    book.entries.clear();
    assert!(matches!(book.check(), Err(Finding::Surplus { .. })));
}

#[test]
fn a_missing_or_shortened_tile_is_found_where_tiles_are_demanded() {
    let honest = || Book::<Sha256Suite>::new(1_000, &[1_000]);
    assert!(honest().check_from(Some(0)).is_ok());
    assert!(Book::<Sha256Suite>::new(512, &[512]).check_from(Some(0)).is_ok());
    for (level, index) in [(0, 1), (0, 3), (1, 0)] {
        let missing = Err(Finding::Missing { suite: "sha256", level, index });
        let mut book = honest();
        book.tiles.retain(|tile| (tile.0, tile.1) != (level, index));
        assert_eq!(book.check_from(Some(0)), missing);
        assert!(book.check().is_ok(), "nobody asked for tiles");
        assert_eq!(book.check_from(Some(1)).is_ok(), level == 0);
        let mut book = honest();
        let tile = book.tiles.iter_mut().find(|tile| (tile.0, tile.1) == (level, index)).unwrap();
        tile.2.pop();
        assert_eq!(book.check_from(Some(0)), missing);
    }
}

#[test]
fn a_removed_doubled_or_swapped_entry_is_found() {
    let honest = || Book::<Sha256Suite>::new(600, &[600]);
    let mut removed = honest();
    removed.entries.remove(10);
    let mut doubled = honest();
    doubled.entries.insert(10, doubled.entries[9].clone());
    let mut swapped = honest();
    swapped.entries.swap(10, 11);
    for book in [removed, doubled, swapped] {
        assert_eq!(book.check(), Err(Finding::Entry { suite: "sha256", index: 10 }));
    }
}

#[test]
fn a_head_over_nothing_must_be_the_empty_root() {
    let mut check = TreeCheck::<Sha256Suite>::new();
    check.expect_head(0, [1; 32]);
    assert_eq!(check.clone().finish(), Err(Finding::Head { suite: "sha256", from: 0, to: 0 }));
    assert_eq!(check.entry(b"{}"), Err(Finding::Head { suite: "sha256", from: 0, to: 0 }));
}

#[test]
fn stored_leaf_hashes_and_bundles_are_checked() {
    let mut check = TreeCheck::<Sha256Suite>::new();
    assert_eq!(check.entry_with(b"{}", &leaf_hash::<Sha256Suite>(b"{}")), Ok(()));
    assert_eq!(check.entry_with(b"{}", &[0; 32]), Err(Finding::Entry { suite: "sha256", index: 1 }));
    let mut bundle = Vec::new();
    tile::append_entry(&mut bundle, b"{}").unwrap();
    assert_eq!(check.bundle(&bundle, 1), Ok(()));
    assert_eq!(check.size(), 2);
    assert!(matches!(check.bundle(&bundle, 2), Err(Finding::Unreadable { .. })));
    assert!(matches!(check.expect_tile(0, 0, &[1; 33]), Err(Finding::Unreadable { .. })));
    assert!(matches!(check.expect_tile(0, 0, &[]), Err(Finding::Unreadable { .. })));
}

#[test]
fn findings_speak_both_languages_and_name_an_index() {
    let finding = Finding::Tile { suite: "sm3", level: 1, from: 256, to: 512 };
    assert_eq!(finding.index(), 256);
    assert!(finding.to_string().contains("256..512"));
    assert!(finding.zh().contains("第 256 至 511 条"));
}

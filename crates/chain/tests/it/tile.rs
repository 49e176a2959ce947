//! Tile coordinates, paths and bundles.

use chain::tile::{self, Kind, Tile, TileError};

#[test]
fn paths_are_those_of_the_specification() {
    let cases = [
        (Kind::Hashes(0), 1_234_067, 256, "tile/0/x001/x234/067"),
        (Kind::Hashes(0), 1_234_067, 12, "tile/0/x001/x234/067.p/12"),
        (Kind::Hashes(2), 0, 1, "tile/2/000.p/1"),
        (Kind::Entries, 999, 256, "tile/entries/999"),
        (Kind::Entries, 1_000, 255, "tile/entries/x001/000.p/255"),
    ];
    for (kind, index, width, path) in cases {
        let tile = Tile { kind, index, width };
        assert_eq!(tile.path(), path);
        assert_eq!(Tile::parse(path), Ok(tile));
    }
}

#[test]
fn only_the_canonical_spelling_is_a_path() {
    let bad = [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000/000",
        "tile/0/001/002",
        "tile/0/x001",
        "tile/0/x001/x002",
        "tile/00/000",
        "tile/+0/000",
        "tile/0/+01",
        "tile/-1/000",
        "tile/8/000",
        "tile/64/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/+1",
        "tile/0/000.p/",
        "tile/0/000.p/1/",
        "tile/data/000",
        "/tile/0/000",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/7/256",
    ];
    for path in bad {
        assert_eq!(Tile::parse(path), Err(TileError::Path), "{path}");
    }
}

/// The example of tlog-tiles: 70,000 entries.
#[test]
fn a_tree_has_the_tiles_of_the_specification() {
    let count = |size: u64, level: u8, full: bool| {
        tile::added(0, size).filter(|t| t.kind == Kind::Hashes(level) && t.is_full() == full).count()
    };
    assert_eq!([count(70_000, 0, true), count(70_000, 1, true), count(70_000, 2, true)], [273, 1, 0]);
    assert_eq!([count(70_000, 0, false), count(70_000, 1, false), count(70_000, 2, false)], [1, 1, 1]);
    let partial: Vec<String> = tile::added(0, 70_000).filter(|t| !t.is_full()).map(|t| t.path()).collect();
    assert_eq!(partial, ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]);
    let of_256: Vec<String> = tile::added(0, 256).map(|t| t.path()).collect();
    assert_eq!(of_256, ["tile/0/000", "tile/1/000.p/1"]);
}

#[test]
fn growth_adds_only_what_changed() {
    let paths = |old, new| tile::added(old, new).map(|t| t.path()).collect::<Vec<_>>();
    assert_eq!(paths(250, 255), ["tile/0/000.p/255"]);
    assert_eq!(paths(255, 258), ["tile/0/000", "tile/0/001.p/2", "tile/1/000.p/1"]);
    assert_eq!(paths(258, 259), ["tile/0/001.p/3"]);
    assert_eq!(paths(7, 7), Vec::<String>::new());
    assert_eq!(Tile::entries(1, 256), None);
    assert_eq!(Tile::entries(1, 300).unwrap().path(), "tile/entries/001.p/44");
}

#[test]
fn bundles_hold_entries_of_any_bytes_up_to_the_limit() {
    let entries: Vec<Vec<u8>> = vec![vec![], b"{}".to_vec(), vec![0xff; 65_535]];
    let mut bundle = Vec::new();
    for entry in &entries {
        tile::append_entry(&mut bundle, entry).unwrap();
    }
    assert_eq!(tile::parse_bundle(&bundle, 3).unwrap(), entries);
    assert_eq!(tile::parse_bundle(&bundle, 2), Err(TileError::Count { expected: 2, found: 3 }));
    assert_eq!(tile::parse_bundle(&bundle[..bundle.len() - 1], 3), Err(TileError::Cut(2)));
    assert_eq!(tile::parse_bundle(&[0], 1), Err(TileError::Cut(0)));
    assert_eq!(tile::append_entry(&mut bundle, &vec![0; 65_536]), Err(TileError::EntryTooLong(65_536)));
}

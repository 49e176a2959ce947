//! A category that no Rust file names comes from a folder and is used like the others.

use std::path::Path;

use jiff::civil::date;
use pack::{Allocation, Catalogue, Decimal, Measurements, Standing, Status, Subject, builtin, folder};

fn fixture() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/medical"))
}

/// A folder as an administrator would make one: a copy of the fixture elsewhere.
fn copied(to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(fixture()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn a_folder_brings_a_category_to_life() {
    let root = tempfile::tempdir().unwrap();
    copied(&root.path().join("medical"));
    let own = folder::load_packs(root.path()).unwrap();
    let packs = Catalogue::with_own(builtin::packs().unwrap(), own).unwrap();

    let mask = packs.find("kn95 mask")[0];
    assert_eq!(
        (mask.code.as_str(), mask.pack.as_str(), mask.unit.name.zh.as_str()),
        ("M1000001", "medical", "只")
    );
    assert_eq!(mask.allocation, Allocation::FirstExpiredFirstOut);
    assert_eq!(mask.natures, ["M110", "M300"], "handed down by the class");
    assert!(packs.nature("M110").unwrap().needs_directive());
    assert!(packs.item("1120101").is_some(), "the built-in packs stay");

    let pack = packs.pack_of("M1000001").unwrap();
    let subject = Subject::new("M1000001", date(2025, 1, 1));
    let life = pack.storage_life(&subject).unwrap();
    assert_eq!(life.standing(date(2022, 1, 15), date(2025, 1, 15)), Ok(Standing::Over));
    assert_eq!(life.basis.status, Status::NeedsCitation);
    let safety = pack.safety_standard(&subject).unwrap();
    let leaky = Measurements::new().number("filtration", "94.9".parse::<Decimal>().unwrap());
    assert!(!safety.inspect(&leaky).unwrap().is_qualified());
    assert_eq!(pack.translate("hospital", "HX-95"), Some("M1000001"));
}

#[test]
fn a_pack_of_the_same_id_replaces_the_built_in_one() {
    let root = tempfile::tempdir().unwrap();
    copied(root.path());
    let head = root.path().join("pack.yaml");
    let text = std::fs::read_to_string(&head).unwrap().replace("id: medical", "id: oil");
    std::fs::write(&head, text).unwrap();
    let own = folder::load_dir(root.path()).unwrap();
    let packs = Catalogue::with_own(builtin::packs().unwrap(), vec![own]).unwrap();
    assert_eq!(packs.packs().len(), builtin::packs().unwrap().len());
    assert!(packs.item("2120100").is_none(), "the oils went with their pack");
    assert_eq!(packs.item("M1000001").unwrap().pack, "oil");
}

#[test]
fn the_digest_bytes_follow_the_content_not_the_place() {
    let root = tempfile::tempdir().unwrap();
    let (here, there) = (root.path().join("a"), root.path().join("b/medical"));
    copied(&here);
    copied(&there);
    let bytes = |dir: &Path| folder::load_dir(dir).unwrap().bytes().to_vec();
    assert_eq!(bytes(&here), bytes(&there));
    let rules = there.join("rules.yaml");
    let text = std::fs::read_to_string(&rules).unwrap();
    std::fs::write(&rules, format!("{text}# a remark\n")).unwrap();
    assert_ne!(bytes(&here), bytes(&there));
}

#[test]
fn a_folder_of_one_pack_or_of_several_is_read_and_one_of_none_refused() {
    let root = tempfile::tempdir().unwrap();
    copied(&root.path().join("medical"));
    let ids =
        |dir: &Path| folder::load_packs(dir).map(|all| all.into_iter().map(|p| p.id).collect::<Vec<_>>());
    assert_eq!(ids(root.path()).unwrap(), ["medical"]);
    assert_eq!(ids(&root.path().join("medical")).unwrap(), ["medical"]);
    std::fs::create_dir(root.path().join("empty")).unwrap();
    assert_eq!(ids(root.path()).unwrap(), ["medical"], "a folder without pack.yaml is no pack");
    assert_eq!(ids(&root.path().join("empty")).unwrap_err().problems()[0].code, "pack.no_pack");
}

#[test]
fn what_is_too_much_is_refused_unread() {
    let root = tempfile::tempdir().unwrap();
    copied(root.path());
    let codes =
        || folder::load_dir(root.path()).unwrap_err().problems().iter().map(|p| p.code).collect::<Vec<_>>();
    std::fs::write(root.path().join("zz.yaml"), vec![b'#'; 4 * 1024 * 1024 + 1]).unwrap();
    assert_eq!(codes(), ["pack.file_max"]);
    std::fs::remove_file(root.path().join("zz.yaml")).unwrap();
    for n in 0..62 {
        std::fs::write(root.path().join(format!("z{n:02}.yaml")), "tests: []\n").unwrap();
    }
    assert_eq!(codes(), ["pack.files_max"]);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let error = folder::load_dir(Path::new("/nowhere/medical")).unwrap_err();
    assert!(error.problems().is_empty());
    assert!(error.to_string().contains("/nowhere/medical"), "{error}");
}

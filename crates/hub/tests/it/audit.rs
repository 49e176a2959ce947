//! Verification, replay and statements of a tiny nation.

use crate::world::{NOW, keys, packs, tiny};
use base::ctx::{Actor, Ctx, SeededChance, SetClock};
use base::ledger::{self, Book};
use base::store::testing::{TestStore, both, folder, sqlite};
use base::store::{Location, Value};
use base::term::{Instant, Stop, UserId};
use chain::statement::{Statement, SumProof};
use chain::{Sha256Suite, Sm3Suite};
use hub::picture::Picture;
use hub::table::{Ask, Dimension, table};

pub fn replayed(store: &TestStore) -> (i64, i64, Vec<ledger::Difference>) {
    let scratch = folder();
    let outcome =
        ledger::replay(store, &scratch, &hub::whole::tables(), &hub::whole::project, &mut |_| {}).unwrap();
    std::fs::remove_dir_all(scratch).unwrap();
    outcome
}

pub fn verified(store: &TestStore) -> hub::verify::Report {
    hub::verify::stored(store, &keys(), &Vec::new(), &|_| {}).unwrap()
}

/// Does to the database file what no part of the program does.
fn tamper(store: TestStore, sql: &str, args: &[Value]) -> TestStore {
    let Location::Folder(place) = store.location().clone() else { panic!("tampering is tried on files") };
    base::store::testing::tamper(&place, sql, args);
    store
}

#[test]
fn a_nation_verifies_and_replays() {
    for store in both() {
        let built = tiny(&store);
        let report = verified(&store);
        assert_eq!(report.bad, [], "{}", store.engine);
        assert_eq!(report.counts.books, 17);
        assert!(report.counts.entries > 500 && report.counts.checkpoints == 17, "{:?}", report.counts);
        let (facts, rows, differences) = replayed(&store);
        assert_eq!(differences, [], "{}", store.engine);
        assert_eq!(facts.unsigned_abs(), report.counts.entries);
        assert!(rows > 500 && built.acts > 400);
    }
}

#[test]
fn a_flipped_byte_is_named() {
    let store = sqlite();
    tiny(&store);
    let book = store.read(|r| Book::all(r)).unwrap().into_iter().max_by_key(|b| b.size).unwrap();
    let fact = store.read(|r| ledger::entry(r, book.id, 17)).unwrap().unwrap();
    let mut bytes = fact.entry.to_vec();
    let last = bytes.len() - 3;
    bytes[last] ^= 1;
    let args = [Value::Bytes(bytes.into()), book.id.into()];
    let store = tamper(store, "UPDATE fact SET entry = $1 WHERE book_id = $2 AND n = 17", &args);
    let bad = verified(&store).bad;
    assert_eq!(bad.len(), 1);
    assert_eq!((bad[0].book.as_str(), bad[0].index), (book.origin.as_ref(), 17));
}

#[test]
fn an_entry_changed_with_its_leaf_hashes_is_found_by_the_signed_head() {
    let store = sqlite();
    tiny(&store);
    let book = store.read(|r| Book::all(r)).unwrap().into_iter().max_by_key(|b| b.size).unwrap();
    let fact = store.read(|r| ledger::entry(r, book.id, 17)).unwrap().unwrap();
    let text = String::from_utf8(fact.entry.to_vec())
        .unwrap()
        .replace("keeper", "kieper")
        .replace("manager", "mamager");
    let (sha256, sm3) =
        (chain::leaf_hash::<Sha256Suite>(text.as_bytes()), chain::leaf_hash::<Sm3Suite>(text.as_bytes()));
    let bytes = |b: &[u8]| Value::Bytes(b.into());
    let args = [bytes(text.as_bytes()), bytes(&sha256), bytes(&sm3), book.id.into()];
    let sql = "UPDATE fact SET entry = $1, leaf_sha256 = $2, leaf_sm3 = $3 WHERE book_id = $4 AND n = 17";
    let store = tamper(store, sql, &args);
    let bad = verified(&store).bad;
    assert_eq!(bad.len(), 1);
    assert_eq!(bad[0].book, book.origin.as_ref());
}

#[test]
fn a_cut_off_tail_is_found_against_an_earlier_checkpoint() {
    let store = sqlite();
    tiny(&store);
    let book = store.read(|r| Book::all(r)).unwrap().into_iter().max_by_key(|b| b.size).unwrap();
    let kept = store.read(|r| ledger::latest_checkpoint(r, book.id)).unwrap().unwrap();
    let (ed25519, _) = keys().public(&book.origin).unwrap();
    let remembered = vec![chain::checkpoint::Checkpoint::open(kept.note.as_bytes(), &ed25519).unwrap()];
    // the forger rewrites facts, head, tiles and checkpoints so that the shorter book is consistent in itself
    let cut = book.size - 5;
    let facts = store.read(|r| ledger::facts(r, book.id, 0, cut)).unwrap();
    let (mut sha256, mut sm3) =
        (chain::range::Range::<Sha256Suite>::new(), chain::range::Range::<Sm3Suite>::new());
    for fact in &facts {
        sha256.push(chain::leaf_hash::<Sha256Suite>(&fact.entry));
        sm3.push(chain::leaf_hash::<Sm3Suite>(&fact.entry));
    }
    let store =
        tamper(store, "DELETE FROM fact WHERE book_id = $1 AND n >= $2", &[book.id.into(), cut.into()]);
    let store = tamper(store, "DELETE FROM checkpoint WHERE book_id = $1", &[book.id.into()]);
    let args = [
        Value::Bytes(sha256.to_bytes().into()),
        Value::Bytes(sm3.to_bytes().into()),
        cut.into(),
        book.id.into(),
    ];
    let store =
        tamper(store, "UPDATE book SET range_sha256 = $1, range_sm3 = $2, size = $3 WHERE id = $4", &args);
    assert_eq!(verified(&store).bad, [], "in itself the shorter book holds");
    let bad = hub::verify::stored(&store, &keys(), &remembered, &|_| {}).unwrap().bad;
    assert_eq!(bad.len(), 1);
    assert_eq!((bad[0].book.as_str(), bad[0].index), (book.origin.as_ref(), cut.unsigned_abs()));
}

#[test]
fn an_edited_derived_row_is_named_by_replay() {
    let store = sqlite();
    tiny(&store);
    let sql = "UPDATE stock_balance SET quantity = quantity + 1000 WHERE position = (SELECT MIN(position) FROM stock_balance)";
    let store = tamper(store, sql, &[]);
    let (_, _, differences) = replayed(&store);
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].table, "stock_balance");
}

fn ctx(built: &sim::Built, at: Instant, key: &str) -> Ctx {
    Ctx {
        actor: Actor { user: UserId::parse("commander").unwrap(), org: built.node.org.clone() },
        clock: SetClock::at(at),
        chance: SeededChance::from_seed(1),
        key: key.into(),
        request: 0,
    }
}

#[test]
fn a_statement_proves_every_holding_inside_its_totals() {
    for store in both() {
        let built = tiny(&store);
        let keys = keys();
        let done =
            hub::statement::make(&store, &keys, &built.node.name, &ctx(&built, NOW, "s1"), built.node.book)
                .unwrap();
        let row = store.read(|r| hub::statement::get(r, NOW)).unwrap().unwrap();
        assert_eq!(done.created, [NOW.0.to_string()]);
        let name = Statement::key_name::<Sha256Suite>(&built.node.name);
        let (ed25519, sm2) = keys.public(&name).unwrap();
        let statement = Statement::open(&row.file, &ed25519, &sm2).unwrap();
        let packs = packs();
        let today = NOW.business_day();
        let picture = Picture::load(&store, &packs, today).unwrap();
        let made = table(
            &picture,
            &|_| hub::picture::Seen::ALL,
            &Ask::default(),
            &[Dimension::Place, Dimension::Lot],
            today,
        );
        let stated: i64 = statement.totals.iter().map(|total| total.quantity).sum();
        assert_eq!(stated, made.groups.iter().map(hub::table::Group::total).sum::<i64>(), "{}", store.engine);
        for group in made.groups.iter().step_by(7) {
            let (place, lot) = (&group.keys[0], &group.keys[1]);
            let proof =
                store.read(|r| hub::statement::proof::<Sha256Suite>(r, NOW, place, lot)).unwrap().unwrap();
            let proved = SumProof::<Sha256Suite>::parse(&proof).unwrap().verify(&ed25519).unwrap();
            assert_eq!(proved.quantity, group.total());
            let proof =
                store.read(|r| hub::statement::proof::<Sm3Suite>(r, NOW, place, lot)).unwrap().unwrap();
            SumProof::<Sm3Suite>::parse(&proof).unwrap().verify(&sm2).unwrap();
        }
        assert_eq!(verified(&store).counts.statements, 1);
        let again =
            hub::statement::make(&store, &keys, &built.node.name, &ctx(&built, NOW, "s2"), built.node.book);
        assert!(matches!(again, Err(Stop::Refused(refusal)) if refusal.code == "statement.instant"));
    }
}

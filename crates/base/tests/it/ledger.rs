//! What the books promise: one fact per key, heads that cannot fork, proofs that verify, neighbours unharmed.

use base::ctx::{Actor, Ctx, SeededChance, SetClock};
use base::ledger::{self, Book, Done, Draft, NewBook, NodeKeys};
use base::store::testing::{TestStore, both};
use base::store::{Location, Store};
use base::term::fault::{Refusal, RefusalKind};
use base::term::{BookId, Instant, OrgCode, Stop, UserId};
use chain::{Sha256Suite, Sm3Suite};

const ORG: &str = "91350100M000100Y43";

fn ctx(key: &str) -> Ctx {
    Ctx {
        actor: Actor { user: UserId::parse("keeper").unwrap(), org: OrgCode::parse(ORG).unwrap() },
        clock: SetClock::at(Instant(1_000_000)),
        chance: SeededChance::from_seed(1),
        key: key.into(),
        request: 7,
    }
}

fn opened(store: &Store) -> BookId {
    store
        .write(1, |tx| {
            Ok(ledger::open_book(tx, &NewBook { org: &OrgCode::parse(ORG)?, node: "test.inrs.example" })?)
        })
        .unwrap()
}

fn note(store: &Store, book: BookId, key: &str, body: &str) -> Result<Done, Stop> {
    let (ctx, body) = (ctx(key), body.to_owned());
    store.write(book.0, move |tx| {
        ledger::once(tx, &ctx, book, |tx| {
            let draft = Draft { act: "test.note", order: None, why: Some("为了“测试”"), body: &body };
            Ok(Done::plain(ledger::append(tx, &ctx, book, &draft)?))
        })
    })
}

fn size(store: &TestStore, book: BookId) -> i64 {
    store.read(|r| r.number("SELECT size FROM book WHERE id = $1", &[book.into()])).unwrap()
}

#[test]
fn an_act_repeated_is_done_once() {
    for store in both() {
        let book = opened(&store);
        let first = note(&store, book, "k1", "{\"a\":1}").unwrap();
        let again = note(&store, book, "k1", "{\"a\":1}").unwrap();
        assert!(again.repeated && !first.repeated);
        assert_eq!((again.receipt.n, again.receipt.sha256), (first.receipt.n, first.receipt.sha256));
        assert_eq!(size(&store, book), 1, "{}", store.engine);
    }
}

#[test]
fn a_key_forgotten_by_the_writer_is_still_used() {
    for store in both() {
        let book = opened(&store);
        note(&store, book, "k1", "{}").unwrap();
        // A fault makes the writer forget everything it remembers.
        let fault = store.write(book.0, |_| -> Result<(), Stop> { panic!("planted") });
        assert!(matches!(fault, Err(Stop::Fault(_))));
        assert!(note(&store, book, "k1", "{}").unwrap().repeated, "{}", store.engine);
        assert_eq!(size(&store, book), 1);
    }
}

#[test]
fn a_refusal_does_not_spoil_its_neighbours() {
    for store in both() {
        let book = opened(&store);
        let refused = ctx("bad");
        let (sender, receiver) = std::sync::mpsc::channel();
        for i in 0..40 {
            let sender = sender.clone();
            let (ctx, refused) = (ctx(&format!("k{i}")), refused.clone());
            store.submit(
                book.0,
                move |tx| {
                    let ctx = if i % 2 == 0 { &ctx } else { &refused };
                    ledger::once(tx, ctx, book, |tx| {
                        let done = Done::plain(ledger::append(
                            tx,
                            ctx,
                            book,
                            &Draft { act: "test.note", order: None, why: None, body: "{}" },
                        )?);
                        if i % 2 == 0 {
                            Ok(done)
                        } else {
                            Err(Refusal::new(RefusalKind::Conflict, "test.no", "不", "no").into())
                        }
                    })
                },
                move |outcome| sender.send((i, outcome.is_ok())).unwrap(),
            );
        }
        drop(sender);
        let outcomes: Vec<_> = receiver.iter().collect();
        assert_eq!(outcomes.len(), 40);
        assert!(outcomes.iter().all(|(i, ok)| *ok == (i % 2 == 0)), "{}", store.engine);
        assert_eq!(size(&store, book), 20, "{}", store.engine);
    }
}

#[test]
fn every_entry_is_proved_in_both_trees() {
    for store in both() {
        let book = opened(&store);
        for i in 0..600 {
            note(&store, book, &format!("k{i}"), &format!("{{\"i\":{i}}}")).unwrap();
        }
        let keys = NodeKeys::from_seed([5; 32]);
        let for_signing = NodeKeys::from_seed([5; 32]);
        store.write(1, move |tx| ledger::sign_checkpoints(tx, &for_signing, Instant(5), &[book])).unwrap();
        store
            .read(|r| {
                let head = Book::of(r, &OrgCode::parse(ORG).unwrap())?.unwrap();
                let checkpoint = ledger::latest_checkpoint(r, book)?.unwrap();
                let (ed, sm2) = keys.public(&head.origin)?;
                let sha = chain::checkpoint::Checkpoint::open(checkpoint.note.as_bytes(), &ed).unwrap();
                let gm = chain::checkpoint::Checkpoint::open(checkpoint.gm_note.as_bytes(), &sm2).unwrap();
                assert_eq!((sha.size, gm.size), (600, 600));
                for n in [0, 1, 255, 256, 511, 599] {
                    let fact = ledger::entry(r, book, n)?.unwrap();
                    let n = n as u64;
                    let proof = ledger::inclusion::<Sha256Suite>(r, book, n, 600)?;
                    let leaf = chain::leaf_hash::<Sha256Suite>(&fact.entry);
                    chain::proof::verify_inclusion::<Sha256Suite>(&sha.root, 600, n, &leaf, &proof).unwrap();
                    let proof = ledger::inclusion::<Sm3Suite>(r, book, n, 600)?;
                    let leaf = chain::leaf_hash::<Sm3Suite>(&fact.entry);
                    chain::proof::verify_inclusion::<Sm3Suite>(&gm.root, 600, n, &leaf, &proof).unwrap();
                }
                Ok::<_, base::term::Fault>(())
            })
            .unwrap();
    }
}

#[test]
fn two_servers_on_one_database_cannot_fork_a_book() {
    let url = base::store::testing::postgres_url();
    let one = Store::open(&Location::Postgres(url.clone())).unwrap();
    let two = Store::open(&Location::Postgres(url)).unwrap();
    let book = opened(&one);
    std::thread::scope(|scope| {
        for (name, store) in [("a", &one), ("b", &two)] {
            scope.spawn(move || {
                for i in 0..100 {
                    note(store, book, &format!("{name}{i}"), "{}").unwrap();
                }
            });
        }
    });
    one.read(|r| {
        let facts = ledger::facts(r, book, 0, 1000)?;
        assert_eq!(facts.len(), 200);
        let mut computed = chain::range::Range::<Sha256Suite>::new();
        facts.iter().for_each(|fact| computed.push(chain::leaf_hash::<Sha256Suite>(&fact.entry)));
        let head = r.query("SELECT range_sha256 FROM book WHERE id = $1", &[book.into()])?;
        let range = head[0][0].to::<std::sync::Arc<[u8]>>()?;
        assert_eq!(chain::range::Range::<Sha256Suite>::from_bytes(&range).unwrap().root(), computed.root());
        Ok::<_, base::term::Fault>(())
    })
    .unwrap();
}

#[test]
fn a_data_folder_belongs_to_one_process() {
    let folder = base::store::testing::folder();
    let _first = Store::open(&Location::Folder(folder.clone())).unwrap();
    let second = Store::open(&Location::Folder(folder)).err().unwrap();
    assert!(second.what.contains("in use"));
}

//! Readings are tamper-evident: a frame changed, dropped or slipped in, or a summary that lies, is found by verification.

use crate::audit::{replayed, verified};
use crate::world::{NOW, tiny};
use base::ctx::{Actor, Ctx, SeededChance, SetClock};
use base::ledger::Book;
use base::store::Location;
use base::store::testing::{TestStore, both, sqlite, tamper};
use base::term::{Instant, PositionCode, UserId};
use sense::frame::{self, BY_HAND};
use sense::geometry::flat;
use sense::layout::{self, NewLayout};
use sense::scan::Scan;
use sense::seal::{self, LAG, SPAN};

/// Gives one position of the nation a layout and three scans, and seals the hour.
fn sealed(store: &TestStore) -> Book {
    tiny(store);
    let row = store
        .read(|r| r.query("SELECT book_id, position FROM stock_position ORDER BY position LIMIT 1", &[]))
        .unwrap()
        .remove(0);
    let position = PositionCode::parse(&row[1].to::<String>().unwrap()).unwrap();
    let book =
        store.read(Book::all).unwrap().into_iter().find(|b| b.id.0 == row[0].to::<i64>().unwrap()).unwrap();
    let since = Instant((NOW.0 / SPAN + 1) * SPAN);
    let now = Instant(since.0 + SPAN + LAG);
    let org = book.org.clone();
    let ctx = move |key: &str, now| Ctx {
        actor: Actor { user: UserId::parse("system").unwrap(), org: org.clone() },
        clock: SetClock::at(now),
        chance: SeededChance::from_seed(1),
        key: key.into(),
        request: 0,
    };
    let id = book.id;
    let spacing = flat(20_000, 10_000, 6_000).unwrap();
    let points = spacing.shape.points().unwrap();
    let new = NewLayout { position: position.clone(), kind: "grain_temperature".into(), spacing };
    let of = |ahead: i64| Scan {
        position: position.clone(),
        kind: "grain_temperature".into(),
        at: Instant(since.0 + ahead),
        values: (0..points).map(|point| Some(200 + point as i64 % 7)).collect(),
        air: [None; 4],
    };
    let scans = [of(0), of(1), of(2)];
    let layout_ctx = ctx("layout", since);
    store.write(id.0, move |tx| layout::set(tx, &layout_ctx, id, &new)).unwrap();
    let taken = store.write(id.0, move |tx| Ok(frame::take(tx, since, id, BY_HAND, &scans)?)).unwrap();
    assert_eq!(taken.accepted, 3);
    let seal_ctx = ctx("seal", now);
    store.write(id.0, move |tx| seal::seal(tx, &seal_ctx, id, since)).unwrap();
    book
}

#[test]
fn sealed_frames_verify_and_replay() {
    for store in both() {
        sealed(&store);
        let report = verified(&store);
        assert_eq!((report.bad, report.counts.frames), (vec![], 3), "{}", store.engine);
        assert_eq!(replayed(&store).2, [], "{}", store.engine);
    }
}

#[test]
fn whatever_is_done_to_a_sealed_frame_is_found() {
    let forgeries = [
        "UPDATE sense_frame SET at = at + 5 WHERE at % 1000 = 1",
        "UPDATE sense_frame SET at = at - 3600000000",
        "UPDATE sense_frame SET device = 4",
        "UPDATE sense_frame SET received = received + 60000000",
        "DELETE FROM sense_frame WHERE at % 1000 = 1",
        "DELETE FROM sense_frame",
        "UPDATE sense_frame SET high = high - 1 WHERE at % 1000 = 1",
        "UPDATE sense_frame SET missing = 1 WHERE at % 1000 = 1",
        "INSERT INTO sense_frame SELECT book_id, stream, at - 7200000000, received - 7200000000, device, points, missing, low, mean, high, likeness, payload, judged, quality FROM sense_frame LIMIT 1",
    ];
    for forgery in forgeries {
        let store = sqlite();
        let book = sealed(&store);
        let Location::Folder(place) = store.location().clone() else { panic!("tampering is tried on files") };
        tamper(&place, forgery, &[]);
        let bad = verified(&store).bad;
        assert_eq!(bad.len(), 1, "{forgery}");
        assert_eq!(bad[0].book, book.origin.as_ref(), "{forgery}");
    }
}

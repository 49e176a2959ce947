//! What the store of frames promises: a scan is kept once, in whatever order it comes; each refusal is named; hours are sealed.

use crate::world::{HOUR, NOW, ORG, SITE, ctx, opened, position, scan, spaced};
use base::ledger::{self, Done};
use base::store::Store;
use base::store::testing::{both, folder};
use base::term::{BookId, Instant, Stop};
use jiff::civil::date;
use sense::device::{self, Calibration, NewDevice, Retirement};
use sense::frame::{self, BY_HAND, Mark, Quality, Taken};
use sense::geometry::Shape;
use sense::layout::{self, LayoutRow, NewLayout};
use sense::scan::{Scan, ScanRefusal};
use sense::seal::{self, LAG};
use sense::series::{self, NewFigures};

fn take(store: &Store, book: BookId, now: Instant, scans: &[Scan]) -> Taken {
    let scans = scans.to_vec();
    store.write(book.0, move |tx| Ok(frame::take(tx, now, book, BY_HAND, &scans)?)).unwrap()
}

fn stream(store: &Store, book: BookId) -> LayoutRow {
    store.read(|read| layout::under(read, book, SITE)).unwrap().remove(0)
}

fn replayed(store: &Store) -> Vec<ledger::Difference> {
    let scratch = folder();
    let project = |tx: &mut base::store::Tx<'_>, book, entry: &ledger::Entry<'_>| {
        sense::replay::project(tx, book, entry).map(|known| assert!(known, "{}", entry.act))
    };
    let outcome = ledger::replay(store, &scratch, &sense::replay::tables(), &project, &mut |_| {}).unwrap();
    std::fs::remove_dir_all(scratch).unwrap();
    outcome.2
}

#[test]
fn a_scan_is_kept_once_in_whatever_order_it_comes() {
    for store in both() {
        let book = opened(&store);
        let earlier = Instant(NOW.0 - 30 * HOUR);
        let taken = take(&store, book, NOW, &[scan(NOW, 200), scan(NOW, 200)]);
        assert_eq!(taken, Taken { accepted: 1, repeated: 1, refused: vec![] }, "{}", store.engine);
        let late =
            take(&store, book, Instant(NOW.0 + HOUR), &[scan(earlier, 190), scan(NOW, 200), scan(NOW, 201)]);
        assert_eq!(late, Taken { accepted: 1, repeated: 1, refused: vec![(2, ScanRefusal::Conflict)] });
        let stream = stream(&store, book).stream;
        let frames = store.read(|r| frame::range(r, book, stream, Instant(0), Instant(i64::MAX))).unwrap();
        assert_eq!(
            frames.iter().map(|f| (f.at, f.low, f.mean, f.high, f.missing)).collect::<Vec<_>>(),
            [(earlier, 190, 191, 192, 1), (NOW, 200, 201, 202, 1)]
        );
        assert_eq!(frames[1].readings().unwrap().values, scan(NOW, 200).values);
        assert_eq!(frames[1].readings().unwrap().air, [Some(-35), None, None, None]);
        let before = store.read(|r| frame::newest(r, book, stream, Instant(NOW.0 - 1))).unwrap();
        assert_eq!(before.map(|f| f.at), Some(earlier));
        assert_eq!(store.read(|r| frame::heads(r, book)).unwrap().get(&stream), Some(&NOW));
    }
}

#[test]
fn each_wrong_scan_is_refused_by_name_and_its_neighbours_are_kept() {
    for store in both() {
        let book = opened(&store);
        let good = scan(NOW, 200);
        let foreign = base::term::PositionCode::parse("91440300708461136T001000100101").unwrap();
        let cases = [
            (Scan { position: foreign, ..good.clone() }, ScanRefusal::Foreign),
            (Scan { kind: "mood".into(), ..good.clone() }, ScanRefusal::Kind),
            (scan(Instant(NOW.0 + HOUR), 200), ScanRefusal::Clock),
            (scan(Instant(0), 200), ScanRefusal::Clock),
            (Scan { kind: "phosphine".into(), ..good.clone() }, ScanRefusal::Layout),
            (Scan { values: vec![Some(1)], ..good.clone() }, ScanRefusal::Points),
            (Scan { values: vec![Some(i64::MAX); 8], ..good.clone() }, ScanRefusal::Value),
        ];
        let mut scans: Vec<Scan> = cases.iter().map(|(scan, _)| scan.clone()).collect();
        scans.push(good);
        let taken = take(&store, book, NOW, &scans);
        assert_eq!(taken.accepted, 1, "{}", store.engine);
        let refused: Vec<_> = cases.iter().enumerate().map(|(at, (_, refusal))| (at, *refusal)).collect();
        assert_eq!(taken.refused, refused);
    }
}

#[test]
fn a_new_layout_keeps_the_stream_and_old_frames_their_shape() {
    for store in both() {
        let book = opened(&store);
        take(&store, book, NOW, &[scan(NOW, 200)]);
        let before = stream(&store, book);
        let wide = Shape { rows: 3, columns: 2, layers: 2 };
        let new = NewLayout { position: position(), kind: "grain_temperature".into(), spacing: spaced(wide) };
        store.write(book.0, move |tx| layout::set(tx, &ctx("wide", NOW), book, &new)).unwrap();
        let after = stream(&store, book);
        assert_eq!((after.stream, after.shape()), (before.stream, wide), "{}", store.engine);
        let later = Instant(NOW.0 + HOUR);
        assert_eq!(take(&store, book, later, &[scan(later, 200)]).refused, [(0, ScanRefusal::Points)]);
        let kept = store.read(|r| frame::newest(r, book, after.stream, NOW)).unwrap().unwrap();
        assert_eq!(kept.readings().unwrap().shape, before.shape());
        assert_eq!(replayed(&store), []);
    }
}

#[test]
fn what_the_rules_conclude_stands_beside_the_frame() {
    for store in both() {
        let book = opened(&store);
        take(&store, book, NOW, &[scan(Instant(NOW.0 - HOUR), 200), scan(NOW, 200)]);
        let waiting = store.read(|r| frame::unjudged(r, 10)).unwrap();
        assert_eq!(waiting.len(), 2, "{}", store.engine);
        assert_eq!(
            store.read(|r| frame::alike(r, &waiting[1])).unwrap().len(),
            1,
            "the same readings an hour before"
        );
        let quality = Quality(vec![(5, Mark::Missing), (1, Mark::Cloned)]);
        let (first, marks) = (waiting[0].clone(), quality.clone());
        store.write(book.0, move |tx| Ok(frame::judge(tx, &first, &marks)?)).unwrap();
        let left = store.read(|r| frame::unjudged(r, 10)).unwrap();
        assert_eq!(left.len(), 1);
        let stream = stream(&store, book).stream;
        let kept = store.read(|r| frame::newest(r, book, stream, waiting[0].at)).unwrap().unwrap();
        assert_eq!((kept.quality(), kept.judged), (quality, 1));
    }
}

fn seal_all(store: &Store, now: Instant) -> Vec<Done> {
    let due = store.read(|r| seal::due(r, now)).unwrap();
    due.iter()
        .map(|(book, since)| {
            let (book, since) = (*book, *since);
            store
                .write(book.0, move |tx| seal::seal(tx, &ctx(&format!("seal-{}", since.0), now), book, since))
                .unwrap()
        })
        .collect()
}

#[test]
fn an_hour_is_sealed_once_and_a_clock_set_back_does_not_reach_into_it() {
    for store in both() {
        let book = opened(&store);
        take(&store, book, NOW, &[scan(NOW, 200)]);
        let over = Instant(NOW.0 + HOUR + LAG);
        assert!(seal_all(&store, Instant(over.0 - 1)).is_empty(), "{}: too early", store.engine);
        assert_eq!(seal_all(&store, over).len(), 1);
        assert!(seal_all(&store, over).is_empty(), "sealed already");
        let again = store.write(book.0, move |tx| seal::seal(tx, &ctx("again", over), book, NOW));
        assert!(matches!(again, Err(Stop::Refused(refusal)) if refusal.code == "seal.span"));
        take(&store, book, Instant(NOW.0 + 1), &[scan(Instant(NOW.0 - HOUR), 180)]);
        assert_eq!(
            store.read(|r| seal::check(r, book)).unwrap(),
            Ok(2),
            "the late frame stands after the seal"
        );
        assert_eq!(replayed(&store), []);
    }
}

#[test]
fn a_device_lives_from_registration_to_retirement() {
    for store in both() {
        let book = opened(&store);
        let new = NewDevice {
            device: "GW-01".into(),
            name: "1 号网关".into(),
            kind: "gateway".into(),
            place: SITE.into(),
            maker: "某厂".into(),
            model: "T8".into(),
            serial: "0007".into(),
            installed_on: date(2026, 1, 1),
        };
        let again = new.clone();
        store.write(book.0, move |tx| device::register(tx, &ctx("r", NOW), book, &new)).unwrap();
        let twice = store.write(book.0, move |tx| device::register(tx, &ctx("r2", NOW), book, &again));
        assert_eq!(twice.unwrap_err().refusal().unwrap().code, "device.used", "{}", store.engine);
        let issue = |key: &'static str| {
            store.write(book.0, move |tx| device::issue_key(tx, &ctx(key, NOW), book, "GW-01")).unwrap().1
        };
        let secret = issue("k").unwrap();
        assert!(issue("k").is_none(), "a key is shown once");
        let found = store.read(|r| device::by_key(r, &secret.digest())).unwrap().unwrap();
        let calibration = Calibration {
            device: "GW-01".into(),
            on: date(2026, 6, 1),
            until: date(2027, 5, 31),
            certificate: "校 7".into(),
        };
        store.write(book.0, move |tx| device::calibrate(tx, &ctx("c", NOW), book, &calibration)).unwrap();
        let taken = Taken { accepted: 2, repeated: 1, refused: vec![(0, ScanRefusal::Foreign)] };
        for _ in 0..2 {
            let (found, taken) = (found.clone(), taken.clone());
            store
                .write(book.0, move |tx| {
                    Ok(device::heard(tx, NOW, &found, &taken, Some(Instant(NOW.0 - 5)))?)
                })
                .unwrap();
        }
        let (row, health) = store.read(|r| device::all(r, book)).unwrap().remove(0);
        let health = health.unwrap();
        assert_eq!((health.accepted, health.repeated, health.refused, health.lag), (4, 2, 2, 5));
        assert_eq!(
            (health.refusal.as_deref(), row.calibrated_until),
            (Some("frame.foreign"), Some(date(2027, 5, 31)))
        );
        let end = Retirement { device: "GW-01".into(), on: date(2026, 11, 1) };
        store.write(book.0, move |tx| device::retire(tx, &ctx("e", NOW), book, &end, "报废")).unwrap();
        assert!(
            store.read(|r| device::by_key(r, &secret.digest())).unwrap().is_none(),
            "its key ends with it"
        );
        assert_eq!(replayed(&store), []);
    }
}

#[test]
fn a_later_figure_replaces_the_earlier_one_and_both_stay_in_the_book() {
    for store in both() {
        let book = opened(&store);
        let of = |figures: &[(&str, i64)]| NewFigures {
            series: "wheat".into(),
            name: "小麦".into(),
            unit: "USD/t".into(),
            kind: "price".into(),
            tick: "month".into(),
            source: format!("{ORG} 报送"),
            figures: figures.iter().map(|(tick, value)| ((*tick).to_owned(), *value)).collect(),
        };
        let enter = |key: &'static str, new: NewFigures| {
            store.write(book.0, move |tx| series::enter(tx, &ctx(key, NOW), book, &new))
        };
        enter("a", of(&[("2026-01", 1), ("2026-02", 2)])).unwrap();
        enter("b", of(&[("2026-02", 3), ("2026-03", 4)])).unwrap();
        let figures = store.read(|r| series::figures(r, book, "wheat")).unwrap();
        assert_eq!(
            figures.iter().map(|p| (&*p.tick, p.value)).collect::<Vec<_>>(),
            [("2026-01", 1), ("2026-02", 3), ("2026-03", 4)]
        );
        let other = NewFigures { unit: "CNY/t".into(), ..of(&[("2026-04", 5)]) };
        assert_eq!(
            enter("c", other).unwrap_err().refusal().unwrap().code,
            "series.changed",
            "{}",
            store.engine
        );
        assert_eq!(replayed(&store), []);
    }
}

//! Alerts end to end on a nation's books: raised once, worse, cleared; acknowledged, suppressed, a case closed; judged again they agree.

use crate::audit::{replayed, verified};
use crate::world::{NOW, tiny};
use base::ctx::{Actor, Ctx, SeededChance, SetClock};
use base::ledger::{Book, Done};
use base::store::Tx;
use base::store::testing::{TestStore, both, sqlite, tamper};
use base::term::time::DAY;
use base::term::{BookId, Instant, PositionCode, Stop, UserId};
use hub::alert::store::Which;
use hub::alert::{self, AlertRow, Stepped, store};
use hub::watch::{self, COPIED, SILENT};
use sense::frame::{self, BY_HAND};
use sense::geometry::{Shape, Spacing};
use sense::layout::{self, NewLayout};
use sense::scan::Scan;

const SHAPE: Shape = Shape { rows: 5, columns: 4, layers: 3 };
const POINTS: usize = 60;
/// A point in the middle of the second layer.
const CENTRE: usize = 29;

struct Stack<'s> {
    store: &'s TestStore,
    book: Book,
    positions: Vec<PositionCode>,
}

impl<'s> Stack<'s> {
    fn new(store: &'s TestStore) -> Self {
        tiny(store);
        let rows = store
            .read(|r| r.query("SELECT book_id, position FROM stock_position ORDER BY position LIMIT 2", &[]))
            .unwrap();
        let id: i64 = rows[0][0].to().unwrap();
        let book = store.read(Book::all).unwrap().into_iter().find(|book| book.id.0 == id).unwrap();
        let positions =
            rows.iter().map(|row| PositionCode::parse(&row[1].to::<String>().unwrap()).unwrap()).collect();
        let stack = Self { store, book, positions };
        for (at, position) in stack.positions.clone().into_iter().enumerate() {
            let spacing = Spacing { shape: SHAPE, row_mm: 4_500, column_mm: 4_500, layer_mm: 1_800 };
            let new = NewLayout { position, kind: "grain_temperature".into(), spacing };
            stack
                .act("keeper", &format!("layout-{at}"), NOW, move |tx, ctx, book| {
                    layout::set(tx, ctx, book, &new)
                })
                .unwrap();
        }
        stack
    }

    fn ctx(&self, user: &str, key: &str, now: Instant) -> Ctx {
        Ctx {
            actor: Actor { user: UserId::parse(user).unwrap(), org: self.book.org.clone() },
            clock: SetClock::at(now),
            chance: SeededChance::from_seed(1),
            key: key.into(),
            request: 0,
        }
    }

    fn act(
        &self,
        user: &str,
        key: &str,
        now: Instant,
        act: impl Fn(&mut Tx<'_>, &Ctx, BookId) -> Result<Done, Stop> + Send + 'static,
    ) -> Result<Done, Stop> {
        let (ctx, book) = (self.ctx(user, key, now), self.book.id);
        self.store.write(book.0, move |tx| act(tx, &ctx, book))
    }

    /// Sends a scan of the first position on a day, its centre warmer by some tenths, and lets the rules look at it.
    fn send(&self, day: i64, warmer: i64) {
        self.send_to(0, day, warmer, day);
    }

    fn send_to(&self, at: usize, day: i64, warmer: i64, noise: i64) {
        let now = Instant(NOW.0 + day * DAY);
        let reading = |point: usize| {
            let spread = (point as i64 * 7 + noise * 3) % 4;
            let hot = if point == CENTRE { warmer } else { warmer / 3 * i64::from(point == CENTRE + 1) };
            Some(150 + spread + hot)
        };
        let scan = Scan {
            position: self.positions[at].clone(),
            kind: "grain_temperature".into(),
            at: now,
            values: (0..POINTS).map(reading).collect(),
            air: [Some(150), Some(500), Some(160), Some(550)],
        };
        let book = self.book.id;
        let taken = self
            .store
            .write(book.0, move |tx| Ok(frame::take(tx, now, book, BY_HAND, &[scan.clone()])?))
            .unwrap();
        assert_eq!(taken.accepted, 1);
        assert_eq!(watch::round(self.store, &self.ctx("system", "watch", now)).unwrap().frames, 1);
    }

    fn alerts(&self, which: Which) -> Vec<AlertRow> {
        self.store.read(|r| store::list(r, &[self.book.id], which, 100)).unwrap()
    }

    fn rule(&self, rule: &str) -> Vec<AlertRow> {
        self.alerts(Which::All).into_iter().filter(|row| &*row.rule == rule).collect()
    }
}

#[test]
fn a_hot_spot_becomes_one_alert_that_worsens_clears_and_closes() {
    for store in both() {
        let stack = Stack::new(&store);
        (0..3).for_each(|day| stack.send(day, 0));
        assert!(stack.rule("GA-01").is_empty(), "{}", store.engine);
        stack.send(3, 36);
        stack.send(4, 37);
        let found = stack.rule("GA-01");
        assert_eq!((found.len(), found[0].severity, &*found[0].state), (1, 2, "active"), "{}", store.engine);
        assert_eq!((&*found[0].place, found[0].status.as_deref()), ("point 3-2-2", Some("unconfirmed")));
        let n = found[0].n;
        let acknowledge =
            |key| stack.act("keeper", key, NOW, move |tx, ctx, book| alert::acknowledge(tx, ctx, book, n));
        acknowledge("a").unwrap();
        assert_eq!(acknowledge("b").unwrap_err().refusal().unwrap().code, "alert.acknowledged");
        stack.send(5, 70);
        let worse = stack.rule("GA-01");
        assert_eq!((worse.len(), worse[0].severity, worse[0].acknowledged_by.clone()), (1, 1, None));
        let step = |user: &str, step: &str| {
            let new = Stepped { alert: n, step: step.into(), note: "入仓查看".into() };
            stack.act(user, &format!("{user}-{step}"), NOW, move |tx, ctx, book| {
                alert::step(tx, ctx, book, &new)
            })
        };
        let code = |outcome: Result<Done, Stop>| outcome.unwrap_err().refusal().unwrap().code;
        assert_eq!(code(step("keeper", "rectified")), "alert.step");
        step("keeper", "verified").unwrap();
        step("keeper", "rectified").unwrap();
        assert_eq!(code(step("keeper", "rechecked")), "approval.same_person");
        step("manager", "rechecked").unwrap();
        assert_eq!(code(step("manager", "closed")), "alert.active");
        stack.send(6, 0);
        let cleared = stack.rule("GA-01");
        assert_eq!((cleared.len(), &*cleared[0].state), (1, "cleared"));
        step("system", "closed").unwrap();
        assert_eq!(store.read(|r| store::one(r, stack.book.id, n)).unwrap().unwrap().1.len(), 4);
        let all = stack.alerts(Which::All);
        assert!(all.len() > 1, "other rules spoke too");
        for row in all {
            assert!(store.read(|r| store::recompute(r, &row)).unwrap().agrees, "{} {}", row.rule, row.place);
        }
        assert_eq!((verified(&store).bad, replayed(&store).2), (vec![], vec![]), "{}", store.engine);
    }
}

#[test]
fn a_suppressed_rule_is_quiet_until_its_day() {
    for store in both() {
        let stack = Stack::new(&store);
        (0..3).for_each(|day| stack.send(day, 0));
        stack.send(3, 36);
        let n = stack.rule("GA-01")[0].n;
        let until = |days: i64| Instant(NOW.0 + days * DAY);
        let suppress = |key: &str, days: i64| {
            stack.act("manager", key, until(3), move |tx, ctx, book| {
                alert::suppress(tx, ctx, book, n, until(days), "正在熏蒸")
            })
        };
        for (key, days) in [("past", 3), ("long", 34)] {
            assert_eq!(suppress(key, days).unwrap_err().refusal().unwrap().code, "alert.until", "{days}");
        }
        suppress("good", 6).unwrap();
        stack.send(4, 0);
        stack.send(5, 36);
        assert_eq!(stack.rule("GA-01").len(), 1, "{}: quiet", store.engine);
        stack.send(6, 0);
        stack.send(7, 36);
        assert_eq!(stack.rule("GA-01").len(), 2, "{}: its day is over", store.engine);
    }
}

#[test]
fn copied_readings_and_silent_sensors_are_told() {
    for store in both() {
        let stack = Stack::new(&store);
        stack.send_to(0, 0, 0, 1);
        assert!(stack.rule(COPIED).is_empty(), "{}", store.engine);
        stack.send_to(1, 1, 0, 1);
        let copied = stack.rule(COPIED);
        assert_eq!((copied.len(), &copied[0].position), (1, &stack.positions[1]), "{}", store.engine);
        let later = Instant(NOW.0 + DAY + 13 * 3_600_000_000);
        let raised = watch::silence(&store, &stack.ctx("system", "silence", later)).unwrap();
        assert_eq!(raised, 2);
        assert_eq!(watch::silence(&store, &stack.ctx("system", "silence", later)).unwrap(), 0, "told once");
        stack.send_to(1, 2, 0, 2);
        assert_eq!(stack.rule(SILENT).iter().filter(|row| &*row.state == "active").count(), 1);
        for row in stack.alerts(Which::All) {
            assert!(store.read(|r| store::recompute(r, &row)).unwrap().agrees, "{}", row.rule);
        }
    }
}

#[test]
fn evidence_that_was_changed_is_found() {
    let store = sqlite();
    let stack = Stack::new(&store);
    (0..3).for_each(|day| stack.send(day, 0));
    stack.send(3, 36);
    let row = stack.rule("GA-01").remove(0);
    let base::store::Location::Folder(place) = store.location().clone() else {
        panic!("tampering is tried on files")
    };
    tamper(
        &place,
        "UPDATE hub_evidence SET body = CAST(REPLACE(CAST(body AS TEXT), '\"winter\":', '\"winter\": ') AS BLOB)",
        &[],
    );
    let again = store.read(|r| store::recompute(r, &row)).unwrap();
    assert!(!again.frozen && !again.agrees);
}

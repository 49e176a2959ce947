//! Trucks through the gate: the whole way in and out, each step refused out of turn, doubts, and what the laboratory cannot see.

use base::ledger::Done;
use base::term::time::SECOND;
use base::term::{Instant, LotCode, Money, NoticeCode, Quantity, Stop, TripCode};
use jiff::civil::date;
use stock::directive::Purpose;
use stock::issue::UnderLine;
use stock::notice::{Direction, NewNotice};
use stock::trip::{self, Driver, NewHandling, NewReading, NewResult, NewTrip, Source};

use crate::world::{DEPOT, GOOD, TODAY, WHEAT, World, code, in_both_worlds, position, site};

const FINE: &[(&str, &str)] =
    &[("moisture", "13.5"), ("impurity", "1.0"), ("test_weight", "765"), ("imperfect_kernels", "5.0")];

fn notice(direction: Direction, under: Option<UnderLine>, kilograms: i64) -> NewNotice {
    NewNotice {
        site: site(DEPOT),
        direction,
        item: WHEAT.into(),
        nature: "110".into(),
        owner_level: "central".into(),
        harvest_year: (direction == Direction::In).then_some(2026),
        origin: None,
        quantity: Quantity(kilograms),
        counterpart: "丰收合作社".into(),
        under,
        paper: Some("购〔2026〕3号".into()),
        price: Some(Money(240_000)),
        valid_from: TODAY,
        valid_to: date(2026, 12, 31),
    }
}

/// The gate of the depot.
struct Gate<'w>(&'w World);

impl Gate<'_> {
    fn notice(&self, new: NewNotice) -> NoticeCode {
        let book = self.0.depot;
        let done = self
            .0
            .act("chief", DEPOT, move |tx, ctx, packs| stock::notice::issue(tx, ctx, packs, book, &new))
            .unwrap();
        NoticeCode::parse(&done.created[0]).unwrap()
    }

    fn register(&self, notice: &NoticeCode, plate: &str) -> Result<Done, Stop> {
        let (book, driver) = (self.0.depot, Driver { name: "张三".into(), phone: "13800000000".into() });
        let new = NewTrip { notice: notice.clone(), plate: plate.into(), driver, elsewhere: false };
        self.0.act("guard", DEPOT, move |tx, ctx, _| trip::register(tx, ctx, book, &new))
    }

    fn arrived(&self, notice: &NoticeCode, plate: &str) -> TripCode {
        TripCode::parse(&self.register(notice, plate).unwrap().created[0]).unwrap()
    }

    fn sample(&self, user: &str, trip: &TripCode) -> Result<Done, Stop> {
        let (book, trip) = (self.0.depot, trip.clone());
        self.0.act(user, DEPOT, move |tx, ctx, _| trip::sample(tx, ctx, book, &trip))
    }

    fn test(&self, user: &str, sample: &str, values: &[(&str, &str)]) -> Result<Done, Stop> {
        let quality = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let (book, new) = (self.0.depot, NewResult { sample: sample.into(), quality });
        self.0.act(user, DEPOT, move |tx, ctx, packs| trip::result(tx, ctx, packs, book, &new))
    }

    fn weigh(&self, trip: &TripCode, source: Source, why: Option<&'static str>) -> Result<Done, Stop> {
        let (book, trip) = (self.0.depot, trip.clone());
        self.0
            .act("guard", DEPOT, move |tx, ctx, packs| trip::weigh(tx, ctx, packs, book, &trip, &source, why))
    }

    fn hand(&self, trip: &TripCode, kilograms: i64) -> Result<Done, Stop> {
        self.weigh(trip, Source::Hand(kilograms), None)
    }

    fn handle(
        &self,
        user: &str,
        trip: &TripCode,
        at: u32,
        lot: Option<&LotCode>,
        why: Option<&'static str>,
    ) -> Result<Done, Stop> {
        let new = NewHandling { trip: trip.clone(), position: position(DEPOT, at), lot: lot.cloned() };
        let book = self.0.depot;
        self.0.act(user, DEPOT, move |tx, ctx, packs| trip::handle(tx, ctx, packs, book, &new, why))
    }

    fn settle(&self, trip: &TripCode) -> Result<Done, Stop> {
        let (book, trip) = (self.0.depot, trip.clone());
        self.0.act("guard", DEPOT, move |tx, ctx, packs| trip::settle(tx, ctx, packs, book, &trip))
    }

    fn refuse(&self, trip: &TripCode, why: &'static str) -> Result<Done, Stop> {
        let (book, trip) = (self.0.depot, trip.clone());
        self.0.act("guard", DEPOT, move |tx, ctx, _| trip::reject(tx, ctx, book, &trip, why))
    }

    fn leave(&self, trip: &TripCode, why: Option<&'static str>) -> Result<Done, Stop> {
        let (book, trip) = (self.0.depot, trip.clone());
        self.0.act("guard", DEPOT, move |tx, ctx, _| trip::leave(tx, ctx, book, &trip, why))
    }

    fn row(&self, trip: &TripCode) -> trip::TripRow {
        self.0.read(|read| trip::store::trip(read, self.0.depot, trip)).unwrap()
    }

    fn later(&self, minutes: i64) {
        let now = base::ctx::Clock::now(&*self.0.clock);
        self.0.clock.set(Instant(now.0 + minutes * 60 * SECOND));
    }

    /// Up to the first weighing, tested fine.
    fn tested(&self, trip: &TripCode) {
        let sample = self.sample("guard", trip).unwrap().created.remove(0);
        self.test("lab", &sample, FINE).unwrap();
    }
}

#[test]
fn one_truck_comes_in_step_by_step_and_its_receipt_names_them_all() {
    in_both_worlds(|world| {
        let gate = Gate(world);
        let notice = gate.notice(notice(Direction::In, None, 60_000));
        let trip = gate.arrived(&notice, "闽A·12345");
        assert_eq!(code(gate.register(&notice, "闽A12345")), "trip.inside");
        assert_eq!(code(gate.register(&notice, "ABC")), "trip.plate");
        assert_eq!(code(gate.hand(&trip, 48_520)), "trip.order");
        assert_eq!(code(gate.settle(&trip)), "trip.order");

        let sample = gate.sample("guard", &trip).unwrap().created.remove(0);
        assert_eq!(code(gate.sample("guard", &trip)), "trip.order");
        assert_eq!(code(gate.test("lab", "YNONE", FINE)), "trip.sample");
        assert_eq!(code(gate.test("guard", &sample, FINE)), "trip.same_person");
        assert_eq!(code(gate.test("lab", &sample, &[("impurity", "1.0")])), "pack.unmeasured");
        gate.test("lab", &sample.to_lowercase(), FINE).unwrap();
        assert_eq!(code(gate.test("lab", &sample, FINE)), "trip.sample");

        assert_eq!(code(gate.hand(&trip, 0)), "trip.weight");
        assert_eq!(code(gate.hand(&trip, 200_001)), "trip.weight");
        gate.hand(&trip, 48_520).unwrap();
        assert_eq!(code(gate.hand(&trip, 48_540)), "reason.missing");
        gate.weigh(&trip, Source::Hand(48_540), Some("司机未下车")).unwrap();
        assert_eq!(code(gate.handle("guard", &trip, 1, None, None)), "trip.same_person");
        assert_eq!(code(gate.handle("keeper", &trip, 9, None, None)), "movement.position");
        gate.handle("keeper", &trip, 1, None, None).unwrap();
        assert_eq!(code(gate.handle("keeper", &trip, 2, None, None)), "reason.missing");
        assert_eq!(code(gate.refuse(&trip, "晚了")), "trip.order");
        assert_eq!(code(gate.leave(&trip, Some("走了"))), "trip.order");
        gate.later(40);
        assert_eq!(code(gate.hand(&trip, 48_540)), "weigh.tare");
        gate.hand(&trip, 16_500).unwrap();
        let done = gate.settle(&trip).unwrap();
        assert_eq!(code(gate.settle(&trip)), "trip.order");
        let lot = LotCode::parse(&done.created[0]).unwrap();
        // 32,040 kg in; one point too wet is two steps of 0.65 %: 31,623 kg are paid for.
        assert_eq!(world.held(&position(DEPOT, 1), &lot), (32_040, 31_623 * 240));
        let row = gate.row(&trip);
        assert_eq!((row.settled, row.lot.clone()), (Some(Quantity(31_623)), Some(lot.clone())));
        assert_eq!(row.movement, Some(done.receipt.n - 1));
        assert_eq!(row.facts().len(), 8, "each step left a fact");
        assert_eq!(row.doubts.as_ref(), "by_hand reweighed");
        assert_eq!(world.read(|read| stock::lot::store::lot(read, &lot))[0].grade.as_deref(), Some("03"));
        gate.leave(&trip, None).unwrap();
        assert_eq!(code(gate.leave(&trip, None)), "trip.order");
        let row = world.read(|read| stock::notice::store::notice(read, world.depot, &notice)).unwrap();
        assert_eq!((row.done, row.trips), (Quantity(32_040), 1));
    });
}

#[test]
fn the_book_knows_neither_the_driver_nor_before_the_result_the_sample() {
    in_both_worlds(|world| {
        let gate = Gate(world);
        let notice = gate.notice(notice(Direction::In, None, 60_000));
        let trip = gate.arrived(&notice, "闽A12345");
        let sample = gate.sample("guard", &trip).unwrap().created.remove(0);
        let book = |world: &World| -> String {
            let facts = world.read(|read| base::ledger::facts(read, world.depot, 0, 100));
            facts.iter().map(|fact| String::from_utf8_lossy(&fact.entry).into_owned()).collect()
        };
        let text = book(world);
        for secret in ["张三", "13800000000", &sample] {
            assert!(!text.contains(secret), "{secret} stands in the book");
        }
        let bags = world.read(|read| trip::store::samples(read, world.depot, 10));
        assert_eq!(bags.iter().map(|bag| bag.sample.to_string()).collect::<Vec<_>>(), [sample.clone()]);
        let driver = world.read(|read| trip::store::driver(read, world.depot, &trip)).unwrap();
        assert_eq!((&*driver.name, &*driver.phone), ("张三", "13800000000"));
        assert_eq!(
            gate.row(&trip).driver.as_ref(),
            base::identity::user::commitment(&driver.salt, "张三\n13800000000")
        );
        gate.test("lab", &sample, FINE).unwrap();
        assert!(book(world).contains(&sample), "the result opens the commitment");
        assert!(world.read(|read| trip::store::samples(read, world.depot, 10)).is_empty());
    });
}

#[test]
fn bad_goods_are_refused_and_a_truck_may_leave_unweighed_with_a_reason() {
    in_both_worlds(|world| {
        let gate = Gate(world);
        let notice = gate.notice(notice(Direction::In, None, 60_000));
        let bad = gate.arrived(&notice, "闽A00001");
        let sample = gate.sample("guard", &bad).unwrap().created.remove(0);
        gate.test("lab", &sample, &[("moisture", "12.5"), ("impurity", "1.0"), ("mineral", "0.9")]).unwrap();
        assert_eq!(code(gate.hand(&bad, 48_000)), "trip.barred");
        assert_eq!(code(gate.refuse(&bad, " ")), "reason.missing");
        gate.refuse(&bad, "无机杂质超标").unwrap();
        assert_eq!(code(gate.hand(&bad, 48_000)), "trip.order");
        gate.leave(&bad, None).unwrap();
        assert_eq!(gate.row(&bad).reason.as_deref(), Some("无机杂质超标"));

        let gone = gate.arrived(&notice, "闽A00002");
        assert_eq!(code(gate.leave(&gone, None)), "reason.missing");
        gate.leave(&gone, Some("排队太久")).unwrap();
        assert_eq!((&*gate.row(&gone).state, gate.row(&gone).queue), ("left", 2));
        assert_eq!(
            code(gate.leave(&TripCode::parse(&format!("{}T202600099", site(DEPOT))).unwrap(), None)),
            "trip.unknown"
        );

        let book = world.depot;
        let closing = notice.clone();
        world
            .act("chief", DEPOT, move |tx, ctx, _| stock::notice::close(tx, ctx, book, &closing, "合同终止"))
            .unwrap();
        assert_eq!(code(gate.register(&notice, "闽A00003")), "notice.closed");
    });
}

#[test]
fn doubts_are_recorded_and_the_rule_refuses_an_overloaded_truck() {
    in_both_worlds(|world| {
        let gate = Gate(world);
        let incoming = gate.notice(notice(Direction::In, None, 60_000));
        let round = |plate: &str, first: i64, second: i64, minutes: i64| {
            let trip = gate.arrived(&incoming, plate);
            gate.tested(&trip);
            gate.hand(&trip, first).unwrap();
            gate.handle("keeper", &trip, 1, None, None).unwrap();
            gate.later(minutes);
            gate.hand(&trip, second).unwrap();
            let lot = LotCode::parse(&gate.settle(&trip).unwrap().created[0]).unwrap();
            gate.leave(&trip, None).unwrap();
            (gate.row(&trip).doubts.to_string(), lot)
        };
        let (doubts, lot) = round("闽A12345", 48_500, 16_500, 40);
        assert_eq!(doubts, "by_hand");
        // Too quick, another tare than last time, heavier than the road allows, and more than the notice in all.
        let (doubts, _) = round("闽A12345", 49_500, 17_500, 2);
        assert_eq!(doubts, "by_hand too_quick tare_deviates over_gross over_notice");
        assert_eq!(code(gate.register(&incoming, "闽A12345")), "trip.fulfilled");

        world.test(&lot, GOOD).unwrap();
        let under = world.directive(Purpose::Supply, 50_000);
        let outgoing = gate.notice(notice(Direction::Out, Some(under), 50_000));
        let trip = gate.arrived(&outgoing, "闽A12345");
        assert_eq!(code(gate.sample("lab", &trip)), "trip.order");
        gate.hand(&trip, 17_500).unwrap();
        assert_eq!(code(gate.handle("keeper", &trip, 1, None, None)), "trip.lot");
        gate.handle("keeper", &trip, 1, Some(&lot), None).unwrap();
        gate.later(30);
        assert_eq!(code(gate.hand(&trip, 49_020)), "trip.doubt");
        // The same 32,000 kg that the truck brought go out again: V-04.
        gate.later(30);
        let reading = NewReading {
            source: "1号磅".into(),
            at: base::ctx::Clock::now(&*world.clock),
            kilograms: 48_000,
            plate: None,
            content: "022b".into(),
        };
        let old = NewReading { at: Instant(reading.at.0 - 121 * SECOND), ..reading.clone() };
        let other = NewReading { plate: Some("闽A99999".into()), ..reading.clone() };
        assert_eq!(code(gate.weigh(&trip, Source::Reading(old), None)), "trip.reading");
        assert_eq!(code(gate.weigh(&trip, Source::Reading(other), None)), "trip.reading");
        gate.weigh(&trip, Source::Reading(NewReading { kilograms: 49_000, ..reading.clone() }), None)
            .unwrap();
        gate.weigh(
            &trip,
            Source::Reading(NewReading { kilograms: 49_000 - 80, content: "022c".into(), ..reading }),
            Some("复核"),
        )
        .unwrap();
        let digest = base::identity::user::commitment(&[], "022b");
        let kept = world.read(|read| trip::store::reading(read, world.depot, &digest)).unwrap();
        assert_eq!((kept.kilograms, &*kept.content), (49_000, "022b"));
        gate.settle(&trip).unwrap();
        assert_eq!(world.held(&position(DEPOT, 1), &lot).0, 32_000 - 31_420);
        gate.leave(&trip, None).unwrap();
        assert_eq!(gate.row(&trip).doubts.as_ref(), "by_hand reweighed");
    });
}

#[test]
fn the_same_truck_in_and_out_with_the_same_weight_is_a_circle() {
    in_both_worlds(|world| {
        let gate = Gate(world);
        let lot = world.stocked(1, 100_000);
        world.test(&lot, GOOD).unwrap();
        let under = world.directive(Purpose::Supply, 90_000);
        let outgoing = gate.notice(notice(Direction::Out, Some(under), 90_000));
        let out = gate.arrived(&outgoing, "闽A12345");
        gate.hand(&out, 16_500).unwrap();
        gate.handle("keeper", &out, 1, Some(&lot), None).unwrap();
        gate.later(30);
        gate.hand(&out, 48_500).unwrap();
        gate.settle(&out).unwrap();
        gate.leave(&out, None).unwrap();

        let incoming = gate.notice(notice(Direction::In, None, 90_000));
        gate.later(60);
        let back = gate.arrived(&incoming, "闽A12345");
        gate.tested(&back);
        gate.hand(&back, 48_600).unwrap();
        gate.handle("keeper", &back, 2, None, None).unwrap();
        gate.later(30);
        gate.hand(&back, 16_500).unwrap();
        assert_eq!(gate.row(&back).doubts.as_ref(), "by_hand circular");
        gate.settle(&back).unwrap();
    });
}

#[test]
fn goods_go_only_from_a_lot_that_may_leave_and_fits_the_notice() {
    in_both_worlds(|world| {
        let gate = Gate(world);
        let lot = world.stocked(1, 100_000);
        let under = world.directive(Purpose::Supply, 50_000);
        let outgoing = gate.notice(notice(Direction::Out, Some(under), 50_000));
        let trip = gate.arrived(&outgoing, "闽A12345");
        gate.hand(&trip, 16_500).unwrap();
        assert_eq!(code(gate.handle("keeper", &trip, 1, Some(&lot), None)), "issue.untested");
        world.test(&lot, GOOD).unwrap();
        assert_eq!(code(gate.handle("keeper", &trip, 2, Some(&lot), None)), "movement.short");
        gate.handle("keeper", &trip, 1, Some(&lot), None).unwrap();
        gate.later(20);
        gate.hand(&trip, 48_500).unwrap();
        gate.settle(&trip).unwrap();
        assert_eq!(world.held(&position(DEPOT, 1), &lot).0, 68_000);

        // Grain of another harvest year joins no lot.
        let incoming = gate.notice(notice(Direction::In, None, 90_000));
        let trip = gate.arrived(&incoming, "闽A54321");
        gate.tested(&trip);
        gate.hand(&trip, 48_500).unwrap();
        assert_eq!(code(gate.handle("keeper", &trip, 1, Some(&lot), None)), "trip.goods");
        assert_eq!(code(gate.handle("keeper", &trip, 1, None, None)), "movement.mixed");
    });
}

#[test]
fn the_same_registration_sent_twice_is_one_truck() {
    in_both_worlds(|world| {
        let gate = Gate(world);
        let notice = gate.notice(notice(Direction::In, None, 60_000));
        let ctx = world.ctx("guard", DEPOT);
        let book = world.depot;
        let driver = Driver { name: "张三".into(), phone: "13800000000".into() };
        let new = NewTrip { notice, plate: "闽A12345".into(), driver, elsewhere: true };
        let send = || {
            let (ctx, new) = (ctx.clone(), new.clone());
            world.store().write(1, move |tx| trip::register(tx, &ctx, book, &new)).unwrap()
        };
        let (first, again) = (send(), send());
        assert_eq!((first.created.clone(), false, true), (again.created, first.repeated, again.repeated));
        let trip = TripCode::parse(&first.created[0]).unwrap();
        assert_eq!(gate.row(&trip).doubts.as_ref(), "elsewhere");
        let asked = |book| world.read(|read| trip::store::elsewhere(read, book, "闽A12345"));
        assert!(asked(world.other) && !asked(world.depot));
    });
}

//! A small world for store tests: a bureau that gives orders, a depot and a second depot with a few positions, a clock that stands still.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use base::ctx::{Actor, Ctx, SeededChance, SetClock};
use base::ledger::{Done, NewBook, open_book, replay};
use base::store::testing::{TestStore, both, folder};
use base::store::{Read, Store, Tx};
use base::term::{
    BookId, DirectiveCode, Fault, Instant, LotCode, Money, OrgCode, PositionCode, Quantity, RegionCode,
    SiteCode, Stop, UserId, WarehouseCode,
};
use jiff::civil::{Date, date};
use pack::Catalogue;
use stock::directive::{NewDirective, NewLine, Purpose};
use stock::facility::{NewBay, NewPosition, NewSite, NewWarehouse};
use stock::issue::{NewIssue, UnderLine, pick};
use stock::lot::{LotChoice, NewLot};
use stock::quality::{NewTest, Occasion};
use stock::receive::NewReceipt;

pub const BUREAU: &str = "91110000802100433B";
pub const DEPOT: &str = "91350100M000100Y43";
pub const OTHER: &str = "91440300708461136T";
pub const WHEAT: &str = "1120101";

/// Measurements that let wheat leave.
pub const GOOD: &[(&str, &str)] =
    &[("moisture", "12.5"), ("impurity", "1.0"), ("gluten_water_absorption", "190"), ("tasting_score", "80")];

pub struct World {
    pub test: TestStore,
    pub clock: Arc<SetClock>,
    pub packs: Arc<Catalogue>,
    pub bureau: BookId,
    pub depot: BookId,
    pub other: BookId,
    keys: Cell<u64>,
}

/// Runs a test in a fresh world of each engine, and afterwards checks all books.
pub fn in_both_worlds(run: impl Fn(&World)) {
    for test in both() {
        let world = World::new(test);
        run(&world);
        world.check();
    }
}

pub fn org(code: &str) -> OrgCode {
    OrgCode::parse(code).unwrap()
}

pub fn site(org: &str) -> SiteCode {
    SiteCode::parse(&format!("{org}001")).unwrap()
}

pub fn position(org: &str, serial: u32) -> PositionCode {
    PositionCode::parse(&format!("{org}0010001001{serial:02}")).unwrap()
}

/// Positions of each depot: three loose ones of 5,000 t, and a fourth on shelves.
pub const POSITIONS: u32 = 4;
pub const TODAY: Date = date(2026, 11, 23);

/// The refusal's code, or what else happened.
pub fn code(outcome: Result<Done, Stop>) -> String {
    match outcome {
        Ok(_) => "done".into(),
        Err(Stop::Refused(refusal)) => {
            assert!(!refusal.zh.is_empty() && !refusal.en.is_empty(), "{refusal:?}");
            refusal.code.into()
        }
        Err(Stop::Fault(fault)) => panic!("fault: {fault}"),
    }
}

pub fn wheat(harvest_year: i64) -> NewLot {
    NewLot {
        item: WHEAT.into(),
        nature: "110".into(),
        owner_level: "central".into(),
        harvest_year: Some(harvest_year),
        origin: Some("410000".into()),
        grade: Some("03".into()),
        produced_on: None,
        expires_on: None,
    }
}

impl World {
    pub fn new(test: TestStore) -> Self {
        let clock = SetClock::at(Instant(Instant::start_of(TODAY).0 + 36_000_000_000));
        let open = |code: &str| {
            let code = org(code);
            test.write(1, move |tx| Ok(open_book(tx, &NewBook { org: &code, node: "test.example" })?))
                .unwrap()
        };
        let (bureau, depot, other) = (open(BUREAU), open(DEPOT), open(OTHER));
        let packs = Arc::new(pack::builtin::catalogue().unwrap());
        let world = Self { test, clock, packs, bureau, depot, other, keys: Cell::new(0) };
        for (book, org) in [(depot, DEPOT), (other, OTHER)] {
            world.build(book, org);
        }
        world
    }

    fn build(&self, book: BookId, org: &str) {
        let valid_from = date(2020, 1, 1);
        let new = NewSite {
            site: site(org),
            name: "第一库区".into(),
            region: RegionCode::parse("350100").unwrap(),
            kind: "depot".into(),
            longitude: 119_300_000,
            latitude: 26_080_000,
            valid_from,
        };
        self.act("keeper", org, move |tx, ctx, _| stock::facility::register_site(tx, ctx, book, &new))
            .unwrap();
        let warehouse = WarehouseCode::parse(&format!("{org}0010001")).unwrap();
        let new = NewWarehouse { warehouse, name: "1 号平房仓".into(), kind: "flat".into(), valid_from };
        self.act("keeper", org, move |tx, ctx, _| stock::facility::register_warehouse(tx, ctx, book, &new))
            .unwrap();
        let new = NewBay { bay: format!("{org}0010001001"), name: "1 廒".into(), valid_from };
        self.act("keeper", org, move |tx, ctx, _| stock::facility::register_bay(tx, ctx, book, &new))
            .unwrap();
        for serial in 1..=POSITIONS {
            let new = NewPosition {
                position: position(org, serial),
                name: format!("{serial} 号货位"),
                form: if serial == POSITIONS { "packed" } else { "bulk" }.into(),
                capacity: Quantity(5_000_000),
                keeper: "keeper".into(),
                valid_from,
            };
            self.act("keeper", org, move |tx, ctx, _| {
                stock::facility::register_position(tx, ctx, book, &new)
            })
            .unwrap();
        }
    }

    pub fn ctx(&self, user: &str, code: &str) -> Ctx {
        self.keys.set(self.keys.get() + 1);
        Ctx {
            actor: Actor { user: UserId::parse(user).unwrap(), org: org(code) },
            clock: self.clock.clone(),
            chance: SeededChance::from_seed(1),
            key: format!("key-{}", self.keys.get()).into(),
            request: 0,
        }
    }

    /// Does an act under a fresh key.
    pub fn act(
        &self,
        user: &str,
        org: &str,
        act: impl Fn(&mut Tx<'_>, &Ctx, &Catalogue) -> Result<Done, Stop> + Send + 'static,
    ) -> Result<Done, Stop> {
        let (ctx, packs) = (self.ctx(user, org), self.packs.clone());
        self.test.write(1, move |tx| act(tx, &ctx, &packs))
    }

    pub fn read<T>(&self, run: impl FnOnce(&mut Read<'_>) -> Result<T, Fault>) -> T {
        self.test.read(run).unwrap()
    }

    pub fn store(&self) -> &Store {
        &self.test
    }

    /// Receives a delivery at the depot; tonnes in thousandths, price 2.40 yuan a kilogram.
    pub fn receive(&self, at: u32, lot: LotChoice, kilograms: i64) -> Result<Done, Stop> {
        self.receive_at_price(at, lot, kilograms, 240_000)
    }

    /// The same at a price, fen a tonne.
    pub fn receive_at_price(&self, at: u32, lot: LotChoice, kilograms: i64, fen: i64) -> Result<Done, Stop> {
        let new = NewReceipt {
            position: position(DEPOT, at),
            lot,
            quantity: Quantity(kilograms),
            weighing: None,
            quality: BTreeMap::new(),
            price: Some(Money(fen)),
            supplier: Some("种粮大户".into()),
            vehicle: None,
            order: None,
        };
        let book = self.depot;
        self.act("keeper", DEPOT, move |tx, ctx, packs| stock::receive::receive(tx, ctx, packs, book, &new))
    }

    /// A new lot of wheat at a position of the depot.
    pub fn stocked(&self, at: u32, kilograms: i64) -> LotCode {
        let done = self.receive(at, LotChoice::New(wheat(2025)), kilograms).unwrap();
        LotCode::parse(&done.created[0]).unwrap()
    }

    /// A test of a lot with these values.
    pub fn test(&self, lot: &LotCode, values: &[(&str, &str)]) -> Result<Done, Stop> {
        let new = NewTest {
            lot: lot.clone(),
            occasion: Occasion::Acceptance,
            quality: values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            tested_on: TODAY,
            report: None,
        };
        let book = self.depot;
        self.act("lab", DEPOT, move |tx, ctx, packs| stock::quality::test(tx, ctx, packs, book, &new))
    }

    /// A directive for wheat of the depot, approved.
    pub fn directive(&self, purpose: Purpose, kilograms: i64) -> UnderLine {
        self.directive_from(purpose, kilograms, TODAY)
    }

    /// The same, valid for a month from a day.
    pub fn directive_from(&self, purpose: Purpose, kilograms: i64, from: Date) -> UnderLine {
        let directive = self.issued_from(purpose, kilograms, from);
        let (bureau, approved) = (self.bureau, directive.clone());
        self.act("chief", BUREAU, move |tx, ctx, _| stock::directive::approve(tx, ctx, bureau, &approved))
            .unwrap();
        UnderLine { directive, line: 1 }
    }

    /// A directive for wheat of the depot, not yet approved.
    pub fn issued(&self, purpose: Purpose, kilograms: i64) -> DirectiveCode {
        self.issued_from(purpose, kilograms, TODAY)
    }

    fn issued_from(&self, purpose: Purpose, kilograms: i64, valid_from: Date) -> DirectiveCode {
        let new = NewDirective {
            purpose,
            valid_from,
            valid_to: valid_from.saturating_add(jiff::Span::new().months(1)),
            authority: "国粮调〔2026〕1号".into(),
            lines: vec![NewLine {
                scope: site(DEPOT).to_string(),
                item: WHEAT.into(),
                nature: "110".into(),
                owner_level: "central".into(),
                quantity_max: Quantity(kilograms),
                destination: (purpose == Purpose::Transfer).then(|| site(OTHER).to_string()),
            }],
        };
        let bureau = self.bureau;
        let done = self
            .act("officer", BUREAU, move |tx, ctx, packs| {
                stock::directive::issue(tx, ctx, packs, bureau, &new)
            })
            .unwrap();
        DirectiveCode::parse(&done.created[0]).unwrap()
    }

    pub fn issue(
        &self,
        under: Option<UnderLine>,
        lot: &LotCode,
        at: u32,
        kilograms: i64,
    ) -> Result<Done, Stop> {
        let new = NewIssue {
            under,
            picks: vec![pick(lot, &position(DEPOT, at), Quantity(kilograms))],
            weighing: None,
            receiver: "应急供应中心".into(),
            vehicle: None,
            region: None,
            why: None,
        };
        let book = self.depot;
        self.act("keeper", DEPOT, move |tx, ctx, packs| stock::issue::issue(tx, ctx, packs, book, &new))
    }

    /// Quantity and value of a lot at a position, by the keeper ledger.
    pub fn held(&self, position: &PositionCode, lot: &LotCode) -> (i64, i64) {
        let balances = self.read(|read| stock::movement::store::balances_of(read, lot));
        balances.iter().find(|b| b.position == *position).map_or((0, 0), |b| (b.quantity.0, b.amount.0))
    }

    /// The five ledgers agree, daily totals add up, and replay gives the same rows.
    pub fn check(&self) {
        for book in [self.bureau, self.depot, self.other] {
            assert_eq!(self.read(|read| stock::ledger_view::reconcile(read, book)), []);
            for entry in self.read(|read| stock::ledger_view::store::entries(read, book, None)) {
                let worth = entry.value.0;
                assert!(worth >= 0 && (entry.keeper.0 > 0 || worth == 0), "value without goods: {entry:?}");
            }
            assert_eq!(
                self.read(|read| stock::ledger_view::store::daily_differences(read, book)),
                Vec::<String>::new()
            );
        }
        let scratch = folder();
        let project = |tx: &mut Tx<'_>, book: BookId, entry: &base::ledger::Entry<'_>| {
            assert!(stock::replay::project(tx, book, entry)?, "{} is not projected", entry.act);
            Ok(())
        };
        let (_, rows, differences) =
            replay(&self.test, &scratch, &stock::replay::tables(), &project, &mut |_| ()).unwrap();
        std::fs::remove_dir_all(&scratch).unwrap();
        assert_eq!(differences, [], "{}", self.test.engine);
        assert!(rows > 0);
    }
}

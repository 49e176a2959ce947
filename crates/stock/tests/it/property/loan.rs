//! Loans and reallocations between organisations: who signs what, what comes back how, and who answers for a thing.

use base::ledger::Done;
use base::term::time::DAY;
use base::term::{AssetCode, Instant, LoanCode, Money, Stop};
use jiff::civil::{Date, date};
use stock::property::loan::{self, Inspected, LoanRow, NewLoan, NewTake, Whose};
use stock::property::store;
use stock::property::word::{Condition, Matter, Outcome, State};

use crate::world::{BUREAU, DEPOT, OTHER, TODAY, World, code, in_both_worlds, org};

const DUE: Date = date(2026, 12, 31);

fn asked(assets: &[AssetCode]) -> NewLoan {
    NewLoan {
        kind: Matter::Loan,
        assets: assets.to_vec(),
        occasion: Some("国际论坛".into()),
        purpose: "会务".into(),
        from_on: TODAY,
        due_on: Some(DUE),
    }
}

impl World {
    fn ask(&self, org: &str, new: NewLoan) -> Result<Done, Stop> {
        let book = self.depot;
        self.act("clerk", org, move |tx, ctx, _| loan::ask(tx, ctx, book, &new))
    }

    fn approve_loan(&self, user: &str, loan: &LoanCode) -> String {
        let (book, loan) = (self.depot, loan.clone());
        code(self.act(user, DEPOT, move |tx, ctx, _| loan::approve(tx, ctx, book, &loan)))
    }

    fn hand(&self, loan: &LoanCode) -> String {
        let (book, loan) = (self.depot, loan.clone());
        code(self.act("keeper", DEPOT, move |tx, ctx, _| loan::hand(tx, ctx, book, &loan, Money(5_000))))
    }

    fn accept(&self, org: &str, loan: &LoanCode) -> String {
        let (book, loan) = (self.depot, loan.clone());
        code(self.act("clerk", org, move |tx, ctx, _| loan::accept(tx, ctx, book, &loan)))
    }

    fn take_back(&self, loan: &LoanCode, lines: Vec<Inspected>) -> String {
        let (book, loan) = (self.depot, loan.clone());
        code(self.act("keeper", DEPOT, move |tx, ctx, _| loan::take_back(tx, ctx, book, &loan, &lines)))
    }

    fn loan(&self, loan: &LoanCode) -> LoanRow {
        self.read(|read| store::loan(read, loan)).unwrap().0
    }

    fn lent(&self, assets: &[AssetCode]) -> LoanCode {
        let done = self.ask(OTHER, asked(assets)).unwrap();
        let loan = LoanCode::parse(&done.created[0]).unwrap();
        assert_eq!((self.approve_loan("manager", &loan), self.hand(&loan)), ("done".into(), "done".into()));
        loan
    }
}

fn inspected(asset: &AssetCode, outcome: Outcome, fen: i64) -> Inspected {
    let condition = if outcome == Outcome::Accepted { Condition::Good } else { Condition::Repair };
    Inspected { asset: asset.clone(), outcome, condition, damage: Money(fen) }
}

#[test]
fn a_loan_is_asked_approved_handed_over_received_inspected_and_paid_for() {
    in_both_worlds(|world| {
        let desks = world.desks(3);
        let done = world.ask(OTHER, asked(&desks)).unwrap();
        let loan = LoanCode::parse(&done.created[0]).unwrap();
        assert_eq!(world.hand(&loan), "loan.state");
        assert_eq!(world.approve_loan("clerk", &loan), "approval.same_person");
        assert_eq!(world.approve_loan("manager", &loan), "done");
        assert_eq!(world.approve_loan("manager", &loan), "loan.state");
        assert_eq!(
            world.turn(&desks[0], State::Repair),
            "asset.state",
            "a promised thing waits for its borrower"
        );
        assert_eq!(world.hand(&loan), "done");
        let row = world.loan(&loan);
        // 1200 yuan each, bought 2020-03-01 for fifteen years: 3,020 of 5,478 days are left.
        assert_eq!((row.worth, row.cost, row.out), (Money(3 * 66_156), Money(5_000), 3));
        assert_eq!(world.asset(&desks[1]).holder.as_deref(), Some(OTHER));
        assert_eq!(world.accept(BUREAU, &loan), "loan.unknown", "only the borrower signs");
        assert_eq!(world.accept(OTHER, &loan), "done");
        let back = |n: usize, outcome, fen| inspected(&desks[n], outcome, fen);
        assert_eq!(world.take_back(&loan, vec![back(0, Outcome::Accepted, 100)]), "property.field");
        assert_eq!(world.take_back(&loan, vec![back(0, Outcome::Rejected, 0)]), "property.field");
        assert_eq!(
            world.take_back(&loan, vec![back(0, Outcome::Accepted, 0), back(1, Outcome::Repair, 8_000)]),
            "done"
        );
        assert_eq!(world.take_back(&loan, vec![back(0, Outcome::Accepted, 0)]), "asset.state");
        assert_eq!(world.take_back(&loan, vec![back(2, Outcome::Rejected, 66_156)]), "done");
        let states: Vec<String> = desks.iter().map(|desk| world.asset(desk).state.to_string()).collect();
        assert_eq!(states, ["idle", "repair", "missing"]);
        let row = world.loan(&loan);
        assert_eq!((row.state.as_ref(), row.owed, row.out), ("owing", Money(74_156), 0));
        let pay = |fen: i64| {
            let (book, loan) = (world.depot, loan.clone());
            code(world.act("keeper", DEPOT, move |tx, ctx, _| {
                loan::compensate(tx, ctx, book, &loan, Money(fen), "缴款书 001")
            }))
        };
        assert_eq!((pay(0), pay(74_157)), ("property.field".into(), "property.field".into()));
        assert_eq!((pay(70_000), pay(4_156)), ("done".into(), "done".into()));
        assert_eq!(world.loan(&loan).state.as_ref(), "closed");
    });
}

#[test]
fn a_loan_that_cannot_be_is_refused() {
    in_both_worlds(|world| {
        let desks = world.desks(2);
        let good = asked(&desks[..1]);
        let cases = [
            (DEPOT, good.clone(), "loan.own"),
            (OTHER, NewLoan { from_on: date(2026, 11, 22), ..good.clone() }, "property.field"),
            (OTHER, NewLoan { due_on: Some(date(2026, 11, 22)), ..good.clone() }, "property.field"),
            (OTHER, NewLoan { due_on: Some(date(2027, 11, 24)), ..good.clone() }, "property.field"),
            (OTHER, NewLoan { due_on: None, ..good.clone() }, "property.field"),
            (OTHER, NewLoan { kind: Matter::Reallocation, ..good.clone() }, "property.field"),
            (OTHER, NewLoan { assets: vec![], ..good.clone() }, "property.field"),
            (
                OTHER,
                NewLoan { assets: vec![desks[0].clone(), desks[0].clone()], ..good.clone() },
                "property.field",
            ),
            (OTHER, NewLoan { purpose: String::new(), ..good.clone() }, "property.field"),
            (OTHER, NewLoan { due_on: Some(date(2027, 11, 23)), ..good.clone() }, "done"),
            (BUREAU, good, "done"),
        ];
        let mut loans = Vec::new();
        for (org, new, expected) in cases {
            let done = world.ask(org, new.clone());
            loans.extend(done.as_ref().ok().map(|done| LoanCode::parse(&done.created[0]).unwrap()));
            assert_eq!(code(done), expected, "{new:?}");
        }
        // Two asked for the same desk: one gets it, the other is told.
        assert_eq!(world.approve_loan("manager", &loans[0]), "done");
        assert_eq!(world.approve_loan("manager", &loans[1]), "asset.state");
        let (book, first) = (world.depot, loans[0].clone());
        world
            .act("manager", DEPOT, move |tx, ctx, _| loan::reject(tx, ctx, book, &first, "会议取消"))
            .unwrap();
        assert_eq!(world.asset(&desks[0]).state.as_ref(), "idle");
        assert_eq!(world.approve_loan("manager", &loans[1]), "done");
    });
}

#[test]
fn when_a_temporary_body_ends_everything_it_has_is_called_back() {
    in_both_worlds(|world| {
        let desks = world.desks(3);
        let (first, second) = (world.lent(&desks[..1]), world.lent(&desks[1..2]));
        let other = world.ask(OTHER, NewLoan { occasion: None, ..asked(&desks[2..]) }).unwrap();
        let recall = |whose: Whose, due: Date| {
            let book = world.depot;
            code(world.act("manager", DEPOT, move |tx, ctx, _| {
                loan::recall(tx, ctx, book, &whose, due, "机构撤销")
            }))
        };
        let body = || Whose::Occasion("国际论坛".into());
        assert_eq!(recall(body(), date(2026, 11, 22)), "property.field");
        assert_eq!(recall(Whose::Occasion("没有".into()), TODAY), "property.field");
        assert_eq!(recall(body(), date(2026, 11, 30)), "done");
        assert_eq!(
            recall(Whose::Loan(first.clone()), DUE),
            "loan.state",
            "a call-back never gives more time"
        );
        assert_eq!(
            (world.loan(&first).due_on, world.loan(&second).due_on),
            (Some(date(2026, 11, 30)), Some(date(2026, 11, 30)))
        );
        let untouched = LoanCode::parse(&other.created[0]).unwrap();
        assert_eq!(world.loan(&untouched).due_on, Some(DUE));
        let overdue = |days: i64| {
            let today = Instant(Instant::start_of(TODAY).0 + days * DAY).business_day();
            world.read(|read| store::overdue(read, world.depot, &org(BUREAU), today, 10)).len()
        };
        assert_eq!(
            (overdue(7), overdue(8), overdue(60)),
            (0, 2, 2),
            "what was never handed over is not overdue"
        );
    });
}

#[test]
fn a_reallocated_thing_keeps_its_code_and_changes_its_book() {
    in_both_worlds(|world| {
        let desks = world.desks(1);
        let given = NewLoan { kind: Matter::Reallocation, due_on: None, occasion: None, ..asked(&desks) };
        let done = world.ask(OTHER, given).unwrap();
        let loan = LoanCode::parse(&done.created[0]).unwrap();
        let take = |book| {
            let new = NewTake { loan: loan.clone(), pool: None, place: "三楼 302".into() };
            code(world.act("clerk", OTHER, move |tx, ctx, _| loan::take(tx, ctx, book, &new)))
        };
        assert_eq!(world.approve_loan("manager", &loan), "done");
        assert_eq!(take(world.other), "loan.state", "nothing is taken that was not handed over");
        assert_eq!(world.hand(&loan), "done");
        assert_eq!(world.accept(OTHER, &loan), "loan.reallocation");
        assert_eq!(
            world.take_back(&loan, vec![inspected(&desks[0], Outcome::Accepted, 0)]),
            "loan.reallocation"
        );
        assert_eq!(take(world.bureau), "loan.unknown", "only who was given it takes it");
        assert_eq!(take(world.other), "done");
        assert_eq!(take(world.other), "asset.state");
        let rows = world.read(|read| store::asset(read, &desks[0]));
        let states: Vec<(&str, bool)> =
            rows.iter().map(|row| (row.state.as_ref(), row.book_id == world.depot)).collect();
        assert_eq!(states, [("transferred", true), ("in_use", false)]);
        assert_eq!((rows[1].origin.as_ref(), rows[1].intake.as_ref()), (DEPOT, "reallocated"));
        assert_eq!((rows[1].life_ends_on, rows[1].price), (rows[0].life_ends_on, rows[0].price));
    });
}

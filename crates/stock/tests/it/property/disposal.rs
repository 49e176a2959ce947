//! Disposal, stock-take and occasions on both engines: who may sign what, what is refused, where the things stand afterwards.

use base::ctx::Clock;
use base::ledger::Done;
use base::term::time::DAY;
use base::term::{AssetCode, Instant, LoanCode, Money, PoolCode, Stop, UserId};
use jiff::civil::{Date, date};
use stock::property::asset::NewAssets;
use stock::property::disposal::{self, Appraised, DisposalRow, Ended, FINANCE_FROM, NewDisposal, Paid};
use stock::property::inventory::{self, Scanned};
use stock::property::loan::{self, Inspected, NewLoan};
use stock::property::occasion::{self, NewOccasion};
use stock::property::store;
use stock::property::word::{Body, Cause, Condition, Intake, Matter, Outcome, PoolKind, State, Verdict, Way};

use super::desk;
use crate::world::{DEPOT, OTHER, TODAY, World, code, in_both_worlds};

fn made(done: &Done) -> String {
    done.created[0].clone()
}

impl World {
    fn scrap(&self, user: &str, assets: &[AssetCode], way: Way, cause: Cause) -> Result<Done, Stop> {
        let (book, new) = (self.depot, NewDisposal { assets: assets.to_vec(), way, cause });
        self.act(user, DEPOT, move |tx, ctx, _| disposal::ask(tx, ctx, book, &new, "已无使用价值"))
    }

    fn appraise(&self, disposal: &str, fen: i64) -> String {
        let new = Appraised {
            disposal: disposal.into(),
            amount: Money(fen),
            appraiser: "某资产评估公司".into(),
            document: "评报字〔2026〕1号".into(),
        };
        let book = self.depot;
        code(self.act("clerk", DEPOT, move |tx, ctx, _| disposal::appraise(tx, ctx, book, &new)))
    }

    fn approve_disposal(&self, user: &str, disposal: &str) -> String {
        let (book, disposal) = (self.depot, disposal.to_owned());
        code(self.act(user, DEPOT, move |tx, ctx, _| disposal::approve(tx, ctx, book, &disposal)))
    }

    fn permit(&self, user: &str, disposal: &str) -> String {
        let (book, disposal) = (self.depot, disposal.to_owned());
        code(self.act(user, DEPOT, move |tx, ctx, _| disposal::permit(tx, ctx, book, &disposal)))
    }

    fn end_disposal(&self, user: &str, disposal: &str, fen: i64, why: Option<&'static str>) -> String {
        let new = Ended {
            disposal: disposal.into(),
            party: "某产权交易中心".into(),
            document: "成交确认书 7".into(),
            photo: None,
            proceeds: Money(fen),
            on: TODAY,
        };
        let book = self.depot;
        code(self.act(user, DEPOT, move |tx, ctx, _| disposal::end(tx, ctx, book, &new, why)))
    }

    fn pay_in(&self, disposal: &str, fen: i64) -> String {
        let new =
            Paid { disposal: disposal.into(), amount: Money(fen), document: "缴款书 9".into(), on: TODAY };
        let book = self.depot;
        code(self.act("clerk", DEPOT, move |tx, ctx, _| disposal::pay(tx, ctx, book, &new)))
    }

    fn disposal(&self, disposal: &str) -> DisposalRow {
        self.read(|read| store::disposal(read, disposal)).unwrap().0
    }

    /// Lends things for an occasion until a day; the loan is handed over.
    fn lend(&self, assets: &[AssetCode], occasion: Option<&str>, due_on: Date) -> Result<LoanCode, Stop> {
        let new = NewLoan {
            kind: Matter::Loan,
            assets: assets.to_vec(),
            occasion: occasion.map(str::to_owned),
            purpose: "会务".into(),
            from_on: TODAY,
            due_on: Some(due_on),
        };
        let book = self.depot;
        let done = self.act("clerk", OTHER, move |tx, ctx, _| loan::ask(tx, ctx, book, &new))?;
        let loan = LoanCode::parse(&done.created[0])?;
        let (approved, handed) = (loan.clone(), loan.clone());
        self.act("manager", DEPOT, move |tx, ctx, _| loan::approve(tx, ctx, book, &approved))?;
        self.act("keeper", DEPOT, move |tx, ctx, _| loan::hand(tx, ctx, book, &handed, Money::ZERO))?;
        Ok(loan)
    }

    fn states(&self, assets: &[AssetCode]) -> Vec<String> {
        assets.iter().map(|asset| self.asset(asset).state.to_string()).collect()
    }
}

#[test]
fn a_disposal_goes_from_request_to_treasury_by_different_hands() {
    in_both_worlds(|world| {
        let desks = world.desks(3);
        let code_of = made(&world.scrap("clerk", &desks[..2], Way::Auction, Cause::Surplus).unwrap());
        assert_eq!(world.states(&desks), ["disposing", "disposing", "idle"]);
        assert_eq!(code(world.scrap("clerk", &desks[..1], Way::Scrap, Cause::Obsolete)), "asset.state");
        assert_eq!(world.approve_disposal("manager", &code_of), "disposal.unappraised");
        assert_eq!(world.end_disposal("officer", &code_of, 100, None), "disposal.state");
        assert_eq!(world.appraise(&code_of, 50_000), "done");
        assert_eq!(world.approve_disposal("clerk", &code_of), "approval.same_person");
        assert_eq!(world.approve_disposal("manager", &code_of), "done");
        assert_eq!(world.disposal(&code_of).state.as_ref(), "cleared", "below the threshold of finance");
        assert_eq!(world.end_disposal("manager", &code_of, 50_000, None), "approval.same_person");
        assert_eq!(world.end_disposal("officer", &code_of, 0, None), "property.field");
        assert_eq!(world.end_disposal("officer", &code_of, 49_999, None), "disposal.below");
        assert_eq!(world.end_disposal("officer", &code_of, 49_999, Some("两次流拍后降价")), "done");
        assert_eq!(world.states(&desks), ["disposed", "disposed", "idle"]);
        assert_eq!(world.disposal(&code_of).doubts(TODAY), ["below_appraisal"]);
        let late = Instant(Instant::start_of(TODAY).0 + 31 * DAY).business_day();
        assert_eq!(world.disposal(&code_of).doubts(late), ["below_appraisal", "unpaid"]);
        assert_eq!(
            (world.pay_in(&code_of, 50_000), world.pay_in(&code_of, 40_000)),
            ("property.field".into(), "done".into())
        );
        assert_eq!(world.disposal(&code_of).state.as_ref(), "ended");
        assert_eq!(world.pay_in(&code_of, 9_999), "done");
        let row = world.disposal(&code_of);
        assert_eq!((row.state.as_ref(), row.paid, row.closed_on), ("closed", Money(49_999), Some(TODAY)));
        assert_eq!(world.pay_in(&code_of, 1), "disposal.state");
    });
}

#[test]
fn finance_approves_what_was_dear_and_a_refusal_gives_the_things_back() {
    in_both_worlds(|world| {
        let pool = world.pool(PoolKind::Office);
        let dear = NewAssets { price: FINANCE_FROM, ..desk(pool.clone()) };
        let car = AssetCode::parse(&made(&world.take_in("keeper", dear).unwrap())).unwrap();
        assert_eq!(world.turn(&car, State::InUse), "done");
        let code_of = made(&world.scrap("clerk", &[car.clone()], Way::Scrap, Cause::OverAge).unwrap());
        assert_eq!(world.approve_disposal("manager", &code_of), "done");
        assert_eq!(world.disposal(&code_of).state.as_ref(), "approved");
        assert_eq!(world.end_disposal("officer", &code_of, 0, None), "disposal.state");
        for same in ["manager", "clerk"] {
            assert_eq!(world.permit(same, &code_of), "approval.same_person");
        }
        assert_eq!(world.permit("accountant", &code_of), "done");
        let (book, refused) = (world.depot, code_of.clone());
        let reject = |why: &'static str| {
            let refused = refused.clone();
            code(
                world.act("manager", DEPOT, move |tx, ctx, _| disposal::reject(tx, ctx, book, &refused, why)),
            )
        };
        assert_eq!((reject(" "), reject("有单位需要")), ("reason.missing".into(), "done".into()));
        assert_eq!(world.states(&[car]), ["in_use"], "what it was before");
        assert_eq!(reject("再来"), "disposal.state");
    });
}

#[test]
fn what_is_lent_owed_for_or_in_custody_is_not_disposed_of() {
    in_both_worlds(|world| {
        let desks = world.desks(3);
        let loan = world.lend(&desks[..2], None, date(2026, 12, 31)).unwrap();
        assert_eq!(code(world.scrap("clerk", &desks[..1], Way::Scrap, Cause::Obsolete)), "asset.state");
        let lines = vec![
            Inspected {
                asset: desks[0].clone(),
                outcome: Outcome::Accepted,
                condition: Condition::Good,
                damage: Money::ZERO,
            },
            Inspected {
                asset: desks[1].clone(),
                outcome: Outcome::Repair,
                condition: Condition::Repair,
                damage: Money(700),
            },
        ];
        let book = world.depot;
        let back = loan.clone();
        world.act("keeper", DEPOT, move |tx, ctx, _| loan::take_back(tx, ctx, book, &back, &lines)).unwrap();
        assert_eq!(code(world.scrap("clerk", &desks[..2], Way::Scrap, Cause::Obsolete)), "disposal.dispute");
        world
            .act("keeper", DEPOT, move |tx, ctx, _| {
                loan::compensate(tx, ctx, book, &loan, Money(700), "缴款书 1")
            })
            .unwrap();
        assert_eq!(code(world.scrap("clerk", &desks[..2], Way::Scrap, Cause::Obsolete)), "done");
        let sealed = world.sealed("keeper", |thing| thing).unwrap();
        assert_eq!(code(world.scrap("clerk", &[sealed], Way::Auction, Cause::Surplus)), "asset.title");
        let twice = [desks[2].clone(), desks[2].clone()];
        assert_eq!(code(world.scrap("clerk", &twice, Way::Scrap, Cause::Obsolete)), "property.field");
        assert_eq!(code(world.scrap("clerk", &[], Way::Scrap, Cause::Obsolete)), "property.field");
    });
}

#[test]
fn confiscated_goods_are_seized_kept_approved_and_disposed_of_by_four_people() {
    in_both_worlds(|world| {
        let pool = world.pool(PoolKind::Confiscated);
        let gold = NewAssets {
            intake: Intake::Confiscated,
            handler: Some(UserId::parse("officer").unwrap()),
            ..desk(pool)
        };
        let gold = AssetCode::parse(&made(&world.take_in("keeper", gold).unwrap())).unwrap();
        let desks = world.desks(1);
        let both = [gold.clone(), desks[0].clone()];
        assert_eq!(code(world.scrap("clerk", &both, Way::Auction, Cause::Confiscated)), "disposal.mixed");
        let code_of = made(&world.scrap("clerk", &[gold.clone()], Way::Auction, Cause::Confiscated).unwrap());
        assert_eq!(world.appraise(&code_of, 1_000), "done");
        for involved in ["keeper", "officer"] {
            assert_eq!(world.approve_disposal(involved, &code_of), "property.same_person", "{involved}");
        }
        assert_eq!(world.approve_disposal("manager", &code_of), "done");
        for (involved, expected) in [
            ("keeper", "property.same_person"),
            ("officer", "property.same_person"),
            ("manager", "approval.same_person"),
        ] {
            assert_eq!(world.end_disposal(involved, &code_of, 2_000, None), expected, "{involved}");
        }
        assert_eq!(world.end_disposal("accountant", &code_of, 2_000, None), "done");
        assert_eq!(world.states(&[gold]), ["disposed"]);
    });
}

#[test]
fn a_stock_take_finds_what_is_missing_misplaced_and_not_in_the_book() {
    in_both_worlds(|world| {
        let desks = world.desks(4);
        let pool = PoolCode::parse(world.asset(&desks[0]).pool.as_deref().unwrap()).unwrap();
        world.lend(&desks[3..], None, date(2026, 12, 31)).unwrap();
        let elsewhere = world.take_in("keeper", desk(world.pool(PoolKind::School))).unwrap();
        let chair = AssetCode::parse(&made(&elsewhere)).unwrap();
        let stranger = AssetCode::parse(&format!("{OTHER}A202600001")).unwrap();
        let book = world.depot;
        let open = |user: &str| {
            let pool = pool.clone();
            world.act(user, DEPOT, move |tx, ctx, _| inventory::open(tx, ctx, book, &pool))
        };
        let code_of = made(&open("clerk").unwrap());
        assert_eq!(code(open("keeper")), "inventory.open");
        let scan = |assets: &[AssetCode]| {
            let new = Scanned { inventory: code_of.clone(), assets: assets.to_vec() };
            code(world.act("keeper", DEPOT, move |tx, ctx, _| inventory::scan(tx, ctx, book, &new)))
        };
        assert_eq!(scan(&[]), "property.field");
        assert_eq!(scan(&[desks[0].clone(), desks[1].clone()]), "done");
        assert_eq!(
            scan(&[desks[1].clone(), chair.clone(), stranger.clone()]),
            "done",
            "a phone may send twice"
        );
        let found = world.read(|read| store::inventory(read, book, &code_of)).unwrap();
        let told: Vec<(&str, Option<&str>)> = found
            .1
            .iter()
            .map(|(line, here)| {
                (&line.asset.as_str()[18..], line.difference(here.as_ref()).map(|d| d.code()))
            })
            .collect();
        let expected = [
            ("A202600001", None),
            ("A202600002", None),
            ("A202600003", Some("missing")),
            ("A202600005", Some("misplaced")),
            ("A202600001", Some("unexpected")),
        ];
        assert_eq!(told, expected, "what is on loan is not looked for");
        let explain = |assets: &[&AssetCode], verdict: Verdict| {
            let (code_of, assets): (String, Vec<AssetCode>) =
                (code_of.clone(), assets.iter().map(|asset| (*asset).clone()).collect());
            code(world.act("manager", DEPOT, move |tx, ctx, _| {
                inventory::explain(tx, ctx, book, (&code_of, &assets, verdict), "当日核查")
            }))
        };
        let close = |user: &str| {
            let code_of = code_of.clone();
            code(world.act(user, DEPOT, move |tx, ctx, _| inventory::close(tx, ctx, book, &code_of)))
        };
        assert_eq!(close("manager"), "inventory.unexplained");
        assert_eq!(explain(&[&desks[0]], Verdict::Noted), "inventory.same");
        assert_eq!(explain(&[&desks[2]], Verdict::Adopted), "inventory.verdict");
        assert_eq!(explain(&[&stranger], Verdict::Lost), "inventory.verdict");
        assert_eq!(explain(&[&desks[2]], Verdict::Lost), "done");
        assert_eq!(explain(&[&desks[2]], Verdict::Noted), "inventory.same");
        assert_eq!(explain(&[&chair], Verdict::Adopted), "done");
        assert_eq!(explain(&[&stranger], Verdict::Noted), "done");
        assert_eq!(close("clerk"), "approval.same_person");
        assert_eq!(close("keeper"), "inventory.counted");
        assert_eq!(close("manager"), "done");
        assert_eq!((close("manager"), scan(&desks)), ("inventory.closed".into(), "inventory.closed".into()));
        assert_eq!(world.states(&[desks[2].clone(), chair.clone()]), ["missing", "idle"]);
        assert_eq!(world.asset(&chair).pool.as_deref(), Some(pool.as_str()));
        let row = world.read(|read| store::inventory(read, book, &code_of)).unwrap().0;
        assert_eq!((row.expected, row.found, row.missing, row.misplaced, row.unexpected), (3, 2, 1, 1, 1));
        assert_eq!(
            code(world.scrap("clerk", &desks[2..3], Way::WriteOff, Cause::Loss)),
            "done",
            "a loss is written off"
        );
    });
}

#[test]
fn everything_lent_to_an_event_is_due_when_it_ends() {
    in_both_worlds(|world| {
        let desks = world.desks(3);
        let (book, ends) = (world.depot, date(2026, 12, 10));
        let new = NewOccasion {
            name: "国际论坛".into(),
            kind: Body::Event,
            document: "某府办〔2026〕8号".into(),
            from_on: TODAY,
            ends_on: ends,
        };
        let register = |new: NewOccasion| {
            world.act("officer", DEPOT, move |tx, ctx, _| occasion::register(tx, ctx, book, &new))
        };
        let past = NewOccasion { ends_on: date(2026, 11, 22), from_on: date(2026, 11, 1), ..new.clone() };
        assert_eq!(code(register(past)), "property.field");
        let code_of = made(&register(new.clone()).unwrap());
        assert_eq!(code(register(new)), "occasion.named");
        let late = world.lend(&desks[..1], Some("国际论坛"), date(2026, 12, 11));
        assert_eq!(late.unwrap_err().refusal().unwrap().code, "occasion.outlasts");
        let loans = [
            world.lend(&desks[..1], Some("国际论坛"), ends).unwrap(),
            world.lend(&desks[1..2], Some("国际论坛"), date(2026, 12, 1)).unwrap(),
            world.lend(&desks[2..], Some("别的活动"), date(2027, 1, 31)).unwrap(),
        ];
        let due = || -> Vec<Option<Date>> {
            loans.iter().map(|loan| world.read(|read| store::loan(read, loan)).unwrap().0.due_on).collect()
        };
        let moved = |day: Date| {
            let code_of = code_of.clone();
            code(world.act("officer", DEPOT, move |tx, ctx, _| {
                occasion::move_end(tx, ctx, book, &code_of, day, "活动提前结束")
            }))
        };
        assert_eq!(
            (moved(date(2026, 11, 22)), moved(ends)),
            ("property.field".into(), "property.field".into())
        );
        assert_eq!(moved(date(2026, 12, 5)), "done");
        assert_eq!(due(), [Some(date(2026, 12, 5)), Some(date(2026, 12, 1)), Some(date(2027, 1, 31))]);
        let end = || {
            let code_of = code_of.clone();
            code(world.act("system", DEPOT, move |tx, ctx, _| occasion::end(tx, ctx, book, &code_of)))
        };
        assert_eq!(end(), "occasion.lasts");
        assert_eq!(world.read(|read| store::occasions_due(read, TODAY)).len(), 0);
        world.clock.set(Instant(world.clock.now().0 + 12 * DAY));
        let today = date(2026, 12, 5);
        assert_eq!(world.read(|read| store::occasions_due(read, today)).len(), 1);
        assert_eq!((end(), end()), ("done".into(), "occasion.ended".into()));
        let row = world.read(|read| store::occasions(read, book, "", 10)).remove(0);
        assert_eq!((row.ended_on, row.recalled), (Some(today), 2));
        assert_eq!(world.read(|read| store::occasions_due(read, today)).len(), 0);
        let tomorrow = date(2026, 12, 6);
        let overdue = world.read(|read| store::overdue(read, book, &crate::world::org(DEPOT), tomorrow, 10));
        assert_eq!(overdue.len(), 2, "both loans of the event and nothing else");
    });
}

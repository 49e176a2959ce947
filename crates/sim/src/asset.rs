//! Assets of the demonstration's public-property warehouse: things on shelves, loans to the provincial bureaus and requests at the
//! purchase gate, all through the normal acts. The things are made up and their pictures are drawings.

use crate::people::{PROPERTY_APPROVER, PROPERTY_KEEPER, PROPERTY_OFFICER, officer_of};
use crate::picture::Shape;
use crate::world::{Body, World};
use base::ctx::{Actor, Chance, Ctx, SetClock};
use base::ledger::{Done, home};
use base::store::{Store, Tx};
use base::term::time::{DAY, SECOND, day_from_number, number_of_day};
use base::term::{AssetCode, BookId, ContentHash, Fault, Instant, LoanCode, Money, PoolCode, Stop, UserId};
use jiff::civil::date;
use pack::Catalogue;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use stock::property::asset::{self, NewAssets};
use stock::property::loan::{self, NewLoan};
use stock::property::pool::{self, NewPool};
use stock::property::purchase::{self, NewPurchase, Search};
use stock::property::word::{Condition, Intake, Level, Matter, PoolKind, Rank};

/// A batch of like things: code, name, specification, intake, pieces, yuan each, year, picture.
type Batch = (&'static str, &'static str, &'static str, Intake, i64, i64, i16, Shape);

const BATCHES: [Batch; 8] = [
    ("A05010201", "办公桌", "1400×700×760 胡桃木", Intake::OverStandard, 24, 1_200, 2021, Shape::Desk),
    ("A05010301", "办公椅", "网布 可升降", Intake::OverStandard, 40, 420, 2022, Shape::Chair),
    ("A02010105", "台式计算机", "i5 16G 512G 23.8 英寸", Intake::LowUse, 18, 4_900, 2023, Shape::Computer),
    ("A05010502", "文件柜", "钢制 五节 900×400×1850", Intake::Idle, 12, 780, 2019, Shape::Cabinet),
    ("A02061804", "空调机", "1.5 匹 壁挂 变频", Intake::TemporaryBody, 9, 3_100, 2022, Shape::AirConditioner),
    ("A02020200", "投影仪", "4000 流明 1080P", Intake::Event, 6, 5_600, 2023, Shape::Projector),
    ("A05010401", "三人沙发", "西皮 黑色", Intake::Event, 4, 2_600, 2020, Shape::Sofa),
    ("A02010108", "便携式计算机", "14 英寸 16G 512G", Intake::Purchased, 10, 5_900, 2025, Shape::Computer),
];

/// Does the acts; how many there were.
pub fn build(
    store: &Store,
    packs: &Arc<Catalogue>,
    world: &World,
    chance: &Arc<dyn Chance>,
    end: Instant,
) -> Result<usize, Stop> {
    let (property, bureau) = (world.property.clone(), world.bureaus[0].clone());
    let (packs, chance) = (packs.clone(), chance.clone());
    store.write(1, move |tx| {
        let book = home(tx, &property.code)?.ok_or_else(|| Fault::new("the warehouse has a book"))?;
        let borrower = home(tx, &bureau.code)?.ok_or_else(|| Fault::new("the bureau has a book"))?;
        let mut hand = Hand { tx, packs: &packs, chance: &chance, at: Instant(end.0 - 20 * DAY), acts: 0 };
        let things = hand.fill(&property, book)?;
        hand.lend(&property, &bureau, book, &things)?;
        hand.buy(&bureau, borrower)?;
        Ok(hand.acts)
    })
}

/// Who does act after act.
struct Hand<'t, 'e> {
    tx: &'t mut Tx<'e>,
    packs: &'t Catalogue,
    chance: &'t Arc<dyn Chance>,
    at: Instant,
    acts: usize,
}

impl Hand<'_, '_> {
    fn act(
        &mut self,
        body: &Body,
        user: &str,
        run: impl FnOnce(&mut Tx<'_>, &Ctx, &Catalogue) -> Result<Done, Stop>,
    ) -> Result<Done, Stop> {
        self.at = Instant(self.at.0 + 60 * SECOND);
        self.acts += 1;
        let ctx = Ctx {
            actor: Actor { user: UserId::parse(user)?, org: body.code.clone() },
            clock: SetClock::at(self.at),
            chance: self.chance.clone(),
            key: format!("demo-asset-{}", self.acts).into(),
            request: 0,
        };
        run(self.tx, &ctx, self.packs)
    }

    /// Six warehouses, one of them with things on its shelves; the codes of those, batch by batch.
    fn fill(&mut self, property: &Body, book: BookId) -> Result<Vec<Vec<AssetCode>>, Stop> {
        let mut office = None;
        for kind in PoolKind::ALL.iter().copied().filter(|kind| *kind != PoolKind::Specialist) {
            let new = NewPool {
                name: format!("临平{}", kind.label().0),
                kind,
                level: Level::County,
                rank: Rank::Main,
                parent: None,
                address: "临平区（演示地址）".into(),
            };
            let done =
                self.act(property, PROPERTY_OFFICER, |tx, ctx, _| pool::register(tx, ctx, book, &new))?;
            if kind == PoolKind::Office {
                office = Some(PoolCode::parse(&done.created[0])?);
            }
        }
        let office = office.ok_or_else(|| Fault::new("there is an office warehouse"))?;
        let mut things = Vec::new();
        for (i, (item, name, spec, intake, count, yuan, year, shape)) in BATCHES.into_iter().enumerate() {
            let new = NewAssets {
                item: item.into(),
                name: name.into(),
                spec: spec.into(),
                intake,
                pool: office.clone(),
                place: format!("{} 区 {} 架", char::from(b'A' + (i % 4) as u8), i + 1),
                condition: if intake == Intake::Purchased { Condition::New } else { Condition::Good },
                price: Money(yuan * 100),
                acquired_on: date(year, 5, 1),
                purpose: None,
                origin: "区级机关（演示）".into(),
                photos: vec![ContentHash::parse(&digest(&shape.png()))?],
                handler: None,
                count,
            };
            let done = self.act(property, PROPERTY_KEEPER, |tx, ctx, packs| {
                asset::receive(tx, ctx, packs, book, &new)
            })?;
            things.push(done.created.iter().map(|code| AssetCode::parse(code)).collect::<Result<_, _>>()?);
        }
        Ok(things)
    }

    /// One loan that is out and overdue, one that waits for its approval.
    fn lend(
        &mut self,
        property: &Body,
        bureau: &Body,
        book: BookId,
        things: &[Vec<AssetCode>],
    ) -> Result<(), Stop> {
        let today = self.at.business_day();
        let officer = officer_of(0);
        let ask = |assets: &[AssetCode], occasion: &str, days: i64| NewLoan {
            kind: Matter::Loan,
            assets: assets.to_vec(),
            occasion: Some(occasion.into()),
            purpose: "会务保障".into(),
            from_on: today,
            due_on: Some(day_from_number(number_of_day(today) + days)),
        };
        let new = ask(&things[5][..3], "储备工作现场会（演示）", 10);
        let done = self.act(bureau, &officer, |tx, ctx, _| loan::ask(tx, ctx, book, &new))?;
        let code = LoanCode::parse(&done.created[0])?;
        self.act(property, PROPERTY_APPROVER, |tx, ctx, _| loan::approve(tx, ctx, book, &code))?;
        self.act(property, PROPERTY_KEEPER, |tx, ctx, _| loan::hand(tx, ctx, book, &code, Money(20_000)))?;
        self.act(bureau, &officer, |tx, ctx, _| loan::accept(tx, ctx, book, &code))?;
        let new = ask(&things[1][..8], "清仓查库工作组（演示）", 90);
        self.act(bureau, &officer, |tx, ctx, _| loan::ask(tx, ctx, book, &new))?;
        Ok(())
    }

    /// A request for what nobody has idle: the gate lets it pass.
    fn buy(&mut self, bureau: &Body, book: BookId) -> Result<(), Stop> {
        let new = NewPurchase {
            item: "A02020400".into(),
            words: "彩色 A3".into(),
            quantity: 1,
            price: Money(1_280_000),
            needed_on: self.at.business_day(),
            days: 1_825,
            purpose: "文印室更新".into(),
            plea: None,
        };
        // Everything the batches hold was looked at, and no multifunction printer is among it.
        let considered = BATCHES.iter().map(|batch| batch.4).sum();
        let search = Search { considered, serving: 0, covers: 0, matches: Vec::new() };
        self.act(bureau, &officer_of(0), |tx, ctx, packs| {
            purchase::ask(tx, ctx, packs, book, &new, &search)
        })?;
        Ok(())
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

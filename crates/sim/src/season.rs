//! One month of one storing unit: deliveries, tests, issues, transfers and counts as the people there would do them,
//! each through its act. The same depot, month and state give the same facts.

use crate::goods::Recipe;
use crate::people::{keeper_of, manager_of, tester_of};
use crate::world::Depot;
use base::ctx::{Actor, Chance, Ctx, SetClock};
use base::ledger::Done;
use base::store::Tx;
use base::term::time::{DAY, SECOND};
use base::term::{
    BookId, ConsignmentCode, DirectiveCode, Instant, LotCode, Money, PositionCode, Quantity, SiteCode, Stop,
    UserId,
};
use pack::Catalogue;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;
use stock::adjustment::NewAdjustment;
use stock::cost::{Kind, NewCost};
use stock::count::{AsOf, Counted, Explained, NewCount};
use stock::issue::{NewIssue, UnderLine, pick};
use stock::keeping::round::{Layer, NewRound, Pests, Temperatures};
use stock::loss::NewClearing;
use stock::lot::{LotChoice, NewLot};
use stock::opening::NewOpening;
use stock::quality::{NewTest, Occasion};
use stock::receive::NewReceipt;
use stock::transfer::{NewDispatch, NewPart};
use stock::weigh::Weighing;

/// What lies at one position, as this world remembers it.
#[derive(Debug, Clone)]
pub struct Pile {
    pub lot: LotCode,
    pub quantity: i64,
    /// Months since its last test.
    pub untested: i64,
}

/// What one storing unit remembers from month to month.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    pub piles: Vec<Option<Pile>>,
    /// Consignment on the way here: its lot and quantity.
    pub coming: Option<(ConsignmentCode, LotCode, i64)>,
}

/// What the month's directives let the storing unit do.
#[derive(Debug, Clone, Default)]
pub struct Orders {
    /// Supply or rotation: which recipe, under what, at most how much.
    pub issue: Option<(usize, UnderLine, i64)>,
    /// Transfer: which recipe, under what, where to.
    pub send: Option<(usize, UnderLine, SiteCode)>,
}

/// The month and the place it happens in.
#[derive(Clone)]
pub struct Month {
    pub number: i64,
    /// Months of the whole history.
    pub last: i64,
    pub start: Instant,
    pub end: Instant,
    pub movements: usize,
    pub packs: Arc<Catalogue>,
    pub chance: Arc<dyn Chance>,
}

/// The acts of one month, one after another in time.
struct Acts<'a> {
    month: &'a Month,
    depot: &'a Depot,
    index: usize,
    clock: Arc<SetClock>,
    at: i64,
    step: i64,
    done: usize,
}

impl Acts<'_> {
    /// Surroundings of the next act.
    fn by(&mut self, user: &str) -> Result<Ctx, Stop> {
        self.at = (self.at + self.step).min(self.month.end.0 - SECOND);
        self.clock.set(Instant(self.at));
        self.done += 1;
        Ok(Ctx {
            actor: Actor { user: UserId::parse(user)?, org: self.depot.body.code.clone() },
            clock: self.clock.clone(),
            chance: self.month.chance.clone(),
            key: format!("demo-{}-{}", self.month.number, self.done).into(),
            request: 0,
        })
    }

    fn keeper(&mut self) -> Result<Ctx, Stop> {
        self.by(&keeper_of(self.index))
    }

    fn today(&self) -> jiff::civil::Date {
        Instant((self.at + self.step).min(self.month.end.0 - SECOND)).business_day()
    }
}

/// Lives through a month; the storing unit's memory afterwards and how many acts were done.
pub fn live(
    tx: &mut Tx<'_>,
    month: &Month,
    (index, depot, book): (usize, &Depot, BookId),
    memory: &Memory,
    orders: &Orders,
) -> Result<(Memory, usize), Stop> {
    let mut chance = ChaCha8Rng::seed_from_u64(depot.seed ^ (month.number as u64).wrapping_mul(0x9e37_79b9));
    let mut memory = memory.clone();
    let counted = month.number % 6 == 3;
    let corrected = month.number % 6 == 5;
    let piles = memory.piles.len();
    // about what a month holds, so that its acts reach from its first day to its last
    let expected = (piles * (month.movements + 1) + 6 + if counted { 2 * piles + 2 } else { 0 }) as i64;
    let mut acts = Acts {
        month,
        depot,
        index,
        clock: SetClock::at(month.start),
        at: month.start.0,
        step: (month.end.0 - month.start.0 - DAY) / expected,
        done: 0,
    };
    if month.number == 0 {
        openings(tx, &mut acts, book, &mut memory, &mut chance)?;
    }
    arrivals(tx, &mut acts, book, &mut memory, &mut chance)?;
    tests(tx, &mut acts, book, &mut memory, &mut chance)?;
    deliveries(tx, &mut acts, book, &mut memory, &mut chance)?;
    issues(tx, &mut acts, book, &mut memory, orders)?;
    send(tx, &mut acts, book, &mut memory, orders)?;
    if counted {
        count(tx, &mut acts, book, &mut memory, &mut chance)?;
    }
    if corrected {
        corrections(tx, &mut acts, book, &mut memory)?;
    }
    if month.number % 3 == 0 && month.number > 0 {
        quarter(tx, &mut acts, book, &memory, &mut chance)?;
    }
    if month.number + LOOKED_AT >= month.last {
        rounds(tx, &mut acts, book, &memory, &mut chance)?;
    }
    Ok((memory, acts.done))
}

/// The bills of the last three months: keeping by what lies there, electricity and upkeep by the number of positions.
fn quarter(
    tx: &mut Tx<'_>,
    acts: &mut Acts<'_>,
    book: BookId,
    memory: &Memory,
    chance: &mut ChaCha8Rng,
) -> Result<(), Stop> {
    let first = acts.month.start.business_day().first_of_month();
    let (day_from, day_to) =
        (first.saturating_sub(jiff::Span::new().months(3)), first.yesterday().unwrap_or(first));
    let held: i64 = memory.piles.iter().flatten().map(|pile| pile.quantity / 1_000).sum();
    let places = memory.piles.len() as i64;
    // 100 yuan a tonne and year for grain is what one city's rule pays (ANSHUN 35): a quarter of it, dearer here than there.
    let bills = [
        (Kind::Storage, held * chance.random_range(2_000..3_000), "保管费"),
        (Kind::Energy, places * chance.random_range(200_000..450_000), "电费"),
        (Kind::Maintenance, places * chance.random_range(50_000..400_000), "维修费"),
    ];
    for (kind, amount, document) in bills {
        let new = NewCost {
            kind,
            site: SiteCode::parse(&acts.depot.position(0)[..21])?,
            position: None,
            lot: None,
            day_from,
            day_to,
            amount: Money(amount.max(1)),
            document: format!("{document} {day_to}"),
            payee: None,
        };
        let ctx = acts.by(&manager_of(acts.index))?;
        stock::cost::enter(tx, &ctx, book, &new)?;
    }
    Ok(())
}

/// Months before the end of the history in which keepers write down their rounds.
const LOOKED_AT: i64 = 2;

/// A round at most positions that are looked at by their pack's rules; one in five is left out, so that the list of duties has something on it.
fn rounds(
    tx: &mut Tx<'_>,
    acts: &mut Acts<'_>,
    book: BookId,
    memory: &Memory,
    chance: &mut ChaCha8Rng,
) -> Result<(), Stop> {
    let packs = acts.month.packs.clone();
    for i in (0..memory.piles.len()).filter(|i| memory.piles[*i].is_some()) {
        let item = acts.depot.recipe(i).item;
        let subject = pack::Subject::new(item, acts.today());
        let looked_at = packs.pack_of(item).is_some_and(|pack| pack.rounds_rule(&subject).is_some());
        if !looked_at || chance.random_range(0..5) == 0 {
            continue;
        }
        let mean = chance.random_range(90..190);
        let layers = [12, 4, 0, -6].map(|above| Layer {
            highest: mean + above + 15,
            mean: mean + above,
            lowest: Some(mean + above - 10),
        });
        let density = chance.random_range(0..8);
        let ctx = acts.keeper()?;
        let new = NewRound {
            position: position(acts.depot, i)?,
            day: ctx.now().business_day(),
            temperature: Some(Temperatures {
                layers: layers.to_vec(),
                headspace: Some(mean - 8),
                air: Some(mean - 40),
                headspace_humidity: Some(58),
                air_humidity: Some(64),
            }),
            moisture: Some(chance.random_range(115..132)),
            pests: Some(Pests { density, main: density / 3, quarantine: 0 }),
            gas: None,
            note: None,
        };
        stock::keeping::round::inspect(tx, &ctx, book, &new)?;
    }
    Ok(())
}

fn position(depot: &Depot, i: usize) -> Result<PositionCode, Stop> {
    Ok(PositionCode::parse(&depot.position(i))?)
}

fn new_lot(recipe: &Recipe, depot: &Depot, today: jiff::civil::Date, years_back: i16) -> NewLot {
    let made = jiff::civil::date(today.year() - years_back, today.month(), 1);
    NewLot {
        item: recipe.item.into(),
        nature: recipe.nature.into(),
        owner_level: recipe.owner_level.into(),
        harvest_year: recipe.harvested.then(|| i64::from(today.year() - years_back)),
        origin: Some(depot.body.region.to_string()),
        grade: recipe.grade.map(str::to_owned),
        produced_on: (!recipe.harvested).then_some(made),
        expires_on: None,
    }
}

/// Every position but the last starts with stock; the last waits for a transfer.
fn openings(
    tx: &mut Tx<'_>,
    acts: &mut Acts<'_>,
    book: BookId,
    memory: &mut Memory,
    chance: &mut ChaCha8Rng,
) -> Result<(), Stop> {
    let count = memory.piles.len();
    for i in 0..count - 1 {
        let recipe = acts.depot.recipe(i);
        let units = recipe.capacity * chance.random_range(45..=70) / 100;
        let back = if recipe.harvested { chance.random_range(0..=1) } else { 0 };
        let ctx = acts.keeper()?;
        let new = NewOpening {
            position: position(acts.depot, i)?,
            lot: LotChoice::New(new_lot(recipe, acts.depot, ctx.now().business_day(), back)),
            quantity: Quantity(units * 1_000),
            amount: Money(units * recipe.price),
            received_on: None,
        };
        let done =
            stock::opening::open(tx, &ctx, &acts.month.packs, book, &new, "启用系统时的期初库存（演示）")?;
        let lot = LotCode::parse(&done.created[0])?;
        memory.piles[i] = Some(Pile { lot, quantity: units * 1_000, untested: 99 });
    }
    Ok(())
}

/// What was sent here last month arrives: most of it at once, the rest a day later, or it stays missing and is explained.
fn arrivals(
    tx: &mut Tx<'_>,
    acts: &mut Acts<'_>,
    book: BookId,
    memory: &mut Memory,
    chance: &mut ChaCha8Rng,
) -> Result<(), Stop> {
    let Some((consignment, lot, quantity)) = memory.coming.take() else { return Ok(()) };
    let last = memory.piles.len() - 1;
    let whole = chance.random_range(0..3) > 0;
    let first = quantity / 1_000 * 6 / 10 * 1_000;
    let second = if whole { quantity - first } else { (quantity - first) / 1_000 * 99 / 100 * 1_000 };
    for part in [first, second] {
        let ctx = acts.keeper()?;
        let parts = [NewPart { line: 1, position: position(acts.depot, last)?, quantity: Quantity(part) }];
        stock::transfer::arrive(tx, &ctx, &acts.month.packs, book, &consignment, &parts)?;
    }
    let ctx = acts.keeper()?;
    stock::transfer::close(tx, &ctx, book, &consignment, (!whole).then_some("运输途中撒漏，已与承运方核对"))?;
    memory.piles[last] = Some(Pile { lot, quantity: first + second, untested: 99 });
    Ok(())
}

fn tests(
    tx: &mut Tx<'_>,
    acts: &mut Acts<'_>,
    book: BookId,
    memory: &mut Memory,
    chance: &mut ChaCha8Rng,
) -> Result<(), Stop> {
    for i in 0..memory.piles.len() {
        let recipe = *acts.depot.recipe(i);
        let Some(pile) = memory.piles[i].as_mut() else { continue };
        pile.untested += 1;
        if pile.untested < 3 || recipe.quality.is_empty() {
            continue;
        }
        let occasion = if pile.untested >= 99 { Occasion::Acceptance } else { Occasion::Storage };
        pile.untested = 0;
        let lot = pile.lot.clone();
        let ctx = acts.by(&tester_of(acts.index))?;
        let new = NewTest {
            lot,
            occasion,
            quality: recipe.sample(chance),
            tested_on: ctx.now().business_day(),
            report: Some(format!(
                "演检〔{}〕{:05}",
                ctx.now().business_day().year(),
                chance.random_range(1..99_999)
            )),
        };
        stock::quality::test(tx, &ctx, &acts.month.packs, book, &new)?;
    }
    Ok(())
}

fn plate(chance: &mut ChaCha8Rng) -> String {
    format!("演A{:05}", chance.random_range(10_000..99_999))
}

fn deliveries(
    tx: &mut Tx<'_>,
    acts: &mut Acts<'_>,
    book: BookId,
    memory: &mut Memory,
    chance: &mut ChaCha8Rng,
) -> Result<(), Stop> {
    let count = memory.piles.len();
    for i in 0..count - 1 {
        let recipe = *acts.depot.recipe(i);
        for _ in 0..acts.month.movements {
            let Some(pile) = memory.piles[i].clone() else { continue };
            let units = recipe.delivery * chance.random_range(85..=115) / 100;
            if pile.quantity + units * 1_000 > recipe.capacity * 900 {
                continue;
            }
            let weighed = recipe.form == "bulk" || recipe.form == "tank";
            let tare = chance.random_range(14_000..16_500);
            let net = units * 1_000;
            let ctx = acts.keeper()?;
            let new = NewReceipt {
                position: position(acts.depot, i)?,
                lot: LotChoice::Known(pile.lot.clone()),
                quantity: Quantity(net),
                weighing: weighed.then_some(Weighing { gross: net + tare, tare, net }),
                quality: if recipe.harvested { recipe.sample(chance) } else { Default::default() },
                price: Some(Money(recipe.price * chance.random_range(97..=103) / 100)),
                supplier: Some("演示供应单位".into()),
                vehicle: Some(plate(chance)),
                order: None,
            };
            stock::receive::receive(tx, &ctx, &acts.month.packs, book, &new)?;
            memory.piles[i] = Some(Pile { quantity: pile.quantity + net, ..pile });
        }
    }
    Ok(())
}

/// The piles of a recipe that may be tapped, oldest position first.
fn piles_of(memory: &Memory, depot: &Depot, recipe: usize) -> Vec<usize> {
    let wanted = depot.keeps[recipe].item;
    (0..memory.piles.len() - 1)
        .filter(|i| depot.recipe(*i).item == wanted && memory.piles[*i].is_some())
        .collect()
}

fn issues(
    tx: &mut Tx<'_>,
    acts: &mut Acts<'_>,
    book: BookId,
    memory: &mut Memory,
    orders: &Orders,
) -> Result<(), Stop> {
    let Some((recipe, under, limit)) = &orders.issue else { return Ok(()) };
    let mut left = *limit;
    for i in piles_of(memory, acts.depot, *recipe) {
        let Some(pile) = memory.piles[i].clone() else { continue };
        let floor = acts.depot.keeps[*recipe].capacity * 400;
        for _ in 0..acts.month.movements {
            let pile_left = memory.piles[i].as_ref().map_or(0, |p| p.quantity);
            let quantity = (acts.depot.keeps[*recipe].delivery * 1_000).min(left).min(pile_left - floor);
            if quantity < 1_000 {
                break;
            }
            let quantity = quantity / 1_000 * 1_000;
            let ctx = acts.keeper()?;
            let new = NewIssue {
                under: Some(under.clone()),
                picks: vec![pick(&pile.lot, &position(acts.depot, i)?, Quantity(quantity))],
                weighing: None,
                receiver: "演示用粮单位".into(),
                vehicle: None,
                region: None,
                why: (acts.depot.keeps[*recipe].form == "shelf").then(|| "就近货位先出（演示）".into()),
            };
            stock::issue::issue(tx, &ctx, &acts.month.packs, book, &new)?;
            left -= quantity;
            memory.piles[i] = Some(Pile { quantity: pile_left - quantity, ..pile.clone() });
        }
    }
    Ok(())
}

/// Sends a tenth of the first pile of a recipe to another storing unit.
fn send(
    tx: &mut Tx<'_>,
    acts: &mut Acts<'_>,
    book: BookId,
    memory: &mut Memory,
    orders: &Orders,
) -> Result<(), Stop> {
    let Some((recipe, under, to)) = &orders.send else { return Ok(()) };
    let Some(i) = piles_of(memory, acts.depot, *recipe).first().copied() else { return Ok(()) };
    let Some(pile) = memory.piles[i].clone() else { return Ok(()) };
    let quantity = sent(acts.depot, *recipe);
    if pile.quantity < quantity {
        return Ok(());
    }
    let ctx = acts.keeper()?;
    let new = NewDispatch {
        under: Some(under.clone()),
        picks: vec![pick(&pile.lot, &position(acts.depot, i)?, Quantity(quantity))],
        to_site: to.clone(),
        carrier: "演示运输公司".into(),
        vehicle: Some("演B20260".into()),
    };
    stock::transfer::dispatch(tx, &ctx, &acts.month.packs, book, &new)?;
    memory.piles[i] = Some(Pile { quantity: pile.quantity - quantity, ..pile });
    Ok(())
}

/// How much a transfer takes, thousandths.
pub fn sent(depot: &Depot, recipe: usize) -> i64 {
    depot.keeps[recipe].capacity * 100
}

/// A blind count of the whole site by two people; one line in twenty differs a little and is explained.
fn count(
    tx: &mut Tx<'_>,
    acts: &mut Acts<'_>,
    book: BookId,
    memory: &mut Memory,
    chance: &mut ChaCha8Rng,
) -> Result<(), Stop> {
    let manager = manager_of(acts.index);
    let ctx = acts.by(&manager)?;
    let season = if (4..=8).contains(&acts.today().month()) { "春季普查" } else { "秋季普查" };
    let opened = stock::count::open(tx, &ctx, book, &NewCount { scope: acts.depot.site() }, season)?;
    let number: i64 =
        opened.created[0].parse().map_err(|_| base::term::Fault::new("a count has a number"))?;
    let mut explained = Vec::new();
    for (i, pile) in memory.piles.iter_mut().enumerate() {
        let Some(pile) = pile else { continue };
        let position = position(acts.depot, i)?;
        let differs = chance.random_range(0..20) == 0;
        let quantity = Quantity(if differs { pile.quantity - 1_000 } else { pile.quantity });
        for user in [keeper_of(acts.index), tester_of(acts.index)] {
            let ctx = acts.by(&user)?;
            let new = Counted {
                count: number,
                position: position.clone(),
                lot: pile.lot.clone(),
                quantity,
                as_of: AsOf::Now,
            };
            stock::count::enter(tx, &ctx, book, &new)?;
        }
        pile.quantity = quantity.0;
        if differs {
            explained.push(Explained {
                position, lot: pile.lot.clone(), reason: "称量误差，已复核".into()
            });
        }
    }
    let ctx = acts.by(&manager)?;
    stock::count::close(tx, &ctx, book, number, &explained, season)?;
    Ok(())
}

/// What goes wrong in half a year and is put right by two people: a delivery entered twice is reversed, a weighing error is
/// adjusted, and the natural loss of the oldest pile is cleared.
fn corrections(tx: &mut Tx<'_>, acts: &mut Acts<'_>, book: BookId, memory: &mut Memory) -> Result<(), Stop> {
    let (keeper, manager) = (keeper_of(acts.index), manager_of(acts.index));
    let Some(pile) = memory.piles[0].clone() else { return Ok(()) };
    let (place, packs) = (position(acts.depot, 0)?, acts.month.packs.clone());
    let number = |done: &Done| -> Result<i64, Stop> {
        done.created[0].parse().map_err(|_| base::term::Fault::new("a request has a number").into())
    };

    let twice = NewReceipt {
        position: place.clone(),
        lot: LotChoice::Known(pile.lot.clone()),
        quantity: Quantity(1_000),
        weighing: None,
        quality: Default::default(),
        price: None,
        supplier: Some("演示供应单位".into()),
        vehicle: None,
        order: None,
    };
    let wrong = stock::receive::receive(tx, &acts.by(&keeper)?, &packs, book, &twice)?;
    let asked = stock::reversal::request(tx, &acts.by(&keeper)?, book, wrong.receipt.n, "同一车次重复登记")?;
    stock::reversal::approve(tx, &acts.by(&manager)?, book, number(&asked)?)?;

    let change = NewAdjustment { position: place.clone(), lot: pile.lot.clone(), change: Quantity(-1_000) };
    let asked =
        stock::adjustment::request(tx, &acts.by(&keeper)?, &packs, book, &change, "汽车衡检定后修正")?;
    stock::adjustment::approve(tx, &acts.by(&manager)?, &packs, book, number(&asked)?)?;
    let held = pile.quantity - 1_000;

    let left = held - held / 4_000_000 * 1_000;
    let new = NewClearing { position: place, lot: pile.lot.clone(), left: Quantity(left) };
    let why = "半年保管自然损耗";
    if left < held {
        let asked = stock::loss::request(tx, &acts.by(&keeper)?, &packs, book, &new, why)?;
        stock::loss::approve(tx, &acts.by(&manager)?, &packs, book, number(&asked)?)?;
    }
    memory.piles[0] = Some(Pile { quantity: left, ..pile });
    Ok(())
}

/// Which directive line a storing unit obeys.
pub fn under(directive: &DirectiveCode, line: usize) -> UnderLine {
    UnderLine { directive: directive.clone(), line: line as i64 }
}

//! Building the nation month by month: registration, then for each month the directives of the bureaus and the life of
//! every storing unit. Every change goes through the normal acts and the normal writer.

use crate::asset;
use crate::check;
use crate::people;
use crate::property;
use crate::relief;
use crate::season::{Memory, Month, Orders, live, sent, under};
use crate::world::{Body, Depot, Scale, World};
use base::ctx::{Actor, Chance, Ctx, SeededChance, SetClock};
use base::identity::organisation::Kind;
use base::identity::{Founding, NewOrganisation, Node, user};
use base::ledger::home;
use base::policy::Party;
use base::store::{Store, Tx};
use base::term::time::{DAY, SECOND, day_from_number, number_of_day};
use base::term::{
    BookId, DirectiveCode, Fault, Instant, OrgCode, Quantity, RegionCode, SiteCode, Stop, UserId,
};
use pack::Catalogue;
use std::collections::BTreeMap;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use stock::directive::{LINES_MAX, NewDirective, NewLine, Purpose};
use stock::facility::{NewBay, NewPosition, NewSite, NewWarehouse};

/// What was built.
pub struct Built {
    /// The plan it was built from.
    pub world: World,
    /// The node.
    pub node: Node,
    /// Acts done.
    pub acts: usize,
}

/// The name of a demonstration node: a reserved name that no real node can have.
pub const NODE: &str = "demo.inrs.example";

struct Builder<'a> {
    store: &'a Store,
    packs: Arc<Catalogue>,
    world: Arc<World>,
    chance: Arc<dyn Chance>,
    node: Node,
    /// Books of the bureaus (the nation's first) and of the storing units.
    bureaus: Vec<BookId>,
    depots: Vec<BookId>,
    acts: usize,
}

/// Builds a synthetic nation in an empty store. `end` is where its history stops, just before the present. `progress`
/// hears the share done, in thousandths.
pub fn build(
    store: &Store,
    packs: &Arc<Catalogue>,
    scale: Scale,
    seed: u64,
    end: Instant,
    progress: &mut dyn FnMut(u64),
) -> Result<Built, Stop> {
    let world = Arc::new(World::plan(scale, seed)?);
    let chance: Arc<dyn Chance> = SeededChance::from_seed(seed);
    let start = Instant(end.0 - scale.months * 30 * DAY - DAY);
    let founding = found(&world)?;
    // the node is founded at the end of the history it is given, so that accounts and passwords are fresh
    let ctx = ctx(&world.centre.code, "system", end, &chance, "demo-found")?;
    let node = store.write(1, move |tx| user::found(tx, &ctx, &founding))?;
    let mut builder = Builder {
        store,
        packs: packs.clone(),
        world,
        chance,
        node,
        bureaus: Vec::new(),
        depots: Vec::new(),
        acts: 1,
    };
    builder.register(start, end)?;
    builder.acts +=
        property::build(store, packs, &builder.world, &builder.chance, Instant(start.0 + 3 * SECOND))?;
    progress(50);
    let mut memories: Vec<Memory> =
        builder.depots.iter().map(|_| Memory { piles: vec![None; scale.positions], coming: None }).collect();
    for number in 0..scale.months {
        let month_start = Instant(start.0 + DAY + number * 30 * DAY);
        builder.month(number, month_start, &mut memories)?;
        progress(50 + 950 * (number as u64 + 1) / scale.months as u64);
    }
    builder.acts += asset::build(store, packs, &builder.world, &builder.chance, end)?;
    builder.acts += check::build(store, packs, &builder.world, &builder.chance, end)?;
    builder.acts += relief::build(store, packs, (&builder.world, &builder.depots), &builder.chance, end)?;
    let world = Arc::unwrap_or_clone(builder.world);
    Ok(Built { world, node: builder.node, acts: builder.acts })
}

fn ctx(org: &OrgCode, user: &str, at: Instant, chance: &Arc<dyn Chance>, key: &str) -> Result<Ctx, Stop> {
    Ok(Ctx {
        actor: Actor { user: UserId::parse(user)?, org: org.clone() },
        clock: SetClock::at(at),
        chance: chance.clone(),
        key: key.into(),
        request: 0,
    })
}

fn organisation(body: &Body, kind: Kind, party: Party, parent: Option<&Body>) -> NewOrganisation {
    NewOrganisation {
        code: body.code.clone(),
        name: body.name.clone(),
        kind,
        party,
        region: body.region.clone(),
        parent: parent.map(|body| body.code.clone()),
        upstream: None,
    }
}

fn found(world: &World) -> Result<Founding, Fault> {
    Ok(Founding {
        node: NODE.into(),
        organisation: organisation(&world.centre, Kind::Bureau, Party::Gov, None),
        administrators: people::administrators(world)?,
    })
}

impl Builder<'_> {
    /// Runs one job for each of `count` things at once and gathers what they give, in order.
    fn all<T: Send + 'static>(
        &self,
        count: usize,
        job: impl Fn(usize) -> Box<dyn FnMut(&mut Tx<'_>) -> Result<T, Stop> + Send>,
        home: impl Fn(usize) -> i64,
    ) -> Result<Vec<T>, Stop> {
        let (sender, receiver) = channel();
        let outcomes: Arc<Mutex<Vec<Option<T>>>> = Arc::new(Mutex::new((0..count).map(|_| None).collect()));
        // few at a time: each job is hundreds of acts, and a batch holds its rows in memory until it is committed
        for part in (0..count).collect::<Vec<_>>().chunks(32) {
            for i in part.iter().copied() {
                let (sender, outcomes) = (sender.clone(), outcomes.clone());
                self.store.submit(home(i), job(i), move |outcome| {
                    let told = outcome.map(|value| {
                        if let Ok(mut outcomes) = outcomes.lock() {
                            outcomes[i] = Some(value);
                        }
                    });
                    drop(sender.send(told));
                });
            }
            for _ in part {
                receiver.recv().map_err(|_| Fault::new("the writer has stopped"))??;
            }
        }
        let mut outcomes = outcomes.lock().map_err(|_| Fault::new("an answer panicked"))?;
        outcomes.drain(..).map(|value| value.ok_or_else(|| Fault::new("a job gave nothing").into())).collect()
    }

    fn register(&mut self, at: Instant, end: Instant) -> Result<(), Stop> {
        let (world, chance, node) = (self.world.clone(), self.chance.clone(), self.node.clone());
        self.bureaus = self.store.write(1, move |tx| register_bureaus(tx, &world, &chance, &node, at))?;
        self.acts += self.bureaus.len() + 1;
        let (world, chance, node) = (self.world.clone(), self.chance.clone(), self.node.clone());
        let count = world.depots.len();
        self.depots = self.all(
            count,
            |i| {
                let (world, chance, node) = (world.clone(), chance.clone(), node.clone());
                Box::new(move |tx| register_depot(tx, &world, i, &chance, &node, at))
            },
            |_| 1,
        )?;
        self.acts += count * (2 + world.scale.positions.div_ceil(4) + 2 * world.scale.positions);
        let everybody = people::everybody(&world)?;
        self.acts += everybody.len();
        let (chance, node) = (self.chance.clone(), self.node.clone());
        self.store.write(1, move |tx| {
            for new in &everybody {
                let ctx = ctx(&node.org, "secadmin", end, &chance, &format!("demo-user-{}", new.user))?;
                user::create(tx, &ctx, &node, new)?;
            }
            Ok(())
        })
    }

    fn month(&mut self, number: i64, start: Instant, memories: &mut [Memory]) -> Result<(), Stop> {
        let orders = Arc::new(self.directives(number, start)?);
        let month = Month {
            number,
            last: self.world.scale.months - 1,
            start,
            end: Instant(start.0 + 30 * DAY),
            movements: self.world.scale.movements,
            packs: self.packs.clone(),
            chance: self.chance.clone(),
        };
        let books = Arc::new(self.depots.clone());
        let world = self.world.clone();
        let before = Arc::new(memories.to_vec());
        let lived = self.all(
            world.depots.len(),
            |i| {
                let (month, world, before, orders, books) =
                    (month.clone(), world.clone(), before.clone(), orders.clone(), books.clone());
                Box::new(move |tx| live(tx, &month, (i, &world.depots[i], books[i]), &before[i], &orders[i]))
            },
            |i| books[i].0,
        )?;
        for (i, (memory, acts)) in lived.into_iter().enumerate() {
            memories[i] = memory;
            self.acts += acts;
        }
        if number < month.last {
            self.hand_over(&orders, start, memories)?;
        }
        Ok(())
    }

    /// Tells receivers what was sent to them: the consignment's number follows from the sender's code and the year.
    fn hand_over(&self, orders: &[Orders], start: Instant, memories: &mut [Memory]) -> Result<(), Stop> {
        let end = Instant(start.0 + 30 * DAY);
        for (i, order) in orders.iter().enumerate() {
            let Some((recipe, _, to)) = &order.send else { continue };
            let Some(receiver) = self.world.depots.iter().position(|depot| depot.site() == to.as_str())
            else {
                continue;
            };
            let dispatched = self
                .store
                .read(|read| stock::transfer::store::sent(read, self.depots[i], to.as_str(), (start, end)))?;
            if let Some((consignment, lot)) = dispatched.into_iter().next() {
                memories[receiver].coming = Some((consignment, lot, sent(&self.world.depots[i], *recipe)));
            }
        }
        Ok(())
    }

    /// The directives of a month: every storing unit may issue one of its goods, and in some months every second one
    /// sends a tenth of a pile to its neighbour. Central goods are ordered by the nation, others by the province.
    fn directives(&mut self, number: i64, start: Instant) -> Result<Vec<Orders>, Stop> {
        let mut orders = vec![Orders::default(); self.depots.len()];
        if number == 0 {
            return Ok(orders);
        }
        let transfers = number == 2 || number == self.world.scale.months - 1;
        let mut wanted: BTreeMap<(usize, bool), Vec<(usize, usize, NewLine)>> = BTreeMap::new();
        for (i, depot) in self.world.depots.iter().enumerate() {
            let recipe = number as usize % depot.keeps.len();
            wanted.entry((issuer(depot, recipe), false)).or_default().push((
                i,
                recipe,
                line(depot, recipe, None),
            ));
            if let Some(neighbour) = transfers.then(|| self.neighbour(i)).flatten() {
                let to = self.world.depots[neighbour].site();
                // the last position of the receiver takes it, so the recipe must be that position's
                let recipe = (self.world.scale.positions - 1) % depot.keeps.len();
                wanted.entry((issuer(depot, recipe), true)).or_default().push((
                    i,
                    recipe,
                    line(depot, recipe, Some(to)),
                ));
            }
        }
        for ((bureau, transfer), lines) in wanted {
            for part in lines.chunks(LINES_MAX) {
                let directive = self.order(number, start, bureau, transfer, part)?;
                for (n, (depot, recipe, line)) in part.iter().enumerate() {
                    let under = under(&directive, n + 1);
                    match &line.destination {
                        Some(to) => orders[*depot].send = Some((*recipe, under, SiteCode::parse(to)?)),
                        None => orders[*depot].issue = Some((*recipe, under, line.quantity_max.0)),
                    }
                }
            }
        }
        Ok(orders)
    }

    /// The next storing unit of the same bureau that keeps the same goods, for every second one.
    fn neighbour(&self, i: usize) -> Option<usize> {
        let depot = &self.world.depots[i];
        let alike: Vec<usize> = (0..self.world.depots.len())
            .filter(|j| {
                let other = &self.world.depots[*j];
                let same = other
                    .keeps
                    .iter()
                    .zip(&depot.keeps)
                    .all(|(a, b)| a.item == b.item && a.nature == b.nature);
                other.bureau == depot.bureau && same
            })
            .collect();
        let place = alike.iter().position(|j| *j == i)?;
        if place % 2 == 0 { alike.get(place + 1).copied() } else { None }
    }

    fn order(
        &mut self,
        number: i64,
        start: Instant,
        bureau: usize,
        transfer: bool,
        lines: &[(usize, usize, NewLine)],
    ) -> Result<DirectiveCode, Stop> {
        let (body, officer, approver) = match bureau.checked_sub(1) {
            None => (&self.world.nation, "officer".to_owned(), "approver".to_owned()),
            Some(i) => (&self.world.bureaus[i], people::officer_of(i), people::approver_of(i)),
        };
        let book = self.bureaus[bureau];
        let today = start.business_day();
        let new = NewDirective {
            purpose: if transfer { Purpose::Transfer } else { Purpose::Rotation },
            valid_from: today,
            valid_to: day_from_number(number_of_day(today) + 45),
            authority: format!("演储〔{}〕{number}号", today.year()),
            lines: lines.iter().map(|(_, _, line)| line.clone()).collect(),
        };
        let first = lines.first().map_or(0, |(depot, _, _)| *depot);
        let key = format!("demo-order-{number}-{transfer}-{first}");
        let issue = ctx(&body.code, &officer, Instant(start.0 + SECOND), &self.chance, &key)?;
        let approve = ctx(
            &body.code,
            &approver,
            Instant(start.0 + 3_600 * SECOND),
            &self.chance,
            &format!("{key}-approve"),
        )?;
        let packs = self.packs.clone();
        self.acts += 2;
        self.store.write(book.0, move |tx| {
            let done = stock::directive::issue(tx, &issue, &packs, book, &new)?;
            let code = DirectiveCode::parse(&done.created[0])?;
            stock::directive::approve(tx, &approve, book, &code)?;
            Ok(code)
        })
    }
}

/// Who orders goods out: the nation (0) its own, the province (bureau + 1) the others.
fn issuer(depot: &Depot, recipe: usize) -> usize {
    if depot.keeps[recipe].owner_level == "central" { 0 } else { depot.bureau + 1 }
}

fn line(depot: &Depot, recipe: usize, destination: Option<String>) -> NewLine {
    let goods = &depot.keeps[recipe];
    let limit = if destination.is_some() { sent(depot, recipe) } else { goods.delivery * 1_000 * 8 };
    NewLine {
        scope: depot.site(),
        item: goods.item.into(),
        nature: goods.nature.into(),
        owner_level: goods.owner_level.into(),
        quantity_max: Quantity(limit),
        destination,
    }
}

fn register_bureaus(
    tx: &mut Tx<'_>,
    world: &World,
    chance: &Arc<dyn Chance>,
    node: &Node,
    at: Instant,
) -> Result<Vec<BookId>, Stop> {
    let mut books = Vec::new();
    for (i, bureau) in std::iter::once(&world.nation).chain(&world.bureaus).enumerate() {
        let ctx = ctx(&node.org, "sysadmin", at, chance, &format!("demo-org-{}", bureau.code))?;
        let new = organisation(bureau, Kind::Bureau, Party::Gov, (i > 0).then_some(&world.nation));
        base::identity::organisation::register(tx, &ctx, &node.name, &new)?;
        books
            .push(home(tx, &bureau.code)?.ok_or_else(|| Fault::new("a registered organisation has a book"))?);
    }
    let ctx = ctx(&node.org, "sysadmin", at, chance, &format!("demo-org-{}", world.property.code))?;
    let new = organisation(&world.property, Kind::PublicWarehouse, Party::Gov, world.bureaus.first());
    base::identity::organisation::register(tx, &ctx, &node.name, &new)?;
    Ok(books)
}

fn register_depot(
    tx: &mut Tx<'_>,
    world: &World,
    i: usize,
    chance: &Arc<dyn Chance>,
    node: &Node,
    at: Instant,
) -> Result<BookId, Stop> {
    let depot = &world.depots[i];
    let today = at.business_day();
    let ctx = ctx(&node.org, "sysadmin", at, chance, &format!("demo-org-{}", depot.body.code))?;
    let new =
        organisation(&depot.body, Kind::StoringUnit, Party::Enterprise, Some(&world.bureaus[depot.bureau]));
    base::identity::organisation::register(tx, &ctx, &node.name, &new)?;
    let book =
        home(tx, &depot.body.code)?.ok_or_else(|| Fault::new("a registered organisation has a book"))?;
    let own = Ctx {
        actor: Actor { user: UserId::parse(&people::manager_of(i))?, org: depot.body.code.clone() },
        ..ctx
    };
    let site = NewSite {
        site: SiteCode::parse(&depot.site())?,
        name: depot.body.name.clone(),
        region: RegionCode::parse(depot.body.region.as_str())?,
        kind: depot.keeps[0].site.into(),
        longitude: depot.point.0,
        latitude: depot.point.1,
        valid_from: today,
    };
    stock::facility::register_site(tx, &own.keyed("demo-site"), book, &site)?;
    for w in 0..world.scale.positions.div_ceil(4) {
        let new = NewWarehouse {
            warehouse: base::term::WarehouseCode::parse(&depot.warehouse(w))?,
            name: format!("{} 号{}", w + 1, if depot.keeps[0].warehouse == "tank" { "罐组" } else { "仓" }),
            kind: depot.keeps[0].warehouse.into(),
            valid_from: today,
        };
        stock::facility::register_warehouse(tx, &own.keyed(&format!("demo-warehouse-{w}")), book, &new)?;
    }
    for p in 0..world.scale.positions {
        let bay = NewBay { bay: depot.bay(p), name: format!("{} 廒间", p % 4 + 1), valid_from: today };
        stock::facility::register_bay(tx, &own.keyed(&format!("demo-bay-{p}")), book, &bay)?;
        let recipe = depot.recipe(p);
        let position = NewPosition {
            position: base::term::PositionCode::parse(&depot.position(p))?,
            name: format!("{}-{} 货位", p / 4 + 1, p % 4 + 1),
            form: recipe.form.into(),
            capacity: Quantity(recipe.capacity * 1_000),
            keeper: people::keeper_of(i),
            valid_from: today,
        };
        stock::facility::register_position(tx, &own.keyed(&format!("demo-position-{p}")), book, &position)?;
    }
    Ok(book)
}

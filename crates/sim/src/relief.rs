//! Relief goods of the demonstration: an inspection that sets a few tents apart, a kit, and kits put together from what the relief
//! depot holds, all through the normal acts.

use crate::people::{keeper_of, manager_of};
use crate::world::{Depot, World};
use base::ctx::{Actor, Chance, Ctx, SetClock};
use base::ledger::Done;
use base::store::Store;
use base::term::time::SECOND;
use base::term::{BookId, Fault, Instant, KitCode, Quantity, Stop, UserId};
use pack::Catalogue;
use std::sync::Arc;
use stock::allocation::{Pick, Use};
use stock::issue::{Wanted, propose};
use stock::relief::inspection::{self, NewInspection, Outcome};
use stock::relief::kit::{self, NewAssembly, NewKit, Part};

/// Item of a tent, of a quilt and of the kit made of them.
const TENT: &str = "1010101";
const QUILT: &str = "1010201";
const SET: &str = "1030302";
/// Tents and quilts in one kit, and kits put together.
const TENTS: i64 = 1_000;
const QUILTS: i64 = 4_000;
const SETS: i64 = 20;

/// Does the acts in the first relief depot that has what a kit needs; how many there were.
pub fn build(
    store: &Store,
    packs: &Arc<Catalogue>,
    (world, books): (&World, &[BookId]),
    chance: &Arc<dyn Chance>,
    end: Instant,
) -> Result<usize, Stop> {
    for (i, (depot, book)) in world.depots.iter().zip(books.iter().copied()).enumerate() {
        if depot.keeps.iter().all(|recipe| recipe.item != TENT) {
            continue;
        }
        if let Some(picks) = picks(store, packs, (depot, book), end)? {
            let maker = Maker { i, depot: depot.clone(), chance: chance.clone(), end };
            let packs = packs.clone();
            return store.write(book.0, move |tx| maker.make(tx, &packs, book, &picks));
        }
    }
    Ok(0)
}

/// Tents and quilts for the kits, by the one allocation rule; nothing if the depot has too few that may leave.
fn picks(
    store: &Store,
    packs: &Arc<Catalogue>,
    (depot, book): (&Depot, BookId),
    end: Instant,
) -> Result<Option<Vec<Pick>>, Stop> {
    let Some(recipe) = depot.keeps.iter().find(|recipe| recipe.item == TENT) else { return Ok(None) };
    let today = end.business_day();
    let wanted = |item: &str, quantity: i64| Wanted {
        scope: depot.body.code.to_string(),
        item: item.into(),
        nature: recipe.nature.into(),
        owner_level: recipe.owner_level.into(),
        quantity: Quantity(quantity * SETS),
        purpose: Use::Supply,
    };
    let (tents, quilts) = (wanted(TENT, TENTS), wanted(QUILT, QUILTS));
    store.read(|read| {
        let mut picks = Vec::new();
        for wanted in [&tents, &quilts] {
            match propose(read, packs, book, wanted, today) {
                Ok(found) => picks.extend(found),
                Err(Stop::Refused(_)) => return Ok(None),
                Err(fault) => return Err(fault),
            }
        }
        Ok(Some(picks))
    })
}

/// Who does act after act.
struct Maker {
    i: usize,
    depot: Depot,
    chance: Arc<dyn Chance>,
    end: Instant,
}

impl Maker {
    fn ctx(&self, user: &str, step: i64) -> Result<Ctx, Stop> {
        Ok(Ctx {
            actor: Actor { user: UserId::parse(user)?, org: self.depot.body.code.clone() },
            clock: SetClock::at(Instant(self.end.0 - (10 - step) * 60 * SECOND)),
            chance: self.chance.clone(),
            key: format!("demo-relief-{step}").into(),
            request: 0,
        })
    }

    fn make(
        &self,
        tx: &mut base::store::Tx<'_>,
        packs: &Catalogue,
        book: BookId,
        picks: &[Pick],
    ) -> Result<usize, Stop> {
        let part = |item: &str, thousandths| Part { item: item.into(), quantity: Quantity(thousandths) };
        let parts = vec![part(TENT, TENTS), part(QUILT, QUILTS)];
        let new = NewKit { name: "一户安置套装（演示）".into(), item: SET.into(), parts };
        let done: Done = kit::define(tx, &self.ctx(&manager_of(self.i), 1)?, packs, book, &new)?;
        let code = done.created.first().ok_or_else(|| Fault::new("a kit has a code"))?;
        let first = picks.first().ok_or_else(|| Fault::new("a kit has parts"))?;
        let new = NewAssembly {
            kit: KitCode::parse(code)?,
            quantity: Quantity(SETS * 1_000),
            position: first.position.clone(),
            picks: picks.to_vec(),
        };
        let keeper = keeper_of(self.i);
        kit::assemble(tx, &self.ctx(&keeper, 2)?, packs, book, &new)?;
        let new = NewInspection {
            lot: first.lot.clone(),
            position: first.position.clone(),
            inspected_on: self.end.business_day(),
            outcome: Outcome::Repair,
            faulty: Quantity(2_000),
            note: Some("支杆变形（演示）".into()),
            photos: Vec::new(),
        };
        inspection::inspect(tx, &self.ctx(&keeper, 3)?, packs, book, &new)?;
        Ok(3)
    }
}

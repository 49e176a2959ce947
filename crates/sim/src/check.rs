//! One autumn census of the synthetic nation: the first bureau looks at the first depot; what two inspectors measure matches the book but at
//! one position, and that is a finding the depot has still to mend.

use crate::people::{INSPECTOR, officer_of};
use crate::world::World;
use base::ctx::{Actor, Chance, Ctx, SetClock};
use base::ledger::home;
use base::store::Store;
use base::term::time::{day_from_number, number_of_day};
use base::term::{Fault, Instant, LotCode, OrgCode, PositionCode, Stop, UserId};
use jiff::civil::Date;
use pack::Catalogue;
use std::sync::Arc;
use stock::check::finding::{self, NewFinding};
use stock::check::sheet::{self, NewFound, NewSheet, NewVolume};
use stock::check::{self, Inspector, Kind, NewCheck};
use stock::worksheet::Stack;

/// Positions that are looked at.
const LOOKED_AT: usize = 4;
/// Which of them is short, and by how much of a hundred.
const SHORT: (usize, i64) = (1, 8);
/// Kilograms in a stack 20 m wide and 6 m high for each metre of its length, at 760 g/L × 1.02.
const BY_METRE: i64 = 93_024;

/// Opens the census, records and signs its sheets, opens the finding and closes the census; how many acts that took.
pub fn build(
    store: &Store,
    packs: &Arc<Catalogue>,
    world: &World,
    chance: &Arc<dyn Chance>,
    at: Instant,
) -> Result<usize, Stop> {
    let bureau = &world.bureaus[0];
    let today = at.business_day();
    let people = [officer_of(0), INSPECTOR.to_owned()];
    let act = |user: &str, key: &str| -> Result<Ctx, Stop> {
        Ok(Ctx {
            actor: Actor { user: UserId::parse(user)?, org: bureau.code.clone() },
            clock: SetClock::at(at),
            chance: chance.clone(),
            key: format!("demo-check-{key}").into(),
            request: 0,
        })
    };
    let new = census(world, &people, bureau.code.clone(), today)?;
    let objects = new.objects.clone();
    let code = bureau.code.clone();
    let book = store.write(1, move |tx| {
        home(tx, &code)?.ok_or_else(|| Fault::new("a registered organisation has a book").into())
    })?;
    let ctx = act(&people[0], "open")?;
    let opened = store.write(book.0, move |tx| check::open(tx, &ctx, book, &new))?;
    let code = opened.created[0].clone();
    let mut acts = 1;
    for (i, position) in objects.into_iter().enumerate() {
        let found = seen(store, &position, i == SHORT.0)?;
        for (k, (lot, found)) in found.into_iter().enumerate() {
            let (place, of) = (position.clone(), code.clone());
            let new = NewSheet {
                code: of.clone(),
                position: place.clone(),
                lot: lot.clone(),
                found,
                sample: lot.as_ref().map(|_| format!("P{}{k}", i + 1)),
                photos: vec![],
                note: None,
            };
            let (ctx, packs) = (act(&people[0], &format!("sheet-{i}-{k}"))?, packs.clone());
            let done = store.write(book.0, move |tx| sheet::sheet(tx, &ctx, &packs, book, &new))?;
            let (n, ctx) = (done.receipt.n, act(&people[1], &format!("sign-{i}-{k}"))?);
            store.write(book.0, move |tx| sheet::sign(tx, &ctx, book, n))?;
            acts += 2;
            if i == SHORT.0 && k == 0 && lot.is_some() {
                let new = NewFinding {
                    code: of,
                    position: place,
                    sheet: Some(n),
                    rule: Some("V-02".into()),
                    serious: true,
                    words: "实测数量比账面少，超过底稿规定的 3%".into(),
                    photos: vec![],
                    due: day_from_number(number_of_day(today) + 14),
                };
                let ctx = act(&people[0], "finding")?;
                store.write(book.0, move |tx| finding::open(tx, &ctx, book, &new))?;
                acts += 1;
            }
        }
    }
    let ctx = act(&people[0], "close")?;
    store.write(book.0, move |tx| check::close(tx, &ctx, book, &code))?;
    Ok(acts + 1)
}

/// What the inspectors find at a position: every lot, measured, or nothing at all.
fn seen(
    store: &Store,
    position: &PositionCode,
    short: bool,
) -> Result<Vec<(Option<LotCode>, NewFound)>, Stop> {
    let held = store.read(|read| stock::movement::store::stock(read, position.as_str(), ("", ""), 100))?;
    let mut found: Vec<_> = held
        .into_iter()
        .map(|(lot, _, balance)| (Some(lot.lot), measured(balance.quantity.0, short)))
        .collect();
    if found.is_empty() {
        found.push((None, NewFound::Empty));
    }
    Ok(found)
}

/// The autumn census of the first storing unit.
fn census(world: &World, people: &[String], org: OrgCode, today: Date) -> Result<NewCheck, Stop> {
    let looked_at = LOOKED_AT.min(world.scale.positions);
    let depot = &world.depots[0];
    let objects: Vec<PositionCode> =
        (0..looked_at).map(|i| PositionCode::parse(&depot.position(i))).collect::<Result<_, _>>()?;
    let inspectors: Vec<Inspector> = people
        .iter()
        .map(|user| Ok(Inspector { user: UserId::parse(user)?, org: org.clone() }))
        .collect::<Result<_, Stop>>()?;
    Ok(NewCheck {
        kind: Kind::Autumn,
        authority: format!("演检〔{}〕1号", today.year()),
        cutoff: today,
        due: day_from_number(number_of_day(today) + 30),
        objects,
        inspectors,
        wanted: None,
        instead_of: None,
    })
}

/// A stack that weighs what the book says, or less.
fn measured(kilograms: i64, short: bool) -> NewFound {
    let there = if short { kilograms / 100 * (100 - SHORT.1) } else { kilograms };
    NewFound::Volume(NewVolume {
        stack: Stack::Cuboid { length: (there * 100 / BY_METRE).max(1), width: 2_000, height: 600 },
        deductions: 0,
        test_weight: 760,
        factor: 102,
        moisture_in: Some(125),
        moisture_now: 124,
    })
}

//! Which stock leaves first, which may not leave, and that a split never loses or invents a gram.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

fn position(serial: u32) -> PositionCode {
    PositionCode::parse(&format!("91350100M000100Y430010001001{serial:02}")).unwrap()
}

fn lot(serial: u32) -> LotCode {
    LotCode::parse(&format!("91350100M000100Y43001L2026{serial:05}")).unwrap()
}

fn wheat(serial: u32, available: i64) -> Candidate {
    Candidate {
        lot: lot(serial),
        position: position(serial % 100),
        available: Quantity(available),
        item: "wheat".into(),
        nature: "110".into(),
        owner_level: "central".into(),
        expires_on: None,
        harvest_year: Some(2024),
        received_on: date(2024, 8, 1),
        quality: StorageQuality::Suitable,
        held: false,
        free_from: None,
    }
}

fn demand(quantity: i64) -> Demand {
    Demand {
        item: "wheat".into(),
        nature: "110".into(),
        owner_level: "central".into(),
        quantity: Quantity(quantity),
        purpose: Use::Supply,
        rule: Allocation::OldestHarvestFirst,
        on: date(2026, 11, 23),
    }
}

/// Allocates and reads the answer as `lot serial: quantity`.
fn check(candidates: &[Candidate], demand: &Demand, want: &[(u32, i64)]) {
    let picks = allocate(candidates, demand).unwrap();
    let have: Vec<_> = picks.iter().map(|p| (p.lot.clone(), p.quantity.0)).collect();
    let want: Vec<_> = want.iter().map(|&(serial, quantity)| (lot(serial), quantity)).collect();
    assert_eq!(have, want);
}

#[test]
fn first_to_expire_leaves_first() {
    let expiring = |serial, day| Candidate { expires_on: Some(day), ..wheat(serial, 10) };
    let stock = [wheat(1, 10), expiring(2, date(2027, 5, 1)), expiring(3, date(2026, 12, 1))];
    let by_expiry = Demand { rule: Allocation::FirstExpiredFirstOut, ..demand(25) };
    check(&stock, &by_expiry, &[(3, 10), (2, 10), (1, 5)]);
}

#[test]
fn first_in_leaves_first_whatever_its_harvest() {
    let stock = [
        Candidate { received_on: date(2026, 2, 1), harvest_year: Some(2020), ..wheat(1, 10) },
        Candidate { received_on: date(2026, 1, 1), harvest_year: Some(2025), ..wheat(2, 10) },
    ];
    check(&stock, &Demand { rule: Allocation::FirstInFirstOut, ..demand(15) }, &[(2, 10), (1, 5)]);
    check(&stock, &demand(15), &[(1, 10), (2, 5)]);
}

#[test]
fn worse_quality_then_older_harvest_then_earlier_intake_leaves_first() {
    let stock = [
        wheat(1, 10),
        Candidate { harvest_year: Some(2023), ..wheat(2, 10) },
        Candidate { received_on: date(2024, 7, 1), ..wheat(3, 10) },
        Candidate { quality: StorageQuality::SlightlyUnsuitable, harvest_year: Some(2025), ..wheat(4, 10) },
        Candidate { harvest_year: None, received_on: date(2020, 1, 1), ..wheat(5, 10) },
    ];
    check(&stock, &demand(50), &[(4, 10), (2, 10), (3, 10), (1, 10), (5, 10)]);
}

#[test]
fn a_tie_is_settled_by_the_codes() {
    let stock = [wheat(3, 10), wheat(1, 10), wheat(2, 10)];
    check(&stock, &demand(11), &[(1, 10), (2, 1)]);
}

#[test]
fn what_may_not_leave() {
    let day = date(2026, 11, 23);
    let cases: [(Candidate, Ineligible); 8] = [
        (Candidate { item: "maize".into(), ..wheat(1, 10) }, Ineligible::Item),
        (Candidate { nature: "122".into(), ..wheat(1, 10) }, Ineligible::Nature),
        (Candidate { owner_level: "city".into(), ..wheat(1, 10) }, Ineligible::OwnerLevel),
        (wheat(1, 0), Ineligible::Empty),
        (Candidate { held: true, ..wheat(1, 10) }, Ineligible::Held),
        (Candidate { free_from: Some(date(2026, 11, 24)), ..wheat(1, 10) }, Ineligible::TreatmentInterval),
        (Candidate { expires_on: Some(date(2026, 11, 22)), ..wheat(1, 10) }, Ineligible::Expired),
        (
            Candidate { quality: StorageQuality::SeverelyUnsuitable, ..wheat(1, 10) },
            Ineligible::SeverelyUnsuitable,
        ),
    ];
    for (candidate, why) in cases {
        assert_eq!(eligible(&candidate, &demand(1)), Err(why));
        assert_eq!(
            allocate(&[candidate], &demand(1)),
            Err(Shortage { asked: Quantity(1), eligible: Quantity(0) })
        );
    }
    for last_day in [
        Candidate { expires_on: Some(day), ..wheat(1, 1) },
        Candidate { free_from: Some(day), ..wheat(1, 1) },
    ] {
        assert_eq!(eligible(&last_day, &demand(1)), Ok(()));
    }
}

#[test]
fn disposal_takes_what_is_unfit_but_not_what_is_poisoned() {
    let disposal = Demand { purpose: Use::Disposal, ..demand(1) };
    let expired = Candidate {
        expires_on: Some(date(2020, 1, 1)),
        held: true,
        quality: StorageQuality::SeverelyUnsuitable,
        ..wheat(1, 1)
    };
    assert_eq!(eligible(&expired, &disposal), Ok(()));
    let treated = Candidate { free_from: Some(date(2027, 1, 1)), ..expired };
    assert_eq!(eligible(&treated, &disposal), Err(Ineligible::TreatmentInterval));
}

#[test]
fn a_shortage_names_what_there_is() {
    let stock = [wheat(1, 10), Candidate { held: true, ..wheat(2, 90) }, wheat(3, 5)];
    assert_eq!(allocate(&stock, &demand(16)), Err(Shortage { asked: Quantity(16), eligible: Quantity(15) }));
}

fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let one = (1u32..60, 0i64..1_000, 0i64..4, any::<bool>(), prop::option::of(0i16..900), 0usize..4)
        .prop_map(|(serial, available, year, held, expires, quality)| Candidate {
            harvest_year: Some(2022 + year),
            held,
            expires_on: expires.map(|days| date(2026, 1, 1).saturating_add(jiff::Span::new().days(days))),
            quality: [
                StorageQuality::Unknown,
                StorageQuality::Suitable,
                StorageQuality::SlightlyUnsuitable,
                StorageQuality::SeverelyUnsuitable,
            ][quality],
            ..wheat(serial, available)
        });
    prop::collection::vec(one, 0..20)
}

proptest! {
    #[test]
    fn an_allocation_is_exact_within_stock_and_eligible(stock in candidates(), quantity in 1i64..8_000) {
        let demand = demand(quantity);
        let eligible_total: i64 = stock.iter().filter(|c| eligible(c, &demand).is_ok()).map(|c| c.available.0).sum();
        match allocate(&stock, &demand) {
            Err(shortage) => {
                prop_assert_eq!(shortage, Shortage { asked: Quantity(quantity), eligible: Quantity(eligible_total) });
                prop_assert!(eligible_total < quantity);
            }
            Ok(picks) => {
                prop_assert_eq!(picks.iter().map(|p| p.quantity.0).sum::<i64>(), quantity);
                prop_assert!(picks.iter().all(|p| p.quantity.0 > 0));
                // All but the last pick take all there is, and nothing that should leave earlier stays behind.
                let mut usable: Vec<_> = stock.iter().filter(|c| eligible(c, &demand).is_ok()).collect();
                usable.sort_by_cached_key(|c| leaving_order(c, demand.rule));
                for (pick, candidate) in picks.iter().zip(&usable) {
                    prop_assert_eq!((&pick.lot, &pick.position), (&candidate.lot, &candidate.position));
                    prop_assert!(pick.quantity <= candidate.available);
                }
                for (pick, candidate) in picks.iter().zip(&usable).take(picks.len() - 1) {
                    prop_assert_eq!(pick.quantity, candidate.available);
                }
            }
        }
    }

    #[test]
    fn the_order_of_the_input_does_not_matter(stock in candidates(), quantity in 1i64..3_000) {
        // Codes are the last tie-breaker, so lots must be distinct for the answer to be one.
        let mut stock = stock;
        stock.sort_by_key(|c| (c.lot.clone(), c.position.clone()));
        stock.dedup_by_key(|c| (c.lot.clone(), c.position.clone()));
        let forward = allocate(&stock, &demand(quantity));
        stock.reverse();
        prop_assert_eq!(forward, allocate(&stock, &demand(quantity)));
    }
}

#[test]
fn what_expires_first_is_passed_over_only_while_it_is_usable() {
    let expiring = |serial, day| Candidate { expires_on: Some(day), ..wheat(serial, 10) };
    let (soon, later) = (expiring(1, date(2026, 12, 1)), expiring(2, date(2027, 5, 1)));
    let held = Candidate { held: true, ..soon.clone() };
    let over = expiring(1, date(2026, 11, 22));
    let other = Candidate { owner_level: "county".into(), ..soon.clone() };
    let pick = |serial: u32, quantity| Pick {
        lot: lot(serial),
        position: position(serial),
        quantity: Quantity(quantity),
    };
    let fefo = Allocation::FirstExpiredFirstOut;
    for (rule, stock, picks, expected) in [
        (fefo, vec![soon.clone(), later.clone()], vec![pick(1, 5)], None),
        (fefo, vec![soon.clone(), later.clone()], vec![pick(2, 5)], Some(1)),
        (fefo, vec![soon.clone(), wheat(2, 10)], vec![pick(2, 5)], Some(1)),
        (fefo, vec![soon.clone(), later.clone()], vec![pick(1, 9), pick(2, 1)], Some(1)),
        (fefo, vec![soon.clone(), later.clone()], vec![pick(1, 10), pick(2, 1)], None),
        (fefo, vec![held, later.clone()], vec![pick(2, 5)], None),
        (fefo, vec![over, later.clone()], vec![pick(2, 5)], None),
        (fefo, vec![other, later.clone()], vec![pick(2, 5)], None),
        (Allocation::FirstInFirstOut, vec![soon, later], vec![pick(2, 5)], None),
    ] {
        let demand = Demand { rule, ..demand(5) };
        let left = passed_over(&stock, &demand, &picks).map(|c| c.lot.clone());
        assert_eq!(left, expected.map(lot), "{picks:?}");
    }
}

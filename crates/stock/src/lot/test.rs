//! What makes a lot, and what cannot be one.

use super::*;
use crate::testing::{TODAY, WHEAT, lot_code, packs};
use jiff::civil::date;

fn wheat() -> NewLot {
    NewLot {
        item: WHEAT.into(),
        nature: "110".into(),
        owner_level: "central".into(),
        harvest_year: Some(2025),
        origin: Some("410000".into()),
        grade: Some("03".into()),
        produced_on: None,
        expires_on: None,
    }
}

fn decided(new: &NewLot) -> Result<LotFacts, LotRefusal> {
    decide(new, lot_code(1), goods(packs(), &new.item).unwrap(), TODAY)
}

#[test]
fn a_lot_is_what_its_pack_allows() {
    let nature = |nature: &str| LotRefusal::Nature { item: WHEAT.into(), nature: nature.into() };
    let level = |nature: &str, owner_level: &str| LotRefusal::OwnerLevel {
        nature: nature.into(),
        owner_level: owner_level.into(),
    };
    let cases: &[(NewLot, Result<(), LotRefusal>)] = &[
        (wheat(), Ok(())),
        (NewLot { harvest_year: None, grade: None, origin: None, ..wheat() }, Ok(())),
        (NewLot { nature: "121".into(), owner_level: "province".into(), ..wheat() }, Ok(())),
        (NewLot { nature: "999".into(), ..wheat() }, Err(nature("999"))),
        (NewLot { owner_level: "city".into(), ..wheat() }, Err(level("110", "city"))),
        (NewLot { owner_level: "emperor".into(), ..wheat() }, Err(level("110", "emperor"))),
        (NewLot { grade: Some("09".into()), ..wheat() }, Err(LotRefusal::Grade { grade: "09".into() })),
        (NewLot { harvest_year: Some(2026), ..wheat() }, Ok(())),
        (NewLot { harvest_year: Some(2027), ..wheat() }, Err(LotRefusal::Days { field: "harvest_year" })),
        (NewLot { produced_on: Some(TODAY), ..wheat() }, Ok(())),
        (
            NewLot { produced_on: Some(date(2026, 11, 24)), ..wheat() },
            Err(LotRefusal::Days { field: "produced_on" }),
        ),
        (
            NewLot { produced_on: Some(date(2026, 1, 2)), expires_on: Some(date(2026, 1, 1)), ..wheat() },
            Err(LotRefusal::Days { field: "expires_on" }),
        ),
    ];
    for (new, want) in cases {
        assert_eq!(decided(new).map(|_| ()), *want, "{new:?}");
    }
}

#[test]
fn goods_whose_life_counts_in_years_grow_old_but_do_not_expire() {
    let made = NewLot { produced_on: Some(date(2015, 6, 1)), ..wheat() };
    assert_eq!(decided(&made).unwrap().expires_on, None);
    let labelled = NewLot { expires_on: Some(date(2027, 1, 1)), ..made };
    assert_eq!(decided(&labelled).unwrap().expires_on, Some(date(2027, 1, 1)));
}

#[test]
fn goods_whose_life_counts_in_months_expire_with_it_or_earlier_by_the_label() {
    // Any item of the packs with a life in months and no more than one nature to choose.
    let (item, life) = packs()
        .items()
        .find_map(|item| {
            let goods = goods(packs(), &item.code).ok()?;
            let nature = goods.pack.nature(item.natures.first()?)?;
            let level = nature.owner_levels.first()?.code();
            let life = goods.pack.storage_life(&goods.subject(TODAY, level))?;
            matches!(life.body.limit, Limit::Months(_)).then_some(((item, nature, level), life))
        })
        .unwrap();
    let (item, nature, level) = item;
    let made = date(2026, 10, 1);
    let by_life = life.last_day(made).unwrap();
    let new = NewLot {
        item: item.code.clone(),
        nature: nature.code.clone(),
        owner_level: level.into(),
        harvest_year: None,
        grade: None,
        produced_on: Some(made),
        ..wheat()
    };
    assert_eq!(decided(&new).unwrap().expires_on, Some(by_life));
    let earlier = by_life.yesterday().unwrap();
    let (early, late) = (Some(earlier), by_life.tomorrow().ok());
    assert_eq!(decided(&NewLot { expires_on: early, ..new.clone() }).unwrap().expires_on, early);
    assert_eq!(decided(&NewLot { expires_on: late, ..new }).unwrap().expires_on, Some(by_life));
}

#[test]
fn loose_grain_of_another_year_nature_or_owner_is_another_kind() {
    let lot = crate::testing::lot();
    let same = LotRow { lot: lot_code(2), grade: None, origin: Some("320000".into()), ..lot.clone() };
    assert_eq!(lot.dedication(), same.dedication());
    for other in [
        LotRow { harvest_year: Some(2024), ..lot.clone() },
        LotRow { harvest_year: None, ..lot.clone() },
        LotRow { nature: "310".into(), ..lot.clone() },
        LotRow { owner_level: "province".into(), ..lot.clone() },
        LotRow { item: "1120102".into(), ..lot.clone() },
    ] {
        assert_ne!(lot.dedication(), other.dedication());
    }
}

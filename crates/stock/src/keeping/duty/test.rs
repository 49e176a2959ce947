//! What is due when, one line per case.

use base::term::BookId;
use jiff::civil::{Date, date};
use pack::rounds::{Infestation, Security};

use super::{WatchRow, stand};
use crate::lot::LotRow;
use crate::testing::{TODAY, balance, lot, measured, packs, position, position_code};

fn seen(on: Date) -> WatchRow {
    WatchRow {
        temperature_on: Some(on),
        highest: Some(140),
        moisture_on: Some(on),
        moisture: Some(120),
        pests_on: Some(on),
        density: Some(0),
        main_pests: Some(0),
        quarantine: Some(0),
        ..WatchRow::unseen(BookId(1), &position_code(1))
    }
}

/// Wheat received on 2025-08-01 and tested on 2026-10-01, so the next test is due half a year later.
#[test]
fn duties_are_counted_from_the_last_look_at_these_goods() {
    let at = date(2026, 11, 10);
    let never = "temperature 2025-08-02, moisture 2025-08-08, pests 2025-08-08, quality 2027-04-02";
    let wet = LotRow { latest: measured(&[("moisture", "13.1")]), ..lot() };
    for (lot, watch, want) in [
        (
            lot(),
            Some(seen(at)),
            "temperature 2026-11-25, pests 2026-12-10, moisture 2027-02-08, quality 2027-04-02",
        ),
        (lot(), None, never),
        // Seen before these goods came: as if never seen.
        (lot(), Some(seen(date(2025, 7, 31))), never),
        // The newer of the keeper's reading and the laboratory's counts.
        (
            wet.clone(),
            None,
            "temperature 2025-08-06, pests 2025-08-08, moisture 2026-10-31, quality 2027-04-02",
        ),
        (
            wet,
            Some(seen(at)),
            "temperature 2026-11-25, pests 2026-12-10, moisture 2027-02-08, quality 2027-04-02",
        ),
        // Warm grain and pests.
        (
            lot(),
            Some(WatchRow { highest: Some(251), density: Some(31), ..seen(at) }),
            "pests 2026-11-17, treat 2026-11-17, temperature 2026-11-20, moisture 2027-02-08, quality 2027-04-02",
        ),
        // Treated since: nothing to treat.
        (
            lot(),
            Some(WatchRow {
                density: Some(31),
                treated_on: Some(at),
                treated: Some("serious".into()),
                ..seen(at)
            }),
            "temperature 2026-11-25, pests 2026-12-10, moisture 2027-02-08, quality 2027-04-02",
        ),
        // After a treatment against quarantine pests, every week for three months.
        (
            lot(),
            Some(WatchRow { treated_on: Some(at), treated: Some("dangerous".into()), ..seen(at) }),
            "pests 2026-11-17, temperature 2026-11-25, moisture 2027-02-08, quality 2027-04-02",
        ),
        // Never tested: counted from intake.
        (
            LotRow { tested_on: None, ..lot() },
            Some(seen(at)),
            "quality 2026-01-31, temperature 2026-11-25, pests 2026-12-10, moisture 2027-02-08",
        ),
    ] {
        let stand = stand((lot, position(), balance(1_000, 1)), watch.as_ref(), packs(), TODAY).unwrap();
        let told: Vec<_> =
            stand.due.iter().map(|due| format!("{} {}", due.duty.code(), due.due_on)).collect();
        assert_eq!(told.join(", "), want, "{watch:?}");
    }
}

#[test]
fn classes_are_those_of_what_was_seen() {
    let at = date(2026, 11, 10);
    for (watch, want) in [
        (None, (None, None)),
        (Some(seen(at)), (Some(Security::Safe), Some(Infestation::Free))),
        (
            Some(WatchRow { moisture: Some(126), ..seen(at) }),
            (Some(Security::SemiSafe), Some(Infestation::Free)),
        ),
        (
            Some(WatchRow { moisture: Some(136), quarantine: Some(1), ..seen(at) }),
            (Some(Security::Dangerous), Some(Infestation::Dangerous)),
        ),
    ] {
        let stand = stand((lot(), position(), balance(1_000, 1)), watch.as_ref(), packs(), TODAY).unwrap();
        assert_eq!((stand.security, stand.infestation), want, "{watch:?}");
    }
}

//! What plans of jobs are refused, one line per case.

use jiff::civil::date;

use super::{JobRefusal, Kind, NewJob, check};
use crate::testing::{TODAY, position_code};

#[test]
fn a_fumigation_has_agent_dose_and_interval_and_an_aeration_none() {
    let fumigation = NewJob {
        position: position_code(1),
        kind: Kind::Fumigation,
        method: "常规熏蒸".into(),
        agent: Some("磷化铝".into()),
        dose: Some(6_000),
        interval_days: 21,
        planned_on: TODAY,
    };
    let aeration =
        NewJob { kind: Kind::Aeration, agent: None, dose: None, interval_days: 0, ..fumigation.clone() };
    let field = |field| Err(JobRefusal::Field { field });
    for (new, want) in [
        (fumigation.clone(), Ok(())),
        (aeration.clone(), Ok(())),
        (NewJob { method: " ".into(), ..aeration.clone() }, field("method")),
        (NewJob { agent: None, ..fumigation.clone() }, field("agent")),
        (NewJob { agent: Some("磷化铝".into()), ..aeration.clone() }, field("agent")),
        (NewJob { dose: Some(0), ..fumigation.clone() }, field("dose")),
        (NewJob { dose: None, ..fumigation.clone() }, field("dose")),
        (NewJob { interval_days: 366, ..fumigation.clone() }, field("interval_days")),
        (NewJob { interval_days: 1, ..aeration }, field("interval_days")),
        (NewJob { planned_on: date(2026, 11, 22), ..fumigation }, field("planned_on")),
    ] {
        assert_eq!(check(&new, TODAY), want, "{new:?}");
    }
}

//! The order of steps and the judgement of a sample, one line per case.

use base::term::Stop;

use super::{State, Step, next, pushed, register::plate_of, sample::judge};
use crate::movement::goods;
use crate::notice::Direction;
use crate::testing::{TODAY, WHEAT, packs};

/// Every step that is due; all others are refused.
#[test]
fn a_truck_does_the_step_that_is_due_and_no_other() {
    use State as S;
    let due: &[(Direction, S, Step, S)] = &[
        (Direction::In, S::Registered, Step::Sample, S::Sampled),
        (Direction::In, S::Registered, Step::Refuse, S::Refused),
        (Direction::In, S::Registered, Step::Leave, S::Left),
        (Direction::In, S::Sampled, Step::Test, S::Tested),
        (Direction::In, S::Sampled, Step::Refuse, S::Refused),
        (Direction::In, S::Sampled, Step::Leave, S::Left),
        (Direction::In, S::Tested, Step::Weigh, S::WeighedIn),
        (Direction::In, S::Tested, Step::Refuse, S::Refused),
        (Direction::In, S::Tested, Step::Leave, S::Left),
        (Direction::In, S::WeighedIn, Step::Weigh, S::WeighedIn),
        (Direction::In, S::WeighedIn, Step::Handle, S::Handled),
        (Direction::In, S::WeighedIn, Step::Refuse, S::Refused),
        (Direction::In, S::Handled, Step::Handle, S::Handled),
        (Direction::In, S::Handled, Step::Weigh, S::WeighedOut),
        (Direction::In, S::WeighedOut, Step::Weigh, S::WeighedOut),
        (Direction::In, S::WeighedOut, Step::Handle, S::WeighedOut),
        (Direction::In, S::WeighedOut, Step::Settle, S::Settled),
        (Direction::In, S::Settled, Step::Leave, S::Left),
        (Direction::In, S::Refused, Step::Leave, S::Left),
        (Direction::Out, S::Registered, Step::Weigh, S::WeighedIn),
    ];
    let mut allowed = 0;
    for direction in [Direction::In, Direction::Out] {
        for state in State::ALL {
            for step in Step::ALL {
                let got = next(direction, state, step);
                let listed =
                    |way| due.iter().find(|(d, s, t, _)| (*d, *s, *t) == (way, state, step)).map(|row| row.3);
                // What goes out differs only before the first weighing: no sample, no test.
                let want = match (direction, state) {
                    (Direction::Out, S::Registered) if step == Step::Sample => None,
                    (Direction::Out, _) => listed(Direction::Out).or(listed(Direction::In)),
                    (Direction::In, _) => listed(Direction::In),
                };
                assert_eq!(got, want, "{direction:?} {state:?} {step:?}");
                allowed += usize::from(got.is_some());
            }
        }
    }
    assert!(allowed > 30);
    for state in State::ALL {
        assert_eq!(State::from_code(state.code()), Some(state));
    }
}

#[test]
fn a_sample_is_graded_or_barred_by_the_pack() {
    let wheat = goods(packs(), WHEAT).unwrap();
    for (values, want) in [
        (
            &[
                ("moisture", "12.5"),
                ("impurity", "1.0"),
                ("test_weight", "795"),
                ("imperfect_kernels", "5.0"),
            ][..],
            Ok((Some("01"), None)),
        ),
        // Too wet is paid less for, not turned away: the premium rule prices it.
        (
            &[
                ("moisture", "13.5"),
                ("impurity", "1.4"),
                ("test_weight", "752"),
                ("imperfect_kernels", "5.0"),
            ],
            Ok((Some("03"), None)),
        ),
        // Mineral dirt has no price.
        (&[("moisture", "12.5"), ("impurity", "1.0"), ("mineral", "0.9")], Ok((None, Some(())))),
        (&[("moisture", "12.5"), ("impurity", "1.0"), ("don", "1001")], Ok((None, Some(())))),
        (&[("impurity", "1.0")], Err("pack.unmeasured")),
        (&[("moisture", "wet"), ("impurity", "1.0")], Err("quality.indicator")),
        (&[], Err("quality.empty")),
    ] {
        let written = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let got = judge(&written, wheat, "central", TODAY);
        match (&got, want) {
            (Ok((grade, barred)), Ok((want, why))) => {
                assert_eq!(grade.as_deref(), want, "{values:?}");
                assert_eq!(barred.is_some(), why.is_some(), "{values:?}: {barred:?}");
            }
            (Err(Stop::Refused(refusal)), Err(code)) => assert_eq!(refusal.code, code, "{values:?}"),
            _ => panic!("{values:?}: {got:?}"),
        }
    }
}

#[test]
fn plates_are_written_one_way() {
    for (text, want) in [
        (" 闽A·12345 ", Some("闽A12345")),
        ("粤b-d12345", Some("粤BD12345")),
        ("闽A1234学", Some("闽A1234学")),
        ("闽A", None),
        ("闽A12345678901", None),
        ("ABCDEF", None),
        ("闽A12;45", None),
    ] {
        assert_eq!(plate_of(text).ok().as_deref(), want, "{text}");
    }
}

#[test]
fn a_short_list_keeps_the_last_eight() {
    let mut list: std::sync::Arc<str> = "".into();
    (1..=10).for_each(|n| list = pushed(&list, n));
    assert_eq!(&*list, "3 4 5 6 7 8 9 10");
}

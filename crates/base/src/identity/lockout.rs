//! Counting failed logins and locking an account for a while (GB/T 22239-2019 8.1.4.1 b). Pure: the time is given.

use crate::term::Instant;
use crate::term::time::SECOND;

/// Failures in a row that lock an account (unconfirmed).
pub const FAILURES_MAX: i64 = 5;
/// How long a lock lasts, and after how long an unrepeated failure is forgotten, in minutes (unconfirmed).
pub const MINUTES: i64 = 30;

const SPAN: i64 = MINUTES * 60 * SECOND;

/// How an account stands after its failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Failures {
    /// Failures in a row.
    pub count: i64,
    /// The last of them.
    pub last: Instant,
}

impl Failures {
    /// None: after a success or a reset.
    pub const NONE: Failures = Failures { count: 0, last: Instant(0) };

    /// Until when the account is locked, if it is at this instant.
    pub fn locked_until(self, now: Instant) -> Option<Instant> {
        let until = Instant(self.last.0.saturating_add(SPAN));
        (self.count >= FAILURES_MAX && now < until).then_some(until)
    }

    /// The state after one more failure. Failures during a lock do not count, so nobody can prolong it.
    pub fn again(self, now: Instant) -> Failures {
        if self.locked_until(now).is_some() {
            return self;
        }
        let forgotten = self.count >= FAILURES_MAX || now.0.saturating_sub(self.last.0) >= SPAN;
        Failures { count: if forgotten { 1 } else { self.count + 1 }, last: now }
    }
}

#[cfg(test)]
mod test {
    use super::*;

    /// Applies failures at these minutes; the minutes of the lock's end, if locked at the last one.
    fn after(minutes: &[i64]) -> (Failures, Option<i64>) {
        let at = |minute: i64| Instant(minute * 60 * SECOND);
        let state = minutes.iter().fold(Failures::NONE, |state, minute| state.again(at(*minute)));
        let last = at(*minutes.last().unwrap());
        (state, state.locked_until(last).map(|until| until.0 / 60 / SECOND))
    }

    #[test]
    fn five_failures_lock_for_half_an_hour() {
        #[rustfmt::skip]
        let cases: [(&[i64], i64, Option<i64>); 7] = [
            (&[100], 1, None),
            (&[100, 101, 102, 103], 4, None),
            (&[100, 101, 102, 103, 104], 5, Some(134)),
            (&[100, 101, 102, 103, 104, 120], 5, Some(134)),
            (&[100, 101, 102, 103, 104, 133], 5, Some(134)),
            (&[100, 101, 102, 103, 104, 134], 1, None),
            (&[100, 101, 102, 103, 133], 1, None),
        ];
        for (minutes, count, locked) in cases {
            let (state, until) = after(minutes);
            assert_eq!((state.count, until), (count, locked), "{minutes:?}");
        }
    }

    #[test]
    fn the_lock_ends_by_itself() {
        let (state, _) = after(&[0, 0, 0, 0, 0]);
        assert!(state.locked_until(Instant(SPAN - 1)).is_some());
        assert!(state.locked_until(Instant(SPAN)).is_none());
    }
}

//! How long a session or a token lasts, and when an unused account goes to sleep. Pure: every time is given.

use crate::term::Instant;
use crate::term::time::{DAY, SECOND};

/// Minutes without a request after which a session ends (GB/T 22239-2019 8.1.4.1 b; the number is unconfirmed).
pub const IDLE_MINUTES: i64 = 15;
/// Hours after which a session ends in any case: one long shift (unconfirmed).
pub const HOURS_MAX: i64 = 12;
/// Days without a login after which an account is disabled (8.1.4.2; unconfirmed).
pub const DORMANT_DAYS: i64 = 90;
/// Days an API token may last at most (unconfirmed).
pub const TOKEN_DAYS_MAX: i64 = 366;

/// Why a session is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Nothing came for too long.
    Idle,
    /// It has lasted long enough.
    Old,
}

/// Is a session over? `created` and `seen` (its last request) are its own.
pub fn over(created: Instant, seen: Instant, now: Instant) -> Option<Over> {
    if now.0.saturating_sub(created.0) >= HOURS_MAX * 3600 * SECOND {
        Some(Over::Old)
    } else if now.0.saturating_sub(seen.0) >= IDLE_MINUTES * 60 * SECOND {
        Some(Over::Idle)
    } else {
        None
    }
}

/// Has an account been unused for so long that it is disabled? `used` is its last login, its creation or its enabling.
pub fn dormant(used: Instant, now: Instant) -> bool {
    now.0.saturating_sub(used.0) > DORMANT_DAYS * DAY
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_session_ends_when_idle_or_old() {
        let minute = |m: i64| Instant(m * 60 * SECOND);
        #[rustfmt::skip]
        let cases = [
            (0, 0, 0, None),
            (0, 0, 14, None),
            (0, 0, 15, Some(Over::Idle)),
            (0, 100, 114, None),
            (0, 719, 719, None),
            (0, 719, 720, Some(Over::Old)),
        ];
        for (created, seen, now, expected) in cases {
            assert_eq!(over(minute(created), minute(seen), minute(now)), expected, "{created} {seen} {now}");
        }
    }

    #[test]
    fn an_account_sleeps_after_ninety_days() {
        assert!(!dormant(Instant(0), Instant(90 * DAY)));
        assert!(dormant(Instant(0), Instant(90 * DAY + 1)));
    }
}

//! Why something done to an alert is refused.

use base::term::fault::{Refusal, RefusalKind, Stop};

/// Why, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertRefusal {
    /// There is no such alert in this book.
    Unknown { alert: i64 },
    /// Somebody has acknowledged it.
    Acknowledged,
    /// A suppression ends in the future, within 30 days.
    Until,
    /// Another step of the case is due, or none.
    Step { due: Option<&'static str> },
    /// The rule still finds it.
    Active,
}

impl From<AlertRefusal> for Stop {
    fn from(refusal: AlertRefusal) -> Self {
        let new = |kind, code, zh: &str, en: &str| Refusal::new(kind, code, zh, en);
        let conflict = RefusalKind::Conflict;
        match refusal {
            AlertRefusal::Unknown { alert } => Refusal::new(
                RefusalKind::NotFound,
                "alert.unknown",
                format!("本账没有预警 {alert}"),
                format!("no alert {alert} in this book"),
            )
            .at("alert"),
            AlertRefusal::Acknowledged => {
                new(conflict, "alert.acknowledged", "预警已有人确认", "the alert is acknowledged already")
            }
            AlertRefusal::Until => new(
                RefusalKind::Invalid,
                "alert.until",
                "抑制期限须在此后 30 天之内",
                "a suppression ends within the next 30 days",
            )
            .at("until"),
            AlertRefusal::Step { due } => {
                let (zh, en) = match due {
                    Some("verified") => ("下一步是核查", "the next step is to verify"),
                    Some("rectified") => ("下一步是整改", "the next step is to rectify"),
                    Some("rechecked") => ("下一步是复查", "the next step is to check again"),
                    Some(_) => ("下一步是销号", "the next step is to close"),
                    None => ("此案已销号", "the case is closed"),
                };
                new(conflict, "alert.step", zh, en).at("step")
            }
            AlertRefusal::Active => {
                new(conflict, "alert.active", "预警尚未消除，不能销号", "the alert is still active").mend(
                    "整改后等下一次读数消除预警",
                    "After rectifying, wait for the reading that clears it",
                )
            }
        }
        .into()
    }
}

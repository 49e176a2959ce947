//! What stands on every document and workbook: language, organisation, time and maker.
//! Never asks a clock: the instant is the caller's.

use jiff::{Timestamp, civil, tz};
use serde::Serialize;

/// Business days and hours are those of Asia/Shanghai, which has had one offset since 1992.
const SHANGHAI: tz::Offset = tz::offset(8);

/// Language of the labels. Values appear as the caller wrote them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The one of two words that this language asks for.
    pub(crate) fn of<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// What stands on every page or in the notes of a workbook.
#[derive(Debug, Clone, Serialize)]
pub struct Heading {
    /// Language of the labels.
    pub lang: Lang,
    /// Name of the organisation whose book the document shows.
    pub organisation: String,
    /// Instant of making in UTC microseconds; also the creation date inside the file, so equal input gives equal bytes.
    pub made_at: i64,
    /// Name of the person who made it.
    pub made_by: String,
    /// Large grey words behind the text, such as `演示数据`; `None` for a document of record.
    pub watermark: Option<String>,
}

impl Heading {
    /// Time of making as people in the business zone read it; empty for an instant outside the calendar.
    pub(crate) fn made(&self) -> String {
        let local = Timestamp::from_microsecond(self.made_at).map(|at| SHANGHAI.to_datetime(at));
        local.map(|at| at.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
    }

    /// Time of making in UTC, as files carry it.
    pub(crate) fn made_utc(&self) -> Option<civil::DateTime> {
        Some(tz::Offset::UTC.to_datetime(Timestamp::from_microsecond(self.made_at).ok()?))
    }
}

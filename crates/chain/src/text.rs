//! Small, strict readers of the text formats: canonical decimals, canonical base64, words.
//! They never guess: one value has exactly one spelling.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::Hash;

pub(crate) fn b64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Standard base64 with padding and no stray bits; `None` otherwise.
pub(crate) fn unb64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

pub(crate) fn hash(text: &str) -> Option<Hash> {
    unb64(text)?.try_into().ok()
}

/// An ASCII decimal with no sign and no leading zero, up to 2^63 - 1 so that every reader's signed integers hold it.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let canonical = !text.is_empty()
        && text.len() <= 19
        && text.bytes().all(|b| b.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    let value: u64 = if canonical { text.parse().ok()? } else { return None };
    (value <= i64::MAX as u64).then_some(value)
}

/// A name that may stand in a note or a line: not empty, no space, no control character, no plus.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

/// A quantity or total: [`decimal`] as a signed integer.
pub(crate) fn quantity(text: &str) -> Option<i64> {
    decimal(text).map(|value| value as i64)
}

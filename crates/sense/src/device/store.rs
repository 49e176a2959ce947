//! The statements of devices: by key, all of a book with their health, and noting that one was heard.

use base::store::{Read, Tx};
use base::term::fault::Fault;
use base::term::{BookId, Instant};

use super::{DeviceRow, HealthRow, KeyRow};
use crate::frame::Taken;

/// The device whose key has this digest, if it is in use.
pub fn by_key(read: &mut Read<'_>, digest: &str) -> Result<Option<DeviceRow>, Fault> {
    let Some(key) = read.list::<KeyRow>("WHERE digest = $1", &[digest.into()])?.pop() else {
        return Ok(None);
    };
    let row = read.get::<DeviceRow>(&[key.book_id.into(), key.device.as_ref().into()])?;
    Ok(row.filter(|row| row.retired_on.is_none()))
}

/// The devices of a book by code, each with its health.
pub fn all(read: &mut Read<'_>, book: BookId) -> Result<Vec<(DeviceRow, Option<HealthRow>)>, Fault> {
    let health = read.list::<HealthRow>("WHERE book_id = $1", &[book.into()])?;
    let of = |row: DeviceRow| {
        let health = health.iter().find(|h| h.device == row.device).cloned();
        (row, health)
    };
    Ok(read
        .list::<DeviceRow>("WHERE book_id = $1 ORDER BY device", &[book.into()])?
        .into_iter()
        .map(of)
        .collect())
}

/// Notes that a device was heard and what became of what it sent. `newest` is its latest reading.
pub fn heard(
    tx: &mut Tx<'_>,
    now: Instant,
    device: &DeviceRow,
    taken: &Taken,
    newest: Option<Instant>,
) -> Result<(), Fault> {
    let refusal = taken.refused.last().map(|(_, refusal)| refusal.code());
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let sql = "INSERT INTO sense_health (book_id, device, heard_at, accepted, repeated, refused, lag, refusal)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (book_id, device) DO UPDATE SET heard_at = excluded.heard_at,
            accepted = sense_health.accepted + excluded.accepted, repeated = sense_health.repeated + excluded.repeated,
            refused = sense_health.refused + excluded.refused, lag = excluded.lag,
            refusal = COALESCE(excluded.refusal, sense_health.refusal)";
    let args = [
        device.book_id.into(),
        device.device.as_ref().into(),
        now.0.into(),
        count(taken.accepted).into(),
        count(taken.repeated).into(),
        count(taken.refused.len() as u64).into(),
        newest.map_or(0, |at| now.0 - at.0).into(),
        refusal.map_or(base::store::Value::Null, Into::into),
    ];
    tx.exec_side(sql, &args).map(drop)
}

//! Devices (设备): gateways, cables, probes, meters, each with a code of its own in its organisation's book, its installation and its
//! calibration as facts. Keys and health stand beside the book: a key is a secret, and health is not history.

mod store;

use std::sync::Arc;

use base::ctx::Ctx;
use base::event::{Event, Grounds, Post, reason, record};
use base::identity::{Purpose, Secret};
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, Instant, UserId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use store::{all, by_key, heard};

record! {
    /// A device.
    pub struct DeviceRow in "sense_device", Derived, key 2 {
        book_id: BookId,
        device: Arc<str>,
        /// Index of its registration: its short name in frames.
        n: i64,
        name: Arc<str>,
        kind: Arc<str>,
        /// Where it stands: code of a site, warehouse, bay or position.
        place: Arc<str>,
        maker: Arc<str>,
        model: Arc<str>,
        /// The maker's number.
        serial: Arc<str>,
        installed_on: Date,
        calibrated_on: Option<Date>,
        /// Last day on which the calibration holds.
        calibrated_until: Option<Date>,
        retired_on: Option<Date>,
    }
}

record! {
    /// The key a device proves itself with.
    pub struct KeyRow in "sense_key", Side, key 2 {
        book_id: BookId,
        device: Arc<str>,
        /// SHA-256 of the key, hexadecimal.
        digest: Arc<str>,
        issued_at: Instant,
        issued_by: UserId,
        /// Highest number of a signed message taken so far.
        sequence: i64,
    }
}

record! {
    /// How a device has been doing.
    pub struct HealthRow in "sense_health", Side, key 2 {
        book_id: BookId,
        device: Arc<str>,
        heard_at: Instant,
        accepted: i64,
        repeated: i64,
        refused: i64,
        /// By how much its newest reading was older than its arrival, µs; negative when its clock runs ahead.
        lag: i64,
        /// Code of the last refusal.
        refusal: Option<Arc<str>>,
    }
}

/// Kinds of devices.
pub const KINDS: [&str; 9] =
    ["gateway", "cable", "probe", "weighbridge", "flow_meter", "gas", "weather", "energy_meter", "camera"];

/// A device to register; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDevice {
    /// 1 to 32 letters, digits, `-`, `_` or `.`; unique in the book.
    pub device: String,
    pub name: String,
    pub kind: String,
    pub place: String,
    pub maker: String,
    pub model: String,
    pub serial: String,
    pub installed_on: Date,
}

/// A calibration; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calibration {
    pub device: String,
    pub on: Date,
    pub until: Date,
    /// Number of the certificate.
    pub certificate: String,
}

/// The end of a device; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retirement {
    pub device: String,
    pub on: Date,
}

/// That a key was issued; the key is not in the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyIssued {
    pub device: String,
}

/// Why a device is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceRefusal {
    /// There is no such device in this book.
    Unknown { device: String },
    /// The code is taken.
    Used { device: String },
    /// It is retired.
    Retired { device: String },
    /// A field that cannot be.
    Field { field: &'static str },
}

impl From<DeviceRefusal> for Stop {
    fn from(refusal: DeviceRefusal) -> Self {
        let new = Refusal::new;
        match refusal {
            DeviceRefusal::Unknown { device } => new(
                RefusalKind::NotFound,
                "device.unknown",
                format!("本账没有设备 {device}"),
                format!("no device {device} in this book"),
            )
            .at("device"),
            DeviceRefusal::Used { device } => new(
                RefusalKind::Conflict,
                "device.used",
                format!("设备代码 {device} 已被使用"),
                format!("device code {device} is taken"),
            )
            .mend("代码不重复使用，换一个", "Codes are never used twice: choose another")
            .at("device"),
            DeviceRefusal::Retired { device } => new(
                RefusalKind::Conflict,
                "device.retired",
                format!("设备 {device} 已停用"),
                format!("device {device} is retired"),
            )
            .at("device"),
            DeviceRefusal::Field { field } => new(
                RefusalKind::Invalid,
                "device.field",
                format!("“{field}”不成立"),
                format!("“{field}” cannot be"),
            )
            .at(field),
        }
        .into()
    }
}

fn is_code(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

fn check(new: &NewDevice, org: &str) -> Result<(), DeviceRefusal> {
    let short = |text: &str, least: usize| (least..=100).contains(&text.trim().chars().count());
    let fields = [
        ("device", is_code(&new.device)),
        ("name", short(&new.name, 1)),
        ("kind", KINDS.contains(&new.kind.as_str())),
        ("place", new.place.starts_with(org) && new.place.len() <= 30),
        ("maker", short(&new.maker, 0)),
        ("model", short(&new.model, 0)),
        ("serial", short(&new.serial, 0)),
    ];
    fields
        .into_iter()
        .find(|(_, fits)| !fits)
        .map_or(Ok(()), |(field, _)| Err(DeviceRefusal::Field { field }))
}

/// Registers a device.
pub fn register(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewDevice) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let org = tx.head(book)?.org.clone();
        if tx.get::<DeviceRow>(&[book.into(), new.device.as_str().into()])?.is_some() {
            return Err(DeviceRefusal::Used { device: new.device.clone() }.into());
        }
        check(new, org.as_str())?;
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), new)?, vec![new.device.clone()]))
    })
}

/// The device of this code, unless it is retired.
fn in_use(tx: &mut Tx<'_>, book: BookId, device: &str) -> Result<DeviceRow, Stop> {
    let row = tx.get::<DeviceRow>(&[book.into(), device.into()])?;
    let row = row.ok_or_else(|| DeviceRefusal::Unknown { device: device.to_owned() })?;
    match row.retired_on {
        None => Ok(row),
        Some(_) => Err(DeviceRefusal::Retired { device: device.to_owned() }.into()),
    }
}

/// Enters a calibration.
pub fn calibrate(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Calibration) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = in_use(tx, book, &new.device)?;
        if new.on < row.installed_on || new.on > ctx.now().business_day() || new.until < new.on {
            return Err(DeviceRefusal::Field { field: "on" }.into());
        }
        if !(1..=100).contains(&new.certificate.trim().chars().count()) {
            return Err(DeviceRefusal::Field { field: "certificate" }.into());
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), new)?))
    })
}

/// Takes a device out of use; its key ends with it.
pub fn retire(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Retirement, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let row = in_use(tx, book, &new.device)?;
        if new.on < row.installed_on {
            return Err(DeviceRefusal::Field { field: "on" }.into());
        }
        tx.remove::<KeyRow>(&[book.into(), new.device.as_str().into()])?;
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), new)?))
    })
}

/// Gives a device a new key, in place of any it had. The key is returned once; asked again with the same idempotency key, it is not.
pub fn issue_key(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    device: &str,
) -> Result<(Done, Option<Secret>), Stop> {
    let mut random = [0; 32];
    ctx.chance.fill(&mut random);
    let secret = Secret::mint(Purpose::Device, random);
    let done = once(tx, ctx, book, |tx| {
        in_use(tx, book, device)?;
        tx.put(&KeyRow {
            book_id: book,
            device: device.into(),
            digest: secret.digest().into(),
            issued_at: ctx.now(),
            issued_by: ctx.actor.user.clone(),
            sequence: 0,
        })?;
        let issued = KeyIssued { device: device.to_owned() };
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &issued)?))
    })?;
    let shown = (!done.repeated).then_some(secret);
    Ok((done, shown))
}

impl Event for NewDevice {
    const ACT: &'static str = "device.register";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        tx.put(&DeviceRow {
            book_id: post.book,
            device: self.device.as_str().into(),
            n: post.n,
            name: self.name.as_str().into(),
            kind: self.kind.as_str().into(),
            place: self.place.as_str().into(),
            maker: self.maker.as_str().into(),
            model: self.model.as_str().into(),
            serial: self.serial.as_str().into(),
            installed_on: self.installed_on,
            calibrated_on: None,
            calibrated_until: None,
            retired_on: None,
        })
    }
}

fn change(
    tx: &mut Tx<'_>,
    book: BookId,
    device: &str,
    change: impl FnOnce(&mut DeviceRow),
) -> Result<(), Fault> {
    let row = tx.get::<DeviceRow>(&[book.into(), device.into()])?;
    let mut row = row.ok_or_else(|| Fault::new(format!("there is no device {device}")))?;
    change(&mut row);
    tx.put(&row)
}

impl Event for Calibration {
    const ACT: &'static str = "device.calibrate";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        change(tx, post.book, &self.device, |row| {
            row.calibrated_on = Some(self.on);
            row.calibrated_until = Some(self.until);
        })
    }
}

impl Event for Retirement {
    const ACT: &'static str = "device.retire";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        change(tx, post.book, &self.device, |row| row.retired_on = Some(self.on))
    }
}

impl Event for KeyIssued {
    const ACT: &'static str = "device.key";

    fn project(&self, _: &mut Tx<'_>, _: &Post<'_>) -> Result<(), Fault> {
        Ok(())
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_device_that_cannot_be_is_refused_at_its_field() {
        let good = NewDevice {
            device: "GW-01".into(),
            name: "1 号网关".into(),
            kind: "gateway".into(),
            place: "91350100M000100Y43001".into(),
            maker: String::new(),
            model: String::new(),
            serial: String::new(),
            installed_on: date(2026, 1, 1),
        };
        let cases: [(&str, NewDevice); 6] = [
            ("device", NewDevice { device: "GW 01".into(), ..good.clone() }),
            ("device", NewDevice { device: "x".repeat(33), ..good.clone() }),
            ("name", NewDevice { name: " ".into(), ..good.clone() }),
            ("kind", NewDevice { kind: "toaster".into(), ..good.clone() }),
            ("place", NewDevice { place: "91350100M000100X00001".into(), ..good.clone() }),
            ("serial", NewDevice { serial: "9".repeat(101), ..good.clone() }),
        ];
        assert_eq!(check(&good, "91350100M000100Y43"), Ok(()));
        for (field, new) in cases {
            assert_eq!(check(&new, "91350100M000100Y43"), Err(DeviceRefusal::Field { field }), "{new:?}");
        }
    }
}

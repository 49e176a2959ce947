//! A scan as it arrives: one position, one indicator, one instant. It is checked against the position's layout and the indicator's
//! limits of form; readings out of range are kept, for they say something about the sensor.

use base::term::fault::{Refusal, RefusalKind};
use base::term::{Instant, PositionCode};

use crate::codec::{self, AIR, Readings};
use crate::geometry::Shape;
use crate::indicator::Indicator;

/// One scan of one position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The position.
    pub position: PositionCode,
    /// The indicator's code.
    pub kind: String,
    /// When it was read, by the device's clock.
    pub at: Instant,
    /// Readings in steps of the indicator, layer by layer from the top, each row by row.
    pub values: Vec<Option<i64>>,
    /// Temperature and humidity outside, then above the grain, in tenths.
    pub air: [Option<i64>; AIR],
}

/// How far a device's clock may run ahead: 5 minutes. What is later was not measured yet.
pub const AHEAD_MAX: i64 = 300_000_000;
/// The earliest instant a reading may have, 2000-01-01: before it the clock was never set.
const EARLIEST: i64 = 946_684_800_000_000;

/// Why a scan is refused, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanRefusal {
    /// The position is not in the book of whoever sent it.
    Foreign,
    /// No indicator has this code.
    Kind,
    /// Read in the future, or by a clock that was never set.
    Clock,
    /// The position has no layout for this indicator.
    Layout,
    /// Not one value for each point of the layout.
    Points,
    /// A value that no sensor can give.
    Value,
    /// Other readings are kept for this very instant.
    Conflict,
}

impl ScanRefusal {
    /// Every reason.
    pub const ALL: [Self; 7] =
        [Self::Foreign, Self::Kind, Self::Clock, Self::Layout, Self::Points, Self::Value, Self::Conflict];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Foreign => "frame.foreign",
            Self::Kind => "frame.kind",
            Self::Clock => "frame.clock",
            Self::Layout => "frame.layout",
            Self::Points => "frame.points",
            Self::Value => "frame.value",
            Self::Conflict => "frame.conflict",
        }
    }

    /// What is wrong, Chinese and English.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Foreign => ("货位不属于发送单位", "the position is not the sender's"),
            Self::Kind => ("指标目录中没有该指标", "no indicator has this code"),
            Self::Clock => {
                ("时间在未来或时钟未校准", "the instant is in the future, or the clock was never set")
            }
            Self::Layout => ("该货位没有该指标的测点布置", "the position has no layout for this indicator"),
            Self::Points => ("读数个数与测点数不符", "there is not one value for each point"),
            Self::Value => ("读数超出可记录的范围", "a value is beyond what can be kept"),
            Self::Conflict => ("同一时刻已存有不同的读数", "other readings are kept for this instant"),
        }
    }

    /// How to mend it, Chinese and English.
    const fn mends(self) -> (&'static str, &'static str) {
        match self {
            Self::Foreign => ("只发送本单位货位的读数", "Send readings of your own positions only"),
            Self::Kind => ("使用指标目录中的代码", "Use a code of the catalogue"),
            Self::Clock => ("校准设备时钟", "Set the device's clock"),
            Self::Layout => ("先登记测点布置", "Register the layout first"),
            Self::Points => (
                "按布置的行×列×层逐点给出，缺测写 null",
                "Give every point of rows × columns × layers, null where missing",
            ),
            Self::Value => ("检查单位", "Check the unit"),
            Self::Conflict => ("读数一经收存不再更改", "Readings once kept are not changed"),
        }
    }

    /// The refusal as an act answers it.
    pub fn refusal(self) -> Refusal {
        let kind = match self {
            Self::Foreign => RefusalKind::Forbidden,
            Self::Layout | Self::Conflict => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        };
        let ((zh, en), (mend_zh, mend_en)) = (self.words(), self.mends());
        Refusal::new(kind, self.code(), zh, en).mend(mend_zh, mend_en)
    }
}

impl Scan {
    /// The indicator, when the scan can be of one and its clock can be right.
    pub fn indicator(&self, now: Instant) -> Result<&'static Indicator, ScanRefusal> {
        let indicator = Indicator::named(&self.kind).ok_or(ScanRefusal::Kind)?;
        if self.at.0 < EARLIEST || self.at.0 > now.0 + AHEAD_MAX {
            Err(ScanRefusal::Clock)
        } else {
            Ok(indicator)
        }
    }

    /// The readings and their bytes, when they fit the shape.
    pub fn packed(&self, shape: Shape) -> Result<(Readings, Vec<u8>), ScanRefusal> {
        if shape.points() != Some(self.values.len()) {
            return Err(ScanRefusal::Points);
        }
        let readings = Readings { shape, values: self.values.clone(), air: self.air };
        let bytes = codec::encode(&readings).ok_or(ScanRefusal::Value)?;
        Ok((readings, bytes))
    }
}

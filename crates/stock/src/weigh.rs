//! Weighbridge arithmetic 过磅: gross, tare and net agree and are believable, or the weighing is refused. It never rounds.

use base::term::fault::{Refusal, RefusalKind, Stop};
use serde::{Deserialize, Serialize};

use crate::worksheet::Kilograms;

pub mod frame;
pub mod slip;

/// One vehicle over the bridge, laden and empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighing {
    /// Laden weight 毛重.
    pub gross: Kilograms,
    /// Empty weight 皮重.
    pub tare: Kilograms,
    /// Net weight 净重 as the slip shows it.
    pub net: Kilograms,
}

/// Why a weighing is refused, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeighRefusal {
    /// Net is not gross less tare.
    Net { want: Kilograms },
    /// No vehicle weighs nothing, and none is heavier empty than laden.
    Tare,
    /// Heavier than any bridge can carry.
    Gross { max: Kilograms },
}

/// Capacity of the largest common weighbridge; road trains above it are weighed in parts. Unconfirmed.
pub const GROSS_MAX: Kilograms = 200_000;

impl From<WeighRefusal> for Stop {
    fn from(refusal: WeighRefusal) -> Stop {
        use RefusalKind::Invalid;
        Stop::Refused(match refusal {
            WeighRefusal::Net { want } => Refusal::new(
                Invalid,
                "weigh.net",
                format!("净重应为 {want} kg(毛重减皮重)"),
                format!("net should be {want} kg, gross less tare"),
            )
            .at("weighing"),
            WeighRefusal::Tare => Refusal::new(
                Invalid,
                "weigh.tare",
                "皮重须大于零且小于毛重",
                "tare lies between zero and gross",
            )
            .at("weighing"),
            WeighRefusal::Gross { max } => Refusal::new(
                Invalid,
                "weigh.gross",
                format!("毛重超过 {max} kg"),
                format!("gross is above {max} kg"),
            )
            .mend("分次过磅", "Weigh it in parts")
            .at("weighing"),
        })
    }
}

impl Weighing {
    /// The net weight, if the slip adds up.
    pub fn check(self) -> Result<Kilograms, WeighRefusal> {
        if self.gross > GROSS_MAX {
            return Err(WeighRefusal::Gross { max: GROSS_MAX });
        }
        if self.tare <= 0 || self.tare >= self.gross {
            return Err(WeighRefusal::Tare);
        }
        let want = self.gross - self.tare;
        if self.net == want { Ok(want) } else { Err(WeighRefusal::Net { want }) }
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn slips() {
        for (gross, tare, net, want) in [
            (48_520, 16_480, 32_040, Ok(32_040)),
            (48_520, 16_480, 32_050, Err(WeighRefusal::Net { want: 32_040 })),
            (16_480, 48_520, -32_040, Err(WeighRefusal::Tare)),
            (16_480, 16_480, 0, Err(WeighRefusal::Tare)),
            (16_480, 0, 16_480, Err(WeighRefusal::Tare)),
            (i64::MAX, i64::MIN, 0, Err(WeighRefusal::Gross { max: GROSS_MAX })),
            (200_000, 20_000, 180_000, Ok(180_000)),
        ] {
            assert_eq!(Weighing { gross, tare, net }.check(), want, "{gross} − {tare} = {net}");
        }
    }
}

//! Why a job is refused, in both languages and with how to mend it. It decides nothing.

use base::term::fault::{Refusal, RefusalKind, Stop};

use super::{Unsafe, Verdict};

/// Why a job is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobRefusal {
    /// There is no such job in this book.
    Unknown { job: String },
    /// The job is not where this act begins.
    State { job: String, state: String },
    /// A field that is missing, does not belong to this kind of job, or cannot be.
    Field { field: &'static str },
    /// An aeration without the air of the moment.
    NoAir,
    /// The air does the grain no good.
    Air { verdict: Verdict },
    /// No pack says in which air people may enter there.
    Limits { position: String },
    /// People may not enter.
    Entry(Unsafe),
}

impl From<JobRefusal> for Stop {
    fn from(refusal: JobRefusal) -> Stop {
        use JobRefusal as J;
        use RefusalKind::{Conflict, Invalid, NotFound};
        Stop::Refused(match refusal {
            J::Unknown { job } => Refusal::new(
                NotFound,
                "job.unknown",
                format!("没有作业 {job}"),
                format!("there is no job {job}"),
            )
            .at("job"),
            J::State { job, state } => Refusal::new(
                Conflict,
                "job.state",
                format!("作业 {job} 处于“{state}”,不能这样办理"),
                format!("job {job} is “{state}”; this cannot be done now"),
            )
            .mend(
                "按计划、批准、开始、结束、解除的次序办理",
                "Plan, approve, start, end, clear, in this order",
            ),
            J::Field { field } => Refusal::new(
                Invalid,
                "job.field",
                format!("“{field}”缺失、不适用或数值不可能"),
                format!("“{field}” is missing, does not apply, or cannot be"),
            )
            .mend(
                "熏蒸须写药剂、用量和间隔期;通风不写",
                "A fumigation has agent, dose and interval; an aeration has none",
            )
            .at(field),
            J::NoAir => Refusal::new(
                Invalid,
                "job.no_air",
                "通风须填写当时气温气湿,且货位有粮温和水分记录",
                "an aeration starts with the air of the moment and known grain temperature and moisture",
            )
            .mend(
                "先做粮情检查,再填写气温、气湿",
                "Record a round first, then give air temperature and humidity",
            )
            .at("temperature"),
            J::Air { verdict } => air(verdict),
            J::Limits { position } => Refusal::new(
                Conflict,
                "job.limits",
                format!("货位 {position} 无货,或品类包没有进仓限值"),
                format!("position {position} is empty, or no pack says in which air people may enter"),
            ),
            J::Entry(why) => entry(why),
        })
    }
}

fn air(verdict: Verdict) -> Refusal {
    let (zh, en) = match verdict {
        Verdict::Warm => ("粮气温差不足", "the air is not enough colder than the grain"),
        Verdict::Damp => ("空气湿度高于粮食平衡湿度", "the air is damper than the grain's own"),
        _ => ("可能结露", "dew could fall on the grain"),
    };
    let (zh, en) = (format!("{zh},不宜通风"), format!("{en}: aeration does no good"));
    Refusal::new(RefusalKind::Conflict, "job.air", zh, en)
        .mend("等待合适天气;确需通风的写明原因", "Wait for better air, or say why it must be now")
        .at("why")
}

fn entry(why: Unsafe) -> Refusal {
    let (zh, en) = match why {
        Unsafe::Unmeasured => ("氧气和磷化氢须都测", "oxygen and phosphine must both be measured"),
        Unsafe::Oxygen => ("氧气浓度超出进仓限值", "oxygen is outside the limits for entering"),
        Unsafe::Phosphine => ("磷化氢浓度高于进仓限值", "phosphine is above the limit for entering"),
    };
    Refusal::new(
        RefusalKind::Conflict,
        "job.entry",
        format!("{zh},不得进仓"),
        format!("{en}: nobody may enter"),
    )
    .mend("继续散气后复测", "Let the gas out and measure again")
    .at("phosphine")
}

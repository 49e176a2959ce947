//! Why a step of a trip is refused.

use base::term::fault::{Refusal, RefusalKind, Stop};
use pack::Doubt;

use super::{State, Step};

/// Why a step is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TripRefusal {
    /// There is no such trip in this book.
    Unknown { trip: String },
    /// There is no such sample waiting in this book.
    Sample { sample: String },
    /// The step is not due.
    Order { step: Step, state: State },
    /// The notice is fulfilled.
    Fulfilled { notice: String },
    /// Not a plate.
    Plate,
    /// The truck has not left since its last trip.
    Inside { trip: String },
    /// Name or telephone number of the driver missing or too long.
    Driver { field: &'static str },
    /// The person did an earlier step that excludes this one.
    SamePerson { earlier: Step },
    /// The goods may not enter.
    Barred { why: String },
    /// A weight that no truck has.
    Weight,
    /// The reading is not of this truck, too old or not that weight.
    Reading { why: &'static str },
    /// A doubt that the rule refuses.
    Doubt { doubt: Doubt },
    /// Net weight is not above zero.
    Net,
    /// Goods that go name the lot they are taken from.
    Lot,
    /// Goods of another item or nature than the notice's.
    Goods,
}

fn step_words(step: Step) -> (&'static str, &'static str) {
    match step {
        Step::Sample => ("扦样", "sampling"),
        Step::Test => ("检验", "testing"),
        Step::Weigh => ("过磅", "weighing"),
        Step::Handle => ("卸装", "unloading or loading"),
        Step::Settle => ("结算", "settlement"),
        Step::Refuse => ("拒收", "refusal"),
        Step::Leave => ("离场", "departure"),
    }
}

impl TripRefusal {
    /// Kind, code and the field at fault.
    fn class(&self) -> (RefusalKind, &'static str, &'static str) {
        use RefusalKind::{Conflict, Forbidden, Invalid, NotFound};
        match self {
            Self::Unknown { .. } => (NotFound, "trip.unknown", "trip"),
            Self::Sample { .. } => (NotFound, "trip.sample", "sample"),
            Self::Order { .. } => (Conflict, "trip.order", ""),
            Self::Fulfilled { .. } => (Conflict, "trip.fulfilled", "notice"),
            Self::Plate => (Invalid, "trip.plate", "plate"),
            Self::Inside { .. } => (Conflict, "trip.inside", "plate"),
            Self::Driver { field } => (Invalid, "trip.driver", field),
            Self::SamePerson { .. } => (Forbidden, "trip.same_person", ""),
            Self::Barred { .. } => (Conflict, "trip.barred", ""),
            Self::Weight => (Invalid, "trip.weight", "kilograms"),
            Self::Reading { .. } => (Conflict, "trip.reading", ""),
            Self::Doubt { .. } => (Conflict, "trip.doubt", ""),
            Self::Net => (Conflict, "trip.net", ""),
            Self::Lot => (Invalid, "trip.lot", "lot"),
            Self::Goods => (Conflict, "trip.goods", "lot"),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Unknown { trip } => format!("本账没有车次 {trip}"),
            Self::Sample { sample } => format!("没有待检样品 {sample}"),
            Self::Order { step, state } => {
                format!("车次{}，现在不能{}", state.label().0, step_words(*step).0)
            }
            Self::Fulfilled { notice } => format!("通知单 {notice} 的数量已满"),
            Self::Plate => "车牌号无效".into(),
            Self::Inside { trip } => format!("该车还有未离场的车次 {trip}"),
            Self::Driver { .. } => "司机姓名或电话无效".into(),
            Self::SamePerson { earlier } => format!("{}人不得再办理本步骤", step_words(*earlier).0),
            Self::Barred { why } => format!("检验不合格：{why}，不得入库"),
            Self::Weight => "重量不可能".into(),
            Self::Reading { why } => format!("磅房读数不可用（{why}）"),
            Self::Doubt { doubt } => format!("规则不准放行：{}", doubt.label().zh),
            Self::Net => "净重须大于零".into(),
            Self::Lot => "出库须写明批次".into(),
            Self::Goods => "批次的品种、性质、粮权或年度与通知单不符".into(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Unknown { trip } => format!("this book has no trip {trip}"),
            Self::Sample { sample } => format!("there is no sample {sample} to test"),
            Self::Order { step, state } => {
                format!("the truck is {}; {} is not due", state.label().1, step_words(*step).1)
            }
            Self::Fulfilled { notice } => format!("notice {notice} is fulfilled"),
            Self::Plate => "not a number plate".into(),
            Self::Inside { trip } => format!("the truck is still inside on trip {trip}"),
            Self::Driver { .. } => "the driver's name or telephone number is not valid".into(),
            Self::SamePerson { earlier } => {
                format!("whoever did the {} may not do this step", step_words(*earlier).1)
            }
            Self::Barred { why } => format!("the goods failed on {why} and may not enter"),
            Self::Weight => "no truck has this weight".into(),
            Self::Reading { why } => format!("the reading cannot be used ({why})"),
            Self::Doubt { doubt } => format!("the rule refuses: {}", doubt.label().en),
            Self::Net => "the net weight must be above zero".into(),
            Self::Lot => "goods that go name their lot".into(),
            Self::Goods => "the lot is of another item, nature, owner or year than the notice".into(),
        }
    }

    /// How to mend it, in both languages; empty when nothing can be done.
    fn mend(&self) -> (&'static str, &'static str) {
        match self {
            Self::Order { .. } => ("按步骤条办理下一步", "Do the step that is due"),
            Self::Fulfilled { .. } => ("另发一张通知单", "Issue another notice"),
            Self::Plate => {
                ("写 5 至 10 位车牌号，例如 闽A12345", "Write the 5 to 10 characters of the plate")
            }
            Self::Inside { .. } => ("先办理该车次离场", "Let that trip leave first"),
            Self::SamePerson { .. } => ("请另一位有权人员办理", "Ask another authorised person"),
            Self::Barred { .. } => ("办理拒收", "Refuse the delivery"),
            Self::Reading { .. } => (
                "等示值稳定后再取数，或手工录入并写明原因",
                "Take it again when the display is steady, or enter it by hand with the reason",
            ),
            Self::Doubt { .. } => ("核实后复磅，或减载", "Check and weigh again, or take load off"),
            Self::Net => ("核对毛重和皮重，必要时复磅", "Check gross and tare, weigh again if need be"),
            _ => ("", ""),
        }
    }
}

impl From<TripRefusal> for Stop {
    fn from(refusal: TripRefusal) -> Stop {
        let (kind, code, field) = refusal.class();
        let (zh, en) = refusal.mend();
        Stop::Refused(Refusal::new(kind, code, refusal.zh(), refusal.en()).mend(zh, en).at(field))
    }
}

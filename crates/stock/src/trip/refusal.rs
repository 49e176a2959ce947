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

impl From<TripRefusal> for Stop {
    fn from(refusal: TripRefusal) -> Stop {
        use RefusalKind::{Conflict, Forbidden, Invalid, NotFound};
        use TripRefusal as T;
        Stop::Refused(match refusal {
            T::Unknown { trip } => Refusal::new(
                NotFound,
                "trip.unknown",
                format!("本账没有车次 {trip}"),
                format!("this book has no trip {trip}"),
            )
            .at("trip"),
            T::Sample { sample } => Refusal::new(
                NotFound,
                "trip.sample",
                format!("没有待检样品 {sample}"),
                format!("there is no sample {sample} to test"),
            )
            .at("sample"),
            T::Order { step, state } => {
                let ((zh, en), (at_zh, at_en)) = (step_words(step), state.label());
                Refusal::new(
                    Conflict,
                    "trip.order",
                    format!("车次{at_zh}，现在不能{zh}"),
                    format!("the truck is {at_en}; {en} is not due"),
                )
                .mend("按步骤条办理下一步", "Do the step that is due")
            }
            T::Fulfilled { notice } => Refusal::new(
                Conflict,
                "trip.fulfilled",
                format!("通知单 {notice} 的数量已满"),
                format!("notice {notice} is fulfilled"),
            )
            .mend("另发一张通知单", "Issue another notice")
            .at("notice"),
            T::Plate => Refusal::new(Invalid, "trip.plate", "车牌号无效", "not a number plate")
                .mend("写 5 至 10 位车牌号，例如 闽A12345", "Write the 5 to 10 characters of the plate")
                .at("plate"),
            T::Inside { trip } => Refusal::new(
                Conflict,
                "trip.inside",
                format!("该车还有未离场的车次 {trip}"),
                format!("the truck is still inside on trip {trip}"),
            )
            .mend("先办理该车次离场", "Let that trip leave first")
            .at("plate"),
            T::Driver { field } => Refusal::new(
                Invalid,
                "trip.driver",
                "司机姓名或电话无效",
                "the driver's name or telephone number is not valid",
            )
            .at(field),
            T::SamePerson { earlier } => {
                let (zh, en) = step_words(earlier);
                Refusal::new(
                    Forbidden,
                    "trip.same_person",
                    format!("{zh}人不得再办理本步骤"),
                    format!("whoever did the {en} may not do this step"),
                )
                .mend("请另一位有权人员办理", "Ask another authorised person")
            }
            T::Barred { why } => Refusal::new(
                Conflict,
                "trip.barred",
                format!("检验不合格：{why}，不得入库"),
                format!("the goods failed on {why} and may not enter"),
            )
            .mend("办理拒收", "Refuse the delivery"),
            T::Weight => {
                Refusal::new(Invalid, "trip.weight", "重量不可能", "no truck has this weight").at("kilograms")
            }
            T::Reading { why } => Refusal::new(
                Conflict,
                "trip.reading",
                format!("磅房读数不可用（{why}）"),
                format!("the reading cannot be used ({why})"),
            )
            .mend(
                "等示值稳定后再取数，或手工录入并写明原因",
                "Take it again when the display is steady, or enter it by hand with the reason",
            ),
            T::Doubt { doubt } => {
                let label = doubt.label();
                Refusal::new(
                    Conflict,
                    "trip.doubt",
                    format!("规则不准放行：{}", label.zh),
                    format!("the rule refuses: {}", label.en),
                )
                .mend("核实后复磅，或减载", "Check and weigh again, or take load off")
            }
            T::Net => Refusal::new(Conflict, "trip.net", "净重须大于零", "the net weight must be above zero")
                .mend("核对毛重和皮重，必要时复磅", "Check gross and tare, weigh again if need be"),
            T::Lot => {
                Refusal::new(Invalid, "trip.lot", "出库须写明批次", "goods that go name their lot").at("lot")
            }
            T::Goods => Refusal::new(
                Conflict,
                "trip.goods",
                "批次的品种、性质或粮权与通知单不符",
                "the lot is of another item, nature or owner than the notice",
            )
            .at("lot"),
        })
    }
}

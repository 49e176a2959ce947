//! Why an act about relief goods is refused.

use base::term::Quantity;
use base::term::fault::{Refusal, RefusalKind, Stop};

/// Why an act about relief goods is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReliefRefusal {
    /// The pack of the item has no condition to inspect.
    Uninspected { item: String },
    /// Good goods have no faulty part, and others have one.
    Faulty,
    /// There is no such kit in this book.
    Kit { kit: String },
    /// The lot is no lot of kits.
    NoKit { lot: String },
    /// The parts are not the bill of goods times the number of kits.
    Bill { item: String, asked: Quantity, given: Quantity },
    /// Parts of different natures or owners.
    Owners,
    /// Less of that lot is in these kits.
    NotInside { source: String, left: Quantity },
}

impl From<ReliefRefusal> for Stop {
    fn from(refusal: ReliefRefusal) -> Stop {
        use RefusalKind::{Conflict, Invalid, NotFound};
        use ReliefRefusal as R;
        Stop::Refused(match refusal {
            R::Uninspected { item } => Refusal::new(
                Invalid,
                "relief.uninspected",
                format!("品种 {item} 的品类包没有“外观与性能”指标"),
                format!("the pack of item {item} has no condition to inspect"),
            )
            .mend("按质量检验登记", "Record a quality test instead")
            .at("lot"),
            R::Faulty => Refusal::new(
                Invalid,
                "relief.faulty",
                "结果为完好时不填问题数量，其他结果须填",
                "a good result has no faulty quantity, and any other result has one",
            )
            .mend("填写待维修或待报废的数量", "Enter how much is to be repaired or scrapped")
            .at("faulty"),
            R::Kit { kit } => Refusal::new(
                NotFound,
                "kit.unknown",
                format!("本账没有套装 {kit}"),
                format!("this book has no kit {kit}"),
            )
            .mend("先定义套装", "Define the kit first")
            .at("kit"),
            R::NoKit { lot } => Refusal::new(
                Conflict,
                "kit.not_a_kit",
                format!("批次 {lot} 不是组套而成"),
                format!("lot {lot} was not put together as kits"),
            )
            .at("lot"),
            R::Bill { item, asked, given } => Refusal::new(
                Conflict,
                "kit.bill",
                format!("品种 {item} 按清单应为 {asked}，所列 {given}"),
                format!("by the bill of goods {asked} of item {item} belongs there, {given} is given"),
            )
            .mend("按清单乘套数填写各批次数量", "Give the bill of goods times the number of kits")
            .at("picks"),
            R::Owners => Refusal::new(
                Conflict,
                "kit.owners",
                "不同性质或权属的物资不得组成一套",
                "goods of different natures or owners do not meet in one kit",
            )
            .mend("选择同性质、同权属的批次", "Choose lots of one nature and owner")
            .at("picks"),
            R::NotInside { source, left } => Refusal::new(
                Conflict,
                "kit.not_inside",
                format!("套装内批次 {source} 只有 {left}"),
                format!("these kits hold {left} of lot {source}"),
            )
            .mend("按套装的来源批次填写", "Name the lots the kits were made from")
            .at("picks"),
        })
    }
}

//! Why a transfer act is refused.

use base::term::Quantity;
use base::term::fault::{Refusal, RefusalKind, Stop};

/// Why a transfer act is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransferRefusal {
    /// There is no such consignment or line, or it is not on its way to this organisation.
    Unknown { consignment: String },
    /// A carrier or destination that cannot be.
    Field { field: &'static str },
    /// The directive sends the goods elsewhere.
    Destination { destination: String },
    /// The position is not on the site the goods were sent to.
    Elsewhere { to_site: String },
    /// The receiver, or the sender, has closed it.
    State { state: String },
    /// More than is still on the road.
    Over { open: Quantity, asked: Quantity },
    /// Nothing is missing, so there is nothing to dispute or settle.
    NoVariance,
    /// Less arrived than was sent, and no reason was given.
    Variance { missing: Quantity },
}

impl TransferRefusal {
    /// Kind, code and the field at fault.
    fn class(&self) -> (RefusalKind, &'static str, &'static str) {
        use RefusalKind::{Conflict, Invalid, NotFound};
        match self {
            Self::Unknown { .. } => (NotFound, "transfer.unknown", "consignment"),
            Self::Field { field } => (Invalid, "transfer.field", field),
            Self::Destination { .. } => (Conflict, "transfer.destination", "to_site"),
            Self::Elsewhere { .. } => (Conflict, "transfer.elsewhere", "position"),
            Self::State { .. } => (Conflict, "transfer.state", ""),
            Self::Over { .. } => (Conflict, "transfer.over", "quantity"),
            Self::NoVariance => (Conflict, "transfer.no_variance", ""),
            Self::Variance { .. } => (Invalid, "transfer.variance", "why"),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Unknown { consignment } => format!("没有发往本单位的在途批 {consignment} 或该行"),
            Self::Field { field } => format!("“{field}”缺失或无效"),
            Self::Destination { destination } => format!("指令规定调往 {destination}"),
            Self::Elsewhere { to_site } => format!("该货位不在目的库区 {to_site}"),
            Self::State { state } => format!("在途批的状态为“{state}”"),
            Self::Over { open, asked } => format!("在途仅 {open},不能到货 {asked}"),
            Self::NoVariance => "收发一致,无差异可处理".into(),
            Self::Variance { missing } => format!("短少 {missing},须填写原因"),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Unknown { consignment } => {
                format!("no consignment {consignment}, or no such line, is on its way here")
            }
            Self::Field { field } => format!("“{field}” is missing or not valid"),
            Self::Destination { destination } => format!("the directive sends the goods to {destination}"),
            Self::Elsewhere { to_site } => format!("the position is not on the destination site {to_site}"),
            Self::State { state } => format!("the consignment is “{state}”"),
            Self::Over { open, asked } => format!("{open} is still on the road, {asked} cannot arrive"),
            Self::NoVariance => "what arrived is what was sent; there is no variance".into(),
            Self::Variance { missing } => format!("{missing} is missing; a reason is required"),
        }
    }

    /// How to mend it, in both languages; empty when nothing can be done.
    fn mend(&self) -> (&'static str, &'static str) {
        match self {
            Self::Over { .. } => ("多出部分另行登记", "Record what is beyond it separately"),
            Self::Variance { .. } => ("写明短少原因", "Say why it is missing"),
            _ => ("", ""),
        }
    }
}

impl From<TransferRefusal> for Stop {
    fn from(refusal: TransferRefusal) -> Stop {
        let (kind, code, field) = refusal.class();
        let (zh, en) = refusal.mend();
        Stop::Refused(Refusal::new(kind, code, refusal.zh(), refusal.en()).mend(zh, en).at(field))
    }
}

//! Why a directive is refused, or does not cover what is to leave.

use base::term::Quantity;
use base::term::fault::{Refusal, RefusalKind, Stop};
use jiff::civil::Date;

/// Why a directive is refused, or does not cover what is to leave, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectiveRefusal {
    /// Goods of this nature leave under a directive only (V-01).
    Required { nature: String },
    /// There is no such directive or line.
    Unknown { directive: String },
    /// Not yet approved, or revoked.
    State { directive: String, state: String },
    /// Outside its days.
    Validity { from: Date, to: Date },
    /// For another purpose.
    Purpose { purpose: String },
    /// The goods lie outside the line's scope.
    Scope { scope: String },
    /// Another item, nature or owner level than the line's.
    Goods { field: &'static str },
    /// More than is left of the line (V-01).
    Exhausted { left: Quantity, asked: Quantity },
    /// A field of a new directive that cannot be.
    Field { field: &'static str },
    /// Directives are made in the book of the organisation that issues them.
    Foreign,
}

impl DirectiveRefusal {
    /// Kind, code and the field at fault.
    fn class(&self) -> (RefusalKind, &'static str, &'static str) {
        use RefusalKind::{Conflict, Forbidden, Invalid, NotFound};
        match self {
            Self::Required { .. } => (Forbidden, "directive.required", "directive"),
            Self::Unknown { .. } => (NotFound, "directive.unknown", "directive"),
            Self::State { .. } => (Conflict, "directive.state", "directive"),
            Self::Validity { .. } => (Conflict, "directive.validity", "directive"),
            Self::Purpose { .. } => (Conflict, "directive.purpose", "directive"),
            Self::Scope { .. } => (Conflict, "directive.scope", "position"),
            Self::Goods { field } => (Conflict, "directive.goods", field),
            Self::Exhausted { .. } => (Conflict, "directive.exhausted", "quantity"),
            Self::Field { field } => (Invalid, "directive.field", field),
            Self::Foreign => (Forbidden, "directive.foreign", ""),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Required { nature } => format!("性质 {nature} 的物资须凭指令出库"),
            Self::Unknown { directive } => format!("没有指令 {directive} 或该行"),
            Self::State { directive, state } => format!("指令 {directive} 的状态为“{state}”"),
            Self::Validity { from, to } => format!("指令有效期为 {from} 至 {to}"),
            Self::Purpose { purpose } => format!("指令用途为“{purpose}”"),
            Self::Scope { scope } => format!("指令只限 {scope} 范围内的库存"),
            Self::Goods { field } => format!("与指令的“{field}”不符"),
            Self::Exhausted { left, asked } => format!("指令余量 {left},不足 {asked}"),
            Self::Field { field } => format!("“{field}”缺失或无效"),
            Self::Foreign => "指令只能由签发单位办理".into(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Required { nature } => format!("goods of nature {nature} leave under a directive only"),
            Self::Unknown { directive } => format!("there is no directive {directive} or no such line"),
            Self::State { directive, state } => format!("directive {directive} is “{state}”"),
            Self::Validity { from, to } => format!("the directive holds from {from} to {to}"),
            Self::Purpose { purpose } => format!("the directive is for “{purpose}”"),
            Self::Scope { scope } => format!("the directive covers stock in {scope} only"),
            Self::Goods { field } => format!("the goods are not of the directive's “{field}”"),
            Self::Exhausted { left, asked } => {
                format!("{left} is left of the directive, {asked} was asked for")
            }
            Self::Field { field } => format!("“{field}” is missing or not valid"),
            Self::Foreign => "only the organisation that issues a directive may do this".into(),
        }
    }

    /// How to mend it, in both languages; empty when nothing can be done.
    fn mend(&self) -> (&'static str, &'static str) {
        match self {
            Self::Required { .. } => ("先取得已批准的指令", "Obtain an approved directive first"),
            Self::State { .. } => ("须由第二人批准后方可执行", "A second officer must approve it first"),
            Self::Exhausted { .. } => ("减少数量或申请新指令", "Ask for less or for another directive"),
            _ => ("", ""),
        }
    }
}

impl From<DirectiveRefusal> for Refusal {
    fn from(refusal: DirectiveRefusal) -> Refusal {
        let (kind, code, field) = refusal.class();
        let (zh, en) = refusal.mend();
        Refusal::new(kind, code, refusal.zh(), refusal.en()).mend(zh, en).at(field)
    }
}

impl From<DirectiveRefusal> for Stop {
    fn from(refusal: DirectiveRefusal) -> Stop {
        Stop::Refused(refusal.into())
    }
}

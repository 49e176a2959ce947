//! The two ways an act can fail: a [`Refusal`] (expected, told to the caller, nothing was written) and a [`Fault`]
//! (unexpected, told to the operator). Never a third way.

use std::fmt;

/// What an act returns instead of a result.
#[derive(Debug)]
pub enum Stop {
    /// The act may not be done; the caller can mend it.
    Refused(Refusal),
    /// The machine failed; the operator must look.
    Fault(Fault),
}

/// An expected "no": a stable code, what was wrong, where, and how to mend it, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Stable machine-readable code, `noun.reason`, e.g. `directive.exhausted`.
    pub code: &'static str,
    /// What was wrong, Chinese.
    pub zh: String,
    /// What was wrong, English.
    pub en: String,
    /// How to mend it, Chinese then English; empty when nothing can be done.
    pub mend_zh: &'static str,
    /// How to mend it, English.
    pub mend_en: &'static str,
    /// The request field at fault, as a JSON pointer without the leading slash; empty when none.
    pub field: &'static str,
    /// What kind of no it is: decides the HTTP status at the edge.
    pub kind: RefusalKind,
}

/// The kinds of refusal, from the caller's point of view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// The request itself is malformed or breaks a rule of form.
    Invalid,
    /// The thing named does not exist (or the caller may not know that it does).
    NotFound,
    /// The caller lacks the right.
    Forbidden,
    /// The state of the books forbids it (stock, quantity, already done).
    Conflict,
}

impl Refusal {
    /// A refusal of the given kind; mends and field are added by the `with_*` functions.
    pub fn new(kind: RefusalKind, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, zh: zh.into(), en: en.into(), mend_zh: "", mend_en: "", field: "", kind }
    }

    /// The same refusal, saying how to mend it.
    pub fn mend(mut self, zh: &'static str, en: &'static str) -> Self {
        self.mend_zh = zh;
        self.mend_en = en;
        self
    }

    /// The same refusal, naming the field at fault.
    pub fn at(mut self, field: &'static str) -> Self {
        self.field = field;
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} / {}", self.code, self.zh, self.en)
    }
}

impl std::error::Error for Refusal {}

/// An unexpected failure, with the chain of what was being done.
#[derive(Debug)]
pub struct Fault {
    /// What the operator or the writer should do about it.
    pub kind: FaultKind,
    /// What happened, outermost context first.
    pub what: String,
}

/// What is to be done about a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Somebody else changed the same books first: reload and try again.
    Conflict,
    /// The store is busy or unreachable: try again later.
    Retry,
    /// A row that must be unique was there already.
    Duplicate,
    /// Disk, database, data: an operator must look.
    Operator,
}

impl Fault {
    /// A fault an operator must look at.
    pub fn new(what: impl Into<String>) -> Self {
        Self { kind: FaultKind::Operator, what: what.into() }
    }

    /// A fault of a given kind.
    pub fn of(kind: FaultKind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into() }
    }

    /// The same fault, with what was being done put in front.
    pub fn during(mut self, doing: impl fmt::Display) -> Self {
        self.what = format!("{doing}: {}", self.what);
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?})", self.what, self.kind)
    }
}

impl std::error::Error for Fault {}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(r) => r.fmt(f),
            Self::Fault(x) => x.fmt(f),
        }
    }
}

impl std::error::Error for Stop {}

impl Stop {
    /// The refusal inside, if it is one. Handy in tests of refusals.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(r) => Some(r),
            Self::Fault(_) => None,
        }
    }
}

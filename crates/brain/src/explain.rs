//! How a result says where it comes from: a tree of named figures down to inputs and parameters, each parameter with how well
//! it is founded. It never judges and never rounds.

/// How well a parameter is founded; the same three words as in category packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Found in the named source.
    Confirmed,
    /// Known to practitioners, the text was not at hand.
    NeedsCitation,
    /// Unsure or varying; shown as 待确认 until an authority confirms it.
    Unconfirmed,
}

impl Status {
    /// The stable word for wire and database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::NeedsCitation => "needs_citation",
            Self::Unconfirmed => "unconfirmed",
        }
    }
}

/// A number that somebody set, with how well it is founded. Its unit is that of the field it stands in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// The number.
    pub value: f64,
    /// How well it is founded.
    pub status: Status,
}

impl Parameter {
    /// A parameter with its status.
    pub const fn new(value: f64, status: Status) -> Self {
        Self { value, status }
    }
}

/// Where a figure of an explanation comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Measured or reported: it stands in the caller's facts.
    Input,
    /// Set in a pack or in a published definition.
    Parameter(Status),
    /// Computed from its parts.
    Computed,
}

/// One figure of an explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Stable key.
    pub code: &'static str,
    /// Name in Chinese.
    pub zh: &'static str,
    /// Name in English.
    pub en: &'static str,
    /// The figure.
    pub value: f64,
    /// Its unit; empty for a pure number.
    pub unit: &'static str,
    /// Where it comes from.
    pub origin: Origin,
    /// What it was computed from.
    pub parts: Vec<Part>,
}

impl Part {
    /// A figure out of the caller's facts. `names` are key, Chinese and English.
    pub fn input(names: [&'static str; 3], value: f64, unit: &'static str) -> Self {
        Self::of(names, value, unit, Origin::Input, Vec::new())
    }

    /// A figure that somebody set.
    pub fn parameter(names: [&'static str; 3], parameter: Parameter, unit: &'static str) -> Self {
        Self::of(names, parameter.value, unit, Origin::Parameter(parameter.status), Vec::new())
    }

    /// A figure computed from `parts`.
    pub fn computed(names: [&'static str; 3], value: f64, unit: &'static str, parts: Vec<Part>) -> Self {
        Self::of(names, value, unit, Origin::Computed, parts)
    }

    fn of(
        [code, zh, en]: [&'static str; 3],
        value: f64,
        unit: &'static str,
        origin: Origin,
        parts: Vec<Part>,
    ) -> Self {
        Self { code, zh, en, value, unit, origin, parts }
    }

    /// The least founded parameter below this figure; `None` when no parameter took part.
    pub fn weakest(&self) -> Option<Status> {
        let own = match self.origin {
            Origin::Parameter(status) => Some(status),
            Origin::Input | Origin::Computed => None,
        };
        own.max(self.parts.iter().filter_map(Part::weakest).max())
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_result_is_only_as_well_founded_as_its_weakest_parameter() {
        let names = ["a", "甲", "a"];
        let parameter = |status| Part::parameter(names, Parameter::new(1.0, status), "");
        let cases = [
            (vec![], None),
            (vec![Status::Confirmed], Some(Status::Confirmed)),
            (vec![Status::Unconfirmed, Status::Confirmed], Some(Status::Unconfirmed)),
            (vec![Status::Confirmed, Status::NeedsCitation], Some(Status::NeedsCitation)),
        ];
        for (statuses, expected) in cases {
            let parts = statuses.into_iter().map(parameter).collect();
            let inner = Part::computed(names, 2.0, "", parts);
            let outer = Part::computed(names, 3.0, "", vec![Part::input(names, 4.0, "t"), inner]);
            assert_eq!(outer.weakest(), expected);
        }
    }
}

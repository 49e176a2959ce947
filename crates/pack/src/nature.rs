//! Natures of goods (粮食性质 and their like) and levels of ownership. Whose the goods are and who may order them out;
//! nothing about quantity.

use crate::term::{Basis, Text};

/// The level whose goods they are (粮权).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwnerLevel {
    /// State Council.
    Central,
    /// Province.
    Province,
    /// Prefecture city.
    City,
    /// County or district.
    County,
    /// Town or street.
    Town,
    /// Enterprise.
    Enterprise,
    /// Donors, associations, households.
    Society,
    /// Ownership not yet decided (case property).
    Undecided,
}

impl OwnerLevel {
    /// Every level, highest first.
    pub const ALL: [OwnerLevel; 8] = [
        OwnerLevel::Central,
        OwnerLevel::Province,
        OwnerLevel::City,
        OwnerLevel::County,
        OwnerLevel::Town,
        OwnerLevel::Enterprise,
        OwnerLevel::Society,
        OwnerLevel::Undecided,
    ];

    /// The stable word for packs, wire and database.
    pub const fn code(self) -> &'static str {
        match self {
            OwnerLevel::Central => "central",
            OwnerLevel::Province => "province",
            OwnerLevel::City => "city",
            OwnerLevel::County => "county",
            OwnerLevel::Town => "town",
            OwnerLevel::Enterprise => "enterprise",
            OwnerLevel::Society => "society",
            OwnerLevel::Undecided => "undecided",
        }
    }

    /// The level with this code.
    pub fn from_code(code: &str) -> Option<OwnerLevel> {
        OwnerLevel::ALL.into_iter().find(|level| level.code() == code)
    }

    /// Chinese and English name.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            OwnerLevel::Central => ("中央", "Central"),
            OwnerLevel::Province => ("省级", "Province"),
            OwnerLevel::City => ("市级", "City"),
            OwnerLevel::County => ("县级", "County"),
            OwnerLevel::Town => ("乡镇", "Town"),
            OwnerLevel::Enterprise => ("企业", "Enterprise"),
            OwnerLevel::Society => ("社会", "Society"),
            OwnerLevel::Undecided => ("权属未定", "Undecided"),
        }
    }

    /// Whether a level of government owns the goods.
    pub const fn is_state(self) -> bool {
        matches!(
            self,
            OwnerLevel::Central
                | OwnerLevel::Province
                | OwnerLevel::City
                | OwnerLevel::County
                | OwnerLevel::Town
        )
    }
}

/// Who may order goods of a nature out of store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Release {
    /// Only a directive of a statutory body (CGR art. 5, GCR art. 20).
    Directive,
    /// The custodian's own business order.
    Custodian,
}

impl Release {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Release::Directive => "directive",
            Release::Custodian => "custodian",
        }
    }
}

/// What kind of stock goods are, by purpose and ownership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nature {
    /// Code, such as `121`.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Levels that can own goods of this nature; the first is the usual one.
    pub owner_levels: Vec<OwnerLevel>,
    /// Who orders them out.
    pub release: Release,
    /// Where it comes from.
    pub basis: Basis,
}

impl Nature {
    /// Whether goods of this nature leave only under a directive.
    pub fn needs_directive(&self) -> bool {
        self.release == Release::Directive
    }
}

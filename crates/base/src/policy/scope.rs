//! How a person stands to the organisation an act concerns, and what the person already did to the thing in question.
//! Both become booleans before the policies are asked; nothing here decides.

/// A relation between the acting person and the organisation whose book is concerned. Several can hold at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// 本单位 the own organisation.
    Own,
    /// 下属单位 an organisation below the own one in the tree of organisations.
    Below,
    /// 辖区 an organisation registered in one of the person's regions.
    Region,
}

impl Relation {
    pub const ALL: [Relation; 3] = [Relation::Own, Relation::Below, Relation::Region];

    /// The name of the circumstance in the policies.
    pub const fn name(self) -> &'static str {
        match self {
            Relation::Own => "own",
            Relation::Below => "below",
            Relation::Region => "region",
        }
    }
}

/// The relations that hold. None of them: elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RelationSet(u8);

impl RelationSet {
    pub const EMPTY: RelationSet = RelationSet(0);

    pub const fn with(self, relation: Relation) -> RelationSet {
        RelationSet(self.0 | 1 << relation as u8)
    }

    pub const fn has(self, relation: Relation) -> bool {
        self.0 & (1 << relation as u8) != 0
    }
}

/// Something the person already did to the thing in question, which may bar the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Duty {
    /// Requested what is now to be approved.
    Requested,
    /// Keeps the goods in question.
    Kept,
    /// Drew the sample in question.
    Sampled,
    /// Made the first count.
    Counted,
    /// The account acted on is the person's own.
    OnSelf,
}

impl Duty {
    pub const ALL: [Duty; 5] = [Duty::Requested, Duty::Kept, Duty::Sampled, Duty::Counted, Duty::OnSelf];

    /// The name of the circumstance in the policies.
    pub const fn name(self) -> &'static str {
        match self {
            Duty::Requested => "requested_by_self",
            Duty::Kept => "kept_by_self",
            Duty::Sampled => "sampled_by_self",
            Duty::Counted => "counted_by_self",
            Duty::OnSelf => "on_self",
        }
    }
}

/// The duties the person already performed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DutySet(u8);

impl DutySet {
    pub const EMPTY: DutySet = DutySet(0);

    pub const fn with(self, duty: Duty) -> DutySet {
        DutySet(self.0 | 1 << duty as u8)
    }

    pub const fn has(self, duty: Duty) -> bool {
        self.0 & (1 << duty as u8) != 0
    }
}

/// Which books an action reaches, for the query layer to turn into a condition: a row is in reach when the set for its
/// kind of goods has a relation that holds, or reaches everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reach {
    pub ordinary: RelationSet,
    pub ordinary_everywhere: bool,
    pub reserve: RelationSet,
    pub reserve_everywhere: bool,
}

impl Reach {
    /// Does the action reach goods of this kind in a book with this relation?
    pub fn covers(&self, relation: RelationSet, reserve: bool) -> bool {
        let (granted, everywhere) = match reserve {
            true => (self.reserve, self.reserve_everywhere),
            false => (self.ordinary, self.ordinary_everywhere),
        };
        everywhere || granted.0 & relation.0 != 0
    }

    /// Does it reach nothing at all?
    pub fn is_empty(&self) -> bool {
        !self.ordinary_everywhere && !self.reserve_everywhere && self.ordinary.0 | self.reserve.0 == 0
    }
}

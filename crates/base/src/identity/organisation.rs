//! Organisations: who acts and is responsible. Each owns one book, whose first fact is its registration. What reaches
//! whom (own, below, in a region) is read from here; nothing here decides who may do what.

use super::event::{Event, emit};
use super::store::{self, OrganisationRow};
use crate::ctx::Ctx;
use crate::ledger::{Done, NewBook, home, once, open_book};
use crate::policy::{Party, RelationSet};
use crate::store::{Read, Tx};
use crate::term::code::region_prefix;
use crate::term::fault::{Fault, Refusal, RefusalKind, Stop};
use crate::term::{BookId, Instant, OrgCode, RegionCode};
use serde::{Deserialize, Serialize};

/// What kind of organisation it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 粮食和物资储备行政管理部门 a reserve bureau or another competent government body.
    Bureau,
    /// 承储企业、库点 a storing unit.
    StoringUnit,
    /// 公物仓 a public-property warehouse.
    PublicWarehouse,
    /// 社会主体 a social party.
    SocialParty,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Bureau, Kind::StoringUnit, Kind::PublicWarehouse, Kind::SocialParty];

    /// The code in rows and facts.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Bureau => "bureau",
            Kind::StoringUnit => "storing_unit",
            Kind::PublicWarehouse => "public_warehouse",
            Kind::SocialParty => "social_party",
        }
    }

    /// The name a person reads, in Chinese and English.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Kind::Bureau => ("行政管理部门", "Bureau"),
            Kind::StoringUnit => ("承储单位", "Storing unit"),
            Kind::PublicWarehouse => ("公物仓", "Public-property warehouse"),
            Kind::SocialParty => ("社会主体", "Social party"),
        }
    }

    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// An organisation as its registration states it. The body of `organisation.register`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    pub code: OrgCode,
    pub name: String,
    pub kind: Kind,
    pub party: Party,
    /// GB/T 2260 code of where it is registered.
    pub region: RegionCode,
    /// The organisation directly above it.
    pub parent: Option<OrgCode>,
    /// All organisations above it, the nearest first.
    pub above: Vec<OrgCode>,
    /// The organisation whose node follows its book, where that is not the parent (national routing rule).
    pub upstream: Option<OrgCode>,
}

/// An organisation to be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrganisation {
    pub code: OrgCode,
    pub name: String,
    pub kind: Kind,
    pub party: Party,
    pub region: RegionCode,
    pub parent: Option<OrgCode>,
    pub upstream: Option<OrgCode>,
}

/// Levels of organisations at most.
const LEVELS_MAX: usize = 12;
/// Longest name in characters.
const NAME_MAX: usize = 100;

impl Organisation {
    pub(super) fn row(&self, book: BookId, at: Instant) -> OrganisationRow {
        let above: Vec<&str> = self.above.iter().map(OrgCode::as_str).collect();
        OrganisationRow {
            book_id: book,
            code: self.code.clone(),
            name: self.name.as_str().into(),
            kind: self.kind.name().into(),
            party: self.party.name().into(),
            region: self.region.clone(),
            parent: self.parent.clone(),
            above: above.join(" ").into(),
            upstream: self.upstream.clone(),
            registered_at: at,
        }
    }

    pub(super) fn from_row(row: &OrganisationRow) -> Result<Organisation, Fault> {
        let odd = |what: &str| Fault::new(format!("organisation {} has an unknown {what}", row.code));
        Ok(Organisation {
            code: row.code.clone(),
            name: row.name.as_ref().to_owned(),
            kind: Kind::named(&row.kind).ok_or_else(|| odd("kind"))?,
            party: Party::named(&row.party).ok_or_else(|| odd("party"))?,
            region: row.region.clone(),
            parent: row.parent.clone(),
            above: row.above.split_whitespace().map(|code| OrgCode::stored(&code.into())).collect(),
            upstream: row.upstream.clone(),
        })
    }
}

/// Registers an organisation and opens its book; the fact is the book's first. `node` is the node's name.
pub fn register(tx: &mut Tx<'_>, ctx: &Ctx, node: &str, new: &NewOrganisation) -> Result<Done, Stop> {
    let parent = match &new.parent {
        Some(code) => Some(load(tx, code)?.ok_or_else(|| unknown(code, "parent"))?),
        None => None,
    };
    let organisation = decide(new, parent.as_ref())?;
    let (book, fresh) = match home(tx, &new.code)? {
        Some(book) => (book, tx.get::<OrganisationRow>(&[book.into()])?.is_none()),
        None => (open_book(tx, &NewBook { org: &new.code, node })?, true),
    };
    once(tx, ctx, book, |tx| {
        if !fresh {
            return Err(refuse(
                RefusalKind::Conflict,
                "organisation.exists",
                format!("单位 {} 已登记", new.code),
                format!("organisation {} is already registered", new.code),
            )
            .at("code")
            .into());
        }
        let posted = emit(tx, ctx, book, None, &Event::OrganisationRegister(organisation.clone()))?;
        Ok(Done::creating(posted, vec![new.code.as_str().to_owned()]))
    })
}

/// The rules of registration.
fn decide(new: &NewOrganisation, parent: Option<&Organisation>) -> Result<Organisation, Refusal> {
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        return Err(refuse(
            RefusalKind::Invalid,
            "organisation.name",
            "单位名称为空、过长或含控制字符",
            "the name is empty, too long or holds control characters",
        )
        .at("name"));
    }
    let fits = match new.kind {
        Kind::Bureau => new.party == Party::Gov,
        Kind::SocialParty => new.party == Party::Social,
        Kind::StoringUnit | Kind::PublicWarehouse => matches!(new.party, Party::Gov | Party::Enterprise),
    };
    if !fits {
        return Err(refuse(RefusalKind::Invalid, "organisation.party", "单位类别与主体性质不符：承储单位和公物仓须为政府或国有单位，社会主体另行登记", "kind and party do not fit: storing units and public warehouses are government or state-owned, social parties are registered as such")
            .at("party"));
    }
    if parent.is_some_and(|parent| parent.party == Party::Social) {
        return Err(refuse(
            RefusalKind::Invalid,
            "organisation.parent",
            "社会主体不得作为上级单位",
            "a social party cannot stand above another organisation",
        )
        .at("parent"));
    }
    let above: Vec<OrgCode> = parent
        .map(|parent| std::iter::once(parent.code.clone()).chain(parent.above.iter().cloned()).collect())
        .unwrap_or_default();
    if above.len() >= LEVELS_MAX || above.contains(&new.code) {
        return Err(refuse(
            RefusalKind::Invalid,
            "organisation.levels",
            "上下级关系过深或成环",
            "the levels of organisations are too many or form a circle",
        )
        .at("parent"));
    }
    Ok(Organisation {
        code: new.code.clone(),
        name: name.to_owned(),
        kind: new.kind,
        party: new.party,
        region: new.region.clone(),
        parent: new.parent.clone(),
        above,
        upstream: new.upstream.clone(),
    })
}

fn refuse(kind: RefusalKind, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Refusal {
    Refusal::new(kind, code, zh, en)
}

pub(super) fn unknown(code: &OrgCode, field: &'static str) -> Refusal {
    refuse(
        RefusalKind::NotFound,
        "organisation.unknown",
        format!("单位 {code} 未登记"),
        format!("organisation {code} is not registered"),
    )
    .at(field)
    .mend("先登记该单位", "Register it first")
}

/// The organisation with this code, in a write.
pub fn load(tx: &mut Tx<'_>, code: &OrgCode) -> Result<Option<Organisation>, Fault> {
    let Some(book) = home(tx, code)? else { return Ok(None) };
    tx.get::<OrganisationRow>(&[book.into()])?.as_ref().map(Organisation::from_row).transpose()
}

/// The organisation with this code, and its book, on a snapshot.
pub fn of(read: &mut Read<'_>, code: &OrgCode) -> Result<Option<(BookId, Organisation)>, Fault> {
    store::organisation(read, code)?.map(known).transpose()
}

/// The organisation of this book, on a snapshot.
pub fn of_book(read: &mut Read<'_>, book: BookId) -> Result<Option<(BookId, Organisation)>, Fault> {
    read.get::<OrganisationRow>(&[book.into()])?.map(known).transpose()
}

/// The organisation with exactly this name; the lowest code if several share it.
pub fn of_name(read: &mut Read<'_>, name: &str) -> Result<Option<(BookId, Organisation)>, Fault> {
    store::organisation_named(read, name)?.map(known).transpose()
}

/// Every organisation, by code.
pub fn all(read: &mut Read<'_>) -> Result<Vec<(BookId, Organisation)>, Fault> {
    store::organisations(read)?.into_iter().map(known).collect()
}

fn known(row: OrganisationRow) -> Result<(BookId, Organisation), Fault> {
    Ok((row.book_id, Organisation::from_row(&row)?))
}

/// How a person of organisation `org` with these regions stands to an organisation.
pub fn relation(org: &OrgCode, regions: &[RegionCode], to: &Organisation) -> RelationSet {
    use crate::policy::Relation;
    let mut set = RelationSet::EMPTY;
    if *org == to.code {
        set = set.with(Relation::Own);
    } else if to.above.contains(org) {
        set = set.with(Relation::Below);
    }
    if regions.iter().any(|scope| to.region.as_str().starts_with(region_prefix(scope.as_str()))) {
        set = set.with(Relation::Region);
    }
    set
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::policy::Relation;

    const A: &str = "91350100M000100Y43";
    const B: &str = "91440300708461136T";
    const C: &str = "91110000802100433B";

    fn code(text: &str) -> OrgCode {
        OrgCode::parse(text).unwrap()
    }

    fn new(kind: Kind, party: Party) -> NewOrganisation {
        NewOrganisation {
            code: code(A),
            name: "临平区公物仓".into(),
            kind,
            party,
            region: RegionCode::parse("330113").unwrap(),
            parent: None,
            upstream: None,
        }
    }

    #[test]
    fn kind_and_party_must_fit() {
        #[rustfmt::skip]
        let cases = [
            (Kind::Bureau, Party::Gov, true),
            (Kind::Bureau, Party::Enterprise, false),
            (Kind::StoringUnit, Party::Enterprise, true),
            (Kind::StoringUnit, Party::Gov, true),
            (Kind::StoringUnit, Party::Social, false),
            (Kind::PublicWarehouse, Party::Social, false),
            (Kind::SocialParty, Party::Social, true),
            (Kind::SocialParty, Party::Gov, false),
            (Kind::Bureau, Party::None, false),
        ];
        for (kind, party, fits) in cases {
            let outcome = decide(&new(kind, party), None).map(|_| ()).map_err(|r| r.code);
            assert_eq!(outcome, if fits { Ok(()) } else { Err("organisation.party") }, "{kind:?} {party:?}");
        }
    }

    #[test]
    fn names_and_levels_are_checked() {
        for name in ["", "  ", "a\nb", &"粮".repeat(101)] {
            let named = NewOrganisation { name: name.into(), ..new(Kind::Bureau, Party::Gov) };
            assert_eq!(decide(&named, None).map_err(|r| r.code).err(), Some("organisation.name"), "{name:?}");
        }
        let mut parent = decide(&new(Kind::Bureau, Party::Gov), None).unwrap();
        parent.code = code(B);
        parent.above = vec![code(C)];
        let child = NewOrganisation { parent: Some(code(B)), ..new(Kind::StoringUnit, Party::Enterprise) };
        assert_eq!(decide(&child, Some(&parent)).unwrap().above, [code(B), code(C)]);
        parent.above = vec![code(A)];
        assert_eq!(decide(&child, Some(&parent)).unwrap_err().code, "organisation.levels");
        parent.party = Party::Social;
        assert_eq!(decide(&child, Some(&parent)).unwrap_err().code, "organisation.parent");
    }

    #[test]
    fn relations_follow_the_tree_and_the_region_code() {
        let mut to = decide(&new(Kind::StoringUnit, Party::Enterprise), None).unwrap();
        to.above = vec![code(C)];
        let own = RelationSet::EMPTY.with(Relation::Own);
        let below = RelationSet::EMPTY.with(Relation::Below);
        let region = RelationSet::EMPTY.with(Relation::Region);
        #[rustfmt::skip]
        let cases: [(&str, &[&str], RelationSet); 9] = [
            (A, &[], own),
            (C, &[], below),
            (B, &[], RelationSet::EMPTY),
            (B, &["330000"], region),
            (B, &["330100"], region),
            (B, &["330113"], region),
            (B, &["330200", "110000"], RelationSet::EMPTY),
            (B, &["000000"], region),
            (C, &["330000"], below.with(Relation::Region)),
        ];
        for (org, regions, expected) in cases {
            let regions: Vec<RegionCode> = regions.iter().map(|r| RegionCode::parse(r).unwrap()).collect();
            assert_eq!(relation(&code(org), &regions, &to), expected, "{org} {regions:?}");
        }
    }
}

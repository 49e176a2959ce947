//! Names behind codes, for answers that people read. A code without a name is shown as it is.

use crate::directory::Organisations;
use base::region::regions;
use base::term::OrgCode;
use hub::picture::Picture;
use hub::table::Dimension;
use pack::{Catalogue, OwnerLevel, Text};
use std::collections::HashMap;
use std::sync::Arc;

/// A name in both languages.
pub struct Name {
    pub zh: String,
    pub en: String,
}

impl Name {
    fn same(text: impl Into<String>) -> Self {
        let zh = text.into();
        Self { en: zh.clone(), zh }
    }

    fn pair((zh, en): (&str, &str)) -> Self {
        Self { zh: zh.to_owned(), en: en.to_owned() }
    }
}

impl From<&Text> for Name {
    fn from(text: &Text) -> Self {
        Self { zh: text.zh.clone(), en: text.en.clone() }
    }
}

/// The name of an item.
pub fn item(packs: &Catalogue, code: &str) -> Name {
    packs.item(code).map_or_else(|| Name::same(code), |item| Name::from(&item.name))
}

/// The name of a nature.
pub fn nature(packs: &Catalogue, code: &str) -> Name {
    packs.nature(code).map_or_else(|| Name::same(code), |nature| Name::from(&nature.name))
}

/// The name of an owner level.
pub fn owner(code: &str) -> Name {
    OwnerLevel::from_code(code).map_or_else(|| Name::same(code), |level| Name::pair(level.label()))
}

/// The name of a pack.
pub fn category(packs: &Catalogue, id: &str) -> Name {
    packs.pack(id).map_or_else(|| Name::same(id), |pack| Name::from(&pack.name))
}

/// The name of a dimension.
pub fn dimension(dimension: Dimension) -> (&'static str, &'static str) {
    match dimension {
        Dimension::Category => ("类别", "Category"),
        Dimension::Item => ("品种", "Item"),
        Dimension::Nature => ("性质", "Nature"),
        Dimension::OwnerLevel => ("粮权级次", "Owner level"),
        Dimension::Province => ("省", "Province"),
        Dimension::Prefecture => ("市", "Prefecture"),
        Dimension::County => ("县", "County"),
        Dimension::Org => ("单位", "Organisation"),
        Dimension::Site => ("库区", "Site"),
        Dimension::Age => ("储存年限", "Years of storage"),
        Dimension::State => ("状态", "State"),
        Dimension::Place => ("货位", "Position"),
        Dimension::Lot => ("批次", "Lot"),
    }
}

/// Names of the values of dimensions, over one picture.
pub struct Values<'a> {
    pub packs: &'a Catalogue,
    pub organisations: &'a Organisations,
    sites: HashMap<Arc<str>, Arc<str>>,
}

impl<'a> Values<'a> {
    /// Names for these dimensions; names of sites are gathered only when asked for.
    pub fn new(
        packs: &'a Catalogue,
        organisations: &'a Organisations,
        picture: &Picture,
        by: &[Dimension],
    ) -> Self {
        let sites = match by.contains(&Dimension::Site) {
            true => picture
                .parts()
                .flat_map(|part| &part.sites)
                .map(|site| (site.code.clone(), site.name.clone()))
                .collect(),
            false => HashMap::new(),
        };
        Self { packs, organisations, sites }
    }

    /// The name of a value.
    pub fn name(&self, dimension: Dimension, value: &str) -> Name {
        match dimension {
            Dimension::Category => category(self.packs, value),
            Dimension::Item => item(self.packs, value),
            Dimension::Nature => nature(self.packs, value),
            Dimension::OwnerLevel => owner(value),
            Dimension::Province | Dimension::Prefecture | Dimension::County => {
                Name::same(regions().name(value))
            }
            Dimension::Org => Name::same(
                OrgCode::parse(value)
                    .map_or_else(|_| value.to_owned(), |code| self.organisations.name(&code).to_owned()),
            ),
            Dimension::Site => Name::same(self.sites.get(value).map_or(value, |name| name)),
            Dimension::State if value == "stored" => Name::pair(("在库", "Stored")),
            Dimension::State => Name::pair(("在途", "In transit")),
            Dimension::Age | Dimension::Place | Dimension::Lot => Name::same(value),
        }
    }
}

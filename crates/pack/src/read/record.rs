//! Reads the records of a pack that are no rules: head, sources, units, classes, items, natures, grades, indicators.

use super::fields::{Fields, code, decimal, list, positive, reference, string, text, whole, word};
use super::log::Log;
use super::yaml::Node;
use crate::item::{Alias, Allocation, Class, Density, Grade, Packing, Scheme, StorageForm, Unit};
use crate::nature::{Nature, OwnerLevel, Release};
use crate::pack::Noun;
use crate::quality::{Group, Indicator, Kind};
use crate::term::{Basis, Source, Status, Text};

/// Section `pack`.
pub(super) struct Head {
    pub id: String,
    pub version: String,
    pub name: Text,
    pub summary: Text,
}

/// What a class hands down to its items, or an item says itself.
#[derive(Default)]
pub(super) struct Traits {
    pub unit: Option<String>,
    pub natures: Option<Vec<String>>,
    pub grades: Option<Vec<String>>,
    pub indicators: Option<Vec<String>>,
    pub forms: Option<Vec<StorageForm>>,
    pub allocation: Option<Allocation>,
    pub packing: Option<Packing>,
    pub density: Option<Density>,
}

pub(super) struct RawClass {
    pub class: Class,
    pub defaults: Traits,
}

pub(super) struct RawItem {
    pub code: String,
    pub name: Text,
    pub spec: Option<Text>,
    pub class: String,
    pub own: Traits,
    pub aliases: Vec<Alias>,
    pub basis: Basis,
}

/// The basis a file gives to its records.
pub(super) struct Base(pub Option<Basis>);

impl Base {
    /// The record's own basis or else the file's.
    pub fn of(&self, fields: &mut Fields<'_>, log: &mut Log) -> Option<Basis> {
        match (fields.node("basis"), &self.0) {
            (Some(node), _) => basis(node, log),
            (None, Some(file)) => Some(file.clone()),
            (None, None) => {
                let what = Text::new("没有出处", "no basis is given");
                let mend = Text::new(
                    "在本条或文件开头写 basis: {tag: …, source: …}",
                    "write basis: {tag: …, source: …} here or at the top of the file",
                );
                log.problem(fields.at, "pack.no_basis", what, mend);
                None
            }
        }
    }
}

/// `{tag: S|K|U, source: key, clause: …, note: {zh, en}}`.
pub(super) fn basis(node: &Node, log: &mut Log) -> Option<Basis> {
    let mut f = Fields::open(node, log)?;
    let tags = [("S", Status::Confirmed), ("K", Status::NeedsCitation), ("U", Status::Unconfirmed)];
    let status = f.need("tag", log, word(&tags));
    let source = f.need("source", log, reference(Noun::Source));
    let clause = f.may("clause", log, string);
    let note = f.may("note", log, text);
    f.done(log);
    Some(Basis { status: status?, source: source?, clause: clause?, note: note? })
}

pub(super) fn head(node: &Node, log: &mut Log) -> Option<Head> {
    let mut f = Fields::open(node, log)?;
    let (id, version) = (f.need("id", log, code), f.need("version", log, code));
    let (name, summary) = (f.need("name", log, text), f.need("summary", log, text));
    f.done(log);
    Some(Head { id: id?, version: version?, name: name?, summary: summary? })
}

/// Reads a field that defines a code.
fn define(f: &mut Fields<'_>, key: &'static str, noun: Noun, log: &mut Log) -> Option<String> {
    f.need(key, log, |node, log| {
        let code = code(node, log)?;
        log.define(noun, &code, node.at);
        Some(code)
    })
}

pub(super) fn source(node: &Node, log: &mut Log) -> Option<Source> {
    let mut f = Fields::open(node, log)?;
    let key = define(&mut f, "key", Noun::Source, log);
    let title = f.need("title", log, text);
    f.done(log);
    Some(Source { key: key?, title: title? })
}

pub(super) fn unit(node: &Node, log: &mut Log) -> Option<Unit> {
    let mut f = Fields::open(node, log)?;
    let id = define(&mut f, "id", Noun::Unit, log);
    let name = f.need("name", log, text);
    let decimals = f.need("decimals", log, whole(0, 3));
    f.done(log);
    Some(Unit { id: id?, name: name?, decimals: u8::try_from(decimals?).ok()? })
}

pub(super) fn scheme(node: &Node, base: &Base, log: &mut Log) -> Option<Scheme> {
    let mut f = Fields::open(node, log)?;
    let id = define(&mut f, "id", Noun::Scheme, log);
    let (name, basis) = (f.need("name", log, text), base.of(&mut f, log));
    f.done(log);
    Some(Scheme { id: id?, name: name?, basis: basis? })
}

fn alias(node: &Node, log: &mut Log) -> Option<Alias> {
    let mut f = Fields::open(node, log)?;
    let scheme = f.need("scheme", log, reference(Noun::Scheme));
    let code = f.need("code", log, code);
    f.done(log);
    Some(Alias { scheme: scheme?, code: code? })
}

/// Fields that classes hand down and items may replace.
fn traits(f: &mut Fields<'_>, base: &Base, log: &mut Log) -> Option<Traits> {
    let forms = StorageForm::ALL.map(|form| (form.code(), form));
    let allocations = Allocation::ALL.map(|rule| (rule.code(), rule));
    let unit = f.may("unit", log, reference(Noun::Unit));
    let natures = f.may("natures", log, |n, log| list(n, log, reference(Noun::Nature)));
    let grades = f.may("grades", log, |n, log| list(n, log, reference(Noun::Grade)));
    let indicators = f.may("indicators", log, |n, log| list(n, log, reference(Noun::Indicator)));
    let forms = f.may("forms", log, |n, log| list(n, log, word(&forms)));
    let allocation = f.may("allocation", log, word(&allocations));
    let packing = f.may("packing", log, packing);
    let density = f.may("density", log, |n, log| density(n, base, log));
    Some(Traits {
        unit: unit?,
        natures: natures?,
        grades: grades?,
        indicators: indicators?,
        forms: forms?,
        allocation: allocation?,
        packing: packing?,
        density: density?,
    })
}

fn packing(node: &Node, log: &mut Log) -> Option<Packing> {
    let mut f = Fields::open(node, log)?;
    let weight_kg = f.need("weight_kg", log, positive);
    let volume_m3 = f.need("volume_m3", log, positive);
    f.done(log);
    Some(Packing { weight_kg: weight_kg?, volume_m3: volume_m3? })
}

fn density(node: &Node, base: &Base, log: &mut Log) -> Option<Density> {
    let mut f = Fields::open(node, log)?;
    let kg_m3 = f.need("kg_m3", log, positive);
    let at_celsius = f.need("at_celsius", log, decimal);
    let basis = base.of(&mut f, log);
    f.done(log);
    Some(Density { kg_m3: kg_m3?, at_celsius: at_celsius?, basis: basis? })
}

pub(super) fn class(node: &Node, base: &Base, log: &mut Log) -> Option<RawClass> {
    let mut f = Fields::open(node, log)?;
    let code = define(&mut f, "code", Noun::Good, log);
    let name = f.need("name", log, text);
    let parent = f.may("parent", log, reference(Noun::Good));
    let aliases = f.list("aliases", log, alias);
    let basis = base.of(&mut f, log);
    let defaults = f.may("defaults", log, |node, log| {
        let mut f = Fields::open(node, log)?;
        let defaults = traits(&mut f, base, log);
        f.done(log);
        defaults
    });
    f.done(log);
    let class = Class { code: code?, name: name?, parent: parent?, aliases: aliases?, basis: basis? };
    Some(RawClass { class, defaults: defaults?.unwrap_or_default() })
}

pub(super) fn item(node: &Node, base: &Base, log: &mut Log) -> Option<RawItem> {
    let mut f = Fields::open(node, log)?;
    let code = define(&mut f, "code", Noun::Good, log);
    let name = f.need("name", log, text);
    let spec = f.may("spec", log, text);
    let class = f.need("class", log, reference(Noun::Good));
    let own = traits(&mut f, base, log);
    let aliases = f.list("aliases", log, alias);
    let basis = base.of(&mut f, log);
    f.done(log);
    Some(RawItem {
        code: code?,
        name: name?,
        spec: spec?,
        class: class?,
        own: own?,
        aliases: aliases?,
        basis: basis?,
    })
}

pub(super) fn nature(node: &Node, base: &Base, log: &mut Log) -> Option<Nature> {
    let levels = OwnerLevel::ALL.map(|level| (level.code(), level));
    let releases = [Release::Directive, Release::Custodian].map(|release| (release.code(), release));
    let mut f = Fields::open(node, log)?;
    let code = define(&mut f, "code", Noun::Nature, log);
    let name = f.need("name", log, text);
    let owner_levels = f.need("owner_levels", log, |n, log| some_of(n, log, word(&levels)));
    let release = f.need("release", log, word(&releases));
    let basis = base.of(&mut f, log);
    f.done(log);
    Some(Nature { code: code?, name: name?, owner_levels: owner_levels?, release: release?, basis: basis? })
}

pub(super) fn grade(node: &Node, base: &Base, log: &mut Log) -> Option<Grade> {
    let mut f = Fields::open(node, log)?;
    let code = define(&mut f, "code", Noun::Grade, log);
    let (name, basis) = (f.need("name", log, text), base.of(&mut f, log));
    f.done(log);
    Some(Grade { code: code?, name: name?, basis: basis? })
}

pub(super) fn indicator(node: &Node, base: &Base, log: &mut Log) -> Option<Indicator> {
    let groups = Group::ALL.map(|group| (group.code(), group));
    let mut f = Fields::open(node, log)?;
    let id = define(&mut f, "id", Noun::Indicator, log);
    let name = f.need("name", log, text);
    let group = f.need("group", log, word(&groups));
    let kind = match f.node("words") {
        Some(node) => some_of(node, log, choice).map(|words| Kind::Word { words }),
        None => {
            let unit = f.need("unit", log, string);
            let decimals = f.need("decimals", log, whole(0, 6));
            unit.zip(decimals)
                .and_then(|(unit, places)| Some(Kind::Number { unit, decimals: u8::try_from(places).ok()? }))
        }
    };
    let basis = base.of(&mut f, log);
    f.done(log);
    Some(Indicator { id: id?, name: name?, kind: kind?, group: group?, basis: basis? })
}

fn choice(node: &Node, log: &mut Log) -> Option<(String, Text)> {
    let mut f = Fields::open(node, log)?;
    let (word, name) = (f.need("word", log, code), f.need("name", log, text));
    f.done(log);
    Some((word?, name?))
}

/// A list with at least one element.
pub(super) fn some_of<'n, T>(
    node: &'n Node,
    log: &mut Log,
    read: impl FnMut(&'n Node, &mut Log) -> Option<T>,
) -> Option<Vec<T>> {
    let all = list(node, log, read)?;
    if !all.is_empty() {
        return Some(all);
    }
    log.problem(
        node.at,
        "pack.empty_list",
        Text::new("列表为空", "the list is empty"),
        Text::new("至少写一项", "write at least one element"),
    );
    None
}

//! A pack: everything one category brings, typed and checked. Lookups only; read it with [`Pack::parse`].

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::decimal::Decimal;
use crate::emergency::{NormRule, Response};
use crate::item::{Alias, Class, Grade, Item, Scheme, Unit};
use crate::job::{Isotherm, Job, JobRule};
use crate::life::{RotationRule, StorageLife};
use crate::loss::{LossRule, ReductionRule};
use crate::nature::Nature;
use crate::premium::{PremiumRule, Purpose};
use crate::problem::Place;
use crate::quality::{Indicator, ProductStandard, QualityStandard, SamplingRule};
use crate::rounds::{Rounds, RoundsRule};
use crate::term::{Basis, Rule, Source, Status, Subject, Text, select};
use crate::weighing::WeighingRule;

/// One file of a pack folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Name shown in problems: `grain/items.yaml`.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Which kind of thing a code names; codes are unique within a kind, classes and items sharing one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Noun {
    Source,
    Unit,
    Scheme,
    Indicator,
    Grade,
    Nature,
    Good,
    Rule,
}

/// A category as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Id, such as `grain`.
    pub id: String,
    /// Version, such as `2026.1`.
    pub version: String,
    /// Name of the category.
    pub name: Text,
    /// What it covers and what it leaves out.
    pub summary: Text,
    /// Laws, standards and other sources.
    pub sources: Vec<Source>,
    /// Units of measure.
    pub units: Vec<Unit>,
    /// Code schemes of other systems.
    pub schemes: Vec<Scheme>,
    /// Classes, parents before children.
    pub classes: Vec<Class>,
    /// Items in the order of the files.
    pub items: Vec<Item>,
    /// Natures.
    pub natures: Vec<Nature>,
    /// Grades, best first.
    pub grades: Vec<Grade>,
    /// Quality indicators.
    pub indicators: Vec<Indicator>,
    /// Product standards.
    pub products: Vec<ProductStandard>,
    /// Safety limits: food safety, or what makes other goods unsafe to use.
    pub safeties: Vec<ProductStandard>,
    /// Storage-quality standards.
    pub qualities: Vec<QualityStandard>,
    /// Sampling rules.
    pub samplings: Vec<SamplingRule>,
    /// Premium and deduction rules.
    pub premiums: Vec<PremiumRule>,
    /// Natural-loss quotas.
    pub losses: Vec<LossRule>,
    /// Moisture and impurity formulas.
    pub reductions: Vec<ReductionRule>,
    /// Storage lives.
    pub lives: Vec<StorageLife>,
    /// Rotation rules.
    pub rotations: Vec<RotationRule>,
    /// Limits of plausible weighing.
    pub weighings: Vec<WeighingRule>,
    /// How often goods are looked at.
    pub rounds: Vec<RoundsRule>,
    /// Limits of fumigation, aeration and entering.
    pub jobs: Vec<JobRule>,
    /// What people are owed in an emergency.
    pub norms: Vec<NormRule>,
    /// From which toll on a response is proposed.
    pub responses: Vec<Response>,
    /// How many own examples the pack brought; all of them passed.
    pub tests: usize,
    pub(crate) bytes: Vec<u8>,
    pub(crate) places: BTreeMap<(Noun, String), Place>,
}

impl Pack {
    /// The bytes a caller hashes to name exactly this content: for each file in the order of names, its name, a zero
    /// byte, its length as eight big-endian bytes, its content.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where a code is defined, for problems found later.
    pub(crate) fn place(&self, noun: Noun, code: &str) -> Place {
        self.places.get(&(noun, code.to_string())).cloned().unwrap_or_default()
    }

    /// An item by its code.
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }

    /// A class by its code.
    pub fn class(&self, code: &str) -> Option<&Class> {
        self.classes.iter().find(|class| class.code == code)
    }

    /// The classes over an item or class, nearest first.
    pub fn classes_over(&self, code: &str) -> Vec<&Class> {
        let up = |code: &str| {
            self.item(code)
                .map(|item| item.class.clone())
                .or_else(|| self.class(code).and_then(|class| class.parent.clone()))
        };
        let mut over = Vec::new();
        let mut next = up(code);
        // Bounded by the number of classes: the loader refuses circles.
        while let Some(class) = next.and_then(|code| self.class(&code)) {
            over.push(class);
            next = class.parent.clone();
        }
        over
    }

    /// A nature by its code.
    pub fn nature(&self, code: &str) -> Option<&Nature> {
        self.natures.iter().find(|nature| nature.code == code)
    }

    /// A grade by its code.
    pub fn grade(&self, code: &str) -> Option<&Grade> {
        self.grades.iter().find(|grade| grade.code == code)
    }

    /// An indicator by its id.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }

    /// The legal basis in words: title of the source and clause.
    pub fn legal_basis(&self, basis: &Basis) -> Text {
        // The loader refuses a basis whose source is not in the pack.
        let title = self
            .sources
            .iter()
            .find(|source| source.key == basis.source)
            .map(|source| source.title.clone())
            .unwrap_or_default();
        match &basis.clause {
            Some(clause) => Text::new(format!("{} {clause}", title.zh), format!("{}, {clause}", title.en)),
            None => title,
        }
    }

    /// Whether an item may have a nature.
    pub fn allows(&self, item: &str, nature: &str) -> bool {
        self.item(item).is_some_and(|item| item.natures.iter().any(|code| code == nature))
    }

    /// The product standard for the subject.
    pub fn product_standard(&self, subject: &Subject<'_>) -> Option<&ProductStandard> {
        select(&self.products, subject)
    }

    /// The safety limits for the subject.
    pub fn safety_standard(&self, subject: &Subject<'_>) -> Option<&ProductStandard> {
        select(&self.safeties, subject)
    }

    /// The storage-quality standard for the subject.
    pub fn quality_standard(&self, subject: &Subject<'_>) -> Option<&QualityStandard> {
        select(&self.qualities, subject)
    }

    /// The sampling rule for the subject.
    pub fn sampling_rule(&self, subject: &Subject<'_>) -> Option<&SamplingRule> {
        select(&self.samplings, subject)
    }

    /// The premium rule for the subject.
    pub fn premium_rule(&self, subject: &Subject<'_>, purpose: Purpose) -> Option<&PremiumRule> {
        select(self.premiums.iter().filter(|rule| rule.body.purpose == purpose), subject)
    }

    /// The premium rule with this id, whatever the day: contracts may still name a superseded one.
    pub fn premium_rule_by_id(&self, id: &str) -> Option<&PremiumRule> {
        self.premiums.iter().find(|rule| rule.id == id)
    }

    /// The natural-loss quota for the subject.
    pub fn loss_rule(&self, subject: &Subject<'_>) -> Option<&LossRule> {
        select(&self.losses, subject)
    }

    /// The moisture and impurity formula for the subject.
    pub fn reduction_rule(&self, subject: &Subject<'_>) -> Option<&ReductionRule> {
        select(&self.reductions, subject)
    }

    /// The storage life for the subject.
    pub fn storage_life(&self, subject: &Subject<'_>) -> Option<&StorageLife> {
        select(&self.lives, subject)
    }

    /// The rotation rule for the subject.
    pub fn rotation_rule(&self, subject: &Subject<'_>) -> Option<&RotationRule> {
        select(&self.rotations, subject)
    }

    /// The limits of plausible weighing for the subject.
    pub fn weighing_rule(&self, subject: &Subject<'_>) -> Option<&WeighingRule> {
        select(&self.weighings, subject)
    }

    /// How often goods are looked at, for the subject.
    pub fn rounds_rule(&self, subject: &Subject<'_>) -> Option<&RoundsRule> {
        select(&self.rounds, subject)
    }

    /// The safe moisture of an item by a rule, percent: its own, or that of the nearest class over it.
    pub fn safe_moisture(&self, rule: &Rule<Rounds>, item: &str) -> Option<Decimal> {
        self.nearest(&rule.body.safe_moisture, item).copied()
    }

    /// Limits of fumigation, aeration and entering, for the subject.
    pub fn job_rule(&self, subject: &Subject<'_>) -> Option<&JobRule> {
        select(&self.jobs, subject)
    }

    /// The isotherm of an item by a rule: its own, or that of the nearest class over it.
    pub fn isotherm(&self, rule: &Rule<Job>, item: &str) -> Option<Isotherm> {
        self.nearest(&rule.body.isotherms, item).copied()
    }

    /// What a table by item or class says of an item: its own entry, or that of the nearest class over it.
    fn nearest<'t, T>(&self, table: &'t BTreeMap<String, T>, item: &str) -> Option<&'t T> {
        let class = || self.classes_over(item).into_iter().find_map(|class| table.get(&class.code));
        table.get(item).or_else(class)
    }

    /// Every rule of the pack for lists and the "to be confirmed" screen.
    pub fn rules(&self) -> Vec<RuleEntry<'_>> {
        let mut all = Vec::new();
        macro_rules! add {
            ($($section:literal: $rules:expr),*) => {
                $(all.extend($rules.iter().map(|r| RuleEntry {
                    section: $section, id: &r.id, version: r.version, effective_from: r.effective_from, effective_to: r.effective_to,
                    items: r.items.len(), basis: &r.basis,
                }));)*
            };
        }
        add!(
            "products": self.products, "safety": self.safeties, "storage_quality": self.qualities, "sampling": self.samplings, "premium": self.premiums,
            "loss": self.losses, "reduction": self.reductions, "life": self.lives, "rotation": self.rotations, "weighing": self.weighings, "rounds": self.rounds, "jobs": self.jobs, "norm": self.norms
        );
        all
    }

    /// Records that are not confirmed, by status, over classes, items, natures, grades, indicators and rules.
    pub fn count_by_status(&self, status: Status) -> usize {
        let records = self.classes.iter().map(|r| &r.basis);
        let records =
            records.chain(self.items.iter().map(|r| &r.basis)).chain(self.natures.iter().map(|r| &r.basis));
        let records = records
            .chain(self.grades.iter().map(|r| &r.basis))
            .chain(self.indicators.iter().map(|r| &r.basis));
        let rules = self.rules();
        records.chain(rules.iter().map(|r| r.basis)).filter(|basis| basis.status == status).count()
    }

    /// The own code of an item or class that another scheme calls `code`: an item's alias must match in full, a class's
    /// alias may be the beginning of the code; the longest wins.
    pub fn translate(&self, scheme: &str, code: &str) -> Option<&str> {
        let of = |aliases: &[Alias], fits: &dyn Fn(&str) -> bool| {
            aliases.iter().filter(|a| a.scheme == scheme && fits(&a.code)).map(|a| a.code.len()).max()
        };
        let items = self
            .items
            .iter()
            .filter_map(|i| of(&i.aliases, &|alias| alias == code).map(|len| (len + 1, i.code.as_str())));
        let classes = self.classes.iter().filter_map(|c| {
            of(&c.aliases, &|alias| code.starts_with(alias)).map(|len| (len, c.code.as_str()))
        });
        items.chain(classes).max_by_key(|(len, _)| *len).map(|(_, own)| own)
    }
}

/// A rule in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleEntry<'a> {
    /// Section of the pack: `premium`, `loss` …
    pub section: &'static str,
    /// Rule id.
    pub id: &'a str,
    /// Rule version.
    pub version: u32,
    /// First day.
    pub effective_from: Date,
    /// Last day.
    pub effective_to: Option<Date>,
    /// How many items it covers.
    pub items: usize,
    /// Where it comes from.
    pub basis: &'a Basis,
}

//! Turns a draft into a pack: hands class defaults down to items, spreads classes out in rules, checks what no single
//! field can show, and runs the pack's own tests.

use std::collections::{BTreeMap, BTreeSet};

use super::log::Log;
use super::record::{RawItem, Traits};
use super::rule::EVERY_ITEM;
use super::{Draft, START};
use crate::item::{Alias, Allocation, Item};
use crate::life;
use crate::pack::{Noun, Pack};
use crate::quality::{Band, Kind, Limit};
use crate::term::{Rule, Text};

/// The pack, or `None` after logging why there is none.
pub(super) fn build(mut draft: Draft, bytes: Vec<u8>, log: &mut Log) -> Option<Pack> {
    let Some(head) = draft.head.take() else {
        log.enter("pack.yaml");
        let what = Text::new("没有 pack 段", "there is no section `pack`");
        let mend = Text::new(
            "在 pack.yaml 写 pack: {id, version, name, summary}",
            "write pack: {id, version, name, summary} in pack.yaml",
        );
        log.problem(START, "pack.no_head", what, mend);
        return None;
    };
    let over = classes_over(&draft, log)?;
    let items: Vec<Option<Item>> =
        draft.items.iter().map(|raw| item(raw, &draft, &over, &head.id, log)).collect();
    // An item left out would be missed by the rules.
    let items = items.into_iter().collect::<Option<Vec<Item>>>()?;
    let mut pack = Pack {
        id: head.id,
        version: head.version,
        name: head.name,
        summary: head.summary,
        sources: draft.sources,
        units: draft.units,
        schemes: draft.schemes,
        classes: draft.classes.into_iter().map(|raw| raw.class).collect(),
        items,
        natures: draft.natures,
        grades: draft.grades,
        indicators: draft.indicators,
        products: draft.products,
        safeties: draft.safeties,
        qualities: draft.qualities,
        samplings: draft.samplings,
        premiums: draft.premiums,
        losses: draft.losses,
        reductions: draft.reductions,
        lives: draft.lives,
        rotations: draft.rotations,
        weighings: draft.weighings,
        rounds: draft.rounds,
        jobs: draft.jobs,
        norms: draft.norms,
        responses: draft.responses,
        tests: draft.trials.len(),
        bytes,
        places: BTreeMap::new(),
    };
    spread(&mut pack, &over, log);
    if log.problems.is_empty() {
        check_aliases(&pack, log);
        check_measures(&pack, log);
        check_expiry(&pack, log);
        check_clashes(&pack, log);
    }
    if log.problems.is_empty() {
        for (place, trial) in &draft.trials {
            trial.run(&pack, place, log);
        }
    }
    Some(pack)
}

/// For each class and item, itself and the classes over it, nearest first; refuses circles.
type Over = BTreeMap<String, Vec<String>>;

fn classes_over(draft: &Draft, log: &mut Log) -> Option<Over> {
    let parents: BTreeMap<&str, Option<&str>> =
        draft.classes.iter().map(|c| (c.class.code.as_str(), c.class.parent.as_deref())).collect();
    let mut over = Over::new();
    for class in parents.keys() {
        let mut line = vec![class.to_string()];
        let mut next = parents[class];
        while let Some(code) = next {
            if line.iter().any(|seen| seen == code) {
                let what = Text::new(
                    format!("品类“{class}”的上级成环"),
                    format!("the parents of class “{class}” form a circle"),
                );
                log.problem_at(
                    log.defined(Noun::Good, class),
                    "pack.circle",
                    what,
                    Text::new("改正 parent", "mend the parent"),
                );
                return None;
            }
            line.push(code.to_string());
            next = parents.get(code).copied().flatten();
        }
        over.insert(class.to_string(), line);
    }
    let items: Vec<(String, Vec<String>)> = draft
        .items
        .iter()
        .map(|item| {
            let classes = over.get(&item.class).cloned().unwrap_or_default();
            (item.code.clone(), std::iter::once(item.code.clone()).chain(classes).collect())
        })
        .collect();
    over.extend(items);
    Some(over)
}

/// An item with what its classes hand down.
fn item(raw: &RawItem, draft: &Draft, over: &Over, pack: &str, log: &mut Log) -> Option<Item> {
    let place = log.defined(Noun::Good, &raw.code);
    if !draft.class_codes().contains(raw.class.as_str()) {
        let what = Text::new(format!("“{}”不是品类", raw.class), format!("“{}” is not a class", raw.class));
        log.problem_at(
            place,
            "pack.not_a_class",
            what,
            Text::new("class 应指向 classes 中的代码", "let `class` name a code of `classes`"),
        );
        return None;
    }
    let line = over.get(&raw.code)?;
    let traits: Vec<&Traits> = std::iter::once(&raw.own)
        .chain(
            line[1..]
                .iter()
                .filter_map(|code| draft.classes.iter().find(|c| c.class.code == *code).map(|c| &c.defaults)),
        )
        .collect();
    let unit = traits
        .iter()
        .find_map(|t| t.unit.as_ref())
        .and_then(|id| draft.units.iter().find(|unit| unit.id == *id))
        .cloned();
    let natures = traits.iter().find_map(|t| t.natures.clone()).unwrap_or_default();
    let forms = traits.iter().find_map(|t| t.forms.clone()).unwrap_or_default();
    let allocation = traits.iter().find_map(|t| t.allocation);
    for (missing, field) in [
        (unit.is_none(), "unit"),
        (natures.is_empty(), "natures"),
        (forms.is_empty(), "forms"),
        (allocation.is_none(), "allocation"),
    ] {
        if missing {
            let what = Text::new(
                format!("物品“{}”没有 {field}", raw.code),
                format!("item “{}” has no {field}", raw.code),
            );
            let mend = Text::new(
                format!("在物品或其品类的 defaults 中写 {field}"),
                format!("give {field} in the item or in the defaults of its class"),
            );
            log.problem_at(place.clone(), "pack.field_missing", what, mend);
        }
    }
    Some(Item {
        code: raw.code.clone(),
        name: raw.name.clone(),
        pack: pack.to_string(),
        spec: raw.spec.clone(),
        class: raw.class.clone(),
        unit: unit?,
        natures,
        grades: traits.iter().find_map(|t| t.grades.clone()).unwrap_or_default(),
        indicators: traits.iter().find_map(|t| t.indicators.clone()).unwrap_or_default(),
        forms,
        allocation: allocation?,
        packing: traits.iter().find_map(|t| t.packing),
        density: traits.iter().find_map(|t| t.density.clone()),
        aliases: raw.aliases.clone(),
        basis: raw.basis.clone(),
    })
}

/// Spreads classes out in all rules and settles the bases of premium lines.
fn spread(pack: &mut Pack, over: &Over, log: &mut Log) {
    let items: Vec<String> = pack.items.iter().map(|item| item.code.clone()).collect();
    let mut heads: Vec<(&str, &mut BTreeSet<String>)> = Vec::new();
    macro_rules! add {
        ($($rules:ident),*) => { $(heads.extend(pack.$rules.iter_mut().map(|r| (r.id.as_str(), &mut r.items)));)* };
    }
    add!(
        products, safeties, qualities, samplings, premiums, losses, reductions, lives, rotations, weighings,
        rounds, jobs, norms
    );
    for (id, covered) in heads {
        *covered = items
            .iter()
            .filter(|item| over.get(*item).is_some_and(|line| line.iter().any(|code| covered.contains(code))))
            .cloned()
            .collect();
        if covered.is_empty() {
            let what =
                Text::new(format!("规则“{id}”没有覆盖任何物品"), format!("rule “{id}” covers no item"));
            log.problem_at(
                log.defined(Noun::Rule, id),
                "pack.no_items",
                what,
                Text::new("在 items 中写有物品的品类或物品", "name items, or classes that have some"),
            );
        }
    }
    for rule in &mut pack.premiums {
        for line in &mut rule.body.lines {
            let written = std::mem::take(&mut line.base);
            for code in &rule.items {
                let near = over
                    .get(code)
                    .into_iter()
                    .flatten()
                    .find_map(|code| written.get(code))
                    .or_else(|| written.get(EVERY_ITEM));
                if let Some(base) = near {
                    line.base.insert(code.clone(), *base);
                    continue;
                }
                let what = Text::new(
                    format!("规则“{}”的指标“{}”没有物品“{code}”的基准值", rule.id, line.indicator),
                    format!(
                        "rule “{}” gives indicator “{}” no base for item “{code}”",
                        rule.id, line.indicator
                    ),
                );
                log.problem_at(
                    log.defined(Noun::Rule, &rule.id),
                    "pack.no_base",
                    what,
                    Text::new("在 base 中补上", "add it to base"),
                );
            }
        }
    }
}

/// One code of a scheme stands for one item or class.
fn check_aliases(pack: &Pack, log: &mut Log) {
    let mut seen: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    let goods = pack
        .classes
        .iter()
        .map(|c| (c.code.as_str(), &c.aliases))
        .chain(pack.items.iter().map(|i| (i.code.as_str(), &i.aliases)));
    for (own, aliases) in goods {
        for Alias { scheme, code } in aliases {
            if let Some(first) = seen.insert((scheme, code), own) {
                let what = Text::new(
                    format!("“{scheme}”的代码“{code}”已对应“{first}”"),
                    format!("code “{code}” of “{scheme}” already stands for “{first}”"),
                );
                log.problem_at(
                    log.defined(Noun::Good, own),
                    "pack.alias_twice",
                    what,
                    Text::new("一个外部代码只对应一项", "let one outside code stand for one thing"),
                );
            }
        }
    }
}

/// Limits fit the kind of their indicator, and rules use only indicators and grades that their items have.
fn check_measures(pack: &Pack, log: &mut Log) {
    for rule in pack.products.iter().chain(&pack.safeties) {
        let graded = rule.body.grades.iter().flat_map(|(_, limits)| limits);
        for Limit { indicator, band, .. } in rule.body.limits.iter().chain(graded) {
            check_band(pack, rule, indicator, band, log);
            check_indicator(pack, rule, indicator, log);
        }
        for grade in rule.body.grades.iter().map(|(grade, _)| grade).chain(&rule.body.below) {
            for item in pack
                .items
                .iter()
                .filter(|item| rule.items.contains(&item.code) && !item.grades.contains(grade))
            {
                let what = Text::new(
                    format!("规则“{}”的等级“{grade}”不在物品“{}”的等级中", rule.id, item.code),
                    format!("grade “{grade}” of rule “{}” is not a grade of item “{}”", rule.id, item.code),
                );
                log.problem_at(
                    log.defined(Noun::Rule, &rule.id),
                    "pack.grade_not_of_item",
                    what,
                    Text::new("补到物品的 grades", "add it to the item's grades"),
                );
            }
        }
    }
    for rule in &pack.qualities {
        for criterion in &rule.body.criteria {
            check_band(pack, rule, &criterion.indicator, &criterion.suitable, log);
            check_band(pack, rule, &criterion.indicator, &criterion.slight, log);
            check_indicator(pack, rule, &criterion.indicator, log);
        }
    }
    for rule in &pack.premiums {
        for line in &rule.body.lines {
            check_band(pack, rule, &line.indicator, &Band::Range { min: None, max: line.bar }, log);
            check_indicator(pack, rule, &line.indicator, log);
        }
    }
}

fn check_band<T>(pack: &Pack, rule: &Rule<T>, indicator: &str, band: &Band, log: &mut Log) {
    let Some(known) = pack.indicator(indicator) else { return };
    let fits = match (&known.kind, band) {
        (_, Band::Any) | (Kind::Number { .. }, Band::Range { .. }) => true,
        (Kind::Word { words }, Band::Words(used)) => {
            used.iter().all(|word| words.iter().any(|(known, _)| known == word))
        }
        _ => false,
    };
    if !fits {
        let what = Text::new(
            format!("规则“{}”中指标“{indicator}”的限值与其类型不符", rule.id),
            format!("rule “{}” limits indicator “{indicator}” in a way its kind does not have", rule.id),
        );
        log.problem_at(
            log.defined(Noun::Rule, &rule.id),
            "pack.band_kind",
            what,
            Text::new(
                "数值指标写 min/max，选项指标写其选项",
                "use min/max for numbers and the indicator's own words for words",
            ),
        );
    }
}

fn check_indicator<T>(pack: &Pack, rule: &Rule<T>, indicator: &str, log: &mut Log) {
    for item in pack
        .items
        .iter()
        .filter(|item| rule.items.contains(&item.code) && !item.indicators.iter().any(|id| id == indicator))
    {
        let what = Text::new(
            format!("规则“{}”使用指标“{indicator}”，物品“{}”没有该指标", rule.id, item.code),
            format!(
                "rule “{}” uses indicator “{indicator}”, which item “{}” does not have",
                rule.id, item.code
            ),
        );
        log.problem_at(
            log.defined(Noun::Rule, &rule.id),
            "pack.indicator_not_of_item",
            what,
            Text::new("补到物品的 indicators", "add it to the item's indicators"),
        );
    }
}

/// Goods that go out by expiry must have one.
fn check_expiry(pack: &Pack, log: &mut Log) {
    for item in pack.items.iter().filter(|item| item.allocation == Allocation::FirstExpiredFirstOut) {
        let dated = pack
            .lives
            .iter()
            .any(|rule| rule.items.contains(&item.code) && matches!(rule.body.limit, life::Limit::Months(_)));
        if !dated {
            let what = Text::new(
                format!("物品“{}”先到期先出，但没有按月计的储存期", item.code),
                format!("item “{}” goes out by expiry but has no life in months", item.code),
            );
            log.problem_at(
                log.defined(Noun::Good, &item.code),
                "pack.no_expiry",
                what,
                Text::new("在 life 中补一条 months 规则", "add a rule with months to life"),
            );
        }
    }
}

/// No two rules of a kind may hold equally for the same item, day and place.
fn check_clashes(pack: &Pack, log: &mut Log) {
    macro_rules! check {
        ($($rules:expr),*) => { $(clashes(&$rules.iter().collect::<Vec<_>>(), log);)* };
    }
    check!(
        pack.products,
        pack.safeties,
        pack.qualities,
        pack.samplings,
        pack.losses,
        pack.reductions,
        pack.lives,
        pack.rotations,
        pack.weighings,
        pack.rounds,
        pack.jobs
    );
    for season in crate::emergency::Season::ALL {
        clashes(&pack.norms.iter().filter(|rule| rule.body.season == season).collect::<Vec<_>>(), log);
    }
    for purpose in crate::premium::Purpose::ALL {
        clashes(&pack.premiums.iter().filter(|rule| rule.body.purpose == purpose).collect::<Vec<_>>(), log);
    }
}

fn clashes<T>(rules: &[&Rule<T>], log: &mut Log) {
    for (i, rule) in rules.iter().enumerate() {
        for first in rules[..i].iter().filter(|first| first.clashes(rule)) {
            let what = Text::new(
                format!("规则“{}”与“{}”对同一物品、日期和地区同时有效", rule.id, first.id),
                format!("rules “{}” and “{}” hold for the same item, day and place", rule.id, first.id),
            );
            log.problem_at(
                log.defined(Noun::Rule, &rule.id),
                "pack.clash",
                what,
                Text::new("用生效日期、地区或物品把两者分开", "part them by days, regions or items"),
            );
        }
    }
}

//! Reads rules: the head every rule has, and what each kind says. Items stand as the codes written; classes are spread
//! out later by `check`.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{
    Fields, code, day, decimal, list, percent, positive, quantity, reference, string, truth, whole, word,
};
use super::log::Log;
use super::record::{Base, some_of};
use super::yaml::{Kind, Node};
use crate::decimal::Decimal;
use crate::emergency::{Norm, NormRule, Response, Season};
use crate::job::{Isotherm, Job, JobRule};
use crate::life::{self, Life, Rotation, RotationRule, StorageLife};
use crate::loss::{Formula, Loss, LossRule, QuotaBand, Reduction, ReductionRule};
use crate::nature::OwnerLevel;
use crate::pack::Noun;
use crate::premium::{Effect, Line, Premium, PremiumRule, Purpose};
use crate::quality::{
    Band, Criterion, Limit, Product, ProductStandard, QualityStandard, Sampling, SamplingRule, StorageQuality,
};
use crate::rounds::{Check, Infestation, Interval, PestClass, Rounds, RoundsRule, Security};
use crate::term::{Rule, Scope, Text};
use crate::weighing::{Doubt, Weighing, WeighingRule};

/// In a premium line, the base of every item the line does not name.
pub(super) const EVERY_ITEM: &str = "";

/// Reads the head of a rule, and its body with `read`, whose parts take the rule's basis unless they bring their own.
fn rule<'n, T>(
    node: &'n Node,
    base: &Base,
    log: &mut Log,
    read: impl FnOnce(&mut Fields<'n>, &Base, &mut Log) -> Option<T>,
) -> Option<Rule<T>> {
    let mut f = Fields::open(node, log)?;
    let id = f.need("id", log, |node, log| {
        let id = code(node, log)?;
        log.define(Noun::Rule, &id, node.at);
        Some(id)
    });
    let version = f.need("version", log, whole(1, 9_999));
    let from = f.need("effective_from", log, day);
    let to = f.may("effective_to", log, day);
    let scope = f.may("scope", log, scope);
    let items = f.need("items", log, |n, log| some_of(n, log, reference(Noun::Good)));
    let basis = Base(base.of(&mut f, log));
    let body = read(&mut f, &basis, log);
    f.done(log);
    if let (Some(from), Some(Some(to))) = (from, to)
        && to < from
    {
        let what = Text::new(
            format!("失效日 {to} 早于生效日 {from}"),
            format!("the last day {to} is before the first day {from}"),
        );
        log.problem(node.at, "pack.days_reversed", what, Text::new("核对两个日期", "check both days"));
        return None;
    }
    Some(Rule {
        id: id?,
        version: version?,
        effective_from: from?,
        effective_to: to?,
        scope: scope?.unwrap_or_default(),
        items: items?.into_iter().collect::<BTreeSet<_>>(),
        basis: basis.0?,
        body: body?,
    })
}

fn scope(node: &Node, log: &mut Log) -> Option<Scope> {
    let levels = OwnerLevel::ALL.map(|level| (level.code(), level));
    let mut f = Fields::open(node, log)?;
    let regions = f.list("regions", log, region);
    let owner_levels = f.list("owner_levels", log, word(&levels));
    f.done(log);
    Some(Scope { regions: regions?, owner_levels: owner_levels? })
}

fn region(node: &Node, log: &mut Log) -> Option<String> {
    let code = string(node, log)?;
    if code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()) && !code.starts_with("00") {
        return Some(code);
    }
    let what = Text::new(format!("“{code}”不是行政区划代码"), format!("“{code}” is not a region code"));
    log.problem(
        node.at,
        "pack.bad_region",
        what,
        Text::new("写成 GB/T 2260 六位代码", "write the six digits of GB/T 2260"),
    );
    None
}

/// `{min: …, max: …}`, a list of words, or `any`.
fn band(node: &Node, log: &mut Log) -> Option<Band> {
    match &node.kind {
        Kind::List(_) => some_of(node, log, code).map(Band::Words),
        Kind::Scalar { text, .. } if text == "any" => Some(Band::Any),
        _ => {
            let mut f = Fields::open(node, log)?;
            let (min, max) = (f.may("min", log, decimal), f.may("max", log, decimal));
            f.done(log);
            let (min, max) = (min?, max?);
            if min.is_some() || max.is_some() {
                if min.is_none_or(|min| max.is_none_or(|max| min <= max)) {
                    return Some(Band::Range { min, max });
                }
                let what = Text::new("下限高于上限", "the lowest value is above the highest");
                log.problem(node.at, "pack.number_range", what, Text::new("对调两个数", "swap them"));
                return None;
            }
            let mend = Text::new("至少写 min 或 max", "write min or max");
            log.problem(node.at, "pack.shape", Text::new("没有限值", "no limit is given"), mend);
            None
        }
    }
}

/// An indicator's limit: `{indicator: …, min/max/words}`.
fn limit(node: &Node, base: &Base, log: &mut Log) -> Option<Limit> {
    let mut f = Fields::open(node, log)?;
    let indicator = f.need("indicator", log, reference(Noun::Indicator));
    let band = f.need("good", log, band);
    let basis = base.of(&mut f, log);
    f.done(log);
    Some(Limit { indicator: indicator?, band: band?, basis: basis? })
}

pub(super) fn product(node: &Node, base: &Base, log: &mut Log) -> Option<ProductStandard> {
    rule(node, base, log, |f, base, log| {
        let limits = f.list("limits", log, |n, log| limit(n, base, log));
        let grades = f.list("grades", log, |n, log| {
            let mut f = Fields::open(n, log)?;
            let grade = f.need("grade", log, reference(Noun::Grade));
            let limits = f.need("limits", log, |n, log| some_of(n, log, |n, log| limit(n, base, log)));
            f.done(log);
            Some((grade?, limits?))
        });
        let below = f.may("below", log, reference(Noun::Grade));
        Some(Product { limits: limits?, grades: grades?, below: below? })
    })
}

pub(super) fn storage_quality(node: &Node, base: &Base, log: &mut Log) -> Option<QualityStandard> {
    rule(node, base, log, |f, base, log| {
        let criteria = f.need("criteria", log, |n, log| {
            some_of(n, log, |n, log| {
                let mut f = Fields::open(n, log)?;
                let indicator = f.need("indicator", log, reference(Noun::Indicator));
                let suitable = f.need("suitable", log, band);
                let slight = f.need("slight", log, band);
                let basis = base.of(&mut f, log);
                f.done(log);
                Some(Criterion { indicator: indicator?, suitable: suitable?, slight: slight?, basis: basis? })
            })
        });
        Some(StorageQuality { criteria: criteria? })
    })
}

pub(super) fn sampling(node: &Node, base: &Base, log: &mut Log) -> Option<SamplingRule> {
    rule(node, base, log, |f, _, log| {
        let quantity_max =
            f.need("quantity_max", log, |n, log| positive(n, log).and_then(|_| quantity(n, log)));
        let interval_days = f.need("interval_days", log, whole(1, 3_660));
        Some(Sampling { quantity_max: quantity_max?, interval_days: interval_days? })
    })
}

pub(super) fn premium(node: &Node, base: &Base, log: &mut Log) -> Option<PremiumRule> {
    let purposes = Purpose::ALL.map(|purpose| (purpose.code(), purpose));
    rule(node, base, log, |f, base, log| {
        let purpose = f.need("purpose", log, word(&purposes));
        let round_to = f.need("round_to", log, |n, log| positive(n, log).and_then(|_| quantity(n, log)));
        let lines = f.need("lines", log, |n, log| some_of(n, log, |n, log| line(n, base, log)));
        Some(Premium { purpose: purpose?, lines: lines?, round_to: round_to? })
    })
}

fn line(node: &Node, base: &Base, log: &mut Log) -> Option<Line> {
    let mut f = Fields::open(node, log)?;
    let indicator = f.need("indicator", log, reference(Noun::Indicator));
    let bases = f.need("base", log, line_base);
    let step = f.need("step", log, positive);
    let above = f.may("above", log, effect);
    let below = f.may("below", log, effect);
    let bar = f.may("bar", log, decimal);
    let required = f.may("required", log, truth);
    let basis = base.of(&mut f, log);
    f.done(log);
    Some(Line {
        indicator: indicator?,
        base: bases?,
        step: step?,
        above: above?,
        below: below?,
        bar: bar?,
        required: required?.unwrap_or(true),
        basis: basis?,
    })
}

/// One number for all items, or `- {item: …, value: …}` lines.
fn line_base(node: &Node, log: &mut Log) -> Option<BTreeMap<String, Decimal>> {
    if matches!(node.kind, Kind::Scalar { .. }) {
        return Some(BTreeMap::from([(EVERY_ITEM.to_string(), decimal(node, log)?)]));
    }
    let pairs = some_of(node, log, |n, log| {
        let mut f = Fields::open(n, log)?;
        let (item, value) = (f.need("item", log, reference(Noun::Good)), f.need("value", log, decimal));
        f.done(log);
        item.zip(value)
    })?;
    Some(pairs.into_iter().collect())
}

/// `{percent: -0.65, steps_max: 5}` for each step.
fn effect(node: &Node, log: &mut Log) -> Option<Effect> {
    let mut f = Fields::open(node, log)?;
    let percent = f.need("percent", log, decimal);
    let steps_max = f.may("steps_max", log, whole(1, 1_000));
    f.done(log);
    Some(Effect { percent: percent?, steps_max: steps_max?.map(i64::from) })
}

pub(super) fn loss(node: &Node, base: &Base, log: &mut Log) -> Option<LossRule> {
    rule(node, base, log, |f, _, log| {
        let bands = f.need("bands", log, |n, log| {
            let bands = some_of(n, log, |n, log| {
                let mut f = Fields::open(n, log)?;
                let months_max = f.may("months_max", log, whole(1, 1_200));
                let percent = f.need("percent", log, percent);
                f.done(log);
                Some(QuotaBand { months_max: months_max?, percent: percent? })
            })?;
            // An open band counts as the longest, so it can only be the last.
            let end = |band: &QuotaBand| band.months_max.unwrap_or(u32::MAX);
            let rising = bands.windows(2).all(|pair| end(&pair[0]) < end(&pair[1]));
            if rising && bands.last().is_some_and(|band| band.months_max.is_none()) {
                return Some(bands);
            }
            let what = Text::new(
                "定额分段应按月数递增，最后一段不设上限",
                "bands should rise by months and the last be open",
            );
            log.problem(
                n.at,
                "pack.bands",
                what,
                Text::new("调整顺序，最后一段去掉 months_max", "sort them and drop months_max from the last"),
            );
            None
        });
        Some(Loss { bands: bands? })
    })
}

pub(super) fn reduction(node: &Node, base: &Base, log: &mut Log) -> Option<ReductionRule> {
    let formulas = Formula::ALL.map(|formula| (formula.code(), formula));
    rule(node, base, log, |f, _, log| Some(Reduction { formula: f.need("formula", log, word(&formulas))? }))
}

pub(super) fn life(node: &Node, base: &Base, log: &mut Log) -> Option<StorageLife> {
    rule(node, base, log, |f, _, log| {
        let years = f.may("years", log, whole(1, 100));
        let months = f.may("months", log, whole(1, 1_200));
        let warn = f.may("warn_percent_left", log, |n, log| list(n, log, percent));
        let (limit, warn) = match (years?, months?, warn?) {
            (Some(years), None, None) => (life::Limit::Years(years), Vec::new()),
            (None, Some(months), warn) => (life::Limit::Months(months), warn.unwrap_or_default()),
            _ => {
                let what = Text::new(
                    "应只写 years，或只写 months 及 warn_percent_left",
                    "either years stands alone, or months with warn_percent_left",
                );
                log.problem(f.at, "pack.shape", what, Text::new("删去多余字段", "remove one of them"));
                return None;
            }
        };
        let falling = warn.windows(2).all(|pair| pair[0] > pair[1]);
        if !falling {
            let what = Text::new("提醒比例应从大到小", "shares to warn at should fall");
            log.problem(
                f.at,
                "pack.bands",
                what,
                Text::new("调整顺序，例如 [25, 10]", "sort them, as in [25, 10]"),
            );
            return None;
        }
        Some(Life { limit, warn_percent_left: warn })
    })
}

pub(super) fn rotation(node: &Node, base: &Base, log: &mut Log) -> Option<RotationRule> {
    rule(node, base, log, |f, _, log| {
        let years_min = f.may("years_min", log, whole(1, 100));
        let years_max = f.may("years_max", log, whole(1, 100));
        let gap = f.may("gap_months_max", log, whole(0, 60));
        let extension = f.may("extension_months_max", log, whole(0, 60));
        let physical = f.may("physical_percent_min", log, percent);
        Some(Rotation {
            years_min: years_min?,
            years_max: years_max?,
            gap_months_max: gap?,
            extension_months_max: extension?,
            physical_percent_min: physical?,
        })
    })
}

pub(super) fn weighing(node: &Node, base: &Base, log: &mut Log) -> Option<WeighingRule> {
    let doubts = Doubt::ALL.map(|doubt| (doubt.code(), doubt));
    rule(node, base, log, |f, _, log| {
        let minutes_min = f.may("minutes_min", log, whole(1, 1_440));
        let minutes_max = f.may("minutes_max", log, whole(1, 14_400));
        let tare_kg = f.may("tare_kg", log, whole(1, 10_000));
        let tare_percent = f.may("tare_percent", log, percent);
        let gross_kg_max = f.may("gross_kg_max", log, whole(1_000, 200_000));
        let identical_max = f.may("identical_max", log, whole(1, 8));
        let circle_hours = f.may("circle_hours", log, whole(1, 8_760));
        let circle_percent = f.may("circle_percent", log, percent);
        let refuse = f.list("refuse", log, word(&doubts));
        Some(Weighing {
            minutes_min: minutes_min?,
            minutes_max: minutes_max?,
            tare_kg: tare_kg?,
            tare_percent: tare_percent?,
            gross_kg_max: gross_kg_max?,
            identical_max: identical_max?,
            circle_hours: circle_hours?,
            circle_percent: circle_percent?,
            refuse: refuse?,
        })
    })
}

pub(super) fn rounds(node: &Node, base: &Base, log: &mut Log) -> Option<RoundsRule> {
    rule(node, base, log, |f, base, log| {
        let safe_moisture = f.need("safe_moisture", log, line_base);
        let semi_points = f.need("semi_points", log, positive);
        let new_days = f.need("new_days", log, whole(0, 3_660));
        let new_times = f.need("new_times", log, whole(1, 100));
        let pests = f.list("pests", log, |n, log| pest_class(n, base, log));
        let intervals = f.need("intervals", log, |n, log| some_of(n, log, |n, log| interval(n, base, log)));
        Some(Rounds {
            safe_moisture: safe_moisture?,
            semi_points: semi_points?,
            new_days: new_days?,
            new_times: new_times?,
            pests: pests?,
            intervals: intervals?,
        })
    })
}

fn pest_class(node: &Node, base: &Base, log: &mut Log) -> Option<PestClass> {
    let classes = Infestation::ALL.map(|class| (class.code(), class));
    let mut f = Fields::open(node, log)?;
    let class = f.need("class", log, word(&classes));
    let density_over = f.may("density_over", log, whole(0, 100_000));
    let main_over = f.may("main_over", log, whole(0, 100_000));
    let quarantine_over = f.may("quarantine_over", log, whole(0, 100_000));
    let treat_days = f.need("treat_days", log, whole(0, 365));
    let basis = base.of(&mut f, log);
    f.done(log);
    Some(PestClass {
        class: class?,
        density_over: density_over?,
        main_over: main_over?,
        quarantine_over: quarantine_over?,
        treat_days: treat_days?,
        basis: basis?,
    })
}

fn interval(node: &Node, base: &Base, log: &mut Log) -> Option<Interval> {
    let checks = Check::ALL.map(|check| (check.code(), check));
    let securities = Security::ALL.map(|class| (class.code(), class));
    let classes = Infestation::ALL.map(|class| (class.code(), class));
    let mut f = Fields::open(node, log)?;
    let check = f.need("check", log, word(&checks));
    let security = f.may("security", log, word(&securities));
    let above = f.may("above", log, decimal);
    let up_to = f.may("up_to", log, decimal);
    let treated = f.may("treated", log, word(&classes));
    let within = f.may("within", log, whole(1, 3_660));
    let days = f.need("days", log, whole(1, 3_660));
    let basis = base.of(&mut f, log);
    f.done(log);
    Some(Interval {
        check: check?,
        security: security?,
        above: above?,
        up_to: up_to?,
        treated: treated?,
        within: within?,
        days: days?,
        basis: basis?,
    })
}

pub(super) fn job(node: &Node, base: &Base, log: &mut Log) -> Option<JobRule> {
    rule(node, base, log, |f, _, log| {
        let oxygen_min = f.need("oxygen_min", log, percent);
        let oxygen_max = f.need("oxygen_max", log, percent);
        let phosphine_max = f.need("phosphine_max", log, positive);
        let start_degrees = f.need("start_degrees", log, positive);
        let stop_degrees = f.need("stop_degrees", log, positive);
        let aeration_basis = f.need("aeration_basis", log, super::record::basis);
        let isotherms = f.list("isotherms", log, |n, log| {
            let mut f = Fields::open(n, log)?;
            let item = f.need("item", log, reference(Noun::Good));
            let (a, b, c) =
                (f.need("a", log, positive), f.need("b", log, positive), f.need("c", log, positive));
            f.done(log);
            Some((item?, Isotherm { a: a?, b: b?, c: c? }))
        });
        Some(Job {
            oxygen_min: oxygen_min?,
            oxygen_max: oxygen_max?,
            phosphine_max: phosphine_max?,
            start_degrees: start_degrees?,
            stop_degrees: stop_degrees?,
            aeration_basis: aeration_basis?,
            isotherms: isotherms?.into_iter().collect(),
        })
    })
}

pub(super) fn norm(node: &Node, base: &Base, log: &mut Log) -> Option<NormRule> {
    let seasons = Season::ALL.map(|season| (season.code(), season));
    rule(node, base, log, |f, _, log| {
        let season = f.may("season", log, word(&seasons));
        let per_thousand = f.need("per_thousand", log, positive);
        let daily = f.may("daily", log, truth);
        let spare = f.may("spare_percent", log, percent);
        let due = f.need("due_hours", log, whole(1, 2_000));
        Some(Norm {
            season: season?.unwrap_or(Season::Any),
            per_thousand: per_thousand?,
            daily: daily?.unwrap_or(false),
            spare_percent: spare?.unwrap_or(Decimal::ZERO),
            due_hours: due?,
        })
    })
}

pub(super) fn response(node: &Node, base: &Base, log: &mut Log) -> Option<Response> {
    let mut f = Fields::open(node, log)?;
    let id = f.need("id", log, |node, log| {
        let id = code(node, log)?;
        log.define(Noun::Rule, &id, node.at);
        Some(id)
    });
    let level = f.need("level", log, whole(1, 4));
    let from = f.need("effective_from", log, day);
    let to = f.may("effective_to", log, day);
    let place = f.may("region", log, region);
    let least =
        |f: &mut Fields<'_>, key, log: &mut Log| f.need(key, log, whole(1, 1_000_000_000)).map(i64::from);
    let deaths = least(&mut f, "deaths_min", log);
    let displaced = least(&mut f, "displaced_min", log);
    let houses = least(&mut f, "houses_min", log);
    let basis = base.of(&mut f, log);
    f.done(log);
    Some(Response {
        id: id?,
        level: level?,
        effective_from: from?,
        effective_to: to?,
        region: place?,
        deaths_min: deaths?,
        displaced_min: displaced?,
        houses_min: houses?,
        basis: basis?,
    })
}

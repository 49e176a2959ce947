//! The packs of the binary load, agree with each other, and say what the domain's acceptance vectors say.

use jiff::civil::{Date, date};

use crate::catalogue::Catalogue;
use crate::decimal::Decimal;
use crate::emergency::Response;
use crate::item::Allocation;
use crate::loss::{Condition, moisture_impurity_reduction, moisture_reduction, months_started};
use crate::premium::Purpose;
use crate::quality::{Class, Measurements};
use crate::refusal::Refusal;
use crate::term::{Status, Subject, Text};
use crate::{OwnerLevel, age_years, builtin};

const TODAY: Date = date(2025, 3, 31);

fn packs() -> Catalogue {
    builtin::catalogue()
        .unwrap_or_else(|all| panic!("{}", all.iter().map(|p| p.to_string()).collect::<Vec<_>>().join("\n")))
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// `"moisture 16.0, colour_smell normal"`.
fn sample(text: &str) -> Measurements {
    text.split(", ").filter(|part| !part.is_empty()).fold(Measurements::new(), |all, part| {
        let (indicator, value) = part.split_once(' ').unwrap();
        match value.parse::<Decimal>() {
            Ok(number) => all.number(indicator, number),
            Err(_) => all.word(indicator, value),
        }
    })
}

#[test]
fn the_binary_brings_five_packs_with_their_own_examples() {
    let packs = packs();
    let known: Vec<(&str, usize)> = packs.packs().iter().map(|p| (p.id.as_str(), p.items.len())).collect();
    assert_eq!(known, [("energy", 6), ("grain", 17), ("oil", 6), ("public-assets", 23), ("relief", 57)]);
    for pack in packs.packs() {
        assert!(pack.tests >= 2, "{} has {} examples", pack.id, pack.tests);
        assert!(!pack.bytes().is_empty());
    }
}

#[test]
fn every_item_can_be_booked() {
    let packs = packs();
    for item in packs.items() {
        assert!(item.natures.iter().all(|code| packs.nature(code).is_some()), "{}", item.code);
        assert!(!item.natures.is_empty() && !item.forms.is_empty(), "{}", item.code);
        assert_eq!(packs.pack_of(&item.code).map(|pack| &pack.id), Some(&item.pack));
        assert_eq!(packs.find(&item.name.zh).iter().filter(|found| found.code == item.code).count(), 1);
    }
}

#[test]
fn what_is_unconfirmed_is_counted_for_the_screen() {
    let packs = packs();
    for pack in packs.packs() {
        let records = pack.classes.len() + pack.items.len() + pack.natures.len() + pack.grades.len();
        let all = records + pack.indicators.len() + pack.rules().len();
        let by_status = [Status::Confirmed, Status::NeedsCitation, Status::Unconfirmed];
        assert_eq!(
            by_status.map(|status| pack.count_by_status(status)).iter().sum::<usize>(),
            all,
            "{}",
            pack.id
        );
    }
    let relief = packs.pack("relief").unwrap();
    assert_eq!(relief.count_by_status(Status::Confirmed), 3, "only the first level of the codes is attested");
}

#[test]
fn linping_categories_stand_as_the_paper_names_them() {
    let packs = packs();
    let names = [
        "办公电器类",
        "办公家具类",
        "测温类",
        "防疫其他类",
        "检测类",
        "生活电器类",
        "生活用品类",
        "通用家具类",
        "消杀类",
        "应急救灾类",
    ];
    for name in names {
        let found = packs.find(name);
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(
            (found[0].pack.as_str(), found[0].unit.name.zh.as_str(), found[0].unit.quantum()),
            ("public-assets", "件", 1_000)
        );
        assert!(found[0].class.starts_with("A0"));
    }
    let classes: Vec<&str> =
        packs.pack("public-assets").unwrap().classes.iter().map(|c| c.code.as_str()).collect();
    assert_eq!(classes, ["A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08"]);
}

#[test]
fn relief_codes_follow_gb_38565() {
    let packs = packs();
    for item in &packs.pack("relief").unwrap().items {
        let code = item.code.as_bytes();
        assert!(
            code.len() == 7 && (b'1'..=b'3').contains(&code[0]) && code.iter().all(u8::is_ascii_digit),
            "{}",
            item.code
        );
        assert!(item.code.starts_with(&item.class), "{} under {}", item.code, item.class);
        assert_eq!(item.allocation, Allocation::FirstExpiredFirstOut);
        assert_eq!(item.basis.status, Status::Unconfirmed);
    }
}

#[test]
fn every_variety_prefix_is_mapped_by_its_scheme_never_by_guess() {
    let packs = packs();
    let grain = packs.pack("grain").unwrap();
    let cases = [
        ("syd", "1120000", Some("1120000")),
        ("zhlk", "1121001", Some("1140000")),
        ("zhlk", "1111", Some("1120000")),
        ("zhlk", "1114", Some("1120900")),
        ("zhlk", "1132002", Some("1130202")),
        ("zhlk", "1132001", Some("1130000")),
        ("zhlk", "236", Some("2360000")),
        ("zhlk", "999", None),
        ("other", "111", None),
    ];
    let assets = packs.pack("public-assets").unwrap();
    assert_eq!(assets.translate("gb14885-2010", "2010104"), Some("A02"));
    assert_eq!(assets.translate("gb14885-2010", "3010000"), Some("A02"));
    for (scheme, code, own) in cases {
        assert_eq!(grain.translate(scheme, code), own, "{scheme} {code}");
    }
}

#[test]
fn natures_say_whose_goods_they_are_and_who_orders_them_out() {
    let packs = packs();
    let cases = [
        ("110", OwnerLevel::Central, true, Status::Confirmed),
        ("121", OwnerLevel::Province, true, Status::Confirmed),
        ("122", OwnerLevel::City, true, Status::Confirmed),
        ("123", OwnerLevel::County, true, Status::Confirmed),
        ("200", OwnerLevel::Enterprise, false, Status::Confirmed),
        ("270", OwnerLevel::Enterprise, false, Status::Unconfirmed),
        ("280", OwnerLevel::Enterprise, false, Status::Unconfirmed),
        ("290", OwnerLevel::Enterprise, false, Status::Unconfirmed),
        ("310", OwnerLevel::Central, true, Status::Confirmed),
        ("330", OwnerLevel::Central, true, Status::Unconfirmed),
        ("410", OwnerLevel::Enterprise, false, Status::Unconfirmed),
        ("P200", OwnerLevel::Undecided, true, Status::Unconfirmed),
    ];
    for (code, level, directive, status) in cases {
        let nature = packs.nature(code).unwrap();
        assert_eq!(
            (nature.owner_levels[0], nature.needs_directive(), nature.basis.status),
            (level, directive, status),
            "{code}"
        );
    }
    assert!(packs.pack("grain").unwrap().allows("1120101", "110"));
    assert!(
        !packs.pack("grain").unwrap().allows("1120101", "420"),
        "an emergency finished-grain reserve holds no wheat"
    );
}

#[test]
fn state_goods_leave_only_under_a_directive() {
    for nature in packs().natures().filter(|nature| nature.owner_levels.iter().any(|level| level.is_state()))
    {
        assert!(nature.needs_directive(), "{}", nature.code);
    }
}

/// Net weight in kg, measurements, percent, settled kg.
fn settles(item: &str, day: Date, cases: &[(i64, &str, &str, i64)]) {
    let packs = packs();
    let pack = packs.pack_of(item).unwrap();
    let rule = pack.premium_rule(&Subject::new(item, day), Purpose::Purchase).unwrap();
    for (net, values, percent, settled) in cases {
        let found = rule.settle(item, *net, &sample(values)).unwrap();
        assert_eq!((found.percent, found.settled), (dec(percent), *settled), "{values}");
    }
}

#[test]
fn paddy_is_settled_by_the_2024_rules() {
    // Appendix C: three steps of moisture, two of impurity, two of head rice.
    settles(
        "1130201",
        date(2024, 9, 14),
        &[
            (10_000, "moisture 16.0, impurity 1.0, head_rice 55", "-1.95", 9_805),
            (10_000, "moisture 14.5, impurity 1.7, head_rice 55", "-0.6", 9_940),
            (10_000, "moisture 14.5, impurity 1.0, head_rice 51", "-3.0", 9_700),
            (10_000, "moisture 16.0, impurity 1.7, head_rice 51", "-5.55", 9_445),
            // Less than a step does not count; gains stop at five steps.
            (10_000, "moisture 14.9, impurity 1.2, head_rice 53.5", "0", 10_000),
            (10_000, "moisture 10.0, impurity 0.1, head_rice 60", "4.15", 10_415),
            // 333 kg at 98.05 % is 326.5065; 7 kg at 98.05 % is 6.8635.
            (333, "moisture 16.0, impurity 1.0, head_rice 55", "-1.95", 327),
            (7, "moisture 16.0, impurity 1.0, head_rice 55", "-1.95", 7),
            (0, "moisture 16.0, impurity 1.0, head_rice 55", "-1.95", 0),
            // So wet that nothing is left to pay for.
            (10_000, "moisture 99.5, impurity 1.0, head_rice 0", "-151", 0),
        ],
    );
}

#[test]
fn the_rule_changes_on_14_september_2024() {
    let wet = "moisture 16.0, impurity 1.7, head_rice 55";
    settles("1130202", date(2024, 9, 13), &[(10_000, wet, "-4.5", 9_550)]);
    settles("1130202", date(2024, 9, 14), &[(10_000, wet, "-2.55", 9_745)]);
    let packs = packs();
    let old = packs.pack("grain").unwrap().premium_rule_by_id("qs178-purchase-paddy").unwrap();
    assert_eq!(
        old.settle("1130202", 10_000, &sample(wet)).unwrap().settled,
        9_550,
        "a contract may still name it"
    );
}

#[test]
fn a_settlement_shows_each_step() {
    let packs = packs();
    let pack = packs.pack("grain").unwrap();
    let rule = pack.premium_rule(&Subject::new("1120101", TODAY), Purpose::Purchase).unwrap();
    let found = rule.settle("1120101", 50_000, &sample("moisture 13.6, impurity 0.3")).unwrap();
    let steps: Vec<_> =
        found.steps.iter().map(|s| (s.indicator.as_str(), s.steps, s.percent, s.quantity)).collect();
    assert_eq!(steps, [("moisture", 2, dec("-1.3"), -650), ("impurity", -2, dec("0.6"), 300)]);
    assert_eq!((found.percent, found.settled), (dec("-0.7"), 49_650));
    assert_eq!(rule.basis.status, Status::Confirmed);
    assert!(pack.legal_basis(&rule.basis).zh.contains("国粮标〔2024〕198号"));
}

#[test]
fn what_cannot_be_settled_is_refused_by_name() {
    let packs = packs();
    let pack = packs.pack("grain").unwrap();
    let maize = |day, net, values: &str| {
        let rule = pack.premium_rule(&Subject::new("1140100", day), Purpose::Purchase).unwrap();
        rule.settle("1140100", net, &sample(values))
    };
    let old = date(2020, 10, 1);
    assert_eq!(maize(old, -1, "moisture 14, impurity 1"), Err(Refusal::NegativeQuantity));
    assert_eq!(maize(old, 1, "impurity 1"), Err(Refusal::Unmeasured { indicator: "moisture".into() }));
    assert_eq!(
        maize(old, 1, "moisture wet, impurity 1"),
        Err(Refusal::WrongKind { indicator: "moisture".into() })
    );
    let barred =
        Refusal::Barred { indicator: "mouldy_kernels".into(), measured: dec("5.1"), limit: dec("5") };
    assert_eq!(maize(old, 1, "moisture 14, impurity 1, mouldy_kernels 5.1"), Err(barred));
    assert!(maize(old, 1, "moisture 14, impurity 1, mouldy_kernels 5.0").is_ok());
    assert_eq!(maize(TODAY, i64::MAX, "moisture 13, impurity 1"), Err(Refusal::TooLarge));
}

#[test]
fn refusals_speak_both_languages_and_say_the_way_out() {
    let all = [
        Refusal::Unmeasured { indicator: "moisture".into() },
        Refusal::WrongKind { indicator: "moisture".into() },
        Refusal::Barred { indicator: "x".into(), measured: dec("2"), limit: dec("1") },
        Refusal::NegativeQuantity,
        Refusal::NotAPercentage { value: dec("101") },
        Refusal::DaysReversed,
        Refusal::TooLarge,
    ];
    let mut codes: Vec<&str> = all.iter().map(Refusal::code).collect();
    for Text { zh, en } in all.iter().flat_map(|refusal| [refusal.message(), refusal.mend()]) {
        assert!(
            !zh.is_ascii() && en.chars().filter(|c| c.is_alphabetic()).all(|c| c.is_ascii()),
            "{zh} / {en}"
        );
    }
    codes.dedup();
    assert_eq!(codes.len(), all.len());
}

#[test]
fn storage_quality_is_the_worst_indicator() {
    let packs = packs();
    let cases = [
        ("1140100", "fatty_acid_value 70, tasting_score 72", Class::SlightlyUnsuitable),
        ("1140100", "fatty_acid_value 80", Class::SeverelyUnsuitable),
        ("1140100", "fatty_acid_value 65, tasting_score 70, colour_smell normal", Class::Suitable),
        ("1140100", "fatty_acid_value 78, tasting_score 60", Class::SlightlyUnsuitable),
        ("1140100", "fatty_acid_value 60, tasting_score 59", Class::SeverelyUnsuitable),
        ("1120101", "gluten_water_absorption 178, tasting_score 75", Class::SlightlyUnsuitable),
        ("1120101", "gluten_water_absorption 180, tasting_score 75", Class::Suitable),
        ("1120101", "gluten_water_absorption 0, tasting_score 60", Class::SlightlyUnsuitable),
        ("1130101", "fatty_acid_value 30.0", Class::Suitable),
        ("1130101", "fatty_acid_value 37.1", Class::SeverelyUnsuitable),
        ("1130201", "fatty_acid_value 30.0", Class::SlightlyUnsuitable),
        ("1130201", "fatty_acid_value 20, colour_smell basically_normal", Class::SeverelyUnsuitable),
        ("1410100", "crude_fatty_acid_value 3.6, protein_solubility 75", Class::SlightlyUnsuitable),
    ];
    for (item, values, class) in cases {
        let rule = packs.pack_of(item).unwrap().quality_standard(&Subject::new(item, TODAY)).unwrap();
        let judgement = rule.judge(&sample(values)).unwrap();
        assert_eq!(judgement.class, class, "{item} {values}");
        assert_eq!(judgement.reasons[0].class, class, "the worst stands first");
        assert_eq!(judgement.reasons.len() + judgement.unmeasured.len(), rule.body.criteria.len());
    }
    let maize = packs.pack("grain").unwrap().quality_standard(&Subject::new("1140100", TODAY)).unwrap();
    assert!(matches!(maize.judge(&sample("")), Err(Refusal::Unmeasured { .. })));
    assert!(matches!(maize.judge(&sample("moisture 14")), Err(Refusal::Unmeasured { .. })));
    assert!(matches!(maize.judge(&sample("colour_smell 3")), Err(Refusal::WrongKind { .. })));
}

#[test]
fn grades_are_the_best_whose_limits_are_all_kept() {
    let packs = packs();
    let cases = [
        ("1120101", "test_weight 790, imperfect_kernels 6.0", Some("01")),
        ("1120101", "test_weight 789, imperfect_kernels 6.0", Some("02")),
        ("1120101", "test_weight 800, imperfect_kernels 9.0", Some("05")),
        ("1120101", "test_weight 709, imperfect_kernels 1.0", Some("06")),
        ("1120101", "test_weight 790", None),
        ("1120101", "imperfect_kernels 11", Some("06")),
        ("1130201", "husked_yield 81, head_rice 54", Some("04")),
        ("1130101", "husked_yield 75, head_rice 44", Some("03")),
        ("2360100", "moisture 14", None),
    ];
    for (item, values, grade) in cases {
        let rule = packs.pack_of(item).unwrap().product_standard(&Subject::new(item, TODAY)).unwrap();
        assert_eq!(rule.inspect(&sample(values)).unwrap().grade.as_deref(), grade, "{item} {values}");
    }
    let wheat = packs.pack("grain").unwrap().product_standard(&Subject::new("1120101", TODAY)).unwrap();
    let whole =
        "test_weight 790, imperfect_kernels 6, moisture 12.5, impurity 1.0, mineral 0.5, colour_smell normal";
    assert!(wheat.inspect(&sample(whole)).unwrap().is_qualified());
    let damp = wheat.inspect(&sample(&whole.replace("12.5", "12.6"))).unwrap();
    assert_eq!(damp.breaches.iter().map(|b| b.indicator.as_str()).collect::<Vec<_>>(), ["moisture"]);
    assert!(
        !wheat.inspect(&sample("moisture 12")).unwrap().is_qualified(),
        "what is unmeasured is not yet qualified"
    );
}

#[test]
fn natural_loss_quota_is_for_the_whole_time() {
    let packs = packs();
    // Quantity in kg, months, quota in kg.
    let cases = [
        ("1120101", 1_000_000, 14, 2_000),
        ("1120101", 1_000_000, 5, 1_000),
        ("1120101", 1_000_000, 6, 1_000),
        ("1120101", 1_000_000, 7, 1_500),
        ("1120101", 1_000_000, 12, 1_500),
        ("1120101", 1_000_000, 13, 2_000),
        ("1120101", 1_000_000, 60, 2_000),
        ("1120101", 999, 14, 1),
        ("1120101", 0, 0, 0),
        ("1410100", 1_000_000, 14, 2_300),
        ("2120100", 1_000_000, 8, 1_000),
        ("2120100", 1_000_000, 0, 800),
    ];
    for (item, quantity, months, quota) in cases {
        let rule = packs.pack_of(item).unwrap().loss_rule(&Subject::new(item, TODAY)).unwrap();
        assert_eq!(rule.quota(quantity, months), Ok(quota), "{item} {quantity} {months}");
        assert_eq!(rule.quota(-1, months), Err(Refusal::NegativeQuantity));
    }
}

#[test]
fn a_started_month_counts_in_full() {
    let intake = date(2024, 8, 31);
    let cases = [
        (date(2024, 8, 31), Ok(0)),
        (date(2024, 9, 1), Ok(1)),
        (date(2024, 9, 30), Ok(1)),
        (date(2024, 10, 1), Ok(2)),
        (date(2025, 2, 28), Ok(6)),
        (date(2025, 3, 1), Ok(7)),
        (date(2025, 8, 31), Ok(12)),
        (date(2025, 9, 1), Ok(13)),
        (date(2024, 8, 30), Err(Refusal::DaysReversed)),
    ];
    for (today, months) in cases {
        assert_eq!(months_started(intake, today), months, "{today}");
    }
}

#[test]
fn weight_lost_with_moisture_is_exact() {
    // Appendix C: 1,000,000 kg from 13.5 % to 12.5 % loses 11,428.57 kg; here once in grams, once in kilograms.
    assert_eq!(moisture_reduction(1_000_000_000, dec("13.5"), dec("12.5")), Ok(11_428_571));
    assert_eq!(moisture_reduction(1_000_000, dec("13.5"), dec("12.5")), Ok(11_429));
    assert_eq!(moisture_reduction(1_000_000, dec("12.5"), dec("12.5")), Ok(0));
    assert_eq!(
        moisture_reduction(1_000_000, dec("12.5"), dec("13.5")),
        Ok(-11_561),
        "damper goods gained weight"
    );
    assert_eq!(moisture_reduction(i64::MAX, dec("99.999999"), dec("0")), Ok(9_223_371_944_621_055_438));
    for (quantity, from, to) in [(1, "100", "12"), (1, "13", "100"), (1, "-0.1", "12"), (1, "13", "101")] {
        assert!(matches!(
            moisture_reduction(quantity, dec(from), dec(to)),
            Err(Refusal::NotAPercentage { .. })
        ));
    }
    assert_eq!(moisture_reduction(-1, dec("13"), dec("12")), Err(Refusal::NegativeQuantity));
}

#[test]
fn weight_lost_with_dirt_follows_the_clean_dry_matter() {
    let lot = |moisture: &str, impurity: &str| Condition { moisture: dec(moisture), impurity: dec(impurity) };
    // 1 - (0.865 × 0.98) ÷ (0.875 × 0.99) = 0.021414…
    assert_eq!(moisture_impurity_reduction(1_000_000, lot("13.5", "2"), lot("12.5", "1")), Ok(21_414));
    assert_eq!(moisture_impurity_reduction(1_000_000, lot("13.5", "0"), lot("12.5", "0")), Ok(11_429));
}

proptest::proptest! {
    #[test]
    fn with_impurity_unchanged_both_formulas_agree(quantity in 0..=i64::MAX, from in 0..100_000_000i64, to in 0..100_000_000i64, dirt in 0..100_000_000i64) {
        let [from, to, dirt] = [from, to, dirt].map(Decimal::from_micros);
        let both = moisture_impurity_reduction(quantity, Condition { moisture: from, impurity: dirt }, Condition { moisture: to, impurity: dirt });
        proptest::prop_assert_eq!(moisture_reduction(quantity, from, to), both);
    }

    #[test]
    fn drying_never_loses_more_than_there_was(quantity in 0..=i64::MAX, from in 0..100_000_000i64, to in 0..100_000_000i64) {
        let lost = moisture_reduction(quantity, Decimal::from_micros(from), Decimal::from_micros(to));
        if from >= to {
            let lost = lost.unwrap();
            proptest::prop_assert!((0..=quantity).contains(&lost));
        }
    }
}

#[test]
fn the_harvest_year_is_the_first_year_of_age() {
    let cases = [
        (2021, 2025, Ok(5)),
        (2023, 2025, Ok(3)),
        (2025, 2025, Ok(1)),
        (2026, 2025, Err(Refusal::DaysReversed)),
    ];
    for (harvest, year, age) in cases {
        assert_eq!(age_years(harvest, date(year, 7, 1)), age, "{harvest}");
    }
}

#[test]
fn the_gap_of_rotation_differs_by_region_and_owner() {
    let packs = packs();
    let grain = packs.pack("grain").unwrap();
    let wheat = Subject::new("1120101", TODAY);
    let cases = [
        (wheat, (Some(4), None)),
        (wheat.region("330113"), (Some(6), None)),
        (wheat.region("410100"), (Some(4), None)),
        (wheat.region("410100").owner_level(OwnerLevel::Central), (Some(4), Some(5))),
        (wheat.region("360100").owner_level(OwnerLevel::Central), (Some(4), Some(4))),
    ];
    for (subject, (gap, years)) in cases {
        let rule = grain.rotation_rule(&subject).unwrap();
        assert_eq!((rule.body.gap_months_max, rule.body.years_max), (gap, years), "{subject:?}");
    }
}

#[test]
fn samples_stand_for_at_most_their_share() {
    let packs = packs();
    let rule = packs.pack("grain").unwrap().sampling_rule(&Subject::new("1120101", TODAY)).unwrap();
    for (tonnes, samples) in [(0, 0), (1, 1), (2_000, 1), (2_001, 2), (10_000, 5)] {
        assert_eq!(rule.samples(tonnes * 1_000), samples, "{tonnes} t");
    }
}

#[test]
fn people_are_owed_whole_units_with_spare_and_days_only_where_goods_are_used_up() {
    let packs = packs();
    let relief = packs.pack("relief").unwrap();
    let cases = [
        // norm, people, days, units: worked out by hand
        ("norm-tent-warm", 1_000, 3, 275), // 250 and a tenth
        ("norm-tent-warm", 1, 3, 1),       // a quarter of a tent is a tent
        ("norm-water", 1_000, 1, 251),     // 227.3 × 1.1 = 250.03
        ("norm-water", 1_000, 3, 751),     // 750.09
        ("norm-toilet", 10_000, 30, 200),
        ("norm-toilet", 0, 30, 0),
    ];
    for (id, persons, days, expected) in cases {
        let norm = relief.norms.iter().find(|norm| norm.id == id).unwrap();
        assert_eq!(norm.units(persons, days), Some(expected), "{id} {persons} {days}");
    }
    let water = relief.norms.iter().find(|norm| norm.body.daily).unwrap();
    assert_eq!(water.units(i64::MAX, u32::MAX), None);
}

#[test]
fn the_most_severe_level_that_any_criterion_reaches_is_proposed() {
    use crate::emergency::{Criterion, propose};
    let packs = packs();
    let national = &packs.pack("relief").unwrap().responses;
    let day = jiff::civil::date(2026, 5, 12);
    let cases = [
        // dead, displaced, houses → level, by
        ([200, 0, 0], Some((1, Criterion::Deaths))),
        ([199, 0, 0], Some((2, Criterion::Deaths))),
        ([0, 2_000_000, 0], Some((1, Criterion::Displaced))),
        ([20, 1_999_999, 0], Some((2, Criterion::Displaced))),
        ([0, 0, 10_000], Some((4, Criterion::Houses))),
        ([19, 99_999, 9_999], None),
    ];
    for (toll, expected) in cases {
        let found = propose(national, "510000", day, toll);
        assert_eq!(found.map(|(response, met)| (response.level, met[0])), expected, "{toll:?}");
    }
    let mut own = national.clone();
    own.push(Response {
        id: "own".to_owned(),
        level: 2,
        region: Some("510100".to_owned()),
        deaths_min: 5,
        ..own[3].clone()
    });
    let level = |region| propose(&own, region, day, [5, 0, 0]).map(|(response, _)| response.level);
    assert_eq!((level("510104"), level("510200")), (Some(2), None));
    assert_eq!(propose(&own, "510104", jiff::civil::date(2016, 3, 9), [500, 0, 0]), None);
}

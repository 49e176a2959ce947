//! What is said about a wrong pack: every problem at once, each with file, line, column, code and the way out.

use pack::{Catalogue, File, Pack, Problem, builtin};

/// A small right pack; cases change one thing in it.
const RIGHT: &str = r#"pack:
  id: toy
  version: "1"
  name: {zh: 玩具, en: Toys}
  summary: {zh: 例子, en: Example}
sources: [{key: SRC, title: {zh: 出处, en: Source}}]
basis: {tag: K, source: SRC}
units: [{id: t, name: {zh: 吨, en: t}, decimals: 3}]
natures: [{code: N1, name: {zh: 储备, en: Reserve}, owner_levels: [county], release: directive}]
grades: [{code: G1, name: {zh: 一等, en: Grade 1}}]
schemes: [{id: old, name: {zh: 旧, en: Old}}]
indicators:
  - {id: moisture, name: {zh: 水分, en: Moisture}, unit: "%", decimals: 1, group: routine}
  - {id: smell, name: {zh: 气味, en: Smell}, group: routine, words: [{word: good, name: {zh: 好, en: Good}}]}
classes:
  - {code: C1, name: {zh: 大类, en: Class}}
  - {code: C2, name: {zh: 小类, en: Sub-class}, parent: C1}
  - {code: C3, name: {zh: 空类, en: Empty class}}
items:
  - code: I1
    name: {zh: 物品, en: Item}
    class: C2
    unit: t
    natures: [N1]
    grades: [G1]
    indicators: [moisture, smell]
    forms: [bulk]
    allocation: first_in_first_out
    aliases: [{scheme: old, code: X}]
products:
  - {id: product, version: 1, effective_from: 2019-01-01, items: [C1], grades: [{grade: G1, limits: [{indicator: smell, good: [good]}]}]}
loss:
  - {id: loss, version: 1, effective_from: 2020-01-01, items: [C1], bands: [{months_max: 6, percent: 0.1}, {percent: 0.2}]}
premium:
  - id: premium
    version: 1
    effective_from: 2020-01-01
    items: [I1]
    purpose: purchase
    round_to: 0.001
    lines: [{indicator: moisture, base: 13.5, step: 0.5, above: {percent: -1.0}}]
tests:
  - name: {zh: 定额, en: Quota}
    quota: {item: I1, day: 2025-01-01, quantity: 100, months: 7}
    expect: {quantity: 0.2}
"#;

fn file(name: &str, text: &str) -> File {
    File { name: name.into(), bytes: text.as_bytes().to_vec() }
}

fn problems(text: &str) -> Vec<Problem> {
    Pack::parse(&[file("toy.yaml", text)]).map(|pack| pack.id).unwrap_err()
}

/// `line:column code` of every problem.
fn said(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|p| format!("{}:{} {}", p.place.line, p.place.column, p.code)).collect()
}

#[test]
fn the_right_pack_has_no_problem() {
    let pack = Pack::parse(&[file("toy.yaml", RIGHT)]).unwrap();
    assert_eq!((pack.items.len(), pack.losses.len(), pack.tests), (1, 1, 1));
    assert_eq!(
        pack.rules().iter().map(|r| (r.section, r.id)).collect::<Vec<_>>(),
        [("products", "product"), ("premium", "premium"), ("loss", "loss")]
    );
    assert_eq!(pack.classes_over("I1").iter().map(|c| c.code.as_str()).collect::<Vec<_>>(), ["C2", "C1"]);
}

/// Puts `wrong` in place of `right`, takes out the mark `«`, and says where the mark stood.
fn spoil(right: &str, wrong: &str) -> (String, String) {
    assert_eq!(RIGHT.matches(right).count(), 1, "{right:?} should stand once");
    assert_eq!(wrong.matches('«').count(), 1, "{wrong:?} should mark one place");
    let text = RIGHT.replace(right, wrong);
    let before = text.split('«').next().unwrap();
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (text.replace('«', ""), format!("{}:{column}", before.matches('\n').count() + 1))
}

/// Every case: what stands in [`RIGHT`], what replaces it with the place marked, the one thing said.
fn each(cases: &[(&str, &str, &str)]) {
    for (right, wrong, code) in cases {
        let (text, place) = spoil(right, wrong);
        let found = problems(&text);
        assert_eq!(said(&found), [format!("{place} {code}")], "{wrong:?}");
        assert!(!found[0].what.zh.is_ascii() && !found[0].mend.zh.is_ascii() && !found[0].mend.en.is_empty());
        let line = place.split(':').next().unwrap();
        assert!(found[0].to_string().starts_with(&format!("toy.yaml:{line}:")), "{}", found[0]);
    }
}

#[test]
fn a_mistake_in_a_record_is_said_once_and_where_it_stands() {
    each(&[
        ("pack:\n  id: toy\n  version: \"1\"\n", "pack:\n  «id: toy\n", "pack.field_missing"),
        ("  id: toy\n", "  id: toy\n  «owner: me\n", "pack.field_unknown"),
        ("  id: toy\n", "  id: «\" toy\"\n", "pack.shape"),
        ("  id: toy\n", "  id: «{a: toy}\n", "pack.shape"),
        ("  id: toy\n", "  id: &a «toy\n", "pack.yaml_unused"),
        ("unit: t\n", "unit: t\n    «colour: red\n", "pack.field_unknown"),
        ("unit: t\n", "unit: «kg\n", "pack.unknown_code"),
        ("natures: [N1]", "natures: [«N2]", "pack.unknown_code"),
        ("class: C2", "class: «C9", "pack.unknown_code"),
        ("indicators: [moisture, smell]", "indicators: [«moistrue, smell]", "pack.unknown_code"),
        ("forms: [bulk]", "forms: [«heap]", "pack.bad_word"),
        ("forms: [bulk]", "forms: «bulk", "pack.shape"),
        ("natures: [N1]", "natures: [«N+1]", "pack.bad_code"),
        ("decimals: 3", "decimals: «4", "pack.number_range"),
        ("percent: 0.1}", "percent: «0.1000001}", "pack.bad_number"),
        ("percent: 0.1}", "percent: «1e-1}", "pack.bad_number"),
        ("percent: 0.1}", "percent: «101}", "pack.number_range"),
        ("[{months_max: 6, percent: 0.1}, {percent: 0.2}", "«[{months_max: 6, percent: 0.1}", "pack.bands"),
        (
            "[{months_max: 6, percent: 0.1}, {percent: 0.2}",
            "«[{percent: 0.1}, {months_max: 6, percent: 0.2}",
            "pack.bands",
        ),
        ("items: [C1], bands", "items: [«C9], bands", "pack.unknown_code"),
        ("items: [C1], bands", "items: «[], bands", "pack.empty_list"),
        ("2020-01-01, items: [C1]", "«2020-1-1, items: [C1]", "pack.bad_day"),
        ("2020-01-01, items: [C1]", "«2020-02-30, items: [C1]", "pack.bad_day"),
        ("{id: loss, version", "«{effective_to: 2019-12-31, id: loss, version", "pack.days_reversed"),
        ("{id: loss, version", "{scope: {regions: [«\"33\"]}, id: loss, version", "pack.bad_region"),
        ("id: loss, version", "id: loss, «id: loss, version", "pack.field_twice"),
        ("step: 0.5", "step: «0", "pack.number_range"),
        ("base: 13.5", "base: [{item: «C9, value: 13.5}]", "pack.unknown_code"),
        ("basis: {tag: K, source: SRC}\n", "basis: {tag: K, source: «SCR}\n", "pack.unknown_code"),
        ("{id: loss, version", "{id: «product, version", "pack.twice"),
        ("tests:\n", "«loss: []\ntests:\n", "pack.field_twice"),
    ]);
}

#[test]
fn a_mistake_between_records_is_said_once_and_at_the_record_to_mend() {
    // What stands in RIGHT, what replaces it, before which text the problem is said.
    let cases = [
        ("{code: C1,", "{code: C1, parent: C2,", "C1, parent", "pack.circle"),
        ("class: C2", "class: I1", "I1\n", "pack.not_a_class"),
        ("    unit: t\n", "", "I1\n", "pack.field_missing"),
        ("forms: [bulk]", "forms: []", "I1\n", "pack.field_missing"),
        ("items: [C1], bands", "items: [C3], bands", "loss,", "pack.no_items"),
        ("base: 13.5", "base: [{item: C3, value: 13.5}]", "premium\n", "pack.no_base"),
        ("{indicator: moisture", "{indicator: smell", "premium\n", "pack.band_kind"),
        ("indicators: [moisture, smell]", "indicators: [smell]", "premium\n", "pack.indicator_not_of_item"),
        (
            "{scheme: old, code: X}",
            "{scheme: old, code: X}, {scheme: old, code: X}",
            "I1\n",
            "pack.alias_twice",
        ),
        ("first_in_first_out", "first_expired_first_out", "I1\n", "pack.no_expiry"),
        ("    grades: [G1]\n", "", "product,", "pack.grade_not_of_item"),
        ("good: [good]", "good: [bad]", "product,", "pack.band_kind"),
        ("expect: {quantity: 0.2}", "expect: {quantity: 0.3}", "name: {zh: 定额", "pack.test_failed"),
        ("expect: {quantity: 0.2}", "expect: {refusal: pack.barred}", "name: {zh: 定额", "pack.test_failed"),
        ("day: 2025-01-01", "day: 2019-01-01", "name: {zh: 定额", "pack.test_no_rule"),
    ];
    for (right, wrong, mark, code) in cases {
        assert_eq!(RIGHT.matches(right).count(), 1, "{right:?} should stand once");
        let text = RIGHT.replace(right, wrong);
        let before = &text[..text.find(mark).unwrap()];
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        let place = format!("{}:{column}", before.matches('\n').count() + 1);
        assert_eq!(said(&problems(&text)), [format!("{place} {code}")], "{wrong:?}");
    }
}

#[test]
fn all_mistakes_are_told_together_and_in_order() {
    let text = RIGHT
        .replace("decimals: 3", "decimals: 4")
        .replace("forms: [bulk]", "forms: [heap]")
        .replace("class: C2", "class: C9")
        .replace("step: 0.5", "step: -1");
    let found = problems(&text);
    let said: Vec<_> = found.iter().map(|p| (p.place.line, p.code)).collect();
    assert_eq!(said.len(), 4);
    assert!(said.is_sorted());
    assert_eq!(
        said.iter().map(|(_, code)| *code).collect::<Vec<_>>(),
        ["pack.number_range", "pack.unknown_code", "pack.bad_word", "pack.number_range"]
    );
}

#[test]
fn a_mistyped_word_gets_a_suggestion() {
    let found = problems(&RIGHT.replace("indicators: [moisture, smell]", "indicators: [moistrue, smell]"));
    assert_eq!(found[0].mend.en, "did you mean “moisture”?");
    assert_eq!(found[0].mend.zh, "是否应为“moisture”？");
    let found = problems(&RIGHT.replace("    allocation:", "    alocation:"));
    assert!(
        found.iter().any(|p| p.code == "pack.field_unknown" && p.mend.en == "did you mean “allocation”?")
    );
}

#[test]
fn a_file_that_cannot_be_read_hides_the_rest_only_where_it_must() {
    let files = [
        file("a.yaml", "items: [\n"),
        file("b.yaml", RIGHT.split("items:").next().unwrap()),
        file("c.yaml", ""),
    ];
    let found = Pack::parse(&files).map(|pack| pack.id).unwrap_err();
    let said: Vec<_> = found.iter().map(|p| (p.place.file.as_str(), p.code)).collect();
    assert_eq!(said, [("a.yaml", "pack.syntax"), ("c.yaml", "pack.empty_file")]);
    let latin = File { name: "toy.yaml".into(), bytes: vec![b'a', b':', b' ', 0xff] };
    assert_eq!(Pack::parse(&[latin]).map(|pack| pack.id).unwrap_err()[0].code, "pack.encoding");
    assert_eq!(Pack::parse(&[]).map(|pack| pack.id).unwrap_err()[0].code, "pack.no_head");
}

#[test]
fn two_rules_may_not_hold_at_once() {
    let second = |change: &str| {
        let rule = "  - {id: loss-2, version: 1, effective_from: 2022-01-01, @items: [I1], bands: [{percent: 0.2}]}\npremium:\n";
        RIGHT.replace("premium:\n  -", &format!("{}  -", rule.replace('@', change)))
    };
    let clash = problems(&second(""));
    assert_eq!(clash.iter().map(|p| p.code).collect::<Vec<_>>(), ["pack.clash"]);
    assert!(clash[0].what.en.contains("loss-2"), "{}", clash[0]);
    for apart in ["scope: {regions: [\"330000\"]}, ", "scope: {owner_levels: [central]}, "] {
        assert!(Pack::parse(&[file("toy.yaml", &second(apart))]).is_ok(), "{apart}");
    }
}

#[test]
fn packs_that_contradict_each_other_do_not_form_a_catalogue() {
    let toy = |text: &str| Pack::parse(&[file("toy.yaml", text)]).unwrap();
    let other = |text: &str| toy(&text.replace("id: toy", "id: other"));
    let codes =
        |packs| Catalogue::new(packs).map(|_| ()).unwrap_err().iter().map(|p| p.code).collect::<Vec<_>>();
    assert_eq!(codes(vec![toy(RIGHT), toy(RIGHT)]), ["pack.pack_twice"]);
    assert_eq!(codes(vec![toy(RIGHT), other(RIGHT)]), ["pack.code_twice"; 4]);
    let apart = RIGHT.replace("C1", "D1").replace("C2", "D2").replace("C3", "D3").replace("I1", "J1");
    assert!(Catalogue::new(vec![toy(RIGHT), other(&apart)]).is_ok());
    let contrary = apart.replace("owner_levels: [county]", "owner_levels: [city]");
    let found = Catalogue::new(vec![toy(RIGHT), other(&contrary)]).map(|_| ()).unwrap_err();
    assert_eq!((found[0].code, found[0].place.line), ("pack.nature_differs", 9));
}

#[test]
fn the_built_in_grain_pack_cut_anywhere_is_never_taken_for_whole() {
    let grain = builtin::packs().unwrap().into_iter().find(|pack| pack.id == "grain").unwrap();
    // The files of the digest bytes: name, zero, length, content.
    let mut files = Vec::new();
    let mut rest = grain.bytes();
    while let Some(zero) = rest.iter().position(|b| *b == 0) {
        let name = String::from_utf8(rest[..zero].to_vec()).unwrap();
        let length = u64::from_be_bytes(rest[zero + 1..zero + 9].try_into().unwrap()) as usize;
        files.push(File { name, bytes: rest[zero + 9..zero + 9 + length].to_vec() });
        rest = &rest[zero + 9 + length..];
    }
    assert_eq!(Pack::parse(&files).unwrap().bytes(), grain.bytes());
    let items = files.iter().position(|f| f.name == "items.yaml").unwrap();
    let whole = files[items].bytes.clone();
    for cut in (0..whole.len()).step_by(701) {
        files[items].bytes = whole[..cut].to_vec();
        assert!(Pack::parse(&files).is_err(), "cut at {cut}");
    }
}

proptest::proptest! {
    #[test]
    fn a_damaged_pack_is_refused_or_read_but_never_breaks_the_reader(at in 0..RIGHT.len(), byte: u8, cut in 0..40usize) {
        let mut bytes = RIGHT.as_bytes().to_vec();
        bytes[at] = byte;
        bytes.drain(at + 1..(at + 1 + cut).min(RIGHT.len()));
        if let Err(found) = Pack::parse(&[File { name: "toy.yaml".into(), bytes }]) {
            proptest::prop_assert!(!found.is_empty());
            proptest::prop_assert!(found.iter().all(|problem| problem.place.line > 0));
        }
    }
}

//! Printed documents, read back by poppler: what a person sees must be there.

use crate::sample;
use paper::pdf::document::{Align, Column, Document, Stock, VoucherKind};
use paper::pdf::{COLUMNS_MAX, Engine, Pdf, ROWS_MAX};
use paper::{Heading, Lang, Refusal};
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    Engine::new(paper::fonts::find().expect("a Chinese font is installed")).expect("it draws Chinese")
});

/// Keeps the file under Cargo's folder for test files, where a person can look at it.
fn keep(name: &str, pdf: &Pdf) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pdf"));
    std::fs::write(&path, &pdf.bytes).unwrap();
    path
}

/// Text of the file as pdftotext reads it, all white space taken out.
fn text(name: &str, pdf: &Pdf) -> String {
    let output = Command::new("pdftotext")
        .args(["-raw".as_ref(), keep(name, pdf).as_os_str(), "-".as_ref()])
        .output()
        .expect("poppler-utils is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect()
}

fn render(heading: &Heading, document: Document) -> Pdf {
    ENGINE.render(heading, &document).unwrap()
}

fn holds(text: &str, words: &[&str]) {
    for word in words {
        let bare: String = word.split_whitespace().collect();
        assert!(text.contains(&bare), "{word:?} is not on the page: {text}");
    }
}

#[test]
fn a_position_card_shows_every_field_on_one_page() {
    let pdf = render(&sample::heading(), Document::PositionCard(sample::position_card()));
    assert_eq!((pdf.pages, pdf.undrawn.as_slice()), (1, [].as_slice()));
    let text = text("position_card", &pdf);
    holds(
        &text,
        &[
            "货位卡",
            "郑州中牟直属库区",
            "1 号平房仓",
            "小麦(硬白)",
            "省级储备",
            "河南省周口市",
            "2025",
            "二等",
            "4,663.448 t",
            "宜存",
            "面筋吸水量",
        ],
    );
    holds(
        &text,
        &[&sample::code().read, "CK202603280002", "11.429", "王秀兰", &sample::proof().leaf, "第1页/共1页"],
    );
}

#[test]
fn a_voucher_of_every_kind_has_its_title_weights_and_settlement() {
    for (kind, title) in [
        (VoucherKind::Receipt, "入库单"),
        (VoucherKind::Issue, "出库单"),
        (VoucherKind::Move, "移库单"),
        (VoucherKind::Transfer, "调拨单"),
    ] {
        let pdf = render(&sample::heading(), Document::Voucher(sample::voucher(kind)));
        assert_eq!(pdf.pages, 1, "{title}");
        let text = text(&format!("voucher_{kind:?}"), &pdf);
        holds(
            &text,
            &[
                title,
                "毛重",
                "皮重",
                "净重",
                "97,280 kg",
                "31,180 kg",
                "66,100 kg",
                "−1.95 %",
                "62,431.450 kg",
                "检斤员",
                "18 204",
                &sample::proof().leaf,
            ],
        );
        assert_eq!(
            text.contains("91350100M000100Y43D202600008"),
            kind != VoucherKind::Receipt,
            "a directive stands on every paper of an act under orders"
        );
    }
}

#[test]
fn a_long_ledger_repeats_its_header_on_every_page() {
    let pdf = render(&sample::demo(), Document::Ledger(sample::ledger(100)));
    let text = text("ledger", &pdf);
    assert!(pdf.pages >= 3, "{} pages", pdf.pages);
    assert_eq!(text.matches("单据号").count(), pdf.pages);
    assert_eq!(
        text.matches("演示数据").count(),
        3 * pdf.pages,
        "the watermark stands three times on every page"
    );
    holds(&text, &["RK202506180001", "RK202506180100", "3,278.000", &format!("第{0}页/共{0}页", pdf.pages)]);
}

#[test]
fn a_statement_shows_totals_and_both_roots() {
    let pdf = render(&sample::demo(), Document::Statement(sample::statement()));
    assert_eq!(pdf.pages, 1);
    let statement = sample::statement();
    holds(
        &text("statement", &pdf),
        &[
            "国家储备总量报表",
            "2,705,778.083",
            "1,204,663.448",
            &statement.root,
            &statement.root_gm,
            "演示数据",
            "签发",
        ],
    );
}

#[test]
fn labels_come_on_a_sheet_of_21_or_on_a_roll() {
    for (stock, count, pages) in [(Stock::A4, 22, 2), (Stock::Roll, 3, 3)] {
        let pdf = render(&sample::demo(), Document::Labels(sample::labels(stock, count)));
        assert_eq!(pdf.pages, pages, "{stock:?}");
        let text = text(&format!("labels_{stock:?}"), &pdf);
        assert_eq!(text.matches("演示数据").count(), count, "every label carries the watermark itself");
        holds(
            &text,
            &[
                "91350100M000100Y43 001 0001 001 01",
                &format!("91350100M000100Y43 001 0001 001 {count:02}"),
                "小麦(硬白) 2025 年",
            ],
        );
    }
}

/// Words that would be markup, links, comments or code if they were ever parsed.
const HOSTILE: [&str; 16] = [
    "#panic(\"fired\")",
    "]#[",
    "\"quoted\" 'single'",
    "back\\slash",
    "`raw` ```raw```",
    "$x^2$",
    "*bold* _slanted_",
    "// comment /* open",
    "@reference <label>",
    "= heading",
    "- item",
    "a -- b --- c ... d ~ e",
    "https://example.org/?a=1&b=<2>",
    "#import \"/data.json\"",
    "{\"json\": null}",
    "<script>alert(1)</script>",
];

#[test]
fn hostile_words_are_printed_as_they_are() {
    let mut card = sample::position_card();
    card.site = HOSTILE.join(" ");
    card.movements[0].what = HOSTILE[0].into();
    card.quality[0].indicator = HOSTILE[1].into();
    card.code.read = HOSTILE[2].into();
    let mut ledger = sample::ledger(HOSTILE.len());
    for (row, words) in ledger.table.rows.iter_mut().zip(HOSTILE) {
        row[4] = words.into();
    }
    ledger.title = HOSTILE[3].into();
    let mut labels = sample::labels(Stock::A4, 1);
    labels.labels[0].title = HOSTILE[4].into();
    let mut voucher = sample::voucher(VoucherKind::Issue);
    voucher.remark = HOSTILE.join(" ");
    voucher.signatures[0].name = HOSTILE[5].into();
    let heading = Heading {
        organisation: HOSTILE[6].into(),
        made_by: HOSTILE[7].into(),
        watermark: Some(HOSTILE[8].into()),
        ..sample::heading()
    };
    let on = |name: &str, document, words: &[&str]| {
        holds(&text(&format!("hostile_{name}"), &render(&heading, document)), words)
    };
    on("card", Document::PositionCard(card), &HOSTILE);
    on("ledger", Document::Ledger(ledger), &HOSTILE);
    on("labels", Document::Labels(labels), &[HOSTILE[4], HOSTILE[6]]);
    on("voucher", Document::Voucher(voucher), &HOSTILE);
}

/// Fails when a word of the file reaches into the margin of 16 mm on the right; `width` is that of the page in points.
fn stays_inside(name: &str, pdf: &Pdf, width: f64) {
    let output = Command::new("pdftotext")
        .args(["-bbox".as_ref(), keep(name, pdf).as_os_str(), "-".as_ref()])
        .output()
        .unwrap();
    let boxes = String::from_utf8(output.stdout).unwrap();
    let rights =
        boxes.split("xMax=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse::<f64>().unwrap());
    let rights: Vec<f64> = rights.collect();
    assert!(rights.len() > 50 && rights.iter().all(|right| *right < width - 45.0), "{name}: {rights:?}");
}

#[test]
fn a_word_that_never_ends_stays_on_the_page() {
    let endless = "9f86d081884c7d65".repeat(12);
    let mut ledger = sample::ledger(3);
    ledger.table.rows[0][4] = endless.clone();
    ledger.table.rows[1][2] = "粮".repeat(400);
    ledger.table.columns[3].label = endless.clone();
    ledger.fields[0].value = endless.clone();
    let pdf = render(&sample::heading(), Document::Ledger(ledger));
    stays_inside("endless_ledger", &pdf, 841.9);
    assert!(text("endless_ledger", &pdf).contains(&endless), "and can be copied whole");
    let mut voucher = sample::voucher(VoucherKind::Issue);
    (voucher.code.read, voucher.settled, voucher.remark) =
        (endless.clone(), endless.clone(), endless.clone());
    (voucher.weights[0].vehicle, voucher.quality[0].limit) = (endless.clone(), endless.clone());
    (voucher.signatures[3].name, voucher.adjustments[0].cause) = (endless.clone(), endless.clone());
    let heading = Heading { organisation: endless.clone(), made_by: endless.clone(), ..sample::heading() };
    stays_inside("endless_voucher", &render(&heading, Document::Voucher(voucher)), 595.3);
    let mut card = sample::position_card();
    (card.code.read, card.quantity, card.tested, card.judgement) =
        (endless.clone(), endless.clone(), endless.clone(), endless);
    stays_inside("endless_card", &render(&sample::heading(), Document::PositionCard(card)), 595.3);
}

#[test]
fn a_character_no_font_draws_is_marked_and_named() {
    let mut card = sample::position_card();
    card.site = "库区\u{1f600}甲\u{0}乙\u{202e}丙\u{200d}丁\n戊".into();
    let pdf = render(&sample::heading(), Document::PositionCard(card));
    assert_eq!(pdf.undrawn, ['\u{1f600}']);
    holds(&text("undrawn", &pdf), &["库区〓甲乙丙丁戊"]);
}

#[test]
fn equal_input_gives_equal_bytes_whatever_was_printed_before() {
    let card = Document::PositionCard(sample::position_card());
    let first = render(&sample::heading(), card.clone()).bytes;
    render(&sample::demo(), Document::Ledger(sample::ledger(40)));
    assert!(first == render(&sample::heading(), card.clone()).bytes);
    let other = Heading { made_at: sample::heading().made_at + 60_000_000, ..sample::heading() };
    assert!(first != render(&other, card).bytes);
}

#[test]
fn every_file_says_it_is_an_archive_file() {
    let pdf = render(&sample::heading(), Document::Statement(sample::statement()));
    let output =
        Command::new("pdfinfo").args(["-meta".as_ref(), keep("archive", &pdf).as_os_str()]).output().unwrap();
    let meta = String::from_utf8(output.stdout).unwrap();
    assert!(
        meta.contains("<pdfaid:part>2</pdfaid:part>")
            && meta.contains("<pdfaid:conformance>A</pdfaid:conformance>"),
        "{meta}"
    );
    assert!(meta.contains("国家储备总量报表"), "{meta}");
}

#[test]
fn labels_are_english_when_the_document_is() {
    let heading = Heading { lang: Lang::En, ..sample::demo() };
    let documents = [
        ("card", Document::PositionCard(sample::position_card()), "Position Card"),
        ("voucher", Document::Voucher(sample::voucher(VoucherKind::Transfer)), "Transfer Voucher"),
        ("ledger", Document::Ledger(sample::ledger(2)), "Page 1 of 1"),
        ("statement", Document::Statement(sample::statement()), "Root hash of the totals"),
    ];
    for (name, document, title) in documents {
        let text = text(&format!("english_{name}"), &render(&heading, document));
        holds(&text, &[title, "Printed"]);
        for label in [
            "货位卡",
            "账面数量",
            "调拨单",
            "毛重",
            "净重",
            "指标",
            "第1页",
            "叶哈希",
            "默克尔",
            "打印",
            "截止",
            "日期：",
        ] {
            assert!(!text.contains(label), "{label} on the English {name}");
        }
    }
}

#[test]
fn a_document_without_its_shape_is_refused() {
    let refuse = |document| ENGINE.render(&sample::heading(), &document).unwrap_err();
    let mut ragged = sample::ledger(3);
    ragged.table.rows[1].pop();
    assert_eq!(refuse(Document::Ledger(ragged)), Refusal::Ragged { row: 2, expected: 9, found: 8 });
    let mut total = sample::ledger(1);
    total.table.total = Some(vec![]);
    assert_eq!(refuse(Document::Ledger(total)), Refusal::Ragged { row: 0, expected: 9, found: 0 });
    let long = Document::Labels(sample::labels(Stock::Roll, ROWS_MAX + 1));
    assert_eq!(refuse(long), Refusal::TooManyRows { limit: ROWS_MAX });
    let mut wide = sample::ledger(0);
    wide.table.columns = vec![Column { label: "x".into(), align: Align::Left, width: 1 }; COLUMNS_MAX + 1];
    assert_eq!(refuse(Document::Ledger(wide)), Refusal::TooManyColumns { limit: COLUMNS_MAX });
    let mut card = sample::position_card();
    card.code.scan = "9".repeat(5_000);
    assert_eq!(refuse(Document::PositionCard(card)), Refusal::QrTooLong { bytes: 5_000 });
    assert_eq!(
        Engine::new(vec![b"no font".to_vec()]).err().map(|refusal| refusal.code()),
        Some("paper.no-font")
    );
}

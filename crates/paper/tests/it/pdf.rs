//! Printed documents, read back by poppler: what a person sees must be there.

use crate::sample;
use paper::Heading;
use paper::pdf::document::*;
use paper::pdf::{Engine, Pdf};
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;
use std::time::Instant;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(paper::fonts::find().expect("a Chinese font is installed")).expect("it draws Chinese"));

/// Keeps the file under Cargo's folder for test files, where a person can look at it.
fn keep(name: &str, pdf: &Pdf) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pdf"));
    std::fs::write(&path, &pdf.bytes).unwrap();
    path
}

/// Text of the file as pdftotext reads it, all white space taken out.
fn text(name: &str, pdf: &Pdf) -> String {
    let output = Command::new("pdftotext").args(["-raw".as_ref(), keep(name, pdf).as_os_str(), "-".as_ref()]).output().expect("poppler-utils is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect()
}

fn render(heading: &Heading, document: Document) -> Pdf {
    let start = Instant::now();
    let pdf = ENGINE.render(heading, &document).unwrap();
    println!("{} pages, {} bytes, {:?}", pdf.pages, pdf.bytes.len(), start.elapsed());
    pdf
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
    holds(&text, &["货位卡", "郑州中牟直属库区", "1 号平房仓", "小麦(硬白)", "省级储备", "河南省周口市", "2025", "二等", "4,663.448 t", "宜存", "面筋吸水量"]);
    holds(&text, &[&sample::code().read, "CK202603280002", "11.429", "王秀兰", &sample::proof().leaf, "第1页/共1页"]);
}

#[test]
fn a_voucher_of_every_kind_has_its_title_weights_and_settlement() {
    for (kind, title) in [(VoucherKind::Receipt, "入库单"), (VoucherKind::Issue, "出库单"), (VoucherKind::Move, "移库单"), (VoucherKind::Transfer, "调拨单")] {
        let pdf = render(&sample::heading(), Document::Voucher(sample::voucher(kind)));
        assert_eq!(pdf.pages, 1, "{title}");
        let text = text(&format!("voucher_{kind:?}"), &pdf);
        holds(&text, &[title, "毛重", "皮重", "净重", "97,280 kg", "31,180 kg", "66,100 kg", "−1.95 %", "62,431.450 kg", "检斤员", "18 204", &sample::proof().leaf]);
        assert_eq!(text.contains("91350100M000100Y43D202600008"), kind != VoucherKind::Receipt, "a directive stands on every paper of an act under orders");
    }
}

#[test]
fn a_long_ledger_repeats_its_header_on_every_page() {
    let pdf = render(&sample::demo(), Document::Ledger(sample::ledger(100)));
    let text = text("ledger", &pdf);
    assert!(pdf.pages >= 3, "{} pages", pdf.pages);
    assert_eq!(text.matches("单据号").count(), pdf.pages);
    assert_eq!(text.matches("演示数据").count(), 3 * pdf.pages, "the watermark stands three times on every page");
    holds(&text, &["RK202506180001", "RK202506180100", "3,278.000", &format!("第{0}页/共{0}页", pdf.pages)]);
}

#[test]
fn a_statement_shows_totals_and_both_roots() {
    let pdf = render(&sample::demo(), Document::Statement(sample::statement()));
    assert_eq!(pdf.pages, 1);
    let statement = sample::statement();
    holds(&text("statement", &pdf), &["国家储备总量报表", "2,705,778.083", "1,204,663.448", &statement.root, &statement.root_gm, "演示数据", "签发"]);
}

#[test]
fn labels_come_on_a_sheet_of_21_or_on_a_roll() {
    for (stock, count, pages) in [(Stock::A4, 22, 2), (Stock::Roll, 3, 3)] {
        let pdf = render(&sample::demo(), Document::Labels(sample::labels(stock, count)));
        assert_eq!(pdf.pages, pages, "{stock:?}");
        let text = text(&format!("labels_{stock:?}"), &pdf);
        assert_eq!(text.matches("演示数据").count(), count, "every label carries the watermark itself");
        holds(&text, &["91350100M000100Y43 001 0001 001 01", &format!("91350100M000100Y43 001 0001 001 {count:02}"), "小麦(硬白) 2025 年"]);
    }
}

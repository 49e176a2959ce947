//! Spreadsheets as files: what is written is read back, what people send is understood or refused with row and column.

use crate::sample;
use jiff::civil::Date;
use paper::sheet::{
    Book, Cell, Column, Csv, Head, Kind, Limits, Need, Value, What, map, marked, read, template,
};
use paper::{Refusal, Words};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::io::Write;

const STOCK: [Column; 6] = [
    Column { names: &["货位代码", "Position code"], kind: Kind::Code, need: Need::Required },
    Column { names: &["品种", "Item"], kind: Kind::Text, need: Need::Required },
    Column { names: &["数量(吨)", "数量(t)", "Quantity(t)"], kind: Kind::Decimal, need: Need::Required },
    Column { names: &["入库日期", "Received on"], kind: Kind::Day, need: Need::Required },
    Column { names: &["收获年度", "Harvest year"], kind: Kind::Integer, need: Need::Optional },
    Column { names: &["备注", "Remark"], kind: Kind::Text, need: Need::Optional },
];

const DAY: Date = Date::constant(2025, 6, 18);

fn heads() -> Vec<Head> {
    [
        ("货位代码", "", 34),
        ("品种", "", 16),
        ("数量", "t", 16),
        ("入库日期", "", 12),
        ("收获年度", "", 10),
        ("备注", "", 30),
    ]
    .map(|(label, unit, width)| Head { label: label.into(), unit: unit.into(), width })
    .into()
}

fn values(n: i64) -> Vec<Value> {
    vec![
        Value::Text(format!("91350100M000100Y4300100010{n:05}")),
        Value::Text("小麦(硬白)".into()),
        Value::Thousandths(n * 1_001 - 7),
        Value::Day(DAY),
        Value::Integer(2_000 + n % 30),
        if n % 2 == 0 { Value::Empty } else { Value::Text("=HYPERLINK(\"x\")".into()) },
    ]
}

fn workbook(rows: i64) -> Vec<u8> {
    let (heading, heads) = (sample::demo(), heads());
    let mut book = Book::new(&heading, "库存[明细]", &heads).unwrap();
    for n in 0..rows {
        book.row(&values(n)).unwrap();
    }
    let written = book.finish(&[("口径".into(), "账面数".into())]).unwrap();
    assert_eq!(written.rows as i64, rows);
    written.bytes
}

fn text_file(text: &str) -> Result<paper::sheet::Mapped, Refusal> {
    map(&read(text.as_bytes(), &Limits::default())?, &STOCK)
}

#[test]
fn a_workbook_written_is_read_back_value_by_value() {
    let raw = read(&workbook(300), &Limits::default()).unwrap();
    assert_eq!(
        (raw.sheet.as_str(), raw.unread.as_slice(), raw.rows.len()),
        ("库存 明细", ["说明".to_string()].as_slice(), 301)
    );
    let mapped = map(&raw, &STOCK).unwrap();
    assert_eq!((mapped.rows.len(), mapped.mistakes_total, mapped.header_row), (300, 0, 1));
    for (n, row) in (0..).zip(&mapped.rows) {
        assert_eq!(row.values, values(n), "row {}", row.row_number);
    }
    assert_eq!(
        (
            mapped.rows[5].text(1),
            mapped.rows[5].thousandths(2),
            mapped.rows[5].day(3),
            mapped.rows[5].integer(4)
        ),
        (Some("小麦(硬白)"), Some(4_998), Some(DAY), Some(2_005))
    );
}

#[test]
fn the_notes_of_a_workbook_state_the_number_of_rows_and_the_demonstration() {
    let bytes = workbook(12);
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(std::io::Cursor::new(&bytes)).unwrap();
    let notes = calamine::Reader::worksheet_range(&mut book, "说明").unwrap();
    let lines: Vec<(String, String)> =
        notes.rows().map(|row| (row[0].to_string(), row[1].to_string())).collect();
    for line in [("行数", "12"), ("注意", "演示数据"), ("口径", "账面数"), ("制表人", "李建国")]
    {
        assert!(lines.contains(&(line.0.into(), line.1.into())), "{line:?} in {lines:?}");
    }
}

#[test]
fn equal_rows_give_equal_bytes() {
    assert!(workbook(50) == workbook(50));
}

#[test]
fn numbers_stay_numbers_and_too_long_ones_stay_exact() {
    let (heading, heads) = (sample::heading(), heads()[2..5].to_vec());
    let heads = [heads[0].clone(), heads[0].clone(), heads[0].clone()];
    let mut book = Book::new(&heading, "数", &heads).unwrap();
    book.row(&[
        Value::Thousandths(999_999_999_999_999),
        Value::Thousandths(i64::MAX),
        Value::Fen(-1_234_567),
    ])
    .unwrap();
    assert_eq!(book.row(&[Value::Empty]), Err(Refusal::Ragged { row: 2, expected: 3, found: 1 }));
    let raw = read(&book.finish(&[]).unwrap().bytes, &Limits::default()).unwrap();
    let cells = [
        Cell::Number("999999999999.999".into()),
        Cell::Text("9223372036854775.807".into()),
        Cell::Number("-12345.67".into()),
    ];
    assert_eq!(raw.rows[1].cells, cells);
}

#[test]
fn a_csv_written_is_read_back_and_runs_no_formula() {
    let heads = heads();
    let mut csv = Csv::new(&heads).unwrap();
    for n in 0..4 {
        csv.row(&values(n)).unwrap();
    }
    let written = csv.finish().unwrap();
    assert_eq!(written.rows, 4);
    let text = String::from_utf8(written.bytes.clone()).unwrap();
    assert!(text.starts_with("\u{feff}货位代码,品种,数量(t),"), "{text}");
    assert!(text.contains("\"'=HYPERLINK(\"\"x\"\")\""), "a formula is quoted: {text}");
    assert!(text.contains(",-0.007,"), "a negative number is not: {text}");
    let mapped = map(&read(&written.bytes, &Limits::default()).unwrap(), &STOCK).unwrap();
    assert_eq!(
        mapped.rows.iter().map(|row| row.values.clone()).collect::<Vec<_>>(),
        (0..4).map(values).collect::<Vec<_>>()
    );
}

#[test]
fn every_encoding_chinese_offices_use_is_read() {
    let text = "货位代码,品种,数量(吨),入库日期\r\nA1,中晚籼稻,12.5,2025-06-18\r\n";
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let files: [(&str, Vec<u8>); 5] = [
        ("UTF-8", text.into()),
        ("UTF-8 with mark", format!("\u{feff}{text}").into()),
        ("GB 18030", encoding_rs::GB18030.encode(text).0.into_owned()),
        ("UTF-16", utf16),
        ("tabs", text.replace(',', "\t").into()),
    ];
    for (name, bytes) in files {
        let mapped = map(&read(&bytes, &Limits::default()).unwrap(), &STOCK).unwrap();
        assert_eq!(mapped.rows[0].text(1), Some("中晚籼稻"), "{name}");
        assert_eq!(mapped.rows[0].thousandths(2), Some(12_500), "{name}");
    }
}

#[test]
fn a_row_number_is_the_one_the_spreadsheet_shows() {
    // A title, a blank line, and a line break inside quotes: the broken day stands in row 6 of the spreadsheet, line 7 of the file.
    let mapped = text_file("某库盘点表\n\n货位代码,品种,数量(吨),入库日期,备注\nA1,小麦,1,2025-06-18,\"一\n二\"\n\nA2,小麦,1,昨天,\n合计,,2,,\n").unwrap();
    assert_eq!(
        (mapped.header_row, mapped.rows.len(), mapped.rows_total, mapped.totals.as_slice()),
        (3, 1, 2, [7].as_slice())
    );
    let mistake = &mapped.mistakes[0];
    assert_eq!(
        (mistake.row_number, mistake.column.as_str(), mistake.header.as_str(), mistake.value.as_str()),
        (6, "D", "入库日期", "昨天")
    );
    assert_eq!(mistake.what, What::NotDay);
}

#[test]
fn headers_are_known_in_both_languages_and_any_order() {
    let mapped =
        text_file("remark,RECEIVED ON,*Position Code,item ,长度,Quantity(t)\nx,2025/6/18,A1,wheat,9,1\n")
            .unwrap();
    assert_eq!(mapped.ignored, ["长度"]);
    assert_eq!(
        mapped.rows[0].values[..4],
        [Value::Text("A1".into()), Value::Text("wheat".into()), Value::Thousandths(1_000), Value::Day(DAY)]
    );
    assert_eq!((mapped.rows[0].integer(4), mapped.rows[0].text(5)), (None, Some("x")));
}

#[test]
fn a_header_at_fault_refuses_the_file() {
    let missing = text_file("货位代码,品种,数量(千克)\nA1,小麦,1\n").unwrap_err();
    assert_eq!(
        missing,
        Refusal::HeaderMissing { missing: vec!["数量(吨)".into(), "入库日期".into()] },
        "another unit is another column"
    );
    let twice = text_file("货位代码,品种,数量(吨),入库日期,数量(t)\nA1,小麦,1,2025-06-18,2\n").unwrap_err();
    assert_eq!(
        twice,
        Refusal::HeaderTwice { header: "数量(吨)".into(), first: "C".into(), second: "E".into() }
    );
}

/// A workbook of 1,000 rows with 37 mistakes planted; returns the places planted as row number, column letter and mistake.
fn planted() -> (Vec<u8>, Vec<(u32, String, What)>) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (column, name) in (0..).zip(["货位代码", "品种", "数量(吨)", "入库日期", "收获年度"])
    {
        sheet.write_string(0, column, name).unwrap();
    }
    let kinds = ["code", "item", "words", "fine", "day", "year", "broken", "lost"];
    let mut planted = Vec::new();
    for row in 1..=1_000_u32 {
        let kind = if row % 27 == 5 { kinds[row as usize / 27 % kinds.len()] } else { "" };
        let mut plant = |column: &str, what: What| planted.push((row + 1, column.to_string(), what));
        match kind {
            "code" => plant("A", What::Missing),
            "lost" => {
                sheet.write_number(row, 0, 913_501_000_001_000_123_f64).unwrap();
                plant("A", What::DigitsLost);
            }
            _ => drop(sheet.write_string(row, 0, format!("P{row}")).unwrap()),
        }
        match kind {
            "item" => plant("B", What::Missing),
            _ => drop(sheet.write_string(row, 1, "小麦").unwrap()),
        }
        match kind {
            "words" => {
                sheet.write_string(row, 2, "约12吨").unwrap();
                plant("C", What::NotDecimal);
            }
            "fine" => {
                sheet.write_number(row, 2, 1.23456).unwrap();
                plant("C", What::TooFine);
            }
            _ => drop(sheet.write_number(row, 2, f64::from(row) + 0.448).unwrap()),
        }
        match kind {
            "day" => {
                sheet.write_string(row, 3, "2025-02-30").unwrap();
                plant("D", What::NotDay);
            }
            _ => drop(
                sheet
                    .write_datetime_with_format(row, 3, ExcelDateTime::from_ymd(2025, 6, 18).unwrap(), &day)
                    .unwrap(),
            ),
        }
        match kind {
            "year" => {
                sheet.write_number(row, 4, 2025.5).unwrap();
                plant("E", What::NotInteger);
            }
            "broken" => {
                sheet
                    .write_formula(row, 4, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!"))
                    .unwrap();
                plant("E", What::Broken);
            }
            _ => drop(sheet.write_number(row, 4, 2025).unwrap()),
        }
    }
    (book.save_to_buffer().unwrap(), planted)
}

#[test]
fn thirty_seven_planted_mistakes_are_all_found_with_row_and_column() {
    let (bytes, planted) = planted();
    assert_eq!(planted.len(), 37);
    let raw = read(&bytes, &Limits::default()).unwrap();
    let mapped = map(&raw, &STOCK).unwrap();
    let found: Vec<_> =
        mapped.mistakes.iter().map(|m| (m.row_number, m.column.clone(), m.what.clone())).collect();
    assert_eq!(found, planted);
    assert_eq!((mapped.rows.len(), mapped.rows_total, mapped.mistakes_total), (1_000 - 37, 1_000, 37));
}

#[test]
fn a_marked_workbook_keeps_its_rows_and_can_be_handed_in_again() {
    let (bytes, planted) = planted();
    let raw = read(&bytes, &Limits::default()).unwrap();
    let mapped = map(&raw, &STOCK).unwrap();
    let mut mistakes = mapped.mistakes.clone();
    mistakes.push(mapped.mistake(
        &raw,
        &mapped.rows[0],
        1,
        Words::new("没有这个品种", "No such item", "改为品种表里的名称", "Use a name of the item list"),
    ));
    let file = marked(&sample::heading(), &raw, &mapped, &mistakes).unwrap();
    let again = read(&file, &Limits::default()).unwrap();
    let remapped = map(&again, &STOCK).unwrap();
    let found: Vec<_> = remapped.mistakes.iter().map(|m| (m.row_number, m.column.clone())).collect();
    assert_eq!(found, planted.iter().map(|(row, column, _)| (*row, column.clone())).collect::<Vec<_>>());
    assert_eq!((remapped.rows, remapped.ignored), (mapped.rows, vec!["错误说明".to_string()]));
    let said = again.rows[1].cells.last().unwrap().shown();
    assert!(
        said.contains("B 列 品种") && said.contains("没有这个品种") && said.contains("改为品种表里的名称"),
        "{said}"
    );
}

#[test]
fn a_template_is_an_empty_file_with_the_headers_asked_for() {
    let file = template(&sample::heading(), "库存导入", &STOCK).unwrap();
    let raw = read(&file, &Limits::default()).unwrap();
    assert_eq!(raw.rows[0].cells[0], Cell::Text("货位代码*".into()));
    let mapped = map(&raw, &STOCK).unwrap();
    assert_eq!(
        (mapped.rows_total, mapped.mistakes_total, mapped.places.iter().flatten().count()),
        (0, 0, STOCK.len())
    );
}

#[test]
fn each_limit_refuses_the_file_whole() {
    let base = Limits::default();
    let file = workbook(20);
    for (limits, code) in [
        (Limits { bytes: 100, ..base }, "paper.too-large"),
        (Limits { unpacked: 2_000, ..base }, "paper.too-large"),
        (Limits { rows: 20, ..base }, "paper.too-many-rows"),
        (Limits { columns: 5, ..base }, "paper.too-many-columns"),
        (Limits { cells: 50, ..base }, "paper.too-many-cells"),
    ] {
        assert_eq!(read(&file, &limits).unwrap_err().code(), code, "{limits:?}");
    }
    assert!(read(&file, &Limits { rows: 21, columns: 6, ..base }).is_ok());
}

/// A zip file whose first part unpacks to `size` zeros.
fn bomb(size: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&vec![b'0'; size]).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_bomb_is_refused_even_when_it_lies_about_its_size() {
    let limits = Limits { unpacked: 1 << 20, ..Limits::default() };
    let mut file = bomb(8 << 20);
    assert!(file.len() < 64 << 10, "{} bytes", file.len());
    assert_eq!(read(&file, &limits).unwrap_err().code(), "paper.too-large");
    // The size stands at offset 24 of the entry in the central directory; say 100 bytes instead.
    let entry = file.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    file[entry + 24..entry + 28].copy_from_slice(&100_u32.to_le_bytes());
    let refusal = read(&file, &limits).unwrap_err().code();
    assert!(matches!(refusal, "paper.too-large" | "paper.unreadable"), "{refusal}");
}

#[test]
fn files_that_are_no_table_are_refused_with_the_way_to_mend() {
    for (bytes, code) in [
        (&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], "paper.old-or-locked"),
        (b"PK\x03\x04broken", "paper.unreadable"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\xff\xff", "paper.encoding"),
        (b"", "paper.empty"),
        (b"\r\n , ,\r\n", "paper.empty"),
    ] {
        let refusal = read(bytes, &Limits::default()).unwrap_err();
        assert_eq!(refusal.code(), code);
        assert!(!refusal.words().mend_zh.is_empty());
    }
}

#[test]
fn a_hundred_thousand_rows_go_out_and_come_in() {
    let raw = read(&workbook(100_000), &Limits::default()).unwrap();
    let mapped = map(&raw, &STOCK).unwrap();
    assert_eq!((mapped.rows.len(), mapped.mistakes_total), (100_000, 0));
    assert_eq!(mapped.rows[99_999].values, values(99_999));
}

#[test]
fn the_public_property_stock_of_linping_adds_up_as_printed() {
    let columns = ["归属机构", "物资分类", "累计入库数量(件)", "累计出库数量(件)", "在库数量(件)"];
    let columns =
        columns.map(|name| if name.ends_with("(件)") { (name, Kind::Integer) } else { (name, Kind::Text) });
    let names = columns.map(|(name, _)| [name]);
    let asked: Vec<Column> = names
        .iter()
        .zip(columns)
        .map(|(names, (_, kind))| Column { names, kind, need: Need::Required })
        .collect();
    let file =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/linping/stock-2020.csv")).unwrap();
    let mapped = map(&read(&file, &Limits::default()).unwrap(), &asked).unwrap();
    assert_eq!((mapped.mistakes_total, mapped.ignored.len()), (0, 0), "{:?}", mapped.mistakes);
    let sum = |column| mapped.rows.iter().filter_map(|row| row.integer(column)).sum::<i64>();
    assert_eq!([sum(2), sum(3), sum(4)], [246, 163, 114_173]);
}

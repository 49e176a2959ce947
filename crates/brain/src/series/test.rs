//! Reading of series tables, and the two calendars.

use super::*;

fn table(text: &str) -> Result<Table, Problem> {
    let rows: Vec<Vec<String>> =
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    let (head, rows) = rows.split_first().unwrap();
    super::read(head, rows.iter().enumerate().map(|(at, row)| (at as u32 + 2, row.as_slice())))
}

#[test]
fn a_month_or_day_without_a_row_is_missing_like_an_empty_cell() {
    let Table::Months(months) = table("month, wheat ,maize\n2023-11,1.5,\n2024-02,-2,3e2").unwrap() else {
        panic!("months")
    };
    assert_eq!(months[0].name, "wheat");
    assert_eq!(months[0].series.values(), [Some(1.5), None, None, Some(-2.0)]);
    assert_eq!(months[1].series.values(), [None, None, None, Some(300.0)]);
    let ticks: Vec<String> = months[0].series.iter().map(|(month, _)| month.to_string()).collect();
    assert_eq!(ticks, ["2023-11", "2023-12", "2024-01", "2024-02"]);

    let Table::Days(days) = table("day,t\n2024-02-28,1\n2024-03-01,2").unwrap() else { panic!("days") };
    assert_eq!(days[0].series.values(), [Some(1.0), None, Some(2.0)]);
}

#[test]
fn what_is_wrong_is_named_with_its_row_and_column() {
    let cases = [
        ("date,a\n2024-01,1", "series_head", "date"),
        ("month\n2024-01", "series_empty", ""),
        ("month,a", "series_empty", ""),
        ("month,a,a\n2024-01,1,1", "series_name", "3"),
        ("month,,b\n2024-01,1,1", "series_name", "2"),
        ("month,a\n2024-13,1", "series_tick", "2"),
        ("month,a\n2024-1,1", "series_tick", "2024-1"),
        ("day,a\n2024-02-30,1", "series_tick", "2024-02-30"),
        ("month,a\n2024-02,1\n2024-02,1", "series_order", "3"),
        ("month,a\n2024-02,1\n2024-01,1", "series_order", "3"),
        ("month,a\n2024-02,1\n2024-03,1 000", "series_number", "3"),
        ("month,a\n2024-02,NaN", "series_number", "NaN"),
        ("month,a\n2024-02,1e999", "series_number", "1e999"),
        ("month,a\n2024-02,1,5", "series_ragged", "2"),
        ("day,a\n1800-01-01,1\n2024-01-01,2", "series_long", "3"),
    ];
    for (text, code, named) in cases {
        let problem = table(text).unwrap_err();
        assert_eq!(problem.code(), code, "{text}");
        let (zh, en) = problem.words();
        assert!(zh.contains(named) && en.contains(named), "{text}: {zh} / {en}");
    }
}

#[test]
fn months_count_across_years_and_end_with_the_calendar() {
    let december = Month::new(2023, 12).unwrap();
    assert_eq!(december.later(2), Month::new(2024, 2));
    assert_eq!(Month::new(2024, 2).unwrap().steps_since(december), Some(2));
    assert_eq!(december.steps_since(Month::new(2024, 2).unwrap()), None);
    assert_eq!(Month::new(9999, 12).unwrap().later(1), None);
    assert_eq!(Month::of(jiff::civil::date(2024, 2, 29)), Month::new(2024, 2));
}

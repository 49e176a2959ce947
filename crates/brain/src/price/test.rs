//! Both indicators beside values computed by an independent program (numpy, statsmodels OLS) from the same real series, and
//! what the definitions say about data that do not suffice.

use super::*;
use crate::series::{Series, Table, Tick};

fn world() -> Vec<crate::series::Column<Month>> {
    let rows: Vec<Vec<String>> = include_str!("../../../../data/prices/world-monthly.csv")
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect();
    let (head, rows) = rows.split_first().unwrap();
    match crate::series::read(head, rows.iter().map(|row| (0, row.as_slice()))).unwrap() {
        Table::Months(columns) => columns,
        Table::Days(_) => panic!("the file has months"),
    }
}

fn column(name: &str) -> Series<Month> {
    world().into_iter().find(|column| column.name == name).unwrap().series
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn indicator(judged: &[Judged], at: &str) -> Option<f64> {
    let found = judged.iter().find(|judged| judged.month == month(at)).unwrap();
    found.verdict.as_ref().map(|verdict| verdict.indicator)
}

#[test]
fn the_indicators_agree_with_an_independent_program() {
    let cases = [
        ("wheat_hrw", "2007-07", Some(1.0160274038277244), Some(1.9301277069196838)),
        ("rice_thai5", "2008-04", Some(3.4960655789260375), Some(6.692451198129383)),
        ("maize", "1996-05", Some(2.534110745405012), Some(3.1278064425515426)),
        ("crude_brent", "1973-10", Some(2.2461746315358635), Some(9.223657333608083)),
        ("urea", "2021-11", Some(2.994291230616025), Some(7.34278071280379)),
        ("wheat_hrw", "2025-03", Some(-0.1561578511314977), Some(-0.47885949388791477)),
        ("rice_vn5", "1990-01", None, None),
    ];
    let near = |found: Option<f64>, wanted: Option<f64>| match (found, wanted) {
        (Some(found), Some(wanted)) => (found - wanted).abs() < 1e-9,
        (found, wanted) => found == wanted,
    };
    for (name, at, by_ifpa, by_alps) in cases {
        let prices = column(name);
        let found = indicator(&ifpa(&prices, &Ifpa::default()), at);
        assert!(near(found, by_ifpa), "IFPA {name} {at}: {found:?}");
        let found = indicator(&alps(&prices, &Alps::default()), at);
        assert!(near(found, by_alps), "ALPS {name} {at}: {found:?}");
    }
}

#[test]
fn wheat_is_abnormally_high_before_the_crisis_of_2008_and_never_from_1980_to_1987() {
    let judged = ifpa(&column("wheat_hrw"), &Ifpa::default());
    let class = |at: &Judged| at.verdict.as_ref().map(|verdict| verdict.class);
    let between = |first: &str, last: &str| {
        let (first, last) = (month(first), month(last));
        judged.iter().filter(move |at| (first..=last).contains(&at.month)).collect::<Vec<_>>()
    };
    let crisis = between("2007-07", "2008-03");
    assert_eq!(crisis.len(), 9);
    assert!(crisis.iter().all(|at| class(at) == Some(Class::Alert)));
    let calm = between("1980-01", "1987-12");
    assert_eq!(calm.len(), 96);
    assert!(calm.iter().all(|at| class(at).is_some_and(|class| class < Class::Alert)));
}

#[test]
fn a_month_is_judged_without_what_came_later() {
    let whole = column("maize");
    for cut in [100, 437, 600] {
        let short = Series::new(whole.start(), whole.values()[..cut].to_vec());
        assert_eq!(ifpa(&short, &Ifpa::default()), ifpa(&whole, &Ifpa::default())[..cut]);
        assert_eq!(alps(&short, &Alps::default()), alps(&whole, &Alps::default())[..cut]);
    }
}

#[test]
fn what_the_data_do_not_support_is_not_judged() {
    let wavy = |at: usize| 100.0 + ((at * 37) % 23) as f64 + at as f64 / 10.0;
    let prices = |spoil: &dyn Fn(usize) -> Option<f64>| {
        Series::new(month("2000-01"), (0..96).map(|at| spoil(at).or(Some(wavy(at)))).collect())
    };
    let first = |judged: Vec<Judged>| judged.iter().position(|at| at.verdict.is_some());
    let plain = prices(&|_| None);
    // Five years of annual growth need six years of prices; ALPS needs 36 months before.
    assert_eq!(first(ifpa(&plain, &Ifpa::default())), Some(60));
    assert_eq!(first(alps(&plain, &Alps::default())), Some(36));
    // A price of zero takes out each window that holds it: one year of every calendar month, two of its own.
    let zero = ifpa(&prices(&|at| (at == 30).then_some(0.0)), &Ifpa::default());
    let verdicts: Vec<usize> = (0..96).filter(|at| zero[*at].verdict.is_some()).collect();
    assert_eq!(verdicts, (72..96).filter(|at| *at != 78).collect::<Vec<_>>());
    // Even growth has no deviation, a straight line no residual.
    let even =
        Series::new(month("2000-01"), (0..96).map(|at| Some(libm::pow(1.01, f64::from(at)))).collect());
    assert_eq!(first(ifpa(&even, &Ifpa::default())), None);
    let line = Series::new(month("2000-01"), (0..96).map(|at| Some(100.0 + 0.7 * f64::from(at))).collect());
    assert_eq!(first(alps(&line, &Alps::default())), None);
}

#[test]
fn classes_begin_at_their_limit() {
    let terms = |watch, alert| Ifpa {
        watch: crate::explain::Parameter::new(watch, crate::explain::Status::Confirmed),
        alert: crate::explain::Parameter::new(alert, crate::explain::Status::Confirmed),
        ..Ifpa::default()
    };
    let prices = column("wheat_hrw");
    let exact = indicator(&ifpa(&prices, &Ifpa::default()), "2007-07").unwrap();
    let cases = [
        (terms(0.5, exact), Class::Alert),
        (terms(exact, exact + 0.1), Class::Watch),
        (terms(exact + 0.1, exact + 0.2), Class::Normal),
        (terms(9.0, -exact - 0.1), Class::Alert),
    ];
    for (terms, expected) in cases {
        let judged = ifpa(&prices, &terms);
        let found = judged.iter().find(|at| at.month == month("2007-07")).unwrap();
        assert_eq!(found.verdict.as_ref().unwrap().class, expected, "{terms:?}");
    }
}

#[test]
fn a_verdict_carries_the_figures_it_was_computed_from() {
    let judged = ifpa(&column("rice_thai5"), &Ifpa::default());
    let found = judged.iter().find(|at| at.month == month("2008-04")).unwrap().verdict.clone().unwrap();
    let part = |code: &str| found.explain.parts.iter().find(|part| part.code == code).unwrap();
    let again = 0.4 * part("quarterly").value + 0.6 * part("annual").value;
    assert!((again - found.indicator).abs() < 1e-12);
    let annual = part("annual");
    let figure = |code: &str| annual.parts.iter().find(|part| part.code == code).unwrap().value;
    assert!(((figure("adjusted") - figure("mean")) / figure("deviation") - annual.value).abs() < 1e-12);
    assert_eq!(figure("years"), 48.0);
}

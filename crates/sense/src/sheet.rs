//! Hand readings and vendors' exports as tables of text: long list, wide matrix, cable by cable. It reads cells that somebody else took
//! out of a file, and gathers them into scans. The columns are specified in `docs/spec/sense.md`.

use std::collections::BTreeMap;

use base::term::time::SECOND;
use base::term::{Instant, PositionCode};
use jiff::civil::DateTime;

use crate::codec::AIR;
use crate::geometry::Shape;
use crate::indicator::{Indicator, steps};
use crate::scan::Scan;

/// How a file lays out its readings. Each begins with the column `at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One reading a line: `row, column, layer, value`.
    List,
    /// One row of one layer a line: `layer, row`, then a column for each column.
    Matrix,
    /// One cable a line: `row, column`, then a column for each point from the top.
    Cable,
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Number of the line in the file.
    pub line: u32,
    pub zh: String,
    pub en: String,
}

/// Names of columns, in the order of [`Scan::air`] for those of air.
const AIR_NAMES: [[&str; 2]; AIR] = [
    ["outside_temperature", "气温"],
    ["outside_humidity", "气湿"],
    ["headspace_temperature", "仓温"],
    ["headspace_humidity", "仓湿"],
];
const AT: [&str; 3] = ["at", "time", "时间"];
const ROW: [&str; 2] = ["row", "行"];
const COLUMN: [&str; 2] = ["column", "列"];
const LAYER: [&str; 2] = ["layer", "层"];
const VALUE: [&str; 2] = ["value", "值"];

type Place = (i64, i64, i64);

/// What one instant gave so far.
#[derive(Default)]
struct Gathered {
    values: BTreeMap<Place, Option<i64>>,
    air: [Option<i64>; AIR],
}

/// The scans of a table, oldest first, and the shape that holds all of them. `shape` is that of the position's layout, if it has one.
pub fn read(
    head: &[String],
    lines: &[(u32, Vec<String>)],
    form: Form,
    position: &PositionCode,
    indicator: &Indicator,
    shape: Option<Shape>,
) -> Result<(Shape, Vec<Scan>), Mistake> {
    let columns = Columns::find(head, form)?;
    let mut scans: BTreeMap<i64, Gathered> = BTreeMap::new();
    for (line, cells) in lines.iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty())) {
        let wrong = |zh: &str, en: &str| Mistake { line: *line, zh: zh.to_owned(), en: en.to_owned() };
        let text = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        let at = instant(text(columns.at)).ok_or_else(|| wrong("时间无法读取", "the time cannot be read"))?;
        let scan = scans.entry(at.0).or_default();
        for (slot, column) in scan.air.iter_mut().zip(columns.air) {
            if let Some(column) = column.filter(|column| !text(*column).is_empty()) {
                *slot = Some(
                    steps(text(column), 1)
                        .ok_or_else(|| wrong("空气读数不是数", "a reading of air is no number"))?,
                );
            }
        }
        for (place, cell) in columns
            .places(form, &text)
            .ok_or_else(|| wrong("行、列或层不是 1 至 64 的整数", "row, column or layer is not 1 to 64"))?
        {
            let value = match text(cell) {
                "" | "-" | "--" => None,
                number => Some(
                    indicator.steps(number).ok_or_else(|| wrong("读数不是数", "a reading is no number"))?,
                ),
            };
            if scan.values.insert(place, value).is_some() {
                return Err(wrong("同一时刻同一测点出现两次", "one point stands twice at one instant"));
            }
        }
    }
    let reach =
        |of: fn(&Place) -> i64| scans.values().flat_map(|scan| scan.values.keys().map(of)).max().unwrap_or(1);
    let seen = Shape { rows: reach(|p| p.0), columns: reach(|p| p.1), layers: reach(|p| p.2) };
    let shape = shape.unwrap_or(seen);
    if seen.rows > shape.rows
        || seen.columns > shape.columns
        || seen.layers > shape.layers
        || shape.points().is_none()
    {
        let told = |s: Shape| format!("{}×{}×{}", s.rows, s.columns, s.layers);
        let (zh, en) = ("文件中的测点超出布置", "the file has points outside the layout");
        return Err(Mistake {
            line: 1,
            zh: format!("{zh} {} > {}", told(seen), told(shape)),
            en: format!("{en}: {} > {}", told(seen), told(shape)),
        });
    }
    let points = shape.points().unwrap_or(0);
    let scan = |(at, gathered): (i64, Gathered)| Scan {
        position: position.clone(),
        kind: indicator.code.to_owned(),
        at: Instant(at),
        values: (0..points)
            .map(|point| gathered.values.get(&shape.place(point)).copied().flatten())
            .collect(),
        air: gathered.air,
    };
    Ok((shape, scans.into_iter().map(scan).collect()))
}

struct Columns {
    at: usize,
    row: usize,
    column: usize,
    layer: usize,
    value: usize,
    /// Columns named by a number, with that number.
    numbered: Vec<(usize, i64)>,
    air: [Option<usize>; AIR],
}

impl Columns {
    fn find(head: &[String], form: Form) -> Result<Self, Mistake> {
        let find = |names: &[&str]| {
            head.iter().position(|cell| names.contains(&cell.trim().to_lowercase().as_str()))
        };
        let must = |names: &[&str], due: bool| match find(names) {
            None if due => Err(Mistake {
                line: 1,
                zh: format!("缺少列“{}”", names[names.len() - 1]),
                en: format!("there is no column “{}”", names[0]),
            }),
            found => Ok(found.unwrap_or(0)),
        };
        let numbered: Vec<(usize, i64)> =
            head.iter().enumerate().filter_map(|(at, cell)| Some((at, index(cell.trim())?))).collect();
        if form != Form::List && numbered.is_empty() {
            return Err(Mistake {
                line: 1,
                zh: "缺少以数字命名的读数列".into(),
                en: "there is no column named by a number".into(),
            });
        }
        Ok(Self {
            at: must(&AT, true)?,
            row: must(&ROW, true)?,
            column: must(&COLUMN, form != Form::Matrix)?,
            layer: must(&LAYER, form != Form::Cable)?,
            value: must(&VALUE, form == Form::List)?,
            numbered,
            air: AIR_NAMES.map(|names| find(&names)),
        })
    }

    /// The points a line has readings of, with the cell of each.
    fn places<'t>(&self, form: Form, text: &dyn Fn(usize) -> &'t str) -> Option<Vec<(Place, usize)>> {
        let at = |column: usize| index(text(column));
        Some(match form {
            Form::List => vec![((at(self.row)?, at(self.column)?, at(self.layer)?), self.value)],
            Form::Matrix => {
                let (row, layer) = (at(self.row)?, at(self.layer)?);
                self.numbered.iter().map(|(cell, column)| ((row, *column, layer), *cell)).collect()
            }
            Form::Cable => {
                let (row, column) = (at(self.row)?, at(self.column)?);
                self.numbered.iter().map(|(cell, layer)| ((row, column, *layer), *cell)).collect()
            }
        })
    }
}

/// A whole number from 1 to 64.
fn index(text: &str) -> Option<i64> {
    text.parse().ok().filter(|n| (1..=crate::geometry::AXIS_MAX).contains(n))
}

/// An instant: RFC 3339 with its offset, or a time of day in Shanghai.
pub fn instant(text: &str) -> Option<Instant> {
    if let Ok(stamp) = text.parse::<jiff::Timestamp>() {
        return Some(Instant(stamp.as_microsecond()));
    }
    let local: DateTime = text.replace('/', "-").replacen(' ', "T", 1).parse().ok()?;
    let day = Instant::start_of(local.date());
    let second = i64::from(local.hour()) * 3_600 + i64::from(local.minute()) * 60 + i64::from(local.second());
    Some(Instant(day.0 + second * SECOND))
}

#[cfg(test)]
mod test {
    use super::*;

    fn table(text: &str) -> (Vec<String>, Vec<(u32, Vec<String>)>) {
        let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let head = cells(lines.next().unwrap());
        (head, lines.zip(2..).map(|(line, number)| (number, cells(line))).collect())
    }

    fn scans(text: &str, form: Form) -> Result<(Shape, Vec<Scan>), Mistake> {
        let (head, lines) = table(text);
        let position = PositionCode::parse("91350100M000100Y43001000100101").unwrap();
        read(&head, &lines, form, &position, Indicator::named("grain_temperature").unwrap(), None)
    }

    #[test]
    fn three_layouts_of_one_scan_are_one_scan() {
        let list = "at,row,column,layer,value,outside_temperature
            2026-11-23 08:00,1,1,1,21.3,-3.5
            2026-11-23 08:00,1,2,1,21.5,
            2026-11-23 08:00,1,1,2,,
            2026-11-23 08:00,1,2,2,19,";
        let matrix = "时间,层,行,1,2,气温
            2026/11/23 08:00:00,1,1,21.3,21.5,-3.5
            2026/11/23 08:00:00,2,1,--,19,";
        let cable = "at,row,column,1,2,outside_temperature
            2026-11-23T00:00:00Z,1,1,21.3,,-3.5
            2026-11-23T08:00:00+08:00,1,2,21.5,19.0,";
        let expected = scans(list, Form::List).unwrap();
        assert_eq!(expected.0, Shape { rows: 1, columns: 2, layers: 2 });
        assert_eq!(expected.1[0].values, [Some(213), Some(215), None, Some(190)]);
        assert_eq!(expected.1[0].air, [Some(-35), None, None, None]);
        assert_eq!(scans(matrix, Form::Matrix), Ok(expected.clone()));
        assert_eq!(scans(cable, Form::Cable), Ok(expected));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let cases = [
            ("at,row,column,layer\n2026-11-23 08:00,1,1,1", Form::List, 1),
            ("at,row,column,layer,value\nyesterday,1,1,1,20", Form::List, 2),
            ("at,row,column,layer,value\n2026-11-23 08:00,0,1,1,20", Form::List, 2),
            ("at,row,column,layer,value\n2026-11-23 08:00,1,1,1,warm", Form::List, 2),
            (
                "at,row,column,layer,value\n2026-11-23 08:00,1,1,1,20\n2026-11-23 08:00,1,1,1,21",
                Form::List,
                3,
            ),
            ("at,row,column,a\n2026-11-23 08:00,1,1,20", Form::Cable, 1),
        ];
        for (text, form, line) in cases {
            assert_eq!(scans(text, form).unwrap_err().line, line, "{text}");
        }
    }
}

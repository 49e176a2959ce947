//! Evidence: everything a verdict was reached from (frames as their bytes, layout, limits, season) and the verdict, as one text that is
//! frozen under its digest. Judging it again must give the same text to the last bit. Format: `docs/spec/alert.md`.

use base::term::Instant;
use base::term::fault::Fault;
use brain::explain::{Origin, Part};
use brain::grain::rule::{Finding, Place, Rule};
use brain::grain::{Air, Frame, Layout, Scene, Season, judge, tenths};
use sense::codec;
use sense::frame::{FrameRow, Mark};
use sense::layout::LayoutRow;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{COPIED, SILENT, limits};

/// A frame inside evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The book's number and the stream.
    pub book: i64,
    pub stream: i64,
    pub at: Instant,
    /// The frame's bytes, hexadecimal.
    pub bytes: String,
}

impl Taken {
    /// A frame as evidence holds it.
    pub fn of(frame: &FrameRow) -> Self {
        let bytes = frame.payload.iter().map(|byte| format!("{byte:02x}")).collect();
        Self { book: frame.book_id.0, stream: frame.stream, at: frame.at, bytes }
    }

    fn frame(&self) -> Option<Frame> {
        let bytes = (0..self.bytes.len() / 2)
            .map(|at| u8::from_str_radix(self.bytes.get(2 * at..2 * at + 2)?, 16).ok());
        let readings = codec::decode(&bytes.collect::<Option<Vec<u8>>>()?)?;
        let air = |at: usize| {
            let humidity = readings.air[at + 1].map(tenths);
            readings.air[at].map(|t| Air { temperature: tenths(t), humidity })
        };
        let grain = readings.values.iter().map(|value| value.map(tenths)).collect();
        Some(Frame { at: self.at.0, grain, outside: air(0), headspace: air(2) })
    }
}

/// What a rule says of a position: the worst of its findings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conclusion {
    /// `GA-01` … `GA-11`, `V-26`, `SILENT`.
    pub rule: String,
    /// `stack`, `layer N` or `point N`, counted from 1.
    pub place: String,
    /// 1 urgent to 5 notice.
    pub severity: i64,
    /// How many findings the rule has.
    pub findings: i64,
    /// How well the least founded limit is founded; null where none took part.
    pub status: Option<String>,
    /// The figures, down to readings and limits.
    pub explain: Value,
}

/// What a verdict is reached from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    pub v: u8,
    pub position: String,
    pub kind: String,
    pub rows: i64,
    pub columns: i64,
    pub layers: i64,
    pub row_mm: i64,
    pub column_mm: i64,
    pub layer_mm: i64,
    /// Kind of the building: another limit holds in silos.
    pub building: String,
    /// Whether GA-07 speaks.
    pub winter: bool,
    /// `limits.csv` as it was.
    pub limits: String,
    /// Oldest first; the last one is judged.
    pub frames: Vec<Taken>,
    /// The earlier frame that the last one equals.
    pub original: Option<Taken>,
    /// The verdict.
    pub conclusions: Vec<Conclusion>,
}

/// What the rules of grain condition say.
pub struct Verdict {
    pub conclusions: Vec<Conclusion>,
    /// Points whose sensors are not believed, with the reason.
    pub faults: Vec<(usize, Mark)>,
}

/// Months in which grain has no reason to warm.
const WINTER: [i8; 3] = [12, 1, 2];

impl Evidence {
    /// The evidence of a stream, before a verdict.
    pub fn new(layout: &LayoutRow, building: &str, frames: Vec<Taken>) -> Self {
        let winter = frames.last().is_some_and(|last| WINTER.contains(&last.at.business_day().month()));
        Self {
            v: 1,
            position: layout.position.to_string(),
            kind: layout.kind.to_string(),
            rows: layout.rows,
            columns: layout.columns,
            layers: layout.layers,
            row_mm: layout.row_mm,
            column_mm: layout.column_mm,
            layer_mm: layout.layer_mm,
            building: building.to_owned(),
            winter,
            limits: limits::TEXT.to_owned(),
            frames,
            original: None,
            conclusions: Vec::new(),
        }
    }

    /// The same with its verdict, as the text that is frozen.
    pub fn with(&self, conclusions: &[Conclusion], original: Option<Taken>) -> String {
        let whole = Self { conclusions: conclusions.to_vec(), original, ..self.clone() };
        // Strings, integers and finite numbers only: it cannot fail.
        serde_json::to_string(&whole).unwrap_or_default()
    }

    fn layout(&self) -> Layout {
        // Each axis is 1 to 64.
        let points = [self.rows, self.columns, self.layers].map(|n| usize::try_from(n).unwrap_or(0));
        Layout::in_millimetres(points, [self.row_mm, self.column_mm, self.layer_mm])
    }

    /// What the rules of grain condition say of the last frame.
    pub fn judge(&self) -> Result<Verdict, Fault> {
        let unread = || Fault::new("evidence cannot be read");
        let limits = limits::read(&self.limits, &self.building).ok_or_else(unread)?;
        let frames =
            self.frames.iter().map(Taken::frame).collect::<Option<Vec<Frame>>>().ok_or_else(unread)?;
        let (layout, season) = (self.layout(), if self.winter { Season::Winter } else { Season::Other });
        let judged =
            judge(&Scene { layout: &layout, frames: &frames, expected: &[], season, limits: &limits });
        let fault = |finding: &Finding| {
            let Place::Point(point) = finding.place else { return None };
            let mark = match finding.explain.code {
                "stuck" => Mark::Stuck,
                "jump" => Mark::Jump,
                "out_of_range" => Mark::Range,
                _ => Mark::Missing,
            };
            Some((point, mark))
        };
        let faults =
            judged.findings.iter().filter(|f| f.rule == Rule::SensorFault).filter_map(fault).collect();
        let mut conclusions = Vec::new();
        for rule in Rule::ALL {
            let found: Vec<&Finding> = judged.findings.iter().filter(|f| f.rule == rule).collect();
            // The most severe, then the largest; the first of equals.
            let worst = found.iter().copied().reduce(|worst, next| {
                let more = (next.severity, -next.explain.value) < (worst.severity, -worst.explain.value);
                if more { next } else { worst }
            });
            conclusions.extend(worst.map(|worst| Conclusion {
                rule: rule.code().to_owned(),
                place: self.place(worst.place),
                severity: i64::from(worst.severity),
                findings: found.len() as i64,
                status: worst.status().map(|status| status.code().to_owned()),
                explain: told(&worst.explain),
            }));
        }
        Ok(Verdict { conclusions, faults })
    }

    fn place(&self, place: Place) -> String {
        match place {
            Place::Stack => "stack".to_owned(),
            Place::Layer(layer) => format!("layer {}", layer + 1),
            Place::Point(point) => {
                let (row, column, layer) = self.layout().place(point);
                format!("point {}-{}-{}", row + 1, column + 1, layer + 1)
            }
        }
    }

    /// That the last frame equals an earlier one.
    pub fn copied(&self, original: &FrameRow) -> Conclusion {
        self.copied_from(original.book_id.0, original.stream, original.at)
    }

    fn copied_from(&self, book: i64, stream: i64, at: Instant) -> Conclusion {
        let last = self.frames.last();
        let same = last.is_some_and(|last| (last.book, last.stream) == (book, stream));
        let (zh, en) = if same {
            ("与本货位此前一次读数完全相同", "equals an earlier scan of its own")
        } else {
            ("与另一货位的读数完全相同", "equals a scan of another position")
        };
        Conclusion {
            rule: COPIED.to_owned(),
            place: "stack".to_owned(),
            severity: 2,
            findings: 1,
            status: Some("unconfirmed".to_owned()),
            explain: serde_json::json!({"code": "copied", "zh": zh, "en": en, "book": book, "stream": stream, "at": at.0}),
        }
    }

    /// The verdict once more, from what is here and nothing else.
    pub fn again(&self) -> Result<Vec<Conclusion>, Fault> {
        let mut conclusions = if self.kind == "grain_temperature" && !self.frames.is_empty() {
            self.judge()?.conclusions
        } else {
            Vec::new()
        };
        let grain = |frame: &Taken| frame.frame().map(|frame| frame.grain);
        if let (Some(original), Some(last)) = (&self.original, self.frames.last())
            && grain(original) == grain(last)
        {
            conclusions.push(self.copied_from(original.book, original.stream, original.at));
        }
        for told in self.conclusions.iter().filter(|told| told.rule == SILENT) {
            let number = |key: &str| told.explain.get(key).and_then(Value::as_i64).unwrap_or_default();
            let (last, now, minutes) = (Instant(number("last")), Instant(number("now")), number("minutes"));
            if now.0 - last.0 > minutes * 60 * base::term::time::SECOND {
                conclusions.push(silent(last, now, minutes));
            }
        }
        Ok(conclusions)
    }
}

/// That a stream sent nothing since `last`, though a frame was due within `minutes`.
pub fn silent(last: Instant, now: Instant, minutes: i64) -> Conclusion {
    Conclusion {
        rule: SILENT.to_owned(),
        place: "stack".to_owned(),
        severity: 3,
        findings: 1,
        status: Some("unconfirmed".to_owned()),
        explain: serde_json::json!({"code": "silent", "zh": "超过期限没有读数", "en": "no reading for longer than allowed",
            "last": last.0, "now": now.0, "minutes": minutes}),
    }
}

/// The figures of a finding as JSON: code, names, value, unit, origin and parts.
fn told(part: &Part) -> Value {
    let origin = match part.origin {
        Origin::Input => "input",
        Origin::Computed => "computed",
        Origin::Parameter(status) => status.code(),
    };
    let parts: Vec<Value> = part.parts.iter().map(told).collect();
    serde_json::json!({"code": part.code, "zh": part.zh, "en": part.en, "value": part.value, "unit": part.unit, "origin": origin, "parts": parts})
}

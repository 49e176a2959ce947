//! One line of what a device sends: a scan as JSON, its numbers as decimal texts, so that none passes through a float.

use base::term::{Instant, PositionCode};
use sense::codec::AIR;
use sense::indicator::{Indicator, steps};
use sense::scan::Scan;
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'t> {
    position: String,
    #[serde(default)]
    kind: Option<String>,
    /// µs, or RFC 3339.
    #[serde(borrow)]
    at: &'t RawValue,
    #[serde(borrow)]
    values: Vec<Option<&'t RawValue>>,
    #[serde(borrow, default)]
    outside: Air<'t>,
    #[serde(borrow, default)]
    headspace: Air<'t>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Air<'t> {
    #[serde(borrow, default)]
    temperature: Option<&'t RawValue>,
    #[serde(borrow, default)]
    humidity: Option<&'t RawValue>,
}

/// The scan of a line; the text says what is wrong with others.
pub fn read(text: &str) -> Result<Scan, String> {
    let line: Line<'_> = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let position = PositionCode::parse(&line.position).map_err(|refusal| refusal.en)?;
    let kind = line.kind.unwrap_or_else(|| "grain_temperature".to_owned());
    let decimals = Indicator::named(&kind).map_or(0, |indicator| indicator.decimals);
    let number = |raw: &RawValue, decimals| {
        steps(raw.get(), decimals).ok_or_else(|| format!("“{}” is no number", shown(raw)))
    };
    let values = line.values.into_iter().map(|value| value.map(|raw| number(raw, decimals)).transpose());
    let values = values.collect::<Result<Vec<_>, String>>()?;
    let mut air = [None; AIR];
    let readings = [
        line.outside.temperature,
        line.outside.humidity,
        line.headspace.temperature,
        line.headspace.humidity,
    ];
    for (slot, raw) in air.iter_mut().zip(readings) {
        *slot = raw.map(|raw| number(raw, 1)).transpose()?;
    }
    let at = line.at.get();
    let instant = match at.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(text) => text.parse::<jiff::Timestamp>().ok().map(|stamp| stamp.as_microsecond()),
        None => at.parse().ok(),
    };
    let at = Instant(instant.ok_or_else(|| format!("“{}” is no instant", shown(line.at)))?);
    Ok(Scan { position, kind, at, values, air })
}

fn shown(raw: &RawValue) -> String {
    raw.get().chars().take(40).collect()
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_line_is_a_scan_to_the_last_digit() {
        let text = r#"{"position":"91350100M000100Y43001000100101","at":"2026-11-23T08:00:00+08:00","values":[21.3,null,-0.05,1e1],"outside":{"temperature":-3.5}}"#;
        let scan = read(text).unwrap();
        assert_eq!(scan.values, [Some(213), None, Some(-1), Some(100)]);
        assert_eq!(
            (scan.at, scan.air[0], scan.kind.as_str()),
            (Instant(1_795_392_000_000_000), Some(-35), "grain_temperature")
        );
        let micros = text.replace("\"2026-11-23T08:00:00+08:00\"", "1795392000000000");
        assert_eq!(read(&micros).unwrap(), scan);
    }

    #[test]
    fn other_lines_are_refused_and_say_why() {
        let whole = r#"{"position":"91350100M000100Y43001000100101","at":1795392000000000,"values":[21.3]}"#;
        assert!(read(whole).is_ok());
        let cases = [
            ("", "EOF"),
            ("[1]", "invalid"),
            (&whole.replace("21.3", "\"warm\""), "no number"),
            (&whole.replace("1795392000000000", "\"noon\""), "no instant"),
            (&whole.replace("91350100M", "x"), "code"),
            (&whole.replace("\"at\"", "\"when\""), "unknown field"),
        ];
        for (text, expected) in cases {
            let told = read(text).unwrap_err();
            assert!(told.contains(expected), "{text}: {told}");
        }
    }
}

//! One line of a file that the software of a weighbridge wrote: plate, kilograms, time. Nothing is guessed; a line that is not of this form
//! is refused.

use base::term::Instant;
use base::term::time::SECOND;
use jiff::civil::DateTime;

use crate::trip::NewReading;

/// Reads `plate,kilograms,YYYY-MM-DD HH:MM:SS`, separated by commas, semicolons or tabs; the time is that of Asia/Shanghai.
pub fn parse(line: &str) -> Option<NewReading> {
    let content = line.trim();
    let parts: Vec<&str> = content.split([',', ';', '\t', '，']).map(str::trim).collect();
    let [plate, kilograms, time] = parts.as_slice() else { return None };
    let kilograms = kilograms.parse().ok()?;
    let time: DateTime = time.replace('/', "-").parse().ok()?;
    let seconds = i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    Some(NewReading {
        source: "file".into(),
        at: Instant(Instant::start_of(time.date()).0 + seconds * SECOND),
        kilograms,
        plate: Some(plate.to_uppercase().replace('·', "")),
        content: content.to_owned(),
    })
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn lines_of_a_bridge() {
        for (line, want) in [
            ("闽A12345,48520,2026-11-23 10:02:03", Some(("闽A12345", 48_520, "2026-11-23T10:02:03"))),
            ("闽a·12345\t48520\t2026/11/23 10:02:03\r\n", Some(("闽A12345", 48_520, "2026-11-23T10:02:03"))),
            ("闽A12345,48520", None),
            ("闽A12345,48.5,2026-11-23 10:02:03", None),
            ("闽A12345,48520,yesterday", None),
            ("", None),
        ] {
            let got = parse(line);
            let told =
                got.as_ref().map(|r| (r.plate.clone().unwrap_or_default(), r.kilograms, r.at.shanghai()));
            let want = want.map(|(plate, kg, at)| (plate.to_owned(), kg, at.to_owned()));
            assert_eq!(told.map(|(p, k, at)| (p, k, at[..19].to_owned())), want, "{line}");
        }
    }
}

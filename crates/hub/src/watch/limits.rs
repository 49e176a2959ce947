//! The limits of the rules of grain condition as data: `limits.csv`, or the text that an alert's evidence kept. It judges nothing.

use brain::explain::{Parameter, Status};
use brain::grain::rule::{Faults, Level, Limits};

/// The limits in force.
pub const TEXT: &str = include_str!("limits.csv");

/// The limits of this text for a kind of building; `None` when one is missing or no number.
pub fn read(text: &str, building: &str) -> Option<Limits> {
    let levels = |key: &str| -> Vec<Level> { text.lines().filter_map(|line| level(line, key)).collect() };
    let one = |key: &str| levels(key).into_iter().next();
    let parameter = |key: &str| one(key).map(|level| level.limit);
    let faults = one("fault_jump")?;
    let difference = if building == "flat" { "layer_difference_flat" } else { "layer_difference_silo" };
    Some(Limits {
        outlier: levels("outlier"),
        rise_a_day: one("rise_a_day")?,
        // A small whole number of days.
        rise_days: one("rise_days")?.limit.value as u8,
        rise_three_days: one("rise_three_days")?,
        layer_difference: one(difference)?,
        gradient: one("gradient")?,
        absolute: levels("absolute"),
        target: None,
        counter_season: one("counter_season")?,
        residual: one("residual")?,
        condensation: one("condensation")?,
        faults: Faults {
            low: parameter("fault_low")?,
            high: parameter("fault_high")?,
            stuck_days: parameter("fault_stuck_days")?,
            stuck_neighbours: parameter("fault_stuck_neighbours")?,
            jump: faults.limit,
            severity: faults.severity,
        },
        headspace_humidity: one("headspace_humidity")?,
    })
}

fn level(line: &str, key: &str) -> Option<Level> {
    let mut fields = line.split(',');
    let value = fields.next().filter(|name| *name == key).and_then(|_| fields.next()?.parse().ok())?;
    let severity = fields.next()?.parse().ok()?;
    let status = [Status::Confirmed, Status::NeedsCitation, Status::Unconfirmed];
    let word = fields.next()?;
    let status = status.into_iter().find(|status| status.code() == word)?;
    Some(Level { limit: Parameter::new(value, status), severity })
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn the_limits_in_force_are_whole() {
        let (flat, silo) = (read(TEXT, "flat").unwrap(), read(TEXT, "silo").unwrap());
        assert_eq!((flat.outlier.len(), flat.absolute.len()), (2, 3));
        assert!(flat.layer_difference.limit.value < silo.layer_difference.limit.value);
        for line in TEXT.lines().skip(1) {
            let key = line.split(',').next().unwrap();
            assert!(level(line, key).is_some(), "{line}");
            let kept: Vec<&str> =
                TEXT.lines().filter(|other| !other.starts_with(&format!("{key},"))).collect();
            let whole = read(&kept.join("\n"), "flat").zip(read(&kept.join("\n"), "silo"));
            assert!(
                whole.is_none_or(|(w, _)| w.outlier.is_empty() || w.absolute.is_empty()),
                "{key} is not needed"
            );
        }
    }
}

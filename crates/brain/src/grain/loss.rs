//! What a lot will have lost by a day: water that leaves the grain, and the natural loss its kind is allowed. A forecast for planning;
//! the loss itself is what the scale says at clearing, in exact numbers elsewhere.

use crate::explain::{Parameter, Part};

/// The natural loss allowed up to an age.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Up to this many months in store, included; `None` for any longer.
    pub months_max: Option<u32>,
    /// Percent of the quantity received, for the whole time, never added up over years.
    pub percent: Parameter,
}

/// A lot as it was received and as it will be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lot {
    /// Quantity received, in thousandths of its unit.
    pub quantity: i64,
    /// Moisture when received, percent wet basis.
    pub moisture_in: f64,
    /// Moisture forecast for the day, percent wet basis.
    pub moisture_then: f64,
    /// Months in store on the day.
    pub months: u32,
}

/// A forecast loss, in thousandths of the unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Loss {
    /// Water that leaves; negative when the grain takes water up.
    pub water: i64,
    /// Natural loss at most allowed.
    pub natural_max: i64,
    /// How it was computed.
    pub explain: Part,
}

/// Forecasts the loss of a lot. `None` for a moisture outside 0 to 100 percent, a negative quantity or an age no band covers.
pub fn forecast(lot: &Lot, bands: &[Band]) -> Option<Loss> {
    let moist = |percent: f64| (0.0..100.0).contains(&percent);
    if lot.quantity < 0 || !moist(lot.moisture_in) || !moist(lot.moisture_then) {
        return None;
    }
    let band = bands.iter().find(|band| band.months_max.is_none_or(|months| lot.months <= months))?;
    // Dry matter stays: Q·(M_in − M_then) / (1 − M_then).
    let share = (lot.moisture_in - lot.moisture_then) / (100.0 - lot.moisture_then);
    let water = (lot.quantity as f64 * share).round() as i64;
    let natural_max = (lot.quantity as f64 * band.percent.value / 100.0).round() as i64;
    let unit = |thousandths: i64| thousandths as f64 / 1000.0;
    let moistures = vec![
        Part::input(["moisture_in", "入库水分", "moisture received"], lot.moisture_in, "%"),
        Part::input(["moisture_then", "预测水分", "moisture forecast"], lot.moisture_then, "%"),
    ];
    let quota = vec![
        Part::input(["months", "储存月数", "months in store"], f64::from(lot.months), "mo"),
        Part::parameter(["percent", "自然损耗定额", "natural loss quota"], band.percent, "%"),
    ];
    let parts = vec![
        Part::input(["quantity", "入库数量", "quantity received"], unit(lot.quantity), ""),
        Part::computed(["water", "水分减量", "water"], unit(water), "", moistures),
        Part::computed(["natural_max", "自然损耗上限", "natural loss at most"], unit(natural_max), "", quota),
    ];
    let explain =
        Part::computed(["loss", "预计损耗上限", "loss at most"], unit(water + natural_max), "", parts);
    Some(Loss { water, natural_max, explain })
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::explain::Status;

    fn bands(percents: [f64; 3]) -> Vec<Band> {
        let months = [Some(6), Some(12), None];
        let band =
            |(months_max, percent)| Band { months_max, percent: Parameter::new(percent, Status::Confirmed) };
        months.into_iter().zip(percents).map(band).collect()
    }

    #[test]
    fn natural_loss_is_a_share_of_the_whole_time_and_water_leaves_dry_matter_behind() {
        let (grain, oil) = (bands([0.10, 0.15, 0.20]), bands([0.08, 0.10, 0.12]));
        let lot =
            |quantity, moisture_then, months| Lot { quantity, moisture_in: 13.5, moisture_then, months };
        let cases = [
            // 1,000 t of wheat, 14 and 5 months; oil, 8 months.
            (lot(1_000_000, 13.5, 14), &grain, 0, 2_000),
            (lot(1_000_000, 13.5, 5), &grain, 0, 1_000),
            (lot(1_000_000, 13.5, 8), &oil, 0, 1_000),
            (lot(1_000_000, 13.5, 6), &grain, 0, 1_000),
            (lot(1_000_000, 13.5, 7), &grain, 0, 1_500),
            // 1,000,000 kg from 13.5 to 12.5 %: 11,428.571 kg of water.
            (lot(1_000_000_000, 12.5, 14), &grain, 11_428_571, 2_000_000),
            (lot(1_000_000_000, 14.0, 14), &grain, -5_813_953, 2_000_000),
        ];
        for (lot, bands, water, natural_max) in cases {
            let found = forecast(&lot, bands).unwrap();
            assert_eq!((found.water, found.natural_max), (water, natural_max), "{lot:?}");
            let total = (water + natural_max) as f64 / 1000.0;
            assert!((found.explain.value - total).abs() < 1e-9);
        }
    }

    #[test]
    fn what_cannot_be_is_not_forecast() {
        let good = Lot { quantity: 1, moisture_in: 13.5, moisture_then: 12.5, months: 3 };
        assert!(forecast(&good, &bands([0.1; 3])).is_some());
        assert!(forecast(&good, &[]).is_none());
        assert!(forecast(&Lot { months: 13, ..good }, &bands([0.1; 3])[..2]).is_none());
        assert!(forecast(&Lot { quantity: -1, ..good }, &bands([0.1; 3])).is_none());
        assert!(forecast(&Lot { moisture_then: 100.0, ..good }, &bands([0.1; 3])).is_none());
    }
}

//! Air and the water it holds, and the air between the kernels that grain of a given moisture is in balance with.
//! Sources: Magnus formula with the coefficients of D. Sonntag (1990); modified Chung–Pfost equation, ASAE Standard D245.

/// Gas constant of water vapour, J/(kg·K).
const VAPOUR: f64 = 461.5;
/// 0 °C in kelvin.
pub const KELVIN: f64 = 273.15;

/// Pressure of saturated vapour over water at a temperature in °C, in Pa.
pub fn saturation(temperature: f64) -> f64 {
    611.2 * libm::exp(17.62 * temperature / (243.12 + temperature))
}

/// Dew point in °C of air at a temperature in °C and a relative humidity in percent; `None` when the humidity is not above 0.
pub fn dew_point(temperature: f64, humidity: f64) -> Option<f64> {
    (humidity > 0.0).then(|| {
        let gamma = libm::log(humidity / 100.0) + 17.62 * temperature / (243.12 + temperature);
        243.12 * gamma / (17.62 - gamma)
    })
}

/// Grams of water in a cubic metre of air at a temperature in °C and a relative humidity in percent.
pub fn absolute_humidity(temperature: f64, humidity: f64) -> f64 {
    1000.0 * saturation(temperature) * humidity / 100.0 / (VAPOUR * (temperature + KELVIN))
}

/// Constants of the modified Chung–Pfost equation for one grain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChungPfost {
    /// A.
    pub a: f64,
    /// B, per percent of dry-basis moisture.
    pub b: f64,
    /// C, °C.
    pub c: f64,
}

impl ChungPfost {
    /// Relative humidity in percent of the air between kernels at a temperature in °C and a moisture in percent wet basis.
    pub fn humidity(&self, temperature: f64, moisture: f64) -> f64 {
        let dry = 100.0 * moisture / (100.0 - moisture);
        100.0 * libm::exp(-self.a / (temperature + self.c) * libm::exp(-self.b * dry))
    }

    /// Moisture in percent wet basis that grain comes to in air of a temperature in °C and a relative humidity in percent;
    /// `None` outside 0 to 100 percent, both excluded.
    pub fn moisture(&self, temperature: f64, humidity: f64) -> Option<f64> {
        if !(humidity > 0.0 && humidity < 100.0) {
            return None;
        }
        let dry = -libm::log(-(temperature + self.c) / self.a * libm::log(humidity / 100.0)) / self.b;
        Some(100.0 * dry / (100.0 + dry))
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn air_agrees_with_printed_tables() {
        // Saturation pressure and dew points of the usual psychrometric tables, to their printed digit.
        for (temperature, pascal) in [(0.0, 611.0), (10.0, 1228.0), (20.0, 2339.0), (30.0, 4246.0)] {
            assert!((saturation(temperature) / pascal - 1.0).abs() < 0.003, "{temperature}");
        }
        for (temperature, humidity, dew) in
            [(20.0, 50.0, 9.3), (25.0, 60.0, 16.7), (30.0, 80.0, 26.2), (10.0, 100.0, 10.0)]
        {
            let found = dew_point(temperature, humidity).unwrap();
            assert!((found - dew).abs() < 0.06, "{temperature} {humidity}: {found}");
        }
        assert_eq!(dew_point(20.0, 0.0), None);
        assert!((absolute_humidity(20.0, 100.0) - 17.3).abs() < 0.1);
    }

    #[test]
    fn grain_and_air_come_to_the_same_balance_from_both_sides() {
        let wheat = ChungPfost { a: 529.43, b: 0.17609, c: 50.998 };
        // Hard wheat of 12.5 % at 25 °C is in balance with about 57 % relative humidity (ASAE D245).
        assert!((wheat.humidity(25.0, 12.5) - 57.0).abs() < 0.5, "{}", wheat.humidity(25.0, 12.5));
        for (temperature, moisture) in [(5.0, 10.0), (25.0, 12.5), (35.0, 14.5)] {
            let back = wheat.moisture(temperature, wheat.humidity(temperature, moisture)).unwrap();
            assert!((back - moisture).abs() < 1e-9);
        }
        assert!(wheat.humidity(25.0, 14.0) > wheat.humidity(25.0, 12.5));
        assert_eq!((wheat.moisture(25.0, 0.0), wheat.moisture(25.0, 100.0)), (None, None));
    }
}

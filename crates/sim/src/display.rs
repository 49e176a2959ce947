//! The display of a weighbridge as a simulation sends it: a truck drives on, the figure climbs and sways, stands still, and falls when it
//! drives off. The same seed sways the same way.

use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use stock::weigh::frame::written;

/// A display in front of an empty bridge.
pub struct Display {
    shown: i64,
    chance: ChaCha8Rng,
}

/// The figure moves towards the truck's weight by a third of what is missing, and stands still within one division.
const PART: i64 = 3;
/// Division of the display, kilograms.
const DIVISION: i64 = 20;

impl Display {
    /// The display that this seed determines.
    pub fn from_seed(seed: u64) -> Self {
        Self { shown: 0, chance: ChaCha8Rng::seed_from_u64(seed) }
    }

    /// The next frame while something of this weight stands on the bridge; 0 when nothing does.
    pub fn frame(&mut self, kilograms: i64) -> Vec<u8> {
        let missing = kilograms - self.shown;
        if missing.abs() <= DIVISION {
            self.shown = kilograms;
        } else {
            let sway = self.chance.random_range(-4..=4) * DIVISION;
            let nearer = self.shown + missing / PART + if missing.abs() > 10 * DIVISION { sway } else { 0 };
            self.shown = nearer / DIVISION * DIVISION
                + if missing.abs() < PART * DIVISION { missing.signum() * DIVISION } else { 0 };
        }
        written(self.shown).unwrap_or_default()
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use stock::weigh::frame::{Reader, Steady, Window};

    #[test]
    fn a_truck_becomes_steady_at_its_weight_and_the_empty_bridge_never_does() {
        for seed in 0..50 {
            let (mut display, mut reader) = (Display::from_seed(seed), Reader::default());
            let mut window = Window::new(Steady::default());
            for (weight, want) in [(48_520, Some(48_520)), (0, None), (16_480, Some(16_480))] {
                for _ in 0..60 {
                    reader.feed(&display.frame(weight)).into_iter().for_each(|frame| window.push(frame));
                }
                assert_eq!(window.steady(), want, "seed {seed}");
            }
            assert_eq!(reader.bad, 0);
        }
    }
}

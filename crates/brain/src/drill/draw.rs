//! Draws that follow from a seed and the number of a run (SplitMix64: Steele, Lea and Flood, OOPSLA 2014). Not random, and no source of secrets.

pub(super) struct Draw(u64);

impl Draw {
    pub fn new(seed: u64, number: u64) -> Self {
        let mut draw = Self(seed ^ number.wrapping_mul(0xD1B5_4A32_D192_ED03));
        draw.next();
        draw
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 up to 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Normal, cut off at so many standard deviations (Box and Muller).
    pub fn normal(&mut self, widest: f64) -> f64 {
        let (a, b) = (1.0 - self.unit(), self.unit());
        ((-2.0 * libm::log(a)).sqrt() * libm::cos(std::f64::consts::TAU * b)).clamp(-widest, widest)
    }
}

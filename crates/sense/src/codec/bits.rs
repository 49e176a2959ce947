//! Bits in bytes, the first bit the highest. Reading past the end gives nothing.

/// Writes bits behind bytes.
pub struct Writer {
    bytes: Vec<u8>,
    held: u64,
    count: u32,
}

impl Writer {
    /// Goes on behind these bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, held: 0, count: 0 }
    }

    /// The lowest `count` bits of a number, at most 56.
    pub fn bits(&mut self, number: u64, count: u32) {
        self.held = self.held << count | number & !(u64::MAX << count);
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            self.bytes.push((self.held >> self.count) as u8);
        }
        self.held &= !(u64::MAX << self.count);
    }

    /// So many ones, and a nought that ends them.
    pub fn ones(&mut self, count: u32) {
        self.bits(!(u64::MAX << count) << 1, count + 1);
    }

    /// The bytes, the last one filled up with noughts.
    pub fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.bytes.push((self.held << (8 - self.count)) as u8);
        }
        self.bytes
    }
}

/// Reads bits.
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Reads these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn bit(&mut self) -> Option<u64> {
        let byte = self.bytes.get(self.at / 8)?;
        let bit = byte >> (7 - self.at % 8) & 1;
        self.at += 1;
        Some(u64::from(bit))
    }

    /// The next bits as a number.
    pub fn bits(&mut self, count: u32) -> Option<u64> {
        (0..count).try_fold(0, |number, _| Some(number << 1 | self.bit()?))
    }

    /// How many ones stand before the nought; `None` when they are more than `most`.
    pub fn ones(&mut self, most: u32) -> Option<u32> {
        (0..=most).find_map(|count| match self.bit() {
            Some(0) => Some(Some(count)),
            Some(_) => None,
            None => Some(None),
        })?
    }

    /// Whether nothing is left but the noughts that fill the last byte.
    pub fn is_done(&mut self) -> bool {
        self.bytes.len() * 8 - self.at < 8 && std::iter::from_fn(|| self.bit()).all(|bit| bit == 0)
    }
}

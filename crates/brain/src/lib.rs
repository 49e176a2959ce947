//! The brain: forecasts, warnings and plans. A problem goes in, advice with its reasons comes out; people decide.
//! Pure: it never reads a file, a clock, a random source or a network; the same input gives the same output, bit for bit.
//! Logarithms and exponentials therefore come from `libm`, not from the machine's C library.

pub mod change;
pub mod check;
pub mod cover;
pub mod dispatch;
pub mod drill;
pub mod emergency;
pub mod explain;
pub mod forecast;
pub mod grain;
pub mod impact;
pub mod matching;
pub mod optimise;
pub mod price;
pub mod rotation;
pub mod season;
pub mod series;

//! Keeping 保管: inspection rounds and what is due at each position. It changes no quantity; judgements of quality stay with tests.

pub mod duty;
pub mod round;
pub mod store;

//! Keeping 保管: inspection rounds, what is due at each position, fumigation and aeration jobs. It changes no quantity; judgements of quality stay with tests.

pub mod duty;
pub mod job;
pub mod round;
pub mod store;

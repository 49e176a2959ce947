//! The chain's hostile-input checks as a library for the targets in `fuzz_targets`. Holds no check of its own: what must hold is
//! said once, beside the property tests.

#[path = "../../crates/chain/tests/support/hostile.rs"]
pub mod hostile;

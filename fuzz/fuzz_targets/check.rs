//! Gives arbitrary bytes to the check `check`. Never decides what must hold: `hostile` does.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::hostile::check(bytes));

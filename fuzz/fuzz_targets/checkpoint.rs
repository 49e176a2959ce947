//! Gives arbitrary bytes to the check `checkpoint`. Never decides what must hold: `hostile` does.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::hostile::checkpoint(bytes));

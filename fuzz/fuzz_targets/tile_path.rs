//! Gives arbitrary bytes to the check `tile_path`. Never decides what must hold: `hostile` does.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::hostile::tile_path(bytes));

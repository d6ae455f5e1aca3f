//! Any bytes → a lesson in each dialect; the laws are those of the test suite.
#![no_main]

#[path = "../../tests/suite/laws.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::hold(bytes));

//! The test suite; its folders mirror `src/`.

mod cli;
mod flat;
mod outline;
mod reader;

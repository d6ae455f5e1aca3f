//! The test suite; its folders mirror `src/`.

mod cli;
mod markdown;
mod model;
mod outline;
mod reader;

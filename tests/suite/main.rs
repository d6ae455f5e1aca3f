//! The test suite; its folders mirror `src/`.

mod outline;
mod reader;

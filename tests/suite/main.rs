//! The test suite; its folders mirror `src/`.

mod cli;
mod outline;
mod reader;
mod typeset;

//! The test suite; its folders mirror `src/`.

mod cli;
mod corpus;
mod flat;
mod outline;
mod reader;
mod typeset;

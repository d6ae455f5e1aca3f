//! The test suite; its folders mirror `src/`.

mod cli;
mod corpus;
mod flat;
mod markdown;
mod model;
mod outline;
mod reader;
mod typeset;

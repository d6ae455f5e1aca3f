//! The test suite; its folders mirror `src/`.

mod check;
mod cli;
mod codes;
mod corpus;
mod epub;
mod flat;
mod hostile;
mod hostile_cases;
mod laws;
mod ledgers;
mod lessons;
mod markdown;
mod model;
mod outline;
mod pieces;
mod press;
mod reader;
mod real_world;
mod report;
mod typeset;

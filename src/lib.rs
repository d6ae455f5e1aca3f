//! Stationer turns lesson Markdown into e-books and printable handouts.
//!
//! ```text
//!  lesson files                                                              books, handouts
//!      │                                                                            ▲
//!  input ─► reader ─► model ─► resolve ─► book ─► backend (epub │ pdf) ─► output ───┘
//! ```
//!
//! Each room turns one thing into the next and knows nothing of the rooms behind it; `ARCHITECTURE.md`
//! draws them, and a test holds the walls. [`model`] is the public interface.

pub mod backend;
pub mod batch;
pub mod book;
pub mod cli;
pub mod config;
pub mod diagnostics;
pub mod fonts;
pub mod images;
pub mod input;
pub mod listing;
pub mod model;
pub mod output;
pub mod pipeline;
pub mod raster;
pub mod reader;
pub mod resolve;
pub mod source;
pub mod theme;
pub mod typeset;
pub mod units;

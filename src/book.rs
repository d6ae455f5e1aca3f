//! Resolved lessons → book: front, body and back, contents, metadata, policies.

pub use crate::resolve::Pictures;

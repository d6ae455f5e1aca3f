//! The constructs of lessons that both dialects share, one file each. Each takes running text or blocks
//! that are already parsed and knows no dialect.

pub(in crate::reader) mod alert;
pub(in crate::reader) mod attributes;
pub(in crate::reader) mod caption;
pub(in crate::reader) mod cells;
pub(in crate::reader) mod disclaimer;
pub(in crate::reader) mod figure;
pub(in crate::reader) mod item_lead;
pub(in crate::reader) mod key_term;
pub(in crate::reader) mod label;
pub(in crate::reader) mod link;
pub(in crate::reader) mod listing;
pub(in crate::reader) mod named;
pub(in crate::reader) mod objectives;
pub(in crate::reader) mod station;
pub(in crate::reader) mod trailing;

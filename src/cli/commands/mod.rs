//! One file for each command: from its arguments to its exit code.

pub(super) mod check;
pub(super) mod explain;
pub(super) mod export;
pub(super) mod formats;
pub(super) mod init;
pub(super) mod model;
pub(super) mod papers;
mod setting_out;
mod summary;

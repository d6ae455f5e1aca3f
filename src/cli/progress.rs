//! A bar that fills while books are made, on a terminal only.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::Path;

/// Shows how many of the planned files are done.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// A bar for so many files. Off a terminal nothing is shown.
    pub(super) fn shown(files: u64) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(files), ProgressDrawTarget::stderr());
        match ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}") {
            Ok(style) => bar.set_style(style),
            // The template is fixed; without it the bar has its plain look.
            Err(_) => bar.tick(),
        }
        Progress(bar)
    }

    /// No bar.
    pub(super) fn hidden() -> Progress {
        Progress(ProgressBar::hidden())
    }

    /// One file more is done.
    pub(super) fn done(&self, file: &Path) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        self.0.set_message(name.chars().filter(|c| !c.is_control()).collect::<String>());
        self.0.inc(1);
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

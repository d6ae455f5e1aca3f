//! `init`: an empty folder → a small learning path to start from.

use crate::cli::args::Init;
use crate::cli::console::Console;
use crate::cli::{DONE, MISCONFIGURED, WORLD_FAILED};
use crate::diagnostics::{Code, Diagnostic};
use crate::input::shown;
use crate::output::{DiskSink, Sink};

/// The files of the path. Both dialects are shown.
static STARTER: [(&str, &str); 3] = [
    ("path.toml", include_str!("../starter/path.toml")),
    ("01-where-north-is.txt", include_str!("../starter/01-where-north-is.txt")),
    ("02-reading-a-contour-map.md", include_str!("../starter/02-reading-a-contour-map.md")),
];

/// Runs the command.
pub(in crate::cli) fn run(init: &Init, console: &mut Console) -> u8 {
    let name = shown(&init.folder);
    if !DiskSink.is_free(&init.folder) {
        let finding = Diagnostic::new(Code::BadArgument, format!("`{name}` is not an empty folder"));
        console.finding(finding.help("name a folder that does not exist yet"));
        return MISCONFIGURED;
    }
    for (file, text) in STARTER {
        let path = init.folder.join(file);
        if let Err(error) = DiskSink.put(&path, text.as_bytes()) {
            console.finding(error.diagnostic(&shown(&path)));
            return WORLD_FAILED;
        }
    }
    console.remark(&format!("made a path of two lessons in `{name}`; now: stationer export {name}"));
    DONE
}

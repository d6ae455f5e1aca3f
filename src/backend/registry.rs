//! The back ends there are, by name. Knows that formats exist, not what they do.
//!
//! The command line, its help and `stationer formats` read this list; a new format touches its own folder
//! and [`Registry::built_in`] only.

use super::epub::{self, Epub};
use super::markdown::Markdown;
use super::pdf::Pdf;
use super::{Backend, BackendInfo};
use crate::config::{BackendTable, Settings, check_backend_options};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use std::fmt::Write as _;
use std::sync::Arc;

/// Makes a back end from its table of settings; what is wrong with a value is reported.
pub type Configure = fn(&BackendTable, &mut Diagnostics) -> Arc<dyn Backend>;

/// When a back end is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Use {
    /// When no format is asked for, too.
    Always,
    /// When it is asked for.
    Asked,
}

/// One back end, not yet configured.
#[derive(Clone, Copy)]
pub struct Entry {
    /// What it says of itself.
    pub info: BackendInfo,
    /// The keys it knows in its table of `path.toml`.
    pub options: &'static [&'static str],
    /// When it is used.
    pub used: Use,
    /// Makes it.
    pub configure: Configure,
    /// Makes what all its files of a run begin with, if there is such a thing. It is made when it is first needed,
    /// too.
    pub prepare: fn(),
}

/// A list of back ends; names and suffixes are unique.
#[derive(Clone, Default)]
pub struct Registry {
    entries: Vec<Entry>,
}

impl Registry {
    /// No back ends.
    pub fn new() -> Registry {
        Registry::default()
    }

    /// The back ends of this program.
    pub fn built_in() -> Registry {
        Registry::new()
            .with(Entry {
                info: Epub::INFO,
                options: &["contents", "certifier", "fonts"],
                used: Use::Always,
                configure: epub,
                prepare: Epub::prepare,
            })
            .with(Entry {
                info: Pdf::INFO,
                options: &[],
                used: Use::Always,
                configure: |_, _| Arc::new(Pdf::default()),
                prepare: || (),
            })
            .with(Entry {
                info: Markdown::INFO,
                options: &[],
                used: Use::Asked,
                configure: |_, _| Arc::new(Markdown),
                prepare: || (),
            })
    }

    /// Adds a back end; one of the same name is replaced.
    #[must_use]
    pub fn with(mut self, entry: Entry) -> Registry {
        self.entries.retain(|known| known.info.name != entry.info.name);
        self.entries.push(entry);
        self
    }

    /// Makes what the files of some formats begin with, or of those that are used when none is named. Names that
    /// are not known are for others to report.
    pub fn prepare(&self, names: &[String]) {
        let asked = |entry: &&Entry| match names {
            [] => entry.used == Use::Always,
            names => names.iter().any(|name| name.eq_ignore_ascii_case(entry.info.name)),
        };
        self.entries.iter().filter(asked).for_each(|entry| (entry.prepare)());
    }

    /// All back ends, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// Those that are used when no format is asked for, in order.
    pub fn used_always(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.used == Use::Always)
    }

    /// Their names, in order.
    pub fn names(&self) -> Vec<&'static str> {
        self.entries.iter().map(|entry| entry.info.name).collect()
    }

    /// The back end of a name, in any case.
    ///
    /// # Errors
    /// A finding that names the nearest one when there is none.
    pub fn find(&self, name: &str) -> Result<&Entry, Diagnostic> {
        let wanted = name.to_lowercase();
        self.entries.iter().find(|entry| entry.info.name == wanted).ok_or_else(|| self.unknown(&wanted))
    }

    /// The back end that makes files with a suffix, in any case.
    pub fn by_suffix(&self, suffix: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.info.suffix.eq_ignore_ascii_case(suffix))
    }

    fn unknown(&self, name: &str) -> Diagnostic {
        let finding = Diagnostic::new(Code::UnknownBackend, format!("there is no format `{name}`"));
        let near = nearest(name, self.names());
        let mut help = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
        let _ = write!(help, "there are: {}", self.names().join(", "));
        finding.help(help)
    }
}

impl Entry {
    /// Makes the back end as the settings of a path ask. Unknown keys and wrong values are reported.
    pub fn configured(&self, settings: &Settings, diagnostics: &mut Diagnostics) -> Arc<dyn Backend> {
        check_backend_options(settings, self.info.name, self.options, diagnostics);
        let none = BackendTable::new();
        (self.configure)(settings.backends.get(self.info.name).unwrap_or(&none), diagnostics)
    }
}

/// The EPUB back end. A value that it cannot take is reported, and has its default.
fn epub(table: &BackendTable, diagnostics: &mut Diagnostics) -> Arc<dyn Backend> {
    let mut options = epub::Options::default();
    for (key, option) in table {
        let alone = toml::Table::from_iter([(key.clone(), option.value.clone())]);
        match (key.as_str(), alone.try_into::<epub::Options>()) {
            ("contents", Ok(read)) => options.contents = read.contents,
            ("certifier", Ok(read)) => options.certifier = read.certifier,
            ("fonts", Ok(read)) => options.fonts = read.fonts,
            // A key that is not known has been reported.
            (_, Ok(_)) => {}
            ("contents" | "certifier" | "fonts", Err(error)) => {
                let message = format!("`{key}` in [epub]: {}", error.message());
                diagnostics.push(Diagnostic::new(Code::ConfigBadValue, message).at(option.span));
            }
            (_, Err(_)) => {}
        }
    }
    Arc::new(Epub { options })
}

/// The known name that is most like one that was given, if any is like it at all.
pub fn nearest(name: &str, known: impl IntoIterator<Item = &'static str>) -> Option<&'static str> {
    let scored = known.into_iter().map(|known| (strsim::jaro_winkler(name, known), known));
    let best = scored.max_by(|(a, _), (b, _)| a.total_cmp(b));
    best.filter(|(score, _)| *score > 0.7).map(|(_, known)| known)
}

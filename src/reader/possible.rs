//! The text of a lesson → what its pieces may hold at all, so that most of them need not be looked through.
//!
//! One look at the whole is cheaper than many at its parts. Never says that something cannot be there which is:
//! where the source may write it otherwise than it is read, everything is possible. Must not know what becomes of it.

use super::characters::{Sought, is_free_of};
use super::constructs::station;
use super::words::Words;
use crate::source::Span;
use memchr::memmem;

/// What every bare address holds.
const ADDRESS: &[u8] = b"://";

/// Where the marks of addresses may stand in the text of a lesson.
enum Places {
    /// In any piece of it.
    Anywhere,
    /// At these offsets, in order.
    At(Vec<u32>),
}

impl Places {
    fn of_addresses(bytes: &[u8]) -> Places {
        let colons = memchr::memchr_iter(b':', bytes);
        let places = colons.filter(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(ADDRESS)));
        Places::At(places.map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect())
    }
}

/// What the text of a lesson may hold at all, found once for all its pieces.
pub(in crate::reader) struct Possible {
    /// Where the marks of bare addresses stand.
    addresses: Places,
    /// Whether words may be marked for the index.
    pub(in crate::reader) index: bool,
    /// Whether three dots may stand in a row.
    pub(in crate::reader) dots: bool,
    /// Whether it has characters that are dropped.
    pub(in crate::reader) controls: bool,
    /// Whether each of its lines is clean running text as it stands.
    pub(in crate::reader) clean: bool,
    /// What the words for a station begin with, as far as they may stand in the lesson.
    labels: Vec<memmem::Finder<'static>>,
}

impl Possible {
    /// What may stand in a text.
    pub(in crate::reader) fn of(text: &str, station_label: &str, words: &Words) -> Possible {
        let bytes = text.as_bytes();
        // What is written with escapes, entities, tags or controls is only seen in the pieces themselves.
        let clean = is_free_of(text, Sought::DroppedOrOddLineEnds);
        let controls = !clean && !is_free_of(text, Sought::Dropped);
        let plain = !controls && memchr::memchr3(b'\\', b'&', b'<', bytes).is_none();
        let may_stand = |word: &str| !plain || memmem::find(bytes, word.as_bytes()).is_some();
        let mut labels: Vec<&str> = station::labels(station_label, words).collect();
        labels.sort_unstable();
        // “Stations” stands only where “Station” does.
        labels.dedup_by(|label, shorter| label.starts_with(*shorter));
        labels.retain(|label| may_stand(label));
        let labels = labels.into_iter().map(|label| memmem::Finder::new(label).into_owned()).collect();
        // A brace is rarer than what stands in it.
        let index = (!plain || memchr::memchr(b'{', bytes).is_some()) && may_stand(".index");
        let dots = may_stand("...");
        let addresses = match plain {
            true => Places::of_addresses(bytes),
            false => Places::Anywhere,
        };
        Possible { addresses, index, dots, controls, clean, labels }
    }

    /// Whether a piece has the mark of a bare address: its text, and where it stands.
    pub(in crate::reader) fn address_in(&self, text: &str, place: Span) -> bool {
        match &self.addresses {
            Places::Anywhere => memmem::find(text.as_bytes(), ADDRESS).is_some(),
            Places::At(offsets) => {
                let next = offsets.partition_point(|at| *at < place.start);
                offsets.get(next).is_some_and(|at| *at < place.end)
            }
        }
    }

    /// Whether a text has the word for a station.
    pub(in crate::reader) fn label_in(&self, text: &str) -> bool {
        self.labels.iter().any(|label| label.find(text.as_bytes()).is_some())
    }
}

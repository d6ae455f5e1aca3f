//! Words and phrases → the few that a place of a folded text may hold, by how they begin.

use super::folded::equal;

/// How many ways to begin are told apart.
const SLOTS: usize = 4096;

/// Words and phrases by how they begin.
pub(super) struct ByStart {
    /// Where those of each slot begin in `entries`, and where the last ones end.
    slots: Box<[u16; SLOTS + 1]>,
    entries: Vec<Entry>,
}

/// One word or phrase.
struct Entry {
    slot: usize,
    /// Its first eight bytes, fewer when it is shorter, and which those are.
    head: u64,
    mask: u64,
    number: u16,
}

impl ByStart {
    /// Of texts with their numbers. `start` makes a number of the first bytes of each, as many as all have.
    pub(super) fn new<'t>(texts: impl Iterator<Item = (u16, &'t str)>, start: fn(u64) -> u32) -> ByStart {
        let entry = |(number, text): (u16, &str)| {
            let head = head(text.as_bytes(), 0);
            let len = text.len().min(8) as u32;
            let mask = if len == 8 { u64::MAX } else { !(u64::MAX << (8 * len)) };
            Entry { slot: slot(start(head)), head: head & mask, mask, number }
        };
        let mut entries: Vec<Entry> = texts.map(entry).collect();
        entries.sort_by_key(|entry| (entry.slot, entry.number));
        let mut slots = Box::new([0; SLOTS + 1]);
        let mut before = 0;
        for (slot, place) in slots.iter_mut().enumerate() {
            while entries.get(usize::from(before)).is_some_and(|entry| entry.slot < slot) && before < u16::MAX
            {
                before += 1;
            }
            *place = before;
        }
        ByStart { slots, entries }
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The numbers of those that begin as a text does; their further letters may differ.
    pub(super) fn starting(&self, start: u32, head: u64) -> impl Iterator<Item = u16> + '_ {
        let slot = slot(start);
        let [from, to] = [self.slots[slot], self.slots[slot + 1]].map(usize::from);
        let found = self.entries.get(from..to).unwrap_or_default();
        found.iter().filter(move |entry| head & entry.mask == entry.head).map(|entry| entry.number)
    }
}

fn slot(start: u32) -> usize {
    (start.wrapping_mul(0x9E37_79B1) >> 20) as usize
}

/// The first eight bytes of a text from an offset on; behind its end stand spaces.
pub(super) fn head(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()) {
        Some(bytes) => u64::from_le_bytes(bytes),
        None => {
            let byte = |by: usize| u64::from(text.get(at + by).copied().unwrap_or(b' '));
            (0..8).fold(0, |head, by| head | byte(by) << (8 * by))
        }
    }
}

/// The highest bit of each byte that is a space.
fn spaces(eight: u64) -> u64 {
    equal(eight, b' ')
}

/// The first three bytes of a word, or all when it is shorter.
pub(super) fn word_start(head: u64) -> u32 {
    let len = (spaces(head).trailing_zeros() / 8).min(3);
    head as u32 & !(u32::MAX << (8 * len))
}

/// The first character, as far as its first three bytes tell it.
pub(super) fn first_char(head: u64) -> u32 {
    let bytes = head as u32;
    bytes & if bytes & 0xFF < 0xE0 { 0xFFFF } else { 0xFF_FFFF }
}

/// Calls a function with the place of each word of a folded text.
pub(super) fn each_word(text: &[u8], mut word: impl FnMut(usize)) {
    for from in (0..text.len()).step_by(8) {
        let mut spaces = spaces(head(text, from));
        while spaces != 0 {
            // Behind the text, where spaces are made up, no word begins.
            word(from + spaces.trailing_zeros() as usize / 8 + 1);
            spaces &= spaces - 1;
        }
    }
}

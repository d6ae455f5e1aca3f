//! Where places landed → the page numbers that text prints, and what each division was told of them.
//!
//! A division that prints page numbers is set with what is known, and set again when it turns out to have
//! been told something else than what holds. Numbers are asked for in the order of the text, so that the
//! answers of one round meet the same questions in the next. Knows nothing of blocks and pages.

use crate::model::TargetId;
use std::collections::BTreeMap;

/// How pages are numbered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Numerals {
    /// Front pages: i, ii, iii.
    Roman,
    /// The body: 1, 2, 3.
    Arabic,
}

/// A page number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Folio {
    /// How it is written.
    pub(super) numerals: Numerals,
    /// The page, from 1.
    pub(super) number: usize,
}

impl Folio {
    /// As it is printed.
    pub(super) fn label(self) -> String {
        match self.numerals {
            Numerals::Arabic => self.number.to_string(),
            Numerals::Roman => roman(self.number),
        }
    }

    /// Whether a reader who has one page open sees the other: the same page, or the one that faces it.
    pub(super) fn in_view_of(self, other: Folio) -> bool {
        self.numerals == other.numerals && self.number / 2 == other.number / 2
    }

    /// Whether a page follows another one directly.
    pub(super) fn follows(self, other: Folio) -> bool {
        self.numerals == other.numerals && self.number == other.number + 1
    }
}

/// The page of each place.
pub(super) type Folios = BTreeMap<TargetId, Folio>;

/// Where a page number stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Manner {
    /// In contents, lists, glossary and index: always printed.
    Listed,
    /// In running text: printed unless the place is in view.
    InText,
}

/// Which of the page numbers of a division.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct NumberId(usize);

/// A page number and what a division was told of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Told {
    target: TargetId,
    manner: Manner,
    folio: Option<Folio>,
}

/// What stands for a number in running text that is not known yet: most have two figures.
const GUESS: Folio = Folio { numerals: Numerals::Arabic, number: 88 };

/// From this round on a number in running text that was printed once stays, so that no reference comes and
/// goes for ever.
const STEADY: usize = 3;

/// Answers the questions of a division for page numbers.
#[derive(Clone, Debug)]
pub(super) struct PageNumbers<'f> {
    known: &'f Folios,
    before: &'f [Told],
    told: Vec<Told>,
}

/// No place at all.
static NOWHERE: Folios = BTreeMap::new();

impl<'f> PageNumbers<'f> {
    /// Answers from the pages that are known and, once there was a round, by what that round brought.
    pub(super) fn new(known: &'f Folios, before: &'f [Told]) -> PageNumbers<'f> {
        PageNumbers { known, before, told: Vec::new() }
    }

    /// For text that prints no page number.
    pub(super) fn none() -> PageNumbers<'f> {
        PageNumbers::new(&NOWHERE, &[])
    }

    /// The number to print for a place; none when it is not known, or better left out.
    pub(super) fn ask(&mut self, target: &TargetId, manner: Manner) -> (NumberId, Option<Folio>) {
        let id = NumberId(self.told.len());
        let before = self.before.get(id.0).filter(|told| told.target == *target);
        let folio = match (before, manner) {
            (Some(told), _) => told.folio,
            (None, Manner::Listed) => self.known.get(target).copied(),
            (None, Manner::InText) => Some(self.known.get(target).copied().unwrap_or(GUESS)),
        };
        self.told.push(Told { target: target.clone(), manner, folio });
        (id, folio)
    }

    /// How many numbers were asked for so far.
    pub(super) fn asked(&self) -> usize {
        self.told.len()
    }

    /// Takes questions back that were asked for a trial.
    pub(super) fn take_back(&mut self, asked: usize) {
        self.told.truncate(asked);
    }

    /// What was told, in order.
    pub(super) fn into_told(self) -> Vec<Told> {
        self.told
    }
}

/// Brings what a division was told up to what holds now; says whether anything changed. `landed` gives
/// the page on which a number of the division, or the words before it, stands.
pub(super) fn revise(
    told: &mut [Told],
    known: &Folios,
    round: usize,
    landed: impl Fn(NumberId) -> Option<Folio>,
) -> bool {
    let mut changed = false;
    for (number, told) in told.iter_mut().enumerate() {
        let place = known.get(&told.target).copied();
        let in_view = told.manner == Manner::InText
            && landed(NumberId(number)).zip(place).is_some_and(|(here, there)| here.in_view_of(there));
        let stays = round >= STEADY && told.folio.is_some();
        let folio = if in_view && !stays { None } else { place };
        changed |= folio != told.folio;
        told.folio = folio;
    }
    changed
}

fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arabic(number: usize) -> Folio {
        Folio { numerals: Numerals::Arabic, number }
    }

    #[test]
    fn front_pages_count_in_roman_numerals() {
        let label = |number| Folio { numerals: Numerals::Roman, number }.label();
        assert_eq!([1, 4, 9, 14, 40].map(label), ["i", "iv", "ix", "xiv", "xl"]);
    }

    #[test]
    fn facing_pages_are_in_view_of_each_other() {
        assert!(arabic(2).in_view_of(arabic(3)) && arabic(7).in_view_of(arabic(7)));
        assert!(!arabic(3).in_view_of(arabic(4)));
        assert!(!arabic(2).in_view_of(Folio { numerals: Numerals::Roman, number: 2 }));
    }

    #[test]
    fn a_guess_is_revised_and_a_place_in_view_needs_no_number() {
        let (near, far) = (TargetId::new("near"), TargetId::new("far"));
        let none = Folios::new();
        let mut numbers = PageNumbers::new(&none, &[]);
        assert!(numbers.ask(&near, Manner::InText).1.is_some());
        numbers.ask(&far, Manner::InText);
        assert_eq!(numbers.ask(&far, Manner::Listed).1, None);
        let mut told = numbers.into_told();
        let known: Folios = [(near.clone(), arabic(4)), (far.clone(), arabic(9))].into();
        let here = |_| Some(arabic(5));
        assert!(revise(&mut told, &known, 1, here));
        let mut numbers = PageNumbers::new(&known, &told);
        assert_eq!(numbers.ask(&near, Manner::InText).1, None);
        assert_eq!(numbers.ask(&far, Manner::InText).1, Some(arabic(9)));
        let mut told = numbers.into_told();
        assert!(!revise(&mut told, &known, 2, here));
    }

    #[test]
    fn what_was_printed_late_stays() {
        let place = TargetId::new("place");
        let mut told = vec![Told { target: place.clone(), manner: Manner::InText, folio: Some(arabic(4)) }];
        let known: Folios = [(place, arabic(5))].into();
        assert!(revise(&mut told, &known, STEADY, |_| Some(arabic(4))));
        assert_eq!(told[0].folio, Some(arabic(5)));
    }
}

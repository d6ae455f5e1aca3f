//! The house's numbers for breaking lines, in one place.
//!
//! Sources: plain TeX and Knuth & Plass, “Breaking paragraphs into lines” (1981); where the house
//! differs the comment says so.

/// What a line end costs, and what it may never cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Costs {
    /// Worst badness of a line in the pass without hyphens: spaces one and a half times as wide as the natural
    /// one (100), letters at their limit (25).
    pub(super) pretolerance: i64,
    /// Worst badness of a line in the passes with hyphens.
    pub(super) tolerances: [i64; 2],
    /// Stretch added to each line in the passes after those, in hundredths of an em.
    pub(super) emergency: [i64; 2],
    /// Added to the badness of every line: fewer lines are better.
    pub(super) line: i64,
    /// A hyphen that is put in. Far above TeX's 50: a pass that may divide words divides as few as it can
    /// while no space is wider than one and a half of the natural one; evenness comes behind. On a hundred
    /// lessons with long words, 60 letters a line, this gives 4.5 hyphens in 100 lines where 200 gives 12.
    pub(super) hyphen: i32,
    /// The same where one line is left of the paragraph.
    pub(super) last_hyphen: i64,
    /// A hyphen that is there.
    pub(super) explicit_hyphen: i32,
    /// A break behind a solidus, a dash or the like.
    pub(super) punctuation: i32,
    /// A break before a dash.
    pub(super) before_dash: i32,
    /// Added to the hyphen in a capitalised word inside a sentence, most likely a name, and in a part of
    /// a word that has a hyphen already.
    pub(super) name: i32,
    /// A break between any two graphemes of code or a URL.
    pub(super) anywhere: i32,
    /// Neighbouring lines that differ by more than one class of tightness.
    pub(super) adjacent: i64,
    /// Two line ends with hyphens in a row; three are forbidden while there is another way.
    pub(super) double_hyphen: i64,
    /// A hyphen at the end of the last line but one.
    pub(super) final_hyphen: i64,
    /// A last line shorter than two em or twice the indent.
    pub(super) runt: i64,
    /// Rag of text that is not justified, in hundredths of an em.
    pub(super) rag: i64,
    /// More candidates than this are set by first fit: logs, not prose.
    pub(super) candidates: usize,
    /// Fewest letters of a word that may be divided.
    pub(super) word_length: usize,
    /// Fewest letters before the hyphen.
    pub(super) left_letters: usize,
    /// Fewest letters behind it.
    pub(super) right_letters: usize,
    /// How far letters may move apart or together where spaces alone do not do, in thousandths of an em.
    pub(super) letter_fit: i64,
    /// What it costs when they move as far as they can.
    pub(super) letters: i64,
    /// How much broader or narrower letters may be drawn there, in thousandths.
    pub(super) letter_breadth: i64,
    /// Widest word space of a justified line, in hundredths of the natural one; past it the line is set
    /// ragged.
    pub(super) widest_space: i64,
}

/// The house's costs.
pub(super) const COSTS: Costs = Costs {
    pretolerance: 125,
    tolerances: [125, 200],
    emergency: [150, 300],
    line: 10,
    hyphen: 1500,
    last_hyphen: 1500,
    explicit_hyphen: 50,
    punctuation: 50,
    before_dash: 150,
    name: 100,
    anywhere: 4000,
    adjacent: 10_000,
    double_hyphen: 10_000,
    final_hyphen: 5_000,
    runt: 100,
    rag: 250,
    candidates: 4_000,
    word_length: 6,
    left_letters: 3,
    right_letters: 3,
    letter_fit: 10,
    letters: 25,
    letter_breadth: 20,
    widest_space: 250,
};

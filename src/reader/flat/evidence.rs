//! What a line was taken for, how surely and why: the names of the classes, and the reasons as values.

use crate::model::CalloutKind;
use std::fmt;

/// What a line of a flat lesson is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineClass {
    /// The title of the lesson.
    Title,
    /// A heading.
    Heading,
    /// A heading under another one.
    Subheading,
    /// Running text.
    Paragraph,
    /// A term and what it means, or the label before them.
    KeyTerm,
    /// The sentence to remember.
    Takeaway,
    /// What leads on.
    Teaser,
    /// What the lesson is not.
    Disclaimer,
    /// Advertising.
    Promo,
    /// A box, named by its label.
    Callout(CalloutKind),
    /// The head of a table.
    TableHead,
    /// The line of dashes under it.
    TableDelimiter,
    /// A further row.
    TableRow,
    /// An item of a list.
    ListItem,
    /// A line that goes on with an item.
    ListContinuation,
    /// A line of a quotation.
    Quote,
    /// A line of a listing, or a fence around it.
    Code,
    /// A line of a formula, or the dollars around it.
    Formula,
    /// A rule.
    Break,
    /// A comment.
    Comment,
}

impl LineClass {
    /// The classes that an author can ask for, boxes aside.
    const ASKED_FOR: [LineClass; 9] = [
        LineClass::Title,
        LineClass::Heading,
        LineClass::Subheading,
        LineClass::Paragraph,
        LineClass::KeyTerm,
        LineClass::Takeaway,
        LineClass::Teaser,
        LineClass::Disclaimer,
        LineClass::Promo,
    ];

    /// The name of the class.
    pub fn name(self) -> &'static str {
        match self {
            LineClass::Title => "title",
            LineClass::Heading => "heading",
            LineClass::Subheading => "subheading",
            LineClass::Paragraph => "paragraph",
            LineClass::KeyTerm => "key-term",
            LineClass::Takeaway => "takeaway",
            LineClass::Teaser => "teaser",
            LineClass::Disclaimer => "disclaimer",
            LineClass::Promo => "promo",
            LineClass::Callout(kind) => kind.name(),
            LineClass::TableHead => "table-head",
            LineClass::TableDelimiter => "table-delimiter",
            LineClass::TableRow => "table-row",
            LineClass::ListItem => "list-item",
            LineClass::ListContinuation => "list-continuation",
            LineClass::Quote => "quote",
            LineClass::Code => "code",
            LineClass::Formula => "formula",
            LineClass::Break => "break",
            LineClass::Comment => "comment",
        }
    }

    /// The class of a name that an author may ask for, in any case.
    pub(in crate::reader) fn asked_for(name: &str) -> Option<LineClass> {
        LineClass::all_asked_for().find(|class| class.name().eq_ignore_ascii_case(name))
    }

    /// Every name that may be asked for, for a help.
    pub(in crate::reader) fn names() -> String {
        LineClass::all_asked_for().map(LineClass::name).collect::<Vec<_>>().join(", ")
    }

    fn all_asked_for() -> impl Iterator<Item = LineClass> {
        let boxes = CalloutKind::ALL.into_iter().map(|(_, kind)| LineClass::Callout(kind));
        LineClass::ASKED_FOR.into_iter().chain(boxes)
    }
}

macro_rules! reasons {
    ($($reason:ident = $words:literal;)*) => {
        /// Why a line was taken for what it is. The order is that in which reasons are told.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Reason {
            $(#[doc = $words] $reason,)*
        }

        impl Reason {
            const ALL: &'static [Reason] = &[$(Reason::$reason,)*];

            /// The reason in words.
            pub fn words(self) -> &'static str {
                match self { $(Reason::$reason => $words,)* }
            }
        }
    };
}

reasons! {
    Asked = "the author says so";
    Backslash = "backslash before it";
    Marks = "marked as such";
    Label = "label before it";
    FirstLine = "first line";
    LoneDash = "one line with a dash is speech";
    NotAdvice = "says what the lesson is not";
    Arrow = "arrow or address";
    Product = "words of an offer";
    Call = "asks to act";
    Trust = "praises all content";
    Platform = "speaks of lessons or courses";
    LeadsOn = "begins as a contrast or outlook";
    Asks = "asks a question";
    SpeaksOfNext = "speaks of the next lesson";
    SumsUp = "shares words with title and headings";
    AfterLong = "follows a full paragraph";
    BeforeTail = "stands before the end matter";
    OneSentence = "one sentence of fitting length";
    NoFullStop = "no full stop";
    Short = "short";
    Capitals = "capitals";
    Numbered = "numbered";
    BeforeProse = "before running text";
    AfterBlock = "after a complete block";
    Blank = "set off by blank lines";
    Colon = "ends in a colon";
    Verb = "reads as a sentence";
    LastLine = "nothing of its own below";
    NothingElse = "nothing else fits";
}

/// A set of reasons.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Reasons(u32);

impl Reasons {
    /// The set of one reason.
    pub(in crate::reader) fn of(reason: Reason) -> Reasons {
        Reasons(1 << reason as u32)
    }

    /// Adds a reason.
    pub(in crate::reader) fn add(&mut self, reason: Reason) {
        self.0 |= 1 << reason as u32;
    }

    /// The reasons, the strongest kind first.
    pub fn iter(self) -> impl Iterator<Item = Reason> {
        Reason::ALL.iter().copied().filter(move |reason| self.0 & (1 << *reason as u32) != 0)
    }
}

impl fmt::Display for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, reason) in self.iter().enumerate() {
            f.write_str(if at > 0 { ", " } else { "" })?;
            f.write_str(reason.words())?;
        }
        Ok(())
    }
}

/// Points for a class, in hundredths, and what gave them.
#[derive(Clone, Copy, Default, Debug)]
pub(in crate::reader) struct Points {
    /// The sum; may be negative.
    pub sum: i32,
    /// What spoke for the class.
    pub reasons: Reasons,
}

impl Points {
    /// Adds points for a sign that is there; what speaks against the class is no reason for it.
    pub(in crate::reader) fn add(&mut self, points: i32, reason: Reason) {
        self.sum += points;
        if points > 0 {
            self.reasons.add(reason);
        }
    }

    /// The sum between 0 and 100.
    pub(in crate::reader) fn score(self) -> u8 {
        u8::try_from(self.sum.clamp(0, 100)).unwrap_or(100)
    }
}

/// What one line was taken for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineVerdict {
    /// The number of the line in its file, from 1.
    pub line: u32,
    /// What it is.
    pub class: LineClass,
    /// How sure that is, from 0 to 100.
    pub score: u8,
    /// Why.
    pub reasons: Reasons,
    /// What it would have been otherwise, and how much spoke for that.
    pub rival: Option<(LineClass, u8)>,
}

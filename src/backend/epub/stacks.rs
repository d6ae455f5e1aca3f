//! Families of letters → the lists by which a style sheet asks for them.
//!
//! Knows no rule of a sheet, and no font file.

use crate::units::Family;

/// Faces of the house style where a reader has them, else its own.
const SANS: &str =
    "\"Source Sans 3\", \"Helvetica Neue\", Helvetica, Roboto, \"Noto Sans\", Arial, sans-serif";

/// The same for code. Not the bare generic family, which browsers set smaller than other text.
const MONO: &str = "\"Source Code Pro\", Menlo, Consolas, \"Courier New\", monospace";

/// The lists of families that a sheet asks for, the first of them that a reader has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Stacks {
    /// That of the body; the reader's own where there is none.
    pub(super) body: Option<String>,
    /// That of serifed text which is not in the body's family; the body's where there is none.
    pub(super) serif: Option<String>,
    pub(super) sans: String,
    pub(super) mono: String,
}

impl Default for Stacks {
    fn default() -> Stacks {
        Stacks { body: None, serif: None, sans: SANS.to_owned(), mono: MONO.to_owned() }
    }
}

impl Stacks {
    /// Lists that name every family by its kind alone, the body's too.
    pub(super) fn generic(body: Family) -> Stacks {
        let mut stacks = Stacks::default();
        for family in [Family::Serif, Family::Sans, Family::Mono] {
            stacks.lead(family, &[], body);
        }
        stacks
    }

    /// Puts families before those that a list has. `body` is the family of the body.
    pub(super) fn lead(&mut self, family: Family, names: &[String], body: Family) {
        let names: String = names.iter().map(|name| format!("\"{name}\", ")).collect();
        let stack = match family {
            Family::Serif => self.serif.insert(format!("{names}serif")),
            Family::Sans => {
                self.sans.insert_str(0, &names);
                &mut self.sans
            }
            Family::Mono => {
                self.mono.insert_str(0, &names);
                &mut self.mono
            }
        };
        if family == body {
            self.body = Some(stack.clone());
        }
    }

    /// The kind of family that a list of them asks for.
    pub(super) fn family(list: &str) -> Option<Family> {
        match list.rsplit(',').next().unwrap_or_default().trim() {
            "serif" => Some(Family::Serif),
            "sans-serif" => Some(Family::Sans),
            "monospace" => Some(Family::Mono),
            _ => None,
        }
    }
}

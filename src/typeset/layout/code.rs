//! Listings → strips: one for each line, wrapped with a hanging indent where a line is too long.

use super::galley::PageBreak;
use super::inline::Pieces;
use super::paragraph::ParagraphShape;
use super::{Composer, Follows};
use crate::listing::{Kind, Token, tokens};
use crate::model::{CodeBlock, Direction};
use crate::source::Span;
use crate::theme::{BoxStyle, CodeColors, Color, Role};
use crate::typeset::frame::Mark;
use crate::typeset::structure::{NodeId, Role as NodeRole};
use crate::typeset::style::TextStyle;
use crate::typeset::text::{Spaces, WordBreaks};
use crate::units::{Em, Pt};
use std::ops::Range;

/// Columns between tab stops.
const TAB: usize = 4;
/// Listings up to this many lines stay on one page.
const SHORT: usize = 12;

impl Composer<'_, '_> {
    pub(super) fn code(&mut self, code: &CodeBlock, span: Span, parent: NodeId) {
        let block = self.structure.add(parent, NodeRole::Paragraph);
        let node = self.structure.add(block, NodeRole::Code);
        let leaf = self.leaf(node);
        self.structure.set_source(leaf, span);
        let mut style = self.style(Role::Code);
        style.breaks = WordBreaks::Anywhere;
        let hanging = Em::from_f64(1.2).at(style.size);
        let lines: Vec<&str> = code.text.split('\n').collect();
        let tokens = code.language.as_deref().map(|name| tokens(name, &code.text)).unwrap_or_default();
        let colors = self.setting.theme.code_colors();
        // Listings run from left to right whatever the language around them.
        let direction = std::mem::replace(&mut self.direction, Direction::LeftToRight);
        self.boxed(BoxStyle::Code, Role::Code, |composer| {
            let first = composer.galley.strips.len();
            let last_line = lines.len().saturating_sub(1);
            let mut start = 0;
            for (number, line) in lines.iter().enumerate() {
                let place = start..start + line.len();
                start = place.end + 1;
                let mut pieces = Pieces::default();
                let mut column = 0;
                for (part, kind) in coloured(&tokens, place) {
                    let text = expand_tabs(code.text.get(part).unwrap_or_default(), &mut column);
                    let color = kind.map_or(style.color, |kind| color_of(&colors, kind));
                    composer.piece(&text, TextStyle { color, ..style }, node, &mut pieces);
                }
                if number < last_line {
                    // The line end is part of the text, so that lines stay apart when copied.
                    composer.piece(" ", style, node, &mut pieces);
                }
                composer.code_line(&pieces, style, hanging, span);
            }
            composer.keep_listing(first);
        });
        self.direction = direction;
        self.follows_text = Follows::Other;
    }

    fn code_line(&mut self, pieces: &Pieces, style: TextStyle, hanging: Pt, span: Span) {
        let shape = ParagraphShape { hanging, spaces: Spaces::Keep, ..ParagraphShape::PLAIN };
        let first = self.galley.strips.len();
        let count = self.lines_of(pieces, style, shape, span);
        if count == 0 {
            return self.push_blank(style.leading);
        }
        if count > 1 {
            self.mark_wraps(first + 1, style);
        }
    }

    /// An arrow before each line that continues the one above.
    fn mark_wraps(&mut self, from: usize, style: TextStyle) {
        let quiet = TextStyle { color: self.setting.theme.palette.quiet, ..style };
        let (mark, _) =
            self.furniture("\u{2192}", quiet.scaled(crate::units::Ratio::from_f64(0.8)), Mark::Layout);
        let (x, baseline) = (self.column.x, style.baseline(self.setting.fonts));
        for strip in self.galley.strips.iter_mut().skip(from) {
            for item in &mark {
                let mut item = item.clone();
                super::paragraph::move_item(&mut item, x, baseline);
                strip.items.push(item);
            }
            strip.page_break = PageBreak::Forbidden;
        }
    }

    /// A short listing stays whole; of a long one at least three lines stay on each page.
    fn keep_listing(&mut self, first: usize) {
        let strips = self.galley.strips.get_mut(first..).unwrap_or_default();
        let count = strips.len();
        for (number, strip) in strips.iter_mut().enumerate().skip(1) {
            let cost = if count <= SHORT || number < 3 || count - number < 3 {
                PageBreak::Forbidden
            } else {
                PageBreak::Allowed(20)
            };
            strip.page_break = strip.page_break.max(cost);
        }
    }
}

/// The parts of a line that have one colour, in order: all of it, with what each is.
fn coloured(tokens: &[Token], line: Range<usize>) -> Vec<(Range<usize>, Option<Kind>)> {
    let mut parts = Vec::new();
    let mut at = line.start;
    let first = tokens.partition_point(|token| token.range.end <= line.start);
    for token in tokens.iter().skip(first).take_while(|token| token.range.start < line.end) {
        let (start, end) = (token.range.start.max(at), token.range.end.min(line.end));
        parts.push((at..start, None));
        parts.push((start..end, Some(token.kind)));
        at = end;
    }
    parts.push((at..line.end, None));
    parts.retain(|(range, _)| !range.is_empty());
    parts
}

fn color_of(colors: &CodeColors, kind: Kind) -> Color {
    match kind {
        Kind::Keyword => colors.keyword,
        Kind::Text => colors.text,
        Kind::Number => colors.number,
        Kind::Comment => colors.comment,
    }
}

/// Tabs as spaces to the next stop; `column` counts on from part to part of a line.
fn expand_tabs(part: &str, column: &mut usize) -> String {
    let mut text = String::with_capacity(part.len());
    for character in part.chars() {
        if character == '\t' {
            let spaces = TAB - *column % TAB;
            text.extend(std::iter::repeat_n(' ', spaces));
            *column += spaces;
        } else {
            text.push(character);
            *column += 1;
        }
    }
    text
}

//! Where links lead → numbers behind them and a list at the end of the lesson, where paper has to do without
//! clicking.

use super::Composer;
use super::inline::{Calls, LinkInText, Pieces, Place, Underline};
use crate::model::{
    Block, BlockKind, HeadingLevel, Inline, InlineKind, LinkTarget, List, ListItem, ListMarker,
};
use crate::source::Span;
use crate::theme::{Addresses, Role};
use crate::typeset::structure::{NodeId, Role as NodeRole};
use crate::typeset::text::LinkNumber;

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Address {
    /// Out of the book.
    Url(String),
    /// To a lesson that is not in this document: its station and its title.
    Lesson { station: String, title: String },
}

impl Composer<'_, '_> {
    /// Puts the number of an address behind the text that leads there.
    pub(super) fn number_address(&mut self, address: Address, place: Place, into: &mut Pieces) {
        if self.setting.theme.link.addresses == Addresses::Hidden || place.link.is_some() {
            return;
        }
        let at = self.addresses.iter().position(|known| *known == address).unwrap_or_else(|| {
            self.addresses.push(address.clone());
            self.addresses.len() - 1
        });
        let text = format!("[{}]", at + 1);
        let style = place.style.shifted(0.33);
        let Address::Url(url) = address else {
            let node = self.structure.add(place.parent, NodeRole::Span);
            return self.text_piece(&text, Place { parent: node, style, source: None, ..place }, into);
        };
        let node = self.structure.add(place.parent, NodeRole::Link);
        let link = LinkNumber(u32::try_from(into.links.len()).unwrap_or(u32::MAX));
        into.links.push(LinkInText {
            description: format!("{text}, {url}"),
            target: LinkTarget::External { url },
            node,
            underline: Underline::Hidden,
            id: None,
            number: None,
            calls: Calls::Nothing,
        });
        let style = super::TextStyle { color: self.setting.theme.palette.accent, ..style };
        self.text_piece(&text, Place { parent: node, style, link: Some(link), source: None }, into);
    }

    /// The list of where the links of a lesson lead, if any was numbered.
    pub(in crate::typeset) fn address_list(&mut self, parent: NodeId) {
        let addresses = std::mem::take(&mut self.addresses);
        if addresses.is_empty() {
            return;
        }
        let nowhere = Span::default();
        let heading = vec![Inline::text(self.setting.book.words.links.clone(), nowhere)];
        let items = addresses.into_iter().map(|address| {
            let content = match address {
                Address::Url(url) => {
                    let text = vec![Inline::text(url.clone(), nowhere)];
                    let target = LinkTarget::External { url };
                    vec![Inline::new(InlineKind::Link { target, content: text, title: None }, nowhere)]
                }
                Address::Lesson { station, title } => {
                    vec![Inline::text(format!("{station}: {title}"), nowhere)]
                }
            };
            ListItem {
                lead: Vec::new(),
                task: None,
                blocks: vec![Block::paragraph(content, nowhere)],
                span: nowhere,
            }
        });
        let list = List { marker: ListMarker::Number { start: 1 }, items: items.collect() };
        self.display_line(&heading, Role::Heading3, HeadingLevel::SECTION.number(), nowhere, parent);
        self.in_one_column(Role::Note, |composer| {
            composer.blocks(&[Block::new(BlockKind::List(list), nowhere)], parent);
        });
    }
}

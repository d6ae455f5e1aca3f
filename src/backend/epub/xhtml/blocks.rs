//! Blocks → XHTML.

use super::{Writer, identified};
use crate::model::{
    Block, BlockKind, Callout, CalloutKind, Direction, Inline, Introduces, KeyTerm, List, ListItem,
    ListMarker, TargetId, Task, walk,
};

impl Writer<'_> {
    /// Blocks, one below the other.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        self.findings.pending.end_run();
        let id = block.id.as_ref();
        match &block.kind {
            BlockKind::Heading { level, content } => self.heading(id, level.number(), content),
            BlockKind::Paragraph { content, introduces } => self.paragraph(id, *introduces, content),
            BlockKind::List(list) => self.list(id, list),
            BlockKind::Table(table) => self.table(id, table),
            BlockKind::Figure(figure) => {
                self.pages_before_block(Some(block.span), &[&figure.caption]);
                self.figure(id, figure);
            }
            BlockKind::Quote { blocks } => self.nest("blockquote", identified(id, &[]), blocks),
            BlockKind::Code(code) => self.code_listing(id, code, block.span),
            BlockKind::KeyTerm(key_term) => self.key_term(id, key_term, block.label.as_deref()),
            BlockKind::Callout(callout) => self.callout(id, callout, block.label.as_deref()),
            BlockKind::Takeaway { blocks } => self.takeaway(id, blocks, block.label.as_deref()),
            BlockKind::Teaser { blocks } => self.teaser(id, blocks, block.label.as_deref()),
            BlockKind::Disclaimer { blocks, .. } => {
                self.disclaimer(id, blocks, block.label.as_deref());
            }
            BlockKind::Boilerplate { blocks, .. } => {
                self.nest("div", identified(id, &[("class", "boilerplate")]), blocks);
            }
            BlockKind::Group { blocks, .. } => {
                self.nest("div", identified(id, &[("class", "group")]), blocks);
            }
            BlockKind::Definitions { entries } => self.definitions(id, entries),
            BlockKind::Math { tex } => self.display_math(id, tex, block.span),
            BlockKind::Details { summary, blocks } => self.details(id, summary, blocks),
            BlockKind::Notes { notes } => self.notes(id, notes.iter()),
            BlockKind::Break => {
                self.out.void("hr", identified(id, &[]));
                self.out.line();
            }
        }
    }

    /// A heading; a level that would skip one is raised, as screen readers need.
    fn heading(&mut self, id: Option<&TargetId>, level: u8, content: &[Inline]) {
        if !self.shows(content) {
            return self.anchor(id);
        }
        self.level = level.clamp(2, 6).min(self.level + 1);
        let name = match self.level {
            2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        };
        self.pages_before_block(None, &[content]);
        self.out.start(name, identified(id, &[]));
        self.inlines(content);
        self.out.end();
        self.out.line();
    }

    /// A place that links lead to, where nothing is shown.
    pub(super) fn anchor(&mut self, id: Option<&TargetId>) {
        if id.is_some() {
            self.out.element("div", identified(id, &[]), "");
            self.out.line();
        }
    }

    fn paragraph(&mut self, id: Option<&TargetId>, introduces: Introduces, content: &[Inline]) {
        let class: &[_] = if introduces.is_nothing() { &[] } else { &[("class", "lead-in")] };
        self.out.start("p", identified(id, class));
        self.inlines(content);
        self.out.end();
        self.out.line();
    }

    fn nest(&mut self, name: &'static str, attributes: Vec<(&'static str, &str)>, blocks: &[Block]) {
        self.out.start(name, attributes);
        self.out.line();
        self.blocks(blocks);
        self.out.end();
        self.out.line();
    }

    fn list(&mut self, id: Option<&TargetId>, list: &List) {
        if list.items.is_empty() {
            return self.anchor(id);
        }
        let tasks = list.items.iter().all(|item| item.task.is_some());
        let class: &[_] = if tasks { &[("class", "tasks")] } else { &[] };
        match list.marker {
            ListMarker::Bullet => self.out.start("ul", identified(id, class)),
            ListMarker::Number { start: 1 } => self.out.start("ol", identified(id, class)),
            ListMarker::Number { start } => {
                let start = start.to_string();
                let mut attributes = identified(id, class);
                attributes.push(("start", &start));
                self.out.start("ol", attributes);
            }
        }
        self.out.line();
        for item in &list.items {
            let class: &[_] = if item.task.is_some() && !tasks { &[("class", "task-item")] } else { &[] };
            self.item(item, class);
        }
        self.out.end();
        self.out.line();
    }

    /// An item. Its first paragraph stands in the item itself when only lists follow, so that short items
    /// are set close.
    fn item(&mut self, item: &ListItem, class: &[(&'static str, &'static str)]) {
        self.out.start("li", class.iter().copied());
        let (first, rest) = match item.blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph { content, .. }, id: None, .. }, rest)) => {
                (content.as_slice(), rest)
            }
            _ => (&[][..], item.blocks.as_slice()),
        };
        let close = rest.iter().all(|block| matches!(block.kind, BlockKind::List(_)));
        let opens = item.task.is_some() || !item.lead.is_empty() || !first.is_empty();
        if opens {
            if !close {
                self.out.start("p", []);
            }
            self.task(item.task);
            self.lead(&item.lead, !first.is_empty());
            self.inlines(first);
            if !close {
                self.out.end();
            }
        }
        if !rest.is_empty() {
            self.out.line();
            self.blocks(rest);
        }
        self.out.end();
        self.out.line();
    }

    fn task(&mut self, task: Option<Task>) {
        let words = &self.setting.book.words;
        let (sign, word) = match task {
            Some(Task::Done) => ("\u{2611}", &words.done),
            Some(Task::Open) => ("\u{2610}", &words.open),
            None => return,
        };
        self.out.element("span", [("class", "task"), ("role", "img"), ("aria-label", word.as_str())], sign);
        self.out.text(" ");
    }

    /// The run-in head of an item, with the colon the author wrote unless it ends in a mark of its own.
    fn lead(&mut self, lead: &[Inline], followed: bool) {
        if lead.is_empty() {
            return;
        }
        self.out.start("strong", [("class", "run-in")]);
        self.inlines(lead);
        if !walk::plain_text(lead).trim_end().ends_with(['.', ':', '?', '!', '…', '。', '：', '？', '！'])
        {
            self.out.text(":");
        }
        self.out.end();
        if followed {
            self.out.text(" ");
        }
    }

    /// The label of a box: the author's own, or the book's word in the book's language; and the mark behind it.
    fn box_label(
        &mut self,
        element: &'static str,
        attributes: &[(&'static str, &str)],
        label: (Option<&str>, &str),
        mark: &str,
    ) {
        match label {
            (Some(own), _) => self.out.element(element, attributes.to_vec(), &format!("{own}{mark}")),
            (None, standard) => self.own_words(element, attributes, &format!("{standard}{mark}")),
        }
    }

    /// The term stands on a line of its own under the label, so that the joint to the definition is seen
    /// and heard whatever the definition begins with.
    fn key_term(&mut self, id: Option<&TargetId>, key_term: &KeyTerm, own: Option<&str>) {
        self.pages_before_block(None, &[&key_term.term]);
        let label = self.own_id();
        let has_term = self.shows(&key_term.term);
        let outer = id.filter(|_| !has_term);
        self.out.start("aside", identified(outer, &[("class", "key-term"), ("aria-labelledby", &label)]));
        self.out.line();
        self.out.start("p", [("class", "term"), ("id", &label)]);
        let standard = &self.setting.book.words.key_term;
        let colon = if has_term { ":" } else { "" };
        self.box_label("span", &[("class", "label")], (own, standard), colon);
        if has_term {
            self.out.text(" ");
            self.out.start("dfn", identified(id, &[]));
            self.inlines(&key_term.term);
            self.out.end();
        }
        self.out.end();
        self.out.line();
        self.blocks(&key_term.definition);
        self.out.end();
        self.out.line();
    }

    /// A box. The roles of DPUB-ARIA are for what they are defined for: tips, examples, and notices of what
    /// may go wrong.
    fn callout(&mut self, id: Option<&TargetId>, callout: &Callout, own: Option<&str>) {
        let label = self.own_id();
        let class = format!("callout {}", callout.kind.name());
        let (name, meaning): (_, &[(&str, &str)]) = match callout.kind {
            CalloutKind::Tip => ("aside", &[("epub:type", "tip"), ("role", "doc-tip")]),
            CalloutKind::Example => ("aside", &[("role", "doc-example")]),
            CalloutKind::Warning | CalloutKind::Caution => {
                ("section", &[("epub:type", "notice"), ("role", "doc-notice")])
            }
            CalloutKind::Note | CalloutKind::Sidebar => ("aside", &[]),
            CalloutKind::Important | CalloutKind::Quiz | CalloutKind::Summary | CalloutKind::Objectives => {
                ("section", &[])
            }
        };
        let mut attributes = identified(id, &[("class", &class), ("aria-labelledby", &label)]);
        attributes.extend_from_slice(meaning);
        self.out.start(name, attributes);
        self.out.line();
        let standard = self.setting.book.words.callout(callout.kind);
        self.box_label("p", &[("class", "label"), ("id", &label)], (own, standard), "");
        self.out.line();
        if self.shows(&callout.title) {
            self.out.start("p", [("class", "box-title")]);
            self.inlines(&callout.title);
            self.out.end();
            self.out.line();
        }
        self.blocks(&callout.blocks);
        self.out.end();
        self.out.line();
    }

    fn takeaway(&mut self, id: Option<&TargetId>, blocks: &[Block], own: Option<&str>) {
        let label = self.own_id();
        let attributes = identified(id, &[("class", "takeaway"), ("aria-labelledby", &label)]);
        self.out.start("section", attributes);
        self.out.line();
        let standard = &self.setting.book.words.takeaway;
        self.box_label("p", &[("class", "label"), ("id", &label)], (own, standard), "");
        self.out.line();
        self.blocks(blocks);
        self.out.end();
        self.out.line();
    }

    /// The teaser, led by an arrow that screen readers skip and by its label.
    fn teaser(&mut self, id: Option<&TargetId>, blocks: &[Block], own: Option<&str>) {
        if let [Block { kind: BlockKind::Paragraph { content, .. }, id: inner, .. }] = blocks {
            self.out.start("p", identified(id.or(inner.as_ref()), &[("class", "teaser")]));
            self.arrow(own);
            if let (Some(_), Some(inner)) = (id, inner) {
                self.out.element("span", [("id", inner.as_str())], "");
            }
            self.inlines(content);
            self.out.end();
            self.out.line();
            return;
        }
        self.out.start("div", identified(id, &[("class", "teaser")]));
        self.out.line();
        match blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph { content, .. }, id, .. }, rest)) => {
                self.out.start("p", identified(id.as_ref(), &[]));
                self.arrow(own);
                self.inlines(content);
                self.out.end();
                self.out.line();
                self.blocks(rest);
            }
            _ => self.blocks(blocks),
        }
        self.out.end();
        self.out.line();
    }

    fn arrow(&mut self, own: Option<&str>) {
        let arrow = match self.direction {
            Direction::LeftToRight => "→",
            Direction::RightToLeft => "←",
        };
        self.out.element("span", [("class", "arrow"), ("aria-hidden", "true")], arrow);
        self.out.text(" ");
        let standard = &self.setting.book.words.next;
        self.box_label("strong", &[("class", "label")], (own, standard), ":");
        self.out.text(" ");
    }

    /// The disclaimer; its label runs into its first paragraph. A lesson may have several, and so it is no
    /// `section`: two landmarks of one name cannot be told apart.
    fn disclaimer(&mut self, id: Option<&TargetId>, blocks: &[Block], own: Option<&str>) {
        let label = self.own_id();
        let named = [("epub:type", "notice"), ("role", "doc-notice"), ("aria-labelledby", label.as_str())];
        let mut attributes = identified(id, &[("class", "disclaimer")]);
        attributes.extend(named);
        self.out.start("div", attributes);
        self.out.line();
        let (first, rest) = match blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph { content, .. }, id, .. }, rest)) => {
                (Some((id, content)), rest)
            }
            _ => (None, blocks),
        };
        self.out.start("p", identified(first.and_then(|(id, _)| id.as_ref()), &[]));
        let standard = &self.setting.book.words.disclaimer;
        self.box_label("strong", &[("class", "label"), ("id", &label)], (own, standard), ".");
        if let Some((_, content)) = first {
            self.out.text(" ");
            self.inlines(content);
        }
        self.out.end();
        self.out.line();
        self.blocks(rest);
        self.out.end();
        self.out.line();
    }
}

//! The HTML of an example → a tree → the outline that `lesson` makes of the model, with what the dialect
//! changes on purpose: the first heading of the first level is the title, gaps between the levels of
//! headings are closed, a picture alone is a figure, tags that the model has no words for are left out.

/// A piece of a document.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Text(String),
    Element { name: String, attributes: Vec<(String, String)>, children: Vec<Node> },
}

/// What stands in a line; all else that is known makes a block.
const INLINE: [&str; 12] =
    ["em", "strong", "del", "code", "a", "img", "br", "sub", "sup", "kbd", "input", "span"];
const BLOCK: [&str; 23] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "dl",
    "dt",
    "dd",
    "div",
];
const VOID: [&str; 4] = ["br", "hr", "img", "input"];

impl Node {
    fn root() -> Node {
        Node::Element { name: String::new(), attributes: Vec::new(), children: Vec::new() }
    }

    fn name(&self) -> &str {
        match self {
            Node::Text(_) => "",
            Node::Element { name, .. } => name,
        }
    }

    fn children(&self) -> &[Node] {
        match self {
            Node::Text(_) => &[],
            Node::Element { children, .. } => children,
        }
    }

    fn get(&self, key: &str) -> Option<&str> {
        let Node::Element { attributes, .. } = self else { return None };
        attributes.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    fn is_inline(&self) -> bool {
        matches!(self, Node::Text(_)) || INLINE.contains(&self.name())
    }

    /// Whether it is the number of a note, which a renderer makes up.
    fn is_number_of_note(&self) -> bool {
        self.get("class").is_some_and(|class| class.starts_with("footnote-") && self.name() == "sup")
    }

    /// All its text.
    pub(crate) fn text(&self) -> String {
        match self {
            Node::Text(text) => text.clone(),
            Node::Element { .. } if self.is_number_of_note() => String::new(),
            Node::Element { children, .. } => {
                let apart = if self.is_inline() { "" } else { " " };
                children.iter().map(Node::text).collect::<String>() + apart
            }
        }
    }
}

/// Reads HTML. Tags that are not known, comments and stray end tags are left out.
pub(crate) fn parse(html: &str) -> Node {
    let mut open = vec![Node::root()];
    let mut rest = html;
    while !rest.is_empty() {
        let is_tag = rest.starts_with('<')
            && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        if !is_tag {
            let first = rest.chars().next().map_or(0, char::len_utf8);
            let end = rest[first..].find('<').map_or(rest.len(), |at| first + at);
            let (text, after) = rest.split_at(end);
            push(&mut open, Node::Text(resolved(text)));
            rest = after;
            continue;
        }
        let end = if rest.starts_with("<!--") { rest.find("-->").map(|at| at + 3) } else { tag_end(rest) };
        let (tag, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        take_tag(&mut open, tag);
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().unwrap_or_else(Node::root)
}

/// The length of a tag: to the first `>` outside quotes.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

fn push(open: &mut [Node], node: Node) {
    if let Some(Node::Element { children, .. }) = open.last_mut() {
        children.push(node);
    }
}

fn close(open: &mut Vec<Node>) {
    if let Some(node) = open.pop() {
        push(open, node);
    }
}

fn take_tag(open: &mut Vec<Node>, tag: &str) {
    let inner = tag.trim_start_matches(['<', '/']).trim_end_matches('>').trim_end_matches('/');
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(end);
    let name = name.to_ascii_lowercase();
    if !INLINE.contains(&name.as_str()) && !BLOCK.contains(&name.as_str()) {
        return;
    }
    if tag.starts_with("</") {
        if open.iter().skip(1).any(|node| node.name() == name) {
            while open.len() > 1 && open.last().is_some_and(|node| node.name() != name) {
                close(open);
            }
            close(open);
        }
        return;
    }
    let is_void = VOID.contains(&name.as_str());
    open.push(Node::Element { name, attributes: attributes_of(attributes), children: Vec::new() });
    if is_void {
        close(open);
    }
}

fn attributes_of(mut text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    while let Some((key, rest)) = text.split_once("=\"") {
        let (value, after) = rest.split_once('"').unwrap_or((rest, ""));
        found.push((key.trim().to_owned(), resolved(value)));
        text = after;
    }
    found
}

/// Text with its entities resolved, as far as a renderer writes them.
fn resolved(text: &str) -> String {
    let plain = text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'");
    plain.replace("&amp;", "&")
}

/// The outline of a document.
pub(crate) fn outline(root: Node) -> String {
    let title = root.children().iter().position(is_heading);
    let title = title.filter(|at| root.children()[*at].name() == "h1");
    let mut outliner = Outliner { out: String::new(), notes: String::new(), above: Vec::new(), title };
    outliner.blocks(root.children(), 0);
    // A lesson gathers its notes at its end.
    outliner.out + &outliner.notes
}

fn is_heading(node: &Node) -> bool {
    let level = node.name().strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
    level.is_some() && !inlines(node.children()).is_empty()
}

struct Outliner {
    out: String,
    /// The outline of the notes met so far.
    notes: String,
    /// The levels, as written, of the headings that the next one stands under.
    above: Vec<u8>,
    /// Which block of the document is its title.
    title: Option<usize>,
}

impl Outliner {
    fn line(&mut self, depth: usize, line: &str) {
        self.out.push_str(&"  ".repeat(depth));
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// Blocks, with what stands in no block as a paragraph.
    fn blocks(&mut self, nodes: &[Node], depth: usize) {
        let mut from = 0;
        while let Some(node) = nodes.get(from) {
            let run = nodes[from..].iter().take_while(|node| node.is_inline()).count();
            if run > 0 {
                self.paragraph(&nodes[from..from + run], depth);
                from += run;
                continue;
            }
            let is_title = depth == 0 && self.title == Some(from);
            self.block(node, depth, is_title);
            from += 1;
        }
    }

    fn paragraph(&mut self, nodes: &[Node], depth: usize) {
        let text = inlines(nodes);
        if text.is_empty() {
            return;
        }
        match text.strip_prefix("{image ").and_then(|rest| rest.strip_suffix('}')) {
            Some(image) if !image.contains('{') => self.line(depth, &format!("figure {image}")),
            _ => self.line(depth, &format!("p {text}")),
        }
    }

    fn block(&mut self, node: &Node, depth: usize, is_title: bool) {
        let children = node.children();
        match node.name() {
            "p" => self.paragraph(children, depth),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(node, depth, is_title),
            "ul" => self.list(children, "list".to_owned(), depth),
            "ol" => self.list(children, format!("list from {}", node.get("start").unwrap_or("1")), depth),
            "blockquote" => {
                self.line(depth, "quote");
                self.blocks(children, depth + 1);
            }
            "pre" => self.listing(node, depth),
            "hr" => self.line(depth, "break"),
            "table" => self.table(node, depth),
            "dt" => self.line(depth, &format!("term {}", inlines(children))),
            "dd" => {
                self.line(depth, "definition");
                self.blocks(children, depth + 1);
            }
            "div" if node.get("class") == Some("footnote-definition") => {
                let outside = std::mem::take(&mut self.out);
                self.line(0, &format!("note {}", node.get("id").unwrap_or_default()));
                self.blocks(children, 1);
                let note = std::mem::replace(&mut self.out, outside);
                self.notes.push_str(&note);
            }
            _ => self.blocks(children, depth),
        }
    }

    fn heading(&mut self, node: &Node, depth: usize, is_title: bool) {
        let text = inlines(node.children());
        if text.is_empty() {
            return;
        }
        if is_title {
            return self.line(depth, &format!("title {text}"));
        }
        let own: u8 = node.name()[1..].parse().unwrap_or(6);
        while self.above.last().is_some_and(|outer| *outer >= own) {
            self.above.pop();
        }
        let level = (self.above.len() + 2).min(6);
        self.above.push(own);
        self.line(depth, &format!("h{level} {text}"));
    }

    fn list(&mut self, items: &[Node], line: String, depth: usize) {
        self.line(depth, &line);
        for item in items.iter().filter(|node| node.name() == "li") {
            let task = item.children().iter().chain(item.children().first().map_or(&[][..], Node::children));
            let task = task.into_iter().find(|node| node.name() == "input");
            let mark = match task.map(|input| input.get("checked").is_some()) {
                Some(true) => " [x]",
                Some(false) => " [ ]",
                None => "",
            };
            self.line(depth + 1, &format!("-{mark}"));
            self.blocks(item.children(), depth + 2);
        }
    }

    fn listing(&mut self, node: &Node, depth: usize) {
        let code = node.children().iter().find(|child| child.name() == "code");
        let class = code.and_then(|code| code.get("class")).unwrap_or_default();
        let language = class.strip_prefix("language-").unwrap_or_default();
        let language = language.split([' ', ',', '{']).next().unwrap_or_default();
        let text = code.unwrap_or(node).children().iter().map(Node::text).collect::<String>();
        let text = text.strip_suffix('\n').unwrap_or(&text);
        self.line(depth, &format!("code {language} {text:?}"));
    }

    fn table(&mut self, node: &Node, depth: usize) {
        let mut rows = Vec::new();
        rows_of(node, &mut rows);
        let align =
            rows.first().map_or(String::new(), |row| row.children().iter().filter_map(alignment).collect());
        self.line(depth, &format!("table {align}"));
        for row in rows {
            let cells: Vec<String> = row
                .children()
                .iter()
                .filter(|cell| alignment(cell).is_some())
                .map(|cell| inlines(cell.children()))
                .collect();
            self.line(depth + 1, &format!("| {}", cells.join(" | ")));
        }
    }
}

fn rows_of<'n>(node: &'n Node, rows: &mut Vec<&'n Node>) {
    for child in node.children() {
        match child.name() {
            "tr" => rows.push(child),
            "thead" | "tbody" => rows_of(child, rows),
            _ => {}
        }
    }
}

/// The alignment of a cell's column; none of what is no cell.
fn alignment(cell: &Node) -> Option<char> {
    if !matches!(cell.name(), "th" | "td") {
        return None;
    }
    let style = cell.get("style").unwrap_or_default();
    Some(match style.rsplit([' ', ':']).next().unwrap_or_default() {
        "left" => '<',
        "center" => '^',
        "right" => '>',
        _ => '-',
    })
}

/// Running text with its structure shown by braces, white space as single spaces.
fn inlines(nodes: &[Node]) -> String {
    super::lesson::spaced(&nodes.iter().map(inline).collect::<String>())
}

fn inline(node: &Node) -> String {
    let inner = || node.children().iter().map(inline).collect::<String>();
    match node.name() {
        "" => node.text(),
        "code" => format!("{{code {}}}", super::lesson::kept(&node.text())),
        "br" => "{br}".to_owned(),
        "sup" if node.is_number_of_note() => {
            let link = node.children().first().and_then(|link| link.get("href")).unwrap_or_default();
            link.strip_prefix('#').map_or(String::new(), |note| format!("{{note {note}}}"))
        }
        "input" => String::new(),
        "a" => {
            let url = super::lesson::address(node.get("href").unwrap_or_default());
            let title = node.get("title").map_or(String::new(), |title| format!(" «{}»", title.trim()));
            format!("{{link {url}{title}: {}}}", inner())
        }
        "img" => {
            let source = super::lesson::address(node.get("src").unwrap_or_default());
            let title = node.get("title").map_or(String::new(), |title| format!(" «{}»", title.trim()));
            format!("{{image {source}{title}: {}}}", node.get("alt").unwrap_or_default().trim())
        }
        "span" => match node.get("class").and_then(|class| class.strip_prefix("math math-")) {
            Some(kind) => format!("{{{kind} formula {}}}", super::lesson::kept(node.text().trim())),
            None => inner(),
        },
        name => format!("{{{name} {}}}", inner()),
    }
}

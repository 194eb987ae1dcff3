//! The styles of an SVG, said as the library that draws it understands them: its reader of styles knows
//! no variables, no values in values, and passes over the rest of a block after what it cannot read.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::str::FromStr;

use roxmltree::{Document, Node, ParsingOptions};
use simplecss::DeclarationTokenizer;
use svgtypes::{Color, FontShorthand, Paint};

use super::css::{CssStatement, Declared, css_statements, declarations, split, without_comments};
use super::fault::PictureFault;
use super::svg_cascade::Cascade;
use super::svg_dots::{Dot, dots};
use super::svg_properties::{DRAWN, PAINTS, has_geometry, is_geometry};
use super::svg_select::{SVG, Selected, alternatives, drawn, selected};
use super::svg_sheets::{DEEPEST, each_rule, is_for, is_of_others, sheet_of};
use super::svg_unheard::{ASKED, Unheard, keeps_spaces};
use super::svg_units::{colour, flat, length, root_letters};
use super::svg_values::unread_property;
use super::svg_variables::{Variables, has_functions};

/// An SVG whose styles are all understood.
#[derive(Debug, Default)]
pub(super) struct Styled {
    /// It, with as many lines; `None` where nothing changes.
    pub(super) text: Option<String>,
    /// What of the styles would be drawn otherwise.
    pub(super) faults: Vec<PictureFault>,
}

/// An SVG with its styles said more simply.
pub(super) fn styled(text: &str) -> Styled {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    // What cannot be read has been told of.
    let Ok(document) = Document::parse_with_options(text, options) else {
        return Styled::default();
    };
    let shown = drawn(&document);
    let cascade = Cascade::of(&document, &shown, &ASKED);
    let mut styles = StyleReader {
        document: &document,
        variables: variables(&document),
        drawn: shown,
        set: set(&document),
        letters: root_letters(document.root_element()),
        changes: Vec::new(),
        faults: Vec::new(),
        at: 0,
    };
    for node in document.root().children() {
        if let Some(link) = node.pi().filter(|pi| pi.target == "xml-stylesheet") {
            styles.at = node.range().start;
            let what = "styles that are taken from another file (`xml-stylesheet`)";
            styles.refused(what, link.value.unwrap_or_default());
        }
    }
    for node in document.descendants().filter(Node::is_element) {
        if node.has_tag_name("style") {
            styles.sheet(node, text);
        } else if node.tag_name().namespace() == Some(SVG) {
            styles.element(node);
            styles.ends(node, text, &cascade);
        }
    }
    styles.unheard(&Unheard::of(&document, &cascade));
    let StyleReader { changes, faults, .. } = styles;
    Styled { text: replaced(text, changes), faults }
}

/// A text with other parts, each on as many lines as before; `None` where there are none.
pub(super) fn replaced(text: &str, mut changes: Vec<(Range<usize>, String)>) -> Option<String> {
    changes.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (range, other) in &changes {
        // What stands in something that is gone.
        if range.start < at {
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(other);
        let lines = |text: &str| text.matches('\n').count();
        let less = lines(&text[range.clone()]).saturating_sub(lines(other));
        out.extend(std::iter::repeat_n('\n', less));
        at = range.end;
    }
    out.push_str(&text[at..]);
    (!changes.is_empty()).then_some(out)
}

/// The variables that the styles of a document set.
fn variables(document: &Document<'_>) -> Variables {
    let mut variables = Variables::default();
    let drawn = drawn(document);
    for node in document.descendants().filter(Node::is_element) {
        if let Some(sheet) = sheet_of(node).filter(|sheet| sheet.contains("--")) {
            let mut rules = Vec::new();
            each_rule(&sheet, 0, &mut |selectors: &str, block: &str| {
                if block.contains("--") {
                    rules.push((selectors.to_string(), block.to_string()));
                }
            });
            for (selectors, block) in rules {
                let all = alternatives(&selectors);
                let found = all.iter().map(|one| selected(one, &drawn));
                let mut is_for = (false, false);
                for one in found {
                    let elements = one.elements(&drawn);
                    is_for.0 |= elements.iter().any(|it| *it == document.root_element());
                    is_for.1 |= elements.iter().any(|it| *it != document.root_element());
                }
                for declared in declarations(&block) {
                    variables.add(&declared, is_for.0, is_for.1);
                }
            }
        } else if let Some(style) = node.attribute("style").filter(|it| it.contains("--")) {
            let is_root = node == document.root_element();
            for declared in declarations(style) {
                variables.add(&declared, is_root, !is_root);
            }
        }
    }
    variables
}

/// How many rules of a document set each property that draws.
fn set(document: &Document<'_>) -> BTreeMap<String, usize> {
    let mut set = BTreeMap::new();
    for sheet in document.descendants().filter_map(sheet_of) {
        each_rule(&sheet, 0, &mut |_, block| {
            let names = declarations(block).into_iter().map(|it| it.name);
            for name in names.collect::<BTreeSet<_>>() {
                if DRAWN.contains(&name.as_str()) {
                    *set.entry(name).or_default() += 1;
                }
            }
        });
    }
    set
}

struct StyleReader<'a, 'input> {
    document: &'a Document<'input>,
    variables: Variables,
    /// What may be drawn.
    drawn: Vec<Node<'a, 'input>>,
    /// How many rules set a property.
    set: BTreeMap<String, usize>,
    /// How high a letter of the root is.
    letters: f64,
    changes: Vec<(Range<usize>, String)>,
    faults: Vec<PictureFault>,
    /// Where what is looked at begins. Its line is counted where it is told of: that takes time.
    at: usize,
}

impl StyleReader<'_, '_> {
    /// What an element says of its own looks.
    fn element(&mut self, node: Node<'_, '_>) {
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            self.at = attribute.range().start;
            let other = match name {
                "style" => {
                    let other = self.block(value, |name| node.attribute(name));
                    self.geometry(value, &[node]);
                    other
                }
                name if DRAWN.contains(&name) => self.value(name, value).unwrap_or(None),
                _ => None,
            };
            if let Some(other) = other {
                self.changes.push((attribute.range_value(), escaped(&other)));
            }
        }
    }

    /// What of an element is said in another way for all of it to be drawn: dots, and spaces.
    fn ends<'a, 'input>(
        &mut self,
        node: Node<'a, 'input>,
        text: &str,
        cascade: &Cascade<'a, 'input>,
    ) {
        let tag = &text[node.range()][1..];
        let behind = tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
        let behind = node.range().start + 1 + behind.unwrap_or(tag.len());
        if keeps_spaces(node, cascade) {
            self.changes.push((behind..behind, " xml:space=\"preserve\"".into()));
        }
        let is = |name: &str, is: fn(&str) -> bool| {
            cascade.inherited(node, name).is_some_and(|told| is(told.value.trim()))
        };
        if !cascade.has("stroke-linecap") {
            return;
        }
        let Some(dot) = dots(node) else { return };
        if !is("stroke-linecap", |it| ["round", "square"].contains(&it))
            || !is("stroke", |it| it != "none")
        {
            return;
        }
        match (dot, node) {
            (Dot::As(name, value), node) => self.changes.push(match node.attribute_node(name) {
                Some(attribute) => (attribute.range_value(), value),
                None => (behind..behind, format!(" {name}=\"{value}\"")),
            }),
            (Dot::Unfit, node) => {
                self.at = node.range().start;
                self.refused("a dot as a polygon, which is not drawn", "");
            }
        }
    }

    /// Properties that the library does not know.
    fn unheard(&mut self, unheard: &Unheard<'_, '_>) {
        for (at, what, value) in &unheard.found {
            self.at = *at;
            self.refused(what, value);
        }
        if let Some(at) = unheard.moves {
            let line = self.document.text_pos_at(at).row;
            self.faults.push(PictureFault::told(
                format!("moves (line {line}), and a page shows how it begins"),
                "save it as it is to be shown, without it",
            ));
        }
    }

    /// Whether a part of a sheet sets anything that is drawn.
    fn draws(&self, block: &str) -> bool {
        let mut draws = false;
        each_rule(block, 1, &mut |selectors, block| {
            draws |= declarations(block).iter().any(|it| DRAWN.contains(&it.name.as_str()))
                && alternatives(selectors)
                    .iter()
                    .any(|one| selected(one, &self.drawn).is_any(&self.drawn));
        });
        draws
    }

    /// A style sheet.
    fn sheet(&mut self, node: Node<'_, '_>, text: &str) {
        let Some(sheet) = sheet_of(node) else { return };
        self.at = node.range().start;
        let mut out = String::new();
        if !self.statements(&sheet, 0, &mut out) {
            return;
        }
        // From the end of its first tag to the beginning of its last.
        let whole = &text[node.range()];
        let begin = node.attributes().map(|it| it.range().end).max().unwrap_or(node.range().start);
        let begin = text[begin..].find('>').map(|at| begin + at + 1);
        let end = whole.rfind("</").map(|at| node.range().start + at);
        if let (Some(begin), Some(end)) = (begin, end)
            && begin <= end
        {
            self.changes.push((begin..end, escaped(&out)));
        }
    }

    /// Writes the statements of a sheet; whether any is other than it was.
    fn statements(&mut self, sheet: &str, level: usize, out: &mut String) -> bool {
        let mut changed = false;
        for statement in css_statements(sheet) {
            match statement {
                CssStatement::Rule { selectors, block } => {
                    changed |= self.rule(selectors, block, out);
                }
                CssStatement::At { name, prelude, .. } if name == "import" => {
                    changed = true;
                    // Of a face that is not there it is told where it is asked for.
                    let address = prelude.to_ascii_lowercase();
                    if !["font", "typekit"].iter().any(|part| address.contains(part)) {
                        self.refused("styles that are taken from elsewhere (`@import`)", prelude);
                    }
                }
                CssStatement::At { name, prelude, block, whole } => {
                    match (is_for(&name, prelude), block) {
                        (Some(true), Some(block)) if level < DEEPEST => {
                            self.statements(block, level + 1, out);
                            changed = true;
                        }
                        (Some(_), _) => changed = true,
                        (None, Some(block)) if name == "media" && !is_of_others(prelude) => {
                            changed = true;
                            if self.draws(block) {
                                let what =
                                    "a rule for media (`@media`) that may be meant for paper";
                                self.refused(what, prelude.trim());
                            }
                        }
                        (None, _) => out.push_str(whole),
                    }
                }
            }
        }
        changed
    }

    fn rule(&mut self, selectors: &str, block: &str, out: &mut String) -> bool {
        let (mut kept, mut changed) = (Vec::new(), false);
        let mut elements = Vec::new();
        let sizes = declarations(block).iter().any(|it| is_geometry(&it.name));
        // What `:where` chooses gives way to all else, which is not known to the library.
        let gives_way = selectors.contains(":where(")
            && declarations(block).iter().any(|it| self.set.get(&it.name).is_some_and(|n| *n > 1));
        if gives_way {
            out.push_str(&format!("{selectors} {{{block}}} "));
            return false;
        }
        let all = alternatives(selectors);
        changed |= all.len() != split(selectors, |c| c == ',').len();
        for one in &all {
            let chosen = selected(one, &self.drawn);
            match &chosen {
                Selected::As(other) => {
                    if !chosen.is_any(&self.drawn) {
                        changed = true;
                        continue;
                    }
                    changed |= other != without_comments(one).trim();
                    if sizes {
                        elements.extend(chosen.elements(&self.drawn));
                    }
                    kept.push(other.clone());
                }
                Selected::Unknown(text) => kept.push(text.clone()),
                Selected::Nothing => changed = true,
            }
        }
        if kept.is_empty() {
            return true;
        }
        let other = self.block(block, |_| None);
        self.geometry(block, &elements);
        changed |= other.is_some();
        out.push_str(&kept.join(","));
        out.push_str(" {");
        out.push_str(other.as_deref().unwrap_or(block));
        out.push_str("} ");
        changed
    }

    /// What a block sets, said more simply; `None` where it is simple. `given` is what an element says of
    /// a property beside it.
    fn block<'v>(&mut self, text: &str, given: impl Fn(&str) -> Option<&'v str>) -> Option<String> {
        let mut kept: Vec<Declared> = Vec::new();
        for mut declared in declarations(text) {
            // The library knows these by another name.
            if declared.name == "text-decoration-line" {
                declared.name = "text-decoration".into();
            } else if declared.name == "background" && self.is_colour(&declared.value) {
                declared.name = "background-color".into();
            }
            if !DRAWN.contains(&declared.name.as_str()) {
                if declared.name.contains('{') || declared.value.contains('{') {
                    self.refused("a rule in a rule", &declared.name);
                }
                continue;
            }
            let name = declared.name.as_str();
            let Ok(value) = self.value(name, &declared.value) else { continue };
            let value = value.unwrap_or_else(|| declared.value.clone());
            let is_paint = |value: &str| Paint::from_str(value).is_ok();
            if PAINTS.contains(&name) && !is_paint(&value) {
                // A colour of a kind that not all know is written after one that they do.
                let before = kept.iter().rev().find(|it| it.name == name);
                if before.is_some() || given(name).is_some_and(is_paint) {
                    continue;
                }
            }
            if let Some(why) = unread_property(name, &value) {
                self.refused(&format!("`{name}` that cannot be read to its end ({why})"), &value);
                continue;
            }
            let other = Declared { value, important: false, ..declared.clone() };
            if read(&format!("{}:{}", other.name, other.value)) != [other.clone()] {
                self.refused(&format!("`{}` that cannot be read", other.name), &other.value);
                continue;
            }
            kept.push(Declared { important: declared.important, ..other });
        }
        if read(text) == kept {
            return None;
        }
        let parts = kept.iter().map(|it| {
            let important = if it.important { " !important" } else { "" };
            format!("{}:{}{important}", it.name, it.value)
        });
        Some(parts.collect::<Vec<_>>().join("; "))
    }

    /// A value without variables, choices, and what the library does not know; `None` where it is so. The
    /// error is told of already.
    fn value(&mut self, name: &str, value: &str) -> Result<Option<String>, ()> {
        let plain = if has_functions(value) {
            match self.variables.resolved(value) {
                Ok(plain) => plain,
                Err(why) => {
                    self.refused(&format!("`{name}` whose value is not known ({why})"), value);
                    return Err(());
                }
            }
        } else {
            value.to_string()
        };
        let plain = match name {
            "font" => without_leading(&plain),
            // In a style, numbers have units; in an attribute of SVG, those are what is meant.
            "transform" => plain.replace("px", "").replace("deg", ""),
            name if PAINTS.contains(&name) => colour(&plain).unwrap_or(plain),
            _ => length(&plain, self.letters).or_else(|| flat(&plain)).unwrap_or(plain),
        };
        Ok((plain != value).then_some(plain))
    }

    fn is_colour(&self, value: &str) -> bool {
        let value = self.variables.resolved(value).unwrap_or_default();
        Color::from_str(&colour(&value).unwrap_or(value)).is_ok()
    }

    /// Sizes and places that a style gives, which the library takes from attributes alone.
    fn geometry(&mut self, block: &str, nodes: &[Node<'_, '_>]) {
        for declared in declarations(block) {
            let size = |text: &str| text.trim().trim_end_matches("px").to_string();
            let differs = |node: &&Node<'_, '_>| {
                let is_own =
                    node.attribute(&*declared.name).map(size) == Some(size(&declared.value));
                **node != self.document.root_element()
                    && has_geometry(node.tag_name().name(), &declared.name)
                    && !is_own
            };
            if declared.value != "auto" && nodes.iter().any(|node| differs(&node)) {
                self.refused(&format!("`{}` in a style, which is not drawn", declared.name), "");
            }
        }
    }

    fn refused(&mut self, what: &str, value: &str) {
        let shown: String = value.chars().take(60).collect();
        let shown = if shown.is_empty() { shown } else { format!(": `{shown}`") };
        let line = self.document.text_pos_at(self.at).row;
        self.faults.push(PictureFault::refused(
            format!("has in line {line} {what}{shown}"),
            "save it as “plain SVG” with its looks written out (in attributes, without variables), \
             or as PDF or PNG",
        ));
    }
}

/// What the library reads of a block that is drawn.
fn read(block: &str) -> Vec<Declared> {
    let all = DeclarationTokenizer::from(block).map(|it| Declared {
        name: it.name.into(),
        value: it.value.into(),
        important: it.important,
    });
    all.filter(|it| DRAWN.contains(&it.name.as_str())).collect()
}

/// The short form of all that a font is, without the leading, which no text of an SVG has.
fn without_leading(value: &str) -> String {
    let Some((before, rest)) = value.split_once('/') else { return value.into() };
    let rest = rest.trim_start();
    let rest = rest.split_once(|c: char| c.is_whitespace()).map_or("", |(_, rest)| rest);
    let other = format!("{} {}", before.trim_end(), rest.trim_start());
    if FontShorthand::from_str(&other).is_ok() { other } else { value.into() }
}

/// A text as the value of an attribute, or in an element.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use usvg::{Options, Tree, WriteOptions};

    use super::*;

    fn svg(inner: &str) -> String {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{inner}</svg>")
    }

    fn drawn(inner: &str, styled: bool) -> String {
        let text = svg(inner);
        let text = if styled { super::styled(&text).text.unwrap_or(text) } else { text };
        Tree::from_str(&text, &Options::default()).unwrap().to_string(&WriteOptions::default())
    }

    #[test]
    fn what_is_said_more_simply_is_drawn_as_if_it_had_been() {
        let rect = "<rect width='5' height='5' class='a'/>";
        for (style, plain) in [
            (":root { --a: red } rect { fill: var(--a) }", "rect { fill: red }"),
            ("rect { fill: light-dark(rgb(1, 2, 3), blue) }", "rect { fill: rgb(1,2,3) }"),
            (
                "rect { fill: url(x; y); z: a/b; stroke: red }",
                "rect { fill: url(x; y); stroke: red }",
            ),
            (
                "rect { fill: red; w: {x}; stroke: blue !important }",
                "rect { fill: red; stroke: blue }",
            ),
            (":root { fill: red } .b, g:hover rect { fill: blue }", "svg { fill: red }"),
            ("rect { fill: #abc; fill: lab(50% 1 2) }", "rect { fill: #abc }"),
            ("@media print { rect { fill: red } }", "rect { fill: red }"),
            ("@media screen and (prefers-color-scheme: dark) { rect { fill: red } }", ""),
            ("rect { transform: translate(2px, 3px) }", "rect { transform: translate(2, 3) }"),
            ("rect { fill: /* } */ red }", "rect { fill: red }"),
            (":where(.a, .b) { fill: rgb(1 2 3 / 50%) }", ".a { fill: rgba(1,2,3,.5) }"),
            ("rect { stroke: red; stroke-width: .25rem }", "rect { stroke: red; stroke-width: 4 }"),
            (".none { fill: a(b(c)) } rect { fill: red }", "rect { fill: red }"),
        ] {
            let sheet = |style: &str| format!("<style>{style}</style>{rect}");
            let (one, other) = (drawn(&sheet(style), true), drawn(&sheet(plain), false));
            assert_eq!(one, other, "{style}");
        }
        for (text, plain) in [
            ("style='white-space: pre'", "xml:space=\"preserve\""),
            ("style='text-decoration-line: underline'", "'text-decoration:underline'"),
        ] {
            let words = svg(&format!("<text y='9' {text}>a  b</text>"));
            let said = styled(&words).text.unwrap_or_default();
            assert!(said.contains(plain), "{said}");
        }
        let ground = |style: &str| svg("").replace("<svg ", &format!("<svg style='{style}' "));
        let said = styled(&ground("background: #fc0")).text;
        assert_eq!(said, Some(ground("background-color:#fc0")));
        let own = |style: &str| format!("<rect width='5' height='5' style='{style}'/>");
        let written = "fill:url(#a&quot;);fill:#abc;stroke:var(--x, rgb(1,2,3))";
        assert_eq!(drawn(&own(written), true), drawn(&own("fill:#abc;stroke:rgb(1,2,3)"), false));
    }

    #[test]
    fn lines_stay_where_they_are() {
        let text = "<svg xmlns='http://www.w3.org/2000/svg'>\n<style>\n:root {\n--a: red }\n</style>\n\
                    <rect style='fill:\nvar(--a)'/>\n<g id='x'/></svg>";
        let other = styled(text).text.unwrap();
        let line = |text: &str| text.split("<g id").next().unwrap().matches('\n').count();
        assert_eq!(line(&other), line(text), "{other}");
        assert!(other.contains("fill:red") && !other.contains("var("), "{other}");
        let long = "<svg xmlns='http://www.w3.org/2000/svg'><style>a{}:root{--a:red}.b{}</style>";
        let other = styled(&format!("{long}<g fill='var(--a)'/></svg>")).text.unwrap();
        assert_eq!(line(&other), 0, "{other}");
        assert_eq!(styled("<svg xmlns='http://www.w3.org/2000/svg'/>").text, None);
    }
}

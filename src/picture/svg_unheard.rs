//! Properties that viewers draw by and the library that reads an SVG does not know: told where they
//! change something that is seen.

use std::collections::BTreeSet;
use std::str::FromStr;

use roxmltree::{Document, Node};
use svgtypes::{Color, Length, LengthUnit, Transform, ViewBox};

use super::css::{CssStatement, css_statements};
use super::svg_cascade::{Cascade, ToldProperty};
use super::svg_select::SVG;
use super::svg_sheets::sheet_of;

/// All that is asked of the styles here, and for dots.
pub(super) const ASKED: [&str; 35] = [
    "-webkit-mask-image",
    "animation",
    "animation-name",
    "background",
    "background-image",
    "color-interpolation",
    "display",
    "fill",
    "font",
    "font-variant",
    "font-variant-caps",
    "font-variant-position",
    "mask-image",
    "mask-type",
    "offset-path",
    "outline",
    "outline-style",
    "rotate",
    "scale",
    "stroke",
    "stroke-linecap",
    "stroke-width",
    "text-decoration",
    "text-decoration-color",
    "text-decoration-line",
    "text-decoration-style",
    "text-orientation",
    "text-shadow",
    "text-transform",
    "transform",
    "transform-box",
    "translate",
    "vector-effect",
    "white-space",
    "writing-mode",
];

/// Shapes with a line around them.
const SHAPES: [&str; 8] =
    ["path", "line", "polyline", "polygon", "rect", "circle", "ellipse", "text"];

/// What has a place of its own on the page.
const PLACED: [&str; 13] = [
    "svg", "g", "a", "use", "image", "path", "line", "polyline", "polygon", "rect", "circle",
    "ellipse", "text",
];

/// How deep elements may use one another.
const DEEPEST: usize = 30;

/// What is not heard of a document: each property once.
pub(super) struct Unheard<'a, 'input> {
    cascade: &'a Cascade<'a, 'input>,
    names: BTreeSet<&'static str>,
    /// Where each stands, and what is to be said of it, with its value.
    pub(super) found: Vec<(usize, String, String)>,
    /// Where what moves by its style is told to.
    pub(super) moves: Option<usize>,
}

impl<'a, 'input> Unheard<'a, 'input> {
    pub(super) fn of(document: &'a Document<'input>, cascade: &'a Cascade<'a, 'input>) -> Self {
        let mut unheard = Self { cascade, names: BTreeSet::new(), found: Vec::new(), moves: None };
        let frames = frames(document);
        unheard.ground(document.root_element());
        for node in document.descendants() {
            if node.is_text() {
                unheard.words(node);
            } else if node.tag_name().namespace() == Some(SVG) {
                unheard.element(node);
                unheard.moving(node, &frames);
            }
        }
        unheard
    }

    fn add(&mut self, node: Node<'a, 'input>, name: &'static str, told: ToldProperty, why: &str) {
        if !self.names.contains(name) && self.cascade.is_drawn(node) {
            self.names.insert(name);
            self.found.push((told.at, format!("`{name}`{why}"), told.value));
        }
    }

    /// What an element is told of its own place and looks.
    fn element(&mut self, node: Node<'a, 'input>) {
        let name = node.tag_name().name();
        if name == "mask" {
            let told = self.cascade.inherited(node, "color-interpolation");
            let is_alpha =
                self.cascade.own(node, "mask-type").is_some_and(|it| it.value == "alpha");
            if let Some(told) = told.filter(|it| it.value == "linearRGB" && !is_alpha) {
                self.add(node, "color-interpolation", told, " of a mask, which is not heeded");
            }
        }
        if !PLACED.contains(&name) {
            return;
        }
        for (property, without) in [
            ("translate", &["none", "0", "0px"][..]),
            ("rotate", &["none", "0", "0deg"]),
            ("scale", &["none", "1", "100%"]),
            ("offset-path", &["none"]),
            ("mask-image", &["none"]),
            ("-webkit-mask-image", &["none"]),
        ] {
            let Some(told) = self.styled(node, property) else { continue };
            if !told.value.split_whitespace().all(|part| without.contains(&part)) {
                self.add(node, property, told, " in a style, which is not drawn");
            }
        }
        for property in ["outline", "outline-style"] {
            let Some(told) = self.styled(node, property) else { continue };
            let lines = [
                "solid", "dotted", "dashed", "double", "auto", "groove", "ridge", "inset", "outset",
            ];
            let mut parts = told.value.split_whitespace();
            let is_thin = told.value.split_whitespace().any(|part| part == "0" || part == "0px");
            if !is_thin && parts.any(|part| lines.contains(&part)) {
                self.add(node, property, told, " in a style, which is not drawn");
            }
        }
        if let Some(told) = self.own(node, "transform-box")
            && !["view-box", "initial", "unset", "inherit"].contains(&told.value.trim())
            && self.cascade.own(node, "transform").is_some_and(|it| turns(&it.value))
        {
            self.add(node, "transform-box", told, ", which is not heeded");
        }
        if SHAPES.contains(&name) {
            self.thickness(node);
        }
    }

    /// A line that is to stay as thick as it is.
    fn thickness(&mut self, node: Node<'a, 'input>) {
        let Some(told) = self.own(node, "vector-effect") else { return };
        let is_line =
            |name| self.cascade.inherited(node, name).is_some_and(|it| is_some(&it.value));
        let has_width = self.cascade.inherited(node, "stroke-width");
        let has_width = has_width.is_none_or(|it| it.value.trim_end_matches("px") != "0");
        if told.value.contains("non-scaling-stroke")
            && is_line("stroke")
            && has_width
            && self.is_scaled(node, [1.0, 0.0, 0.0, 1.0], 0)
        {
            let why = " where it is made larger or smaller, which changes its lines too";
            self.add(node, "vector-effect", told, why);
        }
    }

    /// Whether an element is drawn larger or smaller than it says, anywhere; `inner` is by what already.
    fn is_scaled(&self, node: Node<'a, 'input>, inner: [f64; 4], level: usize) -> bool {
        let own = self.cascade.own(node, "transform").map(|it| matrix(&it.value));
        let Some(own) = own.unwrap_or(Some([1.0, 0.0, 0.0, 1.0])) else { return true };
        let mut all = product(own, inner);
        if node.tag_name().name() == "svg" {
            let [x, y] = scale_of(node);
            all = product([x, 0.0, 0.0, y], all);
        }
        let name = node.tag_name().name();
        let parents = self.cascade.parents(node);
        if parents.is_empty() {
            let [a, b, c, d] = all;
            let is_one = |length: f64| (length.sqrt() - 1.0).abs() < 0.01;
            let is_square = (a * c + b * d).abs() < 0.01;
            return !(is_one(a * a + b * b) && is_one(c * c + d * d) && is_square);
        }
        // A symbol is drawn where it is used alone, to fit there.
        if level > DEEPEST || name == "symbol" && node.has_attribute("viewBox") {
            return true;
        }
        parents.into_iter().any(|parent| {
            let is_use = parent.tag_name().name() == "use";
            let is_apart = parent.tag_name().name() == "defs" || name == "symbol" && !is_use;
            !is_apart && self.is_scaled(parent, all, level + usize::from(is_use))
        })
    }

    /// What words are told.
    fn words(&mut self, node: Node<'a, 'input>) {
        let words = node.text().unwrap_or_default();
        let is_text = |it: &Node<'_, '_>| it.has_tag_name((SVG, "text"));
        let Some(parent) = node.parent_element() else { return };
        if words.trim().is_empty() || !node.ancestors().any(|it| is_text(&it)) {
            return;
        }
        if let Some(told) = self.cascade.inherited(parent, "text-transform") {
            let is_other = match told.value.as_str() {
                "uppercase" => words.to_uppercase() != words,
                "lowercase" => words.to_lowercase() != words,
                "capitalize" => words.split_whitespace().any(|word| {
                    word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
                }),
                "full-width" => true,
                _ => false,
            };
            if is_other {
                self.add(parent, "text-transform", told, " in a style, which is not heeded");
            }
        }
        for name in ["font-variant", "font-variant-caps", "font"] {
            let Some(told) = self.cascade.inherited(parent, name) else { continue };
            let all =
                told.value.contains("all-small-caps") || told.value.contains("all-petite-caps");
            let small = ["small-caps", "petite-caps", "unicase"];
            if told.value.split_whitespace().any(|part| small.iter().any(|it| part.ends_with(it)))
                && words.chars().any(|c| c.is_lowercase() || all && c.is_uppercase())
            {
                self.add(parent, name, told, ", whose small capitals are not drawn");
            }
        }
        if let Some(told) = self.cascade.inherited(parent, "text-orientation")
            && ["upright", "sideways", "sideways-right"].contains(&told.value.as_str())
            && self
                .cascade
                .inherited(parent, "writing-mode")
                .is_some_and(|it| it.value.starts_with("vertical") || it.value.starts_with("tb"))
        {
            self.add(parent, "text-orientation", told, ", which is not heeded");
        }
        if let Some(told) =
            self.cascade.inherited(parent, "text-shadow").filter(|it| is_some(&it.value))
        {
            self.add(parent, "text-shadow", told, " in a style, which is not drawn");
        }
        self.lines(parent);
    }

    /// Lines under words and through them, of another kind or colour than the words.
    fn lines(&mut self, parent: Node<'a, 'input>) {
        let kinds = ["underline", "line-through", "overline"];
        let styles = ["dotted", "dashed", "wavy", "double"];
        for node in parent.ancestors().filter(Node::is_element) {
            let short = self.cascade.own(node, "text-decoration");
            let own = self.styled(node, "text-decoration-line");
            let has_line = own.as_ref().or(short.as_ref()).is_some_and(|told| {
                told.value.split_whitespace().any(|part| kinds.contains(&part))
            });
            if !has_line {
                continue;
            }
            let fill = self.cascade.inherited(node, "fill").map_or("black".into(), |it| it.value);
            let fill = Color::from_str(fill.trim()).ok();
            let is_other = |value: &str| {
                let is_style = value.split_whitespace().any(|part| styles.contains(&part));
                let mut colours =
                    value.split_whitespace().filter_map(|it| Color::from_str(it).ok());
                is_style || colours.any(|it| Some(it) != fill)
            };
            if let Some(told) = short.filter(|it| is_other(&it.value)) {
                self.add(parent, "text-decoration", told, " of a kind or colour that is not drawn");
            }
            for name in ["text-decoration-style", "text-decoration-color"] {
                if let Some(told) = self.styled(node, name).filter(|it| is_other(&it.value)) {
                    self.add(parent, name, told, ", which is not drawn");
                }
            }
        }
    }

    /// What is behind it all: a colour is drawn, and nothing else.
    fn ground(&mut self, root: Node<'a, 'input>) {
        for name in ["background", "background-image"] {
            if let Some(told) = self.styled(root, name)
                && (told.value.contains("url(") || told.value.contains("gradient("))
            {
                self.add(root, name, told, " in a style, which is not drawn");
            }
        }
    }

    /// What moves by a style.
    fn moving(&mut self, node: Node<'a, 'input>, frames: &BTreeSet<String>) {
        for name in ["animation", "animation-name"] {
            let Some(told) = self.styled(node, name) else { continue };
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
            let mut parts = told.value.split(|c| !is_name(c));
            if self.moves.is_none()
                && parts.any(|part| frames.contains(part))
                && self.cascade.is_drawn(node)
            {
                self.moves = Some(told.at);
            }
        }
    }

    fn own(&self, node: Node<'_, '_>, name: &str) -> Option<ToldProperty> {
        self.cascade.has(name).then(|| self.cascade.own(node, name)).flatten()
    }

    fn styled(&self, node: Node<'_, '_>, name: &str) -> Option<ToldProperty> {
        self.cascade.has(name).then(|| self.cascade.styled(node, name)).flatten()
    }
}

/// Whether a text is told to keep its spaces, has some to keep, and no line to break.
pub(super) fn keeps_spaces<'a, 'input>(
    node: Node<'a, 'input>,
    cascade: &Cascade<'a, 'input>,
) -> bool {
    const XML: &str = "http://www.w3.org/XML/1998/namespace";
    if !node.has_tag_name((SVG, "text")) || !cascade.has("white-space") {
        return false;
    }
    let is_set = node.ancestors().any(|it| it.has_attribute((XML, "space")))
        || node.descendants().any(|it| it.has_attribute((XML, "space")));
    let keeps = ["pre", "pre-wrap", "break-spaces", "preserve"];
    let told = || cascade.inherited(node, "white-space");
    if is_set || !told().is_some_and(|it| keeps.contains(&it.value.trim())) {
        return false;
    }
    let words: String =
        node.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect();
    !words.contains('\n')
        && (words.contains("  ") || words.contains('\t') || words.starts_with(' '))
}

/// The names of what moves.
fn frames(document: &Document<'_>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for sheet in document.descendants().filter_map(sheet_of) {
        for statement in css_statements(&sheet) {
            if let CssStatement::At { name, prelude, .. } = statement
                && name.ends_with("keyframes")
            {
                names.insert(prelude.trim().trim_matches(['"', '\'']).to_string());
            }
        }
    }
    names
}

fn is_some(value: &str) -> bool {
    !["none", "", "initial", "unset"].contains(&value.trim())
}

/// What a transform does but for where it moves to; `None` for one that cannot be read.
fn matrix(value: &str) -> Option<[f64; 4]> {
    if !is_some(value) {
        return Some([1.0, 0.0, 0.0, 1.0]);
    }
    let Transform { a, b, c, d, .. } =
        Transform::from_str(&value.replace("px", "").replace("deg", "")).ok()?;
    Some([a, b, c, d])
}

/// Whether a transform does more than move.
fn turns(value: &str) -> bool {
    matrix(value).is_none_or(|it| it != [1.0, 0.0, 0.0, 1.0])
}

fn product([a, b, c, d]: [f64; 4], [e, f, g, h]: [f64; 4]) -> [f64; 4] {
    [a * e + c * f, b * e + d * f, a * g + c * h, b * g + d * h]
}

/// By what the view box of an SVG is scaled, across and down.
fn scale_of(svg: Node<'_, '_>) -> [f64; 2] {
    let view = svg.attribute("viewBox").and_then(|it| ViewBox::from_str(it).ok());
    let Some(view) = view else { return [1.0; 2] };
    let side = |name: &str, inner: f64| {
        let Length { number, unit } = Length::from_str(svg.attribute(name)?.trim()).ok()?;
        let unit = match unit {
            LengthUnit::None | LengthUnit::Px => 1.0,
            LengthUnit::In => 96.0,
            LengthUnit::Cm => 96.0 / 2.54,
            LengthUnit::Mm => 96.0 / 25.4,
            LengthUnit::Pt => 4.0 / 3.0,
            LengthUnit::Pc => 16.0,
            _ => return None,
        };
        Some(number * unit / inner)
    };
    let (x, y) = match (side("width", view.w), side("height", view.h)) {
        (Some(x), Some(y)) => (x, y),
        (Some(one), None) | (None, Some(one)) => (one, one),
        (None, None) => (1.0, 1.0),
    };
    let fit = svg.attribute("preserveAspectRatio").unwrap_or_default();
    if fit.contains("none") {
        [x, y]
    } else if fit.contains("slice") {
        [x.max(y); 2]
    } else {
        [x.min(y); 2]
    }
}

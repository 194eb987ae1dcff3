//! A finished PDF as someone else's program would read it: what each page paints, letter by letter
//! with its place, and what the structure tree says, block by block. It shares no code with
//! `preflight`, and none with what made the file.

use std::collections::HashMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

/// A file as its reader gets it.
pub struct Pdf {
    /// What is painted, in the order of the pages' content.
    pub units: Vec<Unit>,
    /// What the structure tree says, in its order.
    pub blocks: Vec<Block>,
    /// The cells of its tables.
    pub cells: Vec<TableCell>,
}

/// A cell, with what it says.
pub struct TableCell {
    /// In which table, from 0, and in which of its rows.
    pub table: usize,
    pub row: usize,
    /// Whether it heads others.
    pub heads: bool,
    pub text: String,
}

/// What is painted as one: a glyph, or the glyphs of a span that says in other words what they are.
pub struct Unit {
    /// The text it stands for, in reading order.
    pub text: String,
    /// Its glyphs: where the middle of each stands on the line, and what it says by itself.
    pub glyphs: Vec<(f64, String)>,
    pub page: usize,
    /// The middle of what it takes on its line, and the height of its line.
    pub x: f64,
    pub y: f64,
    pub size: f64,
    /// The marked content it belongs to; what is in none is an artifact.
    marked: Option<i64>,
    /// The run of `/ReversedChars` it is in: its glyphs are painted in reverse.
    reversed: Option<usize>,
}

/// A paragraph, a heading, a cell …: whatever is read with a pause before and after.
pub struct Block {
    pub text: String,
    /// Its units, in reading order.
    pub units: Vec<usize>,
}

/// Types that stand in a line of text (PDF 1.7, 14.8.4.4; PDF 2.0, 14.8.4.7); all others are blocks.
const INLINE: [&str; 15] = [
    "Span",
    "Quote",
    "Note",
    "Reference",
    "BibEntry",
    "Code",
    "Link",
    "Annot",
    "Ruby",
    "Warichu",
    "Em",
    "Strong",
    "Sub",
    "FENote",
    "Formula",
];

impl Pdf {
    pub fn load(bytes: &[u8]) -> Self {
        let doc = Document::load_mem(bytes).unwrap();
        let mut painter = Painter::new(&doc);
        let mut contents = HashMap::new();
        for (number, page) in doc.get_pages() {
            painter.page = number as usize;
            painter.at.clear();
            let resources = inherited(&doc, page, b"Resources");
            let content = doc.get_page_content(page);
            painter.run(&content, resources, State::default());
            contents.extend(painter.at.drain().map(|(mcid, units)| ((page, mcid), units)));
        }
        let units = painter.units;
        let mut teller = Teller {
            doc: &doc,
            contents,
            units: &units,
            blocks: vec![],
            open: None,
            cells: vec![],
            tables: 0,
            rows: 0,
        };
        let catalog = doc.catalog().unwrap();
        let root = catalog.get_deref(b"StructTreeRoot", &doc).and_then(Object::as_dict);
        let root = root.expect("the file is tagged");
        teller.children(root, None);
        teller.close();
        let (blocks, cells) = (teller.blocks, teller.cells);
        Self { units, blocks, cells }
    }
}

fn inherited<'a>(doc: &'a Document, page: ObjectId, key: &[u8]) -> &'a Dictionary {
    let mut node = doc.get_dictionary(page).unwrap();
    loop {
        if let Ok(found) = node.get_deref(key, doc).and_then(Object::as_dict) {
            return found;
        }
        node = node.get_deref(b"Parent", doc).and_then(Object::as_dict).expect("it is inherited");
    }
}

/// A string of the file's structure: UTF-16 with a mark, UTF-8 with a mark, or else Latin.
fn text_string(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(&[0xfe, 0xff]) {
        utf16(wide)
    } else if let Some(text) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        String::from_utf8_lossy(text).into_owned()
    } else {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    }
}

fn utf16(bytes: &[u8]) -> String {
    let wide: Vec<u16> = bytes
        .chunks(2)
        .map(|pair| u16::from_be_bytes([pair[0], *pair.get(1).unwrap_or(&0)]))
        .collect();
    String::from_utf16_lossy(&wide)
}

type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `first`, then `then`.
fn times(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = then;
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}

fn matrix(operands: &[Object]) -> Matrix {
    let mut matrix = IDENTITY;
    for (place, value) in matrix.iter_mut().zip(operands) {
        *place = f64::from(value.as_float().unwrap());
    }
    matrix
}

/// What a font says about its codes.
struct Font {
    bytes: usize,
    text: HashMap<u32, String>,
    widths: HashMap<u32, f64>,
    default: f64,
    /// From the widths' unit to that of text.
    scale: f64,
}

impl Font {
    fn load(doc: &Document, font: &Dictionary) -> Self {
        let mut read = Self {
            bytes: 1,
            text: HashMap::new(),
            widths: HashMap::new(),
            default: 0.0,
            scale: 0.001,
        };
        let number =
            |object: &Object| f64::from(doc.dereference(object).unwrap().1.as_float().unwrap());
        if let Ok(map) = font.get_deref(b"ToUnicode", doc).and_then(Object::as_stream) {
            read.text = to_unicode(&map.get_plain_content().unwrap());
        }
        let kind = font.get(b"Subtype").and_then(Object::as_name).unwrap();
        if kind == b"Type0" {
            read.bytes = 2;
            read.default = 1000.0;
            let below = font.get_deref(b"DescendantFonts", doc).and_then(Object::as_array).unwrap();
            let below = doc.dereference(&below[0]).unwrap().1.as_dict().unwrap();
            if let Ok(default) = below.get_deref(b"DW", doc) {
                read.default = number(default);
            }
            let mut rest =
                below.get_deref(b"W", doc).and_then(Object::as_array).map_or(&[][..], |w| w);
            while let [first, next, after @ ..] = rest {
                let first = number(first) as u32;
                if let Ok(list) = doc.dereference(next).unwrap().1.as_array() {
                    let codes = (first..).zip(list);
                    read.widths.extend(codes.map(|(code, width)| (code, number(width))));
                    rest = after;
                } else {
                    let [width, after @ ..] = after else { break };
                    read.widths.extend((first..=number(next) as u32).map(|it| (it, number(width))));
                    rest = after;
                }
            }
        } else {
            if kind == b"Type3" {
                let matrix = font.get_deref(b"FontMatrix", doc).and_then(Object::as_array).unwrap();
                read.scale = number(&matrix[0]).abs();
            }
            let first = font.get_deref(b"FirstChar", doc).map_or(0.0, number) as u32;
            if let Ok(widths) = font.get_deref(b"Widths", doc).and_then(Object::as_array) {
                read.widths.extend((first..).zip(widths.iter().map(number)));
            }
        }
        read
    }
}

/// What a `/ToUnicode` map says about each code.
fn to_unicode(map: &[u8]) -> HashMap<u32, String> {
    let mut found = HashMap::new();
    let text = String::from_utf8_lossy(map);
    for (kind, size) in [("char", 2), ("range", 3)] {
        for part in text.split(&format!("beginbf{kind}")).skip(1) {
            let part = part.split("endbf").next().unwrap();
            // Strings in hexadecimal, an array counting as many.
            let mut items: Vec<Vec<Vec<u8>>> = vec![];
            let mut array = None::<Vec<Vec<u8>>>;
            let mut rest = part;
            while let Some(at) = rest.find(['<', '[', ']']) {
                let sign = rest.as_bytes()[at];
                rest = &rest[at + 1..];
                if sign == b'[' {
                    array = Some(vec![]);
                } else if sign == b']' {
                    items.extend(array.take());
                } else {
                    let (hex, after) = rest.split_once('>').unwrap();
                    rest = after;
                    let digits: Vec<u8> = hex
                        .bytes()
                        .filter_map(|c| (c as char).to_digit(16))
                        .map(|d| d as u8)
                        .collect();
                    let bytes = digits.chunks(2).map(|two| two[0] << 4 | two.get(1).unwrap_or(&0));
                    match &mut array {
                        Some(array) => array.push(bytes.collect()),
                        None => items.push(vec![bytes.collect()]),
                    }
                }
            }
            let code = |bytes: &[u8]| bytes.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
            for entry in items.chunks_exact(size) {
                let first = code(&entry[0][0]);
                if kind == "char" {
                    found.insert(first, utf16(&entry[1][0]));
                    continue;
                }
                for (step, at) in (first..=code(&entry[1][0])).enumerate() {
                    let text = if let Some(text) = entry[2].get(step)
                        && entry[2].len() > 1
                    {
                        utf16(text)
                    } else {
                        // The last unit counts up.
                        let mut bytes = entry[2][0].clone();
                        let last = bytes.len() - 2;
                        let low = u16::from_be_bytes([bytes[last], bytes[last + 1]]) + step as u16;
                        bytes[last..].copy_from_slice(&low.to_be_bytes());
                        utf16(&bytes)
                    };
                    found.insert(at, text);
                }
            }
        }
    }
    found
}

/// The graphics state, as far as text depends on it.
#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<(Vec<u8>, f64)>,
    spacing: f64,
    word_spacing: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    text: Matrix,
    line: Matrix,
}

impl Default for State {
    fn default() -> Self {
        Self {
            ctm: IDENTITY,
            font: None,
            spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            text: IDENTITY,
            line: IDENTITY,
        }
    }
}

/// An open marked content.
struct Mark {
    mcid: Option<i64>,
    reversed: Option<usize>,
    /// What it says in place of its glyphs, and the first unit in it.
    actual: Option<(String, usize)>,
}

struct Painter<'a> {
    doc: &'a Document,
    fonts: HashMap<*const Dictionary, Font>,
    page: usize,
    units: Vec<Unit>,
    at: HashMap<i64, Vec<usize>>,
    marks: Vec<Mark>,
    reversals: usize,
}

impl<'a> Painter<'a> {
    fn new(doc: &'a Document) -> Self {
        Self {
            doc,
            fonts: HashMap::new(),
            page: 0,
            units: vec![],
            at: HashMap::new(),
            marks: vec![],
            reversals: 0,
        }
    }

    fn run(&mut self, content: &[u8], resources: &'a Dictionary, mut now: State) {
        let mut saved = vec![];
        for Operation { operator, operands } in Content::decode(content).unwrap().operations {
            let number = |at: usize| f64::from(operands[at].as_float().unwrap());
            match operator.as_str() {
                "q" => saved.push(now.clone()),
                "Q" => now = saved.pop().expect("as many states are saved as restored"),
                "cm" => now.ctm = times(matrix(&operands), now.ctm),
                "BT" => (now.text, now.line) = (IDENTITY, IDENTITY),
                "Tf" => now.font = Some((operands[0].as_name().unwrap().to_vec(), number(1))),
                "Tc" => now.spacing = number(0),
                "Tw" => now.word_spacing = number(0),
                "Tz" => now.stretch = number(0) / 100.0,
                "TL" => now.leading = number(0),
                "Ts" => now.rise = number(0),
                "Tm" => (now.text, now.line) = (matrix(&operands), matrix(&operands)),
                "Td" | "TD" => {
                    if operator == "TD" {
                        now.leading = -number(1);
                    }
                    next_line(&mut now, number(0), number(1));
                }
                "T*" => {
                    let down = -now.leading;
                    next_line(&mut now, 0.0, down);
                }
                "Tj" => self.show(&operands[0], resources, &mut now),
                "'" | "\"" => {
                    let down = -now.leading;
                    next_line(&mut now, 0.0, down);
                    self.show(operands.last().unwrap(), resources, &mut now);
                }
                "TJ" => {
                    for part in operands[0].as_array().unwrap() {
                        if let Ok(back) = part.as_float() {
                            let size = now.font.as_ref().unwrap().1;
                            let along = -f64::from(back) / 1000.0 * size * now.stretch;
                            now.text = times([1.0, 0.0, 0.0, 1.0, along, 0.0], now.text);
                        } else {
                            self.show(part, resources, &mut now);
                        }
                    }
                }
                "BMC" | "BDC" => self.mark(&operands, resources),
                "EMC" => self.end_mark(),
                "Do" => self.form(operands[0].as_name().unwrap(), resources, &now),
                _ => {}
            }
        }
    }

    fn form(&mut self, name: &[u8], resources: &'a Dictionary, now: &State) {
        let objects = resources.get_deref(b"XObject", self.doc).and_then(Object::as_dict).unwrap();
        let form: &Stream = objects.get_deref(name, self.doc).and_then(Object::as_stream).unwrap();
        if form.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
            return;
        }
        let mut inner = now.clone();
        if let Ok(matrix_of) = form.dict.get_deref(b"Matrix", self.doc).and_then(Object::as_array) {
            inner.ctm = times(matrix(matrix_of), inner.ctm);
        }
        let own = form.dict.get_deref(b"Resources", self.doc).and_then(Object::as_dict);
        self.run(&form.get_plain_content().unwrap(), own.unwrap_or(resources), inner);
    }

    fn mark(&mut self, operands: &[Object], resources: &'a Dictionary) {
        let tag = operands[0].as_name().unwrap();
        let properties = match operands.get(1) {
            Some(Object::Dictionary(inline)) => Some(inline),
            Some(Object::Name(name)) => {
                let all = resources.get_deref(b"Properties", self.doc).and_then(Object::as_dict);
                all.and_then(|all| all.get_deref(name, self.doc)).and_then(Object::as_dict).ok()
            }
            _ => None,
        };
        let get = |key: &[u8]| properties.and_then(|it| it.get_deref(key, self.doc).ok());
        let actual = get(b"ActualText").map(|text| text_string(text.as_str().unwrap()));
        if tag == b"ReversedChars" {
            self.reversals += 1;
        }
        self.marks.push(Mark {
            mcid: get(b"MCID").map(|id| id.as_i64().unwrap()),
            reversed: (tag == b"ReversedChars").then_some(self.reversals),
            actual: actual.map(|text| (text, self.units.len())),
        });
    }

    fn end_mark(&mut self) {
        let mark = self.marks.pop().expect("as many marks end as begin");
        let Some((text, first)) = mark.actual else { return };
        if first == self.units.len() {
            return;
        }
        // One unit takes the place of all.
        let all: Vec<Unit> = self.units.drain(first..).collect();
        let count = all.len() as f64;
        let unit = Unit {
            text,
            glyphs: all.iter().flat_map(|unit| unit.glyphs.clone()).collect(),
            x: all.iter().map(|unit| unit.x).sum::<f64>() / count,
            y: all[0].y,
            ..all.into_iter().next().unwrap()
        };
        if let Some(places) = unit.marked.and_then(|mcid| self.at.get_mut(&mcid)) {
            places.retain(|place| *place <= first);
        }
        self.units.push(unit);
    }

    fn show(&mut self, string: &Object, resources: &'a Dictionary, now: &mut State) {
        let (name, size) = now.font.clone().expect("a font is set");
        let fonts = resources.get_deref(b"Font", self.doc).and_then(Object::as_dict).unwrap();
        let font = fonts.get_deref(&name, self.doc).and_then(Object::as_dict).unwrap();
        let doc = self.doc;
        let font = self.fonts.entry(font).or_insert_with(|| Font::load(doc, font));
        let marked = self.marks.iter().rev().find_map(|mark| mark.mcid);
        let reversed = self.marks.iter().rev().find_map(|mark| mark.reversed);
        for code in string.as_str().unwrap().chunks(font.bytes) {
            let code = code.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
            let width = font.widths.get(&code).copied().unwrap_or(font.default) * font.scale * size;
            let place = times([1.0, 0.0, 0.0, 1.0, width / 2.0, now.rise], now.text);
            let place = times(place, now.ctm);
            if let Some(mcid) = marked {
                self.at.entry(mcid).or_default().push(self.units.len());
            }
            let text = font.text.get(&code).cloned().unwrap_or_else(|| "\u{fffd}".to_string());
            self.units.push(Unit {
                glyphs: vec![(place[4], text.clone())],
                text,
                page: self.page,
                x: place[4],
                y: place[5],
                size: size * (place[2].hypot(place[3])),
                marked,
                reversed,
            });
            let space = if font.bytes == 1 && code == 32 { now.word_spacing } else { 0.0 };
            let along = (width + now.spacing + space) * now.stretch;
            now.text = times([1.0, 0.0, 0.0, 1.0, along, 0.0], now.text);
        }
    }
}

fn next_line(now: &mut State, x: f64, y: f64) {
    now.line = times([1.0, 0.0, 0.0, 1.0, x, y], now.line);
    now.text = now.line;
}

/// Walks the structure tree.
struct Teller<'a> {
    doc: &'a Document,
    contents: HashMap<(ObjectId, i64), Vec<usize>>,
    units: &'a [Unit],
    blocks: Vec<Block>,
    open: Option<Block>,
    cells: Vec<TableCell>,
    /// How many tables there are yet, and rows of the last one.
    tables: usize,
    rows: usize,
}

impl<'a> Teller<'a> {
    fn close(&mut self) {
        if let Some(block) = self.open.take().filter(|block| !block.text.is_empty()) {
            self.blocks.push(block);
        }
    }

    fn children(&mut self, element: &'a Dictionary, page: Option<ObjectId>) {
        match element.get_deref(b"K", self.doc) {
            Ok(Object::Array(children)) => {
                children.iter().for_each(|child| self.child(child, page));
            }
            Ok(child) => self.child(child, page),
            Err(_) => {}
        }
    }

    fn child(&mut self, child: &'a Object, page: Option<ObjectId>) {
        let child = self.doc.dereference(child).unwrap().1;
        if let Ok(mcid) = child.as_i64() {
            return self.content(page.expect("content is on a page"), mcid);
        }
        let child = child.as_dict().unwrap();
        let page = child.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        match child.get(b"Type").and_then(Object::as_name) {
            Ok(b"MCR") => {
                assert!(!child.has(b"Stm"), "marked content of forms is not read here");
                let mcid = child.get(b"MCID").and_then(Object::as_i64).unwrap();
                self.content(page.expect("content is on a page"), mcid);
            }
            Ok(b"OBJR") => {}
            _ => self.element(child, page),
        }
    }

    fn element(&mut self, element: &'a Dictionary, page: Option<ObjectId>) {
        let tag = tag(element);
        let inline = INLINE.contains(&tag.as_str());
        if !inline {
            self.close();
        }
        match tag.as_str() {
            "Table" => (self.tables, self.rows) = (self.tables + 1, 0),
            "TR" => self.rows += 1,
            _ => {}
        }
        let before = self.blocks.len();
        let said = |key| element.get_deref(key, self.doc).and_then(Object::as_str).map(text_string);
        if let Ok(text) = said(b"ActualText".as_slice()) {
            self.say(&text);
        } else {
            if let Ok(text) = said(b"Alt".as_slice())
                && tag == "Figure"
            {
                self.say(&text);
            }
            self.children(element, page);
        }
        if !inline {
            self.close();
        }
        if tag == "TH" || tag == "TD" {
            let texts = self.blocks[before..].iter().map(|block| block.text.as_str());
            let text = texts.collect::<Vec<_>>().join(" ");
            let (table, row) = (self.tables - 1, self.rows - 1);
            self.cells.push(TableCell { table, row, heads: tag == "TH", text });
        }
    }

    fn say(&mut self, text: &str) -> &mut Block {
        let block = self.open.get_or_insert(Block { text: String::new(), units: vec![] });
        block.text.push_str(text);
        block
    }

    /// The words of a marked content: glyphs in the order of the content, which inside
    /// `/ReversedChars` is the reverse of reading (PDF 1.7, 14.8.2.3.3).
    fn content(&mut self, page: ObjectId, mcid: i64) {
        let mut order = self.contents.get(&(page, mcid)).cloned().unwrap_or_default();
        let units = self.units;
        for run in order.chunk_by_mut(|a, b| units[*a].reversed == units[*b].reversed) {
            if units[run[0]].reversed.is_some() {
                run.reverse();
            }
        }
        let text: String = order.iter().map(|at| units[*at].text.as_str()).collect();
        self.say(&text).units.extend(order);
    }
}

fn tag(element: &Dictionary) -> String {
    let name = element.get(b"S").and_then(Object::as_name).unwrap_or(b"");
    String::from_utf8_lossy(name).into_owned()
}

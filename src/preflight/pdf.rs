//! Reading objects without trusting them: whatever is missing, cyclic or of the wrong type is
//! simply not there, and what would take too much memory is refused.

use std::cell::Cell;

use lopdf::{Dictionary, Document, Error, LoadOptions, Object, ObjectId, Stream};

use crate::limits::{Grouped, PDF_DEPTH, PDF_STREAM, PDF_STREAMS};

/// Rows of a predictor may not have more columns or colours than this.
const MAX_COLUMNS: i64 = 100_000;
const MAX_COLORS: i64 = 64;

/// Why a file cannot be examined.
#[derive(Debug)]
pub enum LoadError {
    /// It is no PDF, or too damaged; the cause.
    Unreadable(String),
    /// It opens only with a password.
    Locked,
    /// It holds more than is taken; what.
    TooMuch(String),
}

/// A document with a budget for what its streams may grow to.
pub struct Pdf {
    /// The document.
    pub doc: Document,
    /// Whether it is encrypted, though it opens without a password.
    pub encrypted: bool,
    left: Cell<usize>,
}

impl Pdf {
    /// Reads a file.
    pub fn load(bytes: &[u8], objects: u32) -> Result<Self, LoadError> {
        let has = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
        if !has(b"%PDF-") {
            return Err(LoadError::Unreadable("it has no PDF header".into()));
        }
        let names = ParserHazards::scan(bytes);
        if names.absurd {
            return Err(LoadError::Unreadable("it asks for absurd amounts of memory".into()));
        }
        let most = objects as usize;
        let too_many = |count: usize| {
            let (count, most) = (Grouped(count as u64), Grouped(most as u64));
            LoadError::TooMuch(format!(
                "it has {count} objects; {most} are read, or more with `--max-objects`"
            ))
        };
        if names.objects > most {
            return Err(too_many(names.objects));
        }
        if names.depth > PDF_DEPTH {
            return Err(LoadError::TooMuch(format!(
                "its objects stand {} deep in each other; {} levels are read",
                Grouped(names.depth as u64),
                Grouped(PDF_DEPTH as u64)
            )));
        }
        // Objects may hide in streams that are all read at once. Honest ones grow some tenfold.
        let all = (8 << 20) + bytes.len().saturating_mul(20);
        let each = (all / names.object_streams.max(1)).min(PDF_STREAM);
        let options = LoadOptions::with_max_decompressed_size(each);
        match Document::load_mem_with_options(bytes, options) {
            Ok(doc) if doc.is_encrypted() => Err(LoadError::Locked),
            Ok(doc) if doc.objects.len() > most => Err(too_many(doc.objects.len())),
            Ok(doc) => {
                let encrypted = doc.was_encrypted() || doc.encryption_state.is_some();
                Ok(Self { doc, encrypted, left: Cell::new(PDF_STREAMS) })
            }
            Err(Error::InvalidPassword | Error::Decryption(_)) => Err(LoadError::Locked),
            Err(error) => Err(LoadError::Unreadable(error.to_string())),
        }
    }

    /// What an object stands for, through references; null when there is nothing.
    pub fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.doc.dereference(object).map_or(&Object::Null, |(_, object)| object)
    }

    /// The last reference on the way to an object.
    pub fn id(&self, object: &Object) -> Option<ObjectId> {
        self.doc.dereference(object).ok()?.0
    }

    /// A value of a dictionary, through references. Null is as good as nothing.
    pub fn get<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a Object> {
        let object = self.resolve(dict.get(key.as_bytes()).ok()?);
        (!object.is_null()).then_some(object)
    }

    /// The catalog; empty when there is none.
    pub fn catalog(&self) -> Option<&Dictionary> {
        self.dict(&self.doc.trailer, "Root")
    }

    /// The document information dictionary.
    pub fn info(&self) -> Option<&Dictionary> {
        self.dict(&self.doc.trailer, "Info")
    }

    /// A dictionary, or that of a stream.
    pub fn dict<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
        as_dict(self.get(dict, key)?)
    }

    /// An object as a dictionary, or that of a stream.
    pub fn as_dict<'a>(&'a self, object: &'a Object) -> Option<&'a Dictionary> {
        as_dict(self.resolve(object))
    }

    /// An array; none when it is something else.
    pub fn array<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a [Object]> {
        self.get(dict, key)?.as_array().ok().map(Vec::as_slice)
    }

    /// The elements of an array, or the one thing that stands in its place.
    pub fn list<'a>(&'a self, dict: &'a Dictionary, key: &str) -> &'a [Object] {
        match dict.get(key.as_bytes()) {
            Err(_) => &[],
            Ok(object) => match self.resolve(object) {
                Object::Array(list) => list,
                Object::Null => &[],
                _ => std::slice::from_ref(object),
            },
        }
    }

    /// A name.
    pub fn name<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a str> {
        as_name(self.get(dict, key)?)
    }

    /// A number that is not absurd.
    pub fn number(&self, dict: &Dictionary, key: &str) -> Option<f64> {
        as_number(self.get(dict, key)?)
    }

    /// A whole number.
    pub fn integer(&self, dict: &Dictionary, key: &str) -> Option<i64> {
        self.get(dict, key)?.as_i64().ok()
    }

    /// A text string (ISO 32000, 7.9.2.2).
    pub fn text(&self, dict: &Dictionary, key: &str) -> Option<String> {
        lopdf::decode_text_string(self.get(dict, key)?).ok()
    }

    /// Numbers of an array.
    pub fn numbers(&self, object: &Object) -> Vec<f64> {
        let list = self.resolve(object).as_array().map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(|object| as_number(self.resolve(object))).collect()
    }

    /// The names of a stream's filters, in the order in which they are undone.
    pub fn filters(&self, dict: &Dictionary) -> Vec<String> {
        let key = if dict.has(b"Filter") { "Filter" } else { "F" };
        let names = self.list(dict, key).iter().map(|object| self.resolve(object));
        names.filter_map(|object| as_name(object).map(str::to_string)).collect()
    }

    /// Takes bytes from what all streams together may grow to. Says whether there were enough.
    pub fn spend(&self, bytes: usize) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(bytes));
        bytes <= left
    }

    /// A stream's data without its filters; none when that fails or takes too much.
    pub fn decode(&self, stream: &Stream) -> Option<Vec<u8>> {
        let filters = self.filters(&stream.dict);
        let left = self.left.get().min(PDF_STREAM);
        let data = if filters.is_empty() {
            (stream.content.len() <= left).then(|| stream.content.clone())?
        } else {
            let mut dict = Dictionary::new();
            // The decoder takes one direct dictionary of parameters.
            let parameters = self.list(&stream.dict, "DecodeParms").iter();
            if let Some(parameters) = parameters.filter_map(|one| self.as_dict(one)).next_back() {
                let limits = [("Columns", MAX_COLUMNS), ("Colors", MAX_COLORS)];
                for (key, limit) in limits.into_iter().chain([("BitsPerComponent", 32)]) {
                    if self.integer(parameters, key).is_some_and(|value| value > limit) {
                        return None;
                    }
                }
                let mut direct = Dictionary::new();
                for (key, value) in parameters.iter() {
                    direct.set(key.clone(), self.resolve(value).clone());
                }
                dict.set("DecodeParms", direct);
            }
            let names: Vec<Object> =
                filters.iter().map(|name| Object::Name(name.as_bytes().to_vec())).collect();
            dict.set("Filter", names);
            let plain = Stream {
                dict,
                content: stream.content.clone(),
                allows_compression: false,
                start_position: None,
            };
            plain.decompressed_content_with_limit(left).ok()?
        };
        self.spend(data.len());
        Some(data)
    }
}

fn as_dict(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// A name that is text.
pub fn as_name(object: &Object) -> Option<&str> {
    std::str::from_utf8(object.as_name().ok()?).ok()
}

/// A number of a size that can be measured on paper, or at least not far beyond.
pub fn as_number(object: &Object) -> Option<f64> {
    let number = match object {
        #[expect(clippy::cast_precision_loss, reason = "numbers this large are cut off below")]
        Object::Integer(number) => *number as f64,
        Object::Real(number) => f64::from(*number),
        _ => return None,
    };
    number.is_finite().then(|| number.clamp(-1e9, 1e9))
}

/// What the dictionaries of a file say that the parser believes before anyone else can look.
#[derive(Default)]
struct ParserHazards {
    /// Rows or fields so large that undoing a filter would take all memory.
    absurd: bool,
    /// Streams of objects.
    object_streams: usize,
    /// Objects, those in streams too as far as these say how many they hold.
    objects: usize,
    /// How deep arrays and dictionaries seem to stand in each other.
    depth: usize,
}

impl ParserHazards {
    fn scan(bytes: &[u8]) -> Self {
        let mut names = ParserHazards { depth: depth(bytes), ..ParserHazards::default() };
        let mut held = 0_usize;
        for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/') {
            let (name, rest) = name_at(&bytes[at + 1..]);
            match name.as_slice() {
                b"ObjStm" => names.object_streams += 1,
                b"N" => held = held.saturating_add(whole(rest)),
                b"Columns" => names.absurd |= exceeds(rest, 1, MAX_COLUMNS),
                b"Colors" => names.absurd |= exceeds(rest, 1, MAX_COLORS),
                b"BitsPerComponent" => names.absurd |= exceeds(rest, 1, 64),
                b"W" => {
                    let list = rest.trim_ascii_start().strip_prefix(b"[");
                    names.absurd |= list.is_some_and(|list| exceeds(list, 3, 1 << 20));
                }
                _ => {}
            }
        }
        let own = bytes.windows(4).filter(|four| *four == b" obj").count();
        // Number trees, functions and profiles have an `N` as well, which is small.
        names.objects = own.saturating_add(if names.object_streams > 0 { held } else { 0 });
        names
    }
}

/// How deep brackets stand in each other, from each object's beginning; streams are passed over. What
/// stands in strings counts too: that many brackets do not stand in one by chance.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut at) = (0_usize, 0, 0);
    // One without an end hides nothing from the parser; none after it has one either.
    let mut ends = true;
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at..];
        at += 1;
        match byte {
            b'[' => depth += 1,
            b'<' if rest.starts_with(b"<<") => (depth, at) = (depth + 1, at + 1),
            b']' => depth = depth.saturating_sub(1),
            b'>' if rest.starts_with(b">>") => (depth, at) = (depth.saturating_sub(1), at + 1),
            b'e' if rest.starts_with(b"endobj") => depth = 0,
            b's' if ends && rest.starts_with(b"stream") => {
                let end = rest.windows(9).position(|nine| nine == b"endstream");
                (depth, at, ends) = (0, at + end.map_or(0, |end| end + 8), end.is_some());
            }
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The number that stands next; zero where there is none.
fn whole(bytes: &[u8]) -> usize {
    let head = bytes[..bytes.len().min(30)].trim_ascii_start();
    let end = head.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(head.len());
    std::str::from_utf8(&head[..end]).ok().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// Whether one of the next numbers is larger than a limit.
fn exceeds(bytes: &[u8], count: usize, limit: i64) -> bool {
    let head = bytes[..bytes.len().min(100)].trim_ascii_start();
    let head = head.strip_prefix(b"+").unwrap_or(head);
    let digits = head.split(|byte| byte.is_ascii_whitespace()).take(count);
    let mut runs = digits.map(|word| {
        let end = word.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(word.len());
        std::str::from_utf8(&word[..end]).unwrap_or_default()
    });
    runs.any(|run| !run.is_empty() && run.parse::<i64>().map_or(true, |value| value > limit))
}

/// The name that starts here, without its escapes, and what follows.
fn name_at(bytes: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut name = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).filter(|_| name.len() < 20) {
        match byte {
            b'#' => {
                let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
                match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    Some(byte) => name.push(byte),
                    None => break,
                }
                at += 3;
            }
            byte if byte.is_ascii_alphanumeric() => {
                name.push(*byte);
                at += 1;
            }
            _ => break,
        }
    }
    (name, &bytes[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absurd_predictors_are_refused_before_they_are_read() {
        let absurd = |bytes: &[u8]| ParserHazards::scan(bytes).absurd;
        assert!(absurd(b"<</Columns 99999999999>>"));
        assert!(absurd(b"<</Col#75mns 99999999999>>"));
        assert!(absurd(b"<</W [1 99999999999999999999999 1]>>"));
        assert!(!absurd(b"<</Columns 5/W [1 3 1]/Colors 4/BitsPerComponent 8>>"));
        assert!(!absurd(b"<</Columns 5 0 R/Width 99999999999>>"));
        assert_eq!(ParserHazards::scan(b"/Type/ObjStm /Type /Obj#53tm").object_streams, 2);
    }

    #[test]
    fn objects_and_levels_are_counted_before_they_are_read() {
        let packed = ParserHazards::scan(b"1 0 obj<</Type/ObjStm/N 7>>endobj 2 0 obj[1]endobj");
        assert_eq!((packed.objects, packed.depth), (9, 1));
        // A profile says how many colours it has.
        assert_eq!(ParserHazards::scan(b"1 0 obj<</N 4>>endobj").objects, 1);
        let deep = |levels: usize| {
            let (open, close) = ("[".repeat(levels), "]".repeat(levels));
            format!("%PDF-1.7\n1 0 obj{open}{close}endobj").into_bytes()
        };
        let refused = |pdf: &[u8], objects| match Pdf::load(pdf, objects) {
            Err(LoadError::TooMuch(what)) => what,
            _ => String::new(),
        };
        assert_eq!(refused(&deep(PDF_DEPTH), 1), "");
        assert!(refused(&deep(PDF_DEPTH + 1), 1).contains("1,001 deep in each other; 1,000"));
        assert_eq!(refused(b"%PDF-1.7\n1 0 obj[]endobj\n2 0 obj[]endobj", 2), "");
        let two = refused(b"%PDF-1.7\n1 0 obj[]endobj\n2 0 obj[]endobj", 1);
        assert!(two.contains("it has 2 objects; 1 are read"), "{two}");
    }

    #[test]
    fn what_is_no_pdf_is_refused_with_a_reason() {
        assert!(matches!(Pdf::load(b"hello", 9), Err(LoadError::Unreadable(_))));
        assert!(matches!(Pdf::load(b"%PDF-1.7\n", 9), Err(LoadError::Unreadable(_))));
    }
}

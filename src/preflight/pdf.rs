//! Reading objects without trusting them: whatever is missing, cyclic or of the wrong type is
//! simply not there, and what would take too much memory is refused.

use std::cell::Cell;

use lopdf::{Dictionary, Document, Error, LoadOptions, Object, ObjectId, Stream};

/// No stream may become larger than this, in bytes.
const MAX_STREAM: usize = 48 << 20;

/// All streams of a file together may not become larger than this, in bytes.
const MAX_TOTAL: usize = 512 << 20;

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
    pub fn load(bytes: &[u8]) -> Result<Self, LoadError> {
        let has = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
        if !has(b"%PDF-") {
            return Err(LoadError::Unreadable("it has no PDF header".into()));
        }
        let names = ParserHazards::scan(bytes);
        if names.absurd {
            return Err(LoadError::Unreadable("it asks for absurd amounts of memory".into()));
        }
        // Objects may hide in streams that are all read at once. Honest ones grow some tenfold.
        let all = (8 << 20) + bytes.len().saturating_mul(20);
        let each = (all / names.object_streams.max(1)).min(MAX_STREAM);
        let options = LoadOptions::with_max_decompressed_size(each);
        match Document::load_mem_with_options(bytes, options) {
            Ok(doc) if doc.is_encrypted() => Err(LoadError::Locked),
            Ok(doc) => {
                let encrypted = doc.was_encrypted() || doc.encryption_state.is_some();
                Ok(Self { doc, encrypted, left: Cell::new(MAX_TOTAL) })
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
        let left = self.left.get().min(MAX_STREAM);
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
}

impl ParserHazards {
    fn scan(bytes: &[u8]) -> Self {
        let mut names = ParserHazards::default();
        for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/') {
            let (name, rest) = name_at(&bytes[at + 1..]);
            match name.as_slice() {
                b"ObjStm" => names.object_streams += 1,
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
        names
    }
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
    fn what_is_no_pdf_is_refused_with_a_reason() {
        assert!(matches!(Pdf::load(b"hello"), Err(LoadError::Unreadable(_))));
        assert!(matches!(Pdf::load(b"%PDF-1.7\n"), Err(LoadError::Unreadable(_))));
    }
}

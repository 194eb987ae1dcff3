//! Reading objects without trusting them: whatever is missing, cyclic or of the wrong type is
//! simply not there, and what would take too much memory is refused.

use std::cell::Cell;

use lopdf::{Dictionary, Document, Error, Object, ObjectId, Stream};

use super::hazards::{MAX_COLORS, MAX_COLUMNS, ParserHazards};
use super::lost::{Lost, lost};
use super::unfold::{body, unfold};
use crate::limits::{Grouped, PDF_DEPTH, PDF_STREAM, PDF_STREAMS};

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
    /// Whether its cross-reference table could not be read, so that its objects were searched for.
    pub searched: bool,
    /// What the file lists and cannot be read.
    pub lost: Vec<Lost>,
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
        let body = body(bytes);
        match unfold(body, names.object_streams) {
            Ok(unfolded) if unfolded.document.is_encrypted() => Err(LoadError::Locked),
            Ok(unfolded) if unfolded.document.objects.len() > most => {
                Err(too_many(unfolded.document.objects.len()))
            }
            Ok(unfolded) => {
                let doc = &unfolded.document;
                let encrypted = doc.was_encrypted() || doc.encryption_state.is_some();
                let lost = if encrypted { Vec::new() } else { lost(&unfolded, body) };
                let searched = doc.xref_start == 0;
                let left = Cell::new(PDF_STREAMS);
                Ok(Self { doc: unfolded.document, encrypted, searched, lost, left })
            }
            Err(Error::InvalidPassword | Error::Decryption(_)) => Err(LoadError::Locked),
            Err(error) if !is_whole(bytes) => Err(LoadError::Unreadable(format!(
                "{error}; it has no end (`%%EOF`), and is perhaps a part of a file"
            ))),
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

/// Whether a file ends as one does. Some have a little more after it.
fn is_whole(bytes: &[u8]) -> bool {
    let end = &bytes[bytes.len().saturating_sub(1_024)..];
    end.windows(5).any(|window| window == b"%%EOF")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_is_refused_before_it_is_read() {
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

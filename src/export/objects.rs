//! The objects of a PDF as their bytes. A file is written with all but its streams in object streams (ISO
//! 32000-1, 7.5.7), which halves it: the tags of a document are thousands of small dictionaries that look
//! alike. Objects are found by the cross-reference table and copied as they stand; only those that are to
//! change are read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::Document;

/// So many objects stand in one object stream at most, for a reader that wants one unfolds all of them: no more
/// than PDF recommends. With these a page opens as fast as where each object stands for itself. Twice as many
/// make a file 1 to 2 % smaller, and its pages open more slowly; half as many make it up to 4 % larger.
const TOGETHER: usize = 200;

/// The filter of PNG that says of each byte how it differs from the one above: rows of a table that count
/// up become alike.
const UP: u8 = 2;

/// A PDF that has a cross-reference table, with all but its streams in object streams.
pub fn packed(bytes: &[u8]) -> Result<Vec<u8>, Misread> {
    Ok(Objects::of(bytes)?.packed())
}

/// A PDF with a cross-reference table, without updates: as Typst and lopdf write it.
pub struct Objects<'a> {
    /// What stands before the first object: the version, and bytes that say that the file is binary.
    head: &'a [u8],
    /// By number: what stands between `obj` and `endobj`.
    objects: BTreeMap<u32, Cow<'a, [u8]>>,
    /// The dictionary at the end, without its brackets and without `Size`.
    trailer: Vec<u8>,
}

/// A file that has not the form that [`Objects`] reads: a bug, for the program wrote it.
#[derive(Debug)]
pub struct Misread(String);

impl Misread {
    fn part(what: &str) -> Self {
        Self(format!("its {what} cannot be read"))
    }
}

impl std::fmt::Display for Misread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl From<lopdf::Error> for Misread {
    fn from(error: lopdf::Error) -> Self {
        Self(error.to_string())
    }
}

impl<'a> Objects<'a> {
    /// Finds the objects of a file.
    pub fn of(bytes: &'a [u8]) -> Result<Self, Misread> {
        let start = last(bytes, b"startxref").ok_or_else(|| Misread::part("end"))?;
        let (table, _) = number(&bytes[start + 9..]).ok_or_else(|| Misread::part("end"))?;
        let listed = bytes.get(table..start).ok_or_else(|| Misread::part("end"))?;
        let (mut offsets, trailer) =
            offsets(listed).ok_or_else(|| Misread::part("cross-reference table"))?;
        offsets.sort_unstable_by_key(|(_, offset)| *offset);
        let ends = offsets.iter().skip(1).map(|(_, offset)| *offset).chain([table]);
        let objects = offsets.iter().zip(ends).map(|(&(id, offset), end)| {
            let body = bytes.get(offset..end).and_then(|object| body(object, id));
            Ok((id, Cow::Borrowed(body.ok_or_else(|| Misread::part("objects"))?)))
        });
        let head = &bytes[..offsets.first().map_or(table, |(_, offset)| *offset)];
        Ok(Self {
            head,
            objects: objects.collect::<Result<_, Misread>>()?,
            trailer: without_size(trailer).ok_or_else(|| Misread::part("trailer"))?,
        })
    }

    /// Changes the objects that are picked by their bytes. Others cannot be seen then, and none can be
    /// added or removed.
    pub fn change(
        &mut self,
        wanted: impl Fn(&[u8]) -> bool,
        change: impl FnOnce(&mut Document) -> Result<(), lopdf::Error>,
    ) -> Result<(), Misread> {
        let mut picked = self.objects.clone();
        picked.retain(|_, object| wanted(object));
        if picked.is_empty() {
            return Ok(());
        }
        let (head, trailer) = (self.head, self.trailer.clone());
        let mut document = Document::load_mem(&Objects { head, objects: picked, trailer }.plain())?;
        change(&mut document)?;
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).map_err(lopdf::Error::from)?;
        for (id, object) in Objects::of(&bytes)?.objects {
            self.objects.insert(id, Cow::Owned(object.into_owned()));
        }
        Ok(())
    }

    /// The file with each object for itself.
    pub fn plain(&self) -> Vec<u8> {
        let mut file = File::of(self.head);
        for (&id, object) in &self.objects {
            file.object(id, object);
        }
        let table = file.bytes.len();
        let size = self.size();
        let mut bytes = file.bytes;
        bytes.extend_from_slice(b"xref\n0 1\n0000000000 65535 f \n");
        for (id, offset) in file.offsets {
            bytes.extend(format!("{id} 1\n{offset:010} 00000 n \n").bytes());
        }
        bytes.extend(format!("trailer\n<</Size {size}").bytes());
        bytes.extend_from_slice(&self.trailer);
        bytes.extend(format!(">>\nstartxref\n{table}\n%%EOF\n").bytes());
        bytes
    }

    /// The file with all but its streams in object streams, and a cross-reference stream (ISO 32000-1,
    /// 7.5.8).
    pub fn packed(&self) -> Vec<u8> {
        let is_stream = |object: &[u8]| object.ends_with(b"endstream");
        let mut file = File::of(self.head);
        for (&id, object) in self.objects.iter().filter(|(_, object)| is_stream(object)) {
            file.object(id, object);
        }
        let mut next = self.size();
        let mut places: BTreeMap<u32, ObjectPlace> = BTreeMap::new();
        let small: Vec<_> = self.objects.iter().filter(|(_, it)| !is_stream(it)).collect();
        for together in small.chunks(TOGETHER) {
            let (mut index, mut objects) = (String::new(), Vec::new());
            for (within, (id, object)) in together.iter().enumerate() {
                index += &format!("{id} {} ", objects.len());
                objects.extend_from_slice(object);
                objects.push(b'\n');
                places.insert(**id, ObjectPlace::Within { stream: next, index: within });
            }
            let first = index.len();
            let dict = format!("/Type/ObjStm/N {}/First {first}", together.len());
            file.object(next, &stream(&dict, &[index.as_bytes(), &objects].concat()));
            next += 1;
        }
        let table = file.bytes.len();
        places.insert(next, ObjectPlace::At(table));
        places.extend(file.offsets.iter().map(|(id, offset)| (*id, ObjectPlace::At(*offset))));
        let width = usize::max(table, next as usize).checked_ilog2().unwrap_or(0) as usize / 8 + 1;
        let mut entries = Vec::new();
        let mut above = vec![0; 2 + width];
        for id in 0..=next {
            let (kind, place, index) = match places.get(&id) {
                None => (0, 0, 0),
                Some(ObjectPlace::At(offset)) => (1, *offset, 0),
                Some(ObjectPlace::Within { stream, index }) => (2, *stream as usize, *index),
            };
            let mut row = vec![kind];
            row.extend_from_slice(&place.to_be_bytes()[size_of::<usize>() - width..]);
            row.push(u8::try_from(index).expect("there are fewer in a stream"));
            entries.push(UP);
            entries.extend(row.iter().zip(&above).map(|(byte, above)| byte.wrapping_sub(*above)));
            above = row;
        }
        let mut dict = format!(
            "/Type/XRef/W[1 {width} 1]/Size {}/DecodeParms<</Columns {}/Predictor 12>>",
            next + 1,
            2 + width
        )
        .into_bytes();
        dict.extend_from_slice(&self.trailer);
        file.object(next, &stream(&dict, &entries));
        file.bytes.extend(format!("startxref\n{table}\n%%EOF\n").bytes());
        file.bytes
    }

    /// One more than the highest number.
    fn size(&self) -> u32 {
        self.objects.last_key_value().map_or(1, |(id, _)| id + 1)
    }
}

/// Where an object is.
enum ObjectPlace {
    /// At an offset.
    At(usize),
    /// In an object stream.
    Within { stream: u32, index: usize },
}

/// A file while it is written.
struct File {
    bytes: Vec<u8>,
    offsets: Offsets,
}

impl File {
    fn of(head: &[u8]) -> Self {
        Self { bytes: head.to_vec(), offsets: Vec::new() }
    }

    fn object(&mut self, id: u32, body: &[u8]) {
        self.offsets.push((id, self.bytes.len()));
        self.bytes.extend(format!("{id} 0 obj\n").bytes());
        self.bytes.extend_from_slice(body);
        self.bytes.extend_from_slice(b"\nendobj\n");
    }
}

/// A stream with these keys, deflated.
fn stream(dict: impl AsRef<[u8]>, content: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(content).expect("a vector takes it");
    let packed = packed.finish().expect("a vector takes it");
    let length = packed.len();
    let mut bytes = b"<<".to_vec();
    bytes.extend_from_slice(dict.as_ref());
    bytes.extend(format!("/Filter/FlateDecode/Length {length}>>\nstream\n").bytes());
    bytes.extend_from_slice(&packed);
    bytes.extend_from_slice(b"\nendstream");
    bytes
}

/// Numbers of objects, and where each begins.
type Offsets = Vec<(u32, usize)>;

/// The objects of a table that are in use, and what stands after it.
fn offsets(table: &[u8]) -> Option<(Offsets, &[u8])> {
    let mut rest = table.strip_prefix(b"xref")?.trim_ascii_start();
    let mut found = Vec::new();
    while rest.first()?.is_ascii_digit() {
        let (first, after) = number(rest)?;
        let (count, after) = number(after)?;
        rest = after.trim_ascii_start();
        for id in first..first.checked_add(count)? {
            let (entry, after) = rest.split_at_checked(18)?;
            rest = after.trim_ascii_start();
            if entry[17] == b'n' {
                found.push((u32::try_from(id).ok()?, number(entry)?.0));
            }
        }
    }
    Some((found, rest))
}

/// The bytes of the object with this number.
fn body(object: &[u8], id: u32) -> Option<&[u8]> {
    let (own, rest) = number(object)?;
    let (generation, rest) = number(rest)?;
    let rest = rest.trim_ascii_start().strip_prefix(b"obj")?;
    let body = rest.trim_ascii_end().strip_suffix(b"endobj")?;
    (own == id as usize && generation == 0).then(|| body.trim_ascii())
}

/// The inside of a trailer, without the key that says how many objects there are.
fn without_size(trailer: &[u8]) -> Option<Vec<u8>> {
    const KEY: &[u8] = b"/Size ";
    let dict = trailer.strip_prefix(b"trailer")?.trim_ascii();
    let dict = dict.strip_prefix(b"<<")?.strip_suffix(b">>")?;
    let at = dict.windows(KEY.len()).position(|part| part == KEY)?;
    let (_, after) = number(&dict[at + KEY.len()..])?;
    Some([&dict[..at], after].concat())
}

/// The number that stands next, and what comes after it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let bytes = bytes.trim_ascii_start();
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len());
    let (digits, rest) = bytes.split_at(end);
    Some((std::str::from_utf8(digits).ok()?.parse().ok()?, rest))
}

/// Whether some bytes stand in others.
pub fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Where some bytes stand for the last time.
fn last(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).rposition(|window| window == part)
}

#[cfg(test)]
mod tests {
    use lopdf::xref::XrefType;
    use lopdf::{Dictionary, Object, Stream, StringFormat, dictionary};

    use super::*;

    /// A document of `count` small objects, a stream and a catalog, as lopdf writes it.
    fn written(count: i64) -> Vec<u8> {
        let mut document = Document::with_version("1.7");
        document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
        for number in 0..count {
            document.add_object(dictionary! {
                "Number" => number,
                "Says" => Object::String(b">> endobj\\) (xref".to_vec(), StringFormat::Literal),
            });
        }
        document.add_object(Stream::new(Dictionary::new(), b"endobj 9 0 obj endstream ".to_vec()));
        let root = document.add_object(dictionary! { "Type" => "Catalog" });
        document.trailer.set("Root", root);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn without_containers(mut document: Document) -> Document {
        let container = |object: &Object| {
            object.as_stream().is_ok_and(|stream| {
                stream.dict.has_type(b"ObjStm") || stream.dict.has_type(b"XRef")
            })
        };
        document.objects.retain(|_, object| !container(object));
        document
    }

    #[test]
    fn a_packed_file_holds_the_same_objects() {
        for count in [0, 1, 199, 200, 201, 257, 1000] {
            let plain = written(count);
            let packed = packed(&plain).unwrap();
            let [before, after] =
                [&plain, &packed].map(|it| without_containers(Document::load_mem(it).unwrap()));
            assert_eq!(before.objects, after.objects, "{count}");
            assert_eq!(before.trailer.get(b"Root").unwrap(), after.trailer.get(b"Root").unwrap());
            assert_eq!(before.version, after.version);
            assert!(count < 99 || packed.len() * 2 < plain.len(), "{count}");
        }
    }

    #[test]
    fn nothing_but_what_is_picked_is_changed() {
        let plain = written(300);
        let mut objects = Objects::of(&plain).unwrap();
        objects
            .change(
                |object| has(object, b"/Number 2"),
                |document| {
                    for object in document.objects.values_mut() {
                        object.as_dict_mut()?.set("Number", -1);
                    }
                    Ok(())
                },
            )
            .unwrap();
        let [before, after] = [&plain, &objects.plain()].map(|it| Document::load_mem(it).unwrap());
        let mut changed = 0;
        for (id, object) in &before.objects {
            let number =
                |object: &Object| object.as_dict().ok()?.get(b"Number").ok()?.as_i64().ok();
            let other = &after.objects[id];
            match number(object) {
                Some(was) if was.to_string().starts_with('2') => {
                    assert_eq!(number(other), Some(-1), "{was}");
                    changed += 1;
                }
                _ => assert_eq!(object, other),
            }
        }
        assert_eq!((before.objects.len(), changed), (after.objects.len(), 111));
    }

    #[test]
    fn what_has_another_form_is_told() {
        let plain = written(3);
        let told = |bytes: &[u8]| packed(bytes).unwrap_err().to_string();
        assert_eq!(told(b"%PDF-1.7"), "its end cannot be read");
        assert_eq!(told(&packed(&plain).unwrap()), "its cross-reference table cannot be read");
        let at = last(&plain, b"0 obj").unwrap();
        let moved = [&plain[..at], b" ", &plain[at..]].concat();
        assert_ne!(told(&moved), "");
    }
}

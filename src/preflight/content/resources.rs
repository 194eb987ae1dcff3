//! Resources by name, read once.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, ObjectId};

use super::super::colour::ColourSpace;
use super::super::font::Font;
use super::super::pdf::Pdf;
use super::operators::exceeds;
use crate::limits::{PDF_CONTENT, PDF_OPERATORS};

/// No more operations than this are kept for the next time.
const MAX_KEPT: usize = 1_000_000;

/// Operations of a content stream, and whether the stream breaks off.
pub struct Operations {
    /// The operations.
    pub list: Vec<Operation>,
    /// What is wrong with the rest, if anything.
    pub gap: Option<&'static str>,
}

/// What was read before.
#[derive(Default)]
pub struct Cache {
    /// By their address in the document, which does not change.
    fonts: BTreeMap<usize, Rc<Font>>,
    /// By their address in the document.
    spaces: BTreeMap<usize, Rc<ColourSpace>>,
    streams: BTreeMap<ObjectId, Rc<Operations>>,
    kept: usize,
}

fn address<T>(thing: &T) -> usize {
    std::ptr::from_ref(thing) as usize
}

/// A resource by its kind and name, unresolved.
pub fn find<'a>(
    pdf: &'a Pdf,
    resources: Option<&'a Dictionary>,
    kind: &str,
    name: &str,
) -> Option<&'a Object> {
    pdf.dict(resources?, kind)?.get(name.as_bytes()).ok()
}

impl Cache {
    /// A font of the resources.
    pub fn font(&mut self, pdf: &Pdf, object: &Object) -> Option<Rc<Font>> {
        let dict = pdf.as_dict(object)?;
        let read = || Rc::new(Font::read(pdf, dict));
        Some(Rc::clone(self.fonts.entry(address(dict)).or_insert_with(read)))
    }

    /// A colour space, by its name in the resources or as it is.
    pub fn space(
        &mut self,
        pdf: &Pdf,
        object: &Object,
        resources: Option<&Dictionary>,
    ) -> Rc<ColourSpace> {
        let named = super::super::pdf::as_name(object)
            .and_then(|name| pdf.dict(resources?, "ColorSpace")?.get(name.as_bytes()).ok());
        let read = || Rc::new(ColourSpace::read(pdf, object, resources));
        match named.or_else(|| object.as_reference().is_ok().then_some(object)) {
            Some(kept) => {
                Rc::clone(self.spaces.entry(address(pdf.resolve(kept))).or_insert_with(read))
            }
            // Written where it is used: it is not there for long.
            None => read(),
        }
    }

    /// The operations of a content stream.
    pub fn stream(&mut self, pdf: &Pdf, id: ObjectId) -> Option<Rc<Operations>> {
        if let Some(operations) = self.streams.get(&id) {
            return Some(Rc::clone(operations));
        }
        let Object::Stream(stream) = pdf.doc.objects.get(&id)? else { return None };
        let operations = Rc::new(operations(pdf.decode(stream)));
        if self.kept + operations.list.len() <= MAX_KEPT {
            self.kept += operations.list.len();
            self.streams.insert(id, Rc::clone(&operations));
        }
        Some(operations)
    }
}

/// The operations of a page, whose content may be in several streams.
pub fn page_operations(pdf: &Pdf, page: &Dictionary) -> Operations {
    let mut data = Vec::new();
    for part in pdf.list(page, "Contents") {
        let Object::Stream(stream) = pdf.resolve(part) else { continue };
        match pdf.decode(stream) {
            Some(part) if data.len() + part.len() <= PDF_CONTENT => {
                data.extend(part);
                data.push(b'\n');
            }
            _ => return operations(None),
        }
    }
    operations(Some(data))
}

fn operations(data: Option<Vec<u8>>) -> Operations {
    let Some(data) = data.filter(|data| data.len() <= PDF_CONTENT) else {
        let gap = Some("its content is too large or cannot be decompressed");
        return Operations { list: Vec::new(), gap };
    };
    if exceeds(&data, PDF_OPERATORS) {
        let gap = Some("its content has more than 1,000,000 operators");
        return Operations { list: Vec::new(), gap };
    }
    if let Ok(content) = Content::decode_strict(&data) {
        return Operations { list: content.operations, gap: None };
    }
    let list = Content::decode(&data).map_or(Vec::new(), |content| content.operations);
    Operations { list, gap: Some("its content cannot be read to the end") }
}

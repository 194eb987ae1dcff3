//! Changing PDFs.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

/// A document as bytes.
pub fn saved(document: &mut Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// All dictionaries, with those of streams.
pub fn dictionaries(document: &mut Document) -> impl Iterator<Item = &mut Dictionary> {
    document.objects.values_mut().filter_map(|object| match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&mut stream.dict),
        _ => None,
    })
}

/// All dictionaries in which a key has a name as its value.
pub fn with<'d>(
    document: &'d mut Document,
    key: &'static str,
    name: &'static str,
) -> impl Iterator<Item = &'d mut Dictionary> {
    dictionaries(document).filter(move |dict| {
        dict.get(key.as_bytes()).and_then(Object::as_name).ok() == Some(name.as_bytes())
    })
}

/// Gives structure elements another role.
pub fn retag(document: &mut Document, from: &'static str, to: &str) {
    let mut count = 0;
    for element in with(document, "S", from) {
        element.set("S", Object::Name(to.into()));
        count += 1;
    }
    assert!(count > 0, "there is no {from}");
}

/// Removes a key wherever it stands in an object of its own.
pub fn remove_everywhere(document: &mut Document, key: &str) {
    let removed = dictionaries(document).filter_map(|dict| dict.remove(key.as_bytes())).count();
    assert!(removed > 0, "{key} is nowhere");
}

/// A dictionary by its object, through references.
pub fn dict(document: &mut Document, id: ObjectId) -> &mut Dictionary {
    match document.get_object_mut(id).unwrap() {
        Object::Dictionary(dict) => dict,
        Object::Stream(stream) => &mut stream.dict,
        other => panic!("{other:?} is no dictionary"),
    }
}

/// The catalog.
pub fn catalog(document: &mut Document) -> &mut Dictionary {
    document.catalog_mut().unwrap()
}

/// A page, from 1.
pub fn page(document: &mut Document, number: u32) -> &mut Dictionary {
    let id = document.get_pages()[&number];
    dict(document, id)
}

/// What a key of a dictionary refers to.
pub fn target(dict: &Dictionary, key: &str) -> ObjectId {
    dict.get(key.as_bytes()).unwrap().as_reference().unwrap()
}

/// The document information.
pub fn info(document: &mut Document) -> &mut Dictionary {
    let id = target(&document.trailer, "Info");
    dict(document, id)
}

/// Changes the XMP metadata as text.
pub fn xmp(document: &mut Document, change: impl Fn(&str) -> String) {
    let id = target(catalog(document), "Metadata");
    let stream = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
    let old = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
    let new = change(&old);
    assert_ne!(old, new, "nothing changed");
    stream.set_plain_content(new.into_bytes());
}

/// Changes the operations of a page's content, from 1.
pub fn operations(document: &mut Document, number: u32, change: impl Fn(&mut Vec<Operation>)) {
    let page = document.get_pages()[&number];
    let mut content = Content::decode(&document.get_page_content(page)).unwrap();
    change(&mut content.operations);
    let stream = Stream::new(Dictionary::new(), content.encode().unwrap());
    let id = document.add_object(stream);
    dict(document, page).set("Contents", id);
}

/// Paints more on the first page, after all else.
pub fn draw(document: &mut Document, content: &str) {
    let page = document.get_pages()[&1];
    let mut all = document.get_page_content(page);
    all.extend(format!("\n{content}\n").bytes());
    let id = document.add_object(Stream::new(Dictionary::new(), all));
    dict(document, page).set("Contents", id);
}

/// Takes the programs of all fonts out.
pub fn unembedded(document: &mut Document) {
    for descriptor in with(document, "Type", "FontDescriptor") {
        for key in ["FontFile", "FontFile2", "FontFile3"] {
            descriptor.remove(key.as_bytes());
        }
    }
}

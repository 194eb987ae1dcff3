//! Whether a page of a PDF is as it was written. Readers of PDF repair what they can and pass over the
//! rest: here all that the page is made of has to be there, unpack to its end, and be read whole.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::ZlibDecoder;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};
use usvg::{Options, Tree};

use super::blank::Ground;
use super::fault::{FaultWeight, PictureFault};
use super::jpeg_scan::scan_fault;
use super::pdf::{page_as_svg, pdf_pages};
use super::pdf_content::{ContentFault, ContentName, Named, content_operators};
use super::said::with_words;
use super::svg_seen::seen;
use crate::limits::{Grouped, IMAGE, Limits, UNPACKED, megapixels};

/// What of a page is not shown, and leads elsewhere.
const APART: [&[u8]; 9] = [
    b"Parent",
    b"Annots",
    b"StructParents",
    b"StructParent",
    b"B",
    b"Metadata",
    b"PieceInfo",
    b"Thumb",
    b"AA",
];

/// How many operators a page may come to, counting those of its parts as often as they are drawn.
const OPERATORS: u64 = 5_000_000;

const SAVE: &str = "save it again with the program that made it, or as SVG or PNG";

/// What is wrong with a page, from 1, of a PDF.
pub(super) fn pdf_fault(
    bytes: &[u8],
    page: usize,
    ground: Ground,
    limits: &Limits,
) -> Option<PictureFault> {
    // An update that is cut off leaves what was there before it.
    let end = bytes.windows(5).rposition(|five| five == b"%%EOF");
    if end.is_none_or(|end| bytes[end..].windows(4).any(|four| four == b" obj")) {
        return Some(PictureFault::damaged("it ends before it is whole"));
    }
    let options = LoadOptions {
        max_decompressed_size: usize::try_from(UNPACKED).ok(),
        ..LoadOptions::default()
    };
    let (document, words) = with_words(|| Document::load_mem_with_options(bytes, options));
    let document = match document {
        Ok(document) => document,
        Err(error) => return Some(PictureFault::damaged(error.to_string().trim_end_matches('.'))),
    };
    if let Some(words) = words.iter().find(|words| is_damage(words)) {
        return Some(PictureFault::damaged(plain(words)));
    }
    let pages: Vec<ObjectId> = document.page_iter().collect();
    if pdf_pages(bytes) != Some(pages.len()) {
        return Some(PictureFault::damaged("its pages cannot all be found"));
    }
    let id = *pages.get(page.checked_sub(1)?)?;
    let mut parts =
        PageParts { document: &document, limits, seen: BTreeSet::new(), counts: BTreeMap::new() };
    if let Err(fault) = parts.page(id) {
        return Some(fault);
    }
    let svg = match page_as_svg(bytes, page) {
        Ok(svg) => svg,
        Err(what) => {
            let help = "save it again with all its fonts and pictures in it, or as SVG or PNG";
            return Some(PictureFault::refused(what, help));
        }
    };
    let (tree, _) = with_words(|| Tree::from_data(&svg, &Options::default()));
    let (seen, _) = with_words(|| tree.map(|tree| seen(&tree)));
    let blank = seen.ok().and_then(|seen| seen.fault(ground));
    if blank.as_ref().is_some_and(|fault| fault.weight == FaultWeight::Refused) {
        let page = if pages.len() == 1 { "its page".into() } else { format!("its page {page}") };
        return Some(PictureFault::refused(format!("draws nothing: {page} is blank"), SAVE));
    }
    if blank.is_some() {
        return blank;
    }
    has_notes(&document, id).then(|| {
        PictureFault::told(
            "has notes or fields on its page, which are not shown",
            "print it to a new PDF, which makes them a part of the page, or leave it",
        )
    })
}

/// Whether words of the library are of damage, not of what it does not mind.
fn is_damage(words: &str) -> bool {
    !["Size entry", "Pattern colorspace", "inline image", "specifies a wrong number"]
        .iter()
        .any(|part| words.contains(part))
}

/// Words of the library that say where in the file something is, in ours.
fn plain(words: &str) -> &'static str {
    if words.contains("ross-reference") {
        "its list of parts does not lead to them"
    } else if words.contains("Stream Length") {
        "a part of it is longer or shorter than it says"
    } else {
        "a part of it cannot be read"
    }
}

/// Whether a page has anything drawn on it that is no part of it.
fn has_notes(document: &Document, page: ObjectId) -> bool {
    let Ok(page) = document.get_dictionary(page) else { return false };
    let Ok(notes) = page.get_deref(b"Annots", document).and_then(Object::as_array) else {
        return false;
    };
    let is_drawn = |note: &Object| {
        let note = document.dereference(note).ok().and_then(|(_, note)| note.as_dict().ok())?;
        let kind = note.get(b"Subtype").and_then(Object::as_name).ok()?;
        let flags = note.get(b"F").and_then(Object::as_i64).unwrap_or(0);
        // Links and windows of notes are for the screen; the second flag hides.
        Some(note.has(b"AP") && ![&b"Link"[..], b"Popup"].contains(&kind) && flags & 2 == 0)
    };
    notes.iter().any(|note| is_drawn(note).unwrap_or(false))
}

/// All that a page is made of.
struct PageParts<'a> {
    document: &'a Document,
    limits: &'a Limits,
    seen: BTreeSet<ObjectId>,
    /// How many operators a part comes to; `None` while it is gone through.
    counts: BTreeMap<ObjectId, Option<u64>>,
}

impl PageParts<'_> {
    fn page(&mut self, id: ObjectId) -> Result<(), PictureFault> {
        let page = self.document.get_dictionary(id).map_err(|_| absent())?;
        self.seen.insert(id);
        let mut pending: Vec<&Object> = page
            .iter()
            .filter(|(key, _)| !APART.contains(&key.as_slice()))
            .map(|(_, value)| value)
            .collect();
        let resources = inherited(self.document, page);
        pending.extend(resources);
        while let Some(object) = pending.pop() {
            let object = match object {
                Object::Reference(id) => {
                    if !self.seen.insert(*id) {
                        continue;
                    }
                    let object = self.document.objects.get(id).ok_or_else(absent)?;
                    if let Object::Stream(stream) = object {
                        self.stream(stream)?;
                    }
                    object
                }
                object => object,
            };
            match object {
                Object::Array(items) => pending.extend(items),
                Object::Dictionary(dict) | Object::Stream(Stream { dict, .. }) => {
                    let kept = dict.iter().filter(|(key, _)| !APART.contains(&key.as_slice()));
                    pending.extend(kept.map(|(_, value)| value));
                }
                Object::Reference(_) => pending.push(object),
                _ => {}
            }
        }
        let content = self.content(page)?;
        let resources = resources.and_then(|it| self.document.dereference(it).ok());
        let resources = resources.and_then(|(_, it)| it.as_dict().ok());
        let count = self.operators(&content, resources, 0)?;
        if count > OPERATORS {
            return Err(PictureFault::over(
                format!("draws more than {} strokes and shapes", Grouped(OPERATORS)),
                "make it simpler, or save it as PNG",
            ));
        }
        Ok(())
    }

    /// What the content of a page comes to, its parts in order.
    fn content(&self, page: &Dictionary) -> Result<Vec<u8>, PictureFault> {
        let Ok(content) = page.get_deref(b"Contents", self.document) else { return Ok(Vec::new()) };
        let parts = match content {
            Object::Array(parts) => parts.iter().collect(),
            other => vec![other],
        };
        let mut whole = Vec::new();
        for part in parts {
            let (_, part) = self.document.dereference(part).map_err(|_| absent())?;
            whole.extend(unpacked(part.as_stream().map_err(|_| absent())?)?);
            whole.push(b'\n');
        }
        Ok(whole)
    }

    /// A stream that may stand anywhere in a page.
    fn stream(&self, stream: &Stream) -> Result<(), PictureFault> {
        let is_image =
            stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|it| it == b"Image");
        if is_image {
            let side = |key: &[u8]| {
                let side = stream.dict.get_deref(key, self.document).and_then(Object::as_i64);
                side.ok().and_then(|side| u64::try_from(side).ok()).unwrap_or(0)
            };
            let pixels = side(b"Width").saturating_mul(side(b"Height"));
            if pixels > self.limits.image() {
                return Err(PictureFault::over(
                    format!("holds a picture of {} megapixels", megapixels(pixels)),
                    format!("make that smaller; {}", IMAGE.raise()),
                ));
            }
        }
        let filters = stream.filters().unwrap_or_default();
        let data = match filters.first() {
            Some(&b"FlateDecode") => inflated(&stream.content)?,
            _ => stream.content.clone(),
        };
        let jpeg = match filters[..] {
            [b"DCTDecode"] | [b"FlateDecode", b"DCTDecode"] => Some(data),
            _ => None,
        };
        match jpeg.map(|jpeg| scan_fault(&jpeg)) {
            Some(Err(what)) => Err(PictureFault::damaged(format!("of a picture in it, {what}"))),
            _ => Ok(()),
        }
    }

    /// How many operators a content comes to, with those of the forms that it draws.
    fn operators(
        &mut self,
        content: &[u8],
        resources: Option<&Dictionary>,
        level: usize,
    ) -> Result<u64, PictureFault> {
        let mut forms = Vec::new();
        let document = self.document;
        let own = content_operators(content, |asked, name| {
            if asked == ContentName::Drawn {
                forms.push(name.to_vec());
            }
            named(document, resources, asked, name)
        });
        let mut count = own.map_err(|fault| match fault {
            ContentFault::Damaged(what) => PictureFault::damaged(what),
            ContentFault::Unfit(what) => {
                PictureFault::refused(what, "save it as SVG or PNG, or with other program settings")
            }
        })?;
        let named = resources.and_then(|it| it.get_deref(b"XObject", document).ok());
        let named = named.and_then(|it| it.as_dict().ok());
        for name in forms {
            let Some(named) = named else { continue };
            let Ok(Object::Reference(id)) = named.get(&name) else { continue };
            let known = self.counts.get(id).copied();
            let times = match known {
                Some(count) => count.unwrap_or(0),
                None => {
                    let Ok(form) = document.get_object(*id).and_then(Object::as_stream) else {
                        continue;
                    };
                    let kind = form.dict.get(b"Subtype").and_then(Object::as_name);
                    if kind.is_ok_and(|kind| kind != b"Form") || level > 30 {
                        continue;
                    }
                    self.counts.insert(*id, None);
                    let own = form.dict.get_deref(b"Resources", document).ok();
                    let own = own.and_then(|it| it.as_dict().ok()).or(resources);
                    let count = self.operators(&unpacked(form)?, own, level + 1)?;
                    self.counts.insert(*id, Some(count));
                    count
                }
            };
            count = count.saturating_add(times);
        }
        Ok(count)
    }
}

/// What resources have by a name.
fn named(
    document: &Document,
    resources: Option<&Dictionary>,
    asked: ContentName,
    name: &[u8],
) -> Named {
    let kind: &[u8] = match asked {
        ContentName::Drawn => b"XObject",
        ContentName::State => b"ExtGState",
        ContentName::Pattern => b"Pattern",
        ContentName::Shading => b"Shading",
        ContentName::Font => b"Font",
    };
    let kind = resources.and_then(|it| it.get_deref(kind, document).ok()?.as_dict().ok());
    let Some(found) = kind.and_then(|it| it.get_deref(name, document).ok()) else {
        return Named::Missing;
    };
    let dict = match found {
        Object::Dictionary(dict) | Object::Stream(Stream { dict, .. }) => dict,
        _ => return Named::Other,
    };
    let number = |key: &[u8]| dict.get_deref(key, document).and_then(Object::as_float).ok();
    match asked {
        ContentName::State => match (number(b"ca"), number(b"CA")) {
            (None, None) => Named::Other,
            shares => Named::Transparent(
                [shares.0, shares.1].into_iter().flatten().any(|share| share < 1.0),
            ),
        },
        ContentName::Pattern => {
            let tiles = dict.get_deref(b"PatternType", document).and_then(Object::as_i64);
            if tiles.is_ok_and(|kind| kind == 1) { Named::Tiles } else { Named::Other }
        }
        ContentName::Font if is_foreign(document, dict) => Named::Foreign,
        _ => Named::Other,
    }
}

/// Whether a font has no glyphs of its own in the file (ISO 32000-1, 9.6 to 9.9).
fn is_foreign(document: &Document, font: &Dictionary) -> bool {
    let kind = font.get_deref(b"Subtype", document).and_then(Object::as_name).ok();
    if kind == Some(b"Type3") {
        return false;
    }
    let below = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok();
    let below = below.and_then(|fonts| document.dereference(fonts.first()?).ok()?.1.as_dict().ok());
    let described = below.unwrap_or(font).get_deref(b"FontDescriptor", document);
    let described = described.and_then(Object::as_dict).ok();
    let files: [&[u8]; 3] = [b"FontFile", b"FontFile2", b"FontFile3"];
    described.is_none_or(|it| !files.iter().any(|file| it.has(file)))
}

/// The resources of a page, which it may take from those above it.
fn inherited<'a>(document: &'a Document, page: &'a Dictionary) -> Option<&'a Object> {
    let mut at = page;
    // Deeper than any tree of pages is.
    for _ in 0..64 {
        if let Ok(resources) = at.get(b"Resources") {
            return Some(resources);
        }
        at = at.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
    None
}

fn absent() -> PictureFault {
    PictureFault::damaged("a part of its page is not in it")
}

fn packed() -> PictureFault {
    PictureFault::damaged("a part of its page does not unpack to its end")
}

/// What a stream holds, all of it.
fn unpacked(stream: &Stream) -> Result<Vec<u8>, PictureFault> {
    let filters = stream.filters().unwrap_or_default();
    // The library gives what it has where a stream breaks off.
    if filters.first() == Some(&&b"FlateDecode"[..]) {
        inflated(&stream.content)?;
    }
    let most = usize::try_from(UNPACKED).unwrap_or(usize::MAX);
    match with_words(|| stream.get_plain_content_with_limit(most)) {
        (Ok(content), words) if words.is_empty() => Ok(content),
        _ => Err(packed()),
    }
}

/// What a packed stream holds, with its checksum.
fn inflated(bytes: &[u8]) -> Result<Vec<u8>, PictureFault> {
    let mut out = Vec::new();
    let read = ZlibDecoder::new(bytes).take(4 * UNPACKED).read_to_end(&mut out);
    read.map(|_| out).map_err(|_| packed())
}

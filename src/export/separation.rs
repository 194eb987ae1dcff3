//! Separating a PDF into the inks of the press. Templates of ours ask for inks themselves; what is
//! left in red, green and blue or in grey, such as a logo, is converted here: colour operators and
//! the samples of images. Nothing else of the content changes.

use std::collections::{BTreeMap, BTreeSet};

use image::ImageFormat;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use crate::colour::Separation;

/// The most bytes an image or a content stream may unfold to.
const LARGEST: usize = 256 << 20;

/// What a colour space asks of this stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SpaceKind {
    /// One component, light.
    Grey,
    /// Three components, light.
    Rgb,
    /// Inks already, or a pattern.
    Other,
}

/// Converts everything that is not in inks. The error is what cannot be converted, in words.
pub fn separate(document: &mut Document, separation: &Separation) -> Result<(), Vec<String>> {
    let masks = masks(document);
    let mut problems = Vec::new();
    let ids: Vec<ObjectId> = document.objects.keys().copied().collect();
    let contents = contents(document);
    for id in ids {
        if masks.contains(&id) {
            continue;
        }
        if let Some(resources) = contents.get(&id) {
            convert_content(document, id, resources, separation, &mut problems);
        }
        let is_image = document.get_object(id).and_then(Object::as_stream).is_ok_and(|stream| {
            stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
        });
        if is_image {
            convert_image(document, id, separation, &mut problems);
        }
        check_shading(document, id, &mut problems);
        blend_in_inks(document, id);
    }
    problems.sort();
    problems.dedup();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Masks hold shapes, not colours: their greys stay.
fn masks(document: &Document) -> BTreeSet<ObjectId> {
    let mut masks = BTreeSet::new();
    for object in document.objects.values() {
        let dict = match object {
            Object::Dictionary(dict) => dict,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        for key in [&b"SMask"[..], b"Mask"] {
            match dict.get(key) {
                Ok(Object::Reference(id)) => {
                    masks.insert(*id);
                    let group = document.get_dictionary(*id).and_then(|mask| mask.get(b"G"));
                    masks.extend(group.and_then(Object::as_reference).ok());
                }
                Ok(Object::Dictionary(mask)) => {
                    masks.extend(mask.get(b"G").and_then(Object::as_reference).ok());
                }
                _ => {}
            }
        }
    }
    masks
}

/// Every stream of drawing operators, with the resources it names things from.
fn contents(document: &Document) -> BTreeMap<ObjectId, Dictionary> {
    let mut contents = BTreeMap::new();
    for page in document.page_iter() {
        let resources = document
            .get_dictionary(page)
            .and_then(|page| page.get_deref(b"Resources", document))
            .and_then(Object::as_dict)
            .cloned()
            .unwrap_or_default();
        for id in document.get_page_contents(page) {
            contents.insert(id, resources.clone());
        }
    }
    for (&id, object) in &document.objects {
        let Object::Stream(stream) = object else { continue };
        let is_form =
            stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form");
        if is_form || stream.dict.has(b"PatternType") {
            let resources = stream.dict.get_deref(b"Resources", document);
            contents.insert(id, resources.and_then(Object::as_dict).cloned().unwrap_or_default());
        }
    }
    contents
}

fn space_of(document: &Document, object: &Object) -> SpaceKind {
    let Ok((_, object)) = document.dereference(object) else { return SpaceKind::Other };
    let name = match object {
        Object::Name(name) => name,
        Object::Array(array) => match array.first() {
            Some(Object::Name(name)) => name,
            _ => return SpaceKind::Other,
        },
        _ => return SpaceKind::Other,
    };
    match name.as_slice() {
        b"DeviceGray" | b"CalGray" | b"G" => SpaceKind::Grey,
        b"DeviceRGB" | b"CalRGB" | b"RGB" => SpaceKind::Rgb,
        b"ICCBased" => {
            let profile = object.as_array().ok().and_then(|array| array.get(1));
            let profile = profile.and_then(|id| document.dereference(id).ok());
            let parts = profile.and_then(|(_, p)| p.as_stream().ok()?.dict.get(b"N").ok());
            match parts.and_then(|n| n.as_i64().ok()) {
                Some(1) => SpaceKind::Grey,
                Some(3) => SpaceKind::Rgb,
                _ => SpaceKind::Other,
            }
        }
        _ => SpaceKind::Other,
    }
}

/// The operands of `k` or `K` for a colour of a space.
fn inks(space: SpaceKind, operands: &[Object], separation: &Separation) -> Option<Vec<Object>> {
    let parts: Vec<u8> = operands
        .iter()
        .map(|part| part.as_float().map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8))
        .collect::<Result<_, _>>()
        .ok()?;
    let rgb = match (space, parts.as_slice()) {
        (SpaceKind::Grey, &[grey]) => [grey; 3],
        (SpaceKind::Rgb, &[r, g, b]) => [r, g, b],
        _ => return None,
    };
    let cmyk = separation.colour(rgb);
    Some(cmyk.iter().map(|&part| Object::Real(f32::from(part) / 100.0)).collect())
}

fn convert_content(
    document: &mut Document,
    id: ObjectId,
    resources: &Dictionary,
    separation: &Separation,
    problems: &mut Vec<String>,
) {
    let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { return };
    let Some(content) = stream
        .get_plain_content_with_limit(LARGEST)
        .ok()
        .and_then(|bytes| Content::decode(&bytes).ok())
    else {
        problems.push("a part of a page cannot be read".into());
        return;
    };
    let spaces = resources.get_deref(b"ColorSpace", document).and_then(Object::as_dict).ok();
    let named = |name: &Object| {
        let direct = space_of(document, name);
        let listed = name.as_name().ok().and_then(|name| spaces?.get(name).ok());
        listed.map_or(direct, |space| space_of(document, space))
    };
    // The spaces that fill and stroke are in, and those saved by `q`.
    let mut current = [SpaceKind::Other; 2];
    let mut saved = Vec::new();
    let mut changed = false;
    let mut operations = Vec::with_capacity(content.operations.len());
    for operation in content.operations {
        let stroke = operation.operator.starts_with(|c: char| c.is_ascii_uppercase());
        let operator = if stroke { "K" } else { "k" };
        let side = usize::from(stroke);
        let space = match operation.operator.as_str() {
            "q" => {
                saved.push(current);
                None
            }
            "Q" => {
                current = saved.pop().unwrap_or(current);
                None
            }
            "g" | "G" => Some(SpaceKind::Grey),
            "rg" | "RG" => Some(SpaceKind::Rgb),
            "k" | "K" => {
                current[side] = SpaceKind::Other;
                None
            }
            "cs" | "CS" => {
                current[side] = operation.operands.first().map_or(SpaceKind::Other, named);
                if current[side] != SpaceKind::Other {
                    // A new space begins with black.
                    let black = [0.0, 0.0, 0.0, 1.0].map(Object::Real).to_vec();
                    operations.push(Operation::new(operator, black));
                    changed = true;
                    continue;
                }
                None
            }
            "sc" | "SC" | "scn" | "SCN" => Some(current[side]).filter(|s| *s != SpaceKind::Other),
            "BI" => {
                problems.push("an image stands within the operators of a page".into());
                None
            }
            _ => None,
        };
        match space.and_then(|space| inks(space, &operation.operands, separation)) {
            Some(inks) => {
                if matches!(operation.operator.as_str(), "g" | "G" | "rg" | "RG") {
                    current[side] = SpaceKind::Other;
                }
                operations.push(Operation::new(operator, inks));
                changed = true;
            }
            None => operations.push(operation),
        }
    }
    if !changed {
        return;
    }
    let Ok(bytes) = (Content { operations }).encode() else {
        problems.push("a part of a page cannot be written".into());
        return;
    };
    if let Ok(stream) = document.get_object_mut(id).and_then(Object::as_stream_mut) {
        replace(stream, bytes);
    }
}

/// Puts other bytes into a stream, deflated.
fn replace(stream: &mut Stream, bytes: Vec<u8>) {
    stream.dict.remove(b"DecodeParms");
    stream.dict.remove(b"Filter");
    stream.set_plain_content(bytes);
    // What does not become smaller stays as it is.
    let _ = stream.compress();
}

fn convert_image(
    document: &mut Document,
    id: ObjectId,
    separation: &Separation,
    problems: &mut Vec<String>,
) {
    let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { return };
    let space = match stream.dict.get(b"ColorSpace") {
        Ok(space) => space_of(document, space),
        Err(_) => return,
    };
    if space == SpaceKind::Other {
        return;
    }
    let integer = |key: &[u8]| {
        let number = stream.dict.get(key).and_then(Object::as_i64).unwrap_or(0);
        number.clamp(0, 1 << 20)
    };
    let (width, height) = (integer(b"Width"), integer(b"Height"));
    let jpeg =
        stream.filters().is_ok_and(|filters| filters.iter().any(|name| *name == b"DCTDecode"));
    let rgb = if jpeg {
        let decoded = image::load_from_memory_with_format(&stream.content, ImageFormat::Jpeg);
        decoded.ok().map(|image| image.into_rgb8().into_raw())
    } else {
        let samples = stream.get_plain_content_with_limit(LARGEST);
        let samples = samples.ok().filter(|_| integer(b"BitsPerComponent") == 8);
        samples.map(|samples| match space {
            SpaceKind::Grey => samples.iter().flat_map(|&grey| [grey; 3]).collect(),
            _ => samples,
        })
    };
    let pixels = usize::try_from(width * height).unwrap_or_default();
    let Some(rgb) = rgb.filter(|rgb| rgb.len() == pixels * 3) else {
        problems.push(format!(
            "an image of {width} × {height} pixels cannot be read; save it again as PNG"
        ));
        return;
    };
    let cmyk = separation.samples(&rgb);
    if let Ok(stream) = document.get_object_mut(id).and_then(Object::as_stream_mut) {
        stream.dict.set("ColorSpace", Object::Name(b"DeviceCMYK".to_vec()));
        replace(stream, cmyk);
    }
}

/// Gradients are functions, not samples: those in light cannot be converted here.
fn check_shading(document: &Document, id: ObjectId, problems: &mut Vec<String>) {
    let dict = match document.objects.get(&id) {
        Some(Object::Dictionary(dict)) => dict,
        Some(Object::Stream(stream)) => &stream.dict,
        _ => return,
    };
    let Ok(space) = dict.get(b"ColorSpace") else { return };
    if dict.has(b"ShadingType") && space_of(document, space) != SpaceKind::Other {
        problems.push("a gradient is in red, green and blue, or in grey; use flat colours".into());
    }
}

/// Transparency is blended in inks.
fn blend_in_inks(document: &mut Document, id: ObjectId) {
    let space = {
        let dict = match document.objects.get(&id) {
            Some(Object::Dictionary(dict)) => dict,
            Some(Object::Stream(stream)) => &stream.dict,
            _ => return,
        };
        let group = dict.get(b"Group").and_then(Object::as_dict);
        match group.and_then(|group| group.get(b"CS")) {
            Ok(space) => space_of(document, space),
            Err(_) => return,
        }
    };
    if space == SpaceKind::Other {
        return;
    }
    let dict = match document.objects.get_mut(&id) {
        Some(Object::Dictionary(dict)) => dict,
        Some(Object::Stream(stream)) => &mut stream.dict,
        _ => return,
    };
    if let Ok(group) = dict.get_mut(b"Group").and_then(Object::as_dict_mut) {
        group.set("CS", Object::Name(b"DeviceCMYK".to_vec()));
    }
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    #[test]
    fn a_mask_is_found_by_its_reference_and_where_it_stands() {
        for apart in [true, false] {
            let mut document = Document::new();
            let shape = document.add_object(Stream::new(Dictionary::new(), Vec::new()));
            let mask = Object::from(dictionary! { "S" => "Luminosity", "G" => shape });
            let mask = if apart { document.add_object(mask).into() } else { mask };
            document.add_object(dictionary! { "Type" => "ExtGState", "SMask" => mask });
            assert!(masks(&document).contains(&shape), "{apart}");
        }
    }
}

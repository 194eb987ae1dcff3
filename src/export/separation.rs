//! Separating a PDF into the inks of the press. Templates of ours ask for inks themselves; what is
//! left in red, green and blue or in grey, such as a logo, is converted here: colour operators,
//! gradients and the samples of images. Nothing else of the content changes.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::gradients::convert_gradient;
use super::samples::convert_image;
use super::spaces::{PaintSpace, Spaces};
use super::streams::{LARGEST, replace};
use crate::colour::Separation;

/// Converts everything that is not in inks. The error is what cannot be converted, in words.
pub fn separate(document: &mut Document, separation: &Separation) -> Result<(), Vec<String>> {
    let masks = masks(document);
    let mut problems = Vec::new();
    let ids: Vec<ObjectId> = document.objects.keys().copied().collect();
    let contents = contents(document);
    let spaces = Spaces::default();
    let with = (&spaces, separation);
    for id in ids {
        if masks.contains(&id) {
            continue;
        }
        if let Some(resources) = contents.get(&id) {
            convert_content(document, id, resources, with, &mut problems);
        }
        let is_image = document.get_object(id).and_then(Object::as_stream).is_ok_and(|stream| {
            stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
        });
        if is_image {
            convert_image(document, id, with, &mut problems);
        }
        convert_gradient(document, id, with, &mut problems);
        blend_in_inks(document, id, &spaces);
    }
    problems.sort();
    problems.dedup();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Masks hold shapes, not colours: their greys stay, and those of all that they draw with.
fn masks(document: &Document) -> BTreeSet<ObjectId> {
    let mut pending = Vec::new();
    for object in document.objects.values() {
        let dict = match object {
            Object::Dictionary(dict) => dict,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        for key in [&b"SMask"[..], b"Mask"] {
            match dict.get(key) {
                Ok(Object::Reference(id)) => {
                    pending.push(*id);
                    let group = document.get_dictionary(*id).and_then(|mask| mask.get(b"G"));
                    pending.extend(group.and_then(Object::as_reference).ok());
                }
                Ok(Object::Dictionary(mask)) => {
                    pending.extend(mask.get(b"G").and_then(Object::as_reference).ok());
                }
                _ => {}
            }
        }
    }
    let mut masks = BTreeSet::new();
    while let Some(id) = pending.pop() {
        if masks.insert(id)
            && let Some(object) = document.objects.get(&id)
        {
            references(object, &mut pending);
        }
    }
    masks
}

/// What an object refers to, besides what it is part of.
fn references(object: &Object, found: &mut Vec<ObjectId>) {
    let dict = match object {
        Object::Reference(id) => return found.push(*id),
        Object::Array(parts) => {
            return parts.iter().for_each(|part| references(part, found));
        }
        Object::Dictionary(dict) => dict,
        Object::Stream(stream) => &stream.dict,
        _ => return,
    };
    for (key, part) in dict.iter().filter(|(key, _)| !key.starts_with(b"Parent")) {
        if key != b"StructParents" && key != b"P" {
            references(part, found);
        }
    }
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
        if let Object::Dictionary(font) = object {
            // The glyphs of a Type 3 font are drawn by operators too.
            let resources = font.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
            let glyphs = font.get_deref(b"CharProcs", document).and_then(Object::as_dict);
            for (_, glyph) in glyphs.ok().into_iter().flatten() {
                let resources = resources.cloned().unwrap_or_default();
                contents.extend(glyph.as_reference().ok().map(|id| (id, resources)));
            }
        }
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

/// The operands of `k` or `K` for a colour of a space. Flat grey without a profile is as light as so
/// much red, green and blue.
fn inks(space: &PaintSpace, operands: &[Object], separation: &Separation) -> Option<Vec<Object>> {
    let parts: Vec<f32> = operands
        .iter()
        .map(|part| part.as_float().map(|part| part.clamp(0.0, 1.0)))
        .collect::<Result<_, _>>()
        .ok()?;
    let PaintSpace::Light(source) = space else { return None };
    let cmyk = separation.flat(source, &parts)?;
    Some(cmyk.iter().map(|&part| Object::Real(f32::from(part) / 100.0)).collect())
}

fn convert_content(
    document: &mut Document,
    id: ObjectId,
    resources: &Dictionary,
    (spaces, separation): (&Spaces, &Separation),
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
    let listed = resources.get_deref(b"ColorSpace", document).and_then(Object::as_dict).ok();
    let named = |name: &Object| {
        let direct = spaces.of(document, name);
        let listed = name.as_name().ok().and_then(|name| listed?.get(name).ok());
        listed.map_or(direct, |space| spaces.of(document, space))
    };
    let [grey, rgb] = [&b"DeviceGray"[..], b"DeviceRGB"]
        .map(|name| spaces.of(document, &Object::Name(name.to_vec())));
    // The spaces that fill and stroke are in, and those saved by `q`.
    let mut current = [PaintSpace::Other, PaintSpace::Other];
    let mut saved = Vec::new();
    let mut changed = false;
    let mut operations = Vec::with_capacity(content.operations.len());
    for operation in content.operations {
        let stroke = operation.operator.starts_with(|c: char| c.is_ascii_uppercase());
        let operator = if stroke { "K" } else { "k" };
        let side = usize::from(stroke);
        let space = match operation.operator.as_str() {
            "q" => {
                saved.push(current.clone());
                None
            }
            "Q" => {
                current = saved.pop().unwrap_or(current);
                None
            }
            "g" | "G" => Some(grey.clone()),
            "rg" | "RG" => Some(rgb.clone()),
            "k" | "K" => {
                current[side] = PaintSpace::Other;
                None
            }
            "cs" | "CS" => {
                current[side] = operation.operands.first().map_or(PaintSpace::Other, named);
                if let PaintSpace::Foreign(name) = current[side] {
                    problems.push(format!("a colour is in {name}; use red, green and blue"));
                }
                if current[side].is_light() {
                    // A new space begins with black.
                    let black = [0.0, 0.0, 0.0, 1.0].map(Object::Real).to_vec();
                    operations.push(Operation::new(operator, black));
                    changed = true;
                    continue;
                }
                None
            }
            "sc" | "SC" | "scn" | "SCN" => Some(current[side].clone()),
            "BI" => {
                problems.push("an image stands within the operators of a page".into());
                None
            }
            _ => None,
        };
        match space.and_then(|space| inks(&space, &operation.operands, separation)) {
            Some(inks) => {
                if matches!(operation.operator.as_str(), "g" | "G" | "rg" | "RG") {
                    current[side] = PaintSpace::Other;
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

/// Transparency is blended in inks.
fn blend_in_inks(document: &mut Document, id: ObjectId, spaces: &Spaces) {
    let space = {
        let dict = match document.objects.get(&id) {
            Some(Object::Dictionary(dict)) => dict,
            Some(Object::Stream(stream)) => &stream.dict,
            _ => return,
        };
        let group = dict.get(b"Group").and_then(Object::as_dict);
        match group.and_then(|group| group.get(b"CS")) {
            Ok(space) => spaces.of(document, space),
            Err(_) => return,
        }
    };
    if !space.is_light() {
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
    use lopdf::{Stream, dictionary};

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

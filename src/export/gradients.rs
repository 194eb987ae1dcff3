//! Gradients, from light to ink: a function of red, green and blue becomes a table of inks.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::spaces::{PaintSpace, Spaces};
use crate::colour::Separation;

/// How many colours a table has, and how deep functions may stand in each other.
const COLOURS: usize = 256;
const DEEPEST: usize = 8;

/// Converts the gradient that an object is or holds. What cannot be is said among the problems.
pub(super) fn convert_gradient(
    document: &mut Document,
    id: ObjectId,
    (spaces, separation): (&Spaces, &Separation),
    problems: &mut Vec<String>,
) {
    let Some((inner, dict)) = document.objects.get(&id).and_then(shading) else { return };
    let Ok(space) = dict.get(b"ColorSpace") else { return };
    let space = spaces.of(document, space);
    if !space.is_light() {
        return;
    }
    let inks = match space {
        PaintSpace::Light(source) => colours(document, dict, source.channels()).map(|colours| {
            // What has no colour at all stays on black.
            let grey = colours
                .chunks_exact(source.channels())
                .all(|colour| colour.iter().all(|part| *part == colour[0]));
            if grey {
                separation.greys_of(&source, &colours)
            } else {
                separation.picture(&source, &colours)
            }
        }),
        _ => None,
    };
    let Some(inks) = inks else {
        let what = "a gradient repeats, turns or is made of patches in red, green and blue, or in \
                    grey; use one that runs once, or flat colours";
        problems.push(what.into());
        return;
    };
    let domain = domain(document, dict);
    let function = dictionary! {
        "FunctionType" => 0,
        "Domain" => domain.map(Object::Real).to_vec(),
        "Range" => [0, 1].repeat(4).into_iter().map(Object::Integer).collect::<Vec<_>>(),
        "Size" => vec![Object::Integer(COLOURS as i64)],
        "BitsPerSample" => 8,
    };
    let mut function = Stream::new(function, inks);
    // What does not become smaller stays as it is.
    let _ = function.compress();
    let function = document.add_object(function);
    let Some(object) = document.objects.get_mut(&id) else { return };
    let dict = match object {
        Object::Dictionary(dict) => dict,
        Object::Stream(stream) => &mut stream.dict,
        _ => return,
    };
    let dict = if inner {
        match dict.get_mut(b"Shading").and_then(Object::as_dict_mut) {
            Ok(dict) => dict,
            Err(_) => return,
        }
    } else {
        dict
    };
    dict.set("ColorSpace", Object::Name(b"DeviceCMYK".to_vec()));
    dict.set("Function", Object::Reference(function));
    dict.remove(b"Background");
}

/// The dictionary of a gradient: the object itself, or within a pattern.
fn shading(object: &Object) -> Option<(bool, &Dictionary)> {
    let dict = match object {
        Object::Dictionary(dict) => dict,
        Object::Stream(stream) => &stream.dict,
        _ => return None,
    };
    if dict.has(b"ShadingType") {
        return Some((false, dict));
    }
    let inner = dict.get(b"Shading").and_then(Object::as_dict).ok()?;
    inner.has(b"ShadingType").then_some((true, inner))
}

fn domain(document: &Document, dict: &Dictionary) -> [f32; 2] {
    let ends = numbers(document, dict, b"Domain");
    <[f32; 2]>::try_from(ends).unwrap_or([0.0, 1.0])
}

/// The colours from one end to the other, as bytes of so many channels.
fn colours(document: &Document, dict: &Dictionary, channels: usize) -> Option<Vec<u8>> {
    let kind = dict.get(b"ShadingType").and_then(Object::as_i64).ok()?;
    // Along a line or between circles.
    if !(2..=3).contains(&kind) {
        return None;
    }
    let [from, to] = domain(document, dict);
    let function = dict.get(b"Function").ok()?;
    let mut bytes = Vec::with_capacity(COLOURS * channels);
    for step in 0..COLOURS {
        let x = from + (to - from) * step as f32 / (COLOURS - 1) as f32;
        let colour = match document.dereference(function).ok()?.1 {
            Object::Array(parts) if parts.len() == channels => {
                let parts = parts.iter().map(|part| value(document, part, x, 0));
                parts.map(|part| part?.first().copied()).collect::<Option<Vec<f32>>>()?
            }
            Object::Array(_) => return None,
            _ => value(document, function, x, 0)?,
        };
        if colour.len() != channels {
            return None;
        }
        bytes.extend(colour.iter().map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8));
    }
    Some(bytes)
}

/// The value of a function that is an exponential one, or is stitched of others.
fn value(document: &Document, function: &Object, x: f32, deep: usize) -> Option<Vec<f32>> {
    let (_, object) = document.dereference(function).ok()?;
    let dict = object.as_dict().ok().filter(|_| deep < DEEPEST)?;
    let [from, to] = domain(document, dict);
    let x = x.clamp(from.min(to), to.max(from));
    match dict.get(b"FunctionType").and_then(Object::as_i64).ok()? {
        2 => {
            let exponent = dict.get(b"N").and_then(Object::as_float).ok()?;
            let ends = [(&b"C0"[..], 0.0), (b"C1", 1.0)].map(|(key, plain)| {
                let ends = numbers(document, dict, key);
                if ends.is_empty() { vec![plain] } else { ends }
            });
            let share = x.powf(exponent);
            let parts = ends[0].iter().zip(&ends[1]);
            Some(parts.map(|(from, to)| from + share * (to - from)).collect())
        }
        3 => {
            let functions =
                dict.get_deref(b"Functions", document).and_then(Object::as_array).ok()?;
            let bounds = numbers(document, dict, b"Bounds");
            let encode = numbers(document, dict, b"Encode");
            let part = bounds.iter().take_while(|bound| x >= **bound).count();
            let part = part.min(functions.len().checked_sub(1)?);
            let low = part.checked_sub(1).map_or(from, |at| bounds[at]);
            let high = bounds.get(part).copied().unwrap_or(to);
            let (start, end) = (encode.get(2 * part)?, encode.get(2 * part + 1)?);
            let share = if high > low { (x - low) / (high - low) } else { 0.0 };
            value(document, &functions[part], start + share * (end - start), deep + 1)
        }
        _ => None,
    }
}

fn numbers(document: &Document, dict: &Dictionary, key: &[u8]) -> Vec<f32> {
    let array = dict.get_deref(key, document).and_then(Object::as_array);
    array.map_or(Vec::new(), |array| array.iter().filter_map(|it| it.as_float().ok()).collect())
}

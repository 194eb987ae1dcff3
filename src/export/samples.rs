//! The pictures of a PDF, from light to ink.

use image::{ColorType, DynamicImage, ImageFormat};
use lopdf::{Document, Object, ObjectId, Stream, StringFormat};

use super::spaces::{PaintSpace, Spaces};
use super::streams::{LARGEST, replace};
use crate::colour::Separation;

/// Converts an image. What cannot be is said among the problems.
pub(super) fn convert_image(
    document: &mut Document,
    id: ObjectId,
    (spaces, separation): (&Spaces, &Separation),
    problems: &mut Vec<String>,
) {
    let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { return };
    let Ok(space) = stream.dict.get(b"ColorSpace") else { return };
    let size = ["Width", "Height"].map(|key| {
        let number = stream.dict.get(key.as_bytes()).and_then(Object::as_i64).unwrap_or(0);
        number.clamp(0, 1 << 20) as usize
    });
    let unread = format!(
        "an image of {} × {} pixels cannot be read; save it again as PNG",
        size[0], size[1]
    );
    match spaces.of(document, space) {
        PaintSpace::Light(source) => {
            let samples = samples(stream, source.channels());
            let whole = size[0] * size[1] * source.channels();
            match samples.filter(|samples| samples.len() == whole) {
                Some(samples) => {
                    let inks = separation.picture(&source, &samples);
                    set(document, id, Object::Name(b"DeviceCMYK".to_vec()), Some(inks));
                }
                None => problems.push(unread),
            }
        }
        PaintSpace::Numbered(source, table) => {
            let inks = separation.picture(&source, &table);
            let highest = (inks.len() / 4).clamp(1, 256) as i64 - 1;
            let space = vec![
                Object::Name(b"Indexed".to_vec()),
                Object::Name(b"DeviceCMYK".to_vec()),
                Object::Integer(highest),
                Object::String(inks, StringFormat::Hexadecimal),
            ];
            set(document, id, Object::Array(space), None);
        }
        PaintSpace::Inks => {
            let mut inks = if is_jpeg(stream) || stream.dict.has(b"Decode") {
                return;
            } else {
                match plain(stream) {
                    Some(inks) if inks.len() == size[0] * size[1] * 4 => inks,
                    _ => return,
                }
            };
            let before = inks.clone();
            separation.hold_inks(&mut inks);
            if inks != before {
                let space = Object::Name(b"DeviceCMYK".to_vec());
                set(document, id, space, Some(inks));
            }
        }
        PaintSpace::Foreign(name) => {
            problems.push(format!("an image is in {name}; save it again as PNG"));
        }
        PaintSpace::Other => {}
    }
}

fn is_jpeg(stream: &Stream) -> bool {
    stream.filters().is_ok_and(|filters| filters.iter().any(|name| *name == b"DCTDecode"))
}

/// The bytes of samples of eight bits.
fn plain(stream: &Stream) -> Option<Vec<u8>> {
    let bits = stream.dict.get(b"BitsPerComponent").and_then(Object::as_i64).unwrap_or(0);
    stream.get_plain_content_with_limit(LARGEST).ok().filter(|_| bits == 8)
}

/// The samples of so many channels, as they are before they go through a profile.
fn samples(stream: &Stream, channels: usize) -> Option<Vec<u8>> {
    let mut samples = if is_jpeg(stream) {
        let image = image::load_from_memory_with_format(&stream.content, ImageFormat::Jpeg).ok()?;
        match (channels, image.color()) {
            (1, ColorType::L8) | (3, ColorType::Rgb8) => image.into_bytes(),
            (1, _) => DynamicImage::into_luma8(image).into_raw(),
            _ => image.into_rgb8().into_raw(),
        }
    } else {
        plain(stream)?
    };
    let decode = stream.dict.get(b"Decode").and_then(Object::as_array);
    if let Ok(decode) = decode {
        let ends: Vec<f32> = decode.iter().filter_map(|end| end.as_float().ok()).collect();
        if ends.len() == channels * 2 {
            for pixel in samples.chunks_exact_mut(channels) {
                for (part, ends) in pixel.iter_mut().zip(ends.chunks_exact(2)) {
                    let value = ends[0] * 255.0 + f32::from(*part) * (ends[1] - ends[0]);
                    *part = value.round().clamp(0.0, 255.0) as u8;
                }
            }
        }
    }
    Some(samples)
}

/// Puts an image into another space, with its samples where they are others.
fn set(document: &mut Document, id: ObjectId, space: Object, samples: Option<Vec<u8>>) {
    if let Ok(stream) = document.get_object_mut(id).and_then(Object::as_stream_mut) {
        stream.dict.set("ColorSpace", space);
        if let Some(samples) = samples {
            stream.dict.remove(b"Decode");
            replace(stream, samples);
        }
    }
}

//! An SVG as it is set: in UTF-8, in styles that are understood, with other pictures in it.

use std::borrow::Cow;

use data_url::DataUrl;
use roxmltree::{Document, Node, ParsingOptions};
use usvg::{Options, Tree};

use super::cut::{Focus, Ratio};
use super::raster::RasterParts;
use super::svg_style::{replaced, styled};
use crate::asset::svg_text;

/// The SVG as it is set, and with other pictures in it, where `other` has one; `None` where nothing changes.
pub(super) fn settled(bytes: &[u8], other: impl Fn(&[u8]) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    let text = svg_text(bytes).ok()?;
    let text = styled(&text).text.map_or(text, Cow::Owned);
    let changed = || (text.as_bytes() != bytes).then(|| text.as_bytes().to_vec());
    if !text.contains("data:image") && !text.contains("foreignObject") {
        return changed();
    }
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&text, options).ok()?;
    let mut changes = Vec::new();
    for node in document.descendants().filter(Node::is_element) {
        // It is not drawn, and the compiler would tell of it where no one can mend it.
        if node.tag_name().name() == "foreignObject" || is_note(node) {
            changes.push((node.range(), String::new()));
            continue;
        }
        if !["image", "feImage"].contains(&node.tag_name().name()) {
            continue;
        }
        for attribute in node.attributes().filter(|attribute| attribute.name() == "href") {
            let Ok(url) = DataUrl::process(attribute.value()) else { continue };
            let Ok((data, _)) = url.decode_to_vec() else { continue };
            let kind = match RasterParts::of(&data) {
                Some(RasterParts::Png(_)) => "png",
                Some(RasterParts::Jpeg(_)) => "jpeg",
                None => continue,
            };
            if let Some(picture) = other(&data) {
                let url = format!("data:image/{kind};base64,{}", base64(&picture));
                changes.push((attribute.range_value(), url));
            }
        }
    }
    replaced(&text, changes).map(String::into_bytes).or_else(changed)
}

/// Whether this is what draw.io writes for viewers that show its labels in part: it is told of.
fn is_note(node: Node<'_, '_>) -> bool {
    let says = |it: Node<'_, '_>| it.text().is_some_and(|text| text.contains("Text is not SVG"));
    node.tag_name().name() == "a"
        && node.parent_element().is_some_and(|it| it.tag_name().name() == "switch")
        && node.descendants().any(says)
}

/// A part of an SVG, of this shape; `None` where it has it, or cannot be read.
pub(super) fn cut(bytes: &[u8], ratio: Ratio, focus: Focus) -> Option<Vec<u8>> {
    let size = Tree::from_data(bytes, &Options::default()).ok()?.size();
    // In thousandths of its smaller side: an SVG may be one unit wide.
    let unit = f64::from(size.width().min(size.height())) / 1000.0;
    let (width, height) = (f64::from(size.width()), f64::from(size.height()));
    let whole = ((width / unit).round() as u32, (height / unit).round() as u32);
    let (left, top, wide, high) = ratio.rectangle(whole, focus);
    if (wide, high) == whole {
        return None;
    }
    let [left, top, wide, high] = [left, top, wide, high].map(|side| f64::from(side) * unit);
    Some(
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" \
             viewBox=\"{left} {top} {wide} {high}\"><image width=\"{width}\" height=\"{height}\" \
             href=\"data:image/svg+xml;base64,{}\"/></svg>",
            base64(bytes)
        )
        .into_bytes(),
    )
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - three.len()));
        for digit in 0..4 {
            let value = bits >> (18 - 6 * digit) & 63;
            text.push(if digit <= three.len() { DIGITS[value as usize].into() } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn bytes_are_written_as_the_rfc_has_it() {
        let examples = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
        for (length, expected) in examples.into_iter().enumerate() {
            assert_eq!(base64(&b"foobar"[..length]), expected);
        }
    }
}

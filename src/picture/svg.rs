//! The pictures that stand in an SVG as data.

use data_url::DataUrl;
use roxmltree::{Document, Node, ParsingOptions};
use usvg::{Options, Tree};

use super::cut::{Focus, Ratio};
use super::raster::RasterParts;

/// The SVG with other pictures in it, where `other` has one; `None` where nothing changes.
pub(super) fn settled(bytes: &[u8], other: impl Fn(&[u8]) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    if !text.contains("data:image") {
        return None;
    }
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).ok()?;
    let mut changes = Vec::new();
    for node in document.descendants().filter(Node::is_element) {
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
    let mut text = text.to_string();
    for (range, url) in changes.iter().rev() {
        text.replace_range(range.clone(), url);
    }
    (!changes.is_empty()).then(|| text.into_bytes())
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

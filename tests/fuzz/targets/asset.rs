//! Images and fonts: what is taken can be read, and is no more than it was said to be.

use std::io::Cursor;

use briefpress::internals::{Limits, judge_font, judge_image};
use image::ImageReader;
use ttf_parser::Face;

use super::Target;

pub const TARGET: Target = Target { name: "asset", seeds, words: include_str!("asset.dict"), read };

/// Larger images are judged, and not decoded: that has limits of its own, and takes its time.
const SMALL: u64 = 1_000_000;

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\" viewBox=\"0 0 9 9\">\
    <defs><g id=\"a\"><rect width=\"3\" height=\"3\"/></g><filter id=\"f\"><feGaussianBlur \
    stdDeviation=\"1\"/></filter><pattern id=\"p\" width=\"1\" height=\"1\"><use href=\"#a\"/></pattern>\
    </defs><use href=\"#a\" x=\"2\"/><rect width=\"5\" height=\"5\" filter=\"url(#f)\" \
    fill=\"url(#p)\"/></svg>";

/// Pictures of one pixel.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\
    \nIDAT\x78\x9c\x63\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82";
const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

fn seeds() -> Vec<Vec<u8>> {
    vec![SVG.into(), PNG.into(), GIF.into()]
}

fn read(bytes: &[u8]) -> String {
    format!("{} {}", image(bytes), font(bytes))
}

fn image(bytes: &[u8]) -> String {
    let limits = Limits::default();
    let pixels = match judge_image("assets/a.svg", bytes, &limits) {
        Ok(pixels) => pixels,
        Err(refusal) => {
            assert!(!refusal.what.is_empty() && !refusal.help.is_empty(), "{refusal:?}");
            return refusal.what;
        }
    };
    assert!(pixels <= limits.images());
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    if let Ok(reader) = reader
        && reader.format().is_some()
        && pixels <= SMALL
        && let Ok(decoded) = reader.decode()
    {
        let there = u64::from(decoded.width()) * u64::from(decoded.height());
        assert!(there <= pixels, "{there} pixels of {pixels}");
    }
    // How long it takes, and how much memory, is what whoever runs this looks at.
    let tree = usvg::Tree::from_data(bytes, &usvg::Options::default());
    format!("{} {}", pixels.min(3), tree.is_ok())
}

fn font(bytes: &[u8]) -> String {
    let faces = match judge_font(bytes) {
        Ok(faces) => faces,
        Err(refusal) => {
            assert!(!refusal.what.is_empty() && !refusal.help.is_empty(), "{refusal:?}");
            return refusal.what;
        }
    };
    // Its subtables are left alone: in what they map, ttf-parser asserts of a damaged one what only a
    // program built for debugging asks.
    let read = (0..faces).filter(|index| Face::parse(bytes, *index).is_ok()).count();
    format!("{faces} faces, {}", read > 0)
}

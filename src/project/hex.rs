//! Colours as a project writes them, and how well text can be read in them.

use crate::colour::channels;
use crate::diag::{Code, Diagnostic};
use crate::tree::{Reader, Text};

/// The channels of a colour that is written `#rrggbb`; anything else is reported.
pub(super) fn read(text: &Text, reader: &Reader) -> Option<[u8; 3]> {
    let channels = channels(&text.value);
    if channels.is_none() {
        reader.push(
            Diagnostic::new(Code::BadValue, format!("`{}` is no colour", text.value))
                .at(text.span)
                .key(&text.key)
                .help("write it as # and six hexadecimal digits, such as `\"#1d3f63\"`"),
        );
    }
    channels
}

/// The contrast ratio of a colour on white, as WCAG 2.2 defines it.
pub(super) fn contrast_on_white(channels: [u8; 3]) -> f64 {
    1.05 / (luminance(channels) + 0.05)
}

/// Black or white, whichever can be read better on a colour: one of them has at least 4.5 to 1.
pub(super) fn ink_on(channels: [u8; 3]) -> &'static str {
    let on_black = (luminance(channels) + 0.05) / 0.05;
    if contrast_on_white(channels) >= on_black { "#FFFFFF" } else { "#000000" }
}

/// Relative luminance, as WCAG 2.2 defines it.
fn luminance(channels: [u8; 3]) -> f64 {
    let linear = channels.map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_follows_wcag() {
        assert!((contrast_on_white([0, 0, 0]) - 21.0).abs() < 0.01);
        assert!((contrast_on_white([255, 255, 255]) - 1.0).abs() < 0.01);
        assert!(contrast_on_white([0x1d, 0x3f, 0x63]) > 7.0);
    }

    #[test]
    fn a_numeral_can_be_read_on_every_colour() {
        for step in 0..=255u8 {
            for channels in [[step, step, step], [step, 0, 255 - step], [255, step, 0]] {
                let contrast = match ink_on(channels) {
                    "#FFFFFF" => contrast_on_white(channels),
                    _ => 21.0 / contrast_on_white(channels),
                };
                assert!(contrast >= 4.5, "{channels:?} {contrast}");
            }
        }
        assert_eq!(ink_on([0xff, 0xdd, 0x00]), "#000000");
        assert_eq!(ink_on([0x1d, 0x3f, 0x63]), "#FFFFFF");
    }
}

//! How well a colour can be read on another, as WCAG 2.2 has it.

/// The contrast that text needs with what is behind it (WCAG 2.2, level AA).
pub const LEAST_CONTRAST: f64 = 4.5;

/// The contrast of two colours of the screen: (L1 + 0.05) / (L2 + 0.05) of WCAG 2.2, from 1 to 21.
pub fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let luminance = |colour: [u8; 3]| {
        let [r, g, b] = colour.map(|channel| {
            let part = f64::from(channel) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The colour of letters on a colour: white where that can be read, else black, which then can.
pub fn letters_on(colour: [u8; 3]) -> &'static str {
    if contrast([255; 3], colour) >= LEAST_CONTRAST { "#FFFFFF" } else { "#000000" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::channels;

    #[test]
    fn letters_can_be_read_on_any_colour() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        // The darkest grey on which white is not enough, by the guidelines' own example.
        assert_eq!(letters_on([0x76; 3]), "#FFFFFF");
        assert_eq!(letters_on([0x77; 3]), "#000000");
        for step in (0..=255).step_by(5) {
            for colour in [[step, 0, 0], [0, step, 0], [0, 0, step], [255, step, 90]] {
                let letters = channels(letters_on(colour)).unwrap();
                assert!(contrast(letters, colour) >= LEAST_CONTRAST, "{colour:?}");
            }
        }
    }
}

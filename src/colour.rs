//! Colours on screen and on paper: sRGB for the one, the inks of a press for the other, and the way
//! from the first to the second through an ICC profile.

use std::sync::Arc;

use moxcms::{
    ColorProfile, DataColorSpace, Layout, ProfileClass, RenderingIntent, Transform8BitExecutor,
    TransformOptions,
};

/// Per cent of cyan, magenta, yellow and black.
pub type Cmyk = [u8; 4];

/// A colour as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ink {
    /// Of the four process inks.
    Process(Cmyk),
    /// Of an ink of its own, named as the print shop knows it, with what stands for it where that
    /// ink is not there.
    Spot {
        /// Such as `PANTONE 2955 C`.
        name: String,
        /// The alternate.
        alternate: Cmyk,
    },
}

/// An ICC profile (ISO 15076-1) of a printing condition.
#[derive(Clone)]
pub struct Profile {
    /// The file.
    pub bytes: Vec<u8>,
    from_srgb: Arc<Transform8BitExecutor>,
}

/// Why a file is no profile of a printing condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileError {
    /// It is no ICC profile, or a damaged one.
    Broken,
    /// It describes no CMYK device.
    NotCmyk,
    /// It describes something else than output.
    NotOutput,
}

impl Profile {
    /// Reads an output profile for CMYK.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, ProfileError> {
        let profile = ColorProfile::new_from_slice(&bytes).map_err(|_| ProfileError::Broken)?;
        if profile.color_space != DataColorSpace::Cmyk {
            return Err(ProfileError::NotCmyk);
        }
        if profile.profile_class != ProfileClass::OutputDevice {
            return Err(ProfileError::NotOutput);
        }
        let options = TransformOptions {
            rendering_intent: RenderingIntent::RelativeColorimetric,
            ..TransformOptions::default()
        };
        // Four channels without a name of their own are CMYK here.
        let from_srgb = ColorProfile::new_srgb()
            .create_transform_8bit(Layout::Rgb, &profile, Layout::Rgba, options)
            .map_err(|_| ProfileError::Broken)?;
        Ok(Self { bytes, from_srgb })
    }
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Profile({} bytes)", self.bytes.len())
    }
}

/// How colours of the screen become inks: through the profile of the printing condition, or without
/// one by taking what red, green and blue have in common for black.
#[derive(Debug, Clone)]
pub struct Separation {
    /// The printing condition.
    pub profile: Option<Profile>,
    /// The most ink the paper takes, in per cent of the four together.
    pub total_ink: u16,
}

impl Separation {
    /// Samples of sRGB, three bytes each, as samples of CMYK, four bytes each (255 is all ink).
    /// Pure black becomes black ink alone.
    pub fn samples(&self, rgb: &[u8]) -> Vec<u8> {
        let mut cmyk = vec![0; rgb.len() / 3 * 4];
        let rgb = &rgb[..rgb.len() / 3 * 3];
        let through = self.profile.as_ref().map(|p| p.from_srgb.transform(rgb, &mut cmyk).is_ok());
        for (rgb, cmyk) in rgb.chunks_exact(3).zip(cmyk.chunks_exact_mut(4)) {
            let grey = rgb[0] == rgb[1] && rgb[1] == rgb[2];
            if through != Some(true) || grey {
                let black = 255 - rgb.iter().copied().max().unwrap_or(0);
                for (part, light) in cmyk.iter_mut().zip(rgb) {
                    *part = 255 - light - black;
                }
                cmyk[3] = black;
            }
            limit(cmyk, self.total_ink);
        }
        cmyk
    }

    /// One colour, in per cent.
    pub fn colour(&self, rgb: [u8; 3]) -> Cmyk {
        let samples = self.samples(&rgb);
        [0, 1, 2, 3].map(|i| (u16::from(samples[i]) * 100 / 255) as u8)
    }
}

/// Takes colour away until the paper can hold the ink; black stays, for it carries the drawing.
fn limit(cmyk: &mut [u8], total_ink: u16) {
    let most = f32::from(total_ink) * 2.55;
    let black = f32::from(cmyk[3]);
    let colours: f32 = cmyk[..3].iter().map(|&part| f32::from(part)).sum();
    if colours + black > most && colours > 0.0 {
        let share = ((most - black) / colours).max(0.0);
        for part in &mut cmyk[..3] {
            *part = (f32::from(*part) * share) as u8;
        }
    }
}

/// The channels of `#rrggbb`.
pub fn channels(hex: &str) -> Option<[u8; 3]> {
    let hex = hex.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let number = u32::from_str_radix(hex, 16).ok()?;
    let [_, r, g, b] = number.to_be_bytes();
    Some([r, g, b])
}

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

    #[test]
    fn without_a_profile_grey_is_black_ink() {
        let plain = Separation { profile: None, total_ink: 300 };
        assert_eq!(plain.colour([0, 0, 0]), [0, 0, 0, 100]);
        assert_eq!(plain.colour([255, 255, 255]), [0, 0, 0, 0]);
        assert_eq!(plain.colour([255, 0, 0]), [0, 100, 100, 0]);
        assert_eq!(plain.colour([51, 51, 51]), [0, 0, 0, 80]);
    }

    #[test]
    fn ink_is_limited_and_black_stays() {
        let mut cmyk = [255, 255, 255, 255];
        limit(&mut cmyk, 300);
        assert_eq!(cmyk[3], 255);
        assert!(cmyk.iter().map(|&part| u32::from(part)).sum::<u32>() <= 765);
    }

    #[test]
    fn what_is_no_profile_is_refused() {
        assert_eq!(Profile::parse(b"no profile".to_vec()).unwrap_err(), ProfileError::Broken);
        let srgb = ColorProfile::new_srgb().encode().unwrap();
        assert_eq!(Profile::parse(srgb).unwrap_err(), ProfileError::NotCmyk);
    }

    #[test]
    fn colours_are_read() {
        assert_eq!(channels("#1d3f63"), Some([0x1d, 0x3f, 0x63]));
        assert_eq!(channels("blue"), None);
    }
}

//! Colours on screen and on paper: sRGB for the one, the inks of a press for the other, and the way
//! from the first to the second through ICC profiles: relative colorimetric, with black point
//! compensation.

mod black;
mod contrast;
mod cube;
mod ink;
mod lab;
mod limit;
mod profile;
mod screen;
mod separation;
mod source;
mod table;

pub use contrast::{LEAST_CONTRAST, contrast, letters_on};
pub use ink::{Cmyk, Ink};
pub use profile::{Profile, ProfileError};
pub use screen::{light_of_inks, wide_profile};
pub use separation::{Greys, Separation};
pub use source::SourceProfile;

/// The channels of `#rrggbb`.
pub fn channels(hex: &str) -> Option<[u8; 3]> {
    let hex = hex.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let number = u32::from_str_radix(hex, 16).ok()?;
    let [_, r, g, b] = number.to_be_bytes();
    Some([r, g, b])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read() {
        assert_eq!(channels("#1d3f63"), Some([0x1d, 0x3f, 0x63]));
        assert_eq!(channels("blue"), None);
    }
}

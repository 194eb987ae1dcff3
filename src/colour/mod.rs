//! Colours on screen and on paper: sRGB for the one, the inks of a press for the other, and the way
//! from the first to the second through ICC profiles: relative colorimetric, with black point
//! compensation.

mod black;
mod contrast;
mod cube;
mod hex;
mod ink;
mod lab;
mod limit;
mod profile;
mod screen;
mod separation;
mod source;
mod table;

pub use contrast::{LEAST_CONTRAST, contrast, letters_on};
pub use hex::channels;
pub use ink::{Cmyk, Ink};
pub use profile::{Profile, ProfileError};
pub use screen::{light_of_inks, wide_profile};
pub use separation::{Greys, Separation};
pub use source::SourceProfile;

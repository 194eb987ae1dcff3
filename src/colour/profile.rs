//! The profile of a printing condition: which inks make a colour, which colour inks make.

use std::sync::Arc;

use moxcms::{ColorProfile, DataColorSpace, ProfileClass};

use super::black::{black_of, luminance};
use super::table::{DeviceTable, Value};

/// An ICC profile (ISO 15076-1) of a printing condition.
#[derive(Clone)]
pub struct Profile {
    /// The file.
    pub bytes: Vec<u8>,
    press: Arc<PressTables>,
}

struct PressTables {
    to_inks: DeviceTable,
    to_colour: DeviceTable,
    /// Y of the black that pictures come down to.
    black: f32,
    /// Y of black ink alone, from none to all.
    key: Vec<f32>,
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
    ///
    /// # Errors
    ///
    /// It is something else.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, ProfileError> {
        let profile = ColorProfile::new_from_slice(&bytes).map_err(|_| ProfileError::Broken)?;
        if profile.color_space != DataColorSpace::Cmyk {
            return Err(ProfileError::NotCmyk);
        }
        if profile.profile_class != ProfileClass::OutputDevice {
            return Err(ProfileError::NotOutput);
        }
        let press = PressTables::of(&profile).ok_or(ProfileError::Broken)?;
        Ok(Self { bytes, press: Arc::new(press) })
    }

    /// The inks of a colour, by the relative colorimetric table.
    pub(super) fn inks(&self, lab: [f32; 3]) -> Value {
        self.press.to_inks.device(lab)
    }

    /// The colour of inks on paper, by the same intent.
    pub(super) fn colour(&self, inks: Value) -> [f32; 3] {
        self.press.to_colour.colour(&inks)
    }

    /// Y of the darkest that pictures are printed with.
    pub(super) fn black(&self) -> f32 {
        self.press.black
    }

    /// Y of black ink alone.
    pub(super) fn key_black(&self) -> f32 {
        self.press.key[self.press.key.len() - 1]
    }

    /// How much black ink alone has this Y.
    pub(super) fn key(&self, y: f32) -> f32 {
        let key = &self.press.key;
        // Each is darker than the one before.
        let after = key.partition_point(|&other| other > y);
        if after == 0 {
            return 0.0;
        }
        let Some(&below) = key.get(after) else { return 1.0 };
        let above = key[after - 1];
        let share = if above > below { (above - y) / (above - below) } else { 0.0 };
        ((after - 1) as f32 + share) / (key.len() - 1) as f32
    }
}

impl PressTables {
    fn of(profile: &ColorProfile) -> Option<Self> {
        let perceptual = profile.lut_b_to_a_perceptual.as_ref();
        let colorimetric = profile.lut_b_to_a_colorimetric.as_ref().or(perceptual)?;
        let back = profile.lut_a_to_b_colorimetric.as_ref();
        let back = back.or(profile.lut_a_to_b_perceptual.as_ref())?;
        let to_inks = DeviceTable::to_device(colorimetric, profile.pcs, 4)?;
        let to_colour = DeviceTable::from_device(back, profile.pcs, 4)?;
        let darkest = match perceptual {
            Some(table) => DeviceTable::to_device(table, profile.pcs, 4)?.device([0.0; 3]),
            None => to_inks.device([0.0; 3]),
        };
        let darkest = to_colour.colour(&darkest)[0];
        let black = black_of(darkest, |l| to_colour.colour(&to_inks.device([l, 0.0, 0.0]))[0]);
        let mut key: Vec<f32> = (0..=255_u8)
            .map(|k| luminance(to_colour.colour(&[0.0, 0.0, 0.0, f32::from(k) / 255.0])[0]))
            .collect();
        for at in 1..key.len() {
            key[at] = key[at].min(key[at - 1]);
        }
        Some(Self { to_inks, to_colour, black: luminance(black), key })
    }
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Profile({} bytes)", self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_profile_is_refused() {
        assert_eq!(Profile::parse(b"no profile".to_vec()).unwrap_err(), ProfileError::Broken);
        let srgb = ColorProfile::new_srgb().encode().unwrap();
        assert_eq!(Profile::parse(srgb).unwrap_err(), ProfileError::NotCmyk);
    }
}

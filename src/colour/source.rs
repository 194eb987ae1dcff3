//! What the samples of a picture mean: the profile it brings, or the one it is taken to have.

use moxcms::{ColorProfile, DataColorSpace, LutWarehouse, ProfileClass};
use sha2::{Digest, Sha256};

use super::black::{LIGHTEST_BLACK, luminance};
use super::lab::{WHITE, to_xyz};
use super::table::{Curve, DeviceTable};

/// What grey is taken to have that brings no profile.
const GREY_EXPONENT: f32 = 2.2;

/// How device values become colours.
pub struct SourceProfile {
    way: Way,
    channels: usize,
    /// Y of its black.
    pub(super) black: f32,
    /// What tells it from others.
    pub(super) id: [u8; 32],
}

enum Way {
    Matrix { curves: [Curve; 3], matrix: [[f32; 3]; 3] },
    Grey(Curve),
    Table(DeviceTable),
}

impl SourceProfile {
    /// What red, green and blue are without a profile: sRGB.
    pub fn srgb() -> Self {
        Self::of(&ColorProfile::new_srgb(), 3, b"sRGB").expect("sRGB is a matrix and three curves")
    }

    /// What grey is without a profile.
    pub fn grey() -> Self {
        let curve = Curve::power(GREY_EXPONENT).expect("one number is an exponent");
        Self { way: Way::Grey(curve), channels: 1, black: 0.0, id: Sha256::digest(b"grey").into() }
    }

    /// Reads the profile of a picture of so many channels; `None` where it is none for them.
    pub fn parse(bytes: &[u8], channels: usize) -> Option<Self> {
        let profile = ColorProfile::new_from_slice(bytes).ok()?;
        Self::of(&profile, channels, bytes)
    }

    /// How many values a colour has.
    pub fn channels(&self) -> usize {
        self.channels
    }

    fn of(profile: &ColorProfile, channels: usize, identity: &[u8]) -> Option<Self> {
        let spaces = match channels {
            1 => DataColorSpace::Gray,
            3 => DataColorSpace::Rgb,
            4 => DataColorSpace::Cmyk,
            _ => return None,
        };
        if profile.color_space != spaces {
            return None;
        }
        let tables = [&profile.lut_a_to_b_colorimetric, &profile.lut_a_to_b_perceptual];
        let table = tables.into_iter().flatten().next();
        let way = match (table, channels) {
            (Some(table), _) => Way::Table(DeviceTable::from_device(table, profile.pcs, channels)?),
            (None, 1) => Way::Grey(Curve::of(profile.gray_trc.as_ref()?)?),
            (None, 3) => {
                let curves = [&profile.red_trc, &profile.green_trc, &profile.blue_trc];
                let [Some(r), Some(g), Some(b)] = curves else { return None };
                let matrix = profile.colorant_matrix().v.map(|row| row.map(|part| part as f32));
                Way::Matrix { curves: [Curve::of(r)?, Curve::of(g)?, Curve::of(b)?], matrix }
            }
            _ => return None,
        };
        let id = Sha256::digest([&[channels as u8], identity].concat()).into();
        let mut source = Self { way, channels, black: 0.0, id };
        source.black = source.black_point(profile);
        Some(source)
    }

    /// The darkest colour: of a press, the black that its perceptual table prints.
    fn black_point(&self, profile: &ColorProfile) -> f32 {
        let back = |table: &LutWarehouse| DeviceTable::to_device(table, profile.pcs, 4);
        let press = self.channels == 4 && profile.profile_class == ProfileClass::OutputDevice;
        let perceptual = profile.lut_b_to_a_perceptual.as_ref().filter(|_| press).and_then(back);
        let darkest = match (perceptual, self.channels) {
            (Some(table), _) => table.device([0.0; 3]),
            (None, 4) => [1.0; 4],
            (None, _) => [0.0; 4],
        };
        let y = self.xyz(&darkest[..self.channels])[1];
        y.clamp(0.0, luminance(LIGHTEST_BLACK))
    }

    /// The colour of a device value.
    pub(super) fn xyz(&self, device: &[f32]) -> [f32; 3] {
        match &self.way {
            Way::Table(table) => to_xyz(table.colour(device)),
            Way::Grey(curve) => WHITE.map(|white| white * curve.at(device[0])),
            Way::Matrix { curves, matrix } => {
                let [r, g, b] = [0, 1, 2].map(|at| curves[at].at(device[at]));
                matrix.map(|row| row[0] * r + row[1] * g + row[2] * b)
            }
        }
    }

    /// The matrix from linear light, where that is all there is besides curves.
    pub(super) fn matrix(&self) -> Option<[[f32; 3]; 3]> {
        match &self.way {
            Way::Matrix { matrix, .. } => Some(*matrix),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_read_for_the_channels_it_is_for() {
        let adobe = ColorProfile::new_adobe_rgb().encode().unwrap();
        assert!(SourceProfile::parse(&adobe, 1).is_none());
        assert!(SourceProfile::parse(&adobe, 4).is_none());
        let read = SourceProfile::parse(&adobe, 3).unwrap();
        // Pure green of Adobe RGB under D50, as its specification has it.
        let green = read.xyz(&[0.0, 1.0, 0.0]);
        for (part, expected) in green.iter().zip([0.205_28, 0.625_67, 0.060_88]) {
            assert!((part - expected).abs() < 5e-4, "{green:?}");
        }
        let middle = SourceProfile::grey().xyz(&[0.5]);
        assert!((middle[1] - 0.5_f32.powf(2.2)).abs() < 1e-4);
    }
}

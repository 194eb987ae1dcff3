//! Colours on screen: sRGB, or Adobe RGB for what comes from inks, whose cyans and greens sRGB does
//! not have.

use std::sync::LazyLock;

use moxcms::ColorProfile;

use super::black::{Compensation, solve};
use super::source::SourceProfile;
use super::table::Value;

/// The exponent of Adobe RGB (1998).
const WIDE: f32 = 563.0 / 256.0;

static SRGB: LazyLock<Option<[[f32; 3]; 3]>> = LazyLock::new(|| SourceProfile::srgb().matrix());
static WIDE_MATRIX: LazyLock<[[f32; 3]; 3]> = LazyLock::new(|| {
    ColorProfile::new_adobe_rgb().colorant_matrix().v.map(|row| row.map(|part| part as f32))
});

/// The profile of [`light_of_inks`], where inks have one.
pub fn wide_profile() -> Option<Vec<u8>> {
    ColorProfile::new_adobe_rgb().encode().ok()
}

/// Inks, four bytes each (255 is all ink), as red, green and blue: of Adobe RGB, or without a
/// profile of sRGB, where each ink takes its light away.
pub fn light_of_inks(source: Option<&SourceProfile>, inks: &[u8]) -> Vec<u8> {
    let mut last = ([0; 4], [255; 3]);
    let mut rgb = Vec::with_capacity(inks.len() / 4 * 3);
    for pixel in inks.chunks_exact(4) {
        let pixel = [pixel[0], pixel[1], pixel[2], pixel[3]];
        if pixel != last.0 || rgb.is_empty() {
            let shares = pixel.map(|part| f32::from(part) / 255.0);
            let light = match source {
                Some(source) => linear(source, &shares, &WIDE_MATRIX).map(|it| it.powf(1.0 / WIDE)),
                None => [0, 1, 2].map(|at| (1.0 - shares[at]) * (1.0 - shares[3])),
            };
            last = (pixel, light.map(|part| (part * 255.0).round() as u8));
        }
        rgb.extend(last.1);
    }
    rgb
}

/// Red, green and blue of sRGB of a colour; the fourth is nothing.
pub(super) fn light(source: &SourceProfile, device: &[f32]) -> Value {
    let linear = linear(source, device, &SRGB.unwrap_or_default());
    let encoded = linear.map(|part| {
        if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 }
    });
    [encoded[0], encoded[1], encoded[2], 0.0]
}

/// The light of three colours that makes another one, from 0 to 1.
fn linear(source: &SourceProfile, device: &[f32], matrix: &[[f32; 3]; 3]) -> [f32; 3] {
    let xyz = Compensation::between(source.black, 0.0).of(source.xyz(device));
    let mut rows = [[0.0; 4]; 3];
    for ((row, given), xyz) in rows.iter_mut().zip(matrix).zip(xyz) {
        for (cell, given) in row.iter_mut().zip(given.iter().copied().chain([xyz])) {
            *cell = f64::from(given);
        }
    }
    solve(rows).unwrap_or_default().map(|part| part.clamp(0.0, 1.0) as f32)
}

//! From light to ink: flat colours one by one, pictures as a whole.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use super::black::Compensation;
use super::cube::PictureCube;
use super::ink::Cmyk;
use super::lab::to_lab;
use super::limit::{hold, take_away};
use super::profile::Profile;
use super::screen::light;
use super::source::SourceProfile;
use super::table::Value;

/// How far apart the channels of a pixel may lie in a picture that counts as grey.
const NEUTRAL: u8 = 6;

/// What red, green and blue of the screen mean, and grey alone.
static SRGB: LazyLock<SourceProfile> = LazyLock::new(SourceProfile::srgb);
static GREY: LazyLock<SourceProfile> = LazyLock::new(SourceProfile::grey);

/// What pictures without any colour are printed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Greys {
    /// The inks of other pictures.
    #[default]
    Inks,
    /// Black alone.
    Black,
}

/// How colours of the screen become inks: through the profile of the printing condition, or without
/// one by taking what red, green and blue have in common for black.
#[derive(Clone, Default)]
pub struct Separation {
    /// The printing condition.
    pub profile: Option<Profile>,
    /// The most ink the paper takes, in per cent of the four together.
    pub total_ink: u16,
    /// What grey pictures are printed with.
    pub greys: Greys,
    /// What has been worked out for the profiles of pictures.
    cubes: Arc<Mutex<BTreeMap<CubeKey, Arc<PictureCube>>>>,
}

/// The profile of the pictures, the most ink, and whether there is a printing condition.
type CubeKey = ([u8; 32], u16, bool);

impl std::fmt::Debug for Separation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { profile, total_ink, greys, .. } = self;
        write!(f, "Separation({profile:?}, {total_ink} %, {greys:?})")
    }
}

impl Separation {
    /// For a printing condition, if there is one.
    pub fn new(profile: Option<Profile>, total_ink: u16, greys: Greys) -> Self {
        Self { profile, total_ink, greys, cubes: Arc::default() }
    }

    /// Whether pictures without any colour are printed on black alone.
    pub fn greys_on_black(&self) -> bool {
        self.greys == Greys::Black
    }

    /// A flat colour of sRGB, in per cent.
    pub fn colour(&self, rgb: [u8; 3]) -> Cmyk {
        self.flat(&SRGB, &rgb.map(|part| f32::from(part) / 255.0)).unwrap_or_default()
    }

    /// A flat colour, in per cent; `None` where it has other channels than the profile. Black and
    /// greys are black ink alone, as dark as they look. Grey without a profile of its own is as much
    /// red, green and blue, since such greys stand beside each other.
    pub fn flat(&self, source: &SourceProfile, device: &[f32]) -> Option<Cmyk> {
        if device.len() != source.channels() {
            return None;
        }
        let grey = device.iter().all(|part| *part == device[0]);
        if source.id == GREY.id {
            return self.flat(&SRGB, &[device[0]; 3]);
        }
        let Some(profile) = &self.profile else {
            let light = if source.id == SRGB.id {
                [device[0], device[1], device[2], 0.0]
            } else {
                light(source, device)
            };
            let inks = self.plain(light.map(|part| (part * 255.0).round() as u8));
            return Some(inks.map(|part| (u16::from(part) * 100 / 255) as u8));
        };
        if grey && source.channels() < 4 {
            let black = self.black_ink(source, device, profile);
            return Some([0, 0, 0, (black * 100.0).round() as u8]);
        }
        let inks = self.inks(source, device, profile);
        let nearest = inks.map(|part| (part * 100.0).round() as u8);
        let all: u16 = nearest.iter().map(|&part| u16::from(part)).sum();
        let fits = all <= self.total_ink;
        Some(if fits { nearest } else { inks.map(|part| (part * 100.0) as u8) })
    }

    /// Inks in per cent, with black for as much of the others as is too much.
    pub fn held(&self, inks: Cmyk) -> Cmyk {
        let all: u16 = inks.iter().map(|&part| u16::from(part)).sum();
        let Some(over) = all.checked_sub(self.total_ink).filter(|over| *over > 0) else {
            return inks;
        };
        if let Some(profile) = &self.profile {
            let held = hold(inks.map(|part| f32::from(part) / 100.0), profile, self.total_ink);
            return held.map(|part| (part * 100.0) as u8);
        }
        // Where three inks lie over each other they are black, more or less.
        let [c, m, y, k] = inks;
        let changed = over.div_ceil(2).min(u16::from(c.min(m).min(y).min(100 - k))) as u8;
        let held = [c - changed, m - changed, y - changed, k + changed];
        let all: u16 = held.iter().map(|&part| u16::from(part)).sum();
        let colours = all - u16::from(held[3]);
        let room = self.total_ink.saturating_sub(u16::from(held[3])).min(colours);
        let share = |part: u8| (u16::from(part) * room / colours.max(1)) as u8;
        [share(held[0]), share(held[1]), share(held[2]), held[3]]
    }

    /// Samples without any colour, on black alone.
    pub fn greys_of(&self, source: &SourceProfile, samples: &[u8]) -> Vec<u8> {
        let table = self.black_of_greys(source);
        let pixels = samples.chunks_exact(source.channels());
        pixels.flat_map(|pixel| [0, 0, 0, table[usize::from(middle(pixel))]]).collect()
    }

    /// The samples of a picture as samples of CMYK, four bytes each (255 is all ink). One rule holds
    /// for all its pixels: neighbours stay neighbours.
    pub fn picture(&self, source: &SourceProfile, samples: &[u8]) -> Vec<u8> {
        let channels = source.channels();
        let pixels = samples.chunks_exact(channels);
        if self.greys_on_black() && is_grey(samples, channels) {
            return self.greys_of(source, samples);
        }
        let bytes = |inks: Value| inks.map(|part| (part * 255.0).round().clamp(0.0, 255.0) as u8);
        match (&self.profile, channels) {
            (_, 3) if self.profile.is_some() || source.id != SRGB.id => {
                let cube = self.cube(source);
                let pixels = pixels.map(|pixel| cube.at([pixel[0], pixel[1], pixel[2]]));
                match self.profile {
                    Some(_) => pixels.flat_map(bytes).collect(),
                    None => pixels.flat_map(|light| self.plain(bytes(light))).collect(),
                }
            }
            (Some(profile), 1) => {
                let table: Vec<[u8; 4]> = (0..=255_u8)
                    .map(|grey| bytes(self.inks(source, &[f32::from(grey) / 255.0], profile)))
                    .collect();
                pixels.flat_map(|pixel| table[usize::from(pixel[0])]).collect()
            }
            (Some(profile), _) => {
                each(pixels, |pixel| bytes(self.inks(source, &shares(pixel), profile)))
            }
            (None, 4) => each(pixels, |pixel| self.plain(bytes(self.light(source, pixel)))),
            (None, 1) => pixels.flat_map(|pixel| self.plain([pixel[0]; 4])).collect(),
            (None, _) => {
                pixels.flat_map(|pixel| self.plain([pixel[0], pixel[1], pixel[2], 0])).collect()
            }
        }
    }

    /// Samples of inks that are nobody's in particular: no more than the paper takes.
    pub fn hold_inks(&self, samples: &mut [u8]) {
        for cmyk in samples.chunks_exact_mut(4) {
            take_away(cmyk, self.total_ink);
        }
    }

    /// The inks of a colour.
    fn inks(&self, source: &SourceProfile, device: &[f32], profile: &Profile) -> Value {
        let line = Compensation::between(source.black, profile.black());
        let lab = to_lab(line.of(source.xyz(device)));
        hold(profile.inks(lab), profile, self.total_ink)
    }

    /// How much black ink alone is as dark as a grey.
    fn black_ink(&self, source: &SourceProfile, device: &[f32], profile: &Profile) -> f32 {
        let line = Compensation::between(source.black, profile.key_black());
        profile.key(line.of_luminance(source.xyz(device)[1]))
    }

    /// The same for each byte of a grey, or for as much of red, green and blue.
    fn black_of_greys(&self, source: &SourceProfile) -> Vec<u8> {
        let black = |grey: u8| match &self.profile {
            Some(profile) => {
                let device = [f32::from(grey) / 255.0; 3];
                let black = self.black_ink(source, &device[..source.channels()], profile);
                (black * 255.0).round() as u8
            }
            None if source.id == SRGB.id || source.channels() == 1 => 255 - grey,
            None => 255 - (self.light(source, &[grey; 3])[0] * 255.0).round() as u8,
        };
        (0..=255).map(black).collect()
    }

    fn cube(&self, source: &SourceProfile) -> Arc<PictureCube> {
        let key = (source.id, self.total_ink, self.profile.is_some());
        let mut cubes = self.cubes.lock().unwrap_or_else(PoisonError::into_inner);
        let made = cubes.entry(key).or_insert_with(|| {
            Arc::new(match &self.profile {
                Some(profile) => PictureCube::new(|rgb| self.inks(source, &rgb, profile)),
                None => PictureCube::new(|rgb| light(source, &rgb)),
            })
        });
        made.clone()
    }

    fn light(&self, source: &SourceProfile, pixel: &[u8]) -> Value {
        light(source, &shares(pixel))
    }

    /// Inks without a profile.
    fn plain(&self, [r, g, b, _]: [u8; 4]) -> Cmyk {
        let mut cmyk = common([r, g, b]);
        take_away(&mut cmyk, self.total_ink);
        cmyk
    }
}

/// Each pixel by itself, and one like the one before not again.
fn each<'a>(pixels: impl Iterator<Item = &'a [u8]>, inks: impl Fn(&[u8]) -> [u8; 4]) -> Vec<u8> {
    let mut last: (&[u8], [u8; 4]) = (&[], [0; 4]);
    pixels
        .flat_map(|pixel| {
            if pixel != last.0 {
                last = (pixel, inks(pixel));
            }
            last.1
        })
        .collect()
}

fn shares(pixel: &[u8]) -> Vec<f32> {
    pixel.iter().map(|&part| f32::from(part) / 255.0).collect()
}

/// What red, green and blue lack in common is black; the rest are shares of the light that black leaves,
/// for inks take light away one after the other. (Through the profile of a common press that is half as far
/// from the colour as what is left without it.)
fn common(rgb: [u8; 3]) -> Cmyk {
    let light = rgb.into_iter().max().unwrap_or(0);
    let share = |part: u8| {
        let (lacks, of) = (u16::from(light - part), u16::from(light.max(1)));
        u8::try_from((255 * lacks + of / 2) / of).unwrap_or(u8::MAX)
    };
    let [c, m, y] = rgb.map(share);
    [c, m, y, 255 - light]
}

/// Whether no pixel of a picture has a colour.
fn is_grey(samples: &[u8], channels: usize) -> bool {
    match channels {
        1 => true,
        3 => samples.chunks_exact(3).all(|pixel| {
            let (least, most) = (pixel.iter().min(), pixel.iter().max());
            most.zip(least).is_some_and(|(most, least)| most - least <= NEUTRAL)
        }),
        _ => false,
    }
}

/// The mean of the channels of a grey pixel.
fn middle(pixel: &[u8]) -> u8 {
    let sum: usize = pixel.iter().map(|&part| usize::from(part)).sum();
    ((sum + pixel.len() / 2) / pixel.len()) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_profile_grey_is_black_ink() {
        let plain = Separation::new(None, 300, Greys::Inks);
        assert_eq!(plain.colour([0, 0, 0]), [0, 0, 0, 100]);
        assert_eq!(plain.colour([255, 255, 255]), [0, 0, 0, 0]);
        assert_eq!(plain.colour([255, 0, 0]), [0, 100, 100, 0]);
        assert_eq!(plain.colour([51, 51, 51]), [0, 0, 0, 80]);
        // A dark blue: (25, 14, 0, 63) would print as grey.
        assert_eq!(plain.colour([29, 58, 95]), [69, 38, 0, 62]);
        assert_eq!(plain.picture(&SourceProfile::grey(), &[51]), [0, 0, 0, 204]);
    }

    #[test]
    fn inks_that_are_too_much_are_changed_for_black() {
        let newsprint = Separation::new(None, 220, Greys::Inks);
        assert_eq!(newsprint.held([95, 75, 35, 25]), [90, 70, 30, 30]);
        assert_eq!(newsprint.held([90, 60, 10, 50]), [90, 60, 10, 50]);
        let all: u16 = newsprint.held([100; 4]).iter().map(|&part| u16::from(part)).sum();
        assert!(all <= 220, "{all}");
    }

    #[test]
    fn without_a_printing_condition_a_picture_goes_through_its_own_profile_all_the_same() {
        let plain = Separation::new(None, 300, Greys::Inks);
        let adobe = moxcms::ColorProfile::new_adobe_rgb().encode().unwrap();
        let adobe = SourceProfile::parse(&adobe, 3).unwrap();
        // What Adobe RGB has for this lies on the edge of sRGB: (0, 150, 0) by other programs.
        let green = plain.picture(&adobe, &[84, 150, 41]);
        let own = plain.picture(&SourceProfile::srgb(), &[84, 150, 41]);
        assert_ne!(green, own);
        assert_eq!(plain.picture(&adobe, &[0, 0, 0, 255, 255, 255]), [0, 0, 0, 255, 0, 0, 0, 0]);
    }

    #[test]
    fn a_picture_is_grey_as_a_whole_or_not() {
        assert!(is_grey(&[128, 128, 129, 10, 14, 16], 3));
        assert!(!is_grey(&[128, 128, 129, 10, 14, 17], 3));
        let black = Separation::new(None, 300, Greys::Black);
        let srgb = SourceProfile::srgb();
        assert_eq!(black.picture(&srgb, &[0, 3, 3, 128, 127, 129]), [0, 0, 0, 253, 0, 0, 0, 127]);
        let coloured = black.picture(&srgb, &[0, 3, 3, 200, 0, 0]);
        assert_ne!(coloured[..4], [0, 0, 0, 253], "one rule for all pixels");
    }
}

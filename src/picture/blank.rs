//! Whether there is anything to be seen of a picture.

use image::{DynamicImage, GenericImageView};

use super::fault::PictureFault;

/// What a picture stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Paper, as the figures of a brief.
    Paper,
    /// Whatever a template puts it on: a white logo may stand on a colour.
    Any,
}

/// The least light of a channel that prints nothing: a hundredth of ink is less than the smallest dot.
const WHITE: u8 = 253;

const HELP: &str = "save it again with the program that made it, or take another file";

/// What has been seen of a picture.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// Whether something shows on white paper, or would on a colour.
    marks: bool,
    covers: bool,
    /// The first pixel, and whether any is of another colour.
    first: Option<[u8; 4]>,
    several: bool,
    /// How many pixels there are.
    pixels: u64,
}

impl Seen {
    /// Takes a pixel in: red, green, blue and how much it covers.
    pub(super) fn add(&mut self, [r, g, b, alpha]: [u8; 4]) {
        self.pixels += 1;
        let pixel = if alpha == 0 { [0; 4] } else { [r, g, b, alpha] };
        self.covers |= alpha > 0;
        self.several |= *self.first.get_or_insert(pixel) != pixel;
        let on_white = |part: u8| 255 - u32::from(255 - part) * u32::from(alpha) / 255;
        self.marks |= [r, g, b].into_iter().any(|part| on_white(part) < u32::from(WHITE));
    }

    /// The same of all pixels of a picture, up to where nothing more can be learnt.
    pub(super) fn add_all(&mut self, image: &DynamicImage) {
        for (_, _, pixel) in image.pixels() {
            self.add(pixel.0);
            if self.is_settled() {
                return;
            }
        }
    }

    /// Whether nothing more can be learnt.
    pub(super) fn is_settled(&self) -> bool {
        self.marks && self.several
    }

    /// What is wrong with a picture of which this is all.
    pub(super) fn fault(&self, ground: Ground) -> Option<PictureFault> {
        let white = "shows nothing: what of it is not transparent is white";
        if !self.covers {
            return Some(PictureFault::refused("shows nothing: all of it is transparent", HELP));
        }
        match (self.marks, ground) {
            (false, Ground::Paper) if !self.several => {
                Some(PictureFault::refused("shows nothing: all of it is white", HELP))
            }
            (false, Ground::Paper) => Some(PictureFault::refused(white, HELP)),
            (false, Ground::Any) => Some(PictureFault::told(
                "is white, and shows on a colour alone",
                "take the one in ink, unless it stands on a colour",
            )),
            (true, _) if !self.several => Some(PictureFault::told(
                "is one colour all over",
                "see that it is the file that is meant, or leave it",
            )),
            (true, _) => None,
        }
    }

    /// Of a picture of one pixel, which programs put where a picture should be.
    pub(super) fn one_pixel(&self) -> Option<PictureFault> {
        (self.pixels == 1 && !self.is_settled())
            .then(|| PictureFault::refused("is one pixel, and no picture", HELP))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::fault::FaultWeight;

    fn weight(pixels: &[[u8; 4]], ground: Ground) -> Option<FaultWeight> {
        let mut seen = Seen::default();
        pixels.iter().for_each(|pixel| seen.add(*pixel));
        seen.fault(ground).map(|fault| fault.weight)
    }

    #[test]
    fn what_shows_nothing_is_refused_and_white_may_stand_on_a_colour() {
        let (clear, white, ink) = ([9, 9, 9, 0], [255; 4], [0, 0, 0, 255]);
        for ground in [Ground::Paper, Ground::Any] {
            assert_eq!(weight(&[clear, [7, 7, 7, 0]], ground), Some(FaultWeight::Refused));
            assert_eq!(weight(&[white, ink, clear], ground), None);
            assert_eq!(weight(&[ink, ink], ground), Some(FaultWeight::Told));
        }
        assert_eq!(weight(&[white, white], Ground::Paper), Some(FaultWeight::Refused));
        assert_eq!(weight(&[white, clear], Ground::Paper), Some(FaultWeight::Refused));
        assert_eq!(weight(&[white, clear], Ground::Any), Some(FaultWeight::Told));
        // Hardly anything of black is white on paper, and a tenth of it is not.
        assert_eq!(weight(&[[0, 0, 0, 1], clear], Ground::Paper), Some(FaultWeight::Refused));
        assert_eq!(weight(&[[0, 0, 0, 26], clear], Ground::Paper), None);
    }
}

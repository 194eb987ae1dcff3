//! What a template sees of any document, whatever it is about: its page, its words, whose it is.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::colour::Cmyk;
use crate::project::Organisation;

/// What a template sees of any document.
#[derive(Debug, Serialize)]
pub(super) struct FrameData {
    pub(super) format: u32,
    pub(super) edition: &'static str,
    pub(super) press: Option<PressData>,
    /// How close all is set, which is known when its pages are.
    pub(super) fit: &'static str,
    pub(super) lang: String,
    pub(super) region: Option<String>,
    pub(super) script: String,
    pub(super) segmented: bool,
    pub(super) dir: &'static str,
    pub(super) digits: String,
    pub(super) labels: BTreeMap<String, String>,
    pub(super) paper: &'static str,
    pub(super) brand: BrandData,
    pub(super) organisation: Organisation,
    pub(super) partners: Vec<PartnerData>,
}

/// A family as Typst takes it: a name, or a name and what it covers.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum FamilyData {
    Name(String),
    Part { name: String, covers: &'static str },
}

#[derive(Debug, Serialize)]
pub(super) struct BrandData {
    pub(super) name: String,
    pub(super) logo: Option<String>,
    pub(super) logo_alt: Option<String>,
    pub(super) accent: ColourData,
    pub(super) second: ColourData,
    pub(super) text_fonts: Vec<FamilyData>,
    pub(super) display_fonts: Vec<FamilyData>,
    pub(super) title_fonts: Vec<FamilyData>,
}

#[derive(Debug, Serialize)]
pub(super) struct PartnerData {
    pub(super) name: String,
    pub(super) logo: Option<String>,
    pub(super) logo_alt: Option<String>,
    pub(super) url: Option<String>,
}

/// A colour: `#rrggbb` on screen, inks in per cent for the press.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum ColourData {
    Screen(String),
    Press { cmyk: Cmyk, spot: Option<String> },
}

#[derive(Debug, Serialize)]
pub(super) struct PressData {
    pub(super) bleed: u8,
    pub(super) slug: String,
    /// Blank pages after the last one; known when the pages are counted.
    pub(super) blank: usize,
}

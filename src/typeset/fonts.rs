//! The faces: those built in, and those of the project after them. System fonts are never used.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontVariant, FontWeight};
use typst::utils::LazyHash;
use typst_kit::fonts::FontStore;

use super::font_file::read_faces;
use crate::limits::{FONT_FILES, Limits};
use crate::picture::{PictureFace, PictureFaces};

/// The family of pages that name none of their own.
const PAGES: &str = "Source Sans 3";

macro_rules! faces {
    ($($path:literal,)+) => {
        /// The built-in faces in the order of `fonts/fonts.toml`. A test compares the two.
        pub const BUILT_IN: &[(&str, &[u8])] =
            &[$(($path, include_bytes!(concat!("../../fonts/", $path))),)+];
    };
}

faces! {
    "source-serif-4/SourceSerif4-Regular.ttf",
    "source-serif-4/SourceSerif4-Italic.ttf",
    "source-serif-4/SourceSerif4-SemiBold.ttf",
    "source-serif-4/SourceSerif4-SemiBoldItalic.ttf",
    "source-sans-3/SourceSans3-Regular.ttf",
    "source-sans-3/SourceSans3-Italic.ttf",
    "source-sans-3/SourceSans3-SemiBold.ttf",
    "source-sans-3/SourceSans3-SemiBoldItalic.ttf",
    "source-sans-3/SourceSans3-Bold.ttf",
    "amiri/Amiri-Regular.ttf",
    "amiri/Amiri-Bold.ttf",
    "noto-sans-devanagari/NotoSansDevanagari-Regular.ttf",
    "noto-sans-devanagari/NotoSansDevanagari-Bold.ttf",
    "battambang/Battambang-Regular.ttf",
    "battambang/Battambang-Bold.ttf",
    "moul/Moul-Regular.ttf",
    "sarabun/Sarabun-Regular.ttf",
    "sarabun/Sarabun-Bold.ttf",
    "noto-sans-lao/NotoSansLao-Regular.ttf",
    "noto-sans-lao/NotoSansLao-Bold.ttf",
    "noto-sans-myanmar/NotoSansMyanmar-Regular.ttf",
    "noto-sans-myanmar/NotoSansMyanmar-Bold.ttf",
    "noto-sans-sc/NotoSansSC-Regular.ttf",
    "noto-sans-sc/NotoSansSC-Bold.ttf",
}

/// The faces of a run.
pub struct Fonts {
    store: FontStore,
    /// The files that some are from.
    files: BTreeSet<PathBuf>,
    /// What lists of families cover together, for those that were asked for.
    glyphs: Mutex<BTreeMap<Vec<String>, Arc<CharSet>>>,
}

/// A set of characters: a bit each, up to the last.
#[derive(Debug, Default)]
pub struct CharSet(Vec<u64>);

impl CharSet {
    /// Whether a character is in it.
    pub fn contains(&self, c: char) -> bool {
        let (word, bit) = (c as usize / 64, c as usize % 64);
        self.0.get(word).is_some_and(|bits| bits >> bit & 1 == 1)
    }

    fn insert(&mut self, c: u32) {
        let (word, bit) = (c as usize / 64, c as usize % 64);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << bit;
    }

    /// What is in both.
    fn both(self, other: Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    fn add(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        self.0.iter_mut().zip(&other.0).for_each(|(bits, more)| *bits |= more);
    }
}

/// A font file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub message: String,
}

impl PictureFaces for Fonts {
    fn has_family(&self, name: &str) -> bool {
        Fonts::has_family(self, name)
    }

    /// A picture's text may be set in any of them.
    fn covers(&self, character: char) -> bool {
        let families: Vec<String> = self.families().into_iter().map(str::to_string).collect();
        self.glyphs(&families).contains(character)
    }

    fn face(&self, asked: &usvg::Font) -> Option<PictureFace> {
        let variant = FontVariant {
            style: asked.style().into(),
            weight: FontWeight::from_number(asked.weight()),
            stretch: asked.stretch().into(),
        };
        let named = asked.families().iter().filter_map(|family| match family {
            usvg::FontFamily::Named(name) => Some(name.as_str()),
            _ => None,
        });
        let mut families = named.chain([PAGES]);
        let number = families
            .find_map(|family| self.store.book().select(&family.to_lowercase(), variant))?;
        self.picture_face(number)
    }

    fn fallback(&self, character: char, other: Option<usize>) -> Option<PictureFace> {
        let book = self.store.book();
        let like = other.and_then(|number| book.info(number));
        let variant = like.map(|info| info.variant).unwrap_or_default();
        let number = book.select_fallback(like, variant, character.encode_utf8(&mut [0; 4]))?;
        self.picture_face(number)
    }
}

/// The built-in faces, read when first asked for.
pub fn built_in_faces() -> &'static [Font] {
    static FACES: OnceLock<Vec<Font>> = OnceLock::new();
    FACES.get_or_init(|| {
        let faces = BUILT_IN.iter().flat_map(|(_, data)| Font::iter(Bytes::new(*data)));
        faces.collect()
    })
}

impl Fonts {
    /// The built-in faces, then those in each file.
    pub fn load(files: &[PathBuf], limits: &Limits) -> (Self, Vec<FontError>) {
        let mut store = FontStore::new();
        store.extend(built_in_faces().iter().map(|font| (font.clone(), font.info().clone())));
        let (mut errors, mut used) = (Vec::new(), BTreeSet::new());
        for path in files.iter().take(FONT_FILES) {
            match read_faces(path, limits) {
                Ok(faces) => {
                    store.extend(faces);
                    used.insert(path.clone());
                }
                Err(message) => errors.push(FontError { path: path.clone(), message }),
            }
        }
        if let Some(path) = files.get(FONT_FILES) {
            let message = format!("of {} font files {FONT_FILES} are read", files.len());
            errors.push(FontError { path: path.clone(), message });
        }
        (Self { store, files: used, glyphs: Mutex::default() }, errors)
    }

    /// Whether there are faces from a file.
    pub fn is_from(&self, file: &Path) -> bool {
        self.files.contains(file)
    }

    /// Whether there is a family of this name.
    pub fn has_family(&self, family: &str) -> bool {
        self.store.book().contains_family(&family.to_lowercase())
    }

    /// The names of all families, in alphabetical order.
    pub fn families(&self) -> Vec<&str> {
        self.store.book().families().map(|(name, _)| name).collect()
    }

    /// The characters that one of these families has a glyph for in all its faces.
    pub fn glyphs(&self, families: &[String]) -> Arc<CharSet> {
        let mut known = self.glyphs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(set) = known.get(families) {
            return set.clone();
        }
        let book = self.store.book();
        let mut set = CharSet::default();
        for family in families {
            // Of a family's faces one sets a text, whatever the others have.
            let faces = book.select_family(&family.to_lowercase());
            let all = faces.filter_map(|index| book.info(index)).map(|info| {
                let mut own = CharSet::default();
                info.coverage.iter().for_each(|c| own.insert(c));
                own
            });
            if let Some(common) = all.reduce(CharSet::both) {
                set.add(&common);
            }
        }
        known.entry(families.to_vec()).or_insert(Arc::new(set)).clone()
    }

    fn picture_face(&self, number: usize) -> Option<PictureFace> {
        let font = self.store.font(number)?;
        Some(PictureFace { number, file: Arc::new(font.data().clone()), index: font.index() })
    }

    /// Metadata for the compiler.
    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        self.store.book()
    }

    /// A face for the compiler.
    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.store.font(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_faces_cover_what_templates_print() {
        let (fonts, errors) = Fonts::load(&[], &Limits::default());
        assert_eq!(errors, []);
        let sans = fonts.glyphs(&["Source Sans 3".to_string()]);
        assert!(fonts.has_family("Source Serif 4") && fonts.has_family("source sans 3"));
        for c in "aéŁđưЖΩ→≥−■□–“”’…⅔".chars() {
            assert!(sans.contains(c), "{c}");
        }
        assert!(!sans.contains('ក'));
        assert!(!fonts.has_family("Comic Sans MS"));
    }
}

//! How much of anything is taken: every limit of the program in one place, with its reason. The table
//! in `docs/limits.md` says the same to users, with what was measured; a test compares the two.
//!
//! What a project may need more of stands below `[limits]` in its project file ([`Limits`]); the rest
//! are constants, for nothing that is meant comes near them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A megabyte is 2²⁰ bytes; a megapixel is a million pixels.
const MEGABYTE: u64 = 1 << 20;
const MEGAPIXEL: u64 = 1_000_000;

/// A limit that a project may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettableLimit {
    /// Its key below `[limits]`.
    pub key: &'static str,
    /// What it is where the project says nothing.
    pub default: u32,
    /// The least and the most it may be set to. More than the most helps no one: what is behind it has
    /// a limit of its own there, or a worker has no memory for it.
    pub range: (u32, u32),
    /// What is counted.
    pub unit: &'static str,
}

/// One raster image. An A4 page at 300 dpi has 9 megapixels, a good camera's picture 60. A worker has
/// memory for no more than 96 in the print edition.
pub const IMAGE: SettableLimit =
    SettableLimit { key: "image_megapixels", default: 64, range: (1, 96), unit: "megapixels" };

/// All raster images of one document: all are held decoded while it is set.
pub const IMAGES: SettableLimit =
    SettableLimit { key: "document_megapixels", default: 128, range: (1, 192), unit: "megapixels" };

/// Elements of an SVG, with what `use`, patterns, masks and markers repeat counted each time. The
/// library that reads SVG takes no more than a million.
pub const ELEMENTS: SettableLimit = SettableLimit {
    key: "svg_elements",
    default: 200_000,
    range: (1_000, 1_000_000),
    unit: "elements",
};

/// Memory for one document, in megabytes; settable by `--memory`. A brief of a hundred pages takes less.
pub const DOCUMENT_MEMORY: u32 = 2_048;

/// The least and the most it may be set to. The brief that ships needs some six hundred.
pub const DOCUMENT_MEMORY_RANGE: (u32, u32) = (768, 1_048_576);

/// Rows of the data of one chart or table. A page has room for some sixty, and no one reads more than a
/// few pages of them.
pub const DATA_ROWS: usize = 1_000;

/// Their columns. A page has room for some fifteen.
pub const DATA_COLUMNS: usize = 50;

/// Digits of one number of theirs. Money is counted in no more.
pub const DATA_DIGITS: usize = 18;

/// One file of others that a command reads: a sheet of tiers has 0.2 MB, a file of translations 0.1.
pub const PUBLISHED_FILE: u64 = 32 * MEGABYTE;

/// All that an XLSX file unpacks to, in bytes: it is unpacked once to count, and a part at a time to
/// read. The largest export of the SDG database has some 50 MB.
pub const SHEET_UNPACKED: u64 = 256 * MEGABYTE;

/// The rows of a sheet that is searched for the framework, which has 251 indicators.
pub const SHEET_ROWS: usize = 20_000;

/// Its columns.
pub const SHEET_COLUMNS: usize = 256;

/// The characters of one of its cells: what spreadsheet programs take.
pub const SHEET_CELL: usize = 32_767;

/// The cells of all sheets of a file, and the text in them, in bytes: one text may stand in many cells.
pub const SHEET_CELLS: usize = 1_000_000;
/// The text.
pub const SHEET_TEXT: usize = 64 << 20;

/// The files of folders that are read at once. The metadata of all indicators are some 250 a language.
pub const PUBLISHED_FILES: usize = 5_000;

/// How deep mappings and lists of YAML may stand in each other.
pub const YAML_DEPTH: usize = 8;

/// Rows of files of values that are about the indicators and places of a project's briefs. Fifty
/// indicators of ten countries have some fifty thousand.
pub const OBSERVATIONS: usize = 200_000;

/// A workbook of values, in bytes, and what it unpacks to: its texts are held at once.
pub const WORKBOOK: u64 = 128 * MEGABYTE;
/// Unpacked.
pub const WORKBOOK_TEXT: u64 = 2_048 * MEGABYTE;

/// What the filters of a document's SVGs are worked out over: the pixels of each region times the
/// work of its steps (moving is 1, blurring 6), for a filter becomes a bitmap. A shadow behind a whole
/// A4 page takes 72.
pub const FILTERS: SettableLimit = SettableLimit {
    key: "svg_filter_megapixels",
    default: 100,
    range: (1, 2_000),
    unit: "megapixels",
};

/// One font file. The largest single faces have 20 MB; collections of all weights have more.
pub const FONT: SettableLimit =
    SettableLimit { key: "font_megabytes", default: 64, range: (1, 512), unit: "megabytes" };

/// One image, profile or file of a template, as it stands on disk.
pub const ASSET: SettableLimit =
    SettableLimit { key: "asset_megabytes", default: 32, range: (1, 256), unit: "megabytes" };

/// One text file: a brief, a translation, labels. The longest real briefs have some tens of kilobytes.
pub const TEXT: SettableLimit =
    SettableLimit { key: "text_megabytes", default: 4, range: (1, 64), unit: "megabytes" };

/// One file of values of indicators. The United Nations' whole database has some hundreds of megabytes
/// a goal as CSV; it is read row by row, so that its size costs time and no memory.
pub const DATA: SettableLimit =
    SettableLimit { key: "data_megabytes", default: 1_024, range: (1, 16_384), unit: "megabytes" };

/// Those that a project may set, in the order of the documentation.
pub const SETTABLE: [SettableLimit; 8] =
    [IMAGE, IMAGES, ELEMENTS, FILTERS, FONT, ASSET, TEXT, DATA];

/// How deep the elements of an SVG may stand in each other. Drawing programs make some twenty levels;
/// what goes through them goes down the stack.
pub const SVG_DEPTH: usize = 256;

/// How deep an SVG may stand in another as data.
pub const SVG_IN_SVG: usize = 3;

/// How many attributes an element of an SVG may have: each is compared with all others.
pub const SVG_ATTRIBUTES: usize = 1_000;

/// What entities of an SVG may expand to, in bytes. Drawing programs name namespaces by them.
pub const SVG_ENTITIES: u64 = MEGABYTE;

/// What a compressed SVG or the colour profile in an image may unpack to, in bytes.
pub const UNPACKED: u64 = 32 * MEGABYTE;

/// How many faces a font collection may have. The largest have some seventy.
pub const FACES: u32 = 256;

/// How many characters the tables of a face may map, all together. Unicode has 1.1 million, and a face
/// says some of them in several tables.
pub const MAPPED: u64 = 5_000_000;

/// How many font files the folders of a project may have.
pub const FONT_FILES: usize = 10_000;

/// A PDF that `preflight` reads, in bytes; settable by `--max-size`.
pub const PDF_MEGABYTES: u32 = 256;

/// Its objects; settable by `--max-objects`. A report of a thousand pages has some ten thousand.
pub const PDF_OBJECTS: u32 = 500_000;

/// Memory for judging one PDF, in megabytes; settable by `--memory`.
pub const PDF_MEMORY: u32 = 2_048;

/// Time for judging one PDF, in seconds; settable by `--timeout`.
pub const PDF_SECONDS: u64 = 120;

/// Pages of a PDF that are examined.
pub const PDF_PAGES: usize = 20_000;

/// How deep arrays and dictionaries of a PDF may stand in each other; the reader goes down the stack
/// with them.
pub const PDF_DEPTH: usize = 1_000;

/// What one stream of a PDF, and all of them, may unpack to, in bytes.
pub const PDF_STREAM: usize = 48 << 20;
/// All of them.
pub const PDF_STREAMS: usize = 512 << 20;

/// The content of a page or form, in bytes and in operators. An operator read takes some 200 bytes.
pub const PDF_CONTENT: usize = 12 << 20;
/// In operators.
pub const PDF_OPERATORS: usize = 1_000_000;

/// How deep `q` may stand in `q`, and marked content in marked content. PDF 1.7 gives 28 as what readers
/// need to take (ISO 32000-1, annex C).
pub const PDF_SAVED: usize = 1_000;

/// The limits that are in force for a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    image_megapixels: u32,
    document_megapixels: u32,
    svg_elements: u32,
    svg_filter_megapixels: u32,
    font_megabytes: u32,
    asset_megabytes: u32,
    text_megabytes: u32,
    data_megabytes: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            image_megapixels: IMAGE.default,
            document_megapixels: IMAGES.default,
            svg_elements: ELEMENTS.default,
            svg_filter_megapixels: FILTERS.default,
            font_megabytes: FONT.default,
            asset_megabytes: ASSET.default,
            text_megabytes: TEXT.default,
            data_megabytes: DATA.default,
        }
    }
}

impl Limits {
    /// Sets the limit of a key, where there is one.
    pub fn set(&mut self, key: &str, value: u32) {
        let place = match key {
            "image_megapixels" => &mut self.image_megapixels,
            "document_megapixels" => &mut self.document_megapixels,
            "svg_elements" => &mut self.svg_elements,
            "svg_filter_megapixels" => &mut self.svg_filter_megapixels,
            "font_megabytes" => &mut self.font_megabytes,
            "asset_megabytes" => &mut self.asset_megabytes,
            "text_megabytes" => &mut self.text_megabytes,
            "data_megabytes" => &mut self.data_megabytes,
            _ => return,
        };
        *place = value;
    }

    /// The most pixels of one image.
    pub fn image(&self) -> u64 {
        u64::from(self.image_megapixels) * MEGAPIXEL
    }

    /// The most pixels of all images of a document.
    pub fn images(&self) -> u64 {
        u64::from(self.document_megapixels) * MEGAPIXEL
    }

    /// The most elements of an SVG.
    pub fn elements(&self) -> u64 {
        u64::from(self.svg_elements)
    }

    /// The most pixels that filters work out, step by step.
    pub fn filters(&self) -> u64 {
        u64::from(self.svg_filter_megapixels) * MEGAPIXEL
    }

    /// The most bytes of a font file.
    pub fn font(&self) -> u64 {
        u64::from(self.font_megabytes) * MEGABYTE
    }

    /// The most bytes of an image, a profile or a file of a template.
    pub fn asset(&self) -> u64 {
        u64::from(self.asset_megabytes) * MEGABYTE
    }

    /// The most bytes of a text file.
    pub fn text(&self) -> u64 {
        u64::from(self.text_megabytes) * MEGABYTE
    }

    /// The most bytes of a file of values.
    pub fn data(&self) -> u64 {
        u64::from(self.data_megabytes) * MEGABYTE
    }
}

impl SettableLimit {
    /// How a project raises it.
    pub fn raise(self) -> String {
        format!(
            "or raise `{}` below `[limits]` in briefpress.toml, to {} at most",
            self.key,
            Grouped(self.range.1.into())
        )
    }
}

/// A number with its thousands apart: 3,600.
#[derive(Debug, Clone, Copy)]
pub struct Grouped(pub u64);

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (place, digit) in digits.char_indices() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

/// Pixels in millions, rounded up so that what is more than a limit never reads as the limit.
pub fn megapixels(pixels: u64) -> Grouped {
    Grouped(pixels.div_ceil(MEGAPIXEL))
}

/// A size of memory as users write it: `4GB`, `1500 MB`, `1.5g`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemorySize(u32);

/// Units by what they are written as, in lower case, with the megabytes of each.
const UNITS: [(&str, f64); 9] = [
    ("mb", 1.0),
    ("mib", 1.0),
    ("m", 1.0),
    ("gb", 1024.0),
    ("gib", 1024.0),
    ("g", 1024.0),
    ("tb", 1_048_576.0),
    ("tib", 1_048_576.0),
    ("t", 1_048_576.0),
];

impl MemorySize {
    /// The whole megabytes of so many bytes.
    pub fn of(bytes: u64) -> Self {
        Self(u32::try_from(bytes >> 20).unwrap_or(u32::MAX))
    }

    /// Twice as much, where a document may take that.
    pub fn doubled(self) -> Option<Self> {
        self.0.checked_mul(2).filter(|&twice| twice <= DOCUMENT_MEMORY_RANGE.1).map(Self)
    }

    /// How many bytes it is.
    pub fn bytes(self) -> u64 {
        u64::from(self.0) << 20
    }
}

impl Default for MemorySize {
    fn default() -> Self {
        Self(DOCUMENT_MEMORY)
    }
}

impl fmt::Display for MemorySize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            megabytes if megabytes.is_multiple_of(1024) => write!(f, "{}GB", megabytes / 1024),
            megabytes => write!(f, "{megabytes}MB"),
        }
    }
}

impl FromStr for MemorySize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
        let (number, unit) = (&text[..end], text[end..].trim_start().to_ascii_lowercase());
        let Ok(number) = number.parse::<f64>() else {
            return Err("a size is wanted, such as 4GB or 1500MB".into());
        };
        if unit.is_empty() {
            return Err(format!("a unit is missing: {number}MB, or {number}GB"));
        }
        let Some((_, times)) = UNITS.iter().find(|(known, _)| *known == unit) else {
            return Err("MB, GB and TB are the units, as in 4GB or 1500MB".into());
        };
        let megabytes = (number * times).floor();
        let (least, most) = DOCUMENT_MEMORY_RANGE;
        if !(f64::from(least)..=f64::from(most)).contains(&megabytes) {
            let (least, most) = (Self(least), Self(most));
            return Err(format!("it takes {least} to {most}"));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in the range")]
        Ok(Self(megabytes as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_is_set_by_its_key() {
        for limit in SETTABLE {
            assert!((limit.range.0..=limit.range.1).contains(&limit.default), "{}", limit.key);
            let mut limits = Limits::default();
            limits.set(limit.key, limit.range.0);
            let one = serde_json::to_value(limits).unwrap();
            let default = serde_json::to_value(Limits::default()).unwrap();
            for (key, value) in default.as_object().unwrap() {
                let wanted = if key == limit.key { limit.range.0.into() } else { value.clone() };
                assert_eq!(one[key], wanted, "{key}");
            }
            assert_eq!(default[limit.key], limit.default);
        }
        assert_eq!(
            serde_json::to_value(Limits::default()).unwrap().as_object().unwrap().len(),
            SETTABLE.len()
        );
    }

    #[test]
    fn numbers_are_read_at_a_glance() {
        for (number, shown) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(Grouped(number).to_string(), shown);
        }
        assert_eq!(megapixels(64_000_001).to_string(), "65");
    }

    #[test]
    fn sizes_are_read_as_they_are_written() {
        for (text, megabytes) in [
            ("4GB", 4096),
            ("4 GB", 4096),
            ("4g", 4096),
            ("4GiB", 4096),
            ("1.5GB", 1536),
            ("768 MB", 768),
            (" 3000mib ", 3000),
            ("1TB", 1 << 20),
        ] {
            assert_eq!(text.parse(), Ok(MemorySize(megabytes)), "{text}");
        }
        for size in [768, 2048, 2500, 1 << 20] {
            let size = MemorySize(size);
            assert_eq!(size.to_string().parse(), Ok(size));
            assert_eq!(MemorySize::of(size.bytes()), size);
        }
    }

    #[test]
    fn what_is_no_size_is_told_what_to_write() {
        for (text, why) in [
            ("4096", "a unit is missing: 4096MB, or 4096GB"),
            ("", "a size is wanted"),
            ("GB", "a size is wanted"),
            ("-4GB", "a size is wanted"),
            ("1.2.3GB", "a size is wanted"),
            ("4,5GB", "MB, GB and TB are the units"),
            ("4KB", "MB, GB and TB are the units"),
            ("767MB", "it takes 768MB to 1024GB"),
            ("2TB", "it takes 768MB to 1024GB"),
            ("99999999999999999999GB", "it takes 768MB to 1024GB"),
        ] {
            let said = text.parse::<MemorySize>().unwrap_err();
            assert!(said.starts_with(why), "{text}: {said}");
        }
    }
}

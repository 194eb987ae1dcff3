//! The checks: each has a stable code, a usual severity, a meaning and what to do about it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FindingSeverity {
    /// It will print or read wrongly, or breaks the standard the file claims.
    Error,
    /// It may be meant.
    Warning,
}

impl FindingSeverity {
    /// The word for it; also the `level` of SARIF.
    pub fn name(self) -> &'static str {
        match self {
            FindingSeverity::Error => "error",
            FindingSeverity::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $variant:ident = $name:literal $severity:ident $help:literal; )+) => {
        /// A check. Its name never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Check { $( $(#[doc = $doc])+ $variant, )+ }

        impl Check {
            /// All checks, in the order of this table.
            pub const ALL: &'static [Check] = &[ $( Check::$variant, )+ ];

            /// The stable name, such as `press::rgb`.
            pub fn name(self) -> &'static str {
                match self { $( Check::$variant => $name, )+ }
            }

            /// What is found, in a sentence.
            pub fn meaning(self) -> &'static str {
                match self { $( Check::$variant => concat!($($doc),+).trim_ascii(), )+ }
            }

            /// What to do about it.
            pub fn help(self) -> &'static str {
                match self { $( Check::$variant => $help, )+ }
            }

            /// The usual severity; a finding may have another.
            pub fn severity(self) -> FindingSeverity {
                match self { $( Check::$variant => FindingSeverity::$severity, )+ }
            }
        }
    };
}

codes! {
    /// The file cannot be read as a PDF, or has no pages.
    Unreadable = "file::unreadable" Error
        "open it in a PDF viewer; if that fails too, make the file again";
    /// The file, or a part of it, takes more than a limit to examine.
    TooMuch = "file::too-much" Error
        "make the file simpler, or raise the limit if the message names an option for it";
    /// A part of the file could not be examined.
    Unexamined = "file::unexamined" Warning
        "look at this part yourself, or save the file in a simpler form";
    /// Parts of the file cannot be read, and every program makes of it what it can.
    Damaged = "file::damaged" Error
        "make the file again, or have a program repair it and look at every page; then have it judged as a whole";
    /// The file is encrypted or has a password.
    Encrypted = "file::encrypted" Error
        "save it without a password and without restrictions";
    /// The file holds JavaScript.
    JavaScript = "file::javascript" Error
        "remove scripts: a document for print or the archive must not run programs";
    /// A font is used that is not embedded in the file.
    NotEmbedded = "font::not-embedded" Error
        "embed all fonts when you export; otherwise another machine sets the text in another face";
    /// A font is embedded with all its characters.
    NotSubset = "font::not-subset" Warning
        "ask for subsets when you export, to make the file smaller";
    /// Text has no way back to Unicode, so that it cannot be searched, copied or read aloud.
    NoUnicode = "font::no-unicode" Error
        "export again with a program that writes ToUnicode maps; turn text you drew into real text";
    /// Text lies outside the page, or is cut off at its edge.
    OffPage = "text::off-page" Warning
        "move the text onto the page, or shorten it where it did not fit; take it out where none is meant";
    /// Text lies on other text, so that neither can be read.
    Overlap = "text::overlap" Error
        "give the texts more room, or shorten the one that is too long for its place";
    /// There is no XMP metadata.
    NoXmp = "meta::no-xmp" Error
        "export with a program that writes XMP metadata (title, dates, standard)";
    /// The XMP metadata cannot be read.
    InvalidXmp = "meta::invalid-xmp" Error
        "save the file again, so that its metadata is written anew";
    /// The document information and the XMP metadata say different things.
    Disagree = "meta::disagree" Error
        "change the property in the program that made the file, so that both places say the same";
    /// The document has no title in its metadata.
    NoTitle = "meta::no-title" Error
        "give the document a title in its properties";

    /// A page has no TrimBox, the finished size.
    NoTrimBox = "press::no-trim-box" Error
        "export with crop marks or bleed, so that the finished size is written";
    /// A page has no BleedBox.
    NoBleed = "press::no-bleed" Error
        "export with bleed";
    /// The bleed is smaller than the printer needs.
    SmallBleed = "press::small-bleed" Error
        "let backgrounds and pictures run further beyond the trimmed edge";
    /// The page boxes do not lie inside each other.
    Boxes = "press::boxes" Error
        "the TrimBox must lie inside the BleedBox, and that inside the MediaBox: export again";
    /// Pages have different finished sizes.
    TrimSize = "press::trim-size" Error
        "give all pages the same size";
    /// Something reaches the trimmed edge and not the edge of the bleed.
    StopsShort = "press::stops-short" Error
        "let it run to the edge of the bleed, or keep it away from the trimmed edge";
    /// Something on the page runs on beyond the bleed, where only marks belong.
    BeyondBleed = "press::beyond-bleed" Warning
        "end it at the edge of the bleed";
    /// A mark stands in the bleed.
    MarkInBleed = "press::mark-in-bleed" Error
        "move crop marks outwards, beyond the bleed";
    /// Text is too near to the trimmed edge.
    SafeArea = "press::safe-area" Warning
        "move the text further in: the cutter may be off by a millimetre or two";
    /// RGB, Lab or another colour that is not a printing ink.
    Rgb = "press::rgb" Error
        "convert it to CMYK";
    /// Gray with a colour profile, which may print with all four inks.
    ProfiledGray = "press::profiled-gray" Error
        "use the black ink alone: DeviceGray, or CMYK with only K";
    /// Transparency is blended in a colour space that is not CMYK.
    BlendSpace = "press::blend-space" Error
        "set the transparency blend space of the document to CMYK";
    /// Black text is made of several inks.
    RichBlack = "press::rich-black" Error
        "set text in black ink alone (0, 0, 0, 100): with several inks its edges blur";
    /// More ink than the paper can take.
    TotalInk = "press::total-ink" Error
        "use a lighter mixture, or convert with the profile of the paper";
    /// The ink of a picture could not be measured.
    InkUnmeasured = "press::ink-unmeasured" Warning
        "check the total ink of this picture in your image program";
    /// A picture has fewer pixels than its printed size needs.
    LowResolution = "press::low-resolution" Warning
        "use a picture with more pixels, or print it smaller";
    /// A line is too thin to print.
    Hairline = "press::hairline" Error
        "make the line at least 0.25 pt wide";
    /// Small letters or thin lines are printed with several inks.
    FineColour = "press::fine-colour" Warning
        "use one ink, such as a tint of black, for letters under 10 pt and lines under 0.5 pt: several inks never lie exactly \
         on each other";
    /// Type is too small to print or read.
    SmallType = "press::small-type" Warning
        "set the text in 6 pt or more";
    /// A link, comment or form field lies on the printed page.
    Annotation = "press::annotation" Error
        "leave links, comments and forms out of the print file";
    /// Another file is attached.
    Attachment = "press::attachment" Error
        "remove attached files";
    /// The file does not say for which printing condition it is made.
    NoOutputIntent = "press::no-output-intent" Warning
        "export with the ICC profile your print shop names";
    /// The output intent is not one CMYK printing condition.
    OutputIntent = "press::output-intent" Error
        "export with one CMYK output profile, the one your print shop names";

    /// The PDF version is not that of the PDF/X the file claims.
    XVersion = "pdfx::version" Error
        "export as PDF/X-4, which is PDF 1.6";
    /// PDF/X asks whether the file is trapped, and it does not say so.
    XTrapped = "pdfx::no-trapped" Error
        "set Trapped to false (or true, where it is), in the document information and in XMP";
    /// PDF/X asks for the moments of making and changing.
    XDates = "pdfx::no-dates" Error
        "export again with a program that writes PDF/X";
    /// PDF/X asks for a file identifier and for the identifiers of XMP media management.
    XIdentifiers = "pdfx::no-identifiers" Error
        "export again with a program that writes PDF/X";

    /// The document is not tagged.
    NotTagged = "tag::not-tagged" Error
        "export as tagged PDF: without tags a screen reader has to guess";
    /// The document does not say its language.
    NoLanguage = "tag::no-language" Error
        "set the language of the document, such as en or km";
    /// The document does not claim PDF/UA.
    NotUa = "tag::not-pdf-ua" Warning
        "export as PDF/UA-1, the standard of accessible PDFs";
    /// Headings skip a level, or do not begin at the first.
    HeadingOrder = "tag::heading-order" Error
        "go down one level at a time, from H1: do not choose a level for its looks";
    /// A heading holds nothing.
    EmptyHeading = "tag::empty-heading" Error
        "remove the heading, or give it its text";
    /// A table is not made of rows of cells.
    TableStructure = "tag::table-structure" Error
        "tag tables as Table, TR, and TH or TD";
    /// A table has no header cell.
    NoHeaderCell = "tag::no-header-cell" Error
        "mark the cells that name a row or column as header cells (TH)";
    /// A header cell does not say what it is the header of.
    NoScope = "tag::no-scope" Error
        "set the scope of the header cell to Row, Column or Both";
    /// The rows of a table have different numbers of cells.
    IrregularTable = "tag::irregular-table" Error
        "give every row the same number of cells, counting spans";
    /// A figure or formula has no text that stands for it.
    NoAlt = "tag::no-alt" Error
        "describe what the picture says, or mark it as decoration";
    /// A list is not made of list items.
    ListStructure = "tag::list-structure" Error
        "tag lists as L, LI, and Lbl or LBody";
    /// Something on the page is neither tagged nor marked as decoration.
    Untagged = "tag::untagged-content" Error
        "tag it, or mark it as an artifact where it carries no meaning";
    /// The tags and the content of the page do not find each other.
    Broken = "tag::broken-link" Error
        "export again: the structure tree is damaged";
    /// The reading order runs backwards over the pages.
    ReadingOrder = "tag::reading-order" Error
        "put the tags into the order in which one reads";
    /// A longer document has no bookmarks.
    NoBookmarks = "nav::no-bookmarks" Error
        "export with bookmarks made from the headings";
    /// The window shows the file's name instead of the title.
    TitleHidden = "nav::title-hidden" Error
        "set the window to show the document title";
    /// The tab key does not follow the reading order.
    TabOrder = "nav::tab-order" Error
        "set the tab order of the page to follow the structure";
    /// A link is not part of the structure.
    LinkUntagged = "nav::link-untagged" Error
        "tag the link with its text as Link";
    /// A link or note has no description.
    NoDescription = "nav::no-description" Error
        "say in words where the link leads or what the note is";
    /// Text stands out too little from what is behind it.
    Contrast = "text::contrast" Error
        "make the text darker or its background lighter, until the ratio is 4.5 : 1 (large type 3 : 1)";
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_sentences_are_sentences() {
        let names: BTreeSet<&str> = Check::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Check::ALL.len());
        for code in Check::ALL {
            assert!(code.name().contains("::"), "{code}");
            assert!(code.meaning().ends_with('.'), "{code}: {}", code.meaning());
            assert!(!code.help().is_empty() && !code.help().ends_with('.'), "{code}");
        }
    }
}

//! The stable codes of diagnostics, and the levels a project sets for those that are lints.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// What a project does about a lint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// Say nothing.
    Allow,
    /// Say it and build.
    Warn,
    /// Treat it as an error.
    Deny,
}

impl Level {
    /// The words of `briefpress.toml`.
    pub const NAMES: [&'static str; 3] = ["allow", "warn", "deny"];

    /// Reads `"allow"`, `"warn"` or `"deny"`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "allow" => Some(Level::Allow),
            "warn" => Some(Level::Warn),
            "deny" => Some(Level::Deny),
            _ => None,
        }
    }

    /// The word that [`Level::from_name`] reads.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $variant:ident = $name:literal $level:ident $lint:literal; )+) => {
        /// What kind of problem a diagnostic is about. The name of a code never changes meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $( $(#[doc = $doc])+ $variant, )+ }

        impl Code {
            /// All codes, in the order of this table.
            pub const ALL: &'static [Code] = &[ $( Code::$variant, )+ ];

            /// The stable name, such as `sdg::unknown-target`.
            pub fn name(self) -> &'static str {
                match self { $( Code::$variant => $name, )+ }
            }

            /// What it means, in a sentence.
            pub fn meaning(self) -> &'static str {
                match self { $( Code::$variant => concat!($($doc),+).trim_ascii(), )+ }
            }

            /// The level it has where the project sets none.
            pub fn default_level(self) -> Level {
                match self { $( Code::$variant => Level::$level, )+ }
            }

            /// Whether a project may set its level.
            pub fn is_lint(self) -> bool {
                match self { $( Code::$variant => $lint, )+ }
            }
        }
    };
}

codes! {
    /// a file that cannot be read
    FileUnreadable = "file::unreadable" Deny false;
    /// a file that is not UTF-8 text
    FileEncoding = "file::encoding" Deny false;
    /// a file too large to be a brief
    FileTooLarge = "file::too-large" Deny false;
    /// a file or folder that is not read, and looks as if it was to be
    PassedOver = "file::passed-over" Warn true;
    /// a project without a brief
    NoBriefs = "project::no-briefs" Warn true;
    /// text that is not TOML
    TomlSyntax = "toml::syntax" Deny false;
    /// tables or lists that stand too deep in each other
    DeepToml = "toml::too-deep" Deny false;
    /// a key that briefpress does not know
    UnknownKey = "schema::unknown-key" Deny false;
    /// a key that must be there
    MissingKey = "schema::missing-key" Deny false;
    /// a value of another type than the key takes
    WrongType = "schema::wrong-type" Deny false;
    /// a value of the right type that the key does not take
    BadValue = "schema::bad-value" Deny false;
    /// a text that must say something and is empty
    EmptyText = "schema::empty-text" Deny false;
    /// an id that cannot be a file name on every system
    InvalidId = "id::invalid" Deny false;
    /// an id used twice
    DuplicateId = "id::duplicate" Deny false;
    /// a figure that stands nowhere, or in two places
    FigurePlace = "figure::place" Deny false;
    /// a reference to an id that is not there
    UnknownId = "id::unknown" Deny false;
    /// a box or quotation that nothing places
    Unplaced = "placing::unplaced" Deny false;
    /// a box or quotation that is placed twice
    PlacedTwice = "placing::twice" Deny false;
    /// a citation of a source that is not there
    UnknownSource = "source::unknown" Deny false;
    /// a citation that is not written as one
    BadCitation = "source::malformed-citation" Deny false;
    /// a code that is no ISO 3166-1 alpha-2 country
    UnknownCountry = "country::unknown" Deny false;
    /// a code that is no region of UN M49
    UnknownRegion = "region::unknown" Deny false;
    /// a brief that says in two ways where it is about
    SeveralPlaces = "place::several" Deny false;
    /// a language without labels
    UnknownLanguage = "language::unknown" Deny false;
    /// a label that is not filled with what the English one is
    Placeholder = "label::placeholder" Deny false;
    /// text that is not CSV
    CsvSyntax = "data::csv-syntax" Deny false;
    /// data without a row
    DataEmpty = "data::empty" Deny false;
    /// a row or column that is not as the others are
    DataShape = "data::shape" Deny false;
    /// a cell that is no number in a column of numbers
    DataNumber = "data::number" Deny false;
    /// numbers whose points may part thousands
    DataThousands = "data::thousands" Warn true;
    /// a last row that has a label and no value
    DataRemark = "data::remark" Warn true;
    /// a row, label or column that stands twice
    DataDuplicate = "data::duplicate" Deny false;
    /// a column that the data do not have
    UnknownColumn = "data::unknown-column" Deny false;
    /// a row that is not in the data
    UnknownRow = "data::unknown-row" Deny false;
    /// more data than are shown
    DataTooLarge = "data::too-large" Deny false;
    /// a file named for values that is none of the kinds that are read
    ValuesForeign = "values::foreign" Deny false;
    /// a file of values that is damaged, or of broken form
    ValuesBroken = "values::broken" Deny false;
    /// a column or cell of a file of values that is not what it should be
    ValuesCell = "values::cell" Deny false;
    /// a file of values of which no release is known
    ValuesRelease = "values::no-release" Deny false;
    /// two values of one release for the same
    ValuesConflict = "values::conflict" Deny false;
    /// two values for the same of releases of which it is not known which is later
    ValuesUnranked = "values::unranked" Deny false;
    /// a series that no file of values has, or has for another indicator alone
    ValuesSeries = "values::unknown-series" Deny false;
    /// a dimension, or a code of it, that no value of an indicator has
    ValuesDimension = "values::unknown-dimension" Deny false;
    /// files of values that do not name indicators, and no indicator that names its series
    ValuesNoSeries = "values::no-series" Deny false;
    /// a choice among values where no file of values is named
    ValuesUnused = "values::no-file" Deny false;
    /// data that a kind of chart cannot show
    ChartUnfit = "chart::unfit" Deny false;
    /// a scale of lengths that does not begin at zero
    ChartAxis = "chart::broken-axis" Deny false;
    /// parts of a hundred per cent that make more or less
    ChartWhole = "chart::not-the-whole" Deny false;
    /// a country, region or language that has no name in the language of the page
    Unnamed = "label::unnamed" Warn true;
    /// a goal, target or indicator of a project's own that is the United Nations', or could be
    NotNational = "sdg::not-national" Deny false;
    /// a number that is no goal
    UnknownGoal = "sdg::unknown-goal" Deny false;
    /// a code that is no target
    UnknownTarget = "sdg::unknown-target" Deny false;
    /// a code that is no indicator
    UnknownIndicator = "sdg::unknown-indicator" Deny false;
    /// a target or indicator under a goal or target that is not its own
    WrongParent = "sdg::wrong-parent" Deny false;
    /// a goal, target or indicator listed twice
    DuplicateCode = "sdg::duplicate-code" Deny false;
    /// a target that no `[[goal.target]]` of the brief lists
    UnlistedTarget = "sdg::unlisted-target" Deny false;
    /// a control character, which PDF cannot hold
    ControlCharacter = "text::control-character" Deny false;
    /// bidirectional control characters that are opened and not closed, or the other way round
    UnbalancedBidi = "text::unbalanced-bidi" Deny false;
    /// Markdown that a brief does not take
    Markdown = "text::markdown" Deny false;
    /// text with lists, emphasis and links that stand too deep in each other
    DeepText = "text::too-deep" Deny false;
    /// a character that no face covers
    MissingGlyph = "text::missing-glyph" Deny false;
    /// a link that is no web, mail or telephone address
    BadUrl = "text::bad-url" Deny false;
    /// a DOI, ISBN or ISSN that is none
    BadIdentifier = "schema::bad-identifier" Deny false;
    /// a file of references that is not in the form it is said to be in
    ReferenceUnreadable = "reference::unreadable" Deny false;
    /// a reference that lacks what a source needs
    ReferenceIncomplete = "reference::incomplete" Deny false;
    /// a reference that is there already
    ReferenceDuplicate = "reference::duplicate" Warn false;
    /// a reference of which something is changed or left out
    ReferenceAltered = "reference::altered" Warn false;
    /// a title or the like that is longer than a PDF may list it
    LongTitle = "text::too-long" Deny false;
    /// a font family that is not there
    UnknownFont = "font::unknown-family" Deny false;
    /// a font file that cannot be used
    BadFont = "font::unusable" Deny false;
    /// an image or other asset that cannot be used
    BadAsset = "asset::unusable" Deny false;
    /// an image of which something is taken for granted: its first page, another face for its text
    AssetAssumed = "asset::assumed" Warn true;
    /// an image, or the images of a document, beyond a limit
    AssetTooLarge = "asset::too-large" Deny false;
    /// a template that the project does not have
    UnknownTemplate = "template::unknown" Deny false;
    /// a template that Typst cannot compile
    Template = "template::error" Deny false;
    /// a layout that does not settle
    NoConvergence = "template::no-convergence" Deny false;
    /// a document that takes longer to set than it may
    TooLong = "template::too-long" Deny false;
    /// a document that takes more memory to set than it may
    TooMuchMemory = "template::too-much-memory" Deny false;
    /// a document that is nested too deeply to be set
    TooDeep = "template::too-deep" Deny false;
    /// text outside its page, cut off, or in a margin that the template keeps free
    OffPage = "layout::off-page" Deny false;
    /// a layout without the sources that its parts cite
    SourcesLeftOut = "layout::no-sources" Deny false;
    /// a section that the layout does not print
    NotPrinted = "layout::not-printed" Warn true;
    /// text that lies on other text or under a filled area
    Overlap = "layout::overlap" Deny false;
    /// a colour profile that cannot be used for the press
    PressProfile = "press::profile" Deny false;
    /// a colour with more ink than the press takes
    TotalInk = "press::total-ink" Deny false;
    /// a colour or image that cannot be separated into the inks of the press
    PressColour = "press::colour" Deny false;
    /// a print edition whose text is not the screen edition's
    PressText = "press::text-differs" Deny false;
    /// an image of less than 150 dpi as it is placed
    PressResolution = "press::resolution" Deny false;
    /// an image of less than 300 dpi as it is placed
    PressLowResolution = "press::low-resolution" Warn true;
    /// a page that does not meet PDF/UA-1 and PDF/A-2a
    PdfStandard = "pdf::standard" Deny false;
    /// a key of a translation that translates nothing
    Orphan = "translation::orphan" Warn true;
    /// texts of a translation whose original has another key now
    Moved = "translation::moved" Warn true;
    /// a text that is not translated
    Untranslated = "translation::missing" Warn true;
    /// a text whose original changed since it was translated
    Stale = "translation::stale" Warn true;
    /// a text of a translation that is to be looked at again
    NeedsReview = "translation::needs-review" Warn true;
    /// texts of a translation of which nothing says what they were translated from
    UnknownOriginal = "translation::unknown" Warn true;
    /// a translation marked as reviewed that has texts no one has reviewed as they are
    Unreviewed = "translation::unreviewed" Warn true;
    /// a lock that is not as it was written
    LockDamaged = "translation::lock-damaged" Deny false;
    /// a translation with texts older than the original, where `--locked` wants none
    LockedStale = "translation::locked-stale" Deny false;
    /// a lock that does not know what texts were translated from
    LockOutdated = "translation::lock-outdated" Deny false;
    /// a translation into the language its brief is written in
    OwnLanguage = "translation::own-language" Deny false;
    /// a number or code that differs from the original's
    ClaimNumber = "translation::number" Warn true;
    /// a citation that differs from the original's
    ClaimCitation = "translation::citation" Warn true;
    /// a link that differs from the original's
    ClaimLink = "translation::link" Warn true;
    /// a name of the original that is not there
    ClaimName = "translation::name" Warn true;
    /// a warning of Typst about a template
    TemplateWarning = "template::warning" Warn true;
    /// a brand colour too light for text on white
    LowContrast = "brand::low-contrast" Warn true;
    /// what looks like markup and prints as it was typed
    LeftoverMarkup = "text::leftover-markup" Warn true;
    /// words of the example that `new` and `init` write, in a draft
    ExampleText = "example::unchanged" Warn true;
    /// words of the example that `new` and `init` write, in a brief that is final
    ExampleFinal = "example::final" Deny false;
    /// a title longer than two lines
    LengthyTitle = "title::long" Warn true;
    /// more key messages than anyone keeps in mind
    ManyMessages = "key-messages::many" Warn true;
    /// a finding or fact that names no source
    Unsourced = "source::missing" Warn true;
    /// a source that nothing cites
    Uncited = "source::uncited" Warn true;
    /// a day on which the address of a source was read that has none
    AccessedNowhere = "source::accessed-without-url" Warn true;
    /// a part of a layout that another key turns off
    SwitchedOff = "layout::switched-off" Warn true;
    /// a deadline that says a date in words
    DateInWords = "recommendation::date-in-words" Warn true;
    /// an abbreviation that no text has
    UnusedAbbreviation = "abbreviation::unused" Warn true;
    /// a recommendation that answers no finding
    AnswersNothing = "recommendation::answers-no-finding" Warn true;
    /// a recommendation that serves no target
    ServesNothing = "recommendation::serves-no-target" Warn true;
    /// a recommendation that addresses no one
    AddressesNoOne = "recommendation::addresses-no-one" Warn true;
    /// a brief without a goal, of which no indicator table is made
    NoGoal = "goal::none" Warn true;
    /// a deadline before the date of the brief
    PastDeadline = "recommendation::deadline-passed" Warn true;
    /// a goal without target, and no note that says why
    GoalWithoutTarget = "goal::without-target" Warn true;
    /// an indicator code that the framework no longer has
    RetiredCode = "sdg::retired-code" Warn true;
    /// an indicator code that meant something else before
    ReusedCode = "sdg::reused-code" Warn true;
    /// indicator 8.7.1, which counts children, without a note that says why it stands
    ChildLabour = "sdg::child-labour" Warn true;
    /// wording of a target or indicator with other words than the official one
    OtherWording = "sdg::other-wording" Warn true;
    /// targets or indicators that print in English in another language
    EnglishLabel = "sdg::english-label" Warn true;
    /// one indicator listed under two of its codes
    RepeatedIndicator = "sdg::repeated-indicator" Warn true;
    /// a file of values that is not in UTF-8
    ValuesEncoding = "values::encoding" Warn true;
    /// a file of values that is one page of several
    ValuesPage = "values::page" Warn true;
    /// values whose place those of a later release take
    ValuesRevised = "values::revised" Warn true;
    /// an indicator with values of parts alone
    ValuesParts = "values::parts-only" Warn true;
    /// values of what a code measured before it was given to another measure
    ValuesOtherMeasure = "values::other-measure" Warn true;
    /// a brief about a place of which files of values say nothing
    ValuesPlace = "values::no-place" Warn true;
    /// a file of values that names another release than the brief
    ValuesOtherRelease = "values::other-release" Warn true;
    /// an indicator, a place, or a choice of values, of which no file of values has a row
    ValuesCover = "values::not-covered" Warn true;
    /// values in several units, which are not compared
    ValuesUnit = "values::mixed-units" Warn true;
    /// an indicator with values of other reporting types alone
    ValuesReported = "values::other-reporting" Warn true;
    /// a latest value that is older than that of other parts of its series
    ValuesOlder = "values::older" Warn true;
    /// forecasts, which are no observed values
    ValuesForecast = "values::forecast" Warn true;
    /// a value with a status that says that there is none
    ValuesStatus = "values::status" Warn true;
    /// a sheet of a workbook of values that is no table of values
    ValuesSheet = "values::other-sheet" Warn true;
    /// a column of values that is not known, and differs between rows of one series
    ValuesColumn = "values::unknown-column" Warn true;
    /// a number of an area that stands beside the name of another country
    ValuesPlaceName = "values::other-name" Warn true;
    /// a hidden sheet of a workbook of values, or hidden rows, that are read
    ValuesHidden = "values::hidden-sheet" Warn true;
    /// rows of values that do not say which indicator they serve
    ValuesUncoded = "values::no-indicator" Warn true;
    /// a file of values that ends within a line, or has fewer values than it says
    ValuesCut = "values::cut-off" Warn true;
}

impl Code {
    /// The code of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Whether it says that one part of a brief does not fit another: it follows where one of them was
    /// not read.
    pub fn is_of_references(self) -> bool {
        use Code::{
            DuplicateCode, DuplicateId, FigurePlace, PlacedTwice, UnknownId, UnknownSource,
            UnlistedTarget, Unplaced, WrongParent,
        };
        [
            DuplicateCode,
            DuplicateId,
            FigurePlace,
            PlacedTwice,
            UnknownId,
            UnknownSource,
            UnlistedTarget,
            Unplaced,
            WrongParent,
        ]
        .contains(&self)
    }

    /// Whether it says that something is not there: it may be there in what was not read.
    pub fn is_of_absence(self) -> bool {
        use Code::{
            AddressesNoOne, AnswersNothing, GoalWithoutTarget, NoGoal, ServesNothing, Uncited,
            Unsourced,
        };
        [
            AddressesNoOne,
            AnswersNothing,
            GoalWithoutTarget,
            NoGoal,
            ServesNothing,
            Uncited,
            Unsourced,
        ]
        .contains(&self)
    }

    /// The codes whose level a project may set.
    pub fn lints() -> impl Iterator<Item = Code> {
        Self::ALL.iter().copied().filter(|code| code.is_lint())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::from_name(&name).ok_or_else(|| de::Error::custom(format!("no code `{name}`")))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The lint levels of a project.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    set: BTreeMap<Code, Level>,
    deny_warnings: bool,
}

impl Levels {
    /// Sets the level of a lint.
    pub fn set(&mut self, code: Code, level: Level) {
        self.set.insert(code, level);
    }

    /// Raises whatever would be a warning to an error (`--deny warnings`).
    pub fn deny_warnings(&mut self) {
        self.deny_warnings = true;
    }

    /// The level in force for a lint.
    pub fn level(&self, code: Code) -> Level {
        match self.set.get(&code).copied().unwrap_or(code.default_level()) {
            Level::Warn if self.deny_warnings => Level::Deny,
            level => level,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinct_and_found_again() {
        for &code in Code::ALL {
            assert_eq!(Code::from_name(code.name()), Some(code));
            assert!(!code.meaning().is_empty());
        }
    }

    #[test]
    fn deny_warnings_leaves_allowed_lints_alone() {
        let mut levels = Levels::default();
        levels.set(Code::Uncited, Level::Allow);
        levels.deny_warnings();
        assert_eq!(levels.level(Code::Uncited), Level::Allow);
        assert_eq!(levels.level(Code::Unsourced), Level::Deny);
    }
}

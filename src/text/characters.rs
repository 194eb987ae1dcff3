//! What a character is to the Unicode algorithms.

use icu_properties::props::{GeneralCategory, LineBreak};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

/// How UAX #14 sees each character.
static LINE_BREAK: CodePointMapDataBorrowed<'static, LineBreak> = CodePointMapData::new();

/// What kind of character each is.
static CATEGORY: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::new();

/// What a character is to UAX #14.
pub(super) fn class(c: char) -> LineBreak {
    LINE_BREAK.get(c)
}

/// The general category of a character.
pub(super) fn category(c: char) -> GeneralCategory {
    CATEGORY.get(c)
}

/// A digit of any script.
pub(super) fn is_digit(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { class(c) == LineBreak::Numeric }
}

/// A digit, or another sign for a number, of any script.
pub(super) fn is_number(c: char) -> bool {
    matches!(
        category(c),
        GeneralCategory::DecimalNumber
            | GeneralCategory::LetterNumber
            | GeneralCategory::OtherNumber
    )
}

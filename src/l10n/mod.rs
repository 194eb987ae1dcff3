//! What the program itself says in each language: names of countries, labels of the templates,
//! dates and digits; and what each language asks of pages.

/// Hands the languages whose words are built in to another macro.
macro_rules! for_languages {
    ($with:ident) => {
        $with! {
            "ar",
            "en",
            "es",
            "fr",
            "hi",
            "km",
            "lo",
            "my",
            "pt",
            "ru",
            "th",
            "vi",
            "zh-Hans",
        }
    };
}

mod country;
mod families;
mod format;
mod labels;
mod locale;
mod tags;

pub use country::{country_codes, country_name};
pub use families::{BUILT_IN_FAMILIES, Family, Named, OwnFaces};
pub use format::date;
pub use labels::{Labels, built_in_languages, language_named};
pub use locale::{Language, PSEUDO_LOCALES, is_language_tag};
pub use tags::{Refusal, canonical, chain, how_to_add, refusal, serving};

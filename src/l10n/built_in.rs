//! The languages whose words are built in.

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

pub(super) use for_languages;

macro_rules! tags {
    ($($language:literal,)+) => {
        const TAGS: &[&str] = &[$($language,)+];
    };
}

for_languages!(tags);

/// How many they are.
pub(super) const BUILT_IN_COUNT: usize = TAGS.len();

/// The languages with a built-in table.
pub fn built_in_languages() -> impl Iterator<Item = &'static str> {
    TAGS.iter().copied()
}

//! Where a brief is about: one country, several, a region, or an area in words.

use crate::diag::Span;
use crate::tree::{Table, Text, ValueShape};

/// What a brief says of where it is about. It is to say it in one of these ways.
#[derive(Debug, Clone, Default)]
pub struct RawPlace {
    pub country: Option<Text>,
    pub countries: Vec<Text>,
    pub region: Option<Text>,
    pub area: Option<Text>,
    /// The ways in which it is said, by their keys, whatever stands there.
    pub ways: Vec<(&'static str, Span)>,
    /// Where a list of countries stands that has none.
    pub empty: Option<Span>,
}

impl RawPlace {
    /// The keys that say it.
    pub(super) const KEYS: [&'static str; 4] = ["country", "countries", "region", "area"];

    pub(super) fn read(root: &Table<'_>) -> Self {
        let place_of = |key: &str| root.keys().find(|(name, _)| *name == key).map(|(_, at)| at);
        let ways: Vec<_> =
            Self::KEYS.into_iter().filter_map(|key| Some((key, place_of(key)?))).collect();
        let is_list = root.shape("countries") == Some(ValueShape::Texts);
        if ways.is_empty() {
            let help = "add `country = \"KH\"`, `countries = [\"…\", \"…\"]`, `region = \"035\"` or \
                        `area = \"…\"`";
            root.missing_all(&Self::KEYS, help);
        }
        // What is said in one way alone has to say something.
        let is_only = matches!(ways[..], [("area", _)]);
        let place = Self {
            // Several countries have a key of their own.
            country: match root.belongs_under("country", "countries") {
                true => None,
                false => root.word("country"),
            },
            countries: root.words("countries"),
            region: root.word("region"),
            area: if is_only { root.required_text("area") } else { root.text("area") },
            empty: None,
            ways: ways.clone(),
        };
        let empty = place_of("countries").filter(|_| is_list && place.countries.is_empty());
        Self { empty, ..place }
    }

    /// The codes of countries, and of what a project names beside them.
    pub fn codes(&self) -> impl Iterator<Item = &Text> {
        self.country.iter().chain(&self.countries)
    }
}

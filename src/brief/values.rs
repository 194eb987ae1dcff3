//! Values of indicators that a brief prints.

use super::id::SourceId;
use super::place::OwnPlace;
use crate::l10n::country_facts;
use crate::tree::Text;
use crate::values::Observations;

/// The files of values that a brief, or its project, names.
#[derive(Debug, Clone, Copy, Default)]
pub enum ValuesNamed<'a> {
    /// None.
    #[default]
    Nowhere,
    /// Some that cannot be used, which has been reported.
    Unread,
    /// These.
    Files(ValuesAround<'a>),
}

impl<'a> ValuesNamed<'a> {
    /// What they say, if there are some that can be used.
    pub(super) fn around(self) -> Option<ValuesAround<'a>> {
        match self {
            ValuesNamed::Files(around) => Some(around),
            ValuesNamed::Nowhere | ValuesNamed::Unread => None,
        }
    }
}

/// What the files say that a brief, or its project, names.
#[derive(Debug, Clone, Copy)]
pub struct ValuesAround<'a> {
    /// What is in them.
    pub observations: &'a Observations<'a>,
    /// The year that values are compared with, where it is named.
    pub baseline: Option<u16>,
    /// The files, by their paths from the project.
    pub files: &'a [String],
}

/// A file that values of a brief come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValuesFile {
    /// Its path from the project.
    pub path: String,
    /// The releases of the values in it that print.
    pub releases: Vec<String>,
}

/// A value of the brief's own beside the global one.
#[derive(Debug, Clone)]
pub struct NationalValue {
    /// The place it is of, by its number among those of the brief.
    pub place: usize,
    /// The value, as it prints.
    pub value: Text,
    /// The year.
    pub year: u16,
    /// Its unit.
    pub unit: Option<Text>,
    /// Where it is from.
    pub source: SourceId,
}

/// The number that M49 gives a country, or the project a place that it names; 0 where it has none.
pub(super) fn m49(code: &str, named: &[OwnPlace]) -> u16 {
    let own = named.iter().find(|own| own.code.value == code).and_then(|own| own.m49);
    let listed = || country_facts(code).and_then(|facts| facts.number.parse().ok());
    own.or_else(listed).unwrap_or_default()
}

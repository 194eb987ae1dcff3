//! The strings of a part: their keys, and what a translation makes of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::parts::Part;
use crate::diag::Span;
use crate::present::{EditionColours, TextKeys, keyed, present};
use crate::translation::{Key, Lock, Originals, State, Translation, units};
use crate::tree::Text;
use crate::workspace::{LoadedBrief, Workspace};

/// The strings of a brief, and its translation where the part is one.
pub struct Strings<'a> {
    /// What a translation is held against.
    pub originals: Originals,
    /// The translation.
    pub translation: Option<&'a (Translation, Lock)>,
}

impl<'a> Strings<'a> {
    /// The strings of a brief, and its translation into a language. A pseudo-locale is made of the
    /// original.
    pub fn of(loaded: &'a LoadedBrief, workspace: &Workspace, language: &str) -> Self {
        let is_own = |(own, _): &&(Translation, Lock)| own.language == language;
        Self {
            originals: loaded.originals(workspace.config.as_ref()),
            translation: loaded.translations.iter().find(is_own),
        }
    }

    /// What the translation says under a key, and where.
    pub fn translated(&self, key: &Key) -> Option<(&str, Span)> {
        let text = self.own(key)?;
        Some((&text.value, text.span))
    }

    /// The string that prints under a key: the translation's, or the original.
    pub fn printed(&self, key: &str) -> Option<&Text> {
        let (key, original) = self.originals.iter().find(|(known, _)| known.as_str() == key)?;
        Some(self.own(key).unwrap_or(original))
    }

    /// The strings of the translation that are not up to date, by their keys.
    pub fn behind(&self) -> BTreeMap<String, State> {
        let Some((translation, _)) = self.translation else { return BTreeMap::new() };
        units(&self.originals, Some(translation))
            .into_iter()
            .filter(|unit| unit.counts() && !unit.state.is_current())
            .map(|unit| (unit.key.to_string(), unit.state))
            .collect()
    }

    fn own(&self, key: &Key) -> Option<&Text> {
        self.translation?.0.text(key.as_str())
    }
}

impl Part<'_> {
    /// The strings of its brief; `None` where that is not among those that were read.
    pub fn strings<'w>(&self, workspace: &'w Workspace) -> Option<Strings<'w>> {
        let loaded = workspace.briefs.iter().find(|loaded| loaded.id == self.brief.id)?;
        Some(Strings::of(loaded, workspace, &self.language.tag))
    }

    /// What the templates see, with the keys of the strings.
    pub fn keyed_data(&self, strings: &Strings<'_>, colours: EditionColours<'_>) -> Option<Value> {
        let Self { brief, config, language, labels, .. } = self;
        let data = present(brief, config, language, labels, colours);
        // A text of the translation has the key of its original, wherever it stands.
        let translated: BTreeMap<Span, &Key> = strings
            .originals
            .keys()
            .filter_map(|key| Some((strings.translated(key)?.1, key)))
            .collect();
        let known: BTreeSet<&str> = strings.originals.keys().map(Key::as_str).collect();
        let keys = TextKeys {
            of: &|text| match translated.get(&text.span) {
                Some(key) => key.to_string(),
                None => Key::of_original(text).to_string(),
            },
            has: &|key| known.contains(key),
        };
        keyed(&data, brief, config, &keys)
    }
}

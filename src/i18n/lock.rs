//! `lang/<language>.lock`: for every translated string the hash of the original it was translated
//! from, so that a string whose original changed since is known, wherever the edit came from.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::progress::Unit;
use crate::brief::{Originals, Translation};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources};
use crate::tree::{Document, Reader, Text};

/// The hashes of one language by the keys of its strings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock(BTreeMap<String, String>);

/// The first sixteen hexadecimal digits of the SHA-256 of a text.
pub fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl Lock {
    /// Reads a lock file. `None` when it is damaged, which has been reported then.
    pub fn read(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut found = Diagnostics::new();
        let document = Document::parse(sources, file, &mut found);
        let reader = Reader::new();
        let root = document.root(&reader);
        let keys: Vec<String> = root.keys().map(|(key, _)| key.to_string()).collect();
        let hashes = keys
            .into_iter()
            .filter_map(|key| Some((key.clone(), root.text(&key)?.value)))
            .collect();
        root.finish();
        document.report(reader, sources, &mut found);
        let valid = found.is_empty();
        diagnostics.extend(found);
        valid.then_some(Self(hashes))
    }

    /// The hash a string was translated from.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Records what a string is translated from.
    pub fn set(&mut self, key: &str, original: &str) {
        self.0.insert(key.to_string(), hash(original));
    }

    /// Keeps only strings that are still there.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|key, _| keep(key));
    }

    /// Records what strings are translated from: those that are new in the translation, and those
    /// that `accepted` names.
    pub fn record(&mut self, units: &[Unit], accepted: impl Fn(&str) -> bool) {
        for unit in units.iter().filter(|unit| unit.target.is_some()) {
            if accepted(&unit.key) || self.get(&unit.key).is_none() {
                self.set(&unit.key, &unit.source.value);
            }
        }
        let translated =
            |key: &str| units.iter().any(|unit| unit.key == key && unit.target.is_some());
        self.retain(translated);
    }

    /// The keys that [`record`](Self::record) would add or take away.
    pub fn out_of_date(&self, units: &[Unit]) -> Vec<String> {
        let mut other = self.clone();
        other.record(units, |_| false);
        let missing = other.0.keys().filter(|key| !self.0.contains_key(*key));
        let left = self.0.keys().filter(|key| !other.0.contains_key(*key));
        missing.chain(left).cloned().collect()
    }

    /// Whether a string was translated from something else than its original now.
    pub fn is_stale(&self, key: &str, original: &Text) -> bool {
        self.get(key).is_some_and(|known| known != hash(&original.value))
    }

    /// Reports every string of a translation whose original changed.
    pub fn report_stale(
        &self,
        originals: &Originals,
        translation: &Translation,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) {
        for (key, original) in originals.iter() {
            let Some(translated) = translation.strings.get(key) else { continue };
            if self.is_stale(key, original) {
                diagnostics.push(
                    Diagnostic::new(
                        Code::Stale,
                        format!("`{key}` was translated from a text that changed since"),
                    )
                    .at(translated.span)
                    .key(key)
                    .related(original.span, "the original now")
                    .help(format!(
                        "translate it again in {}, then run `briefpress i18n sync --accept {key}`",
                        sources.get(translation.file).name()
                    )),
                );
            }
        }
    }

    /// The file's text.
    pub fn to_toml(&self) -> String {
        let mut toml = String::from(
            "# Written by `briefpress i18n sync`: per string the hash of the original it was\n\
             # translated from. Keep it with the translation.\n\n",
        );
        for (key, hash) in &self.0 {
            let _ = writeln!(toml, "{} = \"{hash}\"", quoted(key));
        }
        toml
    }
}

/// A key in quotes, as TOML writes one that is no bare key.
fn quoted(key: &str) -> String {
    format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\""))
}

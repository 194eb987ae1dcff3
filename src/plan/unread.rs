//! Briefs that need not be read. Where every file that an earlier build made of a brief is as it
//! made it, where everything it was made from is what it was, and where there was nothing to say
//! about it, reading the brief again would come to the same and say nothing. That is a cache hit:
//! parsing is skipped.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::fingerprint::inputs_now;
use super::parts::Options;
use crate::diag::FileId;
use crate::disk::digest;
use crate::document::Document;
use crate::l10n::{Language, is_pseudo};
use crate::output::Record;
use crate::release::{Entry, Input, Role};
use crate::workspace::{BriefFiles, Inputs, ReadSoFar, TranslationFiles, Unread};

/// What an earlier build made, by brief.
pub struct Earlier<'a> {
    record: &'a Record,
    options: &'a Options,
    /// Briefs of a table of several that may have changed: whether it did is seen where all are read.
    together: BTreeSet<String>,
}

impl<'a> Earlier<'a> {
    /// What a record knows of what is asked for now in a project. Not for a build of pseudo-locales,
    /// which nothing in a brief's folder stands for.
    pub fn new(record: &'a Record, options: &'a Options, root: &Path) -> Self {
        let is_text = |input: &&Arc<Input>| {
            matches!(input.role, Role::Project | Role::Brief | Role::Translation | Role::Lock)
        };
        let is_as_it_was =
            |input: &Arc<Input>| digest(&root.join(&input.path), root) == Some(input.sha256);
        let changed = record
            .together()
            .filter(|entry| !entry.inputs.iter().filter(is_text).all(is_as_it_was));
        let together = changed.flat_map(|entry| entry.artifact.briefs.clone()).collect();
        Self { record, options, together }
    }
}

impl Earlier<'_> {
    /// Whether there are tables of several briefs of which any may have changed.
    pub fn has_changed_tables(&self) -> bool {
        !self.together.is_empty()
    }
}

impl Unread for Earlier<'_> {
    /// The files that are asked for of a brief, made from what is there now.
    type Kept = Vec<Arc<Entry>>;

    /// `None` unless the same is true of its other languages, about which there would be something to
    /// say.
    fn kept(&self, files: &BriefFiles, seen: ReadSoFar<'_>) -> Option<Vec<Arc<Entry>>> {
        let ReadSoFar { project, inputs } = seen;
        let is_whole = files.found.is_empty() && files.beside.is_empty() && files.unread.is_none();
        let is_alone = !self.together.contains(&files.id);
        let brief = files.brief.filter(|_| is_whole && is_alone)?;
        let known = self.record.of_brief(&files.id);
        let translated = |tag: &str| files.translations.iter().any(|t| t.language == tag);
        // The language a brief is written in stands in the brief; the record knows it too.
        let original = known.iter().find(|entry| {
            let own = &entry.artifact;
            let pseudo = is_pseudo(&own.language);
            own.translation.is_none() && !translated(&own.language) && !pseudo
        })?;
        let original = (original.artifact.language.as_str(), None);
        let translations = files.translations.iter().map(|t| (t.language.as_str(), Some(t)));
        let mut made = Vec::new();
        let mut is_known = false;
        let asked = &self.options.languages;
        for (language, translation) in translations.chain([original]) {
            let asked = asked.is_empty() || asked.iter().any(|tag| tag == language);
            if translation.is_some_and(|own| self.passes(files, own, seen)) {
                continue;
            }
            let texts = texts_of(project, brief, translation);
            // Of a brief that touches no goal there is no indicator table.
            let has_no_goal = known.iter().any(|entry| {
                let own = &entry.artifact;
                own.language == language && !own.has_goals && is_made_from(entry, &texts, inputs)
            });
            for &document in &self.options.documents {
                if document == Document::Indicators && has_no_goal {
                    continue;
                }
                is_known = true;
                for &edition in &self.options.editions {
                    let entry = known.iter().find(|entry| {
                        let own = &entry.artifact;
                        own.language == language
                            && (own.document, own.edition) == (document, edition)
                            && own.translation.is_some() == translation.is_some()
                    })?;
                    let same = entry.artifact.warnings.is_empty()
                        && is_made_from(entry, &texts, inputs)
                        && self.record.is_intact(&entry.artifact).is_ok();
                    if !same {
                        return None;
                    }
                    made.extend(asked.then(|| Arc::clone(entry)));
                }
            }
        }
        is_known.then_some(made)
    }

    /// Where languages are asked for, one of another is read only if a file that was made of it has changed: what
    /// changed may come to the same.
    fn passes(&self, files: &BriefFiles, own: &TranslationFiles, seen: ReadSoFar<'_>) -> bool {
        let language = own.language.as_str();
        let asked = &self.options.languages;
        let Some(brief) = files.brief else { return false };
        let texts = texts_of(seen.project, brief, Some(own));
        let known = self.record.of_brief(&files.id);
        let mut made = known.iter().filter(|entry| {
            entry.artifact.language == language && entry.artifact.translation.is_some()
        });
        !asked.is_empty()
            && asked.iter().all(|tag| tag != language)
            && !self.together.contains(&files.id)
            && made.all(|entry| is_made_from(entry, &texts, seen.inputs))
    }
}

/// The texts that a translation of a brief is read from.
fn texts_of(project: FileId, brief: FileId, translation: Option<&TranslationFiles>) -> Vec<FileId> {
    let mut texts = vec![project, brief];
    texts.extend(translation.map(|own| own.strings));
    texts.extend(translation.and_then(|own| own.lock));
    texts
}

/// Whether a file was made from these texts, and from whatever else it was made from as it is now.
fn is_made_from(entry: &Entry, texts: &[FileId], inputs: &Inputs) -> bool {
    let texts: Option<Vec<Arc<Input>>> =
        texts.iter().map(|&file| inputs.text(file).cloned()).collect();
    let Some(mut written) = texts else { return false };
    let language = Language::new(&entry.artifact.language);
    written.extend(inputs.labels_serving(language.words()));
    let attached = entry.inputs.iter().filter(|input| input.role == Role::Attachment);
    for attachment in attached {
        let Some(now) = inputs.attachment(&attachment.path) else { return false };
        written.push(now.clone());
    }
    for values in entry.inputs.iter().filter(|input| input.role == Role::Values) {
        let Some(now) = inputs.values(&values.path) else { return false };
        written.push(now);
    }
    inputs_now(entry, written, inputs).is_ok_and(|now| now == entry.inputs)
}

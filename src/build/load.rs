//! Loading briefs: the files are read one after another, and then each brief is parsed and resolved
//! with its translations, as many at once as there are cores.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::coverage;
use super::files::{EnvError, list, read_text};
use super::record::Entry;
use super::unchanged::Earlier;
use super::workspace::{LoadedBrief, Version, Workspace, brief_path};
use crate::brief::{RawBrief, Translation, abbreviation, check_brief_id, resolve};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Levels, Span};
use crate::i18n::{Lock, progress, units};
use crate::l10n::{Refusal, country_name, how_to_add, refusal};
use crate::occurrences::Finder;
use crate::release::{Digest, Role};
use crate::tree::{Document, Reader, Text};
use crate::worker::caught;

/// The files of a brief.
pub(super) struct BriefFiles {
    /// Its id.
    pub id: String,
    /// The brief, if it can be read.
    pub brief: Option<FileId>,
    /// Its translations, by their languages.
    pub translations: Vec<TranslationFiles>,
    /// What is wrong with the files themselves.
    pub found: Diagnostics,
}

/// A translation and its lock.
pub(super) struct TranslationFiles {
    /// The language, a BCP 47 tag.
    pub language: String,
    /// The translation.
    pub strings: FileId,
    /// Its lock, if there is one.
    pub lock: Option<FileId>,
}

impl Workspace {
    /// Loads the briefs, in the order of their ids.
    pub(super) fn read_briefs(
        &mut self,
        ids: Vec<String>,
        name: &dyn Fn(&Path) -> String,
        levels: &Levels,
        earlier: Option<&Earlier<'_>>,
    ) {
        let mut files: Vec<BriefFiles> =
            ids.into_iter().map(|id| self.read_files(id, name)).collect();
        let project = self.inputs.project_file().filter(|_| self.config.is_some());
        if let (Some(earlier), Some(project)) = (earlier, project) {
            let known = files.par_iter().map(|files| earlier.made(files, project, &self.inputs));
            let known: Vec<Option<Vec<Entry>>> = known.collect();
            let mut is_known = known.iter().map(Option::is_some);
            files.retain(|_| is_known.next() == Some(false));
            self.unchanged.extend(known.into_iter().flatten().flatten());
        }
        let workspace = &*self;
        let load = |files: BriefFiles| {
            let id = files.id.clone();
            caught(|| workspace.load(files, levels)).map_err(|words| (id, words))
        };
        let loaded: Vec<_> = files.into_par_iter().map(load).collect();
        for loaded in loaded {
            match loaded {
                Ok((brief, found)) => {
                    self.briefs.push(brief);
                    self.diagnostics.extend(found);
                }
                // A bug, which is no reason not to build the others.
                Err((id, words)) => {
                    let (doing, cause) = ("cannot make sense of", io::Error::other(words));
                    self.failures.push(EnvError::new(doing, &brief_path(&self.root, &id), cause));
                    self.briefs.push(LoadedBrief::unreadable(&id));
                }
            }
        }
    }

    fn read_files(&mut self, id: String, name: &dyn Fn(&Path) -> String) -> BriefFiles {
        let path = brief_path(&self.root, &id);
        let mut found = Diagnostics::new();
        let brief = self.read_file(&path, name, &mut found);
        if let Some((file, digest)) = &brief {
            let path = format!("briefs/{id}/brief.toml");
            self.inputs.add_text(*file, Role::Brief, path, digest.clone());
        }
        let translations = match brief {
            Some(_) => self.translation_files(&id, name, &mut found),
            None => Vec::new(),
        };
        BriefFiles { id, brief: brief.map(|(file, _)| file), translations, found }
    }

    /// Reads a text. What is wrong with it is reported.
    fn read_file(
        &mut self,
        path: &Path,
        name: &dyn Fn(&Path) -> String,
        found: &mut Diagnostics,
    ) -> Option<(FileId, Digest)> {
        match read_text(path, &name(path), &self.root, &mut self.sources, found) {
            Ok(read) => read,
            Err(failure) => {
                self.failures.push(failure);
                None
            }
        }
    }

    /// The translations of a brief that can be read, by their tags, with their locks.
    fn translation_files(
        &mut self,
        id: &str,
        name: &dyn Fn(&Path) -> String,
        found: &mut Diagnostics,
    ) -> Vec<TranslationFiles> {
        let folder = self.root.join("briefs").join(id).join("lang");
        let names = match list(&folder) {
            Ok(names) => names,
            Err(failure) => {
                self.failures.push(failure);
                return Vec::new();
            }
        };
        let mut files = Vec::new();
        for language in names.iter().filter_map(|name| name.strip_suffix(".toml")) {
            let path = folder.join(format!("{language}.toml"));
            let Some((strings, digest)) = self.read_file(&path, name, found) else { continue };
            let path = format!("briefs/{id}/lang/{language}.toml");
            self.inputs.add_text(strings, Role::Translation, path, digest);
            let lock = folder.join(format!("{language}.lock"));
            let lock = lock.exists().then(|| self.read_file(&lock, name, found)).flatten();
            let lock = lock.map(|(file, digest)| {
                let path = format!("briefs/{id}/lang/{language}.lock");
                self.inputs.add_text(file, Role::Lock, path, digest);
                file
            });
            files.push(TranslationFiles { language: language.to_string(), strings, lock });
        }
        files
    }

    /// Parses and resolves a brief with its translations.
    fn load(&self, files: BriefFiles, levels: &Levels) -> (LoadedBrief, Diagnostics) {
        let BriefFiles { id, brief: file, translations, mut found } = files;
        let Some(file) = file else {
            return (LoadedBrief::unreadable(&id), found.leveled(levels));
        };
        if let Err((message, help)) = check_brief_id(&id) {
            found.push(
                Diagnostic::new(Code::InvalidId, message)
                    .at(Span::new(file, 0..0))
                    .help(format!("rename the folder: {help}")),
            );
        }
        let document = Document::parse(&self.sources, file, &mut found);
        let reader = Reader::new();
        let raw = RawBrief::read(document.root(&reader));
        let texts = document.report(reader, &self.sources, &mut found);
        let languages: Vec<String> = self.labels.keys().cloned().collect();
        let whole = document.is_whole();
        let brief = resolve(&id, raw.clone(), None, &self.sources, &languages, &mut found);
        let language = raw.language.as_ref().map(|text| text.value.clone());
        self.check_coverage(&texts, &mut found);
        self.check_abbreviations(&raw, None, language.as_deref(), &mut found);
        if let Some(tag) = &language {
            self.check_names(tag, raw.country.as_ref(), None, Span::new(file, 0..0), &mut found);
        }
        let original = Version {
            language: language.filter(|tag| self.labels_of(tag).is_some()),
            brief,
            config: self.config.clone(),
            progress: None,
            files: vec![file],
            texts: texts.into(),
            original_texts: Arc::default(),
            lacking: Vec::new(),
        };
        let mut loaded =
            LoadedBrief { id, raw, versions: vec![original], translations: Vec::new() };
        let valid = !found.clone().leveled(levels).has_errors();
        if !valid {
            loaded.versions[0].brief = None;
        }
        // What a translation is held against is not known where the brief cannot be read.
        if !whole {
            loaded.versions.extend(translations.into_iter().map(|translation| Version {
                language: Some(translation.language),
                ..Version::default()
            }));
            return (loaded, found.leveled(levels));
        }
        let originals = loaded.originals(self.config.as_ref());
        for TranslationFiles { language, strings, lock: lock_file } in translations {
            let mut own = Diagnostics::new();
            let lock = lock_file.and_then(|file| Lock::read(file, &self.sources, &mut found));
            let lock = lock.unwrap_or_default();
            let (translation, texts) =
                Translation::read(&language, strings, &originals, &self.sources, &mut own);
            lock.report_stale(&originals, &translation, &self.sources, &mut own);
            let version = self.version(&loaded, &translation, texts, &languages, &mut own);
            let own = own.leveled(levels);
            let in_original = |d: &&Diagnostic| d.span.is_some_and(|span| span.file == file);
            let lacking = own.iter().filter(in_original).cloned().collect();
            // A translation of a brief that is wrong is as wrong as the brief.
            let brief = version.brief.filter(|_| valid && !own.has_errors());
            let units = units(&originals, Some((&translation, &lock)));
            let progress = Some(progress(&loaded.id, &translation, &units, 0));
            let files = [file, strings].into_iter().chain(lock_file).collect();
            loaded.versions.push(Version { brief, progress, files, lacking, ..version });
            loaded.translations.push((translation, lock));
            found.extend(own);
        }
        (loaded, found.leveled(levels))
    }

    /// The brief in the language of a translation.
    fn version(
        &self,
        loaded: &LoadedBrief,
        translation: &Translation,
        texts: Vec<Text>,
        languages: &[String],
        found: &mut Diagnostics,
    ) -> Version {
        let known = || languages.iter().map(String::as_str);
        if let Some(refusal) = refusal(&translation.language, known()) {
            let help = match &refusal {
                Refusal::Written(form) => format!("name the file `{form}.toml`"),
                Refusal::Near(near) => format!("name the file `{near}.toml`, if that is meant"),
                Refusal::NoLabels => how_to_add(&translation.language, known()),
            };
            found.push(
                Diagnostic::new(Code::UnknownLanguage, refusal.message(&translation.language))
                    .at(Span::new(translation.file, 0..0))
                    .help(help),
            );
        }
        let raw = translation.apply(&loaded.raw);
        self.check_abbreviations(&raw, Some(&loaded.raw), Some(&translation.language), found);
        let (sources, tag) = (&self.sources, &translation.language);
        // What is wrong with the original has been said; what is new is about the translation.
        let mut all = Diagnostics::new();
        let brief = resolve(&loaded.id, raw, Some(translation), sources, languages, &mut all);
        let mut own = Diagnostics::new();
        for diagnostic in all {
            if diagnostic.span.is_some_and(|span| span.file == translation.file) {
                own.push(diagnostic);
            }
        }
        found.extend(own);
        let config = self.config.as_ref();
        let config = config.map(|c| c.translated(&translation.strings, sources, found));
        self.check_coverage(&texts, found);
        let original = loaded.raw.language.as_ref().map(|own| own.value.as_str());
        let (country, place) = (loaded.raw.country.as_ref(), Span::new(translation.file, 0..0));
        self.check_names(tag, country, original, place, found);
        Version {
            language: Some(tag.clone()),
            brief,
            config,
            progress: None,
            files: Vec::new(),
            texts: texts.into(),
            original_texts: loaded.versions[0].texts.clone(),
            lacking: Vec::new(),
        }
    }

    /// Warns of abbreviations that are nowhere on the pages: in a translation of those that the
    /// original has not.
    fn check_abbreviations(
        &self,
        raw: &RawBrief,
        original: Option<&RawBrief>,
        language: Option<&str>,
        found: &mut Diagnostics,
    ) {
        let declared = original.map_or(&[][..], |original| &original.abbreviations);
        let is_own = |text: &&Text| !declared.iter().any(|other| other.key == text.key);
        let own: Vec<&Text> = raw.abbreviations.iter().filter(is_own).collect();
        if own.is_empty() {
            return;
        }
        let mut printed = raw.printed();
        let labels = language.and_then(|tag| self.labels_of(tag));
        printed.extend(labels.iter().flat_map(|labels| labels.all().values().cloned()));
        if let Some(config) = &self.config {
            let lines = [&config.contact, &config.licence, &config.imprint];
            printed.extend(lines.into_iter().flatten().map(|line| line.source.value.clone()));
            printed.push(config.organisation.name().to_string());
        }
        let shorts: Vec<&str> = raw.abbreviations.iter().map(abbreviation).collect();
        let finder = Finder::new(shorts.iter().copied());
        let found_ones = printed.iter().flat_map(|text| finder.find(text));
        let used: BTreeSet<&str> = found_ones.map(|(_, which)| shorts[which]).collect();
        for text in own {
            let short = abbreviation(text);
            if !used.contains(short) {
                found.push(
                    Diagnostic::new(
                        Code::UnusedAbbreviation,
                        format!("no text has the abbreviation `{short}`"),
                    )
                    .at(text.span)
                    .key(&text.key)
                    .help("write it as the texts do, capitals and points included, or take it out"),
                );
            }
        }
    }

    fn check_coverage(&self, texts: &[Text], found: &mut Diagnostics) {
        let Some(config) = &self.config else { return };
        let printed: Vec<&Text> = texts.iter().filter(|text| !is_unprinted(&text.key)).collect();
        let families = coverage::families(&config.brand);
        coverage::check(&printed, &families, &self.fonts, &self.sources, found);
    }

    /// Reports that a page names the country in English, or a language by its tag, since its labels
    /// have no name for it.
    fn check_names(
        &self,
        language: &str,
        country: Option<&Text>,
        original: Option<&str>,
        place: Span,
        found: &mut Diagnostics,
    ) {
        let Some(labels) = self.labels_of(language) else { return };
        let mut report = |message: String, place: Span, line: &str, help: String| {
            let help = format!("{help} `templates/labels/{language}.toml`: `{line}`");
            found.push(Diagnostic::new(Code::Unnamed, message).at(place).help(help));
        };
        if let Some(code) = country
            && labels.country(&code.value).is_none()
            && let Some(english) = country_name(&code.value, "en")
        {
            let message = format!(
                "the page says “{english}”: the labels for `{language}` do not name the country"
            );
            let line = format!("{} = \"…\"", code.value);
            report(
                message,
                if original.is_some() { place } else { code.span },
                &line,
                "add below `[countries]` in".into(),
            );
        }
        if let Some(original) = original.filter(|tag| labels.known_language(tag).is_none()) {
            let message = format!(
                "the page says `{original}`: the labels for `{language}` do not name the language"
            );
            report(message, place, &format!("language_{original} = \"…\""), "add to".into());
        }
    }
}

/// Whether a text is for the PDF's metadata and structure alone.
fn is_unprinted(key: &str) -> bool {
    key.contains("keywords[") || key.starts_with("abbreviations.")
}

impl LoadedBrief {
    fn unreadable(id: &str) -> Self {
        Self {
            id: id.into(),
            raw: RawBrief::default(),
            versions: vec![Version::default()],
            translations: Vec::new(),
        }
    }
}

//! Loading briefs: the files are read one after another, and then each brief is parsed and resolved
//! with its translations, in parallel (rayon).

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::beside::Beside;
use super::checks::{
    check_abbreviations, check_coverage, check_names, check_organisation, check_template,
};
use super::files::{BriefFiles, TranslationFiles, brief_path, read_files};
use super::model::{LoadedBrief, Version, Workspace};
use super::pinned::{check_labels, check_wording};
use super::printed::missing_from_table;
use super::unread::{ReadSoFar, Unread};
use super::values::{ValuesFiles, ValuesOf};
use crate::brief::{RawBrief, Surroundings, ValuesNamed, Vocabulary, check_brief_id, resolve};
use crate::caught::caught;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Levels, Span};
use crate::disk::EnvError;
use crate::l10n::{UnsupportedLanguage, how_to_add, refusal};
use crate::translation::{Lock, Translation, progress, units, warn};
use crate::tree::{Reader, Text, TomlDocument};

/// How many briefs are looked at together to find out whether they have to be read.
const PART: usize = 64;

/// Loads the briefs, in the order of their ids, except those that need not be read; what stands for
/// those. Where they are for one table of several alone that wants nothing to be missing, it is asked for in
/// the languages of `table`.
pub fn read_briefs<U: Unread>(
    workspace: &mut Workspace,
    ids: Vec<String>,
    name: &dyn Fn(&Path) -> String,
    levels: &Levels,
    table: Option<&[String]>,
    unread: &U,
) -> Vec<U::Kept> {
    let (mut files, mut kept, mut passed) = (Vec::new(), Vec::new(), Vec::new());
    let is_whole =
        |workspace: &Workspace| workspace.config.is_some() && workspace.unseen.stops_none();
    for ids in ids.chunks(PART) {
        let mark = workspace.sources.mark();
        let mut part: Vec<BriefFiles> =
            ids.iter().map(|id| read_files(workspace, id.clone(), name)).collect();
        let project = workspace.inputs.project_file().filter(|_| is_whole(workspace));
        if let Some(project) = project {
            let seen = ReadSoFar { project, inputs: &workspace.inputs };
            let known = part.par_iter().map(|files| unread.kept(files, seen));
            let known: Vec<Option<U::Kept>> = known.collect();
            let mut is_known = known.iter().map(Option::is_some);
            part.retain(|files| match is_known.next() {
                Some(true) => {
                    passed.push(files.id.clone());
                    false
                }
                _ => true,
            });
            kept.extend(known.into_iter().flatten());
        }
        // Of those nothing is said, so that no one looks into them.
        if part.is_empty() {
            workspace.inputs.let_go_texts(workspace.sources.first_behind(mark));
            workspace.sources.truncate(mark);
        }
        files.extend(part);
    }
    // What came to light with a later one is a doubt about all.
    if !is_whole(workspace) && !passed.is_empty() {
        kept.clear();
        files.extend(passed.into_iter().map(|id| read_files(workspace, id, name)));
        files.sort_by(|a, b| a.id.cmp(&b.id));
    }
    let values = ValuesFiles::read(workspace, &files);
    let shared = &*workspace;
    let project = shared.inputs.project_file().filter(|_| is_whole(shared));
    let load = |files: BriefFiles| {
        let id = files.id.clone();
        let passes = |files: &BriefFiles, own: &TranslationFiles| {
            let seen = |project| ReadSoFar { project, inputs: &shared.inputs };
            project.is_some_and(|project| unread.passes(files, own, seen(project)))
        };
        caught(|| load(shared, leave(files, &passes), &values, levels, table))
            .map_err(|words| (id, words))
    };
    let loaded: Vec<_> = files.into_par_iter().map(load).collect();
    for loaded in loaded {
        match loaded {
            Ok((mut brief, found, failures)) => {
                brief.at_project_file = workspace.at_project_file(&found);
                workspace.failures.extend(failures);
                workspace.briefs.push(brief);
                workspace.diagnostics.extend(found);
            }
            // A bug, which is no reason not to build the others.
            Err((id, words)) => {
                let (doing, cause) = ("cannot make sense of", io::Error::other(words));
                let path = brief_path(&workspace.root, &id);
                workspace.failures.push(EnvError::new(doing, &path, cause));
                workspace.briefs.push(LoadedBrief::unreadable(&id));
            }
        }
    }
    kept
}

/// The files of a brief without those translations of which nothing is asked.
fn leave(
    mut files: BriefFiles,
    passes: &dyn Fn(&BriefFiles, &TranslationFiles) -> bool,
) -> BriefFiles {
    let all = std::mem::take(&mut files.translations);
    let (passed, read): (Vec<_>, Vec<_>) = all.into_iter().partition(|own| passes(&files, own));
    files.translations = read;
    files.passed = passed.into_iter().map(|own| own.language).collect();
    files
}

/// Parses and resolves a brief with its translations.
fn load(
    workspace: &Workspace,
    files: BriefFiles,
    values: &ValuesFiles,
    levels: &Levels,
    table: Option<&[String]>,
) -> (LoadedBrief, Diagnostics, Vec<EnvError>) {
    let BriefFiles {
        id,
        brief: file,
        translations,
        mut found,
        beside,
        mut unread,
        traces,
        attached,
        passed,
    } = files;
    let Beside { files: attached, failures } = attached;
    let Some(file) = file else {
        found.extend(beside);
        return (LoadedBrief::unreadable(&id), found.leveled(levels), Vec::new());
    };
    // Which translations there are is not known where they could not be listed.
    let mut others: Vec<Version> = unread.brief.then(Version::default).into_iter().collect();
    others.extend(unread.languages.iter().map(|language| Version::unreadable(language)));
    others.extend(passed.iter().map(|language| Version::passed(language)));
    if let Err((message, help)) = check_brief_id(&id) {
        found.push(
            Diagnostic::new(Code::InvalidId, message)
                .at(Span::new(file, 0..0))
                .help(format!("rename the folder: {help}")),
        );
    }
    let document = TomlDocument::parse(&workspace.sources, file, &mut found);
    let reader = Reader::new();
    let mut raw = RawBrief::read(document.root(&reader));
    // Nothing can be said of a brief that was read in part, nor of its translations.
    if !document.is_whole() {
        let language = raw.language.as_ref().map(|text| text.value.clone());
        let original = Version {
            language: language.filter(|tag| workspace.labels_of(tag).is_some()),
            config: workspace.config.clone(),
            files: vec![file],
            ..Version::default()
        };
        let unheld = translations.iter().map(|own| Version::unreadable(&own.language));
        let versions = [original].into_iter().chain(unheld).chain(others).collect();
        unread.brief = true;
        found.extend(beside);
        let translations = Vec::new();
        let at_project_file = Vec::new();
        let loaded =
            LoadedBrief { id, raw, versions, translations, unread, traces, at_project_file };
        return (loaded, found.leveled(levels), Vec::new());
    }
    // What the brief does not name is somebody's own affair.
    let named = raw.files_beside().map(Text::as_str);
    let named: BTreeSet<&str> = named.map(|path| path.strip_prefix("./").unwrap_or(path)).collect();
    let failures = failures.into_iter().filter(|(path, _)| named.contains(path.as_str()));
    let failures: Vec<EnvError> = failures.map(|(_, failure)| failure).collect();
    let mut own = Diagnostics::new();
    let has_lost = reader.has_lost();
    let mut texts = document.report(reader, &mut own);
    raw.read_data(&attached, &workspace.sources, &mut own);
    texts.extend(raw.data_texts().cloned());
    // A key that is missing or misspelt may be one whose texts are translated.
    let understood = !own.has_errors();
    found.extend(own);
    let languages: Vec<String> = workspace.labels.keys().cloned().collect();
    let vocabulary = Vocabulary {
        languages: &languages,
        framework: &workspace.framework,
        places: workspace.config.as_ref().map(|config| config.places.as_slice()),
    };
    let house = workspace.config.as_ref().map(|c| c.layout.clone()).unwrap_or_default();
    let named = raw.clone();
    let project = workspace.config.as_ref().and_then(|config| config.data.as_ref());
    let of = ValuesOf::new(&named, project, &id);
    let observations = of.as_ref().map(|of| values.of(of, &mut found));
    // What cannot be read is no lack of data.
    let refused = matches!(observations, Some(Err(_)));
    let observations = observations.and_then(Result::ok);
    let held = of.as_ref().zip(observations.as_ref());
    let values = match held {
        Some((of, observations)) => ValuesNamed::Files(of.around(observations, &mut found)),
        None if refused => ValuesNamed::Unread,
        None => ValuesNamed::Nowhere,
    };
    let around = Surroundings {
        sources: &workspace.sources,
        vocabulary,
        files: &attached,
        house: &house,
        values,
    };
    let mut resolved = Diagnostics::new();
    let brief = resolve(&id, raw.clone(), None, around, &mut resolved);
    let follows =
        |code: Code| has_lost && code.is_of_references() || !understood && code.is_of_absence();
    found.extend(resolved.into_iter().filter(|diagnostic| !follows(diagnostic.code)).collect());
    let language = raw.language.as_ref().map(|text| text.value.clone());
    if let (Some(brief), Some(tag)) = (&brief, &language) {
        check_wording(workspace, brief, tag, &mut found);
        check_labels(workspace, brief, tag, &mut found);
    }
    check_template(workspace, &raw, &mut found);
    check_organisation(workspace, &raw, &mut found);
    check_coverage(workspace, &texts, &mut found);
    check_abbreviations(workspace, &raw, None, language.as_deref(), &mut found);
    if let Some(tag) = &language {
        check_names(workspace, tag, &raw.place, None, Span::new(file, 0..0), &mut found);
    }
    let original = Version {
        language: language.filter(|tag| workspace.labels_of(tag).is_some()),
        brief,
        config: workspace.config.clone(),
        progress: None,
        files: vec![file],
        texts: texts.into(),
        original_texts: Arc::default(),
        lacking: Vec::new(),
        is_passed: false,
    };
    // What stands in data that cannot be read is translated, too.
    unread.brief |= !understood || raw.lacks_data();
    let versions = vec![original];
    let mut loaded = LoadedBrief {
        id,
        raw,
        versions,
        translations: Vec::new(),
        unread,
        traces,
        at_project_file: Vec::new(),
    };
    let valid = !refused && !found.clone().leveled(levels).has_errors();
    if !valid {
        loaded.versions[0].brief = None;
    }
    // Of a brief with an error, what its translations have and it has not may be there.
    let is_sound =
        !found.iter().any(|d| d.is_error() && d.span.is_some_and(|span| span.file == file));
    let originals = loaded.originals(workspace.config.as_ref());
    loaded.unread.brief |= !originals.are_distinct();
    let tags: BTreeSet<String> =
        translations.iter().map(|own| own.language.clone()).chain(passed).collect();
    for TranslationFiles { language, strings, lock: lock_file } in translations {
        let mut own = Diagnostics::new();
        let lock =
            lock_file.and_then(|file| Lock::read(&language, file, &workspace.sources, &mut own));
        let unlocked = lock_file.is_some() && lock.is_none();
        let lock = lock.unwrap_or_default();
        let sources = &workspace.sources;
        let (translation, texts) =
            Translation::read(&language, strings, &lock, &originals, sources, &mut own);
        if !is_sound {
            own = own.into_iter().filter(|found| !follows_from_brief(found)).collect();
        }
        if unlocked || !translation.is_whole {
            loaded.unread.languages.insert(language);
        }
        // Where the lock cannot be read, what it says of the strings is not known.
        if !unlocked {
            warn(&loaded.id, &originals, &translation, sources, &mut own);
        }
        let version = translated(workspace, &loaded, &translation, texts, around, &mut own);
        if let Some(brief) = &version.brief {
            check_wording(workspace, brief, &translation.language, &mut own);
            check_labels(workspace, brief, &translation.language, &mut own);
        }
        // What its language would lack is not known.
        if let Some(refusal) = refusal(&translation.language, languages.iter().map(String::as_str))
        {
            let unknown = unknown_language(&translation, &refusal, &tags, &languages);
            own = own.into_iter().filter(Diagnostic::is_error).collect();
            own.push(unknown);
        }
        if let Some(asked) = table {
            own = missing_from_table(own, &translation.language, asked);
        }
        let own = own.leveled(levels);
        let in_original = |d: &&Diagnostic| d.span.is_some_and(|span| span.file == file);
        let lacking = own.iter().filter(in_original).cloned().collect();
        // A translation of a brief that is wrong is as wrong as the brief.
        let brief = version.brief.filter(|_| valid && !own.has_errors());
        let units = units(&originals, Some(&translation));
        let progress = Some(progress(&units, Some(&translation)));
        let files = [file, strings].into_iter().chain(lock_file).collect();
        let is_own = Some(&version.language) == loaded.versions.first().map(|v| &v.language);
        if is_own {
            let message = format!(
                "this would be a second `{id}` in `{tag}`, the language the brief is written in",
                id = loaded.id,
                tag = translation.language
            );
            own_language(&mut loaded, message, strings, &mut found);
        }
        let brief = brief.filter(|_| !is_own);
        loaded.versions.push(Version { brief, progress, files, lacking, ..version });
        loaded.translations.push((translation, lock));
        found.extend(own);
    }
    loaded.versions.extend(others);
    found.extend(beside);
    (loaded, found.leveled(levels), failures)
}

/// Whether what is said of a translation may come from an error in its brief: that the brief has no use for
/// a key, or that one is missing that has no name while its table has none.
fn follows_from_brief(found: &Diagnostic) -> bool {
    let table = found.key.as_deref().and_then(|key| key.rsplit_once('.')).map(|(table, _)| table);
    match found.code {
        Code::Orphan | Code::Moved => true,
        Code::Untranslated => table.is_some_and(|table| table.contains('[')),
        _ => false,
    }
}

/// Refuses a translation into the language that its brief is written in: both would be files of one
/// name, so neither is made.
fn own_language(loaded: &mut LoadedBrief, message: String, file: FileId, found: &mut Diagnostics) {
    loaded.versions[0].brief = None;
    found.push(
        Diagnostic::new(Code::OwnLanguage, message)
            .at(Span::new(file, 0..0))
            .help("name the file by the language it is in, or set `language` of the brief"),
    );
}

/// What is said of a translation into a language that is refused, beside others into these.
fn unknown_language(
    translation: &Translation,
    refusal: &UnsupportedLanguage,
    others: &BTreeSet<String>,
    known: &[String],
) -> Diagnostic {
    let help = match refusal {
        UnsupportedLanguage::Written(form) | UnsupportedLanguage::Near(form)
            if others.contains(form) =>
        {
            format!("`{form}.toml` is there, too: keep this file elsewhere")
        }
        UnsupportedLanguage::Written(form) => format!("name the file `{form}.toml`"),
        UnsupportedLanguage::Near(near) => format!("name the file `{near}.toml`, if that is meant"),
        UnsupportedLanguage::NoLabels => {
            how_to_add(&translation.language, known.iter().map(String::as_str))
        }
    };
    Diagnostic::new(Code::UnknownLanguage, refusal.message(&translation.language))
        .at(Span::new(translation.file, 0..0))
        .help(help)
}

/// The brief in the language of a translation.
fn translated(
    workspace: &Workspace,
    loaded: &LoadedBrief,
    translation: &Translation,
    texts: Vec<Text>,
    around: Surroundings<'_>,
    found: &mut Diagnostics,
) -> Version {
    let raw = translation.apply(&loaded.raw);
    check_abbreviations(workspace, &raw, Some(&loaded.raw), Some(&translation.language), found);
    let (sources, tag) = (&workspace.sources, &translation.language);
    // What is wrong with the original has been said; what is new is about the translation.
    let mut all = Diagnostics::new();
    let resolved = Some(translation.translated());
    let brief = resolve(&loaded.id, raw, resolved, around, &mut all);
    let mut own = Diagnostics::new();
    for diagnostic in all {
        if diagnostic.span.is_some_and(|span| span.file == translation.file) {
            own.push(diagnostic);
        }
    }
    found.extend(own);
    let config = workspace.config.as_ref();
    let config = config.map(|c| c.translated(|path| translation.text_at(path), sources, found));
    check_coverage(workspace, &texts, found);
    let original = loaded.raw.language.as_ref().map(|own| own.value.as_str());
    let top = Span::new(translation.file, 0..0);
    check_names(workspace, tag, &loaded.raw.place, original, top, found);
    Version {
        language: Some(tag.clone()),
        brief,
        config,
        progress: None,
        files: Vec::new(),
        texts: texts.into(),
        original_texts: loaded.versions[0].texts.clone(),
        lacking: Vec::new(),
        is_passed: false,
    }
}

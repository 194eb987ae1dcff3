//! What there is to do: every brief in every language, as documents in editions.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::combination::{Combination, MemberPart, NotCombined};
use super::presented::Presented;
use super::warnings::CheckWarnings;
use crate::brief::{Brief, TranslationStatus};
use crate::colour::Separation;
use crate::diag::{FileId, Sources};
use crate::document::{Document, Edition, SheetFormat};
use crate::l10n::{Labels, Language, PSEUDO_LOCALES};
use crate::limits::Limits;
use crate::project::Config;
use crate::release::{Input, THUMBNAILS, TranslationProgress, TranslationState, Warning};
use crate::templates::TemplateFiles;
use crate::workspace::{Inputs, LoadedBrief, Version, Workspace};

/// What a build is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Only these languages; all when empty.
    pub languages: Vec<String>,
    /// Which documents.
    pub documents: Vec<Document>,
    /// Which editions.
    pub editions: Vec<Edition>,
    /// The folder the files go to.
    pub out: PathBuf,
    /// The moment the PDFs say they were made, where it is not each brief's date.
    pub epoch: Option<i64>,
    /// Tables of several briefs.
    pub combined: Vec<Combination>,
}

impl Options {
    /// All languages and documents in the edition for the screen, each of its brief's date.
    pub fn everything(out: &Path) -> Self {
        Self {
            languages: Vec::new(),
            documents: Document::ALL.to_vec(),
            editions: vec![Edition::Screen],
            out: out.to_path_buf(),
            epoch: None,
            combined: Vec::new(),
        }
    }
}

/// What there is to do.
pub struct Plan<'a> {
    /// What all documents share.
    pub shared: Shared<'a>,
    /// The versions that can be built.
    pub parts: Vec<Part<'a>>,
    /// Files that are asked for and cannot be built, for what they are made from is wrong.
    pub failed: Vec<String>,
    /// How many versions that is.
    pub failed_versions: usize,
    /// The briefs without a goal, of which no indicator table is made though it is asked for.
    pub untabled: Vec<&'a str>,
    /// Why tables of several briefs are not made that are asked for.
    pub not_combined: Vec<NotCombined>,
}

/// What all documents of a plan share.
pub struct Shared<'a> {
    /// The project's folder.
    pub root: &'a Path,
    /// The digests of all that was read.
    pub inputs: &'a Inputs,
    /// The files that were read.
    pub sources: &'a Sources,
    /// What templates may read.
    pub templates: &'a TemplateFiles,
    /// Images by the path templates use.
    pub assets: &'a BTreeMap<String, Vec<u8>>,
    /// Files of fonts that are not built in.
    pub font_files: &'a [PathBuf],
    /// How colours become inks.
    pub separation: &'a Separation,
    /// What images and fonts are held to.
    pub limits: &'a Limits,
    /// Who publishes; empty where the project does not say.
    pub publisher: String,
    /// The moment the PDFs say they were made, where it is not each brief's date.
    pub epoch: Option<i64>,
}

/// A brief in one language, or several together.
pub struct Part<'a> {
    /// The brief's version; of several, that of the one that speaks for all.
    pub version: &'a Version,
    /// The brief in this language; of several the same one.
    pub brief: &'a Brief,
    /// The briefs of a table of several; none where it is of one.
    pub members: Vec<MemberPart<'a>>,
    /// Whether these are all briefs of the project.
    pub of_all: bool,
    /// The project file with this language's words.
    pub config: &'a Config,
    /// The language it is set in.
    pub language: Language,
    /// The words of templates in it.
    pub labels: Cow<'a, Labels>,
    /// What it was written in, the project's file, the brief's, a translation's and its lock, and the words of
    /// templates, by role and path.
    pub inputs: Vec<Arc<Input>>,
    /// How far its translation is; `None` for an original.
    pub translation: Option<TranslationProgress>,
    /// How long it is, in bytes of what it was written in: a guess at the work it takes.
    pub length: usize,
    /// What `check` warned of about it.
    pub warnings: Vec<Warning>,
    /// What is to be made of it.
    pub jobs: Vec<Job>,
    /// What its templates see.
    pub(super) presented: Presented,
}

impl Part<'_> {
    /// The template that a document of it is set by: for the brief, the one it names.
    pub fn template(&self, document: Document) -> &str {
        match &self.brief.template {
            Some(own) if document == Document::Brief => &own.value,
            _ => document.template(),
        }
    }
}

/// A file to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Which document.
    pub document: Document,
    /// Which edition.
    pub edition: Edition,
    /// The file, from the output folder, with `/` between the parts.
    pub path: String,
}

impl<'a> Plan<'a> {
    /// The plan of what is asked for.
    pub fn new(workspace: &'a Workspace, options: &Options) -> Self {
        let config = workspace.config.as_ref();
        let shared = Shared {
            root: &workspace.root,
            inputs: &workspace.inputs,
            sources: &workspace.sources,
            templates: &workspace.templates,
            assets: &workspace.assets,
            font_files: &workspace.font_files,
            separation: &workspace.separation,
            limits: &workspace.limits,
            publisher: config.map_or_else(String::new, |c| c.organisation.name().to_string()),
            epoch: options.epoch,
        };
        let check = CheckWarnings::of(workspace);
        let mut plan = Self {
            shared,
            parts: Vec::new(),
            failed: Vec::new(),
            failed_versions: 0,
            untabled: Vec::new(),
            not_combined: Vec::new(),
        };
        for loaded in &workspace.briefs {
            if loaded.has_no_goal() && options.documents.contains(&Document::Indicators) {
                plan.untabled.push(&loaded.id);
            }
            let wanted = loaded.versions.iter().enumerate();
            for (index, version) in wanted.filter(|_| !options.documents.is_empty()) {
                plan.add(workspace, (loaded, index, version), &check, options);
            }
        }
        for combination in &options.combined {
            plan.combine(workspace, combination, options);
        }
        plan
    }

    /// A pseudo-locale is made from the original, and only where it is asked for.
    fn add(
        &mut self,
        workspace: &'a Workspace,
        (loaded, index, version): (&'a LoadedBrief, usize, &'a Version),
        check: &CheckWarnings,
        options: &Options,
    ) {
        let all = options.languages.is_empty();
        let asked = |tag: &str| options.languages.iter().any(|wanted| wanted == tag);
        // Nothing is made without what it may be made from.
        let stopped = match &version.language {
            Some(tag) => workspace.unseen.stops(tag),
            None => workspace.unseen.shared,
        };
        let brief = version.brief.as_ref().filter(|_| !stopped);
        let (Some(brief), Some(config)) = (brief, &version.config) else {
            match &version.language {
                Some(tag) if all || asked(tag) => {
                    let jobs = jobs(loaded, tag, options);
                    self.failed.extend(jobs.into_iter().map(|job| job.path));
                    self.failed_versions += 1;
                }
                Some(_) => {}
                None => self.failed_versions += 1,
            }
            return;
        };
        let own = (all || asked(&brief.language)).then_some(brief.language.as_str());
        let pseudo = PSEUDO_LOCALES.iter().map(|(tag, _)| *tag);
        let pseudo = pseudo.filter(|tag| index == 0 && asked(tag));
        for tag in own.into_iter().chain(pseudo) {
            let jobs = jobs(loaded, tag, options);
            if jobs.is_empty() {
                continue;
            }
            let language = Language::new(tag);
            let labels = match language.pseudo {
                Some(pseudo) => Cow::Owned(workspace.labels["en"].transformed(pseudo)),
                None => match workspace.labels_of(&brief.language) {
                    Some(labels) => labels,
                    None => continue,
                },
            };
            let mut files: Vec<FileId> = workspace.inputs.project_file().into_iter().collect();
            files.extend(&version.files);
            let mut inputs = inputs_of(&files, [brief], &language, &workspace.inputs);
            let attached = brief.files_beside().map(|path| attachment(&brief.id, path));
            inputs.extend(attached.filter_map(|path| workspace.inputs.attachment(&path)).cloned());
            inputs.sort();
            let written = workspace.sources.get(brief.file).text().len();
            self.parts.push(Part {
                version,
                brief,
                members: Vec::new(),
                of_all: false,
                config,
                labels,
                warnings: check.about(&brief.id, version),
                inputs,
                translation: translation_progress(version),
                length: written,
                jobs,
                language,
                presented: Presented::default(),
            });
        }
    }

    /// All files there are to make.
    pub fn jobs(&self) -> impl Iterator<Item = &Job> {
        self.parts.iter().flat_map(|part| &part.jobs)
    }
}

/// What briefs in a language are made from: these texts, the words of the language, files of values.
pub(super) fn inputs_of<'b>(
    files: &[FileId],
    briefs: impl IntoIterator<Item = &'b Brief>,
    language: &Language,
    inputs: &Inputs,
) -> Vec<Arc<Input>> {
    let texts = files.iter().filter_map(|&file| inputs.text(file)).cloned();
    let mut all: Vec<Arc<Input>> = texts.collect();
    all.extend(inputs.labels_serving(language.words()));
    let values = briefs.into_iter().flat_map(|brief| &brief.values);
    all.extend(values.filter_map(|file| inputs.values(&file.path)));
    all
}

/// The path of a file beside a brief, from the project's folder.
pub(super) fn attachment(id: &str, path: &str) -> String {
    format!("briefs/{id}/{path}")
}

fn jobs(loaded: &LoadedBrief, language: &str, options: &Options) -> Vec<Job> {
    let id = &loaded.id;
    let mut jobs = Vec::new();
    let has_it = |document: &&Document| **document != Document::Indicators || !loaded.has_no_goal();
    for &document in options.documents.iter().filter(has_it) {
        for &edition in &options.editions {
            let path = document.path(id, language, edition);
            jobs.push(Job { document, edition, path });
        }
    }
    jobs
}

/// How far a translation is; `None` for an original, and for one that is none yet.
pub fn translation_progress(version: &Version) -> Option<TranslationProgress> {
    let progress = version.progress.as_ref()?;
    Some(TranslationProgress {
        status: match version.brief.as_ref()?.translation? {
            TranslationStatus::Draft => TranslationState::Draft,
            TranslationStatus::Reviewed => TranslationState::Reviewed,
        },
        percent: progress.percent(),
        missing: progress.missing,
        stale: progress.stale,
        needs_review: progress.needs_review,
        unknown: progress.unknown,
    })
}

impl Part<'_> {
    /// The brief's id; of several there is none.
    pub fn id(&self) -> &str {
        if self.members.is_empty() { &self.brief.id } else { "" }
    }

    /// The versions of briefs it is made of.
    pub fn versions(&self) -> impl Iterator<Item = &Version> {
        let own = Some(self.version).filter(|_| self.members.is_empty());
        own.into_iter().chain(self.members.iter().map(|member| member.version))
    }

    /// A document's file, from the output folder.
    pub fn path(&self, document: Document, edition: Edition) -> String {
        document.path(self.id(), &self.language.tag, edition)
    }

    /// The picture of a document's first page, from the output folder.
    pub fn thumbnail(&self, document: Document) -> String {
        format!("{THUMBNAILS}/{}", document.thumbnail_name(self.id(), &self.language.tag))
    }

    /// A sheet beside a document, from the output folder.
    pub fn sheet_path(&self, document: Document, format: SheetFormat) -> String {
        document.sheet_path(self.id(), &self.language.tag, format)
    }

    /// What the PDF claims to meet.
    pub fn standards(&self, edition: Edition, separation: &Separation) -> Vec<String> {
        let has_intent = separation.profile.is_some() && self.config.press.condition.is_some();
        let names = match edition {
            Edition::Print if !has_intent => &[],
            _ => edition.standards(),
        };
        names.iter().map(|name| (*name).to_string()).collect()
    }
}

//! One build: every job of every brief that is valid.

use std::path::PathBuf;

use super::coverage;
use super::files::{EnvError, write_all};
use super::workspace::{Version, Workspace};
use crate::brief::Brief;
use crate::diag::{Diagnostic, Diagnostics, Sources, Span};
use crate::export::{Stamp, screen_pdf};
use crate::l10n::{Labels, Language, PSEUDO_LOCALES};
use crate::present::present;
use crate::project::Config;
use crate::typeset::{Info, Problem, TypesetError, Typesetter};

/// What is made of a brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Document {
    /// The policy brief.
    Brief,
    /// The indicator table.
    Indicators,
}

impl Document {
    /// Both, in the order in which they are built.
    pub const ALL: [Document; 2] = [Document::Brief, Document::Indicators];

    /// The template it is made with.
    pub fn template(self) -> &'static str {
        match self {
            Document::Brief => "brief",
            Document::Indicators => "indicators",
        }
    }

    /// The name of its file.
    pub fn file_name(self, id: &str, language: &str) -> String {
        match self {
            Document::Brief => format!("{id}.{language}.pdf"),
            Document::Indicators => format!("{id}.{language}.indicators.pdf"),
        }
    }
}

/// What a build is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Only these languages; all when empty.
    pub languages: Vec<String>,
    /// Which documents.
    pub documents: Vec<Document>,
    /// The folder the files go to.
    pub out: PathBuf,
    /// The moment the PDFs say they were made, where it is not each brief's date.
    pub epoch: Option<i64>,
}

/// What happens during a build.
pub enum Event<'a> {
    /// How many documents there are to build.
    Planned(usize),
    /// A document was set; it is written when all of its brief are.
    Typeset,
    /// The files of a brief were written.
    Written(&'a [Built]),
    /// Something about a template or a page.
    Diagnostics(&'a Diagnostics, &'a Sources),
    /// The environment failed.
    Failure(&'a EnvError),
}

/// A file that was built.
#[derive(Debug, Clone)]
pub struct Built {
    /// Where it is.
    pub path: PathBuf,
    /// How many pages it has.
    pub pages: usize,
    /// How large it is, in bytes.
    pub bytes: usize,
}

/// What a build came to.
#[derive(Debug, Default)]
pub struct Report {
    /// Files that were written.
    pub built: usize,
    /// Briefs, or versions of one, that were not written.
    pub failed: usize,
}

/// A document to be built.
struct Job<'a> {
    version: &'a Version,
    brief: &'a Brief,
    config: &'a Config,
    language: Language,
    labels: Labels,
    document: Document,
}

/// A version of a brief that is to be built: the language it is set in and what it is made of.
struct Wanted<'a> {
    version: &'a Version,
    brief: &'a Brief,
    config: &'a Config,
    language: Language,
}

/// The versions that are asked for and can be built. A pseudo-locale is made from the original, and
/// only where it is asked for.
fn wanted<'a>(workspace: &'a Workspace, options: &Options) -> Vec<Wanted<'a>> {
    let mut all = Vec::new();
    for loaded in &workspace.briefs {
        for (index, version) in loaded.versions.iter().enumerate() {
            let (Some(brief), Some(config)) = (&version.brief, &version.config) else { continue };
            let mut push = |tag: &str| {
                let language = Language::new(tag);
                all.push(Wanted { version, brief, config, language });
            };
            if options.languages.is_empty() || options.languages.contains(&brief.language) {
                push(&brief.language);
            }
            for (tag, _) in PSEUDO_LOCALES {
                if index == 0 && options.languages.iter().any(|wanted| wanted == tag) {
                    push(tag);
                }
            }
        }
    }
    all
}

/// Builds what can be built. One version that fails does not stop the others.
pub fn build(
    workspace: &Workspace,
    options: &Options,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Report {
    let asked = |version: &&Version| {
        options.languages.is_empty()
            || version.language.as_ref().is_none_or(|tag| options.languages.contains(tag))
    };
    let versions = workspace.briefs.iter().flat_map(|loaded| &loaded.versions).filter(asked);
    let mut report = Report {
        failed: versions.filter(|v| v.brief.is_none() || v.config.is_none()).count(),
        ..Report::default()
    };
    let versions = wanted(workspace, options);
    on_event(Event::Planned(versions.len() * options.documents.len()));

    let mut typesetter =
        Typesetter::new(&workspace.templates, workspace.assets.clone(), workspace.fonts.clone());
    for Wanted { version, brief, config, language } in versions {
        let mut files = Vec::new();
        let mut built = Vec::new();
        for &document in &options.documents {
            let mut sources = workspace.sources.clone();
            let mut found = Diagnostics::new();
            let labels = match language.pseudo {
                Some(pseudo) => workspace.labels["en"].transformed(pseudo),
                None => workspace.labels[&brief.language].clone(),
            };
            let language = language.clone();
            let job = Job { version, brief, config, language, labels, document };
            let made = make(&job, options, &mut typesetter, &mut sources, &mut found);
            let found = found.leveled(&config.levels);
            let failed = found.has_errors();
            if !found.is_empty() {
                on_event(Event::Diagnostics(&found, &sources));
            }
            on_event(Event::Typeset);
            let Some((pages, bytes)) = made.filter(|_| !failed) else { continue };
            let path = options.out.join(&brief.id).join(job.file_name());
            built.push(Built { path: path.clone(), pages, bytes: bytes.len() });
            files.push((path, bytes));
        }
        if files.len() < options.documents.len() {
            report.failed += 1;
            continue;
        }
        match write_all(&files) {
            Ok(()) => {
                report.built += built.len();
                on_event(Event::Written(&built));
            }
            Err(failure) => {
                report.failed += 1;
                on_event(Event::Failure(&failure));
            }
        }
    }
    report
}

impl Job<'_> {
    fn file_name(&self) -> String {
        self.document.file_name(&self.brief.id, &self.language.tag)
    }
}

/// Presents, typesets and exports one document: its number of pages and its bytes. `None` when
/// something is wrong with it; that has been reported then.
fn make(
    job: &Job<'_>,
    options: &Options,
    typesetter: &mut Typesetter,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(usize, Vec<u8>)> {
    let Job { brief, config, labels, .. } = job;
    let data = present(brief, config, &job.language, labels);
    let data = serde_json::to_vec(&data).expect("plain data is always JSON");
    let title = match job.document {
        Document::Brief => brief.title.value.clone(),
        Document::Indicators => {
            // The title of the table is the brief's with what it is.
            let (colon, what) = (labels.get("colon"), labels.get("indicators"));
            format!("{}{colon} {what}", brief.title.value)
        }
    };
    let info = Info {
        title,
        author: config.organisation.name().to_string(),
        description: brief.subtitle.as_ref().map(|text| text.value.clone()),
        keywords: brief.keywords.iter().map(|text| text.value.clone()).collect(),
    };
    let template = job.document.template();
    let pages = match typesetter.typeset(template, data, &info) {
        Ok(pages) => pages,
        Err(TypesetError::Template(problems)) => {
            report_problems(&problems, template, sources, diagnostics);
            return None;
        }
        Err(TypesetError::MissingGlyphs(missing)) => {
            let texts: Vec<_> = job.version.texts.iter().chain(config.texts()).collect();
            coverage::trace(&missing, &texts, template, sources, diagnostics);
            return None;
        }
    };
    report_problems(&pages.warnings, template, sources, diagnostics);
    let identity = format!("briefpress/{}", job.file_name());
    let stamp = options.epoch.map_or(Stamp::Date(brief.date), Stamp::Epoch);
    match screen_pdf(typesetter, &pages, &identity, stamp) {
        Ok(bytes) => Some((pages.document.pages().len(), bytes)),
        Err(mut problems) => {
            for problem in &mut problems {
                problem.code = crate::diag::Code::PdfStandard;
            }
            report_problems(&problems, template, sources, diagnostics);
            None
        }
    }
}

fn report_problems(
    problems: &[Problem],
    template: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    for problem in problems {
        let mut diagnostic = Diagnostic::new(problem.code, problem.message.clone());
        match &problem.place {
            Some(place) => {
                let file = sources.add(place.file.clone(), place.text.clone());
                diagnostic = diagnostic.at(Span::new(file, place.range.clone()));
            }
            None => diagnostic = diagnostic.help(format!("it is about the template `{template}`")),
        }
        for hint in &problem.hints {
            diagnostic = diagnostic.help(hint.clone());
        }
        diagnostics.push(diagnostic);
    }
}

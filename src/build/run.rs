//! One build: every job of every brief that is valid.

use std::path::PathBuf;

use super::coverage;
use super::files::{EnvError, write_all};
use super::workspace::Workspace;
use crate::brief::Brief;
use crate::diag::{Diagnostic, Diagnostics, Sources, Span};
use crate::export::{Stamp, screen_pdf};
use crate::l10n::Labels;
use crate::present::present;
use crate::project::Config;
use crate::tree::Text;
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
    /// Briefs that were not written.
    pub failed: usize,
}

/// A document to be built.
struct Job<'a> {
    brief: &'a Brief,
    texts: &'a [Text],
    document: Document,
}

/// Builds what can be built. One brief that fails does not stop the others.
pub fn build(
    workspace: &Workspace,
    options: &Options,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Report {
    let mut report = Report {
        failed: workspace.briefs.iter().filter(|loaded| loaded.brief.is_none()).count(),
        ..Report::default()
    };
    let Some(config) = &workspace.config else {
        report.failed = workspace.briefs.len();
        return report;
    };
    let wanted =
        |brief: &Brief| options.languages.is_empty() || options.languages.contains(&brief.language);
    let valid = workspace.briefs.iter().filter_map(|loaded| {
        let brief = loaded.brief.as_ref().filter(|brief| wanted(brief))?;
        Some((brief, loaded.texts.as_slice()))
    });
    let briefs: Vec<(&Brief, &[Text])> = valid.collect();
    on_event(Event::Planned(briefs.len() * options.documents.len()));

    let mut typesetter =
        Typesetter::new(&workspace.templates, workspace.assets.clone(), workspace.fonts.clone());
    for (brief, texts) in briefs {
        let labels = &workspace.labels[&brief.language];
        let mut files = Vec::new();
        let mut built = Vec::new();
        for &document in &options.documents {
            let mut sources = workspace.sources.clone();
            let mut found = Diagnostics::new();
            let job = Job { brief, texts, document };
            let made =
                make(&job, config, labels, options, &mut typesetter, &mut sources, &mut found);
            let found = found.leveled(&config.levels);
            let failed = found.has_errors();
            if !found.is_empty() {
                on_event(Event::Diagnostics(&found, &sources));
            }
            on_event(Event::Typeset);
            let Some((pages, bytes)) = made.filter(|_| !failed) else { continue };
            let name = document.file_name(&brief.id, &brief.language);
            let path = options.out.join(&brief.id).join(name);
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

/// Presents, typesets and exports one document: its number of pages and its bytes. `None` when
/// something is wrong with it; that has been reported then.
fn make(
    job: &Job<'_>,
    config: &Config,
    labels: &Labels,
    options: &Options,
    typesetter: &mut Typesetter,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(usize, Vec<u8>)> {
    let brief = job.brief;
    let data = present(brief, config, labels);
    let data = serde_json::to_vec(&data).expect("plain data is always JSON");
    let title = match job.document {
        Document::Brief => brief.title.value.clone(),
        Document::Indicators => format!("{}: {}", brief.title.value, labels.get("indicators")),
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
            let texts: Vec<_> = job.texts.iter().chain(config.texts()).collect();
            coverage::trace(&missing, &texts, template, sources, diagnostics);
            return None;
        }
    };
    report_problems(&pages.warnings, template, sources, diagnostics);
    let identity = format!("briefpress/{}", job.document.file_name(&brief.id, &brief.language));
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

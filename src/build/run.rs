//! One build: every job of every brief that is valid.

use std::path::PathBuf;

use super::coverage;
use super::files::{EnvError, write_all};
use super::workspace::{Version, Workspace};
use crate::brief::Brief;
use crate::diag::{Code, Diagnostic, Diagnostics, Sources, Span};
use crate::export::{PressError, Printing, Stamp, print_pdf, screen_pdf};
use crate::l10n::{Labels, Language, PSEUDO_LOCALES};
use crate::present;
use crate::project::Config;
use crate::typeset::{Info, Pages, Problem, TypesetError, Typesetter};

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
    pub fn file_name(self, id: &str, language: &str, edition: Edition) -> String {
        let document = match self {
            Document::Brief => "",
            Document::Indicators => ".indicators",
        };
        let edition = match edition {
            Edition::Screen => "",
            Edition::Print => ".print",
        };
        format!("{id}.{language}{document}{edition}.pdf")
    }
}

/// What a document is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// Reading on screen, and archiving.
    Screen,
    /// The press.
    Print,
}

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
    let files_each = options.documents.len() * options.editions.len();
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
            let made = make(&job, options, workspace, &mut typesetter, &mut sources, &mut found);
            let found = found.leveled(&config.levels);
            let failed = found.has_errors();
            if !found.is_empty() {
                on_event(Event::Diagnostics(&found, &sources));
            }
            on_event(Event::Typeset);
            for (edition, pages, bytes) in made.filter(|_| !failed).unwrap_or_default() {
                let path = options.out.join(&brief.id).join(job.file_name(edition));
                built.push(Built { path: path.clone(), pages, bytes: bytes.len() });
                files.push((path, bytes));
            }
        }
        if files.len() < files_each {
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
    fn file_name(&self, edition: Edition) -> String {
        self.document.file_name(&self.brief.id, &self.language.tag, edition)
    }

    /// What the PDF says about itself.
    fn info(&self) -> Info {
        let Self { brief, config, labels, .. } = self;
        let title = match self.document {
            Document::Brief => brief.title.value.clone(),
            Document::Indicators => {
                // The title of the table is the brief's with what it is.
                let (colon, what) = (labels.get("colon"), labels.get("indicators"));
                format!("{}{colon} {what}", brief.title.value)
            }
        };
        Info {
            title,
            author: config.organisation.name().to_string(),
            description: brief.subtitle.as_ref().map(|text| text.value.clone()),
            keywords: brief.keywords.iter().map(|text| text.value.clone()).collect(),
        }
    }
}

/// Presents, typesets and exports the editions of one document, each with its number of pages and
/// its bytes. `None` when something is wrong with one; that has been reported then.
fn make(
    job: &Job<'_>,
    options: &Options,
    workspace: &Workspace,
    typesetter: &mut Typesetter,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<(Edition, usize, Vec<u8>)>> {
    let mut made = Vec::new();
    // The print edition is held against the screen edition, so that one is set in any case.
    let screen = set(job, present::Edition::Screen, typesetter, sources, diagnostics)?;
    let stamp = options.epoch.map_or(Stamp::Date(job.brief.date), Stamp::Epoch);
    let template = job.document.template();
    for &edition in &options.editions {
        let identity = format!("briefpress/{}", job.file_name(edition));
        let (pages, bytes) = match edition {
            Edition::Screen => {
                let bytes = screen_pdf(typesetter, &screen, &identity, stamp);
                (screen.count(), bytes.map_err(|problems| (Code::PdfStandard, problems)))
            }
            Edition::Print => {
                let pages = set_for_press(job, workspace, typesetter, sources, diagnostics)?;
                if let Some((page, screen, print)) = first_difference(&screen, &pages) {
                    let message =
                        format!("page {page} says “{print}” in print and “{screen}” on screen");
                    diagnostics.push(Diagnostic::new(Code::PressText, message).help(format!(
                        "the template `{template}` must set the same text in both editions"
                    )));
                    return None;
                }
                check_images(job, workspace, typesetter, &pages, sources, diagnostics);
                let printing = Printing {
                    separation: &workspace.separation,
                    condition: job.config.press.condition.as_deref(),
                    bleed: job.config.press.bleed,
                };
                let tag = &job.language.tag;
                let bytes =
                    print_pdf(typesetter, &pages, &job.info(), tag, &identity, stamp, printing);
                let bytes =
                    match bytes {
                        Ok(bytes) => Ok(bytes),
                        Err(PressError::Typst(problems)) => Err((Code::PdfStandard, problems)),
                        Err(PressError::Colour(problems)) => {
                            for problem in problems {
                                diagnostics.push(Diagnostic::new(Code::PressColour, problem).help(
                                    format!("it is about a page of the template `{template}`"),
                                ));
                            }
                            return None;
                        }
                        Err(PressError::Structure(what)) => {
                            let message = format!("the print edition cannot be finished: {what}");
                            diagnostics.push(Diagnostic::new(Code::PressColour, message));
                            return None;
                        }
                    };
                (pages.count(), bytes)
            }
        };
        match bytes {
            Ok(bytes) => made.push((edition, pages, bytes)),
            Err((code, mut problems)) => {
                for problem in &mut problems {
                    problem.code = code;
                }
                report_problems(&problems, template, sources, diagnostics);
                return None;
            }
        }
    }
    Some(made)
}

/// The pages of the print edition, with blank ones after them where their number must be a multiple.
fn set_for_press(
    job: &Job<'_>,
    workspace: &Workspace,
    typesetter: &mut Typesetter,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Pages> {
    let edition = |blank| present::Edition::Print { separation: &workspace.separation, blank };
    let pages = set(job, edition(0), typesetter, sources, diagnostics)?;
    let multiple = usize::from(job.config.press.page_multiple).max(1);
    let blank = pages.count().next_multiple_of(multiple) - pages.count();
    if blank == 0 {
        return Some(pages);
    }
    set(job, edition(blank), typesetter, sources, &mut Diagnostics::new())
}

/// Dots per inch that print well, and that print at all.
const GOOD_DPI: f64 = 300.0;
const LEAST_DPI: f64 = 150.0;

/// Reports images too coarse for the press, at the logo's key or in the template.
fn check_images(
    job: &Job<'_>,
    workspace: &Workspace,
    typesetter: &Typesetter,
    pages: &Pages,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    let logo = job.config.brand.logo.as_ref();
    let logo_data = logo.and_then(|logo| workspace.assets.get(&logo.virtual_path));
    for image in pages.images() {
        let code = match image.dpi {
            dpi if dpi < LEAST_DPI => Code::PressResolution,
            dpi if dpi < GOOD_DPI => Code::PressLowResolution,
            _ => continue,
        };
        let message = format!("an image is placed at {:.0} dpi", image.dpi);
        let help = format!(
            "the press needs {GOOD_DPI} dpi: give an image of {:.1} times as many pixels each way, or an SVG",
            GOOD_DPI / image.dpi
        );
        match logo.filter(|_| logo_data == Some(&image.data)) {
            Some(logo) => diagnostics.push(
                Diagnostic::new(code, message).at(logo.path.span).key(&logo.path.key).help(help),
            ),
            None => {
                let place = typesetter.place_of(&image);
                let problem = Problem { code, message, hints: vec![help], place };
                report_problems(&[problem], job.document.template(), sources, diagnostics);
            }
        }
    }
}

/// The first place where two editions do not say the same: the page, from 1, and some text of
/// each. Blank pages say nothing.
fn first_difference(screen: &Pages, print: &Pages) -> Option<(usize, String, String)> {
    let (screen, print) = (screen.texts(), print.texts());
    for page in 0..screen.len().max(print.len()) {
        let [here, there] =
            [&screen, &print].map(|texts| texts.get(page).map_or("", String::as_str));
        if here == there {
            continue;
        }
        let same = here.chars().zip(there.chars()).take_while(|(a, b)| a == b).count();
        // From the beginning of the word that differs.
        let before: String = here.chars().take(same).collect();
        let same = before.rfind(' ').map_or(0, |at| before[..=at].chars().count());
        let few = |text: &str| text.chars().skip(same).take(40).collect();
        return Some((page + 1, few(here), few(there)));
    }
    None
}

/// Presents and typesets one edition of a document.
fn set(
    job: &Job<'_>,
    edition: present::Edition<'_>,
    typesetter: &mut Typesetter,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Pages> {
    let Job { brief, config, labels, .. } = job;
    let data = present::present(brief, config, &job.language, labels, edition);
    let data = serde_json::to_vec(&data).expect("plain data is always JSON");
    let template = job.document.template();
    match typesetter.typeset(template, data, &job.info()) {
        Ok(pages) => {
            if matches!(edition, present::Edition::Screen) {
                report_problems(&pages.warnings, template, sources, diagnostics);
            }
            Some(pages)
        }
        Err(TypesetError::Template(problems)) => {
            report_problems(&problems, template, sources, diagnostics);
            None
        }
        Err(TypesetError::MissingGlyphs(missing)) => {
            let texts: Vec<_> = job.version.texts.iter().chain(config.texts()).collect();
            coverage::trace(&missing, &texts, template, sources, diagnostics);
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

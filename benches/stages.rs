//! What each stage costs, on the brief that ships with briefpress: `cargo bench --bench stages`.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use briefpress::internals::{
    Code, Config, Diagnostic, Diagnostics, EditionColours, FileId, FilesBeside, Identity, Labels,
    Language, LayoutChoice, Lock, MessageFormat, Metadata, OpenOptions, Pages, Printing, RawBrief,
    Reader, Renderer, Sources, Span, Stamp, Surroundings, TomlDocument, Translation, Typesetter,
    Version, Vocabulary, Workspace, built_in_languages, framework, present, print_pdf, resolve,
    screen_pdf,
};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

const BRIEF: &str = "briefs/cambodia-scamming-compounds";

/// The languages that are typeset: one whose words have spaces between them, and one whose words
/// are found by a model.
const LANGUAGES: [&str; 2] = ["en", "km"];

criterion_group!(stages, words, messages, pages);
criterion_main!(stages);

/// From TOML to the data of a template.
fn words(criterion: &mut Criterion) {
    let workspace = open();
    let languages: Vec<String> = built_in_languages().map(String::from).collect();
    let vocabulary = Vocabulary { languages: &languages, framework: framework(), places: None };
    let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
    let original = read(&mut sources, "brief.toml");
    let translation = read(&mut sources, "lang/km.toml");
    let lock = read(&mut sources, "lang/km.lock");
    let lock = Lock::read("km", lock, &sources, &mut found).expect("the lock is whole");
    let raw = parse(original, &sources, &mut found);
    let config = workspace.config.as_ref().expect("the project is valid");
    let originals = workspace.briefs[0].originals(Some(config));

    criterion.bench_function("discover, parse and resolve everything", |bencher| {
        bencher.iter(open);
    });
    criterion.bench_function("parse", |bencher| {
        bencher.iter(|| parse(original, &sources, &mut Diagnostics::new()));
    });
    criterion.bench_function("localise", |bencher| {
        bencher.iter(|| {
            let mut found = Diagnostics::new();
            let (read, _) =
                Translation::read("km", translation, &lock, &originals, &sources, &mut found);
            read.apply(&raw)
        });
    });
    let (files, house) = (FilesBeside::default(), LayoutChoice::default());
    let around = Surroundings {
        sources: &sources,
        vocabulary,
        files: &files,
        house: &house,
        values: Default::default(),
    };
    criterion.bench_function("resolve", |bencher| {
        bencher.iter_batched(
            || raw.clone(),
            |raw| resolve("bench", raw, None, around, &mut Diagnostics::new()),
            BatchSize::SmallInput,
        );
    });
    criterion.bench_function("present", |bencher| {
        let version = version(&workspace, "en");
        bencher.iter(|| data(version, EditionColours::Screen));
    });
}

/// From what was found to text: four times as many messages take four times as long.
fn messages(criterion: &mut Criterion) {
    for count in [1000, 4000] {
        let lines: String = (0..count).map(|n| format!("key{n} = \"a value\"\n")).collect();
        let mut sources = Sources::new();
        let (lined, long) = (
            sources.add("lines.toml", lines.as_str()),
            sources.add("line.toml", lines.replace('\n', ", ")),
        );
        let starts: Vec<usize> = lines.match_indices("key").map(|(at, _)| at).collect();
        for (name, file) in [("a line each", lined), ("one line", long)] {
            for format in [MessageFormat::Human, MessageFormat::Short, MessageFormat::Github] {
                let renderer = Renderer::new(format, false, 120);
                let id = format!("{count} messages, {name}, {format:?}");
                criterion.bench_function(&id, |bencher| {
                    bencher.iter(|| {
                        let message = |&at: &usize| {
                            let span = Span::new(file, at..at + 3);
                            let found = Diagnostic::new(Code::UnknownKey, "unknown").at(span);
                            renderer.render(&found, &sources).len()
                        };
                        starts.iter().map(message).sum::<usize>()
                    });
                });
            }
        }
    }
}

/// From the data to PDF.
fn pages(criterion: &mut Criterion) {
    let workspace = open();
    let mut typesetter =
        Typesetter::new(&workspace.templates, workspace.assets.clone(), workspace.fonts.clone());
    let separation = &workspace.separation;
    let printing = Printing { separation, condition: None, bleed: 3 };
    for tag in LANGUAGES {
        let version = version(&workspace, tag);
        let brief = version.brief.as_ref().expect("the brief is valid");
        let (screen, print) = (EditionColours::Screen, EditionColours::Print { separation });
        let (screen, print) = (data(version, screen), data(version, print));
        let stamp = Stamp::date(brief.date);

        criterion.bench_function(&format!("typeset, {tag}"), |bencher| {
            bencher.iter_batched(
                forget,
                |()| typeset(&mut typesetter, &screen),
                BatchSize::PerIteration,
            );
        });
        criterion.bench_function(&format!("typeset what is remembered, {tag}"), |bencher| {
            bencher.iter(|| typeset(&mut typesetter, &screen));
        });
        let pages = typeset(&mut typesetter, &screen);
        criterion.bench_function(&format!("export for the screen, {tag}"), |bencher| {
            bencher.iter_batched(
                forget,
                |()| {
                    screen_pdf(&typesetter, &pages, "bench", stamp, &[])
                        .expect("it can be exported")
                },
                BatchSize::PerIteration,
            );
        });
        let pages = typeset(&mut typesetter, &print);
        let identity = Identity { document: "bench", says: tag.as_bytes() };
        criterion.bench_function(&format!("export for the press, {tag}"), |bencher| {
            bencher.iter_batched(
                forget,
                |()| {
                    print_pdf(&typesetter, &pages, &metadata(), tag, identity, stamp, printing)
                        .unwrap_or_else(|_| panic!("it can be exported"))
                },
                BatchSize::PerIteration,
            );
        });
    }
}

/// Nothing that the compiler remembers from the last time may help.
fn forget() {
    typst::comemo::evict(0);
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn open() -> Workspace {
    let open_options = OpenOptions { base: PathBuf::from(root()), ..OpenOptions::default() };
    Workspace::open(root(), &open_options).unwrap_or_else(|_| panic!("the repository is a project"))
}

fn read(sources: &mut Sources, file: &str) -> FileId {
    let path = root().join(BRIEF).join(file);
    sources.add(file, std::fs::read_to_string(path).expect("the brief is there"))
}

fn parse(file: FileId, sources: &Sources, found: &mut Diagnostics) -> RawBrief {
    let document = TomlDocument::parse(sources, file, found);
    let reader = Reader::new();
    let raw = RawBrief::read(document.root(&reader));
    document.report(reader, found);
    raw
}

fn version<'a>(workspace: &'a Workspace, tag: &str) -> &'a Version {
    let mut versions = workspace.briefs.iter().flat_map(|loaded| &loaded.versions);
    let version = versions.find(|version| version.language.as_deref() == Some(tag));
    version.expect("the brief is in this language")
}

/// What a template reads.
fn data(version: &Version, edition: EditionColours<'_>) -> Vec<u8> {
    let brief = version.brief.as_ref().expect("the brief is valid");
    let config: &Config = version.config.as_ref().expect("the project is valid");
    let labels = Labels::built_in(&brief.language).expect("the language is built in");
    let language = Language::new(&brief.language);
    let data = present(brief, config, &language, labels, edition);
    serde_json::to_vec(black_box(&data)).expect("plain data is always JSON")
}

fn metadata() -> Metadata {
    Metadata {
        title: "A brief".into(),
        authors: vec!["briefpress".into()],
        identifiers: Vec::new(),
        description: None,
        keywords: Vec::new(),
        expansions: Vec::new(),
    }
}

fn typeset(typesetter: &mut Typesetter, data: &[u8]) -> Pages {
    let pages = typesetter.typeset("brief", data.to_vec(), &metadata());
    pages.unwrap_or_else(|error| panic!("it can be set: {error:?}"))
}

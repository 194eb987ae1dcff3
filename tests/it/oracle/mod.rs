//! Three oracles that are not ours, over every brief we ship, every fixture and every language that
//! has labels: what the *eye*, the *ear* and the *search box* find of the strings that documents
//! are to say. `docs/testing.md` tells what each reads, what it tolerates, and why.

mod any;
mod data;
pub mod ear;
mod eye;
pub mod pdf;
mod proof;
mod search;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::sync::OnceLock;

use rayon::prelude::*;
use serde_json::Value;

use self::data::{Document, Part, Said};
use self::ear::Heard;
use self::eye::Levelled;
use self::pdf::Pdf;
use crate::support::{MINIMAL, PROJECT, Run, TestProject, repository};

/// A document that was built.
struct Built {
    /// Where it stands: the project, the language and the name of the file.
    project: &'static str,
    language: String,
    path: String,
    pdf: Pdf,
    said: Vec<Said>,
    /// Strings straight from the TOML file of its language.
    typed: Vec<String>,
    /// Whether the number of sources stands before the full stop of a text.
    parts_stops: bool,
}

impl Built {
    /// What is printed of what it says.
    fn printed(&self) -> impl Iterator<Item = &Said> {
        self.said.iter().filter(|said| said.printed)
    }
}

/// What was built, and what building each project came to.
struct All {
    documents: Vec<Built>,
    runs: Vec<(&'static str, Run)>,
    /// They stay until the process ends.
    _projects: Vec<TestProject>,
}

/// Everything, built once for all tests.
fn all() -> &'static All {
    static ALL: OnceLock<All> = OnceLock::new();
    ALL.get_or_init(|| {
        let fixture = |name: &str| repository().join("tests/fixtures").join(name);
        let projects = vec![
            ("shipped", TestProject::copy_of(repository())),
            ("awkward", TestProject::copy_of(&fixture("awkward"))),
            ("national", TestProject::copy_of(&fixture("national"))),
            ("translation", TestProject::copy_of(&fixture("translation"))),
            ("text", cases()),
            ("labels", languages()),
            ("values", valued()),
        ];
        let (mut documents, mut runs) = (vec![], vec![]);
        for (name, project) in &projects {
            runs.push((
                *name,
                project.run(&["build", "--edition", "screen", "--edition", "print"]),
            ));
            documents.extend(read(name, project));
        }
        let projects = projects.into_iter().map(|(_, project)| project);
        All { documents, runs, _projects: projects.collect() }
    })
}

fn everything() -> &'static [Built] {
    &all().documents
}

/// A brief of each case of `tests/fixtures/text`.
fn cases() -> TestProject {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    for entry in fs::read_dir(repository().join("tests/fixtures/text")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        project.write(&format!("briefs/{name}/brief.toml"), fs::read(&path).unwrap());
    }
    project
}

/// A brief with values in languages that differ in direction, digits and breaks.
fn valued() -> TestProject {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    for language in ["en", "ar", "km", "zh-Hans"] {
        let folder = format!("briefs/valued-{}", language.to_lowercase());
        crate::values::with_values(&project, &folder, language);
    }
    project
}

/// A brief in each language there are labels for, whose text is made of those labels.
fn languages() -> TestProject {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    for entry in fs::read_dir(repository().join("templates/labels")).unwrap() {
        let path = entry.unwrap().path();
        let language = path.file_stem().unwrap().to_str().unwrap();
        let labels: toml::Table = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let text = |names: &[&str]| {
            let all: Vec<&str> = names.iter().map(|name| labels[*name].as_str().unwrap()).collect();
            all.join(" ")
        };
        let brief = MINIMAL
            .replace("language = \"en\"", &format!("language = \"{language}\""))
            .replace("Decisions on review come late", &text(&["matrix_summary"]))
            .replace(
                "A survey found that most decisions come late [@survey].",
                &text(&["no_addressee", "recommendations_summary", "no_deadline", "goals"]),
            )
            .replace("Most decisions come late.", &text(&["indicators_summary", "basis_global"]))
            .replace("Three in five decisions come late", &text(&["goals", "basis_proxy"]))
            .replace(
                "The survey counted the days from filing to decision.",
                &text(&["matrix_summary", "no_deadline", "indicators_summary", "no_target"]),
            )
            .replace("Ministry of Justice", &text(&["custodian"]))
            .replace("Late decisions keep people from justice.", &text(&["matrix_summary"]))
            .replace("The survey also looked at workplaces.", &text(&["indicators_summary"]))
            .replace("Counts children.", &text(&["no_indicator", "basis_implied"]))
            .replace(
                "targets = [\"16.3\"]\n\n[[rec",
                "targets = [\"16.3\"]\nfigure = \"chart\"\n\n[[rec",
            );
        let quoted = |name: &str| format!("\"{}\"", labels[name].as_str().unwrap());
        let chart = format!(
            "\n[[chart]]\nid = \"chart\"\nkind = \"bar\"\ntitle = {}\ncolumns = [{}, {}]\n\
             rows = [[{}, -1234.5], [{}, 12], [{}, \"\"]]\n",
            quoted("matrix_summary"),
            quoted("finding"),
            quoted("chart_share"),
            quoted("recommendations_summary"),
            quoted("basis_global"),
            quoted("recommendations"),
        );
        let brief = format!("{brief}{chart}");
        project.write(&format!("briefs/in-{}/brief.toml", language.to_lowercase()), brief);
    }
    project
}

/// The documents of a project.
fn read(name: &'static str, project: &TestProject) -> Vec<Built> {
    let built = project.pdfs("dist").into_par_iter().map(|file| {
        let (brief, rest) = file.split_once('/').unwrap();
        let rest = &rest[brief.len() + 1..];
        let language = rest.split('.').next().unwrap().to_string();
        let edition = if rest.contains(".print.") { "print" } else { "screen" };
        let indicators = rest.contains(".indicators.");
        let data =
            project.run(&["template", "data", brief, "--lang", &language, "--edition", edition]);
        let data: Value = serde_json::from_str(&data.stdout).expect(&file);
        let document = if indicators { Document::Indicators } else { Document::Brief };
        let path = project.path(&format!("dist/{file}"));
        let own = format!("briefs/{brief}/lang/{language}.toml");
        let own =
            if project.path(&own).exists() { own } else { format!("briefs/{brief}/brief.toml") };
        let typed = String::from_utf8(project.read(&own)).unwrap();
        Built {
            project: name,
            pdf: Pdf::load(&fs::read(&path).unwrap()),
            said: data::said(&data, document),
            typed: if indicators { vec![] } else { data::typed(&typed) },
            parts_stops: data::parts_stops(&data),
            path: path.to_str().unwrap().to_string(),
            language,
        }
    });
    built.collect()
}

/// What was not found, by project and language: the report of a test.
#[derive(Default)]
struct Report(BTreeMap<(String, String), (usize, Vec<String>)>);

impl Report {
    fn add(&mut self, built: &Built, all: usize, lost: Vec<String>) {
        let entry = self.0.entry((built.project.to_string(), built.language.clone())).or_default();
        entry.0 += all;
        let file = built.path.rsplit('/').next().unwrap();
        entry.1.extend(lost.into_iter().map(|lost| format!("{file}: {lost}")));
    }

    fn hold(&self, oracle: &str) {
        let mut text = String::new();
        for ((project, language), (all, lost)) in &self.0 {
            let found = all - lost.len();
            writeln!(text, "{oracle}: {project}, {language}: {found} of {all} strings found")
                .unwrap();
            for lost in lost.iter().take(if std::env::var("ALL").is_ok() { usize::MAX } else { 5 })
            {
                writeln!(text, "    {lost}").unwrap();
            }
        }
        let lost: usize = self.0.values().map(|(_, lost)| lost.len()).sum();
        assert!(lost == 0, "{lost} strings are lost to the {oracle}\n{text}");
    }
}

fn words(said: &Said) -> String {
    let parts: Vec<&str> = said.parts.iter().map(|part| part.text.as_str()).collect();
    format!("{}: {}", said.at, parts.join(" [mark] "))
}

#[test]
fn everything_is_built() {
    // The translation of one fixture is wrong on purpose; its original is built.
    let unbuilt = all().runs.iter().filter(|(name, run)| *name != "translation" && run.code != 0);
    let said: Vec<String> = unbuilt.map(|(name, run)| format!("{name}: {}", run.stderr)).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
    for name in ["shipped", "awkward", "national", "translation", "text", "labels"] {
        assert!(everything().iter().any(|built| built.project == name), "{name}");
    }
}

#[test]
fn the_ear_hears_every_string_whole_and_in_order() {
    let mut report = Report::default();
    let all = everything();
    let judged: Vec<(usize, Vec<String>)> = all
        .par_iter()
        .map(|built| {
            let blocks = ear::heard(&built.pdf);
            let typed = built.typed.iter().map(|text| {
                let mut parts = vec![Part { text: text.clone(), marked: text.clone() }];
                if built.parts_stops {
                    data::part_stop(&mut parts);
                }
                Said { at: "as typed".to_string(), parts, rtl: false, printed: true }
            });
            let typed: Vec<Said> = typed.collect();
            let said = built.said.iter().chain(&typed);
            let lost = said.filter_map(|said| match ear::hears(&blocks, said) {
                Heard::Whole => None,
                Heard::RunsOn => Some(format!("runs on from what is before it: {}", words(said))),
                Heard::Lost => Some(words(said)),
            });
            (built.said.len() + typed.len(), lost.collect())
        })
        .collect();
    for (built, (all, lost)) in all.iter().zip(judged) {
        report.add(built, all, lost);
    }
    report.hold("ear");
}

#[test]
fn hostile_text_is_heard_as_typed() {
    let is = |built: &&Built| built.path.ends_with("/hostile-text.en.pdf");
    let text = ear::heard(&everything().iter().find(is).unwrap().pdf).join("\n");
    for typed in ["#read(\"/etc/passwd\")", "$x^2$", "@ref", "<label>"] {
        assert!(text.contains(typed), "{typed}");
    }
}

#[test]
#[ignore = "needs FriBidi"]
fn the_eye_sees_every_line_in_the_order_of_uax_9() {
    let mut report = Report::default();
    let all = everything();
    let judged: Vec<Vec<String>> = all
        .par_iter()
        .map(|built| {
            let blocks = eye::seen(&built.pdf);
            let rtl = built.said.first().is_some_and(|said| said.rtl);
            let parts = built.printed().flat_map(|said| &said.parts);
            let parts: Vec<&str> = parts.map(|part| part.marked.as_str()).collect();
            let mut levels = eye::levels(&parts, rtl).into_iter();
            let stands = |said: &&Said| {
                let due: Vec<Levelled> = levels.by_ref().take(said.parts.len()).collect();
                !due.iter().all(|due| eye::finds(&blocks, due))
            };
            built.printed().filter(stands).map(words).collect()
        })
        .collect();
    for (built, lost) in all.iter().zip(judged) {
        report.add(built, built.printed().count(), lost);
    }
    report.hold("eye");
}

/// What is read from left to right as one run in the Arabic cases, whatever marks our data set.
const RUNS: [(&str, &[&str]); 2] = [
    (
        "ar-range",
        &[
            "1,5–2,5",
            "2015–2030",
            "10–12",
            "1.5–2.5",
            "3–5 %",
            "16.3–16.6",
            "−1–2",
            "1,5-2,5",
            "2015-2030",
            "10-12",
            "2025-06-30",
            "100-0001",
        ],
    ),
    (
        "ar-latin",
        &[
            "Human Rights Watch",
            "CO₂",
            "Médecins Sans Frontières",
            "UN Women",
            "SDG 16",
            "COVID-19",
            "World Bank",
            "WDI",
            "H₂O",
            "5 km²",
            "3 m³",
            "PM₂.₅",
            "C++",
            ".NET",
            "US$ 5",
            "5 US$",
            "45 %",
            "−5 %",
            "±3",
            "10:30",
            "1,5–2,5",
            "+20 100 123 4567",
            "A right that comes late is half a right.",
            "World Food Programme",
            "Voice of Democracy",
            "Institute for Justice Statistics",
        ],
    ),
];

#[test]
fn foreign_runs_stand_from_left_to_right_in_arabic_lines() {
    let mut lost = vec![];
    for (case, runs) in RUNS {
        let of_case =
            |built: &&Built| built.path.contains(&format!("/{case}.")) && built.said.len() > 20;
        for built in everything().iter().filter(of_case) {
            let blocks = eye::seen(&built.pdf);
            for run in runs.iter().filter(|run| !eye::finds(&blocks, &eye::left_to_right(run))) {
                lost.push(format!("{}: {run}", built.path.rsplit('/').next().unwrap()));
            }
        }
    }
    assert!(lost.is_empty(), "turned about:\n{}", lost.join("\n"));
}

/// A reader, and the pages or blocks it reads in a file.
type Reading = (String, Vec<Vec<char>>);

/// What other programs read in files, by file.
fn texts(files: &[&str], option: Option<&str>) -> BTreeMap<String, Vec<Reading>> {
    let mut command = Command::new(repository().join(".ci/texts"));
    let output = command.args(option).args(files).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut texts: BTreeMap<String, Vec<Reading>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let said: Value = serde_json::from_str(line).unwrap();
        let reader = said["reader"].as_str().unwrap();
        let all = said["pages"].as_array().or(said["blocks"].as_array()).unwrap().iter();
        let pages = all.map(|text| search::page(text.as_str().unwrap(), reader)).collect();
        let file = said["file"].as_str().unwrap().to_string();
        texts.entry(file).or_default().push((reader.to_string(), pages));
    }
    texts
}

/// How many strings viewers do not find for a fault of their own, by language and reader: exactly
/// so many, so that the table tells the truth and only shrinks.
const VIEWERS: &str = include_str!("viewers.toml");

#[test]
#[ignore = "needs poppler, and installs PDFium and pdf.js"]
fn the_search_box_finds_every_string_but_for_the_faults_of_viewers() {
    let all = everything();
    // The editions differ in no word (`both_editions_say_the_same_words_in_every_language`).
    let screen: Vec<&Built> = all.iter().filter(|built| !built.path.contains(".print.")).collect();
    let files: Vec<&str> = screen.iter().map(|built| built.path.as_str()).collect();
    let texts = texts(&files, None);
    let judged: Vec<Vec<(String, String, Vec<String>)>> = screen
        .par_iter()
        .map(|built| {
            let judged = texts[&built.path].iter().map(|(reader, pages)| {
                let lost = built.printed().filter(|said| !search::finds(pages, said));
                let file = built.path.rsplit('/').next().unwrap();
                let lost = lost.map(|said| format!("{file}: {}", words(said)));
                (built.language.clone(), reader.clone(), lost.collect())
            });
            judged.collect()
        })
        .collect();
    let mut lost: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (language, reader, more) in judged.into_iter().flatten() {
        lost.entry((language, reader)).or_default().extend(more);
    }
    let allowed: BTreeMap<String, BTreeMap<String, usize>> = toml::from_str(VIEWERS).unwrap();
    let mut real: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for ((language, reader), lost) in lost.iter().filter(|(_, lost)| !lost.is_empty()) {
        real.entry(language.clone()).or_default().insert(reader.clone(), lost.len());
    }
    let mut changed = String::new();
    for ((language, reader), lost) in &lost {
        let due = allowed.get(language).and_then(|it| it.get(reader)).copied().unwrap_or(0);
        if due != lost.len() {
            let lost_now = lost.len();
            writeln!(changed, "{language}, {reader}: {lost_now} are lost, {due} are noted")
                .unwrap();
            let shown = if std::env::var("ALL").is_ok() { usize::MAX } else { 5 };
            lost.iter().take(shown).for_each(|lost| writeln!(changed, "    {lost}").unwrap());
        }
    }
    let real = toml::to_string(&real).unwrap();
    assert!(
        changed.is_empty() && toml::to_string(&allowed).unwrap() == real,
        "{changed}\ntests/it/oracle/viewers.toml should say:\n{real}"
    );
}

/// Strings of the Arabic brief that readers of its tree do not find for a fault of their own: pdf.js
/// turns the two letters of a ligature about (لأ), and poppler brackets and stops that stand alone.
const TREES: [(&str, usize); 2] = [("pdf.js tree", 11), ("poppler tree", 4)];

#[test]
#[ignore = "needs poppler, which takes its time, and installs pdf.js"]
fn the_arabic_brief_reads_like_its_source_in_the_trees_of_others() {
    let arabic = |built: &&Built| {
        let screen = !built.path.contains(".print.") && !built.path.contains(".indicators.");
        built.project == "shipped" && built.language == "ar" && screen
    };
    let built = everything().iter().find(arabic).unwrap();
    let texts = texts(&[&built.path], Some("--trees"));
    let mut wrong = String::new();
    for (reader, blocks) in texts[&built.path].iter().filter(|(name, _)| name.ends_with("tree")) {
        // pdf.js tells no space where a line goes on to the left; what counts here is the order of
        // the words, and of the letters in them.
        let bare = |block: &Vec<char>| search::without_spaces(&String::from_iter(block));
        let whole: Vec<String> = blocks.iter().map(bare).collect();
        let reads = |said: &&Said| {
            let parts: Vec<String> =
                said.parts.iter().map(|part| search::without_spaces(&part.text)).collect();
            whole.iter().any(|block| {
                parts
                    .iter()
                    .try_fold(0, |at, part| Some(at + block[at..].find(part)? + part.len()))
                    .is_some()
            })
        };
        let lost: Vec<&Said> = built.said.iter().filter(|said| !reads(said)).collect();
        let noted = TREES.iter().find(|(name, _)| name == reader).map_or(0, |(_, noted)| *noted);
        if lost.len() != noted {
            let all = built.said.len();
            writeln!(wrong, "{reader}: {} of {all} are lost, {noted} are noted", lost.len())
                .unwrap();
            lost.iter().for_each(|said| writeln!(wrong, "    {}", words(said)).unwrap());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

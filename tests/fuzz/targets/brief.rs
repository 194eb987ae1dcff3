//! Briefs with their project: parsed, resolved, and made into what templates see.

use std::fs;

use briefpress::internals::{
    Brief, Config, Diagnostics, EditionColours, FilesBeside, Labels, Language, LayoutChoice,
    RawBrief, Reader, Sources, Surroundings, TomlDocument, Vocabulary, built_in_languages,
    framework, present, resolve,
};

use super::{Target, fixtures, fixtures_in, joined, messages, parts};

pub const TARGET: Target = Target { name: "brief", seeds, words: include_str!("brief.dict"), read };

/// A project file that says no more than it must.
const PROJECT: &str = "[organisation]\nname = \"O\"\n";

fn seeds() -> Vec<Vec<u8>> {
    let minimal = fs::read_to_string(fixtures_in("minimal.toml")).unwrap();
    let project = "[organisation]\nname = \"O\"\nunit = \"U\"\naddress = \"A\"\n[brand]\naccent = \
                   \"#004488\"\n[page]\npaper = \"letter\"\n[lines]\nen = [\"p. \"]\n[lints]\n";
    let mut seeds = fixtures("text");
    seeds.push(joined(&[&minimal, project]));
    seeds
}

/// What the tables of a brief come to.
pub(super) struct ReadBrief {
    pub raw: RawBrief,
    pub is_whole: bool,
    pub brief: Option<Brief>,
    pub found: Diagnostics,
}

/// The languages with built-in labels.
pub(super) fn languages() -> Vec<String> {
    built_in_languages().map(String::from).collect()
}

/// Parses and resolves a brief.
pub(super) fn brief(toml: &str, sources: &mut Sources) -> ReadBrief {
    let mut found = Diagnostics::new();
    let file = sources.add("brief.toml", toml);
    let document = TomlDocument::parse(sources, file, &mut found);
    let reader = Reader::new();
    let raw = RawBrief::read(document.root(&reader));
    document.report(reader, &mut found);
    let is_whole = document.is_whole();
    let brief = {
        let (languages, files) = (languages(), FilesBeside::default());
        let house = LayoutChoice::default();
        let vocabulary = Vocabulary { languages: &languages, framework: framework(), places: None };
        let around = Surroundings {
            sources,
            vocabulary,
            files: &files,
            house: &house,
            values: Default::default(),
        };
        resolve("b", raw.clone(), None, around, &mut found)
    };
    let is_toml = toml::from_str::<toml::Table>(toml).is_ok();
    assert!(is_toml || found.has_errors(), "took what is no TOML");
    ReadBrief { raw, is_whole, brief, found }
}

/// Makes a valid brief into what templates see.
pub(super) fn presented(brief: &Brief, config: &Config) {
    let language = Language::new(&brief.language);
    let labels = Labels::serving(&brief.language).expect("its language has labels");
    let data = present(brief, config, &language, labels, EditionColours::Screen);
    let json = serde_json::to_string(&data).expect("plain data is always JSON");
    // What stands for characters while text is read is left in none.
    assert!(!json.contains(['\u{FDD0}', '\u{FDD1}', '\u{FDD2}', '\0']), "{json}");
}

/// Reads a project file, or the least one where it is wrong.
pub(super) fn project(toml: &str, sources: &mut Sources, found: &mut Diagnostics) -> Config {
    let file = sources.add("briefpress.toml", toml);
    let mut own = Diagnostics::new();
    let config = Config::read(file, sources, &mut own);
    assert!(config.is_some() != own.has_errors(), "{toml}");
    found.extend(own);
    config.unwrap_or_else(|| {
        let file = sources.add("briefpress.toml", PROJECT);
        Config::read(file, sources, &mut Diagnostics::new()).expect("it is valid")
    })
}

fn read(bytes: &[u8]) -> String {
    let Ok(input) = std::str::from_utf8(bytes) else { return "not UTF-8".into() };
    let [toml, project_file] = parts(input);
    let mut sources = Sources::new();
    let ReadBrief { brief, mut found, .. } = brief(toml, &mut sources);
    let config = project(project_file, &mut sources, &mut found);
    if let Some(brief) = &brief {
        presented(brief, &config);
    }
    format!("{} {}", brief.is_some(), messages::hold(&sources, &found))
}

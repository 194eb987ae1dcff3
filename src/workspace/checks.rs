//! What is checked of a brief's texts once they are read: characters, abbreviations, names.

use std::collections::BTreeSet;

use super::coverage;
use super::model::Workspace;
use crate::brief::{RawBrief, RawPlace, abbreviation};
use crate::diag::{Code, Diagnostic, Diagnostics, Span, did_you_mean};
use crate::l10n::{country_name, region_name};
use crate::occurrences::Finder;
use crate::templates::{FOLDER, MAIN};
use crate::tree::Text;

/// Warns of abbreviations that are nowhere on the pages: in a translation of those that the
/// original has not.
pub fn check_abbreviations(
    workspace: &Workspace,
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
    let mut printed = raw.printed(&workspace.framework);
    let labels = language.and_then(|tag| workspace.labels_of(tag));
    printed.extend(labels.iter().flat_map(|labels| labels.all().values().cloned()));
    if let Some(config) = &workspace.config {
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

/// The publisher that `init` writes into a new project.
const NAMELESS: &str = "Name of your organisation";

/// Reports a publisher that is called as `init` wrote it.
pub fn check_organisation(workspace: &Workspace, raw: &RawBrief, found: &mut Diagnostics) {
    let Some(config) = &workspace.config else { return };
    if config.organisation.name() != NAMELESS {
        return;
    }
    let Some(name) = config.texts().iter().find(|text| text.key == "project.name") else { return };
    let is_final = raw.status.as_ref().is_some_and(|status| status.value == "final");
    let (code, help) = match is_final {
        true => (Code::ExampleFinal, "write who publishes the briefs, of which one is final"),
        false => (Code::ExampleText, "write who publishes the briefs"),
    };
    found.push(
        Diagnostic::new(code, "`name` of `[organisation]` has the words of the example still")
            .at(name.span)
            .key("organisation.name")
            .help(help),
    );
}

/// Reports a template that the project does not have.
pub fn check_template(workspace: &Workspace, raw: &RawBrief, found: &mut Diagnostics) {
    let Some(template) = &raw.template else { return };
    let own: Vec<&str> = workspace.templates.names().collect();
    if own.contains(&template.value.as_str()) {
        return;
    }
    let help = match did_you_mean(&template.value, own.iter().copied()) {
        Some(near) => format!("did you mean `\"{near}\"`?"),
        None => format!("put it there as `{}`, or take the line out", own_main(&template.value)),
    };
    found.push(
        Diagnostic::new(
            Code::UnknownTemplate,
            format!("the project has no template `{}`", template.value),
        )
        .at(template.span)
        .key(&template.key)
        .help(help),
    );
}

/// Reports characters that print and that no face has.
pub fn check_coverage(workspace: &Workspace, texts: &[Text], found: &mut Diagnostics) {
    let Some(config) = &workspace.config else { return };
    let printed: Vec<&Text> = texts.iter().filter(|text| !is_unprinted(&text.key)).collect();
    let families = coverage::families(&config.brand);
    coverage::check(&printed, &families, &workspace.fonts, &workspace.sources, found);
}

/// Reports that a page names a country or region in English, or a language by its tag, since its
/// labels have no name for it.
pub fn check_names(
    workspace: &Workspace,
    language: &str,
    place: &RawPlace,
    original: Option<&str>,
    top: Span,
    found: &mut Diagnostics,
) {
    let Some(labels) = workspace.labels_of(language) else { return };
    let mut report = |message: String, at: Span, line: &str, help: String| {
        let help = format!("{help} `templates/labels/{language}.toml`: `{line}`");
        found.push(Diagnostic::new(Code::Unnamed, message).at(at).help(help));
    };
    let countries = place.codes().map(|code| {
        let name = country_name(&code.value, "en");
        (code, labels.country(&code.value), name, "country", "[countries]")
    });
    let region = place.region.iter().map(|code| {
        let name = region_name(&code.value, "en");
        (code, labels.region(&code.value), name, "region", "[regions]")
    });
    for (code, own, english, kind, table) in countries.chain(region) {
        let (None, Some(english)) = (own, english) else { continue };
        let message = format!(
            "the page says “{english}”: the labels for `{language}` do not name the {kind}"
        );
        let line = format!("{} = \"…\"", code.value);
        let at = if original.is_some() { top } else { code.span };
        report(message, at, &line, format!("add below `{table}` in"));
    }
    if let Some(original) = original.filter(|tag| labels.known_language(tag).is_none()) {
        let message = format!(
            "the page says `{original}`: the labels for `{language}` do not name the language"
        );
        report(message, top, &format!("language_{original} = \"…\""), "add to".into());
    }
}

/// Whether a text is for the PDF's metadata and structure alone.
fn is_unprinted(key: &str) -> bool {
    key.contains("keywords[") || key.starts_with("abbreviations.")
}

/// Where the file of a template belongs that a brief names.
fn own_main(name: &str) -> String {
    format!("{FOLDER}/{name}/{MAIN}")
}

//! What shells complete the command line with: briefs, languages, codes, countries and templates. It is
//! asked with every press of a key, so no brief is read whole; and where a project is broken, less is
//! offered, and nothing said.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use super::bash::asked_line;
use crate::brief::check_brief_id;
use crate::disk::{items, open_regular};
use crate::l10n::{Labels, built_in_languages, canonical, country_codes, country_name};
use crate::sdg::framework;
use crate::templates::{FOLDER, TEMPLATES};
use crate::visible;
use crate::workspace::{find_project, framework_in, ids_of_briefs};

/// So much of a brief's file is looked at, for its title and its language.
const HEAD: u64 = 16 << 10;

/// Of so many briefs.
const MOST_READ: usize = 300;

/// The briefs of the project, with their titles.
pub fn briefs() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let Some(root) = project() else { return Vec::new() };
        let ids = ids_of_briefs(&root).unwrap_or_default();
        let ids = ids.into_iter().filter(|id| check_brief_id(id).is_ok()).enumerate();
        ids.map(|(at, id)| {
            let title = (at < MOST_READ).then(|| head(&root, &id)).flatten();
            let title = title.and_then(|head| value(&head, "title"));
            candidate(&id, title.as_deref())
        })
        .collect()
    })
}

/// The languages that the project has something in.
pub fn languages() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let tags = project().map(|root| languages_in(&root)).unwrap_or_default();
        named(tags)
    })
}

/// The same, and those that something can be begun in.
pub fn all_languages() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let own = project().map(|root| [languages_in(&root), labels_in(&root)].concat());
        let built_in = built_in_languages().map(String::from);
        named(own.into_iter().flatten().chain(built_in))
    })
}

/// Goals, targets and indicators by their codes, with their labels.
pub fn codes() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let framework = project().map_or_else(|| framework().clone(), |root| framework_in(&root));
        let goals = framework.goals.iter().map(|goal| (goal.number.to_string(), goal.name.clone()));
        let targets = framework.targets().map(|it| (it.code.clone(), it.label.clone()));
        let indicators = framework.indicators().map(|it| (it.code.clone(), it.label.clone()));
        let all = goals.chain(targets).chain(indicators);
        all.map(|(code, label)| candidate(&code, Some(&label))).collect()
    })
}

/// Countries by their codes, with their names.
pub fn countries() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        country_codes().map(|(code, _)| candidate(code, country_name(code, "en"))).collect()
    })
}

/// The templates that are built in, with what they are.
pub fn templates() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        TEMPLATES.iter().map(|template| candidate(template.name, Some(template.about))).collect()
    })
}

/// A value, with what it is.
fn candidate(value: &str, help: Option<&str>) -> CompletionCandidate {
    let help = help.map(|help| visible::line(help).into_owned().into());
    CompletionCandidate::new(value).help(help)
}

/// Languages with their names, each once.
fn named(tags: impl IntoIterator<Item = String>) -> Vec<CompletionCandidate> {
    let tags: BTreeSet<String> = tags.into_iter().collect();
    tags.iter()
        .map(|tag| {
            let name = Labels::built_in("en").map(|words| words.language_name(tag));
            candidate(tag, name.filter(|name| name != tag).as_deref())
        })
        .collect()
}

/// The project of the line that is completed.
fn project() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    // The shell's words stand behind the first `--`.
    let words = env::args_os().skip_while(|word| word != "--").skip(1);
    let words = asked_line().map_or_else(
        || words.collect(),
        |words| words.into_iter().map(OsString::from).collect::<Vec<_>>(),
    );
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        if word == "--project" {
            return Some(here.join(words.next()?));
        }
        if let Some(folder) = word.to_str().and_then(|word| word.strip_prefix("--project=")) {
            return Some(here.join(folder));
        }
    }
    find_project(&here)
}

/// The languages that its briefs are written in and translated into.
fn languages_in(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for id in ids_of_briefs(root).unwrap_or_default().iter().take(MOST_READ) {
        found.extend(head(root, id).and_then(|head| value(&head, "language")));
        found.extend(tags_in(&root.join("briefs").join(id).join("lang"), root));
    }
    found.retain(|tag| canonical(tag).is_some_and(|form| form == *tag));
    found
}

/// The languages that the project has words for.
fn labels_in(root: &Path) -> Vec<String> {
    tags_in(&root.join(FOLDER).join("labels"), root)
}

/// What files of TOML in a folder are called.
fn tags_in(folder: &Path, root: &Path) -> Vec<String> {
    let files = items(folder, Some(root)).unwrap_or_default();
    let tag = |name: &str| Some(name.strip_suffix(".toml")?.to_string());
    files.iter().filter_map(|file| tag(file.text()?)).collect()
}

/// What stands before the first table of a brief.
fn head(root: &Path, id: &str) -> Option<String> {
    let file = open_regular(&root.join("briefs").join(id).join("brief.toml")).ok()?;
    let mut bytes = Vec::new();
    file.take(HEAD).read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    Some(text.split("\n[").next().unwrap_or_default().to_string())
}

/// The value of a key that stands on one line.
fn value(head: &str, key: &str) -> Option<String> {
    let lines = head.lines().filter_map(|line| line.split_once('='));
    let value =
        lines.filter(|(name, _)| name.trim() == key).map(|(_, value)| value.trim()).next()?;
    let inner = value.strip_prefix('"')?.split('"').next()?;
    (!inner.is_empty() && !inner.contains('\\')).then(|| inner.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_on_their_lines() {
        let head = "# a\ntitle   = \"Half dry\" # now\nlanguage=\"km\"\nkey_messages = [\"=\"]\n";
        assert_eq!(value(head, "title").as_deref(), Some("Half dry"));
        assert_eq!(value(head, "language").as_deref(), Some("km"));
        for other in ["title = 1", "title = \"\"\"\nx\"\"\"", "title = \"a\\u0062\"", "", "title"] {
            assert_eq!(value(other, "title"), None, "{other}");
        }
    }
}

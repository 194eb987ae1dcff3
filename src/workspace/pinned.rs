//! What the project pins of the framework as others publish it: `sdg/LANG.toml` and `sdg/tiers.toml`.

use std::path::Path;
use std::sync::Arc;

use super::astray::seeming;
use super::model::Workspace;
use crate::brief::{Brief, IndicatorRef};
use crate::diag::{Code, Diagnostic, Diagnostics, Levels, Sources, Span, some};
use crate::disk::{PathKind, items, read_text};
use crate::l10n::{built_in_languages, canonical, chain, is_pseudo, language_within};
use crate::project::National;
use crate::published::is_of_united_nations;
use crate::published::pinned::{FOLDER, TIERS, read_tiers, read_wording};
use crate::release::Role;
use crate::sdg::{Pinned, WordRun, quotes, word_changes};
use crate::tree::Text;

/// What a project pins, with what is wrong with it.
pub fn pinned_in(root: &Path) -> (Pinned, Sources, Diagnostics) {
    let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
    let mut pinned = Pinned::default();
    let Ok(root) = root.canonicalize() else { return (pinned, sources, found) };
    for item in items(&root.join(FOLDER), Some(&root)).unwrap_or_default() {
        let Some(name) = item.text().filter(|_| matches!(item.kind, PathKind::File)) else {
            continue;
        };
        let path = format!("{FOLDER}/{name}");
        if let Some(stem) = name.strip_suffix(".toml")
            && let Ok(Some((file, _))) =
                read_text(&item.path, &path, &root, &mut sources, &mut found)
        {
            if name == TIERS {
                pinned.tiers = read_tiers(file, &sources, &mut found);
            } else if let Some(own) = read_wording(file, &sources, &mut found) {
                pinned.wordings.insert(stem.to_string(), own);
            }
        }
    }
    found.sort();
    (pinned, sources, found)
}

/// Reads what the project pins. Where a file of it cannot be read, nothing is made that would print
/// what stands in it.
pub fn read_pinned(workspace: &mut Workspace, name: &dyn Fn(&Path) -> String, levels: &Levels) {
    let folder = workspace.root.join(FOLDER);
    let mut found = Diagnostics::new();
    let entries = match folder.symlink_metadata() {
        Ok(_) => items(&folder, Some(&workspace.root)),
        Err(_) => return,
    };
    let entries = match entries {
        Ok(entries) => entries,
        Err(failure) => {
            workspace.unseen.shared = true;
            return workspace.failures.push(failure);
        }
    };
    let mut pinned = Pinned::default();
    let names: Vec<String> =
        entries.iter().filter_map(|item| item.text()).map(Into::into).collect();
    for item in entries {
        let text = item.text().map(str::to_string);
        let stem = text.as_deref().and_then(|text| text.strip_suffix(".toml"));
        let Some(stem) = stem.filter(|_| matches!(item.kind, PathKind::File)) else {
            if matches!(item.kind, PathKind::Failed(_) | PathKind::Refused(_)) {
                workspace.unseen.shared = true;
                workspace.leave(item, "", name, &mut found);
            } else if matches!(item.kind, PathKind::File)
                && let Some(meant) = meant(&item.name.to_string_lossy())
            {
                let help = match names.contains(&meant) {
                    true => format!("`{meant}` is there, too: keep this file elsewhere"),
                    false => format!("name it `{meant}` if it is that, or keep it elsewhere"),
                };
                workspace.leave(item, &help, name, &mut found);
            }
            continue;
        };
        let path = format!("{FOLDER}/{stem}.toml");
        let mut own = Diagnostics::new();
        let (root, sources) = (&workspace.root, &mut workspace.sources);
        let read = read_text(&item.path, &name(&item.path), root, sources, &mut own);
        let file = match read {
            Ok(Some((file, digest))) => {
                workspace.inputs.add_text(file, Role::Framework, path.clone(), digest);
                Some(file)
            }
            Ok(None) => None,
            Err(failure) => {
                workspace.unseen.shared = true;
                workspace.failures.push(failure);
                None
            }
        };
        if let Some(file) = file {
            if path.ends_with(&format!("/{TIERS}")) {
                pinned.tiers = read_tiers(file, &workspace.sources, &mut own);
            } else if !is_tag(stem) {
                let help = match meant(&format!("{stem}.toml")) {
                    Some(meant) if names.contains(&meant) => {
                        format!("`{meant}` is there, too: keep this file elsewhere")
                    }
                    Some(meant) => format!("name the file `{meant}`, if that is meant"),
                    None => {
                        "`briefpress sdg import` names these files; keep others elsewhere".into()
                    }
                };
                own.push(
                    Diagnostic::new(
                        Code::UnknownLanguage,
                        format!("`{stem}` is not how a language tag is written"),
                    )
                    .at(Span::new(file, 0..0))
                    .help(help),
                );
            } else if let Some(wording) = read_wording(file, &workspace.sources, &mut own) {
                pinned.wordings.insert(stem.to_string(), wording);
            }
        }
        if own.has_errors() {
            let is_tiers = stem == "tiers";
            workspace.unseen.shared |= is_tiers;
            workspace.unseen.labels.insert(canonical(stem).unwrap_or_else(|| stem.to_string()));
        }
        found.extend(own);
    }
    workspace.diagnostics.extend(found.leveled(levels));
    if let Some(tiers) = &pinned.tiers {
        workspace.framework = Arc::new(workspace.framework.with_tiers(tiers));
    }
    if let Some(config) = &mut workspace.config {
        config.framework = Arc::clone(&workspace.framework);
        config.pinned = Arc::new(pinned);
    }
}

/// Whether the name of a file of wording is the tag of a language, and no name of one, nor of a copy.
fn is_tag(stem: &str) -> bool {
    let known: Vec<&str> = built_in_languages().collect();
    canonical(stem).as_deref() == Some(stem)
        && language_within(stem, &known).is_none_or(|within| within == stem)
}

/// The name that a file seems to be meant to have here.
fn meant(name: &str) -> Option<String> {
    let known: Vec<&str> = built_in_languages().collect();
    let is_of_tiers = name.to_lowercase().starts_with(TIERS);
    let tag = || seeming(name, &known).filter(|tag| canonical(tag).as_ref() == Some(tag));
    if is_of_tiers { Some(TIERS.into()) } else { tag().map(|tag| format!("{tag}.toml")) }
}

/// Warns of wording that a brief writes itself and that has other words than the official one.
pub fn check_wording(
    workspace: &Workspace,
    brief: &Brief,
    language: &str,
    found: &mut Diagnostics,
) {
    let Some(config) = &workspace.config else { return };
    let pinned = chain(language).into_iter().find_map(|tag| config.pinned.wordings.get(&tag));
    let Some(wording) = pinned.filter(|wording| wording.source.official) else { return };
    let mut check = |code: &str, text: Option<&Text>| {
        // What is not translated stands in the original, which is checked by itself.
        let Some(text) = text.filter(|text| text.span.file == brief.file) else { return };
        let Some(official) = wording.of(code) else { return };
        if quotes(&text.value, official) {
            return;
        }
        let Some(runs) = word_changes(official, &text.value) else { return };
        let of = |which: fn(&WordRun) -> Option<&String>| -> Vec<&str> {
            runs.iter().filter_map(which).map(String::as_str).collect()
        };
        let lacks = of(|run| if let WordRun::Gone(words) = run { Some(words) } else { None });
        let adds = of(|run| if let WordRun::New(words) = run { Some(words) } else { None });
        let said = |what: &str, words: &[&str]| match words {
            [] => String::new(),
            words => format!("; {what} “{}”", words.join("”, “")),
        };
        found.push(
            Diagnostic::new(
                Code::OtherWording,
                format!(
                    "{code} has other words than the official wording{}{}",
                    said("it lacks", &lacks),
                    said("it adds", &adds)
                ),
            )
            .at(text.span)
            .key(&text.key)
            .help(format!("the wording of {}: {official}", wording.source.release))
            .help("take the line out to print it, or end what is quoted in part with `…`"),
        );
    };
    for goal in &brief.goals {
        for entry in &goal.targets {
            check(&entry.target.code, entry.text.as_ref());
            for own in &entry.indicators {
                if let IndicatorRef::Listed(indicator) = &own.indicator {
                    check(&indicator.code, own.text.as_ref());
                }
            }
        }
    }
}

/// Warns of targets and indicators that print in English in a brief in another language: by their labels, for neither the
/// brief nor the project has their wording in this one.
pub fn check_labels(workspace: &Workspace, brief: &Brief, language: &str, found: &mut Diagnostics) {
    let Some(config) = &workspace.config else { return };
    let tags = chain(language);
    let is_unknown = workspace.labels_of(language).is_none();
    if is_pseudo(language) || is_unknown || tags.iter().any(|tag| tag == "en") {
        return;
    }
    // What could not be read may be their wording.
    if workspace.unseen.stops(language) {
        return;
    }
    let pinned = tags.iter().find_map(|tag| Some((tag, config.pinned.wordings.get(tag)?)));
    let is_english = |code: &str, text: Option<&Text>, of: National<'_>| {
        text.is_none()
            && config.national.text(of, "text").is_none()
            && pinned.is_none_or(|(_, wording)| wording.of(code).is_none())
    };
    let mut codes: Vec<&str> = Vec::new();
    for target in brief.goals.iter().flat_map(|goal| &goal.targets) {
        let code = target.target.code.as_str();
        if is_english(code, target.text.as_ref(), National::Target(code)) {
            codes.push(code);
        }
        for own in &target.indicators {
            let code = own.indicator.code();
            if is_english(code, own.text.as_ref(), National::Indicator(code)) {
                codes.push(code);
            }
        }
    }
    if codes.is_empty() {
        return;
    }
    let (count, print) = match codes.len() {
        1 => ("1 target or indicator".to_string(), "prints"),
        count => (format!("{count} targets and indicators"), "print"),
    };
    let import = if let Some((tag, _)) = pinned {
        format!(
            "`{FOLDER}/{tag}.toml` lacks them: `briefpress sdg import` takes in another release"
        )
    } else if is_of_united_nations(language) {
        format!(
            "the United Nations publish their wording in `{language}`: `briefpress sdg import` takes it into the project"
        )
    } else {
        format!(
            "the United Nations do not publish their wording in `{language}`; that of others is taken into the project \
             by `briefpress sdg import`"
        )
    };
    found.push(
        Diagnostic::new(
            Code::EnglishLabel,
            format!("{count} {print} in English in `{language}`: {}", some(&codes)),
        )
        .at(Span::new(brief.file, 0..0))
        .help("give each a `text` in the brief, which is translated like its other texts")
        .help(import),
    );
}

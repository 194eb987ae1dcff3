//! What is said of keys of a translation that its brief has no use for.

use super::held::Held;
use super::home::{Homes, PlacedString};
use super::key::Key;
use crate::diag::{Code, Diagnostic};
use crate::tree::Reader;

/// Reports keys of a file that its brief has no use for, and those it has under another name now.
pub(super) fn report(held: &Held, homes: &Homes, reader: &Reader) {
    let renamed = |path: &str| homes.renamed.iter().find(|(old, _)| old.as_str() == path);
    let lost: Vec<&PlacedString> = homes.lost.iter().filter(|placed| !placed.is_kept).collect();
    for stray in &held.strays {
        let diagnostic = match renamed(&stray.path) {
            Some((old, new)) => {
                Diagnostic::new(Code::Moved, format!("`{old}` is `{new}` in the brief now"))
                    .help("`briefpress i18n sync` moves its translations")
            }
            None if lost.iter().any(|placed| placed.entry.is_some() && stray.holds(&placed.at)) => {
                Diagnostic::new(Code::Orphan, format!("`{}` has lost its original", stray.path))
                    .help("`briefpress i18n sync` keeps its translations at the end of the file")
            }
            None if homes.strings.values().any(|placed| stray.holds(&placed.at)) => continue,
            None => {
                let (table, name) = stray.path.rsplit_once('.').unwrap_or(("", &stray.path));
                let place = if table.is_empty() { String::new() } else { format!(" in `{table}`") };
                let message = stray.message.clone();
                let message = message.unwrap_or_else(|| format!("unknown key `{name}`{place}"));
                Diagnostic::new(Code::Orphan, message).help(stray.help.clone())
            }
        };
        reader.push(diagnostic.at(stray.span).key(&stray.path));
    }
    let is_stray = |key: &Key| held.strays.iter().any(|stray| stray.holds(key));
    for placed in lost.into_iter().filter(|placed| !is_stray(&placed.at)) {
        reader.push(
            Diagnostic::new(Code::Orphan, format!("`{}` translates nothing", placed.at))
                .at(placed.text.span)
                .key(placed.at.as_str())
                .help("the original has no entry for it; take it out, or see where it belongs"),
        );
    }
}

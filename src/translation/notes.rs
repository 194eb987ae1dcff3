//! Comments in a translation's file: those that briefpress writes above a string, `#. ` the original
//! and `#| ` the one it was translated from while it is older, as gettext marks them; all others are
//! the translator's.

/// What begins a line of the original.
const ORIGINAL: &str = "#.";

/// What begins a line of the original before.
const PREVIOUS: &str = "#|";

/// What briefpress says above a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Notes<'a> {
    /// The original.
    pub original: &'a str,
    /// The original that it was translated from, while that is another.
    pub previous: Option<&'a str>,
}

/// What notes above a string say, line by line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Above {
    /// The original.
    pub original: Vec<String>,
    /// The one before.
    pub previous: Vec<String>,
}

/// The notes in what stands before a value, if the original is among them.
pub(super) fn notes_in(before: &str) -> Option<Above> {
    let mut shown = Above::default();
    for line in before.lines().map(str::trim).filter(|line| is_ours(line)) {
        let (mark, rest) = line.split_at(ORIGINAL.len());
        let lines = if mark == ORIGINAL { &mut shown.original } else { &mut shown.previous };
        lines.push(rest.strip_prefix(' ').unwrap_or(rest).to_string());
    }
    (!shown.original.is_empty()).then_some(shown)
}

/// Whether a line is one of ours.
fn is_ours(line: &str) -> bool {
    let line = line.trim_start();
    [ORIGINAL, PREVIOUS].into_iter().any(|mark| {
        line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// Whether what stands before a value holds notes of ours.
pub(super) fn has_notes(before: &str) -> bool {
    before.lines().any(is_ours)
}

/// What stands before a value, with other notes. What follows its last line feed is the value's own
/// indent. Earlier versions wrote originals as comments like any other.
pub(super) fn with_notes(before: &str, notes: Notes<'_>) -> String {
    let (lines, indent) = before.rsplit_once('\n').map_or(("", before), |(l, i)| (l, i));
    let has_lines = before.contains('\n');
    let plain = |text: &str| text.lines().map(|line| format!("# {line}")).collect::<Vec<_>>();
    let mut kept: Vec<String> =
        lines.split('\n').filter(|line| !is_ours(line)).map(str::to_string).collect();
    for text in [Some(notes.original), notes.previous].into_iter().flatten() {
        let old = plain(text);
        let is_old = |rows: &[String]| {
            rows.iter().zip(&old).all(|(row, old)| row.trim_start() == old.trim_end())
        };
        let at = kept.windows(old.len().max(1)).position(|rows| !old.is_empty() && is_old(rows));
        if let Some(at) = at {
            kept.drain(at..at + old.len());
        }
    }
    let mut out = String::new();
    if has_lines {
        for line in &kept {
            out += line;
            out.push('\n');
        }
    }
    for (mark, text) in [(PREVIOUS, notes.previous), (ORIGINAL, Some(notes.original))] {
        for line in text.unwrap_or_default().lines() {
            out += format!("{indent}{mark} {line}").trim_end();
            out.push('\n');
        }
    }
    out + indent
}

/// The lines before a value that a translator wrote.
pub(super) fn comments(before: &str) -> Vec<String> {
    let lines = before.lines().map(str::trim);
    lines.filter(|line| line.starts_with('#') && !is_ours(line)).map(str::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_replaced_and_a_translators_comments_stay() {
        let notes = Notes { original: "One\n\nTwo", previous: Some("Ein") };
        let once = with_notes("\n# mine\n", notes);
        assert_eq!(once, "\n# mine\n#| Ein\n#. One\n#.\n#. Two\n");
        assert!(has_notes(&once) && !has_notes("# mine\n#.x\n"));
        assert_eq!(with_notes(&once, notes), once);
        let later = Notes { original: "Three", previous: None };
        assert_eq!(with_notes(&once, later), "\n# mine\n#. Three\n");
        assert_eq!(with_notes("", later), "#. Three\n");
        assert_eq!(with_notes("\n  # mine\n  ", later), "\n  # mine\n  #. Three\n  ");
        assert_eq!(with_notes("\n  ", later), "\n  #. Three\n  ");
        // As earlier versions wrote it.
        assert_eq!(with_notes("\n# mine\n# Three\n", later), "\n# mine\n#. Three\n");
        assert_eq!(comments("\n  # mine\n  #. Three\n  "), ["# mine"]);
    }
}

//! Changing the lists of a translation's file: entries move with the comments that belong to them.

use toml_edit::{Array, RawString, Value};

use super::notes::{Notes, comments, has_notes, with_notes};

/// The indent of an entry on a line of its own.
const INDENT: &str = "\n  ";

/// Where an entry of a list comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slot {
    /// It was entry `0`, from 0.
    Old(usize),
    /// It is new.
    New(String),
}

/// An entry with what stands around it.
struct ListElement {
    /// The lines before it, with its own indent behind the last line feed.
    lead: String,
    value: Value,
    /// What stands behind it on its line.
    trail: String,
}

fn said(raw: Option<&RawString>) -> &str {
    raw.and_then(RawString::as_str).unwrap_or_default()
}

/// What stands on the line of what comes before, and the lines from there on.
fn divided(before: &str) -> (&str, &str) {
    before.find('\n').map_or((before, ""), |at| before.split_at(at))
}

/// Gives a list other entries. Comments of entries that are left out are returned, of each those of
/// its place.
pub(super) fn arrange(array: &mut Array, slots: &[Slot]) -> Vec<Vec<String>> {
    let same = slots.len() == array.len()
        && slots.iter().enumerate().all(|(at, slot)| *slot == Slot::Old(at));
    let mut left = vec![Vec::new(); array.len()];
    if same {
        return left;
    }
    let trailing = array.trailing().as_str().unwrap_or_default().to_string();
    let befores: Vec<String> =
        array.iter().map(|value| said(value.decor().prefix()).to_string()).collect();
    let head = befores.first().map(|before| divided(before).0.to_string()).unwrap_or_default();
    let (last, tail) = divided(&trailing);
    let mut entries: Vec<Option<ListElement>> = Vec::new();
    for (at, value) in array.iter().enumerate() {
        let next = befores.get(at + 1).map(|before| divided(before).0);
        entries.push(Some(ListElement {
            lead: divided(&befores[at]).1.to_string(),
            value: value.clone(),
            trail: next.unwrap_or(last).to_string(),
        }));
    }
    let mut ordered = Vec::new();
    for slot in slots {
        let old = match slot {
            Slot::Old(at) => entries.get_mut(*at).and_then(Option::take),
            Slot::New(_) => None,
        };
        let new = match slot {
            Slot::New(text) => text.as_str(),
            Slot::Old(_) => "",
        };
        ordered.push(old.unwrap_or_else(|| ListElement {
            lead: String::new(),
            value: new.into(),
            trail: String::new(),
        }));
    }
    for (at, entry) in entries.into_iter().enumerate() {
        let Some(entry) = entry else { continue };
        // Its comma may stand below it, behind comments.
        let suffix = said(entry.value.decor().suffix());
        for text in [entry.lead.as_str(), suffix, entry.trail.as_str()] {
            left[at].extend(comments(text));
        }
    }
    let mut before = head;
    let mut rows = Array::new();
    for mut entry in ordered {
        let lead = if entry.lead.is_empty() { INDENT } else { &entry.lead };
        entry.value.decor_mut().set_prefix(format!("{}{lead}", before.trim_end()));
        before = entry.trail;
        rows.push_formatted(entry.value);
    }
    let tail = if tail.is_empty() { "\n" } else { tail };
    rows.set_trailing(format!("{}{tail}", before.trim_end()));
    rows.set_trailing_comma(true);
    *rows.decor_mut() = array.decor().clone();
    *array = rows;
    left
}

/// Whether an entry has notes of ours.
pub(super) fn is_noted(array: &Array, at: usize) -> bool {
    array.get(at).is_some_and(|value| has_notes(said(value.decor().prefix())))
}

/// Writes notes above an entry.
pub(super) fn note(array: &mut Array, at: usize, notes: Notes<'_>) {
    let Some(value) = array.get_mut(at) else { return };
    let before = said(value.decor().prefix());
    let before = if before.contains('\n') {
        before.to_string()
    } else {
        format!("{}{INDENT}", before.trim_end())
    };
    value.decor_mut().set_prefix(with_notes(&before, notes));
    if !array.trailing().as_str().unwrap_or_default().contains('\n') {
        let trailing = array.trailing().as_str().unwrap_or_default().trim_end().to_string();
        array.set_trailing(format!("{trailing}\n"));
        array.set_trailing_comma(true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(toml: &str) -> Array {
        toml.parse::<Value>().unwrap().as_array().unwrap().clone()
    }

    #[test]
    fn entries_move_with_their_comments() {
        let mut array = list(
            "[ # of all\n  # the first\n  \"a\", # so\n  \"b\",\n\n  # third\n  \"c\", # end\n  # last\n]",
        );
        let old = [2, 0].map(Slot::Old);
        let slots = [old[0].clone(), Slot::New(String::new()), old[1].clone()];
        let left = arrange(&mut array, &slots);
        assert_eq!(
            array.to_string(),
            "[ # of all\n\n  # third\n  \"c\", # end\n  \"\",\n  # the first\n  \"a\", # so\n  # last\n]"
        );
        assert_eq!(left, [vec![], vec![], Vec::<String>::new()]);
        let left = arrange(&mut array, &[Slot::Old(0)]);
        assert_eq!(left[2], ["# the first", "# so"]);
        let before = array.to_string();
        arrange(&mut array, &[Slot::Old(0)]);
        assert_eq!(array.to_string(), before);
        let mut short = list("[\"a\", \"b\"]");
        arrange(&mut short, &[1, 0].map(Slot::Old));
        assert_eq!(short.to_string(), "[\n  \"b\",\n  \"a\",\n]");
        note(&mut short, 1, Notes { original: "A", previous: None });
        assert_eq!(short.to_string(), "[\n  \"b\",\n  #. A\n  \"a\",\n]");
        assert!(is_noted(&short, 1) && !is_noted(&short, 0));
        let mut below = list("[\"a\" # so\n  , # then\n  \"b\",\n]");
        assert_eq!(arrange(&mut below, &[Slot::Old(1)])[0], ["# so", "# then"]);
    }
}

//! Ids: names that can be a file name on every system and a key in every translation.

use std::collections::HashMap;

/// The id of a source.
pub type SourceId = String;

/// Names that Windows keeps for devices, whatever the extension.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The longest id, in characters: file names of 255 bytes leave room for language and edition.
const LONGEST: usize = 64;

/// Why `id` cannot be an id, if it cannot: only lower-case letters a–z, digits and hyphens,
/// beginning and ending with a letter or digit, and no name that a system keeps for itself.
pub fn check_id(id: &str) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if id.is_empty() {
        return Err("an id cannot be empty".into());
    }
    if let Some(bad) = id.chars().find(|&c| !plain(c) && c != '-') {
        let why = match bad {
            'A'..='Z' => "capital letters mean the same file on some systems".to_string(),
            ' ' => "a space does not travel in links and commands".to_string(),
            '/' | '\\' | '.' => "it would name another folder or file".to_string(),
            '_' => {
                "hyphens join its words, as translators’ tools and file names need them".to_string()
            }
            c => format!("`{c}` cannot be part of a file name everywhere"),
        };
        return Err(why);
    }
    if id.starts_with('-') || id.ends_with('-') {
        return Err("an id begins and ends with a letter or digit".into());
    }
    if DEVICES.contains(&id) {
        return Err("Windows keeps this name for a device".into());
    }
    if id.len() > LONGEST {
        return Err(format!("it has {} characters, more than {LONGEST}", id.len()));
    }
    Ok(())
}

/// A usable id near to `id`, to suggest.
pub fn suggest_id(id: &str) -> Option<String> {
    let mut suggestion: String = id
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    while suggestion.contains("--") {
        suggestion = suggestion.replace("--", "-");
    }
    let suggestion: String = suggestion.trim_matches('-').chars().take(LONGEST).collect();
    check_id(&suggestion).is_ok().then_some(suggestion)
}

/// [`check_id`] for a brief, with what to do in the message.
pub fn check_brief_id(id: &str) -> Result<(), (String, String)> {
    check_id(id).map_err(|why| {
        let help = match suggest_id(id) {
            Some(name) => format!("use lower-case letters, digits and hyphens, such as `{name}`"),
            None => "use lower-case letters, digits and hyphens".to_string(),
        };
        (format!("`{id}` cannot be the id of a brief: {why}"), help)
    })
}

/// Ids in their order, and the place of each; of one that is used twice, the first.
#[derive(Debug, Clone, Default)]
pub struct IdList {
    ids: Vec<String>,
    places: HashMap<String, usize>,
}

impl IdList {
    /// Adds an id at the end.
    pub fn push(&mut self, id: String) {
        self.places.entry(id.clone()).or_insert(self.ids.len());
        self.ids.push(id);
    }

    /// Where an id comes, from 0.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Whether an id is among them.
    pub fn contains(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    /// Where the first comes that cannot be an id and is to be this one: of what it is, that says enough.
    pub fn to_be(&self, id: &str) -> Option<usize> {
        let is_meant = |own: &String| {
            !own.is_empty() && check_id(own).is_err() && suggest_id(own).as_deref() == Some(id)
        };
        self.ids.iter().position(is_meant)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.ids.iter().map(String::as_str)
    }
}

impl<I: Into<String>> FromIterator<I> for IdList {
    fn from_iter<T: IntoIterator<Item = I>>(ids: T) -> Self {
        let mut list = Self::default();
        ids.into_iter().for_each(|id| list.push(id.into()));
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_travel_are_ids() {
        for good in ["a", "police", "cambodia-scamming-compounds", "2025-01"] {
            assert_eq!(check_id(good), Ok(()), "{good}");
        }
        let long = "x".repeat(65);
        for bad in
            ["", "Police", "a b", "../x", "a.b", "con", "lpt9", "-a", "a-", "é", "a_b", &long]
        {
            assert!(check_id(bad).is_err(), "{bad}");
        }
        assert_eq!(suggest_id("After Rescue!").as_deref(), Some("after-rescue"));
        assert_eq!(suggest_id("…"), None);
    }
}

//! What else of a project names a brief: prose, scripts, files of CI engines. It is told, not changed.

/// No more places are told.
const MOST_TOLD: usize = 20;

/// Folders before the name of a brief, and programs before it.
const BEFORE: [&str; 9] =
    ["briefs", "dist", "exchange", "originals", "out", "proofs", "public", "source", "target"];

/// A place that names a brief.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The file, by its path in the project.
    pub path: String,
    /// The line, from 1; 0 where it is the file itself.
    pub line: usize,
}

/// The places that name a brief.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    /// The first of them.
    pub told: Vec<Mention>,
    /// How many more there are.
    pub more: usize,
    /// Whether not all of the project was looked at.
    pub is_part: bool,
}

impl Mentions {
    /// Adds the lines of a text that name a brief.
    pub fn look(&mut self, path: &str, text: &str, id: &str) {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| names(line, id)) {
            let _ = line;
            self.add(path, number + 1);
        }
    }

    /// Adds a place.
    pub fn add(&mut self, path: &str, line: usize) {
        if self.told.len() < MOST_TOLD {
            self.told.push(Mention { path: path.into(), line });
        } else {
            self.more += 1;
        }
    }
}

/// Whether a line names a brief: as a folder or file below those of the project, or in a command.
fn names(line: &str, id: &str) -> bool {
    let is_of_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let is_command = line.contains("briefpress");
    line.match_indices(id).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + id.len()..]);
        let ends = !after.starts_with(is_of_name);
        let folder = before.strip_suffix(['/', '\\']);
        let is_below = folder.is_some_and(|folder| {
            let name = folder.rsplit(|c: char| !is_of_name(c)).next().unwrap_or_default();
            BEFORE.contains(&name)
        });
        let is_word = before.ends_with([' ', '"', '\'', '=']) && !after.starts_with(['.', '/']);
        ends && (is_below || is_command && is_word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_a_brief_by_path_or_in_a_command() {
        for line in [
            "cp briefs/water/assets/x.svg .",
            "see briefs/water",
            "dist\\water\\water.en.pdf",
            "upload: dist/water/*.pdf",
            "run: briefpress build water",
            "briefpress watch 'water' --lang km",
            "weblate/originals/water.toml",
        ] {
            assert!(names(line, "water"), "{line}");
        }
        for line in [
            "water is scarce",
            "briefs/water-2/x",
            "briefs/fresh-water",
            "x/water",
            "briefpress.toml: water/x",
        ] {
            assert!(!names(line, "water"), "{line}");
        }
    }
}

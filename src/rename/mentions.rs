//! What else of a project names a brief: prose, scripts, files of CI engines. It is told, not changed.

/// No more places are told.
const MOST_TOLD: usize = 20;

/// Folders before the name of a brief, and programs before it.
const BEFORE: [&str; 9] =
    ["briefs", "dist", "exchange", "originals", "out", "proofs", "public", "source", "target"];

/// What a word before an id makes it one: commands of the program, however it is run.
const COMMANDS: [&str; 11] = [
    "briefpress",
    "build",
    "check",
    "data",
    "export",
    "import",
    "open",
    "rename",
    "status",
    "sync",
    "watch",
];

/// How files that are made of a brief end.
const MADE: [&str; 8] = ["pdf", "png", "csv", "xlsx", "json", "po", "xlf", "toml"];

/// How scripts and settings end: a word of theirs is a name.
const SCRIPTS: [&str; 22] = [
    "bash", "bat", "cfg", "cmd", "conf", "fish", "groovy", "ini", "js", "json", "make", "mk",
    "nix", "pl", "ps1", "py", "rb", "sh", "toml", "ts", "yaml", "yml",
];

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
    /// Files that were not looked into.
    pub unread: Vec<String>,
    /// Whether not all of the project was looked at.
    pub is_part: bool,
}

impl Mentions {
    /// Adds the lines of a text that name a brief.
    pub fn look(&mut self, path: &str, text: &str, id: &str) {
        let is_script = is_script(path);
        for (at, _) in text.lines().enumerate().filter(|(_, line)| names(line, id, is_script)) {
            self.add(path, at + 1);
        }
    }

    /// Adds a file that was not looked into.
    pub fn add_unread(&mut self, path: &str) {
        if self.unread.len() < MOST_TOLD {
            self.unread.push(path.into());
        } else {
            self.is_part = true;
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

/// Whether a file is a script or holds settings, and no words of the project's pages.
fn is_script(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ends = match name.trim_start_matches('.').rsplit_once('.') {
        Some((_, end)) => SCRIPTS.contains(&end),
        None => true,
    };
    ends && !path.starts_with("briefs/") && !path.starts_with("schemas/")
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// Whether a line names a brief: as a folder or file below those of the project, as a file that is made of
/// it, in a command or a list; in a script by any word that is its id.
fn names(line: &str, id: &str, is_script: bool) -> bool {
    line.match_indices(id).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + id.len()..]);
        let is_whole = !before.ends_with(is_of_name) && !after.starts_with(is_of_name);
        is_whole
            && (is_script
                || is_below(before)
                || is_made(before, after)
                || is_argument(before, after)
                || is_entry(before, after))
    })
}

/// Whether a path so far is that of a folder in which files of a brief stand.
fn is_below(before: &str) -> bool {
    let is_path = |c: char| is_of_name(c) || ['/', '\\', '.'].contains(&c);
    let Some(folder) = before.strip_suffix(['/', '\\']) else { return false };
    let path = folder.rsplit(|c: char| !is_path(c)).next().unwrap_or_default();
    path.split(['/', '\\']).any(|name| BEFORE.contains(&name))
}

/// Whether an id with what is behind it is the name of a file that is made of a brief: `.fr.pdf`.
fn is_made(before: &str, after: &str) -> bool {
    let name = after.split(|c: char| !is_of_name(c) && c != '.').next().unwrap_or_default();
    let mut parts = name.trim_end_matches('.').split('.');
    let is_first = parts.next() == Some("");
    let ends = parts.next_back().is_some_and(|end| MADE.contains(&end));
    is_first && ends && parts.next().is_some() && !before.ends_with('.')
}

/// Whether an id is a word behind a command.
fn is_argument(before: &str, after: &str) -> bool {
    let is_word = before.ends_with([' ', '"', '\'', '=']) && !after.starts_with(['.', '/']);
    // In prose there are words such as `open`, too.
    let is_command = before.contains("briefpress") || before.contains(" -- ");
    let mut words = before.split(|c: char| !is_of_name(c));
    is_word && is_command && words.any(|word| COMMANDS.contains(&word))
}

/// Whether an id is an entry of a list, on a line of its own or between others.
fn is_entry(before: &str, after: &str) -> bool {
    let [before, after] = [before.trim(), after.trim()].map(|part| part.trim_matches(['"', '\'']));
    let is_alone = before.trim() == "-" && after.is_empty();
    let is_between = before.trim_end().ends_with(['[', ','])
        && after.trim_start().starts_with([',', ']'])
        && (before.contains('[') && after.contains(']'));
    is_alone || is_between
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
            "cargo run --release -- build water",
            "briefs: [mekong, water]",
            "briefs: [\"water\", \"mekong\"]",
            "  - water",
            "see water.fr.pdf",
            "water.en.print.pdf and others",
            "dist/thumbnails/water.en.png",
        ] {
            assert!(names(line, "water", false), "{line}");
        }
        for line in [
            "water is scarce",
            "briefs/water-2/x",
            "briefs/fresh-water",
            "x/water",
            "briefpress.toml: water/x",
            "it is open water, and rising",
            "floods, water, and drought",
            "water.",
        ] {
            assert!(!names(line, "water", false), "{line}");
        }
        for line in ["BRIEFS = mekong water", "for id in water mekong; do", "cp $IN/water ."] {
            assert!(names(line, "water", true), "{line}");
        }
        assert!(!names("BRIEFS = fresh-water waters", "water", true));
        let scripts = ["Makefile", ".github/workflows/a.yml", "ci/build.sh", ".gitlab-ci.yml"];
        assert!(scripts.into_iter().all(is_script));
        let others = ["README.md", "briefs/a/brief.toml", "schemas/brief.json", "notes.txt"];
        assert!(!others.into_iter().any(is_script));
    }
}

//! All other chapters: what their blocks write is written, what they run is run, and what they show is
//! what is printed then. A block that is not run says why.

use std::fs;

use super::chapter::{Block, Piece, pieces, with_block};
use super::stage::Stage;
use super::{base, blesses, read};
use crate::support::repository;

/// Why a block is not run: what stands behind `not run: ` in the note before it.
const REASONS: [&str; 8] = [
    "it needs a service",
    "it needs another program",
    "it needs a file that the example does not have",
    "it goes on until it is ended, and .ci/watch runs it",
    ".ci/engines runs it",
    "it builds the program, as .ci/run does",
    "it shows a form, and no example",
    "it is a part of what another chapter shows",
];

/// The project that the guide comes to.
const GUIDE: &str = "docs/guide/example";

/// The chapters of the book, by their paths in the repository, in order; without those about messages
/// and commands, and with the files whose text stands in the place of some.
pub fn chapters() -> Vec<String> {
    let summary = read("docs/SUMMARY.md");
    let named = summary.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
    let mut chapters = vec!["README.md".to_string()];
    for path in named.filter(|path| !path.starts_with("messages/") && *path != "commands.md") {
        let text = read(&format!("docs/{path}"));
        let elsewhere = text.strip_prefix("<!-- the book has here: ../");
        let elsewhere = elsewhere.and_then(|rest| rest.split(" -->").next());
        chapters.push(elsewhere.map_or_else(|| format!("docs/{path}"), String::from));
    }
    chapters
}

/// What a run says, with the time that it took in a form that is always the same.
fn timeless(said: &str) -> String {
    let mut words: Vec<&str> = said.split(' ').collect();
    for at in 1..words.len().saturating_sub(1) {
        let is_time = words[at].parse::<f64>().is_ok() && words[at + 1].starts_with("s;");
        if words[at - 1] == "in" && is_time {
            words[at] = "0.8";
        }
    }
    words.join(" ")
}

/// Whether a text is what is shown of it, where a line `…` stands for any lines.
fn fits(shown: &[&str], made: &[&str]) -> bool {
    match (shown, made) {
        (["…", rest @ ..], _) => (0..=made.len()).any(|at| fits(rest, &made[at..])),
        ([one, shown @ ..], [other, made @ ..]) => one == other && fits(shown, made),
        _ => shown.is_empty() && made.is_empty(),
    }
}

/// A chapter while it is run.
struct Run<'a, 'b> {
    path: &'a str,
    stage: &'a mut Stage<'b>,
    /// How many blocks were written, run or shown.
    done: usize,
    faults: Vec<String>,
    /// Blocks whose text is to be another one.
    other: Vec<(Block, String)>,
}

impl Run<'_, '_> {
    fn fault(&mut self, block: &Block, words: &str) {
        self.faults.push(format!("{}:{}: {words}", self.path, block.first));
    }

    /// Runs commands, each of which but the last must end well.
    fn console(&mut self, block: &Block, wanted: i32) {
        let commands: Vec<&str> =
            block.text.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
        let mut made = String::new();
        for (at, command) in commands.iter().enumerate() {
            let (code, said) = self.stage.run(command);
            let wanted = if at + 1 == commands.len() { wanted } else { 0 };
            if code != wanted {
                self.fault(block, &format!("`{command}` ends with {code}, not {wanted}:\n{said}"));
            }
            made += &format!("$ {command}\n{}", timeless(&said));
        }
        let lines: Vec<&str> = block.text.lines().collect();
        if fits(&lines, &made.lines().collect::<Vec<_>>()) {
            return;
        }
        if !blesses() || lines.contains(&"…") {
            self.fault(block, &format!("shows\n{}and it is\n{made}", block.text));
        }
        self.other.push((block.clone(), made));
    }

    fn block(&mut self, block: &Block, wanted: i32) {
        match block.language() {
            "console" => self.console(block, wanted),
            "sh" => {
                let (code, said) = self.stage.run(&block.text);
                if code != wanted {
                    self.fault(block, &format!("ends with {code}, not {wanted}:\n{said}"));
                }
            }
            "toml" if block.is("alone") => {
                if let Err(error) = block.text.parse::<toml::Table>() {
                    self.fault(block, &format!("is not TOML: {error}"));
                }
            }
            _ if self.stage.place(block) => {
                if block.file().is_none() && block.into().is_none() {
                    let (code, said) = self.stage.run("briefpress check");
                    if code != wanted {
                        self.fault(block, &format!("`check` ends with {code}:\n{said}"));
                    }
                }
            }
            _ => self.fault(block, "is not run and does not say why, or is a part of no file"),
        }
        self.done += 1;
    }

    fn all(&mut self, text: &str) {
        let mut left_out = false;
        let mut wanted = 0;
        for piece in pieces(text) {
            match piece {
                Piece::Note(note) => {
                    if let Some(reason) = note.strip_prefix("not run: ") {
                        if !REASONS.contains(&reason) {
                            self.faults.push(format!("{}: not run: {reason}", self.path));
                        }
                        left_out = true;
                    } else if let Some(command) = note.strip_prefix("first: ") {
                        let (code, said) = self.stage.run(command);
                        if code != 0 {
                            self.faults.push(format!("{}: {command}:\n{said}", self.path));
                        }
                    } else if let Some(code) = note.strip_prefix("ends with ") {
                        wanted = code.parse().unwrap();
                    } else if let Some((path, name)) =
                        note.strip_prefix("given: ").and_then(|it| it.split_once(" = "))
                    {
                        self.stage.give(name, path);
                    }
                }
                Piece::Block(block) => {
                    if !left_out {
                        self.block(&block, wanted);
                    }
                    left_out = false;
                    wanted = 0;
                }
                Piece::Heading(..) => {}
            }
        }
    }
}

/// Runs a chapter, and writes into it what it is to show. What is wrong with it, and how many blocks it has.
fn run(path: &str, stage: &mut Stage<'_>) -> (Vec<String>, usize) {
    let before = read(path);
    let mut run = Run { path, stage, done: 0, faults: Vec::new(), other: Vec::new() };
    run.all(&before);
    let mut text = before.clone();
    // From the last on, so that the lines of those before stay where they are.
    for (block, made) in run.other.iter().rev() {
        text = with_block(&text, block, made);
    }
    if blesses() && run.faults.is_empty() && text != before {
        fs::write(repository().join(path), text).unwrap();
    }
    (run.faults, run.done)
}

#[test]
fn what_the_guide_says_is_done_and_comes_to_its_example() {
    let base = base();
    let mut stage = Stage::empty(&base);
    let mut faults = Vec::new();
    let mut done = 0;
    for path in chapters().iter().filter(|path| path.starts_with("docs/guide/")) {
        let (some, blocks) = run(path, &mut stage);
        faults.extend(some);
        done += blocks;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(done > 40, "{done}");
    let made = stage.files();
    if blesses() {
        let _ = fs::remove_dir_all(repository().join(GUIDE));
        for (path, content) in &made {
            let path = repository().join(GUIDE).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
    }
    for (path, content) in &made {
        let kept = fs::read(repository().join(GUIDE).join(path));
        assert!(
            kept.is_ok_and(|kept| kept == *content),
            "{GUIDE}/{path} is not what the guide makes"
        );
    }
}

#[test]
fn what_other_chapters_say_is_done() {
    let base = base();
    let mut faults = Vec::new();
    let mut done = 0;
    for path in chapters().iter().filter(|path| !path.starts_with("docs/guide/")) {
        let (some, blocks) = run(path, &mut Stage::with_brief(&base));
        faults.extend(some);
        done += blocks;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(done > 15, "{done}");
}

/// The blocks that are not run, as a table: how many there are of a chapter, and why.
fn left_out() -> String {
    let mut table = "| chapter | blocks | why they are not run |\n|---|---|---|\n".to_string();
    for path in chapters() {
        let text = read(&path);
        for reason in REASONS {
            let count = text.matches(&format!("<!-- not run: {reason} -->\n")).count();
            if count > 0 {
                table += &format!("| `{path}` | {count} | {reason} |\n");
            }
        }
    }
    table
}

#[test]
fn what_is_not_run_is_listed_with_its_reason() {
    const LIST: &str = "docs/testing.md";
    const HEAD: &str = "<!-- the test writes this table -->\n";
    let text = read(LIST);
    let (before, rest) = text.split_once(HEAD).expect("the list has a place");
    let end = rest.find("\n\n").map_or(rest.len(), |at| at + 1);
    let made = left_out();
    for reason in REASONS {
        assert!(made.contains(reason), "no block says so: {reason}");
    }
    if blesses() {
        let whole = format!("{before}{HEAD}{made}{}", &rest[end..]);
        fs::write(repository().join(LIST), whole).unwrap();
    } else {
        assert_eq!(&rest[..end], made, "{LIST}: BRIEFPRESS_BLESS=1 writes it");
    }
}

#[test]
fn what_is_shown_in_part_is_held_in_part() {
    assert!(fits(&["a", "…", "d"], &["a", "b", "c", "d"]));
    assert!(fits(&["a", "…"], &["a"]));
    assert!(!fits(&["a", "…", "d"], &["a", "b"]));
    assert!(!fits(&["a"], &["a", "b"]));
    assert_eq!(timeless("built in 1.13 s; done"), "built in 0.8 s; done");
    assert_eq!(timeless("in 5 steps"), "in 5 steps");
}

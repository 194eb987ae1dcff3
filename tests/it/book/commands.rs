//! The chapter about commands: what each says of itself.

use std::collections::BTreeMap;
use std::fs;

use super::{blesses, read};
use crate::support::{TestProject, repository};

const CHAPTER: &str = "docs/commands.md";

/// What stands above what the program says.
const MARK: &str = "<!-- from here on the program says it: BRIEFPRESS_BLESS=1 writes it -->\n";

/// The commands that a help text lists.
fn listed(help: &str) -> Vec<String> {
    let list = help.split("\nCommands:\n").nth(1).unwrap_or_default();
    let list = list.lines().take_while(|line| !line.is_empty());
    // What a command does goes on in lines that are further in.
    let names = list.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(String::from).collect()
}

/// The entries of a command and of those below it.
fn entries(project: &TestProject, command: &[String], text: &mut String) {
    let mut args = vec!["help"];
    args.extend(command.iter().map(String::as_str));
    let run = project.run(&args);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}");
    let name = [&["briefpress".to_string()], command].concat().join(" ");
    *text += &format!("\n## `{name}`\n\n```console\n$ briefpress {}\n", args.join(" "));
    for line in run.stdout.trim_end().lines() {
        *text += line.trim_end();
        text.push('\n');
    }
    *text += "```\n";
    for below in listed(&run.stdout) {
        entries(project, &[command, &[below]].concat(), text);
    }
}

/// The commands that a text names within its lines: what stands between backticks.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    let lines = text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        fenced ^= is_fence;
        !fenced && !is_fence
    });
    let code = lines.flat_map(|line| line.split('`').skip(1).step_by(2));
    code.filter_map(|code| code.strip_prefix("briefpress "))
}

#[test]
fn commands_that_sentences_name_are_there_with_their_options() {
    let project = TestProject::empty();
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    let mut help = |args: &[&str]| -> String {
        let said = || project.run(&[&["help"], args].concat()).stdout;
        known.entry(args.join(" ")).or_insert_with(said).clone()
    };
    let all = help(&[]);
    let mut count = 0;
    let messages = ["briefs", "files", "figures", "pages", "sdg", "text", "translations", "values"];
    let messages = messages.map(|name| format!("docs/messages/{name}.md"));
    for path in super::chapters::chapters().into_iter().chain(messages) {
        let text = read(&path);
        for line in named(&text) {
            let words: Vec<&str> = line.split_whitespace().collect();
            if !words[0].starts_with(|c: char| c.is_ascii_lowercase()) {
                continue;
            }
            let mut command: Vec<&str> = Vec::new();
            let mut said = all.clone();
            for word in &words {
                if !listed(&said).iter().any(|name| name == word) {
                    break;
                }
                command.push(word);
                said = help(&command);
            }
            let is_there = !command.is_empty() || words[0] == "help";
            assert!(is_there, "{path}: `briefpress {line}`");
            for option in words.iter().filter(|word| word.starts_with("--")) {
                let option = option.split('=').next().unwrap();
                let mut known = said.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
                assert!(known.any(|one| one == option), "{path}: `briefpress {line}`: {option}");
            }
            count += 1;
        }
    }
    assert!(count > 60, "{count}");
}

#[test]
fn the_chapter_about_commands_says_what_each_says_of_itself() {
    let chapter = read(CHAPTER);
    let (head, kept) = chapter.split_once(MARK).expect("the chapter has the mark");
    let mut made = String::new();
    entries(&TestProject::empty(), &[], &mut made);
    assert!(made.matches("\n## `").count() > 25, "{made}");
    if blesses() {
        fs::write(repository().join(CHAPTER), format!("{head}{MARK}{made}")).unwrap();
    } else {
        assert_eq!(kept, made, "{CHAPTER}: BRIEFPRESS_BLESS=1 writes it");
    }
}

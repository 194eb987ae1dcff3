//! The chapter about commands: what each says of itself.

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

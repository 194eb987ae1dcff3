//! The chapters about messages: an entry for each code, whose example gives the message it shows.

use std::collections::BTreeSet;
use std::fs;

use super::chapter::{Block, Piece, pieces, with_block};
use super::stage::Stage;
use super::{base, blesses};
use crate::support::repository;

/// The codes of messages: name, meaning, level, and whether a project may set it.
fn codes() -> Vec<(String, String, String, bool)> {
    let mut codes = codes_of_texts();
    codes.extend(codes_of_usage());
    codes
}

/// The codes of what is wrong with a command line.
fn codes_of_usage() -> Vec<(String, String, String, bool)> {
    let text = fs::read_to_string(repository().join("src/cli/usage.rs")).unwrap();
    let mut codes = Vec::new();
    let mut meaning = String::new();
    for line in text.lines() {
        if let Some(doc) = line.strip_prefix("/// ") {
            meaning = doc.trim_end_matches('.').to_string();
        } else if let Some((_, code)) = line.split_once(": &str = \"usage::") {
            let code = format!("usage::{}", code.trim_end_matches("\";"));
            let first = meaning.chars().next().unwrap().to_lowercase();
            let meaning = first.chain(meaning.chars().skip(1)).collect();
            codes.push((code, meaning, "Deny".to_string(), false));
        }
    }
    assert!(codes.len() > 10, "{}", codes.len());
    codes
}

/// The codes of messages about texts.
fn codes_of_texts() -> Vec<(String, String, String, bool)> {
    let text = fs::read_to_string(repository().join("src/diag/code.rs")).unwrap();
    let table = text.split("\ncodes! {").nth(1).unwrap().split("\n}").next().unwrap();
    let mut codes = Vec::new();
    let mut meaning = String::new();
    for line in table.lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("/// ") {
            meaning = doc.to_string();
        } else if let Some((name, rest)) =
            line.split_once(" = \"").and_then(|it| it.1.split_once('"'))
        {
            let words: Vec<&str> = rest.trim_end_matches(';').split_whitespace().collect();
            codes.push((
                name.to_string(),
                meaning.clone(),
                words[0].to_string(),
                words[1] == "true",
            ));
        }
    }
    assert!(codes.len() > 120, "{}", codes.len());
    codes
}

/// The messages of a code among those that were printed.
fn of_code(said: &str, code: &str) -> String {
    let mut messages = Vec::new();
    for message in said.split("\n\n") {
        if message.contains(&format!("[{code}]: ")) {
            messages.push(message.trim_end().to_string());
        }
    }
    messages.join("\n\n")
}

/// An entry: what it is about, and what stands below its heading.
struct Entry {
    code: String,
    pieces: Vec<Piece>,
}

fn entries(chapter: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for piece in pieces(chapter) {
        match (&piece, entries.last_mut()) {
            (Piece::Heading(2, title), _) => {
                let code = title.trim_matches('`').to_string();
                entries.push(Entry { code, pieces: Vec::new() });
            }
            (_, Some(entry)) => entry.pieces.push(piece),
            _ => {}
        }
    }
    entries
}

/// What the examples of an entry come to: each block of commands, with what it is to show.
fn shown(entry: &Entry) -> Vec<(Block, String)> {
    let base = base();
    let mut stage = Stage::with_brief(&base);
    let mut shown = Vec::new();
    for piece in &entry.pieces {
        match piece {
            Piece::Note(note) => {
                if let Some((path, name)) =
                    note.strip_prefix("given: ").and_then(|it| it.split_once(" = "))
                {
                    stage.give(name, path);
                }
            }
            Piece::Block(block) if block.language() == "console" => {
                let mut text = String::new();
                for command in block.text.lines().filter_map(|line| line.strip_prefix("$ ")) {
                    let (_, said) = stage.run(command);
                    text += &format!("$ {command}\n");
                    let said = of_code(&said, &entry.code);
                    if !said.is_empty() {
                        text += &format!("{said}\n");
                    }
                }
                shown.push((block.clone(), text));
            }
            Piece::Block(block) => {
                stage.place(block);
            }
            Piece::Heading(..) => {}
        }
    }
    shown
}

#[test]
fn every_code_has_an_entry_whose_example_gives_its_message() {
    let folder = repository().join("docs/messages");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    let mut found = BTreeSet::new();
    let mut faults = Vec::new();
    let codes = codes();
    for file in files {
        let mut text = fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap();
        let entries = entries(&text);
        let made = std::thread::scope(|scope| {
            let halves = entries.chunks(entries.len().div_ceil(4).max(1));
            let halves: Vec<_> = halves
                .map(|some| scope.spawn(|| some.iter().map(shown).collect::<Vec<_>>()))
                .collect();
            halves.into_iter().flat_map(|it| it.join().unwrap()).collect::<Vec<_>>()
        });
        let mut blocks = Vec::new();
        for (entry, made) in entries.iter().zip(made) {
            let code = &entry.code;
            let Some((_, meaning, level, lint)) = codes.iter().find(|it| it.0 == *code) else {
                faults.push(format!("{name}: there is no code {code}"));
                continue;
            };
            if !found.insert(code.clone()) {
                faults.push(format!("{name}: {code} has two entries"));
            }
            let kind = match (level.as_str(), lint) {
                ("Warn", true) => "Warning, which `[lints]` may set",
                ("Warn", false) => "Warning",
                _ => "Error",
            };
            let head = format!("## `{code}`\n\n*{kind}:* {meaning}.\n");
            if !text.contains(&head) {
                faults.push(format!("{name}: the entry does not begin with\n{head}"));
            }
            if !made.iter().any(|(_, text)| text.contains(&format!("[{code}]: "))) {
                faults.push(format!("{name}: {code} has no example that gives it"));
            }
            blocks.extend(made);
        }
        // From the last on, so that the lines of those before stay where they are.
        let before = text.clone();
        for (block, made) in blocks.iter().rev().filter(|(block, made)| block.text != *made) {
            if !blesses() {
                faults.push(format!(
                    "{name}:{}: shows\n{}and it is\n{made}",
                    block.first, block.text
                ));
            }
            text = with_block(&text, block, made);
        }
        if blesses() && text != before {
            fs::write(&file, text).unwrap();
        }
    }
    faults.extend(
        codes.iter().filter(|it| !found.contains(&it.0)).map(|it| format!("no entry: {}", it.0)),
    );
    assert!(
        faults.is_empty(),
        "{}\n\n{} faults; BRIEFPRESS_BLESS=1 writes what examples give",
        faults.join("\n"),
        faults.len()
    );
}

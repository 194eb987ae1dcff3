//! The book: its examples do what it shows, and no message is left out of it. (`.ci/book` follows its links.)

mod around;
mod chapter;
mod chapters;
mod commands;
mod given;
mod messages;
mod stage;

use std::fs;

use chapter::{Piece, pieces};

use crate::support::repository;

/// Whether what examples give is to be written into the chapters.
fn blesses() -> bool {
    std::env::var_os("BRIEFPRESS_BLESS").is_some()
}

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The brief that examples are parts of, as the book shows it.
fn base() -> String {
    let shown = pieces(&read("docs/messages.md")).into_iter().find_map(|piece| match piece {
        Piece::Block(block) if block.is("base") => Some(block.text),
        _ => None,
    });
    shown.expect("docs/messages.md shows the brief")
}

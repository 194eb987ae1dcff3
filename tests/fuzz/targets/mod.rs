//! What reads files that come from elsewhere, each with what must hold whatever is in them. Nothing here
//! needs the compiler: `fuzz/` builds these files without it.
//!
//! A kind of file is a file here with a [`Target`], and a line below.

pub mod asset;
pub mod brief;
pub mod lock;
pub mod markdown;
pub mod merged;
mod messages;
pub mod po;
pub mod preflight;
pub mod published;
pub mod record;
mod returned;
pub mod seen;
pub mod translation;
pub mod xliff;

use std::fs;
use std::path::{Path, PathBuf};

/// Something that reads files.
pub struct Target {
    /// What it is called.
    pub name: &'static str,
    /// Files to begin with, beside its corpus.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// A dictionary of libFuzzer: what files of this kind are made of, beside what the seeds have.
    pub words: &'static str,
    /// Reads a file and says what came of it, in words that differ where what happened differs.
    /// Panics where something is not as it must be.
    pub read: fn(&[u8]) -> String,
}

/// All of them.
pub const ALL: [&Target; 11] = [
    &asset::TARGET,
    &brief::TARGET,
    &lock::TARGET,
    &markdown::TARGET,
    &merged::TARGET,
    &po::TARGET,
    &preflight::TARGET,
    &published::TARGET,
    &record::TARGET,
    &translation::TARGET,
    &xliff::TARGET,
];

/// The line between the files of a target that reads several.
const BETWEEN: &str = "\n%%%%\n";

/// The files of an input; those that are not there are empty.
fn parts<const N: usize>(input: &str) -> [&str; N] {
    let mut parts = input.splitn(N, BETWEEN);
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

/// Files as one input.
fn joined(parts: &[&str]) -> Vec<u8> {
    parts.join(BETWEEN).into_bytes()
}

/// The folder of the fixtures.
fn fixtures_in(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder)
}

/// The files of a folder of fixtures.
fn fixtures(folder: &str) -> Vec<Vec<u8>> {
    let folder = fixtures_in(folder);
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

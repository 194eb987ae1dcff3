//! Damaged files, thrown at what reads them: none may end the program, hang it, or be refused without
//! saying where.
//!
//! `cargo test --release --locked --test fuzz` tries a few thousand of each kind, always the same.
//! With `BRIEFPRESS_FUZZ_SECONDS=600` it goes on for as long, and with `BRIEFPRESS_FUZZ_SEED=7` it takes
//! others. What a change is worth is told by what reading says: an input that is refused in new words is
//! kept, and changed on. The compiler does not count which code runs.
//!
//! What `cargo fuzz` kept is tried too: `fuzz/corpus/` has a folder for each target, and `fuzz/run` says how
//! it comes there.
//!
//! What is read is in `targets/`, which `fuzz/` shares.

mod dictionary;
mod history;
mod random;
mod targets;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use random::Random;
use targets::{ALL, Target};

#[test]
fn images_and_fonts_are_judged_before_they_are_read() {
    run(&targets::asset::TARGET, ROUNDS);
}

#[test]
fn briefs_are_resolved_or_refused() {
    run(&targets::brief::TARGET, ROUNDS / 2);
}

#[test]
fn light_markdown_prints_what_was_typed() {
    run(&targets::markdown::TARGET, ROUNDS);
}

#[test]
fn translations_are_laid_over_briefs_or_refused() {
    run(&targets::merged::TARGET, ROUNDS / 2);
}

#[test]
fn records_of_builds_are_believed_or_not() {
    run(&targets::record::TARGET, ROUNDS / 20);
}

#[test]
fn pdfs_are_judged() {
    run(&targets::preflight::TARGET, ROUNDS / 20);
}

#[test]
fn po_is_read_or_refused() {
    run(&targets::po::TARGET, ROUNDS);
}

#[test]
fn xliff_is_read_or_refused() {
    run(&targets::xliff::TARGET, ROUNDS);
}

#[test]
fn locks_are_read_or_refused() {
    run(&targets::lock::TARGET, ROUNDS);
}

#[test]
fn translations_keep_what_they_have() {
    run(&targets::translation::TARGET, ROUNDS);
}

#[test]
fn what_fuzzing_kept_is_read_or_refused() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    // A package has none.
    if !corpus.exists() {
        return;
    }
    let folders: BTreeSet<String> = files(&corpus).iter().map(|folder| name(folder)).collect();
    assert_eq!(folders, ALL.iter().map(|target| target.name.to_string()).collect());
    for target in ALL {
        let kept = files(&corpus.join(target.name));
        assert!(!kept.is_empty(), "{} has no corpus", target.name);
        for file in kept {
            outcome(target, &fs::read(&file).unwrap());
        }
    }
}

/// What is in a folder, in the order of its names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// How many inputs are tried where no time is given.
const ROUNDS: usize = 4000;

/// How long one input may take.
const LONGEST: Duration = Duration::from_secs(2);

/// The largest input.
const LARGEST: usize = 100_000;

fn run(target: &Target, most: usize) {
    let number = |name: &str| env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let time = number("BRIEFPRESS_FUZZ_SECONDS").map(Duration::from_secs);
    let mut random = Random::new(number("BRIEFPRESS_FUZZ_SEED").unwrap_or_default());
    let words = dictionary::words(target.words);
    let mut pool = (target.seeds)();
    let mut outcomes: BTreeSet<String> = BTreeSet::new();
    for seed in &pool {
        outcomes.insert(outcome(target, seed));
    }
    let start = Instant::now();
    let mut rounds = 0;
    while time.map_or(rounds < most, |time| start.elapsed() < time) {
        let mut input = pool[random.below(pool.len())].clone();
        for _ in 0..=random.below(6) {
            let other = &pool[random.below(pool.len())];
            random.change(&mut input, other, &words);
        }
        input.truncate(LARGEST);
        if outcomes.insert(outcome(target, &input)) {
            pool.push(input);
        }
        rounds += 1;
    }
    // Only where someone asked for it, and looks.
    if time.is_some() {
        let kinds = outcomes.len();
        let note = format!("{rounds} inputs, {kinds} outcomes, nothing found\n");
        fs::write(place(target, "txt"), note).unwrap();
    }
}

/// What comes of an input, without its numbers and names. An input that must not be is kept.
fn outcome(target: &Target, input: &[u8]) -> String {
    let start = Instant::now();
    let said = catch_unwind(AssertUnwindSafe(|| (target.read)(input)));
    let slow = start.elapsed() > LONGEST;
    let (Ok(said), false) = (said, slow) else {
        let kept = place(target, "bin");
        fs::write(&kept, input).unwrap();
        panic!("{} {} on {}", target.name, if slow { "hangs" } else { "fails" }, kept.display());
    };
    // Names stand in backticks, and may hold some.
    let (before, rest) = said.split_once('`').unwrap_or((&said, ""));
    let words = format!("{before}{}", rest.rsplit('`').next().unwrap_or_default());
    words.replace(|c: char| c.is_ascii_digit(), "")
}

/// A file about a target.
fn place(target: &Target, ending: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}.{ending}", target.name))
}

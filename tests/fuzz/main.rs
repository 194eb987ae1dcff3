//! Damaged files, thrown at what reads them: none may end the program, hang it, or be refused without
//! saying where.
//!
//! `cargo test --release --locked --test fuzz` tries a few thousand of each kind, always the same.
//! With `BRIEFPRESS_FUZZ_SECONDS=600` it goes on for as long, and with `BRIEFPRESS_FUZZ_SEED=7` it takes
//! others. What a change is worth is told by what reading says: an input that is refused in new words is
//! kept, and changed on. The compiler does not count which code runs.
//!
//! A format is a file here with a [`Target`], and a test below.

mod history;
mod lock;
mod po;
mod random;
mod returned;
mod translation;
mod xliff;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use random::Random;

/// Something that reads files.
struct Target {
    /// What it is called.
    name: &'static str,
    /// Files to begin with.
    seeds: fn() -> Vec<Vec<u8>>,
    /// What files of this kind are made of, beside what the seeds have.
    words: &'static [&'static str],
    /// Reads a file and says what came of it, in words that differ where what happened differs.
    /// Panics where something is not as it must be.
    read: fn(&[u8]) -> String,
}

#[test]
fn po_is_read_or_refused() {
    run(&po::TARGET);
}

#[test]
fn xliff_is_read_or_refused() {
    run(&xliff::TARGET);
}

#[test]
fn locks_are_read_or_refused() {
    run(&lock::TARGET);
}

#[test]
fn translations_keep_what_they_have() {
    run(&translation::TARGET);
}

/// How many inputs are tried where no time is given.
const ROUNDS: usize = 4000;

/// How long one input may take.
const LONGEST: Duration = Duration::from_secs(2);

/// The largest input.
const LARGEST: usize = 100_000;

fn run(target: &Target) {
    let number = |name: &str| env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let time = number("BRIEFPRESS_FUZZ_SECONDS").map(Duration::from_secs);
    let mut random = Random::new(number("BRIEFPRESS_FUZZ_SEED").unwrap_or_default());
    let mut pool = (target.seeds)();
    let mut outcomes: BTreeSet<String> = BTreeSet::new();
    for seed in &pool {
        outcomes.insert(outcome(target, seed));
    }
    let start = Instant::now();
    let mut rounds = 0;
    while time.map_or(rounds < ROUNDS, |time| start.elapsed() < time) {
        let mut input = pool[random.below(pool.len())].clone();
        for _ in 0..=random.below(6) {
            let other = &pool[random.below(pool.len())];
            random.change(&mut input, other, target.words);
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

/// The files of a folder of fixtures.
fn fixtures(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

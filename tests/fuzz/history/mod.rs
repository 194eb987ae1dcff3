//! Briefs and their translations through any history: no translated text and no comment is ever lost,
//! and nothing is called current, reviewed or final but what somebody approved against the original as
//! it is.
//!
//! `cargo test --release --locked --test fuzz history` tries a few hundred histories, always the
//! same. With `BRIEFPRESS_FUZZ_SECONDS=600` it goes on for as long, with others each time. A history that fails is made as short
//! as it can be and shown; it belongs into [`FOUND`] then.

mod brief;
mod file;
mod found;
mod step;
mod world;

use std::env;
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use found::FOUND;
use step::{Step, any_step};
use world::World;

/// How many histories are tried where no time is given.
const HISTORIES: u32 = 300;

/// How many things happen in the longest.
const LONGEST: usize = 40;

fn happens(steps: &[Step]) {
    let mut world = World::new();
    world.does(Step::SyncAll);
    for step in steps {
        world.does(*step);
    }
    world.does(Step::SyncAll);
}

/// One of several, by a number.
fn chosen(of: usize, which: u8) -> Option<usize> {
    usize::from(which).checked_rem(of)
}

#[test]
fn nothing_is_lost_in_any_history() {
    let seconds: Option<u64> =
        env::var("BRIEFPRESS_FUZZ_SECONDS").ok().and_then(|value| value.parse().ok());
    let time = Duration::from_secs(seconds.unwrap_or_default());
    let start = Instant::now();
    loop {
        let config = Config {
            cases: HISTORIES,
            failure_persistence: None,
            max_shrink_iters: 1500,
            ..Config::default()
        };
        let mut runner = match seconds {
            None => {
                TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
            }
            Some(_) => TestRunner::new(config),
        };
        let result = runner.run(&vec(any_step(), 1..LONGEST), |steps| {
            happens(&steps);
            Ok(())
        });
        if let Err(why) = result {
            panic!("{why}");
        }
        if start.elapsed() >= time {
            break;
        }
    }
}

#[test]
fn histories_that_once_went_wrong_go_right() {
    for steps in FOUND {
        happens(steps);
    }
}

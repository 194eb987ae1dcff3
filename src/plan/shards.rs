//! Parts of a build, each for a process of its own: which has what, so that they take as long.

use std::collections::BTreeMap;

use super::parts::{Part, Plan};
use crate::release::{Digest, Input, Shard};

/// Which part of the plan to build, and how the parts are balanced.
#[derive(Debug, Clone, Default)]
pub struct Sharding {
    /// The number of the part, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
    /// Glyphs by file, of an earlier build.
    pub glyphs: BTreeMap<String, usize>,
}

impl Sharding {
    /// Leaves of a plan what this shard has, and says what that is.
    pub fn apply(&self, plan: &mut Plan<'_>) -> Shard {
        let places = balance(&weights(plan, &self.glyphs), self.count);
        let digest = digest_of(plan, &places);
        let mut places = places.into_iter();
        plan.parts.retain(|_| places.next() == Some(self.number - 1));
        // What is wrong is said by every shard; only the first lists what it lacks for that.
        if self.number > 1 {
            plan.failed.clear();
            plan.failed_versions = 0;
        }
        Shard { number: self.number, count: self.count, plan: digest }
    }
}

/// The digest of a whole plan: its files, which part each of them is in, and everything they may be
/// made from.
fn digest_of(plan: &Plan<'_>, places: &[usize]) -> Digest {
    let mut files: Vec<&String> = plan.jobs().map(|job| &job.path).chain(&plan.failed).collect();
    files.sort();
    let mut all: Vec<Input> = plan.shared.inputs.all().collect();
    all.sort();
    let text = serde_json::to_vec(&(files, places, all, plan.shared.epoch));
    Digest::of(&text.expect("plain data is always JSON"))
}

/// Parts by what they weigh, for as many shards as there are: each takes the heaviest part that is
/// left when it has the least (greedy, longest processing time first: LPT). Which part goes where
/// depends on the plan and the weights alone.
fn balance(weights: &[usize], shards: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&part| (std::cmp::Reverse(weights[part]), part));
    let mut loads = vec![0usize; shards.max(1)];
    let mut places = vec![0; weights.len()];
    for part in order {
        let lightest = (0..loads.len()).min_by_key(|&shard| (loads[shard], shard)).unwrap_or(0);
        loads[lightest] += weights[part].max(1);
        places[part] = lightest;
    }
    places
}

/// The work each part takes: as many glyphs as an earlier build set where it knows the part, and a
/// guess from the part's length where it does not.
fn weights(plan: &Plan<'_>, glyphs: &BTreeMap<String, usize>) -> Vec<usize> {
    let known = |part: &Part<'_>| -> Option<usize> {
        part.jobs.iter().map(|job| glyphs.get(&job.path).copied()).sum()
    };
    let measured: Vec<Option<usize>> = plan.parts.iter().map(known).collect();
    let (mut set, mut length) = (0, 0);
    for (part, glyphs) in plan.parts.iter().zip(&measured) {
        if let Some(glyphs) = glyphs {
            set += glyphs;
            length += part.length;
        }
    }
    let guess = |part: &Part<'_>| match length {
        0 => part.length,
        _ => (part.length as u128 * set as u128 / length as u128) as usize,
    };
    plan.parts.iter().zip(measured).map(|(part, known)| known.unwrap_or(guess(part))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_balanced_and_the_same_every_time() {
        let weights: Vec<usize> = (0..100).map(|n| 50 + (n * 37) % 100).collect();
        let places = balance(&weights, 4);
        assert_eq!(places, balance(&weights, 4));
        let mut loads = [0; 4];
        for (place, weight) in places.iter().zip(&weights) {
            loads[*place] += weight;
        }
        let (least, most) = (loads.iter().min().unwrap(), loads.iter().max().unwrap());
        assert!(most - least <= 150, "{loads:?}");
        assert_eq!(balance(&[5], 3), [0]);
        assert_eq!(balance(&[], 3), [0; 0]);
    }
}

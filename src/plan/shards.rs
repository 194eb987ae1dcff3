//! Parts of a build, each for a process of its own: which has what, so that they take as long.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::parts::{Job, Plan};
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

/// What there is to share out: a plan, or one plan after another where a project is read some briefs at a
/// time.
#[derive(Debug, Default)]
pub struct Survey {
    parts: Vec<SurveyedPart>,
    failed: Vec<String>,
    failed_versions: usize,
    inputs: BTreeSet<Arc<Input>>,
}

/// A part of a plan, as far as it takes part in sharing out.
#[derive(Debug)]
struct SurveyedPart {
    brief: String,
    paths: Vec<String>,
    length: usize,
}

impl Survey {
    /// Takes down a plan.
    pub fn add(&mut self, plan: &Plan<'_>) {
        self.parts.extend(plan.parts.iter().map(|part| SurveyedPart {
            brief: part.id().to_string(),
            paths: part.jobs.iter().map(|job| job.path.clone()).collect(),
            length: part.length,
        }));
        self.failed.extend(plan.failed.iter().cloned());
        self.failed_versions += plan.failed_versions;
        self.inputs.extend(plan.shared.inputs.all());
    }

    /// What one of the shards has of it, at a moment for all files or at that of each.
    pub fn share(self, sharding: &Sharding, epoch: Option<i64>) -> Share {
        let Sharding { number, count, glyphs } = sharding;
        let places = balance(&weights(&self.parts, glyphs), *count);
        let plan = self.digest(&places, epoch);
        let own = self.parts.into_iter().zip(places).filter(|(_, place)| *place == number - 1);
        let (mut briefs, mut paths) = (BTreeSet::new(), HashSet::new());
        for (part, _) in own {
            briefs.insert(part.brief);
            paths.extend(part.paths);
        }
        // What is wrong is said by every shard; only the first lists what it lacks for that.
        let (failed, failed_versions) = match number {
            1 => (self.failed, self.failed_versions),
            _ => (Vec::new(), 0),
        };
        let shard = Shard { number: *number, count: *count, plan };
        Share { shard, briefs, paths, failed, failed_versions }
    }

    /// The digest of it all: its files, which part each of them is in, and everything they may be made
    /// from.
    fn digest(&self, places: &[usize], epoch: Option<i64>) -> Digest {
        let paths = self.parts.iter().flat_map(|part| &part.paths);
        let mut files: Vec<&String> = paths.chain(&self.failed).collect();
        files.sort();
        let inputs: Vec<&Input> = self.inputs.iter().map(|input| &**input).collect();
        let text = serde_json::to_vec(&(files, places, inputs, epoch));
        Digest::of(&text.expect("plain data is always JSON"))
    }
}

/// What one shard builds.
#[derive(Debug)]
pub struct Share {
    /// Which shard it is.
    pub shard: Shard,
    /// The briefs that it has something of, by their ids.
    pub briefs: BTreeSet<String>,
    /// The files it lists as those that cannot be built.
    pub failed: Vec<String>,
    /// How many versions that is.
    pub failed_versions: usize,
    paths: HashSet<String>,
}

impl Share {
    /// Leaves of a plan what this shard has.
    pub fn apply(&self, plan: &mut Plan<'_>) {
        let is_own = |job: &Job| self.paths.contains(&job.path);
        plan.parts.retain(|part| part.jobs.first().is_some_and(is_own));
        // They are counted by the survey, which saw all.
        plan.failed.clear();
        plan.failed_versions = 0;
    }
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
fn weights(parts: &[SurveyedPart], glyphs: &BTreeMap<String, usize>) -> Vec<usize> {
    let known = |part: &SurveyedPart| -> Option<usize> {
        part.paths.iter().map(|path| glyphs.get(path).copied()).sum()
    };
    let measured: Vec<Option<usize>> = parts.iter().map(known).collect();
    let (mut set, mut length) = (0, 0);
    for (part, glyphs) in parts.iter().zip(&measured) {
        if let Some(glyphs) = glyphs {
            set += glyphs;
            length += part.length;
        }
    }
    let guess = |part: &SurveyedPart| match length {
        0 => part.length,
        _ => (part.length as u128 * set as u128 / length as u128) as usize,
    };
    parts.iter().zip(measured).map(|(part, known)| known.unwrap_or(guess(part))).collect()
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

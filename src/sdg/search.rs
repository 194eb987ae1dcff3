//! Finding goals, targets and indicators by words, and what an unknown code may have meant.

use std::collections::BTreeSet;

use super::framework::{Framework, Indicator, parent};
use super::national::likeness;
use super::typed::as_typed;

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its code: a goal's number, a target's or an indicator's code.
    pub code: String,
    /// Its name or label.
    pub label: String,
    /// Whether it is a nation's.
    pub national: bool,
}

/// Words that say nothing about a subject.
const STOP_WORDS: [&str; 16] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "per", "the", "to",
    "with",
];

/// The words of a text, lower case, without plural and other common endings, so that
/// `trafficked` and `trafficking` meet.
fn stems(text: &str) -> BTreeSet<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !STOP_WORDS.contains(word))
        .map(stem)
        .collect()
}

fn stem(word: &str) -> String {
    let endings = ["ings", "ing", "ers", "ies", "ed", "es", "er", "s", "y", "e"];
    for ending in endings {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.chars().count() >= 4
        {
            return rest.to_string();
        }
    }
    word.to_string()
}

struct Candidate {
    hit: Hit,
    words: BTreeSet<String>,
}

/// Everything that can be found, in the framework's order.
fn entries(framework: &Framework) -> Vec<Candidate> {
    let mut entries = Vec::new();
    let mut push = |code: &str, label: &str, terms: &[String], national: bool| {
        let words = stems(&format!("{label} {}", terms.join(" ")));
        let hit = Hit { code: code.into(), label: label.into(), national };
        entries.push(Candidate { hit, words });
    };
    for goal in &framework.goals {
        push(&goal.number.to_string(), &goal.name, &[], goal.national);
        for target in &goal.targets {
            push(&target.code, &target.label, &target.terms, target.national);
            for indicator in &target.indicators {
                let Indicator { code, label, terms, national, .. } = &**indicator;
                push(code, label, terms, *national);
            }
        }
    }
    entries
}

/// What all of the words are about, and after it what some of them are about; in the framework's
/// order within each. A word matches a word that begins with it.
pub fn find(framework: &Framework, words: &str) -> Vec<Hit> {
    let code = words.trim().to_ascii_lowercase();
    // A code is itself, and what stands below it.
    let is_code = code.contains('.')
        && (framework.target(&code).is_some() || framework.indicator(&code).is_some());
    if is_code {
        let below = format!("{code}.");
        let own = |entry: &Candidate| entry.hit.code == code || entry.hit.code.starts_with(&below);
        return entries(framework).into_iter().filter(own).map(|entry| entry.hit).collect();
    }
    let wanted = stems(words);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(usize, Hit)> = entries(framework)
        .into_iter()
        .filter_map(|entry| {
            let matched = wanted
                .iter()
                .filter(|want| entry.words.iter().any(|word| word.starts_with(want.as_str())))
                .count();
            (matched > 0).then_some((wanted.len() - matched, entry.hit))
        })
        .collect();
    found.sort_by_key(|(missed, _)| *missed);
    let best = found.first().map_or(0, |(missed, _)| *missed);
    // Where something is about all the words, what is about half of them is noise.
    found.into_iter().filter(|(missed, _)| *missed == best).map(|(_, hit)| hit).collect()
}

/// How far a code is from another; a letter that is small or large, or looks like a digit, is no step.
fn distance(code: &str, other: &str) -> usize {
    match likeness(code) == likeness(other) {
        true => 0,
        false => strsim::damerau_levenshtein(code, other),
    }
}

/// Whether a code is that of a means of implementation, or below one: `16.b`, `16.b.1`.
fn second_is_letter(code: &str) -> bool {
    code.split('.').nth(1).is_some_and(|part| part.starts_with(|c: char| c.is_alphabetic()))
}

/// What an unknown target or indicator code may have meant, nearest first: what the table says
/// about it, then its neighbours under the same target or goal.
pub fn nearest(framework: &Framework, code: &str) -> Vec<Hit> {
    let instead = framework
        .never_existed(code)
        .map(|never| &never.instead)
        .or_else(|| framework.retired(code).map(|retired| &retired.instead));
    let mut hits: Vec<Hit> = Vec::new();
    let mut push = |code: &str, label: &str, national: bool| {
        if !hits.iter().any(|hit| hit.code == code) {
            hits.push(Hit { code: code.into(), label: label.into(), national });
        }
    };
    if let Some(typed) = as_typed(framework, code) {
        let label = framework.indicator(&typed).map(|own| (&own.label, own.national));
        let target = || framework.target(&typed).map(|own| (&own.label, own.national));
        if let Some((label, national)) = label.or_else(target) {
            push(&typed, label, national);
        }
        return hits;
    }
    for other in instead.into_iter().flatten() {
        if let Some(indicator) = framework.indicator(other) {
            push(&indicator.code, &indicator.label, indicator.national);
        }
    }
    let small = code.to_lowercase();
    let parents = [parent(code), parent(&small)].into_iter().flatten();
    if let Some(target) = parents.into_iter().find_map(|target| framework.target(target)) {
        push(&target.code, &target.label, target.national);
        for indicator in &target.indicators {
            push(&indicator.code, &indicator.label, indicator.national);
        }
        return hits;
    }
    let mut near: Vec<(usize, &str, &str, bool)> = framework
        .targets()
        .map(|target| (target.code.as_str(), target.label.as_str(), target.national))
        .chain(framework.indicators().map(|i| (i.code.as_str(), i.label.as_str(), i.national)))
        .filter(|(other, ..)| other.matches('.').count() == code.matches('.').count().max(1))
        .filter(|(other, ..)| second_is_letter(other) == second_is_letter(code))
        .map(|(other, label, own)| (distance(code, other), other, label, own))
        .collect();
    near.sort();
    // The number of the goal is rarely what was mistyped.
    let goal = code.split('.').next();
    let own = |other: &str| other.split('.').next() == goal;
    if near.iter().any(|(distance, other, ..)| *distance <= 2 && own(other)) {
        near.retain(|(_, other, ..)| own(other));
    }
    let best = near.first().map_or(0, |(distance, ..)| *distance);
    for (_, code, label, own) in near.into_iter().filter(|(d, ..)| *d == best && *d <= 2).take(3) {
        push(code, label, own);
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::super::framework::framework;
    use super::*;

    fn codes(hits: &[Hit]) -> Vec<&str> {
        hits.iter().map(|hit| hit.code.as_str()).collect()
    }

    #[test]
    fn words_find_what_they_are_about() {
        let find = |words: &str| find(framework(), words);
        let hits = find("trafficking");
        assert!(codes(&hits).contains(&"16.2.2"), "{hits:?}");
        assert!(codes(&hits).contains(&"8.7"), "{hits:?}");
        assert!(!codes(&hits).contains(&"3.6"), "road traffic is something else");
        assert_eq!(codes(&find("victims of trafficking"))[0], "16.2.2");
        for (words, code) in [
            ("birth registration", "16.9"),
            ("statelessness", "16.9"),
            ("stateless people", "16.9"),
            ("landmines", "16.1"),
            ("a landmine", "16.1.2"),
            ("unexploded ordnance", "16.1"),
            ("refugee", "10.7"),
        ] {
            let hits = find(words);
            assert!(codes(&hits).contains(&code), "{words}: {hits:?}");
        }
        assert_eq!(find("the of"), []);
        assert_eq!(find("xylophone"), []);
    }

    #[test]
    fn an_unknown_code_leads_to_its_neighbours() {
        let nearest = |code: &str| nearest(framework(), code);
        assert_eq!(codes(&nearest("8.7.2"))[..2], ["16.2.2", "8.7"]);
        assert_eq!(codes(&nearest("16.33"))[0], "16.3");
        assert!(codes(&nearest("1.a.3")).contains(&"1.a.1"));
        // A near code keeps its letter, and its goal.
        assert_eq!(codes(&nearest("16.B.1")), ["16.b.1"]);
        assert_eq!(codes(&nearest("16.c.1")), ["16.a.1", "16.b.1"]);
        assert_eq!(codes(&nearest("\u{ff11}\u{ff16}.3.1")), ["16.3.1"]);
        assert_eq!(codes(&nearest("16,3")), ["16.3"]);
    }
}

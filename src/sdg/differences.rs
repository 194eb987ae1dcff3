//! What differs between two states of the framework as others publish it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::official::{Pinned, PinnedTier, PinnedWording, code_order};
use super::wordwise::{marked_changes, word_changes};

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhatChanged {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has other words.
    Reworded,
    /// It has the same words with other signs or capitals.
    Respelt,
    /// It has another tier.
    Tier,
    /// Others compile it.
    Custodians,
    /// Others help.
    Partners,
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeChange {
    /// The code.
    pub code: String,
    /// The language of the wording it is about; none where it is about tiers.
    pub language: Option<String>,
    /// What became of it.
    pub what: WhatChanged,
    /// What was there.
    pub before: Option<String>,
    /// What is there.
    pub after: Option<String>,
    /// The words that differ.
    pub words: Option<String>,
}

/// Everything that differs, in the order of the framework. What only one of them has at all, a
/// language or the tiers, is no difference.
pub fn differences(old: &Pinned, new: &Pinned) -> Vec<CodeChange> {
    let mut found = Vec::new();
    for (language, before) in &old.wordings {
        if let Some(after) = new.wordings.get(language) {
            wordings(language, before, after, &mut found);
        }
    }
    if let (Some(before), Some(after)) = (&old.tiers, &new.tiers) {
        tiers(&before.indicators, &after.indicators, &mut found);
    }
    found.sort_by_cached_key(|change| {
        (code_order(&change.code), change.language.clone(), change.what)
    });
    found
}

fn wordings(
    language: &str,
    before: &PinnedWording,
    after: &PinnedWording,
    found: &mut Vec<CodeChange>,
) {
    let parts = [
        (&before.goals, &after.goals),
        (&before.targets, &after.targets),
        (&before.indicators, &after.indicators),
    ];
    for (old, new) in parts {
        let codes: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for code in codes {
            let (old, new) = (old.get(code), new.get(code));
            let (what, words) = match (old, new) {
                (Some(old), Some(new)) if old == new => continue,
                (Some(old), Some(new)) => match word_changes(old, new) {
                    Some(runs) => (WhatChanged::Reworded, Some(marked_changes(&runs))),
                    None => (WhatChanged::Respelt, None),
                },
                (None, _) => (WhatChanged::Added, None),
                (_, None) => (WhatChanged::Removed, None),
            };
            let language = Some(language.to_string());
            let (before, after) = (old.cloned(), new.cloned());
            found.push(CodeChange { code: code.clone(), language, what, before, after, words });
        }
    }
}

fn tiers(
    old: &BTreeMap<String, PinnedTier>,
    new: &BTreeMap<String, PinnedTier>,
    found: &mut Vec<CodeChange>,
) {
    let codes: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for code in codes {
        let mut push = |what, before: Option<String>, after: Option<String>| {
            let (code, language, words) = (code.clone(), None, None);
            found.push(CodeChange { code, language, what, before, after, words });
        };
        let tier = |own: &PinnedTier| own.tier.clone();
        match (old.get(code), new.get(code)) {
            (Some(old), Some(new)) => {
                if old.tier != new.tier {
                    push(WhatChanged::Tier, tier(old), tier(new));
                }
                let lists = |own: &PinnedTier| own.custodians.as_ref().map(|all| all.join(", "));
                // One that does not say it at all says nothing else.
                if old.custodians != new.custodians
                    && old.custodians.is_some()
                    && new.custodians.is_some()
                {
                    push(WhatChanged::Custodians, lists(old), lists(new));
                }
                if old.partners != new.partners
                    && old.custodians.is_some()
                    && new.custodians.is_some()
                {
                    let partners = |own: &PinnedTier| Some(own.partners.join(", "));
                    push(WhatChanged::Partners, partners(old), partners(new));
                }
            }
            (None, Some(new)) => push(WhatChanged::Added, None, tier(new)),
            (Some(old), None) => push(WhatChanged::Removed, tier(old), None),
            (None, None) => {}
        }
    }
}

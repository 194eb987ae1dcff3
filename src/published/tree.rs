//! The goal tree of UNSD's interface: goals with their targets, these with their indicators, as JSON.

use serde::{Deserialize, Deserializer, de};

use super::codes::is_code;
use super::fault::{FaultPlace, PublishedFault};
use super::part::{EntryKind, PublishedKind, PublishedPart};
use crate::sdg::PinnedTier;

#[derive(Deserialize)]
struct TreeGoal {
    #[serde(deserialize_with = "code")]
    code: String,
    title: String,
    #[serde(default)]
    targets: Vec<TreeTarget>,
}

#[derive(Deserialize)]
struct TreeTarget {
    #[serde(deserialize_with = "code")]
    code: String,
    #[serde(alias = "title")]
    description: String,
    #[serde(default)]
    indicators: Vec<TreeIndicator>,
}

#[derive(Deserialize)]
struct TreeIndicator {
    #[serde(deserialize_with = "code")]
    code: String,
    description: String,
    #[serde(default, deserialize_with = "tier")]
    tier: Option<String>,
}

fn code<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let code = String::deserialize(from)?.trim().to_string();
    if is_code(&code) { Ok(code) } else { Err(de::Error::custom(format!("`{code}` is no code"))) }
}

/// The tiers of an indicator: "1", "2" or "1/2".
fn tier<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let Some(written) = Option::<String>::deserialize(from)? else { return Ok(None) };
    let roman = |part: &str| match part.trim() {
        "1" | "I" => Ok("I"),
        "2" | "II" => Ok("II"),
        "3" | "III" => Ok("III"),
        _ => Err(de::Error::custom(format!("`{written}` is no tier"))),
    };
    if written.trim().is_empty() {
        return Ok(None);
    }
    let tiers: Result<Vec<&str>, D::Error> = written.split(['/', ',']).map(roman).collect();
    Ok(Some(tiers?.join("/")))
}

/// Reads a goal tree.
///
/// # Errors
///
/// It is no JSON, or not a goal tree.
pub fn read(text: &str) -> Result<PublishedPart, PublishedFault> {
    let goals: Vec<TreeGoal> = serde_json::from_str(text).map_err(|error| {
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default().to_string();
        let (line, column) = (error.line(), error.column());
        PublishedFault::new(
            FaultPlace::Text { line, column },
            words,
            "it should be the list of goals of the UN SDG API, with `includechildren=true`",
        )
    })?;
    let mut part = PublishedPart::new(PublishedKind::GoalTree);
    part.language = Some("en".into());
    let mut put = |kind, code: String, words: &str| -> Result<(), PublishedFault> {
        let words = part.cleaned.clean(words);
        let words = part.cleaned.without_notes(&words);
        if words.is_empty() {
            part.unready += 1;
            return Ok(());
        }
        let key = (kind, code);
        match part.wording.get(&key) {
            Some((before, _)) if *before == words => part.doubled.push(key.1),
            Some(_) => {
                return Err(PublishedFault::new(
                    FaultPlace::Whole,
                    format!("{} stands in it twice, with different words", key.1),
                    "take one of them out",
                ));
            }
            None => _ = part.wording.insert(key, (words, FaultPlace::Whole)),
        }
        Ok(())
    };
    let mut tiers = Vec::new();
    for goal in goals {
        put(EntryKind::Goal, goal.code, &goal.title)?;
        for target in goal.targets {
            put(EntryKind::Target, target.code, &target.description)?;
            for indicator in target.indicators {
                put(EntryKind::Indicator, indicator.code.clone(), &indicator.description)?;
                tiers.push((indicator.code, indicator.tier));
            }
        }
    }
    for (code, tier) in tiers {
        let own = PinnedTier { tier, ..PinnedTier::default() };
        part.tiers.insert(code, (own, FaultPlace::Whole));
    }
    Ok(part)
}

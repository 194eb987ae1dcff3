//! What others publish of the framework: whatever is in a file, it is read or refused at a place, and
//! what is read are codes with texts that are clean.

use briefpress::internals::read_published;

use super::{Target, fixtures};

pub const TARGET: Target =
    Target { name: "published", seeds, words: include_str!("published.dict"), read };

const YAML: &str =
    "1-short: A goal\n1-1-title: 'A target'\n1-1-1-title: A measure\n  in two lines\n";
const JSON: &str = r#"[{"code": "1", "title": "A", "targets": [{"code": "1.1", "description": "B",
    "indicators": [{"code": "1.1.1", "description": "C", "tier": "1/2", "series": []}]}]}]"#;
const TIERS: &str =
    "Indicator,Tier,Custodian,Partner\n1.1.1 A,Tier I (a) / Tier II (b),\"ILO, WHO\",UNEP\n";

fn seeds() -> Vec<Vec<u8>> {
    fixtures("published")
        .into_iter()
        .chain([YAML, JSON, TIERS].map(|text| text.as_bytes().to_vec()))
        .collect()
}

fn read(bytes: &[u8]) -> String {
    match read_published("f", bytes) {
        Ok(part) => {
            assert!(!part.is_empty());
            for (text, _) in part.wording.values() {
                let fine =
                    !text.contains(['\u{640}', '\u{ad}', '\n', '\t']) && !text.contains("  ");
                assert!(fine && text.trim() == text.as_str(), "{text:?}");
            }
            for (tier, _) in part.tiers.values() {
                let mut named = tier.custodians.iter().flatten().chain(&tier.partners);
                assert!(named.all(|name| !name.is_empty()));
                assert!(tier.tier.as_ref().is_none_or(|tier| tier.starts_with('I')), "{tier:?}");
            }
            format!(
                "{} {} {}",
                part.kind.name(),
                part.wording.len().min(3),
                part.tiers.len().min(3)
            )
        }
        Err(fault) => {
            assert!(!fault.words.is_empty() && !fault.help.is_empty(), "{fault:?}");
            let kind = fault.words.split_whitespace().filter(|word| word.is_ascii()).take(4);
            kind.filter(|word| !word.contains(|c: char| c.is_ascii_digit())).collect()
        }
    }
}

//! Several files made into what a project pins, with all there is to say of them.

use std::collections::{BTreeMap, BTreeSet};

use super::clean::Cleanings;
use super::fault::{FaultPlace, PublishedFault};
use super::part::{EntryKind, PublishedKind, PublishedPart};
use crate::l10n::chain;
use crate::sdg::{Framework, Pinned, PinnedSource, PinnedTiers, PinnedWording, code_order};

/// The languages in which the United Nations publish.
const OFFICIAL: [&str; 6] = ["ar", "en", "es", "fr", "ru", "zh"];

/// By how many indicators a file is taken to list the framework whole.
const WHOLE: usize = 200;

/// What a command line says about files.
#[derive(Debug, Clone, Default)]
pub struct GatherAs {
    /// The release, where the files do not say it.
    pub release: Option<String>,
    /// The day of the import.
    pub imported: String,
    /// Whether the wording is official; `None` where the rule decides.
    pub official: Option<bool>,
    /// What may be done with it.
    pub licence: Option<String>,
    /// Whether wording, and whether tiers are taken.
    pub take: (bool, bool),
}

/// What several files come to.
#[derive(Debug)]
pub struct Gathered {
    /// What is pinned.
    pub pinned: Pinned,
    /// What is said of the wording of each language, and of the tiers (`None`).
    pub reports: Vec<LanguageReport>,
}

/// What is said of the wording of a language, or of tiers.
#[derive(Debug, Default)]
pub struct LanguageReport {
    /// The language; `None` for tiers.
    pub language: Option<String>,
    /// How much there is: goals, targets, indicators.
    pub counts: (usize, usize, usize),
    /// Codes of the framework that it does not have.
    pub missing: Vec<String>,
    /// Codes that were deleted.
    pub retired: Vec<String>,
    /// Codes that stood for another measure when it was published; they are left out.
    pub other_measure: Vec<String>,
    /// Codes whose wording changed after it was published.
    pub reworded: Vec<String>,
    /// Codes whose wording changed in the time from which it may be.
    pub perhaps_reworded: Vec<String>,
    /// Codes of which it says no tier.
    pub tierless: Vec<String>,
    /// Texts among those with a code that have none, each with where it stands.
    pub uncoded: Vec<String>,
    /// Codes that the framework does not have.
    pub unknown: Vec<String>,
    /// Codes that stand in it more than once, and say the same.
    pub doubled: Vec<String>,
    /// How many texts are not ready.
    pub unready: usize,
    /// What was cleaned away.
    pub cleaned: Cleanings,
}

/// Which files a language, or the tiers, are made of.
type PartGroup<'p> = Vec<(&'p PublishedPart, &'p str)>;

/// Makes one of several files, each with its digest and language.
///
/// # Errors
///
/// Two files say different things of one code, or the release is not known or not the same.
pub fn gather(
    parts: &[(PublishedPart, String, String)],
    framework: &Framework,
    how: &GatherAs,
) -> Result<Gathered, PublishedFault> {
    let mut languages: BTreeMap<&str, PartGroup<'_>> = BTreeMap::new();
    let mut tiers: PartGroup<'_> = Vec::new();
    let has_sheet = parts.iter().any(|(part, ..)| part.kind == PublishedKind::TierSheet);
    for (part, sha256, language) in parts {
        if how.take.0 && (!part.wording.is_empty() || part.unready > 0) {
            languages.entry(language).or_default().push((part, sha256));
        }
        // UNSD's sheet says more than its interface does.
        let is_outdone = has_sheet && part.kind != PublishedKind::TierSheet;
        if how.take.1 && !part.tiers.is_empty() && !is_outdone {
            tiers.push((part, sha256));
        }
    }
    let mut gathered = Gathered { pinned: Pinned::default(), reports: Vec::new() };
    for (language, group) in languages {
        let (wording, report) = wording(language, &group, framework, how)?;
        gathered.reports.push(report);
        gathered.pinned.wordings.insert(language.to_string(), wording);
    }
    if !tiers.is_empty() {
        let (tiers, report) = pinned_tiers(&tiers, framework, how)?;
        gathered.reports.push(report);
        gathered.pinned.tiers = Some(tiers);
    }
    Ok(gathered)
}

/// Whether the United Nations publish in a language.
pub fn is_of_united_nations(language: &str) -> bool {
    let tags = chain(language);
    OFFICIAL.iter().any(|official| tags.iter().any(|tag| tag == official))
}

/// Where a group of files is from.
fn source(
    group: &PartGroup<'_>,
    language: Option<&str>,
    how: &GatherAs,
) -> Result<PinnedSource, PublishedFault> {
    let (first, _) = group[0];
    let fault = |part: &PublishedPart, words: String, help: &str| {
        PublishedFault::new(FaultPlace::Whole, words, help).in_file(&part.file)
    };
    let kinds: BTreeSet<PublishedKind> = group.iter().map(|(part, _)| part.kind).collect();
    if let Some((other, _)) = group.iter().find(|(part, _)| part.kind != first.kind) {
        let words = format!("it is another kind of file than {}, for the same texts", first.file);
        return Err(fault(other, words, "import one kind at a time"));
    }
    let said = group.iter().filter_map(|(part, _)| part.release.as_ref()).max();
    let release = match (said, &how.release) {
        (Some(said), Some(given)) if !said.starts_with(given.as_str()) => {
            let words = format!("it says it is of {said}, not of {given}");
            return Err(fault(first, words, "take `--release` away, or name the file’s own date"));
        }
        (Some(said), _) => said.clone(),
        (None, Some(given)) => given.clone(),
        (None, None) => {
            let help = "give the day, month or year it was published: --release 2025-04-10";
            return Err(fault(first, "it does not say when it was published".into(), help));
        }
    };
    let in_official = language.is_none_or(is_of_united_nations);
    let mut files: Vec<(String, String)> = group
        .iter()
        .map(|(part, sha256)| (stored_name(&part.file), (*sha256).to_string()))
        .collect();
    files.sort();
    let kind = kinds.into_iter().next().expect("a group has a file");
    Ok(PinnedSource {
        kind: kind.name().into(),
        language: language.unwrap_or_default().into(),
        title: kind.title().into(),
        release,
        imported: how.imported.clone(),
        official: how.official.unwrap_or(in_official),
        licence: how.licence.clone().unwrap_or_else(|| kind.licence().into()),
        files,
    })
}

/// A file's name with its folder's: where it lay beyond that is nobody's affair.
fn stored_name(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut last: Vec<&str> =
        path.rsplit('/').filter(|part| !matches!(*part, "." | "..")).take(2).collect();
    last.reverse();
    last.join("/").trim_start_matches('/').to_string()
}

fn wording(
    language: &str,
    group: &PartGroup<'_>,
    framework: &Framework,
    how: &GatherAs,
) -> Result<(PinnedWording, LanguageReport), PublishedFault> {
    let mut own =
        PinnedWording { source: source(group, Some(language), how)?, ..PinnedWording::default() };
    let mut report =
        LanguageReport { language: Some(language.into()), ..LanguageReport::default() };
    let mut from: BTreeMap<&(EntryKind, String), (&str, &str)> = BTreeMap::new();
    for (part, _) in group {
        for (key, (words, place)) in &part.wording {
            match from.get(key) {
                Some((before, _)) if before == words => report.doubled.push(key.1.clone()),
                Some((_, other)) => {
                    let words = format!("it says other words for {} than {other} does", key.1);
                    let help = "import one of them at a time";
                    return Err(PublishedFault::new(place.clone(), words, help).in_file(&part.file));
                }
                None => _ = from.insert(key, (words, &part.file)),
            }
        }
        report.doubled.extend(part.doubled.iter().cloned());
        report.unready += part.unready;
        report.uncoded.extend(part.uncoded.iter().cloned());
        report.cleaned.extend(&part.cleaned);
    }
    let codes: BTreeSet<&str> = from.keys().map(|(_, code)| code.as_str()).collect();
    report.hold(&codes, &own.source.release, framework);
    for ((kind, code), (words, _)) in from {
        if report.other_measure.contains(code) {
            continue;
        }
        let place = match kind {
            EntryKind::Name => &mut own.names,
            EntryKind::Goal => &mut own.goals,
            EntryKind::Target => &mut own.targets,
            EntryKind::Indicator => &mut own.indicators,
        };
        place.insert(code.clone(), words.to_string());
    }
    let has = |code: &String| {
        own.goals.contains_key(code)
            || own.targets.contains_key(code)
            || own.indicators.contains_key(code)
    };
    // A kind that is not in it at all is not what it is about.
    let kinds = [own.goals.is_empty(), own.targets.is_empty(), own.indicators.is_empty()];
    let goals =
        framework.goals.iter().filter(|goal| !goal.national).map(|goal| goal.number.to_string());
    let targets = framework.targets().filter(|own| !own.national).map(|own| own.code.clone());
    let indicators = framework.indicators().filter(|own| !own.national).map(|own| own.code.clone());
    let all = [goals.collect::<Vec<_>>(), targets.collect(), indicators.collect()];
    for (codes, is_left_out) in all.into_iter().zip(kinds) {
        if !is_left_out {
            report.missing.extend(codes.into_iter().filter(|code| !has(code)));
        }
    }
    report.counts = (own.goals.len(), own.targets.len(), own.indicators.len());
    report.sort();
    Ok((own, report))
}

fn pinned_tiers(
    group: &PartGroup<'_>,
    framework: &Framework,
    how: &GatherAs,
) -> Result<(PinnedTiers, LanguageReport), PublishedFault> {
    let how = GatherAs { official: how.official.or(Some(true)), ..how.clone() };
    let mut own = PinnedTiers { source: source(group, None, &how)?, ..PinnedTiers::default() };
    let mut report = LanguageReport::default();
    for (part, _) in group {
        for (code, (tier, place)) in &part.tiers {
            match own.indicators.get(code) {
                Some(before) if before == tier => report.doubled.push(code.clone()),
                Some(_) => {
                    let words = format!("it says other things of {code} than another file does");
                    let help = "import one of them at a time";
                    return Err(PublishedFault::new(place.clone(), words, help).in_file(&part.file));
                }
                None => _ = own.indicators.insert(code.clone(), tier.clone()),
            }
        }
        report.doubled.extend(part.doubled.iter().cloned());
        report.cleaned.extend(&part.cleaned);
    }
    let codes: BTreeSet<&str> = own.indicators.keys().map(String::as_str).collect();
    report.hold(&codes, &own.source.release, framework);
    own.indicators.retain(|code, _| !report.other_measure.contains(code));
    let missing = framework.indicators().filter(|indicator| !indicator.national);
    let missing = missing.map(|indicator| indicator.code.clone());
    report.missing = missing.filter(|code| !own.indicators.contains_key(code)).collect();
    let tierless = own.indicators.iter().filter(|(_, own)| own.tier.is_none());
    report.tierless = tierless.map(|(code, _)| code.clone()).collect();
    report.counts.2 = own.indicators.len();
    report.sort();
    Ok((own, report))
}

impl LanguageReport {
    /// Holds codes against the framework.
    fn hold(&mut self, codes: &BTreeSet<&str>, release: &str, framework: &Framework) {
        let year: u16 = release.get(..4).and_then(|year| year.parse().ok()).unwrap_or(u16::MAX);
        let listed =
            codes.iter().filter(|code| EntryKind::of(code) == EntryKind::Indicator).count();
        // A list of the whole framework without one of the indicators that a review added is from
        // before it, whenever it was published.
        let lacks = |review: u16| {
            let mut added = framework.indicators().filter(|own| {
                !own.national
                    && own
                        .changes
                        .iter()
                        .any(|change| change.year == review && change.what == "added")
            });
            let mut any = false;
            let lacks_all = added.all(|own| {
                any = true;
                !codes.contains(own.code.as_str())
            });
            any && lacks_all && listed >= WHOLE
        };
        // A list may be from any time after the last review whose indicators it has.
        let added = framework.indicators().filter(|own| !own.national);
        let added = added.flat_map(|own| &own.changes).filter(|change| change.what == "added");
        let reviews: BTreeSet<u16> = added.map(|change| change.year).collect();
        let lacked = reviews.iter().copied().find(|review| lacks(*review));
        // What is from before one review is from before all that follow it.
        let is_before = |review: u16| year < review || lacked.is_some_and(|own| own <= review);
        let had = lacked.map(|lacked| reviews.range(..lacked).next_back().copied().unwrap_or(0));
        let may_be = |change: u16| {
            had.zip(lacked).is_some_and(|(had, lacked)| had < change && change < lacked)
        };
        for code in codes {
            if let Some(indicator) = framework.indicator(code) {
                let other = |change: &&crate::sdg::Change| {
                    matches!(change.what.as_str(), "reused" | "replaced")
                };
                let changed =
                    indicator.changes.iter().filter(other).map(|change| change.year).max();
                let reworded = indicator.changes.iter().filter(|change| change.what == "wording");
                if changed.is_some_and(is_before) {
                    self.other_measure.push((*code).to_string());
                } else if let Some(change) = reworded.map(|change| change.year).max() {
                    if is_before(change) {
                        self.reworded.push((*code).to_string());
                    } else if may_be(change) {
                        self.perhaps_reworded.push((*code).to_string());
                    }
                }
            } else if framework.retired(code).is_some() {
                self.retired.push((*code).to_string());
            } else if framework.target(code).is_none()
                && !code.parse().is_ok_and(|number| framework.goal(number).is_some())
            {
                self.unknown.push((*code).to_string());
            }
        }
    }

    fn sort(&mut self) {
        let lists = [
            &mut self.missing,
            &mut self.retired,
            &mut self.other_measure,
            &mut self.reworded,
            &mut self.perhaps_reworded,
            &mut self.tierless,
            &mut self.unknown,
            &mut self.doubled,
        ];
        for list in lists {
            list.sort_by_cached_key(|code| code_order(code));
            list.dedup();
        }
    }
}

//! What there is to do: every brief in every language, as documents in editions.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use super::workspace::{LoadedBrief, Version, Workspace};
use crate::brief::{Abbreviation, Brief, TranslationStatus};
use crate::diag::FileId;
use crate::document::{Document, Edition};
use crate::export::Stamp;
use crate::l10n::{Labels, Language, PSEUDO_LOCALES};
use crate::present;
use crate::project::Config;
use crate::release::{Input, THUMBNAILS, Translation, TranslationState};
use crate::typeset::{Expansion, Info};
use crate::worker::{Press, Request, Wanted};

/// What a build is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Only these languages; all when empty.
    pub languages: Vec<String>,
    /// Which documents.
    pub documents: Vec<Document>,
    /// Which editions.
    pub editions: Vec<Edition>,
    /// The folder the files go to.
    pub out: PathBuf,
    /// The moment the PDFs say they were made, where it is not each brief's date.
    pub epoch: Option<i64>,
}

/// What there is to do.
pub struct Plan<'a> {
    /// The versions that can be built.
    pub parts: Vec<Part<'a>>,
    /// Files that are asked for and cannot be built, for what they are made from is wrong.
    pub failed: Vec<String>,
    /// How many versions that is.
    pub failed_versions: usize,
}

/// A brief in one language.
pub struct Part<'a> {
    /// The brief's version.
    pub version: &'a Version,
    /// The brief in this language.
    pub brief: &'a Brief,
    /// The project file with this language's words.
    pub config: &'a Config,
    /// The language it is set in.
    pub language: Language,
    /// The words of templates in it.
    pub labels: Cow<'a, Labels>,
    /// The files it was written in: the project's, the brief's, a translation's and its lock.
    pub files: Vec<FileId>,
    /// The same and the words of templates, as inputs, by role and path.
    pub inputs: Vec<Input>,
    /// How far its translation is; `None` for an original.
    pub translation: Option<Translation>,
    /// How long it is, in bytes of what it was written in: a guess at the work it takes.
    pub length: usize,
    /// What is to be made of it.
    pub jobs: Vec<Job>,
}

/// A file to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Which document.
    pub document: Document,
    /// Which edition.
    pub edition: Edition,
    /// The file, from the output folder, with `/` between the parts.
    pub path: String,
}

impl<'a> Plan<'a> {
    /// The plan of what is asked for.
    pub fn new(workspace: &'a Workspace, options: &Options) -> Self {
        let mut plan = Self { parts: Vec::new(), failed: Vec::new(), failed_versions: 0 };
        for loaded in &workspace.briefs {
            for (index, version) in loaded.versions.iter().enumerate() {
                plan.add(workspace, loaded, index, version, options);
            }
        }
        plan
    }

    /// A pseudo-locale is made from the original, and only where it is asked for.
    fn add(
        &mut self,
        workspace: &'a Workspace,
        loaded: &'a LoadedBrief,
        index: usize,
        version: &'a Version,
        options: &Options,
    ) {
        let all = options.languages.is_empty();
        let asked = |tag: &str| options.languages.iter().any(|wanted| wanted == tag);
        let (Some(brief), Some(config)) = (&version.brief, &version.config) else {
            match &version.language {
                Some(tag) if all || asked(tag) => {
                    let jobs = jobs(&loaded.id, tag, options);
                    self.failed.extend(jobs.into_iter().map(|job| job.path));
                    self.failed_versions += 1;
                }
                Some(_) => {}
                None => self.failed_versions += 1,
            }
            return;
        };
        let own = (all || asked(&brief.language)).then_some(brief.language.as_str());
        let pseudo = PSEUDO_LOCALES.iter().map(|(tag, _)| *tag);
        let pseudo = pseudo.filter(|tag| index == 0 && asked(tag));
        for tag in own.into_iter().chain(pseudo) {
            let language = Language::new(tag);
            let labels = match language.pseudo {
                Some(pseudo) => Cow::Owned(workspace.labels["en"].transformed(pseudo)),
                None => match workspace.labels_of(&brief.language) {
                    Some(labels) => labels,
                    None => continue,
                },
            };
            let mut files: Vec<FileId> = workspace.inputs.project_file().into_iter().collect();
            files.extend(&version.files);
            let mut inputs: Vec<Input> =
                files.iter().filter_map(|&file| workspace.inputs.text(file)).cloned().collect();
            inputs.extend(workspace.inputs.labels_serving(language.words()));
            inputs.sort();
            let written = workspace.sources.get(brief.file).text().len();
            self.parts.push(Part {
                version,
                brief,
                config,
                labels,
                files,
                inputs,
                translation: translation(version),
                length: written,
                jobs: jobs(&loaded.id, tag, options),
                language,
            });
        }
    }

    /// All files there are to make.
    pub fn jobs(&self) -> impl Iterator<Item = &Job> {
        self.parts.iter().flat_map(|part| &part.jobs)
    }
}

fn jobs(id: &str, language: &str, options: &Options) -> Vec<Job> {
    let mut jobs = Vec::new();
    for &document in &options.documents {
        for &edition in &options.editions {
            let path = format!("{id}/{}", document.file_name(id, language, edition));
            jobs.push(Job { document, edition, path });
        }
    }
    jobs
}

fn translation(version: &Version) -> Option<Translation> {
    let progress = version.progress.as_ref()?;
    Some(Translation {
        status: match version.brief.as_ref()?.translation? {
            TranslationStatus::Draft => TranslationState::Draft,
            TranslationStatus::Reviewed => TranslationState::Reviewed,
        },
        percent: progress.percent(),
        missing: progress.missing,
        stale: progress.stale,
    })
}

impl Part<'_> {
    /// The picture of a document's first page, from the output folder.
    pub fn thumbnail(&self, document: Document) -> String {
        format!("{THUMBNAILS}/{}", document.thumbnail_name(&self.brief.id, &self.language.tag))
    }

    /// What a worker is asked for: one document in one or both editions.
    pub fn request(
        &self,
        document: Document,
        editions: &[Edition],
        options: &Options,
        workspace: &Workspace,
    ) -> Request {
        let Self { brief, config, language, labels, .. } = self;
        let data = |edition| {
            let data = present::present(brief, config, language, labels, edition);
            serde_json::to_vec(&data).expect("plain data is always JSON")
        };
        let print = editions.contains(&Edition::Print);
        let separation = &workspace.separation;
        let name = |edition| document.file_name(&brief.id, &language.tag, edition);
        // Two organisations may give a brief the same name.
        let publisher = workspace.config.as_ref().map_or("", |config| config.organisation.name());
        Request {
            template: document.template().into(),
            language: language.tag.clone(),
            called: language.called_less(),
            info: self.info(document),
            stamp: options.epoch.map_or(Stamp::date(brief.date), Stamp::epoch),
            wanted: editions
                .iter()
                .map(|&edition| Wanted {
                    edition,
                    identity: format!("briefpress/{publisher}/{}", name(edition)),
                })
                .collect(),
            press: print.then(|| Press {
                condition: config.press.condition.clone(),
                bleed: config.press.bleed,
                page_multiple: config.press.page_multiple,
            }),
            screen_data: data(present::Edition::Screen),
            print_data: match print {
                true => data(present::Edition::Print { separation }),
                false => Vec::new(),
            },
        }
    }

    /// What the PDF says about itself.
    fn info(&self, document: Document) -> Info {
        let Self { brief, config, labels, .. } = self;
        let title = match document {
            Document::Brief => brief.title.value.clone(),
            Document::Indicators => {
                // The title of the table is the brief's with what it is.
                let (colon, what) = (labels.get("colon"), labels.get("indicators"));
                format!("{}{colon} {what}", brief.title.value)
            }
        };
        // A draft says so wherever its title is read or listed.
        let title = match present::status_text(brief, labels) {
            None => title,
            Some(status) => {
                let pattern = labels.get("titled_draft");
                pattern.replace("{status}", &status).replace("{title}", &title)
            }
        };
        Info {
            title,
            author: config.organisation.name().to_string(),
            description: brief.subtitle.as_ref().map(|text| text.value.clone()),
            keywords: brief.keywords.iter().map(|text| text.value.clone()).collect(),
            expansions: self.expansions(),
        }
    }

    /// What assistive technology reads for abbreviations. A pseudo-locale writes them otherwise.
    fn expansions(&self) -> Vec<Expansion> {
        if self.language.pseudo.is_some() {
            return Vec::new();
        }
        let expansion = |abbreviation: &Abbreviation| Expansion {
            short: abbreviation.short.clone(),
            full: abbreviation.full.value.clone(),
            language: abbreviation.language.clone(),
        };
        self.brief.abbreviations.iter().map(expansion).collect()
    }

    /// What the PDF claims to meet.
    pub fn standards(&self, edition: Edition, workspace: &Workspace) -> Vec<String> {
        let names: &[&str] = match edition {
            Edition::Screen => &["PDF/UA-1", "PDF/A-2a"],
            Edition::Print => {
                let has_intent =
                    workspace.separation.profile.is_some() && self.config.press.condition.is_some();
                if has_intent { &["PDF/X-4"] } else { &[] }
            }
        };
        names.iter().map(|name| (*name).to_string()).collect()
    }
}

/// Parts by what they weigh, for as many shards as there are: each takes the heaviest part that is
/// left when it has the least. Which part goes where depends on the plan and the weights alone.
pub fn balance(weights: &[usize], shards: usize) -> Vec<usize> {
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
pub fn weights(plan: &Plan<'_>, glyphs: &BTreeMap<String, usize>) -> Vec<usize> {
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

//! Tables of several briefs, as parts of a plan.

use std::borrow::Cow;

use super::combination::{Combination, MemberPart, NotCombined, is_in};
use super::parts::{Job, Options, Part, Plan, inputs_of};
use super::presented::Presented;
use crate::diag::FileId;
use crate::document::Document;
use crate::l10n::Language;
use crate::present::{Combined, EditionColours, Member};
use crate::workspace::{LoadedBrief, Workspace, ids_of_briefs};

impl<'a> Plan<'a> {
    /// Adds a table of several briefs, in every language it is asked for in.
    pub(super) fn combine(
        &mut self,
        workspace: &'a Workspace,
        combination: &Combination,
        options: &Options,
    ) {
        let Some(briefs) = combination.briefs(workspace) else { return };
        if briefs.is_empty() {
            self.not_combined.push(NotCombined::WithoutBriefs);
            return;
        }
        let languages = combination.languages(&briefs);
        if languages.is_empty() {
            // Where the language of one is not known, that has been said.
            if briefs.iter().all(|loaded| loaded.is_valid()) {
                self.not_combined.push(NotCombined::WithoutLanguage);
            }
            self.failed_versions += 1;
            return;
        }
        for tag in &languages {
            let jobs = jobs(tag, options);
            let stopped = workspace.unseen.shared || workspace.unseen.stops(tag);
            match part(workspace, &briefs, tag).filter(|_| !stopped) {
                Some(part) if part.combined(|all| all.has_indicators()) => {
                    self.parts.push(Part { jobs, ..part });
                }
                Some(_) => {
                    if !self.not_combined.contains(&NotCombined::WithoutIndicator) {
                        self.not_combined.push(NotCombined::WithoutIndicator);
                    }
                }
                None => {
                    self.failed.extend(jobs.into_iter().map(|job| job.path));
                    self.failed_versions += 1;
                }
            }
        }
    }
}

fn jobs(language: &str, options: &Options) -> Vec<Job> {
    let document = Document::Combined;
    let of = |&edition| Job { document, edition, path: document.path("", language, edition) };
    options.editions.iter().map(of).collect()
}

/// The briefs in a language; `None` where one of them has an error.
fn part<'a>(workspace: &'a Workspace, briefs: &[&'a LoadedBrief], tag: &str) -> Option<Part<'a>> {
    let language = Language::new(tag);
    let member = |loaded: &&'a LoadedBrief| {
        let own = loaded.versions.iter().find(|version| is_in(version, tag));
        let version = own.or(loaded.versions.first())?;
        Some(MemberPart {
            version,
            brief: version.brief.as_ref()?,
            config: version.config.as_ref()?,
            is_in: own.is_some() || language.pseudo.is_some(),
        })
    };
    let members: Vec<MemberPart<'a>> = briefs.iter().map(member).collect::<Option<_>>()?;
    let first = *members.iter().find(|member| member.is_in).or(members.first())?;
    let labels = match language.pseudo {
        Some(pseudo) => Cow::Owned(workspace.labels["en"].transformed(pseudo)),
        None => workspace.labels_of(tag)?,
    };
    let mut files: Vec<FileId> = workspace.inputs.project_file().into_iter().collect();
    files.extend(members.iter().flat_map(|member| &member.version.files));
    let all = members.iter().map(|member| member.brief);
    let mut inputs = inputs_of(&files, all, &language, &workspace.inputs);
    inputs.sort();
    inputs.dedup();
    let written = |member: &MemberPart<'_>| workspace.sources.get(member.brief.file).text().len();
    Some(Part {
        version: first.version,
        brief: first.brief,
        config: first.config,
        length: members.iter().map(written).sum(),
        of_all: ids_of_briefs(&workspace.root)
            .is_some_and(|all| all.iter().all(|id| members.iter().any(|own| own.brief.id == *id))),
        members,
        language,
        labels,
        inputs,
        translation: None,
        warnings: Vec::new(),
        jobs: Vec::new(),
        presented: Presented::default(),
    })
}

impl Part<'_> {
    /// Hands on the briefs of a table of several.
    pub(super) fn combined<T>(&self, with: impl FnOnce(&Combined<'_>) -> T) -> T {
        let all = self.members.iter();
        let members: Vec<Member<'_>> = all
            .map(|own| Member { brief: own.brief, config: own.config, is_in: own.is_in })
            .collect();
        let Self { language, labels, .. } = self;
        with(&Combined { members: &members, language, labels })
    }

    /// What templates see of several briefs.
    pub(super) fn combined_data(&self, edition: EditionColours<'_>) -> Vec<u8> {
        self.combined(|all| all.data(edition))
    }
}

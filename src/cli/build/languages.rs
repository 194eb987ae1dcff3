//! Whether there is something to build in the languages that are asked for.

use super::asked::AskedBuild;
use crate::cli::error::Error;
use crate::l10n::{canonical, is_pseudo};
use crate::output::Record;
use crate::workspace::{Version, Workspace, may_be_in};

impl AskedBuild<'_> {
    /// Whether there is something to build in each of the languages.
    pub fn has_languages(&self, record: &Record) -> Result<(), Error> {
        let made = |tag: &str| record.any(|own| own.artifact.language == tag);
        let mut unseen = self.args.languages.iter().filter(|tag| !is_pseudo(tag) && !made(tag));
        let is_there = |tag: &&String| may_be_in(self.root, &self.open_options, tag);
        if unseen.all(|tag| is_there(&tag)) {
            return Ok(());
        }
        let workspace = Workspace::open(self.root, &self.open_options)?;
        let known = |tag: &&String| !made(tag);
        let languages: Vec<String> = self.args.languages.iter().filter(known).cloned().collect();
        has_languages(&workspace, &languages)
    }
}

/// Whether there is something to build in each of the languages.
pub fn has_languages(workspace: &Workspace, languages: &[String]) -> Result<(), Error> {
    for language in languages {
        let mut versions = workspace.briefs.iter().flat_map(|loaded| &loaded.versions);
        let unknown =
            |version: &Version| version.language.as_ref().is_some_and(|other| other != language);
        if !is_pseudo(language) && versions.all(unknown) {
            let mut briefs = workspace.briefs.iter();
            return Err(Error::LanguageNotUsed {
                tag: language.clone(),
                trace: briefs.find_map(|loaded| loaded.trace_help(language, &workspace.sources)),
                canonical: canonical(language).filter(|form| form != language),
            });
        }
    }
    Ok(())
}

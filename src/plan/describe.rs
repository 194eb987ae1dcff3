//! What a manifest says of a file that the file itself does not decide: the brief's state, and what
//! `check` warned of.

use super::parts::Part;
use crate::brief::Status;
use crate::present::place_names;
use crate::release::{Artifact, PlaceEntry, Stage};

impl Part<'_> {
    /// Fills in what a manifest says of a file that the file itself does not decide.
    pub fn describe(&self, artifact: &mut Artifact) {
        let brief = self.brief;
        artifact.brief.clone_from(&brief.id);
        artifact.title.clone_from(&brief.title.value);
        let place = &brief.place;
        let (names, name) = place_names(brief, self.config, &self.language, &self.labels);
        artifact.place =
            PlaceEntry { kind: place.kind().into(), codes: place.codes().to_vec(), names, name };
        artifact.country = match place.codes() {
            [code] if place.kind() == "country" => code.clone(),
            _ => String::new(),
        };
        artifact.date = brief.date.to_string();
        artifact.status = match brief.status {
            Status::Draft => "draft".into(),
            Status::Final => "final".into(),
        };
        artifact.translation.clone_from(&self.translation);
        artifact.warnings.retain(|warning| warning.stage == Stage::Typeset);
        artifact.warnings.extend(self.warnings.iter().cloned());
        artifact.warnings.sort();
        artifact.warnings.dedup();
    }
}

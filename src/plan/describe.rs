//! What a manifest says of a file that the file itself does not decide: the brief's state, and what
//! `check` warned of.

use std::sync::Arc;

use super::parts::Part;
use crate::brief::Status;
use crate::present::place_names;
use crate::release::{Artifact, Entry, PlaceEntry, Stage};

/// Says anew what a manifest says of a file that is kept, besides what decides its bytes.
pub fn redescribe(entry: &mut Arc<Entry>, part: &Part<'_>) {
    let mut now = entry.artifact.clone();
    part.describe(&mut now);
    if now != entry.artifact {
        *entry = Arc::new(Entry { artifact: now, inputs: entry.inputs.clone() });
    }
}

impl Part<'_> {
    /// Fills in what a manifest says of a file that the file itself does not decide.
    pub fn describe(&self, artifact: &mut Artifact) {
        if self.members.is_empty() {
            self.describe_one(artifact)
        } else {
            self.describe_all(artifact)
        }
        artifact.translation.clone_from(&self.translation);
        artifact.warnings.retain(|warning| warning.stage == Stage::Typeset);
        artifact.warnings.extend(self.warnings.iter().cloned());
        artifact.warnings.sort();
        artifact.warnings.dedup();
    }

    fn describe_one(&self, artifact: &mut Artifact) {
        let brief = self.brief;
        artifact.brief.clone_from(&brief.id);
        artifact.briefs.clear();
        artifact.all_briefs = false;
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
        artifact.status = name_of(brief.status);
        artifact.has_goals = !brief.goals.is_empty();
    }

    fn describe_all(&self, artifact: &mut Artifact) {
        artifact.brief.clear();
        artifact.briefs = self.members.iter().map(|member| member.brief.id.clone()).collect();
        artifact.all_briefs = self.of_all;
        artifact.country.clear();
        artifact.has_goals = true;
        self.combined(|all| {
            artifact.title = all.title().to_string();
            let (names, name) = all.place_names();
            let codes = all.place_codes();
            artifact.place = PlaceEntry { kind: "countries".into(), codes, names, name };
            artifact.date = all.date().to_string();
            artifact.status = name_of(all.status());
        });
    }
}

fn name_of(status: Status) -> String {
    if status == Status::Draft { "draft".into() } else { "final".into() }
}

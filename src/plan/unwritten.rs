//! What stands on the pages of a part and is in none of its texts.

use super::parts::Part;
use crate::present::place_names;

impl Part<'_> {
    /// Names of places, and what files of values say, each once.
    pub fn unwritten(&self) -> Vec<String> {
        let mut all = Vec::new();
        for brief in self.versions().filter_map(|version| version.brief.as_ref()) {
            all.extend(place_names(brief, self.config, &self.language, &self.labels).0);
            let targets = brief.goals.iter().flat_map(|goal| &goal.targets);
            let chosen = targets.flat_map(|target| &target.indicators).flat_map(|own| &own.chosen);
            for series in chosen.flat_map(|own| own.series.iter().chain(&own.others)) {
                all.push(series.name.clone());
                for point in &series.points {
                    all.extend([&point.source, &point.unit, &point.unit_name].map(String::clone));
                    all.extend(point.footnotes.iter().cloned());
                }
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

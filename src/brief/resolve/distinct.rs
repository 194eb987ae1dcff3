//! Names that differ in the data, and that a translation must not make the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::tree::Text;

/// Names that stand beside each other, in one chart or table.
#[derive(Debug, Default)]
pub(super) struct Distinct {
    /// The keys that were told.
    told: BTreeSet<String>,
}

impl Distinct {
    /// Reports those that are shown with the words of another. Each is a name as the data have it, and as
    /// it is shown.
    pub(super) fn check<'t>(
        &mut self,
        names: impl IntoIterator<Item = (&'t str, &'t Text)>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut seen: BTreeMap<&str, (&str, &Text)> = BTreeMap::new();
        for (name, shown) in names {
            let (other, first) = *seen.entry(&shown.value).or_insert((name, shown));
            if other == name || !self.told.insert(shown.key.clone()) {
                continue;
            }
            let message = format!("`{other}` and `{name}` are both called `{}`", shown.value);
            diagnostics.push(
                Diagnostic::new(Code::DataDuplicate, message)
                    .at(shown.span)
                    .key(&shown.key)
                    .related(first.span, "the first one")
                    .help("say in what they differ, as the original does"),
            );
        }
    }
}

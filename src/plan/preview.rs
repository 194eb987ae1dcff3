//! What a worker is asked for pages in a browser.

use super::parts::{Part, Shared};
use crate::document::{Document, Edition};
use crate::present::EditionColours;
use crate::worker::{PreviewJob, Request};
use crate::workspace::Workspace;

impl Part<'_> {
    /// What a worker is asked for the pages of a document in an edition, where whoever asks has the
    /// drawings that are known.
    pub fn preview_request(
        &self,
        (document, edition): (Document, Edition),
        known: Vec<String>,
        workspace: &Workspace,
        shared: &Shared<'_>,
    ) -> Request {
        let colours = match edition {
            Edition::Screen => EditionColours::Screen,
            Edition::Print => EditionColours::Print { separation: shared.separation },
        };
        let strings = self.strings(workspace);
        let data = strings.and_then(|strings| self.keyed_data(&strings, colours));
        let data = data.map(|data| serde_json::to_vec(&data).expect("plain data is always JSON"));
        let preview = Some(PreviewJob { data: data.unwrap_or_default(), known });
        Request { preview, sheet: None, ..self.request(document, &[edition], shared) }
    }
}

//! Pages for a browser, apart from builds: nothing is written, and nothing that is written is looked at.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::thread::available_parallelism;

use super::findings;
use super::tasks::{Task, Workers, setup, takes_too_much};
use crate::diag::{Diagnostics, Sources};
use crate::document::{Document, Edition};
use crate::plan::{Options, Part, Plan};
use crate::worker::{PreviewPage, Setup, Warm};
use crate::workspace::Workspace;

/// How many documents the compiler remembers what it has not used again: both editions and languages
/// that are looked at, set as close as is tried.
const REMEMBERED: usize = 12;

/// What is looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Viewed {
    /// The brief's id.
    pub brief: String,
    /// The language, a BCP 47 tag.
    pub language: String,
    /// The document.
    pub document: Document,
    /// The edition.
    pub edition: Edition,
}

/// What came of setting it.
pub struct Preview<'w> {
    /// The pages; `None` where there are none, for something is wrong.
    pub pages: Option<Vec<PreviewPage>>,
    /// What is said of them, besides what opening the project found.
    pub found: Diagnostics,
    /// The files that was found in.
    pub sources: Sources,
    /// Why the worker gave no answer, where that is no one's fault who wrote something.
    pub ended: Option<String>,
    /// The version that was set.
    pub part: Option<Part<'w>>,
    /// What its template saw, JSON.
    pub data: Vec<u8>,
}

/// Sets what is looked at as a build would, and draws the pages that are not known by the names of
/// their drawings.
pub fn preview<'w>(
    workspace: &'w Workspace,
    viewed: &Viewed,
    known: Vec<String>,
    warm: &mut Warm,
    interrupted: &AtomicBool,
) -> Preview<'w> {
    let options = Options {
        languages: vec![viewed.language.clone()],
        documents: vec![viewed.document],
        editions: vec![viewed.edition],
        ..Options::everything(Path::new(""))
    };
    let mut plan = Plan::new(workspace, &options);
    let mut preview = Preview {
        pages: None,
        found: Diagnostics::new(),
        sources: workspace.sources.clone(),
        ended: None,
        part: None,
        data: Vec::new(),
    };
    let at = plan
        .parts
        .iter()
        .position(|part| part.brief.id == viewed.brief && part.language.tag == viewed.language);
    let Some(at) = at else { return preview };
    let part = plan.parts.swap_remove(at);
    let task = Task {
        part: 0,
        document: viewed.document,
        template: part.template(viewed.document).to_string(),
        editions: vec![viewed.edition],
        path: part.path(viewed.document, viewed.edition),
    };
    let threads = available_parallelism().map_or(1, NonZeroUsize::get);
    let memory = warm.memory();
    let setup = Setup { remembered: REMEMBERED, memory, threads, ..setup(&plan.shared, 1) };
    let asked = (viewed.document, viewed.edition);
    let request = part.preview_request(asked, known, workspace, &plan.shared);
    match warm.ask(&setup, &request, interrupted) {
        Ok(answer) => {
            let Preview { found, sources, .. } = &mut preview;
            findings::report(answer.faults, &part, viewed.document, &task.path, sources, found);
            preview.found = std::mem::take(found).leveled(&part.config.levels);
            if !preview.found.has_errors() && !answer.previews.is_empty() {
                preview.pages = Some(answer.previews);
            }
        }
        Err(ended) => {
            let time_limit = warm.time_limit();
            let workers =
                Workers { time_limit, memory, ..Workers::of(PathBuf::new(), interrupted) };
            match takes_too_much(&ended, &task, &part, &workers) {
                Some(diagnostic) => preview.found.push(diagnostic),
                None => preview.ended = Some(ended.to_string()),
            }
        }
    }
    preview.part = Some(part);
    preview.data = request.screen_data;
    preview
}

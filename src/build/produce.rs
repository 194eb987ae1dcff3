//! Having documents made: what is to be made becomes tasks, workers do them, and what they answer is
//! put together again part by part.

use std::collections::BTreeSet;

use serde_bytes::ByteBuf;

use super::fingerprint::Reason;
use super::plan::{Job, Options, Part};
use super::run::Running;
use super::troubles;
use super::turns::Turns;
use super::workspace::Workspace;
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::document::{Document, Edition};
use crate::release::{Stage, Warning};
use crate::worker::{Answer, Ended, Made, Pool, Request, Setup, Work};

/// A file that a worker finished.
pub struct Finished {
    /// Which document it is.
    pub document: Document,
    /// The file.
    pub made: Made,
    /// The picture of its first page.
    pub thumbnail: Vec<u8>,
    /// What it was warned of while it was set.
    pub warnings: Vec<Warning>,
}

/// What becomes of what is to be made.
pub enum Done<'a> {
    /// A document was set, in so many editions.
    Typeset(usize),
    /// Something about a template or a page.
    Diagnostics(&'a Diagnostics, &'a Sources),
    /// A worker gave no answer about a file.
    Ended(&'a str, &'a Ended),
    /// All files of a part are there.
    Finished(usize, Vec<Finished>),
    /// One of them is not, so none is used.
    Failed(usize),
}

/// A document of a part to be made, in one or both editions.
struct Task {
    part: usize,
    document: Document,
    editions: Vec<Edition>,
    path: String,
}

/// Has everything made that is to be made, and reports part by part, in the order in which they are
/// finished.
pub fn produce(
    to_make: &[(&Part<'_>, Vec<(&Job, Reason)>)],
    options: &Options,
    workspace: &Workspace,
    running: &Running<'_>,
    on_done: &mut dyn FnMut(Done<'_>),
) {
    // One language after the other: what briefs share they share within a language, and the compiler
    // remembers only what it has used lately.
    let mut order: Vec<usize> = (0..to_make.len()).collect();
    order.sort_by_key(|&part| &to_make[part].0.language.tag);
    let mut tasks: Vec<Task> = Vec::new();
    for part in order {
        for (job, _) in &to_make[part].1 {
            let same = tasks.iter().rposition(|t| t.part != part || t.document == job.document);
            match same.filter(|&at| tasks[at].part == part) {
                Some(at) => tasks[at].editions.push(job.edition),
                None => tasks.push(Task {
                    part,
                    document: job.document,
                    editions: vec![job.edition],
                    path: job.path.clone(),
                }),
            }
        }
    }
    let mut pending: Vec<usize> = vec![0; to_make.len()];
    tasks.iter().for_each(|task| pending[task.part] += 1);
    let mut finished: Vec<Option<Vec<Finished>>> =
        to_make.iter().map(|_| Some(Vec::new())).collect();

    let jobs = running.jobs.min(tasks.len()).max(1);
    let turns = Turns::new(tasks.len(), jobs);
    let request = |number: usize| -> Request {
        let task = &tasks[number];
        let (part, _) = &to_make[task.part];
        part.request(task.document, &task.editions, options, workspace)
    };
    let pool = Pool {
        program: &running.program,
        arguments: running.arguments,
        jobs,
        time_limit: running.time_limit,
        interrupted: running.interrupted,
    };
    let work = Work {
        setup: &setup(workspace, &tasks),
        next: &|worker| turns.next(worker),
        request: &request,
    };
    pool.run(&work, &mut |(number, answer)| {
        let task = &tasks[number];
        let (part, _) = &to_make[task.part];
        match answer {
            Ok(answer) => match take(answer, task, part, workspace, on_done) {
                Some(files) => {
                    if let Some(finished) = &mut finished[task.part] {
                        finished.extend(files);
                    }
                }
                None => finished[task.part] = None,
            },
            Err(ended) => {
                finished[task.part] = None;
                match takes_too_much(&ended, task, running) {
                    Some(diagnostic) => {
                        let mut found = Diagnostics::new();
                        found.push(diagnostic);
                        on_done(Done::Diagnostics(&found, &workspace.sources));
                    }
                    None => on_done(Done::Ended(&task.path, &ended)),
                }
            }
        }
        on_done(Done::Typeset(task.editions.len()));
        pending[task.part] -= 1;
        if pending[task.part] == 0 {
            match finished[task.part].take() {
                Some(files) => on_done(Done::Finished(task.part, files)),
                None => on_done(Done::Failed(task.part)),
            }
        }
    });
}

/// What to say of a document that takes too much: that is its template's fault, or an image's.
fn takes_too_much(ended: &Ended, task: &Task, running: &Running<'_>) -> Option<Diagnostic> {
    let (path, template) = (&task.path, task.document.template());
    let look = format!("look for a loop in the template `{template}`, or a very large image");
    let (code, what, help) = match ended {
        Ended::TooLong => {
            let seconds = running.time_limit.as_secs();
            let unit = if seconds == 1 { "second" } else { "seconds" };
            let what = format!("takes more than {seconds} {unit} to set");
            (
                Code::TooLong,
                what,
                format!("{look}; or give it more time: --timeout {}", seconds * 5),
            )
        }
        Ended::TooMuchMemory => (Code::TooMuchMemory, "takes too much memory to set".into(), look),
        Ended::TooDeep => (
            Code::TooDeep,
            "is nested too deeply to be set".into(),
            format!(
                "look for what contains itself in the template `{template}`, or an image of many layers"
            ),
        ),
        Ended::Failed(_) | Ended::Crashed(_) | Ended::Unasked(_) | Ended::Interrupted => {
            return None;
        }
    };
    Some(Diagnostic::new(code, format!("{path} {what}")).help(help))
}

/// What all documents share.
fn setup(workspace: &Workspace, tasks: &[Task]) -> Setup {
    let templates = workspace.templates.iter();
    let assets = workspace.assets.iter();
    let profile = workspace.separation.profile.as_ref();
    let documents: BTreeSet<Document> = tasks.iter().map(|task| task.document).collect();
    let prints = tasks.iter().any(|task| task.editions.contains(&Edition::Print));
    Setup {
        font_folders: workspace.font_folders.clone(),
        total_ink: workspace.separation.total_ink,
        // The screen edition is set in any case.
        remembered: documents.len() * if prints { 2 } else { 1 },
        templates: templates
            .map(|(path, bytes)| (path.to_string(), ByteBuf::from(bytes)))
            .collect(),
        assets: assets.map(|(path, bytes)| (path.clone(), ByteBuf::from(bytes.clone()))).collect(),
        profile: profile.map(|profile| ByteBuf::from(profile.bytes.clone())),
    }
}

/// The files of an answer; `None` where there is an error among what it found.
fn take(
    answer: Answer,
    task: &Task,
    part: &Part<'_>,
    workspace: &Workspace,
    on_done: &mut dyn FnMut(Done<'_>),
) -> Option<Vec<Finished>> {
    let mut sources = workspace.sources.clone();
    let mut found = Diagnostics::new();
    troubles::report(answer.troubles, part, task.document, &mut sources, &mut found);
    let found = found.leveled(&part.config.levels);
    if !found.is_empty() {
        on_done(Done::Diagnostics(&found, &sources));
    }
    if found.has_errors() || answer.made.is_empty() {
        return None;
    }
    let warning =
        |diagnostic| troubles::to_warning(diagnostic, Stage::Typeset, &sources, workspace);
    let finished = answer.made.into_iter().map(|made| {
        // How fine an image is does not matter on screen.
        let concerns = |found: &&Diagnostic| {
            made.edition == Edition::Print || found.code != Code::PressLowResolution
        };
        let warnings = found.iter().filter(concerns).map(warning).collect();
        Finished { document: task.document, made, thumbnail: answer.thumbnail.clone(), warnings }
    });
    Some(finished.collect())
}

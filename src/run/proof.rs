//! Proofs for translators. They are made whenever they are asked for, and are no part of a release:
//! nothing is written down of them, and no other build looks at them.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::event::Event;
use super::tasks::{Task, Workers, pool, read, setup, takes_too_much};
use crate::diag::Diagnostics;
use crate::document::{Document, Edition};
use crate::output::{ClaimError, Owner, check_owner_of_proofs, write_below};
use crate::plan::{Job, Options, Part, Plan};
use crate::worker::{Fate, Setup, Work};
use crate::workspace::Workspace;

/// What making proofs came to.
#[derive(Debug, Default)]
pub struct Proofs {
    /// The files that were written.
    pub written: Vec<PathBuf>,
    /// How many could not be made.
    pub failed: usize,
    /// Whether it was interrupted.
    pub interrupted: bool,
}

/// Makes a proof of every document that is asked for and can be built.
pub fn proofs(
    workspace: &Workspace,
    options: &Options,
    workers: &Workers<'_>,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Proofs {
    let options = Options { editions: vec![Edition::Screen], ..options.clone() };
    let plan = Plan::new(workspace, &options);
    let jobs: Vec<(&Part<'_>, &Job)> =
        plan.parts.iter().flat_map(|part| part.jobs.iter().map(move |job| (part, job))).collect();
    let name = |part: &Part<'_>, job: &Job| {
        let id = &part.brief.id;
        format!("{id}/{}", job.document.proof_name(id, &part.language.tag))
    };
    let task = |(number, (part, job)): (usize, &(&Part<'_>, &Job))| Task {
        part: number,
        document: job.document,
        template: part.template(job.document).to_string(),
        editions: vec![Edition::Screen],
        path: name(part, job),
    };
    let tasks: Vec<Task> = jobs.iter().enumerate().map(task).collect();
    if !plan.untabled.is_empty() {
        on_event(Event::Untabled(&plan.untabled));
    }
    on_event(Event::Planned(tasks.len(), tasks.len()));
    let mut proofs = Proofs::default();
    let next = AtomicUsize::new(0);
    let kinds: BTreeSet<Document> = tasks.iter().map(|task| task.document).collect();
    let setup = Setup { memory: workers.memory, ..setup(&plan.shared, kinds.len()) };
    let work = Work {
        setup: &setup,
        workers: tasks.len(),
        next: &|_| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&number| number < jobs.len()),
        request: &|number| {
            let (part, job) = jobs[number];
            part.proof_request(job.document, workspace, &plan.shared)
        },
    };
    let config = workspace.config.as_ref();
    let owner = Owner::project(&workspace.root, config.map(|config| config.organisation.name()));
    if !tasks.is_empty()
        && let Err(error) = check_owner_of_proofs(&options.out, &owner)
    {
        match error {
            ClaimError::NotOwned(why) => on_event(Event::NotOwned(&why)),
            ClaimError::Env(failure) => on_event(Event::Failure(&failure)),
        }
        proofs.failed = tasks.len() + plan.failed.len();
        return proofs;
    }
    pool(workers).run(&work, &mut |(number, fate)| {
        let ((part, _), task) = (jobs[number], &tasks[number]);
        let finished = match fate {
            Fate::Postponed(ended) => return on_event(Event::Postponed(&task.path, &ended)),
            Fate::Answered(answer) => {
                read(answer, task, part, &plan.shared, &mut |found, sources| {
                    on_event(Event::Diagnostics(found, sources));
                })
            }
            Fate::Lost(ended) => {
                match takes_too_much(&ended, task, part, workers) {
                    Some(diagnostic) => {
                        let mut found = Diagnostics::new();
                        found.push(diagnostic);
                        on_event(Event::Diagnostics(&found, &workspace.sources));
                    }
                    None => on_event(Event::Ended(&task.path, &ended)),
                }
                None
            }
        };
        on_event(Event::Typeset(1));
        let path = options.out.join(&task.path);
        for file in finished.into_iter().flatten() {
            match write_below(&options.out, vec![(task.path.clone(), file.made.bytes)]) {
                Ok(()) => proofs.written.push(path.clone()),
                Err(failure) => on_event(Event::Failure(&failure)),
            }
        }
    });
    proofs.written.sort();
    proofs.failed = tasks.len() - proofs.written.len() + plan.failed.len();
    proofs.interrupted = workers.interrupted.load(Ordering::Relaxed);
    proofs
}

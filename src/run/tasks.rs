//! Having documents made: what is to be made becomes tasks, workers do them, and what they answer is
//! put together again part by part.

use std::collections::BTreeSet;
use std::num::NonZeroU64;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use serde_bytes::ByteBuf;

use super::event::Event;
use super::findings;
use super::queue::Queue;
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::document::{Document, Edition};
use crate::limits::{DOCUMENT_MEMORY, MemorySize};
use crate::plan::{Job, Part, Reason, Shared, to_warning};
use crate::release::{Stage, Warning};
use crate::worker::{
    Answer, Ended, Fate, Made, MadeSheet, Pool, Request, Setup, Work, granted_memory,
};

/// How documents are made.
#[derive(Debug)]
pub struct Workers<'a> {
    /// The program that workers are processes of, and what makes it one.
    pub program: PathBuf,
    /// Its arguments then.
    pub arguments: &'a [&'a str],
    /// How many workers there are.
    pub jobs: usize,
    /// How long a document may take.
    pub time_limit: Duration,
    /// How much memory a document may take, in bytes.
    pub memory: u64,
    /// Cancellation flag: set from outside to end the build at once.
    pub interrupted: &'a AtomicBool,
}

/// How long a document may take unless another time is asked for, in seconds. One that takes a second
/// is long; a loop without end is told before a minute is over.
pub const TIME_LIMIT: NonZeroU64 = NonZeroU64::new(30).unwrap();

impl<'a> Workers<'a> {
    /// One worker of a program, the `briefpress` of this very version, that may take the time and the
    /// memory a worker has for a document.
    pub fn of(program: PathBuf, interrupted: &'a AtomicBool) -> Self {
        let time_limit = Duration::from_secs(TIME_LIMIT.get());
        let memory = u64::from(DOCUMENT_MEMORY) << 20;
        Self { program, arguments: &["worker"], jobs: 1, time_limit, memory, interrupted }
    }
}

/// A file that a worker finished.
pub struct FinishedFile {
    /// Which document it is.
    pub document: Document,
    /// The file.
    pub made: Made,
    /// The picture of its first page.
    pub thumbnail: Option<Vec<u8>>,
    /// The sheets beside it.
    pub sheets: Vec<MadeSheet>,
    /// What it was warned of while it was set.
    pub warnings: Vec<Warning>,
}

/// What becomes of what is to be made.
pub enum TaskEvent<'a> {
    /// A document was set, in so many editions.
    Typeset(usize),
    /// Something about a template or a page.
    Diagnostics(&'a Diagnostics, &'a Sources),
    /// A worker gave no answer about a file.
    Ended(&'a str, &'a Ended),
    /// The same, but the file's document is set once more when no other is.
    Postponed(&'a str, &'a Ended),
    /// All files of a part, by its place among those to be made, are there.
    Finished(usize, Vec<FinishedFile>),
    /// One of them is not, so none is used.
    Failed(usize),
}

impl TaskEvent<'_> {
    /// The part that is done with, by its place, with its files if all are there; anything else is told.
    pub fn part(
        self,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Option<(usize, Option<Vec<FinishedFile>>)> {
        match self {
            TaskEvent::Typeset(files) => on_event(Event::Typeset(files)),
            TaskEvent::Diagnostics(found, sources) => on_event(Event::Diagnostics(found, sources)),
            TaskEvent::Ended(path, ended) => on_event(Event::Ended(path, ended)),
            TaskEvent::Postponed(path, ended) => on_event(Event::Postponed(path, ended)),
            TaskEvent::Failed(part) => return Some((part, None)),
            TaskEvent::Finished(part, files) => return Some((part, Some(files))),
        }
        None
    }
}

/// A document of a part to be made, in one or both editions.
pub struct Task {
    /// Its part, by its place among those to be made.
    pub part: usize,
    /// Which document.
    pub document: Document,
    /// The template it is set by.
    pub template: String,
    /// Which editions.
    pub editions: Vec<Edition>,
    /// The first of its files, from the output folder.
    pub path: String,
}

/// What documents are made with.
pub struct Making<'a> {
    /// What they share.
    pub shared: &'a Shared<'a>,
    /// How they are made.
    pub workers: &'a Workers<'a>,
    /// The workers.
    pub pool: &'a Pool<'a>,
    /// How many kinds of documents there are.
    pub documents: usize,
}

/// Has everything made that is to be made, by workers of a pool, and reports part by part, in the order
/// in which they are finished. A pool makes documents of one project alone.
pub fn make(
    to_make: &[(&Part<'_>, Vec<(&Job, Reason)>)],
    by: &Making<'_>,
    on_event: &mut dyn FnMut(TaskEvent<'_>),
) {
    let Making { shared, workers, pool, documents } = *by;
    // One language after the other: what briefs share they share within a language, and what has
    // not been used lately is evicted from the compiler's cache.
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
                    template: to_make[part].0.template(job.document).to_string(),
                    editions: vec![job.edition],
                    path: job.path.clone(),
                }),
            }
        }
    }
    let mut pending: Vec<usize> = vec![0; to_make.len()];
    tasks.iter().for_each(|task| pending[task.part] += 1);
    let mut finished: Vec<Option<Vec<FinishedFile>>> =
        to_make.iter().map(|_| Some(Vec::new())).collect();

    let wanted = workers_for(&tasks, to_make);
    let queue = Queue::new(tasks.len(), pool.jobs.min(wanted));
    let request = |number: usize| -> Request {
        let task = &tasks[number];
        let (part, _) = &to_make[task.part];
        part.request(task.document, &task.editions, shared)
    };
    let work = Work {
        setup: &Setup { memory: workers.memory, ..setup(shared, documents) },
        workers: wanted,
        next: &|worker| queue.next(worker),
        request: &request,
    };
    pool.run(&work, &mut |(number, fate)| {
        let task = &tasks[number];
        let (part, _) = &to_make[task.part];
        match fate {
            Fate::Postponed(ended) => {
                return on_event(TaskEvent::Postponed(&task.path, &ended));
            }
            Fate::Answered(answer) => {
                match read(answer, task, part, shared, &mut |found, sources| {
                    on_event(TaskEvent::Diagnostics(found, sources));
                }) {
                    Some(files) => {
                        if let Some(finished) = &mut finished[task.part] {
                            finished.extend(files);
                        }
                    }
                    None => finished[task.part] = None,
                }
            }
            Fate::Lost(ended) => {
                finished[task.part] = None;
                match takes_too_much(&ended, task, part, workers) {
                    Some(diagnostic) => {
                        let mut found = Diagnostics::new();
                        found.push(diagnostic);
                        on_event(TaskEvent::Diagnostics(&found, shared.sources));
                    }
                    None => on_event(TaskEvent::Ended(&task.path, &ended)),
                }
            }
        }
        on_event(TaskEvent::Typeset(task.editions.len()));
        pending[task.part] -= 1;
        if pending[task.part] == 0 {
            let (part, _) = &to_make[task.part];
            match finished[task.part].take() {
                Some(files) => on_event(TaskEvent::Finished(task.part, files)),
                None => on_event(TaskEvent::Failed(task.part)),
            }
            part.let_go();
        }
    });
}

/// A brief that is written with more than so many bytes is long.
const LONG: usize = 64 << 10;

/// How many workers there is enough to do for. To begin costs one as much as a short document: those of one
/// part, which share most of what they are made from, are set one after the other by the same.
fn workers_for(tasks: &[Task], to_make: &[(&Part<'_>, Vec<(&Job, Reason)>)]) -> usize {
    let is_long = |task: &Task| to_make[task.part].0.length > LONG;
    let parts: BTreeSet<usize> = tasks.iter().map(|task| task.part).collect();
    let long: Vec<&Task> = tasks.iter().filter(|task| is_long(task)).collect();
    let long_parts: BTreeSet<usize> = long.iter().map(|task| task.part).collect();
    parts.len() - long_parts.len() + long.len()
}

/// The processes that do tasks, no more at once than there may be.
pub fn pool<'w>(workers: &'w Workers<'_>) -> Pool<'w> {
    let program = (workers.program.as_path(), workers.arguments);
    Pool::new(program, workers.jobs, workers.time_limit, workers.interrupted)
}

/// A brief of more findings and targets than this may need the memory that it takes.
const MANY: usize = 100;

/// What to say of a document that takes too much: that is its template's fault, or an image's, or it
/// is a large one.
pub fn takes_too_much(
    ended: &Ended,
    task: &Task,
    part: &Part<'_>,
    workers: &Workers<'_>,
) -> Option<Diagnostic> {
    let (path, template) = (&task.path, &task.template);
    let look = format!("look for a loop in the template `{template}`, or a very large image");
    let (code, what, help) = match ended {
        Ended::TooLong => {
            let seconds = workers.time_limit.as_secs();
            let unit = if seconds == 1 { "second" } else { "seconds" };
            let what = format!("takes more than {seconds} {unit} to set");
            (
                Code::TooLong,
                what,
                format!("{look}; or give it more time: --timeout {}", seconds * 5),
            )
        }
        // Where the system grants less than that, it is no one's fault who wrote something.
        Ended::TooMuchMemory if granted_memory(workers.memory).is_none() => {
            let limit = MemorySize::of(workers.memory);
            let what = format!("takes more than {limit} of memory to set");
            let remedy = match limit.doubled() {
                Some(twice) => match size(part) {
                    Some(size) => {
                        format!("it has {size}: give it more, --memory {twice}; or {look}")
                    }
                    None => format!("{look}; or give it more: --memory {twice}"),
                },
                None => look,
            };
            (Code::TooMuchMemory, what, remedy)
        }
        Ended::TooDeep => (
            Code::TooDeep,
            "is nested too deeply to be set".into(),
            format!(
                "look for what contains itself in the template `{template}`, or an image of many layers"
            ),
        ),
        Ended::TooMuchMemory
        | Ended::TooLarge
        | Ended::Failed(_)
        | Ended::Killed(_)
        | Ended::Stopped
        | Ended::Crashed(_)
        | Ended::Unasked(_)
        | Ended::Interrupted => return None,
    };
    Some(Diagnostic::new(code, format!("{path} {what}")).help(help))
}

/// What makes a document large, where it is.
fn size(part: &Part<'_>) -> Option<String> {
    let alone = part.members.is_empty().then_some(part.brief);
    let briefs = || part.members.iter().map(|member| member.brief).chain(alone);
    let findings: usize = briefs().map(|brief| brief.findings.len()).sum();
    let goals = briefs().flat_map(|brief| &brief.goals);
    let targets: usize = goals.map(|goal| goal.targets.len()).sum();
    (findings + targets > MANY).then(|| format!("{findings} findings and {targets} targets"))
}

/// What all documents share, of which so many kinds are made.
pub fn setup(shared: &Shared<'_>, documents: usize) -> Setup {
    let templates = shared.templates.iter();
    let assets = shared.assets.iter();
    let profile = shared.separation.profile.as_ref();
    Setup {
        font_files: shared.font_files.iter().map(|file| file.clone().into()).collect(),
        total_ink: shared.separation.total_ink,
        greys_on_black: shared.separation.greys_on_black(),
        remembered: documents,
        threads: 1,
        templates: templates
            .map(|(path, bytes)| (path.to_string(), ByteBuf::from(bytes)))
            .collect(),
        assets: assets.map(|(path, bytes)| (path.clone(), ByteBuf::from(bytes.clone()))).collect(),
        profile: profile.map(|profile| ByteBuf::from(profile.bytes.clone())),
        limits: *shared.limits,
        memory: u64::from(DOCUMENT_MEMORY) << 20,
    }
}

/// The files of an answer; `None` where there is an error among what it found, which `on_found` hears
/// of.
pub fn read(
    answer: Answer,
    task: &Task,
    part: &Part<'_>,
    shared: &Shared<'_>,
    on_found: &mut dyn FnMut(&Diagnostics, &Sources),
) -> Option<Vec<FinishedFile>> {
    let mut sources = shared.sources.clone();
    let mut found = Diagnostics::new();
    findings::report(answer.faults, part, task.document, &task.path, &mut sources, &mut found);
    let found = found.leveled(&part.config.levels);
    if !found.is_empty() {
        on_found(&found, &sources);
    }
    if found.has_errors() || answer.made.is_empty() {
        return None;
    }
    let warning = |diagnostic| to_warning(diagnostic, Stage::Typeset, &sources, shared.inputs);
    let finished = answer.made.into_iter().map(|made| {
        // How fine an image is does not matter on screen.
        let concerns = |found: &&Diagnostic| {
            made.edition == Edition::Print || found.code != Code::PressLowResolution
        };
        let warnings = found.iter().filter(concerns).map(warning).collect();
        FinishedFile {
            document: task.document,
            made,
            thumbnail: answer.thumbnail.clone().map(ByteBuf::into_vec),
            sheets: answer.sheets.clone(),
            warnings,
        }
    });
    Some(finished.collect())
}

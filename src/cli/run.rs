//! Running a build, for the commands that do: the processes it may start, how it is interrupted,
//! and how its events are said.

use std::env;
use std::io::{self, ErrorKind, Write};
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;

use super::context::shown;
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::diag::first_of;
use crate::disk::EnvError;
use crate::limits::MemorySize;
use crate::output::{Overwritten, ReleaseOnDisk, Strays, read_given_manifest};
use crate::plan::Reason;
use crate::release::MANIFEST;
use crate::run::{Event, Workers};
use crate::worker::{Ended, granted_memory};

/// Cancellation flag: set when the user or the system asks for an end.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Whether someone looks at the flag.
static IS_WATCHED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C and SIGTERM end the program with the exit code of the contract and a word: at
/// once while it reads or waits, and as soon as what is begun is in order where [`interrupted`] was
/// asked for. Files are replaced whole, so that none is half-written then either.
///
/// # Errors
///
/// There is no thread to answer them in; then there is none for anything else either.
pub fn answer_signals() -> Result<(), Error> {
    let answer = || {
        INTERRUPTED.store(true, Ordering::SeqCst);
        if !IS_WATCHED.load(Ordering::SeqCst) {
            let _ = writeln!(io::stderr(), "briefpress: interrupted");
            process::exit(Exit::Environment.number().into());
        }
    };
    match ctrlc::set_handler(answer) {
        Err(ctrlc::Error::System(cause)) => Err(Error::NoThread(cause.to_string())),
        // There can be a handler already only where there is no process to end.
        Ok(()) | Err(_) => Ok(()),
    }
}

/// The cancellation flag, which whoever asks for it looks at from now on.
pub fn interrupted() -> &'static AtomicBool {
    IS_WATCHED.store(true, Ordering::SeqCst);
    &INTERRUPTED
}

/// What was built into a folder, by its manifest, where there is one.
///
/// # Errors
///
/// It is there, and cannot be read.
pub fn built(out: &Path) -> Result<Option<ReleaseOnDisk>, Error> {
    let path = out.join(MANIFEST);
    let json = match read_given_manifest(&path) {
        Ok(json) => json,
        Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(cause) => return Err(EnvError::new("cannot read", &path, cause).into()),
    };
    let release = ReleaseOnDisk::open(&json, out);
    release.map(Some).map_err(|why| Error::ReleaseManifest { path, why })
}

/// How documents are made, until [`interrupted`].
///
/// # Errors
///
/// The program does not know where it is itself.
pub fn workers(
    jobs: Option<NonZeroUsize>,
    timeout: NonZeroU64,
    memory: MemorySize,
) -> Result<Workers<'static>, Error> {
    let program = itself()
        .map_err(|cause| EnvError::new("cannot find", "the program itself".as_ref(), cause))?;
    Ok(Workers {
        program,
        arguments: &["worker"],
        jobs: jobs.or_else(|| available_parallelism().ok()).map_or(1, NonZeroUsize::get),
        time_limit: Duration::from_secs(timeout.get()),
        memory: memory.bytes(),
        interrupted: interrupted(),
    })
}

/// The program's own file: as the system tells it, or as it was called where that tells nothing (a root
/// without `/proc`).
fn itself() -> io::Result<PathBuf> {
    env::current_exe().or_else(|cause| {
        let called = PathBuf::from(env::args_os().next().unwrap_or_default());
        let is_path = called.components().count() > 1 && called.is_file();
        called.canonicalize().ok().filter(|_| is_path).ok_or(cause)
    })
}

/// What is said of files in a folder that are not of the release in it.
pub fn of_strays(folder: &str, Strays { named, count }: &Strays) -> String {
    let files = if *count == 1 { "a file that is" } else { "files that are" };
    format!("{folder} has {files} not of the release: {}", first_of(named, *count))
}

/// Says what happens, and what the run comes to by it.
pub fn show_event(event: Event<'_>, out: &Path, ui: &mut Ui) -> Exit {
    match event {
        Event::Waiting(process) => show_waiting(process, out, ui),
        Event::RecordIgnored(why) => {
            ui.status(format!("what an earlier build left is not used: {why}"));
        }
        Event::Untabled(briefs) => show_untabled(briefs, ui),
        Event::Planned(all, to_make) => {
            ui.detail(format!("{all} files, {to_make} to build"));
            ui.start(to_make);
        }
        Event::Typeset(files) => ui.step(files),
        Event::Kept(file) => ui.detail(format!("  kept   {}", file.path)),
        Event::Written(file, reason) => {
            let pages = if file.pages == 1 { "page" } else { "pages" };
            ui.detail(format!(
                "  built  {} ({} {pages}, {} bytes): {reason}",
                file.path, file.pages, file.bytes
            ));
        }
        Event::Overwritten(what) => show_overwritten(what, ui),
        Event::Removed(path) => {
            ui.status(format!("  removed {path}: what it was made from is gone"));
        }
        Event::InDoubt(paths) => ui.note(format!(
            "it cannot be told whether the briefs or translations of these files are gone, so they stay as they are: {}; \
             `briefpress check` says what is not read",
            first_of(&paths[..paths.len().min(MOST_NAMED)], paths.len())
        )),
        Event::Outdated(path) => ui.status(format!(
            "  {path} is not listed any more: what it was made from changed, and it was not asked for"
        )),
        Event::Altered(path, changed) => {
            let which = which(path, changed);
            ui.note(format!(
                "{path} stays, for it was changed after it was built{which}, and is not listed any more: \
                 delete it if nobody needs it"
            ));
        }
        Event::Missing(path) => ui.status(format!(
            "  {path} is not listed any more: it is gone, and it was not asked for"
        )),
        Event::Strays(strays) => ui.note(format!(
            "{}; if they are of a brief or translation that is gone, delete them",
            of_strays(&shown(out), strays)
        )),
        Event::Diagnostics(found, sources) => {
            ui.diagnostics(found, sources);
            if found.has_errors() {
                return Exit::Content;
            }
        }
        Event::Ended(path, ended) => return show_worker_end(path, ended, ui),
        Event::Postponed(path, ended) => show_postponed(path, ended, ui),
        Event::Failure(failure) => {
            ui.failure(failure);
            return Exit::Environment;
        }
        Event::NotOwned(why) => {
            let error = Error::NotOwned(why.clone());
            ui.error(&error);
            return error.exit();
        }
        Event::Overtaken(path) => {
            let error = Error::Overtaken(path.to_string());
            ui.error(&error);
            return error.exit();
        }
    }
    Exit::Success
}

/// Says what was written over something that somebody had changed.
pub fn show_overwritten(what: Overwritten<'_>, ui: &Ui) {
    ui.note(match what {
        Overwritten::Changed(path, changed) => {
            let which = which(path, changed);
            format!("{path} is made anew: {}{which}; the change is lost", Reason::Altered)
        }
        Overwritten::Unknown(paths) => {
            let named = first_of(&paths[..paths.len().min(MOST_NAMED)], paths.len());
            format!(
                "made anew over files that no record of an earlier build lists: {named}; what was \
                 changed there is lost"
            )
        }
        Overwritten::Beside(path) => format!(
            "{path} is written anew: it was changed after it was written; the change is lost"
        ),
    });
}

/// Which of a file and what belongs to it, where that is not the file alone.
fn which(path: &str, files: &[String]) -> String {
    match files {
        [] => String::new(),
        [only] if only == path => String::new(),
        all => format!(" ({})", all.join(", ")),
    }
}

/// How many briefs or files are named of many.
const MOST_NAMED: usize = 5;

/// Says of which briefs no indicator table is made.
pub fn show_untabled(briefs: &[&str], ui: &Ui) {
    let named = first_of(&briefs[..briefs.len().min(MOST_NAMED)], briefs.len());
    let they = if briefs.len() == 1 { "it touches" } else { "they touch" };
    ui.status(format!("no indicator table is made of {named}: {they} no goal"));
}

/// Says that another build, in this process where that is known, has the output folder.
pub fn show_waiting(process: Option<u32>, out: &Path, ui: &Ui) {
    let process = process.map_or_else(String::new, |process| format!(" (process {process})"));
    ui.status(format!("another build{process} writes to {}; waiting for it", shown(out)));
}

/// Says why a document is set once more when no other is.
fn show_postponed(path: &str, ended: &Ended, ui: &Ui) {
    let again = format!("  {path} is set once more, alone");
    match ended {
        Ended::Killed(how) => ui.status(format!(
            "{again}: the process that set it was killed from outside ({how}); where memory is \
             short, `--jobs` sets fewer at once"
        )),
        Ended::Stopped => {
            ui.status(format!("{again}: the process that set it was stopped from outside"));
        }
        Ended::Failed(cause) => ui.status(format!("{again}: there was no process for it: {cause}")),
        _ => ui.detail(format!("{again}: {ended}")),
    }
}

/// Says why a worker gave no answer, where that is no one's fault but ours or the system's.
fn show_worker_end(path: &str, ended: &Ended, ui: &Ui) -> Exit {
    let path = path.to_string();
    match ended {
        Ended::Failed(cause) if cause.kind() == ErrorKind::NotFound => {
            ui.error(&Error::NoProgram { path });
        }
        Ended::Failed(cause) => ui.error(&Error::NoWorker { path, cause: cause.to_string() }),
        Ended::Killed(how) => ui.error(&Error::WorkerKilled { path, how: how.to_string() }),
        Ended::Stopped => ui.error(&Error::WorkerStopped { path }),
        Ended::TooMuchMemory => {
            let most = granted_memory(u64::MAX).unwrap_or_default() >> 20;
            ui.error(&Error::LittleMemory { path, most });
        }
        Ended::Crashed(words) => {
            // They are several lines, and one message.
            let words: Vec<String> = words.to_string().lines().map(String::from).collect();
            ui.error(&Error::WorkerCrashed { path, words: words.join("; ") });
        }
        Ended::Unasked(words) => ui.error(&Error::NotPutTogether { path, words: words.clone() }),
        Ended::TooLong | Ended::TooLarge | Ended::TooDeep | Ended::Interrupted => {}
    }
    Exit::Environment
}

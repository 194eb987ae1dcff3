//! One file, judged by a process of its own: whatever is in it, the others are judged as well. The
//! process takes the file from standard input and answers on standard output.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use std::{env, fs};

use super::super::error::{Error, Exit};
use crate::disk::EnvError;
use crate::limits::Grouped;
use crate::preflight::{Report, Settings, inspect};

/// Of what a process says last, so much is kept, in bytes.
const KEPT: u64 = 16 << 10;

/// What a file may take.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// Bytes on disk.
    pub size: u64,
    /// Megabytes of memory.
    pub memory: u32,
    /// Time.
    pub time: Duration,
}

/// Judges a file. What takes too much is said in its report.
///
/// # Errors
///
/// The file cannot be read, or no process be started.
pub fn judge(path: &Path, settings: &Settings, allowance: Allowance) -> Result<Report, Error> {
    let fail = |cause: io::Error| match cause.kind() {
        io::ErrorKind::NotFound => Error::NoFile(path.to_path_buf()),
        _ => EnvError::new("cannot read", path, cause).into(),
    };
    let there = fs::metadata(path).map_err(fail)?;
    // A pipe would be waited for, and a device has no end.
    if !there.is_file() {
        let cause = io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file");
        return Err(fail(cause));
    }
    let mut bytes = Vec::new();
    if there.len() <= allowance.size {
        let file = fs::File::open(path).map_err(fail)?;
        file.take(allowance.size + 1).read_to_end(&mut bytes).map_err(fail)?;
    }
    let length = there.len().max(bytes.len() as u64);
    if length > allowance.size {
        return Ok(Report::too_much(
            settings,
            format!(
                "the file was not examined: it has {} MB; {} are read, or more with `--max-size`",
                Grouped(length.div_ceil(1 << 20)),
                Grouped(allowance.size >> 20)
            ),
        ));
    }
    ask(bytes, settings, allowance)
        .map_err(|cause| EnvError::new("cannot start a process to judge", path, cause).into())
}

/// Has a process judge the bytes of a file.
fn ask(bytes: Vec<u8>, settings: &Settings, allowance: Allowance) -> io::Result<Report> {
    let settings_json = serde_json::to_string(settings).expect("plain data is always JSON");
    let mut command = Command::new(env::current_exe()?);
    command.args(["preflight", "--worker", &settings_json]);
    command.args(["--memory", &allowance.memory.to_string()]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    #[cfg(unix)]
    {
        // An interrupt is for the program, with which its processes end.
        use std::os::unix::process::CommandExt;
        command.process_group(0);
    }
    let mut child = command.spawn()?;
    let Child { stdin, stdout, stderr, .. } = &mut child;
    let (Some(mut input), Some(mut output), Some(errors)) =
        (stdin.take(), stdout.take(), stderr.take())
    else {
        return Err(io::Error::other("a process without pipes"));
    };
    // One that ends does not read on.
    thread::spawn(move || input.write_all(&bytes));
    let (answer, answered) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = output.read_to_end(&mut bytes);
        answer.send(bytes)
    });
    let words = thread::spawn(move || {
        let mut words = Vec::new();
        let _ = errors.take(KEPT).read_to_end(&mut words);
        String::from_utf8_lossy(&words).into_owned()
    });
    let Ok(answer) = answered.recv_timeout(allowance.time) else {
        let _ = child.kill();
        child.wait()?;
        return Ok(Report::too_much(
            settings,
            format!(
                "the file was not examined: that takes more than {} s, and may take more with \
                 `--timeout`",
                allowance.time.as_secs()
            ),
        ));
    };
    let status = child.wait()?;
    if let Ok(report) = postcard::from_bytes(&answer) {
        return Ok(report);
    }
    let words = words.join().unwrap_or_default();
    Ok(if words.contains("memory allocation of") {
        Report::too_much(
            settings,
            format!(
                "the file was not examined: that takes more than {} MB of memory, and may take \
                 more with `--memory`",
                Grouped(allowance.memory.into())
            ),
        )
    } else if words.contains("overflowed its stack") {
        Report::too_much(
            settings,
            "the file was not examined: its objects stand too deep in each other".into(),
        )
    } else {
        Report::unexamined(settings, &status.to_string())
    })
}

/// The other side: judges what comes, and answers.
///
/// # Errors
///
/// The program that asked is gone.
pub fn answer(settings: &Settings, memory: u32) -> Result<Exit, Error> {
    contain(memory);
    let fail = |cause| EnvError::new("cannot speak to", "the program".as_ref(), cause);
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes).map_err(fail)?;
    let report = inspect(&bytes, settings);
    let answer = postcard::to_stdvec(&report).expect("plain data can always be encoded");
    io::stdout().write_all(&answer).map_err(fail)?;
    Ok(Exit::Success)
}

/// No more memory than this, no core file, and an end with the program that asked; where the system
/// has such limits.
fn contain(megabytes: u32) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
        let _ = setrlimit(Resource::As, limit(u64::from(megabytes) << 20));
        let _ = setrlimit(Resource::Core, limit(0));
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Signal, set_parent_process_death_signal};
        let _ = set_parent_process_death_signal(Some(Signal::KILL));
    }
}

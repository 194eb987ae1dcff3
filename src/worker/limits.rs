//! What a worker may take of the machine, and what it has taken.

/// How often a worker looks whether the process that started it is there, where the system does not
/// end it with that one.
#[cfg(unix)]
const LOOKS: std::time::Duration = std::time::Duration::from_secs(1);

/// Holds this process to so much memory, in bytes of address space, or to what it may have as it is. What
/// it sets aside counts, so that it never holds more. Only Linux holds a process to it (macOS takes the
/// limit and passes it over).
pub fn hold(memory: u64) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let most = memory.min(granted_memory(memory).unwrap_or(memory));
        let _ = setrlimit(Resource::As, Rlimit { current: Some(most), maximum: Some(most) });
    }
    #[cfg(not(unix))]
    let _ = memory;
}

/// Sets what else this process may take: no core file, and no time after the end of the process that
/// started it.
pub fn contain() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
        end_with_parent();
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Signal, set_parent_process_death_signal};
        let _ = set_parent_process_death_signal(Some(Signal::KILL));
    }
}

/// Ends this process when the one that started it is gone: a build that was killed cannot end its
/// workers, and one that is at work hears nothing of its input. Without a thread it ends when it
/// wants its next request.
#[cfg(unix)]
fn end_with_parent() {
    use rustix::process::{Signal, getpid, getppid, kill_process};
    let parent = getppid();
    let look = move || {
        while getppid() == parent {
            std::thread::sleep(LOOKS);
        }
        let _ = kill_process(getpid(), Signal::KILL);
    };
    let _ = std::thread::Builder::new().stack_size(128 << 10).spawn(look);
}

/// The memory in bytes that the system lets this process and those it starts have (`ulimit -v` and
/// `-d`), where that is less than is wanted.
pub fn granted_memory(wanted: u64) -> Option<u64> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit};
        let limits = [Resource::As, Resource::Data].map(|resource| getrlimit(resource).current);
        limits.into_iter().flatten().min().filter(|&least| least < wanted)
    }
    #[cfg(not(unix))]
    {
        let _ = wanted;
        None
    }
}

/// Whether this process holds so much of the memory it may have that what it set so far has no room several times.
pub fn is_short_of_memory() -> bool {
    granted_memory(u64::MAX).is_some_and(|most| memory() > most / 4)
}

/// The memory this process holds, in bytes. Zero where the system does not tell.
pub fn memory() -> u64 {
    held("/proc/self/statm")
}

/// The same of another process.
pub fn memory_of(process: u32) -> u64 {
    held(&format!("/proc/{process}/statm"))
}

/// Whether somebody had a process stop (SIGSTOP), and it waits to be let go on.
pub fn is_stopped(process: u32) -> bool {
    // The state stands behind the name, which may hold anything.
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with(['T', 't']))
}

fn held(statm: &str) -> u64 {
    // In pages: size, resident, shared. What is shared is the program itself.
    let Ok(pages) = std::fs::read_to_string(statm) else { return 0 };
    let mut pages = pages.split(' ').skip(1).map(|number| number.parse::<u64>().unwrap_or(0));
    let (resident, shared) = (pages.next().unwrap_or(0), pages.next().unwrap_or(0));
    resident.saturating_sub(shared) * page_size()
}

fn page_size() -> u64 {
    #[cfg(unix)]
    return rustix::param::page_size() as u64;
    #[cfg(not(unix))]
    return 4096;
}

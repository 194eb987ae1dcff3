//! What a worker may take of the machine, and what it has taken.

/// Bytes of address space: a document with more in it than that is a mistake, or an attack.
pub const ADDRESS_SPACE: u64 = 2 << 30;

/// How often a worker looks whether the process that started it is there, where the system does not
/// end it with that one.
#[cfg(unix)]
const LOOKS: std::time::Duration = std::time::Duration::from_secs(1);

/// Sets the rlimits of this process: no more memory than [`ADDRESS_SPACE`], or than it may have as it
/// is, no core file, and an end with the process that started it. Where the system has no such limits
/// there are none: only Linux holds a process to its address space (macOS takes the limit and passes
/// it over).
pub fn contain() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
        let memory = ADDRESS_SPACE.min(granted_memory().unwrap_or(ADDRESS_SPACE));
        let _ = setrlimit(Resource::As, limit(memory));
        let _ = setrlimit(Resource::Core, limit(0));
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
/// `-d`), where that is less than a worker may take.
pub fn granted_memory() -> Option<u64> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit};
        let limits = [Resource::As, Resource::Data].map(|resource| getrlimit(resource).current);
        limits.into_iter().flatten().min().filter(|&least| least < ADDRESS_SPACE)
    }
    #[cfg(not(unix))]
    None
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

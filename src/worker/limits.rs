//! What a worker may take of the machine, and what it has taken.

/// Bytes of address space: a document with more in it than that is a mistake, or an attack.
pub const ADDRESS_SPACE: u64 = 2 << 30;

/// Sets the rlimits of this process: no more memory than [`ADDRESS_SPACE`], no core file, and an
/// end with the process that started it. Where the system has no such limits there are none: only
/// Linux holds a process to its address space (macOS takes the limit and passes it over).
pub fn contain() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
        let _ = setrlimit(Resource::As, limit(ADDRESS_SPACE));
        let _ = setrlimit(Resource::Core, limit(0));
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Signal, set_parent_process_death_signal};
        let _ = set_parent_process_death_signal(Some(Signal::KILL));
    }
}

/// The memory this process holds, in bytes. Zero where the system does not tell.
pub fn memory() -> u64 {
    // In pages: size, resident, shared. What is shared is the program itself.
    let Ok(pages) = std::fs::read_to_string("/proc/self/statm") else { return 0 };
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

//! Files in the folder of a release that are not of it: who is handed the folder takes them for a part of it.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::iter::Peekable;
use std::path::Path;

use crate::disk::{EnvError, open_regular};
use crate::release::{CHECKSUMS, Digest};

/// How many are named.
const MOST_NAMED: usize = 5;

/// No path of a release has more bytes, with its digest.
const LONGEST_LINE: u64 = 4096;

/// Files that are not of a release.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Strays {
    /// The first, by their paths from the folder.
    pub named: Vec<String>,
    /// How many there are.
    pub count: usize,
}

/// What stands in the folder of a release, is not hidden, and is not named by its checksums, which are right. Both are gone
/// through in the order of paths, so that neither is held. What stands behind a link is not looked at.
///
/// # Errors
///
/// The checksums cannot be read, or a folder cannot be listed.
pub fn strays(out: &Path) -> Result<Strays, EnvError> {
    let path = out.join(CHECKSUMS);
    let fail = |cause| EnvError::new("cannot read", &path, cause);
    let sums = BufReader::new(open_regular(&path).map_err(fail)?);
    let mut found = Search { out, listed: Paths { sums }.peekable(), strays: Strays::default() };
    found.look_into(out, "")?;
    Ok(found.strays)
}

struct Search<'a, R: BufRead> {
    out: &'a Path,
    listed: Peekable<Paths<R>>,
    strays: Strays,
}

impl<R: BufRead> Search<'_, R> {
    /// Looks at what stands in a folder. `folder` is its path from the output folder as it is shown, which ends with `/` where
    /// it is not that one itself.
    fn look_into(&mut self, path: &Path, folder: &str) -> Result<(), EnvError> {
        let fail = |cause| EnvError::new("cannot list", path, cause);
        let mut there = Vec::new();
        for entry in fs::read_dir(path).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_folder = entry.file_type().map_err(fail)?.is_dir();
            let is_sums = folder.is_empty() && name == CHECKSUMS;
            if !is_sums && !name.starts_with('.') {
                let end = if is_folder { "/" } else { "" };
                there.push((format!("{folder}{name}{end}"), entry.path()));
            }
        }
        there.sort_unstable();
        for (shown, path) in there {
            if shown.ends_with('/') {
                self.look_into(&path, &shown)?;
            } else {
                self.look_at(shown)?;
            }
        }
        Ok(())
    }

    fn look_at(&mut self, path: String) -> Result<(), EnvError> {
        let fail = |cause| EnvError::new("cannot read", &self.out.join(CHECKSUMS), cause);
        let is_before = |listed: &io::Result<String>| listed.as_ref().is_ok_and(|own| *own < path);
        while self.listed.next_if(is_before).is_some() {}
        let is_it = |listed: &io::Result<String>| listed.as_ref().is_ok_and(|own| *own == path);
        if self.listed.next_if(is_it).is_some() {
            return Ok(());
        }
        if let Some(Err(cause)) = self.listed.next_if(Result::is_err) {
            return Err(fail(cause));
        }
        self.strays.count += 1;
        if self.strays.named.len() < MOST_NAMED {
            self.strays.named.push(path);
        }
        Ok(())
    }
}

/// The paths that checksums name, in their order.
struct Paths<R> {
    sums: R,
}

impl<R: BufRead> Iterator for Paths<R> {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        match self.sums.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line) {
            Ok(0) => return None,
            Ok(_) => {}
            Err(cause) => return Some(Err(cause)),
        }
        let path = line.strip_suffix(b"\n").and_then(|line| line.get(2 * Digest::LENGTH + 2..));
        let path = path.and_then(|path| String::from_utf8(path.to_vec()).ok());
        Some(path.ok_or_else(|| io::Error::other("it has a line that no build wrote")))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_checksums_do_not_name_is_found() {
        let out = tempfile::tempdir().unwrap();
        let write = |path: &str| {
            let path = out.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        };
        // Names of which the order is another with the separator than without.
        let listed =
            ["a-b/a.pdf", "a/b.pdf", "a/c/d.pdf", "a0/a.pdf", "a.pdf", "index.html", "é/x.pdf"];
        let mut sorted = listed;
        sorted.sort_unstable();
        let line = |path: &&str| format!("{}  {path}\n", Digest::of(b""));
        fs::write(out.path().join(CHECKSUMS), sorted.iter().map(line).collect::<String>()).unwrap();
        listed.iter().for_each(|path| write(path));
        assert_eq!(strays(out.path()).unwrap(), Strays::default());
        // One that is listed and is not there is nobody's.
        fs::remove_file(out.path().join("a/b.pdf")).unwrap();
        assert_eq!(strays(out.path()).unwrap(), Strays::default());
        let others = ["0.txt", "a-b/b.pdf", "a/b.txt", "a/c.pdf", "a/c/e.pdf", "b/c/d/e.pdf", "z"];
        others.iter().for_each(|path| write(path));
        [".hidden", "a/.DS_Store", ".briefpress-cache/x"].iter().for_each(|path| write(path));
        let found = strays(out.path()).unwrap();
        assert_eq!((found.count, found.named.len()), (others.len(), MOST_NAMED));
        let named: BTreeSet<&str> = found.named.iter().map(String::as_str).collect();
        assert!(named.is_subset(&others.into_iter().collect()), "{named:?}");
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            let folder = out.path().join(std::ffi::OsStr::from_bytes(b"a/caf\xe9"));
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("menu.pdf"), "").unwrap();
            assert_eq!(strays(out.path()).unwrap().count, others.len() + 1);
            fs::remove_dir_all(folder).unwrap();
        }
        // What is no list of checksums is no proof of anything.
        for sums in ["", "0\n", "no line end"] {
            fs::write(out.path().join(CHECKSUMS), sums).unwrap();
            let found = strays(out.path());
            assert!(found.map_or(true, |found| found.count == listed.len() - 1 + others.len()));
        }
        fs::remove_file(out.path().join(CHECKSUMS)).unwrap();
        assert!(strays(out.path()).is_err());
    }
}

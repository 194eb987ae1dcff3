//! A project that was built, and then disturbed: whatever is wrong, the program says what and where,
//! ends with the exit code of the contract, and every file that was good is byte for byte there after.
//! One file a family of disturbances; each is a row of its table.

mod edited;
mod limits;
mod output;
mod reading;
mod text;
mod workers;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use crate::escapes::acts;
use crate::support::{MINIMAL, PROJECT, Run, TestProject};

/// A user who may read and write nothing that is not his: to root, no file is unreadable.
const NOBODY: u32 = 65534;

/// Something that goes wrong with a project that was built.
pub struct Disturbance {
    /// What, in a few words.
    pub name: &'static str,
    /// Does it.
    pub disturb: fn(&TestProject),
    /// What is run then; `&["build"]` unless that matters.
    pub args: &'static [&'static str],
    /// The exit code.
    pub code: i32,
    /// What standard error has to say: the path, and words of what to do.
    pub says: &'static [&'static str],
    /// Good files that are to go or become others, by how their paths begin: what was really taken
    /// away, or made anew. Most have none.
    pub but: &'static [&'static str],
    /// Files that are there after, and that the manifest lists no more, by how their paths begin: what
    /// they were made from is known to have changed.
    pub unlisted: &'static [&'static str],
}

/// What a build writes of all its files; it may say another thing after.
const RECORDS: [&str; 3] = ["dist/manifest.json", "dist/index.html", "dist/SHA256SUMS"];

impl Disturbance {
    /// A disturbance of `build`.
    pub const fn of_build(
        name: &'static str,
        disturb: fn(&TestProject),
        code: i32,
        says: &'static [&'static str],
    ) -> Self {
        Self { name, disturb, args: &["build"], code, says, but: &[], unlisted: &[] }
    }
}

/// A project of two briefs, `a` in English and French and `b`, with a file of somebody else in its
/// output folder, as it is after a build. Built once, and copied.
pub fn built() -> TestProject {
    static BUILT: LazyLock<TestProject> = LazyLock::new(|| {
        let project = TestProject::with_brief(MINIMAL);
        project.write("briefpress.toml", PROJECT);
        project.write("briefs/b/brief.toml", MINIMAL);
        for args in [&["i18n", "sync", "a", "--lang", "fr"][..], &["build"]] {
            let run = project.run(args);
            assert_eq!(run.code, 0, "{}", run.stderr);
        }
        project.write("dist/a/notes.txt", "not ours");
        project
    });
    let project = TestProject::empty();
    copy(&BUILT.path(""), &project.path(""));
    project
}

/// Copies a folder with its links, for another user to own.
fn copy(from: &Path, to: &Path) {
    let status = Command::new("cp").args(["-a", "--"]).arg(from.join(".")).arg(to).status();
    assert!(status.unwrap().success());
}

/// The bytes of every regular file below a folder, by its path; links are not followed.
pub fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let entry = entry.unwrap();
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                // What a build keeps to look at fewer files may be another any time.
                if entry.file_name() != ".briefpress-cache" {
                    pending.push(entry.path());
                }
            } else if kind.is_file() {
                let path = entry.path().strip_prefix(folder).unwrap().to_path_buf();
                files.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

/// Runs the program as a user who may not read what it is forbidden to read.
pub fn run_as_nobody(project: &TestProject, args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefpress"));
    command.args(args).current_dir(project.path("")).env_clear().stdin(Stdio::null());
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    let output = command.output().unwrap();
    Run {
        code: output.status.code().expect("the program was not killed"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Whether the tests run as root.
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// Gives a project to the user that [`run_as_nobody`] runs as.
pub fn give_away(folder: &Path) {
    if !is_root() {
        return;
    }
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            give_away(&entry.path());
        }
        if !entry.file_type().unwrap().is_symlink() {
            chown(entry.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }
    chown(folder, Some(NOBODY), Some(NOBODY)).unwrap();
}

/// Holds the project of [`built`] to what is promised of each disturbance.
pub fn hold(disturbances: &[Disturbance]) {
    hold_each(built, disturbances);
}

/// The same of another project that was built.
pub fn hold_each(project: fn() -> TestProject, disturbances: &[Disturbance]) {
    hold_all(project, &run_as_nobody, disturbances);
}

/// The same where the program is run in another way: it is what happens meanwhile that disturbs.
pub fn hold_run(disturbances: &[Disturbance], run: &dyn Fn(&TestProject, &[&str]) -> Run) {
    hold_all(built, run, disturbances);
}

fn hold_all(
    of: fn() -> TestProject,
    run: &dyn Fn(&TestProject, &[&str]) -> Run,
    disturbances: &[Disturbance],
) {
    let mut faults = Vec::new();
    for Disturbance { name, disturb, args, code, says, but, unlisted } in disturbances {
        let project = of();
        give_away(&project.path(""));
        let good = snapshot(&project.path(""));
        let listed = listed(&project);
        disturb(&project);
        let run = run(&project, args);
        let mut fault = |words: String| faults.push(format!("{name}: {words}"));
        if run.code != *code {
            fault(format!("exit {} instead of {code}: {}", run.code, run.stderr));
        }
        for words in *says {
            if !run.stderr.contains(words) {
                fault(format!("does not say “{words}”: {}", run.stderr));
            }
        }
        if let Some(c) = run.stderr.chars().find(|c| *c != '\n' && acts(*c)) {
            fault(format!("prints U+{:04X}: {:?}", u32::from(c), run.stderr));
        }
        if run.stderr.contains("panicked") {
            fault(format!("panics: {}", run.stderr));
        }
        for (path, bytes) in good {
            let shown = path.to_string_lossy().into_owned();
            let is_expected = but.iter().any(|but| shown.starts_with(but));
            let before = project.path(&shown);
            if RECORDS.contains(&shown.as_str()) {
                continue;
            }
            if !is_expected && readable(&before).is_none_or(|now| now != bytes) {
                fault(format!("{shown} is not what it was"));
            }
        }
        // They are of one mind still, and know every file that is good.
        let now = self::listed(&project);
        for path in listed {
            let is_expected = but.iter().chain(*unlisted).any(|but| path.starts_with(but));
            if !is_expected && !now.contains(&path) {
                faults.push(format!("{name}: {path} is not listed any more"));
            }
        }
        let sums = Command::new("sha256sum")
            .args(["--check", "--quiet", "SHA256SUMS"])
            .current_dir(project.path("dist"))
            .output()
            .unwrap();
        if !sums.status.success() {
            let words = String::from_utf8_lossy(&sums.stderr).into_owned();
            faults.push(format!("{name}: checksums: {words}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// The files that the manifest lists, from the project's folder.
fn listed(project: &TestProject) -> Vec<String> {
    let manifest: serde_json::Value =
        serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    let files = manifest["files"].as_array().unwrap();
    files.iter().map(|file| format!("dist/{}", file["path"].as_str().unwrap())).collect()
}

/// The bytes of a file, whatever its mode: the disturbance may have taken the right to read it, or its
/// folder, from its owner.
fn readable(path: &Path) -> Option<Vec<u8>> {
    let mut above: Vec<&Path> = path.ancestors().take(6).collect();
    above.reverse();
    for path in above {
        let Ok(there) = fs::symlink_metadata(path) else { continue };
        if there.permissions().mode() & 0o777 == 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).ok()?;
        }
    }
    fs::read(path).ok()
}

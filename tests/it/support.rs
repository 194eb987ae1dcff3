//! A project in a folder of its own, and the program run in it with a clean environment.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The repository's folder.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A valid brief of a few lines, to be changed.
pub const MINIMAL: &str = include_str!("../fixtures/minimal.toml");

/// A project file of the fewest lines.
pub const PROJECT: &str = "[organisation]\nname = \"Office of the Ombudsperson\"\n";

/// A brief whose targets and indicators have wording of their own, as one that is to print no English
/// needs in another language.
pub fn worded(brief: &str) -> String {
    let mut within = "";
    let mut all = String::new();
    for line in brief.lines() {
        if line.starts_with('[') {
            within = line;
        }
        all += line;
        all.push('\n');
        if within.starts_with("[[goal.target") && line.starts_with("code ") {
            all += "text = \"Words of the brief\"\n";
        }
    }
    all
}

/// A project in a temporary folder.
pub struct TestProject {
    folder: tempfile::TempDir,
}

/// What a run came to.
pub struct Run {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl TestProject {
    /// An empty folder.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A project with one brief, `a`.
    pub fn with_brief(toml: &str) -> Self {
        let project = Self::empty();
        project.write("briefpress.toml", PROJECT);
        project.write("briefs/a/brief.toml", toml);
        project
    }

    /// A copy of a project.
    pub fn copy_of(project: &Path) -> Self {
        fn copy(from: &Path, to: &Path) {
            fs::create_dir_all(to).unwrap();
            for entry in fs::read_dir(from).unwrap() {
                let entry = entry.unwrap();
                let target = to.join(entry.file_name());
                if entry.path().is_dir() {
                    copy(&entry.path(), &target);
                } else {
                    fs::copy(entry.path(), target).unwrap();
                }
            }
        }
        let copied = Self::empty();
        copy(&project.join("briefs"), &copied.path("briefs"));
        fs::copy(project.join("briefpress.toml"), copied.path("briefpress.toml")).unwrap();
        copied
    }

    /// A path in the project.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file, and the folders it needs.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The bytes of a file.
    pub fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// All files below a folder, by their paths in it, but for what a build keeps to look at fewer of them.
    pub fn files(&self, folder: &str) -> Vec<String> {
        fn walk(folder: &Path, prefix: &str, files: &mut Vec<String>) {
            let Ok(entries) = fs::read_dir(folder) else { return };
            for entry in entries {
                let entry = entry.unwrap();
                let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
                if !entry.path().is_dir() {
                    files.push(name);
                } else if name != ".briefpress-cache" {
                    walk(&entry.path(), &format!("{name}/"), files);
                }
            }
        }
        let mut files = Vec::new();
        walk(&self.path(folder), "", &mut files);
        files.sort();
        files
    }

    /// The PDFs below a folder, by their paths in it.
    pub fn pdfs(&self, folder: &str) -> Vec<String> {
        self.files(folder).into_iter().filter(|file| file.ends_with(".pdf")).collect()
    }

    /// The program, to be given arguments.
    pub fn command(&self) -> Command {
        let mut command = Command::cargo_bin("briefpress").unwrap();
        command.current_dir(self.folder.path()).env_clear();
        command
    }

    /// Runs the program.
    pub fn run(&self, args: &[&str]) -> Run {
        run(self.command().args(args))
    }

    /// Runs the program, which is to end well: the most memory that it held at once, as the system counts it, in bytes. What its
    /// workers hold is not counted.
    #[cfg(target_os = "linux")]
    pub fn peak(&self, args: &[&str]) -> usize {
        use std::process::{Command, Stdio};
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("briefpress"));
        command.args(args).current_dir(self.path("")).env_clear();
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut most = 0;
        while child.try_wait().unwrap().is_none() {
            let status = fs::read_to_string(format!("/proc/{}/status", child.id()));
            let peak = status.ok().and_then(|status| {
                let line = status.lines().find(|line| line.starts_with("VmHWM:"))?.to_string();
                line.split_whitespace().nth(1)?.parse::<usize>().ok()
            });
            most = most.max(peak.unwrap_or_default() << 10);
        }
        assert_eq!(child.wait().unwrap().code(), Some(0));
        most
    }
}

/// Runs a command.
pub fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().expect("the program was not killed"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A face that is not built in: Source Sans 3 under other names of the same length.
pub fn own_face(family: &str, face: &str) -> Vec<u8> {
    let font = repository().join("fonts/source-sans-3/SourceSans3-Regular.ttf");
    let mut font = fs::read(font).unwrap();
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    for (from, to) in [("Source Sans 3", family), ("SourceSans3-Regular", face)] {
        let (from, to) = (utf16(from), utf16(to));
        assert_eq!(from.len(), to.len(), "names of the same length");
        let windows = font.windows(from.len()).enumerate();
        let places: Vec<usize> =
            windows.filter(|(_, name)| *name == from).map(|(at, _)| at).collect();
        assert!(!places.is_empty());
        places.into_iter().for_each(|at| font[at..at + to.len()].copy_from_slice(&to));
    }
    font
}

/// Says that a test, or a part of one, is left out, for what it works on is not there. It is said on
/// the screen, and written down for `.ci/run`, which counts what was left out.
pub fn left_out(missing: &str) {
    let thread = std::thread::current();
    let line = format!("left out: {}: {missing} is not there\n", thread.name().unwrap_or_default());
    // Not by a macro: what those print of a test that passes is not shown.
    io::stderr().write_all(line.as_bytes()).unwrap();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("left-out.txt");
    let mut file = fs::OpenOptions::new().create(true).append(true).open(file).unwrap();
    file.write_all(line.as_bytes()).unwrap();
}

/// How many links are to lead back from the entries of a PDF's sources besides those of their numbers,
/// by the links that cite them, whose names begin so: none from one that is cited once, one to each
/// citation, and of more than six one to each page that has some.
pub fn links_back(document: &lopdf::Document, named: &str) -> usize {
    use std::collections::BTreeMap;

    let mut cited: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (page, id) in document.get_pages() {
        for annotation in document.get_page_annotations(id).unwrap() {
            let name = annotation.get(b"Contents").ok().map(lopdf::decode_text_string);
            if name.is_some_and(|name| name.is_ok_and(|name| name.starts_with(named))) {
                let source = format!("{:?}", annotation.get(b"Dest").unwrap());
                cited.entry(source).or_default().push(page);
            }
        }
    }
    let links = |mut pages: Vec<u32>| match pages.len() {
        1 => 0,
        2..=6 => pages.len(),
        _ => {
            pages.dedup();
            pages.len()
        }
    };
    cited.into_values().map(links).sum()
}

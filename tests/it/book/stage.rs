//! A project in which a chapter's files are written and its commands run.

use std::path::PathBuf;
use std::process::Command;

use super::around::{around, without};
use super::chapter::Block;
use super::given::given;
use crate::support::TestProject;

/// Where the brief is that examples are parts of.
const BRIEF: &str = "briefs/water/brief.toml";

/// The project file that examples are parts of.
const PROJECT: &str = "[organisation]\nname = \"Water Office\"\n";

/// A project, and the folder in it where the next command runs.
pub struct Stage<'a> {
    pub project: TestProject,
    base: &'a str,
    folder: PathBuf,
}

impl<'a> Stage<'a> {
    /// An empty folder.
    pub fn empty(base: &'a str) -> Self {
        let project = TestProject::empty();
        let folder = project.path("");
        Self { project, base, folder }
    }

    /// A project with the brief that examples are parts of.
    pub fn with_brief(base: &'a str) -> Self {
        let stage = Self::empty(base);
        stage.project.write("briefpress.toml", PROJECT);
        stage.project.write(BRIEF, base);
        stage
    }

    /// Puts a file there that a chapter cannot show.
    pub fn give(&self, name: &str, path: &str) {
        self.write(path, given(name));
    }

    /// Writes the file that a block shows, or a part of; whether it shows one, and
    /// what it is a part of is there.
    pub fn place(&self, block: &Block) -> bool {
        if let Some(file) = block.file() {
            self.write(file, &block.text);
        } else if let Some(file) = block.into() {
            let path = self.folder.join(file);
            let Ok(there) = std::fs::read_to_string(&path) else { return false };
            let whole = if block.is("also") {
                format!("{}\n\n{}", there.trim_end(), block.text)
            } else {
                around(&there, &block.text)
            };
            let whole = block.without().map_or(whole.clone(), |key| without(&whole, key));
            std::fs::write(path, whole).unwrap();
        } else if block.is("brief") {
            let mut whole = around(self.base, &block.text);
            if let Some(key) = block.without() {
                whole = without(&whole, key);
            }
            whole = if block.is("sourced") { sourced(&whole) } else { whole };
            self.project.write(BRIEF, if block.is("shown") { shown(&whole) } else { whole });
        } else if block.is("more") {
            let whole = format!("{}\n{}", self.base, block.text);
            self.project.write(BRIEF, if block.is("sourced") { sourced(&whole) } else { whole });
        } else if block.is("project") {
            self.project.write("briefpress.toml", around(PROJECT, &block.text));
        } else {
            return block.is("base");
        }
        true
    }

    /// The project file, and the files of briefs, without the line that names a schema to editors.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let name = self.folder.strip_prefix(self.project.path("")).unwrap().to_str().unwrap();
        let files = self.project.files(name).into_iter();
        let files = files.filter(|it| it == "briefpress.toml" || it.starts_with("briefs/"));
        let read = |path: &str| {
            let content = String::from_utf8(self.project.read(&format!("{name}/{path}"))).unwrap();
            let named = content.starts_with("#:schema ");
            let rest = content.split_once("\n\n").filter(|_| named).map(|it| it.1.to_string());
            rest.unwrap_or(content).into_bytes()
        };
        files.map(|it| (it.clone(), read(&it))).collect()
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// What a shell says to the lines of a script, and the exit code.
    pub fn run(&mut self, script: &str) -> (i32, String) {
        if let Some(folder) = script.strip_prefix("cd ") {
            self.folder.push(folder);
            assert!(self.folder.is_dir(), "there is no folder {folder}");
            return (0, String::new());
        }
        let program = assert_cmd::cargo::cargo_bin("briefpress");
        let bin = program.parent().unwrap().display();
        let output = Command::new("sh")
            .args(["-ec", script])
            .current_dir(&self.folder)
            .env_clear()
            .env("HOME", self.project.path(""))
            .env("PATH", format!("{bin}:/usr/local/bin:/usr/bin:/bin"))
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap());
        (output.status.code().expect("it was not killed"), said.concat())
    }
}

/// A brief with a source for each that it cites and does not have.
fn sourced(brief: &str) -> String {
    let mut cited: Vec<&str> = Vec::new();
    for lists in brief.split("sources = [").skip(1) {
        cited.extend(lists.split(']').next().unwrap().split('"').skip(1).step_by(2));
    }
    for one in brief.split("source = \"").skip(1) {
        cited.extend(one.split('"').next());
    }
    for citation in brief.split("[@").skip(1) {
        let inner = citation.split(']').next().unwrap();
        let ids = inner.split(';').map(|one| one.trim().trim_start_matches('@'));
        cited.extend(ids.filter_map(|id| id.split(',').next()));
    }
    let mut whole = brief.to_string();
    for id in cited {
        let is_id = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !id.is_empty();
        if is_id && !whole.contains(&format!("[[source]]\nid = \"{id}\"")) {
            whole += &format!(
                "\n[[source]]\nid = \"{id}\"\ntitle = \"Report\"\npublisher = \"Water Office\"\n"
            );
        }
    }
    whole
}

/// A brief whose figures all stand somewhere: those that nothing names stand on page one.
fn shown(brief: &str) -> String {
    let mut ids = Vec::new();
    for kind in ["[[chart]]", "[[table]]", "[[image]]"] {
        for figure in brief.split(kind).skip(1) {
            let id = figure.split("id = \"").nth(1).and_then(|rest| rest.split('"').next());
            ids.extend(id.map(|id| format!("\"{id}\"")));
        }
    }
    around(brief, &format!("figure = [{}]\n", ids.join(", ")))
}

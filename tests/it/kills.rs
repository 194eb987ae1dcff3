//! Builds that are killed at random moments, with files and links of someone else in their folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::disturbed::{built, snapshot};
use crate::support::TestProject;

/// How often a build is killed; `BRIEFPRESS_KILLS` says another number.
const KILLS: u64 = 10;

/// What someone else has in the output folder, and behind the links there.
const THEIRS: [&str; 6] = [
    "dist/notes.txt",
    "dist/a/extra.pdf",
    "dist/a/.briefpress-notes",
    "dist/thumbnails/extra.png",
    "away/.briefpress-a1b2c3",
    "precious.pdf",
];

/// Their links, and where they lead.
const LINKS: [(&str, &str); 4] = [
    ("dist/away", "../away"),
    ("dist/a/link.pdf", "../../precious.pdf"),
    ("dist/thumbnails/link.png", "../../precious.pdf"),
    ("dist/nowhere", "../nothing"),
];

/// A small linear congruential generator: the same moments in every run.
struct Moments(u64);

impl Moments {
    fn below(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most.max(1)
    }
}

/// The project with one of two titles in all of its briefs.
fn write_again(project: &TestProject, number: u64) {
    for id in ["a", "b"] {
        let path = format!("briefs/{id}/brief.toml");
        let text = String::from_utf8(project.read(&path)).unwrap();
        let line = text.lines().find(|line| line.starts_with("title = ")).unwrap().to_string();
        project.write(&path, text.replacen(&line, &format!("title = \"Title {number}\""), 1));
    }
}

/// What is ours in the output folder.
fn ours(project: &TestProject) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = snapshot(&project.path("dist"));
    files.retain(|path, _| {
        let path = format!("dist/{}", path.display());
        let is_known = path.starts_with("dist/.briefpress-cache/");
        path != "dist/a/notes.txt" && !is_known && !THEIRS.contains(&path.as_str())
    });
    files
}

#[test]
#[ignore = "takes seconds for each kill"]
fn a_build_that_is_killed_harms_nothing_and_is_gone_on_with() {
    let kills = std::env::var("BRIEFPRESS_KILLS").ok().and_then(|number| number.parse().ok());
    let kills: u64 = kills.unwrap_or(KILLS);
    let project = built();
    // What a build of either text makes where nothing is.
    let clean: Vec<_> = (0..2)
        .map(|number| {
            write_again(&project, number);
            fs::remove_dir_all(project.path("dist")).unwrap();
            assert_eq!(project.run(&["build", "-q"]).code, 0);
            ours(&project)
        })
        .collect();
    for path in THEIRS {
        project.write(path, format!("{path} is someone else’s"));
    }
    for (path, leads) in LINKS {
        symlink(leads, project.path(path)).unwrap();
    }
    let theirs = || {
        let files = THEIRS.map(|path| project.read(path));
        (files, LINKS.map(|(path, _)| fs::read_link(project.path(path)).unwrap()))
    };
    let before = theirs();
    write_again(&project, 0);
    let start = Instant::now();
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    let whole = start.elapsed().as_millis() as u64;
    let mut moments = Moments(14);
    let (mut killed, mut begun, mut torn) = (0, 0, 0);
    let mut round = 0;
    while killed < kills {
        round += 1;
        assert!(round < 5 * kills + 20, "too few were killed while they ran");
        let text = (round % 2) as usize;
        write_again(&project, round % 2);
        let mut command = Command::new(env!("CARGO_BIN_EXE_briefpress"));
        command.args(["build", "-q"]).current_dir(project.path("")).env_clear();
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        sleep(Duration::from_millis(moments.below(whole)));
        child.kill().unwrap();
        // One that was over before says nothing.
        let was_killed = child.wait().unwrap().code().is_none();
        killed += u64::from(was_killed);
        begun += u64::from(was_killed && project.path("dist/.briefpress-journal").exists());
        let is_whole = ours(&project) == clean[text] || ours(&project) == clean[1 - text];
        torn += u64::from(was_killed && !is_whole);
        assert!(theirs() == before, "kill {round}: something of someone else's is another");
        let run = project.run(&["build", "-q"]);
        assert_eq!(run.code, 0, "kill {round}: {}", run.stderr);
        let now = ours(&project);
        let other: Vec<&PathBuf> = now
            .iter()
            .filter(|(path, bytes)| clean[text].get(*path) != Some(bytes))
            .map(|f| f.0)
            .collect();
        assert!(now.len() == clean[text].len() && other.is_empty(), "kill {round}: {other:?}");
        assert!(theirs() == before, "after kill {round}: something of someone else's is another");
    }
    let words = format!(
        "{killed} builds killed while they ran (of {round}), {begun} of them with a journal, {torn} between \
         two states; nothing of anyone else's changed, and the next build made what a clean one makes\n"
    );
    // Not by a macro: what those print of a test that passes is not shown.
    std::io::stderr().write_all(words.as_bytes()).unwrap();
}

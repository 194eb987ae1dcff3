//! Sources that cannot be read, are something else, or lead elsewhere.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;
use std::sync::LazyLock;

use super::{Disturbance, built, copy, give_away, hold, hold_each, run_as_nobody};
use crate::support::{MINIMAL, TestProject, own_face, repository};

/// Takes every right to a file or folder from its owner.
fn forbid(project: &TestProject, path: &str) {
    fs::set_permissions(project.path(path), fs::Permissions::from_mode(0o000)).unwrap();
}

/// Takes a file or folder away.
fn remove(project: &TestProject, path: &str) {
    let path = project.path(path);
    match path.is_dir() {
        true => fs::remove_dir_all(path).unwrap(),
        false => fs::remove_file(path).unwrap(),
    }
}

/// Puts a link in the place of whatever is there.
fn link(project: &TestProject, path: &str, to: &str) {
    if project.path(path).exists() {
        remove(project, path);
    }
    symlink(to, project.path(path)).unwrap();
}

/// Puts a named pipe in the place of whatever is there: whoever opens it waits.
fn pipe(project: &TestProject, path: &str) {
    if project.path(path).exists() {
        remove(project, path);
    }
    assert!(Command::new("mkfifo").arg(project.path(path)).status().unwrap().success());
}

/// Gives a file or folder another name.
fn rename(project: &TestProject, from: &str, to: &str) {
    fs::rename(project.path(from), project.path(to)).unwrap();
}

/// Adds to the end of a file.
fn append(project: &TestProject, path: &str, bytes: &[u8]) {
    let mut all = project.read(path);
    all.extend_from_slice(bytes);
    project.write(path, all);
}

/// Makes a file as long as no disk is, that takes no room on one.
fn swell(project: &TestProject, path: &str) {
    fs::File::options().write(true).open(project.path(path)).unwrap().set_len(4 << 30).unwrap();
}

/// The project of [`built`] with a template, words and a font of its own, as it is after a build.
fn dressed() -> TestProject {
    static DRESSED: LazyLock<TestProject> = LazyLock::new(|| {
        let project = built();
        for file in ["brief/main.typ", "labels/fr.toml"] {
            let own = fs::read_to_string(repository().join("templates").join(file)).unwrap();
            let comment = if file.ends_with(".typ") { "// ours" } else { "# ours" };
            project.write(&format!("templates/{file}"), format!("{comment}\n{own}"));
        }
        project.write("templates/shared/ours.typ", "// ours");
        project.write("fonts/ours.ttf", own_face("Ombuds Sans X", "OmbudsSansX-Regular"));
        let run = project.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        project
    });
    let project = TestProject::empty();
    copy(&DRESSED.path(""), &project.path(""));
    project
}

/// All that was built: what it was made from is known to be wrong.
const ALL: &[&str] = &["dist/"];

/// What was built of `a` in French.
const FRENCH: &[&str] = &["dist/a/a.fr"];

/// What was built of `b`.
const OF_B: &[&str] = &["dist/b/"];

/// A disturbance after which only what is named is listed no more, and what it took away is gone.
const fn row(
    name: &'static str,
    disturb: fn(&TestProject),
    (code, says): (i32, &'static [&'static str]),
    but: &'static [&'static str],
    unlisted: &'static [&'static str],
) -> Disturbance {
    Disturbance { but, unlisted, ..Disturbance::of_build(name, disturb, code, says) }
}

#[test]
fn what_cannot_be_read_is_not_gone() {
    const FR: &str = "briefs/a/lang/fr.toml";
    hold(&[
        row("a translation that may not be read", |p| forbid(p, FR), (3, &[FR]), &[], &[]),
        row(
            "a translation that is a link to itself",
            |p| link(p, FR, "fr.toml"),
            (3, &[FR]),
            &[FR],
            &[],
        ),
        row(
            "a translation that is a link to nothing",
            |p| link(p, FR, "nothing"),
            (1, &["briefs/a/lang/fr.toml is a link that leads nowhere"]),
            &[FR],
            &[],
        ),
        row(
            "a translation that is a pipe",
            |p| pipe(p, FR),
            (1, &["briefs/a/lang/fr.toml is not a regular file"]),
            &[FR],
            &[],
        ),
        row(
            "a translation out of the project",
            |p| link(p, FR, "/etc/passwd"),
            (1, &["briefs/a/lang/fr.toml leads outside the project"]),
            &[FR],
            &[],
        ),
        row(
            "a lock that may not be read",
            |p| forbid(p, "briefs/a/lang/fr.lock"),
            (3, &["briefs/a/lang/fr.lock"]),
            &[],
            &[],
        ),
        row(
            "translations that may not be listed",
            |p| forbid(p, "briefs/a/lang"),
            (3, &["cannot list", "briefs/a/lang"]),
            &[],
            &[],
        ),
        row(
            "a file in the place of translations",
            |p| {
                remove(p, "briefs/a/lang");
                p.write("briefs/a/lang", "");
            },
            (1, &["briefs/a/lang is not a folder"]),
            &["briefs/a/lang"],
            &[],
        ),
        row(
            "translations out of the project",
            |p| link(p, "briefs/a/lang", "/etc"),
            (1, &["briefs/a/lang leads outside the project"]),
            &["briefs/a/lang"],
            &[],
        ),
        row(
            "translations behind a link inside the project",
            |p| {
                rename(p, "briefs/a/lang", "french");
                link(p, "briefs/a/lang", "../../french");
            },
            (0, &["6 up to date"]),
            &["briefs/a/lang"],
            &[],
        ),
    ]);
}

#[test]
fn a_translation_under_another_name_is_named() {
    const FR: &str = "briefs/a/lang/fr.toml";
    const PASSED: &str = "warning[file::passed-over]";
    hold(&[
        row(
            "an ending that Windows hides",
            |p| rename(p, FR, "briefs/a/lang/fr.toml.txt"),
            (0, &[PASSED, "briefs/a/lang/fr.toml.txt is not read", "name it `fr.toml`", "fr.lock"]),
            &[FR],
            FRENCH,
        ),
        row(
            "an ending in capitals",
            |p| rename(p, FR, "briefs/a/lang/fr.TOML"),
            (0, &[PASSED, "briefs/a/lang/fr.TOML is not read", "name it `fr.toml`"]),
            &[FR],
            FRENCH,
        ),
        row(
            "a tag in capitals",
            |p| rename(p, FR, "briefs/a/lang/FR.toml"),
            (1, &["the language `FR` is written `fr`", "briefs/a/lang/FR.toml"]),
            &[FR],
            FRENCH,
        ),
        row(
            "a name that is not UTF-8",
            |p| {
                let to = p.path("briefs/a/lang").join(OsStr::from_bytes(b"fr\xE9.toml"));
                fs::rename(p.path(FR), to).unwrap();
            },
            (0, &[PASSED, "briefs/a/lang/fr\u{FFFD}.toml is not read"]),
            &[FR],
            FRENCH,
        ),
        row(
            "a translation that is gone, and has left its lock",
            |p| remove(p, FR),
            (0, &[PASSED, "briefs/a/lang/fr.lock is not read", "bring its translation", "removed"]),
            &[FR, "dist/a/a.fr", "dist/thumbnails/a.fr"],
            &[],
        ),
        row(
            "a warning that is denied",
            |p| {
                p.write("briefs/a/lang/fr.toml.bak", "");
                let denied = "\n[lints]\n\"file::passed-over\" = \"deny\"\n";
                append(p, "briefpress.toml", denied.as_bytes());
            },
            (1, &["error[file::passed-over]", "briefs/a/lang/fr.toml.bak"]),
            &["briefpress.toml"],
            &[],
        ),
        row(
            "what editors and systems leave beside files",
            |p| {
                for name in ["fr.toml~", ".fr.toml.swp", "#fr.toml#", ".DS_Store", "Thumbs.db"] {
                    p.write(&format!("briefs/a/lang/{name}"), "");
                    p.write(&format!("briefs/{name}"), "");
                }
                p.write("briefs/a/notes.docx", "");
                p.write("briefs/README.md", "");
            },
            (0, &["6 up to date"]),
            &[],
            &[],
        ),
    ]);
}

#[test]
fn one_text_that_is_wrong_stops_nothing_else() {
    const FR: &str = "briefs/a/lang/fr.toml";
    hold(&[
        row(
            "a translation in Latin-1",
            |p| append(p, FR, b"# caf\xE9\n"),
            (1, &["error[file::encoding]", "briefs/a/lang/fr.toml", "0xE9", "4 up to date"]),
            &[FR],
            FRENCH,
        ),
        row(
            "a translation in UTF-16",
            |p| {
                let text = String::from_utf8(p.read(FR)).unwrap();
                let wide = std::iter::once(0xFEFF).chain(text.encode_utf16());
                p.write(FR, wide.flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
            },
            (1, &["the file is UTF-16, not UTF-8", "briefs/a/lang/fr.toml", "4 up to date"]),
            &[FR],
            FRENCH,
        ),
        row(
            "half a translation",
            |p| append(p, FR, b"[brief]\ntitle = \"Les d\xC3"),
            (1, &["briefs/a/lang/fr.toml", "4 up to date"]),
            &[FR],
            FRENCH,
        ),
        row(
            "a lock that is damaged",
            |p| append(p, "briefs/a/lang/fr.lock", b"[["),
            (1, &["briefs/a/lang/fr.lock", "4 up to date"]),
            &["briefs/a/lang/fr.lock"],
            FRENCH,
        ),
        row(
            "a brief in Latin-1",
            |p| append(p, "briefs/b/brief.toml", b"# caf\xE9\n"),
            (1, &["error[file::encoding]", "briefs/b/brief.toml", "4 up to date"]),
            &["briefs/b/brief.toml"],
            OF_B,
        ),
        row(
            "a brief that fills no disk",
            |p| swell(p, "briefs/b/brief.toml"),
            (1, &["briefs/b/brief.toml is larger than", "4 up to date"]),
            &["briefs/b/brief.toml"],
            OF_B,
        ),
        row(
            "keywords without end",
            |p| {
                let words: String =
                    (0..10_000).map(|number| format!("\"word{number}\", ")).collect();
                p.write("briefs/b/brief.toml", format!("keywords = [{words}]\n{MINIMAL}"));
            },
            (1, &["briefs/b/brief.toml:1", "the keywords are", "4 up to date"]),
            &["briefs/b/brief.toml"],
            OF_B,
        ),
    ]);
}

#[test]
fn folders_of_briefs_are_read_or_named() {
    hold(&[
        row(
            "briefs that are not mounted",
            |p| {
                remove(p, "briefs");
                fs::create_dir(p.path("briefs")).unwrap();
            },
            (3, &["briefs holds no brief"]),
            &["briefs/"],
            &[],
        ),
        row("no briefs", |p| remove(p, "briefs"), (3, &["briefs is not there"]), &["briefs/"], &[]),
        row(
            "briefs that may not be listed",
            |p| forbid(p, "briefs"),
            (3, &["cannot list", "briefs"]),
            &[],
            &[],
        ),
        row(
            "a file in the place of briefs",
            |p| {
                remove(p, "briefs");
                p.write("briefs", "");
            },
            (3, &["briefs is not a folder"]),
            &["briefs"],
            &[],
        ),
        row(
            "briefs out of the project",
            |p| link(p, "briefs", "/etc"),
            (3, &["briefs leads outside the project"]),
            &["briefs"],
            &[],
        ),
        row(
            "a brief that may not be looked into",
            |p| forbid(p, "briefs/b"),
            (3, &["briefs/b/brief.toml", "4 up to date"]),
            &[],
            &[],
        ),
        row(
            "a brief that is a link to itself",
            |p| link(p, "briefs/b", "b"),
            (3, &["briefs/b", "4 up to date"]),
            &["briefs/b"],
            &[],
        ),
        row(
            "a brief out of the project",
            |p| link(p, "briefs/b", "/etc"),
            (1, &["briefs/b leads outside the project", "4 up to date"]),
            &["briefs/b"],
            OF_B,
        ),
        row(
            "a brief behind a link inside the project",
            |p| {
                rename(p, "briefs/b", "elsewhere");
                link(p, "briefs/b", "../elsewhere");
            },
            (0, &["6 up to date"]),
            &["briefs/b"],
            &[],
        ),
        row(
            "a brief whose folder is not UTF-8",
            |p| {
                let to = p.path("briefs").join(OsStr::from_bytes(b"caf\xE9"));
                fs::rename(p.path("briefs/b"), to).unwrap();
            },
            (1, &["the name of briefs/caf\u{FFFD} is not UTF-8", "4 up to date"]),
            &["briefs/b"],
            OF_B,
        ),
        row(
            "a brief whose folder is no id",
            |p| rename(p, "briefs/b", "briefs/B 2"),
            (1, &["`B 2` cannot be the id of a brief", "4 up to date"]),
            &["briefs/b"],
            OF_B,
        ),
        row(
            "a brief that is a pipe",
            |p| pipe(p, "briefs/b/brief.toml"),
            (1, &["briefs/b/brief.toml is not a regular file", "4 up to date"]),
            &["briefs/b"],
            OF_B,
        ),
        row(
            "a brief with an ending that Windows hides",
            |p| rename(p, "briefs/b/brief.toml", "briefs/b/brief.toml.txt"),
            (1, &["briefs/b/brief.toml.txt is not read", "name the file `brief.toml`"]),
            &["briefs/b"],
            OF_B,
        ),
        row(
            "a brief in capitals",
            |p| rename(p, "briefs/b/brief.toml", "briefs/b/Brief.toml"),
            (1, &["briefs/b/Brief.toml is not read", "name the file `brief.toml`"]),
            &["briefs/b"],
            OF_B,
        ),
        row(
            "a brief without a folder",
            |p| p.write("briefs/c.toml", MINIMAL),
            (0, &["briefs/c.toml is not read", "`briefs/c/brief.toml`"]),
            &[],
            &[],
        ),
        row(
            "a file in the place of a brief",
            |p| {
                remove(p, "briefs/b");
                p.write("briefs/b", MINIMAL);
            },
            (0, &["briefs/b is not read", "`briefs/b/brief.toml`"]),
            &["briefs/b"],
            OF_B,
        ),
    ]);
}

#[test]
fn templates_that_cannot_be_read_are_replaced_by_none() {
    hold_each(
        dressed,
        &[
            row(
                "a template that may not be read",
                |p| forbid(p, "templates/brief/main.typ"),
                (3, &["templates/brief/main.typ", "0 files built"]),
                &[],
                &[],
            ),
            row(
                "another file that may not be read",
                |p| forbid(p, "templates/shared/ours.typ"),
                (3, &["templates/shared/ours.typ", "0 files built"]),
                &[],
                &[],
            ),
            row(
                "templates that may not be listed",
                |p| forbid(p, "templates/brief"),
                (3, &["templates/brief", "0 files built"]),
                &[],
                &[],
            ),
            row(
                "a link to itself among templates",
                |p| link(p, "templates/loop", "loop"),
                (3, &["templates/loop", "0 files built"]),
                &[],
                &[],
            ),
            row(
                "a link back among templates",
                |p| link(p, "templates/brief/back", ".."),
                (1, &["templates/brief/back is a link to a folder that it stands in"]),
                &[],
                &[],
            ),
            row(
                "a pipe among templates",
                |p| pipe(p, "templates/brief/pipe.typ"),
                (1, &["templates/brief/pipe.typ is not a regular file", "0 files built"]),
                &[],
                &[],
            ),
            row(
                "a template out of the project",
                |p| link(p, "templates/brief/main.typ", "/etc/passwd"),
                (1, &["templates/brief/main.typ leads outside the project", "0 files built"]),
                &["templates/brief/main.typ"],
                &[],
            ),
            row(
                "templates behind a link out of the project",
                |p| link(p, "templates", "/etc"),
                (1, &["templates leads outside the project", "0 files built"]),
                &["templates"],
                &[],
            ),
            row(
                "a template that fills no disk",
                |p| swell(p, "templates/brief/main.typ"),
                (1, &["templates/brief/main.typ is larger than", "0 files built"]),
                &["templates/brief/main.typ"],
                &[],
            ),
            row(
                "templates behind a link inside the project",
                |p| {
                    rename(p, "templates", "layout");
                    link(p, "templates", "layout");
                },
                (0, &["6 up to date"]),
                &["templates"],
                &[],
            ),
            row(
                "one template behind a link inside the project",
                |p| {
                    rename(p, "templates/brief", "layout");
                    link(p, "templates/brief", "../layout");
                },
                (0, &["6 up to date"]),
                &["templates"],
                &[],
            ),
            row(
                "words that may not be read",
                |p| forbid(p, "templates/labels/fr.toml"),
                (3, &["templates/labels/fr.toml", "4 up to date"]),
                &[],
                &[],
            ),
            row(
                "words that may not be listed",
                |p| forbid(p, "templates/labels"),
                (3, &["templates/labels", "0 files built"]),
                &[],
                &[],
            ),
            row(
                "words that are wrong",
                |p| append(p, "templates/labels/fr.toml", b"# caf\xE9"),
                (1, &["templates/labels/fr.toml", "0xE9", "4 up to date"]),
                &["templates/labels/fr.toml"],
                &[],
            ),
            row(
                "a name that is nearly one",
                |p| p.write("templates/Brief/main.typ", "x"),
                (0, &["templates/Brief/main.typ is not read", "`templates/brief/main.typ`"]),
                &[],
                &[],
            ),
        ],
    );
}

#[test]
fn fonts_are_read_or_named() {
    let given = |name, args, code, says| Disturbance {
        args,
        ..Disturbance::of_build(
            name,
            |p| {
                fs::create_dir(p.path("empty")).unwrap();
                let font = repository().join("fonts/moul/Moul-Regular.ttf");
                fs::copy(font, p.path("broken.ttf")).unwrap();
                fs::File::options()
                    .write(true)
                    .open(p.path("broken.ttf"))
                    .unwrap()
                    .set_len(100)
                    .unwrap();
            },
            code,
            says,
        )
    };
    hold_each(
        dressed,
        &[
            row(
                "a font that may not be read",
                |p| forbid(p, "fonts/ours.ttf"),
                (3, &["fonts/ours.ttf", "0 files built"]),
                &[],
                &[],
            ),
            row(
                "fonts that may not be listed",
                |p| forbid(p, "fonts"),
                (3, &["fonts", "0 files built"]),
                &[],
                &[],
            ),
            row(
                "a font out of the project",
                |p| link(p, "fonts/ours.ttf", "/etc/passwd"),
                (1, &["fonts/ours.ttf leads outside the project", "0 files built"]),
                &["fonts/ours.ttf"],
                &[],
            ),
            row(
                "a font that is a pipe",
                |p| pipe(p, "fonts/ours.ttf"),
                (1, &["fonts/ours.ttf is not a regular file", "0 files built"]),
                &["fonts/ours.ttf"],
                &[],
            ),
            row(
                "a font behind a link inside the project",
                |p| {
                    rename(p, "fonts/ours.ttf", "ours.ttf");
                    link(p, "fonts/ours.ttf", "../ours.ttf");
                },
                (0, &["6 up to date"]),
                &["fonts/ours.ttf"],
                &[],
            ),
            row(
                "a font of the web",
                |p| p.write("fonts/ours.woff2", ""),
                (0, &["fonts/ours.woff2 is not read", "6 up to date"]),
                &[],
                &[],
            ),
            given(
                "fonts that are not there",
                &["build", "--font-path", "nope"],
                2,
                &["there is no font or folder of fonts at nope"],
            ),
            given(
                "a folder without fonts",
                &["build", "--font-path", "empty"],
                0,
                &["empty is not read", "there is no font in it"],
            ),
            given(
                "a font that is broken",
                &["build", "--font-path", "broken.ttf"],
                1,
                &["error[font::unusable]", "broken.ttf"],
            ),
        ],
    );
}

#[test]
fn a_project_file_that_cannot_be_read_is_no_missing_one() {
    const FILE: &str = "briefpress.toml";
    hold(&[
        row("that may not be read", |p| forbid(p, FILE), (3, &[FILE]), &[], &[]),
        row("that is a link to itself", |p| link(p, FILE, FILE), (3, &[FILE]), &[FILE], &[]),
        row(
            "that is a pipe",
            |p| pipe(p, FILE),
            (1, &["briefpress.toml is not a regular file"]),
            &[FILE],
            ALL,
        ),
        row(
            "out of the project",
            |p| link(p, FILE, "/etc/passwd"),
            (1, &["briefpress.toml leads outside the project"]),
            &[FILE],
            ALL,
        ),
        row(
            "that fills no disk",
            |p| swell(p, FILE),
            (1, &["briefpress.toml is larger than"]),
            &[FILE],
            ALL,
        ),
        row(
            "with a logo that may not be read",
            |p| {
                append(p, FILE, b"[brand]\nlogo = \"logo.png\"\nlogo_alt = \"x\"\n");
                p.write("logo.png", "");
                forbid(p, "logo.png");
            },
            (3, &["logo.png", "0 files built"]),
            &[FILE],
            &[],
        ),
        row(
            "with a logo that is broken",
            |p| {
                append(p, FILE, b"[brand]\nlogo = \"logo.png\"\nlogo_alt = \"x\"\n");
                p.write("logo.png", "no picture");
            },
            (1, &["briefpress.toml", "`logo.png`", "0 files built"]),
            &[FILE],
            ALL,
        ),
        row(
            "with a name that no PDF takes",
            |p| {
                let name = "Office ".repeat(7_000);
                p.write(FILE, format!("[organisation]\nname = \"{name}\"\n"));
            },
            (
                1,
                &["error[pdf::standard]", "briefpress.toml:2", "it is about the brief `b` in `en`"],
            ),
            &[FILE],
            ALL,
        ),
        row(
            "with a logo that is a pipe",
            |p| {
                append(p, FILE, b"[brand]\nlogo = \"logo.png\"\nlogo_alt = \"x\"\n");
                pipe(p, "logo.png");
            },
            (1, &["briefpress.toml", "logo.png is not a regular file", "0 files built"]),
            &[FILE],
            ALL,
        ),
        row(
            "with a profile that may not be read",
            |p| {
                append(p, FILE, b"[press]\nprofile = \"press.icc\"\ncondition = \"FOGRA51\"\n");
                p.write("press.icc", "");
                forbid(p, "press.icc");
            },
            (3, &["press.icc", "0 files built"]),
            &[FILE],
            &[],
        ),
    ]);
}

/// Other commands say of it what `build` says.
#[test]
fn every_command_says_the_same() {
    let project = built();
    give_away(&project.path(""));
    rename(&project, "briefs/a/lang/fr.toml", "briefs/a/lang/fr.toml.txt");
    link(&project, "briefs/c", "c");
    for args in [&["check"][..], &["i18n", "status"], &["i18n", "sync", "--lang", "es"], &["build"]]
    {
        let run = run_as_nobody(&project, args);
        assert_eq!(run.code, 3, "{args:?}: {}", run.stderr);
        for words in ["briefs/a/lang/fr.toml.txt is not read", "cannot follow", "briefs/c"] {
            assert!(run.stderr.contains(words), "{args:?} does not say “{words}”: {}", run.stderr);
        }
    }
}

/// The name of a folder is bytes, of which no program knows what they mean.
#[test]
fn a_project_may_stand_anywhere() {
    let project = dressed();
    let folder = TestProject::empty();
    let named = folder.path("").join(OsStr::from_bytes(b"caf\xE9"));
    fs::create_dir(&named).unwrap();
    copy(&built().path(""), &named);
    let run = |folder: &std::path::Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_briefpress"));
        let output = command.arg("build").current_dir(folder).env_clear().output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = run(&named);
    assert_eq!(code, Some(0), "{said}");
    // Workers are told where fonts are, in words.
    fs::create_dir(named.join("fonts")).unwrap();
    fs::copy(project.path("fonts/ours.ttf"), named.join("fonts/ours.ttf")).unwrap();
    let (code, said) = run(&named);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("ours.ttf (its path is not UTF-8)"), "{said}");
}

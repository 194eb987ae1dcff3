//! Text that means harm, or says what cannot print: in keys, ids, names, labels, templates, fonts and
//! files of others. It is told of by its place, and does nothing where it is shown.

use std::fs;

use super::{Disturbance, hold};
use crate::support::{MINIMAL, PROJECT, TestProject, own_face};

/// What acts on a terminal, begins a line of its own, and looks like a command there.
const HARM: &str = r"\u001b[2J\n::error::pwned";
const SHOWN: &str = r"\u{1b}[2J\n::error::pwned";

/// Changes the brief `a`.
fn change(project: &TestProject, from: &str, to: &str) {
    assert!(MINIMAL.contains(from), "{from}");
    project.write("briefs/a/brief.toml", MINIMAL.replacen(from, to, 1));
}

/// A build of a brief that was changed to one that is wrong: its files stay, and are not what the brief
/// says now.
const fn changed(
    name: &'static str,
    disturb: fn(&TestProject),
    says: &'static [&'static str],
) -> Disturbance {
    Disturbance {
        but: &["briefs/a/brief.toml"],
        unlisted: &["dist/a/"],
        ..Disturbance::of_build(name, disturb, 1, says)
    }
}

#[test]
fn names_that_mean_harm_do_none() {
    hold(&[
        changed(
            "a key with an escape and a line end",
            |project| change(project, "status =", &format!("\"{HARM}\" = 1\nstatus =")),
            &["briefs/a/brief.toml:5:1", "unknown key", SHOWN],
        ),
        Disturbance {
            args: &["build", "--message-format", "github"],
            ..changed(
                "a key that is a workflow command",
                |project| {
                    change(project, "status =", "\"%0A::error::x\\n::error::y\" = 1\nstatus =")
                },
                &[
                    "::error file=briefs/a/brief.toml,line=5,",
                    r"unknown key `%250A::error::x\n::error::y`",
                ],
            )
        },
        changed(
            "a key that turns its line about",
            |project| {
                change(project, "status =", "\"a\u{202e}b\u{2066}\" = 1 # \u{202e}\nstatus =")
            },
            &[r"unknown key `a\u{202e}b\u{2066}`", r#"5 | "a\u{202e}b\u{2066}" = 1 # \u{202e}"#],
        ),
        changed(
            "an id of 100,000 characters",
            |project| {
                change(project, "id = \"delay\"", &format!("id = \"{}\"", "x".repeat(100_000)))
            },
            &["briefs/a/brief.toml:28:6", "id::invalid", "xxx…(", "characters)…xxx"],
        ),
        changed(
            "an id with an escape",
            |project| change(project, "id = \"delay\"", &format!("id = \"{HARM}\"")),
            &["briefs/a/brief.toml:28:6", "text::control-character", "finding[1].id"],
        ),
        Disturbance::of_build(
            "a folder of a brief with a line end in its name",
            |project| project.write("briefs/x\n::error::y/brief.toml", MINIMAL),
            1,
            &[r"briefs/x\n::error::y/brief.toml:1:1", "id::invalid"],
        ),
        Disturbance::of_build(
            "labels whose name turns about",
            |project| project.write("templates/labels/\u{202e}en.toml", ""),
            1,
            &[r"templates/labels/\u{202e}en.toml", "language::unknown"],
        ),
        Disturbance {
            args: &["build", "x\n::error::y\u{1b}[31m"],
            ..Disturbance::of_build(
                "an argument with a line end",
                |_| {},
                2,
                &[r"there is no brief `x\n::error::y\u{1b}[31m`"],
            )
        },
        Disturbance {
            args: &["build", "--color", "\u{9b}31m\n::error::y"],
            ..Disturbance::of_build(
                "a value that no option takes",
                |_| {},
                2,
                &[r"`\u{9b}31m\n::error::y` is no value of `--color <WHEN>`"],
            )
        },
    ]);
}

#[test]
fn what_others_wrote_does_nothing_in_messages() {
    hold(&[
        Disturbance {
            unlisted: &["dist/"],
            ..Disturbance::of_build(
                "a template with a message of its own",
                |project| {
                    let template = "#assert(false, message: \"\\u{1b}[2J\\n::error::pwned\")\n";
                    project.write("templates/brief/main.typ", template);
                },
                1,
                &["templates/brief/main.typ:1:2", SHOWN],
            )
        },
        Disturbance {
            unlisted: &["dist/"],
            but: &["briefpress.toml"],
            ..Disturbance::of_build(
                "a font whose name turns about",
                |project| {
                    let font = own_face("Own \u{202e}Fc\n Sans", "OwnFaceSan\u{1b}[2J-xxxx");
                    project.write("fonts/own.ttf", font);
                    let toml = format!("{PROJECT}\n[fonts.en]\ntext = [\"Own Fc Sans\"]\n");
                    project.write("briefpress.toml", toml);
                },
                1,
                &["briefpress.toml", r"Own \u{202e}Fc\n Sans"],
            )
        },
        Disturbance {
            args: &["merge", "part", "--out", "joined"],
            ..Disturbance::of_build(
                "a part of a release whose manifest was made by somebody",
                |project| {
                    let manifest = project.read("dist/manifest.json");
                    let mut manifest: serde_json::Value =
                        serde_json::from_slice(&manifest).unwrap();
                    manifest["format"] = "\u{1b}[2J\n::error::pwned".into();
                    project.write("part/manifest.json", manifest.to_string());
                },
                1,
                &["part/manifest.json", r"\u{1b}"],
            )
        },
        Disturbance {
            args: &["i18n", "import", "a", "x.po", "--lang", "fr"],
            ..Disturbance::of_build(
                "a file of a translator of another brief",
                |project| {
                    let po = "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\
                              \"X-Briefpress-Brief: b\u{202e}\u{1b}[2J\\n\"\n\nmsgctxt \"brief.title\"\n\
                              msgid \"a\"\nmsgstr \"b\"\n";
                    project.write("x.po", po);
                },
                1,
                &["x.po", r"b\u{202e}\u{1b}[2J"],
            )
        },
        Disturbance {
            args: &["preflight", "::error::x\u{202e}.pdf"],
            ..Disturbance::of_build(
                "a PDF that is not there",
                |_| {},
                2,
                &[r"there is no file ::error::x\u{202e}.pdf"],
            )
        },
    ]);
}

#[test]
fn what_cannot_print_as_it_is_meant_is_told() {
    hold(&[
        Disturbance::of_build(
            "a label without its placeholders",
            |project| project.write("templates/labels/de.toml", "page = \"Seite\"\n"),
            1,
            &["templates/labels/de.toml:1:8", "label::placeholder", "`{n}` and `{total}`"],
        ),
        Disturbance {
            unlisted: &["dist/"],
            ..Disturbance::of_build(
                "a label with a placeholder that nothing fills",
                |project| {
                    let labels = "page = \"Page {n} of {total}, {date}\"\n";
                    project.write("templates/labels/en.toml", labels);
                },
                1,
                &["templates/labels/en.toml:1:30", "nothing fills `{date}`"],
            )
        },
        Disturbance {
            unlisted: &["dist/"],
            ..Disturbance::of_build(
                "a label that sends an escape",
                |project| {
                    let labels = format!("page = \"{HARM} {{n}} {{total}}\"\n");
                    project.write("templates/labels/en.toml", labels);
                },
                1,
                &["templates/labels/en.toml:1:8", "text::control-character"],
            )
        },
        changed(
            "a title with an override that is not closed",
            |project| change(project, "late\"\ncountry", "late \u{202e}x\"\ncountry"),
            &["briefs/a/brief.toml:1:9", "text::unbalanced-bidi", r"late \u{202e}x"],
        ),
        changed(
            "a title with a NUL",
            |project| change(project, "late\"\ncountry", "late \\u0000\"\ncountry"),
            &["briefs/a/brief.toml:1:9", "text::control-character", "`title`"],
        ),
        changed(
            "a link that names another host before its own",
            |project| change(project, "https://example.org", "https://example.org@evil.example"),
            &["briefs/a/brief.toml:13:7", "text::bad-url", "stands before the `@`"],
        ),
        changed(
            "a link with a space that shows nothing",
            |project| change(project, "https://example.org", "https://exam\u{200b}ple.org"),
            &["briefs/a/brief.toml:13:7", "text::bad-url", "U+200B"],
        ),
        changed(
            "a link to a file",
            |project| change(project, "The survey", "[The survey](file:///etc/passwd)"),
            &["briefs/a/brief.toml:30:9", "text::bad-url", "file:///etc/passwd"],
        ),
        changed(
            "a year that none is",
            |project| change(project, "2025-06-30", "0000-01-01"),
            &["briefs/a/brief.toml:3:8", "schema::bad-value", "`date` is in the year 0000"],
        ),
        changed(
            "a number of 200 characters without a place to divide it",
            |project| {
                change(project, "status =", &format!("number = \"{}\"\nstatus =", "X".repeat(200)))
            },
            &["briefs/a/brief.toml:5:1", "layout::off-page", "`number`"],
        ),
    ]);
}

#[test]
fn what_is_very_long_is_not_repeated() {
    let project = TestProject::with_brief(MINIMAL);
    let long = "x".repeat(200_000);
    for (from, to) in [
        ("status =", format!("{long} = 1\nstatus =")),
        ("country = \"KH\"", format!("country = \"{long}\"")),
        ("id = \"delay\"", format!("id = \"{long}\"")),
        ("findings = [\"delay\"]", format!("findings = [\"{long}\"]")),
        ("sources = [\"survey\"]", format!("sources = [\"{long}\"]")),
        ("language = \"en\"", format!("language = \"{long}\"")),
        ("https://example.org", format!("ftp://{long}")),
        ("status = \"final\"", format!("status = \"{long}\"")),
        ("[@survey]", format!("[@{long}]")),
        ("code = \"16.3\"", format!("code = \"{long}\"")),
        ("title = \"Dec", format!("abbreviations = {{ \"{long}\" = 1 }}\ntitle = \"Dec")),
        ("title = \"Dec", format!("x = 1 # {long}\ntitle = \"Dec")),
    ] {
        change(&project, from, &to);
        for format in ["human", "short", "github", "json"] {
            let run = project.run(&["check", "--message-format", format]);
            assert_eq!(run.code, 1, "{from}");
            // In JSON all is as it was typed; of a line there is no more than its beginning.
            let most = if format == "json" { 4 * long.len() } else { 20_000 };
            let told = run.stderr.len();
            assert!(told < most, "{from}, {format}: {told} bytes");
        }
    }
    fs::remove_dir_all(project.path("briefs/a")).unwrap();
    let run = project.run(&["build", &"y".repeat(100_000)]);
    assert!(run.code == 2 && run.stderr.len() < 2000, "{} bytes", run.stderr.len());
}

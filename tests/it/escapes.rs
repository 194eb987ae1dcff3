//! Whatever stands in a key, an id, a name, a file, an argument or a PDF: nothing of it acts on the
//! terminal, the log of a CI engine or the reader of a report that a message about it goes to.
//!
//! What acts is told by lists of others: the control characters of Unicode, those of UAX #9, and what
//! the runner of GitHub's actions takes for a command. `CASES=200 cargo test --release escapes` tries
//! more.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;

use lopdf::{Document, Object};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::support::{MINIMAL, PROJECT, Run, TestProject, run};

/// Whether a character does something to what shows it.
pub fn acts(c: char) -> bool {
    let of_bidi = matches!(c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let category = c.general_category();
    let controls = [
        GeneralCategory::Control,
        GeneralCategory::LineSeparator,
        GeneralCategory::ParagraphSeparator,
    ];
    of_bidi || controls.contains(&category) || ('\u{e0000}'..='\u{e007f}').contains(&c)
}

/// A text that means harm, and ends on a sign by which it is known again.
fn hostile() -> impl Strategy<Value = String> {
    let acting = prop_oneof![
        (1u32..0x20).prop_filter_map("a character", char::from_u32),
        (0x7fu32..0xa0).prop_filter_map("a character", char::from_u32),
        prop_oneof![0x202au32..0x202f, 0x2066u32..0x206a, 0x200eu32..0x2010, 0x2028u32..0x202a]
            .prop_filter_map("a character", char::from_u32),
        (0xe0020u32..0xe0080).prop_filter_map("a character", char::from_u32),
        Just('\u{61c}'),
    ];
    let part = prop_oneof![
        3 => acting.prop_map(|c| c.to_string()),
        1 => prop::sample::select(vec![
            "\n::error::pwned", "\n::set-output name=a:: b", "::stop-commands::x", "##[error]pwned", "##vso[task]",
            "\r::add-mask::e", "%0A::error::x", "\u{1b}[2J", "\u{1b}]0;title\u{7}", "\u{1b}[31m", "\u{9b}31m", "\u{1b}[0m",
            "\u{85}::error::x", "\u{2028}::error::x", "file=x,line=1", "::", "]]>", "<script>", "&#27;", "\"", "'", "\\",
            "`", "שלום", "ស្រី", "🙂",
        ]).prop_map(String::from),
        1 => "[a-z ]{1,6}",
    ];
    vec(part, 1..8).prop_map(|parts| parts.concat())
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let escape = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

/// Tries the same cases each time, or as many others as are asked for.
fn each(cases: u32, holds: impl Fn(&[String])) {
    let more = env::var("CASES").ok().and_then(|cases| cases.parse().ok());
    let config = Config {
        cases: more.unwrap_or(cases),
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    };
    let mut runner = match more {
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
        Some(_) => TestRunner::new(config),
    };
    let result = runner.run(&vec(hostile(), 16), |texts| {
        holds(&texts);
        Ok(())
    });
    if let Err(why) = result {
        panic!("{why}");
    }
}

/// Holds what was printed to what it promises.
fn is_harmless(printed: &str, commands: bool, colours: bool) {
    let mut bare = String::new();
    for (at, part) in printed.split('\u{1b}').enumerate() {
        let colour = || {
            let (numbers, rest) = part.strip_prefix('[')?.split_once('m')?;
            numbers.chars().all(|c| c.is_ascii_digit() || c == ';').then_some(rest)
        };
        match at {
            0 => bare += part,
            _ => match colour().filter(|_| colours) {
                Some(rest) => bare += rest,
                None => panic!("an escape before {part:?} in {printed:?}"),
            },
        }
    }
    let found = bare.chars().find(|c| *c != '\n' && acts(*c));
    assert_eq!(found, None, "{printed:?}");
    for line in bare.lines() {
        match line.trim_start().strip_prefix("::") {
            Some(command) => {
                let (head, message) = command.split_once("::").expect(line);
                assert!(commands && line.starts_with("::"), "{line}");
                assert!(head.starts_with("error") || head.starts_with("warning"), "{line}");
                assert!(!message.is_empty(), "{line}");
                // Properties are told apart by signs that none of them holds.
                let properties = head.split_once(' ').map_or("", |(_, properties)| properties);
                for property in properties.split(',').filter(|property| !property.is_empty()) {
                    let (name, value) = property.split_once('=').expect(line);
                    let names = ["file", "line", "endLine", "col", "endColumn", "title"];
                    assert!(names.contains(&name) && !value.contains(':'), "{line}");
                }
            }
            None => {
                assert!(!commands || line.is_empty(), "no command: {line:?}");
                assert!(!line.contains("##[") && !line.contains("##vso["), "{line}");
            }
        }
    }
}

/// A project with harm in keys, ids, values, names of files, labels and translations.
fn project(texts: &[String]) -> TestProject {
    let project = TestProject::empty();
    let q: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    let mut config = format!("{} = 1\n{PROJECT}", q[0]);
    config +=
        &format!("website = {}\n[brand]\nlogo = {}\n[lints]\n{} = \"warn\"\n", q[1], q[2], q[3]);
    config +=
        &format!("[fonts.{}]\ntext = [{}]\n[lines]\nkeep.{} = [{}]\n", q[4], q[5], q[4], q[6]);
    project.write("briefpress.toml", config);
    let brief = MINIMAL
        .replacen("country = \"KH\"", &format!("country = {}", q[7]), 1)
        .replacen("id = \"delay\"", &format!("id = {}", q[8]), 1)
        .replacen("title = \"Decisions", &format!("{} = {}\ntitle = \"Decisions", q[9], q[10]), 1)
        .replacen("findings = [\"delay\"]", &format!("findings = [{}]", q[11]), 1)
        .replacen("https://example.org/report", q[12].trim_matches('"'), 1)
        .replacen(
            "text = \"Publish",
            &format!("text = {} # \u{202e}\nby = {} \nx = \"Publish", q[13], q[14]),
            1,
        );
    project.write("briefs/a/brief.toml", brief);
    project.write(
        "briefs/a/lang/fr.toml",
        format!("{} = 1\n[{}]\n{} = {}\n[names]\n{} = \"\"\n", q[15], q[14], q[13], q[12], q[11]),
    );
    // As they are, which TOML forbids.
    project.write("briefs/b/brief.toml", format!("title = \"{}\"\n", texts[1]));
    project.write(
        "templates/labels/en.toml",
        format!("page = {}\n{} = {}\n[countries]\n{} = 1\n", q[0], q[2], q[3], q[5]),
    );
    for (folder, name) in [
        ("briefs", &texts[4]),
        ("briefs/a/lang", &texts[5]),
        ("templates/labels", &texts[6]),
        ("fonts", &texts[7]),
    ] {
        let name: String = name.chars().filter(|c| *c != '/').take(40).collect();
        let path = project.path(folder).join(format!("{name}.toml"));
        fs::create_dir_all(project.path(folder)).unwrap();
        fs::write(path, format!("{} = 1", q[0])).unwrap();
        if folder == "briefs" {
            project.write(&format!("briefs/{name}/brief.toml"), MINIMAL);
        }
    }
    project
}

#[test]
fn messages_do_nothing_but_say() {
    each(3, |texts| {
        let project = project(texts);
        let errors = |format: &str, color: &str| {
            let run = project.run(&["check", "--message-format", format, "--color", color]);
            assert_ne!(run.code, 0);
            assert_eq!(run.stdout, "");
            run.stderr
        };
        let json = errors("json", "never");
        let all: Vec<Value> =
            json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        is_harmless(&json, false, false);
        // The text is as it was typed.
        let key = format!("unknown key `{}`", texts[9]);
        let is_key = |message: &Value| message["message"].as_str() == Some(&key);
        assert!(all.iter().any(is_key), "{key:?} in {json}");
        for color in ["never", "always"] {
            is_harmless(&errors("human", color), false, color == "always");
            is_harmless(&errors("short", color), false, color == "always");
            let github = errors("github", color);
            is_harmless(&github, true, false);
            assert_eq!(github.lines().count(), all.len(), "a message a command:\n{github}");
        }
        for format in ["sarif", "junit"] {
            let run = project.run(&["check", "--format", format, "-q"]);
            is_harmless(&run.stdout, false, false);
            match format {
                "sarif" => is_sarif(&run.stdout),
                _ => is_xml(&run.stdout),
            }
        }
        for args in [
            &["build"][..],
            &["build", "--dry-run"],
            &["fonts"],
            &["i18n", "status", "--keys"],
            &["i18n", "sync"],
            &["template", "list"],
        ] {
            let run = project.run(args);
            is_harmless(&run.stdout, false, false);
            is_harmless(&run.stderr, false, false);
            assert!(!run.stderr.contains("panicked"), "{args:?}: {}", run.stderr);
        }
    });
}

#[test]
fn arguments_and_the_environment_do_nothing_but_be_told() {
    let project = TestProject::with_brief(MINIMAL);
    each(4, |texts| {
        let is_harmless = |run: Run| {
            assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
            is_harmless(&run.stdout, false, true);
            is_harmless(&run.stderr, false, true);
        };
        let text = |at: usize| texts[at].trim_start_matches('-');
        for args in [
            vec!["build", text(0)],
            vec!["build", "--lang", text(1)],
            vec!["build", "--out", text(2), "--shard", text(3)],
            vec!["check", "--project", text(4)],
            vec!["new", text(5), "--country", text(6)],
            vec!["preflight", text(7)],
            vec!["sdg", "find", text(8)],
            vec!["sdg", "show", text(9)],
            vec!["template", "eject", text(10)],
            vec!["i18n", "import", "a", text(11), "--lang", "fr"],
            vec!["i18n", "sync", "a", "--lang", "fr", "--accept", text(12)],
            vec![text(13)],
            vec!["build", "--color", text(14)],
            vec!["verify", text(15)],
        ] {
            for color in ["never", "always"] {
                is_harmless(project.run(&[&["--color", color][..], &args].concat()));
            }
        }
        is_harmless(run(project.command().env("SOURCE_DATE_EPOCH", text(0)).arg("build")));
        let shard = ["build", "--shard", "auto"];
        is_harmless(run(project
            .command()
            .env("CI_NODE_INDEX", text(1))
            .env("CI_NODE_TOTAL", text(2))
            .args(shard)));
    });
}

#[test]
fn what_a_pdf_says_does_nothing_in_its_report() {
    let project = TestProject::with_brief(MINIMAL);
    assert_eq!(project.run(&["build"]).code, 0);
    let built = project.read("dist/a/a.en.pdf");
    each(4, |texts| {
        let mut document = Document::load_mem(&built).unwrap();
        let mut next = texts.iter().cycle();
        for object in document.objects.values_mut() {
            let dict = match object {
                Object::Dictionary(dict) => dict,
                Object::Stream(stream) => &mut stream.dict,
                _ => continue,
            };
            for key in [
                "BaseFont",
                "FontName",
                "S",
                "Title",
                "Lang",
                "Subtype",
                "ColorSpace",
                "Filter",
                "OutputConditionIdentifier",
            ] {
                let text = next.next().unwrap().as_bytes().to_vec();
                match dict.get_mut(key.as_bytes()) {
                    Ok(value @ Object::Name(_)) => *value = Object::Name(text),
                    Ok(value @ Object::String(..)) => *value = Object::string_literal(text),
                    _ => {}
                }
            }
            // Streams are read.
            if let Object::Stream(stream) = object {
                stream.dict.remove(b"Filter");
            }
        }
        let name: String = texts[0].chars().filter(|c| *c != '/').take(40).collect();
        let name = format!("{name}.pdf");
        document.save(project.path(&name)).unwrap();
        for judged in ["screen", "print"] {
            for format in ["human", "json", "sarif"] {
                for color in ["never", "always"] {
                    let mut command = project.command();
                    command.args([
                        "preflight",
                        "--as",
                        judged,
                        "--format",
                        format,
                        "--color",
                        color,
                        "--",
                    ]);
                    let run = run(command.arg(OsStr::from_bytes(name.as_bytes())));
                    is_harmless(&run.stdout, false, format == "human" && color == "always");
                    is_harmless(&run.stderr, false, color == "always");
                    match format {
                        "json" => drop(serde_json::from_str::<Value>(&run.stdout).unwrap()),
                        "sarif" => is_sarif(&run.stdout),
                        _ => {}
                    }
                }
            }
        }
        fs::remove_file(project.path(&name)).unwrap();
    });
}

/// Holds a log to what SARIF 2.1.0 asks of each part of it that we write.
fn is_sarif(text: &str) {
    let log: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(log["version"], "2.1.0");
    let words = |message: &Value| {
        let text = message["text"].as_str().unwrap();
        assert!(!text.is_empty() && !text.contains(|c| c != '\n' && acts(c)), "{text:?}");
        assert!(!text.contains("\n::"), "{text:?}");
    };
    for run in log["runs"].as_array().unwrap() {
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in run["results"].as_array().unwrap() {
            assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            words(&result["message"]);
            let all = [&result["locations"], &result["relatedLocations"]];
            for location in all.into_iter().filter_map(Value::as_array).flatten() {
                if location["message"].is_object() {
                    words(&location["message"]);
                }
                for logical in location["logicalLocations"].as_array().into_iter().flatten() {
                    let name = logical["fullyQualifiedName"].as_str().unwrap();
                    assert!(!name.contains(acts), "{name:?}");
                }
                if let Some(uri) = location["physicalLocation"]["artifactLocation"]["uri"].as_str()
                {
                    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~/%:".contains(c);
                    assert!(uri.chars().all(is_plain), "{uri}");
                }
            }
        }
        for invocation in run["invocations"].as_array().unwrap() {
            let said = invocation["toolExecutionNotifications"].as_array().unwrap();
            said.iter().for_each(|notification| words(&notification["message"]));
        }
    }
}

fn is_xml(text: &str) {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
            Event::Eof => break,
            // Nor is it written as a number.
            Event::GeneralRef(entity) => {
                let c = entity.resolve_char_ref().unwrap();
                assert!(c.is_none_or(|c| c == '\n' || !acts(c)), "{text}");
            }
            _ => {}
        }
    }
}

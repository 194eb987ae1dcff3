//! Files that tools wrote, files that are damaged, and what becomes of all that can be written.

use std::fs;
use std::path::Path;

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use super::Po;
use crate::diag::{Sources, Span};
use crate::translation::exchange::codec::{
    Codec, Export, ReadError, Returned, ReturnedFile, ReturnedState,
};
use crate::translation::state::State;
use crate::translation::units::Unit;
use crate::tree::Text;

/// A file of `tests/fixtures/po/`.
fn fixture(name: &str) -> Result<ReturnedFile, ReadError> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/po");
    Po.read(&fs::read(folder.join(name)).unwrap())
}

/// The strings of a file that can be read, as key, translation, and whether it needs review.
fn strings(name: &str) -> Vec<(String, String, bool)> {
    let file = fixture(name).unwrap_or_else(|error| panic!("{name}: {error}"));
    let string = |unit: Returned| {
        let key = unit.key.map_or(String::new(), |key| key.to_string());
        (key, unit.target, unit.state == ReturnedState::NeedsReview)
    };
    file.units.into_iter().map(string).collect()
}

#[test]
fn what_is_approved_is_taken_to_the_letter() {
    for (name, target, needs_review) in [
        ("bare-hash.po", "Points", false),
        ("fuzzy.po", "Points", true),
        ("obsolete.po", "Points", false),
        ("plural-header.po", "Points", false),
        ("trailing-space.po", "Points", false),
        ("shift-jis.po", "給水所の表", false),
        ("cp1251.po", "Источники", false),
    ] {
        let read = strings(name);
        assert_eq!(read, [("brief.title".into(), target.into(), needs_review)], "{name}");
    }
}

#[test]
fn what_is_damaged_is_refused_where_it_is() {
    for (name, said) in [
        ("one-quote.po", "line 8, column 8: the quotes that open here do not close on their line"),
        (
            "unterminated.po",
            "line 8, column 8: the quotes that open here do not close on their line",
        ),
        ("escape.po", "line 8, column 16: `\\q` is no escape"),
        ("stray.po", "line 8, column 14: outside of quotes stands `points\"`"),
        ("twice.po", "line 10, column 1: `brief.title` is here and on line 6"),
        ("same-key.po", "line 10, column 1: `brief.title` is here and on line 6"),
        ("no-entries.po", "there is no string in it: not one `msgid` with a text"),
        ("page.po", "line 1, column 1: this is no PO file: it begins with `<!DOCTYPE`"),
        (
            "unknown-charset.po",
            "the character set `ARMSCII-8` is not known; save the file as UTF-8",
        ),
        (
            "wrong-charset.po",
            "line 8, column 12: the byte 0xE9 is not UTF-8, which its header declares",
        ),
    ] {
        assert_eq!(fixture(name).unwrap_err().to_string(), said, "{name}");
    }
    assert!(Po.read(b"").unwrap_err().to_string().starts_with("there is no string in it"));
}

#[test]
fn files_that_tools_wrote_say_the_same() {
    const SUMMARY: &str = "Deux points « sur » cinq sont à sec [@survey].\n\n\
        - La première raison est que personne n’est payé pour s’en occuper après la construction et \
        la remise\n- La seconde est C:\\new\t\n";
    let straight = |text: &str| text.replace('’', "'");
    for (name, language, title_is_fuzzy, last) in [
        ("msgmerge.po", "fr", true, None),
        ("msgcat.po", "fr", false, Some("Ce constat disparaît")),
        ("polib.po", "fr", false, None),
        ("poedit.po", "fr", false, Some("Ce constat disparaît")),
        ("weblate.po", "zh-Hans", false, Some("Ce constat disparaît")),
        ("bom.po", "fr", false, Some("Ce constat disparaît")),
        ("utf-16.po", "fr", false, Some("Ce constat disparaît")),
        ("no-blank-lines.po", "fr", false, Some("Ce constat disparaît")),
        ("latin-1.po", "fr", false, Some("Ce constat disparaît")),
    ] {
        let file = fixture(name).unwrap();
        assert_eq!(file.target.as_deref(), Some(language), "{name}");
        assert_eq!(file.source.as_deref(), Some("en"), "{name}");
        assert_eq!(file.brief.as_deref(), Some("water-points"), "{name}");
        let mut expected = vec![
            ("brief.title", "Points d’eau", title_is_fuzzy),
            ("brief.summary", SUMMARY, false),
            ("finding.dry.title", "La moitié des points sont à sec", true),
            ("finding.paid.title", "", false),
        ];
        expected.extend(last.map(|last| ("finding.gone.title", last, false)));
        let read = strings(name);
        assert_eq!(read.len(), expected.len(), "{name}: {read:?}");
        for ((key, target, needs_review), own) in expected.into_iter().zip(read) {
            let target = if name == "latin-1.po" { straight(target) } else { target.into() };
            assert_eq!(own, (key.to_string(), target, needs_review), "{name}");
        }
    }
    let lines = |name: &str| fixture(name).unwrap().units.iter().map(|unit| unit.line).collect();
    let (unix, windows): (Vec<usize>, Vec<usize>) = (lines("bom.po"), lines("poedit.po"));
    assert_eq!(unix[..3], [17, 22, 37]);
    assert_eq!(windows.len(), unix.len());
}

#[test]
fn plurals_and_blanks_are_what_they_say() {
    let read = strings("plurals.po");
    // The forms of the second say different things.
    let expected = [("brief.title", "Points", false), ("", "%d point", true)];
    assert_eq!(read, expected.map(|(key, text, review)| (key.into(), text.into(), review)));
    let read = strings("only-space.po");
    let expected = [("brief.title", "", false), ("brief.ask", "", true)];
    assert_eq!(read, expected.map(|(key, text, review)| (key.into(), text.into(), review)));
}

/// A string as it goes out.
fn unit(key: &str, source: &str, target: Option<&str>, state: State) -> Unit {
    let file = Sources::new().add("t", "");
    let text =
        |value: &str| Text { value: value.into(), span: Span::new(file, 0..0), key: "k".into() };
    Unit {
        key: key.parse().unwrap(),
        source: text(source),
        target: target.map(text),
        state,
        previous: None,
        is_same: false,
        reviewer: None,
        is_needed: true,
    }
}

fn written(units: &[Unit]) -> String {
    Po.write(&Export { brief: "water-points", source: "en", target: "zh-Hans", units })
}

#[test]
fn what_is_written_says_what_it_is() {
    let mut stale = unit("brief.title", "Two\nlines", Some("“ក”\\\nn"), State::Stale);
    stale.previous = Some("Two\nold \"lines\"".into());
    let missing = unit("brief.ask", "Act", None, State::Missing);
    let po = written(&[stale, missing]);
    let expected = r#"msgid ""
msgstr ""
"Project-Id-Version: water-points\n"
"PO-Revision-Date: \n"
"Last-Translator: \n"
"Language-Team: \n"
"Language: zh_CN\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"X-Source-Language: en\n"
"X-Briefpress-Brief: water-points\n"

#. What it is: title of the brief
#. Where it prints: large, at the head of page one and of the table of indicators; in lists of documents
#. Length: at best 90 characters, at most 2000
#. Keep: one line; codes; numbers, as the language writes them; names, in the forms given for them
#: brief.title
#, fuzzy
#| msgid ""
#| "Two\n"
#| "old \"lines\""
msgctxt "brief.title"
msgid ""
"Two\n"
"lines"
msgstr ""
"“ក”\\\n"
"n"

#. What it is: the one thing asked for
#. Where it prints: large, at the foot of page one
#. Keep: one paragraph; Markdown (*…*, **…**, [words](address)); citations ([@…]); codes; numbers, as the language writes them; names, in the forms given for them
#: brief.ask
msgctxt "brief.ask"
msgid "Act"
msgstr ""
"#;
    assert_eq!(po, expected);
    let back = Po.read(po.as_bytes()).unwrap();
    assert_eq!(back.brief.as_deref(), Some("water-points"));
    assert_eq!(back.source.as_deref(), Some("en"));
    // By CLDR `zh-Hans` and `zh-CN` are one language.
    assert_eq!(back.target.as_deref(), Some("zh-CN"));
    assert_eq!(back.units[0].source.as_deref(), Some("Two\nlines"));
}

#[test]
fn a_key_that_a_tool_dropped_is_found_in_the_reference() {
    let without = |po: String| {
        let lines = po.split_inclusive('\n').filter(|line| !line.starts_with("msgctxt"));
        lines.collect::<String>()
    };
    let units = [
        unit("target.16-3.text", "Same", Some("Pareil"), State::Translated),
        unit("abbreviations.U. N.", "Same", Some("Idem"), State::Translated),
        unit("finding.a.title", "Same", Some("Le même"), State::Translated),
    ];
    let po = without(written(&units[..2]));
    let keys = |po: &str| {
        let file = Po.read(po.as_bytes()).unwrap();
        file.units.into_iter().map(|unit| unit.key.map(|key| key.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(keys(&po), [Some("target.16-3.text".into()), None]);
    // Two places are no key, nor is a place in a file that is not ours.
    let other = unit("finding.a.text", "Other", Some("Autre"), State::Translated);
    let po = without(written(&[other]));
    assert_eq!(keys(&po), [Some("finding.a.text".into())]);
    assert_eq!(keys(&po.replace("#: ", "#: other.c:7 ")), [None]);
    assert_eq!(keys(&po.replace("X-Briefpress", "X-Other")), [None]);
    // And an empty context is none.
    let empty = without(written(&[units[0].clone(), units[2].clone()]));
    let empty = empty.replace("msgid \"Same", "msgctxt \"\"\nmsgid \"Same");
    assert_eq!(keys(&empty), [Some("target.16-3.text".into()), Some("finding.a.title".into())]);
}

/// Text with what is awkward in PO more often than chance has it.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => any::<char>().prop_map(String::from),
        4 => "[a-z 0-9]{1,12}",
        2 => prop::sample::select(vec![
            "\n", "\r\n", "\t", "\"", "\\", "\\n", "\"\"", "#~ ", "#, fuzzy\n", "msgid \"", "\u{0}1",
            "\u{7f}", "\u{85}", "\u{2028}", "\u{feff}", "ខ្មែរ", "🇰🇭", "\\x41", "\\101", "\r",
        ])
        .prop_map(String::from),
    ];
    vec(part, 0..12).prop_map(|parts| parts.concat())
}

fn state() -> impl Strategy<Value = State> {
    prop::sample::select(vec![
        State::Unknown,
        State::NeedsReview,
        State::Stale,
        State::Translated,
        State::Reviewed,
    ])
}

proptest! {
    // What fails is printed; no file is left among the sources.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(
        strings in vec((text(), of(text()), of(text()), state()), 1..8)
    ) {
        let units: Vec<Unit> = strings.iter().enumerate().map(|(i, (source, target, previous, state))| {
            let key = format!("finding.a{i}.{source}");
            let state = if target.is_some() { *state } else { State::Missing };
            let mut unit = unit(&key, source, target.as_deref(), state);
            unit.previous.clone_from(previous);
            unit
        }).collect();
        let po = written(&units);
        let back = Po.read(po.as_bytes()).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(back.units.len(), units.len());
        for (unit, back) in units.iter().zip(back.units) {
            prop_assert_eq!(back.key.as_ref(), Some(&unit.key));
            prop_assert_eq!(back.source.as_deref(), Some(unit.source.value.as_str()));
            let target = unit.target.as_ref().map_or("", |target| target.value.as_str());
            let says_something = target.contains(|c: char| !c.is_whitespace());
            // Both end in a line feed or none does, as gettext wants it; that is no part of the text.
            let text = |text: &'_ str| text.trim_end_matches('\n').to_string();
            let wanted = if says_something { text(target) } else { String::new() };
            prop_assert_eq!(text(&back.target), wanted);
            let ends = unit.source.value.ends_with('\n');
            prop_assert!(!says_something || back.target.ends_with('\n') == ends);
            let target = if ends { target } else { target.trim_end_matches('\n') };
            let approved = matches!(unit.state, State::Translated | State::Reviewed);
            let needs_review = back.state == ReturnedState::NeedsReview;
            prop_assert_eq!(needs_review, !target.is_empty() && !approved);
        }
        // Tools on Windows write other line ends.
        let windows = Po.read(po.replace('\n', "\r\n").as_bytes()).unwrap();
        let unix = Po.read(po.as_bytes()).unwrap();
        prop_assert_eq!(windows, unix);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..400)) {
        let _ = Po.read(&bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(parts in vec(text(), 0..20)) {
        let _ = Po.read(parts.join("\"\nmsgid \"").as_bytes());
    }
}

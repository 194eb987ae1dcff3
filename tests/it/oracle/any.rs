//! Any string in any field is heard as it was typed, or is refused by its key. `CASES=100 cargo test
//! --release any_string` tries more of them.

use std::collections::BTreeSet;
use std::env;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

use super::data::{Said, part};
use super::ear::{Heard, heard, hears};
use super::pdf::Pdf;
use crate::support::{PROJECT, TestProject};

/// Sources, each with four fields, and of every other table as many as there are of it.
const SOURCES: usize = 8;
const OTHERS: usize = 3;

/// A field: its key as messages have it, and whether markup is read in it.
fn fields() -> Vec<(String, bool)> {
    let mut fields: Vec<(String, bool)> = ["title", "subtitle", "number"]
        .map(|key| (key.to_string(), false))
        .into_iter()
        .chain(["summary", "method", "ask", "key_messages[1]"].map(|key| (key.to_string(), true)))
        .collect();
    for n in 0..SOURCES {
        let plain =
            ["title", "publisher", "author"].map(|key| (format!("source.s{n}.{key}"), false));
        fields.extend(plain);
        fields.push((format!("source.s{n}.note"), true));
    }
    for n in 0..OTHERS {
        fields.extend([
            (format!("fact.f{n}.value"), false),
            (format!("fact.f{n}.label"), true),
            (format!("finding.d{n}.title"), false),
            (format!("finding.d{n}.text"), true),
            (format!("finding.d{n}.evidence[1]"), true),
            (format!("finding.d{n}.quote.text"), true),
            (format!("finding.d{n}.quote.by"), false),
            (format!("recommendation.r{n}.to"), false),
            (format!("recommendation.r{n}.text"), true),
            (format!("recommendation.r{n}.lead"), false),
            (format!("recommendation.r{n}.support"), false),
        ]);
    }
    fields
}

/// A brief with a text in each field.
fn brief(text: &dyn Fn(&str) -> String) -> String {
    let mut toml = String::from("country = \"KH\"\ndate = 2025-06-30\nlanguage = \"en\"\n");
    for key in ["title", "subtitle", "number", "summary", "method", "ask"] {
        toml += &format!("{key} = {}\n", text(key));
    }
    toml += &format!("key_messages = [{}]\n", text("key_messages[1]"));
    for n in 0..SOURCES {
        toml += &format!("[[source]]\nid = \"s{n}\"\n");
        for key in ["title", "publisher", "author", "note"] {
            toml += &format!("{key} = {}\n", text(&format!("source.s{n}.{key}")));
        }
    }
    for n in 0..OTHERS {
        toml += &format!("[[fact]]\nid = \"f{n}\"\n");
        for key in ["value", "label"] {
            toml += &format!("{key} = {}\n", text(&format!("fact.f{n}.{key}")));
        }
        let of = |key: &str| text(&format!("finding.d{n}.{key}"));
        toml += &format!(
            "[[finding]]\nid = \"d{n}\"\ntitle = {}\ntext = {}\nevidence = [{}]\n\
             quote = {{ text = {}, by = {}, sources = [\"s0\"] }}\nsources = [\"s{n}\"]\n\
             targets = [\"16.3\"]\n",
            of("title"),
            of("text"),
            of("evidence[1]"),
            of("quote.text"),
            of("quote.by"),
        );
        let of = |key: &str| text(&format!("recommendation.r{n}.{key}"));
        toml += &format!(
            "[[recommendation]]\nid = \"r{n}\"\nto = {}\ntext = {}\nlead = {}\nsupport = {}\n",
            of("to"),
            of("text"),
            of("lead"),
            of("support"),
        );
    }
    toml + "[[goal]]\nnumber = 16\nwhy = \"Why.\"\n[[goal.target]]\ncode = \"16.3\"\n"
}

/// A TOML string; behind backslashes where a sign could be a mark.
fn quoted(text: &str, has_markup: bool) -> String {
    let mut quoted = String::from("\"");
    // Two spaces before the end of a line are a mark.
    let text =
        if has_markup { text.replace(" \n", "\n").replace(" \n", "\n") } else { text.into() };
    for c in text.chars() {
        if has_markup && c.is_ascii_punctuation() {
            quoted += "\\\\";
        }
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted += &format!("\\u{:04x}", u32::from(c)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// Any text but for signs right beside letters that run to the left: signs, words and letters of the scripts there are faces for, and whatever Unicode has.
fn any_text() -> impl Strategy<Value = String> {
    let letters = prop_oneof![
        0xa1u32..0x250,
        0x370u32..0x3ff,
        0x400u32..0x460,
        0x904u32..0x93a,
        0xe01u32..0xe31,
        0x1000u32..0x102b,
        0x1780u32..0x17b4,
        0x4e00u32..0x9fa6,
        0x2010u32..0x2028,
        0x2030u32..0x205f,
        0x20a0u32..0x20c0,
        0x2190u32..0x2200,
        0x2200u32..0x2300,
    ];
    let piece = prop_oneof![
        6 => "[ -~]{1,4}",
        3 => Just(" ".to_string()),
        4 => prop::sample::select(vec![
            "the decision", "2025-06-30", "1,5 %", "Élysée", "Điện Biên", "Москва", "Αθήνα", "a القرار b", "a في ٢٠٢٥ b", "a שלום b",
            "फ़ैसला", "สิทธิมนุษยชน", "ສິດທິ", "လူ့အခွင့်အရေး", "សិទ្ធិមនុស្ស", "人权", "“引号”", "、", "H₂O", "m²", "…",
            "https://example.org/a_b*c", "a@b.org", "[@s1]", "**x**", "#read(\"x\")", "$x$", "<b>", "&amp;", "\\n", "```",
        ]).prop_map(String::from),
        3 => letters.prop_filter_map("a character", char::from_u32).prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
        1 => prop::sample::select(vec![
            "\n", "\t", "\u{a0}", "\u{202f}", "\u{2009}", "\u{ad}", "\u{200b}", "\u{200d}", "\u{2060}", "\u{feff}", "\u{301}",
            "\u{200e}", "\u{2066}x\u{2069}", "\u{202e}", "\u{0}", "\u{1b}", "\u{85}", "\u{2028}", "🙂", "👩\u{200d}💻", "\u{e000}",
            "\u{fdd0}", "\u{fffd}", "\u{e0041}", "ﬁ", "Ⅳ",
        ]).prop_map(String::from),
    ];
    vec(piece, 1..9).prop_map(|pieces| pieces.concat())
}

/// A text as it is compared: what shows nothing is out, and any white space is a space.
fn plain(text: &str) -> String {
    let bare = text.chars().filter(|c| {
        !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
    });
    let text = part(&bare.collect::<String>()).text;
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn any_string_in_any_field_is_heard_as_typed_or_refused_by_its_key() {
    const CASES: u32 = 2;
    let more = env::var("CASES").ok().and_then(|cases| cases.parse().ok());
    let config = Config {
        cases: more.unwrap_or(CASES),
        failure_persistence: None,
        // A case is many texts, and tells which of them were lost.
        max_shrink_iters: 0,
        ..Config::default()
    };
    let mut runner = match more {
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
        Some(_) => TestRunner::new(config),
    };
    let fields = fields();
    let result = runner.run(&vec(any_text(), fields.len()), |texts| {
        print_as_typed(&fields, &texts);
        Ok(())
    });
    if let Err(why) = result {
        panic!("{why}");
    }
}

fn print_as_typed(fields: &[(String, bool)], texts: &[String]) {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    let mut refused: BTreeSet<&str> = BTreeSet::new();
    for round in 0.. {
        let text = |key: &str| {
            let at = fields.iter().position(|(own, _)| own == key).expect(key);
            let text = if refused.contains(key) { "Plain words" } else { texts[at].as_str() };
            quoted(text, fields[at].1)
        };
        project.write("briefs/a/brief.toml", brief(&text));
        let run = project.run(&["build", "--only", "brief", "--message-format", "json"]);
        if run.code == 0 {
            break;
        }
        assert!(run.code == 1 && round < 6, "{}", run.stderr);
        for line in run.stderr.lines() {
            let message: Value = serde_json::from_str(line).unwrap();
            if message["severity"] != "error" {
                continue;
            }
            let key = message["key"].as_str().unwrap_or_default();
            let field = fields.iter().find(|(own, _)| own == key);
            let (field, _) = field.unwrap_or_else(|| panic!("refused without its key: {message}"));
            refused.insert(field);
        }
    }
    let blocks: Vec<String> = heard(&Pdf::load(&project.read("dist/a/a.en.pdf")))
        .iter()
        .map(|block| plain(block))
        .collect();
    let mut lost = Vec::new();
    for ((key, _), text) in fields.iter().zip(texts) {
        let due = plain(text);
        if refused.contains(key.as_str()) || due.is_empty() {
            continue;
        }
        let said = Said { at: key.clone(), parts: vec![part(&due)], rtl: false, printed: true };
        if hears(&blocks, &said) == Heard::Lost {
            // What has most of its characters is what became of it.
            let near = blocks.iter().max_by_key(|block| {
                due.chars().filter(|c| block.contains(*c)).count() * 100
                    / (10 + block.chars().count())
            });
            lost.push(format!("{key}: {text:?}\n   due {due:?}\n  near {near:?}"));
        }
    }
    assert!(lost.is_empty(), "not heard as typed:\n{}", lost.join("\n"));
}

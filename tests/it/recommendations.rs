//! What is asked of whom: deadlines, those who must act, and the page that is torn off.

use serde_json::Value;

use crate::oracle::ear::heard;
use crate::oracle::pdf::Pdf;
use crate::support::{MINIMAL, TestProject};

/// A brief whose recommendation has more lines.
fn with(lines: &str) -> String {
    MINIMAL.replacen("to = \"Ministry of Justice\"\n", lines, 1)
}

fn data(project: &TestProject, language: &str) -> Value {
    let run = project.run(&["template", "data", "a", "--lang", language]);
    assert_eq!(run.code, 0, "{language}: {}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

/// Quarters by CLDR 48 (`yQQQQ`), but in the digits of the page and with the words that a full name of a
/// year takes.
#[test]
fn a_deadline_is_as_precise_as_it_is_given_in_every_language() {
    for (by, iso, said) in [
        (
            "2027-06-30",
            Some("2027-06-30"),
            ["30\u{a0}June 2027", "30\u{a0}juin 2027", "2027年6月30日"],
        ),
        ("\"2027-06\"", Some("2027-06"), ["June 2027", "juin 2027", "2027年6月"]),
        (
            "\"2027-Q2\"",
            Some("2027-Q2"),
            ["2nd quarter 2027", "2e trimestre 2027", "2027年第二季度"],
        ),
        ("2027", Some("2027"), ["2027", "2027", "2027年"]),
        ("\"2027\"", Some("2027"), ["2027", "2027", "2027年"]),
        ("\"immediately\"", None, ["Immediately", "Immédiatement", "立即"]),
        ("\"end of 2027\"", None, ["end of 2027", "fin 2027", "2027年年底"]),
    ] {
        let project = TestProject::with_brief(&with(&format!("to = \"All\"\nby = {by}\n")));
        for (language, said) in ["en", "fr", "zh-Hans"].into_iter().zip(said) {
            if language != "en" {
                assert_eq!(project.run(&["i18n", "sync", "a", "--lang", language]).code, 0);
                let path = format!("briefs/a/lang/{language}.toml");
                let written = String::from_utf8(project.read(&path)).unwrap();
                assert_eq!(written.contains("\nby = \"\""), by.contains("end"), "{by}: {written}");
                let translated = written.replacen("\nby = \"\"", &format!("\nby = \"{said}\""), 1);
                project.write(&path, translated);
            }
            let data = data(&project, language);
            let by_data = &data["recommendations"][0]["items"][0]["by"];
            let text = by_data["text"].as_str().unwrap_or_else(|| panic!("{by}: {by_data}"));
            let bare: String = text.chars().filter(|c| !"\u{2060}\u{200b}".contains(*c)).collect();
            assert_eq!(bare, said, "{by}");
            assert_eq!(by_data["iso"].as_str(), iso);
        }
    }
}

#[test]
fn each_mistake_has_its_message() {
    for (line, at, message, help) in [
        ("by = \"2027-Q5\"", 6, "`by` is no day, month or quarter of the calendar", "2027-Q2"),
        ("by = \"2027-13\"", 6, "`by` is no day, month or quarter of the calendar", "2027-06"),
        ("by = \"Q2 2027\"", 6, "`by` is no day, month, quarter or year: `Q2 2027`", "\"2027-Q2\""),
        ("by = \"30/06/2027\"", 6, "`by` is no day, month, quarter or year", "2027-06-30"),
        ("by = 27", 6, "`by` is no day, month, quarter or year: `27`", "2027"),
        ("by = true", 6, "`by` takes a date or a text in quotes", "by = 2027"),
        ("by = \"immediatly\"", 6, "`by` is nearly `immediately`", "write `\"immediately\"`"),
        ("by = \"Immediately\"", 6, "`by` is nearly `immediately`", "write `\"immediately\"`"),
        ("by = \"3027-06\"", 6, "`by` is in the year 3027", "four digits"),
        ("priority = \"urgent\"", 12, "`priority` cannot be `urgent`", "`\"high\"`, `\"medium\"`"),
        ("priority = \"hihg\"", 12, "`priority` cannot be `hihg`", "did you mean `\"high\"`?"),
    ] {
        let toml = with(&format!("to = [\"A\", \"B\"]\n{line}\n"));
        let row = toml.lines().position(|own| own == line).unwrap() + 1;
        let project = TestProject::with_brief(&toml);
        let run = project.run(&["check", "-q", "--message-format", "short"]);
        let place = format!("briefs/a/brief.toml:{row}:{at}: error[schema::");
        assert!(run.stderr.contains(&place) && run.stderr.contains(message), "{}", run.stderr);
        assert_eq!((run.code, run.stderr.matches("error[").count()), (1, 1), "{}", run.stderr);
        let human = project.run(&["check", "-q"]).stderr;
        assert!(human.contains(help), "{line}: {human}");
    }
}

#[test]
fn a_deadline_before_the_brief_is_warned_of() {
    // The brief is of 30 June 2025.
    for (by, passed) in [
        ("2025-06-29", true),
        ("2025-06-30", false),
        ("\"2025-05\"", true),
        ("\"2025-06\"", false),
        ("\"2025-Q1\"", true),
        ("\"2025-Q2\"", false),
        ("2024", true),
        ("2025", false),
        ("\"immediately\"", false),
        ("\"in 2024\"", false),
    ] {
        let project = TestProject::with_brief(&with(&format!("to = \"All\"\nby = {by}\n")));
        let run = project.run(&["check", "-q", "--message-format", "short"]);
        let warned = run.stderr.contains("warning[recommendation::deadline-passed]");
        assert_eq!((run.code, warned), (0, passed), "{by}: {}", run.stderr);
        let denied = project.run(&["check", "-q", "--deny", "warnings"]);
        assert_eq!(denied.code, i32::from(passed), "{by}");
    }
}

#[test]
fn those_who_must_act_stand_together() {
    let more = "\n[[recommendation]]\nid = \"second\"\nto = [\"Ministry of Justice\", \"Supreme Court\"]\n\
                text = \"Do more.\"\nlead = \"Supreme Court\"\nsupport = \"Bar\"\npriority = \"low\"\n\
                targets = [\"16.3\"]\nfindings = [\"delay\"]\n\n[[recommendation]]\nid = \"third\"\n\
                lead = \"Parliament\"\ntext = \"Do it.\"\nby = 2026\ntargets = [\"16.3\"]\n\
                findings = [\"delay\"]\n\n[layout]\ntear_off = true\n";
    let first = "to = [\"Ministry of Justice\", \"Supreme Court\"]\nby = \"when there is money\"\n";
    let project = TestProject::with_brief(&(with(first) + more));
    let run = project.run(&["build", "-q", "--deny", "warnings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let english = data(&project, "en");
    let groups = english["recommendations"].as_array().unwrap();
    let to: Vec<&str> = groups.iter().map(|group| group["to"].as_str().unwrap()).collect();
    assert_eq!(to, ["Ministry of Justice and Supreme Court", "Parliament"]);
    let ids = |group: &Value| -> Vec<String> {
        let items = group["items"].as_array().unwrap().iter();
        items.map(|item| item["id"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(ids(&groups[0]), ["deadline", "second"]);
    let second = &groups[0]["items"][1];
    assert_eq!(second["lead"], "Supreme Court");
    assert_eq!(second["priority"]["code"], "low");
    assert_eq!(groups[1]["items"][0]["lead"], Value::Null, "who leads alone heads the group");
    // What has a date is due before what has words for one, and that before what has none.
    assert_eq!(english["tear_off"], serde_json::json!([3, 1, 2]));
    assert_eq!(project.run(&["i18n", "sync", "a", "--lang", "fr"]).code, 0);
    let path = "briefs/a/lang/fr.toml";
    let written = String::from_utf8(project.read(path)).unwrap();
    let (before, after) = written.split_once("[recommendation.deadline]").unwrap();
    let changed = after.replacen("  \"\",\n", "  \"Ministère de la justice\",\n", 1);
    assert_ne!(changed, after);
    project.write(path, format!("{before}[recommendation.deadline]{changed}"));
    let line = data(&project, "fr")["recommendations"][0]["addressees"].clone();
    let kinds: Vec<&str> =
        line.as_array().unwrap().iter().map(|node| node["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["text", "text", "foreign"], "what is not translated says so: {line}");
}

#[test]
fn the_page_that_is_torn_off_stands_by_itself() {
    let more = "\n[layout]\ntear_off = true\n";
    let toml = with("to = \"Ministry of Justice\"\nby = \"2027-Q2\"\npriority = \"high\"\n") + more;
    let toml = toml.replacen("country", "number = \"PB 7\"\ncountry", 1);
    let toml = toml.replacen("court takes.", "court takes [@report].", 1);
    let project = TestProject::with_brief(&toml);
    assert_eq!(project.run(&["build", "-q", "--edition", "screen", "--edition", "print"]).code, 0);
    let judged = project.run(&["preflight", "dist/a/a.en.pdf"]);
    assert_eq!(judged.code, 0, "{}{}", judged.stdout, judged.stderr);
    let blocks = heard(&Pdf::load(&project.read("dist/a/a.en.pdf")));
    let page = blocks.iter().position(|block| block == "Who, what, by when").unwrap();
    let last = &blocks[page - 4..];
    for words in [
        "PB 7",
        "30 June 2025",
        "Decisions on review come late",
        "Who, what, by when",
        "Ministry of Justice",
        "Publish the time each court takes.",
        "2nd quarter 2027",
        "High",
    ] {
        assert!(last.iter().any(|block| block.contains(words)), "{words}: {last:?}");
    }
    let without = TestProject::with_brief(&toml.replace("true", "false"));
    assert_eq!(without.run(&["build", "-q"]).code, 0);
    assert_eq!(data(&without, "en")["tear_off"], Value::Null);
}

/// In a template, a value that is returned stands for all that the function has set before it.
#[test]
fn few_recommendations_have_their_heading_and_an_indicator_without_values_its_line() {
    let project = TestProject::with_brief(
        &MINIMAL.replace("country = \"KH\"", "countries = [\"KH\", \"LA\"]"),
    );
    let brief = String::from_utf8(project.read("briefs/a/brief.toml")).unwrap();
    let national =
        "national = { value = \"3\", year = 2024, source = \"survey\", country = \"LA\" }\n";
    let brief = brief.replacen(
        "note = \"Counts children.\"\n",
        &format!("note = \"Counts children.\"\n{national}"),
        1,
    );
    project.write("briefs/a/brief.toml", brief);
    let run = project.run(&["build", "-q"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let blocks = heard(&Pdf::load(&project.read("dist/a/a.en.pdf")));
    assert!(blocks.iter().any(|block| block == "Recommendations"), "{blocks:?}");
    let table = heard(&Pdf::load(&project.read("dist/a/a.en.indicators.pdf")));
    assert!(table.iter().any(|block| block.starts_with("16.3.1")), "{table:?}");
}

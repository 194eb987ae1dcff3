//! Names and numbers of a translation, as the program compares them with the original's.

use crate::support::{MINIMAL, TestProject, worded};

/// The messages about a translation into a language, a line each, without their places in the file.
fn said(brief: &str, language: &str, translation: &str) -> Vec<String> {
    let project = TestProject::with_brief(brief);
    let file = format!("briefs/a/lang/{language}.toml");
    project.write(&file, format!("[translation]\nstatus = \"draft\"\n{translation}"));
    let run = project.run(&["check", "--message-format", "json"]);
    let messages = run.stderr.lines().map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).expect(line);
        let place = &message["place"];
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
        let at = format!("{}:{}", place["line"], place["column"]);
        (
            text(&place["file"]),
            format!("{at} {} {}", text(&message["code"]), text(&message["message"])),
        )
    });
    // The file is half done, and written by hand, without a lock.
    let aside = |said: &str| said.contains("::missing ") || said.contains("::unknown ");
    let own = messages.filter(|(place, said)| *place == file && !aside(said));
    own.map(|(_, said)| said).collect()
}

/// The minimal brief with another title and with names.
fn brief(title: &str, names: &str) -> String {
    let line = MINIMAL.lines().find(|line| line.starts_with("title = ")).unwrap();
    worded(&MINIMAL.replacen(line, &format!("title = \"{title}\"\nnames = [{names}]"), 1))
}

#[test]
fn a_name_may_have_several_forms() {
    let brief = brief("What Amnesty International found", "\"Amnesty International\"");
    let forms = "[\"Международная амнистия\", \"Международной амнистии\"]";
    let with = |forms: &str, title: &str| {
        let translation =
            format!("[names]\n\"Amnesty International\" = {forms}\n[brief]\ntitle = \"{title}\"\n");
        said(&brief, "ru", &translation)
    };
    for title in ["Выводы Международной амнистии", "Что выяснила Международная амнистия"]
    {
        assert_eq!(with(forms, title), [""; 0], "{title}");
    }
    assert_eq!(
        with(forms, "Выводы амнистии"),
        ["6:9 translation::name `brief.title` lacks the name `Amnesty International` as one of \
          `Международная амнистия`, `Международной амнистии`"]
    );
    // Not given yet: it stands as it is.
    for empty in ["\"\"", "[]", "[\"\"]"] {
        assert_eq!(with(empty, "Доклад Amnesty International"), [""; 0]);
        assert_eq!(
            with(empty, "Выводы амнистии"),
            ["6:9 translation::name `brief.title` lacks the name `Amnesty International`"]
        );
    }
    assert_eq!(
        with("5", "Доклад Amnesty International"),
        [
            "4:27 schema::wrong-type `Amnesty International` takes a text in quotes, found a whole number"
        ]
    );
}

#[test]
fn numbers_are_compared_as_values_and_named_as_they_are_written() {
    let title = "In 2025, 1.2 million people in 5 provinces";
    for (language, right, wrong, message) in [
        (
            "th",
            "พ.ศ. ๒๕๖๘ ประชาชน 1.2 ล้านคนในห้าจังหวัด",
            "พ.ศ. ๒๕๖๗ ประชาชน 1.2 ล้านคนในห้าจังหวัด",
            "has the number or code ๒๕๖๗, the original 2025",
        ),
        (
            "zh-Hans",
            "2025年，五个省的120万人",
            "2025年，五个省的12万人",
            "has the number or code 12万, the original 1.2 million",
        ),
        (
            "fr",
            "En 2025, 1 200 000 personnes dans cinq provinces",
            "En 2025, 1 200 000 personnes dans des provinces",
            "lacks the number or code 5",
        ),
        (
            "hi",
            "2025 में पाँच प्रांतों के 12 लाख लोग",
            "2025 में पाँच प्रांतों के 12 लाख लोग, 16.3",
            "has the number or code 16.3, which the original has not",
        ),
    ] {
        let brief = brief(title, "");
        let with = |title: &str| said(&brief, language, &format!("[brief]\ntitle = \"{title}\"\n"));
        assert_eq!(with(right), [""; 0], "{right}");
        let found = with(wrong);
        assert_eq!(found.len(), 1, "{wrong}: {found:?}");
        let expected = format!(" translation::number `brief.title` {message}");
        assert!(found[0].ends_with(&expected), "{found:?}");
        // Where the number stands, or the text that lacks it.
        let (_, number) = message.split_once("code ").unwrap();
        let number = number.split(',').next().unwrap();
        let at = wrong.find(number).filter(|_| message.starts_with("has"));
        let at = at.map_or(0, |at| wrong[..at].chars().count() + 1);
        let column = 9 + at;
        assert!(found[0].starts_with(&format!("4:{column} ")), "{column}: {found:?}");
    }
}

#[test]
fn a_number_that_differs_is_answered_with_a_reason() {
    let brief = brief("Half of 80 judges", "");
    let with = |accept: &str| {
        said(&brief, "fr", &format!("{accept}[brief]\ntitle = \"Quarante et un juges\"\n"))
    };
    let number = "translation::number `brief.title` lacks the number or code 80";
    assert_eq!(with(""), [format!("4:9 {number}")]);
    assert_eq!(with("[accept]\n\"brief.title\" = \"the count of the French report\"\n"), [""; 0]);
    assert_eq!(with("[accept]\nbrief.title = \"without quotes around the key\"\n"), [""; 0]);
    assert_eq!(
        with("[accept]\n\"brief.title\" = \" \"\n"),
        ["4:17 schema::empty-text `brief.title` is empty".to_string(), format!("6:9 {number}")]
    );
    let found = with("[accept]\n\"brief.titel\" = \"why\"\n");
    assert_eq!(
        found,
        [
            "4:17 translation::orphan `accept` answers for `brief.titel`, which is no string"
                .to_string(),
            format!("6:9 {number}"),
        ]
    );
}

#[test]
fn of_a_number_that_differs_it_is_told_how_the_language_writes_it() {
    let project = TestProject::with_brief(&brief("Late in 2,400 of 9.5 cases", ""));
    project.write(
        "briefs/a/lang/fr.toml",
        "[translation]\nstatus = \"draft\"\n[brief]\ntitle = \"En retard 2,400 fois sur 9,5\"\n",
    );
    let run = project.run(&["check"]);
    // CLDR parts thousands in French by a narrow no-break space.
    assert!(run.stderr.contains("`2,400` is `2\u{202f}400`"), "{}", run.stderr);
}

//! What people who have never seen TOML get wrong in a brief, and what they are told: one message, where
//! the mistake was made, with what to write.

use std::fs;

use crate::support::{MINIMAL, PROJECT, TestProject, repository, worded};

/// A brief whose list of key messages is not closed.
fn fixture(name: &str) -> String {
    fs::read_to_string(repository().join("tests/fixtures/messages").join(name)).unwrap()
}

/// A brief without mistakes, with the words of the example.
fn whole() -> String {
    let open = fixture("missing-bracket.toml");
    let whole = open.replacen("where to act.\",\n\n\n", "where to act.\",\n]\n\n", 1);
    assert_ne!(open, whole);
    whole
}

/// What `check` says of a brief that is a draft: where, the message, and the help.
fn told(brief: impl AsRef<[u8]>) -> Vec<(u64, u64, String, String)> {
    told_beside(brief, "")
}

/// The same where a file of data, `d.csv`, stands beside it.
fn told_beside(brief: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Vec<(u64, u64, String, String)> {
    let project = TestProject::with_brief("");
    if !data.as_ref().is_empty() {
        project.write("briefs/a/d.csv", data);
    }
    project.write(
        "briefpress.toml",
        format!("{PROJECT}[lints]\n\"example::unchanged\" = \"allow\"\n"),
    );
    project.write("briefs/a/brief.toml", brief);
    let run = project.run(&["check", "--message-format", "json"]);
    let messages = run.stderr.lines().map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).expect(line);
        let place = |key: &str| message["place"][key].as_u64().unwrap_or_default();
        let help = message["help"].as_array().unwrap().iter().map(|it| it.as_str().unwrap());
        let help = help.collect::<Vec<_>>().join(" ");
        (place("line"), place("column"), message["message"].as_str().unwrap().to_string(), help)
    });
    messages.collect()
}

#[test]
fn the_brief_that_is_changed_below_has_no_mistake() {
    assert_eq!(told(whole()), []);
}

#[test]
fn what_is_not_closed_is_one_error_where_it_was_opened() {
    for (name, line, column) in [("missing-bracket.toml", 25, 16), ("unclosed-triple.toml", 20, 11)]
    {
        let told = told(fixture(name));
        let [(at, in_line, message, _)] = &told[..] else { panic!("{name}: {told:#?}") };
        assert_eq!((*at, *in_line), (line, column), "{name}");
        assert!(message.contains("never closed"), "{name}: {message}");
    }
}

#[test]
fn a_quotation_as_a_text_is_told_as_a_table_that_can_be_pasted() {
    let brief = fixture("quote-as-string.toml");
    let told_of = told(&brief);
    let [(61, 9, _, help)] = &told_of[..] else { panic!("{told_of:#?}") };
    let written = help.split('`').nth(1).unwrap();
    let mended = brief.replace("quote = \"Nobody could tell me when.\"", written);
    assert_eq!(told(mended), [], "{written}");
}

#[test]
fn each_slip_is_one_message_with_what_to_write() {
    let base = whole();
    for (from, to, place, help) in [
        ("country     = \"KH\"  ", "country     = KH  ", (14, 15), "`country = \"KH\"`"),
        (
            "ask = \"Publish",
            "ask = Publish",
            (31, 7),
            "`ask = \"Publish how long appeals take, court by court, every quarter.\"`",
        ),
        ("code  = \"16.3.1\"", "code  = 16.3.1", (85, 9), "`code = \"16.3.1\"`"),
        ("code  = \"16.3.1\"", "code  = \"16,3,1\"", (85, 9), "`\"16.3.1\"`"),
        ("code = \"16.3\"", "code = \"16,3\"", (81, 8), "`\"16.3\"`"),
        ("code  = \"16.3.1\"", "code  = \"\u{ff11}\u{ff16}.3.1\"", (85, 9), "`\"16.3.1\"`"),
        ("code  = \"16.3.1\"", "code  = \"16.B.1\"", (85, 9), "`\"16.b.1\"`"),
        ("code  = \"16.3.1\"", "code  = \"SDG 16.3.1\"", (85, 9), "`\"16.3.1\"`"),
        ("[\"16.3\", \"16.6\"]", "[\"16.3, 16.6\"]", (71, 13), "\"16.3\", \"16.6\""),
        ("[\"16.3\", \"16.6\"]", "[16.3, 16.6]", (71, 13), "`targets = [\"16.3\", \"16.6\"]`"),
        ("[\"16.3\", \"16.6\"]", "\"16.3\"", (71, 12), "`targets = [\"16.3\"]`"),
        (
            "sources = [\"survey\"]",
            "sources = [[\"survey\"]]",
            (50, 12),
            "`sources = [\"survey\"]`",
        ),
        ("language    = \"en\"", "language    = \"zh\"", (16, 15), "`\"zh-Hans\"`"),
        (
            "# url     = \"https://example.org/survey\"",
            "url = \"https://example.org/the survey\"",
            (42, 7),
            "%20",
        ),
        (
            "\"Institute for Justice Statistics\"",
            "\"C:\\Users\\nina\"",
            (39, 16),
            "`publisher = \"C:\\\\Users\\\\nina\"`",
        ),
        (
            "\"Institute for Justice Statistics\"",
            "\"data\\births.csv\"",
            (39, 13),
            "write `/` between folders",
        ),
        (
            "\"Institute for Justice Statistics\"",
            "\"data\\values of 2024.csv\"",
            (39, 18),
            "`publisher = \"data/values of 2024.csv\"`",
        ),
        (
            "\"Institute for Justice Statistics\"",
            "\"..\\\\data\\values.XLSX\"",
            (39, 22),
            "write `/` between folders, on Windows, too: `publisher = \"../data/values.XLSX\"`",
        ),
        ("[\"survey\"]", "[\"survey, survey\"]", (50, 12), "`\"survey\", \"survey\"`"),
        ("late [@survey]", "late [@ survey, p. 3]", (21, 51), "`[@survey, p. 3]`"),
        ("late [@survey]", "late [@ ]", (21, 51), "`[@id]`"),
        ("country     = ", "country\u{a0}     = ", (14, 8), "space bar"),
        ("\"KH\"  ", "\"KH\",  ", (14, 15), "`country = \"KH\"`"),
        ("\"3 in 5\"", "60%", (48, 11), "`value = \"60%\"`"),
        ("[[finding]]", "[[finding]", (53, 1), "`[[finding]]`"),
        ("[[finding]]", "[finding]", (53, 1), "`[[finding]]`"),
        ("[[goal.target]]", "[[target]]", (80, 1), "write `[[goal.target]]`"),
        ("[[goal.target]]\ncode = \"16.3\"\n", "", (82, 1), "write `[[goal.target]]` above it"),
        ("[\"delay\"] ", "\"delay, late\" ", (72, 12), "`findings = [\"delay\", \"late\"]`"),
        ("[\"16.3\", \"16.6\"]", "\"16.3, 16.6\"", (71, 12), "`targets = [\"16.3\", \"16.6\"]`"),
        ("\"KH\"", "[\"LA\", \"TH\"]", (14, 15), "`countries = [\"LA\", \"TH\"]`"),
        ("\"KH\"", "[\"LA\"]", (14, 15), "`country = \"LA\"`"),
        ("\"3 in 5\"", "8,3", (48, 11), "`value = \"8,3\"`"),
        ("2026-11-25", "November 2026", (15, 15), "`date = 2026-11-27`"),
        ("[[finding]]", "[[findings]]", (53, 3), "`finding`"),
        ("2026-11-25", "24 November 2026", (15, 15), "`date = 2026-11-24`"),
        ("2026-11-25", "\"24 November 2026\"", (15, 15), "`date = 2026-11-24`"),
        ("\"KH\"", "\"Laos\"", (14, 15), "`\"LA\"`"),
        ("\"KH\"", "\"UK\"", (14, 15), "`\"GB\"`"),
        ("\"KH\"", "\"KHM\"", (14, 15), "`\"KH\"`"),
        ("country     =", "pays =", (14, 1), "`country` is missing"),
        ("number  = 16", "number  = \"SDG 16\"", (76, 11), "`number = 16`"),
    ] {
        let changed = base.replacen(from, to, 1);
        assert_ne!(changed, base, "{from}");
        let told = told(&changed);
        let [(line, column, _, said)] = &told[..] else { panic!("{to}: {told:#?}") };
        assert_eq!((*line, *column), place, "{to}: {told:?}");
        assert!(said.contains(help), "{to}: {said}");
    }
    for tag in ["en-US", "pt-BR"] {
        let brief = worded(&base.replace("\"en\"", &format!("\"{tag}\"")));
        assert_eq!(told(brief), [], "{tag}");
    }
    // The reason is the true one.
    let told_of = told(base.replace("\"delay\"", "\"delay_1\""));
    let [(54, 12, message, help)] = &told_of[..] else { panic!("{told_of:#?}") };
    assert!(message.contains("translators’ tools") && help.contains("\"delay-1\""), "{told_of:?}");
}

#[test]
fn a_goal_without_its_header_is_one_mistake() {
    let goal = "[[goal]]\nnumber = 8\n";
    // Below an indicator, and below a target that has none.
    let indicator = "[[goal.target.indicator]]\ncode = \"16.3.1\"\nbasis = \"implied\"\n";
    for brief in [MINIMAL.to_string(), MINIMAL.replacen(indicator, "", 1)] {
        let changed = brief.replacen(goal, "number = 8\n", 1);
        assert_ne!(changed, brief);
        let line = changed.lines().position(|line| line == "number = 8").unwrap() as u64 + 1;
        let told = told(changed);
        let [(at, 1, message, help)] = &told[..] else { panic!("{told:#?}") };
        assert_eq!(
            (*at, message.as_str()),
            (line, "`number` begins a `[[goal]]`, and no header stands above it")
        );
        assert!(help.contains("write `[[goal]]` on a line of its own above it"), "{help}");
    }
    // The number of the brief itself, at the end of the file.
    let moved = MINIMAL.replacen(
        "note = \"Counts children.\"",
        "note = \"Counts children.\"\nnumber = \"12/2026\"",
        1,
    );
    let told = told(moved);
    let [(_, _, message, _)] = &told[..] else { panic!("{told:#?}") };
    assert!(message.contains("at the top of the file"), "{message}");
}

/// A brief with a chart of waits, from a file of data or from rows.
fn with_chart(data: &str) -> String {
    let chart = format!(
        "\n[[chart]]\nid = \"waits\"\nkind = \"bar\"\ntitle = \"The north waits longest\"\n{data}\n"
    );
    let brief = whole().replacen("late [@survey]", "late [@fig.waits]", 1);
    brief.replacen("\"delay\"\n", "\"delay\"\nfigure = \"waits\"\n", 1) + &chart
}

#[test]
fn what_is_cited_by_half_its_name_is_one_message() {
    let chart =
        with_chart("columns = [\"Court\", \"Days\"]\nrows = [[\"North\", 4], [\"South\", 3]]");
    assert_eq!(told(&chart), []);
    let told_of = told(chart.replace("[@fig.waits]", "[@waits]"));
    let help = told_of.iter().map(|it| it.3.as_str()).find(|help| help.contains("`[@fig.waits]`"));
    assert!(help.is_some(), "{told_of:#?}");
    // What refers to an id as it is to be is no second mistake.
    let named = |id: &str| {
        whole()
            .replace("id        = \"survey\"", &format!("id = \"{id}\""))
            .replace("[@survey]", "[@the-survey]")
            .replace("[\"survey\"]", "[\"the-survey\"]")
    };
    assert_eq!(told(named("the-survey")), []);
    let told_of = told(named("The survey"));
    let [(37, 6, _, help)] = &told_of[..] else { panic!("{told_of:#?}") };
    assert!(help.contains("`id = \"the-survey\"`"), "{help}");
}

#[test]
fn a_decimal_comma_among_data_is_told_as_one() {
    for (row, help) in [
        ("[\"North\", 31,5]", "before its decimals: `31.5`"),
        ("[\"North\", 1,812]", "`1812`, or `1.812`"),
        ("[\"North\", 1, 2, 3]", "write a point"),
        ("[\"North\", 1, \"b\"]", "take out"),
    ] {
        let rows = format!("columns = [\"Court\", \"Days\"]\nrows = [{row}, [\"South\", 3]]");
        let told_of = told(with_chart(&rows));
        assert!(told_of.iter().any(|it| it.3.contains(help)), "{row}: {told_of:#?}");
    }
    let chart = with_chart("data = \"d.csv\"");
    for (file, help) in [
        ("Court,Days\nNorth,44,5\nSouth,30\n", "commas part the columns of this file"),
        ("Court,Days\nNorth,44,5\nSouth,30\n", "`44.5`"),
        ("Court;Days\nNorth;44;5\nSouth;30\n", "take out"),
    ] {
        let told_of = told_beside(&chart, file);
        assert!(told_of.iter().any(|it| it.3.contains(help)), "{file}: {told_of:#?}");
    }
}

#[test]
fn what_spreadsheets_leave_in_data_is_told() {
    let chart = with_chart("data = \"d.csv\"");
    for (file, place, said) in [
        ("Court,Days\nNorth,44\nSouth,30\nSource: survey,\n", (4, 1), "looks like a remark"),
        ("Court,Days\nNorth,44\nSouth,30\nSurvey of 2024,\n", (4, 1), "looks like a remark"),
        ("Court;Days\nNorth;12.061\nSouth;9.300\n", (2, 7), "may part thousands"),
        ("sep=;\nCourt;Days\nNorth;12.061\nSouth;950\nEast;2.005\n", (3, 7), "thousands"),
    ] {
        let told_of = told_beside(&chart, file);
        let [(line, column, message, _)] = &told_of[..] else { panic!("{file}: {told_of:#?}") };
        assert_eq!((*line, *column), place, "{file}");
        assert!(message.contains(said), "{file}: {message}");
    }
    for file in [
        "sep=;\nCourt;Days\nNorth;44\nSouth;30\n",
        "\"sep=,\"\r\nCourt,Days\r\nNorth,44\r\nSouth,30\r\n",
        "Court,Days\nNorth,12.061\nSouth,9.300\n",
        "Court;Days\nNorth;12.061\nSouth;9.3\n",
        "Court;Days\nNorth;0.061\nSouth;0.300\n",
        "Court,Days\nNorth,44\nEast,\nSouth,\n",
        "Court,Days\nNorth,44\nEast,30\nUnited Kingdom of Great Britain,\n",
    ] {
        assert_eq!(told_beside(&chart, file), [], "{file}");
    }
    // A workbook under another name.
    let workbook = b"PK\x03\x04\x14\0\0\0\x08\0xl/workbook.xml";
    let told_of = told_beside(&chart, workbook);
    assert!(told_of.iter().any(|it| it.2.contains("workbook")), "{told_of:#?}");
    // TOML reads a backslash before some letters as another sign.
    for path in ["data\\table.csv", "data\\new.csv", "data\\births.csv", "data\\\\a.csv"] {
        let told_of = told(with_chart(&format!("data = \"{path}\"")));
        assert!(told_of.iter().any(|it| it.3.contains("write `/`")), "{path}: {told_of:#?}");
    }
}

#[test]
fn a_key_of_the_file_in_a_table_is_told_to_belong_at_the_top() {
    let told_of = told(format!("{}\ncontact = \"a@example.org\"\n", whole()));
    let [(96, 1, message, _)] = &told_of[..] else { panic!("{told_of:#?}") };
    assert!(message.contains("`contact` belongs at the top"), "{message}");
    // What is not found above for that is not missing, and a second brief is no list of duplicates.
    let moved = whole().replace("language    = \"en\"\n", "");
    let moved = moved.replace("[[goal]]\n", "[[goal]]\nlanguage = \"en\"\n");
    let told_of = told(moved);
    let [(75, 1, message, _)] = &told_of[..] else { panic!("{told_of:#?}") };
    assert!(message.contains("`language` belongs at the top"), "{message}");
    let told_of = told(whole() + &whole());
    assert_eq!(told_of.len(), 1, "{told_of:#?}");
    assert!(told_of[0].3.contains("file of its own"), "{told_of:?}");
}

#[test]
fn a_name_that_ends_in_txt_is_told() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    project.write("briefs/a/brief.toml.txt", MINIMAL);
    let run = project.run(&["check", "--message-format", "json"]);
    let [line] = run.stderr.lines().collect::<Vec<_>>()[..] else { panic!("{}", run.stderr) };
    assert!(line.contains("briefs/a/brief.toml.txt") && line.contains("ends in `.txt`"), "{line}");
}

#[test]
fn a_file_without_words_is_one_message() {
    for empty in ["", "# a comment\n", "\u{feff}\n\n"] {
        let told_of = told(empty);
        assert_eq!(told_of.len(), 1, "{told_of:#?}");
    }
    for other in [&b"PK\x03\x04\x14\x00"[..], b"#\0 \0a\0b\0c\0", b"{\\rtf1 a}", b"{\"a\": 1}"] {
        let told_of = told(other);
        assert_eq!(told_of.len(), 1, "{told_of:#?}");
    }
}

#[test]
fn words_of_the_example_are_a_warning_in_a_draft_and_an_error_when_final() {
    let project = TestProject::empty();
    assert_eq!(project.run(&["init"]).code, 0);
    let run = project.run(&["check", "--message-format", "short"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let codes =
        |stderr: &str, level: &str, code: &str| stderr.matches(&format!("{level}[{code}]")).count();
    assert_eq!(codes(&run.stderr, "warning", "example::unchanged"), 2, "{}", run.stderr);
    let brief = String::from_utf8(project.read("briefs/example/brief.toml")).unwrap();
    project.write("briefs/example/brief.toml", brief.replace("\"draft\"", "\"final\""));
    let run = project.run(&["check", "--message-format", "short"]);
    assert_eq!(run.code, 1);
    assert_eq!(codes(&run.stderr, "error", "example::final"), 2, "{}", run.stderr);
    // One line that is left is found as well.
    project.write("briefpress.toml", PROJECT);
    let left = MINIMAL.replace("Most decisions come late.", "Few people are told the reason.");
    project.write("briefs/example/brief.toml", left);
    let run = project.run(&["check", "--message-format", "short"]);
    assert!(
        run.stderr.starts_with("briefs/example/brief.toml:7:17: error[example::final]"),
        "{}",
        run.stderr
    );
}

#[test]
fn long_titles_and_many_key_messages_draw_a_warning() {
    for (count, warned) in [(7, false), (8, true)] {
        let messages = vec!["\"Most decisions come late.\""; count].join(", ");
        let project =
            TestProject::with_brief(&MINIMAL.replace("\"Most decisions come late.\"", &messages));
        let run = project.run(&["check", "--message-format", "short"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(run.stderr.contains("warning[key-messages::many]"), warned, "{}", run.stderr);
    }
    for (length, warned) in [(120, false), (121, true)] {
        let title = "é".repeat(length);
        let project =
            TestProject::with_brief(&MINIMAL.replace("Decisions on review come late", &title));
        let run = project.run(&["check", "--message-format", "short"]);
        assert_eq!(run.stderr.contains("warning[title::long]"), warned, "{}", run.stderr);
    }
}

#[test]
fn words_find_what_the_framework_calls_otherwise() {
    for (words, code) in [
        (&["birth", "registration"][..], "16.9 "),
        (&["statelessness"], "16.9 "),
        (&["landmines"], "16.1 "),
        (&["unexploded", "ordnance"], "16.1 "),
    ] {
        let run = TestProject::empty().run(&[&["sdg", "find"], words].concat());
        assert!(run.stdout.lines().any(|line| line.starts_with(code)), "{words:?}: {}", run.stdout);
    }
    let run = TestProject::empty().run(&["sdg", "show", "16.B.7"]);
    let said = run.stdout + &run.stderr;
    assert!(said.contains("16.b.1") && !said.contains("16.1"), "{said}");
}

#[test]
fn check_and_build_count_the_same() {
    for brief in [
        fixture("missing-bracket.toml"),
        fixture("quote-as-string.toml"),
        whole().replace("\"16.3.1\"", "\"16.3.9\"").replace("[\"survey\"]", "[\"survy\"]"),
        whole().replace("sources = [\"survey\"]", ""),
    ] {
        let project = TestProject::with_brief(&brief);
        let count = |run: String| {
            let last = run.lines().last().unwrap_or_default().to_string();
            let word = |name: &str| {
                let words: Vec<&str> = last.split([' ', ';']).collect();
                let at = words.iter().position(|word| word.starts_with(name))?;
                words.get(at - 1).map(ToString::to_string)
            };
            (word("error"), word("warning"))
        };
        let checked = count(project.run(&["check"]).stderr);
        assert_eq!(checked, count(project.run(&["build"]).stderr));
    }
}

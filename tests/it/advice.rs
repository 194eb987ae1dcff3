//! What is told of a slip is to be of use: whoever does as it says is nearer to a brief without errors.

use crate::support::{MINIMAL, PROJECT, TestProject};

const BRIEF: &str = "briefs/a/brief.toml";
const FRENCH: &str = "briefs/a/lang/fr.toml";

/// What `check` says: the code, the message, and the help.
fn told(project: &TestProject) -> Vec<(String, String, String)> {
    let run = project.run(&["check", "--message-format", "json"]);
    let messages = run.stderr.lines().map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).expect(line);
        let text = |key: &str| message[key].as_str().unwrap_or_default().to_string();
        let help = message["help"].as_array().unwrap().iter().map(|it| it.as_str().unwrap());
        (text("code"), text("message"), help.collect::<Vec<_>>().join(" "))
    });
    messages.collect()
}

/// The same of a brief that a project has alone.
fn told_of(brief: &str) -> Vec<(String, String, String)> {
    told(&TestProject::with_brief(brief))
}

/// The minimal brief with its goals as they are given.
fn with_goals(goals: &str) -> String {
    let brief = MINIMAL.replace("targets = [\"16.3\"]\n", "");
    let (start, rest) = brief.split_once("[[goal]]").unwrap();
    let (_, sources) = rest.split_once("[[source]]").unwrap();
    format!("{start}{goals}\n[[source]]{sources}")
}

#[test]
fn a_table_below_no_header_of_its_own_is_told_with_the_headers_to_write() {
    let goal = "[[goal]]\nnumber = 6\nwhy = \"Late decisions.\"\nsources = [\"survey\"]\n";
    let target = "[[goal.target]]\ncode = \"6.1\"\n";
    let indicator = "[[goal.target.indicator]]\ncode = \"6.1.1\"\n";
    let mended = format!("{goal}{target}{indicator}");
    assert!(!told_of(&with_goals(&mended)).iter().any(|it| it.0.starts_with("schema")));
    let both = "write `[[goal]]` and `[[goal.target]]` above it, each with its keys";
    for (goals, message, help) in [
        (
            target.to_string(),
            "`[[goal.target]]` stands below no `[[goal]]`",
            "write `[[goal]]` above it, with its keys",
        ),
        (
            format!("{target}{indicator}"),
            "`[[goal.target]]` stands below no `[[goal]]`",
            "write `[[goal]]` above it, with its keys",
        ),
        (indicator.to_string(), "`[[goal.target.indicator]]` stands below no `[[goal]]`", both),
        (
            format!("{goal}{indicator}"),
            "`[[goal.target.indicator]]` stands below no `[[goal.target]]`",
            "write `[[goal.target]]` above it, with its keys",
        ),
        (
            format!("{goal}{target}{indicator}{goal}{indicator}").replacen("= 6", "= 3", 1),
            "`[[goal.target.indicator]]` stands below no `[[goal.target]]`",
            "write `[[goal.target]]` above it, with its keys",
        ),
        (
            format!("{indicator}{goal}"),
            "`[[goal.target.indicator]]` stands below no `[[goal]]`",
            both,
        ),
        (
            goal.replace("[[goal]]", "[goal]"),
            "`goal` takes tables in double brackets, found a table",
            "write it like this: `[[goal]]`",
        ),
    ] {
        let told = told_of(&with_goals(&goals));
        let about: Vec<_> = told.iter().filter(|it| it.1.contains("goal")).collect();
        let [(_, own, advice)] = about[..] else { panic!("{goals}: {told:#?}") };
        assert_eq!((own.as_str(), advice.as_str()), (message, help), "{goals}");
    }
    let finding = MINIMAL.replacen("[[finding]]", "[finding.quote]", 1);
    let told = told_of(&finding);
    let own = told.iter().find(|it| it.1 == "`[finding.quote]` stands below no `[[finding]]`");
    assert!(own.is_some(), "{told:#?}");
}

#[test]
fn a_table_that_stands_twice_is_put_under_its_first_header() {
    const UNDER: &str = "put what stands below it under the first one, and take this header out";
    let head = "[translation]\nstatus = \"draft\"\n";
    let twice = |one: &str| format!("{one}{one}");
    let french = ["brief", "finding.delay", "foreword", "names"];
    for name in french {
        let project = TestProject::with_brief(MINIMAL);
        project.write(FRENCH, format!("{head}{}", twice(&format!("[{name}]\n"))));
        let told = told(&project);
        let own = told.iter().find(|it| it.1 == format!("a table `{name}` stands above already"));
        assert_eq!(own.map(|it| it.2.as_str()), Some(UNDER), "{told:#?}");
    }
    for name in ["organisation", "lints"] {
        let project = TestProject::with_brief(MINIMAL);
        project.write("briefpress.toml", format!("{PROJECT}[lints]\n[{name}]\n"));
        let told = told(&project);
        let own = told.iter().find(|it| it.1 == format!("a table `{name}` stands above already"));
        assert_eq!(own.map(|it| it.2.as_str()), Some(UNDER), "{told:#?}");
    }
    let of = |tables: &str| told_of(&format!("{MINIMAL}{tables}"));
    assert_eq!(of(&twice("[foreword]\n"))[0].2, UNDER);
    let quote = of("[[finding]]\nid = \"b\"\n[finding.quote]\n[finding.quote]\n");
    assert!(quote[0].2.starts_with(UNDER) && quote[0].2.contains("`[[finding]]`"), "{quote:#?}");
    // Of which there may be several.
    for name in ["fact", "findings", "box"] {
        let brief = MINIMAL.replace("[[fact]]", "[[facts]]");
        let told = told_of(&format!("{brief}{}", twice(&format!("[{name}]\n"))));
        let help = format!("write `[[{name}]]`, in double brackets, above each of them");
        assert_eq!(told[0].2, help, "{told:#?}");
    }
    // Put together, they may say the same.
    let told = of("[foreword]\ntext = \"One.\"\ntext = \"Two.\"\n");
    assert_eq!(told[0].2, "keep one of them");
}

/// A project with a translation as `i18n sync` begins it, and what is changed in it.
fn translated(brief: &str, more: &str) -> TestProject {
    let project = TestProject::with_brief(brief);
    let run = project.run(&["i18n", "sync", "--lang", "fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let french = String::from_utf8(project.read(FRENCH)).unwrap();
    project.write(FRENCH, format!("{french}{more}"));
    project
}

#[test]
fn an_error_in_the_brief_has_nothing_taken_out_of_its_translations() {
    let strays = |project: &TestProject| -> Vec<_> {
        let of = |it: &(String, String, String)| it.0.starts_with("translation::orphan");
        told(project).into_iter().filter(of).collect()
    };
    for (from, to) in [
        ("number = 16", "number = \"16\""),
        ("[[goal]]\nnumber = 16", "[goal]\nnumber = 16"),
        ("[[finding]]", "[finding]"),
        ("id = \"delay\"", "idd = \"delay\""),
        ("[[recommendation]]", "[[recomendation]]"),
    ] {
        let project = translated(MINIMAL, "");
        assert_eq!(strays(&project), []);
        let changed = MINIMAL.replacen(from, to, 1);
        assert_ne!(changed, MINIMAL);
        project.write(BRIEF, &changed);
        assert_eq!(strays(&project), [], "{to}");
        let told = told(&project);
        assert!(told.iter().any(|it| it.0.starts_with("schema") || it.0.starts_with("toml")));
        assert!(!told.iter().any(|it| it.1.contains("[1].")), "{told:#?}");
    }
    // A slip in the translation alone is told, and waits for nothing else.
    let project = translated(MINIMAL, "[finding.dellay]\ntext = \"Le mois\"\n");
    let told_of = strays(&project);
    let [(_, _, help)] = &told_of[..] else { panic!("{told_of:#?}") };
    assert_eq!(help, "did you mean `delay`?");
}

#[test]
fn what_the_brief_has_without_words_is_told_apart_from_what_it_has_not() {
    const FIRST: &str = "give it one in brief.toml first, or take this out";
    const NOTHING: &str = "nothing in the brief has this name; take it out, or mend the name";
    let text = "text = \"Le texte\"\n";
    for (more, message, help) in [
        ("[target.16-3]", "the brief has target 16.3 without `text`", FIRST),
        ("[indicator.16-3-1]", "the brief has indicator 16.3.1 without `text`", FIRST),
        ("[target.16-4]", "unknown key `16-4` in `target`", NOTHING),
        ("[box.x]", "unknown key `box`", NOTHING),
        ("[page.x]", "unknown key `page`", NOTHING),
        ("[section.x]", "unknown key `section`", NOTHING),
    ] {
        let told = told(&translated(MINIMAL, &format!("{more}\n{text}")));
        let own: Vec<_> = told.iter().filter(|it| it.0 == "translation::orphan").collect();
        let [(_, said, advice)] = own[..] else { panic!("{more}: {told:#?}") };
        assert_eq!((said.as_str(), advice.as_str()), (message, help));
    }
    // Two at once, and one whose note alone the brief has.
    let more = format!("[target.16-3]\n{text}[target.8-7]\n{text}");
    let own = told(&translated(MINIMAL, &more));
    assert_eq!(own.iter().filter(|it| it.2 == FIRST).count(), 2, "{own:#?}");
    let project = translated(MINIMAL, "");
    let french = String::from_utf8(project.read(FRENCH)).unwrap();
    let changed = french.replace("[indicator.8-7-1]\n", &format!("[indicator.8-7-1]\n{text}"));
    assert_ne!(changed, french);
    project.write(FRENCH, changed.replace("[brief]\n", "[brief]\nask = \"Publier\"\n"));
    let own = told(&project);
    for message in ["the brief has indicator 8.7.1 without `text`", "the brief has no `ask`"] {
        assert!(own.iter().any(|it| it.1 == message && it.2 == FIRST), "{message}: {own:#?}");
    }
}

#[test]
fn a_logo_typed_with_a_backslash_is_told_like_an_image() {
    let project = TestProject::with_brief(MINIMAL);
    let press = "[press]\nprofile = \"new\\tprofile.icc\"\ncondition = \"FOGRA51\"\n";
    let brand = "[brand]\nlogo = \"new\\tlogo.svg\"\nlogo_alt = \"A logo\"\n";
    project.write("briefpress.toml", format!("{PROJECT}{brand}{press}"));
    let told = told(&project);
    let own = told.iter().filter(|it| it.1.contains("is what TOML makes of a path with `\\`"));
    assert_eq!(own.filter(|it| it.2.starts_with("write `/`")).count(), 2, "{told:#?}");
}

#[test]
fn a_sync_that_changes_nothing_leaves_the_line_ends_of_windows() {
    let project = translated(MINIMAL, "");
    let lock = "briefs/a/lang/fr.lock";
    let with_crlf = |file: &str| {
        let text = String::from_utf8(project.read(file)).unwrap().replace('\n', "\r\n");
        project.write(file, &text);
        text.into_bytes()
    };
    let before = [FRENCH, lock].map(with_crlf);
    let run = project.run(&["i18n", "sync", "--lang", "fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!([FRENCH, lock].map(|file| project.read(file)), before);
}

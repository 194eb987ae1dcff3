//! What people who have never seen TOML get wrong: one message, where it was made, with what to write.

use briefpress::internals::{Code, Diagnostics, Reader, Sources, TomlDocument};

use crate::support::{MINIMAL, TestProject};

/// The mistake of a file that is not TOML: what is marked, the message and the help.
fn mistake(toml: &str) -> (String, String, String) {
    let mut sources = Sources::new();
    let file = sources.add("t.toml", toml);
    let mut diagnostics = Diagnostics::new();
    let document = TomlDocument::parse(&sources, file, &mut diagnostics);
    let reader = Reader::new();
    document.root(&reader).finish();
    document.report(reader, &mut diagnostics);
    let found: Vec<_> = diagnostics.iter().collect();
    let [one] = found[..] else { panic!("{toml}: {found:?}") };
    assert_eq!(one.code, Code::TomlSyntax, "{toml}: {one:?}");
    let marked = sources.slice(one.span.unwrap()).to_string();
    (marked, one.message.clone(), one.help.join(" "))
}

#[test]
fn slips_of_newcomers_are_told_where_they_stand_with_what_to_write() {
    for (toml, marked, help) in [
        ("date = 24/11/2026", "24/11/2026", "`date = 2026-11-24`"),
        ("date = 24.11.2026", "24.11.2026", "`date = 2026-11-24`"),
        ("date = 24 November 2026", "24 November 2026", "`date = 2026-11-24`"),
        ("date = 05/11/2026", "05/11/2026", "`date = 2026-11-05` or `date = 2026-05-11`"),
        ("date = 2026-1-5", "2026-1-5", "`date = 2026-01-05`"),
        ("date = 2026-02-30", "2026-02-30", "such as 2025-06-30"),
        ("date = 2026-11", "2026-11", "`date = 2026-11-27`"),
        ("[[a]]\ndate = 2026-11", "2026-11", r#"`date = "2026-11"`"#),
        ("[[a]]\ndate = November 2026", "November 2026", r#"`date = "2026-11"`"#),
        ("date = November 2026", "November 2026", "`date = 2026-11-27`"),
        ("date = 2026–11–27", "2026–11–27", "`date = 2026-11-27`"),
        ("date = 27−11−2026", "27−11−2026", "`date = 2026-11-27`"),
        ("summary = ”””\nA survey.\n”””", "”””", r#"`summary = """`"#),
        ("summary = “““\nA survey.\n”””", "“““", r#"`summary = """`"#),
        ("summary = “””\nA survey.\n“””", "“””", r#"`summary = """`"#),
        ("summary = \"\"”\nA survey.", "\"\"”", r#"`summary = """`"#),
        ("summary = “““A survey.”””", "“““A survey.”””", r#"`summary = "A survey."`"#),
        ("value = 8,3", "8,3", r#"`value = "8,3"`"#),
        ("value = -8,3", "-8,3", "`value = -8.3`"),
        ("value = 8,3 %", "8,3 %", r#"`value = "8,3 %"`"#),
        ("value = 1,812", "1,812", "`value = 1812`"),
        ("split = 100, 70, 20", "100, 70, 20", "`split = [100, 70, 20]`"),
        ("code = 16,3,1", "16,3,1", r#"`code = "16.3.1"`"#),
        ("[[a]]\n[[b]]\nc = 1\n[[a.b.c]]\nd = 1\n[[a.b]]\ne = 1", "[[b]]", "`[[a.b]]`"),
        ("[[a]]\nx = 1\n[[a.b.c]]\nd = 1\n[[a.b]]\ne = 1", "[[a.b.c]]", "`[[a.b]]` above it"),
        ("code = 16.3.1", "16.3.1", r#"`code = "16.3.1"`"#),
        ("value = 60%", "60%", r#"`value = "60%"`"#),
        ("value = 1 000", "1 000", "has digits alone: `value = 1000`"),
        ("country = KH   # two letters", "KH", r#"`country = "KH"`"#),
        ("title = Issue #4", "Issue #4", r#"`title = "Issue #4"`"#),
        ("title = Late again\"", "Late again\"", r#"`title = "Late again"`"#),
        ("title = “Late”", "“Late”", r#"`title = "Late"`"#),
        ("title = „Late“", "„Late“", r#"`title = "Late"`"#),
        ("title = ‘Late’", "‘Late’", r#"`title = "Late"`"#),
        ("title = “Yes” and “no”", "“Yes” and “no”", r#"`title = "“Yes” and “no”"`"#),
        ("title = \"Late”", "\"Late”", r#"`title = "Late"`"#),
        ("title = \"Late", "\"Late", r#"`title = "Late"`"#),
        (r#"title = "a "quoted" word""#, "\"", r#"`title = "a \"quoted\" word"`"#),
        ("title = 'It's late'", "'", r#"`title = "It's late"`"#),
        (r#"logo = "C:\docs\new""#, "\\", r#"`logo = "C:\\docs\\new"`"#),
        (r#"country = "KH","#, r#""KH","#, r#"`country = "KH"`"#),
        (r#"ask = "Act, now."]"#, r#""Act, now."]"#, r#"`ask = "Act, now."`"#),
        ("cover = True", "True", "`cover = true`"),
        (r#"title "Late""#, r#"title "Late""#, r#"`title = "Late"`"#),
        ("title: Late", "title: Late", r#"`title = "Late"`"#),
        (r#"title: = "Late""#, "title:", r#"`title = "Late"`"#),
        (r#"title == "Late""#, r#"= "Late""#, r#"`title = "Late"`"#),
        (r#"title ＝ "Late""#, r#"title ＝ "Late""#, r#"`title = "Late"`"#),
        ("title =", "title =", r#"`title = "…"`"#),
        (r#"key messages = ["a"]"#, "key messages", r#"`key_messages = ["a"]`"#),
        ("key messages = [\n\"a\"]", "key messages", "`key_messages = [`"),
        (r#"**country** = "KH""#, "**country**", r#"`country = "KH"`"#),
        (r#"résumé = "a""#, "résumé", "`é`, U+00E9"),
        ("a = 1 b = 2", "b = 2", "`a = 1`, then `b = 2`"),
        (r#"a = "x", b = "y""#, r#"b = "y""#, r#"`a = "x"`, then `b = "y"`"#),
        ("country\u{a0}= \"KH\"", "\u{a0}", "space bar"),
        ("country = \"KH\"\u{a0}", "\u{a0}", "space bar"),
        ("[[finding]", "[[finding]", "`[[finding]]`"),
        ("[finding]]", "[finding]]", "`[[finding]]`"),
        ("[[goal target]]", "[[goal target]]", "`[[goal.target]]`"),
        ("[[ﬁnding]]", "[[ﬁnding]]", "`[[finding]]`"),
        ("[[finding]] late", "[[finding]] late", "`[[finding]]`"),
        ("[a]\nb = 1\n[a]", "[a]", "`[[a]]`"),
        ("[[a]]\nid = 1\nid = 2", "id = 2", "write `[[a]]` above it"),
        ("// note", "// note", "`# note`"),
        ("<!-- note -->", "<!-- note -->", "`# note`"),
        ("a = 1 // note", "1 // note", "`a = 1  # note`"),
        ("---", "---", "take it out"),
        ("]", "]", "take it out"),
        ("\"late\"", "\"late\"", "write the key before it"),
        ("Late, and no one knows why", "Late, and no one knows why", "\"\"\""),
        ("<p>Late</p>", "<p>Late</p>", "take it out"),
        (r#"{"title": "x"}"#, r#"{"title": "x"}"#, "plain text"),
        ("a = \"b\"\rc = \"d\"", "\r", "line ends"),
        (r#"keywords = ["a" "b"]"#, "\"a\"", "put one between it and `\"b\"`"),
        (r#"keywords = ["a"; "b"]"#, ";", "write `,`"),
        (r#"keywords = ["a",, "b"]"#, ",", "take it out"),
        (r#"keywords = [a, "b"]"#, "a", "`\"a\"`"),
        ("targets = [16.3, 16.b]", "16.b", "`\"16.b\"`"),
        (r#"keywords = ("a", "b")"#, r#"("a", "b")"#, r#"`keywords = ["a", "b"]`"#),
        (r#"keywords = "a", "b""#, r#""a", "b""#, r#"`keywords = ["a", "b"]`"#),
        (r#"keywords = "a", "b"]"#, r#""a", "b"]"#, r#"`keywords = ["a", "b"]`"#),
        (r#"keywords = {"a", "b"}"#, "{", "write `[` here"),
        (r#"keywords = ["a"} "#, "}", "write `]`"),
        (r#"keywords = ["a"] more"#, "more", "write `#` before it"),
        ("keywords =\n- a\n- b", "keywords =", "`keywords = [` here, each entry as `\"a\",`"),
        (r#"quote = { text: "a" }"#, r#"text: "a""#, r#"`text = "a"`"#),
        ("a = '''\n<<<<<<< x\n=======\n>>>>>>> y\n'''", "<<<<<<< x", "keep the right one"),
    ] {
        let found = mistake(toml);
        assert_eq!(found.0, marked, "{toml}: {found:?}");
        assert!(found.2.contains(help), "{toml}: {found:?}");
        // What is told to write is TOML.
        for written in found.2.split('`').skip(1).step_by(2).filter(|it| it.contains(" = ")) {
            let goes_on = written.ends_with('[') || written.ends_with("\"\"\"");
            assert!(goes_on || toml::from_str::<toml::Table>(written).is_ok(), "{toml}: {written}");
        }
    }
}

#[test]
fn what_is_never_closed_is_told_where_it_was_opened() {
    let rest = "ask = \"a\"\n\n[[source]]\nid = \"b\"\ntargets = [\"c\"]\n";
    let tails = ["", "method = \"\"\"\nOne day.\n\"\"\"\n", "method = \"\"\"One day.\"\"\"\n"];
    for (opened, marked) in [
        ("keywords = [\n\"a\",\n", "["),
        ("keywords = [\n\"a\"\n", "["),
        ("keywords = [\"a\"  # one, two\n", "["),
        ("quote = { text = \"a\", by = \"b\"\n", "{"),
        ("summary = \"\"\"\nA survey.\n", "\"\"\""),
        ("summary = \"\"\"\nA survey.\n'''\n", "\"\"\""),
        ("summary = \"\"\"\nA survey.\n\"\n", "\"\"\""),
        ("summary = '''\nA survey.\n", "'''"),
    ] {
        for tail in tails {
            let toml = format!("title = \"a\"\n{opened}{rest}{tail}");
            let found = mistake(&toml);
            assert_eq!(found.0, marked, "{toml}: {found:?}");
            assert!(found.1.contains("never closed"), "{toml}: {found:?}");
            let key = opened.split(' ').next().unwrap();
            assert!(found.1.contains(&format!("`{key}`")), "{toml}: {found:?}");
        }
    }
    // A table in a table, of which the inner ones are whole.
    let found = mistake("rows = [\n[\"a\", 1],\n[\"b\", 2],\n[[source]]\nid = \"b\"");
    assert_eq!(found.1, "the list of `rows` begins here and is never closed");
    // Quotes that close nothing open a text.
    let found = mistake("a = \"\"\"\nb\n\"\"\"\n\"\"\"\nc = 1\n");
    assert!(found.2.contains("take these \"\"\" out"), "{found:?}");
    // A text that shows TOML, closed, is none of the mistake below it.
    let found = mistake("a = \"\"\"\nb = 1\n\"\"\"\nc = 1\nd = x\n");
    assert_eq!(found.0, "x");
}

/// What stands below a header that is misspelt has no header above it: that follows.
#[test]
fn a_header_with_another_sign_than_a_point_is_one_mistake() {
    let goal = "\n[[goal]]\nnumber = 16\nwhy = \"It matters [@source].\"\n\n[[goal-target]]\ncode = \"16.3\"\n\n\
                [[goal.target.indicator]]\ncode = \"16.3.1\"\n";
    let project = TestProject::with_brief(&format!("{MINIMAL}{goal}"));
    let run = project.run(&["check", "--message-format", "short"]);
    let errors: Vec<&str> = run.stderr.lines().filter(|line| line.contains(": error[")).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].contains("unknown key `goal-target`"), "{errors:?}");
    let run = project.run(&["check"]);
    assert!(run.stderr.contains("did you mean `[[goal.target]]`?"), "{}", run.stderr);
}

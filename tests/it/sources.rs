//! `briefpress sources import`: references of other programs become sources.

use crate::support::{MINIMAL, TestProject, repository};

/// A file of references, in the layout in which Zotero exports it.
fn fixture(name: &str) -> String {
    std::fs::read_to_string(repository().join("tests/fixtures/sources").join(name)).unwrap()
}

const FORMATS: [&str; 4] = ["zotero.bib", "zotero.biblatex.bib", "zotero.ris", "zotero.json"];

#[test]
fn the_same_references_give_the_same_sources_in_every_format() {
    let project = TestProject::with_brief(MINIMAL);
    for name in FORMATS {
        project.write(name, fixture(name));
        let run = project.run(&["sources", "import", name]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        assert_eq!(run.stdout, fixture("expected.toml"), "{name}");
        assert!(run.stderr.contains(&format!("{name}:")), "{}", run.stderr);
    }
}

#[test]
fn sources_are_put_into_a_brief_once_and_change_nothing_else() {
    for name in FORMATS {
        let project = TestProject::with_brief(MINIMAL);
        project.write(name, fixture(name));
        let run = project.run(&["sources", "import", name, "--into", "a"]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        let brief = String::from_utf8(project.read("briefs/a/brief.toml")).unwrap();
        let added = format!("\n{}", fixture("expected.toml"));
        assert_eq!(brief.replacen(&added, "", 1), MINIMAL, "{name}");
        // Whatever they are called there: each is known by its id, DOI or address.
        let again = project.run(&["sources", "import", name, "--into", "a"]);
        assert_eq!(again.code, 0, "{name}: {}", again.stderr);
        assert_eq!(again.stderr.matches("reference::duplicate").count(), 5, "{}", again.stderr);
        assert_eq!(project.read("briefs/a/brief.toml"), brief.as_bytes());
        let check = project.run(&["check", "--message-format", "short"]);
        assert_eq!(check.code, 0, "{name}: {}", check.stderr);
        assert_eq!(check.stderr.matches("source::uncited").count(), 5, "{}", check.stderr);
    }
}

#[test]
fn what_is_wrong_in_a_file_is_named_where_it_stands() {
    let project = TestProject::with_brief(MINIMAL);
    for (name, text, code, expected) in [
        (
            "a.bib",
            "@book{a,\n  title = {Time},\n}\n\n@book{B c,\n",
            1,
            &["a.bib:5:9: error[reference::unreadable]: "][..],
        ),
        (
            "a.bib",
            "@book{a,\n  title = {Time},\n}\n",
            1,
            &["a.bib:1:1: error[reference::incomplete]: `a` has no publisher"][..],
        ),
        (
            "a.bib",
            "@book{a,\n title = {T}, publisher = {P}, month = mai, year = 2020\n}\n",
            1,
            &["a.bib:2:40: error[reference::unreadable]: `mai` is neither in braces nor an \
               abbreviation that `@string` explains"][..],
        ),
        (
            "a.bib",
            "@book{a,\n title = {T}, publisher = {P}, edition = 2, isbn = {978}\n}\n\
             @book{a,\n title = {U}, publisher = {P}\n}\n",
            0,
            &[
                "a.bib:1:1: warning[reference::altered]: of `a`, edition is not taken over",
                "a.bib:1:1: warning[reference::altered]: isbn is left out of `a`: `978` has not \
                 ten or thirteen digits",
                "a.bib:4:1: warning[reference::duplicate]: the file has a source with this id \
                 already, `a`",
            ][..],
        ),
        (
            "a.ris",
            "TY  - BOOK\nTI  - Time\nER  - \nTI  - Lost\n",
            1,
            &[
                "a.ris:1:1: error[reference::incomplete]: the reference has no publisher",
                "a.ris:4:1: error[reference::unreadable]: a reference begins with `TY`",
            ][..],
        ),
        (
            "a.ris",
            "TY  - BOOK\nPB  - House\nDA  - n.d.\n",
            1,
            &["a.ris:1:1: error[reference::unreadable]: a reference that begins with `TY` does \
               not end"][..],
        ),
        (
            "a.json",
            "[\n {\"title\": \"T\", \"publisher\": \"P\", \"URL\": \"example.org\"},\n {\"title\": }\n]",
            1,
            &[
                "a.json:2:2: warning[reference::altered]: url is left out of the reference: \
                 `example.org` is no web, mail or telephone address",
                "a.json:3:12: error[reference::unreadable]: not valid JSON: expected value",
            ][..],
        ),
        (
            "a.json",
            "{}",
            1,
            &["a.json:1:1: error[reference::unreadable]: the file is no list of references"][..],
        ),
    ] {
        project.write(name, text);
        let run = project.run(&["sources", "import", name, "--message-format", "short"]);
        assert_eq!(run.code, code, "{text}: {}", run.stderr);
        for line in expected {
            assert!(
                run.stderr.lines().any(|said| said.starts_with(line)),
                "{line}\n{}",
                run.stderr
            );
        }
    }
}

#[test]
fn a_file_that_is_no_utf_8_is_refused_and_a_byte_order_mark_is_not() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("a.bib", b"@book{a,\n title = {\xc4ra}, publisher = {P}\n}\n");
    let run = project.run(&["sources", "import", "a.bib", "--message-format", "short"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.starts_with("a.bib:2:11: error[file::encoding]"), "{}", run.stderr);
    project.write("b.ris", format!("\u{feff}{}", fixture("zotero.ris")));
    let run = project.run(&["sources", "import", "b.ris"]);
    assert_eq!((run.code, run.stdout), (0, fixture("expected.toml")), "{}", run.stderr);
    let run = project.run(&["sources", "import", "b.txt"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("--format ris"), "{}", run.stderr);
}

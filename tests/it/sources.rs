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
                "a.bib:2:32: warning[reference::altered]: of `a`, edition is not taken over: `2`",
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
fn a_file_that_would_never_end_is_refused() {
    let project = TestProject::with_brief(MINIMAL);
    let deep = |open: &str| {
        let (open, close) = (open.repeat(200_000), "}".repeat(200_000));
        format!("@book{{a, title={{{open}x{close}}}, publisher={{P}}}}")
    };
    let chain: String = (0..9999)
        .map(|n| format!("@book{{k{n}, crossref={{k{}}}, title={{T}}, publisher={{P}}}}\n", n + 1))
        .collect();
    for (name, text) in [
        ("a.bib", deep("{")),
        ("a.bib", deep("\\emph{")),
        ("a.bib", "@book{a, crossref={b}}\n@book{b, crossref={a}}\n".into()),
        ("a.bib", "@book{a, xdata={a}, title={T}, publisher={P}}\n".into()),
        ("a.bib", chain),
        ("a.json", "[".repeat(200_000)),
        ("a.json", format!("[{}", "{\"a\":".repeat(200_000))),
    ] {
        project.write(name, &text);
        let run = project.run(&["sources", "import", name, "--message-format", "short"]);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{}", &text[..60]);
        assert!(run.stderr.contains("reference::unreadable"), "{}", run.stderr);
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

#[test]
fn latex_is_read_as_what_it_stands_for_and_parents_give_what_the_standard_says() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("latex.bib", fixture("latex.bib"));
    let run = project.run(&["sources", "import", "latex.bib", "--message-format", "short"]);
    assert_eq!((run.code, run.stdout), (0, fixture("latex.toml")), "{}", run.stderr);
    for line in [
        "latex.bib:32:3: warning[reference::altered]: `title` of `unknown` has `\\foo`, `^{Q}`, which \
         stands for no character",
        "latex.bib:45:1: warning[reference::altered]: the file does not name all authors of `part`",
        "latex.bib:78:3: warning[reference::altered]: of `volume`, maintitle is not taken over",
    ] {
        assert!(run.stderr.lines().any(|said| said.starts_with(line)), "{line}\n{}", run.stderr);
    }
}

#[test]
fn those_that_are_not_named_are_no_person_in_any_format() {
    let project = TestProject::with_brief(MINIMAL);
    for (name, text) in [
        ("a.bib", "@misc{a, title={T}, publisher={P}, author={Ann Lee and others}}"),
        ("a.ris", "TY  - BOOK\nID  - a\nTI  - T\nPB  - P\nAU  - Lee, Ann\nAU  - et al.\nER  - \n"),
        (
            "a.json",
            r#"[{"id":"a","title":"T","publisher":"P","author":[{"family":"Lee","given":"Ann"},
               {"literal":"others"}]}]"#,
        ),
    ] {
        project.write(name, text);
        let run = project.run(&["sources", "import", name]);
        let expected = "author = \"Ann Lee\" # and others, whom the file does not name\n";
        assert!(run.code == 0 && run.stdout.contains(expected), "{name}: {}", run.stdout);
        assert!(run.stderr.contains("does not name all authors of `a`"), "{}", run.stderr);
    }
}

/// What reference managers write, and others by hand: for each, what the program says of what it leaves,
/// and how it ends.
#[test]
fn nothing_of_a_reference_is_lost_in_silence() {
    let project = TestProject::with_brief(MINIMAL);
    let bib = |fields: &str| format!("@misc{{a, title={{T}}, publisher={{P}}, {fields}}}\n");
    let ris = |lines: &str| format!("TY  - BOOK\nID  - a\nTI  - T\nPB  - P\n{lines}\nER  - \n");
    let csl =
        |fields: &str| format!(r#"[{{"id": "a", "title": "T", "publisher": "P", {fields}}}]"#);
    for (name, text, said) in [
        ("a.bib", bib("year={2020/2021}"), "`2020/2021` is no year, month or day"),
        ("a.bib", bib("year={n.d.}"), "`n.d.` is no year"),
        ("a.bib", bib("date={-0044}"), "`-0044` is no year"),
        ("a.bib", bib("date={2020-21}"), "`2020-21` is no year"),
        ("a.bib", bib("year=2020, month={Mai}"), "month is not taken over"),
        ("a.bib", bib("year=2020, month=jan # \"/\" # feb"), "month is not taken over"),
        ("a.bib", bib("date={2019}, year={2020}"), "year is not taken over"),
        ("a.bib", bib("url={https://example.org/a https://example.org/b}"), "the first of several"),
        ("a.bib", bib("url={https://example.org/a}, url={https://example.org/b}"), "`url` twice"),
        ("a.bib", bib("isbn={978-0-306-40615-7, 0-306-40615-2}"), "the first of several"),
        ("a.bib", bib("journaltitle={J}, booktitle={B}"), "booktitle is not taken over"),
        ("a.bib", bib("institution={I}"), "institution is not taken over"),
        ("a.bib", bib("note={N}, eprint={2001.1}"), "eprint is not taken over: `2001.1`"),
        ("a.bib", bib("note={N}, eprint={2001.1}"), "note is not taken over: `N`"),
        ("a.bib", bib("address={Ash}, issn={1234-5679}"), "address is not taken over: `Ash`"),
        (
            "a.bib",
            bib("langid={english}, language={french}"),
            "language is not taken over: `french`",
        ),
        ("a.bib", bib("year=2020, month={mai}"), "month is not taken over: `mai`"),
        (
            "a.bib",
            "@book{a, title={T}, publisher={P}, pages={412}}\n".into(),
            "a.bib:1:36: warning[reference::altered]: of `a`, pages is not taken over: `412`",
        ),
        ("a.bib", bib("crossref={gone}"), "takes fields from `gone`, which is not in the file"),
        ("a.ris", ris("DA  - 2016///Spring"), "taken without `Spring`"),
        ("a.ris", ris("PY  - 2015\nDA  - May 12"), "DA is not taken over"),
        (
            "a.ris",
            ris("UR  - https://example.org/a\nUR  - https://example.org/b"),
            "UR is not taken",
        ),
        (
            "a.ris",
            ris("SP  - 300"),
            "a.ris:5:1: warning[reference::altered]: of `a`, SP is not taken",
        ),
        ("a.ris", ris("VL  - 3\nSP  - 3\nEP  - 3"), "SP is not taken over: `3`"),
        ("a.ris", ris("T2  - Series"), "T2 is not taken over"),
        ("a.ris", ris("CY  - Ash\nSN  - 1234-5679"), "CY is not taken over: `Ash`"),
        ("a.ris", ris("CY  - Ash\nSN  - 1234-5679"), "SN is not taken over: `1234-5679`"),
        ("a.ris", ris("N1  - One\nN1  - Two"), "N1 is not taken over: `Two`"),
        (
            "a.ris",
            ris("PY - 2016"),
            "a.ris:5:1: warning[reference::altered]: this line is left out",
        ),
        ("a.ris", ris("py  - 2016"), "for no tag begins it: `py  - 2016`"),
        ("a.ris", ris("  PY  - 2016"), "for no tag begins it: `PY  - 2016`"),
        ("a.ris", ris("PY -\n2016"), "for no tag begins it: `2016`"),
        ("a.json", csl(r#""issued": {"date-parts": [[2016]], "circa": true}"#), "circa of issued"),
        ("a.json", csl(r#""issued": {"date-parts": [[2016]], "season": 2}"#), "season of issued"),
        ("a.json", csl(r#""issued": {"date-parts": [[-50]]}"#), "`-50` is no year"),
        ("a.json", csl(r#""issued": {"date-parts": [[2016], [2017]]}"#), "`2016/2017` is no year"),
        ("a.json", csl(r#""DOI": {"value": "10.1000/1"}"#), "DOI is not taken over"),
        ("a.json", csl(r#""author": "Ann Lee""#), "author is not taken over: `Ann Lee`"),
        (
            "a.json",
            csl(r#""author": [{"family": "Lee"}, {"name": "Odd"}]"#),
            "of `a`, author 2 of 2 is not taken over: `{\"name\":\"Odd\"}`",
        ),
        (
            "a.json",
            csl(r#""container-title": ["J1", "J2"]"#),
            "container-title of `a` is the first of several, without `J2`",
        ),
        ("a.json", csl(r#""type": "book", "page": "412""#), "page is not taken over: `412`"),
        ("a.json", csl(r#""number-of-pages": 12"#), "number-of-pages is not taken over: `12`"),
        (
            "a.json",
            csl(r#""archive_location": "Box 3""#),
            "archive_location is not taken over: `Box 3`",
        ),
        ("a.json", csl(r#""genre": "Thesis""#), "genre is not taken over: `Thesis`"),
    ] {
        project.write(name, &text);
        let run = project.run(&["sources", "import", name, "--message-format", "short"]);
        assert_eq!((run.code, run.stdout.matches("[[source]]").count()), (0, 1), "{text}");
        assert!(!run.stdout.contains("pages ="), "{text}");
        assert!(
            run.stderr.starts_with("a.") && run.stderr.contains(said),
            "{text}\n{}",
            run.stderr
        );
    }
}

/// Fields that say nothing a citation could print: what a work is about, shorter forms of what is there
/// in full, readers' and programs' own.
const SAY_NOTHING: &str = "abstract annote annotation keyword keywords shorttitle shortauthor \
    shortjournal entrysubtype file ids xref key presort sortkey sortname sortshorthand sorttitle \
    sortyear indextitle indexsorttitle options execute gender langidopts pagination bookpagination \
    AB N2 KW L1 L2 L3 L4 LB DB DP AN CN AD ST J2 JA ID \
    id type categories citation-label citation-number source call-number container-title-short \
    title-short shortTitle journalAbbreviation page-first first-reference-note-number year-suffix";

/// The texts and numbers of a JSON value.
fn leaves(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Array(all) => all.iter().flat_map(leaves).collect(),
        serde_json::Value::Object(all) => all.values().flat_map(leaves).collect(),
        serde_json::Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

/// The fields of a file with one reference, each with its line and what it says.
fn fields_of(name: &str, text: &str) -> Vec<(usize, String, Vec<String>)> {
    if name.ends_with(".json") {
        let all: Vec<serde_json::Map<String, serde_json::Value>> =
            serde_json::from_str(text).unwrap();
        let line = |field: &str| {
            let begins = format!("  \"{field}\":");
            text.lines().position(|line| line.starts_with(&begins)).unwrap() + 1
        };
        let of = |(field, value): (&String, _)| (line(field), field.clone(), leaves(value));
        return all[0].iter().map(of).collect();
    }
    let lines = text.lines().zip(1..).filter_map(|(line, number)| {
        let (field, value) = line.split_once(" = {").or_else(|| line.split_once("  - "))?;
        let value = value.trim_end_matches("},").trim();
        // Names are written the other way round, and ranges with one hyphen.
        let parts = value.replace("--", "-").replace('/', "-");
        let parts = parts.split(", ").map(|part| part.trim_matches('-').to_string()).collect();
        let address = value.contains("://") || value.starts_with("10.");
        let parts = if address { vec![value.to_string()] } else { parts };
        (field != "TY" && field != "ER").then(|| (number, field.trim().to_string(), parts))
    });
    lines.collect()
}

/// Files with every field that the descriptions of their formats name.
#[test]
fn every_field_is_taken_or_told_of_where_it_stands() {
    let project = TestProject::with_brief(MINIMAL);
    let nothing: Vec<&str> = SAY_NOTHING.split_whitespace().collect();
    for (name, count) in
        [("every.bib", 23), ("every.biblatex.bib", 135), ("every.ris", 75), ("every.json", 105)]
    {
        let text = fixture(name);
        project.write(name, &text);
        let run = project.run(&["sources", "import", name, "--message-format", "short"]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        let fields = fields_of(name, &text);
        assert_eq!(fields.len(), count, "{name}");
        for (line, field, said) in fields {
            if nothing.contains(&field.as_str()) {
                continue;
            }
            let told = run.stderr.lines().filter(|told| {
                told.starts_with(&format!("{name}:{line}:")) && told.contains(&field)
            });
            let told: String = told.collect();
            for part in said {
                let part = if part == "english" { "language = \"en\"" } else { part.as_str() };
                assert!(
                    run.stdout.contains(part) || told.contains(part),
                    "{name}: {field} says {part}\n{}{}",
                    run.stdout,
                    run.stderr
                );
            }
        }
    }
}

#[test]
fn odd_files_are_read_or_refused_where_they_are_odd() {
    let project = TestProject::with_brief(MINIMAL);
    let mut utf_16 = vec![0xff, 0xfe];
    utf_16.extend("@misc{a, title={T}}".encode_utf16().flat_map(u16::to_le_bytes));
    let old = b"TY  - BOOK\rTI  - T\rPB  - P\rER  - \r".to_vec();
    let keyless = b"@misc{,title={T},publisher={P}}@misc{,title={U},publisher={P}}".to_vec();
    let alike = b"@misc{A_b,title={T},publisher={P}}@misc{a-b,title={U},publisher={P}}".to_vec();
    let marked =
        br#"[{"id":"a","title":"CO<sub>2</sub> &amp; 1<sup>st</sup>","publisher":"P"}]"#.to_vec();
    for (name, text, code, count, said) in [
        ("a.bib", utf_16, 1, 0, "a.bib:1:1: error[file::encoding]"),
        ("a.ris", old, 0, 1, "title = \"T\""),
        ("a.bib", keyless, 0, 2, "title = \"U\""),
        ("a.bib", alike, 0, 2, "id = \"a-b-2\""),
        ("a.json", marked, 0, 1, "title = \"CO₂ & 1ˢᵗ\""),
        ("a.bib", b"@string{a = a # a}@misc{b, title=a}".to_vec(), 1, 0, "a.bib:1:13: error"),
        // A mark in braces ends no value.
        (
            "a.bib",
            br#"@article{a, title="Quote {"}in{"} here", journal={J}, year=2020, doi={10.1000/182}}"#
                .to_vec(),
            0,
            1,
            "title = 'Quote \"in\" here'\nin = \"J\"\ndate = 2020\ndoi = \"10.1000/182\"",
        ),
        (
            "a.bib",
            b"@misc{a,\n  title=\"Open { brace\", publisher={P}}".to_vec(),
            1,
            0,
            "a.bib:2:9: error[reference::unreadable]",
        ),
        // From one page to another is where it stands in a book, and one page where it stands in a journal.
        ("a.bib", b"@book{a, title={T}, publisher={P}, pages={3--9}}".to_vec(), 0, 1, "pages = \"3-9\""),
        (
            "a.bib",
            b"@article{a, title={T}, journal={J}, pages={412}}".to_vec(),
            0,
            1,
            "pages = \"412\"",
        ),
        (
            "a.bib",
            b"@incollection{a, crossref={b}, title={T}}@book{b, title={U}, publisher={P}, year=2019}".to_vec(),
            0,
            2,
            "in = \"U\"",
        ),
        (
            "a.json",
            br#"[{"id":"a","title":"T","author":[{"family":"Lee"},{"name":"Odd"}],"publisher":"P"}]"#.to_vec(),
            0,
            1,
            "author = \"Lee\"",
        ),
        ("a.ris", b"TY  - JOUR\nTI  - T\nJO  - J\nAU  - Smith,John,Jr.\nER  - \n".to_vec(), 0, 1, "id = \"smith\"\ntitle = \"T\"\nauthor = \"John Smith Jr.\""),
        (
            "a.bib",
            b"@misc{title={T}, publisher={P}}".to_vec(),
            1,
            0,
            "error[reference::unreadable]",
        ),
    ] {
        project.write(name, &text);
        let run = project.run(&["sources", "import", name, "--message-format", "short"]);
        assert_eq!((run.code, run.stdout.matches("[[source]]").count()), (code, count), "{said}");
        assert!(run.stdout.contains(said) || run.stderr.contains(said), "{said}\n{}", run.stderr);
    }
    let laughs: String =
        (1..60).map(|n| format!("@string{{a{n} = a{} # a{}}}\n", n - 1, n - 1)).collect();
    project.write("a.bib", format!("@string{{a0 = \"x\"}}\n{laughs}"));
    let run = project.run(&["sources", "import", "a.bib"]);
    assert!(run.code == 1 && run.stderr.contains("without end"), "{}", run.stderr);
}

/// Neither what has no id of its own in the file, nor what had to get another.
#[test]
fn what_was_imported_once_is_not_imported_again() {
    for (name, text) in [
        ("a.ris", "TY  - BOOK\nTI  - Time\nAU  - Lee, A.\nPB  - P\nPY  - 2016\nER  - \n"),
        ("a.bib", "@misc{A_b,title={T},publisher={P}}@misc{a-b,title={U},publisher={P}}"),
        ("a.json", r#"[{"title":"T","publisher":"P"}]"#),
    ] {
        let project = TestProject::with_brief(MINIMAL);
        project.write(name, text);
        assert_eq!(project.run(&["sources", "import", name, "--into", "a"]).code, 0);
        let brief = project.read("briefs/a/brief.toml");
        let again = project.run(&["sources", "import", name, "--into", "a"]);
        assert_eq!((again.code, project.read("briefs/a/brief.toml")), (0, brief), "{name}");
        assert!(again.stderr.contains("reference::duplicate"), "{}", again.stderr);
    }
}

use super::*;

fn read(toml: &str, f: impl FnOnce(&Table<'_>)) -> Vec<String> {
    let mut sources = Sources::new();
    let file = sources.add("t.toml", toml);
    let mut diagnostics = Diagnostics::new();
    let document = TomlDocument::parse(&sources, file, &mut diagnostics);
    let reader = Reader::new();
    let table = document.root(&reader);
    f(&table);
    table.finish();
    document.report(reader, &mut diagnostics);
    diagnostics
        .iter()
        .map(|d| {
            let at = sources.get(file).position(d.span.unwrap().start);
            format!("{}:{} {} {}", at.line, at.column, d.code, d.message)
        })
        .collect()
}

#[test]
fn every_problem_of_a_table_is_reported_where_it_stands() {
    let toml =
        "titel = \"x\"\ndate = \"2025-06-30\"\ncountry = \"\"\nnumber = 5\nids = [1, \"\"]\n";
    let found = read(toml, |t| {
        t.required_text("title");
        t.required_date("date");
        t.required_text("country");
        t.text("number");
        t.texts("ids");
    });
    let expected = [
        "2:8 schema::wrong-type `date` takes a date, found a text",
        "3:11 schema::empty-text `country` is empty",
        "4:10 schema::wrong-type `number` takes a text in quotes, found a whole number",
        "5:8 schema::wrong-type `ids[1]` takes a text in quotes, found a whole number",
        "5:11 schema::empty-text `ids[2]` is empty",
        "1:1 schema::unknown-key unknown key `titel`",
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_no_one_sees_says_nothing() {
    let unseen = ["\u{200B}", "\u{2060}", "\u{AD}", "\u{200D} \u{2029}", "\u{3164}", "\u{FE0F}"];
    for unseen in unseen {
        let found = read(&format!("title = \"{unseen}\"\nids = [\"{unseen}\"]"), |t| {
            assert!(t.required_text("title").is_none());
            assert!(t.texts("ids").is_empty());
        });
        assert_eq!(found.len(), 2, "{unseen:?} {found:?}");
        assert!(found[0].contains("schema::empty-text `title` "), "{found:?}");
    }
}

#[test]
fn control_characters_and_open_bidi_controls_are_refused() {
    let found = read("a = \"x\\u001By\"\nb = \"x\\u202Ey\"\nc = \"\\u2067ok\\u2069\"", |t| {
        assert!(t.text("a").is_none());
        assert!(t.text("b").is_none());
        assert!(t.text("c").is_some());
    });
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("U+001B"));
    assert!(found[1].contains("U+202E"));
}

#[test]
fn text_is_normalised_and_found_again_in_the_file() {
    let toml = "a = \"\"\"\nfirst \\\n   second \\u00e9 third\"\"\"\n";
    let mut sources = Sources::new();
    let file = sources.add("t.toml", toml);
    let document = TomlDocument::parse(&sources, file, &mut Diagnostics::new());
    let reader = Reader::new();
    let text = document.root(&reader).text("a").unwrap();
    assert_eq!(text.value, "first second é third");
    let at = text.value.find("third").unwrap();
    assert_eq!(sources.slice(text.locate(at..at + 5, &sources)), "third");
    let toml = "a = \"\"\"\n  one\ttwo \\u2028 \n\n three  \"\"\"\n";
    let file = sources.add("s.toml", toml);
    let document = TomlDocument::parse(&sources, file, &mut Diagnostics::new());
    let text = document.root(&reader).text("a").unwrap();
    assert_eq!(text.value, "one two three");
    for word in ["one", "two", "three"] {
        let at = text.value.find(word).unwrap();
        assert_eq!(sources.slice(text.locate(at..at + word.len(), &sources)), word);
    }
    let decomposed = "b = \"e\u{301}\"";
    let file = sources.add("u.toml", decomposed);
    let document = TomlDocument::parse(&sources, file, &mut Diagnostics::new());
    assert_eq!(document.root(&reader).text("b").unwrap().value, "é");
}

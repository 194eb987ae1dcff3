//! A brief made of another one and of a part that is shown by itself.

/// A piece of a TOML file: a key with its value, or a table with its keys, and the lines it is made of.
struct Item<'a> {
    name: &'a str,
    is_table: bool,
    lines: Vec<&'a str>,
}

/// Takes a file apart at its keys before the first table, and at its tables. Only lines that begin
/// with a letter or a bracket begin a piece; in the book, lines of texts and lists do not.
fn items(text: &str) -> Vec<Item<'_>> {
    let mut items: Vec<Item<'_>> = Vec::new();
    let mut in_tables = false;
    for line in text.lines() {
        let is_table = line.starts_with('[');
        in_tables |= is_table;
        let key = line.split(['=', ' ']).next().unwrap_or_default();
        let is_key =
            !in_tables && line.contains('=') && line.starts_with(|c: char| c.is_alphabetic());
        if is_table || is_key {
            let root =
                line.trim_start_matches('[').split(['.', ']', ' ']).next().unwrap_or_default();
            let name = if is_table { root } else { key };
            items.push(Item { name, is_table, lines: vec![line] });
        } else if let Some(last) = items.last_mut() {
            last.lines.push(line);
        } else {
            items.push(Item { name: "", is_table: false, lines: vec![line] });
        }
    }
    items
}

/// A file with the keys and tables of a part in the place of those that it has of the same names;
/// where it has none, keys come after its keys, and tables at its end.
pub fn around(base: &str, part: &str) -> String {
    let mut all = items(base);
    for name in distinct(&items(part)) {
        let own: Vec<Item<'_>> = items(part).into_iter().filter(|item| item.name == name).collect();
        let is_table = own[0].is_table;
        let first = all.iter().position(|item| item.name == name);
        let tables = all.iter().position(|item| item.is_table).unwrap_or(all.len());
        let at = first.unwrap_or(if is_table { all.len() } else { tables });
        all.retain(|item| item.name != name);
        all.splice(at..at, own);
    }
    written(&all)
}

/// A file without a key or the tables of a name.
pub fn without(text: &str, name: &str) -> String {
    written(&items(text).into_iter().filter(|item| item.name != name).collect::<Vec<_>>())
}

fn written(items: &[Item<'_>]) -> String {
    let mut text = String::new();
    for item in items {
        if item.is_table && !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
        item.lines.iter().for_each(|line| text.extend([line, "\n"]));
    }
    text
}

/// The names of pieces, each once.
fn distinct<'a>(items: &[Item<'a>]) -> Vec<&'a str> {
    let mut names = Vec::new();
    for item in items {
        if !names.contains(&item.name) {
            names.push(item.name);
        }
    }
    names
}

#[test]
fn a_part_takes_the_place_of_what_a_brief_has_of_it() {
    let base = "title = \"a\"\nkeys = [\n  \"b\",\n]\n\n[[goal]]\nnumber = 6\n\n[[goal.target]]\n\
                code = \"6.1\"\n\n[[fact]]\nid = \"c\"\n";
    let part = "keys = [\"d\"]\nask = \"e\"\n[[goal]]\nnumber = 5\n[[quote]]\nid = \"f\"\n";
    let whole = "title = \"a\"\nkeys = [\"d\"]\nask = \"e\"\n\n[[goal]]\nnumber = 5\n\n[[fact]]\n\
                 id = \"c\"\n\n[[quote]]\nid = \"f\"\n";
    assert_eq!(around(base, part), whole);
    assert_eq!(around(base, ""), base);
}

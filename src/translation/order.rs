//! The order of tables in a translation: those of one parent together.
//!
//! TOML lets the tables of a parent stand anywhere, but readers that keep a file's comments stumble
//! over it: tomlkit, and with it Weblate, cannot read `[target.16-2]`, `[indicator.16-2-2]`,
//! `[target.16-3]` in this order.

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item, Table};

/// The table that stands behind all others: what has lost its original.
const LAST: &str = "kept";

/// A table that has a header.
struct Header {
    /// Its number, counting tables parent by parent.
    number: usize,
    /// Where the file has it; a new table stands where the one before it does.
    position: isize,
    /// The blank lines and comments above it, and its indent. Nothing was said above a new table.
    above: Option<String>,
}

/// Puts the tables of each parent together, a parent before its own, in the order in which the file
/// comes to them. A comment goes where its table goes, and what ends the file still ends it.
pub(super) fn group(document: &mut DocumentMut) {
    let kept = document.get(LAST).and_then(Item::as_table).is_some_and(|kept| !kept.is_dotted());
    if kept && let Some((name, kept)) = document.remove_entry(LAST) {
        document.insert_formatted(&name, kept);
    }
    let mut wanted = Vec::new();
    let (mut number, mut position) = (0, 0);
    each(document, &mut |table, in_list| {
        position = table.position().unwrap_or(position);
        if in_list || !table.is_implicit() || !table.get_values().is_empty() {
            let above = table.decor().prefix();
            let above = above.map(|raw| raw.as_str().unwrap_or_default().to_string());
            wanted.push(Header { number, position, above });
        }
        number += 1;
    });
    let mut present: Vec<&Header> = wanted.iter().collect();
    present.sort_by_key(|header| header.position);
    if present.iter().map(|header| header.number).eq(wanted.iter().map(|header| header.number)) {
        return;
    }
    let values_first = !document.get_values().is_empty();
    let (above, end) = rearrange(&present, &wanted, values_first);
    let mut above = above.into_iter().peekable();
    let mut number = 0;
    each(document, &mut |table, _| {
        table.set_position(isize::try_from(number).ok());
        if let Some((_, text)) = above.next_if(|(other, _)| *other == number) {
            table.decor_mut().set_prefix(text);
        }
        number += 1;
    });
    let end = end + document.trailing().as_str().unwrap_or_default();
    document.set_trailing(end);
}

/// What stands above each header in its new place, by its number, and what is below the last table,
/// from what stands above them now.
fn rearrange(
    present: &[&Header],
    wanted: &[Header],
    values_first: bool,
) -> (Vec<(usize, String)>, String) {
    // What goes with a header, and what stands right below a table's last line, which belongs to it.
    let (mut own, mut below) = (BTreeMap::new(), BTreeMap::new());
    let mut head = "";
    let mut before = None;
    for header in present {
        let begins = before.is_none() && !values_first;
        let above = header.above.as_deref().unwrap_or(if begins { "" } else { "\n" });
        // What the file says of itself stays at its head.
        let (left, mine) = if begins { past_blank(above) } else { to_blank(above) };
        own.insert(header.number, mine.to_string());
        match before.replace(header.number) {
            None => head = left,
            Some(before) => drop(below.insert(before, left)),
        }
    }
    // The space between the first two tables stays between them.
    let (was, is) = (present[0].number, wanted[0].number);
    if was != is && !values_first {
        let space = own.get(&is).map_or(0, |text| blank_lines(text));
        let space: String =
            own.get_mut(&is).map(|text| text.drain(..space).collect()).unwrap_or_default();
        if let Some(text) = own.get_mut(&was) {
            text.insert_str(0, &space);
        }
    }
    let mut above = head;
    let texts = wanted.iter().map(|header| {
        let text = format!("{above}{}", own[&header.number]);
        above = below.get(&header.number).copied().unwrap_or_default();
        (header.number, text)
    });
    let texts = texts.collect();
    (texts, above.to_string())
}

/// A text up to its first blank line, and from there on; all of it where there is none.
fn to_blank(text: &str) -> (&str, &str) {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if is_blank(line) {
            return text.split_at(end);
        }
        end += line.len();
    }
    ("", text)
}

/// A text through its last blank line, and what follows.
fn past_blank(text: &str) -> (&str, &str) {
    let (mut place, mut end) = (0, 0);
    for line in text.split_inclusive('\n') {
        place += line.len();
        if is_blank(line) {
            end = place;
        }
    }
    text.split_at(end)
}

/// How long the blank lines are that a text begins with.
fn blank_lines(text: &str) -> usize {
    text.split_inclusive('\n').take_while(|line| is_blank(line)).map(str::len).sum()
}

/// A line without words; an indent is none.
fn is_blank(line: &str) -> bool {
    line.ends_with('\n') && line.trim().is_empty()
}

/// All tables that could have a header, parent by parent, and whether each is one of a list.
fn each(document: &mut DocumentMut, act: &mut dyn FnMut(&mut Table, bool)) {
    fn within(item: &mut Item, act: &mut dyn FnMut(&mut Table, bool)) {
        match item {
            Item::Table(table) => one(table, false, act),
            Item::ArrayOfTables(list) => list.iter_mut().for_each(|table| one(table, true, act)),
            Item::None | Item::Value(_) => {}
        }
    }
    fn one(table: &mut Table, in_list: bool, act: &mut dyn FnMut(&mut Table, bool)) {
        // What a dotted key goes through has no header.
        if !table.is_dotted() {
            act(table, in_list);
        }
        table.iter_mut().for_each(|(_, item)| within(item, act));
    }
    document.iter_mut().for_each(|(_, item)| within(item, act));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with its tables grouped; what it says and its lines are the same.
    fn grouped(toml: &str) -> String {
        let mut document: DocumentMut = toml.parse().unwrap_or_else(|e| panic!("{e}\n{toml}"));
        let before = document.to_string();
        group(&mut document);
        let after = document.to_string();
        let read =
            |text: &str| text.parse::<toml::Table>().unwrap_or_else(|e| panic!("{e}\n{text}"));
        assert_eq!(read(toml), read(&after), "{toml}\n---\n{after}");
        let lines = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(String::from).collect();
            lines.sort();
            lines
        };
        assert_eq!(lines(&before), lines(&after), "{toml}\n---\n{after}");
        let mut again: DocumentMut = after.parse().unwrap();
        group(&mut again);
        assert_eq!(again.to_string(), after);
        after
    }

    #[test]
    fn tables_of_a_parent_come_together_with_what_stands_at_them() {
        let toml = "# A translation.\n# Of mine.\n\n# The head.\n[translation]\nstatus = \"draft\"\n\n\
            # Goal\n[target.16-2]\ntext = \"a\" # why\n# right below\n\n# An indicator\n  [indicator.16-2-2]\n\
            text = \"b\"\n\n\n[target.16-3] # header\n# inside\ntext = \"\"\"\nc\n\n[d]\n\"\"\"\n\n\
            [indicator.16-3-1]\ntext = \"e\"\n\n# The end.\n";
        assert_eq!(
            grouped(toml),
            "# A translation.\n# Of mine.\n\n# The head.\n[translation]\nstatus = \"draft\"\n\n\
            # Goal\n[target.16-2]\ntext = \"a\" # why\n# right below\n\n\n[target.16-3] # header\n\
            # inside\ntext = \"\"\"\nc\n\n[d]\n\"\"\"\n\n# An indicator\n  [indicator.16-2-2]\ntext = \"b\"\n\n\
            [indicator.16-3-1]\ntext = \"e\"\n\n# The end.\n"
        );
    }

    #[test]
    fn what_is_in_order_stays_as_it_is() {
        for toml in [
            "",
            "# nothing yet\n",
            "a = 1\n",
            "[a]\n[b]\n",
            "# Head\n\n\n[a.b]\nx = 1\n\t[a.b.c]\n[a.d]\n\n\n[[e]]\nx = { y = 1, z.w = [ 1, # one\n 2 ] }\n[[e]]\n# end",
            "x.y = 1\n\"quoted . key\".\"\" = 2\n[a]\nb.c = 1\nb.d = 2\n",
        ] {
            let written = toml.parse::<DocumentMut>().unwrap().to_string();
            assert_eq!(grouped(toml), written);
            assert_eq!(written, toml);
        }
    }

    #[test]
    fn a_parent_stands_before_its_own_and_what_is_kept_behind_all() {
        assert_eq!(
            grouped(
                "# Mine\n\n# b\n[a.b]\nx = 1\n# below b\n\n# a\n[a]\ny = 2\n\n[kept]\n\"a.c\" = 3\n\n[d]\nz = 4\n# end"
            ),
            "# Mine\n\n# a\n[a]\ny = 2\n\n# b\n[a.b]\nx = 1\n# below b\n\n[d]\nz = 4\n\n[kept]\n\"a.c\" = 3\n# end"
        );
        // Lists of tables keep their order, each with its own; dotted keys have no header.
        assert_eq!(
            grouped(
                "x.y = 1\n# below x\n\n[[l]]\nn = 1\n[l.m]\no = 1\n[p.q]\nr.s = 1\n[[l]]\nn = 2\n[p.t.u]\n[l.m]\no = 2\n"
            ),
            "x.y = 1\n# below x\n\n[[l]]\nn = 1\n[l.m]\no = 1\n[[l]]\nn = 2\n[l.m]\no = 2\n[p.q]\nr.s = 1\n[p.t.u]\n"
        );
    }

    #[test]
    fn new_tables_come_to_their_parent() {
        let mut document: DocumentMut =
            "[a.b]\nx = 1\n\n[c]\ny = 2\n\n[kept]\n\"a.z\" = 3\n".parse().unwrap();
        for (parent, name) in [("a", "d"), ("e", "f"), ("a", "g")] {
            let mut table = Table::new();
            table.insert("n", toml_edit::value(name));
            let parent = document.entry(parent).or_insert_with(|| {
                let mut parent = Table::new();
                parent.set_implicit(true);
                Item::Table(parent)
            });
            parent.as_table_mut().unwrap().insert(name, Item::Table(table));
        }
        group(&mut document);
        assert_eq!(
            document.to_string(),
            "[a.b]\nx = 1\n\n[a.d]\nn = \"d\"\n\n[a.g]\nn = \"g\"\n\n[c]\ny = 2\n\n[e.f]\nn = \"f\"\n\n[kept]\n\"a.z\" = 3\n"
        );
    }

    /// Nothing is lost in any order of these tables, with any space and comments between them.
    #[test]
    fn nothing_is_lost_in_any_order() {
        const TABLES: [&str; 7] = [
            "[a]\nx = 1 # x\n# below a\n",
            "# above a.b\n\n# a.b\n[a.b]\n# inside\nx = \"\"\"\n[c]\n# no comment\n\"\"\"\n",
            "\n[a.b.c] # header\n",
            "\n\n  # indented\n  [\"a\".\"d.e\"]\n  x.y = 1\n  z = [\n    # in a list\n    1,\n  ]\n  x.w = { v = 2 }\n# below d.e\n\n",
            "# f\n[f.g]\nx = 1\n",
            "\t\n[kept]\n\"a.b\" = \"old\"\n# kept\n\n",
            "[f.h]\n\n\n",
        ];
        let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
        for number in 0..TABLES.len() {
            orders = orders
                .iter()
                .flat_map(|order| {
                    (0..=order.len()).map(move |place| {
                        let mut order = order.clone();
                        order.insert(place, number);
                        order
                    })
                })
                .collect();
        }
        assert_eq!(orders.len(), 5040);
        for order in orders {
            let tables: String = order.iter().map(|number| TABLES[*number]).collect();
            for head in ["", "# head\n\n", "top = 1\n# below top\n"] {
                let after = grouped(&format!("{head}{tables}# end"));
                assert!(after.starts_with(head) && after.ends_with("# end"), "{after}");
                let headers = after.lines().filter(|line| line.trim_start().starts_with('['));
                let firsts: Vec<char> = headers
                    .filter(|line| *line != "[c]")
                    .map(|line| {
                        line.trim_start().trim_start_matches(['[', '"']).chars().next().unwrap()
                    })
                    .collect();
                let mut together = firsts.clone();
                together.dedup();
                assert_eq!(together.len(), 3, "{after}");
                assert_eq!(together.last(), Some(&'k'), "{after}");
            }
        }
    }
}

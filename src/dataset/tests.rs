use super::*;
use crate::diag::{Diagnostics, Sources};
use crate::limits::DATA_ROWS;
use crate::tree::{Reader, Text, TomlDocument};

/// What is said, with places, and the data.
fn told(sources: &Sources, diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics
        .iter()
        .map(|d| {
            let span = d.span.unwrap();
            let file = sources.get(span.file);
            let at = file.position(span.start);
            format!("{}:{}:{} {} {}", file.name(), at.line, at.column, d.code, d.message)
        })
        .collect()
}

/// The data of `columns` and `rows` of a file, the first column being words and the others numbers.
fn of_toml(toml: &str) -> (Option<Dataset>, Vec<String>) {
    let mut sources = Sources::new();
    let file = sources.add("t.toml", toml);
    let mut diagnostics = Diagnostics::new();
    let document = TomlDocument::parse(&sources, file, &mut diagnostics);
    let reader = Reader::new();
    let table = document.root(&reader);
    let head = table.texts("columns");
    let grid = DataGrid::of_toml(&table, "rows", head, &mut diagnostics);
    table.finish();
    document.report(reader, &mut diagnostics);
    let data = grid.and_then(|grid| grid.typed(&kinds(), &mut diagnostics));
    let data = data.filter(|data| data.labels_differ(0, &mut diagnostics));
    (data, told(&sources, &diagnostics))
}

/// The data of a CSV file, as those of TOML.
fn of_csv(csv: &str, columns: &[&str]) -> (Option<Dataset>, Vec<String>) {
    let mut sources = Sources::new();
    let file = sources.add("d.csv", csv);
    let toml = format!("columns = {columns:?}");
    let asking = sources.add("t.toml", toml);
    let mut diagnostics = Diagnostics::new();
    let document = TomlDocument::parse(&sources, asking, &mut diagnostics);
    let reader = Reader::new();
    let wanted = document.root(&reader).texts("columns");
    let grid = DataGrid::of_csv(&sources, file, None, "chart.x.data", &mut diagnostics);
    let grid = match wanted.is_empty() {
        true => grid,
        false => grid.and_then(|grid| grid.with_columns(&wanted, &mut diagnostics)),
    };
    let data = grid.and_then(|grid| grid.typed(&kinds(), &mut diagnostics));
    let data = data.filter(|data| data.labels_differ(0, &mut diagnostics));
    (data, told(&sources, &diagnostics))
}

fn kinds() -> Vec<ColumnKind> {
    [&[ColumnKind::Words][..], &[ColumnKind::Numbers; 60]].concat()
}

fn shown(data: &Dataset) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Words(text) => text.value.clone(),
        Cell::Number(number) => number.value.to_string(),
        Cell::Missing(_) => "?".into(),
    };
    let rows = data.rows.iter().map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join(" "));
    rows.collect::<Vec<_>>().join(" | ")
}

#[test]
fn numbers_are_those_that_were_typed_in_either_form() {
    let (data, said) = of_toml(
        "columns = [\"Year\", \"Victims\"]\nrows = [[2019, 12.50], [\"2020\", \"\"], [\"x\", 0x10], \
         [\"y\", -1_000]]",
    );
    assert_eq!(said, [""; 0]);
    assert_eq!(shown(&data.unwrap()), "2019 12.50 | 2020 ? | x 16 | y -1000");
    let (data, said) = of_csv("Year;Victims\r\n2019;12.50\r\n2020;\r\n\" x \";-7\r\n;\r\n", &[]);
    assert_eq!(said, [""; 0]);
    assert_eq!(shown(&data.unwrap()), "2019 12.50 | 2020 ? | x -7");
}

#[test]
fn columns_are_picked_by_name() {
    let csv = "a,b,c\n1,2,3\n4,5,6\n";
    let (data, said) = of_csv(csv, &["c", "a"]);
    assert_eq!((shown(&data.unwrap()).as_str(), said.len()), ("3 1 | 6 4", 0));
    let (data, said) = of_csv("Province,Victims\nx,1\n", &["Province", "Victim"]);
    assert!(data.is_none());
    assert_eq!(said, ["t.toml:1:24 data::unknown-column the data have no column `Victim`"]);
}

#[test]
fn every_problem_has_its_row_and_column() {
    let (data, said) = of_toml(
        "columns = [\"Place\", \"Victims\"]\nrows = [\n  [\"a\", \"12,5\"],\n  [\"b\", 1, 2],\n  [\"c\"],\n]",
    );
    assert!(data.is_none());
    assert_eq!(
        said,
        [
            "t.toml:4:3 data::shape this row has 3 fields, and there are 2 columns",
            "t.toml:5:3 data::shape this row has 1 field, and there are 2 columns",
        ]
    );
    let (data, said) = of_toml("columns = [\"Place\", \"Victims\"]\nrows = [[\"d\", true]]");
    assert!(data.is_none());
    let found = "takes a text in quotes or a number, found true or false";
    assert_eq!(said, [format!("t.toml:2:15 schema::wrong-type `rows[1][2]` {found}")]);
    let (data, said) = of_toml(
        "columns = [\"Place\", \"Victims\"]\nrows = [\n  [\"a\", \"12,5\"],\n  [\"b\", nan],\n  [\"c\", 1e999],\n  \
         [\"d\", \"3 km\"],\n  [\"e\", \"5-1\"],\n]",
    );
    assert!(data.is_none());
    assert_eq!(
        said,
        [
            "t.toml:3:9 data::number `12,5` has a decimal comma",
            "t.toml:4:9 data::number `nan` is no number that can be shown",
            "t.toml:5:9 data::number `1e999` is written as a power of ten",
            "t.toml:6:9 data::number `3 km` has a unit, `km`",
            "t.toml:7:9 data::number `5-1` is no number",
        ]
    );
    let (data, said) = of_csv("Place,Victims\na,1\n\"b, c\",12 %\nd,\"1,234\"\ne,–\n", &[]);
    assert!(data.is_none());
    assert_eq!(
        said,
        [
            "d.csv:3:8 data::number `12 %` has a per cent sign",
            "d.csv:4:3 data::number the digits of `1,234` stand in groups",
            "d.csv:5:3 data::number `–` is no number",
        ]
    );
    let (data, said) = of_csv("Place,Victims\na,1\nb,\"2\n", &[]);
    assert!(data.is_none());
    assert_eq!(
        said,
        ["d.csv:3:3 data::csv-syntax a quotation mark that opens a field is never closed"]
    );
    let (data, said) = of_csv("Place,Place\na,1\n", &[]);
    assert!(data.is_none());
    assert_eq!(said, ["d.csv:1:7 data::duplicate two columns are called `Place`"]);
}

#[test]
fn what_stands_twice_or_not_at_all_is_told() {
    let (data, said) = of_csv("Place,Victims\na,1\nb,2\na,3\n,4\n", &[]);
    assert!(data.is_none());
    assert_eq!(
        said,
        [
            "d.csv:5:1 data::shape a row has nothing in `Place`",
            "d.csv:4:1 data::duplicate `a` stands twice in `Place`",
        ]
    );
    let (_, said) = of_csv("Place,Victims\na,1\na,1\n", &[]);
    assert_eq!(said, ["d.csv:3:1 data::duplicate a row stands twice in the data"]);
    for (csv, code) in [("", "data::empty"), ("Place,Victims\n", "data::empty")] {
        let (data, said) = of_csv(csv, &[]);
        assert!(data.is_none() && said.len() == 1 && said[0].contains(code), "{said:?}");
    }
    let many: String = (0..=DATA_ROWS).map(|n| format!("r{n},{n}\n")).collect();
    let (_, said) = of_csv(&format!("Place,Victims\n{many}"), &[]);
    assert_eq!(said, ["d.csv:1:1 data::too-large 1,001 rows; there may be 1,000"]);
    let wrong: String = (0..20).map(|n| format!("r{n},x\n")).collect();
    let (_, said) = of_csv(&format!("Place,Victims\n{wrong}"), &[]);
    assert_eq!(said.len(), 6);
    assert_eq!(said[5], "d.csv:1:7 data::number 15 more cells of `Victims` are no numbers");
}

#[test]
fn a_sheet_that_ends_in_nothing_is_read_without_its_end() {
    let (data, said) = of_csv("Place,Victims,,\na,1,,\n,,,\n\n", &[]);
    assert_eq!((shown(&data.unwrap()).as_str(), said.len()), ("a 1", 0));
}

#[test]
fn texts_of_a_file_are_texts_of_a_page() {
    let (data, _) = of_csv("Place,Victims\n\"two\nlines\te\u{301}\",1\n", &[]);
    let data = data.unwrap();
    let Cell::Words(Text { value, .. }) = &data.rows[0].cells[0] else { panic!("words") };
    assert_eq!(value, "two lines é");
    let (data, said) = of_csv("Place,Victims\na\u{202e}b,1\n", &[]);
    assert!(data.is_none());
    assert!(said[0].starts_with("d.csv:2:1 text::"), "{said:?}");
}

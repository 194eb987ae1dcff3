//! Charts: what they show is what their data say, to the eye and to the ear.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::oracle::pdf::{Pdf, TableCell};
use crate::support::{MINIMAL, TestProject, repository};

/// What the cells of a table say, by the heads of their rows and columns.
type CellTexts = BTreeMap<(String, String), String>;

/// The brief that has a chart of every kind.
fn every_kind() -> TestProject {
    TestProject::copy_of(&repository().join("tests/fixtures/awkward"))
}

/// A language, with how its numbers are written.
struct Written {
    language: &'static str,
    digits: &'static str,
    decimal: char,
    group: char,
}

const LANGUAGES: [Written; 3] = [
    Written { language: "en", digits: "0123456789", decimal: '.', group: ',' },
    Written { language: "km", digits: "០១២៣៤៥៦៧៨៩", decimal: ',', group: '.' },
    Written { language: "ar", digits: "0123456789", decimal: '.', group: ',' },
];

impl Written {
    /// A number as a file of data has it.
    fn read(&self, shown: &str) -> String {
        let read = |c: char| match c {
            '\u{200e}' | '\u{61c}' | '%' => None,
            '\u{2212}' => Some('-'),
            c if c == self.group => None,
            c if c == self.decimal => Some('.'),
            c => {
                let digit = self.digits.chars().position(|digit| digit == c);
                digit.map_or(Some(c), |digit| char::from_digit(digit as u32, 10))
            }
        };
        shown.chars().filter_map(read).collect()
    }

    /// A number that names something, in the digits of the language.
    fn name(&self, typed: &str) -> String {
        let digit = |c: char| self.digits.chars().nth(c.to_digit(10).unwrap() as usize).unwrap();
        typed.chars().map(digit).collect()
    }
}

/// A field as it was typed.
fn field(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The rows of a chart as its brief or its file has them, under the names of its columns.
fn data(chart: &Table, project: &TestProject) -> (Vec<String>, Vec<Vec<String>>) {
    let list = |key: &str| chart[key].as_array().unwrap().clone();
    let columns: Vec<String> = list("columns").iter().map(field).collect();
    if let Some(file) = chart.get("data") {
        let path = format!("briefs/charts/{}", file.as_str().unwrap());
        let text = String::from_utf8(project.read(&path)).unwrap();
        let lines = text.trim_start_matches('\u{feff}').lines().skip(1);
        let rows = lines.map(|line| line.split(';').take(2).map(str::to_string).collect());
        return (columns, rows.collect());
    }
    let rows = list("rows");
    let rows = rows.iter().map(|row| row.as_array().unwrap().iter().map(field).collect());
    (columns, rows.collect())
}

/// The tables of a file, each as rows of cells.
fn tables(pdf: &Pdf) -> Vec<Vec<Vec<&TableCell>>> {
    let mut tables: Vec<Vec<Vec<&TableCell>>> = Vec::new();
    for cell in &pdf.cells {
        tables.resize_with(cell.table + 1, Vec::new);
        let table = tables.last_mut().unwrap();
        table.resize_with(cell.row + 1, Vec::new);
        table.last_mut().unwrap().push(cell);
    }
    tables
}

/// What a table says of each row and column: its values by what heads them.
fn said(table: &[Vec<&TableCell>]) -> BTreeMap<(String, String), String> {
    let text = |cell: &TableCell| cell.text.trim().to_string();
    let is_head = |row: &Vec<&TableCell>| row.iter().all(|cell| cell.heads);
    // Those that have one column of numbers need no head above it; a single one may stand above its
    // name.
    if table.len() == 2 && !table[0][0].heads {
        return BTreeMap::from([((text(table[1][0]), String::new()), text(table[0][0]))]);
    }
    let head: Vec<String> = match is_head(&table[0]) {
        true => table[0].iter().map(|cell| text(cell)).collect(),
        false => Vec::new(),
    };
    let mut all = BTreeMap::new();
    for row in table.iter().filter(|row| !is_head(row)) {
        let names = row.iter().filter(|cell| cell.heads).count();
        let name = if names == 1 { text(row[0]) } else { String::new() };
        for (at, cell) in row.iter().enumerate().skip(names) {
            let column = head.get(at).cloned().unwrap_or_default();
            assert_eq!(all.insert((name.clone(), column), text(cell)), None);
        }
    }
    all
}

#[test]
fn the_numbers_of_every_kind_are_read_back_from_its_table() {
    let project = every_kind();
    let editions = ["--edition", "screen", "--edition", "print"];
    let run = project.run(&[&["build", "charts", "--only", "brief", "-q"][..], &editions].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let brief = String::from_utf8(project.read("briefs/charts/brief.toml")).unwrap();
    let brief: Table = brief.parse().unwrap();
    let mut kinds = BTreeMap::new();
    for written in &LANGUAGES {
        let language = written.language;
        let own = project.path(&format!("briefs/charts/lang/{language}.toml"));
        let own: Table = std::fs::read_to_string(own).unwrap_or_default().parse().unwrap();
        let labels = repository().join(format!("templates/labels/{language}.toml"));
        let labels: Table = std::fs::read_to_string(labels).unwrap().parse().unwrap();
        let missing = labels["no_value"].as_str().unwrap();
        let pdf = Pdf::load(&project.read(&format!("dist/charts/charts.{language}.pdf")));
        let mut tables = tables(&pdf).into_iter();
        for chart in brief["chart"].as_array().unwrap() {
            let chart = chart.as_table().unwrap();
            let (id, kind) = (chart["id"].as_str().unwrap(), chart["kind"].as_str().unwrap());
            *kinds.entry(kind).or_insert(0) += 1;
            let (columns, rows) = data(chart, &project);
            let own = own.get("chart").map(|charts| charts[id].as_table().unwrap());
            let translated = |key: &str| -> Vec<String> {
                let list = own.and_then(|own| own.get(key)).and_then(Value::as_array);
                list.map_or(Vec::new(), |list| list.iter().map(field).collect())
            };
            let heads = if own.is_some() { translated("columns") } else { columns.clone() };
            let panels = usize::from(chart.contains_key("multiples"));
            // Words are translated in the order in which they first stand there.
            let mut words: Vec<String> = Vec::new();
            for name in rows.iter().flat_map(|row| &row[..=panels]) {
                let is_number = name.chars().all(|c| c.is_ascii_digit());
                if !is_number && !words.contains(name) {
                    words.push(name.clone());
                }
            }
            let shown: Vec<String> =
                if own.is_some() { translated("labels") } else { words.clone() };
            assert_eq!(shown.len(), words.len(), "{id} {language}");
            let name = |typed: &String| match words.iter().position(|word| word == typed) {
                Some(at) => shown[at].clone(),
                None => written.name(typed),
            };
            // A table for each panel, in the order in which each is named first.
            let mut due: Vec<(String, CellTexts)> = Vec::new();
            for row in &rows {
                let panel = if panels == 1 { row[0].clone() } else { String::new() };
                if due.iter().all(|(known, _)| *known != panel) {
                    due.push((panel.clone(), BTreeMap::new()));
                }
                let values = &mut due.iter_mut().find(|(known, _)| *known == panel).unwrap().1;
                for (at, value) in row.iter().enumerate().skip(panels + 1) {
                    let key = (name(&row[panels]), heads[at].clone());
                    values.insert(key, value.clone());
                }
            }
            for (_, due) in due {
                let table = said(&tables.next().unwrap());
                assert_eq!(table.len(), due.len(), "{id} {language}: {table:?}");
                for ((row, column), value) in due {
                    // A line has its columns as rows; a share, its rows as columns. The head of a
                    // column may have its unit beside it.
                    let found: Vec<_> = table
                        .iter()
                        .filter(|((one, other), _)| {
                            let is = |at: &str, name: &str| {
                                let at = at.strip_prefix(name);
                                at.is_some_and(|rest| {
                                    rest.is_empty() || rest.starts_with([' ', '('])
                                })
                            };
                            let no_column = columns.len() == 2;
                            is(one, &row) && (no_column || is(other, &column))
                                || is(other, &row) && (no_column || is(one, &column))
                        })
                        .map(|(_, value)| value)
                        .collect();
                    let [found] = found[..] else {
                        panic!("{id} {language}: {row} {column} {found:?} in {table:?}")
                    };
                    match value.as_str() {
                        "" => assert_eq!(found, missing, "{id} {language} {row}"),
                        value => assert_eq!(written.read(found), value, "{id} {language} {row}"),
                    }
                }
            }
        }
    }
    assert_eq!(kinds.len(), 8, "{kinds:?}");
}

/// A brief with a chart by its finding.
fn brief(chart: &str) -> String {
    let placed =
        MINIMAL.replacen("targets = [\"16.3\"]\n\n", "targets = [\"16.3\"]\nfigure = \"c\"\n\n", 1);
    format!("{placed}\n[[chart]]\nid = \"c\"\ntitle = \"Most are late\"\n{chart}")
}

#[test]
fn a_sentence_is_made_from_the_data_unless_one_is_written() {
    let rows = "columns = [\"Court\", \"Days\"]\nrows = [[\"North\", 1200], [\"South\", 31.50]]\n";
    let years = "columns = [\"Year\", \"Days\"]\nrows = [[2019, 40], [2020, \"\"], [2021, 60]]\n";
    for (chart, said) in [
        (
            format!("kind = \"bar\"\n{rows}unit = \"days\""),
            "Bar chart: Most are late. Highest: North, 1,200\u{a0}days. Lowest: South, 31.50\u{a0}days.",
        ),
        (
            format!("kind = \"line\"\n{years}"),
            "Line chart: Most are late. 2019: 40. 2021: 60.",
        ),
        (
            format!("kind = \"line\"\n{years}axis = {{ from = 30 }}"),
            "Line chart: Most are late. 2019: 40. 2021: 60. The scale begins at 30, not at zero.",
        ),
        (
            "kind = \"waffle\"\ncolumns = [\"Court\", \"Share\"]\nrows = [[\"{title}\", 66.7]]\nunit = \"%\""
                .to_string(),
            "Grid of a hundred squares: Most are late. {title}: 66.7%.",
        ),
        (format!("kind = \"bar\"\n{rows}alt = \"One is slow\""), "One is slow"),
    ] {
        let project = TestProject::with_brief(&brief(&chart));
        let run = project.run(&["build", "--only", "brief"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let document = lopdf::Document::load_mem(&project.read("dist/a/a.en.pdf")).unwrap();
        let attributes = document.objects.values().filter_map(|object| object.as_dict().ok());
        let summaries = attributes.filter_map(|dict| {
            let owned = dict.get(b"A").ok()?;
            let owned = document.dereference(owned).ok()?.1;
            let list = match owned {
                lopdf::Object::Array(list) => list.clone(),
                other => vec![other.clone()],
            };
            list.iter().find_map(|owned| {
                let owned = document.dereference(owned).ok()?.1.as_dict().ok()?;
                lopdf::decode_text_string(owned.get(b"Summary").ok()?).ok()
            })
        });
        let summaries: Vec<String> = summaries.collect();
        assert!(summaries.contains(&said.to_string()), "{said}: {summaries:?}");
    }
}

#[test]
fn each_mistake_with_data_is_told_where_it_is_made() {
    let bar = |rows: &str| {
        format!("kind = \"bar\"\ncolumns = [\"Court\", \"Days\"]\nrows = [\n{rows}\n]\n")
    };
    let file = "kind = \"bar\"\ndata = \"d.csv\"\n";
    let (first, rows) = (MINIMAL.lines().count() + 3, 6);
    let at = |line: usize, rest: &str| format!("briefs/a/brief.toml:{}:{rest}", first + line);
    for (chart, csv, told) in [
        (
            bar("[\"North\", \"12,5\"],"),
            "",
            at(rows, "11: error[data::number]: `12,5` has a decimal"),
        ),
        (
            bar("[\"North\", \"1 200\"],"),
            "",
            at(rows, "11: error[data::number]: the digits of `1 2"),
        ),
        (
            bar("[\"North\", \"12 %\"],"),
            "",
            at(rows, "11: error[data::number]: `12 %` has a per cent"),
        ),
        (
            bar("[\"North\", \"3 days\"],"),
            "",
            at(rows, "11: error[data::number]: `3 days` has a unit"),
        ),
        (bar("[\"North\", nan],"), "", at(rows, "11: error[data::number]: `nan` is no number")),
        (
            bar("[\"North\", 1e999],"),
            "",
            at(rows, "11: error[data::number]: `1e999` is written as"),
        ),
        (bar("[\"North\", true],"), "", at(rows, "11: error[schema::wrong-type]")),
        (bar("[\"North\"],"), "", at(rows, "1: error[data::shape]: this row has 1 field")),
        (
            bar("[\"North\", 1],\n[\"North\", 2],"),
            "",
            at(rows + 1, "1: error[data::duplicate]: `North`"),
        ),
        (
            bar("[\"North\", 1],\n[\"North\", 1],"),
            "",
            at(rows + 1, "1: error[data::duplicate]: a row"),
        ),
        (bar(""), "", at(rows - 1, "8: error[data::empty]")),
        (bar("[\"\", 1],"), "", at(rows, "2: error[data::shape]: a row has nothing in `Court`")),
        (
            format!("{}axis = {{ from = 5 }}\n", bar("[\"North\", 9],")),
            "",
            at(rows + 2, "17: error[chart::broken-axis]"),
        ),
        (
            format!("{}highlight = \"Nort\"\n", bar("[\"North\", 9],")),
            "",
            at(rows + 2, "13: error[data::unknown-column]: the data have no row or column `Nort`"),
        ),
        (
            bar("[\"North\", 9],").replace("\"bar\"", "\"pie\""),
            "",
            at(rows - 3, "8: error[schema::bad-value]: `kind` cannot be `pie`"),
        ),
        (
            bar("[\"North\", 60],\n[\"South\", 30],").replace("\"bar\"", "\"share\"")
                + "unit = \"%\"\n",
            "",
            at(rows, "1: error[chart::not-the-whole]: the parts make 90 per cent"),
        ),
        (
            file.into(),
            "Court,Days\nNorth,\"1\n",
            "briefs/a/d.csv:2:7: error[data::csv-syntax]".into(),
        ),
        (
            file.into(),
            "Court;Days\nNorth;1,5\n",
            "briefs/a/d.csv:2:7: error[data::number]: `1,5`".into(),
        ),
        (file.into(), "Court,Days\nNorth,1,2\n", "briefs/a/d.csv:2:1: error[data::shape]".into()),
        (
            file.into(),
            "Court,Days\nNorth,n/a\n",
            "briefs/a/d.csv:2:7: error[data::number]: `n/a`".into(),
        ),
        (
            file.into(),
            "Court,Days,More\nNorth,1,2\n",
            "briefs/a/d.csv:1:12: error[chart::unfit]".into(),
        ),
        (
            format!("{file}columns = [\"Court\", \"Day\"]\n"),
            "Court,Days\nNorth,1\n",
            at(rows - 1, "21: error[data::unknown-column]: the data have no column `Day`"),
        ),
        (
            file.replace("d.csv", "e.csv"),
            "Court,Days\nNorth,1\n",
            at(rows - 2, "8: error[asset::unusable]"),
        ),
    ] {
        let project = TestProject::with_brief(&brief(&chart));
        project.write("briefs/a/d.csv", csv);
        let run = project.run(&["--message-format", "short", "check"]);
        assert_eq!(run.code, 1, "{chart}: {}", run.stderr);
        let errors: Vec<&str> = run.stderr.lines().filter(|line| line.contains("error[")).collect();
        assert!(errors.len() == 1 && errors[0].starts_with(&told), "{told}: {errors:#?}");
    }
    let project = TestProject::with_brief(&brief(file));
    project.write("briefs/a/d.csv", b"Court,Days\nNorth,\xe9\n");
    let run = project.run(&["--message-format", "short", "check"]);
    assert!(run.stderr.contains("file::encoding"), "{}", run.stderr);
}

#[test]
fn a_file_of_data_that_changes_is_drawn_again() {
    let project = TestProject::with_brief(&brief("kind = \"bar\"\ndata = \"d.csv\"\n"));
    project.write("briefs/a/d.csv", "Court,Days\nNorth,1\n");
    assert_eq!(project.run(&["build", "--only", "brief"]).code, 0);
    let before = project.read("dist/a/a.en.pdf");
    let manifest: serde_json::Value =
        serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    let inputs = manifest["inputs"].as_array().unwrap();
    assert!(inputs.iter().any(|input| input["path"] == "briefs/a/d.csv"), "{inputs:?}");
    project.write("briefs/a/d.csv", "Court,Days\nNorth,2\n");
    let run = project.run(&["build", "--only", "brief"]);
    assert!(run.stderr.contains("1 file built"), "{}", run.stderr);
    assert!(before != project.read("dist/a/a.en.pdf"));
}

#[test]
fn what_a_chart_says_in_words_is_translated_and_its_numbers_are_not() {
    let chart = "kind = \"bar\"\ndata = \"d.csv\"\nunit = \"days\"\n";
    let project = TestProject::with_brief(&brief(chart));
    project.write("briefs/a/d.csv", "Court,2023\nNorth,1\nSouth,2\n2019,3\n");
    assert_eq!(project.run(&["i18n", "sync", "--lang", "fr"]).code, 0);
    let file = String::from_utf8(project.read("briefs/a/lang/fr.toml")).unwrap();
    for words in ["[chart.c]", "North", "South", "days", "Court", "Most are late"] {
        assert!(file.contains(words), "{words}: {file}");
    }
    let strings: Table = file.parse().unwrap();
    let own = strings["chart"]["c"].as_table().unwrap();
    assert_eq!(own["labels"].as_array().unwrap().len(), 2, "{own:?}");
    assert_eq!(own["columns"].as_array().unwrap().len(), 2, "{own:?}");
}

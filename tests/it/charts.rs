//! Charts: what they show is what their data say, to the eye and to the ear.

use std::collections::BTreeMap;
use std::process::Command;

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
            '\u{200e}' | '\u{61c}' | '%' | '+' => None,
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

/// The texts of the cells of a brief's tables, of one chart and then of what else there is.
fn cells_of(project: &TestProject) -> Vec<String> {
    let run = project.run(&["build", "--only", "brief", "-q"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let pdf = Pdf::load(&project.read("dist/a/a.en.pdf"));
    pdf.cells.iter().map(|cell| cell.text.trim().to_string()).collect()
}

/// What poppler reads on the pages of the brief.
fn printed(project: &TestProject) -> String {
    let run = project.run(&["build", "--only", "brief", "-q"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let pdf = project.path("dist/a/a.en.pdf");
    let output = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn years_have_no_groups_unless_something_says_that_they_count() {
    let chart = |more: &str| {
        format!(
            "kind = \"dot-range\"\ncolumns = [\"Treaty\", \"Signed\", \"In force\"]\n\
             rows = [[\"One\", 1992, 2010], [\"Two\", 2001, \"\"]]\n{more}"
        )
    };
    for (more, shown) in [
        ("", ["1992", "2010", "2001"]),
        ("unit = \"cases\"\n", ["1,992", "2,010", "2,001"]),
        ("decimals = 0\n", ["1,992", "2,010", "2,001"]),
    ] {
        let cells = cells_of(&TestProject::with_brief(&brief(&chart(more))));
        for number in shown {
            assert!(cells.iter().any(|cell| cell == number), "{more}: {cells:?}");
        }
    }
}

#[test]
fn a_plus_that_was_typed_is_shown_in_its_whole_column() {
    for rows in [
        "[\"One\", +3.5, +4], [\"Two\", 2, 7], [\"Three\", -1, 0], [\"Four\", 0, 1]",
        "[\"One\", \"+3.5\", 4], [\"Two\", \"2\", \"+7\"], [\"Three\", -1, 0], [\"Four\", 0, 1]",
    ] {
        let chart = format!(
            "kind = \"grouped-bar\"\ncolumns = [\"Court\", \"Days\", \"Cases\"]\nrows = [{rows}]\n"
        );
        let cells = cells_of(&TestProject::with_brief(&brief(&chart)));
        for number in ["+3.5", "+2", "\u{2212}1", "0", "+4", "+7", "+1"] {
            assert!(cells.iter().any(|cell| cell == number), "{number}: {cells:?}");
        }
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn every_name_and_every_number_of_a_chart_is_on_the_page() {
    let months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let line = |names: &[String]| {
        let rows: Vec<String> = names.iter().map(|name| format!("[\"{name}\", 5]")).collect();
        format!("kind = \"line\"\ncolumns = [\"Month\", \"Days\"]\nrows = [{}]\n", rows.join(", "))
    };
    let year: Vec<String> = months.iter().map(ToString::to_string).collect();
    let years: Vec<String> = (2019..2024)
        .flat_map(|year| months.iter().map(move |month| format!("{month} {year}")))
        .collect();
    let regions: Vec<String> =
        ["North", "South", "Centre"].iter().map(|name| format!("{name} of the capital")).collect();
    for names in [year, years, regions] {
        let text = printed(&TestProject::with_brief(&brief(&line(&names))));
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in names.iter().flat_map(|name| name.split(' ')) {
            assert!(flat.contains(word), "{word}: {text}");
        }
        let found = names.iter().filter(|name| flat.contains(*name)).count();
        assert!(names.len() < 13 || found == names.len(), "{found} of {}", names.len());
    }
    // Years may be thinned out: one knows those between two of them.
    let years: Vec<String> = (1950..2020).map(|year| year.to_string()).collect();
    let text = printed(&TestProject::with_brief(&brief(&line(&years))));
    assert!(text.contains("1950") && text.contains("2019") && !text.contains("1951"), "{text}");

    let stack = "kind = \"stacked-bar\"\ncolumns = [\"Court\", \"Won\", \"Lost\", \"Open\"]\n\
                 rows = [[\"North\", 9731, 17, 0], [\"South\", 23, 9119, \"\"]]\n";
    let text = printed(&TestProject::with_brief(&brief(stack)));
    for number in ["9,731", "17", "23", "9,119", "no data"] {
        assert!(text.contains(number), "{number}: {text}");
    }
    let missing = "columns = [\"Year\", \"Days\"]\nrows = [[2019, 4], [2020, \"\"], [2021, 6]]\n";
    let text = printed(&TestProject::with_brief(&brief(&format!("kind = \"line\"\n{missing}"))));
    assert!(text.contains("no data"), "{text}");
    let slope = "kind = \"slope\"\ncolumns = [\"Court\", \"2015\", \"2023\"]\n\
                 rows = [[\"North\", \"\", 23], [\"South\", 71, 45], [\"East\", 62, \"\"]]\n";
    let text = printed(&TestProject::with_brief(&brief(slope)));
    assert_eq!(text.matches("no data").count(), 2, "{text}");
    let waffle = "kind = \"waffle\"\ncolumns = [\"Compounds\", \"Of three\"]\n\
                  rows = [[\"Running\", 2], [\"Closed\", 1]]\n";
    let text = printed(&TestProject::with_brief(&brief(waffle)));
    for words in ["Compounds", "Of three", "Each square is 1% of the whole."] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

/// The kinds of charts, with the most columns of numbers and the most rows that each takes.
pub const MOST: [(&str, usize, usize); 8] = [
    ("bar", 1, 60),
    ("grouped-bar", 4, 30),
    ("stacked-bar", 5, 60),
    ("line", 5, 60),
    ("slope", 2, 20),
    ("dot-range", 2, 60),
    ("share", 1, 6),
    ("waffle", 1, 4),
];

#[test]
fn charts_of_as_much_as_they_take_fit_on_both_papers() {
    let name =
        "with the villages on the other side of the river that belong to it since the reform";
    for paper in ["a4", "us-letter"] {
        let project = TestProject::with_brief("");
        project.write(
            "briefpress.toml",
            format!("[organisation]\nname = \"Office\"\n[page]\npaper = \"{paper}\"\n"),
        );
        let mut tables = String::new();
        for (kind, columns, rows) in MOST {
            let heads: String = (1..=columns).map(|n| format!(", \"Column {n}\"")).collect();
            let row = |row: usize| {
                // The name of every fifth is long; those of a line are twelve words.
                let long = if kind != "line" && row % 5 == 1 { name } else { "" };
                let values: String = (0..columns)
                    .map(|at| format!(", {}", (row * 37 + at * 91) % 300 + 1))
                    .collect();
                format!("[\"Province {row} {long}\"{values}]")
            };
            let rows: Vec<String> = (1..=rows).map(row).collect();
            tables.push_str(&format!(
                "[[chart]]\nid = \"{kind}\"\ntitle = \"All there is\"\nkind = \"{kind}\"\n\
                 columns = [\"Province\"{heads}]\nrows = [{}]\n",
                rows.join(", ")
            ));
        }
        let ids = MOST.map(|(kind, ..)| format!("\"{kind}\"")).join(", ");
        let placed = format!("targets = [\"16.3\"]\nfigure = [{ids}]\n\n");
        let brief = MINIMAL.replacen("targets = [\"16.3\"]\n\n", &placed, 1);
        project.write("briefs/a/brief.toml", format!("{brief}\n{tables}"));
        let run = project.run(&["build", "--only", "brief", "-q"]);
        assert_eq!(run.code, 0, "{paper}: {}", run.stderr);
    }
}

#[test]
fn a_chart_that_does_not_fit_is_told_once_where_it_is() {
    let name = |n: usize| format!("{n} {}", format!("village{n} on the river ").repeat(22));
    let rows: Vec<String> = (1..=20).map(|n| format!("[\"{}\", {n}, 3]", name(n))).collect();
    let chart = format!(
        "kind = \"slope\"\ncolumns = [\"Court\", \"2015\", \"2023\"]\nrows = [{}]\n",
        rows.join(", ")
    );
    let project = TestProject::with_brief(&brief(&chart));
    let run = project.run(&["--message-format", "short", "build", "--only", "brief"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let errors: Vec<&str> = run.stderr.lines().filter(|line| line.contains("error[")).collect();
    let title = MINIMAL.lines().count() + 5;
    let told =
        format!("briefs/a/brief.toml:{title}:9: error[layout::off-page]: `chart.c` does not fit");
    assert!(errors.len() == 1 && errors[0].starts_with(&told), "{told}: {errors:#?}");
}

#[test]
fn names_that_a_translation_makes_the_same_are_told_there() {
    let rows = "columns = [\"Court\", \"Days\", \"Cases\"]\nrows = [[\"North\", 4, 1], [\"South\", 5, 2]]\n";
    let table = "[[table]]\nid = \"t\"\ntitle = \"Waits\"\n\
                 column = [{ head = \"Court\" }, { head = \"Publishes\" }]\n\
                 rows = [[\"West\", \"no\"], [\"East\", \"in part\"], [\"Mid\", \"no\"]]\n";
    let text = brief(&format!("kind = \"grouped-bar\"\n{rows}\n{table}"));
    let text = text.replacen("figure = \"c\"", "figure = [\"c\", \"t\"]", 1);
    let project = TestProject::with_brief(&text);
    let lang = "[translation]\nstatus = \"draft\"\n\n\
                [chart.c]\ntitle = \"Retards\"\ncolumns = [\"Tribunal\", \"Jours\", \"Jours\"]\n\
                labels = [\"Nord\", \"Nord\"]\n\n\
                [table.t]\ntitle = \"Attentes\"\ncolumns = [\"Tribunal\", \"Tribunal\"]\n\
                labels = [\"Est\", \"non\", \"Est\", \"non\", \"Centre\"]\n";
    project.write("briefs/a/lang/fr.toml", lang);
    let run = project.run(&["--message-format", "short", "check"]);
    let told: Vec<&str> =
        run.stderr.lines().filter(|line| line.contains("error[data::duplicate]")).collect();
    let places = ["6:33", "7:19", "11:24", "12:25", "12:32"];
    assert_eq!(told.len(), places.len(), "{}", run.stderr);
    for place in places {
        let at = format!("briefs/a/lang/fr.toml:{place}: error");
        assert!(told.iter().any(|line| line.starts_with(&at)), "{at}: {told:#?}");
    }
    project.write("briefs/a/lang/fr.toml", lang.replace("\"Nord\"]", "\"Sud\"]"));
    let run = project.run(&["--message-format", "short", "check"]);
    assert!(!run.stderr.contains("fr.toml:7"), "{}", run.stderr);
}

#[test]
fn markup_that_is_left_in_charts_tables_and_files_is_told() {
    let chart = "kind = \"bar\"\ndata = \"d.csv\"\nunit = \"**days**\"\n";
    let table = "[[table]]\nid = \"t\"\ntitle = \"Waits\"\n\
                 column = [{ head = \"**Court**\" }, { head = \"Days\" }]\n\
                 rows = [[\"[West](https://a.example)\", 3]]\n";
    let text = brief(&format!("{chart}\n{table}"));
    let text = text.replacen("figure = \"c\"", "figure = [\"c\", \"t\"]", 1);
    let project = TestProject::with_brief(&text);
    project.write("briefs/a/d.csv", "Court,Days\n**North**,4\nSouth,5\n");
    let run = project.run(&["--message-format", "short", "check"]);
    let told: Vec<&str> =
        run.stderr.lines().filter(|line| line.contains("text::leftover-markup")).collect();
    assert_eq!(told.len(), 4, "{}", run.stderr);
    assert!(told.iter().any(|line| line.starts_with("briefs/a/d.csv:2:1:")), "{told:#?}");
}

/// Where small charts are named by the only column, there is nothing to draw, and nothing to fall over.
#[test]
fn small_charts_of_one_column_are_told() {
    let rows = "multiples = \"Place\"\nrows = [[\"North\"], [\"South\"]]\n";
    let chart = format!("kind = \"bar\"\ncolumns = [\"Place\"]\n{rows}sources = [\"survey\"]\n");
    let project = TestProject::with_brief(&brief(&chart));
    let run = project.run(&["check", "--message-format", "short"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error[chart::"), "{}", run.stderr);
}

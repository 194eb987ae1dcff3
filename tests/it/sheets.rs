//! The indicator table as CSV, XLSX and JSON: what they say, and that they are files of a release like
//! its PDFs. Workbooks are read by another's reader, CSV by one written here from RFC 4180.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;

use crate::support::{MINIMAL, PROJECT, TestProject, left_out, repository};
use crate::values_told::with_rows;

/// The national fixture: two languages besides the original, national codes, goals without targets.
fn built() -> TestProject {
    let project = TestProject::copy_of(&repository().join("tests/fixtures/national"));
    let run = project.run(&["build", "-q", "--only", "indicators"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project
}

/// The sheets of a format below `dist`.
fn sheets(project: &TestProject, format: &str) -> Vec<String> {
    let end = format!(".indicators.{format}");
    project.files("dist").into_iter().filter(|file| file.ends_with(&end)).collect()
}

/// RFC 4180: records end with CR LF, quotes stand doubled between quotes.
pub fn csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.push(chars.next().unwrap()),
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            '"' => panic!("a quote within {cell}"),
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\n' if !quoted => panic!("a bare line feed after {cell}"),
            c => cell.push(c),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty(), "the last line ends");
    rows
}

/// The cells of a workbook's first page.
fn cells(bytes: &[u8]) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// A cell as text; numbers as they are written shortest.
pub fn shown(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        other => panic!("{other:?}"),
    }
}

/// A file of a workbook.
pub fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook.to_vec())).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn csv_and_workbook_hold_the_same_cells_in_every_language() {
    let project = built();
    let files = sheets(&project, "csv");
    assert_eq!(files.len(), 3, "{files:?}");
    for file in files {
        let table = csv(&project.read(&format!("dist/{file}")));
        let book = cells(&project.read(&format!("dist/{}", file.replace(".csv", ".xlsx"))));
        let book: Vec<Vec<String>> =
            book.iter().map(|row| row.iter().map(shown).collect()).collect();
        assert!(table.len() > 5, "{file}");
        assert_eq!(table, book, "{file}");
        let heads: BTreeSet<&String> = table[0].iter().collect();
        assert_eq!(heads.len(), table[0].len(), "no two columns have one head: {heads:?}");
        assert!(table.iter().all(|row| row.len() == table[0].len()));
    }
}

#[test]
fn rows_are_those_of_the_templates_data_in_its_order() {
    let project = built();
    for file in sheets(&project, "json") {
        let sheet: Value = serde_json::from_slice(&project.read(&format!("dist/{file}"))).unwrap();
        let language = sheet["language"].as_str().unwrap();
        let (id, _) = file.split_once('/').unwrap();
        let data = project.run(&["template", "data", id, "--lang", language]);
        assert_eq!(data.code, 0, "{}", data.stderr);
        let bare: String = data
            .stdout
            .chars()
            .filter(|c| !"\u{2060}\u{200b}\u{2066}\u{2067}\u{2069}".contains(*c))
            .collect();
        let data: Value = serde_json::from_str(&bare.replace('\u{a0}', " ")).unwrap();
        let table = csv(&project.read(&format!("dist/{}", file.replace(".json", ".csv"))));
        let column = |key: &str| {
            let columns = sheet["columns"].as_array().unwrap();
            columns.iter().position(|column| column["key"] == key).unwrap()
        };
        let of = |value: &Value| {
            let text = value.as_str().or(value["text"].as_str()).unwrap_or_default();
            text.replace(['\u{200b}', '\u{2060}'], "")
        };
        let mut wanted = Vec::new();
        for goal in data["goals"].as_array().unwrap() {
            let targets = goal["targets"].as_array().unwrap();
            let has = |target: &&Value| !target["indicators"].as_array().unwrap().is_empty();
            let bare = targets.iter().filter(|target| !has(target)).count();
            // As the page has them: several targets without an indicator share its last row.
            let ordered: Vec<&Value> = match bare {
                0 | 1 => targets.iter().collect(),
                _ => targets.iter().filter(has).chain(targets.iter().filter(|t| !has(t))).collect(),
            };
            let number = goal["number"].to_string();
            if ordered.is_empty() {
                wanted.push([number.clone(), String::new(), String::new(), String::new()]);
            }
            for target in ordered {
                let code = of(&target["code"]);
                let indicators = target["indicators"].as_array().unwrap();
                if indicators.is_empty() {
                    wanted.push([number.clone(), code.clone(), String::new(), String::new()]);
                }
                for one in indicators {
                    let basis = of(&one["basis"]["text"]);
                    wanted.push([number.clone(), code.clone(), of(&one["code"]), basis]);
                }
            }
        }
        let rows: Vec<[String; 4]> = table[1..]
            .iter()
            .map(|row| {
                ["goal", "target", "indicator", "basis"]
                    .map(|key| row[column(key)].replace('\u{a0}', " "))
            })
            .collect();
        assert_eq!(rows, wanted, "{file}");
        // And the JSON has the same codes in the same order.
        let goals = sheet["goals"].as_array().unwrap();
        let targets = goals.iter().flat_map(|goal| goal["targets"].as_array().unwrap());
        let codes: Vec<&str> = targets
            .flat_map(|target| target["indicators"].as_array().unwrap())
            .map(|indicator| indicator["code"].as_str().unwrap())
            .collect();
        let listed: Vec<&str> =
            wanted.iter().map(|row| row[2].as_str()).filter(|code| !code.is_empty()).collect();
        assert_eq!(codes, listed, "{file}");
    }
}

/// A brief about two countries with files of values, in English and in Arabic.
fn with_values() -> TestProject {
    let start = MINIMAL.find("[[goal]]").unwrap();
    let head = MINIMAL[..start]
        .replace("targets = [\"16.3\"]\n", "")
        .replace("country = \"KH\"", "countries = [\"KH\", \"LA\"]");
    let goals = "[data]\nfiles = [\"portal.csv\"]\nrelease = \"2099.Q1\"\n\n[[goal]]\nnumber = 16\n\
                 why = \"It is measured [@survey].\"\n[[goal.target]]\ncode = \"16.2\"\n\
                 [[goal.target.indicator]]\ncode = \"16.2.2\"\n[[goal.target]]\ncode = \"16.3\"\n\
                 [[goal.target.indicator]]\ncode = \"16.3.1\"\n\
                 [[goal.target.indicator]]\ncode = \"16.3.2\"\n";
    let project = TestProject::with_brief(&format!("{head}\n{goals}"));
    let portal = repository().join("tests/fixtures/values/portal.csv");
    project.write("briefs/a/portal.csv", std::fs::read(portal).unwrap());
    let run = project.run(&["build", "-q", "--only", "indicators"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project
}

/// A table of values with more digits than a spreadsheet reckons with, and with as many as it just does.
fn with_digits() -> TestProject {
    let typed = [
        "123456789012345",
        "123456789012345678",
        "12345678.12345679",
        "1.703818596705627",
        "0.00001703818596705627",
        "-0.1234567890123456789",
        "0.0000123",
        "100000000000000000",
        "-12345.6789",
        "<0.0000001",
        "1-5",
    ];
    let at = |number: usize| format!("SERIES_{number}");
    let row = |(number, value): (usize, &&str)| {
        vec![("SeriesCode", at(number)), ("Value", value.to_string()), ("[Units]", "NUMBER".into())]
    };
    let changes: Vec<Vec<(&str, String)>> = typed.iter().enumerate().map(row).collect();
    let changes: Vec<Vec<(&str, &str)>> = changes
        .iter()
        .map(|row| row.iter().map(|(head, cell)| (*head, cell.as_str())).collect())
        .collect();
    let changes: Vec<&[(&str, &str)]> = changes.iter().map(Vec::as_slice).collect();
    with_rows(&changes)
}

#[test]
fn values_have_a_row_each_and_are_numbers() {
    let project = with_values();
    let sheet: Value =
        serde_json::from_slice(&project.read("dist/a/a.en.indicators.json")).unwrap();
    let data = project.run(&["template", "data", "a"]).stdout;
    let data: Value = serde_json::from_str(&data).unwrap();
    let keys = sheet["columns"].as_array().unwrap();
    let column = |key: &str| keys.iter().position(|column| column["key"] == key).unwrap();
    // What the templates see of each place: the latest value of each series, or that there is none.
    let mut wanted: Vec<[String; 4]> = Vec::new();
    let goals = data["goals"].as_array().unwrap().iter();
    for target in goals.flat_map(|goal| goal["targets"].as_array().unwrap()) {
        for indicator in target["indicators"].as_array().unwrap() {
            let code = indicator["code"].as_str().unwrap().to_string();
            for place in indicator["values"].as_array().unwrap() {
                let series = std::iter::once(&place["global"]).filter(|own| !own.is_null());
                for own in series.chain(place["others"].as_array().unwrap()) {
                    let latest = &own["latest"];
                    let value = latest["number"].as_str().or(latest["exact"].as_str()).unwrap();
                    let value =
                        value.parse::<f64>().map_or(value.to_string(), |value| value.to_string());
                    let text = |value: &Value| value.as_str().unwrap().to_string();
                    wanted.push([code.clone(), value, text(&latest["year"]), text(&own["series"])]);
                }
                if place["lacking"] == true {
                    wanted.push([code.clone(), "no data".into(), String::new(), String::new()]);
                }
                if place["parts"] == true {
                    let said = "disaggregated values only".into();
                    wanted.push([code.clone(), said, String::new(), String::new()]);
                }
            }
        }
    }
    let book = cells(&project.read("dist/a/a.en.indicators.xlsx"));
    let table = csv(&project.read("dist/a/a.en.indicators.csv"));
    let shown_book: Vec<Vec<String>> =
        book.iter().map(|row| row.iter().map(shown).collect()).collect();
    assert_eq!(table, shown_book);
    let rows: Vec<[String; 4]> = table[1..]
        .iter()
        .map(|row| ["indicator", "value", "year", "series"].map(|key| row[column(key)].clone()))
        .collect();
    assert_eq!(rows, wanted);
    assert!(wanted.len() >= 6 && wanted.iter().any(|row| row[1] == "no data"), "{wanted:?}");
    // Never a value without its year, its source and its release.
    let typed = book[1..].iter().filter(|row| matches!(row[column("value")], Data::Float(_)));
    let mut numbers = 0;
    for row in typed {
        numbers += 1;
        assert!(matches!(row[column("year")], Data::Float(_)), "{row:?}");
        for key in ["place", "value_source", "release", "series"] {
            assert!(matches!(row[column(key)], Data::String(_)), "{key}: {row:?}");
        }
    }
    assert!(numbers >= 2, "{book:?}");
}

#[test]
fn what_a_user_wrote_is_no_formula() {
    let hostile = MINIMAL.replacen(
        "basis = \"implied\"",
        "basis = \"implied\"\ntext = \"=HYPERLINK(\\\"https://example.org\\\", \\\"a\\\")\"",
        1,
    );
    assert_ne!(hostile, MINIMAL);
    let project = TestProject::with_brief(&hostile);
    assert_eq!(project.run(&["build", "-q", "--only", "indicators"]).code, 0);
    let typed = "=HYPERLINK(\"https://example.org\", \"a\")";
    let book = project.read("dist/a/a.en.indicators.xlsx");
    let page = part(&book, "xl/worksheets/sheet1.xml");
    assert!(!page.contains("<f>"), "{page}");
    let all: Vec<String> = cells(&book).iter().flatten().map(shown).collect();
    assert!(all.iter().any(|cell| cell == typed), "the workbook has the text as it is: {all:?}");
    assert!(part(&book, "xl/styles.xml").contains("quotePrefix=\"1\""));
    let table = csv(&project.read("dist/a/a.en.indicators.csv"));
    let all: Vec<&String> = table.iter().flatten().collect();
    assert!(all.iter().any(|cell| ***cell == format!("'{typed}")), "{all:?}");
    assert!(all.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{all:?}");
    let json = project.read("dist/a/a.en.indicators.json");
    let sheet: Value = serde_json::from_slice(&json).unwrap();
    assert!(sheet.to_string().contains("\"=HYPERLINK("), "{sheet}");
}

#[test]
fn workbooks_are_dated_by_their_brief_and_read_from_the_right_where_their_language_is() {
    let project = TestProject::copy_of(repository());
    let build = ["build", "-q", "--only", "indicators", "--lang", "ar", "--lang", "en"];
    assert_eq!(project.run(&build).code, 0);
    for file in sheets(&project, "xlsx") {
        let book = project.read(&format!("dist/{file}"));
        let manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
        let date = manifest["files"][0]["date"].as_str().unwrap();
        let core = part(&book, "docProps/core.xml");
        assert!(core.contains(&format!("{date}T00:00:00Z</dcterms:created>")), "{core}");
        let page = part(&book, "xl/worksheets/sheet1.xml");
        assert_eq!(page.contains("rightToLeft=\"1\""), file.contains(".ar."), "{file}");
        assert!(page.contains("state=\"frozen\"") && page.contains("<mergeCell "), "{file}");
        // No moment of this machine: every file in it has the first one that the format knows.
        let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
        for at in 0..archive.len() {
            let time = archive.by_index(at).unwrap().last_modified();
            assert_eq!(time.map(|time| time.year()), Some(1980), "{file}");
        }
    }
    let before: Vec<Vec<u8>> =
        sheets(&project, "xlsx").iter().map(|file| project.read(&format!("dist/{file}"))).collect();
    assert_eq!(project.run(&[&build[..], &["--force", "-j", "2"]].concat()).code, 0);
    let after: Vec<Vec<u8>> =
        sheets(&project, "xlsx").iter().map(|file| project.read(&format!("dist/{file}"))).collect();
    assert!(before == after, "two builds give the same bytes");
}

#[test]
fn a_sheet_is_a_file_of_its_release() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    project.write("briefs/a/brief.toml", MINIMAL);
    project.write("briefs/b/brief.toml", MINIMAL);
    let editions = ["build", "--edition", "screen", "--edition", "print"];
    assert_eq!(project.run(&editions).code, 0);
    // Both editions list the same sheets.
    let manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    for file in manifest["files"].as_array().unwrap() {
        let listed: Vec<&str> = file["sheets"]
            .as_array()
            .unwrap()
            .iter()
            .map(|sheet| sheet["path"].as_str().unwrap())
            .collect();
        match file["document"].as_str().unwrap() {
            "brief" => assert!(listed.is_empty()),
            _ => {
                let stem = format!("{0}/{0}.en.indicators", file["brief"].as_str().unwrap());
                assert_eq!(listed, ["csv", "xlsx", "json"].map(|end| format!("{stem}.{end}")));
            }
        }
    }
    let table = "dist/a/a.en.indicators.csv";
    let bytes = project.read(table);
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
    // One that was changed is found, and made again.
    project.write(table, b"Goal\r\n");
    let run = project.run(&["verify", "dist"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("a/a.en.indicators.csv: it was changed"), "{}", run.stdout);
    let run = project.run(&[&editions[..], &["--dry-run"]].concat());
    assert!(run.stdout.contains("a sheet beside it was changed"), "{}", run.stdout);
    assert_eq!(project.run(&editions).code, 0);
    assert!(project.read(table) == bytes);
    // One that is gone, too.
    std::fs::remove_file(project.path("dist/a/a.en.indicators.xlsx")).unwrap();
    let run = project.run(&editions);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("2 files built"), "{}", run.stderr);
    assert!(project.path("dist/a/a.en.indicators.xlsx").exists());
    // Those of a brief that went go with it.
    std::fs::remove_dir_all(project.path("briefs/b")).unwrap();
    assert_eq!(project.run(&editions).code, 0);
    assert!(
        project.files("dist").iter().all(|file| !file.contains("b.en.")),
        "{:?}",
        project.files("dist")
    );
    assert_eq!(sheets(&project, "json").len(), 1);
}

#[test]
fn parts_that_are_joined_bring_their_sheets() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    project.write("briefs/a/brief.toml", MINIMAL);
    project.write("briefs/b/brief.toml", MINIMAL);
    assert_eq!(project.run(&["build", "-q", "--out", "whole"]).code, 0);
    for (part, out) in [("1/2", "one"), ("2/2", "two")] {
        assert_eq!(project.run(&["build", "-q", "--shard", part, "--out", out]).code, 0);
    }
    let run = project.run(&["merge", "one", "two", "--out", "joined"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(project.files("joined"), project.files("whole"));
    for file in project.files("whole") {
        let (joined, whole) = (format!("joined/{file}"), format!("whole/{file}"));
        assert!(project.read(&joined) == project.read(&whole), "{file}");
    }
    // A part whose sheet was changed is not joined.
    let sheet = project.files("one").into_iter().find(|file| file.ends_with(".csv")).unwrap();
    project.write(&format!("one/{sheet}"), b"Goal\r\n");
    let run = project.run(&["merge", "one", "two", "--out", "again"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("changed after it was built"), "{}", run.stderr);
}

#[test]
#[ignore = "needs LibreOffice"]
fn libreoffice_reads_the_same_table() {
    let project = TestProject::copy_of(repository());
    let national = TestProject::copy_of(&repository().join("tests/fixtures/national"));
    let values = with_values();
    let digits = with_digits();
    let all = [&project, &national, &values, &digits];
    for project in all {
        let run = project.run(&["build", "-q", "--only", "indicators"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    if Command::new("soffice").arg("--version").output().is_err() {
        left_out("LibreOffice");
        return;
    }
    // As cells hold it, and as they show it.
    for (project, shown) in all.into_iter().flat_map(|own| [(own, "false"), (own, "true")]) {
        let files = sheets(project, "xlsx");
        let paths: Vec<_> = files.iter().map(|file| project.path("dist").join(file)).collect();
        let profile = format!("-env:UserInstallation=file://{}", project.path("office").display());
        let filter = format!(
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,{shown},false,false,false,1"
        );
        let output = Command::new("soffice")
            .args([&profile, "--headless", "--convert-to", &filter, "--outdir"])
            .arg(project.path("converted"))
            .args(&paths)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        for file in files {
            let stem = Path::new(&file).file_stem().unwrap().to_str().unwrap().to_string();
            let converted = project.files("converted");
            let theirs = converted.iter().find(|name| name.starts_with(&format!("{stem}-")));
            let theirs = theirs.unwrap_or_else(|| panic!("{stem}: {converted:?}"));
            let text = String::from_utf8(project.read(&format!("converted/{theirs}"))).unwrap();
            // It ends lines otherwise, within cells too.
            let theirs = csv(format!("\u{feff}{}", lines_ended(&text)).as_bytes());
            let ours = csv(&project.read(&format!("dist/{}", file.replace(".xlsx", ".csv"))));
            assert_eq!(ours, theirs, "{file}");
        }
    }
}

/// A text whose records end with LF as one whose records end with CR LF.
fn lines_ended(text: &str) -> String {
    let mut quoted = false;
    let mut out = String::new();
    for c in text.chars() {
        quoted ^= c == '"';
        if c == '\n' && !quoted {
            out.push('\r');
        }
        out.push(c);
    }
    out
}

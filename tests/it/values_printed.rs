//! What values print as, and what the sheets beside the page have: the same, with all their digits.

use serde_json::Value;

use crate::sheets::csv;
use crate::support::TestProject;
use crate::values::{CAMBODIA, brief, project, text_of, values};
use crate::values_told::{assert_told, with, with_rows};

/// The rows of the CSV, and the table as JSON, of a project that builds.
fn sheets(project: &TestProject) -> (Vec<Vec<String>>, Value) {
    let run = project.run(&["build", "-q", "--only", "indicators"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let table = csv(&project.read("dist/a/a.en.indicators.csv"));
    (table, serde_json::from_slice(&project.read("dist/a/a.en.indicators.json")).unwrap())
}

/// What stands in a column, in the rows in which something does.
fn column(table: &[Vec<String>], head: &str) -> Vec<String> {
    let at = table[0].iter().position(|own| own == head).unwrap();
    table[1..].iter().map(|row| row[at].clone()).filter(|cell| !cell.is_empty()).collect()
}

#[test]
fn each_national_value_is_a_row() {
    let national = "national = [\
        { value = \"27.1\", year = 2021, unit = \"%\", source = \"report\" },\
        { value = \"29\", year = 2023, unit = \"%\", source = \"survey\" }]";
    let own = project(&brief(CAMBODIA, "", &[("16.3.2", national)]), &[]);
    let (table, json) = sheets(&own);
    assert_eq!(column(&table, "Value"), ["27.1", "29"]);
    let goals = json["goals"].as_array().unwrap();
    let all = goals[0]["targets"][1]["indicators"][1]["values"].as_array().unwrap().clone();
    let years: Vec<&Value> = all.iter().map(|own| &own["latest"]["year"]).collect();
    assert_eq!(years, ["2021", "2023"]);
    // In a table of several briefs, too.
    let run = own.run(&["build", "-q", "--only", "indicators", "--combined"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let table = csv(&own.read("dist/indicators.en.csv"));
    let found = column(&table, "Value");
    assert_eq!(found.iter().filter(|cell| ["27.1", "29"].contains(&cell.as_str())).count(), 2);
    assert_eq!(column(&table, "Value: Source").len(), 2, "{table:?}");
}

#[test]
#[ignore = "needs pdftotext"]
fn each_national_value_is_printed() {
    let national = "national = [\
        { value = \"27.1\", year = 2021, unit = \"%\", source = \"report\" },\
        { value = \"29\", year = 2023, unit = \"%\", source = \"survey\" }]";
    let own = project(&brief(CAMBODIA, "", &[("16.3.2", national)]), &[]);
    sheets(&own);
    let run = own.run(&["build", "-q", "--only", "indicators", "--combined", "--out", "all"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for (file, first, second) in [
        ("dist/a/a.en.indicators.pdf", "27.1% (2021)", "29% (2023)"),
        ("all/indicators.en.pdf", "27.1%", "29%"),
    ] {
        let text = text_of(&own.path(file));
        assert!(text.contains(first) && text.contains(second), "{text}");
    }
}

#[test]
fn a_national_value_keeps_its_unit() {
    for (typed, printed, unit) in [
        ("<0.1", "<0.1%", Value::Null),
        ("1-5", "1–5%", Value::Null),
        ("27.10", "27.10%", Value::Null),
        ("about half", "about half", "%".into()),
    ] {
        let national = format!(
            "national = {{ value = \"{typed}\", year = 2023, unit = \"%\", source = \"report\" }}"
        );
        let own = project(&brief(CAMBODIA, "", &[("16.3.2", &national)]), &[]);
        let of = &values(&own, "16.3.2", &[])[0]["national"][0];
        assert_eq!((&of["value"], &of["unit"]), (&printed.into(), &unit), "{typed}");
    }
}

#[test]
fn a_national_value_with_a_comma_is_no_other_number() {
    for (typed, help) in
        [("1,234", "`1,234` stand in groups"), ("12,5", "decimal comma"), ("១២", "another script")]
    {
        let national =
            format!("national = {{ value = \"{typed}\", year = 2023, source = \"report\" }}");
        let own = project(&brief(CAMBODIA, "", &[("16.3.2", &national)]), &[]);
        assert_told(&own, "schema::bad-value", help);
    }
}

#[test]
fn bounds_and_ranges_print_as_they_are() {
    for (typed, printed) in [
        ("<0.123", "<0.123%"),
        ("1.25-3.75", "1.25–3.75%"),
        (">12.345", ">12.345%"),
        ("0.999", "1.0%"),
        ("0.0996", "0.10%"),
    ] {
        let own = with_rows(&[&[("Value", typed)]]);
        let latest = &values(&own, "16.3.2", &[])[0]["global"]["latest"];
        assert_eq!(latest["text"], printed, "{typed}");
    }
}

#[test]
fn sheets_have_the_power_of_ten() {
    for (typed, plain) in
        [("<0.1", "<100000"), ("1-5", "1000000-5000000"), ("5", "5000000"), ("0.00000005", "0.05")]
    {
        let sdmx = format!(
            "REPORTING_TYPE,SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT\n\
             G,VC_PRS_UNSEC,116,2012,{typed},USD,6\n"
        );
        let own = with("a.csv", sdmx.as_bytes(), "series = \"VC_PRS_UNSEC\"");
        let (table, json) = sheets(&own);
        assert!(column(&table, "Value").contains(&plain.to_string()), "{typed}: {table:?}");
        let latest = &json["goals"][0]["targets"][1]["indicators"][1]["values"][0]["latest"];
        assert_eq!((&latest["plain"], &latest["exact"]), (&plain.into(), &typed.into()));
    }
}

#[test]
fn sheets_have_every_digit() {
    for typed in
        ["123456789012345678", "12345678.12345679", "1.703818596705627", "-0.1234567890123456789"]
    {
        let own = with("a.csv", crate::values_told::rows(&[&[("Value", typed)]]).as_bytes(), "");
        let (table, _) = sheets(&own);
        assert!(column(&table, "Value").contains(&typed.to_string()), "{table:?}");
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(
            own.read("dist/a/a.en.indicators.xlsx"),
        ))
        .unwrap();
        let range = calamine::Reader::worksheet_range_at(&mut book, 0).unwrap().unwrap();
        let is_there = |cell: &calamine::Data| *cell == calamine::Data::String(typed.to_string());
        assert!(range.rows().flatten().any(is_there), "{typed}");
    }
}

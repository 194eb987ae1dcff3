//! What files say beside a value (its status, its time, its bounds, its power of ten, its source), and what of
//! it tells values apart.

use serde_json::Value;

use crate::support::TestProject;
use crate::values::{fixture, said, values};
use crate::values_told::{assert_told, repacked, rows, tells, with, with_rows};

/// Rows with a column more, whose cells are these.
fn with_column(head: &str, cells: &[&str], all: &[&[(&str, &str)]]) -> TestProject {
    let csv = rows(all);
    let mut lines = csv.lines();
    let mut out = format!("{},{head}\r\n", lines.next().unwrap());
    for (line, cell) in lines.zip(cells) {
        out += &format!("{line},{cell}\r\n");
    }
    with("a.csv", out.as_bytes(), "")
}

fn global(project: &TestProject) -> Value {
    values(project, "16.3.2", &[])[0]["global"].clone()
}

const TWO: &[&[(&str, &str)]] = &[&[("Value", "2")], &[("TimePeriod", "2021"), ("Value", "9")]];

#[test]
fn a_forecast_is_no_observed_value() {
    let own = with_column("[Observation Status]", &["A", "F"], TWO);
    assert_eq!(global(&own)["latest"]["exact"], "2");
    assert_told(&own, "values::forecast", "forecasts about KH (116), for 2021");
    // Where it is chosen, or alone, it prints as one.
    let csv = rows(TWO).replace("[Age]", "[Observation Status]");
    let csv = csv.replacen("Survey,,,", "Survey,,A,", 1).replacen("Survey,,,", "Survey,,F,", 1);
    let chosen = with("a.csv", csv.as_bytes(), "dimensions = { \"Observation Status\" = \"F\" }");
    assert_eq!(global(&chosen)["latest"]["exact"], "9", "{:?}", said(&chosen));
    assert!(!tells(&chosen, "values::forecast", ""));
    let own = with_column("[Observation Status]", &["F", "F"], TWO);
    assert_eq!(global(&own)["dimensions"][0]["text"], "forecast value", "{}", global(&own));
    assert_told(&own, "values::forecast", "forecasts about KH (116) alone");
}

#[test]
fn what_a_status_says_is_noted() {
    for (status, note) in [
        ("P", "Observation status: provisional value (P)"),
        ("b", "Observation status: time series break (b)"),
        ("U", "Observation status: low reliability (U)"),
        ("X1", "Observation status: X1 (X1)"),
    ] {
        let own = with_column("[Observation Status]", &[status], &[&[]]);
        assert_eq!(global(&own)["footnotes"][0], note, "{}", global(&own));
    }
    for status in ["A", ""] {
        let own = with_column("[Observation Status]", &[status], &[&[]]);
        assert_eq!(global(&own)["footnotes"], serde_json::json!([]));
    }
    for status in ["M", "L", "O", "Q", "H", "m"] {
        let own = with_column("[Observation Status]", &[status], &[&[]]);
        assert_told(&own, "values::status", "row 2, column `[Observation Status]`: the status");
        let own = with_column("[Observation Status]", &[status], &[&[("Value", "NaN")]]);
        assert!(!tells(&own, "values::status", ""));
    }
}

#[test]
fn an_older_year_does_not_print_in_silence() {
    // A column of remarks is no dimension.
    let csv = |head: &str, cells: [&str; 2]| {
        let all = rows(TWO).replace(['[', ']'], "");
        let mut lines = all.lines();
        let mut out = format!("{},{head}\r\n", lines.next().unwrap());
        for (line, cell) in lines.zip(cells) {
            out += &format!("{line},{cell}\r\n");
        }
        with("a.csv", out.as_bytes(), "")
    };
    let own = csv("Comment", ["", "preliminary"]);
    assert_eq!(global(&own)["latest"]["year"], "2021");
    assert_told(&own, "values::unknown-column", "the column `Comment`");
    // One that may be a dimension is told with its years.
    let own = csv("Stage", ["", "preliminary"]);
    assert_told(
        &own,
        "values::older",
        "is of 2020, and there are values to 2021 of other parts: Stage `preliminary`",
    );
    // A dimension that begins to be filled.
    let own = with_rows(&[&[], &[("TimePeriod", "2021"), ("[Age]", "15+")]]);
    assert_told(&own, "values::older", "to 2021 of other parts: Age `15+`");
    let own = with_rows(&[&[("[Age]", "15+")], &[("TimePeriod", "2021")]]);
    assert!(!tells(&own, "values::older", ""), "{:?}", said(&own));
    // Texts that differ in nearly every row are none.
    let all: Vec<Vec<(&str, &str)>> =
        ["2015", "2016", "2017", "2018", "2019"].map(|year| vec![("TimePeriod", year)]).to_vec();
    let all: Vec<&[(&str, &str)]> = all.iter().map(Vec::as_slice).collect();
    let table = rows(&all).replace(['[', ']'], "");
    let mut out = String::new();
    for (line, cell) in
        table.lines().zip(["How", "by post", "by phone", "at home", "on the web", "at a desk"])
    {
        out += &format!("{line},{cell}\r\n");
    }
    let own = with("a.csv", out.as_bytes(), "");
    assert_eq!(global(&own)["latest"]["year"], "2019", "{:?}", said(&own));
    assert_told(&own, "values::unknown-column", "the column `How`");
}

#[test]
fn one_value_with_two_origins_is_a_conflict() {
    for (head, cell, words) in [
        ("[Nature]", "E", "is `20.5 (E, Survey)`, and `20.5 (C, Survey)`"),
        ("Source", "Register", "is `20.5 (C, Register)`, and `20.5 (C, Survey)`"),
    ] {
        let own = with_rows(&[&[], &[(head, cell)]]);
        assert_told(&own, "values::conflict", words);
    }
    // Notes are joined, and what one row leaves out the other says.
    let own = with_rows(&[&[("FootNote", "One"), ("Source", "")], &[("FootNote", "Two")]]);
    let notes: Vec<Value> = global(&own)["footnotes"].as_array().unwrap().clone();
    let notes: Vec<&str> = notes.iter().map(|own| own.as_str().unwrap()).collect();
    assert_eq!(notes, ["One", "Two"], "{:?}", said(&own));
    assert_eq!(global(&own)["source"], "Survey");
}

#[test]
fn what_is_deleted_is_gone() {
    let of = |actions: &[&str]| {
        let mut csv = "ACTION,SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\r\n".to_string();
        for action in actions {
            csv += &format!("{action},VC_PRS_UNSEC,116,2019,20.5,PT\r\n");
        }
        with("a.csv", csv.as_bytes(), "series = \"VC_PRS_UNSEC\"")
    };
    assert_eq!(global(&of(&["I", "D"])), Value::Null);
    assert_eq!(global(&of(&["D", "I"]))["latest"]["exact"], "20.5");
}

#[test]
fn the_time_and_the_bounds_of_a_value_are_kept() {
    let csv = |time: &str, lower: &str, upper: &str| {
        let csv = rows(&[&[]]).replacen(
            "Source",
            "Time_Detail,LowerBound,UpperBound,BasePeriod,Source",
            1,
        );
        let csv = csv.replacen("Survey", &format!("{time},{lower},{upper},2015,Survey"), 1);
        with("a.csv", csv.as_bytes(), "")
    };
    let own = csv("2018-2020", "1", "NaN");
    let notes = global(&own)["footnotes"].clone();
    assert_eq!(notes[0], "Time period: 2018-2020");
    assert_eq!(notes[1], "Base period: 2015");
    assert_eq!(own.run(&["build", "-q", "--only", "indicators"]).code, 0);
    let json: Value = serde_json::from_slice(&own.read("dist/a/a.en.indicators.json")).unwrap();
    let latest = &json["goals"][0]["targets"][1]["indicators"][1]["values"][0]["latest"];
    assert_eq!(latest["time_detail"], "2018-2020", "{latest}");
    assert_eq!((&latest["lower_bound"], &latest["upper_bound"]), (&"1".into(), &Value::Null));
    assert_eq!(global(&csv("2020.0", "", ""))["footnotes"].as_array().unwrap().len(), 1);
    assert_told(&csv("", "abc", "2"), "values::cell", "row 2, column `LowerBound`: `abc`");
    assert_told(&csv("", "5", "2"), "values::cell", "column `UpperBound`: the upper bound `2` is");
}

#[test]
fn powers_of_ten_are_read_wherever_they_stand() {
    let json = String::from_utf8(fixture("api.json")).unwrap();
    let of = |at: &str| {
        let changed = json.replace("\"attributes\": {", &format!("\"attributes\": {{{at},"));
        with("a.json", changed.as_bytes(), "")
    };
    for key in ["UNIT_MULT", "UnitMultiplier", "Unit multiplier", "unit_mult"] {
        let own = of(&format!("\"{key}\": \"3\""));
        assert_eq!(global(&own)["latest"]["number"], "33125", "{key}");
    }
    assert_told(&of("\"UNIT_MULT\": \"million\""), "values::cell", "`million` is no power of ten");
    // Of a whole series.
    let series = "[{\"indicator\": \"16.3.2\", \"seriesCode\": \"S\", \"geoAreaCode\": \"116\", \
                  \"unitMultiplierCode\": 6, \"data\": [{\"timePeriod\": 2021, \"value\": \"5\"}]}]";
    let own = with("a.json", series.as_bytes(), "");
    assert_eq!(global(&own)["latest"]["number"], "5000000");
    for head in ["[UnitMultiplier]", "[Unit multiplier]", "UNIT_MULT"] {
        let own = with_column(head, &["6"], &[&[]]);
        assert_eq!(global(&own)["latest"]["number"], "20500000", "{head}");
        let own = with_column(head, &["12.5"], &[&[]]);
        assert_told(&own, "values::cell", "`12.5` is no power of ten");
    }
}

#[test]
fn hidden_rows_are_told_and_numbers_in_entities_refused() {
    let book = fixture("percent.xlsx");
    let of = |from: &'static str, to: &'static str| {
        let change = move |name: &str, text: String| match name.contains("worksheets/") {
            true => text.replace(from, to),
            false => text,
        };
        with("a.xlsx", &repacked(&book, change, false), "")
    };
    assert_told(
        &of("<row r=\"5\"", "<row hidden=\"1\" r=\"5\""),
        "values::hidden-sheet",
        "sheet `Goal16`: row 5 is hidden, and its value is read",
    );
    assert!(!tells(&of("<row r=\"5\"", "<row hidden=\"0\" r=\"5\""), "values::hidden-sheet", ""));
    for odd in ["<v>0.3&#51;125</v>", "<v>0.3<!-- 3 -->3125</v>", "<v>&x;</v>"] {
        let own = of("<v>0.33125</v>", odd);
        let found = said(&own);
        let is_told = |line: &String| line.contains("error[values::") && line.contains("Goal16");
        assert!(found.iter().any(is_told), "{odd}: {found:?}");
    }
}

#[test]
fn values_for_other_than_global_monitoring_are_no_lack_of_data() {
    let own = with_rows(&[&[("[Reporting Type]", "N")]]);
    assert_told(&own, "values::other-reporting", "about KH (116) of the reporting type `N` alone");
    let global = global(&own);
    assert_eq!(global["latest"]["exact"], "20.5");
    assert_eq!(global["dimensions"][0]["code"], "N", "{global}");
    let all = &[&[("[Reporting Type]", "N")][..], &[("[Reporting Type]", "R"), ("Value", "3")]];
    let own = with_rows(all);
    assert_eq!(values(&own, "16.3.2", &[])[0]["parts"], true);
    assert_told(&own, "values::parts-only", "about KH (116)");
}

#[test]
fn codes_are_read_in_the_form_of_unsd() {
    let own = with_rows(&[&[("Indicator", "C160302")]]);
    assert_eq!(global(&own)["latest"]["exact"], "20.5", "{:?}", said(&own));
    let own = with_rows(&[&[("Indicator", "C160b01")]]);
    assert_eq!(values(&own, "16.b.1", &[])[0]["global"]["latest"]["exact"], "20.5");
    for code in ["16.3.2*", "16.3.2†"] {
        let own = with_rows(&[&[("Indicator", code)]]);
        assert_told(&own, "values::cell", "something behind the code of an indicator");
    }
    let own = with_rows(&[&[], &[("Indicator", "C1603"), ("TimePeriod", "2021")]]);
    assert_told(&own, "values::no-indicator", "`C1603` is no code");
}

#[test]
fn rows_may_stand_above_a_table_of_csv() {
    let csv = rows(&[&[]]);
    for text in [
        format!("sep=,\r\n{csv}"),
        format!("sep=;\r\n{}", csv.replace(',', ";")),
        format!("Values of Cambodia\r\n\r\nExported, by hand\r\n{csv}"),
        csv.replace("Indicator,", "[Units],Indicator,")
            .replace(",[Units]\r\n", "\r\n")
            .replace("16.3.2,", "PERCENT,16.3.2,")
            .replace(",PERCENT\r\n", "\r\n"),
    ] {
        let own = with("a.csv", text.as_bytes(), "");
        assert_eq!(global(&own)["latest"]["text"], "20.5%", "{text}: {:?}", said(&own));
    }
    let own = with("a.csv", "a,b\r\n1,2\r\n".repeat(15).as_bytes(), "");
    assert_told(&own, "values::foreign", "");
    let own = with("a.csv", b"a,b\r\n1,2\r\n", "");
    assert_told(&own, "values::foreign", "");
}

#[test]
fn a_place_of_the_project_has_a_number() {
    let toml = crate::values::brief("country = \"XK\"", &crate::values::data("a.csv"), &[]);
    let csv = rows(&[&[("GeoAreaCode", "412"), ("GeoAreaName", "Kosovo")]]);
    let own = crate::values::project(&toml, &[("a.csv", csv.as_bytes())]);
    let place = |number: &str| {
        let place = format!("\n[[place]]\ncode = \"XK\"\nname = \"Kosovo\"\n{number}\n");
        own.write("briefpress.toml", format!("{}{place}", crate::support::PROJECT));
    };
    place("m49 = 412");
    assert_eq!(global(&own)["latest"]["exact"], "20.5", "{:?}", said(&own));
    assert!(!tells(&own, "values::no-place", ""), "{:?}", said(&own));
    place("");
    assert_told(&own, "values::no-place", "");
    place("m49 = 116");
    assert_told(&own, "schema::bad-value", "`116` is the number of Cambodia, KH");
    place("m49 = 4120");
    assert_told(&own, "schema::bad-value", "`4120` is no number of an area");
}

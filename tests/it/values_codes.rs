//! Codes that mean one part however they are written, columns that are no dimensions, and what of several
//! series does not print.

use crate::support::TestProject;
use crate::values::{brief, data, project, said, values};
use crate::values_told::{assert_told, rows, tells, with, with_rows};

/// The one value of 16.3.2 that prints, with the words for its part.
fn printed(project: &TestProject) -> (String, String) {
    let all = values(project, "16.3.2", &[]);
    let own = &all[0]["global"];
    assert!(!own.is_null(), "{:#?}", said(project));
    let part = own["dimensions"][0]["text"].as_str().unwrap_or_default().replace('\u{2060}', "");
    (own["latest"]["exact"].as_str().unwrap().to_string(), part)
}

#[test]
fn codes_of_one_part_are_one() {
    for (head, one, other, words) in [
        ("[Sex]", "FEMALE", "F", "female"),
        ("[Sex]", "m", "MALE", "male"),
        ("[Age]", "15+", "Y_GE15", "15 and over"),
        ("[Age]", "15-24", "Y15T24", "15–24"),
        ("[Age]", "<1Y", "Y_LT1", "under 1"),
    ] {
        let two = |years: [&str; 2], values: [&str; 2]| {
            with_rows(&[
                &[(head, one), ("TimePeriod", years[0]), ("Value", values[0])],
                &[(head, other), ("TimePeriod", years[1]), ("Value", values[1])],
            ])
        };
        assert_told(&two(["2020", "2020"], ["5", "6"]), "values::conflict", "of the same release");
        let own = two(["2019", "2020"], ["5", "6"]);
        assert_eq!(printed(&own), ("6".to_string(), words.to_string()), "{head} {one} {other}");
        assert!(!tells(&own, "values::parts-only", ""), "{head} {one} {other}");
    }
    // What only looks alike is another part.
    for (head, one, other) in [("[Age]", "15+", "15"), ("[Age]", "007", "7"), ("[Sex]", "F", "FX")]
    {
        let own = with_rows(&[&[(head, one), ("Value", "5")], &[(head, other), ("Value", "6")]]);
        assert_told(&own, "values::parts-only", "values of parts alone about KH");
    }
}

/// The head of the United Nations' dataflow, with what it says of rows.
#[test]
fn attributes_are_no_dimensions() {
    let heads =
        ["DATA_LAST_UPDATE", "CUST_BREAKDOWN_LB", "GEO_INFO_TYPE", "CONF_STATUS", "DECIMALS"];
    for head in heads {
        let mut csv = format!("SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,SEX,{head}\r\n");
        for (year, value, cell) in [(2019, "4", "a"), (2020, "5", ""), (2021, "6", "b")] {
            csv += &format!("VC_PRS_UNSEC,KH,{year},{value},PT,_T,{cell}\r\n");
        }
        let own =
            with("a.csv", csv.replace(",KH,", ",116,").as_bytes(), "series = \"VC_PRS_UNSEC\"");
        assert_eq!(printed(&own), ("6".to_string(), String::new()), "{head}: {:#?}", said(&own));
        let global = &values(&own, "16.3.2", &[])[0]["global"];
        assert_eq!(global["trend"].as_array().map(Vec::len), Some(3), "{head}");
    }
}

#[test]
fn no_line_goes_through_bounds() {
    let three = |first: &str| {
        let own = with_rows(&[
            &[("TimePeriod", "2018"), ("Value", first)],
            &[("TimePeriod", "2019"), ("Value", "5")],
            &[("TimePeriod", "2020"), ("Value", "3")],
        ]);
        values(&own, "16.3.2", &[])[0]["global"]["trend_years"].clone()
    };
    assert!(three("6").is_string());
    for bound in ["<5", ">5", "1-9"] {
        assert!(three(bound).is_null(), "{bound}");
    }
}

#[test]
fn of_every_series_what_does_not_print_is_told() {
    let main: &[(&str, &str)] = &[("SeriesCode", "A"), ("Value", "1")];
    let own = |code: &'static str, more: &[&[(&'static str, &'static str)]]| {
        let all: Vec<Vec<(&str, &str)>> = more
            .iter()
            .map(|row| row.iter().copied().chain([("SeriesCode", code)]).collect())
            .collect();
        let mut all: Vec<&[(&str, &str)]> = all.iter().map(Vec::as_slice).collect();
        all.insert(0, main);
        with("a.csv", rows(&all).as_bytes(), "")
    };
    let parts = own("B", &[&[("[Sex]", "FEMALE")], &[("[Sex]", "MALE"), ("Value", "3")]]);
    assert_told(&parts, "values::parts-only", "`B` has values of parts alone about KH (116)");
    let older =
        own("B", &[&[("TimePeriod", "2015")], &[("[Sex]", "FEMALE"), ("TimePeriod", "2022")]]);
    assert_told(&older, "values::older", "the value of `B` about KH (116) that prints is of 2015");
    let reported = own("B", &[&[("[Reporting Type]", "N")]]);
    assert_told(&reported, "values::other-reporting", "`B` has values about KH (116)");
    let whole = own("B", &[&[]]);
    for code in ["values::parts-only", "values::older", "values::other-reporting"] {
        assert!(!tells(&whole, code, ""), "{:#?}", said(&whole));
    }
}

/// A range that is wider than its column breaks behind the dash; without that, its end lies on the year.
#[test]
fn a_long_range_has_room_in_its_column() {
    let head = "SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT\r\n";
    let row = |area: &str| format!("VC_PRS_UNSEC,{area},2020,15-78.25,USD,6\r\n");
    let csv = format!("{head}{}{}", row("116"), row("418"));
    let series = [("16.3.2", "series = \"VC_PRS_UNSEC\"")];
    for language in ["en", "km", "ar-EG"] {
        let toml = brief("countries = [\"KH\", \"LA\"]", &data("a.csv"), &series)
            .replace("language = \"en\"", &format!("language = \"{language}\""));
        let own = project(&toml, &[("a.csv", csv.as_bytes())]);
        let run = own.run(&["build", "--only", "indicators", "--message-format", "short"]);
        assert_eq!(run.code, 0, "{language}: {}", run.stderr);
    }
}

//! Faults in values that would otherwise pass without a word: each is refused, or told.

use std::io::{Cursor, Read, Write};

use serde_json::Value;

use crate::support::TestProject;
use crate::values::{CAMBODIA, brief, data, fixture, project, said, values};

/// Rows in the layout of the portal: each is a row of 16.3.2 with some cells changed.
pub fn rows(rows: &[&[(&str, &str)]]) -> String {
    let heads = [
        "Indicator",
        "SeriesCode",
        "SeriesDescription",
        "GeoAreaCode",
        "GeoAreaName",
        "TimePeriod",
        "Value",
        "Source",
        "FootNote",
        "[Age]",
        "[Sex]",
        "[Nature]",
        "[Reporting Type]",
        "[Units]",
    ];
    let mut csv = heads.join(",") + "\r\n";
    for changes in rows {
        let cell = |head: &str| {
            let own = changes.iter().find(|(own, _)| *own == head).map(|(_, cell)| *cell);
            own.unwrap_or(match head {
                "Indicator" => "16.3.2",
                "SeriesCode" => "VC_PRS_UNSEC",
                "SeriesDescription" => "Unsentenced detainees (%)",
                "GeoAreaCode" => "116",
                "GeoAreaName" => "Cambodia",
                "TimePeriod" => "2020",
                "Value" => "20.5",
                "Source" => "Survey",
                "[Nature]" => "C",
                "[Reporting Type]" => "G",
                "[Units]" => "PERCENT",
                _ => "",
            })
        };
        csv += &(heads.map(cell).join(",") + "\r\n");
    }
    csv
}

/// A project about Cambodia with this file, and lines below 16.3.2.
pub fn with(name: &str, bytes: &[u8], below: &str) -> TestProject {
    project(&brief(CAMBODIA, &data(name), &[("16.3.2", below)]), &[(name, bytes)])
}

pub fn with_rows(all: &[&[(&str, &str)]]) -> TestProject {
    with("a.csv", rows(all).as_bytes(), "")
}

/// Whether something with a code and these words is told.
pub fn tells(project: &TestProject, code: &str, words: &str) -> bool {
    said(project).iter().any(|line| line.contains(&format!("[{code}]")) && line.contains(words))
}

#[track_caller]
pub fn assert_told(project: &TestProject, code: &str, words: &str) {
    assert!(tells(project, code, words), "{code} {words}: {:#?}", said(project));
}

/// A workbook with its parts changed, packed once more or with the old checksums.
pub fn repacked(book: &[u8], change: impl Fn(&str, String) -> String, stored: bool) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book.to_vec())).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let method =
        if stored { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().to_string();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        out.start_file(&name, options).unwrap();
        out.write_all(change(&name, text).as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn a_value_is_what_the_sheet_shows() {
    let book = fixture("percent.xlsx");
    let own = with("a.xlsx", &book, "");
    // As LibreOffice shows them; the cells hold the hundredth part.
    let of = values(&own, "16.3.2", &[]);
    let trend = of[0]["global"]["trend"].as_array().unwrap();
    let shown: Vec<&str> =
        trend.iter().map(|own| own["point"]["exact"].as_str().unwrap()).collect();
    assert_eq!(shown, ["41.25", "38", "36.7", "33.125"]);
    assert_eq!(of[0]["global"]["latest"]["text"], "33.1%");
    // A sheet with no such table is named, one with nothing is not.
    assert_told(&own, "values::other-sheet", "sheet `Notes`");
    assert!(!said(&own).iter().any(|line| line.contains("`Empty`")), "{:?}", said(&own));
    // A value in per cent of another unit, and one that is shown as another number, are refused.
    let of_unit = |name: &str, text: String| {
        let is_text = name.ends_with("sharedStrings.xml") || name.contains("sheet1.xml");
        if is_text { text.replace(">PERCENT<", ">NUMBER<") } else { text }
    };
    let own = with("a.xlsx", &repacked(&book, of_unit, false), "");
    assert_told(&own, "values::cell", "sheet `Goal16`, row 2, column `Value`: `41.25%`");
    for format in ["0.0,", "&quot;&lt;&quot;0.0", ";;;", "[&lt;1]&quot;under 1&quot;;0"] {
        let of_format = |_: &str, text: String| text.replace("0.0##%", format);
        let own = with("a.xlsx", &repacked(&book, of_format, false), "");
        assert_told(&own, "values::cell", "row 2, column `Value`: the number format");
    }
    let plain = |_: &str, text: String| text.replace("0.0##%", "#,##0.000;[Red]-#,##0.000");
    let own = with("a.xlsx", &repacked(&book, plain, false), "");
    assert_eq!(values(&own, "16.3.2", &[])[0]["global"]["latest"]["exact"], "0.33125");
}

#[test]
fn a_formula_without_a_result_is_no_lack_of_data() {
    let formula = |_: &str, text: String| text.replace("<v>0.33125</v>", "<f>1-0.6</f><v></v>");
    let own = with("a.xlsx", &repacked(&fixture("percent.xlsx"), formula, false), "");
    assert_told(
        &own,
        "values::cell",
        "row 5, column `Value`: the cell has a formula and no result",
    );
    let counted = |_: &str, text: String| text.replace("<v>0.33125</v>", "<f>1-0.6</f><v>0.4</v>");
    let own = with("a.xlsx", &repacked(&fixture("percent.xlsx"), counted, false), "");
    assert_eq!(values(&own, "16.3.2", &[])[0]["global"]["latest"]["exact"], "40");
}

#[test]
fn bytes_under_another_checksum_are_refused() {
    let book = repacked(&fixture("percent.xlsx"), |_, text| text, true);
    assert!(said(&with("a.xlsx", &book, "")).iter().all(|line| !line.contains("error")));
    let at = book.windows(7).position(|bytes| bytes == b"0.33125").unwrap();
    let mut changed = book.clone();
    changed[at + 2] = b'9';
    let own = with("a.xlsx", &changed, "");
    assert_told(&own, "values::broken", "part `xl/worksheets/sheet1.xml`");
    assert_eq!(own.run(&["build"]).code, 1);
}

#[test]
fn values_are_held_against_what_is_like_them() {
    let of = |all: &[&[(&str, &str)]]| {
        let own = with_rows(all);
        let global = values(&own, "16.3.2", &[])[0]["global"].clone();
        (own, global)
    };
    // Another unit is neither a baseline nor a point of the line.
    let (own, global) = of(&[
        &[("TimePeriod", "2015"), ("Value", "18")],
        &[("TimePeriod", "2018"), ("Value", "19")],
        &[("TimePeriod", "2020"), ("Value", "20")],
        &[("TimePeriod", "2021"), ("[Units]", "NUMBER"), ("Value", "300")],
    ]);
    assert_eq!(global["latest"]["exact"], "300");
    assert_eq!((&global["baseline"], global["trend"].as_array().unwrap().len()), (&Value::Null, 0));
    assert_told(&own, "values::mixed-units", "2015, 2018, 2020");
    // How a value came about, its release and its source are said where they differ.
    let (_, global) = of(&[
        &[("TimePeriod", "2010"), ("[Nature]", "E"), ("Source", "Old"), ("FootNote", "Rough")],
        &[("TimePeriod", "2020")],
    ]);
    let baseline = &global["baseline"];
    assert_eq!(baseline["nature"]["text"], "estimated");
    assert_eq!(baseline["release"], Value::Null, "the same");
    assert_eq!(baseline["from"]["source"], "Old");
    assert_eq!(global["origins"][0]["years"], "2010");
    assert_eq!(global["origins"][0]["nature"]["code"], "E");
    assert_eq!(global["origins"][1]["source"], "Survey");
    assert_eq!(global["notes"][0]["years"], "2010");
    // What is said of all of them is said once, and without years.
    let (_, global) = of(&[
        &[("TimePeriod", "2010"), ("FootNote", "Rough")],
        &[("TimePeriod", "2020"), ("FootNote", "Rough")],
    ]);
    assert_eq!(global["origins"].as_array().unwrap().len(), 1);
    assert_eq!(global["origins"][0]["years"], Value::Null);
    assert_eq!(global["notes"].as_array().unwrap().len(), 1);
    // Of two releases.
    let file = |path: &str, release: &str| {
        format!("[[data.file]]\npath = \"{path}\"\nrelease = \"{release}\"\n")
    };
    let top = file("a.csv", "2098.Q2.G.01") + &file("b.csv", "2099.Q1.G.01");
    let (first, second) = (rows(&[&[("TimePeriod", "2010")]]), rows(&[&[]]));
    let files = [("a.csv", first.as_bytes()), ("b.csv", second.as_bytes())];
    let own = project(&brief(CAMBODIA, &top, &[]), &files);
    let global = &values(&own, "16.3.2", &[])[0]["global"];
    assert_eq!(global["baseline"]["release"], "2098.Q2.G.01");
    assert_eq!(global["origins"][0]["release"], "2098.Q2.G.01");
}

#[test]
fn powers_of_ten_are_not_compared() {
    let csv = "SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT,OBS_STATUS\r\n\
               VC_PRS_UNSEC,116,2015,9,NUMBER,0,A\r\n\
               VC_PRS_UNSEC,116,2020,8,NUMBER,3,A\r\n\
               VC_PRS_UNSEC,116,2021,0,NUMBER,3,M\r\n";
    let own = with("a.csv", csv.as_bytes(), "series = \"VC_PRS_UNSEC\"");
    let global = &values(&own, "16.3.2", &[])[0]["global"];
    assert_eq!(global["latest"]["year"], "2020", "the status says that 2021 has no value");
    assert_eq!((&global["latest"]["number"], &global["baseline"]), (&"8000".into(), &Value::Null));
    assert_told(&own, "values::mixed-units", "`NUMBER` × 10^3 in 2020");
}

#[test]
fn the_first_value_is_a_baseline_only_where_a_year_is_named() {
    let csv = rows(&[&[("TimePeriod", "2010")], &[("TimePeriod", "2020")]]);
    for (year, named) in [("", false), ("\nbaseline = 2005", true)] {
        let toml = brief(CAMBODIA, &format!("{}{year}", data("a.csv")), &[]);
        let own = project(&toml, &[("a.csv", csv.as_bytes())]);
        let baseline = &values(&own, "16.3.2", &[])[0]["global"]["baseline"];
        assert_eq!(
            (&baseline["named"], &baseline["point"]["year"]),
            (&named.into(), &"2010".into())
        );
        assert_eq!(own.run(&["build", "--only", "indicators"]).code, 0);
        let sheet: Value =
            serde_json::from_slice(&own.read("dist/a/a.en.indicators.json")).unwrap();
        let columns = sheet["columns"].as_array().unwrap();
        let head = columns.iter().find(|own| own["key"] == "baseline").unwrap();
        assert_eq!(head["label"], if named { "Baseline" } else { "First value" });
    }
}

#[test]
fn what_is_mis_set_is_not_no_data() {
    let error = |project: &TestProject, code: &str, words: &str| {
        assert_told(project, code, words);
        assert_eq!(project.run(&["build"]).code, 1, "{code}");
    };
    let own = project(&brief(CAMBODIA, "[data]\nfiles = []\nrelease = \"2099.Q1\"", &[]), &[]);
    error(&own, "values::no-file", "no file of values is named");
    // The cause alone: nothing is said of what follows from it. (What is said of the brief's
    // recommendation has nothing to do with values.)
    let codes = |own: &TestProject| -> Vec<String> {
        let run = own.run(&["check", "--message-format", "short"]);
        let lines = run.stderr.lines().filter(|line| line.starts_with("briefs/"));
        let codes =
            lines.filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0.into()));
        codes.filter(|code: &String| !code.starts_with("recommendation::")).collect()
    };
    assert_eq!(codes(&own), ["values::no-file"]);
    let tables = "[data]\nfiles = [{ path = \"a.csv\" }]\nrelease = \"2099.Q1\"";
    let own = project(&brief(CAMBODIA, tables, &[]), &[]);
    assert_eq!(codes(&own), ["schema::wrong-type"]);
    let own = with("a.csv", &fixture("sdmx.csv"), "");
    error(&own, "values::no-series", "no indicator names its series");
    // Keys of JSON that are missing, of another kind, or there twice.
    let json = String::from_utf8(fixture("api.json")).unwrap();
    let changed = |from: &str, to: &str| {
        let changed = json.replacen(from, to, 1);
        assert_ne!(changed, json, "{from}");
        with("a.json", changed.as_bytes(), "")
    };
    let value = "\"value\": \"41.25\"";
    error(
        &changed(&format!("{value},"), ""),
        "values::cell",
        "entry 1, `value`: the value is missing",
    );
    error(&changed(value, "\"value\": {}"), "values::cell", "neither a number nor a text");
    let twice = format!("{value}, \"value\": \"99\"");
    error(&changed(value, &twice), "values::broken", "the key `value` stands there twice");
    let indicator = "\"indicator\": [\n    \"16.3.2\"\n   ],";
    assert_told(&changed(indicator, ""), "values::no-indicator", "entry 1, `indicator`");
    assert_told(
        &changed("\"totalElements\": 18", "\"totalElements\": 62"),
        "values::cut-off",
        "says that it has 62 values, and has 18",
    );
    // A code that is written in another way is the same code; what is none is told.
    for code in ["16.3.2.", "16.03.02"] {
        let own = with_rows(&[&[("Indicator", code)]]);
        assert_eq!(values(&own, "16.3.2", &[])[0]["global"]["latest"]["exact"], "20.5", "{code}");
    }
    let own = with_rows(&[&[], &[("Indicator", "C1603"), ("TimePeriod", "2022")]]);
    assert_told(&own, "values::no-indicator", "row 3, column `Indicator`: `C1603`");
    // Another reporting type, by whatever letter.
    let own = with_rows(&[&[("[Reporting Type]", "X")]]);
    assert_told(&own, "values::other-reporting", "reporting type `X` alone");
    assert!(!tells(&with_rows(&[&[("[Reporting Type]", "g")]]), "values::other-reporting", ""));
    // A file that is not about the indicator, or not about the country.
    let own = with_rows(&[&[]]);
    assert_told(&own, "values::not-covered", "no file of values has a row of 16.3.1");
    assert!(!tells(&own, "values::not-covered", "of 16.3.2"), "{:?}", said(&own));
    let own = with_rows(&[&[("GeoAreaCode", "418")]]);
    assert_told(&own, "values::not-covered", "no file of values has a row about KH (116)");
    // One that is, and says that there is no value, is told of nothing.
    let own = with_rows(&[&[("Value", "NaN")]]);
    assert!(!tells(&own, "values::not-covered", "of 16.3.2"), "{:?}", said(&own));
    assert_eq!(values(&own, "16.3.2", &[])[0]["lacking"], true);
}

#[test]
fn only_releases_that_the_database_names_so_are_ranked() {
    let of = |first: &str, second: &str, value: &str| {
        let file = |path: &str, release: &str| {
            format!("[[data.file]]\npath = \"{path}\"\nrelease = \"{release}\"\n")
        };
        let top = file("a.csv", first) + &file("b.csv", second);
        let (one, two) = (rows(&[&[]]), rows(&[&[("Value", value)]]));
        project(
            &brief(CAMBODIA, &top, &[]),
            &[("a.csv", one.as_bytes()), ("b.csv", two.as_bytes())],
        )
    };
    for (first, second) in [("final_v2", "2024.Q2.G.03"), ("2024.Q2.G.03", "June 2025")] {
        let own = of(first, second, "21");
        assert_told(&own, "values::unranked", "briefs/a/b.csv, row 2");
        assert_told(&own, "values::unranked", "briefs/a/a.csv, row 2");
        // Nothing has to be ranked where both say the same.
        assert!(!tells(&of(first, second, "20.50"), "values::unranked", ""));
    }
    let own = of("2024.Q2.G.03", "2024.Q2.G.10", "21");
    assert_told(
        &own,
        "values::revised",
        "`21` in briefs/a/b.csv, row 2, and `20.5` in briefs/a/a.csv, row 2",
    );
    assert_eq!(values(&own, "16.3.2", &[])[0]["global"]["latest"]["exact"], "21");
    // Nor is it known whether such a release is from before a code got another meaning.
    let csv = rows(&[&[("Indicator", "3.8.2")]]);
    let goal = "[[goal]]\nnumber = 3\nwhy = \"It is measured.\"\n[[goal.target]]\ncode = \"3.8\"\n\
                [[goal.target.indicator]]\ncode = \"3.8.2\"\n";
    let toml = brief(CAMBODIA, &data("a.csv").replace("2099.Q1", "final_v2"), &[]);
    let own = project(&format!("{toml}{goal}"), &[("a.csv", csv.as_bytes())]);
    assert_told(&own, "values::other-measure", "release final_v2 does not say from when");
    // The release that a file names is not passed over for another.
    let own = with(
        "a.csv",
        rows(&[&[]]).replace("[Units]", "Release").replace("PERCENT", "2098.Q4").as_bytes(),
        "",
    );
    assert_told(&own, "values::other-release", "of release 2098.Q4, and `release` is 2099.Q1");
}

#[test]
fn a_file_that_ends_within_a_line_is_not_whole() {
    // The value last, so that it can lose digits and keep the number of fields.
    let last = "SERIES,REF_AREA,TIME_PERIOD,UNIT_MEASURE,OBS_VALUE\r\n\
                VC_PRS_UNSEC,116,2019,PT,41.25\r\nVC_PRS_UNSEC,116,2020,PT,33.125\r\n";
    let series = "series = \"VC_PRS_UNSEC\"";
    let whole = with("a.csv", last.as_bytes(), series);
    assert!(said(&whole).iter().all(|line| !line.contains("error")), "{:?}", said(&whole));
    let cut = &last[..last.len() - 4];
    let own = with("a.csv", cut.as_bytes(), series);
    assert_told(&own, "values::broken", "column `OBS_VALUE`: the file ends within this line");
    // Where it is no number that may be cut it is told, and where nothing of it is read it is not.
    let csv = rows(&[&[]]);
    assert_told(
        &with("a.csv", csv.trim_end().as_bytes(), ""),
        "values::cut-off",
        "row 2, column `[Units]`",
    );
    let csv = csv.replace("[Units]\r\n", "[Units],Notes\r\n").replace("PERCENT\r\n", "PERCENT,x");
    assert!(!tells(&with("a.csv", csv.as_bytes(), ""), "values::cut-off", ""));
}

#[test]
fn heads_that_stand_again_are_the_same_or_refused() {
    let (one, two) = (rows(&[&[]]), rows(&[&[("TimePeriod", "2021"), ("Value", "30")]]));
    let own = with("a.csv", format!("{one}{two}").as_bytes(), "");
    assert_eq!(values(&own, "16.3.2", &[])[0]["global"]["latest"]["exact"], "30");
    assert!(!tells(&own, "values::no-indicator", ""), "{:?}", said(&own));
    // With two columns the other way round.
    let turned = two.replace("TimePeriod,Value", "Value,TimePeriod").replace("2021,30", "30,2021");
    let own = with("a.csv", format!("{one}{turned}").as_bytes(), "");
    assert_told(&own, "values::broken", "row 3: heads of columns stand here again");
}

#[test]
fn numbers_of_json_keep_their_digits() {
    let json = String::from_utf8(fixture("api.json")).unwrap();
    for number in ["28.30", "0.12345678901234567890", "1234567890.123456789"] {
        let json = json.replacen("\"value\": \"33.125\"", &format!("\"value\": {number}"), 1);
        let own = with("a.json", json.as_bytes(), "");
        let latest = values(&own, "16.3.2", &[])[0]["global"]["latest"].clone();
        assert_eq!(latest["exact"], number);
    }
    // A fault is where it is in the file, whatever numbers stand before it.
    let at = "[{\"a\": 1, \"b\": 2.5, \"c\": [3, 4], \"d\": nul";
    let own = with("a.json", at.as_bytes(), "");
    let column = said(&own);
    let line = column.iter().find(|line| line.contains("values::broken")).unwrap();
    assert!(line.contains(&format!("line 1, column {}", at.len())), "{line}");
}

#[test]
fn parts_alone_are_told_with_a_way_to_have_them() {
    let own = with_rows(&[
        &[("[Sex]", "FEMALE"), ("[Age]", "15+")],
        &[("[Sex]", "MALE"), ("[Age]", "15+")],
        &[("[Sex]", "FEMALE"), ("[Age]", "15-24")],
    ]);
    let of = values(&own, "16.3.2", &[]);
    assert_eq!(of[0]["parted_by"], serde_json::json!(["Age", "Sex"]));
    let help = own.run(&["check"]).stderr;
    let line = help.lines().find(|line| line.contains("dimensions = {")).unwrap();
    assert!(line.contains("Age: 15+, 15-24") && line.contains("Sex: FEMALE, MALE"), "{line}");
    // What it says to write gives a value.
    let from = line.find("dimensions = {").unwrap();
    let written = &line[from..from + line[from..].find('}').unwrap() + 1];
    let csv = own.read("briefs/a/a.csv");
    let own = with("a.csv", &csv, written);
    assert_eq!(values(&own, "16.3.2", &[])[0]["global"]["latest"]["exact"], "20.5", "{written}");
    // Where each part is a total of something else, none of them is the whole.
    let own = with_rows(&[
        &[("[Age]", "ALLAGE"), ("[Sex]", "FEMALE")],
        &[("[Age]", "15+"), ("[Sex]", "BOTHSEX"), ("Value", "44")],
    ]);
    assert_eq!(values(&own, "16.3.2", &[])[0]["parts"], true);
    assert_told(&own, "values::parts-only", "VC_PRS_UNSEC");
}

#[test]
fn pages_are_asked_for_only_where_some_are_missing() {
    let json = String::from_utf8(fixture("api.json")).unwrap();
    let page = |number: usize| {
        json.replace("\"totalPages\": 1", "\"totalPages\": 2")
            .replace("\"pageNumber\": 1", &format!("\"pageNumber\": {number}"))
    };
    let (one, two) = (page(1), page(2));
    let files = [("a.json", one.as_bytes()), ("b.json", two.as_bytes())];
    let top = "[data]\nfiles = [\"a.json\", \"b.json\"]\nrelease = \"2099.Q1\"";
    assert!(!tells(&project(&brief(CAMBODIA, top, &[]), &files), "values::page", ""));
    assert_told(&with("a.json", one.as_bytes(), ""), "values::page", "page 1 of 2");
}

#[test]
fn sheets_have_units_sources_and_words_of_every_value() {
    let sdmx = "SERIES: Series,REF_AREA: Area,SEX: Sex,TIME_PERIOD: Year,OBS_VALUE: Value,UNIT_MEASURE: Unit,NATURE: Nature,SOURCE_DETAIL: Source\r\n\
                VC_PRS_UNSEC: Unsentenced,116: Cambodia,F: Women,2020,20.5,FURLONG: Furlongs,C: Country data,Survey\r\n\
                VC_PRS_UNSEC: Unsentenced,418: Laos,F: Women,2019,4,M_USD,ZZ: Guessed,Other\r\n";
    let below = "series = \"VC_PRS_UNSEC\"\n\
                 [[goal.target.indicator.national]]\ncountry = \"KH\"\nvalue = \"27.1\"\nyear = 2023\nunit = \"%\"\nsource = \"report\"\n\
                 [[goal.target.indicator.national]]\ncountry = \"LA\"\nvalue = \"5\"\nyear = 2022\nunit = \"per head\"\nsource = \"report\"";
    let toml = brief("countries = [\"KH\", \"LA\"]", &data("a.csv"), &[("16.3.2", below)]);
    let own = project(&toml, &[("a.csv", sdmx.as_bytes())]);
    let run = own.run(&["build", "--only", "indicators"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let csv = String::from_utf8(own.read("dist/a/a.en.indicators.csv")).unwrap();
    let lines: Vec<&str> = csv.lines().filter(|line| line.contains("16.3.2")).collect();
    let has = |line: &str, words: &[&str]| {
        assert!(words.iter().all(|own| line.contains(own)), "{words:?}: {line}");
    };
    has(
        lines[0],
        &[
            "20.5,2020,Furlongs (FURLONG),country data,VC_PRS_UNSEC,Unsentenced",
            "Sex: female",
            "Survey",
            "2099.Q1",
        ],
    );
    has(lines[1], &["27.1,2023,%,National value", "Annual report"]);
    has(lines[2], &["4,2019,M_USD,Guessed,VC_PRS_UNSEC", "Other"]);
    has(lines[3], &["5,2022,per head,National value", "Annual report"]);
}

#[test]
fn units_have_words_in_every_language() {
    for (code, en, ru) in [
        ("USD", "US dollars", "доллары США"),
        ("CON_USD", "constant US dollars", "доллары США в постоянных ценах"),
        ("KMSQ", "km²", "км²"),
        ("T", "t", "т"),
        ("RO", "ratio", "соотношение"),
        ("IX", "index", "индекс"),
        ("CU_USD_B", "CU_USD_B", "CU_USD_B"),
        ("PER_100000_LIVE_BIRTHS", "per 100,000 live births", "на 100\u{a0}000 живорождений"),
        (
            "PER_1000_UNINFECTED_POP",
            "per 1,000 uninfected population",
            "на 1\u{a0}000 неинфицированных",
        ),
        ("PER_100000_EMP", "per 100,000 employees", "на 100\u{a0}000 работников"),
    ] {
        let csv = rows(&[&[("[Units]", code)]]);
        for (language, words) in [("en", en), ("ru", ru)] {
            let toml = brief(CAMBODIA, &data("a.csv"), &[])
                .replace("language = \"en\"", &format!("language = \"{language}\""));
            let own = project(&toml, &[("a.csv", csv.as_bytes())]);
            let unit = &values(&own, "16.3.2", &[])[0]["global"]["unit"];
            assert_eq!(unit["text"], words, "{code} {language}");
        }
    }
}

#[test]
fn ages_and_sexes_have_words_in_every_language() {
    for (head, code, en, fr) in [
        ("[Age]", "Y5T17", "Age (years): 5–17", "Âge (ans): 5–17"),
        ("[Age]", "Y_GE15", "Age (years): 15 and over", "Âge (ans): 15 et plus"),
        ("[Age]", "15+", "Age (years): 15 and over", "Âge (ans): 15 et plus"),
        ("[Age]", "<1Y", "Age (years): under 1", "Âge (ans): moins de 1"),
        ("[Age]", "M36T47", "Age (months): 36–47", "Âge (mois): 36–47"),
        ("[Age]", "YOUNG", "Age: YOUNG", "Âge: YOUNG"),
        ("[Sex]", "F", "Sex: female", "Sexe: femmes"),
        ("[Sex]", "MALE", "Sex: male", "Sexe: hommes"),
    ] {
        let csv = rows(&[&[(head, code)]]);
        for (language, words) in [("en", en), ("fr", fr)] {
            let toml = brief(CAMBODIA, &data("a.csv"), &[])
                .replace("language = \"en\"", &format!("language = \"{language}\""));
            let own = project(&toml, &[("a.csv", csv.as_bytes())]);
            let part = &values(&own, "16.3.2", &[])[0]["global"]["dimensions"][0];
            let said =
                format!("{}: {}", part["name"].as_str().unwrap(), part["text"].as_str().unwrap());
            assert_eq!(said, words, "{code} {language}");
            assert_eq!(part["code"], code);
        }
    }
}

#[test]
fn the_unit_of_a_national_value_is_translated() {
    let national =
        "national = { value = \"27.1\", year = 2023, unit = \"per head\", source = \"report\" }";
    let own = project(&brief(CAMBODIA, "", &[("16.3.2", national)]), &[]);
    let export = |own: &TestProject| {
        assert_eq!(own.run(&["i18n", "sync", "a", "--lang", "fr"]).code, 0);
        own.run(&["i18n", "export", "a", "--lang", "fr", "--format", "po"])
    };
    let run = export(&own);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("msgid \"per head\""), "{}", run.stdout);
    // Signs are the same in every language, and so are numbers.
    let own = project(&brief(CAMBODIA, "", &[("16.3.2", &national.replace("per head", "%"))]), &[]);
    let run = export(&own);
    assert!(!run.stdout.contains("msgid \"%\"") && !run.stdout.contains("msgid \"27.1\""));
    // The translation prints.
    let own = project(&brief(CAMBODIA, "", &[("16.3.2", national)]), &[]);
    let po = export(&own).stdout;
    let po = po
        .replace("msgid \"per head\"\nmsgstr \"\"", "msgid \"per head\"\nmsgstr \"par habitant\"");
    own.write("fr.po", po);
    let run = own.run(&["i18n", "import", "a", "fr.po", "--lang", "fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let national = &values(&own, "16.3.2", &["--lang", "fr"])[0]["national"][0];
    assert_eq!(national["unit"], "par habitant");
}

#[test]
fn a_series_of_another_indicator_is_refused() {
    let csv = rows(&[
        &[],
        &[("Indicator", "16.1.1"), ("SeriesCode", "VC_IHR_PSRCN"), ("Value", "331")],
        &[("Indicator", "16.3.2;16.1.1"), ("SeriesCode", "VC_BOTH"), ("Value", "7")],
    ]);
    let own = with("a.csv", csv.as_bytes(), "series = \"VC_IHR_PSRCN\"");
    assert_told(
        &own,
        "values::unknown-series",
        "the files give VC_IHR_PSRCN to 16.1.1, not to 16.3.2",
    );
    assert_eq!(own.run(&["build"]).code, 1);
    let own = with("a.csv", csv.as_bytes(), "series = \"VC_BOTH\"");
    assert_eq!(values(&own, "16.3.2", &[])[0]["global"]["latest"]["exact"], "7");
    let json = String::from_utf8(fixture("api.json")).unwrap();
    let own = with("a.json", json.as_bytes(), "series = \"VC_HTF_DETV\"");
    assert_told(&own, "values::unknown-series", "the files give VC_HTF_DETV to 16.2.2");
}

#[test]
fn a_choice_that_leaves_no_data_is_told_with_what_there_is() {
    // The series is there for another country alone.
    let two = "countries = [\"KH\", \"TH\"]";
    let of = |all: &[&[(&str, &str)]], below: &str| {
        let toml = brief(two, &data("a.csv"), &[("16.3.2", below)]);
        project(&toml, &[("a.csv", rows(all).as_bytes())])
    };
    let thai: &[(&str, &str)] = &[("GeoAreaCode", "764"), ("SeriesCode", "BB")];
    let own = of(&[&[("SeriesCode", "AA")], thai], "series = \"BB\"");
    assert_told(&own, "values::not-covered", "no file of values has a row of BB about KH (116)");
    assert!(own.run(&["check"]).stderr.contains("there are: AA"));
    assert!(!tells(&own, "values::not-covered", "TH (764)"), "{:?}", said(&own));
    // The part is.
    let female = "dimensions = { Sex = \"FEMALE\" }";
    let thai: &[(&str, &str)] = &[("GeoAreaCode", "764"), ("[Sex]", "FEMALE")];
    let own = of(&[&[], thai], female);
    assert_told(
        &own,
        "values::not-covered",
        "no row of 16.3.2 about KH (116) has Sex `FEMALE` in the files of values",
    );
    assert!(own.run(&["check"]).stderr.contains("there are: Sex _T"));
    // A row that says that there is no value is no lack of one.
    let own = of(&[&[], &[("[Sex]", "FEMALE"), ("Value", "NaN")], thai], female);
    assert!(!tells(&own, "values::not-covered", "KH (116)"), "{:?}", said(&own));
}

#[test]
fn merged_cells_among_values_are_refused() {
    // As spreadsheets keep them: what is seen stands in the first cell, and the others are empty.
    let merged = |cells: &'static str| {
        let change = move |name: &str, text: String| match name {
            "xl/worksheets/sheet1.xml" => text.replace(
                "</sheetData>",
                &format!(
                    "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"{cells}\"/></mergeCells>"
                ),
            ),
            _ => text,
        };
        with("a.xlsx", &repacked(&fixture("percent.xlsx"), change, false), "")
    };
    for cells in ["V2:V3", "F4:F5", "C1:D1"] {
        let place = format!("sheet `Goal16`, cells {cells}: the cells are merged");
        assert_told(&merged(cells), "values::cell", &place);
    }
    // At the side of the table they hold nothing that is read.
    assert!(!tells(&merged("AC2:AC3"), "values::cell", ""));
}

#[test]
fn a_raised_sign_behind_a_number_is_no_digit() {
    let rich = |run: &str| format!("<is><r><t>1</t></r><r><rPr>{run}</rPr><t>2</t></r></is>");
    let of = |run: &str, column: &str| {
        let rich = rich(run);
        let change = |name: &str, text: String| {
            if name != "xl/worksheets/sheet1.xml" {
                return text;
            }
            let at = text.find(&format!("<c r=\"{column}5\"")).unwrap();
            let rest = &text[at..];
            let end = rest.find("</c>").map(|end| end + 4);
            let end = rest.find("/>").map(|end| end + 2).into_iter().chain(end).min().unwrap();
            let end =
                if rest[..end].ends_with("</c>") { end } else { rest.find("</c>").unwrap() + 4 };
            format!("{}<c r=\"{column}5\" t=\"inlineStr\">{rich}</c>{}", &text[..at], &rest[end..])
        };
        with("a.xlsx", &repacked(&fixture("percent.xlsx"), change, false), "")
    };
    let own = of("<vertAlign val=\"superscript\"/>", "I");
    assert_told(&own, "values::cell", "row 5, column `Value`: a part of `12` is raised or lowered");
    // Other letters of another kind are letters.
    let own = of("<b/>", "I");
    assert_eq!(values(&own, "16.3.2", &[])[0]["global"]["latest"]["exact"], "12");
    let own = of("<vertAlign val=\"baseline\"/>", "I");
    assert!(!tells(&own, "values::cell", "raised"), "{:?}", said(&own));
}

#[test]
fn values_of_a_hidden_sheet_are_told() {
    let of = |state: &'static str| {
        let change = move |name: &str, text: String| match name {
            "xl/workbook.xml" => {
                let shown = text.replace(" state=\"visible\"", "");
                shown.replacen("<sheet ", &format!("<sheet state=\"{state}\" "), 1)
            }
            _ => text,
        };
        with("a.xlsx", &repacked(&fixture("percent.xlsx"), change, false), "")
    };
    for state in ["hidden", "veryHidden"] {
        assert_told(&of(state), "values::hidden-sheet", "sheet `Goal16`: it is hidden");
    }
    assert!(!tells(&of("visible"), "values::hidden-sheet", ""));
}

#[test]
fn rows_that_do_not_say_what_they_are_about_are_refused() {
    let json = String::from_utf8(fixture("api.json")).unwrap();
    let place = "\"geoAreaCode\": \"116\"";
    let series = "\"series\": \"VC_PRS_UNSEC\"";
    for (key, from, to) in [
        ("geoAreaCode", place, "\"geoAreaCode\": null"),
        ("geoAreaCode", place, "\"area\": \"116\""),
        ("series", series, "\"series\": null"),
        ("series", series, "\"row\": 1"),
    ] {
        let changed = json.replacen(from, to, 1);
        assert_ne!(changed, json);
        let own = with("a.json", changed.as_bytes(), "");
        assert_told(&own, "values::cell", &format!("entry 1, `{key}`: it is not said which"));
    }
    let own = with_rows(&[&[("SeriesCode", "")]]);
    assert_told(&own, "values::cell", "row 2, column `SeriesCode`: it is not said which series");
}

#[test]
fn what_says_that_it_is_no_value_is_none() {
    // The API has for whom a value was reported among its attributes.
    let json = String::from_utf8(fixture("api.json")).unwrap();
    let changed = json.replace("\"Reporting Type\": \"G\"", "\"Reporting Type\": \"N\"");
    let changed =
        changed.replace("\"attributes\": {", "\"attributes\": {\"Reporting Type\": \"N\",");
    let changed = changed.replace("\"Reporting Type\": \"N\",\n", "\n");
    let own = with("a.json", changed.as_bytes(), "");
    assert_told(&own, "values::other-reporting", "reporting type `N` alone");
    // A row that is sent to be taken out.
    let sdmx = "ACTION,SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\r\n\
                I,VC_PRS_UNSEC,116,2019,20.5,PT\r\nD,VC_PRS_UNSEC,116,2020,30,PT\r\n";
    let own = with("a.csv", sdmx.as_bytes(), "series = \"VC_PRS_UNSEC\"");
    assert_eq!(values(&own, "16.3.2", &[])[0]["global"]["latest"]["exact"], "20.5");
}

#[test]
fn a_value_that_stands_there_twice_is_the_same() {
    let of = |point: &str| {
        let json = format!(
            "[{{\"indicator\": \"16.3.2\", \"seriesCode\": \"S\", \"geoAreaCode\": \"116\", \
             \"data\": [{{\"timePeriod\": 2021, {point}}}]}}]"
        );
        with("a.json", json.as_bytes(), "")
    };
    for (point, words) in [
        ("\"value_detail\": \"12\", \"value_numeric_part\": 11", "the value is `12`, and `11` in"),
        ("\"value_detail\": null, \"value_numeric_part\": 11", "the value is nothing, and `11` in"),
        (
            "\"value_detail\": \"NaN\", \"value_numeric_part\": 11",
            "the value is `NaN`, and `11` in",
        ),
        (
            "\"value_detail\": \"0.1\", \"value_numeric_part\": 0.1, \"value_is_censored\": true",
            "`value_is_censored` says that it is a bound",
        ),
    ] {
        let own = of(point);
        assert_told(&own, "values::cell", "entry 1, `value_detail`");
        assert_told(&own, "values::cell", words);
    }
    for (point, exact) in [
        (
            "\"value_detail\": \"<0.1\", \"value_numeric_part\": 0.1, \"value_is_censored\": true",
            "<0.1",
        ),
        (
            "\"value_detail\": \"12.0\", \"value_numeric_part\": 12, \"value_is_censored\": false",
            "12.0",
        ),
        ("\"value_detail\": \"12\", \"value_numeric_part\": null", "12"),
    ] {
        assert_eq!(values(&of(point), "16.3.2", &[])[0]["global"]["latest"]["exact"], exact);
    }
}

#[test]
fn a_column_that_is_not_known_does_not_part_rows_in_silence() {
    for (head, name) in [("Gender", "Gender"), ("Cause of death", "Cause of death"), ("", "10")] {
        let of = |second: &[(&str, &str)]| {
            // The tenth column is the one of ages.
            let first: &[(&str, &str)] = &[("[Age]", "men")];
            let csv = rows(&[first, second]).replace("[Age]", head);
            with("a.csv", csv.as_bytes(), "")
        };
        // Even where both have one value.
        for value in ["20.5", "30"] {
            let own = of(&[("[Age]", "women"), ("Value", value)]);
            let words = format!("row 3, column `{name}`: the column is not known");
            assert_told(&own, "values::cell", &words);
            assert_told(&own, "values::cell", "this row (`women`) from row 2 (`men`)");
            assert_eq!(own.run(&["build"]).code, 1);
        }
        let own = of(&[("[Age]", "women"), ("TimePeriod", "2021")]);
        assert_told(&own, "values::unknown-column", &format!("the column `{name}` is not known"));
        let own = of(&[("[Age]", "men"), ("TimePeriod", "2021")]);
        assert!(!tells(&own, "values::unknown-column", ""), "{:?}", said(&own));
    }
    // Behind the last head, where spreadsheets leave columns without one.
    let csv = rows(&[&[], &[("TimePeriod", "2021")]]);
    let csv =
        csv.replace("[Units]\r\n", "[Units],\r\n").replacen("PERCENT\r\n", "PERCENT,x\r\n", 1);
    let own = with("a.csv", csv.replace("PERCENT\r\n", "PERCENT,\r\n").as_bytes(), "");
    assert_told(&own, "values::unknown-column", "the column `15` is not known");
    // A bracket that is not closed is one.
    let csv = rows(&[&[("[Sex]", "FEMALE")], &[("TimePeriod", "2021")]]).replace("[Sex]", "[Sex");
    let own = with("a.csv", csv.as_bytes(), "dimensions = { Sex = \"FEMALE\" }");
    assert_eq!(values(&own, "16.3.2", &[])[0]["global"]["latest"]["year"], "2020");
    let csv = csv.replace("[Sex", "Sex]");
    let own = with("a.csv", csv.as_bytes(), "dimensions = { Sex = \"FEMALE\" }");
    assert_eq!(values(&own, "16.3.2", &[])[0]["global"]["latest"]["year"], "2020");
}

#[test]
fn cells_of_sdmx_may_have_names_behind_their_codes() {
    let sdmx = "SERIES,REF_AREA,SEX,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,NATURE\r\n\
                VC_PRS_UNSEC: Unsentenced,116: Cambodia,_T: Both,2020,20.5,PT: Per cent,C: Country data\r\n\
                VC_PRS_UNSEC: Unsentenced,116: Cambodia,F: Women,2020,4,PT: Per cent,C: Country data\r\n";
    let own = with("a.csv", sdmx.as_bytes(), "series = \"VC_PRS_UNSEC\"");
    let global = &values(&own, "16.3.2", &[])[0]["global"];
    assert_eq!(
        (&global["latest"]["text"], &global["nature"]["code"]),
        (&"20.5%".into(), &"C".into())
    );
    assert_eq!(global["dimensions"], serde_json::json!([]));
}

#[test]
fn the_name_of_another_country_is_told() {
    let own = with_rows(&[&[("GeoAreaName", "Viet Nam")]]);
    assert_told(&own, "values::other-name", "area 116 is called Viet Nam there, which is VN");
    for name in ["Cambodia", "Kampuchea", ""] {
        let own = with_rows(&[&[("GeoAreaName", name)]]);
        assert!(!tells(&own, "values::other-name", ""), "{name}");
    }
}

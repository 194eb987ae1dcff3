//! Values of indicators: files of the United Nations' layouts, what is chosen of them, and what is said of
//! files that are none. The figures of `tests/fixtures/values/` are invented.

use std::path::PathBuf;

use serde_json::Value;

use crate::support::{MINIMAL, PROJECT, TestProject, repository};

/// A brief about 16.2.2, 16.3.1, 16.3.2, 16.b.1 and 5.2.1, with something below its title and below
/// each indicator that is named.
pub fn brief(place: &str, top: &str, below: &[(&str, &str)]) -> String {
    let start = MINIMAL.replace("targets = [\"16.3\"]\n", "").replace("country = \"KH\"", place);
    let start = &start[..start.find("[[goal]]").unwrap()];
    let mut toml = format!("{start}\n{top}\n");
    for (goal, targets) in [
        (
            16,
            &[("16.2", &["16.2.2"][..]), ("16.3", &["16.3.1", "16.3.2"]), ("16.b", &["16.b.1"])][..],
        ),
        (5, &[("5.2", &["5.2.1"])]),
    ] {
        toml += &format!("[[goal]]\nnumber = {goal}\nwhy = \"It is measured [@survey].\"\n");
        for (target, indicators) in targets {
            toml += &format!("[[goal.target]]\ncode = \"{target}\"\n");
            for code in *indicators {
                toml += &format!("[[goal.target.indicator]]\ncode = \"{code}\"\n");
                for (_, lines) in below.iter().filter(|(own, _)| own == code) {
                    toml += &format!("{lines}\n");
                }
            }
        }
    }
    toml
}

/// Adds a brief with values of every kind to a project.
pub fn with_values(project: &TestProject, folder: &str, language: &str) {
    let national = "national = { value = \"27.1\", year = 2023, source = \"report\" }";
    let toml = brief(CAMBODIA, &data("portal.csv"), &[("16.3.2", national)]);
    let toml = toml.replace("language = \"en\"", &format!("language = \"{language}\""));
    project.write(&format!("{folder}/brief.toml"), toml);
    project.write(&format!("{folder}/portal.csv"), fixture("portal.csv"));
}

pub const CAMBODIA: &str = "country = \"KH\"";

pub fn data(files: &str) -> String {
    format!("[data]\nfiles = [\"{files}\"]\nrelease = \"2099.Q1\"")
}

pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(repository().join("tests/fixtures/values").join(name)).unwrap()
}

pub fn project(toml: &str, files: &[(&str, &[u8])]) -> TestProject {
    let project = TestProject::with_brief(toml);
    for (name, bytes) in files {
        project.write(&format!("briefs/a/{name}"), bytes);
    }
    project
}

/// What templates see of an indicator, without what steers line breaks and directions.
pub fn values(project: &TestProject, code: &str, args: &[&str]) -> Value {
    let run = project.run(&[&["template", "data", "a"], args].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let steers = ['\u{2060}', '\u{200b}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'];
    let all: Value = serde_json::from_str(&run.stdout.replace(steers, "")).unwrap();
    let goals = all["goals"].as_array().unwrap().iter();
    let targets = goals.flat_map(|goal| goal["targets"].as_array().unwrap());
    let mut indicators = targets.flat_map(|target| target["indicators"].as_array().unwrap());
    indicators.find(|own| own["code"] == code).unwrap()["values"].clone()
}

/// What is wrong, as `check` says it, without what to do.
pub fn said(project: &TestProject) -> Vec<String> {
    let run = project.run(&["check", "--message-format", "short"]);
    let lines =
        run.stderr.lines().filter(|line| line.contains(": error[") || line.contains(": warning["));
    lines.map(str::to_string).collect()
}

#[test]
fn each_format_gives_the_same_values() {
    let series = [("16.2.2", "VC_HTF_DETV"), ("16.3.2", "VC_PRS_UNSEC"), ("16.b.1", "VC_VOV_GDSD")];
    let named: Vec<(&str, String)> =
        series.iter().map(|(code, own)| (*code, format!("series = \"{own}\""))).collect();
    let named: Vec<(&str, &str)> =
        named.iter().map(|(code, lines)| (*code, lines.as_str())).collect();
    for file in ["portal.csv", "portal.xlsx", "api.json", "sdmx.csv"] {
        let toml = brief(CAMBODIA, &data(file), if file == "sdmx.csv" { &named } else { &[] });
        let project = project(&toml, &[(file, &fixture(file))]);
        let of = values(&project, "16.3.2", &[]);
        let global = &of[0]["global"];
        let latest = &global["latest"];
        assert_eq!(latest["exact"], "33.125", "{file}");
        assert_eq!((&latest["text"], &latest["year"]), (&"33.1%".into(), &"2020".into()), "{file}");
        assert_eq!(global["series"], "VC_PRS_UNSEC", "{file}");
        assert_eq!(global["nature"]["code"], "CA", "{file}");
        assert_eq!(global["release"], "2099.Q1", "{file}");
        assert_eq!(global["source"], "Invented survey", "{file}");
        assert_eq!(global["footnotes"][0], "Three-year average, invented", "{file}");
        assert_eq!(global["baseline"]["point"]["exact"], "41.25", "{file}");
        assert_eq!(global["trend"].as_array().unwrap().len(), 4, "{file}");
        let of = values(&project, "16.2.2", &[]);
        assert_eq!(of[0]["global"]["latest"]["text"], "1,234", "{file}");
        assert_eq!(of[0]["global"]["dimensions"], Value::Array(Vec::new()), "{file}");
        // 16.b.1 is measured as 10.3.1.
        let of = values(&project, "16.b.1", &[]);
        assert_eq!(of[0]["global"]["latest"]["text"], "0.035%", "{file}");
        let of = values(&project, "16.3.1", &[]);
        assert_eq!((&of[0]["lacking"], &of[0]["global"]), (&true.into(), &Value::Null), "{file}");
    }
}

#[test]
fn a_choice_is_made_by_rule_and_can_be_set() {
    let file = fixture("portal.csv");
    let toml = brief(CAMBODIA, &data("portal.csv"), &[]);
    let own = project(&toml, &[("portal.csv", &file)]);
    let of = values(&own, "16.2.2", &[]);
    assert_eq!(of[0]["global"]["series"], "VC_HTF_DETV", "the first in the order of the file");
    assert_eq!(of[0]["others"][0]["series"], "VC_HTF_DETVSX");
    assert_eq!(of[0]["others"][0]["latest"]["text"], "1–5");
    assert_eq!(of[0]["others"][0]["latest"]["number"], Value::Null);
    let of = values(&own, "5.2.1", &[]);
    assert_eq!((&of[0]["parts"], &of[0]["lacking"]), (&true.into(), &false.into()));
    assert!(said(&own).iter().any(|line| line.contains("values::parts-only")), "{:?}", said(&own));
    let below = [
        ("16.2.2", "dimensions = { Sex = \"FEMALE\", Age = \"Y0T17\" }"),
        ("5.2.1", "dimensions = { Age = \"Y20T24\" }"),
    ];
    let toml = brief(CAMBODIA, &format!("{}\nbaseline = 2016", data("portal.csv")), &below);
    let own = project(&toml, &[("portal.csv", &file)]);
    let of = values(&own, "16.2.2", &[]);
    assert_eq!(of[0]["global"]["latest"]["text"], "200");
    assert_eq!(
        of[0]["global"]["dimensions"][0]["code"], "Y0T17",
        "line ends are no part of a code"
    );
    assert_eq!(values(&own, "5.2.1", &[])[0]["global"]["latest"]["text"], "7%");
    assert_eq!(values(&own, "16.3.2", &[])[0]["global"]["baseline"]["point"]["exact"], "38.0");
    // Several countries stand side by side.
    let toml = brief("countries = [\"KH\", \"LA\"]", &data("portal.csv"), &[]);
    let own = project(&toml, &[("portal.csv", &file)]);
    let of = values(&own, "16.3.2", &[]);
    assert_eq!(of[1]["global"]["latest"]["text"], "<0.1%");
    assert_eq!(of[1]["place"]["code"], "LA");
    assert_eq!(of[0]["global"]["latest"]["text"], "33.1%");
}

#[test]
fn a_national_value_needs_no_file_and_has_a_source() {
    let national =
        "national = { value = \"27.1\", year = 2023, unit = \"%\", source = \"report\" }";
    let own = project(&brief(CAMBODIA, "", &[("16.3.2", national)]), &[]);
    let of = values(&own, "16.3.2", &[]);
    assert_eq!(of[0]["national"][0]["value"], "27.1%");
    assert_eq!(
        (&of[0]["lacking"], &of[0]["national"][0]["exact"]),
        (&false.into(), &"27.1".into())
    );
    for (lines, code) in [
        ("national = { value = \"27.1\", year = 2023 }", "schema::missing-key"),
        ("national = { value = \"27.1\", year = 2023, source = \"none\" }", "source::unknown"),
        ("national = { value = \"27.1\", year = 23, source = \"report\" }", "schema::bad-value"),
    ] {
        let own = project(&brief(CAMBODIA, "", &[("16.3.2", lines)]), &[]);
        assert!(said(&own).iter().any(|line| line.contains(code)), "{lines}: {:?}", said(&own));
    }
}

#[test]
fn files_that_cannot_be_used_are_located() {
    let portal = String::from_utf8(fixture("portal.csv")).unwrap();
    let changed = |from: &str, to: &str| portal.replacen(from, to, 1).into_bytes();
    let workbook = fixture("portal.xlsx");
    let json = fixture("api.json");
    let text = String::from_utf8(json.clone()).unwrap();
    let cases: Vec<(&str, Vec<u8>, &str, &str)> = vec![
        ("a.csv", Vec::new(), "data::empty", "a.csv: there is nothing in it"),
        ("a.csv", b"Place,Victims\nHere,12\n".to_vec(), "values::foreign", "row 1: it is no file"),
        ("a.csv", portal.lines().next().unwrap().into(), "data::empty", "no row below the heads"),
        ("a.csv", changed("41.25", "forty"), "values::cell", "row 2, column `Value`: `forty`"),
        (
            "a.csv",
            changed(",2014,41.25", ",14,41.25"),
            "values::cell",
            "row 2, column `TimePeriod`: `14`",
        ),
        (
            "a.csv",
            changed(",TimePeriod,", ",Period,"),
            "values::cell",
            "row 1: there is no column `TimePeriod`",
        ),
        (
            "a.csv",
            changed("16,16.3,16.3.2,", "16,16.3,16.3.2,x,"),
            "values::broken",
            "row 2: the row has 28 fields",
        ),
        ("a.csv", changed("\"Three-year", "\"\"Three-year"), "values::broken", "row 5: "),
        (
            "a.csv",
            b"<message:StructureSpecificData xmlns=\"http://www.sdmx.org/x\">".to_vec(),
            "values::foreign",
            "SDMX-ML",
        ),
        ("a.csv", b"<!DOCTYPE html><html>".to_vec(), "values::foreign", "web page"),
        (
            "a.xlsx",
            workbook[..workbook.len() / 2].to_vec(),
            "values::broken",
            "the workbook is damaged",
        ),
        (
            "a.xlsx",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(),
            "values::foreign",
            "old kind (XLS)",
        ),
        ("a.json", json[..json.len() / 2].to_vec(), "values::broken", "the JSON ends before"),
        (
            "a.json",
            b"{\"data\": [{\"a\": 1}]}".to_vec(),
            "values::foreign",
            "no answer of the SDG API",
        ),
        ("a.json", b"{\"data\": []}".to_vec(), "data::empty", "there are no data in it"),
        (
            "a.json",
            text.replacen("\"41.25\"", "\"forty\"", 1).into_bytes(),
            "values::cell",
            "entry 1, `value`: `forty`",
        ),
        ("a.pdf", b"%PDF-1.7".to_vec(), "values::foreign", "it is a PDF"),
    ];
    for (name, bytes, code, words) in cases {
        let own = project(&brief(CAMBODIA, &data(name), &[]), &[(name, &bytes)]);
        let said = said(&own);
        let found = said.iter().any(|line| {
            line.starts_with("briefs/a/brief.toml:")
                && line.contains(&format!("error[{code}]"))
                && line.contains(words)
        });
        assert!(found, "{code} {words}: {said:?}");
        assert_eq!(own.run(&["build"]).code, 1, "{words}");
        assert!(own.pdfs("dist").is_empty(), "what cannot be read is no lack of data: {words}");
    }
    let own = project(&brief(CAMBODIA, &data("gone.csv"), &[]), &[]);
    assert!(said(&own)[1].contains("file::unreadable"), "{:?}", said(&own));
    let own = project(&brief(CAMBODIA, &data("../../../x.csv"), &[]), &[]);
    assert!(said(&own)[1].contains("error["), "{:?}", said(&own));
    // Sheet, row and column.
    let top = "[data]\nfiles = [\"a.csv\"]";
    let own = project(&brief(CAMBODIA, top, &[]), &[("a.csv", portal.as_bytes())]);
    assert!(said(&own)[1].contains("values::no-release"), "{:?}", said(&own));
    for (lines, code) in [
        ("series = \"VC_PRS_UNSECC\"", "values::unknown-series"),
        ("dimensions = { Sexx = \"F\" }", "values::unknown-dimension"),
        ("dimensions = { \"Reporting Type\" = \"Q\" }", "values::unknown-dimension"),
    ] {
        let toml = brief(CAMBODIA, &data("a.csv"), &[("16.3.2", lines)]);
        let own = project(&toml, &[("a.csv", portal.as_bytes())]);
        assert!(said(&own).iter().any(|line| line.contains(code)), "{lines}: {:?}", said(&own));
    }
    let own = project(&brief(CAMBODIA, "", &[("16.3.2", "series = \"X\"")]), &[]);
    assert!(said(&own)[1].contains("values::no-file"), "{:?}", said(&own));
}

#[test]
fn a_later_release_takes_the_place_of_an_earlier_one() {
    let portal = String::from_utf8(fixture("portal.csv")).unwrap();
    let revised = portal.replacen("33.125", "31.5", 1);
    let of = |first: &str, second: &str| {
        let file = |path: &str, release: &str| {
            format!("[[data.file]]\npath = \"{path}\"\nrelease = \"{release}\"\n")
        };
        let top = file("a.csv", first) + &file("b.csv", second);
        let files = [("a.csv", portal.as_bytes()), ("b.csv", revised.as_bytes())];
        project(&brief(CAMBODIA, &top, &[]), &files)
    };
    for (first, second, latest) in
        [("2099.Q1", "2099.Q2", "31.5"), ("2099.Q1.G.10", "2099.Q1.G.09", "33.125")]
    {
        let own = of(first, second);
        let values = values(&own, "16.3.2", &[]);
        assert_eq!(values[0]["global"]["latest"]["exact"], latest);
        assert!(said(&own).iter().any(|line| line.contains("values::revised")), "{:?}", said(&own));
    }
    let said = said(&of("2099.Q1", "2099.Q1"));
    let conflict = said.iter().find(|line| line.contains("values::conflict")).expect("a conflict");
    assert!(conflict.contains("briefs/a/b.csv, row 5") && conflict.contains("31.5"), "{conflict}");
}

#[test]
fn other_encodings_are_read() {
    let portal = String::from_utf8(fixture("portal.csv")).unwrap();
    let portal = portal.replacen("Invented survey", "Enquête inventée", 4);
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(portal.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let windows: Vec<u8> = portal.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let marked = [b"\xEF\xBB\xBF", portal.as_bytes()].concat();
    for (bytes, told) in [(utf16, false), (windows, true), (marked, false)] {
        let own = project(&brief(CAMBODIA, &data("a.csv"), &[]), &[("a.csv", &bytes)]);
        assert_eq!(values(&own, "16.3.2", &[])[0]["global"]["source"], "Enquête inventée");
        assert_eq!(said(&own).iter().any(|line| line.contains("values::encoding")), told);
    }
}

/// A project whose file names the values of its briefs.
fn shared() -> TestProject {
    let own = TestProject::with_brief(&brief(CAMBODIA, "", &[]));
    let shared = "\n[data]\nfiles = [\"data/portal.csv\"]\nrelease = \"2099.Q1\"\n";
    own.write("briefpress.toml", format!("{PROJECT}{shared}"));
    own.write("data/portal.csv", fixture("portal.csv"));
    own
}

#[test]
fn files_of_values_are_inputs_and_a_change_of_one_is_seen() {
    let own = shared();
    let only = ["build", "--only", "indicators"];
    let run = own.run(&only);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let manifest: Value = serde_json::from_slice(&own.read("dist/manifest.json")).unwrap();
    let inputs = manifest["inputs"].as_array().unwrap();
    let named = inputs.iter().find(|input| input["path"] == "data/portal.csv").unwrap();
    assert_eq!(named["role"], "values");
    let before = own.read("dist/a/a.en.indicators.pdf");
    let again = own.run(&only);
    assert!(again.stderr.contains("1 up to date"), "{}", again.stderr);
    // What is not printed makes no other file.
    let portal = String::from_utf8(fixture("portal.csv")).unwrap();
    own.write("data/portal.csv", portal.replacen("not for us", "still not", 1));
    assert!(own.run(&only).stderr.contains("1 up to date"));
    assert_eq!(own.read("dist/a/a.en.indicators.pdf"), before);
    own.write("data/portal.csv", portal.replacen("33.125", "30.9", 1));
    assert_eq!(own.run(&only).code, 0);
    assert_ne!(own.read("dist/a/a.en.indicators.pdf"), before);
    // Nor is what cannot be read any more.
    own.write("data/portal.csv", "nothing");
    let run = own.run(&only);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("values::foreign"), "{}", run.stderr);
}

#[test]
#[ignore = "needs pdftotext"]
fn the_table_prints_values_and_the_brief_does_not() {
    let own = shared();
    let run = own.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = text_of(&own.path("dist/a/a.en.indicators.pdf"));
    for words in [
        "33.1%",
        "(2020)",
        "41.3%",
        "1,234",
        "no data",
        "VC_PRS_UNSEC",
        "release 2099.Q1",
        "Invented survey",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text_of(&own.path("dist/a/a.en.pdf")).contains("33.1%"));
}

/// The words of a PDF, by poppler.
pub fn text_of(pdf: &std::path::Path) -> String {
    let output =
        std::process::Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output().unwrap();
    String::from_utf8(output.stdout).unwrap().replace('\u{a0}', " ")
}

/// Genuine files of the database, where they are there.
fn samples() -> Option<PathBuf> {
    let reference = std::env::var_os("BRIEFPRESS_REFERENCE")
        .map_or_else(|| repository().join("../shared/sdg/reference"), PathBuf::from);
    let folder = reference.join("../samples");
    if !folder.is_dir() {
        crate::support::left_out(&folder.display().to_string());
        return None;
    }
    Some(folder)
}

#[test]
fn genuine_rows_give_what_an_independent_reading_gives() {
    let Some(folder) = samples() else { return };
    let raw = std::fs::read(folder.join("khm_unsd_2019Q2_raw.json")).unwrap();
    let csv = std::fs::read(folder.join("khm_unsd_2019Q2_export_layout.csv")).unwrap();
    // Read by other means: all there is in JSON of a series.
    let all: Value = serde_json::from_slice(&raw).unwrap();
    let last = |series: &str| {
        let own = all.as_array().unwrap().iter().find(|own| own["seriesCode"] == series).unwrap();
        let data = own["data"].as_array().unwrap().iter();
        let last = data.max_by_key(|point| point["timePeriod"].as_u64()).unwrap();
        (last["value_detail"].clone(), last["timePeriod"].to_string(), own["release"].clone())
    };
    assert_eq!(last("VC_PRS_UNSEC").0, "28.3");
    for (file, bytes, top) in [
        ("raw.json", &raw, "[data]\nfiles = [\"raw.json\"]"),
        ("layout.csv", &csv, "[data]\nfiles = [\"layout.csv\"]\nrelease = \"2019.Q2.G.01\""),
    ] {
        let own = project(&brief(CAMBODIA, top, &[]), &[(file, bytes)]);
        for (code, series) in [("16.3.2", "VC_PRS_UNSEC"), ("16.2.2", "VC_HTF_DETVFL")] {
            let of = values(&own, code, &[]);
            let global = &of[0]["global"];
            let (value, year, release) = last(series);
            assert_eq!(global["series"], series, "{file}");
            assert_eq!(
                (&global["latest"]["exact"], global["latest"]["year"].as_str().unwrap()),
                (&value, year.as_str())
            );
            assert_eq!(global["release"], release);
        }
        let of = values(&own, "16.2.2", &[]);
        let (value, year, _) = last("VC_HTF_DETVSX");
        assert_eq!(
            (
                &of[0]["others"][0]["latest"]["exact"],
                of[0]["others"][0]["latest"]["year"].as_str().unwrap()
            ),
            (&value, year.as_str())
        );
        assert_eq!(of[0]["global"]["unit"]["code"], "NUMBER", "a count");
        assert_eq!(values(&own, "16.3.1", &[])[0]["lacking"], true);
    }
    // A genuine workbook, against what another program reads of it (openpyxl 3.1: Viet Nam, 5.5.2).
    let book = std::fs::read(folder.join("unsd_portal_goal5_2024.xlsx")).unwrap();
    let start = MINIMAL.replace("targets = [\"16.3\"]\n", "").replace("\"KH\"", "\"VN\"");
    let start = &start[..start.find("[[goal]]").unwrap()];
    let goal = "[[goal]]\nnumber = 5\nwhy = \"It is measured.\"\n[[goal.target]]\ncode = \"5.5\"\n\
                [[goal.target.indicator]]\ncode = \"5.5.2\"\n";
    let own = project(&format!("{start}\n{}\n{goal}", data("a.xlsx")), &[("a.xlsx", &book)]);
    let of = values(&own, "5.5.2", &[]);
    let global = &of[0]["global"];
    assert_eq!(
        (&global["series"], &global["latest"]["exact"]),
        (&"IC_GEN_MGTL".into(), &"25.99".into())
    );
    assert_eq!(
        (&global["latest"]["year"], &global["baseline"]["point"]["exact"]),
        (&"2022".into(), &"16.77".into())
    );
    assert_eq!(global["trend"].as_array().unwrap().len(), 20);
    assert_eq!(global["dimensions"][0]["code"], "15+");
    assert_eq!(of[0]["others"].as_array().unwrap().len(), 3);
    // A genuine file in Windows-1252, against a plain search of its lines.
    let plain = std::fs::read(folder.join("unsd_portal_goal8_2023_cp1252.csv")).unwrap();
    let text: String = plain.iter().map(|byte| char::from(*byte)).collect();
    let mut rows = text.lines().filter(|line| line.contains(",116,Cambodia,"));
    let latest = rows.next_back().unwrap().split(",116,Cambodia,").nth(1).unwrap();
    let (year, rest) = latest.split_once(',').unwrap();
    let value = rest.split(',').next().unwrap();
    let goal = "[[goal]]\nnumber = 8\nwhy = \"It is measured.\"\n[[goal.target]]\ncode = \"8.1\"\n[[goal.target.indicator]]\ncode = \"8.1.1\"\n";
    let start = MINIMAL.replace("targets = [\"16.3\"]\n", "");
    let start = &start[..start.find("[[goal]]").unwrap()];
    let own = project(&format!("{start}\n{}\n{goal}", data("a.csv")), &[("a.csv", &plain)]);
    let of = values(&own, "8.1.1", &[]);
    assert_eq!(
        (&of[0]["global"]["latest"]["exact"], &of[0]["global"]["latest"]["year"]),
        (&value.into(), &year.into())
    );
}

#[test]
#[ignore = "needs pdftotext"]
fn genuine_rows_are_printed() {
    let Some(folder) = samples() else { return };
    let raw = std::fs::read(folder.join("khm_unsd_2019Q2_raw.json")).unwrap();
    let own =
        project(&brief(CAMBODIA, "[data]\nfiles = [\"raw.json\"]", &[]), &[("raw.json", &raw)]);
    let run = own.run(&["build", "--only", "indicators"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = text_of(&own.path("dist/a/a.en.indicators.pdf"));
    for words in ["28.3%", "(2017)", "(2007)", "no data", "release 2019.Q2.G.01"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn values_of_what_a_code_measured_before_are_left_out() {
    let file = String::from_utf8(fixture("portal.csv")).unwrap().replace(",16.3.2,", ",3.8.2,");
    let with = |release: &str, series: &str| {
        let toml = brief(CAMBODIA, &data("portal.csv").replace("2099.Q1", release), &[]);
        let goal = "[[goal]]\nnumber = 3\nwhy = \"It is measured [@survey].\"\n[[goal.target]]\n\
                    code = \"3.8\"\n[[goal.target.indicator]]\ncode = \"3.8.2\"\n";
        project(&format!("{toml}{goal}{series}"), &[("portal.csv", file.as_bytes())])
    };
    let told = |project: &TestProject| {
        said(project).iter().any(|line| line.contains("values::other-measure"))
    };
    // The review of 2025 gave 3.8.2 to another measure.
    for (release, series, is_left_out) in [
        ("2019.Q2.G.01", "", true),
        ("2025.Q1.G.01", "", true),
        ("2025.Q2.G.01", "", false),
        ("2099.Q1", "", false),
        ("2019.Q2.G.01", "series = \"VC_PRS_UNSEC\"\n", false),
    ] {
        let own = with(release, series);
        let of = values(&own, "3.8.2", &[]);
        assert_eq!(of[0]["global"].is_null(), is_left_out, "{release} {series}");
        assert_eq!(told(&own), is_left_out, "{release} {series}");
    }
}

#[test]
fn a_cell_that_cannot_be_read_is_never_no_data() {
    let whole = String::from_utf8(fixture("portal.csv")).unwrap();
    let line =
        whole.lines().find(|line| line.contains("16.3.2,") && line.contains(",116,")).unwrap();
    for (cell, other, told) in [
        (",116,", ",KHM,", "`KHM` is no number of a country or area in M49"),
        (",116,", ",,", "is no number of a country or area in M49"),
        (",116,", ",#N/A,", "the cell is an error of the spreadsheet"),
        (",16.3.2,", ",#REF!,", "the cell is an error of the spreadsheet"),
        (",PERCENT,", ",#REF!,", "the cell is an error of the spreadsheet"),
    ] {
        let spoiled = whole.replacen(line, &line.replacen(cell, other, 1), 1);
        assert_ne!(spoiled, whole, "{cell}");
        let own = project(
            &brief(CAMBODIA, &data("portal.csv"), &[]),
            &[("portal.csv", spoiled.as_bytes())],
        );
        let lines = said(&own);
        assert!(
            lines.iter().any(|line| line.contains("error[values::cell]")),
            "{other}: {lines:?}"
        );
        let run = own.run(&["check"]);
        assert_eq!(run.code, 1, "{other}: {}", run.stderr);
        assert!(run.stderr.contains(told), "{other}: {}", run.stderr);
    }
    // A number is the same with a point and zeros behind it.
    let same = whole.replace(",116,", ",116.0,");
    let own =
        project(&brief(CAMBODIA, &data("portal.csv"), &[]), &[("portal.csv", same.as_bytes())]);
    assert_eq!(values(&own, "16.3.2", &[])[0]["global"]["latest"]["exact"], "33.125");
}

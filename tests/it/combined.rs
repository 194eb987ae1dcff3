//! One indicator table of several briefs: what its rows are, by a count of the texts themselves, that its
//! formats say the same, and that it is a file of the release like others. Workbooks are read by another's
//! reader, the texts of briefs as plain TOML.

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;
use std::process::Command;
use std::time::SystemTime;

use calamine::{Reader, Xlsx};
use serde_json::Value;

use crate::sheets::{csv, part, shown};
use crate::support::{MINIMAL, PROJECT, TestProject, repository};

const COMBINED: [&str; 4] = ["build", "--only", "indicators", "--combined"];

/// A brief about a country, with indicators below 16.3 and 16.b.
fn brief(title: &str, country: &str, indicators: &[&str]) -> String {
    let start = MINIMAL.replace("targets = [\"16.3\"]\n", "").replace("\"KH\"", country);
    let start = start.replace("Decisions on review come late", title);
    let mut toml = start[..start.find("[[goal]]").unwrap()].to_string();
    toml += "[[goal]]\nnumber = 16\nwhy = \"It is measured [@survey].\"\n";
    for target in ["16.b", "16.3"] {
        let own: Vec<&&str> = indicators.iter().filter(|code| code.starts_with(target)).collect();
        if !own.is_empty() {
            toml += &format!("[[goal.target]]\ncode = \"{target}\"\n");
        }
        for line in own {
            let (code, more) = line.split_once(' ').unwrap_or((line, ""));
            toml += &format!("[[goal.target.indicator]]\ncode = \"{code}\"\n{more}\n");
        }
    }
    toml
}

/// Rows of a value in the layout of the United Nations' portal.
fn portal(rows: &[(&str, &str, &str, &str)]) -> String {
    let mut csv = "Goal,Target,Indicator,SeriesCode,SeriesDescription,GeoAreaCode,GeoAreaName,\
                   TimePeriod,Value,Source,FootNote,[Nature],[Reporting Type],[Units]\n"
        .to_string();
    for (indicator, series, area, value) in rows {
        let target = &indicator[..4];
        csv += &format!(
            "16,{target},{indicator},{series},Invented,{area},Invented,2021,{value},\
             Survey of courts,,E,G,PERCENT\n"
        );
    }
    csv
}

/// Four briefs, two of them about Cambodia: with values, without, in two languages and in one.
fn project() -> TestProject {
    let project = TestProject::empty();
    project.write(
        "briefpress.toml",
        format!("{PROJECT}[data]\nfiles = [\"values.csv\"]\nrelease = \"2099.Q1\"\n"),
    );
    let values = [
        ("16.3.2", "VC_PRS_UNSEC", "116", "28.3"),
        ("16.3.2", "VC_PRS_UNSEC", "800", "51"),
        ("16.3.1", "VC_VOC", "800", "7.5"),
    ];
    project.write("values.csv", portal(&values));
    let national = "16.3.2 national = { value = \"27.1\", year = 2023, source = \"report\" }";
    project.write("briefs/a/brief.toml", brief("Courts", "\"KH\"", &[national, "16.b.1"]));
    project.write("briefs/b/brief.toml", brief("Prisons", "\"KH\"", &["16.3.1", "16.3.2"]));
    let two = "\"UG\"".to_string();
    project.write("briefs/c/brief.toml", brief("Waiting", &two, &["16.3.1", "16.3.2"]));
    let several = brief("Regions", "\"LA\"", &["16.3.2 basis = \"proxy\""]);
    let several = several.replace("country = \"LA\"", "countries = [\"LA\", \"VN\"]");
    project.write("briefs/d/brief.toml", several);
    project
}

/// In the order of the countries' names, whether each brief names an indicator, and of how many places it is: read as
/// TOML, by nothing of ours.
fn rows_by_count(project: &TestProject, code: &str) -> Vec<(String, bool)> {
    // Cambodia, Lao People’s Democratic Republic, Uganda, Viet Nam.
    let order = ["KH", "LA", "UG", "VN"];
    let mut rows = Vec::new();
    for id in ["a", "b", "c", "d"] {
        let text = project.read(&format!("briefs/{id}/brief.toml"));
        let toml: toml::Table = String::from_utf8(text).unwrap().parse().unwrap();
        let list = |table: &toml::Value, key: &str| -> Vec<toml::Value> {
            table.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default()
        };
        let whole = toml::Value::Table(toml);
        let targets: Vec<toml::Value> =
            list(&whole, "goal").iter().flat_map(|goal| list(goal, "target")).collect();
        let mut named = targets.iter().flat_map(|target| list(target, "indicator"));
        let names = named.any(|own| own["code"].as_str() == Some(code));
        let mut places = list(&whole, "countries");
        places.extend(whole.get("country").cloned());
        for place in places {
            let at = order.iter().position(|own| place.as_str() == Some(own)).unwrap();
            rows.push((at, id.to_string(), names));
        }
    }
    rows.sort_by_key(|(at, ..)| *at);
    rows.into_iter().map(|(_, id, names)| (id, names)).collect()
}

fn json(project: &TestProject, path: &str) -> Value {
    serde_json::from_slice(&project.read(path)).unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key}: {value}"))
}

/// When each file of a folder was written.
fn times(project: &TestProject) -> Vec<(String, SystemTime)> {
    let of = |file: String| {
        let time = fs::metadata(project.path("dist").join(&file)).unwrap().modified().unwrap();
        (file, time)
    };
    project.files("dist").into_iter().map(of).collect()
}

#[test]
fn every_indicator_has_a_row_for_every_place_of_every_brief() {
    let project = project();
    let run = project.run(&COMBINED);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(project.pdfs("dist"), ["indicators.en.pdf"]);
    let sheet = json(&project, "dist/indicators.en.json");
    let goals = sheet["goals"].as_array().unwrap();
    let targets: Vec<&Value> =
        goals.iter().flat_map(|goal| goal["targets"].as_array().unwrap()).collect();
    let listed: Vec<&Value> =
        targets.iter().flat_map(|target| target["indicators"].as_array().unwrap()).collect();
    let codes: Vec<&str> = listed.iter().map(|own| text(own, "code")).collect();
    assert_eq!(codes, ["16.3.1", "16.3.2", "16.b.1"], "in the order of the framework");
    for own in &listed {
        let values = own["values"].as_array().unwrap();
        let mut rows: Vec<(String, bool)> = Vec::new();
        let mut seen = BTreeSet::new();
        for value in values {
            // A national value stands beside the global one, at the same place of the same brief.
            let at = (text(value, "brief"), value["place"].as_str());
            if seen.insert(at) {
                rows.push((text(value, "brief").into(), text(value, "kind") != "unnamed"));
            }
        }
        assert_eq!(rows, rows_by_count(&project, text(own, "code")), "{own}");
    }
    let names = sheet["place"]["names"].as_array().unwrap().iter().map(|own| text(own, "text"));
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["Cambodia", "Lao People’s Democratic Republic", "Uganda", "Viet Nam"]
    );
    assert_eq!(sheet["place"]["codes"], serde_json::json!(["KH", "LA", "UG", "VN"]));
    let said = |code: &str, brief: &str| -> Vec<(&str, &str, String)> {
        let own = listed.iter().find(|own| text(own, "code") == code).unwrap();
        let values = own["values"].as_array().unwrap().iter();
        let values = values.filter(|value| text(value, "brief") == brief);
        values
            .map(|value| {
                let latest = value["latest"]["exact"].as_str().or(value["said"].as_str());
                let source = value["source"]["text"].as_str().unwrap_or_default();
                (text(value, "kind"), latest.unwrap(), source.to_string())
            })
            .collect()
    };
    let survey = "Survey of courts".to_string();
    let none = String::new();
    assert_eq!(
        said("16.3.2", "a"),
        [("global", "28.3", survey.clone()), ("national", "27.1", "Annual report".to_string())]
    );
    assert_eq!(said("16.3.2", "b"), [("global", "28.3", survey.clone())]);
    assert_eq!(said("16.3.2", "c"), [("global", "51", survey.clone())]);
    assert_eq!(
        said("16.3.2", "d"),
        [("lacking", "no data", none.clone()), ("lacking", "no data", none.clone())]
    );
    assert_eq!(said("16.3.1", "a"), [("unnamed", "not in this brief", none.clone())]);
    assert_eq!(said("16.3.1", "b"), [("lacking", "no data", none.clone())]);
    assert_eq!(said("16.3.1", "c"), [("global", "7.5", survey)]);
}

#[test]
fn csv_workbook_and_data_say_the_same() {
    let project = project();
    assert_eq!(project.run(&COMBINED).code, 0);
    let table = csv(&project.read("dist/indicators.en.csv"));
    let bytes = project.read("dist/indicators.en.xlsx");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
    assert!(
        !part(&bytes, "xl/worksheets/sheet1.xml").contains("mergeCell"),
        "rows of several briefs can be sorted"
    );
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let cells: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(shown).collect()).collect();
    assert_eq!(table, cells);
    let sheet = json(&project, "dist/indicators.en.json");
    let keys: Vec<&str> =
        sheet["columns"].as_array().unwrap().iter().map(|own| text(own, "key")).collect();
    let heads: BTreeSet<&String> = table[0].iter().collect();
    assert_eq!(heads.len(), keys.len(), "no two columns have one head: {heads:?}");
    let column = |key: &str| keys.iter().position(|own| *own == key).unwrap();
    let mut wanted = Vec::new();
    let names = |id: &str| {
        let briefs = sheet["briefs"].as_array().unwrap();
        text(&briefs.iter().find(|own| text(own, "id") == id).unwrap()["name"], "text")
    };
    for goal in sheet["goals"].as_array().unwrap() {
        for target in goal["targets"].as_array().unwrap() {
            for own in target["indicators"].as_array().unwrap() {
                for value in own["values"].as_array().unwrap() {
                    let number = value["latest"]["number"].as_f64().map(|it| it.to_string());
                    wanted.push([
                        text(own, "code").to_string(),
                        text(&value["place_name"], "text").to_string(),
                        number.unwrap_or_else(|| text(value, "said").to_string()),
                        value["latest"]["year"].as_str().unwrap_or_default().to_string(),
                        value["release"].as_str().unwrap_or_default().to_string(),
                        value["basis"]["name"].as_str().unwrap_or_default().to_string(),
                        names(text(value, "brief")).to_string(),
                    ]);
                }
            }
        }
    }
    let columns = ["indicator", "place", "value", "year", "release", "named_as", "brief"];
    let rows: Vec<[String; 7]> =
        table[1..].iter().map(|row| columns.map(|key| row[column(key)].clone())).collect();
    assert_eq!(rows, wanted);
    // Two briefs about one country are told apart by their titles.
    let of = |row: &&[String; 7]| row[0] == "16.3.2" && row[1] == "Cambodia";
    let told: BTreeSet<&String> = rows.iter().filter(of).map(|row| &row[6]).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    // The numbers of endnotes of a brief mean nothing here.
    assert!(table.iter().flatten().all(|cell| cell != "[1]"));
}

#[test]
fn it_is_a_file_of_the_release() {
    let project = project();
    let run = project.run(&["build", "--edition", "screen", "--edition", "print", "-q"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let mut asked = COMBINED.to_vec();
    asked.extend(["--edition", "screen", "--edition", "print"]);
    let run = project.run(&asked);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("2 files built"), "{}", run.stderr);
    let manifest = json(&project, "dist/manifest.json");
    let files = manifest["files"].as_array().unwrap();
    assert_eq!(files.len(), 18, "the briefs' files stay listed");
    let of = |file: &&Value| text(file, "document") == "combined";
    let own: Vec<&Value> = files.iter().filter(of).collect();
    assert_eq!(own.len(), 2);
    for file in &own {
        assert_eq!(file["briefs"], serde_json::json!(["a", "b", "c", "d"]));
        assert_eq!(file["place"]["codes"], serde_json::json!(["KH", "UG", "LA", "VN"]));
        assert_eq!((text(file, "brief"), text(file, "status")), ("", "final"));
        let sheets = file["sheets"].as_array().unwrap();
        assert_eq!(sheets.len(), 3);
    }
    assert_eq!(own[0]["standards"], serde_json::json!(["PDF/UA-1", "PDF/A-2a"]));
    let sums = String::from_utf8(project.read("dist/SHA256SUMS")).unwrap();
    let index = String::from_utf8(project.read("dist/index.html")).unwrap();
    for name in ["pdf", "print.pdf", "csv", "xlsx", "json"] {
        let name = format!("indicators.en.{name}");
        assert!(sums.contains(&format!("  {name}\n")), "{sums}");
        assert_eq!(index.matches(&format!("href=\"{name}\"")).count(), 1, "{name}");
    }
    assert!(index.contains("4\u{a0}briefs, "), "{index}");
    for file in ["dist/indicators.en.pdf", "dist/indicators.en.print.pdf"] {
        let run = project.run(&["preflight", file]);
        assert!(run.stdout.contains("nothing found") || file.contains("print"), "{}", run.stdout);
    }
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
    // A second build writes nothing.
    let before = times(&project);
    let run = project.run(&asked);
    assert!(run.stderr.contains("0 files built, 2 up to date"), "{}", run.stderr);
    let run = project.run(&["build", "--edition", "screen", "--edition", "print"]);
    assert!(run.stderr.contains("0 files built, 16 up to date"), "{}", run.stderr);
    assert_eq!(times(&project), before);
    // What is changed is told, and made again.
    let sheet = project.read("dist/indicators.en.csv");
    project.write("dist/indicators.en.csv", "changed");
    let run = project.run(&["verify", "dist"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("indicators.en.csv: it was changed"), "{}", run.stdout);
    assert_eq!(project.run(&asked).code, 0);
    assert_eq!(project.read("dist/indicators.en.csv"), sheet);
}

#[test]
fn it_is_made_again_when_a_row_is_another_and_else_not() {
    let project = project();
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    assert_eq!(project.run(&COMBINED).code, 0);
    let before = times(&project);
    let only_files = |times: &[(String, SystemTime)]| -> Vec<(String, SystemTime)> {
        times.iter().filter(|(name, _)| name.starts_with("indicators")).cloned().collect()
    };
    // A comment, and what its rows do not say.
    let toml = String::from_utf8(project.read("briefs/b/brief.toml")).unwrap();
    for other in [
        format!("# a comment\n{toml}"),
        toml.replace("A survey found that most", "A survey found that nearly all"),
    ] {
        assert_ne!(other, toml);
        project.write("briefs/b/brief.toml", &other);
        // A build that is not asked for it lists it still.
        let run = project.run(&["build"]);
        assert!(!run.stderr.contains("not listed"), "{}", run.stderr);
        let run = project.run(&COMBINED);
        assert!(run.stderr.contains("0 files built, 1 up to date"), "{}", run.stderr);
        assert_eq!(only_files(&times(&project)), only_files(&before));
        assert_eq!(project.run(&["verify", "dist"]).code, 0);
    }
    // A row.
    project.write(
        "briefs/b/brief.toml",
        toml.replace("code = \"16.3.1\"\n", "code = \"16.3.1\"\nbasis = \"implied\"\n"),
    );
    let run = project.run(&["build"]);
    let said = "indicators.en.pdf is not listed any more: what it was made from changed";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    let run = project.run(&COMBINED);
    assert!(run.stderr.contains("1 file built"), "{}", run.stderr);
    // A value.
    let values = String::from_utf8(project.read("values.csv")).unwrap();
    project.write("values.csv", values.replace("28.3", "28.4"));
    let run = project.run(&COMBINED);
    assert!(run.stderr.contains("1 file built"), "{}", run.stderr);
    let sheet = String::from_utf8(project.read("dist/indicators.en.csv")).unwrap();
    assert!(sheet.contains("28.4") && !sheet.contains("28.3"), "{sheet}");
}

#[test]
fn what_is_left_of_a_table_of_a_brief_that_is_gone_is_removed() {
    let project = project();
    assert_eq!(project.run(&COMBINED).code, 0);
    fs::remove_dir_all(project.path("briefs/d")).unwrap();
    let run = project.run(&["build", "-q", "a"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        !project
            .files("dist")
            .iter()
            .any(|file| file.contains("indicators.en.") && !file.contains("a.en.")),
        "{:?}",
        project.files("dist")
    );
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
    // In a release that is put together of parts, likewise.
    assert_eq!(project.run(&COMBINED).code, 0);
    assert!(project.path("dist/indicators.en.pdf").exists());
    for part in ["1/2", "2/2"] {
        let out = format!("part-{}", &part[..1]);
        assert_eq!(project.run(&["build", "-q", "--shard", part, "--out", &out]).code, 0);
    }
    let merge = ["merge", "part-1", "part-2", "--out", "dist"];
    let run = project.run(&merge);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("indicators.en.pdf is not listed any more"), "{}", run.stderr);
    assert!(project.path("dist/indicators.en.pdf").exists());
    fs::remove_dir_all(project.path("briefs/c")).unwrap();
    for part in ["1/2", "2/2"] {
        let out = format!("part-{}", &part[..1]);
        assert_eq!(project.run(&["build", "-q", "--shard", part, "--out", &out]).code, 0);
    }
    let run = project.run(&merge);
    assert!(run.stderr.contains("removed indicators.en.pdf"), "{}", run.stderr);
    assert!(!project.path("dist/indicators.en.csv").exists());
}

/// A translation of nothing but the title.
const FRENCH: &str = "[translation]\nstatus = \"draft\"\n[brief]\ntitle = \"Les tribunaux\"\n";

#[test]
fn it_is_in_the_languages_that_all_briefs_have_or_in_those_asked_for() {
    let project = project();
    for id in ["a", "b", "c"] {
        project.write(&format!("briefs/{id}/lang/fr.toml"), FRENCH);
    }
    assert_eq!(project.run(&COMBINED).code, 0);
    assert_eq!(project.pdfs("dist"), ["indicators.en.pdf"], "d is not in French");
    let mut french = COMBINED.to_vec();
    french.extend(["--lang", "fr", "--message-format", "short"]);
    let run = project.run(&french);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said = "briefs/d/brief.toml:1:1: warning[translation::missing]: the brief `d` is not in `fr`: \
                its own words print in `en`";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    let sheet = json(&project, "dist/indicators.fr.json");
    let languages: Vec<(&str, &str)> = sheet["briefs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| (text(&own["title"], "text"), text(&own["title"], "language")))
        .collect();
    let french_ones = [("Les tribunaux", "fr"); 3];
    assert_eq!(languages[..3], french_ones);
    assert_eq!(languages[3], ("Regions", "en"));
    // Its countries have French names, for these are the program's words.
    let names = sheet["place"]["names"].as_array().unwrap();
    assert_eq!(names.iter().map(|own| text(own, "text")).collect::<Vec<_>>()[3], "Viet Nam");
    assert_eq!(text(&names[0], "language"), "fr");
    assert_eq!(text(&sheet["goals"][0]["name"], "language"), "fr");
    french.extend(["--on-missing", "error"]);
    let run = project.run(&french);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error[translation::missing]: the brief `d`"), "{}", run.stderr);
    // Of the first three alone it is in both.
    let run = project.run(&["build", "a", "b", "c", "--only", "indicators", "--combined", "-q"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let manifest = json(&project, "dist/manifest.json");
    let of: Vec<(&str, usize)> = manifest["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (text(file, "language"), file["briefs"].as_array().unwrap().len()))
        .collect();
    assert_eq!(of, [("en", 3), ("fr", 3)]);
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
    // A language that none has, and none that all have.
    let mut other = COMBINED.to_vec();
    other.extend(["--lang", "km"]);
    assert_eq!(project.run(&other).code, 2);
    let toml = String::from_utf8(project.read("briefs/d/brief.toml")).unwrap();
    project.write("briefs/d/brief.toml", toml.replace("language = \"en\"", "language = \"es\""));
    let run = project.run(&COMBINED);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("no language that all of the briefs have"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_combined_is_refused() {
    let project = project();
    for (arguments, said) in [
        (&["build", "--combined"][..], "--only indicators --combined"),
        (&["build", "--only", "brief", "--combined"], "indicator table alone"),
        (&["build", "--only", "combined"], "possible values: brief, indicators"),
        (&["build", "--only", "indicators", "--combined", "--shard", "1/2"], "--shard"),
        (&["build", "--only", "indicators", "--combined", "--annotate"], "--annotate"),
        (&["build", "e", "--only", "indicators", "--combined"], "`e`"),
    ] {
        let run = project.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
    for id in ["a", "b", "c", "d"] {
        fs::remove_dir_all(project.path(&format!("briefs/{id}"))).unwrap();
    }
    let run = project.run(&COMBINED);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("there is no brief to make a table of"), "{}", run.stderr);
    assert_eq!(project.files("dist"), [""; 0]);
    // One whose briefs name nothing.
    project.write("briefs/a/brief.toml", brief("Courts", "\"KH\"", &[]));
    let run = project.run(&COMBINED);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("none of them names an indicator"), "{}", run.stderr);
    // Where something is wrong with one of them, there is no table.
    project.write("briefs/b/brief.toml", "title = 3\n");
    assert_eq!(project.run(&COMBINED).code, 1);
    assert_eq!(project.pdfs("dist"), [""; 0]);
}

#[test]
fn a_dry_run_lists_it_with_its_sheets() {
    let project = project();
    let mut asked = COMBINED.to_vec();
    asked.extend(["--dry-run", "--edition", "screen", "--edition", "print"]);
    let run = project.run(&asked);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let names: Vec<&str> =
        run.stdout.lines().map(|line| line.split_whitespace().nth(1).unwrap()).collect();
    let wanted = ["pdf", "csv", "xlsx", "json", "print.pdf"];
    assert_eq!(names, wanted.map(|end| format!("indicators.en.{end}")));
    assert!(run.stdout.lines().all(|line| line.starts_with("build  ")), "{}", run.stdout);
    assert_eq!(project.files("dist"), [""; 0]);
    let run = project.run(&["build", "a", "--dry-run"]);
    assert!(
        run.stdout.contains("build  a/a.en.indicators.xlsx  (a sheet of a/a.en.indicators.pdf)")
    );
    assert!(run.stderr.contains("2 to build"), "{}", run.stderr);
}

#[test]
fn without_values_it_says_who_names_what() {
    let project = project();
    project.write("briefpress.toml", PROJECT);
    assert_eq!(project.run(&COMBINED).code, 0);
    let table = csv(&project.read("dist/indicators.en.csv"));
    let value = table[0].iter().position(|head| head == "Value").unwrap();
    let said: BTreeSet<&str> = table[1..].iter().map(|row| row[value].as_str()).collect();
    assert_eq!(said, ["27.1", "named, without values", "not in this brief"].into());
}

#[test]
#[ignore = "needs pdftotext"]
fn its_pages_have_the_codes_in_order_in_every_script() {
    let project = project();
    for id in ["a", "b", "c", "d"] {
        for language in ["ar", "km"] {
            project.write(&format!("briefs/{id}/lang/{language}.toml"), FRENCH);
        }
    }
    let mut asked = COMBINED.to_vec();
    asked.extend(["--edition", "screen", "--edition", "print", "-q"]);
    assert_eq!(project.run(&asked).code, 0);
    for language in ["en", "ar", "km"] {
        for edition in ["", ".print"] {
            let file = project.path(&format!("dist/indicators.{language}{edition}.pdf"));
            let output = Command::new("pdftotext").arg(&file).arg("-").output().unwrap();
            let words = String::from_utf8(output.stdout).unwrap();
            let at = ["16.3.1", "16.3.2", "16.b.1"].map(|code| {
                words.find(code).unwrap_or_else(|| panic!("{code} in {}: {words}", file.display()))
            });
            assert!(at.is_sorted(), "{at:?}");
            let output = Command::new("pdfinfo").arg(&file).output().unwrap();
            let about = String::from_utf8(output.stdout).unwrap();
            assert!(about.contains("Tagged:          yes"), "{about}");
        }
    }
}

#[test]
fn every_language_of_the_shipped_words_can_be_set() {
    let project = project();
    let labels = fs::read_dir(repository().join("templates/labels")).unwrap();
    let tags: Vec<String> = labels
        .map(|file| file.unwrap().file_name().to_string_lossy().replace(".toml", ""))
        .filter(|tag| tag != "en")
        .collect();
    assert!(tags.len() >= 12, "{tags:?}");
    for id in ["a", "b", "c", "d"] {
        for tag in &tags {
            project.write(&format!("briefs/{id}/lang/{tag}.toml"), FRENCH);
        }
    }
    let run = project.run(&["build", "--only", "indicators", "--combined", "-q"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(project.pdfs("dist").len(), tags.len() + 1);
}

#[test]
fn words_of_a_nation_are_those_of_the_brief_that_prints_them() {
    let project = TestProject::copy_of(&repository().join("tests/fixtures/showcase"));
    let run = project.run(&["build", "--only", "indicators", "--combined", "-q", "--lang", "fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let sheet = json(&project, "dist/indicators.fr.json");
    let goals = sheet["goals"].as_array().unwrap();
    let targets = goals.iter().flat_map(|goal| goal["targets"].as_array().unwrap());
    let mut listed = targets.flat_map(|target| target["indicators"].as_array().unwrap());
    let own = listed.find(|own| own["national"] == true).expect("one of the nation's own");
    assert_eq!(text(&own["text"], "language"), "fr", "{own}");
    // Word for word what the translation of the brief that names it has.
    let code = text(own, "code").replace('.', "-");
    let words =
        ["briefs/regional/lang/fr.toml", "briefs/fact-sheet/lang/fr.toml"].iter().any(|file| {
            let Ok(bytes) = fs::read(project.path(file)) else { return false };
            let toml: toml::Table = String::from_utf8(bytes).unwrap().parse().unwrap();
            let table = toml.get("framework").and_then(|all| all.get("indicator"));
            let said = table.and_then(|all| all.get(&code)).and_then(|own| own.get("text"));
            said.and_then(toml::Value::as_str) == Some(text(&own["text"], "text"))
        });
    assert!(words, "{code}: {own}");
    let custodians = own["custodians"].as_array().unwrap();
    assert!(custodians.iter().any(|own| text(own, "language") == "fr"), "{own}");
}

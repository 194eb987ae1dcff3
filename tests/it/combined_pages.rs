//! The pages of a table of several briefs, as poppler reads them, held against the CSV beside them: each
//! value with its country and year below its series, which stands with its name, unit, source and release
//! below its indicator; and who has none, in lists that are not mixed up.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::sheets::csv;
use crate::support::{MINIMAL, TestProject};

const COMBINED: [&str; 5] = ["build", "--only", "indicators", "--combined", "-q"];

/// Countries by their codes in ISO 3166 and M49; none of their names is a part of another's.
const COUNTRIES: [(&str, &str); 24] = [
    ("AL", "8"),
    ("AT", "40"),
    ("BJ", "204"),
    ("BO", "68"),
    ("BR", "76"),
    ("CI", "384"),
    ("CL", "152"),
    ("EG", "818"),
    ("FJ", "242"),
    ("GH", "288"),
    ("HT", "332"),
    ("IN", "356"),
    ("JO", "400"),
    ("KE", "404"),
    ("KH", "116"),
    ("LA", "418"),
    ("MN", "496"),
    ("NP", "524"),
    ("PE", "604"),
    ("RW", "646"),
    ("TH", "764"),
    ("UG", "800"),
    ("VN", "704"),
    ("ZM", "894"),
];

/// A brief about a country, which names these indicators, with more about each.
fn brief(country: &str, indicators: &[(&str, &str)]) -> String {
    let start = MINIMAL.replace("targets = [\"16.3\"]\n", "").replace("\"KH\"", country);
    let mut toml = start[..start.find("[[goal]]").unwrap()].to_string();
    toml += "[[goal]]\nnumber = 16\nwhy = \"It is measured [@survey].\"\n";
    for target in ["16.1", "16.3"] {
        let own: Vec<_> = indicators.iter().filter(|(code, _)| code.starts_with(target)).collect();
        if !own.is_empty() {
            toml += &format!("[[goal.target]]\ncode = \"{target}\"\n");
        }
        for (code, more) in own {
            toml += &format!("[[goal.target.indicator]]\ncode = \"{code}\"\n{more}\n");
        }
    }
    toml
}

const HEAD: &str = "Goal,Target,Indicator,SeriesCode,SeriesDescription,GeoAreaCode,GeoAreaName,TimePeriod,\
                    Value,Source,FootNote,[Nature],[Reporting Type],[Units],[UNIT_MULT]\n";

/// Twenty-four briefs: values in four series of two indicators, of which one is in millions; some have none, some do not
/// name an indicator, some have one of their own, one is about two countries, and two are about one.
fn project() -> TestProject {
    let project = TestProject::empty();
    project.write(
        "briefpress.toml",
        "[organisation]\nname = \"Office of the Ombudsperson\"\n[[data.file]]\npath = \"new.csv\"\n\
         release = \"2099.Q2\"\n[[data.file]]\npath = \"old.csv\"\nrelease = \"2099.Q1\"\n",
    );
    let (mut new, mut old) = (HEAD.to_string(), HEAD.to_string());
    for (at, (code, number)) in COUNTRIES.iter().enumerate() {
        // One in seven has no value.
        if at % 7 != 3 {
            let source = if at % 5 == 0 { "Survey of prisons" } else { "Census of prisons" };
            let year = 2015 + at % 6;
            let share = format!("{}.{}", at * 3, at % 10);
            new += &format!(
                "16,16.3,16.3.2,VC_SHARE,Held without a sentence (%),{number},X,{year},{share},{source},,E,G,PERCENT,\n"
            );
            let file = if at % 4 == 1 { &mut old } else { &mut new };
            *file += &format!(
                "16,16.3,16.3.2,VC_COUNT,People held without a sentence,{number},X,{year},{},Ministries,,C,G,NUMBER,\n",
                at * 1_234 + 7
            );
            new += &format!(
                "16,16.1,16.1.1,VC_COST,Cost of homicide,{number},X,{year},{}.{}5,Treasuries,,M,G,USD,6\n",
                at * 700 + 11,
                at % 9 + 1
            );
        }
        let more = match at {
            3 => "national = { value = \"27.1\", year = 2023, unit = \"%\", source = \"report\" }",
            4 => "national = { value = \"4\", year = 2022, source = \"survey\" }",
            5 => "note = \"Counted otherwise [@survey p. 3].\"\nbasis = \"proxy\"",
            _ => "",
        };
        let named: &[(&str, &str)] =
            if at % 3 == 2 { &[("16.3.2", more)] } else { &[("16.1.1", ""), ("16.3.2", more)] };
        let id = code.to_lowercase();
        project.write(&format!("briefs/{id}/brief.toml"), brief(&format!("\"{code}\""), named));
    }
    project.write("new.csv", new);
    project.write("old.csv", old);
    project
}

/// What poppler reads of a file, in its order, without what stands at the head and foot of each page.
fn read(file: &Path) -> Vec<String> {
    let output = Command::new("pdftotext").arg("-raw").arg(file).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().map(|line| line.trim_matches('\u{c}').to_string());
    lines.filter(|line| !line.contains(" of ") || !line.contains("Page ")).collect()
}

/// A part of the table: what stands below the head of a series, or of an indicator before its first one.
type Sections = BTreeMap<(String, String), Vec<String>>;

/// The text by indicator and series, each piece of a page behind the one before it. A series is known by its
/// code, which ends its head; what stands below the last series by `"end"`.
fn sections(lines: &[String], indicators: &[&str], series: &[&str]) -> Sections {
    let mut all = Sections::new();
    let (mut indicator, mut own) = (String::new(), String::new());
    let table = lines.iter().position(|line| line.starts_with("Country or area Value Year"));
    for line in &lines[table.expect("the table has a head")..] {
        if line == "Policy briefs" {
            break;
        }
        if let Some(code) = indicators.iter().find(|code| line.starts_with(&format!("{code} "))) {
            (indicator, own) = ((*code).to_string(), String::new());
        } else if let Some(code) = series.iter().find(|code| line.ends_with(&format!(" {code}"))) {
            own = (*code).to_string();
        } else if line.starts_with("National value") {
            own = "national".to_string();
        } else if line.starts_with("No data:") || line.starts_with("Not in the brief of:") {
            own = "end".to_string();
        }
        all.entry((indicator.clone(), own.clone())).or_default().push(line.clone());
    }
    all
}

/// A number as it is printed: its size, and how far from it what was rounded can be.
fn number(printed: &str, scale: f64) -> (f64, f64) {
    let digits = printed.trim_end_matches('%').replace(',', "");
    let decimals = digits.split_once('.').map_or(0, |(_, behind)| behind.len());
    let value: f64 = digits.parse().unwrap_or_else(|_| panic!("{printed} is no number"));
    (value * scale, 0.5000001 * 0.1f64.powi(decimals as i32) * scale)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key}: {value}"))
}

#[test]
#[ignore = "needs pdftotext"]
fn every_row_of_the_csv_is_on_the_pages_in_its_place() {
    let project = project();
    let mut asked = COMBINED.to_vec();
    asked.extend(["--edition", "screen", "--edition", "print"]);
    let run = project.run(&asked);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let table = csv(&project.read("dist/indicators.en.csv"));
    let sheet: Value = serde_json::from_slice(&project.read("dist/indicators.en.json")).unwrap();
    let keys = sheet["columns"].as_array().unwrap().iter().map(|own| text(own, "key"));
    let keys: Vec<&str> = keys.collect();
    let column = |row: &'_ [String], key: &str| -> String {
        row[keys.iter().position(|own| *own == key).unwrap()].clone()
    };
    let rows: Vec<BTreeMap<&str, String>> = table[1..]
        .iter()
        .map(|row| keys.iter().map(|key| (*key, column(row, key))).collect())
        .collect();
    assert_eq!(rows.len(), 24 * 2 + 21 + 2, "two indicators, a second series, two national values");
    for file in ["dist/indicators.en.pdf", "dist/indicators.en.print.pdf"] {
        let lines = read(&project.path(file));
        let all = sections(&lines, &["16.1.1", "16.3.2"], &["VC_SHARE", "VC_COUNT", "VC_COST"]);
        let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut last: BTreeMap<(String, String), usize> = BTreeMap::new();
        for row in rows.iter().filter(|row| !row["year"].is_empty()) {
            let series = if row["series"].is_empty() { "national" } else { &row["series"] };
            let at = (row["indicator"].clone(), series.to_string());
            let section = all.get(&at).unwrap_or_else(|| panic!("{at:?} in {file}"));
            let is_row = |line: &String| {
                rows.iter().any(|row| line.starts_with(&format!("{} ", row["place"])))
            };
            let head = &section[..section.iter().position(is_row).unwrap()].join(" ");
            // A row in a line, or two where its last cell is long.
            let start = format!("{} ", row["place"]);
            let found: Vec<usize> =
                (0..section.len()).filter(|at| section[*at].starts_with(&start)).collect();
            let [place] = found[..] else { panic!("{start} {found:?} times in {section:?}") };
            assert!(
                last.get(&at).is_none_or(|before| *before < place),
                "{start}: not in the order of the CSV"
            );
            last.insert(at.clone(), place);
            let mut words = section[place][start.len()..].split(' ');
            let (value, year) = (words.next().unwrap(), words.next().unwrap());
            assert_eq!(year, row["year"], "{start}");
            let scale = if head.contains("(millions)") { 1e6 } else { 1.0 };
            let (printed, near) = number(value, scale);
            let wanted: f64 = row["value"].parse().unwrap();
            assert!((printed - wanted).abs() <= near, "{start}: {value} for {wanted}");
            let rest = words.collect::<Vec<_>>().join(" ");
            let said =
                |what: &str| head.contains(what) || rest.contains(what) || value.contains(what);
            for key in ["series", "series_name", "unit", "value_source"] {
                assert!(said(&row[key]), "{key} of {row:?} in {head} … {rest}");
            }
            // Beside its value alone, where not all of the series have the same.
            let alike = |key: &str| {
                let same = rows.iter().filter(|other| other["series"] == row["series"]);
                same.filter(|other| !other["year"].is_empty()).all(|other| other[key] == row[key])
            };
            for key in ["value_source", "release"] {
                if !alike(key) {
                    assert!(rest.contains(&row[key]), "{key} of {row:?} in {rest}");
                }
            }
            assert!(said(&row["release"]) || series == "national", "{row:?} in {head}");
            let kind = if series == "national" { head } else { &rest };
            assert!(kind.starts_with(&row["value_kind"]), "{row:?}: {kind}");
            *seen.entry(at).or_default() += 1;
        }
        // No more rows than the CSV has: each line with a year is one.
        for (at, section) in all.iter().filter(|((_, own), _)| !own.is_empty() && own != "end") {
            let years = (2015..2024).map(|year| format!(" {year}"));
            let years: Vec<String> = years.collect();
            let is_row = |line: &&String| years.iter().any(|year| line.contains(year.as_str()));
            assert_eq!(section.iter().filter(is_row).count(), seen[at], "{at:?}: {section:?}");
        }
        for indicator in ["16.1.1", "16.3.2"] {
            let end = all[&(indicator.to_string(), "end".to_string())].join(" ");
            let (lacking, unnamed) = end.split_once("Not in the brief of:").unwrap_or((&end, ""));
            let of = |said: &str| -> BTreeSet<String> {
                let own = rows.iter().filter(|row| row["indicator"] == indicator);
                let valued = |place: &String| {
                    let same = rows.iter().filter(|row| row["indicator"] == indicator);
                    same.filter(|row| row["place"] == *place).any(|row| !row["year"].is_empty())
                };
                let places = own.filter(|row| row["value"] == said).map(|row| row["place"].clone());
                // One that has a value of its own is not said to have none.
                places.filter(|place| !valued(place)).collect()
            };
            let listed = |text: &str| -> BTreeSet<String> {
                let names = text.trim_start_matches("No data:").split(", ").map(str::trim);
                names.filter(|name| !name.is_empty()).map(String::from).collect()
            };
            assert_eq!(listed(lacking), of("no data"), "{end}");
            assert_eq!(listed(unnamed), of("not in this brief"), "{end}");
        }
        // What a brief says stands once, with who says it, and what it cites is in the list.
        let whole = lines.join(" ");
        assert_eq!(
            whole.matches("Côte d’Ivoire: Editor’s note: Counted otherwise1").count(),
            1,
            "{whole}"
        );
        assert_eq!(whole.matches("Côte d’Ivoire: Proxy").count(), 1);
        assert!(whole.contains("Proxy: stands in for a global indicator"), "the mark is explained");
        let sources = whole.split("Sources ").last().unwrap();
        assert!(
            sources.contains("1 Institute for Justice Statistics, Survey of decisions"),
            "{sources}"
        );
        assert!(sources.contains("2 Registry of Appeals, Annual report"), "{sources}");
        assert!(whole.contains("24 countries and areas"), "{whole}");
    }
}

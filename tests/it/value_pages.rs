//! Pages of values: what stands together on them, and that a code out of a file spoils none.

use std::collections::BTreeSet;
use std::process::Command;

use crate::support::{PROJECT, TestProject};
use crate::values::{CAMBODIA, brief, data, project};
use crate::values_told::rows;

/// The pages of a PDF as poppler reads them, without what parts their lines.
fn pages(project: &TestProject, file: &str) -> Vec<String> {
    let path = project.path(file);
    let output = Command::new("pdftotext").arg("-raw").arg(path).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let even = |page: &str| page.split_whitespace().collect::<Vec<_>>().join(" ");
    text.split('\u{c}').map(even).filter(|page| !page.is_empty()).collect()
}

fn built(project: &TestProject) {
    let run = project.run(&["build", "--only", "indicators"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

const PLACES: [(&str, &str, &str); 4] = [
    ("KH", "116", "Cambodia"),
    ("LA", "418", "Lao People's Democratic Republic"),
    ("VN", "704", "Viet Nam"),
    ("TH", "764", "Thailand"),
];

/// The start of a brief about the first of the places.
fn about(count: usize) -> String {
    let codes: Vec<String> =
        PLACES[..count].iter().map(|(code, ..)| format!("\"{code}\"")).collect();
    if count == 1 { CAMBODIA.into() } else { format!("countries = [{}]", codes.join(", ")) }
}

#[test]
fn no_unit_code_is_too_long_for_a_page() {
    let unit = "PER_HUNDRED_THOUSAND_OF_SOMETHINGUNHEARDOFUNTILTODAY_AND_MORE";
    for count in [1, 2, 3, 4] {
        for language in ["en", "ar", "zh-Hans"] {
            let all: Vec<Vec<(&str, &str)>> = PLACES
                .iter()
                .map(|(_, number, name)| {
                    vec![("GeoAreaCode", *number), ("GeoAreaName", *name), ("[Units]", unit)]
                })
                .collect();
            let all: Vec<&[(&str, &str)]> = all.iter().map(Vec::as_slice).collect();
            let toml = brief(&about(count), &data("a.csv"), &[])
                .replace("language = \"en\"", &format!("language = \"{language}\""));
            built(&project(&toml, &[("a.csv", rows(&all).as_bytes())]));
        }
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn a_value_stands_below_the_name_of_its_series() {
    let series = |code: &'static str, name: &'static str, value: &'static str| {
        [("SeriesCode", code), ("SeriesDescription", name), ("Value", value), ("[Nature]", "M")]
    };
    let all = [
        series("VC_A", "Detainees of one kind (%)", "84.9"),
        series("VC_B", "Detainees of another kind (%)", "31"),
    ];
    let csv = rows(&[&all[0], &all[1]]);
    let own = project(&brief(CAMBODIA, &data("a.csv"), &[]), &[("a.csv", csv.as_bytes())]);
    built(&own);
    let text = pages(&own, "dist/a/a.en.indicators.pdf").concat();
    for said in [
        "Detainees of one kind (%) 84.9% (2020), modelled",
        "Detainees of another kind (%) 31% (2020), modelled",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // One that says what the indicator says needs no name.
    let label = "Share of prisoners held without a sentence (%)";
    let csv = rows(&[&[("SeriesDescription", label)]]);
    let own = project(&brief(CAMBODIA, &data("a.csv"), &[]), &[("a.csv", csv.as_bytes())]);
    built(&own);
    let text = pages(&own, "dist/a/a.en.indicators.pdf").concat();
    assert_eq!(text.matches(label).count(), 1, "in the note alone: {text}");
}

#[test]
#[ignore = "needs pdftotext"]
fn a_page_that_begins_within_an_indicator_says_of_which() {
    let names: Vec<[(String, String); 1]> =
        (0..30).map(|n| [("SeriesCode".into(), format!("VC_SERIES_{n}"))]).collect();
    let name = "A series with a name that takes its room by age and sex and by where (%)";
    for count in [1, 3] {
        let mut all: Vec<Vec<(&str, &str)>> = Vec::new();
        for series in &names {
            for (_, number, place) in &PLACES[..count] {
                all.push(vec![
                    (series[0].0.as_str(), series[0].1.as_str()),
                    ("SeriesDescription", name),
                    ("GeoAreaCode", number),
                    ("GeoAreaName", place),
                ]);
            }
        }
        let all: Vec<&[(&str, &str)]> = all.iter().map(Vec::as_slice).collect();
        let toml = brief(&about(count), &data("a.csv"), &[]);
        let own = project(&toml, &[("a.csv", rows(&all).as_bytes())]);
        built(&own);
        let pages = pages(&own, "dist/a/a.en.indicators.pdf");
        let with_values: Vec<&String> =
            pages.iter().filter(|page| page.contains("20.5%")).collect();
        assert!(with_values.len() > 2, "{count}: {}", with_values.len());
        for page in with_values {
            assert!(page.contains("16.3.2") && page.contains("SDG 16"), "{count}: {page}");
        }
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn notes_say_which_place_they_are_of() {
    let mut all: Vec<Vec<(&str, &str)>> = Vec::new();
    for ((_, number, name), source) in PLACES.iter().zip(["Source: One.", "Two", "Two", "Two"]) {
        for (year, note) in [("2005", "2005: Rough."), ("2020", "Provisional.")] {
            all.push(vec![
                ("GeoAreaCode", number),
                ("GeoAreaName", name),
                ("TimePeriod", year),
                ("Source", source),
                ("FootNote", note),
            ]);
        }
    }
    let all: Vec<&[(&str, &str)]> = all.iter().map(Vec::as_slice).collect();
    let own = project(&brief(&about(4), &data("a.csv"), &[]), &[("a.csv", rows(&all).as_bytes())]);
    built(&own);
    let text = pages(&own, "dist/a/a.en.indicators.pdf").concat();
    for said in [
        "Cambodia: One, release 2099.Q1; 2005: Rough; 2020: Provisional",
        "Viet Nam, Thailand: Two, release 2099.Q1; 2005: Rough; 2020: Provisional",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains(".."), "{text}");
}

/// What is coloured at the left margin of pages: the colour and height of each run.
fn coloured(project: &TestProject, file: &str) -> Vec<(Vec<u8>, usize)> {
    let output =
        Command::new("pdftoppm").args(["-r", "144"]).arg(project.path(file)).output().unwrap();
    let mut rest = output.stdout.as_slice();
    let mut heights = Vec::new();
    // Each is "P6", width and height, 255, each on a line, and the pixels.
    while !rest.is_empty() {
        let mut lines = rest.splitn(4, |byte| *byte == b'\n');
        assert_eq!(lines.next(), Some(b"P6".as_slice()), "{file}");
        let size = std::str::from_utf8(lines.next().unwrap()).unwrap();
        let (width, height) = size.split_once(' ').unwrap();
        let [width, height] = [width, height].map(|side| side.parse::<usize>().unwrap());
        lines.next();
        let (pixels, more) = lines.next().unwrap().split_at(3 * width * height);
        rest = more;
        let across = (20.0 / 25.4 * 144.0) as usize + 3;
        // Below the band at the head of page one.
        let colour = |y: usize| &pixels[3 * (y * width + across)..][..3];
        let (mut y, end) = (height / 16, height);
        while y < end {
            let own = colour(y);
            let high = (y..end).take_while(|at| colour(*at) == own).count();
            let grey = own.iter().max().unwrap() - own.iter().min().unwrap() < 40;
            if !grey && high > 3 {
                heights.push((own.to_vec(), high));
            }
            y += high;
        }
    }
    heights
}

#[test]
#[ignore = "needs pdftoppm"]
fn squares_of_goals_do_not_lie_on_each_other() {
    let own = TestProject::empty();
    own.write("briefpress.toml", PROJECT);
    for lines in 0..24 {
        let text = format!("text = \"{}\"", "So many words of it. ".repeat(3 * lines + 1));
        let toml = brief(CAMBODIA, &data("a.csv"), &[("16.2.2", &text)]);
        let note = "note = \"It is so.\"\n[[goal.target]]";
        let mut toml = toml.replacen("[[goal.target]]", note, 1);
        let at = toml.find("[[goal]]\nnumber = 5").unwrap();
        let last = toml.split_off(at).replacen("[[goal.target]]", note, 1);
        toml += &last;
        toml += "[[goal]]\nnumber = 10\nwhy = \"It is so.\"\n[[goal.target]]\ncode = \"10.3\"\n";
        own.write(&format!("briefs/b{lines}/brief.toml"), toml);
        own.write(&format!("briefs/b{lines}/a.csv"), rows(&[&[]]));
    }
    built(&own);
    let files: Vec<String> =
        (0..24).map(|lines| format!("dist/b{lines}/b{lines}.en.indicators.pdf")).collect();
    let all: Vec<Vec<(Vec<u8>, usize)>> = files.iter().map(|file| coloured(&own, file)).collect();
    // Of 15 pt; letters and rules are lower.
    let is_whole = |high: usize| high >= 29;
    let goals: BTreeSet<&Vec<u8>> =
        all.iter().flatten().filter(|(_, high)| is_whole(*high)).map(|(own, _)| own).collect();
    assert_eq!(goals.len(), 3, "{goals:?}");
    for (file, runs) in files.iter().zip(&all) {
        let squares: Vec<usize> =
            runs.iter().filter(|(own, _)| goals.contains(own)).map(|(_, high)| *high).collect();
        assert!(squares.len() >= 3, "{file}: {squares:?}");
        assert!(squares.iter().all(|high| is_whole(*high)), "{file}: {squares:?}");
    }
}

//! How pages look: page one has no hole and the last page holds something, numerals can be read on their
//! squares, and what is fine is printed with one ink. The tests that need poppler run with `--ignored`.

use std::collections::BTreeMap;
use std::process::Command;

use lopdf::content::Content;
use lopdf::{Document, Object};

use crate::support::{MINIMAL, TestProject, repository};

/// Pictures of all pages, 50 dots to the inch, in grey.
struct Sheets(Vec<Sheet>);

struct Sheet {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

const MM: f64 = 50.0 / 25.4;

impl Sheets {
    fn of(project: &TestProject, file: &str) -> Self {
        let path = project.path(file);
        let output = Command::new("pdftoppm").args(["-r", "50", "-gray"]).arg(path).output();
        let pictures = output.unwrap().stdout;
        let mut rest = pictures.as_slice();
        let mut sheets = Vec::new();
        // Each is "P5", width and height, 255, each on a line, and the pixels.
        while !rest.is_empty() {
            let mut lines = rest.splitn(4, |byte| *byte == b'\n');
            assert_eq!(lines.next(), Some(b"P5".as_slice()), "{file}");
            let size = std::str::from_utf8(lines.next().unwrap()).unwrap();
            let (width, height) = size.split_once(' ').unwrap();
            let [width, height] = [width, height].map(|side| side.parse::<usize>().unwrap());
            assert_eq!(lines.next(), Some(b"255".as_slice()), "{file}");
            let (grey, more) = lines.next().unwrap().split_at(width * height);
            sheets.push(Sheet { width, height, grey: grey.to_vec() });
            rest = more;
        }
        assert!(!sheets.is_empty(), "{file}");
        Self(sheets)
    }
}

impl Sheet {
    /// Whether there is a mark on each row of the text area; a panel is one.
    fn rows(&self) -> Vec<bool> {
        let foot = if self.width > self.height { 20.0 } else { 23.0 };
        let area = (20.0 * MM) as usize..self.height - (foot * MM) as usize;
        let row = |y: usize| &self.grey[y * self.width..(y + 1) * self.width];
        area.map(|y| row(y).iter().any(|grey| *grey < 250)).collect()
    }

    /// The same of what is between two places across the page, both as shares of its width.
    fn between(&self, from: f64, to: f64) -> Self {
        let [from, to] = [from, to].map(|at| (at * self.width as f64) as usize);
        let rows = self.grey.chunks(self.width).flat_map(|row| row[from..to].iter().copied());
        Self { width: to - from, height: self.height, grey: rows.collect() }
    }

    /// The tallest part of the text area with nothing on it, as a share.
    fn hole(&self) -> f64 {
        let rows = self.rows();
        let tallest = rows.split(|marked| *marked).map(<[bool]>::len).max().unwrap();
        tallest as f64 / rows.len() as f64
    }

    /// How far down the text area there are marks, as a share.
    fn filled(&self) -> f64 {
        let rows = self.rows();
        let last = rows.iter().rposition(|marked| *marked).unwrap_or(0);
        last as f64 / rows.len() as f64
    }
}

/// The shipped brief in all its languages, and the awkward ones.
fn projects() -> [TestProject; 2] {
    let folders = [repository().to_path_buf(), repository().join("tests/fixtures/awkward")];
    folders.map(|folder| {
        let project = TestProject::copy_of(&folder);
        assert_eq!(project.run(&["build"]).code, 0);
        project
    })
}

#[test]
#[ignore = "needs pdftoppm"]
fn page_one_has_no_hole_and_the_last_page_is_worth_its_paper() {
    let mut seen = 0;
    for project in projects() {
        for file in project.pdfs("dist") {
            let Sheets(mut sheets) = Sheets::of(&project, &format!("dist/{file}"));
            seen += 1;
            if !file.contains(".indicators.") {
                let (brief, _) = file.split_once('/').unwrap();
                let toml = project.read(&format!("briefs/{brief}/brief.toml"));
                let has = |line: &str| String::from_utf8_lossy(&toml).contains(line);
                // Behind a cover, which is empty on purpose, page one is the second sheet.
                let hole = sheets[usize::from(has("\ncover = true"))].hole();
                assert!(hole < 0.08, "{file}: {hole:.3} of page one is empty");
                // A page to tear off is as long as it is, and the text ends before it.
                if has("\ntear_off = true") {
                    sheets.pop();
                }
            }
            let last = sheets.last().unwrap().filled();
            assert!(sheets.len() == 1 || last > 1.0 / 3.0, "{file}: {last:.2} of the last page");
        }
    }
    assert!(seen >= 28, "{seen}");
}

fn showcase() -> TestProject {
    let project = TestProject::copy_of(&repository().join("tests/fixtures/showcase"));
    let run =
        project.run(&["build", "--only", "brief", "--edition", "screen", "--edition", "print"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project
}

#[test]
#[ignore = "needs pdftoppm"]
fn a_figure_that_finds_no_room_leaves_no_hole() {
    let project = showcase();
    for language in ["en", "fr", "km", "ar"] {
        let Sheets(sheets) =
            Sheets::of(&project, &format!("dist/regional/regional.{language}.pdf"));
        // Neither the cover nor the end of the text nor the page to tear off.
        for (n, sheet) in sheets.iter().enumerate().take(sheets.len() - 2).skip(1) {
            let hole = sheet.hole();
            assert!(hole < 0.2, "{language}, page {}: {hole:.2} is empty", n + 1);
        }
    }
}

#[test]
#[ignore = "needs pdftoppm"]
fn no_column_of_page_one_is_half_empty() {
    let project = showcase();
    for language in ["en", "fr", "km", "ar"] {
        let Sheets(sheets) =
            Sheets::of(&project, &format!("dist/fact-sheet/fact-sheet.{language}.pdf"));
        // The text stands on the first 8 of 12 columns from where lines begin.
        let (text, margin) = match language {
            "ar" => ((0.37, 0.9), (0.1, 0.36)),
            _ => ((0.1, 0.63), (0.64, 0.9)),
        };
        for (from, to) in [text, margin] {
            // Below the title, the standfirst and the goals.
            let rows = sheets[0].between(from, to).rows();
            let below = &rows[rows.len() * 2 / 5..];
            let tallest = below.split(|marked| *marked).map(<[bool]>::len).max().unwrap();
            let hole = tallest as f64 / rows.len() as f64;
            assert!(hole < 0.16, "{language}: {hole:.2} of the column from {from} is empty");
        }
    }
}

#[test]
#[ignore = "needs pdftoppm"]
fn both_editions_are_set_alike_where_a_page_is_saved() {
    let pages = |project: &TestProject| -> BTreeMap<String, usize> {
        let run = project.run(&["build", "--edition", "screen", "--edition", "print"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let count = |file: String| {
            let document = Document::load_mem(&project.read(&format!("dist/{file}"))).unwrap();
            (file, document.get_pages().len())
        };
        project.pdfs("dist").into_iter().map(count).collect()
    };
    let mut saved = 0;
    for folder in [repository().to_path_buf(), repository().join("tests/fixtures/awkward")] {
        let project = TestProject::copy_of(&folder);
        let fitted = pages(&project);
        for kind in ["brief", "indicators"] {
            let file = format!("templates/{kind}/main.typ");
            let template = std::fs::read_to_string(repository().join(&file)).unwrap();
            let natural = template.replacen("#let t =", "#let fit = \"natural\"\n#let t =", 1);
            assert_ne!(natural, template);
            project.write(&file, natural);
        }
        let natural = pages(&project);
        for (file, count) in fitted.iter().filter(|(file, _)| !file.ends_with(".print.pdf")) {
            let print = file.replace(".pdf", ".print.pdf");
            assert_eq!(*count, fitted[&print], "{file}");
            assert!(*count <= natural[file], "{file}");
            saved += natural[file] - count;
        }
    }
    assert!(saved > 0);
}

#[test]
#[ignore = "needs pdftotext"]
fn one_target_is_spoken_of_as_one() {
    let text = |brief: &str| {
        let project = TestProject::with_brief(brief);
        let run = project.run(&["build", "--only", "brief"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let path = project.path("dist/a/a.en.pdf");
        let output = Command::new("pdftotext").arg(path).arg("-").output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let implied = "targets = [\"16.3\"]\nimplied = [\"8.7\"]\n\n[[recommendation]]";
    let brief = MINIMAL.replacen("targets = [\"16.3\"]\n\n[[recommendation]]", implied, 1);
    // A text as tall as the labels of its targets beside it.
    let long = "The survey counted the days from filing to decision. ".repeat(8);
    let brief = brief.replace("The survey counted the days from filing to decision.", &long);
    assert!(brief.contains(implied) && brief.contains(&long));
    let one = text(&brief);
    assert!(one.contains("Target, by implication") && !one.contains("Targets, by"), "{one}");
    assert!(one.contains("Target 16.3"), "{one}");
}

/// The contrast of two colours, after the definition of WCAG 2.2, of which relative luminance is a part.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |hex: &str| {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    };
    let [a, b] = [one, other].map(luminance);
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn the_numeral_of_every_goal_can_be_read_on_its_square() {
    let (head, _) = MINIMAL.split_once("[[goal]]").unwrap();
    let head = head.replace("targets = [\"16.3\"]\n", "");
    let goals: String =
        (1..=17).map(|n| format!("[[goal]]\nnumber = {n}\nwhy = \"Touched.\"\n")).collect();
    let project = TestProject::with_brief(&format!("{head}{goals}"));
    let run = project.run(&["template", "data", "a"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let data: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let goals = data["goals"].as_array().unwrap();
    assert_eq!(goals.len(), 17);
    for goal in goals {
        let [colour, ink] = ["colour", "ink"].map(|key| goal[key].as_str().unwrap());
        let contrast = contrast(colour, ink);
        assert!(contrast >= 4.5, "goal {}: {contrast:.2}", goal["number"]);
    }
}

/// What is fine and takes several inks on a page: text by its size, lines by their width.
fn several_inks(content: &[u8]) -> Vec<String> {
    #[derive(Clone)]
    struct State {
        fill: usize,
        stroke: usize,
        size: f32,
        width: f32,
    }
    let inks = |operands: &[Object]| {
        operands.iter().filter(|part| part.as_float().is_ok_and(|part| part > 0.0)).count()
    };
    let mut state = State { fill: 1, stroke: 1, size: 0.0, width: 1.0 };
    let (mut saved, mut found) = (Vec::new(), Vec::new());
    for operation in Content::decode(content).unwrap().operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "q" => saved.push(state.clone()),
            "Q" => state = saved.pop().unwrap(),
            "k" => state.fill = inks(operands),
            "K" => state.stroke = inks(operands),
            "scn" => state.fill = 1,
            "SCN" => state.stroke = 1,
            "Tf" => state.size = operands[1].as_float().unwrap(),
            "w" => state.width = operands[0].as_float().unwrap(),
            "Tj" | "TJ" if state.fill > 1 && state.size < 9.99 => {
                found.push(format!("text of {} pt", state.size));
            }
            "S" | "s" if state.stroke > 1 && state.width < 0.499 => {
                found.push(format!("a line of {} pt", state.width));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn fine_letters_and_lines_are_printed_with_one_ink() {
    let project = TestProject::copy_of(repository());
    let run = project.run(&["build", "--edition", "print"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = project.pdfs("dist");
    assert!(files.len() >= 12);
    for file in files {
        let document = Document::load_mem(&project.read(&format!("dist/{file}"))).unwrap();
        for (n, page) in document.get_pages() {
            let found = several_inks(&document.get_page_content(page));
            assert!(found.is_empty(), "{file}, page {n}: {found:?}");
        }
    }
}

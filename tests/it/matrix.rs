//! The table of findings and targets where it has more columns than a page, as poppler reads it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Command;

use serde_json::Value;

use crate::support::{PROJECT, TestProject};

/// A title in each of the languages, one of which is read from right to left, and one has no spaces.
const TITLES: [(&str, &str); 3] = [
    ("en", "Services reach fewer people than they were meant to reach, and no one counts them"),
    ("ar", "تصل الخدمات إلى عدد من الناس أقل مما كان مقررا ولا يحصيهم أحد"),
    ("km", "សេវាទៅដល់មនុស្សតិចជាងការគ្រោងទុក ហើយគ្មាននរណារាប់ពួកគេទេ"),
];

/// All targets there are.
fn codes(project: &TestProject) -> Vec<String> {
    let run = project.run(&["sdg", "codes", "--format", "json"]);
    let all: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    let targets = all.iter().filter(|one| one["kind"] == "target");
    targets.map(|one| one["code"].as_str().unwrap().to_string()).collect()
}

/// A brief of so many findings that bear on these targets: neighbours directly, one far from them by
/// implication, and the last finding on none. With it comes how many marks that makes.
fn brief(language: &str, title: &str, findings: usize, targets: &[String]) -> (String, usize) {
    let mut text = format!(
        "title = \"Title\"\ncountry = \"KH\"\ndate = 2026-01-01\nlanguage = \"{language}\"\n\
         summary = \"A summary. [@a]\"\nkey_messages = [\"One.\", \"Two.\", \"Three.\"]\n\n\
         [[source]]\nid = \"a\"\ntitle = \"A source\"\npublisher = \"A publisher\"\ndate = 2024\n\n"
    );
    let each = targets.len().div_ceil(findings - 1);
    let mut marks = 0;
    for number in 0..findings {
        let direct: BTreeSet<&String> =
            (0..each).map(|next| &targets[(number * each + next) % targets.len()]).collect();
        let implied = &targets[(number * 31 + targets.len() / 2) % targets.len()];
        let implied = Some(implied).filter(|code| !direct.contains(code));
        let links = if number + 1 == findings {
            String::new()
        } else {
            marks += direct.len() + implied.iter().count();
            let implied = Vec::from_iter(implied);
            format!("targets = {:?}\nimplied = {implied:?}\n", Vec::from_iter(direct))
        };
        write!(
            text,
            "[[finding]]\nid = \"f{number}\"\ntitle = \"{title}\"\ntext = \"{title}.\"\n\
             sources = [\"a\"]\n{links}\n"
        )
        .unwrap();
    }
    let goal = |code: &str| -> u32 { code.split('.').next().unwrap().parse().unwrap() };
    let goals: BTreeSet<u32> = targets.iter().map(|code| goal(code)).collect();
    for number in goals {
        write!(text, "[[goal]]\nnumber = {number}\nwhy = \"{title}.\"\n").unwrap();
        for code in targets.iter().filter(|code| goal(code) == number) {
            write!(text, "[[goal.target]]\ncode = \"{code}\"\ntext = \"{title}\"\n").unwrap();
        }
    }
    (text, marks)
}

fn poppler(program: &str, option: &str, project: &TestProject, file: &str) -> String {
    let output =
        Command::new(program).arg(option).arg(project.path(file)).args(last(program)).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Of texts in attributes it prints the bytes.
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn last(program: &str) -> &'static [&'static str] {
    if program == "pdftotext" { &["-"] } else { &[] }
}

fn is_code(text: &str) -> bool {
    let Some((goal, target)) = text.split_once('.') else { return false };
    let is_target = target.parse::<u8>().is_ok() || (target.len() == 1 && target.is_ascii());
    goal.parse::<u8>().is_ok() && is_target
}

/// A table of the matrix: the codes over its columns, and of each row below how many header cells, other
/// cells and marks it has.
struct Part {
    codes: Vec<String>,
    rows: Vec<[usize; 3]>,
}

/// The tables of the matrix by the structure of the PDF: those whose columns are targets.
fn parts(structure: &str) -> Vec<Part> {
    let tables = structure.split("Table (block)").skip(1);
    let part = |table: &str| {
        let indent = |line: &str| line.len() - line.trim_start().len();
        let lines: Vec<&str> = table.lines().skip(1).collect();
        let inside = lines.iter().take_while(|line| line.is_empty() || indent(line) > 2);
        let mut rows: Vec<Vec<&str>> = Vec::new();
        for line in inside.map(|line| line.trim()) {
            if line == "TR" || line.starts_with("TR ") {
                rows.push(Vec::new());
            } else if let Some(row) = rows.last_mut() {
                row.push(line);
            }
        }
        let head = rows.first()?.iter().filter_map(|line| line.strip_prefix('"'));
        let head: Vec<&str> = head.map(|text| text.trim_end_matches('"')).collect();
        let codes: Vec<String> =
            head.iter().skip(1).filter(|text| is_code(text)).map(|s| s.to_string()).collect();
        let count = |row: &Vec<&str>| {
            let starting = |with: &str| row.iter().filter(|line| line.starts_with(with)).count();
            [starting("TH"), starting("TD"), starting("Figure")]
        };
        let rows: Vec<[usize; 3]> = rows.iter().skip(1).map(count).collect();
        (!codes.is_empty() && codes.len() + 1 == head.len()).then_some(Part { codes, rows })
    };
    tables.filter_map(part).collect()
}

/// How far down each page goes on which the matrix stands, from 0 to 1, without the line at its foot; not
/// the last page of the document.
fn filled(boxes: &str) -> Vec<f64> {
    let number = |line: &str, name: &str| -> f64 {
        let value = line.split_once(&format!("{name}=\"")).unwrap().1;
        value.split_once('"').unwrap().0.parse().unwrap()
    };
    let pages: Vec<&str> = boxes.split("<page ").skip(1).collect();
    let (_, pages) = pages.split_last().unwrap();
    let fill = |page: &&str| {
        let height = number(page, "height");
        let words: Vec<&str> =
            page.lines().filter(|line| line.trim().starts_with("<word ")).collect();
        let text = |line: &str| {
            let text = line.split_once('>').map_or("", |(_, text)| text);
            text.trim_end_matches("</word>").to_string()
        };
        // A line of codes is a head of the matrix, which each of its pages has.
        let codes = words.iter().filter(|line| is_code(&text(line)));
        let lines: Vec<f64> = codes.map(|line| number(line, "yMin")).collect();
        let heads = |at: f64| lines.iter().filter(|other| (**other - at).abs() < 0.5).count();
        lines.iter().any(|at| heads(*at) >= 8).then(|| {
            let ends = words.iter().map(|line| number(line, "yMax") / height);
            ends.filter(|end| *end < 0.93).fold(0.0, f64::max)
        })
    };
    pages.iter().filter_map(fill).collect()
}

#[test]
#[ignore = "needs pdfinfo and pdftotext"]
fn a_matrix_wider_than_a_page_is_parted_and_no_page_is_nearly_empty() {
    for (language, title) in TITLES {
        for (findings, count) in [(12, 10), (12, 40), (24, 169)] {
            // Each of the others in one of its sizes is enough.
            if language != "en" && count != if language == "ar" { 169 } else { 40 } {
                continue;
            }
            let project = TestProject::empty();
            project.write("briefpress.toml", PROJECT);
            let all = codes(&project);
            let targets: Vec<String> =
                (0..count).map(|number| all[number * all.len() / count].clone()).collect();
            let (brief, marks) = brief(language, title, findings, &targets);
            project.write("briefs/a/brief.toml", brief);
            let run = project.run(&["build", "--only", "brief"]);
            assert_eq!(run.code, 0, "{}", run.stderr);
            let file = format!("dist/a/a.{language}.pdf");
            let what = format!("{findings} × {count} in {language}");

            let parts = parts(&poppler("pdfinfo", "-struct-text", &project, &file));
            assert_eq!(parts.len(), count.div_ceil(14), "{what}");
            let over: Vec<&String> = parts.iter().flat_map(|part| &part.codes).collect();
            assert_eq!(over, targets.iter().collect::<Vec<_>>(), "{what}");
            let mut seen = 0;
            for (number, part) in parts.iter().enumerate() {
                for [heads, cells, marked] in &part.rows {
                    assert_eq!((*heads, *cells), (1, part.codes.len()), "{what}, {number}");
                    seen += marked;
                }
                let empty = part.rows.iter().filter(|row| row[2] == 0).count();
                // The finding that bears on nothing stands in the first table alone.
                assert_eq!(empty, usize::from(number == 0), "{what}, {number}");
            }
            assert_eq!(seen, marks, "{what}");
            if let [only] = &parts[..] {
                assert_eq!(only.rows.len(), findings, "{what}");
            }
            let filled = filled(&poppler("pdftotext", "-bbox", &project, &file));
            assert!(filled.iter().all(|fill| *fill > 0.6), "{what}: {filled:?}");
            assert!(count < 169 || filled.len() > 2, "{what}: {filled:?}");
        }
    }
}

/// In the indicator table a goal whose targets have no indicator has a row of one line or two beside its
/// number and its name of up to four: wherever a page ends, both stand on the same.
#[test]
#[ignore = "needs pdftotext"]
fn a_goal_without_indicators_is_not_cut_by_the_end_of_a_page() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    let all = codes(&project);
    let names = [
        (8, "growth"),
        (9, "infrastructure"),
        (10, "inequalities"),
        (11, "communities"),
        (12, "production"),
        (16, "institutions"),
    ];
    for lines in 0..9 {
        let mut text = "title = \"Title\"\ncountry = \"KH\"\ndate = 2026-01-01\nlanguage = \"en\"\n\
                        summary = \"A summary. [@a]\"\nkey_messages = [\"One.\", \"Two.\", \"Three.\"]\n\n\
                        [[source]]\nid = \"a\"\ntitle = \"A source\"\npublisher = \"A publisher\"\ndate = 2024\n\n\
                        [[finding]]\nid = \"f\"\ntitle = \"Words\"\ntext = \"Words.\"\nsources = [\"a\"]\n\n"
            .to_string();
        for goal in 1..=17 {
            write!(text, "[[goal]]\nnumber = {goal}\nwhy = \"Words.\"\n").unwrap();
            let own = all.iter().filter(|code| code.split_once('.').unwrap().0 == goal.to_string());
            // Wording of the first goal moves all others down.
            let words = if goal == 1 { "Of words ".repeat(12 * lines + 1) } else { "Words".into() };
            for code in own.take(2) {
                write!(text, "[[goal.target]]\ncode = \"{code}\"\ntext = \"{}\"\n", words.trim())
                    .unwrap();
            }
        }
        project.write("briefs/a/brief.toml", text);
        let run = project.run(&["build", "-q", "--only", "indicators"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let text = poppler("pdftotext", "-layout", &project, "dist/a/a.en.indicators.pdf");
        let pages: Vec<Vec<&str>> =
            text.split('\u{c}').map(|page| page.split_whitespace().collect()).collect();
        assert!(pages.len() > 2, "more pages than one");
        for (goal, word) in names {
            let on = |found: &dyn Fn(&Vec<&str>) -> bool| -> Vec<usize> {
                (0..pages.len()).filter(|&page| found(&pages[page])).collect()
            };
            let number = goal.to_string();
            let numbered = on(&|page| page.windows(2).any(|two| two == ["SDG", &number]));
            let named = on(&|page| page.contains(&word));
            assert!(!named.is_empty(), "{word}: {text}");
            assert_eq!(numbered, named, "{lines} lines more: goal {goal}\n{text}");
        }
    }
}

//! Tables of a brief, as other programs find them in the PDF.

use std::process::Command;

use crate::support::{MINIMAL, PROJECT, TestProject, repository};

/// A cell as poppler reads it from the structure of a PDF: whether it is a header, its own name, the
/// names of its headers, and its words.
#[derive(Debug)]
struct CellFound {
    head: bool,
    name: String,
    headers: Vec<String>,
    words: String,
}

/// The rows of the first table of a PDF.
fn rows(project: &TestProject, file: &str) -> Vec<Vec<CellFound>> {
    let output =
        Command::new("pdfinfo").arg("-struct-text").arg(project.path(file)).output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut lines = text.lines().skip_while(|line| !line.trim().starts_with("Table"));
    let table = depth(lines.next().unwrap());
    let mut rows: Vec<Vec<CellFound>> = Vec::new();
    for line in lines.take_while(|line| depth(line) > table) {
        let said = line.trim();
        if said == "TR" {
            rows.push(Vec::new());
        } else if said.starts_with("TH") || said.starts_with("TD") {
            let name = said.split(['<', '>']).nth(1).unwrap_or_default().to_string();
            let head = said.starts_with("TH");
            let cell = CellFound { head, name, headers: vec![], words: String::new() };
            rows.last_mut().unwrap().push(cell);
        } else if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
            if let Some(names) = said.strip_prefix("/Headers ") {
                let names = names.split(['(', ')']).skip(1).step_by(2);
                cell.headers = names.map(String::from).collect();
            } else if said.starts_with('"') {
                cell.words.push_str(said.trim_matches('"'));
            }
        }
    }
    rows
}

fn fixture() -> TestProject {
    TestProject::copy_of(&repository().join("tests/fixtures/awkward"))
}

#[test]
#[ignore = "needs pdfinfo"]
fn cells_say_their_row_their_column_and_their_group() {
    let project = fixture();
    assert_eq!(project.run(&["build", "--only", "brief", "tables"]).code, 0);
    let rows = rows(&project, "dist/tables/tables.en.pdf");
    let words = |row: &[CellFound]| row.iter().map(|cell| cell.words.clone()).collect::<Vec<_>>();
    let expected: [&[&str]; 9] = [
        &["Court", "Publishes", "Decisions", "Waitdays", "Change%"],
        &["North"],
        &["Banteay", "Yes", "1,204", "61.5", "38.0"],
        &["Preaha", "In part", "86", "7.25", "\u{2212}4.0"],
        &["All courts of the region", "–", "1,290", "68", "–"],
        &["South"],
        &["Kampotb", "No", "12,450", "154", "12.0"],
        &["Takeo, with the districts that were joined to it", "No", "9", "–", "2.0"],
        &["All courts of the region", "–", "12,459", "154", "–"],
    ];
    assert_eq!(rows.iter().map(|row| words(row)).collect::<Vec<_>>(), expected);
    let name = |row: usize, cell: usize| rows[row][cell].name.clone();
    assert!(rows[0].iter().all(|cell| cell.head));
    for (row, group) in [(2, 1), (4, 1), (6, 5), (8, 5)] {
        assert!(rows[row][0].head && !rows[row][2].head);
        // A group has the heads of the columns in its turn.
        assert_eq!(rows[row][2].headers, [name(group, 0), name(row, 0)], "{row}");
        assert!(rows[group][0].headers.contains(&name(0, 2)));
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn the_numbers_of_a_table_are_those_of_its_file() {
    let project = fixture();
    assert_eq!(project.run(&["build", "--only", "brief", "tables", "--lang", "en"]).code, 0);
    let pdf = project.path("dist/tables/tables.en.pdf");
    let output = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let file = String::from_utf8(project.read("briefs/tables/data/registers.csv")).unwrap();
    let mut found = 0;
    for line in file.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let births = match fields[2] {
            "" => "–".to_string(),
            births if births.len() > 3 => {
                let (thousands, rest) = births.split_at(births.len() - 3);
                format!("{thousands},{rest}")
            }
            births => births.to_string(),
        };
        let per_day: f64 = fields[3].parse().unwrap();
        let row = text.lines().find(|line| line.split_whitespace().next() == Some(fields[0]));
        let row: Vec<&str> = row.unwrap_or_else(|| panic!("{line}")).split_whitespace().collect();
        assert_eq!(row, [fields[0], fields[1], &births, &format!("{per_day:.2}")], "{line}");
        found += 1;
    }
    assert_eq!(found, 48);
    // Its head stands on both pages that it takes.
    assert_eq!(text.matches("Per day").count(), 2);
}

#[test]
#[ignore = "needs pdftotext"]
fn decimal_signs_stand_one_below_the_other() {
    let table = "\n[[table]]\nid = \"t\"\ntitle = \"Waits\"\n\
                 column = [{ head = \"Court\" }, { head = \"Days\" }]\n\
                 rows = [[\"A\", 1203.5], [\"B\", 7.125], [\"C\", -4.5]]\n";
    let brief = MINIMAL.replace("to decision.\"", "to decision [@fig.t].\"");
    let project = TestProject::with_brief(&format!("{brief}{table}"));
    assert_eq!(project.run(&["build", "--only", "brief"]).code, 0);
    let pdf = project.path("dist/a/a.en.pdf");
    let output = Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let edges = |word: &str| -> (f64, f64) {
        let line = text.lines().find(|line| line.contains(&format!(">{word}<"))).expect(word);
        let value = |name: &str| -> f64 {
            line.split(&format!("{name}=\""))
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .parse()
                .unwrap()
        };
        (value("xMin"), value("xMax"))
    };
    let ends = [("1,203.5", 1), ("7.125", 3), ("\u{2212}4.5", 1)].map(|(word, decimals)| {
        let (_, end) = edges(word);
        (end, decimals)
    });
    // Digits of tables are equally wide: two of them are what the longest has more.
    let more = ends[1].0 - ends[0].0;
    assert!((ends[0].0 - ends[2].0).abs() < 0.1, "{ends:?}");
    assert!(more > 4.0 && more < 12.0, "{ends:?}");
}

#[test]
#[ignore = "needs pdftotext"]
fn years_and_signs_of_a_table_print_as_they_were_typed() {
    let table = |kind: &str| {
        format!(
            "\n[[table]]\nid = \"t\"\ntitle = \"Waits\"\n\
             column = [{{ head = \"Court\" }}, {{ head = \"Since\"{kind} }}, {{ head = \"Births\" }}, \
             {{ head = \"Change\", unit = \"%\" }}]\n\
             rows = [[\"A\", 2010, 1990, 2], [\"B\", \"\", 2450, +3.5], [\"C\", 1987, 2001, -4.5]]\n"
        )
    };
    let brief = MINIMAL.replace("to decision.\"", "to decision [@fig.t].\"");
    for (kind, year) in [("", "2010"), (", kind = \"number\"", "2,010")] {
        let project = TestProject::with_brief(&format!("{brief}{}", table(kind)));
        assert_eq!(project.run(&["build", "--only", "brief"]).code, 0);
        let pdf = project.path("dist/a/a.en.pdf");
        let output = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        // One number that is no year, and all of its column count.
        for number in [year, "1,990", "2,450", "2,001", "+2", "+3.5", "\u{2212}4.5"] {
            assert!(text.split_whitespace().any(|word| word == number), "{number}: {text}");
        }
    }
}

/// A brief with a table of so many rows, and so many lines of text before it.
fn with_table(rows: usize, lines: usize) -> String {
    let rows: Vec<String> = (1..=rows).map(|n| format!("[\"Row{n}\", {n}]")).collect();
    let table = format!(
        "\n[[table]]\nid = \"t\"\ntitle = \"Tabletitle\"\nnote = \"Tablenote, as the registry has it.\"\n\
         sources = [\"survey\"]\nrow_note = [{{ row = \"Row2\", text = \"Rownote, of the second.\" }}]\n\
         column = [{{ head = \"Court\" }}, {{ head = \"Days\" }}]\n\
         rows = [{}]\n",
        rows.join(", ")
    );
    let text = "A line of text.\\n\\n".repeat(lines);
    let section = format!(
        "\n[[section]]\nid = \"s\"\ntitle = \"Annex\"\nat = \"annex\"\n\
         text = \"{text}The table is below [@fig.t].\"\n"
    );
    format!("{MINIMAL}{section}{table}")
}

#[test]
#[ignore = "needs pdftotext"]
fn title_and_notes_of_a_table_stand_with_rows_wherever_a_page_ends() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    let briefs: Vec<(usize, usize)> = [8, 21, 50]
        .into_iter()
        .flat_map(|rows| (0..45).step_by(3).map(move |n| (rows, n)))
        .collect();
    for (rows, lines) in &briefs {
        project.write(&format!("briefs/b{rows}-{lines}/brief.toml"), with_table(*rows, *lines));
    }
    let run = project.run(&["build", "--only", "brief", "-q"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let mut broken = 0;
    for (rows, lines) in briefs {
        let file = project.path(&format!("dist/b{rows}-{lines}/b{rows}-{lines}.en.pdf"));
        let output = Command::new("pdftotext").arg("-layout").arg(file).arg("-").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let pages: Vec<&str> = text.split('\u{c}').collect();
        let rows_of = |page: &str| page.matches("Row").count() - page.matches("Rownote").count();
        let with = |word: &str| pages.iter().position(|page| page.contains(word)).unwrap();
        let (title, note) = (with("Tabletitle"), with("Tablenote"));
        assert_eq!(with("Rownote"), note, "{rows} {lines}");
        assert!(rows_of(pages[title]) >= 3, "{rows} {lines}: a title with {}", pages[title]);
        assert!(rows_of(pages[note]) >= 1, "{rows} {lines}: notes with {}", pages[note]);
        broken += usize::from(title != note);
        assert!(rows > 8 || title == note, "{rows} {lines}: a short table breaks");
    }
    assert!(broken >= 15, "{broken}");
}

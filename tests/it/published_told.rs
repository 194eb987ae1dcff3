//! What is wrong with files that were published, and would otherwise be pinned, or passed over, without a word.

use crate::published::{shared, workbook};
use crate::support::{MINIMAL, Run, TestProject};

/// A sheet of the framework with some cells of its own.
const SHEET: [(&str, &str); 6] = [
    ("A1", "Goals and targets"),
    ("B1", "Indicators"),
    ("A2", "1.1 End poverty"),
    ("B2", "1.1.1 Share of people"),
    ("B3", "1.2.1 Share of men"),
    ("B5", "1.3.1 Share of women"),
];

fn imported(book: &[u8]) -> (TestProject, Run) {
    let project = TestProject::with_brief(MINIMAL);
    project.write("f.xlsx", book);
    let run = project.run(&["sdg", "import", "f.xlsx", "--release", "2025", "--lang", "en"]);
    (project, run)
}

fn with(cells: &[(&'static str, &'static str)]) -> Vec<u8> {
    let mut all: Vec<(&str, &str)> = SHEET.to_vec();
    for (name, text) in cells {
        all.retain(|(own, _)| own != name);
        all.push((name, text));
    }
    // Rows in their order.
    all.sort_by_key(|(name, _)| (name[1..].to_string(), name.to_string()));
    workbook(&all)
}

#[test]
fn marks_of_footnotes_go_from_where_they_stand() {
    let run = "</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>";
    let all: Vec<(&str, String)> = vec![
        ("A2", "1.1 End [b] povertyᵇ".into()),
        ("B2", "1.1.1 Share of people".into()),
        (
            "B3",
            format!(
                "</t><r><t>1.2.1 Share of men{run}a</t></r><r><t xml:space=\"preserve\"> by age</t></r><t>"
            ),
        ),
        (
            "B5",
            format!(
                "</t><r><t>1.3.1 Area in km{run}2</t></r><r><t xml:space=\"preserve\"> of land</t></r><t>"
            ),
        ),
    ];
    let all: Vec<(&str, &str)> = all.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (project, run) = imported(&workbook(&all));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("marks of footnotes"), "{}", run.stdout);
    let toml = String::from_utf8(project.read("sdg/en.toml")).unwrap();
    for words in ["\"End poverty\"", "\"Share of men by age\"", "\"Area in km2 of land\""] {
        assert!(toml.contains(words), "{words}: {toml}");
    }
}

#[test]
fn an_error_of_a_spreadsheet_is_no_empty_cell() {
    let book = with(&[]);
    let text = "<c r=\"A4\" t=\"e\"><v>#REF!</v></c>";
    let all = workbook(&[&SHEET[..5], &[("A4", "ERROR")][..], &SHEET[5..]].concat());
    assert_ne!(all, book);
    let change = |_: &str, part: String| {
        part.replace("<c r=\"A4\" t=\"inlineStr\"><is><t>ERROR</t></is></c>", text)
    };
    let (_, run) = imported(&crate::values_told::repacked(&all, change, false));
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(
        run.stderr.contains("row 4, column A") && run.stderr.contains("`#REF!`"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_text_without_a_code_is_told() {
    let (_, run) = imported(&with(&[("B4", "and what they earn")]));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout.contains("no code is before it (1): “and what they earn”"),
        "{}",
        run.stdout
    );
    let (_, run) = imported(&with(&[("B4", "Indicators")]));
    assert!(!run.stdout.contains("no code is before it"), "{}", run.stdout);
}

#[test]
fn an_indicator_without_a_tier_is_told() {
    let project = TestProject::with_brief(MINIMAL);
    let csv = "Indicator,Tier,Custodian agencies\n1.1.1 A,,World Bank\n1.2.1 B,Tier I,ILO\n";
    project.write("t.csv", csv);
    let run = project.run(&["sdg", "import", "t.csv", "--release", "2022"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("without a tier (1): 1.1.1"), "{}", run.stdout);
}

#[test]
fn words_of_another_language_are_refused() {
    let english = "16-3-1-title: Proportion of the victims of violence and of crime\n\
                   16-3-2-title: Share of the people held without a sentence by the police\n\
                   16-1-1-title: Number of victims of homicide per 100,000 for the year\n";
    let spanish = "16-3-1-title: Proporción de las víctimas de los delitos y del crimen\n\
                   16-3-2-title: Proporción de los detenidos y las personas por una sentencia\n\
                   16-1-1-title: Número de las víctimas por cada una de las regiones del país\n";
    let french = "16-3-1-title: Proportion des victimes de la violence et des crimes dans les pays\n\
                  16-3-2-title: Proportion des détenus et des personnes dans les prisons du pays\n";
    for (folder, text, refused) in [
        ("fr", english, Some("English")),
        ("fr", spanish, Some("Spanish")),
        ("vi", english, Some("English")),
        ("fr", french, None),
        ("es", spanish, None),
        ("en", english, None),
    ] {
        let project = TestProject::with_brief(MINIMAL);
        project.write(&format!("in/{folder}/i.yml"), text);
        let run = project.run(&["sdg", "import", "in", "--release", "2025"]);
        assert_eq!(run.code, i32::from(refused.is_some()), "{folder}: {}", run.stderr);
        assert!(run.stderr.contains(refused.unwrap_or_default()), "{}", run.stderr);
    }
    // A text that is its original is not translated.
    let project = TestProject::with_brief(MINIMAL);
    let unit = |code: &str, text: &str| {
        format!(
            "msgctxt \"SDG_INDICATOR__{code}\"\nmsgid \"Indicator {code}: First measure\"\nmsgstr \"{text}\"\n\n"
        )
    };
    let po = "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Language: fr\\n\"\n\n";
    let po = format!(
        "{po}{}{}",
        unit("1.1.1", "Indicator 1.1.1: First measure"),
        unit("1.2.1", "Indicateur 1.2.1 : Première mesure")
    );
    project.write("m.po", po);
    let run = project.run(&["sdg", "import", "m.po", "--release", "2022"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("not translated, or doubtful: 1"), "{}", run.stdout);
    let toml = String::from_utf8(project.read("sdg/fr.toml")).unwrap();
    assert!(!toml.contains("First measure"), "{toml}");
}

#[test]
fn what_may_have_been_reworded_is_told() {
    let Some(folder) = shared("open-sdg/en") else { return };
    let project = TestProject::with_brief(MINIMAL);
    let folder = folder.display().to_string();
    let run = project.run(&["sdg", "import", &folder, "--release", "2025-08-19"]);
    assert!(
        run.stdout.contains("reworded since (6): 5.3.2, 10.7.2, 11.5.2, 12.7.1, 15.4.2, 16.3.1"),
        "{}",
        run.stdout
    );
    let run = project.run(&["sdg", "import", &folder, "--release", "2022"]);
    assert!(run.stdout.contains("16.3.1") && !run.stdout.contains("perhaps"), "{}", run.stdout);
}

#[test]
fn a_release_to_come_is_refused() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("f.xlsx", with(&[]));
    for (release, code) in [("2099-01-01", 2), ("2099", 2), ("2021", 0)] {
        let run = project.run(&["sdg", "import", "f.xlsx", "--release", release, "--lang", "en"]);
        assert_eq!(run.code, code, "{}", run.stderr);
    }
}

#[test]
fn a_code_is_found_as_itself() {
    let run = TestProject::with_brief(MINIMAL).run(&["sdg", "find", "16.3"]);
    assert!(run.stdout.starts_with("16.3") && !run.stdout.contains("10.c"), "{}", run.stdout);
    assert!(run.stdout.contains("16.3.2"), "{}", run.stdout);
}

#[test]
fn a_text_that_is_nothing_of_all_that_has_no_sheets() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("in.yml", "16-3-1 title Proportion\n16-3-2 title Share\n");
    let run = project.run(&["sdg", "import", "in.yml", "--release", "2025", "--lang", "en"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("no keys as translations of Open SDG have"), "{}", run.stderr);
    assert!(!run.stderr.contains("no sheet in it"), "{}", run.stderr);
}

//! What belongs together stands together on the pages, and what moves keeps its place in the order of
//! reading. The tests need poppler and run with `--ignored`.

use std::process::Command;

use crate::support::{MINIMAL, PROJECT, TestProject, repository};
use crate::values::with_values;

/// The output of one of poppler's programs about a PDF.
fn poppler(project: &TestProject, program: &[&str], file: &str) -> String {
    let (name, args) = program.split_first().unwrap();
    let output = Command::new(name).args(args).arg(project.path(file)).arg("-").output().unwrap();
    assert!(output.status.success(), "{file}");
    String::from_utf8_lossy(&output.stdout).replace(['\u{2066}', '\u{2069}'], "")
}

/// The words of a PDF, each with its page and the place of its upper edge on it.
fn words(project: &TestProject, file: &str) -> Vec<(usize, f64, String)> {
    let mut page = 0;
    let mut found = Vec::new();
    for line in poppler(project, &["pdftotext", "-bbox"], file).lines() {
        page += usize::from(line.trim().starts_with("<page "));
        if let Some((_, top)) = line.split_once("yMin=\"") {
            let top = top.split('"').next().unwrap().parse().unwrap();
            let word = line.split('>').nth(1).unwrap().split('<').next().unwrap();
            found.push((page, top, word.to_string()));
        }
    }
    found
}

#[test]
#[ignore = "needs pdftotext"]
fn a_tier_of_parts_breaks_behind_a_stroke_alone() {
    let project = TestProject::copy_of(&repository().join("tests/fixtures/showcase"));
    let run = project.run(&["build", "regional"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for language in ["en", "fr", "km", "ar"] {
        for kind in ["", ".indicators"] {
            let file = format!("dist/regional/regional.{language}{kind}.pdf");
            let all = words(&project, &file);
            let at = |is_it: &dyn Fn(&str) -> bool| {
                let found = all.iter().find(|(_, _, word)| is_it(word));
                let (page, top, _) = found.unwrap_or_else(|| panic!("{file}"));
                (*page, top.round() as i64)
            };
            let second = at(&|word| word.ends_with("(b,"));
            assert_eq!(at(&|word| word.starts_with("c)")), second, "{file}: “(b, c)”");
            let numeral = |word: &str| word == "II" || word.ends_with("/II");
            let on_line = all
                .iter()
                .any(|(page, top, word)| numeral(word) && (*page, top.round() as i64) == second);
            assert!(on_line, "{file}: “II (b, c)”");
        }
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn a_year_stands_on_the_line_of_its_value() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    for language in ["en", "ar", "fr"] {
        with_values(&project, &format!("briefs/{language}"), language);
        let brief = project.read(&format!("briefs/{language}/brief.toml"));
        let brief = String::from_utf8(brief).unwrap();
        let several = brief.replace("country = \"KH\"", "countries = [\"KH\", \"LA\", \"VN\"]");
        assert_ne!(several, brief);
        let several = several.lines().filter(|line| !line.starts_with("national = "));
        let several: Vec<&str> = several.collect();
        project.write(&format!("briefs/{language}/brief.toml"), several.join("\n"));
    }
    let run = project.run(&["build", "--only", "indicators"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for language in ["en", "ar", "fr"] {
        let file = format!("dist/{language}/{language}.{language}.indicators.pdf");
        let all = words(&project, &file);
        for (value, year) in [("41", "2014"), ("33", "2020")] {
            let year = all.iter().find(|(_, _, word)| word.contains(year)).expect(year);
            let beside = all.iter().any(|(page, top, word)| {
                word.starts_with(value) && *page == year.0 && (top - year.1).abs() < 3.0
            });
            assert!(beside, "{file}: {value} {}", year.2);
        }
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn no_goal_stands_alone_on_the_last_page_of_the_table() {
    let project = TestProject::copy_of(repository());
    assert_eq!(project.run(&["build"]).code, 0);
    let id = "cambodia-scamming-compounds";
    for (language, title) in [("en", "SDG"), ("fr", "ODD"), ("th", "SDG"), ("zh-Hans", "目标")] {
        for kind in ["", ".indicators"] {
            let file = format!("dist/{id}/{id}.{language}{kind}.pdf");
            let text = poppler(&project, &["pdftotext", "-raw"], &file);
            let squeezed: Vec<String> =
                text.split('\u{c}').map(|page| page.replace([' ', '\u{a0}'], "")).collect();
            // A title is followed by no other digit.
            let has = |page: &str, n: &str| {
                page.match_indices(&format!("{title}{n}")).any(|(at, found)| {
                    !page[at + found.len()..].starts_with(|c: char| c.is_ascii_digit())
                })
            };
            let last = squeezed.iter().rposition(|page| has(page, "3")).expect(&file);
            assert!(has(&squeezed[last], "10"), "{file}: goal 3 by itself on page {}", last + 1);
        }
    }
}

#[test]
#[ignore = "needs pdfinfo"]
fn a_figure_at_the_top_of_a_page_is_read_where_it_belongs() {
    let project = TestProject::copy_of(&repository().join("tests/fixtures/showcase"));
    let run = project.run(&["build", "regional", "--lang", "en", "--only", "brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let file = "dist/regional/regional.en.pdf";
    let page_of = |first: &str| {
        let all = words(&project, file);
        let at = all.windows(2).position(|pair| {
            let [(_, _, one), (_, _, other)] = pair else { return false };
            format!("{one} {other}") == first
        });
        all[at.unwrap_or_else(|| panic!("{first}"))].0
    };
    // On the pages the text behind it goes on before it stands.
    assert!(page_of("Goals touched,") < page_of("they legislate"));
    let output = Command::new("pdfinfo").arg("-struct-text").arg(project.path(file)).output();
    let tree = String::from_utf8_lossy(&output.unwrap().stdout).into_owned();
    let at = |text: &str| tree.find(text).unwrap_or_else(|| panic!("{text}"));
    let claim = at("\"In seven of nine countries, women manage more than");
    assert!(at("\"It is not that women do not lead\"") < claim);
    assert!(claim < at("\"Goals touched, and why\""));
}

#[test]
#[ignore = "needs pdftotext"]
fn nothing_stands_above_the_head_of_page_one() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    for lines in 0..24 {
        // A figure behind more and more text, until page one has no room for it.
        let text = "The survey counted the days from filing to decision in every court. ";
        let finding = format!("to decision. {}\"\nfigure = \"c\"", text.repeat(lines));
        let chart = "\n[[chart]]\nid = \"c\"\nkind = \"bar\"\ntitle = \"Waits\"\n\
                     columns = [\"Court\", \"Days\"]\n\
                     rows = [[\"A\", 4], [\"B\", 5], [\"C\", 7], [\"D\", 9], [\"E\", 11]]\n";
        let brief = MINIMAL.replacen("to decision.\"", &finding, 1);
        project.write(&format!("briefs/b{lines}/brief.toml"), format!("{brief}{chart}"));
    }
    let run = project.run(&["build", "--only", "brief", "-q"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for lines in 0..24 {
        let file = format!("dist/b{lines}/b{lines}.en.pdf");
        let highest = words(&project, &file).into_iter().filter(|(page, ..)| *page == 1);
        let highest = highest.min_by(|one, other| one.1.total_cmp(&other.1)).unwrap();
        assert!(["Office", "Policy"].contains(&highest.2.as_str()), "{file}: {}", highest.2);
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn a_short_list_of_figures_stands_on_one_page() {
    let project = TestProject::copy_of(&repository().join("tests/fixtures/showcase"));
    let run = project.run(&["build", "regional", "--only", "brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for (language, table) in [("en", "Table"), ("fr", "Tableau")] {
        let file = format!("dist/regional/regional.{language}.pdf");
        let all = words(&project, &file);
        // The list is the last to call them so.
        let page_of = |called: [&str; 2]| {
            let is_it = |pair: &[(usize, f64, String)]| [&*pair[0].2, &*pair[1].2] == called;
            all[all.windows(2).rposition(is_it).unwrap_or_else(|| panic!("{file}: {called:?}"))].0
        };
        assert_eq!(page_of(["Figure", "1"]), page_of([table, "2"]), "{file}");
    }
}

//! The two briefs that hold what briefs hold: a regional one of eight pages and a fact sheet of two, in
//! four languages and both editions.

use lopdf::Document;

use crate::conformance::assert_conforms;
use crate::support::{TestProject, repository};

fn pages(pdf: &[u8]) -> usize {
    Document::load_mem(pdf).unwrap().get_pages().len()
}

#[test]
fn both_are_built_in_four_languages_and_both_editions_and_conform() {
    let project = TestProject::copy_of(&repository().join("tests/fixtures/showcase"));
    let run =
        project.run(&["build", "--deny", "warnings", "--edition", "screen", "--edition", "print"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for language in ["en", "km", "ar", "fr"] {
        for (brief, length) in [("regional", 8), ("fact-sheet", 2)] {
            for edition in ["", ".print"] {
                let file = format!("dist/{brief}/{brief}.{language}{edition}.pdf");
                let pdf = project.read(&file);
                assert_eq!(pages(&pdf), length, "{file}");
                if edition.is_empty() {
                    assert_conforms(&file, &pdf);
                }
                let found = project.run(&["preflight", &file]);
                // Of the press nothing is missing but the profile that a print shop names.
                let others = found.stdout.lines().filter(|line| {
                    line.contains("::") && !line.contains("press::no-output-intent")
                });
                assert_eq!(others.count(), 0, "{file}: {}", found.stdout);
            }
        }
    }
}

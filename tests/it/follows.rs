//! What `i18n sync` leaves in a translation of what its brief had, and what it brings back.

use crate::support::{MINIMAL, TestProject};

const BRIEF: &str = "briefs/a/brief.toml";
const FRENCH: &str = "briefs/a/lang/fr.toml";

/// A finding that the minimal brief has not.
const FINDING: &str = "\n[[finding]]\nid = \"cost\"\ntitle = \"Delay costs a month\"\ntext = \"The survey asked what it cost.\"\n\
    evidence = [\"A month of wages\", \"Two days of travel\"]\nsources = [\"survey\"]\n";

fn text(project: &TestProject, file: &str) -> String {
    String::from_utf8(project.read(file)).unwrap()
}

fn sync(project: &TestProject) {
    let run = project.run(&["i18n", "sync", "--lang", "fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// Puts something in the place of what stands in the translation.
fn change(project: &TestProject, from: &str, to: &str) {
    let before = text(project, FRENCH);
    assert!(before.contains(from), "{from}: {before}");
    project.write(FRENCH, before.replacen(from, to, 1));
}

#[test]
fn a_place_for_what_was_taken_out_again_goes_unless_somebody_wrote_there() {
    let project = TestProject::with_brief(MINIMAL);
    sync(&project);
    let before = (text(&project, FRENCH), text(&project, "briefs/a/lang/fr.lock"));
    let with = format!("{MINIMAL}{FINDING}");
    let begin = || {
        project.write(FRENCH, &before.0);
        project.write("briefs/a/lang/fr.lock", &before.1);
        project.write(BRIEF, &with);
        sync(&project);
        assert!(text(&project, FRENCH).contains("[finding.cost]"));
    };
    let end = |brief: &str| {
        project.write(BRIEF, brief);
        sync(&project);
        text(&project, FRENCH)
    };
    // A finding, its table with its list, and one list alone.
    begin();
    assert_eq!((end(MINIMAL), text(&project, "briefs/a/lang/fr.lock")), before);
    begin();
    let shorter =
        end(&with.replace("evidence = [\"A month of wages\", \"Two days of travel\"]\n", ""));
    assert!(shorter.contains("[finding.cost]") && !shorter.contains("evidence"), "{shorter}");
    // What a translator wrote there, or noted.
    begin();
    change(
        &project,
        "#. Delay costs a month\ntitle = \"\"",
        "#. Delay costs a month\ntitle = \"Un mois\"",
    );
    let kept = end(MINIMAL);
    assert!(kept.contains("\"finding.cost.title\" = \"Un mois\""), "{kept}");
    assert!(!kept.contains("[finding.cost]"), "{kept}");
    begin();
    change(&project, "#. The survey asked", "# ask the author\n#. The survey asked");
    let noted = end(MINIMAL);
    let (_, table) = noted.split_once("[finding.cost]").unwrap();
    assert!(
        table.starts_with("\n# ask the author\n#. The survey asked what it cost.\ntext = \"\"\n"),
        "{table}"
    );
    assert!(!noted.contains("evidence") && !noted.contains("Delay costs"), "{noted}");
}

#[test]
fn a_string_that_comes_back_or_moves_has_its_original_above_it() {
    let with = format!("{MINIMAL}{FINDING}");
    let project = TestProject::with_brief(&with);
    sync(&project);
    change(
        &project,
        "#. Delay costs a month\ntitle = \"\"",
        "# mine\n#. Delay costs a month\ntitle = \"Un mois\"",
    );
    change(
        &project,
        "#. A month of wages\n  \"\"",
        "#. A month of wages\n  \"Un mois de salaire\"",
    );
    sync(&project);
    let above = "# mine\n#. Delay costs a month\ntitle = \"Un mois\"\n";
    assert!(text(&project, FRENCH).contains(above));
    project.write(BRIEF, MINIMAL);
    sync(&project);
    assert!(!text(&project, FRENCH).contains(above));
    project.write(BRIEF, &with);
    sync(&project);
    let back = text(&project, FRENCH);
    assert!(back.contains(above) && !back.contains("[kept]"), "{back}");
    assert!(back.contains("#. A month of wages\n  \"Un mois de salaire\""), "{back}");
    // The same text in another place.
    let source = "title = \"Annual report\"\n";
    let moved = MINIMAL.replace(source, &format!("{source}note = \"Delay costs a month\"\n"));
    assert_ne!(moved, MINIMAL);
    project.write(BRIEF, moved);
    sync(&project);
    let there = text(&project, FRENCH);
    assert!(there.contains("# mine\n#. Delay costs a month\nnote = \"Un mois\"\n"), "{there}");
}

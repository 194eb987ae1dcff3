//! Paths as Windows has them: taken where they are typed, refused in files that other systems read.

use crate::support::{MINIMAL, PROJECT, TestProject};

#[test]
fn a_brief_is_named_by_a_path_of_windows() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/b/brief.toml", "title = \n");
    for typed in [r"briefs\a", r"briefs\a\", r".\briefs\a\brief.toml", r"briefs/a\brief.toml", "a/"]
    {
        let run = project.run(&["check", typed]);
        assert_eq!(run.code, 0, "{typed}: {}", run.stderr);
        assert!(run.stderr.contains("1 brief checked"), "{typed}: {}", run.stderr);
    }
    let run = project.run(&["check", r"C:\briefs\a"]);
    assert!(run.code == 2 && run.stderr.contains("there is no brief"), "{}", run.stderr);
    let run = project.run(&["rename", r".\briefs\a\", "c", "--dry-run"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "briefs/a → briefs/c\n"), "{}", run.stderr);
}

#[test]
fn a_path_in_a_file_has_slashes() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    for (project_file, brief) in [
        (r"[brand]\nlogo = 'assets\x.svg'\nlogo_alt = 'x'\n", ""),
        (r"[[partner]]\nname = 'P'\nlogo = 'assets\x.svg'\nalt = 'x'\n", ""),
        (r"[press]\nprofile = 'assets\x.icc'\ncondition = 'FOGRA51'\n", ""),
        (r"[data]\nrelease = '2024.Q2'\nfiles = ['assets\x.csv']\n", ""),
        ("", r"[data]\nrelease = '2024.Q2'\nfiles = ['assets\x.csv']\n"),
    ] {
        let written = |text: &str| text.replace(r"\n", "\n");
        let project = TestProject::with_brief(&format!("{MINIMAL}\n{}", written(brief)));
        project.write("briefpress.toml", format!("{PROJECT}{}", written(project_file)));
        // Whether there is such a file does not matter: elsewhere there is none.
        project.write(r"assets\x.svg", svg);
        let run = project.run(&["check"]);
        let case = format!("{project_file}{brief}: {}", run.stderr);
        assert_eq!(run.code, 1, "{case}");
        for says in [r"names a file with `\`", "write `/` between folders"] {
            assert!(run.stderr.contains(says), "{case}");
        }
    }
}

//! Translations whose files were damaged, or saved by an editor in another encoding.

use crate::support::{MINIMAL, TestProject};

/// The files of the translation into French, which must not change while one is damaged.
const FRENCH: [&str; 2] = ["briefs/a/lang/fr.toml", "briefs/a/lang/fr.lock"];

/// A brief in French and Khmer, with what a translator wrote.
fn project() -> TestProject {
    let project = TestProject::with_brief(MINIMAL);
    assert_eq!(project.run(&["i18n", "sync", "--lang", "fr", "--lang", "km"]).code, 0);
    for tag in ["fr", "km"] {
        let file = format!("briefs/a/lang/{tag}.toml");
        let toml = String::from_utf8(project.read(&file)).unwrap();
        let filled = toml.replace("title = \"\"", "title = \"Décisions à venir\" # la mienne");
        assert_ne!(filled, toml);
        project.write(&file, filled);
    }
    assert_eq!(project.run(&["i18n", "sync"]).code, 0);
    let out = ["i18n", "export", "a", "--lang", "fr", "--out", "fr.po"];
    assert_eq!(project.run(&out).code, 0);
    let po = String::from_utf8(project.read("fr.po")).unwrap();
    project.write("fr.po", po.replace("Décisions à venir", "Décisions tardives"));
    project
}

/// What editors, merges and full disks make of a file, and whether anyone can still read it.
fn damages(file: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let text = std::str::from_utf8(file).unwrap();
    let middle = text.len() / 2;
    let line = text[..middle].rfind('\n').unwrap() + 1;
    let utf16 = |units: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(units).collect()
    };
    let conflict =
        format!("{}<<<<<<< ours\n{}=======\n>>>>>>> theirs\n", &text[..line], &text[line..]);
    let mut all = vec![
        ("UTF-16, little end first", utf16(u16::to_le_bytes)),
        ("UTF-16, big end first", utf16(u16::to_be_bytes)),
        ("conflict", conflict.into_bytes()),
        ("a quote too many", format!("{}\"{}", &text[..line], &text[line..]).into_bytes()),
        ("twice", format!("{text}{text}").into_bytes()),
    ];
    if text.chars().any(|c| ('\u{80}'..'\u{100}').contains(&c)) {
        let latin = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'));
        all.push(("Latin-1", latin.collect()));
    }
    let in_a_string = text.char_indices().filter(|(_, c)| *c == '"').nth(4).unwrap().0 + 1;
    all.push(("cut off", text.as_bytes()[..in_a_string].to_vec()));
    // Some files say something twice over, too.
    let is_toml = |bytes: &[u8]| std::str::from_utf8(bytes).map(toml::from_str::<toml::Table>);
    all.retain(|(_, bytes)| !is_toml(bytes).is_ok_and(|read| read.is_ok()));
    all
}

#[test]
fn nothing_is_written_from_what_cannot_be_read() {
    let project = project();
    let commands: [&[&str]; 4] = [
        &["i18n", "sync"],
        &["i18n", "sync", "--lang", "fr", "--accept", "all", "--prune"],
        &["i18n", "import", "a", "fr.po", "--lang", "fr"],
        &["i18n", "export", "a", "--lang", "fr", "--out", "out.po"],
    ];
    let files = ["briefs/a/brief.toml", FRENCH[0], FRENCH[1]];
    for file in files {
        let sound = project.read(file);
        for (damage, bytes) in damages(&sound) {
            project.write(file, &bytes);
            let before = FRENCH.map(|file| project.read(file));
            for command in commands {
                let run = project.run(command);
                assert_eq!(run.code, 1, "{damage} in {file}: {command:?}\n{}", run.stderr);
                assert!(FRENCH.map(|file| project.read(file)) == before, "{damage}: {command:?}");
                assert!(!project.path("out.po").exists(), "{damage} in {file}");
            }
        }
        project.write(file, &sound);
    }
    // Mended, all goes on.
    assert_eq!(project.run(commands[2]).code, 0);
    let toml = String::from_utf8(project.read(FRENCH[0])).unwrap();
    assert!(toml.contains("\"Décisions tardives\" # la mienne"), "{toml}");
}

#[test]
fn a_lost_or_older_lock_makes_nothing_current() {
    let project = project();
    let lock = project.read(FRENCH[1]);
    let toml = project.read(FRENCH[0]);
    let state = || -> String {
        let run = project.run(&["i18n", "status", "--lang", "fr", "--keys", "--json"]);
        let rows = run.stdout.lines().map(|row| serde_json::from_str(row).unwrap());
        let row: serde_json::Value = rows.into_iter().next().unwrap();
        let keys = row["keys"].as_array().unwrap();
        let title = keys.iter().find(|unit| unit["key"] == "brief.title");
        title.map_or("current", |unit| unit["state"].as_str().unwrap()).to_string()
    };
    std::fs::remove_file(project.path(FRENCH[1])).unwrap();
    assert_eq!(state(), "unknown");
    assert_eq!(project.run(&["i18n", "sync"]).code, 0);
    assert_eq!(state(), "unknown");
    // The brief goes on, and a file comes back that had left before.
    project.write(FRENCH[0], &toml);
    project.write(FRENCH[1], &lock);
    let brief = String::from_utf8(project.read("briefs/a/brief.toml")).unwrap();
    project.write("briefs/a/brief.toml", brief.replacen("come late", "come early", 1));
    assert_eq!(project.run(&["i18n", "sync", "--lang", "fr", "--accept", "brief.title"]).code, 0);
    let before = String::from_utf8(toml).unwrap();
    project.write(FRENCH[0], before.replace("Décisions à venir", "Décisions tardives"));
    assert_eq!(state(), "needs-review", "its file shows the original before");
    assert_eq!(project.run(&["i18n", "sync"]).code, 0);
    assert_eq!(state(), "needs-review");
}

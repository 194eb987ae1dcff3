//! The rules of the house.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use sha2::{Digest, Sha256};

use crate::imports::{circles, imports, rings};
use crate::support::repository;

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap()
}

/// All files below a folder of the repository.
fn files(folder: &str) -> Vec<String> {
    fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}/{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() { walk(&entry.path(), &name, found) } else { found.push(name) }
        }
    }
    let mut found = Vec::new();
    walk(&repository().join(folder), folder, &mut found);
    found.sort();
    found
}

/// The versions a package has in the lock file.
fn locked(package: &str) -> Vec<String> {
    let lock: toml::Table = toml::from_str(&read("Cargo.lock")).unwrap();
    let packages = lock["package"].as_array().unwrap().iter();
    packages
        .filter(|entry| entry["name"].as_str() == Some(package))
        .map(|entry| entry["version"].as_str().unwrap().to_string())
        .collect()
}

#[test]
fn imports_run_one_way() {
    // Each room, and the rooms it may know.
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("visible", &[][..]),
        ("sarif", &["visible"]),
        ("limits", &[]),
        ("asset", &["limits"]),
        ("diag", &["sarif", "visible"]),
        ("calendar", &[]),
        ("tree", &["calendar", "diag"]),
        ("text", &[]),
        ("sdg", &[]),
        ("l10n", &["calendar", "diag", "tree"]),
        ("occurrences", &[]),
        ("dataset", &["diag", "limits", "tree"]),
        ("chart", &["calendar", "dataset", "diag", "tree"]),
        ("values", &["dataset", "limits"]),
        ("brief", &["calendar", "chart", "dataset", "diag", "tree", "sdg", "l10n", "values"]),
        ("colour", &[]),
        ("picture", &["asset", "colour", "limits"]),
        ("references", &["brief", "calendar", "diag", "l10n", "tree"]),
        ("project", &["diag", "tree", "brief", "colour", "l10n", "limits", "sdg", "text"]),
        (
            "present",
            &[
                "brief", "calendar", "chart", "colour", "dataset", "document", "sdg", "l10n",
                "project", "sheet", "text", "tree", "values",
            ],
        ),
        ("templates", &[]),
        ("document", &[]),
        ("sheet", &["document", "l10n"]),
        (
            "typeset",
            &["asset", "diag", "document", "limits", "occurrences", "picture", "templates"],
        ),
        (
            "worker",
            &[
                "asset",
                "caught",
                "colour",
                "diag",
                "document",
                "export",
                "limits",
                "picture",
                "sheet",
                "templates",
                "typeset",
            ],
        ),
        ("release", &["document", "l10n", "visible"]),
        ("export", &["colour", "document", "typeset"]),
        ("preflight", &["limits", "sarif", "visible"]),
        ("caught", &[]),
        ("disk", &["diag", "limits", "release"]),
        ("translation", &["diag", "tree", "brief", "occurrences"]),
        (
            "published",
            &[
                "calendar",
                "caught",
                "dataset",
                "diag",
                "l10n",
                "limits",
                "sdg",
                "translation",
                "tree",
            ],
        ),
        (
            "workspace",
            &[
                "asset",
                "brief",
                "caught",
                "colour",
                "diag",
                "disk",
                "l10n",
                "limits",
                "occurrences",
                "picture",
                "present",
                "project",
                "published",
                "release",
                "sdg",
                "templates",
                "translation",
                "tree",
                "typeset",
                "values",
            ],
        ),
        ("rename", &["disk", "project", "release", "translation"]),
        ("output", &["disk", "document", "project", "release", "typeset"]),
        (
            "plan",
            &[
                "brief",
                "caught",
                "colour",
                "diag",
                "disk",
                "document",
                "export",
                "l10n",
                "limits",
                "output",
                "picture",
                "present",
                "project",
                "release",
                "sheet",
                "templates",
                "translation",
                "tree",
                "typeset",
                "worker",
                "workspace",
            ],
        ),
        (
            "run",
            &[
                "diag",
                "disk",
                "document",
                "limits",
                "output",
                "plan",
                "release",
                "tree",
                "typeset",
                "worker",
                "workspace",
            ],
        ),
        (
            "watch",
            &[
                "brief",
                "dataset",
                "diag",
                "disk",
                "document",
                "l10n",
                "plan",
                "release",
                "rename",
                "run",
                "translation",
                "tree",
                "typeset",
                "visible",
                "worker",
                "workspace",
            ],
        ),
        (
            "schema",
            &["brief", "chart", "diag", "l10n", "limits", "project", "sdg", "translation", "tree"],
        ),
        (
            "cli",
            &[
                "brief",
                "calendar",
                "caught",
                "diag",
                "disk",
                "document",
                "l10n",
                "limits",
                "output",
                "plan",
                "preflight",
                "project",
                "published",
                "references",
                "release",
                "rename",
                "run",
                "sarif",
                "schema",
                "sdg",
                "sheet",
                "templates",
                "translation",
                "typeset",
                "visible",
                "watch",
                "worker",
                "workspace",
            ],
        ),
    ]);
    for file in files("src") {
        let Some(path) = file.strip_prefix("src/").filter(|path| path.ends_with(".rs")) else {
            continue;
        };
        let room = path.split(['/', '.']).next().unwrap();
        if ["main", "lib", "internals"].contains(&room) {
            continue;
        }
        let known = allowed.get(room).unwrap_or_else(|| panic!("{room} has no place in the plan"));
        let text = read(&file);
        let code: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for part in code.split("crate::").skip(1) {
            let other: String =
                part.chars().take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit()).collect();
            let fine = other == room || known.contains(&other.as_str()) || other.is_empty();
            assert!(fine, "{file} imports {other}");
        }
    }
}

/// Which file of the source imports which, as paths below `src/`.
fn imports_of_the_source() -> BTreeMap<String, BTreeSet<String>> {
    let files = files("src").into_iter().filter(|file| file.ends_with(".rs"));
    let files: Vec<(String, String)> = files
        .map(|file| (file.strip_prefix("src/").unwrap().to_string(), read(&file)))
        .filter(|(file, _)| file != "main.rs")
        .collect();
    imports(&files)
}

#[test]
fn no_two_files_import_each_other() {
    let imports = imports_of_the_source();
    let pairs = circles(&imports).into_iter().map(|(one, other)| format!("{one} ↔ {other}"));
    // Nor do more of them in a ring.
    let rings = rings(&imports).into_iter().map(|ring| ring.join(" → "));
    let found: Vec<String> = pairs.chain(rings).collect();
    assert!(found.is_empty(), "these import each other:\n{}", found.join("\n"));
}

#[test]
fn commands_import_what_they_share_and_no_other_command() {
    let shared = [
        // How Bash parts a line.
        "bash.rs",
        // What a build is asked for, and how it is shown.
        "build/args.rs",
        "build/asked.rs",
        "build/languages.rs",
        "build/shown.rs",
        "candidates.rs",
        "causes.rs",
        "colours.rs",
        "context.rs",
        "editors.rs",
        "error.rs",
        "examples.rs",
        "i18n/common.rs",
        "in_the_way.rs",
        // What `status` says, and its tables.
        "i18n/row.rs",
        "i18n/table.rs",
        // What `preflight` starts.
        "preflight/judge.rs",
        "run.rs",
        // What the commands about the framework share.
        "sdg/common.rs",
        "sdg/entry.rs",
        "sdg/intake.rs",
        "sdg/pinned.rs",
        "shard.rs",
        "ui.rs",
        "unquoted.rs",
        "usage.rs",
        "viewer.rs",
    ];
    let mut commands = 0;
    for (file, others) in imports_of_the_source() {
        let Some(name) = file.strip_prefix("cli/").filter(|name| !name.ends_with("mod.rs")) else {
            continue;
        };
        commands += usize::from(!shared.contains(&name));
        for other in others.iter().filter_map(|other| other.strip_prefix("cli/")) {
            assert!(shared.contains(&other), "{file} imports {other}");
        }
    }
    assert!(commands >= 12, "{commands}");
}

#[test]
fn only_two_rooms_know_typst_and_only_one_prints() {
    for file in files("src").iter().filter(|file| file.ends_with(".rs")) {
        let text = read(file);
        let may_typeset = file.starts_with("src/typeset/") || file.starts_with("src/export/");
        let may_talk = file.starts_with("src/cli/") || file == "src/main.rs";
        for (words, may) in [
            (["typst::", "typst_pdf", "typst_kit"].as_slice(), may_typeset),
            (&["std::env", "env::var", "println!", "process::exit"], may_talk),
        ] {
            for word in words {
                assert!(may || !text.contains(word), "{file} uses {word}");
            }
        }
    }
}

#[test]
fn files_stay_within_a_few_hundred_lines() {
    for file in files("src").iter().filter(|file| file.ends_with(".rs")) {
        let lines = read(file).lines().count();
        assert!(lines <= 800, "{file} has {lines} lines");
    }
}

/// The types a file defines, but for those of its unit tests and the associated ones.
fn types_defined(text: &str) -> Vec<&str> {
    let own = text.lines().take_while(|line| !line.starts_with("mod tests {"));
    own.filter_map(|line| {
        let mut words = line.split_whitespace().peekable();
        words.next_if(|word| *word == "pub" || word.starts_with("pub("));
        // `pub(in some::path)` is two words.
        words.next_if(|word| word.ends_with(')'));
        let kind = words.next()?;
        let of_kind = ["struct", "enum", "union", "trait"].contains(&kind)
            || kind == "type" && !line.starts_with(' ');
        let name = words.next().filter(|_| of_kind)?;
        name.split(|c: char| !c.is_ascii_alphanumeric()).next()
    })
    .collect()
}

#[test]
fn no_type_name_is_defined_twice() {
    let example = "pub(crate) struct One<'a>(&'a str);\nenum Two {}\n    pub enum Three { $( $x )+ }\n\
                   pub(in crate::a) trait Four: Five {}\ntype Six = u8;\nimpl Two {\n    type Seven = u8;\n\
                   }\npub use a::Eight;\nmod tests {\n    struct Nine;\n}";
    assert_eq!(types_defined(example), ["One", "Two", "Three", "Four", "Six"]);
    let mut definitions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let sources = files("src").into_iter().filter(|file| file.ends_with(".rs"));
    for file in sources.filter(|file| !file.ends_with("/tests.rs")) {
        for name in types_defined(&read(&file)) {
            definitions.entry(name.to_string()).or_default().push(file.clone());
        }
    }
    assert!(definitions.len() > 250, "{}", definitions.len());
    definitions.retain(|_, files| files.len() > 1);
    assert!(definitions.is_empty(), "these have one name: {definitions:#?}");
}

#[test]
fn the_map_names_every_file_and_no_other() {
    let map = read("ARCHITECTURE.md");
    let lists = map.split("### Files of the rooms").nth(1).unwrap();
    let lists = lists.split("\nAnd of `tests/it/`").next().unwrap();
    // Each room begins a line; how the others are broken does not matter.
    let entries: BTreeMap<String, String> = lists
        .split("\n- `")
        .skip(1)
        .map(|entry| {
            let entry = format!("`{}", entry.split_whitespace().collect::<Vec<_>>().join(" "));
            (entry.split('`').nth(1).unwrap().to_string(), entry)
        })
        .collect();
    let source: Vec<String> =
        files("src").into_iter().filter(|file| file.ends_with(".rs")).collect();
    for file in &source {
        let Some((room, inner)) = file.strip_prefix("src/").unwrap().split_once('/') else {
            assert!(map.contains(&format!("`{file}`")), "ARCHITECTURE.md does not name {file}");
            continue;
        };
        let entry = entries.get(&format!("{room}/"));
        let entry = entry.unwrap_or_else(|| panic!("ARCHITECTURE.md does not list {room}/"));
        let (folder, name) = inner.rsplit_once('/').unwrap_or((room, inner));
        // What a folder is for is said of the folder.
        let named = ["mod.rs", "tests.rs"].contains(&name)
            || entry.contains(&format!("`{inner}`"))
            || entry.contains(&format!("`{folder}/` one file a "));
        assert!(named, "ARCHITECTURE.md does not name {file} in the list of {room}/");
    }
    for (room, entry) in &entries {
        for name in entry.split('`').skip(1).step_by(2).filter(|name| name.ends_with(".rs")) {
            let file = format!("src/{room}{name}");
            assert!(source.contains(&file), "ARCHITECTURE.md names {file}, which there is not");
        }
    }
}

#[test]
fn fonts_are_the_ones_their_register_describes() {
    let register: toml::Table = toml::from_str(&read("fonts/fonts.toml")).unwrap();
    let mut described = vec!["fonts/fonts.toml".to_string()];
    let mut order = Vec::new();
    for face in register["face"].as_array().unwrap() {
        let text = |key: &str| face[key].as_str().unwrap().to_string();
        let file = format!("fonts/{}", text("file"));
        let bytes = fs::read(repository().join(&file)).unwrap();
        let digest: String =
            Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, text("sha256"), "{file}");
        assert!(text("origin").contains('@'), "{file} names the package and version");
        let licence = format!("fonts/{}", text("licence_text"));
        assert!(read(&licence).contains("SIL OPEN FONT LICENSE"), "{licence}");
        order.push(text("file"));
        described.extend([file, licence]);
    }
    described.sort();
    described.dedup();
    assert_eq!(files("fonts"), described);
    let built_in = read("src/typeset/fonts.rs");
    let places: Vec<usize> =
        order.iter().map(|file| built_in.find(file.as_str()).expect(file)).collect();
    assert!(places.is_sorted(), "built in, in the order of the register");
}

#[test]
fn there_is_one_typst_and_a_line_breaker_that_can_be_trusted() {
    for package in ["typst", "typst-layout", "typst-pdf", "krilla", "comemo", "icu_segmenter"] {
        assert_eq!(locked(package).len(), 1, "{package}: {:?}", locked(package));
    }
    // Below 2.4.0, Khmer, Thai, Lao and Burmese lines can start with a space or a full stop.
    let segmenter = LineSegmenter::new_auto(LineBreakOptions::default());
    let text = "អស់ នឹង";
    let breaks: Vec<usize> = segmenter.segment_str(text).collect();
    let space = text.find(' ').unwrap();
    assert!(!breaks.contains(&space), "a line would start with a space: {breaks:?}");
    assert!(breaks.contains(&(space + 1)), "{breaks:?}");
}

/// What looks like a stable code, such as `text::too-long`, in a text.
fn codes_in(text: &str) -> impl Iterator<Item = &str> {
    let of_code = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ":-".contains(c);
    let words = text.split(move |c| !of_code(c)).map(|word| word.trim_end_matches([':', '-']));
    // A command for GitHub, such as `::error::`, begins with colons.
    words.filter(|word| {
        word.split("::").filter(|part| !part.is_empty()).count() == 2 && !word.starts_with(':')
    })
}

#[test]
fn tests_ask_for_codes_that_there_are() {
    let mut known = BTreeSet::new();
    for file in ["src/diag/code.rs", "src/preflight/code.rs", "src/cli/usage.rs"] {
        let text = read(file);
        let names = text.split(" = \"").skip(1).filter_map(|rest| rest.split('"').next());
        known.extend(names.filter(|name| name.contains("::")).map(String::from));
    }
    assert!(known.len() > 100, "{known:?}");
    let mut asked = BTreeSet::new();
    let tests = files("tests/it").into_iter().filter(|file| file.ends_with(".rs"));
    // Neither the rules of the house nor the reader of paths, which has examples of them.
    let rules = ["tests/it/tidy.rs", "tests/it/imports.rs"];
    for file in tests.filter(|file| !rules.contains(&file.as_str())) {
        let text = read(&file);
        // Every other piece between quotes is a string, where no quote stands in one.
        let mut plain = String::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            let escapes = c == '\\' && chars.next().is_some();
            plain.push(if escapes { ' ' } else { c });
        }
        for string in plain.replace("'\"'", " ").split('"').skip(1).step_by(2) {
            for code in codes_in(string) {
                assert!(known.contains(code), "{file} asks for {code}, which there is not");
                asked.insert(code.to_string());
            }
        }
    }
    assert!(asked.len() > 25, "{asked:?}");
}

#[test]
fn lints_are_expected_with_a_reason_never_allowed() {
    for file in files("src").iter().chain(&files("tests/it")).filter(|file| file.ends_with(".rs")) {
        if file.ends_with("tidy.rs") {
            continue;
        }
        let text = read(file);
        assert!(!text.contains("#[allow("), "{file}");
        assert!(!text.contains("todo!(") && !text.contains("unimplemented!("), "{file}");
    }
}

#[test]
fn the_template_data_is_described_field_by_field() {
    let awkward = repository().join("tests/fixtures/awkward");
    let project = crate::support::TestProject::copy_of(&awkward);
    let mut fields = BTreeSet::new();
    crate::values::with_values(&project, "briefs/values", "en");
    for brief in ["parts", "tables", "charts", "values"] {
        let run = project.run(&["template", "data", brief, "--edition", "print"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        collect(&serde_json::from_str(&run.stdout).unwrap(), &mut fields);
    }
    let readme = read("templates/README.md");
    for field in &fields {
        let named = ["`", ".", "{\"", ", \"", "{`"].iter().any(|before| {
            readme.match_indices(&format!("{before}{field}")).any(|(at, found)| {
                let after = readme[at + found.len()..].chars().next();
                !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
            })
        });
        assert!(named, "templates/README.md does not describe `{field}`");
    }
    // And the other way round: what the first column describes is there.
    for row in readme.lines().filter(|line| line.starts_with("| `")) {
        let first = row.split('|').nth(1).unwrap();
        for name in first.split('`').skip(1).step_by(2) {
            if name.starts_with('{') {
                continue;
            }
            let last = name.trim_end_matches(".*").trim_end_matches("[]");
            let last = last.rsplit('.').next().unwrap().trim_end_matches("[]");
            assert!(fields.contains(last), "`{name}` is described and not there");
        }
    }
}

/// All names of fields, except those of the labels, which are their keys.
fn collect(value: &serde_json::Value, fields: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, inner) in map {
                fields.insert(key.clone());
                if key != "labels" {
                    collect(inner, fields);
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, fields)),
        _ => {}
    }
}

#[test]
fn the_readme_of_briefs_names_every_key() {
    let files = files("src/brief/schema");
    let schema: String = files.iter().map(|path| read(path)).collect();
    let readme = read("briefs/README.md");
    let mut keys = 0;
    for part in schema.split("(\"").skip(1) {
        let key: String = part.chars().take_while(|c| *c != '"').collect();
        if key.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            let named =
                readme.contains(&format!("`{key}`")) || readme.contains(&format!("{key}]]`"));
            assert!(named, "briefs/README.md does not describe `{key}`");
            keys += 1;
        }
    }
    assert!(keys > 40, "{keys}");
}

//! Schemas for editors: they know the keys that the program reads and no other, and the lines of files
//! lead to them.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{TestProject, repository};

/// A schema as a command writes it.
fn schema(file: &str) -> Value {
    let run = TestProject::empty().run(&["schema", file]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).expect("JSON")
}

fn written(project: &TestProject, path: &str) -> Value {
    serde_json::from_slice(&project.read(path)).expect("JSON")
}

/// The values that may stand under a key by its schema, in the order of the schema.
fn offered(root: &Value, key: &Value) -> Vec<Value> {
    let key = match key["$ref"].as_str() {
        Some(path) => root.pointer(&path[1..]).expect("a definition"),
        None => key,
    };
    let of = |name: &str| key[name].as_array().into_iter().flatten();
    let inner = of("anyOf").chain(of("oneOf")).flat_map(|own| offered(root, own));
    of("enum").cloned().chain(key.get("const").cloned()).chain(inner).collect()
}

/// A value that may stand under a key by its schema, in TOML, with a letter behind each key of its
/// tables.
fn value(root: &Value, key: &Value, behind: &str) -> String {
    let kind = |name: &str| key["type"] == name || key["type"][0] == name;
    match offered(root, key).first() {
        Some(Value::String(text)) => return format!("\"{text}\""),
        Some(other) => return other.to_string(),
        None => {}
    }
    if let Some(example) = key["examples"].as_array() {
        let date = key["format"] == "date";
        return if date { example[0].as_str().unwrap().into() } else { example[0].to_string() };
    }
    if let Some(any) = key["anyOf"].as_array() {
        return value(root, any.last().unwrap(), behind);
    }
    if kind("object") {
        return format!("{{ {} }}", entries(root, key, behind).join(", "));
    }
    if kind("array") {
        return format!("[{}]", value(root, &key["items"], behind));
    }
    let is = |name| kind(name).then_some(name);
    match is("integer").or(is("number")).or(is("boolean")) {
        Some("boolean") => "true".into(),
        Some(_) => key["minimum"].as_i64().unwrap_or(1).to_string(),
        None if key["format"] == "date" => "2025-06-30".into(),
        None => "\"a\"".into(),
    }
}

/// The keys of a table by its schema, each with a value.
fn entries(root: &Value, table: &Value, behind: &str) -> Vec<String> {
    let own = table["properties"].as_object().into_iter().flatten();
    let own = own.map(|(key, own)| (key.clone(), own));
    let named = table["additionalProperties"].as_object().is_some();
    let named = named.then(|| ("named".to_string(), &table["additionalProperties"]));
    own.chain(named)
        .map(|(key, own)| format!("\"{key}{behind}\" = {}", value(root, own, behind)))
        .collect()
}

fn all_keys(schema: &Value, behind: &str) -> String {
    entries(schema, schema, behind).join("\n") + "\n"
}

/// Which keys `check` does not know.
fn unknown(project: &TestProject) -> Vec<String> {
    let run = project.run(&["check", "--message-format", "json"]);
    let messages = run.stderr.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let unknown = messages.filter(|message| message["code"] == "schema::unknown-key");
    unknown.map(|message| message["message"].as_str().unwrap().to_string()).collect()
}

#[test]
fn check_knows_each_key_of_a_schema_and_none_that_is_spelt_otherwise() {
    for (file, path) in [("brief", "briefs/a/brief.toml"), ("project", "briefpress.toml")] {
        let schema = schema(file);
        let project = TestProject::with_brief("title = \"A\"\n");
        project.write(path, all_keys(&schema, ""));
        assert_eq!(unknown(&project), [""; 0], "{file}");
        // Of a table that is not known nothing more is said.
        project.write(path, all_keys(&schema, "x"));
        let known = schema["properties"].as_object().unwrap().len();
        let found = unknown(&project);
        assert!(found.len() + 8 > known, "{file}: {known} keys, and {found:?}");
    }
}

/// The paths of keys below a table whose values are of a list by the schema, each as the steps of an
/// instance: the key of a table, and 0 for a list.
fn choices(root: &Value, key: &Value, trail: &str, found: &mut Vec<String>) {
    let one = |key: &Value| offered(root, key).first().is_some_and(Value::is_string);
    if one(key) {
        found.push(trail.to_string());
        return;
    }
    let any = key["anyOf"].as_array().and_then(|any| any.last());
    let key = any.unwrap_or(key);
    match &key["items"] {
        Value::Null => {}
        items => return choices(root, items, &format!("{trail}/0"), found),
    }
    let properties = key["properties"].as_object().into_iter().flatten();
    for (name, below) in properties {
        choices(root, below, &format!("{trail}/{name}"), found);
    }
}

/// A word of a list that is left empty is not the word that holds where the key is left out, and one with
/// spaces around it is not that word: the schema refuses them, and so does `check`.
#[test]
fn check_refuses_empty_and_padded_words_as_the_schema_does() {
    for (file, path) in [("brief", "briefs/a/brief.toml"), ("project", "briefpress.toml")] {
        let schema = schema(file);
        let mut found = Vec::new();
        choices(&schema, &schema, "", &mut found);
        assert!(found.len() > 8, "{found:?}");
        let whole: toml::Value = toml::from_str(&all_keys(&schema, "")).unwrap();
        let whole = serde_json::to_value(whole).unwrap();
        for around in ["", " ", " {} ", "{}\n"] {
            let mut changed = whole.clone();
            for at in &found {
                let word = changed.pointer_mut(at).expect(at);
                *word = around.replace("{}", word.as_str().unwrap()).into();
            }
            let toml: toml::Value = serde_json::from_value(changed).unwrap();
            let project = TestProject::with_brief("title = \"A\"\n");
            project.write(path, toml::to_string(&toml).unwrap());
            let run = project.run(&["check", "--message-format", "json"]);
            let all =
                run.stderr.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
            let of = if around.contains("{}") { "white space" } else { "is empty" };
            let told: Vec<String> = all
                .map(|message| message["message"].as_str().unwrap().to_string())
                .filter(|message| message.contains(of))
                .collect();
            for at in &found {
                let name = at.trim_end_matches("/0").rsplit('/').next().unwrap();
                let same =
                    |other: &&String| other.trim_end_matches("/0").ends_with(&format!("/{name}"));
                let wanted = found.iter().filter(same).count();
                let named = told.iter().filter(|message| message.contains(&format!("`{name}")));
                assert!(named.count() >= wanted, "{file} {at} {around:?}: {told:#?}");
            }
        }
    }
}

/// Holds the first lines of files to lead to schemas.
#[track_caller]
fn leads(project: &TestProject, files: &[&str]) {
    for file in files {
        let text = String::from_utf8(project.read(file)).unwrap();
        let to = text.lines().next().unwrap().strip_prefix("#:schema ").expect(file);
        let path = project.path(file).parent().unwrap().join(to);
        let schema: Value = serde_json::from_slice(&fs::read(&path).expect(to)).unwrap();
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    }
}

#[test]
fn the_lines_of_new_files_lead_to_schemas() {
    let project = TestProject::empty();
    project.run(&["init"]);
    project.run(&["new", "all", "--country", "KH", "--full"]);
    let sync = project.run(&["i18n", "sync", "all", "--lang", "fr"]);
    assert_eq!(sync.code, 0, "{}", sync.stderr);
    leads(&project, &["briefpress.toml", "briefs/example/brief.toml"]);
    leads(&project, &["briefs/all/brief.toml", "briefs/all/lang/fr.toml"]);
    assert_eq!(project.run(&["check"]).code, 0);
    // Of a translation each text is one of its brief.
    let schema = written(&project, "briefs/all/translations.schema.json");
    let texts = &schema["properties"]["section"]["properties"];
    assert_eq!(texts["courts"]["properties"]["title"]["type"], "string");
    assert_eq!(
        texts["courts"]["properties"]["title"]["description"],
        "Translates: How the courts differ"
    );
    assert_eq!(texts["additionalProperties"], Value::Null);
    assert_eq!(schema["properties"]["section"]["additionalProperties"], false);
    // They do when the brief has another id.
    let rename = project.run(&["rename", "all", "other"]);
    assert_eq!(rename.code, 0, "{}", rename.stderr);
    leads(&project, &["briefs/other/brief.toml", "briefs/other/lang/fr.toml"]);
}

#[test]
fn words_that_are_taken_out_to_edit_lead_to_their_schema() {
    let project = TestProject::empty();
    project.run(&["init"]);
    assert_eq!(project.run(&["template", "eject", "labels"]).code, 0);
    let all = project.files("templates/labels");
    assert!(all.len() > 12, "{all:?}");
    for file in all {
        leads(&project, &[&format!("templates/labels/{file}")]);
    }
    assert_eq!(project.run(&["check"]).code, 0);
    // Where there is none, no line leads to it.
    let project = TestProject::with_brief("title = \"A\"\n");
    assert_eq!(project.run(&["template", "eject", "labels"]).code, 0);
    assert!(!project.read("templates/labels/en.toml").starts_with(b"#:schema"));
}

#[test]
fn a_translation_keeps_its_line_and_its_comments_and_its_schema_follows_the_brief() {
    let project = TestProject::empty();
    project.run(&["init"]);
    project.run(&["i18n", "sync", "example", "--lang", "fr"]);
    let file = "briefs/example/lang/fr.toml";
    let before = String::from_utf8(project.read(file)).unwrap();
    let noted = before.replacen("\n\n", "\n\n# Mine.\n", 1);
    project.write(file, &noted);
    let brief = String::from_utf8(project.read("briefs/example/brief.toml")).unwrap();
    let more = format!(
        "{brief}\n[[section]]\nid = \"more\"\ntitle = \"More\"\ntext = \"Words.\"\nsources = [\"survey\"]\n"
    );
    project.write("briefs/example/brief.toml", more);
    assert_eq!(project.run(&["i18n", "sync"]).code, 0);
    let after = String::from_utf8(project.read(file)).unwrap();
    assert!(after.starts_with(noted.split("[translation]").next().unwrap()), "{after}");
    assert_eq!(after.matches("#:schema").count(), 1);
    let schema = written(&project, "briefs/example/translations.schema.json");
    assert_eq!(schema["properties"]["section"]["properties"]["more"]["type"], "object");
    // One that was begun without a line is left without, and no schema is written for it.
    project.write(file, after.split_once("\n\n").unwrap().1);
    fs::remove_file(project.path("briefs/example/translations.schema.json")).unwrap();
    assert_eq!(project.run(&["i18n", "sync"]).code, 0);
    assert!(!String::from_utf8(project.read(file)).unwrap().contains("#:schema"));
    assert!(!project.path("briefs/example/translations.schema.json").exists());
}

/// An indicator that is gone is one that `check` takes: editors say that it is.
#[test]
fn schemas_know_the_indicators_that_are_retired() {
    let schema = schema("brief");
    let all = schema["definitions"]["indicators"]["oneOf"].as_array().unwrap();
    for code in ["13.3.2", "1.a.3", "17.6.2"] {
        let own = all.iter().find(|own| own["const"] == code).expect(code);
        assert!(own["description"].as_str().unwrap().starts_with("Retired in 20"), "{own}");
        let brief = format!(
            "title = \"A\"\n[[goal]]\nnumber = {goal}\nwhy = \"W\"\n[[goal.target]]\ncode = \"{target}\"\n\
             [[goal.target.indicator]]\ncode = \"{code}\"\n",
            goal = code.split('.').next().unwrap(),
            target = code.rsplit_once('.').unwrap().0,
        );
        let project = TestProject::with_brief(&brief);
        let run = project.run(&["check", "--message-format", "json"]);
        assert!(!run.stderr.contains("sdg::unknown-indicator"), "{}", run.stderr);
    }
}

#[test]
fn schemas_of_a_project_have_what_it_adds() {
    let project = TestProject::copy_of(&repository().join("tests/fixtures/national"));
    let run = project.run(&["schema", "--write"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let own = written(&project, "schemas/brief.json");
    let built_in = schema("brief");
    let code = |root: &Value, path: &str| offered(root, root.pointer(path).unwrap());
    let target = "/properties/goal/items/properties/target/items/properties/code";
    let number = "/properties/goal/items/properties/number";
    assert!(code(&own, target).contains(&"18.1".into()));
    assert!(!code(&built_in, target).contains(&"18.1".into()));
    assert_eq!((code(&own, number).len(), code(&built_in, number).len()), (18, 17));
    let again = project.run(&["schema", "--write"]);
    assert!(again.stderr.contains("up to date"), "{}", again.stderr);
}

#[test]
fn only_schemas_of_ours_are_written_over() {
    let project = TestProject::empty();
    project.run(&["init"]);
    project.write("schemas/project.json", "{ \"mine\": true }");
    let stale = String::from_utf8(project.read("schemas/brief.json")).unwrap();
    let stale = stale.replacen("Andorra", "Elsewhere", 1);
    project.write("schemas/brief.json", &stale);
    let run = project.run(&["schema", "--write"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("schemas/project.json is no schema that briefpress made"),
        "{}",
        run.stderr
    );
    assert_eq!(project.read("schemas/project.json"), b"{ \"mine\": true }");
    assert_eq!(project.read("schemas/brief.json"), stale.as_bytes(), "all or none");
    fs::remove_file(project.path("schemas/project.json")).unwrap();
    assert_eq!(project.run(&["schema", "--write"]).code, 0);
    assert!(!String::from_utf8(project.read("schemas/brief.json")).unwrap().contains("Elsewhere"));
    // Without the project file nothing is known of what it adds.
    project.write("briefpress.toml", "[organisation\n");
    let run = project.run(&["schema", "--write"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("briefpress.toml:1"), "{}", run.stderr);
}

/// A project may have a folder of that name for something else.
#[test]
fn what_is_begun_is_begun_without_schemas_where_other_files_stand() {
    let project = TestProject::empty();
    project.write("schemas/labels.json", "mine");
    let run = project.run(&["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains("schemas/labels.json is there already and stays"),
        "{}",
        run.stderr
    );
    let run = project.run(&["new", "one", "--country", "KH"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(project.files("schemas"), ["labels.json"]);
    assert_eq!(project.read("schemas/labels.json"), b"mine");
    assert!(project.path("briefs/one/brief.toml").is_file());
    // Where there are none yet, `new` writes them, as the project is.
    fs::remove_dir_all(project.path("schemas")).unwrap();
    assert_eq!(project.run(&["new", "two", "--country", "KH"]).code, 0);
    assert!(project.files("schemas").contains(&"brief.json".to_string()));
}

#[cfg(unix)]
#[test]
fn no_schema_is_written_through_a_link() {
    let project = TestProject::empty();
    project.run(&["init"]);
    fs::rename(project.path("schemas"), project.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink("elsewhere", project.path("schemas")).unwrap();
    let before = fs::read(project.path("elsewhere/brief.json")).unwrap();
    project.write("elsewhere/brief.json", "{}");
    let run = project.run(&["schema", "--write"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("is a link"), "{}", run.stderr);
    assert_ne!(fs::read(project.path("elsewhere/brief.json")).unwrap(), before);
}

/// A line of comment is no text: it changes no page and no translation.
#[test]
fn a_line_for_editors_changes_nothing_that_is_made() {
    let project = TestProject::empty();
    project.run(&["init"]);
    project.run(&["i18n", "sync", "--lang", "fr"]);
    assert_eq!(project.run(&["build"]).code, 0);
    let made = |path: &str| fs::read(project.path("dist").join(Path::new(path))).unwrap();
    let before = made("example/example.en.pdf");
    let status = project.run(&["i18n", "status"]).stdout;
    for file in ["briefpress.toml", "briefs/example/brief.toml", "briefs/example/lang/fr.toml"] {
        let text = String::from_utf8(project.read(file)).unwrap();
        project.write(file, text.split_once("\n\n").unwrap().1);
    }
    let run = project.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("up to date"), "{}", run.stderr);
    assert_eq!(made("example/example.en.pdf"), before);
    assert_eq!(project.run(&["i18n", "status"]).stdout, status, "nothing is stale");
}

//! What a build says about its files, and whether it is true: manifest, checksums, index page, bill
//! of materials, `verify`, shards and `merge`.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{MINIMAL, PROJECT, TestProject, repository, run};

fn json(project: &TestProject, path: &str) -> Value {
    serde_json::from_slice(&project.read(path)).unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn contents(project: &TestProject, folder: &str) -> Vec<(String, Vec<u8>)> {
    let files = project.files(folder).into_iter();
    files.map(|file| (file.clone(), project.read(&format!("{folder}/{file}")))).collect()
}

/// The shipped brief, in both editions.
fn shipped() -> TestProject {
    let project = TestProject::copy_of(repository());
    let run = project.run(&["build", "-q", "--edition", "screen", "--edition", "print", "--sbom"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project
}

#[test]
fn the_manifest_tells_the_truth_about_every_file() {
    let project = shipped();
    let manifest = json(&project, "dist/manifest.json");
    let files = manifest["files"].as_array().unwrap();
    let listed: Vec<&str> = files.iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(listed, project.pdfs("dist"));
    assert_eq!((&manifest["complete"], &manifest["failed"]), (&true.into(), &Value::Array(vec![])));
    let inputs = manifest["inputs"].as_array().unwrap();
    for file in files {
        let path = file["path"].as_str().unwrap();
        let bytes = project.read(&format!("dist/{path}"));
        assert_eq!(file["bytes"], bytes.len(), "{path}");
        assert_eq!(file["sha256"], sha256(&bytes), "{path}");
        let pages = lopdf::Document::load_mem(&bytes).unwrap().get_pages().len();
        assert_eq!(file["pages"], pages, "{path}");
        // The page shows a brief, and not its table.
        assert_eq!(file["thumbnail"].is_null(), path.contains(".indicators."), "{path}");
        if let Some(shown) = file["thumbnail"]["path"].as_str() {
            let picture = project.read(&format!("dist/{shown}"));
            assert_eq!(file["thumbnail"]["sha256"], sha256(&picture), "{path}");
            assert!(picture.starts_with(b"\x89PNG"), "{path}");
            // 240 pixels across, four bits a pixel, with a palette.
            assert_eq!((&picture[16..20], &picture[24..26]), (&[0, 0, 0, 240][..], &[4, 3][..]));
            assert!(picture.len() <= 10_000, "{path}: {} bytes", picture.len());
        }
        let print = path.contains(".print.");
        assert_eq!(file["edition"], if print { "print" } else { "screen" });
        let standards = file["standards"].as_array().unwrap();
        assert_eq!(standards.len(), if print { 0 } else { 2 }, "{path}: {standards:?}");
        assert_eq!(file["translation"].is_null(), file["language"] == "en", "{path}");
        assert!(file["fonts"].as_array().unwrap().len() > 1, "{path}");
        let of: Vec<&str> = file["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|at| inputs[at.as_u64().unwrap() as usize]["path"].as_str().unwrap())
            .collect();
        assert!(of.contains(&"briefpress.toml"), "{path}: {of:?}");
        let main = format!("templates/{}/main.typ", file["document"].as_str().unwrap());
        assert!(of.contains(&main.as_str()), "{path}: {of:?}");
        assert!(of.contains(&"templates/shared/theme.typ"), "{path}: {of:?}");
        if let Some(language) = file["language"].as_str().filter(|tag| *tag != "en") {
            assert!(of.iter().any(|path| path.ends_with(&format!("lang/{language}.toml"))));
        }
    }
    for input in inputs {
        let path = input["path"].as_str().unwrap();
        let there = repository().join(path);
        let bytes = fs::read(&there).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(input["sha256"], sha256(&bytes), "{path}");
    }
    let text = String::from_utf8(project.read("dist/manifest.json")).unwrap();
    let machine = project.path("").to_string_lossy().into_owned();
    assert!(!text.contains(&machine), "no path of the machine");
}

#[test]
fn checksums_cover_every_file_of_a_release() {
    let project = shipped();
    let sums = String::from_utf8(project.read("dist/SHA256SUMS")).unwrap();
    let mut listed = vec!["SHA256SUMS".to_string()];
    for line in sums.lines() {
        let (sum, path) = line.split_once("  ").unwrap();
        assert_eq!(sum, sha256(&project.read(&format!("dist/{path}"))), "{path}");
        listed.push(path.to_string());
    }
    listed.sort();
    assert_eq!(listed, project.files("dist"));
}

/// Holds a value against a JSON Schema, as far as `schemars` writes them: types, properties, what is
/// required, enumerations, patterns of digests, references; and that this program writes nothing
/// that the schema does not describe.
fn holds(value: &Value, schema: &Value, root: &Value, at: &str) {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let pointer = reference.strip_prefix('#').unwrap();
        return holds(value, root.pointer(pointer).unwrap(), root, at);
    }
    if let Some(any) = schema.get("anyOf").or(schema.get("oneOf")).and_then(Value::as_array) {
        let fits = |one: &Value| match one.get("const").or(one.get("type")) {
            Some(Value::String(kind)) if kind == "null" => value.is_null(),
            Some(constant) if one.get("const").is_some() => value == constant,
            _ => !value.is_null(),
        };
        let one = any.iter().find(|one| fits(one));
        return holds(value, one.unwrap_or_else(|| panic!("{at}: {value}")), root, at);
    }
    if let Some(types) = schema.get("type") {
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let fits = types == kind || types.as_array().is_some_and(|all| all.contains(&kind.into()));
        assert!(fits, "{at}: {kind} where {types} is wanted");
    }
    if let Some(Value::Array(all)) = schema.get("enum") {
        assert!(all.contains(value), "{at}: {value}");
    }
    if let Some(pattern) = schema.get("pattern") {
        assert_eq!(pattern, "^[0-9a-f]{64}$", "a pattern this test does not know");
        let text = value.as_str().unwrap();
        assert!(text.len() == 64 && text.bytes().all(|b| b"0123456789abcdef".contains(&b)), "{at}");
    }
    match value {
        Value::Object(object) => {
            let properties = schema["properties"].as_object().unwrap();
            assert_eq!(schema["additionalProperties"], true, "{at}: there may be more one day");
            let required = schema["required"].as_array().unwrap();
            assert!(required.iter().all(|key| object.contains_key(key.as_str().unwrap())), "{at}");
            for (key, value) in object {
                let property = properties.get(key).unwrap_or_else(|| panic!("{at}.{key}"));
                holds(value, property, root, &format!("{at}.{key}"));
            }
        }
        Value::Array(items) => {
            for item in items {
                holds(item, &schema["items"], root, &format!("{at}[]"));
            }
        }
        _ => {}
    }
}

#[test]
fn the_manifest_follows_its_schema() {
    let project = shipped();
    let schema = project.run(&["schema", "manifest"]);
    assert_eq!(schema.code, 0, "{}", schema.stderr);
    let schema: Value = serde_json::from_str(&schema.stdout).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    holds(&json(&project, "dist/manifest.json"), &schema, &schema, "manifest");
    // Every field says what it is.
    fn described(schema: &Value, at: &str) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            for (name, property) in properties {
                assert!(property["description"].is_string(), "{at}.{name} has no description");
            }
        }
    }
    described(&schema, "manifest");
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        described(definition, name);
    }
}

/// Adds a field to every object of a manifest, as a later briefpress might, and says so in the
/// checksums; how many objects there are.
fn grow(project: &TestProject, folder: &str) -> usize {
    fn add(value: &mut Value) -> usize {
        match value {
            Value::Object(object) => {
                let inner: usize = object.values_mut().map(add).sum();
                let later = serde_json::json!({ "of": ["a later", 1] });
                object.insert("added".into(), later);
                inner + 1
            }
            Value::Array(items) => items.iter_mut().map(add).sum(),
            _ => 0,
        }
    }
    let (path, sums) = (format!("{folder}/manifest.json"), format!("{folder}/SHA256SUMS"));
    let before = project.read(&path);
    let mut manifest: Value = serde_json::from_slice(&before).unwrap();
    let count = add(&mut manifest);
    let after = serde_json::to_vec_pretty(&manifest).unwrap();
    let text = String::from_utf8(project.read(&sums)).unwrap();
    assert!(text.contains(&sha256(&before)));
    project.write(&sums, text.replace(&sha256(&before), &sha256(&after)));
    project.write(&path, after);
    count
}

#[test]
fn a_manifest_with_fields_of_a_later_version_is_read() {
    let project = TestProject::copy_of(repository());
    let kinds = ["publisher", "sources", "role", "fingerprint", "percent", "stage", "column"];
    let warned = MINIMAL.replacen("to = \"Ministry of Justice\"\n", "", 1);
    assert_ne!(warned, MINIMAL);
    project.write("briefs/b/brief.toml", warned);
    assert_eq!(project.run(&["build", "-q", "--out", "whole"]).code, 0);
    let whole = contents(&project, "whole");
    let text = String::from_utf8(project.read("whole/manifest.json")).unwrap();
    for kind in kinds {
        assert!(text.contains(&format!("\"{kind}\": ")), "a field of every kind of object: {kind}");
    }
    assert!(grow(&project, "whole") > 50);

    let run = project.run(&["verify", "whole"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    let run = project.run(&["build", "--out", "whole"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("0 files built"), "{}", run.stderr);
    assert!(contents(&project, "whole") == whole, "what is not known is not kept");

    // Parts of a build, and the manifest that divides it.
    grow(&project, "whole");
    for shard in ["1/2", "2/2"] {
        let out = format!("part-{}", &shard[..1]);
        let args =
            ["build", "-q", "--shard", shard, "--balance", "whole/manifest.json", "--out", &out];
        let run = project.run(&args);
        assert_eq!(run.code, 0, "{}", run.stderr);
        grow(&project, &out);
    }
    let run = project.run(&["merge", "part-1", "part-2", "--out", "merged"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(contents(&project, "merged") == whole);
    // What it does know has to be right all the same.
    let bad = text.replacen("\"pages\": ", "\"pages\": -", 1);
    project.write("whole/manifest.json", bad);
    assert_eq!(project.run(&["verify", "whole"]).code, 1);
}

/// What stands between two marks, each time they are there.
fn between<'a>(html: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    html.split(start).skip(1).map(|part| part.split(end).next().unwrap()).collect()
}

#[test]
fn the_index_lists_every_file_and_needs_nothing_else() {
    let project = shipped();
    let html = String::from_utf8(project.read("dist/index.html")).unwrap();
    let mut links = between(&html, "<li><a href=\"", "\"");
    links.sort_unstable();
    let is_listed = |file: &String| {
        file.ends_with(".pdf") || file.contains(".indicators.") && !file.ends_with(".png")
    };
    let files: Vec<String> = project.files("dist").into_iter().filter(is_listed).collect();
    assert_eq!(files.len(), 24 + 18, "{files:?}");
    assert_eq!(links, files);
    for words in [
        "<html lang=\"en\">",
        "<p>1\u{a0}brief, 6\u{a0}languages, 24\u{a0}PDF files</p>",
        "<h2 id=\"country-kh\">Cambodia</h2>",
        "<h4><span lang=\"km\" dir=\"ltr\">ខ្មែរ</span> <span class=\"english\">Khmer</span></h4>",
        "<p lang=\"ar\" dir=\"rtl\" class=\"title\">",
        ">Brief<span class=\"hidden\"> in Arabic, Cambodia (PDF)</span></a>",
        "<p class=\"status\">Original</p>",
        "<strong class=\"draft\">Draft translation</strong>, 100%\u{a0}complete</p>",
        "</time> · Final</p>",
    ] {
        assert!(html.contains(words), "{words}");
    }
    assert!(!html.contains("<nav"), "one country is no list");
    assert!(!html.contains("incomplete\">"), "nothing is missing");
    // The original, then the others by their English names.
    let languages: Vec<&str> = between(&html, "hreflang=\"", "\"").into_iter().step_by(7).collect();
    assert_eq!(languages, ["en", "ar", "zh-Hans", "fr", "km", "th"]);
    assert!(
        !html.contains("<script") && !html.contains("http"),
        "no script, nothing from elsewhere"
    );
    // A picture is made for what the page shows, and for nothing else.
    let mut shown = between(&html, "src=\"", "\"");
    shown.sort_unstable();
    let pictures = project.files("dist").into_iter().filter(|file| file.ends_with(".png"));
    assert_eq!(shown, pictures.collect::<Vec<_>>());
    // Every local target is there.
    for target in between(&html, "href=\"", "\"").into_iter().chain(between(&html, "src=\"", "\""))
    {
        match target.strip_prefix('#') {
            Some(id) => assert!(html.contains(&format!("id=\"{id}\"")), "{target}"),
            None if target == "data:," => {}
            None => assert!(project.path(&format!("dist/{target}")).exists(), "{target}"),
        }
    }
}

#[test]
fn the_index_says_how_far_briefs_and_translations_are() {
    let project = TestProject::copy_of(repository());
    let path = "briefs/cambodia-scamming-compounds";
    let of = |file: &str| String::from_utf8(project.read(&format!("{path}/{file}"))).unwrap();
    let (brief, thai) = (of("brief.toml"), of("lang/th.toml"));
    let changed = brief.replacen("\ntitle = \"", "\ntitle = \"Again: ", 1);
    assert_ne!(changed, brief);
    let changed = changed.replacen("status = \"final\"", "status = \"draft\"", 1);
    project.write(&format!("{path}/brief.toml"), changed);
    let reviewed = thai.replacen("\"draft\"", "\"reviewed\"\nreviewer = \"A. Reader\"", 1);
    project.write(&format!("{path}/lang/th.toml"), reviewed);
    let run = project.run(&["build", "-q", "--lang", "en", "--lang", "th", "--lang", "fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let html = String::from_utf8(project.read("dist/index.html")).unwrap();
    assert!(html.contains("</time> · <strong class=\"draft\">Draft</strong></p>"), "{html}");
    let states = between(&html, "<p class=\"status\">", "</p>");
    let stale = "99%\u{a0}complete, 1\u{a0}text older than the original";
    assert_eq!(
        states,
        [
            "Original".to_string(),
            format!("<strong class=\"draft\">Draft translation</strong>, {stale}"),
            // It was reviewed against another title.
            format!("<strong class=\"draft\">Draft translation</strong>, {stale}"),
        ]
    );
    assert!(html.contains(", <strong class=\"draft\">1\u{a0}warning</strong></span>"), "{html}");
}

#[test]
fn the_index_is_in_order_and_every_link_says_where_it_leads() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    for (id, code, date) in [
        ("a", "AE", "2025-01-01"),
        ("b", "KE", "2025-01-02"),
        ("c", "CU", "2025-01-03"),
        ("d", "AX", "2025-01-04"),
        ("e", "AE", "2026-01-05"),
        ("f", "AE", "2024-01-06"),
        ("g", "KHM", "2025-01-07"),
    ] {
        let toml = MINIMAL.replace("\"KH\"", &format!("\"{code}\"")).replace("2025-06-30", date);
        let toml = if id == "f" { toml.replace("come late", "come early") } else { toml };
        project.write(&format!("briefs/{id}/brief.toml"), toml);
    }
    assert_eq!(project.run(&["build", "-q"]).code, 1, "one brief has an error");
    let html = String::from_utf8(project.read("dist/index.html")).unwrap();
    let countries = between(&html, "<li><a href=\"#", "\"");
    assert_eq!(countries, ["country-ax", "country-cu", "country-ke", "country-ae"]);
    let headings: Vec<&str> = between(&html, "<h2 id=\"country-", "\"");
    assert_eq!(headings, ["ax", "cu", "ke", "ae"]);
    // The newest first.
    let dates = between(&html, "<time datetime=\"", "\"");
    assert_eq!(dates[3..], ["2026-01-05", "2025-01-01", "2024-01-06"]);
    assert!(html.contains(">5\u{a0}January 2026</time>"));
    // Their words alone tell all links to files apart.
    let mut names = between(&html, "type=\"application/pdf\">", "</a>");
    assert_eq!(names.len(), 12);
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 12, "{names:?}");
    // What is missing is said.
    let missing = &between(&html, "<section class=\"incomplete\">", "</section>")[0];
    assert!(missing.contains("2\u{a0}files could not be made"), "{missing}");
    assert!(missing.contains("<code>g/g.en.indicators.pdf</code>"), "{missing}");
}

#[test]
fn titles_are_data_on_the_index_page() {
    let toml = MINIMAL.replace("Decisions on review come late", "<script>alert('x')</script> & co");
    let project = TestProject::with_brief(&toml);
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    let html = String::from_utf8(project.read("dist/index.html")).unwrap();
    assert!(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; co"), "{html}");
    assert!(!html.contains("<script"));
}

#[test]
fn the_bill_of_materials_names_program_libraries_fonts_and_templates() {
    let project = shipped();
    let bill = json(&project, "dist/sbom.cdx.json");
    assert_eq!((&bill["bomFormat"], &bill["specVersion"]), (&"CycloneDX".into(), &"1.6".into()));
    let components = bill["components"].as_array().unwrap();
    let names: BTreeSet<&str> = components.iter().map(|c| c["name"].as_str().unwrap()).collect();
    for name in ["briefpress", "typst", "SourceSerif4-Regular", "templates/brief/main.typ"] {
        assert!(names.contains(name), "{name}");
    }
    // Every face of every file is in it.
    let manifest = json(&project, "dist/manifest.json");
    for file in manifest["files"].as_array().unwrap() {
        for font in file["fonts"].as_array().unwrap() {
            assert!(names.contains(font.as_str().unwrap()), "{font}");
        }
    }
    let refs: Vec<&str> = components.iter().map(|c| c["bom-ref"].as_str().unwrap()).collect();
    assert_eq!(refs.iter().collect::<BTreeSet<_>>().len(), refs.len(), "references are unique");
    for dependency in bill["dependencies"].as_array().unwrap() {
        assert!(refs.contains(&dependency["ref"].as_str().unwrap()));
    }
}

#[test]
fn verify_names_the_file_and_the_first_input_that_differs() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/b/brief.toml", MINIMAL);
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    let good = project.run(&["verify", "dist"]);
    assert_eq!((good.code, good.stdout.as_str()), (0, ""), "{}", good.stderr);
    assert!(good.stderr.contains("4 files, the same to the byte"), "{}", good.stderr);

    let pdf = project.read("dist/b/b.en.pdf");
    project.write("dist/b/b.en.pdf", [&pdf[..], b" "].concat());
    let run = project.run(&["verify", "dist"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("b/b.en.pdf: it was changed after"), "{}", run.stdout);
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    project.write("dist/b/b.en.pdf", pdf);

    project.write("briefs/a/brief.toml", MINIMAL.replace("come late", "come very late"));
    let run = project.run(&["verify", "dist"]);
    assert_eq!(run.code, 1);
    for file in ["a/a.en.pdf", "a/a.en.indicators.pdf"] {
        let line = format!("{file}: briefs/a/brief.toml changed since it was built");
        assert!(run.stdout.contains(&line), "{}", run.stdout);
    }
    assert!(!run.stdout.contains("b/b."), "{}", run.stdout);
    project.write("briefs/a/brief.toml", MINIMAL);

    let page = String::from_utf8(project.read("dist/index.html")).unwrap();
    project.write("dist/index.html", page.replace("Policy briefs", "My briefs"));
    let run = project.run(&["verify", "dist"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("index.html: it does not describe"), "{}", run.stdout);
    fs::remove_dir_all(project.path("briefs/b")).unwrap();
    let run = project.run(&["verify", "dist"]);
    assert!(run.stdout.contains("b/b.en.pdf: the project does not make it"), "{}", run.stdout);
    fs::remove_file(project.path("dist/manifest.json")).unwrap();
    // A release that has lost its manifest is none, and no failure of the system.
    let run = project.run(&["verify", "dist"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("dist/manifest.json: it is not there"), "{}", run.stderr);
    assert!(run.stderr.contains("`briefpress build` writes a release"), "{}", run.stderr);
}

#[test]
fn a_release_with_given_fonts_names_them_and_tells_when_they_are_not_given() {
    // A face under a name that no other has, outside the project.
    let face = fs::read(repository().join("fonts/amiri/Amiri-Regular.ttf")).unwrap();
    let (from, to) = (b"\0A\0m\0i\0r\0i", b"\0B\0o\0r\0g\0o");
    let mut renamed = face.clone();
    for at in 0..face.len() - from.len() {
        if face[at..].starts_with(from) {
            renamed[at..at + to.len()].copy_from_slice(to);
        }
    }
    assert_ne!(renamed, face);
    let outside = TestProject::empty();
    outside.write("faces/Borgo.ttf", &renamed);
    let folder = outside.path("faces").to_str().unwrap().to_string();

    let project = TestProject::with_brief(MINIMAL);
    assert_eq!(project.run(&["build", "-q", "--out", "plain"]).code, 0);
    // What a computer sets for Typst changes nothing: neither bytes nor manifest.
    let mut command = project.command();
    command.args(["build", "-q", "--out", "variable"]).env("TYPST_FONT_PATHS", &folder);
    assert_eq!(run(&mut command).code, 0);
    assert!(contents(&project, "variable") == contents(&project, "plain"));

    let brand = format!("{PROJECT}[brand]\ntext_fonts = [\"Borgo\"]\n");
    project.write("briefpress.toml", brand);
    let missing = project.run(&["build", "-q"]);
    assert_eq!(missing.code, 1, "{}", missing.stderr);
    assert!(missing.stderr.contains("there is no font family `Borgo`"), "{}", missing.stderr);
    let given = ["--font-path", &folder];
    let build = project.run(&[&["build", "-q"], &given[..]].concat());
    assert_eq!(build.code, 0, "{}", build.stderr);
    let text = String::from_utf8(project.read("dist/manifest.json")).unwrap();
    assert!(!text.contains(&folder), "where it lies is no one's business");
    let manifest = json(&project, "dist/manifest.json");
    let input = serde_json::json!({
        "role": "font",
        "path": "--font-path 1/Borgo.ttf",
        "sha256": sha256(&renamed),
    });
    let inputs = manifest["inputs"].as_array().unwrap();
    let at = inputs.iter().position(|one| *one == input).unwrap_or_else(|| panic!("{inputs:?}"));
    for file in manifest["files"].as_array().unwrap() {
        assert!(file["inputs"].as_array().unwrap().contains(&at.into()), "{file}");
    }

    // By whatever path it is given.
    project.write("faces/Borgo.ttf", &renamed);
    let inside = project.path("faces").to_str().unwrap().to_string();
    for path in ["faces", inside.as_str()] {
        let args = ["build", "-q", "--font-path", path, "--out", "again"];
        assert_eq!(project.run(&args).code, 0);
        assert!(contents(&project, "again") == contents(&project, "dist"), "{path}");
        fs::remove_dir_all(project.path("again")).unwrap();
    }

    assert_eq!(project.run(&[&["verify", "dist"], &given[..]].concat()).code, 0);
    // Where the brand needs it nothing can be built without it.
    assert_eq!(project.run(&["verify", "dist"]).code, 1);
    // Where nothing needs it the files are the same, but not made from the same.
    project.write("briefpress.toml", PROJECT);
    assert_eq!(project.run(&[&["build", "-q"], &given[..]].concat()).code, 0);
    assert_eq!(project.run(&[&["verify", "dist"], &given[..]].concat()).code, 0);
    let run = project.run(&["verify", "dist"]);
    let line = "manifest.json: --font-path 1/Borgo.ttf was there when it was built, and is not given \
                now\n";
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains(line), "{}", run.stdout);
    outside.write("faces/Borgo.ttf", &face);
    let run = project.run(&[&["verify", "dist"], &given[..]].concat());
    assert!(
        run.stdout.contains("--font-path 1/Borgo.ttf changed since it was built"),
        "{}",
        run.stdout
    );
}

#[test]
fn what_is_gone_goes_in_both_editions() {
    let project = TestProject::copy_of(repository());
    let args = ["build", "-q", "--edition", "screen", "--edition", "print"];
    let languages = ["--lang", "en", "--lang", "fr"];
    assert_eq!(project.run(&[&args[..], &languages].concat()).code, 0);
    let french = |folder: &str| {
        let files = project.files(folder).into_iter();
        files.filter(|file| file.contains(".fr.")).collect::<Vec<_>>()
    };
    assert_eq!(french("dist").len(), 8, "four PDFs, a picture, three sheets: {:?}", french("dist"));
    for shard in ["1/2", "2/2"] {
        let out = format!("part-{}", &shard[..1]);
        let part = ["--shard", shard, "--out", &out];
        assert_eq!(project.run(&[&args[..], &languages, &part].concat()).code, 0);
    }
    assert_eq!(project.run(&["merge", "part-1", "part-2", "--out", "merged"]).code, 0);
    assert_eq!(french("merged").len(), 8);
    fs::remove_file(project.path("briefs/cambodia-scamming-compounds/lang/fr.toml")).unwrap();
    let run = project.run(&["build", "--lang", "en"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(french("dist"), [""; 0], "{}", run.stderr);
    // And where parts are joined over what was there.
    for shard in ["1/2", "2/2"] {
        let out = format!("part-{}", &shard[..1]);
        let part = ["--lang", "en", "--shard", shard, "--out", &out];
        assert_eq!(project.run(&[&args[..], &part].concat()).code, 0);
    }
    assert_eq!(project.run(&["merge", "part-1", "part-2", "--out", "merged"]).code, 0);
    assert_eq!(french("merged"), [""; 0]);
}

/// A project with briefs of different length.
fn several() -> TestProject {
    let project = TestProject::copy_of(repository());
    for (id, code) in [("b", "KE"), ("c", "NP"), ("d", "UG"), ("e", "LA")] {
        project.write(
            &format!("briefs/{id}/brief.toml"),
            MINIMAL.replace("\"KH\"", &format!("\"{code}\"")),
        );
    }
    project
}

#[test]
fn shards_joined_are_the_build_that_was_not_split() {
    let project = several();
    assert_eq!(project.run(&["build", "-q", "--out", "whole"]).code, 0);
    let mut seen = BTreeSet::new();
    for shard in 1..=4 {
        let (k, out) = (format!("{shard}/4"), format!("part-{shard}"));
        let run = project.run(&["build", "-q", "--shard", &k, "--out", &out]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        for pdf in project.pdfs(&out) {
            assert!(seen.insert(pdf.clone()), "{pdf} is in two parts");
        }
        assert_eq!(project.run(&["verify", &out]).code, 0);
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), project.pdfs("whole"));
    let parts = ["part-3", "part-1", "part-4", "part-2"];
    let merged = project.run(&[&["merge"], &parts[..], &["--out", "merged"]].concat());
    assert_eq!(merged.code, 0, "{}", merged.stderr);
    assert!(contents(&project, "merged") == contents(&project, "whole"));
    // Again, over what is there, changes nothing; nor does building over it.
    assert_eq!(project.run(&[&["merge"], &parts[..], &["--out", "merged"]].concat()).code, 0);
    let run = project.run(&["build", "--out", "merged"]);
    assert!(run.stderr.contains("0 files built"), "{}", run.stderr);
    assert!(contents(&project, "merged") == contents(&project, "whole"));
    // By an earlier build's measure the parts are others, and of much the same size.
    let work = |out: &str| -> u64 {
        let manifest = json(&project, &format!("{out}/manifest.json"));
        manifest["files"].as_array().unwrap().iter().map(|f| f["glyphs"].as_u64().unwrap()).sum()
    };
    for shard in 1..=2 {
        let (k, out) = (format!("{shard}/2"), format!("half-{shard}"));
        let args =
            ["build", "-q", "--shard", &k, "--balance", "whole/manifest.json", "--out", &out];
        assert_eq!(project.run(&args).code, 0);
    }
    let (one, two) = (work("half-1"), work("half-2"));
    assert!(one.abs_diff(two) * 10 < one + two, "{one} and {two} glyphs");
}

#[test]
fn a_release_that_is_merged_again_without_an_edition_keeps_its_files() {
    let project = several();
    let merge = |editions: &[&str]| {
        for shard in 1..=2 {
            let (k, out) = (format!("{shard}/2"), format!("part-{shard}"));
            let args = [&["build", "-q", "--shard", &k, "--out", &out], editions].concat();
            assert_eq!(project.run(&args).code, 0);
        }
        let run = project.run(&["merge", "part-1", "part-2", "--out", "merged"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stderr
    };
    merge(&["--edition", "screen", "--edition", "print"]);
    let before = project.files("merged");
    let print: Vec<&String> = before.iter().filter(|file| file.contains(".print.")).collect();
    assert!(!print.is_empty());
    let said = merge(&[]);
    for file in print {
        assert!(said.contains(&format!("{file} is not listed any more")), "{file}: {said}");
    }
    // That no part has them proves nothing about where they come from.
    let after = project.files("merged");
    assert!(before.iter().all(|file| after.contains(file)), "{after:?}");
    assert_eq!(project.run(&["build", "-q", "--out", "whole"]).code, 0);
    for file in ["manifest.json", "index.html", "SHA256SUMS"] {
        assert!(
            project.read(&format!("merged/{file}")) == project.read(&format!("whole/{file}")),
            "{file}"
        );
    }
}

#[test]
fn merge_refuses_what_does_not_fit_together() {
    let project = several();
    for shard in 1..=3 {
        let (k, out) = (format!("{shard}/3"), format!("part-{shard}"));
        assert_eq!(project.run(&["build", "-q", "--shard", &k, "--out", &out]).code, 0);
    }
    let refused = |project: &TestProject, parts: &[&str], words: &str| {
        let run = project.run(&[&["merge"], parts, &["--out", "merged"]].concat());
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
        assert_eq!(project.files("merged"), [""; 0], "nothing is written");
    };
    refused(&project, &["part-1", "part-3"], "of 3 parts these are missing: 2");
    refused(&project, &["part-1", "part-2", "part-2", "part-3"], "are both part 2");
    // A part of another build.
    assert_eq!(project.run(&["build", "-q", "--shard", "2/4", "--out", "quarter"]).code, 0);
    refused(&project, &["part-1", "quarter", "part-3"], "one of 3 parts and");
    // A whole build is no part.
    assert_eq!(project.run(&["build", "-q", "--out", "whole", "b"]).code, 0);
    refused(&project, &["whole"], "is no part of a build");
    // Nor is a folder in which nothing was built.
    fs::create_dir(project.path("empty")).unwrap();
    refused(&project, &["empty"], "empty is no part of a build: it has no manifest.json");
    // Parts that were divided otherwise: what neither has would be missed.
    assert_eq!(project.run(&["build", "-q", "--out", "all"]).code, 0);
    let manifest = String::from_utf8(project.read("all/manifest.json")).unwrap();
    project.write("heavy.json", manifest.replacen("\"glyphs\": ", "\"glyphs\": 9999", 1));
    let heavy = ["--shard", "2/3", "--balance", "heavy.json", "--out", "heavy"];
    assert_eq!(project.run(&[&["build", "-q"], &heavy[..]].concat()).code, 0);
    refused(&project, &["part-1", "heavy", "part-3"], "not divided alike");
    // A file that was changed.
    let pdf = project.pdfs("part-3")[0].clone();
    let bytes = project.read(&format!("part-3/{pdf}"));
    project.write(&format!("part-3/{pdf}"), "changed");
    refused(&project, &["part-1", "part-2", "part-3"], "was changed after it was built");
    project.write(&format!("part-3/{pdf}"), bytes);
    // One part from a later text.
    project.write("briefs/b/brief.toml", MINIMAL.replace("\"KH\"", "\"ZM\""));
    assert_eq!(project.run(&["build", "-q", "--shard", "2/3", "--out", "part-2"]).code, 0);
    refused(&project, &["part-1", "part-2", "part-3"], "were not built from the same inputs");
    // A part that failed.
    project.write("briefs/b/brief.toml", MINIMAL.replace("\"KH\"", "\"KHM\""));
    assert_eq!(project.run(&["build", "-q", "--shard", "1/3", "--out", "part-1"]).code, 1);
    refused(&project, &["part-1"], "is incomplete");
}

#[test]
fn a_shard_is_found_in_the_array_job_around_it() {
    let project = TestProject::with_brief(MINIMAL);
    let build = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = project.command();
        run(command.arg("build").args(arguments).args(["--out", "part"]).envs(variables.to_vec()))
    };
    let gitlab = [("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "4")];
    assert_eq!(build(&["--shard", "auto"], &gitlab).code, 0);
    let shard = json(&project, "part/manifest.json")["shard"].clone();
    assert_eq!((&shard["number"], &shard["count"]), (&2.into(), &4.into()));
    let kubernetes = [("JOB_COMPLETION_INDEX", "0")];
    assert_eq!(build(&["--shard", "auto"], &kubernetes).code, 2);
    assert_eq!(build(&["--shard", "auto/3"], &kubernetes).code, 0);
    assert_eq!(json(&project, "part/manifest.json")["shard"]["number"], 1);
    for wrong in ["5/4", "0/4", "x", "1/0", "auto/0"] {
        assert_eq!(build(&["--shard", wrong], &[]).code, 2, "{wrong}");
    }
    // Variables alone split nothing.
    assert_eq!(build(&[], &gitlab).code, 0);
    assert_eq!(json(&project, "part/manifest.json")["shard"], Value::Null);
}

#[cfg(unix)]
#[test]
fn one_worker_or_many_under_any_mask_make_the_same_release() {
    let project = shipped();
    let program = assert_cmd::cargo::cargo_bin("briefpress");
    let script = format!(
        "umask 077; exec {} build -q --edition print --edition screen --sbom --jobs 1 --out one",
        program.display()
    );
    let status = Command::new("sh")
        .args(["-c", &script])
        .current_dir(project.path(""))
        .env_clear()
        .env("TZ", "Pacific/Kiritimati")
        .env("LC_ALL", "ar_EG.UTF-8")
        .status()
        .unwrap();
    assert!(status.success());
    assert!(contents(&project, "one") == contents(&project, "dist"));
}

//! Where a brief is about: a country, several, a region, an area, and places that a project names.

use serde_json::Value;

use crate::oracle::ear::heard;
use crate::oracle::pdf::Pdf;
use crate::support::{MINIMAL, PROJECT, TestProject};

const PLACES: &str = "\n[[place]]\ncode = \"XK\"\nname = \"Kosovo\"\nnote = \"In the context of \
                      Security Council resolution 1244.\"\n\n[[place]]\ncode = \"asean\"\nname = \"ASEAN\"\n";

/// The brief, about something else.
fn about(place: &str) -> String {
    MINIMAL.replacen("country = \"KH\"", place, 1)
}

/// A project that names places of its own, with one brief.
fn project(place: &str) -> TestProject {
    let project = TestProject::with_brief(&about(place));
    project.write("briefpress.toml", format!("{PROJECT}{PLACES}"));
    project
}

fn data(project: &TestProject, language: &str) -> Value {
    let run = project.run(&["template", "data", "a", "--lang", language]);
    assert_eq!(run.code, 0, "{language}: {}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn each_way_to_say_it_reaches_page_data_and_manifest() {
    for (place, kind, codes, name) in [
        ("country = \"KH\"", "country", vec!["KH"], "Cambodia"),
        ("countries = [\"KH\"]", "country", vec!["KH"], "Cambodia"),
        (
            "countries = [\"KH\", \"LA\"]",
            "countries",
            vec!["KH", "LA"],
            "Cambodia and Lao People’s Democratic Republic",
        ),
        ("region = \"035\"", "region", vec!["035"], "South-eastern Asia"),
        ("area = \"The lower Mekong\"", "area", vec![], "The lower Mekong"),
        ("country = \"asean\"", "country", vec!["asean"], "ASEAN"),
        ("countries = [\"AL\", \"XK\"]", "countries", vec!["AL", "XK"], "Albania and Kosovo"),
    ] {
        let project = project(place);
        let data = data(&project, "en");
        assert_eq!(data["place"]["kind"], kind, "{place}");
        assert_eq!(data["place"]["codes"], serde_json::json!(codes), "{place}");
        assert_eq!(data["country"]["name"], name);
        let code = if kind == "country" { codes[0] } else { "" };
        assert_eq!(data["country"]["code"], code, "templates made before read one country");
        let run = project.run(&["build", "-q"]);
        assert_eq!(run.code, 0, "{place}: {}", run.stderr);
        let printed = name.replace("Kosovo", "Kosovo*");
        let blocks = heard(&Pdf::load(&project.read("dist/a/a.en.pdf")));
        assert!(blocks.contains(&printed), "{place}: {blocks:?}");
        let manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
        let file = &manifest["files"][0];
        assert_eq!((&file["country"], &file["place"]["name"]), (&code.into(), &name.into()));
        assert_eq!(file["place"]["kind"], kind);
        let html = String::from_utf8(project.read("dist/index.html")).unwrap();
        assert!(html.contains(&format!("\">{name}</h2>")), "{place}: {html}");
    }
}

#[test]
fn formal_names_are_for_templates_and_print_nowhere() {
    let formal = |place: &str, language: &str| {
        let project = project(place);
        if language != "en" {
            assert_eq!(project.run(&["i18n", "sync", "a", "--lang", language]).code, 0);
        }
        let place = data(&project, language)["place"].clone();
        (place["formal"].clone(), place["names"][0]["formal"].clone())
    };
    let same = |name: &str| (Value::from(name), Value::from(name));
    assert_eq!(formal("country = \"KH\"", "en"), same("Kingdom of Cambodia"));
    assert_eq!(formal("country = \"KH\"", "fr"), same("Royaume du Cambodge"));
    assert_eq!(formal("country = \"VN\"", "vi"), same("Cộng hòa Xã hội chủ nghĩa Việt Nam"));
    let several = formal("countries = [\"KH\", \"CI\"]", "en");
    assert_eq!(several.0, "Kingdom of Cambodia and Republic of Côte d’Ivoire");
    // An area has no formal name, and then there is none of all; a place of the project has none.
    assert_eq!(
        formal("countries = [\"FR\", \"GP\"]", "en"),
        (Value::Null, "French Republic".into())
    );
    for place in ["region = \"035\"", "area = \"The lower Mekong\"", "country = \"asean\""] {
        assert_eq!(formal(place, "en"), (Value::Null, Value::Null), "{place}");
    }
    let project = project("country = \"KH\"");
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    let blocks = heard(&Pdf::load(&project.read("dist/a/a.en.pdf")));
    assert!(!blocks.iter().any(|block| block.contains("Kingdom")), "{blocks:?}");
    // Who names it otherwise has no formal name for that.
    project.write("templates/labels/en.toml", "[countries]\nKH = \"Kampuchea\"\n");
    assert_eq!(data(&project, "en")["place"]["formal"], Value::Null);
}

#[test]
fn what_a_project_names_is_translated_and_noted() {
    let project = project("countries = [\"AL\", \"XK\"]");
    assert_eq!(project.run(&["i18n", "sync", "a", "--lang", "fr"]).code, 0);
    let path = "briefs/a/lang/fr.toml";
    let written = String::from_utf8(project.read(path)).unwrap();
    assert!(written.contains("[place.XK]") && !written.contains("asean"), "{written}");
    // What is not translated says in which language it is.
    let name = data(&project, "fr")["place"]["name"].clone();
    assert_eq!(name[2]["type"], "foreign", "{name}");
    assert_eq!(name[2]["children"][0]["text"], "Kosovo*");
    let (before, after) = written.split_once("[place.XK]").unwrap();
    let after = after.replacen("name = \"\"", "name = \"Le Kosovo\"", 1);
    let after = after.replacen("note = \"\"", "note = \"Au sens de la résolution 1244.\"", 1);
    project.write(path, format!("{before}[place.XK]{after}"));
    let data = data(&project, "fr");
    assert_eq!(data["place"]["name"][0]["text"], "Albanie et Le Kosovo*");
    let note = &data["place"]["notes"][0];
    assert_eq!((&note["mark"], &note["name"]), (&"*".into(), &"Le Kosovo".into()));
    assert!(note["text"].to_string().contains("résolution"), "{note}");
    let run = project.run(&["build", "-q", "--annotate"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let export = project.run(&["i18n", "export", "a", "--lang", "fr", "--format", "po"]);
    assert!(export.stdout.contains("place.XK.name") || export.code == 0, "{}", export.stderr);
}

#[test]
fn an_area_is_translated() {
    let project = project("area = \"The lower Mekong\"");
    assert_eq!(project.run(&["i18n", "sync", "a", "--lang", "fr"]).code, 0);
    let path = "briefs/a/lang/fr.toml";
    let written = String::from_utf8(project.read(path)).unwrap();
    let changed = written.replacen("area = \"\"", "area = \"Le bas Mékong\"", 1);
    assert_ne!(changed, written);
    project.write(path, changed);
    assert_eq!(data(&project, "fr")["country"]["name"], "Le bas Mékong");
}

#[test]
fn labels_of_the_project_name_regions() {
    let project = TestProject::with_brief(&about("region = \"035\""));
    let english = include_str!("../../templates/labels/en.toml");
    project.write("templates/labels/sw.toml", english);
    assert_eq!(project.run(&["i18n", "sync", "a", "--lang", "sw"]).code, 0);
    let check = || project.run(&["check", "-q", "--message-format", "short"]).stderr;
    let unnamed = "the page says “South-eastern Asia”: the labels for `sw` do not name the region";
    assert!(check().contains(unnamed), "{}", check());
    let named = format!("{english}\n[regions]\n035 = \"Asia ya Kusini-Mashariki\"\n");
    project.write("templates/labels/sw.toml", named);
    assert!(!check().contains(unnamed), "{}", check());
    assert_eq!(data(&project, "sw")["country"]["name"], "Asia ya Kusini-Mashariki");
}

#[test]
fn each_mistake_of_a_brief_has_its_message() {
    for (place, line, help) in [
        (
            "country = \"KH\"\ncountries = [\"LA\", \"TH\"]",
            "3:1: error[place::several]: `countries` stands beside `country`",
            "keep `countries = [\"KH\", \"LA\", \"TH\"]` alone",
        ),
        (
            "region = \"035\"\narea = \"Mekong\"",
            "3:1: error[place::several]: `area` stands beside `region`",
            "keep one of them",
        ),
        (
            "",
            "1:1: error[schema::missing-key]: `country` is missing in the file",
            "`region = \"035\"`",
        ),
        (
            "countries = []",
            "2:1: error[schema::empty-text]: `countries` names none",
            "countries = [\"KH\", \"LA\"]",
        ),
        (
            "countries = [\"KH\", \"LA\", \"KH\"]",
            "2:26: error[schema::bad-value]: `KH` is listed twice",
            "take one out",
        ),
        (
            "region = \"135\"",
            "2:10: error[region::unknown]: `135` is no region of UN M49",
            "such as `\"035\"`",
        ),
        (
            "region = \"35\"",
            "2:10: error[region::unknown]: `35` is no region of UN M49",
            "did you mean `\"035\"`, South-eastern Asia?",
        ),
        (
            "region = \"Southern Asia\"",
            "2:10: error[region::unknown]: `Southern Asia` is no region of UN M49",
            "did you mean `\"034\"`, Southern Asia?",
        ),
        (
            "region = \"KH\"",
            "2:10: error[region::unknown]: `KH` is no region of UN M49",
            "it is a country: write `country = \"KH\"`",
        ),
        (
            "country = \"035\"",
            "2:11: error[country::unknown]: `035` is no country code",
            "write `region = \"035\"`",
        ),
        (
            "country = \"xk\"",
            "2:11: error[country::unknown]: `xk` is no country code",
            "did you mean `\"XK\"`, Kosovo?",
        ),
        (
            "countries = [\"KH\", \"Kosovo\"]",
            "2:20: error[country::unknown]: `Kosovo` is no country code",
            "did you mean `\"XK\"`, Kosovo?",
        ),
        (
            "countries = \"KH\"",
            "2:13: error[schema::wrong-type]: `countries` takes a list of texts",
            "countries = [\"KH\"]",
        ),
    ] {
        let project = project(place);
        let run = project.run(&["check", "-q", "--message-format", "short"]);
        let line = format!("briefs/a/brief.toml:{line}");
        assert_eq!(run.code, 1, "{place}");
        assert!(run.stderr.contains(&line), "{place}: {}", run.stderr);
        assert_eq!(run.stderr.matches("error[").count(), 1, "{place}: {}", run.stderr);
        let human = project.run(&["check", "-q"]).stderr;
        assert!(human.contains(help), "{place}: {human}");
    }
}

#[test]
fn each_mistake_of_a_project_has_its_message() {
    let line = PROJECT.lines().count() + 2;
    for (places, code, help) in [
        ("code = \"KH\"\nname = \"Kampuchea\"", "id::invalid", "below `[countries]`"),
        ("code = \"kh\"\nname = \"Kampuchea\"", "id::invalid", "below `[countries]`"),
        ("code = \"035\"\nname = \"South-East Asia\"", "id::invalid", "begin with a letter"),
        (
            "code = \"E U\"\nname = \"European Union\"",
            "id::invalid",
            "such as `\"XK\"` or `\"EU\"`",
        ),
        ("code = \"EU\"", "schema::missing-key", "add `name = \"…\"`"),
    ] {
        let project = TestProject::with_brief(MINIMAL);
        project.write("briefpress.toml", format!("{PROJECT}\n[[place]]\n{places}\n"));
        let run = project.run(&["check", "-q"]);
        assert_eq!(run.code, 1, "{places}");
        assert!(run.stderr.contains(code) && run.stderr.contains(help), "{}", run.stderr);
        let at = if code == "id::invalid" { line + 1 } else { line };
        assert!(run.stderr.contains(&format!("briefpress.toml:{at}:")), "{}", run.stderr);
    }
    let project = TestProject::with_brief(MINIMAL);
    let twice = PLACES.replace("asean", "xk");
    project.write("briefpress.toml", format!("{PROJECT}{twice}"));
    let run = project.run(&["check", "-q"]);
    assert!(run.stderr.contains("two places of the project have the code `xk`"), "{}", run.stderr);
}

//! `sdg import` and `sdg diff`: what others publish of the framework. The files of the reference folder
//! are others' work and stay outside the repository; those in `tests/fixtures/published/` have their
//! layouts, with words of our own, and were written by openpyxl.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde_json::Value;

use crate::support::{MINIMAL, TestProject, left_out, repository, worded};

fn fixture(name: &str) -> String {
    repository().join("tests/fixtures/published").join(name).display().to_string()
}

/// A file or folder beside the reference data, where these are there.
pub fn shared(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("BRIEFPRESS_REFERENCE")
        .map_or_else(|| repository().join("../shared/sdg/reference"), PathBuf::from);
    let path = folder.parent()?.join(name);
    if !path.exists() {
        left_out(&path.display().to_string());
        return None;
    }
    Some(path)
}

fn pinned(project: &TestProject, name: &str) -> toml::Table {
    String::from_utf8(project.read(name)).unwrap().parse().unwrap()
}

fn texts(table: &toml::Table, name: &str) -> BTreeMap<String, String> {
    let entries = table[name].as_table().unwrap().iter();
    entries.map(|(code, text)| (code.clone(), text.as_str().unwrap().to_string())).collect()
}

/// A ZIP archive (APPNOTE 4.3), packed.
fn zip(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in parts {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).unwrap();
        let packed = packer.finish().unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let mut head = Vec::new();
        head.extend([20, 0, 0, 0, 8, 0, 0, 0, 0, 0]);
        head.extend(crc.sum().to_le_bytes());
        head.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        head.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
        head.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        head.extend([0, 0]);
        let at = u32::try_from(out.len()).unwrap();
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(name.bytes());
        out.extend(packed);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.bytes());
    }
    let start = u32::try_from(out.len()).unwrap();
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count, count].concat());
    out.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// A workbook with a sheet of these cells, by their names.
pub fn workbook(cells: &[(&str, &str)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut rows = String::new();
    for (name, text) in cells {
        let row = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        write!(
            rows,
            r#"<row r="{row}"><c r="{name}" t="inlineStr"><is><t>{text}</t></is></c></row>"#
        )
        .unwrap();
    }
    let relations = |target: &str, kind: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let sheets = r#"<sheets><sheet name="Tiers" sheetId="1" r:id="rId1"/></sheets>"#;
    let parts = [
        ("[Content_Types].xml", r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#.to_string()),
        ("_rels/.rels", relations("xl/workbook.xml", "officeDocument")),
        ("xl/workbook.xml", format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheets}</workbook>"#)),
        ("xl/_rels/workbook.xml.rels", relations("worksheets/sheet1.xml", "worksheet")),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#)),
    ];
    zip(&parts.map(|(name, text)| (name, text.into_bytes())))
}

#[test]
fn sheets_of_tiers_are_read_in_the_layouts_of_several_years() {
    let project = TestProject::with_brief(MINIMAL);
    let run = project.run(&["sdg", "import", &fixture("tiers-2019.xlsx")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let tiers = pinned(&project, "sdg/tiers.toml");
    assert_eq!(tiers["source"]["release"].as_str(), Some("2019-12-11"));
    assert_eq!(tiers["source"]["official"].as_bool(), Some(true));
    let of = |code: &str| tiers["indicators"][code].to_string();
    assert_eq!(
        of("1.1.1"),
        r#"{ custodians = ["World Bank"], partners = ["ILO", "UN Women", "UNEP"], tier = "I" }"#
    );
    assert_eq!(
        of("1.2.1"),
        r#"{ custodians = ["World Bank", "UN-Habitat"], tier = "I (a)/II (b)" }"#
    );
    assert_eq!(of("1.2.2"), r#"{ custodians = ["Under discussion (ILO, WHO)"], tier = "II" }"#);
    assert_eq!(of("1.a.2"), r#"{ custodians = ["OECD"], tier = "I/II" }"#);
    assert_eq!(tiers["indicators"].as_table().unwrap().len(), 4);

    // Another release is written over it only where that is said, and says what changes.
    let before = project.read("sdg/tiers.toml");
    let run = project.run(&["sdg", "import", &fixture("tiers-2024.xlsx")]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stdout.contains("1.1.1    tier: I → II"), "{}", run.stdout);
    assert_eq!(project.read("sdg/tiers.toml"), before);
    let dry = ["sdg", "import", &fixture("tiers-2024.xlsx"), "--force", "--dry-run"];
    assert_eq!(project.run(&dry).code, 0);
    assert_eq!(project.read("sdg/tiers.toml"), before);
    let run = project.run(&["sdg", "import", &fixture("tiers-2024.xlsx"), "--force"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        pinned(&project, "sdg/tiers.toml")["source"]["release"].as_str(),
        Some("2024-03-07")
    );

    let run = project.run(&["sdg", "diff", &fixture("tiers-2019.xlsx"), "sdg/tiers.toml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let expected = [
        "1.1.1    tier: I → II",
        "1.1.1    partners: ILO, UN Women, UNEP → ILO",
        "1.2.1    tier: I (a)/II (b) → I",
        "1.2.1    custodians: World Bank, UN-Habitat → World Bank",
        "1.2.2    tier: II → none",
        "1.2.2    custodians: Under discussion (ILO, WHO) → UNDP",
        "1.a.2    removed: I/II",
    ];
    assert_eq!(run.stdout.lines().collect::<Vec<_>>(), expected);
    let json = ["sdg", "diff", &fixture("tiers-2019.xlsx"), "sdg/tiers.toml", "--format", "json"];
    let json: Value = serde_json::from_str(&project.run(&json).stdout).unwrap();
    assert_eq!(json.as_array().unwrap().len(), expected.len());
}

#[test]
fn spreadsheets_of_the_framework_are_read_whatever_the_language() {
    let project = TestProject::with_brief(MINIMAL);
    let release = ["--release", "2025-03"];
    for (name, language, expected) in [
        (
            "framework-fr.xlsx",
            "fr",
            &[
                ("goals", "1", "Un premier objectif"),
                ("targets", "1.1", "Une première cible"),
                ("targets", "1.2", "Une deuxième cible"),
                ("targets", "1.a", "Une cible"),
                ("targets", "1.b", "Une autre"),
                ("indicators", "1.1.1", "Première mesure"),
                ("indicators", "1.2.1", "Deuxième mesure"),
                ("indicators", "1.2.2", "Troisième mesure"),
                ("indicators", "1.a.1", "Quatrième mesure sur deux lignes"),
                ("indicators", "1.b.1", "Cinquième mesure"),
            ][..],
        ),
        (
            "ar.csv",
            "ar",
            &[
                ("goals", "1", "هدف أول"),
                ("targets", "1.1", "غاية أولى"),
                ("targets", "1.2", "غاية ثانية"),
                ("targets", "1.a", "غاية بحرف"),
                ("indicators", "1.1.1", "مؤشر أول"),
                ("indicators", "1.2.1", "مؤشر ثان"),
                ("indicators", "1.a.1", "مؤشر بحرف"),
                ("indicators", "1.a.2", "مؤشر آخر"),
                ("indicators", "1.b.1", "مؤشر أخير"),
            ],
        ),
    ] {
        let run = project.run(&[&["sdg", "import", &fixture(name)][..], &release].concat());
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        let wording = pinned(&project, &format!("sdg/{language}.toml"));
        let found: Vec<(&str, String, String)> = ["goals", "targets", "indicators"]
            .into_iter()
            .flat_map(|kind| texts(&wording, kind).into_iter().map(move |(c, t)| (kind, c, t)))
            .collect();
        let found: BTreeSet<(&str, &str, &str)> =
            found.iter().map(|(kind, code, text)| (*kind, code.as_str(), text.as_str())).collect();
        assert_eq!(found, expected.iter().copied().collect(), "{name}");
    }
}

#[test]
fn metadata_of_translators_are_read_and_doubtful_ones_left_out() {
    let project = TestProject::with_brief(MINIMAL);
    let run = project.run(&["sdg", "import", &fixture("metadata.po"), "--release", "2022"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("not translated, or doubtful: 2"), "{}", run.stdout);
    assert!(run.stdout.contains("8 HTML tags"), "{}", run.stdout);
    let wording = pinned(&project, "sdg/fr.toml");
    assert_eq!(texts(&wording, "goals")["1"], "Un premier objectif");
    assert_eq!(texts(&wording, "targets")["1.1"], "Une première\u{a0}cible");
    assert_eq!(texts(&wording, "indicators").len(), 1);
    assert_eq!(texts(&wording, "indicators")["1.1.1"], "Première mesure");
}

#[test]
fn the_same_import_twice_changes_no_byte() {
    let project = TestProject::with_brief(MINIMAL);
    let args = ["sdg", "import", &fixture("ar.csv"), "--release", "2025"];
    let mut command = project.command();
    command.args(args).env("SOURCE_DATE_EPOCH", "0");
    assert_eq!(crate::support::run(&mut command).code, 0);
    let before = project.read("sdg/ar.toml");
    let text = String::from_utf8(before.clone()).unwrap();
    assert!(text.contains("imported = \"1970-01-01\""), "{text}");
    // On another day, too.
    assert_eq!(project.run(&args).code, 0);
    assert_eq!(project.read("sdg/ar.toml"), before);
    // What is only said of it is a change as well.
    let run = project.run(&[&args[..], &["--unofficial"]].concat());
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert_eq!(project.read("sdg/ar.toml"), before);
}

#[test]
fn what_is_not_known_of_a_file_is_asked_for() {
    let project = TestProject::with_brief(MINIMAL);
    let ar = fixture("ar.csv");
    project.write("lone.yml", "1-1-title: A target\n");
    for (args, expected) in [
        (vec![ar.as_str()], "it does not say when it was published"),
        (vec![&ar, "--release", "soon"], "`soon` is no date"),
        (vec![&ar, "--release", "2025", "--lang", "fr"], "it says it is in `ar`, not in `fr`"),
        (vec!["lone.yml", "--release", "2025"], "it does not say what language it is in"),
        (vec!["lone.yml", "--release", "2025", "--lang", "no tag"], "`no tag` is no language tag"),
        (
            vec![&ar, "--release", "2025", "--only", "tiers"],
            "nothing in these files of what `--only`",
        ),
    ] {
        let run = project.run(&[&["sdg", "import"][..], &args].concat());
        assert!(matches!(run.code, 1 | 2), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{args:?}: {}", run.stderr);
        assert!(!project.path("sdg").exists(), "{args:?}");
    }
}

#[test]
fn malformed_files_are_located() {
    let project = TestProject::with_brief(MINIMAL);
    let head = [("A1", "Indicator"), ("B1", "Tier"), ("C1", "Custodian agency")];
    let sheet = |cells: &[(&str, &str)]| workbook(&[&head[..], cells].concat());
    let tiers_2019 = std::fs::read(fixture("tiers-2019.xlsx")).unwrap();
    let anchors = "a: &a [x, x]\n1-1-title: *a\n";
    let framework = (1..6).map(|n| (format!("B{n}"), format!("1.{n}.1 Measure {n}")));
    let mut framework: Vec<(String, String)> = framework.collect();
    framework.push(("A6".into(), "1.2.7".into()));
    let framework: Vec<(&str, &str)> =
        framework.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    for (name, bytes, place) in [
        ("old.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1and more".to_vec(), "old.xls: it is a workbook of the old kind"),
        ("cut.xlsx", tiers_2019[..3_000].to_vec(), "cut.xlsx: it begins like a spreadsheet, and is damaged"),
        ("other.zip", zip(&[("word/document.xml", b"x".to_vec())]), "other.zip: it is an archive, and no workbook"),
        ("tier.xlsx", sheet(&[("A2", "1.1.1 A measure"), ("B2", "Tier soon"), ("C2", "ILO")]), "tier.xlsx, sheet “Tiers”, row 2, column B: “Tier soon” is no tier"),
        ("lone.xlsx", sheet(&[("B2", "Tier I"), ("C2", "ILO")]), "lone.xlsx, sheet “Tiers”, row 2, column B: a row has a tier and names no indicator"),
        ("uncoded.xlsx", sheet(&[("A2", "A measure"), ("B2", "Tier I"), ("C2", "ILO")]), "uncoded.xlsx, sheet “Tiers”, row 2, column A: a row has a tier, and its indicator does not begin with a code"),
        ("twice.xlsx", sheet(&[("A2", "1.1.1 A"), ("B2", "Tier I"), ("A3", "1.1.1 A"), ("B3", "Tier II")]), "twice.xlsx, sheet “Tiers”, row 3, column A: 1.1.1 stands in the sheet twice"),
        ("wordless.xlsx", workbook(&framework), "wordless.xlsx, sheet “Tiers”, row 6, column A: 1.2.7 has no words"),
        ("open.csv", b"Indicator,Tier\n1.1.1 A,\"Tier I\n".to_vec(), "open.csv:2:9: a quotation mark that opens a field is never closed"),
        ("tier.csv", b"Indicator,Tier\n1.1.1 A,Tier I\n1.2.1 B,never\n".to_vec(), "tier.csv:3:9: “never” is no tier"),
        ("cut.json", b"[\n  {\"code\": \"1\",\n".to_vec(), "cut.json:3:0: EOF"),
        ("code.json", b"[\n  {\"code\": \"x\", \"title\": \"A\"}]".to_vec(), "code.json:2:14: `x` is no code"),
        ("tier.json", b"[{\"code\": \"1\", \"title\": \"A\", \"targets\": [\n{\"code\": \"1.1\", \"description\": \"B\", \"indicators\": [{\"code\": \"1.1.1\",\n\"description\": \"C\", \"tier\": \"9\"}]}]}]".to_vec(), "tier.json:3:"),
        ("twice.yml", b"1-1-title: A\n1-2-title: B\n1-1-title: C\n".to_vec(), "twice.yml:3:1: `1-1-title` stands in it twice"),
        ("anchor.yml", anchors.into(), "anchor.yml:1:4: an anchor or alias stands in it"),
        ("broken.yml", b"1-1-title: 'A\n1-2-title: B: C: D\n".to_vec(), "broken.yml:"),
        ("nested.yml", b"1-1-title:\n  en: A\n".to_vec(), "nested.yml:1:1: `1-1-title` is no text"),
        ("latin.csv", b"Indicator,Tier\n1.1.1 caf\xE9,Tier I\n".to_vec(), "latin.csv:2:10: it is not UTF-8: byte 0xE9"),
        ("broken.po", b"msgid \"Indicator 1.1.1: A\"\nmsgstr \"B\n".to_vec(), "broken.po:"),
        ("broken.xlf", b"<xliff version=\"1.2\"><file>\n</xliff>".to_vec(), "broken.xlf:2:"),
        ("prose.csv", b"nothing of all this\n".to_vec(), "prose.csv: it has no columns"),
        ("empty.json", Vec::new(), "empty.json: it is empty"),
    ] {
        project.write(name, bytes);
        let run = project.run(&["sdg", "import", name, "--release", "2025", "--lang", "en"]);
        assert_eq!(run.code, 1, "{name}: {} {}", run.stdout, run.stderr);
        assert!(run.stderr.contains(&format!("error: {place}")), "{name}: {}", run.stderr);
        assert!(run.stderr.contains("help: "), "{name}: {}", run.stderr);
        assert!(!project.path("sdg").exists(), "{name}");
    }
}

#[test]
fn what_would_take_too_much_is_refused() {
    let project = TestProject::with_brief(MINIMAL);
    let bomb = zip(&[("xl/workbook.xml", vec![b' '; (256 << 20) + 1])]);
    assert!(bomb.len() < 1 << 20);
    let long = "x".repeat(32_768);
    let laughs: String = (0..9).fold("a0: &a0 x\n".into(), |mut text, n| {
        writeln!(text, "a{}: &a{} [*a{n}, *a{n}, *a{n}, *a{n}, *a{n}, *a{n}]", n + 1, n + 1)
            .unwrap();
        text
    });
    let deep = format!("[{{\"code\": \"1\", \"title\": {}", "[".repeat(100_000));
    for (name, bytes, expected) in [
        ("bomb.xlsx", bomb, "it unpacks to more than 256 MB"),
        ("cell.xlsx", workbook(&[("A1", &long)]), "row 1, column A: a cell holds more than 32767"),
        ("row.xlsx", workbook(&[("A1048576", "x")]), "row 1048576, column A: a cell stands beyond"),
        ("column.xlsx", workbook(&[("XFD1", "x")]), "row 1, column XFD: a cell stands beyond"),
        ("laughs.yml", format!("{laughs}1-1-title: x\n").into_bytes(), "laughs.yml:1:"),
        ("deep.yml", format!("1-1-title: x\nb: {}", "[".repeat(9_000)).into_bytes(), "deep.yml:2:"),
        ("deep.json", deep.into_bytes(), "deep.json:1:"),
        ("large.csv", vec![b'x'; (32 << 20) + 1], "it is larger than 32 MB"),
    ] {
        project.write(name, bytes);
        let run = project.run(&["sdg", "import", name, "--release", "2025", "--lang", "en"]);
        assert_eq!(run.code, 1, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{name}: {}", run.stderr);
    }
}

/// A brief on 16.3.1 without words of its own, and what its table says.
fn printed(project: &TestProject, language: &str) -> (Value, bool) {
    let run = project.run(&["template", "data", "a", "--lang", language]);
    let data: Value = serde_json::from_str(&run.stdout).unwrap();
    let unofficial = data["unofficial_wording"].as_bool().unwrap();
    (data["goals"][0]["targets"][0]["indicators"][0].clone(), unofficial)
}

/// The minimal brief without wording of its own.
fn plain_brief() -> String {
    let mut within = "";
    let mut brief = String::new();
    for line in MINIMAL.lines() {
        if line.starts_with('[') {
            within = line;
        }
        if !(within.starts_with("[[goal.target") && line.starts_with("text = ")) {
            brief += line;
            brief.push('\n');
        }
    }
    brief
}

#[test]
fn pinned_wording_tiers_and_custodians_print() {
    let project = TestProject::with_brief(&plain_brief());
    let (before, _) = printed(&project, "en");
    project.write("wording/en.yml", "16-3-1-title: Words of ours for the measure\n");
    let import = |extra: &[&str]| {
        let args = ["sdg", "import", "wording/en.yml", "--lang", "en", "--release", "2025"];
        project.run(&[&args[..], extra].concat())
    };
    assert_eq!(import(&[]).code, 0);
    project.write("t.csv", "Indicator,Tier,Custodian\n16.3.1 A,Tier I,\"Someone, Else\"\n");
    let run = project.run(&["sdg", "import", "t.csv", "--release", "2025"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let (now, unofficial) = printed(&project, "en");
    assert_ne!(before["text"], now["text"]);
    assert_eq!(now["text"], "Words of ours for the measure");
    assert_eq!(now["label"], before["label"]);
    assert_eq!(now["tier"], "I");
    assert_eq!(now["custodians"], serde_json::json!(["Someone", "Else"]));
    assert!(!unofficial);
    assert_eq!(import(&["--unofficial", "--force"]).code, 0);
    assert!(printed(&project, "en").1);

    let shown = project.run(&["sdg", "show", "16.3.1"]).stdout;
    assert!(shown.contains("Words of ours for the measure"), "{shown}");
    assert!(shown.contains("(unofficial; Open SDG translations, 2025)"), "{shown}");

    // The manifest names what a file was made from, and a build knows when it changed.
    let build = ["build", "--only", "indicators", "--edition", "screen"];
    assert_eq!(project.run(&build).code, 0);
    let manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    let inputs = manifest["inputs"].as_array().unwrap().iter();
    let framework: Vec<&str> = inputs
        .filter(|input| input["role"] == "framework")
        .map(|input| input["path"].as_str().unwrap())
        .collect();
    assert_eq!(framework, ["sdg/en.toml", "sdg/tiers.toml"]);
    let kept = project.run(&build).stderr;
    assert!(kept.contains("1 up to date"), "{kept}");
    project.write("wording/en.yml", "16-3-1-title: Other words\n");
    assert_eq!(import(&["--force"]).code, 0);
    let again = project.run(&build).stderr;
    assert!(again.contains("1 file built"), "{again}");
    std::fs::remove_file(project.path("sdg/en.toml")).unwrap();
    let gone = project.run(&build).stderr;
    assert!(gone.contains("1 file built"), "{gone}");
}

#[test]
fn wording_of_a_brief_is_held_against_the_official_one() {
    let brief = plain_brief();
    let at =
        brief.find("[[goal.target.indicator]]\n").unwrap() + "[[goal.target.indicator]]\n".len();
    let check = |text: &str, extra: &[&str]| {
        let mut own = brief.clone();
        own.insert_str(at, &format!("text = \"{text}\"\n"));
        let project = TestProject::with_brief(&own);
        project.write("en.yml", "16-3-1-title: Share of women, who said so\n");
        let args = ["sdg", "import", "en.yml", "--lang", "en", "--release", "2025"];
        assert_eq!(project.run(&[&args[..], extra].concat()).code, 0);
        project.run(&["check", "--message-format", "short"]).stderr
    };
    let found = check("Share of men who said so", &[]);
    let line = "briefs/a/brief.toml:";
    let expected = "warning[sdg::other-wording]: 16.3.1 has other words than the official wording; \
                    it lacks “women”; it adds “men”";
    assert!(found.contains(line) && found.contains(expected), "{found}");
    for text in ["share of women who said so", "Share of women, …", "… who said so"] {
        assert!(!check(text, &[]).contains("other-wording"), "{text}");
    }
    assert!(!check("Share of men who said so", &["--unofficial"]).contains("other-wording"));
}

/// What `check` says of wording that prints in English: the place, the message and the help.
fn english(project: &TestProject) -> Vec<(String, String, String)> {
    let run = project.run(&["check", "--message-format", "json"]);
    let messages = run.stderr.lines().map(|line| serde_json::from_str::<Value>(line).expect(line));
    let own = messages.filter(|message| message["code"] == "sdg::english-label");
    own.map(|message| {
        let help = message["help"].as_array().unwrap().iter().map(|it| it.as_str().unwrap());
        let text = |value: &Value| value.as_str().unwrap().to_string();
        let help = help.collect::<Vec<_>>().join("; ");
        (text(&message["place"]["file"]), text(&message["message"]), help)
    })
    .collect()
}

#[test]
fn wording_that_prints_in_english_in_another_language_is_told_once_a_version() {
    let project = TestProject::with_brief(&plain_brief());
    assert_eq!(english(&project), []);
    let begun = "[translation]\nstatus = \"draft\"\n";
    for language in ["fr", "km", "en-GB", "en-XA"] {
        project.write(&format!("briefs/a/lang/{language}.toml"), begun);
    }
    let all = "`16.3`, `16.3.1`, `8.7` and 1 more";
    let [french, khmer] = &english(&project)[..] else { panic!("{:?}", english(&project)) };
    for (told, language, help) in [
        (french, "fr", "the United Nations publish their wording in `fr`: `briefpress sdg import`"),
        (khmer, "km", "the United Nations do not publish their wording in `km`; that of others"),
    ] {
        assert_eq!(told.0, format!("briefs/a/lang/{language}.toml"));
        let said = format!("4 targets and indicators print in English in `{language}`: {all}");
        assert_eq!(told.1, said);
        assert!(told.2.contains(help) && told.2.contains("`text`"), "{}", told.2);
    }

    // What is no language has none of its own.
    project.write("briefs/a/lang/french.toml", begun);
    assert_eq!(english(&project).len(), 2);
    std::fs::remove_file(project.path("briefs/a/lang/french.toml")).unwrap();

    // What the project pins, in part and damaged.
    project.write(
        "fr.yml",
        "16-3-title: La justice\n16-3-1-title: Part des femmes\n8-7-title: Le travail\n",
    );
    let import = ["sdg", "import", "fr.yml", "--lang", "fr", "--release", "2025"];
    assert_eq!(project.run(&import).code, 0);
    let told = english(&project);
    assert_eq!(told[0].1, "1 target or indicator prints in English in `fr`: `8.7.1`");
    assert!(told[0].2.contains("`sdg/fr.toml` lacks them"), "{}", told[0].2);
    project.write("sdg/fr.toml", "mine");
    assert!(english(&project).iter().all(|told| told.0.ends_with("km.toml")));

    // A brief with its own wording, and one without targets.
    project.write("briefs/a/brief.toml", worded(MINIMAL));
    assert_eq!(english(&project), []);
    let goal = "\n[[goal]]\nnumber = 16\nwhy = \"Late decisions keep people from justice.\"\nsources = [\"survey\"]\n";
    let head =
        plain_brief().split("[[goal]]").next().unwrap().replace("targets = [\"16.3\"]\n", "");
    project.write("briefs/a/brief.toml", head + goal);
    assert_eq!(english(&project), []);

    // A brief that is written in another language.
    std::fs::remove_dir_all(project.path("briefs/a/lang")).unwrap();
    project.write(
        "briefs/a/brief.toml",
        plain_brief().replace("language = \"en\"", "language = \"km\""),
    );
    let told = english(&project);
    assert_eq!((told.len(), told[0].0.as_str()), (1, "briefs/a/brief.toml"), "{told:?}");
    // With its own wording nothing of it prints in English, in whatever table.
    let own = worded(MINIMAL).replace("language = \"en\"", "language = \"km\"");
    project.write("briefs/a/brief.toml", own);
    assert_eq!(english(&project), []);
    let data = project.run(&["template", "data", "a"]).stdout;
    let data: Value = serde_json::from_str(&data).unwrap();
    assert_eq!(data["matrix"]["targets"][0]["label"], "Words of the brief", "{}", data["matrix"]);
}

#[test]
fn pinned_files_with_faults_are_located_and_nothing_prints_in_their_place() {
    let project = TestProject::with_brief(&plain_brief());
    assert_eq!(project.run(&["build", "--edition", "screen"]).code, 0);
    for (name, text, expected) in [
        ("sdg/en.toml", "[source]\n", "sdg/en.toml:1:1: error[schema::missing-key]"),
        (
            "sdg/en.toml",
            "[indicators]\n\"1.1\" = \"x\"\n",
            "sdg/en.toml:2:1: error[schema::bad-value]: `1.1` is no code",
        ),
        ("sdg/English.toml", "", "error[language::unknown]: `English` is not"),
        ("sdg/tiers.toml", "tiers", "sdg/tiers.toml:1:"),
    ] {
        project.write(name, text);
        for command in [&["check"][..], &["build", "--edition", "screen"]] {
            let run = project.run(&[command, &["--message-format", "short"]].concat());
            assert_eq!(run.code, 1, "{name}: {}", run.stderr);
            assert!(run.stderr.contains(expected), "{name}: {}", run.stderr);
        }
        // What was built before is not taken away.
        assert!(!project.pdfs("dist").is_empty());
        std::fs::remove_file(project.path(name)).unwrap();
    }
    // An import does not write over what it cannot read.
    project.write("sdg/ar.toml", "mine");
    let run = project.run(&["sdg", "import", &fixture("ar.csv"), "--release", "2025", "--force"]);
    assert_eq!((run.code, project.read("sdg/ar.toml")), (1, b"mine".to_vec()), "{}", run.stderr);
}

#[test]
fn codes_with_another_meaning_then_are_left_out() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("en.yml", "8-9-2-title: An older measure\n8-9-1-title: A measure\n1-a-3-title: Gone\n99-1-title: x\n9-9-title: y\n");
    let args = ["sdg", "import", "en.yml", "--lang", "en", "--release", "2019"];
    let run = project.run(&args);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("another measure had the code then (1): 8.9.2"), "{}", run.stdout);
    assert!(run.stdout.contains("retired (1): 1.a.3"), "{}", run.stdout);
    assert!(run.stdout.contains("unknown (1): 9.9"), "{}", run.stdout);
    let wording = pinned(&project, "sdg/en.toml");
    assert_eq!(texts(&wording, "indicators").len(), 2);
}

/// The texts of an Open SDG file, read as lines: a key at the margin, and what is folded below it.
fn by_lines(text: &str) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for line in text.lines() {
        if let Some((key, value)) = line.split_once(':').filter(|_| !line.starts_with(' ')) {
            last = key.to_string();
            found.insert(last.clone(), value.trim().to_string());
        } else if let Some(text) = found.get_mut(&last) {
            *text = format!("{text} {}", line.trim());
        }
    }
    found
}

#[test]
fn the_seven_languages_of_open_sdg_are_read_whole() {
    let Some(folder) = shared("open-sdg") else { return };
    let project = TestProject::with_brief(MINIMAL);
    let path = folder.display().to_string();
    let run = project.run(&["sdg", "import", &path, "--release", "2025-08-19"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for language in ["ar", "en", "es", "fr", "km", "ru", "zh-Hans"] {
        let wording = pinned(&project, &format!("sdg/{language}.toml"));
        assert_eq!(wording["source"]["official"].as_bool(), Some(language != "km"));
        assert_eq!(wording["source"]["file"].as_array().unwrap().len(), 3);
        // What a line of the report says is left out.
        let block =
            run.stdout.split("sdg/").find(|block| block.starts_with(&format!("{language}.toml")));
        let left_out = block.unwrap().lines().find_map(|line| line.split_once("had the code then"));
        let left_out: BTreeSet<String> = left_out
            .and_then(|(_, codes)| codes.split_once(": "))
            .map(|(_, codes)| codes.split(", ").map(String::from).collect())
            .unwrap_or_default();
        for (file, kind, suffix) in [
            ("goals", "goals", "-title"),
            ("goals", "names", "-short"),
            ("targets", "targets", "-title"),
            ("indicators", "indicators", "-title"),
        ] {
            let file = folder.join(language).join(format!("global_{file}.yml"));
            let lines = by_lines(&std::fs::read_to_string(file).unwrap());
            let keys = lines.keys().filter_map(|key| key.strip_suffix(suffix));
            let codes: BTreeSet<String> = keys
                .map(|code| code.replace('-', "."))
                .filter(|code| !left_out.contains(code))
                .collect();
            let found = texts(&wording, kind);
            assert_eq!(found.keys().cloned().collect::<BTreeSet<_>>(), codes, "{language} {kind}");
            for text in found.values() {
                assert!(!text.contains(['\u{640}', '\u{ad}']) && !text.contains("  "), "{text}");
            }
        }
        // Word by word, where the file folds texts plainly.
        if language == "en" {
            let file = folder.join("en/global_targets.yml");
            let lines = by_lines(&std::fs::read_to_string(file).unwrap());
            let found = texts(&wording, "targets");
            let plain = lines.iter().filter(|(_, text)| !text.starts_with(['\'', '"']));
            let mut count = 0;
            for (key, text) in plain {
                let code = key.strip_suffix("-title").unwrap().replace('-', ".");
                assert_eq!(found[&code], text.split_whitespace().collect::<Vec<_>>().join(" "));
                count += 1;
            }
            assert!(count > 100, "{count}");
        }
    }
    assert!(run.stdout.contains("tatweel"), "{}", run.stdout);
}

#[test]
fn the_goal_tree_is_read_whole() {
    let Some(file) = shared("samples/unsd_sdgTree_2021Q2_en.json") else { return };
    let project = TestProject::with_brief(MINIMAL);
    let path = file.display().to_string();
    let run = project.run(&["sdg", "import", &path, "--release", "2021"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let tree: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let list = |value: &Value, key: &str| value[key].as_array().unwrap().clone();
    let goals = tree.as_array().unwrap();
    let targets: Vec<Value> = goals.iter().flat_map(|goal| list(goal, "targets")).collect();
    let indicators: Vec<Value> = targets.iter().flat_map(|one| list(one, "indicators")).collect();
    let wording = pinned(&project, "sdg/en.toml");
    let tiers = pinned(&project, "sdg/tiers.toml");
    assert_eq!(texts(&wording, "goals").len(), goals.len());
    assert_eq!(texts(&wording, "targets").len(), targets.len());
    let own = texts(&wording, "indicators");
    for indicator in &indicators {
        let code = indicator["code"].as_str().unwrap();
        let Some(text) = own.get(code) else {
            // Its code was given to another measure later, and the report says so.
            let line = run.stdout.lines().find(|line| line.contains("had the code then"));
            assert!(line.unwrap().contains(code), "{code}");
            continue;
        };
        let wanted = indicator["description"].as_str().unwrap();
        assert_eq!(
            text.split_whitespace().collect::<Vec<_>>(),
            wanted.split_whitespace().collect::<Vec<_>>(),
            "{code}"
        );
        let tier = match indicator["tier"].as_str().unwrap() {
            "1" => "I",
            "2" => "II",
            other => panic!("{other}"),
        };
        assert_eq!(tiers["indicators"][code]["tier"].as_str(), Some(tier), "{code}");
    }
}

#[test]
fn sheets_of_values_are_none_of_the_framework() {
    let project = TestProject::with_brief(MINIMAL);
    for name in ["samples/unsd_portal_goal5_2024.xlsx", "samples/khm_unsd_2019Q2_export_layout.csv"]
    {
        let Some(file) = shared(name) else { return };
        let path = file.display().to_string();
        let run = project.run(&["sdg", "import", &path, "--release", "2024", "--lang", "en"]);
        assert_eq!(run.code, 1, "{name}: {}", run.stdout);
        assert!(run.stderr.contains("columns of indicators and tiers"), "{name}: {}", run.stderr);
    }
}

#[test]
fn the_sheet_of_tiers_is_read_whole() {
    let Some(file) = shared("reference/unsd_tiers_2022-11-30.csv") else { return };
    let project = TestProject::with_brief(MINIMAL);
    let path = file.display().to_string();
    let run = project.run(&["sdg", "import", &path, "--release", "2022-11-30"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let tiers = pinned(&project, "sdg/tiers.toml");
    let tiers = tiers["indicators"].as_table().unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let mut count = BTreeMap::new();
    for line in text.lines().skip(1) {
        // The indicator is the only field before the tiers that may be quoted.
        let (_, rest) = line.split_once(',').unwrap();
        let code = rest.trim_start_matches('"').split(' ').next().unwrap();
        let rest = match rest.strip_prefix('"') {
            Some(quoted) => &quoted[quoted.find("\",").unwrap() + 2..],
            None => rest.split_once(',').unwrap().1,
        };
        // Initial and current tier; some hold a comma in quotes.
        let initial = match rest.strip_prefix('"') {
            Some(quoted) => quoted.find('"').unwrap() + 2,
            None => rest.find(',').unwrap(),
        };
        let current = &rest[initial + 1..];
        let current = match current.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next().unwrap(),
            None => current.split(',').next().unwrap(),
        };
        let expected =
            current.split(" depending").next().unwrap().replace("Tier ", "").replace(" /", "/");
        let Some(own) = tiers.get(code) else {
            assert!(run.stdout.contains(code), "{code}");
            continue;
        };
        assert_eq!(own["tier"].as_str(), Some(expected.trim()), "{code}: {current}");
        *count.entry(expected).or_insert(0) += 1;
    }
    assert_eq!(count.values().sum::<usize>(), tiers.len());
    // 3.8.2 and 4.6.1 measured something else.
    assert_eq!(tiers.len(), 246);
}

#[test]
fn what_was_cut_off_is_not_pinned() {
    let project = TestProject::with_brief(MINIMAL);
    let po = "msgid \"\"\nmsgstr \"Language: fr\\n\"\n\nmsgid \"Indicator 16.3.1: Share\"\nmsgstr \"16.3.1 Une part\"\n";
    let tiers = "Indicator,Tier,Custodian\n16.3.1 A,Tier I,Someone\n16.3.2 B,Tier II,Someone Else";
    let yaml = "16-3-1-title: Share of people\n16-3-2-title: Share of others\n";
    for (name, whole, cut, at) in [
        ("a.po", po.len(), po.len() - 4, ":5:22: the file ends in the middle of a line"),
        (
            "a.csv",
            tiers.len(),
            tiers.len() - 15,
            ":3:15: the file ends in the middle of a row, after 2 of 3 cells",
        ),
        ("a.yml", yaml.len(), yaml.len() - 8, ":2:23: the file ends in the middle of a line"),
    ] {
        let text = [po, tiers, yaml].into_iter().find(|text| text.len() == whole).unwrap();
        let arguments = |name: &str| {
            let mut all = vec!["sdg".to_string(), "import".into(), name.into()];
            all.extend(["--release", "2025"].map(String::from));
            if name.ends_with("yml") {
                all.extend(["--lang", "en"].map(String::from));
            }
            all
        };
        project.write(name, &text[..cut]);
        let run = crate::support::run(project.command().args(arguments(name)));
        assert_eq!(run.code, 1, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("{name}{at}")), "{name}: {}", run.stderr);
        assert_eq!(project.files("sdg"), [""; 0]);
        project.write(name, text);
        let run = crate::support::run(project.command().args(arguments(name)));
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        std::fs::remove_dir_all(project.path("sdg")).unwrap();
    }
}

#[test]
fn wording_is_of_the_language_it_is_said_to_be() {
    let project = TestProject::with_brief(MINIMAL);
    let khmer = "16-3-1-title: សមាមាត្រ\n16-3-2-title: ចំនួន\n";
    project.write("km/indicators.yml", khmer);
    project.write("other/indicators.yml", khmer);
    for (folder, language, said) in [
        ("km", "fr", "its folder says that it is in `km`, not in `fr`"),
        (
            "other",
            "fr",
            "indicators.yml:1:1: “សមាមាត្រ” is not written as `fr` is, in the script Latn",
        ),
        ("other", "zh-Hans", "in the script Hans"),
    ] {
        let args = ["sdg", "import", folder, "--release", "2025", "--lang", language];
        let run = project.run(&args);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains(said), "{}", run.stderr);
        assert_eq!(project.files("sdg"), [""; 0]);
    }
    let run = project.run(&["sdg", "import", "other", "--release", "2025", "--lang", "km"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn what_names_another_code_or_nothing_is_told() {
    let project = TestProject::with_brief(MINIMAL);
    let po = |target: &str| {
        format!(
            "msgid \"\"\nmsgstr \"Language: fr\\n\"\n\nmsgid \"Indicator 16.3.1: Share\"\nmsgstr \"{target}\"\n"
        )
    };
    for (name, text, code, said) in [
        (
            "a.po",
            po("Indicateur 16.3.2 : Une part"),
            1,
            "a.po:4:1: 16.3.1 is 16.3.2 in the translation",
        ),
        ("a.po", po("Indicateur 16.3.1"), 1, "none of the 1 texts in these files is translated"),
        ("a.po", po("Indicateur 16.3.1 : 1.90 dollar par jour"), 0, "1 file written"),
        ("none.txt", "a".to_string(), 1, "there is no goal, target or indicator in it"),
    ] {
        project.write(name, text);
        let run = project.run(&["sdg", "import", name, "--release", "2025"]);
        assert_eq!(run.code, code, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(said) || code == 1 && name == "none.txt", "{}", run.stderr);
    }
    std::fs::create_dir(project.path("empty")).unwrap();
    let run = project.run(&["sdg", "import", "empty", "--release", "2025"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("no goal, target or indicator is named in any file there"),
        "{}",
        run.stderr
    );
    let ar = fixture("ar.csv");
    let run = project.run(&["sdg", "import", &ar, "--release", "2025", "--only", "tiers"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

#[test]
fn pinned_files_are_held_to_what_import_writes() {
    let project = TestProject::with_brief(MINIMAL);
    let run = project.run(&["sdg", "import", &fixture("tiers-2019.xlsx")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let run = project.run(&["sdg", "import", &fixture("framework-fr.xlsx"), "--release", "2025"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let tiers = String::from_utf8(project.read("sdg/tiers.toml")).unwrap();
    let wording = String::from_utf8(project.read("sdg/fr.toml")).unwrap();
    for (file, text, schema) in [("tiers", &tiers, "tiers"), ("fr", &wording, "wording")] {
        let run = project.run(&["schema", schema]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let schema: Value = serde_json::from_str(&run.stdout).unwrap();
        let toml: toml::Table = text.parse().unwrap();
        for (key, value) in &toml {
            let table = schema["properties"].get(key).unwrap_or_else(|| panic!("{file}: {key}"));
            let names = table.get("propertyNames").and_then(|names| names["pattern"].as_str());
            for code in value.as_table().unwrap().keys().filter(|_| key != "source") {
                let pattern = regex_lite(names.unwrap(), code);
                assert!(pattern, "{file}: {code}");
            }
        }
        let source = &schema["$defs"]["Source"];
        assert_eq!(source["additionalProperties"], false);
        for key in toml["source"].as_table().unwrap().keys() {
            assert!(source["properties"].get(key).is_some(), "{file}: {key}");
        }
    }
    for (file, old, new, said) in [
        (
            "sdg/tiers.toml",
            "tier = \"I\"",
            "tier = \"IX\"",
            "error[schema::bad-value]: `IX` is no tier",
        ),
        ("sdg/tiers.toml", "tier = \"I\"", "tier = \"Tier I\"", "`Tier I` is no tier"),
        (
            "sdg/tiers.toml",
            "tier = \"I\"",
            "tier = \"\"",
            "error[schema::empty-text]: `tier` is empty",
        ),
        (
            "sdg/fr.toml",
            "\"1.1.1\" = \"",
            "\"1.1.1\" = \"\" # ",
            "error[schema::empty-text]: `1.1.1` is empty",
        ),
    ] {
        let before = String::from_utf8(project.read(file)).unwrap();
        let after = before.replacen(old, new, 1);
        assert_ne!(before, after, "{file}: {old}: {before}");
        project.write(file, after);
        let run = project.run(&["check", "--message-format", "short"]);
        assert_eq!(run.code, 1, "{file} {new}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
        project.write(file, before);
    }
    assert_eq!(project.run(&["check"]).code, 0);
}

/// Whether a code is of one of the three shapes that the schemas' patterns have.
fn regex_lite(pattern: &str, code: &str) -> bool {
    let parts: Vec<&str> = code.split('.').collect();
    let goal = parts[0].parse::<u8>().is_ok_and(|goal| (1..=17).contains(&goal));
    let rest = parts[1..].iter().all(|part| {
        part.parse::<u8>().is_ok_and(|number| number > 0)
            || part.len() == 1 && ("a"..="d").contains(part)
    });
    goal && rest && parts.len() == pattern.matches(r"\.").count() + 1
}

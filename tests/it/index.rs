//! The pages of a release of many documents: small ones that lead everywhere, and a search. They are read by Python’s HTML
//! parser, which follows their links; `.ci/page` opens them in Chromium.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use briefpress::Manifest;
use briefpress::internals::{ManifestFiles, ReleaseHead};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{MINIMAL, PROJECT, TestProject, left_out};

/// No page, and nothing that a page loads, is larger.
const LARGEST: usize = 500_000;

const LANGUAGES: [&str; 6] = ["en", "fr", "ar", "km", "th", "zh-Hans"];

/// Words of titles in each of them.
const TITLES: [&str; 6] = [
    "Decisions on appeals come late",
    "Les décisions sur les recours tardent à l’été",
    "القرارات بشأن الطعون تتأخّر",
    "ការសម្រេចលើបណ្ដឹងឧទ្ធរណ៍មានការយឺតយ៉ាវ",
    "คำวินิจฉัยอุทธรณ์ล่าช้า",
    "上诉裁决迟缓",
];

const COUNTRIES: [&str; 40] = [
    "AF", "AL", "AM", "AO", "AX", "AZ", "BD", "BF", "BI", "BJ", "BO", "BT", "BW", "CD", "CI", "CM",
    "CR", "CU", "DZ", "EC", "EG", "ET", "FJ", "GE", "GH", "GM", "GT", "HT", "IN", "JO", "KE", "LA",
    "LK", "MA", "MN", "NP", "PE", "TR", "UG", "VN",
];

/// A release of files that are no more than told of.
fn manifest(files: &[Value]) -> Manifest {
    let manifest = json!({
        "format": 1,
        "tool": { "name": "briefpress", "version": "1.0", "sources": "0".repeat(64), "typst": "0.1" },
        "publisher": "Office of <Statistics> & \"Planning\"",
        "epoch": null, "complete": true, "failed": [], "shard": null, "inputs": [], "files": files,
    });
    Manifest::from_json(manifest.to_string().as_bytes()).unwrap()
}

/// The pages of a release by their paths, as they are handed on.
fn index_pages(manifest: &Manifest) -> Vec<(String, String)> {
    let (head, files) = (ReleaseHead::of(manifest), ManifestFiles::of(manifest));
    let mut pages = Vec::new();
    let done: Result<(), Infallible> =
        briefpress::internals::index_pages(&head, &files, &mut |path, page| {
            pages.push((path.to_string(), page));
            Ok(())
        });
    done.unwrap();
    pages
}

/// A document of a brief: its number tells its date and title.
fn file(number: usize, place: Value, language: usize, document: &str) -> Value {
    let (tag, brief) = (LANGUAGES[language], format!("brief-{number}"));
    let infix = if document == "indicators" { ".indicators" } else { "" };
    let path = format!("{brief}/{brief}.{tag}{infix}.pdf");
    let picture = (document == "brief").then(|| {
        json!({ "path": format!("thumbnails/{brief}.{tag}.png"), "bytes": 1, "sha256": "0".repeat(64) })
    });
    let sheets: Vec<Value> = ["csv", "xlsx", "json"]
        .iter()
        .filter(|_| document == "indicators")
        .map(|format| {
            let path = format!("{brief}/{brief}.{tag}.indicators.{format}");
            json!({ "format": format, "path": path, "bytes": 9, "sha256": "0".repeat(64) })
        })
        .collect();
    let translation = (language > 0)
        .then(|| json!({ "status": "draft", "percent": 90, "missing": 1, "stale": 0 }));
    json!({
        "path": path, "brief": brief, "title": format!("{} {number}", TITLES[language]),
        "country": "", "place": place, "language": tag, "document": document, "edition": "screen",
        "date": format!("{}-{:02}-{:02}", 2026 - number % 9, 1 + number % 12, 1 + number % 28),
        "status": if number.is_multiple_of(7) { "draft" } else { "final" },
        "translation": translation, "pages": 4, "glyphs": 9000, "bytes": 123_456,
        "sha256": "0".repeat(64), "standards": [], "fonts": [], "warnings": [],
        "thumbnail": picture, "sheets": sheets, "inputs": [], "fingerprint": "0".repeat(64),
    })
}

fn country(code: &str) -> Value {
    json!({ "kind": "country", "codes": [code], "names": [code], "name": code })
}

/// A release of so many documents: half of them about Cambodia, in two languages, the others in one with
/// an indicator table, about forty countries.
fn release(documents: usize) -> Vec<Value> {
    let mut files = Vec::new();
    for number in 0..documents / 4 {
        let khmer =
            json!({ "kind": "country", "codes": ["KH"], "names": ["កម្ពុជា"], "name": "កម្ពុជា" });
        files.push(file(number, country("KH"), 0, "brief"));
        files.push(file(number, khmer, 1 + number % 5, "brief"));
    }
    for number in documents / 4..documents / 2 {
        let place = country(COUNTRIES[number % COUNTRIES.len()]);
        files.push(file(number, place.clone(), 0, "brief"));
        files.push(file(number, place, 0, "indicators"));
    }
    files.sort_by_key(|file| file["path"].as_str().unwrap().to_string());
    files
}

/// What Python finds on every page that can be reached, by its path; none where there is no Python.
fn followed(folder: &Path) -> Option<BTreeMap<String, Value>> {
    let python =
        Command::new("python3").arg("-c").arg(include_str!("index.py")).arg(folder).output();
    let Ok(output) = python else {
        left_out("python3");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// Writes pages to a folder.
fn write(pages: &[(String, String)], folder: &Path) {
    for (path, page) in pages {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, page).unwrap();
    }
}

/// What a search loads, by the numbers of its pieces.
fn pieces(pages: &[(String, String)]) -> Vec<Value> {
    let pieces = pages.iter().filter(|(path, _)| path.starts_with("index/search-"));
    pieces
        .enumerate()
        .map(|(at, (path, text))| {
            assert_eq!(*path, format!("index/search-{}.js", at + 1));
            let (comment, call) = text.split_once('\n').unwrap();
            assert!(comment.starts_with("/* ") && comment.ends_with(" */"), "{comment}");
            let json = call.strip_prefix(&format!("briefpressFound({}, ", at + 1)).unwrap();
            serde_json::from_str(json.strip_suffix(");\n").unwrap()).unwrap()
        })
        .collect()
}

/// Holds pages to what they promise: small, and a way to every file and to nothing else.
fn hold(manifest: &Manifest, pages: &[(String, String)], folder: &Path) {
    for (path, page) in pages {
        assert!(page.len() <= LARGEST, "{path}: {} bytes", page.len());
    }
    write(pages, folder);
    let there: BTreeSet<&str> = pages.iter().map(|(path, _)| path.as_str()).collect();
    let listed: BTreeSet<&str> =
        manifest.files.iter().flat_map(|file| file.all_files()).map(|(path, ..)| path).collect();
    let Some(found) = followed(folder) else { return };
    let texts = |of: &Value| -> Vec<String> {
        of.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_string()).collect()
    };
    let places: BTreeMap<&str, BTreeSet<String>> = found
        .iter()
        .map(|(path, page)| {
            let places = texts(&page["places"]);
            let once: BTreeSet<String> = places.iter().cloned().collect();
            assert_eq!(once.len(), places.len(), "{path}: a place is there twice");
            (path.as_str(), once)
        })
        .collect();
    let mut reached: BTreeSet<String> = BTreeSet::new();
    for (path, page) in &found {
        for link in page["links"].as_array().unwrap() {
            let [target, place] = [0, 1].map(|at| link[at].as_str().unwrap());
            assert!(
                there.contains(target)
                    || listed.contains(target)
                    || ["manifest.json", "SHA256SUMS"].contains(&target),
                "{path} leads to {target}, which is not there"
            );
            let is_there = || places[target].contains(place);
            assert!(place.is_empty() || is_there(), "{path} leads to {target}#{place}");
            reached.insert(target.to_string());
        }
        let loads = texts(&page["loads"]);
        for target in &loads {
            let is_there = there.contains(target.as_str()) || listed.contains(target.as_str());
            assert!(is_there, "{path} loads {target}, which is not there");
        }
        let scripts: Vec<&String> = loads.iter().filter(|path| path.ends_with(".js")).collect();
        let own = if path == "index.html" { vec!["index/search.js"] } else { vec![] };
        assert_eq!(scripts, own, "{path}");
        assert_eq!(page["inline"], 0, "{path} has a style or script in it");
        let policy = page["policy"].as_str().unwrap_or_default();
        assert!(
            policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"),
            "{path}: {policy}"
        );
        reached.extend(loads);
    }
    let missed: Vec<&&str> = listed.iter().filter(|path| !reached.contains(**path)).collect();
    assert!(missed.is_empty(), "nothing leads to {missed:?}");
    let scripts = ["index/search.js".to_string(), "index/index.css".to_string()];
    let pages_there = there.iter().filter(|path| path.ends_with(".html"));
    for path in pages_there {
        assert!(found.contains_key(*path), "nothing leads to {path}");
    }
    assert!(scripts.iter().all(|path| reached.contains(path)));
    // The search has every language of every brief, under its title, and leads to what is there.
    let mut searched: BTreeSet<(String, String)> = BTreeSet::new();
    for piece in pieces(pages) {
        for brief in piece["briefs"].as_array().unwrap() {
            let (page, place) = brief["page"].as_str().unwrap().split_once('#').unwrap();
            assert!(places[format!("index/{page}").as_str()].contains(place), "{brief}");
            assert!(piece["places"][brief["at"].as_u64().unwrap() as usize][0].is_string());
            for title in brief["titles"].as_array().unwrap() {
                let [tag, _, path] = [0, 1, 2].map(|at| title[at].as_str().unwrap().to_string());
                assert!(piece["languages"][&tag].is_array() && listed.contains(path.as_str()));
                assert!(
                    searched.insert((brief["id"].as_str().unwrap().to_string(), tag)),
                    "{brief}"
                );
            }
        }
    }
    let all: BTreeSet<(String, String)> = manifest
        .files
        .iter()
        .filter(|file| !file.brief.is_empty())
        .map(|file| (file.brief.clone(), file.language.clone()))
        .collect();
    assert!(searched == all, "{} of {}", searched.len(), all.len());
}

#[test]
fn the_pages_of_many_documents_are_small_and_lead_to_all() {
    let release = manifest(&release(20_000));
    let pages = index_pages(&release);
    assert_eq!(pages.last().unwrap().0, "index.html", "what it leads to is there before");
    let folder = tempfile::tempdir().unwrap();
    hold(&release, &pages, folder.path());
    assert!(index_pages(&release) == pages, "the same input gives the same pages");
    // Somebody wants to look at it.
    if let Some(folder) = env::var_os("BRIEFPRESS_LARGE_INDEX") {
        let folder = Path::new(&folder);
        write(&pages, folder);
        let mut picture = Vec::new();
        let mut encoder = png::Encoder::new(&mut picture, 240, 339);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.write_header().unwrap().write_image_data(&[220; 240 * 339]).unwrap();
        for (path, ..) in release.files.iter().flat_map(|file| file.all_files()) {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let is_picture = path.extension().is_some_and(|end| end == "png");
            fs::write(path, if is_picture { &picture[..] } else { &b"%PDF-1.7\n"[..] }).unwrap();
        }
        for name in ["manifest.json", "SHA256SUMS"] {
            fs::write(folder.join(name), "").unwrap();
        }
    }
}

#[test]
fn few_documents_have_one_page_and_nothing_else() {
    let release = manifest(&release(200));
    let pages = index_pages(&release);
    assert_eq!(pages.len(), 1);
    let (path, page) = &pages[0];
    assert_eq!(path, "index.html");
    assert!(
        page.len() <= LARGEST && !page.contains("<script") && !page.contains("<link rel=\"style")
    );
}

/// Names that a system keeps for devices, that another cannot tell apart, that lead elsewhere, or that are
/// none.
#[test]
fn pages_have_names_that_every_file_system_takes() {
    let code =
        |code: &str| json!({ "kind": "country", "codes": [code], "names": ["Own"], "name": "Own" });
    let named = |name: &str| json!({ "kind": "area", "codes": [], "names": [], "name": name });
    let many: Vec<&str> = COUNTRIES.to_vec();
    let places = [
        code("CON"),
        code("AUX"),
        code("con"),
        code("../../evil"),
        code("a/b\\c:d*e?\"<|>\0"),
        code("KH"),
        json!({ "kind": "countries", "codes": ["KH", "TH"], "names": ["a", "b"], "name": "a and b" }),
        json!({ "kind": "countries", "codes": ["KH", "2"], "names": ["a", "b"], "name": "a and 2" }),
        json!({ "kind": "countries", "codes": many, "names": many, "name": "many" }),
        json!({ "kind": "region", "codes": ["035"], "names": ["SEA"], "name": "SEA" }),
        named("The lower Mekong"),
        named("the lower mekong"),
        named("</script><script>alert(1)</script>\u{2028}\u{202e}"),
        named("ទន្លេ"),
        // One code under two names: the project called it something else for a time.
        json!({ "kind": "country", "codes": ["XQ"], "names": ["One"], "name": "One" }),
        json!({ "kind": "country", "codes": ["XQ"], "names": ["Two"], "name": "Two" }),
    ];
    let names = |places: &[Value]| -> Vec<String> {
        let mut files = Vec::new();
        // More than one page has room for, and of no place more than one.
        for number in 0..760 {
            files.push(file(number, places[number % places.len()].clone(), 0, "brief"));
        }
        let release = manifest(&files);
        let pages = index_pages(&release);
        hold(&release, &pages, tempfile::tempdir().unwrap().path());
        pages.into_iter().map(|(path, _)| path).filter(|path| path.ends_with(".html")).collect()
    };
    let all = names(&places);
    assert_eq!(all.len(), places.len() + 1, "{all:?}");
    let kept = ["con", "prn", "aux", "nul", "com1", "lpt1"];
    for name in all.iter().filter_map(|path| path.strip_prefix("index/")) {
        let stem = name.split('.').next().unwrap();
        assert!(!kept.contains(&stem) && stem.len() < 60, "{name}");
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
        assert!(name.chars().all(plain), "{name}");
    }
    for name in ["country-con", "country-kh", "country-kh-th", "region-035"] {
        assert!(all.contains(&format!("index/{name}.html")), "{name}: {all:?}");
    }
    // Links that people keep lead where they led when other places come and go.
    let fewer = names(&places[5..14]);
    assert!(fewer.iter().all(|name| all.contains(name)), "{fewer:?}");
}

/// Whatever a title says: markup, what ends a script, what ends a line of one, what turns text about.
#[test]
fn what_others_wrote_is_text_on_pages_and_in_scripts() {
    let hostile = "</script><!--<script>alert('x')\u{2028}\u{2029}\\\"`${x}\u{202e}\0&amp;";
    let mut files = Vec::new();
    for number in 0..900 {
        let mut file = file(number, country("KH"), 0, "brief");
        file["title"] = format!("{hostile}{number}").into();
        file["brief"] = format!("b{number}").into();
        file["date"] = "\"><script>".into();
        files.push(file);
    }
    let release = manifest(&files);
    let pages = index_pages(&release);
    let folder = tempfile::tempdir().unwrap();
    hold(&release, &pages, folder.path());
    for (path, page) in pages.iter().filter(|(path, _)| path.starts_with("index/search-")) {
        assert!(!page.contains(['<', '\u{2028}', '\u{2029}', '\u{202e}']), "{path}");
        assert_eq!(page.lines().count(), 2, "{path}");
    }
    // As it is shown: what is hidden is written out.
    let shown = "</script><!--<script>alert('x')\\u{2028}\\u{2029}\\\"`${x}\\u{202e}\\u{0}&amp;899";
    let titles: Vec<Value> = pieces(&pages)
        .iter()
        .flat_map(|piece| piece["briefs"].as_array().unwrap().clone())
        .map(|brief| brief["titles"][0][1].clone())
        .collect();
    assert!(titles.contains(&shown.into()), "{:?}", titles.first());
    if let Some(found) = followed(folder.path()) {
        let on_pages = found.values().flat_map(|page| page["titles"].as_array().unwrap());
        assert!(on_pages.clone().any(|title| title.as_str().unwrap().ends_with("&amp;899")));
    }
}

/// A brief of more languages than a page has room for, with the longest title there is.
#[test]
fn a_brief_that_is_larger_than_a_page_has_several() {
    let mut files = Vec::new();
    for at in 0..60 {
        let mut file = file(1, country("KH"), 0, "brief");
        let tag =
            format!("{}{}", (b'a' + (at / 26) as u8) as char, (b'a' + (at % 26) as u8) as char);
        file["language"] = format!("q{tag}").into();
        file["path"] = format!("brief-1/brief-1.q{tag}.pdf").into();
        file["title"] = "&\u{202e}".repeat(1000).into();
        files.push(file);
    }
    let release = manifest(&files);
    hold(&release, &index_pages(&release), tempfile::tempdir().unwrap().path());
}

/// Countless areas and countless failures have pages with room for them, too.
#[test]
fn long_lists_are_parted() {
    let mut files = Vec::new();
    for number in 0..3_000 {
        let name = format!("The area number {number} of all that there are in the land");
        let place = json!({ "kind": "area", "codes": [], "names": [], "name": name });
        files.push(file(number, place, 0, "brief"));
    }
    let mut release = manifest(&files);
    release.complete = false;
    release.failed =
        (0..20_000).map(|at| format!("some-brief-{at}/some-brief-{at}.en.pdf")).collect();
    let pages = index_pages(&release);
    let lists = pages.iter().filter(|(path, _)| path.starts_with("index/places."));
    assert!(lists.count() > 1);
    assert!(
        pages.last().unwrap().1.contains("more\u{a0}files")
            || pages.last().unwrap().1.contains("more files")
    );
    hold(&release, &pages, tempfile::tempdir().unwrap().path());
}

/// Four times the documents take about four times as long.
#[test]
fn making_the_pages_takes_time_by_the_number_of_documents() {
    let time = |documents: usize| -> Duration {
        let release = manifest(&release(documents));
        let once = || {
            let start = Instant::now();
            assert!(index_pages(&release).len() > 1);
            start.elapsed()
        };
        once().min(once())
    };
    let (some, many) = (time(4_000), time(16_000));
    assert!(many < some * 8, "{some:?} and {many:?}");
}

/// Briefs enough for several pages, for they have long titles.
fn wordy(project: &TestProject, briefs: usize) {
    project.write("briefpress.toml", PROJECT);
    for number in 0..briefs {
        let title = format!("{} {number}", "Appeals & “late” decisions ".repeat(60));
        let line = MINIMAL.lines().find(|line| line.starts_with("title = ")).unwrap();
        let toml = MINIMAL.replacen(line, &format!("title = \"{title}\""), 1);
        project.write(&format!("briefs/b{number}/brief.toml"), toml);
    }
}

#[test]
fn pages_come_and_go_with_briefs_and_those_of_others_stay() {
    let project = TestProject::empty();
    wordy(&project, 48);
    let build = ["build", "-q"];
    assert_eq!(project.run(&build).code, 0);
    let pages = || -> Vec<String> {
        project.files("dist").into_iter().filter(|file| file.starts_with("index/")).collect()
    };
    let before = pages();
    assert!(before.contains(&"index/country-kh.html".into()), "{before:?}");
    let sums = String::from_utf8(project.read("dist/SHA256SUMS")).unwrap();
    assert!(before.iter().all(|page| sums.contains(&format!("  {page}\n"))), "{sums}");
    let said = project.run(&["verify", "dist"]);
    assert_eq!((said.code, said.stdout.as_str()), (0, ""), "{}", said.stderr);
    // Nothing to do is nothing done, and a page that was changed is told and made anew.
    let kept = project.read("dist/index/country-kh.html");
    project.write("dist/index/country-kh.html", [&kept[..], b"x"].concat());
    let said = project.run(&["verify", "dist"]);
    assert!(
        said.code == 1 && said.stdout.starts_with("index/country-kh.html: "),
        "{}",
        said.stdout
    );
    let again = project.run(&["build"]);
    assert!(again.code == 0 && again.stderr.contains("0 files built"), "{}", again.stderr);
    assert!(project.read("dist/index/country-kh.html") == kept && pages() == before);
    // In parts, and put together.
    for part in ["1/2", "2/2"] {
        let out = format!("part-{}", &part[..1]);
        assert_eq!(project.run(&["build", "-q", "--shard", part, "--out", &out]).code, 0);
    }
    let merged = project.run(&["merge", "part-1", "part-2", "--out", "merged"]);
    assert_eq!(merged.code, 0, "{}", merged.stderr);
    for file in project.files("dist") {
        assert!(
            project.read(&format!("dist/{file}")) == project.read(&format!("merged/{file}")),
            "{file}"
        );
    }
    // What is not ours is not written over, whatever it is called.
    project.write("dist/index/country-kh.html", "<!DOCTYPE html>\nmine");
    project.write("dist/index/notes.html", "mine, too");
    project.write("dist/index/country-zz.html", "and this");
    let refused = project.run(&build);
    assert_eq!(refused.code, 3, "{}", refused.stderr);
    let words = "dist/index/country-kh.html (it is there already, and no build made it: move it away or delete it)";
    assert!(refused.stderr.contains(words), "{}", refused.stderr);
    assert_eq!(project.read("dist/index/country-kh.html"), b"<!DOCTYPE html>\nmine");
    fs::remove_file(project.path("dist/index/country-kh.html")).unwrap();
    assert_eq!(project.run(&build).code, 0);
    assert!(project.read("dist/index/country-kh.html") == kept);
    // With fewer briefs one page has room for all.
    for number in 4..48 {
        fs::remove_dir_all(project.path(&format!("briefs/b{number}"))).unwrap();
    }
    assert_eq!(project.run(&build).code, 0);
    assert_eq!(pages(), ["index/country-zz.html", "index/notes.html"]);
    let html = String::from_utf8(project.read("dist/index.html")).unwrap();
    assert!(!html.contains("<script") && html.contains("<h2 id=\"country-kh\">"));
}

/// What is in the folder is asked of the folder, and what pages lead to of Python's reader of HTML.
#[test]
fn the_page_of_a_build_leads_to_every_document_in_its_folder() {
    let table = &["--only", "indicators", "--combined"][..];
    for briefs in [3, 48] {
        let project = TestProject::empty();
        wordy(&project, briefs);
        // A table of all, the briefs beside it, and beside a table of some.
        for asked in [table, &[], &[&["b0", "b1"], table].concat()] {
            let built = project.run(&[&["build", "-q"], asked].concat());
            assert_eq!(built.code, 0, "{}", built.stderr);
            let Some(found) = followed(&project.path("dist")) else { return };
            let links = found.values().flat_map(|page| page["links"].as_array().unwrap());
            let reached: BTreeSet<&str> = links.map(|link| link[0].as_str().unwrap()).collect();
            let mut documents = project.files("dist");
            documents.retain(|file| {
                [".pdf", ".csv", ".xlsx"].iter().any(|ending| file.ends_with(ending))
            });
            let of_some = documents.iter().filter(|file| !file.contains('/')).count();
            assert_eq!(of_some, 3, "{asked:?}: {documents:?}");
            let missed: Vec<&String> =
                documents.iter().filter(|file| !reached.contains(file.as_str())).collect();
            assert!(missed.is_empty(), "{briefs} {asked:?}: nothing leads to {missed:?}");
        }
    }
}

/// An earlier briefpress made pictures of indicator tables, which no page showed.
#[test]
fn pictures_that_no_page_shows_are_not_made_and_those_of_before_go() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/b/brief.toml", MINIMAL);
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    let good = project.files("dist");
    let mut manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    manifest["tool"]["version"] = "0.1.9".into();
    for file in manifest["files"].as_array_mut().unwrap() {
        if file["document"] == "indicators" {
            let path = format!("thumbnails/{}.en.indicators.png", file["brief"].as_str().unwrap());
            project.write(&format!("dist/{path}"), "a picture");
            let sha256: String =
                Sha256::digest(b"a picture").iter().map(|byte| format!("{byte:02x}")).collect();
            file["thumbnail"] = json!({ "path": path, "bytes": 9, "sha256": sha256 });
        }
    }
    project.write("dist/manifest.json", manifest.to_string());
    // Somebody has drawn on one.
    project.write("dist/thumbnails/b.en.indicators.png", "a drawing");
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    let mut expected = good.clone();
    expected.push("thumbnails/b.en.indicators.png".into());
    expected.sort();
    assert_eq!(project.files("dist"), expected);
    assert_eq!(project.read("dist/thumbnails/b.en.indicators.png"), b"a drawing");
    // Where there are tables alone, the page does without.
    assert_eq!(project.run(&["build", "-q", "--only", "indicators", "--out", "tables"]).code, 0);
    let html = String::from_utf8(project.read("tables/index.html")).unwrap();
    assert!(!html.contains("<img") && html.contains("<li class=\"bare\">"), "{html}");
    assert!(html.contains(".bare .files li:first-child"));
    assert!(!project.path("tables/thumbnails").exists());
    assert_eq!(project.run(&["verify", "tables"]).code, 0);
}

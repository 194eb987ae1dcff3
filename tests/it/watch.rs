//! What `briefpress watch` refuses before it shows anything. What it shows is tried in a browser, by
//! `.ci/watch`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{MINIMAL, TestProject};

#[test]
fn what_there_is_not_is_refused_and_not_shown_otherwise() {
    let project = TestProject::with_brief(MINIMAL);
    for (args, says) in [
        (&["nope"][..], "there is no brief `nope`"),
        (&["--lang", "xx"], "there are no labels for the language `xx`"),
        (&["--lang", "km"], "the brief `a` is not in the language `km`"),
        (&["a", "--lang", "km"], "`briefpress i18n sync a --lang km` begins its translation"),
    ] {
        let run = project.run(&[&["watch", "--no-open"], args].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(says), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn a_pseudo_locale_is_shown_as_it_is_built() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/a/lang/fr.toml", "[translation]\nstatus = \"draft\"\n");
    let log = project.path("watch.log");
    let said = std::fs::File::create(&log).unwrap();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("briefpress"));
    command.args(["watch", "a", "--no-open", "--lang", "en-XA"]).current_dir(project.path(""));
    command.stdout(said.try_clone().unwrap()).stderr(said);
    let mut watch = Ended(command.spawn().unwrap());
    let log = || std::fs::read_to_string(&log).unwrap();
    let end = Instant::now() + Duration::from_secs(60);
    while !log().contains(" pages in ") {
        assert!(Instant::now() < end && watch.0.try_wait().unwrap().is_none(), "{}", log());
        thread::sleep(Duration::from_millis(20));
    }
    assert!(log().contains("a, en-XA, brief, screen: "), "{}", log());
    // What a translation lacks is none of its business.
    assert!(!log().contains("warning"), "{}", log());
    let address = log().lines().find_map(|line| line.strip_prefix("http://")).unwrap().to_string();
    let query = "events?brief=a&lang=en-XA&document=brief&edition=screen";
    let state = asked(&address, query, Some("\"pages\""));
    let languages = state["languages"].as_array().unwrap().iter();
    let tags: Vec<&str> = languages.map(|own| own["tag"].as_str().unwrap()).collect();
    assert_eq!(
        (state["lang"].as_str(), tags),
        (Some("en-XA"), vec!["en", "fr", "en-XA"]),
        "{state}"
    );
    assert!(!state["pages"].as_array().unwrap().is_empty(), "{state}");
}

#[test]
fn a_port_that_is_taken_is_named_with_what_to_do() {
    let project = TestProject::with_brief(MINIMAL);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let run = project.run(&["watch", "--no-open", "--port", &port.to_string()]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains(&format!("127.0.0.1:{port}")), "{}", run.stderr);
    assert!(run.stderr.contains("choose another one with `--port`"), "{}", run.stderr);
}

/// A save that changes nothing that is read sets nothing; its own output in the folder is such a file.
#[test]
fn what_is_not_read_sets_no_pages() {
    let project = TestProject::with_brief(MINIMAL);
    let log = project.path("watch.log");
    let said = std::fs::File::create(&log).unwrap();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("briefpress"));
    command.args(["watch", "--no-open", "--port", "0"]).current_dir(project.path(""));
    command.stdout(said.try_clone().unwrap()).stderr(said);
    let mut watch = Ended(command.spawn().unwrap());
    let set = || std::fs::read_to_string(&log).unwrap().matches(" pages in ").count();
    let waited = |count: usize, seconds: u64| {
        let end = Instant::now() + Duration::from_secs(seconds);
        while set() < count && Instant::now() < end {
            thread::sleep(Duration::from_millis(20));
        }
        // What would follow has this time to do so.
        thread::sleep(Duration::from_millis(1500));
        set()
    };
    assert_eq!(waited(1, 60), 1, "{}", std::fs::read_to_string(&log).unwrap());
    project.write("notes.txt", "not read");
    project.write("briefs/a/brief.toml", MINIMAL);
    assert_eq!(waited(2, 2), 1, "{}", std::fs::read_to_string(&log).unwrap());
    project.write("briefs/a/brief.toml", format!("{MINIMAL}\n# another comment\n"));
    assert_eq!(waited(2, 60), 2, "{}", std::fs::read_to_string(&log).unwrap());
    assert!(watch.0.try_wait().unwrap().is_none());
}

/// What is looked at is that brief: when it is gone, or cannot be read, that is said, and no other is shown.
#[test]
fn a_brief_that_is_gone_or_cannot_be_read_is_told_and_no_other_is_shown() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/b/brief.toml", MINIMAL);
    let log = project.path("watch.log");
    let said = std::fs::File::create(&log).unwrap();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("briefpress"));
    command.args(["watch", "b", "--no-open", "--port", "0"]).current_dir(project.path(""));
    command.stdout(said.try_clone().unwrap()).stderr(said);
    let _watch = Ended(command.spawn().unwrap());
    let log = || std::fs::read_to_string(&log).unwrap();
    let waited = |words: &str, count: usize| {
        let end = Instant::now() + Duration::from_secs(60);
        while log().matches(words).count() < count {
            assert!(Instant::now() < end, "{words}: {}", log());
            thread::sleep(Duration::from_millis(20));
        }
    };
    waited("b, en, brief, screen: ", 1);
    // Of what cannot be read it is not known which language it is in.
    for (at, broken) in [b"".to_vec(), b"title = \"\xe9\"\n".to_vec(), b"# x\n".repeat(1 << 20)]
        .into_iter()
        .enumerate()
    {
        project.write("briefs/b/brief.toml", broken);
        waited("not set, for there are errors", at + 1);
    }
    assert!(!log().contains("any more"), "{}", log());
    project.write("briefs/b/brief.toml", MINIMAL);
    waited("b, en, brief, screen: 2 pages", 2);
    // A rename that was killed.
    project.write("briefs/.briefpress-renaming", "{\"from\":\"b\",\"to\":\"c\"}");
    waited("renaming the brief `b` to `c` was interrupted", 1);
    std::fs::remove_file(project.path("briefs/.briefpress-renaming")).unwrap();
    waited("b, en, brief, screen: 2 pages", 3);
    assert_eq!(project.run(&["rename", "b", "c"]).code, 0);
    waited("the brief `b` is not there any more", 1);
    thread::sleep(Duration::from_millis(500));
    let address = log().lines().find_map(|line| line.strip_prefix("http://")).unwrap().to_string();
    let query = "events?brief=b&lang=en&document=brief&edition=screen";
    let state = asked(&address, query, Some("\"problems\""));
    assert_eq!(
        (&state["brief"], state["pages"].as_array().unwrap().len()),
        (&"b".into(), 2),
        "{state}"
    );
    assert!(state["problems"].to_string().contains("not there any more"), "{state}");
    assert!(!log().contains("\na, ") && !log().contains("\nc, "), "{}", log());
}

/// Words that are made from dates, numbers and codes lead to these: the line that is named is read in the file itself, and
/// has to say the same.
#[test]
fn words_made_from_values_lead_to_the_values() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/showcase");
    let mut kinds = std::collections::BTreeMap::new();
    let mut wrong = Vec::new();
    for document in ["brief", "indicators"] {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("briefpress"));
        command.args(["watch", "regional", "--no-open", "--only", document]).current_dir(&project);
        let mut watch = Ended(command.stdout(std::process::Stdio::piped()).spawn().unwrap());
        let mut said = BufReader::new(watch.0.stdout.take().unwrap()).lines();
        let address = said.find_map(|line| line.unwrap().strip_prefix("http://").map(String::from));
        let address = address.unwrap();
        let query = format!("brief=regional&lang=en&document={document}&edition=screen");
        let state = asked(&address, &format!("events?{query}"), Some("\"pages\""));
        for page in state["pages"].as_array().unwrap() {
            let text =
                asked(&address, &format!("pages/{}.json", page["id"].as_str().unwrap()), None);
            for run in text["runs"].as_array().unwrap().iter().filter(|run| run["made"] == true) {
                let (words, key) =
                    (run["text"].as_str().unwrap().trim(), run["key"].as_str().unwrap());
                let place = asked(&address, &format!("where?{query}&key={key}&at=0"), None);
                let file = place["file"].as_str().unwrap_or_else(|| panic!("{key}: {place}"));
                let lines = std::fs::read_to_string(project.join(file)).unwrap();
                let line = place["line"].as_u64().unwrap() as usize - 1;
                let line = lines.lines().nth(line).unwrap();
                *kinds.entry(kind_of(key)).or_insert(0) += 1;
                if !says(line, words, key) {
                    wrong.push(format!("{key}: “{words}” is made from {line}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (kind, least) in [
        ("brief.date", 2),
        ("brief.place", 1),
        ("goal.number", 10),
        ("target.code", 2),
        ("indicator.code", 6),
        ("indicator.basis", 4),
        ("recommendation.by", 4),
        ("recommendation.priority", 4),
        ("recommendation.targets", 4),
        ("source.date", 2),
        ("source.url", 2),
        ("table.rows", 40),
        ("chart.rows", 30),
        ("chart.id", 4),
    ] {
        let found = kinds.get(kind).copied().unwrap_or(0);
        assert!(found >= least, "{kind}: {found} of at least {least}; {kinds:?}");
    }
}

/// `table.rows` of `table.seats.rows[3]`.
fn kind_of(key: &str) -> String {
    let (first, last) = (key.split('.').next().unwrap(), key.rsplit('.').next().unwrap());
    format!("{first}.{}", last.split('[').next().unwrap())
}

/// Whether a line of a file is what words on a page were made from.
fn says(line: &str, words: &str, key: &str) -> bool {
    let has = |what: &str| line.contains(what);
    let quoted = |words: &str| line.contains(&format!("\"{words}\""));
    match kind_of(key).as_str() {
        "brief.date" => words == "14 February 2025" && has("date = 2025-02-14"),
        "brief.place" => words == "South-eastern Asia" && has("region = \"035\""),
        "brief.language" => words.ends_with("English") && has("language = \"en\""),
        "goal.number" => {
            let goal = match words {
                "5" | "SDG 5" | "Gender equality" => 5,
                _ => 16,
            };
            let peace = ["16", "SDG 16", "Peace, justice and strong", "institutions"];
            let peace = [&peace[..], &["Peace, justice", "and strong"]].concat();
            line.trim() == format!("number = {goal}") && (goal == 5 || peace.contains(&words))
        }
        "target.code" | "recommendation.targets" => quoted(words),
        "indicator.code" if words.contains('.') && !words.contains(' ') => quoted(words),
        "indicator.code" => has("code = \"") && !has("target"),
        "indicator.basis" => match words.trim_end_matches(',') {
            "Implied" => quoted("implied"),
            // These are so where nothing is said.
            _ => has("code = \""),
        },
        "recommendation.by" => match words {
            "January 2026" => has("by = \"2026-01\""),
            "2nd quarter 2026" => has("by = \"2026-Q2\""),
            _ => has(words) && has("by = "),
        },
        "recommendation.priority" => quoted(&words.to_lowercase()),
        "source.date" => has(if words.contains("January") { "\"2024-01\"" } else { "date = 2024" }),
        "source.url" => has(words),
        "image.kind" => quoted("map"),
        "chart.id" | "table.id" | "image.id" => line.starts_with("[["),
        "table.rows" | "chart.rows" => {
            let number = |text: &str| text.replace([',', '%'], "").trim().parse::<f64>().ok();
            let parts = line.split([',', '[', ']', '"', '{', '}', ' ', '=']);
            let numbers: Vec<f64> = parts.filter_map(number).collect();
            number(words).map_or_else(|| has(words), |own| numbers.contains(&own))
        }
        _ => false,
    }
}

/// What `watch` answers: JSON, or the first event that has something in it.
fn asked(address: &str, what: &str, event: Option<&str>) -> Value {
    let (host, token) = address.trim_end_matches('/').split_once('/').unwrap();
    let mut socket = TcpStream::connect(host).unwrap();
    let head = format!("GET /{token}/{what} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    socket.write_all(head.as_bytes()).unwrap();
    let mut answer = BufReader::new(socket);
    if let Some(event) = event {
        let mut lines = answer.lines().map(Result::unwrap);
        let line = lines.find(|line| line.starts_with("data:") && line.contains(event)).unwrap();
        return serde_json::from_str(&line["data:".len()..]).unwrap();
    }
    let mut text = String::new();
    answer.read_to_string(&mut text).unwrap();
    serde_json::from_str(text.split_once("\r\n\r\n").unwrap().1).unwrap()
}

/// A process that is ended with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

//! Twenty briefs, of which ten are hostile: the others are built as if there were no such ten, the
//! machine is not brought down, and what each of the ten is about is said once.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{MINIMAL, PROJECT, TestProject};

/// What all of the program may hold at once, in bytes.
const MEMORY: u64 = 1_500_000_000;

/// What is done with some briefs only, before the pages of all are set. Nothing of it sets anything.
const PRELUDE: &str = r#"
#let hostile = json("/brief.json").id
#let deep(n) = deep(n + 1) + 1
#{
  if hostile == "endless" { for i in range(1000000) { for j in range(1000000) { } } }
  if hostile == "recursion" { deep(0) }
  if hostile == "range" { range(1000000000) }
  if hostile == "filter" { image("bomb.svg") }
  if hostile == "pixels" { image("pixels.png") }
  if hostile == "declared" { image("declared.png") }
  if hostile == "pipe" { image("/briefs/pipe/photo.png") }
}
"#;

/// The ids of the hostile briefs, and what is said of each.
const HOSTILE: [(&str, &[&str]); 11] = [
    ("array", &["toml::too-deep"]),
    ("declared", &["image"]),
    ("endless", &["template::too-long", "takes more than", "`brief`"]),
    ("filter", &["image"]),
    ("link", &["brief.toml"]),
    ("long", &["brief.toml"]),
    ("null", &["text::control-character"]),
    ("pipe", &["cannot read `/briefs/pipe/photo.png`"]),
    ("pixels", &["image"]),
    // By its memory, or on a slow machine by its time.
    ("range", &["range/range.en.pdf takes ", "template `brief`"]),
    ("recursion", &["maximum function call depth exceeded"]),
];

/// A project of ten good briefs, with the templates of the ten others.
fn good() -> TestProject {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    let main = include_str!("../../templates/brief/main.typ");
    project.write("templates/brief/main.typ", format!("{PRELUDE}{main}"));
    for number in 0..10 {
        let title = format!("title = \"Decisions come late {number}\"");
        let toml = MINIMAL.replacen("title = \"Decisions on review come late\"", &title, 1);
        assert_ne!(toml, MINIMAL);
        project.write(&format!("briefs/good-{number}/brief.toml"), toml);
    }
    let (pixels, declared) = images();
    project.write("templates/brief/pixels.png", pixels);
    project.write("templates/brief/declared.png", declared);
    project.write("templates/brief/bomb.svg", FILTERS);
    project
}

/// A filter that fills a region of many millions of points again and again.
const FILTERS: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">
  <filter id="f" x="-1e5%" y="-1e5%" width="2e5%" height="2e5%">
    <feTurbulence baseFrequency="0.9" numOctaves="100"/>
    <feGaussianBlur stdDeviation="10000"/>
    <feTurbulence baseFrequency="0.9" numOctaves="100"/>
    <feMorphology operator="dilate" radius="5000"/>
  </filter>
  <rect width="100" height="100" filter="url(#f)"/>
</svg>"#;

/// An image of 3,600 million pixels that are there, and the beginning of one.
fn images() -> (Vec<u8>, Vec<u8>) {
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 60_000, 60_000);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_compression(png::Compression::Fastest);
    let mut writer = encoder.write_header().unwrap();
    let mut pixels = writer.stream_writer().unwrap();
    io::copy(&mut io::Read::take(io::repeat(0), 7_500 * 60_000), &mut pixels).unwrap();
    pixels.flush().unwrap();
    pixels.finish().unwrap();
    writer.finish().unwrap();
    let declared = png[..png.len().min(200)].to_vec();
    (png, declared)
}

/// Puts the hostile briefs beside the good ones.
fn beset(project: &TestProject) {
    let file = |id: &str| format!("briefs/{id}/brief.toml");
    for id in ["declared", "endless", "filter", "pipe", "pixels", "range", "recursion"] {
        project.write(&file(id), MINIMAL);
    }
    let pipe = project.path("briefs/pipe/photo.png");
    assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let nested = format!("keywords = {}{}\n", "[".repeat(50_000), "]".repeat(50_000));
    let summary = "summary = ";
    project.write(&file("array"), MINIMAL.replacen(summary, &format!("{nested}{summary}"), 1));
    fs::create_dir(project.path("briefs/link")).unwrap();
    symlink("/etc/passwd", project.path(&file("link"))).unwrap();
    let title = "title = \"Decisions on review come late\"";
    let with_title = |other: String| MINIMAL.replacen(title, &format!("title = \"{other}\""), 1);
    project.write(&file("null"), with_title("A\\u0000 title".into()));
    project.write(&file("long"), with_title("long ".repeat(2 << 20)));
}

/// What a build came to.
struct Cost {
    code: Option<i32>,
    said: String,
    /// The most that it and its workers held at once, in bytes.
    memory: u64,
    time: Duration,
}

/// Builds with two workers, and looks how much memory all hold.
fn build(project: &TestProject, args: &[&str]) -> Cost {
    let said = project.path("said");
    let start = Instant::now();
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("briefpress"))
        .args(["build", "--jobs", "2", "--message-format", "json"])
        .args(args)
        .current_dir(project.path(""))
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&said).unwrap())
        .spawn()
        .unwrap();
    let mut memory = 0;
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        memory = memory.max(held(child.id()));
        sleep(Duration::from_millis(5));
    };
    let time = start.elapsed();
    Cost { code, said: fs::read_to_string(said).unwrap(), memory, time }
}

/// What a process and those it started hold, in bytes.
fn held(process: u32) -> u64 {
    let status =
        |process: &str| fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let resident = |status: &str| -> u64 {
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
        number.map_or(0, |number| number.trim().parse::<u64>().unwrap() * 1024)
    };
    let own = process.to_string();
    let parent = format!("PPid:\t{own}\n");
    let others = fs::read_dir("/proc").unwrap().flatten();
    let others = others.filter_map(|entry| entry.file_name().into_string().ok());
    let others = others.filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()));
    let workers = others.map(|name| status(&name)).filter(|status| status.contains(&parent));
    resident(&status(&own)) + workers.map(|status| resident(&status)).sum::<u64>()
}

/// Holds the build to what is promised; how long it took.
fn hold(args: &[&str]) -> Duration {
    let project = good();
    let clean = build(&project, args);
    assert_eq!(clean.code, Some(0), "{}", clean.said);
    let built = |project: &TestProject| {
        let pdfs = project.pdfs("dist").into_iter();
        pdfs.map(|pdf| (pdf.clone(), project.read(&format!("dist/{pdf}")))).collect::<Vec<_>>()
    };
    let wanted = built(&project);
    assert_eq!(wanted.len(), 20);
    fs::remove_dir_all(project.path("dist")).unwrap();

    beset(&project);
    let cost = build(&project, args);
    assert_eq!(cost.code, Some(1), "{}", cost.said);
    assert!(built(&project) == wanted, "not the same files: {:?}", project.pdfs("dist"));
    assert!(!cost.said.contains("panicked") && !cost.said.contains("is a bug"), "{}", cost.said);
    assert!(cost.memory < MEMORY, "{} bytes", cost.memory);
    let messages: Vec<Value> =
        cost.said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let errors: Vec<String> = messages
        .iter()
        .filter(|message| message["severity"] == "error")
        .map(|message| message.to_string())
        .collect();
    let short = |error: &String| error.chars().take(300).collect::<String>();
    let all = errors.iter().map(short).collect::<Vec<_>>().join("\n");
    // The pipe is refused where it lies, and once more where a template asks for it.
    assert_eq!(errors.len(), HOSTILE.len() + 1, "{all}");
    for (id, says) in HOSTILE {
        let its: Vec<&String> =
            errors.iter().filter(|error| error.contains(&format!("{id}/"))).collect();
        let error = its.last().unwrap_or_else(|| panic!("{id}: not among {all}"));
        assert_eq!(its.len(), if id == "pipe" { 2 } else { 1 }, "{id}: not once among {all}");
        for words in says {
            assert!(error.contains(words), "{id} is not told with “{words}”: {}", short(error));
        }
    }
    cost.time
}

#[test]
fn ten_hostile_briefs_stop_no_other() {
    hold(&["--timeout", "8"]);
}

/// Alone on the machine, with nothing said of time.
#[test]
#[ignore = "takes as long as a document may"]
fn ten_hostile_briefs_are_told_within_a_minute() {
    let time = hold(&[]);
    assert!(time < Duration::from_secs(60), "{time:?}");
}

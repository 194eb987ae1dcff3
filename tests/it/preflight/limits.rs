//! What a PDF may take, and what is said of one that takes more: just below a limit, nothing.

use std::fs::File;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::support::TestProject;

/// A PDF of one page with this content, and so many equal objects besides that nothing refers to.
fn pdf(content: &[u8], others: usize, other: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    std::io::Write::write_all(&mut packed, content).unwrap();
    let packed = packed.finish().unwrap();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 99 99]>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>".to_vec(),
        [
            format!("<</Filter/FlateDecode/Length {}>>stream\n", packed.len()).as_bytes(),
            &packed,
            b"\nendstream",
        ]
        .concat(),
    ];
    objects.resize(4 + others, other.to_vec());
    let (mut bytes, mut table) = (b"%PDF-1.7\n".to_vec(), String::new());
    for (number, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", bytes.len());
        bytes.extend(format!("{} 0 obj\n", number + 1).as_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let (at, size) = (bytes.len(), objects.len() + 1);
    let end = format!(
        "xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\n\
         startxref\n{at}\n%%EOF"
    );
    bytes.extend(end.as_bytes());
    bytes
}

/// The messages of findings that say of a limit.
fn limits_of(bytes: &[u8], args: &[&str]) -> Vec<String> {
    let project = TestProject::empty();
    project.write("a.pdf", bytes);
    let run = project.run(&[&["preflight", "a.pdf", "--format", "json"], args].concat());
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let findings = report["files"][0]["findings"].as_array().unwrap();
    let about = |code: &str| ["file::too-much", "file::unexamined"].contains(&code);
    let about = findings.iter().filter(|finding| about(finding["code"].as_str().unwrap()));
    about.map(|finding| finding["message"].as_str().unwrap().to_string()).collect()
}

#[test]
fn operators_and_saved_states_are_counted() {
    assert!(limits_of(&pdf(&b"q Q ".repeat(500_000), 0, b""), &[]).is_empty());
    let [said] = &limits_of(&pdf(&b"q ".repeat(5_000_000), 0, b""), &[])[..] else { panic!() };
    assert!(said.contains("more than 1,000,000 operators"), "{said}");
    let nested =
        |levels: usize| pdf(&[b"q ".repeat(levels), b"Q ".repeat(levels)].concat(), 0, b"");
    assert!(limits_of(&nested(1_000), &[]).is_empty());
    let [said] = &limits_of(&nested(1_001), &[])[..] else { panic!() };
    assert!(said.contains("more than 1,000 deep"), "{said}");
}

#[test]
fn objects_are_counted_up_to_what_is_asked_for() {
    assert!(limits_of(&pdf(b"q Q", 96, b"[0]"), &["--max-objects", "100"]).is_empty());
    let [said] = &limits_of(&pdf(b"q Q", 97, b"[0]"), &["--max-objects", "100"])[..] else {
        panic!()
    };
    assert!(said.contains("it has 101 objects; 100 are read"), "{said}");
    assert!(said.contains("`--max-objects`"), "{said}");
}

#[test]
fn a_large_file_is_not_read_and_stops_no_other() {
    let project = TestProject::empty();
    File::create(project.path("a.pdf")).unwrap().set_len(4 << 30).unwrap();
    project.write("b.pdf", pdf(b"q Q", 0, b""));
    let run = project.run(&["preflight", "a.pdf", "b.pdf", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.contains("it has 4,096 MB; 256 are read, or more with `--max-size`"));
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["files"][1]["pages"], 1);
}

/// Of what a file takes that counts do not foresee, memory and time are the limits.
#[cfg(target_os = "linux")]
#[test]
fn memory_and_time_are_held_to() {
    let zeros = format!("[{}]", "0 ".repeat(40));
    let heavy = pdf(b"q Q", 490_000, zeros.as_bytes());
    let said = limits_of(&heavy, &["--memory", "1536"]).concat();
    assert!(said.contains("more than 1,536 MB of memory"), "{said}");
    let heavy = pdf(b"q Q", 1_900_000, b"[0]");
    // With memory enough, for a fast machine comes to the end of what is given by itself within a second.
    let options = ["--max-objects", "2000000", "--timeout", "1", "--memory", "8192"];
    let said = limits_of(&heavy, &options).concat();
    assert!(said.contains("more than 1 s,"), "{said}");
}

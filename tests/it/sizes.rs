//! How large PDFs are, and how their objects are written, as lopdf, qpdf and poppler find them.

use std::collections::BTreeSet;
use std::process::Command;

use lopdf::xref::{XrefEntry, XrefType};
use lopdf::{Document, Object};

use crate::support::{MINIMAL, TestProject, repository};

/// The shipped briefs in both editions, by path.
fn shipped() -> (TestProject, Vec<String>) {
    let project = TestProject::copy_of(repository());
    let run = project.run(&["build", "-q", "--edition", "screen", "--edition", "print"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files: Vec<String> =
        project.pdfs("dist").into_iter().map(|file| format!("dist/{file}")).collect();
    assert!(files.len() >= 24, "{files:?}");
    (project, files)
}

/// How many bytes the same objects take when each is written for itself.
fn loose(pdf: &[u8]) -> usize {
    let mut document = Document::load_mem(pdf).unwrap();
    document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    document.objects.retain(|_, object| {
        !object.as_stream().is_ok_and(|it| it.dict.has_type(b"ObjStm") || it.dict.has_type(b"XRef"))
    });
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes.len()
}

/// Fails unless all objects but streams stand in object streams.
fn assert_packed(name: &str, pdf: &[u8]) {
    let document = Document::load_mem(pdf).unwrap();
    let mut containers = BTreeSet::new();
    for (&(id, generation), object) in &document.objects {
        let entry = document.reference_table.get(id);
        match (object, entry) {
            (Object::Stream(stream), Some(XrefEntry::Normal { .. })) => {
                let length = stream.dict.get(b"Length").unwrap();
                assert!(length.as_i64().is_ok(), "{name}: the length of {id} is elsewhere");
            }
            (Object::Stream(_), _) => panic!("{name}: stream {id} is in another"),
            (_, Some(XrefEntry::Compressed { container, index })) => {
                assert!(*index < 200, "{name}: object {id} is number {index} in its stream");
                containers.insert(*container);
            }
            _ => panic!("{name}: object {id} stands for itself"),
        }
        assert_eq!(generation, 0, "{name}: object {id}");
    }
    assert!(document.objects.len() > 100 && !containers.is_empty(), "{name}");
    for container in containers {
        let stream = document.objects[&(container, 0)].as_stream().unwrap();
        assert!(stream.dict.has_type(b"ObjStm"), "{name}: {container} holds objects");
    }
}

/// Fails where a stream of some size, such as the subset of a face or a picture, stands twice in a file.
fn assert_nothing_twice(name: &str, pdf: &[u8]) {
    let document = Document::load_mem(pdf).unwrap();
    let mut contents = BTreeSet::new();
    for (id, object) in &document.objects {
        let Ok(stream) = object.as_stream() else { continue };
        let is_new = stream.content.len() < 100 || contents.insert(&stream.content);
        assert!(is_new, "{name}: the content of object {} stands twice", id.0);
    }
    assert!(contents.len() > 5, "{name}");
}

#[test]
fn all_but_streams_is_packed_and_the_files_are_small() {
    let (project, files) = shipped();
    for file in &files {
        let pdf = project.read(file);
        assert_packed(file, &pdf);
        assert_nothing_twice(file, &pdf);
        let (packed, loose) = (pdf.len(), loose(&pdf));
        assert!(packed * 5 < loose * 4, "{file}: {packed} of {loose} bytes");
    }
    let brief = "dist/cambodia-scamming-compounds/cambodia-scamming-compounds";
    for (language, most) in
        [("en", 105_000), ("fr", 105_000), ("km", 205_000), ("zh-Hans", 205_000)]
    {
        let size = project.read(&format!("{brief}.{language}.pdf")).len();
        assert!(size <= most, "{language}: {size} bytes");
    }
    let pdf = project.read(&format!("{brief}.en.pdf"));
    assert!(pdf.len() * 2 < loose(&pdf), "{} of {}", pdf.len(), loose(&pdf));
}

#[test]
fn a_long_file_takes_a_quarter_and_is_judged_whole() {
    let text =
        "The survey counted the days to decision in *each* court of the district [@survey]. ";
    let finding = |number: usize| {
        let text =
            format!("{0}\n\n- Registries [@report]\n- Clerks\n\n{0}", text.repeat(8).trim_end());
        format!(
            "[[finding]]\nid = \"f{number}\"\ntitle = \"District {number}\"\n\
             text = \"\"\"\n{text}\n\"\"\"\nsources = [\"survey\"]\ntargets = [\"16.3\"]\n\n"
        )
    };
    let findings: String = (0..100).map(finding).collect();
    let project = TestProject::with_brief(&format!("{MINIMAL}\n{findings}"));
    let run = project.run(&["build", "-q", "--only", "brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let pdf = project.read("dist/a/a.en.pdf");
    assert_packed("a.en.pdf", &pdf);
    let pages = Document::load_mem(&pdf).unwrap().get_pages().len();
    assert!(pages > 50, "{pages} pages");
    let (packed, loose) = (pdf.len(), loose(&pdf));
    assert!(packed * 4 < loose, "{packed} of {loose} bytes");
    let judged = project.run(&["preflight", "dist/a/a.en.pdf"]);
    assert!(judged.stdout.contains(&format!("{pages} pages")), "{}", judged.stdout);
    assert!(judged.stdout.ends_with("1 file: nothing found\n"), "{}", judged.stdout);
}

#[test]
#[ignore = "needs qpdf and poppler"]
fn unpacked_by_qpdf_a_file_is_the_same() {
    let (project, files) = shipped();
    let output = |program: &str, args: &[&str], file: &str, to: Option<&str>| {
        let mut command = Command::new(program);
        let out = command.args(args).arg(project.path(file)).args(to).output().unwrap();
        assert!(out.status.success(), "{program} {file}: {}", String::from_utf8_lossy(&out.stderr));
        out.stdout
    };
    let rewritten = |file: &str, how: &str, to: &str| {
        let to_path = project.path(to);
        let how = format!("--object-streams={how}");
        let args = ["--deterministic-id", "--decode-level=none", "--compress-streams=y", &how];
        let mut command = Command::new("qpdf");
        let run = command.args(args).arg(project.path(file)).arg(&to_path).output().unwrap();
        assert!(run.status.success(), "{file}: {}", String::from_utf8_lossy(&run.stderr));
    };
    for file in &files {
        output("qpdf", &["--check"], file, None);
        rewritten(file, "disable", "loose.pdf");
        rewritten(file, "generate", "packed.pdf");
        let [own, loose, packed] =
            [file.as_str(), "loose.pdf", "packed.pdf"].map(|file| project.read(file).len());
        assert!(own * 5 < loose * 4, "{file}: {own} of {loose} bytes");
        assert!(own * 99 < packed * 100, "{file}: {own} bytes, and {packed} by qpdf");
        let programs = [
            ("pdftoppm", &["-r", "50", "-gray"][..], None),
            ("pdftotext", &["-raw"], Some("-")),
            ("pdfinfo", &["-dests"], None),
            ("pdfinfo", &["-url"], None),
        ];
        for (program, args, to) in programs {
            let same = output(program, args, file, to) == output(program, args, "loose.pdf", to);
            assert!(same, "{file}: {program} {args:?}");
        }
    }
}

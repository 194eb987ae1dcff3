//! What other people's programs make of the PDFs. These tests need poppler's `pdftotext`, and run
//! with `cargo test --release -- --ignored`; `.ci/run` does. What they find of every string is asked
//! in `oracle`.

use std::process::Command;

use crate::support::{TestProject, repository};

#[test]
#[ignore = "needs pdftotext"]
fn both_editions_say_the_same_words_in_every_language() {
    let project = TestProject::copy_of(repository());
    assert_eq!(project.run(&["build", "--edition", "screen", "--edition", "print"]).code, 0);
    let files = project.pdfs("dist");
    let printed: Vec<&String> = files.iter().filter(|file| file.contains(".print.")).collect();
    assert!(printed.len() >= 12, "{files:?}");
    for file in printed {
        // In the order in which they are drawn: which columns poppler sees on a page of boxes hangs on hairs,
        // and the bleed moves them.
        let words = |file: &str| -> Vec<String> {
            let output = Command::new("pdftotext")
                .arg("-raw")
                .arg(project.path(file))
                .arg("-")
                .output()
                .unwrap();
            assert!(output.status.success());
            let text = String::from_utf8(output.stdout).unwrap();
            text.split_whitespace().map(String::from).collect()
        };
        let screen = words(&format!("dist/{}", file.replace(".print.", ".")));
        assert_eq!(words(&format!("dist/{file}")), screen, "{file}");
    }
}

/// A small CMYK profile that Debian's `libgs-common` holds.
const PROFILE: &str = "/usr/share/color/icc/ghostscript/default_cmyk.icc";

#[test]
#[ignore = "needs the profiles of Ghostscript"]
fn with_a_profile_the_print_edition_is_pdf_x_4() {
    let project = TestProject::with_brief(crate::support::MINIMAL);
    project.write("press.icc", std::fs::read(PROFILE).unwrap());
    let press = "[press]\nprofile = \"press.icc\"\ncondition = \"CGATS TR 001\"\n";
    let brand = "[brand]\naccent = \"#0a5a3c\"\n";
    project.write("briefpress.toml", format!("{}{brand}{press}", crate::support::PROJECT));
    let run = project.run(&["build", "--edition", "print"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let pdf = lopdf::Document::load_mem(&project.read("dist/a/a.en.print.pdf")).unwrap();
    let catalog = pdf.catalog().unwrap();
    let intents = catalog.get_deref(b"OutputIntents", &pdf).and_then(|it| it.as_array()).unwrap();
    let [intent] = intents.as_slice() else { panic!("one output intent") };
    let intent = pdf.dereference(intent).unwrap().1.as_dict().unwrap();
    assert_eq!(intent.get(b"S").unwrap().as_name().unwrap(), b"GTS_PDFX");
    let condition = intent.get(b"OutputConditionIdentifier").unwrap();
    assert_eq!(condition.as_str().unwrap(), b"CGATS TR 001");
    let profile =
        intent.get_deref(b"DestOutputProfile", &pdf).and_then(|it| it.as_stream()).unwrap();
    assert_eq!(profile.get_plain_content().unwrap(), std::fs::read(PROFILE).unwrap());
    let xmp = catalog.get_deref(b"Metadata", &pdf).and_then(|it| it.as_stream()).unwrap();
    let xmp = String::from_utf8(xmp.get_plain_content().unwrap()).unwrap();
    for said in ["PDF/X-4", "<pdf:Trapped>False", "<xmpMM:VersionID>", "<xmp:ModifyDate>"] {
        assert!(xmp.contains(said), "{said}: {xmp}");
    }
    let info = pdf.trailer.get(b"Info").and_then(|id| id.as_reference()).unwrap();
    let info = pdf.get_dictionary(info).unwrap();
    for key in ["Title", "CreationDate", "ModDate", "Trapped"] {
        assert!(info.has(key.as_bytes()), "{key}");
    }
    assert!(pdf.trailer.has(b"ID") && !pdf.is_encrypted());
}

#[test]
#[ignore = "needs Ghostscript"]
fn a_page_of_black_text_takes_black_ink_alone() {
    let project = TestProject::with_brief(crate::support::MINIMAL);
    let press = "[press.accent]\ncmyk = [0, 0, 0, 100]\n";
    project.write("briefpress.toml", format!("{}{press}", crate::support::PROJECT));
    project.write(
        "templates/brief/main.typ",
        "#import \"../shared/theme.typ\": theme\n#import \"../shared/sheet.typ\": sheet\n\
         #let brief = json(\"/brief.json\")\n#let t = theme(brief)\n#show: sheet.with(t, brief)\n\
         = Title\n#lorem(200)",
    );
    let run = project.run(&["build", "--edition", "print", "--only", "brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let output = Command::new("gs")
        .args(["-q", "-dSAFER", "-dPDFSTOPONERROR", "-o", "-", "-sDEVICE=inkcov"])
        .arg(project.path("dist/a/a.en.print.pdf"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let inks: Vec<f64> =
        text.split_whitespace().take(4).map(|share| share.parse().unwrap()).collect();
    assert_eq!(inks[..3], [0.0; 3], "{text}");
    assert!(inks[3] > 0.01, "{text}");
}

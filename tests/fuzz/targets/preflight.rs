//! PDFs of any origin, judged.

use briefpress::preflight::report::{Judged, Styles, human, json, sarif};
use briefpress::preflight::{Check, IntendedUse, Settings, inspect};

use super::Target;

pub const TARGET: Target =
    Target { name: "preflight", seeds, words: include_str!("preflight.dict"), read };

fn seeds() -> Vec<Vec<u8>> {
    let content = "0 0 0 1 k 10 10 50 50 re f BT /F 12 Tf 20 20 Td (Words) Tj ET";
    let small = small(content);
    // Without a table the objects are searched for, wherever a change has moved them.
    let table = small.windows(5).position(|word| word == b"xref\n").unwrap();
    let trailer = small.windows(7).position(|word| word == b"trailer").unwrap();
    let searched = [&small[..table], &small[trailer..]].concat();
    let mut seeds = vec![small, searched, packed(content)];
    for seed in &seeds {
        assert_eq!(inspect(seed, &Settings::default()).pages, 1, "a seed is to be read");
    }
    seeds.push(Vec::new());
    seeds
}

/// The objects of a file of one page that paints something.
fn objects(content: &str) -> [String; 5] {
    [
        "<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 5 0 R >>".into(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".into(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /TrimBox [10 10 190 190] /Contents 4 0 \
         R /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            .into(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /StructTreeRoot /K << /S /Document /K [] >> >>".to_string(),
    ]
}

/// The file with each object for itself.
fn small(content: &str) -> Vec<u8> {
    let objects = objects(content);
    let mut file = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let table = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    places.iter().for_each(|place| file += &format!("{place:010} 00000 n \n"));
    file += &format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    file.into_bytes()
}

/// The file with an object stream. Its streams are plain, so that what is in them is changed, too.
fn packed(content: &str) -> Vec<u8> {
    let objects = objects(content);
    let (mut index, mut held, mut rows) = (String::new(), String::new(), String::from("00000000"));
    let mut file = format!("%PDF-1.7\n4 0 obj\n{}\nendobj\n", objects[3]);
    for (at, object) in objects.iter().enumerate() {
        if at == 3 {
            rows += "01000900";
            continue;
        }
        rows += &format!("020006{:02x}", at - at / 4);
        index += &format!("{} {} ", at + 1, held.len());
        held += &format!("{object}\n");
    }
    rows += &format!("01{:04x}00", file.len());
    let (first, length) = (index.len(), index.len() + held.len());
    file += &format!(
        "6 0 obj\n<</Type/ObjStm/N 4/First {first}/Length {length}>>\nstream\n{index}{held}\nendstream\nendobj\n"
    );
    let table = file.len();
    rows += &format!("01{table:04x}00>");
    file += &format!(
        "7 0 obj\n<</Type/XRef/W[1 2 1]/Size 8/Root 1 0 R/Filter/ASCIIHexDecode/Length {}>>\nstream\n\
         {rows}\nendstream\nendobj\nstartxref\n{table}\n%%EOF\n",
        rows.len()
    );
    file.into_bytes()
}

fn read(bytes: &[u8]) -> String {
    let uses = [None, Some(IntendedUse::Screen), Some(IntendedUse::Print)];
    let mut said = String::new();
    for edition in uses {
        let report = inspect(bytes, &Settings { edition, ..Settings::default() });
        for finding in &report.findings {
            assert!(!finding.message.is_empty() && finding.count > 0, "{finding:?}");
            // A check that fails is told as this.
            assert!(!finding.message.contains("could not be examined"), "{finding:?}");
            assert!(finding.page.is_none_or(|page| (1..=report.pages).contains(&page)));
        }
        let judged = [Judged { name: "a.pdf", report: &report }];
        assert!(!human(&judged, &Styles::default()).is_empty());
        for told in [json(&judged), sarif(&judged, Vec::new(), "0")] {
            assert!(serde_json::from_str::<serde_json::Value>(&told).is_ok(), "{told}");
        }
        let all = report.findings.iter().filter(|finding| finding.code != Check::Unreadable);
        said = format!(
            "{} {}",
            report.pages.min(3),
            all.take(4).fold(said, |said, finding| said + &finding.message)
        );
    }
    said
}

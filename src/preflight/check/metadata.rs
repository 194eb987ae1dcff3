//! Document information and XMP metadata: there, readable and of one mind.

use lopdf::Object;

use super::super::code::Check;
use super::super::finding::{Findings, Found};
use super::super::pdf::Pdf;
use super::super::xmp::{Timestamp, Xmp};
use super::context::Inspection;

/// Reads the XMP metadata, and says what is wrong with them.
pub fn read(pdf: &Pdf, findings: &mut Findings) -> Option<Xmp> {
    let stream = match pdf.catalog().and_then(|catalog| pdf.get(catalog, "Metadata")) {
        Some(Object::Stream(stream)) => stream,
        _ => {
            findings.add(Found::new(Check::NoXmp, "the file has no XMP metadata"));
            return None;
        }
    };
    let Some(packet) = pdf.decode(stream) else {
        let message = "the XMP metadata cannot be decompressed";
        findings.add(Found::new(Check::InvalidXmp, message));
        return None;
    };
    match Xmp::parse(&packet) {
        Ok(xmp) => Some(xmp),
        Err(cause) => {
            let message = format!("the XMP metadata cannot be read: {cause}");
            findings.add(Found::new(Check::InvalidXmp, message));
            None
        }
    }
}

/// Text properties in both places: what they are called there, and in words.
const TEXTS: [(&str, &str, &str); 6] = [
    ("Title", "dc:title", "title"),
    ("Author", "dc:creator", "author"),
    ("Subject", "dc:description", "subject"),
    ("Keywords", "pdf:Keywords", "keywords"),
    ("Creator", "xmp:CreatorTool", "creating program"),
    ("Producer", "pdf:Producer", "producing program"),
];

/// Dates in both places.
const DATES: [(&str, &str, &str); 2] = [
    ("CreationDate", "xmp:CreateDate", "date of creation"),
    ("ModDate", "xmp:ModifyDate", "date of change"),
];

/// Compares the two places.
pub fn check(context: &Inspection<'_>, findings: &mut Findings) {
    let (Some(info), Some(xmp)) = (context.pdf.info(), context.xmp) else { return };
    let mut disagree = |what: &'static str, one: &str, other: &str| {
        let (one, other) = (shortened(one), shortened(other));
        let message =
            format!("the {what} is “{one}” in the document information and “{other}” in XMP");
        findings.add(Found::new(Check::Disagree, message).group(what));
    };
    for (key, name, what) in TEXTS {
        let (Some(one), Some(other)) = (context.pdf.text(info, key), xmp.get(name)) else {
            continue;
        };
        // A list of authors may be joined by other marks.
        let plain = |text: &str| {
            let apart = |c: char| c.is_whitespace() || (key == "Author" && ",;".contains(c));
            text.split(apart).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        };
        if !one.trim().is_empty() && plain(one.trim_end_matches('\0')) != plain(other) {
            disagree(what, &one, other);
        }
    }
    for (key, name, what) in DATES {
        let (Some(one), Some(other)) = (context.pdf.text(info, key), xmp.get(name)) else {
            continue;
        };
        let both = Timestamp::from_pdf(&one).zip(Timestamp::from_iso(other));
        if !both.is_some_and(|(one, other)| one.agrees(other)) {
            disagree(what, &one, other);
        }
    }
}

fn shortened(text: &str) -> String {
    let clean = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match clean.char_indices().nth(48) {
        Some((at, _)) => format!("{}…", &clean[..at]),
        None => clean,
    }
}

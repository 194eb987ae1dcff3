//! For which press a file is made: output intents, and what PDF/X asks for (ISO 15930-7).

use lopdf::{Dictionary, Object};

use super::super::code::{Check, FindingSeverity};
use super::super::finding::{Findings, Found, IntendedUse};
use super::super::pdf::Pdf;
use super::super::xmp::Timestamp;
use super::context::Inspection;

/// What a file says it is for.
pub fn guess(context: &Inspection<'_>) -> IntendedUse {
    let says = context.pages.iter().any(|page| {
        let smaller = page.trim.is_some_and(|trim| !trim.contains(&page.media, 0.1));
        smaller || page.bleed.is_some()
    });
    let print = says || claim(context).is_some() || !intents(context.pdf).is_empty();
    if print { IntendedUse::Print } else { IntendedUse::Screen }
}

/// The PDF/X standard a file claims, such as `PDF/X-4`.
fn claim(context: &Inspection<'_>) -> Option<String> {
    let xmp = context.xmp;
    let of_xmp = |name| xmp.and_then(|xmp| xmp.get(name)).map(str::to_string);
    let info = context.pdf.info();
    of_xmp("pdfxid:GTS_PDFXVersion")
        .or_else(|| of_xmp("pdfx:GTS_PDFXVersion"))
        .or_else(|| info.and_then(|info| context.pdf.text(info, "GTS_PDFXVersion")))
        .filter(|claim| claim.contains("PDF/X"))
}

/// The output intents for PDF/X.
fn intents(pdf: &Pdf) -> Vec<&Dictionary> {
    let Some(catalog) = pdf.catalog() else { return Vec::new() };
    let all = pdf.list(catalog, "OutputIntents").iter().filter_map(|object| pdf.as_dict(object));
    all.filter(|intent| pdf.name(intent, "S") == Some("GTS_PDFX")).collect()
}

/// Checks the output intent, and PDF/X where it is claimed.
pub fn check(context: &Inspection<'_>, findings: &mut Findings) {
    let claim = claim(context);
    let intents = intents(context.pdf);
    match intents.as_slice() {
        [] => {
            let message = "the file does not say for which printing condition it is made";
            let found = Found::new(Check::NoOutputIntent, message);
            let severity =
                if claim.is_some() { FindingSeverity::Error } else { FindingSeverity::Warning };
            findings.add(found.severity(severity));
        }
        [intent, more @ ..] => {
            if !more.is_empty() {
                let message = "the file names more than one printing condition";
                findings.add(Found::new(Check::OutputIntent, message).group("several"));
            }
            profile(context.pdf, intent, findings);
        }
    }
    if let Some(claim) = claim {
        standard(context, &claim, findings);
    }
}

/// The profile of an output intent: for a press, in CMYK (ISO 15076-1, 7.2).
fn profile(pdf: &Pdf, intent: &Dictionary, findings: &mut Findings) {
    let mut add = |message: String, group: &str| {
        findings.add(Found::new(Check::OutputIntent, message).group(group));
    };
    let named = pdf.text(intent, "OutputConditionIdentifier");
    if named.is_none_or(|name| name.trim().is_empty()) {
        add("the output intent does not name its printing condition".into(), "name");
    }
    let Some(Object::Stream(stream)) = pdf.get(intent, "DestOutputProfile") else {
        add("the output intent has no ICC profile".into(), "profile");
        return;
    };
    let data = pdf.decode(stream).unwrap_or_default();
    if data.len() < 128 || data.get(36..40) != Some(b"acsp") {
        add("the ICC profile of the output intent cannot be read".into(), "profile");
        return;
    }
    let word = |at: usize| String::from_utf8_lossy(&data[at..at + 4]).trim().to_string();
    let (class, space) = (word(12), word(16));
    if space != "CMYK" {
        add(format!("the ICC profile of the output intent is for {space}, not CMYK"), "profile");
    } else if class != "prtr" {
        add(
            format!("the ICC profile of the output intent is of class {class}, not prtr"),
            "profile",
        );
    } else if pdf.integer(&stream.dict, "N").is_some_and(|n| n != 4) {
        add("the ICC profile of the output intent does not have four components".into(), "profile");
    }
}

/// What PDF/X asks of the file around the pages.
fn standard(context: &Inspection<'_>, claim: &str, findings: &mut Findings) {
    let pdf = context.pdf;
    let xmp = |name: &str| context.xmp.and_then(|xmp| xmp.get(name));
    let empty = Dictionary::new();
    let info = pdf.info().unwrap_or(&empty);
    let mut add = |code, message: String| findings.add(Found::new(code, message));
    if claim.contains("PDF/X-4") {
        let own = pdf.catalog().and_then(|catalog| pdf.name(catalog, "Version")).unwrap_or("");
        let version = if own > pdf.doc.version.as_str() { own } else { &pdf.doc.version };
        if version != "1.6" {
            add(Check::XVersion, format!("the file is PDF {version}, and PDF/X-4 is PDF 1.6"));
        }
    }
    let trapped = pdf.name(info, "Trapped").filter(|word| ["True", "False"].contains(word));
    let trapped_xmp = xmp("pdf:Trapped").filter(|word| ["True", "False"].contains(word));
    match (trapped, trapped_xmp) {
        (Some(one), Some(other)) if one != other => {
            add(Check::XTrapped, "the document information and XMP differ about Trapped".into());
        }
        (Some(_), Some(_)) => {}
        (None, _) => add(
            Check::XTrapped,
            "the document information does not say whether the file is trapped".into(),
        ),
        (_, None) => add(Check::XTrapped, "XMP does not say whether the file is trapped".into()),
    }
    let dated = |key: &str| pdf.text(info, key).is_some_and(|d| Timestamp::from_pdf(&d).is_some());
    if !dated("CreationDate") || !dated("ModDate") {
        add(Check::XDates, "the file does not say when it was made and changed".into());
    } else if xmp("xmp:CreateDate").is_none() || xmp("xmp:ModifyDate").is_none() {
        add(Check::XDates, "XMP does not say when the file was made and changed".into());
    }
    let title = pdf.text(info, "Title").filter(|title| !title.trim().is_empty());
    if title.is_none() || xmp("dc:title").is_none() {
        add(Check::NoTitle, "the file has no title, which PDF/X asks for".into());
    }
    let id = pdf.list(&pdf.doc.trailer, "ID");
    if id.len() != 2 {
        add(Check::XIdentifiers, "the file has no identifier (ID)".into());
    }
    let names = ["xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass"];
    let missing: Vec<&str> = names.into_iter().filter(|name| xmp(name).is_none()).collect();
    if !missing.is_empty() && id.len() == 2 {
        add(Check::XIdentifiers, format!("XMP lacks {}", missing.join(", ")));
    }
}

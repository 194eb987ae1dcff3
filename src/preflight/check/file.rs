//! The file itself: what of it is lost, and what none should hold, passwords and programs.

use lopdf::{Dictionary, Object};

use super::super::code::Check;
use super::super::finding::{Findings, Found};
use super::super::lost::LostKind;
use super::super::pdf::{Pdf, as_name};
use super::context::Inspection;

/// Objects may not stand in each other deeper than this.
const MAX_DEPTH: usize = 200;

/// Tells what the file lists and cannot be read. Says whether there is something.
pub fn check_lost(pdf: &Pdf, findings: &mut Findings) -> bool {
    for lost in &pdf.lost {
        let (code, group) = match lost.kind {
            LostKind::TooMuch => (Check::TooMuch, ""),
            LostKind::Stream => (Check::Damaged, "stream"),
            LostKind::Object => (Check::Damaged, ""),
        };
        findings.add(Found::new(code, lost.message.clone()).group(group));
    }
    !pdf.lost.is_empty()
}

/// Looks at the file as a whole.
pub fn check(context: &Inspection<'_>, findings: &mut Findings) {
    let pdf = context.pdf;
    if pdf.encrypted {
        findings.add(Found::new(
            Check::Encrypted,
            "the file is encrypted, though it opens without a password",
        ));
    }
    if pdf.searched {
        findings.add(Found::new(
            Check::Damaged,
            "the cross-reference table cannot be read; the objects were searched for",
        ));
    }
    let mut scripts = 0;
    for object in pdf.doc.objects.values() {
        count_scripts(object, MAX_DEPTH, &mut scripts);
    }
    if scripts > 0 {
        let open = pdf.catalog().and_then(|catalog| pdf.dict(catalog, "OpenAction"));
        let opens = open.is_some_and(is_script);
        let message = match (scripts, opens) {
            (1, true) => "a script runs when the file is opened".to_string(),
            (1, false) => "the file holds a script".to_string(),
            (n, true) => format!("the file holds {n} scripts, one of which runs when it is opened"),
            (n, false) => format!("the file holds {n} scripts"),
        };
        findings.add(Found::new(Check::JavaScript, message));
    }
}

/// Wherever it hangs, a script is an action of its own kind (ISO 32000, 12.6.4.16).
fn count_scripts(object: &Object, depth: usize, count: &mut usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match object {
        Object::Array(list) => list.iter().for_each(|one| count_scripts(one, depth, count)),
        Object::Dictionary(dict) => {
            *count += usize::from(is_script(dict));
            dict.iter().for_each(|(_, value)| count_scripts(value, depth, count));
        }
        Object::Stream(stream) => {
            stream.dict.iter().for_each(|(_, value)| count_scripts(value, depth, count));
        }
        _ => {}
    }
}

fn is_script(action: &Dictionary) -> bool {
    let kind = action.get(b"S").ok().and_then(as_name);
    kind == Some("JavaScript") || (kind == Some("Rendition") && action.has(b"JS"))
}

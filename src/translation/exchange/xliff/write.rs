//! Writing both versions, as their schemas have it.

use super::ids::id;
use crate::translation::about::about;
use crate::translation::exchange::codec::Export;
use crate::translation::state::State;
use crate::translation::units::Unit;

/// The kind of an inline element of 1.2 that stands for a character that XML cannot hold.
pub(super) const CHARACTER: &str = "x-briefpress-character";

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The strings of a translation in XLIFF 1.2.
pub(super) fn version_1(export: &Export<'_>) -> String {
    let mut xml = String::from(DECLARATION);
    xml += &format!(
        "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n\
         <file original=\"{}\" datatype=\"plaintext\" source-language=\"{}\" \
         target-language=\"{}\">\n<body>\n",
        quoted(export.brief),
        quoted(export.source),
        quoted(export.target),
    );
    for unit in export.units {
        unit_1(&mut xml, unit);
    }
    xml + "</body>\n</file>\n</xliff>\n"
}

fn unit_1(xml: &mut String, unit: &Unit) {
    let about = about(&unit.key);
    let key = unit.key.as_str();
    let (state, approved) = match unit.state {
        State::Missing => ("new", "no"),
        State::Stale | State::Unknown | State::NeedsReview => ("needs-review-translation", "no"),
        State::Translated => ("translated", "yes"),
        State::Reviewed => ("signed-off", "yes"),
    };
    let limit = about
        .at_most
        .map_or(String::new(), |most| format!(" maxwidth=\"{most}\" size-unit=\"char\""));
    let source = inline_1(&unit.source.value);
    let target = unit.target.as_ref().map_or(String::new(), |target| inline_1(&target.value));
    let name = name("resname", key);
    *xml += &format!(
        "<trans-unit id=\"{}\"{name} approved=\"{approved}\"{limit} xml:space=\"preserve\">\n\
         <source>{source}</source>\n<target state=\"{state}\">{target}</target>\n",
        id(key),
    );
    // Where tools that make PO files of it take the place of a string from.
    *xml += &format!(
        "<context-group purpose=\"location\">\
         <context context-type=\"sourcefile\">{}</context></context-group>\n",
        plain(key)
    );
    let notes = plain(&about.notes().join("\n"));
    *xml += &format!("<note from=\"developer\" annotates=\"source\">{notes}</note>\n");
    if let Some(previous) = &unit.previous {
        *xml += &format!(
            "<alt-trans alttranstype=\"previous-version\"><source>{}</source>\
             <target>{target}</target></alt-trans>\n",
            inline_1(previous)
        );
    }
    *xml += "</trans-unit>\n";
}

/// The strings of a translation in XLIFF 2.0.
pub(super) fn version_2(export: &Export<'_>) -> String {
    let mut xml = String::from(DECLARATION);
    let brief = quoted(export.brief);
    xml += &format!(
        "<xliff version=\"2.0\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" \
         xmlns:slr=\"urn:oasis:names:tc:xliff:sizerestriction:2.0\" \
         srcLang=\"{}\" trgLang=\"{}\">\n<file id=\"{}\" original=\"{brief}\">\n\
         <slr:profiles generalProfile=\"xliff:codepoints\"/>\n",
        quoted(export.source),
        quoted(export.target),
        id(export.brief),
    );
    for unit in export.units {
        unit_2(&mut xml, unit);
    }
    xml + "</file>\n</xliff>\n"
}

fn unit_2(xml: &mut String, unit: &Unit) {
    let about = about(&unit.key);
    let key = unit.key.as_str();
    let state = match unit.state {
        State::Missing => "state=\"initial\"",
        State::Unknown => "state=\"initial\" subState=\"briefpress:unknown\"",
        State::NeedsReview => "state=\"initial\" subState=\"briefpress:needs-review\"",
        State::Stale => "state=\"initial\" subState=\"briefpress:stale\"",
        State::Translated => "state=\"translated\"",
        State::Reviewed => "state=\"reviewed\"",
    };
    let limit =
        about.at_most.map_or(String::new(), |most| format!(" slr:sizeRestriction=\"{most}\""));
    let name = name("name", key);
    let notes = plain(&about.notes().join("\n"));
    *xml += &format!(
        "<unit id=\"{}\"{name}{limit} xml:space=\"preserve\">\n<notes>\n\
         <note category=\"developer\" appliesTo=\"source\">{notes}</note>\n",
        id(key),
    );
    if let Some(previous) = &unit.previous {
        let previous = plain(previous);
        *xml +=
            &format!("<note category=\"previous-source\" appliesTo=\"source\">{previous}</note>\n");
    }
    let source = inline_2(&unit.source.value);
    *xml += &format!("</notes>\n<segment {state}>\n<source>{source}</source>\n");
    if let Some(target) = &unit.target {
        *xml += &format!("<target>{}</target>\n", inline_2(&target.value));
    }
    *xml += "</segment>\n</unit>\n";
}

/// The attribute that holds a key; the id tells it where XML cannot hold it.
fn name(attribute: &str, key: &str) -> String {
    if key.chars().all(is_of_xml) {
        format!(" {attribute}=\"{}\"", quoted(key))
    } else {
        String::new()
    }
}

/// Whether XML 1.0 can hold a character.
fn is_of_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// A text as content, with `other` for what XML cannot hold.
fn content(text: &str, mut other: impl FnMut(u32) -> String) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => written += "&amp;",
            '<' => written += "&lt;",
            '>' => written += "&gt;",
            '"' => written += "&quot;",
            // It would be read as the end of a line.
            '\r' => written += "&#13;",
            c if is_of_xml(c) => written.push(c),
            c => written += &other(u32::from(c)),
        }
    }
    written
}

/// What a source or a target of 1.2 says.
fn inline_1(text: &str) -> String {
    let mut count = 0;
    content(text, |c| {
        count += 1;
        format!("<x id=\"{count}\" ctype=\"{CHARACTER}\" equiv-text=\"{c:04X}\"/>")
    })
}

/// What a source or a target of 2.0 says.
fn inline_2(text: &str) -> String {
    content(text, |c| format!("<cp hex=\"{c:04X}\"/>"))
}

/// Text in which there are no elements.
fn plain(text: &str) -> String {
    content(text, |_| char::REPLACEMENT_CHARACTER.to_string())
}

/// The value of an attribute.
fn quoted(text: &str) -> String {
    plain(text).replace('\t', "&#9;").replace('\n', "&#10;")
}

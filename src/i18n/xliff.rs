//! XLIFF 2.0 and 1.2 (OASIS): one unit a string, named after its key.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::Event;

use super::{Languages, Returned, State, Unit};

/// Which XLIFF is written. Both are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// 1.2.
    V1,
    /// 2.0.
    V2,
}

/// Writes an XLIFF file.
pub(super) fn write(
    version: Version,
    id: &str,
    languages: Languages<'_>,
    units: &[Unit],
) -> String {
    let (source, target) = (escape(languages.source), escape(languages.target));
    let id = escape(id);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    match version {
        Version::V1 => {
            xml += &format!(
                "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n\
                 <file original=\"{id}\" datatype=\"plaintext\" source-language=\"{source}\" \
                 target-language=\"{target}\"><body>\n"
            );
        }
        Version::V2 => {
            xml += &format!(
                "<xliff version=\"2.0\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" \
                 srcLang=\"{source}\" trgLang=\"{target}\">\n<file id=\"{id}\">\n"
            );
        }
    }
    for (index, unit) in units.iter().enumerate() {
        let key = escape(unit.key.as_str());
        let original = escape(unit.source.value.as_str());
        let own = unit.target.as_ref().map(|text| escape(text.value.as_str()));
        match version {
            Version::V1 => {
                let state = match unit.state {
                    State::Missing => "new",
                    State::Stale => "needs-review-translation",
                    State::Translated | State::SameAsSource => "translated",
                };
                let own = own.unwrap_or_default();
                let approved = if state == "translated" { "yes" } else { "no" };
                xml += &format!(
                    "<trans-unit id=\"{key}\" resname=\"{key}\" approved=\"{approved}\" \
                     xml:space=\"preserve\">\
                     <source>{original}</source><target state=\"{state}\">{own}</target>\
                     </trans-unit>\n"
                );
            }
            Version::V2 => {
                let state = match unit.state {
                    State::Missing | State::Stale => "initial",
                    State::Translated | State::SameAsSource => "translated",
                };
                let own = own.map_or(String::new(), |own| format!("<target>{own}</target>"));
                // An id may hold no brackets (NMTOKEN); the name carries the key.
                xml += &format!(
                    "<unit id=\"u{index}\" name=\"{key}\" xml:space=\"preserve\">\
                     <segment state=\"{state}\"><source>{original}</source>{own}</segment></unit>\n"
                );
            }
        }
    }
    xml += match version {
        Version::V1 => "</body></file></xliff>\n",
        Version::V2 => "</file></xliff>\n",
    };
    xml
}

/// Reads an XLIFF file of either version.
pub(super) fn read(xml: &str) -> Result<Vec<Returned>, String> {
    let mut reader = Reader::from_str(xml);
    let mut returned = Vec::new();
    let mut current: Option<Returned> = None;
    let mut inside: Option<bool> = None;
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(start) => {
                let attribute = |name: &str| {
                    start.attributes().flatten().find(|a| a.key.as_ref() == name).map(|a| {
                        unescape(&a.value).map_or_else(|_| a.value.to_string(), Cow::into_owned)
                    })
                };
                match start.local_name().as_ref() {
                    "trans-unit" | "unit" => {
                        let key = attribute("resname").or(attribute("name")).or(attribute("id"));
                        current = Some(Returned {
                            key: key.ok_or("a unit without name")?,
                            source: String::new(),
                            target: String::new(),
                            fuzzy: false,
                        });
                    }
                    "source" => inside = Some(false),
                    "target" => {
                        inside = Some(true);
                        if let Some(unit) = &mut current {
                            unit.fuzzy |=
                                attribute("state").is_some_and(|s| s.starts_with("needs"));
                        }
                    }
                    "segment" => {
                        if let Some(unit) = &mut current {
                            unit.fuzzy |= attribute("state").is_some_and(|s| s == "initial");
                        }
                    }
                    _ => {}
                }
            }
            Event::End(end) => match end.local_name().as_ref() {
                "trans-unit" | "unit" => returned.extend(current.take()),
                "source" | "target" => inside = None,
                _ => {}
            },
            Event::Text(text) => {
                push(&mut current, inside, &text);
            }
            Event::GeneralRef(entity) => {
                let text = match unescape(&format!("&{};", &*entity)) {
                    Ok(text) => text.into_owned(),
                    Err(error) => return Err(error.to_string()),
                };
                push(&mut current, inside, &text);
            }
            Event::CData(text) => {
                push(&mut current, inside, &text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if returned.is_empty() {
        return Err("no translation unit in it".into());
    }
    Ok(returned)
}

fn push(unit: &mut Option<Returned>, inside: Option<bool>, text: &str) {
    match (unit, inside) {
        (Some(unit), Some(true)) => unit.target.push_str(text),
        (Some(unit), Some(false)) => unit.source.push_str(text),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Sources, Span};
    use crate::tree::Text;

    #[test]
    fn both_versions_come_back_as_they_went() {
        let file = Sources::new().add("t", "");
        let text = |value: &str| Text {
            value: value.into(),
            span: Span::new(file, 0..0),
            key: "k".into(),
        };
        let units = [
            Unit {
                key: "finding.a.evidence[1]".into(),
                source: text("A < B & “C” [@x]"),
                target: Some(text("អ < ខ & «គ» [@x]")),
                state: State::Translated,
            },
            Unit {
                key: "brief.title".into(),
                source: text("T"),
                target: None,
                state: State::Missing,
            },
        ];
        for version in [Version::V1, Version::V2] {
            let languages = Languages { source: "en", target: "km" };
            let back = read(&write(version, "b", languages, &units)).unwrap();
            assert_eq!(back[0].key, "finding.a.evidence[1]");
            assert_eq!(back[0].source, "A < B & “C” [@x]");
            assert_eq!(back[0].target, "អ < ខ & «គ» [@x]");
            assert!(!back[0].fuzzy);
            assert_eq!(back[1].target, "");
        }
        assert!(read("<xliff").is_err() && read("no").is_err());
    }
}

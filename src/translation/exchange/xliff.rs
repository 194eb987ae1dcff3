//! XLIFF 2.0 and 1.2 (OASIS): one unit a string, named after its key.

use std::borrow::Cow;
use std::error::Error;

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::Event;

use super::codec::{Codec, Export, ReadError, Returned, ReturnedFile, ReturnedState};
use crate::translation::state::State;

/// The format: which version is written. Both are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Xliff {
    /// 1.2.
    V1,
    /// 2.0.
    V2,
}

impl Codec for Xliff {
    fn write(&self, export: &Export<'_>) -> String {
        write(*self, export)
    }

    fn read(&self, bytes: &[u8]) -> Result<ReturnedFile, ReadError> {
        let text =
            std::str::from_utf8(bytes).map_err(|error| ReadError::whole(error.to_string()))?;
        Ok(ReturnedFile { units: read(text)?, ..ReturnedFile::default() })
    }
}

fn write(version: Xliff, export: &Export<'_>) -> String {
    let (source, target) = (escape(export.source), escape(export.target));
    let id = escape(export.brief);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    match version {
        Xliff::V1 => {
            xml += &format!(
                "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n\
                 <file original=\"{id}\" datatype=\"plaintext\" source-language=\"{source}\" \
                 target-language=\"{target}\"><body>\n"
            );
        }
        Xliff::V2 => {
            xml += &format!(
                "<xliff version=\"2.0\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" \
                 srcLang=\"{source}\" trgLang=\"{target}\">\n<file id=\"{id}\">\n"
            );
        }
    }
    for (index, unit) in export.units.iter().enumerate() {
        let key = escape(unit.key.as_str());
        let original = escape(unit.source.value.as_str());
        let own = unit.target.as_ref().map(|text| escape(text.value.as_str()));
        match version {
            Xliff::V1 => {
                let state = match unit.state {
                    State::Missing => "new",
                    State::Stale | State::Unknown | State::NeedsReview => {
                        "needs-review-translation"
                    }
                    State::Translated | State::Reviewed => "translated",
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
            Xliff::V2 => {
                let state = match unit.state {
                    State::Missing | State::Stale | State::Unknown | State::NeedsReview => {
                        "initial"
                    }
                    State::Translated | State::Reviewed => "translated",
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
        Xliff::V1 => "</body></file></xliff>\n",
        Xliff::V2 => "</file></xliff>\n",
    };
    xml
}

/// Reads a file of either version.
fn read(xml: &str) -> Result<Vec<Returned>, ReadError> {
    let syntax = |error: &dyn Error| ReadError::whole(error.to_string());
    let mut reader = Reader::from_str(xml);
    let mut returned = Vec::new();
    let mut current: Option<Returned> = None;
    let mut inside: Option<bool> = None;
    loop {
        let event = reader.read_event().map_err(|error| syntax(&error))?;
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
                            key: key
                                .ok_or_else(|| ReadError::whole("a unit without name"))?
                                .parse()
                                .ok(),
                            source: Some(String::new()),
                            target: String::new(),
                            state: ReturnedState::Translated,
                            line: 0,
                        });
                    }
                    "source" => inside = Some(false),
                    "target" => {
                        inside = Some(true);
                        if let Some(unit) = &mut current {
                            if attribute("state").is_some_and(|s| s.starts_with("needs")) {
                                unit.state = ReturnedState::NeedsReview;
                            }
                        }
                    }
                    "segment" => {
                        if let Some(unit) = &mut current {
                            if attribute("state").is_some_and(|s| s == "initial") {
                                unit.state = ReturnedState::NeedsReview;
                            }
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
                    Err(error) => return Err(syntax(&error)),
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
        return Err(ReadError::whole("no translation unit in it"));
    }
    Ok(returned)
}

fn push(unit: &mut Option<Returned>, inside: Option<bool>, text: &str) {
    match (unit, inside) {
        (Some(unit), Some(true)) => unit.target.push_str(text),
        (Some(unit), Some(false)) => unit.source.get_or_insert_default().push_str(text),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Sources, Span};
    use crate::translation::units::Unit;
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
                key: "finding.a.evidence[1]".parse().unwrap(),
                source: text("A < B & “C” [@x]"),
                target: Some(text("អ < ខ & «គ» [@x]")),
                state: State::Translated,
                previous: None,
                is_same: false,
                reviewer: None,
                is_needed: true,
            },
            Unit {
                key: "brief.title".parse().unwrap(),
                source: text("T"),
                target: None,
                state: State::Missing,
                previous: None,
                is_same: false,
                reviewer: None,
                is_needed: true,
            },
        ];
        for version in [Xliff::V1, Xliff::V2] {
            let export = Export { brief: "b", source: "en", target: "km", units: &units };
            let back = read(&version.write(&export)).unwrap();
            assert_eq!(back[0].key.as_ref().unwrap().as_str(), "finding.a.evidence[1]");
            assert_eq!(back[0].source.as_deref(), Some("A < B & “C” [@x]"));
            assert_eq!(back[0].target, "អ < ខ & «គ» [@x]");
            assert_eq!(back[0].state, ReturnedState::Translated);
            assert_eq!(back[1].target, "");
        }
        assert!(read("<xliff").is_err() && read("no").is_err());
    }
}

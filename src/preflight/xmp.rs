//! XMP metadata (ISO 16684-1) and the dates in it.

use std::collections::BTreeMap;

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// The properties that say something about the document as a whole.
#[derive(Debug, Default)]
pub struct Xmp {
    properties: BTreeMap<(String, String), String>,
}

/// Namespaces by their usual prefixes.
fn namespace(prefix: &str) -> &'static str {
    match prefix {
        "dc" => "http://purl.org/dc/elements/1.1/",
        "pdf" => "http://ns.adobe.com/pdf/1.3/",
        "xmp" => "http://ns.adobe.com/xap/1.0/",
        "xmpMM" => "http://ns.adobe.com/xap/1.0/mm/",
        "pdfxid" => "http://www.npes.org/pdfx/ns/id/",
        "pdfx" => "http://ns.adobe.com/pdfx/1.3/",
        "pdfuaid" => "http://www.aiim.org/pdfua/ns/id/",
        _ => "",
    }
}

/// A property under way.
struct Property {
    key: (String, String),
    depth: usize,
    text: String,
    /// Items of a list with their languages.
    items: Vec<(String, Option<String>)>,
}

impl Xmp {
    /// A property by its usual name, such as `dc:title`; of a list, its items joined by commas;
    /// of alternatives, the default one. Nothing when it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let (prefix, local) = name.split_once(':')?;
        let key = (namespace(prefix).to_string(), local.to_string());
        self.properties.get(&key).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// Reads a packet. The error says what is wrong.
    pub fn parse(packet: &[u8]) -> Result<Xmp, String> {
        let text = decoded(packet).ok_or("it is not Unicode text")?;
        let mut reader = NsReader::from_str(&text);
        let mut xmp = Xmp::default();
        let mut path: Vec<bool> = Vec::new();
        let (mut described, mut property): (bool, Option<Property>) = (false, None);
        loop {
            let (space, event) = reader.read_resolved_event().map_err(|error| error.to_string())?;
            let rdf = matches!(space, ResolveResult::Bound(bound) if bound.as_ref() == RDF);
            let uri = match space {
                ResolveResult::Bound(bound) => bound.as_ref().to_string(),
                _ => String::new(),
            };
            match event {
                Event::Start(start) => {
                    let local = start.local_name().as_ref().to_string();
                    if let Some(property) = &mut property {
                        if rdf && local == "li" {
                            property.items.push((String::new(), language(&start)));
                        }
                    } else if rdf && local == "Description" {
                        described = true;
                        xmp.attributes(&reader, &start)?;
                    } else if path.last() == Some(&true) {
                        let (key, depth) = ((uri, local.clone()), path.len());
                        property =
                            Some(Property { key, depth, text: String::new(), items: Vec::new() });
                    }
                    path.push(rdf && local == "Description" && property.is_none());
                }
                Event::Empty(start)
                    if rdf
                        && start.local_name().as_ref() == "Description"
                        && property.is_none() =>
                {
                    described = true;
                    xmp.attributes(&reader, &start)?;
                }
                Event::Text(part) => {
                    if let Some(property) = &mut property {
                        property.add(&part);
                    }
                }
                Event::CData(part) => {
                    if let Some(property) = &mut property {
                        property.add(&part);
                    }
                }
                Event::GeneralRef(part) => {
                    if let Some(property) = &mut property {
                        let entity = format!("&{};", &*part);
                        let plain = quick_xml::escape::unescape(&entity);
                        property.add(&plain.map_err(|error| error.to_string())?);
                    }
                }
                Event::End(_) => {
                    path.pop();
                    if let Some(done) = property.take_if(|property| property.depth == path.len()) {
                        xmp.properties.insert(done.key.clone(), done.value());
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if !path.is_empty() {
            return Err("it ends too early".into());
        }
        if described { Ok(xmp) } else { Err("it holds no rdf:Description".into()) }
    }

    /// Properties written as attributes.
    fn attributes(
        &mut self,
        reader: &NsReader<&[u8]>,
        start: &BytesStart<'_>,
    ) -> Result<(), String> {
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let (space, local) = reader.resolver().resolve_attribute(attribute.key);
            if let ResolveResult::Bound(bound) = space {
                let value = quick_xml::escape::unescape(&attribute.value)
                    .map_err(|error| error.to_string())?;
                let key = (bound.as_ref().to_string(), local.as_ref().to_string());
                self.properties.insert(key, value.into_owned());
            }
        }
        Ok(())
    }
}

impl Property {
    fn add(&mut self, text: &str) {
        self.items.last_mut().map_or(&mut self.text, |(item, _)| item).push_str(text);
    }

    fn value(self) -> String {
        if self.items.is_empty() {
            return self.text;
        }
        let default = self.items.iter().find(|(_, lang)| lang.as_deref() == Some("x-default"));
        match default.or_else(|| self.items.first().filter(|(_, lang)| lang.is_some())) {
            Some((text, _)) => text.clone(),
            None => {
                let items: Vec<&str> = self.items.iter().map(|(text, _)| text.trim()).collect();
                items.join(", ")
            }
        }
    }
}

fn language(start: &BytesStart<'_>) -> Option<String> {
    let attribute = start.attributes().flatten().find(|a| a.key.as_ref() == "xml:lang")?;
    Some(attribute.value.into_owned())
}

/// A packet may be UTF-8 or UTF-16.
fn decoded(packet: &[u8]) -> Option<String> {
    let utf16 = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match packet {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        _ => {
            let text = std::str::from_utf8(packet).ok()?;
            Some(text.trim_start_matches('\u{feff}').trim_end_matches('\0').to_string())
        }
    }
}

/// A moment as a date writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timestamp {
    /// Seconds since 1970 on the clock of the place.
    seconds: i64,
    /// Minutes east of Greenwich, where the date says so.
    offset: Option<i64>,
}

impl Timestamp {
    /// `D:YYYYMMDDHHmmSSOHH'mm'` (ISO 32000, 7.9.4).
    pub fn from_pdf(text: &str) -> Option<Timestamp> {
        Self::from_digits(text.trim().strip_prefix("D:").unwrap_or(text.trim()))
    }

    /// `YYYY-MM-DDThh:mm:ssTZD` (ISO 8601 as XMP uses it).
    pub fn from_iso(text: &str) -> Option<Timestamp> {
        let (date, time) = text.trim().split_once('T').unwrap_or((text.trim(), ""));
        let zone = time.find(['Z', '+', '-']).map_or("", |at| &time[at..]);
        let clock = &time[..time.len() - zone.len()];
        let clock = clock.split('.').next().unwrap_or_default();
        Self::from_digits(&format!("{}{}{zone}", date.replace('-', ""), clock.replace(':', "")))
    }

    fn from_digits(text: &str) -> Option<Timestamp> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count().min(14);
        let part = |from: usize, to: usize, default: i64| {
            if digits >= to { text[from..to].parse().unwrap_or(default) } else { default }
        };
        if digits < 4 {
            return None;
        }
        let (year, month, day) = (part(0, 4, 0), part(4, 6, 1), part(6, 8, 1));
        let (hour, minute, second) = (part(8, 10, 0), part(10, 12, 0), part(12, 14, 0));
        let zone = &text[digits..];
        let offset = match zone.as_bytes().first() {
            Some(b'Z') => Some(0),
            Some(sign @ (b'+' | b'-')) => {
                let of: String = zone.chars().filter(char::is_ascii_digit).collect();
                let hours: i64 = of.get(0..2)?.parse().ok()?;
                let minutes: i64 = of.get(2..4).and_then(|m| m.parse().ok()).unwrap_or(0);
                Some((hours * 60 + minutes) * if *sign == b'-' { -1 } else { 1 })
            }
            _ => None,
        };
        let date = chrono::NaiveDate::from_ymd_opt(
            i32::try_from(year).ok()?,
            u32::try_from(month).ok()?,
            u32::try_from(day).ok()?,
        )?;
        let (h, m, s) = (hour.min(23), minute.min(59), second.min(59));
        let midnight = date.and_hms_opt(0, 0, 0)?.and_utc().timestamp();
        Some(Timestamp { seconds: midnight + h * 3600 + m * 60 + s, offset })
    }

    /// Whether both are the same moment; where one names no zone, the same time of the clock.
    pub fn agrees(self, other: Timestamp) -> bool {
        match (self.offset, other.offset) {
            (Some(a), Some(b)) => self.seconds - a * 60 == other.seconds - b * 60,
            _ => self.seconds == other.seconds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read_as_elements_attributes_and_lists() {
        let xmp = Xmp::parse(
            br#"<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
            xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
            xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:p="http://ns.adobe.com/pdf/1.3/">
            <rdf:Description rdf:about="" p:Producer="A &amp; B"><dc:title><rdf:Alt>
            <rdf:li xml:lang="fr">Titre</rdf:li><rdf:li xml:lang="x-default">Q&amp;A</rdf:li>
            </rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>X</rdf:li><rdf:li>Y</rdf:li></rdf:Seq>
            </dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#,
        )
        .unwrap();
        assert_eq!(xmp.get("dc:title"), Some("Q&A"));
        assert_eq!(xmp.get("dc:creator"), Some("X, Y"));
        assert_eq!(xmp.get("pdf:Producer"), Some("A & B"));
        assert_eq!(xmp.get("pdf:Keywords"), None);
    }

    #[test]
    fn what_is_no_xmp_is_refused() {
        for broken in ["", "<a/>", "<a>", "<a></b>", "\u{1}"] {
            assert!(Xmp::parse(broken.as_bytes()).is_err(), "{broken:?}");
        }
        assert!(Xmp::parse(b"\xff\xfe\x00").is_err());
    }

    #[test]
    fn dates_agree_across_zones_and_forms() {
        let pdf = |text| Timestamp::from_pdf(text).unwrap();
        let iso = |text| Timestamp::from_iso(text).unwrap();
        assert!(pdf("D:20261124000000Z").agrees(iso("2026-11-24T00:00:00+00:00")));
        assert!(pdf("D:20261124070000+07'00'").agrees(iso("2026-11-24T00:00:00Z")));
        assert!(!pdf("D:20261124000000Z").agrees(iso("2026-11-25T00:00:00Z")));
        assert!(pdf("D:2026").agrees(iso("2026")));
        assert_eq!(Timestamp::from_pdf("yesterday"), None);
    }
}

//! Values as JSON: what the API answers, and lists of series with their data.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::amount::CellAmount;
use super::fault::{ValuesFault, ValuesFaultKind};
use super::observation::{Observation, RowAt, ValuesNote};
use super::rows::{Keeper, evened, m49, unnumbered, year_of};

/// Reads a JSON file entry by entry: no more than one is held.
pub(super) fn read_json(from: impl Read, keeper: &mut Keeper<'_>) -> Result<(), Box<ValuesFault>> {
    let mut taker = Taker { keeper, entries: 0, known: 0, page: (None, None), full: None };
    let mut json = serde_json::Deserializer::from_reader(from);
    let read = Whole(&mut taker).deserialize(&mut json).and_then(|()| json.end());
    let Taker { entries, known, page, full, .. } = taker;
    if let Some(fault) = full {
        return Err(fault);
    }
    if let Err(error) = read {
        let place = format!("line {}, column {}", error.line(), error.column());
        let message = if error.is_eof() {
            "the JSON ends before it is complete".to_string()
        } else {
            let error = error.to_string();
            let told = error.split(" at line").next().unwrap_or_default();
            format!("it is no JSON: {told}")
        };
        let help = "download it again; what is cut off misses values";
        return Err(Box::new(ValuesFault::new(ValuesFaultKind::Broken, place, message, help)));
    }
    if entries == 0 || known == 0 {
        let (kind, message) = if entries == 0 {
            (ValuesFaultKind::Empty, "there are no data in it")
        } else {
            (
                ValuesFaultKind::Foreign,
                "it is no answer of the SDG API: no entry has a series and a place",
            )
        };
        let help = "name what `Series/Data` or `Indicator/Data` of the API answers";
        return Err(Box::new(ValuesFault::new(kind, "", message, help)));
    }
    if let (Some(number), Some(pages)) = page
        && pages > 1
    {
        keeper.values.notes.insert(ValuesNote::Page(number, pages));
    }
    Ok(())
}

/// Takes entries as they are read.
struct Taker<'k, 'w> {
    keeper: &'k mut Keeper<'w>,
    entries: u64,
    /// How many of them have a series and a place.
    known: u64,
    /// Which page of how many it is.
    page: (Option<u64>, Option<u64>),
    full: Option<Box<ValuesFault>>,
}

/// A whole file: a list of entries, or a table with `data`.
struct Whole<'t, 'k, 'w>(&'t mut Taker<'k, 'w>);

/// A list of entries.
struct Entries<'t, 'k, 'w>(&'t mut Taker<'k, 'w>);

impl<'de> DeserializeSeed<'de> for Whole<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Whole<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of values, or a table with `data`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        Entries(self.0).visit_seq(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<(), A::Error> {
        while let Some(key) = table.next_key::<String>()? {
            match key.as_str() {
                "data" => table.next_value_seed(Entries(&mut *self.0))?,
                "pageNumber" => self.0.page.0 = table.next_value::<Value>()?.as_u64(),
                "totalPages" => self.0.page.1 = table.next_value::<Value>()?.as_u64(),
                _ => {
                    table.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Entries<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(entry) = list.next_element::<Map<String, Value>>()? {
            self.0.entries += 1;
            if self.0.full.is_none() {
                self.0.take(&entry);
            }
        }
        Ok(())
    }
}

/// A value as a text, without line ends at its end.
fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => evened(text),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(yes)) => yes.to_string(),
        _ => String::new(),
    }
}

/// A value as texts: the API lists what may be several.
fn texts(value: Option<&Value>) -> Vec<String> {
    let all: Vec<String> = match value {
        Some(Value::Array(list)) => list.iter().map(|one| text(Some(one))).collect(),
        one => vec![text(one)],
    };
    all.into_iter().filter(|text| !text.is_empty()).collect()
}

impl Taker<'_, '_> {
    fn take(&mut self, entry: &Map<String, Value>) {
        let first = |keys: &[&str]| text(keys.iter().find_map(|key| entry.get(*key)));
        let series = first(&["series", "seriesCode"]);
        let place = first(&["geoAreaCode"]);
        if series.is_empty() || place.is_empty() {
            return;
        }
        self.known += 1;
        self.keeper.values.rows += 1;
        let wanted = self.keeper.wanted;
        let mut indicators = texts(entry.get("indicator"));
        indicators.retain(|code| wanted.indicators.contains(code));
        if indicators.is_empty() && !wanted.series.contains(&series) {
            return;
        }
        if wanted.series.contains(&series) {
            self.keeper.values.series.insert(series.clone());
        }
        for code in &indicators {
            let order = self.keeper.values.order.entry(code.clone()).or_default();
            if !order.contains(&series) {
                order.push(series.clone());
            }
        }
        let Some(number) = m49(&place) else {
            let at = RowAt { sheet: None, row: self.entries };
            self.keeper.fault(unnumbered("geoAreaCode", &place, &at));
            return;
        };
        let Some(place) = Some(number).filter(|place| wanted.places.contains(place)) else {
            return;
        };
        let shared = Observation {
            indicators,
            series,
            name: first(&["seriesDescription", "seriesDesc"]),
            place,
            year: 0,
            amount: None,
            exact: String::new(),
            unit: String::new(),
            power: 0,
            nature: String::new(),
            source: String::new(),
            footnotes: Vec::new(),
            dimensions: BTreeMap::new(),
            release: Some(first(&["release"])).filter(|release| !release.is_empty()),
            at: RowAt { sheet: None, row: self.entries },
        };
        match entry.get("data") {
            // A series with its data below it.
            Some(Value::Array(data)) => {
                for point in data.iter().filter_map(Value::as_object) {
                    self.point(shared.clone(), point);
                }
            }
            _ => self.point(shared, entry),
        }
    }

    /// What one value says.
    fn point(&mut self, mut own: Observation, point: &Map<String, Value>) {
        let row = own.at.row;
        let place = |key: &str| format!("entry {row}, `{key}`");
        let fault = |place, message: String, help: String| {
            ValuesFault::new(ValuesFaultKind::Cell, place, message, help)
        };
        let year_key =
            if point.contains_key("timePeriodStart") { "timePeriodStart" } else { "timePeriod" };
        let year = text(point.get(year_key));
        let Some(year) = year_of(&year) else {
            let help = "write the year alone, such as `2017`".to_string();
            return self.keeper.fault(fault(place(year_key), format!("`{year}` is no year"), help));
        };
        let value_key = if point.contains_key("value_detail") { "value_detail" } else { "value" };
        own.exact = text(point.get(value_key));
        own.amount = match CellAmount::read(&own.exact) {
            Ok(amount) => amount,
            Err((message, help)) => {
                return self.keeper.fault(fault(place(value_key), message, help));
            }
        };
        own.year = year;
        own.source = text(point.get("source"));
        own.footnotes = texts(point.get("footnotes").or_else(|| point.get("footNote")));
        // The API's answer has codes in tables of their own; the other kind beside the value.
        let inner = |key: &str| point.get(key).and_then(Value::as_object);
        if let Some(attributes) = inner("attributes") {
            own.unit = text(attributes.get("Units"));
            own.nature = text(attributes.get("Nature"));
        }
        for (name, code) in inner("dimensions").into_iter().flatten() {
            own.dimensions.insert(name.clone(), text(Some(code)));
        }
        for (key, code) in point {
            let Some(name) = key.strip_suffix("Code") else { continue };
            match name {
                "units" => own.unit = text(Some(code)),
                "nature" => own.nature = text(Some(code)),
                "geoArea" | "series" => {}
                name => {
                    own.dimensions.insert(named(name), text(Some(code)));
                }
            }
        }
        own.dimensions.retain(|_, code| !code.is_empty());
        if let Err(full) = self.keeper.add(own) {
            self.full.get_or_insert(full);
        }
    }
}

/// `reportingType` as other files name it: `Reporting Type`.
fn named(key: &str) -> String {
    let mut name = String::new();
    for c in key.chars() {
        match c {
            c if name.is_empty() => name.extend(c.to_uppercase()),
            c if c.is_uppercase() => {
                name.push(' ');
                name.push(c);
            }
            c => name.push(c),
        }
    }
    name
}

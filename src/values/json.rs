//! Values as JSON: what the API answers, and lists of series with their data.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::BufRead;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::{Map, Value};

use super::amount::CellAmount;
use super::detail::ObservedDetail;
use super::fault::{ValuesFault, ValuesFaultKind};
use super::numerals::NumbersAsText;
use super::observation::{Observation, RowAt, ValuesNote};
use super::rows::{Keeper, code_of, evened, m49, power_of, unnamed, unnumbered, year_of};

/// Reads a JSON file entry by entry: no more than one is held.
pub(super) fn read_json(
    from: impl BufRead,
    keeper: &mut Keeper<'_>,
) -> Result<(), Box<ValuesFault>> {
    let mut from = NumbersAsText::new(from);
    let mut taker = Taker {
        keeper,
        entries: 0,
        known: 0,
        page: [None; 3],
        named: BTreeMap::new(),
        uncoded: None,
        full: None,
    };
    let mut json = serde_json::Deserializer::from_reader(&mut from);
    let read = Whole(&mut taker).deserialize(&mut json).and_then(|()| json.end());
    let Taker { entries, known, page, named, uncoded, full, .. } = taker;
    if let Some(fault) = full {
        return Err(fault);
    }
    if let Err(error) = read {
        let column = error.column().saturating_sub(from.added);
        let place = format!("line {}, column {column}", error.line());
        let told = error.to_string();
        let told = told.split(" at line").next().unwrap_or_default();
        let message = match error.classify() {
            Category::Eof => "the JSON ends before it is complete".to_string(),
            Category::Data => format!("it is no answer of the SDG API: {told}"),
            _ => format!("it is no JSON: {told}"),
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
    if let (Some((place, count)), true) = (uncoded, keeper.values.with_indicators) {
        keeper.values.notes.insert(ValuesNote::Uncoded { place, cell: String::new(), count });
    }
    for own in &mut keeper.values.observations {
        name(own, &named);
    }
    if let [Some(number), Some(of), values] = page
        && of > 1
    {
        keeper.values.notes.insert(ValuesNote::Page { number, of, values });
    } else if let [_, Some(1), Some(said)] = page
        && said != entries
    {
        keeper.values.notes.insert(ValuesNote::Count { said, found: entries });
    }
    Ok(())
}

/// What the file calls a code, by what it is a code of.
type NamedCodes = BTreeMap<(String, String), String>;

/// Gives the codes of a value the names that the file lists apart from them.
fn name(own: &mut Observation, named: &NamedCodes) {
    let of = |what: &str, code: &str| named.get(&(what.to_string(), code.to_string())).cloned();
    if own.unit_name.is_empty() {
        own.unit_name = of("Units", &own.unit).unwrap_or_default();
    }
    if own.nature_name.is_empty() {
        own.nature_name = of("Nature", &own.nature).unwrap_or_default();
    }
    for (dimension, code) in &own.dimensions {
        if let (false, Some(word)) = (own.words.contains_key(dimension), of(dimension, code)) {
            own.words.insert(dimension.clone(), word);
        }
    }
}

/// Takes entries as they are read.
struct Taker<'k, 'w> {
    keeper: &'k mut Keeper<'w>,
    entries: u64,
    /// How many of them have a series and a place.
    known: u64,
    /// Which page of how many it is, and how many values all have.
    page: [Option<u64>; 3],
    /// What codes are called.
    named: NamedCodes,
    /// The first entry that does not name an indicator, and how many there are.
    uncoded: Option<(String, u64)>,
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
        let mut seen = BTreeSet::new();
        while let Some(key) = table.next_key::<String>()? {
            let of_page = ["pageNumber", "totalPages", "totalElements"];
            match key.as_str() {
                "data" => table.next_value_seed(Entries(&mut *self.0))?,
                "attributes" | "dimensions" => {
                    let lists = table.next_value_seed(EachOnce)?;
                    self.0.names(&lists);
                }
                own => match of_page.iter().position(|page| *page == own) {
                    Some(at) => {
                        let number = table.next_value_seed(EachOnce)?;
                        self.0.page[at] = number.as_str().and_then(|number| number.parse().ok());
                    }
                    None => {
                        table.next_value::<IgnoredAny>()?;
                    }
                },
            }
            if let Some(key) = seen.replace(key) {
                return Err(de::Error::custom(format_args!("the key `{key}` stands there twice")));
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
        while let Some(entry) = list.next_element_seed(EachOnce)? {
            self.0.entries += 1;
            let Value::Object(entry) = entry else {
                return Err(de::Error::custom("an entry is no table of keys and values"));
            };
            if self.0.full.is_none() {
                self.0.take(&entry);
            }
        }
        Ok(())
    }
}

/// Any value, whose tables have each key once: of two, a reader of JSON takes the last without a word.
struct EachOnce;

impl<'de> DeserializeSeed<'de> for EachOnce {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for EachOnce {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Value, E> {
        Ok(Value::Bool(yes))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = list.next_element_seed(EachOnce)? {
            all.push(one);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(key) = table.next_key::<String>()? {
            let value = table.next_value_seed(EachOnce)?;
            if all.contains_key(&key) {
                return Err(de::Error::custom(format_args!("the key `{key}` stands there twice")));
            }
            all.insert(key, value);
        }
        Ok(Value::Object(all))
    }
}

/// A value as a text, without line ends at its end. Numbers are texts already.
fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => evened(text),
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
    /// Reads a list of what codes are called: of each attribute, or dimension, its codes.
    fn names(&mut self, lists: &Value) {
        for list in lists.as_array().into_iter().flatten().filter_map(Value::as_object) {
            let what = text(list.get("id"));
            let codes = list.get("codes").and_then(Value::as_array);
            for own in codes.into_iter().flatten().filter_map(Value::as_object) {
                let word = text(own.get("description"));
                if !word.is_empty() {
                    self.named.insert((what.clone(), text(own.get("code"))), word);
                }
            }
        }
    }

    fn take(&mut self, entry: &Map<String, Value>) {
        let first = |keys: &[&str]| text(keys.iter().find_map(|key| entry.get(*key)));
        let series = first(&["series", "seriesCode"]);
        let place = first(&["geoAreaCode"]);
        self.known += u64::from(!series.is_empty() && !place.is_empty());
        self.keeper.values.rows += 1;
        let wanted = self.keeper.wanted;
        let mut indicators = texts(entry.get("indicator"));
        if indicators.is_empty() {
            let place = format!("entry {}, `indicator`", self.entries);
            self.uncoded.get_or_insert((place, 0)).1 += 1;
        }
        self.keeper.values.with_indicators |= !indicators.is_empty();
        for code in &mut indicators {
            let even = code_of(code).map(Cow::into_owned);
            if let (false, Some(even)) = (wanted.indicators.contains(code), even) {
                *code = even;
            }
        }
        if wanted.series.contains(&series) {
            self.keeper.values.give(&series, &indicators);
        }
        indicators.retain(|code| wanted.indicators.contains(code));
        if indicators.is_empty() && !wanted.series.contains(&series) {
            return;
        }
        for code in &indicators {
            let order = self.keeper.values.order.entry(code.clone()).or_default();
            if !series.is_empty() && !order.contains(&series) {
                order.push(series.clone());
            }
        }
        let unsaid = if series.is_empty() { Some(("series", "series")) } else { None };
        if let Some((key, what)) = unsaid.or(place.is_empty().then_some(("geoAreaCode", "place"))) {
            self.keeper.fault(unnamed(format!("entry {}, `{key}`", self.entries), what));
            return;
        }
        let Some(number) = m49(&place) else {
            let at = RowAt { sheet: None, row: self.entries };
            self.keeper.fault(unnumbered("geoAreaCode", &place, &at));
            return;
        };
        let Some(place) = Some(number).filter(|place| wanted.places.contains(place)) else {
            return;
        };
        self.keeper.values.name(place, &first(&["geoAreaName"]));
        let shared = Observation {
            indicators,
            series,
            name: first(&["seriesDescription", "seriesDesc"]),
            place,
            year: 0,
            amount: None,
            exact: String::new(),
            unit: String::new(),
            unit_name: String::new(),
            power: 0,
            nature: String::new(),
            nature_name: String::new(),
            source: String::new(),
            footnotes: Vec::new(),
            detail: ObservedDetail::default(),
            deleted: false,
            dimensions: BTreeMap::new(),
            words: BTreeMap::new(),
            unknown: BTreeMap::new(),
            release: Some(first(&["release"])).filter(|release| !release.is_empty()),
            at: RowAt { sheet: None, row: self.entries },
        };
        match entry.get("data") {
            // A series with its data below it.
            Some(Value::Array(data)) => {
                for point in data {
                    match point.as_object() {
                        Some(point) => self.point(shared.clone(), point, Some(entry)),
                        None => self.keeper.fault(ValuesFault::new(
                            ValuesFaultKind::Cell,
                            format!("entry {}, `data`", self.entries),
                            "a value is no table of keys and values",
                            "download it again",
                        )),
                    }
                }
            }
            _ => self.point(shared, entry, None),
        }
    }

    /// What one value says; `series` is said of all values of its series.
    fn point(
        &mut self,
        mut own: Observation,
        point: &Map<String, Value>,
        series: Option<&Map<String, Value>>,
    ) {
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
        match point.get(value_key) {
            Some(Value::Null | Value::String(_) | Value::Bool(_)) => {}
            other => {
                let what =
                    if other.is_some() { "is neither a number nor a text" } else { "is missing" };
                let message = format!("the value {what}");
                let help = "download it again; where there is no value, `null` stands".to_string();
                return self.keeper.fault(fault(place(value_key), message, help));
            }
        }
        own.exact = text(point.get(value_key));
        own.amount = match CellAmount::read(&own.exact) {
            Ok(amount) => amount,
            Err((message, help)) => {
                return self.keeper.fault(fault(place(value_key), message, help));
            }
        };
        if let Some((message, help)) = contradiction(point, own.amount) {
            return self.keeper.fault(fault(place(value_key), message, help.to_string()));
        }
        own.year = year;
        own.source = text(point.get("source"));
        own.footnotes = texts(point.get("footnotes").or_else(|| point.get("footNote")));
        // The API's answer has codes in tables of their own; the other kind beside the value.
        let inner = |key: &str| point.get(key).and_then(Value::as_object);
        let tables = [inner("attributes"), inner("dimensions"), Some(point), series];
        let tables: Vec<&Map<String, Value>> = tables.into_iter().flatten().collect();
        if let Err((key, message, help)) = said_beside(&mut own, &tables) {
            return self.keeper.fault(fault(place(&key), message, help));
        }
        own.amount = self.keeper.with_status(own.amount, &own.detail, place("Observation Status"));
        if let Some(attributes) = inner("attributes") {
            own.unit = text(attributes.get("Units"));
            own.nature = text(attributes.get("Nature"));
            if let Some(reporting) = attributes.get("Reporting Type") {
                own.dimensions.insert("Reporting Type".to_string(), text(Some(reporting)));
            }
        }
        for (name, code) in inner("dimensions").into_iter().flatten() {
            if is_beside(name) {
                continue;
            }
            own.dimensions.insert(name.clone(), text(Some(code)));
        }
        for (key, code) in point {
            let Some(name) = key.strip_suffix("Code") else { continue };
            match name {
                "units" => own.unit = text(Some(code)),
                "nature" => own.nature = text(Some(code)),
                "geoArea" | "series" => {}
                name if is_beside(name) => {}
                name => {
                    own.dimensions.insert(named(name), text(Some(code)));
                }
            }
        }
        for (key, word) in point.iter().filter(|(_, word)| !text(Some(word)).is_empty()) {
            let (Some(name), word) = (key.strip_suffix("Desc"), text(Some(word))) else { continue };
            match name {
                "units" => own.unit_name = word,
                "nature" => own.nature_name = word,
                "series" => {}
                name => {
                    own.words.insert(named(name), word);
                }
            }
        }
        own.dimensions.retain(|_, code| !code.is_empty());
        if let Err(full) = self.keeper.add(own) {
            self.full.get_or_insert(full);
        }
    }
}

/// Keys, evened out, of what is said of a value beside it.
const POWER: [&str; 2] = ["unitmult", "unitmultiplier"];
const STATUS: [&str; 2] = ["observationstatus", "obsstatus"];
const BESIDE: [&[&str]; 6] = [
    &POWER,
    &STATUS,
    &["timedetail"],
    &["baseperiod", "baseper"],
    &["lowerbound"],
    &["upperbound"],
];

/// A key without what files write in one way or another; in lists of series codes have a word behind them.
fn even(key: &str) -> String {
    let key = key.strip_suffix("Code").unwrap_or(key);
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_beside(key: &str) -> bool {
    let even = even(key);
    BESIDE.iter().any(|own| own.contains(&even.as_str()))
}

/// Reads what is said of a value beside it: by the first of these tables that says it.
///
/// # Errors
///
/// The key, what is wrong there, and what to do.
fn said_beside(
    own: &mut Observation,
    tables: &[&Map<String, Value>],
) -> Result<(), (String, String, String)> {
    let find = |names: &[&str]| {
        let all = tables.iter().flat_map(|table| table.iter());
        let mut said = all.filter(|(key, _)| names.contains(&even(key).as_str()));
        let said = said.find_map(|(key, value)| {
            let text = texts(Some(value)).join(", ");
            (!text.is_empty()).then(|| (key.clone(), text))
        });
        said.unwrap_or_default()
    };
    let [power, status, time, base, lower, upper] = BESIDE.map(find);
    own.power = power_of(&power.1).map_err(|(message, help)| (power.0, message, help.into()))?;
    own.detail = ObservedDetail {
        status: status.1,
        status_name: String::new(),
        time: time.1,
        base: base.1,
        lower: lower.1,
        upper: upper.1,
    };
    if let Some((is_upper, message, help)) = own.detail.wrong_bound() {
        return Err((if is_upper { upper.0 } else { lower.0 }, message, help));
    }
    own.detail.bare(own.year);
    Ok(())
}

/// What the keys of a value say against each other: lists of series have it once as a text, once as a
/// number, and say whether it is a bound.
fn contradiction(
    point: &Map<String, Value>,
    amount: Option<CellAmount>,
) -> Option<(String, &'static str)> {
    let help = "download it again, or correct the one that is wrong";
    let number = text(point.get("value_numeric_part"));
    let numeric: Option<f64> = number.parse().ok().filter(|number: &f64| number.is_finite());
    if let (Some(numeric), Some(detail)) = (numeric, point.get("value_detail")) {
        let said = text(Some(detail));
        let is_same = match amount {
            None => false,
            Some(CellAmount::Range(..)) => true,
            // Numbers of floating point are written with more digits, or with fewer.
            Some(amount) => {
                let own = amount.approximate();
                (own - numeric).abs() <= 1e-9 * own.abs().max(numeric.abs())
            }
        };
        if !is_same {
            let said = if said.is_empty() { "nothing".to_string() } else { format!("`{said}`") };
            return Some((
                format!("the value is {said}, and `{number}` in `value_numeric_part`"),
                help,
            ));
        }
    }
    let is_censored = text(point.get("value_is_censored")).eq_ignore_ascii_case("true");
    if is_censored && matches!(amount, Some(CellAmount::Number(_))) {
        let message =
            "`value_is_censored` says that it is a bound, and no sign such as `<` is there";
        return Some((message.to_string(), help));
    }
    None
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

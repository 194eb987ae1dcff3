//! Rows of a table of values, as they are read.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::amount::CellAmount;
use super::columns::{Columns, ValuesColumn, first_part, second_part};
use super::detail::{ObservedDetail, is_missing};
use super::fault::{ValuesFault, ValuesFaultKind, place_of};
use super::observation::{FileValues, Observation, RowAt, ValuesNote, WantedValues};
use super::unknown::{free_texts, told_apart};
use crate::limits::{Grouped, OBSERVATIONS};

/// How many faults of one file are told one by one.
const TOLD: usize = 5;

/// What spreadsheets write into a cell that they cannot reckon (ECMA-376, 18.17.3).
const ERRORS: [&str; 8] =
    ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"];

/// What a cell of a spreadsheet is read as that holds a date.
pub(super) const DATE: &str = "#DATE";

/// What stands before the text of a cell of which a part is raised or lowered.
pub(super) const RAISED: &str = "#RAISED ";

/// What stands before the number format of a cell that shows another number than it holds.
pub(super) const FORMATTED: &str = "#FORMATTED ";

/// Keeps the rows of a file that are wanted.
pub(super) struct Keeper<'w> {
    pub wanted: &'w WantedValues,
    pub values: FileValues,
    pub faults: Vec<ValuesFault>,
    /// How many faults there are, of which no more than some are told.
    pub wrong: usize,
    /// The first row that does not say which indicator it serves, what it says, and how many there are.
    uncoded: Option<(String, String, u64)>,
    /// The first row with a value and a status that says that there is none, that status, and how many there are.
    valueless: Option<(String, String, u64)>,
    /// Dimensions that may be columns of texts.
    unsure: BTreeSet<String>,
    /// The cell of indicators that was read last: rows of one indicator stand together.
    last: IndicatorCell,
}

/// A cell that names indicators.
#[derive(Default, Clone)]
struct IndicatorCell {
    text: String,
    /// The codes in it.
    codes: Rc<[String]>,
    /// The wanted ones.
    wanted: Rc<[String]>,
}

impl<'w> Keeper<'w> {
    pub(super) fn new(wanted: &'w WantedValues) -> Self {
        let values = FileValues::default();
        Self {
            wanted,
            values,
            faults: Vec::new(),
            wrong: 0,
            uncoded: None,
            valueless: None,
            unsure: BTreeSet::new(),
            last: IndicatorCell::default(),
        }
    }

    /// What was read, or what is wrong.
    pub(super) fn done(mut self) -> Result<FileValues, Vec<ValuesFault>> {
        for name in free_texts(&self.values.observations, &self.unsure) {
            for own in &mut self.values.observations {
                own.unknown.extend(own.dimensions.remove_entry(&name));
                own.words.remove(&name);
            }
        }
        if let Some((place, status, count)) = self.valueless.take() {
            self.values.notes.insert(ValuesNote::Valueless { place, status, count });
        }
        let (faults, notes) = told_apart(&self.values.observations);
        faults.into_iter().for_each(|fault| self.fault(fault));
        self.values.notes.extend(notes);
        if self.wrong > self.faults.len() {
            let more = self.wrong - self.faults.len();
            let rows = if more == 1 { "row has" } else { "rows have" };
            let more = Grouped(more as u64);
            self.faults.push(ValuesFault::new(
                ValuesFaultKind::Cell,
                "",
                format!("{more} more {rows} faults"),
                "mend the first ones; the others are often of the same kind",
            ));
        }
        if let Some((place, cell, count)) = self.uncoded {
            self.values.notes.insert(ValuesNote::Uncoded { place, cell, count });
        }
        if self.faults.is_empty() { Ok(self.values) } else { Err(self.faults) }
    }

    pub(super) fn fault(&mut self, fault: ValuesFault) {
        self.wrong += 1;
        if self.faults.len() < TOLD {
            self.faults.push(fault);
        }
    }

    /// Takes a row of fields as bytes, if it is wanted.
    ///
    /// # Errors
    ///
    /// There are too many.
    pub(super) fn row<'f>(
        &mut self,
        columns: &Columns,
        field: impl Fn(usize) -> &'f [u8],
        at: impl Fn() -> RowAt,
    ) -> Result<(), Box<ValuesFault>> {
        self.values.rows += 1;
        let text = |at: usize| std::str::from_utf8(field(at)).unwrap_or_default().trim();
        let series =
            if columns.labelled { first_part(text(columns.series)) } else { text(columns.series) };
        let is_series = self.wanted.series.contains(series);
        let codes = columns.indicator.map(text).unwrap_or_default();
        // Whose row it is cannot be told.
        let named =
            [(ValuesColumn::Indicator, codes), (ValuesColumn::Series, text(columns.series))];
        for (role, cell) in named {
            if let Some(what) = unreckoned(cell) {
                self.fault(unreadable(columns, &role, &what, &at()));
                return Ok(());
            }
        }
        let place =
            if columns.labelled { first_part(text(columns.place)) } else { text(columns.place) };
        if self.last.text != codes {
            self.last = self.indicators(codes);
        }
        let is_coded = !self.last.codes.is_empty();
        let is_head = match columns.indicator {
            Some(_) => !is_coded,
            None => m49(place).is_none(),
        };
        if is_head && self.again(columns, &text, &at())? {
            return Ok(());
        }
        self.values.with_indicators |= columns.indicator.is_some();
        let indicators = Rc::clone(&self.last.wanted);
        if columns.indicator.is_some() && !is_coded && indicators.is_empty() {
            // Its values would be missing.
            if let Some(code) = marked_code(codes, self.wanted) {
                let at = at();
                let column = columns.name(&ValuesColumn::Indicator);
                self.fault(ValuesFault::new(
                    ValuesFaultKind::Cell,
                    place_of(at.sheet.as_deref(), at.row, Some(column)),
                    format!("`{codes}` has something behind the code of an indicator"),
                    format!("write `{code}` alone"),
                ));
                return Ok(());
            }
            self.uncode(columns, codes, &at());
        }
        if indicators.is_empty() && !is_series {
            return Ok(());
        }
        if is_series {
            self.values.give(series, &self.last.codes);
        }
        if series.is_empty() {
            let column = columns.name(&ValuesColumn::Series);
            let place = at();
            let place = place_of(place.sheet.as_deref(), place.row, Some(column));
            self.fault(unnamed(place, "series"));
            return Ok(());
        }
        for code in indicators.iter() {
            let order = match self.values.order.get_mut(code) {
                Some(order) => order,
                None => self.values.order.entry(code.clone()).or_default(),
            };
            if order.last().is_none_or(|last| last != series)
                && !order.iter().any(|own| own == series)
            {
                order.push(series.to_string());
            }
        }
        let Some(number) = m49(place) else {
            let fault = match unreckoned(place) {
                Some(what) => unreadable(columns, &ValuesColumn::Place, &what, &at()),
                None => unnumbered(columns.name(&ValuesColumn::Place), place, &at()),
            };
            self.fault(fault);
            return Ok(());
        };
        let Some(place) = Some(number).filter(|place| self.wanted.places.contains(place)) else {
            return Ok(());
        };
        let mut is_windows = false;
        let mut cell = |at: usize| {
            let decoded: Cow<'_, str> = match std::str::from_utf8(field(at)) {
                Ok(text) => text.into(),
                Err(_) => {
                    is_windows = true;
                    encoding_rs::WINDOWS_1252.decode_without_bom_handling(field(at)).0
                }
            };
            evened(&decoded)
        };
        let mut cells: Vec<(&ValuesColumn, String)> = Vec::new();
        for (at, role) in columns.roles.iter().enumerate() {
            if columns.is_read(at) {
                cells.push((role, cell(at)));
            }
        }
        let unknown = columns.roles.iter().zip(&columns.heads).enumerate();
        let unknown = unknown.filter(|(_, (role, _))| **role == ValuesColumn::Unknown);
        let head = |at: usize, head: &String| match head.as_str() {
            "" => (at + 1).to_string(),
            head => head.to_string(),
        };
        let unknown: BTreeMap<String, String> = unknown
            .map(|(at, (_, own))| (head(at, own), cell(at)))
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        if is_windows {
            self.values.notes.insert(ValuesNote::Windows1252);
        }
        let unread = cells.iter().find_map(|(role, cell)| Some((role, unreckoned(cell)?)));
        if let Some((role, what)) = unread {
            self.fault(unreadable(columns, role, &what, &at()));
            return Ok(());
        }
        self.keep(columns, (indicators.to_vec(), place), cells, unknown, at())
    }

    /// The wanted indicators that a cell names.
    fn indicators(&self, cell: &str) -> IndicatorCell {
        let (mut wanted, mut codes) = (Vec::new(), Vec::new());
        for part in parts_of(cell) {
            let code = code_of(part);
            codes.extend(code.as_deref().map(str::to_string));
            let code = code.filter(|code| self.wanted.indicators.contains(&**code));
            let own = self.wanted.indicators.contains(part).then_some(Cow::Borrowed(part));
            wanted.extend(own.or(code).map(Cow::into_owned));
        }
        IndicatorCell { text: cell.to_string(), codes: codes.into(), wanted: wanted.into() }
    }

    /// Whether a row is the heads of the columns once more, as where files were put one behind the other.
    fn again<'f>(
        &mut self,
        columns: &Columns,
        text: &impl Fn(usize) -> &'f str,
        at: &RowAt,
    ) -> Result<bool, Box<ValuesFault>> {
        let heads: Vec<String> = (0..columns.heads.len()).map(|at| text(at).to_string()).collect();
        if !Columns::is_head(&heads) {
            return Ok(false);
        }
        let is_same = heads.iter().zip(&columns.heads).all(|(head, own)| {
            let head = if columns.labelled { first_part(head) } else { head.as_str() };
            head == own
        });
        if is_same {
            self.values.rows -= 1;
            return Ok(true);
        }
        Err(Box::new(ValuesFault::new(
            ValuesFaultKind::Broken,
            place_of(at.sheet.as_deref(), at.row, None),
            "heads of columns stand here again, and are others",
            "name each table as a file of its own",
        )))
    }

    /// Remembers a row that serves no indicator that could be told.
    fn uncode(&mut self, columns: &Columns, cell: &str, at: &RowAt) {
        match &mut self.uncoded {
            Some((_, _, count)) => *count += 1,
            none => {
                let column = columns.name(&ValuesColumn::Indicator);
                let place = place_of(at.sheet.as_deref(), at.row, Some(column));
                *none = Some((place, evened(cell), 1));
            }
        }
    }

    fn keep(
        &mut self,
        columns: &Columns,
        (indicators, place): (Vec<String>, u16),
        cells: Vec<(&ValuesColumn, String)>,
        unknown: BTreeMap<String, String>,
        at: RowAt,
    ) -> Result<(), Box<ValuesFault>> {
        let raw = |wanted: ValuesColumn| {
            cells.iter().find(|(role, _)| **role == wanted).map_or("", |(_, cell)| cell.as_str())
        };
        let code = |wanted: ValuesColumn| {
            let cell = raw(wanted);
            if columns.labelled { first_part(cell) } else { cell }.to_string()
        };
        let dimension = |(role, cell): &(&ValuesColumn, String)| match role {
            ValuesColumn::Dimension(name) if !cell.is_empty() => {
                let cell = if columns.labelled { first_part(cell) } else { cell };
                Some((name.clone(), cell.to_string()))
            }
            _ => None,
        };
        let dimensions: BTreeMap<String, String> = cells.iter().filter_map(dimension).collect();
        let named = |cell: &str| {
            let name = if columns.labelled { second_part(cell) } else { "" };
            name.to_string()
        };
        let word = |(role, cell): &(&ValuesColumn, String)| match role {
            ValuesColumn::Dimension(name) => Some((name.clone(), named(cell))),
            _ => None,
        };
        let words = cells.iter().filter_map(word).filter(|(_, word)| !word.is_empty()).collect();
        let (year, value) = (code(ValuesColumn::Year), raw(ValuesColumn::Value).to_string());
        let power = code(ValuesColumn::Power);
        let footnote = raw(ValuesColumn::FootNote).to_string();
        let wrong = |role: ValuesColumn, message: String, help: &str| {
            let place = place_of(at.sheet.as_deref(), at.row, Some(columns.name(&role)));
            ValuesFault::new(ValuesFaultKind::Cell, place, message, help)
        };
        let Some(year) = year_of(&year) else {
            let fault = wrong(
                ValuesColumn::Year,
                format!("`{year}` is no year"),
                "write the year alone, such as `2017`",
            );
            self.fault(fault);
            return Ok(());
        };
        let amount = match CellAmount::read(&value) {
            Ok(amount) => amount,
            Err((message, help)) => {
                let fault = wrong(ValuesColumn::Value, message, &help);
                self.fault(fault);
                return Ok(());
            }
        };
        // What is sent to be taken out of a database (SDMX-CSV 2.0) is no value either.
        let deleted = code(ValuesColumn::Action).eq_ignore_ascii_case("D");
        let amount = amount.filter(|_| !deleted);
        let power = match power_of(&power) {
            Ok(power) => power,
            Err((message, help)) => {
                let fault = wrong(ValuesColumn::Power, message, help);
                self.fault(fault);
                return Ok(());
            }
        };
        let mut detail = ObservedDetail {
            status: code(ValuesColumn::Status),
            status_name: named(raw(ValuesColumn::Status)),
            time: raw(ValuesColumn::TimeDetail).to_string(),
            base: raw(ValuesColumn::BasePeriod).to_string(),
            lower: raw(ValuesColumn::LowerBound).to_string(),
            upper: raw(ValuesColumn::UpperBound).to_string(),
        };
        if let Some((is_upper, message, help)) = detail.wrong_bound() {
            let role = if is_upper { ValuesColumn::UpperBound } else { ValuesColumn::LowerBound };
            let fault = wrong(role, message, &help);
            self.fault(fault);
            return Ok(());
        }
        detail.bare(year);
        let place_of_status =
            place_of(at.sheet.as_deref(), at.row, Some(columns.name(&ValuesColumn::Status)));
        let amount = self.with_status(amount, &detail, place_of_status);
        if !columns.unsure.is_empty() {
            self.unsure.extend(columns.unsure.iter().cloned());
        }
        self.values.name(place, raw(ValuesColumn::PlaceName));
        let release = code(ValuesColumn::Release);
        let observation = Observation {
            indicators,
            series: code(ValuesColumn::Series),
            name: match raw(ValuesColumn::SeriesName) {
                "" => named(raw(ValuesColumn::Series)),
                name => name.to_string(),
            },
            place,
            year,
            amount,
            exact: value,
            unit: code(ValuesColumn::Unit),
            unit_name: named(raw(ValuesColumn::Unit)),
            power,
            nature: code(ValuesColumn::Nature),
            nature_name: named(raw(ValuesColumn::Nature)),
            source: raw(ValuesColumn::Source).to_string(),
            footnotes: Some(footnote).filter(|note| !note.is_empty()).into_iter().collect(),
            detail,
            deleted,
            dimensions,
            words,
            unknown,
            release: Some(release).filter(|release| !release.is_empty()),
            at,
        };
        self.add(observation)
    }

    /// A value, if its status does not say that there is none; where it does and one stands there, that is told.
    pub(super) fn with_status(
        &mut self,
        amount: Option<CellAmount>,
        detail: &ObservedDetail,
        place: String,
    ) -> Option<CellAmount> {
        if amount.is_some() && is_missing(&detail.status) {
            self.valueless.get_or_insert((place, detail.status.clone(), 0)).2 += 1;
            return None;
        }
        amount
    }

    /// Takes a row that is wanted.
    ///
    /// # Errors
    ///
    /// There are too many.
    pub(super) fn add(&mut self, observation: Observation) -> Result<(), Box<ValuesFault>> {
        if self.values.observations.len() >= OBSERVATIONS {
            return Err(Box::new(ValuesFault::new(
                ValuesFaultKind::TooLarge,
                place_of(observation.at.sheet.as_deref(), observation.at.row, None),
                format!(
                    "more than {} rows are about the briefs’ indicators and places",
                    Grouped(OBSERVATIONS as u64)
                ),
                "export fewer indicators, or name the file in fewer briefs",
            )));
        }
        self.values.observations.push(observation);
        Ok(())
    }
}

/// The power of ten of a cell.
pub(super) fn power_of(text: &str) -> Result<i8, (String, &'static str)> {
    let power = whole(text.trim()).parse::<i8>().ok().filter(|power| power.abs() <= 12);
    match text.trim() {
        "" => Ok(0),
        text => power.ok_or_else(|| {
            let help = "write a whole number, such as `3` for thousands";
            (format!("`{text}` is no power of ten"), help)
        }),
    }
}

/// What a spreadsheet could not reckon, or holds as something else than it shows.
fn unreckoned(cell: &str) -> Option<Cow<'static, str>> {
    if cell == DATE {
        return Some("the cell is a date".into());
    }
    if let Some(format) = cell.strip_prefix(FORMATTED) {
        let message =
            format!("the number format `{format}` shows something else than the cell holds");
        return Some(message.into());
    }
    if let Some(text) = cell.strip_prefix(RAISED) {
        let message =
            format!("a part of `{text}` is raised or lowered, as a sign of a footnote is");
        return Some(message.into());
    }
    ERRORS.contains(&cell).then(|| "the cell is an error of the spreadsheet".into())
}

/// A cell that says nothing.
fn unreadable(columns: &Columns, role: &ValuesColumn, what: &str, at: &RowAt) -> ValuesFault {
    let place = place_of(at.sheet.as_deref(), at.row, Some(columns.name(role)));
    let help = "mend it in the spreadsheet, or export the data again";
    ValuesFault::new(ValuesFaultKind::Cell, place, what, help)
}

/// The parts of a cell that may each be a code of an indicator.
fn parts_of(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty())
}

/// A code of an indicator as the framework writes it: `16.3.2`, `16.b.1`. A full stop behind it, noughts
/// before its numbers and a capital letter are ways to write the same.
pub(super) fn code_of(part: &str) -> Option<Cow<'_, str>> {
    let bare = part.strip_suffix('.').unwrap_or(part);
    if let Some(own) = unsd_code(bare) {
        return Some(own.into());
    }
    let mut numbers = bare.split('.');
    let (goal, target, last) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let is_number =
        |text: &str| matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = |text: &str| text.len() == 1 && text.as_bytes()[0].is_ascii_alphabetic();
    let is_code = numbers.next().is_none()
        && is_number(goal)
        && (is_number(target) || is_letter(target))
        && is_number(last);
    if !is_code {
        return None;
    }
    let as_written = [goal, target, last]
        .iter()
        .all(|text| !text.starts_with('0') && !text.as_bytes()[0].is_ascii_uppercase());
    if as_written {
        return Some(bare.into());
    }
    let even = |text: &str| match text.trim_start_matches('0') {
        "" => "0".to_string(),
        text => text.to_ascii_lowercase(),
    };
    Some(format!("{}.{}.{}", even(goal), even(target), even(last)).into())
}

/// A code in the form of UNSD's own lists: `C160302` is 16.3.2, `C160b01` 16.b.1.
fn unsd_code(part: &str) -> Option<String> {
    let digits = part.strip_prefix(['C', 'c']).filter(|rest| rest.len() == 6 && rest.is_ascii())?;
    let number = |text: &str| match text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => text.parse::<u8>().ok().filter(|number| *number > 0),
        false => None,
    };
    let target = match digits[2..4].strip_prefix('0') {
        Some(letter) if letter.as_bytes()[0].is_ascii_alphabetic() => letter.to_ascii_lowercase(),
        _ => number(&digits[2..4])?.to_string(),
    };
    Some(format!("{}.{target}.{}", number(&digits[..2])?, number(&digits[4..])?))
}

/// The wanted indicator that a cell names with something behind its code, such as the sign of a footnote.
fn marked_code(cell: &str, wanted: &WantedValues) -> Option<String> {
    let bare = cell.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let code = code_of(bare).filter(|_| bare.len() < cell.len())?;
    wanted.indicators.contains(&*code).then(|| code.into_owned())
}

/// A row, or an entry, of a wanted indicator that does not say what it is about.
pub(super) fn unnamed(place: String, what: &str) -> ValuesFault {
    ValuesFault::new(
        ValuesFaultKind::Cell,
        place,
        format!("it is not said which {what} this is of"),
        "export the data again, or write the code",
    )
}

/// A place that is told by something else than its number.
pub(super) fn unnumbered(column: &str, place: &str, at: &RowAt) -> ValuesFault {
    ValuesFault::new(
        ValuesFaultKind::Cell,
        place_of(at.sheet.as_deref(), at.row, Some(column)),
        format!("`{place}` is no number of a country or area in M49"),
        "export the data with these numbers, or write them: `briefpress sdg country` tells them",
    )
}

/// A number of M49, with or without zeros before it; some files write it as a decimal number. Numbers of
/// groups that others have made are longer.
pub(super) fn m49(cell: &str) -> Option<u16> {
    let digits = whole(cell);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u16::MAX))
}

/// A number without a point and zeros at its end.
fn whole(cell: &str) -> &str {
    match cell.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|byte| byte == b'0') => whole,
        Some(_) => "",
        None => cell,
    }
}

/// A year, which some files write as a decimal number.
pub(super) fn year_of(cell: &str) -> Option<u16> {
    whole(cell).parse().ok().filter(|year| (1900..=2100).contains(year))
}

/// A cell without line ends and spaces at its end, and with a space for each run of them elsewhere.
pub(super) fn evened(cell: &str) -> String {
    let visible = |c: &char| !c.is_control() || c.is_whitespace();
    let cell: String = cell.chars().filter(visible).collect();
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

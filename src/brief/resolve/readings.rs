//! Values of indicators: what the files say, by series and dimensions that are there, and the brief's own.

use std::collections::BTreeSet;

use super::Resolver;
use crate::brief::model::{IndicatorRef, Whereabouts};
use crate::brief::schema::{RawBrief, RawIndicator, RawNational};
use crate::brief::values::{NationalValue, ValuesFile, ValuesNamed};
use crate::dataset::{ExactNumber, NumberFault};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::tree::{Located, Text};
use crate::values::{ChosenSeries, ChosenValues, Question, ReleaseOf, SeriesPoint, ThereInstead};

impl Resolver<'_> {
    /// Says that files of values know nothing of a place, and that nothing can be found in them.
    pub(super) fn place_of_values(&mut self, raw: &RawBrief) {
        let Some(values) = self.values.around() else { return };
        let indicators = raw.goals.iter().flat_map(|goal| &goal.targets);
        let indicators: Vec<_> = indicators.flat_map(|target| &target.indicators).collect();
        let observations = values.observations;
        let no_file_tells =
            !values.files.is_empty() && observations.uncoded.len() == values.files.len();
        if let Some(code) = indicators.iter().find_map(|own| own.code.as_ref())
            && no_file_tells
            && indicators.iter().all(|own| own.series.is_none())
        {
            let message = "no file of values says which indicators its series serve, and no indicator names its series";
            self.diagnostics.push(
                Diagnostic::new(Code::ValuesNoSeries, message)
                    .at(code.span)
                    .key(&code.key)
                    .help("name it: `series = \"…\"`, a code of the column of series"),
            );
            self.values = ValuesNamed::Unread;
            return;
        }
        let Some((key, span)) = raw.place.ways.first() else { return };
        let is_original = self.translation.is_none();
        let unsaid = self.places.iter().copied();
        let unsaid = unsaid.filter(|place| *place != 0 && !observations.has_place(*place));
        let unsaid: Vec<String> = unsaid.map(|place| self.place_named(place)).collect();
        if is_original && observations.says_something() && !unsaid.is_empty() {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ValuesCover,
                    format!("no file of values has a row about {}", unsaid.join(", ")),
                )
                .at(*span)
                .key(*key)
                .help("see that the export is about the countries of the brief"),
            );
        }
        if self.translation.is_none() && self.places.contains(&0) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ValuesPlace,
                    "files of values have no number for what this is about",
                )
                .at(*span)
                .key(*key)
                .help(
                    "of an area in words only national values print, and of a place of the project, unless its `[[place]]` says its number: `m49 = 412`",
                ),
            );
        }
    }

    /// A place of the brief by its code and its number.
    fn place_named(&self, place: u16) -> String {
        let codes = self.whereabouts.as_ref().map(Whereabouts::codes).unwrap_or_default();
        let at = self.places.iter().position(|own| *own == place);
        match at.and_then(|at| codes.get(at)) {
            Some(code) => format!("{code} ({place})"),
            None => place.to_string(),
        }
    }

    /// What the files say of an indicator, place by place; nothing where none are named.
    pub(super) fn readings(
        &mut self,
        raw: &RawIndicator,
        indicator: &IndicatorRef,
    ) -> Vec<ChosenValues> {
        let Some(values) = self.values.around() else {
            if matches!(self.values, ValuesNamed::Unread) {
                return Vec::new();
            }
            for key in raw.series.iter().chain(raw.dimensions.first()) {
                self.diagnostics.push(
                    Diagnostic::new(Code::ValuesUnused, "no file of values is named")
                        .at(key.span)
                        .key(&key.key)
                        .help("name one: `[data]` with `files = [\"…\"]` and `release = \"…\"`"),
                );
            }
            return Vec::new();
        };
        let observations = values.observations;
        let mut codes = vec![indicator.code()];
        if let IndicatorRef::Listed(listed) = indicator {
            codes.extend(listed.repeats.iter().map(String::as_str));
        }
        if let Some(series) = &raw.series
            && !observations.has_series(&series.value)
        {
            let known = codes.iter().flat_map(|code| observations.series_of(code)).copied();
            let known: Vec<&str> = known.collect();
            let help = match (did_you_mean(&series.value, known.iter().copied()), &known[..]) {
                (Some(near), _) => format!("did you mean `\"{near}\"`?"),
                (None, []) => "the files have no series of this indicator".into(),
                (None, known) => format!("series of {} there are: {}", codes[0], known.join(", ")),
            };
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ValuesSeries,
                    format!("no file of values has a series `{}`", series.value),
                )
                .at(series.span)
                .key(&series.key)
                .help(help),
            );
            return Vec::new();
        }
        if let (Some(series), IndicatorRef::Listed(_)) = (&raw.series, indicator) {
            let given = observations.given_to(&series.value);
            if !given.is_empty() && !given.iter().any(|code| codes.contains(code)) {
                let of: Vec<&str> =
                    codes.iter().flat_map(|code| observations.series_of(code)).copied().collect();
                let help = match &of[..] {
                    [] => "the files have no series of this indicator".to_string(),
                    of => format!("series of {} there are: {}", codes[0], of.join(", ")),
                };
                let message = format!(
                    "the files give {} to {}, not to {}",
                    series.value,
                    given.join(", "),
                    codes[0]
                );
                self.diagnostics.push(
                    Diagnostic::new(Code::ValuesSeries, message)
                        .at(series.span)
                        .key(&series.key)
                        .help(help),
                );
                return Vec::new();
            }
        }
        let name = |text: &Text| {
            text.key
                .rsplit_once('.')
                .map_or(String::new(), |(_, name)| name.trim_matches('"').to_string())
        };
        let named: Vec<(String, &Text)> =
            raw.dimensions.iter().map(|text| (name(text), text)).collect();
        let question = Question {
            series: raw.series.as_ref().map(|text| text.value.as_str()),
            dimensions: named
                .iter()
                .map(|(name, code)| (name.as_str(), code.value.as_str()))
                .collect(),
            places: self.places.clone(),
            baseline: values.baseline,
            codes,
        };
        for (dimension, text) in &named {
            let known = observations.dimensions_of(&question);
            let codes = observations.codes_of(&question, dimension);
            let (what, near, all) = if codes.is_empty() {
                (
                    format!("values of {} have no dimension `{dimension}`", indicator.code()),
                    did_you_mean(dimension, known.iter().map(String::as_str)),
                    known.join(", "),
                )
            } else if codes
                .iter()
                .any(|code| crate::values::same_part(dimension, code, &text.value))
            {
                continue;
            } else {
                (
                    format!(
                        "no value of {} has `{}` in `{dimension}`",
                        indicator.code(),
                        text.value
                    ),
                    did_you_mean(&text.value, codes.iter().map(String::as_str)),
                    codes.join(", "),
                )
            };
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None if all.is_empty() => "the files have no values of it".into(),
                None => format!("there are: {all}"),
            };
            self.diagnostics.push(
                Diagnostic::new(Code::ValuesDimension, what)
                    .at(text.span)
                    .key(&text.key)
                    .help(help),
            );
        }
        let mut chosen = observations.choose(&question);
        if raw.series.is_none() {
            self.other_measure(raw, indicator, &mut chosen);
        }
        if let Some(code) = raw.code.as_ref().filter(|_| self.translation.is_none()) {
            self.told_of(code, indicator, &chosen, &question);
        }
        chosen
    }

    /// What is to be told of the values of an indicator, and of a lack of them.
    fn told_of(
        &mut self,
        code: &Text,
        indicator: &IndicatorRef,
        chosen: &[ChosenValues],
        question: &Question<'_>,
    ) {
        let number = indicator.code();
        let tell = |code_of: Code, message: String, help: String| {
            Diagnostic::new(code_of, message).at(code.span).key(&code.key).help(help)
        };
        let Some(observations) = self.values.around().map(|values| values.observations) else {
            return;
        };
        let mut found: Vec<Diagnostic> = Vec::new();
        let lacks = |own: &&ChosenValues| own.series.is_none() && own.others.is_empty();
        // What is not in the files is not known not to be.
        if !observations.covers(question) && chosen.iter().all(|own| lacks(&own)) {
            let help = if observations.uncoded.is_empty() {
                "name a file that has it; “no data” prints".to_string()
            } else {
                "a file that does not say which indicators its series serve has it only where the series is named: `series = \"…\"`".to_string()
            };
            let message = format!("no file of values has a row of {number}");
            found.push(tell(Code::ValuesCover, message, help));
        }
        for own in chosen.iter().filter(lacks) {
            if !own.parts.is_empty() {
                continue;
            }
            let Some(there) = observations.instead(question, own.place) else { continue };
            let place = self.place_named(own.place);
            let listed = |codes: &[String]| {
                let all: Vec<&str> =
                    codes.iter().map(|code| if code.is_empty() { "_T" } else { code }).collect();
                all.join(", ")
            };
            let (message, there) = match there {
                ThereInstead::Series(all) => {
                    let series = question.series.unwrap_or_default();
                    (format!("no file of values has a row of {series} about {place}"), listed(&all))
                }
                ThereInstead::Parts(all) => {
                    let wanted = question.dimensions.iter();
                    let wanted: Vec<String> =
                        wanted.map(|(name, code)| format!("{name} `{code}`")).collect();
                    let all = all.iter().map(|(name, codes)| format!("{name} {}", listed(codes)));
                    (
                        format!(
                            "no row of {number} about {place} has {} in the files of values",
                            wanted.join(" and ")
                        ),
                        all.collect::<Vec<_>>().join("; "),
                    )
                }
            };
            let help = format!("“no data” prints; there are: {there}");
            found.push(tell(Code::ValuesCover, message, help));
        }
        // What cannot be held against the latest value is told once, and so is what is no total.
        let apart = chosen.iter().flat_map(|own| own.series.iter().chain(&own.others));
        if let Some((series, last, other)) =
            apart.filter_map(|own| Some((own, own.points.last()?, own.apart.last()?))).next()
        {
            let unit = |point: &SeriesPoint| match point.power {
                0 => format!("`{}`", point.unit),
                power => format!("`{}` × 10^{power}", point.unit),
            };
            let years: Vec<String> =
                series.apart.iter().map(|point| point.year.to_string()).collect();
            let message = format!(
                "`{}` is in {} in {}, and in {} in {}: these values are not compared",
                series.series,
                unit(last),
                last.year,
                unit(other),
                years.join(", ")
            );
            let help = "export one unit alone; the latest value prints".to_string();
            found.push(tell(Code::ValuesUnit, message, help));
        }
        let printed = chosen
            .iter()
            .flat_map(|own| own.series.iter().chain(&own.others).map(move |series| (own, series)));
        for (own, series) in printed {
            let place = self.place_named(own.place);
            let last = series.points.last().map(|point| point.year).unwrap_or_default();
            let code = &series.series;
            if let Some(reported) = &series.reported {
                let message = format!(
                    "`{code}` has values about {place} of the reporting type `{reported}` alone, and none of `G`, global monitoring"
                );
                let help = format!(
                    "they print with their type; if they are meant, say so: `dimensions = {{ \"Reporting Type\" = \"{reported}\" }}`"
                );
                found.push(tell(Code::ValuesReported, message, help));
            }
            if let Some((year, parts)) = &series.newer {
                let parts: Vec<String> =
                    parts.iter().map(|(name, code)| format!("{name} `{code}`")).collect();
                let of = match parts.is_empty() {
                    true => "others".to_string(),
                    false => parts.join(", "),
                };
                let message = format!(
                    "the value of `{code}` about {place} that prints is of {last}, and there are values to {year} of other parts: {of}"
                );
                let help = "a column that is no dimension may have come to be one: take it out; or choose a part with `dimensions`".to_string();
                found.push(tell(Code::ValuesOlder, message, help));
            }
            if !series.forecasts.is_empty() {
                let years: Vec<String> = series.forecasts.iter().map(u16::to_string).collect();
                let message = format!(
                    "`{code}` has forecasts about {place}, for {}; the latest observed value prints, of {last}",
                    years.join(", ")
                );
                let help = "if a forecast is meant, say so: `dimensions = { \"Observation Status\" = \"F\" }`".to_string();
                found.push(tell(Code::ValuesForecast, message, help));
            } else if series.points.last().is_some_and(SeriesPoint::is_forecast)
                && question.dimensions.iter().all(|(_, code)| *code != "F")
            {
                let message = format!(
                    "`{code}` has forecasts about {place} alone, and no observed value; that of {last} prints as one"
                );
                let help =
                    "if it is meant, say so: `dimensions = { \"Observation Status\" = \"F\" }`"
                        .to_string();
                found.push(tell(Code::ValuesForecast, message, help));
            }
        }
        for own in chosen.iter().filter(lacks) {
            let Some(parts) = own.parts.first() else { continue };
            let message = format!(
                "`{}` has values of parts alone about {}, and none of the whole",
                parts.series,
                self.place_named(own.place)
            );
            let quoted = |name: &str| match name {
                name if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') => {
                    name.to_string()
                }
                name => format!("\"{name}\""),
            };
            let pair = |(name, code): &(String, String)| format!("{} = \"{code}\"", quoted(name));
            let example: Vec<String> = parts.example.iter().map(pair).collect();
            let all = |(name, codes): &(String, Vec<String>)| {
                let codes: Vec<&str> =
                    codes.iter().map(|code| if code.is_empty() { "_T" } else { code }).collect();
                format!("{name}: {}", codes.join(", "))
            };
            let all: Vec<String> = parts.dimensions.iter().map(all).collect();
            let help = format!(
                "say which part is meant, such as `dimensions = {{ {} }}`; there are {}",
                example.join(", "),
                all.join("; ")
            );
            found.push(tell(Code::ValuesParts, message, help));
            break;
        }
        // Beside series that print, what does not is told in one.
        let beside = chosen.iter().filter(|own| !lacks(own) && !own.parts.is_empty());
        let series: BTreeSet<&str> = beside
            .clone()
            .flat_map(|own| own.parts.iter().map(|own| own.series.as_str()))
            .collect();
        if let Some(first) = beside.clone().next() {
            let all: Vec<String> = series.iter().map(|code| format!("`{code}`")).collect();
            let places = beside.count();
            let message = format!(
                "{} {} values of parts alone about {}{}, and none of the whole: {} not printed",
                all.join(", "),
                if all.len() == 1 { "has" } else { "have" },
                self.place_named(first.place),
                if places > 1 { format!(" and {} more", places - 1) } else { String::new() },
                if all.len() == 1 { "it is" } else { "they are" },
            );
            let help = "other series of the indicator print; where one of these is meant, say which, and which part: \
                        `series` and `dimensions`".to_string();
            found.push(tell(Code::ValuesParts, message, help));
        }
        found.into_iter().for_each(|own| self.diagnostics.push(own));
    }

    /// Leaves out values of what the code measured before it was given to another measure, unless the
    /// brief names their series.
    fn other_measure(
        &mut self,
        raw: &RawIndicator,
        indicator: &IndicatorRef,
        chosen: &mut [ChosenValues],
    ) {
        let IndicatorRef::Listed(listed) = indicator else { return };
        let others = listed.changes.iter().filter(|it| matches!(&*it.what, "reused" | "replaced"));
        let Some(change) = others.max_by_key(|it| it.year) else { return };
        let mut left_out: Option<(String, String)> = None;
        let mut undated: Option<String> = None;
        for own in chosen {
            let of_another = |series: &ChosenSeries| {
                let mut points = series.points.iter();
                points.all(|point| is_before(&point.release, change.year) == Some(true))
            };
            let printed = own.series.iter().chain(&own.others).flat_map(|series| &series.points);
            let unknown = printed.map(|point| &point.release);
            let mut unknown = unknown.filter(|own| is_before(own, change.year).is_none());
            undated = undated.or_else(|| unknown.next().cloned());
            let known = own.series.iter().chain(&own.others).find(|series| of_another(series));
            if let Some(series) = known {
                let release = series.points.last().map(|point| point.release.clone());
                left_out.get_or_insert((series.series.clone(), release.unwrap_or_default()));
            }
            own.series = own.series.take().filter(|series| !of_another(series));
            own.others.retain(|series| !of_another(series));
        }
        let (number, year) = (&listed.code, change.year);
        let Some(code) = raw.code.as_ref().filter(|_| self.translation.is_none()) else { return };
        if let Some(release) = undated {
            let message = format!(
                "release {release} does not say from when its values of {number} are: {number} measures something else since {year}"
            );
            self.diagnostics.push(
                Diagnostic::new(Code::ValuesOtherMeasure, message)
                    .at(code.span)
                    .key(&code.key)
                    .help("write the release as the SDG data portal does, such as `2024.Q2.G.03`"),
            );
        }
        let Some((series, release)) = left_out else { return };
        let before = change.note.as_deref().unwrap_or_default();
        self.diagnostics.push(
            Diagnostic::new(
                Code::ValuesOtherMeasure,
                format!("values of {number} in release {release} are left out: {number} measures something else since {year}"),
            )
            .at(code.span)
            .key(&code.key)
            .help(format!("{before} If it is what you mean, name the series: `series = \"{series}\"`")),
        );
    }

    /// The brief's own values of an indicator.
    pub(super) fn nationals(
        &mut self,
        raw: &[RawNational],
        place: Option<&Whereabouts>,
    ) -> Option<Vec<NationalValue>> {
        raw.iter().map(|own| self.national(own, place)).collect()
    }

    fn national(
        &mut self,
        raw: &RawNational,
        place: Option<&Whereabouts>,
    ) -> Option<NationalValue> {
        let sources = self.source_ids(raw.source.as_slice());
        let year = raw.year.as_ref().and_then(|year| self.year(year));
        let places = place.map(Whereabouts::codes).unwrap_or_default();
        let at = match &raw.country {
            Some(code) => {
                let at = places.iter().position(|own| *own == code.value);
                if at.is_none() {
                    self.bad_value(
                        code,
                        &code.value,
                        &places.iter().map(String::as_str).collect::<Vec<_>>(),
                    );
                }
                at?
            }
            None if places.len() > 1 => {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::MissingKey,
                        "a national value does not say of which country it is",
                    )
                    .at(raw.span)
                    .key(&raw.key)
                    .help(format!("add `country = \"{}\"`", places[0])),
                );
                return None;
            }
            None => 0,
        };
        self.is_typed_plainly(raw);
        Some(NationalValue {
            place: at,
            value: raw.value.clone()?,
            year: year?,
            unit: raw.unit.clone(),
            source: sources.into_iter().next()?,
        })
    }

    /// Refuses a number of the brief's own that is written as in one language alone: on pages in another it
    /// would be another number. A translation may have words of its own.
    fn is_typed_plainly(&mut self, raw: &RawNational) {
        use NumberFault::{DecimalComma, Digits, Groups, Percent, Power};
        let Some(value) = raw.value.as_ref().filter(|_| self.translation.is_none()) else { return };
        let Err(fault) = ExactNumber::parse(&value.value) else { return };
        let in_percent = raw.unit.as_ref().is_some_and(|unit| unit.value == "%");
        let is_wrong = match &fault {
            DecimalComma(_) | Groups(_) | Digits | Power => true,
            Percent(_) => in_percent,
            _ => false,
        };
        if is_wrong {
            let (message, help) = fault.words(&value.value);
            let help = match fault {
                Percent(number) => format!("write `{number}`; its unit says that it is per cent"),
                _ => help,
            };
            let wrong = Diagnostic::new(Code::BadValue, message).at(value.span).key(&value.key);
            self.diagnostics.push(wrong.help(help));
        }
    }

    fn year(&mut self, year: &Located<i64>) -> Option<u16> {
        let known = u16::try_from(year.value).ok().filter(|year| (1900..=2100).contains(year));
        if known.is_none() {
            self.diagnostics.push(
                Diagnostic::new(Code::BadValue, format!("`{}` is no year", year.value))
                    .at(year.span)
                    .key(&year.key)
                    .help("write the year alone, such as `2017`"),
            );
        }
        known
    }

    /// The files that values of the brief come from.
    pub(super) fn values_files<'c>(
        &self,
        chosen: impl Iterator<Item = &'c ChosenValues>,
    ) -> Vec<ValuesFile> {
        let Some(values) = self.values.around() else { return Vec::new() };
        let new = |path: &String| ValuesFile { path: path.clone(), releases: Vec::new() };
        let mut files: Vec<ValuesFile> = values.files.iter().map(new).collect();
        for series in chosen.flat_map(|own| own.series.iter().chain(&own.others)) {
            for point in &series.points {
                let Some(file) = files.get_mut(point.file) else { continue };
                if !file.releases.contains(&point.release) {
                    file.releases.push(point.release.clone());
                }
            }
        }
        files
    }
}

/// Whether a release, such as `2024.Q2.G.01`, is from before the review of a year, which is decided on in
/// its March; `None` where the release does not say from when it is.
fn is_before(release: &str, review: u16) -> Option<bool> {
    let (year, is_first) = match ReleaseOf::read(release) {
        Some(own) => (own.year, own.quarter == 1),
        None => {
            let (year, rest) = release.split_once('-')?;
            let month: u8 = rest.split('-').next()?.parse().ok()?;
            (year.parse().ok()?, month <= 3)
        }
    };
    Some(year < review || year == review && is_first)
}

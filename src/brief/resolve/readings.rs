//! Values of indicators: what the files say, by series and dimensions that are there, and the brief's own.

use super::Resolver;
use crate::brief::model::{IndicatorRef, Whereabouts};
use crate::brief::schema::{RawBrief, RawIndicator, RawNational};
use crate::brief::values::{NationalValue, ValuesFile, ValuesNamed};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::tree::{Located, Text};
use crate::values::{ChosenSeries, ChosenValues, Question};

impl Resolver<'_> {
    /// Says that files of values know nothing of a place that M49 does not number.
    pub(super) fn place_of_values(&mut self, raw: &RawBrief) {
        let (Some(_), Some((key, span))) = (self.values.around(), raw.place.ways.first()) else {
            return;
        };
        if self.translation.is_none() && self.places.contains(&0) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ValuesPlace,
                    "files of values have no number for what this is about",
                )
                .at(*span)
                .key(*key)
                .help(
                    "of an area in words, and a place of the project, only national values print",
                ),
            );
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
            } else if codes.iter().any(|code| crate::values::same_code(code, &text.value)) {
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
        // That there are values and none is printed is said once, in the original.
        for own in chosen.iter().filter(|own| {
            own.series.is_none() && own.others.is_empty() && self.translation.is_none()
        }) {
            let (Some((series, names)), Some(code)) = (own.parts.first(), &raw.code) else {
                continue;
            };
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ValuesParts,
                    format!("`{series}` has values of parts alone, and none of the whole"),
                )
                .at(code.span)
                .key(&code.key)
                .help(format!(
                    "say which part is meant: `dimensions = {{ {} = \"…\" }}`",
                    names.join(" = \"…\", ")
                )),
            );
            break;
        }
        chosen
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
        for own in chosen {
            let of_another = |series: &ChosenSeries| {
                series.points.iter().all(|point| is_before(&point.release, change.year))
            };
            let known = own.series.iter().chain(&own.others).find(|series| of_another(series));
            if let Some(series) = known {
                let release = series.points.last().map(|point| point.release.clone());
                left_out.get_or_insert((series.series.clone(), release.unwrap_or_default()));
            }
            own.series = own.series.take().filter(|series| !of_another(series));
            own.others.retain(|series| !of_another(series));
        }
        let (Some((series, release)), Some(code)) = (left_out, &raw.code) else { return };
        if self.translation.is_some() {
            return;
        }
        let (number, year) = (&listed.code, change.year);
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
        Some(NationalValue {
            place: at,
            value: raw.value.clone()?,
            year: year?,
            unit: raw.unit.clone(),
            source: sources.into_iter().next()?,
        })
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
/// its March.
fn is_before(release: &str, review: u16) -> bool {
    let mut parts = release.split(['.', '-']);
    let Some(year) = parts.next().and_then(|year| year.parse::<u16>().ok()) else { return false };
    let is_first = matches!(parts.next(), Some("Q1" | "01" | "02" | "03"));
    year < review || year == review && is_first
}

//! The values of an indicator as its sheets have them: one after the other, each with its place.

use super::data::{
    DimensionData, LatestValueData, NatureData, PlaceName, PlaceValuesData, PointData, PointOrigin,
    ScaledPoint, TrendData, UnitData, Words,
};
use super::presenter::Presenter;
use crate::dataset::ExactNumber;
use crate::sheet::{SheetNature, SheetPart, SheetPoint, SheetUnit, SheetValue, ValueKind};
use crate::values::ObservedDetail;

impl Presenter<'_> {
    /// The values of an indicator, in the order of its cell: at each place that of the series that was
    /// chosen, then of others, then the brief's own; where there is none, what is said instead.
    pub(super) fn readings(&self, values: Vec<PlaceValuesData>) -> Vec<SheetValue> {
        values.into_iter().flat_map(|values| self.readings_at(values)).collect()
    }

    /// A value that is none, at a place.
    pub(super) fn no_reading(&self, kind: ValueKind, place: &PlaceName) -> SheetValue {
        SheetValue {
            kind,
            place: place.code.clone(),
            place_name: self.text(place.name.clone()),
            latest: None,
            unit: None,
            series: None,
            series_name: None,
            nature: None,
            dimensions: Vec::new(),
            baseline: None,
            baseline_named: None,
            trend: Vec::new(),
            footnotes: Vec::new(),
            source: None,
            release: None,
            sources: Vec::new(),
            said: None,
            brief: None,
            basis: None,
            text_in_brief: None,
            cited_as: None,
            note: None,
        }
    }

    fn readings_at(&self, values: PlaceValuesData) -> Vec<SheetValue> {
        let place = values.place;
        let empty = |kind| self.no_reading(kind, &place);
        let parts = |dimensions: Vec<_>| -> Vec<SheetPart> {
            let part = |own: DimensionData| SheetPart {
                name: self.text(own.name),
                code: own.code,
                text: self.text(own.text),
            };
            dimensions.into_iter().map(part).collect()
        };
        let texts = |all: Vec<Words>| all.into_iter().map(|words| self.text(words)).collect();
        let mut all = Vec::new();
        let latest = |kind, own: LatestValueData| SheetValue {
            latest: Some(point(own.latest)),
            unit: own.unit.map(|unit| self.sheet_unit(unit)),
            series: Some(own.series),
            series_name: Some(self.text(own.name)),
            nature: own.nature.map(|own| self.sheet_nature(own)),
            dimensions: parts(own.dimensions),
            footnotes: texts(own.footnotes),
            source: Some(self.text(own.source)),
            release: Some(own.release),
            ..empty(kind)
        };
        if let Some(global) = values.global {
            let from = |own: TrendData| self.point_from(own.point, own.from);
            all.push(SheetValue {
                baseline_named: global.baseline.as_ref().map(|own| own.named),
                baseline: global.baseline.map(|own| self.point_from(own.point, own.from)),
                trend: global.trend.into_iter().map(from).collect(),
                ..latest(ValueKind::Global, global.own)
            });
        }
        all.extend(values.others.into_iter().map(|own| latest(ValueKind::Other, own)));
        let said = |key: &str| Some(self.own_words(self.labels.get(key)));
        if values.parts {
            let by = values.parted_by.into_iter().map(|name| self.text(name).text);
            let by: Vec<String> = by.collect();
            let by = by.join(&self.own_words(self.labels.get("separator")));
            let said = said("parts_only").map(|said| format!("{said} ({by})"));
            all.push(SheetValue { said, ..empty(ValueKind::Parts) });
        }
        if values.lacking {
            all.push(SheetValue { said: said("no_value"), ..empty(ValueKind::Lacking) });
        }
        for own in values.national {
            let value = PointData {
                year: own.year,
                year_text: own.year_text,
                number: ExactNumber::parse(&own.exact).is_ok().then(|| own.plain.clone()),
                plain: own.plain,
                exact: own.exact,
                detail: ObservedDetail::default(),
                text: self.text(own.value).text,
                scaled: ScaledPoint::default(),
            };
            all.push(SheetValue {
                latest: Some(point(value)),
                unit: match own.unit {
                    Some(unit) => Some(SheetUnit { code: None, name: self.text(unit) }),
                    None => own.percent.then(|| self.per_cent(None)),
                },
                said: said("national_value"),
                source: own.source.map(|words| self.text(words)),
                sources: own.sources,
                ..empty(ValueKind::National)
            });
        }
        all
    }

    fn sheet_unit(&self, unit: UnitData) -> SheetUnit {
        match unit.text {
            Some(name) => SheetUnit { code: Some(unit.code), name: self.text(name) },
            None => self.per_cent(Some(unit.code)),
        }
    }

    /// The unit that a value shows by itself on the page, and not in a sheet.
    fn per_cent(&self, code: Option<String>) -> SheetUnit {
        SheetUnit { code, name: self.text(Words::Plain("%".to_string())) }
    }

    fn sheet_nature(&self, own: NatureData) -> SheetNature {
        SheetNature { code: own.code, name: self.text(own.text).text }
    }

    /// A value with where it is from.
    fn point_from(&self, own: PointData, from: PointOrigin) -> SheetPoint {
        SheetPoint {
            nature: from.nature.map(|own| self.sheet_nature(own)),
            source: Some(self.text(from.source)),
            release: Some(from.release),
            footnotes: from.footnotes.into_iter().map(|words| self.text(words)).collect(),
            ..point(own)
        }
    }
}

fn point(point: PointData) -> SheetPoint {
    let number = point.number.and_then(|number| number.parse().ok());
    let said = |text: String| Some(text).filter(|text| !text.is_empty());
    SheetPoint {
        year: point.year,
        exact: point.exact,
        plain: point.plain,
        number,
        text: point.text,
        status: said(point.detail.status),
        time_detail: said(point.detail.time),
        base_period: said(point.detail.base),
        lower_bound: said(point.detail.lower),
        upper_bound: said(point.detail.upper),
        nature: None,
        source: None,
        release: None,
        footnotes: Vec::new(),
    }
}

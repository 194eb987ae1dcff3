//! The values of an indicator as its sheets have them: one after the other, each with its place.

use super::data::{PlaceName, PlaceValuesData, PointData, UnitData, Words};
use super::presenter::Presenter;
use crate::sheet::{SheetNature, SheetPart, SheetPoint, SheetUnit, SheetValue, ValueKind};

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
            trend: Vec::new(),
            footnotes: Vec::new(),
            source: None,
            release: None,
            sources: Vec::new(),
            said: None,
            brief: None,
            basis: None,
        }
    }

    fn readings_at(&self, values: PlaceValuesData) -> Vec<SheetValue> {
        let place = values.place;
        let empty = |kind| self.no_reading(kind, &place);
        let parts = |dimensions: Vec<_>| -> Vec<SheetPart> {
            let part = |own: super::data::DimensionData| SheetPart {
                name: self.text(own.name),
                code: own.code,
            };
            dimensions.into_iter().map(part).collect()
        };
        let texts = |all: Vec<Words>| all.into_iter().map(|words| self.text(words)).collect();
        let mut all = Vec::new();
        if let Some(own) = values.global {
            all.push(SheetValue {
                latest: Some(point(own.latest)),
                unit: own.unit.map(|unit| self.sheet_unit(unit)),
                series: Some(own.series),
                series_name: Some(self.text(own.name)),
                nature: own.nature.map(|own| SheetNature { code: own.code, name: own.text }),
                dimensions: parts(own.dimensions),
                baseline: own.baseline.map(point),
                trend: own.trend.into_iter().map(|own| point(own.point)).collect(),
                footnotes: texts(own.footnotes),
                source: Some(self.text(own.source)),
                release: Some(own.release),
                ..empty(ValueKind::Global)
            });
        }
        for own in values.others {
            all.push(SheetValue {
                latest: Some(point(own.latest)),
                unit: own.unit.map(|unit| self.sheet_unit(unit)),
                series: Some(own.series),
                series_name: Some(self.text(own.name)),
                dimensions: parts(own.dimensions),
                footnotes: texts(own.footnotes),
                source: Some(self.text(own.source)),
                release: Some(own.release),
                ..empty(ValueKind::Other)
            });
        }
        let said = |key: &str| Some(self.own_words(self.labels.get(key)));
        if values.parts {
            all.push(SheetValue { said: said("parts_only"), ..empty(ValueKind::Parts) });
        }
        if values.lacking {
            all.push(SheetValue { said: said("no_value"), ..empty(ValueKind::Lacking) });
        }
        if let Some(own) = values.national {
            let value = PointData {
                year: own.year,
                year_text: own.year_text,
                number: own.exact.parse::<f64>().is_ok().then(|| own.exact.clone()),
                exact: own.exact,
                text: self.text(own.value).text,
            };
            all.push(SheetValue {
                latest: Some(point(value)),
                unit: own.unit.map(|unit| SheetUnit { code: None, name: self.text(unit) }),
                said: said("national_value"),
                sources: own.sources,
                ..empty(ValueKind::National)
            });
        }
        all
    }

    fn sheet_unit(&self, unit: UnitData) -> SheetUnit {
        let name = unit.text.unwrap_or_else(|| Words::Plain(unit.code.clone()));
        SheetUnit { code: Some(unit.code), name: self.text(name) }
    }
}

fn point(point: PointData) -> SheetPoint {
    let number = point.number.and_then(|number| number.parse().ok());
    SheetPoint { year: point.year, exact: point.exact, number, text: point.text }
}

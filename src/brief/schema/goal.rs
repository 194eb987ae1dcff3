//! `[[goal]]`: a goal of the framework, with its targets and indicators.

use crate::diag::Span;
use crate::tree::{Located, Table, Text};

/// The keys of a goal, as they are written as a rule.
const KEYS: [&str; 4] = ["number", "why", "note", "sources"];

/// A `[[goal]]`.
#[derive(Debug, Clone)]
pub struct RawGoal {
    pub span: Span,
    pub number: Option<Located<i64>>,
    pub why: Option<Text>,
    pub note: Option<Text>,
    pub sources: Vec<Text>,
    pub targets: Vec<RawTarget>,
}

/// A `[[goal.target]]`.
#[derive(Debug, Clone)]
pub struct RawTarget {
    pub code: Option<Text>,
    pub text: Option<Text>,
    pub note: Option<Text>,
    pub indicators: Vec<RawIndicator>,
}

/// A `[[goal.target.indicator]]`.
#[derive(Debug, Clone)]
pub struct RawIndicator {
    pub code: Option<Text>,
    pub basis: Option<Text>,
    pub text: Option<Text>,
    pub cited_as: Option<Text>,
    pub note: Option<Text>,
    pub series: Option<Text>,
    /// Codes, each below the name of its dimension.
    pub dimensions: Vec<Text>,
    pub national: Vec<RawNational>,
}

/// A value of the brief's own: `national` of an indicator.
#[derive(Debug, Clone)]
pub struct RawNational {
    pub span: Span,
    pub key: String,
    pub country: Option<Text>,
    pub value: Option<Text>,
    pub year: Option<Located<i64>>,
    pub unit: Option<Text>,
    pub source: Option<Text>,
}

impl RawGoal {
    pub(super) fn read(mut table: Table<'_>) -> Self {
        let number = table.integer("number");
        match &number {
            Some(number) => table.rename(format!("goal.{}", number.value)),
            None if table.keys().any(|(key, _)| key == "number") => {}
            None => table.missing("number", "add `number = 16`, the number of the goal"),
        }
        let goal = Self {
            span: table.span(),
            number,
            why: table.required_prose("why"),
            note: table.prose("note"),
            sources: table.texts("sources"),
            targets: table.tables("target").into_iter().map(RawTarget::read).collect(),
        };
        table.finish();
        goal
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.why.iter_mut().chain(&mut self.note).for_each(&mut *each);
        for target in &mut self.targets {
            target.text.iter_mut().chain(&mut target.note).for_each(&mut *each);
            for indicator in &mut target.indicators {
                indicator.text.iter_mut().chain(&mut indicator.note).for_each(&mut *each);
                indicator.national.iter_mut().for_each(|own| own.translatable(each));
            }
        }
    }
}

impl RawTarget {
    fn read(mut table: Table<'_>) -> Self {
        let code = table.required_word("code");
        if let Some(code) = &code {
            table.rename(format!("target.{}", code.value));
        }
        let target = Self {
            code,
            text: table.text("text"),
            note: table.prose("note"),
            indicators: table.tables("indicator").into_iter().map(RawIndicator::read).collect(),
        };
        table.begins("[[goal]]", &KEYS);
        table.finish();
        target
    }
}

impl RawIndicator {
    fn read(mut table: Table<'_>) -> Self {
        let code = table.required_word("code");
        if let Some(code) = &code {
            table.rename(format!("indicator.{}", code.value));
        }
        let indicator = Self {
            code,
            basis: table.word("basis"),
            text: table.text("text"),
            cited_as: table.text("cited_as"),
            note: table.prose("note"),
            series: table.text("series"),
            dimensions: table.table("dimensions").map(dimensions).unwrap_or_default(),
            national: table
                .one_or_several_tables("national")
                .into_iter()
                .map(RawNational::read)
                .collect(),
        };
        table.begins("[[goal]]", &KEYS);
        table.finish();
        indicator
    }
}

/// Whatever keys there are: dimensions are named as the files name them.
fn dimensions(table: Table<'_>) -> Vec<Text> {
    let names = table.own_keys();
    let codes = names.iter().filter_map(|(name, _)| table.required_text(name)).collect();
    table.finish();
    codes
}

impl RawNational {
    /// Numbers and signs are the same in every language.
    fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        let texts = self.value.iter_mut().chain(&mut self.unit);
        texts.filter(|text| text.value.chars().any(char::is_alphabetic)).for_each(each);
    }

    fn read(table: Table<'_>) -> Self {
        let year = table.integer("year");
        if year.is_none() && table.place("year").is_none() {
            table.missing("year", "add `year = 2023`, the year of the value");
        }
        let national = Self {
            span: table.span(),
            key: table.key().to_string(),
            country: table.word("country"),
            value: table.required_text("value"),
            year,
            unit: table.text("unit"),
            source: table.required_text("source"),
        };
        table.finish();
        national
    }
}

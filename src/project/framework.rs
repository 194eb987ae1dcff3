//! `[[framework.goal]]`: goals, targets and indicators of a nation, beside the United Nations'.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::hex;
use super::press::read_cmyk;
use crate::brief::LONGEST_TITLE;
use crate::brief::text::{Context, Line};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::sdg::{
    CodeFault, Framework, Goal, Indicator, LAST_GOAL, LAST_NATIONAL_GOAL, Target, check_indicator,
    check_target, framework, likeness,
};
use crate::tree::{Located, Reader, Table, Text, TomlDocument, ValueShape};

/// What stands before the keys of all words of a nation's goals.
const FRAMEWORK: &str = "framework";

/// The colour of a goal that names none; an error then.
const NO_COLOUR: &str = "#5b6b7b";

/// The words of a nation's goals, targets and indicators in one language.
#[derive(Debug, Clone, Default)]
pub struct NationalWords {
    texts: BTreeMap<String, Text>,
    lists: BTreeMap<String, Vec<Text>>,
    notes: BTreeMap<String, Line>,
}

/// What a table is about: its kind, and its number or code.
#[derive(Debug, Clone, Copy)]
pub enum National<'a> {
    /// A goal.
    Goal(u8),
    /// A target.
    Target(&'a str),
    /// An indicator.
    Indicator(&'a str),
}

impl National<'_> {
    /// The key of one of its words.
    fn key(self, name: &str) -> String {
        match self {
            National::Goal(number) => format!("{FRAMEWORK}.goal.{number}.{name}"),
            National::Target(code) => format!("{FRAMEWORK}.target.{code}.{name}"),
            National::Indicator(code) => format!("{FRAMEWORK}.indicator.{code}.{name}"),
        }
    }

    /// What the keys of all its words begin with.
    pub fn keys(self) -> String {
        self.key("")
    }
}

impl NationalWords {
    /// A goal's name or title, or the text of a target or an indicator.
    pub fn text(&self, of: National<'_>, name: &str) -> Option<&Text> {
        self.texts.get(&of.key(name))
    }

    /// Who compiles it, where it says so itself.
    pub fn custodians(&self, of: National<'_>) -> &[Text] {
        self.lists.get(&of.key("custodians")).map_or(&[], Vec::as_slice)
    }

    /// A note for the reader.
    pub fn note(&self, of: National<'_>) -> Option<&Line> {
        self.notes.get(&of.key("note"))
    }

    /// The same with a translation's words in their place, where there are any.
    pub(super) fn translate<'t>(
        &mut self,
        text: impl Fn(&str) -> Option<&'t Text>,
        context: &Context<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        for (key, word) in &mut self.texts {
            if let Some(own) = text(key) {
                word.clone_from(own);
            }
        }
        for word in self.lists.values_mut().flatten() {
            if let Some(own) = text(&word.key) {
                word.clone_from(own);
            }
        }
        for (key, note) in &mut self.notes {
            if let Some(own) = text(key) {
                *note = context.line(own.clone(), diagnostics);
            }
        }
    }
}

/// The table, read.
#[derive(Default)]
pub(super) struct RawFramework {
    goals: Vec<Goal>,
    /// Its words, in the order of the file.
    pub(super) texts: Vec<Text>,
}

impl RawFramework {
    /// Reads the table. `total_ink` is what the paper takes.
    pub(super) fn read(table: Table<'_>, total_ink: u16, reader: &Reader) -> Self {
        let mut reading = Reading {
            reader,
            total_ink,
            raw: Self::default(),
            of_goal: Vec::new(),
            of_target: Vec::new(),
            seen: BTreeMap::new(),
        };
        for goal in table.tables("goal") {
            reading.goal(goal);
        }
        table.finish();
        reading.raw
    }

    /// The United Nations' framework with these goals, targets and indicators.
    pub(super) fn framework(&self) -> Arc<Framework> {
        if self.goals.is_empty() {
            return Arc::clone(framework());
        }
        Arc::new(framework().with(self.goals.iter().cloned()))
    }

    /// Its words. What is wrong with the markup of notes is reported.
    pub(super) fn words(&self, context: &Context<'_>, found: &mut Diagnostics) -> NationalWords {
        let mut words = NationalWords::default();
        for text in &self.texts {
            if text.key.ends_with(".note") {
                words.notes.insert(text.key.clone(), context.line(text.clone(), found));
                continue;
            }
            context.plain(text, found);
            match text.key.strip_suffix(']').and_then(|key| key.rsplit_once('[')) {
                Some((list, _)) => {
                    words.lists.entry(list.to_string()).or_default().push(text.clone());
                }
                None => _ = words.texts.insert(text.key.clone(), text.clone()),
            }
        }
        words
    }
}

/// Texts without where they stand.
fn values(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

/// Asks for a key, whatever stands under it.
fn ask(table: &Table<'_>, key: &str) {
    match table.shape(key) {
        Some(ValueShape::Text) => _ = table.text(key),
        Some(ValueShape::Texts) => _ = table.texts(key),
        _ => _ = table.integers(key),
    }
}

/// The framework of a project file, whatever else is wrong with that.
pub fn framework_of(file: FileId, sources: &Sources) -> Arc<Framework> {
    let document = TomlDocument::parse(sources, file, &mut Diagnostics::new());
    let reader = Reader::new();
    let table = document.root(&reader).table(FRAMEWORK);
    table.map_or_else(
        || Arc::clone(framework()),
        |table| RawFramework::read(table, u16::MAX, &reader).framework(),
    )
}

/// The table on its way.
struct Reading<'r> {
    reader: &'r Reader,
    total_ink: u16,
    raw: RawFramework,
    /// Who compiles what the goal, and what the target at hand has.
    of_goal: Vec<String>,
    of_target: Vec<String>,
    /// Numbers and codes as a reader tells them apart, with what they are and where.
    seen: BTreeMap<String, (String, Span)>,
}

impl Reading<'_> {
    fn goal(&mut self, mut table: Table<'_>) {
        self.of_goal.clear();
        let number = table.integer("number");
        match &number {
            Some(number) => table.rename(format!("{FRAMEWORK}.goal.{}", number.value)),
            None if table.keys().any(|(key, _)| key == "number") => {}
            None => table.missing(
                "number",
                "add `number = 18`, or the number of the United Nations’ goal that it adds to",
            ),
        }
        let of_nations = 1..=i64::from(LAST_GOAL);
        let known = number.as_ref().filter(|number| of_nations.contains(&number.value));
        let goal = match known {
            Some(number) => self.global(&table, number),
            None => self.national(&table, number.as_ref()),
        };
        let targets = table.tables("target").into_iter();
        let targets: Vec<Arc<Target>> =
            targets.filter_map(|target| self.target(target, goal.as_ref())).collect();
        if let Some(number) = known.filter(|_| !table.keys().any(|(key, _)| key == "target")) {
            let message =
                format!("goal {} is the United Nations’, and nothing is added to it", number.value);
            self.reader.push(
                Diagnostic::new(Code::MissingKey, message)
                    .at(number.span)
                    .key(&number.key)
                    .help("add a `[[framework.goal.target]]`, or take the goal out"),
            );
        }
        table.finish();
        self.raw.goals.extend(goal.map(|goal| Goal { targets, ..goal }));
    }

    /// A goal of the United Nations, which has all it needs.
    fn global(&mut self, table: &Table<'_>, number: &Located<i64>) -> Option<Goal> {
        let Goal { number: own, name, colour, cmyk, .. } = &**framework().goal(number.value)?;
        self.reserve(
            table,
            &["name", "title", "colour", "cmyk", "custodians", "note"],
            &format!("goal {own}"),
        );
        self.unique(&own.to_string(), format!("goal {own}"), number.span, &number.key);
        Some(Goal {
            number: *own,
            name: name.clone(),
            colour: colour.clone(),
            cmyk: *cmyk,
            targets: Vec::new(),
            national: false,
        })
    }

    /// A goal of the nation's own; `None` where it has no number that it can have.
    fn national(&mut self, table: &Table<'_>, number: Option<&Located<i64>>) -> Option<Goal> {
        let name = table.required_text_here("name");
        let title = table.text("title");
        let colour = table.text("colour");
        let cmyk = table.integers("cmyk");
        let custodians = table.texts("custodians");
        let note = table.prose("note");
        if !table.keys().any(|(key, _)| key == "colour") {
            let help = "add the colour of its square, such as `colour = \"#7a5c1e\"`";
            table.lacks("colour", help);
        }
        let is_colour = colour.as_ref().is_some_and(|text| hex::read(text, self.reader).is_some());
        let cmyk = cmyk.and_then(|cmyk| read_cmyk(cmyk, self.total_ink, self.reader));
        if let Some(name) = name.as_ref().filter(|n| n.value.chars().count() > LONGEST_TITLE) {
            let message = format!("the name is {} characters long", name.value.chars().count());
            let help =
                format!("keep to {LONGEST_TITLE}; a PDF lists it as a whole beside its pages");
            self.reader.push(
                Diagnostic::new(Code::LongTitle, message).at(name.span).key(&name.key).help(help),
            );
        }
        let number = number?;
        let fits = u8::try_from(number.value).ok().filter(|n| (1..=LAST_NATIONAL_GOAL).contains(n));
        let Some(own) = fits else {
            let range = format!(
                "a national goal is numbered from {} to {LAST_NATIONAL_GOAL}; 1 to {LAST_GOAL} are the \
                 United Nations’",
                LAST_GOAL + 1
            );
            let message = format!("a goal cannot have the number {}", number.value);
            self.reader.push(
                Diagnostic::new(Code::BadValue, message)
                    .at(number.span)
                    .key(&number.key)
                    .help(range),
            );
            return None;
        };
        self.unique(&own.to_string(), format!("goal {own}"), number.span, &number.key);
        let goal = Goal {
            number: own,
            name: name.as_ref().map_or_else(String::new, |name| name.value.clone()),
            colour: colour.filter(|_| is_colour).map_or(NO_COLOUR.into(), |text| text.value),
            cmyk,
            targets: Vec::new(),
            national: true,
        };
        self.of_goal = values(&custodians);
        self.raw.texts.extend(name.into_iter().chain(title).chain(custodians).chain(note));
        Some(goal)
    }

    /// A target below a goal that is known. One of the United Nations' has indicators added.
    fn target(&mut self, mut table: Table<'_>, goal: Option<&Goal>) -> Option<Arc<Target>> {
        self.of_target.clone_from(&self.of_goal);
        let code = table.required_text("code");
        if let Some(code) = &code {
            table.rename(format!("{FRAMEWORK}.target.{}", code.value));
        }
        let global = code.as_ref().and_then(|code| framework().target(&code.value));
        let target = match (&code, global, goal) {
            (Some(code), Some(global), Some(goal)) => {
                self.global_target(&table, code, global, goal)
            }
            (_, None, goal) => self.national_target(&table, code.as_ref(), goal),
            // Its goal has no number to hold it against.
            _ => {
                ["text", "custodians", "note"].iter().for_each(|key| ask(&table, key));
                None
            }
        };
        let indicators = table.tables("indicator").into_iter();
        let indicators: Vec<Arc<Indicator>> =
            indicators.filter_map(|own| self.indicator(own, target.as_ref())).collect();
        let adds_nothing = global.is_some() && !table.keys().any(|(key, _)| key == "indicator");
        if let Some(code) = code.as_ref().filter(|_| adds_nothing) {
            let message =
                format!("target {} is the United Nations’, and nothing is added to it", code.value);
            self.reader.push(
                Diagnostic::new(Code::MissingKey, message)
                    .at(code.span)
                    .key(&code.key)
                    .help("add a `[[framework.goal.target.indicator]]`, or take the target out"),
            );
        }
        table.finish();
        target.map(|target| Arc::new(Target { indicators, ..target }))
    }

    fn global_target(
        &mut self,
        table: &Table<'_>,
        code: &Text,
        global: &Target,
        goal: &Goal,
    ) -> Option<Target> {
        self.reserve(table, &["text", "custodians", "note"], &format!("target {}", code.value));
        if global.goal != goal.number {
            self.elsewhere(
                code,
                &format!("target {}", code.value),
                &format!("goal {}", goal.number),
            );
            return None;
        }
        self.unique(&code.value, format!("target {}", code.value), code.span, &code.key);
        Some(Target { indicators: Vec::new(), ..global.clone() })
    }

    fn national_target(
        &mut self,
        table: &Table<'_>,
        code: Option<&Text>,
        goal: Option<&Goal>,
    ) -> Option<Target> {
        let text = table.required_text_here("text");
        let custodians = table.texts("custodians");
        let note = table.prose("note");
        // A goal without a number is none to hold it against.
        let (code, goal) = (code?, goal?);
        let what = format!("target {}", code.value);
        if let Err(fault) = check_target(&code.value, goal.number) {
            let parent = goal.number.to_string();
            self.fault(code, fault, "target", &format!("goal {parent}"), &parent, goal.national);
            return None;
        }
        self.unique(&code.value, what, code.span, &code.key);
        let label = text.as_ref().map_or_else(String::new, |text| text.value.clone());
        if !custodians.is_empty() {
            self.of_target = values(&custodians);
        }
        self.raw.texts.extend(text.into_iter().chain(custodians).chain(note));
        Some(Target {
            code: code.value.clone(),
            label,
            terms: Vec::new(),
            indicators: Vec::new(),
            goal: goal.number,
            national: true,
        })
    }

    fn indicator(
        &mut self,
        mut table: Table<'_>,
        target: Option<&Target>,
    ) -> Option<Arc<Indicator>> {
        let code = table.required_text("code");
        if let Some(code) = &code {
            table.rename(format!("{FRAMEWORK}.indicator.{}", code.value));
        }
        let text = table.required_text("text");
        let tier = table.word("tier");
        let custodians = table.texts("custodians");
        let note = table.prose("note");
        table.finish();
        if let Some(tier) = tier.as_ref().filter(|tier| !["I", "II"].contains(&tier.as_str())) {
            self.reader.push(
                Diagnostic::new(Code::BadValue, format!("`tier` cannot be `{}`", tier.value))
                    .at(tier.span)
                    .key(&tier.key)
                    .help(
                        "it takes `\"I\"` (data are produced regularly) or `\"II\"` (they are not)",
                    ),
            );
        }
        let (code, target) = (code?, target?);
        if let Err(fault) = check_indicator(&code.value, &target.code, target.national) {
            let parent = &target.code;
            let of = format!("target {parent}");
            self.fault(&code, fault, "indicator", &of, parent, target.national);
            return None;
        }
        let what = format!("indicator {}", code.value);
        self.unique(&code.value, what, code.span, &code.key);
        let label = text.as_ref().map_or_else(String::new, |text| text.value.clone());
        let indicator = Indicator {
            code: code.value.clone(),
            label,
            terms: Vec::new(),
            tier: tier.map(|tier| tier.value),
            depends_on: None,
            custodians: if custodians.is_empty() {
                self.of_target.clone()
            } else {
                values(&custodians)
            },
            partners: Vec::new(),
            repeats: Vec::new(),
            changes: Vec::new(),
            target: target.code.clone(),
            national: true,
        };
        self.raw.texts.extend(text.into_iter().chain(custodians).chain(note));
        Some(Arc::new(indicator))
    }

    /// Reports what a goal or target of the United Nations has already.
    fn reserve(&self, table: &Table<'_>, keys: &[&str], what: &str) {
        for (key, span) in table.keys().filter(|(key, _)| keys.contains(key)) {
            ask(table, key);
            self.reader.push(
                Diagnostic::new(
                    Code::NotNational,
                    format!("{what} is the United Nations’, and has its own `{key}`"),
                )
                .at(span)
                .key(table.path(key))
                .help("take it out; what is national stands below it, with a code of its own"),
            );
        }
    }

    /// Reports a number or code that is there already, or looks like one that is.
    fn unique(&mut self, code: &str, what: String, span: Span, key: &str) {
        match self.seen.get(&likeness(code)) {
            Some((other, earlier)) => {
                let message = if *other == what {
                    format!("{what} is there twice")
                } else {
                    format!("{what} looks like {other}")
                };
                self.reader.push(
                    Diagnostic::new(Code::DuplicateCode, message)
                        .at(span)
                        .key(key)
                        .related(*earlier, "the first one")
                        .help("join the two, or give one of them another code"),
                );
            }
            None => _ = self.seen.insert(likeness(code), (what, span)),
        }
    }

    fn elsewhere(&self, code: &Text, what: &str, parent: &str) {
        self.reader.push(
            Diagnostic::new(Code::WrongParent, format!("{what} does not belong to {parent}"))
                .at(code.span)
                .key(&code.key)
                .help("move it below its own, or give it a code that begins like what it stands below"),
        );
    }

    /// Reports why a code cannot be that of a national target or indicator.
    fn fault(
        &self,
        code: &Text,
        fault: CodeFault,
        kind: &str,
        of: &str,
        parent: &str,
        is_free: bool,
    ) {
        let value = &code.value;
        let (kind_of_fault, message) = match fault {
            CodeFault::Elsewhere => return self.elsewhere(code, &format!("{kind} {value}"), of),
            CodeFault::Reserved => (Code::NotNational, self.reserved(value, kind)),
            CodeFault::Shape => {
                (Code::BadValue, format!("`{value}` cannot be the code of a national {kind}"))
            }
        };
        let also = if is_free { format!("`\"{parent}.1\"` or ") } else { String::new() };
        let help =
            format!("write `{parent}.`, letters and a number, such as {also}`\"{parent}.N1\"`");
        self.reader
            .push(Diagnostic::new(kind_of_fault, message).at(code.span).key(&code.key).help(help));
    }

    /// What a code is to the United Nations.
    fn reserved(&self, code: &str, kind: &str) -> String {
        let framework = framework();
        if framework.indicator(code).is_some() {
            return format!("{kind} {code} is the United Nations’");
        }
        match framework.retired(code) {
            Some(retired) => {
                format!("{kind} {code} was the United Nations’ until {}", retired.year)
            }
            None => format!(
                "{kind} {code} has the form of a code of the United Nations, or looks like one"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::IdList;

    /// A project with SDG 18 of the Lao PDR, and 16.6.N1.
    const NATIONAL: &str = include_str!("../../tests/fixtures/national/briefpress.toml");

    fn read(toml: &str) -> (RawFramework, NationalWords, Vec<(Code, String)>) {
        let mut sources = Sources::new();
        let file = sources.add("briefpress.toml", toml);
        let mut found = Diagnostics::new();
        let document = TomlDocument::parse(&sources, file, &mut found);
        let reader = Reader::new();
        let table = document.root(&reader).table(FRAMEWORK).unwrap();
        let raw = RawFramework::read(table, 300, &reader);
        document.report(reader, &mut found);
        let ids = IdList::default();
        let context = Context { sources: &sources, source_ids: &ids, figure_ids: &ids, only: None };
        let words = raw.words(&context, &mut found);
        let said = found.iter().map(|d| {
            assert!(!d.help.is_empty(), "says what to do: {}", d.message);
            (d.code, sources.slice(d.span.unwrap()).to_string())
        });
        (raw, words, said.collect())
    }

    #[test]
    fn what_is_national_stands_beside_what_is_not() {
        let (raw, words, found) = read(NATIONAL);
        assert_eq!(found, []);
        let f = raw.framework();
        assert_eq!(f.goals.len(), 18);
        let goal = f.goal(18).unwrap();
        assert_eq!(goal.name, "Lives safe from UXO");
        assert!(goal.national && !f.goal(16).unwrap().national);
        assert_eq!(f.indicator("18.1.1").unwrap().target, "18.1");
        assert_eq!(f.indicator("18.1.1").unwrap().custodians, ["NRA"], "as its goal says");
        assert!(f.indicator("16.N1.1").unwrap().custodians.is_empty());
        let below: Vec<&str> =
            f.target("16.6").unwrap().indicators.iter().map(|i| &*i.code).collect();
        assert_eq!(below, ["16.6.1", "16.6.2", "16.6.N1"]);
        assert_eq!(f.target("16.N1").unwrap().goal, 16);
        // The United Nations' stays as it is, and all that nothing was added to is theirs.
        assert_eq!((framework().targets().count(), framework().indicators().count()), (169, 251));
        assert!(framework().target("16.6").unwrap().indicators.iter().all(|i| !i.national));
        let (own, global) = (f.goal(1).unwrap(), framework().goal(1).unwrap());
        assert!(Arc::ptr_eq(own, global), "it is not copied for each project");
        let of = National::Target("18.3");
        assert_eq!(
            words.text(of, "text").unwrap().value,
            "The needs of all identified survivors are met"
        );
        let keys: Vec<&str> =
            words.custodians(National::Indicator("18.3.1")).iter().map(|text| &*text.key).collect();
        assert_eq!(
            keys,
            [
                "framework.indicator.18.3.1.custodians[1]",
                "framework.indicator.18.3.1.custodians[2]"
            ]
        );
        assert!(words.note(National::Goal(18)).is_some());
    }

    #[test]
    fn each_mistake_is_named_where_it_stands() {
        let long = "Lives safe from UXO ".repeat(110).trim_end().to_string();
        for (change, code, marked) in [
            (("number = 18", "number = 0"), Code::BadValue, "0"),
            (("Lives safe from UXO", &long), Code::LongTitle, &format!("\"{long}\"")),
            (("number = 18", "number = 100"), Code::BadValue, "100"),
            (("number = 16", "number = 16\nname = \"Peace\""), Code::NotNational, "name"),
            (("number = 16", "number = 16\ncolour = \"#000000\""), Code::NotNational, "colour"),
            (("number = 16", "number = 18"), Code::DuplicateCode, "18"),
            (("name = \"Lives safe from UXO\"", ""), Code::MissingKey, "[[framework.goal]]"),
            (("colour = \"#7a5c1e\"", ""), Code::MissingKey, "[[framework.goal]]"),
            (("\"#7a5c1e\"", "\"brown\""), Code::BadValue, "\"brown\""),
            (("\"#7a5c1e\"", "\"#7a5c1e\"\ncmyk = [0, 20]"), Code::BadValue, "[0, 20]"),
            (
                ("\"#7a5c1e\"", "\"#7a5c1e\"\ncmyk = [90, 90, 90, 90]"),
                Code::TotalInk,
                "[90, 90, 90, 90]",
            ),
            (("colour = \"#7a5c1e\"", "color = \"#7a5c1e\""), Code::UnknownKey, "color"),
            (("code = \"16.N1\"", "code = \"16.3\"\n#"), Code::NotNational, "text"),
            (("code = \"16.N1\"", "code = \"16.13\""), Code::NotNational, "\"16.13\""),
            (("code = \"16.N1\"", "code = \"16.l1\""), Code::NotNational, "\"16.l1\""),
            (("code = \"16.N1\"", "code = \"16.c\""), Code::NotNational, "\"16.c\""),
            (("code = \"16.N1\"", "code = \"15.N1\""), Code::WrongParent, "\"15.N1\""),
            (("code = \"16.N1\"", "code = \"16 N1\""), Code::BadValue, "\"16 N1\""),
            (("code = \"16.6\"", "code = \"17.6\""), Code::WrongParent, "\"17.6\""),
            (("code = \"16.6\"", "code = \"16.66\""), Code::NotNational, "\"16.66\""),
            (("code = \"18.2\"", "code = \"18.1\""), Code::DuplicateCode, "\"18.1\""),
            (("code = \"18.2\"", "code = \"17.2\""), Code::WrongParent, "\"17.2\""),
            (("code = \"16.6.N1\"", "code = \"16.6.1\""), Code::NotNational, "\"16.6.1\""),
            (("code = \"16.6.N1\"", "code = \"16.6.3\""), Code::NotNational, "\"16.6.3\""),
            (("code = \"16.6.N1\"", "code = \"16.7.N1\""), Code::WrongParent, "\"16.7.N1\""),
            (("code = \"18.2.1\"", "code = \"18.1.1\""), Code::WrongParent, "\"18.1.1\""),
            (("code = \"18.2.1\"", "code = \"18.2\""), Code::BadValue, "\"18.2\""),
            (("tier = \"I\"", "tier = \"III\""), Code::BadValue, "\"III\""),
            (("custodians = [\"NRA\"]", "custodians = \"NRA\""), Code::WrongType, "\"NRA\""),
            (("example wording.", "see [@report]."), Code::UnknownSource, "@report"),
            (
                (
                    "[[framework.goal.target.indicator]]\ncode = \"16.6.N1\"",
                    "[[framework.goal.target]]\ncode = \"16.N2\"",
                ),
                Code::MissingKey,
                "\"16.6\"",
            ),
        ] {
            assert!(NATIONAL.contains(change.0), "{}", change.0);
            let (.., found) = read(&NATIONAL.replacen(change.0, change.1, 1));
            assert!(found.contains(&(code, marked.to_string())), "{change:?}: {found:?}");
        }
        let nothing = "[organisation]\nname = \"O\"\n[[framework.goal]]\nnumber = 5\n";
        assert_eq!(read(nothing).2, [(Code::MissingKey, "5".to_string())]);
        let unnumbered = NATIONAL.replacen("number = 18\n", "", 1);
        assert_eq!(read(&unnumbered).2, [(Code::MissingKey, "[[framework.goal]]".to_string())]);
    }

    #[test]
    fn codes_that_look_alike_are_one() {
        let also = "\n[[framework.goal.target]]\ncode = \"16.n1\"\ntext = \"x\"\n";
        let (.., found) = read(&format!("{NATIONAL}{also}"));
        assert_eq!(found, [(Code::DuplicateCode, "\"16.n1\"".to_string())]);
    }

    #[test]
    fn the_framework_is_known_where_the_project_is_wrong() {
        let mut sources = Sources::new();
        let file = sources.add("briefpress.toml", NATIONAL.replacen("#7a5c1e", "brown", 1));
        assert!(framework_of(file, &sources).indicator("18.1.1").is_some());
        let file = sources.add("briefpress.toml", "[organisation");
        assert!(framework_of(file, &sources).goal(18).is_none());
    }
}

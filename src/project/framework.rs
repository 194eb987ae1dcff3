//! `[[framework.goal]]`: goals, targets and indicators of a nation, beside the United Nations'.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::hex;
use super::press::read_cmyk;
use crate::brief::text::{Context, Line};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::sdg::{
    CodeFault, Framework, Goal, Indicator, LAST_GOAL, LAST_NATIONAL_GOAL, Target, check_indicator,
    check_target, framework, likeness,
};
use crate::tree::{Located, Reader, Table, Text, TomlDocument};

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
        let mut reading =
            Reading { reader, total_ink, raw: Self::default(), seen: BTreeMap::new() };
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
    /// Numbers and codes as a reader tells them apart, with what they are and where.
    seen: BTreeMap<String, (String, Span)>,
}

impl Reading<'_> {
    fn goal(&mut self, mut table: Table<'_>) {
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
        let name = table.required_text("name");
        let title = table.text("title");
        let colour = table.text("colour");
        let cmyk = table.integers("cmyk");
        let custodians = table.texts("custodians");
        let note = table.prose("note");
        if !table.keys().any(|(key, _)| key == "colour") {
            let help = "add the colour of its square, such as `colour = \"#7a5c1e\"`";
            table.missing("colour", help);
        }
        let is_colour = colour.as_ref().is_some_and(|text| hex::read(text, self.reader).is_some());
        let cmyk = cmyk.and_then(|cmyk| read_cmyk(cmyk, self.total_ink, self.reader));
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
        self.raw.texts.extend(name.into_iter().chain(title).chain(custodians).chain(note));
        Some(goal)
    }

    /// A target below a goal that is known. One of the United Nations' has indicators added.
    fn target(&mut self, mut table: Table<'_>, goal: Option<&Goal>) -> Option<Arc<Target>> {
        let code = table.required_text("code");
        if let Some(code) = &code {
            table.rename(format!("{FRAMEWORK}.target.{}", code.value));
        }
        let global = code.as_ref().and_then(|code| framework().target(&code.value));
        let target = match (&code, global, goal) {
            (Some(code), Some(global), Some(goal)) => {
                self.global_target(&table, code, global, goal)
            }
            (_, None, Some(goal)) => self.national_target(&table, code.as_ref(), goal),
            // Its goal has no number to hold it against.
            _ => {
                ["text", "custodians", "note"].iter().for_each(|key| table.ask(key));
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
        goal: &Goal,
    ) -> Option<Target> {
        let text = table.required_text("text");
        let custodians = table.texts("custodians");
        let note = table.prose("note");
        let code = code?;
        let what = format!("target {}", code.value);
        if let Err(fault) = check_target(&code.value, goal.number) {
            let parent = goal.number.to_string();
            self.fault(code, fault, "target", &format!("goal {parent}"), &parent, goal.national);
            return None;
        }
        self.unique(&code.value, what, code.span, &code.key);
        let label = text.as_ref().map_or_else(String::new, |text| text.value.clone());
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
        let tier = table.text("tier");
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
            custodians: custodians.iter().map(|text| text.value.clone()).collect(),
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
            table.ask(key);
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

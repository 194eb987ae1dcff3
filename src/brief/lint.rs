//! Warnings: what a careful editor would ask about a brief that is valid all the same.

use std::collections::BTreeMap;

use super::id::{IdList, check_id};
use super::length::{LONG_TITLE, MANY_MESSAGES};
use super::schema::{RawBrief, RawIndicator};
use super::skeleton;
use crate::diag::{Code, Diagnostic, Diagnostics, Sources, Span};
use crate::l10n::date_of_words;
use crate::sdg::Framework;
use crate::tree::{TermOrText, Text};

/// Runs all lints. `cited` are the ids of the sources that something cites.
pub fn run(
    raw: &RawBrief,
    cited: &IdList,
    framework: &Framework,
    files: &Sources,
    diagnostics: &mut Diagnostics,
) {
    front(raw, diagnostics);
    let is_final = raw.status.as_ref().is_some_and(|status| status.value == "final");
    skeleton::left_over(raw, is_final, files, diagnostics);
    sources(raw, cited, diagnostics);
    recommendations(raw, diagnostics);
    goals(raw, framework, diagnostics);
    indicators(raw, framework, diagnostics);
}

/// A place to point at: the id of a table, or its header.
fn place(id: Option<&Text>, header: Span) -> (Span, String) {
    match id {
        Some(id) => (id.span, id.key.clone()),
        None => (header, String::new()),
    }
}

/// What page one has more of than a reader takes in.
fn front(raw: &RawBrief, diagnostics: &mut Diagnostics) {
    if let Some(title) = &raw.title {
        let length = title.value.chars().count();
        if length > LONG_TITLE {
            diagnostics.push(
                Diagnostic::new(
                    Code::LengthyTitle,
                    format!("the title has {length} characters, more than {LONG_TITLE}"),
                )
                .at(title.span)
                .key(&title.key)
                .help("say the claim in one line or two, and the rest in `subtitle` or `summary`"),
            );
        }
    }
    let count = raw.key_messages.len();
    if let Some(message) = raw.key_messages.get(MANY_MESSAGES) {
        diagnostics.push(
            Diagnostic::new(
                Code::ManyMessages,
                format!("there are {count} key messages, more than {MANY_MESSAGES}"),
            )
            .at(message.span)
            .key(&message.key)
            .help("keep three to five that a reader is to remember; the rest are findings"),
        );
    }
}

fn sources(raw: &RawBrief, cited: &IdList, diagnostics: &mut Diagnostics) {
    let cites = |text: &Text| text.value.contains("[@");
    for fact in &raw.facts {
        if fact.sources.is_empty() && !fact.label.iter().any(cites) {
            unsourced("fact", fact.id.as_ref(), fact.span, diagnostics);
        }
    }
    for finding in &raw.findings {
        let mut texts = finding.text.iter().chain(&finding.evidence);
        if finding.sources.is_empty() && !texts.any(cites) {
            unsourced("finding", finding.id.as_ref(), finding.span, diagnostics);
        }
    }
    for source in &raw.sources {
        if let Some(accessed) = source.accessed.as_ref().filter(|_| source.url.is_none()) {
            let message = "`accessed` is the day an address was read, and there is no `url`";
            diagnostics.push(
                Diagnostic::new(Code::AccessedNowhere, message)
                    .at(accessed.span)
                    .key(&accessed.key)
                    .help("write the address into `url`, or take `accessed` out"),
            );
        }
        let Some(id) = &source.id else { continue };
        // What an id is that cannot be one, is told, and nothing can cite it so.
        if !cited.contains(&id.value) && check_id(&id.value).is_ok() {
            diagnostics.push(
                Diagnostic::new(Code::Uncited, format!("nothing cites the source `{}`", id.value))
                    .at(id.span)
                    .key(&id.key)
                    .help(format!("cite it with `[@{}]`, or take it out", id.value)),
            );
        }
    }
}

fn unsourced(kind: &str, id: Option<&Text>, header: Span, diagnostics: &mut Diagnostics) {
    let (span, key) = place(id, header);
    let name = id.map_or(String::new(), |id| format!(" `{}`", id.value));
    diagnostics.push(
        Diagnostic::new(Code::Unsourced, format!("the {kind}{name} names no source"))
            .at(span)
            .key(key)
            .help("add `sources = [\"…\"]` with the id of a `[[source]]`"),
    );
}

fn recommendations(raw: &RawBrief, diagnostics: &mut Diagnostics) {
    for recommendation in &raw.recommendations {
        if let Some(TermOrText::Text(by)) = &recommendation.by
            && let Some(date) = date_of_words(&by.value)
        {
            let message =
                format!("`{}` is a date in words, and stays so in every language", by.value);
            diagnostics.push(
                Diagnostic::new(Code::DateInWords, message).at(by.span).key(&by.key).help(format!(
                    "write `by = {date}`, which prints in the words of each language"
                )),
            );
        }
        let (span, key) = place(recommendation.id.as_ref(), recommendation.span);
        let name =
            recommendation.id.as_ref().map_or(String::new(), |id| format!(" `{}`", id.value));
        let mut warn = |code, what: &str, help: &str| {
            diagnostics.push(
                Diagnostic::new(code, format!("the recommendation{name} {what}"))
                    .at(span)
                    .key(&key)
                    .help(help),
            );
        };
        if recommendation.findings.is_empty() {
            let help = "add `findings = [\"…\"]` with the ids of the findings it answers";
            warn(Code::AnswersNothing, "answers no finding", help);
        }
        // Where the brief has no goal, that has been said.
        if recommendation.targets.is_empty() && !raw.goals.is_empty() {
            let help = "add `targets = [\"…\"]` with the codes of the targets it serves";
            warn(Code::ServesNothing, "serves no target", help);
        }
        if recommendation.to.is_empty() && recommendation.lead.is_none() {
            warn(Code::AddressesNoOne, "addresses no one", "add `to = \"…\"`: who must act");
        }
        if let (Some(TermOrText::Term(by)), Some(date)) = (&recommendation.by, &raw.date)
            && by.value.last_day() < date.value
        {
            diagnostics.push(
                Diagnostic::new(
                    Code::PastDeadline,
                    format!("the deadline {} is before the date of the brief", by.value),
                )
                .at(by.span)
                .key(&by.key)
                .related(date.span, "the date of the brief")
                .help("set a deadline that can still be kept, or mend the date"),
            );
        }
    }
}

fn goals(raw: &RawBrief, framework: &Framework, diagnostics: &mut Diagnostics) {
    if let (true, Some(title)) = (raw.goals.is_empty(), &raw.title) {
        diagnostics.push(
            Diagnostic::new(Code::NoGoal, "the brief touches no goal, and has no indicator table")
                .at(title.span)
                .key("goal")
                .help("add a `[[goal]]` with `number` and `why`, or allow it in `[lints]`"),
        );
    }
    for goal in &raw.goals {
        let Some(number) = &goal.number else { continue };
        let known = framework.goal(number.value).is_some();
        if known && goal.targets.is_empty() && goal.note.is_none() {
            diagnostics.push(
                Diagnostic::new(
                    Code::GoalWithoutTarget,
                    format!("goal {} has no target", number.value),
                )
                .at(number.span)
                .key(&number.key)
                .help("add a `[[goal.target]]`, or a `note` that says why none is named"),
            );
        }
    }
}

fn indicators(raw: &RawBrief, framework: &Framework, diagnostics: &mut Diagnostics) {
    let all = raw.goals.iter().flat_map(|goal| &goal.targets).flat_map(|t| &t.indicators);
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for entry in all {
        let Some(code) = &entry.code else { continue };
        history(code, framework, diagnostics);
        child_labour(entry, code, diagnostics);
        let Some(indicator) = framework.indicator(&code.value) else { continue };
        if let Some((other, span)) =
            indicator.repeats.iter().find_map(|other| seen.get_key_value(other.as_str()))
        {
            diagnostics.push(
                Diagnostic::new(
                    Code::RepeatedIndicator,
                    format!("{} and {other} are one indicator under two codes", code.value),
                )
                .at(code.span)
                .key(&code.key)
                .related(*span, "the same measure")
                .help("keep the code under the target the brief is about"),
            );
        }
        seen.insert(&code.value, code.span);
    }
}

fn history(code: &Text, framework: &Framework, diagnostics: &mut Diagnostics) {
    let value = &code.value;
    if let Some(retired) = framework.retired(value) {
        let help = match retired.instead.as_slice() {
            [] => "say in a `note` why it stands, or take it out".to_string(),
            instead => format!("look at {} instead", instead.join(", ")),
        };
        diagnostics.push(
            Diagnostic::new(
                Code::RetiredCode,
                format!("indicator {value} was deleted from the framework in {}", retired.year),
            )
            .at(code.span)
            .key(&code.key)
            .help(help),
        );
    }
    if let Some(change) = framework.indicator(value).and_then(|i| i.reuse()) {
        let before = change.note.as_deref().unwrap_or("it meant something else before");
        diagnostics.push(
            Diagnostic::new(
                Code::ReusedCode,
                format!("the code {value} has another meaning since {}", change.year),
            )
            .at(code.span)
            .key(&code.key)
            .label(before)
            .help("make sure that your source means the present indicator"),
        );
    }
}

/// 8.7.1 counts children in child labour. It is often cited for adults in forced labour, whom it
/// does not count.
fn child_labour(entry: &RawIndicator, code: &Text, diagnostics: &mut Diagnostics) {
    if code.value != "8.7.1" || entry.note.is_some() {
        return;
    }
    diagnostics.push(
        Diagnostic::new(
            Code::ChildLabour,
            "8.7.1 counts children in child labour, not adults in forced labour",
        )
        .at(code.span)
        .key(&code.key)
        .help("if the brief is about children, say so in a `note`")
        .help("for adults, see 16.2.2 (victims of trafficking) under target 16.2, read with 8.7"),
    );
}

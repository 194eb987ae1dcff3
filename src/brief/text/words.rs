//! The words between markup: citations in them, what is raised and lowered, and what looks like
//! markup and is none.

use std::ops::Range;

use super::builder::TreeBuilder;
use super::citation::{Brackets, Citation, FIGURE, figure, is_of_address, is_of_id, read};
use super::leftover::MarkupView;
use super::phrase::Phrase;
use super::stand_in::{ESCAPED, JOINT};
use super::{Inline, leftover};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::tree::is_wide;

/// A character of the words.
#[derive(Clone, Copy)]
struct WordCharacter {
    c: char,
    /// Where it stands in the original.
    at: usize,
}

impl Phrase {
    /// The characters, and what they look like to those who look for markup: what is to print
    /// whatever it could mean looks like nothing.
    fn letters(&self, builder: &TreeBuilder<'_>) -> (Vec<WordCharacter>, MarkupView) {
        let (mut letters, mut look) = (Vec::new(), Vec::new());
        let mut pieces = self.pieces.iter().peekable();
        let (mut from, mut guarded) = (0, 0);
        let mut escaped = false;
        for (at, c) in self.text.char_indices() {
            while let Some((start, place)) = pieces.next_if(|(start, _)| *start <= at) {
                (from, guarded) = (*start, *place);
            }
            match c {
                JOINT => {}
                ESCAPED => escaped = true,
                c => {
                    letters.push(WordCharacter {
                        c,
                        at: builder.guarded.original(guarded + at - from),
                    });
                    look.push(if escaped { ESCAPED } else { c });
                    escaped = false;
                }
            }
        }
        (letters, MarkupView::new(look))
    }

    /// What the words say. `linked` are the words of a link; `beside` says whether emphasis stands
    /// before and behind them.
    pub(super) fn read(
        self,
        builder: &mut TreeBuilder<'_>,
        linked: bool,
        beside: [bool; 2],
    ) -> Vec<Inline> {
        let (letters, look) = self.letters(builder);
        let mut out = InlineBuilder::default();
        let mut index = 0;
        while index < letters.len() {
            let place = |length: usize| -> Range<usize> {
                let last = letters[index + length - 1];
                letters[index].at..last.at + last.c.len_utf8()
            };
            if let Some((citations, length)) = builder.citation(&letters, &look, index, linked) {
                out.cite(citations);
                index += length;
                continue;
            }
            if let Some(length) = script(&look, index) {
                let inside: String =
                    letters[index + 1..index + length - 1].iter().map(|l| l.c).collect();
                let raised = look.characters[index] == '^';
                out.push(if raised { Inline::Super(inside) } else { Inline::Sub(inside) });
                index += length;
                continue;
            }
            if let Some((what, length)) = leftover::at(&look, index) {
                builder.leftover(what, place(length));
            } else if leftover::is_stray(&look.characters, index, beside) {
                builder.leftover(leftover::Leftover::Emphasis, place(1));
            }
            out.letter(letters[index].c);
            index += 1;
        }
        out.finish()
    }
}

/// The inlines so far, and words that none of them holds yet.
#[derive(Default)]
struct InlineBuilder {
    inlines: Vec<Inline>,
    words: String,
}

impl InlineBuilder {
    /// Spaces that follow each other print as one.
    fn letter(&mut self, c: char) {
        let c = if matches!(c, '\t' | '\n') { ' ' } else { c };
        if c != ' ' || !self.words.ends_with(' ') {
            self.words.push(c);
        }
    }

    fn push(&mut self, inline: Inline) {
        if !self.words.is_empty() {
            self.inlines.push(Inline::Text(std::mem::take(&mut self.words)));
        }
        self.inlines.push(inline);
    }

    /// A citation stands at the word it supports: the space before it does not print. Citations
    /// beside each other are one.
    fn cite(&mut self, citations: Vec<Citation>) {
        if let [Citation { id, .. }] = &citations[..]
            && let Some(figure) = figure(id)
        {
            return self.push(Inline::Refer(figure.to_string()));
        }
        let kept = self.words.trim_end_matches([' ', '\u{a0}']).len();
        self.words.truncate(kept);
        match self.inlines.last_mut() {
            Some(Inline::Cite(before)) if self.words.is_empty() => before.extend(citations),
            _ => self.push(Inline::Cite(citations)),
        }
    }

    fn finish(mut self) -> Vec<Inline> {
        if !self.words.is_empty() {
            self.inlines.push(Inline::Text(self.words));
        }
        self.inlines
    }
}

/// How many characters `^raised^` or `~lowered~` takes that begins here. It stands at a letter, a
/// digit, a bracket or behind another, and holds letters, digits and signs. `~` between numbers is a
/// range, and in an address both are letters.
fn script(look: &MarkupView, at: usize) -> Option<usize> {
    let mark = look.characters[at];
    if !matches!(mark, '^' | '~') {
        return None;
    }
    let in_address = look.in_address(at);
    let look = &look.characters[..];
    let before = *look.get(at.checked_sub(1)?)?;
    let clings = before.is_alphanumeric()
        || matches!(before, ')' | ']' | '}' | '′' | '″' | '%' | '”' | '’' | '"' | '.' | '~' | '^');
    let ranges = mark == '~' && before.is_numeric();
    if !clings || ranges || in_address {
        return None;
    }
    let inside = look[at + 1..].iter().position(|c| *c == mark || c.is_whitespace())?;
    let closed = inside > 0 && look[at + 1 + inside] == mark;
    let held = |c: &char| (c.is_alphanumeric() && !is_wide(*c)) || "+-−–±=().,/*′".contains(*c);
    let closed = closed && look[at + 1..=at + inside].iter().all(held);
    (closed && look.get(at + 2 + inside) != Some(&mark)).then_some(inside + 2)
}

impl TreeBuilder<'_> {
    /// The citations in brackets that begin at a character, and how many characters they take.
    fn citation(
        &mut self,
        letters: &[WordCharacter],
        looks: &MarkupView,
        at: usize,
        linked: bool,
    ) -> Option<(Vec<Citation>, usize)> {
        let look = &looks.characters[..];
        let place =
            |from: usize, to: usize| letters[from].at..letters[to].at + letters[to].c.len_utf8();
        match look[at] {
            '[' => {
                let Some(end) = looks.bracket(at) else {
                    if look.get(at + 1) == Some(&'@') {
                        self.bad_citation(
                            "a citation without its closing bracket".into(),
                            place(at, look.len() - 1),
                            "write `[@id]`, with nothing but the page inside: `[@id, p. 3]`".into(),
                        );
                    }
                    return None;
                };
                let inside: String = letters[at + 1..end].iter().map(|letter| letter.c).collect();
                // What is escaped is no mark.
                if look[at + 1..end].iter().zip(inside.chars()).any(|(l, c)| c == '@' && *l != c) {
                    return None;
                }
                let range = place(at, end);
                match read(&inside) {
                    Brackets::Words => {
                        // The `@` was forgotten.
                        let id = inside.split([',', ';', ' ']).next().unwrap_or_default();
                        let linked = matches!(look.get(end + 1), Some('(' | '['));
                        if self.context.source_ids.contains(id) && !linked {
                            self.leftover(leftover::Leftover::Number, range);
                        }
                        None
                    }
                    Brackets::Citations(citations) => {
                        if let Some(figure) = citations.iter().find_map(|c| figure(&c.id)) {
                            return Some((self.reference(figure, &citations, range), end + 1 - at));
                        }
                        for citation in &citations {
                            if citation.id.is_empty() {
                                self.without_id(citation, range.clone());
                            } else if !self.context.source_ids.contains(&citation.id) {
                                self.unknown_source(&citation.id, range.clone());
                            }
                        }
                        Some((citations, end + 1 - at))
                    }
                    Brackets::Before { words, ids } => {
                        let known = |id: &String| self.context.source_ids.contains(id);
                        let id = ids.iter().find(|id| known(id))?;
                        self.bad_citation(
                            format!("`{words}` stands before `@{id}` in a citation"),
                            range,
                            format!("write the words before the bracket: `{words} [@{id}]`"),
                        );
                        Some((Vec::new(), end + 1 - at))
                    }
                    Brackets::Nameless(part) => {
                        let help = match self.context.source_ids.contains(&part) {
                            true => format!("write `@{part}`"),
                            false => "write `[@id; @other, p. 3]`; join pages by commas".into(),
                        };
                        let what = format!("`{part}` in a citation names no source");
                        self.bad_citation(what, range, help);
                        Some((Vec::new(), end + 1 - at))
                    }
                }
            }
            '@' => {
                // A mail address, or the bracket before it is to print.
                let before = at.checked_sub(1).map(|before| letters[before].c);
                if before.is_some_and(|c| c == '[' || is_of_address(c)) {
                    return None;
                }
                let length = look[at + 1..].iter().take_while(|c| is_of_id(**c)).count();
                let id: String = look[at + 1..at + 1 + length].iter().collect();
                if self.context.source_ids.contains(&id) {
                    let (what, help) = if linked {
                        (
                            format!("`@{id}` is a citation and a link at once"),
                            format!("write `[@{id}]`: the list of sources links to its `url`"),
                        )
                    } else {
                        (format!("`@{id}` stands outside a citation"), format!("write `[@{id}]`"))
                    };
                    self.bad_citation(what, place(at, at + length), help);
                }
                None
            }
            _ => None,
        }
    }

    /// A reference to a figure, alone in its brackets.
    fn reference(
        &mut self,
        figure: &str,
        citations: &[Citation],
        range: Range<usize>,
    ) -> Vec<Citation> {
        let [only] = citations else {
            let what = format!("`@{FIGURE}{figure}` stands in one bracket with something else");
            let help = format!("write it by itself: `[@{FIGURE}{figure}] [@…]`");
            self.bad_citation(what, range, help);
            return Vec::new();
        };
        if only.pinpoint.is_some() {
            let what = format!("a page behind the figure `{figure}`");
            self.bad_citation(what, range, format!("write `[@{FIGURE}{figure}]` and nothing else"));
            return Vec::new();
        }
        let figures = self.context.figure_ids;
        if !figures.contains(figure) && figures.to_be(figure).is_none() {
            let near = did_you_mean(figure, self.context.figure_ids.iter());
            let help = match near {
                Some(near) => format!("did you mean `[@{FIGURE}{near}]`?"),
                None => format!("add an `[[image]]` or a `[[chart]]` with `id = \"{figure}\"`"),
            };
            let what = format!("no figure has the id `{figure}`");
            self.diagnostics.push(
                Diagnostic::new(Code::UnknownId, what)
                    .at(self.located(range))
                    .key(&self.text.key)
                    .help(help),
            );
        }
        citations.to_vec()
    }

    /// An `@` in brackets with no id right after it.
    fn without_id(&mut self, citation: &Citation, range: Range<usize>) {
        let words = citation.pinpoint.as_deref().unwrap_or_default();
        let end = words.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(words.len());
        let id = &words[..end];
        let is_known = self.context.source_ids.contains(id)
            || figure(id).is_some_and(|id| self.context.figure_ids.contains(id));
        let (what, help) = if is_known {
            (
                format!("a space stands between `@` and `{id}` in a citation"),
                format!("take it out: `[@{words}]`"),
            )
        } else {
            (
                "no id stands right after `@` in a citation".to_string(),
                "write the id of a source there: `[@id]`, or `[@id, p. 3]`".to_string(),
            )
        };
        self.bad_citation(what, range, help);
    }

    fn unknown_source(&mut self, id: &str, range: Range<usize>) {
        // That its id cannot be one is told there.
        if self.context.source_ids.to_be(id).is_some() {
            return;
        }
        let near = did_you_mean(id, self.context.source_ids.iter());
        let help = match near {
            _ if self.context.figure_ids.contains(id) => {
                format!("a figure has it: write `[@{FIGURE}{id}]`")
            }
            Some(near) => format!("did you mean `[@{near}]`?"),
            None => format!("add a `[[source]]` with `id = \"{id}\"`"),
        };
        let typed = &self.text.value[range.clone()];
        let place = match typed.find(&format!("@{id}")) {
            Some(at) => range.start + at..range.start + at + 1 + id.len(),
            None => range,
        };
        self.diagnostics.push(
            Diagnostic::new(Code::UnknownSource, format!("no source has the id `{id}`"))
                .at(self.located(place))
                .key(&self.text.key)
                .help(help),
        );
    }

    fn bad_citation(&mut self, what: String, place: Range<usize>, help: String) {
        self.diagnostics.push(
            Diagnostic::new(Code::BadCitation, what)
                .at(self.located(place))
                .key(&self.text.key)
                .help(help),
        );
    }
}

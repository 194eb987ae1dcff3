//! Messages: what each says, and those of a run.

use super::code::{Code, Level, Levels};
use super::source::Span;
use crate::visible;

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The brief builds all the same.
    Warning,
    /// Nothing is written for the brief.
    Error,
}

impl Severity {
    /// `"warning"` or `"error"`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem it is.
    pub code: Code,
    /// How bad it is, after the project's lint levels were applied.
    pub severity: Severity,
    /// The fact, in a plain sentence without a full stop.
    pub message: String,
    /// The place it is about. `None` for a problem that has no place in a file.
    pub span: Option<Span>,
    /// What the marked place is, in a few words beside it.
    pub label: Option<String>,
    /// The key it is about, such as `finding.police.title`.
    pub key: Option<String>,
    /// What to do, one remedy an entry.
    pub help: Vec<String>,
    /// Other places that belong to it, such as the first use of a duplicate id.
    pub related: Vec<(Span, String)>,
}

impl Diagnostic {
    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The same as it is shown: nothing in it is hidden, and nothing is longer than anyone reads.
    #[must_use]
    pub(super) fn visible(&self) -> Self {
        let shown = |text: &String| visible::line(text).into_owned();
        Self {
            message: shown(&self.message),
            label: self.label.as_ref().map(shown),
            key: self.key.as_ref().map(shown),
            help: self.help.iter().map(shown).collect(),
            related: self.related.iter().map(|(span, label)| (*span, shown(label))).collect(),
            ..*self
        }
    }

    /// A diagnostic of `code` with the severity that code has by default.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        let severity = match code.default_level() {
            Level::Deny => Severity::Error,
            Level::Warn | Level::Allow => Severity::Warning,
        };
        Self {
            code,
            severity,
            message: message.into(),
            span: None,
            label: None,
            key: None,
            help: Vec::new(),
            related: Vec::new(),
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Says, in a few words, what the marked place is.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Names the key.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Says what to do, where there is something to say.
    #[must_use]
    pub fn help_if(self, help: Option<String>) -> Self {
        match help {
            Some(help) => self.help(help),
            None => self,
        }
    }

    /// Points at another place that belongs to it.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }
}

/// The messages of one run, in the order they were found.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a message.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all messages of another list.
    pub fn extend(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// The messages.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Applies a project's lint levels: drops what is allowed, raises what is denied. Codes that
    /// are always errors stay errors.
    #[must_use]
    pub fn leveled(self, levels: &Levels) -> Self {
        let kept = self.0.into_iter().filter_map(|mut diagnostic| {
            if !diagnostic.code.is_lint() {
                return Some(diagnostic);
            }
            match levels.level(diagnostic.code) {
                Level::Allow => return None,
                Level::Warn => diagnostic.severity = Severity::Warning,
                Level::Deny => diagnostic.severity = Severity::Error,
            }
            Some(diagnostic)
        });
        Self(kept.collect())
    }

    /// Sorts by file and place, so that a reader goes through each file once from top to bottom.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| {
            let place = |d: &Diagnostic| d.span.map(|s| (s.file, s.start, s.end));
            place(a).cmp(&place(b)).then(b.severity.cmp(&a.severity))
        });
        self.0.dedup();
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

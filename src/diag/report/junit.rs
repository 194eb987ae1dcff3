//! Reports as JUnit XML: a suite a brief, a test case a file.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::super::message::{Diagnostic, Severity};
use super::super::render::short;
use super::super::source::Sources;
use super::contents::DiagnosticReport;
use crate::sarif::Notification;
use crate::visible;

/// The name of the whole.
const NAME: &str = "briefpress check";

/// A file, or what a message without a file is about.
#[derive(Debug, Default)]
struct Case {
    name: String,
    errors: Vec<CaseError>,
    /// Warnings as they are written.
    warnings: String,
    notifications: Vec<Notification>,
}

/// An error as it is written.
#[derive(Debug)]
struct CaseError {
    code: &'static str,
    line: String,
    text: String,
}

/// What belongs together.
#[derive(Debug)]
struct Suite {
    name: String,
    cases: Vec<Case>,
}

/// How many cases there are, and how many of them are not right.
#[derive(Default, Clone, Copy)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
}

/// Suites in their order, with the places of suites and of the cases in them by their names.
///
/// A file has at most one `failure` or `error`, which tells everything: most readers show one.
#[derive(Debug, Default)]
pub struct JunitReport {
    all: Vec<Suite>,
    suites: HashMap<String, usize>,
    cases: HashMap<(usize, String), usize>,
}

impl JunitReport {
    /// Takes in what was found in some files. `suite` names the suite of a file, and of what is about
    /// none.
    pub fn take(&mut self, part: &DiagnosticReport<'_>, suite: impl Fn(Option<&str>) -> String) {
        let sources = part.sources;
        for (_, file) in sources.iter() {
            self.case(file.name(), suite(Some(file.name())));
        }
        for diagnostic in part.diagnostics.iter() {
            let file = diagnostic.span.map(|span| sources.get(span.file).name());
            let name = file.unwrap_or(diagnostic.code.name());
            let case = self.case(name, suite(file));
            match diagnostic.severity {
                Severity::Error => case.errors.push(CaseError {
                    code: diagnostic.code.name(),
                    line: short(diagnostic, sources).trim_end().to_string(),
                    text: entry(diagnostic, sources),
                }),
                Severity::Warning => case.warnings += &entry(diagnostic, sources),
            }
        }
        for notification in part.notifications {
            let case = self.case(&notification.file, suite(Some(&notification.file)));
            case.notifications.push(notification.clone());
        }
    }

    /// The document, which ends in a line break.
    pub fn write(self) -> String {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        document(&mut writer, &self.all).expect("memory takes what is written");
        let mut xml = String::from_utf8(writer.into_inner()).expect("text was written");
        xml.push('\n');
        xml
    }

    /// The case of a name, in the suite it belongs to; both are begun where they are new.
    fn case(&mut self, name: &str, of: String) -> &mut Case {
        let suite = *self.suites.entry(of).or_insert_with_key(|of| {
            self.all.push(Suite { name: of.clone(), cases: Vec::new() });
            self.all.len() - 1
        });
        let cases = &mut self.all[suite].cases;
        let case = *self.cases.entry((suite, name.to_string())).or_insert_with(|| {
            cases.push(Case { name: name.to_string(), ..Case::default() });
            cases.len() - 1
        });
        &mut cases[case]
    }
}

impl Counts {
    fn of<'s>(cases: impl Iterator<Item = &'s Case>) -> Self {
        let mut counts = Counts::default();
        for case in cases {
            counts.tests += 1;
            if !case.notifications.is_empty() {
                counts.errors += 1;
            } else if !case.errors.is_empty() {
                counts.failures += 1;
            }
        }
        counts
    }

    fn attributes(self) -> [(&'static str, String); 3] {
        [
            ("tests", self.tests.to_string()),
            ("failures", self.failures.to_string()),
            ("errors", self.errors.to_string()),
        ]
    }
}

fn document(writer: &mut Writer<Vec<u8>>, suites: &[Suite]) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = Counts::of(suites.iter().flat_map(|suite| &suite.cases)).attributes();
    writer
        .create_element("testsuites")
        .with_attribute(("name", NAME))
        .with_attributes(all.iter().map(|(name, count)| (*name, count.as_str())))
        .write_inner_content(|writer| {
            for suite in suites {
                let counts = Counts::of(suite.cases.iter()).attributes();
                writer
                    .create_element("testsuite")
                    .with_attribute(("name", &*name_of(&suite.name)))
                    .with_attributes(counts.iter().map(|(name, count)| (*name, count.as_str())))
                    .write_inner_content(|writer| {
                        suite
                            .cases
                            .iter()
                            .try_for_each(|case| write_case(writer, &suite.name, case))
                    })?;
            }
            Ok(())
        })?;
    Ok(())
}

fn write_case(writer: &mut Writer<Vec<u8>>, suite: &str, case: &Case) -> io::Result<()> {
    let element = writer
        .create_element("testcase")
        .with_attribute(("classname", &*name_of(suite)))
        .with_attribute(("name", &*name_of(&case.name)));
    if case.errors.is_empty() && case.warnings.is_empty() && case.notifications.is_empty() {
        element.write_empty()?;
        return Ok(());
    }
    element.write_inner_content(|writer| {
        let mut body = String::new();
        for notification in &case.notifications {
            body += &format!("{}\n", visible::line(&notification.message));
        }
        case.errors.iter().for_each(|error| body += &error.text);
        let first = match (case.notifications.first(), case.errors.first()) {
            (Some(notification), _) => {
                Some(("error", "environment", visible::line(&notification.message).into_owned()))
            }
            (None, Some(error)) => Some(("failure", error.code, error.line.clone())),
            (None, None) => None,
        };
        if let Some((element, kind, mut message)) = first {
            match case.notifications.len() + case.errors.len() {
                1 => {}
                all => message += &format!(" (and {} more)", all - 1),
            }
            writer
                .create_element(element)
                .with_attribute(("type", kind))
                .with_attribute(("message", &*clean(&message)))
                .write_text_content(BytesText::new(&clean(&body)))?;
        }
        if !case.warnings.is_empty() {
            writer
                .create_element("system-out")
                .write_text_content(BytesText::new(&clean(&case.warnings)))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// A message with its place, what to do, and the places that belong to it.
fn entry(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut text = short(diagnostic, sources);
    for help in &diagnostic.help {
        let _ = writeln!(text, "  help: {}", visible::line(help));
    }
    for (span, label) in &diagnostic.related {
        let file = sources.get(span.file);
        let at = file.position(span.start);
        let (name, label) = (file.visible_name(), visible::line(label));
        let _ = writeln!(text, "  see {name}:{}:{}: {label}", at.line, at.column);
    }
    text
}

/// The name of a suite or case.
fn name_of(name: &str) -> String {
    clean(&visible::line(name)).into_owned()
}

/// Lines that any reader may print. What is hidden is written out, and with that all that XML 1.0
/// has no way to write.
fn clean(text: &str) -> Cow<'_, str> {
    visible::lines(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::code::Code;
    use crate::diag::message::Diagnostics;
    use crate::diag::source::Span;

    #[test]
    fn what_xml_cannot_hold_is_written_out() {
        let mut sources = Sources::new();
        let file = sources.add("a<&\"\n\u{1B}>.toml", "x");
        sources.add("b.toml", "x");
        let mut diagnostics = Diagnostics::new();
        let message = "]]> <b> &amp; \u{0}\u{FFFE}\u{1F600}";
        diagnostics.push(Diagnostic::new(Code::Markdown, message).at(Span::new(file, 0..1)));
        diagnostics.push(Diagnostic::new(Code::Uncited, "one").at(Span::new(file, 0..1)));
        let notifications = [Notification { file: "c".into(), message: "cannot list c".into() }];
        let report = DiagnosticReport {
            sources: &sources,
            diagnostics: &diagnostics,
            notifications: &notifications,
        };
        let mut all = JunitReport::default();
        all.take(&report, |_| "all".into());
        let xml = all.write();
        assert_eq!(
            xml,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <testsuites name=\"briefpress check\" tests=\"3\" failures=\"1\" errors=\"1\">\n\
             \x20 <testsuite name=\"all\" tests=\"3\" failures=\"1\" errors=\"1\">\n\
             \x20   <testcase classname=\"all\" name=\"a&lt;&amp;&quot;\\n\\u{1b}&gt;.toml\">\n\
             \x20     <failure type=\"text::markdown\" message=\"a&lt;&amp;&quot;\\n\\u{1b}&gt;.toml:1:1: \
             error[text::markdown]: ]]&gt; &lt;b&gt; &amp;amp; \\u{0}\\u{fffe}😀\">\
             a&lt;&amp;&quot;\\n\\u{1b}&gt;.toml:1:1: error[text::markdown]: ]]&gt; &lt;b&gt; \
             &amp;amp; \\u{0}\\u{fffe}😀\n</failure>\n\
             \x20     <system-out>a&lt;&amp;&quot;\\n\\u{1b}&gt;.toml:1:1: warning[source::uncited]: \
             one\n</system-out>\n\
             \x20   </testcase>\n\
             \x20   <testcase classname=\"all\" name=\"b.toml\"/>\n\
             \x20   <testcase classname=\"all\" name=\"c\">\n\
             \x20     <error type=\"environment\" message=\"cannot list c\">cannot list c\n</error>\n\
             \x20   </testcase>\n\
             \x20 </testsuite>\n\
             </testsuites>\n"
        );
    }
}

//! What holds of every message, whatever it is about.

use briefpress::internals::{Diagnostic, Diagnostics, MessageFormat, Renderer, Sources};

/// Messages say something about a place that there is, and each format can tell them. The first of
/// them, in a few words.
pub(super) fn hold(sources: &Sources, found: &Diagnostics) -> String {
    for diagnostic in found.iter() {
        assert!(!diagnostic.message.is_empty(), "{diagnostic:?}");
        assert!(diagnostic.help.iter().all(|help| !help.is_empty()), "{diagnostic:?}");
        let related = diagnostic.related.iter().map(|(span, _)| *span);
        for span in related.chain(diagnostic.span) {
            let text = sources.get(span.file).text();
            assert!(text.get(span.start..span.end).is_some(), "{diagnostic:?} of {text:?}");
        }
    }
    // Thousands of them read alike.
    for diagnostic in found.iter().take(20) {
        told(sources, diagnostic);
    }
    let codes = found.iter().take(3).map(|d| d.code.name());
    codes.collect::<Vec<_>>().join(" ")
}

/// Controls, and what turns the direction of a line about.
const UNSEEN: [char; 9] = [
    '\u{202A}', '\u{202B}', '\u{202C}', '\u{202D}', '\u{202E}', '\u{2066}', '\u{2067}', '\u{2068}',
    '\u{2069}',
];

/// A message shows what it says, and no more: it holds nothing that a terminal or a log obeys.
fn told(sources: &Sources, diagnostic: &Diagnostic) {
    let formats =
        [MessageFormat::Human, MessageFormat::Short, MessageFormat::Github, MessageFormat::Json];
    for format in formats {
        let shown = Renderer::new(format, false, 80).render(diagnostic, sources);
        let unseen = |c: char| c != '\n' && c.is_control() || UNSEEN.contains(&c);
        assert!(!shown.contains(unseen), "{shown:?}");
        assert!(!shown.is_empty());
        let lines = shown.lines().count();
        match format {
            MessageFormat::Human => {}
            MessageFormat::Short | MessageFormat::Github => assert_eq!(lines, 1, "{shown}"),
            MessageFormat::Json => {
                let json: serde_json::Value = serde_json::from_str(&shown).expect("it is JSON");
                assert_eq!(json["message"], diagnostic.message.as_str());
            }
        }
    }
}

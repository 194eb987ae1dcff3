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

fn told(sources: &Sources, diagnostic: &Diagnostic) {
    for format in [MessageFormat::Human, MessageFormat::Short, MessageFormat::Github] {
        assert!(!Renderer::new(format, false, 80).render(diagnostic, sources).is_empty());
    }
    let json = Renderer::new(MessageFormat::Json, false, 80).render(diagnostic, sources);
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(json["message"], diagnostic.message.as_str());
}

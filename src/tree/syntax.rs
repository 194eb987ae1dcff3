//! The one mistake of a file that is not TOML: the first, where it was made. What the parser says after
//! it follows from it.

use toml::de::Error;

use super::fault::{SyntaxFault, line_from};
use super::slips::slip;
use super::tokens::tokens;
use super::unclosed::unclosed;

/// The mistake that what the parser says comes from; `None` if there is none.
pub(super) fn fault(text: &str, errors: &[Error]) -> Option<SyntaxFault> {
    // In a text between three quotes, the parser takes it for words.
    if let Some(conflict) = conflict(text) {
        return Some(conflict);
    }
    let start = |error: &&Error| error.span().map_or(0, |span| span.start);
    let first = errors.iter().min_by_key(start)?;
    if let Some(old) = line_ends(text) {
        return Some(old);
    }
    let span = first.span().unwrap_or(0..0);
    let byte = text.floor_char_boundary(span.start.min(text.len()));
    let all = tokens(text);
    let known = unclosed(text, &all, byte).or_else(|| slip(text, &all, first.message(), byte));
    Some(known.unwrap_or_else(|| {
        SyntaxFault::new(format!("not valid TOML: {}", first.message()), span)
            .help("every line is a key with its value, `title = \"…\"`, or a header, `[[finding]]`")
    }))
}

/// What Git leaves where two changed the same lines.
fn conflict(text: &str) -> Option<SyntaxFault> {
    let begins = |sign: &str| {
        let lines = text.match_indices(sign).map(|(at, _)| at);
        lines.into_iter().find(|&at| at == 0 || text[..at].ends_with('\n'))
    };
    let (first, _) = (begins("<<<<<<< ")?, begins(">>>>>>> ")?);
    Some(
        SyntaxFault::new(
            "two versions of these lines stand here, as Git left them",
            line_from(text, first),
        )
        .help("keep the right one, and take out the lines with <<<<<<<, ======= and >>>>>>>"),
    )
}

/// Lines that end as those of old Macs do, which makes the whole file one line.
fn line_ends(text: &str) -> Option<SyntaxFault> {
    let first = text.find('\r').filter(|_| !text.contains('\n'))?;
    Some(
        SyntaxFault::new(
            "the lines of the file end as on old Macs, so that all is one",
            first..first + 1,
        )
        .help("save it with the line ends of Unix or Windows"),
    )
}

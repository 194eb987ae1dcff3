//! Several names as one text, joined as CLDR has it for the language.

use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;
use icu_locale::Locale;

use super::locale::Language;

/// A piece of a list in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListPiece<'a> {
    /// One of what is listed, by its place from 0.
    Item(usize),
    /// What joins them.
    Between(&'a str),
}

/// "Cambodia, Thailand and Viet Nam": what is listed, in the order given.
pub fn list(items: &[&str], language: &Language) -> String {
    let locale = language.locale().unwrap_or(Locale::UNKNOWN);
    let formatter = ListFormatter::try_new_and(locale.into(), ListFormatterOptions::default());
    match formatter {
        Ok(formatter) => formatter.format(items.iter()).to_string(),
        Err(_) => items.join(", "),
    }
}

/// The same in pieces. `joined` is what [`list`] made of the items.
pub fn list_pieces<'a>(joined: &'a str, items: &[&str]) -> Vec<ListPiece<'a>> {
    let (mut pieces, mut rest) = (Vec::new(), joined);
    for (place, item) in items.iter().enumerate() {
        let Some((before, after)) = rest.split_once(item) else { break };
        if !before.is_empty() {
            pieces.push(ListPiece::Between(before));
        }
        pieces.push(ListPiece::Item(place));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(ListPiece::Between(rest));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As CLDR 48 has them in `listPattern-type-standard`, with a space more in Burmese.
    #[test]
    fn a_list_reads_as_people_write_it() {
        for (language, two, three) in [
            ("en", "A and B", "A, B and C"),
            ("en-US", "A and B", "A, B, and C"),
            ("fr", "A et B", "A, B et C"),
            ("es", "A y B", "A, B y C"),
            ("pt", "A e B", "A, B e C"),
            ("ar", "A وB", "A وB وC"),
            ("ru", "A и B", "A, B и C"),
            ("zh-Hans", "A和B", "A、B和C"),
            ("km", "A និង\u{200b}B", "A, B និង C"),
            ("th", "AและB", "A B และC"),
            ("lo", "A ແລະ B", "A, B, C"),
            ("my", "A နှင့် B", "A - B နှင့် C"),
            ("hi", "A और B", "A, B, और C"),
            ("vi", "A và B", "A, B và C"),
            ("de", "A und B", "A, B und C"),
            ("tlh", "A, B", "A, B, C"),
        ] {
            let language = Language::new(language);
            assert_eq!(list(&["A", "B"], &language), two, "{language:?}");
            assert_eq!(list(&["A", "B", "C"], &language), three, "{language:?}");
            assert_eq!(list(&["A"], &language), "A");
        }
        let spanish = Language::new("es");
        assert_eq!(list(&["Iraq", "Irán"], &spanish), "Iraq e Irán");
    }

    #[test]
    fn pieces_are_the_whole() {
        let items = ["Iraq", "and", "Irán"];
        let joined = list(&items, &Language::new("en"));
        let pieces = list_pieces(&joined, &items);
        let said = pieces.iter().map(|piece| match piece {
            ListPiece::Item(place) => items[*place],
            ListPiece::Between(text) => text,
        });
        assert_eq!(said.collect::<String>(), joined);
        let places = pieces.iter().filter(|piece| matches!(piece, ListPiece::Item(_))).count();
        assert_eq!(places, 3);
    }
}

//! CSV as RFC 4180 has it, with the place of each field: fields parted by commas, semicolons or tabs,
//! quoted where they hold one, and a head in the first line.

use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::tree::{Field, Lines, Located, Text, as_read};

use super::grid::DataGrid;

/// What may part fields, with the words of a key that says which.
const SEPARATORS: [(char, &str); 3] = [(',', ","), (';', ";"), ('\t', "tab")];

/// The separator that a key names: `","`, `";"` or `"tab"`.
pub fn separator(name: &str) -> Option<char> {
    SEPARATORS.iter().find(|(_, word)| *word == name).map(|(separator, _)| *separator)
}

/// Records, each field with where it begins, in bytes.
pub type CsvRecords = Vec<Vec<(String, usize)>>;

/// The records of a CSV text, each field with where it begins, in bytes.
///
/// # Errors
///
/// It is none: where, why, and what to do.
pub fn csv_records(text: &str) -> Result<CsvRecords, (usize, &'static str, &'static str)> {
    let marked = marked(text);
    let text = marked.as_ref().map_or(text, |(_, rest)| rest);
    let separator = marked.as_ref().map(|(sign, _)| *sign).or_else(|| told_apart(text));
    let rows = records(text, separator.unwrap_or(','))
        .map_err(|fault| (fault.at, fault.message, fault.help))?;
    let plain =
        |row: Vec<RawField>| row.into_iter().map(|field| (field.text, field.range.0)).collect();
    Ok(rows.into_iter().map(plain).collect())
}

/// A field as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RawField {
    text: String,
    /// First byte, and one past the last.
    range: (usize, usize),
}

/// What is wrong with a file as CSV.
#[derive(Debug, Clone, PartialEq, Eq)]
struct CsvFault {
    at: usize,
    message: &'static str,
    help: &'static str,
}

impl DataGrid {
    /// The rows of a CSV file. Their keys are below `key`, the key that names the file. `None` where
    /// something is wrong with them, which is reported.
    pub fn of_csv(
        sources: &Sources,
        file: FileId,
        separator: Option<char>,
        key: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let text = sources.get(file).text();
        let marked = marked(text);
        let text = marked.as_ref().map_or(text, |(_, rest)| rest);
        let separator = separator.or(marked.as_ref().map(|(sign, _)| *sign));
        let whole = Located { value: (), span: Span::new(file, 0..0), key: key.to_string() };
        let syntax = |at: usize, message: &str, help: &str| {
            let span = Span::new(file, at..at + 1);
            Diagnostic::new(Code::CsvSyntax, message).at(span).key(key).help(help)
        };
        let Some(separator) = separator.or_else(|| told_apart(text)) else {
            diagnostics.push(syntax(
                0,
                "the first line could be parted in several ways",
                "say which sign parts the fields: `separator = \";\"`, `\",\"` or `\"tab\"`",
            ));
            return None;
        };
        let mut rows = match records(text, separator) {
            Ok(rows) => rows,
            Err(fault) => {
                diagnostics.push(syntax(fault.at, fault.message, fault.help));
                return None;
            }
        };
        // Rows without a value are what a spreadsheet leaves at the end of a sheet.
        rows.retain(|row| row.iter().any(|field| !field.text.trim().is_empty()));
        if rows.is_empty() {
            diagnostics.push(
                Diagnostic::new(Code::DataEmpty, "there is nothing in the file")
                    .at(whole.span)
                    .key(key)
                    .help("write the names of the columns in its first line, and rows below"),
            );
            return None;
        }
        let mut clean = Cleaner { file, fine: true, diagnostics };
        let mut head: Vec<Text> =
            rows.remove(0).into_iter().map(|field| clean.text(field, key.to_string())).collect();
        // Columns without a name or a value are what a spreadsheet leaves at the side of one.
        let used = |column: usize| {
            let field =
                |row: &Vec<RawField>| row.get(column).is_some_and(|f| !f.text.trim().is_empty());
            rows.iter().any(field)
        };
        let full = head.len();
        while head.len() > 1
            && head.last().is_some_and(|name| name.value.is_empty())
            && !used(head.len() - 1)
        {
            head.pop();
        }
        for row in &mut rows {
            if row.len() == full {
                row.truncate(head.len());
            }
        }
        let mut grid = Self { head, rows: Vec::with_capacity(rows.len()) };
        for (index, row) in rows.into_iter().enumerate() {
            let name = format!("{key}[{}]", index + 1);
            let range = row.first().map_or(0, |f| f.range.0)..row.last().map_or(0, |f| f.range.1);
            let fields = row.into_iter().enumerate();
            let fields = fields
                .map(|(at, field)| Field::Text(clean.text(field, format!("{name}[{}]", at + 1))))
                .collect();
            grid.rows.push(Located { value: fields, span: Span::new(file, range), key: name });
        }
        for name in grid.head.iter().filter(|name| !name.says_something()) {
            clean.fine = false;
            clean.diagnostics.push(
                Diagnostic::new(Code::DataShape, "a column has no name")
                    .at(name.span)
                    .key(key)
                    .help("name it in the first line"),
            );
        }
        let fine = clean.fine;
        if separator == ';' {
            grid.report_thousands(diagnostics);
        }
        grid.checked(&whole, Some(separator), diagnostics).filter(|_| fine)
    }
}

/// Makes fields into texts that a page may hold, and reports those that are none.
struct Cleaner<'d> {
    file: FileId,
    fine: bool,
    diagnostics: &'d mut Diagnostics,
}

impl Cleaner<'_> {
    fn text(&mut self, field: RawField, key: String) -> Text {
        let span = Span::new(self.file, field.range.0..field.range.1);
        let value = as_read(&field.text, Lines::One).unwrap_or_else(|what| {
            self.fine = false;
            self.diagnostics.push(
                Diagnostic::new(Code::ControlCharacter, format!("{what} in a field"))
                    .at(span)
                    .key(&key)
                    .help("delete it; it often comes along when text is pasted from elsewhere"),
            );
            String::new()
        });
        Located { value, span, key }
    }
}

/// The sign that Excel’s own first line names, `sep=;`, and the text with blank lines in its place, so that
/// all else stands where it stood.
fn marked(text: &str) -> Option<(char, String)> {
    let line = text.lines().next()?;
    let sign = line.trim_end().trim_matches('"').strip_prefix("sep=")?;
    let sign = SEPARATORS.iter().map(|(sign, _)| *sign).find(|own| sign == own.to_string())?;
    Some((sign, format!("{}{}", "\n".repeat(line.len()), &text[line.len()..])))
}

/// The sign that parts the fields of a file, from what its first line has; where that has several,
/// the only one by which all rows are as long.
fn told_apart(text: &str) -> Option<char> {
    let first = text.trim_start_matches(['\r', '\n']).lines().next().unwrap_or_default();
    let named = SEPARATORS.iter().map(|(separator, _)| *separator);
    let named: Vec<char> = named.filter(|separator| first.contains(*separator)).collect();
    let readings: Vec<(char, Vec<usize>)> = named
        .iter()
        .filter_map(|separator| {
            let rows = records(text, *separator).ok()?;
            Some((*separator, rows.iter().map(Vec::len).collect()))
        })
        .filter(|(_, widths): &(char, Vec<usize>)| widths.first().is_some_and(|width| *width > 1))
        .collect();
    match readings.as_slice() {
        // What is wrong with a quotation mark is told later.
        [] => Some(named.first().copied().unwrap_or(',')),
        [(only, _)] => Some(*only),
        several => {
            let even = |(_, widths): &&(char, Vec<usize>)| widths.iter().all(|w| *w == widths[0]);
            let mut even = several.iter().filter(even);
            match (even.next(), even.next()) {
                (Some((only, _)), None) => Some(*only),
                _ => None,
            }
        }
    }
}

/// The records of a text (RFC 4180, section 2). Lines may end in any of the three ways; those without
/// a character are no records.
fn records(text: &str, separator: char) -> Result<Vec<Vec<RawField>>, CsvFault> {
    let mut rows = Vec::new();
    let mut row: Vec<RawField> = Vec::new();
    let mut rest = text.char_indices().peekable();
    loop {
        // At the beginning of a field.
        let Some(&(start, first)) = rest.peek() else {
            if let Some(last) = row.last() {
                // The separator was the last character.
                let end = last.range.1 + separator.len_utf8();
                row.push(RawField { text: String::new(), range: (end, end) });
                rows.push(row);
            }
            return Ok(rows);
        };
        let mut value = String::new();
        if first == '"' {
            rest.next();
            loop {
                match rest.next() {
                    Some((_, '"')) if rest.next_if(|(_, c)| *c == '"').is_some() => value.push('"'),
                    Some((_, '"')) => break,
                    Some((_, c)) => value.push(c),
                    None => {
                        return Err(CsvFault {
                            at: start,
                            message: "a quotation mark that opens a field is never closed",
                            help: "close it; a quotation mark inside a field is written twice",
                        });
                    }
                }
            }
        } else {
            while let Some((at, c)) =
                rest.next_if(|(_, c)| *c != separator && !matches!(c, '\r' | '\n'))
            {
                if c == '"' && value.trim().is_empty() {
                    return Err(CsvFault {
                        at,
                        message: "a quotation mark after a space does not open a field",
                        help: "take the space before it away",
                    });
                }
                if c == '"' {
                    return Err(CsvFault {
                        at,
                        message: "a quotation mark inside a field without quotes",
                        help: "put the whole field in quotes, and write the one inside it twice",
                    });
                }
                value.push(c);
            }
        }
        let end = rest.peek().map_or(text.len(), |(at, _)| *at);
        let blank = row.is_empty() && first != '"' && value.is_empty();
        match rest.next() {
            Some((_, c)) if c == separator => {
                row.push(RawField { text: value, range: (start, end) });
            }
            after @ (None | Some((_, '\r' | '\n'))) => {
                if after.is_some_and(|(_, c)| c == '\r') {
                    rest.next_if(|(_, c)| *c == '\n');
                }
                if !blank {
                    row.push(RawField { text: value, range: (start, end) });
                    rows.push(std::mem::take(&mut row));
                }
            }
            Some((at, _)) => {
                return Err(CsvFault {
                    at,
                    message: "something stands after the quotation mark that ends a field",
                    help: "put a separator there; a quotation mark inside a field is written twice",
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str, separator: char) -> Vec<Vec<String>> {
        let rows = records(text, separator).unwrap();
        rows.into_iter().map(|row| row.into_iter().map(|f| f.text).collect()).collect()
    }

    #[test]
    fn records_are_those_of_the_standard() {
        for (text, expected) in [
            ("a,b\r\n1,2\r\n", vec![vec!["a", "b"], vec!["1", "2"]]),
            ("a,b\n1,2", vec![vec!["a", "b"], vec!["1", "2"]]),
            ("a\rb\r", vec![vec!["a"], vec!["b"]]),
            ("\"a,b\",\"c\"\"d\"\n", vec![vec!["a,b", "c\"d"]]),
            ("\"two\r\nlines\",x", vec![vec!["two\r\nlines", "x"]]),
            ("a,\n,b\n", vec![vec!["a", ""], vec!["", "b"]]),
            ("a,", vec![vec!["a", ""]]),
            ("\"\"\n\n\nb\n", vec![vec![""], vec!["b"]]),
            (" a , b ", vec![vec![" a ", " b "]]),
            ("", vec![]),
        ] {
            assert_eq!(fields(text, ','), expected, "{text:?}");
        }
    }

    #[test]
    fn a_field_is_found_again_in_the_file() {
        let text = "é,\"b \"\"c\"\"\";d\n1,2\n";
        let rows = records(text, ',');
        assert_eq!(rows.unwrap_err().at, text.find(";d").unwrap());
        let rows = records("é,\"b \"\"c\"\"\"\n1,22\n", ',').unwrap();
        assert_eq!(rows[0][1].range, (3, 12));
        assert_eq!(rows[1][1].range, (15, 17));
    }

    #[test]
    fn quotes_at_wrong_places_are_faults() {
        for (text, at) in
            [("a,b\n\"x,1\n", 4), ("a,b\"c\n", 3), ("a, \"b\"\n", 3), ("\"a\"b,c\n", 3)]
        {
            assert_eq!(records(text, ',').unwrap_err().at, at, "{text}");
        }
    }

    #[test]
    fn the_separator_is_told_by_the_first_line() {
        for (text, expected) in [
            ("a,b\n1,2\n", Some(',')),
            ("a;b\n1,5;2\n", Some(';')),
            ("a\tb\n1\t2\n", Some('\t')),
            ("a\n1\n", Some(',')),
            ("\"a;x\",b\n1,2\n", Some(',')),
            ("a, x;b\n1;2\n", Some(';')),
            ("a,b;c,d\n1\n", None),
        ] {
            assert_eq!(told_apart(text), expected, "{text:?}");
        }
    }
}

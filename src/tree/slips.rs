//! What people who have never seen TOML get wrong on a line, said in their words.

use super::fault::SyntaxFault;
use super::headers::{above, is_single, named};
use super::slips_between::{entry, in_quotes};
use super::slips_line::SlipLine;
use super::suggested::{
    bare, day_of, days_of, is_mark, key_of, looks_like_a_day, month_of, quoted, strange, ungrouped,
    value_of, with_point, without_comment,
};
use super::tokens::{Begun, TokenContext, TomlToken, begun, tokens};
use crate::diag::did_you_mean;

/// What keys and headers are made of.
const KEYS: &str = "keys are English words of the letters a to z, digits, `_` and `-`";

/// The slip that the parser met at a byte, if it is one that is known.
pub(super) fn slip(text: &str, all: &[TomlToken], said: &str, byte: usize) -> Option<SyntaxFault> {
    let standing = TokenContext::of(all, byte);
    let line = SlipLine::of(text, &standing, byte);
    if said.contains("duplicate key") || said.contains("cannot extend") {
        return Some(twice(&line));
    }
    comment(&line)
        .or_else(|| three_marks(&line))
        .or_else(|| in_quotes(&line, &standing, byte))
        .or_else(|| unseen(&line, byte))
        .or_else(|| if standing.open.is_empty() { alone(&line) } else { entry(&line, &standing) })
}

/// A key or a header of which there is one already.
fn twice(line: &SlipLine<'_>) -> SyntaxFault {
    let before = &line.text[..line.place.start];
    let headers = before.lines().rev().map(str::trim).filter(|own| own.starts_with('['));
    if line.own.starts_with('[') {
        let name = named(line.own);
        if let Some(orphan) = orphan(line, &name) {
            return orphan;
        }
        let is_other = |own: &&str| named(own) == name;
        let other = headers.clone().find(is_other);
        let first = other.map(|own| line.part(own).start);
        let message = format!("a table `{name}` stands above already");
        return SyntaxFault::new(message, line.place.clone())
            .help(several(&name, before))
            .related_if(first, "the first one");
    }
    let key = line.own.split('=').next().unwrap_or_default().trim();
    let header = headers.clone().next();
    let within = header.map_or(0, |own| line.part(own).start);
    let mut lines = before[within..].lines().map(str::trim);
    let first = lines.find(|own| own.split_once('=').is_some_and(|(name, _)| name.trim() == key));
    let help = match header {
        Some(own) if !is_single(&named(own)) => format!(
            "keep one of them; if another {own} begins here, write `{own}` above it",
            own = without_comment(own)
        ),
        _ => "keep one of them".to_string(),
    };
    SyntaxFault::new(format!("`{key}` stands twice in one table"), line.place.clone())
        .help(help)
        .related_if(first.map(|own| line.part(own).start), "the first one")
}

/// What to do with a second table of a name.
fn several(name: &str, before: &str) -> String {
    if !is_single(name) {
        return format!("write `[[{name}]]`, in double brackets, above each of them");
    }
    let once = "put what stands below it under the first one, and take this header out";
    let parent = name.rsplit_once('.').map(|(parent, _)| format!("[[{parent}]]"));
    match parent.filter(|parent| before.lines().any(|own| own.trim().starts_with(parent.as_str())))
    {
        Some(parent) => {
            format!("{once}; where it belongs to another `{parent}`, write that header above it")
        }
        None => once.to_string(),
    }
}

/// Three quotation marks that are not straight, as word processors make them of `"""`.
fn three_marks(line: &SlipLine<'_>) -> Option<SyntaxFault> {
    let (key, value) = line.halves()?;
    let key = key_of(key)?;
    let own = without_comment(value);
    let is_quote = |c: &char| *c == '"' || *c == '\'' || is_mark(*c);
    let marks: String = own.chars().take_while(is_quote).take(3).collect();
    if marks.chars().count() < 3 || !marks.chars().any(is_mark) {
        return None;
    }
    let words = own[marks.len()..].trim_end();
    let inner = words.trim_end_matches(|c| is_quote(&c));
    let help = match (inner.is_empty(), words.len() > inner.len()) {
        (true, _) => format!("write `{key} = \"\"\"` here, and `\"\"\"` after the last words"),
        (false, true) => format!("write `{key} = {}`", quoted(inner.trim())),
        (false, false) => format!(
            "write `{key} = \"\"\"` here, `{inner}` on the next line, and `\"\"\"` after the last words"
        ),
    };
    let message = format!("the quotes around the text of `{key}` are not straight ones");
    Some(SyntaxFault::new(message, line.part(own)).help(help))
}

/// A header of a table within another, above which the header of that other is missing or misspelt:
/// the parser meets it at the next one, which is right.
fn orphan(line: &SlipLine<'_>, name: &str) -> Option<SyntaxFault> {
    if !line.own.starts_with("[[") {
        return None;
    }
    let before = line.text[..line.place.start].lines().map(str::trim);
    let headers: Vec<&str> = before.filter(|own| own.starts_with('[')).collect();
    let parent = name.rsplit_once('.').map(|(parent, _)| parent);
    let begins = parent.and_then(|parent| headers.iter().rposition(|own| named(own) == parent));
    let begins = begins.map_or(0, |at| at + 1);
    if headers[begins..].iter().any(|own| named(own) == name) {
        return None;
    }
    let within = format!("{name}.");
    let at = begins + headers[begins..].iter().position(|own| named(own).starts_with(&within))?;
    let own = name.rsplit('.').next().unwrap_or(name);
    let meant = headers[begins..at].last().filter(|before| {
        let before = named(before);
        before == own || did_you_mean(&before, [name]).is_some()
    });
    Some(match meant {
        Some(header) => {
            let header = without_comment(header);
            SyntaxFault::new(
                format!("`{header}` is another table than `[[{name}]]`"),
                line.part(header),
            )
            .help(format!("write `[[{name}]]`"))
            .related_if(Some(line.part(headers[at]).start), "this belongs to it")
        }
        None => {
            let header = without_comment(headers[at]);
            SyntaxFault::new(format!("`{header}` stands below no `[[{name}]]`"), line.part(header))
                .help(above(&named(header), name))
        }
    })
}

/// A comment as other languages have it.
fn comment(line: &SlipLine<'_>) -> Option<SyntaxFault> {
    let signs = ["//", "/*", "*/", "<!--", "--", ";", "%"];
    let sign = signs.iter().find(|sign| line.own.starts_with(**sign))?;
    let words = line.own.trim_start_matches(*sign).trim_end_matches("*/").trim_end_matches("-->");
    if line.own.bytes().all(|byte| byte == b'-') {
        return Some(
            SyntaxFault::new("a line of hyphens says nothing here", line.place.clone())
                .help("take it out, or write `#` before it"),
        );
    }
    Some(
        SyntaxFault::new(format!("`{sign}` begins no comment"), line.place.clone())
            .help(format!("a comment begins with #: `# {}`", words.trim())),
    )
}

/// A character that is not seen, where none can stand.
fn unseen(line: &SlipLine<'_>, byte: usize) -> Option<SyntaxFault> {
    let c = line.text.get(byte..)?.chars().next()?;
    let name = strange(c)?;
    let message =
        format!("{name}, U+{:04X}, stands here, and looks like nothing or a space", c as u32);
    Some(
        SyntaxFault::new(message, byte..byte + c.len_utf8()).help(
            "delete it, and type a space with the space bar; it came along when text was pasted",
        ),
    )
}

/// A line that is neither a key with its value nor a header.
fn alone(line: &SlipLine<'_>) -> Option<SyntaxFault> {
    if let Some((_, name)) =
        [("{\\rtf", "RTF, as word processors save it"), ("{\"", "JSON"), ("{ \"", "JSON")]
            .iter()
            .find(|(sign, _)| line.own.starts_with(sign))
    {
        return Some(
            SyntaxFault::new(format!("the file is {name}, and no TOML"), line.place.clone())
                .help("`briefpress new` writes a brief to begin with; save it as plain text"),
        );
    }
    if line.own.starts_with(['[', '{', '(']) {
        return Some(header(line));
    }
    if ["]", "}", ")", "],", "},"].contains(&without_comment(line.own)) {
        let message = format!("`{}` closes nothing here", without_comment(line.own));
        return Some(SyntaxFault::new(message, line.place.clone()).help("take it out"));
    }
    match line.halves() {
        Some((key, value)) => pair(line, key, value),
        None => words(line),
    }
}

/// A header with too few or too many brackets, or with something after it.
fn header(line: &SlipLine<'_>) -> SyntaxFault {
    let own = without_comment(line.own);
    let brackets = |c: char| "[](){}".contains(c);
    let inner = own.trim_start_matches(|c| brackets(c) || c == ' ');
    let opened = own[..own.len() - inner.len()].chars().filter(|&c| brackets(c)).count();
    let end = inner.find(brackets).unwrap_or(inner.len());
    let rest = inner[end..].trim_start_matches(|c| brackets(c) || c == ' ');
    let closed = inner[end..inner.len() - rest.len()].chars().filter(|&c| brackets(c)).count();
    let name = key_of(&inner[..end]).map(|name| name.replace("._", ".").replace("_.", "."));
    let Some(name) = name else {
        return SyntaxFault::new(format!("`{own}` is no header of a table"), line.part(own))
            .help(format!("write one such as `[[finding]]`; {KEYS}"));
    };
    // The names of tables in tables stand apart by points.
    let name = if inner[..end].trim().contains(' ') { name.replace('_', ".") } else { name };
    let depth = opened.max(closed).clamp(1, 2);
    let whole = format!("{}{name}{}", "[".repeat(depth), "]".repeat(depth));
    let message = match rest.is_empty() {
        true if opened != closed => format!("`{own}` opens {opened} and closes {closed} brackets"),
        true => format!("`{own}` is no header of a table"),
        false => format!("`{rest}` stands after a header, where nothing can"),
    };
    SyntaxFault::new(message, line.part(own)).help(format!("write `{whole}`"))
}

/// A line with `=`.
fn pair(line: &SlipLine<'_>, key: &str, value: &str) -> Option<SyntaxFault> {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    let is_quoted = key.starts_with('"') || key.starts_with('\'');
    let written = key_of(key);
    let name = written.as_deref().unwrap_or(key);
    let worth = without_comment(value).trim_start_matches(['=', '>', '~', ':']).trim();
    let goes_on = ["[", "{", "\"\"\"", "'''"].iter().any(|sign| worth.starts_with(sign));
    let suggested = if goes_on || is_value(worth) { worth.to_string() } else { value_of(worth) };
    // Words that happen to have `=` in them.
    if !is_quoted && key.contains(' ') && !goes_on && !is_value(worth) {
        return words(line);
    }
    if !is_quoted && (!key.chars().all(is_bare) || key.contains(' ') || key.is_empty()) {
        let fault = SyntaxFault::new(format!("`{key}` is not written as a key"), line.part(key));
        return Some(match &written {
            Some(name) => fault.help(format!("write `{name} = {suggested}`")),
            None if key.split_whitespace().count() > 3 => words(line)?,
            None => fault.help(match key.chars().find(|c| !c.is_ascii()) {
                Some(c) => format!("`{c}`, U+{:04X}, is in no key: {KEYS}", c as u32),
                None => KEYS.to_string(),
            }),
        });
    }
    let own = without_comment(value).trim();
    if own.is_empty() {
        let next = line.text[line.place.end..].lines().map(str::trim).find(|own| !own.is_empty());
        if let Some(entry) = next.and_then(listed) {
            return Some(
                SyntaxFault::new(
                    format!("the list of `{name}` has no brackets"),
                    line.place.clone(),
                )
                .help(format!(
                    "write `{name} = [` here, each entry as `{},`, and `]` after the last",
                    quoted(entry)
                )),
            );
        }
        return Some(SyntaxFault::new(format!("`{name}` has no value"), line.place.clone()).help(
            format!("write one after it, such as `{name} = \"…\"`, or `#` before the line"),
        ));
    }
    let place = line.part(own);
    if worth.len() < own.len() {
        return Some(
            SyntaxFault::new("more than `=` stands between a key and its value", place)
                .help(format!("write `{name} = {suggested}`")),
        );
    }
    // A code as pages of some languages have it.
    if name == "code" && own.split(',').all(|part| part.trim().parse::<u16>().is_ok()) {
        return Some(value_slip(line, name, own));
    }
    // A list without its brackets, or one of them.
    for whole in [format!("[{own}]"), format!("[{own}"), format!("{own}]")] {
        if entries_of(&whole) > 1 && !own.ends_with(',') && with_point(own).is_none() {
            return Some(
                SyntaxFault::new("a list stands in square brackets", place)
                    .help(format!("write `{name} = {whole}`")),
            );
        }
    }
    // A value, and something after it that does not belong there.
    let short = own.trim_end_matches([',', ';', '.', ' ', ']', '}', ')']);
    if short.len() < own.len() && is_value(short) {
        let sign = own[short.len()..].trim();
        return Some(
            SyntaxFault::new(format!("`{sign}` stands after the value of `{name}`"), place)
                .help(format!("take it out: `{name} = {short}`")),
        );
    }
    if let Some((start, rest)) = ["//", "/*", "--", ";"].iter().find_map(|sign| {
        let at = own.find(sign).filter(|at| is_value(own[..*at].trim()))?;
        Some((own[..at].trim(), own[at..].trim_start_matches(sign).trim_end_matches("*/").trim()))
    }) {
        return Some(
            SyntaxFault::new(
                format!("the comment after the value of `{name}` begins without #"),
                place,
            )
            .help(format!("write `{name} = {start}  # {rest}`")),
        );
    }
    let value_ends = own.match_indices([' ', ',', ';']).map(|(at, sign)| (at, at + sign.len()));
    for (end, next) in value_ends.filter(|(end, _)| is_value(own[..*end].trim())) {
        let (first, rest) = (own[..end].trim(), own[next..].trim());
        if begun(&tokens(rest), rest) == Some(Begun::Key) {
            return Some(SyntaxFault::new("two keys stand on one line", line.part(rest)).help(
                format!("put each on a line of its own: `{name} = {first}`, then `{rest}`"),
            ));
        }
        if own.starts_with('[') && !rest.is_empty() {
            return Some(
                SyntaxFault::new(
                    format!("`{rest}` stands after the value of `{name}`"),
                    line.part(rest),
                )
                .help("take it out, or write `#` before it"),
            );
        }
    }
    Some(value_slip(line, name, own))
}

/// What a line says that lists an entry as word processors do.
fn listed(line: &str) -> Option<&str> {
    let entry = ["- ", "* ", "• ", "– "].iter().find_map(|sign| line.strip_prefix(sign))?;
    Some(bare(entry.trim_end_matches(',')))
}

/// A value that TOML does not take as it is written.
fn value_slip(line: &SlipLine<'_>, name: &str, own: &str) -> SyntaxFault {
    let place = line.part(own);
    let suggested = match name {
        "code" if own.contains(',') => quoted(&own.replace(' ', "").replace(',', ".")),
        _ => value_of(own),
    };
    let lower = own.to_lowercase();
    if ["true", "false"].contains(&lower.as_str()) {
        return SyntaxFault::new(format!("`{own}` has capital letters"), place)
            .help(format!("write `{name} = {lower}`"));
    }
    if own.starts_with(is_mark) {
        return SyntaxFault::new(
            format!("the quotes around the value of `{name}` are not straight ones"),
            place,
        )
        .help(format!("write `{name} = {suggested}`; curly ones belong inside"));
    }
    if own.starts_with('(') {
        let inner = own.trim_matches(['(', ')']);
        return SyntaxFault::new("a list stands in square brackets", place)
            .help(format!("write `{name} = [{inner}]`"));
    }
    if day_of(bare(own)).is_some() {
        return SyntaxFault::new(format!("`{own}` is not how a day is written"), place)
            .help(format!("write `{name} = {suggested}`: year, month and day, without quotes"));
    }
    if let Some(fault) = month(line, name, own) {
        return fault;
    }
    if looks_like_a_day(own) {
        return match days_of(own)[..] {
            [first, second] => SyntaxFault::new(format!("`{own}` can be read as two days"), place)
                .help(format!(
                    "write `{name} = {first}` or `{name} = {second}`: year, month and day"
                )),
            _ => SyntaxFault::new(format!("`{own}` is no day of the calendar"), place)
                .help("write year, month and day, such as 2025-06-30 for the last of June"),
        };
    }
    let fault = SyntaxFault::new(format!("the value of `{name}` stands without quotes"), place)
        .help(format!("put text in quotes: `{name} = {suggested}`"));
    if name == "code" {
        return fault;
    }
    match (ungrouped(own), with_point(own)) {
        (Some(digits), _) => {
            fault.help(format!("a number to count with has digits alone: `{name} = {digits}`"))
        }
        (None, Some(number)) => {
            fault.help(format!("a number to count with has a point: `{name} = {number}`"))
        }
        (None, None) => fault,
    }
}

/// A month without quotes. The date of the whole file, above its first table, has a day.
fn month(line: &SlipLine<'_>, name: &str, own: &str) -> Option<SyntaxFault> {
    let month = month_of(own)?;
    let message = format!("`{own}` is a month, and stands without quotes");
    let fault = SyntaxFault::new(message, line.part(own));
    let above = &line.text[..line.place.start];
    let is_top = !above.lines().any(|own| own.trim_start().starts_with('['));
    Some(match is_top && name == "date" {
        true => SyntaxFault { message: format!("`{own}` is a month, and no day"), ..fault }.help(
            format!("write year, month and day, without quotes, such as `{name} = {month}-27`"),
        ),
        false => fault.help(format!("put a month in quotes: `{name} = \"{month}\"`")),
    })
}

/// A line without `=`.
fn words(line: &SlipLine<'_>) -> Option<SyntaxFault> {
    let own = without_comment(line.own);
    let place = line.part(own);
    if is_value(own) {
        return Some(
            SyntaxFault::new("a value stands here without a key", place)
                .help(format!("write the key before it, such as `title = {own}`, or take it out")),
        );
    }
    if own.starts_with('<') {
        return Some(
            SyntaxFault::new(format!("`{own}` is HTML, which stands nowhere in a brief"), place)
                .help("take it out; texts are marked with *emphasis* and **strong**"),
        );
    }
    if let Some(entry) = listed(own) {
        return Some(
            SyntaxFault::new("an entry of a list stands outside its brackets", place).help(format!(
                "write a list as `key_messages = [{}, \"…\"]`: in square brackets, with commas between",
                quoted(entry)
            )),
        );
    }
    for sign in [':', '＝', '：', '→'] {
        let Some((key, value)) = own.split_once(sign) else { continue };
        let Some(key) = key_of(key) else { continue };
        let value = value.trim();
        let value = match value {
            "" => "\"…\"".to_string(),
            value if is_value(value) => value.to_string(),
            value => value_of(value),
        };
        return Some(
            SyntaxFault::new(
                format!("a key and its value are joined by `=`, not by `{sign}`"),
                place,
            )
            .help(format!("write `{key} = {value}`")),
        );
    }
    let first = own.split_whitespace().next().unwrap_or_default();
    let rest = own[first.len()..].trim();
    if key_of(first).as_deref() == Some(first) && !rest.is_empty() && is_value(rest) {
        return Some(
            SyntaxFault::new(format!("`=` is missing between `{first}` and its value"), place)
                .help(format!("write `{first} = {rest}`")),
        );
    }
    if rest.is_empty() && key_of(first).as_deref() == Some(first) {
        return Some(
            SyntaxFault::new(format!("`{first}` stands alone on its line"), place).help(format!(
                "write `{first} = \"…\"` if it is a key, `[{first}]` if it is a table, `#` before it if it is \
                 neither"
            )),
        );
    }
    Some(
        SyntaxFault::new("these words stand outside the quotes", place).help(
            "a text over several lines has \"\"\" before its first word and after its last; a comment begins \
             with #",
        ),
    )
}

/// Whether this is a value as TOML has it.
fn is_value(words: &str) -> bool {
    !words.is_empty()
        && !words.contains('\n')
        && toml::from_str::<toml::Table>(&format!("v = {words}")).is_ok()
}

/// How many entries a list has; none where it is no list.
fn entries_of(words: &str) -> usize {
    let read = toml::from_str::<toml::Table>(&format!("v = {words}")).ok();
    let list = read.as_ref().and_then(|table| table.get("v")?.as_array());
    list.map_or(0, Vec::len)
}

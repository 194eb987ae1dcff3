//! Where lists begin. Markdown takes many lines for items that are sentences: one that a year
//! begins, a sum over two lines. Here a list is a block of its own, after a blank line or at the
//! start, whose lines begin with `- ` or with numbers that count from 1.

use std::ops::Range;

use super::items;
use super::leftover::Leftover;

/// The mark a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ListMark {
    Hyphen,
    /// An asterisk or a plus sign: marks of lists in Markdown, and not here.
    Other(char),
    /// A number and a full stop.
    Number(u64),
    /// A number and a bracket: a mark of lists in Markdown, and not here.
    Bracket(u64),
    /// A mark with nothing behind it.
    Bare,
}

/// A line, without its end.
#[derive(Clone, Copy)]
struct TextLine<'a> {
    at: usize,
    text: &'a str,
}

impl<'a> TextLine<'a> {
    fn words(self) -> &'a str {
        self.text.trim_start_matches([' ', '\t'])
    }

    fn start(self) -> usize {
        self.at + self.text.len() - self.words().len()
    }

    fn is_nested(self) -> bool {
        self.text.starts_with('\t') || self.text.starts_with("  ")
    }

    fn mark(self) -> Option<ListMark> {
        let words = self.words();
        let digits = words.bytes().take_while(u8::is_ascii_digit).count();
        let number = || words[..digits].parse().ok();
        let bare = match &words.trim_end()[digits..] {
            "-" | "*" | "+" => digits == 0,
            "." | ")" => (1..=9).contains(&digits),
            _ => false,
        };
        if bare {
            return Some(ListMark::Bare);
        }
        match words.get(digits..digits + 2)? {
            "- " if digits == 0 => Some(ListMark::Hyphen),
            "* " if digits == 0 => Some(ListMark::Other('*')),
            "+ " if digits == 0 => Some(ListMark::Other('+')),
            ". " if (1..=9).contains(&digits) => Some(ListMark::Number(number()?)),
            ") " if (1..=9).contains(&digits) => Some(ListMark::Bracket(number()?)),
            _ => None,
        }
    }

    /// Where a backslash takes the meaning from the mark.
    fn guard(self, mark: ListMark) -> usize {
        match mark {
            ListMark::Hyphen | ListMark::Other(_) => self.start(),
            ListMark::Number(_) | ListMark::Bracket(_) | ListMark::Bare => {
                self.start() + self.words().bytes().take_while(u8::is_ascii_digit).count()
            }
        }
    }

    /// Whether it is a rule across the page in Markdown.
    fn is_rule(self) -> bool {
        let marks: String = self.text.chars().filter(|c| !c.is_whitespace()).collect();
        marks.len() >= 3 && ["-", "*", "_"].iter().any(|mark| marks.replace(mark, "").is_empty())
    }
}

/// Lines between blank ones.
fn blocks(text: &str) -> Vec<Vec<TextLine<'_>>> {
    let mut blocks = vec![Vec::new()];
    let mut at = 0;
    for line in text.split('\n') {
        match (line.trim().is_empty(), blocks.last_mut()) {
            (false, Some(block)) => block.push(TextLine { at, text: line }),
            (true, Some(block)) if !block.is_empty() => blocks.push(Vec::new()),
            _ => {}
        }
        at += line.len() + 1;
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// Whether a block is a list, given the mark of the last item before it.
fn is_list(block: &[TextLine<'_>], before: Option<ListMark>) -> bool {
    let first = block[0];
    match first.mark() {
        Some(ListMark::Hyphen) => !first.is_rule(),
        Some(ListMark::Number(1)) => true,
        Some(ListMark::Number(number)) => {
            let second = block[1..].iter().find_map(|line| match line.mark() {
                Some(ListMark::Number(second)) if line.is_nested() == first.is_nested() => {
                    Some(second)
                }
                _ => None,
            });
            second == Some(number + 1)
                || matches!(before, Some(ListMark::Number(last)) if last + 1 == number)
        }
        _ => false,
    }
}

/// Adds a backslash to every mark that Markdown would take for a list's and that is none.
pub(super) fn guard(text: &str, added: &mut Vec<(usize, &'static str)>) {
    // The last item of the list that goes on, if one does.
    let mut last: Option<ListMark> = None;
    for block in blocks(text) {
        let inner = last.is_some() && block[0].is_nested();
        let list = is_list(&block, last);
        if !inner {
            last = if list { block[0].mark() } else { None };
        }
        let kind = block[0].mark();
        for (index, line) in block.iter().enumerate() {
            let Some(mark) = line.mark().filter(|_| !line.is_rule()) else { continue };
            let item = list
                && match (mark, kind) {
                    (ListMark::Hyphen, Some(ListMark::Hyphen)) => true,
                    (ListMark::Number(_), Some(ListMark::Number(_))) => true,
                    (ListMark::Hyphen | ListMark::Number(_), _) => index > 0 && line.is_nested(),
                    _ => false,
                };
            if !item {
                added.push((line.guard(mark), "\\"));
            } else if !inner && !line.is_nested() {
                last = Some(mark);
            }
        }
    }
}

/// Where a line begins with the marks of more than so many lists and quotations in each other.
pub(super) fn too_deep(text: &str, most: usize) -> Option<Range<usize>> {
    blocks(text).into_iter().flatten().find_map(|line| {
        let mut rest = line.words();
        for _ in 0..=most {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count().min(9);
            let marks: &[char] = if digits > 0 { &['.', ')'] } else { &['-', '+', '*', '>'] };
            let after = rest[digits..].strip_prefix(marks)?;
            let quoted = digits == 0 && rest.starts_with('>');
            rest = after.trim_start_matches([' ', '\t']);
            if !quoted && rest.len() == after.len() && !rest.is_empty() {
                return None;
            }
        }
        (!line.is_rule()).then(|| line.start()..line.at + line.text.trim_end().len())
    })
}

/// What the lines of a text look like and are not: lists that would not be set as lists, tables.
/// `tabs` are the places of the spaces that were tabs.
pub(super) fn leftovers(text: &str, tabs: &[usize]) -> Vec<(Leftover, Range<usize>)> {
    let mut found = Vec::new();
    let mut last: Option<ListMark> = None;
    let blocks = blocks(text);
    found.extend(unlisted(&blocks).map(|place| (Leftover::Items, place)));
    let counted = !found.is_empty();
    found.extend(parted(&blocks));
    for block in blocks {
        let inner = last.is_some() && block[0].is_nested();
        let list = is_list(&block, last);
        if let Some(what) = bullets(&block).or_else(|| table(&block, tabs)) {
            found.push(what);
        } else if !list && let Some(what) = unborn_list(&block) {
            found.push(what);
        } else if list && let Some(what) = miscounted(&block) {
            found.push(what);
        }
        found.retain(|(what, _)| !counted || *what != Leftover::OtherMark);
        if !inner {
            let mut marks = block.iter().filter_map(|line| line.mark());
            last = if list { marks.next_back() } else { None };
        }
    }
    found
}

/// An item whose number is not the one that will print: lists are counted on from their first. (A
/// list of ones is one that is left to be counted.)
fn miscounted(block: &[TextLine<'_>]) -> Option<(Leftover, Range<usize>)> {
    let items: Vec<(u64, &TextLine<'_>)> = block
        .iter()
        .filter(|line| line.is_nested() == block[0].is_nested())
        .filter_map(|line| match line.mark() {
            Some(ListMark::Number(number)) => Some((number, line)),
            _ => None,
        })
        .collect();
    if items.iter().all(|(number, _)| *number == 1) {
        return None;
    }
    let wrong = items.windows(2).find(|pair| pair[1].0 != pair[0].0 + 1)?;
    let line = wrong[1].1;
    Some((Leftover::Counted, line.at..line.at + line.text.len()))
}

/// Where a text counts its lines or paragraphs and makes no list of them.
fn unlisted(blocks: &[Vec<TextLine<'_>>]) -> Option<Range<usize>> {
    let beginnings: Vec<Vec<items::LineStart<'_>>> = blocks
        .iter()
        .map(|block| {
            let above = block.iter().map(|line| Some(line.text.trim_end()));
            let lines = block.iter().zip(std::iter::once(None).chain(above));
            lines.map(|(line, above)| (line.start(), line.words(), above)).collect()
        })
        .collect();
    items::unlisted(&beginnings)
}

/// Signs that stand before items and before nothing else.
const SURE: &str = "•◦▪‣●■⁃∙➢✓✔✗❖◆◇►▶▸◾◼▫☐☑☒❑❒➔➤⮚";
/// Signs that stand before items and elsewhere.
const LIKELY: &str = "–—·○□−→⇒※";

/// The sign that a line begins with. A dash before a number is its minus.
fn sign(line: &TextLine<'_>, signs: &str) -> Option<char> {
    let mut words = line.words().chars();
    // The symbol fonts of word processors have their signs here.
    let symbol = |c: char| signs == SURE && ('\u{f020}'..='\u{f0ff}').contains(&c);
    let sign = words.next().filter(|c| signs.contains(*c) || symbol(*c))?;
    (signs == SURE || !words.next().is_some_and(char::is_numeric)).then_some(sign)
}

fn bullet(line: &TextLine<'_>) -> (Leftover, Range<usize>) {
    let sign = line.words().chars().next().map_or(0, char::len_utf8);
    (Leftover::Bullet, line.start()..line.start() + sign)
}

/// Signs that word processors put before the items of a list.
fn bullets(block: &[TextLine<'_>]) -> Option<(Leftover, Range<usize>)> {
    let sure = block.iter().find(|line| sign(line, SURE).is_some());
    let mut likely = block.iter().filter(|line| sign(line, LIKELY).is_some());
    let line = sure.or_else(|| likely.next().filter(|_| likely.next().is_some()))?;
    Some(bullet(line))
}

/// The same before paragraphs: one has a dash before it where someone speaks, and so may the answer.
fn parted(blocks: &[Vec<TextLine<'_>>]) -> Option<(Leftover, Range<usize>)> {
    let first = |block: &Vec<TextLine<'_>>| sign(&block[0], LIKELY);
    let signed = |blocks: &&[Vec<TextLine<'_>>]| {
        let sign = first(&blocks[0]);
        sign.is_some() && blocks.iter().all(|block| first(block) == sign)
    };
    let pair = blocks.windows(2).find(|pair| signed(pair) && first(&pair[0]) != Some('—'));
    let found = pair.or_else(|| blocks.windows(3).find(signed))?;
    Some(bullet(&found[0][0]))
}

/// A table in columns of strokes or tabs.
fn table(block: &[TextLine<'_>], tabs: &[usize]) -> Option<(Leftover, Range<usize>)> {
    let columns = |line: &TextLine<'_>| {
        // A tab behind the mark of an item begins no column.
        let mark = match line.mark() {
            Some(mark) => line.guard(mark) + 1 - line.start(),
            None if sign(line, SURE).or(sign(line, LIKELY)).is_some() => bullet(line).1.len(),
            None => items::mark_length(line.words()),
        };
        let inner = line.start() + mark + 1..line.at + line.text.trim_end().len();
        let strokes = line.text.matches(" | ").count();
        (strokes, tabs.iter().filter(|tab| inner.contains(tab)).count())
    };
    let alike = block.windows(2).find(|pair| {
        let (above, below) = (columns(&pair[0]), columns(&pair[1]));
        above.0 > 0 && above.0 == below.0 || above.1 > 0 && below.1 > 0
    });
    if let Some(pair) = alike.filter(|pair| !pair[0].words().starts_with('|')) {
        let line = &pair[0];
        return Some((Leftover::Table, line.start()..line.at + line.text.trim_end().len()));
    }
    let strokes = |line: &&TextLine<'_>| line.text.matches('|').count();
    let ruled = |line: &&TextLine<'_>| {
        strokes(line) > 0
            && line.text.contains("--")
            && line.text.chars().all(|c| "|-: \t".contains(c))
    };
    let rows = block.iter().filter(|line| line.words().starts_with('|') && strokes(line) > 1);
    let line = rows.clone().next().filter(|_| rows.count() > 1);
    let line = line.or_else(|| block.iter().find(ruled))?;
    Some((Leftover::Table, line.start()..line.at + line.text.trim_end().len()))
}

/// Lines that were most likely meant as items.
fn unborn_list(block: &[TextLine<'_>]) -> Option<(Leftover, Range<usize>)> {
    let marked: Vec<(&TextLine<'_>, ListMark)> =
        block.iter().filter_map(|line| Some((line, line.mark()?))).collect();
    let (line, first) = *marked.first()?;
    let same = marked.iter().filter(|(_, mark)| *mark == first).count();
    let announced = block
        .iter()
        .take_while(|other| other.at < line.at)
        .last()
        .is_some_and(|line| line.text.trim_end().ends_with([':', '：', '៖', '၊']));
    let counts = |next: fn(ListMark) -> Option<u64>| {
        matches!(marked.as_slice(), [_, (_, second), ..]
            if next(first).is_some_and(|n| next(*second) == Some(n + 1)))
    };
    let (what, likely) = match first {
        ListMark::Hyphen => (Leftover::ListUnderText, same > 1 || announced),
        ListMark::Number(n) => {
            let number = |mark| if let ListMark::Number(n) = mark { Some(n) } else { None };
            (Leftover::ListUnderText, n == 1 && (counts(number) || announced))
        }
        ListMark::Other(_) => (Leftover::OtherMark, same > 1 || announced),
        ListMark::Bracket(_) => {
            let number = |mark| if let ListMark::Bracket(n) = mark { Some(n) } else { None };
            (Leftover::OtherMark, counts(number) || announced)
        }
        ListMark::Bare => return None,
    };
    let end = line.guard(first) + 1;
    likely.then(|| (what, line.start()..end))
}

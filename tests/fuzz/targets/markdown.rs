//! Light Markdown, as it stands in a brief.

use briefpress::internals::{Block, Inline, Sources};
use unicode_normalization::UnicodeNormalization;

use super::brief::{ReadBrief, brief};
use super::{Target, messages};

pub const TARGET: Target =
    Target { name: "markdown", seeds, words: include_str!("markdown.dict"), read };

/// What a text may be nested at most.
const DEEPEST: usize = 16;

const SEEDS: [&str; 12] = [
    "A *word* and a **strong *one* in** it.",
    "- one\n- two\n\n  more\n  1. first\n  2. second",
    "See [the words](https://example.org/a_(b)?c=d#e) or <https://example.org> or <a@example.org>.",
    "It was so [@s], [@s, p. 3] and [@s; @s, p. 4–6].",
    "H~2~O, m^2^ and CO~2~-eq., 1^st^",
    "One\\\ntwo  \nthree\n\nfour",
    "\\# \\* \\_ \\[ \\\\ \\a",
    "# No heading\n> no quote\n```\nno code\n```\n---\n| no | table |",
    "<b>no</b> <!-- no --> &amp; &#x41; `no`",
    "![no](a.png) [no]: https://example.org\n[x][y]",
    "\u{2068}ប្រទេស\u{2069} * ខ្មែរ* “*quoted*” «\u{a0}*cité*\u{a0}»",
    "12. twelve\n13) thirteen\n+ plus\n* star\n\t- tab",
];

fn seeds() -> Vec<Vec<u8>> {
    SEEDS.iter().map(|seed| seed.as_bytes().to_vec()).collect()
}

/// A brief with a text as its summary and one of its key messages.
fn brief_of(text: &str) -> String {
    let text = toml::Value::from(text);
    format!(
        "title = \"T\"\nsummary = {text}\nkey_messages = [{text}]\nlanguage = \"en\"\ncountry = \"KH\"\n\
         date = 2025-01-01\nstatus = \"final\"\n[[source]]\nid = \"s\"\ntitle = \"T\"\npublisher = \
         \"P\"\n[[finding]]\nid = \"f\"\ntitle = \"F [@s]\"\ntext = \"F\"\nsources = [\"s\"]\n\
         targets = [\"16.3\"]\n[[recommendation]]\nid = \"r\"\nto = \"T\"\ntext = \"T\"\nfindings = \
         [\"f\"]\ntargets = [\"16.3\"]\n[[goal]]\nnumber = 16\nwhy = \"W\"\nsources = [\"s\"]\n\
         [[goal.target]]\ncode = \"16.3\"\n"
    )
}

fn read(bytes: &[u8]) -> String {
    let Ok(text) = std::str::from_utf8(bytes) else { return "not UTF-8".into() };
    let mut sources = Sources::new();
    let ReadBrief { brief, is_whole, found, .. } = brief(&brief_of(text), &mut sources);
    assert!(is_whole);
    let said = messages::hold(&sources, &found);
    let Some(brief) = brief else { return said };
    let mut printed = String::new();
    of_blocks(&brief.summary.blocks, &mut printed, DEEPEST);
    is_of(&printed, text);
    format!("{} {said}", brief.summary.blocks.len().min(5))
}

/// The words of blocks, which stand in each other no deeper than they may.
fn of_blocks(blocks: &[Block], printed: &mut String, deepest: usize) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) | Block::Heading { inlines, .. } => {
                of_inlines(inlines, printed, deepest)
            }
            Block::List { items, .. } => {
                let deepest = deepest.checked_sub(1).expect("it is nested too deep");
                items.iter().for_each(|item| of_blocks(item, printed, deepest));
            }
        }
    }
}

fn of_inlines(inlines: &[Inline], printed: &mut String, deepest: usize) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Super(words) | Inline::Sub(words) => {
                printed.push_str(words)
            }
            Inline::Emph(inner) | Inline::Strong(inner) | Inline::Link { children: inner, .. } => {
                let deepest = deepest.checked_sub(1).expect("it is nested too deep");
                of_inlines(inner, printed, deepest);
            }
            Inline::Cite(_) | Inline::Refer(_) | Inline::Break => {}
        }
    }
}

/// What prints was typed, in that order, but for how accents are written; and where no mark takes letters for itself, all that was typed
/// prints.
fn is_of(printed: &str, typed: &str) {
    // Accents come apart where markup stands between letter and accent.
    let letters = |text: &str| -> Vec<char> { text.nfd().filter(|c| c.is_alphabetic()).collect() };
    let (printed_letters, typed_letters) = (letters(printed), letters(typed));
    let mut rest = typed_letters.iter();
    let is_part = printed_letters.iter().all(|c| rest.any(|typed| typed == c));
    assert!(is_part, "{printed:?} is not of {typed:?}");
    if !typed.contains(['[', ']', '<', '@']) {
        assert!(printed_letters == typed_letters, "{printed:?} is not all of {typed:?}");
    }
}

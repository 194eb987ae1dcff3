//! What a translator is told of a string: what it is, where it prints, how long it may be, and what
//! in it stays.

use super::key::Key;
use crate::brief::{ABBREVIATION, LONGEST_FOOT, LONGEST_TITLE};

/// What stands before a name in the key of its forms.
const NAME: &str = "names.";

/// What there is to know about a string, whatever it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// What it is: `title of a finding: a claim, not a topic`.
    pub what: &'static str,
    /// Where it prints: `above the text of the finding`.
    pub place: &'static str,
    /// How many characters look best; more print, smaller or in more lines.
    pub at_best: Option<usize>,
    /// How many characters are taken; more are an error.
    pub at_most: Option<usize>,
    /// What may stand in it besides words.
    pub markup: Markup,
}

/// What may stand in a text besides words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// Nothing: one line, which prints as it is.
    Words,
    /// Markdown and citations within one paragraph.
    Line,
    /// Markdown and citations in paragraphs and lists.
    Prose,
    /// Nothing: the forms of a name, one a line.
    Forms,
}

impl About {
    const fn new(markup: Markup, what: &'static str, place: &'static str) -> Self {
        Self { what, place, at_best: None, at_most: None, markup }
    }

    const fn words(what: &'static str, place: &'static str) -> Self {
        Self::new(Markup::Words, what, place)
    }

    const fn line(what: &'static str, place: &'static str) -> Self {
        Self::new(Markup::Line, what, place)
    }

    const fn prose(what: &'static str, place: &'static str) -> Self {
        Self::new(Markup::Prose, what, place)
    }

    const fn at_best(self, characters: usize) -> Self {
        Self { at_best: Some(characters), ..self }
    }

    const fn at_most(self, characters: usize) -> Self {
        Self { at_most: Some(characters), ..self }
    }

    /// The same in sentences, one a line of a comment.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = vec![format!("What it is: {}", self.what)];
        notes.push(format!("Where it prints: {}", self.place));
        let length = match (self.at_best, self.at_most) {
            (Some(best), Some(most)) => Some(format!("at best {best} characters, at most {most}")),
            (Some(best), None) => Some(format!("at best {best} characters")),
            (None, Some(most)) => Some(format!("at most {most} characters")),
            (None, None) => None,
        };
        notes.extend(length.map(|length| format!("Length: {length}")));
        notes.push(self.markup.rule().to_string());
        notes
    }
}

impl Markup {
    /// What a translator keeps of it, or how it is written.
    const fn rule(self) -> &'static str {
        match self {
            Markup::Words => {
                "Keep: one line; codes; numbers, as the language writes them; names, in the forms \
                 given for them"
            }
            Markup::Line => {
                "Keep: one paragraph; Markdown (*…*, **…**, [words](address)); citations ([@…]); \
                 codes; numbers, as the language writes them; names, in the forms given for them"
            }
            Markup::Prose => {
                "Keep: Markdown (*…*, **…**, [words](address), paragraphs, lists); citations \
                 ([@…]); codes; numbers, as the language writes them; names, in the forms given \
                 for them"
            }
            Markup::Forms => {
                "Write: one form a line, the one used by itself first; nothing where the name stays \
                 as it is"
            }
        }
    }
}

/// What there is to know about the string of a key.
pub fn about(key: &Key) -> About {
    if key.as_str().starts_with(ABBREVIATION) {
        return About::words(
            "what an abbreviation stands for, in full",
            "nowhere; assistive technology says it for the abbreviation",
        );
    }
    if key.as_str().starts_with(NAME) {
        let what = "how a name is written in this language, in every form it takes in the texts";
        let place = "nowhere by itself; every text that has the name must have one of the forms";
        return About::new(Markup::Forms, what, place);
    }
    let tables: Vec<&str> = key.tables().collect();
    match (tables.as_slice(), key.name()) {
        (["brief"], name) => of_brief(name),
        (["project"], name) => of_project(name),
        (["author", _], "affiliation") => {
            About::words("the organisation that an author of the brief is of", IN_IMPRINT)
        }
        (["author", _], _) => About::words("as what an author took part: editor, data", IN_IMPRINT),
        (["foreword"], "by") => About::words("who signs the foreword", BELOW_FOREWORD),
        (["foreword"], "role") => {
            About::words("what the one who signs the foreword is", BELOW_FOREWORD)
        }
        (["foreword"], _) => About::prose("foreword of the brief", "before the findings"),
        (["framework", kind, _], name) => of_framework(kind, name),
        (["place", _], "name") => About::words(
            "name of a country or an area that the brief is about",
            "above the title, alone or in a list",
        ),
        (["place", _], _) => About::line(
            "what a reader must know about the name of a place",
            "small, at the end of the brief",
        ),
        (["source", _], _) => About::line(
            "note on a source: what a reader must know about it",
            "below the source, in the list of sources",
        ),
        (["fact", _], "value") => {
            About::words("a figure", "large, at the side of page one").at_best(12)
        }
        (["fact", _], _) => {
            About::line("what a figure counts", "small, below the figure on page one")
        }
        (["image" | "chart", _], name) => of_figure(name),
        (["table", _], name) => of_table(name),
        (["finding", _], "title") => About::words(
            "title of a finding: a claim, not a topic",
            "above the finding, in the table of findings and targets, and among the bookmarks",
        )
        .at_best(90)
        .at_most(LONGEST_TITLE),
        (["finding", _], "evidence") => About::line(
            "a piece of evidence for a finding",
            "small, in the list beside or below the finding",
        ),
        (["finding", _, "quote"], "by") => {
            About::words("who said the words quoted", "below the quotation")
        }
        (["finding", _, "quote"], _) => About::line(
            "words that someone said, without the quotation marks around them",
            "in quotation marks, set off from the finding; large where they are short",
        )
        .at_best(150),
        (["finding", _], _) => About::prose("text of a finding", "below the title of the finding"),
        (["section", _], "title") => About::words(
            "title of a section or an annex",
            "above its text, and among the bookmarks",
        )
        .at_best(90)
        .at_most(LONGEST_TITLE),
        (["section", _], _) => About::prose(
            "text of a section; lines that begin with `##` or `###` are headings, and stay so",
            "below the title of the section",
        ),
        (["box", _], "title") => {
            About::words("title of a box", "at the head of the box, behind what kind it is")
                .at_best(90)
        }
        (["box", _], _) => About::prose(
            "text of a box: a case, a definition or a method",
            "small, in a tinted box",
        ),
        (["quote", _], "by") => About::words("who said the words quoted", "below the quotation"),
        (["quote", _], _) => About::line(
            "words that someone said, without the quotation marks around them",
            "in quotation marks, set off from the text; large where they are short",
        )
        .at_best(150),
        (["recommendation", _], "to") => {
            About::words("who must act", "above the recommendations to them, in their table")
        }
        (["recommendation", _], "by") => About::words(
            "by when it is to be done, in words",
            "small, in a narrow column of the table of recommendations",
        )
        .at_best(25),
        (["recommendation", _], "lead") => {
            About::words("who leads in doing it", "small, below the recommendation")
        }
        (["recommendation", _], "support") => {
            About::words("who supports those who do it", "small, below the recommendation")
        }
        (["recommendation", _], _) => About::prose(
            "a recommendation: what is to be done",
            "small, in the table of recommendations",
        ),
        (["goal", _], "why") => About::prose(
            "why a Sustainable Development Goal is touched",
            "small, beside the name of the goal",
        ),
        (["goal", _], _) => About::line("editor's note on a goal", "small, below the goal"),
        (["target", _], "text") => About::words(
            "wording of a target of the Sustainable Development Goals: the United Nations’ own \
                 translation, where there is one",
            IN_TABLE,
        ),
        (["target", _], _) => About::line("editor's note on a target", IN_TABLE),
        (["indicator", _], "text") => About::words(
            "wording of an indicator of the Sustainable Development Goals: the United Nations’ \
                 own translation, where there is one",
            IN_TABLE,
        ),
        (["indicator", _], _) => About::line("editor's note on an indicator", IN_TABLE),
        _ => About::prose("a text", "in the brief"),
    }
}

const BELOW_FOREWORD: &str = "below the foreword";
/// What a figure says in words.
fn of_figure(name: &str) -> About {
    match name {
        "title" => About::words("title of a figure: what it shows, as a claim", "above the figure")
            .at_best(90)
            .at_most(LONGEST_TITLE),
        "caption" => About::line("what there is to see in a figure", "below the figure"),
        "note" => About::line("note on a figure", "small, below the figure"),
        "alt" => About::words(
            "what a figure shows, in words, for whoever cannot see it",
            "nowhere; assistive technology says it in the place of the figure",
        ),
        "credit" => About::words("who made a picture", "small, below the picture"),
        "licence" => About::words("what may be done with a picture", "small, below the picture"),
        "columns" => About::words("what a column of a chart’s data is", "small, in the chart"),
        "labels" => {
            About::words("what a row of a chart’s data is about", "small, in the chart").at_best(40)
        }
        "unit" => About::words("what the numbers of a chart count", "small, in the chart"),
        _ => About::prose("a text", "in the brief"),
    }
}

/// What a table says in words.
fn of_table(name: &str) -> About {
    match name {
        "columns" => About::words("head of a column of a table", "at the head of the column"),
        "units" => About::words(
            "what the numbers of a column count",
            "small, below the head of the column",
        ),
        "labels" => About::words("words in cells of a table", "small, in the table").at_best(40),
        "notes" => About::line("note on a row of a table", "small, below the table"),
        name => of_figure(name),
    }
}

const IN_TABLE: &str = "small, in a narrow column of the table of indicators";

/// The words of a nation's goals, targets and indicators.
fn of_framework(kind: &str, name: &str) -> About {
    match (kind, name) {
        ("goal", "name") => About::words(
            "name of a goal that is the nation’s own, beside the Sustainable Development Goals: its \
             official name, where there is one",
            "small, beside the number of the goal",
        )
        .at_best(40),
        ("goal", "title") => About::words(
            "what a goal that is the nation’s own is called by its number, as “SDG 18” or “National \
             goal 18”",
            "small, before the name of the goal",
        )
        .at_best(20),
        (_, "custodians") => About::words(
            "an institution that compiles national indicators",
            "small, in a narrow column of the table of indicators",
        ),
        (_, "note") => About::line("note on what is national in the framework", IN_TABLE),
        ("target", _) => About::words("wording of a national target: the official one", IN_TABLE),
        _ => About::words("wording of a national indicator: the official one", IN_TABLE),
    }
}

/// What stands at the top of a brief.
fn of_brief(name: &str) -> About {
    match name {
        "title" => About::words(
            "title of the brief",
            "large, at the head of page one and of the table of indicators; in lists of documents",
        )
        .at_best(90)
        .at_most(LONGEST_TITLE),
        "subtitle" => About::words("subtitle of the brief, one line", "below the title")
            .at_most(LONGEST_TITLE),
        "short_title" => {
            About::words("short form of the title", "in one line at the foot of every page")
                .at_best(60)
                .at_most(LONGEST_FOOT)
        }
        "area" => About::words("the area that the brief is about", "above the title")
            .at_most(LONGEST_TITLE),
        "summary" => About::prose(
            "summary of the brief: two or three sentences that make a reader read on",
            "large, below the title on page one; what lists of documents say of the brief",
        ),
        "key_messages" => About::line("a key message: one sentence", "in the list on page one"),
        "ask" => About::line("the one thing asked for", "large, at the foot of page one"),
        "method" => About::prose(
            "how the brief was made, and where its limits are",
            "small, at the end of the brief, below the list of sources",
        ),
        "contact" => About::line("whom to write to", IN_IMPRINT),
        "licence" => About::line("what may be done with the brief", IN_IMPRINT),
        "citation" => About::line("how the brief is to be cited", IN_IMPRINT),
        "acknowledgements" => {
            About::prose("who is thanked, and for what", "after the indicators, before the sources")
        }
        "keywords" => {
            About::words("a keyword", "nowhere; search engines and libraries find the file by it")
                .at_most(LONGEST_TITLE)
        }
        _ => About::prose("a text", "in the brief"),
    }
}

const IN_IMPRINT: &str = "small, at the end of the brief";

/// What a project says of itself in all its briefs.
fn of_project(name: &str) -> About {
    match name {
        "name" => About::words(
            "name of the organisation",
            "at the head of page one and at the end of the brief",
        ),
        "unit" => About::words(
            "unit of the organisation",
            "below its name, at the head of page one and at the end of the brief",
        ),
        "address" => About::words("address of the organisation", IN_IMPRINT),
        "contact" => About::line("whom to write to", IN_IMPRINT),
        "licence" => About::line("what may be done with the brief", IN_IMPRINT),
        _ => About::line("imprint: what the law or the house asks for", IN_IMPRINT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::RawBrief;
    use crate::diag::{Diagnostics, Sources};
    use crate::translation::originals::Originals;
    use crate::tree::{Reader, TomlDocument};

    #[test]
    fn every_string_that_a_brief_can_have_is_told_apart() {
        let brief = include_str!("../../briefs/cambodia-scamming-compounds/brief.toml");
        let mut sources = Sources::new();
        let file = sources.add("brief.toml", brief);
        let document = TomlDocument::parse(&sources, file, &mut Diagnostics::new());
        let raw = RawBrief::read(document.root(&Reader::new()));
        let originals = Originals::new(&raw, None);
        assert!(originals.iter().count() > 20);
        for key in originals.keys() {
            assert_ne!(about(key).what, "a text", "{key}");
        }
        let figure = ["image.a.title", "image.a.caption", "image.a.note", "image.a.alt"];
        let picture = ["image.a.credit", "image.a.licence"];
        let chart = ["chart.a.columns[1]", "chart.a.labels[2]", "chart.a.unit", "chart.a.title"];
        let table = ["columns[1]", "units[1]", "labels[2]", "notes[1]", "title", "alt"];
        for name in table {
            assert_ne!(about(&format!("table.a.{name}").parse().unwrap()).what, "a text", "{name}");
        }
        let others =
            ["project.imprint", "names.N. A. [1]", "abbreviations.title", "brief.subtitle"];
        let front = ["brief.citation", "brief.acknowledgements", "author.a.role"];
        let front = front.into_iter().chain(["author.a.affiliation", "foreword.text"]);
        let front = front.chain(["foreword.by", "foreword.role"]);
        for key in others.into_iter().chain(figure).chain(picture).chain(chart).chain(front) {
            assert_ne!(about(&key.parse().unwrap()).what, "a text", "{key}");
        }
    }

    #[test]
    fn notes_say_how_long_a_text_may_be() {
        let notes = |key: &str| about(&key.parse().unwrap()).notes();
        assert_eq!(notes("brief.title")[2], "Length: at best 90 characters, at most 2000");
        assert_eq!(notes("finding.a.quote.text")[2], "Length: at best 150 characters");
        assert_eq!(notes("brief.keywords[2]")[2], "Length: at most 2000 characters");
        // Not a word on length where there is no limit.
        assert!(notes("brief.summary").iter().all(|note| !note.contains("Length")));
        assert!(notes("brief.ask")[2].contains("[@…]"));
        assert!(!notes("project.name")[2].contains("Markdown"));
    }
}

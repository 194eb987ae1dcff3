//! The indicator table as a sheet: the same values as its template sees, in the order in which that
//! prints them, as plain text.

use super::data::{
    BasisData, GoalData, IndicatorData, Node, SourceData, TargetData, TiersData, Words,
};
use super::metadata::status_text;
use super::presenter::{EditionColours, Presenter};
use crate::brief::{Brief, Status};
use crate::l10n::{Labels, Language};
use crate::project::Config;
use crate::sheet::{
    Direction, FORMAT, IndicatorSheet, SheetBasis, SheetColumn, SheetGoal, SheetIndicator,
    SheetMark, SheetPlace, SheetSource, SheetTarget, SheetText, Titled,
};

/// The order in which bases are explained.
const BASES: [&str; 4] = ["global", "proxy", "national", "implied"];

/// The indicator table of one version of a brief.
pub fn indicator_sheet(
    brief: &Brief,
    config: &Config,
    language: &Language,
    labels: &Labels,
) -> IndicatorSheet {
    let endnotes = brief.sources.iter().map(|source| source.id.clone()).collect();
    let edition = EditionColours::Screen;
    Presenter { brief, config, language, labels, edition, laid_out: false, endnotes }.sheet()
}

impl Presenter<'_> {
    fn sheet(&self) -> IndicatorSheet {
        let Self { brief, labels, .. } = self;
        let goals: Vec<GoalData> = brief.goals.iter().map(|goal| self.goal(goal)).collect();
        let place = self.place();
        let with_values = indicators(&goals).any(|own| !own.values.is_empty());
        IndicatorSheet {
            format: FORMAT,
            id: brief.id.clone(),
            briefs: Vec::new(),
            language: self.language.tag.clone(),
            direction: self.direction(),
            title: self.text(self.words(&brief.title)),
            subtitle: brief.subtitle.as_ref().map(|text| self.text(self.words(text))),
            publisher: self.plain(self.config.organisation.name()),
            place: SheetPlace {
                kind: place.kind.to_string(),
                codes: place.codes,
                names: place.names.into_iter().map(|named| self.text(named.name)).collect(),
            },
            date: brief.date.to_string(),
            status: if brief.status == Status::Draft { "draft" } else { "final" }.to_string(),
            status_text: status_text(brief, labels).map(|text| self.own_words(&text)),
            columns: self.columns(with_values, &[]),
            unnamed: ["no_target", "no_indicator"].map(|key| self.own_words(self.labels.get(key))),
            bases: self.bases(&goals),
            notes: self.about_all(&goals),
            about: self.about(),
            goals: goals.into_iter().map(|goal| self.sheet_goal(goal)).collect(),
            sources: brief
                .sources
                .iter()
                .enumerate()
                .map(|(at, own)| self.sheet_source(self.source(at, own)))
                .collect(),
        }
    }

    pub(super) fn direction(&self) -> Direction {
        if self.language.rtl() { Direction::Rtl } else { Direction::Ltr }
    }

    /// The columns; those of values where there are some. Heads are made of the words of the printed table.
    /// Values are held against `compared`: `baseline`, `first_value`, or each in columns of its own; else
    /// against what the brief names.
    pub(super) fn columns(&self, with_values: bool, compared: &[&str]) -> Vec<SheetColumn> {
        let label = |key: &str| self.own_words(self.labels.get(key));
        let of =
            |what: &str, part: &str| format!("{}{} {}", label(what), label("colon"), label(part));
        let gap = |key: &str, hole: &str| label(key).replace(hole, "…");
        let own = [if self.brief.baseline.is_some() { "baseline" } else { "first_value" }];
        let compared = if compared.is_empty() { &own } else { compared };
        let release = || label("values_release").replace("{release}", "").trim().to_string();
        let before = [
            ("place", label("column_place")),
            ("value", label("value")),
            ("year", of("value", "column_year")),
            ("unit", of("value", "column_unit")),
            ("value_kind", of("value", "column_kind")),
            ("series", of("column_series", "column_code")),
            ("series_name", label("column_series")),
            ("dimensions", of("column_series", "column_part")),
        ];
        let after = [
            ("value_source", of("value", "source")),
            ("release", release()),
            ("value_note", of("value", "note")),
        ];
        // One of them has the keys of both.
        let stem =
            |what: &str| if compared.len() > 1 { what.to_string() } else { "baseline".into() };
        let comparison = |what: &&str| {
            let stem = stem(what);
            [
                (stem.clone(), label(what)),
                (format!("{stem}_year"), of(what, "column_year")),
                (format!("{stem}_kind"), of(what, "column_kind")),
                (format!("{stem}_source"), of(what, "source")),
                (
                    format!("{stem}_release"),
                    format!("{}{}{}", label(what), label("colon") + " ", release()),
                ),
            ]
        };
        let keyed = |(key, label): (&str, String)| (key.to_string(), label);
        let values = before.into_iter().map(keyed).chain(compared.iter().flat_map(comparison));
        let values = values.chain(after.into_iter().map(keyed)).filter(|_| with_values);
        let columns = [
            ("goal", of("goal", "number")),
            ("goal_name", label("goal")),
            ("target", of("target", "number")),
            ("target_text", label("target")),
            ("indicator", of("indicator", "number")),
            ("indicator_text", label("indicator")),
            ("basis", label("basis")),
            ("tier", label("tier")),
            ("custodians", label("custodian")),
            ("repeats", gap("repeats", "{codes}")),
            ("cited_as", gap("cited_as", "{code}")),
            ("note", of("indicator", "note")),
            ("target_note", of("target", "note")),
            ("goal_note", of("goal", "note")),
        ];
        let columns = columns.map(keyed);
        let column = |(key, label): (String, String)| SheetColumn { key, label };
        // Values stand behind who compiles them.
        let (before, after) = columns.split_at(9);
        before.iter().cloned().chain(values).chain(after.iter().cloned()).map(column).collect()
    }

    /// What the bases mean that occur.
    fn bases(&self, goals: &[GoalData]) -> Vec<SheetMark> {
        let used = |code: &&str| indicators(goals).any(|indicator| indicator.basis.code == *code);
        let meaning = |code: &str| SheetMark {
            code: code.to_string(),
            name: self.own_words(self.labels.get(&format!("basis_name_{code}"))),
            meaning: self.own_words(self.labels.get(&format!("basis_{code}"))),
        };
        BASES.into_iter().filter(used).map(meaning).collect()
    }

    fn about_all(&self, goals: &[GoalData]) -> Vec<String> {
        let mut notes = Vec::new();
        if indicators(goals).any(|indicator| indicator.tier.is_some()) {
            notes.push(self.own_words(self.labels.get("tiers")));
        }
        if let Some(tiers) = self.tiers() {
            notes.extend(self.about_tiers(tiers));
        }
        if indicators(goals).any(|own| own.values.iter().any(|own| own.global.is_some())) {
            notes.push(self.own_words(self.labels.get("values_database")));
        }
        for note in self.place().notes {
            notes.push(format!("{} {}", note.mark, plain(&note.text)));
        }
        notes
    }

    /// From when tiers are.
    pub(super) fn about_tiers(&self, tiers: TiersData) -> Vec<String> {
        let as_of = self.labels.get("tiers_as_of").replace("{date}", &tiers.as_of.text);
        let mut notes = vec![self.own_words(&as_of)];
        let later = self.labels.get("tiers_later");
        for own in tiers.later {
            let codes = own.codes.join(self.labels.get("separator"));
            let said = later.replace("{codes}", &codes).replace("{document}", &own.document);
            notes.push(self.own_words(&said));
        }
        notes
    }

    /// Whose it is, as the last page says.
    fn about(&self) -> Vec<Titled> {
        let Self { brief, config, .. } = self;
        let line = |line: &_| plain(&self.line(line));
        let authors: Vec<String> =
            brief.authors.iter().map(|author| self.plain(&author.name.value)).collect();
        let separator = self.own_words(self.labels.get("separator"));
        let licence = brief.licence.as_ref().or(config.licence.as_ref());
        let contact = brief.contact.as_ref().or(config.contact.as_ref());
        self.titled([
            ("authors", (!authors.is_empty()).then(|| authors.join(&separator))),
            ("citation", brief.citation.as_ref().map(line)),
            ("contact", contact.map(line)),
            ("licence", licence.map(|line| plain(&self.licence(line)))),
            ("imprint", config.imprint.as_ref().map(line)),
        ])
    }

    /// What the project says of whatever it publishes.
    pub(super) fn about_project(&self) -> Vec<Titled> {
        let config = self.config;
        let line = |line: &_| plain(&self.line(line));
        self.titled([
            ("contact", config.contact.as_ref().map(line)),
            ("licence", config.licence.as_ref().map(|line| plain(&self.licence(line)))),
            ("imprint", config.imprint.as_ref().map(line)),
        ])
    }

    fn titled<const N: usize>(&self, texts: [(&str, Option<String>); N]) -> Vec<Titled> {
        let titled = |(key, text): (&str, Option<String>)| {
            let label = self.own_words(self.labels.get(key));
            Some(Titled { key: key.to_string(), label, text: self.own(text?) })
        };
        texts.into_iter().filter_map(titled).collect()
    }

    /// As the page has it: of several targets without an indicator, those that have one come first.
    fn sheet_goal(&self, goal: GoalData) -> SheetGoal {
        let bare = goal.targets.iter().filter(|target| target.indicators.is_empty()).count();
        let mut targets = goal.targets;
        if bare > 1 {
            targets.sort_by_key(|target| target.indicators.is_empty());
        }
        SheetGoal {
            number: goal.number,
            national: goal.national,
            title: self.text(goal.title),
            name: self.text(goal.name),
            note: self.note_text(goal.note),
            targets: targets.into_iter().map(|target| self.sheet_target(target)).collect(),
        }
    }

    fn sheet_target(&self, target: TargetData) -> SheetTarget {
        let indicators = target.indicators.into_iter();
        SheetTarget {
            code: target.code,
            national: target.national,
            text: self.text(target.text),
            note: self.note_text(target.note),
            indicators: indicators.map(|own| self.sheet_indicator(own)).collect(),
        }
    }

    fn sheet_indicator(&self, indicator: IndicatorData) -> SheetIndicator {
        let custodians = indicator.custodians.into_iter();
        SheetIndicator {
            code: indicator.code,
            national: indicator.national,
            text: self.text(indicator.text),
            basis: Some(sheet_basis(indicator.basis)),
            tier: indicator.tier,
            custodians: custodians.map(|name| self.text(name)).collect(),
            repeats: indicator.repeats,
            cited_as: indicator.cited_as,
            note: self.note_text(indicator.note),
            values: self.readings(indicator.values),
        }
    }

    fn sheet_source(&self, source: SourceData) -> SheetSource {
        let title = self.text(source.title);
        let (first, second) = match (source.author, source.publisher, source.container.is_some()) {
            // Who published it stands for an author where there is none.
            (None, publisher, false) => (publisher, None),
            (author, publisher, _) => (author, publisher),
        };
        let of = |words: Option<Words>| words.map(|words| self.text(words).text);
        let parts = [
            of(first),
            Some(title.text.clone()),
            of(source.container),
            source.volume,
            source.issue,
            of(second),
            source.date.as_ref().map(|date| date.text.clone()),
            source.pages,
            source.isbn,
            source.note.map(|note| plain(&note)),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        SheetSource {
            number: source.number,
            id: source.id,
            text: parts.join(&self.own_words(self.labels.get("source_separator"))),
            title,
            url: source.url,
            date: source.date.map(|date| date.iso),
        }
    }

    pub(super) fn note_text(&self, note: Option<Vec<Node>>) -> Option<SheetText> {
        let nodes = note?;
        let text = plain(&nodes);
        // A note that is not translated is in another language as a whole.
        Some(match &nodes[..] {
            [Node::Foreign { lang, dir, .. }] => foreign(text, lang, dir),
            _ => self.own(text),
        })
    }

    pub(super) fn text(&self, words: Words) -> SheetText {
        match words {
            Words::Plain(text) => self.own(text),
            Words::Foreign { text, lang, dir } => foreign(text, &lang, dir),
        }
    }

    /// A text in the language of the table.
    pub(super) fn own(&self, text: String) -> SheetText {
        SheetText { text, language: self.language.tag.clone(), direction: self.direction() }
    }
}

/// On what an indicator is named, as sheets have it.
pub(super) fn sheet_basis(basis: BasisData) -> SheetBasis {
    SheetBasis { code: basis.code.to_string(), name: basis.text }
}

fn foreign(text: String, language: &str, direction: &str) -> SheetText {
    let direction = if direction == "rtl" { Direction::Rtl } else { Direction::Ltr };
    SheetText { text, language: language.to_string(), direction }
}

fn indicators(goals: &[GoalData]) -> impl Iterator<Item = &IndicatorData> {
    goals.iter().flat_map(|goal| &goal.targets).flat_map(|target| &target.indicators)
}

/// Text without its markup. Sources are cited by their numbers in brackets, and a link has its address
/// behind its words.
pub(super) fn plain(nodes: &[Node]) -> String {
    let mut text = String::new();
    nodes.iter().for_each(|node| write(node, &mut text));
    text
}

fn write(node: &Node, out: &mut String) {
    match node {
        Node::Text { text } | Node::Refer { text, .. } => out.push_str(text),
        Node::Emph { children }
        | Node::Strong { children }
        | Node::Foreign { children, .. }
        | Node::Super { children }
        | Node::Sub { children }
        | Node::Heading { children, .. } => children.iter().for_each(|node| write(node, out)),
        Node::Paragraph { children } => {
            if !out.is_empty() {
                out.push('\n');
            }
            children.iter().for_each(|node| write(node, out));
        }
        Node::List { items, .. } => {
            items.iter().flatten().for_each(|node| write(node, out));
        }
        Node::Link { url, children } => {
            let start = out.len();
            children.iter().for_each(|node| write(node, out));
            let shown = &out[start..];
            if !url.trim_end_matches('/').ends_with(shown.trim_end_matches('/')) {
                *out += &format!(" ({url})");
            }
        }
        Node::Cite { sources, pinpoints } => {
            let cited = sources.iter().zip(pinpoints);
            let cited = cited.map(|(number, place)| match place {
                Some(place) => format!("{number}, {place}"),
                None => number.to_string(),
            });
            let space = if out.ends_with(char::is_whitespace) { "" } else { " " };
            *out += &format!("{space}[{}]", cited.collect::<Vec<_>>().join("; "));
        }
        Node::Break => out.push('\n'),
    }
}

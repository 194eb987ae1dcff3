//! The parts of a brief, and the order in which they stand.

use crate::diag::Span;

/// A part of a brief: what stands together on its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LayoutPart {
    /// Page one: title, summary, key messages, figures at a glance, the ask.
    Front,
    /// Who introduces it.
    Foreword,
    /// Sections that come before the findings.
    BeforeFindings,
    /// The findings.
    Findings,
    /// Sections that come after the findings.
    AfterFindings,
    /// The goals touched, and why.
    Goals,
    /// The table of findings and targets.
    Matrix,
    /// What is asked of whom.
    Recommendations,
    /// The table of indicators.
    Indicators,
    /// Sections that are annexes.
    Annex,
    /// Who is thanked.
    Acknowledgements,
    /// The list of figures and tables.
    Figures,
    /// What abbreviations stand for.
    Abbreviations,
    /// The list of sources.
    Sources,
    /// How the brief was made.
    Method,
    /// Who publishes: contact, licence, imprint.
    Imprint,
    /// A page that can be torn off: who must do what by when.
    TearOff,
}

impl LayoutPart {
    /// All of them, in the order in which they stand where nothing else is said.
    pub const ALL: [LayoutPart; 17] = [
        LayoutPart::Front,
        LayoutPart::Foreword,
        LayoutPart::BeforeFindings,
        LayoutPart::Findings,
        LayoutPart::AfterFindings,
        LayoutPart::Goals,
        LayoutPart::Matrix,
        LayoutPart::Recommendations,
        LayoutPart::Indicators,
        LayoutPart::Annex,
        LayoutPart::Acknowledgements,
        LayoutPart::Figures,
        LayoutPart::Abbreviations,
        LayoutPart::Sources,
        LayoutPart::Method,
        LayoutPart::Imprint,
        LayoutPart::TearOff,
    ];

    /// Where a section may stand.
    pub const OF_SECTIONS: [LayoutPart; 3] =
        [LayoutPart::BeforeFindings, LayoutPart::AfterFindings, LayoutPart::Annex];

    /// What a layout calls it, in a brief and in the data of a template.
    pub fn name(self) -> &'static str {
        match self {
            LayoutPart::Front => "front",
            LayoutPart::Foreword => "foreword",
            LayoutPart::BeforeFindings => "before-findings",
            LayoutPart::Findings => "findings",
            LayoutPart::AfterFindings => "after-findings",
            LayoutPart::Goals => "goals",
            LayoutPart::Matrix => "matrix",
            LayoutPart::Recommendations => "recommendations",
            LayoutPart::Indicators => "indicators",
            LayoutPart::Annex => "annex",
            LayoutPart::Acknowledgements => "acknowledgements",
            LayoutPart::Figures => "list-of-figures",
            LayoutPart::Abbreviations => "list-of-abbreviations",
            LayoutPart::Sources => "sources",
            LayoutPart::Method => "method",
            LayoutPart::Imprint => "imprint",
            LayoutPart::TearOff => "tear-off",
        }
    }

    /// The part of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// The key that asks for it, where it stands only on request.
    pub fn request(self) -> Option<&'static str> {
        match self {
            LayoutPart::Figures => Some("list_of_figures"),
            LayoutPart::Abbreviations => Some("list_of_abbreviations"),
            LayoutPart::TearOff => Some("tear_off"),
            _ => None,
        }
    }

    /// The keys that ask for parts.
    pub fn requests() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().filter_map(Self::request)
    }
}

/// What a project or a brief says of its layout; what it does not say is left to others.
#[derive(Debug, Clone, Default)]
pub struct LayoutChoice {
    /// The parts in their order, and where they are listed.
    pub parts: Option<(Vec<LayoutPart>, Span)>,
    /// Whether there is a cover page.
    pub cover: Option<bool>,
    /// Parts that are printed on request, and whether they are.
    pub added: Vec<(LayoutPart, bool)>,
}

/// Which parts are printed, in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The parts in their order.
    pub parts: Vec<LayoutPart>,
    /// Whether a cover page comes before them.
    pub cover: bool,
}

impl Layout {
    /// What a brief says, or else its project, or else what is usual.
    pub fn of(brief: &LayoutChoice, project: &LayoutChoice) -> Self {
        let usual = || LayoutPart::ALL.into_iter().filter(|part| part.request().is_none());
        let listed = brief.parts.as_ref().or(project.parts.as_ref());
        let mut parts = listed.map_or_else(|| usual().collect(), |(parts, _)| parts.clone());
        for part in LayoutPart::ALL.into_iter().filter(|part| part.request().is_some()) {
            let asked = |choice: &LayoutChoice| {
                choice.added.iter().find(|(other, _)| *other == part).map(|(_, said)| *said)
            };
            match asked(brief).or_else(|| asked(project)) {
                Some(true) if !parts.contains(&part) => {
                    let after = |other: &LayoutPart| *other > part;
                    let at = parts.iter().position(after).unwrap_or(parts.len());
                    parts.insert(at, part);
                }
                Some(false) => parts.retain(|other| *other != part),
                _ => {}
            }
        }
        Self { parts, cover: brief.cover.or(project.cover).unwrap_or(false) }
    }

    /// Whether a part is printed.
    pub fn has(&self, part: LayoutPart) -> bool {
        self.parts.contains(&part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brief_comes_before_its_project() {
        let parts = |listed: &[LayoutPart]| {
            let mut sources = crate::diag::Sources::new();
            Some((listed.to_vec(), Span::new(sources.add("t", ""), 0..0)))
        };
        let nothing = LayoutChoice::default();
        let usual = Layout::of(&nothing, &nothing);
        assert_eq!(usual.parts.len(), LayoutPart::ALL.len() - LayoutPart::requests().count());
        let short = [LayoutPart::Front, LayoutPart::Findings, LayoutPart::Sources];
        let project = LayoutChoice {
            parts: parts(&short),
            cover: Some(true),
            added: vec![(LayoutPart::Abbreviations, true)],
        };
        let both = Layout::of(&nothing, &project);
        let expected = [short[0], short[1], LayoutPart::Abbreviations, LayoutPart::Sources];
        assert_eq!((both.parts.as_slice(), both.cover), (&expected[..], true));
        let brief = LayoutChoice {
            parts: parts(&[LayoutPart::Front, LayoutPart::Sources]),
            cover: Some(false),
            added: vec![(LayoutPart::Abbreviations, false)],
        };
        let own = Layout::of(&brief, &project);
        assert_eq!(own.parts, [LayoutPart::Front, LayoutPart::Sources]);
        assert!(!own.cover && !own.has(LayoutPart::Findings));
    }

    #[test]
    fn every_part_is_found_by_its_name() {
        for part in LayoutPart::ALL {
            assert_eq!(LayoutPart::named(part.name()), Some(part));
        }
        assert!(LayoutPart::ALL.windows(2).all(|pair| pair[0] < pair[1]));
    }
}

//! The parts of a brief, in the order in which they stand.

/// A part of a brief: what stands together on its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LayoutPart {
    /// Page one: title, summary, key messages, figures at a glance, the ask.
    Front,
    /// The findings.
    Findings,
    /// The goals touched, with the table of findings and targets, and the table of indicators.
    Goals,
    /// What is asked of whom.
    Recommendations,
    /// Sources, method, and who publishes.
    Back,
}

impl LayoutPart {
    /// All of them, as they stand where nothing else is said.
    pub const ALL: [LayoutPart; 5] = [
        LayoutPart::Front,
        LayoutPart::Findings,
        LayoutPart::Goals,
        LayoutPart::Recommendations,
        LayoutPart::Back,
    ];
}

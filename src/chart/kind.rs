//! The kinds of charts, and how much each can show.

/// A kind of chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// A bar for each row.
    Bar,
    /// A bar for each value, those of a row together.
    GroupedBar,
    /// A bar for each row, made of its values.
    StackedBar,
    /// A line for each column of numbers.
    Line,
    /// A line for each row, from one column to the other.
    Slope,
    /// A range for each row, from one column to the other.
    DotRange,
    /// One bar, made of the rows, that is the whole.
    Share,
    /// A hundred squares, so many for each row.
    Waffle,
}

/// How the rows of a chart are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowOrder {
    /// As they stand in the data.
    #[default]
    Given,
    /// The least first.
    Ascending,
    /// The greatest first.
    Descending,
}

impl RowOrder {
    /// Its words in a brief.
    pub const NAMES: [(&'static str, Self); 3] =
        [("given", Self::Given), ("ascending", Self::Ascending), ("descending", Self::Descending)];

    /// The order of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(word, _)| *word == name).map(|(_, order)| *order)
    }
}

impl ChartKind {
    /// All kinds by their names in a brief.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("bar", Self::Bar),
        ("grouped-bar", Self::GroupedBar),
        ("stacked-bar", Self::StackedBar),
        ("line", Self::Line),
        ("slope", Self::Slope),
        ("dot-range", Self::DotRange),
        ("share", Self::Share),
        ("waffle", Self::Waffle),
    ];

    /// The kind of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(word, _)| *word == name).map(|(_, kind)| *kind)
    }

    /// Its name in a brief.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// How many columns of numbers it takes: what can be told apart in two colours on paper.
    pub fn columns(self) -> (usize, usize) {
        match self {
            Self::Bar | Self::Share | Self::Waffle => (1, 1),
            Self::GroupedBar => (2, 4),
            Self::StackedBar => (2, 5),
            Self::Line => (1, 5),
            Self::Slope | Self::DotRange => (2, 2),
        }
    }

    /// How many rows a panel of it takes.
    pub fn rows(self) -> (usize, usize) {
        match self {
            Self::Bar | Self::StackedBar | Self::DotRange => (1, 60),
            Self::GroupedBar => (1, 30),
            Self::Line => (2, 200),
            Self::Slope => (1, 20),
            Self::Share => (1, 6),
            Self::Waffle => (1, 4),
        }
    }

    /// Whether lengths stand for its values: then its scale begins at zero, or they lie.
    pub fn has_lengths(self) -> bool {
        !matches!(self, Self::Line | Self::Slope | Self::DotRange)
    }

    /// Whether its values are parts of something: then none is less than zero.
    pub fn has_parts(self) -> bool {
        matches!(self, Self::StackedBar | Self::Share | Self::Waffle)
    }
}

use super::*;
use crate::dataset::{ColumnKind, DataGrid, Dataset, ExactNumber};
use crate::diag::{Diagnostics, FileId, Sources, Span};
use crate::tree::{Located, Text};

struct Asked<'a> {
    kind: ChartKind,
    csv: &'a str,
    multiples: Option<&'a str>,
    highlight: &'a [&'a str],
    from: Option<&'a str>,
    percent: bool,
    order: RowOrder,
}

fn ask(kind: ChartKind, csv: &str) -> Asked<'_> {
    Asked {
        kind,
        csv,
        multiples: None,
        highlight: &[],
        from: None,
        percent: false,
        order: RowOrder::Given,
    }
}

fn data(sources: &mut Sources, csv: &str, words: usize) -> (FileId, Dataset) {
    let file = sources.add("d.csv", csv);
    let mut diagnostics = Diagnostics::new();
    let grid = DataGrid::of_csv(sources, file, None, "data", &mut diagnostics).unwrap();
    let kinds = [vec![ColumnKind::Words; words], vec![ColumnKind::Numbers; 60]].concat();
    (file, grid.typed(&kinds, &mut diagnostics).unwrap())
}

impl Asked<'_> {
    fn judged(&self) -> Result<Chart, Vec<String>> {
        let mut sources = Sources::new();
        let words = 1 + usize::from(self.multiples.is_some());
        let (file, data) = data(&mut sources, self.csv, words);
        let place = Span::new(file, 0..0);
        let text = |value: &str| Text { value: value.into(), span: place, key: String::new() };
        let located = |from: &str| {
            let value = ExactNumber::parse(from).unwrap();
            Located { value, span: place, key: String::new() }
        };
        let multiples = self.multiples.map(text);
        let highlight: Vec<Text> = self.highlight.iter().map(|name| text(name)).collect();
        let from = self.from.map(located);
        let wishes = ChartWishes {
            kind: &Located { value: self.kind, span: place, key: String::new() },
            multiples: multiples.as_ref(),
            highlight: &highlight,
            order: self.order,
            from: from.as_ref(),
            percent: self.percent,
            counts: self.percent,
        };
        let mut diagnostics = Diagnostics::new();
        let chart = judge(&data, &wishes, place, &mut diagnostics);
        chart.ok_or_else(|| {
            let said = diagnostics.iter().map(|d| {
                let line = sources.get(file).position(d.span.unwrap().start).line;
                format!("{line} {} {}", d.code, d.message)
            });
            said.collect()
        })
    }

    fn layout(&self) -> ChartLayout {
        ChartLayout::of(&self.judged().unwrap(), None)
    }
}

fn ends(layout: &ChartLayout) -> Vec<(f64, f64)> {
    let values = layout.values.iter().flatten().flatten().flatten();
    values.map(|value| (value.from, value.to)).collect()
}

#[test]
fn bars_are_as_long_as_their_values() {
    let layout = ask(ChartKind::Bar, "a,b\nx,30\ny,-10\nz,\n").layout();
    assert_eq!(layout.zero, Some(0.25));
    assert_eq!(ends(&layout), [(0.25, 1.0), (0.25, 0.0)]);
    assert_eq!(layout.values[0][2], [None]);
    let layout = ask(ChartKind::Bar, "a,b\nx,7\ny,7\n").layout();
    assert_eq!(ends(&layout), [(0.0, 1.0), (0.0, 1.0)]);
    let layout = ask(ChartKind::Bar, "a,b\nx,0\n").layout();
    assert_eq!(ends(&layout), [(0.0, 0.0)]);
    let layout = ask(ChartKind::StackedBar, "a,b,c\nx,1,2\ny,3,1\n").layout();
    assert_eq!(ends(&layout), [(0.0, 0.25), (0.25, 0.75), (0.0, 0.75), (0.75, 1.0)]);
    let layout = ask(ChartKind::Share, "a,b\nx,1\ny,3\n").layout();
    assert_eq!(ends(&layout), [(0.0, 0.25), (0.25, 1.0)]);
}

#[test]
fn rows_of_a_line_are_as_far_apart_as_their_years() {
    let layout = ask(ChartKind::Line, "year,b\n2000,1\n2005,2\n2020,4\n").layout();
    assert_eq!(layout.across, [[0.0, 0.25, 1.0]]);
    // Days from one to the next, as a calendar counts them: 2024 has 29 in February.
    for (names, days) in [
        (["2024-01", "2024-02", "2024-12"], [31.0, 335.0]),
        (["2023-02", "2023-03", "2023-04"], [28.0, 59.0]),
        (["2020-Q1", "2020-Q2", "2024-Q4"], [91.0, 1735.0]),
        (["2024-01-01", "2024-01-02", "2024-12-31"], [1.0, 365.0]),
        (["2020-W53", "2021-W01", "2021-W04"], [7.0, 28.0]),
        (["2022", "2023-07", "2024"], [546.0, 730.0]),
        // Two years, which are no months.
        (["2000/01", "2001/02", "2023/24"], [1.0, 23.0]),
        (["1998/99", "1999/00", "2000/01"], [1.0, 2.0]),
        (["1998–1999", "1999–2000", "2008–2009"], [1.0, 10.0]),
        // And these are months.
        (["2000/01", "2000/02", "2000/12"], [31.0, 335.0]),
        // No months, but words.
        (["2024-11", "2024-12", "2024-13"], [1.0, 2.0]),
    ] {
        let [one, two, three] = names;
        let csv = format!("when,b\n{one},1\n{two},2\n{three},4\n");
        let across = ask(ChartKind::Line, &csv).layout().across;
        assert!((across[0][1] - days[0] / days[1]).abs() < 1e-6, "{csv} {across:?}");
        assert_eq!((across[0][0], across[0][2]), (0.0, 1.0), "{csv}");
    }
    let layout = ask(ChartKind::Line, "month,b\nMay,1\nJune,2\nJuly,4\n").layout();
    assert_eq!(layout.across, [[0.0, 0.5, 1.0]]);
    assert_eq!(
        layout.ticks.iter().map(|tick| tick.value.to_string()).collect::<Vec<_>>(),
        ["0", "1", "2", "3", "4"]
    );
}

#[test]
fn small_multiples_share_a_scale() {
    let asked =
        Asked { multiples: Some("c"), ..ask(ChartKind::Bar, "c,a,b\nA,x,1\nA,y,2\nB,x,4\n") };
    let layout = asked.layout();
    assert_eq!(layout.values.len(), 2);
    assert_eq!(ends(&layout), [(0.0, 0.25), (0.0, 0.5), (0.0, 1.0)]);
    let twice = Asked { multiples: Some("c"), ..ask(ChartKind::Bar, "c,a,b\nA,x,1\nA,x,2\n") };
    assert_eq!(twice.judged().unwrap_err(), ["3 data::duplicate `x` stands twice in `a`"]);
}

#[test]
fn lines_of_small_multiples_share_what_they_go_across() {
    for (csv, across) in [
        // Years, of which one panel has the last alone.
        ("c,y,b\nA,2010,1\nA,2014,2\nA,2020,3\nB,2015,1\nB,2020,2\n", "0 0.4 1 | 0.5 1"),
        // Months in their order in time, whichever panel stands first.
        ("c,m,b\nA,2024-03,1\nA,2024-04,1\nB,2024-01,1\nB,2024-03,1\n", "0.659341 1 | 0 0.659341"),
        // Words in the order that their panels have in common.
        ("c,m,b\nA,May,1\nA,July,2\nB,May,1\nB,June,2\nB,July,2\n", "0 1 | 0 0.5 1"),
        ("c,m,b\nA,June,1\nA,July,2\nB,May,1\nB,June,2\n", "0.5 1 | 0 0.5"),
        // Where they have none each goes across by itself.
        ("c,m,b\nA,x,1\nA,y,2\nB,y,1\nB,x,2\nB,z,2\n", "0 1 | 0 0.5 1"),
    ] {
        let layout = Asked { multiples: Some("c"), ..ask(ChartKind::Line, csv) }.layout();
        let panel = |places: &Vec<f64>| {
            places.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        let found: Vec<String> = layout.across.iter().map(panel).collect();
        assert_eq!(found.join(" | "), across, "{csv}");
    }
}

#[test]
fn what_a_kind_cannot_show_is_refused() {
    let percent = |kind, csv| Asked { percent: true, ..ask(kind, csv) };
    let rows = |count: usize| {
        let rows: String = (0..count).map(|n| format!("r{n},{n},1\n")).collect();
        format!("a,b,c\n{rows}")
    };
    let many = rows(21);
    for (asked, said) in [
        (
            ask(ChartKind::Bar, "a,b,c\nx,1,2\n"),
            "1 chart::unfit a chart of the kind `bar` takes one column of numbers, and there are 2",
        ),
        (
            ask(ChartKind::GroupedBar, "a,b\nx,1\n"),
            "1 chart::unfit a chart of the kind `grouped-bar` takes 2 to 4 columns of numbers, and \
             there are 1",
        ),
        (
            ask(ChartKind::Slope, &many),
            "1 chart::unfit a chart of the kind `slope` shows 20 rows at most, and there are 21",
        ),
        (
            ask(ChartKind::Line, "a,b\nx,1\n"),
            "1 chart::unfit a chart of the kind `line` takes 2 rows at least",
        ),
        (
            ask(ChartKind::Bar, "a,b\nx,\n"),
            "1 chart::unfit the data have no value, only missing ones",
        ),
        (
            ask(ChartKind::StackedBar, "a,b,c\nx,1,-2\n"),
            "2 chart::unfit `-2` is less than zero, and is to be a part of something",
        ),
        (
            percent(ChartKind::Share, "a,b\nx,60\ny,30\n"),
            "2 chart::not-the-whole the parts make 90 per cent, not 100",
        ),
        (
            percent(ChartKind::Waffle, "a,b\nx,60\ny,50\n"),
            "2 chart::not-the-whole the parts make 110 per cent, not 100",
        ),
        (
            ask(ChartKind::Share, "a,b\nx,60\ny,\n"),
            "2 chart::unfit `y` has no value, so that nothing says what the whole is",
        ),
        (
            ask(ChartKind::Line, "a,b\n2001,1\n2000,2\n"),
            "3 chart::unfit the rows of a line are not in their order",
        ),
        (
            ask(ChartKind::Line, "a,b\n2001-02,1\n2001-01,2\n"),
            "3 chart::unfit the rows of a line are not in their order",
        ),
        (
            Asked { from: Some("5"), ..ask(ChartKind::Bar, "a,b\nx,9\n") },
            "1 chart::broken-axis the scale of a chart of the kind `bar` begins at zero, for lengths are \
             compared on it",
        ),
        (
            Asked { from: Some("5"), ..ask(ChartKind::Line, "a,b\nx,9\ny,4\n") },
            "1 chart::broken-axis the scale begins at 5, and a value is 4",
        ),
        (
            Asked { highlight: &["z"], ..ask(ChartKind::Bar, "a,b\nx,9\n") },
            "1 data::unknown-column the data have no row or column `z`",
        ),
        (
            Asked { multiples: Some("d"), ..ask(ChartKind::Bar, "a,e,b\nx,q,9\n") },
            "1 data::unknown-column the data have no column `d`",
        ),
    ] {
        assert_eq!(asked.judged().unwrap_err(), [said]);
    }
    // Rounded parts need not make a hundred to the last digit, and a waffle has room left.
    assert!(percent(ChartKind::Share, "a,b\nx,33.3\ny,33.3\nz,33.3\n").judged().is_ok());
    assert!(percent(ChartKind::Waffle, "a,b\nx,66.7\n").judged().is_ok());
    assert!(Asked { from: Some("0"), ..ask(ChartKind::Bar, "a,b\nx,9\n") }.judged().is_ok());
}

#[test]
fn rows_stay_as_given_unless_an_order_is_asked_for() {
    let csv = "a,b\nx,2\ny,\nz,30\n";
    for (order, expected) in [
        (RowOrder::Given, ["x", "y", "z"]),
        (RowOrder::Descending, ["z", "x", "y"]),
        (RowOrder::Ascending, ["x", "z", "y"]),
    ] {
        let chart = Asked { order, ..ask(ChartKind::Bar, csv) }.judged().unwrap();
        let labels: Vec<&ChartLabel> = chart.panels[0].rows.iter().map(|row| &row.label).collect();
        let expected = expected.map(|label| ChartLabel::Words(label.into()));
        assert_eq!(labels, expected.iter().collect::<Vec<_>>());
    }
    let chart = Asked { highlight: &["z", "b"], ..ask(ChartKind::Bar, csv) }.judged().unwrap();
    assert!(chart.panels[0].rows[2].stressed && chart.stressed[0]);
}

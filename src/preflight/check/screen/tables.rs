//! Tables: rows of cells, header cells, and what they are the headers of.

use std::collections::BTreeSet;

use lopdf::Object;

use super::super::super::code::Check;
use super::super::super::finding::{Findings, Found};
use super::super::super::pdf::{Pdf, as_name};
use super::super::super::structure::{Tree, attribute};
use super::placed::Placed;

/// Spans larger than this are not believed.
const MAX_SPAN: i64 = 200;

/// Tables with more rows or columns than this are not laid out.
const MAX_SIDE: usize = 20_000;

/// Looks at all tables.
pub fn check(pdf: &Pdf, tree: &Tree<'_>, placed: &Placed, findings: &mut Findings) {
    for (index, element) in tree.elements.iter().enumerate() {
        if element.role == "Table" {
            TableCheck { pdf, tree, placed, index }.check(findings);
        } else if ["TH", "TD"].contains(&element.role.as_str()) {
            let parent = element.parent.map_or("", |parent| tree.elements[parent].role.as_str());
            if parent != "TR" {
                let message = format!("a cell ({}) stands outside a row", element.role);
                let found = Found::new(Check::TableStructure, message);
                findings.add(placed.found(tree, index, found));
            }
        }
    }
}

struct TableCheck<'c, 'a> {
    pdf: &'a Pdf,
    tree: &'c Tree<'a>,
    placed: &'c Placed,
    index: usize,
}

impl TableCheck<'_, '_> {
    fn check(&self, findings: &mut Findings) {
        let (pdf, tree) = (self.pdf, self.tree);
        let mut add = |at: usize, code, message: String| {
            findings.add(self.placed.found(tree, at, Found::new(code, message)));
        };
        let role = |index: usize| tree.elements[index].role.as_str();
        let mut rows = Vec::new();
        for kid in tree.children(self.index) {
            match role(kid) {
                "TR" => rows.push(kid),
                "THead" | "TBody" | "TFoot" => {
                    for row in tree.children(kid) {
                        match role(row) {
                            "TR" => rows.push(row),
                            other => add(
                                row,
                                Check::TableStructure,
                                format!("a part of a table holds {other} instead of TR"),
                            ),
                        }
                    }
                }
                "Caption" => {}
                other => {
                    add(kid, Check::TableStructure, format!("a table holds {other} instead of TR"))
                }
            }
        }
        if rows.is_empty() {
            add(self.index, Check::TableStructure, "a table has no rows (TR)".into());
            return;
        }
        let mut cells = Vec::new();
        for row in &rows {
            for cell in tree.children(*row) {
                match role(cell) {
                    "TH" | "TD" => cells.push(cell),
                    other => add(
                        cell,
                        Check::TableStructure,
                        format!("a row of a table holds {other} instead of TH or TD"),
                    ),
                }
            }
        }
        let headers: Vec<usize> =
            cells.iter().copied().filter(|cell| role(*cell) == "TH").collect();
        if headers.is_empty() {
            add(self.index, Check::NoHeaderCell, "a table has no header cell (TH)".into());
        }
        let named = self.named(&cells);
        for header in headers {
            let dict = tree.elements[header].dict;
            let scope = attribute(pdf, dict, "Scope").and_then(as_name);
            let scoped = scope.is_some_and(|scope| ["Row", "Column", "Both"].contains(&scope));
            let id = pdf.get(dict, "ID").and_then(|id| id.as_str().ok());
            if !scoped && !id.is_some_and(|id| named.contains(id)) {
                let message = "a header cell does not say whether it heads its row or its column";
                add(header, Check::NoScope, message.into());
            }
        }
        if let Some((row, has, wanted)) = self.irregular(&rows) {
            let message =
                format!("row {row} of a table has {has} cells, and the first row {wanted}");
            add(rows[row - 1], Check::IrregularTable, message);
        }
    }

    /// The identifiers that cells name as those of their headers.
    fn named(&self, cells: &[usize]) -> BTreeSet<&[u8]> {
        let pdf = self.pdf;
        let headers = cells
            .iter()
            .filter_map(|cell| attribute(pdf, self.tree.elements[*cell].dict, "Headers"));
        let lists = headers.filter_map(|headers| headers.as_array().ok()).flatten();
        lists.filter_map(|id| pdf.resolve(id).as_str().ok()).collect()
    }

    /// The first row, from 1, that is not as wide as the first one, with both widths.
    fn irregular(&self, rows: &[usize]) -> Option<(usize, usize, usize)> {
        let span = |cell: usize, key: &str| {
            let value = attribute(self.pdf, self.tree.elements[cell].dict, key);
            let value = value.and_then(|value: &Object| value.as_i64().ok()).unwrap_or(1);
            usize::try_from(value.clamp(1, MAX_SPAN)).unwrap_or(1)
        };
        // How many more rows each column is taken by a cell from above.
        let mut taken: Vec<usize> = Vec::new();
        let mut first = None;
        for (number, row) in rows.iter().enumerate().take(MAX_SIDE) {
            let above = taken.iter().filter(|left| **left > 0).count();
            let mut next: Vec<usize> = taken.iter().map(|left| left.saturating_sub(1)).collect();
            let (mut column, mut width) = (0, above);
            for cell in self.tree.children(*row).take(MAX_SIDE) {
                let (across, down) = (span(cell, "ColSpan"), span(cell, "RowSpan"));
                for _ in 0..across {
                    while taken.get(column).is_some_and(|left| *left > 0) {
                        column += 1;
                    }
                    if column >= MAX_SIDE {
                        return None;
                    }
                    if next.len() <= column {
                        next.resize(column + 1, 0);
                    }
                    next[column] = down - 1;
                    column += 1;
                    width += 1;
                }
            }
            taken = next;
            match first {
                None => first = Some(width),
                Some(wanted) if wanted != width => return Some((number + 1, width, wanted)),
                Some(_) => {}
            }
        }
        None
    }
}

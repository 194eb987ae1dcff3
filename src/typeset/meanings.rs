//! What glyphs stand for: the ranges of the text that the exporter writes into a face's table and as
//! `ActualText`.

use std::ops::Range;

use typst::ecow::EcoString;
use typst::layout::{Em, Point};
use typst::text::{FontInstance, Glyph, TextItem};

/// What the glyphs of a document stand for, in the order in which the exporter meets them.
///
/// A reader of PDF learns it in two ways: from the face's table (ToUnicode), which has one entry a
/// glyph, written where the glyph first stands; and from `ActualText`, which the exporter writes where
/// several glyphs share a range of the text, or where the table's entry is not what the glyph stands
/// for. Poppler and PDFium read both; pdf.js reads the first alone.
#[derive(Debug, Default)]
pub struct Meanings {
    faces: Vec<Face>,
    /// Which of them was asked for last: most pieces have the face of the one before.
    last: usize,
}

/// A face and its glyphs, by their numbers.
#[derive(Debug)]
struct Face {
    font: FontInstance,
    /// What the table says of each glyph.
    table: Vec<Option<EcoString>>,
    /// The glyphs that got there as one character of a cluster.
    own: Vec<bool>,
}

impl Face {
    fn knows(&self, glyph: &Glyph) -> bool {
        self.table.get(usize::from(glyph.id)).is_some_and(Option::is_some)
    }

    fn says(&self, glyph: &Glyph) -> Option<&EcoString> {
        self.table.get(usize::from(glyph.id))?.as_ref()
    }

    fn owns(&self, glyph: &Glyph) -> bool {
        self.own.get(usize::from(glyph.id)).is_some_and(|own| *own)
    }
}

impl Meanings {
    /// The face of a piece.
    fn face(&mut self, text: &TextItem) -> &mut Face {
        if self.faces.get(self.last).is_none_or(|face| face.font != text.font) {
            let known = self.faces.iter().position(|face| face.font == text.font);
            self.last = known.unwrap_or_else(|| {
                let font = text.font.clone();
                self.faces.push(Face { font, table: Vec::new(), own: Vec::new() });
                self.faces.len() - 1
            });
        }
        &mut self.faces[self.last]
    }

    /// Says of the glyphs of clusters what each stands for, where that helps.
    ///
    /// Poppler and PDFium need a cluster to be one thing where its marks stand at heights of their own.
    /// So the first time that a glyph of a cluster stands for one character, it gets that character,
    /// and the table with it; after that, the cluster stays whole. In text that runs to the left it
    /// never does, for only glyphs with characters of their own are marked as reversed.
    ///
    /// PDFium loses a space right behind `ActualText`: there it becomes a part of the cluster.
    pub fn spread(&mut self, text: &mut TextItem) {
        let rtl = runs_left(&text.glyphs);
        let face = self.face(text);
        let mut at = 0;
        while at < text.glyphs.len() {
            let cluster = cluster(text, at);
            let range = text.glyphs[at].range();
            at = cluster.end;
            if cluster.len() < 2 {
                continue;
            }
            let glyphs = &text.glyphs[cluster.clone()];
            let news = glyphs.iter().any(|glyph| !face.owns(glyph));
            if (rtl || news)
                && let Some(own) = own_ranges(text, range.clone(), glyphs, rtl)
            {
                for (glyph, range) in text.glyphs[cluster].iter_mut().zip(own) {
                    glyph.range = range;
                    let id = usize::from(glyph.id);
                    face.own.resize(face.own.len().max(id + 1), false);
                    face.own[id] = true;
                }
            } else if !rtl
                && let Some(space) = text.glyphs.get(cluster.end)
                && &text.text[space.range()] == " "
                && text.glyphs[cluster.start..=cluster.end].iter().all(|glyph| face.knows(glyph))
            {
                let whole = range.start as u16..space.range.end;
                for glyph in &mut text.glyphs[cluster.start..=cluster.end] {
                    glyph.range = whole.clone();
                }
                at += 1;
            }
        }
    }

    /// A piece that runs to the left in the parts that the exporter can mark: what needs `ActualText`
    /// is one by itself, for it is not reversed, and the parts stand in the order in which they are
    /// read.
    pub fn divided(&mut self, start: Point, text: TextItem) -> Vec<(Point, TextItem)> {
        if !runs_left(&text.glyphs) {
            return vec![(start, text)];
        }
        let face = self.face(&text);
        let fits = |cluster: &Range<usize>| {
            let glyph = &text.glyphs[cluster.start];
            let said = face.says(glyph);
            cluster.len() == 1 && said.is_none_or(|said| *said == text.text[glyph.range()])
        };
        let mut parts: Vec<(Range<usize>, bool)> = Vec::new();
        let mut at = 0;
        while at < text.glyphs.len() {
            let cluster = cluster(&text, at);
            at = cluster.end;
            let plain = fits(&cluster);
            match parts.last_mut() {
                Some((part, true)) if plain => part.end = cluster.end,
                _ => parts.push((cluster, plain)),
            }
        }
        if parts.len() == 1 {
            return vec![(start, text)];
        }
        let part = |(range, _): (Range<usize>, bool)| {
            let before: Em = text.glyphs[..range.start].iter().map(|glyph| glyph.x_advance).sum();
            let position = start + Point::with_x(before.at(text.size));
            (position, slice(&text, range))
        };
        parts.into_iter().rev().map(part).collect()
    }

    /// What the exporter enters into the table when it meets a piece.
    pub fn learn(&mut self, text: &TextItem) {
        let face = self.face(text);
        for glyph in &text.glyphs {
            if face.knows(glyph) {
                continue;
            }
            let id = usize::from(glyph.id);
            face.table.resize(face.table.len().max(id + 1), None);
            face.table[id] = Some(text.text[glyph.range()].into());
        }
    }
}

/// The glyphs that share the range of the one at a place, from there on.
fn cluster(text: &TextItem, at: usize) -> Range<usize> {
    let range = &text.glyphs[at].range;
    let count = text.glyphs[at..].iter().take_while(|glyph| glyph.range == *range).count();
    at..at + count
}

/// Some neighbouring glyphs of a piece, with the text they stand for.
fn slice(text: &TextItem, glyphs: Range<usize>) -> TextItem {
    let mut part = text.clone();
    part.glyphs = text.glyphs[glyphs].to_vec();
    let start = part.glyphs.iter().map(|glyph| glyph.range.start).min().unwrap_or_default();
    let end = part.glyphs.iter().map(|glyph| glyph.range.end).max().unwrap_or_default();
    part.text = text.text[usize::from(start)..usize::from(end)].into();
    for glyph in &mut part.glyphs {
        glyph.range = glyph.range.start - start..glyph.range.end - start;
    }
    part
}

/// The part of a cluster that each of its glyphs stands for: there are as many of one as of the
/// other, in the same order, and the face has these very glyphs for the characters, but for one at the
/// most, which then stands for the one that is left.
fn own_ranges(
    text: &TextItem,
    cluster: Range<usize>,
    glyphs: &[Glyph],
    rtl: bool,
) -> Option<Vec<Range<u16>>> {
    let start = cluster.start;
    let words = text.text.get(cluster)?;
    if words.chars().count() != glyphs.len() {
        return None;
    }
    let mut parts: Vec<(char, Range<u16>)> = words
        .char_indices()
        .map(|(at, c)| {
            let from = start + at;
            (c, from as u16..(from + c.len_utf8()) as u16)
        })
        .collect();
    if rtl {
        parts.reverse();
    }
    let font = text.font.ttf();
    let others = parts
        .iter()
        .zip(glyphs)
        .filter(|((c, _), glyph)| font.glyph_index(*c).is_none_or(|id| id.0 != glyph.id))
        .count();
    (others <= 1).then(|| parts.into_iter().map(|(_, range)| range).collect())
}

/// Whether glyphs, which stand from left to right, are read from right to left.
fn runs_left(glyphs: &[Glyph]) -> bool {
    match (glyphs.first(), glyphs.last()) {
        (Some(first), Some(last)) => first.range.start > last.range.start,
        _ => false,
    }
}

//! What is noted of values below a table: where they are from, and what files say of them.

use super::data::{OriginData, PointOrigin, ValueNoteData};
use super::presenter::Presenter;
use crate::l10n::NumberFormat;
use crate::values::SeriesPoint;

impl Presenter<'_> {
    /// Where values are from, each origin once, with the years of those that are from there.
    pub(super) fn origins(
        &self,
        points: &[&SeriesPoint],
        format: &NumberFormat,
    ) -> Vec<OriginData> {
        let mut all: Vec<(PointOrigin, Vec<u16>)> = Vec::new();
        for point in points {
            let bare =
                SeriesPoint { source: in_line(&point.source).to_string(), ..(*point).clone() };
            let origin = PointOrigin { footnotes: Vec::new(), ..self.origin(&bare) };
            match all.iter_mut().find(|(own, _)| *own == origin) {
                Some((_, years)) => years.push(point.year),
                None => all.push((origin, vec![point.year])),
            }
        }
        let count = all.len();
        let differ = all.iter().any(|(own, _)| own.nature != all[0].0.nature);
        let of = |(own, years): (PointOrigin, Vec<u16>)| OriginData {
            years: (count > 1).then(|| self.years(&years, points, format)),
            nature: own.nature.filter(|_| differ),
            source: own.source,
            release: own.release,
        };
        all.into_iter().map(of).collect()
    }

    /// What is said of values, each note once.
    pub(super) fn value_notes(
        &self,
        points: &[&SeriesPoint],
        format: &NumberFormat,
    ) -> Vec<ValueNoteData> {
        let mut all: Vec<(&str, Vec<u16>)> = Vec::new();
        for point in points {
            for note in &point.footnotes {
                let note = in_line(note);
                match all.iter_mut().find(|(own, _)| *own == note) {
                    Some((_, years)) => years.push(point.year),
                    None => all.push((note, vec![point.year])),
                }
            }
        }
        let of = |(note, years): (&str, Vec<u16>)| ValueNoteData {
            years: (years.len() < points.len() && !says_years(note, &years))
                .then(|| self.years(&years, points, format)),
            text: self.label(note),
        };
        all.into_iter().map(of).collect()
    }

    /// Years in words: those that follow each other among the values as the first and the last.
    fn years(&self, years: &[u16], points: &[&SeriesPoint], format: &NumberFormat) -> String {
        let shown = |year: u16| format.bare(&year.to_string());
        let mut runs: Vec<(u16, u16, usize)> = Vec::new();
        for (at, point) in points.iter().enumerate().filter(|(_, own)| years.contains(&own.year)) {
            match runs.last_mut() {
                Some((_, last, before)) if *before + 1 == at => (*last, *before) = (point.year, at),
                _ => runs.push((point.year, point.year, at)),
            }
        }
        let run = |(first, last, _): (u16, u16, usize)| match first {
            first if first == last => shown(first),
            first => format!("{}\u{2060}–\u{2060}{}", shown(first), shown(last)),
        };
        let runs: Vec<String> = runs.into_iter().map(run).collect();
        self.left_to_right(self.own_words(&runs.join(self.labels.get("separator"))))
    }

    /// From a year to another.
    pub(super) fn year_to_year(&self, first: u16, last: u16, format: &NumberFormat) -> String {
        let shown = |year: u16| format.bare(&year.to_string());
        let text = format!("{}\u{2060}–\u{2060}{}", shown(first), shown(last));
        self.left_to_right(self.own_words(&text))
    }
}

/// What files say, as a part of a line that names what it is: without a head and a full stop of its own.
fn in_line(said: &str) -> &str {
    let said = said.trim();
    let head = ["source:", "sources:"]
        .iter()
        .find(|head| said.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head)));
    let said = head.map_or(said, |head| said[head.len()..].trim_start());
    match said.strip_suffix('.') {
        // Neither three of them nor one of an abbreviation.
        Some(bare) if !bare.is_empty() && !is_abbreviated(bare) => bare,
        _ => said,
    }
}

/// Whether a text ends in an abbreviation that lacks its full stop, or in full stops.
fn is_abbreviated(bare: &str) -> bool {
    let last = bare.rsplit(char::is_whitespace).next().unwrap_or_default();
    let letters = last.rsplit('.').next().unwrap_or_default();
    letters.is_empty() || last.contains('.') && letters.chars().count() == 1
}

/// Whether what is said of values begins with the year of one, which need not stand before it then.
fn says_years(note: &str, years: &[u16]) -> bool {
    let digits = note.bytes().take_while(u8::is_ascii_digit).count();
    let year = note[..digits].parse::<u16>().ok();
    digits == 4 && year.is_some_and(|year| years.contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_files_say_loses_its_head_and_its_full_stop() {
        for (said, expected) in [
            ("Source: The Office (GANHRI).", "The Office (GANHRI)"),
            ("SOURCES:  UNODC", "UNODC"),
            ("Provisional.", "Provisional"),
            ("and so on...", "and so on..."),
            ("Govt. of the U.S.", "Govt. of the U.S."),
            ("Source", "Source"),
            (".", "."),
            ("Sourcé: x", "Sourcé: x"),
            ("", ""),
        ] {
            assert_eq!(in_line(said), expected);
        }
        assert!(says_years("2005: estimated", &[2005]));
        assert!(says_years("2005-2007: estimated", &[2005, 2006]));
        assert!(!says_years("2004: estimated", &[2005]));
        assert!(!says_years("12 of 30", &[2005]));
    }
}

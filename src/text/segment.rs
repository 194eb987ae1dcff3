//! Where lines of Khmer, Lao, Burmese and Thai may break.
//!
//! These scripts write no spaces between words. Of the two models there are, one (which Typst uses)
//! divides compounds, the other words it does not know: a break is right where both see one. What
//! both divide and a reader would not is in `keep/*.txt`.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::{LazyLock, Mutex};

use icu_properties::props::{GeneralCategory, LineBreak, LogicalOrderException};
use icu_properties::{CodePointSetData, CodePointSetDataBorrowed};
use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::characters::{category, class};
use super::marks::{JOINER, Marks, OPPORTUNITY};
use super::memory::Memory;

/// The languages whose scripts these are.
pub const UNSPACED: [&str; 4] = ["km", "lo", "my", "th"];

/// The model that Typst breaks lines by.
static MODEL: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_lstm(LineBreakOptions::default()));

/// Words as dictionaries have them.
static DICTIONARY: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_dictionary(LineBreakOptions::default()));

/// The vowels of Thai and Lao that are written before their consonant.
static LEADING: CodePointSetDataBorrowed<'static> =
    CodePointSetData::new::<LogicalOrderException>();

/// What `keep/*.txt` lists.
static LISTED: LazyLock<Listed> = LazyLock::new(|| {
    let lists = [
        include_str!("keep/km.txt"),
        include_str!("keep/lo.txt"),
        include_str!("keep/my.txt"),
        include_str!("keep/th.txt"),
    ];
    let mut listed = Listed::default();
    for line in lists.into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#')) {
        if let Some(prefix) = line.strip_suffix('-') {
            listed.prefixes.insert(prefix);
        } else if let Some(suffix) = line.strip_prefix('-') {
            listed.suffixes.insert(suffix);
        } else if let Some(first) = line.chars().next() {
            listed.compounds.entry(first).or_default().push(line);
        }
    }
    listed
});

/// Words whose breaks the models do not know.
#[derive(Debug, Default)]
struct Listed {
    /// What stays whole, by its first character.
    compounds: HashMap<char, Vec<&'static str>>,
    /// What stays with the word after it.
    prefixes: HashSet<&'static str>,
    /// What stays with the word before it.
    suffixes: HashSet<&'static str>,
}

/// The marks of runs that were seen before, for the models cost more than all else that is done to a
/// text. What a project keeps whole is part of the key.
static RUNS: Mutex<Memory<PlacedMark>> = Memory::new(REMEMBERED);

/// The joiners of words that were seen before.
static WORDS: Mutex<Memory<PlacedMark>> = Memory::new(REMEMBERED);

/// So many bytes of text are remembered of each.
const REMEMBERED: usize = 4 << 20;

/// No more than this stands together in a line without a place to break that one of the models
/// sees: more, and lines would be ragged.
const LONGEST: usize = 25;

/// So many characters without a space are given to the models at once.
const STRETCH: usize = 1000;

/// A word of so many characters is hardly found within others by chance.
const SURE: usize = 8;

/// A mark and its place.
type PlacedMark = (usize, char);

/// Marks the runs of these scripts.
pub(super) fn mark(text: &str, keep: &[String], marks: &mut Marks) {
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        let complex = !c.is_ascii() && class(c) == LineBreak::ComplexContext;
        match (start, complex) {
            (None, true) => {
                // "ต่าง ๆ" has a space, and no break.
                if is_repetition(c) && text[..at].ends_with(' ') {
                    marks.add(at, JOINER);
                }
                start = Some(at);
            }
            (Some(from), false) => {
                mark_run(text, from..at, keep, marks);
                start = None;
            }
            _ => {}
        }
    }
}

/// Marks a run, stretch by stretch where no writing has one so long: what is asked of the models
/// costs the square of its length.
fn mark_run(text: &str, run: Range<usize>, keep: &[String], marks: &mut Marks) {
    let mut start = run.start;
    loop {
        let rest = &text[start..run.end];
        let end = rest.char_indices().nth(STRETCH).map(|(most, _)| start + stretch(rest, most));
        for (place, mark) in remembered(&text[start..end.unwrap_or(run.end)], keep) {
            marks.add(start + place, mark);
        }
        let Some(end) = end else { return };
        marks.add(end, OPPORTUNITY);
        start = end;
    }
}

/// Where the first stretch of a run ends, of at most so many bytes: where a word does, or if there is
/// none, where a character may.
fn stretch(run: &str, most: usize) -> usize {
    let may_end = |at: &usize| is_possible(run, *at);
    let words = breaks(&DICTIONARY, &run[..most]);
    let last = words.into_iter().rev().find(may_end);
    let letter = || run[..most].char_indices().map(|(at, _)| at).filter(|at| *at > 0).rev();
    last.or_else(|| letter().find(may_end)).unwrap_or(most)
}

/// Whether a text is written in these scripts alone, without a space.
pub fn is_unspaced(text: &str) -> bool {
    text.chars().all(|c| class(c) == LineBreak::ComplexContext)
}

/// The marks of a run, from memory where it was seen before.
fn remembered(run: &str, keep: &[String]) -> Vec<PlacedMark> {
    let keep: Vec<&str> =
        keep.iter().map(String::as_str).filter(|word| run.contains(word)).collect();
    let mut key = run.to_string();
    for word in &keep {
        key.push('\n');
        key.push_str(word);
    }
    Memory::recall(&RUNS, key, || run_marks(run, &keep))
}

fn run_marks(run: &str, keep: &[&str]) -> Vec<PlacedMark> {
    let model = breaks(&MODEL, run);
    let allowed = allowed(run, &model, keep);
    if allowed.is_empty() {
        return Memory::recall(&WORDS, run.to_string(), || joints(run, model));
    }
    // What the model sees depends on all of a run, and a mark ends the run. So every break is
    // marked: the words between are then seen by themselves, whatever stands beside them, and
    // lines break alike where the model is not asked at all.
    let mut marks: Vec<PlacedMark> = allowed.iter().map(|at| (*at, OPPORTUNITY)).collect();
    let mut start = 0;
    for end in allowed.iter().copied().chain([run.len()]) {
        join(&run[start..end], start, &mut marks);
        start = end;
    }
    marks
}

/// Joins a word that begins at `start`.
fn join(word: &str, start: usize, marks: &mut Vec<PlacedMark>) {
    let joints = Memory::recall(&WORDS, word.to_string(), || joints(word, breaks(&MODEL, word)));
    marks.extend(joints.into_iter().map(|(at, mark)| (start + at, mark)));
}

/// Joiners where the model breaks a word, and its parts where it would break those.
fn joints(word: &str, breaks: BTreeSet<usize>) -> Vec<PlacedMark> {
    let mut marks = Vec::new();
    let mut last = 0;
    for at in breaks {
        marks.push((at, JOINER));
        join(&word[last..at], last, &mut marks);
        last = at;
    }
    if last > 0 {
        join(&word[last..], last, &mut marks);
    }
    marks
}

/// Where, within a text, a segmenter breaks lines.
fn breaks(segmenter: &LineSegmenterBorrowed<'_>, text: &str) -> BTreeSet<usize> {
    // Nothing breaks a character.
    if text.chars().nth(1).is_none() {
        return BTreeSet::new();
    }
    segmenter.segment_str(text).filter(|at| *at > 0 && *at < text.len()).collect()
}

/// Where a run may break, of which the model says where it would.
fn allowed(run: &str, model: &BTreeSet<usize>, keep: &[&str]) -> BTreeSet<usize> {
    let dictionary = breaks(&DICTIONARY, run);
    let mut either: BTreeSet<usize> = model.union(&dictionary).copied().collect();
    let whole = whole(run, &either, keep);
    let mut agreed: BTreeSet<usize> = model.intersection(&dictionary).copied().collect();
    // A word ends with the mark that repeats it, and where one begins or ends that stays whole.
    let repeated = run.match_indices(is_repetition).map(|(at, mark)| at + mark.len());
    let edges = whole.iter().flat_map(|(start, end)| [*start, *end]);
    let known: Vec<usize> = repeated.chain(edges).filter(|at| *at > 0 && *at < run.len()).collect();
    agreed.extend(&known);
    either.extend(&known);
    let inside = |at: usize| whole.iter().any(|(start, end)| *start < at && at < *end);
    let possible: BTreeSet<usize> =
        either.into_iter().filter(|at| is_possible(run, *at) && !inside(*at)).collect();
    let mut allowed: BTreeSet<usize> = possible.intersection(&agreed).copied().collect();
    attach(run, &mut allowed);
    let mut start = 0;
    for end in allowed.iter().copied().chain([run.len()]).collect::<Vec<_>>() {
        relieve(run, start, end, &possible, &mut allowed);
        start = end;
    }
    allowed
}

/// Attaches prefixes and suffixes to the words they belong to.
fn attach(run: &str, allowed: &mut BTreeSet<usize>) {
    let mut start = 0;
    for end in allowed.iter().copied().chain([run.len()]).collect::<Vec<_>>() {
        let word = &run[start..end];
        if LISTED.prefixes.contains(word) {
            allowed.remove(&end);
        }
        if LISTED.suffixes.contains(word) {
            allowed.remove(&start);
        }
        start = end;
    }
}

/// Where too much stands together, allows the break nearest to its middle that one model sees.
fn relieve(
    run: &str,
    start: usize,
    end: usize,
    possible: &BTreeSet<usize>,
    allowed: &mut BTreeSet<usize>,
) {
    let length = columns(&run[start..end]);
    if length <= LONGEST {
        return;
    }
    let from_middle = |at: &usize| (2 * columns(&run[start..*at])).abs_diff(length);
    let middle = possible.range(start + 1..end).copied().min_by_key(from_middle);
    if let Some(at) = middle {
        allowed.insert(at);
        relieve(run, start, at, possible, allowed);
        relieve(run, at, end, possible, allowed);
    }
}

/// Where words that stay whole begin and end, the longest first at each place. A short word of
/// our lists counts where a model sees it begin and end; a long one, and one of the project's,
/// wherever it stands.
fn whole(run: &str, either: &BTreeSet<usize>, keep: &[&str]) -> Vec<(usize, usize)> {
    let edge = |at: usize| at == 0 || at == run.len() || either.contains(&at);
    let sure = |word: &str| word.chars().count() >= SURE;
    let mut found = Vec::new();
    let mut free = 0;
    for (at, c) in run.char_indices() {
        if at < free {
            continue;
        }
        let rest = &run[at..];
        let ours = LISTED.compounds.get(&c).into_iter().flatten().copied().filter(|word| {
            rest.starts_with(word) && (sure(word) || (edge(at) && edge(at + word.len())))
        });
        let own = keep.iter().copied().filter(|word| rest.starts_with(word));
        if let Some(word) = ours.chain(own).max_by_key(|word| word.len()) {
            free = at + word.len();
            found.push((at, free));
        }
    }
    found
}

/// Whether a line can end before this place and begin after it, whatever the words are.
fn is_possible(run: &str, at: usize) -> bool {
    let before = run[..at].chars().next_back();
    let after = run[at..].chars().next();
    let hangs = |c: char| {
        is_repetition(c)
            || matches!(category(c), GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark)
    };
    !after.is_some_and(hangs) && !before.is_some_and(|c| LEADING.contains(c) || is_stacker(c))
}

/// The marks that repeat the word before them.
fn is_repetition(c: char) -> bool {
    matches!(c, 'ៗ' | 'ๆ' | 'ໆ')
}

/// What writes the next consonant below the one before.
fn is_stacker(c: char) -> bool {
    matches!(c, '\u{17d2}' | '\u{1039}')
}

/// How many characters stand beside one another.
fn columns(text: &str) -> usize {
    let mut stacked = false;
    text.chars()
        .filter(|c| {
            let below = stacked;
            stacked = is_stacker(*c);
            !below && category(*c) != GeneralCategory::NonspacingMark
        })
        .count()
}

//! Charts as they are seen: where on the page words and marks stand.

use std::process::Command;

use toml::Value;

use crate::charts::MOST;
use crate::oracle::pdf::Pdf;
use crate::support::{MINIMAL, TestProject};

/// A word on a page, in points from its upper left corner.
#[derive(Debug, Clone)]
struct Word {
    page: usize,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    text: String,
}

impl Word {
    fn middle(&self) -> f64 {
        (self.left + self.right) / 2.0
    }
    fn height(&self) -> f64 {
        (self.top + self.bottom) / 2.0
    }
}

/// The words of a file, as poppler finds them.
fn words(project: &TestProject, file: &str) -> Vec<Word> {
    let file = project.path(file);
    let output = Command::new("pdftotext").arg("-bbox").arg(file).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut page = 0;
    let mut words = Vec::new();
    for line in text.lines() {
        page += usize::from(line.trim_start().starts_with("<page"));
        let Some((place, rest)) = line.trim_start().split_once('>') else { continue };
        if !place.starts_with("<word") {
            continue;
        }
        let edge = |name: &str| -> f64 {
            let value = place.split(&format!("{name}=\"")).nth(1).unwrap();
            value.split('"').next().unwrap().parse().unwrap()
        };
        // Marks of direction and brackets are no part of a word.
        let text = rest.trim_end_matches("</word>");
        let text = text.trim_matches(|c| matches!(c, '\u{200e}'..='\u{202e}' | '(' | ')'));
        words.push(Word {
            page,
            left: edge("xMin"),
            right: edge("xMax"),
            top: edge("yMin"),
            bottom: edge("yMax"),
            text: text.to_string(),
        });
    }
    words
}

/// A brief in a language with charts by its finding.
fn brief(language: &str, charts: &[(&str, String)]) -> String {
    let ids: Vec<String> = charts.iter().map(|(id, _)| format!("\"{id}\"")).collect();
    let placed = format!("targets = [\"16.3\"]\nfigure = [{}]\n\n", ids.join(", "));
    let mut brief = MINIMAL.replacen("targets = [\"16.3\"]\n\n", &placed, 1).replacen(
        "language = \"en\"",
        &format!("language = \"{language}\""),
        1,
    );
    for (id, chart) in charts {
        brief.push_str(&format!("\n[[chart]]\nid = \"{id}\"\ntitle = \"Drawn-{id}\"\n{chart}"));
    }
    brief
}

/// The brief of one chart, built on screen.
fn drawn(language: &str, chart: &str) -> TestProject {
    let project = TestProject::with_brief(&brief(language, &[("c", chart.to_string())]));
    let run = project.run(&["build", "--only", "brief", "-q"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project
}

/// The words of a chart, and of what follows it on its page.
fn words_of(project: &TestProject, language: &str) -> Vec<Word> {
    let words = words(project, &format!("dist/a/a.{language}.pdf"));
    let title = words.iter().find(|word| word.text == "Drawn-c").expect("it has a title").clone();
    let of_chart = |word: &Word| word.page == title.page && word.top > title.top + 2.0;
    words.into_iter().filter(of_chart).collect()
}

/// All places of a word, from the left.
fn places<'a>(words: &'a [Word], text: &str) -> Vec<&'a Word> {
    // Some versions of poppler give words that are written from the right as they are seen.
    let seen: String = text.chars().rev().collect();
    let is = |word: &&Word| word.text == text || word.text == seen && !text.is_ascii();
    let mut found: Vec<&Word> = words.iter().filter(is).collect();
    found.sort_by(|one, other| one.left.total_cmp(&other.left));
    found
}

/// The place of a word that stands there once.
fn place<'a>(words: &'a [Word], text: &str) -> &'a Word {
    let [found] = places(words, text)[..] else { panic!("{text}: {:?}", places(words, text)) };
    found
}

/// The boxes of what is called by some words for those who do not see it: its left, lower, right and
/// upper edge.
fn called(pdf: &[u8], name: &str) -> Vec<[f64; 4]> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let figures = document.objects.values().filter_map(|object| object.as_dict().ok());
    let boxes = figures.filter_map(|figure| {
        let alt = lopdf::decode_text_string(figure.get(b"Alt").ok()?).ok()?;
        let owned = document.dereference(figure.get(b"A").ok()?).ok()?.1.as_array().ok()?;
        let list = owned.iter().find_map(|owned| {
            document.dereference(owned).ok()?.1.as_dict().ok()?.get(b"BBox").ok()?.as_array().ok()
        })?;
        let edges: Vec<f64> = list.iter().map(|edge| f64::from(edge.as_float().unwrap())).collect();
        (alt == name).then(|| [edges[0], edges[1], edges[2], edges[3]])
    });
    boxes.collect()
}

/// Where an upright line runs through most of what stands between two heights of a page, as it is drawn.
fn upright_line(project: &TestProject, file: &str, page: usize, heights: (f64, f64)) -> f64 {
    const DOTS: f64 = 216.0 / 72.0;
    let mut command = Command::new("pdftoppm");
    command.args(["-gray", "-r", "216", "-f", &page.to_string(), "-l", &page.to_string()]);
    let picture = command.arg(project.path(file)).output().unwrap().stdout;
    // P5, width and height, the lightest grey, each on a line; then a byte a dot.
    let head: Vec<&[u8]> = picture.splitn(4, |byte| *byte == b'\n').collect();
    let size = std::str::from_utf8(head[1]).unwrap().split_once(' ').unwrap();
    let (width, dots) = (size.0.parse::<usize>().unwrap(), head[3]);
    let rows = (heights.0 * DOTS) as usize..(heights.1 * DOTS) as usize;
    let dark = |x: &usize| rows.clone().filter(|y| dots[y * width + x] < 128).count();
    let (middle, count) = (0..width).map(|x| (x, dark(&x))).max_by_key(|(_, dark)| *dark).unwrap();
    assert!(count > rows.len() * 6 / 10, "{count} of {}", rows.len());
    middle as f64 / DOTS
}

#[test]
#[ignore = "needs pdftotext"]
fn a_line_without_any_value_is_named_and_said_to_have_none() {
    let rows = "[2019, 4, \"\", 7], [2020, 5, \"\", 6], [2021, 6, \"\", 5]";
    let chart = format!(
        "kind = \"line\"\ncolumns = [\"Year\", \"Won\", \"Lost\", \"Open\"]\nrows = [{rows}]\n"
    );
    let project = drawn("en", &chart);
    let pdf = project.read("dist/a/a.en.pdf");
    let cells = Pdf::load(&pdf).cells;
    let head = cells.iter().find(|cell| cell.heads && cell.text.trim() == "Lost");
    let row = head.expect("the column is named").row;
    let said: Vec<&str> = (cells.iter().filter(|cell| cell.table == 0 && cell.row == row))
        .filter(|cell| !cell.heads)
        .map(|cell| cell.text.trim())
        .collect();
    assert_eq!(said, ["no data"; 3]);
    // To the eye, the name and the words stand in one line.
    let words = words_of(&project, "en");
    let (name, data) = (place(&words, "Lost"), place(&words, "data"));
    assert!((name.height() - data.height()).abs() < 1.0, "{name:?} {data:?}");

    // A small chart of which nothing is known says so, too.
    let rows = "[\"North\", 2019, 4], [\"North\", 2020, 5], [\"South\", 2019, \"\"], \
                [\"South\", 2020, \"\"]";
    let chart = format!(
        "kind = \"line\"\ncolumns = [\"Court\", \"Year\", \"Days\"]\nrows = [{rows}]\n\
         multiples = \"Court\"\n"
    );
    let words = words_of(&drawn("en", &chart), "en");
    assert_eq!(places(&words, "Days").len(), 2, "{words:?}");
    let (data, south) = (place(&words, "data"), place(&words, "South"));
    assert!(data.left > south.left && data.top > south.top, "{data:?} {south:?}");
}

#[test]
#[ignore = "needs pdftotext"]
fn lines_of_small_charts_go_across_the_same_years() {
    let rows: Vec<String> = [("North", 2008..=2020), ("South", 2012..=2020)]
        .into_iter()
        .flat_map(|(court, years)| years.map(move |year| format!("[\"{court}\", {year}, {year}]")))
        .collect();
    let chart = format!(
        "kind = \"line\"\ncolumns = [\"Court\", \"Year\", \"Days\"]\nrows = [{}]\n\
         multiples = \"Court\"\nunit = \"days\"\n",
        rows.join(", ")
    );
    let words = words_of(&drawn("en", &chart), "en");
    let apart = place(&words, "South").left - place(&words, "North").left;
    let mut shared = 0;
    for year in 2012..=2020 {
        let found = places(&words, &year.to_string());
        if let [one, other] = found[..] {
            shared += 1;
            assert!((other.middle() - one.middle() - apart).abs() < 0.5, "{year}: {found:?}");
        }
    }
    assert!(shared > 1, "{words:?}");
    // Their scales stand side by side.
    for tick in ["0", "1,000", "2,000"] {
        let [one, other] = places(&words, tick)[..] else { panic!("{tick}") };
        assert!((one.top - other.top).abs() < 0.1, "{one:?} {other:?}");
    }
}

#[test]
fn marks_of_what_is_missing_tell_whose_value_it_is() {
    let rows = "[2019, 4, 3, \"\"], [2020, \"\", 5, 2], [2021, 6, \"\", 5], [2022, \"\", \"\", 5]";
    let chart = format!(
        "kind = \"line\"\ncolumns = [\"Year\", \"Won\", \"Lost\", \"Open\"]\nrows = [{rows}]\n"
    );
    let pdf = drawn("en", &chart).read("dist/a/a.en.pdf");
    let mut marks = called(&pdf, "no data");
    assert_eq!(marks.len(), 5, "{marks:?}");
    marks.sort_by(|one, other| other[1].total_cmp(&one[1]).then(one[0].total_cmp(&other[0])));
    // Each column of numbers has a line of its own for them, in their order.
    let lines: Vec<usize> = marks
        .chunk_by(|one, other| (one[1] - other[1]).abs() < 1.0)
        .map(|line| line.len())
        .collect();
    assert_eq!(lines, [2, 2, 1], "{marks:?}");
    // Both lack 2022: their marks stand one below the other.
    assert!((marks[1][0] - marks[3][0]).abs() < 0.1, "{marks:?}");
}

#[test]
#[ignore = "needs pdftotext and pdftoppm"]
fn no_number_of_a_range_stands_before_the_line_at_which_its_scale_begins() {
    for (language, missing) in [("en", "data"), ("ar", "بيانات")] {
        let columns = "columns = [\"Court\", \"Won\", \"Lost\"]";
        let rows = "[\"Aa\", 11, 400], [\"Bb\", 12, 13], [\"Cc\", 0, 0], [\"Dd\", 950, 90], \
                    [\"Ee\", 70, 44]";
        let chart = format!("kind = \"dot-range\"\n{columns}\nrows = [{rows}]\n");
        let project = drawn(language, &chart);
        let words = words_of(&project, language);
        let (first, last) = (place(&words, "Aa"), place(&words, "Ee"));
        let file = format!("dist/a/a.{language}.pdf");
        let axis = upright_line(&project, &file, first.page, (first.top, last.bottom));
        // How far behind the line a word begins.
        let behind =
            |word: &Word| if language == "ar" { axis - word.right } else { word.left - axis };
        for name in ["Aa", "Bb", "Cc", "Dd", "Ee"] {
            let name = place(&words, name);
            assert!(behind(name) < 0.0, "{language}: {name:?}");
            let beside = |word: &&Word| {
                (word.height() - name.height()).abs() < 3.0 && word.text != name.text
            };
            let mut row: Vec<&Word> = words.iter().filter(beside).collect();
            row.sort_by(|one, other| behind(one).total_cmp(&behind(other)));
            let numbers: Vec<f64> = row.iter().filter_map(|word| word.text.parse().ok()).collect();
            assert!(numbers.len() == 2 && numbers.is_sorted(), "{language}: {row:?}");
            assert!(row.iter().all(|word| behind(word) > 0.0), "{language} {axis}: {row:?}");
        }
        // What is missing is said behind the number that is there.
        let rows = rows.replace("70, 44", "\"\", 44");
        let chart = format!("kind = \"dot-range\"\n{columns}\nrows = [{rows}]\n");
        let words = words_of(&drawn(language, &chart), language);
        let (missing, number) = (place(&words, missing), place(&words, "44"));
        assert!((missing.height() - number.height()).abs() < 3.0, "{missing:?} {number:?}");
        assert!((missing.left > number.left) == (language == "en"), "{missing:?} {number:?}");
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn the_names_of_parts_stand_in_one_line_where_they_have_room() {
    // Its numbers have a long head, and its names are half as wide as what there is.
    let chart = "kind = \"waffle\"\n\
                 columns = [\"المجال\", \"الحصة من مجموع الإصابات المسجلة في المستشفيات\"]\n\
                 rows = [[\"إدارات المحافظات المسؤولة عن التسجيل\", 52], \
                 [\"المحاكم الابتدائية في العاصمة والقرى\", 48]]\nunit = \"%\"\n";
    let words = words_of(&drawn("ar", chart), "ar");
    for names in [
        ["إدارات", "المحافظات", "المسؤولة", "التسجيل"],
        ["المحاكم", "الابتدائية", "العاصمة", "والقرى"],
    ] {
        let found: Vec<&Word> = names.iter().map(|name| place(&words, name)).collect();
        let first = found[0].height();
        assert!(found.iter().all(|word| (word.height() - first).abs() < 2.0), "{found:?}");
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn a_line_that_ends_before_the_others_is_named_where_it_ends_or_led_to() {
    let rows = |low: &str| {
        let row = |n: u32| match n {
            0..=4 => format!("[{}, {}, 50, {low}]", 2000 + 2 * n, 100 + 10 * n),
            _ => format!("[{}, {}, \"\", {low}]", 2000 + 2 * n, 100 + 10 * n),
        };
        (0..=10).map(row).collect::<Vec<_>>().join(", ")
    };
    let chart = |low: &str| {
        let columns = "columns = [\"Year\", \"Won\", \"Lost\", \"Open\", \"Shut\"]";
        format!("kind = \"line\"\n{columns}\nrows = [{}]\ndecimals = 0\n", rows(low))
    };
    // Nothing is near: its number and name stand right behind its last point, in 2008.
    let project = drawn("en", &chart("5, 8"));
    let words = words_of(&project, "en");
    let (end, next) = (place(&words, "2008"), place(&words, "2012"));
    let number = places(&words, "50").into_iter().max_by(|a, b| a.left.total_cmp(&b.left)).unwrap();
    let name = place(&words, "Lost");
    assert!(end.middle() < number.left && number.right < next.middle(), "{number:?} {next:?}");
    assert!(number.right < name.left && name.left < number.right + 12.0, "{number:?} {name:?}");
    assert!((number.height() - name.height()).abs() < 1.0, "{number:?} {name:?}");
    assert!(place(&words, "Won").left > place(&words, "2020").middle());
    // Other lines run there: they stand among the others, and dots lead to them.
    let project = drawn("en", &chart("51, 40"));
    let words = words_of(&project, "en");
    let (won, lost) = (place(&words, "Won"), place(&words, "Lost"));
    assert!((won.left - lost.left).abs() < 0.1, "{won:?} {lost:?}");
    let file = lopdf::Document::load_mem(&project.read("dist/a/a.en.pdf")).unwrap();
    let page = file.get_pages()[&(won.page as u32)];
    let drawn = file.get_page_content(page);
    assert!(drawn.windows(9).any(|part| part == b"[0.6 1.8]"), "no dots lead there");
}

#[test]
#[ignore = "needs pdftotext"]
fn years_that_are_left_out_under_a_line_are_every_other_one() {
    let rows: Vec<String> = (2001..=2025).map(|year| format!("[{year}, {year}]")).collect();
    let chart = format!(
        "kind = \"line\"\ncolumns = [\"Year\", \"Days\"]\nrows = [{}]\ndecimals = 0\n",
        rows.join(", ")
    );
    for (language, digits) in [("en", "0123456789"), ("km", "០១២៣៤៥៦៧៨៩")] {
        let words = words_of(&drawn(language, &chart), language);
        let written = |year: u32| -> String {
            let digit = |c: char| digits.chars().nth(c.to_digit(10).unwrap() as usize).unwrap();
            year.to_string().chars().map(digit).collect()
        };
        // Numbers that count have groups, so that only years are written like this.
        let shown: Vec<u32> =
            (2001..=2025).filter(|year| !places(&words, &written(*year)).is_empty()).collect();
        assert!(shown.len() > 3 && shown.last() == Some(&2025), "{language} {shown:?}");
        let steps: Vec<u32> = shown.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let (last, others) = steps.split_last().unwrap();
        assert!(others.iter().all(|step| *step == others[0]), "{language} {shown:?}");
        assert!(*last < 2 * others[0], "{language} {shown:?}");
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn the_list_of_names_under_a_line_is_read_from_the_right_in_arabic() {
    let long = "المحاكم الابتدائية في العاصمة مع القرى الواقعة على الضفة الأخرى من النهر";
    let chart = format!(
        "kind = \"line\"\ncolumns = [\"المحكمة\", \"الأيام\"]\n\
         rows = [[\"{long}\", 3], [\"أسيوط\", 4], [\"سوهاج\", 5], [\"{long} ذاته\", 6]]\n"
    );
    let words = words_of(&drawn("ar", &chart), "ar");
    for (number, name) in [("2", "أسيوط"), ("3", "سوهاج")] {
        let name = place(&words, name);
        let beside = places(&words, number)
            .into_iter()
            .find(|word| word.page == name.page && (word.height() - name.height()).abs() < 3.0);
        let number = beside.expect("the name has its number");
        assert!(number.left > name.right && number.left < name.right + 15.0, "{number:?} {name:?}");
    }
}

/// Words of a language: names of rows, a long one, names of columns, a unit, and its digits and signs.
struct Tongue {
    language: &'static str,
    names: [&'static str; 4],
    long: &'static str,
    columns: [&'static str; 5],
    unit: &'static str,
    digits: &'static str,
    decimal: char,
    missing: &'static str,
}

const TONGUES: [Tongue; 3] = [
    Tongue {
        language: "en",
        names: ["Phnom Penh", "Kandal", "Kampong Cham", "Battambang"],
        long: "Municipal courts of first instance with the villages on the other side of the river",
        columns: ["Decided in time", "Decided late", "Not decided", "Withdrawn", "Referred"],
        unit: "days",
        digits: "0123456789",
        decimal: '.',
        missing: "no data",
    },
    Tongue {
        language: "km",
        names: ["ភ្នំពេញ", "កណ្ដាល", "កំពង់ចាម", "បាត់ដំបង"],
        long: "តុលាការសាលាដំបូងរាជធានីភ្នំពេញ រួមទាំងភូមិនៅត្រើយម្ខាងនៃទន្លេដែលជារបស់ខ្លួន",
        columns: ["សម្រេចទាន់ពេល", "សម្រេចយឺត", "មិនទាន់សម្រេច", "ដកពាក្យបណ្ដឹង", "បញ្ជូនបន្ត"],
        unit: "ថ្ងៃ",
        digits: "០១២៣៤៥៦៧៨៩",
        decimal: ',',
        missing: "គ្មានទិន្នន័យ",
    },
    Tongue {
        language: "ar",
        names: ["القاهرة", "الإسكندرية", "الجيزة", "أسيوط"],
        long: "المحاكم الابتدائية في العاصمة مع القرى الواقعة على الضفة الأخرى من النهر",
        columns: ["صدر في موعده", "صدر متأخراً", "لم يصدر بعد", "سُحبت الدعوى", "أُحيلت الدعوى"],
        unit: "يوماً",
        digits: "0123456789",
        decimal: '.',
        missing: "لا توجد بيانات",
    },
];

impl Tongue {
    /// A number as it was typed.
    fn typed(&self, shown: &str) -> String {
        let typed = |c: char| match c {
            '\u{2212}' => Some('-'),
            c if c == self.decimal => Some('.'),
            c if c.is_ascii_punctuation() || matches!(c, '\u{200e}' | '\u{61c}') => None,
            c => match self.digits.chars().position(|digit| digit == c) {
                Some(digit) => char::from_digit(digit as u32, 10),
                None => Some(c),
            },
        };
        shown.trim().chars().filter_map(typed).collect()
    }

    /// Charts of a kind, of so many rows as it takes and with what is hard to set; with their numbers.
    fn charts(
        &self,
        kind: &str,
        columns: usize,
        most: usize,
    ) -> Vec<(String, String, Vec<String>)> {
        let is_part = matches!(kind, "share" | "waffle");
        let below_zero = !is_part && kind != "stacked-bar";
        let value = |row: usize, column: usize| (row * 37 + column * 91) % 613 + 1;
        let name = |row: usize| match row / 4 {
            0 => self.names[row].to_string(),
            more => format!("{} {}", self.names[row % 4], more + 1),
        };
        let plain = |row: usize, column: usize| value(row, column).to_string();
        let mut all: Vec<(String, Vec<Vec<String>>)> = Vec::new();
        for count in [1, 2, 12, 60] {
            let count = if kind == "line" { count.max(2) } else { count.min(most) };
            let id = format!("{kind}-{count}");
            if all.iter().any(|(known, _)| *known == id) {
                continue;
            }
            let rows = (0..count).map(|row| {
                let label =
                    if kind == "line" { (2024 - count + row).to_string() } else { name(row) };
                let values = (0..columns).map(|column| plain(row, column));
                std::iter::once(label).chain(values).collect()
            });
            all.push((id, rows.collect()));
        }
        let hard = |row: usize, column: usize| match (row * 3 + column) % 4 {
            0 if !is_part => String::new(),
            1 if below_zero => format!("-{}.5", value(row, column)),
            _ => plain(row, column),
        };
        let rows = (0..most.min(6)).map(|row| {
            let label = if row == 1 { self.long.to_string() } else { name(row) };
            std::iter::once(label).chain((0..columns).map(|column| hard(row, column))).collect()
        });
        all.push((format!("{kind}-hard"), rows.collect()));
        let charts = all.into_iter().map(|(id, rows)| {
            let quoted = |fields: &[String]| Value::from(fields.to_vec()).to_string();
            let heads: Vec<String> = (std::iter::once(self.unit))
                .chain(self.columns[..columns].iter().copied())
                .map(ToString::to_string)
                .collect();
            let lines: Vec<String> = rows.iter().map(|row| quoted(row)).collect();
            let chart = format!(
                "kind = \"{kind}\"\ncolumns = {}\nrows = [{}]\nunit = \"{}\"\n",
                quoted(&heads),
                lines.join(", "),
                self.unit
            );
            let numbers = rows.iter().flat_map(|row| row[1..].iter().cloned());
            (id, chart, numbers.collect())
        });
        charts.collect()
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn charts_of_every_kind_and_size_say_their_numbers_and_no_word_lies_on_another() {
    for tongue in &TONGUES {
        let language = tongue.language;
        let project = TestProject::with_brief(&brief(language, &[]));
        // A brief for each kind.
        let briefs = MOST.map(|(kind, columns, most)| {
            let charts = tongue.charts(kind, columns, most);
            let placed: Vec<(&str, String)> =
                charts.iter().map(|(id, chart, _)| (id.as_str(), chart.clone())).collect();
            project.write(&format!("briefs/{kind}/brief.toml"), brief(language, &placed));
            (kind, charts)
        });
        let editions = ["--edition", "screen", "--edition", "print"];
        let run = project.run(&[&["build", "--only", "brief", "-q"][..], &editions].concat());
        assert_eq!(run.code, 0, "{language}: {}", run.stderr);

        for (kind, charts) in &briefs {
            let pdf = Pdf::load(&project.read(&format!("dist/{kind}/{kind}.{language}.pdf")));
            for (table, (id, _, numbers)) in charts.iter().enumerate() {
                let cells = pdf.cells.iter().filter(|cell| cell.table == table && !cell.heads);
                let mut said: Vec<String> = cells
                    .map(|cell| match cell.text.trim() {
                        missing if missing == tongue.missing => String::new(),
                        shown => tongue.typed(shown),
                    })
                    .collect();
                let mut due = numbers.clone();
                said.sort();
                due.sort();
                assert_eq!(said, due, "{language} {id}");
            }

            for edition in ["", ".print"] {
                let words = words(&project, &format!("dist/{kind}/{kind}.{language}{edition}.pdf"));
                // Those as large as the text of charts.
                let words: Vec<&Word> =
                    words.iter().filter(|word| word.bottom - word.top < 14.0).collect();
                for (at, one) in words.iter().enumerate() {
                    for other in words[at + 1..].iter().filter(|other| other.page == one.page) {
                        let high = (one.bottom - one.top).min(other.bottom - other.top);
                        let over = one.right.min(other.right) - one.left.max(other.left);
                        let beside = (one.height() - other.height()).abs();
                        assert!(
                            over < 0.6 || beside > 0.33 * high,
                            "{language}: {one:?} {other:?}"
                        );
                    }
                }
                // Nothing hangs out of the margins of the sheet.
                let width = 210.0 / 25.4 * 72.0;
                // Punctuation hangs.
                let margin = 20.0 / 25.4 * 72.0 - 3.0;
                if edition.is_empty() {
                    for word in &words {
                        assert!(
                            word.left > margin && word.right < width - margin,
                            "{language}: {word:?}"
                        );
                    }
                }
            }
        }
    }
}

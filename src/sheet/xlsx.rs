//! A sheet as a workbook: the table, and a second page with what is said about it.
//!
//! Every text is typed as one, so that none is a formula. What spans several rows is one cell with its
//! text; the cells under it have the text too, so that filters and other programs find it in each row.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook,
    Worksheet, XlsxError,
};
use serde::{Deserialize, Serialize};

use super::fonts::font;
use super::grid::{SheetGrid, SheetGridCell, grid};
use super::heights::{line_height, lines};
use super::model::{Direction, IndicatorSheet, SheetText};
use super::named::{page_name, within};
use crate::l10n::Language;

/// What a workbook says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Properties {
    /// Its title; of a draft with the word that says so.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// One sentence on what it is about.
    pub description: Option<String>,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// The moment it says it was made, in seconds since 1970-01-01 UTC.
    pub moment: i64,
    /// What it is printed on.
    pub paper: SheetPaper,
    /// What its pages are called: the table, and what is said about it.
    pub pages: [String; 2],
}

/// What a sheet is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SheetPaper {
    /// 210 mm × 297 mm.
    A4,
    /// 8½ in × 11 in.
    Letter,
}

impl SheetPaper {
    /// The number that spreadsheets know it by.
    fn number(self) -> u8 {
        match self {
            SheetPaper::A4 => 9,
            SheetPaper::Letter => 1,
        }
    }
}

/// The most characters of a cell, in UTF-16.
const LONGEST: usize = 32_767;
/// The most points that a row is high.
const HIGHEST: f64 = 409.0;
/// How many digits of a number survive in a cell.
const DOUBLE: usize = 15;
/// The longest number that programs show as it is in a cell without a format.
const SHOWN: usize = 10;
/// A link longer than this is refused by programs.
const LONGEST_LINK: usize = 2_079;

/// How wide texts about a table are, in digits.
const ABOUT: f64 = 90.0;

/// The formats of a workbook's cells.
struct Formats {
    head: Format,
    base: Format,
    title: Format,
    strong: Format,
    day: Format,
    direction: Direction,
    line: f64,
}

impl Formats {
    fn of(sheet: &IndicatorSheet) -> Self {
        let way = reading(sheet.direction);
        let script = Language::new(&sheet.language).script();
        let plain = Format::new()
            .set_font_name(font(&script))
            .set_font_size(10)
            .set_align(FormatAlign::Top)
            .set_text_wrap()
            .set_reading_direction(way);
        let base =
            plain.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xBFBFBF));
        Self {
            head: base.clone().set_bold().set_background_color(Color::RGB(0xE8ECF0)),
            title: plain.clone().set_bold().set_font_size(14).unset_text_wrap(),
            strong: plain.clone().set_bold(),
            day: plain.set_num_format("yyyy-mm-dd").set_align(start(sheet.direction)),
            base,
            direction: sheet.direction,
            line: line_height(&script),
        }
    }

    /// The height of so many lines, in points; no row is higher than spreadsheets have them.
    fn height(&self, lines: usize) -> f64 {
        (self.line * lines as f64 + 3.0).min(HIGHEST)
    }

    /// The format of a number that is to be seen with all its digits, and without a power of ten.
    fn digits(&self, digits: &str) -> Format {
        let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        match decimals {
            _ if digits.len() <= SHOWN && !digits.contains("0.000") => self.base.clone(),
            0 => self.base.clone().set_num_format("0"),
            count => self.base.clone().set_num_format(format!("0.{}", "0".repeat(count))),
        }
    }

    /// The format of a text in a cell with borders, or without.
    fn text(&self, text: &str, way: Direction, bordered: bool) -> Format {
        let mut format =
            if bordered { self.base.clone() } else { self.strong.clone().unset_bold() };
        if way != self.direction {
            format = format.set_reading_direction(reading(way)).set_align(start(self.direction));
        }
        // What would be a formula if it were typed stays a text when its cell is edited.
        if text.starts_with(['=', '+', '-', '@', '\'']) {
            format.set_quote_prefix()
        } else {
            format
        }
    }
}

fn reading(direction: Direction) -> u8 {
    match direction {
        Direction::Ltr => 1,
        Direction::Rtl => 2,
    }
}

/// The side where lines of a sheet begin.
fn start(direction: Direction) -> FormatAlign {
    match direction {
        Direction::Ltr => FormatAlign::Left,
        Direction::Rtl => FormatAlign::Right,
    }
}

/// The workbook.
///
/// # Errors
///
/// What the format has no room for.
pub fn workbook(sheet: &IndicatorSheet, properties: &Properties) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::of(sheet);
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_timestamp(properties.moment)?;
    let said = DocProperties::new()
        .set_title(&properties.title)
        .set_author(properties.authors.join("; "))
        .set_company(&sheet.publisher)
        .set_comment(properties.description.as_deref().unwrap_or_default())
        .set_keywords(properties.keywords.join(", "))
        .set_creation_datetime(&created)
        .set_custom_property("Language", sheet.language.as_str());
    workbook.set_properties(&said);
    let [table_name, about_name] = &properties.pages;
    let table_name = page_name(table_name, "Indicators");
    let mut about_name = page_name(about_name, "About");
    if about_name.to_lowercase() == table_name.to_lowercase() {
        about_name = "About".into();
    }
    let page = workbook.add_worksheet().set_name(&table_name)?;
    printed(page, sheet, properties);
    let all = grid(sheet);
    table(page, &all, &formats)?;
    let page = workbook.add_worksheet().set_name(&about_name)?;
    printed(page, sheet, properties);
    about(page, sheet, properties, &formats)?;
    // By this name screen readers find the row with the heads of the columns.
    let quoted = table_name.replace('\'', "''");
    workbook.define_name(format!("'{quoted}'!ColumnTitle"), &format!("='{quoted}'!$A$1"))?;
    workbook.save_to_buffer()
}

/// How a page is read and printed.
fn printed(page: &mut Worksheet, sheet: &IndicatorSheet, properties: &Properties) {
    // In heads and feet of pages `&` begins a command.
    let title = within(&properties.title, 120).replace('&', "&&");
    page.set_right_to_left(sheet.direction == Direction::Rtl)
        .set_landscape()
        .set_paper_size(properties.paper.number())
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.5, 0.5, 0.75, 0.75, 0.3, 0.3)
        .set_header(format!("&L{title}"))
        .set_footer("&C&P / &N");
}

/// How wide a column is, in digits. One in which nothing stands takes no room from the others.
fn width(grid: &SheetGrid, at: usize) -> f64 {
    if grid.rows.iter().all(|cells| cells[at] == SheetGridCell::Empty) {
        return 8.0;
    }
    match grid.keys[at].as_str() {
        "goal" | "tier" => 7.0,
        "target" | "indicator" | "cited_as" | "basis" | "repeats" => 10.0,
        "year" | "baseline_year" | "first_value_year" | "value" | "baseline" | "first_value" => {
            10.0
        }
        "goal_name" | "custodians" | "place" | "unit" | "series" | "release" | "value_kind"
        | "dimensions" => 16.0,
        "target_text" => 34.0,
        "indicator_text" => 40.0,
        _ => 26.0,
    }
}

/// How high rows are, in lines: each as its own cells want it, and those that share a cell together as
/// that wants it.
fn heights(grid: &SheetGrid, widths: &[f64]) -> Vec<usize> {
    let wanted = |number: usize, at: usize| match &grid.rows[number][at] {
        SheetGridCell::Text(text, _) => lines(text, widths[at]),
        _ => 1,
    };
    let mut heights = vec![1; grid.rows.len()];
    for (number, cells) in grid.rows.iter().enumerate() {
        for (at, _) in cells.iter().enumerate() {
            let is_shared = grid.spans.iter().any(|(key, first, last)| {
                *key == grid.keys[at] && (*first..=*last).contains(&number)
            });
            if !is_shared {
                heights[number] = heights[number].max(wanted(number, at));
            }
        }
    }
    for (key, first, last) in &grid.spans {
        let Some(at) = grid.keys.iter().position(|other| other == key) else { continue };
        let there: usize = heights[*first..=*last].iter().sum();
        heights[*last] += wanted(*first, at).saturating_sub(there);
    }
    heights
}

fn table(page: &mut Worksheet, grid: &SheetGrid, formats: &Formats) -> Result<(), XlsxError> {
    let Some(last_column) = grid.keys.len().checked_sub(1) else { return Ok(()) };
    let widths: Vec<f64> = (0..grid.keys.len()).map(|at| width(grid, at)).collect();
    let head = grid.heads.iter().zip(&widths).map(|(head, width)| lines(head, *width)).max();
    page.set_row_height(0, formats.height(head.unwrap_or(1)))?;
    for (number, height) in heights(grid, &widths).into_iter().enumerate() {
        page.set_row_height(row(number), formats.height(height))?;
    }
    for (at, head) in grid.heads.iter().enumerate() {
        page.set_column_width(column(at), widths[at])?;
        page.write_string_with_format(0, column(at), head, &formats.head)?;
    }
    for (key, first, last) in &grid.spans {
        let Some(at) = grid.keys.iter().position(|other| other == key) else { continue };
        page.merge_range(row(*first), column(at), row(*last), column(at), "", &formats.base)?;
    }
    for (number, cells) in grid.rows.iter().enumerate() {
        for (at, cell) in cells.iter().enumerate() {
            put(page, row(number), column(at), cell, formats)?;
        }
    }
    page.set_freeze_panes(1, 0)?;
    page.set_repeat_rows(0, 0)?;
    if !grid.rows.is_empty() {
        page.autofilter(0, 0, row(grid.rows.len() - 1), column(last_column))?;
    }
    Ok(())
}

fn put(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &SheetGridCell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        SheetGridCell::Empty => page.write_blank(row, column, &formats.base)?,
        SheetGridCell::Number(number) => {
            page.write_number_with_format(row, column, *number, &formats.base)?
        }
        SheetGridCell::Digits(digits) => match survives(digits) {
            Some(number) => {
                let format = formats.digits(digits);
                page.write_number_with_format(row, column, number, &format)?
            }
            None => {
                let format = formats.text(digits, Direction::Ltr, true);
                page.write_string_with_format(row, column, digits, &format)?
            }
        },
        SheetGridCell::Text(text, way) => {
            let text = within(text, LONGEST);
            let format = formats.text(&text, *way, true);
            page.write_string_with_format(row, column, text, &format)?
        }
    };
    Ok(())
}

/// The number of these digits, where spreadsheets have room for all of them: they reckon with 15 (ECMA-376 has
/// a `double` in the cell) and show no more. Any other stands there as a text, so that no digit is another.
fn survives(digits: &str) -> Option<f64> {
    let all: String = digits.chars().filter(char::is_ascii_digit).collect();
    let all = all.trim_start_matches('0');
    digits.parse().ok().filter(|_| all.len() <= DOUBLE)
}

/// What is said about the table: whose it is and of when, what its words mean, and its sources.
fn about(
    page: &mut Worksheet,
    sheet: &IndicatorSheet,
    properties: &Properties,
    formats: &Formats,
) -> Result<(), XlsxError> {
    page.set_column_width(0, 24)?;
    page.set_column_width(1, ABOUT)?;
    page.set_column_width(2, 50)?;
    page.set_row_height(0, 2.0 * formats.line)?;
    page.write_string_with_format(0, 0, within(&properties.title, LONGEST), &formats.title)?;
    let mut next = 1;
    let mut line = |page: &mut Worksheet, cells: [Option<(&str, Direction)>; 2]| {
        for (at, cell) in cells.into_iter().enumerate() {
            let Some((text, way)) = cell else { continue };
            let text = within(text, LONGEST);
            let mut format = formats.text(&text, way, false);
            if at == 0 {
                format = format.set_bold();
            }
            if at == 1 {
                page.set_row_height(next, formats.height(lines(&text, ABOUT)))?;
            }
            page.write_string_with_format(next, column(at), text, &format)?;
        }
        next += 1;
        Ok::<u32, XlsxError>(next - 1)
    };
    let own = sheet.direction;
    let of = |text: &SheetText| (text.text.clone(), text.direction);
    for (text, way) in sheet.subtitle.iter().map(of) {
        line(page, [None, Some((&text, way))])?;
    }
    for name in &sheet.place.names {
        line(page, [None, Some((&name.text, name.direction))])?;
    }
    line(page, [None, Some((&sheet.publisher, own))])?;
    let at = line(page, [None, None])?;
    match ExcelDateTime::parse_from_str(&sheet.date) {
        Ok(day) => page.write_datetime_with_format(at, 1, &day, &formats.day)?,
        Err(_) => page.write_string_with_format(at, 1, &sheet.date, &formats.day)?,
    };
    if let Some(status) = &sheet.status_text {
        line(page, [None, Some((status, own))])?;
    }
    line(page, [None, None])?;
    for said in &sheet.about {
        let text = &said.text;
        line(page, [Some((&said.label, own)), Some((&text.text, text.direction))])?;
    }
    for basis in &sheet.bases {
        line(page, [Some((&basis.name, own)), Some((&basis.meaning, own))])?;
    }
    for note in &sheet.notes {
        line(page, [None, Some((note, own))])?;
    }
    line(page, [None, None])?;
    for brief in &sheet.briefs {
        let title = &brief.title;
        line(page, [Some((&brief.date, Direction::Ltr)), Some((&title.text, title.direction))])?;
    }
    for source in &sheet.sources {
        let at = line(page, [None, Some((&source.text, own))])?;
        let number = formats.strong.clone().set_align(start(own));
        page.write_number_with_format(at, 0, source.number as f64, &number)?;
        if let Some(url) = &source.url {
            link(page, at, url, formats)?;
        }
    }
    Ok(())
}

/// An address that can be followed; one that programs refuse is a text.
fn link(page: &mut Worksheet, row: u32, url: &str, formats: &Formats) -> Result<(), XlsxError> {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let plain = formats.text(url, Direction::Ltr, false);
    if is_web && url.encode_utf16().count() <= LONGEST_LINK {
        let format = plain.set_hyperlink();
        page.write_url_with_format(row, 2, Url::new(url).set_text(url), &format)?;
    } else {
        page.write_string_with_format(row, 2, within(url, LONGEST), &plain)?;
    }
    Ok(())
}

/// The place of a row of the table, below its heads.
fn row(number: usize) -> u32 {
    u32::try_from(number + 1).unwrap_or(u32::MAX)
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

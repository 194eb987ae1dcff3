//! `[[image]]`: the file, and the part of it that is shown.

use super::Resolver;
use crate::brief::beside::{FileBeside, KindBeside};
use crate::brief::figure::{BriefPicture, PicturePart};
use crate::brief::id::IdList;
use crate::brief::schema::RawImage;
use crate::diag::{Code, Diagnostic};
use crate::tree::{Located, Text};

/// The most parts of a side, and how many times one side may be the other.
const MOST_PARTS: u32 = 1000;
const LONGEST: u32 = 5;

/// What stays in sight where nothing is said.
const MIDDLE: (f64, f64) = (0.5, 0.5);

impl Resolver<'_> {
    /// A picture. Those that show the same part of one file share what templates read.
    pub(super) fn picture(&mut self, raw: &RawImage, assets: &mut IdList) -> Option<BriefPicture> {
        let is_map = self.is_map(raw.kind.as_ref());
        let ratio = raw.ratio.as_ref().and_then(|ratio| self.ratio(ratio));
        let focus = self.focus(raw.focus.as_ref(), raw.ratio.is_some());
        let file = raw.file.as_ref()?;
        let path = self.file_beside(file, KindBeside::Picture)?;
        let (pages, judge) = match self.files.get(&path) {
            Some(FileBeside::Picture { pages, judge }) => (*pages, Some(judge.clone())),
            _ => (None, None),
        };
        let page = self.page(raw.page.as_ref(), pages);
        if raw.page.is_none() {
            self.first_of(file, pages);
        }
        for said in judge.map(|judge| judge.of(page)).unwrap_or_default() {
            self.diagnostics.push(said.at(file.span).key(&file.key));
        }
        let part = PicturePart { ratio, focus, page };
        let shown = format!("{path} {part:?}");
        let place = assets.place(&shown).unwrap_or_else(|| {
            assets.push(shown.clone());
            assets.iter().count() - 1
        });
        let ending = match pages {
            // What is drawn of a page is an SVG.
            Some(_) => "svg".to_string(),
            None => path.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase(),
        };
        Some(BriefPicture {
            file: file.clone(),
            asset: format!("/pictures/{}.{ending}", place + 1),
            path,
            credit: raw.credit.clone()?,
            licence: raw.licence.clone()?,
            is_map,
            part,
        })
    }

    /// Says which page of a PDF is shown, where it has several and the brief says nothing.
    fn first_of(&mut self, file: &Text, pages: Option<usize>) {
        let Some(pages) = pages.filter(|pages| *pages > 1) else { return };
        let message = format!("`{}` has {pages} pages, and the first is shown", file.value);
        let help = format!("say which page is meant, from 1 to {pages}: `page = 1`");
        let told = Diagnostic::new(Code::AssetAssumed, message).at(file.span).key(&file.key);
        self.diagnostics.push(told.help(help));
    }

    fn is_map(&mut self, kind: Option<&Text>) -> bool {
        match kind.map(|kind| (kind, kind.value.as_str())) {
            Some((_, "map")) => true,
            None | Some((_, "picture")) => false,
            Some((kind, other)) => {
                self.bad_value(kind, other, &["map", "picture"]);
                false
            }
        }
    }

    /// `3:2`.
    fn ratio(&mut self, text: &Text) -> Option<(u32, u32)> {
        let parts = text.value.split_once(':');
        let side =
            |side: &str| side.trim().parse().ok().filter(|side| (1..=MOST_PARTS).contains(side));
        let ratio = parts.and_then(|(width, height)| side(width).zip(side(height)));
        let ratio = ratio.filter(|&(w, h)| w <= h * LONGEST && h <= w * LONGEST);
        if ratio.is_none() {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::BadValue,
                    format!("`{}` is no shape of a picture", text.value),
                )
                .at(text.span)
                .key(&text.key)
                .help(format!(
                    "write width and height as whole numbers, `ratio = \"3:2\"`; the longer \
                         side is at most {LONGEST} times the other"
                )),
            );
        }
        ratio
    }

    fn focus(&mut self, focus: Option<&Located<Vec<f64>>>, is_cut: bool) -> (f64, f64) {
        let Some(focus) = focus else { return MIDDLE };
        let fault = match focus.value[..] {
            [x, y] if [x, y].iter().all(|share| (0.0..=1.0).contains(share)) => {
                if is_cut {
                    return (x, y);
                }
                Diagnostic::new(Code::BadValue, "`focus` says what stays, and nothing is cut away")
                    .help(
                        "say which shape the picture is to have, `ratio = \"3:2\"`, or take it out",
                    )
            }
            _ => Diagnostic::new(Code::BadValue, "`focus` is no point in the picture")
                .help("write two numbers from 0 to 1: from the left, and from the top"),
        };
        self.diagnostics.push(fault.at(focus.span).key(&focus.key));
        MIDDLE
    }

    /// The page of a file that has so many, if it is a PDF.
    fn page(&mut self, page: Option<&Located<i64>>, pages: Option<usize>) -> usize {
        let Some(page) = page else { return 1 };
        let number = usize::try_from(page.value).unwrap_or(0);
        let (message, help) = match pages {
            None => ("only a PDF has pages".to_string(), "take `page` out".to_string()),
            Some(pages) if (1..=pages).contains(&number) => return number,
            Some(1) => (format!("there is no page {}", page.value), "the PDF has one".to_string()),
            Some(pages) => {
                let help = format!("the PDF has {pages} pages: write a number from 1 to {pages}");
                (format!("there is no page {}", page.value), help)
            }
        };
        let fault = Diagnostic::new(Code::BadValue, message);
        self.diagnostics.push(fault.at(page.span).key(&page.key).help(help));
        1
    }
}

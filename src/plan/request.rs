//! What a worker is asked for about a part, and what its files are known by.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_bytes::ByteBuf;

use super::parts::{Part, Shared, attachment};
use crate::brief::{Brief, BriefPicture, PicturePart};
use crate::disk::read_asset;
use crate::document::{Document, Edition};
use crate::export::Stamp;
use crate::picture::{Focus, Preparation, Ratio};
use crate::present::{self, indicator_sheet, metadata, present};
use crate::project::Paper;
use crate::release::Digest;
use crate::sheet::SheetPaper;
use crate::worker::{PressJob, Request, SheetJob, Wanted};

impl Part<'_> {
    /// What a worker is asked for: one document in one or both editions.
    pub fn request(
        &self,
        document: Document,
        editions: &[Edition],
        shared: &Shared<'_>,
    ) -> Request {
        self.with_data(editions, shared, |screen, print| Request {
            screen_data: screen.to_vec(),
            print_data: print.to_vec(),
            pictures: self.pictures(shared),
            ..self.frame(document, editions, shared)
        })
    }

    /// Hands on a request without its data, the data for the screen, and those for the press, which
    /// are empty where that is not wanted. Equal ones make equal files.
    pub fn with_request<T>(
        &self,
        document: Document,
        editions: &[Edition],
        shared: &Shared<'_>,
        with: impl FnOnce(&Request, &[u8], &[u8]) -> T,
    ) -> T {
        let frame = self.frame(document, editions, shared);
        self.with_data(editions, shared, |screen, print| with(&frame, screen, print))
    }

    /// Drops the cache of what templates see: a thousand parts would take much memory.
    pub fn let_go(&self) {
        self.presented.let_go();
    }

    fn with_data<T>(
        &self,
        editions: &[Edition],
        shared: &Shared<'_>,
        with: impl FnOnce(&[u8], &[u8]) -> T,
    ) -> T {
        let Self { brief, config, language, labels, .. } = self;
        let json = |edition| {
            if !self.members.is_empty() {
                return self.combined_data(edition);
            }
            let data = present(brief, config, language, labels, edition);
            serde_json::to_vec(&data).expect("plain data is always JSON")
        };
        let data = self.presented.data();
        let screen = data.screen.get_or_init(|| json(present::EditionColours::Screen));
        let separation = shared.separation;
        let print: &[u8] = match editions.contains(&Edition::Print) {
            true => data.print.get_or_init(|| json(present::EditionColours::Print { separation })),
            false => &[],
        };
        with(screen, print)
    }

    /// What is wanted of the brief's pictures.
    fn preparations(&self) -> BTreeMap<String, Preparation> {
        let wanted = |picture: &BriefPicture| {
            let PicturePart { ratio, focus: (x, y), page } = picture.part;
            let ratio = ratio.map(|(width, height)| Ratio { width, height });
            Preparation { ratio, focus: Focus { x, y }, page }
        };
        pictures_of(self).map(|picture| (picture.asset.clone(), wanted(picture))).collect()
    }

    /// The brief's pictures, by the path templates use, read again: they were let go when they were
    /// judged.
    fn pictures(&self, shared: &Shared<'_>) -> BTreeMap<String, Option<ByteBuf>> {
        let read = |picture: &BriefPicture| {
            let path = attachment(&self.brief.id, &picture.path);
            let known = shared.inputs.attachment(&path)?;
            let file = shared.root.join(&path);
            let bytes = read_asset(&file, &path, shared.root, shared.limits.asset()).ok()?.ok()?;
            (Digest::of(&bytes) == known.sha256).then(|| ByteBuf::from(bytes))
        };
        pictures_of(self).map(|picture| (picture.asset.clone(), read(picture))).collect()
    }

    /// What the sheets beside a document are made from.
    fn sheet(&self, document: Document) -> Option<SheetJob> {
        let Self { brief, config, language, labels, .. } = self;
        let formats = document.sheets().to_vec();
        (!formats.is_empty()).then(|| SheetJob {
            sheet: match self.members.is_empty() {
                true => indicator_sheet(brief, config, language, labels),
                false => self.combined(|all| all.sheet()),
            },
            paper: match config.paper {
                Paper::A4 => SheetPaper::A4,
                Paper::UsLetter => SheetPaper::Letter,
            },
            pages: ["indicators", "about_table"].map(|key| labels.get(key).to_string()),
            formats,
        })
    }

    /// The day it bears; of several briefs, that of the latest.
    fn date(&self) -> NaiveDate {
        if self.members.is_empty() { self.brief.date } else { self.combined(|all| all.date()) }
    }

    /// A request without its data.
    fn frame(&self, document: Document, editions: &[Edition], shared: &Shared<'_>) -> Request {
        let Self { brief, config, language, labels, .. } = self;
        let name = |edition| document.file_name(self.id(), &language.tag, edition);
        // Two organisations may give a brief the same name.
        let publisher = &shared.publisher;
        Request {
            template: self.template(document).into(),
            language: language.tag.clone(),
            called: language.called_less(),
            metadata: match self.members.is_empty() {
                true => metadata(brief, config, language, labels, document),
                false => self.combined(|all| all.metadata()),
            },
            stamp: shared.epoch.map_or(Stamp::date(self.date()), Stamp::epoch),
            wanted: editions
                .iter()
                .map(|&edition| Wanted {
                    edition,
                    identity: format!("briefpress/{publisher}/{}", name(edition)),
                })
                .collect(),
            press: editions.contains(&Edition::Print).then(|| PressJob {
                condition: config.press.condition.clone(),
                bleed: config.press.bleed,
                page_multiple: config.press.page_multiple,
            }),
            screen_data: Vec::new(),
            print_data: Vec::new(),
            pictures: BTreeMap::new(),
            preparations: self.preparations(),
            has_thumbnail: document.has_thumbnail(),
            sheet: self.sheet(document),
            proof: None,
            preview: None,
        }
    }
}

/// The pictures a brief shows. A table of several shows none.
fn pictures_of<'p>(part: &'p Part<'_>) -> impl Iterator<Item = &'p BriefPicture> {
    Some(part.brief).filter(|_| part.members.is_empty()).into_iter().flat_map(Brief::pictures)
}

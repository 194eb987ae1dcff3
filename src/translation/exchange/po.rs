//! GNU gettext PO: `msgctxt` is the key, `msgid` the original, `fuzzy` marks what is stale.

use std::error::Error;
use std::io::{BufWriter, Cursor};

use polib::catalog::Catalog;
use polib::message::{Message, MessageFlags};
use polib::metadata::CatalogMetadata;
use polib::po_file;

use super::codec::{Codec, Export, ReadError, Returned, ReturnedFile, ReturnedState};
use crate::translation::state::State;

/// The format.
pub(super) struct Po;

impl Codec for Po {
    fn write(&self, export: &Export<'_>) -> String {
        let mut metadata = CatalogMetadata::new();
        metadata.project_id_version = export.brief.to_string();
        metadata.language = export.target.replace('-', "_");
        metadata.mime_version = "1.0".into();
        metadata.content_type = "text/plain; charset=UTF-8".into();
        metadata.content_transfer_encoding = "8bit".into();
        let mut catalog = Catalog::new(metadata);
        for unit in export.units {
            let mut flags = MessageFlags::new();
            if matches!(unit.state, State::Stale | State::Unknown | State::NeedsReview) {
                flags.add_flag("fuzzy");
            }
            let target = unit.target.as_ref().map_or("", |target| &target.value);
            let message = Message::build_singular()
                .with_msgctxt(unit.key.to_string())
                .with_msgid(unit.source.value.clone())
                .with_msgstr(target.to_string())
                .with_source(unit.source.key.clone())
                .with_flags(flags)
                .done();
            catalog.append_or_update(message);
        }
        let mut writer = BufWriter::new(Vec::new());
        po_file::write(&catalog, &mut writer).expect("memory can be written to");
        let bytes = writer.into_inner().expect("memory can be flushed");
        String::from_utf8(bytes).expect("PO files are UTF-8")
    }

    fn read(&self, bytes: &[u8]) -> Result<ReturnedFile, ReadError> {
        let syntax = |error: &dyn Error| ReadError::whole(error.to_string());
        let catalog =
            po_file::parse_from_reader(Cursor::new(bytes)).map_err(|error| syntax(&error))?;
        let units = catalog.messages().map(|message| {
            Ok(Returned {
                // Some tools drop it; the original tells which string it is then.
                key: message.msgctxt().and_then(|key| key.parse().ok()),
                source: Some(message.msgid().to_string()),
                target: message.msgstr().map_err(|error| syntax(&error))?.to_string(),
                state: if message.is_fuzzy() {
                    ReturnedState::NeedsReview
                } else {
                    ReturnedState::Translated
                },
                line: 0,
            })
        });
        Ok(ReturnedFile { units: units.collect::<Result<_, _>>()?, ..ReturnedFile::default() })
    }
}

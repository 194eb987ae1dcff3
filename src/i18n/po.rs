//! GNU gettext PO: `msgctxt` is the key, `msgid` the original, `fuzzy` marks what is stale.

use std::io::{BufWriter, Cursor};

use polib::catalog::Catalog;
use polib::message::{Message, MessageFlags};
use polib::metadata::CatalogMetadata;
use polib::po_file;

use super::{Languages, Returned, State, Unit};

/// Writes a PO file.
pub(super) fn write(id: &str, languages: Languages<'_>, units: &[Unit]) -> String {
    let mut metadata = CatalogMetadata::new();
    metadata.project_id_version = id.to_string();
    metadata.language = languages.target.replace('-', "_");
    metadata.mime_version = "1.0".into();
    metadata.content_type = "text/plain; charset=UTF-8".into();
    metadata.content_transfer_encoding = "8bit".into();
    let mut catalog = Catalog::new(metadata);
    for unit in units {
        let mut flags = MessageFlags::new();
        if unit.state == State::Stale {
            flags.add_flag("fuzzy");
        }
        let target = unit.target.as_ref().map_or("", |target| &target.value);
        let message = Message::build_singular()
            .with_msgctxt(unit.key.clone())
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

/// Reads a PO file.
pub(super) fn read(text: &str) -> Result<Vec<Returned>, String> {
    let catalog =
        po_file::parse_from_reader(Cursor::new(text)).map_err(|error| error.to_string())?;
    let mut returned = Vec::new();
    for message in catalog.messages() {
        returned.push(Returned {
            // Some tools drop it; the original tells which string it is then.
            key: message.msgctxt().unwrap_or_default().to_string(),
            source: message.msgid().to_string(),
            target: message.msgstr().map_err(|error| error.to_string())?.to_string(),
            fuzzy: message.is_fuzzy(),
        });
    }
    Ok(returned)
}

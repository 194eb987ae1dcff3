//! Font files: how many faces they have, and how much these say they map.

use ttf_parser::{RawFace, Tag};

use super::refusal::AssetRefusal;
use crate::limits::{FACES, Grouped, MAPPED};

/// The faces of a font file.
///
/// # Errors
///
/// It has too many, or one that maps more characters than there are.
pub fn judge_font(bytes: &[u8]) -> Result<u32, AssetRefusal> {
    let faces = ttf_parser::fonts_in_collection(bytes).unwrap_or(1);
    if faces > FACES {
        return Err(AssetRefusal::over(
            format!("says it has {} faces; a font file may have {FACES}", Grouped(faces.into())),
            "put its faces into files of their own".into(),
        ));
    }
    for face in 0..faces {
        let Ok(face) = RawFace::parse(bytes, face) else { continue };
        if face.table(Tag::from_bytes(b"cmap")).is_some_and(|table| mapped(table) > MAPPED) {
            return Err(AssetRefusal::over(
                "maps more characters than there are: it is damaged".into(),
                "take it from its source again".into(),
            ));
        }
    }
    Ok(faces)
}

/// How many characters the subtables of a `cmap` table say they map (OpenType 1.9.1, cmap). Counting
/// ends where it is too many; an entry that maps nothing takes time too, and counts one.
fn mapped(table: &[u8]) -> u64 {
    let mut sum = 0;
    let records = number(table, 2, 2);
    for record in 0..records {
        let Some(subtable) = table.get(number(table, 4 + record * 8 + 4, 4)..) else { continue };
        let spans: Box<dyn Iterator<Item = (usize, usize)>> = match number(subtable, 0, 2) {
            4 => {
                let length = number(subtable, 6, 2);
                Box::new((0..length / 2).map(move |at| {
                    let end = number(subtable, 14 + at * 2, 2);
                    (number(subtable, 16 + length + at * 2, 2), end)
                }))
            }
            // No more groups than there are bytes for.
            12 | 13 => {
                Box::new((0..number(subtable, 12, 4).min(subtable.len() / 12)).map(move |at| {
                    (number(subtable, 16 + at * 12, 4), number(subtable, 20 + at * 12, 4))
                }))
            }
            _ => continue,
        };
        for (start, end) in spans {
            sum += 1 + (end + 1).saturating_sub(start) as u64;
            if sum > MAPPED {
                return sum;
            }
        }
    }
    sum
}

/// A number of so many bytes; zero past the end.
fn number(bytes: &[u8], at: usize, length: usize) -> usize {
    let bytes = bytes.get(at..at + length).unwrap_or_default();
    bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A `cmap` with one subtable of format 12.
    fn groups(groups: &[(u32, u32)]) -> Vec<u8> {
        let mut table = vec![0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0];
        let length = 16 + 12 * u32::try_from(groups.len()).unwrap();
        for number in [length, 0, u32::try_from(groups.len()).unwrap()] {
            table.extend(number.to_be_bytes());
        }
        for (start, end) in groups {
            [*start, *end, 1].iter().for_each(|number| table.extend(number.to_be_bytes()));
        }
        table
    }

    #[test]
    fn characters_are_counted_as_the_parser_would_go_through_them() {
        let table = groups(&[(0x20, 0x7E), (0x4E00, 0x9FFF)]);
        let parsed = ttf_parser::cmap::Table::parse(&table).unwrap();
        let mut count = 0;
        parsed.subtables.into_iter().for_each(|subtable| subtable.codepoints(|_| count += 1));
        assert_eq!(mapped(&table), count + 2);
        assert_eq!(mapped(&groups(&[(0, 4_999_998)])), MAPPED);
        assert!(mapped(&groups(&[(0, 4_999_999)])) > MAPPED);
        assert!(mapped(&groups(&[(0, u32::MAX)])) > MAPPED);
        assert_eq!(mapped(&groups(&[(9, 3)])), 1);
        assert_eq!(mapped(&[0, 0, 255, 255]), 0);
    }

    #[test]
    fn a_collection_of_countless_faces_is_not_gone_through() {
        let collection = |faces: u32| {
            let mut bytes = b"ttcf\0\x01\0\0".to_vec();
            bytes.extend(faces.to_be_bytes());
            bytes.extend(vec![0; 4 * FACES as usize + 4]);
            bytes
        };
        assert_eq!(judge_font(&collection(FACES)), Ok(FACES));
        let refused = judge_font(&collection(u32::MAX)).unwrap_err();
        assert!(
            refused.what.contains("4,294,967,295 faces; a font file may have 256"),
            "{refused:?}"
        );
    }

    #[test]
    fn the_built_in_faces_are_fine() {
        let fonts = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/");
        for path in ["amiri/Amiri-Regular.ttf", "noto-sans-sc/NotoSansSC-Regular.ttf"] {
            let bytes = std::fs::read(format!("{fonts}{path}")).unwrap();
            assert_eq!(judge_font(&bytes), Ok(1));
        }
    }
}

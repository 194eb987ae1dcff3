//! Files that no honest program writes: whatever the bytes, there is a report.

use std::collections::BTreeSet;

use briefpress::preflight::{Check, IntendedUse, Settings, inspect};
use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream,
    dictionary,
};

use super::edit::{catalog, dict, draw, page, saved, target};
use super::{built, found, print};

/// xorshift64 (Marsaglia 2003): the same numbers everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap()
    }
}

/// Judges as both editions. What would take too long is given up by the program itself, after so much
/// work, and reported as not examined.
fn judge(what: &str, pdf: &[u8]) -> BTreeSet<Check> {
    let mut all = BTreeSet::new();
    for edition in [None, Some(IntendedUse::Screen), Some(IntendedUse::Print)] {
        let report = inspect(pdf, &Settings { edition, ..Settings::default() });
        for finding in report.findings {
            // A panic would be reported as such; none is wanted.
            assert!(!finding.message.contains("could not be examined"), "{what}: {finding:?}");
            all.insert(finding.code);
        }
    }
    all
}

#[test]
fn any_bytes_get_a_report() {
    let mut random = Random(0x5eed);
    for length in [0, 1, 7, 100, 5_000, 50_000] {
        let mut bytes: Vec<u8> = (0..length).map(|_| random.next().to_le_bytes()[0]).collect();
        assert_eq!(judge("noise", &bytes), BTreeSet::from([Check::Unreadable]));
        bytes.splice(0..0, *b"%PDF-1.7\n");
        judge("noise with a header", &bytes);
    }
    for text in ["%PDF-1.7\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF", "%PDF-1.7"] {
        assert_eq!(judge(text, text.as_bytes()), BTreeSet::from([Check::Unreadable]));
    }
}

#[test]
fn damaged_files_get_a_report() {
    let project = built();
    let mut random = Random(0xb51e_f001);
    for good in [project.read("dist/a/a.en.pdf"), print::good()] {
        for round in 0..120 {
            let mut bytes = good.clone();
            match round % 4 {
                0 => {
                    for _ in 0..1 + random.below(40) {
                        let at = random.below(bytes.len());
                        bytes[at] ^= random.next().to_le_bytes()[0];
                    }
                }
                1 => bytes.truncate(random.below(good.len())),
                2 => {
                    let (from, to) = (random.below(good.len()), random.below(good.len()));
                    let length = random.below(2_000).min(good.len() - from);
                    bytes.splice(to..to, good[from..from + length].to_vec());
                }
                _ => {
                    // Digits make lengths, offsets and references that fit nothing.
                    for _ in 0..30 {
                        let from = random.below(bytes.len());
                        if let Some(at) = bytes[from..].iter().position(u8::is_ascii_digit) {
                            bytes[from + at] = b'0' + random.next().to_le_bytes()[0] % 10;
                        }
                    }
                }
            }
            judge(&format!("round {round}"), &bytes);
        }
    }
}

#[test]
fn documents_with_objects_in_the_wrong_places_get_a_report() {
    let project = built();
    let mut random = Random(0xdec0_de00);
    for good in [project.read("dist/a/a.en.pdf"), print::good()] {
        let document = Document::load_mem(&good).unwrap();
        let ids: Vec<_> = document.objects.keys().copied().collect();
        for round in 0..60 {
            let mut document = document.clone();
            for _ in 0..1 + random.below(6) {
                let (one, other) = (ids[random.below(ids.len())], ids[random.below(ids.len())]);
                match random.below(3) {
                    0 => {
                        let object = document.objects[&other].clone();
                        document.objects.insert(one, object);
                    }
                    1 => {
                        document.objects.insert(one, Object::Reference(other));
                    }
                    _ => strange(&mut document, one, other, &mut random),
                }
            }
            judge(&format!("round {round}"), &saved(&mut document));
        }
    }
}

/// Gives a value of a dictionary another type.
fn strange(document: &mut Document, id: (u32, u16), other: (u32, u16), random: &mut Random) {
    let dict = match document.objects.get_mut(&id) {
        Some(Object::Dictionary(dict)) => dict,
        Some(Object::Stream(stream)) => &mut stream.dict,
        _ => return,
    };
    let keys: Vec<Vec<u8>> = dict.iter().map(|(key, _)| key.clone()).collect();
    let Some(key) = keys.get(random.below(keys.len())) else { return };
    let value = match random.below(7) {
        0 => Object::Integer(i64::MAX),
        1 => Object::Integer(-1),
        2 => Object::Real(f32::MAX),
        3 => Object::Reference(id),
        4 => Object::Array(vec![Object::Reference(id), Object::Reference(other)]),
        5 => Object::Name(b"\xff\xfe".to_vec()),
        _ => Object::Dictionary(Dictionary::new()),
    };
    dict.set(key.clone(), value);
}

#[test]
fn circles_and_bombs_end() {
    type Trap = (&'static str, fn(&mut Document));
    let traps: [Trap; 9] = [
        ("pages in themselves", |d| {
            let pages = target(catalog(d), "Pages");
            let kids = dict(d, pages).get_mut(b"Kids").unwrap().as_array_mut().unwrap();
            kids.extend([pages.into(), pages.into()]);
        }),
        ("a form in itself", |d| {
            let form = d.new_object_id();
            let resources = dictionary! { "XObject" => dictionary! { "X" => form } };
            let dict =
                dictionary! { "Subtype" => Object::Name("Form".into()), "Resources" => resources };
            d.set_object(form, Stream::new(dict, b"/X Do /X Do".to_vec()));
            placed(d, form.into());
        }),
        ("forms that double", |d| {
            let mut form = d.add_object(Stream::new(
                dictionary! { "Subtype" => Object::Name("Form".into()) },
                b"0 0 5 5 re f".to_vec(),
            ));
            for _ in 0..40 {
                let resources = dictionary! { "XObject" => dictionary! { "X" => form } };
                let dict = dictionary! { "Subtype" => Object::Name("Form".into()), "Resources" => resources };
                form = d.add_object(Stream::new(dict, b"/X Do /X Do ".repeat(8)));
            }
            placed(d, form.into());
        }),
        ("a bomb of content", |d| {
            let mut stream = Stream::new(Dictionary::new(), b"0 ".repeat(40 << 20));
            stream.compress().unwrap();
            let bomb = d.add_object(stream);
            page(d, 1).set("Contents", bomb);
        }),
        ("a predictor with endless rows", |d| {
            let parameters =
                dictionary! { "Predictor" => 12, "Columns" => i64::MAX, "Colors" => 9_999_999 };
            let mut stream = Stream::new(Dictionary::new(), vec![0; 10_000]);
            stream.compress().unwrap();
            stream.dict.set("DecodeParms", parameters);
            let stream = d.add_object(stream);
            page(d, 1).set("Contents", stream);
        }),
        ("deep nesting", |d| draw(d, &"q /P BMC [".repeat(20_000))),
        ("huge numbers", |d| {
            let huge = "9".repeat(300);
            draw(
                d,
                &format!("{huge} 0 0 {huge} 0 0 cm 1e30 w 0 0 {huge} {huge} re B {huge} 0 0 rg"),
            );
            page(d, 1).set("UserUnit", Object::Real(f32::MAX));
            page(d, 1).set(
                "MediaBox",
                vec![
                    Object::Real(f32::MIN),
                    Object::Integer(i64::MIN),
                    Object::Real(f32::MAX),
                    Object::Integer(i64::MAX),
                ],
            );
        }),
        ("a structure tree in itself", |d| {
            let root = d.new_object_id();
            let element = d.new_object_id();
            let list = d.new_object_id();
            d.set_object(list, vec![element.into(), list.into(), Object::Reference(element)]);
            d.set_object(element, dictionary! { "S" => Object::Name("Table".into()), "K" => list });
            d.set_object(root, dictionary! {
                "K" => list, "RoleMap" => dictionary! { "Table" => Object::Name("X".into()), "X" => Object::Name("Table".into()) },
                "ParentTree" => dictionary! { "Kids" => vec![Object::Reference(root); 3] },
            });
            catalog(d).set("StructTreeRoot", root);
        }),
        ("a name that refers to itself", |d| {
            let id = d.new_object_id();
            d.set_object(id, Object::Reference(id));
            for key in ["Lang", "MarkInfo", "Names", "OpenAction", "OutputIntents", "Metadata"] {
                catalog(d).set(key, id);
            }
        }),
    ];
    for (what, trap) in traps {
        let mut document = Document::load_mem(&print::good()).unwrap();
        trap(&mut document);
        let codes = judge(what, &saved(&mut document));
        if ["forms that double", "a bomb of content", "deep nesting"].contains(&what) {
            assert!(codes.contains(&Check::Unexamined), "{what}: {codes:?}");
        }
    }
}

fn placed(document: &mut Document, form: Object) {
    let resources = page(document, 1).get_mut(b"Resources").unwrap().as_dict_mut().unwrap();
    resources.get_mut(b"XObject").unwrap().as_dict_mut().unwrap().set("T", form);
    draw(document, "/T Do");
}

#[test]
fn encrypted_files_are_told_apart() {
    for password in ["", "secret"] {
        let mut document = Document::load_mem(&print::good()).unwrap();
        let state = EncryptionState::try_from(EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: password,
            key_length: 128,
            permissions: Permissions::all(),
        })
        .unwrap();
        document.encrypt(&state).unwrap();
        let found = found(&saved(&mut document), None);
        assert_eq!(found, BTreeSet::from([Check::Encrypted]), "password {password:?}");
    }
}

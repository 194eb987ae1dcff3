//! `sdg country`, and names of countries against the reference data.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::reference::{csv, folder};
use crate::support::{TestProject, left_out};

/// The six languages of the United Nations, and how the reference calls each: where it has the names of
/// UNTERM, and where those of M49.
const SIX: [(&str, &str, &str); 6] = [
    ("ar", "Arabic", "ar"),
    ("en", "English", "en"),
    ("es", "Spanish", "es"),
    ("fr", "French", "fr"),
    ("ru", "Russian", "ru"),
    ("zh-Hans", "Chinese", "cn"),
];

const LATER: &str = "UNTERM and M49 of today; the reference has a form of before";
const LACKING: &str = "the reference lacks UNTERM’s row, or has a common name instead";
const CHINA: &str = "M49 does not list it: the term of the Secretariat in place of a common name";
const FORM: &str = "M49’s words as a name: not declined, turned about, cut off or doubled";
const SPELLING: &str = "M49 spells it so; the formal name follows the short one";

/// All in which our names are not those of the reference: language, code, ours (short name, article,
/// formal name with its article), and why.
const DIFFERENCES: &[(&str, &str, &str, &str)] = &[
    ("ar", "CI", "كوت ديفوار||جمهورية كوت ديفوار", LACKING),
    (
        "ar",
        "GB",
        "المملكة المتحدة لبريطانيا العظمى وآيرلندا الشمالية||المملكة المتحدة لبريطانيا العظمى وآيرلندا الشمالية",
        SPELLING,
    ),
    ("ar", "IE", "آيرلندا||آيرلندا", SPELLING),
    ("ar", "IO", "الإقليم البريطاني في المحيط الهندي||", FORM),
    ("ar", "NL", "هولندا (مملكة -)||مملكة هولندا", LATER),
    ("ar", "SJ", "جزيرتا سفالبارد وجان مايِن||", FORM),
    ("ar", "TF", "الأراضي الفرنسية الجنوبية||", FORM),
    ("ar", "TL", "تيمور - ليشتي||جمهورية تيمور - ليشتي الديمقراطية", SPELLING),
    ("ar", "TR", "تركيا||جمهورية تركيا", LACKING),
    ("ar", "TW", "مقاطعة تايوان الصينية||", CHINA),
    ("ar", "UM", "الجزر الصغيرة النائية التابعة للولايات المتحدة||", FORM),
    ("en", "CI", "Côte d’Ivoire||the Republic of Côte d’Ivoire", LACKING),
    ("en", "FK", "Falkland Islands (Malvinas)||", LACKING),
    ("en", "NL", "Netherlands (Kingdom of the)||the Kingdom of the Netherlands", LATER),
    ("en", "TR", "Türkiye||the Republic of Türkiye", LACKING),
    ("en", "TW", "Taiwan Province of China||", CHINA),
    ("es", "CI", "Côte d’Ivoire||la República de Côte d’Ivoire", LACKING),
    ("es", "NL", "Países Bajos (Reino de los)||el Reino de los Países Bajos", LATER),
    ("es", "SX", "San Martín (parte holandesa)||", FORM),
    ("es", "TR", "Türkiye||la República de Türkiye", LACKING),
    ("es", "TW", "Provincia china de Taiwán||", CHINA),
    ("fr", "CI", "Côte d’Ivoire|la|la République de Côte d’Ivoire", LACKING),
    ("fr", "NL", "Pays-Bas (Royaume des)||le Royaume des Pays-Bas", LATER),
    ("fr", "TR", "Türkiye|la|la République de Türkiye", LACKING),
    ("fr", "TW", "Province chinoise de Taiwan||", CHINA),
    ("ru", "AQ", "Антарктика||", FORM),
    ("ru", "AX", "Аландские острова||", FORM),
    ("ru", "CC", "Кокосовые (Килинг) острова||", FORM),
    ("ru", "CI", "Кот-д’Ивуар||Республика Кот-д’Ивуар", LACKING),
    ("ru", "CX", "Остров Рождества||", FORM),
    ("ru", "KY", "Острова Кайман||", FORM),
    ("ru", "NL", "Нидерланды (Королевство)||Королевство Нидерландов", LATER),
    ("ru", "TR", "Турция||Турецкая Республика", LACKING),
    ("ru", "TW", "Китайская провинция Тайвань||", CHINA),
    ("zh-Hans", "CI", "科特迪瓦||科特迪瓦共和国", LACKING),
    ("zh-Hans", "NL", "荷兰王国||荷兰王国", LATER),
    ("zh-Hans", "TR", "土耳其||土耳其共和国", LACKING),
    ("zh-Hans", "TW", "中国台湾省||", CHINA),
    ("zh-Hans", "VA", "教廷||教廷", SPELLING),
];

/// What differs from the reference in groups: code, the group, and why.
const GROUPS: &[(&str, &str, &str)] =
    &[("ST", "ldc", "it left the least developed countries on 13 December 2024")];

/// What the program knows of all countries, by code.
fn countries(codes: &[&str]) -> BTreeMap<String, Value> {
    let project = TestProject::empty();
    let mut args = vec!["sdg", "country", "--format", "json"];
    args.extend(codes);
    let run = project.run(&args);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let rows = run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    rows.map(|row| (row["code"].as_str().unwrap().to_string(), row)).collect()
}

/// A name of the reference: apostrophes as they are printed, no marks of its notes.
fn tidied(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().filter(|word| !word.starts_with('*')).collect();
    words.join(" ").replace('\'', "’")
}

/// A short name of UNTERM, and the article that stands behind it in brackets.
fn parted(name: &str) -> (String, &str) {
    for article in ["the", "le", "la", "les", "l’", "el", "los", "las"] {
        if let Some(bare) = name.strip_suffix(&format!(" ({article})")) {
            return (bare.to_string(), article);
        }
    }
    (name.to_string(), "")
}

fn reference() -> Option<Vec<BTreeMap<String, String>>> {
    let folder = folder();
    if !folder.is_dir() {
        left_out(&folder.display().to_string());
        return None;
    }
    let text = std::fs::read_to_string(folder.join("country-codes_2026-05-15.csv")).unwrap();
    Some(csv(&text))
}

#[test]
fn names_are_those_of_the_united_nations() {
    let Some(lines) = reference() else { return };
    let codes: Vec<&str> = lines.iter().map(|line| &*line["ISO3166-1-Alpha-2"]).collect();
    let ours = countries(&codes);
    assert_eq!(ours.len(), 249);
    let mut differences: Vec<(&str, &str, String)> = Vec::new();
    for line in &lines {
        let code = &*line["ISO3166-1-Alpha-2"];
        for (language, unterm, m49) in SIX {
            let names = &ours[code]["names"][language];
            assert_eq!(names["whose"], "un", "{code} {language}");
            let text = |key: &str| names[key].as_str().unwrap_or_default();
            let formal_article = match text("formal_article") {
                "" => String::new(),
                elided if elided.ends_with('’') => elided.to_string(),
                article => format!("{article} "),
            };
            let formal = format!("{formal_article}{}", text("formal"));
            let own = format!("{}|{}|{formal}", text("name"), text("article"));
            let short = tidied(&line[&format!("UNTERM {unterm} Short")]);
            let (short, article) = match short.is_empty() {
                true => (tidied(&line[&format!("official_name_{m49}")]), ""),
                false => parted(&short),
            };
            let theirs =
                format!("{short}|{article}|{}", tidied(&line[&format!("UNTERM {unterm} Formal")]));
            if own != theirs {
                differences.push((language, code, own));
            }
        }
    }
    differences.sort();
    let explained: Vec<(&str, &str, String)> = DIFFERENCES
        .iter()
        .map(|(language, code, own, why)| {
            assert!(!why.is_empty());
            (*language, *code, (*own).to_string())
        })
        .collect();
    assert_eq!(differences, explained);
}

#[test]
fn codes_regions_and_groups_are_those_of_m49() {
    let Some(lines) = reference() else { return };
    let codes: Vec<&str> = lines.iter().map(|line| &*line["ISO3166-1-Alpha-2"]).collect();
    let ours = countries(&codes);
    let mut differences: Vec<(&str, &str)> = Vec::new();
    for line in &lines {
        let code = &*line["ISO3166-1-Alpha-2"];
        let own = &ours[code];
        let padded = |column: &str| match line[column].trim() {
            "" => String::new(),
            number => format!("{number:0>3}"),
        };
        assert_eq!(own["alpha3"], line["ISO3166-1-Alpha-3"], "{code}");
        assert_eq!(own["number"], padded("ISO3166-1-numeric"), "{code}");
        // The reference gives Taiwan the number of ISO 3166-1 in M49's column, too.
        let m49 = if code == "TW" { Value::Null } else { padded("M49").into() };
        assert_eq!(own["m49"], m49, "{code}");
        let regions = own["regions"].as_array().unwrap().iter();
        let regions: Vec<&str> = regions.map(|region| region["code"].as_str().unwrap()).collect();
        let theirs = ["Region Code", "Sub-region Code", "Intermediate Region Code"].map(padded);
        let theirs: Vec<&str> =
            theirs.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
        assert_eq!(regions, theirs, "{code}");
        for (group, column) in [
            ("ldc", "Least Developed Countries (LDC)"),
            ("lldc", "Land Locked Developing Countries (LLDC)"),
            ("sids", "Small Island Developing States (SIDS)"),
        ] {
            let is_in = own["groups"].as_array().unwrap().contains(&group.into());
            if is_in == line[column].trim().is_empty() {
                differences.push((code, group));
            }
        }
        // UNTERM marks observers by one asterisk, other states that are no members by two; the
        // reference lacks two members in it.
        let short = line["UNTERM English Short"].as_str();
        let membership = match short {
            "" if ["CI", "TR"].contains(&code) => "member",
            "" => "area",
            short if short.ends_with("**") => "area",
            short if short.ends_with('*') => "observer",
            _ => "member",
        };
        assert_eq!(own["membership"], membership, "{code}");
    }
    let explained: Vec<(&str, &str)> =
        GROUPS.iter().map(|(code, group, _)| (*code, *group)).collect();
    assert_eq!(differences, explained);
    let members = ours.values().filter(|own| own["membership"] == "member").count();
    assert_eq!(members, 193);
}

#[test]
fn names_by_usage_are_used_by_others() {
    // Letters that we write as Khmer does, and capitals as Vietnamese does.
    const MENDED: [(&str, &str); 5] =
        [("km", "BA"), ("km", "BL"), ("km", "GS"), ("vi", "AE"), ("vi", "HM")];
    let Some(lines) = reference() else { return };
    let file = folder().join("country_names_km_th_vi_pt_de.json");
    let theirs: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let codes: Vec<&str> = lines.iter().map(|line| &*line["ISO3166-1-Alpha-2"]).collect();
    let mut differences: Vec<(&str, String)> = Vec::new();
    let ours = countries(&codes);
    for language in ["km", "pt", "th", "vi"] {
        for (code, own) in &ours {
            let names = &own["names"][language];
            let seen = theirs[language][code].as_str().unwrap_or_default().replace('\u{200b}', "");
            if names["whose"] == "usage" && names["name"] != seen {
                differences.push((language, code.clone()));
            }
        }
    }
    assert_eq!(differences, MENDED.map(|(language, code)| (language, code.to_string())));
}

#[test]
fn names_of_the_past_are_printed_nowhere() {
    // What these states were called, in the languages where a list still had it.
    const PAST: [&str; 22] = [
        "Swaziland",
        "Suazilândia",
        "สวาซิแลนด์",
        "ဆွာဇီလန်",
        "ស្វាស៊ីឡង់",
        "ติมอร์ตะวันออก",
        "ទីម័រខាងកើត",
        "အရှေ့တီမော",
        "Birmânia",
        "พม่า",
        "ភូមា",
        "ເບີມາ",
        "बर्मा",
        "Costa do Marfim",
        "ไอวอรี่โคสต์",
        "Cape Verde",
        "เคปเวิร์ด",
        "ເຄບ ເວີດ",
        "केप वर्ड",
        "Turquia",
        "República Popular do Congo",
        "Bán đảo Mã Lai",
    ];
    for (code, own) in countries(&["SZ", "TL", "MM", "CI", "CV", "TR", "CD", "CG", "MY"]) {
        for (language, names) in own["names"].as_object().unwrap() {
            let name = names["name"].as_str().unwrap();
            let found = PAST.iter().find(|past| name.contains(**past));
            assert_eq!(found, None, "{language} {code}");
        }
    }
    let ours = countries(&["CD", "CG", "MK", "KH"]);
    for (code, language, name) in [
        ("CG", "zh-Hans", "刚果（布）"),
        ("CG", "pt", "Congo"),
        ("CD", "pt", "República Democrática do Congo"),
        ("MK", "th", "มาซิโดเนียเหนือ"),
        ("KH", "km", "កម្ពុជា"),
    ] {
        assert_eq!(ours[code]["names"][language]["name"], name);
    }
}

#[test]
fn a_country_is_shown_by_any_of_its_codes_and_names() {
    let project = TestProject::empty();
    let expected = project.run(&["sdg", "country", "KH"]);
    assert_eq!((expected.code, expected.stderr.as_str()), (0, ""));
    for line in [
        "codes      KH, KHM, M49 116",
        "region     Asia (142), South-eastern Asia (035)",
        "groups     least developed countries; as of 2026-05-15",
        "names by the United Nations",
        "  fr       Cambodge (le)",
        "           formally: le Royaume du Cambodge",
        "names by Unicode CLDR",
        "  km       កម្ពុជា",
        "           formally by the state itself: ព្រះរាជាណាចក្រកម្ពុជា",
    ] {
        assert!(expected.stdout.lines().any(|it| it == line), "{line} in {}", expected.stdout);
    }
    for way in ["kh", "khm", "116", "0116", "cambodge", "柬埔寨", "កម្ពុជា", "le Royaume du Cambodge"]
    {
        let run = project.run(&["sdg", "country", way]);
        assert_eq!((run.code, &run.stdout), (0, &expected.stdout), "{way}");
    }
    let run = project.run(&["sdg", "country", "viet", "nam", "--lang", "fr-CA"]);
    assert!(run.code == 0 && run.stdout.starts_with("Viet Nam\n"), "{}", run.stdout);
    assert!(run.stdout.contains("  fr ") && !run.stdout.contains("  en "), "{}", run.stdout);
    assert_eq!(project.run(&["sdg", "country", "KH", "--lang", "tlh"]).code, 2);
    assert_eq!(project.run(&["sdg", "country"]).code, 2);
}

#[test]
fn an_unknown_country_leads_to_what_was_meant() {
    let project = TestProject::empty();
    let run = project.run(&["sdg", "country", "Phillipines"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("no country has `Phillipines` for a code or name"),
        "{}",
        run.stderr
    );
    assert!(run.stdout.trim_start().starts_with("PH "), "{}", run.stdout);
    // The others are shown all the same, and nothing else stands among what machines read.
    let run = project.run(&["sdg", "country", "Kambodja", "LA", "--format", "json"]);
    assert_eq!((run.code, run.stdout.lines().count()), (1, 1), "{}", run.stdout);
    assert!(run.stderr.contains("KH "), "{}", run.stderr);
    let run = project.run(&["sdg", "country", "35"]);
    assert!(run.code == 1 && run.stderr.contains("South-eastern Asia"), "{}", run.stderr);
}

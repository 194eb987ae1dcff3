//! Where lines break, held against two other readings of UAX #14: the one Typst uses, and
//! `unicode-linebreak`, which knows no scripts without spaces.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

use super::*;

const PLAIN: [String; 0] = [];

/// A text with its marks for breaks, and no others.
fn steer(text: &str, language: &str, keep: &[String]) -> String {
    let mut out = text.to_string();
    for (at, mark) in breaks::marks(text, language, keep).into_iter().rev() {
        out.insert(at, mark);
    }
    out
}

fn stripped(text: &str) -> String {
    text.replace([JOINER, OPPORTUNITY], "")
}

/// The breaks that Typst's segmenter finds in a text with marks, as places in the text without.
fn typst(marked: &str) -> Vec<usize> {
    let segmenter = LineSegmenter::new_lstm(LineBreakOptions::default());
    places(marked, segmenter.segment_str(marked))
}

/// The same by `unicode-linebreak`.
fn other(marked: &str) -> Vec<usize> {
    places(marked, unicode_linebreak::linebreaks(marked).map(|(at, _)| at))
}

fn places(marked: &str, breaks: impl Iterator<Item = usize>) -> Vec<usize> {
    let length = stripped(marked).len();
    breaks.map(|at| stripped(&marked[..at]).len()).filter(|at| *at > 0 && *at < length).collect()
}

/// A text's lines where each is as short as it can be.
fn divided(text: &str, language: &str) -> Vec<String> {
    let marked = steer(text, language, &PLAIN);
    assert_eq!(stripped(&marked), stripped(text), "only marks are added");
    let mut lines = Vec::new();
    let mut start = 0;
    for end in typst(&marked).into_iter().chain([text.len()]) {
        lines.push(text[start..end].trim().to_string());
        start = end;
    }
    lines
}

/// Asserts that neither reading breaks a text anywhere, and that Typst's would without marks.
fn whole(text: &str, language: &str) {
    let sentence = format!("a {text} b");
    let marked = steer(&sentence, language, &PLAIN);
    assert_eq!(stripped(&marked), sentence);
    let inside = |at: &usize| *at > 2 && *at < 2 + text.len();
    for (name, breaks) in [("Typst", typst(&marked)), ("unicode-linebreak", other(&marked))] {
        let found: Vec<usize> = breaks.into_iter().filter(inside).collect();
        assert!(found.is_empty(), "{name} breaks {marked:?} at {found:?}");
    }
}

const WHOLE: [&str; 66] = [
    "1.5–2.5",
    "10.25–12.75",
    "US$1,000–2,000",
    "16.3–16.6",
    "12–15",
    "3.5–4.0%",
    "2015–2030",
    "−1–2",
    "10:30–11:45",
    "2025-06-30",
    "1.5-2.5",
    "16.2.1",
    "16.a",
    "2019/20",
    "5–17",
    "US$1–$2",
    "45 %",
    "45 ‰",
    "5 km²",
    "3 m³",
    "US$ 5",
    "5 US$",
    "$ 5",
    "€ 3",
    "5 €",
    "10 °C",
    "₭ 500",
    "80 km/h",
    "5 km2",
    "3 t/ha",
    "USD 5",
    "5 EUR",
    "12 kWh",
    "½ h",
    "≥ 5",
    "+ 5 %",
    "− 5",
    "p. 12",
    "pp. 12–15",
    "No. 5",
    "Art. 3",
    "ch. 2",
    "vol. 3",
    "fig. 1",
    "§ 5",
    "nº 5",
    "n° 5",
    "SDG 16",
    "SDGs 5",
    "ODD 16",
    "ЦУР 16",
    "CEDAW/C/KHM/5",
    "A/RES/71/313",
    "CCPR/C/21/Rev.1",
    "COVID-19",
    "16-year",
    "+20 100 123 4567",
    "1 000 000",
    "25 500 km²",
    "2015 – 2030",
    "US$ 1 000 – 2 000",
    "J. R. Smith",
    "z. B.",
    "n/a",
    "2015—2030",
    "5 m/s",
];

#[test]
fn what_belongs_to_a_number_stays_with_it() {
    for text in WHOLE {
        whole(text, "en");
        whole(&format!("({text}),"), "en");
    }
    // Without marks most of these break, so that they are cases at all.
    let broken = WHOLE.iter().filter(|text| !typst(text).is_empty()).count();
    assert!(broken > 45, "{broken}");
    for (text, language) in [
        ("10 %–15 %", "en"),
        ("3 ½", "en"),
        ("2 1/2", "en"),
        ("10 ± 2 %", "fr"),
        ("37 ± 0.5 °C", "en"),
        ("5 × 10⁶", "th"),
        ("11°33′ N", "en"),
        ("5 MtCO₂e", "en"),
        ("5 million", "en"),
        ("Rs 5", "en"),
        ("n.º 5", "pt"),
        ("paras. 5–7", "en"),
        ("500 บาท", "th"),
        ("5 км²", "ru"),
        ("3 млн", "ru"),
        ("٥ كم", "ar"),
        ("٤٥ ٪", "ar"),
        ("५ किमी", "hi"),
        ("16.3–16.6", "ar"),
        ("5 ກມ", "lo"),
        ("5 กม.", "th"),
        ("5 គ.ម", "km"),
        ("2015～2030年", "zh"),
        ("5公里", "zh"),
        ("3 Mio.", "de"),
        ("ល/រ", "km"),
        ("SDG {n}", "en"),
        ("12 months", "en"),
        ("(24 November 2026),", "en"),
        ("15 ans", "fr"),
        ("24 novembre 2026", "fr"),
        ("cible 5.5", "fr"),
        ("12 месяцев", "ru"),
        ("الـ 12", "ar"),
        ("17 سنة", "ar"),
        ("១២ ខែ", "km"),
        ("៥៩ ឆ្នាំ។", "km"),
        ("12 เดือน", "th"),
        ("Target 5.5", "en"),
        ("CC BY 4.0", "en"),
        ("CC BY-NC 4.0", "en"),
        ("\u{2066}US$ 5\u{2069}", "ar"),
        ("\u{2066}5\u{2069} %", "ar"),
    ] {
        whole(text, language);
    }
}

#[test]
fn a_sentence_of_ranges_breaks_at_its_words() {
    let text =
        "from 1.5–2.5 to 10.25–12.75 and US$1,000–2,000 or 16.3–16.6 (p. 12–15) 3.5–4.0%  xx";
    let lines = [
        "from",
        "1.5–2.5",
        "to",
        "10.25–12.75",
        "and",
        "US$1,000–2,000",
        "or",
        "16.3–16.6",
        "(p. 12–15)",
        "3.5–4.0%",
        "xx",
    ];
    assert_eq!(divided(text, "en"), lines);
}

#[test]
fn words_stay_apart() {
    for (text, lines) in [
        ("In 2019 300 people", vec!["In", "2019", "300", "people"]),
        ("and/or 16-year-old", vec!["and/", "or", "16-year-", "old"]),
        ("in 2015—the year", vec!["in", "2015", "—", "the", "year"]),
        ("5 people in 12 towns", vec!["5", "people", "in", "12", "towns"]),
        ("It ended. The rest", vec!["It", "ended.", "The", "rest"]),
        ("在2020年和2021年", vec!["在", "2020年", "和", "2021年"]),
    ] {
        let language = if text.starts_with('在') { "zh" } else { "en" };
        assert_eq!(divided(text, language), lines);
    }
    // A long word without spaces stays with its number at its beginning alone.
    let lines = divided("ในช่วง 12 เดือนที่ผ่านมาที่แจ้งการตกเป็นผู้เสียหายต่อหน่วยงาน", "th");
    assert!(lines.iter().any(|line| line.starts_with("12 เดือน")), "{lines:?}");
    assert!(lines.len() > 4, "{lines:?}");
    // A row of numbers is no number: it would leave its column.
    let row = "100 200 300 400 500 600 700 800 900 100 200";
    assert_eq!(divided(row, "en").len(), 11);
    // What holds by itself, and what a writer marked, is left as it is.
    for text in ["5\u{a0}%", "plain words", "5\u{2060}–\u{2060}6", "a\u{200b}b", "", "\n", "5\n%"]
    {
        assert_eq!(steer(text, "en", &PLAIN), text);
    }
}

#[test]
fn what_is_longer_than_a_column_is_divided() {
    for text in [
        "https://www.example.org/a_very_long_path?that=goes&on=and-on.html",
        "Rechtsschutzversicherungsgesellschaftenverband",
        "данныеоченьдлинныеслованепрерывныебезпробелов",
        "0123456789012345678901234567890123456789",
        "अंतरराष्ट्रीयमानवाधिकारसंरक्षणसमितिप्रतिवेदनसंग्रहालयप्रबंधन",
    ] {
        let lines = divided(text, "en");
        assert!(lines.iter().all(|line| long::columns(line) <= 18), "{lines:?}");
        assert_eq!(lines.concat(), text);
    }
    assert_eq!(
        divided("https://example.org/one_two_three?x=1&yy=2.5", "en"),
        ["https://example.", "org/", "one_", "two_", "three?", "x=", "1&", "yy=", "2.5"]
    );
    assert_eq!(
        divided("misinterpretations of thirty", "en"),
        ["misinterpretations", "of", "thirty"]
    );
}

#[test]
fn addresses_are_not_hyphenated_nor_broken_by_typsts_own_rule() {
    for text in ["see https://un.org/sdg16/a", "www.un.org/sdg16", "name.surname@example.org"] {
        let marked = steer(text, "en", &PLAIN);
        assert!(!marked.contains("://u") && !marked.contains("www."), "{marked:?}");
        assert_eq!(stripped(&marked), text);
        // Typst hyphenates what is all letters: no four stand together.
        let longest = marked.split(|c: char| !c.is_alphabetic()).map(str::len).max();
        assert!(marked.starts_with("see") || longest < Some(6), "{marked:?}");
    }
}

/// What the two models make of these, and what a reader wants: every row of the measurement that
/// this room rests on, and the breaks that readers stumbled over.
#[test]
fn words_of_scripts_without_spaces_stay_whole() {
    for word in [
        "ผลกระทบ",
        "ภายใน",
        "คำถาม",
        "ความยุติธรรม",
        "รับผลกระทบ",
        "ผู้สื่อข่าว",
        "ข้อจำกัด",
        "บทความ",
        "ผู้เสียหาย",
        "โดยมิชอบ",
        "ผู้หญิง",
        "ตัวชี้วัด",
        "สิทธิมนุษยชน",
        "គណនេយ្យភាព",
        "របកគំហើញ",
        "សូចនាករ",
        "សេដ្ឋកិច្ច",
        "គោលដៅទី",
        "ແບບຍືນຍົງ",
        "ກ່ຽວຂ້ອງ",
        "ကမ္ဘောဒီးယား",
    ] {
        assert_eq!(divided(word, "th"), [word]);
    }
    assert_eq!(divided("គណនេយ្យភាពរបកគំហើញ", "km"), ["គណនេយ្យភាព", "របកគំហើញ"]);
    assert_eq!(
        divided("ผู้เสียหายไม่ได้รับผลกระทบภายในศูนย์", "th"),
        ["ผู้เสียหาย", "ไม่ได้รับ", "ผลกระทบ", "ภายใน", "ศูนย์"]
    );
    // Seen by itself or in another language's sentence, a word is the same.
    assert_eq!(divided("see ตัวชี้วัด 16", "en"), ["see", "ตัวชี้วัด", "16"]);
}

#[test]
fn a_project_keeps_words_of_its_own() {
    let text = "ใน|โบตุมสากอร์|ตำรวจ".replace('|', "");
    let keep = ["ในโบตุมสากอร์".to_string()];
    let marked = steer(&text, "th", &keep);
    assert_eq!(typst(&marked), [keep[0].len()]);
    assert_ne!(typst(&steer(&text, "th", &PLAIN)), [keep[0].len()]);
}

#[test]
fn marks_of_repetition_never_begin_a_line() {
    for text in ["ផ្សេងៗទៀត", "ต่างๆ", "ต่าง ๆ ไป", "ຕ່າງໆ", "សំខាន់ៗនៅ"]
    {
        for line in divided(text, "km") {
            assert!(!line.starts_with(['ៗ', 'ๆ', 'ໆ']), "{text}: {line}");
        }
    }
}

/// A sequence of numbers that is the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

#[test]
fn any_text_keeps_its_characters_and_its_wholes() {
    const WORDS: [&str; 24] = [
        "a",
        "the",
        "Übermaß",
        "(see",
        "“quoted”",
        "слово",
        "كلمة",
        "शब्द",
        "在中国",
        "、",
        "ผู้เสียหาย",
        "การค้ามนุษย์",
        "គណនេយ្យភាព",
        "ຕົວຊີ້ວັດ",
        "ကမ္ဘောဒီးယား",
        "—",
        "…",
        "e\u{301}",
        "\u{2066}x\u{2069}",
        "🇰🇭",
        "http://a.b/c?d=e&f",
        "and/or",
        "\u{a0}",
        "ต่าง ๆ",
    ];
    let mut random = Random(16);
    for _ in 0..400 {
        let mut text = String::new();
        let mut wholes = Vec::new();
        for _ in 0..random.below(12) {
            if random.below(3) == 0 {
                // A line of its own, so that neighbours make no other number of it.
                let whole = WHOLE[random.below(WHOLE.len())];
                text.push_str(" so ");
                wholes.push(text.len()..text.len() + whole.len());
                text.push_str(whole);
                text.push_str(" so ");
            } else {
                text.push_str(WORDS[random.below(WORDS.len())]);
                text.push_str(if random.below(4) == 0 { "" } else { " " });
            }
        }
        let marked = steer(&text, "th", &PLAIN);
        assert_eq!(stripped(&marked), text);
        let (before, after) = (typst(&text), typst(&marked));
        for at in &after {
            let inside = wholes.iter().any(|whole| whole.start < *at && *at < whole.end);
            assert!(!inside, "{marked:?} breaks at {at}");
        }
        for at in other(&marked) {
            let inside = wholes.iter().any(|whole| whole.start < at && at < whole.end);
            assert!(!inside, "{marked:?} breaks at {at} by unicode-linebreak");
        }
        // A break that was there before and is not now was within a word or at a number.
        for at in before.iter().filter(|at| !after.contains(at) && text[..**at].ends_with(' ')) {
            let near = text[..*at].trim_end().ends_with(|c: char| !c.is_alphabetic())
                || text[*at..].starts_with(|c: char| !c.is_alphabetic() || c == 'ๆ')
                || wholes.iter().any(|whole| whole.start < *at && *at < whole.end);
            assert!(near, "{marked:?} does not break at {at}");
        }
    }
}

/// Every string that ships in these scripts: Typst breaks where this room says, and nowhere else.
#[test]
fn typst_breaks_where_it_is_told() {
    let shipped = [
        include_str!("../../templates/labels/km.toml"),
        include_str!("../../templates/labels/lo.toml"),
        include_str!("../../templates/labels/my.toml"),
        include_str!("../../templates/labels/th.toml"),
        include_str!("../../briefs/cambodia-scamming-compounds/lang/km.toml"),
        include_str!("../../briefs/cambodia-scamming-compounds/lang/th.toml"),
    ];
    let mut seen = 0;
    for line in shipped.into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#')) {
        let line = line.replace('\u{2060}', "");
        let marked = steer(&line, "km", &PLAIN);
        let breaks = typst(&marked);
        for at in &breaks {
            let (before, after) = line.split_at(*at);
            assert!(!after.starts_with(['ៗ', 'ๆ', 'ໆ', ' ']), "{before}|{after}");
            assert!(!before.ends_with(['เ', 'แ', 'โ', 'ใ', 'ไ']), "{before}|{after}");
        }
        // All opportunities are marked, so that the rules alone, without a model, find them too.
        for run in line.split(|c: char| !is_unspaced(&c.to_string())).filter(|run| !run.is_empty())
        {
            let alone = steer(run, "km", &PLAIN);
            let told: Vec<usize> = alone
                .match_indices(OPPORTUNITY)
                .map(|(at, _)| stripped(&alone[..at]).len())
                .collect();
            assert_eq!(typst(&alone), told, "{alone:?}");
            let by_rules = places(&alone, long::RULES.segment_str(&alone));
            assert_eq!(by_rules, told, "{alone:?}");
            seen += told.len();
        }
    }
    assert!(seen > 1000, "{seen}");
}

/// Every string that ships, in every language: a plain look at what stands on both sides of each
/// break, by either reading.
#[test]
fn no_text_that_ships_breaks_at_a_number() {
    let shipped = [
        ("en", include_str!("../sdg/framework.toml")),
        ("en", include_str!("../../briefs/cambodia-scamming-compounds/brief.toml")),
        ("ar", include_str!("../../briefs/cambodia-scamming-compounds/lang/ar.toml")),
        ("fr", include_str!("../../briefs/cambodia-scamming-compounds/lang/fr.toml")),
        ("km", include_str!("../../briefs/cambodia-scamming-compounds/lang/km.toml")),
        ("th", include_str!("../../briefs/cambodia-scamming-compounds/lang/th.toml")),
        ("zh", include_str!("../../briefs/cambodia-scamming-compounds/lang/zh-Hans.toml")),
    ];
    let mut numbers = 0;
    for (language, file) in shipped {
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let line = line.replace([JOINER, OPPORTUNITY], "");
            let marked = steer(&line, language, &PLAIN);
            assert_eq!(stripped(&marked), line);
            numbers += line.matches(|c: char| c.is_ascii_digit()).count();
            for at in typst(&marked).into_iter().chain(other(&marked)) {
                let (before, after) = line.split_at(at);
                let digit = |c: char| c.is_ascii_digit();
                let joined = before.trim_end_matches(['–', '-', '−', '.', ',', '/', ':']);
                let range = joined.len() < before.len() && joined.ends_with(digit);
                let unit = before.trim_end().ends_with(digit) && after.starts_with(['%', '°', '$']);
                let sign = before.trim_end().ends_with(['$', '€', '−', '+', '§']);
                let goal = ["SDG ", "SDGs ", "ODD "].iter().any(|label| before.ends_with(label));
                let broken = (range || sign || goal) && after.starts_with(digit) || unit;
                assert!(!broken, "{before}|{after}");
            }
        }
    }
    assert!(numbers > 1000, "{numbers}");
}

#[test]
fn numbers_within_arabic_run_to_the_right_on_pages_that_do() {
    let setting = Setting { language: "en", rtl: false, wide: false, keep: &PLAIN };
    for (text, inner) in [
        ("الاتجار 5–10", "5–10"),
        ("الاتجار (2020–2025)", "2020–2025"),
        ("الاتجار +855 12 345", "+855 12 345"),
    ] {
        let marked = stripped(&setting.marked(text));
        assert!(marked.starts_with('\u{2067}') && marked.ends_with('\u{2069}'), "{marked:?}");
        assert!(marked.contains(&format!("\u{2066}{inner}\u{2069}")), "{marked:?}");
    }
}

/// A run that is longer than any writing is asked about stretch by stretch; its marks stand between
/// characters, and what is before and after it has those it has alone.
#[test]
fn a_run_that_never_ends_is_marked_in_stretches() {
    for (language, text) in [("th", "ก".repeat(30_000)), ("km", "កើត".repeat(5000))] {
        let setting = Setting { language, rtl: false, wide: false, keep: &[] };
        let marks = setting.marks(&text);
        assert!(marks.iter().all(|mark| text.is_char_boundary(mark.at)), "{language}");
        let breaks = marks.iter().filter(|mark| mark.mark == '\u{200B}').count();
        assert!(breaks >= text.chars().count() / 1000 - 1, "{language}: {breaks}");
    }
}

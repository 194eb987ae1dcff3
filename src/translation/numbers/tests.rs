//! Numbers of many languages, held against ICU and CLDR, and pairs of texts that translators write.

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale::Locale;

use super::*;

/// The languages of the pairs below and of the oracle.
const LANGUAGES: [&str; 13] =
    ["en", "fr", "es", "pt", "ru", "ar", "th", "km", "zh-Hans", "hi", "vi", "lo", "my"];

/// What the figures of a text can be read as.
fn readings(text: &str, language: &str) -> Vec<Vec<String>> {
    let convention = Convention::of(language);
    let figures = figures(&Stream::new(text).chars, &convention);
    figures.into_iter().map(|figure| figure.readings).collect()
}

/// What is lost and what is added, as it is written.
fn differences(
    (language, original): (&str, &str),
    (other, translated): (&str, &str),
) -> (Vec<String>, Vec<String>) {
    let (own, foreign) = (Convention::of(language), Convention::of(other));
    let found = difference((original, &own), (translated, &foreign));
    let written = |text: &str, places: Vec<Range<usize>>| {
        places.into_iter().map(|place| text[place].to_string()).collect()
    };
    (written(original, found.lost), written(translated, found.added))
}

#[test]
fn numbers_are_the_same_in_every_script() {
    for (language, text, expected) in [
        ("en", "In 2023, 16.3.1 and 16.b.1.", vec!["2023", "16.3.1", "16.b.1"]),
        ("km", "១៦.៣ ២០២៣", vec!["16.3", "2023"]),
        ("ar", "٢٠٢٣ و٥", vec!["2023", "5"]),
        ("en", "২০২৩ ௨௦௨௩ 𞥒𞥐𞥒𞥓 𝟏𝟗", vec!["2023", "2023", "2023", "19"]),
        ("en", "per 100,000 people", vec!["100000"]),
        ("fr", "pour 100\u{a0}000 habitants", vec!["100000"]),
        ("fr", "1 234 567,5 et 3 021", vec!["1234567.5", "3021"]),
        ("de-CH", "1’234’567.5", vec!["1234567.5"]),
        ("es-ES", "1.234 y 1.234.567,89", vec!["1234", "1234567.89"]),
        ("es-MX", "1,234 y 1.234", vec!["1234", "1.234"]),
        ("en", "1,234 and 1.234", vec!["1234", "1.234"]),
        ("hi", "१२,३४,५६७ और 12,34,567.5", vec!["1234567", "1234567.5"]),
        ("en-IN", "Rs 45,00,000 or 45 lakh", vec!["4500000", "4500000"]),
        ("zh-Hans", "每10万人", vec!["100000"]),
        ("zh-Hans", "1亿2000万，3.5万、1万2000", vec!["120000000", "35000", "12000"]),
        ("zh-Hans", "3千克、5百分点、2025年3月", vec!["3", "5", "2025", "3"]),
        ("en", "3 crore 45 lakh", vec!["34500000"]),
        ("en", "aged 5–17, 12 months", vec!["5", "17", "12"]),
        ("fr", "3.5 et 3,5", vec!["3.5", "3.5"]),
        ("en", "[a](https://x.org/2025) [@n2]", vec![]),
        ("en", "3 of [@n2, p. 7; @n4]", vec!["3", "7"]),
        ("en", "5 km² of CO₂, 10¹²", vec!["5", "2", "2", "10", "12"]),
        ("en", "5 km^2^ of CO~2~, 10^12^", vec!["5", "2", "2", "10", "12"]),
        ("en", "1.a and 17.18.1 in 2020.", vec!["1.a", "17.18.1", "2020"]),
        ("en", "16.10 is not 16.1", vec!["16.10", "16.1"]),
        ("en", "1st, 2nd and the 21st", vec!["1", "2", "21"]),
        ("en", "on 2025-03-01, 31/12/2024", vec!["2025", "3", "1", "31", "12", "2024"]),
        ("en", "⅔ and 2/3, 1½, 2015/16", vec!["2/3", "2/3", "1.5", "2015", "16"]),
        ("en", "3,4,5", vec!["3", "4", "5"]),
        ("en", "1.1,1.2,16.b,17", vec!["1.1", "1.2", "16.b", "17"]),
        ("en", "007 and 0.05", vec!["7", "0.05"]),
        ("fr", "3 milliards et demi, 5 millions d’euros", vec!["3500000000", "5000000"]),
        ("es", "3 mil millones", vec!["3000000000"]),
        ("th", "3 แสน 5 หมื่นคน", vec!["350000"]),
        ("km", "១ម៉ឺន៥ពាន់នាក់", vec!["15000"]),
        ("vi", "2 triệu rưỡi; 5 tỉnh", vec!["2500000", "5"]),
        ("th", "5 พันธุ์", vec!["5"]),
        ("en", "**5** million, 2.5-million", vec!["5000000", "2500000"]),
    ] {
        let found = readings(text, language);
        let first: Vec<&str> = found.iter().map(|readings| readings[0].as_str()).collect();
        assert_eq!(first, expected, "{text}");
    }
}

#[test]
fn what_can_be_read_in_two_ways_is() {
    for (language, text, expected) in [
        ("th", "พ.ศ. 2568", vec!["2568", "2025"]),
        ("lo", "ປີ 2568", vec!["2568", "2025"]),
        ("th", "2,568 คน", vec!["2568"]),
        ("zh-Hant", "民國114年", vec!["114", "2025"]),
        ("fa", "سال ۱۴۰۴", vec!["1404", "2025", "2026"]),
        ("km", "1.500", vec!["1500", "1.500"]),
        ("en", "$5m", vec!["5", "5000000"]),
        ("my", "သန်း ၁၅", vec!["15", "15000000"]),
        ("my", "သိန်းပေါင်း ၁၅", vec!["15", "1500000"]),
    ] {
        assert_eq!(readings(text, language), [expected], "{text}");
    }
}

/// Numbers of all lengths, with and without decimals.
fn numbers() -> Vec<String> {
    let mut numbers = Vec::new();
    let mut seed: u64 = 7;
    for length in 1..=12 {
        for _ in 0..20 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let whole = (seed >> 20) % 10u64.pow(length);
            numbers.push(whole.to_string());
            numbers.push(format!("{whole}.{}", 1 + (seed >> 50) % 99));
        }
    }
    numbers
}

#[test]
fn numbers_that_icu_writes_are_read_back() {
    let tags = ["en-IN", "es-MX", "pt-PT", "ar-EG", "ar-MA", "th-u-nu-thai", "km-u-nu-khmr", "bn"];
    let more = ["de", "de-CH", "it", "sw", "id", "tr", "ja", "ko", "fa", "ne", "my", "uk", "pl"];
    for tag in LANGUAGES.into_iter().chain(tags).chain(more) {
        let locale: Locale = tag.parse().unwrap();
        let formatter = DecimalFormatter::try_new(locale.into(), Default::default()).unwrap();
        for number in numbers() {
            let decimal: Decimal = number.parse().unwrap();
            let written = formatter.format(&decimal).to_string();
            let found = readings(&format!("– {written} –"), tag);
            assert_eq!(found.len(), 1, "{tag} {written}: {found:?}");
            assert!(found[0].contains(&number), "{tag} {written}: {found:?}");
        }
    }
}

#[test]
fn numbers_in_words_and_compact_ones_are_what_icu_says() {
    let mut counts = (0, 0);
    let mut wrong = Vec::new();
    for line in include_str!("../../../tests/it/oracle/numbers.tsv").lines() {
        if line.starts_with('#') {
            continue;
        }
        let parts: Vec<&str> = line.split('\t').collect();
        let [language, kind, number, written] = parts[..] else { panic!("{line}") };
        let convention = Convention::of(language);
        let chars = Stream::new(written).chars;
        let figures = figures(&chars, &convention);
        if kind == "compact" {
            counts.0 += 1;
            let is_read = figures.len() == 1 && figures[0].readings.iter().any(|r| r == number);
            if !is_read {
                wrong.push(format!("{line}: {figures:?}"));
            }
            continue;
        }
        counts.1 += 1;
        let words = spelled(&chars, &figures, &convention);
        let is_read = words.len() == 1 && words[0].answers.iter().any(|r| r == number);
        if !is_read {
            wrong.push(format!("{line}: {words:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert!(counts.0 > 1000 && counts.1 > 600, "{counts:?}");
}

/// Texts of policy briefs and translations that say the same.
const RIGHT: &[(&str, &str, &str, &str)] = &[
    // Separators, and millions in words.
    (
        "en",
        "In 2023, 1,250,000 people in 14 provinces lost 3.5 million hectares.",
        "fr",
        "En 2023, 1 250 000 personnes dans 14 provinces ont perdu 3,5 millions d’hectares.",
    ),
    (
        "en",
        "In 2023, 1,250,000 people in 14 provinces lost 3.5 million hectares.",
        "es",
        "En 2023, 1.250.000 personas de 14 provincias perdieron 3,5 millones de hectáreas.",
    ),
    (
        "en",
        "In 2023, 1,250,000 people in 14 provinces lost 3.5 million hectares.",
        "pt",
        "Em 2023, 1,25 milhão de pessoas em 14 províncias perderam 3 500 000 hectares.",
    ),
    (
        "en",
        "In 2023, 1,250,000 people in 14 provinces lost 3.5 million hectares.",
        "ru",
        "В 2023 году 1,25 млн человек в 14 провинциях потеряли 3,5 миллиона гектаров.",
    ),
    (
        "en",
        "In 2023, 1,250,000 people in 14 provinces lost 3.5 million hectares.",
        "ar",
        "في عام ٢٠٢٣ فقد ١٬٢٥٠٬٠٠٠ شخص في ١٤ مقاطعة ٣٫٥ ملايين هكتار.",
    ),
    (
        "en",
        "In 2023, 1,250,000 people in 14 provinces lost 3.5 million hectares.",
        "ar",
        "وفي 2023، خسر 1.25 مليون شخص في 14 محافظة 3.5 مليون هكتار.",
    ),
    (
        "en",
        "In 2023, 1,250,000 people in 14 provinces lost 3.5 million hectares.",
        "th",
        "ในปี พ.ศ. 2566 ประชาชน 1.25 ล้านคนใน 14 จังหวัดสูญเสียที่ดิน 3.5 ล้านเฮกตาร์",
    ),
    (
        "en",
        "In 2023, 1,250,000 people in 14 provinces lost 3.5 million hectares.",
        "km",
        "ក្នុងឆ្នាំ២០២៣ ប្រជាជន ១,២៥ លាននាក់ក្នុងខេត្តចំនួន១៤ បានបាត់បង់ដី ៣,៥ លានហិកតា។",
    ),
    (
        "en",
        "In 2023, 1,250,000 people in 14 provinces lost 3.5 million hectares.",
        "zh-Hans",
        "2023年，14个省的125万人失去350万公顷土地。",
    ),
    (
        "en",
        "In 2023, 1,250,000 people in 14 provinces lost 3.5 million hectares.",
        "hi",
        "2023 में 14 प्रांतों के 12.5 लाख लोगों ने 35 लाख हेक्टेयर ज़मीन खोई।",
    ),
    (
        "en",
        "In 2023, 1,250,000 people in 14 provinces lost 3.5 million hectares.",
        "hi",
        "२०२३ में १४ प्रांतों के १२,५०,००० लोगों ने ३५ लाख हेक्टेयर खोए।",
    ),
    (
        "en",
        "In 2023, 1,250,000 people in 14 provinces lost 3.5 million hectares.",
        "vi",
        "Năm 2023, 1,25 triệu người ở 14 tỉnh mất 3,5 triệu héc-ta.",
    ),
    (
        "en",
        "In 2023, 1,250,000 people in 14 provinces lost 3.5 million hectares.",
        "lo",
        "ໃນປີ 2023, ປະຊາຊົນ 1,25 ລ້ານຄົນ ໃນ 14 ແຂວງ ສູນເສຍທີ່ດິນ 3,5 ລ້ານເຮັກຕາ.",
    ),
    (
        "en",
        "In 2023, 1,250,000 people in 14 provinces lost 3.5 million hectares.",
        "my",
        "၂၀၂၃ ခုနှစ်တွင် ပြည်နယ် ၁၄ ခုမှ လူ ၁၂.၅ သိန်းသည် ဟက်တာ ၃.၅ သန်း ဆုံးရှုံးခဲ့သည်။",
    ),
    (
        "en",
        "A fund of $2 billion, 5% of it for 300 villages",
        "fr",
        "Un fonds de 2 milliards de dollars, dont 5 % pour 300 villages",
    ),
    (
        "en",
        "A fund of $2 billion, 5% of it for 300 villages",
        "es",
        "Un fondo de 2000 millones de dólares, el 5 % para 300 aldeas",
    ),
    (
        "en",
        "A fund of $2 billion, 5% of it for 300 villages",
        "es",
        "Un fondo de dos mil millones de dólares, el 5 % para trescientas aldeas",
    ),
    (
        "en",
        "A fund of $2 billion, 5% of it for 300 villages",
        "pt-BR",
        "Um fundo de US$ 2 bilhões, 5% dele para 300 aldeias",
    ),
    (
        "en",
        "A fund of $2 billion, 5% of it for 300 villages",
        "pt-PT",
        "Um fundo de 2 mil milhões de dólares, 5% dos quais para 300 aldeias",
    ),
    (
        "en",
        "A fund of $2 billion, 5% of it for 300 villages",
        "ru",
        "Фонд в 2 млрд долларов, 5 % — для 300 деревень",
    ),
    (
        "en",
        "A fund of $2 billion, 5% of it for 300 villages",
        "ar",
        "صندوق بقيمة ملياري دولار، ٥٪ منه لثلاثمائة قرية",
    ),
    (
        "en",
        "A fund of $2 billion, 5% of it for 300 villages",
        "th",
        "กองทุน 2 พันล้านดอลลาร์ ร้อยละ 5 สำหรับ 300 หมู่บ้าน",
    ),
    (
        "en",
        "A fund of $2 billion, 5% of it for 300 villages",
        "km",
        "មូលនិធិ ២ ពាន់លានដុល្លារ ៥% សម្រាប់ភូមិ ៣០០",
    ),
    (
        "en",
        "A fund of $2 billion, 5% of it for 300 villages",
        "zh-Hans",
        "20亿美元的基金，百分之五用于300个村庄",
    ),
    (
        "en",
        "A fund of $2 billion, 5% of it for 300 villages",
        "hi",
        "2 अरब डॉलर का कोष, जिसका 5 प्रतिशत 300 गाँवों के लिए है",
    ),
    (
        "en",
        "A fund of $2 billion, 5% of it for 300 villages",
        "vi",
        "Quỹ 2 tỷ đô la, 5% dành cho ba trăm làng",
    ),
    (
        "en",
        "A fund of $2 billion, 5% of it for 300 villages",
        "lo",
        "ກອງທຶນ 2 ຕື້ໂດລາ, 5% ສຳລັບ 300 ບ້ານ",
    ),
    (
        "en",
        "A fund of $2 billion, 5% of it for 300 villages",
        "my",
        "ဒေါ်လာ သန်း ၂၀၀၀ ရန်ပုံငွေ၊ ၅ ရာခိုင်နှုန်းသည် ရွာ ၃၀၀ အတွက်",
    ),
    // Small numbers in words, either way.
    ("en", "5 judges, 12 months, 20 districts", "fr", "Cinq juges, douze mois, vingt districts"),
    (
        "en",
        "5 judges, 12 months, 20 districts",
        "es",
        "Cinco jueces, doce meses y veinte distritos",
    ),
    ("en", "5 judges, 12 months, 20 districts", "pt", "Cinco juízes, doze meses, vinte distritos"),
    (
        "en",
        "5 judges, 12 months, 20 districts",
        "ru",
        "Пятеро судей, в течение двенадцати месяцев, в двадцати районах",
    ),
    ("en", "5 judges, 12 months, 20 districts", "ar", "خمسة قضاة واثنا عشر شهرًا وعشرون منطقة"),
    ("en", "5 judges, 12 months, 20 districts", "th", "ผู้พิพากษาห้าคน สิบสองเดือน ยี่สิบอำเภอ"),
    ("en", "5 judges, 12 months, 20 districts", "km", "ចៅក្រមប្រាំនាក់ ដប់ពីរខែ ម្ភៃស្រុក"),
    ("en", "5 judges, 12 months, 20 districts", "zh-Hans", "五名法官、十二个月、二十个县"),
    ("en", "5 judges, 12 months, 20 districts", "hi", "पाँच न्यायाधीश, बारह महीने, बीस ज़िले"),
    (
        "en",
        "5 judges, 12 months, 20 districts",
        "vi",
        "Năm thẩm phán, mười hai tháng, hai mươi huyện",
    ),
    ("en", "5 judges, 12 months, 20 districts", "lo", "ຜູ້ພິພາກສາຫ້າຄົນ ສິບສອງເດືອນ ຊາວເມືອງ"),
    ("en", "5 judges, 12 months, 20 districts", "my", "တရားသူကြီး ငါးဦး၊ ဆယ့်နှစ်လ၊ မြို့နယ် နှစ်ဆယ်"),
    ("en", "Three ministries and five courts", "zh-Hans", "3个部委和5个法院"),
    ("en", "Seven of the twenty-one districts", "fr", "7 des 21 districts"),
    ("fr", "Dix-sept juges sur quatre-vingt-dix", "en", "17 of 90 judges"),
    ("ru", "Трое из двадцати пяти судей", "en", "3 of 25 judges"),
    (
        "en",
        "Two thirds of the cases, half of the courts",
        "fr",
        "2/3 des affaires, 50 % des tribunaux",
    ),
    ("en", "2/3 of the cases", "es", "dos tercios de los casos"),
    ("en", "2/3 of the cases", "ru", "две трети дел"),
    ("en", "2/3 of the cases", "ar", "ثلثا القضايا"),
    ("en", "2/3 of the cases", "zh-Hans", "三分之二的案件"),
    ("en", "⅔ of the cases", "hi", "दो-तिहाई मामले"),
    ("en", "½ of the cases", "vi", "một nửa số vụ"),
    ("en", "2 in 3 cases", "en", "2/3 of cases"),
    ("en", "1.5 million", "fr", "un million et demi"),
    ("en", "2.5 million", "vi", "2 triệu rưỡi"),
    ("en", "2.5 million", "hi", "25 लाख"),
    ("en", "1.5 crore", "hi", "डेढ़ करोड़"),
    ("en", "the 21st century, World War II", "fr", "le XXI^e^ siècle, la Seconde Guerre mondiale"),
    // Dates.
    ("en", "on 1 March 2025", "zh-Hans", "2025年3月1日"),
    ("en", "on 1 March 2025", "vi", "ngày 1 tháng 3 năm 2025"),
    ("en", "on 1 March 2025", "th", "วันที่ 1 มีนาคม พ.ศ. ๒๕๖๘"),
    ("en", "on 1 March 2025", "lo", "ວັນທີ 1 ເດືອນ 3 ປີ 2025"),
    ("en", "on 1 March 2025", "km", "ថ្ងៃទី១ ខែមីនា ឆ្នាំ២០២៥"),
    ("en", "on 1 March 2025", "fr", "le 1er mars 2025"),
    ("en", "on 1 March 2025", "es", "el 1.º de marzo de 2025"),
    ("en", "on 2025-03-01", "ru", "1 марта 2025 года"),
    ("en", "on 2025-03-01", "de", "am 1.3.2025"),
    ("th", "ปี 2567–2568", "en", "2024–2025"),
    ("zh-Hant", "民國114年3月", "en", "March 2025"),
    ("zh-Hans", "二〇二五年", "en", "in 2025"),
    // Codes stay as they are; abbreviations of thousands.
    (
        "en",
        "Targets 16.3 and 16.b, indicator 16.b.1; A/RES/71/313",
        "km",
        "គោលដៅ ១៦.៣ និង 16.b សូចនាករ 16.b.1; A/RES/71/313",
    ),
    ("en", "$5m for SDG 16", "fr", "5 M$ pour l’ODD 16"),
    ("en", "$5 million", "en", "$5m"),
    ("en", "Rs 45 lakh", "hi", "45 लाख रुपये"),
    (
        "en-IN",
        "12,34,567 voters, 3 crore 45 lakh rupees",
        "fr",
        "1 234 567 électeurs, 34,5 millions de roupies",
    ),
    ("ja", "1億2000万人", "en", "120 million people"),
    ("en", "3 kg", "zh-Hans", "3千克"),
    ("en", "4 species", "th", "4 พันธุ์"),
    ("en", "the 3rd report, the 2nd court", "hi", "तीसरे प्रतिवेदन, दूसरी अदालत"),
    ("en", "the 3rd report, the 2nd court", "ru", "третьего доклада, во втором суде"),
    ("en", "the 1st report", "es", "el primer informe"),
    ("en", "the 1st report", "my", "ပထမ အစီရင်ခံစာ"),
    ("en", "0 cases", "fr", "aucun cas"),
    ("en", "7 in 10 women", "zh-Hans", "十分之七的妇女"),
    ("en", "70% of women", "zh-Hans", "七成妇女"),
    // Ranges.
    ("en", "5 million to 10 million dollars", "fr", "5 à 10 millions de dollars"),
    ("en", "2–3 billion", "ru", "от 2 млрд до 3 млрд"),
    ("en", "20,000 to 30,000", "zh-Hans", "2万至3万"),
    ("en", "20,000–30,000", "zh-Hans", "2至3万"),
    ("en", "between 1.2 million and 1.5 million", "es", "entre 1,2 y 1,5 millones"),
    ("en", "2024–25", "th", "พ.ศ. 2567–68"),
    (
        "en",
        "$1,000–2,000, COVID-19, G20, 24/7, 9:30",
        "fr",
        "1 000–2 000 $, COVID-19, G20, 24 h sur 7 jours, 9 h 30",
    ),
    // As the targets of the framework have them.
    (
        "en",
        "0.7 per cent of income, of which 0.15 to 0.20 per cent to the least developed; at least 0.20",
        "fr",
        "0,7 % du revenu, dont entre 0,15 et 0,20 % aux moins avancés ; au moins 0,2",
    ),
    (
        "en",
        "0.7 per cent of income, of which 0.15 to 0.20 per cent to the least developed",
        "ru",
        "0,7 процента дохода, из них 0,15–0,20 процента — наименее развитым",
    ),
    (
        "en",
        "0.7 per cent of income, of which 0.15 to 0.20 per cent to the least developed",
        "ar",
        "٠٫٧ في المائة من الدخل، منها ٠٫١٥ إلى ٠٫٢٠ في المائة لأقل البلدان نموا",
    ),
    (
        "en",
        "less than 70 per 100,000 live births; 25 per 1,000",
        "es",
        "menos de 70 por cada 100.000 nacidos vivos; 25 por cada 1.000",
    ),
    (
        "en",
        "less than 70 per 100,000 live births; 25 per 1,000",
        "es",
        "menos de 70 por cada 100 000 nacidos vivos; 25 por cada mil",
    ),
    (
        "en",
        "less than 70 per 100,000 live births; 25 per 1,000",
        "zh-Hans",
        "每10万例活产不到70例；每1000例25例",
    ),
    (
        "en",
        "less than 70 per 100,000 live births; 25 per 1,000",
        "th",
        "ต่ำกว่า 70 คนต่อการเกิดมีชีพ 1 แสนคน; 25 ต่อหนึ่งพัน",
    ),
    (
        "en",
        "less than 70 per 100,000 live births; 25 per 1,000",
        "hi",
        "प्रति 1 लाख जीवित जन्म पर 70 से कम; प्रति हज़ार 25",
    ),
    (
        "en",
        "less than 70 per 100,000 live births; 25 per 1,000",
        "my",
        "အရှင်မွေး တစ်သိန်းလျှင် ၇၀ အောက်၊ တစ်ထောင်လျှင် ၂၅",
    ),
    (
        "en",
        "less than $1.25 a day; children under 5 years; 10 to 12 of every 40",
        "pt",
        "menos de US$ 1,25 por dia; crianças menores de cinco anos; 10 a 12 de cada 40",
    ),
    (
        "en",
        "less than $1.25 a day; children under 5 years; 10 to 12 of every 40",
        "vi",
        "dưới 1,25 đô la một ngày; trẻ em dưới năm tuổi; từ 10 đến 12 trên 40",
    ),
    (
        "en",
        "less than $1.25 a day; children under 5 years; 10 to 12 of every 40",
        "km",
        "តិចជាង ១,២៥ ដុល្លារក្នុងមួយថ្ងៃ កុមារអាយុក្រោមប្រាំឆ្នាំ ពី១០ទៅ១២ក្នុង៤០",
    ),
    (
        "en",
        "less than $1.25 a day; children under 5 years; 10 to 12 of every 40",
        "lo",
        "ຕ່ຳກວ່າ 1,25 ໂດລາຕໍ່ມື້; ເດັກອາຍຸຕ່ຳກວ່າຫ້າປີ; 10 ຫາ 12 ໃນ 40",
    ),
    ("en", "1 000 000 km²", "fr", "1 000 000 km^2^"),
];

/// A text and one in another language, each after its language, and what is lost and added.
type Changed = (&'static str, &'static str, &'static str, &'static str, Said, Said);
type Said = &'static [&'static str];

/// Texts of which the second has another number, and what is said of it.
const WRONG: &[Changed] = &[
    (
        "en",
        "3.5 million people",
        "fr",
        "3,5 milliards de personnes",
        &["3.5 million"],
        &["3,5 milliards"],
    ),
    (
        "en",
        "3.5 million people",
        "fr",
        "35 millions de personnes",
        &["3.5 million"],
        &["35 millions"],
    ),
    (
        "en",
        "3.5 million people",
        "es",
        "3,5 mil millones de personas",
        &["3.5 million"],
        &["3,5 mil millones"],
    ),
    ("en", "1,250 people", "es", "1,250 personas de 1.251", &[], &["1.251"]),
    ("en", "1,250 people", "pt", "12.50 pessoas", &["1,250"], &["12.50"]),
    ("en", "1,250 people", "fr", "1,250 personne", &["1,250"], &["1,250"]),
    ("en", "2 billion dollars", "es", "2 billones de dólares", &["2 billion"], &["2 billones"]),
    ("en", "2 billion dollars", "ru", "2 млн долларов", &["2 billion"], &["2 млн"]),
    ("en", "2 billion dollars", "ar", "٢ مليون دولار", &["2 billion"], &["٢ مليون"]),
    ("en", "In 2025", "th", "ในปี พ.ศ. 2567", &["2025"], &["2567"]),
    ("en", "2.5 million people", "th", "2.5 แสนคน", &["2.5 million"], &["2.5 แสน"]),
    ("en", "15,000 people", "km", "១៥ ម៉ឺននាក់", &["15,000"], &["១៥ ម៉ឺន"]),
    ("en", "1.2 billion people", "zh-Hans", "1.2亿人", &["1.2 billion"], &["1.2亿"]),
    ("en", "1,250,000 voters", "hi", "125 लाख मतदाता", &["1,250,000"], &["125 लाख"]),
    ("en", "3 million", "vi", "3 tỷ", &["3 million"], &["3 tỷ"]),
    ("en", "3 million", "lo", "3 ແສນ", &["3 million"], &["3 ແສນ"]),
    ("en", "3 million", "my", "၃ သိန်း", &["3 million"], &["၃ သိန်း"]),
    ("en", "5 judges", "fr", "six juges", &["5"], &[]),
    ("en", "5 to 10 million", "fr", "6 à 10 millions", &["5"], &["6"]),
    ("en", "2024–25", "th", "พ.ศ. 2567–69", &["25"], &["69"]),
    ("en", "5 judges", "zh-Hans", "十五名法官", &["5"], &[]),
    ("en", "five judges", "fr", "6 juges", &[], &["6"]),
    ("en", "2/3 of the cases", "fr", "trois quarts des affaires", &["2/3"], &[]),
    ("en", "target 16.10", "fr", "cible 16.1", &["16.10"], &["16.1"]),
    ("en", "2025-03-01", "fr", "2025-04-01", &["03"], &["04"]),
    ("en", "on 1 March 2025", "zh-Hans", "2025年3月11日", &["1"], &["11"]),
    ("en", "on 1 March 2024", "vi", "ngày 1 tháng 3 năm 2025", &["2024"], &["2025"]),
    ("en", "14 of [@n, p. 3]", "km", "១៤ [@n, p. 4]", &["3"], &["4"]),
];

#[test]
fn whatever_is_typed_is_read_in_time() {
    let pieces = [
        "1,",
        "1.",
        "1 ",
        "1٫",
        "100 ",
        "2/3",
        "一",
        "ล้าน",
        "MM",
        "[@",
        "](",
        "9".repeat(50).as_str(),
        "**",
        "half ",
        "民國9",
    ]
    .map(|piece| piece.repeat(300));
    for piece in &pieces {
        for other in ["", "5 million", pieces[3].as_str()] {
            for language in ["en", "zh-Hans", "th", "my", "ar", "hi", "xx"] {
                differences((language, piece), (language, other));
            }
        }
    }
    let mut seed: u64 = 3;
    let letters: Vec<char> =
        "0159 ,.٫،/-–^*[]@()½⅔亿万年月一二百成ล้านพัน.bIVX٣۴' half million et de".chars().collect();
    for _ in 0..500 {
        let mut next = || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            letters[(seed >> 33) as usize % letters.len()]
        };
        let text: String = (0..30).map(|_| next()).collect();
        for language in ["en", "zh-Hans", "th", "ar"] {
            assert_eq!(
                differences((language, &text), (language, &text)),
                (vec![], vec![]),
                "{text}"
            );
        }
    }
}

#[test]
fn right_translations_are_silent_in_thirteen_languages() {
    for (language, original, other, translated) in RIGHT {
        let found = differences((language, original), (other, translated));
        assert_eq!(found, (vec![], vec![]), "{original} / {translated}");
        let back = differences((other, translated), (language, original));
        assert_eq!(back, (vec![], vec![]), "{translated} / {original}");
    }
    for language in LANGUAGES {
        let count = RIGHT.iter().filter(|(_, _, other, _)| *other == language).count();
        assert!(count > 0, "{language}");
    }
}

#[test]
fn a_changed_figure_is_named_as_it_is_written() {
    for (language, original, other, translated, lost, added) in WRONG {
        let found = differences((language, original), (other, translated));
        let own = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(found, (own(lost), own(added)), "{original} / {translated}");
    }
}

#[test]
fn another_figure_in_a_right_translation_is_seen() {
    let mut changed = 0;
    for (language, original, other, translated) in RIGHT {
        // One digit more before each figure makes it another number.
        let chars = Stream::new(translated);
        for figure in figures(&chars.chars, &Convention::of(other)) {
            let at = chars.place(&figure.at).start;
            let wrong = format!("{}9{}", &translated[..at], &translated[at..]);
            // A day's month may be named.
            if figure.is_month || figure.fraction.is_some() {
                continue;
            }
            changed += 1;
            let found = differences((language, original), (other, &wrong));
            assert!(found != (vec![], vec![]), "{original} / {wrong}");
        }
    }
    assert!(changed > 130, "{changed}");
}

//! Words that belong to the number beside them.

/// Units of measurement as every language writes them: the SI and what is used with it, energy
/// and emissions, information, and shares. Short words of some language ("in", "a") are not here.
const SYMBOLS: &str = "\
    m mm cm dm km μm µm nm ha g kg mg μg µg t kt Mt Gt s ms min h d l L ml mL cl dl hl \
    Hz kHz MHz GHz W kW MW GW TW Wh kWh MWh GWh TWh kJ MJ GJ TJ PJ EJ V kV mV mA kN \
    Pa hPa kPa MPa bar mbar dB lm lx mol mmol Bq Sv mSv μSv µSv cal kcal \
    MtCO₂e MtCO2e GtCO₂e GtCO2e MtCO₂ GtCO₂ Mha tCO₂ tCO2 tCO₂e tCO2e CO₂e CO2e CO₂eq toe ktoe Mtoe \
    kB KB MB GB TB PB kbit Mbit Gbit kbps Mbps Gbps ppm ppb pp lb lbs oz ft yd mi mph pt px";

/// Units and short numerals that one language writes in its own letters.
const OWN: [(&str, &str); 10] = [
    ("ar", "م مم سم كم كلم غ كغ كغم طن لتر هكتار كم² م² م³"),
    ("de", "Mio Mrd Tsd"),
    ("en", "bn mn tn million billion trillion p.p pp yr yrs hr hrs a.m p.m"),
    ("hi", "मी मिमी सेमी किमी ग्रा किग्रा ली हे"),
    ("km", "ម ស.ម ម.ម គ.ម គ.ក្រ ហ.ត"),
    ("lo", "ມ ຊມ ມມ ກມ ກລ ກກ"),
    ("my", "မီတာ ကီလိုမီတာ ကီလိုဂရမ်"),
    ("ru", "м мм см км г кг т ц л мл га с ч мин сут тыс млн млрд трлн руб кВт МВт ГВт кВт⋅ч"),
    ("th", "บาท ม มม ซม กม ก กก ล มล ตร.กม ตร.ม ลบ.ม"),
    ("zh", "米 毫米 厘米 公里 平方公里 克 公斤 千克 吨 公顷 升 毫升 美元 欧元 元 年 月 日"),
];

/// Currencies by their codes (ISO 4217).
const CURRENCIES: &str = "\
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP \
    BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP \
    GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR \
    KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK \
    MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR \
    SBD SCR SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS \
    UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG RMB";

/// What stands before the number it names and ends in no full stop: the goals in the languages of
/// the United Nations and Portuguese, and "number".
const LABELS: [&str; 21] = [
    "Rs", "KSh", "Tk", "Nº", "N°", "№", "n.º", "SDG", "SDGs", "MDG", "MDGs", "ODD", "OMD", "ODS",
    "ODM", "ЦУР", "ЦРТ", "no", "nº", "n°", "nr",
];

/// Whether a word is a unit by itself.
pub(super) fn is_unit(word: &str, language: &str) -> bool {
    has(SYMBOLS, word) || has(own(language), word)
}

/// The units a language writes in its own letters.
pub(super) fn own(language: &str) -> &'static str {
    let language = language.split('-').next().unwrap_or_default();
    OWN.iter().find(|(tag, _)| *tag == language).map_or("", |(_, units)| units)
}

/// Whether a word is a currency's code.
pub(super) fn is_currency(word: &str) -> bool {
    word.len() == 3 && has(CURRENCIES, word)
}

/// Whether a word names the number that follows.
pub(super) fn is_label(word: &str) -> bool {
    LABELS.contains(&word)
}

fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|other| other == word && !word.is_empty())
}

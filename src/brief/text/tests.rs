use super::*;
use crate::brief::address_fault;
use crate::tree::{Reader, TomlDocument};

fn parse(markdown: &str) -> (Vec<Block>, Vec<(Code, String)>) {
    parse_as(markdown, |context, text, found| context.prose(text, found))
}

/// The text of a section, which takes headings.
fn parse_section(markdown: &str) -> (Vec<Block>, Vec<(Code, String)>) {
    parse_as(markdown, |context, text, found| context.sectioned(text, found))
}

fn parse_as(
    markdown: &str,
    read: impl Fn(&Context<'_>, Text, &mut Diagnostics) -> Prose,
) -> (Vec<Block>, Vec<(Code, String)>) {
    let mut sources = Sources::new();
    let file = sources.add("t.toml", format!("text = '''\n{markdown}'''"));
    let document = TomlDocument::parse(&sources, file, &mut Diagnostics::new());
    let Some(text) = document.root(&Reader::new()).prose("text") else { return Default::default() };
    let mut diagnostics = Diagnostics::new();
    let context = Context {
        sources: &sources,
        source_ids: &["amnesty", "unsd"].into_iter().collect(),
        figure_ids: &["map"].into_iter().collect(),
        only: None,
    };
    let prose = read(&context, text, &mut diagnostics);
    let marked = |d: &Diagnostic| (d.code, sources.slice(d.span.unwrap()).to_string());
    (prose.blocks, diagnostics.iter().map(marked).collect())
}

fn words(text: &str) -> Inline {
    Inline::Text(text.into())
}

fn strong(text: &str) -> Inline {
    Inline::Strong(vec![words(text)])
}

fn paragraph(inlines: impl Into<Vec<Inline>>) -> Block {
    Block::Paragraph(inlines.into())
}

fn list(start: Option<u64>, items: &[&str]) -> Block {
    let items = items.iter().map(|item| vec![paragraph([words(item)])]).collect();
    Block::List { start, items }
}

fn cite(id: &str, pinpoint: Option<&str>) -> Citation {
    Citation { id: id.into(), pinpoint: pinpoint.map(String::from) }
}

#[test]
fn light_markdown_becomes_a_tree() {
    let (blocks, found) = parse(
        "One *two* **three** [four](https://x.org) [@amnesty; @unsd].\n\n- a\n- b\n\n3. c\n4. d",
    );
    assert_eq!(found, []);
    let first = [
        words("One "),
        Inline::Emph(vec![words("two")]),
        words(" "),
        strong("three"),
        words(" "),
        Inline::Link { url: "https://x.org".into(), children: vec![words("four")] },
        Inline::Cite(vec![cite("amnesty", None), cite("unsd", None)]),
        words("."),
    ];
    assert_eq!(blocks, [paragraph(first), list(None, &["a", "b"]), list(Some(3), &["c", "d"])]);
}

#[test]
fn sections_take_headings_that_head_something() {
    let heading = |level, text: &str| Block::Heading { level, inlines: vec![words(text)] };
    let (blocks, found) =
        parse_section("One.\n\n## Two\n### Three ###\n\n- a\n- b\n\n## *Four* & 5\nSix\n#7");
    assert_eq!(found, []);
    let four = vec![Inline::Emph(vec![words("Four")]), words(" & 5")];
    let expected = [
        paragraph([words("One.")]),
        heading(2, "Two"),
        heading(3, "Three"),
        list(None, &["a", "b"]),
        Block::Heading { level: 2, inlines: four },
        paragraph([words("Six #7")]),
    ];
    assert_eq!(blocks, expected);
    for (wrong, marked) in [
        ("# One\n\nx", "# One"),
        ("### One\n\nx", "### One"),
        ("#### One\n\nx", "#### One"),
        ("## One\n\n## Two\n\nx", "## One"),
        ("## One\n\n### Two\n\n## Three\n\nx", "### Two"),
        ("x\n\n## One", "## One"),
        ("##\n\nx", "##"),
        ("## One [@unsd]\n\nx", "## One [@unsd]"),
        ("## **[One](https://x.org)**\n\nx", "## **[One](https://x.org)**"),
        ("- ## One\n\n  x", "## One"),
        ("One\n---\n\nx", "One\n---"),
    ] {
        let (_, found) = parse_section(wrong);
        let found: Vec<_> = found.iter().map(|(code, at)| (*code, at.trim())).collect();
        assert_eq!(found, [(Code::Markdown, marked)], "{wrong}");
    }
    let (_, found) = parse("One.\n\n## Two\n\nThree");
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn what_is_no_light_markdown_prints_as_typed() {
    for typed in [
        r#"#read("x") $x$ @ref <label> `code` <b>html</b> [Police] a_b_c 2*3 &amp; <a:b>"#,
        "<label> alone",
        "<div>",
        "5*3 and 4*2, 5**3 and 4**2",
        "~5 %, ~5–~7, 2^10 and 3^5, x ~ y ^ z",
        "mail me@amnesty or @unsdx, a@b.org",
        "2015. It was then replaced.",
        "24. Dezember",
        "+ 5 % in 2020",
        "3) Third option",
        "* a footnote",
        "\"straight\" 'single' ... (c) 1/2 [2019] [sic] [he] said",
        "https://x.org/a--b/c__d",
        "https://x.org/a*b*c and https://x.org/~a/b~c/d~e and https://x.org/_a_/x^y^z",
        "2010~2015年、2016~2020年，15~64岁（男）、15~59岁（女）；约10~15%，20~30%",
        "aged 10~15/20~25, 5~10kg,10~15kg, 8:00~12:00 and 13:00~17:00",
        ">5 million, a<b and c>d\u{202f}; a_b",
        ">= 5 %",
    ] {
        let (blocks, found) = parse(typed);
        assert!(found.iter().all(|(code, _)| *code == Code::LeftoverMarkup), "{found:?}");
        assert_eq!(blocks, [paragraph([words(typed)])]);
    }
}

#[test]
fn what_would_be_lost_is_refused() {
    for (markdown, code) in [
        ("# Title", Code::Markdown),
        ("> quoted", Code::Markdown),
        ("```\ncode\n```", Code::Markdown),
        ("![alt](x.png)", Code::Markdown),
        ("a\n\n---\n\nb", Code::Markdown),
        ("[x]: https://x.org", Code::Markdown),
        ("[x](javascript:alert)", Code::BadUrl),
        ("[x](https://.)", Code::BadUrl),
        ("[x](https://a..b/)", Code::BadUrl),
        ("see [@amnesti]", Code::UnknownSource),
    ] {
        let (_, found) = parse(markdown);
        let codes: Vec<Code> = found.into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, [code], "{markdown}");
    }
}

#[test]
fn only_a_block_of_its_own_is_a_list() {
    let one = |text: &str| [paragraph([words(text)])];
    for (markdown, expected) in [
        ("It ended in\n\n2015. It was replaced.", vec!["It ended in", "2015. It was replaced."]),
        ("It fell to 3 %\n- 2 points less.", vec!["It fell to 3 % - 2 points less."]),
        ("Growth was\n+ 5 % in 2020.", vec!["Growth was + 5 % in 2020."]),
        ("The act of\n1. January 2020 applies.", vec!["The act of 1. January 2020 applies."]),
        ("It ended in\n\n2015.", vec!["It ended in", "2015."]),
        ("From 3 to\n-", vec!["From 3 to -"]),
        ("* one\n* two", vec!["* one * two"]),
        ("1) one\n2) two", vec!["1) one 2) two"]),
    ] {
        let expected: Vec<Block> = expected.into_iter().flat_map(one).collect();
        assert_eq!(parse(markdown).0, expected, "{markdown}");
    }
    for (markdown, expected) in [
        ("- a\n- b", list(None, &["a", "b"])),
        ("- a\nb\n- c", list(None, &["a b", "c"])),
        ("1. a\n2. b", list(Some(1), &["a", "b"])),
        ("1. a\n\n2. b", list(Some(1), &["a", "b"])),
        ("9. a\n10. b", list(Some(9), &["a", "b"])),
        ("- a\n+ 5", list(None, &["a + 5"])),
        ("- a\n2015. b", list(None, &["a 2015. b"])),
    ] {
        let (blocks, found) = parse(markdown);
        assert_eq!((blocks, found), (vec![expected], vec![]), "{markdown}");
    }
    let nested = Block::List {
        start: None,
        items: vec![
            vec![paragraph([words("a")]), list(None, &["b", "c"])],
            vec![paragraph([words("d")])],
        ],
    };
    assert_eq!(parse("- a\n  - b\n  - c\n- d").0, [nested]);
    let nested = Block::List {
        start: None,
        items: vec![
            vec![paragraph([words("a")]), list(Some(1), &["b", "c"])],
            vec![paragraph([words("d")])],
        ],
    };
    assert_eq!(parse("- a\n  1. b\n  2. c\n- d"), (vec![nested], vec![]));
}

#[test]
fn emphasis_needs_no_space_beside_chinese() {
    for (markdown, expected) in [
        ("**仍然偏低。**农村", vec![strong("仍然偏低。"), words("农村")]),
        ("报告**《水法》**需要", vec![words("报告"), strong("《水法》"), words("需要")]),
        ("应当**使用“强制”**手段", vec![words("应当"), strong("使用“强制”"), words("手段")]),
        ("*重要（注）：*请", vec![Inline::Emph(vec![words("重要（注）：")]), words("请")]),
        ("**“突击”行动**未能", vec![strong("“突击”行动"), words("未能")]),
        ("**강조(주)**는", vec![strong("강조(주)"), words("는")]),
        // As CommonMark has it where words are parted by spaces.
        ("a**\"b\"**c", vec![words("a**\"b\"**c")]),
        ("a **\"b\"** c", vec![words("a "), strong("\"b\""), words(" c")]),
    ] {
        assert_eq!(parse(markdown).0, [paragraph(expected)], "{markdown}");
    }
}

#[test]
fn what_is_raised_and_lowered_is_set_so() {
    let (blocks, found) = parse("H~2~O, 5 m^2^, 10^−3^ and the 1^st^");
    assert_eq!(found, []);
    let expected = [
        words("H"),
        Inline::Sub("2".into()),
        words("O, 5 m"),
        Inline::Super("2".into()),
        words(", 10"),
        Inline::Super("−3".into()),
        words(" and the 1"),
        Inline::Super("st".into()),
    ];
    assert_eq!(blocks, [paragraph(expected)]);
}

#[test]
fn a_backslash_prints_what_follows_it() {
    let typed = r"\*a\*, \# b, \[@amnesty\], \[1\], m\^2\^, H\~2\~O, \-- \`c\` \<b> \&nbsp; \**";
    let (blocks, found) = parse(typed);
    assert_eq!(found, []);
    assert_eq!(blocks, [paragraph([words(&typed.replace('\\', ""))])]);
    assert_eq!(parse(r"1\. a").0, [paragraph([words("1. a")])]);
}

#[test]
fn citations_name_pages() {
    let (blocks, found) = parse("A [@amnesty, p. 3–5; @unsd ch. 2]. B [@unsd,\n@amnesty]");
    assert_eq!(found, []);
    let expected = [
        words("A"),
        Inline::Cite(vec![cite("amnesty", Some("p. 3–5")), cite("unsd", Some("ch. 2"))]),
        words(". B"),
        Inline::Cite(vec![cite("unsd", None), cite("amnesty", None)]),
    ];
    assert_eq!(blocks, [paragraph(expected)]);
}

#[test]
fn near_citations_are_errors_where_they_stand() {
    for (markdown, code, marked) in [
        ("x [@amnesty; @nosuch] y", Code::UnknownSource, "@nosuch"),
        ("x [@amnesty,@nosuch]", Code::UnknownSource, "@nosuch"),
        ("x [@nosuch, p. 3]", Code::UnknownSource, "@nosuch"),
        ("x [@amnesty; unsd]", Code::BadCitation, "[@amnesty; unsd]"),
        ("x [@amnesty; p. 3]", Code::BadCitation, "[@amnesty; p. 3]"),
        ("x [see @amnesty]", Code::BadCitation, "[see @amnesty]"),
        ("x [-@amnesty]", Code::BadCitation, "[-@amnesty]"),
        ("says @amnesty, 2", Code::BadCitation, "@amnesty"),
        ("x [@amnesty](https://x.org)", Code::BadCitation, "@amnesty"),
        ("x [@amnesty, p. 3", Code::BadCitation, "[@amnesty, p. 3"),
        ("x [@amnesty [[[[[[[[[ y]", Code::BadCitation, "[@amnesty [[[[[[[[[ y]"),
    ] {
        assert!(parse(markdown).1.contains(&(code, marked.into())), "{:?}", parse(markdown).1);
    }
    for fine in ["[write to @someone]", "write to x@amnesty", "\\@amnesty"] {
        assert_eq!(parse(fine).1, [], "{fine}");
    }
}

#[test]
fn leftovers_are_told_of_where_they_stand() {
    for (markdown, marked) in [
        ("x [^1] y", "[^1]"),
        ("x [1] y", "[1]"),
        ("x [1, 2]", "[1, 2]"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |"),
        ("Head\n\n\u{2022} one\n\u{2022} two", "\u{2022}"),
        ("– one\n– two", "–"),
        ("CO<sub>2</sub>", "<sub>"),
        ("2019--2020", "--"),
        ("so --- they say", "---"),
        ("~~old~~ new", "~~"),
        ("a&nbsp;b", "&nbsp;"),
        ("** bold **x**", "**"),
        ("a __b", "__"),
        ("the `code` here", "`code`"),
        ("[ ] to do", "[ ]"),
        ("well :smile:", ":smile:"),
        ("see [the survey](www.example.org/a b)", "[the survey](www.example.org/a b)"),
        ("Points:\n- a\n- b", "-"),
        ("* a\n* b", "*"),
        ("1) a\n2) b", "1)"),
    ] {
        let (_, found) = parse(markdown);
        assert_eq!(found.first(), Some(&(Code::LeftoverMarkup, marked.into())), "{markdown}");
    }
}

#[test]
fn addresses_lead_somewhere() {
    for url in ["https://x.org", "http://localhost:1/a", "https://例え.jp/ü", "mailto:a@b", "tel:1"]
    {
        assert_eq!(address_fault(url), None, "{url}");
    }
    for url in ["https://", "https://.", "https://a b", "ftp://x.org", "x.org", "mailto:", "/a"] {
        assert!(address_fault(url).is_some(), "{url}");
    }
}

/// Every letter of a tree, of addresses and citations too.
fn letters(blocks: &[Block], out: &mut String) {
    fn line(inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Super(text) | Inline::Sub(text) => out.push_str(text),
                Inline::Emph(children) | Inline::Strong(children) => line(children, out),
                Inline::Link { url, children } => {
                    out.push_str(url);
                    line(children, out);
                }
                Inline::Cite(citations) => {
                    for Citation { id, pinpoint } in citations {
                        out.push_str(id);
                        out.push_str(pinpoint.as_deref().unwrap_or_default());
                    }
                }
                Inline::Refer(id) => {
                    out.push_str("fig.");
                    out.push_str(id);
                }
                Inline::Break => {}
            }
        }
    }
    for block in blocks {
        match block {
            Block::Paragraph(inlines) | Block::Heading { inlines, .. } => line(inlines, out),
            Block::List { items, .. } => items.iter().for_each(|item| letters(item, out)),
        }
    }
}

#[test]
fn no_letter_is_lost_without_an_error() {
    let pieces = [
        "a",
        "b c",
        "水",
        "。",
        "“",
        "”",
        "*",
        "**",
        "_",
        "`",
        "^",
        "~",
        "[",
        "]",
        "(",
        ")",
        "[@",
        "@",
        "unsd",
        "amnesty",
        "; ",
        ", ",
        "- ",
        "+ ",
        "1. ",
        "2) ",
        "\n",
        "\n\n",
        "  ",
        "    ",
        "\\",
        "<",
        ">",
        "<b>",
        "&amp;",
        "|",
        "#",
        "--",
        "é",
        "5*3",
        "](https://x.org/a)",
        ":b:",
        "<https://y.org>",
    ];
    let mut state = 1u32;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let mut whole = 0;
    for _ in 0..6_000 {
        let length = 1 + next(14);
        let markdown: String = (0..length).map(|_| pieces[next(pieces.len())]).collect();
        let (blocks, found) = parse(&markdown);
        if found.iter().any(|(code, _)| *code != Code::LeftoverMarkup) {
            continue;
        }
        let mut out = String::new();
        letters(&blocks, &mut out);
        assert!(!out.contains(['\u{FDD0}', '\u{FDD1}']), "{markdown:?}");
        // An address in angle brackets is both the link and its words.
        let bare = out.replace("https://y.orghttps://y.org", "https://y.org");
        let only = |text: &str| -> Vec<char> {
            let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
            letters.sort_unstable();
            letters
        };
        assert_eq!(only(&bare), only(&markdown), "{markdown:?}\n{blocks:?}");
        whole += 1;
    }
    assert!(whole > 500, "{whole}");
}

#[test]
fn what_strangers_wrote_is_not_lost() {
    let sub = |text: &str| Inline::Sub(text.into());
    let sup = |text: &str| Inline::Super(text.into());
    for (typed, expected) in [
        ("SO~4~^2-^", vec![words("SO"), sub("4"), sup("2-")]),
        ("CO^2^~3~", vec![words("CO"), sup("2"), sub("3")]),
        ("text.^1^", vec![words("text."), sup("1")]),
    ] {
        assert_eq!(parse(typed), (vec![paragraph(expected)], vec![]), "{typed}");
    }
    for (typed, code) in [
        ("A [@amnesty @unsd] B", Code::BadCitation),
        ("A [@amnesty, p. 3 @unsd] B", Code::BadCitation),
        ("QQ[](https://x.org)ZZ", Code::Markdown),
        ("1. a\n3. b", Code::LeftoverMarkup),
        ("a _b_ c", Code::LeftoverMarkup),
        ("A [amnesty, p. 3] B", Code::LeftoverMarkup),
    ] {
        let (_, found) = parse(typed);
        assert_eq!(found.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [code], "{typed}");
    }
    assert_eq!(parse("1. a\n1. b").1, []);
    for (plain, markup) in [
        ("CO~2~ here", true),
        ("m^2^", true),
        ("*Report* of", true),
        ("__Report__ of", true),
        ("below <1 and above >5", false),
        ("5*3 and 4*2", false),
        ("10~15, 20~25", false),
        ("a ~ b ~ c", false),
    ] {
        assert_eq!(leftover::in_plain(plain).is_some(), markup, "{plain}");
    }
}

#[test]
fn near_misses_are_told_of_where_they_stand() {
    for (markdown, marked) in [
        ("a) water\nb) food", "a)"),
        ("We ask for:\n\na) water\n\nb) food", "a)"),
        ("We ask for:\n(1) water\n(2) food", "(1)"),
        ("1) water\n\n2) food", "1)"),
        ("1、水\n2、食物", "1、"),
        ("（一）水\n\n（二）食物", "（一）"),
        ("一、水\n二、食物", "一、"),
        ("① 水\n② 食物", "①"),
        ("i. water\nii. food", "i."),
        ("I. Water\n\nII. Food", "I."),
        ("a. water\nb. food", "a."),
        ("1.Water\n2.Food", "1."),
        ("1- Water\n2- Food", "1-"),
        ("១. ទឹក\n២. អាហារ", "១."),
        ("१) पानी\n२) भोजन", "१)"),
        ("ก) น้ำ\nข) อาหาร", "ก)"),
        ("أ) ماء\nب) غذاء", "أ)"),
        ("а) вода\nб) еда", "а)"),
        ("▸ water", "▸"),
        ("– water\n\n– food", "–"),
        ("— water\n\n— food\n\n— work", "—"),
        ("Year\tRate\n2019\t5\n2020\t6", "Year\tRate"),
        ("Year | Rate\n2019 | 5", "Year | Rate"),
        ("It is so @[amnesty].", "@[amnesty]"),
        ("It is so @[nosuch].", "@[nosuch]"),
        ("see [the survey] (https://x.org/a) now", "[the survey] (https://x.org/a)"),
        ("see (the survey)[https://x.org/a] now", "[https://x.org/a]"),
        ("see [the survey][survey] now", "[the survey][survey]"),
        ("see [the survey][] now", "[the survey][]"),
        ("so it is [12, p. 3]", "[12, p. 3]"),
        ("so it is [12: 45; p 3]", "[12: 45; p 3]"),
        ("是这样的【1】。", "【1】"),
        ("是这样的［＠unsd］。", "［＠unsd］"),
        ("so it is [＠unsd]", "[＠unsd]"),
        ("over 5 km^2 of land", "^2"),
        ("10^6 people", "^6"),
        ("10^-3 of it", "^-3"),
        ("less CO_2 in the air", "_2"),
        ("H_2O and", "_2"),
        ("PM_10 rose", "_10"),
        ("这是＊＊重点＊＊内容", "＊＊"),
        ("a **word* here", "*"),
        ("a *word** here", "*"),
        ("so *the word is", "*"),
        ("**so *the word is**", "*"),
        ("***so** it is", "*"),
    ] {
        let (_, found) = parse(markdown);
        assert_eq!(found.first(), Some(&(Code::LeftoverMarkup, marked.into())), "{markdown}");
        assert_eq!(found.len(), 1, "{markdown}: {found:?}");
    }
}

#[test]
fn words_are_no_near_misses() {
    for fine in [
        "Article 3 (1) and (2), a) and b) of it",
        "[2024] UKSC 5, [1990] 2 AC 1, [sic] (see below), [he] [said] so",
        "(1) Everyone has the right to work.",
        "a) It is so.\n\nNothing else follows.",
        "A. Smith said so.\n\nB. Jones did not.",
        "The law says in\n(2) that it is so and in\n(3) that it is not.",
        "16.3 is the target.\n\n16.6 is another.",
        "2015. It was so.\n\n2016. It was not.",
        "5-10 years\n6-11 years",
        "\\(1) water\n\n\\(2) food",
        "a\\) water\n\nb\\) food",
        "— Who told you?\n\n— No one.",
        "–5 %\n–6 %",
        "−5 %\n\n−6 %",
        "Rates 2019\t2020 rose",
        "1.\tone\n2.\ttwo",
        "-\tone\n-\ttwo",
        "Figures:\n\n-\tone\n-\ttwo",
        "Mail a@[127.0.0.1], [@amnesty][@unsd], [a][@unsd]",
        "[5, rue de la Paix] and [Ministry] (2019) and [note] (www here)",
        "国发〔2020〕5号，【表1】，【2020】",
        "file_2, SDG_16, table_1_2, 2_3, a_2, x^y, m^2^, H~2~O, 10\\^6, CO\\_2, CO_22",
        "https://x.org/a^2 and https://x.org/CO_2 and x_2@y.org/CO_2",
        "5.2* and Bürger*innen, *Provisional figures, a * b, word* here, 数据＊来源",
        "either a | b or c",
        "from <5 years to >9 years, to <name>",
        "I. Newton\n\nV. Hugo",
        "e.g. this\n\ni.e. that",
    ] {
        assert_eq!(parse(fine).1, [], "{fine}");
    }
    for (plain, markup) in [("per km^2", true), ("CO_2 saved", true), ("x_2", false)] {
        assert_eq!(leftover::in_plain(plain).is_some(), markup, "{plain}");
    }
}

/// What CommonMark calls ASCII punctuation (0.31, 2.1): a backslash before any of these is an escape.
const PUNCTUATION: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

#[test]
fn a_backslash_is_taken_where_commonmark_takes_it_and_prints_elsewhere() {
    for c in (' '..='~').chain(['é', '—', 'ក', '中', '\u{a0}', '£']) {
        for (before, after) in [
            ("", "y"),
            ("x", "y"),
            ("x ", " y"),
            ("x\n", " y"),
            ("x\n\n", " y"),
            ("- x ", "y"),
            ("", ""),
            ("x ", ""),
        ] {
            let typed = format!("{before}\\{c}{after}");
            let is_end = after.is_empty() && c == ' ';
            let shown = match PUNCTUATION.contains(c) {
                true => format!("{before}{c}{after}"),
                false if is_end => format!("{before}\\"),
                false => typed.clone(),
            };
            let mut expected: Vec<Block> = shown
                .split("\n\n")
                .map(|text| paragraph([words(&text.replace('\n', " ").replace("  ", " "))]))
                .collect();
            if let Some(item) = before.strip_prefix("- ") {
                expected = vec![list(
                    None,
                    &[&format!("{item}{}", &shown[before.len()..]).replace("  ", " ")],
                )];
            }
            let (blocks, found) = parse(&typed);
            assert_eq!((blocks, found), (expected, vec![]), "{typed:?}");
        }
    }
}

#[test]
fn every_mark_prints_behind_a_backslash() {
    for typed in [
        r"\# x",
        r"\## x",
        r"\- x",
        r"\+ x",
        r"\* x",
        r"\> x",
        r"1\. x",
        r"1\) x",
        r"\--- ",
        r"\***",
        r"\___",
        r"\```",
        r"\~~~",
        r"\*x\*",
        r"\*\*x\*\*",
        r"\_x\_",
        r"\[x\](https://x.org)",
        r"\[x](https://x.org)",
        r"[x\](https://x.org)",
        r"\!\[x\](y.png)",
        r"\<https://x.org>",
        r"\<b>",
        r"\&amp;",
        r"\[x\]: https://x.org",
        r"m\^2^",
        r"H\~2~O",
        r"\[@amnesty\]",
        r"\@amnesty",
        r"\| a \| b \|",
        r"\=\=\=",
        r"\\",
        r"\\\\",
        r"\\\*x\\\*",
        r"C:\\Temp",
        r"C:\Temp\new",
        r"\alpha \\ \beta",
    ] {
        let mut shown = String::new();
        let mut rest = typed.chars().peekable();
        while let Some(c) = rest.next() {
            shown.push(if c == '\\' {
                rest.next_if(|c| PUNCTUATION.contains(*c)).unwrap_or(c)
            } else {
                c
            });
        }
        let (blocks, found) = parse(typed);
        assert_eq!(blocks, [paragraph([words(shown.trim_end())])], "{typed}");
        // Of several marks only the first is escaped, and the others are told of.
        assert!(found.iter().all(|(code, _)| *code == Code::LeftoverMarkup), "{typed}: {found:?}");
    }
}

#[test]
fn a_backslash_at_the_end_of_a_line_breaks_it() {
    let broken = || paragraph([words("a"), Inline::Break, words("b")]);
    assert_eq!(parse("a\\\nb"), (vec![broken()], vec![]));
    assert_eq!(parse("a  \nb"), (vec![broken()], vec![]));
    assert_eq!(parse("a\\\\\nb"), (vec![paragraph([words("a\\ b")])], vec![]));
    // None is needed where the paragraph ends.
    assert_eq!(
        parse("a\\\n\nb\\"),
        (vec![paragraph([words("a\\")]), paragraph([words("b\\")])], vec![])
    );
}

//! Reading what tools write, and writing what they read.

use proptest::prelude::*;

use super::*;
use crate::diag::{Sources, Span};
use crate::translation::exchange::codec::{Returned, ReturnedState};
use crate::translation::state::State;
use crate::translation::units::Unit;
use crate::tree::Text;

/// A file of 1.2 with these units.
fn one(units: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<xliff version=\"1.2\" \
         xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" xmlns:t=\"urn:other\">\n\
         <file original=\"water\" datatype=\"plaintext\" source-language=\"en\" \
         target-language=\"fr\"><body>\n{units}</body></file></xliff>"
    )
}

/// A file of 2.0 with these units.
fn two(units: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<xliff version=\"2.0\" \
         xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" \
         xmlns:mtc=\"urn:oasis:names:tc:xliff:matches:2.0\" srcLang=\"en\" trgLang=\"fr\">\n\
         <file id=\"f1\" original=\"water\">\n{units}</file></xliff>"
    )
}

fn file(xml: &str) -> ReturnedFile {
    Xliff::V2.read(xml.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{xml}"))
}

/// Why a file is not read.
fn refused(bytes: impl AsRef<[u8]>) -> String {
    Xliff::V1.read(bytes.as_ref()).unwrap_err().to_string()
}

fn only(xml: &str) -> Returned {
    let mut units = file(xml).units;
    assert_eq!(units.len(), 1, "{units:?}");
    units.remove(0)
}

/// The translation of one unit of 1.2, and its state, from what stands in it.
fn target_1(content: &str) -> (String, ReturnedState) {
    let unit = only(&one(&format!("<trans-unit id=\"a.b\">{content}</trans-unit>")));
    (unit.target, unit.state)
}

/// The same for 2.0.
fn target_2(content: &str) -> (String, ReturnedState) {
    let unit = only(&two(&format!("<unit id=\"a.b\" xml:space=\"preserve\">{content}</unit>")));
    (unit.target, unit.state)
}

use ReturnedState::{NeedsReview, Reviewed, Translated};

#[test]
fn suggestions_and_notes_are_no_text() {
    let xml = one("<trans-unit id=\"1\" resname=\"brief.title\">\
        <source>Water points</source><target state=\"translated\">Points d'eau</target>\
        <note>Short</note>\
        <alt-trans match-quality=\"80\"><source>Water point</source><target>Un point</target>\
        </alt-trans></trans-unit>");
    let unit = only(&xml);
    assert_eq!(unit.key.unwrap().as_str(), "brief.title");
    assert_eq!(unit.source.as_deref(), Some("Water points"));
    assert_eq!((unit.target.as_str(), unit.state, unit.line), ("Points d'eau", Translated, 4));
    let matches = "<mtc:matches><mtc:match ref=\"#s\"><source>W</source><target>Suggéré</target>\
        </mtc:match></mtc:matches><notes><note>Short</note></notes>";
    let segment = "<segment state=\"final\"><source>Water</source><target>Eau</target></segment>";
    assert_eq!(target_2(&format!("{matches}{segment}")), ("Eau".into(), Reviewed));
    assert_eq!(target_2(&format!("{matches}<segment><source>W</source></segment>")).0, "");
    let alone = "<source>W</source><alt-trans><target>Suggéré</target></alt-trans>";
    assert_eq!(target_1(alone).0, "");
}

#[test]
fn a_state_is_what_the_tool_says() {
    for (attributes, state) in [
        ("", Translated),
        ("state=\"new\"", NeedsReview),
        ("state=\"needs-translation\"", NeedsReview),
        ("state=\"needs-review-l10n\"", NeedsReview),
        ("state=\"x-unheard-of\"", NeedsReview),
        ("state=\"translated\"", Translated),
        ("state=\"signed-off\"", Reviewed),
        ("state=\"final\"", Reviewed),
        ("state=\"translated\" state-qualifier=\"mt-suggestion\"", NeedsReview),
        ("state=\"translated\" state-qualifier=\"leveraged-mt\"", NeedsReview),
        ("state=\"translated\" state-qualifier=\"fuzzy-match\"", NeedsReview),
        ("state=\"translated\" state-qualifier=\"exact-match\"", Translated),
        ("state=\"final\" state-qualifier=\"leveraged-mt\"", Reviewed),
        ("state=\"final\" state-qualifier=\"rejected-grammar\"", NeedsReview),
        ("state-qualifier=\"tm-suggestion\"", NeedsReview),
    ] {
        let content = format!("<source>S</source><target {attributes}>T</target>");
        assert_eq!(target_1(&content), ("T".into(), state), "{attributes}");
    }
    for (approved, attributes, state) in [
        ("no", "", NeedsReview),
        ("yes", "", Translated),
        ("no", "state=\"translated\"", Translated),
        ("no", "state=\"final\"", Translated),
        ("yes", "state=\"needs-translation\"", NeedsReview),
    ] {
        let xml = one(&format!(
            "<trans-unit id=\"1\" approved=\"{approved}\"><source>S</source>\
             <target {attributes}>T</target></trans-unit>"
        ));
        assert_eq!(only(&xml).state, state, "{approved} {attributes}");
    }
    for (attributes, state) in [
        ("", NeedsReview),
        ("state=\"initial\"", NeedsReview),
        ("state=\"initial\" subState=\"a:b\"", NeedsReview),
        ("state=\"translated\"", Translated),
        ("state=\"reviewed\"", Reviewed),
        ("state=\"final\"", Reviewed),
    ] {
        let content =
            format!("<segment {attributes}><source>S</source><target>T</target></segment>");
        assert_eq!(target_2(&content), ("T".into(), state), "{attributes}");
    }
}

#[test]
fn the_original_that_a_tool_begins_with_is_no_translation() {
    for (state, target) in [("new", ""), ("translated", "2030"), ("final", "2030")] {
        let content = format!("<source>2030</source><target state=\"{state}\">2030</target>");
        assert_eq!(target_1(&content).0, target);
    }
    for (state, target) in [("initial", ""), ("translated", "2030"), ("final", "2030")] {
        let content = format!(
            "<segment state=\"{state}\"><source>2030</source><target>2030</target></segment>"
        );
        assert_eq!(target_2(&content).0, target);
    }
}

#[test]
fn what_is_not_to_be_translated_is_passed_over() {
    let xml = one("<trans-unit id=\"1\" translate=\"no\"><source>S</source><target>T</target>\
        </trans-unit>\n<group translate=\"no\"><trans-unit id=\"2\"><source>S</source></trans-unit>\
        <trans-unit id=\"3\" translate=\"yes\"><source>S</source></trans-unit></group>\n\
        <bin-unit id=\"4\" mime-type=\"image/png\"><bin-source><external-file href=\"a\"/>\
        </bin-source></bin-unit>");
    let read = file(&xml);
    assert_eq!(read.units.len(), 1);
    let passed: Vec<_> = read.passed_over.iter().map(|over| (over.line, &*over.words)).collect();
    let not = "not to be translated";
    assert_eq!(
        passed,
        [(4, &*format!("`1`: {not}")), (5, &*format!("`2`: {not}")), (6, "`4`: no text")]
    );
    let unit = "<segment><source>S</source><target>T</target></segment></unit>";
    let xml = two(&format!(
        "<group id=\"g\" translate=\"no\"><unit id=\"a\">{unit}\
        <group id=\"h\"><unit id=\"b\" translate=\"yes\">{unit}</group></group>"
    ));
    let read = file(&xml);
    assert_eq!((read.units.len(), read.passed_over.len()), (1, 1));
}

#[test]
fn segments_make_one_text_with_what_is_between_them() {
    let okapi = "<source>One. Two.</source>\
        <seg-source><mrk mid=\"0\" mtype=\"seg\">One.</mrk> <mrk mid=\"1\" mtype=\"seg\">Two.</mrk>\
        </seg-source>";
    let done = "<target><mrk mid=\"0\" mtype=\"seg\">Un.</mrk> <mrk mid=\"1\" mtype=\"seg\">Deux.\
        </mrk></target>";
    assert_eq!(target_1(&format!("{okapi}{done}")), ("Un. Deux.".into(), Translated));
    assert_eq!(target_1(&format!("{okapi}<target>Un deux</target>")).0, "Un deux");
    // Nothing is glued of half a translation.
    for half in [
        "<target><mrk mid=\"0\" mtype=\"seg\">Un.</mrk> <mrk mid=\"1\" mtype=\"seg\"/></target>",
        "<target><mrk mid=\"0\" mtype=\"seg\">Un.</mrk></target>",
    ] {
        let xml = one(&format!("<trans-unit id=\"a.b\">{okapi}{half}</trans-unit>"));
        let read = file(&xml);
        assert_eq!((&*read.units[0].target, read.passed_over.len()), ("", 1), "{half}");
    }

    let none = "<target> <mrk mid=\"0\" mtype=\"seg\"/> </target>";
    let read = file(&one(&format!("<trans-unit id=\"a.b\">{okapi}{none}</trans-unit>")));
    assert_eq!((&*read.units[0].target, read.passed_over.len()), ("", 0));

    let segment = |state: &str, source: &str, target: &str| {
        format!("<segment state=\"{state}\"><source>{source}</source>{target}</segment>")
    };
    let space = "<ignorable><source> </source></ignorable>";
    let first = segment("final", "One.", "<target>Un.</target>");
    let second = segment("translated", "Two.", "<target>Deux.</target>");
    let content = format!("{first}{space}{second}");
    assert_eq!(target_2(&content), ("Un. Deux.".into(), Translated));
    let xml = two(&format!("<unit id=\"a.b\">{content}</unit>"));
    assert_eq!(only(&xml).source.as_deref(), Some("One. Two."));
    let other = "<ignorable><source> </source><target>\u{3000}</target></ignorable>";
    assert_eq!(target_2(&format!("{first}{other}{second}")).0, "Un.\u{3000}Deux.");
    let initial = segment("initial", "Two.", "<target>Deux.</target>");
    assert_eq!(target_2(&format!("{first}{space}{initial}")).1, NeedsReview);
    for half in ["", "<target/>", "<target> </target>"] {
        let half = segment("translated", "Two.", half);
        let read = file(&two(&format!("<unit id=\"a.b\">{first}{space}{half}</unit>")));
        assert_eq!((&*read.units[0].target, read.passed_over.len()), ("", 1), "{half}");
        let none = segment("initial", "One.", "");
        let read = file(&two(&format!("<unit id=\"a.b\">{none}{space}{half}</unit>")));
        assert_eq!((&*read.units[0].target, read.passed_over.len()), ("", 0), "{half}");
    }
    // The order of a translation is its own.
    let turned = format!(
        "{}{space}{}",
        segment("final", "One.", "<target order=\"3\">Un.</target>"),
        segment("final", "Two.", "<target order=\"1\">Deux.</target>")
    );
    assert_eq!(target_2(&turned).0, "Deux. Un.");
    let wrong = turned.replace("order=\"3\"", "order=\"1\"");
    assert!(refused(two(&format!("<unit id=\"a\">{wrong}</unit>"))).contains("line 4, column 1:"));
}

#[test]
fn inline_codes_are_what_they_stand_for() {
    for (target, text) in [
        ("Voir <ph id=\"1\">[@a]</ph>.", "Voir [@a]."),
        ("<bpt id=\"1\">**</bpt>gras<ept id=\"1\">**</ept>", "**gras**"),
        ("<it id=\"1\" pos=\"open\">*</it>ouvert", "*ouvert"),
        ("<ph id=\"1\">[<sub>mots</sub>](a)</ph>", "[mots](a)"),
        ("Voir <x id=\"1\" equiv-text=\"[@a]\"/>.", "Voir [@a]."),
        ("<bx id=\"1\" equiv-text=\"*\"/>m<ex id=\"1\" equiv-text=\"*\"/>", "*m*"),
        ("un <mrk mtype=\"term\">mot</mrk> marqué", "un mot marqué"),
        ("a<!-- no text --><?no text?><![CDATA[<b>]]>", "a<b>"),
        ("&#xA0;&lt;&quot;", "\u{a0}<\""),
    ] {
        let content = format!("<source>S</source><target>{target}</target>");
        assert_eq!(target_1(&content), (text.into(), Translated), "{target}");
    }
    // What the target leaves out stands in the source.
    let repeated =
        "<source>See <ph id=\"1\">[@a]</ph></source><target>Voir <ph id=\"1\"/></target>";
    assert_eq!(target_1(repeated), ("Voir [@a]".into(), Translated));
    for unknown in [
        "<g id=\"1\">mot</g>",
        "mot<x id=\"1\"/>",
        "mot<ph id=\"1\"/>",
        "<t:b>mot</t:b>",
        "<ex id=\"1\">mot</ex>",
    ] {
        let xml = one(&format!(
            "<trans-unit id=\"a.b\"><source>S</source><target state=\"final\">{unknown}</target>\
             </trans-unit>"
        ));
        let read = file(&xml);
        assert_eq!(
            (&*read.units[0].target, read.units[0].state),
            ("mot", NeedsReview),
            "{unknown}"
        );
        assert_eq!(read.passed_over.len(), 1, "{unknown}");
    }

    let data = "<originalData><data id=\"d1\">[@a]</data><data id=\"d2\">**</data>\
        <data id=\"d3\"><cp hex=\"0007\"/></data></originalData>";
    for (target, text) in [
        ("Voir <ph id=\"1\" dataRef=\"d1\"/>", "Voir [@a]"),
        ("<pc id=\"1\" dataRefStart=\"d2\" dataRefEnd=\"d2\">gras</pc>", "**gras**"),
        ("<sc id=\"1\" dataRef=\"d2\"/>gras<ec startRef=\"1\" dataRef=\"d2\"/>", "**gras**"),
        ("<ph id=\"1\" dataRef=\"d3\"/><cp hex=\"001b\"/>", "\u{7}\u{1b}"),
        ("<ph id=\"1\" equiv=\"[@b]\"/>", "[@b]"),
        ("<sm id=\"m\"/>un <mrk id=\"n\" type=\"term\">mot</mrk><em startRef=\"m\"/>", "un mot"),
    ] {
        let content = format!(
            "{data}<segment state=\"translated\"><source>S</source><target>{target}</target></segment>"
        );
        assert_eq!(target_2(&content), (text.into(), Translated), "{target}");
    }
    for unknown in [
        "<pc id=\"1\">mot</pc>",
        "mot<ph id=\"1\" dataRef=\"d9\"/>",
        "mot<cp hex=\"D800\"/>",
        "<ph id=\"1\">mot</ph>",
    ] {
        let content = format!(
            "{data}<segment state=\"final\"><source>S</source><target>{unknown}</target></segment>"
        );
        assert_eq!(target_2(&content), ("mot".into(), NeedsReview), "{unknown}");
    }
}

#[test]
fn white_space_counts_where_the_file_says_so() {
    let text = "\n   Un\n   <mrk mtype=\"x-a\"> mot </mrk>\n";
    let content = format!("<source>S</source><target>{text}</target>");
    assert_eq!(target_1(&content).0, "Un mot");
    let keeps = content.replace("<target>", "<target xml:space=\"preserve\">");
    assert_eq!(target_1(&keeps).0, "\n   Un\n    mot \n");
    let lines = "<segment state=\"final\"><source>S</source><target>a\r\nb&#13;</target></segment>";
    assert_eq!(target_2(lines).0, "a\nb\r");
    // A code that is a space is one.
    let code = "<source>S</source><target>a <ph id=\"1\">\u{a0}</ph> b</target>";
    assert_eq!(target_1(code).0, "a \u{a0} b");
}

#[test]
fn the_key_is_found_where_tools_keep_it() {
    let key = |attributes: &str, inside: &str| {
        let xml = one(&format!("<trans-unit {attributes}><source>S</source>{inside}</trans-unit>"));
        only(&xml).key.map(|key| key.to_string())
    };
    assert_eq!(key("id=\"7\" resname=\"finding.a.text\"", "").as_deref(), Some("finding.a.text"));
    assert_eq!(key("id=\"a.b:5b.2:5d.\"", "").as_deref(), Some("a.b[2]"));
    assert_eq!(key("id=\"a.b[2]\"", "").as_deref(), Some("a.b[2]"));
    assert_eq!(key("id=\"7\" resname=\"NF1A-tu7\"", ""), None);
    let context = "<context-group name=\"po-entry\"><context context-type=\"x-po-msgctxt\">c.d\
        </context></context-group>";
    assert_eq!(key("id=\"7\"", context).as_deref(), Some("c.d"));
    let other = format!("<alt-trans><target>T</target>{context}</alt-trans>");
    assert_eq!(key("id=\"7\"", &other), None);
    let xml = two("<unit id=\"u1\" name=\"a.b[1]\"><segment><source/></segment></unit>");
    assert_eq!(only(&xml).key.unwrap().as_str(), "a.b[1]");
}

#[test]
fn a_file_says_what_it_is_a_translation_of() {
    let unit = "<trans-unit id=\"a\"><source>S</source></trans-unit>";
    for xml in [one(unit), two("<unit id=\"a\"><segment><source>S</source></segment></unit>")] {
        let read = file(&xml);
        let head = (read.brief.as_deref(), read.source.as_deref(), read.target.as_deref());
        assert_eq!(head, (Some("water"), Some("en"), Some("fr")));
        assert_eq!(file(&xml.replace("original=\"water\"", "original=\"a/b.po\"")).brief, None);
    }
    let rest = |head: &str| {
        format!("<file datatype=\"plaintext\" {head}><body>{unit}</body></file></xliff>")
    };
    let two_files = |head: &str| one(unit).replace("</xliff>", &format!("\n{}", rest(head)));
    let same = "original=\"water\" source-language=\"en\" target-language=\"fr\"";
    assert_eq!(file(&two_files(same)).units.len(), 2);
    assert_eq!(
        refused(two_files(&same.replace("water", "soil"))),
        "line 5, column 1: this is of `soil`, and line 3 began `water`: give each a file of its own"
    );
    assert!(refused(two_files(&same.replace("fr", "km"))).contains("`km`"));
    let target = "<target xml:lang=\"fr-FR\">T</target>";
    let unit = |target| format!("<trans-unit id=\"a\"><source>S</source>{target}</trans-unit>");
    assert_eq!(file(&one(&unit(target))).units.len(), 1);
    assert!(refused(one(&unit(&target.replace("fr-FR", "km")))).starts_with("line 4, column 38:"));
}

#[test]
fn a_unit_that_is_there_twice_is_refused() {
    let unit = "<trans-unit id=\"1\" resname=\"a.b\"><source>S</source></trans-unit>\n";
    let other = unit.replace("\"1\"", "\"2\"");
    let words = refused(one(&format!("{unit}{other}")));
    assert_eq!(words, "line 5, column 1: `a.b` is there twice: it began on line 4");
    let other = unit.replace("a.b", "c.d");
    let words = refused(one(&format!("{unit}{other}")));
    assert_eq!(words, "line 5, column 1: `1` is there twice: it began on line 4");
    let twice = "<trans-unit id=\"1\"><source>S</source><target>T</target><target>U</target>";
    let words = refused(one(&format!("{twice}</trans-unit>")));
    assert_eq!(words, "line 4, column 56: a second `target` in one `trans-unit`");
}

#[test]
fn namespaces_tell_what_an_element_is() {
    let xml = one("<trans-unit id=\"a.b\"><source>S</source><t:target>T</t:target></trans-unit>");
    assert_eq!(only(&xml).target, "");
    let other = one("<trans-unit t:id=\"c.d\" id=\"a.b\" t:translate=\"no\"><source>S</source>\
        <target t:state=\"new\">T</target></trans-unit>");
    let unit = only(&other.replace("<xliff ", "<xliff t:version=\"3\" "));
    assert_eq!((unit.key.unwrap().as_str(), unit.state), ("a.b", Translated));
    let prefixed = "<x:xliff version=\"1.2\" xmlns:x=\"urn:oasis:names:tc:xliff:document:1.2\">\
        <x:file original=\"a\" source-language=\"en\" datatype=\"plaintext\"><x:body>\
        <x:trans-unit id=\"1\"><x:source>S</x:source><x:target>T</x:target></x:trans-unit>\
        </x:body></x:file></x:xliff>";
    assert_eq!(only(prefixed).target, "T");
    let other = |from: &str, to: &str| refused(prefixed.replace(from, to));
    assert!(other("document:1.2", "document:1.0").contains("XLIFF 1.2 in the namespace"));
    assert!(other("version=\"1.2\"", "version=\"2.0\"").contains("XLIFF 2.0 in the namespace"));
    assert!(other("xmlns:x", "xmlns:y").contains("line 1, column"));
    assert!(refused("<xliff version=\"1.2\"/>").contains("in no namespace"));
}

#[test]
fn what_is_no_xliff_is_refused_where_it_goes_wrong() {
    for (xml, words) in [
        ("", "it is empty"),
        (" \n", "it is empty"),
        ("<html><body/></html>", "line 1, column 1: `html` begins no XLIFF file: `xliff` does"),
        ("<!DOCTYPE html>\n<html>", "line 1, column 1: a document type definition"),
        ("msgid \"\"", "line 1, column 1:"),
        ("<xliff", "line 1, column"),
        ("%PDF-1.7", "line 1, column 1:"),
        ("<?xml version=\"1.0\" encoding=\"UTF-8?><xliff/>", "line 1, column 1:"),
        ("<?xml encoding=\"UTF-8\"?><xliff/>", "line 1, column 1:"),
    ] {
        let found = refused(xml);
        assert!(found.starts_with(words), "{xml:?}: {found}");
    }
    let unit =
        |text: &str| one(&format!("<trans-unit id=\"a\"><source>{text}</source></trans-unit>"));
    for (text, place) in [
        // The column is counted in characters.
        ("កខ</target>", "line 4, column 30:"),
        ("កខ&nbsp;", "line 4, column 30:"),
        ("កខ&#1;", "line 4, column 30:"),
        ("កខ&#55357;&#56832;", "line 4, column 30:"),
        ("<ph id=\"&#xD800;\"/>", "line 4, column 28:"),
        ("កខ\u{1}", "line 4, column 30:"),
        ("កខ]]>", "line 4, column 3"),
        ("<ph id=\"1\" id=\"2\"/>", "line 4, column"),
        ("<ph id=1/>", "line 4, column"),
        ("<q:ph/>", "line 4, column 29: an unknown namespace prefix `q`"),
    ] {
        let found = refused(unit(text));
        assert!(found.starts_with(place), "{text}: {found}");
    }
    let cut = one("<trans-unit id=\"a\"><source>S</source></trans-unit>\n");
    for end in (1..cut.len()).filter(|end| cut.is_char_boundary(*end)) {
        refused(&cut[..end]);
    }
    assert!(refused(one("")).contains("no translation unit"));
}

#[test]
fn what_would_cost_too_much_is_refused() {
    let entities = "<!DOCTYPE xliff [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">\
        <!ENTITY c SYSTEM \"file:///etc/passwd\">]>\n";
    let xml = one("<trans-unit id=\"a\"><source>&b;&c;</source></trans-unit>");
    let xml = xml.replacen('\n', &format!("\n{entities}"), 1);
    assert!(refused(xml).starts_with("line 2, column 1: a document type definition"));
    for n in [200, 200_000] {
        let deep = format!("{}{}", "<group>".repeat(n), "</group>".repeat(n));
        assert!(refused(one(&deep)).contains("more than 100 elements in each other"));
    }
    let many: String = (0..100_000).map(|n| format!(" a{n}=\"\"")).collect();
    assert!(refused(one(&format!("<group{many}/>"))).contains("more than 200 attributes"));
    assert!(refused(vec![b' '; (32 << 20) + 1]).contains("more than 32 MB"));
}

#[test]
fn the_encoding_is_the_one_that_the_file_says() {
    let xml = one("<trans-unit id=\"a.b\"><source>S</source><target>été – ខ</target></trans-unit>");
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let target = |bytes: &[u8]| Xliff::V1.read(bytes).unwrap().units.remove(0).target;
    assert_eq!(target(format!("\u{feff}{xml}").as_bytes()), "été – ខ");
    assert_eq!(target(&wide(&format!("\u{feff}{xml}"))), "été – ខ");
    assert_eq!(target(&wide(&xml)), "été – ខ");
    let big: Vec<u8> = format!("\u{feff}{xml}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(target(&big), "été – ខ");
    let says = |encoding: &str| {
        let declaration = format!("version=\"1.0\" encoding=\"{encoding}\"");
        xml.replacen("version=\"1.0\"", &declaration, 1).replace(" – ខ", "")
    };
    let latin = |encoding| -> Vec<u8> {
        says(encoding).chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
    };
    assert_eq!(target(&latin("ISO-8859-1")), "été");
    assert_eq!(target(&latin("windows-1252")), "été");
    let unread = |bytes: &[u8]| refused(bytes);
    assert!(unread(&latin("EBCDIC")).contains("`EBCDIC`"));
    assert!(unread(&latin("UTF-16")).contains("UTF-16"));
    assert!(unread(&latin("Shift_JIS")).contains("Shift_JIS"));
    let latin = latin("UTF-8");
    assert!(
        unread(&latin).starts_with("line 4, column 48: this is not UTF-8"),
        "{}",
        unread(&latin)
    );
    let utf_32: Vec<u8> =
        format!("\u{feff}{xml}").chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
    assert!(unread(&utf_32).contains("UTF-32"));
}

/// A file that a tool has written, most of them translate-toolkit 3.20.4: `po2xliff.xlf` is made of
/// `po2xliff.po`.
macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/xliff/", $name))
    };
}

/// What a file says: a line for each unit.
fn listed(bytes: &[u8]) -> Vec<String> {
    let read = Xliff::V1.read(bytes).unwrap();
    let line = |unit: &Returned| {
        let key = unit.key.as_ref().map_or("-", |key| key.as_str());
        let state = match unit.state {
            _ if unit.target.is_empty() => '0',
            NeedsReview => '?',
            Translated => '+',
            Reviewed => '!',
        };
        format!("{state} {key} = {}", unit.target)
    };
    read.units.iter().map(line).collect()
}

#[test]
fn what_tools_write_is_read() {
    let read = Xliff::V1.read(fixture!("po2xliff.xlf")).unwrap();
    // It takes the PO file for the original, and guesses what that is made from.
    let head = (read.brief.as_deref(), read.source.as_deref(), read.target.as_deref());
    assert_eq!(head, (Some("water"), Some("en"), Some("fr")));
    let plain = String::from_utf8(fixture!("po2xliff.xlf").to_vec()).unwrap();
    let plain = file(&plain.replace("X-Briefpress-Brief", "X-B").replace("X-Source", "X-S"));
    assert_eq!((plain.brief, plain.source, plain.target.as_deref()), (None, None, Some("fr")));
    assert_eq!(
        listed(fixture!("po2xliff.xlf")),
        [
            "+ brief.title = Les points d’eau\nen panne",
            "? brief.ask = Réparez-les",
            "0 target.6-1.text = ",
            "+ finding.a.title = Pareil",
            "+ finding.b.title = Le même",
            "+ brief.key_messages[1] = « Un » & <deux> [@a]",
        ]
    );
    // Our own after the toolkit's stores changed one, marked one, emptied one and approved one.
    let edited = |approved: &str| {
        [
            "+ brief.title = Les points d’eau  <b> & [@a]\nen panne".to_string(),
            "? brief.subtitle = Les conclusions d’Amnesty International, telles que les résume un \
             article, et les ODD concernés"
                .to_string(),
            "0 brief.short_title = ".to_string(),
            format!("{approved} project.imprint = Réalisé avec briefpress"),
        ]
    };
    // In 1.2 it approves all that is translated.
    assert_eq!(listed(fixture!("toolkit-1.2.xlf")), edited("+"));
    assert_eq!(listed(fixture!("toolkit-2.0.xlf")), edited("!"));
    // As Okapi and Trados segment, with attributes of memoQ.
    assert_eq!(
        listed(fixture!("segments-1.2.xlf")),
        [
            "+ brief.title = Points d’eau. En panne.",
            "! brief.summary = **La moitié** tombe en panne [@survey].",
            "0 brief.ask = ",
            "? brief.method = Une enquête.",
        ]
    );
    assert_eq!(
        listed(fixture!("segments-2.0.xlf")),
        [
            "+ brief.title = En panne. Points d’eau.",
            "! brief.summary = **La moitié** tombe en panne [@survey].",
            "0 brief.ask = ",
            "? brief.method = Une enquête.",
        ]
    );
}

fn text(value: &str) -> Text {
    let file = Sources::new().add("t", "");
    Text { value: value.into(), span: Span::new(file, 0..0), key: "k".into() }
}

fn unit(key: &str, source: &str, target: Option<&str>, state: State) -> Unit {
    Unit {
        key: key.parse().unwrap(),
        source: text(source),
        target: target.map(text),
        state,
        previous: (state == State::Stale).then(|| format!("{source} <before> \u{1}")),
        is_same: false,
        reviewer: None,
        is_needed: true,
    }
}

const VERSIONS: [Xliff; 2] = [Xliff::V1, Xliff::V2];

#[test]
fn both_versions_come_back_as_they_went() {
    let units = [
        unit("finding.a.evidence[1]", "A < B & “C” [@x]", Some("អ < ខ & «គ»"), State::Translated),
        unit("brief.title", "T", None, State::Missing),
        unit("brief.ask", "A", Some("B"), State::Stale),
        unit("brief.method", "A", Some("B"), State::Unknown),
        unit("finding.a.title", "A", Some("B"), State::NeedsReview),
        unit("abbreviations.A B\u{1}", " \n\r\n ", Some("\t\u{7}\u{ffff}\r"), State::Reviewed),
    ];
    for version in VERSIONS {
        let export = Export { brief: "water", source: "en", target: "km", units: &units };
        let xml = version.write(&export);
        let back = version.read(xml.as_bytes()).unwrap();
        let head = (back.brief.as_deref(), back.source.as_deref(), back.target.as_deref());
        assert_eq!(head, (Some("water"), Some("en"), Some("km")));
        assert_eq!((back.units.len(), &*back.passed_over), (units.len(), &[][..]));
        let states = [Translated, NeedsReview, NeedsReview, NeedsReview, NeedsReview, Reviewed];
        for ((unit, back), state) in units.iter().zip(&back.units).zip(states) {
            assert_eq!(back.key.as_ref(), Some(&unit.key));
            assert_eq!(back.source.as_deref(), Some(&*unit.source.value));
            assert_eq!(back.target, unit.target.as_ref().map_or("", |target| &target.value));
            assert_eq!(back.state, state, "{}", unit.key);
        }
        assert_eq!(
            back.units[1].line,
            xml.lines().position(|l| l.contains("brief.title")).unwrap() + 1
        );
        // A translator is told how much is taken, and what the original was.
        let most = crate::brief::LONGEST_TITLE;
        let limits = [format!("maxwidth=\"{most}\""), format!("sizeRestriction=\"{most}\"")];
        assert!(limits.iter().any(|limit| xml.contains(limit)), "{xml}");
        assert!(xml.contains("A &lt;before&gt; "), "{xml}");
        assert!(xml.contains("title of a finding"), "{xml}");
    }
}

proptest! {
    #[test]
    fn any_text_comes_back(key in ".+", source in any::<String>(), target in any::<String>()) {
        let own = unit(&format!("brief.{key}"), &source, Some(&target), State::Translated);
        let units = [own, unit("brief.title", "T", None, State::Missing)];
        for version in VERSIONS {
            let export = Export { brief: &key, source: &key, target: "fr", units: &units };
            let back = version.read(version.write(&export).as_bytes()).unwrap();
            prop_assert_eq!(back.units[0].key.as_ref(), Some(&units[0].key));
            prop_assert_eq!(back.units[0].source.as_deref(), Some(&*source));
            let expected = if target.trim().is_empty() { "" } else { &target };
            prop_assert_eq!(&*back.units[0].target, expected);
            prop_assert_eq!(&*back.units[1].target, "");
        }
    }

    #[test]
    fn nothing_panics(
        bytes in proptest::collection::vec(any::<u8>(), 0..64),
        at in any::<proptest::sample::Index>(),
        length in 0_usize..16,
    ) {
        let _ = Xliff::V1.read(&bytes);
        for file in [&fixture!("po2xliff.xlf")[..], fixture!("segments-1.2.xlf"), fixture!("segments-2.0.xlf")] {
            let mut file = file.to_vec();
            let start = at.index(file.len());
            let end = (start + length).min(file.len());
            file.splice(start..end, bytes.iter().copied());
            let _ = Xliff::V1.read(&file);
        }
    }
}

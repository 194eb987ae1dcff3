//! XLIFF of both generations.

use std::collections::BTreeSet;

use briefpress::internals::Format;

use super::returned::hold;
use super::{Target, fixtures};

pub const TARGET: Target = Target {
    name: "xliff",
    seeds: || fixtures("xliff"),
    words: &[
        "<target>",
        "</target>",
        "<target/>",
        "<source>",
        "</source>",
        "<trans-unit id=\"9\">",
        "</trans-unit>",
        "<unit id=\"9\">",
        "<segment state=\"final\">",
        "</segment>",
        "<ignorable><source> </source></ignorable>",
        "<mrk mtype=\"seg\" mid=\"0\">",
        "</mrk>",
        "<g id=\"1\">",
        "</g>",
        "<x id=\"1\" equiv-text=\"**\"/>",
        "<ph id=\"1\"/>",
        "<ph id=\"1\" dataRef=\"d1\"/>",
        "<cp hex=\"0007\"/>",
        "<cp hex=\"D800\"/>",
        "<!DOCTYPE xliff>",
        "<!-- ",
        " -->",
        "<![CDATA[",
        "]]>",
        "<?a ?>",
        "&amp;",
        "&#x1F;",
        "&#55357;",
        "&other;",
        " translate=\"no\"",
        " state=\"new\"",
        " state-qualifier=\"leveraged-mt\"",
        " order=\"1\"",
        " xml:space=\"default\"",
        " xml:lang=\"km\"",
        " xmlns=\"\"",
        " encoding=\"ISO-8859-1\"",
    ],
    read,
};

fn read(bytes: &[u8]) -> String {
    hold(bytes, b"\n", Format::Xliff.read(bytes), |file| {
        for unit in &file.units {
            assert!(unit.target.is_empty() || !unit.target.trim().is_empty());
        }
        let states: BTreeSet<String> =
            file.units.iter().map(|unit| format!("{:?}", unit.state)).collect();
        format!("{} {states:?}", file.passed_over.len().min(3))
    })
}

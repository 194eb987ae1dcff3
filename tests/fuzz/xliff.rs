//! XLIFF of both generations.

use std::collections::BTreeSet;

use briefpress::internals::Format;

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
    match Format::Xliff.read(bytes) {
        Ok(file) => {
            let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
            let mut last = 0;
            for unit in &file.units {
                assert!(last <= unit.line && unit.line <= lines, "line {} of {lines}", unit.line);
                assert!(unit.target.is_empty() || !unit.target.trim().is_empty());
                last = unit.line;
            }
            assert!(file.passed_over.iter().all(|over| over.line <= lines));
            let states: BTreeSet<String> =
                file.units.iter().map(|unit| format!("{:?}", unit.state)).collect();
            let passed_over = file.passed_over.len().min(3);
            format!(
                "{} {} {passed_over} {states:?}",
                file.target.is_some(),
                file.units.len().min(9)
            )
        }
        Err(error) => {
            let longest = bytes.len() + 1;
            assert!(error.line <= longest && error.column <= longest, "{error}");
            assert!(!error.words.is_empty());
            error.words
        }
    }
}

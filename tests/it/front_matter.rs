//! Authors, identifiers, licence, foreword and acknowledgements of a brief.

use lopdf::Document;

use crate::support::{MINIMAL, TestProject};

const FRONT_MATTER: &str = r#"
isbn = "978-0-306-40615-7"
doi = "10.1000/brief&2025"
licence = "CC-BY-3.0-IGO"
acknowledgements = "Thanks go to everyone who answered."

[foreword]
text = "Waiting is a decision, too."
by = "Sok Dara"
role = "Ombudsperson"

[[author]]
id = "rahman"
name = "Aisha Rahman"
role = "editor"
affiliation = "Institute for Justice Statistics"

[[author]]
id = "dara"
name = "Sok Dara"

[[source]]
"#;

fn brief() -> String {
    MINIMAL.replacen("[[source]]\n", FRONT_MATTER, 1)
}

/// The metadata packet of a file.
fn packet(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).unwrap();
    let metadata = document.catalog().unwrap().get(b"Metadata").unwrap().as_reference().unwrap();
    let stream = document.get_object(metadata).unwrap().as_stream().unwrap();
    let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    String::from_utf8(content).unwrap()
}

#[test]
fn authors_and_identifiers_are_in_the_metadata_of_both_editions() {
    let project = TestProject::with_brief(&brief());
    let run = project.run(&["build", "--edition", "screen", "--edition", "print"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let pdfs = project.pdfs("dist");
    assert_eq!(pdfs.len(), 4, "{pdfs:?}");
    for name in pdfs {
        let packet = packet(&project.read(&format!("dist/{name}")));
        // As an XML reader takes it.
        let xml = roxmltree::Document::parse(packet.trim_matches('\u{feff}')).unwrap();
        let values = |name: &str| -> Vec<String> {
            let of_name = |node: &roxmltree::Node<'_, '_>| {
                node.has_tag_name(("http://purl.org/dc/elements/1.1/", name))
            };
            let texts = xml.descendants().filter(of_name).flat_map(|node| node.descendants());
            let texts = texts.filter(|node| node.is_text()).filter_map(|node| node.text());
            texts.map(str::trim).filter(|text| !text.is_empty()).map(String::from).collect()
        };
        // PDF/A wants one entry there, which says what the information dictionary says.
        assert_eq!(values("creator").join(", "), "Aisha Rahman, Sok Dara", "{name}");
        assert_eq!(values("identifier"), ["doi:10.1000/brief&2025"], "{name}");
        if name.contains(".print.") {
            continue;
        }
        let judged = project.run(&["preflight", &format!("dist/{name}")]);
        assert_eq!(judged.code, 0, "{name}: {}{}", judged.stdout, judged.stderr);
    }
}

#[test]
fn a_licence_with_a_name_prints_in_full_and_is_not_to_be_translated() {
    let project = TestProject::with_brief(&brief());
    let run = project.run(&["template", "data", "a"]);
    let data: serde_json::Value = serde_json::from_str(&run.stdout).expect(&run.stderr);
    // Its code stays on one line: word joiners say so.
    assert_eq!(
        data["licence"][0]["text"],
        "Creative Commons Attribution 3.0 IGO (CC \u{2060}BY \u{2060}3.0 IGO)"
    );
    assert_eq!(data["licence"][2]["url"], "https://creativecommons.org/licenses/by/3.0/igo/");
    assert_eq!(data["identifiers"]["doi"]["url"], "https://doi.org/10.1000/brief&2025");
    let sync = project.run(&["i18n", "sync", "--lang", "km", "a"]);
    assert_eq!(sync.code, 0, "{}", sync.stderr);
    let translation = String::from_utf8(project.read("briefs/a/lang/km.toml")).unwrap();
    for wanted in ["[foreword]", "[author.rahman]", "role = ", "affiliation = ", "acknowledgements"]
    {
        assert!(translation.contains(wanted), "{wanted} in {translation}");
    }
    for kept in ["licence", "CC-BY", "name = ", "doi", "isbn"] {
        assert!(!translation.contains(kept), "{kept} in {translation}");
    }
}

#[test]
fn a_translation_has_its_own_words_for_roles_and_foreword() {
    let project = TestProject::with_brief(&brief());
    project.run(&["i18n", "sync", "--lang", "fr", "a"]);
    project.write(
        "briefs/a/lang/fr.toml",
        "[translation]\nstatus = \"draft\"\n\n[foreword]\ntext = \"Attendre, c’est décider.\"\nby = \"Sok Dara\"\nrole = \"Médiatrice\"\n\n[author.rahman]\nrole = \"rédaction\"\n",
    );
    let run = project.run(&["template", "data", "a", "--lang", "fr"]);
    let data: serde_json::Value = serde_json::from_str(&run.stdout).expect(&run.stderr);
    assert_eq!(data["foreword"]["role"], "Médiatrice", "{}", run.stderr);
    assert_eq!(data["authors"][0]["role"], "rédaction");
    assert_eq!(data["authors"][0]["name"]["text"], "Aisha Rahman");
}

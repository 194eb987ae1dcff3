//! Where text stands on its page: what falls off, is cut, runs into a margin or lies on other text
//! is an error that names the key; what stands where it does on purpose is none.

use std::process::Command;

use crate::support::{MINIMAL, Run, TestProject, repository};

/// A template of the project, with words of the brief at hand.
fn template(body: &str) -> String {
    format!(
        "#let brief = json(\"/brief.json\")\n\
         #let words = brief.findings.first().text.first().children.first().text\n\
         #set page(width: 300pt, height: 300pt, margin: 30pt)\n\
         #set text(font: brief.brand.text_fonts, size: 10pt, lang: brief.lang)\n\
         #heading(text(brief.title))\n{body}\n"
    )
}

/// Builds the minimal brief with a template.
fn built(body: &str) -> (TestProject, Run) {
    let project = TestProject::with_brief(MINIMAL);
    project.write("templates/brief/main.typ", template(body));
    let run = project.run(&["build", "--only", "brief", "--message-format", "short"]);
    (project, run)
}

const TOO_TALL: &str = "#block(breakable: false, for _ in range(30) { par(text(words)) })";

#[test]
fn text_that_cannot_be_read_is_an_error_at_its_key() {
    let off = "error[layout::off-page]: `finding.delay.text` does not fit on page 1";
    let on =
        "error[layout::overlap]: `finding.delay.text` and other text lie on each other on page 1";
    let cases: &[(&str, &str, &str)] = &[
        ("a block too tall for its page", TOO_TALL, &off.replace("page 1", "page 2")),
        ("beside the page", "#place(dx: 250pt, block(width: 200pt, text(words)))", off),
        ("wholly beside it", "#place(dx: 400pt, block(width: 200pt, text(words)))", off),
        ("turned, over the head", "#place(rotate(90deg, box(width: 400pt, text(words))))", off),
        ("cut by a block", "#block(height: 20pt, clip: true, width: 60pt, text(words))", off),
        (
            "cut after a turn",
            "#rotate(20deg, block(height: 10pt, clip: true, width: 60pt, text(words)))",
            off,
        ),
        (
            "on a neighbour",
            "#grid(columns: (40pt, 1fr), box(width: 90pt, text(words)), [Another word])",
            on,
        ),
        ("line on line", "#place(text(words))\nAnother text that stands here", on),
        ("in a larger size", "#place(scale(200%, reflow: true, text(words)))\n#text(words)", on),
        (
            "in a margin that is kept free",
            "#metadata((rest: 30pt)) <margins>\n#box(width: 240pt, box(width: 265pt, h(1fr) + text(size: 4pt, words)))",
            off,
        ),
        (
            "under an area",
            "#text(words)\n#place(top, dy: 10pt, rect(width: 100%, height: 60pt, fill: white))",
            "error[layout::overlap]: `finding.delay.text` is covered on page 1",
        ),
    ];
    for (what, body, expected) in cases {
        let (project, run) = built(body);
        assert_eq!(run.code, 1, "{what}: {}", run.stderr);
        let place = "briefs/a/brief.toml:30:";
        let said =
            run.stderr.lines().any(|line| line.starts_with(place) && line.ends_with(expected));
        assert!(said, "{what}: {}", run.stderr);
        assert_eq!(run.stderr.matches("error[").count(), 1, "{what}: {}", run.stderr);
        assert!(project.pdfs("dist").is_empty(), "{what}");
    }
}

#[test]
fn words_of_the_template_are_told_from_words_of_the_brief() {
    let (_, run) = built("#place(dx: 250pt, box[Nothing anyone wrote])");
    let expected = "error[layout::off-page]: on page 1 of the template `brief`, “Nothing anyone wrote” \
                    runs over the edge of the page";
    assert!(run.code == 1 && run.stderr.starts_with(expected), "{}", run.stderr);
    let (_, run) = built("#grid(columns: (9pt, 1fr), [Geschlechtergleichstellung], [10])");
    let expected = "error[layout::overlap]: on page 1 of the template `brief`, \
                    “Geschlechtergleichstellung” and “10” lie on each other";
    assert!(run.code == 1 && run.stderr.starts_with(expected), "{}", run.stderr);
}

#[test]
fn other_briefs_are_made_all_the_same() {
    let project = TestProject::with_brief(MINIMAL);
    let long = MINIMAL.replace("from filing to decision.", &"from filing to decision. ".repeat(40));
    project.write("briefs/b/brief.toml", long.replace("Decisions on review", "Decisions"));
    project.write(
        "templates/brief/main.typ",
        template("#block(breakable: false, text(words))\n#metadata((rest: 30pt)) <margins>"),
    );
    let run = project.run(&["build", "--only", "brief"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(project.pdfs("dist"), ["a/a.en.pdf"]);
    for part in [
        "`finding.delay.text` does not fit on page ",
        "--> briefs/b/brief.toml:30:",
        "shorten the text, or divide it",
    ] {
        assert!(run.stderr.contains(part), "{part} in {}", run.stderr);
    }
}

/// All that designers do on purpose.
const ON_PURPOSE: &str = r##"
#metadata((x: 30pt, top: 30pt, bottom: 30pt)) <margins>
#set page(
  header: [Head #h(1fr) of the page],
  footer: align(center)[Foot of the page],
  background: rotate(30deg, text(size: 90pt, fill: luma(230))[DRAFT]),
  foreground: rotate(-30deg, text(size: 24pt, fill: luma(200))[a stamp over all]),
)
#text(words) and CO#sub[2], 5 km#super[2], #super[1, 2]
#place(left, dx: -26pt, box(width: 20pt, text(size: 5pt)[a note in the margin]))
#pdf.artifact(move(dx: 250pt, text(size: 6pt)[§ 1]))
#place(text(fill: red)[Twice]); #place(dx: 0.4pt, text[Twice])
#v(14pt)
#block(fill: black, inset: 4pt, text(fill: white)[White on a chip])
#box(fill: black, width: 12pt, height: 12pt, align(center + horizon, text(fill: white, size: 8pt)[16]))
#highlight[Marked], #underline[under], #overline[over], #strike[struck], f#h(-0.1em)f
#rotate(90deg, reflow: true)[Turned]
#table(columns: 2, fill: luma(240), table.cell(rowspan: 2)[Two rows], [one], table.cell(fill: yellow)[the other])
#rect(fill: yellow)[In a rectangle] #box(clip: true, width: 100%, height: 12pt)[In a clip]
#columns(2)[In two columns. #colbreak() The second.]
A note#footnote[At the foot of the page.] and #box(width: 20pt, [a wide box]) in a line
#stack(spacing: 1pt, text(size: 7pt)[Tight lines], text(size: 7pt)[jumping gypsy], text(size: 7pt)[ÀÉÎÕÜ])
#set text(font: ("Source Serif 4", "Battambang", "Amiri"), fallback: true)
#text(lang: "km")[សន្តិភាព ខ្ញុំ ស្ត្រី] #text(lang: "ar", dir: rtl)[حَقٌّ وَكَرَامَةٌ]
"##;

#[test]
fn what_is_meant_is_no_fault() {
    let (_, run) = built(ON_PURPOSE);
    assert_eq!(run.code, 0, "{}", run.stderr);
    // And without a word about margins, text may stand in them.
    let (_, run) = built("#move(dx: -25pt)[A line that begins in the margin]\n#v(-30pt)");
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn no_page_of_ours_has_a_fault() {
    let awkward = repository().join("tests/fixtures/awkward");
    for folder in [repository(), awkward.as_path()] {
        let project = TestProject::copy_of(folder);
        for languages in [&[][..], &["--lang", "en-XA"], &["--lang", "ar-XB"]] {
            let mut args = vec!["build", "--edition", "screen", "--edition", "print"];
            args.extend(languages);
            let run = project.run(&args);
            assert_eq!(run.code, 0, "{languages:?} {}", run.stderr);
        }
    }
}

/// A word as poppler sees it: left, top, right, bottom, in points from the head of the page.
type Word = (String, [f64; 4]);

/// The middle half: poppler's boxes are as high as the face may get, and reach into other lines.
fn middle(from: f64, to: f64) -> (f64, f64) {
    let quarter = (to - from) / 4.0;
    (from + quarter, to - quarter)
}

/// The words of every page, with the page's width and height.
fn words(project: &TestProject, file: &str) -> Vec<([f64; 2], Vec<Word>)> {
    let output =
        Command::new("pdftotext").arg("-bbox").arg(project.path(file)).arg("-").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let html = String::from_utf8(output.stdout).unwrap();
    let number = |line: &str, name: &str| -> f64 {
        let value = line.split_once(&format!("{name}=\"")).unwrap().1;
        value.split_once('"').unwrap().0.parse().unwrap()
    };
    let mut pages = Vec::new();
    for line in html.lines().map(str::trim) {
        if line.starts_with("<page ") {
            pages.push(([number(line, "width"), number(line, "height")], Vec::new()));
        } else if line.starts_with("<word ") {
            let text = line.split_once('>').unwrap().1.trim_end_matches("</word>").to_string();
            let bounds = ["xMin", "yMin", "xMax", "yMax"].map(|name| number(line, name));
            pages.last_mut().unwrap().1.push((text, bounds));
        }
    }
    pages
}

#[test]
#[ignore = "needs pdftotext"]
fn poppler_agrees_where_words_stand() {
    let at = |x: f64, other: f64| {
        built(&format!(
            "#place(top + left, dx: {x}pt, dy: 100pt, box[Overflowing])\n\
             #place(top + left, dx: {other}pt, dy: 100pt, box[Neighbouring])"
        ))
    };
    let (project, run) = at(0.0, 120.0);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let pages = words(&project, "dist/a/a.en.pdf");
    let [width, _] = pages[0].0;
    let find = |text: &str| pages[0].1.iter().find(|word| word.0 == text).unwrap().1;
    let (first, second) = (find("Overflowing"), find("Neighbouring"));
    // To the edge of the page and over it, at either side; up to its neighbour and onto it.
    let right = width - second[2];
    let touching = 120.0 - (second[0] - first[2]);
    for (x, other, fine) in [
        (0.0, 120.0 + right - 1.0, true),
        (0.0, 120.0 + right + 3.0, false),
        (1.0 - first[0], 120.0, true),
        (-3.0 - first[0], 120.0, false),
        (0.0, touching + 0.5, true),
        (0.0, touching - 8.0, false),
    ] {
        let (_, run) = at(x, other);
        assert_eq!(run.code == 0, fine, "{x} {other}: {}", run.stderr);
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn poppler_finds_no_word_off_its_page_or_on_another() {
    let awkward = repository().join("tests/fixtures/awkward");
    for folder in [repository(), awkward.as_path()] {
        let project = TestProject::copy_of(folder);
        let run = project.run(&["build", "--edition", "screen", "--edition", "print"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        for file in project.pdfs("dist") {
            for (page, ([width, height], words)) in
                words(&project, &format!("dist/{file}")).iter().enumerate()
            {
                for (index, (text, [x0, y0, x1, y1])) in words.iter().enumerate() {
                    let inside = *x0 > 0.0 && *y0 > 0.0 && x1 < width && y1 < height;
                    assert!(inside, "{file}, page {}: {text}", page + 1);
                    for (other, [a0, b0, a1, b1]) in &words[index + 1..] {
                        // Half of a wide punctuation mark is room that may be given up.
                        let across = x1.min(*a1) - x0.max(*a0);
                        let down = middle(*y0, *y1).1.min(middle(*b0, *b1).1)
                            - middle(*y0, *y1).0.max(middle(*b0, *b1).0);
                        let lower = (y1 - y0).min(b1 - b0);
                        assert!(
                            across < 0.6 * lower || down < 0.0,
                            "{file}, page {}: {text} and {other}",
                            page + 1
                        );
                    }
                }
            }
        }
    }
}

//! Files that a chapter names and cannot show: they are no text, or too long.

use crate::support::repository;
use crate::values_told::repacked;

/// The bytes of such a file.
pub fn given(name: &str) -> Vec<u8> {
    let fixture =
        |path: &str| std::fs::read(repository().join("tests/fixtures").join(path)).unwrap();
    match name {
        "latin" => b"title = \"Caf\xe9\"\n".to_vec(),
        "huge" => [b"# ".to_vec(), vec![b'x'; 5 << 20], b"\n".to_vec()].concat(),
        "long-title" => super::base().replacen("are dry", &"are dry ".repeat(300), 1).into_bytes(),
        "wrong-parent" => super::base().replacen("\"6.1.1\"", "\"6.2.1\"", 1).into_bytes(),
        "values-of-kenya" => {
            let values = String::from_utf8(fixture("values/portal.csv")).unwrap();
            values.replace(",116,Cambodia,", ",404,Kenya,").into_bytes()
        }
        "large-picture" => {
            let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><!--";
            format!("{picture}{}--><path d=\"M1 1H8V8z\"/></svg>", "x".repeat(2 << 20)).into_bytes()
        }
        "cut-workbook" => {
            let mut workbook = fixture("values/percent.xlsx");
            workbook.truncate(workbook.len() / 2);
            workbook
        }
        "hidden-sheet" => {
            let hide = |name: &str, text: String| match name {
                "xl/workbook.xml" => {
                    let shown = text.replace(" state=\"visible\"", "");
                    shown.replacen("<sheet ", "<sheet state=\"hidden\" ", 1)
                }
                _ => text,
            };
            repacked(&fixture("values/percent.xlsx"), hide, false)
        }
        "latin-values" => b"Indicator,SeriesCode,SeriesDescription,GeoAreaCode,GeoAreaName,TimePeriod,Value,\
            Source,[Units]\n6.1.1,SH_H2O_SAFE,Safe drinking water,404,Kenya,2020,58,C\xf4te,PERCENT\n"
            .to_vec(),
        "many-rows" => {
            let rows = (1..=1200).map(|at| format!("County {at},{at}\n"));
            ["County,Dry\n".to_string()].into_iter().chain(rows).collect::<String>().into_bytes()
        }
        "small-picture" => picture("briefs/page-one.png"),
        "wide-picture" => picture("docs/regional.png"),
        "middling-picture" => picture("docs/fact-sheet.png"),
        _ => fixture(name),
    }
}

/// A picture that the repository has.
fn picture(path: &str) -> Vec<u8> {
    std::fs::read(repository().join(path)).unwrap()
}

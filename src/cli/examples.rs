//! What the help of each command shows as examples. A test runs every one of them.

use clap::Command;
use clap::builder::StyledStr;

/// A command line, and what it does.
pub type Example = (&'static str, &'static str);

/// The examples of each command, by its name behind the program's.
const EXAMPLES: &[(&str, &[Example])] = &[
    (
        "",
        &[
            ("briefpress init my-briefs", "start a project with an example that builds"),
            ("briefpress", "say what there is in this folder, and what to do next"),
        ],
    ),
    (
        "init",
        &[
            ("briefpress init my-briefs", "start a project in a new folder"),
            ("briefpress init", "start it in this folder; what is there stays as it is"),
        ],
    ),
    (
        "new",
        &[
            ("briefpress new floods --country KH", "begin briefs/floods/brief.toml"),
            (
                "briefpress new inondations --country SN --lang fr --full",
                "begin a brief in French, with all that a brief may hold",
            ),
        ],
    ),
    (
        "rename",
        &[
            ("briefpress rename mekong delta --dry-run", "say what another id would change"),
            ("briefpress rename mekong delta", "give the brief another id"),
        ],
    ),
    (
        "check",
        &[
            ("briefpress check", "look at every brief, in every language"),
            ("briefpress check mekong --deny warnings", "end with 1 for a warning, too"),
            ("briefpress check --format sarif > found.sarif", "write a report for other tools"),
        ],
    ),
    (
        "build",
        &[
            ("briefpress build", "build what is not up to date"),
            (
                "briefpress build mekong --lang fr --edition screen --edition print",
                "one brief in one language, for the screen and for the press",
            ),
            ("briefpress build --dry-run", "say what would be built, and why"),
            (
                "briefpress build --only indicators --combined",
                "one table of the indicators of all briefs",
            ),
            ("briefpress build --shard 1/2 --out part-1", "the first half, on one of two machines"),
        ],
    ),
    (
        "open",
        &[
            ("briefpress open", "open the page that lists what was built"),
            ("briefpress open mekong --lang fr", "open a PDF"),
            ("briefpress open mekong --edition print --print-path", "print where the other one is"),
        ],
    ),
    (
        "watch",
        &[
            ("briefpress watch mekong", "open the brief in the browser"),
            ("briefpress watch mekong --lang fr --no-open", "print the address of its translation"),
        ],
    ),
    ("verify", &[("briefpress verify dist", "build what is in dist again, and compare it")]),
    (
        "merge",
        &[(
            "briefpress merge part-1 part-2 --out release",
            "one release of what two machines built",
        )],
    ),
    (
        "preflight",
        &[
            ("briefpress preflight dist/mekong/mekong.en.pdf", "judge one file"),
            (
                "briefpress preflight --as print --total-ink 280 mekong.print.pdf",
                "judge it as a press does that takes 280 % of ink",
            ),
            (
                "briefpress preflight --format json dist/*/*.pdf > report.json",
                "judge all files, for another program",
            ),
        ],
    ),
    (
        "i18n",
        &[
            (
                "briefpress i18n sync mekong --lang fr",
                "begin a translation, or bring it up to date",
            ),
            ("briefpress i18n status", "say how far each translation is"),
        ],
    ),
    (
        "i18n status",
        &[
            ("briefpress i18n status", "say how far each translation is"),
            ("briefpress i18n status mekong --lang fr --keys", "list what there is to do"),
            (
                "briefpress i18n status --fail-under 80 --fail-stale",
                "end with 1 where less is translated, or something changed since",
            ),
        ],
    ),
    (
        "i18n sync",
        &[
            (
                "briefpress i18n sync mekong --lang fr",
                "begin a translation, or bring it up to date",
            ),
            (
                "briefpress i18n sync mekong --lang fr --accept brief.title",
                "say that a translation fits the original as it is now",
            ),
        ],
    ),
    (
        "i18n export",
        &[
            (
                "briefpress i18n export mekong --lang fr --out exchange/mekong.fr.po",
                "write a file for Poedit and the like",
            ),
            (
                "briefpress i18n export mekong --lang fr --format xliff > mekong.fr.xlf",
                "write XLIFF 2.0",
            ),
        ],
    ),
    (
        "i18n import",
        &[
            (
                "briefpress i18n import mekong mekong.fr.po --lang fr --dry-run",
                "show what a file would change",
            ),
            ("briefpress i18n import mekong mekong.fr.po --lang fr", "take it in"),
        ],
    ),
    (
        "i18n init-tool",
        &[
            ("briefpress i18n init-tool omegat --lang fr", "write what OmegaT has to be told"),
            (
                "briefpress i18n init-tool weblate --repository https://git.example.org/briefs.git",
                "write what Weblate has to be told",
            ),
        ],
    ),
    (
        "sources",
        &[("briefpress sources import library.bib --into mekong", "put sources into a brief")],
    ),
    (
        "sources import",
        &[
            ("briefpress sources import library.bib --into mekong", "put sources into a brief"),
            ("briefpress sources import library.ris", "print them as tables, to copy from"),
        ],
    ),
    (
        "fonts",
        &[
            ("briefpress fonts", "list the fonts, and which language each sets"),
            ("briefpress fonts --font-path faces", "with fonts of a folder, too"),
        ],
    ),
    (
        "sdg",
        &[
            ("briefpress sdg find child marriage", "find the codes of a subject"),
            ("briefpress sdg show 5.3", "show a target with its indicators"),
        ],
    ),
    (
        "sdg show",
        &[
            ("briefpress sdg show 16", "show a goal with its targets"),
            ("briefpress sdg show 16.3.1 --format json", "all that is known of an indicator"),
        ],
    ),
    ("sdg find", &[("briefpress sdg find child marriage", "find the codes of a subject")]),
    (
        "sdg codes",
        &[
            ("briefpress sdg codes", "list goals, targets and indicators"),
            ("briefpress sdg codes --format csv > codes.csv", "as a table for other programs"),
        ],
    ),
    (
        "sdg country",
        &[
            ("briefpress sdg country Cambodge", "find a country by a name in any language"),
            ("briefpress sdg country KH LA --lang fr", "the French names of two"),
        ],
    ),
    (
        "sdg import",
        &[
            (
                "briefpress sdg import framework-fr.xlsx --release 2025 --dry-run",
                "show what published wording would change",
            ),
            ("briefpress sdg import tiers-2024.xlsx", "pin the tiers of a sheet in the project"),
        ],
    ),
    (
        "sdg diff",
        &[(
            "briefpress sdg diff tiers-2019.xlsx tiers-2024.xlsx",
            "say what changed between two sheets",
        )],
    ),
    (
        "completions",
        &[
            ("briefpress completions bash > briefpress.bash", "write the script for Bash"),
            ("briefpress completions powershell > _briefpress.ps1", "write it for PowerShell"),
        ],
    ),
    (
        "man",
        &[(
            "briefpress man man1",
            "write the pages, of which `man -l man1/briefpress-build.1` shows one",
        )],
    ),
    (
        "schema",
        &[(
            "briefpress schema manifest > manifest.schema.json",
            "describe the manifest of a release",
        )],
    ),
    (
        "template",
        &[
            ("briefpress template list", "list the templates"),
            ("briefpress template eject brief", "copy one into the project, to edit it"),
        ],
    ),
    ("template list", &[("briefpress template list", "list the templates")]),
    (
        "template data",
        &[
            ("briefpress template data mekong > brief.json", "what the templates of a brief read"),
            ("briefpress template data mekong --lang fr", "the same of a translation"),
        ],
    ),
    (
        "template eject",
        &[("briefpress template eject brief", "copy it to templates/brief, where it takes effect")],
    ),
];

/// The examples of a command, by its name behind the program's.
pub fn examples(path: &str) -> &'static [Example] {
    EXAMPLES.iter().find(|(name, _)| *name == path).map_or(&[], |(_, examples)| examples)
}

/// A command and all below it with examples in their help. `path` is its name behind the program's.
pub fn with_examples(command: Command, path: &str) -> Command {
    let mut command = command;
    if let Some(shown) = shown(&command, examples(path)) {
        let (short, long) = (command.get_after_help(), command.get_after_long_help());
        let long = long.map(|notes| before(&shown, Some(notes)));
        let short = before(&shown, short);
        command = command.after_help(short);
        if let Some(long) = long {
            command = command.after_long_help(long);
        }
    }
    command.mut_subcommands(|below| {
        let path = format!("{path} {}", below.get_name());
        with_examples(below, path.trim_start())
    })
}

/// Examples as help shows them.
fn shown(command: &Command, examples: &[Example]) -> Option<StyledStr> {
    use std::fmt::Write;
    let styles = command.get_styles();
    let (header, literal) = (styles.get_header(), styles.get_literal());
    let mut text = StyledStr::new();
    write!(text, "{header}Examples:{header:#}").ok()?;
    for (line, does) in examples {
        write!(text, "\n  {literal}{line}{literal:#}\n      {does}").ok()?;
    }
    (!examples.is_empty()).then_some(text)
}

/// Examples before what else is said below a command's options.
fn before(examples: &StyledStr, notes: Option<&StyledStr>) -> StyledStr {
    let mut text = examples.clone();
    if let Some(notes) = notes {
        text.push_str("\n\n");
        text.push_str(&notes.ansi().to_string());
    }
    text
}

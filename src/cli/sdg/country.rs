//! `briefpress sdg country`.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::cli::candidates;
use crate::cli::context::check_language;
use crate::cli::error::{Error, Exit};
use crate::cli::ui::Ui;
use crate::l10n::{
    Whose, built_in_languages, country_facts, country_name, country_names, find_countries,
    groups_as_of, nearest_countries, region_name, serving,
};
use crate::visible;

#[derive(Debug, Args)]
#[command(
    after_help = "Names are those that briefs print, and the formal ones of states. In Arabic, \
                        Chinese, English, French, Russian and Spanish they are the United Nations’; in \
                        other languages it says whose they are."
)]
pub struct CountryArgs {
    /// A code of ISO 3166-1 or M49, or a name in any language: KH, KHM, 116, Cambodge
    #[arg(value_name = "CODE|NAME", required = true, add = candidates::countries())]
    countries: Vec<String>,
    /// Only names in this language; may be repeated
    #[arg(long = "lang", value_name = "LANG", add = candidates::all_languages())]
    languages: Vec<String>,
    /// How it is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = CountryFormat::Human)]
    format: CountryFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CountryFormat {
    /// For reading
    Human,
    /// As JSON, one object a country
    Json,
}

/// A country as machines read it.
#[derive(Debug, Serialize)]
struct CountryRow {
    code: &'static str,
    alpha3: &'static str,
    number: &'static str,
    m49: Option<&'static str>,
    membership: &'static str,
    regions: Vec<RegionRow>,
    groups: Vec<&'static str>,
    groups_as_of: &'static str,
    note: Option<&'static str>,
    names: BTreeMap<&'static str, NameRow>,
}

#[derive(Debug, Serialize)]
struct RegionRow {
    code: &'static str,
    name: &'static str,
}

#[derive(Debug, Serialize)]
struct NameRow {
    name: &'static str,
    article: Option<&'static str>,
    formal: Option<&'static str>,
    formal_article: Option<&'static str>,
    whose: &'static str,
}

/// Shows what is known of countries.
///
/// # Errors
///
/// Names are asked for in a language that is not built in, or standard output is closed or fails.
pub fn run(args: &CountryArgs, ui: &Ui) -> Result<Exit, Error> {
    let languages = languages(&args.languages)?;
    // A name of several words that was not put in quotation marks.
    let whole = find_countries(&args.countries.join(" "));
    let asked = if args.countries.len() > 1 && !whole.is_empty() {
        vec![(String::new(), whole)]
    } else {
        let found = |text: &String| (text.clone(), find_countries(text));
        args.countries.iter().map(found).collect()
    };
    let mut exit = Exit::Success;
    let mut is_first = true;
    for (text, codes) in asked {
        if codes.is_empty() {
            exit = exit.max(unknown(&text, args.format, ui)?);
        }
        for code in codes {
            match args.format {
                CountryFormat::Json => {
                    let json = serde_json::to_string(&row(code, &languages));
                    ui.document(&visible::json(&json.expect("plain data is always JSON")))?;
                }
                CountryFormat::Human => {
                    if !is_first {
                        ui.data("")?;
                    }
                    show(code, &languages, ui)?;
                }
            }
            is_first = false;
        }
    }
    Ok(exit)
}

/// The languages with names that serve those that are asked for; all where none is.
fn languages(asked: &[String]) -> Result<Vec<&'static str>, Error> {
    let all: Vec<&'static str> = built_in_languages().collect();
    let mut wanted: Vec<&str> = Vec::new();
    for tag in asked {
        check_language(tag, all.iter().copied())?;
        wanted.extend(serving(tag, all.iter().copied()).first());
    }
    let is_wanted = |tag: &&'static str| asked.is_empty() || wanted.contains(tag);
    Ok(all.iter().copied().filter(is_wanted).collect())
}

fn row(code: &'static str, languages: &[&'static str]) -> CountryRow {
    let facts = country_facts(code).expect("what is found is known");
    let name = |language: &&'static str| {
        let (names, whose) = country_names(code, language)?;
        let row = NameRow {
            name: &names.name,
            article: names.article.as_deref(),
            formal: names.formal.as_deref(),
            formal_article: names.formal_article.as_deref(),
            whose: whose.key(),
        };
        Some((*language, row))
    };
    let region =
        |code: &'static String| RegionRow { code, name: region_name(code, "en").unwrap_or(code) };
    CountryRow {
        code,
        alpha3: &facts.alpha3,
        number: &facts.number,
        m49: facts.in_m49.then_some(facts.number.as_str()),
        membership: facts.standing.key(),
        regions: facts.regions.iter().map(region).collect(),
        groups: facts.groups.iter().map(|group| group.key()).collect(),
        groups_as_of: groups_as_of(),
        note: facts.note.as_deref(),
        names: languages.iter().filter_map(name).collect(),
    }
}

fn show(code: &'static str, languages: &[&'static str], ui: &Ui) -> Result<(), Error> {
    let facts = country_facts(code).expect("what is found is known");
    ui.data(country_name(code, "en").unwrap_or(code))?;
    let standard = if facts.in_m49 { "M49" } else { "ISO 3166-1" };
    ui.data(format!("codes      {code}, {}, {standard} {}", facts.alpha3, facts.number))?;
    ui.data(format!("standing   {}", facts.standing.describe()))?;
    if !facts.regions.is_empty() {
        let named = |code: &String| format!("{} ({code})", region_name(code, "en").unwrap_or(code));
        let regions: Vec<String> = facts.regions.iter().map(named).collect();
        ui.data(format!("region     {}", regions.join(", ")))?;
    }
    let groups: Vec<&str> = facts.groups.iter().map(|group| group.describe()).collect();
    let groups = if groups.is_empty() { "none".to_string() } else { groups.join(", ") };
    ui.data(format!("groups     {groups}; as of {}", groups_as_of()))?;
    if let Some(note) = &facts.note {
        ui.data(format!("note       {note}"))?;
    }
    for whose in [Whose::Un, Whose::Cldr, Whose::Usage, Whose::Rendered] {
        let of_them = |language: &&'static str| {
            let (names, of) = country_names(code, language)?;
            (of == whose).then_some((*language, names))
        };
        let rows: Vec<_> = languages.iter().filter_map(of_them).collect();
        if !rows.is_empty() {
            ui.data(format!("names {}", describe(whose)))?;
        }
        for (language, names) in rows {
            let article = names.article.as_ref().map_or(String::new(), |it| format!(" ({it})"));
            ui.data(format!("  {language:<8} {}{article}", names.name))?;
            // What the United Nations has no name for in a language is the state's own.
            let is_other = whose == Whose::Un || names.formal.as_ref() != Some(&names.name);
            if let Some(formal) = names.formal.as_ref().filter(|_| is_other) {
                let by = if whose == Whose::Un { "" } else { " by the state itself" };
                let article = names.formal_article.as_deref().unwrap_or_default();
                let space = if article.is_empty() || article.ends_with('’') { "" } else { " " };
                ui.data(format!("  {:<8} formally{by}: {article}{space}{formal}", ""))?;
            }
        }
    }
    Ok(())
}

fn describe(whose: Whose) -> &'static str {
    match whose {
        Whose::Un => "by the United Nations",
        Whose::Cldr => "by Unicode CLDR",
        Whose::Usage => "by usage",
        Whose::Rendered => "put into words here, after the United Nations’",
    }
}

/// A country that is not there: what is near.
fn unknown(text: &str, format: CountryFormat, ui: &Ui) -> Result<Exit, Error> {
    let padded = format!("{:0>3}", text.trim());
    let region = region_name(&padded, "en");
    let error = Error::UnknownCode {
        message: format!("no country has `{text}` for a code or name"),
        note: region.map(|name| format!("M49 has it for a region, {name}")),
    };
    ui.error(&error);
    let near = nearest_countries(text);
    if !near.is_empty() {
        ui.status("nearest:");
    }
    for (code, way) in near {
        let line = format!("  {code:<4} {way}");
        match format {
            CountryFormat::Human => ui.data(line)?,
            CountryFormat::Json => ui.status(line),
        }
    }
    Ok(error.exit())
}

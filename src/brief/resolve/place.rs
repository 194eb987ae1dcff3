//! Where a brief is about.

use std::collections::BTreeMap;

use super::Resolver;
use crate::brief::model::Whereabouts;
use crate::brief::schema::RawPlace;
use crate::diag::{Code, Diagnostic, Span, did_you_mean};
use crate::l10n::{
    country_codes, country_name, find_countries, nearest_countries, region_codes, region_name,
};
use crate::tree::Text;

impl Resolver<'_> {
    /// `None` where nothing valid is said; it has been reported then.
    pub(super) fn place(&mut self, raw: &RawPlace) -> Option<Whereabouts> {
        let is_one_way = self.one_way(raw);
        let countries = self.countries(raw);
        let region = raw.region.as_ref().and_then(|code| self.region(code));
        if !is_one_way {
            return None;
        }
        match raw.ways.first()?.0 {
            "region" => region.map(Whereabouts::Region),
            "area" => raw.area.clone().map(Whereabouts::Area),
            _ => countries.map(Whereabouts::Countries),
        }
    }

    /// Reports that a brief says in two ways where it is about.
    fn one_way(&mut self, raw: &RawPlace) -> bool {
        let mut ways = raw.ways.clone();
        ways.sort_by_key(|(_, span)| span.start);
        let [(first, earlier), (second, later), ..] = ways[..] else { return true };
        let help = match (&raw.country, &raw.countries[..]) {
            (Some(country), listed @ [_, ..]) => {
                let mut codes: Vec<&str> = vec![&country.value];
                codes.extend(listed.iter().map(Text::as_str).filter(|code| *code != country.value));
                let codes: Vec<String> = codes.iter().map(|code| format!("\"{code}\"")).collect();
                format!("keep `countries = [{}]` alone", codes.join(", "))
            }
            _ => "keep one of them: `country` for one country, `countries` for several, `region` for a \
                  region of UN M49, `area` for any other in words"
                .into(),
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::SeveralPlaces,
                format!("`{second}` stands beside `{first}`: a brief is about one place or list"),
            )
            .at(later)
            .key(second)
            .related(earlier, "the other")
            .help(help),
        );
        false
    }

    /// All of them, where each is known and named once.
    fn countries(&mut self, raw: &RawPlace) -> Option<Vec<String>> {
        if let Some(span) = raw.empty {
            self.diagnostics.push(
                Diagnostic::new(Code::EmptyText, "`countries` names none")
                    .at(span)
                    .key("countries")
                    .help("write their codes, such as `countries = [\"KH\", \"LA\"]`"),
            );
            return None;
        }
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut valid = true;
        for code in raw.codes() {
            valid &= self.is_country(code);
            let Some(earlier) = seen.insert(&code.value, code.span) else { continue };
            // A country that stands in two keys has been told of.
            if raw.ways.len() > 1 {
                continue;
            }
            self.diagnostics.push(
                Diagnostic::new(Code::BadValue, format!("`{}` is listed twice", code.value))
                    .at(code.span)
                    .key(&code.key)
                    .related(earlier, "the first one")
                    .help("take one out"),
            );
        }
        valid.then(|| raw.codes().map(|code| code.value.clone()).collect())
    }

    /// Whether a code is a country's, or one that the project has given a name.
    fn is_country(&mut self, code: &Text) -> bool {
        let value = code.value.as_str();
        // What a project names is not known where its file cannot be read.
        let Some(places) = self.vocabulary.places else { return true };
        if country_name(value, "en").is_some() || places.iter().any(|own| own.code.value == value) {
            return true;
        }
        let upper = value.to_uppercase();
        let mut all: Vec<(&str, &str)> = country_codes().collect();
        all.extend(places.iter().map(|own| (own.code.as_str(), own.name.as_str())));
        let same = all.iter().find(|(code, _)| code.eq_ignore_ascii_case(&upper)).copied();
        let named = |code: &'static str| Some((code, country_name(code, "en")?));
        let by_name = did_you_mean(value, all.iter().map(|(_, name)| *name))
            .and_then(|name| all.iter().find(|(_, other)| *other == name).copied());
        let found = find_countries(value).into_iter().find_map(named);
        let near = || nearest_countries(value).into_iter().find_map(|(code, _)| named(code));
        let help = match same.or(found).or(by_name).or_else(near) {
            Some((code, name)) => format!("did you mean `\"{code}\"`, {name}?"),
            None if region_name(value, "en").is_some() => format!("write `region = \"{value}\"`"),
            None => "write the two-letter code of ISO 3166-1, such as `\"KH\"` for Cambodia, or that of a \
                     `[[place]]` in briefpress.toml"
                .into(),
        };
        self.diagnostics.push(
            Diagnostic::new(Code::UnknownCountry, format!("`{value}` is no country code"))
                .at(code.span)
                .key(&code.key)
                .help(help),
        );
        false
    }

    fn region(&mut self, code: &Text) -> Option<String> {
        let value = code.value.as_str();
        if region_name(value, "en").is_some() {
            return Some(value.to_string());
        }
        let padded = format!("{value:0>3}");
        let by_number = region_codes().find(|(code, _)| *code == padded);
        let by_name = did_you_mean(value, region_codes().map(|(_, name)| name))
            .and_then(|name| region_codes().find(|(_, other)| *other == name));
        let upper = value.to_uppercase();
        let country = country_codes()
            .find(|(code, name)| *code == upper || name.to_uppercase() == upper)
            .map(|(code, _)| code);
        let help = match (country, by_number.or(by_name)) {
            (Some(country), _) => format!("it is a country: write `country = \"{country}\"`"),
            (None, Some((code, name))) => format!("did you mean `\"{code}\"`, {name}?"),
            (None, None) => {
                "write the three digits of UN M49, such as `\"035\"` for South-eastern Asia; \
                             an area that has none there goes into `area`, in words"
                    .into()
            }
        };
        self.diagnostics.push(
            Diagnostic::new(Code::UnknownRegion, format!("`{value}` is no region of UN M49"))
                .at(code.span)
                .key(&code.key)
                .help(help),
        );
        None
    }
}

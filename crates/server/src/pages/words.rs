//! What the pages say, in three languages: one catalogue each under `locales/`, with the plural rules of Unicode.

use std::sync::LazyLock;

use almoner_ledger::codes::Currency;
use almoner_ledger::refusal::Part;
use almoner_reports::language::Language;
use chrono::{DateTime, NaiveDate, Utc};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::problem::Problem;

type Catalogue = FluentBundle<FluentResource>;

/// Macedonian, English and Albanian, in the order of `Language::ALL`.
pub const SOURCES: [(&str, &str); 3] = [
    ("mk", include_str!("../../locales/mk.ftl")),
    ("en", include_str!("../../locales/en.ftl")),
    ("sq", include_str!("../../locales/sq.ftl")),
];

static CATALOGUES: LazyLock<[Catalogue; 3]> =
    LazyLock::new(|| SOURCES.map(|(code, source)| catalogue(code, source)));

/// Invariant: the catalogues are part of the program, and a test reads every one.
fn catalogue(code: &str, source: &str) -> Catalogue {
    let language = code.parse().unwrap_or_else(|_| LanguageIdentifier::default());
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Invisible marks around what is put in are for texts of mixed direction, and these are not.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(read, _)| read);
    bundle.add_resource_overriding(resource);
    bundle
}

/// The words of one language, and its way to write sums and days.
#[derive(Clone, Copy, Debug)]
pub struct Words(pub Language);

impl Words {
    fn catalogue(self) -> &'static Catalogue {
        let [mk, en, sq] = &*CATALOGUES;
        match self.0 {
            Language::Mk => mk,
            Language::En => en,
            Language::Sq => sq,
        }
    }

    fn told(self, message: &str, args: Option<&FluentArgs<'_>>) -> String {
        let catalogue = self.catalogue();
        let Some(pattern) = catalogue.get_message(message).and_then(|found| found.value()) else {
            return message.to_owned();
        };
        let mut errors = Vec::new();
        catalogue.format_pattern(pattern, args, &mut errors).into_owned()
    }

    pub fn say(self, message: &str) -> String {
        self.told(message, None)
    }

    /// A message with a text in it, as `{ $what }`.
    pub fn say_of(self, message: &str, what: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("what", what);
        self.told(message, Some(&args))
    }

    /// A message with several texts in it.
    pub fn say_with(self, message: &str, parts: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, text) in parts {
            args.set(*name, *text);
        }
        self.told(message, Some(&args))
    }

    /// A word of a closed list, such as `payout-state` and `paid`.
    pub fn word(self, list: &str, code: &str) -> String {
        self.say(&format!("word-{list}-{}", code.replace('_', "-")))
    }

    /// Why something was not done, and what to do next.
    pub fn refusal(self, problem: &Problem) -> String {
        let message = format!("refusal-{}", problem.name);
        if self.catalogue().get_message(&message).is_none() {
            return problem.detail.clone();
        }
        let mut args = FluentArgs::new();
        args.set("detail", problem.detail.as_str());
        for (name, part) in problem.refusal.iter().flat_map(|refusal| refusal.parts()) {
            args.set(name.trim_end_matches("_minor"), self.part(name, &part));
        }
        self.told(&message, Some(&args))
    }

    fn part(self, name: &str, part: &Part) -> String {
        match part {
            Part::Text(text) => text.clone(),
            Part::Number(minor) if name.ends_with("_minor") => self.sum(minor),
            Part::Number(number) => number.to_string(),
            Part::Day(day) => self.day(day),
            Part::Instant(at) => self.instant(*at),
            Part::Word("currency", code) => (*code).to_owned(),
            Part::Word(list, code) => self.word(list, code),
        }
    }

    /// `1.234,50 ден.`, where nothing else says which money it is.
    pub fn denars(self, minor: i64) -> String {
        self.say_of("sum-denars", &self.sum(&minor))
    }

    /// A sum of any currency.
    pub fn money(self, minor: i64, currency: Currency) -> String {
        match currency {
            Currency::Mkd => self.denars(minor),
            Currency::Eur | Currency::Usd | Currency::Chf | Currency::Gbp => {
                format!("{} {currency}", self.sum(&minor))
            }
        }
    }

    /// A day and a time of day, as the clock on the wall shows it.
    pub fn instant(self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&chrono_tz::Europe::Skopje);
        format!("{} {}", self.day(&local.date_naive()), local.format("%H:%M"))
    }

    /// A message that counts, as `{ $count }`.
    pub fn count(self, message: &str, count: i64) -> String {
        let mut args = FluentArgs::new();
        args.set("count", count);
        args.set("number", self.0.number().format_whole(count));
        self.told(message, Some(&args))
    }

    /// `1.234,50`, in the sums of a table whose heading names denars.
    pub fn sum(self, minor: &i64) -> String {
        self.0.number().format(*minor)
    }

    pub fn day(self, day: &NaiveDate) -> String {
        self.0.day(*day)
    }

    pub const fn code(self) -> &'static str {
        self.0.code()
    }
}

#[cfg(test)]
mod tests;

//! What the pages say, in three languages: one catalogue each under `locales/`, with the plural rules of Unicode.

use std::sync::LazyLock;

use almoner_reports::language::Language;
use chrono::NaiveDate;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

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

//! Which account an event books: the reason no account code stands in the rules.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::chart;
use crate::error::{LawError, Problem};
use crate::files::POSTING_SCHEME;
use crate::table;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostingRule {
    /// `a`, `a/b` or `a/b/c`; a last segment `*` stands for all that no other rule names.
    pub event: String,
    pub account: String,
    /// A rule holds until a later one for the same event.
    pub valid_from: NaiveDate,
    pub source: String,
    pub verified: bool,
}

/// The events every scheme must book, besides those that follow from the terms.
pub const EVENTS: [&str; 18] = [
    "unclear",
    "deferred/deferred_income",
    "deferred/liability_money",
    "deferred/liability_goods",
    "goods/stock",
    "goods/equipment",
    "goods/services",
    "aid_obligation",
    "aid_tax",
    "aid_returned/prior_year",
    "advance",
    "grant_refund",
    "purpose_change",
    "exchange/gain",
    "exchange/loss",
    "opening/equity",
    "closing/surplus",
    "closing/deficit",
];

const COLUMNS: &[&str] = &["event", "account", "valid_from", "source", "verified"];

pub(crate) fn read(text: &str, accounts: &[Account]) -> Result<Vec<PostingRule>, LawError> {
    let mut scheme: Vec<PostingRule> = Vec::new();
    for row in table::read(POSTING_SCHEME, COLUMNS, text)? {
        let event = row.text("event")?.to_owned();
        if !is_event(&event) {
            return Err(row.refuse(Problem::Unreadable { column: "event", text: event }));
        }
        let (source, verified) = row.provenance()?;
        let account = row.text("account")?.to_owned();
        let rule =
            PostingRule { event, account, valid_from: row.word("valid_from")?, source, verified };
        check(&rule, &scheme, accounts).map_err(|problem| row.refuse(problem))?;
        scheme.push(rule);
    }
    Ok(scheme)
}

fn check(rule: &PostingRule, above: &[PostingRule], accounts: &[Account]) -> Result<(), Problem> {
    if above
        .iter()
        .any(|earlier| earlier.event == rule.event && earlier.valid_from == rule.valid_from)
    {
        return Err(Problem::Duplicate { key: rule.event.clone() });
    }
    if chart::is_postable(accounts, &rule.account) {
        return Ok(());
    }
    let account = rule.account.clone();
    if accounts.iter().any(|known| known.code == account) {
        Err(Problem::NotPostable { account })
    } else {
        Err(Problem::UnknownAccount { account })
    }
}

fn is_event(text: &str) -> bool {
    let named = text.strip_suffix("/*").unwrap_or(text);
    named.split('/').all(table::is_key)
}

/// The rule an event falls under on that day.
pub(crate) fn rule_for<'a>(
    scheme: &'a [PostingRule],
    event: &str,
    on: NaiveDate,
) -> Option<&'a PostingRule> {
    patterns(event).iter().find_map(|pattern| {
        scheme
            .iter()
            .filter(|rule| rule.event == *pattern && rule.valid_from <= on)
            .max_by_key(|rule| rule.valid_from)
    })
}

/// The rules an event may fall under, the most exact first: `a/b/c`, `a/b/*`, `a/*`.
pub fn patterns(event: &str) -> Vec<String> {
    let mut patterns = vec![event.to_owned()];
    let mut rest = event;
    while let Some((front, _)) = rest.rsplit_once('/') {
        patterns.push(format!("{front}/*"));
        rest = front;
    }
    patterns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(event: &str, account: &str, valid_from: &str) -> PostingRule {
        PostingRule {
            event: event.to_owned(),
            account: account.to_owned(),
            valid_from: valid_from.parse().unwrap(),
            source: "test".to_owned(),
            verified: false,
        }
    }

    #[test]
    fn the_most_exact_rule_wins_then_the_latest() {
        let scheme = [
            rule("income/*", "1", "2010-01-01"),
            rule("income/grant/*", "2", "2012-01-01"),
            rule("income/grant/person", "3", "2014-01-01"),
            rule("income/grant/person", "4", "2016-01-01"),
            rule("income/*", "5", "2020-01-01"),
        ];
        let account = |event: &str, on: &str| {
            rule_for(&scheme, event, on.parse().unwrap()).map(|rule| rule.account.as_str())
        };
        assert_eq!(account("income/grant/person", "2009-12-31"), None);
        assert_eq!(account("income/grant/person", "2010-01-01"), Some("1"));
        assert_eq!(account("income/grant/person", "2013-06-01"), Some("2"));
        assert_eq!(account("income/grant/person", "2015-12-31"), Some("3"));
        assert_eq!(account("income/grant/person", "2021-01-01"), Some("4"));
        assert_eq!(account("income/grant/company", "2021-01-01"), Some("2"));
        assert_eq!(account("income/gift", "2021-01-01"), Some("5"));
        assert_eq!(account("outcome", "2021-01-01"), None);
    }

    #[test]
    fn a_star_stands_alone_and_last() {
        for event in ["unclear", "aid/*", "income/grant/person", "income/grant/*"] {
            assert!(is_event(event), "{event:?}");
        }
        for event in ["", "*", "/*", "aid/", "aid/*/x", "aid/f*", "Aid/food", "aid//food"] {
            assert!(!is_event(event), "{event:?}");
        }
    }
}

//! What every list has: the days it is about, the next page, and its filters as an address.

use std::fmt::Write as _;

use almoner_store::read::page::{Cursor, Paging};
use chrono::{Datelike as _, NaiveDate};

use super::desk::Desk;
use super::field::{Field, Input};
use super::form::Form;
use super::panel::Cell;
use super::typed::{self, Typed};

pub(super) const LINES: i64 = 50;

/// The filters of a list as they stand in the address.
pub(super) struct Asked(pub(super) Typed);

impl Asked {
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        Some(self.0.get(name)).filter(|text| !text.is_empty())
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    pub(super) fn day(&self, name: &str) -> Option<NaiveDate> {
        typed::day(self.text(name)?)
    }

    pub(super) fn paging(&self) -> Paging {
        Paging { limit: LINES, after: self.text("after").and_then(Cursor::parse) }
    }

    /// The days asked for, or those of the year until today.
    pub(super) fn days(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let first = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
        (self.day("from").unwrap_or(first), self.day("to").unwrap_or(today))
    }

    /// The same list from a later line on.
    pub(super) fn further(&self, desk: &Desk, path: &str, next: Option<Cursor>) -> Option<Cell> {
        let next = next?;
        let href = self.address(path, &[("after", &next.to_string())]);
        Some(Cell::link(href, desk.say("list-further")))
    }

    /// An address with these filters and others.
    pub(super) fn address(&self, path: &str, others: &[(&str, &str)]) -> String {
        let mut address = path.to_owned();
        let mut mark = '?';
        let kept = self.0.0.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let kept = kept.filter(|(name, text)| {
            !text.is_empty() && *name != "after" && others.iter().all(|(other, _)| other != name)
        });
        for (name, text) in kept.chain(others.iter().copied()) {
            address.push(mark);
            address.push_str(name);
            address.push('=');
            encode(&mut address, text);
            mark = '&';
        }
        address
    }
}

/// Percent-encodes what an address does not carry as it is.
fn encode(address: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            // Writing into a text does not fail.
            let _written = write!(address, "%{byte:02X}");
        }
    }
}

impl Desk {
    /// The days of a list, to be asked for otherwise.
    pub(super) fn days_asked(&self, path: &str, (from, to): (NaiveDate, NaiveDate)) -> Form {
        Form::new(path, self.say("list-show"))
            .field(Field::new(Input::Day, "from", self.say("list-from")).needed().of(from))
            .field(Field::new(Input::Day, "to", self.say("list-to")).needed().of(to))
    }

    pub(super) fn fund_choice(&self, name: &str) -> Field {
        let funds = self.facts.funds.values();
        let funds = funds.map(|fund| (fund.seq.to_string(), fund.name.clone())).collect();
        Field::new(Input::NumberChoice, name, self.say("column-fund")).options(self.choices(funds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_any_letter() {
        let mut typed = Typed::default();
        typed.set("fund", "1");
        typed.set("after", "1.2.3.4");
        typed.set("from", "");
        typed.set("source", "Општина & Ко");
        let address = Asked(typed).address("/incomes", &[("to", "2026-01-01")]);
        assert_eq!(
            address,
            "/incomes?fund=1&source=%D0%9E%D0%BF%D1%88%D1%82%D0%B8%D0%BD%D0%B0%20%26%20%D0%9A%D0%BE&to=2026-01-01"
        );
    }
}

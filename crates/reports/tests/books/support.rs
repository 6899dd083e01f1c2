//! Reads a journal written as text into the rows the builders want, and frames reports of an invented association.

use std::collections::BTreeMap;

use almoner_law::names::Names;
use almoner_law::pack::Pack;
use almoner_ledger::codes::{AccountKind, Currency, DocumentKind, EntryKind, VoucherDirection};
use almoner_ledger::money::parse_minor;
use almoner_reports::books::cash_book::CashLine;
use almoner_reports::books::frame::Frame;
use almoner_reports::books::input::{AccountYear, BookLine};
use almoner_reports::language::Language;
use almoner_reports::report::{Association, Period};
use almoner_reports::statement::{LineDocument, StatementLine};
use chrono::NaiveDate;

pub(crate) const YEAR: &str = include_str!("year.journal");

pub(crate) fn law() -> Pack {
    almoner_law::mk().unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn association() -> Association {
    Association {
        name: "Здружение „Топол дом“".to_owned(),
        seat: Some("ул. „Ѓорѓи Капчев“ бр. 5, Скопје".to_owned()),
        register_number: Some("5414571".to_owned()),
        tax_number: Some("4030000375897".to_owned()),
        activity: Some("88.99".to_owned()),
        phone: None,
        email: None,
        accounts: Vec::new(),
        representative: None,
    }
}

pub(crate) fn frame<'a>(
    law: &'a Pack,
    association: &'a Association,
    document: &str,
    language: Language,
) -> Frame<'a> {
    Frame {
        language,
        association,
        period: Period { from: day("2026-01-01"), to: day("2026-12-31") },
        document: law.document(document).unwrap(),
        marks: Vec::new(),
        parameters: Vec::new(),
    }
}

/// One posting of the text.
pub(crate) struct Posted {
    pub(crate) kind: EntryKind,
    pub(crate) account: String,
    pub(crate) amount_minor: i64,
    seq: i64,
    line: i64,
    on: NaiveDate,
    paper: (DocumentKind, String),
    fund: String,
    text: String,
}

pub(crate) fn postings(journal: &str) -> Vec<Posted> {
    let mut postings: Vec<Posted> = Vec::new();
    let mut head: Vec<&str> = Vec::new();
    let mut place = 0;
    for line in journal.lines().filter(|line| !line.starts_with('#')) {
        let Some(posting) = line.strip_prefix("  ") else {
            head = line.splitn(7, ' ').collect();
            place = 0;
            continue;
        };
        let words: Vec<&str> = posting.split(' ').collect();
        let sign = if words[0] == "D" { 1 } else { -1 };
        place += 1;
        postings.push(Posted {
            seq: head[0].parse().unwrap(),
            line: place,
            on: day(head[1]),
            kind: EntryKind::parse(head[2]).unwrap(),
            paper: (DocumentKind::parse(head[3]).unwrap(), head[4].to_owned()),
            fund: head[5].to_owned(),
            text: head[6].to_owned(),
            account: words[1].to_owned(),
            amount_minor: sign * parse_minor(words[2]).unwrap(),
        });
    }
    postings
}

impl Posted {
    pub(crate) fn line(&self) -> BookLine<'_> {
        let posting = StatementLine {
            seq: self.seq,
            line: self.line,
            entry_year: 2026,
            entry_number: self.seq,
            booked_on: self.on,
            document: LineDocument::Paper { kind: self.paper.0, number: &self.paper.1 },
            kind: self.kind,
            account: &self.account,
            fund: &self.fund,
            source: None,
            reference: None,
            currency: Currency::Mkd,
            quantity_minor: self.amount_minor,
            amount_minor: self.amount_minor,
        };
        BookLine { posting, text: &self.text }
    }
}

pub(crate) fn kind(law: &Pack, code: &str) -> AccountKind {
    let kind = serde_json::to_value(law.account(code).unwrap().kind).unwrap();
    AccountKind::parse(kind.as_str().unwrap()).unwrap()
}

pub(crate) fn names(law: &Pack, language: Language) -> BTreeMap<String, String> {
    let name = |names: &Names| language.pick(names).to_owned();
    law.accounts.iter().map(|account| (account.code.clone(), name(&account.names))).collect()
}

/// The accounts that have accounts below them.
pub(crate) fn parents(law: &Pack, language: Language) -> BTreeMap<String, String> {
    let mut parents = names(law, language);
    parents.retain(|code, _| !law.is_postable(code));
    parents
}

pub(crate) fn account(law: &Pack, code: &str) -> AccountYear {
    AccountYear {
        code: code.to_owned(),
        name: law.account(code).unwrap().names.mk.clone(),
        kind: kind(law, code),
        opening_minor: 0,
        debit_minor: 0,
        credit_minor: 0,
        unclosed_minor: 0,
        closed_minor: 0,
    }
}

/// What each account did: the opening entry apart from the rest.
pub(crate) fn accounts(law: &Pack, postings: &[Posted]) -> Vec<AccountYear> {
    let mut years: BTreeMap<&str, AccountYear> = BTreeMap::new();
    for posted in postings {
        let year = years.entry(&posted.account).or_insert_with(|| account(law, &posted.account));
        if posted.kind == EntryKind::Opening {
            year.opening_minor += posted.amount_minor;
        } else {
            year.debit_minor += posted.amount_minor.max(0);
            year.credit_minor -= posted.amount_minor.min(0);
        }
    }
    years.into_values().collect()
}

/// The cash desk's vouchers, with the account on the other side.
pub(crate) fn cash_lines<'a>(postings: &'a [Posted], desk: &str) -> Vec<CashLine<'a>> {
    let of_desk = postings
        .iter()
        .filter(|posted| posted.account == desk && posted.kind != EntryKind::Opening);
    let line = |posted: &'a Posted| {
        let other = postings.iter().find(|other| other.seq == posted.seq && other.account != desk);
        CashLine {
            seq: posted.seq,
            on: posted.on,
            direction: if posted.amount_minor < 0 {
                VoucherDirection::Out
            } else {
                VoucherDirection::In
            },
            voucher: &posted.paper.1,
            text: &posted.text,
            accounts: vec![&other.unwrap().account],
            amount_minor: posted.amount_minor.abs(),
        }
    };
    of_desk.map(line).collect()
}

//! The words of beancount.

use std::fmt::Write as _;

use almoner_ledger::codes::{AccountKind, Currency};
use almoner_ledger::money::format_minor;
use chrono::NaiveDate;

use super::piece::Piece;
use super::writer::{Place, Title};
use super::{ExportAccount, Head};

pub(super) fn name(account: &ExportAccount) -> String {
    let root = match account.kind {
        AccountKind::Asset | AccountKind::ContraAsset => "Assets",
        AccountKind::Liability => "Liabilities",
        AccountKind::Equity | AccountKind::Result => "Equity",
        // It knows five kinds, and what stands on 990 to 999 sums to nothing in any of them.
        AccountKind::OffBalance => "Equity:Off-Balance",
        AccountKind::Income => "Income",
        AccountKind::Expense => "Expenses",
    };
    let plain = |letter: char| if letter.is_alphanumeric() { letter } else { ' ' };
    let words: String = account.name.chars().map(plain).collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    format!("{root}:{}-{}", account.code, words.join("-"))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

pub(super) fn head(head: &Head, about: &str, out: &mut String) {
    for line in about.lines() {
        writeln!(out, "; {line}").ok();
    }
    writeln!(out, "\noption \"title\" {}", quoted(&head.books)).ok();
    out.push_str("option \"operating_currency\" \"MKD\"\n\n");
    for account in &head.accounts {
        writeln!(out, "{} open {}", head.from, name(account)).ok();
    }
}

pub(super) fn title(title: &Title<'_>, out: &mut String) {
    write!(out, "\n{} *", title.on).ok();
    match title.place {
        Place::Entry { year, number, seq } => {
            let words = format!("{year}/{number} {}", title.words());
            writeln!(out, " {}\n  act: {seq}", quoted(&words)).ok();
        }
        Place::Opening | Place::Closing => {
            writeln!(out, " {}", quoted(&title.words())).ok();
        }
    }
}

pub(super) fn posting(account: &str, fund: &str, piece: &Piece, out: &mut String) {
    write!(out, "  {account}  {} {}", format_minor(piece.minor), piece.currency).ok();
    if let Some(worth) = piece.worth_minor {
        write!(out, " @@ {} MKD", format_minor(worth)).ok();
    }
    writeln!(out, "\n    fund: {}", quoted(fund)).ok();
}

/// It asserts what an account has when a day begins, hence the day after the last.
pub(super) fn assertion(
    (account, last): (&str, NaiveDate),
    currency: Currency,
    minor: i64,
    out: &mut String,
) {
    let on = last.succ_opt().unwrap_or(last);
    writeln!(out, "{on} balance {account}  {} ~ 0 {currency}", format_minor(minor)).ok();
}

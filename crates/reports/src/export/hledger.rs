//! The words of hledger.

use std::fmt::Write as _;

use almoner_ledger::codes::{AccountKind, Currency};
use almoner_ledger::money::format_minor;

use super::piece::Piece;
use super::writer::{Place, Title};
use super::{ExportAccount, Head};

pub(super) fn name(account: &ExportAccount) -> String {
    let root = match account.kind {
        AccountKind::Asset | AccountKind::ContraAsset => "assets",
        AccountKind::Liability => "liabilities",
        AccountKind::Equity | AccountKind::Result => "equity",
        AccountKind::Income => "revenues",
        AccountKind::Expense => "expenses",
        AccountKind::OffBalance => "off-balance",
    };
    // Two spaces would end the name, a colon would part it, and a semicolon begin a comment.
    let plain = |letter: char| if matches!(letter, ':' | ';') { ' ' } else { letter };
    let words: String = account.name.chars().map(plain).collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    format!("{root}:{} {}", account.code, words.join(" "))
}

const fn kind(kind: AccountKind) -> Option<char> {
    match kind {
        AccountKind::Asset | AccountKind::ContraAsset => Some('A'),
        AccountKind::Liability => Some('L'),
        AccountKind::Equity | AccountKind::Result => Some('E'),
        AccountKind::Income => Some('R'),
        AccountKind::Expense => Some('X'),
        AccountKind::OffBalance => None,
    }
}

pub(super) fn head(head: &Head, about: &str, out: &mut String) {
    for line in about.lines() {
        writeln!(out, "; {line}").ok();
    }
    out.push_str("\ndecimal-mark .\n");
    for currency in Currency::ALL {
        writeln!(out, "commodity 1000.00 {currency}").ok();
    }
    for account in &head.accounts {
        write!(out, "account {}", name(account)).ok();
        match kind(account.kind) {
            Some(kind) => writeln!(out, "  ; type: {kind}").ok(),
            None => writeln!(out).ok(),
        };
    }
}

pub(super) fn title(title: &Title<'_>, out: &mut String) {
    write!(out, "\n{}", title.on).ok();
    if let Place::Entry { year, number, .. } = title.place {
        write!(out, " ({year}/{number})").ok();
    }
    write!(out, " {}", title.words().replace([';', '|'], " ")).ok();
    match title.place {
        Place::Entry { seq, .. } => writeln!(out, "  ; act: {seq}").ok(),
        Place::Opening | Place::Closing => writeln!(out).ok(),
    };
}

pub(super) fn posting(account: &str, fund: &str, piece: &Piece, out: &mut String) {
    write!(out, "    {account}  {} {}", format_minor(piece.minor), piece.currency).ok();
    if let Some(worth) = piece.worth_minor {
        write!(out, " @@ {} MKD", format_minor(worth)).ok();
    }
    writeln!(out, "  ; fund: {fund}").ok();
}

pub(super) fn assertion(account: &str, currency: Currency, minor: i64, out: &mut String) {
    writeln!(out, "    {account}  0.00 {currency} = {} {currency}", format_minor(minor)).ok();
}

//! Orders for the bank in one file, with the fields of the transfer order ПП30.
//!
//! It names people: whoever asks for it is recorded first. The same orders give the same bytes.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::csv::dialect::Dialect;
use crate::csv::guard::guard_text;

/// How the banks move it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// At once, through the central bank (МИПС).
    Urgent,
    /// Through the clearing house (КИБС).
    Clearing,
    /// Both accounts are at one bank.
    SameBank,
}

impl Way {
    /// The number that the form has for it.
    pub const fn number(self) -> &'static str {
        match self {
            Self::Urgent => "1",
            Self::Clearing => "2",
            Self::SameBank => "3",
        }
    }

    /// What fits two domestic accounts, whose first three digits are the bank.
    pub fn between(payer: &str, payee: &str, urgent: bool) -> Self {
        match (payer.get(..3) == payee.get(..3), urgent) {
            (true, _) => Self::SameBank,
            (false, true) => Self::Urgent,
            (false, false) => Self::Clearing,
        }
    }
}

/// One order. Accounts are domestic ones of fifteen digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub payout: i64,
    pub amount_minor: i64,
    pub payee: String,
    pub payee_address: String,
    pub payee_account: String,
}

/// What all orders of a list share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub payer: String,
    pub payer_account: String,
    /// What the banks call the kind of payment.
    pub code: i64,
    pub urgent: bool,
    pub submitted_on: NaiveDate,
    pub value_on: NaiveDate,
}

/// Data and Macedonian names of the columns, in order.
const COLUMNS: [(&str, &str); 19] = [
    ("number", "Ред. бр."),
    ("payer", "Назив на налогодавач"),
    ("payer_bank", "Банка на налогодавач"),
    ("payer_account", "Трансакциска сметка на налогодавач"),
    ("payer_iban", "IBAN на налогодавач"),
    ("purpose", "Цел на дознаката"),
    ("code", "Шифра"),
    ("way", "Начин"),
    ("currency", "Валута"),
    ("amount", "Износ"),
    ("payee", "Назив на примач"),
    ("payee_address", "Адреса на примач"),
    ("payee_bank", "Банка на примач"),
    ("payee_account", "Трансакциска сметка на примач"),
    ("payee_iban", "IBAN на примач"),
    ("debit_reference", "Повикување на број (задолжување)"),
    ("credit_reference", "Повикување на број (одобрување)"),
    ("submitted_on", "Датум на поднесување"),
    ("value_on", "Датум на валута"),
];

/// Writes the whole file. Accounts are texts: a spreadsheet that read them as numbers would lose digits.
pub fn write(dialect: Dialect, head: &Head, orders: &[Order]) -> Result<Vec<u8>, csv::Error> {
    let mut out = dialect.prologue().to_vec();
    dialect.record(COLUMNS.iter().map(|(data, mk)| dialect.say(data, mk)), &mut out)?;
    for (order, number) in orders.iter().zip(1_u32..) {
        let way = Way::between(&head.payer_account, &order.payee_account, head.urgent);
        let reference = order.payout.to_string();
        let cells: [Cow<'_, str>; 19] = [
            number.to_string().into(),
            guard_text(&head.payer),
            bank(&head.payer_account).into(),
            account(dialect, &head.payer_account).into(),
            iban(&head.payer_account).into(),
            format!("Помош {}", order.payout).into(),
            head.code.to_string().into(),
            way.number().into(),
            "MKD".into(),
            dialect.number().format(order.amount_minor).into(),
            guard_text(&order.payee),
            guard_text(&order.payee_address),
            bank(&order.payee_account).into(),
            account(dialect, &order.payee_account).into(),
            iban(&order.payee_account).into(),
            reference.clone().into(),
            reference.into(),
            dialect.day(head.submitted_on).into(),
            dialect.day(head.value_on).into(),
        ];
        dialect.record(cells.iter().map(AsRef::as_ref), &mut out)?;
    }
    Ok(out)
}

fn bank(account: &str) -> String {
    account.get(..3).unwrap_or_default().to_owned()
}

/// The check digits of a domestic IBAN are the same for all, because the account is 1 modulo 97 already.
fn iban(account: &str) -> String {
    format!("MK07{account}")
}

/// As it is printed on the form, `300-0000000001-33`, where a person reads it; bare digits for a program.
fn account(dialect: Dialect, account: &str) -> String {
    let parts = (account.get(..3), account.get(3..13), account.get(13..));
    match (dialect, parts) {
        (Dialect::ExcelMk, (Some(bank), Some(number), Some(check))) => {
            format!("{bank}-{number}-{check}")
        }
        _ => account.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(dialect: Dialect) -> String {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let head = Head {
            payer: "Здружение „Пример“".to_owned(),
            payer_account: "300000000000133".to_owned(),
            code: 930,
            urgent: false,
            submitted_on: day(10),
            value_on: day(11),
        };
        let order = |payout, account: &str, payee: &str| Order {
            payout,
            amount_minor: 1_234_550,
            payee: payee.to_owned(),
            payee_address: "ул. Пример 1, Скопје".to_owned(),
            payee_account: account.to_owned(),
        };
        let orders =
            [order(7, "300000000000133", "=Аптека"), order(8, "100000000063095", "Петра Пример")];
        String::from_utf8(write(dialect, &head, &orders).unwrap()).unwrap()
    }

    #[test]
    fn a_program_reads_bare_digits_and_a_point() {
        let text = list(Dialect::Data);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0].split(',').count(), 19);
        assert!(
            lines[1].contains("300000000000133,MK07300000000000133,Помош 7,930,3,MKD,12345.50")
        );
        assert!(lines[1].contains("'=Аптека"), "{}", lines[1]);
        assert!(lines[2].contains(",930,2,MKD,"), "another bank: {}", lines[2]);
        assert!(lines[2].ends_with("8,8,2026-03-10,2026-03-11"));
    }

    #[test]
    fn a_person_reads_the_form() {
        let text = list(Dialect::ExcelMk);
        assert!(text.starts_with('\u{feff}'));
        assert!(text.contains("Цел на дознаката;Шифра;Начин"));
        assert!(text.contains("100-0000000630-95;MK07100000000063095"));
        assert!(text.contains(";12.345,50;") || text.contains(";12345,50;"), "{text}");
        assert!(text.contains("10.03.2026;11.03.2026"));
    }

    #[test]
    fn money_within_one_bank_goes_no_other_way() {
        let (ours, theirs) = ("300000000000133", "100000000063095");
        assert_eq!(Way::between(ours, ours, true), Way::SameBank);
        assert_eq!(Way::between(ours, theirs, true), Way::Urgent);
        assert_eq!(Way::between(ours, theirs, false), Way::Clearing);
    }
}

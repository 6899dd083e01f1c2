//! Уплатница and исплатница: the paper behind every denar that enters or leaves a cash desk.

use almoner_ledger::codes::VoucherDirection;
use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::wording;
use crate::language::spelled;
use crate::report::{Report, Section, SignOff};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voucher<'a> {
    pub direction: VoucherDirection,
    pub number: &'a str,
    pub on: NaiveDate,
    pub desk: &'a str,
    /// Who brought or took the money, as the reader of this paper may see it: a reference where a name may not stand.
    pub person: &'a str,
    pub text: &'a str,
    pub account: &'a str,
    pub fund: &'a str,
    /// More than nothing, whatever the direction.
    pub amount_minor: i64,
}

/// The frame's document says which of the two papers it is; its period is the day of the voucher.
pub fn build(frame: &Frame<'_>, voucher: &Voucher<'_>) -> Result<Report, BuildError> {
    let (person, hand) = match voucher.direction {
        VoucherDirection::In => (
            frame.say("Примено од", "Received from", "Pranuar nga"),
            frame.say("Уплатил", "Paid in by", "Pagoi"),
        ),
        VoucherDirection::Out => (
            frame.say("Исплатено на", "Paid to", "Paguar për"),
            frame.say("Примил", "Received by", "Pranoi"),
        ),
    };
    let facts = [
        (frame.say("Број", "Number", "Numri"), voucher.number.to_owned()),
        (frame.say("Датум", "Date", "Data"), frame.language.day(voucher.on)),
        (frame.say("Благајна", "Cash desk", "Arka"), voucher.desk.to_owned()),
        (person, voucher.person.to_owned()),
        (frame.say("Износ", "Amount", "Shuma"), frame.denars(voucher.amount_minor)),
        (
            frame.say("Со букви", "In words", "Me fjalë"),
            spelled::denars(voucher.amount_minor, frame.language),
        ),
        (frame.say("Основ", "Purpose", "Baza"), voucher.text.to_owned()),
        (frame.say("Конто", "Account", "Llogaria"), voucher.account.to_owned()),
        (frame.say("Фонд", "Fund", "Fondi"), voucher.fund.to_owned()),
    ];
    let (columns, rows) = wording::facts(frame, facts);
    let mut draft = frame.draft(columns, vec![Section::new(None, rows)]);
    let signatures = [
        frame.say("Одобрил", "Approved by", "Miratoi"),
        frame.say("Благајник", "Cashier", "Arkëtari"),
        hand,
    ];
    draft.sign_off = SignOff { signatures: signatures.map(str::to_owned).to_vec(), stamp: true };
    Ok(draft.finish()?)
}

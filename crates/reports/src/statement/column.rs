//! The fields of a statement, in their order, under their two names.

use crate::csv::dialect::Dialect;
use crate::statement::StatementKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Record,
    Name,
    Value,
    /// Year and number of the entry stand apart: a spreadsheet reads `2026/12` as a month.
    EntryYear,
    EntryNumber,
    BookedOn,
    DocumentKind,
    Document,
    Kind,
    Account,
    Fund,
    Source,
    Reference,
    Currency,
    Quantity,
    Debit,
    Credit,
    Balance,
    Seq,
    Line,
}

const WITH_BALANCE: &[Column] = &[
    Column::Record,
    Column::Name,
    Column::Value,
    Column::EntryYear,
    Column::EntryNumber,
    Column::BookedOn,
    Column::DocumentKind,
    Column::Document,
    Column::Kind,
    Column::Account,
    Column::Fund,
    Column::Source,
    Column::Reference,
    Column::Currency,
    Column::Quantity,
    Column::Debit,
    Column::Credit,
    Column::Balance,
    Column::Seq,
    Column::Line,
];

const WITHOUT_BALANCE: &[Column] = &[
    Column::Record,
    Column::Name,
    Column::Value,
    Column::EntryYear,
    Column::EntryNumber,
    Column::BookedOn,
    Column::DocumentKind,
    Column::Document,
    Column::Kind,
    Column::Account,
    Column::Fund,
    Column::Source,
    Column::Reference,
    Column::Currency,
    Column::Quantity,
    Column::Debit,
    Column::Credit,
    Column::Seq,
    Column::Line,
];

impl Column {
    /// All statements have the same fields, so that one program reads them all; a journal has no balance.
    pub const fn of(kind: StatementKind) -> &'static [Self] {
        if kind.has_balance() { WITH_BALANCE } else { WITHOUT_BALANCE }
    }

    pub const fn name(self, dialect: Dialect) -> &'static str {
        match self {
            Self::Record => dialect.say("record", "Запис"),
            Self::Name => dialect.say("field", "Поле"),
            Self::Value => dialect.say("value", "Вредност"),
            Self::EntryYear => dialect.say("entry_year", "Година на налог"),
            Self::EntryNumber => dialect.say("entry_number", "Број на налог"),
            Self::BookedOn => dialect.say("booked_on", "Датум на книжење"),
            Self::DocumentKind => dialect.say("document_kind", "Вид документ"),
            Self::Document => dialect.say("document", "Документ"),
            Self::Kind => dialect.say("kind", "Вид налог"),
            Self::Account => dialect.say("account", "Конто"),
            Self::Fund => dialect.say("fund", "Фонд"),
            Self::Source => dialect.say("source", "Извор"),
            Self::Reference => dialect.say("reference", "Повикување"),
            Self::Currency => dialect.say("currency", "Валута"),
            Self::Quantity => dialect.say("quantity", "Износ во валута"),
            Self::Debit => dialect.say("debit", "Должи"),
            Self::Credit => dialect.say("credit", "Побарува"),
            Self::Balance => dialect.say("balance", "Салдо"),
            Self::Seq => dialect.say("seq", "Реден број во дневникот"),
            Self::Line => dialect.say("line", "Ставка"),
        }
    }
}

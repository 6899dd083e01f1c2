//! The words inside a statement: codes for programs, Macedonian for people.

use almoner_ledger::codes::{DocumentKind, EntryKind, NoDocument};

use crate::csv::dialect::Dialect;
use crate::language::Language;
use crate::statement::{LineDocument, StatementKind};

/// What a record is; the first field of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    Head,
    Opening,
    Line,
    Total,
    Closing,
    Control,
}

impl Record {
    pub const fn word(self, dialect: Dialect) -> &'static str {
        match self {
            Self::Head => dialect.say("head", "заглавие"),
            Self::Opening => dialect.say("opening", "почетно салдо"),
            Self::Line => dialect.say("line", "ставка"),
            Self::Total => dialect.say("total", "вкупно"),
            Self::Closing => dialect.say("closing", "крајно салдо"),
            Self::Control => dialect.say("control", "контрола"),
        }
    }
}

/// What a `head` or `control` record tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    Books,
    Statement,
    Subject,
    From,
    To,
    Currency,
    AsOfSeq,
    Demo,
    Rows,
    ControlTotal,
}

impl Name {
    pub const fn word(self, dialect: Dialect) -> &'static str {
        match self {
            Self::Books => dialect.say("books", "книги"),
            Self::Statement => dialect.say("statement", "извод"),
            Self::Subject => dialect.say("subject", "за"),
            Self::From => dialect.say("from", "од"),
            Self::To => dialect.say("to", "до"),
            Self::Currency => dialect.say("currency", "валута"),
            Self::AsOfSeq => dialect.say("as_of_seq", "состојба до запис"),
            Self::Demo => dialect.say("demo", "показни книги"),
            Self::Rows => dialect.say("rows", "број на ставки"),
            Self::ControlTotal => dialect.say("control_total", "контролен збир"),
        }
    }
}

pub const fn yes_or_no(yes: bool, dialect: Dialect) -> &'static str {
    if yes { dialect.say("true", "да") } else { dialect.say("false", "не") }
}

pub const fn statement(kind: StatementKind, dialect: Dialect) -> &'static str {
    let macedonian = match kind {
        StatementKind::Account => "картица на конто",
        StatementKind::Fund => "картица на фонд",
        StatementKind::Source => "картица на извор",
        StatementKind::Agreement => "картица на договор",
        StatementKind::CashBook => "благајнички дневник",
        StatementKind::Journal => "дневник",
    };
    dialect.say(kind.code(), macedonian)
}

pub const fn entry(kind: EntryKind, dialect: Dialect) -> &'static str {
    let macedonian = match kind {
        EntryKind::Income => "приход",
        EntryKind::Explanation => "разјаснет прилив",
        EntryKind::Manual => "рачен налог",
        EntryKind::Transfer => "пренос",
        EntryKind::Exchange => "продажба на девизи",
        EntryKind::Opening => "почетна состојба",
        EntryKind::Reversal => "сторно",
        EntryKind::AidObligation => "обврска за помош",
        EntryKind::AidPayment => "исплата на помош",
        EntryKind::AidRelease => "ослободена обврска",
        EntryKind::AidReturn => "вратена помош",
        EntryKind::AidTax => "данок на помош",
        EntryKind::HandOut => "поделени добра",
        EntryKind::GrantRefund => "вратен неискористен грант",
        EntryKind::PurposeChange => "промена на намена",
        EntryKind::Advance => "аванс на вработен",
        EntryKind::AdvanceSettlement => "оправдан аванс",
        EntryKind::AdvanceReturn => "вратен аванс",
        EntryKind::Depreciation => "амортизација",
        EntryKind::AssetRetired => "расход на основно средство",
        EntryKind::Closing => "затворање на годината",
        EntryKind::Reopening => "отворање на затворена година",
    };
    dialect.say(kind.code(), macedonian)
}

/// What an entry was for, as a person reads it.
pub fn event(kind: EntryKind, language: Language) -> String {
    entry(kind, language.dialect()).replace('_', " ")
}

/// The paper behind a line: its kind in words and its number.
pub fn paper(document: LineDocument<'_>, language: Language) -> String {
    let dialect = language.dialect();
    match document {
        LineDocument::Paper { kind, number } => {
            format!("{} {number}", self::document(kind, dialect).replace('_', " "))
        }
        LineDocument::Missing(reason) => no_document(reason, dialect).replace('_', " "),
    }
}

pub const fn document(kind: DocumentKind, dialect: Dialect) -> &'static str {
    let macedonian = match kind {
        DocumentKind::BankStatement => "банкарски извод",
        DocumentKind::CashVoucher => "касов налог",
        DocumentKind::Invoice => "фактура",
        DocumentKind::Contract => "договор",
        DocumentKind::Decision => "одлука",
        DocumentKind::Receipt => "потврда",
        DocumentKind::DeliveryNote => "испратница",
        DocumentKind::PaymentOrder => "налог за плаќање",
        DocumentKind::Payroll => "платен список",
        DocumentKind::OpeningBalance => "почетна состојба",
        DocumentKind::Reversal => "сторно",
        DocumentKind::Consent => "согласност",
        DocumentKind::Other => "друго",
    };
    dialect.say(kind.code(), macedonian)
}

pub const fn no_document(reason: NoDocument, dialect: Dialect) -> &'static str {
    let macedonian = match reason {
        NoDocument::CollectionBox => "без документ: кутија за прилози",
        NoDocument::PaperLost => "без документ: изгубен",
        NoDocument::Internal => "без документ: внатрешен налог",
        NoDocument::PaperToFollow => "без документ: ќе се достави",
    };
    dialect.say(reason.code(), macedonian)
}

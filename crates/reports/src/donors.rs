//! Papers for those who give: that it came, what it was for, and what the law grants them for it.

use almoner_ledger::codes::IncomeForm;
use chrono::NaiveDate;

pub mod confirmation;
pub mod contract;
pub mod relief;
pub mod report;
pub mod year;

use crate::books::frame::Frame;
use crate::language::Language;
use crate::report::cell::Drill;

/// One gift, as the reader of the paper may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gift {
    pub seq: i64,
    /// Year and number of the receipt.
    pub receipt: (i64, i64),
    pub received_on: NaiveDate,
    /// The name of an organisation, and of a natural person the reference unless an act has shown the name.
    pub giver: String,
    pub kind: String,
    pub form: String,
    pub purpose: String,
    /// Number and day of the contract.
    pub agreement: Option<(String, NaiveDate)>,
    pub currency: &'static str,
    pub quantity_minor: i64,
    /// In denars.
    pub value_minor: i64,
}

impl Gift {
    fn number(&self) -> String {
        format!("{}/{}", self.receipt.1, self.receipt.0)
    }

    /// `100,00 EUR = 6.150,00 ден.`
    fn amount(&self, frame: &Frame<'_>) -> String {
        let denars = frame.denars(self.value_minor);
        if self.currency == "MKD" {
            return denars;
        }
        let quantity = frame.language.number().format(self.quantity_minor);
        format!("{quantity} {} = {denars}", self.currency)
    }

    fn contract(&self, frame: &Frame<'_>) -> String {
        let none = || frame.say("нема", "none", "nuk ka").to_owned();
        self.agreement
            .as_ref()
            .map_or_else(none, |(number, on)| format!("{number}, {}", frame.language.day(*on)))
    }

    const fn entry(&self) -> Drill {
        Drill::Entry(self.seq)
    }
}

/// As what it came.
pub const fn form(form: IncomeForm, language: Language) -> &'static str {
    match form {
        IncomeForm::Money => language.say("во пари", "in money", "në para"),
        IncomeForm::Goods => language.say("во добра", "in goods", "në mallra"),
        IncomeForm::Equipment => language.say("во опрема", "in equipment", "në pajisje"),
        IncomeForm::Services => language.say("во услуги", "in services", "në shërbime"),
    }
}

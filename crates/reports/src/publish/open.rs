//! What is told to machines: organisations one by one, and people as sums of a quarter in which nobody is found.

use std::collections::BTreeSet;

use almoner_ledger::codes::{Category, PayeeKind, SourceKind};
use chrono::NaiveDate;

use crate::language::Language;
use crate::publish::agreed::Agreed;
use crate::publish::suppress::Told;

/// Everything of the quarters that may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenBooks {
    pub language: Language,
    pub publisher: Publisher,
    /// The day on which it is told.
    pub issued: NaiveDate,
    /// Books made by `demo` say so on everything they tell.
    pub demo: bool,
    pub funds: Vec<OpenFund>,
    pub quarters: Vec<OpenQuarter>,
    /// In the order of their days; gifts of people as sums.
    pub incomes: Vec<OpenIncome>,
    pub agreed: Agreed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// The number in its register, behind the code of that register.
    pub id: String,
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenFund {
    pub seq: i64,
    pub code: String,
    pub name: String,
    pub opened_on: NaiveDate,
    pub closed_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuarter {
    /// `2026-Q1`.
    pub name: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// All aid of the quarter, as the public report tells it.
    pub aid: Option<Told>,
    /// What is not told one by one.
    pub people: Option<Told>,
    /// The same of each fund of which it is told, by the fund's number.
    pub people_of_funds: Vec<(i64, Told)>,
    /// What the association itself cost, as [`costs`](super::costs) lets it be told.
    pub costs_minor: Option<i64>,
    /// The needs of what is not told one by one, as far as the public report tells them.
    pub needs: BTreeSet<Category>,
    pub grants: Vec<OpenGrant>,
}

/// A payment to an organisation for somebody's need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenGrant {
    /// The payout's number.
    pub number: i64,
    pub payee: i64,
    pub payee_kind: PayeeKind,
    /// Where everybody may know it.
    pub payee_name: Option<String>,
    /// Its number in the register, behind the code of that register.
    pub payee_id: Option<String>,
    pub fund: i64,
    pub need: Option<Category>,
    /// The same in words.
    pub purpose: String,
    /// The municipality of the person, where [`Tables::shown`](super::tables::Tables::shown) lets it be told.
    pub place: Option<String>,
    /// What was asked for, where this was the one answer to it.
    pub asked_minor: Option<i64>,
    pub awarded_on: NaiveDate,
    pub paid_on: NaiveDate,
    pub awarded_minor: i64,
    pub disbursed_minor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenIncome {
    pub fund: i64,
    pub on: NaiveDate,
    pub minor: i64,
    pub giver: Giver,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Giver {
    Organisation {
        /// The income's number.
        number: i64,
        organisation: Organisation,
    },
    /// So many people together, or nobody knows who.
    People(Option<i64>),
    /// Nobody gave it: interest on what the association has.
    Interest,
}

/// Who gives and is no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    pub kind: SourceKind,
    pub name: String,
    /// As it is known abroad, where the books can say it.
    pub id: Option<String>,
}

impl OpenBooks {
    pub(super) fn say(&self, mk: &'static str, en: &'static str, sq: &'static str) -> &'static str {
        self.language.say(mk, en, sq)
    }

    pub(super) fn fund(&self, seq: i64) -> Option<&OpenFund> {
        self.funds.iter().find(|fund| fund.seq == seq)
    }

    /// How many grants a file of them has.
    pub fn grants_count(&self) -> usize {
        let of = |quarter: &OpenQuarter| {
            let people = quarter.people.is_some_and(|told| 0 < told.persons);
            quarter.grants.len().saturating_add(usize::from(people))
        };
        self.quarters.iter().map(of).sum()
    }

    /// An organisation that is paid: by its public name, or by its kind and number where it has none in the books.
    pub(super) fn payee(&self, grant: &OpenGrant) -> String {
        if let Some(name) = &grant.payee_name {
            return name.clone();
        }
        let kind = match grant.payee_kind {
            PayeeKind::Pharmacy => self.say("Аптека", "Pharmacy", "Barnatore"),
            PayeeKind::Utility => {
                self.say("Комунално претпријатие", "Utility", "Ndërmarrje komunale")
            }
            PayeeKind::Shop => self.say("Продавница", "Shop", "Dyqan"),
            PayeeKind::School => self.say("Училиште", "School", "Shkollë"),
            PayeeKind::Oneself | PayeeKind::Landlord | PayeeKind::Other => {
                self.say("Примач", "Recipient", "Marrës")
            }
        };
        format!("{kind} {}", grant.payee)
    }

    /// What a reader must know of how it was made.
    pub(super) fn notes(&self) -> String {
        let notes = self.say(
            "Организациите се објавуваат поединечно, луѓето само како збирови по квартал, заокружени. Се објавуваат \
             затворени квартали.",
            "Organisations are told one by one, people only as rounded sums of a quarter. Only closed quarters are told.",
            "Organizatat publikohen një nga një, njerëzit vetëm si shuma tremujore të rrumbullakuara. Publikohen vetëm \
             tremujorë të mbyllur.",
        );
        let demo = self.say("Измислени податоци.", "Invented data.", "Të dhëna të shpikura.");
        if self.demo { format!("{notes} {demo}") } else { notes.to_owned() }
    }
}

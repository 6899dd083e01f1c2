//! One country's law as the program asks for it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use crate::account::Account;
use crate::band::{self, Band};
use crate::bank::{self, Bank};
use crate::chart;
use crate::combination::{self, Combination};
use crate::document::{self, Document};
use crate::economic_tax::{self, EconomicTaxRow};
use crate::error::{LawError, Problem};
use crate::files::{self, Files};
use crate::filing::{self, Filing};
use crate::form::{self, Forms};
use crate::municipality::{self, Municipality};
use crate::posting::{self, PostingRule};
use crate::register::{self, Register};
use crate::tax_basis::{self, TaxBasis};
use crate::term::{self, Term};
use crate::value::{self, Value};

/// Everything one folder says, checked.
///
/// Invariant, when it comes from [`Pack::parse`]: every event the program knows books on an account that may be posted
/// to, every amount finds its band, and every account its row of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pack {
    pub accounts: Vec<Account>,
    pub scheme: Vec<PostingRule>,
    pub bands: Vec<Band>,
    pub combinations: Vec<Combination>,
    pub tax_bases: Vec<TaxBasis>,
    pub values: Vec<Value>,
    pub municipalities: Vec<Municipality>,
    pub categories: Vec<Term>,
    pub target_groups: Vec<Term>,
    pub urgencies: Vec<Term>,
    pub source_kinds: Vec<Term>,
    pub income_kinds: Vec<Term>,
    pub forms: Vec<Forms>,
    pub documents: Vec<Document>,
    pub filings: Vec<Filing>,
    pub banks: Vec<Bank>,
    pub registers: Vec<Register>,
    pub economic_tax: Vec<EconomicTaxRow>,
}

impl Pack {
    /// Reads a country's files, or says which line of which file cannot stand.
    pub fn parse(files: &Files<'_>) -> Result<Self, LawError> {
        let accounts = chart::read(files.chart_of_accounts)?;
        let scheme = posting::read(files.posting_scheme, &accounts)?;
        let categories = term::read(files::CATEGORIES, files.categories)?;
        let values = value::read(files.values)?;
        let documents = document::read(files.documents)?;
        let forms = form::read::read(files.balance_sheet, files.income_expenditure, &accounts)?;
        let pack = Self {
            economic_tax: economic_tax::read(files.economic_tax, &forms)?,
            forms,
            filings: filing::read(files.filings, &documents, &values)?,
            banks: bank::read(files.banks)?,
            registers: register::read(files.registers)?,
            documents,
            values,
            accounts,
            scheme,
            bands: band::read(files.bands)?,
            combinations: combination::read(files.combinations, &categories)?,
            tax_bases: tax_basis::read(files.tax_bases)?,
            municipalities: municipality::read(files.municipalities)?,
            categories,
            target_groups: term::read(files::TARGET_GROUPS, files.target_groups)?,
            urgencies: term::read(files::URGENCIES, files.urgencies)?,
            source_kinds: term::read(files::SOURCE_KINDS, files.source_kinds)?,
            income_kinds: term::read(files::INCOME_KINDS, files.income_kinds)?,
        };
        pack.books_every_event()?;
        Ok(pack)
    }

    /// Where organisations of a country are registered.
    pub fn register(&self, country: &str) -> Option<&Register> {
        self.registers.iter().find(|register| register.country == country)
    }

    pub fn account(&self, code: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.code == code)
    }

    /// The accounts that may carry postings: those without sub-accounts.
    pub fn postable_accounts(&self) -> impl Iterator<Item = &Account> {
        let parents: BTreeSet<&str> =
            self.accounts.iter().filter_map(|account| account.parent.as_deref()).collect();
        self.accounts.iter().filter(move |account| !parents.contains(account.code.as_str()))
    }

    pub fn is_postable(&self, code: &str) -> bool {
        chart::is_postable(&self.accounts, code)
    }

    /// The account an event books on that day; the most exact rule wins.
    pub fn account_for(&self, event: &str, on: NaiveDate) -> Option<&Account> {
        posting::rule_for(&self.scheme, event, on).and_then(|rule| self.account(&rule.account))
    }

    /// How many approvals a payout of this size needs on that day.
    pub fn approvals_for(&self, amount_minor: i64, on: NaiveDate) -> u8 {
        band::approvals_for(&self.bands, amount_minor, on)
    }

    /// The same law with other values, which count before its own.
    #[must_use]
    pub fn with(mut self, mut values: Vec<Value>) -> Self {
        values.append(&mut self.values);
        Self { values, ..self }
    }

    /// What held under this key on that day, if anything did.
    pub fn value(&self, key: &str, on: NaiveDate) -> Option<&Value> {
        self.values.iter().find(|value| value.key == key && value.holds(on))
    }

    /// The balance forms as they hold on that day.
    pub fn forms(&self, on: NaiveDate) -> Option<&Forms> {
        let held = self.forms.iter().filter(|forms| forms.valid_from <= on);
        held.max_by_key(|forms| forms.valid_from)
    }

    pub fn document(&self, code: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.code == code)
    }

    /// When a paper is due for that year; nothing where an event or an agreement sets the day.
    pub fn due(&self, filing: &Filing, year: i32) -> Vec<NaiveDate> {
        filing.deadline.days_for(year, &self.values)
    }

    /// Every event the program can meet under these terms, for a scheme to be complete.
    pub fn events(&self) -> Vec<String> {
        let mut events: Vec<String> = posting::EVENTS.map(str::to_owned).to_vec();
        for category in &self.categories {
            events.push(format!("aid/{}", category.code));
            events.push(format!("aid_in_kind/{}", category.code));
        }
        for kind in &self.income_kinds {
            for source in &self.source_kinds {
                events.push(format!("income/{}/{}", kind.code, source.code));
                events.push(format!("income_in_kind/{}/{}", kind.code, source.code));
            }
        }
        events
    }

    /// Refuses a scheme with a hole in it: better at the start than when the money is on the table.
    ///
    /// Asked of the first day the scheme speaks of, because a rule once given is only ever replaced.
    fn books_every_event(&self) -> Result<(), LawError> {
        let first_day = self.scheme.iter().map(|rule| rule.valid_from).min();
        let hole = self
            .events()
            .into_iter()
            .find(|event| first_day.and_then(|day| self.account_for(event, day)).is_none());
        match hole {
            Some(event) => Err(LawError::of_file(
                files::POSTING_SCHEME,
                Problem::EventWithoutAccount { event },
            )),
            None => Ok(()),
        }
    }
}

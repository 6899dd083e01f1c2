//! One need of one person, as a row of the file says it.

use std::collections::BTreeMap;

use almoner_ledger::codes::{Category, PayeeKind, Signs, TargetGroup, Urgency};
use almoner_ledger::money::Amount;
use almoner_ledger::text::Code;
use almoner_proof::canon::Canon;
use almoner_proof::hash::{Hash, sha256};
use almoner_vault::identity::{Field, Identity};
use chrono::{Datelike as _, NaiveDate};
use uuid::Uuid;

use crate::import::cells::Cells;
use crate::import::needs::profile::NeedMapping;
use crate::import::problem::{Problem, Why, glimpse};

/// What a row says, as far as it could be read.
#[derive(Clone, Debug, Default)]
pub struct Need {
    /// Counted from 1 after the header, empty lines apart.
    pub number: i64,
    pub case: Option<Code>,
    pub received_on: Option<NaiveDate>,
    pub category: Option<Category>,
    pub urgency: Option<Urgency>,
    pub asked: Option<Amount>,
    pub household: Option<Code>,
    pub birth_year: Option<i64>,
    pub municipality: Option<Code>,
    pub target_group: Option<TargetGroup>,
    pub payee_kind: Option<PayeeKind>,
    pub payee: Option<Uuid>,
    pub signs: Option<Signs>,
    /// Who it is, for the vault alone; what it can be compared by is as the vault would keep it.
    pub identity: Identity,
    /// Somebody must say that the identity number is right all the same.
    pub odd_number: bool,
    pub problems: Vec<Problem>,
}

/// What a need is told by in this file and the next: case, day, category and sum.
pub fn fingerprint(need: &Need) -> Option<Hash> {
    let mut canon = Canon::new();
    canon.text(need.case.as_ref()?.as_str()).text(&need.received_on?.to_string());
    canon.text(need.category?.code()).int(need.asked?.minor());
    Some(sha256(&[b"almoner/need/v1\n", canon.as_slice()]))
}

/// A number of the association's own as the books keep it: found again, and not read.
pub fn mark(usage: &str, number: &Code) -> Hash {
    sha256(&[b"almoner/own-number/v1\n", usage.as_bytes(), b"\n", number.as_str().as_bytes()])
}

/// The municipalities by every name they have.
pub type Places = BTreeMap<String, Code>;

/// What the words of one column mean.
struct Words<'a, T> {
    /// Where the profile says it.
    table: &'static str,
    meant: &'a BTreeMap<String, T>,
    parse: fn(&str) -> Option<T>,
}

impl<'a, T> Words<'a, T> {
    const fn new(
        table: &'static str,
        meant: &'a BTreeMap<String, T>,
        parse: fn(&str) -> Option<T>,
    ) -> Self {
        Self { table, meant, parse }
    }
}

/// Reads the cells of one record.
pub(super) struct NeedReader<'a> {
    pub(super) mapping: &'a NeedMapping,
    pub(super) places: &'a Places,
    pub(super) cells: Cells<'a>,
    pub(super) today: NaiveDate,
}

impl NeedReader<'_> {
    pub(super) fn read(mut self, number: i64, columns: usize) -> Need {
        if self.cells.record.len() != columns {
            let found = self.cells.record.len();
            let ragged = Why::Ragged { found, wanted: columns };
            return Need { number, problems: vec![ragged.alone()], ..Need::default() };
        }
        let profile = &self.mapping.profile;
        let columns = &profile.columns;
        let case = self.code(Some(&columns.case));
        if case.is_none() && self.cells.problems.is_empty() {
            self.cells.note(&columns.case, Why::CaseMissing);
        }
        let cells = &mut self.cells;
        let received_on = cells.date(&columns.received_on);
        let category =
            cells.word(&columns.category, &profile.categories, Category::parse, |found| {
                Why::WordUnknown { found, table: "categories" }
            });
        let asked = self.asked(&columns.amount);
        let urgency = Words::new("urgencies", &profile.urgencies, Urgency::parse);
        let urgency = self.kind(columns.urgency.as_ref(), &urgency);
        let group = Words::new("target_groups", &profile.target_groups, TargetGroup::parse);
        let target_group = self.kind(columns.target_group.as_ref(), &group);
        let payee_kind = Words::new("payee_kinds", &profile.payee_kinds, PayeeKind::parse);
        let payee_kind = self.kind(columns.payee_kind.as_ref(), &payee_kind);
        let signs = Words::new("signers", &profile.signers, Signs::parse);
        let signs = self.kind(columns.signs.as_ref(), &signs);
        let (identity, odd_number) = self.identity();
        Need {
            number,
            case,
            received_on,
            category,
            urgency: urgency.or(Some(profile.urgency)),
            asked,
            household: self.code(columns.household.as_ref()),
            birth_year: self.birth_year(),
            municipality: self.municipality(),
            target_group,
            payee_kind: payee_kind.or(Some(PayeeKind::Oneself)),
            payee: self.payee(),
            signs: signs.or(Some(Signs::Oneself)),
            identity,
            odd_number,
            problems: self.cells.problems,
        }
    }

    /// Text that no spreadsheet would run.
    fn plain(&mut self, column: &str) -> String {
        let text = self.cells.text(column);
        if text.starts_with(['=', '@', '+', '-']) {
            self.cells.note(column, Why::Formula);
            return String::new();
        }
        text
    }

    fn code(&mut self, column: Option<&String>) -> Option<Code> {
        let column = column?;
        let text = self.plain(column);
        if text.is_empty() {
            return None;
        }
        let code = Code::parse(&text);
        code.map_err(|error| self.cells.note(column, Why::OwnNumberUnfit { error })).ok()
    }

    fn asked(&mut self, column: &str) -> Option<Amount> {
        let (minor, why) = self.cells.sum(column);
        let Some(why) = why else { return Amount::from_minor(minor?).ok() };
        // A sum that could be read and is none that anybody asks for.
        self.cells.note(column, if minor.is_some() { Why::NothingAsked } else { why });
        None
    }

    /// An empty cell says nothing.
    fn kind<T: Copy>(&mut self, column: Option<&String>, words: &Words<'_, T>) -> Option<T> {
        let column = column?;
        if self.cells.cell(column).is_empty() {
            return None;
        }
        let unknown = |found| Why::WordUnknown { found, table: words.table };
        self.cells.word(column, words.meant, words.parse, unknown)
    }

    fn birth_year(&mut self) -> Option<i64> {
        let column = self.mapping.profile.columns.birth_year.as_ref()?;
        let cell = self.cells.cell(column);
        let this_year = i64::from(self.today.year());
        if cell.is_empty() {
            return None;
        }
        let four = cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
        let year = cell.parse().ok().filter(|year: &i64| four && *year <= this_year);
        if year.is_none() {
            self.cells.note(column, Why::BirthYearMalformed);
        }
        year
    }

    fn municipality(&mut self) -> Option<Code> {
        let column = self.mapping.profile.columns.municipality.as_ref()?;
        let name = self.plain(column);
        if name.is_empty() {
            return None;
        }
        let found = self.places.get(&name.to_lowercase()).cloned();
        if found.is_none() {
            self.cells.note(column, Why::MunicipalityUnknown { found: glimpse(&name) });
        }
        found
    }

    fn payee(&mut self) -> Option<Uuid> {
        let column = self.mapping.profile.columns.payee.as_ref()?;
        let text = self.plain(column);
        if text.is_empty() {
            return None;
        }
        let payee = Uuid::parse_str(&text);
        payee.map_err(|_| self.cells.note(column, Why::PayeeUnfit)).ok()
    }

    /// What the vault would keep, and whether the identity number is odd. No word of it is repeated in a problem.
    fn identity(&mut self) -> (Identity, bool) {
        let columns: Vec<(Field, &str)> = self.mapping.profile.columns.identity().collect();
        let mut identity = Identity::new();
        for (field, column) in &columns {
            let text =
                if *field == Field::Phone { self.cells.text(column) } else { self.plain(column) };
            if !text.is_empty() {
                identity.set(*field, &text);
            }
        }
        match identity.checked(self.today) {
            Ok(checked) => (checked.identity, !checked.warnings.is_empty()),
            Err((field, fault)) => {
                let column = columns.iter().find(|(known, _)| *known == field);
                let column = column.map(|(_, column)| (*column).to_owned());
                self.cells.problems.push(Problem { column, why: Why::Identity { fault } });
                (Identity::new(), false)
            }
        }
    }
}

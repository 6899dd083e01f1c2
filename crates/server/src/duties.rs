//! The calendar of duties: what is due in a year, to whom, under which law, as far as the law data and the agreements tell.

use std::collections::BTreeMap;

use almoner_law::document::Document;
use almoner_law::filing::{Deadline, Filing, Trigger};
use almoner_law::names::Names;
use almoner_law::pack::Pack;
use almoner_ledger::codes::{AgreementState, SourceKind};
use almoner_ledger::facts::Facts;
use almoner_ledger::rows::giving::Agreement;
use almoner_reports::language::Language;
use almoner_store::error::StoreError;
use almoner_store::store::Store;
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use uuid::Uuid;

use crate::reporting::before::holds;

/// Whether an association has to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applies {
    Yes,
    /// When what the law names has happened: its accountant knows.
    When(&'static str),
}

#[derive(Clone, Debug)]
pub struct Duty<'a> {
    /// Absent where something else than the calendar sets the day.
    pub on: Option<NaiveDate>,
    pub document: &'a Document,
    pub filing: &'a Filing,
    pub applies: Applies,
    /// The agreement that asks for it, where one does.
    pub agreement: Option<&'a Agreement>,
    /// When it was done, as far as the books can tell.
    pub done: Option<DateTime<Utc>>,
}

/// What the books know to be done: by document and the year it is of.
#[derive(Clone, Debug, Default)]
pub struct Done(BTreeMap<(String, i64), DateTime<Utc>>);

impl Done {
    /// What was counted and issued of the years whose duties fall into one: that year and the one before.
    pub async fn read(store: &Store, facts: &Facts, year: i32) -> Result<Self, StoreError> {
        let mut done = BTreeMap::new();
        for of in [i64::from(year).saturating_sub(1), i64::from(year)] {
            if let Some(counted) = store.inventory(of).await? {
                done.insert(("inventory".to_owned(), of), counted.recorded_at);
            }
            let papers = store.issued(Some(of)).await?;
            let mut issued: BTreeMap<String, DateTime<Utc>> = BTreeMap::new();
            for paper in papers.into_iter().filter(|paper| holds(facts, &paper.issued)) {
                issued.entry(paper.issued.document).or_insert(paper.issued_at);
            }
            let forms = ["balance_sheet", "income_expenditure"].map(|form| issued.get(form));
            if let [Some(one), Some(other)] = forms {
                done.insert(("annual_account".to_owned(), of), *one.max(other));
            }
            for (document, at) in issued {
                done.entry((document, of)).or_insert(at);
            }
        }
        Ok(Self(done))
    }

    /// A paper of the year that is due in the year after, or on its own last days.
    fn of(&self, filing: &Filing, due_on: NaiveDate) -> Option<DateTime<Utc>> {
        let year = match filing.deadline {
            Deadline::NextYear(_) => due_on.year().saturating_sub(1),
            Deadline::SameYear { .. } => due_on.year(),
            Deadline::Monthly(_)
            | Deadline::Quarterly(_)
            | Deadline::Agreement
            | Deadline::BeforePayment
            | Deadline::DaysAfter(_) => return None,
        };
        self.0.get(&(filing.document.clone(), i64::from(year))).copied()
    }
}

/// What is due in a year, the earliest first; what has no day of its own comes last.
pub fn of<'a>(law: &'a Pack, facts: &'a Facts, year: i32, known: &Done) -> Vec<Duty<'a>> {
    let mut duties = Vec::new();
    for filing in &law.filings {
        let Some(document) = law.document(&filing.document) else { continue };
        let duty = |on: Option<NaiveDate>, applies, agreement| {
            let done = on.and_then(|day| known.of(filing, day));
            Duty { on, document, filing, applies, agreement, done }
        };
        match filing.deadline {
            Deadline::Agreement => {
                let owed = facts.agreements.values().filter(|row| asks_for(facts, row, filing));
                let due = owed.filter(|row| row.report_due_on.is_some_and(|on| on.year() == year));
                duties.extend(due.map(|row| duty(row.report_due_on, Applies::Yes, Some(row))));
            }
            Deadline::BeforePayment | Deadline::DaysAfter(_) => {
                duties.push(duty(None, applies(filing.trigger), None));
            }
            Deadline::NextYear(_)
            | Deadline::SameYear { .. }
            | Deadline::Monthly(_)
            | Deadline::Quarterly(_) => {
                let days = [year.saturating_sub(1), year].map(|of| law.due(filing, of)).concat();
                let days = days.into_iter().filter(|day| day.year() == year);
                let held = days.filter(|day| filing.valid_from <= *day);
                duties.extend(held.map(|day| duty(Some(day), applies(filing.trigger), None)));
            }
        }
    }
    duties.sort_by_key(|duty| (duty.on.is_none(), duty.on, duty.document.code.clone()));
    duties
}

/// Which report an agreement asks for follows from who gives.
fn asks_for(facts: &Facts, agreement: &Agreement, filing: &Filing) -> bool {
    let giver = facts.sources.get(&agreement.source_seq).map(|source| source.kind);
    let wanted = match giver {
        Some(SourceKind::Municipality) => Trigger::MunicipalMoney,
        Some(SourceKind::StateBody) => Trigger::CentralMoney,
        _ => Trigger::DonorContract,
    };
    agreement.state != AgreementState::Draft && filing.trigger == wanted
}

const fn applies(trigger: Trigger) -> Applies {
    Applies::When(match trigger {
        Trigger::Always => return Applies::Yes,
        Trigger::AboveSmall => "above_small",
        Trigger::BelowSmall => "below_small",
        Trigger::EconomicIncome => "economic_income",
        Trigger::MunicipalMoney => "municipal_money",
        Trigger::CentralMoney => "central_money",
        Trigger::PublicInterest => "public_interest",
        Trigger::DonorRelief => "donor_relief",
        Trigger::PersonDonorRelief => "person_donor_relief",
        Trigger::IncomeToPerson => "income_to_person",
        Trigger::Employees => "employees",
        Trigger::ExemptProject => "exempt_project",
        Trigger::OwnerChange => "owner_change",
        Trigger::DonorContract => "donor_contract",
    })
}

/// The dated duties as an iCalendar feed (RFC 5545): whole days, and the same identifiers every time.
pub fn calendar(duties: &[Duty<'_>], books: Uuid, language: Language) -> String {
    let mut out = String::new();
    for text in
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Almoner//Duties//EN", "CALSCALE:GREGORIAN"]
    {
        line(&mut out, text);
    }
    for duty in duties {
        let Some(on) = duty.on else { continue };
        let day = on.format("%Y%m%d");
        let of = duty.agreement.map_or(0, |agreement| agreement.seq);
        line(&mut out, "BEGIN:VEVENT");
        line(&mut out, &format!("UID:{}-{day}-{of}@{books}", duty.document.code));
        line(&mut out, &format!("DTSTAMP:{day}T000000Z"));
        line(&mut out, &format!("DTSTART;VALUE=DATE:{day}"));
        let title = |names: &Names| language.pick(names).to_owned();
        let number = duty.agreement.map(|agreement| format!(" ({})", agreement.number));
        let summary = format!("{}{}", title(&duty.document.names), number.unwrap_or_default());
        line(&mut out, &format!("SUMMARY:{}", escaped(&summary)));
        let said = format!("{} · {}", title(&duty.filing.to), title(&duty.document.basis));
        line(&mut out, &format!("DESCRIPTION:{}", escaped(&said)));
        line(&mut out, "TRANSP:TRANSPARENT");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter => out.push(letter),
        }
    }
    out
}

/// A line of at most 75 octets, and the rest of it on lines that begin with a space.
fn line(out: &mut String, text: &str) {
    let mut room = 75_usize;
    for letter in text.chars() {
        if room < letter.len_utf8() {
            out.push_str("\r\n ");
            room = 74;
        }
        out.push(letter);
        room = room.saturating_sub(letter.len_utf8());
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_letters() {
        let mut out = String::new();
        line(&mut out, &"Ж".repeat(80));
        assert!(out.lines().all(|line| line.len() <= 75));
        assert_eq!(out.replace("\r\n ", "").trim_end(), "Ж".repeat(80));
    }

    #[test]
    fn what_would_end_a_field_is_escaped() {
        assert_eq!(escaped("a,b;c\\d\ne"), "a\\,b\\;c\\\\d\\ne");
    }
}

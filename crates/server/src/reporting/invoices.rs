//! The books of invoices, out of the papers that the entries carry.
//!
//! An invoice out is the paper of money that came in; an invoice in is the paper of what was bought, paid for somebody, or
//! given in kind. What is owed for it stands on the accounts of obligations that its entry credited.

use std::collections::{BTreeMap, BTreeSet};

use almoner_ledger::codes::{
    AccountKind, AccountRole, DocumentKind, EntryKind, IncomeForm, IncomeKind,
};
use almoner_ledger::rows::journal::Posting;
use almoner_reports::registers::invoices::{self, Book, Direction, Invoice};
use almoner_reports::registers::settle::{Moved, Settled, settle};
use almoner_reports::report::Report;
use almoner_store::error::StoreError;
use almoner_store::read::entry::{EntryFilter, EntryRow};
use almoner_store::read::income::IncomeRow;
use almoner_store::read::page::{PAGE_MAX, Paging};

use super::inputs::every;
use super::paper::{Maker, Paper};
use super::{ReportError, Task, registers};

pub(super) const PAPERS: &[Paper] = &[
    Paper::new("invoices_in", &[], Maker::Invoices),
    Paper::new("invoices_out", &[], Maker::Invoices),
];

/// An invoice with what its entry made of it.
struct Found {
    entry: EntryRow,
    income: Option<IncomeRow>,
}

pub(super) async fn make(task: &Task<'_>) -> Result<Report, ReportError> {
    let direction = match task.wanted.report.as_str() {
        "invoices_in" => Direction::In,
        "invoices_out" => Direction::Out,
        other => return Err(ReportError::Unknown(other.to_owned())),
    };
    let found = read(task, direction).await?;
    let accounts: BTreeSet<String> = found
        .iter()
        .flat_map(|it| it.entry.postings.iter().filter(|posting| is_owed(task, posting)))
        .map(|posting| posting.account.clone())
        .collect();
    let settled = settled(task, &accounts).await?;
    let of_ledger = task.inputs.years.iter().filter(|year| accounts.contains(&year.code));
    let mut ledger_minor = 0_i64;
    for year in of_ledger {
        ledger_minor = ledger_minor.saturating_sub(year.balance()?);
    }
    let mut book = Book { direction, invoices: Vec::new(), before: Vec::new(), ledger_minor };
    for it in &found {
        let invoice = invoice(task, it, settled.get(&it.entry.seq));
        if task.wanted.from <= invoice.booked_on {
            book.invoices.push(invoice);
        } else if 0 < invoice.open_minor {
            book.before.push(invoice);
        }
    }
    Ok(invoices::build(task.frame, &book)?)
}

/// The entries up to the last day, in the order of the days.
async fn entries(task: &Task<'_>, filter: EntryFilter) -> Result<Vec<EntryRow>, ReportError> {
    let filter = EntryFilter { to_on: Some(task.wanted.to), ..filter };
    let mut entries = every!(paging => task.store.entries(&filter, &paging));
    entries.retain(|entry| entry.seq <= task.inputs.as_of_seq);
    entries.reverse();
    Ok(entries)
}

async fn read(task: &Task<'_>, wanted: Direction) -> Result<Vec<Found>, ReportError> {
    let document = Some(DocumentKind::Invoice);
    let mut found = Vec::new();
    for entry in entries(task, EntryFilter { document, ..EntryFilter::default() }).await? {
        let brings = matches!(entry.kind, EntryKind::Income | EntryKind::Explanation);
        let income = if brings {
            let lost = || StoreError::Corrupt(format!("income {} is gone", entry.seq));
            Some(task.store.income(entry.seq).await?.ok_or_else(lost)?.income)
        } else {
            None
        };
        let it = Found { entry, income };
        if direction(task, &it) == Some(wanted) {
            found.push(it);
        }
    }
    Ok(found)
}

/// Whose invoice it is; nobody's where the entry only pays one, or moves money for another reason.
fn direction(task: &Task<'_>, found: &Found) -> Option<Direction> {
    match (found.entry.kind, &found.income) {
        (_, Some(income)) if income.kind == IncomeKind::Unclear => None,
        (_, Some(income)) if income.form == IncomeForm::Money => Some(Direction::Out),
        (_, Some(_)) | (EntryKind::AidPayment | EntryKind::AdvanceSettlement, None) => {
            Some(Direction::In)
        }
        (EntryKind::Manual, None) => {
            let pays = |posting: &Posting| posting.amount_minor < 0 || owes(task, posting);
            let only_pays = found.entry.postings.iter().all(pays);
            (!only_pays).then_some(Direction::In)
        }
        _ => None,
    }
}

/// Whether a posting is on an account of what is owed to others.
fn owes(task: &Task<'_>, posting: &Posting) -> bool {
    let account = task.inputs.facts.accounts.get(&posting.account);
    account.is_some_and(|account| account.role == AccountRole::Obligation)
}

fn is_owed(task: &Task<'_>, posting: &Posting) -> bool {
    posting.amount_minor < 0 && owes(task, posting)
}

/// What became of all that was owed on these accounts, by the act that owed it.
async fn settled(
    task: &Task<'_>,
    accounts: &BTreeSet<String>,
) -> Result<BTreeMap<i64, Settled>, ReportError> {
    let (mut claims, mut payments) = (Vec::new(), Vec::new());
    for account in accounts {
        let filter = EntryFilter { account: Some(account.clone()), ..EntryFilter::default() };
        for entry in entries(task, filter).await? {
            // What was taken back and what took it back come to nothing.
            if entry.kind == EntryKind::Reversal || is_reversed(task, &entry) {
                continue;
            }
            for posting in entry.postings.iter().filter(|posting| posting.account == *account) {
                let list = if posting.amount_minor < 0 { &mut claims } else { &mut payments };
                list.push(moved(&entry, posting));
            }
        }
    }
    Ok(settle(&claims, &payments)?)
}

fn is_reversed(task: &Task<'_>, entry: &EntryRow) -> bool {
    entry.reversed_by_seq.is_some_and(|seq| seq <= task.inputs.as_of_seq)
}

fn moved(entry: &EntryRow, posting: &Posting) -> Moved {
    let number = entry.document_number.clone();
    let number = number.filter(|_| entry.document_kind == Some(DocumentKind::Invoice));
    Moved {
        seq: entry.seq,
        on: entry.booked_on,
        account: posting.account.clone(),
        fund_seq: posting.fund_seq,
        minor: posting.amount_minor.saturating_abs(),
        paper: number.map(|number| (number, entry.document_issuer.clone())),
    }
}

fn invoice(task: &Task<'_>, found: &Found, settled: Option<&Settled>) -> Invoice {
    let Found { entry, income } = found;
    let giver = income
        .as_ref()
        .map(|income| income.source_name.clone().unwrap_or_else(|| registers::nobody(task)));
    let issued_by_us = income.as_ref().is_some_and(|income| income.form == IncomeForm::Money);
    let who = match (&entry.document_issuer, giver) {
        (Some(issuer), _) if !issued_by_us => issuer.clone(),
        (_, giver) => giver.unwrap_or_default(),
    };
    let reversed = is_reversed(task, entry);
    let open_minor = settled.map_or(0, |settled| settled.open_minor);
    let last_on = settled.and_then(|settled| settled.last_on);
    Invoice {
        seq: entry.seq,
        booked_on: entry.booked_on,
        dated_on: entry.document_on,
        number: entry.document_number.clone().unwrap_or_default(),
        who,
        entry: (entry.number, entry.year),
        amount_minor: income.as_ref().map_or_else(|| amount(task, entry), |it| it.value_minor),
        open_minor,
        paid_on: Some(last_on.unwrap_or(entry.booked_on)).filter(|_| open_minor == 0 && !reversed),
        reversed,
    }
}

/// What the entry paid and came to owe: all that it credited, but for the income that waited to be spent.
fn amount(task: &Task<'_>, entry: &EntryRow) -> i64 {
    let is_income = |posting: &Posting| {
        let account = task.inputs.facts.accounts.get(&posting.account);
        account.is_some_and(|account| account.kind == AccountKind::Income)
    };
    let credits = entry.postings.iter().filter(|it| it.amount_minor < 0 && !is_income(it));
    credits.fold(0_i64, |sum, posting| sum.saturating_sub(posting.amount_minor))
}

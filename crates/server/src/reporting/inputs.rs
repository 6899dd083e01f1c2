//! What the builders of reports want, read from the books as of one act.

use std::collections::BTreeMap;
use std::sync::Arc;

use almoner_ledger::codes::{AccountKind, EntryKind};
use almoner_ledger::facts::Facts;
use almoner_ledger::month::Month;
use almoner_ledger::rows::chart::Account;
use almoner_reports::books::card::Card;
use almoner_reports::books::error::BuildError;
use almoner_reports::books::income_expenditure_book::ResultLine;
use almoner_reports::books::input::{AccountYear, BookLine};
use almoner_reports::language::Language;
use almoner_store::read::statement::{StatementLine, StatementOf, StatementRequest};
use almoner_store::store::Store;
use chrono::{Datelike as _, NaiveDate};

use super::before;
use super::counts::Counts;
use super::paper::{self, Paper};
use super::{ReportError, Wanted, year_of};
use crate::statement::told;

/// Every row of a list, page by page, in the order in which the list gives them.
macro_rules! every {
    ($paging:ident => $page:expr) => {{
        let mut $paging = Paging { limit: PAGE_MAX, after: None };
        let mut rows = Vec::new();
        loop {
            let page = $page.await?;
            rows.extend(page.items);
            match page.next {
                Some(next) => $paging.after = Some(next),
                None => break rows,
            }
        }
    }};
}
pub(super) use every;

pub(super) struct Inputs {
    pub(super) as_of_seq: i64,
    pub(super) facts: Arc<Facts>,
    /// Whether every month of the period is closed, and for the annual account the year, and those before it too.
    pub(super) is_closed: bool,
    /// For a form: the year before as it was issued.
    pub(super) before: Option<BTreeMap<String, i64>>,
    /// For the inventory: what there is, by the books and as it was counted.
    pub(super) counts: Counts,
    /// Every account that may be posted to and has a figure, by code.
    pub(super) years: Vec<AccountYear>,
    /// Every account's name, by code.
    pub(super) names: BTreeMap<String, String>,
    /// The names of the accounts that others hang below.
    pub(super) parents: BTreeMap<String, String>,
    kinds: BTreeMap<String, AccountKind>,
    posted: Vec<StatementLine>,
}

impl Inputs {
    pub(super) async fn read(store: &Store, wanted: &Wanted) -> Result<Self, ReportError> {
        let facts = store.facts_for_reading().await?;
        let as_of_seq = store.health().await?.head_seq;
        if let Some(begins) = store.first_booked_on().await?
            && wanted.to < begins
        {
            return Err(ReportError::BeforeTheBooks { begins: year_of(begins) });
        }
        let years = years(store, &facts, (wanted, as_of_seq)).await?;
        let counts = match wanted.report.as_str() {
            "inventory" => Counts::read(store, &facts, (wanted, as_of_seq)).await?,
            _ => Counts::default(),
        };
        let posted = if needs_lines(&wanted.report) {
            posted(store, wanted, as_of_seq).await?
        } else {
            Vec::new()
        };
        let name = |account: &Account| name(account, wanted.language).to_owned();
        let named = facts.accounts.values().map(|account| (account.code.clone(), name(account)));
        let above = facts.accounts.values().filter(|account| facts.has_children(&account.code));
        Ok(Self {
            as_of_seq,
            is_closed: is_closed(&facts, wanted, &years),
            before: before::issued(store, &facts, wanted).await?,
            counts,
            years,
            names: named.collect(),
            parents: above.map(|account| (account.code.clone(), name(account))).collect(),
            kinds: facts
                .accounts
                .values()
                .map(|account| (account.code.clone(), account.kind))
                .collect(),
            posted,
            facts,
        })
    }

    /// The postings of the period. What people typed stays in the books.
    pub(super) fn lines(&self) -> Vec<BookLine<'_>> {
        self.posted.iter().map(|line| BookLine { posting: told(line), text: "" }).collect()
    }

    pub(super) fn posted(&self) -> &[StatementLine] {
        &self.posted
    }

    pub(super) fn results(&self) -> Vec<ResultLine<'_>> {
        let kind = |line: &BookLine<'_>| self.kinds.get(line.posting.account).copied();
        // Closing a year takes income and expenses away, and is neither.
        let closes = |kind| matches!(kind, EntryKind::Closing | EntryKind::Reopening);
        let lines = self.lines().into_iter().filter(|line| !closes(line.posting.kind));
        let lines = lines.filter_map(|line| Some((line, kind(&line)?)));
        let results =
            lines.filter(|(_, kind)| matches!(kind, AccountKind::Income | AccountKind::Expense));
        results.map(|(line, kind)| ResultLine { line, kind }).collect()
    }

    /// The lines of each account, in the order of the accounts; what an opening entry booked is in the opening.
    pub(super) fn moved(&self) -> Vec<Vec<BookLine<'_>>> {
        let mut by_account: BTreeMap<&str, Vec<BookLine<'_>>> = BTreeMap::new();
        for line in self.lines() {
            if line.posting.kind != EntryKind::Opening {
                by_account.entry(line.posting.account).or_default().push(line);
            }
        }
        let years = self.years.iter();
        years.map(|year| by_account.remove(year.code.as_str()).unwrap_or_default()).collect()
    }

    pub(super) fn cards<'a>(
        &'a self,
        moved: &'a [Vec<BookLine<'a>>],
    ) -> Result<Vec<Card<'a>>, BuildError> {
        let cards = self.years.iter().zip(moved).map(|(year, lines)| {
            Ok(Card {
                code: &year.code,
                name: &year.name,
                opening_minor: year.opening_minor,
                lines,
                closing_minor: year.balance()?,
            })
        });
        cards.collect()
    }
}

/// What is not final says so on every page.
fn is_closed(facts: &Facts, wanted: &Wanted, years: &[AccountYear]) -> bool {
    let months = facts.closed_through() >= Some(Month::of(wanted.to));
    if !paper::find(&wanted.report).is_some_and(Paper::is_annual) {
        return months;
    }
    let whole = wanted.to.month() == 12 && wanted.to.day() == 31;
    let year = !whole || facts.year_is_closed(i64::from(wanted.to.year()));
    months && year && years.iter().all(|account| account.unclosed_minor == 0)
}

fn needs_lines(report: &str) -> bool {
    let of_lines =
        ["journal", "general_ledger", "account_card", "income_expenditure_book", "cash_book"];
    of_lines.contains(&report)
}

pub(crate) fn name(account: &Account, language: Language) -> &str {
    match language {
        Language::Mk => &account.name_mk,
        Language::En => &account.name_en,
        Language::Sq => &account.name_sq,
    }
}

/// What one account has so far: before the period, by opening entries in it, by all other entries, and by closing the year.
#[derive(Default, PartialEq, Eq)]
struct Sums {
    before_minor: i64,
    opened_minor: i64,
    debit_minor: i64,
    credit_minor: i64,
    closed_minor: i64,
}

async fn years(
    store: &Store,
    facts: &Facts,
    (wanted, as_of_seq): (&Wanted, i64),
) -> Result<Vec<AccountYear>, ReportError> {
    let known_at = Some(as_of_seq);
    let mut sums: BTreeMap<String, Sums> = BTreeMap::new();
    let before = wanted.from.pred_opt().unwrap_or(wanted.from);
    for row in store.trial_balance(before, known_at).await?.rows {
        let sum = sums.entry(row.account).or_default();
        sum.before_minor = sum.before_minor.saturating_add(row.amount_minor);
    }
    for row in store.turnover(wanted.from, wanted.to, known_at).await? {
        let sum = sums.entry(row.account).or_default();
        sum.debit_minor = sum.debit_minor.saturating_add(row.debit_minor);
        sum.credit_minor = sum.credit_minor.saturating_add(row.credit_minor);
    }
    for row in store.openings((wanted.from, wanted.to), as_of_seq).await? {
        let sum = sums.entry(row.account).or_default();
        let opened = row.debit_minor.saturating_sub(row.credit_minor);
        sum.opened_minor = sum.opened_minor.saturating_add(opened);
        sum.debit_minor = sum.debit_minor.saturating_sub(row.debit_minor);
        sum.credit_minor = sum.credit_minor.saturating_sub(row.credit_minor);
    }
    for row in store.closings((wanted.from, wanted.to), as_of_seq).await? {
        let sum = sums.entry(row.account).or_default();
        let closed = row.debit_minor.saturating_sub(row.credit_minor);
        sum.closed_minor = sum.closed_minor.saturating_add(closed);
        sum.debit_minor = sum.debit_minor.saturating_sub(row.debit_minor);
        sum.credit_minor = sum.credit_minor.saturating_sub(row.credit_minor);
    }
    let unclosed = unclosed(store, facts, (wanted, as_of_seq)).await?;
    let mut years = Vec::with_capacity(sums.len());
    // What was closed and opened again leaves nothing to tell.
    for (code, sum) in sums.into_iter().filter(|(_, sum)| *sum != Sums::default()) {
        let account = facts.accounts.get(&code);
        let account =
            account.ok_or_else(|| BuildError::UnknownAccount { account: code.clone() })?;
        years.push(AccountYear {
            name: name(account, wanted.language).to_owned(),
            kind: account.kind,
            opening_minor: sum.before_minor.saturating_add(sum.opened_minor),
            debit_minor: sum.debit_minor,
            credit_minor: sum.credit_minor,
            unclosed_minor: unclosed.get(&code).copied().unwrap_or(0),
            closed_minor: sum.closed_minor,
            code,
        });
    }
    Ok(years)
}

/// What stands on accounts of the result at the end of the year before: nothing, where it was closed.
async fn unclosed(
    store: &Store,
    facts: &Facts,
    (wanted, as_of_seq): (&Wanted, i64),
) -> Result<BTreeMap<String, i64>, ReportError> {
    let last = NaiveDate::from_ymd_opt(wanted.from.year().saturating_sub(1), 12, 31);
    let left = store.trial_balance(last.unwrap_or(wanted.from), Some(as_of_seq)).await?;
    let mut unclosed = BTreeMap::new();
    for row in left.rows {
        let kind = facts.accounts.get(&row.account).map(|account| account.kind);
        if matches!(kind, Some(AccountKind::Income | AccountKind::Expense | AccountKind::Result)) {
            let sum: &mut i64 = unclosed.entry(row.account).or_insert(0);
            *sum = sum.saturating_add(row.amount_minor);
        }
    }
    Ok(unclosed)
}

async fn posted(
    store: &Store,
    wanted: &Wanted,
    as_of_seq: i64,
) -> Result<Vec<StatementLine>, ReportError> {
    let request = StatementRequest {
        of: StatementOf::Journal,
        from: wanted.from,
        to: wanted.to,
        known_at: Some(as_of_seq),
    };
    let mut statement = store.statement(request).await?;
    let mut lines = Vec::new();
    while let Some(page) = statement.page().await? {
        lines.extend(page);
    }
    Ok(lines)
}

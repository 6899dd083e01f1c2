//! A statement on its way out: the store's lines, a page at a time, through the writer that adds them up.

use std::sync::Arc;

use almoner_ledger::codes::{AccountRole, Currency, NoDocument};
use almoner_ledger::facts::Facts;
use almoner_reports::csv::dialect::Dialect;
use almoner_reports::statement::writer::StatementWriter;
use almoner_reports::statement::{LineDocument, StatementHead, StatementKind, StatementLine};
use almoner_store::read::statement::{self, Statement, StatementOf, StatementRequest};
use almoner_store::store::Store;

use crate::pieces::{Pieces, SheetError};

/// A statement in the making. What it holds does not grow with its length.
pub struct Sheet {
    file_name: String,
    lines: Statement,
    writer: Option<StatementWriter>,
    begun: bool,
}

impl Sheet {
    /// Looks up what the statement is about and where it begins.
    pub async fn begin(
        store: &Store,
        request: StatementRequest,
        dialect: Dialect,
    ) -> Result<Self, SheetError> {
        if request.to < request.from {
            return Err(SheetError::Dates);
        }
        let facts = store.facts_for_reading().await?;
        let (kind, subject) = subject(&facts, &request.of)?;
        let (from, to) = (request.from, request.to);
        let file_name = file_name(kind, &request);
        let lines = store.statement(request).await?;
        let head = StatementHead {
            kind,
            books: facts.books.as_ref().map(|books| books.name.clone()).unwrap_or_default(),
            subject,
            from,
            to,
            currency: Currency::Mkd,
            opening_minor: lines.start.opening.amount_minor,
            as_of_seq: lines.start.as_of_seq,
            demo: facts.books.as_ref().is_some_and(|books| books.demo),
        };
        let writer = Some(StatementWriter::new(dialect, head));
        Ok(Self { file_name, lines, writer, begun: false })
    }
}

impl Pieces for Sheet {
    fn file_name(&self) -> &str {
        &self.file_name
    }

    fn media_type(&self) -> &'static str {
        "text/csv; charset=utf-8; header=present"
    }

    fn as_of_seq(&self) -> i64 {
        self.lines.start.as_of_seq
    }

    fn rows(&self) -> u64 {
        self.lines.totals().rows
    }

    /// A file that was not finished lacks its control records.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, SheetError> {
        let Some(mut writer) = self.writer.take() else { return Ok(None) };
        let mut piece = Vec::new();
        if !self.begun {
            self.begun = true;
            writer.begin(&mut piece)?;
        }
        match self.lines.page().await? {
            Some(lines) => {
                for line in &lines {
                    writer.line(&told(line), &mut piece)?;
                }
                self.writer = Some(writer);
            }
            None => {
                let closing = self.lines.start.closing.map(|sum| sum.amount_minor);
                writer.finish(closing, &mut piece)?;
            }
        }
        Ok(Some(piece))
    }
}

/// `account-1000-2026-01-01-2026-12-31.csv`. A file's name is seen by more people than the file.
fn file_name(kind: StatementKind, request: &StatementRequest) -> String {
    let about = match &request.of {
        StatementOf::Account { account, .. } | StatementOf::CashBook { account } => account.clone(),
        StatementOf::Fund { fund: number }
        | StatementOf::Source { source: number }
        | StatementOf::Agreement { agreement: number } => number.to_string(),
        StatementOf::Journal => String::new(),
    };
    let mut name = kind.code().to_owned();
    for part in [about, request.from.to_string(), request.to.to_string()] {
        if !part.is_empty() {
            name.push('-');
            name.push_str(&part);
        }
    }
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    format!("{}.csv", name.chars().map(plain).collect::<String>())
}

/// What the statement is about, in its own words: a person who gives stays a reference.
fn subject(facts: &Arc<Facts>, of: &StatementOf) -> Result<(StatementKind, String), SheetError> {
    let account = |code: &str| {
        let found = facts.accounts.get(code).ok_or(SheetError::Absent("account"))?;
        Ok::<String, SheetError>(format!("{} {}", found.code, found.name_mk))
    };
    Ok(match of {
        StatementOf::Account { account: code, .. } => (StatementKind::Account, account(code)?),
        StatementOf::CashBook { account: code } => {
            let role = facts.accounts.get(code).map(|found| found.role);
            if role != Some(AccountRole::Cash) {
                return Err(SheetError::Absent("cash desk"));
            }
            (StatementKind::CashBook, account(code)?)
        }
        StatementOf::Fund { fund } => {
            let found = facts.funds.get(fund).ok_or(SheetError::Absent("fund"))?;
            (StatementKind::Fund, format!("{} {}", found.code, found.name))
        }
        StatementOf::Source { source } => {
            let found = facts.sources.get(source).ok_or(SheetError::Absent("source"))?;
            (StatementKind::Source, found.name.clone())
        }
        StatementOf::Agreement { agreement } => {
            let found = facts.agreements.get(agreement).ok_or(SheetError::Absent("agreement"))?;
            (StatementKind::Agreement, found.number.clone())
        }
        StatementOf::Journal => (StatementKind::Journal, String::new()),
    })
}

pub(crate) fn told(line: &statement::StatementLine) -> StatementLine<'_> {
    let document = match (line.document_kind, line.document_number.as_deref()) {
        (Some(kind), Some(number)) => LineDocument::Paper { kind, number },
        _ => LineDocument::Missing(line.no_document.unwrap_or(NoDocument::Internal)),
    };
    StatementLine {
        seq: line.seq,
        line: line.line,
        entry_year: line.entry_year,
        entry_number: line.entry_number,
        booked_on: line.booked_on,
        document,
        kind: line.kind,
        account: &line.account,
        fund: &line.fund_code,
        source: line.source.as_deref(),
        reference: line.reference.as_deref(),
        currency: line.currency,
        quantity_minor: line.quantity_minor,
        amount_minor: line.amount_minor,
    }
}

//! The books on their way out in the plain text of hledger and beancount.

use std::collections::BTreeMap;

use almoner_ledger::facts::Facts;
use almoner_reports::export::writer::JournalWriter;
use almoner_reports::export::{ExportAccount, Format, Head, Standing};
use almoner_reports::language::Language;
use almoner_store::read::balance::Balances;
use almoner_store::read::statement::{Statement, StatementOf, StatementRequest};
use almoner_store::store::Store;
use chrono::NaiveDate;

use crate::pieces::{Pieces, SheetError};
use crate::reporting::inputs::name;
use crate::statement::told;

/// What is to be written.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub format: Format,
    /// Both days inclusive.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The code of a fund, for its entries alone.
    pub fund: Option<String>,
    /// Of the accounts' names.
    pub language: Language,
}

/// An export in the making.
pub struct Export {
    file_name: String,
    lines: Statement,
    writer: Option<JournalWriter>,
    begun: bool,
    fund: Option<i64>,
    funds: BTreeMap<i64, String>,
    opening: Balances,
    closing: Balances,
}

impl Export {
    pub async fn begin(store: &Store, wanted: &Wanted) -> Result<Self, SheetError> {
        let Wanted { format, from, to, .. } = *wanted;
        if to < from {
            return Err(SheetError::Dates);
        }
        let facts = store.facts_for_reading().await?;
        let of_code = |code: &String| {
            let found = facts.funds.values().find(|fund| fund.code == *code);
            found.map(|fund| fund.seq).ok_or(SheetError::Absent("fund"))
        };
        let fund = wanted.fund.as_ref().map(of_code).transpose()?;
        let request = StatementRequest { of: StatementOf::Journal, from, to, known_at: None };
        let lines = store.statement(request).await?;
        let as_of_seq = lines.start.as_of_seq;
        let before = from.pred_opt().unwrap_or(from);
        let opening = store.trial_balance(before, Some(as_of_seq)).await?;
        let closing = store.trial_balance(to, Some(as_of_seq)).await?;
        let books = facts.books.as_ref();
        let head = Head {
            format,
            books: books.map(|books| books.name.clone()).unwrap_or_default(),
            fund: wanted.fund.clone(),
            from,
            to,
            as_of_seq,
            demo: books.is_some_and(|books| books.demo),
            accounts: accounts(&facts, wanted.language),
        };
        let of = wanted.fund.as_deref().map(|code| format!("{code}-")).unwrap_or_default();
        Ok(Self {
            file_name: format!("books-{of}{from}-{to}.{}", format.ending()),
            lines,
            writer: Some(JournalWriter::new(head)),
            begun: false,
            fund,
            funds: facts.funds.values().map(|fund| (fund.seq, fund.code.clone())).collect(),
            opening,
            closing,
        })
    }

    fn standings<'a>(&'a self, balances: &'a Balances) -> Vec<Standing<'a>> {
        let rows = balances.rows.iter();
        let rows = rows.filter(|row| self.fund.is_none_or(|fund| fund == row.fund_seq));
        rows.map(|row| Standing {
            account: &row.account,
            fund: self.funds.get(&row.fund_seq).map_or("", String::as_str),
            currency: row.currency,
            quantity_minor: row.quantity_minor,
            amount_minor: row.amount_minor,
        })
        .collect()
    }
}

/// Every account that may be or once was posted to.
fn accounts(facts: &Facts, language: Language) -> Vec<ExportAccount> {
    let accounts = facts.accounts.values().map(|account| ExportAccount {
        code: account.code.clone(),
        name: name(account, language).to_owned(),
        kind: account.kind,
    });
    accounts.collect()
}

impl Pieces for Export {
    fn file_name(&self) -> &str {
        &self.file_name
    }

    fn media_type(&self) -> &'static str {
        "text/plain; charset=utf-8"
    }

    fn as_of_seq(&self) -> i64 {
        self.lines.start.as_of_seq
    }

    fn rows(&self) -> u64 {
        self.lines.totals().rows
    }

    /// A file that was not finished lacks the balances of its last day.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, SheetError> {
        let Some(mut writer) = self.writer.take() else { return Ok(None) };
        let mut piece = String::new();
        if !self.begun {
            self.begun = true;
            writer.begin(&self.standings(&self.opening), &mut piece)?;
        }
        match self.lines.page().await? {
            Some(lines) => {
                let wanted =
                    lines.iter().filter(|line| self.fund.is_none_or(|fund| fund == line.fund_seq));
                for line in wanted {
                    writer.line(&told(line), &mut piece)?;
                }
                self.writer = Some(writer);
            }
            None => writer.finish(&self.standings(&self.closing), &mut piece)?,
        }
        Ok(Some(piece.into_bytes()))
    }
}

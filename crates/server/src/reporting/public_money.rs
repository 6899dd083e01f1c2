//! Reports on money of municipalities and of the central budget, agreement by agreement.

use std::collections::BTreeMap;

use almoner_ledger::codes::{AccountRole, DocumentKind, EntryKind, NoDocument};
use almoner_ledger::rows::giving::Agreement;
use almoner_reports::public_money::{self, Cost, CostInvoice, Grant, Movement, Tally};
use almoner_reports::registers::public_agreements::Budget;
use almoner_reports::report::Report;
use almoner_reports::statement::{LineDocument, words};
use almoner_store::error::StoreError;
use almoner_store::read::entry::EntryRow;
use almoner_store::read::statement::{LineEvent, StatementLine, StatementOf, StatementRequest};
use chrono::NaiveDate;

use super::paper::{Maker, Paper, Want};
use super::{ReportError, Task, purpose, registers};

pub(super) const PAPERS: &[Paper] = &[
    Paper::new("municipal_report", &[Want::Agreement], Maker::PublicMoney),
    Paper::new("central_report", &[Want::Agreement], Maker::PublicMoney),
];

pub(super) async fn make(task: &Task<'_>) -> Result<Report, ReportError> {
    let (budget, what) = match task.wanted.report.as_str() {
        "municipal_report" => (Budget::Municipal, "agreement with a municipality"),
        "central_report" => (Budget::Central, "agreement with a state body"),
        other => return Err(ReportError::Unknown(other.to_owned())),
    };
    let said = task.wanted.of(Want::Agreement)?;
    let mut agreements = task.inputs.facts.agreements.values();
    let found = agreements.find(|agreement| {
        agreement.number == said && registers::budget(task, agreement) == Some(budget)
    });
    let agreement = found.ok_or_else(|| ReportError::NoSuch(what, said.to_owned()))?;
    let days = (task.wanted.from, task.wanted.to);
    let grant = Reading::of(task, agreement, days).await?;
    Ok(public_money::build(task.frame, &grant, task.figure("grantor_group_min")?.0)?)
}

/// A grant in the making, with what each of its payouts took and where that went.
pub(super) struct Reading<'a> {
    task: &'a Task<'a>,
    grant: Grant,
    /// By payout: the first line of it, and what it took less what came back.
    payouts: BTreeMap<i64, (StatementLine, i64)>,
}

impl<'a> Reading<'a> {
    pub(super) async fn of(
        task: &'a Task<'a>,
        agreement: &Agreement,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Grant, ReportError> {
        let request = StatementRequest {
            of: StatementOf::Agreement { agreement: agreement.seq },
            from,
            to,
            known_at: Some(task.inputs.as_of_seq),
        };
        let mut statement = task.store.statement(request).await?;
        let start = statement.start.clone();
        let closing = start.closing.unwrap_or_default().amount_minor;
        let grant = grant(task, agreement, (start.opening.amount_minor, closing))?;
        let mut reading = Self { task, grant, payouts: BTreeMap::new() };
        while let Some(page) = statement.page().await? {
            for line in page {
                reading.line(line).await?;
            }
        }
        reading.add_payouts().await?;
        reading.grant.costs.sort_by_key(|cost| (cost.of.on, cost.of.seq));
        Ok(reading.grant)
    }

    async fn line(&mut self, line: StatementLine) -> Result<(), ReportError> {
        let taken = line.amount_minor.saturating_neg();
        match line.event {
            LineEvent::Received | LineEvent::Withdrawn => {
                let paper = self.movement(&line, line.amount_minor);
                self.grant.received.push(paper);
            }
            LineEvent::Converted | LineEvent::Posted => {
                let sum = &mut self.grant.elsewhere_minor;
                *sum = sum.saturating_add(line.amount_minor);
            }
            LineEvent::UsedOnArrival
            | LineEvent::Reserved
            | LineEvent::Drawn
            | LineEvent::Covered
            | LineEvent::GivenBack => match line.payout_seq {
                Some(payout) => {
                    let (_, sum) = self.payouts.entry(payout).or_insert((line, 0));
                    *sum = sum.saturating_add(taken);
                }
                None => self.cost(&line, taken).await?,
            },
        }
        Ok(())
    }

    async fn cost(&mut self, line: &StatementLine, minor: i64) -> Result<(), ReportError> {
        let entry = self.entry(line.seq).await?;
        let of = self.movement(line, minor);
        if entry.kind == EntryKind::GrantRefund {
            self.grant.refunded.push(of);
            return Ok(());
        }
        let issuer = entry.document_issuer.clone().unwrap_or_default();
        let invoice = invoice(&entry);
        let codes = self.accounts(&entry, line.fund_seq);
        let names: Vec<String> = codes.iter().map(|code| self.task.account(code)).collect();
        let paid_on = of.on;
        self.grant.costs.push(Cost { of, issuer, line: names.join(", "), codes, paid_on, invoice });
        Ok(())
    }

    async fn entry(&self, seq: i64) -> Result<EntryRow, ReportError> {
        let found = self.task.store.entry(seq).await?;
        let lost = || StoreError::Corrupt(format!("entry {seq} is gone"));
        Ok(found.ok_or_else(lost)?.entry)
    }

    /// The accounts of the cost.
    fn accounts(&self, entry: &EntryRow, fund: i64) -> Vec<String> {
        let is_cost = |code: &str| {
            let role = self.task.inputs.facts.accounts.get(code).map(|account| account.role);
            matches!(role, Some(AccountRole::Expense | AccountRole::Aid | AccountRole::FixedAsset))
        };
        let of_fund = entry.postings.iter().filter(|posting| posting.fund_seq == fund);
        let mut codes: Vec<String> = of_fund
            .filter(|posting| is_cost(&posting.account))
            .map(|posting| posting.account.clone())
            .collect();
        codes.dedup();
        codes
    }

    fn movement(&self, line: &StatementLine, minor: i64) -> Movement {
        let document = match (line.document_kind, line.document_number.as_deref()) {
            (Some(kind), Some(number)) => LineDocument::Paper { kind, number },
            _ => LineDocument::Missing(line.no_document.unwrap_or(NoDocument::Internal)),
        };
        let document = words::paper(document, self.task.wanted.language);
        Movement { seq: line.seq, on: line.booked_on, document, minor }
    }

    /// Each payout once, by what it took in all, with the paper of its payment where there is one.
    async fn add_payouts(&mut self) -> Result<(), ReportError> {
        let language = self.task.wanted.language;
        for (payout, (line, minor)) in std::mem::take(&mut self.payouts) {
            if minor == 0 {
                continue;
            }
            let detail = self.task.store.payout(payout).await?;
            let lost = || StoreError::Corrupt(format!("payout {payout} is gone"));
            let row = detail.ok_or_else(lost)?.payout;
            let mut of = self.movement(&line, minor);
            let (mut paid_on, mut papers) = (of.on, None);
            if let Some(paid) = row.payment_seq.filter(|seq| *seq <= self.task.inputs.as_of_seq) {
                let entry = self.entry(paid).await?;
                paid_on = entry.booked_on;
                papers = invoice(&entry);
                if let Some((kind, number)) = entry.document_kind.zip(entry.document_number) {
                    of.document =
                        words::paper(LineDocument::Paper { kind, number: &number }, language);
                }
            }
            let request = self.task.store.request(row.request_seq).await?;
            let place = request.and_then(|found| found.request.municipality);
            let place = place.map(|code| purpose::place(self.task, &code));
            let tally: &mut Tally = self.grant.places.entry(place).or_default();
            tally.count = tally.count.saturating_add(1);
            tally.minor = tally.minor.saturating_add(minor);
            let word = language.say("Исплата", "Payout", "Pagesa");
            self.grant.costs.push(Cost {
                of,
                issuer: format!("{word} {payout}"),
                line: registers::term(self.task, &self.task.law.categories, row.category.code()),
                codes: vec![row.category.code().to_owned()],
                paid_on,
                invoice: papers,
            });
        }
        Ok(())
    }
}

/// The invoice that an entry carries.
fn invoice(entry: &EntryRow) -> Option<CostInvoice> {
    let is_invoice = entry.document_kind == Some(DocumentKind::Invoice);
    let number = entry.document_number.clone().filter(|_| is_invoice)?;
    let (dated_on, issuer) = (entry.document_on, entry.document_issuer.clone());
    Some(CostInvoice { seq: entry.seq, number, dated_on, issuer })
}

fn grant(
    task: &Task<'_>,
    agreement: &Agreement,
    (opening_minor, closing_minor): (i64, i64),
) -> Result<Grant, ReportError> {
    Ok(Grant {
        agreement: agreement.number.clone(),
        grantor: registers::giver(task, agreement),
        purpose: purpose::words(task, agreement.fund_seq, agreement.restriction.as_deref())?,
        promised_minor: agreement.promised_minor,
        currency: agreement.currency.code(),
        from: agreement.valid_from,
        to: agreement.valid_to,
        report_due_on: agreement.report_due_on,
        opening_minor,
        received: Vec::new(),
        costs: Vec::new(),
        refunded: Vec::new(),
        elsewhere_minor: 0,
        closing_minor,
        places: BTreeMap::new(),
    })
}

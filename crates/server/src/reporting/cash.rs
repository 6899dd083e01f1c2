//! The book of a cash desk, and the slips behind it.

use std::collections::BTreeMap;

use almoner_ledger::codes::{AccountRole, VoucherDirection};
use almoner_reports::books::cash_book::{self, CashLine};
use almoner_reports::books::voucher::{self, Voucher};
use almoner_reports::report::{Period, Report};
use almoner_reports::statement::words;
use almoner_store::read::entry::EntryDetail;
use almoner_store::read::statement::{StatementLine, StatementOf, StatementRequest};
use chrono::Datelike as _;

use super::paper::{Maker, Paper, Want};
use super::{ReportError, Task};

pub(super) const PAPERS: &[Paper] = &[
    Paper::new("cash_book", &[Want::Account], Maker::Cash),
    Paper::new("cash_in", &[Want::Voucher], Maker::Cash),
    Paper::new("cash_out", &[Want::Voucher], Maker::Cash),
];

pub(super) async fn make(task: &Task<'_>) -> Result<Report, ReportError> {
    match task.wanted.report.as_str() {
        "cash_book" => book(task).await,
        "cash_in" => slip(task, VoucherDirection::In).await,
        "cash_out" => slip(task, VoucherDirection::Out).await,
        other => Err(ReportError::Unknown(other.to_owned())),
    }
}

async fn book(task: &Task<'_>) -> Result<Report, ReportError> {
    let desk = task.wanted.of(Want::Account)?;
    let role = task.inputs.facts.accounts.get(desk).map(|account| account.role);
    if role != Some(AccountRole::Cash) {
        return Err(ReportError::NoSuch("cash desk", desk.to_owned()));
    }
    let request = StatementRequest {
        of: StatementOf::CashBook { account: desk.to_owned() },
        from: task.wanted.from,
        to: task.wanted.to,
        known_at: Some(task.inputs.as_of_seq),
    };
    let mut statement = task.store.statement(request).await?;
    let start = statement.start.clone();
    let mut moved: Vec<StatementLine> = Vec::new();
    while let Some(page) = statement.page().await? {
        moved.extend(page);
    }
    let numbers: Vec<String> = moved.iter().map(number).collect();
    let texts: Vec<String> =
        moved.iter().map(|line| words::event(line.kind, task.wanted.language)).collect();
    let others = others(task, desk);
    let lines = moved.iter().zip(&numbers).zip(&texts).map(|((line, voucher), text)| CashLine {
        seq: line.seq,
        on: line.booked_on,
        direction: direction(line),
        voucher,
        text,
        accounts: others.get(&line.seq).cloned().unwrap_or_default(),
        amount_minor: line.amount_minor.saturating_abs(),
    });
    let closing = start.closing.unwrap_or_default().amount_minor;
    let between = (start.opening.amount_minor, closing);
    Ok(cash_book::build(task.frame, &task.account(desk), between, &lines.collect::<Vec<_>>())?)
}

fn direction(line: &StatementLine) -> VoucherDirection {
    let by_sign = if line.amount_minor < 0 { VoucherDirection::Out } else { VoucherDirection::In };
    line.slip.map_or(by_sign, |slip| slip.direction)
}

fn number(line: &StatementLine) -> String {
    line.slip.map_or_else(String::new, |slip| format!("{}/{}", slip.number, slip.year))
}

/// The accounts that stand in the same entries as the desk, each once.
fn others<'a>(task: &'a Task<'_>, desk: &str) -> BTreeMap<i64, Vec<&'a str>> {
    let mut others: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    for line in task.inputs.posted() {
        let accounts = others.entry(line.seq).or_default();
        if line.account != desk && !accounts.contains(&line.account.as_str()) {
            accounts.push(&line.account);
        }
    }
    others
}

async fn slip(task: &Task<'_>, direction: VoucherDirection) -> Result<Report, ReportError> {
    let wanted = task.wanted.of(Want::Voucher)?;
    let year = i64::from(task.wanted.to.year());
    let unknown = || ReportError::NoSuch(Want::Voucher.code(), format!("{wanted}/{year}"));
    let number: i64 = wanted.parse().map_err(|_| unknown())?;
    let found = task.store.entry_of_slip(direction, (year, number)).await?;
    let (seq, line) = found.filter(|(seq, _)| *seq <= task.inputs.as_of_seq).ok_or_else(unknown)?;
    let detail = task.store.entry(seq).await?.ok_or_else(unknown)?;
    let entry = &detail.entry;
    let posting = entry.postings.iter().find(|posting| posting.line == line);
    let posting = posting.ok_or_else(unknown)?;
    let fund = task.inputs.facts.funds.get(&posting.fund_seq);
    let across = entry
        .postings
        .iter()
        .filter(|other| other.account != posting.account && other.fund_seq == posting.fund_seq);
    let mut accounts: Vec<String> = across.map(|other| task.account(&other.account)).collect();
    accounts.dedup();
    let mut frame = task.frame.clone();
    frame.period = Period { from: entry.booked_on, to: entry.booked_on };
    let slip = Voucher {
        direction,
        number: &format!("{number}/{year}"),
        on: entry.booked_on,
        desk: &task.account(&posting.account),
        person: &brought_by(task, &detail).await?,
        text: &words::event(entry.kind, task.wanted.language),
        account: &accounts.join(", "),
        fund: &fund.map_or_else(String::new, |fund| format!("{} {}", fund.code, fund.name)),
        amount_minor: posting.amount_minor.saturating_abs(),
    };
    Ok(voucher::build(&frame, &slip)?)
}

/// Who brought or took it, as everybody may see it: an organisation's name, a person's reference, a payout's number.
async fn brought_by(task: &Task<'_>, detail: &EntryDetail) -> Result<String, ReportError> {
    if let Some(payout) = detail.entry.payout_seq {
        let word = task.wanted.language.say("Исплата", "Payout", "Pagesa");
        return Ok(format!("{word} {payout}"));
    }
    let income = task.store.income(detail.entry.seq).await?;
    Ok(income.and_then(|detail| detail.income.source_name).unwrap_or_default())
}

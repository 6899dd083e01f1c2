//! Words for a year that is counted, closed and issued.

use almoner_ledger::codes::Reason;
use almoner_ledger::command::{
    Command, CountLine, CountYear, Deed, IssuePapers, PaperToIssue, RecordIncome,
};

use crate::support::{Books, code, day, income, text};

pub(crate) fn close_month(month: i64) -> Deed {
    Deed::CloseMonth { month, why: Reason::PeriodEnd }
}

pub(crate) fn close_year(year: i64) -> Deed {
    Deed::CloseYear { year, why: Reason::PeriodEnd }
}

pub(crate) fn reopen_year(year: i64) -> Deed {
    Deed::ReopenYear { year, why: Reason::LateDocument }
}

/// A gift of December 2025 to a fund.
pub(crate) async fn gift(books: &Books, fund: i64, sum: &str) {
    let Command::RecordIncome(gift) = income(books.source, fund, sum) else { unreachable!() };
    let gift = Command::RecordIncome(RecordIncome { received_on: day("2025-12-10"), ..gift });
    books.ask_once(books.treasurer, gift).await.unwrap();
}

pub(crate) fn count(lines: &[(&str, Option<i64>, i64)]) -> Command {
    let line = |(account, fund, counted_minor): &(&str, Option<i64>, i64)| CountLine {
        account: (*account).to_owned(),
        fund: *fund,
        counted_minor: *counted_minor,
        remark: Some(text("според изводот")),
    };
    Command::CountYear(CountYear { year: 2025, lines: lines.iter().map(line).collect() })
}

pub(crate) async fn issue(books: &Books, contents: &[&[u8]]) -> i64 {
    let facts = books.store.facts_for_reading().await.unwrap();
    let closed_seq = facts.years[&2025].seq;
    let paper = |(content, number): (&&[u8], i32)| PaperToIssue {
        document: code(&format!("paper-{number}")),
        language: code("mk"),
        face: code("pdf"),
        content: content.to_vec(),
    };
    let papers = contents.iter().zip(1..).map(paper).collect();
    let as_of_seq = books.store.health().await.unwrap().head_seq;
    let issue = IssuePapers { year: 2025, papers, closed_seq, as_of_seq };
    books.ask_once(books.treasurer, Command::IssuePapers(issue)).await.unwrap().seq
}

//! Statements line by line against the postings they are made of.

use almoner_ledger::codes::EntryKind;
use almoner_store::read::agreement::AgreementFilter;
use almoner_store::read::page::Paging;
use almoner_store::read::statement::*;
use chrono::NaiveDate;

use crate::plain::{Plain, number, postings};
use crate::random::{ACCOUNTS, Dice, fill};
use crate::support::{Books, day};

async fn whole(
    books: &Books,
    request: StatementRequest,
) -> (StatementStart, Vec<StatementLine>, StatementTotals) {
    let mut statement = books.store.statement(request).await.unwrap();
    let mut lines = Vec::new();
    while let Some(page) = statement.page().await.unwrap() {
        lines.extend(page);
    }
    let places: Vec<_> = lines.iter().map(|line| (line.booked_on, line.seq, line.line)).collect();
    assert!(places.is_sorted_by(|one, other| one < other), "lines are out of order");
    (statement.start.clone(), lines, statement.totals())
}

fn about(
    of: StatementOf,
    from: NaiveDate,
    to: NaiveDate,
    known_at: Option<i64>,
) -> StatementRequest {
    StatementRequest { of, from, to, known_at }
}

fn same(line: &StatementLine, posting: &Plain) {
    assert_eq!(
        (line.seq, line.line, line.booked_on),
        (posting.seq, posting.line, posting.booked_on)
    );
    assert_eq!(
        (line.account.as_str(), line.fund_seq),
        (posting.account.as_str(), posting.fund_seq)
    );
    assert_eq!(
        (line.amount_minor, line.quantity_minor),
        (posting.amount_minor, posting.quantity_minor)
    );
    assert_eq!(line.currency.code(), posting.currency);
}

pub(crate) async fn an_account_leads_from_opening_to_closing(url: &str) {
    let books = fill(url, 3).await;
    let postings = postings(url).await;
    let head = number(url, "select size from head where id = 1").await;
    let mut dice = Dice::new(5);
    for round in 0..60 {
        let account = *dice.pick(&ACCOUNTS);
        let fund =
            if round % 3 == 0 { Some(*dice.pick(&[books.fund, books.restricted])) } else { None };
        let from = dice.day(day("2025-12-25"), 240);
        let to = dice.day(from, 90);
        let known = i64::try_from(dice.roll(u64::try_from(head).unwrap())).unwrap();
        let known_at = if round % 2 == 0 { None } else { Some(known) };
        let known = known_at.unwrap_or(head);
        let of = StatementOf::Account { account: account.to_owned(), fund };
        let (start, lines, totals) = whole(&books, about(of, from, to, known_at)).await;
        let of_account: Vec<&Plain> = postings
            .iter()
            .filter(|posting| posting.account == account && posting.seq <= known)
            .filter(|posting| fund.is_none_or(|fund| posting.fund_seq == fund))
            .collect();
        let until = |on: NaiveDate| -> i64 {
            of_account
                .iter()
                .filter(|posting| posting.booked_on <= on)
                .map(|posting| posting.amount_minor)
                .sum()
        };
        assert_eq!(start.as_of_seq, known);
        assert_eq!(
            start.opening.amount_minor,
            until(from.pred_opt().unwrap()),
            "opening of {account} on {from}"
        );
        assert_eq!(start.closing.unwrap().amount_minor, until(to), "closing of {account} on {to}");
        let within: Vec<_> =
            of_account.into_iter().filter(|one| (from..=to).contains(&one.booked_on)).collect();
        assert_eq!(lines.len(), within.len());
        lines.iter().zip(within).for_each(|(line, posting)| same(line, posting));
        assert_eq!(
            start.opening.amount_minor + totals.debit_minor - totals.credit_minor,
            start.closing.unwrap().amount_minor
        );
    }
    books.store.close().await;
}

pub(crate) async fn a_fund_and_the_journal_are_whole(url: &str) {
    let books = crate::filled::fill(url).await;
    let postings = postings(url).await;
    let (first, last) = (day("2025-01-01"), day("2026-12-31"));
    let (start, lines, totals) =
        whole(&books, about(StatementOf::Journal, first, last, None)).await;
    assert_eq!((start.opening, start.closing), (Sum::default(), None));
    assert_eq!(lines.len(), postings.len());
    lines.iter().zip(&postings).for_each(|(line, posting)| same(line, posting));
    assert_eq!(totals.debit_minor, totals.credit_minor);
    let facts = books.store.facts_for_reading().await.unwrap();
    for fund in [books.fund, books.restricted] {
        for from in [first, day("2026-03-10"), day("2026-03-11")] {
            let (start, lines, totals) =
                whole(&books, about(StatementOf::Fund { fund }, from, last, None)).await;
            let pool = |posting: &&Plain| {
                posting.fund_seq == fund && facts.accounts[&posting.account].pool
            };
            let within = postings.iter().filter(pool).filter(|posting| from <= posting.booked_on);
            let within: Vec<&Plain> = within.collect();
            assert_eq!(lines.len(), within.len());
            lines.iter().zip(within).for_each(|(line, posting)| same(line, posting));
            let closing = start.opening.amount_minor + totals.debit_minor - totals.credit_minor;
            assert_eq!(start.closing.unwrap().amount_minor, closing);
            assert_eq!(books.store.fund(fund).await.unwrap().unwrap().left_minor, closing);
        }
    }
    let (_, none, _) = whole(&books, about(StatementOf::Journal, last, first, None)).await;
    assert_eq!(none, []);
    books.store.close().await;
}

pub(crate) async fn a_cash_book_has_its_slips(url: &str) {
    let books = crate::filled::fill(url).await;
    let of = StatementOf::CashBook { account: "1010".to_owned() };
    let (start, lines, totals) =
        whole(&books, about(of, day("2026-01-01"), day("2026-12-31"), None)).await;
    assert!(3 <= lines.len());
    assert!(lines.iter().all(|line| line.slip.is_some()));
    assert_eq!(start.opening, Sum::default());
    assert_eq!(start.closing.unwrap().amount_minor, totals.debit_minor - totals.credit_minor);
    books.store.close().await;
}

pub(crate) async fn a_source_gave_what_was_not_taken_back(url: &str) {
    let books = crate::filled::fill(url).await;
    let last = day("2026-12-31");
    let of = StatementOf::Source { source: books.source };
    let (start, lines, totals) =
        whole(&books, about(of.clone(), day("2025-01-01"), last, None)).await;
    let given = number(
        url,
        "select cast(sum(income.value_minor) as bigint) from income
         join source on source.seq = income.source_seq
         where source.name = 'Пример Компанија 1' and income.kind <> 'unclear'
             and not exists (select 1 from reversal where reversal.reversed_seq = income.seq)",
    )
    .await;
    assert_eq!(totals.received_minor, given);
    assert_eq!(start.closing.unwrap().amount_minor, given);
    assert!(lines.iter().any(|line| line.event == LineEvent::Withdrawn && line.amount_minor < 0));
    assert!(lines.iter().any(|line| line.kind == EntryKind::Explanation));
    assert!(lines.iter().all(|line| line.source.as_deref() == Some("Пример Компанија 1")));
    let (later, rest, _) = whole(&books, about(of, day("2026-03-01"), last, None)).await;
    let before: i64 = lines
        .iter()
        .filter(|line| line.booked_on < day("2026-03-01"))
        .map(|line| line.amount_minor)
        .sum();
    assert!(0 < before);
    assert_eq!(later.opening.amount_minor, before);
    assert_eq!(rest, lines[lines.len() - rest.len()..]);
    books.store.close().await;
}

pub(crate) async fn an_agreement_ends_with_what_its_lots_hold(url: &str) {
    let books = crate::filled::fill(url).await;
    let agreements = books
        .store
        .agreements(&AgreementFilter::default(), &Paging::default())
        .await
        .unwrap()
        .items;
    for row in agreements {
        let of = StatementOf::Agreement { agreement: row.seq };
        let (start, lines, totals) =
            whole(&books, about(of, day("2026-01-01"), day("2026-12-31"), None)).await;
        assert!(!lines.is_empty());
        assert_eq!(start.closing.unwrap().amount_minor, row.left_value_minor);
        let left = totals.received_minor - totals.spent_minor
            + totals.given_back_minor
            + totals.converted_minor;
        assert_eq!(left, row.left_value_minor);
        assert_eq!(totals.received_minor, row.received_minor);
        assert!(0 < totals.spent_minor && 0 < totals.given_back_minor);
    }
    books.store.close().await;
}

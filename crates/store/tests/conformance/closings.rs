//! A year is closed by one entry, however long, inside a month that is closed; and its papers stay as they were issued.

use almoner_ledger::codes::{AccountKind, AccountRole};
use almoner_ledger::command::{Command, EntryLine, PostEntry, PutAccount, Side};
use almoner_store::read::balance::Balances;
use almoner_store::verify::Trust;

use crate::support::{Books, amount, code, day, paper, signer, text};
use crate::years::{close_month, close_year, count, gift, issue, reopen_year};

async fn sound(books: &Books) {
    let report = books.store.verify(&Trust::in_key(signer().verifier()), |_, _| {}).await.unwrap();
    assert!(report.is_sound(), "{report}");
}

async fn at_year_end(books: &Books, known_at: Option<i64>) -> Balances {
    books.store.trial_balance(day("2025-12-31"), known_at).await.unwrap()
}

fn results(balances: &Balances) -> Vec<(String, i64, i64)> {
    let rows = balances.rows.iter().filter(|row| row.account.starts_with(['4', '7']));
    rows.map(|row| (row.account.clone(), row.fund_seq, row.amount_minor)).collect()
}

async fn refused(books: &Books, deed: almoner_ledger::command::Deed) -> &'static str {
    let proposal = Command::ProposeDecision { deed, reason: None };
    match books.ask(books.treasurer, proposal).await {
        Err(almoner_store::error::WriteError::Refused(refusal)) => refusal.name(),
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn a_year_is_closed_inside_its_closed_months(url: &str) {
    let books = Books::open(url).await;
    gift(&books, books.fund, "100.00").await;
    books.donation("7.00").await.unwrap();
    books.clock.set("2026-04-02T09:00:00Z");
    let counted = count(&[("1000", None, 10_000)]);
    books.ask_once(books.treasurer, counted).await.unwrap();
    for month in [202_512, 202_601, 202_602, 202_603] {
        books.decide(books.treasurer, books.releaser, close_month(month)).await;
    }
    let before = at_year_end(&books, None).await;
    let closed = books.decide(books.treasurer, books.releaser, close_year(2025)).await;
    assert_eq!(closed.entry, Some((2025, 2)));
    let after = at_year_end(&books, None).await;
    assert_eq!(results(&after), []);
    assert_eq!(after.amount_minor(), 0);
    // What was known before is still known, although the month has been closed and kept since before then.
    assert_eq!(at_year_end(&books, Some(before.known_at)).await, before);
    let march = books.store.trial_balance(day("2026-03-31"), None).await.unwrap();
    assert_eq!(results(&march), [("7311".to_owned(), books.fund, -700)]);
    sound(&books).await;

    assert_eq!(refused(&books, close_year(2025)).await, "year-closed");
    let reopened = books.decide(books.treasurer, books.approver, reopen_year(2025)).await;
    assert_eq!(reopened.entry, Some((2025, 3)));
    assert_eq!(at_year_end(&books, None).await.rows, before.rows);
    assert_eq!(at_year_end(&books, Some(closed.seq)).await.rows, after.rows);
    sound(&books).await;
    books.decide(books.treasurer, books.releaser, close_year(2025)).await;
    sound(&books).await;
    books.store.close().await;
}

pub(crate) async fn issued_papers_stay_as_they_were(url: &str) {
    let books = Books::open(url).await;
    gift(&books, books.fund, "100.00").await;
    books.ask_once(books.treasurer, count(&[("1000", None, 10_000)])).await.unwrap();
    books.decide(books.treasurer, books.releaser, close_month(202_512)).await;
    books.decide(books.treasurer, books.releaser, close_year(2025)).await;
    let large = vec![7; 300_000];
    let issued = issue(&books, &[b"%PDF-1", &large]).await;
    books.decide(books.treasurer, books.releaser, reopen_year(2025)).await;
    assert_eq!(books.store.issued_file(issued, 1).await.unwrap().unwrap(), b"%PDF-1");
    assert_eq!(books.store.issued_file(issued, 2).await.unwrap(), Some(large));
    assert_eq!(books.store.issued_file(issued, 3).await.unwrap(), None);
    let listed = books.store.issued(Some(2025)).await.unwrap();
    let sizes: Vec<i64> = listed.iter().map(|row| row.issued.size_bytes).collect();
    assert_eq!(sizes, [6, 300_000]);
    assert!(books.store.issued(Some(2024)).await.unwrap().is_empty());
    sound(&books).await;
    books.store.close().await;
}

/// Twenty accounts of expenses in forty funds make an entry of 880 lines: more than anybody may post by hand.
pub(crate) async fn a_long_closing_entry_is_written_whole(url: &str) {
    let books = Books::open(url).await;
    let accounts: Vec<String> = (10..30).map(|number| format!("408{number}")).collect();
    for account in &accounts {
        let put = PutAccount {
            number: None,
            code: code(account),
            parent: Some("408".to_owned()),
            kind: AccountKind::Expense,
            role: AccountRole::Expense,
            currency: None,
            names: [text("Кирија"), text("Rent"), text("Qira")],
            active: true,
            version: None,
        };
        books.ask_once(books.treasurer, Command::PutAccount(put)).await.unwrap();
    }
    for number in 0..40 {
        let opened = Command::OpenFund {
            code: code(&format!("f-{number}")),
            name: text("Фонд"),
            restricted: false,
        };
        let fund = books.ask_once(books.treasurer, opened).await.unwrap().seq;
        gift(&books, fund, "100.00").await;
        let line = |account: &str, side, sum: &str| EntryLine {
            account: account.to_owned(),
            fund,
            side,
            amount: amount(sum),
        };
        let mut lines: Vec<EntryLine> =
            accounts.iter().map(|account| line(account, Side::Debit, "1.00")).collect();
        lines.push(line("1000", Side::Credit, "20.00"));
        let post = PostEntry {
            booked_on: day("2025-12-20"),
            lines,
            document: paper("18"),
            by_bank: false,
            memo: None,
        };
        books.ask_once(books.treasurer, Command::PostEntry(post)).await.unwrap();
    }
    books.ask_once(books.treasurer, count(&[("1000", None, 320_000)])).await.unwrap();
    books.decide(books.treasurer, books.releaser, close_month(202_512)).await;
    let closed = books.decide(books.treasurer, books.releaser, close_year(2025)).await;
    let days = (day("2025-12-31"), day("2025-12-31"));
    let booked = books.store.closings(days, closed.seq).await.unwrap();
    assert_eq!(booked.len(), 40 * 22);
    assert_eq!(results(&at_year_end(&books, None).await), []);
    books.decide(books.treasurer, books.releaser, reopen_year(2025)).await;
    sound(&books).await;
    books.store.close().await;
}

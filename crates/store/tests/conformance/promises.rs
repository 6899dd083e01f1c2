//! The promises about writing.

use almoner_ledger::codes::*;
use almoner_ledger::command::*;
use almoner_ledger::refusal::Refusal;
use almoner_store::config::Config;
use almoner_store::error::WriteError;
use almoner_store::store::Store;
use almoner_store::verify::Trust;
use almoner_store::write::Request;

use crate::support::{Books, StillClock, code, day, entropy, food, income, key, paper, text};

#[track_caller]
fn refused(result: Result<almoner_store::write::Answer, WriteError>) -> Refusal {
    match result {
        Err(WriteError::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

pub(crate) async fn an_income_is_recorded_with_its_numbers(url: &str) {
    let books = Books::open(url).await;
    let answer = books.donation("1500.50").await.unwrap();
    assert_eq!(answer.kind, "income.recorded");
    assert_eq!((answer.entry, answer.receipt), (Some((2026, 1)), Some((2026, 1))));
    let health = books.store.health().await.unwrap();
    assert_eq!(health.head_seq, answer.seq);
    books.store.close().await;
}

pub(crate) async fn numbers_have_no_gaps(url: &str) {
    let books = Books::open(url).await;
    for number in 1..=5 {
        assert_eq!(books.donation("10.00").await.unwrap().receipt, Some((2026, number)));
        // A refused income takes no number.
        let command = income(books.source, 999_999, "10.00");
        assert_eq!(
            refused(books.ask(books.treasurer, command).await),
            Refusal::FundUnknown { fund: 999_999 }
        );
    }
    books.store.close().await;
}

pub(crate) async fn a_repeated_request_is_answered_not_repeated(url: &str) {
    let books = Books::open(url).await;
    let request = Request {
        command: income(books.source, books.fund, "25.00"),
        actor: books.treasurer,
        key: Some(key("one")),
    };
    let first = books.store.write(request.clone()).await.unwrap();
    books.clock.set("2026-03-11T09:00:00Z");
    let again = books.store.write(request).await.unwrap();
    assert!(again.replayed && !first.replayed);
    assert_eq!(again, almoner_store::write::Answer { replayed: true, ..first.clone() });
    assert_eq!(books.store.health().await.unwrap().head_seq, first.seq);
    books.store.close().await;
}

pub(crate) async fn a_key_cannot_be_reused_for_another_request(url: &str) {
    let books = Books::open(url).await;
    let ask = |sum: &str| Request {
        command: income(books.source, books.fund, sum),
        actor: books.treasurer,
        key: Some(key("one")),
    };
    let first = books.store.write(ask("25.00")).await.unwrap();
    assert_eq!(refused(books.store.write(ask("26.00")).await), Refusal::KeyReused);
    assert_eq!(books.store.health().await.unwrap().head_seq, first.seq);
    books.store.close().await;
}

pub(crate) async fn the_same_key_twice_in_one_group_is_done_once(url: &str) {
    let books = Books::open(url).await;
    let request = Request {
        command: income(books.source, books.fund, "25.00"),
        actor: books.treasurer,
        key: Some(key("twin")),
    };
    let waiting: Vec<_> = (0..20)
        .map(|_| {
            let (store, request) = (books.store.clone(), request.clone());
            tokio::spawn(async move { store.write(request).await.unwrap() })
        })
        .collect();
    let mut answers = Vec::new();
    for task in waiting {
        answers.push(task.await.unwrap());
    }
    assert_eq!(answers.iter().filter(|answer| !answer.replayed).count(), 1);
    assert!(
        answers
            .windows(2)
            .all(|pair| pair[0].seq == pair[1].seq && pair[0].receipt == pair[1].receipt)
    );
    books.store.close().await;
}

pub(crate) async fn a_refusal_leaves_no_trace(url: &str) {
    let books = Books::open(url).await;
    let before = books.store.health().await.unwrap();
    let mut command = income(books.source, books.fund, "25.00");
    if let Command::RecordIncome(income) = &mut command {
        income.received_on = day("2026-03-11");
    }
    let refusal = refused(books.ask_once(books.treasurer, command).await);
    assert_eq!(refusal, Refusal::InTheFuture { on: day("2026-03-11") });
    assert_eq!(books.store.health().await.unwrap(), before);
    books.store.close().await;
}

/// The same commands with the same clock and the same randomness give the same log, however they are grouped.
pub(crate) async fn a_group_equals_the_same_commands_one_at_a_time(url: &str) {
    let books = Books::open(url).await;
    let start = books.store.health().await.unwrap().head_seq;
    let mut seqs = Vec::new();
    let waiting: Vec<_> = (0..100)
        .map(|number| {
            let (store, actor) = (books.store.clone(), books.treasurer);
            let command = income(books.source, books.fund, &format!("{}.00", number + 1));
            let key = Some(key(&format!("g{number}")));
            tokio::spawn(async move { store.write(Request { command, actor, key }).await.unwrap() })
        })
        .collect();
    for task in waiting {
        let answer = task.await.unwrap();
        assert_eq!(answer.receipt.unwrap().1, answer.entry.unwrap().1);
        seqs.push(answer.seq);
    }
    seqs.sort_unstable();
    assert_eq!(seqs, (start + 1..=start + 100).collect::<Vec<_>>());
    books.store.close().await;

    // One at a time, in an embedded twin whose groups hold one command.
    let twin = crate::fresh::Fresh::sqlite();
    let one = Books::open_with(&twin.url, |config| config.group_max = 1).await;
    for number in 0..100 {
        one.ask(one.treasurer, income(one.source, one.fund, &format!("{}.00", number + 1)))
            .await
            .unwrap();
    }
    let many = crate::fresh::Fresh::sqlite();
    let grouped = Books::open(&many.url).await;
    let asks: Vec<_> = (0..100)
        .map(|number| {
            let command = income(grouped.source, grouped.fund, &format!("{}.00", number + 1));
            grouped.ask(grouped.treasurer, command)
        })
        .collect();
    for answer in futures_util::future::join_all(asks).await {
        answer.unwrap();
    }
    assert_eq!(one.store.root().await.unwrap(), grouped.store.root().await.unwrap());
    one.store.close().await;
    grouped.store.close().await;
}

/// Two processes on one database: each sees what the other wrote before it decides.
pub(crate) async fn two_writers_take_turns(url: &str) {
    let books = Books::open(url).await;
    let clock = StillClock::at("2026-03-10T09:00:00Z");
    let other = Store::open(Config::new(url, clock.clock(), entropy(2))).await.unwrap();
    for number in 0..10 {
        let command = income(books.source, books.fund, "10.00");
        let store = if number % 2 == 0 { &books.store } else { &other };
        let answer =
            store.write(Request { command, actor: books.treasurer, key: None }).await.unwrap();
        assert_eq!(answer.receipt, Some((2026, number + 1)));
    }
    other.close().await;
    books.store.close().await;
}

/// Each process decides ahead of the disk; where the other came first, what it decided is decided again.
pub(crate) async fn what_was_decided_ahead_gives_way_to_what_was_written(url: &str) {
    let books = Books::open(url).await;
    let clock = StillClock::at("2026-03-10T09:00:00Z");
    let other = Store::open(Config::new(url, clock.clock(), entropy(2))).await.unwrap();
    let before = books.store.health().await.unwrap().head_seq;
    let callers: Vec<_> = (0..64_i64)
        .map(|caller| {
            let store = if caller % 2 == 0 { books.store.clone() } else { other.clone() };
            let (source, fund, actor) = (books.source, books.fund, books.treasurer);
            tokio::spawn(async move {
                let mut answers = Vec::new();
                for round in 0..10 {
                    let command = income(source, fund, "10.00");
                    // Neighbours share every key, and each pair asks both processes.
                    let key = Some(key(&format!("{} {round}", caller / 2)));
                    let answer = loop {
                        match store.write(Request { command: command.clone(), actor, key }).await {
                            Ok(answer) => break answer,
                            Err(WriteError::Busy) => tokio::task::yield_now().await,
                            Err(error) => panic!("{error}"),
                        }
                    };
                    answers.push((answer.seq, answer.receipt, answer.replayed));
                }
                answers
            })
        })
        .collect();
    let mut answers = Vec::new();
    for caller in callers {
        answers.extend(caller.await.unwrap());
    }
    assert_eq!(answers.iter().filter(|(_, _, replayed)| !replayed).count(), 320);
    let mut receipts: Vec<_> = answers.iter().map(|(_, receipt, _)| receipt.unwrap().1).collect();
    receipts.sort_unstable();
    receipts.dedup();
    assert_eq!(receipts, (1..=320).collect::<Vec<_>>());
    assert_eq!(books.store.health().await.unwrap().head_seq, before + 320);
    let report = books.store.verify(&Trust::default(), |_, _| {}).await.unwrap();
    assert!(report.findings.is_empty(), "{report}");
    other.close().await;
    books.store.close().await;
}

pub(crate) async fn a_caller_that_goes_away_does_not_stop_its_write(url: &str) {
    let books = Books::open(url).await;
    let before = books.store.health().await.unwrap().head_seq;
    let (store, actor) = (books.store.clone(), books.treasurer);
    let command = income(books.source, books.fund, "10.00");
    let task =
        tokio::spawn(async move { store.write(Request { command, actor, key: None }).await });
    tokio::task::yield_now().await;
    task.abort();
    drop(task.await);
    let next = books.donation("10.00").await.unwrap();
    // Either it was queued, and then it was done, or it never was.
    assert!(next.seq == before + 1 || next.seq == before + 2);
    assert_eq!(next.receipt, Some((2026, next.seq - before)));
    books.store.close().await;
}

pub(crate) async fn time_in_the_log_never_runs_backwards(url: &str) {
    let books = Books::open(url).await;
    let first = books.donation("10.00").await.unwrap();
    books.clock.set("2026-03-10T08:00:00Z");
    let second = books.donation("10.00").await.unwrap();
    assert!(first.recorded_at <= second.recorded_at);
    books.store.close().await;
}

pub(crate) async fn what_was_written_is_there_after_closing(url: &str) {
    let books = Books::open(url).await;
    let answer = books.donation("10.00").await.unwrap();
    let root = books.store.root().await.unwrap();
    books.store.close().await;
    let again = Store::open(Config::new(url, books.clock.clock(), entropy(3))).await.unwrap();
    assert_eq!(again.health().await.unwrap().head_seq, answer.seq);
    assert_eq!(again.root().await.unwrap(), root);
    let command = income(books.source, books.fund, "10.00");
    let next = again.write(Request { command, actor: books.treasurer, key: None }).await.unwrap();
    assert_eq!(next.receipt, Some((2026, 2)));
    again.close().await;
}

async fn digest(books: &Books, payout: i64) -> almoner_proof::hash::Hash {
    let digest = books.store.payout_digest(payout).await.unwrap().unwrap();
    digest.try_into().unwrap()
}

pub(crate) async fn a_payout_goes_its_whole_way(url: &str) {
    let books = Books::open(url).await;
    books.donation("10000.00").await.unwrap();
    let request = books.request("3000.00").await;
    let payout =
        books.ask_once(books.case_worker, food(request, books.fund, "3000.00")).await.unwrap().seq;
    let digest = digest(&books, payout).await;
    let approved =
        books.ask_once(books.approver, Command::ApprovePayout { payout, digest }).await.unwrap();
    assert_eq!(approved.kind, "payout.approved");
    books
        .ask_once(
            books.releaser,
            Command::ReleasePayout {
                payout,
                digest,
                acknowledge: Vec::new(),
                seen: Seen::default(),
            },
        )
        .await
        .unwrap();
    books.ask_once(books.releaser, Command::SendPayout { payout }).await.unwrap();
    let pay = Command::PayPayout {
        payout,
        account: Some("1000".to_owned()),
        paid_on: day("2026-03-10"),
        document: paper("18"),
    };
    assert_eq!(books.ask_once(books.treasurer, pay).await.unwrap().entry, Some((2026, 3)));
    let confirm = Command::ConfirmPayout { payout, confirmed_on: day("2026-03-10"), receipt: None };
    books.ask_once(books.case_worker, confirm).await.unwrap();
    let back = Command::ReturnPayout {
        payout,
        account: Some("1000".to_owned()),
        returned_on: day("2026-03-10"),
        document: paper("19"),
        part: None,
    };
    books.ask_once(books.treasurer, back).await.unwrap();
    // The lot is whole again: all of it can be proposed once more.
    let request = books.request("10000.00").await;
    books.ask_once(books.case_worker, food(request, books.fund, "10000.00")).await.unwrap();
    books.store.close().await;
}

pub(crate) async fn an_import_is_all_or_nothing_and_undone_as_a_whole(url: &str) {
    let books = Books::open(url).await;
    let row = |number: i64, fund: i64| {
        let Command::RecordIncome(income) = income(books.source, fund, "10.00") else {
            unreachable!()
        };
        ImportRow {
            row: number,
            fingerprint: key(&format!("row {number}")),
            new_source: None,
            income,
        }
    };
    let import = |rows: Vec<ImportRow>| {
        Command::ImportIncomes(ImportIncomes {
            profile: code("test"),
            file_hash: key("file"),
            asked: key("file and choices"),
            rows_read: i64::try_from(rows.len()).unwrap(),
            rows_known: 0,
            excluded: vec![ExcludedRow { row: 9, reason: text("нула") }],
            currency: Currency::Mkd,
            total: 3_000,
            sources: Vec::new(),
            rows,
        })
    };
    let before = books.store.health().await.unwrap();
    let spoilt = import(vec![row(1, books.fund), row(2, 999_999)]);
    assert_eq!(refused(books.ask_once(books.treasurer, spoilt).await).name(), "import-row");
    assert_eq!(books.store.health().await.unwrap(), before);

    let good = || import(vec![row(1, books.fund), row(2, books.fund), row(3, books.fund)]);
    let taken = books.ask_once(books.treasurer, good()).await.unwrap();
    assert_eq!(taken.acts, 3);
    assert_eq!(refused(books.ask_once(books.treasurer, good()).await), Refusal::NothingToImport);
    let undo =
        Deed::UndoImport { import: taken.seq, booked_on: day("2026-03-10"), why: Reason::Mistake };
    assert_eq!(books.decide(books.treasurer, books.releaser, undo).await.acts, 3);
    // Undone, the same file may come again.
    assert_eq!(books.ask_once(books.treasurer, good()).await.unwrap().acts, 3);
    books.store.close().await;
}

pub(crate) async fn a_closed_month_takes_no_entries_until_two_open_it(url: &str) {
    let books = Books::open(url).await;
    books.donation("10.00").await.unwrap();
    books.clock.set("2026-04-02T09:00:00Z");
    let close = Deed::CloseMonth { month: 202_603, why: Reason::PeriodEnd };
    let proposed = Command::ProposeDecision { deed: close, reason: None };
    let proposed = books.ask(books.treasurer, proposed).await.unwrap();
    let confirm = || Command::ConfirmDecision { decision: proposed.seq };
    assert_eq!(refused(books.ask(books.treasurer, confirm()).await), Refusal::SamePerson);
    books.ask(books.releaser, confirm()).await.unwrap();
    assert_eq!(refused(books.donation("10.00").await).name(), "period-closed");
    let reopen = Deed::ReopenMonth { month: 202_603, why: Reason::LateDocument };
    books.decide(books.treasurer, books.approver, reopen).await;
    books.donation("10.00").await.unwrap();
    books.store.close().await;
}

/// A fund that owes what it has is not empty, also for a writer that has just started.
pub(crate) async fn a_fund_with_an_open_payout_cannot_be_closed_after_a_restart(url: &str) {
    let books = Books::open(url).await;
    books.donation("1000.00").await.unwrap();
    let request = books.request("1000.00").await;
    let payout =
        books.ask_once(books.case_worker, food(request, books.fund, "1000.00")).await.unwrap().seq;
    let digest = digest(&books, payout).await;
    books.ask_once(books.approver, Command::ApprovePayout { payout, digest }).await.unwrap();
    books.store.close().await;
    let again = Store::open(Config::new(url, books.clock.clock(), entropy(3))).await.unwrap();
    let command = Command::CloseFund { fund: books.fund, version: 1 };
    let answer = again.write(Request { command, actor: books.treasurer, key: None }).await;
    assert_eq!(refused(answer), Refusal::FundNotEmpty { fund: books.fund });
    again.close().await;
}

//! Fixed assets are charged by what is known of them, whoever has read it and when.

use almoner_ledger::command::{Command, EntryLine, PostEntry, RecordAsset, RetireAsset, Side};
use almoner_ledger::month::Month;
use almoner_ledger::refusal::Refusal;
use almoner_store::config::Config;
use almoner_store::error::WriteError;
use almoner_store::store::Store;
use almoner_store::verify::Trust;
use almoner_store::write::Request;

use crate::support::{Books, amount, day, entropy, paper, text};

fn purchase(books: &Books) -> Command {
    let line = |account: &str, side| EntryLine {
        account: account.to_owned(),
        fund: books.fund,
        side,
        amount: amount("900.00"),
    };
    Command::PostEntry(PostEntry {
        booked_on: day("2026-01-10"),
        lines: vec![line("013", Side::Debit), line("1000", Side::Credit)],
        document: paper("7"),
        by_bank: false,
        memo: None,
    })
}

fn record(books: &Books, entry: i64, cost: &str) -> Command {
    Command::RecordAsset(RecordAsset {
        name: text("Шпорет"),
        entry,
        account: "013".to_owned(),
        fund: books.fund,
        cost: amount(cost),
        in_use_on: day("2026-01-10"),
        rate_bp: 3_333,
        earlier: None,
    })
}

fn charge() -> Command {
    Command::Depreciate { through: Month::parse("2026-02").unwrap() }
}

pub(crate) async fn an_asset_is_charged_once_whoever_asks(url: &str) {
    let books = Books::open(url).await;
    books.donation("1000.00").await.unwrap();
    let entry = books.ask_once(books.treasurer, purchase(&books)).await.unwrap().seq;
    // All of one group: two assets of one entry, a third that it does not have, and their charge.
    let asks = [
        record(&books, entry, "599.99"),
        record(&books, entry, "300.01"),
        record(&books, entry, "0.01"),
        charge(),
    ];
    let asks = asks.map(|command| books.ask(books.treasurer, command));
    let answers = futures_util::future::join_all(asks).await;
    let refused = answers.iter().filter_map(|answer| match answer {
        Err(WriteError::Refused(refusal)) => Some(refusal.clone()),
        _ => None,
    });
    let beyond = Refusal::AssetBeyondEntry { entry, left_minor: 0 };
    assert_eq!(refused.collect::<Vec<_>>(), [beyond]);
    books.store.close().await;

    let again = Store::open(Config::new(url, books.clock.clock(), entropy(3))).await.unwrap();
    let ask = |command| again.write(Request { command, actor: books.treasurer, key: None });
    let WriteError::Refused(nothing) = ask(charge()).await.unwrap_err() else { panic!() };
    assert_eq!(nothing.name(), "nothing-to-depreciate");
    let kept = again.assets().await.unwrap();
    let charged: Vec<i64> = kept.iter().map(|row| row.charges[0].minor).collect();
    assert_eq!(charged, [1_666, 833]);
    assert!(kept.iter().all(|row| row.earlier_minor() == 0));
    let asset = kept[1].asset.seq;
    let (on, why) = (day("2026-03-10"), text("скршен"));
    ask(Command::RetireAsset(RetireAsset { asset, version: 2, on, why })).await.unwrap();
    let report = again.verify(&Trust::default(), |_, _| {}).await.unwrap();
    assert!(report.findings.is_empty(), "{report}");
    again.close().await;
}

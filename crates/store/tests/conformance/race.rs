//! Many hands on the same money.

use almoner_ledger::command::*;
use almoner_store::error::WriteError;
use almoner_store::write::Request;

use crate::support::{Books, food};

/// Sixty-four payouts are proposed on the same last money; their approvals race, and one wins.
pub(crate) async fn only_one_of_sixty_four_gets_the_last_denar(url: &str) {
    let books = Books::open(url).await;
    books.donation("1000.00").await.unwrap();
    let mut signed = Vec::new();
    for _ in 0..64 {
        let request = books.request("1000.00").await;
        let payout =
            books.ask(books.case_worker, food(request, books.fund, "1000.00")).await.unwrap().seq;
        let digest = books.store.payout_digest(payout).await.unwrap().unwrap();
        signed.push((payout, digest.try_into().unwrap()));
    }
    let waiting: Vec<_> = signed
        .into_iter()
        .map(|(payout, digest)| {
            let (store, actor) = (books.store.clone(), books.approver);
            let command = Command::ApprovePayout { payout, digest };
            tokio::spawn(async move { store.write(Request { command, actor, key: None }).await })
        })
        .collect();
    let mut won = 0;
    let mut told = 0;
    for task in waiting {
        match task.await.unwrap() {
            Ok(answer) => {
                assert_eq!(answer.kind, "payout.approved");
                won += 1;
            }
            Err(WriteError::Refused(refusal)) => {
                assert_eq!(refusal.name(), "lot-no-longer-free");
                told += 1;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((won, told), (1, 63));
    books.store.close().await;
}

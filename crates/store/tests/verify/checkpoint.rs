//! Checkpoints are signed over what grew out of the last one, and over nothing else.

use almoner_proof::checkpoint::{Signer, open as open_note};
use almoner_store::checkpoint::CheckpointError;
use almoner_store::verify::{Soundness, Trust};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use crate::fresh::Fresh;
use crate::support::{Books, signer};

async fn behind_the_back(url: &str, statements: &[&str]) {
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    for statement in statements {
        sqlx::query(AssertSqlSafe((*statement).to_owned())).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_is_signed_once_for_each_size() {
    let fresh = Fresh::sqlite();
    let books = Books::open(&fresh.url).await;
    let note = books.store.checkpoint(&signer()).await.unwrap().unwrap();
    let opened = open_note(&note, &signer().verifier()).unwrap();
    assert_eq!(i64::try_from(opened.size), Ok(books.store.health().await.unwrap().head_seq));
    assert_eq!(opened.root, books.store.root().await.unwrap());
    assert_eq!(opened.origin, "test.almoner.example/books");
    assert!(books.store.checkpoint(&signer()).await.unwrap().is_none(), "nothing has grown");
    books.donation("5.00").await.unwrap();
    assert!(books.store.checkpoint(&signer()).await.unwrap().is_some());
    books.store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_key_signs_nothing() {
    let fresh = Fresh::sqlite();
    let books = Books::open(&fresh.url).await;
    let other = Signer::new("test.almoner.example/books".to_owned(), [8; 32]).unwrap();
    let refused = books.store.checkpoint(&other).await;
    assert!(matches!(refused, Err(CheckpointError::OtherKey)), "{refused:?}");
    books.store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_did_not_grow_out_of_the_last_is_not_signed() {
    let fresh = Fresh::sqlite();
    let books = Books::open(&fresh.url).await;
    books.donation("5.00").await.unwrap();
    books.store.checkpoint(&signer()).await.unwrap().unwrap();
    books.donation("6.00").await.unwrap();
    let swap =
        ["drop trigger leaf_is_kept_update", "update leaf set hash = zeroblob(32) where seq = 3"];
    behind_the_back(&fresh.url, &swap).await;
    let refused = books.store.checkpoint(&signer()).await;
    assert!(matches!(refused, Err(CheckpointError::NotGrown { .. })), "{refused:?}");
    // After the last signature, it is the head that knows better.
    let last = books.store.health().await.unwrap().head_seq;
    let back = [
        "update leaf set hash = (select hash from leaf where seq = 4) where seq = 3",
        &format!("update leaf set hash = zeroblob(32) where seq = {last}"),
    ];
    behind_the_back(&fresh.url, &back).await;
    let refused = books.store.checkpoint(&signer()).await;
    assert!(
        matches!(refused, Err(CheckpointError::NotGrown { .. } | CheckpointError::HeadDiffers)),
        "{refused:?}"
    );
    books.store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_its_leaves_do_not_lead_to_is_not_signed() {
    let fresh = Fresh::sqlite();
    let books = Books::open(&fresh.url).await;
    books.store.checkpoint(&signer()).await.unwrap().unwrap();
    books.donation("6.00").await.unwrap();
    let last = books.store.health().await.unwrap().head_seq;
    let swap = [
        "drop trigger leaf_is_kept_update",
        &format!("update leaf set hash = zeroblob(32) where seq = {last}"),
    ];
    behind_the_back(&fresh.url, &swap).await;
    let refused = books.store.checkpoint(&signer()).await;
    assert!(matches!(refused, Err(CheckpointError::HeadDiffers)), "{refused:?}");
    books.store.close().await;
}

/// Books written anew from the first act, with a key of the forger's own, are sound in themselves: it takes the key or
/// a note kept outside to see it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_was_kept_outside_shows_that_all_was_rewritten() {
    let (true_books, false_books) = (Fresh::sqlite(), Fresh::sqlite());
    let books = Books::open(&true_books.url).await;
    books.donation("5.00").await.unwrap();
    let kept = books.store.checkpoint(&signer()).await.unwrap().unwrap();
    books.donation("7.00").await.unwrap();
    let trust = Trust { key: Some(signer().verifier()), notes: vec![kept.clone()] };
    let report = books.store.verify(&trust, |_, _| {}).await.unwrap();
    assert!(report.is_sound(), "{report}");
    books.store.close().await;

    let books = Books::open(&false_books.url).await;
    books.donation("4.00").await.unwrap();
    books.donation("7.00").await.unwrap();
    assert!(books.store.verify(&Trust::default(), |_, _| {}).await.unwrap().is_sound());
    let report = books.store.verify(&trust, |_, _| {}).await.unwrap();
    assert_eq!(report.soundness(), Soundness::NotSound);
    assert!(report.findings.iter().any(|it| it.key == "your checkpoint 1"), "{report}");
    let other = Signer::new("test.almoner.example/books".to_owned(), [8; 32]).unwrap();
    let report = books.store.verify(&Trust::in_key(other.verifier()), |_, _| {}).await.unwrap();
    assert!(report.findings.iter().any(|it| it.table == "signing_key"), "{report}");
    let unreadable = Trust { key: None, notes: vec!["no note".to_owned()] };
    let report = books.store.verify(&unreadable, |_, _| {}).await.unwrap();
    assert_eq!(report.soundness().exit_code(), 2, "{report}");
    books.store.close().await;
}

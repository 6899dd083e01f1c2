//! Sound books are sound, and say how they were checked.

use std::sync::atomic::{AtomicU64, Ordering};

use almoner_store::verify::{Report, Soundness, Trust};

use crate::filled::fill;
use crate::fresh::Fresh;
use crate::support::signer;

pub(crate) async fn sound_books_are_sound(url: &str) -> Report {
    let books = fill(url).await;
    let seen = AtomicU64::new(0);
    let told = |done: u64, total: u64| {
        assert!(done <= total);
        seen.store(done, Ordering::Relaxed);
    };
    let report = books.store.verify(&Trust::default(), told).await.unwrap();
    assert_eq!(report.soundness(), Soundness::Sound, "{report}");
    assert_eq!(report.soundness().exit_code(), 0);
    assert_eq!(seen.load(Ordering::Relaxed), report.leaves);
    assert_eq!(report.checkpoints, 2);
    assert_eq!(report.signed_leaves + 1, report.leaves, "one act came after the last signature");
    assert_eq!(report.root, books.store.root().await.unwrap());
    assert!(
        !report.key_is_trusted && report.to_string().contains("key that stands in the books"),
        "{report}"
    );
    let report = books.store.verify(&Trust::in_key(signer().verifier()), |_, _| {}).await.unwrap();
    assert!(report.is_sound() && report.key_is_trusted, "{report}");
    books.store.close().await;
    report
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sound_books_are_sound_on_sqlite() {
    let fresh = Fresh::sqlite();
    println!("{}", sound_books_are_sound(&fresh.url).await);
}

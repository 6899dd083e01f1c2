//! A backup is made while others write, checked in full, and only then given its name.

use almoner_store::backup::BackupError;
use almoner_store::verify::{Trust, verify_file};

use crate::damage::open;
use crate::fresh::Fresh;
use crate::support::Books;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_is_sound_and_never_replaces_a_file() {
    let fresh = Fresh::sqlite();
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("copy.db");
    let books = Books::open(&fresh.url).await;
    let writing = async {
        for number in 1..=40 {
            books.donation(&format!("{number}.00")).await.unwrap();
        }
    };
    let trust = Trust::default();
    let (report, ()) = tokio::join!(books.store.backup(&to, &trust, |_, _| {}), writing);
    let report = report.unwrap();
    assert!(report.is_sound() && 0 < report.leaves);
    let again = verify_file(&to, &trust, |_, _| {}).await.unwrap();
    assert_eq!((again.root, again.leaves), (report.root, report.leaves));
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["copy.db"], "nothing else is left behind");
    let refused = books.store.backup(&to, &trust, |_, _| {}).await;
    assert!(matches!(refused, Err(BackupError::Exists(_))), "{refused:?}");
    books.store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_of_books_that_are_not_sound_is_not_called_a_backup() {
    let fresh = Fresh::sqlite();
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("copy.db");
    let books = Books::open(&fresh.url).await;
    let mut connection =
        open(std::path::Path::new(fresh.url.strip_prefix("sqlite:").unwrap())).await;
    sqlx::query("update fund set overdrawn_minor = 5").execute(&mut connection).await.unwrap();
    let refused = books.store.backup(&to, &Trust::default(), |_, _| {}).await;
    let Err(BackupError::NotSound(report)) = refused else { panic!("{refused:?}") };
    assert!(report.to_string().contains("overdrawn_minor"), "{report}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    books.store.close().await;
}

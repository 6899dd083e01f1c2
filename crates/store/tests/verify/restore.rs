//! A restore checks what it puts in place, and never loses newer books unasked.

use std::path::{Path, PathBuf};

use almoner_store::backup::{RestoreError, Restored, restore};
use almoner_store::verify::{Trust, verify_file};

use crate::damage::open;
use crate::support::Books;

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn books(&self) -> Books {
        Books::open(&format!("sqlite:{}", self.at("books.db").display())).await
    }

    /// Takes the books away with all that lies beside them.
    fn clear(&self) {
        for name in ["books.db", "books.db-wal", "books.db-shm"] {
            drop(std::fs::remove_file(self.at(name)));
        }
    }

    async fn restore(&self, acknowledge: Option<[u8; 32]>) -> Result<Restored, RestoreError> {
        let now = "2026-03-11T12:00:00Z".parse().unwrap();
        let trust = Trust::default();
        let result = restore(
            &self.at("backup.db"),
            &self.at("books.db"),
            &trust,
            acknowledge,
            now,
            |_, _| {},
        )
        .await;
        assert!(!self.at("books.db.part").exists(), "nothing half done is left");
        result
    }
}

async fn donations(books: &Books, count: u32) {
    for _ in 0..count {
        books.donation("5.00").await.unwrap();
    }
}

async fn back_up(books: &Books, to: &Path) {
    books.store.backup(to, &Trust::default(), |_, _| {}).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_comes_back_where_nothing_or_less_is() {
    let place = Place::new();
    let books = place.books().await;
    donations(&books, 3).await;
    back_up(&books, &place.at("older.db")).await;
    donations(&books, 3).await;
    back_up(&books, &place.at("backup.db")).await;
    books.store.close().await;
    place.clear();
    let restored = place.restore(None).await.unwrap();
    assert!(restored.report.is_sound() && restored.replaced.is_none());
    // Older books that the backup continues may be replaced; they are kept beside.
    std::fs::rename(place.at("older.db"), place.at("books.db")).unwrap();
    let restored = place.restore(None).await.unwrap();
    assert_eq!(restored.replaced, Some(place.at("books.db.replaced-2026-03-11T120000Z")));
    assert!(restored.replaced.unwrap().is_file());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn newer_books_are_replaced_only_when_their_head_is_acknowledged() {
    let place = Place::new();
    let books = place.books().await;
    donations(&books, 2).await;
    back_up(&books, &place.at("backup.db")).await;
    donations(&books, 1).await;
    let size = books.store.health().await.unwrap().head_seq;
    let root = books.store.root().await.unwrap();
    let refused = place.restore(None).await;
    assert!(matches!(refused, Err(RestoreError::InUse(_))), "{refused:?}");
    books.store.close().await;

    let refused = place.restore(None).await;
    let Err(RestoreError::Newer { size: told, backup_size, head }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!((told, backup_size, head), (size, size - 1, root));
    let refused = place.restore(Some([1; 32])).await;
    assert!(matches!(refused, Err(RestoreError::Acknowledged)), "{refused:?}");
    let here = verify_file(&place.at("books.db"), &Trust::default(), |_, _| {}).await.unwrap();
    assert_eq!((here.is_sound(), here.root), (true, root), "nothing was changed");
    let restored = place.restore(Some(root)).await.unwrap();
    assert_eq!(i64::try_from(restored.report.leaves), Ok(size - 1));
    // What was replaced is whole.
    let kept =
        verify_file(&restored.replaced.unwrap(), &Trust::default(), |_, _| {}).await.unwrap();
    assert_eq!((kept.is_sound(), kept.root), (true, root));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_books_of_the_same_length_are_not_replaced() {
    let (one, other) = (Place::new(), Place::new());
    for (place, sum) in [(&one, "5.00"), (&other, "6.00")] {
        let books = place.books().await;
        books.donation(sum).await.unwrap();
        back_up(&books, &place.at("backup.db")).await;
        books.store.close().await;
    }
    std::fs::copy(other.at("backup.db"), one.at("backup.db")).unwrap();
    let refused = one.restore(None).await;
    assert!(matches!(refused, Err(RestoreError::Newer { .. })), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_sound_or_lies_in_the_way_is_not_restored() {
    let place = Place::new();
    let missing = place.restore(None).await;
    assert!(matches!(missing, Err(RestoreError::NoBackup(_))), "{missing:?}");
    let books = place.books().await;
    back_up(&books, &place.at("backup.db")).await;
    books.store.close().await;
    place.clear();
    std::fs::write(place.at("books.db-wal"), b"old").unwrap();
    let refused = place.restore(None).await;
    assert!(matches!(refused, Err(RestoreError::Remains(_))), "{refused:?}");
    std::fs::remove_file(place.at("books.db-wal")).unwrap();
    std::fs::write(place.at("books.db"), b"not a database, or no longer one").unwrap();
    let refused = place.restore(None).await;
    assert!(matches!(refused, Err(RestoreError::Unreadable { .. })), "{refused:?}");
    std::fs::remove_file(place.at("books.db")).unwrap();
    let mut connection = open(&place.at("backup.db")).await;
    sqlx::query("update fund set name = name || '!' where 1")
        .execute(&mut connection)
        .await
        .unwrap();
    drop(connection);
    let refused = place.restore(None).await;
    assert!(matches!(refused, Err(RestoreError::NotSound(_))), "{refused:?}");
    assert!(!place.at("books.db").exists());
}

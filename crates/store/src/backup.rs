//! Copies of the books that deserve the name: a backup is verified before it is called one, and a restore never puts
//! older books over newer ones unasked.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use almoner_proof::hash::Hash;
use chrono::{DateTime, Utc};

use crate::error::StoreError;
use crate::house::leave_postgres;
use crate::sqlite;
use crate::store::{Readers, Store};
use crate::verify::{Report, Trust, verify_file};

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{0} exists already; a backup never replaces a file, choose another name")]
    Exists(PathBuf),
    #[error("the copy is not sound, so it was thrown away; the books need looking at")]
    NotSound(Box<Report>),
    #[error("the file system refused ({doing} {path}): {error}")]
    File { doing: &'static str, path: PathBuf, error: io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    #[error("there is no backup at {0}")]
    NoBackup(PathBuf),
    #[error("this backup is not sound, so nothing was restored")]
    NotSound(Box<Report>),
    /// What would be lost, and what to say to lose it.
    #[error(
        "the books at hand have {size} acts and the backup {backup_size}, and restoring would lose what the backup does \
         not hold; nothing was changed. To go on, acknowledge their head: {}",
        crate::verify::hex(head)
    )]
    Newer { size: i64, backup_size: i64, head: Hash },
    #[error(
        "the head that was acknowledged is not the head of the books at hand; nothing was changed"
    )]
    Acknowledged,
    #[error(
        "the books at {path} cannot be read ({error}), so nobody can say what would be lost; move the file away and restore again"
    )]
    Unreadable { path: PathBuf, error: StoreError },
    /// A database is not put aside as a file is, so it is never overwritten.
    #[error(
        "there are books with {size} acts in this database, and they are never overwritten; name an empty database"
    )]
    NotEmpty { size: i64 },
    #[error("the books at {0} are in use; stop the program first")]
    InUse(PathBuf),
    #[error(
        "beside {0} lies what remains of other books (-wal or -shm); move it away and restore again"
    )]
    Remains(PathBuf),
    #[error("the file system refused ({doing} {path}): {error}")]
    File { doing: &'static str, path: PathBuf, error: io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A restore that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The check of the books that now stand at the place.
    pub report: Report,
    /// Where the books that stood there before are kept.
    pub replaced: Option<PathBuf>,
}

impl Store {
    /// Copies the books to a new file while others read and write: one SQLite file, wherever the books are. It has its
    /// name only once it has been synced and checked in full.
    pub async fn backup(
        &self,
        to: &Path,
        trust: &Trust,
        progress: impl Fn(u64, u64) + Send + Sync,
    ) -> Result<Report, BackupError> {
        if to.exists() {
            return Err(BackupError::Exists(to.to_owned()));
        }
        let part = beside(to, "part");
        let refused = |doing, path: &Path| {
            let path = path.to_owned();
            move |error| BackupError::File { doing, path, error }
        };
        // What an interrupted backup left is no backup.
        remove_if_there(&part).map_err(refused("removing", &part))?;
        let made = self.copy_and_check(&part, trust, progress).await;
        let report = match made {
            Ok(report) => report,
            Err(error) => {
                drop(remove_if_there(&part));
                return Err(error);
            }
        };
        // A second name fails where the first is taken; renaming would replace what appeared there meanwhile.
        let named = fs::hard_link(&part, to);
        match named {
            Ok(()) => remove_if_there(&part).map_err(refused("removing", &part))?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                drop(remove_if_there(&part));
                return Err(BackupError::Exists(to.to_owned()));
            }
            // Some file systems know no second names.
            Err(_) => fs::rename(&part, to).map_err(refused("naming", to))?,
        }
        sync_folder(to).map_err(refused("syncing the folder of", to))?;
        Ok(report)
    }

    async fn copy_and_check(
        &self,
        part: &Path,
        trust: &Trust,
        progress: impl Fn(u64, u64) + Send + Sync,
    ) -> Result<Report, BackupError> {
        match self.inner.readers {
            Readers::Sqlite(_) => {
                let mut connection = sqlite::connect(&self.inner.config).await?;
                let copied = sqlite::copy_to(&mut connection, &part.to_string_lossy()).await;
                drop(sqlx::Connection::close(connection).await);
                copied?;
            }
            Readers::Postgres(_) => leave_postgres(&self.inner.config, part).await?,
        }
        let synced = File::open(part).and_then(|file| file.sync_all());
        synced.map_err(|error| BackupError::File {
            doing: "syncing",
            path: part.to_owned(),
            error,
        })?;
        let report = verify_file(part, trust, progress).await?;
        if report.is_sound() { Ok(report) } else { Err(BackupError::NotSound(Box::new(report))) }
    }
}

/// Puts a backup (an SQLite file) in the place of the books at `to`, which nobody may have open.
///
/// Books that hold more than the backup, or something else, are only replaced where `acknowledge` is the hash of their
/// head, which the refusal names. What is replaced is kept beside, under the moment `now`.
///
/// Whatever has been erased since the backup was made comes back with it and has to be erased again.
pub async fn restore(
    from: &Path,
    to: &Path,
    trust: &Trust,
    acknowledge: Option<Hash>,
    now: DateTime<Utc>,
    progress: impl Fn(u64, u64) + Send + Sync,
) -> Result<Restored, RestoreError> {
    if !from.is_file() {
        return Err(RestoreError::NoBackup(from.to_owned()));
    }
    let part = beside(to, "part");
    let result = restore_from_copy(from, to, &part, (trust, acknowledge, now), progress).await;
    if result.is_err() {
        drop(remove_if_there(&part));
    }
    result
}

async fn restore_from_copy(
    from: &Path,
    to: &Path,
    part: &Path,
    (trust, acknowledge, now): (&Trust, Option<Hash>, DateTime<Utc>),
    progress: impl Fn(u64, u64) + Send + Sync,
) -> Result<Restored, RestoreError> {
    let refused = |doing, path: &Path| {
        let path = path.to_owned();
        move |error| RestoreError::File { doing, path, error }
    };
    // The copy is checked, not the original: what was read is what will stand there.
    remove_if_there(part).map_err(refused("removing", part))?;
    fs::copy(from, part).map_err(refused("copying to", part))?;
    File::open(part).and_then(|file| file.sync_all()).map_err(refused("syncing", part))?;
    let report = verify_file(part, trust, progress).await?;
    if !report.is_sound() {
        return Err(RestoreError::NotSound(Box::new(report)));
    }
    let mut replaced = None;
    if to.exists() {
        close_down(to).await?;
        compare(to, part, acknowledge).await?;
        let kept = dated(to, now);
        if kept.exists() {
            return Err(RestoreError::File {
                doing: "keeping the replaced books as",
                path: kept,
                error: io::ErrorKind::AlreadyExists.into(),
            });
        }
        fs::rename(to, &kept).map_err(refused("keeping the replaced books as", &kept))?;
        replaced = Some(kept);
    }
    // A write-ahead log of other books would be played into these.
    if ["-wal", "-shm", "-journal"].iter().any(|end| with_end(to, end).exists()) {
        if let Some(kept) = &replaced {
            fs::rename(kept, to).map_err(refused("putting back", to))?;
        }
        return Err(RestoreError::Remains(to.to_owned()));
    }
    fs::rename(part, to).map_err(refused("naming", to))?;
    sync_folder(to).map_err(refused("syncing the folder of", to))?;
    Ok(Restored { report, replaced })
}

/// Has the books write everything into their one file; refuses where somebody has them open.
async fn close_down(to: &Path) -> Result<(), RestoreError> {
    match sqlite::close_down(to).await {
        Ok(true) => Ok(()),
        Ok(false) | Err(StoreError::Busy) => Err(RestoreError::InUse(to.to_owned())),
        Err(error) => Err(RestoreError::Unreadable { path: to.to_owned(), error }),
    }
}

/// Refuses to lose what the backup does not hold, unless exactly that is acknowledged.
async fn compare(to: &Path, backup: &Path, acknowledge: Option<Hash>) -> Result<(), RestoreError> {
    let unreadable = |error| RestoreError::Unreadable { path: to.to_owned(), error };
    let here = sqlite::root_at(to, i64::MAX).await.map_err(unreadable)?;
    let (size, head) = here;
    let (backup_size, _) = sqlite::root_at(backup, i64::MAX).await?;
    let (_, common) = sqlite::root_at(backup, size.min(backup_size)).await?;
    let is_prefix = size <= backup_size && common == head;
    match acknowledge {
        _ if is_prefix => Ok(()),
        Some(acknowledged) if acknowledged == head => Ok(()),
        Some(_) => Err(RestoreError::Acknowledged),
        None => Err(RestoreError::Newer { size, backup_size, head }),
    }
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

fn beside(path: &Path, end: &str) -> PathBuf {
    with_end(path, &format!(".{end}"))
}

fn dated(path: &Path, now: DateTime<Utc>) -> PathBuf {
    beside(path, &format!("replaced-{}", now.format("%Y-%m-%dT%H%M%SZ")))
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A new name is safe only once its folder is.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

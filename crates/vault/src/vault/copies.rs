//! Copies of the vault: an SQLite file, whichever database it comes from, so that a vault can move.
//!
//! A copy holds no key that opens it: those are in the key file, which has copies of its own.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{Database, Vault, on_read, on_write};
use crate::check::Report;
use crate::config::Config;
use crate::error::VaultError;
use crate::keyfile::{refused, sync_folder};
use crate::person::Erasure;
use crate::sqlite;
use crate::tables::{Row, TABLES};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    pub path: PathBuf,
    /// What was checked before the copy got its name; `report.opened` says whether its fields were opened too.
    pub report: Report,
}

impl Vault {
    /// Does everything hang together, and, while unlocked, does every sealed value open where it stands?
    pub async fn check(&self) -> Result<Report, VaultError> {
        let unlocked = self.unlocked().ok();
        let keys = unlocked.as_ref().map(|unlocked| &unlocked.keys);
        Ok(on_read!(self, sql, connection => sql::check::check(connection, keys).await))
    }

    /// Copies the vault into a new file, which gets its name only when it was found sound.
    pub async fn backup(&self, to: &Path) -> Result<Backup, VaultError> {
        if to.exists() {
            return Err(VaultError::Exists(to.to_owned()));
        }
        let part = Part::new(to)?;
        match &self.inner.database {
            Database::Sqlite(pool) => {
                let name = part.path.to_str().ok_or(VaultError::Address)?;
                sqlite::copy_to(&mut *pool.acquire().await?, name).await?;
            }
            Database::Postgres(_) => self.copy_rows(&part.path).await?,
        }
        let mut copy = sqlite::file(&part.path, false).await?;
        let unlocked = self.unlocked().ok();
        let keys = unlocked.as_ref().map(|unlocked| &unlocked.keys);
        let report = sqlite::sql::check::check(&mut copy, keys).await?;
        sqlite::close_file(copy).await?;
        if !report.is_sound() {
            return Err(VaultError::NotSound);
        }
        part.name(to)?;
        Ok(Backup { path: to.to_owned(), report })
    }

    async fn copy_rows(&self, path: &Path) -> Result<(), VaultError> {
        let mut copy = sqlite::file(path, true).await?;
        sqlite::migrate(&mut copy).await?;
        on_read!(self, sql, connection => async {
            sqlx::query("begin immediate").execute(&mut copy).await?;
            for table in TABLES {
                let mut after: Option<Row> = None;
                loop {
                    let page = sql::head::pages(connection, table, after.as_ref()).await?;
                    for row in &page {
                        sqlite::sql::rows::insert(&mut copy, table, &row.cells).await?;
                    }
                    let Some(last) = page.into_iter().last() else { break };
                    after = Some(last);
                }
            }
            sqlx::query("commit").execute(&mut copy).await?;
            Ok::<_, VaultError>(())
        }
        .await);
        sqlite::close_file(copy).await
    }

    /// Takes a copy back where no vault is, and erases at once whoever was erased since; only then can it be opened.
    pub async fn restore(
        from: &Path,
        config: Config,
        erasures: Vec<Erasure>,
    ) -> Result<Self, VaultError> {
        if !from.exists() {
            return Err(VaultError::MissingDatabase);
        }
        if config.url.starts_with("sqlite:") {
            let to = sqlite::file_of(&config)?;
            if to.exists() {
                return Err(VaultError::Exists(to));
            }
            // A write-ahead log of another vault would be played into this one.
            if ["-wal", "-shm", "-journal"].iter().any(|end| with_end(&to, end).exists()) {
                return Err(VaultError::Remains(to));
            }
            let part = Part::new(&to)?;
            fs::copy(from, &part.path).map_err(refused("copying to", &part.path))?;
            let there = Config { url: format!("sqlite:{}", part.path.display()), ..config.clone() };
            Self::finish(&Self::connect(there, false).await?, erasures).await?;
            part.name(&to)?;
            return Self::open(config).await;
        }
        let vault = Self::connect(config.clone(), false).await?;
        let is_empty = on_read!(vault, sql, connection => sql::head::is_empty(connection).await);
        if !is_empty {
            return Err(VaultError::VaultExists);
        }
        // The copy may lie where nothing can be written; beside the key file something can.
        let part = Part::new(&with_end(&config.key_file, ".restoring"))?;
        fs::copy(from, &part.path).map_err(refused("copying to", &part.path))?;
        let there = Config { url: format!("sqlite:{}", part.path.display()), ..config };
        Self::finish(&Self::connect(there, false).await?, erasures).await?;
        vault.take_rows(&part.path).await?;
        Ok(vault)
    }

    /// Replays what was erased, looks whether the copy is whole, and leaves it as one file.
    async fn finish(copy: &Self, erasures: Vec<Erasure>) -> Result<(), VaultError> {
        copy.replay_erasures(erasures).await?;
        let report = copy.check().await?;
        let path = sqlite::file_of(&copy.inner.config)?;
        copy.close().await;
        if !report.is_sound() {
            return Err(VaultError::NotSound);
        }
        sqlite::close_file(sqlite::file(&path, false).await?).await
    }

    async fn take_rows(&self, path: &Path) -> Result<(), VaultError> {
        let mut copy = sqlite::file(path, false).await?;
        on_write!(self, sql, connection => async {
            for table in TABLES {
                let mut after: Option<Row> = None;
                loop {
                    let page = sqlite::sql::head::pages(&mut copy, table, after.as_ref()).await?;
                    for row in &page {
                        sql::rows::insert(connection, table, &row.cells).await?;
                    }
                    let Some(last) = page.into_iter().last() else { break };
                    after = Some(last);
                }
            }
            Ok::<_, VaultError>(())
        }
        .await);
        sqlite::close_file(copy).await
    }
}

/// A file that has no right to its name yet, and goes if it never gets it.
struct Part {
    path: PathBuf,
}

impl Part {
    fn new(to: &Path) -> Result<Self, VaultError> {
        let part = Self { path: with_end(to, ".part") };
        part.remove();
        if part.path.exists() {
            return Err(VaultError::Exists(part.path.clone()));
        }
        Ok(part)
    }

    /// Takes the name first and the content with it: nothing that came in between is replaced.
    fn name(self, to: &Path) -> Result<(), VaultError> {
        File::open(&self.path)
            .and_then(|file| file.sync_all())
            .map_err(refused("syncing", &self.path))?;
        File::create_new(to).map_err(|error| {
            if error.kind() == io::ErrorKind::AlreadyExists {
                return VaultError::Exists(to.to_owned());
            }
            refused("naming", to)(error)
        })?;
        fs::rename(&self.path, to).map_err(refused("naming", to))?;
        sync_folder(to).map_err(refused("syncing the folder of", to))
    }

    fn remove(&self) {
        for end in ["", "-wal", "-shm", "-journal"] {
            drop(fs::remove_file(with_end(&self.path, end)));
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.remove();
    }
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

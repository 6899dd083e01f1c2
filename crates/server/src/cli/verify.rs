//! `almoner verify`, `backup`, `restore` and `checkpoint`: for whoever holds the files. They read the books whole and
//! change nothing in them, so they ask for no token.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use almoner_proof::checkpoint::Verifier;
use almoner_store::backup::{self, Restored};
use almoner_store::house::restore_to_postgres;
use almoner_store::verify::{Report, Soundness, Trust, verify_file};
use anyhow::Context as _;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::report::ReportView;
use crate::cli::{Failure, Outcome, session};
use crate::clock::Clock;
use crate::config::{Database, KeyFile};
use crate::field::parse_hash;
use crate::secret;

/// What the one who checks brings along from outside the books.
#[derive(Args, Debug)]
pub(super) struct FromOutside {
    /// The key that checkpoints must be signed with, as `name+id+key`, from paper and not from the books
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// A signed checkpoint that was kept from earlier; may be given again
    #[arg(long = "checkpoint", value_name = "FILE")]
    checkpoints: Vec<PathBuf>,
}

impl FromOutside {
    fn trust(&self) -> Result<Trust, Failure> {
        let key =
            self.key.as_deref().map(Verifier::parse).transpose().context("--key cannot be read")?;
        let mut notes = Vec::new();
        for path in &self.checkpoints {
            let note = std::fs::read_to_string(path);
            notes.push(
                note.with_context(|| format!("cannot read the checkpoint {}", path.display()))?,
            );
        }
        Ok(Trust { key, notes })
    }
}

/// Checks the whole of the books: every row against the log, the log against its signed checkpoints, every balance and
/// number against what it follows from. Exit code 0: sound; 1: not sound, and the report says where; 2: cannot tell.
#[derive(Args, Debug)]
pub struct Verify {
    #[command(flatten)]
    database: Database,
    /// Check this file (a backup, or a copy) instead of the books
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    outside: FromOutside,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(super) async fn run(self) -> Outcome {
        let trust = self.outside.trust()?;
        let bar = bar("acts checked");
        let step = |done: u64, of: u64| {
            bar.set_length(of);
            bar.set_position(done);
        };
        let report = match &self.file {
            Some(file) => verify_file(file, &trust, step).await?,
            None => {
                let app = session::open(&self.database, false).await?;
                let report = app.store.verify(&trust, step).await?;
                app.close().await;
                report
            }
        };
        bar.finish_and_clear();
        if self.json {
            println!("{}", serde_json::to_string_pretty(&ReportView::from(&report))?);
        } else {
            print!("{report}");
        }
        judged(&report)
    }
}

fn judged(report: &Report) -> Outcome {
    match report.soundness() {
        Soundness::Sound => Ok(()),
        Soundness::NotSound => Err(Failure::Refused("the books are not sound".to_owned())),
        Soundness::CannotTell => {
            Err(Failure::Cannot(anyhow::anyhow!("it cannot be told whether the books are sound")))
        }
    }
}

/// Copies the books to a new file while they are in use, and checks the copy before it is called a backup. A backup is
/// books in one SQLite file, also where the books are in PostgreSQL.
#[derive(Args, Debug)]
pub struct Backup {
    #[command(flatten)]
    database: Database,
    /// The file to make; an existing one is never replaced
    to: PathBuf,
    #[command(flatten)]
    outside: FromOutside,
}

impl Backup {
    pub(super) async fn run(self) -> Outcome {
        let trust = self.outside.trust()?;
        let app = session::open(&self.database, false).await?;
        let bar = bar("acts checked in the copy");
        let made = app.store.backup(&self.to, &trust, |done, of| {
            bar.set_length(of);
            bar.set_position(done);
        });
        let made = made.await;
        bar.finish_and_clear();
        app.close().await;
        match made {
            Ok(report) => {
                println!("{} holds {} acts and is sound", self.to.display(), report.leaves);
                Ok(())
            }
            Err(backup::BackupError::NotSound(report)) => {
                print!("{report}");
                Err(Failure::Refused("the copy is not sound, so it was thrown away".to_owned()))
            }
            Err(error @ backup::BackupError::Exists(_)) => Err(Failure::Refused(error.to_string())),
            Err(error @ (backup::BackupError::File { .. } | backup::BackupError::Store(_))) => {
                Err(error.into())
            }
        }
    }
}

/// Puts a backup in the place of the books, after checking it. Books in a file that hold more than the backup are not
/// replaced unless their head is acknowledged, and what is replaced is kept beside. In PostgreSQL the place is an empty
/// database: books move there with `backup` and `restore --database postgres://…`, and back the same way.
#[derive(Args, Debug)]
pub struct Restore {
    #[command(flatten)]
    database: Database,
    /// The backup
    from: PathBuf,
    /// The head of the books that may be lost, as the refusal has named it
    #[arg(long, value_name = "HASH")]
    acknowledge: Option<String>,
    #[command(flatten)]
    outside: FromOutside,
}

impl Restore {
    /// The file the books are in; `None` where they are in PostgreSQL.
    fn file(&self) -> Option<PathBuf> {
        let file = self.database.url.strip_prefix("sqlite:")?;
        let file = file.trim_start_matches("//").split('?').next().unwrap_or_default();
        Some(PathBuf::from(file))
    }

    pub(super) async fn run(self) -> Outcome {
        let trust = self.outside.trust()?;
        let acknowledge = match self.acknowledge.as_deref() {
            None => None,
            Some(text) => {
                Some(parse_hash(text).context("--acknowledge is a hash of 64 hexadecimal digits")?)
            }
        };
        let bar = bar("acts checked");
        let step = |done: u64, of: u64| {
            bar.set_length(of);
            bar.set_position(done);
        };
        let restored = match self.file() {
            Some(to) => {
                let now = Clock::machine().now();
                backup::restore(&self.from, &to, &trust, acknowledge, now, step).await
            }
            None => {
                let config = session::config(&self.database);
                let restored = restore_to_postgres(&self.from, &config, &trust, step).await;
                restored.map(|report| Restored { report, replaced: None })
            }
        };
        bar.finish_and_clear();
        match restored {
            Ok(done) => {
                let place = session::shown(&self.database.url);
                println!("{place} holds {} acts and is sound", done.report.leaves);
                if let Some(kept) = done.replaced {
                    println!("the books that stood there are kept as {}", kept.display());
                }
                Ok(())
            }
            Err(backup::RestoreError::NotSound(report)) => {
                print!("{report}");
                Err(Failure::Refused(
                    "this backup is not sound, so nothing was restored".to_owned(),
                ))
            }
            Err(
                error @ (backup::RestoreError::Newer { .. }
                | backup::RestoreError::NotEmpty { .. }
                | backup::RestoreError::Acknowledged
                | backup::RestoreError::InUse(_)
                | backup::RestoreError::Remains(_)),
            ) => Err(Failure::Refused(error.to_string())),
            Err(
                error @ (backup::RestoreError::NoBackup(_)
                | backup::RestoreError::Unreadable { .. }
                | backup::RestoreError::File { .. }
                | backup::RestoreError::Store(_)),
            ) => Err(error.into()),
        }
    }
}

/// Signs the head of the log, files the signed checkpoint and prints it: keep it outside, on paper or with the board.
#[derive(Args, Debug)]
pub struct Checkpoint {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    key: KeyFile,
}

impl Checkpoint {
    pub(super) async fn run(self) -> Outcome {
        let path = &self.key.signing_key;
        let signer = secret::read_signing_key(path)
            .with_context(|| format!("cannot read the signing key {}", path.display()))?;
        let app = session::open(&self.database, false).await?;
        let note = app.store.checkpoint(&signer).await;
        app.close().await;
        match note? {
            Some(note) => print!("{note}"),
            None => eprintln!("nothing was recorded since the last checkpoint"),
        }
        Ok(())
    }
}

/// A bar on a terminal, and nothing in a pipe.
fn bar(what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} {prefix}, {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_prefix(what);
    bar
}

//! Taking a file of incomes in: the one way for the API and the command line.
//!
//! The file is read by its profile, the books are asked what they know, and the dry run says what would become of every
//! row. An import is that dry run and then its command, so that what was shown is what is done.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use almoner_ledger::codes::{AccountRole, Currency, FundState};
use almoner_ledger::command::Command;
use almoner_ledger::facts::Facts;
use almoner_ledger::month::Month;
use almoner_ledger::refusal::Refusal;
use almoner_ledger::rows::giving::Source;
use almoner_ledger::text::Text;
use almoner_proof::hash::Hash;
use almoner_store::error::{StoreError, WriteError};
use almoner_store::write::Answer;
use chrono::NaiveDate;

use crate::app::App;
use crate::auth::Identity;
use crate::import::books::{Books, KnownAccount, KnownFund, KnownSource};
use crate::import::dry_run::{Counts, DryRun, ImportRefusal, dry_run};
use crate::import::mapping::Mapping;
use crate::import::read::{Sheet, read};
use crate::import::shape::{FileError, Limits};
use crate::problem::Problem;

/// The most that one file may weigh.
pub const FILE_MAX: usize = 16 * 1024 * 1024;

/// A file, how it is written, and which of its rows are left out, each with the reason why.
#[derive(Clone, Debug)]
pub struct File {
    pub bytes: Vec<u8>,
    pub mapping: Mapping,
    pub excluded: BTreeMap<i64, Text>,
}

#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Rows(#[from] ImportRefusal),
    #[error(transparent)]
    Unread(#[from] StoreError),
    #[error(transparent)]
    Unwritten(#[from] WriteError),
    /// Names of natural persons go to the vault, which has to be open for them.
    #[error("{}", .0.detail)]
    Vault(Box<Problem>),
    #[error("the file could not be worked through")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// What came of an import.
#[derive(Clone, Debug)]
pub enum Taken {
    /// It was recorded, now or by an earlier, equal request.
    Recorded { answer: Answer, counts: Counts },
    /// The same file again adds nothing, which is no mistake: every row is known or set aside.
    NothingNew(Counts),
}

/// What would become of every row.
pub async fn try_out(app: &App, file: File) -> Result<DryRun, IntakeError> {
    let File { bytes, mapping, excluded } = file;
    let limits = Limits { bytes: FILE_MAX, ..Limits::default() };
    let reading = move || read(&bytes, &mapping, &limits).map(|sheet| (sheet, mapping));
    let (sheet, mapping) = tokio::task::spawn_blocking(reading).await??;
    let known = app.store.known_fingerprints(sheet.fingerprints().copied()).await?;
    let facts = app.store.facts_for_reading().await?;
    let mut books = LoadedBooks::new(facts, app.clock.today(), known, &sheet);
    books.add_givers(app).await.map_err(|problem| IntakeError::Vault(Box::new(problem)))?;
    let running = move || dry_run(sheet, &mapping, &excluded, &books);
    Ok(tokio::task::spawn_blocking(running).await??)
}

/// Takes the whole file in, or says why not.
pub async fn take(
    app: &App,
    identity: &Identity,
    key: Option<Hash>,
    file: File,
) -> Result<Taken, IntakeError> {
    let run = try_out(app, file).await?;
    let counts = run.counts;
    let mut import = run.request()?;
    let refused = |problem| IntakeError::Vault(Box::new(problem));
    let names = app.take_names(&mut import.sources).await.map_err(refused)?;
    match app.write(identity, key, Command::ImportIncomes(import)).await {
        Ok(answer) => {
            // The sources follow the act of the file, one act each, in their order.
            for (place, name) in names {
                let seq = answer.seq.saturating_add(1).saturating_add(place);
                app.name_giver(identity, seq, &name).await.map_err(refused)?;
            }
            Ok(Taken::Recorded { answer, counts })
        }
        Err(WriteError::Refused(Refusal::NothingToImport)) => Ok(Taken::NothingNew(counts)),
        Err(error) => Err(error.into()),
    }
}

/// What the books know of one file, loaded before the dry run.
struct LoadedBooks {
    facts: Arc<Facts>,
    today: NaiveDate,
    known: BTreeSet<Hash>,
    funds: BTreeMap<String, KnownFund>,
    by_identifier: BTreeMap<String, Vec<KnownSource>>,
    by_name: BTreeMap<String, Vec<KnownSource>>,
}

impl LoadedBooks {
    /// Of the sources only those are held that the file may mean, by identifier or by name, persons too.
    fn new(facts: Arc<Facts>, today: NaiveDate, known: BTreeSet<Hash>, sheet: &Sheet) -> Self {
        let mut by_identifier: BTreeMap<String, Vec<KnownSource>> = BTreeMap::new();
        let mut by_name: BTreeMap<String, Vec<KnownSource>> = BTreeMap::new();
        for giver in sheet.givers() {
            if let Some(identifier) = &giver.identifier {
                by_identifier.entry(identifier.as_str().to_owned()).or_default();
            }
            if let Some(name) = &giver.name {
                by_name.entry(name.as_str().to_owned()).or_default();
            }
        }
        for source in facts.sources.values() {
            if let Some(list) = source.identifier.as_ref().and_then(|id| by_identifier.get_mut(id))
            {
                list.push(known_source(source));
            }
            // A person's public name is a reference of ours, which no bank knows.
            let name = source.private_name.as_ref().unwrap_or(&source.name);
            if let Some(list) = by_name.get_mut(name) {
                list.push(known_source(source));
            }
        }
        let funds = facts.funds.values().map(|fund| {
            let open = fund.state != FundState::Closed;
            (fund.code.clone(), KnownFund { seq: fund.seq, open })
        });
        let funds = funds.collect();
        Self { facts, today, known, funds, by_identifier, by_name }
    }
}

impl LoadedBooks {
    /// Natural persons whose names are in the vault: found there by name, letter by letter.
    async fn add_givers(&mut self, app: &App) -> Result<(), Problem> {
        let unknown = self.by_name.iter().filter(|(_, known)| known.is_empty());
        let names: Vec<String> = unknown.map(|(name, _)| name.clone()).collect();
        for name in names {
            for seq in app.givers_named(&name).await? {
                let source = self.facts.sources.get(&seq).map(known_source);
                self.by_name.entry(name.clone()).or_default().extend(source);
            }
        }
        Ok(())
    }
}

fn known_source(source: &Source) -> KnownSource {
    KnownSource {
        seq: source.seq,
        active: source.active,
        has_identifier: source.identifier.is_some(),
    }
}

impl Books for LoadedBooks {
    fn today(&self) -> NaiveDate {
        self.today
    }

    fn month_is_closed(&self, month: Month) -> bool {
        self.facts.month_is_closed(month)
    }

    fn fund(&self, code: &str) -> Option<KnownFund> {
        self.funds.get(code).copied()
    }

    fn account(&self, code: &str) -> Option<KnownAccount> {
        let account = self.facts.accounts.get(code)?;
        let money =
            matches!(account.role, AccountRole::Bank | AccountRole::Cash | AccountRole::Currency);
        Some(KnownAccount {
            currency: account.currency.unwrap_or(Currency::Mkd),
            takes_money: money && account.active && !self.facts.has_children(code),
        })
    }

    fn sources_by_identifier(&self, identifier: &str) -> Vec<KnownSource> {
        self.by_identifier.get(identifier).cloned().unwrap_or_default()
    }

    fn sources_by_name(&self, name: &str) -> Vec<KnownSource> {
        self.by_name.get(name).cloned().unwrap_or_default()
    }

    fn knows(&self, fingerprint: &Hash) -> bool {
        self.known.contains(fingerprint)
    }
}

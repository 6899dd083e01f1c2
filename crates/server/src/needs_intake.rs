//! Taking a list of needs in: the one way for the API and the command line.
//!
//! The books hear of it first, as with every identity; then the vault is told who is behind the cases, all at once. Where
//! the program is stopped in between, the same file again goes on from there.

use std::collections::{BTreeMap, BTreeSet};

use almoner_ledger::codes::SubjectKind;
use almoner_ledger::command::{
    Command, Context, ImportRequests, NeedRow, RecordIdentity, Seen, Subject,
};
use almoner_ledger::facts::Facts;
use almoner_ledger::prospects;
use almoner_ledger::refusal::Refusal;
use almoner_proof::hash::Hash;
use almoner_store::error::WriteError;
use almoner_store::write::Answer;
use almoner_vault::error::VaultError;
use almoner_vault::identity::{Field, Identity};
use almoner_vault::matching::Match;
use almoner_vault::person::{PersonKind, Put};
use almoner_vault::vault::Vault;
use uuid::Uuid;

use crate::app::App;
use crate::auth;
use crate::import::needs::dry_run::{NeedsDryRun, OfVault, Person, Prepared, Stated, prepare};
use crate::import::needs::fate::NeedCounts;
use crate::import::needs::profile::NeedMapping;
use crate::import::needs::read::read;
use crate::import::shape::Limits;
use crate::intake::{FILE_MAX, IntakeError};
use crate::problem::Problem;
use crate::seen;

/// As many needs as one file brings.
const ROWS_MAX: i64 = 5_000;

/// A file, how it is written, and what was stated for it.
#[derive(Clone, Debug)]
pub struct NeedFile {
    pub bytes: Vec<u8>,
    pub mapping: NeedMapping,
    pub stated: Stated,
}

/// What came of an import.
#[derive(Clone, Debug)]
pub enum NeedsTaken {
    Recorded { answer: Answer, counts: NeedCounts },
    NothingNew(NeedCounts),
}

fn refused(problem: Problem) -> IntakeError {
    IntakeError::Vault(Box::new(problem))
}

fn closed(error: &VaultError) -> IntakeError {
    refused(Problem::vault(error))
}

/// What would become of every row, for whoever asks.
pub async fn try_out(
    app: &App,
    who: &auth::Identity,
    file: NeedFile,
) -> Result<NeedsDryRun, IntakeError> {
    Ok(look(app, who, file).await?.0)
}

/// Takes the whole file in, or says why not.
pub async fn take(
    app: &App,
    who: &auth::Identity,
    key: Option<Hash>,
    file: NeedFile,
) -> Result<NeedsTaken, IntakeError> {
    let (run, command, people) = look(app, who, file).await?;
    run.check()?;
    if !people.is_empty() {
        app.vault().await.map_err(refused)?;
    }
    let asked = Command::ImportRequests(command);
    let taken = match app.write(who, key, asked.clone()).await {
        Ok(answer) => NeedsTaken::Recorded { answer, counts: run.counts },
        Err(WriteError::Refused(Refusal::NothingToImport)) => NeedsTaken::NothingNew(run.counts),
        Err(error) => return Err(error.into()),
    };
    if !people.is_empty() {
        let facts = app.store.facts_for(&asked).await?;
        introduce(app, who, &facts, people).await?;
    }
    Ok(taken)
}

async fn look(
    app: &App,
    who: &auth::Identity,
    file: NeedFile,
) -> Result<(NeedsDryRun, ImportRequests, Vec<Person>), IntakeError> {
    let NeedFile { bytes, mapping, stated } = file;
    let limits = Limits { bytes: FILE_MAX, rows: ROWS_MAX, ..Limits::default() };
    let today = app.clock.today();
    let reading = move || {
        let sheet = read(&bytes, &mapping, &limits, today)?;
        prepare(sheet, &mapping, &stated).map(|prepared| (prepared, mapping))
    };
    let (mut prepared, mapping) = tokio::task::spawn_blocking(reading).await??;
    let asked = Command::ImportRequests(prepared.command.clone());
    let facts = app.store.facts_for(&asked).await?;
    let of_vault = compare(app, &facts, &mut prepared).await?;
    let command = prepared.command.clone();
    // Whom the vault named is looked at with their aid.
    let facts = app.store.facts_for(&Command::ImportRequests(command.clone())).await?;
    let context = Context { actor: who.actor(), now: app.clock.now(), today, entropy: [0; 32] };
    let people = prepared.people.clone();
    let telling = move || {
        let told = prospects(&facts, &prepared.command, &context);
        prepared.report(&mapping, told, of_vault)
    };
    let run = tokio::task::spawn_blocking(telling).await?;
    Ok((run, command, people))
}

/// The recipients of the books by the mark of their case.
fn cases(facts: &Facts) -> BTreeMap<Vec<u8>, (Subject, Uuid)> {
    let rows = facts.recipients.values();
    rows.filter_map(|row| {
        let subject = Subject { kind: SubjectKind::Recipient, seq: row.seq };
        Some((row.case_mark.clone()?, (subject, row.reference?)))
    })
    .collect()
}

/// Asks the vault whose papers look like those of the file and of whom it knows already.
async fn compare(
    app: &App,
    facts: &Facts,
    prepared: &mut Prepared,
) -> Result<OfVault, IntakeError> {
    let mut of_vault = OfVault::default();
    if !prepared.people.is_empty()
        && let Err(problem) = app.vault().await
    {
        of_vault.closed = Some(problem.detail);
    }
    let Ok(vault) = app.identities.unlocked().await else { return Ok(of_vault) };
    of_vault.checked = true;
    let known = cases(facts);
    let said: BTreeMap<Hash, &Identity> =
        prepared.people.iter().map(|person| (person.case, &person.identity)).collect();
    let fresh = |row: &&NeedRow| !facts.fingerprints.contains(row.fingerprint.as_slice());
    let cases: BTreeSet<Hash> =
        prepared.command.rows.iter().filter(fresh).map(|row| row.case).collect();
    let mut found: BTreeMap<Hash, Vec<Match>> = BTreeMap::new();
    for case in cases {
        let reference = known.get(case.as_slice()).map(|(_, reference)| *reference);
        let said = said.get(&case).copied();
        let kept = kept(&vault, reference).await?;
        if let (Some(kept), Some(said)) = (&kept, said)
            && differ(kept, said)
        {
            of_vault.differ.insert(case);
        }
        let identity = kept.as_ref().or(said).cloned().unwrap_or_default();
        let Some(alike) = app.compared(&vault, &identity, reference).await else {
            return Ok(OfVault { checked: false, ..of_vault });
        };
        found.insert(case, alike);
    }
    let people = found.values().flat_map(|found| seen::people(found)).collect();
    let recipients = app.store.recipients_among(people).await?;
    for row in &mut prepared.command.rows {
        let alike = found.get(&row.case);
        row.seen = alike.map_or_else(Seen::default, |found| seen::among(found, &recipients));
    }
    Ok(of_vault)
}

async fn kept(vault: &Vault, reference: Option<Uuid>) -> Result<Option<Identity>, IntakeError> {
    let Some(reference) = reference else { return Ok(None) };
    match vault.reveal(reference, &Field::ALL).await {
        Ok(identity) => Ok(Some(identity)),
        Err(VaultError::Unknown) => Ok(None),
        Err(error) => Err(closed(&error)),
    }
}

fn differ(kept: &Identity, said: &Identity) -> bool {
    Field::ALL.into_iter().any(|field| {
        let told = said.get(field);
        told.is_some() && told != kept.get(field)
    })
}

/// Tells the vault who is behind the cases it does not know yet; one act each, in one go.
async fn introduce(
    app: &App,
    who: &auth::Identity,
    facts: &Facts,
    people: Vec<Person>,
) -> Result<(), IntakeError> {
    let vault = app.vault().await.map_err(refused)?;
    let _alone = app.identities.writing.lock().await;
    let known = cases(facts);
    let now = app.clock.now();
    let mut puts = Vec::new();
    for person in people {
        let Some((subject, reference)) = known.get(person.case.as_slice()).copied() else {
            continue;
        };
        // Who is kept already, or is recorded and waits for the vault, is not described anew by a file.
        if kept(&vault, Some(reference)).await?.is_none() {
            let identity = person.identity;
            let put = Put { person: reference, kind: PersonKind::Recipient, identity };
            puts.push((subject, person.odd_number, put));
        }
    }
    let wanted: Vec<Put> = puts.iter().map(|(_, _, put)| put.clone()).collect();
    let foreseen = vault.foresee_all(wanted.clone(), now).await.map_err(|error| closed(&error))?;
    let mut records = Vec::new();
    for ((subject, overrode, _), foreseen) in puts.iter().zip(foreseen) {
        let stamp = app.store.identity_stamp(*subject).await?;
        let commitment = foreseen.commitment.0;
        if stamp.as_ref().is_some_and(|stamp| stamp.commitment == commitment) {
            continue;
        }
        let version = stamp.map_or(0, |stamp| stamp.version).saturating_add(1);
        let (subject, overrode) = (*subject, *overrode);
        records.push(RecordIdentity { subject, version, commitment, overrode, pays: true });
    }
    if !records.is_empty() {
        app.write(who, None, Command::RecordIdentities { records }).await?;
    }
    vault.put_all(wanted, now).await.map_err(|error| closed(&error))?;
    Ok(())
}

//! What is done with identities: the books are told first, by an act, and then the vault does it.
//!
//! What the vault does can be done again. Where an act stands and the vault did not follow, the same request again makes
//! it follow, and `almoner vault check` names whom it concerns.

use almoner_ledger::codes::{RevealScope, SourceKind, SubjectKind};
use almoner_ledger::command::{Command, RecordIdentity, Reveal, SourceDetails, Subject};
use almoner_ledger::refusal::Refusal;
use almoner_ledger::text::Text;
use almoner_proof::hash::Hash;
use almoner_store::error::WriteError;
use almoner_store::read::identity::Standing;
use almoner_store::write::Answer;
use almoner_vault::error::VaultError;
use almoner_vault::identity::{Class, Field, Identity};
use almoner_vault::matching::Match;
use almoner_vault::person::PersonKind;
use almoner_vault::vault::Vault;
use uuid::Uuid;

use crate::app::App;
use crate::auth;
use crate::problem::Problem;

/// What became of an identity that was sent.
pub struct Put {
    pub version: i64,
    /// Absent where the same was known already.
    pub answer: Option<Answer>,
}

pub const fn person_kind(kind: SubjectKind) -> PersonKind {
    match kind {
        SubjectKind::Recipient => PersonKind::Recipient,
        SubjectKind::Giver => PersonKind::Giver,
        SubjectKind::Payee => PersonKind::Payee,
    }
}

/// What a scope shows.
pub fn fields(scope: RevealScope) -> Vec<Field> {
    match scope {
        RevealScope::Amber => Field::of(&[Class::Amber]),
        RevealScope::Red => Field::of(&[Class::Red]),
        RevealScope::AmberRed => Field::ALL.to_vec(),
        RevealScope::Paper => Vec::new(),
        RevealScope::Payment => vec![Field::Name, Field::Account, Field::Address],
    }
}

const fn noun(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Recipient => "/{recipient}",
        SubjectKind::Giver => "/{source}",
        SubjectKind::Payee => "/{payee}",
    }
}

/// Whether what is sent changes what a payment goes by.
async fn pays_otherwise(vault: &Vault, who: Uuid, sent: &Identity) -> Result<bool, Problem> {
    let fields = fields(RevealScope::Payment);
    let known = match vault.reveal(who, &fields).await {
        Ok(known) => known,
        Err(VaultError::Unknown) => Identity::new(),
        Err(error) => return Err(Problem::vault(&error)),
    };
    let other =
        |field: &&Field| sent.get(**field).is_some() && sent.get(**field) != known.get(**field);
    Ok(fields.iter().any(|field| other(&field)))
}

fn unread<T>(error: &VaultError) -> Option<T> {
    tracing::error!(%error, "identities could not be compared");
    None
}

impl App {
    /// The vault, if identities are kept at all and it is open.
    pub async fn vault(&self) -> Result<Vault, Problem> {
        if self.identities.is_off() {
            return Err(Problem::own("vault-off"));
        }
        self.identities.unlocked().await.map_err(|error| Problem::vault(&error))
    }

    /// What the vault knows somebody by.
    pub async fn reference_of(&self, subject: Subject) -> Result<Uuid, Problem> {
        let path = noun(subject.kind);
        match self.store.subject_standing(subject).await? {
            Standing::Known(reference) => Ok(reference),
            Standing::Erased => Err(Problem::refused(&Refusal::PersonErased, path)),
            Standing::Unknown => {
                let unknown = match subject.kind {
                    SubjectKind::Recipient => Refusal::RecipientUnknown,
                    SubjectKind::Giver => Refusal::SourceUnknown { source_seq: subject.seq },
                    SubjectKind::Payee => Refusal::PayeeUnknown { payee: subject.seq },
                };
                Err(Problem::refused(&unknown, path))
            }
        }
    }

    /// Takes an identity in, or changes the fields that are named.
    pub async fn put_identity(
        &self,
        (who, key): (&auth::Identity, Option<Hash>),
        subject: Subject,
        identity: &Identity,
        overrides: bool,
    ) -> Result<Put, Problem> {
        let vault = self.vault().await?;
        let reference = self.reference_of(subject).await?;
        let (kind, now) = (person_kind(subject.kind), self.clock.now());
        let refused = |error: VaultError| Problem::vault(&error);
        let _alone = self.identities.writing.lock().await;
        let foreseen = vault.foresee(reference, kind, identity, now).await.map_err(refused)?;
        let names_number = identity.get(Field::IdentityNumber).is_some();
        let odd = names_number && !foreseen.warnings.is_empty();
        if odd && !overrides {
            let mut problem = Problem::own("embg-check");
            problem.field = Some("fields.identity_number".to_owned());
            return Err(problem);
        }
        let stamp = self.store.identity_stamp(subject).await?;
        let known = stamp.as_ref().map_or(0, |stamp| stamp.version);
        let recorded = stamp.is_some_and(|stamp| stamp.commitment == foreseen.commitment.0);
        let version = if recorded { known } else { known.saturating_add(1) };
        let command = Command::RecordIdentity(RecordIdentity {
            subject,
            version,
            commitment: foreseen.commitment.0,
            overrode: odd,
            pays: pays_otherwise(&vault, reference, identity).await?,
        });
        // What stands in the books already is asked about all the same: who may not write it hears that and no more.
        let key = key.filter(|_| !recorded);
        let answer = match self.write(who, key, command).await {
            Ok(answer) => Some(answer),
            Err(WriteError::Refused(Refusal::IdentityVersion { .. })) if recorded => None,
            Err(error) => return Err(Problem::unwritten(&error, noun(subject.kind))),
        };
        vault.put(reference, kind, identity, now).await.map_err(refused)?;
        Ok(Put { version, answer })
    }

    /// Shows some fields of people, each of whom is named in the act that comes first.
    pub async fn reveal(
        &self,
        (who, key): (&auth::Identity, Option<Hash>),
        reveal: Reveal,
    ) -> Result<(Answer, Vec<(Subject, Identity)>), Problem> {
        let vault = self.vault().await?;
        let mut references = Vec::new();
        for subject in &reveal.subjects {
            references.push((*subject, self.reference_of(*subject).await?));
        }
        let fields = fields(reveal.scope);
        let path = reveal.subjects.first().map_or("", |subject| noun(subject.kind));
        let answer = self.write(who, key, Command::Reveal(reveal)).await;
        let answer = answer.map_err(|error| Problem::unwritten(&error, path))?;
        let mut shown = Vec::new();
        for (subject, reference) in references {
            let identity = vault.reveal(reference, &fields).await;
            shown.push((subject, identity.map_err(|error| Problem::vault(&error))?));
        }
        Ok((answer, shown))
    }

    /// Who in the vault may be the person behind a reference; `None` where the vault is not open or cannot be read, so that
    /// the books go on and say that identities were not checked.
    pub async fn seen(&self, reference: Uuid) -> Option<Vec<Match>> {
        let vault = self.identities.unlocked().await.ok()?;
        let identity = match vault.reveal(reference, &Field::ALL).await {
            Ok(identity) => identity,
            // Of who was erased the books know, and say so.
            Err(VaultError::Unknown | VaultError::Erased { .. }) => Identity::new(),
            Err(error) => return unread(&error),
        };
        self.compared(&vault, &identity, Some(reference)).await
    }

    /// Everybody who may be the person described, but for one.
    pub async fn compared(
        &self,
        vault: &Vault,
        identity: &Identity,
        besides: Option<Uuid>,
    ) -> Option<Vec<Match>> {
        let matches = vault.matches(identity, besides, self.clock.now()).await;
        matches.map_or_else(|error| unread(&error), Some)
    }

    /// Takes the names of natural persons out of what the books are to be told, each with its place; the vault must be open
    /// for them.
    pub async fn take_names(
        &self,
        sources: &mut [SourceDetails],
    ) -> Result<Vec<(i64, Text)>, Problem> {
        let mut names = Vec::new();
        if self.identities.is_off() {
            return Ok(names);
        }
        for (source, place) in sources.iter_mut().zip(0_i64..) {
            if source.kind == SourceKind::Person
                && let Some(name) = source.name.take()
            {
                names.push((place, name));
            }
        }
        if !names.is_empty() {
            self.vault().await?;
        }
        Ok(names)
    }

    /// Puts the name of a natural person who gives into the vault, unless one is there.
    pub async fn name_giver(
        &self,
        who: &auth::Identity,
        seq: i64,
        name: &Text,
    ) -> Result<(), Problem> {
        let subject = Subject { kind: SubjectKind::Giver, seq };
        let identity = Identity::new().with(Field::Name, name.as_str());
        self.put_identity((who, None), subject, &identity, false).await.map(drop)
    }

    /// The natural persons among the sources who have exactly this name in the vault.
    pub async fn givers_named(&self, name: &str) -> Result<Vec<i64>, Problem> {
        let Ok(vault) = self.identities.unlocked().await else { return Ok(Vec::new()) };
        let refused = |error: VaultError| Problem::vault(&error);
        let asked = Identity::new().with(Field::Name, name);
        let mut found = Vec::new();
        for one in vault.matches(&asked, None, self.clock.now()).await.map_err(refused)? {
            let Some(subject) = self.store.subject_of(one.person).await? else { continue };
            let known = vault.reveal(one.person, &[Field::Name]).await.map_err(refused)?;
            if subject.kind == SubjectKind::Giver
                && known.get(Field::Name) == asked.get(Field::Name)
            {
                found.push(subject.seq);
            }
        }
        Ok(found)
    }

    /// Carries out in the vault what two persons have decided in the books.
    pub async fn follow_erasures(&self) -> Result<(), Problem> {
        self.identities.catch_up(&self.store).await.map_err(|error| Problem::internal(&error))
    }
}

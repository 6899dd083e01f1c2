//! The papers of requests: their bytes go to the vault, and the books are told what they are and how to know them again.
//!
//! The vault is first here: what the books record must be there. What the books then refuse is taken back; where the program
//! was stopped in between, the same request again goes on from there, and `almoner vault check` names what nothing came of.

use almoner_ledger::codes::{EvidenceKind, MediaType, Purpose, RevealScope};
use almoner_ledger::command::{AttachEvidence, Command, Paper, Reveal};
use almoner_ledger::money::Amount;
use almoner_ledger::refusal::Refusal;
use almoner_ledger::text::{Code, Text};
use almoner_proof::hash::Hash;
use almoner_store::error::WriteError;
use almoner_store::store::Store;
use almoner_store::write::Answer;
use almoner_vault::attachment::{self, Attached, Owner};
use almoner_vault::error::VaultError;
use almoner_vault::note::Commitment;
use almoner_vault::vault::Vault;
use chrono::NaiveDate;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::app::App;
use crate::auth;
use crate::field::parse_hash;
use crate::identities::{CatchUpError, Identities};
use crate::problem::Problem;

const PATH: &str = "/{request}/attachments/{paper}";

/// A paper as it was handed in.
pub struct Upload {
    pub request: i64,
    pub kind: EvidenceKind,
    pub number: Option<Code>,
    pub dated_on: Option<NaiveDate>,
    pub amount: Option<Amount>,
    /// What it was sent as.
    pub media_type: MediaType,
    pub bytes: Zeroizing<Vec<u8>>,
}

pub struct Kept {
    pub answer: Answer,
    pub content: Hash,
    /// Requests to which the same bytes were attached before.
    pub same: Vec<i64>,
}

/// A paper to be shown, and the words for it.
pub struct Asked {
    pub paper: Paper,
    pub purpose: Purpose,
    pub why: Option<Text>,
}

pub struct Shown {
    pub answer: Answer,
    pub media_type: MediaType,
    pub bytes: Zeroizing<Vec<u8>>,
}

const fn of_vault(media: attachment::MediaType) -> MediaType {
    match media {
        attachment::MediaType::Pdf => MediaType::Pdf,
        attachment::MediaType::Jpeg => MediaType::Jpeg,
        attachment::MediaType::Png => MediaType::Png,
        attachment::MediaType::PlainText => MediaType::Text,
    }
}

/// What the vault knows a request by: its number.
fn reference(request: i64) -> Uuid {
    Uuid::from_u128(u128::try_from(request).unwrap_or_default())
}

/// The same key is the same file: what was handed in twice is kept once.
fn attachment_id(key: &Hash) -> Uuid {
    let (half, _) = key.split_at(16);
    Uuid::from_slice(half).unwrap_or_default()
}

impl App {
    pub async fn attach_paper(
        &self,
        (who, key): (&auth::Identity, Option<Hash>),
        upload: Upload,
    ) -> Result<Kept, Problem> {
        let vault = self.vault().await?;
        let key = key.ok_or_else(|| Problem::own("idempotency-key-missing"))?;
        let person = self.person_of(upload.request).await?;
        let owner = Owner::RequestAbout { request: reference(upload.request), person };
        let found = attachment::MediaType::recognise(&upload.bytes);
        let found = of_vault(found.map_err(|error| Problem::vault(&error))?);
        if found != upload.media_type {
            let said = format!("this was sent as {} and is {found}", upload.media_type);
            return Err(Problem::own("attachment-type").detail(said));
        }
        let id = attachment_id(&key);
        let size_bytes = i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX);
        let _alone = self.identities.writing.lock().await;
        let fresh = vault.attachment_stamp(id).await == Err(VaultError::UnknownAttachment);
        let kept = vault.attach(id, owner, upload.bytes, self.clock.now()).await;
        let kept = kept.map_err(|error| Problem::vault(&error))?;
        let content = kept.commitment.0;
        let command = Command::AttachEvidence(AttachEvidence {
            request: upload.request,
            kind: upload.kind,
            number: upload.number,
            dated_on: upload.dated_on,
            amount: upload.amount,
            media_type: found,
            size_bytes,
            content,
        });
        match self.write(who, Some(key), command).await {
            Ok(answer) => {
                let same = self.same_bytes(&vault, &kept, answer.seq).await?;
                Ok(Kept { answer, content, same })
            }
            Err(error) => {
                if fresh && matches!(error, WriteError::Refused(_)) {
                    vault.detach(id).await.map_err(|error| Problem::vault(&error))?;
                }
                Err(Problem::unwritten(&error, PATH))
            }
        }
    }

    /// Whom a request is about: their papers go with them.
    async fn person_of(&self, request: i64) -> Result<Uuid, Problem> {
        let unknown = || Problem::refused(&Refusal::RequestUnknown { request }, PATH);
        let detail = self.store.request(request).await?.ok_or_else(unknown)?;
        let erased = || Problem::refused(&Refusal::PersonErased, PATH);
        detail.request.recipient.ok_or_else(erased)
    }

    /// As the books say it, so that a repetition hears what the first one heard.
    async fn same_bytes(
        &self,
        vault: &Vault,
        kept: &Attached,
        seq: i64,
    ) -> Result<Vec<i64>, Problem> {
        let mut same = Vec::new();
        for other in &kept.reused_in {
            let Ok(stamp) = vault.attachment_stamp(other.attachment).await else { continue };
            let paper = self.store.paper_by_content(&stamp.commitment.0).await?;
            same.extend(paper.filter(|(earlier, _)| *earlier < seq).map(|(_, request)| request));
        }
        same.sort_unstable();
        same.dedup();
        Ok(same)
    }

    /// Shows a paper to somebody who needs to see it, after an act that says so.
    pub async fn show_paper(
        &self,
        (who, key): (&auth::Identity, Option<Hash>),
        asked: Asked,
    ) -> Result<Shown, Problem> {
        let vault = self.vault().await?;
        let Asked { paper, purpose, why } = asked;
        let person = self.person_of(paper.request).await?;
        let erased = || Problem::refused(&Refusal::PersonErased, PATH);
        let subject = self.store.subject_of(person).await?.ok_or_else(erased)?;
        let content = self.content_of(paper).await?;
        let kept = vault.attachment_of(reference(paper.request), content).await;
        let kept = kept.map_err(|error| Problem::vault(&error))?;
        let reveal = Reveal {
            subjects: vec![subject],
            scope: RevealScope::Paper,
            purpose,
            payout: None,
            income: None,
            paper: Some(paper),
            why,
        };
        let answer = self.write(who, key, Command::Reveal(reveal)).await;
        let answer = answer.map_err(|error| Problem::unwritten(&error, PATH))?;
        Ok(Shown { answer, media_type: of_vault(kept.media), bytes: kept.bytes })
    }

    async fn content_of(&self, paper: Paper) -> Result<Commitment, Problem> {
        let detail = self.store.request(paper.request).await?;
        let mut papers = detail.into_iter().flat_map(|detail| detail.papers);
        let found = papers.find(|row| row.seq == paper.seq);
        let content = found.and_then(|row| parse_hash(&row.content)).map(Commitment);
        let unknown = Refusal::EvidenceUnknown { paper: paper.seq };
        content.ok_or_else(|| Problem::refused(&unknown, PATH))
    }
}

impl Identities {
    /// Files of which nothing came: the program was stopped before the books heard of them.
    pub async fn orphans(&self, store: &Store) -> Result<Vec<Uuid>, CatchUpError> {
        let vault = self.unlocked().await?;
        let named = store.paper_contents().await?;
        let stamps = vault.attachment_stamps().await?.into_iter();
        let astray = stamps.filter(|stamp| !named.contains(stamp.commitment.0.as_slice()));
        Ok(astray.map(|stamp| stamp.attachment).collect())
    }
}

//! Notes and attachments.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Vault, on_read, on_write, to_the_end};
use crate::attachment::{Attached, Attachment, Owner, Reuse, Stamp};
use crate::error::VaultError;
use crate::note::{Commitment, NewNote, Note};

impl Vault {
    /// Keeps typed text under the key of the person it is about. The same again is answered, not repeated.
    pub async fn write_note(
        &self,
        note: NewNote,
        now: DateTime<Utc>,
    ) -> Result<Commitment, VaultError> {
        let vault = self.clone();
        to_the_end(async move {
            let _alone = vault.inner.writing.lock().await;
            let unlocked = vault.unlocked()?;
            Ok(on_write!(vault, sql, connection => async {
                sql::people::ready(connection, &unlocked.keys).await?;
                sql::notes::write(connection, &unlocked.keys, &note, now).await
            }
            .await))
        })
        .await
    }

    pub async fn note(&self, id: Uuid) -> Result<Note, VaultError> {
        let unlocked = self.unlocked()?;
        Ok(on_read!(self, sql, connection => sql::notes::one(connection, &unlocked.keys, id).await))
    }

    pub async fn notes_of(&self, person: Uuid) -> Result<Vec<Note>, VaultError> {
        let unlocked = self.unlocked()?;
        Ok(
            on_read!(self, sql, connection => sql::notes::of(connection, &unlocked.keys, person).await),
        )
    }

    /// Takes a file in, and says where the same bytes were handed in before. The same again is answered, not repeated.
    pub async fn attach(
        &self,
        id: Uuid,
        owner: Owner,
        bytes: Zeroizing<Vec<u8>>,
        now: DateTime<Utc>,
    ) -> Result<Attached, VaultError> {
        let bytes_max = self.inner.config.attachment_max;
        if bytes.len() > bytes_max {
            return Err(VaultError::AttachmentTooLarge { bytes_max });
        }
        let vault = self.clone();
        to_the_end(async move {
            let _alone = vault.inner.writing.lock().await;
            let unlocked = vault.unlocked()?;
            Ok(on_write!(vault, sql, connection => async {
                sql::people::ready(connection, &unlocked.keys).await?;
                sql::files::attach(connection, &unlocked.keys, (id, owner), &bytes, now).await
            }
            .await))
        })
        .await
    }

    pub async fn attachment(&self, id: Uuid) -> Result<Attachment, VaultError> {
        let unlocked = self.unlocked()?;
        Ok(on_read!(self, sql, connection => sql::files::one(connection, &unlocked.keys, id).await))
    }

    /// The attachment of a request that the log knows by a commitment.
    pub async fn attachment_of(
        &self,
        request: Uuid,
        commitment: Commitment,
    ) -> Result<Attachment, VaultError> {
        let unlocked = self.unlocked()?;
        Ok(on_read!(self, sql, connection =>
            sql::stamps::of_request(connection, &unlocked.keys, request, commitment).await))
    }

    /// What the log knows an attachment by.
    pub async fn attachment_stamp(&self, id: Uuid) -> Result<Stamp, VaultError> {
        let unlocked = self.unlocked()?;
        Ok(
            on_read!(self, sql, connection => sql::stamps::stamp(connection, &unlocked.keys, id).await),
        )
    }

    /// The same of every attachment there is.
    pub async fn attachment_stamps(&self) -> Result<Vec<Stamp>, VaultError> {
        let unlocked = self.unlocked()?;
        Ok(on_read!(self, sql, connection => sql::stamps::stamps(connection, &unlocked.keys).await))
    }

    /// Takes back a file of which nothing came: the books refused the paper. Its key and its owner stay.
    pub async fn detach(&self, id: Uuid) -> Result<(), VaultError> {
        let vault = self.clone();
        to_the_end(async move {
            let _alone = vault.inner.writing.lock().await;
            on_write!(vault, sql, connection => sql::stamps::detach(connection, id).await);
            Ok(())
        })
        .await
    }

    /// Other attachments with the same bytes.
    pub async fn reused_in(&self, id: Uuid) -> Result<Vec<Reuse>, VaultError> {
        let unlocked = self.unlocked()?;
        Ok(on_read!(self, sql, connection =>
            sql::files::reused_in(connection, &unlocked.keys, id).await))
    }

    pub async fn attachments_of_person(&self, person: Uuid) -> Result<Vec<Reuse>, VaultError> {
        self.unlocked()?;
        Ok(on_read!(self, sql, connection => sql::files::of(connection, "holder_id", person).await))
    }

    pub async fn attachments_of_request(&self, request: Uuid) -> Result<Vec<Reuse>, VaultError> {
        self.unlocked()?;
        Ok(
            on_read!(self, sql, connection => sql::files::of(connection, "request_id", request).await),
        )
    }
}

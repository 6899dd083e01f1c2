//! People: taken in, changed, revealed, compared.

use std::sync::PoisonError;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Vault, on_read, on_write, to_the_end};
use crate::error::VaultError;
use crate::identity::{Checked, Field, Identity};
use crate::matching::{Match, MatchKind};
use crate::note::Commitment;
use crate::person::{Foreseen, PersonKind, Put, Stored, Version};

impl Vault {
    /// Takes a person in, or changes the fields that are named. The same again changes nothing.
    pub async fn put(
        &self,
        person: Uuid,
        kind: PersonKind,
        identity: &Identity,
        now: DateTime<Utc>,
    ) -> Result<Stored, VaultError> {
        let put = Put { person, kind, identity: identity.clone() };
        let stored = self.put_all(vec![put], now).await?;
        stored.into_iter().next().ok_or(VaultError::Unknown)
    }

    /// What putting this would come to. Somebody new is given their key, and nothing about them is written yet.
    pub async fn foresee(
        &self,
        person: Uuid,
        kind: PersonKind,
        identity: &Identity,
        now: DateTime<Utc>,
    ) -> Result<Foreseen, VaultError> {
        let put = Put { person, kind, identity: identity.clone() };
        let foreseen = self.foresee_all(vec![put], now).await?;
        foreseen.into_iter().next().ok_or(VaultError::Unknown)
    }

    /// The same of many people.
    pub async fn foresee_all(
        &self,
        puts: Vec<Put>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Foreseen>, VaultError> {
        let vault = self.clone();
        to_the_end(async move {
            let _alone = vault.inner.writing.lock().await;
            let unlocked = vault.unlocked()?;
            Ok(on_write!(vault, sql, connection => async {
                sql::people::ready(connection, &unlocked.keys).await?;
                let mut foreseen = Vec::with_capacity(puts.len());
                for put in &puts {
                    let one = sql::people::foresee(connection, &unlocked.keys, put, now).await?;
                    foreseen.push(one);
                }
                Ok::<_, VaultError>(foreseen)
            }
            .await))
        })
        .await
    }

    /// Many people, all or none.
    pub async fn put_all(
        &self,
        puts: Vec<Put>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Stored>, VaultError> {
        let vault = self.clone();
        to_the_end(async move {
            let _alone = vault.inner.writing.lock().await;
            let unlocked = vault.unlocked()?;
            let done = on_write!(vault, sql, connection => async {
                sql::people::ready(connection, &unlocked.keys).await?;
                let mut done = Vec::with_capacity(puts.len());
                for put in &puts {
                    done.push(sql::people::put(connection, &unlocked.keys, put, now).await?);
                }
                Ok::<_, VaultError>(done)
            }
            .await);
            let mut index = unlocked.index.write().unwrap_or_else(PoisonError::into_inner);
            let mut stored = Vec::with_capacity(done.len());
            for (put, (one, identity)) in puts.iter().zip(done) {
                index.put(put.person, &identity);
                stored.push(one);
            }
            Ok(stored)
        })
        .await
    }

    /// Shows some fields of a person. Who may see them, and why, is the caller's to ask and to log first.
    pub async fn reveal(&self, person: Uuid, fields: &[Field]) -> Result<Identity, VaultError> {
        self.reveal_version(person, None, fields).await
    }

    /// As [`Self::reveal`], as it was in an earlier version.
    pub async fn reveal_version(
        &self,
        person: Uuid,
        version: Option<i64>,
        fields: &[Field],
    ) -> Result<Identity, VaultError> {
        let unlocked = self.unlocked()?;
        let (identity, _) = on_read!(self, sql, connection =>
            sql::people::reveal(connection, &unlocked.keys, person, version, fields).await);
        Ok(identity)
    }

    /// The versions there are, oldest first.
    pub async fn history(&self, person: Uuid) -> Result<Vec<Version>, VaultError> {
        self.unlocked()?;
        Ok(on_read!(self, sql, connection => sql::people::history(connection, person).await))
    }

    pub async fn kind(&self, person: Uuid) -> Result<PersonKind, VaultError> {
        self.unlocked()?;
        Ok(on_read!(self, sql, connection => sql::people::kind(connection, person).await))
    }

    /// A digest of some fields as they are, for an approval to bind to: another account gives another digest, and when the
    /// person is erased it says nothing any more.
    pub async fn commitment(
        &self,
        person: Uuid,
        fields: &[Field],
    ) -> Result<Commitment, VaultError> {
        let unlocked = self.unlocked()?;
        Ok(on_read!(self, sql, connection =>
            sql::people::commitment(connection, &unlocked.keys, person, fields).await))
    }

    /// Everybody who may be the person described, but for one who is known to be: those who share a number first, then
    /// the likeliest by name.
    pub async fn matches(
        &self,
        identity: &Identity,
        besides: Option<Uuid>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Match>, VaultError> {
        let unlocked = self.unlocked()?;
        let Checked { identity, .. } = identity
            .clone()
            .checked(now.date_naive())
            .map_err(|(field, fault)| VaultError::Field { field, fault })?;
        let sharing = on_read!(self, sql, connection =>
            sql::people::sharing(connection, &unlocked.keys, &identity).await);
        let hard = |(kind, person)| Match { person, kind: MatchKind::Hard(kind) };
        let mut found: Vec<Match> = sharing.into_iter().map(hard).collect();
        let index = unlocked.index.read().unwrap_or_else(PoisonError::into_inner);
        found.extend(index.find(&identity));
        found.retain(|one| Some(one.person) != besides);
        Ok(found)
    }
}

//! Signing the head of the log. What is signed has been shown, leaf by leaf, to have grown out of what was signed last:
//! a signer that signs whatever it is handed vouches for nothing.

use almoner_proof::checkpoint::{Checkpoint, NoteError, Signer, open};
use almoner_proof::hash::Hash;
use almoner_proof::tree::Frontier;

use crate::error::StoreError;
use crate::store::Store;
use crate::{postgres, sqlite};

/// Why no checkpoint was signed.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    #[error("there are no books to sign for yet")]
    NoBooks,
    /// The books name another key, or a thief has put in one of their own.
    #[error("the books name another key than the signer's; nothing was signed")]
    OtherKey,
    #[error(
        "the last checkpoint was not signed by this key, so nothing is signed on top of it: {0}"
    )]
    LastNote(NoteError),
    #[error(
        "the first {size} acts are not those that were signed last; nothing was signed, run the check of the books"
    )]
    NotGrown { size: i64 },
    #[error(
        "the leaves of the log do not lead to its head; nothing was signed, run the check of the books"
    )]
    HeadDiffers,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What must hold before anything is signed, as it was read.
#[derive(PartialEq, Eq)]
pub(crate) struct Ground {
    pub(crate) origin: String,
    pub(crate) key_name: String,
    pub(crate) public_key: Vec<u8>,
    /// The last checkpoint: its size and note.
    pub(crate) last: Option<(i64, String)>,
}

/// The tree over the leaves read so far, with the one size at which it is compared.
pub(crate) struct Grown {
    pub(crate) frontier: Frontier,
    last: Option<Checkpoint>,
}

impl Grown {
    /// Checks the key and opens the last note; nothing has been read yet.
    pub(crate) fn from(ground: &Ground, signer: &Signer) -> Result<Self, CheckpointError> {
        let verifier = signer.verifier();
        if ground.key_name != verifier.name() || ground.public_key != verifier.public() {
            return Err(CheckpointError::OtherKey);
        }
        let last = match &ground.last {
            None => None,
            Some((size, note)) => {
                let opened = open(note, &verifier).map_err(CheckpointError::LastNote)?;
                if i64::try_from(opened.size) != Ok(*size) || opened.origin != ground.origin {
                    return Err(CheckpointError::NotGrown { size: *size });
                }
                Some(opened)
            }
        };
        let grown = Self { frontier: Frontier::new(), last };
        grown.compare()?;
        Ok(grown)
    }

    pub(crate) fn push(&mut self, hash: Hash) -> Result<(), CheckpointError> {
        self.frontier.push(hash);
        self.compare()
    }

    fn compare(&self) -> Result<(), CheckpointError> {
        match &self.last {
            Some(last)
                if last.size == self.frontier.size() && last.root != self.frontier.root() =>
            {
                Err(CheckpointError::NotGrown {
                    size: i64::try_from(last.size).unwrap_or(i64::MAX),
                })
            }
            _ => Ok(()),
        }
    }

    /// The note over the head, or nothing where it has not grown since the last.
    pub(crate) fn sign(
        &self,
        ground: &Ground,
        head: &Frontier,
        signer: &Signer,
    ) -> Result<Option<(i64, String)>, CheckpointError> {
        if self.frontier != *head {
            return Err(CheckpointError::HeadDiffers);
        }
        let size = i64::try_from(head.size()).map_err(|_| CheckpointError::HeadDiffers)?;
        match &ground.last {
            Some((last, _)) if *last == size => Ok(None),
            Some((last, _)) if size < *last => Err(CheckpointError::NotGrown { size: *last }),
            _ if size == 0 => Err(CheckpointError::NoBooks),
            _ => {
                let checkpoint = Checkpoint {
                    origin: ground.origin.clone(),
                    size: head.size(),
                    root: head.root(),
                    extensions: Vec::new(),
                };
                Ok(Some((size, signer.sign(&checkpoint))))
            }
        }
    }
}

impl Store {
    /// Signs the head of the log if it has grown since the last checkpoint, and files the note; `None` where it has not.
    ///
    /// All leaf hashes are read anew for it, most of them without holding anyone up, so it costs about as much as
    /// reading 32 bytes for every act there is. Keep the note outside as well: only there is it safe from whoever can
    /// write the database.
    pub async fn checkpoint(&self, signer: &Signer) -> Result<Option<String>, CheckpointError> {
        let config = &self.inner.config;
        if config.url.starts_with("sqlite:") {
            let mut connection = sqlite::connect(config).await?;
            let note = sqlite::sql::checkpoint::sign(&mut connection, signer).await;
            drop(sqlx::Connection::close(connection).await);
            note
        } else {
            let mut connection = postgres::connect(config).await?;
            let note = postgres::sql::checkpoint::sign(&mut connection, signer).await;
            drop(sqlx::Connection::close(connection).await);
            note
        }
    }
}

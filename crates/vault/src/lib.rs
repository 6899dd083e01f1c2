//! Who people are: kept apart from the books, sealed, and gone for good when they are erased.
//!
//! The books know a person only by a random reference. The vault knows what is behind it, in a database of its own, and
//! depends on no crate of the books: nothing that keeps the books can reach in here by mistake. Where there is no vault,
//! or nobody has unlocked it, the books go on; only names are missing.
//!
//! # The keys, in one picture
//!
//! ```text
//!   passphrase          recovery copy 1       recovery copy 2        what people know or hold
//!       │ slow on purpose      │                     │
//!       ▼                      ▼                     ▼
//!   ┌─slot─┐               ┌─slot─┐              ┌─slot─┐            the key file, on another medium if you can
//!   └──┬───┘               └──┬───┘              └──┬───┘
//!      └──────────► THE KEY ◄─┴─────────────────────┘                only in memory, while unlocked
//!                   │     │
//!          ┌────────┘     └───────────┐
//!          ▼                          ▼
//!   a key per person            the index key                        in the database, closed with THE KEY
//!          │                          │
//!          ▼                          ▼
//!   every field, every          keyed digests of identity number,
//!   version, notes, files       telephone, account, address, files
//! ```
//!
//! # What losing them means
//!
//! * **The passphrase is lost:** one recovery copy opens the vault and sets a new passphrase.
//! * **One recovery copy is lost or seen by somebody:** make both anew; the old ones open nothing any more.
//! * **The passphrase and both copies are lost:** nobody on earth can read the identities again, neither you nor we. The
//!   books are whole; who was helped must be learnt again from the papers.
//! * **The key file is lost:** the same, unless it was copied. It is a few lines; copy it whenever it changes, to where
//!   the copies of the database are not.
//! * **Somebody takes the database or a copy of it:** without the key file they have noise. With the key file they have as
//!   many guesses at the passphrase as they can pay for: about a second each. That is why it is long.
//! * **A person is erased:** their key is destroyed, and what it closed is noise wherever it lies. A copy of the database
//!   from before still holds their key, closed; taking a copy back erases them again first, and changing the keys
//!   ([`vault::Vault::rotate_keys`]) and destroying the old key file makes the old copies unreadable for good.
//!
//! # Reading on
//!
//! `vault/` is the handle; `identity.rs` what is known about a person; `cipher.rs` how a value is sealed for its place;
//! `matching/` who may be the same person; `sql/` everything said to a database, compiled once for each.

#![expect(
    clippy::duplicate_mod,
    reason = "one SQL source is compiled once for each database, on purpose"
)]

pub mod account;
pub mod attachment;
pub mod blind;
pub mod check;
mod check_digits;
mod cipher;
pub mod config;
pub mod edb;
pub mod embg;
pub mod error;
pub mod fold;
mod head;
mod hex;
pub mod identity;
mod key;
mod keyfile;
mod keys;
pub mod matching;
pub mod note;
mod own_file;
pub mod passphrase;
pub mod person;
pub mod phone;
mod postgres;
pub mod recovery;
mod script;
pub mod slots;
mod sqlite;
pub mod tables;
pub mod vault;

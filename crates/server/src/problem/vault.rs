//! What each no of the vault means to a caller. Nothing about a person is ever in it.

use almoner_vault::account::AccountError;
use almoner_vault::error::VaultError;
use almoner_vault::identity::{Fault, Field};
use axum::http::StatusCode;

use super::Problem;

/// Problems of the vault: name, status and what they mean.
pub const VAULT: &[(&str, StatusCode, &str)] = &[
    (
        "vault-off",
        StatusCode::CONFLICT,
        "identities are kept on paper here; the books know only references",
    ),
    (
        "vault-missing",
        StatusCode::SERVICE_UNAVAILABLE,
        "the vault is not where it should be; the books go on, and an administrator puts it back or restores a copy",
    ),
    (
        "vault-locked",
        StatusCode::SERVICE_UNAVAILABLE,
        "the vault is locked; an administrator unlocks it with its passphrase, and the books go on meanwhile",
    ),
    (
        "vault-key-missing",
        StatusCode::SERVICE_UNAVAILABLE,
        "the file with the vault's keys is not there; an administrator puts it back, and the books go on meanwhile",
    ),
    (
        "vault-key-unfit",
        StatusCode::SERVICE_UNAVAILABLE,
        "the key file is damaged, or of another vault or day; an administrator takes its copy",
    ),
    (
        "vault-unusable",
        StatusCode::SERVICE_UNAVAILABLE,
        "the vault cannot be used now; the books go on, and the program's log says why",
    ),
    ("wrong-passphrase", StatusCode::FORBIDDEN, "this is not the passphrase of the vault"),
    (
        "passphrase-short",
        StatusCode::UNPROCESSABLE_ENTITY,
        "a passphrase needs at least 12 letters; a sentence is easier to remember than a word",
    ),
    (
        "identity-unknown",
        StatusCode::NOT_FOUND,
        "the vault keeps no identity of this person; record one first",
    ),
    (
        "identity-field",
        StatusCode::UNPROCESSABLE_ENTITY,
        "a field of the identity holds what it cannot hold",
    ),
    (
        "account-check-digits",
        StatusCode::UNPROCESSABLE_ENTITY,
        "the check digits of the account are wrong: money sent there would be lost or come back; ask for it again",
    ),
    (
        "payee-details-missing",
        StatusCode::CONFLICT,
        "the vault does not know the name and the account of somebody who is to be paid; record them, or pay another way",
    ),
    (
        "payment-list-differs",
        StatusCode::CONFLICT,
        "the file would not be the one that was recorded for this list; make a new list in its place",
    ),
    (
        "payee-account-abroad",
        StatusCode::CONFLICT,
        "an account is abroad and does not fit the transfer order; order that transfer at the bank by itself",
    ),
    (
        "embg-check",
        StatusCode::UNPROCESSABLE_ENTITY,
        "the identity number does not have the check digit or the date it should have; look again, and if it is so, send it with `override: [\"embg-check\"]`",
    ),
    (
        "attachment-unknown",
        StatusCode::NOT_FOUND,
        "the vault does not keep the bytes of this paper; look for it in the folder of the case",
    ),
    (
        "attachment-too-large",
        StatusCode::PAYLOAD_TOO_LARGE,
        "an attachment is at most 10 MiB; scan it smaller",
    ),
    (
        "attachment-type",
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "an attachment is a PDF, a JPEG, a PNG or plain text, by what it holds and not by its name",
    ),
];

impl Problem {
    /// Whatever the vault refused.
    pub fn vault(error: &VaultError) -> Self {
        match error {
            VaultError::Locked | VaultError::KeysChanged => {
                Self::own("vault-locked").retry_after(60)
            }
            VaultError::MissingDatabase | VaultError::NoVault => {
                Self::own("vault-missing").retry_after(60)
            }
            VaultError::MissingKeyFile(_) => Self::own("vault-key-missing").retry_after(60),
            VaultError::KeyFileDamaged { .. }
            | VaultError::KeyFileOfAnotherVault
            | VaultError::KeyFileOfAnotherDay
            | VaultError::MissingSlot(_) => Self::own("vault-key-unfit").retry_after(60),
            VaultError::WrongPassphrase
            | VaultError::WrongCode
            | VaultError::CodeTypo { .. }
            | VaultError::CodeLength { .. } => Self::own("wrong-passphrase"),
            VaultError::PassphraseShort { .. } => Self::own("passphrase-short"),
            VaultError::Unknown | VaultError::UnknownVersion | VaultError::UnknownNote => {
                Self::own("identity-unknown")
            }
            VaultError::UnknownAttachment => Self::own("attachment-unknown"),
            VaultError::Erased { .. } => {
                Self::refused(&almoner_ledger::refusal::Refusal::PersonErased, "")
            }
            VaultError::IdTaken => Self::refused(&almoner_ledger::refusal::Refusal::KeyReused, ""),
            VaultError::Field { field, fault } => Self::identity_field(*field, *fault),
            VaultError::AttachmentTooLarge { .. } => Self::own("attachment-too-large"),
            VaultError::AttachmentType => Self::own("attachment-type"),
            VaultError::Busy => Self::own("busy").retry_after(1),
            VaultError::Full => Self::own("disk-full").retry_after(60),
            VaultError::Address
            | VaultError::VaultExists
            | VaultError::Exists(_)
            | VaultError::Remains(_)
            | VaultError::Cost
            | VaultError::OtherKind
            | VaultError::NoteLength { .. }
            | VaultError::Corrupt { .. }
            | VaultError::NotSound
            | VaultError::Database(_)
            | VaultError::File { .. } => {
                tracing::error!(%error, "the vault cannot be used");
                Self::own("vault-unusable").retry_after(60)
            }
        }
    }

    fn identity_field(field: Field, fault: Fault) -> Self {
        let name = match fault {
            Fault::Account(AccountError::CheckDigits) => "account-check-digits",
            Fault::Account(AccountError::Shape)
            | Fault::IdentityNumber(_)
            | Fault::Phone(_)
            | Fault::TooLong { .. }
            | Fault::Control
            | Fault::Year
            | Fault::Day
            | Fault::OtherYear => "identity-field",
        };
        let mut problem = Self::own(name).detail(format!("{field} {fault}"));
        problem.field = Some(format!("fields.{}", field.column()));
        problem
    }
}

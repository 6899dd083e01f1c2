//! The signed root of the log: what leaves the house, so that the house can be
//! held to it.
//!
//! Text and signature follow the public C2SP formats `tlog-checkpoint` and
//! `signed-note`, so that witnesses and verifiers made by others can read
//! them, and a board can print the few lines into its minutes.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::hash::{Hash, sha256};

/// The `signed-note` signature type, and the only one made or checked here.
const ED25519: u8 = 0x01;

/// Room for the sixteen largest signatures that `signed-note` knows, many
/// times over.
const NOTE_LEN_MAX: usize = 1_000_000;

/// The state of a log at one moment: so many leaves, under this root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log this is, usually under the name of its key.
    pub origin: String,
    pub size: u64,
    pub root: Hash,
    /// Further lines, none as a rule: nobody can check them against the log.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    pub fn text(&self) -> String {
        let Self { origin, size, root, extensions } = self;
        let mut text = format!("{origin}\n{size}\n{}\n", STANDARD.encode(root));
        for extension in extensions {
            text.push_str(extension);
            text.push('\n');
        }
        text
    }

    /// Reads a text that can be written in one way only.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        refuse_control_characters(text)?;
        let mut lines = text.strip_suffix('\n').ok_or(NoteError::Unterminated)?.split('\n');
        let origin = lines.next().filter(|origin| !origin.is_empty());
        let origin = origin.ok_or(NoteError::OriginMissing)?.to_owned();
        let size = lines.next().and_then(parse_size).ok_or(NoteError::SizeMalformed)?;
        let root = lines.next().and_then(parse_root).ok_or(NoteError::RootMalformed)?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(NoteError::ExtensionEmpty);
        }
        Ok(Self { origin, size, root, extensions })
    }
}

fn parse_size(line: &str) -> Option<u64> {
    let size: u64 = line.parse().ok()?;
    // Not "007" and not "+7", which are numbers to the parser.
    (size.to_string() == line).then_some(size)
}

fn parse_root(line: &str) -> Option<Hash> {
    STANDARD.decode(line).ok()?.try_into().ok()
}

/// Checks that a note carries a valid signature by this verifier, and returns
/// its checkpoint.
///
/// Signatures by others are left alone, so that witnesses can add theirs. The
/// text is not looked at before a signature holds. Whether the origin is the
/// log that was asked for is the caller's to compare.
pub fn open(note: &str, verifier: &Verifier) -> Result<Checkpoint, NoteError> {
    if NOTE_LEN_MAX < note.len() {
        return Err(NoteError::TooLong);
    }
    refuse_control_characters(note)?;
    let (text, signatures) = note.rsplit_once("\n\n").ok_or(NoteError::Unsigned)?;
    let text = format!("{text}\n");
    let signatures = signatures.strip_suffix('\n').ok_or(NoteError::Unsigned)?;

    let mut is_signed = false;
    for line in signatures.split('\n') {
        let (name, key_id, signature) = parse_signature(line)?;
        if name == verifier.name && key_id == verifier.key_id() {
            verifier.verify(&text, &signature)?;
            is_signed = true;
        }
    }
    if !is_signed {
        return Err(NoteError::NotSignedByKey);
    }
    Checkpoint::parse(&text)
}

/// Takes a line `— name base64(key id || signature)` apart.
fn parse_signature(line: &str) -> Result<(&str, [u8; 4], Vec<u8>), NoteError> {
    let parts = line.strip_prefix("— ").and_then(|line| line.split_once(' '));
    let (name, bytes) = parts.ok_or(NoteError::SignatureMalformed)?;
    check_name(name)?;
    let bytes = STANDARD.decode(bytes).map_err(|_| NoteError::SignatureMalformed)?;
    match bytes.split_first_chunk() {
        Some((key_id, signature)) if !signature.is_empty() => {
            Ok((name, *key_id, signature.to_vec()))
        }
        Some(_) | None => Err(NoteError::SignatureMalformed),
    }
}

/// Signs checkpoints for one log.
///
/// It is made from the secret key alone and works the public key out itself:
/// a signer that is handed a public key that is not its own gives its secret
/// away with two signatures (RUSTSEC-2022-0093). The secret is wiped from
/// memory when the signer is dropped.
pub struct Signer {
    name: String,
    key: SigningKey,
}

impl Signer {
    pub fn new(name: String, secret: [u8; 32]) -> Result<Self, NoteError> {
        check_name(&name)?;
        Ok(Self { name, key: SigningKey::from_bytes(&secret) })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn verifier(&self) -> Verifier {
        Verifier { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// Returns the whole note: text, blank line, signature.
    ///
    /// That the new tree grew out of the last one signed is for the caller to
    /// have checked; one signature cannot know of another.
    ///
    /// # Panics
    ///
    /// If the text does not read back as this checkpoint, as with an origin of
    /// two lines. Such a signature would stand for something else as well.
    pub fn sign(&self, checkpoint: &Checkpoint) -> String {
        let text = checkpoint.text();
        assert_eq!(
            Checkpoint::parse(&text).as_ref(),
            Ok(checkpoint),
            "only a checkpoint that can be read back is signed"
        );
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        let bytes = [&self.verifier().key_id()[..], &signature].concat();
        format!("{text}\n— {} {}\n", self.name, STANDARD.encode(bytes))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The public half of a [`Signer`]: what an auditor is given on paper.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    key: VerifyingKey,
}

impl Verifier {
    /// Reads `name+key id+base64(0x01 || public key)`, the form in which
    /// verifier keys are commonly handed around.
    pub fn parse(vkey: &str) -> Result<Self, NoteError> {
        // Base64 has plus signs of its own; names and key ids have none.
        let mut parts = vkey.splitn(3, '+');
        let (Some(name), Some(key_id), Some(key)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(NoteError::KeyMalformed);
        };
        let key = STANDARD.decode(key).map_err(|_| NoteError::KeyMalformed)?;
        let (kind, public) = key.split_first().ok_or(NoteError::KeyMalformed)?;
        if *kind != ED25519 {
            return Err(NoteError::KeyKindUnknown(*kind));
        }
        let public = public.try_into().map_err(|_| NoteError::KeyMalformed)?;
        let verifier = Self::from_public(name.to_owned(), public)?;
        if verifier.key_id_hex() != key_id {
            return Err(NoteError::KeyIdMismatch);
        }
        Ok(verifier)
    }

    pub fn to_vkey(&self) -> String {
        let key = STANDARD.encode([&[ED25519][..], &self.public()].concat());
        format!("{}+{}+{key}", self.name, self.key_id_hex())
    }

    /// Refuses bytes that are no key, and the few weak keys under which one
    /// signature fits many texts.
    pub fn from_public(name: String, public: &[u8; 32]) -> Result<Self, NoteError> {
        check_name(&name)?;
        let key = VerifyingKey::from_bytes(public).map_err(|_| NoteError::KeyInvalid)?;
        if key.is_weak() {
            return Err(NoteError::KeyInvalid);
        }
        Ok(Self { name, key })
    }

    pub fn public(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Tells keys apart in a note. It is too short to prove anything.
    fn key_id(&self) -> [u8; 4] {
        let [a, b, c, d, ..] = sha256(&[self.name.as_bytes(), b"\n", &[ED25519], &self.public()]);
        [a, b, c, d]
    }

    fn key_id_hex(&self) -> String {
        format!("{:08x}", u32::from_be_bytes(self.key_id()))
    }

    fn verify(&self, text: &str, signature: &[u8]) -> Result<(), NoteError> {
        let signature =
            Signature::from_slice(signature).map_err(|_| NoteError::SignatureInvalid)?;
        self.key.verify_strict(text.as_bytes(), &signature).map_err(|_| NoteError::SignatureInvalid)
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Verifier").field(&self.to_vkey()).finish()
    }
}

fn check_name(name: &str) -> Result<(), NoteError> {
    let is_forbidden = |c: char| c.is_whitespace() || c == '+' || c < ' ';
    if name.is_empty() || name.contains(is_forbidden) {
        return Err(NoteError::NameInvalid);
    }
    Ok(())
}

fn refuse_control_characters(text: &str) -> Result<(), NoteError> {
    if text.contains(|c: char| c < ' ' && c != '\n') {
        return Err(NoteError::ControlCharacter);
    }
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    #[error("a key name is empty, or has a space, a plus sign or a control character in it")]
    NameInvalid,
    #[error("a verifier key is not of the form name+id+key")]
    KeyMalformed,
    #[error("keys of kind {0} are not known here")]
    KeyKindUnknown(u8),
    #[error("the verifier key was not copied faithfully: its id does not fit")]
    KeyIdMismatch,
    #[error("the public key is not a safe Ed25519 key")]
    KeyInvalid,
    #[error("the note is longer than a note may be")]
    TooLong,
    #[error("the text has a control character in it")]
    ControlCharacter,
    #[error("the note ends without signatures")]
    Unsigned,
    #[error("a signature line cannot be read")]
    SignatureMalformed,
    #[error("the signature does not fit the text")]
    SignatureInvalid,
    #[error("the note is not signed by this key")]
    NotSignedByKey,
    #[error("the checkpoint does not end with its last line")]
    Unterminated,
    #[error("the checkpoint does not name its log")]
    OriginMissing,
    #[error("the checkpoint's size is not a plain number")]
    SizeMalformed,
    #[error("the checkpoint's root is not a hash in base64")]
    RootMalformed,
    #[error("the checkpoint has an empty line in it")]
    ExtensionEmpty,
}

#[cfg(test)]
mod tests;

//! Randomness, bearer tokens and the signing key: what must not be guessed, and of which only a hash or a file is kept.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use almoner_proof::checkpoint::{NoteError, Signer};
use almoner_proof::hash::{Hash, sha256};
use almoner_store::config::Entropy;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// Fresh bytes from the operating system.
///
/// # Panics
///
/// Where the operating system has none to give: nothing safe could be done after that.
pub fn random() -> Hash {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

pub fn entropy() -> Entropy {
    Arc::new(random)
}

const PREFIX: &str = "almoner_";
/// 32 bytes in base64 without padding.
const BODY_LEN: usize = 43;

/// A new bearer token: shown once, kept as a hash.
///
/// Its `Debug` is silent, because a token in a trace is a token given away.
#[derive(Clone)]
pub struct NewToken {
    pub text: String,
    pub hash: Hash,
}

impl NewToken {
    pub fn make() -> Self {
        let text = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(random()));
        let hash = sha256(&[text.as_bytes()]);
        Self { text, hash }
    }
}

impl std::fmt::Debug for NewToken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("NewToken(…)")
    }
}

/// The hash under which a presented token would be known; `None` for text that cannot be one.
///
/// A token holds 256 random bits, so a plain hash is as good as a slow one, and the look-up by hash leaks no prefix.
pub fn token_hash(text: &str) -> Option<Hash> {
    hash_after(PREFIX, text)
}

fn hash_after(prefix: &str, text: &str) -> Option<Hash> {
    let body = text.strip_prefix(prefix)?;
    let fits = body.len() == BODY_LEN
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    fits.then(|| sha256(&[text.as_bytes()]))
}

/// What begins a session's text: no session passes for a token of the API.
const SESSION_PREFIX: &str = "session_";

/// A new session: its text goes into the cookie, its hash into the books.
#[derive(Clone)]
pub struct NewSession {
    pub text: String,
    pub hash: Hash,
}

impl NewSession {
    pub fn make() -> Self {
        let text = format!("{SESSION_PREFIX}{}", URL_SAFE_NO_PAD.encode(random()));
        let hash = sha256(&[text.as_bytes()]);
        Self { text, hash }
    }
}

impl std::fmt::Debug for NewSession {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("NewSession(…)")
    }
}

/// The hash under which a cookie's session would be known; `None` for text that cannot be one.
pub fn session_hash(text: &str) -> Option<Hash> {
    hash_after(SESSION_PREFIX, text)
}

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    #[error("the key file cannot be read or written")]
    Io(#[from] std::io::Error),
    #[error("the key file is not one that `almoner init` has written")]
    Malformed,
    #[error("the key's name cannot sign")]
    Name(#[from] NoteError),
}

/// Writes a new signing key, readable by its owner only, and refuses to replace an earlier one.
pub fn write_signing_key(path: &Path, name: &str) -> Result<Signer, KeyFileError> {
    let secret = random();
    let signer = Signer::new(name.to_owned(), secret)?;
    let line = format!("almoner-signing-key {name} {}\n", STANDARD.encode(secret));
    write_private(path, &line)?;
    Ok(signer)
}

/// Writes a file that only its owner can read; an existing file is never replaced.
pub fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

pub fn read_signing_key(path: &Path) -> Result<Signer, KeyFileError> {
    let text = std::fs::read_to_string(path)?;
    let mut words = text.split_whitespace();
    let (Some("almoner-signing-key"), Some(name), Some(secret), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(KeyFileError::Malformed);
    };
    let secret = STANDARD.decode(secret).map_err(|_| KeyFileError::Malformed)?;
    let secret: Hash = secret.try_into().map_err(|_| KeyFileError::Malformed)?;
    Ok(Signer::new(name.to_owned(), secret)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_hash_alone() {
        let token = NewToken::make();
        assert_eq!(token.text.len(), PREFIX.len() + BODY_LEN);
        assert_eq!(token_hash(&token.text), Some(token.hash));
        assert_eq!(format!("{token:?}"), "NewToken(…)");
    }

    #[test]
    fn what_cannot_be_a_token_is_not_looked_up() {
        for text in ["", "almoner_", "almoner_short", "Bearer almoner_x"] {
            assert_eq!(token_hash(text), None, "{text:?}");
        }
    }
}

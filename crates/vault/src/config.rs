//! Where the vault is and how it is opened.

use std::path::PathBuf;
use std::sync::Arc;

use crate::passphrase::Cost;

/// Fresh random bytes, from outside: nothing here asks the machine.
pub type Entropy = Arc<dyn Fn() -> [u8; 32] + Send + Sync>;

/// The largest attachment, in bytes, unless something else is set: a scan of ten pages, no film.
pub const ATTACHMENT_MAX: usize = 10 * 1024 * 1024;

#[derive(Clone)]
pub struct Config {
    /// `sqlite:vault.db` or `postgres://…`; never the database of the books.
    pub url: String,
    /// The key slots. Best on another medium than the database: who has only one of the two has nothing.
    pub key_file: PathBuf,
    pub entropy: Entropy,
    /// What trying one passphrase costs, from the next passphrase that is set.
    pub cost: Cost,
    /// The largest attachment, in bytes.
    pub attachment_max: usize,
    pub connections: u32,
}

impl Config {
    pub fn new(url: impl Into<String>, key_file: impl Into<PathBuf>, entropy: Entropy) -> Self {
        Self {
            url: url.into(),
            key_file: key_file.into(),
            entropy,
            cost: Cost::STRONG,
            attachment_max: ATTACHMENT_MAX,
            connections: 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_strong() {
        let config = Config::new("sqlite:vault.db", "vault.keys", Arc::new(|| [0; 32]));
        assert_eq!((config.cost.memory_kib, config.cost.passes), (256 * 1024, 4));
    }
}

//! Every setting of the program: flags and environment, in one place.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

/// Which books.
#[derive(Args, Clone, Debug)]
pub struct Database {
    /// The books: `sqlite:FILE` or `postgres://…`
    #[arg(
        long = "database",
        global = true,
        env = "ALMONER_DATABASE_URL",
        default_value = "sqlite:almoner.db",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub url: String,
}

/// Where identities are kept, apart from the books.
#[derive(Args, Clone, Debug)]
pub struct VaultAt {
    /// Whether identities are kept at all: `off` where they stay on paper
    #[arg(id = "vault", long = "vault", global = true, env = "ALMONER_VAULT", default_value = "on", value_parser = ["on", "off"])]
    pub mode: String,
    /// The vault: `sqlite:FILE` or `postgres://…`; beside the books if absent
    #[arg(
        id = "vault_url",
        global = true,
        long = "vault-url",
        env = "ALMONER_VAULT_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub url: Option<String>,
    /// The file with the vault's keys, best on another medium than the vault
    #[arg(
        id = "vault_key_file",
        global = true,
        long = "vault-key-file",
        env = "ALMONER_VAULT_KEY_FILE",
        default_value = "almoner-vault.keys",
        value_name = "FILE"
    )]
    pub key_file: PathBuf,
    /// A file whose first line is the passphrase of the vault; asked for on a terminal if absent
    #[arg(
        id = "vault_passphrase_file",
        global = true,
        long = "vault-passphrase-file",
        env = "ALMONER_VAULT_PASSPHRASE_FILE",
        value_name = "FILE"
    )]
    pub passphrase_file: Option<PathBuf>,
}

impl VaultAt {
    pub fn is_off(&self) -> bool {
        self.mode == "off"
    }

    /// Where the vault is: as said, or in a database of its own beside that of the books.
    pub fn url_beside(&self, books: &str) -> String {
        self.url.clone().unwrap_or_else(|| beside(books))
    }
}

fn beside(books: &str) -> String {
    let (place, options) = match books.split_once('?') {
        Some((place, options)) => (place, format!("?{options}")),
        None => (books, String::new()),
    };
    if place.starts_with("sqlite:") {
        return format!("{}-vault.db", place.strip_suffix(".db").unwrap_or(place));
    }
    format!("{place}_vault{options}")
}

/// The key that signs checkpoints.
#[derive(Args, Clone, Debug)]
pub struct KeyFile {
    /// The file with the key that signs checkpoints
    #[arg(
        long = "signing-key",
        env = "ALMONER_SIGNING_KEY",
        default_value = "almoner.key",
        value_name = "FILE"
    )]
    pub signing_key: PathBuf,
}

/// Who asks: every command but `init`, `demo` and `serve` acts as a signed-in person.
#[derive(Args, Clone, Debug)]
pub struct SignIn {
    /// Your token, as `almoner token issue` or an administrator has given it to you
    #[arg(
        long,
        global = true,
        env = "ALMONER_TOKEN",
        hide_env_values = true,
        value_name = "TOKEN"
    )]
    pub token: Option<String>,
}

/// Where to listen, and how the way there is protected.
#[derive(Args, Clone, Debug)]
pub struct Listening {
    /// Address and port to listen on
    #[arg(long, env = "ALMONER_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub listen: SocketAddr,
    /// Certificate chain in PEM, for TLS
    #[arg(long, env = "ALMONER_TLS_CERTIFICATE", value_name = "FILE", requires = "tls_key")]
    pub tls_certificate: Option<PathBuf>,
    /// Private key of the certificate in PEM
    #[arg(long, env = "ALMONER_TLS_KEY", value_name = "FILE", requires = "tls_certificate")]
    pub tls_key: Option<PathBuf>,
    /// A proxy in front of this address ends TLS, and nobody else can reach it
    #[arg(long, env = "ALMONER_BEHIND_PROXY")]
    pub behind_proxy: bool,
}

/// How traffic is protected on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Protection {
    /// On this machine only, or behind a proxy that was declared.
    Plain,
    Tls {
        certificate: PathBuf,
        key: PathBuf,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} can be reached from other machines: give --tls-certificate and --tls-key, or declare --behind-proxy if a proxy ends TLS in front of it"
)]
pub struct Unprotected(pub SocketAddr);

impl Listening {
    /// Refuses an address that others can reach without a certificate or a declared proxy.
    pub fn protection(&self) -> Result<Protection, Unprotected> {
        match (&self.tls_certificate, &self.tls_key) {
            (Some(certificate), Some(key)) => {
                Ok(Protection::Tls { certificate: certificate.clone(), key: key.clone() })
            }
            _ if self.listen.ip().is_loopback() || self.behind_proxy => Ok(Protection::Plain),
            _ => Err(Unprotected(self.listen)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listening(address: &str, behind_proxy: bool, tls: bool) -> Listening {
        Listening {
            listen: address.parse().unwrap(),
            tls_certificate: tls.then(|| "cert.pem".into()),
            tls_key: tls.then(|| "key.pem".into()),
            behind_proxy,
        }
    }

    #[test]
    fn the_vault_is_in_a_database_of_its_own() {
        assert_eq!(beside("sqlite:almoner.db"), "sqlite:almoner-vault.db");
        assert_eq!(beside("sqlite:/a/books.db?mode=rwc"), "sqlite:/a/books-vault.db");
        assert_eq!(beside("postgres://h/books?a=b"), "postgres://h/books_vault?a=b");
    }

    #[test]
    fn beyond_this_machine_a_certificate_or_a_proxy_is_needed() {
        assert_eq!(listening("127.0.0.1:8080", false, false).protection(), Ok(Protection::Plain));
        assert_eq!(listening("[::1]:8080", false, false).protection(), Ok(Protection::Plain));
        assert!(listening("0.0.0.0:8080", false, false).protection().is_err());
        assert!(listening("192.0.2.7:8080", false, false).protection().is_err());
        assert_eq!(listening("0.0.0.0:8080", true, false).protection(), Ok(Protection::Plain));
        assert!(matches!(
            listening("0.0.0.0:443", false, true).protection(),
            Ok(Protection::Tls { .. })
        ));
    }
}

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
        env = "ALMONER_DATABASE_URL",
        default_value = "sqlite:almoner.db",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub url: String,
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
    #[arg(long, env = "ALMONER_TOKEN", hide_env_values = true, value_name = "TOKEN")]
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

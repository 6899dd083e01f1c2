//! Beyond this machine only under TLS, or behind a proxy that was declared.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::app::On;
use crate::desk::{Desk, ends};
use crate::serving::{Reply, Serving, ask, request};

const SERVED: [&str; 4] = ["--tls-certificate", "c.pem", "--tls-key", "k.pem"];

const ASKED: &str = "[req]
distinguished_name = who
x509_extensions = what
prompt = no
[who]
CN = localhost
[what]
subjectAltName = DNS:localhost
basicConstraints = critical, CA:FALSE
";

/// Has `openssl` make a key and a certificate for this machine's own name: `k.pem` and `c.pem`.
fn certify(folder: &Path) {
    std::fs::write(folder.join("asked.cnf"), ASKED).unwrap();
    let words = "req -x509 -config asked.cnf -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
                 -days 2 -keyout k.pem -out c.pem";
    let made = Command::new("openssl")
        .args(words.split_whitespace())
        .current_dir(folder)
        .output()
        .expect("this test needs the program openssl: install the Debian package openssl");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// Asks over TLS, as somebody who trusts these certificates.
fn ask_safely(serving: &Serving, trusted: &[&Path], request: &str) -> std::io::Result<Reply> {
    let mut roots = RootCertStore::empty();
    for path in trusted {
        roots.add(CertificateDer::from_pem_file(path).unwrap()).unwrap();
    }
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    ask(&mut StreamOwned::new(connection, serving.connect()), request)
}

#[tokio::test]
async fn under_a_certificate_the_books_are_told_over_tls_only() {
    let desk = Desk::open(On::Sqlite).await;
    certify(&desk.folder);
    let serving = Serving::begin(&desk, &SERVED);
    assert_eq!(serving.scheme, "https");
    let asked = request("GET", "/api/v1/me", &desk.treasurer, "", "");
    let certificate = desk.folder.join("c.pem");
    let told = ask_safely(&serving, &[&certificate], &asked).unwrap();
    assert_eq!((told.status, &told.json()["login"]), (200, &"tea".into()), "{told:?}");

    // Who does not trust the certificate is not talked into it.
    let error = ask_safely(&serving, &[], &asked).unwrap_err();
    assert!(error.to_string().contains("UnknownIssuer"), "{error}");

    // Who asks without TLS gets no answer, and the server goes on.
    let mut plain = serving.connect();
    plain.write_all(asked.as_bytes()).unwrap();
    let mut answer = Vec::new();
    drop(plain.read_to_end(&mut answer));
    let answer = String::from_utf8_lossy(&answer);
    assert!(!answer.contains("HTTP/1") && !answer.contains("tea"), "{answer:?}");
    assert_eq!(ask_safely(&serving, &[&certificate], &asked).unwrap().status, 200);
    serving.stop();
}

#[tokio::test]
async fn an_address_beyond_this_machine_wants_a_certificate_or_a_proxy() {
    let desk = Desk::open(On::Sqlite).await;
    for address in ["0.0.0.0:0", "[::]:0"] {
        let refused = desk.run(None, &["serve", "--listen", address]);
        ends(&refused, 2, "give --tls-certificate and --tls-key, or declare --behind-proxy");
        ends(&refused, 2, "can be reached from other machines");
    }
    let listen = ["serve", "--listen", "0.0.0.0:0"];
    let half = [&listen[..], &SERVED[..2]].concat();
    ends(&desk.run(None, &half), 2, "--tls-key");
    let missing = desk.run(None, &[&listen[..], &SERVED].concat());
    ends(&missing, 2, "cannot read the certificate c.pem with the key k.pem");
    let said = String::from_utf8(missing.stderr).unwrap();
    assert!(!said.contains("serving on"), "it does not say that it serves: {said}");
}

//! `almoner call`: everything that the API can do, without a server: the same routes, the same gate, the same answers.

use std::fs::OpenOptions;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, Response, header};
use clap::Args;
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::cli::session::{self, Session};
use crate::cli::{Failure, Outcome};
use crate::config::{Database, SignIn, VaultAt};
use crate::routes;
use crate::routes::BODY_MAX;

/// What an answer may weigh that is shown at once.
const ANSWER_MAX: usize = 1 << 30;

/// Asks one thing of the API, as the person of the token: `almoner call GET /api/v1/requests?state=open`.
///
/// Without a path it lists what can be asked. A POST is given a key of its own; with `--key` the same request again is
/// answered and not repeated.
#[derive(Args, Debug)]
pub struct Call {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    vault: VaultAt,
    #[command(flatten)]
    sign_in: SignIn,
    /// GET, POST, PUT, PATCH or DELETE
    #[arg(requires = "path")]
    method: Option<Method>,
    /// The path with its query, as the API reference has it
    path: Option<String>,
    /// What is sent: a file of JSON (or of what the route takes), or - for the standard input
    #[arg(long, short, value_name = "FILE")]
    body: Option<PathBuf>,
    /// What the body is
    #[arg(long, default_value = "application/json")]
    content_type: String,
    /// The key by which a repeated request is known
    #[arg(long)]
    key: Option<String>,
    /// The version that is to be changed, for routes that want If-Match
    #[arg(long, value_name = "VERSION")]
    if_match: Option<String>,
    /// Ask for the passphrase of the vault, for what needs it open
    #[arg(long)]
    unlock: bool,
    /// A new file for the answer, instead of the screen
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Call {
    pub(super) async fn run(self) -> Outcome {
        let (Some(method), Some(path)) = (&self.method, &self.path) else {
            return list();
        };
        let mut session = Session::begin(&self.database, &self.sign_in).await?;
        let app = session.app;
        session.app = if self.unlock {
            session::with_vault(app, &self.vault, &self.database).await
        } else {
            session::with_vault_unasked(app, &self.vault, &self.database).await
        };
        let outcome = self.ask(&session, method, path).await;
        session.end().await;
        outcome
    }

    async fn ask(&self, session: &Session, method: &Method, path: &str) -> Outcome {
        let request = self.request(method, path)?;
        let service = routes::service(session.app.clone());
        let Ok(response) = service.oneshot(request).await;
        self.tell(response).await
    }

    fn request(&self, method: &Method, path: &str) -> anyhow::Result<Request<Body>> {
        let token = self.sign_in.token.as_deref().unwrap_or_default();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        if *method == Method::POST {
            let key = self.key.clone().unwrap_or_else(|| Uuid::now_v7().to_string());
            request = request.header("idempotency-key", key);
        }
        if let Some(version) = &self.if_match {
            request = request.header(header::IF_MATCH, version);
        }
        let body = match &self.body {
            Some(file) => read(file)?,
            None if *method == Method::GET => Vec::new(),
            None => b"{}".to_vec(),
        };
        if *method != Method::GET {
            request = request.header(header::CONTENT_TYPE, &self.content_type);
        }
        request.body(Body::from(body)).context("this is no path of the API")
    }

    async fn tell(&self, response: Response<Body>) -> Outcome {
        let status = response.status();
        let bytes = to_bytes(response.into_body(), ANSWER_MAX).await.context("the answer broke")?;
        if status.is_client_error() || status.is_server_error() {
            let problem: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
            let detail = problem.get("detail").or_else(|| problem.get("title"));
            let said = detail.and_then(|text| text.as_str()).unwrap_or("no reason was given");
            let why = format!("{said} ({})", status.as_u16());
            return Err(if status.is_server_error() {
                Failure::Cannot(anyhow::anyhow!(why))
            } else {
                Failure::Refused(why)
            });
        }
        match &self.output {
            Some(path) => {
                let unwritable = || format!("cannot write {}", path.display());
                let file = OpenOptions::new().write(true).create_new(true).open(path);
                let mut file = file.with_context(unwritable)?;
                let written = file.write_all(&bytes).and_then(|()| file.sync_all());
                written.with_context(unwritable)?;
            }
            None => show(&bytes),
        }
        Ok(())
    }
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(BODY_MAX).unwrap_or(u64::MAX).saturating_mul(64);
    if file == Path::new("-") {
        std::io::stdin().take(most).read_to_end(&mut bytes)?;
    } else {
        let opened = std::fs::File::open(file);
        let opened = opened.with_context(|| format!("cannot read {}", file.display()))?;
        opened.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// JSON is laid out for reading; anything else is shown as it is.
fn show(bytes: &[u8]) {
    let laid_out = serde_json::from_slice::<serde_json::Value>(bytes)
        .and_then(|value| serde_json::to_string_pretty(&value));
    match laid_out {
        Ok(text) => println!("{text}"),
        Err(_) => print!("{}", String::from_utf8_lossy(bytes)),
    }
}

/// Every operation with what it does, in the order of the reference.
fn list() -> Outcome {
    let (_, described) = routes::documented().split_for_parts();
    let described = serde_json::to_value(&described)?;
    let paths = described.get("paths").and_then(|paths| paths.as_object());
    for (path, operations) in paths.into_iter().flatten() {
        for (method, operation) in operations.as_object().into_iter().flatten() {
            let Some(summary) = operation.get("summary").and_then(|text| text.as_str()) else {
                continue;
            };
            println!("{:<6} {path}\n       {summary}", method.to_uppercase());
        }
    }
    Ok(())
}

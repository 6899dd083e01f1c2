//! Reading requests: what axum would refuse in its own words is refused here as a problem.

use almoner_ledger::command::Command;
use almoner_proof::hash::{Hash, sha256};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, MatchedPath, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::auth::Identity;
use crate::problem::Problem;
use crate::recorded::Recorded;

/// A JSON body, every field of which is known.
pub struct ApiJson<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for ApiJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::own("unsupported-media-type"));
        }
        let bytes = body(request, app).await?;
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let value =
            serde_path_to_error::deserialize(&mut reader).map_err(|error| unreadable(&error))?;
        reader.end().map_err(|error| {
            Problem::own("malformed-json").detail(format!("the body is not JSON: {error}"))
        })?;
        Ok(Self(value))
    }
}

/// A JSON body about a person, or with a secret: what is wrong with it is said without repeating any of it.
pub struct QuietJson<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for QuietJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let read = ApiJson::<T>::from_request(request, app).await;
        read.map(|ApiJson(value)| Self(value)).map_err(|problem| match problem.name {
            "invalid-field" => Problem::own("invalid-field"),
            "malformed-json" => Problem::own("malformed-json"),
            _ => problem,
        })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind =
        headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

/// The whole body, within the limit of its route.
pub async fn body(request: Request, app: &App) -> Result<Bytes, Problem> {
    Bytes::from_request(request, app).await.map_err(|rejection| match rejection {
        BytesRejection::FailedToBufferBody(failure) if failure.status() == 413 => {
            Problem::own("body-too-large")
        }
        BytesRejection::FailedToBufferBody(_) | _ => {
            Problem::own("malformed-json").detail("the body could not be read to its end")
        }
    })
}

fn unreadable(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let text = error.inner().to_string();
    match error.inner().classify() {
        serde_json::error::Category::Data => {
            // Where in the text it stands helps nobody who has the field.
            let said = text.rsplit_once(" at line ").map_or(text.as_str(), |(said, _)| said);
            let path = error.path().to_string();
            let field = match missing(said) {
                Some(name) if path == "." => name.to_owned(),
                Some(name) => format!("{path}.{name}"),
                None => path,
            };
            Problem::field(field, said)
        }
        serde_json::error::Category::Syntax
        | serde_json::error::Category::Eof
        | serde_json::error::Category::Io => {
            Problem::own("malformed-json").detail(format!("the body is not JSON: {text}"))
        }
    }
}

fn missing(said: &str) -> Option<&str> {
    said.strip_prefix("missing field `")?.strip_suffix('`')
}

/// Parameters of the path; what cannot be an id is not there.
pub struct ApiPath<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for ApiPath<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let path =
            Path::from_request_parts(parts, app).await.map_err(|_| Problem::own("invalid-path"))?;
        Ok(Self(path.0))
    }
}

/// Parameters after the question mark.
pub struct ApiQuery<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for ApiQuery<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let query = Query::from_request_parts(parts, app).await;
        let query = query.map_err(|rejection| unfit_query(&rejection.body_text()))?;
        Ok(Self(query.0))
    }
}

/// A parameter that is missing, unknown or cannot be read, by its name.
fn unfit_query(text: &str) -> Problem {
    let said = text.rsplit_once("query string: ").map_or(text, |(_, said)| said);
    let unknown = said.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`'));
    let named = said.split_once(": ").filter(|(name, _)| !name.contains([' ', '`']));
    let (field, detail) = match (missing(said), unknown, named) {
        (Some(name), ..) => (Some(name), format!("say `{name}` in the query")),
        (None, Some((name, rest)), _) => {
            let known = rest.trim_start_matches(", ");
            (Some(name), format!("there is no `{name}` to ask by here; {known}"))
        }
        (None, None, Some((name, why))) => (Some(name), format!("`{name}` cannot be read: {why}")),
        (None, None, None) => (None, said.to_owned()),
    };
    let mut problem = Problem::own("invalid-query").detail(detail);
    problem.field = field.map(str::to_owned);
    problem
}

impl FromRequestParts<App> for Identity {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Problem::own("not-signed-in"))
    }
}

const KEY_LEN_MAX: usize = 200;

/// The caller's promise to ask for one thing only once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(pub String);

impl IdempotencyKey {
    fn read(headers: &HeaderMap) -> Result<Option<Self>, Problem> {
        let mut values = headers.get_all("idempotency-key").iter();
        let Some(value) = values.next() else { return Ok(None) };
        let invalid = || Problem::own("idempotency-key-invalid");
        let text = value.to_str().map_err(|_| invalid())?;
        let fits = (1..=KEY_LEN_MAX).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_graphic());
        if !fits || values.next().is_some() {
            return Err(invalid());
        }
        Ok(Some(Self(text.to_owned())))
    }

    /// The key as the books keep it: another person's or another route's equal key is another key.
    pub fn hash(&self, identity: &Identity, method: &Method, route: &str) -> Hash {
        sha256(&[
            b"almoner/idempotency/v1\n",
            identity.person.as_bytes(),
            method.as_str().as_bytes(),
            b" ",
            route.as_bytes(),
            b"\n",
            self.0.as_bytes(),
        ])
    }
}

/// Everything a handler needs to give one command: who, under which key, on which route.
///
/// A `POST` without a key does not get this far; a `PUT` carries a version and may do without.
pub struct Writer {
    app: App,
    pub identity: Identity,
    key: Option<Hash>,
    route: String,
}

impl FromRequestParts<App> for Writer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let identity = Identity::from_request_parts(parts, app).await?;
        let key = IdempotencyKey::read(&parts.headers)?;
        if key.is_none() && parts.method == Method::POST {
            return Err(Problem::own("idempotency-key-missing"));
        }
        let route = parts
            .extensions
            .get::<MatchedPath>()
            .map(|path| path.as_str().to_owned())
            .unwrap_or_default();
        let key = key.map(|key| key.hash(&identity, &parts.method, &route));
        Ok(Self { app: app.clone(), identity, key, route })
    }
}

impl Writer {
    /// The key as the books keep it, for a handler that gives its command by itself.
    pub const fn key(&self) -> Option<Hash> {
        self.key
    }

    /// Gives the command and answers with what was recorded and where it is found.
    pub async fn give(
        self,
        command: Command,
        location: impl FnOnce(i64) -> String,
    ) -> Result<Recorded, Problem> {
        let answer = self.app.write(&self.identity, self.key, command).await;
        let answer = answer.map_err(|error| Problem::unwritten(&error, &self.route))?;
        let location = location(answer.seq);
        Ok(Recorded::new(answer, location))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[&str]) -> Result<Option<IdempotencyKey>, Problem> {
        let pairs = values.iter().map(|value| {
            let name = header::HeaderName::from_static("idempotency-key");
            (name, header::HeaderValue::from_bytes(value.as_bytes()).unwrap())
        });
        IdempotencyKey::read(&pairs.collect())
    }

    #[test]
    fn a_key_is_visible_ascii_of_reasonable_length() {
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&["k-1"]), Ok(Some(IdempotencyKey("k-1".to_owned()))));
        assert!(read(&[&"k".repeat(200)]).is_ok());
        for bad in ["", "two words", "ќ", &"k".repeat(201)] {
            assert!(read(&[bad]).is_err(), "{bad:?}");
        }
        assert!(read(&["a", "b"]).is_err());
    }
}

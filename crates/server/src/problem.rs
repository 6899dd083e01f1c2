//! Errors as the API tells them (RFC 9457), and the only place that chooses a status for a refusal.

pub mod import;
mod refusal;
pub mod samples;
pub mod vault;

use almoner_ledger::refusal::Refusal;
use almoner_store::error::{StoreError, WriteError};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

pub const MEDIA_TYPE: &str = "application/problem+json";

/// Why a request was not done, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub status: StatusCode,
    /// The stable name; the type is `/problems/` and this.
    pub name: &'static str,
    pub detail: String,
    pub field: Option<String>,
    pub retry_after: Option<u32>,
    /// For `405`: what the path does understand.
    pub allow: Option<String>,
    /// The refusal of the books behind it, for whoever says it in another language.
    pub refusal: Option<Box<Refusal>>,
}

/// A problem as it goes over the wire.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(title = "Problem")]
pub struct ProblemView {
    /// A page about this kind of problem.
    #[schema(example = "/problems/fund-short")]
    pub r#type: String,
    #[schema(example = "Fund short")]
    pub title: String,
    #[schema(example = 409)]
    pub status: u16,
    /// What happened and what to do next, in a sentence.
    pub detail: String,
    /// The field of the request that is meant, as a path from its beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// Problems that do not come from a rule of the books: name, status and what they mean.
pub const OWN: &[(&str, StatusCode, &str)] = &[
    ("not-found", StatusCode::NOT_FOUND, "there is nothing at this address"),
    (
        "method-not-allowed",
        StatusCode::METHOD_NOT_ALLOWED,
        "this address does not understand that method",
    ),
    (
        "not-signed-in",
        StatusCode::UNAUTHORIZED,
        "send a live token as `Authorization: Bearer almoner_…`",
    ),
    (
        "role-forbids",
        StatusCode::FORBIDDEN,
        "your role may not use this address; ask someone whose role may",
    ),
    (
        "from-elsewhere",
        StatusCode::FORBIDDEN,
        "this was sent from another site; open the page here and try again",
    ),
    ("malformed-json", StatusCode::BAD_REQUEST, "the body is not JSON"),
    (
        "invalid-field",
        StatusCode::UNPROCESSABLE_ENTITY,
        "a field is missing, unknown, or holds what it cannot hold",
    ),
    ("invalid-path", StatusCode::NOT_FOUND, "the address holds something that cannot be an id"),
    (
        "invalid-query",
        StatusCode::UNPROCESSABLE_ENTITY,
        "a query parameter is unknown or cannot be read",
    ),
    (
        "unsupported-media-type",
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "send the body as `application/json`",
    ),
    ("body-too-large", StatusCode::PAYLOAD_TOO_LARGE, "the body is larger than this address takes"),
    (
        "idempotency-key-missing",
        StatusCode::BAD_REQUEST,
        "every request that books carries an `Idempotency-Key`: one new key for each new intention, the same key again when repeating",
    ),
    (
        "idempotency-key-invalid",
        StatusCode::BAD_REQUEST,
        "an `Idempotency-Key` is one to 200 visible ASCII characters",
    ),
    (
        "busy",
        StatusCode::SERVICE_UNAVAILABLE,
        "too many requests wait already; nothing was recorded, try again in a second",
    ),
    (
        "outcome-unknown",
        StatusCode::SERVICE_UNAVAILABLE,
        "the database did not say whether the act was recorded; repeat the request with the same key to learn it",
    ),
    (
        "unavailable",
        StatusCode::SERVICE_UNAVAILABLE,
        "the database cannot be used now; nothing was recorded",
    ),
    ("stopping", StatusCode::SERVICE_UNAVAILABLE, "the program is stopping; nothing was recorded"),
    (
        "too-slow",
        StatusCode::SERVICE_UNAVAILABLE,
        "the answer took too long; a request that books may still be recorded, repeat it with the same key",
    ),
    (
        "disk-full",
        StatusCode::INSUFFICIENT_STORAGE,
        "the disk is full; nothing was recorded and nothing was lost",
    ),
    ("not-ready", StatusCode::SERVICE_UNAVAILABLE, "the books cannot be used yet"),
    (
        "no-report",
        StatusCode::CONFLICT,
        "the books do not make this report; the detail names the entry, the account or the row that is wrong",
    ),
    (
        "law-missing",
        StatusCode::CONFLICT,
        "the law data holds nothing for that day; an accountant enters it with its source",
    ),
    (
        "internal",
        StatusCode::INTERNAL_SERVER_ERROR,
        "something unexpected happened; it has been logged",
    ),
];

impl Problem {
    pub fn new(status: StatusCode, name: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            name,
            detail: detail.into(),
            field: None,
            retry_after: None,
            allow: None,
            refusal: None,
        }
    }

    /// A problem from [`OWN`] or of the vault, by name.
    pub fn own(name: &'static str) -> Self {
        match OWN.iter().chain(vault::VAULT).find(|(known, _, _)| *known == name) {
            Some((name, status, detail)) => Self::new(*status, name, *detail),
            None => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "something unexpected happened",
            ),
        }
    }

    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// A field that holds what it cannot hold, in the words of whoever refused it.
    pub fn field(field: impl Into<String>, error: impl ToString) -> Self {
        let mut problem = Self::own("invalid-field").detail(error.to_string());
        problem.field = Some(field.into());
        problem
    }

    /// Our fault: the chain of causes goes to the log once, and nothing of it to the caller.
    pub fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error = %chain(error), "a request failed unexpectedly");
        Self::own("internal")
    }

    /// A refusal of the books, as an answer to a request at a path such as `/api/v1/funds/{fund}/closing`.
    ///
    /// What is absent is a 404 where the path names it, and an unfit field where the body does.
    pub fn refused(refusal: &Refusal, path: &str) -> Self {
        let class = refusal::class(refusal);
        let named_by_path = |noun: &str| path.contains(&format!("{{{noun}}}"));
        let (status, field) = match class {
            refusal::Class::Absent(noun) if named_by_path(noun) => (StatusCode::NOT_FOUND, None),
            refusal::Class::Absent(noun) => (StatusCode::UNPROCESSABLE_ENTITY, Some(noun)),
            refusal::Class::Field(field) => (StatusCode::UNPROCESSABLE_ENTITY, Some(field)),
            refusal::Class::Rule => (StatusCode::UNPROCESSABLE_ENTITY, None),
            refusal::Class::State => (StatusCode::CONFLICT, None),
            refusal::Class::Authority => (StatusCode::FORBIDDEN, None),
            refusal::Class::Gone => (StatusCode::GONE, None),
        };
        let mut problem = Self::new(status, refusal.name(), refusal.to_string());
        problem.field = field.map(str::to_owned);
        problem.refusal = Some(Box::new(refusal.clone()));
        problem
    }

    /// Whatever kept a write from being recorded.
    pub fn unwritten(error: &WriteError, path: &str) -> Self {
        match error {
            WriteError::Refused(refusal) => Self::refused(refusal, path),
            WriteError::Busy => Self::own("busy").retry_after(1),
            WriteError::Full => Self::own("disk-full").retry_after(60),
            WriteError::OutcomeUnknown => Self::own("outcome-unknown").retry_after(1),
            WriteError::Unavailable(cause) => {
                tracing::error!(error = %chain(cause), "the database cannot be used");
                Self::own("unavailable").retry_after(5)
            }
            WriteError::Stopping => Self::own("stopping").retry_after(5),
        }
    }

    /// Whatever kept something from being read.
    pub fn unread(error: &StoreError) -> Self {
        match error {
            StoreError::Busy => Self::own("busy").retry_after(1),
            StoreError::Full => Self::own("disk-full").retry_after(60),
            StoreError::Database(_) | StoreError::OutcomeUnknown => {
                tracing::error!(error = %chain(error), "the database cannot be read");
                Self::own("unavailable").retry_after(5)
            }
            StoreError::Address(_)
            | StoreError::Setting(_)
            | StoreError::Corrupt(_)
            | StoreError::Constraint(_) => Self::internal(error),
        }
    }

    pub fn view(&self) -> ProblemView {
        ProblemView {
            r#type: format!("/problems/{}", self.name),
            title: title(self.name),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
            field: self.field.clone(),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::unread(&error)
    }
}

/// `fund-short` as a heading: `Fund short`.
pub fn title(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// An error and its causes on one line.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self.view()).unwrap_or_default();
        let mut response =
            (self.status, [(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(allow) =
            self.allow.as_deref().and_then(|allow| HeaderValue::from_str(allow).ok())
        {
            headers.insert(header::ALLOW, allow);
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(Named(self.name));
        response
    }
}

/// The name of the problem that an answer tells, for the metrics.
#[derive(Clone, Copy, Debug)]
pub struct Named(pub &'static str);

/// The page behind a problem's type.
pub fn page(name: &str) -> Option<String> {
    let heading = |name: &str, status: StatusCode| {
        let rule = "=".repeat(name.len());
        format!("{}\n{rule}\n\nStatus: {status}\n\n", title(name))
    };
    if let Some((name, status, text)) =
        OWN.iter().chain(vault::VAULT).find(|(known, _, _)| *known == name)
    {
        return Some(format!("{}{text}.\n", heading(name, *status)));
    }
    if let Some(text) = import::reason(name) {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Some(format!("{}{text}.\n", heading(name, status)));
    }
    let sample = samples::all().into_iter().find(|refusal| refusal.name() == name)?;
    let status = Problem::refused(&sample, "").status;
    Some(format!(
        "{}The books refuse this by rule, and nothing was recorded. The answer says, for example:\n\n    {sample}.\n",
        heading(sample.name(), status)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_absent_is_404_only_where_the_path_names_it() {
        let unknown = Refusal::FundUnknown { fund: 7 };
        let by_path = Problem::refused(&unknown, "/api/v1/funds/{fund}/closing");
        assert_eq!((by_path.status, by_path.field), (StatusCode::NOT_FOUND, None));
        let by_body = Problem::refused(&unknown, "/api/v1/incomes");
        assert_eq!(by_body.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(by_body.field.as_deref(), Some("fund"));
    }

    #[test]
    fn every_problem_has_a_page() {
        for name in Refusal::NAMES {
            let page = page(name).unwrap_or_else(|| panic!("{name} has no page"));
            assert!(page.contains("Status: 4"), "{name}");
        }
        for (name, _, _) in OWN.iter().chain(vault::VAULT) {
            assert!(page(name).is_some(), "{name}");
        }
        assert_eq!(page("nonsense"), None);
    }

    #[test]
    fn no_two_problems_share_a_name() {
        for (name, _, _) in OWN.iter().chain(vault::VAULT) {
            assert!(!Refusal::NAMES.contains(name), "{name}");
        }
    }
}

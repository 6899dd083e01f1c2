//! Identities of recipients, givers and payees. Writing one is an act, and so is every look at one.

use almoner_ledger::codes::{Purpose, RevealScope, SubjectKind};
use almoner_ledger::command::{Reveal, Subject};
use almoner_vault::identity::{Field, Identity};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, QuietJson, Writer};
use crate::field::{LongText, word};
use crate::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(recipient_state, put_recipient))
        .routes(routes!(reveal_recipient))
        .routes(routes!(source_state, put_source))
        .routes(routes!(reveal_source))
        .routes(routes!(payee_state, put_payee))
        .routes(routes!(reveal_payee))
}

/// Fields of an identity. In a change, what is absent stays and what is empty goes.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityFields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// ЕМБГ: thirteen digits. Who has none leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// A domestic account of fifteen digits, or an IBAN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settlement: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_year: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_on: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guardian: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violence: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sleeping: Option<String>,
}

impl IdentityFields {
    fn slot(&mut self, field: Field) -> &mut Option<String> {
        match field {
            Field::Name => &mut self.name,
            Field::IdentityNumber => &mut self.identity_number,
            Field::Phone => &mut self.phone,
            Field::Account => &mut self.account,
            Field::Address => &mut self.address,
            Field::Settlement => &mut self.settlement,
            Field::BirthYear => &mut self.birth_year,
            Field::BirthOn => &mut self.birth_on,
            Field::Guardian => &mut self.guardian,
            Field::Notes => &mut self.notes,
            Field::Health => &mut self.health,
            Field::Violence => &mut self.violence,
            Field::Sleeping => &mut self.sleeping,
        }
    }

    pub fn of(identity: &Identity) -> Self {
        let mut fields = Self::default();
        for field in Field::ALL {
            *fields.slot(field) = identity.get(field).map(str::to_owned);
        }
        fields
    }

    pub fn identity(mut self) -> Identity {
        let mut identity = Identity::new();
        for field in Field::ALL {
            if let Some(value) = self.slot(field).take() {
                identity.set(field, &value);
            }
        }
        identity
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutIdentity {
    pub fields: IdentityFields,
    /// Warnings that somebody has looked at: `embg-check`.
    #[serde(default, rename = "override")]
    pub overrides: Vec<Override>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
pub enum Override {
    #[serde(rename = "embg-check")]
    EmbgCheck,
}

/// That an identity is kept; never what it says.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IdentityStateView {
    /// The act that recorded it last; absent where none was.
    pub seq: Option<i64>,
    pub version: i64,
}

async fn state(app: &App, kind: SubjectKind, seq: i64) -> Result<Json<IdentityStateView>, Problem> {
    let subject = Subject { kind, seq };
    if app.identities.is_off() {
        return Err(Problem::own("vault-off"));
    }
    app.reference_of(subject).await?;
    let stamp = app.store.identity_stamp(subject).await?;
    let version = stamp.as_ref().map_or(0, |stamp| stamp.version);
    Ok(Json(IdentityStateView { seq: stamp.map(|stamp| stamp.seq), version }))
}

async fn put(
    app: &App,
    writer: &Writer,
    (kind, seq): (SubjectKind, i64),
    body: PutIdentity,
) -> Result<Response, Problem> {
    let subject = Subject { kind, seq };
    let overrides = body.overrides.contains(&Override::EmbgCheck);
    let identity = body.fields.identity();
    let who = (&writer.identity, writer.key());
    let put = app.put_identity(who, subject, &identity, overrides).await?;
    let seq = match &put.answer {
        Some(answer) => Some(answer.seq),
        None => app.store.identity_stamp(subject).await?.map(|stamp| stamp.seq),
    };
    let status = if put.answer.is_some() { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(IdentityStateView { seq, version: put.version })).into_response())
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevealBody {
    #[schema(schema_with = word::<RevealScope>)]
    pub scope: RevealScope,
    #[schema(schema_with = word::<Purpose>)]
    pub purpose: Purpose,
    /// What is being paid, where it is shown for that.
    #[serde(default)]
    pub payout: Option<i64>,
    /// In words; it can be erased later. Approvers always say it.
    #[serde(default)]
    pub why: Option<LongText>,
}

#[derive(Serialize, ToSchema)]
pub struct RevealedView {
    /// The act that says who was shown this and what for.
    pub seq: i64,
    pub fields: IdentityFields,
}

async fn reveal(
    app: &App,
    writer: &Writer,
    (kind, seq): (SubjectKind, i64),
    body: RevealBody,
) -> Result<Json<RevealedView>, Problem> {
    let RevealBody { scope, purpose, payout, why } = body;
    let subjects = vec![Subject { kind, seq }];
    let asked = Reveal {
        subjects,
        scope,
        purpose,
        payout,
        paper: None,
        income: None,
        why: why.map(|text| text.0),
    };
    let (answer, shown) = app.reveal((&writer.identity, writer.key()), asked).await?;
    let fields = shown.first().map(|(_, identity)| IdentityFields::of(identity));
    Ok(Json(RevealedView { seq: answer.seq, fields: fields.unwrap_or_default() }))
}

macro_rules! of_kind {
    ($kind:ident, $path:literal, $noun:literal, $words:literal, $state:ident, $put:ident, $reveal:ident) => {
        #[utoipa::path(
            summary = concat!("Whether an identity of ", $words, " is kept"),
            get,
            path = concat!("/api/v1/", $path, "/{", $noun, "}/identity"),
            tag = "identity",
            params(($noun = i64, Path)),
            responses((status = 200, body = IdentityStateView))
        )]
        async fn $state(
            State(app): State<App>,
            ApiPath(seq): ApiPath<i64>,
        ) -> Result<Json<IdentityStateView>, Problem> {
            state(&app, SubjectKind::$kind, seq).await
        }

        #[utoipa::path(
            summary = concat!("Record or change the identity of ", $words),
            description = "The act comes first and says only that it was done; the fields go to the vault, sealed.",
            put,
            path = concat!("/api/v1/", $path, "/{", $noun, "}/identity"),
            tag = "identity",
            params(($noun = i64, Path)),
            request_body = PutIdentity,
            responses((status = 201, body = IdentityStateView), (status = 200, description = "The same was known already.", body = IdentityStateView))
        )]
        async fn $put(
            State(app): State<App>,
            writer: Writer,
            ApiPath(seq): ApiPath<i64>,
            QuietJson(body): QuietJson<PutIdentity>,
        ) -> Result<Response, Problem> {
            put(&app, &writer, (SubjectKind::$kind, seq), body).await
        }

        #[utoipa::path(
            summary = concat!("Have the identity of ", $words, " shown, for a purpose"),
            description = "Before anything is shown, the log says who was shown it, how much, and what for. The same key again is refused: each look is an act of its own.",
            post,
            path = concat!("/api/v1/", $path, "/{", $noun, "}/identity/reveal"),
            tag = "identity",
            params(($noun = i64, Path)),
            request_body = RevealBody,
            responses((status = 200, body = RevealedView))
        )]
        async fn $reveal(
            State(app): State<App>,
            writer: Writer,
            ApiPath(seq): ApiPath<i64>,
            ApiJson(body): ApiJson<RevealBody>,
        ) -> Result<Json<RevealedView>, Problem> {
            reveal(&app, &writer, (SubjectKind::$kind, seq), body).await
        }
    };
}

of_kind!(
    Recipient,
    "recipients",
    "recipient",
    "a recipient",
    recipient_state,
    put_recipient,
    reveal_recipient
);
of_kind!(
    Giver,
    "sources",
    "source",
    "a natural person who gives",
    source_state,
    put_source,
    reveal_source
);
of_kind!(Payee, "payees", "payee", "a payee", payee_state, put_payee, reveal_payee);

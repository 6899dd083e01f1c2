//! The chart of accounts.

use almoner_ledger::codes::{AccountKind, AccountRole, Currency};
use almoner_ledger::command::{Command, PutAccount};
use almoner_ledger::rows::chart::Account;
use almoner_ledger::text::Code;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, Writer};
use crate::field::{AccountText, CodeText, LineText, word};
use crate::problem::Problem;
use crate::recorded::{Recorded, RecordedView};
use crate::routes::listing::{Listing, facts, listing};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(put))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountView {
    #[schema(example = "1000")]
    pub code: String,
    pub parent: Option<String>,
    #[schema(schema_with = word::<AccountKind>)]
    pub kind: &'static str,
    #[schema(schema_with = word::<AccountRole>)]
    pub role: &'static str,
    #[schema(schema_with = word::<Currency>)]
    pub currency: Option<&'static str>,
    /// What the bank calls it: fifteen digits.
    #[schema(example = "300000000000133")]
    pub number: Option<String>,
    /// Manual entries may not touch it: it has commands of its own.
    pub guarded: bool,
    pub name_mk: String,
    pub name_en: String,
    pub name_sq: String,
    pub active: bool,
    pub version: i64,
}

impl From<&Account> for AccountView {
    fn from(account: &Account) -> Self {
        Self {
            code: account.code.clone(),
            parent: account.parent.clone(),
            kind: account.kind.code(),
            role: account.role.code(),
            currency: account.currency.map(Currency::code),
            number: account.number.clone(),
            guarded: account.guarded,
            name_mk: account.name_mk.clone(),
            name_en: account.name_en.clone(),
            name_sq: account.name_sq.clone(),
            active: account.active,
            version: account.version,
        }
    }
}

/// The chart of accounts
#[utoipa::path(get, path = "/api/v1/accounts", tag = "books", responses((status = 200, body = Listing<AccountView>)))]
async fn list(State(app): State<App>) -> Result<Json<Listing<AccountView>>, Problem> {
    let facts = facts(&app).await?;
    Ok(listing(&facts, facts.accounts.values().map(AccountView::from)))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountBody {
    #[serde(default)]
    pub parent: Option<AccountText>,
    #[schema(schema_with = word::<AccountKind>)]
    pub kind: AccountKind,
    #[schema(schema_with = word::<AccountRole>)]
    pub role: AccountRole,
    #[serde(default)]
    #[schema(schema_with = word::<Currency>, required = false)]
    pub currency: Option<Currency>,
    /// Of a bank account: its number at the bank, fifteen digits.
    #[serde(default)]
    #[schema(example = "300000000000133")]
    pub number: Option<CodeText>,
    pub name_mk: LineText,
    pub name_en: LineText,
    pub name_sq: LineText,
    pub active: bool,
    /// The version that was read; absent for a new account.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Add a sub-account, or change the names and the use of an account
///
/// A new account hangs below an existing one and takes its kind and role; what an account is to the rules never changes.
#[utoipa::path(
    put,
    path = "/api/v1/accounts/{account}",
    tag = "books",
    params(("account" = String, Path)),
    request_body = AccountBody,
    responses((status = 201, body = RecordedView))
)]
async fn put(
    writer: Writer,
    ApiPath(account): ApiPath<String>,
    ApiJson(body): ApiJson<AccountBody>,
) -> Result<Recorded, Problem> {
    let code = Code::parse(&account).map_err(|error| Problem::field("account", error))?;
    let command = Command::PutAccount(PutAccount {
        code,
        parent: body.parent.map(|parent| parent.0),
        kind: body.kind,
        role: body.role,
        currency: body.currency,
        number: body.number.map(|number| number.0),
        names: [body.name_mk.0, body.name_en.0, body.name_sq.0],
        active: body.active,
        version: body.version,
    });
    writer.give(command, |_| "/api/v1/accounts".to_owned()).await
}

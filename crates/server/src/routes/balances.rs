//! What stands where, as of any day and as known at any act.

use almoner_ledger::codes::Currency;
use almoner_ledger::money::format_minor;
use almoner_store::read::balance::Balances;
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{ApiPath, ApiQuery};
use crate::field::word;
use crate::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(trial)).routes(routes!(account))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AsOf {
    /// At the end of this day; today if absent.
    pub on: Option<NaiveDate>,
    /// As the log knew it at this act; as it is now if absent.
    pub known_at: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BalanceView {
    #[schema(example = "1000")]
    pub account: String,
    pub fund: i64,
    #[schema(schema_with = word::<Currency>)]
    pub currency: &'static str,
    /// In denars; debit is positive, credit negative.
    #[schema(example = "125000.00")]
    pub amount: String,
    /// In the account's currency.
    #[schema(example = "125000.00")]
    pub quantity: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BalancesView {
    pub on: NaiveDate,
    /// The last act that is counted.
    pub known_at: i64,
    /// In denars, over all rows; of a trial balance it is zero.
    #[schema(example = "0.00")]
    pub total: String,
    /// What is zero is left out.
    pub items: Vec<BalanceView>,
}

impl From<Balances> for BalancesView {
    fn from(balances: Balances) -> Self {
        let items = balances.rows.iter().map(|row| BalanceView {
            account: row.account.clone(),
            fund: row.fund_seq,
            currency: row.currency.code(),
            amount: format_minor(row.amount_minor),
            quantity: format_minor(row.quantity_minor),
        });
        Self {
            on: balances.on,
            known_at: balances.known_at,
            total: format_minor(balances.amount_minor()),
            items: items.collect(),
        }
    }
}

/// The trial balance
#[utoipa::path(
    get,
    path = "/api/v1/balances",
    tag = "books",
    params(AsOf),
    responses((status = 200, body = BalancesView))
)]
async fn trial(
    State(app): State<App>,
    ApiQuery(as_of): ApiQuery<AsOf>,
) -> Result<Json<BalancesView>, Problem> {
    let on = as_of.on.unwrap_or_else(|| app.clock.today());
    Ok(Json(app.store.trial_balance(on, as_of.known_at).await?.into()))
}

/// The balance of one account, by fund
#[utoipa::path(
    get,
    path = "/api/v1/accounts/{account}/balance",
    tag = "books",
    params(("account" = String, Path), AsOf),
    responses((status = 200, body = BalancesView))
)]
async fn account(
    State(app): State<App>,
    ApiPath(account): ApiPath<String>,
    ApiQuery(as_of): ApiQuery<AsOf>,
) -> Result<Json<BalancesView>, Problem> {
    let facts = app.store.facts_for_reading().await?;
    if !facts.accounts.contains_key(&account) {
        return Err(Problem::own("not-found").detail("there is no such account in the chart"));
    }
    let on = as_of.on.unwrap_or_else(|| app.clock.today());
    Ok(Json(app.store.balance(&account, on, as_of.known_at).await?.into()))
}

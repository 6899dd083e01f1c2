//! Payment orders for the bank in one file, and the lists that were made.

use almoner_ledger::money::format_minor;
use almoner_reports::csv::dialect::Dialect;
use almoner_store::read::bundle::PaymentListRow;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiJson, ApiPath, ApiQuery, Writer};
use crate::field::AccountText;
use crate::payment_list::Wanted;
use crate::problem::Problem;
use crate::routes::page::{PageQuery, Paged, one, paged, paging};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(read))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPaymentList {
    /// Released payouts by bank or to a third party; one to 200.
    pub payouts: Vec<i64>,
    /// The bank account that pays; it must have its number at the bank.
    pub account: AccountText,
    /// The day on which the bank is to pay.
    pub value_on: NaiveDate,
    /// Through the central bank at once, not through the clearing house.
    #[serde(default)]
    pub urgent: bool,
    /// The list that this one replaces, because the file was lost or the bank did not take it.
    #[serde(default)]
    pub instead_of: Option<i64>,
    /// `data` (for programs) or `excel-mk` (for Excel as set up in Macedonia); `data` if absent.
    #[serde(default)]
    pub dialect: Option<String>,
}

/// Make the payment orders of released payouts into one file for the bank
///
/// The answer is the file, with the fields of the transfer order ПП30. It names who is paid: each of them is in the act that
/// is recorded first, with a digest of the file. The payouts are sent by it, and a payout is on one list at a time. An
/// account with wrong check digits stops the whole list. The same key again gives the recorded
/// file while the bank has not paid, and is refused where the file would be another.
#[utoipa::path(
    post,
    path = "/api/v1/payment-lists",
    tag = "aid",
    request_body = NewPaymentList,
    responses((status = 201, body = String, content_type = "text/csv"))
)]
async fn make(
    State(app): State<App>,
    writer: Writer,
    ApiJson(body): ApiJson<NewPaymentList>,
) -> Result<Response, Problem> {
    let code = body.dialect.as_deref().unwrap_or(Dialect::Data.code());
    let dialect = Dialect::parse(code)
        .ok_or_else(|| Problem::field("dialect", "is data or excel-mk".to_owned()))?;
    let wanted = Wanted {
        payouts: body.payouts,
        account: body.account.0,
        value_on: body.value_on,
        urgent: body.urgent,
        instead_of: body.instead_of,
        dialect,
    };
    let made = app.payment_list((&writer.identity, writer.key()), wanted).await?;
    let seq = made.answer.seq;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"payment-list-{seq}.csv\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::LOCATION, format!("/api/v1/payment-lists/{seq}")),
        (HeaderName::from_static("x-almoner-seq"), seq.to_string()),
    ];
    let mut response = (StatusCode::CREATED, headers, made.file).into_response();
    if made.answer.replayed {
        response.headers_mut().insert("idempotent-replay", HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// A list that was made; never who is on it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaymentListView {
    pub seq: i64,
    /// Who made it.
    pub person: Uuid,
    pub made_at: DateTime<Utc>,
    #[schema(example = "1000")]
    pub account: String,
    pub value_on: NaiveDate,
    pub count: i64,
    /// In denars.
    #[schema(example = "84500.00")]
    pub total: String,
    pub instead_of: Option<i64>,
    /// The payouts that are on it now; those of a list that was replaced are on the later one.
    pub payouts: Vec<i64>,
    /// SHA-256 of the file, in hexadecimal; absent once somebody on it was erased.
    pub sha256: Option<String>,
}

impl From<PaymentListRow> for PaymentListView {
    fn from(row: PaymentListRow) -> Self {
        Self {
            seq: row.seq,
            person: row.person,
            made_at: row.made_at,
            account: row.account,
            value_on: row.value_on,
            count: row.item_count,
            total: format_minor(row.total_minor),
            instead_of: row.instead_of,
            payouts: row.payouts,
            sha256: row.digest,
        }
    }
}

/// Payment lists, newest first
#[utoipa::path(
    get,
    path = "/api/v1/payment-lists",
    tag = "aid",
    params(PageQuery),
    responses((status = 200, body = Paged<PaymentListView>))
)]
async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PageQuery>,
) -> Result<Json<Paged<PaymentListView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    Ok(paged(app.store.payment_lists(&paging).await?))
}

/// One payment list
#[utoipa::path(
    get,
    path = "/api/v1/payment-lists/{list}",
    tag = "aid",
    params(("list" = i64, Path)),
    responses((status = 200, body = PaymentListView))
)]
async fn read(
    State(app): State<App>,
    ApiPath(list): ApiPath<i64>,
) -> Result<Json<PaymentListView>, Problem> {
    one(app.store.payment_list(list).await?, "payment list")
}

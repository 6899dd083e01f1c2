//! Payouts as they are read, with the digest that approvers sign.

use almoner_ledger::codes::{
    Category, DocumentKind, Method, PayoutState, Reason, ReviewFinding, Role, TaxBasis,
};
use almoner_ledger::money::format_minor;
use almoner_store::read::payout::{PayoutDetail, PayoutFilter, PayoutRow};
use almoner_store::read::trace::PayoutShare;
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::auth::Identity;
use crate::extract::{ApiPath, ApiQuery};
use crate::field::word;
use crate::problem::Problem;
use crate::recorded::WarningView;
use crate::routes::note::NoteView;
use crate::routes::page::{Paged, paged, paging};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PayoutQuery {
    #[param(schema_with = word::<PayoutState>, required = false)]
    pub state: Option<PayoutState>,
    pub fund: Option<i64>,
    #[param(schema_with = word::<Category>, required = false)]
    pub category: Option<Category>,
    pub request: Option<i64>,
    /// `true` lists the emergency payouts that wait for their review.
    #[serde(default)]
    pub unreviewed: bool,
    /// Proposed on this day or later.
    pub from: Option<NaiveDate>,
    /// Proposed on this day or earlier.
    pub to: Option<NaiveDate>,
    pub after: Option<String>,
    pub limit: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PayoutView {
    pub seq: i64,
    pub request: i64,
    pub fund: i64,
    #[schema(example = "free")]
    pub fund_code: String,
    #[schema(schema_with = word::<Category>)]
    pub category: &'static str,
    #[schema(schema_with = word::<Method>)]
    pub method: &'static str,
    /// In denars: what its lots pay, with the tax.
    #[schema(example = "5000.00")]
    pub amount: String,
    /// What reaches the person.
    #[schema(example = "4500.00")]
    pub net: String,
    #[schema(example = "500.00")]
    pub tax: String,
    #[schema(schema_with = word::<TaxBasis>)]
    pub tax_basis: &'static str,
    /// The list under which the tax office let it be paid.
    pub tax_list: Option<String>,
    /// The entry that paid the tax.
    pub tax_payment: Option<i64>,
    pub item: Option<String>,
    pub item_count: Option<i64>,
    pub proposed_on: NaiveDate,
    pub approvals_needed: i64,
    pub approvals_given: i64,
    #[schema(schema_with = word::<PayoutState>)]
    pub state: &'static str,
    /// The entry that booked the obligation.
    pub obligation: Option<i64>,
    /// The entry that booked the payment.
    pub payment: Option<i64>,
    /// The last day on which an approved payout may be released.
    pub expires_on: Option<NaiveDate>,
    /// Why a person chose other lots than the ledger proposed.
    #[schema(schema_with = word::<Reason>, required = false)]
    pub lots_why: Option<&'static str>,
    /// By when a third person must review it, where it went the emergency way.
    pub review_due_at: Option<DateTime<Utc>>,
    /// The act that reviewed it.
    pub reviewed: Option<i64>,
    #[schema(schema_with = word::<ReviewFinding>, required = false)]
    pub review_finding: Option<&'static str>,
    /// What came back of it so far, in denars.
    #[schema(example = "0.00")]
    pub returned: String,
    /// The attempt that failed or came back, and that this one repeats.
    pub retry_of: Option<i64>,
    /// The batch in which it was let go.
    pub batch: Option<i64>,
    /// The payment list on which it went to the bank.
    pub payment_list: Option<i64>,
    /// The act that changed who is paid or what was asked after it was proposed. Nobody can go on with it: cancel it, or
    /// let it fail, and propose it again.
    pub changed: Option<i64>,
    pub version: i64,
}

impl From<PayoutRow> for PayoutView {
    fn from(payout: PayoutRow) -> Self {
        Self {
            net: format_minor(payout.net_minor()),
            seq: payout.seq,
            request: payout.request_seq,
            fund: payout.fund_seq,
            fund_code: payout.fund_code,
            category: payout.category.code(),
            method: payout.method.code(),
            amount: format_minor(payout.amount_minor),
            tax: format_minor(payout.tax_minor),
            tax_basis: payout.tax_basis.code(),
            tax_list: payout.tax_list_number,
            tax_payment: payout.tax_paid_seq,
            item: payout.item,
            item_count: payout.item_quantity,
            proposed_on: payout.proposed_on,
            approvals_needed: payout.approvals_needed,
            approvals_given: payout.approvals_given,
            state: payout.state.code(),
            obligation: payout.obligation_seq,
            payment: payout.payment_seq,
            expires_on: payout.expires_on,
            lots_why: payout.chosen_why.map(|why| why.code()),
            review_due_at: payout.review_due_at,
            reviewed: payout.reviewed_seq,
            review_finding: payout.review_finding.map(|finding| finding.code()),
            returned: format_minor(payout.returned_minor),
            retry_of: payout.retry_of,
            batch: payout.batch_seq,
            payment_list: payout.list_seq,
            changed: payout.changed_seq,
            version: payout.version,
        }
    }
}

/// A person who did one thing for the payout.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DutyView {
    pub person: Uuid,
    /// `propose`, `approve`, `release`, `approve_and_release`, `review`, or `conflict` for who is out.
    #[schema(example = "approve")]
    pub duty: &'static str,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PayoutEventView {
    #[schema(schema_with = word::<PayoutState>)]
    pub state: &'static str,
    pub effective_on: NaiveDate,
    pub reason: Option<&'static str>,
    pub actor: Uuid,
    pub at: DateTime<Utc>,
}

/// The part of a payout that one income pays.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ShareView {
    pub income: Option<i64>,
    pub received_on: NaiveDate,
    pub source: Option<i64>,
    /// The name of an organisation or the reference of a person.
    pub source_name: Option<String>,
    pub agreement: Option<i64>,
    pub agreement_number: Option<String>,
    /// In denars.
    #[schema(example = "1500.00")]
    pub value: String,
}

impl From<PayoutShare> for ShareView {
    fn from(share: PayoutShare) -> Self {
        Self {
            income: share.income_seq,
            received_on: share.received_on,
            source: share.source_seq,
            source_name: share.source_name,
            agreement: share.agreement_seq,
            agreement_number: share.agreement_number,
            value: format_minor(share.value_minor),
        }
    }
}

/// The paper by which the receiver said that help arrived.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SignedReceiptView {
    #[schema(schema_with = word::<DocumentKind>)]
    pub kind: &'static str,
    pub number: String,
    pub dated_on: NaiveDate,
    /// The commitment of its scan, where there is one.
    pub attachment: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PayoutDetailView {
    pub payout: PayoutView,
    /// SHA-256 of exactly what is approved: sign this.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub digest: String,
    /// Who is paid, by reference; not for auditors.
    pub payee: Option<Uuid>,
    pub duties: Vec<DutyView>,
    pub events: Vec<PayoutEventView>,
    /// Whose money it is.
    pub shares: Vec<ShareView>,
    pub receipts: Vec<SignedReceiptView>,
    pub warnings: Vec<WarningView>,
    pub notes: Vec<NoteView>,
}

impl From<PayoutDetail> for PayoutDetailView {
    fn from(detail: PayoutDetail) -> Self {
        let duties = detail.duties.into_iter();
        let events = detail.events.into_iter();
        let receipts = detail.receipts.into_iter();
        Self {
            digest: detail.digest,
            payee: detail.payee,
            duties: duties
                .map(|done| DutyView { person: done.person, duty: done.duty.code(), at: done.at })
                .collect(),
            events: events
                .map(|event| PayoutEventView {
                    state: event.state.code(),
                    effective_on: event.effective_on,
                    reason: event.reason.map(|reason| reason.code()),
                    actor: event.actor,
                    at: event.at,
                })
                .collect(),
            shares: detail.lots.into_iter().map(ShareView::from).collect(),
            warnings: detail.warnings.iter().map(WarningView::from).collect(),
            receipts: receipts
                .map(|receipt| SignedReceiptView {
                    kind: receipt.kind.code(),
                    number: receipt.number,
                    dated_on: receipt.dated_on,
                    attachment: receipt.attachment,
                })
                .collect(),
            notes: detail.notes.into_iter().map(NoteView::from).collect(),
            payout: detail.payout.into(),
        }
    }
}

/// Payouts, newest first
#[utoipa::path(
    get,
    path = "/api/v1/payouts",
    tag = "aid",
    params(PayoutQuery),
    responses((status = 200, body = Paged<PayoutView>))
)]
pub(super) async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<PayoutQuery>,
) -> Result<Json<Paged<PayoutView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    let filter = PayoutFilter {
        state: query.state,
        fund: query.fund,
        category: query.category,
        request: query.request,
        unreviewed: query.unreviewed,
        from_on: query.from,
        to_on: query.to,
    };
    Ok(paged(app.store.payouts(&filter, &paging).await?))
}

/// One payout: what is signed, who did what, and whose money it is
#[utoipa::path(
    get,
    path = "/api/v1/payouts/{payout}",
    tag = "aid",
    params(("payout" = i64, Path)),
    responses((status = 200, body = PayoutDetailView))
)]
pub(super) async fn read(
    State(app): State<App>,
    identity: Identity,
    ApiPath(payout): ApiPath<i64>,
) -> Result<Json<PayoutDetailView>, Problem> {
    let found = app.store.payout(payout).await?;
    let detail =
        found.ok_or_else(|| Problem::own("not-found").detail("there is no such payout"))?;
    let view = PayoutDetailView::from(detail);
    let pseudonymous = identity.role == Role::Auditor;
    Ok(Json(PayoutDetailView { payee: view.payee.filter(|_| !pseudonymous), ..view }))
}

//! The journal as it is read.

use almoner_ledger::codes::{Currency, DocumentKind, EntryKind};
use almoner_ledger::money::format_minor;
use almoner_ledger::rows::journal::Posting;
use almoner_store::read::entry::{EntryDetail, EntryFilter, EntryRow};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::extract::{ApiPath, ApiQuery};
use crate::field::{word, write_hash};
use crate::problem::Problem;
use crate::recorded::{SlipView, numbered};
use crate::routes::note::NoteView;
use crate::routes::page::{Paged, one, paged, paging};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EntryQuery {
    /// Booked on this day or later.
    pub from: Option<NaiveDate>,
    /// Booked on this day or earlier.
    pub to: Option<NaiveDate>,
    /// With a line on this account.
    pub account: Option<String>,
    pub fund: Option<i64>,
    #[param(schema_with = word::<EntryKind>, required = false)]
    pub kind: Option<EntryKind>,
    pub payout: Option<i64>,
    /// With a paper of this kind: invoices, contracts.
    #[param(schema_with = word::<DocumentKind>, required = false)]
    pub document: Option<DocumentKind>,
    pub after: Option<String>,
    pub limit: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PostingView {
    pub line: i64,
    #[schema(example = "1000")]
    pub account: String,
    pub fund: i64,
    /// In denars; debit is positive, credit negative.
    #[schema(example = "-1500.00")]
    pub amount: String,
    #[schema(schema_with = word::<Currency>)]
    pub currency: &'static str,
    /// In the account's currency.
    #[schema(example = "-1500.00")]
    pub quantity: String,
    pub rate: Option<String>,
    pub rate_on: Option<NaiveDate>,
    pub rate_source: Option<String>,
}

impl From<Posting> for PostingView {
    fn from(posting: Posting) -> Self {
        Self {
            line: posting.line,
            account: posting.account,
            fund: posting.fund_seq,
            amount: format_minor(posting.amount_minor),
            currency: posting.currency.code(),
            quantity: format_minor(posting.quantity_minor),
            rate: posting.rate,
            rate_on: posting.rate_on,
            rate_source: posting.rate_source,
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EntryView {
    pub seq: i64,
    #[schema(example = "2026/17")]
    pub entry: String,
    pub booked_on: NaiveDate,
    #[schema(schema_with = word::<EntryKind>)]
    pub kind: &'static str,
    pub document_kind: Option<&'static str>,
    pub document_number: Option<String>,
    pub document_on: Option<NaiveDate>,
    pub document_issuer: Option<String>,
    /// Why there is no paper.
    pub no_document: Option<&'static str>,
    pub payout: Option<i64>,
    pub reversed_by: Option<i64>,
    pub lines: Vec<PostingView>,
}

impl From<EntryRow> for EntryView {
    fn from(entry: EntryRow) -> Self {
        Self {
            seq: entry.seq,
            entry: numbered((entry.year, entry.number)),
            booked_on: entry.booked_on,
            kind: entry.kind.code(),
            document_kind: entry.document_kind.map(|kind| kind.code()),
            document_number: entry.document_number,
            document_on: entry.document_on,
            document_issuer: entry.document_issuer,
            no_document: entry.no_document.map(|reason| reason.code()),
            payout: entry.payout_seq,
            reversed_by: entry.reversed_by_seq,
            lines: entry.postings.into_iter().map(PostingView::from).collect(),
        }
    }
}

/// Where an act stands in the log.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LeafView {
    /// Counted from zero, as proofs count.
    pub index: i64,
    /// The leaf's hash in hexadecimal.
    pub hash: String,
    #[schema(example = "income.recorded")]
    pub kind: String,
    pub recorded_at: DateTime<Utc>,
    pub actor: Uuid,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EntryDetailView {
    pub entry: EntryView,
    pub slips: Vec<SlipView>,
    /// The entries that this one takes back.
    pub reverses: Vec<i64>,
    pub leaf: LeafView,
    pub notes: Vec<NoteView>,
}

impl From<EntryDetail> for EntryDetailView {
    fn from(detail: EntryDetail) -> Self {
        let slips = detail.slips.iter().map(|slip| SlipView {
            direction: slip.direction.code().to_owned(),
            number: numbered((slip.year, slip.number)),
        });
        Self {
            slips: slips.collect(),
            reverses: detail.reverses.iter().map(|reversal| reversal.reversed_seq).collect(),
            leaf: LeafView {
                index: detail.leaf.index,
                hash: write_hash(&detail.leaf.hash),
                kind: detail.leaf.kind,
                recorded_at: detail.leaf.recorded_at,
                actor: detail.leaf.actor,
            },
            notes: detail.notes.into_iter().map(NoteView::from).collect(),
            entry: detail.entry.into(),
        }
    }
}

/// The journal, newest first by day of booking
#[utoipa::path(
    get,
    path = "/api/v1/entries",
    tag = "books",
    params(EntryQuery),
    responses((status = 200, body = Paged<EntryView>))
)]
pub(super) async fn list(
    State(app): State<App>,
    ApiQuery(query): ApiQuery<EntryQuery>,
) -> Result<Json<Paged<EntryView>>, Problem> {
    let paging = paging(query.after.as_deref(), query.limit)?;
    let filter = EntryFilter {
        from_on: query.from,
        to_on: query.to,
        account: query.account,
        fund: query.fund,
        kind: query.kind,
        payout: query.payout,
        document: query.document,
    };
    Ok(paged(app.store.entries(&filter, &paging).await?))
}

/// One entry, with its place in the log
#[utoipa::path(
    get,
    path = "/api/v1/entries/{entry}",
    tag = "books",
    params(("entry" = i64, Path)),
    responses((status = 200, body = EntryDetailView))
)]
pub(super) async fn read(
    State(app): State<App>,
    ApiPath(entry): ApiPath<i64>,
) -> Result<Json<EntryDetailView>, Problem> {
    one(app.store.entry(entry).await?, "entry")
}
